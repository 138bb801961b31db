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
