//! The question put to the policy, and its answer.

use crate::role::RoleSet;
use std::fmt;
use std::sync::Arc;

/// What binds the actor to the person (or row) asked about; all false where there is no person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Relations {
    /// The person is the actor.
    pub yourself: bool,
    /// The actor is guardian of the person.
    pub ward: bool,
    /// The actor treats the person, now or within the time the clinic states.
    pub in_care: bool,
    /// The actor came by a signed link made for exactly this row.
    pub by_link: bool,
    /// The actor has said that it is an emergency, and why, and the time for it is not over.
    pub emergency: bool,
    /// A directory of the clinic's people brought the person.
    pub from_directory: bool,
    /// The clinic let the actor, who is of those that run the program, in to help, and the time for it is not over.
    pub granted: bool,
}

impl Relations {
    /// No relation: what a page that is about no person asks with.
    pub const NONE: Relations = Relations {
        yourself: false,
        ward: false,
        in_care: false,
        by_link: false,
        emergency: false,
        from_directory: false,
        granted: false,
    };

    /// All of them at once.
    pub const ALL: Relations = Relations::of_bits(u8::MAX);

    /// Each relation with the name rules use for it.
    pub const fn named(self) -> [(&'static str, bool); 7] {
        [
            ("yourself", self.yourself),
            ("ward", self.ward),
            ("in_care", self.in_care),
            ("by_link", self.by_link),
            ("emergency", self.emergency),
            ("from_directory", self.from_directory),
            ("granted", self.granted),
        ]
    }

    /// Each relation by itself, with its name.
    pub fn each() -> impl Iterator<Item = (&'static str, Relations)> {
        let names = Relations::NONE.named().into_iter().map(|(name, _)| name);
        (0..8).zip(names).map(|(bit, name)| (name, Relations::of_bits(1 << bit)))
    }

    const fn of_bits(bits: u8) -> Relations {
        Relations {
            yourself: bits & 1 != 0,
            ward: bits & 1 << 1 != 0,
            in_care: bits & 1 << 2 != 0,
            by_link: bits & 1 << 3 != 0,
            emergency: bits & 1 << 4 != 0,
            from_directory: bits & 1 << 5 != 0,
            granted: bits & 1 << 6 != 0,
        }
    }

    pub(crate) const fn bits(self) -> u8 {
        self.yourself as u8
            | (self.ward as u8) << 1
            | (self.in_care as u8) << 2
            | (self.by_link as u8) << 3
            | (self.emergency as u8) << 4
            | (self.from_directory as u8) << 5
            | (self.granted as u8) << 6
    }
}

/// May an actor with these `roles`, so related to the person, do `action` for `purpose`?
///
/// The answer depends on these four and nothing else (no clock, no row), which is what lets it be remembered.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Every role the actor holds in this clinic.
    pub roles: RoleSet,
    /// `room.noun.verb`, as policy files write it.
    pub action: &'a str,
    /// The purpose in snake_case, as the data map writes it.
    pub purpose: &'a str,
    /// What binds the actor to the person asked about.
    pub relations: Relations,
}

/// The policy's answer, with the rules that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether it may be done. False unless a rule permits it and none forbids it.
    pub allowed: bool,
    /// The `@id` of each deciding rule, sorted: those that permit, or those that forbid; empty when no rule permits.
    pub rules: Arc<[String]>,
}

/// Why an ask is answered as it is, in words for the one who wrote the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The question, in words.
    pub asked: String,
    /// The answer.
    pub decision: Decision,
    /// Where each deciding rule stands, as `room/policy.cedar:line id`.
    pub deciding: Vec<String>,
    /// When nothing permits: the rules that permit this action to others, or for other purposes.
    pub nearest: Vec<String>,
    /// When the roles that are held would permit it as they are: the ability that was taken away.
    pub taken: Option<String>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer = match (self.decision.allowed, self.deciding.is_empty()) {
            (true, _) => "permitted by",
            (false, false) => "forbidden by",
            (false, true) => "refused: no rule permits it",
        };
        writeln!(f, "{}", self.asked)?;
        writeln!(f, "{answer}")?;
        if let Some(ability) = &self.taken {
            writeln!(f, "the ability {ability} was taken away from what is held")?;
        }
        for rule in &self.deciding {
            writeln!(f, "  {rule}")?;
        }
        if !self.nearest.is_empty() {
            writeln!(f, "rules that permit it otherwise")?;
            for rule in &self.nearest {
                writeln!(f, "  {rule}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_relation_holds_alone_under_its_own_name() {
        let mut all = 0;
        for (name, one) in Relations::each() {
            let holds: Vec<_> = one.named().into_iter().filter(|(_, holds)| *holds).collect();
            assert_eq!(holds, [(name, true)]);
            assert_eq!(Relations::of_bits(one.bits()), one);
            all |= one.bits();
        }
        assert!(Relations::of_bits(all).named().into_iter().all(|(_, holds)| holds), "every one is among them");
    }
}
