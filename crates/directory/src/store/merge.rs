//! What a directory says of somebody when two records of one person are merged: it follows the account.

use ground::merge::{Merges, Merging};
use ground::{Result, Tx, params};

pub(crate) const MERGES: Merges = Merges { may, merge: follow, undo: follow };

/// Whom a directory brought is theirs to be read by it: a client's record made one with theirs would be too.
fn may(tx: &mut Tx<'_>, merging: &Merging) -> Result<Option<&'static str>> {
    let row = tx.optional(
        "SELECT id FROM directory_user WHERE clinic = $1 AND person IN ($2, $3) AND left_at IS NULL",
        &params![tx.clinic(), merging.from, merging.into],
    )?;
    Ok(row.map(|_| "directory-merge-brought"))
}

/// Memberships and questions name the person of their row, whichever way it moved.
fn follow(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    tx.execute(
        "UPDATE directory_member SET person = (SELECT u.person FROM directory_user u WHERE u.clinic = directory_member.clinic AND u.id = directory_member.directory_user)
         WHERE clinic = $1 AND person IN ($2, $3)",
        &params![tx.clinic(), merging.from, merging.into],
    )?;
    tx.execute(
        "DELETE FROM directory_claim WHERE clinic = $1 AND person IN ($2, $3)",
        &params![tx.clinic(), merging.from, merging.into],
    )?;
    Ok(())
}
