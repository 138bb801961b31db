//! Until when a request is answered.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Serialize;

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
    let of_place = |place: &Jurisdiction| {
        let fact = facts(*place)
            .filter(|fact| fact.holds(received) && fact.clock.as_ref().is_some_and(|term| term.kinds.contains(&kind)))
            .min_by_key(|fact| fact.place.is_none())?;
        let term = fact.clock.as_ref()?;
        let (due, extended) = ends(term, received, calendar);
        Some(Clock { due, extendable_to: extended, citation: fact.citation.clone(), checked: fact.checked })
    };
    let unknown = || Clock {
        due: received.saturating_add(STRICTEST.days()),
        extendable_to: None,
        citation: "no law that we know sets a time: the strictest that we know".to_owned(),
        checked: Checked::Unverified,
    };
    let clocks: Vec<Clock> = places.iter().map(|place| of_place(place).unwrap_or_else(unknown)).collect();
    let latest = clocks.iter().map(|clock| clock.extendable_to.unwrap_or(clock.due)).min();
    let Some(soonest) = clocks.into_iter().min_by_key(|clock| clock.due) else { return unknown() };
    Clock { extendable_to: latest.filter(|latest| *latest > soonest.due), ..soonest }
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
