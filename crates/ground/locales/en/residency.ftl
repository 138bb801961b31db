## Where what is kept about people lies
residency-line = What you tell us here is kept in { $place }.
residency-line-desk = Tell them before you save: what they tell us is kept in { $place }. That you did is written down under your name.
residency-elsewhere = I live in another country
residency-elsewhere-desk = They live in another country
residency-home = Where do you live?
residency-home-desk = Where do they live?
residency-home-other = In none of these
residency-home-eu = European Union, Iceland, Liechtenstein or Norway
residency-home-in = India
residency-agree = It may be kept in { $place }. I was told the risk: no authority at my home has found that the law there protects me as well, and no contract makes up for it, so authorities there may get to read it, and I may have no right and no court there against that. I can take this back at any time.
residency-agree-desk = They agreed that it is kept in { $place }, and were told the risk: no authority at their home has found that the law there protects them as well, and no contract makes up for it, so authorities there may get to read it, and they may have no right and no court there against that. They can take this back at any time.
residency-never-ae = The law of the United Arab Emirates has health information about services given there stay there. Agreeing would not change that, so we do not ask you to.
residency-fault-agree = The law there asks that you agree first. Nothing was stored.
residency-fault-known = Their yes to where it is kept ended, or was to another country. Ask them first, and write down what they say on their page, under “Consents and restrictions”. Nothing was stored.
residency-fault-typed = They are known here already, and what is typed of somebody new agrees to nothing for them. Ask them where their data may be kept, write down what they say on their page, under “Consents and restrictions”, and book then. Nothing was stored.
residency-asked-anew-title = They are to be asked first
residency-moved-title = It is kept in another country now
residency-fault-moved = Where it is kept changed while you wrote. Please read it once more. Nothing was stored.
consent-residency = Keep my data in another country
consent-residency-text = { $clinic } may keep what it has about me in { $place }. I was told the risk: no authority at my home has found that the law there protects me as well, and no contract makes up for it, so authorities there may get to read it, and I may have no right and no court there against that. I can take this back at any time, on my own pages or by word to { $clinic }. Then nobody uses it any more, and I can have it erased.
holds-residency-told =
    { $count ->
        [one] One note of what you were told of where it is kept.
       *[other] { $count } notes of what you were told of where it is kept.
    }
