# How vouchers end, pause and move.
my-status-annulled = The voucher ended on { $date }. Reason: { $reason }. No place had been chosen.
my-tag-annulled = Ended
nav-issuer-ends = Ends and moves
ends-title = Ends of vouchers and moves
ends-lead = A dry run shows first what would go back to the budget; nothing ends yet. An annulment is approved by another person.
ends-voucher = Voucher number
ends-reason = Reason
ends-last = Last day of service
ends-last-hint = The month is closed by days up to this one.
ends-document = Document: number and date
ends-document-hint = An order, an application, a record: 200 characters at most.
ends-moves = Moves told by the persons register
ends-moves-lead = These children live in your region now. The register’s word is the document.
ends-moves-empty = No move waits.
ends-move-where = From – to (KATO)
ends-move-told = Told on
ends-move-keeps = A voucher that continues it is issued here; what is open of the old one is annulled.
ends-move-annuls = The voucher is annulled: so the programme’s terms say.
ends-move-do = Carry the move out
done-ends-moved = The move is carried out.
done-ends-ended = The voucher’s end is carried out.
ends-protocol-title = End of a voucher
ends-done = Carried out
ends-approve = Carry it out
ends-annuls-warning = An annulled voucher is never booked again.
ends-effect = Effect
ends-effect-release = Days return to the child, money to the budget; the voucher is valid
ends-effect-pause = The months return to the budget; the voucher is kept
ends-effect-annul = The voucher is annulled
ends-contracts = Contracts that end
ends-portions = Months that lose days
ends-returned = Returns to the budget
transfer-title = What a change of place would do
transfer-link = Look at a change of place
transfer-lead = Name the new place and the day: the page shows dates and money. Nothing is changed.
transfer-bin = BIN of the new place
transfer-bin-hint = It stands on the place’s page.
transfer-bin-wrong = The programme has no such place in the voucher’s region.
transfer-group = Group
transfer-on = First day there
transfer-on-wrong = Write a date: day, month, year.
transfer-look = Show
transfer-again = Another place or day
transfer-places = Find a place
transfer-last = Last day paid at the old place
transfer-last-none = There is no place yet
transfer-first = First day at the new place
transfer-nominal = Nominal of the month
transfer-nominal-none = No rate is in force
transfer-rest = Returns to the budget
transfer-later = Later months
transfer-shares = Who is paid for { $month }
transfer-col-place = Place (BIN)
transfer-col-dates = Days
transfer-col-days = Study days of the month
transfer-col-amount = At most
transfer-limits = The sums hold when every study day is attended; absences lower them by the programme’s rule.
transfer-moved = You wished { $wished }; the change is on { $first }. { $why }
transfer-later-months = { $n ->
    [one] { $n } month, booked anew with its nominal
   *[other] { $n } months, booked anew with their nominals
}
transfer-gap = { $n ->
    [one] { $n } study day between the two places belongs to nobody: it is not paid.
   *[other] { $n } study days between the two places belong to nobody: they are not paid.
}
ends-reason-death = the child’s death

# Consents on paper and the new year
consents-title = Consents on paper
consent-title = Enter a consent on paper
consents-lead = Contracts that the parent has not confirmed yet. Where a family cannot reach the portal, enter the paper that was signed.
consents-none = No contract waits for a parent's consent.
consents-filter = Contract, voucher or performer
consents-filter-hint = The whole number, a BIN or a piece of the name
consents-contract = Contract
consents-from = Begins
consents-signed = Signed by the performer
consents-iin = IIN of whoever signed
consents-iin-hint = 12 digits from the identity card
consents-signed-on = Date of the signature on paper
consents-document = Number of the paper
consents-document-hint = For example, application No 17
consents-enter = Enter the consent
consents-date-wrong = Write day, month and year, not after today
consents-iin-wrong = Check the IIN: it has an error
consents-document-wrong = Write the number of the paper, up to 100 characters
done-consent-entered = The consent is entered.
issuer-dispute-file = File
renew-title = Going on in { $year }
renew-lead = Vouchers of programmes whose parts end with the year go on under the same contracts. Run again it does only what is missing.
renew-do = Continue in { $year }
