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
notice-one-link = This sentence by itself
notice-waits = It waits for: { $rooms }.
notice-control = Kept in our program by
notice-all = Everything we promise
notice-how = How this is kept
notice-tell = checked { $time }
notice-tests = Proven by
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
export-asked = It is written down that you asked for it, and why.
export-past = Asked for before
export-line = { $who }, { $when } · { $state }
export-by-command = By the program’s command
export-by-somebody = By somebody
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
