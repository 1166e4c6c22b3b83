# Names of codes, and words of every filter.
region-nation = Whole country
programme-preschool = Preschool education
programme-school = School education
programme-tvet = Technical and vocational education
programme-extra = Extra-curricular education
programme-preschool-accounts = Preschool education through bank accounts
role-issuer = Issuer
role-operator = Operator
role-registrar = Registrar
role-performer = Performer
role-auditor = Auditor
role-authority = Ministry
role-beneficiary = Parent or student
role-public = Public
filter-all = All
filter-month = Month
filter-until = Recorded until
filter-region = Region
filter-programme = Programme
list-download = Download this list:

# Menus of the desks.
nav-orders = Payment orders
nav-statements = Statements
nav-differences = Differences
nav-jobs = Jobs
nav-messages = Refusals
nav-import = Send a file
nav-sample = Sample
nav-export = Export
