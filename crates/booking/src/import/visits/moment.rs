//! Days and times as offices and their programs write them.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use people::incoming::DateOrder;

/// A moment as it is written: its day, and what is said of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub day: Date,
    pub time: Option<Time>,
    /// How far the clock that wrote it stood from UTC, where that is said: `Z`, `UTC`, `+01:00`.
    pub offset: Option<Offset>,
}

/// Reads a day with or without a time: `3/5/2026 14:30`, `2026-05-03T14:30:00Z`, `03.05.2026, 2:30 pm`.
pub(super) fn moment(text: &str, order: DateOrder) -> Option<Written> {
    let text = text.trim();
    let end = text.find([' ', 'T', ',']).unwrap_or(text.len());
    let (day, rest) = text.split_at(end);
    let day = order.day(day)?;
    let rest = rest.trim_start_matches(['T', ',', ' ']).trim();
    if rest.is_empty() {
        return Some(Written { day, time: None, offset: None });
    }
    let (rest, offset) = apart(rest);
    Some(Written { day, time: Some(time(rest)?), offset })
}

/// Reads a time of day, also where a workbook keeps it behind a day: `14:30`, `2:30 PM`, `14.30`, `1899-12-31 14:30`.
pub(super) fn time(text: &str) -> Option<Time> {
    let text = text.trim().to_lowercase();
    let text = match text.rsplit_once(' ') {
        Some((day, time)) if day.contains('-') => time.to_owned(),
        _ => text,
    };
    let half = ["am", "a.m.", "pm", "p.m."].into_iter().find(|half| text.ends_with(half));
    let digits = text.trim_end_matches(half.unwrap_or_default()).trim().trim_end_matches("uhr").trim();
    let parts: Vec<&str> = digits.split([':', '.', 'h']).collect();
    let number = |part: &str, most: usize| -> Option<i8> {
        let fits = !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse().ok())?
    };
    let (hour, minute) = match *parts.as_slice() {
        // An hour alone is one only if it says which half of the day.
        [hour] if half.is_some() => (number(hour, 2)?, 0),
        [hour, minute] => (number(hour, 2)?, number(minute, 2).filter(|_| minute.len() == 2)?),
        // Of seconds, and of their parts, nothing is kept.
        [hour, minute, second] | [hour, minute, second, _] => {
            number(second, 2)?;
            (number(hour, 2)?, number(minute, 2)?)
        }
        _ => return None,
    };
    let hour = match half.map(|half| half.starts_with('p')) {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(true) => hour % 12 + 12,
        Some(false) => hour % 12,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// A time apart from what it says of its clock.
fn apart(text: &str) -> (&str, Option<Offset>) {
    for utc in ["Z", "z", "UTC", "GMT"] {
        if let Some(time) = text.strip_suffix(utc) {
            return (time.trim_end(), Some(Offset::UTC));
        }
    }
    let Some(at) = text.rfind(['+', '-']) else { return (text, None) };
    let (time, said) = text.split_at(at);
    let digits: String = said.chars().skip(1).filter(|c| *c != ':').collect();
    let offset = match (digits.len(), digits.parse::<i32>()) {
        (2, Ok(hours)) => Some(hours * 3_600),
        (4, Ok(both)) => Some(both / 100 * 3_600 + both % 100 * 60),
        _ => None,
    };
    let signed = offset.map(|seconds| if said.starts_with('-') { -seconds } else { seconds });
    match signed.and_then(|seconds| Offset::from_seconds(seconds).ok()) {
        Some(offset) => (time.trim_end(), Some(offset)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time as at};
    use jiff::tz::offset;

    use super::*;

    #[test]
    fn a_time_is_read_as_offices_write_it() {
        for (text, read) in [
            ("14:30", Some(at(14, 30, 0, 0))),
            ("9:05", Some(at(9, 5, 0, 0))),
            ("14.30", Some(at(14, 30, 0, 0))),
            ("14h30", Some(at(14, 30, 0, 0))),
            ("14:30 Uhr", Some(at(14, 30, 0, 0))),
            ("14:30:59", Some(at(14, 30, 0, 0))),
            ("14:30:59.123", Some(at(14, 30, 0, 0))),
            ("2:30 PM", Some(at(14, 30, 0, 0))),
            ("2:30pm", Some(at(14, 30, 0, 0))),
            ("12:00 a.m.", Some(at(0, 0, 0, 0))),
            ("12 pm", Some(at(12, 0, 0, 0))),
            ("1899-12-31 14:30", Some(at(14, 30, 0, 0))),
            ("14", None),
            ("14:3", None),
            ("24:00", None),
            ("13:00 pm", None),
            ("0:30 am", None),
            ("-1:30", None),
            ("noon", None),
            ("", None),
        ] {
            assert_eq!(time(text), read, "{text}");
        }
    }

    #[test]
    fn a_moment_is_a_day_with_what_is_said_of_its_time() {
        use DateOrder::{DayFirst, MonthFirst};
        let third = date(2026, 5, 3);
        let half_past_two = Some(at(14, 30, 0, 0));
        for (text, order, time, offset) in [
            ("3/5/2026 14:30", DayFirst, half_past_two, None),
            ("5/3/2026 2:30 PM", MonthFirst, half_past_two, None),
            ("03.05.2026, 14:30", DayFirst, half_past_two, None),
            ("2026-05-03", DayFirst, None, None),
            ("2026-05-03T14:30:00Z", DayFirst, half_past_two, Some(Offset::UTC)),
            ("2026-05-03 14:30 UTC", DayFirst, half_past_two, Some(Offset::UTC)),
            ("2026-05-03T14:30:00.000+01:00", DayFirst, half_past_two, Some(offset(1))),
            ("2026-05-03T14:30-0330", DayFirst, half_past_two, Offset::from_seconds(-12_600).ok()),
        ] {
            assert_eq!(moment(text, order), Some(Written { day: third, time, offset }), "{text}");
        }
        for text in ["", "14:30", "3/5/26 14:30", "2026-05-03 later", "2026-05-03T25:00", "2026-05-03T14:30+99:99"] {
            assert_eq!(moment(text, DayFirst), None, "{text}");
        }
    }
}
