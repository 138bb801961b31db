## What takes the word of two, where four eyes are asked for
confirmations-title = It waits for a second person
confirmations-told = { $who } asked for it, { $when }. Another has until { $until } to agree.
confirmations-why = Why
confirmations-mine = You asked for it. Another who may do this agrees, or it ends by itself.
confirmations-two = It takes two: what you ask for here happens once another agrees.
confirmations-ask = Ask another to agree
confirmations-agree = Agree: do it
confirmations-withdraw = Take it back
confirmations-decline = Do not agree
confirmations-kind-erasure-erase = Erase this client for good
confirmations-kind-erasure-anonymise = Anonymise this client for good
confirmations-kind-export = Take everything that the clinic keeps along
confirmations-kind-leaving = The clinic leaves this program
confirmations-kind-four-eyes = Ask for four eyes no more
confirmations-due = { $kind ->
        [erasure] Agree, or not: a client is to be erased
        [export] Agree, or not: everything is to be taken along
        [leaving] Agree, or not: the clinic is to leave
       *[four_eyes] Agree, or not: four eyes are to be let go
    }
confirmations-done-asked = Asked. It happens once another agrees.
confirmations-done-agreed = You agreed. Whoever asked takes it.
confirmations-done-withdrawn = It will not happen.
confirmations-export-agreed = Another agreed to this. You can take everything along now.
confirmations-own-title = It takes another
confirmations-own-text = You asked for it. Somebody else agrees.
confirmations-before-title = It was asked for before
confirmations-before-text = It waits already. Look at the page again: it says who asked, and until when.
confirmations-other-title = This record changed
confirmations-other-text = It was made one with another, or parted, since this was asked for. Take it back, look again, and ask anew.
