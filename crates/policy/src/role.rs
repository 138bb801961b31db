//! Who is asking, as the rules know them.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// One part a person (or the program) plays in a clinic; rules name it in snake_case, `"front_desk"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Role {
    /// A visitor who has not signed in.
    Nobody,
    /// A person who receives care, with an account of their own.
    Client,
    /// A person who acts for a ward: a parent for a child, a carer for an adult.
    Guardian,
    /// Staff who run the day: bookings, arrivals, contact.
    FrontDesk,
    /// Staff who give care.
    Clinician,
    /// Runs the clinic's services, staff and figures.
    Manager,
    /// Answers for people's data: requests, complaints, incidents, retention.
    PrivacyOfficer,
    /// Hosts the installation; has no business in any person's record.
    Operator,
    /// The program itself, in a job nobody is waiting for.
    Automatic,
    /// Another program, by API key.
    Integration,
    /// A directory of the clinic's people, by a key that opens nothing else.
    Directory,
    /// A mark beside its holder's roles: they come by a token of theirs, which looks things up.
    PersonalRead,
    /// The same of a token that changes things too.
    PersonalWrite,
}

impl Role {
    /// Every role, in the order tables print them.
    pub const ALL: [Role; 13] = [
        Role::Nobody,
        Role::Client,
        Role::Guardian,
        Role::FrontDesk,
        Role::Clinician,
        Role::Manager,
        Role::PrivacyOfficer,
        Role::Operator,
        Role::Automatic,
        Role::Integration,
        Role::Directory,
        Role::PersonalRead,
        Role::PersonalWrite,
    ];

    /// The name used in policy files, in the store and in the access record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Nobody => "nobody",
            Role::Client => "client",
            Role::Guardian => "guardian",
            Role::FrontDesk => "front_desk",
            Role::Clinician => "clinician",
            Role::Manager => "manager",
            Role::PrivacyOfficer => "privacy_officer",
            Role::Operator => "operator",
            Role::Automatic => "automatic",
            Role::Integration => "integration",
            Role::Directory => "directory",
            Role::PersonalRead => "personal_read",
            Role::PersonalWrite => "personal_write",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u8
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown role \"{0}\"")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Role::ALL.into_iter().find(|role| role.as_str() == name).ok_or_else(|| UnknownRole(name.to_owned()))
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        name.parse().map_err(serde::de::Error::custom)
    }
}

/// The roles of those who work for a clinic: what its own roles are made of.
pub const STAFF: [Role; 4] = [Role::FrontDesk, Role::Clinician, Role::Manager, Role::PrivacyOfficer];

/// The roles one actor holds at once, as a set of bits; stored and sent as a list of names, never as the bits.
///
/// A role of staff may be held less some abilities, by a role that the clinic made ([`crate::Policy::own_role`]). It counts
/// as held, and not for what was taken away. Made of its names anew, a set is without that: only roles that were given
/// as they are may be.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct RoleSet {
    bits: u16,
    /// By the order of [`STAFF`]: for which abilities, by number, the role does not count. Zero for one not held.
    less: [u64; 4],
}

impl RoleSet {
    /// No role at all: refused everything that any rule reserves.
    pub const EMPTY: RoleSet = RoleSet { bits: 0, less: [0; 4] };

    /// The set of these roles.
    pub const fn of(roles: &[Role]) -> Self {
        let mut set = RoleSet::EMPTY;
        let mut at = 0;
        while at < roles.len() {
            set = set.with(roles[at]);
            at += 1;
        }
        set
    }

    /// This set and one role more, as it is.
    #[must_use]
    pub const fn with(mut self, role: Role) -> Self {
        self.bits |= role.bit();
        if let Some(at) = place(role) {
            self.less[at] = 0;
        }
        self
    }

    /// This set and another: what either lets somebody do, both do.
    #[must_use]
    pub fn or(self, other: RoleSet) -> Self {
        let mut both = RoleSet { bits: self.bits | other.bits, less: [0; 4] };
        for (at, role) in STAFF.into_iter().enumerate() {
            both.less[at] = match (self.contains(role), other.contains(role)) {
                (true, true) => self.less[at] & other.less[at],
                (true, false) => self.less[at],
                (false, _) => other.less[at],
            };
        }
        both
    }

    /// The roles of staff among these, less these abilities.
    pub(crate) fn less(self, abilities: u64) -> Self {
        let mut set = RoleSet::EMPTY;
        for (at, role) in STAFF.into_iter().enumerate() {
            if self.contains(role) {
                set = set.with(role);
                set.less[at] = abilities;
            }
        }
        set
    }

    /// The roles that count for an ability.
    pub(crate) fn counting(self, ability: u8) -> Self {
        let mut set = RoleSet { bits: self.bits, less: [0; 4] };
        for (at, role) in STAFF.into_iter().enumerate() {
            if self.less[at] >> ability & 1 == 1 {
                set.bits &= !role.bit();
            }
        }
        set
    }

    /// Whether every role counts for everything.
    pub const fn is_whole(self) -> bool {
        self.less[0] | self.less[1] | self.less[2] | self.less[3] == 0
    }

    /// The same roles as they are, with nothing taken away.
    pub(crate) const fn whole(self) -> Self {
        RoleSet { bits: self.bits, less: [0; 4] }
    }

    /// Whether the actor holds `role`, be it less some abilities.
    pub const fn contains(self, role: Role) -> bool {
        self.bits & role.bit() != 0
    }

    /// The marks among them that say "by a token of the holder's own": what is asked then must be permitted to the holder
    /// and, once more, to the marks alone.
    pub const MARKS: RoleSet = RoleSet::of(&[Role::PersonalRead, Role::PersonalWrite]);

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: RoleSet) -> Self {
        self.only(self.bits & other.bits)
    }

    /// What is here and not there.
    #[must_use]
    pub const fn without(self, other: RoleSet) -> Self {
        self.only(self.bits & !other.bits)
    }

    /// Of these roles those, each as it is held.
    const fn only(mut self, bits: u16) -> Self {
        self.bits = bits;
        let mut at = 0;
        while at < STAFF.len() {
            if !self.contains(STAFF[at]) {
                self.less[at] = 0;
            }
            at += 1;
        }
        self
    }

    /// Whether no role is held.
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// The roles held, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.contains(*role))
    }

    pub(crate) const fn bits(self) -> u16 {
        self.bits
    }
}

/// Where a role of staff stands in [`STAFF`].
const fn place(role: Role) -> Option<usize> {
    match role {
        Role::FrontDesk => Some(0),
        Role::Clinician => Some(1),
        Role::Manager => Some(2),
        Role::PrivacyOfficer => Some(3),
        _ => None,
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(RoleSet::EMPTY, RoleSet::with)
    }
}

impl From<Role> for RoleSet {
    fn from(role: Role) -> Self {
        RoleSet::of(&[role])
    }
}

/// `front_desk, manager`; the empty set is the empty text, so that [`FromStr`] reads back what was written.
impl fmt::Display for RoleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, role) in self.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            f.write_str(role.as_str())?;
        }
        Ok(())
    }
}

impl fmt::Debug for RoleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl FromStr for RoleSet {
    type Err = UnknownRole;

    fn from_str(names: &str) -> Result<Self, UnknownRole> {
        names.split([',', ' ']).filter(|name| !name.is_empty()).map(Role::from_str).collect()
    }
}

impl Serialize for RoleSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for RoleSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = RoleSet;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of role names")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<RoleSet, A::Error> {
                let mut roles = RoleSet::EMPTY;
                while let Some(role) = names.next_element()? {
                    roles = roles.with(role);
                }
                Ok(roles)
            }
        }
        deserializer.deserialize_seq(Names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_read_back_from_its_name() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert_eq!("frontdesk".parse::<Role>(), Err(UnknownRole("frontdesk".into())));
    }

    #[test]
    fn a_set_of_roles_is_read_back_from_its_text_and_from_json() {
        let roles = RoleSet::of(&[Role::Manager, Role::FrontDesk]).with(Role::Manager);
        assert_eq!(roles.to_string(), "front_desk, manager");
        assert_eq!(roles.to_string().parse(), Ok(roles));
        assert_eq!("".parse(), Ok(RoleSet::EMPTY));
        let json = serde_json::to_string(&roles).unwrap();
        assert_eq!(json, r#"["front_desk","manager"]"#);
        assert_eq!(serde_json::from_str::<RoleSet>(&json).unwrap(), roles);
        assert!(serde_json::from_str::<RoleSet>(r#"["manger"]"#).is_err());
    }

    #[test]
    fn a_set_contains_what_was_put_in_and_nothing_else() {
        for one in Role::ALL {
            for other in Role::ALL {
                assert_eq!(RoleSet::from(one).contains(other), one == other);
            }
        }
        assert_eq!(Role::ALL.into_iter().collect::<RoleSet>().iter().count(), Role::ALL.len());
    }

    #[test]
    fn what_is_taken_from_one_role_is_not_taken_from_another_that_gives_it() {
        let desk = RoleSet::from(Role::FrontDesk);
        let less = RoleSet::of(&[Role::FrontDesk, Role::Manager]).less(0b101);
        assert!(less.contains(Role::Manager) && !less.is_whole());
        assert_eq!(less.counting(0), RoleSet::EMPTY);
        assert_eq!(less.counting(1), RoleSet::of(&[Role::FrontDesk, Role::Manager]));
        // Beside it the front desk as it is: only the manager's part stays less.
        for both in [less.or(desk), desk.or(less), less.with(Role::FrontDesk)] {
            assert_eq!(both.counting(0), desk);
        }
        // Beside it another own role, that lacks something else: each gives what the other lacks.
        assert_eq!(less.or(desk.less(0b010)).counting(2), desk);
        assert_eq!(RoleSet::from(Role::Operator).less(1), RoleSet::EMPTY, "it is made of staff's roles alone");
        for (at, role) in STAFF.into_iter().enumerate() {
            assert_eq!(place(role), Some(at));
        }
    }
}
