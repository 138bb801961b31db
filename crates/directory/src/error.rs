//! What can go wrong in this room.

use ground::web::Fault;

/// A failure of this room: the ground's, or a rule of ours.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Ground(#[from] ground::Error),
    /// Another person there has this id, this name or this address here.
    #[error("{0} is taken")]
    Taken(&'static str),
    /// An account that no directory made has the address. A manager may say that it is the same person.
    #[error("the address has an account that no directory made")]
    Claimed,
    /// Without this person nobody could govern the clinic's staff.
    #[error("the last manager stays")]
    LastManager,
    /// A group would be within itself.
    #[error("a group cannot be within itself")]
    Cycle,
    /// A member that is neither a person nor a group here.
    #[error("there is no such member")]
    NoMember,
    /// More than a directory may have here, or than one change may be about.
    #[error("too many")]
    TooMany,
    /// It changed since whoever writes read it.
    #[error("it changed meanwhile")]
    Changed,
    /// What was asked cannot be done; said already in the form it is answered in.
    #[error("refused")]
    Said(Box<Fault>),
}

/// What this room returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn internal(what: &'static str) -> Error {
        Error::Ground(ground::Error::internal(what))
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        Error::Said(Box::new(fault))
    }
}

impl From<identity::Error> for Error {
    fn from(error: identity::Error) -> Error {
        match error {
            identity::Error::Ground(error) => Error::Ground(error),
            identity::Error::EmailTaken => Error::Taken("emails"),
            identity::Error::LastManager => Error::LastManager,
            _ => Error::Ground(ground::Error::Refused(ground::Refusal::Policy)),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        match error {
            Error::Ground(error) => error.into(),
            Error::LastManager => Fault::conflict("directory.last_manager")
                .words("directory-last-manager-title", "directory-last-manager-text"),
            Error::Taken(_) | Error::Claimed | Error::Cycle | Error::Changed => Fault::conflict("directory.conflict"),
            Error::TooMany => Fault::too_large("directory.too_many"),
            Error::NoMember => Fault::not_found(),
            Error::Said(fault) => *fault,
        }
    }
}
