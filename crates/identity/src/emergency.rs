//! A record opened in an emergency: by somebody who treats here and not this person, for a reason that is kept, for the
//! time that the clinic states, and looked at afterwards by whoever answers for data.

mod letter;
pub(crate) mod store;
pub(crate) mod web;

use ground::PersonId;
use ground::Sealed;
use jiff::Timestamp;

pub(crate) use letter::told;

ground::id!(/// One opening of a record in an emergency.
    pub EmergencyId, "emg");

/// The event that tells everybody concerned.
pub const BEGUN: &str = "emergency.begun";

/// Why it is one: of so many characters at most.
pub const MOST: usize = 500;
/// Of so many at least. One word explains nothing to whoever reads it a week later.
pub const LEAST: usize = 10;

/// What whoever looked at it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    InOrder,
    NotInOrder,
}

impl Verdict {
    /// As it is stored, and sent by forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::InOrder => "in_order",
            Verdict::NotInOrder => "not_in_order",
        }
    }
}

/// The word is no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no verdict")]
pub struct NoVerdict;

impl std::str::FromStr for Verdict {
    type Err = NoVerdict;

    fn from_str(text: &str) -> Result<Verdict, NoVerdict> {
        [Verdict::InOrder, Verdict::NotInOrder].into_iter().find(|one| one.as_str() == text).ok_or(NoVerdict)
    }
}

/// Who looked at it, when, and what they found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    pub by: PersonId,
    pub at: Timestamp,
    pub verdict: Verdict,
}

/// An emergency as it is stored; its reason stays sealed.
#[derive(Clone, Debug)]
pub struct Emergency {
    pub id: EmergencyId,
    /// Whose record it is.
    pub person: PersonId,
    /// Who opened it.
    pub actor: PersonId,
    pub reason: Sealed<String>,
    pub began_at: Timestamp,
    pub ends_at: Timestamp,
    pub looked: Option<Looked>,
}
