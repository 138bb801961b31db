# Bringing in appointments from another system's file. The first keys are those that every kind of files has; the rest of
# the pages' words are in the people room's incoming.ftl.

booking-import = Appointments from a file
booking-import-short = Bring in a file
booking-import-to-day = To the day
booking-import-lead = Another system’s appointments come in here, those that are over and those still to come. Bring in its clients first: then each visit finds its client. You say what each column is and what its words mean, then you see what would come of it, and nothing is written before you say so.
booking-import-system-hint = Needed if numbers come along: by name and number we know the same client and the same visit again. Write it as you did when you brought in the clients, in letters and digits.
booking-import-going = The appointments are coming in
booking-import-still = Nothing has happened for a day. Whoever runs the program sees why under its jobs. You can remove the file; what was brought in stays.
booking-import-fresh = New appointments
booking-import-clients = New clients with them
booking-import-made = New appointments added
booking-import-stay = What is here already stays as it is. Nobody is written to because of this; reminders of visits to come go out as your clients chose them. A visit that is still to come takes its time, a room and what it needs; if one of them goes to somebody else while the file comes in, that row is left out and told.
booking-import-run = Bring them in
booking-import-sample = The first of them, as we read them
booking-import-sample-table = The first appointments
booking-import-sample-when = When
booking-import-sample-whom = Client
booking-import-sample-at = { $date }, { $time }
booking-import-removal-text = The file and its key go for good. What was brought in stays.

booking-import-starts = Day and time it begins
booking-import-day = Its day
booking-import-time = Time it begins
booking-import-ends = When it ends
booking-import-minutes = Minutes it lasts
booking-import-service = Service
booking-import-practitioner = Practitioner
booking-import-status = How it stands or ended
booking-import-reminded = Whether a reminder was sent
booking-import-made-at = When it was booked
booking-import-number = Its number in the other system
booking-import-client-number = The client’s number in the other system
booking-import-given-name = Client: given name
booking-import-family-name = Client: family name
booking-import-whole-name = Client: given and family name in one
booking-import-email = Client: email
booking-import-phone = Client: phone
booking-import-starts-twice = Day or time stands in a column of its own. Please leave one of them behind.
booking-import-ends-twice = The end stands in a column of its own. Please leave one of them behind.
booking-import-names-twice = The names stand in columns of their own. Please leave this one behind.
booking-import-no-start = Which column says when an appointment begins? Choose “{ booking-import-starts }”, or “{ booking-import-day }”.
booking-import-no-client = Which column says whose appointment it is? A number or a name is needed.

booking-import-words = What do its words mean?
booking-import-to-columns = To the columns
booking-import-words-service = Its services
booking-import-words-practitioner = Its people
booking-import-words-status = How its appointments stand
booking-import-words-reminded = Its reminders
booking-import-words-table = { $words }, word by word
booking-import-how-often = Stands in
booking-import-is-ours = With us it is
booking-import-rows =
    { $rows ->
        [one] one row
       *[other] { $rows } rows
    }
booking-import-retired = { $name } (retired: only of visits that are over)
booking-import-no-service = None of ours (only of visits that are over)
booking-import-no-practitioner = Nobody who is here (only of visits that are over)
booking-import-status-booked = Booked
booking-import-status-confirmed = Confirmed by the client
booking-import-status-done = Came
booking-import-status-no-show = Did not come
booking-import-status-cancelled = Cancelled in time
booking-import-status-late-cancelled = Cancelled late
booking-import-reminded-yes = Was reminded
booking-import-reminded-no = Was not; of a visit to come: will not be
booking-import-clock = Its times are written by
booking-import-clock-clinic = the clinic’s clock
booking-import-clock-utc = UTC
booking-import-clock-hint = A time that says its own clock, as 14:30Z, is read by that.
booking-import-no-status = No column says how an appointment ended: those still to come count as booked, those that are over as kept.
booking-import-blank-status = Where nothing is said of how an appointment ended: those still to come count as booked, those that are over as kept.
booking-import-too-many = More than { $most } different words stand in “{ $column }”, or very long ones. Is that column what you said it is? Please go back and choose again.

booking-import-fault-moment = We cannot read this as a day and a time. Please write it as 2026-05-03 14:30, or with the day as you said dates are written.
booking-import-fault-time = We cannot read this time. Please write it as 14:30.
booking-import-fault-day = No appointment is on this day: before 1900, or more than a hundred years ahead.
booking-import-fault-gap = The clock was put forward over this time: no clock showed it.
booking-import-fault-ends = It ends before it begins, or more than a day later.
booking-import-fault-minutes = It lasts nothing, or more than a day with what is kept free around it.
booking-import-fault-number = A number has at most a hundred characters.
booking-import-fault-word = This word has no meaning here. Please say what it means.
booking-import-fault-not-yet = It is still to come, but the file says how it ended.
booking-import-fault-needs-time = It is still to come, and needs its time.
booking-import-fault-needs-practitioner = It is still to come, and needs a practitioner who is here.
booking-import-fault-needs-service = It is still to come, and needs one of your services.
booking-import-fault-nobody = No client of the desk’s or of a file is called so. Bring in the clients first, or add their email address.
booking-import-fault-several = Several clients are called so. Please add their email address or their number.
booking-import-fault-nameless = It is still to come, and nobody here has this number. Bring in the clients first, or add their name.
booking-import-fault-taken = The practitioner’s time is taken.
booking-import-fault-no-room = No room that the service may use is free then.
booking-import-fault-no-device = No equipment that the service needs is free then.
booking-import-fault-free-now = Its time went to somebody else while the file came in, and is free again now. Add this row once more.
