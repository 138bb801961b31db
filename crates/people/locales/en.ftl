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
people-find-more = Others bear this too. Write more of it: the whole name, the phone or the email.
people-look-further = Look further
people-done-added = Added.
people-done-known = This person was here already, so nothing new was made.
people-done-ask = This person was here already, so nothing new was made, nor written down where they live. Ask them, and write down what they say under “Consents and restrictions”.
people-done-saved = Saved.
people-done-document = Kept, sealed.
people-done-removed = Removed.
people-done-emergency = The record is open to you for now, and it was said to whoever answers for data here.
people-done-over = That search is over. Type it again to go on.

## One client
people-born-years =
    { $years ->
        [one] Born { $date }, one year old
       *[other] Born { $date }, { $years } years old
    }
people-since = Client since { $date }
people-you-opened = You opened this record { $why }. { $name } can see that you did.
people-you-opened-emergency = You opened this record in an emergency. { $name } can read that, and why.
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

## Documents
people-documents = Documents
people-documents-of = Documents of { $name }
people-document-for = For { $name }
people-documents-own = Documents for you
people-documents-all =
    { $count ->
        [one] The one
       *[other] All { $count }
    }
people-documents-more = These are the newest { $count }.
people-documents-none = No documents yet
people-documents-none-text = A letter, a referral, a scan: what you add here is sealed under this person’s own key.
people-document = A document
people-document-name = Name
people-document-name-hint = The ending follows from what the file is.
people-document-shared = Shown to the client
people-document-change = Change
people-document-by = { $date }, { $who }
people-document-what = { $kind }, { $size }
people-document-new-tab = opens in a new tab
people-document-add = Add a document
people-document-file = File
people-document-hint = Pictures, PDF, office files, text, sound, film or zip, up to { $most }. What it is goes by what it holds, not by its name.
people-document-keep = Keep it
people-document-share = Show it to the client
people-document-share-hint = It then stands on their own pages too, and on those of whoever acts for them.
people-document-removal = Remove it
people-document-removal-text = The file goes for good, for the clinic and for the client. That it was here stays in the history.
people-document-remove = Remove this document
people-document-none = Please choose a file.
people-document-empty = There is nothing in this file. Please choose another.
people-document-large = This file is too large: at most { $most }. Nothing of it was kept. A scan at a lower resolution is usually enough.
people-document-program = This is a program, whatever its name says, so we do not keep it. Ask whoever sent it for a PDF or a picture.
people-document-page = This is a web page, whatever its name says, so we do not keep it. Print it to a PDF and add that.
people-document-unknown = We cannot tell what this file is, so we do not keep it. A PDF, a picture or an office file is fine.
people-document-lost-title = We cannot find this file
people-document-lost-text = It is listed, but its place in the store is empty or was altered. Nothing you did. Tell whoever runs this system: it can come back from a backup.
people-kind-picture = Picture
people-kind-pdf = PDF
people-kind-text = Text
people-kind-sheet = Spreadsheet
people-kind-slides = Slides
people-kind-sound = Sound
people-kind-film = Film
people-kind-zip = Zip archive
people-size-kb = { $n } KB
people-size-mb = { $n } MB
people-to-record = To the record

## Labels
people-tags = Labels
people-tags-of = Labels of { $name }
people-tags-none = No labels yet
people-tags-none-text = A label groups clients: who prefers mornings, who needs the ramp. The manager makes them.
people-tags-put = Which of these fit?
people-tags-sealed = Who bears a label is sealed like the rest of their record. They may ask to see it.
people-tags-edit = Make and change labels
people-tags-add = Add a label
people-tags-change = Change
people-tag = Label
people-tag-name = Name
people-tag-new = A new label
people-tag-hint = A few words that anyone may read. What it says about whom is sealed.
people-tag-make = Make it
people-tag-who = Who bears it
people-tag-chosen = chosen, press for everyone
people-tag-bearers =
    { $count ->
        [0] nobody
        [one] one client
       *[other] { $count } clients
    }
people-tag-taken = There is a label of this name already.
people-tag-full = There are as many labels as there may be. Remove one first.
people-tag-remove = Remove this label
people-tag-removal-text =
    { $count ->
        [0] Nobody bears it.
        [one] It is taken off the one client who bears it. Nothing else of theirs changes.
       *[other] It is taken off the { $count } clients who bear it. Nothing else of theirs changes.
    }
people-shut = This record is not in your care
people-shut-text = A clinician opens the records of those they treat: of whoever had a visit with them, or has one booked.
people-shut-noted = It was written down that you tried, as it always is. There is nothing to do about that.
people-unagreed = They have not agreed to this use
people-unagreed-text = Our notice added it after they came to us, so it waits for their yes. You can ask them, and write down what they say.
people-restricted = Processing is restricted
people-restricted-text = Processing is restricted at their wish since { $day }. Visits already booked stay. They can lift this themselves on their own pages, or agree to one use.
people-restricted-what = What they restricted and agreed to
people-restricted-ask = Write down what they ask about their data
people-shut-emergency = It is an emergency
people-to-clients = To the clients

## Two records of one person
people-duplicates = Possible duplicates
people-duplicates-count =
    { $count ->
        [one] One possible duplicate
       *[other] { $count } possible duplicates
    }
people-duplicates-how = These records share something that two people rarely share. They were found without opening anyone; what you see here is opened now, and recorded. New clients are looked through within two minutes.
people-duplicates-none = Nobody seems to be here twice
people-duplicates-none-text = When two records share a name, a date of birth, an address or a number, they appear here.
people-duplicates-more = Show the next ones
people-pair = { $one } and { $other }
people-born = Born { $date }
people-share-name-birth = Same name and date of birth
people-share-name = Same name
people-share-near-birth = Similar name, same date of birth
people-share-near = Similar name
people-share-email = Same email
people-share-phone = Same phone
people-compare = Compare
people-apart = They are two people
people-merge = One person, two records
people-merge-how = Choose the record that stays and the details that hold. Visits, documents, labels and family follow by themselves, and nothing is lost: for { $days } days it can be undone.
people-merge-keep = Which record stays?
people-merge-keep-hint = The other becomes a pointer to it. Old links and open pages lead here.
people-merge-brings = With it: { $what }
people-merge-both-notes = Both, one after the other
people-merge-do = Make them one record
people-merge-leave = Leave them as they are
people-merge-other = Merge with another record
people-merge-stale = Someone changed one of the two while you were choosing. Look again: what you see now is what is stored.
people-merge-same = This is one record already.
people-merge-merged = One of the two was merged into another record meanwhile. Open it anew from the list.
people-merge-erased = One of the two was erased at the person’s request. There is nothing to merge.
people-merge-bond = One of the two acts for the other, so they are two people. End that first if it is a mistake.
people-merge-late = The time to undo this is over. The records stay one.
people-merge-undone = This was undone already.
people-merge-later-first = This record was itself merged into another later. Undo that first.
people-merge-undo-title = This cannot be undone
people-merges = Made of two records
people-merges-until = Can be undone until { $date }
people-merges-final = Final
people-merges-undo = Undo
people-done-apart = Noted: they are two. We do not ask again.
people-done-merged = These are one record now.
people-done-unmerged = They are two records again, as before.
people-done-unmerged-kept = They are two records again. The other one’s details stay as they were changed since.
people-gone-merged = This record was merged into another while you were writing. Nothing was saved; your words are still here.
people-gone-merged-open = Open the record it is part of now
people-gone-erased = This record was removed while you were writing. Nothing can be saved to it; your words are still here to copy.
people-gone-list = Back to the clients
people-api-merged = This record is part of another one now
people-api-merged-text = Ask for the record named by merged_into.
moves-identifier =
    { $count ->
        [one] one number
       *[other] { $count } numbers
    }
moves-guardian =
    { $count ->
        [one] one tie to a guardian or a ward
       *[other] { $count } ties to guardians or wards
    }
moves-document =
    { $count ->
        [one] one document
       *[other] { $count } documents
    }

## Numbers issued by a state or an insurer
people-identifiers = Numbers
people-identifiers-of = Numbers of { $name }
people-identifiers-none = No number is kept
people-identifiers-none-text = An insurer’s number, a national one: what you add is sealed, and opened only for a reason.
people-identifiers-show = Add or open
people-identifier-insurance = Insurance
people-identifier-national = National
people-identifier-passport = Passport
people-identifier-other = Other
people-identifier-kind = Kind
people-identifier-number = Number
people-identifier-number-hint = As it stands on the card.
people-identifier-issuer = Who issued it
people-identifier-issuer-hint = An insurer, a country.
people-identifier-add = Add a number
people-identifier-keep = Keep it
people-identifier-open = Open a number
people-identifier-open-this = Open it
people-identifier-why = Why do you need it?
people-identifier-why-hint = The reason is kept, and the person can read it.
people-identifier-words = In your own words
people-identifier-remove = Remove
people-identifier-full = There are as many numbers as there may be. Remove one first.
people-identifier-known = This number is kept here already.
people-identifier-elsewhere = Another record has this number.
people-identifier-elsewhere-text = A number like this belongs to one person. Is that other record theirs too?
people-identifier-compare = Compare the two
people-identifier-openings = Opened before
people-identifier-opened = { $kind }, { $at }
people-identifier-own = Numbers that were opened
people-reason-none = Choose a reason
people-reason-bill = To bill the insurer
people-reason-verify = To see that it is who they say
people-reason-authority = To answer an authority
people-reason-correct = To correct it
people-reason-words = Something else
people-reason-quoted = “{ $words }”

## Family and carers
people-family = Family and carers
people-family-of = Family and carers of { $name }
people-family-none = Nobody is noted
people-family-change = Change
people-family-add = Add someone
people-family-find = Part of the other person’s name, phone or email
people-family-who = Who is it?
people-family-new = Not here yet? Add them as a client first.
people-family-how = How do they stand to each other?
people-family-guards = acts for { $name }
people-family-is-guarded = is acted for by { $name }
people-family-kind = As
people-family-keep = Note it
people-family-end = End it
people-family-acts-for = Acts for
people-family-acted-by = Acted for by
people-family-same = That is the same person.
people-family-known = This is noted already.
people-family-circle = It is noted the other way round. End that first.
people-done-family = Noted.
people-done-ended = Ended. What was done before stays done.

## Finding another record
people-merge-find = Find the other record
people-merge-find-text = Look for the record that is the same person. Nothing happens until you have compared them.

## Details
people-name = Name
people-given-name = Given name
people-family-name = Family name
people-phone = Phone
people-phone-hint = From abroad, begin with + and the country.
people-came-back = A letter to it came back on { $date }. Ask for another address.
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
people-why-export = to hand the clinic everything it keeps
people-why-disclosure = to give something to somebody outside your care
people-why-research = for research and statistics that lead back to nobody
people-by-you = You
people-by-themselves = The person themselves
people-by-your-link = You, by the link in your letter
people-by-their-link = The person, by the link in their letter
people-by-ward-link = Whoever had the link from a letter about a visit
people-by-link = Someone with a link made for another person
people-by-your-feed = Your calendar program
people-by-their-feed = Their calendar program
people-by-feed = The calendar program of someone who acts for this person
people-by-guardian = Someone who acts for this person
people-by-former = A former colleague
people-by-program = Another program of the clinic
people-by-personal-token = { $who }, by a token of their own
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
opened-people-client-merge = Compared with another record, or merged with it
opened-people-duplicate-list = Seen in the list of possible duplicates
opened-people-identifier-open = Opened a number for a stated reason
opened-people-identifier-list = Looked at the masked numbers
opened-people-identifier-update = Changed the numbers
opened-people-family-update = Looked at or changed family and carers
opened-people-client-tag = Looked at or changed the labels
opened-people-document-list = Looked at the list of documents
opened-people-document-read = Opened a document
opened-people-document-create = Added a document
opened-people-document-update = Changed a document
opened-people-profile-document = Opened their own document
opened-people-profile-read = Home page
opened-people-profile-update = Own details
opened-people-ward-document = Opened a document, for who acts for them
opened-people-ward-read = List of openings, for who acts for them
opened-people-ward-update = Details, for who acts for them
opened-people-opening-read = Own list of openings

## A client's own pages
people-home = Home
people-mine = Your details
people-mine-short = Profile
people-mine-fresh = We hold no details of yours yet. What you write here begins your record; you see, change and remove it here at any time.
people-mine-more = More of yours
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
people-ward-details-short = Details
people-ward-details = Details of { $name }
# Under those one acts for: who has come of age.
people-wards-grown =
    { $count ->
        [one] { $names } is old enough to act alone now. You no longer see that record here; if you help with it, the desk can note you as a carer.
       *[other] { $names } are old enough to act alone now. You no longer see those records here; if you help with them, the desk can note you as a carer.
    }
people-ward-grown-title = They act for themselves now
people-ward-grown-text = The person this page is about has come of the age from which one speaks for oneself, so it no longer opens for you. They can sign in themselves. If you still help them, the desk can note you as a carer.
people-ward-ended-title = You no longer act for this person
people-ward-ended-text = That you act for them was ended at the desk, so their pages no longer open for you. If that is a mistake, please ring us.
people-gone-title = There is no record of yours here
people-gone-text = Perhaps it was taken away meanwhile, in another window. This page changed nothing. When you book a visit, a record begins anew.
people-record-refusals =
    { $count ->
        [one] One request was refused. It is marked below.
       *[other] { $count } requests were refused. They are marked below.
    }
people-record-empty-title = No one has opened it
people-record-empty-text = As soon as someone does, it stands here.
people-record-key = The key
people-record-proof = Each line’s entry can be taken as a proof: a small file that anybody can check without us, by the key of this log.
people-record-seal = The lines are sealed into a log in which nothing can be changed, removed or put in another order without being found out. If a line surprises you, ask us.

## What is held about somebody, for themselves
people-held = What we hold about you
people-held-short = Every detail, and removing it
people-record-more = Each time, and why
people-notice-more = What we promise, with its evidence
people-held-lede = What stands in your record, whoever wrote it, and what else there is about you. What is yours to remove is gone at once, without anybody’s yes.
people-held-details = Your details
people-held-change = Change them
people-held-labels = Labels
people-held-labels-how = What the desk wants to have in mind when you come.
people-held-numbers = Numbers
people-held-guardians = Who acts for you
people-held-parent = A parent
people-held-guardian = A guardian
people-held-carer = A carer
people-held-since = since { $date }
people-held-guardian-stays = Until you are old enough to act alone. If this is wrong, tell the desk.
people-held-documents = Documents
people-held-document-shared = shared with you
people-held-document-kept = not shared with you
people-held-documents-stay = Documents are part of the clinic’s records, which the law asks it to keep. Those shared with you open from your home page; ask us for any other.
people-held-rest = And also
people-held-before = From before two records were joined
people-held-before-how = What your record said then. It is kept for as long as the clinic can take the joining back, and goes by itself.
people-held-erase = Have everything erased
people-held-all = Names, contacts, notes, labels, numbers and documents are sealed under a key of your own. You can have everything erased: what a law makes us keep, we name with its date.
people-held-name-stays = A record needs a name. You can change it.
people-held-birth-stays = It decides what you may do alone, so the desk changes it.
people-held-language-stays = In which we write to you. You can change it.
people-held-remove = Remove
people-removal-keep = Keep it
people-removal-email = Remove your email address?
people-removal-email-means = Then we write to you about nothing. The address you sign in with stays: it belongs to your account.
people-removal-phone = Remove your phone number?
people-removal-phone-means = Then we cannot ring you.
people-removal-birth-date = Remove your date of birth?
people-removal-birth-date-means = Where an age is asked for, we ask you again.
people-removal-note = Remove what the desk noted?
people-removal-note-means = Whoever receives you no longer reads it. If something in it helps you, such as a chair or a language, tell them when you come.
people-removal-label = Take this label off?
people-removal-label-means = The desk no longer sees it beside your name.
people-removal-number = Remove this number?
people-removal-number-means = If an insurer pays for you, the desk will ask for it again. That it was opened, and why, stays in your record.
people-removal-guardian = End that they act for you?
people-removal-guardian-means = They no longer see your pages, nor deal with your visits. Visits they booked stay booked, and their letters go to them.
people-done-detail = Removed.
people-done-stays = That is for the desk to change.
people-fault-birth-desk = With this day you would be on the other side of the age from which one acts alone. Please tell the desk.
holds-duplicate =
    { $count ->
        [one] One note that another record may be yours too.
       *[other] { $count } notes that other records may be yours too.
    }
holds-client-before =
    { $count ->
        [one] The details of one record that was made part of yours, as they were, for as long as that can be undone.
       *[other] The details of { $count } records that were made part of yours, as they were, for as long as that can be undone.
    }
holds-identifier-opening =
    { $count ->
        [one] One time that a number of yours was opened, and why: on the page of your record.
       *[other] { $count } times that a number of yours was opened, and why: on the page of your record.
    }
opened-people-profile-hold = What is held
opened-people-profile-remove = Removing a detail
evidence-rights-self-service = { $details } kinds of details are kept sealed; { $shown_nowhere } of them are shown to their person nowhere, and { $pages_missing } of the pages that show them are missing. { $changed_by_themselves } changes were made by the persons themselves in 30 days

## What the evidence of this room's promises shows
evidence-collection-source = { $clients } clients, { $without_source } of them without a source

ability-people-open-to-schedule = Open records for scheduling
ability-people-open-for-care = Open records for care
ability-people-open-to-administer = Open records, colleagues’ addresses too, for administration
ability-people-open-for-rights = Open records to answer people about their data
ability-people-find = Find clients and enter their pages
ability-people-keep = Add clients, change contacts, labels and families
ability-people-labels = Say which labels there are
ability-people-documents = Read and keep documents
ability-people-identifiers = See and keep numbers issued by a state or an insurer
ability-people-merge = Merge two records of one person
ability-people-import = Bring in a file of clients

## Whoever was erased
people-family-alone = Nobody acts for them any more: whoever did was erased on { $date }. Please find somebody.
people-locked = A record that was erased
people-locked-until = What a law keeps of it is locked until { $date } by { $law }.
people-locked-text = Nobody at the desk reads it meanwhile. On that day it goes by itself.
people-due-duplicates =
    { $n ->
        [one] Two records may be one person’s: somebody decides
       *[other] { $n } pairs of records may be one person’s each: somebody decides
    }
