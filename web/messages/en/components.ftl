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
