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
    those(tx, after, at, most, "")
}

/// The same without those whose account was opened again since: it may have been closed then.
pub fn holders_then(tx: &mut Tx<'_>, after: Option<AccountId>, at: Timestamp, most: u32) -> Result<Vec<Holder>> {
    let again = "AND NOT EXISTS (SELECT 1 FROM event e WHERE e.clinic = account.clinic AND e.subject = account.id
                 AND e.name = 'account.activated' AND e.at >= $3)";
    those(tx, after, at, most, again)
}

fn those(tx: &mut Tx<'_>, after: Option<AccountId>, at: Timestamp, most: u32, but: &str) -> Result<Vec<Holder>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = tx.query(
        &format!(
            "SELECT id, person, language FROM account
             WHERE clinic = $1 AND id > $2 AND verified_at <= $3 AND deactivated_at IS NULL {but} ORDER BY id LIMIT $4"
        ),
        &params![tx.clinic(), after, at, most],
    )?;
    rows.iter()
        .map(|row| Ok(Holder { account: row.get("id")?, person: row.get("person")?, language: row.get("language")? }))
        .collect()
}
