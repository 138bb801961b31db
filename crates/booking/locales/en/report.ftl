### Words of the reports. Staff pages: English only, so far.

report-bookings = Bookings
report-attendance = Attendance
report-utilisation = Utilisation
report-clients = Clients

## The frame
report-from = From
report-to = To
report-show = Show
report-csv = As CSV
report-print = Print
report-this-month = This month
report-last-month = Last month
report-this-quarter = This quarter
report-last-days = Last 90 days
report-this-year = This year
report-everything = Everything so far
report-span = from { $from } to { $to }
report-counted = What is counted
report-all = All
report-none = none
report-by-day = By day
report-by-week = By week
report-by-month = By month
report-by-year = By year
report-time-head = When
report-week = { $from } to { $to }
report-day-short = { $day } { $month }
report-by-service = By service
report-service-head = Service
report-service-unknown = not known
report-chart-part = { $name } { $share }
report-chart-says = { $title }: { $caption }. { $parts }.
report-chart-many = { $title }: { $caption }. { $count } in all: most in { $most }, fewest in { $least }. Each figure stands in the table.

## Bookings
report-bookings-sums =
    { $total ->
        [one] { $total } booking { $span }; { $standing } held its time.
       *[other] { $total } bookings { $span }; { $standing } of them held their time.
    }
report-bookings-caption = Bookings
report-bookings-all = Bookings
report-late-head = Cancelled late
report-cancelled-head = Cancelled
report-unmarked-head = Not marked
report-ahead-head = Ahead
report-by-way = By how it was booked
report-way-head = Booked
report-way-online = online
report-way-desk = at the desk
report-way-api = by another program
report-way-import = brought in from a file
report-way-demo = by the demo
report-empty-bookings = No bookings in this time
report-fill-bookings = Every visit and request whose day lies in it would appear here.

## Attendance
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
report-chart-caption = Share of visits missed
report-empty-attendance = No marked visits in this time
report-fill-attendance = Mark visits as kept or missed at the desk, and their attendance appears here.

## Utilisation
report-use-sums = Visits took { $booked } of { $open } open hours of practitioners, { $share }, { $span }.
report-use-rooms = They took { $booked } of { $open } open hours of rooms, { $share }.
report-use-unopen = Visits took { $booked } hours of practitioners { $span }, when no time of theirs was open.
report-use-caption = Share of open time that visits took
report-by-practitioner = By practitioner
report-practitioner-head = Practitioner
report-by-room = By room
report-room-head = Room
report-booked-head = Booked hours
report-open-head = Open hours
report-use-head = Utilisation
report-empty-utilisation = Nothing was open or booked in this time
report-fill-utilisation = Give practitioners their hours in the setup, and how full they are appears here.

## Clients
report-clients-sums =
    { $total ->
        [one] { $total } client came { $span }: { $new } for the first time, { $returning } again. { $kept ->
            [one] One visit was kept.
           *[other] { $kept } visits were kept.
        }
       *[other] { $total } clients came { $span }: { $new } for the first time, { $returning } again. { $kept ->
            [one] One visit was kept.
           *[other] { $kept } visits were kept.
        }
    }
report-clients-nobodys =
    { $count ->
        [one] One visit among them was of somebody who was anonymised and had come before. Who came again is known of such people only over a year of the calendar, and over everything.
       *[other] { $count } visits among them were of people who were anonymised and had come before. How many people that were is known only of a year of the calendar, and of everything.
    }
report-clients-caption = New clients
report-clients-head = Clients
report-first-head = First visits
report-further-head = Further visits
report-kept-all = All kept
report-by-frequency = By how often they came
report-frequency-caption = Clients
report-times-head = Kept visits
report-times-just =
    { $least ->
        [one] once
       *[other] { $least } times
    }
report-times-between = { $least } to { $most } times
report-times-least =
    { $least ->
        [one] once or more
       *[other] { $least } and more
    }
report-new-head = New
report-returning-head = Returning
report-empty-clients = Nobody came in this time
report-fill-clients = Clients appear here with their first visit that is marked as kept.

## What each figure counts
report-term-booking = Booking
report-means-booking = Every visit and every request, whatever became of it.
report-term-visit = Visit
report-means-visit = A booking that somebody marked as kept or missed.
report-term-kept = Kept
report-means-kept = The client was there: marked as arrived, in the room or done, once the visit has begun.
report-term-missed = Missed
report-means-missed = Marked as not come.
report-term-late = Cancelled late
report-means-late = Called off after the clinic’s deadline. Neither kept nor missed.
report-term-cancelled = Cancelled
report-means-cancelled = Called off in time, or a request that was not approved.
report-term-unmarked = Not marked
report-means-unmarked = Began, and nobody said what became of it.
report-term-ahead = Ahead
report-means-ahead = Has not begun yet.
report-term-share = Share missed
report-means-share = Missed visits of those kept and missed.
report-term-lead = Booked before
report-means-lead = Days of the clinic’s calendar from the one on which it was entered to its own.
report-term-reminder = Reminder
report-means-reminder = Whether one was sent for the visit before it began.
report-term-booked = Booked hours
report-means-booked = What visits take, with the time kept free before and after them. A missed visit has taken its time; one that was called off has not.
report-term-open = Open hours
report-means-open = Working hours after exceptions, holidays and blocked time, from somebody’s first visit in these books until they left.
report-term-room-open = Open hours of a room
report-means-room-open = While anybody works at its place, without its blocked time.
report-term-use = Utilisation
report-means-use = Booked hours of open hours. More than 100% means visits outside open hours.
report-term-client = Client
report-means-client = A person with a kept visit in this time, counted once.
report-term-new = New
report-means-new = Their first kept visit in these books lies in this time.
report-term-returning = Returning
report-means-returning = They had kept a visit before.
report-term-first = First and further visits
report-means-first = Each new client has one first visit. All other kept visits are further ones.
report-term-few = Small groups
report-means-few = Groups of fewer than five clients by how often they came are told together with the next, and no time is divided more finely than by week.
report-term-day = Day
report-means-day = The clinic’s calendar day on which the visit begins.
