//! Who somebody is at a provider: the one thing by which it signs them in.

use ground::{AccountId, Event, Tx, params};
use jiff::Timestamp;

use super::subject_token;
use crate::error::{Error, Result};
use crate::model::{Account, Device, What};
use crate::oidc::{IdentityId, ProviderId};
use crate::store::{account, alert};

/// One of an account's links.
#[derive(Clone, Debug)]
pub struct Linked {
    pub provider: ProviderId,
    pub linked_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// The account that is linked to the subject of that issuer, if one is.
pub fn find(tx: &mut Tx<'_>, issuer: &str, subject: &str) -> Result<Option<Account>> {
    let token = subject_token(tx, issuer, subject)?;
    find_by_token(tx, &token)
}

fn find_by_token(tx: &mut Tx<'_>, token: &[u8]) -> Result<Option<Account>> {
    let row = tx.optional(
        "SELECT account FROM oidc_identity WHERE clinic = $1 AND subject_token = $2",
        &params![tx.clinic(), token],
    )?;
    row.map(|row| account::find(tx, row.get("account")?)).transpose()
}

/// Notes that it was signed in by now.
pub fn used(tx: &mut Tx<'_>, of: &Account, provider: ProviderId) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "UPDATE oidc_identity SET used_at = $4 WHERE clinic = $1 AND account = $2 AND provider = $3",
        &params![clinic, of.id, provider, now],
    )?;
    Ok(())
}

/// The links of an account.
pub fn list(tx: &mut Tx<'_>, of: AccountId) -> Result<Vec<Linked>> {
    let sql = "SELECT provider, linked_at, used_at FROM oidc_identity WHERE clinic = $1 AND account = $2 ORDER BY linked_at, id";
    let rows = tx.query(sql, &params![tx.clinic(), of])?;
    let linked = |row: &ground::db::Row| {
        Ok(Linked { provider: row.get("provider")?, linked_at: row.get("linked_at")?, used_at: row.get("used_at")? })
    };
    rows.iter().map(linked).collect()
}

/// How many accounts are linked to a provider.
pub fn count(tx: &mut Tx<'_>, provider: ProviderId) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS many FROM oidc_identity WHERE clinic = $1 AND provider = $2";
    Ok(tx.one(sql, &params![tx.clinic(), provider])?.get("many")?)
}

/// Links an account to somebody there. Its holder is told.
///
/// # Errors
/// [`Error::LinkedElsewhere`] when they are linked to another account, or the account to somebody else there.
pub fn create(
    tx: &mut Tx<'_>,
    of: &Account,
    (provider, issuer, subject): (ProviderId, &str, &str),
    device: &Device,
) -> Result<()> {
    let token = subject_token(tx, issuer, subject)?;
    create_by_token(tx, of, provider, &token, Some(device))
}

pub(super) fn create_by_token(
    tx: &mut Tx<'_>,
    of: &Account,
    provider: ProviderId,
    token: &[u8],
    device: Option<&Device>,
) -> Result<()> {
    if put(tx, of, provider, token)? { alert::note(tx, of, What::ProviderLinked, device) } else { Ok(()) }
}

/// The same without telling anybody; false where the two are linked already.
pub(crate) fn put(tx: &mut Tx<'_>, of: &Account, provider: ProviderId, token: &[u8]) -> Result<bool> {
    account::take_turns(tx, of.id)?;
    tx.take_turns("identity.links")?;
    if let Some(other) = find_by_token(tx, token)? {
        return if other.id == of.id { Ok(false) } else { Err(Error::LinkedElsewhere) };
    }
    if list(tx, of.id)?.iter().any(|linked| linked.provider == provider) {
        return Err(Error::LinkedElsewhere);
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO oidc_identity (clinic, id, account, person, provider, subject_token, linked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![clinic, IdentityId::new(now), of.id, of.person, provider, token, now],
    )?;
    tx.emit(Event::new("account.provider_linked", of.id, of.person))?;
    Ok(true)
}

/// Takes a link off an account. Its holder is told.
///
/// # Errors
/// [`Error::LastWayIn`] when nothing else would sign them in; not found when there is none.
pub fn delete(tx: &mut Tx<'_>, of: AccountId, provider: ProviderId, device: &Device) -> Result<()> {
    account::take_turns(tx, of)?;
    let holder = account::find(tx, of)?;
    let links = list(tx, of)?;
    if !links.iter().any(|linked| linked.provider == provider) {
        return Err(ground::Error::NotFound.into());
    }
    let passkeys = crate::store::passkey::of_account(tx, of, "")?.1;
    if holder.password.is_none() && passkeys == 0 && !signs_in(tx, of, provider)? {
        return Err(Error::LastWayIn);
    }
    tx.execute(
        "DELETE FROM oidc_identity WHERE clinic = $1 AND account = $2 AND provider = $3",
        &params![tx.clinic(), of, provider],
    )?;
    tx.emit(Event::new("account.provider_unlinked", of, holder.person))?;
    alert::note(tx, &holder, What::ProviderUnlinked, Some(device))
}

/// Whether another provider than `but` signs the account in.
fn signs_in(tx: &mut Tx<'_>, of: AccountId, but: ProviderId) -> Result<bool> {
    let sql = "SELECT 1 AS one FROM oidc_identity i JOIN oidc_provider p ON p.clinic = i.clinic AND p.id = i.provider
         WHERE i.clinic = $1 AND i.account = $2 AND i.provider <> $3 AND p.working = 1 LIMIT 1";
    Ok(tx.optional(sql, &params![tx.clinic(), of, but])?.is_some())
}

/// Ends every link of `of`, as when somebody may have made one in their name; true if there was one.
pub fn delete_all(tx: &mut Tx<'_>, of: &Account) -> Result<bool> {
    account::take_turns(tx, of.id)?;
    let sql = "DELETE FROM oidc_identity WHERE clinic = $1 AND account = $2";
    let gone = tx.execute(sql, &params![tx.clinic(), of.id])? > 0;
    if gone {
        tx.emit(Event::new("account.provider_unlinked", of.id, of.person))?;
    }
    Ok(gone)
}
