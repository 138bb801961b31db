//! Whose law asks for agreement before something about them is kept in another country.

use jiff::civil::Date;

use super::pack::{Fact, Pack, facts, pack, packs};
use crate::age::Jurisdiction;
use crate::parameters::Region;

/// A law that asks for it, for what is kept in one country.
#[derive(Debug, Clone, Copy)]
pub struct Asks {
    /// Whose law it is; its code stands for all places where it holds.
    pub pack: &'static Pack,
    /// What it says.
    pub fact: &'static Fact,
}

fn by(pack: &'static Pack, region: Region, on: Date) -> Option<Asks> {
    let there = region.country()?.country().to_owned();
    // What stays where the law holds goes nowhere.
    if pack.code == there || pack.members.contains(&there) {
        return None;
    }
    let asks = |fact: &&Fact| {
        fact.holds(on) && fact.transfer.as_ref().is_some_and(|transfer| !transfer.unless.contains(&there))
    };
    pack.facts.iter().find(asks).map(|fact| Asks { pack, fact })
}

/// Every law that asks whoever lives under it to agree before anything about them is kept in `region`, as far as we know them.
#[must_use]
pub fn asks(region: Region, on: Date) -> Vec<Asks> {
    packs().iter().filter_map(|pack| by(pack, region, on)).collect()
}

/// The same of whoever lives in one place; none where its law does not ask, or we know none.
#[must_use]
pub fn asks_at(home: Jurisdiction, region: Region, on: Date) -> Option<Asks> {
    by(pack(home)?, region, on).filter(|asks| facts(home).any(|fact| fact.id == asks.fact.id))
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
            (Region::Ie, &["AE", "IN"][..]),
            (Region::No, &["AE", "IN"]),
            (Region::Ch, &["AE", "IN"]),
            (Region::Us, &["AE", "EU", "IN"]),
            (Region::In, &["AE", "EU"]),
            (Region::Ae, &["EU", "IN"]),
            (Region::Unstated, &[]),
        ] {
            assert_eq!(codes(region), expected, "{region}");
        }
    }

    #[test]
    fn whoever_lives_somewhere_is_asked_by_the_law_there() {
        let day = "2026-11-24".parse().unwrap();
        for (home, region, expected) in [
            ("DE", Region::Us, Some("eu.transfer")),
            ("DE", Region::Ie, None),
            ("IN", Region::Ie, Some("in.transfer")),
            ("US-CA", Region::Ie, None),
            ("ZZ", Region::Ie, None),
            ("IE", Region::Unstated, None),
        ] {
            let found = asks_at(home.parse().unwrap(), region, day).map(|asks| asks.fact.id.as_str());
            assert_eq!(found, expected, "{home} {region}");
        }
    }
}
