//! A new address that somebody asked for: kept until both mailboxes agreed, or for a day.

use ground::{AccountId, Event, Sealed, Tx, cell, params};
use jiff::Timestamp;

use super::{account, directory};
use crate::error::{Error, Result};
use crate::model::Account;
use crate::rules::{NEW_ADDRESS_HOURS, after_hours};
use crate::session::Secret;

/// Which of the two mailboxes a link was sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailbox {
    /// The one the account has.
    Old,
    /// The one it shall have.
    New,
}

/// What the holder sees of it.
#[derive(Clone, Debug)]
pub struct Pending {
    pub email: String,
    pub old_agreed: bool,
    pub new_agreed: bool,
    pub until: Timestamp,
}

/// The change that a link is about.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    pub account: AccountId,
    pub mailbox: Mailbox,
}

/// Keeps that `account` shall have the address `email`, in place of any other it asked for: the secrets of the link for the
/// address it has, and of the one for the new address.
pub fn create(tx: &mut Tx<'_>, of: &Account, email: &str) -> Result<(Secret, Secret)> {
    account::take_turns(tx, of.id)?;
    delete(tx, of.id)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    let (old, new) = (Secret::fresh(), Secret::fresh());
    let sealed = tx.seal_for(of.person)?.seal(cell("new_address", "email", of.id), &email.trim().to_owned())?;
    tx.execute(
        "INSERT INTO new_address (clinic, account, person, email, old_hash, new_hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![clinic, of.id, of.person, sealed, old.hash(), new.hash(), now, after_hours(now, NEW_ADDRESS_HOURS)],
    )?;
    tx.emit(Event::new("account.new_address_asked", of.id, of.person))?;
    Ok((old, new))
}

/// What `account` asked for and is not agreed on yet.
pub fn open(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Pending>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        "SELECT person, email, old_agreed_at, new_agreed_at, expires_at FROM new_address
         WHERE clinic = $1 AND account = $2 AND expires_at > $3",
        &params![clinic, account, now],
    )?;
    let Some(row) = row else { return Ok(None) };
    let key = tx.open(row.get("person")?)?;
    Ok(Some(Pending {
        email: key.open(&Sealed::<String>::read(&row, "new_address", "email", account)?)?,
        old_agreed: row.get::<Option<Timestamp>>("old_agreed_at")?.is_some(),
        new_agreed: row.get::<Option<Timestamp>>("new_agreed_at")?.is_some(),
        until: row.get("expires_at")?,
    }))
}

/// The change that the link of `secret` is about, while it works.
///
/// # Errors
/// [`Error::LinkGone`] when it was withdrawn, is over, was agreed to by this mailbox, or its account is closed.
pub fn find(tx: &mut Tx<'_>, secret: &Secret) -> Result<Change> {
    let (clinic, now, hash) = (tx.clinic(), tx.now(), secret.hash());
    let row = tx.optional(
        "SELECT n.account, CASE WHEN n.old_hash = $2 THEN 1 ELSE 0 END AS old
         FROM new_address n JOIN account a ON a.clinic = n.clinic AND a.id = n.account
         WHERE n.clinic = $1 AND n.expires_at > $3 AND a.deactivated_at IS NULL
         AND ((n.old_hash = $2 AND n.old_agreed_at IS NULL) OR (n.new_hash = $2 AND n.new_agreed_at IS NULL))",
        &params![clinic, &hash[..], now],
    )?;
    let row = row.ok_or(Error::LinkGone)?;
    let mailbox = if row.get::<i64>("old")? == 1 { Mailbox::Old } else { Mailbox::New };
    Ok(Change { account: row.get("account")?, mailbox })
}

/// The mailbox of `secret` agrees. With the second of them the account has its new address, and what was mailed to the old
/// one opens nothing any more; true then.
///
/// # Errors
/// [`Error::LinkGone`] as for [`find`]; [`Error::EmailTaken`] when the address is another account's by now.
pub fn agree(tx: &mut Tx<'_>, secret: &Secret) -> Result<bool> {
    let change = find(tx, secret)?;
    account::take_turns(tx, change.account)?;
    // Somebody else may have had the turn before.
    let change = find(tx, secret)?;
    let column = match change.mailbox {
        Mailbox::Old => "old_agreed_at",
        Mailbox::New => "new_agreed_at",
    };
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        &format!("UPDATE new_address SET {column} = $3 WHERE clinic = $1 AND account = $2"),
        &params![clinic, change.account, now],
    )?;
    let Some(pending) = open(tx, change.account)?.filter(|pending| pending.old_agreed && pending.new_agreed) else {
        return Ok(false);
    };
    directory::readdress(tx, &[(change.account, pending.email)])?;
    Ok(true)
}

/// Nothing comes of it; true if there was something.
pub fn delete(tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    let gone =
        tx.execute("DELETE FROM new_address WHERE clinic = $1 AND account = $2", &params![tx.clinic(), account])?;
    Ok(gone > 0)
}
