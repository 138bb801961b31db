//! What roles let somebody do, and whose records they open, told before anybody has them: by the same policy as every door.

use std::collections::{BTreeSet, HashMap};

use policy::{Ask, OPEN, Relations, RoleSet};
use promise::Purpose;

use crate::PersonId;
use crate::error::Result;
use crate::house::House;
use crate::tx::Tx;

/// Whose records roles open for a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    Nobody,
    /// Those to whom the holder is so related.
    Related(&'static str),
    Everybody,
}

/// How many records there are to be opened.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    everybody: i64,
    related: HashMap<&'static str, HashMap<PersonId, i64>>,
}

impl Figures {
    /// How many `extent` is for `person`, a member of staff.
    pub fn of(&self, extent: Extent, person: PersonId) -> i64 {
        match extent {
            Extent::Nobody => 0,
            Extent::Related(name) => self.related.get(name).and_then(|all| all.get(&person)).copied().unwrap_or(0),
            Extent::Everybody => self.everybody,
        }
    }
}

impl House {
    /// Whose records these roles open for `purpose`.
    pub fn extent(&self, roles: RoleSet, purpose: Purpose) -> Extent {
        let opens = |relations| {
            let ask = Ask { roles, action: OPEN, purpose: purpose.as_str(), relations };
            self.policy.decide(&ask).allowed
        };
        if opens(Relations::NONE) {
            return Extent::Everybody;
        }
        let counted = |name: &&str| self.counts.iter().any(|(counted, _)| counted == name);
        let related = Relations::each().filter(|(name, _)| counted(name)).find(|(_, relations)| opens(*relations));
        related.map_or(Extent::Nobody, |(name, _)| Extent::Related(name))
    }

    /// What of `ability` these roles let somebody do, under whatever relation.
    pub fn of_ability(&self, roles: RoleSet, ability: &policy::Ability) -> BTreeSet<String> {
        let relations: Vec<Relations> =
            std::iter::once(Relations::NONE).chain(Relations::each().map(|r| r.1)).collect();
        let may = |action: &str, purpose: Purpose| {
            let ask = |relations| Ask { roles, action, purpose: purpose.as_str(), relations };
            // What everybody may do about themselves is nobody's ability.
            let own = Relations { yourself: true, ..Relations::NONE };
            relations.iter().filter(|one| **one != own).any(|one| self.policy.decide(&ask(*one)).allowed)
        };
        let mut found = BTreeSet::new();
        for action in &ability.actions {
            let asked = self.routes.iter().filter(|route| route.action == action).map(|route| route.purpose);
            if asked.into_iter().any(|purpose| may(action, purpose)) {
                found.insert(action.clone());
            }
        }
        let opened = ability.opens.iter().filter(|purpose| may(OPEN, **purpose));
        found.extend(opened.map(|purpose| format!("{OPEN} {purpose}")));
        found
    }
}

/// Counts the records that these members of staff could open, everybody's and those they are related to.
pub fn figures(tx: &mut Tx<'_>, persons: &[PersonId]) -> Result<Figures> {
    let mut figures = Figures::default();
    for count in tx.house().everybody.clone() {
        figures.everybody += count(tx)?;
    }
    for (name, count) in tx.house().counts.clone() {
        figures.related.entry(name).or_default().extend(count(tx, persons)?);
    }
    Ok(figures)
}
