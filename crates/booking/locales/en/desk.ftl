### Words of the desk, the setup and the reports. Staff pages: English only, so far.

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

## Booking at the desk
desk-service-choice = { $name }, { $length }
desk-booked-known = Booked { $name } for { $when }. They were a client already, by this name and address: the visit stands on their record, which stays as it was.
desk-phone-given = Phone for this visit
desk-none-in-care = No one in your care has that name, phone or email. The front desk books everybody else.
desk-find-partial = Not everybody who bears this has been looked at.
desk-find-further = Look further
desk-fault-new = Someone new is booked by the front desk. Find somebody in your care.
desk-fault-who = Find who is coming, or choose “Someone new”.

## Why a time cannot be had, beside booking-why
desk-why-not-given = Nobody gives this visit.
desk-why-not-by = { $name } does not give this visit.
desk-why-far = Later than { $date }.
desk-why-shut = The clinic is closed that day.
desk-why-grid = Times are whole five minutes.
desk-why-gone = That time has just gone to another visit.
desk-why-device = The equipment it needs is in use.

## Changing
desk-move-it = Move it
desk-tell-move = Tell them the new time
desk-cancel-late = The free time to cancel is over. At the desk it counts as in time; for a late one, mark “Did not come” once it has begun.
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
desk-past-anew = Asked for another time
desk-past-reminded = Reminder sent
desk-past-remind = Wants a reminder
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

## The attendance report
desk-nav-reports = Reports
report-attendance = Attendance
report-from = From
report-to = To
report-show = Show
report-csv = As CSV
report-last-days = Last 90 days
report-this-year = This year
report-everything = Everything
desk-fault-before = The end is before the beginning.
report-span = from { $from } to { $to }
report-sums =
    { $total ->
        [one] { $missed } of { $total } visit was missed, { $share }, { $span }.
       *[other] { $missed } of { $total } visits were missed, { $share }, { $span }.
    }
report-unmarked =
    { $count ->
        [one] { $count } visit more began and was never marked. It counts as neither kept nor missed.
       *[other] { $count } visits more began and were never marked. They count as neither kept nor missed.
    }
report-late =
    { $count ->
        [one] { $count } visit was cancelled late, and counts as neither.
       *[other] { $count } visits were cancelled late, and count as neither.
    }
report-by-lead = By how long before it was booked
report-lead-head = Booked before
report-lead-0 = same day
report-lead-1 = 1 day
report-lead-2 = 2 to 7 days
report-lead-8 = 8 to 14
report-lead-15 = 15 to 30
report-lead-31 = 31 and more
report-lead-unknown = not known
report-by-weekday = By day of the week
report-weekday-head = Day
report-by-reminder = By reminder
report-reminder-head = Reminder
report-reminded = sent
report-not-reminded = not sent
report-reminder-note = Reminders go to visits booked well ahead, and those are missed more often anyway: this does not say that reminders make people stay away.
report-visits = Visits
report-kept = Kept
report-missed = Missed
report-share = Share missed
report-none = none
report-chart-caption = Share of visits missed
report-chart-part = { $name } { $share }
report-chart-says = { $title }: share of visits missed. { $parts }.
report-empty-title = No marked visits in this time
report-empty-text = Mark visits as kept or missed at the desk, and their attendance appears here.

## Setting up
desk-nav-setup = Set up
setup-clinic = The clinic
setup-services = Services
setup-practitioners = Practitioners
setup-places = Places
setup-rooms = Rooms
setup-equipment = Equipment
setup-dates = Clinic dates
setup-blocks = Blocked time
setup-terms = Terms
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
