nav-issuer = Home
nav-issuer-acts = Acts
nav-issuer-close = Close a month
nav-issuer-budget = Budget
nav-issuer-issue = Issue vouchers
nav-issuer-exceptions = Exceptions
nav-issuer-performers = Performers
done-issuer-approved = Approved. The vouchers are being issued.
done-issuer-nothing-chosen = Nothing was chosen: mark acts that wait for a signature.
done-issuer-nothing-to-sign = There is nothing left to sign.
done-issuer-withdrawn = Withdrawn. Nothing was changed.
issuer-title = Issuer
issuer-total = Total
issuer-month = Month
issuer-programme = Programme
issuer-region = Region
issuer-source = Source of money
issuer-source-local = Local budget
issuer-source-republican = Republican budget
issuer-kbk = KBK (budget classification code)
issuer-kbk-hint = Digits only, such as 464003
issuer-financial-year = Financial year
issuer-line = Budget line
issuer-lines = Lines
issuer-state = State
issuer-performer = Performer
issuer-performers = Performers
issuer-bin = BIN
issuer-bin-of = BIN { $bin }
issuer-sum = Sum
issuer-sum-tenge = Sum, ₸
issuer-sums-in-tenge = Sums are in tenge.
issuer-when = When
issuer-why = Why
issuer-remedy = What to do
issuer-code = Code
issuer-all = All
issuer-none = None
issuer-choose = Choose
issuer-act = Act
issuer-waits = What waits for you
issuer-nothing-waits = Nothing waits
issuer-wait-acts = Acts to sign
issuer-wait-acts-hint = { $n ->
    [one] { $n } act of { $sum }. It has waited since { $since }.
   *[other] { $n } acts of { $sum }. The oldest has waited since { $since }.
}
issuer-wait-exceptions = Lines kept out of acts
issuer-wait-exceptions-hint = They can be put right until the acts are signed: closing the month again takes them in.
issuer-wait-budget = Voucher parts that await a budget
issuer-wait-budget-hint = Nominals of { $sum }. Money is committed once the budget of those months is published.
issuer-wait-jobs = Jobs under way
issuer-wait-jobs-hint = The page may be closed: the result stays.
issuer-year = Money of { $year }
issuer-year-caption = Money of the year by months
issuer-year-free = Free until the end of the year: { $sum }.
issuer-year-empty = The budget of this year has not been entered yet. Months without a budget cannot close.
issuer-budget-open = Open the budget by lines
issuer-budget-add = Enter a budget
issuer-allotted = Allotted
issuer-committed = Committed
issuer-accepted-unpaid = Accepted, not paid
issuer-due = Due
issuer-ordered = Ordered
issuer-paid = Paid
issuer-free = Free
issuer-jobs = Latest jobs
issuer-jobs-all = All jobs
issuer-job-begun = Begun
issuer-job-open = Progress and result of the job
issuer-budget = Budget
issuer-budget-title = Budget of { $year }
issuer-years = Years
issuer-budget-empty = No budget has been entered for { $year }. Once it is, months, commitments and payments stand here.
issuer-budget-line = { $programme }, { $region }, { $source }, KBK { $kbk }
issuer-budget-all = All lines
issuer-budget-free = Free: { $sum }.
issuer-budget-change = Change the sums
issuer-budget-limits = What is allotted is never below the sum of committed, due, ordered and paid. The month is that of the service, not of the payment.
issuer-budget-changes = Latest changes
issuer-changed-by = Change, ₸
issuer-used = Use
issuer-used-share = { $share } is used
issuer-entry-title = Enter a budget
issuer-entry-lead = Enter the sums of one line by months. Before they are written you see them beside what stands today.
issuer-entry-sums = Sums by months
issuer-entry-sums-lead = Paste from Excel or fill in the months. An empty month is left as it is; a nought takes its sum away.
issuer-entry-paste = Paste from Excel
issuer-entry-paste-hint = Twelve sums in a row or a column, or two columns: month and sum. Spaces and a decimal comma are understood.
issuer-entry-by-months = Or by months
issuer-control-total = Control total
issuer-control-total-hint = The total of the document. It must agree with the sum of the months to the tiyn.
issuer-entry-check = Check
issuer-entry-region-wrong = Choose a region of yours
issuer-entry-programme-wrong = Choose a programme
issuer-entry-source-wrong = Choose the source of money
issuer-entry-kbk-wrong = Enter the KBK in digits
issuer-entry-year-wrong = Enter a financial year: { $from } to { $to }
issuer-entry-total-wrong = Enter the control total, such as 1 234 567,89
issuer-entry-total-differs = The months sum to { $sum }; the control total differs by { $difference }. Check the sums
issuer-entry-both = Either paste or fill in the months, not both
issuer-entry-nothing = Enter the sum of at least one month
issuer-entry-sum-wrong = Enter a sum in digits, such as 1 234 567,89
issuer-paste-empty = There is no sum in what was pasted
issuer-paste-shape = Rows: { $rows }, columns: { $columns }. Twelve sums are needed, or two columns: month and sum
issuer-paste-sum = Row { $row }, column { $column }: this is no sum
issuer-paste-month = Row { $row }: this is no month of the year. Leave the row of the total out
issuer-paste-twice = Row { $row }: this month was there already
issuer-check-title = Check the budget
issuer-check-caption = Comparison by months
issuer-check-lead = Once you confirm, these sums are written. Voucher parts that await a budget are committed at once.
issuer-check-now = Now, ₸
issuer-check-then = Will be, ₸
issuer-check-difference = Difference, ₸
issuer-check-note = Note
issuer-check-same = No change
issuer-check-too-low = Below what is promised and paid: { $held }
issuer-check-nothing = These sums stand already: there is nothing to write.
issuer-check-confirm = Confirm and write
issuer-check-withdraw = Withdraw
issuer-entered = Entered, ₸
issuer-entry-confirmed = Confirmed { $at }.
issuer-entry-withdrawn = Withdrawn { $at }. Nothing was written.
issuer-step-up = This moves money. Confirm who you are with your signature first: it holds for five minutes.
issuer-step-up-go = Confirm who you are
issuer-issue-title = Issue vouchers
issuer-issue-lead = A dry run first counts who is entitled. Then another person approves, and the vouchers are issued.
issuer-voucher-year = Year of the vouchers
issuer-voucher-year-hint = Vouchers whose first month is in this year
issuer-issue-year-wrong = Enter the year in four digits: last, this or next year
issuer-dry-run = Do the dry run
issuer-proposals = Proposals and protocols
issuer-proposals-empty = No issue has been proposed yet. Begin with the dry run above.
issuer-proposal = Proposal
issuer-issue-what = { $programme }, { $year }, { $region }
issuer-prepared-at = Prepared
issuer-prepared-by = Prepared by
issuer-decided-at = Decided
issuer-decided-by = Decided by
issuer-person-you = { $name } (you)
issuer-person-other = Another person, marked { $mark } in the journal
issuer-entitled = Would get a voucher
issuer-held = Hold one already
issuer-proposal-waits-other = Waits for another person
issuer-proposal-waits-you = Waits for your approval
issuer-proposal-approved = Approved
issuer-proposal-withdrawn = Withdrawn
issuer-protocol-title = Protocol of an issue
issuer-protocol-wait = You prepared this proposal, so another person approves it. They open this page from their own account.
issuer-protocol-result = What was issued
issuer-protocol-found = What the dry run found
issuer-protocol-hash = Hash of the proposal in the journal:
issuer-approve = Approve and issue
issuer-issued = Issued
issuer-finished-at = Finished
issuer-refused = Who gets none, by reason
issuer-refused-none = There are none.
issuer-children = Children
issuer-acts-title = Acts
issuer-tabs = Acts by state
issuer-tab-waiting = Wait for you
issuer-tab-draft = To be closed again
issuer-tab-performer = With the performer
issuer-tab-signed = Signed
issuer-tab-invoiced = Invoiced
issuer-tab-ordered = Being paid
issuer-tab-paid = Paid
issuer-tab-all = All
issuer-stands-waiting = Waits for your signature
issuer-stands-draft = Data have changed
issuer-stands-performer = Waits for the performer
issuer-stands-signed = Waits for the invoice
issuer-stands-invoiced = Waits for the payment order
issuer-stands-ordered = Being paid
issuer-stands-paid = Paid
issuer-stands-all = Act
issuer-acts-empty-waiting = There are no acts to sign. An act comes here once its performer has signed.
issuer-acts-empty-draft = Nothing has to be closed again: no data have changed since the close.
issuer-acts-empty-performer = No act waits for a performer. Acts are made when a month is closed.
issuer-acts-empty-signed = No act waits for its invoice.
issuer-acts-empty-invoiced = No act waits for its payment order.
issuer-acts-empty-ordered = No act is being paid.
issuer-acts-empty-paid = No act is paid.
issuer-acts-empty-all = No act fits. Acts are made when a month is closed.
issuer-filter = Filter and order
issuer-filter-performer = Performer
issuer-filter-performer-hint = A part of the name, or the BIN
issuer-filter-from = Sum from
issuer-filter-to = Sum to
issuer-filter-kept-out = Exceptions
issuer-filter-exceptions = Only with lines kept out
issuer-filter-apply = Show
issuer-filter-clear = Clear the filter
issuer-filter-month-wrong = Choose a month of the list
issuer-sort = Order
issuer-sort-age = The oldest first
issuer-sort-sum = The largest sums first
issuer-sort-exceptions = Most exceptions first
issuer-sort-performer = By performer
issuer-sort-month = The newest months first
issuer-acts-found = { $n ->
    [one] { $n } act of { $sum }; with exceptions: { $exceptions }.
   *[other] { $n } acts of { $sum }; with exceptions: { $exceptions }.
}
issuer-choose-all = { $n ->
    [one] Choose the { $n } act that matches
   *[other] Choose all { $n } acts that match
}
issuer-choose-marked = Choose those marked
issuer-mark = Mark
issuer-mark-act = Choose { $performer }, { $month }
issuer-exceptions = Exceptions
issuer-exceptions-count = { $n ->
    [one] { $n } line kept out
   *[other] { $n } lines kept out
}
issuer-since = since { $date }
issuer-until = until { $date }
issuer-due-on = Legal term
issuer-no-term = No term runs
issuer-due-left = { $n ->
    [one] { $n } working day left
   *[other] { $n } working days left
}
issuer-due-over = { $n ->
    [one] { $n } working day late
   *[other] { $n } working days late
}
issuer-act-title = Act
issuer-act-sign = Go on to sign
issuer-act-stale = Contracts or attendance have changed since the act was made. The performer cannot sign it.
issuer-act-close-again = Close the month again
issuer-batch-title = Sign acts
issuer-batch-acts = Acts to sign
issuer-batch-total = Total
issuer-batch-exceptions = With exceptions
issuer-batch-with = Acts with exceptions: look at these first
issuer-batch-without = Acts without exceptions
issuer-batch-gone = No longer waiting
issuer-batch-new-version = A newer version was made
issuer-batch-more = { $n ->
    [one] { $n } more act is not shown but belongs to the batch.
   *[other] { $n } more acts are not shown but belong to the batch.
}
issuer-batch-done = There is nothing left to sign in this batch.
issuer-batch-back = Back to the acts
issuer-batch-sign = { $n ->
    [one] Sign { $n } act
   *[other] Sign { $n } acts
}
issuer-batch-sandbox = In the sandbox the server signs with your invented key. A real key never leaves its owner.
issuer-batch-elsewhere = Sign with your own key
issuer-batch-step-1 = Take the documents.
issuer-batch-download = The archive acts.zip
issuer-batch-step-2 = Sign each file with a detached CMS (CAdES) signature. Keep the file's name: A-…-v1.xml.cms.
issuer-batch-step-3 = Upload the signatures in one archive. Each is checked by itself.
issuer-batch-signatures = Archive of signatures
issuer-batch-signatures-hint = ZIP, up to 64 MB
issuer-batch-upload = Upload the signatures
issuer-signed-title = The signatures were checked
issuer-signed-count = { $n ->
    [one] { $n } signature was accepted.
   *[other] { $n } signatures were accepted.
}
issuer-signed-refused = Signatures refused
issuer-signed-strangers = Other files
issuer-signed-strangers-text = These names belong to no act of the batch, so the files were left aside.
issuer-signed-back = Back to the batch
issuer-exceptions-title = Lines kept out of acts
issuer-exceptions-lead = Lines that failed a check when the month was closed. Put the cause right and close again: the line enters the act, or, when it is signed, a later one as an adjustment.
issuer-exceptions-by-code = By reason
issuer-exceptions-lines = Lines
issuer-exceptions-all = All reasons
issuer-exceptions-empty = There are no such lines: everything entered the acts.
issuer-close-title = Close a month
issuer-close-lead = A close makes a draft act of each performer's timesheet and contracts. It may be repeated: signed acts stay as they are, and drafts without changes are not written again.
issuer-close-which = Which month to close
issuer-close-choice = { $month }, { $programme }
issuer-close-month-wrong = Choose the month to close
issuer-close-start = Close the month
issuer-close-nothing = There is nothing to close: all acts are signed, or no child is placed.
issuer-close-months = How the months stand
issuer-close-jobs = Latest closes
issuer-close-not-closed = { $n ->
    [one] Not closed for { $n } performer
   *[other] Not closed for { $n } performers
}
issuer-close-stale = { $n ->
    [one] Data changed for { $n } performer
   *[other] Data changed for { $n } performers
}
issuer-close-drafts = { $n ->
    [one] { $n } act with its performer
   *[other] { $n } acts with their performers
}
issuer-close-signed = All signed by performers
issuer-close-signed-acts = Signed acts
issuer-performers-title = Performers of the region
issuer-performers-about = { $month }: children and places; sums of the acts of { $year }.
issuer-performers-empty = No performer fits. A performer comes with its state order.
issuer-standing = Standing
issuer-standing-good = In good standing
issuer-standing-suspended = Suspended
issuer-standing-terminated = Terminated
issuer-children-places = Children and places
issuer-children-of = { $n } / { $places }
issuer-ordered-places = Ordered places
issuer-accepted-year = Accepted, ₸
issuer-paid-year = Paid, ₸
actview-title = { $performer }: act of { $month }
actview-summary = About the act
actview-number = Number of the act
actview-state = State
actview-month = Month
actview-programme = Programme
actview-performer = Performer
actview-issuer = Issuer
actview-total = To be paid
actview-due = Sum of the lines
actview-set-off = Set off against what is owed back
actview-lines = Lines
actview-exceptions = Kept out of the act
actview-days = Enrolled child-days
actview-qr = Of them by QR
actview-version = Version
actview-known-at = Data as of
actview-lines-title = Lines, and why each sum is what it is
actview-lines-caption = Lines of the act
actview-lines-empty = There are no such lines.
actview-n = No.
actview-voucher = Voucher
actview-marks = Marks, days
actview-days-paid = Paid days
actview-paid-of = { $paid } of { $study }
actview-nominal = Nominal, ₸
actview-due-tenge = Due, ₸
actview-how-head = Explanation
actview-how = How it was computed
actview-adjusts = { $voucher }: corrects { $month }
actview-period = { $voucher }, period { $n }
actview-present = present: { $n }
actview-excused = ill: { $n }
actview-leave = leave: { $n }
actview-closed = group closed: { $n }
actview-unexcused = no reason: { $n }
actview-formula = { $nominal } × { $paid } / { $study } = { $result }.
actview-unpaid-allowed = Days not paid: { $n }; absent without a reason { $absent }, allowed { $allowed }.
actview-unpaid-unseen = Days not paid: { $n }; the child was not seen in the month.
actview-enrolled = The child is enrolled on { $n } of { $study } study days.
actview-cut = Cut by { $sum } to the nominal: other periods of the month have used the rest.
actview-before = Accepted for that month before: { $before }; the difference is { $due }.
actview-plain = All study days of the month are paid.
actview-rule = Rule: { $version }.
actview-why = Why
actview-remedy = What to do
actview-code = Code
actview-whole-act = The whole act
actview-more = { $n ->
    [one] { $n } more line is not shown.
   *[other] { $n } more lines are not shown.
}
actview-find-voucher = Number of the voucher
actview-find = Find
actview-xml-is-signed = What is signed is the XML document; the tables show its data.
actview-changes = Difference to the version before
actview-changes-none = There is no version before, or no difference to it.
actview-changes-text = { $n ->
    [one] { $n } line changed; the difference is { $sum }.
   *[other] { $n } lines changed; the difference is { $sum }.
}
actview-no-line = none
actview-days-was = Days before
actview-days-now = Days now
actview-due-was = Before, ₸
actview-due-now = Now, ₸
actview-difference = Difference, ₸
actview-signatures = Signatures
actview-signatures-none = Nobody has signed yet.
actview-signed-by = Side
actview-side-performer = Performer
actview-side-issuer = Issuer
actview-bin = BIN of the certificate
actview-signed-at = Signed
actview-accepted-at = Accepted by the registry
actview-algorithm = Algorithm
actview-checked = Check
actview-signature-valid = Valid
actview-events = The way of the act
actview-when = When
actview-what = What happened
actview-sum = Sum
actview-event-version = Version { $document } was made
actview-event-performer-signed = The performer signed version { $document }
actview-event-issuer-signed = The issuer signed version { $document }
actview-event-invoiced = Invoice { $document }
actview-event-ordered = Payment order { $document }
actview-event-paid = Paid, statement { $document }
