//! What stays of somebody who worked here: the visits they gave, under a name that is nobody's.

use ground::erase::Erases;
use ground::{Event, PersonId, Result, Tx, params};

use super::setup_changed;

/// Visits are the client's whom they are about, and are not erased with somebody who gave them. A visit of their own keeps
/// whoever has one from being erased.
pub(crate) const ERASES: Erases = Erases { tables: &["appointment"], may, erase: |_, _| Ok(()) };

fn may(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<&'static str>> {
    let row = tx.optional(
        "SELECT 1 AS one FROM appointment WHERE clinic = $1 AND client = $2 LIMIT 1",
        &params![tx.clinic(), person],
    )?;
    Ok(row.map(|_| "visits"))
}

/// A colleague's account went: whoever treated by it is shown by no name any more and is booked no more.
pub(crate) fn account_removed(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let clinic = tx.clinic();
    let language = tx.settings().languages.first().cloned().unwrap_or_default();
    let words = &tx.scope().house().words;
    let name = words.tongue(&language).unwrap_or_else(|| words.english()).get("booking-former-colleague");
    let now = tx.now();
    let rows =
        tx.query("SELECT id FROM practitioner WHERE clinic = $1 AND account = $2", &params![clinic, &event.subject])?;
    for row in &rows {
        let id: crate::model::PractitionerId = row.get("id")?;
        tx.execute(
            "UPDATE practitioner SET name = $3, skills = '', account = NULL, person = NULL, retired_at = COALESCE(retired_at, $4) WHERE clinic = $1 AND id = $2",
            &params![clinic, id, &name, now],
        )?;
        setup_changed(tx, id)?;
    }
    Ok(())
}
