# What was given to somebody outside care. $count: how many; $day: a day as people say it; $who, $name: names.
disclosures-nav = Given out
disclosures-register = Given out
disclosures-register-lede = Everything that was given about somebody to whoever is outside their care. What an order keeps from the person is marked, and is shown to them on its day by itself.
disclosures-title-of = Given out about { $name }
disclosures-new = Something is given out
disclosures-new-text = Write it down for everything that goes to somebody outside this person’s care. To whom, what for and on what ground are sealed, and they read all of it on their own page.
disclosures-before = Given out before
disclosures-none = Nothing was given out
disclosures-none-text = What goes to somebody outside care is written down here.
disclosures-done = Written down.
disclosures-gone = Erased with the person
disclosures-from = Given from
disclosures-to = To
disclosures-every-kind = On every occasion
disclosures-kind = Occasion
disclosures-kind-hint = What is needed to treat, to be paid or to run the clinic is none of these, and is not written down here.
disclosures-kind-legal-order = An order of a court or an authority
disclosures-kind-business-transfer = The practice goes to somebody else
disclosures-kind-rights-protection = To protect a right, or somebody
disclosures-kind-public-health = Public health
disclosures-kind-partner = A partner outside this person’s care
disclosures-kind-named = Somebody whom the person named
disclosures-recipient = To whom
disclosures-recipient-hint = The name of the authority, company or person.
disclosures-address = Their address
disclosures-purpose = What for
disclosures-purpose-hint = In words that the person understands.
disclosures-basis = On what ground
disclosures-basis-hint = The law with its article, and the order’s number where there is one.
disclosures-categories = What is given
disclosures-what = What was given
disclosures-form = How
disclosures-form-paper = on paper
disclosures-form-post = by post
disclosures-form-hand = by word or on the spot
disclosures-form-file = as a file made here
disclosures-given = Given on
disclosures-about = About
disclosures-secret = An order forbids to tell the person
disclosures-secret-until = Until and with this day
disclosures-secret-hint = Until then neither they nor whoever acts for them finds it anywhere. The day after, it is there by itself.
disclosures-ordered-by = Who ordered so
disclosures-secret-line = { $over ->
        [yes] By order of { $by } nobody was told until { $day }
       *[no] Not told to the person until { $day }, by order of { $by }
    }
disclosures-recorded = Written down on { $day } by { $who }
disclosures-attached = { $count ->
        [one] One statement of the person went along
       *[other] { $count } statements of the person went along
    }
disclosures-said = What the person says beside what was not corrected
disclosures-attach = All of this goes along with what is given
disclosures-attach-hint = What somebody says beside what was not corrected goes along with everything that is given about them. Without that it cannot be written down.
disclosures-attach-several = The statements of those who made some went along
disclosures-record = Write it down
disclosures-record-several = Write it down for all of them
disclosures-several = For several people
disclosures-several-text = The same was given about several people. It is written down about each of them, or, if one line is wrong, about nobody.
disclosures-people = The people
disclosures-people-hint = One in each line: the id from the address of their record, or the mail address that only they have. 200 at most.
disclosures-line-fault = { $why ->
        [nobody] Line { $line }: nobody here is called that, or several have this address
        [twice] Line { $line }: an earlier line names the same person
        [restricted] Line { $line }: this person has their processing restricted; only what a law asks for is given out
        [erased] Line { $line }: this person’s record was erased
       *[statements] Line { $line }: what this person says beside their record has to go along; tick that it did
    }
disclosures-fault-list = Nothing was written down. Look at the lines below.
disclosures-fault-category = Say which kinds of data were given.
disclosures-fault-ahead = This day is still to come.
disclosures-fault-secret-past = This day is over: then nothing is to be hidden.
disclosures-fault-secret-day = Until which day? An order without a day hides nothing here.
disclosures-fault-ordered-by = Who ordered it?
disclosures-fault-secret-not-yours = Whoever answers for people’s data writes down what an order keeps secret.
disclosures-fault-statements = What the person says beside their record has to go along. Say that it does.
disclosures-fault-restricted = This person has their processing restricted. Until they lift that, only what a law asks for, or somebody’s right or safety, is given out about them.
disclosures-restricted-title = Their processing is restricted
disclosures-fault-page-sent = This page was sent before, and something else was written down by it. If what stands here was given too, send it once more.
disclosures-page-sent-title = The page was sent before
disclosures-statements-title = Their statement goes along
disclosures-sheet = Handed out
disclosures-sheet-make = What is handed out: sheet and files
disclosures-print = Print
disclosures-only-this = Use this for nothing but what is stated above, and give it to nobody else.
disclosures-sheet-said = What the person says beside it
disclosures-sheet-said-text = The clinic did not correct what these words are about. They belong to what is handed out and go on with it.
disclosures-sheet-nothing = Of these kinds nothing is held
disclosures-sheet-nothing-text = The sheet above is all there is.
disclosures-sheet-cut = This is not all of it: there are more than { $most } rows, and the rest is not here. Hand out the kinds of data one by one.
disclosures-by-itself = handed over by itself
disclosures-panel = Given to others
disclosures-panel-text = What of this record goes to somebody outside care is written down, and the person reads it.
disclosures-panel-go = See and write down
disclosures-own-title = To whom it was given
disclosures-own-title-of = To whom something about { $name } was given
disclosures-own-lede = Everybody outside your care who was given something about you, over { $years ->
        [one] one year
       *[other] { $years } years
    }: what, when, why and on what ground.
disclosures-own-count = { $count ->
        [0] Nothing about you was given to anybody outside your care.
        [one] Something was given to somebody outside your care once.
       *[other] Something was given to somebody outside your care { $count } times.
    }
disclosures-own-count-of = { $count ->
        [0] Nothing about { $name } was given to anybody outside their care.
        [one] Something about { $name } was given to somebody outside their care once.
       *[other] Something about { $name } was given to somebody outside their care { $count } times.
    }
disclosures-own-see = See to whom
disclosures-mail-line =
    { $day }: { $recipient }
    { $address }
    { $occasion }. { $purpose }
    { $basis }. { $what }.
disclosures-mail-more = And { $count } more, which stand on your page.

ability-office-disclose = Write down what is given to somebody outside care
ability-office-disclosures = See all that was given out, write it down for several, and make what is handed out
copy-table-disclosure = To whom something was given
copy-table-disclosure-statement = What you said that went along
holds-disclosure = { $count ->
        [one] one note of something given to others
       *[other] { $count } notes of things given to others
    }
holds-disclosure-statement = { $count ->
        [one] one statement of yours that went along
       *[other] { $count } statements of yours that went along
    }
copy-field-recorded-at = Written down
copy-field-recorded-by = Written down by
copy-field-address = Address
copy-field-form = How
copy-field-withheld-until = Not told until
copy-field-ordered-by = By whose order
copy-field-statements = Statements that went along
copy-field-statement = Statement
copy-field-disclosure = Given
evidence-sharing-disclosures-recorded = { $recorded } noted; of these { $statements_left_out } without a statement that had to go along, { $hidden_past_their_day } hidden though their day has come, { $told_before_their_day } told before it, { $changed_afterwards } changed afterwards; { $answered_short } answers to requests that named fewer than there were
