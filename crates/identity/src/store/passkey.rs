//! Passkeys: their public halves, found by what a device shows.

use ground::db::Row;
use ground::{AccountId, Sealed, Tx, cell, params};
use jiff::Timestamp;
use webauthn_rs::prelude::Passkey;

use crate::error::{Error, Result};
use crate::factor::PasskeyId;
use crate::model::Account;

/// A passkey as it is found when somebody shows it.
pub struct Found {
    pub id: PasskeyId,
    pub account: AccountId,
    /// The name it was made for.
    pub host: String,
    pub passkey: Passkey,
}

/// A passkey in the list of its holder.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

fn read(row: &Row) -> Result<Passkey> {
    serde_json::from_str(&row.get::<String>("credential")?)
        .map_err(|_| Error::internal("a passkey that cannot be read"))
}

fn written(passkey: &Passkey) -> Result<String> {
    serde_json::to_string(passkey).map_err(|_| Error::internal("a passkey that cannot be written"))
}

/// Keeps a passkey of `account`, called `name`.
///
/// # Errors
/// [`Error::FactorThere`] when it is kept already, for whomever.
pub fn create(tx: &mut Tx<'_>, account: &Account, host: &str, name: &str, passkey: &Passkey) -> Result<()> {
    if find(tx, passkey.cred_id())?.is_some() {
        return Err(Error::FactorThere);
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = PasskeyId::new(now);
    let sealed = tx.seal_for(account.person)?.seal(cell("passkey", "name", id), &name.to_owned())?;
    tx.execute(
        "INSERT INTO passkey (clinic, id, account, person, credential_id, credential, host, name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![clinic, id, account.id, account.person, passkey.cred_id().to_vec(), written(passkey)?, host, sealed, now],
    )?;
    Ok(())
}

/// The passkey of this id, as devices call it.
pub fn find(tx: &mut Tx<'_>, credential: &[u8]) -> Result<Option<Found>> {
    let row = tx.optional(
        "SELECT id, account, host, credential FROM passkey WHERE clinic = $1 AND credential_id = $2",
        &params![tx.clinic(), credential],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Found { id: row.get("id")?, account: row.get("account")?, host: row.get("host")?, passkey: read(&row)? }))
}

/// All of `account` for this name, as the next one must not be one of them; and how many there are for any.
pub fn of_account(tx: &mut Tx<'_>, account: AccountId, host: &str) -> Result<(Vec<Passkey>, usize)> {
    let rows = tx.query(
        "SELECT host, credential FROM passkey WHERE clinic = $1 AND account = $2 ORDER BY id",
        &params![tx.clinic(), account],
    )?;
    let mut here = Vec::new();
    for row in &rows {
        if row.get::<String>("host")? == host {
            here.push(read(row)?);
        }
    }
    Ok((here, rows.len()))
}

/// The passkeys of `account`, opened for its holder, the newest last.
pub fn list(tx: &mut Tx<'_>, account: &Account) -> Result<Vec<Listed>> {
    let rows = tx.query(
        "SELECT id, name, created_at, used_at FROM passkey WHERE clinic = $1 AND account = $2 ORDER BY id",
        &params![tx.clinic(), account.id],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(account.person)?;
    rows.iter()
        .map(|row| {
            let id: PasskeyId = row.get("id")?;
            let name = key.open(&Sealed::<String>::read(row, "passkey", "name", id)?)?;
            Ok(Listed { id, name, created_at: row.get("created_at")?, used_at: row.get("used_at")? })
        })
        .collect()
}

/// Notes that it was shown, and what it is from now on where that differs.
pub fn used(tx: &mut Tx<'_>, id: PasskeyId, anew: Option<&Passkey>) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute("UPDATE passkey SET used_at = $3 WHERE clinic = $1 AND id = $2", &params![clinic, id, now])?;
    if let Some(anew) = anew {
        tx.execute(
            "UPDATE passkey SET credential = $3 WHERE clinic = $1 AND id = $2",
            &params![clinic, id, written(anew)?],
        )?;
    }
    Ok(())
}

/// Removes one of `account`; another account's is not found.
pub fn delete(tx: &mut Tx<'_>, account: AccountId, id: PasskeyId) -> Result<()> {
    let gone = tx.execute(
        "DELETE FROM passkey WHERE clinic = $1 AND account = $2 AND id = $3",
        &params![tx.clinic(), account, id],
    )?;
    if gone == 0 { Err(ground::Error::NotFound.into()) } else { Ok(()) }
}

/// Removes all of `account`.
pub fn delete_all(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute("DELETE FROM passkey WHERE clinic = $1 AND account = $2", &params![tx.clinic(), account])?;
    Ok(())
}
