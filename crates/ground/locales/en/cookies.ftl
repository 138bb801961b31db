## What each cookie is for, as the list of cookies tells it.

cookie-lang = Remembers the language you chose, once you have chosen one.

## What a browser says by itself
signal-title = What your browser says
signal-gpc = It says Global Privacy Control. It reached us, and we take it as your no to promotion and to counting.
signal-dnt = It says Do Not Track. It reached us, and we take it as your no to promotion and to counting.
signal-both = It says Global Privacy Control and Do Not Track. Both reached us, and we take them as your no to promotion and to counting.
signal-none = Nothing of being followed. If it said Global Privacy Control or Do Not Track, it would stand here.
signal-how = If you are signed in, your no is kept with your account, until you take it back yourself.
evidence-tracking-signals = { $signals } requests since the start said no to being followed, of { $people } people who were signed in; { $not_written_down } were not written down
