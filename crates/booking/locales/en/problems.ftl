## What booking's problems say to whoever writes a program, by their code.

problem-booking-taken-text = The practitioner, or every room or device it could take, is taken then. Nothing was changed; “times” are the next free ones.
problem-booking-not-offered-text = Nobody gives this service at present. Nothing was changed.
problem-booking-too-soon-text = It begins before the earliest that may be booked now: the past, or within the service’s notice. Nothing was changed; “times” are the next free ones.
problem-booking-too-far-text = It begins after the last day that may be booked now. Nothing was changed; “times” are the next free ones.
problem-booking-closed-text = The clinic is closed on that day. Nothing was changed; “times” are the next free ones.
problem-booking-outside-hours-text = It does not lie within the working hours of a practitioner at one place. Nothing was changed; “times” are the next free ones.
problem-booking-off-grid-text = It is not one of the starts that are offered: ask for the free times, and send one of them as it was given. Nothing was changed.
problem-booking-day-full-text = The practitioner’s or the service’s limit for that day is reached. Nothing was changed; “times” are the next free ones.
problem-booking-status-title = The appointment does not stand so
problem-booking-status-text = Its status does not allow this: it is over, called off, or as it was to become. Nothing was changed; read it again.
problem-booking-too-early-text = Nothing was changed. Who has come is marked from a day before the appointment; how it ended, once it has begun.
problem-booking-too-late-title = The time for that has passed
problem-booking-too-late-text = By the clinic’s terms it can no longer be changed from here. Nothing was changed.
problem-booking-stale-title = It was changed meanwhile
problem-booking-stale-text = Somebody else changed the appointment. Nothing was changed by you; read it again.
problem-booking-birth-date-text = Nothing was booked. “birth_date” must be a day that has been, within the length of a life.
problem-booking-too-young-text = Nothing was booked. Send the guardian as “client”, and whoever comes as “child”.
problem-booking-desk-only-text = The front desk enters somebody new. Nothing was booked.
problem-booking-unknown-client-text = The service is for those the clinic knows, and it knows nobody of this name with this address. Nothing was booked.
booking-fault-service = There is no service of this name that is booked online.
booking-fault-practitioner = Nobody of this id gives this service.
