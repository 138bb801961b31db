//! Who is told of a breach, and until when.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::Serialize;

use super::pack::{Arises, Checked, Fact, Notify, Whom, facts};
use crate::age::Jurisdiction;

vocabulary! {
    /// How much a breach puts persons at risk (GDPR Articles 33 and 34).
    pub enum Grade as "a grade of risk" {
        /// It is unlikely to be a risk.
        None = "none",
        /// It is a risk.
        Risk = "risk",
        /// It is likely to be a high risk.
        High = "high",
    }
}

/// What was found of a breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assessed {
    /// The risk to persons.
    pub grade: Grade,
    /// Whether it was shown that the data was probably not compromised (45 CFR 164.402(2)).
    pub improbable: bool,
    /// Whether whoever has the data cannot read it, because it is sealed and the keys were not taken.
    pub unreadable: bool,
}

/// A duty to tell somebody of a breach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Telling {
    /// The fact it comes from: "us.breach.media"; "none" where we know no law.
    pub fact: String,
    /// Whose law it is: the country, or the part of one whose residents are counted.
    pub place: Jurisdiction,
    /// Who is told.
    pub whom: Whom,
    /// The last moment.
    pub due: Timestamp,
    /// The law and its article; empty where we know none.
    pub citation: String,
    /// Whether its text was read.
    pub checked: Checked,
}

/// What a law that we do not know is called.
pub const UNKNOWN: &str = "none";

/// Every duty to tell somebody that arises in the places of those whom a breach touches, `persons` by place, known since
/// `known`, by the days of `zone`. Where a law says no figure, as "without delay", or where we know no law, `hours` count.
#[must_use]
pub fn tellings(
    persons: &BTreeMap<Jurisdiction, u64>,
    assessed: Assessed,
    known: Timestamp,
    zone: &TimeZone,
    hours: u32,
) -> Vec<Telling> {
    let mut countries: BTreeMap<Jurisdiction, u64> = BTreeMap::new();
    for (place, count) in persons {
        *countries.entry(place.country_only()).or_default() += count;
    }
    let today = known.to_zoned(zone.clone()).date();
    let mut duties = Vec::new();
    for (country, count) in &countries {
        let known_laws = facts(*country).filter(|fact| fact.holds(today) && fact.notify.is_some());
        let mut found = false;
        for (fact, notify) in known_laws.filter_map(|fact| Some((fact, fact.notify.as_ref()?))) {
            found = true;
            if !arises(notify.arises, assessed) {
                continue;
            }
            let due = due(notify, known, zone, hours);
            let duty = |place: Jurisdiction| of(fact, notify.whom, place, due);
            match notify.above {
                Some(above) => {
                    let parts = persons.iter().filter(|(place, _)| place.country_only() == *country);
                    duties.extend(parts.filter(|(_, n)| **n > u64::from(above)).map(|(place, _)| duty(*place)));
                }
                None => {
                    let enough = notify.from.is_none_or(|from| *count >= u64::from(from));
                    let few = notify.below.is_none_or(|below| *count < u64::from(below));
                    if enough && few {
                        duties.push(duty(*country));
                    }
                }
            }
        }
        if !found && arises(Arises::Risk, assessed) {
            let due = known + SignedDuration::from_hours(i64::from(hours));
            let own = |whom| Telling {
                fact: UNKNOWN.to_owned(),
                place: *country,
                whom,
                due,
                citation: String::new(),
                checked: Checked::Unverified,
            };
            duties.extend([own(Whom::Authority), own(Whom::Persons)]);
        }
    }
    duties.sort_by(|one, other| (one.due, &one.fact, one.place).cmp(&(other.due, &other.fact, other.place)));
    duties
}

fn of(fact: &Fact, whom: Whom, place: Jurisdiction, due: Timestamp) -> Telling {
    let (citation, checked) = (fact.citation.clone(), fact.checked);
    Telling { fact: fact.id.clone(), place, whom, due, citation, checked }
}

const fn arises(arises: Arises, assessed: Assessed) -> bool {
    match arises {
        Arises::Always => true,
        Arises::Risk => !matches!(assessed.grade, Grade::None),
        Arises::High => matches!(assessed.grade, Grade::High) && !assessed.unreadable,
        Arises::Compromise => !assessed.improbable && !assessed.unreadable,
    }
}

/// Hours run from the very moment, across whatever the clocks do; days end with the day of the clinic.
fn due(notify: &Notify, known: Timestamp, zone: &TimeZone, hours: u32) -> Timestamp {
    let exactly = |hours: u32| known + SignedDuration::from_hours(i64::from(hours));
    let Some(days) = notify.days else { return exactly(notify.hours.unwrap_or(hours)) };
    let day = known.to_zoned(zone.clone()).date();
    let from = if notify.after_year { date(day.year(), 12, 31) } else { day };
    end_of(from.saturating_add(i64::from(days).days()), zone)
}

/// The last moment of a day.
fn end_of(day: Date, zone: &TimeZone) -> Timestamp {
    let next = day.tomorrow().unwrap_or(day);
    let start = zone.to_ambiguous_zoned(next.at(0, 0, 0, 0)).compatible();
    start.map_or(Timestamp::MAX, |start| start.timestamp() - SignedDuration::from_micros(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = "2026-03-27T20:00:00Z";

    fn duties(persons: &[(&str, u64)], grade: Grade, improbable: bool, unreadable: bool) -> Vec<String> {
        at(persons, Assessed { grade, improbable, unreadable }, KNOWN, "Europe/Dublin")
    }

    fn at(persons: &[(&str, u64)], assessed: Assessed, known: &str, zone: &str) -> Vec<String> {
        let persons = persons.iter().map(|(place, n)| (place.parse().unwrap(), *n)).collect();
        let zone = TimeZone::get(zone).unwrap();
        let duties = tellings(&persons, assessed, known.parse().unwrap(), &zone, 48);
        let line = |duty: Telling| {
            let due = duty.due.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
            format!("{} {} {} {due}", duty.fact, duty.place, duty.whom)
        };
        duties.into_iter().map(line).collect()
    }

    #[test]
    fn each_place_has_the_duties_of_its_law_and_no_other() {
        use Grade::{High, None, Risk};
        // Who is touched where; the grade, whether it is improbable, whether it is unreadable; what arises.
        type Case = (&'static [(&'static str, u64)], Grade, bool, bool, &'static [&'static str]);
        let cases: &[Case] = &[
            // The clocks go forward on the 29th, and 72 hours are 72 hours.
            (&[("IE", 3)], Risk, false, false, &["eu.breach EU authority 2026-03-30 21:00"]),
            (&[("IE", 3)], None, false, false, &[]),
            (
                &[("IE", 3)],
                High,
                false,
                false,
                &["eu.breach.persons EU persons 2026-03-29 21:00", "eu.breach EU authority 2026-03-30 21:00"],
            ),
            // Sealed, and the keys were not taken: nobody is at high risk (Article 34(3)(a)).
            (&[("IE", 3)], High, false, true, &["eu.breach EU authority 2026-03-30 21:00"]),
            (
                &[("US-NY", 12)],
                Risk,
                false,
                false,
                &[
                    "us.breach.persons US persons 2026-05-26 23:59",
                    "us.breach.secretary.yearly US authority 2027-03-01 23:59",
                ],
            ),
            (&[("US-NY", 12)], Risk, true, false, &[]),
            (&[("US-NY", 12)], Risk, false, true, &[]),
            // 500 are not more than 500, and are 500 or more.
            (
                &[("US-NY", 500)],
                Risk,
                false,
                false,
                &["us.breach.persons US persons 2026-05-26 23:59", "us.breach.secretary US authority 2026-05-26 23:59"],
            ),
            (
                &[("US-CA", 501), ("US-NY", 499)],
                Risk,
                false,
                false,
                &[
                    "us.breach.media US-CA media 2026-05-26 23:59",
                    "us.breach.persons US persons 2026-05-26 23:59",
                    "us.breach.secretary US authority 2026-05-26 23:59",
                ],
            ),
            (
                &[("CA-ON", 1)],
                Risk,
                false,
                false,
                &["ca.breach CA authority 2026-03-29 21:00", "ca.breach.persons CA persons 2026-03-29 21:00"],
            ),
            (
                &[("AE", 1)],
                Risk,
                false,
                false,
                &["ae.breach AE authority 2026-03-29 21:00", "ae.breach.persons AE persons 2026-03-29 21:00"],
            ),
            // The rules are not in force yet, and of Brazil we know no law: the clinic's own hours count.
            (
                &[("BR", 1), ("IN", 1)],
                Risk,
                false,
                false,
                &[
                    "none BR authority 2026-03-29 21:00",
                    "none BR persons 2026-03-29 21:00",
                    "none IN authority 2026-03-29 21:00",
                    "none IN persons 2026-03-29 21:00",
                ],
            ),
            (&[("BR", 1)], None, false, false, &[]),
            (&[], High, false, false, &[]),
        ];
        for (persons, grade, improbable, unreadable, expected) in cases {
            let found: Vec<String> = duties(persons, *grade, *improbable, *unreadable);
            let found: Vec<String> = found.into_iter().map(|line| line.replace(" IE ", " EU ")).collect();
            let (mut found, mut expected) = (found, expected.to_vec());
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{persons:?} {grade} {improbable} {unreadable}");
        }
    }

    #[test]
    fn once_the_indian_rules_hold_the_board_hears_twice_and_persons_always() {
        let nothing = Assessed { grade: Grade::None, improbable: true, unreadable: true };
        let found = at(&[("IN", 9)], nothing, "2027-05-20T06:00:00Z", "Asia/Kolkata");
        assert_eq!(
            found,
            [
                "in.breach.first IN authority 2027-05-22 11:30",
                "in.breach.persons IN persons 2027-05-22 11:30",
                "in.breach IN authority 2027-05-23 11:30",
            ]
        );
    }

    #[test]
    fn days_end_with_the_day_of_the_clinic_and_a_year_with_its_own() {
        let assessed = Assessed { grade: Grade::Risk, improbable: false, unreadable: false };
        // Half past midnight in Dubai is the day before in Greenwich, and the last of the year in Chicago is last year's.
        for (known, zone, persons, secretary) in [
            ("2026-01-09T20:30:00Z", "Asia/Dubai", "2026-03-11 23:59", "2027-03-01 23:59"),
            ("2027-01-01T03:00:00Z", "America/Chicago", "2027-03-01 23:59", "2027-03-01 23:59"),
            ("2027-01-01T07:00:00Z", "America/Chicago", "2027-03-02 23:59", "2028-02-29 23:59"),
        ] {
            let found = at(&[("US-IL", 1)], assessed, known, zone);
            let mut expected = [
                format!("us.breach.persons US persons {persons}"),
                format!("us.breach.secretary.yearly US authority {secretary}"),
            ];
            expected.sort();
            let mut found = found;
            found.sort();
            assert_eq!(found, expected, "{known} {zone}");
        }
    }
}
