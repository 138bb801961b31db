//! What can be wrong with a policy file.

use crate::role::Role;
use promise::Purpose;
use std::fmt;

/// A fault in one room's rules, with the place to look at; the program does not start with one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{room}/{}:{line}: {fault}", fault.file())]
pub struct PolicyError {
    /// The room whose file is at fault.
    pub room: String,
    /// The line in that file, from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong with a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not Cedar.
    Syntax(String),
    /// It carries no `@id("room.name")`.
    NoId,
    /// Its id does not begin with the room's name, so that a decision would not say where to look.
    IdOfAnotherRoom(String),
    /// Its id stands already at the room and line given.
    DuplicateId { id: String, room: String, line: usize },
    /// It has slots; a template decides nothing.
    Template,
    /// It permits without naming the action, which would open every room.
    EveryAction,
    /// It permits an action of another room; only a room itself opens its doors (any room may forbid).
    ActionOfAnotherRoom(String),
    /// It names an action not written `room.noun.verb` in lower case.
    ActionName(String),
    /// It names a role nobody can hold.
    UnknownRole(String),
    /// It names a purpose the data map does not know.
    UnknownPurpose(String),
    /// It uses something in a way that cannot be checked for typing errors.
    Uncheckable(&'static str),
    /// Its types do not hold: an attribute that does not exist, a comparison that is never true.
    Invalid(String),
    /// The list of abilities is not as it should be written.
    Abilities(String),
}

impl Fault {
    fn file(&self) -> &'static str {
        if matches!(self, Fault::Abilities(_)) { "abilities.toml" } else { "policy.cedar" }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Syntax(message) => write!(f, "{message}"),
            Fault::NoId => write!(f, "a rule needs a name: write @id(\"room.name\") above it"),
            Fault::IdOfAnotherRoom(id) => write!(f, "the id \"{id}\" must begin with this room's name and a dot"),
            Fault::DuplicateId { id, room, line } => {
                write!(f, "the id \"{id}\" is taken at {room}/policy.cedar:{line}")
            }
            Fault::Template => {
                write!(f, "a rule with ?principal or ?resource decides nothing; use roles and relations")
            }
            Fault::EveryAction => write!(f, "a permit must name its actions"),
            Fault::ActionOfAnotherRoom(action) => {
                write!(f, "\"{action}\" is another room's action; only that room may permit it")
            }
            Fault::ActionName(action) => {
                write!(f, "\"{action}\" is no action; write Action::\"room.noun.verb\" in lower case")
            }
            Fault::UnknownRole(name) => {
                write!(f, "unknown role \"{name}\"; the roles are ")?;
                list(f, Role::ALL.map(Role::as_str))
            }
            Fault::UnknownPurpose(name) => {
                write!(f, "unknown purpose \"{name}\"; the purposes are ")?;
                list(f, Purpose::ALL.iter().map(|purpose| purpose.as_str()))
            }
            Fault::Uncheckable(advice) => write!(f, "{advice}"),
            Fault::Invalid(message) | Fault::Abilities(message) => write!(f, "{message}"),
        }
    }
}

fn list<'a>(f: &mut fmt::Formatter<'_>, names: impl IntoIterator<Item = &'a str>) -> fmt::Result {
    for (at, name) in names.into_iter().enumerate() {
        write!(f, "{}{name}", if at > 0 { ", " } else { "" })?;
    }
    Ok(())
}
