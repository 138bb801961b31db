### Words of the people room.

people-comma = {", "}

## The desk: clients
people-nav = Clients
people-clients = Clients
people-clients-like = Clients like “{ $q }”
people-client = Client
people-add = Add a client
people-change = Change details
people-find = Find a client
people-find-by = Part of a name, a phone number, or an email address
people-find-it = Find
people-pages = Pages
people-newest = Newest
people-older = Older
people-none-title = No clients yet
people-none-text = Whoever books appears here. You can also add someone yourself.
people-not-found-title = No one found
people-not-found-text = Try fewer letters, or a phone number. Only people you may open are shown.
people-partial-title = No one so far
people-partial-text = More people bear this than are looked at in one go. Of those looked at, there is no one you may open. Look further to see the others.
people-partial-more = Not everybody who bears this has been looked at. Look further to see the others.
people-look-further = Look further
people-done-added = Added.
people-done-known = This person was here already, so nothing new was made.
people-done-saved = Saved.
people-search-over = That search is over. Type it again to go on.

## One client
people-born-years =
    { $years ->
        [one] Born { $date }, one year old
       *[other] Born { $date }, { $years } years old
    }
people-since = Client since { $date }
people-you-opened = You opened this record { $why }. { $name } can see that you did.
people-details = Contact and origin
people-source = Where from
people-source-self = Told us on our own pages
people-source-guardian = From someone who acts for them
people-source-desk = Told at the desk
people-source-import = From a file
people-source-api = From another program
people-source-demo = Invented for this demonstration
people-kinship-parent = Parent
people-kinship-guardian = Guardian
people-kinship-carer = Carer
people-kinship-dependant = Acts for
people-nothing = none

## Details
people-name = Name
people-given-name = Given name
people-family-name = Family name
people-phone = Phone
people-phone-hint = From abroad, begin with + and the country.
people-email = Email
people-birth-date = Date of birth
people-language = Language
people-language-hint = The language of letters.
people-note = Note for the desk
people-note-hint = What helps to receive them well. Nothing about health. They can read it.
people-fault-no-letter = This has no letter in it. Please type the name.
people-fault-phone-country = Please begin with + and the number of the country.
people-fault-future = This day is still to come.
people-fault-too-old = Please check the year.
people-stale-title = Someone changed this while you were writing.
people-stale-text = Your words are still here. Stored now, where it differs, is this. Save again to write yours over it.

## Who opened a record, and why
people-openings = Who opened this, and why
people-openings-none = No one has opened it yet.
people-why-scheduling = to arrange visits
people-why-care = to treat
people-why-account = to look after the account
people-why-administration = to run the clinic
people-why-security = to keep intruders out
people-why-billing = to settle a bill
people-why-marketing = to send news that was agreed to
people-why-analytics = to count how pages are used
people-why-rights = to answer a question about one’s own data
people-why-operation = to keep the program running
people-why-import = to take over records
people-why-reporting = to count, for the clinic’s figures
people-by-you = You
people-by-themselves = The person themselves
people-by-your-link = You, by the link in your letter
people-by-their-link = The person, by the link in their letter
people-by-ward-link = Whoever had the link from a letter about a visit
people-by-link = Someone with a link made for another person
people-by-guardian = Someone who acts for this person
people-by-program = Another program of the clinic
people-by-visitor = Someone who was not signed in
people-by-keepwell = Keepwell, by itself
people-by-someone = Someone of the clinic
people-role-client = Another client
people-role-guardian = Someone who acts for another
people-role-front-desk = Someone at the desk
people-role-clinician = A clinician
people-role-manager = The manager
people-role-privacy-officer = The privacy officer
people-role-operator = The operator of the machine
people-refused = Refused
people-entry = Entry { $n } of the sealed log.
people-entry-soon = About to be sealed.

# What was looked at, by the action of the page that asked: each room brings these for its own.
opened-people-client-search = Found in a search
opened-people-client-create = Added to the clients
opened-people-client-read = Looked at the record
opened-people-client-update = Looked at or changed the details
opened-people-profile-read = Home page
opened-people-profile-update = Own details
opened-people-ward-read = List of openings, for who acts for them
opened-people-ward-update = Details, for who acts for them
opened-people-opening-read = Own list of openings

## A client's own pages
people-own-pages = Your pages
people-home = Home
people-book = Book
people-mine = Your details
people-mine-short = Details
people-record = Who opened your record
people-record-short = My record
people-hello =
    { $part ->
        [morning] Good morning.
        [afternoon] Good afternoon.
       *[other] Good evening.
    }
people-hello-name =
    { $part ->
        [morning] Good morning, { $name }.
        [afternoon] Good afternoon, { $name }.
       *[other] Good evening, { $name }.
    }
people-home-empty-title = Nothing is planned
people-home-empty-text = When you book a visit, it appears here.
people-book-visit = Book a visit
people-opened-month =
    { $count ->
        [0] No one of the clinic opened your record in the last 30 days.
        [one] One person opened your record in the last 30 days.
       *[other] { $count } people opened your record in the last 30 days.
    }
people-see-record = See each time and why
people-record-lede =
    { $minutes ->
        [one] Before anything of yours is shown to anyone, it is written here who asked, when and why. One line covers one minute of the same person and reason.
       *[other] Before anything of yours is shown to anyone, it is written here who asked, when and why. One line covers { $minutes } minutes of the same person and reason.
    }
people-ward-record-lede =
    { $minutes ->
        [one] Before anything of { $name } is shown to anyone, it is written here who asked, when and why; you too. One line covers one minute of the same person and reason.
       *[other] Before anything of { $name } is shown to anyone, it is written here who asked, when and why; you too. One line covers { $minutes } minutes of the same person and reason.
    }
people-wards = For whom you act
people-ward-record = Who opened the record of { $name }
people-ward-record-short = Who opened it
people-ward-details = Details of { $name }
people-record-refusals =
    { $count ->
        [one] One request was refused. It is marked below.
       *[other] { $count } requests were refused. They are marked below.
    }
people-record-empty-title = No one has opened it
people-record-empty-text = As soon as someone does, it stands here.
people-record-seal = The lines are sealed into a log in which nothing can be changed, removed or put in another order without being found out. If a line surprises you, ask us.
people-born-fixed = Date of birth: { $date }. If it is wrong, tell the desk.

## What the evidence of this room's promises shows
evidence-collection-source = { $clients } clients, { $without_source } of them without a source
