## Where what is kept about people lies
residency-line = What you tell us here is kept in { $place }.
residency-line-desk = Tell them before you save: what they tell us is kept in { $place }. That you did is written down under your name.
residency-elsewhere = I live in another country
residency-elsewhere-desk = They live in another country
residency-home = Where do you live?
residency-home-desk = Where do they live?
residency-home-other = In none of these
residency-home-ae = United Arab Emirates
residency-home-eu = European Union, Iceland, Liechtenstein or Norway
residency-home-in = India
residency-agree = It may be kept in { $place }, where another law holds than at my home. I can take this back at any time.
residency-agree-desk = They agreed that it is kept in { $place }, where another law holds than at their home. They can take this back at any time.
residency-fault-agree = The law there asks that you agree first. Nothing was stored.
residency-fault-moved = Where it is kept changed while you wrote. Please read it once more. Nothing was stored.
consent-residency = Keep my data in another country
consent-residency-text = { $clinic } may keep what it has about me in { $place }, where another law holds than at my home. I can take this back at any time, on my own pages or by word to { $clinic }. Then nobody uses it any more, and I can have it erased.
holds-residency-told =
    { $count ->
        [one] One note of what you were told of where it is kept.
       *[other] { $count } notes of what you were told of where it is kept.
    }
