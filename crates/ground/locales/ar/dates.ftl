## كيف تكتب هذه اللغة الأيام والأوقات والأرقام والمال. الأرقام غربية كما في صفحات الحجز.

language-name = العربية
language-offered = everywhere

number-group = ,
number-decimal = .
number-percent = { $n }%

weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
weekday-short-1 = الاثنين
weekday-short-2 = الثلاثاء
weekday-short-3 = الأربعاء
weekday-short-4 = الخميس
weekday-short-5 = الجمعة
weekday-short-6 = السبت
weekday-short-7 = الأحد

month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
month-short-1 = يناير
month-short-2 = فبراير
month-short-3 = مارس
month-short-4 = أبريل
month-short-5 = مايو
month-short-6 = يونيو
month-short-7 = يوليو
month-short-8 = أغسطس
month-short-9 = سبتمبر
month-short-10 = أكتوبر
month-short-11 = نوفمبر
month-short-12 = ديسمبر

date-long = { $weekday } { $day } { $month }
date-full = { $weekday } { $day } { $month } { $year }
date-plain = { $day } { $month } { $year }
date-short = { $weekday } { $day } { $month }
date-month = { $month } { $year }
date-range-within = { $from } إلى { $to } { $month }
date-range-across = { $from } { $from-month } إلى { $to } { $to-month }
date-today = اليوم
date-tomorrow = غدًا
date-yesterday = أمس

time-range = { $from } إلى { $to }
date-time = { $date }، { $time }

time-ago-now = الآن
time-ago-minutes = { $n ->
    [one] قبل دقيقة
    [two] قبل دقيقتين
    [few] قبل { $n } دقائق
   *[other] قبل { $n } دقيقة
}
time-ago-hours = { $n ->
    [one] قبل ساعة
    [two] قبل ساعتين
    [few] قبل { $n } ساعات
   *[other] قبل { $n } ساعة
}
time-ago-days = { $n ->
    [one] قبل يوم
    [two] قبل يومين
    [few] قبل { $n } أيام
   *[other] قبل { $n } يومًا
}

duration-minutes = { $n ->
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $n } دقائق
   *[other] { $n } دقيقة
}
duration-hours = { $n ->
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $n } ساعات
   *[other] { $n } ساعة
}
duration-both = { $hours } و{ $minutes }
duration-minutes-short = { $n } د
duration-hours-short = { $n } س

money = { $symbol }{ $amount }
money-less = −{ $symbol }{ $amount }

list-two = { $first } و{ $second }
list-more = { $first }، { $rest }
