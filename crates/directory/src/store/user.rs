//! People as a directory knows them.

use ground::{PersonId, Relations, Tx, params};

/// Whether a directory brought the person: it opens nobody else.
pub fn relate(tx: &mut Tx<'_>, person: PersonId, relations: &mut Relations) -> ground::Result<()> {
    let row = tx.optional(
        "SELECT id FROM directory_user WHERE clinic = $1 AND person = $2 AND left_at IS NULL",
        &params![tx.clinic(), person],
    )?;
    relations.from_directory |= row.is_some();
    Ok(())
}
