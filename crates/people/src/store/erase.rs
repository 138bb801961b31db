//! A client's record is not erased with a colleague's account: that is asked for and decided otherwise.

use ground::erase::Erases;
use ground::{PersonId, Result, Tx, params};

pub(crate) const ERASES: Erases = Erases { tables: &[], may, erase: |_, _| Ok(()) };

fn may(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<&'static str>> {
    let row = tx.optional("SELECT id FROM client WHERE clinic = $1 AND id = $2", &params![tx.clinic(), person])?;
    Ok(row.map(|_| "client"))
}
