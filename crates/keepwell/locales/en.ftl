notice-title = How we keep what you tell us
notice-checked = checked
notice-dear = Dear reader,
notice-opening = These are our promises, as the clinic’s own program keeps them. Press any sentence to see how it is kept now. The figures are read from the records, not written by us.
notice-kept = { $count ->
    [one] { $count } kept
   *[other] { $count } kept
}
notice-gaps = { $count ->
    [one] { $count } not kept yet
   *[other] { $count } not kept yet
}
notice-last = Last checked { $day }, { $time }
notice-group-safeguards = How it is kept safe
notice-group-notice = What we ask, and how you choose
notice-group-use = What it is used for
notice-group-rights = What you can ask of us
notice-law = We follow the law of { $place }.
notice-one-title = One of our promises
notice-one-kept = Kept now
notice-one-gap = Not fully kept now
notice-one-not = Not kept now
notice-machine = The same for programs to read (JSON-LD)
notice-one-link = This sentence by itself
notice-waits = It waits for: { $rooms }.
notice-control = Kept in our program by
notice-all = Everything we promise
notice-how = How this is kept
notice-tell = checked { $time }
notice-tests = Proven by
notice-engineers = For engineers: where it stands in the program
notice-not-yet = What this program does not keep yet
notice-not-yet-text = We make none of these promises until the program keeps them.
notice-cookies = What your browser keeps for us
notice-cookie = Name
notice-purpose = What for
notice-life = How long
notice-days = { $days ->
    [0] until the browser closes
    [one] { $days } day
   *[other] { $days } days
}
mailbox-title = Letters
mailbox-lead = What this demo would have sent. Nothing leaves this machine.
mailbox-empty = No letter yet
mailbox-empty-text = Book a visit, and its confirmation appears here.
mailbox-to = To
mailbox-subject = About
mailbox-voice = From
mailbox-when = When
mailbox-automatic = Automatic
mailbox-back = All letters
mailbox-calendar = Calendar file
doors-title = Keepwell, to look around in
doors-lead = An invented clinic with invented people. Everything works; nothing leaves this machine.
doors-visitor = As a visitor
doors-visitor-text = Book a visit as anyone would.
doors-book = Book a visit
doors-inside = As someone of the house
doors-inside-text = One press, no password. Only this demo has such doors.
doors-mailbox = Letters
doors-mailbox-text = What would have been sent.
doors-notice = The promises
doors-notice-text = Each with its evidence, read now.
doors-components = Components
doors-clinics = Clinics
doors-choose = Choose a clinic to book a visit.
doors-client = A client
doors-client-role = Client, and guardian of a child
doors-enter = Enter as { $role }
api-title = For programs
api-lead = Everything a clinic’s own programs may ask, as a document for machines:
api-parameter = Parameter
api-sent = Body
api-answered = Answer { $status }
api-type = Type
api-comma = {", "}
api-what = What
api-required = required

## What the evidence of the roof's promises shows
evidence-traffic-encrypted =
    { $certificate ->
        [1] this program speaks TLS itself; { $answers_without_it } of { $answers } answers did not tell the browser to keep to it
       *[other]
            { $loopback ->
                [1] this program is reached on this machine only, where nothing leaves it
               *[other] a proxy speaks TLS for this program; { $passed_on_in_clear } of { $passed_on } requests it passed on had not come to it by TLS, { $answers_without_it } of { $answers } answers did not tell the browser to keep to it
            }
    }
evidence-logs-without-people =
    { $running ->
        [1] the log runs and may hold { $fields } fields; { $lines } lines were written with { $other_fields } others; an email address or an id stood in { $naming_somebody }, and { $talkative_libraries } libraries write more than warnings
       *[other] the log does not run, so nothing is known of it
    }
evidence-collection-declared = { $columns } columns are declared, { $undeclared } differ from the database
evidence-tracking-none-by-third-parties = { $to_other_hosts } of { $answers } answers since the start let a browser ask another host
evidence-links-marked = { $pages } pages were drawn since the start. { $marked } links on them lead away and say so; to { $unmarked } hosts one led without a word
evidence-cookies-listed = { $listed } are listed; { $answers } answers since the start set { $set } different ones, { $not_listed } of them not listed

export-title = Take everything along
export-to-setup = Back to setup
export-lead = One ZIP file of everything that the clinic keeps here: a table for each thing, as CSV that any program reads, the documents beside them, and a page of text that says what is what.
export-open-words = What is in it is not sealed any more. Whoever has the file can read everybody’s record: keep it where nobody else reads it, and remove it when it is done with.
export-seen = Each person whose record leaves can read that it did, and that it was you. The reason is kept for the clinic.
export-ask = Ask for the file
export-reason = Why
export-reason-hint = For the clinic’s own record. It names nobody.
export-password = Your password
export-password-hint = Asked again, because being signed in is not enough for this.
export-password-wrong = This is not your password.
export-proof = You have more than a password to show, so this comes first. Then you say why, and the file is asked for.
export-proof-show = Show who it is
export-asked = It is written down that you asked for it, and why.
export-past = Asked for before
export-line = { $who }, { $when } · { $state }
export-by-command = By the program’s command
export-by-somebody = By somebody
export-by-two = { $who }, agreed to by { $other }
export-left = { $lines ->
    [one] { $lines } row
   *[other] { $lines } rows
}, { $files ->
    [one] { $files } document
   *[other] { $files } documents
}
export-waits = ready to take
export-unfinished = not finished
export-ready = The file is ready
export-ready-for = It is put together while you take it. For a quarter of an hour you may; after that, ask for it anew.
export-take = Take the file
export-under-way = An export of this clinic is on its way
export-under-way-advice = Each reads everything, so there is one at a time. Try again when it has ended.

ability-front-export = Take along everything that the clinic keeps

## The access log, as anybody can check it
access-log-nav = Access log
access-log-title = The access log, proven
access-log-state = Is it whole?
access-log-whole = All { $n } entries were read on { $when }, and each is as it was sealed.
access-log-fault = { $when }: { $what }. Whoever runs the program finds more with “keepwell access verify”.
access-log-unread = It was not read to its end yet. That takes a minute after the program starts.
access-log-how = Every opening of a record is an entry of a log in which nothing can be changed, removed or moved unseen. Whoever keeps a checkpoint somewhere else can have it proven later that the log still says all it said then; and everybody can take the proof of each line of their own record. Both are checked without us, by the log’s key.
access-log-key = The log’s key
access-log-newest = The newest checkpoint
access-log-kept = Checkpoints
access-log-entries =
    { $n ->
        [one] { $n } entry
       *[other] { $n } entries
    }
access-log-continued = Each leads to the proof that the log as it is now continues it.
access-log-notice = What we promise
ability-front-access-log = See that the access log is whole, and prove it
## A clinic leaves the installation.
leave-title = Leave this installation
leave-going = The clinic leaves
leave-going-text = It can be taken back until { $until }. After that, everything that is kept here is erased for good.
leave-stay = Take it back and stay
leave-done-asked = It is decided, and everybody who answers for the clinic is written to.
leave-done-stays = The clinic stays, and goes on where it was.
leave-over-title = It cannot be taken back any more
leave-over-text = The time in which it could be taken back is over. The clinic is being erased, or will be within a few days.
leave-taken = Everything was last taken along on { $when }.
leave-not-taken = Nobody has taken everything along yet. After the clinic has left, nobody can.
leave-what = What becomes of what
leave-what-closed = At once: nothing new is taken, neither bookings nor anything else. Your public pages say so in plain words and name the day. Reminders are not sent. Tell those who have a visit.
leave-what-open = Until the day: your people sign in and look at everything, clients at what is theirs, and managers take everything along or take the leaving back.
leave-what-erased = On the day: the clinic’s root key is destroyed first, so that nothing opens any more; then all other keys, every document, every row, the letters and the host name.
leave-copies = { $days ->
    [one] Copies of the keys in backups are to be destroyed within one day after that by whoever looks after them. Until then, a backup and its keys together still open what is in it.
   *[other] Copies of the keys in backups are to be destroyed within { $days } days after that by whoever looks after them. Until then, a backup and its keys together still open what is in it.
}
leave-what-stays = What stays: counts of what went, and when, in a receipt that this installation signs. The clinic’s address is kept as a fingerprint, so that nobody else gets it.
leave-key = The receipt is signed by the key with this fingerprint. Keep it: by it you know later that the receipt is genuine.
leave-ask = Leave this installation
leave-ask-text = Decided now, the clinic would leave on { $until }. Everybody who answers for it is written to.
leave-name = To be sure, type the clinic’s name: { $clinic }
leave-name-other = This is not the clinic’s name as it stands above.
leave-without = We leave without taking everything along
leave-without-hint = What is kept here is then lost to you too. The law may ask you to keep records for years.
leave-without-untold = Take everything along first, or say that you leave without it.
receipt-not-yet-title = The receipt is not ready yet
receipt-not-yet-text = The clinic is still being erased. Try again in a while.

leave-mail-automatic = This is an automatic letter of { $clinic }.
leave-mail-asked-subject = { $clinic } leaves this installation on { $until }
leave-mail-asked = It was decided that { $clinic } leaves this installation on { $until }.

    The reason that was given: { $because }

    From now on nothing new is taken here. Until that day you can look at everything, and take everything along:
    { $export }

    If it is a mistake, a manager takes it back on this page until that day. After it, everything that is kept here is erased for good:
    { $link }

    Keep this fingerprint. The receipt of the erasure will be signed by the key that it belongs to:
    { $key }
leave-mail-stays-subject = { $clinic } stays
leave-mail-stays = That { $clinic } leaves this installation was taken back. It goes on where it was.

    { $link }
leave-mail-left-subject = { $clinic } is being erased here now
leave-mail-left = The time in which it could be taken back is over. Once this letter is handed over, the clinic’s root key is destroyed, and then everything else that is kept here of { $clinic }, your address among it. This is the last letter from here.

    The receipt will be at this address, for whoever has it. It names nobody:
    { $receipt }

    It is signed by the key with this fingerprint; keepwell receipt verify FILE checks it anywhere:
    { $key }

    Copies of the keys in backups are to be destroyed by { $copies }.

ability-front-leave = Decide that the clinic leaves the installation
## The record of processing
processing-nav = Processing
processing-title = Record of processing
processing-text = What your program processes, why, for how long, and who gets it (GDPR, Article 30). It is composed from what the program is made of: a column that is not in it does not exist.
processing-controller = Who is responsible
processing-name = Name
processing-place = Place
processing-processor = Runs the program for it
processing-activities = What is done with data
processing-purpose = Purpose
processing-categories = Categories
processing-columns = Columns
processing-sealed = Sealed
processing-retention = Kept as
processing-how-long = How long each is kept
processing-recipients = Who gets it
processing-safeguards = Safeguards
processing-standing = { $kept } promises are kept now, { $gaps } are not.
processing-to-notice = How each is kept
processing-impact = What asks for more care
processing-clear = In clear, and why
processing-guards = All of it is guarded so
processing-not-kept = Those that are not
processing-subjects = Whose data
processing-transfers = What goes to another country
processing-transfers-none = Nothing: whoever gets something keeps it where the same law holds.
processing-transfer-all = All that the clinic keeps
processing-transfer-unsaid = nobody has said in which country
processing-transfer-unguarded = nobody has said what protects it there
processing-until = How long each kind of data is kept
processing-times = Until when
processing-measures =
    { $count ->
        [one] { $count } measure that keeps it safe
       *[other] { $count } measures that keep it safe
    }
subject-client = clients
subject-guardian = those who act for them
subject-staff = staff
subject-visitor = whoever asks or complains
subject-operator = whoever works for the operator
subject-nobody = nobody
processing-no-advice = What is said of laws is what this program knows of them; none of it is legal advice.
ability-front-processing = Read the record of processing, and write about its impact
leave-due = The clinic leaves: take everything along, or take it back
