//! Everyone who has an account, a batch at a time: for what all of them are to be told.

use ground::{AccountId, PersonId, Result, Tx, params};
use jiff::Timestamp;

/// Somebody who has an account.
#[derive(Clone, Debug)]
pub struct Holder {
    pub account: AccountId,
    pub person: PersonId,
    /// In which they read letters.
    pub language: String,
}

/// The next `most` holders of open accounts after the account `after`, of those that were confirmed by `at`.
pub fn holders(tx: &mut Tx<'_>, after: Option<AccountId>, at: Timestamp, most: u32) -> Result<Vec<Holder>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = tx.query(
        "SELECT id, person, language FROM account
         WHERE clinic = $1 AND id > $2 AND verified_at <= $3 AND deactivated_at IS NULL ORDER BY id LIMIT $4",
        &params![tx.clinic(), after, at, most],
    )?;
    rows.iter()
        .map(|row| Ok(Holder { account: row.get("id")?, person: row.get("person")?, language: row.get("language")? }))
        .collect()
}
