//! Who asks.

use std::fmt;

pub use policy::{Relations, Role, RoleSet};

use crate::{AccountId, PersonId};

/// How an actor came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A visitor without an account.
    Nobody,
    /// Someone signed in.
    Account { account: AccountId, person: PersonId },
    /// Whoever holds a signed link made for one person.
    Link { person: PersonId },
    /// A calendar program that reads one person's visits at their private address.
    Feed { person: PersonId },
    /// A program with a key of its own; `label` is the key's id.
    Token { label: String },
    /// Somebody who works here, by a token they made for a program of theirs; `token` is its id. It is nobody's account:
    /// what asks for that is not for tokens.
    Personal { person: PersonId, token: String },
    /// Keepwell itself, on behalf of the clinic.
    Automatic,
}

/// What the access record says before whose personal token it was.
const PERSONAL: &str = "personal:";

/// Who acted by a token of their own, as an actor stands in the access record; none for every other.
pub fn by_personal_token(actor: &str) -> Option<PersonId> {
    actor.strip_prefix(PERSONAL)?.split_once(':')?.0.parse().ok()
}

/// An actor: who asks, and in which roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub who: Who,
    pub roles: RoleSet,
    /// The name colleagues and patients know a member of staff by.
    pub shown_as: Option<String>,
}

impl Actor {
    /// A visitor without an account.
    pub fn nobody() -> Actor {
        Actor { who: Who::Nobody, roles: RoleSet::from(Role::Nobody), shown_as: None }
    }

    /// Keepwell itself.
    pub fn automatic() -> Actor {
        Actor { who: Who::Automatic, roles: RoleSet::from(Role::Automatic), shown_as: None }
    }

    /// The holder of a signed link made for `person`.
    pub fn link(person: PersonId) -> Actor {
        Actor { who: Who::Link { person }, roles: RoleSet::from(Role::Nobody), shown_as: None }
    }

    /// The calendar program of `person`, which reads what they themselves may.
    pub fn feed(person: PersonId) -> Actor {
        Actor { who: Who::Feed { person }, roles: RoleSet::from(Role::Client), shown_as: None }
    }

    /// The person behind the actor, if one is known.
    pub fn person(&self) -> Option<PersonId> {
        match self.who {
            Who::Account { person, .. }
            | Who::Link { person }
            | Who::Feed { person }
            | Who::Personal { person, .. } => Some(person),
            Who::Nobody | Who::Token { .. } | Who::Automatic => None,
        }
    }

    /// The account that is signed in.
    pub fn account(&self) -> Option<AccountId> {
        match self.who {
            Who::Account { account, .. } => Some(account),
            _ => None,
        }
    }

    /// Whether the actor works for the clinic, or was let in to help those who do.
    pub fn is_staff(&self) -> bool {
        [Role::FrontDesk, Role::Clinician, Role::Manager, Role::PrivacyOfficer, Role::Operator]
            .into_iter()
            .any(|role| self.roles.contains(role))
    }

    /// What the actor is to `person` without looking anything up.
    pub(crate) fn relations(&self, person: PersonId) -> Relations {
        match self.who {
            Who::Account { person: own, .. } | Who::Feed { person: own } | Who::Personal { person: own, .. } => {
                Relations { yourself: own == person, ..Relations::NONE }
            }
            Who::Link { person: own } => Relations { by_link: own == person, ..Relations::NONE },
            _ => Relations::NONE,
        }
    }
}

/// How the actor stands in the access record: ids, never names.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.who {
            Who::Nobody => f.write_str("visitor"),
            Who::Account { person, .. } => write!(f, "{person}"),
            Who::Link { person } => write!(f, "link:{person}"),
            Who::Feed { person } => write!(f, "feed:{person}"),
            Who::Token { label } => write!(f, "token:{label}"),
            Who::Personal { person, token } => write!(f, "{PERSONAL}{person}:{token}"),
            Who::Automatic => f.write_str("automatic"),
        }
    }
}
