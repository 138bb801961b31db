//! Accounts that the clinic made itself and of whose holders a directory speaks. It is given none of them by an address
//! alone: a manager says whether it is the same person.

use ground::db::Row;
use ground::{AccountId, PersonId, Role, Tx, params};
use identity::Account;
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::model::Source;

/// What a manager is asked.
#[derive(Clone, Debug)]
pub struct Claim {
    pub account: AccountId,
    pub person: PersonId,
    pub source: String,
    /// Says which account, address and person over there the question is about, and stands for nothing else.
    pub seen: String,
    pub asked_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
}

/// Whether the account and its record are a colleague's and nobody's else: a directory reads those it has, and a record that
/// another was made one with, as a client's may be, would be read with it.
pub(super) fn is_colleagues_alone(tx: &mut Tx<'_>, account: &Account) -> Result<bool> {
    if account.shown_as.is_none() || [Role::Client, Role::Operator].into_iter().any(|role| account.roles.contains(role))
    {
        return Ok(false);
    }
    Ok(tx.kept(account.person)? == account.person && tx.merged_into(account.person)?.is_empty())
}

/// The keyed token of the account's address.
fn address(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<u8>> {
    let stands = identity::stands(tx, &[account])?;
    stands.into_values().next().map(|stands| stands.email_token).ok_or_else(|| ground::Error::NotFound.into())
}

/// Whether a manager agreed that `account` is the person whom the directory knows by this token; else it is asked.
pub(super) fn settle(tx: &mut Tx<'_>, source: Source, account: &Account, external: Option<Vec<u8>>) -> Result<bool> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        "SELECT external_token, email_token, confirmed_at FROM directory_claim WHERE clinic = $1 AND account = $2 AND source = $3",
        &params![clinic, account.id, source.as_str()],
    )?;
    let email = address(tx, account.id)?;
    let same = match &row {
        Some(row) => {
            row.get::<Option<Vec<u8>>>("external_token")? == external
                && row.get::<Option<Vec<u8>>>("email_token")?.as_ref() == Some(&email)
        }
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
            "INSERT INTO directory_claim (clinic, account, person, source, external_token, email_token, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &params![clinic, account.id, account.person, source.as_str(), external, email, now],
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
        "SELECT account, person, source, external_token, email_token, asked_at, confirmed_at FROM directory_claim WHERE clinic = $1 ORDER BY asked_at, account",
        &params![tx.clinic()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Claim {
                seen: seen(tx, row)?,
                account: row.get("account")?,
                person: row.get("person")?,
                source: row.get("source")?,
                asked_at: row.get("asked_at")?,
                confirmed_at: row.get("confirmed_at")?,
            })
        })
        .collect()
}

/// What a question is about, as one word: another person over there, another directory or another address is another.
fn seen(tx: &Tx<'_>, row: &Row) -> Result<String> {
    let hex = |bytes: Option<Vec<u8>>| bytes.unwrap_or_default().iter().map(|byte| format!("{byte:02x}")).collect();
    let (source, account): (String, AccountId) = (row.get("source")?, row.get("account")?);
    let parts: [String; 4] =
        [source, account.to_string(), hex(row.get("external_token")?), hex(row.get("email_token")?)];
    Ok(hex(Some(tx.token("directory.claim", &parts.join(" "))?)))
}

/// A manager agrees to what the page asked: the directory gets the account when it next speaks of the person.
///
/// # Errors
/// [`Error::Changed`] where another question is asked by now; not found where none is.
pub fn confirm(tx: &mut Tx<'_>, account: AccountId, agreed: &str) -> Result<()> {
    super::take_turns(tx)?;
    let claims: Vec<Claim> = list(tx)?.into_iter().filter(|claim| claim.account == account).collect();
    if claims.is_empty() {
        return Err(ground::Error::NotFound.into());
    }
    let claim = claims.into_iter().find(|claim| claim.seen == agreed).ok_or(Error::Changed)?;
    // The address may have changed since it was asked.
    let now_at = address(tx, account)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let done = tx.execute(
        "UPDATE directory_claim SET confirmed_at = $4, confirmed_by = $5 WHERE clinic = $1 AND account = $2 AND source = $3 AND email_token = $6",
        &params![clinic, account, claim.source, now, actor, now_at],
    )?;
    if done == 0 { Err(Error::Changed) } else { Ok(()) }
}

/// A manager says no: the question is gone until the directory speaks of them again.
pub fn refuse(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    delete(tx, account)
}

/// Whether a manager agreed that `account` is whom the directory knows by this token. Nothing is asked by it.
pub(super) fn agreed(tx: &mut Tx<'_>, source: &str, account: AccountId, external: Option<Vec<u8>>) -> Result<bool> {
    let row = tx.optional(
        "SELECT external_token, email_token FROM directory_claim WHERE clinic = $1 AND account = $2 AND source = $3 AND confirmed_at IS NOT NULL",
        &params![tx.clinic(), account, source],
    )?;
    Ok(match row {
        Some(row) => {
            row.get::<Option<Vec<u8>>>("external_token")? == external
                && row.get::<Option<Vec<u8>>>("email_token")? == Some(address(tx, account)?)
        }
        None => false,
    })
}
