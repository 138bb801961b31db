//! What can go wrong in this room.

use axum::response::{IntoResponse, Response};
use ground::web::Fault;

/// A failure of this room: the ground's, or a rule of ours.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Ground(#[from] ground::Error),
    /// An account with this email address exists in this clinic.
    #[error("the email address has an account")]
    EmailTaken,
    /// The link was used, has expired, or never was.
    #[error("the link does not work any more")]
    LinkGone,
    /// Without this person nobody could govern the clinic's staff.
    #[error("the last manager stays")]
    LastManager,
    /// A role of the clinic is called so.
    #[error("a role has this name")]
    RoleTaken,
    /// Somebody holds the role.
    #[error("somebody holds the role")]
    RoleHeld,
    /// A rule gives the role to whoever is in a group.
    #[error("a rule gives the role")]
    RoleNamed,
    /// The role is not one of the clinic's, or not any more.
    #[error("no such role")]
    RoleGone,
    /// What would come of it is no longer what was shown.
    #[error("the effect is another than was shown")]
    OtherEffect,
    /// The account has an app for codes already.
    #[error("the account has an authenticator")]
    FactorThere,
    /// Less was shown than the account asks for.
    #[error("a second factor is asked for")]
    Unproven,
    /// Somebody made the key's secret anew since it was looked at.
    #[error("the key's secret was made anew meanwhile")]
    RotatedMeanwhile,
    /// The key's secret was made anew lately, and the one before still goes on.
    #[error("the key's secret before still goes on")]
    RotatedLately,
    /// There are as many as there may be.
    #[error("there are too many already")]
    TooMany,
    /// The clinic has a provider of that issuer.
    #[error("the provider is set up already")]
    ProviderThere,
    /// Who they are at the provider is linked to another account, or the account to somebody else there.
    #[error("the link is another's")]
    LinkedElsewhere,
    /// Nothing else would sign them in.
    #[error("the last way in stays")]
    LastWayIn,
    /// Enough of the kind wait already.
    #[error("enough of them wait")]
    Crowded,
    /// The account was deactivated, or its address never confirmed.
    #[error("the account is not open to its holder")]
    Closed,
}

/// What this room returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn internal(what: &'static str) -> Error {
        Error::Ground(ground::Error::internal(what))
    }

    /// Whether the database refused a second account for one address.
    pub(crate) fn is_taken(&self) -> bool {
        match self {
            Error::EmailTaken => true,
            Error::Ground(ground::Error::Constraint(name)) => name == "account_clinic_email_token_key",
            _ => false,
        }
    }
}

impl Error {
    /// Whether the clinic has another role of that name.
    pub(crate) fn is_role_taken(&self) -> bool {
        match self {
            Error::RoleTaken => true,
            Error::Ground(ground::Error::Constraint(name)) => name == "own_role_clinic_name_key_key",
            _ => false,
        }
    }

    /// Whether somebody holds the role, be it since a moment ago.
    pub(crate) fn is_role_held(&self) -> bool {
        match self {
            Error::RoleHeld => true,
            Error::Ground(ground::Error::Constraint(name)) => name == "foreign_key",
            _ => false,
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        match error {
            Error::Ground(error) => error.into(),
            Error::EmailTaken => Fault::conflict("account.email_taken"),
            Error::LinkGone => Fault::not_found(),
            Error::LastManager => {
                Fault::conflict("staff.last_manager").words("identity-last-manager-title", "identity-last-manager-text")
            }
            Error::RoleTaken => Fault::conflict("role.taken"),
            Error::RoleHeld => Fault::conflict("role.held"),
            Error::RoleNamed => Fault::conflict("role.named"),
            Error::RoleGone => Fault::not_found(),
            Error::OtherEffect => Fault::conflict("role.effect"),
            Error::FactorThere => Fault::conflict("account.factor_there"),
            Error::Unproven => Fault::refused("account.unproven"),
            Error::RotatedMeanwhile => Fault::conflict("token.rotated_meanwhile"),
            Error::RotatedLately => Fault::conflict("token.rotated_lately"),
            Error::TooMany => Fault::conflict("token.too_many"),
            Error::Closed => Fault::refused("account.closed"),
            Error::ProviderThere => Fault::conflict("provider.there"),
            Error::LinkedElsewhere => Fault::conflict("provider.linked_elsewhere"),
            Error::LastWayIn => Fault::conflict("provider.last_way_in"),
            Error::Crowded => Fault::too_often(3_600),
        }
    }
}

impl From<Error> for ground::Error {
    /// For the door and for recurring work, where the rest of our errors do not happen.
    fn from(error: Error) -> ground::Error {
        match error {
            Error::Ground(error) => error,
            Error::Closed
            | Error::LinkGone
            | Error::EmailTaken
            | Error::LastManager
            | Error::RoleTaken
            | Error::RoleHeld
            | Error::RoleNamed
            | Error::RoleGone
            | Error::OtherEffect
            | Error::FactorThere
            | Error::Unproven
            | Error::RotatedMeanwhile
            | Error::RotatedLately
            | Error::ProviderThere
            | Error::LinkedElsewhere
            | Error::LastWayIn
            | Error::Crowded
            | Error::TooMany => ground::Error::Refused(ground::Refusal::Policy),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Fault::from(self).into_response()
    }
}
