## The self-audit: its history, each audit, and the letter about what got worse
checks-title = Self-checks
checks-one-title = Self-check
checks-every = { $days ->
    [one] Our program checks itself every day.
   *[other] Our program checks itself every { $days } days.
}
checks-why = Each check judges every promise of the notice and what our rooms look after beside them, and is kept. Nobody writes what it found, and a changed one shows.
checks-run = Check now
checks-waits = A check is under way. It stands here in a moment.
checks-none = No check has run yet
checks-none-text = The first one runs by itself within minutes.
checks-history = History
checks-older = Older ones
checks-way-schedule = on its day
checks-way-hand = pressed for
checks-way-command = by keepwell check
checks-line = { $worse } got worse, { $better } got better
checks-standing = { $count ->
    [0] Nothing is wrong
    [one] { $count } finding
   *[other] { $count } findings
}
checks-done-asked = The check is under way.
checks-done-waits = A check is under way already.
checks-done-rests = One has just run. The next can be pressed for ten minutes after it.
checks-lede = { $when }, { $way }: { $findings } things were looked at, { $standing ->
    [0] and nothing is wrong.
    [one] and { $standing } of them is wrong.
   *[other] and { $standing } of them are wrong.
}
checks-before = The one before
checks-after = The next one
checks-all = All of them
checks-since = Since the check before
checks-same = Nothing got better or worse.
checks-wrong = What is wrong
checks-nothing = Nothing is wrong.
checks-worse-promises = { $count ->
    [one] One promise got worse: { $which }
   *[other] { $count } promises got worse: { $which }
}
checks-worse-checks = { $count ->
    [one] One check got worse: { $which }.
   *[other] { $count } checks got worse: { $which }.
}
checks-better-promises = { $count ->
    [one] One promise got better: { $which }
   *[other] { $count } promises got better: { $which }
}
checks-better-checks = { $count ->
    [one] One check got better: { $which }.
   *[other] { $count } checks got better: { $which }.
}
checks-gone = { $count ->
    [one] One thing that was looked at before is not any more: { $which }
   *[other] { $count } things that were looked at before are not any more: { $which }
}
checks-group-promises = Promises that are kept ({ $count })
checks-group-checks = Checks that are well ({ $count })
checks-group-absent = Not promised yet: no room of this program keeps it ({ $count })
checks-group-off = Not promised by this edition ({ $count })
checks-state-kept = Kept
checks-state-gap = Not kept
checks-state-absent = Not promised
checks-state-off = Off
checks-state-well = Well
checks-state-wrong = Wrong
checks-state-unread = Not read
checks-went-worse = worse than before
checks-went-better = better than before
checks-off = The clinic’s edition does not make this promise.
checks-unread = It could not be read, which is no pass.
checks-chained = Each check holds a digest of itself and of the one before: whoever changes one afterwards shows in the notice’s own promise about these checks.
checks-due = { $count ->
    [one] { $count } finding of the last self-check
   *[other] { $count } findings of the last self-check
}
checks-mail-subject = { $clinic }: something got worse
checks-mail-opening = The self-check of { $day } found { $count ->
    [one] something that was well before, or less wrong.
   *[other] { $count } things that were well before, or less wrong.
}
checks-mail-link = What it found, and where each is mended: { $link }
check-overdue = What the office has to do
check-overdue-found = { $due } things are due, { $late } of them late
office-param-audit-days = Days from one self-check to the next
ability-office-checks = Read the self-checks and press for one
evidence-security-evaluated = { $audits } checks are kept{ $hours ->
    [-1] , none has run yet
   *[other] , the last { $hours } hours ago with { $standing } findings
}; { $late ->
    [0] none is late
   *[other] the next is late
}, { $missed } came late before; { $changed } were changed afterwards, { $missing } are missing
