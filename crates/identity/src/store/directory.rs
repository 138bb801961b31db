//! Accounts as a directory of the clinic's people governs them: their addresses, which it may change without asking whoever
//! holds them, because they are the clinic's own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ground::db::{LISTED, listed};
use ground::{AccountId, Event, PersonId, Sealed, Tx, cell, params};

use super::account::{self, email_token};
use crate::error::{Error, Result};
use crate::model::Account;

/// Whether `email` is the account's address. Nothing is opened.
pub fn has_email(tx: &mut Tx<'_>, id: AccountId, email: &str) -> Result<bool> {
    let token = email_token(tx, email)?;
    let row = tx.one("SELECT email_token FROM account WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    Ok(row.get::<Vec<u8>>("email_token")? == token)
}

/// Gives accounts other addresses, all at once, so that two people can swap theirs. Links that were mailed to the old
/// addresses stop working: whoever reads that mailbox now may be somebody else. Who could sign in is told at both.
///
/// # Errors
/// [`Error::EmailTaken`] when an account that is not among them has one of the addresses, or two would have the same.
pub fn readdress(tx: &mut Tx<'_>, new: &[(AccountId, String)]) -> Result<()> {
    let clinic = tx.clinic();
    let mut tokens = BTreeMap::new();
    let accounts: BTreeSet<AccountId> = new.iter().map(|(id, _)| *id).collect();
    for (id, email) in new {
        let token = email_token(tx, email)?;
        match account::find_by_token(tx, &token)?.filter(|other| !accounts.contains(&other.id)) {
            Some(other) if other.is_unconfirmed() => release_email(tx, &other)?,
            Some(_) => return Err(Error::EmailTaken),
            None => {}
        }
        if tokens.insert(token, *id).is_some_and(|other| other != *id) {
            return Err(Error::EmailTaken);
        }
    }
    for id in &accounts {
        account::take_turns(tx, *id)?;
        let account = account::find(tx, *id)?;
        if account.is_open() {
            let before = account::open_email(tx, *id)?;
            super::alert::moved(tx, &account, &before)?;
        }
        let between = tx.token("email.between", &id.to_string())?;
        tx.execute(
            "UPDATE account SET email_token = $3 WHERE clinic = $1 AND id = $2",
            &params![clinic, *id, between],
        )?;
        super::challenge::delete_all(tx, *id)?;
        super::new_address::delete(tx, *id)?;
    }
    for (id, email) in new {
        let row = tx.one("SELECT person FROM account WHERE clinic = $1 AND id = $2", &params![clinic, *id])?;
        let (person, token): (PersonId, _) = (row.get("person")?, email_token(tx, email)?);
        let sealed = tx.seal_for(person)?.seal(cell("account", "email", id), &email.trim().to_owned())?;
        tx.execute(
            "UPDATE account SET email = $3, email_token = $4 WHERE clinic = $1 AND id = $2",
            &params![clinic, *id, sealed, token],
        )?;
        tx.emit(Event::new("account.readdressed", *id, person))?;
    }
    Ok(())
}

/// Takes the address off an account that is closed, or that a visitor began and never confirmed, for whoever has it now.
/// The account keeps it sealed, and is no longer found by it; links that were mailed stop working.
pub fn release_email(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    let left = tx.token("email.left", &account.id.to_string())?;
    let released = tx.execute(
        "UPDATE account SET email_token = $3 WHERE clinic = $1 AND id = $2
         AND (deactivated_at IS NOT NULL OR (verified_at IS NULL AND shown_as IS NULL))",
        &params![tx.clinic(), account.id, left],
    )?;
    super::challenge::delete_all(tx, account.id)?;
    if released == 1 { Ok(()) } else { Err(Error::EmailTaken) }
}

/// Takes `email` off the account that a visitor began with it and never confirmed: that is nobody's, and keeps nobody out.
pub(super) fn release_begun(tx: &mut Tx<'_>, email: &str) -> Result<()> {
    match account::find_by_email(tx, email)?.filter(Account::is_unconfirmed) {
        Some(begun) => release_email(tx, &begun),
        None => Ok(()),
    }
}

/// Opens the addresses of several accounts, for the transaction's purpose. Whoever may not be opened is left out.
pub fn open_emails(tx: &mut Tx<'_>, ids: &[AccountId]) -> Result<HashMap<AccountId, String>> {
    let mut emails = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, ids);
        let rows =
            tx.query(&format!("SELECT id, person, email FROM account WHERE clinic = $1 AND id IN ({list})"), &values)?;
        let persons: Vec<PersonId> = rows.iter().map(|row| row.get("person")).collect::<ground::Result<_>>()?;
        let keys = tx.open_many(&persons)?;
        for row in &rows {
            let id: AccountId = row.get("id")?;
            if let Some(key) = keys.get(&row.get("person")?) {
                emails.insert(id, key.open(&Sealed::<String>::read(row, "account", "email", id)?)?);
            }
        }
    }
    Ok(emails)
}

/// How many of these accounts are open to their holders, or have somebody signed in.
pub fn still_open(tx: &mut Tx<'_>, ids: &[AccountId]) -> ground::Result<i64> {
    let mut open = 0;
    for ids in ids.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, ids);
        let sql = format!(
            "SELECT COUNT(*) AS many FROM account a WHERE a.clinic = $1 AND a.id IN ({list})
             AND (a.deactivated_at IS NULL OR EXISTS (SELECT 1 FROM session s WHERE s.clinic = a.clinic AND s.account = a.id))"
        );
        open += tx.one(&sql, &values)?.get::<i64>("many")?;
    }
    Ok(open)
}
