//! What can go wrong in this room.

use ground::web::Fault;

/// A failure of this room: the ground's, or a rule of ours.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Ground(#[from] ground::Error),
    #[error(transparent)]
    Identity(identity::Error),
    /// The address is that of somebody who belongs to the clinic.
    #[error("the address is that of somebody here")]
    Belongs,
    /// There is no agreement that stands, and without one nobody is let in.
    #[error("no agreement stands")]
    NoAgreement,
    /// A version of that name is published, with another text.
    #[error("a version {0} is published already, with another text: give this one another name")]
    Published(String),
    /// It is not the newest version any more.
    #[error("it is not the newest version")]
    Old,
}

/// What this room returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<identity::Error> for Error {
    fn from(error: identity::Error) -> Error {
        match error {
            identity::Error::Ground(error) => Error::Ground(error),
            identity::Error::EmailTaken => Error::Belongs,
            other => Error::Identity(other),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        match error {
            Error::Ground(error) => error.into(),
            Error::Identity(error) => error.into(),
            Error::NoAgreement => Fault::conflict("operator.no_agreement")
                .words("operator-no-agreement-title", "operator-no-agreement-text"),
            Error::Old => Fault::conflict("operator.old").words("operator-old-title", "operator-old-text"),
            Error::Belongs | Error::Published(_) => Fault::conflict("operator.conflict"),
        }
    }
}
