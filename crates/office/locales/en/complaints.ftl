# Complaints about privacy

complaints-title = Complain about how we keep your data
complaints-foot = Complain about it
complaints-lede = You need no account, and you need not say who you are. Tell us what went wrong; somebody who answers for data here reads it.
complaints-terms = We answer within { $answer } of our working days and settle it within { $settle } of them. Weekends and our holidays do not count.
complaints-by = We answer by { $answer } and settle it by { $settle }.
complaints-subject = What is it about?
complaints-subject-opened = Somebody looked at my record without need
complaints-subject-shared = Something was told to others
complaints-subject-wrong = What you keep is wrong
complaints-subject-security = Something was lost, or lay open
complaints-subject-rights = What I asked about my data was not answered
complaints-subject-messages = Letters or messages I did not want
complaints-subject-conduct = How I was dealt with
complaints-subject-other = Something else
complaints-said = What happened?
complaints-said-hint = When, where, and what you would like us to do.
complaints-said-them = What do they complain of?
complaints-name = What may we call you?
complaints-email = Where may we write to you?
complaints-email-hint = Used for this complaint alone. Leave it out and we give you a code to follow it by.
complaints-email-them = Where may we write to them?
complaints-email-them-hint = If it is another address than in their record.
complaints-file = A document
complaints-file-hint = A paper, a picture or a recording, up to { $most } MB. You can add more afterwards, five in all.
complaints-file-large = That file is larger than we take: { $most } MB.
complaints-file-kind = We take papers, pictures and recordings of a voice. Please send this as a PDF or a picture.
complaints-files = Documents
complaints-files-care = Sent by whoever complains. Each is saved and never opened here: look at it with care.
complaints-send = Send it
complaints-made = We have your complaint. Thank you.
complaints-made-letter = We have just written to the address you gave. The link in that letter shows how it stands; by it you can add to it too.
complaints-code = Your code
complaints-code-text = Keep it: by it you see our answer, and can add something. It is shown this once, and we cannot find it for you.
complaints-code-page = Or keep the address of the page that opens here.
complaints-code-open = See how it stands
complaints-follow = You have complained already?
complaints-follow-hint = The code that was shown when you sent it. If you gave an address, use the link in our letter.
complaints-follow-open = See how it stands
complaints-rather-ask = You want to see, correct or erase what we keep?
complaints-elsewhere-title = You can also go elsewhere.
complaints-elsewhere-text = At any time, and without coming to us first, you can complain to the authority for data protection.
complaints-elsewhere = You can also complain to the authority for data protection{ $known ->
        [yes] : { $name }, { $url }
       *[no] {" "}where you live.
    }
complaints-link-title = This link leads nowhere
complaints-link-text = It was not copied whole, or it is too old. Open the link in our letter once more, or type the code you were shown; if it still leads nowhere, please tell us again.
complaints-link-again = To complaints

complaints-own-title = Your complaints
complaints-own-hint = Not content with how we keep your data? Complain, and see how it stands.
complaints-mine = What you complained of
complaints-new = Complain
complaints-one-title = Your complaint
complaints-state-open = To be answered
complaints-state-answered = Answered, not settled yet
complaints-state-asked = Waits for more from whoever complains
complaints-state-resolved = Settled
complaints-outcome = How is it settled?
complaints-outcome-upheld = They are right
complaints-outcome-partly = They are right in part
complaints-outcome-not-upheld = We see it otherwise
complaints-outcome-withdrawn = Taken back
complaints-yours-upheld = You are right
complaints-yours-partly = You are right in part
complaints-yours-not-upheld = We see it otherwise
complaints-yours-withdrawn = Taken back
complaints-asked-text = We asked you something. Please add what you can; the days by which we answer go on.
complaints-why = Why
complaints-own-link = (a link of their own)
complaints-this-page = this page
complaints-prove-text = Somebody gave your address for a complaint about how we keep data. If it was you, press the button: then you see how it stands.
complaints-prove = It was me
complaints-add = Add something
complaints-add-said = What else should we know?
complaints-add-send = Add it
complaints-withdraw = Take it back

complaints-happened-received = Received
complaints-happened-proved = The address is theirs
complaints-happened-added = Something was added
complaints-happened-filed = A document was added
complaints-happened-acknowledged = Somebody looks into it
complaints-happened-asked = A question was sent
complaints-happened-answered = Answered
complaints-happened-decided = Decided
complaints-happened-resolved = Settled
complaints-happened-withdrawn = Taken back
complaints-happened-risen = Late: the manager was told
complaints-happened-told = Late: whoever complains was told

complaints-letter-receipt = Letter: that we have it
complaints-letter-acknowledgement = Letter: that somebody looks into it
complaints-letter-question = Letter: a question
complaints-letter-answer = Letter: our answer
complaints-letter-outcome = Letter: how it is settled
complaints-letter-late = Letter: that it is late
complaints-letter-mail = A draft, in their language. Change it as you like; it goes by email, and stands on their page.
complaints-letter-page = A draft, in their language. There is no address: it stands on the page that their code or sign-in opens.
complaints-letter-marks = Where [[link]] stands, the link to their complaint goes. Where [[…]] stands, you write what only you know.
complaints-letter-sent = { $mailed ->
        [yes] Sent on { $day }
       *[no] On their page since { $day }
    }

# At the desk
complaints-panel = Complaints
complaints-panel-text = They are not content with how their data is kept?
complaints-log = Write down a complaint
complaints-log-title = { $name } complains about privacy
complaints-log-text = Write down what they say, in their words. Whoever answers for data goes on with it. For somebody who is not known here, fill in the form for everyone together with them.

# The officer's pages
complaints-list-title = Complaints
complaints-which-open = To be answered or settled
complaints-which-closed = Settled
complaints-none = Nobody complains
complaints-none-text = Complaints about privacy stand here.
complaints-somebody = Somebody
complaints-via-page = from their own page
complaints-via-public = by the form for everyone
complaints-via-desk = at the desk
complaints-proof-none = gave no address
complaints-proof-unproved = gave an address, and has not shown that it is theirs
complaints-proof-proved = has the address that was given
complaints-proof-known = known here
complaints-decided = Decided
complaints-draft-acknowledgement = Say that you look into it
complaints-draft-question = Ask something
complaints-draft-answer = Draft the answer
complaints-settle = Settle it
complaints-settle-draft = Draft the letter
complaints-settled-text = It is settled.
complaints-reason = Why, for whoever complains
complaints-reason-hint = In plain words. They read it, and it goes into the letter. It is settled once that letter is sent.
complaints-due-answer = Answer a complaint: { complaints-of }
complaints-due-settle = Settle a complaint: { complaints-of }
complaints-due-asked = A complaint waits for more: { complaints-of }
complaints-due-send = Send how a complaint is settled: { complaints-of }
complaints-of = { $subject ->
        [opened] a record opened without need
        [shared] something told to others
        [wrong] something kept that is wrong
        [security] something lost, or that lay open
        [rights] a request that was not answered
        [messages] letters nobody wanted
        [conduct] how somebody was dealt with
       *[other] something else
    }
complaints-figures-title = Figures
complaints-figures-text = The complaints that came in twelve months, this one too. Nobody is opened for them.
complaints-figures-sum = Together
complaints-figures-all = Complaints
complaints-figures-open = Not settled yet
complaints-figures-late = Answered or settled late, or late now
complaints-figures-answer = Half were answered within
complaints-figures-settle = Half were settled within
complaints-figures-months = By month
complaints-figures-subjects = By what they are about
complaints-figures-outcomes = By how they were settled
complaints-days = { $days ->
        [0] the same day
        [one] one day
       *[other] { $days } days
    }
complaints-days-none = none yet
complaints-calendar-title = Working days
complaints-calendar-text = On the days ticked and named here the clinic does not work: they do not count where something is promised in working days. What came before keeps the days it was told. Days on which only no bookings are taken count.
complaints-weekend = Days off in each week
complaints-weekday-monday = Monday
complaints-weekday-tuesday = Tuesday
complaints-weekday-wednesday = Wednesday
complaints-weekday-thursday = Thursday
complaints-weekday-friday = Friday
complaints-weekday-saturday = Saturday
complaints-weekday-sunday = Sunday
complaints-holidays = Holidays
complaints-holidays-hint = One day on each line, as 2026-12-25.

# What was just done
complaints-done-made = We have it, and have written to you. The days by which we answer stand here.
complaints-done-proved = Thank you. This is how it stands.
complaints-done-added = Added.
complaints-done-withdrawn = Taken back.
complaints-done-drafted = Drafted. Change it and send it below.
complaints-done-decided = Decided. It is settled once the letter below is sent.
complaints-done-sent = Sent.
complaints-done-calendar = Kept.
complaints-done-logged = Written down. Whoever answers for data goes on with it.

# What does not go
complaints-many-title = This complaint takes no more
complaints-many-text = It has as many documents, or additions, as we take. Please show us more at the desk.
complaints-undecided-title = It is to be decided first
complaints-undecided-text = Say how it is settled and why; then send the letter.
complaints-fault-often = Several letters went to this address just now. Leave it empty and send it at once: you get a code instead of letters. Or send it again in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
complaints-fault-code = No complaint of ours has this code.
complaints-fault-nothing = Write something, or choose a document.
complaints-fault-gap = Please write what stands where the marks are.
complaints-fault-weekend = A week needs a day on which somebody works.
complaints-fault-holidays = Write each day as 2026-12-25, one on each line.
complaints-fault-holidays-many = That is more than 200 days.

# Letters
complaints-mail-subject = { $clinic }: your complaint about privacy
complaints-mail-receipt =
    Hello,

    on { $received } your complaint about privacy came to us. We answer by { $answer } and settle it by { $settle }.

    How it stands, and where you can add to it: { $page }

    { $elsewhere }
complaints-mail-acknowledgement =
    Hello,

    I have read your complaint of { $received } and look into it. We answer by { $answer }.

    How it stands: { $page }
complaints-mail-question =
    Hello,

    about your complaint of { $received } we need to know something more:

    {"[[…]]"}

    You can add it here: { $page }
complaints-mail-answer =
    Hello,

    you complained to us on { $received }. This is our answer:

    {"[[…]]"}

    We settle it by { $settle }. How it stands: { $page }

    { $elsewhere }
complaints-mail-outcome =
    Hello,

    you complained to us on { $received }. { $outcome ->
        [upheld] You are right.
        [partly] You are right in part.
        [withdrawn] You took it back.
       *[not_upheld] We see it otherwise.
    }

    { $reason }

    How it stands: { $page }

    If you are not content with this: { $elsewhere }
complaints-mail-late =
    Hello,

    on { $received } you complained to us. We promised to answer by { $answer } and to settle it by { $settle }, and are late. We are sorry. Whoever is in charge here was told today.

    How it stands: { $page }

    You need not wait for us: { $elsewhere }
complaints-mail-governors-subject = { $clinic }: a complaint is late
complaints-mail-governors =
    Hello,

    a complaint about privacy ({ complaints-of }) was to be { $which ->
        [answer] answered
       *[settle] settled
    } by { $due }, and is not. Whoever complains is told so, and where else they can go.

    It waits here: { $link }

evidence-complaints-answered = Of { $complaints } complaints within a year, and all that wait, { $open ->
    [one] one is
   *[other] { $open } are
} open; { $answered_in_time } were answered and { $settled_in_time } settled in time. { $overdue } are late now, { $answered_or_settled_late } were answered or settled late; { $closed_without_a_word } were called so without a letter, { $late_and_nobody_told } are late and nobody was told
ability-office-log-complaints = Write down complaints about privacy
ability-office-answer-complaints = Answer complaints about privacy
ability-office-calendar = Keep the clinic’s working days

holds-complaint =
    { $count ->
        [one] One complaint about privacy
       *[other] { $count } complaints about privacy
    }
holds-complaint-event =
    { $count ->
        [one] One step of a complaint
       *[other] { $count } steps of complaints
    }
holds-complaint-letter =
    { $count ->
        [one] One letter about a complaint
       *[other] { $count } letters about complaints
    }
holds-complaint-file =
    { $count ->
        [one] One document that came with a complaint
       *[other] { $count } documents that came with complaints
    }
holds-complaint-link =
    { $count ->
        [one] One link to a complaint
       *[other] { $count } links to complaints
    }
copy-table-complaint = What you complained of
copy-table-complaint-event = What happened with it
copy-table-complaint-letter = Letters about it
copy-table-complaint-file = Documents that came with it
copy-table-complaint-link = Links that show how it stands
