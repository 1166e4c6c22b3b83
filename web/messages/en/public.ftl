# The home page.
home-title = Voucher registry
home-lead = Money follows the child: every tenge is visible from the budget to the payment.
home-places = Find a place
home-places-text = A kindergarten, school or club: free places, the price and the part the state pays.
home-money = Where the money went
home-money-text = Budget, acts and payments: from a region down to an organisation, with tables and files.
home-rules = Rules and calculator
home-rules-text = How a sum is reckoned, the formulas, and a check with your own numbers.
home-verify = Verify a document
home-verify-text = Is a certificate or receipt really from this registry?
home-journal = Journal
home-journal-text = Every change is recorded. Anybody can check that nothing was erased.
home-sign-in = Sign in
home-sign-in-text = For parents, organisations and akimats, with an electronic signature.
home-now = In the registry now
home-children = Children
home-vouchers = Vouchers
home-performers = Performers
home-parts = Voucher parts
home-flow = Flow of money, { $month }
home-flow-description = The budget divides into booked, accepted by acts and free money; of the acts, what is paid, being paid and still owed.
home-budget = Budget
home-booked = Booked
home-acts = Acts
home-free = Free
home-due = Owed
home-ordered = Being paid
home-paid = Paid
home-states = Acts by state
home-kept-out = Lines kept out of the acts
home-none = There are no such lines.
home-kept-out-count = { $n ->
    [one] { $n } line
   *[other] { $n } lines
}
home-entries = Entries in the journal
home-waiting = Entries waiting for their place
home-head = Newest signed head
home-empty = No month is closed yet.

act-state-draft = Draft
act-state-performer-signed = Signed by the performer
act-state-issuer-signed = Signed by the issuer
act-state-invoiced = Invoiced
act-state-in-register = In the register of acts
act-state-ordered = Payment ordered
act-state-paid = Paid
act-state-returned = Returned
