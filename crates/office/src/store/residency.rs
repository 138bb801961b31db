//! Where it is kept: the receipt of whoever had to agree, and what the store says of all of it.

use ground::consent::{Consent, Way};
use ground::residency::{self, CONSENT, Via};
use ground::restrict::Basis;
use ground::{Error, Event, Result, Tx};
use promise::Evidence;

use super::consent::{By, Said, say};

/// The consent.
pub fn consent() -> Result<&'static Consent> {
    Consent::named(CONSENT).ok_or_else(|| Error::internal("there is no consent to where it is kept"))
}

/// Writes the receipt, in the transaction that stores the first row about them, or more of whoever was asked anew.
pub fn agreed(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let Some(person) = event.person else { return Ok(()) };
    let note = residency::noted(tx, person)?.ok_or(Error::NotFound)?;
    let words = &tx.scope().house().words;
    let t = words.tongue(&note.told.language).unwrap_or_else(|| words.english());
    let way = match note.told.via {
        Via::Page => Way::Page,
        Via::Program => Way::Program,
        Via::Desk => Way::Desk,
    };
    let by = By { giver: note.giver, way, basis: Basis::Wish };
    say(tx, person, Said::Agree(consent()?), true, by, &t).map(drop)
}

/// For `residency.stated`: what the ground knows of it, and complaints of people unnamed whose form did not tell them.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let untold = residency::unnoted(tx, "complaint", "person", "t.via = 'public'")?;
    Ok(residency::evidence(tx)?.and(Evidence::new(&[("complaints untold", untold)], untold == 0)))
}
