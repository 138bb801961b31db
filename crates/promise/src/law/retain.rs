//! How long something is kept by law.

use jiff::civil::Date;
use serde::Serialize;

use super::pack::{Checked, Counted, Fact, Keep, RequestKind, facts};
use crate::Category;
use crate::age::Jurisdiction;

/// A duty to keep, or a bound on keeping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// Completed years.
    pub years: u32,
    /// Counted from.
    pub from: Counted,
    /// The law and its article.
    pub citation: String,
    /// Whether its text was read.
    pub checked: Checked,
}

fn longest(
    places: &[Jurisdiction],
    on: Date,
    of: impl Fn(&Fact) -> Option<&Keep>,
    is: impl Fn(&Keep) -> bool,
) -> Option<Duty> {
    let duties = places.iter().flat_map(|place| facts(*place)).filter(|fact| fact.holds(on)).filter_map(|fact| {
        let keep = of(fact).filter(|keep| is(keep))?;
        Some(Duty { years: keep.years, from: keep.from, citation: fact.citation.clone(), checked: fact.checked })
    });
    // Of two as long, the one that was read is named.
    duties.max_by_key(|duty| (duty.years, duty.checked == Checked::Verified))
}

/// The longest duty that is in force on the day `on` to keep data of the category; none where we know of none.
#[must_use]
pub fn retain(places: &[Jurisdiction], category: Category, on: Date) -> Option<Duty> {
    longest(places, on, |fact| fact.keep.as_ref(), |keep| keep.categories.contains(&category))
}

/// The longest duty that is in force on the day `on` to keep what is of the retention class.
#[must_use]
pub fn retain_class(places: &[Jurisdiction], class: &str, on: Date) -> Option<Duty> {
    longest(places, on, |fact| fact.keep.as_ref(), |keep| keep.classes.iter().any(|known| known == class))
}

/// The shortest bound on how long data of the category may be kept.
#[must_use]
pub fn most(places: &[Jurisdiction], category: Category) -> Option<Duty> {
    let bounds = places.iter().flat_map(|place| facts(*place)).filter_map(|fact| {
        let keep = fact.most.as_ref().filter(|keep| keep.categories.contains(&category))?;
        Some(Duty { years: keep.years, from: keep.from, citation: fact.citation.clone(), checked: fact.checked })
    });
    bounds.min_by_key(|duty| duty.years)
}

/// What the packs know that is only to come after the day `on`, the soonest first.
#[must_use]
pub fn coming(places: &[Jurisdiction], on: Date) -> Vec<&'static Fact> {
    let mut coming: Vec<&Fact> = places
        .iter()
        .flat_map(|place| facts(*place))
        .filter(|fact| fact.since.is_some_and(|since| on < since))
        .collect();
    coming.sort_by_key(|fact| fact.since);
    coming
}

/// Two duties that cannot both be met as they stand. What satisfies both is a lock: what the person asks to have erased is
/// read by nobody from then on, and goes when the duty ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Where it stands that the person may ask for it; none where it is our own promise.
    pub right: Option<String>,
    /// What has to be kept meanwhile.
    pub duty: Duty,
    /// Of which category.
    pub category: Category,
}

/// Where erasing on request meets a duty to keep, in these places, on the day `on`.
#[must_use]
pub fn conflicts(places: &[Jurisdiction], on: Date) -> Vec<Conflict> {
    let erases = |fact: &&Fact| fact.clock.as_ref().is_some_and(|term| term.kinds.contains(&RequestKind::Erasure));
    let right = places.iter().flat_map(|place| facts(*place)).filter(|fact| fact.holds(on)).find(erases);
    let kept = |category: &Category| {
        let duty = retain(places, *category, on).filter(|duty| duty.from == Counted::LastSeen)?;
        Some(Conflict { right: right.map(|fact| fact.citation.clone()), duty, category: *category })
    };
    Category::ALL.iter().filter_map(kept).collect()
}
