# The frame of every page.
layout-name = Qazyna
layout-subtitle = Voucher registry
layout-skip = Skip to main content
layout-language = Language
layout-service = Service
layout-menu = Menu
layout-crumbs = Pages above
layout-back = Back
layout-done = Done
layout-failed = Error:
layout-sign-in = Sign in
layout-sign-out = Sign out
layout-sandbox = Sandbox
layout-sandbox-text = People, organisations and money are invented.
layout-footer = More about this service
layout-help = Help
layout-contact = Contact
layout-accessibility = Accessibility
layout-privacy = Privacy
layout-promise = No ads, no trackers. Reading your own data is always free.

# The menu.
nav-places = Find a place
nav-money = Money
nav-rules = Rules
nav-verify = Verify
nav-journal = Journal
nav-data = Open data

# Pages that could not be shown.
refused-401 = Sign in first
refused-403 = You may not see this page
refused-404 = Page not found
refused-409 = The data has changed meanwhile
refused-422 = The request was not carried out
refused-429 = Too many requests
refused-500 = Something went wrong on our side
refused-503 = The service is not working for the moment
refused-fault = The error is recorded and we can see it. What you sent was not saved.
refused-fault-remedy = Try again in a few minutes. If it happens again, contact us with the number below.
refused-home = Go back to the home page
refused-status = Status:
refused-request = Request number:

# Messages after a form.
done-sent = Sent.
done-saved = Saved.
done-signed = Signed.
done-started = The work has begun. You may close this page: the result will stay here.
