## Uses of people's data that the notice added, and what people say to them
agreement-heading = We ask you first
agreement-lede = Our notice added a use of what you told us. It waits for your yes; until you say it, we act as if you said no.
agreement-title = For { $purpose }: { $kinds }
agreement-text = Since { $day } our notice (version { $version }) says that { $clinic } may read { $kinds } for { $purpose }. You came before that, so we do it only if you say yes. Whichever you choose, everything else goes on as before, and you can change it at any time; it counts at once.
agreement-yes = Yes, I agree
agreement-no = No
agreement-said-yes = Agreed on { $day }.
agreement-said-until = Agreed on { $day }, until { $end }.
agreement-said-no = Said no on { $day }.
agreement-said-unasked = Not answered yet. We act as if it were a no.
agreement-section = Uses that our notice added
agreement-waiting = { $count ->
    [one] One use of your data waits for your answer
   *[other] { $count } uses of your data wait for your answer
  }
agreement-ward = Answer for { $name }
agreement-desk = What our notice added, and what they say to it
agreement-desk-paper = Ask them, show them this text, and write down what they say. Your name stands beside it as the one who heard it.
agreement-desk-yes = They say yes
agreement-desk-no = They say no
agreement-version = Uses that this version added
agreement-version-text = Whoever came to us before { $day } is asked, and until they say yes we do not use it so.

consent-purpose-administration = running the clinic
consent-purpose-billing = charging and paying
consent-purpose-marketing = promotion
consent-purpose-analytics = counting use of our pages
consent-purpose-import = taking over records
consent-purpose-reporting = figures about many
consent-purpose-research = research and statistics that lead back to nobody
consent-category-reference = references
consent-category-schedule = the diary of visits
consent-category-biometric = what a body is recognised by
consent-category-location = places
consent-category-account = account and sign-in
consent-category-technical = technical notes
consent-category-finance = prices and payments
consent-category-public = what is public

agreement-mail-subject = { $clinic }: may we use what you told us for something more?
agreement-mail =
    This is an automatic letter of { $clinic }. Our notice added a use of what you told us, and it waits for your yes:

    { $uses }

    Until you say yes, we act as if you said no, and you need not do anything. Say yes or no here, after signing in; both are one press, and you can choose otherwise at any time: { $link }

    What our notice says: { $notice }

holds-use-answer =
    { $count ->
        [one] One answer about a use that our notice added
       *[other] { $count } answers about uses that our notice added
    }

copy-table-use-answer = What you said to uses that our notice added
copy-table-use-letter = Letters about uses that our notice added
copy-field-answer = Answer
copy-field-category = Kind of data
copy-field-receipt = Its receipt

holds-use-letter =
    { $count ->
        [one] One letter about a use that our notice added was written
       *[other] { $count } letters about uses that our notice added were written
    }
