### Words of the frame around every page, and of forms.

## The frame
shell-skip = Skip to the page
shell-comma = {", "}
shell-nav = Main
shell-feet = About these pages
shell-notice = How we keep what you tell us
shell-ahead = What we promise about what you tell us changes on { $day }.
shell-ahead-recipients = Who handles something about you for us changes on { $day }.
shell-ahead-read = Read what changes
shell-posted = Something went wrong with data about people who come here, and not everybody could be written to.
shell-posted-read = Read whether it concerns you
shell-contact = Talk to us
shell-own = Your pages
shell-demo = A demonstration. Every person here is invented, and nothing is sent.
shell-sign-out = Sign out
shell-find = Find a client
shell-live-on = All desks in step
shell-live-off = Not in step. We keep trying.
shell-new =
    { $count ->
        [one] new
       *[other] new
    }
law-gdpr = GDPR (Regulation 2016/679), Article { $article }
law-unverified = { $law } (unverified)
link-leaves = (leaves these pages)

## Verbs
action-continue = Continue
action-back = Back
action-copy = Copy
action-copied = Copied
action-close = Close
action-open = Open
action-save = Save

## Forms
link-away = Leads away from our pages.
field-optional = if you like
form-faults =
    { $count ->
        [one] One answer needs another look. Everything else is still here.
       *[other] { $count } answers need another look. Everything else is still here.
    }

## The living page of components (for those who build; English only)
parts-title = Components, light and dark
parts-light = Light
parts-dark = Dark
parts-roles = Roles
parts-tenant = A tenant changes one value; lightness is pinned
parts-type = Type: the clinic speaks in serif, the tool in sans
parts-greeting = Good afternoon, Nadia.
parts-date = Thursday 26 November, 14:15
parts-line = 45 minutes with Maeve Corrigan, Room 1
parts-zone = Times are clinic time, Dublin (GMT).
parts-buttons = Buttons
parts-move = Move it
parts-change = Change
parts-cancel = Cancel visit
parts-not-yet = Not yet
parts-marks = One set of marks, from booked to kept
parts-booked = Booked
parts-asked = Waits for our yes
parts-unsure = Not confirmed
parts-arrived = Arrived
parts-inroom = In the room
parts-kept = Kept
parts-missed = Not kept
parts-cancelled = Cancelled
parts-strained = Not fully kept
parts-icons = Icons
parts-fields = Fields
parts-name = Your name
parts-name-hint = As you want us to call you.
parts-mobile = Mobile number
parts-mobile-fault = That is too short. A number looks like 087 555 0142.
parts-remind = Remind me the day before
parts-remind-hint = You can say no at any time.
parts-note = Anything we should know?
parts-steps = Stepper, days, slots
parts-step-1 = Visit
parts-step-2 = Time
parts-step-3 = About you
parts-step-4 = Check
parts-wed = Wed
parts-thu = Thu
parts-fri = Fri
parts-full = full
parts-free-6 = 6 free
parts-free-3 = 3 free
parts-day = The day
parts-day-label = A short day
parts-free = Free 45 min
parts-fit = 2 waiting fit
parts-lunch = Lunch
parts-review = Review, knee
parts-first = First visit
parts-table = Tabs, table, data list
parts-tab-1 = At a glance
parts-tab-2 = Notes
parts-tab-3 = Money
parts-who = Who
parts-stands = Stands
parts-left = Left
parts-check = Check it
parts-done = Done
parts-days-2 = 2 days
parts-days-0 = 0 days
parts-when = When
parts-consent = Consent
parts-consent-given = Given, version 7
parts-thread = Thread
parts-thread-1 = Today 10:16, treating today
parts-thread-2 = 17 November, kept
parts-thread-3 = 19 November, asked why
parts-thread-4 = 29 September, first visit
parts-notes = Notes and toast
parts-sealed = The desk sees times and contact only.
parts-opened = You opened this because you treat Nadia today.
parts-unsaved = We could not save. Your words are still here.
parts-moved = Moved to Thursday, 14:15.
parts-undo = Undo
parts-dialog = Dialog
parts-dialog-ask = Cancel this visit?
parts-dialog-text = It is free until Wednesday, 14:15. The place goes to someone who waits.
parts-keep = Keep it
parts-small = Avatars, clock, live mark, focus, links
parts-hours-left = 31 hours left of 72
parts-hours = 31 h
parts-checked = Checked 10:38
parts-focus = Focus
parts-out = The supervisory authority
parts-chart = Chart frame
parts-chart-title = Knee score, 0 to 80, higher is better
parts-chart-words = Score from 31 to 52; least noticeable change is 40
parts-chart-last = 52 today
parts-chart-goal = change matters
parts-empty = Empty
parts-empty-title = No one is waiting
parts-empty-text = When someone arrives, they appear here.

role-nobody = Visitor
role-client = Client
role-guardian = Guardian
role-front-desk = Front desk
role-clinician = Clinician
role-manager = Manager
role-privacy-officer = Privacy officer
role-operator = Operator
role-automatic = Automatic
role-integration = Another program
role-directory = A directory of staff
role-personal-read = Their own token, reading
role-personal-write = Their own token

mail-from-automatic = { $clinic } (automatic message)
mail-from-person = { $name }, { $clinic }

## Under each letter: what it is for
mail-why-account = You get this letter so that you, and nobody else, can use your account.
mail-why-administration = You get this letter because you work here.
mail-why-operation = You get this letter so that our program can do its work.
mail-why-rights = You get this letter because you asked about what we hold about you.
mail-why-scheduling = You get this letter so that a visit takes place as agreed.
mail-why-security = You get this letter so that your data stays safe.

## What stands about somebody, counted for themselves
holds-person-merge =
    { $count ->
        [one] One record of yours was made part of this one.
       *[other] { $count } records of yours were made part of this one.
    }
holds-legal-hold =
    { $count ->
        [one] That a dispute held your data back.
       *[other] { $count } times that a dispute held your data back.
    }
holds-access-entry =
    { $count ->
        [one] One line of who opened your record.
       *[other] { $count } lines of who opened your record.
    }
holds-mail =
    { $count ->
        [one] One letter that we wrote to you.
       *[other] { $count } letters that we wrote to you.
    }
holds-person = A key of your own, under which all this is sealed.
holds-restriction =
    { $count ->
        [one] One note of what you said no to or had stopped.
       *[other] { $count } notes of what you said no to or had stopped.
    }
holds-consent-receipt =
    { $count ->
        [one] One receipt of what you agreed to, or took back.
       *[other] { $count } receipts of what you agreed to, or took back.
    }
