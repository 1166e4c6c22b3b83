# Pages of a parent, guardian, student.
nav-my = Children
nav-my-log = Who looked
nav-my-settings = My data
my-title = Children and vouchers
my-self = (you)
my-nameless = Name erased
my-more = More
my-rules = How payment is calculated
my-empty = Nobody is here yet.
my-empty-why = The persons register does not name you as a parent or guardian, and there is no voucher in your name. If this is wrong, contact us.

# One sentence about a place.
my-status-person = A member of staff will help you with this voucher. Contacts are behind the link below.
my-status-no-voucher = There is no voucher yet.
my-status-no-contract = There is a voucher; no place is chosen yet: there is no contract.
my-status-starts = { $place }: a place is booked from { $date }.
my-status-missing = { $place }: attendance of { $n } { $n ->
    [one] day is
   *[other] days is
} missing, { $month }.
my-status-sent-back = { $place }: the bank sent the payment for { $month } back. The payer will send it again.
my-status-booked = { $place }: a place is booked. The month is not closed yet: { $month }.
my-status-unfunded = { $place }: a place is booked. The month’s budget is not published yet: { $month }.
my-status-accepted = { $place }: the service for { $month } is accepted, the state will pay for it.
my-status-paying = { $place }: the payment for { $month } is at the bank.
my-status-paid = { $place }: the place is paid for { $month }.
my-status-nothing-due = { $place }: the state pays nothing for { $month }, there are no payable days.
my-status-ended-release = { $place }: the place ended on { $date }. Reason: { $reason }. The voucher is valid, another place can be chosen.
my-status-ended-pause = { $place }: the place is paused since { $date }. Reason: { $reason }. The voucher is kept.
my-status-ended-annul = The voucher ended on { $date }. Reason: { $reason }. Last place: { $place }.
my-status-over = All months of the voucher have passed. The last one: { $month }.
my-tag-person = Contact us
my-tag-no-voucher = No voucher
my-tag-no-contract = No contract
my-tag-starts = Starts soon
my-tag-missing = Attendance missing
my-tag-sent-back = Sent back by the bank
my-tag-booked = Booked
my-tag-unfunded = Waits for the budget
my-tag-accepted = Waits for payment
my-tag-paying = Payment at the bank
my-tag-paid = Paid
my-tag-nothing-due = Not payable
my-tag-ended-release = Place ended
my-tag-ended-pause = Paused
my-tag-ended-annul = Ended
my-tag-over = Over
my-next-begins = Begins on { $date }.
my-next-reports = The organisation has to complete the timesheet by { $date }.
my-next-closes = The current month ends on { $date }, then its payment is calculated.
my-next-pays = The state has to pay by { $date }.
my-step-find = Find a place
my-step-voucher = Open the voucher
my-step-attendance = Attendance
my-step-payments = Payments
my-step-ask = Whom to ask
my-reason-transfer = a change to another organisation
my-reason-parent-ended = the parent ended the contract
my-reason-performer-terminated = the organisation’s state-order contract was ended
my-reason-expulsion = expulsion
my-reason-refusal = the voucher was refused
my-reason-move = a move
my-reason-academic-leave = academic leave
my-reason-account-contract-ended = the bank account’s contract ended
my-reason-two-silent-months = two months in a row without confirmation
my-reason-other = stated in the contract

# The voucher and its parts.
my-tabs = Pages of the child
my-tab-voucher = Voucher
my-tab-attendance = Attendance
my-tab-payments = Payments
my-tab-extract = Extract
my-voucher = Voucher
my-voucher-none = No voucher has been issued to this person yet. The rules say who gets one and when.
my-parts = Months of the voucher
my-parts-hint = Each box is a month. The table says the same in words.
my-month = Month
my-nominal-column = Nominal, ₸
my-due-paid-column = Due and paid, ₸
my-part-future = Free
my-part-reserved = Booked without a budget
my-part-booked = Booked
my-part-active = Active
my-part-written-off = Accepted
my-part-redeemed = Redeemed
my-part-annulled = Annulled
my-part-passed = Not used
my-money-future = no place chosen
my-money-reserved = the budget is not published yet
my-money-kept = the money is kept for this place
my-money-closing = the month is over, the act is being prepared
my-money-owed = service accepted, waits for payment
my-money-by = service accepted, payment by { $date }
my-money-ordered = sent to the bank on { $date }
my-money-nothing = nothing to pay
my-money-paid = paid on { $date }
my-money-set-off = set off against the organisation’s debt
my-money-annulled = ended
my-money-passed = the month passed without a place
my-contracts-before = Earlier contracts: { $n }
my-contract = Contract No. { $number }
my-place = Organisation
my-place-card = Contacts and prices
my-address = Address
my-group = Group
my-signed = Signed
my-term = Term of the contract
my-attends = Attends
my-attends-open = today
my-ended-because = Reason: { $reason }
my-number = Number
my-programme = Programme
my-issuer = Issuer
my-bin = BIN
my-iin = IIN
my-born = Date of birth:
my-issued = Date of issue
my-price = Price
my-price-open = { $n ->
    [one] { $n } more month has no place: its price is known at booking.
   *[other] { $n } more months have no place: their price is known at booking.
}
my-others = Other vouchers

# Attendance.
my-attendance-title = Attendance
my-attendance-empty = There was no place in this month, so nothing is marked.
my-attendance-missing = No marks for the days: { $days }.
my-attendance-ask = Without them the month cannot be closed and paid. The organisation sets the marks: remind it.
my-attendance-counts = { $n ->
    [one] { $n } study day in all
   *[other] { $n } study days in all
}
my-attendance-told = The latest marks were reported on { $at }. By: { $place }.
my-attendance-untold = Nothing is reported yet. Who reports: { $place }.
my-attendance-qr = { $n ->
    [one] { $n } day was marked by QR code.
   *[other] { $n } days were marked by QR code.
}
my-attendance-list = Show as a list
my-turn = Other months
my-rule-title = What this means for the payment
my-rule-allowed = Presence, illness with a certificate and a closed group are paid. { $n ->
    [one] Without a valid reason { $n } day a month is paid, the others are not.
   *[other] Without a valid reason the first { $n } days a month are paid, the others are not.
} A parent’s leave is paid up to { $leave } days a year.
my-rule-enrolled = The month is paid by days of enrolment when the child was there on at least one day, or when every day was illness with a certificate or a closed group. Otherwise the month is not paid.
my-wrong = Is a mark wrong?
my-wrong-text = Tell the teacher or the administration: the organisation corrects marks until it signs the act. After that illness can be proven by a certificate, which the organisation passes on.

# Payments.
my-payments-title = Payments
my-payments-empty = There are no payments yet: no month with a place has begun.
my-payments-whom = The state pays the organisation by voucher { $number }. You do not have to pay these sums.
my-due-total = Due for all months
my-paid-total = Paid
my-nominal = Full sum of the month
my-due = Due
my-paid = Paid
my-track-reported = Attendance is reported in full
my-track-act = The organisation has signed the act
my-track-accepted = The issuer has accepted the service
my-track-ordered = Sent to the bank
my-track-paid = The organisation is paid
my-track-by = by { $date }
my-explain = Why this sum: { $month }
my-act = Act { $number }
my-act-draft = draft, a preliminary calculation
my-act-performer-signed = signed by the organisation
my-act-issuer-signed = accepted by the issuer
my-act-invoiced = invoiced
my-act-in-register = in the register for payment
my-act-ordered = sent for payment
my-act-paid = paid
my-act-returned = returned to the organisation
my-explain-formula = { $nominal } × { $payable } of { $study } study days = { $due }
my-explain-whole = All days are paid in full.
my-explain-enrolled = The place was taken on { $n } of { $study } study days of the month.
my-explain-absent = Days { $days } are not paid: without a valid reason beyond the days allowed in a month ({ $n }).
my-explain-unseen = The whole month is not paid: the child was not there on any day.
my-explain-leave = Leave beyond { $n } days a year counts as absence: { $days }.
my-explain-unpaid = Days not paid: { $n }. Attendance has changed since then.
my-explain-cut = Due { $due }: the rest of the month’s full sum went to the organisation where the child was before.
my-explain-correction = Correction of this month: { $sum }.

# The extract.
my-extract-title = Extract of the voucher
my-extract-print = Print this page from the browser’s menu: what is not needed stays off the paper.
my-extract-parts = Parts of the voucher
my-extract-booking = { $from } – { $to }: { $place }, BIN { $bin }, contract { $contract }
my-extract-where = Where the child was
my-extract-as-of = As the National Register of Vouchers knows it on { $at }.
my-beneficiary = Beneficiary

# Who looked at the data.
my-log-title = Who looked at my data
my-log-lead = Everybody who opened your card or your children’s is named here with the purpose. What you look at yourself is not recorded.
my-log-person = About whom
my-log-all = Everybody
my-log-filter = Show
my-log-empty = Nobody looked.
my-log-empty-why = An entry appears when somebody opens a card.
my-log-at = When
my-log-organisation = Who
my-log-role = In the role
my-log-purpose = For what
my-log-pages = Pages of the log
my-log-newest = Newest
my-log-older = Earlier
my-log-csv = Download (CSV)
my-log-no-organisation = A private person
my-log-limits = What is shown are cards opened in this register. What organisations look at in their own systems is not here.
my-role-issuer = issuer
my-role-operator = operator
my-role-registrar = registrar
my-role-performer = educational organisation
my-role-authority = authority
my-role-beneficiary = parent or student
my-role-auditor = auditor

# My data.
my-settings-title = My data and roles
my-settings-data = My data
my-settings-certificate = Name in the certificate
my-settings-register = Name in the persons register
my-settings-source = These data come from the state’s persons register. Errors are corrected there.
my-settings-children = Children whom I represent
my-settings-no-children = The persons register names no children whom you represent.
my-settings-roles = Roles
my-settings-capacities = { $n ->
    [one] You can act in { $n } role.
   *[other] You can act in { $n } roles.
}
my-settings-change = Change the role
my-purpose-act = Act: checking and signing the sums of a month
my-purpose-attendance = Timesheet: the marks of a month
my-purpose-contingent = List of the enrolled children
my-confirmed = Confirmed by you
my-confirmed-not = not yet confirmed
my-confirm = Confirm the contract
my-confirm-what = By confirming the contract you agree to it. Months are not paid before that; after it those that have passed are paid too.
my-money-unconfirmed = waits for the contract to be confirmed: not paid before that
done-my-confirmed = The contract is confirmed.
my-status-unconfirmed = { $place }: your confirmation of the contract is needed. Months are not paid before it.
my-tag-unconfirmed = Confirm
my-step-confirm = Read the contract and confirm it
