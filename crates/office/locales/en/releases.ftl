## Releases that can no longer be led back to anybody
releases-nav = Releases
releases-title = Releases for research
releases-why = What leaves here can no longer be led back to anybody: without the marks the law lists, and mixed with enough others. You see what a release would be before it is one; somebody else approves it; the program signs it.
releases-none = Nothing was released.
releases-none-text = What you draft stands here, and stays as a register.
releases-new = Draft a release
releases-to-counts = Counts with noise
releases-line = { $set } · { $purpose } · { $day }
releases-by = { $who }, { $day }
releases-by-itself = The program itself
releases-by-somebody = Somebody who is no longer here
releases-due = A release to { $recipient } waits for a decision

releases-state-gathering = Being gathered
releases-state-weighed = Waits for a decision
releases-state-unfit = Cannot leave like this
releases-state-released = Released
releases-state-refused = Refused
releases-note-gathering = { $rows } rows are read so far. Whoever said no, whose record is restricted or erased, and children are left out.
releases-note-weighed = This is what would leave, and nothing else. Until you decide, whoever says no is taken out of it, and it is weighed anew.
releases-note-unfit = Of { $rows } rows none can leave so that { $k } people are alike in each class and each is mixed as well as you asked ({ $l }). Take fewer columns, or let more rows stay.
releases-note-released = It was approved and signed. The file is kept for a while; this page stays.
releases-note-refused = Nothing left. What was gathered is unreadable.

releases-set = Set of data
releases-set-visits = Visits
releases-column-service = Service
releases-column-modality = Where: clinic, video, home, class
releases-column-practitioner = Practitioner, as a number
releases-column-year = Year
releases-column-lead = Days between booking and visit
releases-column-age = Age
releases-column-language = Language
releases-column-status = What became of the visit
releases-column-record = Numbers of records
releases-column-name = Names
releases-column-email = Addresses of mail
releases-column-phone = Phone numbers
releases-column-place = Places
releases-column-note = Notes, whatever is in them

releases-new-title = Draft a release
releases-new-text = Nothing leaves by this. The rows are read and weighed, and you see what would leave.
releases-recipient = To whom
releases-recipient-hint = An institute or a register; it stands in the signed manifest.
releases-purpose = What for
releases-purpose-hint = In a line, as the manifest says it.
releases-columns = What of each row
releases-never = These never leave:
releases-k = People alike in each class, at least
releases-k-hint = { $least } or more: that is what your notice states.
releases-l = How mixed what became of visits is in each class
releases-l-hint = 1 to 10. With 2, nobody learns of anybody that their visit was missed.
releases-diversity = Counted as
releases-diversity-distinct = different values
releases-diversity-entropy = equally frequent values (entropy)
releases-most-suppressed = Rows that may stay here, in percent
releases-suppressed-hint = 0 to { $most }. The more may stay, the finer is what leaves.
releases-weigh = Read and weigh
releases-fault-set = There is no such set of data
releases-fault-columns = Choose at least one of these
releases-fault-by = There is no such column

releases-one-title = A release
releases-drafted = Drafted
releases-approved = Approved
releases-refused = Refused
releases-report = What would leave
releases-became = What each column becomes
releases-report-text = A risk is the chance that somebody who knows a person to be in the file picks their rows: one in so many as are alike.
releases-smallest = Smallest class
releases-smallest-of = { $people } people; at least { $k } were asked for
releases-classes = Classes
releases-rows = Rows
releases-rows-of = { $released } of { $rows }, about { $people } people before any stayed
releases-suppressed = Rows that stay
releases-suppressed-of = { $rows } ({ $share }), because their class is too small; at most { $most } may
releases-left-out = Left out before
releases-left-out-of = { $rows ->
    [one] One row of somebody who said no, may not be opened, or is a child
   *[other] { $rows } rows of people who said no, may not be opened, or are children
}
releases-risk = Risk of being found again
releases-risk-of = { $most } at most, { $average } on average
releases-spread = How mixed: { $column }
releases-spread-of = { $distinct } different values in each class at least, as mixed as { $entropy } equally frequent ones; { $l } were asked for
releases-rung-none = as it is
releases-rung-whole = as it is
releases-rung-dropped = dropped
releases-rung-coarser = coarser
releases-rung-age-1 = five years together
releases-rung-age-2 = twenty years together
releases-rung-year-1 = five years together
releases-rung-lead-1 = within a week, or later
releases-decide = Decide
releases-same-eyes = You drafted this. Somebody else of your clinic has to approve it.
releases-beside = { $count ->
    [one] One release of the same set of data left before. Whoever has both can set them against each other and learn more than either says: fewer people alike, or what changed of somebody between the two.
   *[other] { $count } releases of the same set of data left before. Whoever has several can set them against each other and learn more than each says: fewer people alike, or what changed of somebody between them.
}
releases-approve-text = Approving signs it and makes the file. You will show again who you are.
releases-approve = Approve and sign
releases-reason = Why not
releases-reason-hint = It stays in the register.
releases-refuse = Refuse it
releases-look-again = Look again
releases-file = The file
releases-file-until = { $count ->
    [0] It is kept sealed until { $day }. Nobody has taken it.
    [one] It is kept sealed until { $day }. It was taken once.
   *[other] It is kept sealed until { $day }. It was taken { $count } times.
}
releases-file-gone = The file is gone; what was released is known by its digest in the manifest.
releases-file-withdrawn = The file went before anybody took it: somebody who may be in it said no, was erased, or turned out to be a child or to have somebody who acts for them. Draft it anew to release without them.
releases-take-file = Take the file (CSV)
releases-manifest = The manifest
releases-manifest-text = Hand it on with the file. Whoever has both and the key below sees that nothing was changed: keepwell release verify FILE --manifest MANIFEST --key KEY
releases-key = The clinic’s public key for releases
releases-take-manifest = Take the manifest
releases-done-drafted = Kept as a draft. Its rows are being read.
releases-done-approved = Approved and signed.
releases-done-refused = Refused. What was gathered is unreadable.
releases-trouble-stale = It was decided, or gathered anew, meanwhile. What stands here now is that; look at it again.
releases-trouble-eyes = You drafted this: somebody else has to approve it.
releases-trouble-small = Since this was drafted, your notice states more people in each class. Draft it anew.
releases-trouble-spent = The budget does not reach for this question. What was answered before stays free.
releases-spent = The budget is spent. It is for good: no day brings it back, since what was told once stays told. What was asked before is read above, for nothing. More can be asked only if the clinic raises the budget in its notice.

releases-counts-title = Counts with noise
releases-count-title = A count with noise
releases-counts-why = How many, with a little noise, so that nobody is told apart whether one person is counted or not. Each question spends of a budget that does not come back.
releases-ledger-title = What was spent
releases-ledger = { $set }: { $spent } of { $budget } spent, { $left } left (epsilon)
releases-ledger-text = The same question again is answered from here and costs nothing.
releases-questions-none = Nothing was asked.
releases-question-all = { $set }, all together
releases-question-by = { $set }, by: { $column }
releases-question-line = { $day } · epsilon { $epsilon } · at most { $most } rows of each person
releases-ask = Ask
releases-count-by = Divided by
releases-by-none = not divided
releases-most = Rows of each person that count, at most
releases-most-hint = 1 to 20. Fewer need less noise; more leave less out.
releases-epsilon = What it may spend, in tenths of epsilon
releases-epsilon-hint = 5 is half of one: the count is off by about twice as much as one person adds.
releases-ask-button = Count
releases-all = all
releases-count-waits = It is paid for and being counted.
releases-count-nothing = No value is frequent enough to be told of.
releases-count-small = Values that few people have are left out.
releases-count-text = Each count is off by a little, by chance; none is exact.

ability-office-releases-read = See releases for research
ability-office-releases-draft = Draft releases, and ask for counts with noise
ability-office-releases-decide = Approve or refuse releases, and take their files
evidence-sharing-deidentified-only = { $releases } releases, each read again: { $not_as_signed } are not as they were signed, { $too_small } have a class smaller than was stated, { $unapproved } were not approved, { $files_not_as_signed } files are not as signed; { $questions } questions with noise, { $budgets_overspent } budgets overspent; of { $trials } trials on the spot { $trials_failed } failed
holds-data-release-part =
    { $count ->
        [one] One piece of what was gathered for a release.
       *[other] { $count } pieces of what was gathered for releases.
    }
releases-value-modality-clinic = at the clinic
releases-value-modality-video = by video
releases-value-modality-home = at home
releases-value-modality-class = in a class
releases-value-modality-unknown = not known
releases-value-status-requested = asked for
releases-value-status-booked = booked
releases-value-status-confirmed = confirmed
releases-value-status-arrived = arrived
releases-value-status-in-progress = under way
releases-value-status-done = done
releases-value-status-cancelled = called off in time
releases-value-status-late-cancelled = called off late
releases-value-status-no-show = did not come
releases-value-status-declined = declined
releases-value-lead-unknown = not known
releases-report-left = What left
