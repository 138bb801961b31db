# Bringing in clients from another system's file. Every kind of files has these first keys; incoming.ftl has the rest.

people-import = Clients from a file
people-import-short = Bring in a file
people-import-lead = Another system’s list of clients comes in here: first you say what each column is, then you see what would come of it, and nothing is written before you say so.
people-import-whole-name = Given and family name in one
people-import-number = Their number in the other system
people-import-names-twice = The names stand in columns of their own. Please leave this one behind.
people-import-no-names = Which columns are the given and the family name? Without them we cannot add anybody.
people-import-system-hint = Needed if their numbers come along: by name and number we know the same client again. Always write it the same way, in letters and digits.
people-import-going = The clients are coming in
people-import-still = Nothing has happened for a day. Whoever runs the program sees why under its jobs. You can remove the file; whoever was brought in stays.
people-import-fresh = New clients
people-import-made = New clients added
people-import-stay = Whoever is here already stays as they are: the same number, or the same name and email address. A row with neither is known again only if it comes a second time word for word.
people-import-added = New labels that come along: { $added }.
people-import-run = Bring them in
people-import-sample = The first of them, as we read them
people-import-sample-table = The first clients
people-import-removal-text = The file and its key go for good. Whoever was brought in stays.
people-import-fault-erased = Somebody whom this number or address belongs to was erased at their request, and is not brought back by a file. If they want to come back, enter them at the desk.
people-import-fault-one-name = Please write a given and a family name.
people-import-fault-language = This is none of the clinic’s languages.
people-import-fault-labels = At most twenty labels fit one client.
people-import-fault-labels-full = There can be { $most } labels, and this one would be one more.
