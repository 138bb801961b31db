## Incidents: what went wrong with people's data, whom it touches, who is told
incidents-nav = Incidents
incidents-title = Incidents
incidents-lede = Everything that went wrong with people’s data here, or may have: what happened, whom it touched, who was told and whether in time.
incidents-none = Nothing has gone wrong
incidents-none-text = Whoever works here can report a suspicion; it then stands here.
incidents-csv = Save as a file for an authority
incidents-state = Where it stands
incidents-known-at = Known since
incidents-back = Back to the incident

incidents-report = Report a suspicion
incidents-report-title = Report a suspicion
incidents-report-lede = A letter to the wrong person, a lost phone, somebody in a record who has no business there: say it at once, even if you are not sure. Whoever answers for data is told as soon as you send this.
incidents-reported = Thank you. Whoever answers for data has been told.
incidents-kind = What kind
incidents-kind-misdirected = Sent to the wrong person
incidents-kind-opened = Opened by somebody who may not
incidents-kind-lost-device = Lost or stolen device
incidents-kind-stolen-key = Password or key in other hands
incidents-kind-ransomware = Ransomware
incidents-kind-other = Something else
incidents-said = What happened
incidents-said-hint = In your own words. It is sealed, so you may name people.
incidents-noticed = When it was noticed
incidents-day = Day
incidents-time = Time

incidents-state-suspected = Suspected
incidents-state-confirmed = Confirmed
incidents-state-notifying = People are being told
incidents-state-closed = Closed
incidents-state-dismissed = It was none
incidents-one-title = { $kind }, { $day }
incidents-known = Known since { $known } · reported { $reported } by { $who }
incidents-touched =
    { $count ->
        [0] Nobody
        [one] One person
       *[other] { $count } people
    }
incidents-duties-met =
    { $all ->
        [0] Nobody
       *[other] { $met } of { $all } told
    }
incidents-table = The incidents, as a table
incidents-persons-table = Those whom it touches, as a table
incidents-nav-report = Incident

incidents-duties = Who must be told
incidents-duties-none = As it was assessed, no law that we know asks you to tell anybody.
incidents-duties-first = Confirm the incident below, or say that it was none. Once it is confirmed and assessed, it stands here who must be told by when.
incidents-duties-later = Assess the incident, and it stands here who must be told by when.
incidents-duty =
    { $whom ->
        [persons] The people it touches, by the law of { $place }
        [media] The press in { $place }
       *[authority] The authority of { $place }
    }
incidents-due-until = until { $when }
incidents-duty-open = still to be told
incidents-duty-late = late
incidents-duty-met = told on { $day }
incidents-duty-met-late = told late, on { $day }
incidents-duty-waived = not told, for a reason that was written down on { $day }
incidents-law-none = No law that we know says how soon: the clinic’s own time counts
incidents-delayed = Whoever prosecutes asked that nobody be told before { $until }. The letters wait until then.

incidents-facts = What is known
incidents-categories = Kinds of data
incidents-discovered = Known since
incidents-discovered-hint = When it was known, or should have been: the clock runs from then.
incidents-began = It began
incidents-ended = It ended
incidents-confirm = Confirm the incident

incidents-persons-title = Whom it touches
incidents-persons-see = See all
incidents-persons-none = Nobody so far
incidents-persons-none-text = Say how it is found whom it touches, or add people by hand.
incidents-tally = It touches { $touched }. Told: { $told }. To be posted: { $posts }. Not written to yet: { $waiting }. Taken off by hand: { $removed }.
incidents-progress = We are finding whom it touches: place { $part } of { $of }. Load the page again to see how far it is.
incidents-found-at = Found { $when }. What was decided by hand stays when it is found anew.
incidents-reach = How it is found
incidents-reach-hint = What is found in the access record needs the time in which it happened.
incidents-reach-actor = Everybody whom one account opened within the time
incidents-reach-token = Everybody whom one program opened by its key within the time
incidents-reach-emergency = Everybody opened in an emergency within the time
incidents-reach-window = Everybody opened by anybody within the time
incidents-reach-categories = Everybody of whom we hold some kinds of data
incidents-reach-everything = Everybody: the whole database or a backup
incidents-reach-by-hand = Only those I name
incidents-reach-who = Whose account
incidents-reach-person = Or the account of a client, by its id
incidents-reach-program = Which program
incidents-reach-data = Which kinds of data
incidents-nobody-chosen = None
incidents-find = Find them
incidents-places = How many live where
incidents-places-label = Place and number of people
incidents-places-hint = One place on each line, as US-CA 620. We keep no addresses, so we count everybody where the clinic is, less those you name here.
incidents-which = Which people
incidents-all-persons = All
incidents-post-persons = No letter reaches them
incidents-somebody = Somebody
incidents-why = Why
incidents-why-opened = Opened within the time
incidents-why-emergency = Opened in an emergency
incidents-why-rows = We hold such data about them
incidents-why-hand = Named by hand
incidents-why-added = Added by hand
incidents-why-removed = Taken off by hand
incidents-place = Whose law
incidents-told-how = Told
incidents-way-mail = By mail on { $day }
incidents-way-post = To be posted: no address to mail to
incidents-way-posted = By post on { $day }
incidents-way-gone = Erased: there is nobody to write to
incidents-way-same = With the record it was joined with
incidents-by-hand = Add somebody, or take somebody off
incidents-by-hand-text = It stays, however often it is found anew whom the incident touches.
incidents-person = The client
incidents-person-hint = The id from their record’s address: per_…
incidents-hand = What to do
incidents-hand-added = Add: it touches them
incidents-hand-removed = Take off: it does not touch them
incidents-reason = Why
incidents-posted = Letters by post
incidents-posted-text =
    { $count ->
        [one] One person has no address to mail to. Print their letter and post it.
       *[other] { $count } people have no address to mail to. Print their letters and post them.
    }
incidents-posted-do = All of them were posted

incidents-assessment = How it is assessed
incidents-assess = Assess it
incidents-factor-nature = What kind of data, and how easily it says who somebody is
incidents-factor-recipient = Who used it, or to whom it went
incidents-factor-acquired = Whether it was really taken or seen
incidents-factor-mitigated = What was done about it, and how far that undid the risk
incidents-grade = The risk to people
incidents-grade-hint = No risk: no authority need be told in the EU. High risk: the people are told too.
incidents-grade-none = No risk
incidents-grade-risk = A risk
incidents-grade-high = A high risk
incidents-improbable = It is shown that the data was probably not compromised
incidents-improbable-hint = 45 CFR 164.402(2): only with all four answers above.
incidents-unreadable = Whoever has the data cannot read it
incidents-unreadable-hint = It was sealed, and the keys were not taken (45 CFR 164.402, unsecured data; GDPR Article 34(3)(a)).
incidents-grade-why = Why

incidents-letters = The letter to the people it touches
incidents-letters-text = Each person gets it in their own language. Write what only you know where { "[[…]]" } stands, and name nobody: everybody reads the same.
incidents-gap = something to fill in
incidents-gaps = Something is still to be filled in.
incidents-send = Send the letters
incidents-sending-since = The letters go since { $when }.
incidents-eyes-text = Whoever wrote letters to so many does not send them alone: ask a colleague who answers for data too.
incidents-language-en = English
incidents-language-ar = Arabic
incidents-language-hi = Hindi

incidents-end = Close or hold back
incidents-lessons = What was learnt, and what is done so that it does not happen again
incidents-lessons-hint = It can be closed once everybody who must be told was told.
incidents-close = Close the incident
incidents-dismiss = It was none
incidents-outcome = How it ended
incidents-delay = Whoever prosecutes asks to wait
incidents-delay-until = Tell nobody before
incidents-delay-hint = An empty day ends it (45 CFR 164.412).
incidents-delay-why = Who asked for it, and how

incidents-paper-title =
    { $whom ->
        [persons] Report on those told in { $place }
        [media] Notice for the press in { $place }
       *[authority] Report to the authority of { $place }
    }
incidents-paper-nature = What kind of incident
incidents-paper-when = When
incidents-paper-known = Known since
incidents-paper-kinds = Kinds of data
incidents-paper-persons = How many people
incidents-paper-what = What happened
incidents-paper-consequences = What may come of it
incidents-paper-measures = What was done, and is being done
incidents-paper-told = Who was told
incidents-paper-told-text =
    { $told ->
        [0] Nobody has been told so far.
        [one] One person was told.
       *[other] { $told } people were told.
    }
incidents-paper-fill = { "[[…]]" }
incidents-paper-contact = Whom to ask
incidents-paper-print = Print this page or copy it where it is taken. Our program has no way to send it. What happened may name people: read it before it leaves.
incidents-paper-met = Told on { $day }: { $reference }
incidents-paper-waived = They are not told: why was written down on { $day }, and stands in the history of the incident. Told all the same, note it below.
incidents-right = Put right what was noted
incidents-right-text = For what was noted wrongly. What stood here before stays in the history, with your reason.
incidents-right-untold = They were not told at all
incidents-waive = They are not told
incidents-waive-text = Only where the law lets you: say why. It stands in the history, and the incident can be closed.
incidents-corrected = What is known was put right after something had gone. { $letters ->
    [0] No letter to a person had left
    [one] One letter to a person had left and still says what was thought then
   *[other] { $letters } letters to people had left and still say what was thought then
}; { $told ->
    [0] no authority and no newspaper had been told
    [one] one authority or newspaper had been told
   *[other] { $told } authorities or newspapers had been told
}. Tell them what changed. What has not left yet was drafted anew, and goes once somebody sends it.
incidents-letter-look = This changed and stands in your own words below. Put it right there and take this line out: { $line }
incidents-from-to = { $from } to { $to }
incidents-when-unknown = Not known yet
incidents-kinds-unknown = Not known yet
incidents-meet = They were told
incidents-meet-text = Once you sent it, say when, and by which number it is known there.
incidents-meet-do = Note it
incidents-reference = Number or name
incidents-reference-hint = The number they gave, or the newspaper it went to.

incidents-own = What we told you of incidents
incidents-own-text = When something goes wrong with your data, we write to you. These letters stay here.

incidents-done-confirmed = Saved. Say how it is found whom it touches, and assess it.
incidents-done-reach = We are finding whom it touches.
incidents-done-places = Saved.
incidents-done-assessed = Saved. It stands above who must be told by when.
incidents-done-delayed = Saved.
incidents-done-written = The letter is saved.
incidents-done-sending = The letters are on their way.
incidents-done-posted = Noted.
incidents-done-told = Noted.
incidents-done-closed = The incident is closed.
incidents-done-dismissed = It is noted that it was none.

incidents-step-reported = Reported
incidents-step-confirmed = Confirmed
incidents-step-changed = What is known was put right
incidents-step-reached = Said how it is found whom it touches
incidents-step-found = Found whom it touches
incidents-step-added = Somebody was added
incidents-step-removed = Somebody was taken off
incidents-step-counted = Said how many live where
incidents-step-assessed = Assessed
incidents-step-delayed = Held back, or no longer
incidents-step-written = A letter was written
incidents-step-sending = The letters were let go
incidents-step-sent = The letters were written to everybody
incidents-step-posted = Letters were posted
incidents-step-told = Somebody was told
incidents-step-retold = What was noted of a telling was put right
incidents-step-waived = Somebody is not told, for a reason
incidents-step-spared = A person is not told, for a reason
incidents-step-corrected = It was put right after something had gone
incidents-step-risen = Whoever governs the clinic was told that it is late
incidents-step-dismissed = It was none
incidents-step-closed = Closed

incidents-fault-future = That is still to come.
incidents-fault-reported = It was reported before that: it was known no later than then.
incidents-fault-half = Give both the day and the time.
incidents-fault-order = It ends before it begins.
incidents-fault-whose = Say whose, or which kinds of data.
incidents-fault-places = Write a place and a number on each line, as US-CA 620.
incidents-fault-nobody = We know nobody by this id.
incidents-still-due-title = Something is still to be done
incidents-still-due-text = Somebody who must be told was not told yet and nobody said why not, no letter reaches somebody, nobody said how to find whom it touches or which kinds of data it is about, or it was not assessed. It can be closed after that.
incidents-windowless-title = No time is known
incidents-windowless-text = Say from when to when it happened: the access record is searched for that time.

incidents-due-suspected = A suspicion waits to be looked at
incidents-due-assess = An incident waits to be assessed
incidents-due-close = An incident can be closed
incidents-due-tell =
    { $whom ->
        [persons] Tell those whom an incident touches ({ $place })
        [media] Tell the press of an incident ({ $place })
       *[authority] Tell the authority of an incident ({ $place })
    }

incidents-mail-suspected-subject = Something may have gone wrong with people’s data
incidents-mail-suspected =
    Somebody who works at { $clinic } reported that something may have gone wrong with people’s data.

    Look at it now; the law counts the hours from when it was noticed:
    { $link }
incidents-mail-confirmed-subject = An incident with people’s data was confirmed
incidents-mail-confirmed =
    An incident with people’s data at { $clinic } was confirmed. What happened, whom it touches and who must be told by when stands here:
    { $link }
incidents-mail-late-subject = Somebody must be told of an incident, and it is late
incidents-mail-late =
    By the law of { $place }, { $whom ->
        [persons] those whom an incident touches
        [media] the press
       *[authority] the authority
    } had to be told of an incident at { $clinic }, and nobody noted that it was done. Do it today:
    { $link }
incidents-mail-returned-subject = Letters about an incident came back, and it is late
incidents-mail-returned =
    { $count ->
        [one] One person’s letter about an incident at { $clinic } came back, and nobody noted that they were told in another way.
       *[other] The letters of { $count } people about an incident at { $clinic } came back, and nobody noted that they were told in another way.
    } Do it today, by telephone or by the public notice:
    { $link }
incidents-mail-person-subject = Something went wrong with your data at { $clinic }
incidents-mail-person =
    We are writing because something went wrong with data about you at { $clinic }, and you should know of it.

    What happened
    It happened on { $day }, and we have known of it since { $known }. GAP

    Which data it is about
    { $kinds }

    What we do
    GAP

    What you can do
    Be careful with letters and calls that ask for passwords, payments or health details in our name: we never ask for a password. If you use the same password elsewhere, change it. On your own page you can see who opened your record.

    Whom to ask
    Answer this letter or call us, and we explain it to you. You may also complain to the data protection authority where you live.

ability-office-handle-incidents = Handle incidents, and send letters about them
evidence-incident-notified = { $open } duties to tell somebody of an incident are open, { $late } of them late; in a year { $told_late } were met late. { $undecided } suspicions or incidents were left undecided too long, { $not_told } closed ones have people who were not told, { $missing } duties are not written down as they arise; { $unreached } people are reached by no letter and no public notice though the day for it is over, { $not_posted } notices are missing from the home page, { $said_why_not } were not told for a reason that was written down. { $unsealed } entries of the access record are unsealed for over an hour, { $altered } faults were found in it

holds-incident = A key that seals an incident.
holds-incident-event = A key that seals what happened with an incident.
holds-incident-letter = A key that seals a letter about an incident.
holds-incident-person =
    { $count ->
        [one] That an incident touched your data.
       *[other] That { $count } incidents touched your data.
    }
holds-incident-told =
    { $count ->
        [one] One letter about an incident.
       *[other] { $count } letters about incidents.
    }

# One's own copy
copy-table-incident = Keys that seal incidents
copy-table-incident-event = Keys that seal what happened with incidents
copy-table-incident-letter = Keys that seal letters about incidents
copy-table-incident-person = Incidents that touched your data
copy-table-incident-told = What you were told of incidents
copy-field-incident = Incident
copy-field-why = Why
copy-field-hand = Decided by hand
copy-field-holder = Whose key
copy-field-reported-by = Reported by
copy-field-reported-at = Reported
copy-field-reach = How it was found whom it touches
copy-field-reach-of = Of whom or what
copy-field-counted-at = Found
copy-field-grade = Risk
copy-field-improbable = Probably not compromised
copy-field-unreadable = Cannot be read
copy-field-factors = How it was assessed
copy-field-assessed-by = Assessed by
copy-field-assessed-at = Assessed
copy-field-delay-until = Held back until
copy-field-sending-by = Sent by
copy-field-sending-at = Sent
copy-field-closed-by = Closed by
copy-field-written-by = Written by

## Whom no letter reaches, and the public notice
incidents-unreached = Whom no letter reaches
incidents-unreached-see = See them
incidents-unreached-counts = Nobody knows an address of: { $none }. Letters that came back: { $returned }. Told by other means: { $otherwise }.
incidents-unreached-well = Everybody is told: by letter, by other means, or by the public notice.
incidents-unreached-publicly =
    { $count ->
        [one] One person was told in no way.
       *[other] { $count } people were told in no way.
    } Tell the public: a notice on your home page for { $days } days{ $free ->
        [yes] , with a number that may be called free of charge for as long
       *[no] { "" }
    }. Or tell each of them by other means, and note it.
incidents-unreached-otherwise =
    { $count ->
        [one] One person was told in no way.
       *[other] { $count } people were told in no way.
    } Tell each of them by other means, as by telephone, and note it. A public notice does as well.
incidents-unreached-no-law = no law that we know says what is done for those whom no letter reaches
incidents-law-us-breach-substitute = fewer than 10 by telephone or other means; 10 or more by a notice on the home page for 90 days or in major media, with a toll-free number for as long
incidents-law-eu-breach-public = a public communication, where telling each person would take a disproportionate effort
incidents-law-ca-breach-indirect = a public communication that can be expected to reach them
incidents-notice-draft = The public notice
incidents-notice-text = Everybody can read it, on your home page and at its own address. Write what only you know where { "[[…]]" } stands, and name nobody.
incidents-notice-body = Text
incidents-notice-phone = Number to call
incidents-notice-phone-hint = It stands in the notice. Where a law asks for it, it may be called free of charge.
incidents-notice-reads = I read it in every language: it names nobody, and nobody can be told from it
incidents-notice-publish = Publish the notice
incidents-notice-eyes = Whoever wrote a notice that everybody reads does not publish it alone: ask a colleague who answers for data too.
incidents-notice-stands = A public notice stands on your home page since { $from }, until { $until }.
incidents-notice-over = A public notice stood on your home page from { $from } to { $until }.
incidents-notice-down = A public notice of { $from } was taken down on { $until }.
incidents-notice-anew = A public notice of { $from } was published anew on { $until }.
incidents-notice-again = A notice stands. It does not stand long enough for whoever was found since: publish it anew, as it reads, and its days begin again.
incidents-notice-open = Open the notice
incidents-notice-take-down = Take the notice down
incidents-notice-take-down-text = Those for whom it stands then count as not told, until another stands or they are told by other means.
incidents-notice-call = Whether it concerns you, we tell you at
incidents-notice-free = free of charge
incidents-notice-read = Published on { $from }. It stands here until { $until }.
incidents-notice-ask = Ask what we hold about you
incidents-otherwise = Told by other means
incidents-otherwise-text = Somebody whom no letter reaches, and whom you rang up or spoke to.
incidents-by = How
incidents-by-telephone = By telephone
incidents-by-spoken = When they came
incidents-by-other = In another way
incidents-by-not = Not at all, for a reason
incidents-not-why = Why not, where they are told in no way
incidents-way-spared = Not told, for a reason, on { $day }
incidents-done-noted = Noted.
incidents-by-telephone-on = By telephone on { $day }
incidents-by-spoken-on = When they came, on { $day }
incidents-by-other-on = In another way, on { $day }
incidents-way-returned = The letter came back on { $day }
incidents-step-returned = Letters came back
incidents-step-drafted = The public notice was written
incidents-step-published = The public notice was published
incidents-step-taken-down = The public notice was taken down
incidents-step-otherwise = Somebody was told by other means
incidents-done-drafted = The notice is saved.
incidents-done-published = The notice is published, and stands on your home page.
incidents-done-down = The notice is taken down.
incidents-fault-unread = Read it in every language first: it must name nobody.
incidents-fault-phone = Give a number that may be called free of charge, in digits.
incidents-fault-reached = No such person is among those whom no letter reaches.
incidents-due-unreached =
    { $count ->
        [one] Tell somebody whom no letter about an incident reaches
       *[other] Tell { $count } people whom no letter about an incident reaches
    }
incidents-public-subject = Notice of an incident with people’s data at { $clinic }
incidents-public-body =
    Something went wrong with data about people who come to { $clinic }. We wrote to everybody whom it concerns and whose address we have. This notice is for everybody else.

    What happened: it happened on { $day }, and we have known of it since { $known }. GAP

    Which data it is about: { $kinds }

    What we do: GAP

    What you can do: be careful with letters and calls that ask for passwords, payments or health details in our name: we never ask for a password. If you use the same password elsewhere, change it.

    Whether it concerns you: call us, and we tell you once we know who you are. You may also complain to the data protection authority where you live.
holds-incident-draft = A key that seals the draft of a public notice.
copy-table-incident-draft = Keys that seal the drafts of public notices
copy-field-otherwise = Told by other means
copy-field-otherwise-at = Told by other means on
copy-field-otherwise-by = Noted by
copy-field-spared-at = Not told, for a reason, on
copy-field-spared-by = Reason given by
