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
identity-home-why = The law there may ask for a higher age. We do not keep it, but whose law asked that you agree, where one did.
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
identity-new-password-why = You will be signed out everywhere else. If you had a password, accounts elsewhere that you linked are unlinked; link them anew on your account’s page.
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

## A second factor: codes of an app, passkeys, recovery codes
identity-factors-title = Passkeys and codes
identity-factors-short = A passkey, or codes of an app, keep your account yours even when somebody learns your password.
identity-to-factors = Look at them
identity-factors-why = Your password can be read over your shoulder. What you add here cannot: whoever has only your password stays outside.
identity-factors-why-asked = The clinic asks everyone who works here for one of these beside the password.
identity-app = An app that makes codes
identity-app-what = An app on your phone shows six digits, new every half minute. After your password you type them.
identity-app-on = In use
identity-app-since = since { $date }
identity-app-used = last code { $when }
identity-app-set-up = Set up an app
identity-app-remove = Remove it
identity-app-title = Set up an app
identity-app-get = Open the app on your phone that makes codes. Any that knows TOTP will do, and many password managers can.
identity-app-scan = Scan this picture with it.
identity-app-picture = A QR code for your app. The same stands below it as text.
identity-app-type = Or type this into the app:
identity-app-then = Type the six digits that the app shows now.
identity-app-code = Six digits. They change every half minute.
identity-app-confirm = Use this app
identity-code = Code
identity-code-title = Your code, please
identity-code-why = Your password was right. Now type the code that your app shows.
identity-code-why-no-app = Your password was right. Now show your passkey, or type a recovery code.
identity-code-or-recovery = Six digits from your app, or one of your recovery codes.
identity-code-recovery = Recovery code
identity-code-recovery-how = One of the ten that you printed.
identity-code-go = Sign in
identity-code-else = Start again
identity-code-wrong = This is not a code that counts now. Wait for the next one, and look that your phone’s clock is right.
identity-code-shut = Too many wrong codes were typed after your password. Use a recovery code or a passkey, or set a new password.
identity-code-over = That took more than five minutes, so we forgot it. Please sign in once more.
identity-code-lost = I have neither
identity-code-lost-text = A recovery code is one of the ten that you printed. If you have none left, ask the clinic: they see who you are and take the code off your account. Your password alone, or a letter from us, does not.
identity-enrol-title = One thing more
identity-enrol-why = { $clinic } asks everyone who works here for a second sign beside the password. Set it up now; it takes a minute.
identity-enrol-go = Use this app and sign in
identity-passkeys = Passkeys
identity-passkeys-what = Your phone, your computer or a key on your key ring shows that it is you, by your finger, face or PIN. Nothing is typed, and nothing can be read over your shoulder.
identity-passkey-use = Use a passkey
identity-passkey-make = Add a passkey
identity-passkey-name = What you call it
identity-passkey-name-why = Such as: my phone.
identity-passkey-since = added { $date }
identity-passkey-used = last used { $when }
identity-passkey-remove = Remove
identity-passkey-failed = Nothing came of it. Try again, or sign in another way.
identity-passkey-wrong = That passkey is not one of an account here. Try another, or another way.
identity-passkey-script = To add a passkey, this page needs script. Codes of an app work without.
identity-passkey-nowhere = Here there can be none: a passkey needs an address with a name, safely reached.
identity-done-passkey-added = From now on the passkey signs you in.
identity-done-passkey-removed = The passkey opens nothing any more. Remove it from the device too.
identity-done-passkey-wrong = The passkey was not added. Please try again.
identity-codes = Recovery codes
identity-codes-title = Your recovery codes
identity-codes-why = Each opens your account once, if you lose your phone. Print them or write them down, and keep them where your papers are.
identity-codes-of = Recovery codes for { $clinic }
identity-codes-once = They are shown this once. We keep only what tells a right one from a wrong one.
identity-codes-kept = I have kept them
identity-codes-print = Print them
identity-codes-left =
    { $n ->
        [0] None is left. Make new ones.
        [one] One is left.
       *[other] { $n } are left.
    }
identity-codes-renew = Make new ones
identity-codes-renew-then = The old ones open nothing then.
identity-again-title = Is it you?
identity-again-why = Before this we ask once more, so that a browser left open is not enough.
identity-again-code = Code
identity-again-either = Of your app, or a recovery code. The password alone is not enough where there is more.
identity-again-go = Go on
identity-happened = What happened lately
identity-happened-why = We write to you about each of these.
identity-happened-app-added = An app for codes was added to your account.
identity-happened-app-removed = The app for codes was removed from your account.
identity-happened-passkey-added = A passkey was added to your account.
identity-happened-passkey-removed = A passkey was removed from your account.
identity-happened-factors-removed = A manager of the clinic removed the codes and passkeys from your account, and signed you out everywhere.
identity-happened-codes-renewed = Your recovery codes were made anew. The old ones open nothing any more.
identity-happened-code-used = A recovery code of yours was used.
identity-happened-password-changed = The password of your account was changed.
identity-happened-unfamiliar = Your account was signed in to from a browser and network we had not seen before.
identity-happened-wrong-codes = Somebody typed your password, and then many wrong codes.
identity-happened-key-copied = A passkey of yours was refused, because it counts backwards: somebody may have a copy of it.
identity-happened-wrong-passwords = Many wrong passwords were typed for your account.
identity-happened-many-read = { $who } opened { $n } records within an hour.
identity-somebody = A program or somebody without a name
identity-done-app-added = From now on your app’s code is asked for after your password.
identity-done-app-removed = The app is removed.

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
identity-guest-until = Let in to help until { $until }
identity-to-operator = Who runs this
identity-may-front-desk = Books, receives people, sees how to reach them. Never notes.
identity-may-clinician = Treats, and opens the records of those in their care.
identity-may-manager = Runs services, hours, staff and figures.
identity-may-privacy-officer = Answers what people ask about their data.
identity-require-title = A second factor for everyone who works here
identity-require-off = Each colleague chooses for themselves whether a passkey or a code is asked for beside the password.
identity-require-on = Everyone who works here signs in with a passkey, or with a code beside the password. Whoever has none sets one up right after the password, before anything else.
identity-require-ask = Ask it of everyone
identity-require-leave = Leave it to each
identity-lost-title = Lost phone, lost codes
identity-lost-why = If they have lost their phone and their recovery codes, see that it is really them, then take codes and passkeys off this account. They are signed out everywhere, we write to them, and their password is asked for as before.
identity-lost-remove = Take them off

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
identity-done-own-first = First add a passkey or an app to your own account, so that you are not locked out.
identity-done-asked = From now on everyone who works here shows a second factor.
identity-done-left = Everyone who works here chooses for themselves now.
identity-done-factors-removed = The codes and passkeys are off the account. We wrote to its holder.
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

    If you had one before, accounts elsewhere that you linked sign you in no more until you link them anew.

    The link works once, for { $hours ->
        [one] an hour
       *[other] { $hours } hours
    }. If it was not you, you need do nothing: your password stays as it is.
identity-mail-invitation-subject = Your account at { $clinic }
identity-mail-invitation =
    You are invited to work with { $clinic }. Choose your password here, and you are in:

    { $link }

    The link works once, for { $hours } hours.
identity-mail-alert-subject = How you sign in at { $clinic }
identity-mail-alert-when = When: { $when }
identity-mail-alert-from = From: { $browser }, network { $block }
identity-mail-alert-do-app-added = If it was you, you need do nothing. If it was not, set a new password at once, look at what is signed in on your account’s page, and tell the clinic.
identity-mail-alert-do-app-removed = If it was you, you need do nothing. If it was not, set a new password at once, look at what is signed in on your account’s page, and tell the clinic.
identity-mail-alert-do-passkey-added = If it was you, you need do nothing. If it was not, set a new password at once, look at what is signed in on your account’s page, and tell the clinic.
identity-mail-alert-do-passkey-removed = If it was you, you need do nothing. If it was not, set a new password at once, look at what is signed in on your account’s page, and tell the clinic.
identity-mail-alert-do-codes-renewed = If it was you, you need do nothing. If it was not, set a new password at once, look at what is signed in on your account’s page, and tell the clinic.
identity-mail-alert-do-unfamiliar = If it was you, you need do nothing. If it was not, set a new password at once, look at what is signed in on your account’s page, and tell the clinic.
identity-mail-alert-do-factors-removed = Sign in with your password and set up a new one of your own. If you did not ask the clinic for it, tell them at once.
identity-mail-alert-do-code-used = If it was you, print new ones when few are left. If it was not, set a new password at once, make new recovery codes, and tell the clinic.
identity-mail-alert-do-password-changed = If it was you, you need do nothing. If it was not, ask for a new password on the page where you sign in, and tell the clinic.
identity-mail-alert-do-wrong-codes = If it was you, look that your phone’s clock is right. If it was not, somebody knows your password: set a new one at once. Without a code it let nobody in.
identity-mail-alert-do-wrong-passwords = Nobody got in by them. If it was not you, see that your password is used nowhere else, and add a passkey or codes of an app.
identity-mail-alert-do-many-read = If you do not know why, ask them, and look at the access record.
identity-mail-alert-do-key-copied = Remove this passkey on your account’s page and add a new one. If you cannot explain it, tell the clinic.

## When two records of one person are merged
identity-merge-staff = The record to be merged belongs to somebody who works here. Keep that one, and merge the other into it.
moves-account =
    { $count ->
        [one] one way to sign in
       *[other] { $count } ways to sign in
    }
moves-authenticator =
    { $count ->
        [one] one app for codes
       *[other] { $count } apps for codes
    }
moves-recovery-code =
    { $count ->
        [one] one recovery code
       *[other] { $count } recovery codes
    }
moves-passkey =
    { $count ->
        [one] one passkey
       *[other] { $count } passkeys
    }
moves-account-alert =
    { $count ->
        [one] one note of how they sign in
       *[other] { $count } notes of how they sign in
    }
moves-known-device =
    { $count ->
        [one] one browser they signed in from
       *[other] { $count } browsers they signed in from
    }

## What a client agreed to and stated, on their page at the desk
identity-agreed = Agreed and stated
identity-agreed-opened = Opened an account on { $date }.
identity-agreed-confirmed = Confirmed their address on { $date }.
identity-agreed-unconfirmed = Has not confirmed their address yet.
identity-agreed-age = Stated that they are at least { $age } years old.
identity-agreed-factors = Signs in with a passkey or a code beside the password.
identity-agreed-closed = The account was closed on { $date }.
identity-agreed-no-account = No account. They are reached by the details they gave, and change a visit by the link in its letter.
identity-agreed-rest = Nothing else is asked of them, so nothing else is recorded here.

## What the evidence of this room's promises shows
evidence-password-hashed = { $passwords } passwords are stored as hashes, { $not_hashed } in any other form; { $fewer_rounds_than_set } wait for their next sign-in to reach { $rounds_set } rounds
evidence-password-robust = { $refused } of { $tried } commonly used passwords tried just now were refused; { $accounts_with_a_second_factor } accounts have a second factor, and of { $staff_tried } sessions of staff with a password alone, tried just now, { $let_in } opened against what is asked
evidence-session-lifetime = { $sessions } browsers are signed in; { $older_than_allowed } past { $days } days or, of staff, { $minutes } minutes of pause; { $of_closed_accounts } of closed accounts. Of { $links_tried } links to visits tried just now, { $open_too_long } opened past their days and { $closed_too_soon } closed before
evidence-security-alerts = { $noted } things that happened with how people sign in were noted within 30 days, { $untold } of them not told in time; { $unnoticed } opened very many records unnoticed
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
holds-authenticator =
    { $count ->
        [one] One app that makes codes for you.
       *[other] { $count } apps that make codes for you.
    }
holds-recovery-code =
    { $count ->
        [one] One recovery code, as a mark that cannot be turned back.
       *[other] { $count } recovery codes, as marks that cannot be turned back.
    }
holds-passkey =
    { $count ->
        [one] One passkey: its public half, and what you call it.
       *[other] { $count } passkeys: their public halves, and what you call them.
    }
holds-sign-in-step =
    { $count ->
        [one] One sign-in that waits for its code, for five minutes.
       *[other] { $count } sign-ins that wait for their codes, for five minutes.
    }
holds-account-alert =
    { $count ->
        [one] One note of what happened with how you sign in.
       *[other] { $count } notes of what happened with how you sign in.
    }
holds-known-device =
    { $count ->
        [one] One kind of browser and network that you signed in from.
       *[other] { $count } kinds of browsers and networks that you signed in from.
    }

## Opening a record in an emergency
identity-emergency-title = Open this record in an emergency
identity-emergency-what = This record is not in your care. If somebody’s health depends on it now, write down why and open it: for { $minutes } minutes. The privacy officer is told at once, and the person can read what you write.
identity-emergency-reason = What is the emergency?
identity-emergency-reason-why = In a sentence, for whoever looks at it later, and for the person whose record it is.
identity-emergency-short = Please write at least { $least } characters, so that others understand it later.
identity-emergency-open = Open the record
identity-emergencies-title = Emergencies
identity-emergencies-none = No record was opened in an emergency
identity-emergencies-none-text = A clinician can open a record that is not in their care by writing down why. You would find it here.
identity-emergency-one = A record opened in an emergency
identity-emergency-who = Opened by
identity-emergency-someone = Somebody who works here
identity-emergency-when = Opened
identity-emergency-until = Open until
identity-emergency-reason-given = Their reason
identity-emergency-openings = Lines in the access record
identity-emergency-openings-count =
    { $count ->
        [0] They opened nothing
        [one] One line
       *[other] { $count } lines
    }
identity-emergency-open-now = Open now
identity-emergency-new = To be looked at
identity-emergency-in-order = In order
identity-emergency-not-in-order = Not in order
identity-emergency-looked = Looked at by { $who }, { $when }
identity-emergency-record = To the record
identity-emergency-say-in-order = It is in order
identity-emergency-say-not = It is not in order
identity-emergency-own = This one is your own. A colleague looks at it.
identity-emergency-already = A colleague has looked at it already. What they found stays.
identity-emergency-no-verdict = Please say whether it is in order.
identity-emergency-own-title = Opened in an emergency
identity-done-judged = What you found is kept.
identity-mail-emergency-subject = A record was opened in an emergency
identity-mail-emergency =
    { $who } opened a record that is not in their care, and wrote down why it is an emergency.

    Please look at it, and say whether it is in order:

    { $link }
moves-emergency =
    { $count ->
        [one] one opening in an emergency
       *[other] { $count } openings in an emergency
    }
holds-emergency =
    { $count ->
        [one] One time that your record was opened in an emergency, with the reason.
       *[other] { $count } times that your record was opened in an emergency, with the reasons.
    }
identity-happened-address-changed = Your account has another address to sign in with: you asked for it, or your clinic’s directory of staff gave it.
identity-mail-alert-do-address-changed = If you expected it, you need do nothing. If you did not, tell the manager of { $clinic } at once: whoever reads the new address can ask for a new password.
identity-roles-title = Roles
identity-roles-why = A role says what somebody may do here. Those of the clinic are made of the built-in ones, less what you take away, so none can do more than its parts.
identity-roles-own = Roles of the clinic
identity-roles-none-title = The clinic has made no role yet
identity-roles-none-text = The built-in ones below are enough for many. Make one where somebody should do less than they let them.
identity-roles-built-in = Built-in roles
identity-role-new = New role
identity-role-of = Made of: { $roles }
identity-role-less = Without: { $abilities }
identity-role-gives = Lets one: { $abilities }
identity-role-held = Held by { $who }
identity-role-more = { $n } more
identity-role-nobody = Nobody holds it
identity-role-nobody-text = Nobody holds it. It is given on the page of a colleague.
identity-role-broken = It names something that this version does not know, so it gives nothing. Save it anew.
identity-role-name = Name
identity-role-name-why = As colleagues will read it: “Evening desk”.
identity-role-parts = Made of
identity-role-keeps = What it lets one do
identity-role-keeps-why = Untick what is taken away. Below each stands which built-in roles give it; what none of its parts gives, it does not give either.
identity-role-make = Make the role
identity-role-holders = Who holds it
identity-role-retire = Retire the role
identity-role-retire-why = Only once nobody holds it.
identity-role-taken = There is a role of this name.
identity-role-many = The clinic has as many roles as can be kept apart. Retire one first.
identity-role-empty = So it would let nobody do anything: leave something of what its parts give.
identity-role-gone = One of these roles is not there any more. Look again at what is ticked.
identity-role-still-held = Somebody holds it: give them another role first.
identity-role-named = A group gives it. Take that back first, under Directory or Other sign-ins.
identity-done-role-made = The role is made. Give it to somebody on their page.
identity-done-role-saved = Saved. It holds from the next page on.
identity-done-role-retired = The role is retired.
identity-effect-title = What this changes
identity-effect-why = Nothing is saved yet. Read who will be able to do what, then say yes or go back.
identity-effect-changed = Something changed since you looked, so this is not what you were shown. Nothing is saved: look again.
identity-effect-away = They cannot sign in at the moment. It holds once they can.
identity-effect-same = Nothing changes in what they may do.
identity-effect-opens = { $who } will be able to open { $n } { $n -> 
    [one] record that is
   *[other] records that are
 } closed to them today: { $whose }, { $purposes }.
identity-effect-opens-none = { $who } will be able to open records that are closed to them today: { $whose }, { $purposes }. At the moment there are none.
identity-effect-shuts = { $who } will no longer be able to open { $n } { $n -> 
    [one] record
   *[other] records
 }: { $whose }, { $purposes }.
identity-effect-shuts-none = { $who } will no longer be able to open records: { $whose }, { $purposes }. At the moment there are none.
identity-effect-everybody = of all clients
identity-effect-in-care = of those in their care
identity-effect-for-scheduling = for scheduling
identity-effect-for-care = for care
identity-effect-for-administration = for administration
identity-effect-for-rights = to answer people about their data
identity-effect-gains = Will be able to
identity-effect-loses = Will no longer be able to
identity-effect-others = { $n -> 
    [one] One colleague more holds this role; the same abilities change for them.
   *[other] { $n } colleagues more hold this role; the same abilities change for them.
 }
identity-effect-figures = Figures are of this moment and move as the clinic works. Whoever is concerned is signed out, so that no page of before stays open.
identity-effect-see = See what it changes
identity-effect-save = Yes, save it
identity-effect-leave = Go back, change nothing
identity-carry-title = Thank you. It is you.
identity-carry-why = What you typed before is still here. It is not sent yet.
identity-happened-roles-raised = { $who } gave themselves more than they had: { $n } { $n -> 
    [one] ability
   *[other] abilities
 }.
identity-happened-governs-now = { $who } can govern the staff here from now on: a role that they hold, or a group that they are in, gives more than it did.
identity-mail-alert-do-governs-now = If you do not know why, look at their roles on the staff page, and at the roles and groups that give it.
identity-happened-provider-gives = { $who } set up another sign-in so that its groups make managers here.
identity-mail-alert-do-provider-gives = If you do not know why, ask them, and look at the page Other sign-ins.
identity-happened-colleague-by-group = { $who } came in by a group of another sign-in, and can govern the staff here.
identity-mail-alert-do-colleague-by-group = If you do not know them, deactivate them on the staff page, and look at the groups on the page Other sign-ins.
identity-mail-alert-do-roles-raised = If you do not know why, ask them, and look at their roles on the staff page.
ability-identity-see-staff = See who works here and in which roles
ability-identity-govern-staff = Invite colleagues, give and make roles, let people go, make keys for other programs
ability-identity-emergency = Open a record in an emergency, saying why
ability-identity-judge-emergencies = Look at emergencies and judge them

# Keys: two kinds, made anew, looked after
identity-token-kind = How the program comes in
identity-token-kind-key = by the key itself, sent with each request
identity-token-kind-client = as a client of OAuth 2: by its id and secret it is given a key for 15 minutes
identity-token-client = Client id
identity-token-secret = Client secret
identity-token-endpoint = It asks at
identity-token-maker = Made by
identity-token-by-command = somebody on the server
identity-token-rotated = Secret made anew
identity-token-before = The secret before
identity-token-before-line = goes on until { $ends }, last used { $used }
identity-token-before-goes-on = The secret before goes on
identity-token-ends-soon =
    { $n ->
        [one] Ends within a day
       *[other] Ends in { $n } days
    }
identity-token-long-unused =
    { $n ->
        [one] Unused for a day
       *[other] Unused for { $n } days
    }
identity-token-revoke-then = Whoever comes with it is turned away from that moment on.
identity-rotate-title = Make the secret anew
identity-rotate-why = The key gets a new secret and works as long again as it was made for. Give the program the new one before the one before ends.
identity-rotate-grace = The secret before
identity-rotate-at-once = ends at once
identity-rotate-hour = goes on for an hour
identity-rotate-day = goes on for a day
identity-rotate-week = goes on for seven days
identity-rotate-do = Make it anew
identity-rotated-meanwhile = Somebody made the secret anew since you opened this page. What stands here now is how it is.
identity-rotated-lately = The secret before still goes on, and would end without notice. Wait for it, or end it at once.
identity-key-gone = a key that is revoked by now

# Tokens for programs of one's own
identity-personal-title = Your own tokens
identity-personal-why = A program of yours comes in with one, and does what you may do: looking up, moving and calling off appointments, and looking up clients.
identity-personal-never =
    { $n ->
        [one] It works for a day at most.
       *[other] It works for { $n } days at most.
    } It ends when you set a new password, when your account is closed, and when you do not work here any more. It never reaches accounts, keys, staff or exports. What is opened with it stands in the access record under your name.
identity-personal-none-title = You have no tokens
identity-personal-none-text = Make one when a program of yours needs it.
identity-personal-line = May { $may } · last used { $used } · made { $made } · ends { $ends }
identity-personal-new = Make a token
identity-personal-name = Program
identity-personal-name-why = What you call it: my spreadsheet, my phone.
identity-personal-create = Make the token
identity-personal-made = Your new token
identity-personal-text = Token
identity-personal-most = You have as many as one may. Revoke one first.
identity-personal-short =
    { $n ->
        [0] For programs of yours. You have none.
        [one] For programs of yours. You have one.
       *[other] For programs of yours. You have { $n }.
    }
identity-personal-to = Look at them
identity-personal-end-too = End my tokens too
identity-change-tokens = Your tokens for programs end.
identity-happened-token-made = A token for a program of yours was made.
identity-happened-key-ends =
    { $n ->
        [one] The key of “{ $key }” ends within a day.
       *[other] The key of “{ $key }” ends in { $n } days.
    }
identity-happened-key-unused =
    { $n ->
        [one] Nobody has used the key of “{ $key }” for a day.
       *[other] Nobody has used the key of “{ $key }” for { $n } days.
    }
identity-happened-wrong-secrets = A wrong secret was shown for “{ $key }” { $n } times or more within an hour.
identity-mail-key-subject = A key for programs at { $clinic }
identity-mail-alert-do-token-made = If it was you, you need do nothing. If it was not, set a new password at once, which ends it, and tell the clinic.
identity-mail-alert-do-key-ends = Make its secret anew on the page Keys, and give it to whoever runs the program. Without that the program is turned away from that day on.
identity-mail-alert-do-key-unused = If no program needs it any more, revoke it on the page Keys.
identity-mail-alert-do-wrong-secrets = Nobody came in by that. If the program itself does it, give it the right secret; if you cannot explain it, make the secret anew on the page Keys.
holds-personal-token =
    { $count ->
        [one] One token for a program of yours: what it may do, and what you call it.
       *[other] { $count } tokens for programs of yours: what they may do, and what you call them.
    }

## Signing in by a provider of identities
cookie-leaving = Makes sure that whoever comes back from another sign-in, such as Google’s, is the browser that left. It is set when you press its button, works for ten minutes, and is removed when you are back.
identity-sign-in-with = Sign in with
identity-leaving-title = On to the other sign-in
identity-leaving-why = You will come back here. If nothing happens, press the button.
identity-leaving-go = Go on to
identity-came-again = That sign-in took too long, was used already, or began in another browser. Please begin again.
identity-came-left = You came back without signing in there. Try again, or sign in another way.
identity-came-failed = What the other sign-in sent could not be trusted, so nobody was let in. Try again; if it happens again, tell the clinic.
identity-came-unreached = The other sign-in cannot be reached at the moment. Try again, or sign in another way.
identity-came-domain = The clinic lets in people of its own organisation this way. Sign in there with that account, or sign in another way.
identity-came-unlinked = Nobody here is linked with whom you are there. If you have an account here, sign in as usual and link it on your account’s page. If not, ask the clinic.
identity-came-refused = This way in is not open to your account. Sign in another way, or ask the clinic.
identity-came-requested = The clinic was told that you would like to be let in. Once a manager has said yes, sign in this way again.
identity-came-no-room = The clinic has no room for another colleague. Ask the clinic.
identity-came-full = Many people wait to be let in already. Ask the clinic.
identity-links-title = Other sign-ins
identity-links-short = Sign in with an account you have elsewhere, such as Google.
identity-to-links = Other sign-ins
identity-links-why = Link an account you have elsewhere, and it signs you in here. We keep which one it is only as a mark that cannot be turned back, and ask for nothing else of yours there.
identity-links = Accounts elsewhere
identity-links-none-title = There are none for you
identity-links-none-text = The clinic has not set up another sign-in for people like you.
identity-link-since = linked { $date }
identity-link-used = last used { $when }
identity-link-not = not linked
identity-link-make = Link
identity-link-remove = Unlink
identity-done-provider-linked = From now on that account signs you in here.
identity-done-provider-unlinked = That account no longer signs you in here.
identity-done-provider-elsewhere = That account is linked already, or you have another one of the same sign-in. Nothing was changed.
identity-done-provider-last = Nothing else would sign you in. First set a password, by “Forgotten it?” on the sign-in page, or add a passkey.
identity-done-provider-failed = Nothing was linked: the other sign-in failed, or took too long. Please try again.
identity-done-provider-not-for-you = Nothing was linked: the clinic does not let this account in that way.
identity-done-provider-saved = Saved. It holds from now on.
identity-done-provider-removed = The sign-in is removed. Its links are gone.
identity-done-provider-admitted = They can sign in from now on.
identity-done-provider-refused = What they had told us is forgotten.
identity-providers-title = Other sign-ins
identity-providers-short = Let people sign in with an account they have elsewhere: Google, Entra ID, or any provider of OpenID Connect.
identity-to-providers = Set up
identity-providers-why = People sign in with an account they have elsewhere. Who somebody is there is linked by themselves; an address alone lets nobody in.
identity-providers-none-title = There are none yet
identity-providers-none-text = The sign-in page has no button but its own.
identity-provider-add = Another provider
identity-provider-add-google = Google
identity-provider-new-title = Set up a sign-in
identity-provider-name = Name on the button
identity-provider-name-why = As people know it: Google, or Linden staff.
identity-provider-issuer = Issuer
identity-provider-issuer-why = The provider’s address, to the letter, as it writes it itself. For Entra ID: https://login.microsoftonline.com/, your tenant’s id, and /v2.0.
identity-provider-people = People
identity-provider-linked =
    { $n ->
        [0] nobody is linked yet
        [one] one is linked
       *[other] { $n } are linked
    }
identity-provider-on = On
identity-provider-off = Off
identity-provider-there-title = At the provider
identity-provider-there-google = In Google’s console, under APIs and services, Credentials, make an OAuth client of the kind “Web application”, and give it this redirect address. It shows you a client id and a secret.
identity-provider-there-other = Register an application there (a confidential web client, authorization code), and give it this redirect address. It shows you a client id and a secret.
identity-provider-redirect = Redirect address
identity-provider-test = Test it
identity-provider-works = It answers as it should: it is who it says, and its keys can be read.
identity-provider-here-title = Here
identity-provider-client = Client id
identity-provider-secret = Client secret
identity-provider-secret-why = Kept sealed and never shown again. When you change something else, leave it empty.
identity-provider-domains = Domains
identity-provider-domains-why = Only people of these domains come in. For Google: the organisation’s own domain. Elsewhere: of the address that the provider vouches for.
identity-provider-domains-fault = These are not all domains. Write them as linden.example, one a line.
identity-provider-domains-google = Everybody in the world can have an account at Google. Name your organisation’s domain, or refuse people who are unknown.
identity-provider-for = Who signs in by it
identity-provider-for-staff = Those who work here
identity-provider-for-clients = Clients
identity-provider-for-clients-why = They open an account here first, and link it themselves.
identity-provider-for-nobody = Choose at least one.
identity-provider-unknown = Somebody unknown
identity-provider-unknown-why = What happens when nobody here is linked with whoever comes.
identity-unknown-refuse = Refuse
identity-unknown-refuse-why = They are told to link an account they have here, or to ask you.
identity-unknown-request = Ask a manager
identity-unknown-request-why = They wait on this page for a yes or no. The provider must vouch for their address.
identity-unknown-group = Let in by group
identity-unknown-group-why = The groups below give roles. Whoever is in none of them is refused. The provider must send groups, and vouch for their address.
identity-provider-groups = Groups that make somebody: { $role }
identity-provider-groups-why = One group a line, exactly as the provider sends it. Groups count once, when somebody comes for the first time; afterwards you change roles under Staff, or by a directory.
identity-provider-groups-long = At most 100 groups a role, and 200 characters a group, please.
identity-provider-no-groups = Name at least one group below, or choose something else.
identity-provider-two = It proves the second factor
identity-provider-two-why = Where the provider says of a sign-in that more than one factor was shown (“mfa”), we ask for none. Where it does not say so, we ask as always.
identity-provider-working = On
identity-provider-working-why = Off: its button is gone, and nobody signs in by it. Links stay.
identity-provider-most = There are as many other sign-ins as there may be. Remove one first.
identity-asking-taken = Their address has an account here by now. Say no, and let its holder link it.
identity-asking-linked = They are linked to an account here by now. Say no.
identity-provider-there = You have set up this issuer already.
identity-provider-remove-title = Remove it
identity-provider-remove-then = Every link to it is removed with it. Whoever has no password sets one by “Forgotten it?”. People who are signed in stay signed in.
identity-provider-remove = Remove this sign-in
identity-provider-fault-insecure = The provider must be reached by https.
identity-provider-fault-unlisted = It is not on your list of recipients, or its agreement is over: whoever answers for people’s data puts it there first, on the page Recipients.
identity-provider-fault-unreached = Nobody answers at that address. Is it spelt right, and can this server reach it?
identity-provider-fault-silent = The provider takes too long to answer.
identity-provider-fault-too-long = The provider answers with more than any provider says. This is not one.
identity-provider-fault-status = There is no provider at that address, or it sends us elsewhere. Write the issuer as the provider does.
identity-provider-fault-document = What answers there does not say of itself what a provider must (OpenID Connect Discovery).
identity-provider-fault-issuer = The provider there calls itself by another address. Copy its issuer to the letter, with or without the slash at its end; for Entra ID, with your own tenant’s id.
identity-provider-fault-algorithms = The provider signs in no way that we trust: RS256, PS256, ES256 or EdDSA.
identity-provider-fault-flow = The provider does not offer the authorization code flow with PKCE (S256).
identity-provider-fault-method = The provider takes a client’s secret in no way that we know: client_secret_basic or client_secret_post.
identity-provider-fault-keys = The provider’s list of keys cannot be read, or has none for signatures.
identity-asking-title = They ask to be let in
identity-asking-why = The provider vouches for their addresses. See that you know them, and choose what they may do.
identity-asking-yes = Let in
identity-asking-no = Refuse
identity-happened-provider-linked = An account elsewhere was linked to yours, and signs you in.
identity-happened-provider-unlinked = An account elsewhere no longer signs you in.
identity-mail-alert-do-provider-linked = If it was you, you need do nothing. If it was not, unlink it on your account’s page, set a new password at once, and tell the clinic.
identity-mail-alert-do-provider-unlinked = If it was you, you need do nothing. If it was not, set a new password at once, look at what is signed in on your account’s page, and tell the clinic.
moves-oidc-identity =
    { $count ->
        [one] one link to an account elsewhere
       *[other] { $count } links to accounts elsewhere
    }
moves-oidc-request =
    { $count ->
        [one] one request to be let in
       *[other] { $count } requests to be let in
    }
holds-oidc-identity =
    { $count ->
        [one] One link to an account of yours elsewhere, as a mark that cannot be turned back.
       *[other] { $count } links to accounts of yours elsewhere, as marks that cannot be turned back.
    }
holds-oidc-request =
    { $count ->
        [one] One request to be let in, with your address.
       *[other] { $count } requests to be let in, with your address.
    }
identity-again-nothing = You have no password here. Sign out and in again by your other sign-in, and come back within ten minutes; or set a password.
identity-again-nothing-set = Set a password

## Another address to sign in with
identity-to-address = Change your address
identity-address-title = Your address to sign in with
identity-address-now = Your address now
identity-address-new = New address
identity-address-how = We write to both addresses. Your account changes once both agreed, within { $hours } hours.
identity-address-visits = This is the address you sign in with. Where we write about your visits stands in your details.
identity-address-ask = Write to both
identity-address-back = Leave it as it is
identity-address-directory = A directory of the clinic’s says which address you have here. Ask whoever keeps it.
identity-address-same = This is your address already.
identity-address-waiting = Waiting for both to agree
identity-address-waiting-why = We wrote to both. When each agreed, by { $when }, you sign in with { $email }.
identity-address-agreed = Agreed
identity-address-asked = Asked
identity-address-withdraw = Keep the address I have
identity-done-address-withdrawn = Your address stays as it is. The links we sent open nothing any more.
identity-address-old-why = Somebody signed in to your account asked to sign in with another address from now on. The letter says which. If it was you, agree here.
identity-address-new-why = Somebody asked to sign in with this address from now on. If it was you, agree here.
identity-address-yes = I agree
identity-address-no = It was not me
identity-address-not-you = You did not ask for it? Then close this page. Without you nothing changes.
identity-address-half = Thank you. Your account changes as soon as the other mailbox agreed too.
identity-address-done = Both agreed. From now on you sign in with the new address, and your password stays as it is.
identity-address-refused = Nothing changes: your account keeps its address. Somebody was signed in as you, so set a new password now. That signs them out.
identity-address-taken = This address belongs to another account here by now, so yours keeps the address it has.
identity-mail-address-subject = Your address to sign in with at { $clinic }
identity-mail-address-old =
    You asked to sign in with { $email } from now on. Agree to it here, and in the letter we sent there:

    { $link }

    The link works for { $hours } hours. If it was not you, say so on the same page, and set a new password: somebody is signed in as you.
identity-mail-address-new =
    Somebody, perhaps you, asked to sign in with this address from now on. Agree to it here:

    { $link }

    The link works for { $hours } hours, and the address in use until now must agree too. If it was not you, you need do nothing.
identity-mail-address-known =
    Somebody asked to sign in with this address from another account. It has an account of its own already, so nothing changes, and there is nothing you need do.
holds-new-address =
    { $count ->
        [one] One address you asked to sign in with.
       *[other] { $count } addresses you asked to sign in with.
    }
holds-own-role-holder =
    { $count ->
        [one] One role of the clinic’s own that you hold.
       *[other] { $count } roles of the clinic’s own that you hold.
    }

## An account that its holder closed
identity-closed = Your account is closed. What you asked about your data goes on, and we write to you about it.
identity-mail-closed-subject = Your account with { $clinic } is closed
identity-mail-closed = Your account with { $clinic } was closed from your own page. Nobody is signed in by it any more, and nobody can sign in. What belongs to your record stays as the law asks of us, and letters about visits that are booked still come. What you asked about your data, or complained of, goes on too: you follow it by letter, and a link in each letter shows how it stands. You can open another account with this address at any time. If it was not you who closed it, please tell us.
evidence-rights-close-account = { $closed } accounts were closed by their holders; { $still_open } of them still let somebody in, { $with_somebody_signed_in } have somebody signed in, { $with_a_key_left } have a key left; { $feeds_of_closed_accounts } calendars are read for those who closed theirs
identity-due-emergency = A record was opened in an emergency: was it in order?
identity-due-key = The key “{ $label }” ends
