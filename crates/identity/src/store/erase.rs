//! Accounts that go: with the person whose they are, or without them.

use ground::erase::{Became, Because, Cause, Done, Erases};
use ground::{AccountId, Event, PersonId, Result, Role, RoleSet, Sealed, Tx, params};

use super::account::{self, email_token};
use crate::model::Account;

/// What this room does when somebody is erased: what belongs to their accounts goes by the account too, whomever it names.
pub(crate) const ERASES: Erases = Erases { tables: &[], may, last: |_, _| Ok(None), erase };

/// Whoever works here is not erased from under their work: it is ended first. The last who can govern the clinic's staff cannot
/// end theirs, and is told so. Whose key is gone already, as where older data was restored, worked here once.
fn may(tx: &mut Tx<'_>, person: PersonId, because: &Because) -> Result<Option<&'static str>> {
    if because.cause == Cause::Restored {
        return Ok(None);
    }
    if of(tx, person)?.iter().all(|account| account.shown_as.is_none()) {
        return Ok(None);
    }
    // As whoever opens an account of the staff or changes it does: nobody begins to work here before this is committed.
    super::own_role::take_turns(tx).map_err(grounded)?;
    let (accounts, now) = (of(tx, person)?, tx.now());
    let works =
        |account: &Account| account.shown_as.is_some() && account.deactivated_at.is_none() && !account.has_ended(now);
    if !accounts.iter().any(works) {
        return Ok(None);
    }
    let governs = accounts.iter().any(|account| account.is_open() && super::staff::governs(tx, account.held));
    let last = governs && !super::staff::is_governed_without(tx, person).map_err(grounded)?;
    Ok(Some(if last { "manager" } else { "staff" }))
}

/// The ground's failures stay what they are, so that a lost race is run again.
fn grounded(error: crate::Error) -> ground::Error {
    match error {
        crate::Error::Ground(error) => error,
        other => ground::Error::internal(other),
    }
}

fn erase(tx: &mut Tx<'_>, person: PersonId, done: &mut Done) -> Result<()> {
    for account in of(tx, person)? {
        for (table, rows) in empty(tx, account.id, &[])? {
            done.note(&table, Became::Gone, rows);
        }
        tx.emit(Event::new("account.removed", account.id, person))?;
    }
    Ok(())
}

fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Account>> {
    let rows = tx.query("SELECT id FROM account WHERE clinic = $1 AND person = $2", &params![tx.clinic(), person])?;
    rows.iter().map(|row| account::find(tx, row.get("id")?).map_err(ground::Error::internal)).collect()
}

/// Nothing that belongs to the account is left, here or in another room, `but` what is in those tables. A browser that is
/// being asked for a passkey is not.
fn empty(tx: &mut Tx<'_>, account: AccountId, but: &[&str]) -> Result<Vec<(String, u64)>> {
    let gone = tx.erase_belonging("account", account, but)?;
    tx.execute("DELETE FROM passkey_ceremony WHERE clinic = $1 AND account = $2", &params![tx.clinic(), account])?;
    Ok(gone)
}

/// By what somebody signs in beside a password.
const FACTORS: [&str; 3] = ["authenticator", "recovery_code", "passkey"];

/// Takes the staff's side off somebody who is more than that to the clinic: the account goes with all that belongs to it, or
/// becomes what a client's is, where it was one too: with the factors it is protected by, and `open` again if that is how it
/// was before it was closed with the staff's side. The person stays, and whatever else stands about them.
///
/// # Errors
/// Those of the store.
pub fn end_staff(tx: &mut Tx<'_>, id: AccountId, open: bool) -> crate::Result<()> {
    account::take_turns(tx, id)?;
    let account = account::find(tx, id)?;
    let stays = account.roles.contains(Role::Client);
    empty(tx, id, if stays { &FACTORS } else { &[] })?;
    let (clinic, client) = (tx.clinic(), RoleSet::from(Role::Client));
    if stays {
        let row = tx.one("SELECT email FROM account WHERE clinic = $1 AND id = $2", &params![clinic, id])?;
        let email = tx.open(account.person)?.open(&Sealed::<String>::read(&row, "account", "email", id)?)?;
        let token = email_token(tx, &email)?;
        let opened = if open { ", deactivated_at = NULL" } else { "" };
        tx.execute(
            &format!("UPDATE account SET roles = $3, shown_as = NULL{opened} WHERE clinic = $1 AND id = $2"),
            &params![clinic, id, client.to_string()],
        )?;
        // Their address was set free when they left; it is theirs again unless it is somebody else's by now.
        if account::find_by_token(tx, &token)?.is_none() {
            tx.execute(
                "UPDATE account SET email_token = $3 WHERE clinic = $1 AND id = $2",
                &params![clinic, id, token],
            )?;
        }
    } else {
        tx.execute("DELETE FROM account WHERE clinic = $1 AND id = $2", &params![clinic, id])?;
    }
    tx.emit(Event::new("account.removed", id, account.person))?;
    Ok(())
}
