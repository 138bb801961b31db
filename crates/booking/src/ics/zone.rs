//! A zone's definition inside a calendar file (VTIMEZONE, RFC 5545 section 3.6.5).
//!
//! Where the clocks change by a rule of the form "the last Sunday of March at one", the rule is written, as every
//! calendar program understands it. Where they do not (a year in which the law changed, a rule bound to Ramadan,
//! a change on the day after a last Thursday), each change of the years concerned is written out.

use std::ops::RangeInclusive;

use jiff::civil::{DateTime, Weekday, date};
use jiff::{Timestamp, tz::Offset, tz::TimeZone};

use super::LOCAL_FORM;
use super::line::Lines;

/// For so many years ahead a rule must hold before it is written: the weekdays of all dates return after 28.
const PROVEN_YEARS: i16 = 28;

/// Definitions look no further back than this year.
const RECKONING: i16 = 1970;

/// One change of the clocks.
struct Change {
    at: Timestamp,
    from: Offset,
    to: Offset,
    name: String,
    daylight: bool,
}

/// A change that returns every year on a certain weekday of a month: the first, ..., or (-1) the last.
struct Rule {
    month: i8,
    weekday: Weekday,
    nth: i8,
}

/// Writes the definition of the zone, right from the beginning of the year before `years` to the end of the year after.
pub fn definition(lines: &mut Lines, name: &str, zone: &TimeZone, years: RangeInclusive<i16>) {
    let first = years.start().saturating_sub(1);
    let last = years.end().saturating_add(1);
    lines.raw("BEGIN", "VTIMEZONE");
    lines.raw("TZID", name);
    match by_rule(zone, first, last) {
        Some(rules) => rules.iter().for_each(|(change, rule)| observance(lines, change, Some(rule))),
        None => {
            observance(lines, &in_force(zone, first), None);
            changes(zone, first, last).iter().for_each(|change| observance(lines, change, None));
        }
    }
    lines.raw("END", "VTIMEZONE");
}

fn new_year(year: i16) -> Timestamp {
    let end = if year < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let year = year.clamp(-9998, 9998);
    TimeZone::UTC.to_timestamp(date(year, 1, 1).into()).unwrap_or(end)
}

/// All changes from the beginning of the first year to the end of the last.
fn changes(zone: &TimeZone, first: i16, last: i16) -> Vec<Change> {
    let (from, to) = (new_year(first), new_year(last.saturating_add(1)));
    let mut before = zone.to_offset_info(from);
    let mut found = Vec::new();
    for change in zone.following(from).take_while(|change| change.timestamp() < to) {
        let after = zone.to_offset_info(change.timestamp());
        if before.offset() != after.offset() {
            // Some zones call their winter the saving time; to a reader, daylight time is the one ahead.
            let ahead = after.offset() > before.offset();
            found.push(Change {
                at: change.timestamp(),
                from: before.offset(),
                to: after.offset(),
                name: after.abbreviation().to_string(),
                daylight: ahead && (before.dst().is_dst() || after.dst().is_dst()),
            });
        }
        before = after;
    }
    found
}

/// What the clocks show as the year begins, as if they had been set to it in 1970 or with that year, if earlier.
fn in_force(zone: &TimeZone, year: i16) -> Change {
    let info = zone.to_offset_info(new_year(year));
    let (offset, name) = (info.offset(), info.abbreviation().to_string());
    let set = offset.to_timestamp(date(year.clamp(-9998, RECKONING), 1, 1).into()).unwrap_or(Timestamp::UNIX_EPOCH);
    Change { at: set, from: offset, to: offset, name, daylight: false }
}

/// The zone's two changes a year, when they follow rules throughout, each since the year the rules have held:
/// some readers compare zones by years long past.
fn by_rule(zone: &TimeZone, first: i16, last: i16) -> Option<Vec<(Change, Rule)>> {
    let proven = last.max(first.saturating_add(PROVEN_YEARS)).min(9990);
    let count = usize::try_from(proven - first + 1).ok()?;
    let changes = changes(zone, RECKONING.min(first), proven);
    let mut back = changes.into_iter().rev();
    let (mut one, mut two) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for _ in 0..count {
        two.push(back.next()?);
        one.push(back.next()?);
    }
    let (mut one, mut two) = (rule_of(one)?, rule_of(two)?);
    if (one.0.local().year(), two.0.local().year()) != (first, first) {
        return None;
    }
    while let (Some(second), Some(earlier)) = (back.next(), back.next()) {
        if !(follows(&one, &earlier) && follows(&two, &second)) {
            break;
        }
        (one.0, two.0) = (earlier, second);
    }
    Some(vec![one, two])
}

/// The earliest of the changes, given latest first, and the rule all of them follow, one a year.
fn rule_of(changes: Vec<Change>) -> Option<(Change, Rule)> {
    let days = || changes.iter().map(Change::local);
    let last = days().next()?;
    let nth = if days().all(|there| there.day() + 7 > there.days_in_month()) { -1 } else { (last.day() - 1) / 7 + 1 };
    let rule = Rule { month: last.month(), weekday: last.weekday(), nth };
    let mut changes = changes.into_iter();
    let mut known = (changes.next()?, rule);
    for earlier in changes {
        if !follows(&known, &earlier) {
            return None;
        }
        known.0 = earlier;
    }
    Some(known)
}

/// Whether the change is the known one's, a year before it.
fn follows((known, rule): &(Change, Rule), earlier: &Change) -> bool {
    let (there, year) = (earlier.local(), known.local().year() - 1);
    let first = date(year.max(-9998), rule.month, 1);
    (earlier.from, earlier.to, &earlier.name) == (known.from, known.to, &known.name)
        && there.time() == known.local().time()
        && first.nth_weekday_of_month(rule.nth, rule.weekday).is_ok_and(|day| day == there.date())
}

impl Change {
    /// What the clocks show in the moment they are changed.
    fn local(&self) -> DateTime {
        self.from.to_datetime(self.at)
    }
}

fn observance(lines: &mut Lines, change: &Change, rule: Option<&Rule>) {
    let kind = if change.daylight { "DAYLIGHT" } else { "STANDARD" };
    lines.raw("BEGIN", kind);
    lines.raw("DTSTART", &change.local().strftime(LOCAL_FORM).to_string());
    if let Some(rule) = rule {
        let weekday = match rule.weekday {
            Weekday::Monday => "MO",
            Weekday::Tuesday => "TU",
            Weekday::Wednesday => "WE",
            Weekday::Thursday => "TH",
            Weekday::Friday => "FR",
            Weekday::Saturday => "SA",
            Weekday::Sunday => "SU",
        };
        lines.raw("RRULE", &format!("FREQ=YEARLY;BYMONTH={};BYDAY={}{weekday}", rule.month, rule.nth));
    }
    lines.raw("TZOFFSETFROM", &offset(change.from));
    lines.raw("TZOFFSETTO", &offset(change.to));
    lines.text("TZNAME", &change.name);
    lines.raw("END", kind);
}

/// An offset as `+0530`, with seconds only where there are any.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes, rest) = (seconds.abs() / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}
