## What people ask about their own data

# One's own page
requests-own-nav = Privacy
requests-own-title = Your privacy
requests-own-title-of = Privacy of { $name }
requests-own-lede = What we hold about you, why, and until when. Everything you can ask of us is here, and you see how far it is.
requests-rights = What you can do
requests-take = Take a copy of everything
requests-copies = Your copy is ready
requests-copies-text = One file with a page to read and tables for other programs. It is put together while you save it, and lies nowhere. Keep it where nobody else reads it.
requests-copy-line = { $what } · { $when }
requests-asked-at = asked { $when }
requests-ready-until = can be saved until { $day }
requests-copy-take = Save the copy
requests-files = Take everything as files
requests-files-hint = Tables that other programs read, to take along to somebody else.
requests-correct = Put something right
requests-correct-hint = A date of birth, a note, a visit, or anything else that is wrong.
requests-correct-self = Name, email, phone and language you change yourself.
requests-restrict = Have it left alone for a while
requests-restrict-hint = We keep it and use it for nothing, but for what the law leaves.
requests-object = Say no to a use
requests-object-hint = Reminders, promotion, figures about how the pages are used, or research.
requests-disclosures = Ask to whom it was given
requests-disclosures-hint = A list of everybody outside the clinic who was handed something about you.
requests-erase = Have everything erased
requests-erase-hint = What a law makes us keep is named, with the day it goes, and locked until then.
requests-close = Close the account
requests-close-hint = You are signed out everywhere. Your record stays as the law asks.
requests-mine = What you asked
requests-none = You asked nothing yet
requests-none-text = What you ask stands here, with the day by which we answer.
requests-held = What we hold
requests-held-all = Every detail
requests-why-until = Why, and until when
requests-why = Used for { $purposes }.
requests-opened = Whoever opened your record stands in it.
requests-opened-see = See who
requests-wards = Those you act for
requests-complain = If you are not content with our answer, you can complain to us, and to the authority for data protection where you live.

requests-means-access = You get everything we hold about you, as a page to read and as tables.
requests-means-portability = You get everything we hold about you as tables that other programs read.
requests-means-correction = Tell us what is wrong and what it should say. Where whoever treats you has to agree and does not, we tell you why, and you can have your view kept beside ours.
requests-means-restriction = From the moment you ask we keep what we hold and use it for nothing, but to keep it safe, to answer you, in an emergency, and where the law leaves it. Visits cannot be arranged meanwhile.
requests-means-objection = We stop that use at once. It is no loss of anything else.
requests-means-disclosures = We tell you to whom outside the clinic something about you was handed, when and why.
requests-means-erasure = We erase everything that no law makes us keep. You cannot have it back. Take a copy before, if you want one.
# Of somebody they act for, by name
requests-own-lede-of = What we hold about { $name }, why, and until when. Everything you can ask of us for { $name } is here, and you see how far it is.
requests-disclosures-hint-of = A list of everybody outside the clinic who was handed something about { $name }.
requests-mine-of = What was asked for { $name }
requests-none-of = Nothing was asked for { $name } yet
requests-none-text-of = What you ask for { $name } stands here, with the day by which we answer.
requests-held-of = What we hold about { $name }
requests-held-you-of = Where this list says “you”, it is about { $name }.
requests-opened-of = Whoever opened the record of { $name } stands in it.
requests-means-access-of = You get everything we hold about { $name }, as a page to read and as tables.
requests-means-portability-of = You get everything we hold about { $name } as tables that other programs read.
requests-means-correction-of = Tell us what is wrong in the record of { $name } and what it should say. Where whoever treats { $name } has to agree and does not, we tell you why, and you can have your view kept beside ours.
requests-means-restriction-of = From the moment you ask we keep what we hold about { $name } and use it for nothing, but to keep it safe, to answer you, in an emergency, and where the law leaves it. Visits of { $name } cannot be arranged meanwhile.
requests-means-objection-of = We stop that use of what we hold about { $name } at once. It is no loss of anything else.
requests-means-disclosures-of = We tell you to whom outside the clinic something about { $name } was handed, when and why.
requests-means-erasure-of = We erase everything about { $name } that no law makes us keep. You cannot have it back. Take a copy before, if you want one.
requests-field = What is wrong?
requests-use = What do you say no to?
requests-field-or-use = What is it about?
requests-field-or-use-hint = Only for putting something right, and for saying no to a use.
requests-wanted = What should it say?
requests-wanted-hint = A date as year-month-day, such as 1984-03-21. To have a note removed, leave this empty.
requests-wanted-only = Only for putting something right. A date as year-month-day, such as 1984-03-21.
requests-said = Do you want to add something?
requests-said-them = What else did they say?
requests-said-hint = Only what helps us to answer. You need no reason.
requests-send = Send
requests-fault-day = Please write the date as year-month-day, such as 1984-03-21.
requests-fault-detail = Please say what it is about.
requests-fault-seen = Please choose what you saw.
requests-fault-guardian = This client is a child. Somebody who asks for them shows a paper that says they act for them.

requests-asked = { $kind ->
        [access] A copy of everything
        [portability] Everything as files
        [correction] { $has ->
            [yes] Put right: { $about }
           *[no] Put something right
        }
        [erasure] Erase everything
        [restriction] Leave it alone for a while
        [objection] { $has ->
            [yes] No to: { $about }
           *[no] No to a use
        }
       *[disclosures] To whom it was given
    }
requests-kind = What is asked for
requests-kind-access = A copy of everything
requests-kind-portability = Everything as files
requests-kind-correction = Put something right
requests-kind-erasure = Erase everything
requests-kind-restriction = Leave it alone for a while
requests-kind-objection = Say no to a use
requests-kind-disclosures = To whom it was given
requests-every-kind = Everything
requests-detail-none = nothing chosen
requests-detail-name = a name
requests-detail-birth-date = the date of birth
requests-detail-note = a note
requests-detail-visit = a visit
requests-detail-treatment = a treatment
requests-detail-document = a document
requests-detail-other = something else
requests-detail-reminders = reminders
requests-detail-marketing = promotion
requests-detail-analytics = figures about the use of the pages
requests-detail-research = research and statistics
requests-place-person = The record
requests-place-restriction = All processing
requests-place-disclosures = Disclosures to others

requests-state-unproved = Waits for who asks
requests-state-questioned = In doubt who asks
requests-state-open = To be decided
requests-state-granted = Agreed, to be carried out
requests-state-ready = Ready to be saved
requests-state-done = Done
requests-state-unsent = Answer not sent
requests-state-refused = Refused
requests-state-withdrawn = Taken back
requests-state-expired = Ended: nobody confirmed or took it in time
requests-left = { $late ->
        [yes] { $days ->
            [0] late since today
            [one] one day late
           *[other] { $days } days late
        }
       *[no] { $days ->
            [0] due today
            [one] one day left
           *[other] { $days } days left
        }
    }
requests-closed = on { $day }
requests-by-law = To be answered by { $due }. The time is that of { $known ->
        [yes] { $place }
       *[no] the strictest law we know
    }: { $law }.{ $extended ->
        [yes] {" "}It was extended once.
       *[no] {""}
    }
requests-no-advice = This is no legal advice.
requests-stands = How it stands
requests-you-wrote = You wrote
requests-they-wrote = They wrote
requests-why-not = Why not
requests-statement = Your view
requests-statement-hint = It stands beside what we did not change, and goes along with every copy from now on.
requests-statement-attach = Keep my view beside it
requests-statement-stands = Your view stands beside it, and goes along with every copy:
requests-statement-theirs = Their view, which stands beside it:
requests-statements = Said against what stands here
requests-what-was-done = What was done
requests-history = What happened
requests-withdraw = Take it back
requests-withdraw-text = Nothing more is done about it then. You can ask again at any time.
requests-withdraw-sure = Yes, take it back
requests-holds-own = It holds since you asked, wherever a record would be opened.
requests-holds-end = See it, or end it
requests-prove-text = This was asked in your name. If it was you, press the button: then we begin, and the time for our answer counts from the day you asked.
requests-prove = It was me
requests-doubted-text = The letter alone does not show who asks: several share this address, it is about a child, or we had a doubt. Please show at the desk who you are, or that you act for them. Then we go on.
requests-held-by-letter = The link was opened, but several have that address, or it is about a child: whoever asks shows at the desk who they are.
requests-link-title = This link leads nowhere any more
requests-link-text = It was not copied whole, or it is too old. Open the link in our letter once more; if it still leads nowhere, please ask again: a new letter comes. If you asked us to erase everything, and our letter said that we do, this link went with all else: it is done.
requests-link-again = Ask again

requests-outcome-copied = { $count ->
        [one] one row copied
       *[other] { $count } rows copied
    }
requests-outcome-changed = changed
requests-outcome-gone = gone
requests-outcome-emptied = emptied
requests-outcome-kept = kept for as long as the clinic is here, without saying whose it was. Why: { $law }
requests-outcome-handed = done by its own part
requests-outcome-told = { $count ->
        [0] nothing was given to anybody
        [one] one is told of
       *[other] { $count } are told of
    }
requests-outcome-locked = used for nothing any more
requests-outcome-nothing = nothing is held
requests-outcome-failed = failed ({ $cause }); it can be tried again
requests-outcome-failed-for-good = failed ({ $cause }); it cannot be done as it was asked

requests-waits-answer = Nothing is stopped by this before we have agreed. Whoever signs in has it hold at once, from their own page.
requests-outcome-ended = ended since
requests-happened-ended = What was stopped goes on again
requests-read-disclosures = To whom it was given, each with its day
requests-letters = What we wrote
requests-happened-received = Received
requests-happened-proved = Who asks is known
requests-happened-questioned = Held: in doubt who asks
requests-happened-extended = Time extended
requests-happened-granted = Agreed to
requests-happened-refused = Refused
requests-happened-failed = A part failed
requests-happened-done = Done
requests-happened-withdrawn = Taken back
requests-happened-expired = Ended: nobody confirmed or took it in time
requests-happened-letter-sent = Letter sent
requests-happened-letter-handed = Letter handed over
requests-happened-stated = View kept beside it
requests-happened-risen = Late: the manager was told
requests-happened-taken = Copy saved
requests-happened-confirmed = A second person agreed to the copy
requests-by-themselves = whoever asks
requests-by-you = you
requests-whom-gone = Somebody whose data was erased
requests-whom-unproved = Somebody who has not shown who they are
requests-by-somebody = somebody who works here
requests-by-program = the program
requests-by-visitor = a visitor

# Closing an account
requests-closing-title = Close your account
requests-closing-ends = What ends
requests-closing-sessions = Every browser that is signed in is signed out, at once.
requests-closing-keys = Your password, passkeys, codes and the links by which one signs in, sets a password or changes an address stop working.
requests-closing-feeds = Calendars that read your visits read nothing any more.
requests-closing-letters = We write to you no more, but about visits that are booked, what you asked about your data, and to warn you.
requests-closing-stays = What stays
requests-closing-record = Your record stays for as long as the law asks us to keep it. To have more go, ask for erasure.
requests-closing-visits = Visits that are booked stay booked. Call them off before, if you will not come; the link in the letter about each works on too.
requests-closing-asked = What you asked about your data, or complained of, goes on. You follow it by letter then: we write to the email address in your record, and a link in each letter shows how it stands. Where your record has none, ask at the desk.
requests-closing-back = You can come back at any time by opening another account with the same address.
requests-closing-keep = Keep it
requests-closing-staff = You work here by this account. Whoever governs the staff closes it.

# Without an account
requests-public-title = Ask about your data
requests-public-lede = You need no account. We write to the address that we have of you; the link in that letter shows that it is yours. No paper and no copy of one is asked for.
requests-fault-often = Several letters went to this address just now, and each request brings one. Send it again in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}; what you wrote stands here still.
requests-public-sent = Thank you.
requests-public-sent-text = If we hold a record of that name with that address, a letter with a link is on its way, and nothing happens before you press it. If no letter comes, we hold nothing under this name and address, or two people of one name share it: then please write your date of birth too. You can always ask at the desk.
requests-public-next-title = What happens next
requests-public-next = The letter comes within minutes. Open its link within { $days } days and press the button there. We then answer by { $due }; the same link shows how far it is.
requests-public-more = Ask something else
requests-public-desk = You can also ask at the desk. We note what kind of paper we saw, and take no copy.
requests-given-name = Given name
requests-family-name = Family name
requests-email = Email
requests-email-hint = The one we have of you.
requests-birth-date = Date of birth
requests-birth-date-hint = Only if somebody of your name shares this address.

# At the desk
requests-panel = Privacy
requests-panel-text = They ask what we hold, or want something put right or gone?
requests-log = Write down a request
requests-log-title = { $name } asks about their data
requests-log-text = Write down what they ask. Look at a paper that shows who they are, note its kind, and take no copy. Whoever answers for data goes on with it.
requests-seen = What did you see?
requests-seen-hint = The kind of paper alone: no number, no copy.
requests-shown-session = was signed in
requests-shown-letter = had our letter
requests-shown-passport = passport
requests-shown-identity-card = identity card
requests-shown-driving-licence = driving licence
requests-shown-known = known by sight
requests-shown-guardianship = paper that says they act for the person
requests-via-page = from their own page
requests-via-guardian = by whoever acts for them
requests-via-letter = without an account
requests-via-desk = at the desk

# The officer's pages
office-nav = Privacy
office-tab-due = Due
office-tab-requests = Requests
office-tab-complaints = Complaints
office-tab-erasures = Erasures
office-tab-checks = Self-checks
office-title = Privacy office
office-lede = { $now }. { $late ->
        [0] { $today ->
            [0] Nothing is late, and nothing is due today.
            [one] Nothing is late; one thing is due today.
           *[other] Nothing is late; { $today } things are due today.
        }
        [one] One thing is late.
       *[other] { $late } things are late.
    }
office-notice = Read the notice
office-requests = All requests
office-due = What is due
office-people-ask = Requests from people
office-all = All of them
office-waiting = Waiting, and rules
office-unproved = { $count ->
        [0] Nobody has yet to show who they are
        [one] One request waits for who asks
       *[other] { $count } requests wait for who asks
    }
office-four-eyes = Four eyes
office-four-eyes-hint = Whatever leaves or is destroyed takes two: one asks or decides, another agrees or carries it out.
office-four-eyes-on = Whatever leaves or is destroyed takes two: one asks or decides, another agrees or carries it out.
office-four-eyes-off = One person may decide a request, and carry it out; erase; and take everything along.
requests-due-late = Late
requests-due-today = Today
requests-due-week = This week
requests-due-later = Later
requests-due-by = { $late ->
        [yes] Due { $day }, { $days ->
            [0] since today
            [one] one day late
           *[other] { $days } days late
        }
       *[no] Due { $day }
    }
requests-due-open = Decide: { requests-of-kind }
requests-due-opinion = Waits for whoever treats: { requests-of-kind }
requests-due-granted = Carry out: { requests-of-kind }
requests-due-eyes = A second pair of eyes: { requests-of-kind }
requests-due-questioned = Who asks? { requests-of-kind }
requests-due-send = Send the answer: { requests-of-kind }
requests-of-kind = { $kind ->
        [access] a copy of everything
        [portability] everything as files
        [correction] put something right
        [erasure] erase everything
        [restriction] leave it alone for a while
        [objection] no to a use
       *[disclosures] to whom it was given
    }
requests-list-title = Requests
requests-table = Requests, as a table
requests-list-none = Nobody waits for an answer
requests-list-none-text = What people ask about their data stands here.
requests-who = Who
requests-what = Asks for
requests-where = Where it stands
requests-time = Time
requests-which = Which
requests-which-open = To be answered
requests-which-unproved = Waiting for who asks
requests-which-closed = Over
requests-show = Show
requests-pages = Pages
requests-first = First
requests-next = Next
requests-more = More
requests-decide = Decide
requests-ground = On what ground
requests-ground-hint = The grounds that the law knows for this.
requests-ground-identity = We could not be sure who asks
requests-ground-not-theirs = They do not act for the person
requests-ground-legal-duty = A law makes us keep it
requests-ground-legal-claim = It is needed for a claim in law
requests-ground-others-rights = It would tell of other people
requests-ground-accurate = It is right as it stands
requests-ground-excessive = It was asked again and again, or without any ground
requests-reason = Why, for whoever asks
requests-reason-hint = In plain words. They read it, and it goes into the letter.
requests-grant = Agree
requests-refuse = Refuse
requests-refuse-after = Refuse after all
requests-refuse-send = Refuse it
requests-holds-office = They asked for it on their own page, where it holds from the asking on: nobody decides. Send them the answer.
requests-holds-see = What stands about them
requests-impossible-title = That can never be done
requests-impossible-text = What was asked for cannot be done as it was asked, and trying again changes nothing. Decide anew: refuse it, and say why, so that they can ask with what is right.
requests-fault-no-date = Not agreed to: what it should say is no date of birth that can be, so that it could never be carried out. Refuse it with a reason, or ask them what it should say.
requests-fault-no-note = Not agreed to: what it should say is no note that can be kept. Refuse it with a reason, or ask them what it should say.
requests-fault-no-use = Not agreed to: it does not say which use. Refuse it with a reason, or ask them which.
requests-complete = Carry it out
requests-complete-text = It happens at once and is written down part by part.
requests-complete-by-hand = Change it yourself where it stands, and then say here that it is done.
requests-changed-what = What was changed
requests-changed-hint = In plain words, what it said and what it says now. It is sealed, and whoever asked reads it.
requests-changed-where = Where
requests-changed-where-hint = On which page, in which file, or on which paper.
requests-opinion-ask = Ask whoever treats
requests-opinion-first-title = Whoever treats is asked first
requests-opinion-first-text = What is written about a visit or a treatment is put right once whoever treats agrees, and is refused as right once they do not.
requests-disagreed-title = Whoever treats says something else
requests-disagreed-text = What is decided here is what whoever treats said. Look at their word on the page.
requests-opinion-told = { $answer ->
        [agrees] { $who } agrees, { $day }
        [disagrees] { $who } does not agree, { $day }
        [nobody] Nobody treats them any more, noted { $day }
       *[waits] Whoever treats was asked { $day } and has not answered. The day by which you answer goes on.
    }
requests-opinion-own-agrees = Whoever treats you agreed.
requests-opinion-own-disagrees = Whoever treats you did not agree:
requests-opinion-nobody = Nobody treats them any more
requests-opinion-nobody-why = How do you know?
requests-opinion-nobody-note = Note it, and decide
opinions-nav = Is it right?
opinions-title = Is it right?
opinions-lede = People you treat say that something about a visit or their treatment is wrong. What you say decides it, and they read your reason.
opinions-none = Nobody waits for you
opinions-none-text = When somebody you treat asks for something to be put right, it stands here.
opinions-answer = Is it to be put right?
opinions-agrees = Yes, put it right
opinions-disagrees = No, it is right as it stands
opinions-reason = Why
opinions-reason-hint = Needed where you say no. Whoever asked reads it.
opinions-say = Say so
requests-complete-answer = The answer is drafted from what was written down as given out. Look it over before you send it.
requests-copy-hand = Save the copy and hand it over, or let them take it by their own link.
requests-copy-take-for = Save the copy for them
requests-identify = They showed who they are
requests-question = In doubt who asks?
requests-doubt = Why?
requests-question-hold = Hold it
requests-extend = Extend and write
requests-extend-until = Extend until { $day }
requests-extend-why = Why, for whoever asks
requests-letter-receipt = Letter: that we have it
requests-letter-extension = Letter: that it takes longer
requests-letter-answer = Letter: our answer
requests-letter-subject = Subject
requests-letter-body = Text
requests-letter-mail = A draft, in their language. Change it as you like; it goes by email.
requests-letter-hand = A draft, in their language. There is no address to write to: hand it over.
requests-letter-marks = Where [[link]] stands, the link to their request goes. Where [[…]] stands, you write what only you know.
requests-letter-send = Send it
requests-letter-handed = It was handed over
requests-letter-sent = { $hand ->
        [yes] Handed over on { $day }
       *[no] Sent on { $day }
    }

# What was just done
requests-done-holds = It holds from now on.
requests-done-asked = We have it. The day by which we answer stands here.
requests-done-withdrawn = Taken back.
requests-done-stated = Your view stands beside it from now on.
requests-done-decided = Decided.
requests-done-extended = Extended, and written to whoever asks.
requests-done-drafted = The letter is drafted. The day moves once you have handed it over and said so.
requests-done-identity = Noted.
requests-done-carried = Done, all of it.
requests-done-failed = A part failed. It is not done; look at what was done, and try again.
requests-done-sent = On its way.
requests-done-eyes = Kept.
requests-done-eyes-asked = Another has to agree before four eyes are let go.
requests-done-opinion = Asked. Whoever treats finds it among what waits for them; the day goes on.
requests-done-opinion-given = Said. Whoever answers for data goes on with it.
requests-done-agreed = You agreed. Whoever asked can take their copy.
requests-done-logged = Written down. Whoever answers for data goes on with it.
requests-done-copy = Your copy is ready to be saved.

# What does not go
requests-stale-title = Somebody changed it meanwhile
requests-stale-text = Please look at it again; what you did was not kept.
requests-not-now-title = That cannot be done with it any more
requests-not-now-text = Please look at how it stands now.
requests-eyes-title = It takes another pair of eyes
requests-eyes-text = You decided it. Somebody else carries it out.
requests-unconfirmed-title = It waits for a second person
requests-unconfirmed-text = A second person at the clinic has yet to agree. You can take your copy as soon as they did.
requests-copy-confirm = Whoever asked takes their copy by themselves once a second person agrees.
requests-copy-agree = Agree that they take it
requests-failed-title = A part failed
requests-failed-text = It is not done. Look at what was done, and try again.
requests-nothing-title = Nothing was done yet
requests-nothing-text = It is done once something was.
requests-letter-first-title = The letter goes first
requests-letter-first-text = Once somebody is erased there is nobody to write to. Send the answer, wait until it has left, and then carry it out.
requests-answer-first-title = The answer is to be written
requests-answer-first-text = Write what is missing where [[…]] stands, and send it then.
requests-unerased-title = They cannot be erased now
requests-unerased-locked = All that may go is gone. A law keeps the rest locked.
requests-groundless-title = The law does not know this ground for what was asked
requests-groundless-text = Please choose another.
requests-not-theirs-title = They do not act for this child
requests-not-theirs-text = Somebody who asks for a child shows a paper that says they act for them.
requests-extended-title = It cannot be extended
requests-extended-text = It was extended before, it is late already, or the law has no extension.

# Letters
requests-asked-us = { $kind ->
        [access] for a copy of everything we hold about you
        [portability] for everything we hold about you, as files
        [correction] to put something right
        [erasure] to erase everything
        [restriction] to use nothing of yours for a while
        [objection] to stop one use of your data
       *[disclosures] to whom something about you was given
    }
requests-mail-subject = { $clinic }: { $kind ->
        [access] your request for a copy of your data
        [portability] your request for your data as files
        [correction] your request to put something right
        [erasure] your request to have everything erased
        [restriction] your request that your data be left alone
        [objection] your no to a use of your data
       *[disclosures] your question to whom your data was given
    }
requests-mail-receipt =
    Hello,

    on { $received } you asked us { requests-asked-us }. We have it, and answer by { $due } ({ $law }).

    You can see how far it is on your page: { $page }
requests-mail-extension =
    Hello,

    on { $received } you asked us { requests-asked-us }. We need more time and answer by { $due }.

    Why: { $reason }

    If you are not content with this, you can complain to us, and to the authority for data protection where you live.
requests-mail-done =
    Hello,

    on { $received } you asked us { requests-asked-us }. It is done. What was done, part by part, stands on your page: { $page }

    If something is missing, please tell us. You can also complain to the authority for data protection where you live.
requests-mail-changed =
    Hello,

    on { $received } you asked us { requests-asked-us }. It is done. This is what was changed, and where:

    { $reason }

    If something is missing, please tell us. You can also complain to the authority for data protection where you live.
requests-mail-nothing =
    Hello,

    on { $received } you asked us { requests-asked-us }. We looked, and there is nothing: we hold nothing that it would be about.

    If you think otherwise, please tell us. You can also complain to the authority for data protection where you live.
requests-mail-erasure =
    Hello,

    on { $received } you asked us to erase everything. We agree and do so now. After that we can no longer read anything about you, nor write to you. What a law makes us keep is locked until the day it goes.

    You can complain to the authority for data protection where you live.
requests-mail-disclosures =
    Hello,

    on { $received } you asked us { requests-asked-us }. We looked it up. This is what was given outside your care, when, to whom, what for and on what ground:

    { $reason }

    If something is missing, please tell us. You can also complain to the authority for data protection where you live.
requests-mail-disclosures-none =
    Hello,

    on { $received } you asked us { requests-asked-us }. We looked it up: nothing about you was given to anybody outside your care.

    You can complain to the authority for data protection where you live.
requests-mail-refused =
    Hello,

    on { $received } you asked us { requests-asked-us }. We cannot agree to it. { $ground }.

    Why: { $reason }
    { $correction ->
        [yes]
            You can have your view kept beside what we did not change. It goes along with every copy from then on: { $page }
       *[no] {""}
    }
    If you are not content with this, you can complain to us, and to the authority for data protection where you live. You can also go to court.
requests-mail-proof =
    Hello,

    somebody asked { $clinic } in your name { requests-asked-us }.

    If it was you, open this link and press the button. It works for { $days } days:
    { $link }

    If it was not you, you need do nothing: then nothing happens, and nothing was shown to anybody.
requests-mail-late-subject = { $clinic }: a request is late
requests-mail-late =
    A request about somebody’s data had to be answered by { $due }, and was not: { requests-of-kind }.

    It waits here: { $link }

# For what, and how long
requests-purpose-scheduling = arranging visits
requests-purpose-care = treating you
requests-purpose-account = your account
requests-purpose-administration = running the clinic
requests-purpose-security = keeping intruders out
requests-purpose-billing = charging and paying
requests-purpose-marketing = promotion, if you agreed
requests-purpose-analytics = counting use of the pages
requests-purpose-rights = answering you about your data
requests-purpose-operation = keeping the program running
requests-purpose-import = taking over records
requests-purpose-reporting = figures about many
requests-purpose-research = research and statistics, led back to nobody
requests-purpose-export = the clinic’s own copy of all it keeps
requests-purpose-disclosure = handing out what a law asks for or lets us hand out
requests-keeps-until = Until { $day } as things are now: { $span } after you were seen here last. It goes with your record.
requests-keeps-until-of = Until { $day } as things are now: { $span } after { $name } was seen here last. It goes with the record.
requests-keeps-person = { $span } after you were seen here last. It goes with your record.
requests-keeps-person-of = { $span } after { $name } was seen here last. It goes with the record.

ability-office-log-requests = Write down what people ask about their data
ability-office-answer-requests = Answer what people ask about their data
ability-office-set-four-eyes = Say whether four eyes are asked for
ability-office-opinions = Say whether what is written about a visit or a treatment is right
evidence-rights-access = Of { $requests } requests within a year, { $overdue } are overdue and { $answered_late } were answered late; { $refused_without_a_ground } were refused without a ground, { $done_in_part } are called done of which a part failed or nobody said who did it
evidence-rights-correct = Of { $requests } corrections asked for within a year, { $overdue } are overdue and { $answered_late } were answered late; { $refused_without_a_ground } were refused without a ground, { $done_in_part } are called done of which a part failed or nobody said who did it

# What stands in the store about them, counted
holds-request =
    { $count ->
        [one] One request about your data.
       *[other] { $count } requests about your data.
    }
holds-request-step =
    { $count ->
        [one] One part of what was done for your requests.
       *[other] { $count } parts of what was done for your requests.
    }
holds-request-event =
    { $count ->
        [one] One thing that happened with your requests.
       *[other] { $count } things that happened with your requests.
    }
holds-request-opinion =
    { $count ->
        [one] One word of whoever treats you about a correction.
       *[other] { $count } words of whoever treats you about corrections.
    }
holds-request-letter =
    { $count ->
        [one] One letter about your requests.
       *[other] { $count } letters about your requests.
    }
holds-request-proof =
    { $count ->
        [one] One link that shows who asks.
       *[other] { $count } links that show who asks.
    }
holds-statement =
    { $count ->
        [one] One view of yours beside what was not changed.
       *[other] { $count } views of yours beside what was not changed.
    }
requests-cause-held = a legal hold keeps the record
requests-cause-locked = a law keeps the rest locked
requests-cause-unread = a document could not be read
requests-cause-merged = the record was joined with another
requests-cause-no-date = what it should say is no date
requests-cause-no-note = what it should say is no note we can keep
requests-cause-no-use = it does not say which use
requests-cause-visits-ahead = visits are still to come
requests-cause-manager = they are the last who can run the clinic’s staff
requests-foot = Ask about your data
requests-log-restricted = somebody whose record is restricted

# What a part of a request is, for whoever answers it.
requests-table-account = Their account
requests-table-challenge = Links that were mailed to them
requests-table-new-address = A change of their address
requests-table-account-alert = What happened with how they sign in
requests-table-known-device = Browsers that their account knows
requests-table-personal-token = Keys they made for programs
requests-table-oidc-identity = Accounts elsewhere that they sign in with
requests-table-own-role-holder = Their roles here
requests-table-person = That they are known
requests-table-access-entry = Who opened their record
requests-table-mail = Letters to them
requests-table-appointment = Their visits
requests-table-reminder-choice = When they want to be reminded
requests-table-calendar-feed = Calendars that read their visits
requests-table-directory-user = They in the directory of staff
requests-table-directory-member = Their groups in the directory
requests-table-directory-claim = A question about their account
requests-table-client = Their details
requests-table-client-token = Marks by which they are found
requests-table-guardian = Who acts for them
requests-table-document = Their documents
requests-table-duplicate = Guesses that two records are theirs
requests-table-client-before = What a record said before it was joined to theirs
requests-table-identifier = Numbers issued to them
requests-table-request = What they asked about their data
requests-table-statement = What they said against what we hold
requests-table-restriction = What they restricted or said no to
requests-table-consent = What they agreed to
requests-table-legal-hold = Why their record is held back from erasure
requests-table-consent-receipt = Receipts of their consent
requests-table-complaint = What they complained of
requests-table-disclosure-statement = What they said that went along
requests-table-incident-person = Incidents that touched their data
requests-table-residency-told = What they were told of where it is kept
requests-table-incident-told = What they were told of incidents
office-due-more = { $count } more
