//! Accounts that a directory closes, and opens again.

use ground::{AccountId, Event, Tx, params};

use crate::error::Result;
use crate::model::UserId;

/// Opens the account to its holder or closes it, with its sessions, as the directory says. It opens only what it closed:
/// an account that a manager closed stays closed, whatever the directory says since.
pub(super) fn settle_account(tx: &mut Tx<'_>, user: UserId, account: AccountId, active: bool) -> Result<()> {
    let account = identity::find_account(tx, account)?;
    let shut = match (active, account.deactivated_at.is_some()) {
        (true, true) if was_shut(tx, user)? => {
            identity::activate_account(tx, &account)?;
            if account.verified_at.is_none() && !account.held.is_empty() {
                identity::invite(tx, account.id)?;
            }
            false
        }
        (false, false) => {
            identity::deactivate_staff(tx, &account)?;
            true
        }
        _ => return Ok(()),
    };
    set_shut(tx, user, shut)
}

/// Whether it was the directory that closed the account.
pub(super) fn was_shut(tx: &mut Tx<'_>, user: UserId) -> Result<bool> {
    let row = tx.one("SELECT shut FROM directory_user WHERE clinic = $1 AND id = $2", &params![tx.clinic(), user])?;
    Ok(row.get("shut")?)
}

/// Whether it was a directory that closed the account.
pub(super) fn was_account_shut(tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    let sql = "SELECT 1 AS one FROM directory_user WHERE clinic = $1 AND account = $2 AND shut = 1 LIMIT 1";
    Ok(tx.optional(sql, &params![tx.clinic(), account])?.is_some())
}

/// Whoever opens an account takes back that a directory closed it: who closes it next is whoever closes it next.
pub(crate) fn opened(tx: &mut Tx<'_>, event: &Event) -> ground::Result<()> {
    let sql = "UPDATE directory_user SET shut = 0 WHERE clinic = $1 AND account = $2 AND shut = 1";
    tx.execute(sql, &params![tx.clinic(), &event.subject]).map(drop)
}

/// Writes that down.
pub(super) fn set_shut(tx: &mut Tx<'_>, user: UserId, shut: bool) -> Result<()> {
    let sql = "UPDATE directory_user SET shut = $3 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), user, shut])?;
    Ok(())
}
