# Who runs the program, the agreement with them, and whom of them the clinic lets in.

operator-title = Who runs this
operator-comma = {", "}
operator-somebody = Somebody who works here

operator-own-title = You run it yourselves
operator-own-text = This program is your own installation: nobody else runs it for you, so there is no agreement to accept and nobody to let in.
operator-who-text = They run this program for you and on their machine. None of them can open anybody’s record, unless you let one of them in, here.

operator-agreement = Your agreement with them
operator-agreement-accepted = You accepted the newest version.
operator-agreement-outgrown = There is a newer version. What you accepted stands until { $until }; please read the new one and accept it by then.
operator-agreement-lapsed = The version that you accepted stands no longer. Until you accept the new one, they may not handle what you keep: they can neither be let in nor take anything along. Your own day goes on.
operator-agreement-open = You have not accepted it yet. Until you do, they may not handle what you keep: they can neither be let in nor take anything along. Your own day goes on.
operator-agreement-unpublished = They have not given you an agreement to accept. Until they do, and you have accepted it, they may not handle what you keep.
operator-version = Version
operator-published = Given on
operator-digest = Its fingerprint (SHA-256)
operator-take = Save the text
operator-accept = Accept for the clinic
operator-accept-why = It is kept that you accepted it, under your name, with theirs, the version, its fingerprint and the time; your name stays there after you leave, as on paper. You are asked once more who you are.
operator-accepted-before = Accepted
operator-accepted-line = With { $operator }, by { $who }, { $when }

operator-live = Let in now
operator-past = Let in before
operator-end = Show out now
operator-let-in = Let somebody in
operator-let-in-text = Give one person of theirs leave to help you, for a reason and for a time. They sign in with a password of their own and a second factor; it ends by itself. Every manager and the privacy officer is told by letter.
operator-name = Their name
operator-email = Their email
operator-email-hint = The letter that lets them in goes there.
operator-email-belongs = This is the address of somebody who belongs to the clinic. They need another one for this.
operator-reason = What are they to help with?
operator-reason-hint = In a sentence. Everybody whose record they open reads it, so name nobody.
operator-reason-short = Please write at least { $least } characters, so that others understand it later.
operator-hours = For how many hours?
operator-hours-most = At most { $most }.
operator-records = Also records
operator-records-hint = Without this they see and change all of the setup, the texts of letters and how the clinic is reached too, and open nobody. With it they also do what your front desk does: find clients, see the day, book and move.
operator-everything = Also take everything along
operator-everything-hint = They can copy all that the clinic keeps, everybody’s documents too, as one file. Each person whose record leaves reads so.
operator-grant-everything = And take along everything that the clinic keeps.
operator-grant-setup = The setup only; nobody’s record.
operator-grant-records = The setup, and what the front desk does with records.
operator-grant-told = Let in by { $by }, { $from }, until { $until }
operator-grant-opened =
    { $count ->
        [0] Opened no record.
        [one] Opened one record.
       *[other] Opened { $count } records.
    }

operator-done-accepted = It is accepted for the clinic.
operator-done-let-in = They are let in, and a letter is on its way to them and to everybody who answers for the clinic.
operator-done-ended = They are out.

operator-no-agreement-title = There is no agreement that stands
operator-no-agreement-text = Nobody of those who run the program is let in before the clinic has accepted their agreement. Read it on the page “Who runs this”.
operator-old-title = There is a newer version by now
operator-old-text = Go back, read the newest one, and accept that.

operator-notice-open = Those who run this program for you wait for you to accept their agreement.
operator-notice-outgrown = Those who run this program for you have a new agreement. What you accepted stands until { $until }.
operator-notice-link = Read it

operator-own-panel = Opened by those who run the program for us
operator-own-told = Help by the operator, allowed by the clinic until { $until }

operator-mail-automatic = This is an automatic letter of { $clinic }.
operator-mail-clinic-subject = { $who } was let in to help until { $until }
operator-mail-clinic =
    { $by } let { $who }, of those who run the program for { $clinic }, in to help until { $until }.

    What for: { $reason }
    What they may: { $may }

    Whoever of you answers for the clinic can show them out at once, and read what they opened:
    { $link }
operator-mail-guest-subject = You are let in to help { $clinic } until { $until }
operator-mail-guest =
    { $clinic } lets you in to help until { $until }.

    What for: { $reason }
    What you may: { $may }

    You sign in with a password of your own and a second factor; if you have none yet, another letter says how to set them. Everything you open is recorded with your name, and whoever it is about can read that.
    { $link }

## What the evidence of this room's promise shows
evidence-phi-as-clinic-permits = { $run_by_others ->
        [0] The program is run by the clinic itself.
       *[other] The program is run by others, { $without_an_agreement ->
            [0] under an agreement that the clinic accepted.
           *[other] and the clinic has accepted no agreement with them that stands.
        }
    } In the last 90 days { $let_in } were let in to help and opened { $opened } times, { $opened_outside } of them outside the time for which they were let in; of { $not_told } nobody was told, and { $without_an_end } are signed in without an end. { $of_another_text } texts are other than those that were accepted

## What a clinic may take away from roles that it makes
ability-operator-see = See who runs the program, and whom of them the clinic let in
ability-operator-decide = Accept the agreement for the clinic, and let people of the operator in
operator-due-agreement = The agreement with whoever runs the program waits for your word, version { $version }
