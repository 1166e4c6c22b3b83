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
block-filter-title = Filter
block-filter-applied = Filters in use:
block-filter-remove = remove this filter
block-filter-clear = Clear all
block-filter-apply = Apply
block-list-empty = Nothing matches. Try another filter.
block-list-count = { $n ->
    [one] { $n } record
   *[other] { $n } records
}
block-list-exports = Download the list
block-list-choose = Choose records
block-list-all-page = All on this page ({ $n })
block-list-all-matching = Everything the filter matches ({ $n })
block-job-waiting = Waiting
block-job-running = Under way
block-job-done = Done
block-job-failed = Failed
block-job-cancelled = Cancelled
block-job-counted = { $done } of { $total } done.
block-job-refused = { $n ->
    [one] { $n } error.
   *[other] { $n } errors.
}
block-job-left = { $n ->
    [one] About { $n } minute left.
   *[other] About { $n } minutes left.
}
block-job-progress = Progress
block-job-close = You may close this page: the work goes on.
block-job-files = Files of the result
block-job-cancel = Cancel
block-sign-documents = { $n ->
    [one] { $n } document to sign
   *[other] { $n } documents to sign
}
block-sign-read = Read the document
block-sign-ways = How to sign
block-sign-upload = A file signed elsewhere
block-sign-upload-file = Signature file
block-sign-upload-hint = Download the document and make a detached signature (CMS) with your signing program.
block-sign-upload-send = Send the signature
block-step-done = done
block-step-now = now here
block-step-late = late
block-step-ahead = to come
mark-legend = What the signs mean
block-grid-child = Child
weekday-1 = Mo
weekday-2 = Tu
weekday-3 = We
weekday-4 = Th
weekday-5 = Fr
weekday-6 = Sa
weekday-7 = Su
design-title = What pages are made of
mark-present = Present
mark-excused = Ill, with a certificate
mark-unexcused = Absent without a reason
mark-leave = Leave of a parent
mark-closed = The group was closed
mark-missing = Not marked
mark-conflict = The mark does not count: the child is not enrolled or the group does not meet
mark-ahead = The mark has not come yet
mark-weekend = Weekend
mark-holiday = Holiday
mark-vacation = Vacation
mark-outside = Not enrolled
mark-letter-present = P
mark-letter-excused = S
mark-letter-unexcused = U
mark-letter-leave = L
mark-letter-closed = C
mark-letter-missing = ?
mark-letter-conflict = !
weekday-long-1 = Monday
weekday-long-2 = Tuesday
weekday-long-3 = Wednesday
weekday-long-4 = Thursday
weekday-long-5 = Friday
weekday-long-6 = Saturday
weekday-long-7 = Sunday
block-grid-unknown = Known once the month is complete
file-about = About this file
file-about-source = Source
file-about-filter = Filter
file-about-at = Made at
file-about-whom = Made by
file-about-all = all records
file-about-anyone = without sign-in, anybody
