# The operator's desk.
operator-desk-title = Payments
operator-desk-question = Do the registry and the bank agree?
operator-desk-agrees = Yes, every line agrees
operator-desk-differs = { $n ->
    [one] { $n } line differs
   *[other] { $n } lines differ
}
operator-desk-see-differences = See the differences
operator-desk-sums = Money on its way
operator-count-and-sum = { $n } for { $sum }
operator-to-order = Invoiced acts without an order
operator-differences = Differences to settle
operator-oldest = Oldest order without an answer
operator-waiting = Waiting to be ordered
operator-waiting-month = { $month }: { $n ->
    [one] { $n } act
   *[other] { $n } acts
} for { $sum }
operator-form-orders = Form orders for { $month }
operator-orders-title = Payment orders
operator-orders-none = No order fits the filter. Orders are formed from invoiced acts on the first page.
operator-registers-title = Registers of acts
operator-registers-none = No register has been formed yet. Registers are formed together with payment orders.
operator-statements-title = Bank statements
operator-statements-read = Statements read
operator-statements-none = No statement has been read yet.
operator-differences-title = Differences with the bank
operator-differences-lead = Lines of statements that redeemed nothing. No money of their orders has moved in the registry.
operator-differences-none = There are no differences.
order-number = Number
order-payee = Payee
order-iban = Account
order-amount = Sum, ₸
order-state = State
order-act = Act
order-state-sent = Sent, no answer yet
order-state-in-doubt = In doubt
order-state-confirmed = Confirmed by the bank
order-state-rejected = Rejected by the bank
order-state-draft = Draft
order-state-signed = Signed
register-title = Register { $number }
register-number = Number
register-month = Month of service
register-region = Region
register-programme = Programme
register-formed = Formed
register-acts = Acts
register-orders = Orders
register-total = Sum
register-paid = Confirmed by the bank
register-open = Not confirmed yet
register-file = Download the payment file (pain.001)
statement-name = File
statement-received = Received
statement-lines = Lines
statement-amount = Sum, ₸
statement-redeemed = Redeemed, ₸
statement-verdict = Result
statement-agrees = Agrees
statement-differs = Differences: { $n }
statement-file = Statement of the bank
statement-file-hint = A camt.054 file (XML) as the bank sent it.
statement-send = Read the statement
difference-code = Code
difference-order = Number of the order
difference-paid = The bank says
difference-ordered = The registry ordered
difference-by = Difference
difference-iban = Account at the bank
difference-ordered-iban = Account in the order
difference-day = Day
difference-line = Line of the statement
difference-remedy = What to do
