//! What rules give, by numbers: fifty thousand people have two of these sets each.

use ground::{Role, RoleSet};
use identity::OwnRoleId;

/// One role that a rule gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gift {
    Role(Role),
    /// A role that the clinic made, by its place in [`super::Here::own_roles`].
    Own(u8),
}

impl From<Role> for Gift {
    fn from(role: Role) -> Gift {
        Gift::Role(role)
    }
}

/// A role that the clinic made, as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnRole {
    pub id: OwnRoleId,
    /// Another version lets one do something else: whoever approved a plan did not approve that.
    pub version: i64,
    /// What it lets one do.
    pub holds: RoleSet,
}

/// How many roles of its own a clinic may have for its groups to give: more than it may make.
pub const MOST_OWN: usize = 64;

/// Roles that somebody has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gifts {
    pub roles: RoleSet,
    /// A bit for each that the clinic made.
    own: u64,
}

impl Gifts {
    /// These and one more.
    #[must_use]
    pub fn with(mut self, gift: Gift) -> Gifts {
        match gift {
            Gift::Role(role) => self.roles = self.roles.with(role),
            Gift::Own(at) => self.own |= bit(at),
        }
        self
    }

    /// What is here and not there.
    #[must_use]
    pub fn without(self, other: Gifts) -> Gifts {
        Gifts { roles: self.roles.without(other.roles), own: self.own & !other.own }
    }

    /// What is in either.
    #[must_use]
    pub fn or(self, other: Gifts) -> Gifts {
        Gifts { roles: self.roles.or(other.roles), own: self.own | other.own }
    }

    pub fn contains(self, gift: Gift) -> bool {
        match gift {
            Gift::Role(role) => self.roles.contains(role),
            Gift::Own(at) => self.own & bit(at) != 0,
        }
    }

    pub fn is_empty(self) -> bool {
        self.roles.is_empty() && self.own == 0
    }

    /// One by one, those that are built in first.
    pub fn iter(self) -> impl Iterator<Item = Gift> {
        self.roles.iter().map(Gift::Role).chain(self.own().map(Gift::Own))
    }

    /// The places of those that the clinic made.
    pub fn own(self) -> impl Iterator<Item = u8> {
        let mut left = self.own;
        std::iter::from_fn(move || {
            let at = left.trailing_zeros();
            left &= left.wrapping_sub(1);
            u8::try_from(at).ok().filter(|at| usize::from(*at) < MOST_OWN)
        })
    }

    /// Everything that they let one do, the clinic's own roles being `own`.
    pub fn held(self, own: &[OwnRole]) -> RoleSet {
        let of = |at: u8| own.get(usize::from(at)).map_or(RoleSet::EMPTY, |role| role.holds);
        self.own().map(of).fold(self.roles, RoleSet::or)
    }
}

/// None for a place that there is not.
fn bit(at: u8) -> u64 {
    1u64.checked_shl(u32::from(at)).unwrap_or(0)
}

impl From<RoleSet> for Gifts {
    fn from(roles: RoleSet) -> Gifts {
        Gifts { roles, own: 0 }
    }
}

impl From<Role> for Gifts {
    fn from(role: Role) -> Gifts {
        RoleSet::from(role).into()
    }
}

impl FromIterator<Gift> for Gifts {
    fn from_iter<I: IntoIterator<Item = Gift>>(gifts: I) -> Gifts {
        gifts.into_iter().fold(Gifts::default(), Gifts::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_what_was_put_in_and_nothing_else() {
        let all: Vec<Gift> = (0..64).map(Gift::Own).chain([Gift::Role(Role::Manager)]).collect();
        for one in &all {
            let set = Gifts::default().with(*one);
            assert_eq!(set.iter().collect::<Vec<_>>(), [*one]);
            assert!(all.iter().all(|other| set.contains(*other) == (one == other)));
            assert!(set.without(set).is_empty() && !set.is_empty());
        }
        let every: Gifts = all.iter().copied().collect();
        assert_eq!(every.iter().count(), all.len());
        assert!(Gifts::default().with(Gift::Own(64)).is_empty(), "there is no such place");
    }
}
