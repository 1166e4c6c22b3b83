# Signing in, choosing a capacity, confirming.
signin-title = Sign in
signin-lead = You sign in with your electronic signature (EDS): the key for authentication (AUTH).
signin-how = How to sign
signin-step-1 = Get a text to sign. It is valid for two minutes.
signin-step-2 = Sign it on your computer, for example with NCALayer. The signature is a CMS file.
signin-step-3 = Upload the signature.
signin-begin = Get the text
signin-sandbox = Choose an invented person
signin-sandbox-text = In this sandbox you can sign in as an invented person without a key of your own.
signin-sandbox-key = Sign with the sandbox key
signin-sign-title = Sign the text
signin-sign-lead = Sign this text with your key for authentication and upload the signature.
signin-text = Text to sign
signin-until = Valid until { $at }.
signin-download = Download the text
signin-file = Signature file
signin-file-hint = CMS with or without the text inside: .p7s, .cms, .sig, PEM or base64.
signin-submit = Sign in
signin-role-title = For whom do you act?
signin-role-submit = Continue
signin-role-issuer = Issuer
signin-role-operator = Operator
signin-role-registrar = Registrar
signin-role-authority = Authority
signin-role-performer = Performer
signin-role-beneficiary = Parent or student
signin-role-auditor = Auditor
signin-role-public = Visitor
signin-step-title = Confirm that it is you
signin-step-lead = Before money moves we ask for your signature once more. It holds for five minutes.
signin-step-submit = Confirm
done-confirmed = Confirmed for five minutes.
done-session-ended = The session has ended.
done-oldest-session-ended = { $n ->
    [one] At most five sessions are open: the oldest was ended. Was it not you? Look at your sessions.
   *[other] At most five sessions are open: the { $n } oldest were ended. Was it not you? Look at your sessions.
}
sessions-title = Your sessions
sessions-lead = At most five sessions are open at a time: one more sign-in ends the oldest.
sessions-no-role = No role chosen
sessions-begun = Begun
sessions-used = Last used
sessions-ended = Ended
sessions-why = Why
sessions-why-signed-out = You ended it
sessions-why-too-many = More than five sessions were open
sessions-why-capacity = The right to act ended
sessions-why-time = Its time was over
sessions-this = this one
sessions-over = ended
sessions-live = open
sessions-end = End the session begun { $at }
done-signed-out = You have signed out.

# The sandbox.
sandbox-title = Who do you want to be?
sandbox-lead = These people are invented. Their keys lie on this machine: the same sign-in as with a real key, signed for you.
sandbox-person-operator = Operator: orders payments
sandbox-person-registrar = Registrar: keeps the journal
sandbox-person-authority = Authority: sees the whole country
sandbox-person-auditor = Auditor: looks at one region
sandbox-person-issuer-head = Issuer, head: signs acts
sandbox-person-issuer-preparer = Issuer, specialist: prepares
sandbox-person-performer-director = Performer, director: signs acts
sandbox-person-performer-accountant = Performer, accountant
sandbox-person-parent = Parent
sandbox-sign-in = Sign in
