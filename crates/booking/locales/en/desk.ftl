### Words of the desk, the setup and the reports. Staff pages: English only, so far.

## The day
desk-someone = Someone
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
desk-state-confirmed = Confirmed
desk-state-declined = Declined
desk-do-came = Came after all
desk-booked-api = by a program, { $when }
desk-booked-import = in the system before, { $when }
desk-reminded = { $booked }. Reminder sent

## Booking at the desk
desk-service-choice = { $name }, { $length }
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
desk-past-requested = Asked for
desk-past-approved = We said yes
desk-past-declined = We said no
desk-past-moved = Moved
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
