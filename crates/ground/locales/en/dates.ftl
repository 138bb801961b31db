## How this language writes days, times, figures and money. Every language has this file; the program asks for
## each of these keys by name. Years come as text, so that they are never grouped like a quantity.

language-name = English
# Where it is offered: "everywhere", or "notice" where no other page has its words.
language-offered = everywhere

# The sign between thousands and before the fraction: a comma, a full stop, a space or an apostrophe.
number-group = ,
number-decimal = .
number-percent = { $n }%

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec

date-long = { $weekday } { $day } { $month }
date-full = { $weekday } { $day } { $month } { $year }
date-plain = { $day } { $month } { $year }
date-short = { $weekday } { $day } { $month }
date-month = { $month } { $year }
date-range-within = { $from } to { $to } { $month }
date-range-across = { $from } { $from-month } to { $to } { $to-month }
date-today = today
date-tomorrow = tomorrow
date-yesterday = yesterday

time-range = { $from } to { $to }
date-time = { $date }, { $time }

time-ago-now = just now
time-ago-minutes = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
time-ago-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
time-ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
duration-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
duration-both = { $hours } { $minutes }
duration-minutes-short = { $n } min
duration-hours-short = { $n } h

money = { $symbol }{ $amount }
money-less = −{ $symbol }{ $amount }

list-two = { $first } and { $second }
list-more = { $first }, { $rest }
