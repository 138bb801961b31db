//! Somebody unknown who asks to work here. What they said of themselves is sealed under a key of their own, which becomes
//! their account's with a yes, and is destroyed with a no.

use ground::{AccountId, Event, Full, PersonId, Sealed, Tx, cell, params};
use jiff::Timestamp;

use super::{link, subject_token};
use crate::error::{Error, Result};
use crate::model::{Account, Given, Source, What};
use crate::oidc::{MOST_REQUESTS, ProviderId, REQUEST_KEPT, RequestId};
use crate::store::account::{self, NewRow};
use crate::store::directory::release_begun;
use crate::store::{alert, own_role, staff};

const TABLE: &str = "oidc_request";

/// Somebody who asks, opened.
#[derive(Clone)]
pub struct Asking {
    pub id: RequestId,
    pub provider: ProviderId,
    pub email: String,
    pub name: Option<String>,
    pub asked_at: Timestamp,
}

/// Who asks, and by which provider.
pub struct NewRequest<'a> {
    pub provider: ProviderId,
    pub issuer: &'a str,
    pub subject: &'a str,
    pub email: &'a str,
    pub name: Option<&'a String>,
}

/// Somebody unknown whom groups let in, or whom a manager did.
pub struct NewColleague<'a> {
    pub email: &'a str,
    pub shown_as: &'a str,
    pub roles: &'a Given,
    pub language: &'a str,
}

/// Notes that somebody asks; who asks again is noted once.
///
/// # Errors
/// [`Error::Crowded`] when enough wait already.
pub fn create(tx: &mut Tx<'_>, new: &NewRequest<'_>) -> Result<()> {
    tx.take_turns("identity.requests")?;
    let (clinic, now, token) = (tx.clinic(), tx.now(), subject_token(tx, new.issuer, new.subject)?);
    let there = "SELECT 1 AS one FROM oidc_request WHERE clinic = $1 AND subject_token = $2";
    if tx.optional(there, &params![clinic, &token[..]])?.is_some() {
        return Ok(());
    }
    let waiting: i64 =
        tx.one("SELECT COUNT(*) AS many FROM oidc_request WHERE clinic = $1", &params![clinic])?.get("many")?;
    if waiting >= MOST_REQUESTS {
        return Err(Error::Crowded);
    }
    let (id, key) = (RequestId::new(now), tx.create_keeper()?);
    let email = key.seal(cell(TABLE, "email", id), &new.email.to_owned())?;
    let name = new.name.map(|name| key.seal(cell(TABLE, "name", id), name)).transpose()?;
    tx.execute(
        "INSERT INTO oidc_request (clinic, id, person, provider, subject_token, email, name, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![clinic, id, key.person(), new.provider, token, email, name, now],
    )?;
    tx.emit(Event::new("provider.asked", id, key.person()))?;
    Ok(())
}

/// Those who wait, the longest first, opened for whoever decides.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Asking>> {
    let sql = "SELECT id, person, provider, email, name, asked_at FROM oidc_request WHERE clinic = $1 ORDER BY asked_at, id LIMIT $2";
    let rows = tx.query(sql, &params![tx.clinic(), MOST_REQUESTS])?;
    let persons: Vec<PersonId> = rows.iter().map(|row| row.get("person")).collect::<ground::Result<_>>()?;
    let keys = tx.open_many(&persons)?;
    let mut asking = Vec::new();
    for row in &rows {
        let Some(key) = keys.get(&row.get("person")?) else { continue };
        let id: RequestId = row.get("id")?;
        asking.push(Asking {
            id,
            provider: row.get("provider")?,
            email: key.open(&Sealed::<String>::read(row, TABLE, "email", id)?)?,
            name: key.open_optional(Sealed::<String>::read_optional(row, TABLE, "name", id)?.as_ref())?,
            asked_at: row.get("asked_at")?,
        });
    }
    Ok(asking)
}

/// Says no: whoever asked is forgotten; not, once somebody said yes.
pub fn refuse(tx: &mut Tx<'_>, id: RequestId) -> Result<()> {
    tx.take_turns("identity.requests")?;
    let sql = "SELECT person FROM oidc_request WHERE clinic = $1 AND id = $2";
    let person: PersonId = tx.one(sql, &params![tx.clinic(), id])?.get("person")?;
    let gone = tx.execute("DELETE FROM oidc_request WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    if gone == 0 {
        return Err(ground::Error::NotFound.into());
    }
    tx.end_person(person)?;
    Ok(())
}

/// Says yes: whoever asked gets an account with these roles, linked to who they are at the provider.
///
/// # Errors
/// [`Error::EmailTaken`] when the address has an account by now.
pub fn admit(tx: &mut Tx<'_>, id: RequestId, shown_as: &str, roles: &Given, language: &str) -> Result<AccountId> {
    tx.take_turns("identity.requests")?;
    let row = tx.one(
        "SELECT person, provider, subject_token, email FROM oidc_request WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id],
    )?;
    let key = tx.open(row.get("person")?)?;
    let email = key.open(&Sealed::<String>::read(&row, TABLE, "email", id)?)?;
    let new = NewColleague { email: &email, shown_as, roles, language };
    tx.take_in(key.person())?;
    let made = insert(tx, &key, &new, Source::Staff)?;
    let token: Vec<u8> = row.get("subject_token")?;
    link::create_by_token(tx, &made, row.get("provider")?, &token, None)?;
    tx.execute("DELETE FROM oidc_request WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    Ok(made.id)
}

/// Makes an account for a colleague whom a provider's groups let in. Who governs here is told of one who does from now on.
///
/// # Errors
/// [`Error::EmailTaken`] when the address has an account here.
pub fn create_colleague(tx: &mut Tx<'_>, new: &NewColleague<'_>) -> Result<Account> {
    let key = tx.create_person()?;
    let made = insert(tx, &key, new, Source::Automatic)?;
    if staff::governs(tx, made.held) {
        alert::tell_governing(tx, Some(made.id), What::ColleagueByGroup, &(made.person.to_string(), 1))?;
    }
    Ok(made)
}

/// The provider vouches for the address, so the account is open from the start. It has no password.
fn insert(tx: &mut Tx<'_>, key: &ground::Key, new: &NewColleague<'_>, source: Source) -> Result<Account> {
    // However they came, they are one more who works here.
    tx.room_for(Full::Staff, 1, staff::many)?;
    release_begun(tx, new.email)?;
    let row = NewRow {
        email: new.email,
        name: None,
        password: None,
        roles: new.roles.roles,
        shown_as: Some(new.shown_as),
        language: new.language,
        source: source.as_str(),
        age_stated: None,
    };
    let id = account::insert(tx, key, &row)?;
    let made = account::find(tx, id)?;
    account::verify(tx, &made)?;
    if !new.roles.own.is_empty() {
        own_role::take_turns(tx)?;
        own_role::give(tx, &made, &new.roles.own)?;
    }
    account::find(tx, id)
}

/// Forgets those who asked by a provider that is taken away.
pub(super) fn delete_all(tx: &mut Tx<'_>, provider: ProviderId) -> Result<()> {
    let sql = "SELECT id FROM oidc_request WHERE clinic = $1 AND provider = $2";
    for row in tx.query(sql, &params![tx.clinic(), provider])? {
        refuse(tx, row.get("id")?)?;
    }
    Ok(())
}

/// Forgets those whom nobody answered.
pub fn sweep(tx: &mut Tx<'_>) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let sql = "SELECT id FROM oidc_request WHERE clinic = $1 AND asked_at <= $2";
    for row in tx.query(sql, &params![clinic, now - REQUEST_KEPT])? {
        refuse(tx, row.get("id")?)?;
    }
    tx.execute("DELETE FROM oidc_flow WHERE clinic = $1 AND expires_at <= $2", &params![clinic, now])?;
    Ok(())
}
