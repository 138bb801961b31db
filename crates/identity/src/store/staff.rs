//! Those who work for the clinic.

use std::collections::HashMap;

use ground::db::{LISTED, listed};
use ground::{AccountId, Event, Full, PersonId, Refusal, Role, RoleSet, Tx, params};

use super::account::{self, NewRow};
use crate::error::{Error, Result};
use crate::model::{Account, Made, NewStaff};

/// Everyone with a name shown to colleagues and patients, those who may sign in first, by that name.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Account>> {
    let rows = tx.query(
        "SELECT id, person, password, roles, shown_as, language, created_at, verified_at, deactivated_at, ends_at FROM account
         WHERE clinic = $1 AND shown_as IS NOT NULL ORDER BY CASE WHEN deactivated_at IS NULL THEN 0 ELSE 1 END, shown_as, id",
        &params![tx.clinic()],
    )?;
    rows.iter().map(account::from_row).collect()
}

/// The names by which everyone knows those of `persons` who work or worked here: for the record of who opened what.
pub fn names(tx: &mut Tx<'_>, persons: &[PersonId]) -> ground::Result<HashMap<PersonId, String>> {
    let mut names = HashMap::with_capacity(persons.len());
    for persons in persons.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, persons);
        let sql = format!(
            "SELECT person, shown_as FROM account WHERE clinic = $1 AND person IN ({list}) AND shown_as IS NOT NULL"
        );
        for row in tx.query(&sql, &values)? {
            names.insert(row.get("person")?, row.get("shown_as")?);
        }
    }
    Ok(names)
}

/// A member of staff; a client's account is not found here.
pub fn find(tx: &mut Tx<'_>, id: AccountId) -> Result<Account> {
    let account = account::find(tx, id)?;
    if account.shown_as.is_none() {
        return Err(ground::Error::NotFound.into());
    }
    Ok(account)
}

/// How many accounts of staff are open or invited.
pub fn many(tx: &mut Tx<'_>) -> ground::Result<u64> {
    let row = tx.one(
        "SELECT COUNT(*) AS many FROM account WHERE clinic = $1 AND shown_as IS NOT NULL AND deactivated_at IS NULL AND ends_at IS NULL",
        &params![tx.clinic()],
    )?;
    Ok(row.get::<i64>("many")?.unsigned_abs())
}

/// Makes an account for a member of staff, and a person for it.
///
/// # Errors
/// [`Error::EmailTaken`] when the address has an account here.
pub fn create(tx: &mut Tx<'_>, new: &NewStaff) -> Result<Made> {
    // Whom the clinic lets in to help is none of its own.
    if !new.roles.contains(Role::Operator) {
        tx.room_for(Full::Staff, 1, many)?;
    }
    let key = tx.create_person()?;
    let row = NewRow {
        email: &new.email,
        name: None,
        password: new.password.as_ref(),
        roles: new.roles,
        shown_as: Some(&new.shown_as),
        language: &new.language,
        source: new.source.as_str(),
        age_stated: None,
    };
    let account = account::insert(tx, &key, &row)?;
    Ok(Made { account, person: key.person() })
}

/// Changes a colleague's name and roles. Other roles end their sessions, so that no page of the old ones stays open.
///
/// # Errors
/// [`Error::LastManager`] when nobody else could govern the staff then.
pub fn update(tx: &mut Tx<'_>, before: &Account, shown_as: &str, roles: RoleSet) -> Result<()> {
    // What somebody who was let in may do is what they were let in for.
    if before.roles.contains(Role::Operator) {
        return Err(ground::Error::Refused(Refusal::Policy).into());
    }
    if before.roles.contains(Role::Manager) && !roles.contains(Role::Manager) {
        another_manager(tx, before.id)?;
    }
    account::take_turns(tx, before.id)?;
    tx.execute(
        "UPDATE account SET shown_as = $3, roles = $4 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), before.id, shown_as, roles.to_string()],
    )?;
    if before.roles != roles {
        super::session::end_all(tx, before.id)?;
        tx.emit(Event::new("account.roles_changed", before.id, before.person))?;
    }
    Ok(())
}

/// Closes a colleague's account.
///
/// # Errors
/// [`Error::LastManager`] when nobody else could govern the staff then.
pub fn deactivate(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    if account.roles.contains(Role::Manager) {
        another_manager(tx, account.id)?;
    }
    account::deactivate(tx, account)
}

/// Two managers who remove each other at once take turns, so that one of them stays.
fn another_manager(tx: &mut Tx<'_>, but: AccountId) -> Result<()> {
    tx.take_turns("identity.managers")?;
    let another = list(tx)?
        .into_iter()
        .any(|account| account.id != but && account.is_open() && account.roles.contains(Role::Manager));
    if another { Ok(()) } else { Err(Error::LastManager) }
}
