## What each cookie is for, as the list of cookies tells it.

cookie-lang = Remembers the language you chose, once you have chosen one.
