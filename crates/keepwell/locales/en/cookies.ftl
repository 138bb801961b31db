## What a browser keeps for us, and what one chooses of it
cookies-title = What your browser keeps, and what you choose
cookies-lede = We leave only what a page cannot do without until you choose something. There is no banner here, because nothing is on that would need your yes.
cookies-choices = Your choices
cookies-settings = Settings
cookies-language = This browser keeps that you chose { $language }.
cookies-forget = Forget it
cookies-no-settings = This browser keeps no setting of yours. Once you choose a language, it keeps that.
cookies-counting = Counting of visits
cookies-not-counted = Nobody’s visits to our pages are counted: this choice stands at “off” for everybody. Should counting ever begin, it stays off for you until you choose it here.
cookies-own = If you want your no to it on record all the same, it is one press.
cookies-need = Needed
cookies-necessary = The page cannot do without
cookies-setting = A setting of yours
cookies-nothing-else = Nothing else is kept: nothing in the local or session storage of your browser, in its databases or its caches.
cookies-to-choices = What you choose of it
cookies-done = Forgotten. This browser keeps no setting of yours.

evidence-cookies-choice = { $answers } answers since the start set { $set } different cookies, { $before_a_choice } of them ones that the page could do without and nobody had chosen
