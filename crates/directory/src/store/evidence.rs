//! What the store says, now, about the promises this room keeps.

use ground::{AccountId, Tx, params};
use promise::Evidence;

/// `directory.follows_leavers`: everybody whom a directory removed or shut out, and whether the account of one of them is
/// open, or somebody is signed in to it.
pub fn leavers(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let count = tx.one(
        "SELECT COUNT(*) AS many FROM directory_user WHERE clinic = $1 AND left_at IS NULL",
        &params![tx.clinic()],
    )?;
    let rows =
        tx.query("SELECT account FROM directory_user WHERE clinic = $1 AND active = 0", &params![tx.clinic()])?;
    let gone: Vec<AccountId> = rows.iter().map(|row| row.get("account")).collect::<ground::Result<_>>()?;
    let open = identity::still_open(tx, &gone)?;
    let gone = i64::try_from(gone.len()).unwrap_or(i64::MAX);
    Ok(Evidence::new(&[("people", count.get("many")?), ("shut out or removed", gone), ("still open", open)], open == 0))
}
