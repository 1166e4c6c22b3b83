# Parts that are the same on all pages.
error-prefix = Error
error-summary-title = There is a problem
warning-prefix = Warning
date-day = Day
date-month-box = Month
date-year = Year
pages-landmark = Pages of the list
pages-previous = Previous page
pages-next = Next page
figure-table = The same as a table
figure-from = From
figure-to = To
figure-sum = Sum, ₸
figure-as-of = As of { $at }.
figure-csv = Download CSV
filter-title = Filter
filter-applied = Filters in use:
filter-remove = remove this filter
filter-clear = Clear all
filter-apply = Apply
list-empty = Nothing matches. Try another filter.
list-count = { $n ->
    [one] { $n } record
   *[other] { $n } records
}
list-exports = Download the list
list-choose = Choose records
list-all-page = All on this page ({ $n })
list-all-matching = Everything the filter matches ({ $n })
job-waiting = Waiting
job-running = Under way
job-done = Done
job-failed = Failed
job-cancelled = Cancelled
job-counted = { $done } of { $total } done.
job-refused = { $n ->
    [one] { $n } error.
   *[other] { $n } errors.
}
job-left = { $n ->
    [one] About { $n } minute left.
   *[other] About { $n } minutes left.
}
job-progress = Progress
job-close = You may close this page: the work goes on.
job-files = Files of the result
job-cancel = Cancel
sign-documents = { $n ->
    [one] { $n } document to sign
   *[other] { $n } documents to sign
}
sign-read = Read the document
sign-ways = How to sign
sign-upload = A file signed elsewhere
sign-upload-file = Signature file
sign-upload-hint = Download the document and make a detached signature (CMS) with your signing program.
sign-upload-send = Send the signature
step-done = done
step-now = now here
step-late = late
step-ahead = to come
step-due = Due { $day }.
step-left = { $n ->
    [one] { $n } day left.
   *[other] { $n } days left.
}
step-overdue = { $n ->
    [one] { $n } day late.
   *[other] { $n } days late.
}
step-contact = Contact: { $contact }
parts-by-month = Month by month
mark-legend = What the signs mean
grid-child = Child
mark-present = present
mark-ill = ill
mark-excused = excused
mark-absent = absent
mark-no-service = no service
mark-conflict = sources contradict
mark-unknown = no data
mark-letter-present = ●
mark-letter-ill = i
mark-letter-excused = e
mark-letter-absent = a
mark-letter-no-service = –
mark-letter-conflict = !
mark-letter-unknown = ·
weekday-1 = Mo
weekday-2 = Tu
weekday-3 = We
weekday-4 = Th
weekday-5 = Fr
weekday-6 = Sa
weekday-7 = Su
design-title = What pages are made of
