//! Who treats whom: what a clinician may open rests on their appointments.

use ground::{PersonId, Relations, Result, Tx, params};
use jiff::SignedDuration;

/// For so long after the last visit a person counts as in care, unless the clinic states otherwise: 180 days.
const AFTER: SignedDuration = SignedDuration::from_hours(24 * 180);

/// Whether the actor treats `person`: has, or had within [`AFTER`], an appointment with them that was not called off.
pub fn relate(tx: &mut Tx<'_>, person: PersonId, relations: &mut Relations) -> Result<()> {
    if !tx.actor().is_staff() {
        return Ok(());
    }
    let Some(own) = tx.actor().person() else { return Ok(()) };
    let row = tx.optional(
        "SELECT 1 AS one FROM appointment a JOIN practitioner p ON p.clinic = a.clinic AND p.id = a.practitioner
         WHERE a.clinic = $1 AND a.client = $2 AND a.starts_at > $3 AND a.active = 1 AND p.person = $4 LIMIT 1",
        &params![tx.clinic(), person, tx.now() - AFTER, own],
    )?;
    relations.in_care |= row.is_some();
    Ok(())
}
