//! What a group gives: roles that are built in, and roles that the clinic made.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::OwnRoleId;
use crate::rules::STAFF_ROLES;
use ground::{Role, RoleSet};

/// One role that a group gives. Its text is the role's name, or the id of one that the clinic made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gives {
    Role(Role),
    Own(OwnRoleId),
}

impl From<Role> for Gives {
    fn from(role: Role) -> Gives {
        Gives::Role(role)
    }
}

impl From<OwnRoleId> for Gives {
    fn from(role: OwnRoleId) -> Gives {
        Gives::Own(role)
    }
}

impl fmt::Display for Gives {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Gives::Role(role) => role.fmt(f),
            Gives::Own(role) => role.fmt(f),
        }
    }
}

/// A word that names no role which a group may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no role that a group gives")]
pub struct GivesNothing;

impl FromStr for Gives {
    type Err = GivesNothing;

    fn from_str(text: &str) -> Result<Gives, GivesNothing> {
        if let Ok(own) = text.parse() {
            return Ok(Gives::Own(own));
        }
        let role = text.parse().map_err(|_| GivesNothing)?;
        STAFF_ROLES.contains(&role).then_some(Gives::Role(role)).ok_or(GivesNothing)
    }
}

/// Roles that somebody has as they are, and those of them that the clinic made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub roles: RoleSet,
    pub own: BTreeSet<OwnRoleId>,
}

impl Given {
    /// These and one more.
    #[must_use]
    pub fn with(mut self, gives: Gives) -> Given {
        match gives {
            Gives::Role(role) => self.roles = self.roles.with(role),
            Gives::Own(role) => drop(self.own.insert(role)),
        }
        self
    }

    /// What is in either.
    #[must_use]
    pub fn or(&self, other: &Given) -> Given {
        Given { roles: self.roles.or(other.roles), own: &self.own | &other.own }
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Given) -> Given {
        Given { roles: self.roles.and(other.roles), own: &self.own & &other.own }
    }

    /// What is here and not there.
    #[must_use]
    pub fn without(&self, other: &Given) -> Given {
        Given { roles: self.roles.without(other.roles), own: &self.own - &other.own }
    }

    pub fn contains(&self, gives: Gives) -> bool {
        match gives {
            Gives::Role(role) => self.roles.contains(role),
            Gives::Own(role) => self.own.contains(&role),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.own.is_empty()
    }

    /// One by one, those that are built in first.
    pub fn iter(&self) -> impl Iterator<Item = Gives> {
        self.roles.iter().map(Gives::Role).chain(self.own.iter().copied().map(Gives::Own))
    }

    /// The text of those that the clinic made, as [`Given::own_of`] reads it.
    pub fn own_text(&self) -> String {
        self.own.iter().map(OwnRoleId::to_string).collect::<Vec<_>>().join(" ")
    }

    /// What [`Given::own_text`] wrote; none for anything else.
    pub fn own_of(text: &str) -> Option<BTreeSet<OwnRoleId>> {
        text.split_whitespace().map(|word| word.parse().ok()).collect()
    }
}

impl From<RoleSet> for Given {
    fn from(roles: RoleSet) -> Given {
        Given { roles, own: BTreeSet::new() }
    }
}

impl FromIterator<Gives> for Given {
    fn from_iter<I: IntoIterator<Item = Gives>>(gives: I) -> Given {
        gives.into_iter().fold(Given::default(), Given::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_names_a_role_of_staff_or_one_that_the_clinic_made_and_nothing_else() {
        let own = OwnRoleId::from_bits(7);
        for gives in STAFF_ROLES.into_iter().map(Gives::Role).chain([Gives::Own(own)]) {
            assert_eq!(gives.to_string().parse(), Ok(gives));
        }
        for word in ["", "client", "operator", "integration", "directory", "rol_", "rol_7", "Front desk"] {
            assert_eq!(word.parse::<Gives>(), Err(GivesNothing), "{word}");
        }
    }

    #[test]
    fn what_groups_gave_is_read_back_as_it_was_written() {
        for ids in [&[][..], &[1], &[3, 1, 2]] {
            let given: Given = ids.iter().map(|bits| Gives::Own(OwnRoleId::from_bits(*bits))).collect();
            assert_eq!(Given::own_of(&given.own_text()), Some(given.own));
        }
        assert_eq!(Given::own_of("rol_x"), None);
    }
}
