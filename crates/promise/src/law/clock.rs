//! Until when a request is answered.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Serialize;

use super::cited::NO_LAW;
use super::pack::{Checked, RequestKind, Term, facts};
use crate::age::Jurisdiction;
use crate::calendar::Calendar;

/// Until when a request is answered, and where that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// The last day.
    pub due: Date,
    /// The last day where the term is extended once, with a reason; none where it cannot be.
    pub extendable_to: Option<Date>,
    /// The law and its article.
    pub citation: String,
    /// Whether its text was read.
    pub checked: Checked,
}

/// Days that hold where we know no law: the strictest that we know. It cannot be extended.
const STRICTEST: i64 = 30;

/// Until when a request that came on the day `received` is answered, in a week with Saturday and Sunday off.
#[must_use]
pub fn clock(places: &[Jurisdiction], kind: RequestKind, received: Date) -> Clock {
    clock_in(places, kind, received, &Calendar::default())
}

/// As [`clock`], by the days on which the clinic works: a term of months that ends on a day off ends on the next that is
/// none (Regulation 1182/71, Article 3(4)). Of several laws the one that asks for an answer soonest counts, and an extension
/// is as long as all of them permit.
#[must_use]
pub fn clock_in(places: &[Jurisdiction], kind: RequestKind, received: Date, calendar: &Calendar) -> Clock {
    let of_place = |place: &Jurisdiction| of(facts(*place), kind, received, calendar);
    let unknown = || Clock {
        due: received.saturating_add(STRICTEST.days()),
        extendable_to: None,
        citation: NO_LAW.to_owned(),
        checked: Checked::Unverified,
    };
    let clocks: Vec<Clock> = places.iter().map(|place| of_place(place).unwrap_or_else(unknown)).collect();
    let latest = clocks.iter().map(|clock| clock.extendable_to.unwrap_or(clock.due)).min();
    let Some(soonest) = clocks.into_iter().min_by_key(|clock| clock.due) else { return unknown() };
    Clock { extendable_to: latest.filter(|latest| *latest > soonest.due), ..soonest }
}

/// What those of `facts` say that are in force: of a part of a country before the whole of it.
fn of<'f>(
    facts: impl Iterator<Item = &'f super::pack::Fact>,
    kind: RequestKind,
    received: Date,
    calendar: &Calendar,
) -> Option<Clock> {
    let fact = facts
        .filter(|fact| fact.holds(received) && fact.clock.as_ref().is_some_and(|term| term.kinds.contains(&kind)))
        .min_by_key(|fact| fact.place.is_none())?;
    let term = fact.clock.as_ref()?;
    let (due, extended) = ends(term, received, calendar);
    Some(Clock { due, extendable_to: extended, citation: fact.citation.clone(), checked: fact.checked })
}

fn ends(term: &Term, received: Date, calendar: &Calendar) -> (Date, Option<Date>) {
    if term.months == 0 {
        let due = received.saturating_add(i64::from(term.days).days());
        let more = due.saturating_add(i64::from(term.more_days).days());
        return (due, (term.more_days > 0).then_some(more));
    }
    let end = |months: u32| working(months_after(received, months), calendar);
    // Months more are added to the same day, and not to where the shorter term ended.
    (end(term.months), (term.more_months > 0).then(|| end(term.months + term.more_months)))
}

fn working(date: Date, calendar: &Calendar) -> Date {
    if calendar.is_business_day(date) { date } else { calendar.add_business_days(date, 1).unwrap_or(date) }
}

/// The day of the same number so many months later, or the last of that month where it has none (Regulation 1182/71,
/// Article 3(2)(c)).
#[must_use]
pub fn months_after(date: Date, months: u32) -> Date {
    date.saturating_add(Span::new().months(i64::from(months)))
}

/// The day on which so many years after `date` are complete. Who counts from 29 February counts to 1 March of a common year,
/// so that nothing goes a day early.
#[must_use]
pub fn anniversary(date: Date, years: u32) -> Date {
    let there = date.saturating_add(Span::new().years(i64::from(years)));
    if there.day() < date.day() { there.saturating_add(1.day()) } else { there }
}

#[cfg(test)]
mod tests {
    use super::super::pack::parse;
    use super::*;

    #[test]
    fn what_is_to_come_or_is_over_sets_no_clock() {
        let text = r#"
            code = "US"
            name = "x"
            [[fact]]
            id = "us.x"
            what = "x"
            value = "x"
            citation = "x"
            url = ""
            checked = "unverified"
            since = "2027-05-13"
            until = "2028-01-01"
            clock = { kinds = ["access"], days = 10 }
        "#;
        let pack = parse(text).unwrap();
        let due = |kind, day: &str| {
            of(pack.facts.iter(), kind, day.parse().unwrap(), &Calendar::default()).map(|clock| clock.due.to_string())
        };
        for (kind, day, expected) in [
            (RequestKind::Access, "2027-05-12", None),
            (RequestKind::Access, "2027-05-13", Some("2027-05-23")),
            (RequestKind::Access, "2027-12-31", Some("2028-01-10")),
            (RequestKind::Access, "2028-01-01", None),
            (RequestKind::Erasure, "2027-05-13", None),
        ] {
            assert_eq!(due(kind, day).as_deref(), expected, "{kind} {day}");
        }
    }
}
