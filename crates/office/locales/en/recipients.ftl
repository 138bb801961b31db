## Who handles something about people for us
recipients-nav = Recipients
recipients-title = Who handles something about you for us
recipients-lede = Everyone on this list gets something about people from us to do a piece of our work: what for, where, and since when they are bound to keep it to themselves. Our program sends nothing to anyone else.
recipients-never = Nobody gets anything for advertising, and nobody buys anything: our list knows no such purpose.
recipients-none = Nobody
recipients-none-text = Nobody outside gets anything about people from us.
recipients-coming = Announced
recipients-from = It counts from { $day } on; until then nothing leaves by it.
recipients-needed = It counts since { $day }: no mail relay was open any more that could have carried letters, so everybody who has an account is written to afterwards.
recipients-kinds = What kinds of data
recipients-where = Where
recipients-region-none = not named yet
recipients-region-guarded = { $region }, protected there by { $safeguard }
recipients-everywhere = for every clinic of this installation
recipients-everywhere-text = Whoever runs the installation keeps this entry, with the command keepwell recipient.
recipients-bound = Bound since { $since } by { $by }.
recipients-bound-until = Bound since { $since } by { $by }, until { $until }.
recipients-to-name = Asked since before there was a list. Their agreement is to be named by { $day }; after that nothing leaves for them.
recipients-lapsed = Their agreement is over since { $day }. Nothing leaves for them.
recipients-not-yet = Their agreement begins on { $day }. Nothing leaves for them before.
recipients-ended = Over since { $day }. Nothing leaves for them.
recipients-kind-processing = an agreement on processing
recipients-kind-associate = a business associate agreement
recipients-kind-confidentiality = an agreement to keep it confidential
recipients-way-by-hand = By hand, outside this program
recipients-way-mail-relay = Hands on our letters
recipients-way-google-workspace = Tells us who works here
recipients-way-openid-provider = Says who signs in

recipients-office-title = Recipients
recipients-office-lede = Whoever gets something about people from you. The program asks this list each time before anything leaves it: who is not on it, or bound no more, gets nothing. You are written to 30 and 7 days before an agreement ends, and on its last day.
recipients-to-public = What everybody reads
recipients-now = On the list
recipients-now-one = How it stands
recipients-over = Over
recipients-open = Open
recipients-add = Add a recipient
recipients-save = Save
recipients-renew = Renew or change
recipients-end = End
recipients-end-text = Nothing leaves for them any more, at once. What they have, they give back or destroy by your agreement.
recipients-versions = Every version
recipients-version = Written down on { $written }, counts from { $from }.
recipients-name = Legal name
recipients-name-hint = As it stands in the agreement.
recipients-way = What they do
recipients-way-hint = What our program asks them for; or by hand, such as an accountant.
recipients-place = Host
recipients-place-hint = Where the program asks them: relay.example.org, without https://. Left empty where it goes by hand.
recipients-purposes = What for
recipients-region = Country
recipients-region-hint = Two letters, where they keep it: IE, US.
recipients-safeguard = What protects it there
recipients-safeguard-hint = Where that is another country than yours: standard contractual clauses, an adequacy decision.
recipients-kind = How they are bound
recipients-reference = Agreement
recipients-reference-hint = What the paper is called in your files.
recipients-signed = Signed on
recipients-ends = Last day
recipients-ends-hint = Left empty, it has no end.
recipients-at-once = It replaces an equal one
recipients-at-once-hint = Somebody new, or more for somebody who is there, is a change of what your notice says: it counts only { $days } days from now. What replaces an equal one counts at once, and so does a mail relay where none is open.
recipients-done-added = It is written down.
recipients-done-renewed = It is written down as the next version.
recipients-done-ended = It is over.
recipients-trouble-stale = Somebody else was quicker: what stands here now is theirs. Look at it, then decide anew.
recipients-fault-name = Say who they are, in at most 200 characters.
recipients-fault-way = Choose what they do.
recipients-fault-place = Name the host the program asks, as in relay.example.org; none where it goes by hand.
recipients-fault-purposes = Choose what they get it for.
recipients-fault-never-sold = Nobody gets anything for promotion, sale or counting.
recipients-fault-categories = Choose what kinds of data they get.
recipients-fault-region = Name the country with two letters, as in IE.
recipients-fault-safeguard = It is another country than yours: say what protects it there.
recipients-fault-reference = Name the agreement.
recipients-fault-signed = It is signed on a day to come.
recipients-fault-ends = It is over before today, or before it was signed.
recipients-fault-over-before = The agreement ends before this entry counts: that is from { $day } on. Name a later end, or say that it replaces an equal one.
recipients-fault-twice = This recipient stands on the list already, for the same and at the same place. Change that entry instead.
recipients-due-name = Name the agreement with { $name }
recipients-due-ends = The agreement with { $name } ends
recipients-due-lapsed = Nothing leaves for { $name }: their agreement is over
recipients-due-moved = { $n ->
    [0] The day from which { $name } counts has moved: letters about it left late
    [one] The day from which { $name } counts has moved: one letter about it waits
   *[other] The day from which { $name } counts has moved: { $n } letters about it wait
}
recipients-setup-name = { $n ->
    [one] Somebody gets something about people from you, and their agreement is yet to be named.
   *[other] { $n } recipients get something about people from you, and their agreements are yet to be named.
}
recipients-setup-shut = { $n ->
    [one] Nothing leaves for one of your recipients: their agreement is over.
   *[other] Nothing leaves for { $n } of your recipients: their agreements are over.
}
recipients-said = { $name } – { $way }: { $purposes }; { $kinds }; { $region }.
recipients-more-purposes = Also for: { $list }
recipients-less-purposes = No longer for: { $list }
recipients-more-kinds = They also get: { $list }
recipients-less-kinds = They no longer get: { $list }
recipients-other-name = It is { $new } in place of { $old }
recipients-other-region = They keep it in { $new } in place of { $old }
recipients-other-way = What they do: { $new } in place of { $old }
recipients-other-place = They are asked at { $new } in place of { $old }
recipients-ahead-title = Who will handle something about you
recipients-ahead-why = Until its day nothing leaves by what is announced here. It counts only if our letters about it left as many days before as we promise; else its day moves, for a letter that cannot leave no more than once.
recipients-ahead-text = Everybody who has an account is written to. It counts on its day, if the letters left as many days before as you promise; else the day moves. A letter that cannot be sent, or waits for twice as many days, moves it no more. To take it back, end it.
recipients-ahead-new = New: { $name }
recipients-ahead-more = { $name } is to get more
recipients-then = Who handled something about people for us
recipients-then-changes = What changed of that while this version stood
recipients-came = New
recipients-went = No longer
recipients-changed = Changed
recipients-replaces = In place of
recipients-replaces-nobody = Nobody: they are new
recipients-fault-unequal = That is no equal: it would give more purposes or kinds of data, or in another country, or what it replaces does not count yet. Leave this out; it is announced then.
recipients-mail-ahead-subject = { $clinic }: { $new ->
    [yes] from { $day } on { $name } handles something about you for us
   *[no] from { $day } on { $name } gets more from us
    }
recipients-mail-ahead =
    This is an automatic letter of { $clinic }. You have an account with us, so we tell you ahead: { $new ->
        [yes] from { $day } on somebody new handles something about people for us.
       *[no] from { $day } on { $name }, who handles something about people for us already, is to get more.
    }

    { $changes }

    Until then nothing leaves for it. All of it, and what you can do: { $link }

    If you do not want this, tell us before that day; you need not give a reason. On your own pages you can see and take what we hold, and ask us to remove it: { $own }
recipients-mail-afterwards-subject = { $clinic }: since { $day } { $name } handles something about you for us
recipients-mail-afterwards =
    This is an automatic letter of { $clinic }. You have an account with us. Since { $day } { $name } hands on our letters. We tell you ahead of such a change; this time nobody was left who could have carried a letter, so we tell you now.

    { $changes }

    All of it, and what you can do: { $link }

    If you do not want this, tell us; you need not give a reason. On your own pages you can see and take what we hold, and ask us to remove it: { $own }
holds-recipient-letter =
    { $count ->
        [one] One letter about somebody who handles something about people for us was written
       *[other] { $count } letters about those who handle something about people for us were written
    }
recipients-mail-subject = The agreement with { $name } ends on { $day }
recipients-mail = { $unnamed ->
    [yes] Our program hands something about people to { $name }, and nobody has named the agreement they are bound by. Until { $day } it goes on; after that nothing leaves for them, and letters wait.
   *[no] The agreement by which { $name } is bound ends on { $day }. After that day nothing leaves for them, and letters wait. They leave once it is renewed.
    } { $everywhere ->
    [yes] Whoever runs the installation writes it down, with the command keepwell recipient. The list:
   *[no] Write it down here:
    } { $link }
ability-office-recipients = Keep the list of recipients
