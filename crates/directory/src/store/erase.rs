//! Somebody erased whom a directory has, or had: at the desk, by command or because they asked, within the days of grace too.

use ground::erase::{Became, Done, Erases};
use ground::{PersonId, Result, Tx, params};

/// No directory that has them still brings them back by itself. The rows go as the data map says.
pub(crate) const ERASES: Erases = Erases { tables: &[], may: |_, _, _| Ok(None), last: |_, _| Ok(None), erase };

fn erase(tx: &mut Tx<'_>, person: PersonId, done: &mut Done) -> Result<()> {
    let rows = tx.query(
        "SELECT DISTINCT account FROM directory_user WHERE clinic = $1 AND person = $2 ORDER BY account",
        &params![tx.clinic(), person],
    )?;
    for row in &rows {
        done.remembered += super::google::remember_erased(tx, row.get("account")?)?;
    }
    // Whom a directory has still is in its groups, which refer to the row that goes with the account.
    let member = tx.execute(
        "DELETE FROM directory_member WHERE clinic = $1 AND directory_user IN (SELECT id FROM directory_user WHERE clinic = $1 AND person = $2)",
        &params![tx.clinic(), person],
    )?;
    done.note("directory_member", Became::Gone, member);
    Ok(())
}
