### Words of the booking room.

## Small parts
# Stands between two facts on one line.
booking-former-colleague = A former colleague
booking-comma = {", "}
booking-free = { $count } free
# The same under a day, where there is room for one short word.
booking-day-free = { $count } free
booking-with-name = with { $name }
booking-born = born { $date }

## Steps of a booking
booking-steps = Your booking
booking-step-visit = Visit
booking-step-time = Time
booking-step-you = About you
booking-step-check = Check
booking-step-done = (done)

## The card of the visit
booking-visit = Your visit
booking-what = What
booking-when = When
booking-with = With
booking-how-long = How long
booking-price = Price
booking-pay-after = paid after the visit
booking-where = Where
booking-for = For
booking-by = Booked by
booking-only-needed = We ask only what this visit needs.
booking-how-kept = How we keep it
booking-change = Change

## Step 1: which visit
booking-start-title = What can we do for you?
booking-way-clinic = At the clinic
booking-way-video = By video
booking-way-home = At your home
booking-way-class = In a group
booking-asks = We look at each request first and answer you.
booking-first = First available
booking-no-time-soon = No free time soon
booking-no-services-title = Nothing can be booked here yet
booking-no-services-text = Please ring us. We will find you a time.

## Step 2: when
booking-skip-times = Skip to the times
booking-times-title = Choose a time
booking-take = Take it
booking-with-whom = With whom?
booking-anyone = Anyone
booking-anyone-note =
    { $count ->
        [one] { $count } time this week
       *[other] { $count } times this week
    }
booking-which-day = Which day?
booking-week-before = Week before
booking-week-after = Week after
booking-full = full
booking-closed = closed
booking-past = over
booking-show = Show the times
booking-morning = Morning
booking-afternoon = Afternoon
booking-evening = Evening
# Behind a part of the day, where times are told by another clock than the clinic’s.
booking-there = at the clinic
booking-week-full = Nothing is free this week
booking-later = Show the next free time
booking-none-soon = No time is free in the weeks ahead. Please ring us.
booking-zone = Times are clinic time, { $zone }.
booking-zone-yours = Your device is on { $zone }.
booking-zone-own = Times are by your device’s clock, { $zone }.
booking-zone-mine = Show my time
booking-zone-clinic = Show clinic time
# The same moment by the reader’s own clock.
booking-zone-for-you = For you that is { $when }.
booking-none-suit = None of these suit?
booking-list-offer = Tell us when you can come. If a place opens we write to you, and to no one else, for 15 minutes.
booking-list-join = Join the waiting list
booking-nothing-chosen = No time chosen yet
booking-choose-time = Please choose a time.

## The time is gone
booking-taken = { $time } has just gone to someone else.
booking-taken-next = Nothing was booked. These are free next:
booking-taken-look = Nothing was booked. Please choose another time.

## Step 3: who
booking-skip-form = Skip to the questions
booking-about-title = Who is coming?
booking-for-whom = Who is the visit for?
booking-for-me = For me
booking-for-child = For my child
booking-for-child-hint = Or somebody else you act for: you book and come along
booking-child = Your child, if the visit is for your child
booking-child-birth-why = Children under age come with a parent; the practitioner prepares for the age.
booking-you = About you
booking-for-name = For { $name }
booking-for-new = For someone new
booking-for-new-hint = A child of yours, or somebody else you act for
booking-new = Someone new, if the visit is for them
booking-name = Name
booking-own-lacks = We do not have this yet. It goes into your record.
booking-own-known = We know you, so you need not type this again.
booking-own-change = Change it
booking-have-account = You have an account here?
booking-sign-in = Sign in, and we fill this in
booking-given-name = First name
booking-given-name-why = As you want us to call you.
booking-family-name = Family name
booking-email = Email
booking-email-why = For the confirmation, with a link to move or cancel.
booking-phone = Phone
booking-phone-why = Only if something changes on the day.
booking-birth-date = Date of birth
booking-birth-why = This visit has an age limit.
booking-home = Where we come to
booking-home-ask = Street, town, and how to get in
booking-home-why = A floor, a bell, a gate. It is kept sealed, with this visit alone.
booking-anything = Anything else?
booking-note = What should we know to receive you?
booking-note-why = A chair with arms, a language, a helper. Not your health: that stays between you and your practitioner.
booking-note-short = Note
booking-remind = Remind me the day before
booking-remind-over = It is too soon for a reminder: none comes for this visit.
booking-remind-hint = By email. You can say no later, on the page of your visit.
booking-about-kept = We use this to book you, reach you and receive you, and for nothing else.
booking-fault-age = From { $age } years on you can book by yourself. If you are younger, please ask a parent to book for you.
booking-fault-reach = Please give us an email address or a phone number.

## Step 4: check
booking-confirm-title = Is all of this right?
booking-reminder = Reminder
booking-reminder-yes = by email, the day before
booking-reminder-over = none: the visit is too soon for one
booking-reminder-no = none
booking-edit = Change what you wrote
booking-book-it = Book this visit
booking-ask-it = Ask for this visit
booking-asks-long = This is a request. We look at it and write to you; the time is kept for you until then.
booking-rule-free = Free to move or cancel until { $until }.
booking-rule-move = Free to move until { $until }.
booking-rule-cancel = Free to cancel until { $until }.
booking-rule-over = It can no longer be moved here, but by telephone.
booking-rule-request = You can withdraw your request at any time.
booking-rule-late = Cancelling now counts as late. If you cannot come, please tell us as early as you can.
booking-near-move = You cannot move it here any more.
booking-near-late = Cancelling it counts as late.
booking-near-title = That is soon
booking-near-all-the-same = Move all the same
booking-near-other = Choose another time
booking-cancel-changed = Your visit has changed since you opened that page. This is how it stands now.
booking-cancel-late-now = Since you opened that page the free time has ended. Nothing was cancelled yet.

## Booked
booking-done-title = See you soon.
booking-asked-title = We have your request
booking-to-calendar = Add to calendar
booking-manage = Move or cancel
booking-then-booked = Your visit is booked.
booking-then-asked = Your request is with the clinic. We look at it and write to you.
booking-then-mail = We have written to you, with a link to move or cancel. It works without a password, so keep it to yourself.
booking-then-pay = You pay { $price } after the visit.
booking-done-kept = Your name and how to reach you are sealed under a key of your own. You can see each time someone opens them.

## One visit, by its link
booking-link-wrong-title = This link leads to no visit
booking-link-wrong-text = It was not copied whole, or it is not one of ours. Open the link in our letter once more. If it still leads nowhere, sign in to see your visits, or ask us for a new letter: how to reach us stands below.
booking-link-wrong-visits = Your visits
booking-link-ended-title = This link has ended
booking-link-ended-text = The link in our letter opens a visit until { $days ->
    [one] one day
   *[other] { $days } days
} after it. To see your visits, sign in, or open an account with the address we write to.
booking-move = Move
booking-cancel = Cancel
booking-again = Book another
booking-history = What happened so far
booking-past-booked = Booked
booking-past-moved = Moved
booking-past-anew = Asked for another time
booking-past-resized = Given another length
booking-past-reinstated = Stands after all
booking-past-cancelled = Cancelled
booking-past-arrived = Arrived
booking-past-inroom = Went in
booking-past-kept = Kept
booking-past-missed = Not kept
booking-past-reminded = We sent a reminder

## Moving
booking-move-title = Choose a new time
booking-move-here = Move here
booking-move-asks = We look at each time first: yours waits for our yes again, and the old time is given back.
booking-keep-time = Keep my time

## Cancelling
booking-cancel-title = Cancel this visit?
booking-cancel-then = The time is then free for somebody else. You can book again at any time.
booking-cancel-it = Cancel visit
booking-keep = Keep it
booking-cancelled = Cancelled. We have written to you.
booking-cancelled-only = Cancelled.
booking-moved = Moved to { $when }.
booking-moved-asked = Asked for { $when }. We look at it and write to you.
booking-remind-by = By email.
booking-remind-own = Remind me
booking-remind-own-hint = By email, as long before as you chose.
booking-remind-when = By email, { $when }.
booking-remind-choose = Choose when we remind you
booking-remind-on-own = We remind you.
booking-reminder-own = by email, as you chose
booking-remind-on = We remind you the day before.
booking-remind-off = We send you no reminder.

## States of a visit
booking-state-booked = Booked
booking-state-asked = Waits for our yes
booking-state-unsure = Not confirmed
booking-state-arrived = Arrived
booking-state-inroom = In the room
booking-state-kept = Kept
booking-state-missed = Not kept
booking-state-cancelled = Cancelled
booking-state-late = Cancelled late
booking-arrived-at = Arrived { $time }

## The desk: the day
booking-nav-day = Day
booking-skip-day = Skip to the day
booking-sum-visits =
    { $count ->
        [one] { $count } visit
       *[other] { $count } visits
    }
booking-sum-kept = { $count } kept
booking-sum-inroom = { $count } in the room
booking-sum-waiting = { $count } waiting
booking-sum-missed = { $count } not kept
booking-lane-visits =
    { $count ->
        [one] { $count } visit
       *[other] { $count } visits
    }
booking-day-before = Day before
booking-day-after = Day after
booking-today = Today
booking-sheet = Day sheet
booking-book = Book
booking-board = The day, by practitioner
booking-now = The time is
booking-gap = Free { $count } min
booking-gap-now = Free now, { $count } min
booking-gap-fits =
    { $count ->
        [one] { $count } waiting fits
       *[other] { $count } waiting fit
    }
booking-off = Not working
booking-off-until = Starts at { $time }
booking-off-from = Ended at { $time }
booking-break = Break
booking-no-lanes-title = No one works today
booking-no-lanes-text = Set working hours to see people here.
booking-lanes-before = Practitioners before
booking-lanes-after = More practitioners
booking-room = In the waiting room
booking-room-empty = No one is waiting. Who arrives appears here.
booking-list = Waiting for a place
booking-list-all = All
booking-offer = Offer { $time }
booking-write = Write
booking-booked = Booked
booking-booked-online = online, { $when }
booking-booked-desk = at the desk, { $when }
booking-to-pay = To pay
booking-pay-later = { $price } after the visit
booking-in-minutes =
    { $count ->
        [one] in a minute
       *[other] in { $count } minutes
    }
booking-guardian-of = { $name }, for their child
booking-desk-sealed = The desk sees times and contact. Notes are open only to who treats.
booking-do-confirm = Confirm
booking-do-approve = Say yes
booking-do-decline = Say no
booking-do-arrive = Arrived
booking-do-enter = To the room
booking-do-keep = Kept
booking-do-miss = Did not come
booking-do-undo = Undo

## The desk books
booking-book-title = Book a visit
booking-to-day = To the day
booking-find = Client
booking-find-it = Find
booking-who = Who?
booking-new-client = Someone new
booking-no-one-found = We found no one by that name, phone or email.
booking-date = Date
booking-time = Time
booking-desk-note-why = For receiving them. Health belongs in the practitioner’s notes.
booking-tell = Send them the confirmation
booking-clash = This time is not to be had.
booking-clash-next = Free nearby:
booking-cancel-reason = Why?
booking-reason-client = The client asked
booking-reason-clinic = We had to
booking-reason-mistake = Booked by mistake
booking-desk-booked = Booked { $name } for { $when }.
booking-desk-moved = Moved { $name } to { $when }.
booking-desk-cancelled = Cancelled { $name }’s visit.

## Why a time is not offered
booking-why-closed = Outside working hours.
booking-why-leave = { $name } is away.
booking-why-busy = Another visit is booked from { $from } to { $to }.
booking-why-buffer = Too close to another visit: { $count } minutes are kept between them.
booking-why-room = No fitting room is free.
booking-why-equipment = { $name } is in use.
booking-why-notice = Online, at least { $count } hours’ notice is asked.
booking-why-horizon = More than { $count } days ahead.
booking-why-limit = The day’s limit of { $count } is reached.
booking-why-past = That time is over.
booking-why-holiday = A public holiday: { $name }.

## When a time cannot be had, and other answers
booking-not-free = { $time } can no longer be booked.
booking-all-times = All times
booking-of-age = I am { $age } or older.
booking-fault-unknown = This visit is for those who have been with us before. We do not know this name with this address; please check both, or choose a first visit.
booking-fault-stopped = The use of this data is stopped at your wish, so no visit is arranged and no letter about one is written.
booking-stopped = You had the use of your data stopped, so no visit can be booked and no letter about one is written. Agree to “Arrange visits”, or let everything go on, here:
booking-stopped-consents = What you agreed to, and what you said no to
booking-fault-where = Write where we come to: street and town, and how to get in.
booking-fault-far = A date within the last hundred years and the next ten, please.
booking-fault-start = An instant as RFC 3339 has it, with its offset: 2026-11-26T14:15:00+00:00.
booking-fault-key = 1 to 255 printable characters, please.
booking-fault-key-reused = This key was used for another request. Use a new one.
booking-error-taken-title = This time is not free
booking-error-taken-text = Nothing was booked. Choose another of the free times.
booking-error-status-title = The visit no longer stands so
booking-error-status-text = Look at it again: what you wanted is done already, or can no longer be done.
booking-error-early-title = It is too early for that
booking-error-early-text = Nothing was changed. Who has come is marked from the day before the visit; how it ended, once it has begun.
booking-error-late-title = It is too late for that here
booking-error-late-text = The time to change it by yourself has passed. Please ring us.
booking-error-birth-title = That date of birth cannot be
booking-error-birth-text = Nothing was booked. A date of birth is a day that has been, within the length of a life.
booking-error-age-title = Somebody so young books with a guardian
booking-error-age-text = Nothing was booked. Send the guardian as the client, and the one who comes as the child.
booking-error-desk-title = The front desk books this
booking-error-desk-text = You are signed in as staff. Somebody new, and anybody who is not in your care, is booked by the front desk. For a visit of your own, sign out first.
booking-error-stopped-title = Arranging visits is stopped
booking-error-unknown-title = This visit is for those we know
booking-error-unknown-text = Choose a first visit, or use the name and address you gave us before.
booking-past-asked = Asked for
booking-past-approved = We said yes
booking-past-declined = We could not say yes
booking-state-declined = Not agreed

## Letters
booking-mail-automatic = This is an automatic message from { $clinic }.
booking-mail-dear = Dear { $name },
booking-mail-for = For { $name }
booking-mail-with = With { $name }
booking-mail-stopped-subject = A visit was booked in your name: { $when }
booking-mail-stopped = A visit was booked in your name on our pages: { $when }. You had the use of your data stopped, so we see it without your name, remind nobody of it and write nothing more about it.
booking-mail-stopped-agree = If we are to arrange visits and write to you about them meanwhile, sign in and agree to it here:
booking-mail-manage = To move or cancel it, open this page. It works without a password, so keep it to yourself:
booking-mail-see = You can see it here:
booking-mail-confirmation-subject = Your visit on { $when }
booking-mail-confirmation = Your visit is booked.
booking-mail-request-subject = Your request for { $when }
booking-mail-request = We have your request. We look at it and write to you; the time is kept for you until then.
booking-mail-approval-subject = Yes to your visit on { $when }
booking-mail-approval = We look forward to your visit. It is booked.
booking-mail-decline-subject = Your request for { $when }
booking-mail-decline = We are sorry: we cannot say yes to this visit. Nothing is booked. Please choose another time or ring us.
booking-mail-change-subject = Your visit is now on { $when }
booking-mail-change = Your visit has a new time. If it is in your calendar, the file with this message moves it.
booking-mail-length-subject = Your visit on { $when } has another length
booking-mail-length = Your visit now ends at { $end }. If it is in your calendar, the file with this message changes it.
booking-mail-reinstatement-subject = Your visit on { $when } stands after all
booking-mail-reinstatement = Your visit stands after all, as it was booked. If you took it out of your calendar, the file with this message puts it back.
booking-mail-cancellation-subject = Cancelled: your visit on { $when }
booking-mail-cancellation = Your visit is cancelled. If it is in your calendar, the file with this message removes it.
booking-mail-reminder-subject = Your visit on { $when }
booking-mail-reminder = We look forward to seeing you. If you cannot come, please tell us early, so that somebody else can have the time.

booking-mail-bring = Please bring:

booking-mail-choose = How long before we remind you, in which hours not, or not at all, you choose here:

## When somebody wants to be reminded
booking-reminders = Reminders
booking-reminders-short = How long before, and when not
booking-reminders-lede = We write to you before a visit, by email. You say when.
booking-reminders-of = Remind me of
booking-reminders-own = my own visits
booking-reminders-wards = the visits of those I act for
booking-reminders-when = How long before
booking-reminders-week = A week before
booking-reminders-two-days = Two days before
booking-reminders-day = The day before
booking-reminders-hours = Three hours before
booking-reminders-quiet = Quiet hours
booking-reminders-quiet-how = No reminder comes in these hours: it comes just before them instead. Leave both empty for none.
booking-reminders-from = From
booking-reminders-to = To
booking-reminders-zone = By the clock of
booking-reminders-saved = Saved.
booking-reminders-stale = You chose otherwise meanwhile, in another window. What you see is what you wrote here; save it to let it hold.
booking-reminders-fault-leads = Please choose at least one, or leave out above whose visits we remind you of.
booking-reminders-fault-same = Quiet hours begin and end at different times.
booking-reminders-fault-half = Please say both when they begin and when they end, or neither.
booking-reminders-next = For your next visit, { $visit }, we write to you { $times }.
booking-reminders-next-none = For your next visit, { $visit }, no reminder is to come.
booking-reminders-always = What was agreed we tell you at once, whatever you choose here: that a visit is booked, moved or cancelled.
evidence-service-messages-frequency = { $choices } people chose when they are reminded. { $reminders_waiting } reminders wait for them, and { $reminders_sent } went out since they chose; { $against_a_choice } against a choice
opened-booking-reminder-choose = Reminder choices

## A private address for one's own calendar
booking-feed = Your own calendar
booking-feed-short = A private address that your calendar program reads
booking-feed-lede = Your calendar program can show your visits and keep them up to date, by a private address.
booking-feed-new = A new address
booking-feed-shows = What it tells
booking-feed-all = What, where and with whom
booking-feed-all-how = And what to bring. To change a visit you still sign in.
booking-feed-only-busy = Only that you are busy
booking-feed-only-busy-how = No word of us or of the visit.
booking-feed-wards = The visits of those I act for too
booking-feed-why = Whoever has the address can read it, and so can whoever runs the calendar. Choose as little as you need. Each time it is read stands in your record.
booking-feed-make = Make the address
booking-feed-fresh = Your new address
booking-feed-once = We show it this once, and keep only a fingerprint of it. If you lose it, make another.
booking-feed-address = Put this into your calendar program, as a calendar to subscribe to
booking-feed-open = Open in this device’s calendar
booking-feed-there = Your addresses
booking-feed-is-all = Your visits
booking-feed-is-all-wards = Your visits and those of whom you act for
booking-feed-is-busy = Only that you are busy
booking-feed-is-busy-wards = Only that you, or those you act for, are busy
booking-feed-since = made { $when }
booking-feed-read = last read { $when }
booking-feed-unread = not read yet
booking-feed-revoke = Revoke
booking-feed-revoke-then = Revoked, an address opens nothing any more, at once. What a calendar program has already read it may keep.
booking-feed-revoked = That address opens nothing any more.
booking-feed-fault-many = You have { $most } addresses already. Revoke one first.
booking-feed-busy = Busy
booking-feed-of = { $name }: { $service }
opened-booking-feed-read = Visits for a calendar
opened-booking-feed-keep = Addresses for calendars

## Which place is nearest
booking-nearest = Which is nearest?
booking-nearest-how = Your browser asks you first. It rounds where you are to { $metres } metres and finds the nearest by itself; we never learn it.
booking-nearest-one = [place] is nearest, about [km] km as the crow flies.
booking-nearest-either = [place] and [other] are about as near: some [km] km as the crow flies.
booking-nearest-denied = Your browser did not allow it, so nothing was read. You can allow it for this page in its settings.
booking-nearest-failed = Your browser could not find where it is. You may try again.
evidence-location-asked = Made coarser than { $metres } metres. { $pages_that_ask } pages left that may ask; { $by_others } let others ask, and { $columns } columns could keep a position

## One's own visits
booking-own-more = More
booking-removal-email =
    { $count ->
        [one] You have a visit ahead, { $when }. It stays booked. Without an address we cannot write to you if it is moved, nor remind you; you see it whenever you sign in.
       *[other] You have { $count } visits ahead, the next { $when }. They stay booked. Without an address we cannot write to you if one is moved, nor remind you; you see them whenever you sign in.
    }
booking-removal-phone =
    { $count ->
        [one] You have a visit ahead, { $when }. It stays booked. Without a number we cannot ring you if something changes on the day.
       *[other] You have { $count } visits ahead, the next { $when }. They stay booked. Without a number we cannot ring you if something changes on the day.
    }
holds-appointment =
    { $count ->
        [one] One visit, that was or is to come. What was agreed stays in the clinic’s books.
       *[other] { $count } visits, that were or are to come. What was agreed stays in the clinic’s books.
    }
holds-reminder-choice = When you want to be reminded.
holds-calendar-feed =
    { $count ->
        [one] One address for a calendar program.
       *[other] { $count } addresses for calendar programs.
    }
booking-own-nav = Visits
booking-own-visits = Your visits
booking-own-next = Your next visit
booking-own-open = Open
booking-own-then = After that
booking-own-no-more = Nothing after that.
booking-own-none-title = Nothing is booked
booking-own-none-text = When you book a visit, it stands here with the way there and what to bring.
booking-own-past = Earlier, and cancelled
booking-own-past-none = There is nothing further back.
booking-own-again = Book again
booking-own-all = All your visits
booking-own-older = Further back
booking-own-later = Later ones
booking-own-later-none = There is nothing after that.
booking-told = What you told us for it
booking-told-remove = Remove
booking-told-removed = Removed.
booking-told-needed = We come there for this visit. You can remove it once the visit is over or called off.
booking-told-visits = Told with a visit
opened-booking-own-remove = What was told with a visit
booking-own-newest = Back to now
booking-way-map = On a map
booking-way-there = The way in
booking-bring = Please bring
opened-booking-own-list = List of visits
opened-booking-own-read = One visit
opened-booking-own-change = Moving a visit
opened-booking-own-cancel = Cancelling a visit
opened-booking-own-remind = Reminder of a visit

## On pages about one person
booking-panel-next = Your next visits
booking-panel-visits = Visits
booking-panel-none = Nothing is booked.
booking-panel-book = Book a visit

## When two records of one person are merged
moves-appointment =
    { $count ->
        [one] one visit
       *[other] { $count } visits
    }

ability-booking-day = See the day and its appointments
ability-booking-appointments = Book, move, approve, mark and call off appointments
ability-booking-block = Block time
ability-booking-read-setup = Look up services, hours and rooms
ability-booking-setup = Say what the clinic offers, when and where
ability-booking-reports = Read the reports
ability-booking-import = Bring in a file of appointments
