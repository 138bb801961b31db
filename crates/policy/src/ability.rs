//! What can be taken away from a role that a clinic makes: named groups of actions, as each room lists them.
//!
//! ```toml
//! # For staff, and never taken away: it is about themselves.
//! always = ["booking.own.list"]
//!
//! [ability.day]
//! actions = ["booking.day.read", "booking.time.explain"]
//!
//! # Opening records, by what for.
//! [ability.open_for_care]
//! opens = ["care"]
//! ```
//!
//! An action stands in one ability or in none, opening a record in one for each purpose. So what was taken away is one
//! number for each ask.

use crate::OPEN;
use crate::error::{Fault, PolicyError};
use promise::Purpose;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The number of all that stands in no list: a role that a clinic makes never gives it.
pub(crate) const UNSORTED: u8 = 63;

/// One thing that can be taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ability {
    /// `booking.day`; its words are `ability-booking-day`.
    pub name: String,
    /// The actions in it.
    pub actions: Vec<String>,
    /// The purposes for which it opens records.
    pub opens: Vec<Purpose>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    always: Vec<String>,
    #[serde(default)]
    ability: BTreeMap<String, Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    #[serde(default)]
    actions: Vec<String>,
    #[serde(default)]
    opens: Vec<String>,
}

/// The abilities of a program, numbered.
#[derive(Debug, Default)]
pub(crate) struct Abilities {
    /// Their numbers are their places.
    all: Vec<Ability>,
    /// The number by action, and of opening by purpose; none where it is always theirs.
    actions: HashMap<String, Option<u8>>,
    opens: HashMap<&'static str, u8>,
}

impl Abilities {
    /// `known` are all actions, `reserved` those that some rule gives to staff alone; others need no list.
    pub(crate) fn read(
        files: &[(&str, &str)],
        known: &BTreeSet<&str>,
        reserved: &BTreeSet<&str>,
    ) -> Result<Abilities, PolicyError> {
        let mut abilities = Abilities::default();
        for (room, text) in files {
            let fault = |name: &str, what: String| PolicyError {
                room: (*room).to_owned(),
                line: 1 + text.lines().position(|line| line.contains(name)).unwrap_or_default(),
                fault: Fault::Abilities(what),
            };
            if text.trim().is_empty() {
                continue;
            }
            let file: File = toml::from_str(text).map_err(|error| PolicyError {
                room: (*room).to_owned(),
                line: 1 + error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count()),
                fault: Fault::Abilities(error.message().to_owned()),
            })?;
            let mut sort = |action: &String, number: Option<u8>| {
                if !known.contains(action.as_str()) || action == OPEN {
                    return Err(fault(action, format!("no rule names the action \"{action}\"")));
                }
                if !action.starts_with(&format!("{room}.")) {
                    return Err(fault(action, format!("\"{action}\" is another room's action")));
                }
                match abilities.actions.insert(action.clone(), number) {
                    None => Ok(()),
                    Some(_) => Err(fault(action, format!("\"{action}\" stands in two places"))),
                }
            };
            for action in &file.always {
                sort(action, None)?;
            }
            for (name, group) in file.ability {
                let number = u8::try_from(abilities.all.len()).unwrap_or(UNSORTED);
                if number >= UNSORTED {
                    return Err(fault(&name, "a program has at most 63 abilities".to_owned()));
                }
                for action in &group.actions {
                    sort(action, Some(number))?;
                }
                let mut opens = Vec::new();
                for purpose in &group.opens {
                    let Ok(purpose) = purpose.parse::<Purpose>() else {
                        return Err(fault(purpose, format!("unknown purpose \"{purpose}\"")));
                    };
                    if abilities.opens.insert(purpose.as_str(), number).is_some() {
                        return Err(fault(&name, format!("opening for {purpose} stands in two abilities")));
                    }
                    opens.push(purpose);
                }
                abilities.all.push(Ability { name: format!("{room}.{name}"), actions: group.actions, opens });
            }
        }
        for action in known.difference(reserved).filter(|action| **action != OPEN) {
            abilities.actions.entry((*action).to_owned()).or_insert(None);
        }
        Ok(abilities)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Ability> {
        self.all.iter()
    }

    pub(crate) fn number(&self, name: &str) -> Option<u8> {
        self.all.iter().zip(0..).find(|(ability, _)| ability.name == name).map(|(_, number)| number)
    }

    pub(crate) fn name(&self, number: u8) -> Option<&str> {
        self.all.get(usize::from(number)).map(|ability| ability.name.as_str())
    }

    /// The number of the ability that this ask belongs to; none where it is always theirs.
    pub(crate) fn of(&self, action: &str, purpose: &str) -> Option<u8> {
        if action == OPEN {
            return Some(self.opens.get(purpose).copied().unwrap_or(UNSORTED));
        }
        self.actions.get(action).copied().unwrap_or(Some(UNSORTED))
    }
}
