//! What happened with how somebody signs in: noted in the transaction in which it does, told by a job, kept for a year.

use ground::job::NewJob;
use ground::{AccountId, Event, Tx, params};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::jobs;
use crate::model::{Account, AlertId, Device, KnownDeviceId, What};

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Alert {
    pub account: AccountId,
    pub what: What,
    /// From where; none where it was not done in a browser of theirs.
    pub device: Option<Device>,
    pub at: Timestamp,
}

fn from_row(row: &ground::db::Row) -> Result<Alert> {
    let device = match (row.get("browser")?, row.get("block")?) {
        (Some(browser), Some(block)) => Some(Device { browser, block }),
        _ => None,
    };
    let what: String = row.get("what")?;
    let what = what.parse().map_err(|()| Error::internal("something unknown happened to an account"))?;
    Ok(Alert { account: row.get("account")?, what, device, at: row.get("at")? })
}

/// Notes that it happened, and leaves a letter to be written.
pub fn note(tx: &mut Tx<'_>, account: &Account, what: What, device: Option<&Device>) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = AlertId::new(now);
    let (browser, block) = (device.map(|device| device.browser.clone()), device.map(|device| device.block.clone()));
    tx.execute(
        "INSERT INTO account_alert (clinic, id, account, person, what, browser, block, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![clinic, id, account.id, account.person, what.as_str(), browser, block, now],
    )?;
    tx.enqueue(&NewJob { kind: jobs::ALERT, subject: id.to_string(), run_at: now })?;
    Ok(())
}

/// One of them; none when it is gone by now.
pub fn find(tx: &mut Tx<'_>, id: AlertId) -> Result<Option<Alert>> {
    let row = tx.optional(
        "SELECT account, what, browser, block, at FROM account_alert WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id],
    )?;
    row.as_ref().map(from_row).transpose()
}

/// The newest of `account`'s, at most `most`.
pub fn list(tx: &mut Tx<'_>, account: AccountId, most: u32) -> Result<Vec<Alert>> {
    let rows = tx.query(
        "SELECT account, what, browser, block, at FROM account_alert WHERE clinic = $1 AND account = $2 ORDER BY id DESC LIMIT $3",
        &params![tx.clinic(), account, most],
    )?;
    rows.iter().map(from_row).collect()
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
