//! Accounts that the clinic made itself and of whose holders a directory speaks. It is given none of them by an address
//! alone: a manager says whether it is the same person.

use ground::{AccountId, PersonId, Tx, params};
use identity::Account;
use jiff::Timestamp;

use crate::error::Result;
use crate::model::Source;

/// What a manager is asked.
#[derive(Clone, Debug)]
pub struct Claim {
    pub account: AccountId,
    pub person: PersonId,
    pub source: String,
    pub asked_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
}

/// Whether a manager agreed that `account` is the person whom the directory knows by this token; else it is asked.
pub(super) fn settle(tx: &mut Tx<'_>, source: Source, account: &Account, external: Option<Vec<u8>>) -> Result<bool> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        "SELECT external_token, confirmed_at FROM directory_claim WHERE clinic = $1 AND account = $2 AND source = $3",
        &params![clinic, account.id, source.as_str()],
    )?;
    let same = match &row {
        Some(row) => row.get::<Option<Vec<u8>>>("external_token")? == external,
        None => false,
    };
    let confirmed = match &row {
        Some(row) => same && row.get::<Option<Timestamp>>("confirmed_at")?.is_some(),
        None => false,
    };
    if confirmed {
        delete(tx, account.id)?;
        return Ok(true);
    }
    if !same {
        // Who is meant now is not who was meant when somebody agreed.
        delete(tx, account.id)?;
        tx.execute(
            "INSERT INTO directory_claim (clinic, account, person, source, external_token, asked_at) VALUES ($1, $2, $3, $4, $5, $6)",
            &params![clinic, account.id, account.person, source.as_str(), external, now],
        )?;
    }
    Ok(false)
}

fn delete(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute("DELETE FROM directory_claim WHERE clinic = $1 AND account = $2", &params![tx.clinic(), account])?;
    Ok(())
}

/// Everybody of whom a directory spoke.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Claim>> {
    let rows = tx.query(
        "SELECT account, person, source, asked_at, confirmed_at FROM directory_claim WHERE clinic = $1 ORDER BY asked_at, account",
        &params![tx.clinic()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Claim {
                account: row.get("account")?,
                person: row.get("person")?,
                source: row.get("source")?,
                asked_at: row.get("asked_at")?,
                confirmed_at: row.get("confirmed_at")?,
            })
        })
        .collect()
}

/// A manager agrees: the directory gets the account when it next speaks of the person.
pub fn confirm(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let done = tx.execute(
        "UPDATE directory_claim SET confirmed_at = $3, confirmed_by = $4 WHERE clinic = $1 AND account = $2",
        &params![clinic, account, now, actor],
    )?;
    if done == 0 { Err(ground::Error::NotFound.into()) } else { Ok(()) }
}

/// A manager says no: the question is gone until the directory speaks of them again.
pub fn refuse(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    delete(tx, account)
}

/// Whether a manager agreed that `account` is whom the directory knows by this token. Nothing is asked by it.
pub(super) fn agreed(tx: &mut Tx<'_>, source: &str, account: AccountId, external: Option<Vec<u8>>) -> Result<bool> {
    let row = tx.optional(
        "SELECT external_token FROM directory_claim WHERE clinic = $1 AND account = $2 AND source = $3 AND confirmed_at IS NOT NULL",
        &params![tx.clinic(), account, source],
    )?;
    Ok(match row {
        Some(row) => row.get::<Option<Vec<u8>>>("external_token")? == external,
        None => false,
    })
}
