//! What a command of the operator's may touch. Where somebody runs the program for clinics that are not theirs, what opens
//! a clinic's people asks two things first: an agreement that the clinic accepted, and somebody of the operator's whom it
//! let in for records, now. Whoever has the keys in their hands can go around a command; that is said in the guide.

use std::sync::Arc;

use ground::{Actor, Clinic, Host, House, Scope, Tx};
use operator::Standing;
use promise::Purpose;

use super::CliError;

/// The actor as whom the command opens what `clinic` keeps: Keepwell itself where the installation is the clinic's own, else
/// the one of `email`, whom the clinic let in: what they do stands under their name, and never under a colleague's.
pub(super) async fn acting(
    house: &House,
    clinic: &Arc<Clinic>,
    purpose: Purpose,
    email: Option<&str>,
) -> Result<Actor, CliError> {
    let Some(host) = &house.installed.host else {
        return match email {
            None => Ok(Actor::automatic()),
            Some(_) => Err(CliError::Said("--as is for an installation that somebody runs for others".to_owned())),
        };
    };
    let email = email.ok_or_else(|| {
        CliError::Said(format!("{} runs this installation for others: --as EMAIL says which of you it is", host.name))
    })?;
    let whom = email.to_owned();
    let let_in = agreed(house, clinic, host, move |tx| operator::grant::acting(tx, purpose, &whom)).await?;
    let_in.ok_or_else(|| nobody(house, clinic, host, &format!("{email} of "), purpose))
}

/// What `ask` finds, where an agreement stands and the clinic goes on.
async fn agreed<T: Send + 'static>(
    house: &House,
    clinic: &Arc<Clinic>,
    host: &Host,
    ask: impl Fn(&mut Tx<'_>) -> operator::Result<T> + Send + 'static,
) -> Result<T, CliError> {
    // Nobody whom it let in can be shown out of a clinic that does not go on, but by its manager, who takes it all along.
    if clinic.paused.is_some() {
        return Err(CliError::Said(format!("{} is paused: keepwell clinic resume {}", clinic.name, clinic.slug)));
    }
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "operator.command");
    let (standing, found) = scope
        .read(move |tx| -> operator::Result<_> { Ok((operator::agreement::standing(tx)?, ask(tx)?)) })
        .await
        .map_err(|error| CliError::Said(error.to_string()))?;
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
    Ok(found)
}

fn nobody(house: &House, clinic: &Clinic, host: &Host, whom: &str, purpose: Purpose) -> CliError {
    CliError::Said(format!(
        "{} has not let {whom}{} in for {}: its manager does so, for a time, at {}/operator",
        clinic.name,
        host.name,
        if purpose == Purpose::Export { "everything" } else { "records" },
        house.address_of(clinic)
    ))
}

/// The same for a command that has no actor of its own: refused, or not.
pub(super) async fn permitted(house: &House, clinic: &Arc<Clinic>) -> Result<(), CliError> {
    let Some(host) = &house.installed.host else { return Ok(()) };
    let any = |tx: &mut Tx<'_>| Ok(operator::grant::any(tx, Purpose::Operation)?);
    if agreed(house, clinic, host, any).await? {
        return Ok(());
    }
    Err(nobody(house, clinic, host, "anybody of ", Purpose::Operation))
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
