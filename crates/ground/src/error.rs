//! What can go wrong on the ground floor, and the one shape rooms' errors contain.

use crate::allowance::Full;

/// A failure of the ground. Rooms wrap it in their own enum; the web shell knows how each reads to a person.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The row does not exist, or is someone else's: the two must look the same.
    #[error("no such row for this scope")]
    NotFound,
    /// Policy, purpose or the person's own choice says no.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// A named constraint of the database refused the change.
    #[error("the database refused the change by {0}")]
    Constraint(String),
    /// The store cannot answer now; the same request may pass in a moment.
    #[error("the store is not available: {0}")]
    Unavailable(&'static str),
    /// The clinic may have no more of it: whoever runs the program set a limit.
    #[error("the clinic has no room for more {0}")]
    Full(Full),
    /// The clinic leaves the installation, and takes nothing new.
    #[error("the clinic leaves and takes nothing new")]
    Leaving,
    /// A legal hold keeps data of the clinic, which therefore cannot leave.
    #[error("legal holds stand: the clinic cannot leave before they are lifted or over")]
    Held,
    /// A transaction lost a race and will be run again by the engine.
    #[error("the transaction must be run again")]
    Again,
    /// A fault of the program or the installation. The text is for the log and holds no personal data.
    #[error("{0}")]
    Internal(String),
}

/// Why a key was not handed out, a change not allowed, or a program not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("no policy permits it")]
    Policy,
    #[error("the notice does not list this purpose for this data")]
    Purpose,
    #[error("the column is not declared in the data map")]
    Undeclared,
    #[error("the person's key was destroyed")]
    Erased,
    /// All processing is restricted at their wish, since then.
    #[error("processing is restricted at the person's wish")]
    Restricted(jiff::Timestamp),
    /// They said no to this use, then.
    #[error("the person objected to this use")]
    Objected(jiff::Timestamp),
    /// The notice added this use after they came, and they did not agree to it.
    #[error("the person has not agreed to this use, which the notice added")]
    Unagreed,
    #[error("the program's key does not hold here")]
    Unproven,
    #[error("the program's key is for reading only")]
    ReadOnly,
}

impl Error {
    /// An internal fault, described without personal data.
    pub fn internal(text: impl std::fmt::Display) -> Error {
        Error::Internal(text.to_string())
    }
}

/// What the ground returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;
