# accounts: what people read in this room.

role-owner = Owner
role-admin = Administrator
role-manager = Manager
role-member = Member
role-viewer = Viewer
sign-in-title = Staff sign-in
sign-in-do = Sign in
sign-in-stays = Stay signed in on this computer
sign-in-forgot = Forgot password
sign-in-no-access = No access? Ask your agency’s administrator.
sign-in-wrong = E-mail or password is wrong.
sign-in-wrong-way = Check layout and Caps Lock.
sign-in-kept = Your input is kept: sign in, and the form opens again.
email-work = Work e-mail
password = Password
password-hint = 8 to 200 characters
password-length = A password has 8 to 200 characters
email-bad = This does not look like an e-mail address, e.g. a.vetrova@agency.ru
email-taken = There is an account with this e-mail already
name-needed = Enter a name of up to 200 characters
organization-name = Name of the organization
organization-name-needed = Enter a name of up to 200 characters
organization-region = Region
time-zone = Time zone
time-zone-unknown = There is no such time zone
your-name = Your name
organizations-choose = Choose an organization
first-organization-title = The first organization
first-organization-text = Nobody is here yet. Name the organization and yourself: you become its owner and invite the others later.
first-organization-do = Create the organization
first-organization-exists = There is an organization already. Ask its owner for an invitation.
continue-title = You are signed in again
continue-text = Your input is kept. Go on where you were.
continue-do = Back to the form
your-name-hint = As your colleagues will see you
have-account = Have an account already?
to-sign-in = To sign-in
sign-up-link = Make an organization of your own
sign-up-title = A new organization
sign-up-text = Name the organization and yourself: you become its owner and invite the others later.
organizations-title = Your organizations
organizations-current = open now
organizations-none = You belong to no organization.
organizations-none-way = Ask its administrator for an invitation link. Your account stays as it is.
invited-title = Invitation
invited-words = {$who} invites you. Role: {$role}.
invited-join = Join
invited-open = Open the organization
invited-member = You belong to this organization already. The invitation can be passed on to somebody else.
invited-other = Sign in with another e-mail
invited-sign-in = Sign in and join
invitation-ended = This invitation is not valid any more
invitation-ended-way = It is valid for 7 days and for one person, and may have been withdrawn. Ask whoever invited you for a new one.
forgot-title = A new password
forgot-text = We will send a letter with a link by which you set a new password.
forgot-do = Send the link
forgot-sent = If there is an account with the e-mail {$x}, the letter is on its way.
forgot-sent-way = The link in it is valid for an hour. Nothing comes? Look into the spam folder or ask your administrator.
reset-title = A new password
reset-text = All your sessions will end then, and you sign in with the new password.
reset-do = Save the password
reset-ended = This link is not valid any more
reset-ended-way = It is valid for an hour and once. Ask for a new one: it takes a minute.
reset-ask-again = Send a new link
done-password-reset = Password saved. Sign in with it.
letter-reset-subject = Invest CRM: a new password
letter-reset-body =
    Hello.

    Somebody, probably you, asked for a new password for Invest CRM. Set it by this link:

    {$link}

    The link is valid for an hour and once. If you asked for nothing, there is nothing to do: the password stays as it is.

    Invest CRM
zone-kaliningrad = Kaliningrad
zone-moscow = Moscow
zone-samara = Samara
zone-yekaterinburg = Yekaterinburg
zone-omsk = Omsk
zone-krasnoyarsk = Krasnoyarsk
zone-irkutsk = Irkutsk
zone-yakutsk = Yakutsk
zone-vladivostok = Vladivostok
zone-sakhalin = Sakhalin
zone-kamchatka = Kamchatka
