//! What happened with how somebody signs in: noted in the transaction in which it does, told by a job, kept for a year.

use ground::job::NewJob;
use ground::web::{Tongue, Value};
use ground::{AccountId, Event, Tx, params};
use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Result};
use crate::jobs;
use crate::model::{Account, AlertId, Device, Kind, KnownDeviceId, MissId, TokenId, What};

/// The time within which wrong passwords and opened records are counted.
pub const WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Alert {
    pub account: AccountId,
    pub what: What,
    /// From where; none where it was not done in a browser of theirs.
    pub device: Option<Device>,
    /// Of many records that were opened: who did, as in the access record, and how many.
    pub read: Option<(String, i64)>,
    pub at: Timestamp,
}

const COLUMNS: &str = "account, what, browser, block, about, count, at";

fn from_row(row: &ground::db::Row) -> Result<Alert> {
    let device = match (row.get("browser")?, row.get("block")?) {
        (Some(browser), Some(block)) => Some(Device { browser, block }),
        _ => None,
    };
    let what: String = row.get("what")?;
    let what = what.parse().map_err(|()| Error::internal("something unknown happened to an account"))?;
    let read = match (row.get("about")?, row.get("count")?) {
        (Some(about), Some(count)) => Some((about, count)),
        _ => None,
    };
    Ok(Alert { account: row.get("account")?, what, device, read, at: row.get("at")? })
}

/// Notes that it happened, and leaves a letter to be written.
pub fn note(tx: &mut Tx<'_>, account: &Account, what: What, device: Option<&Device>) -> Result<()> {
    keep(tx, account, what, device, None).map(drop)
}

/// Notes that the account has another address from now on, and writes to the one it had: whoever reads the new one may be
/// somebody else. The job writes there too.
pub fn moved(tx: &mut Tx<'_>, account: &Account, before: &str) -> Result<()> {
    let id = keep(tx, account, What::AddressChanged, None, None)?;
    let alert = find(tx, id)?.ok_or_else(|| Error::internal("what was just noted is not there"))?;
    crate::letters::tell(tx, account, &alert, before)
}

fn keep(
    tx: &mut Tx<'_>,
    account: &Account,
    what: What,
    device: Option<&Device>,
    read: Option<&(String, i64)>,
) -> Result<AlertId> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = AlertId::new(now);
    let (browser, block) = (device.map(|device| device.browser.clone()), device.map(|device| device.block.clone()));
    let (about, count) = (read.map(|(about, _)| about.clone()), read.map(|(_, count)| *count));
    tx.execute(
        "INSERT INTO account_alert (clinic, id, account, person, what, browser, block, about, count, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &params![clinic, id, account.id, account.person, what.as_str(), browser, block, about, count, now],
    )?;
    tx.enqueue(&NewJob { kind: jobs::ALERT, subject: id.to_string(), run_at: now })?;
    Ok(id)
}

/// One of them; none when it is gone by now.
pub fn find(tx: &mut Tx<'_>, id: AlertId) -> Result<Option<Alert>> {
    let row = tx.optional(
        &format!("SELECT {COLUMNS} FROM account_alert WHERE clinic = $1 AND id = $2"),
        &params![tx.clinic(), id],
    )?;
    row.as_ref().map(from_row).transpose()
}

/// The newest of `account`'s, at most `most`.
pub fn list(tx: &mut Tx<'_>, account: AccountId, most: u32) -> Result<Vec<Alert>> {
    let rows = tx.query(
        &format!("SELECT {COLUMNS} FROM account_alert WHERE clinic = $1 AND account = $2 ORDER BY id DESC LIMIT $3"),
        &params![tx.clinic(), account, most],
    )?;
    rows.iter().map(from_row).collect()
}

/// What the words of `alert` name besides: who opened many records, by the name colleagues know, and how many.
pub fn said(tx: &mut Tx<'_>, alert: &Alert, t: &Tongue) -> Result<Vec<(&'static str, Value<'static>)>> {
    let Some((about, count)) = &alert.read else { return Ok(Vec::new()) };
    if let Ok(id) = about.parse::<TokenId>() {
        let key = match super::token::find(tx, id) {
            Ok(key) => key.label,
            // Revoked since.
            Err(Error::Ground(ground::Error::NotFound)) => t.get("identity-key-gone"),
            Err(error) => return Err(error),
        };
        return Ok(vec![("key", key.into()), ("n", (*count).into())]);
    }
    // Whoever acts by a token of theirs is who they are.
    let person = ground::by_personal_token(about).map_or_else(|| about.parse(), Ok);
    let name = match person {
        Ok(person) => tx.names(&[person])?.remove(&person),
        Err(_) => None,
    };
    let who = name.unwrap_or_else(|| t.get("identity-somebody"));
    Ok(vec![("who", who.into()), ("n", (*count).into())])
}

/// Notes that the letter was written.
pub fn told(tx: &mut Tx<'_>, id: AlertId) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE account_alert SET told_at = $3 WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id, now])?;
    Ok(())
}

/// Notes a wrong password for the address that was typed: alike whether or not it has an account.
pub fn missed(tx: &mut Tx<'_>, email: &str) -> Result<()> {
    let (clinic, now, token) = (tx.clinic(), tx.now(), super::account::email_token(tx, email)?);
    tx.execute(
        "INSERT INTO sign_in_miss (clinic, id, email_token, at) VALUES ($1, $2, $3, $4)",
        &params![clinic, MissId::new(now), token, now],
    )?;
    Ok(())
}

/// Looks for what no single request shows: an account whose password is tried again and again, and somebody who opens very
/// many records. Each is told once a day.
pub fn look(tx: &mut Tx<'_>) -> Result<()> {
    tx.take_turns("identity.look")?;
    let (clinic, now) = (tx.clinic(), tx.now());
    let (tries, reads) = (tx.settings().parameters.alert_tries, tx.settings().parameters.alert_reads);
    tx.execute("DELETE FROM sign_in_miss WHERE clinic = $1 AND at <= $2", &params![clinic, now - WITHIN])?;
    let tried = tx.query(
        "SELECT email_token FROM sign_in_miss WHERE clinic = $1 GROUP BY email_token HAVING COUNT(*) >= $2",
        &params![clinic, i64::from(tries)],
    )?;
    for row in &tried {
        let account = super::account::find_by_token(tx, &row.get::<Vec<u8>>("email_token")?)?;
        if let Some(account) = account.filter(Account::is_open)
            && !lately(tx, Some(account.id), What::WrongPasswords, None)?
        {
            note(tx, &account, What::WrongPasswords, None)?;
        }
    }
    for client in super::token::list(tx)?.into_iter().filter(|key| key.kind == Kind::Client) {
        let id = client.id.to_string();
        let token = super::account::email_token(tx, &id)?;
        let mut wrong = tried.iter().filter_map(|row| row.get::<Vec<u8>>("email_token").ok());
        if wrong.any(|tried| tried == token) && !lately(tx, None, What::WrongSecrets, Some(&id))? {
            tell_managers(tx, What::WrongSecrets, &(id, i64::from(tries)))?;
        }
    }
    for read in ground::access::busiest(tx, now - WITHIN, now + SignedDuration::from_secs(1), reads)? {
        if lately(tx, None, What::ManyRead, Some(&read.0))? {
            continue;
        }
        for account in super::staff::answerable(tx, None)? {
            keep(tx, &account, What::ManyRead, None, Some(&read))?;
        }
    }
    Ok(())
}

/// Tells the managers who can sign in of something about a program's key, and how often or how long.
pub fn tell_managers(tx: &mut Tx<'_>, what: What, about: &(String, i64)) -> Result<()> {
    for id in super::governed::managers(tx)? {
        let account = super::account::find(tx, id)?;
        keep(tx, &account, what, None, Some(about))?;
    }
    Ok(())
}

/// Tells the managers and the privacy officers, be it by a role that the clinic made, of what somebody did; not `but`.
pub(super) fn tell_governing(tx: &mut Tx<'_>, but: Option<AccountId>, what: What, about: &(String, i64)) -> Result<()> {
    for account in super::staff::governing(tx)?.into_iter().filter(|account| Some(account.id) != but) {
        keep(tx, &account, what, None, Some(about))?;
    }
    Ok(())
}

/// Whether it was noted within a day, of an account or about somebody.
fn lately(tx: &mut Tx<'_>, account: Option<AccountId>, what: What, about: Option<&str>) -> Result<bool> {
    let since = tx.now() - SignedDuration::from_hours(24);
    let row = tx.optional(
        "SELECT 1 AS one FROM account_alert WHERE clinic = $1 AND what = $2 AND at > $3
         AND (account = $4 OR about = $5) LIMIT 1",
        &params![tx.clinic(), what.as_str(), since, account, about.map(str::to_owned)],
    )?;
    Ok(row.is_some())
}

/// Notes from where `account` is signed in to, and tells its holder where neither the browser nor its kind and network
/// were seen before. The first time of all is nothing to tell: it is how the account came to be used.
pub fn seen(tx: &mut Tx<'_>, account: &Account, device: &Device, familiar: bool) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let known = tx.execute(
        "UPDATE known_device SET seen_at = $5 WHERE clinic = $1 AND account = $2 AND browser = $3 AND block = $4",
        &params![clinic, account.id, &device.browser, &device.block, now],
    )?;
    if known > 0 {
        return Ok(());
    }
    let others = tx.optional(
        "SELECT 1 AS one FROM known_device WHERE clinic = $1 AND account = $2",
        &params![clinic, account.id],
    )?;
    tx.execute(
        "INSERT INTO known_device (clinic, id, account, person, browser, block, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![clinic, KnownDeviceId::new(now), account.id, account.person, &device.browser, &device.block, now],
    )?;
    if others.is_some() && !familiar {
        tx.emit(Event::new("session.unfamiliar", account.id, account.person))?;
        note(tx, account, What::Unfamiliar, Some(device))?;
    }
    Ok(())
}
