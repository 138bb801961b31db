# Bringing in clients from another system's file: the manager's pages.

people-import = Clients from a file
people-import-short = Bring in a file
people-import-back = To the files
people-import-add = Add a file
people-import-lead = Another system’s list of clients comes in here: first you say what each column is, then you see what would come of it, and nothing is written before you say so.
people-import-file = The file
people-import-hint = A CSV file or an Excel workbook (.xlsx) whose first line names its columns, up to { $most } and { $rows } rows.
people-import-kept = The file is about people, so it is locked away under a key of its own, and both go after { $days } days, or when you remove it.
people-import-look = Look into it
people-import-files = Files that are here
people-import-what =
    { $rows ->
        [one] one row, added { $date }
       *[other] { $rows } rows, added { $date }
    }
people-import-goes = It is removed by itself on { $date }.
people-import-goes-short = removed by itself on { $date }
people-import-state-columns = Waits for its columns
people-import-state-checking = Being looked at
people-import-state-checked = Ready to bring in
people-import-state-writing = Coming in
people-import-state-done = Brought in
people-import-state-unread = Cannot be read

people-import-large = This file is too large: at most { $most }. Nothing of it was kept. Please divide it and add the parts one after another.
people-import-long = There is more in this file than we read at once. Nothing of it was kept. Please divide it and add the parts one after another.
people-import-old = This is an old Excel file (.xls), or one with a password. Please open it, save it as .xlsx without a password, and add that.
people-import-foreign = We see no table in this file. Please save the list as CSV or as an Excel workbook (.xlsx), and add that.
people-import-damaged = We cannot read this workbook. Please open it, save it anew as .xlsx or as CSV, and add that.
people-import-wide = This file has more columns than we read. Please remove those you do not need, and add it again.
people-import-no-rows = Only names of columns stand in this file, and nobody below them. Please choose another.

people-import-columns = What is in each column?
people-import-columns-what = The columns
people-import-columns-lead = We guessed where a name is clear. What you leave behind is not kept at all.
people-import-sheet = We read the sheet “{ $sheet }”; the others are left alone.
people-import-columns-table = Each column with its first rows
people-import-column = Column
people-import-column-n = Column { $n }
people-import-first-rows = In the first rows
people-import-means = What it is
people-import-choose = Please choose
people-import-whole-name = Given and family name in one
people-import-number = Their number in the other system
people-import-left = Leave behind
people-import-twice = Two columns are said to be this. Please leave one behind.
people-import-names-twice = The names stand in columns of their own. Please leave this one behind.
people-import-no-names = Which columns are the given and the family name? Without them we cannot add anybody.
people-import-how = How to read it
people-import-dates = Dates of birth are written
people-import-dates-hint = 1988-05-03 is understood in any case.
people-import-day-first = day first: 3/5/1988 is the 3rd of May
people-import-month-first = month first: 5/3/1988 is the 3rd of May
people-import-system = The other system’s name
people-import-system-hint = Needed if their numbers come along: by name and number we know the same client again. Always write it the same way, in letters and digits.
people-import-system-missing = What is the other system called? By its name we keep its numbers apart from those of a third.
people-import-system-fault = Please use letters without accents, digits, spaces and -_. only, 40 at most.
people-import-check = See what would come of it
people-import-check-hint = Nothing is written by this.

people-import-looking = We are looking at each row
people-import-going = The clients are coming in
people-import-checking = { $gone } of { $total } rows looked at
people-import-writing = { $gone } of { $total } rows done
people-import-leave = You can leave this page; it goes on by itself.
people-import-still = Nothing has happened for a day. Whoever runs the program sees why under its jobs. You can remove the file; whoever was brought in stays.
people-import-again = Look again
people-import-unread = We could not read this file to its end. Please remove it and add it again.
people-import-would = What would come of it
people-import-nothing-yet = Nothing has been written yet.
people-import-came = What came of it
people-import-fresh = New clients
people-import-made = New clients added
people-import-known = Here already
people-import-faulty = Rows to mend
people-import-left-out = Rows left out
people-import-stay = Whoever is here already stays as they are: the same number, or the same name and email address. A row with neither is known again only if it comes a second time word for word.
people-import-new-labels = New labels that come along: { $labels }.
people-import-faulty-what =
    { $count ->
        [one] What about the row to mend?
       *[other] What about the { $count } rows to mend?
    }
people-import-skip = Leave out what has faults, and bring in the rest
people-import-all = Bring in nothing until it is mended
people-import-nothing = So nothing was brought in. Save the rows to mend below, mend them in the list and add it again; or leave them out.
people-import-run = Bring them in
people-import-go-on = Go on
people-import-columns-change = Change the columns
people-import-faults = Rows to mend
people-import-mend-lead = Save these rows as a file of their own, mend them there and add that file. A last column says what is wrong; it is left behind again.
people-import-mend = Save the rows to mend
people-import-mend-name = { $name } to mend.csv
people-import-line = Line
people-import-line-n = Line { $n }
people-import-faults-table = The rows to mend, line by line
people-import-wrong = What is wrong
people-import-column-says = { $column }: { $what }
people-import-more =
    { $count ->
        [one] One more row is in the file to mend.
       *[other] { $count } more rows are in the file to mend.
    }
people-import-sample = The first of them, as we read them
people-import-sample-table = The first clients
people-import-removal = Remove the file
people-import-removal-text = The file and its key go for good. Whoever was brought in stays.
people-import-remove = Remove it now

people-import-fault-columns = This row has more or fewer columns than the first line.
people-import-fault-formula = A formula in this row ends in an error.
people-import-fault-one-name = Please write a given and a family name.
people-import-fault-date = We cannot read this date. Please write it with four digits for the year.
people-import-fault-language = This is none of the clinic’s languages.
people-import-fault-labels = At most twenty labels fit one client.
people-import-fault-labels-full = There can be { $most } labels, and this one would be one more.
people-import-fault-repeated = This number stands in line { $line } already.

people-done-too-late = That was decided already; here is how it stands.
people-done-import-removed = The file is removed.
