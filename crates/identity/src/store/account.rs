//! Accounts: found by their address or id, made, opened, moved to another person.

use ground::db::Row;
use ground::{AccountId, Event, Full, Key, PersonId, Refusal, Role, RoleSet, Sealed, Tx, cell, params};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::model::{Account, Device, Made, NewClient, What};
use crate::password::Hashed;
use crate::rules::email_key;

const COLUMNS: &str =
    "id, person, password, roles, shown_as, language, created_at, verified_at, deactivated_at, ends_at";

/// What an account is read from, out of `account` by its own name.
pub(super) fn columns() -> String {
    format!("{COLUMNS}, {}", super::own_role::HELD)
}

pub(super) fn from_row(tx: &Tx<'_>, row: &Row) -> Result<Account> {
    Ok(Account {
        id: row.get("id")?,
        person: row.get("person")?,
        password: row.get("password")?,
        roles: roles(row)?,
        held: super::own_role::held(&tx.scope().house().policy, row)?,
        shown_as: row.get("shown_as")?,
        language: row.get("language")?,
        created_at: row.get("created_at")?,
        verified_at: row.get("verified_at")?,
        deactivated_at: row.get("deactivated_at")?,
        ends_at: row.get("ends_at")?,
    })
}

pub(super) fn roles(row: &Row) -> Result<RoleSet> {
    row.get::<String>("roles")?.parse().map_err(|_| Error::internal("an account with an unknown role"))
}

/// The keyed token by which an address is found.
pub fn email_token(tx: &Tx<'_>, email: &str) -> Result<Vec<u8>> {
    Ok(tx.token("email", &email_key(email))?)
}

/// The account of `email`, if there is one.
pub fn find_by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<Account>> {
    let token = email_token(tx, email)?;
    find_by_token(tx, &token)
}

/// The account of the address whose token this is, if there is one.
pub fn find_by_token(tx: &mut Tx<'_>, token: &[u8]) -> Result<Option<Account>> {
    let row = tx.optional(
        &format!("SELECT {} FROM account WHERE clinic = $1 AND email_token = $2", columns()),
        &params![tx.clinic(), token],
    )?;
    row.as_ref().map(|row| from_row(tx, row)).transpose()
}

/// The account `id`; not found when another clinic's.
pub fn find(tx: &mut Tx<'_>, id: AccountId) -> Result<Account> {
    let sql = format!("SELECT {} FROM account WHERE clinic = $1 AND id = $2", columns());
    let row = tx.one(&sql, &params![tx.clinic(), id])?;
    from_row(tx, &row)
}

/// Every account of `person`, the oldest first.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Account>> {
    let sql = format!("SELECT {} FROM account WHERE clinic = $1 AND person = $2 ORDER BY created_at, id", columns());
    let rows = tx.query(&sql, &params![tx.clinic(), person])?;
    rows.iter().map(|row| from_row(tx, row)).collect()
}

/// What the account's holder told us of themselves, opened for the transaction's purpose.
pub struct Told {
    pub email: String,
    pub name: Option<String>,
}

/// Opens the account's address and name.
pub fn open(tx: &mut Tx<'_>, id: AccountId) -> Result<Told> {
    let row =
        tx.one("SELECT person, email, name FROM account WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    let key = tx.open(row.get("person")?)?;
    read(&key, &row, id)
}

fn read(key: &Key, row: &Row, id: AccountId) -> Result<Told> {
    Ok(Told {
        email: key.open(&Sealed::<String>::read(row, "account", "email", id)?)?,
        name: key.open_optional(Sealed::<String>::read_optional(row, "account", "name", id)?.as_ref())?,
    })
}

/// Opens the account's address alone, as a colleague who writes to it needs it.
pub fn open_email(tx: &mut Tx<'_>, id: AccountId) -> Result<String> {
    let row = tx.one("SELECT person, email FROM account WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    let key = tx.open(row.get("person")?)?;
    Ok(key.open(&Sealed::<String>::read(&row, "account", "email", id)?)?)
}

pub(super) struct NewRow<'a> {
    pub email: &'a str,
    pub name: Option<&'a String>,
    pub password: Option<&'a Hashed>,
    pub roles: RoleSet,
    pub shown_as: Option<&'a str>,
    pub language: &'a str,
    pub source: &'static str,
    pub age_stated: Option<u32>,
}

pub(super) fn insert(tx: &mut Tx<'_>, key: &Key, new: &NewRow<'_>) -> Result<AccountId> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = AccountId::new(now);
    let token = email_token(tx, new.email)?;
    // Asked first, because a constraint's refusal ends a transaction on PostgreSQL; the constraint still decides races.
    if tx
        .optional("SELECT 1 AS one FROM account WHERE clinic = $1 AND email_token = $2", &params![clinic, &token[..]])?
        .is_some()
    {
        return Err(Error::EmailTaken);
    }
    let email = key.seal(cell("account", "email", id), &new.email.trim().to_owned())?;
    let name = new.name.map(|name| key.seal(cell("account", "name", id), name)).transpose()?;
    let verified_at = new.password.is_some().then_some(now);
    tx.execute(
        "INSERT INTO account (clinic, id, person, email, email_token, name, password, roles, shown_as, language, source, age_stated, created_at, verified_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &params![
            clinic, id, key.person(), email, token, name, new.password.cloned(), new.roles.to_string(), new.shown_as.map(str::to_owned), new.language,
            new.source, new.age_stated, now, verified_at
        ],
    )?;
    tx.emit(Event::new("account.created", id, key.person()))?;
    Ok(id)
}

/// Makes a client's account, and a person for it unless the clinic knows them.
///
/// # Errors
/// [`Error::EmailTaken`] when the address has an account here.
pub fn create_client(tx: &mut Tx<'_>, new: &NewClient) -> Result<Made> {
    let key = match new.person {
        Some(person) => tx.seal_for(person)?,
        None => tx.create_person()?,
    };
    let row = NewRow {
        email: &new.email,
        name: new.name.as_ref(),
        password: new.password.as_ref(),
        roles: RoleSet::from(Role::Client),
        shown_as: None,
        language: &new.language,
        source: new.source.as_str(),
        age_stated: new.age_stated,
    };
    let account = insert(tx, &key, &row)?;
    if new.password.is_some() {
        tx.emit(Event::new("account.verified", account, key.person()))?;
    }
    Ok(Made { account, person: key.person() })
}

/// What somebody stated and agreed to by an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stated {
    pub id: AccountId,
    pub created_at: Timestamp,
    pub verified_at: Option<Timestamp>,
    pub deactivated_at: Option<Timestamp>,
    /// The least age that was stated, in years.
    pub age: Option<u32>,
}

/// What `person` stated by their accounts, the oldest first. Nothing of it is sealed, so nothing is opened.
pub(crate) fn stated(tx: &mut Tx<'_>, person: PersonId) -> ground::Result<Vec<Stated>> {
    let rows = tx.query(
        "SELECT id, created_at, verified_at, deactivated_at, age_stated FROM account WHERE clinic = $1 AND person = $2 ORDER BY created_at",
        &params![tx.clinic(), person],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Stated {
                id: row.get("id")?,
                created_at: row.get("created_at")?,
                verified_at: row.get("verified_at")?,
                deactivated_at: row.get("deactivated_at")?,
                age: row.get("age_stated")?,
            })
        })
        .collect()
}

/// Replaces the password's hash by one of more rounds, if it is still the one that was tried.
pub fn raise_password(tx: &mut Tx<'_>, id: AccountId, tried: &Hashed, raised: &Hashed) -> Result<()> {
    tx.execute(
        "UPDATE account SET password = $3 WHERE clinic = $1 AND id = $2 AND password = $4",
        &params![tx.clinic(), id, raised.clone(), tried.clone()],
    )?;
    Ok(())
}

/// Lets whoever begins a session of an account and whoever ends them all take turns: no session is begun by what held a
/// moment ago.
pub fn take_turns(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    tx.take_turns(&format!("account/{id}")).map_err(Error::from)
}

/// Sets a new password from `device`, which ends every session, every mailed link and every token of the account. Its factors stay:
/// whoever reads a mailbox is not let in by that.
pub fn set_password(tx: &mut Tx<'_>, account: &Account, password: &Hashed, device: &Device) -> Result<()> {
    take_turns(tx, account.id)?;
    let clinic = tx.clinic();
    tx.execute(
        "UPDATE account SET password = $3 WHERE clinic = $1 AND id = $2",
        &params![clinic, account.id, password.clone()],
    )?;
    super::session::end_all(tx, account.id)?;
    super::challenge::delete_all(tx, account.id)?;
    super::new_address::delete(tx, account.id)?;
    super::step::delete_all(tx, account.id)?;
    super::personal::delete_all(tx, account.id)?;
    super::authenticator::forgive(tx, account.id)?;
    tx.emit(Event::new("account.password_changed", account.id, account.person))?;
    // The first one is told by the page that took it.
    if account.password.is_some() {
        super::alert::note(tx, account, What::PasswordChanged, Some(device))?;
    }
    Ok(())
}

/// Notes that the account's address is its holder's; the first time, whoever knows the person is told.
pub fn verify(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let first = tx.execute(
        "UPDATE account SET verified_at = $3 WHERE clinic = $1 AND id = $2 AND verified_at IS NULL",
        &params![clinic, account.id, now],
    )?;
    if first > 0 {
        tx.emit(Event::new("account.verified", account.id, account.person))?;
    }
    Ok(())
}

/// Moves the account to `person`, whom the clinic knew before: for a client who signs up with the address on their
/// record. A person who has an account already keeps it, and this one stays where it is. The address and the name are sealed anew under that person's key, so the transaction must have leave to
/// open the account's present person.
pub fn attach(tx: &mut Tx<'_>, id: AccountId, person: PersonId) -> Result<()> {
    let clinic = tx.clinic();
    let row = tx.one("SELECT person, email, name FROM account WHERE clinic = $1 AND id = $2", &params![clinic, id])?;
    let before: PersonId = row.get("person")?;
    let person = tx.held(person)?;
    if before == person {
        return Ok(());
    }
    let taken = tx.optional(
        "SELECT 1 AS one FROM account WHERE clinic = $1 AND person = $2 AND closed_at IS NULL",
        &params![clinic, person],
    )?;
    if taken.is_some() {
        return Ok(());
    }
    let told = read(&tx.open(before)?, &row, id)?;
    let key = tx.seal_for(person)?;
    let email = key.seal(cell("account", "email", id), &told.email)?;
    let name = told.name.map(|name| key.seal(cell("account", "name", id), &name)).transpose()?;
    tx.execute(
        "UPDATE account SET person = $3, email = $4, name = $5 WHERE clinic = $1 AND id = $2",
        &params![clinic, id, person, email, name],
    )?;
    // What was asked for is sealed for the record it was asked from.
    super::new_address::delete(tx, id)?;
    for table in [
        "session",
        "challenge",
        "sign_in_step",
        "recovery_code",
        "account_alert",
        "known_device",
        "oidc_identity",
        "own_role_holder",
    ] {
        let follow = format!("UPDATE {table} SET person = $3 WHERE clinic = $1 AND account = $2");
        tx.execute(&follow, &params![clinic, id, person])?;
    }
    tx.emit(Event::new("account.attached", id, person))?;
    Ok(())
}

/// Whose account an address names, if it names one.
pub fn person_of(tx: &mut Tx<'_>, text: &str) -> ground::Result<Option<PersonId>> {
    let Ok(id) = text.parse::<AccountId>() else { return Ok(None) };
    let row = tx.optional("SELECT person FROM account WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    row.map(|row| row.get("person")).transpose()
}

/// Closes the account to its holder: every session, mailed link and token ends.
pub fn deactivate(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    take_turns(tx, account.id)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "UPDATE account SET deactivated_at = $3 WHERE clinic = $1 AND id = $2 AND deactivated_at IS NULL",
        &params![clinic, account.id, now],
    )?;
    super::session::end_all(tx, account.id)?;
    super::challenge::delete_all(tx, account.id)?;
    super::step::delete_all(tx, account.id)?;
    super::personal::delete_all(tx, account.id)?;
    tx.emit(Event::new("account.deactivated", account.id, account.person))?;
    Ok(())
}

/// Opens a deactivated account to its holder again; one of whom the clinic let in to help is opened by letting them in anew.
pub fn activate(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    if account.roles.contains(Role::Operator) {
        return Err(ground::Error::Refused(Refusal::Policy).into());
    }
    // In turn with an erasure, which asks whether somebody works here: whoever was erased meanwhile is found no more.
    super::own_role::take_turns(tx)?;
    let account = &find(tx, account.id)?;
    // Who comes back to work here takes up room as somebody new does; who has nothing to do here yet does not.
    if account.deactivated_at.is_some() && account.shown_as.is_some() && !account.held.is_empty() {
        tx.room_for(Full::Staff, 1, super::staff::many)?;
    }
    tx.execute(
        "UPDATE account SET deactivated_at = NULL WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), account.id],
    )?;
    tx.emit(Event::new("account.activated", account.id, account.person))?;
    Ok(())
}
