# Another system's file on its way in, whatever its rows are: the manager's pages. What a kind of files says in its own
# words stands in the room's own file, under the keys of people-import.

incoming-back = To the files
incoming-add = Add a file
incoming-file = The file
incoming-hint = A CSV file or an Excel workbook (.xlsx) whose first line names its columns, up to { $most } and { $rows } rows.
incoming-kept = The file is about people, so it is locked away under a key of its own, and both go after { $days } days, or when you remove it.
incoming-look = Look into it
incoming-files = Files that are here
incoming-what =
    { $rows ->
        [one] one row, added { $date }
       *[other] { $rows } rows, added { $date }
    }
incoming-goes = It is removed by itself on { $date }.
incoming-goes-short = removed by itself on { $date }
incoming-state-columns = Waits for its columns
incoming-state-checking = Being looked at
incoming-state-checked = Ready to bring in
incoming-state-writing = Coming in
incoming-state-done = Brought in
incoming-state-unread = Cannot be read
incoming-large = This file is too large: at most { $most }. Nothing of it was kept. Please divide it and add the parts one after another.
incoming-long = There is more in this file than we read at once. Nothing of it was kept. Please divide it and add the parts one after another.
incoming-old = This is an old Excel file (.xls), or one with a password. Please open it, save it as .xlsx without a password, and add that.
incoming-foreign = We see no table in this file. Please save the list as CSV or as an Excel workbook (.xlsx), and add that.
incoming-damaged = We cannot read this workbook. Please open it, save it anew as .xlsx or as CSV, and add that.
incoming-wide = This file has more columns than we read. Please remove those you do not need, and add it again.
incoming-no-rows = Only names of columns stand in this file, and nothing below them. Please choose another.
incoming-columns = What is in each column?
incoming-columns-what = The columns
incoming-columns-lead = We guessed where a name is clear. What you leave behind is not kept at all.
incoming-only-one = We see one column only. If there are several in your list, please save it as CSV with commas or semicolons between them, or as an Excel workbook (.xlsx), and add that.
incoming-sheet = We read the sheet “{ $sheet }”; the others are left alone.
incoming-columns-table = Each column with its first rows
incoming-column = Column
incoming-column-n = Column { $n }
incoming-first-rows = In the first rows
incoming-means = What it is
incoming-choose = Please choose
incoming-left = Leave behind
incoming-twice = Two columns are said to be this. Please leave one behind.
incoming-how = How to read it
incoming-dates = Dates are written
incoming-dates-hint = 1988-05-03 is understood in any case.
incoming-day-first = day first: 3/5/1988 is the 3rd of May
incoming-month-first = month first: 5/3/1988 is the 3rd of May
incoming-system = The other system’s name
incoming-system-missing = What is the other system called? By its name we keep its numbers apart from those of a third.
incoming-system-fault = Please use letters without accents, digits, spaces and -_. only, 40 at most.
incoming-check = See what would come of it
incoming-check-hint = Nothing is written by this.
incoming-looking = We are looking at each row
incoming-checking = { $gone } of { $total } rows looked at
incoming-writing = { $gone } of { $total } rows done
incoming-leave = You can leave this page; it goes on by itself.
incoming-again = Look again
incoming-unread = We could not read this file to its end. Please remove it and add it again.
incoming-would = What would come of it
incoming-no-room = From here on there was no room: whoever runs this program lets you have no more clients. What was brought in stays. Once there is room, add the same file again; it brings the rest.
incoming-nothing-yet = Nothing has been written yet.
incoming-came = What came of it
incoming-known = Here already
incoming-faulty = Rows to mend
incoming-left-out = Rows left out
incoming-faulty-what =
    { $count ->
        [one] What about the row to mend?
       *[other] What about the { $count } rows to mend?
    }
incoming-skip = Leave out what has faults, and bring in the rest
incoming-all = Bring in nothing until it is mended
incoming-nothing = So nothing was brought in. Save the rows to mend below, mend them in the list and add it again; or leave them out.
incoming-go-on = Go on
incoming-columns-change = Change the columns
incoming-faults = Rows to mend
incoming-mend-lead = Save these rows as a file of their own, mend them there and add that file. A last column says what is wrong; it is left behind again.
incoming-mend = Save the rows to mend
incoming-mend-name = { $name } to mend.csv
incoming-line = Line
incoming-line-n = Line { $n }
incoming-faults-table = The rows to mend, line by line
incoming-wrong = What is wrong
incoming-column-says = { $column }: { $what }
incoming-more =
    { $count ->
        [one] One more row is in the file to mend.
       *[other] { $count } more rows are in the file to mend.
    }
incoming-removal = Remove the file
incoming-remove = Remove it now
incoming-fault-columns = This row has more or fewer columns than the first line.
incoming-fault-formula = A formula in this row ends in an error.
incoming-fault-date = We cannot read this date. Please write it with four digits for the year.
incoming-fault-repeated = This number stands in line { $line } already.
incoming-done-too-late = That was decided already; here is how it stands.
incoming-done-removed = The file is removed.
