//! Days and times, as the language writes them. What day it is "today" is a parameter: it depends on a zone.

use jiff::civil::{Date, Time};
use jiff::tz::AmbiguousOffset;
use jiff::{SignedDuration, Zoned};

use super::{Tongue, Value};

impl Tongue {
    /// "Thursday 26 November". For days near enough that the year is plain.
    pub fn date_long(&self, day: impl Into<Date>) -> String {
        self.day("date-long", day.into(), false)
    }

    /// "Thursday 26 November"; with its year where that is not plain, because the day is half a year away or more.
    pub fn date_around(&self, day: impl Into<Date>, today: impl Into<Date>) -> String {
        let (day, today) = (day.into(), today.into());
        let plain = today.until(day).is_ok_and(|span| span.get_days().abs() < 183);
        if plain { self.date_long(day) } else { self.date_full(day) }
    }

    /// "Thursday 26 November 2026".
    pub fn date_full(&self, day: impl Into<Date>) -> String {
        self.day("date-full", day.into(), false)
    }

    /// "26 November 2026": a date of birth, the date of a notice.
    pub fn date_plain(&self, day: impl Into<Date>) -> String {
        self.day("date-plain", day.into(), false)
    }

    /// "Thu 26 Nov".
    pub fn date_short(&self, day: impl Into<Date>) -> String {
        self.day("date-short", day.into(), true)
    }

    /// "today", "tomorrow", "yesterday", or the date as [`Tongue::date_around`] says it.
    pub fn date_near(&self, day: impl Into<Date>, today: impl Into<Date>) -> String {
        let (day, today) = (day.into(), today.into());
        match today.until(day).map(|span| span.get_days()) {
            Ok(0) => self.get("date-today"),
            Ok(1) => self.get("date-tomorrow"),
            Ok(-1) => self.get("date-yesterday"),
            _ => self.date_around(day, today),
        }
    }

    /// "24 to 30 November", "30 November to 6 December".
    pub fn date_range(&self, from: impl Into<Date>, to: impl Into<Date>) -> String {
        let (from, to) = (from.into(), to.into());
        let (first, last) = (self.month_name(from), self.month_name(to));
        if (from.year(), from.month()) == (to.year(), to.month()) {
            let values = [("from", from.day().into()), ("to", to.day().into()), ("month", last.into())];
            return self.say("date-range-within", &values, false);
        }
        let values = [
            ("from", from.day().into()),
            ("from-month", first.into()),
            ("to", to.day().into()),
            ("to-month", last.into()),
        ];
        self.say("date-range-across", &values, false)
    }

    /// "November 2026".
    pub fn month(&self, day: impl Into<Date>) -> String {
        let day = day.into();
        self.say(
            "date-month",
            &[("month", self.month_name(day).into()), ("year", day.year().to_string().into())],
            false,
        )
    }

    /// "Thursday".
    pub fn weekday(&self, day: impl Into<Date>) -> String {
        self.get(&format!("weekday-{}", day.into().weekday().to_monday_one_offset()))
    }

    /// "Thu".
    pub fn weekday_short(&self, day: impl Into<Date>) -> String {
        self.get(&format!("weekday-short-{}", day.into().weekday().to_monday_one_offset()))
    }

    /// "14:15", in 24 hours. In a right-to-left page put it in `<bdi>`.
    pub fn time(&self, at: impl Into<Time>) -> String {
        let at = at.into();
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// "14:15", in the zone `at` carries; "01:30 GMT" where the clock shows that time twice, because it is put back.
    pub fn clock(&self, at: &Zoned) -> String {
        let (time, zone) = (self.time(at.time()), at.time_zone());
        match zone.to_ambiguous_timestamp(at.datetime()).offset() {
            AmbiguousOffset::Fold { .. } => format!("{time} {}", zone.to_offset_info(at.timestamp()).abbreviation()),
            _ => time,
        }
    }

    /// "14:15 to 15:00", as [`Tongue::clock`] says each of them.
    pub fn clock_range(&self, from: &Zoned, to: &Zoned) -> String {
        self.say("time-range", &[("from", self.clock(from).into()), ("to", self.clock(to).into())], false)
    }

    /// "14:15 to 15:00".
    pub fn time_range(&self, from: impl Into<Time>, to: impl Into<Time>) -> String {
        self.say("time-range", &[("from", self.time(from).into()), ("to", self.time(to).into())], false)
    }

    /// "Thursday 26 November, 14:15", in the zone `at` carries; the year as in [`Tongue::date_around`].
    pub fn date_time(&self, at: &Zoned, today: impl Into<Date>) -> String {
        let values = [("date", self.date_around(at.date(), today).into()), ("time", self.clock(at).into())];
        self.say("date-time", &values, false)
    }

    /// "today, 14:15", "Thursday 26 November, 14:15"; `today` in the same zone as `at`.
    pub fn date_time_near(&self, at: &Zoned, today: impl Into<Date>) -> String {
        let values = [("date", self.date_near(at.date(), today).into()), ("time", self.clock(at).into())];
        self.say("date-time", &values, false)
    }

    /// How long ago: "just now", "5 minutes ago", "3 days ago". What lies ahead reads "just now".
    pub fn ago(&self, since: SignedDuration) -> String {
        let (key, n) = match since.as_secs() {
            ..60 => return self.get("time-ago-now"),
            seconds @ 60..3_600 => ("time-ago-minutes", seconds / 60),
            seconds @ 3_600..86_400 => ("time-ago-hours", seconds / 3_600),
            seconds => ("time-ago-days", seconds / 86_400),
        };
        self.say(key, &[("n", n.into())], false)
    }

    fn month_name(&self, day: Date) -> String {
        self.get(&format!("month-{}", day.month()))
    }

    fn day(&self, key: &str, day: Date, short: bool) -> String {
        let (weekday, month) = if short {
            (self.weekday_short(day), self.get(&format!("month-short-{}", day.month())))
        } else {
            (self.weekday(day), self.month_name(day))
        };
        let values: [(&str, Value<'_>); 4] = [
            ("weekday", weekday.into()),
            ("day", day.day().into()),
            ("month", month.into()),
            ("year", day.year().to_string().into()),
        ];
        self.say(key, &values, false)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn a_day_is_written_as_the_language_writes_it() {
        let words = sample();
        let (en, ar) = (words.english(), words.tongue("ar").unwrap());
        let day = date(2026, 11, 26);
        for (english, arabic, en_expected, ar_expected) in [
            (en.date_long(day), ar.date_long(day), "Thursday 26 November", "الخميس 26 نوفمبر"),
            (en.date_full(day), ar.date_full(day), "Thursday 26 November 2026", "الخميس 26 نوفمبر 2026"),
            (en.date_plain(day), ar.date_plain(day), "26 November 2026", "26 نوفمبر 2026"),
            (en.date_short(day), ar.date_short(day), "Thu 26 Nov", "الخميس 26 نوفمبر"),
            (en.month(day), ar.month(day), "November 2026", "نوفمبر 2026"),
            (
                en.date_range(date(2026, 11, 24), date(2026, 11, 30)),
                ar.date_range(date(2026, 11, 24), date(2026, 11, 30)),
                "24 to 30 November",
                "24 إلى 30 نوفمبر",
            ),
            (
                en.date_range(date(2026, 11, 30), date(2026, 12, 6)),
                ar.date_range(date(2026, 11, 30), date(2026, 12, 6)),
                "30 November to 6 December",
                "30 نوفمبر إلى 6 ديسمبر",
            ),
            (
                en.time_range(time(9, 5, 0, 0), time(15, 0, 0, 0)),
                ar.time_range(time(9, 5, 0, 0), time(15, 0, 0, 0)),
                "09:05 to 15:00",
                "09:05 إلى 15:00",
            ),
        ] {
            assert_eq!((english.as_str(), arabic.as_str()), (en_expected, ar_expected));
        }
        assert_eq!(words.missing(), Vec::<String>::new());
    }

    #[test]
    fn every_weekday_and_month_has_its_words() {
        let words = sample();
        for lang in ["en", "ar"] {
            let tongue = words.tongue(lang).unwrap();
            for month in 1..=12 {
                tongue.date_short(date(2026, month, month));
                tongue.date_long(date(2026, month, month + 7));
            }
        }
        assert_eq!(words.missing(), Vec::<String>::new());
    }

    #[test]
    fn near_days_are_called_by_name_across_months_and_years() {
        let en = sample().english();
        for (day, today, expected) in [
            (date(2027, 1, 1), date(2027, 1, 1), "today"),
            (date(2027, 1, 1), date(2026, 12, 31), "tomorrow"),
            (date(2026, 12, 31), date(2027, 1, 1), "yesterday"),
            (date(2027, 1, 2), date(2026, 12, 31), "Saturday 2 January"),
            (date(2026, 6, 1), date(2026, 11, 30), "Monday 1 June"),
            (date(2026, 5, 31), date(2026, 11, 30), "Sunday 31 May 2026"),
            (date(2027, 6, 1), date(2026, 11, 30), "Tuesday 1 June 2027"),
            (date(1970, 1, 1), date(2026, 11, 30), "Thursday 1 January 1970"),
            (date(-9999, 1, 1), date(9999, 12, 31), "Monday 1 January -9999"),
        ] {
            assert_eq!(en.date_near(day, today), expected);
        }
    }

    #[test]
    fn an_instant_is_said_in_the_zone_it_carries() {
        let en = sample().english();
        let at: Zoned = "2026-11-26T14:15+00:00[Europe/Dublin]".parse().unwrap();
        assert_eq!(en.date_time(&at, date(2026, 10, 1)), "Thursday 26 November, 14:15");
        // The night in which the clock goes back has half past one twice.
        for (at, expected) in [
            ("2026-10-25T01:30+01:00[Europe/Dublin]", "01:30 IST"),
            ("2026-10-25T01:30+00:00[Europe/Dublin]", "01:30 GMT"),
            ("2026-10-25T00:59+01:00[Europe/Dublin]", "00:59"),
            ("2026-10-25T02:00+00:00[Europe/Dublin]", "02:00"),
        ] {
            assert_eq!(en.clock(&at.parse().unwrap()), expected);
        }
        let madrid = at.in_tz("Europe/Madrid").unwrap();
        assert_eq!(en.date_time_near(&madrid, date(2026, 11, 26)), "today, 15:15");
        for (seconds, expected) in
            [(-5, "just now"), (59, "just now"), (60, "1 minute ago"), (7_200, "2 hours ago"), (259_200, "3 days ago")]
        {
            assert_eq!(en.ago(SignedDuration::from_secs(seconds)), expected);
        }
    }
}
