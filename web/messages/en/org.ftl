# Menu.
nav-org-home = Month
nav-org-attendance = Attendance
nav-org-acts = Acts
nav-org-payments = Payments
nav-org-children = Children
nav-org-groups = Groups
nav-org-import = Import

# Shared.
org-title = This month
org-months = Months
org-month-before = Previous month
org-month-after = Next month
org-download = Download what is shown:
org-name-erased = The child’s data were erased
org-filter-apply = Show
org-filter-group = Group
org-filter-state = State of the voucher’s part
org-filter-show = Filter
org-filter-problems = Only rows with problems
org-filter-all-months = All months
org-filter-all-states = All states
org-filter-all-groups = All groups

# First page.
org-home-next = Your next step:
org-home-nothing = Nothing is asked of you now. Below you see what is waited for and from whom.
org-home-checklist = Checklist: { $programme }
org-home-numbers = In numbers
org-home-children = Children
org-home-groups = Groups
org-home-empty = The month’s checklist appears here. No child is enrolled yet: bring a roster and the first month opens.
org-home-empty-do = Bring a roster
org-next-attendance = Complete the attendance
org-next-exceptions = Look at what the act left out
org-next-draft = Look at the draft act
org-next-sign = Sign the act
org-next-invoice = Attach the invoice
org-next-paid = Follow the payment
org-task-attendance = Attendance is complete
org-task-exceptions = Exceptions are dealt with
org-task-draft = The act is drafted
org-task-sign = The act is signed
org-task-invoice = The invoice is attached
org-task-paid = The money has come
org-task-attendance-goes-on = Every day so far is marked.
org-task-attendance-missing = No marks for { $days ->
        [one] { $days } day
       *[other] { $days } days
    } of { $children ->
        [one] { $children } child
       *[other] { $children } children
    }.
org-task-exceptions-count = { $n ->
    [one] { $n } line was left out of the act.
   *[other] { $n } lines were left out of the act.
}
org-standing-title = Important
org-standing-good = In good standing. { $reason } { $since }
org-standing-suspended = Payments are held since { $since }: { $reason }. Service and acts go on; what is held is paid once the cause is gone.
org-standing-terminated = The contract is ended since { $since }: { $reason }.

# States and steps.
org-state-done = Done
org-state-done-late = Done late
org-state-overdue = Overdue
org-state-yours = Waits for you
org-state-waits = Waits for others
org-state-ahead = Not yet
org-state-needless = Not needed
org-holder-performer = you
org-holder-issuer = the issuer
org-holder-registry = the registry
org-holder-operator = the operator
org-holder-treasury = the treasury and the bank
org-step-drafted = Act drafted
org-step-performer-signed = Signed by the performer
org-step-checked = Checked by the registry
org-step-issuer-signed = Signed by the issuer
org-step-invoiced = Invoice attached
org-step-ordered = Order in the treasury
org-step-paid = Paid
org-step-done-at = { $at }
org-step-done-late-at = { $at }; it was due by { $until }
org-step-open = With: { $holder }.
org-step-open-left = With: { $holder }. Due by { $until }, { $days ->
        [one] { $days } day
       *[other] { $days } days
    } left.
org-step-overdue = With: { $holder }. It was due by { $until }, { $days ->
        [one] { $days } day
       *[other] { $days } days
    } late.
org-step-ahead = To be done by: { $holder }.
org-step-needless = There is nothing to pay.

# Attendance.
org-attendance-title = Attendance, { $month }
org-attendance-missing = No marks for { $days ->
        [one] { $days } day
       *[other] { $days } days
    } of { $children ->
        [one] { $children } child
       *[other] { $children } children
    }.
org-attendance-until = Attendance is to be complete by { $until }.
org-attendance-complete = Complete
org-attendance-complete-text = Every day so far is marked.
org-attendance-share = Complete
org-attendance-conflicts = Marks that do not count
org-attendance-import = Bring a timesheet
org-attendance-no-problems = This group has no problems.
org-attendance-empty = No child is enrolled in this month, so there is nothing to mark.
org-attendance-row = Present: { $present }. Not marked: { $missing }.
org-attendance-row-missing = Not complete
org-attendance-row-conflict = Does not count
org-attendance-limits = Paid days are counted once the month is complete; what is final stands in the act. An asterisk is a mark taken by QR.
org-attendance-latest = Latest data: { $at }.
org-grid-caption = { $group }, { $month }
org-group-choice = { $group } ({ $children })
org-payable-unknown = Known once the month is complete
org-child-days = Days and where the marks come from
org-told = { $at }: { $letter }, { $method }; { $source }
org-told-file = your file { $file }
org-told-registry = entered through the registry
org-method-manual = by hand
org-method-qr = by QR
org-method-face = by face
org-method-card = by card
org-method-online = online

# Columns.
org-col-act = Act number
org-col-address = Address
org-col-ages = Ages
org-col-at = When
org-col-born = Born on
org-col-capacity = Places
org-col-child = Child
org-col-children = Children
org-col-closed = Days closed
org-col-code = Code
org-col-code-of-group = Code of the group
org-col-contract = Contract
org-col-days-now = Days now
org-col-days-was = Days before
org-col-detail = Details
org-col-due = Due, ₸
org-col-due-now = Due now, ₸
org-col-due-tiyn = Due, tiyn
org-col-due-was = Due before, ₸
org-col-enrolled = Days enrolled
org-col-enrolled-days = Child-days enrolled
org-col-exceptions = Left out
org-col-excused = Days ill
org-col-file = File
org-col-free = Free
org-col-from = From day
org-col-group = Group
org-col-how = How computed
org-col-invoice = Invoice
org-col-issuer = Issuer
org-col-kind = Kind
org-col-leave = Days of leave
org-col-lines = Lines
org-col-missing = Not marked
org-col-month = Month
org-col-n = No.
org-col-nominal = Nominal, ₸
org-col-nominal-tiyn = Nominal, tiyn
org-col-order = Payment order
org-col-paid-tiyn = Paid, tiyn
org-col-payable = Paid days
org-col-performer = Performer
org-col-present = Present
org-col-programme = Programme
org-col-qr-days = Child-days by QR
org-col-remedy = What to do
org-col-row = Row
org-col-rule = Rule
org-col-signed = Signed on
org-col-state = State
org-col-study = Study days
org-col-to = To day
org-col-total = Total, ₸
org-col-total-tiyn = Total, tiyn
org-col-unexcused = Days without a reason
org-col-version = Version
org-col-voucher = Voucher
org-col-weekdays = Days of the week
org-col-why = Why

# Acts.
org-acts-title = Acts
org-acts-empty = Acts appear when a month is closed: the issuer closes it by the attendance.
org-acts-empty-do = Check the attendance
org-act-title = Act, { $month }
org-act-sign = Sign the act
org-act-stale = It cannot be signed: attendance or contracts have changed since the act was made. A new version appears once the issuer closes the month again.
org-act-exceptions = Lines left out of the act
org-act-exceptions-count = { $n ->
    [one] { $n } line left out of the act
   *[other] { $n } lines left out of the act
}
org-act-exceptions-text = Once put right they enter a new version of this act, or the next act as an adjustment.
org-act-whole = The whole act
org-act-summary = Summary
org-act-in-words = The sum in words, in the languages of the document:
org-act-version = version { $version }, as known at { $at }
org-act-set-off = Set off
org-act-set-off-text = { $sum }; by lines { $due }
org-act-lines = Lines
org-act-lines-text = A child’s name leads to the page that explains the amount.
org-act-no-lines = This version has no lines.
org-line-short = { $nominal } × { $payable } / { $study }
org-line-adjusts = Adjusts { $month }
org-act-changes = What changed since the version before
org-act-changes-text = Lines changed: { $n }. Difference: { $sum }.
org-act-signatures = Signatures
org-act-no-signatures = Nobody has signed the act yet.
org-side-performer = Performer
org-side-issuer = Issuer
org-signature-name = Who
org-signature-serial = Serial number of the certificate
org-signature-algorithm = Algorithm
org-signature-check = Result of the check
org-signature-bin = BIN of the certificate
org-signature-claimed = Made at (as the signature says)
org-signature-at = Taken at
org-act-xml = Download the act’s XML (the very bytes that are signed)
org-act-events = What happened
org-event-version = Version { $document } was made, { $sum }
org-event-performer-signed = The performer signed version { $document }{ $sum }
org-event-issuer-signed = The issuer signed version { $document }{ $sum }
org-event-invoiced = Invoice { $document }, { $sum }
org-event-ordered = Payment order { $document }, { $sum }
org-event-paid = Paid, statement { $document }, { $sum }

# Explanation of a line.
org-line-caption = How the amount is computed, { $month }
org-line-how = Calculation
org-line-formula = Nominal { $nominal } × paid days { $payable } ÷ study days { $study } = { $computed }
org-line-all-paid = All enrolled days are paid.
org-unpaid-allowed = Days not paid: { $days }. Absent without a reason { $absent }, allowed { $allowed }.
org-unpaid-not-seen = Days not paid: { $days }. The child was not seen once in the month.
org-line-cut = { $sum } was cut off: earlier periods of the same month have used the nominal.
org-line-before = This is an adjustment: { $computed } (known now) − { $before } (accepted before) = { $due }.
org-rule-allowed = Rule: up to { $days } days of absence without a reason are paid in a month, days beyond are not.
org-rule-enrolled = Rule: all enrolled days are paid once the child was seen in the month, or when every day was excused.
org-line-days = Days
org-line-days-changed = The marks have changed since the act was made. The difference enters the next act as an adjustment.
org-line-attendance = Where the marks come from
org-line-sources = What it rests on
org-line-rate = Rate
org-line-rate-text = { $sum } a month from { $from }; act no. { $number } of { $date }.
org-line-clause = Clause
org-line-known = As known at
org-line-rules = Rules and calculator

# Signing.
org-sign-title = Sign the act
org-sign-sandbox = Sign with the sandbox key
org-sign-sandbox-hint = In the sandbox only: the server signs the bytes shown below with your trial key.
org-sign-file = A signature made elsewhere
org-sign-step-xml = Download the act’s XML
org-sign-step-tool = Sign it with NCALayer or another tool: a detached CMS, by the head or a person with the right to sign
org-sign-step-bring = Bring the file of the signature here
org-sign-cms = File of the signature (CMS)
org-sign-cms-hint = DER or PEM, up to 1 MB. The signature has to be your own.
org-sign-send = Send the signature
org-sign-document = The document that is signed
org-sign-document-text = What stands below is read from the stored bytes: these very bytes are signed.
org-sign-declaration = Declaration of responsibility
org-sign-due = By lines
org-sign-more-lines = { $n } more lines stand in the document.
org-sign-hash = SHA-256 of the document
done-org-signed = The act is signed. The issuer’s signature is next.

# Payments.
org-payments-title = Payments
org-payments-sign = Sign: { $month }
org-payments-overdue = { $n ->
    [one] A step of { $n } act is overdue.
   *[other] Steps of { $n } acts are overdue.
}
org-payments-limits = The terms of order and payment are counted from the issuer’s signature. A sum is paid once the statement confirms it.
org-sum-due = Due
org-sum-ordered = Being paid
org-sum-paid = Paid
org-sum-held = Of it held
org-sum-receivable = To be set off in later acts
org-sum-year = By the acts of the months of { $year }.
org-held-text = { $programme }: payments are held since { $since }, because: { $reason }.
org-way-now = Waiting for the step “{ $step }”.
org-way-over = All steps are taken
org-way-steps = Seven steps, taken: { $done }

# Groups and children.
org-groups-title = Buildings and groups
org-groups-empty = Admitted buildings and groups appear here. There are none yet.
org-groups-none = This building has no groups.
org-groups-of = Groups: { $address }
org-groups-ordered = { $programme }: the state order of this month is { $places } places, { $sum }.
org-groups-building = { $programme }. Code { $code }. Places: { $capacity }, free: { $free }.
org-groups-as-of = As of today, { $day }. Free places are counted by the contracts in force.
org-ages = { $from }–{ $to } years
org-children-title = Children
org-children-empty = There are no children in this month under this filter.
org-children-count = { $n ->
    [one] { $n } child
   *[other] { $n } children
}
org-contract-text = No. { $number }, until { $until }
org-part-booked = Booked
org-part-active = Active
org-part-written-off = Written off
org-part-redeemed = Redeemed
org-part-annulled = Annulled
org-part-returned = Returned to the child

# Import.
org-import-title = Bring a file
org-import-file = File
org-import-file-hint = CSV, XLSX or zip, up to 64 MB.
org-import-choice = { $kind }, checked first. Change
org-import-choice-earnest = { $kind }, taken at once. Change
org-import-kind = What is it?
org-kind-timesheet = Timesheet
org-kind-hint-timesheet = Marks of a month or by days, CSV or XLSX.
org-kind-oneroster = Roster
org-kind-hint-oneroster = OneRoster 1.2, zip: children, groups, contracts.
org-kind-invoices = Invoices
org-kind-hint-invoices = Registration numbers of e-invoices, CSV or XLSX.
org-import-how = Check first
org-import-how-hint = Unless this is ticked the file is only checked: you see its errors, nothing is changed.
org-import-at-once = Check it and take it at once
org-import-send = Send
org-import-own-only = Only your own organisation’s groups and acts are taken; rows of another BIN are refused.
org-import-latest = Latest files
org-import-check = Only checked
org-import-earnest = Taken
org-import-no-file = Choose a file
org-import-no-kind = Choose what the file is
org-import-whole = File
org-imported-title = The file
org-imported-checked = Check of the file
org-imported-rows = Rows
org-imported-would = Would be taken
org-imported-taken = Taken
org-imported-in-part = In part
org-imported-refused = Refused
org-imported-take = { $n ->
    [one] Take { $n } row
   *[other] Take { $n } rows
}
org-imported-done = The rows were taken.
org-imported-next = What is next
org-imported-errors = Errors
org-imported-errors-text = In the copy with the column qazyna_error each error stands beside its row. Put it right and send it again.
org-imported-errors-more = { $shown } of { $all } are shown. The rest stand in the file.
org-imported-again = Bring another file
