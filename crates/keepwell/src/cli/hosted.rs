//! What a command of the operator's may touch. Where somebody runs the program for clinics that are not theirs, what opens
//! a clinic's people asks two things first: an agreement that the clinic accepted, and somebody of the operator's whom it
//! let in for records, now. Whoever has the keys in their hands can go around a command; that is said in the guide.

use std::sync::Arc;

use ground::{Actor, Clinic, House, Scope};
use operator::Standing;
use promise::Purpose;

use super::CliError;

/// The actor as whom the command opens what `clinic` keeps: Keepwell itself where the installation is the clinic's own, else
/// somebody whom the clinic let in.
pub(super) async fn acting(house: &House, clinic: &Arc<Clinic>, purpose: Purpose) -> Result<Actor, CliError> {
    let Some(host) = &house.installed.host else { return Ok(Actor::automatic()) };
    // Nobody whom it let in can be shown out of a clinic that does not go on, but by its manager, who takes it all along.
    if clinic.paused.is_some() {
        return Err(CliError::Said(format!("{} is paused: keepwell clinic resume {}", clinic.name, clinic.slug)));
    }
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "operator.command");
    let (standing, acting) = scope
        .read(move |tx| -> ground::Result<_> {
            Ok((operator::agreement::standing(tx)?, operator::grant::acting(tx, purpose)?))
        })
        .await?;
    let address = format!("{}/operator", house.address_of(clinic));
    if !standing.holds() {
        let why = match standing {
            Standing::Unpublished => {
                "you have published no agreement to accept: keepwell agreement publish --version V FILE".to_owned()
            }
            Standing::Lapsed(one) => {
                format!(
                    "what it accepted ({}) stands no longer; its manager accepts the newest at {address}",
                    one.version
                )
            }
            _ => format!("its manager reads and accepts it at {address}"),
        };
        return Err(CliError::Said(format!(
            "{} runs this installation for others, and there is no agreement with {} that stands: {why}",
            host.name, clinic.name
        )));
    }
    acting.ok_or_else(|| {
        CliError::Said(format!(
            "{} has let nobody of {} in for {}: its manager does so, for a time, at {address}",
            clinic.name,
            host.name,
            if purpose == Purpose::Export { "everything" } else { "records" }
        ))
    })
}

/// The same for a command that has no actor of its own: refused, or not.
pub(super) async fn permitted(house: &House, clinic: &Arc<Clinic>) -> Result<(), CliError> {
    acting(house, clinic, Purpose::Operation).await.map(drop)
}

/// What lasts beyond the time for which somebody was let in, such as a key or a manager, an operator makes none of: the clinic
/// does.
pub(super) fn own(house: &House, clinic: &Clinic, page: &str) -> Result<(), CliError> {
    match &house.installed.host {
        None => Ok(()),
        Some(host) => Err(CliError::Said(format!(
            "{} runs this installation for others, and this would outlast any leave of {}: its manager does it at {}{page}",
            host.name,
            clinic.name,
            house.address_of(clinic)
        ))),
    }
}
