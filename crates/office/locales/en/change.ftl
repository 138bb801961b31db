## Changing what the notice states
office-nav-notice = Our notice
office-change-title = What our notice promises
office-change-why = Each sentence of your notice is made from the values below, and your program obeys them. What you change is a draft first: look at it in words, then publish it. What promises people more holds at once. What promises less is announced, everyone with an account is written to, and it holds only from its day on.
office-announced = Announced for { $day }
office-announced-text = Until then everything goes on as before. It takes effect on its day, if the letters left as many days before as you promise; else its day moves. Where one could be handed on, it does not wait for another that could not in ten tries; and for none that has not left within twice those days. You can take it back until then.
office-announced-page = What everybody reads
office-letters-all = { $n ->
    [one] One letter was written: everybody who has an account has theirs.
   *[other] { $n } letters were written: everybody who has an account has theirs.
}
office-letters-some = { $n ->
    [one] One letter is written so far; more are being written.
   *[other] { $n } letters are written so far; more are being written.
}
office-letters-waiting = { $n ->
    [one] One of them waits to be sent: should it leave late, the day moves with it.
   *[other] { $n } of them wait to be sent: should they leave late, the day moves with them.
}
office-withdraw = Take it back
office-waits = This waits for what is announced: it promises less too, is about the same, changes the days ahead, or does not go with it. Take that back first, or wait for its day.
office-draft = Your draft
office-draft-unsaid = No sentence of the notice changes by it.
office-weaker = promises less
office-at-once = What promises more holds as soon as you publish.
office-later = What promises less would hold from { $day } on, were you to publish now. Until then your program goes on as it does, and everyone with an account is written to.
office-gaps = This cannot be published: these sentences are not kept now.
office-gap-room = Nothing in this program keeps it yet. It waits for: { $rooms }.
office-gap-unread = { $room } keeps it, but what it knows of it could not be read just now.
office-gap-evidence = { $room } keeps it, but not fully now: { $shown }.
office-room-none = a part that is not built yet
office-room-office = the privacy office
office-room-care = care
office-room-engage = messages and reviews
office-room-workforce = staff and attendance
office-room-billing = bills
office-room-directory = the staff directory
office-room-operator = whoever runs the program
office-room-booking = booking
office-room-people = clients
office-room-identity = accounts
office-room-ground = the ground of the program
office-room-front = the front of the program
office-publish = Publish
office-discard = Throw the draft away
office-values = Values
office-values-text = What the installation decides, such as encryption on the way and the source of keys, is not set here.
office-keep-draft = Keep as a draft
office-done-drafted = Kept as a draft. Nothing holds yet.
office-done-discarded = The draft is gone.
office-done-published = Published.
office-done-withdrawn = Taken back. Everything stays as it is.
office-done-first = That promises less than your notice does, so it is announced first: change it here, and publish.
office-trouble-stale = Somebody else was quicker: what stands here now is theirs. Look at it, then decide anew.
office-trouble-waits = Something is announced already. Take it back first, or wait for its day.
office-trouble-unfit = These values do not go together any more. Look over the form and keep the draft anew.
office-trouble-gap = Nothing was published: a sentence of the draft is not kept now.
office-between = { $least } to { $most }
office-edition-hint = Which promises you make at all. Other editions make others.
office-ages-hint = Country or part of one, then years: IE 18, US-CA 16
office-fault-ages = Write each as a place and years, with a comma between: IE 18, US-CA 16
office-fault-ages-law = One of these is below what the law there asks, or above 21.
office-fault-together = This does not go with the shortest password: four bytes are needed for each of its characters.
office-edition-all = Everything
office-edition-scheduling = Scheduling
office-edition-rehab = Rehabilitation
office-edition-crm = Patient relations
office-edition-attendance = Attendance
office-edition-directory = Directory
office-change-due-draft = Publish or discard: a draft of the notice
office-change-due-announced = The notice changes
office-change-due-stuck = { $n ->
    [one] One letter about a change of the notice could not be handed on: have the mail looked after. It is tried again until a day before
   *[other] { $n } letters about a change of the notice could not be handed on: have the mail looked after. They are tried again until a day before
}
office-change-due-untold = { $n ->
    [one] The notice changed, and one letter about it has not left: have the mail looked after, and the letter tried again
   *[other] The notice changed, and { $n } letters about it have not left: have the mail looked after, and the letters tried again
}
office-about-edition = What the clinic does
office-about-sign-in = Signing in
office-about-opening = Who opens what
office-about-keeping = How long it is kept
office-about-answering = Telling and answering
office-about-research = Figures, positions and research
office-about-ages = Ages
office-param-edition = Edition
office-param-password-iterations = Rounds over a password
office-param-password-min-length = Fewest characters of a password
office-param-password-max-length = Most bytes of a password
office-param-password-min-score = How hard a password must be to guess, from 0 to 4
office-param-staff-second-factor = Staff sign in with something beside their password
office-param-alert-tries = Wrong passwords in an hour before the account’s holder is told
office-param-alert-reads = Records opened in an hour before the privacy officer is told
office-param-session-days = Days a browser stays signed in
office-param-staff-idle-minutes = Minutes of rest before staff sign in again
office-param-visit-link-days = Days after a visit for which its link still opens it
office-param-access-visit-minutes = Minutes that one line of the access record covers
office-param-emergency-minutes = Minutes that emergency access lasts
office-param-grant-hours = Most hours for which somebody of whoever runs the program is let in
office-param-contract-years = Years for which a contract binds us to keep records
office-param-disclosure-years = Years over which somebody is told to whom something was given
office-param-region = Country in which data is kept
office-region-hint = Whoever runs the program says: { $place }.
office-region-hint-never = As far as we know it, the law where the clinic stands has health information stay in the country, whoever agrees: { $law }.
office-region-hint-none = Whoever runs the program has not said in which country the data lies (keepwell clinic kept-in).
office-param-leave-days = Days in which a clinic that leaves can take it back
office-param-letter-days = Days for which letters that were sent are kept
office-param-record-years = Years after somebody was seen last for which their record is kept
office-param-notice-days = Days from announcing something weaker to its taking effect
office-param-complaint-answer-days = Working days within which a complaint is answered
office-param-complaint-resolve-days = Working days within which a complaint is settled
office-param-incident-hours = Hours after an incident is known within which people are told, where no law says how soon
office-param-location-metres = Metres to which a position is rounded
office-param-release-k = People alike in each class of a release
office-param-release-epsilon = Tenths of epsilon for all counts about one set of data
office-param-age-minimum = Age from which a person opens an account
office-param-age-by-jurisdiction = Other ages by place

## What is announced, for everyone
office-ahead-title = What changes in our notice
office-ahead-day = From { $day } on we promise this instead. Until then what stood before holds.
office-ahead-can-title = If you do not want this
office-ahead-can = You need not give a reason. Tell us before that day, by telephone or by mail as it stands at the foot of this page. Or sign in to your pages: there you can see and take what we hold, and ask us to remove it.
office-ahead-none = No change is announced. What our notice says now goes on.
office-ahead-withdrawn = The change that was announced for { $day } was taken back.
office-ahead-effective = The change that was announced for { $day } has taken effect.

## The letter
office-mail-ahead-subject = { $clinic }: what we promise you changes on { $day }
office-mail-ahead =
    This is an automatic letter of { $clinic }. You have an account with us, so we tell you ahead: from { $day } on we promise less than now in what follows.

    { $changes }

    Until then what stands now holds. All of it, and what you can do: { $link }

    If you do not want this, tell us before that day; you need not give a reason. On your own pages you can see and take what we hold, and ask us to remove it: { $own }
office-mail-now = Now:
office-mail-then = Then:
office-mail-no-more = We no longer promise:

ability-office-notice-read = See drafts of the notice
ability-office-notice-change = Change what the notice promises, and publish it

evidence-notice-change-ahead = { $versions } changes of the notice in a year were looked at: { $too_soon } promised less sooner than stated; { $announced } were announced with { $letters } letters, { $not_written_to } account holders were passed over, { $letters_that_wait_still } letters wait although it took effect, { $told_late } left only after that, and { $reached_nobody } reached nobody; { $uses_added } uses of data were added, to which { $agreed } people agreed, { $refused } said no and { $not_answered } have not answered; nobody is asked about { $asked_nobody } uses; of { $tried } asked for on the spot and of all openings { $read_all_the_same } were read without a yes, { $sent_all_the_same } letters were sent without one, { $without_a_receipt } yes have no receipt; { $recipients_announced } recipients were announced with { $letters_about_them } letters, of which { $letters_given_up } could not leave, and { $told_afterwards } of them afterwards, because no relay was open; { $recipients_too_soon } counted sooner than stated or unannounced, { $received_too_soon } questions and letters left for one before its day

holds-notice-letter =
    { $count ->
        [one] One letter about a change of our notice was written
       *[other] { $count } letters about changes of our notice were written
    }
