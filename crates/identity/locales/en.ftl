### Words of the identity room.

## Small parts
# Stands between two roles on one line.
identity-comma = {", "}
identity-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
identity-nav-staff = Staff
cookie-familiar = Lets you sign in from a browser you signed in with before, even while somebody tries passwords for your account. It is set when you sign in. It does not say who you are and opens nothing by itself.
cookie-session = Keeps you signed in on this browser. It is set when you sign in, and removed when you sign out.


## Fields
identity-email = Email
identity-email-why = We write to it once, so that nobody can take it for theirs.
identity-password = Password
identity-password-how = At least { $least } characters. A few words that do not belong together are easy to keep in mind and hard to guess.
identity-account-name = The name you gave at sign-up
identity-name = What should we call you?
identity-name-why = As you like to be called.
identity-home = Where do you live?
identity-home-here = Where the clinic is
identity-home-why = The law there may ask for a higher age. We do not keep it.
identity-age = I am { $age } or older, and old enough where I live to open an account by myself.
identity-age-else = Younger? A parent or guardian can open an account and book for you.

## Signing in
identity-sign-in-title = Sign in
identity-sign-in = Sign in
identity-to-sign-in = Sign in instead
identity-signed-out = You are signed out on this browser.
identity-to-forgotten = Forgotten it?
identity-no-account = No account yet?
identity-to-sign-up = Open one
identity-no-match = This password does not go with this email. If you have just signed up, open the link in our letter first.

## Signing up
identity-sign-up-title = Open an account
identity-sign-up-why = See and move your visits, and read who opened your record. You can book without one.
identity-sign-up-kept = We ask for nothing else, and your password is kept nowhere, only what a one-way calculation leaves of it.
identity-sign-up = Open the account
identity-age-fault = Please state that you are { $age } or older. If you are not, ask a parent or guardian.

## A letter was written
identity-sent-title = Look in your mail
identity-sent-sign-up = If you can read the mail of { $email }, you will find a letter from us there in a minute.
identity-sent-reset = If { $email } has an account here, you will find a letter from us there in a minute.
identity-sent-look = Look for our letter, also among unwanted mail.
identity-sent-open = Open its link on any device, and follow the page.
identity-sent-else = Nothing came? Look at the address again, or wait an hour before you ask anew: we write three times an hour at most.
identity-sent-demo = Open the demo’s mailbox

## Confirming an address
identity-confirm-title = Confirm your address
identity-confirm-why = Type the password you chose when you signed up. That way only you can finish what you began.
identity-confirm = Confirm and sign in
identity-confirm-wrong = This is not the password you signed up with.
identity-confirm-not-you = You did not sign up? Then close this page. Nothing happens, and we forget the address in a few days.

## A link that is over
identity-gone-title = This link does not work any more
identity-gone-text = It was used, or its time is over. Ask for a new one, and use the newest letter.
identity-gone-again = Write to me again

## A forgotten password
identity-forgotten-title = A new password
identity-forgotten-how = Tell us your email. We send a link that works once, for an hour.
identity-forgotten-send = Send me the link
identity-new-password-title = Choose a new password
identity-new-password-why = You will be signed out everywhere else.
identity-first-password-title = Choose your password
identity-first-password-why = You are invited to work with { $clinic }. With a password of your own you are in.
identity-new-password = New password
identity-new-password-set = Set it and sign in

## Why a password is refused
identity-password-long = At most { $most } bytes, please: that is { $most } plain letters, fewer with signs and other scripts.
identity-password-guessable = { $why } { $help }
identity-weak-guessable = This can be guessed.
identity-weak-keys = Rows of keys are guessed first.
identity-weak-repeats = What repeats is easy to guess.
identity-weak-common = This password is known: many people use it.
identity-weak-similar = This is close to a password that many people use.
identity-weak-sequence = What follows in order, like abc or 6543, is easy to guess.
identity-weak-dates = Years and dates are easy to guess.
identity-weak-word = One word alone is easy to guess.
identity-weak-names = Names are easy to guess.
identity-weak-own = This is hardly more than what others know of you.
identity-help-words = Add a word or two that do not belong together.
identity-help-capitals = Capitals change little; another word helps more.
identity-help-reversed = Turning words around changes little; another word helps more.
identity-help-signs = Writing @ for a changes little; another word helps more.
identity-help-dates = Leave out years and dates that have to do with you.

## One's own account
identity-account-title = Your account
identity-profile = Password and devices
identity-profile-short = Where you are signed in, and your password
identity-devices = Where you are signed in
identity-device-this = This browser
identity-device-seen = Last seen { $when }
identity-device-since = signed in { $when }
identity-devices-days =
    { $n ->
        [one] Each ends by itself a day after signing in.
       *[other] Each ends by itself { $n } days after signing in.
    }
identity-sign-out-everywhere = Sign out everywhere
identity-change-password = Change your password
identity-change-password-do = Change it
identity-current-password = Password now
identity-current-wrong = This is not your password.
identity-change-then = You stay signed in here, and are signed out everywhere else.
identity-browser-chrome = Chrome
identity-browser-edge = Edge
identity-browser-firefox = Firefox
identity-browser-safari = Safari
identity-browser-samsung = Samsung Internet
identity-browser-opera = Opera
identity-browser-robot = A robot
identity-browser-tool = A program
identity-browser-other = Another browser
identity-browser-none = An unnamed browser

## Staff
identity-staff-title = Staff
identity-staff-none-title = Nobody works here yet
identity-staff-none-text = Invite the first colleague.
identity-colleague = Colleague
identity-roles = Roles
identity-state = Stands
identity-state-in = Can sign in
identity-state-invited = Invited
identity-state-left = Signed out for good
identity-since = Here since
identity-invite = Invite
identity-invite-title = Invite a colleague
identity-invite-email-why = The link to choose a password goes here.
identity-invite-send = Send the invitation
identity-invite-again = Send the invitation again
identity-shown-as = Name
identity-shown-as-why = As colleagues and patients know them.
identity-email-taken = This address has an account here already.
identity-role-missing = Please give at least one role.
identity-member-may = What they may do
identity-roles-then = Other roles sign them out everywhere, so that no page of the old ones stays open.
identity-deactivate = Close this account
identity-deactivate-own = Close my account
identity-deactivate-then = It ends every session at once. It can be opened again.
identity-activate = Open this account again
identity-last-manager = Somebody must be able to manage the clinic: make a colleague manager first.
identity-last-manager-title = The last manager stays
identity-last-manager-text = Somebody must be able to manage the clinic. Make a colleague manager first, then come back.
identity-may-front-desk = Books, receives people, sees how to reach them. Never notes.
identity-may-clinician = Treats, and opens the records of those in their care.
identity-may-manager = Runs services, hours, staff and figures.
identity-may-privacy-officer = Answers what people ask about their data.

## Keys for programs
identity-to-tokens = Keys for programs
identity-tokens-title = Keys for programs
identity-tokens-why = A website or another system comes in with a key of its own. Revoke it, and the door is shut at once.
identity-tokens-none-title = No program comes in
identity-tokens-none-text = Make a key when a website or another system needs one.
identity-token-new = Make a key
identity-token-create = Make the key
identity-token-label = Program
identity-token-label-why = What you call it: our website, the bookkeeping.
identity-token-may = May
identity-reach-read = look things up
identity-reach-write = look things up and change them
identity-reach-scim = say who works here, as a directory of staff by SCIM, and nothing else
identity-scim-no-roles = A directory’s key has no roles: it opens no record but of those it brought.
identity-token-roles = Beyond what every program may, as
identity-token-no-roles = none beyond
identity-token-used = Last used
identity-token-unused = never
identity-token-ends = Ends
identity-token-ended = has ended
identity-token-for-ever = never by itself
identity-token-revoke = Revoke
identity-token-made = Your new key
identity-token-text = Key
identity-token-once = Copy it now. It is shown this once, and kept nowhere.

## Said once, after it was done
identity-done-invited = The invitation is on its way.
identity-done-reminded = The invitation is on its way again.
identity-done-saved = Saved.
identity-done-deactivated = The account is closed, and every session of it has ended.
identity-done-activated = The account is open again.
identity-done-revoked = The key opens nothing any more.
identity-done-password = Your password is changed. Everywhere else you are signed out.
identity-done-ended = That browser is signed out.

## Letters
identity-mail-automatic = This is an automatic letter from { $clinic }. Nobody reads answers to it.
identity-mail-verification-subject = Confirm your account at { $clinic }
identity-mail-verification =
    You signed up for an account with this address. To confirm that it is yours, open this page and type the password you chose:

    { $link }

    The link works for { $hours } hours. If it was not you, you need do nothing: without your password nothing happens, and we forget the address.
identity-mail-known-subject = You have an account at { $clinic }
identity-mail-known =
    Somebody, perhaps you, tried to open an account with this address. You have one already, so you can simply sign in.

    If you have forgotten your password, choose a new one here:

    { $link }

    The link works once, for { $hours ->
        [one] an hour
       *[other] { $hours } hours
    }. If it was not you, you need do nothing.
identity-mail-reset-subject = A new password for { $clinic }
identity-mail-reset =
    You asked for a new password. Choose it here:

    { $link }

    The link works once, for { $hours ->
        [one] an hour
       *[other] { $hours } hours
    }. If it was not you, you need do nothing: your password stays as it is.
identity-mail-invitation-subject = Your account at { $clinic }
identity-mail-invitation =
    You are invited to work with { $clinic }. Choose your password here, and you are in:

    { $link }

    The link works once, for { $hours } hours.

## When two records of one person are merged
identity-merge-staff = The record to be merged belongs to somebody who works here. Keep that one, and merge the other into it.
moves-account =
    { $count ->
        [one] one way to sign in
       *[other] { $count } ways to sign in
    }

## What a client agreed to and stated, on their page at the desk
identity-agreed = Agreed and stated
identity-agreed-opened = Opened an account on { $date }.
identity-agreed-confirmed = Confirmed their address on { $date }.
identity-agreed-unconfirmed = Has not confirmed their address yet.
identity-agreed-age = Stated that they are at least { $age } years old.
identity-agreed-closed = The account was closed on { $date }.
identity-agreed-no-account = No account. They are reached by the details they gave, and change a visit by the link in its letter.
identity-agreed-rest = Nothing else is asked of them, so nothing else is recorded here.
## What the evidence of this room's promises shows
evidence-password-hashed = { $passwords } passwords are stored as hashes, { $not_hashed } in any other form; { $fewer_rounds_than_set } wait for their next sign-in to reach { $rounds_set } rounds
evidence-password-robust = { $refused } of { $tried } commonly used passwords tried just now were refused
evidence-session-lifetime = { $sessions } browsers are signed in; { $older_than_allowed } past { $days } days or, of staff, { $minutes } minutes of pause; { $of_closed_accounts } of closed accounts. Of { $links_tried } links to visits tried just now, { $open_too_long } opened past their days and { $closed_too_soon } closed before
evidence-age-minimum = { $accounts } accounts were opened by their holders, { $without_the_age } without stating an age of { $age } or more

## What stands about somebody, counted for themselves
holds-account =
    { $count ->
        [one] One account to sign in with.
       *[other] { $count } accounts to sign in with.
    }
holds-session =
    { $count ->
        [one] One browser that is signed in.
       *[other] { $count } browsers that are signed in.
    }
holds-challenge =
    { $count ->
        [one] One link that we mailed you, which ends by itself.
       *[other] { $count } links that we mailed you, which end by themselves.
    }
