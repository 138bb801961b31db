//! Whose law asks for agreement before something about them is kept in another country, and whose lets it go for nobody's.

use jiff::civil::Date;

use super::pack::{Fact, Pack, facts, pack, packs};
use crate::age::Jurisdiction;
use crate::parameters::Region;

/// A law that has something to say of it, for what is kept in one country.
#[derive(Debug, Clone, Copy)]
pub struct Asks {
    /// Whose law it is; its code stands for all places where it holds.
    pub pack: &'static Pack,
    /// What it says.
    pub fact: &'static Fact,
}

impl Asks {
    /// Whether agreement changes nothing: what it is about stays where it is.
    fn never(&self) -> bool {
        self.fact.transfer.as_ref().is_some_and(|transfer| transfer.never)
    }
}

/// What the law says of it; what it forbids before what it asks for.
fn by(pack: &'static Pack, region: Region, on: Date) -> Option<Asks> {
    let there = region.country()?.country().to_owned();
    // What stays where the law holds goes nowhere.
    if pack.code == there || pack.members.contains(&there) {
        return None;
    }
    let says = |fact: &&Fact| {
        fact.holds(on) && fact.transfer.as_ref().is_some_and(|transfer| !transfer.unless.contains(&there))
    };
    pack.facts.iter().filter(says).map(|fact| Asks { pack, fact }).min_by_key(|says| !says.never())
}

/// Every law that asks whoever lives under it to agree before anything about them is kept in `region`, as far as we know them.
#[must_use]
pub fn asks(region: Region, on: Date) -> Vec<Asks> {
    packs().iter().filter_map(|pack| by(pack, region, on)).filter(|says| !says.never()).collect()
}

/// Every law by which something stays where it holds, whoever agrees, and is not to be kept in `region`.
#[must_use]
pub fn forbids(region: Region, on: Date) -> Vec<Asks> {
    packs().iter().filter_map(|pack| by(pack, region, on)).filter(Asks::never).collect()
}

/// The law of [`asks`] of whoever lives in one place; none where its law does not ask, or we know none.
#[must_use]
pub fn asks_at(home: Jurisdiction, region: Region, on: Date) -> Option<Asks> {
    by(pack(home)?, region, on).filter(|asks| !asks.never() && facts(home).any(|fact| fact.id == asks.fact.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(region: Region) -> Vec<&'static str> {
        let day = "2026-11-24".parse().unwrap();
        asks(region, day).iter().map(|asks| asks.pack.code.as_str()).collect()
    }

    #[test]
    fn agreement_is_asked_where_something_leaves_and_nowhere_else() {
        for (region, expected) in [
            (Region::Ie, &["IN"][..]),
            (Region::No, &["IN"]),
            (Region::Ch, &["IN"]),
            (Region::Br, &["IN"]),
            (Region::Us, &["EU", "IN"]),
            (Region::In, &["EU"]),
            (Region::Ae, &["EU", "IN"]),
            (Region::Unstated, &[]),
        ] {
            assert_eq!(codes(region), expected, "{region}");
        }
    }

    #[test]
    fn what_no_agreement_changes_is_not_asked_for() {
        let day = "2026-11-24".parse().unwrap();
        for (region, expected) in [(Region::Ie, &["ae.localisation"][..]), (Region::Ae, &[]), (Region::Unstated, &[])] {
            let found: Vec<&str> = forbids(region, day).iter().map(|says| says.fact.id.as_str()).collect();
            assert_eq!(found, expected, "{region}");
        }
    }

    #[test]
    fn what_is_over_is_asked_no_more() {
        let india = |day: &str| asks_at("IN".parse().unwrap(), Region::Ie, day.parse().unwrap()).is_some();
        assert!(india("2027-05-13") && !india("2027-05-14"));
    }

    #[test]
    fn whoever_lives_somewhere_is_asked_by_the_law_there() {
        let day = "2026-11-24".parse().unwrap();
        for (home, region, expected) in [
            ("DE", Region::Us, Some("eu.transfer")),
            ("DE", Region::Ie, None),
            ("IN", Region::Ie, Some("in.transfer")),
            ("AE", Region::Ie, None),
            ("US-CA", Region::Ie, None),
            ("ZZ", Region::Ie, None),
            ("IE", Region::Unstated, None),
        ] {
            let found = asks_at(home.parse().unwrap(), region, day).map(|asks| asks.fact.id.as_str());
            assert_eq!(found, expected, "{home} {region}");
        }
    }
}
