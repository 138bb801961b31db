//! What an account has beside its password, as a whole.

use ground::{AccountId, Event, Tx, params};

use super::{alert, authenticator, passkey, recovery, session, step};
use crate::error::Result;
use crate::model::{Account, Device, What};

/// Whether the account has a factor that counts.
pub fn any(tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    let row = tx.optional(
        "SELECT 1 AS one FROM authenticator WHERE clinic = $1 AND account = $2 AND confirmed_at IS NOT NULL
         UNION ALL SELECT 1 AS one FROM passkey WHERE clinic = $1 AND account = $2",
        &params![tx.clinic(), account],
    )?;
    Ok(row.is_some())
}

/// Whether there is anything beside its password by which somebody comes in: a factor, or a link to a provider of identities.
pub fn any_or_linked(tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    Ok(any(tx, account)? || !super::oidc::link::list(tx, account)?.is_empty())
}

/// A factor was added: whoever is signed in with the password alone is signed out, but for the browser whose session
/// `keeps` names, which now counts as one that showed both. With the first one come recovery codes, to be shown once.
pub fn added(
    tx: &mut Tx<'_>,
    account: &Account,
    what: What,
    device: &Device,
    keeps: Option<&[u8]>,
) -> Result<Option<Vec<crate::factor::recovery::Recovery>>> {
    if let Some(hash) = keeps {
        session::shown_both(tx, hash)?;
    }
    session::end_of_one_factor(tx, account.id)?;
    step::delete_all(tx, account.id)?;
    tx.emit(Event::new("account.factor_added", account.id, account.person))?;
    alert::note(tx, account, what, Some(device))?;
    let first = recovery::left(tx, account.id)? == 0;
    first.then(|| recovery::create(tx, account)).transpose()
}

/// A factor was removed. With the last one go the recovery codes, which are nothing by themselves.
pub fn removed(tx: &mut Tx<'_>, account: &Account, what: What, device: Option<&Device>) -> Result<()> {
    if !any(tx, account.id)? {
        recovery::delete_all(tx, account.id)?;
    }
    step::delete_all(tx, account.id)?;
    tx.emit(Event::new("account.factor_removed", account.id, account.person))?;
    alert::note(tx, account, what, device)
}

/// Removes everything beside the password, for a colleague who lost it: factors, links to providers of identities, an address
/// that was asked for. Whoever is signed in is signed out.
///
/// # Errors
/// Not found when there is nothing to remove.
pub fn remove_all(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    super::account::take_turns(tx, account.id)?;
    if !any_or_linked(tx, account.id)? {
        return Err(ground::Error::NotFound.into());
    }
    super::oidc::link::delete_all(tx, account)?;
    super::new_address::delete(tx, account.id)?;
    authenticator::delete(tx, account.id)?;
    passkey::delete_all(tx, account.id)?;
    session::end_all(tx, account.id)?;
    // Whoever asked for help may have been somebody else's victim: nothing made in their name goes on.
    super::personal::delete_all(tx, account.id)?;
    removed(tx, account, What::FactorsRemoved, None)
}
