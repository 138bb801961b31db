### Words of the desk and the setup. Staff pages: English only, so far.

## The day
desk-someone = Someone
desk-not-in-care = They are not in your care, so their name and what can be done about this visit are the front desk’s.
desk-some-visit = Visit
desk-own-lane = { $name } (you)
desk-line = { $service } with { $name }
desk-line-room = { $service } with { $name }, { $room }
desk-waits-for = { $time } with { $name }
desk-asks = { $service }, { $when }
desk-requests = Requests
desk-closed = Closed: { $name }
desk-away = Away
desk-nobody = No one works that day
desk-far-title = That day is out of reach
desk-state-confirmed = Confirmed
desk-state-declined = Declined
desk-do-came = Came after all
desk-booked-api = by a program, { $when }
desk-booked-import = in the system before, { $when }
desk-reminded = { $booked }. Reminder sent
desk-no-time = that day
desk-no-rooms = There are no rooms yet
desk-everyone = Everyone
desk-any-service = Any visit
desk-any-room = Any room
desk-no-room = no room
desk-show = Show
desk-free-for = Free for
desk-views = Views
desk-view-day = Day
desk-view-week = Week
desk-view-rooms = Rooms
desk-view-list = List
desk-week-before = Week before
desk-week-after = Week after
desk-board-week = The week, by day and practitioner
desk-board-rooms = The day, by room
desk-lane-line = { $part } · { $count }
desk-lane-label = { $name }, { $date }, { $count }
desk-on = { $name }, { $date }
desk-gap-from = from { $time }
desk-gap-not = Not for this visit
desk-gap-why = Why?
desk-roomless =
    { $count ->
        [one] { $count } visit of the day needs no room. It stands in the list.
       *[other] { $count } visits of the day need no room. They stand in the list.
    }
desk-month = Another day
desk-month-before = Month before
desk-month-after = Month after
desk-month-shut = { $date }, closed
desk-list = The day as a list
desk-list-empty = Nothing is booked
desk-list-empty-text = What is booked that day stands here, also what was called off.
desk-stands = Stands
desk-next-step = Next step
desk-mark-as = Or mark as
desk-do-late = Late cancel
desk-said-marked = { $name }: { $state }.
desk-said-resized = { $name } now until { $end }.
desk-said-undone = Taken back. { $name } is on { $when } again: { $state }.
desk-said-unbooked = Taken back. { $name } is not booked on { $when }.
desk-said-blocked = The time is blocked.
desk-said-unblocked = The time is free again.

## Blocked time
desk-block-title = Block time
desk-blocked = blocked
desk-blocks-time-of = Time of
desk-unblock = Give the time back
desk-block-instead = Block this time
desk-book-instead = Book a visit instead
desk-block-met = A visit from { $time }
desk-from = From
desk-until = Until
desk-until-hint = Empty: as long as the visit usually is.
desk-fault-until = The end is at least five minutes after the beginning, and at most twelve hours.

## Taking back
desk-undo-booked = Undo the booking
desk-undo-moved = Undo the move
desk-undo-resized = Undo the new length
desk-undo-marked = Undo the mark
desk-undo-cancelled = Undo the cancelling
desk-undo-blocked = Undo blocking
desk-undo-unblocked = Block it again
desk-undo-late = Nothing was taken back: that is possible for five minutes. Make the change you need as a new one.
desk-undo-again = This was taken back already.
desk-undo-taken = Nothing was taken back, because the time is no longer free. { $reason }
desk-undo-gone = Nothing was changed: somebody else has given this time back already.

## The keys of the calendar, and what is said aloud
desk-keys = Keys
desk-keys-title = Keys of the calendar
desk-keys-where = They work while the calendar has the focus: press Tab until it does, or click into it.
desk-key-walk = from visit to visit and to free times
desk-key-ends = first and last of a column
desk-key-open = open the visit, book the free time
desk-key-move = pick the visit up to move it
desk-key-resize = pick up its end
desk-key-moving = picked up: five minutes, with Shift an hour; to the next column
desk-key-days = the day or week before and after; picked up: to that day
desk-key-escape = put it back; close what is open
desk-key-block = block the free time
desk-key-confirm = mark as confirmed
desk-key-arrived = mark as arrived
desk-key-inroom = mark as in the room
desk-key-kept = mark as kept
desk-key-missed = mark as not come
desk-key-undo = undo what you did last
desk-key-views = today; day, week, rooms, list
desk-say-picked = { $name }, { $time }. Picked up. Arrow keys move it, Enter asks to put it there, Escape puts it back.
desk-say-stretched = { $name }, until { $time }. End picked up. Up and down change it, Enter asks, Escape puts it back.
desk-say-over = { $time }, { $where }
desk-say-until = until { $time }, { $minutes } minutes
desk-say-back = Put back. Nothing was changed.
desk-say-fixed = { $name } cannot be moved any more.
desk-say-asks = Asking before it is changed: { $time }, { $where }.
desk-say-failed = We could not reach the clinic’s computer. Nothing was changed.
desk-say-gone = This visit is no longer here. Somebody else has changed it.

## Booking at the desk
desk-service-choice = { $name }, { $length }
desk-booked-known = Booked { $name } for { $when }. They were a client already, by this name and address: the visit stands on their record, which stays as it was.
desk-phone-given = Phone for this visit
desk-none-in-care = No one in your care has that name, phone or email. The front desk books everybody else.
desk-find-partial = Not everybody who bears this has been looked at.
desk-find-further = Look further
desk-fault-new = Someone new is booked by the front desk. Find somebody in your care.
desk-fault-gone = This client is no longer here. Please look them up again.
desk-fault-who = Find who is coming, or choose “Someone new”.

## Why a time cannot be had, beside booking-why
desk-why-not-given = Nobody gives this visit.
desk-why-not-by = { $name } does not give this visit.
desk-why-far = Later than { $date }.
desk-why-shut = The clinic is closed that day.
desk-why-grid = Times are whole five minutes.
desk-why-gone = That time has just gone to another visit.
desk-why-device = The equipment it needs is in use.
desk-why-title = Why is this time not offered?
desk-why-ask = Ask
desk-why-offered = It is offered: online and at the desk.
desk-why-desk-only = It is not offered online. At the desk you can book it.
desk-why-not = It cannot be booked. This stands in the way:
desk-why-state-offered = offered
desk-why-state-desk = at the desk
desk-why-state-not = not free
desk-why-anyway = Book it anyway
desk-why-book-with = Book with them
desk-why-online = Online only
desk-why-notice = Online, a notice of { $length } is asked.
desk-why-horizon =
    { $count ->
        [0] Online, only today can be booked.
        [one] Online, it can be booked one day ahead.
       *[other] Online, it can be booked { $count } days ahead.
    }
desk-why-step = Online, there is a time every { $count } minutes, and this is none of them.
desk-why-retired = This kind of visit is no longer given.
desk-why-nobody-online = Online nobody may book it: it is for the desk.
desk-why-known-online = Online it is for those we already know.
desk-why-no-room = There is no room there that it may use.
desk-why-visit = { $owner }: { $name } is there, { $span }.
desk-why-near-visit = { $owner }: { $name } is close by, { $span }.
desk-why-block = { $owner }: blocked, { $span }. { $reason }.
desk-why-works = { $name } works { $hours } that day.
desk-why-off = { $name } does not work that day.
desk-why-opened = Hours are opened for that day.
desk-why-elsewhere = Nothing was opened: they work somewhere else then, or it would reach past midnight.
desk-mend-open = Open the visit
desk-mend-move = Move it
desk-mend-hours = Open { $span } for { $name } that day
desk-mend-weekly = Weekly hours
desk-mend-dates = Clinic dates
desk-mend-service = The service
desk-mend-practitioner = The practitioner
desk-mend-list = Visits of that day
desk-why-link = What stands in the way, and what can be done
desk-why-short = Why not?

## Changing
desk-move-it = Move it
desk-change-it = Change it
desk-leave-it = Leave it as it is
desk-other-change = Change something else
desk-move-whom = Move { $name }
desk-change-whom = Change { $name }’s visit?
desk-was = Now
desk-will-be = Then
desk-what-length = Length
desk-what-end = Ends
desk-what-room = Room
desk-minutes = Length in minutes
desk-told = They get a letter at { $email }, with a file that changes their calendar.
desk-told-nobody = We have no address of theirs, so nobody is written to.
desk-tell-cancel = Tell them it is cancelled
desk-closed-to-change = This visit can no longer be changed. It stands as “{ $state }”.
desk-tell-move = Tell them the new time
desk-cancel-late = The free time to cancel is over. Here it counts as in time; if it should count as late, press “Late cancel”.
desk-too-early = Nothing was changed: this visit is { $when }, and can be marked so from { $from } on.
desk-changed = Nothing was changed, because somebody was quicker: { $last }, { $at }. It now stands as “{ $state }”, { $when }.
desk-changed-somehow = Nothing was changed, because somebody was quicker. It now stands as “{ $state }”, { $when }.

## What happened to a visit
desk-past-by = { $words }, by { $name }
desk-past-booked = Booked
desk-past-unproved = Came by a name and an address we know, without signing in
desk-past-requested = Asked for
desk-past-approved = We said yes
desk-past-declined = We said no
desk-past-moved = Moved
desk-past-resized = Given another length
desk-past-reinstated = Put back after it was cancelled
desk-past-anew = Asked for another time
desk-past-reminded = Reminder sent
desk-past-remind = Wants a reminder
desk-past-untold = Something told with it was removed
desk-past-remind-not = Wants no reminder
desk-past-confirmed = Confirmed
desk-past-reopened = A mark was taken back
desk-past-arrived = Arrived
desk-past-begun = Went in
desk-past-done = Kept
desk-past-missed = Did not come
desk-past-cancelled = Cancelled
desk-past-late = Cancelled late
desk-past-other = Changed

desk-nav-reports = Reports
desk-fault-before = The end is before the beginning.

## Setting up
desk-nav-setup = Set up
desk-not-set-up = This clinic is not set up yet
desk-not-set-up-text = It needs a place, a person with hours, and a service.
setup-overview = Overview
setup-clinic = The clinic
setup-services = Services
setup-practitioners = Practitioners
setup-places = Places
setup-rooms = Rooms
setup-equipment = Equipment
setup-dates = Clinic dates
setup-blocks = Blocked time
setup-terms = Terms
setup-messages = Messages
setup-messages-say = What confirmations, reminders and other letters say
setup-import = Clients from a file
setup-import-says = Bring over the list of clients of another system
setup-import-visits = Appointments from a file
setup-import-visits-says = Bring over another system’s appointments, past and to come
setup-export = Take everything along
setup-leave = Leave this installation
setup-leave-says = What becomes of everything when the clinic goes elsewhere
setup-export-says = All that the clinic keeps, in one file of tables and documents
setup-access-log = The access log, proven
setup-access-log-says = Whether it is whole, its key, and the proof that it says all it said before
setup-operator = Who runs this
setup-operator-says = Who runs the program for you, your agreement with them, and whom of them you let in
setup-clinic-says = Its name, how it is reached, its languages, greeting, colour and logo
setup-terms-say = Until when a client may move or cancel
setup-has-services =
    { $count ->
        [0] None yet
        [one] { $count } in use, { $online } of them online
       *[other] { $count } in use, { $online } of them online
    }
setup-has-people =
    { $count ->
        [0] None yet
        [one] { $count } person
       *[other] { $count } people
    }
setup-has-places =
    { $count ->
        [0] None yet
        [one] { $count } place
       *[other] { $count } places
    }
setup-has-rooms =
    { $count ->
        [0] None
        [one] { $count } room
       *[other] { $count } rooms
    }
setup-has-devices =
    { $count ->
        [0] None
        [one] { $count } in use
       *[other] { $count } in use
    }
setup-has-dates =
    { $count ->
        [0] No closed or shortened date ahead
        [one] { $count } closed or shortened date ahead
       *[other] { $count } closed or shortened dates ahead
    }
setup-has-blocks =
    { $count ->
        [0] Nothing blocked ahead
        [one] { $count } blocked time ahead
       *[other] { $count } blocked times ahead
    }
setup-lacks-givers = Given by nobody: { $names }
setup-lacks-hours = Without hours: { $names }
setup-lacks-rooms = A service needs a room, and there is none
setup-lacks-devices = A service needs equipment, and there is none
setup-letters-late = { $count ->
    [one] 1 letter has waited since { $since } and did not go out. It is sent once the mail server takes it. Whoever looks after this installation can see why it does not.
   *[other] { $count } letters have waited since { $since } and did not go out. They are sent once the mail server takes them. Whoever looks after this installation can see why it does not.
}
setup-missing = Nobody can book yet
setup-missing-first = One form makes a place, a person, a service and their week. It takes a few minutes; everything can be changed afterwards.
setup-missing-each = Or step by step:
setup-step-place = Add a place
setup-step-person = Add whoever gives the services
setup-step-hours = Give them hours
setup-step-service = Add a service
setup-step-givers = Say who gives it
setup-step-rooms = Add the room or the equipment it needs
setup-step-online = Let a service be booked online
setup-first-title = Set up in one form
setup-first-lead = What the first visit needs. Rooms, more people and more services come afterwards.
setup-first-go = Open for booking
setup-first-done = Visitors can book now. See the front page.
setup-place-name = Name of the place
setup-place-name-hint = Such as “Harbour Street”. Visitors see it where there is more than one.
setup-first-room = A room
setup-first-room-hint = With one, a visit takes it, and two are never in it at once. Nothing: rooms do not matter here.
setup-first-person = Who gives it
setup-first-person-hint = The name patients know them by.
setup-first-service = What can be booked
setup-first-service-hint = As patients call it: “First visit”, “Physiotherapy”.
setup-days = On these days
setup-opens = From
setup-closes = Until
setup-fault-days = Tick at least one day.
setup-fault-begun = Somebody has begun to set this clinic up meanwhile, so nothing was made of this form. Go on from the overview.
setup-fault-short = This is shorter than one visit.
setup-add = Add
setup-empty = Nothing here yet. Add the first.
setup-state = State
setup-retired = Retired
setup-choose = Choose
setup-saved = Saved.
setup-retired-said = Retired. What is booked stays booked.
setup-returned-said = In use again.
setup-removed = Removed.
setup-retire = Retire
setup-retire-hint = Takes it out of use from now on. It can be brought back.
setup-retire-booked =
    { $count ->
        [one] { $count } visit ahead is booked with it, and stays booked. Retiring takes it out of use for new ones.
       *[other] { $count } visits ahead are booked with it, and stay booked. Retiring takes it out of use for new ones.
    }
setup-retire-hours =
    { $count ->
        [one] { $names } has hours here. They are kept, and not offered while the place is retired.
       *[other] { $names } have hours here. They are kept, and not offered while the place is retired.
    }
setup-return = Bring back
setup-return-hint = It is retired: nobody can book it.
setup-remove = Remove { $words }

setup-stale-title = Somebody saved this page before you.
setup-stale-text = What you typed is still here. Save it again to put it in place of what stands there now:
setup-nothing = nothing
setup-ticked = yes
setup-unticked = no

## The clinic
setup-phone = Phone
setup-phone-hint = The one people ring. Printed at the foot of every public page and letter.
setup-email = Email
setup-email-hint = What people answer to our letters comes here.
setup-greeting = Greeting, { $language }
setup-greeting-hint = What you say of yourselves on the front page. Nothing: it begins with the services.
setup-currency = Currency
setup-currency-hint = Its three letters, such as EUR.
setup-brand = Colour
setup-brand-hint = Such as #145c66. Nothing: Keepwell’s own.
setup-fault-currency = This is no currency. Use its three letters, such as EUR or AED.
setup-fault-currency-priced = Services have prices in the currency there is now. Take the prices away first, then write them anew.
setup-fault-colour = This is no colour. Write six digits from 0 to f, such as #145c66.
setup-clinic-words = Words and colour
setup-logo = Logo
setup-logo-lead = It stands at the head of the pages that visitors and clients see. Of the file only the picture is kept, no larger than a page needs it: nothing else in it leaves, such as where a photograph was taken.
setup-logo-file = The picture
setup-logo-other = Another picture
setup-logo-file-hint = PNG, JPEG or WebP, up to { $most } MB and { $side } pixels a side. On the pages it is at most 40 pixels high and 200 wide; see-through ground is best.
setup-logo-says = The logo says our name
setup-logo-says-hint = Then the name is not written beside it. Whoever cannot see the picture is told the name all the same.
setup-logo-seen = How it looks
setup-logo-light = In light
setup-logo-dark = In dark, on a light plate
setup-logo-nothing = There is no logo. The pages show Keepwell’s mark and your name.
setup-logo-remove = Take the logo off the pages
setup-logo-none = Please choose a picture.
setup-logo-heavy = This file is too large: at most { $most } MB.
setup-logo-large = This picture has too many pixels: at most { $side } a side. Please save it smaller.
setup-logo-drawn = This is a drawing (SVG), which can carry a program into the pages of your visitors. Please save it as PNG and choose that.
setup-logo-foreign = This is no picture that we can read. Please save it as PNG, JPEG or WebP and choose that.
setup-logo-damaged = This picture cannot be read to its end. Please save it anew and choose that.
setup-logo-blank = Nothing can be seen in this picture. Please choose another.
setup-logo-stale-title = Somebody changed the logo before you.
setup-logo-stale = What stands there now is shown here, and nothing of yours was kept. To put yours in its place, choose the file again and save.
setup-clinic-seen = What comes of it
setup-clinic-zone = Time zone
setup-clinic-zone-is = { $zone }. It was chosen when the clinic was made, and stays: hours and visits are kept by it.
setup-clinic-colour = The colour
setup-clinic-nowhere = No place has an address yet.
setup-clinic-places = Places and addresses
setup-clinic-front = See the front page
setup-colour-usual = Keepwell’s own, which everyone can read.
setup-colour-strong = As you wrote it, white text on it has a contrast of { $given } to 1.
setup-colour-faint = As you wrote it, white text on it would have a contrast of { $given } to 1, too faint to read, so we keep its hue and set how light it is.
setup-colour-made = On our pages the faintest text has { $light } to 1 in light and { $dark } to 1 in dark. Everyone can read { $least }.

## Places, rooms, equipment
setup-name = Name
setup-address = Address
setup-address-hint = In one line, as it is sent to people and their calendars.
setup-directions = How to find it
setup-directions-hint = Stairs, lift, bell, where to park.
setup-place = Place
setup-carried = carried to where it is needed
setup-new-place = A new place
setup-new-room = A new room
setup-new-device = New equipment

## Services
setup-new-service = A new service
setup-slug = Address of its page
setup-slug-hint = Small letters, digits and dashes; made from the name if you leave it.
setup-about = About it
setup-about-hint = What a visitor reads before choosing it.
setup-spot = On the map
setup-spot-hint = Latitude and longitude, as a map shows them: 53.3467, -6.2389. With more than one place, clients can then ask which is nearest; their position never reaches you.
setup-fault-spot = Two numbers with a comma between them, please: 53.3467, -6.2389.
setup-bring = What to bring
setup-bring-hint = On the page of the visit and in its letters: a referral, comfortable clothes, earlier pictures.
setup-modality = How they meet
setup-length = Length
setup-duration = Length in minutes
setup-before = Kept free before, in minutes
setup-before-hint = 0 for none. It may reach beyond working hours.
setup-after = Kept free after, in minutes
setup-after-hint = To tidy up, to write. 0 for none.
setup-step = A time every so many minutes
setup-step-hint = 15 offers 9:00, 9:15, 9:30. The desk may use any five minutes.
setup-grid = Counted from
setup-grid-clock = midnight: whole hours and quarters
setup-grid-opening = the beginning of working hours
setup-online = Online
setup-online-everyone = everyone may book it
setup-online-known = those we already know
setup-online-nobody = the desk only
setup-approve-first = We look at each request first
setup-approve-first-hint = The time is kept meanwhile, and whoever asked is written to.
setup-notice = Notice in minutes
setup-notice-hint = Online, at least so long ahead. 120 is two hours, 1440 a day.
setup-horizon = Days ahead
setup-horizon-hint = Online, at most so far ahead. 0 is today only.
setup-daily-limit = At most a day
setup-daily-limit-hint = Nothing for no limit.
setup-price = Price
setup-price-hint = In the clinic’s currency. Nothing when none is stated.
setup-givers = Given by
setup-needs-room = Needs a room
setup-needs-room-hint = With none ticked below, any room will do.
setup-needs-device = Needs equipment
setup-needs-device-hint = With none ticked below, any will do.
setup-devices = Equipment it may use

## Practitioners
setup-new-practitioner = A new practitioner
setup-practitioner-about = About
setup-skills = What they are good at
setup-skills-hint = Patients read it when they choose.
setup-account = Signs in as
setup-no-account = nobody
setup-gives = Gives
setup-hours = Weekly hours
setup-hours-of = { $name }, weekly hours
setup-letter = Letter
setup-letter-subject = Subject
setup-letter-whose = Words
setup-letter-own = yours
setup-letter-ours = ours
setup-letter-confirmation = A visit is booked
setup-letter-request = A request has come in
setup-letter-approval = A request is agreed to
setup-letter-decline = A request is not agreed to
setup-letter-change = A visit has another time
setup-letter-length = A visit has another length
setup-letter-reinstatement = A cancelled visit stands again
setup-letter-cancellation = A visit is cancelled
setup-letter-reminder = The day before a visit
setup-letter-lead = Your words stand between the greeting and the visit. In braces: { "{name}" }, { "{clinic}" }, { "{service}" }, { "{with}" }, { "{when}" }, { "{place}" }, { "{end}" }; in the subject only { "{when}" } and { "{clinic}" }, because others may read it on a locked screen.
setup-letter-subject-in = Subject, { $language }
setup-letter-said-in = Text, { $language }
setup-letter-hint = Nothing: “{ $words }”
setup-letter-preview = Preview
setup-letter-sample = The letter as it reads, { $language }
setup-letter-somebody = Maria
setup-fault-brace = “{ $word }” in braces stands for nothing here.
setup-week-paint = Drag over the days to paint their hours, and over painted ones to take them away. Or type them below.
setup-week-brush = At
setup-week-full = A day has room for three stretches of hours.
setup-weekday = Day
setup-span-1 = Hours
setup-span-2 = and
setup-span-3 = and
setup-from = From
setup-from-hint = Only for other hours.
setup-to = To
setup-to-hint = Only for other hours. 00:00 is the end of the day.
setup-since = These hours hold from
setup-since-hint = Nothing: at once and for all days. With a date, the old hours hold until the day before.

## Dates and blocks
setup-own-dates = Own dates
setup-own-dates-none = No dates of their own ahead.
setup-dates-of = { $name }, own dates
setup-dates-ahead = Ahead
setup-dates-none = No such dates ahead. Public holidays belong here.
setup-date = Date
setup-day-name = What it is
setup-day-name-hint = As visitors read it: “Christmas Day”.
setup-day-closed = { $name }. Closed
setup-day-only = { $name }. Open { $span } only
setup-first = From
setup-last = Until
setup-last-hint = Nothing for that one day. The last day itself counts.
setup-plan = On that day
setup-plan-closed = closed
setup-plan-hours = open at these hours only
setup-plan-away = away
setup-plan-instead = works these hours instead
setup-whose = Whose time
setup-reason = What for
setup-reason-hint = The desk reads it on the day. No names of patients.
setup-block-it = Block it
setup-block-line = { $reason }. { $whose }
setup-blocks-ahead = Ahead
setup-blocks-none = Nothing is blocked.

## Terms
setup-change-until = Moving, minutes ahead
setup-change-until-hint = A client may move a visit until so long before it. 1440 is a day.
setup-cancel-until = Cancelling, minutes ahead
setup-cancel-until-hint = After that, cancelling counts as late.
setup-ask-phone = Phone number when booking online
setup-phone-no = not asked for
setup-phone-optional = asked for, may be left out
setup-phone-required = asked for, needed

## What a change leaves outside
setup-outside =
    { $count ->
        [one] { $count } visit ahead would lie outside working hours.
       *[other] { $count } visits ahead would lie outside working hours.
    }
setup-block-meets =
    { $count ->
        [one] { $count } visit ahead lies in this time.
       *[other] { $count } visits ahead lie in this time.
    }
setup-outside-line = { $when }, { $name }
setup-outside-more =
    { $count ->
        [one] and { $count } more
       *[other] and { $count } more
    }
setup-outside-then = Nothing is saved yet. If you save, they stay booked as they are: move them, or tell people.
setup-sure = Save all the same
setup-remove-sure = Remove all the same

## Faults
setup-fault-fives = Whole five minutes, please.
setup-fault-day = Length and what is kept free are more than a day together.
setup-fault-slug = Small letters, digits and dashes only.
setup-fault-taken = Another service has this address.
setup-fault-price = A price looks like 54 or 54.50.
setup-fault-both = Both a beginning and an end, please.
setup-fault-overlap = This overlaps the hours before it.
setup-fault-past = That day is over.
setup-fault-year = At most a year at once.
setup-fault-month = At most a month at once.
