## How long what is kept
office-nav-retention = Retention
office-retention-title = How long we keep what
office-retention-text = Each kind of data has a rule. Of what your notice states, what the law asks for and what a contract binds you to, the longest counts. A sweep removes each hour what is over.
office-retention-public = Each kind of data we keep has a time, counted from what is said here. When it is over, it goes by itself.
office-retention-to-summary = As everybody reads it
office-retention-figures = { $rows } rows · { $soon } go within 7 days · { $over } over
office-retention-to-processing = Record of processing
office-retention-schedule = The schedule
office-retention-no-advice = What stands here of laws is what this program knows of them; none of it is legal advice. “Unverified” means that nobody read that law’s own text for it.
office-retention-years =
    { $years ->
        [one] { $years } year
       *[other] { $years } years
    }
office-retention-days =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
office-retention-how-clinic = For as long as the clinic is here.
office-retention-how-person = { $span } after somebody was seen last; then all of it goes with their record.
office-retention-how-years = { $span } from when it was written down.
office-retention-how-days = { $span } from when it was sent.
office-retention-how-own = Each ends by itself, within minutes or days.
office-retention-how-proof = For as long as the clinic is here, as proof; it holds no names, and of whoever is erased only an id that nobody can resolve.
office-retention-kept-for = { $class }: { $how }
office-retention-by-notice = The notice decides.
office-retention-by-law = A law decides.
office-retention-by-contract = A contract decides.
office-retention-duty =
    { $years ->
        [one] At least { $years } year by { $law }.
       *[other] At least { $years } years by { $law }.
    }
office-retention-class-access = Who opened a record
office-retention-what-access = Who, when and why, by ids.
office-retention-class-account = Accounts
office-retention-what-account = How somebody signs in, and what they chose.
office-retention-class-appointment = Visits
office-retention-what-appointment = When, where, with whom, and what was noted.
office-retention-class-client = Clients’ records
office-retention-what-client = Names, contacts, documents, numbers and who acts for whom.
office-retention-class-complaint = Complaints
office-retention-what-complaint = What was complained of, and how it was settled.
office-retention-class-configuration = Settings
office-retention-what-configuration = What the clinic set up and published.
office-retention-class-consent = Consents
office-retention-what-consent = What somebody agreed to, and when they ended it.
office-retention-class-disclosure = Disclosures
office-retention-what-disclosure = What was given to whom, and why.
office-retention-class-erasure = Erasures
office-retention-what-erasure = That a record was erased, without whose it was.
office-retention-class-event = Events
office-retention-what-event = That something happened, by ids.
office-retention-class-hold = Holds
office-retention-what-hold = That a dispute held data back, and why.
office-retention-class-import = Imports
office-retention-what-import = What a file brought, until it was dealt with.
office-retention-class-incident = Incidents
office-retention-what-incident = What went wrong, and who was told.
office-retention-class-job = Work to do
office-retention-what-job = What the program has yet to do; by ids.
office-retention-class-message = Letters
office-retention-what-message = What was sent to somebody.
office-retention-class-request = Requests
office-retention-what-request = What somebody asked for, and how it was answered.
office-retention-class-session = Signing in
office-retention-what-session = Which browser is signed in, and links in letters.
office-retention-coming = What a law will ask
office-retention-coming-text = These are not in force yet. They lock nothing and set no time before their day.
office-retention-from = From { $day }.
office-retention-conflicts = Where erasing meets keeping
office-retention-lock = Somebody may ask to be erased while a law has us keep a part. Both are met by a lock: nobody reads that part from then on, and it goes by itself on the day the law’s time is over.
office-retention-own-right = our own promise to erase
office-retention-conflict = Erased on request ({ $right }), and kept { $years } years ({ $law }).
office-retention-category-reference = References
office-retention-category-schedule = The diary
office-retention-category-identity = Who somebody is
office-retention-category-contact = How to reach somebody
office-retention-category-health = Health
office-retention-category-biometric = Biometric
office-retention-category-location = Places
office-retention-category-message = Messages
office-retention-category-account = Accounts
office-retention-category-technical = Technical notes
office-retention-category-finance = Prices and payments
office-retention-category-public = What is public
office-retention-sweep = The last sweep
office-retention-never = There was none yet. The first is within the hour.
office-retention-last = It ended { $when }.
office-retention-swept = Gone: { $gone }. Kept by a room or a hold: { $kept }.
office-retention-due = { $n } records or tables that are over could not go

## Holds
office-hold-title = Held back by a dispute
office-hold-text = While a hold stands, nothing of what it is about goes: no sweep, no erasure. That it stands is shown on the record; why, only to whoever answers for people’s data.
office-hold-one = A client
office-hold-whole = The whole clinic
office-hold-whole-hint = Nothing goes at all while it stands.
office-hold-client = Whose record
office-hold-client-hint = Their email address or phone number, or the client’s number. Leave it empty only for a hold of the whole clinic.
office-hold-number = Client’s number
office-hold-several = Several records have that: take the client’s number instead.
office-hold-reason = Why
office-hold-reason-hint = The case or the letter. It is sealed.
office-hold-reason-short = Say why in at least { $least } characters.
office-hold-until = Until
office-hold-until-hint = Left empty, it stands until somebody lifts it.
office-hold-until-past = Choose a day to come.
office-hold-erased = This record was erased: nothing is left of it that could be held.
office-hold-nobody = No record here is found by that.
office-hold-place = Hold back
office-hold-lift = Lift
office-hold-past = Over
office-hold-sealed = Why is sealed, and not yours to read.
office-hold-somebody = somebody
office-hold-told = Since { $since }, by { $by }, until it is lifted.
office-hold-told-until = Since { $since }, by { $by }, until { $until }.
office-hold-told-lifted = From { $since } until { $until }, placed by { $by }.
office-hold-done-placed = It is held back.
office-hold-done-lifted = The hold is lifted.
office-hold-panel-title = Keeping
office-hold-panel = A dispute holds this record back since { $since }: nothing of it is erased meanwhile.
office-hold-panel-none = Nothing holds this record back.
office-hold-panel-link = Place or lift a hold
ability-office-retention = See how long what is kept
ability-office-holds = Hold data back, and lift holds
