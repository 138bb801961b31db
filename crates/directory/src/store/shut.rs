//! Accounts that a directory closes, and opens again.

use ground::{AccountId, Tx, params};

use crate::error::Result;
use crate::model::UserId;

/// Opens the account to its holder or closes it, with its sessions, as the directory says. It opens only what it closed:
/// an account that a manager closed stays closed, whatever the directory says since.
pub(super) fn settle_account(tx: &mut Tx<'_>, user: UserId, account: AccountId, active: bool) -> Result<()> {
    let account = identity::find_account(tx, account)?;
    let shut = match (active, account.deactivated_at.is_some()) {
        (true, true) if was_shut(tx, user)? => {
            identity::activate_account(tx, &account)?;
            if account.verified_at.is_none() && !account.roles.is_empty() {
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

/// Writes that down.
pub(super) fn set_shut(tx: &mut Tx<'_>, user: UserId, shut: bool) -> Result<()> {
    let sql = "UPDATE directory_user SET shut = $3 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), user, shut])?;
    Ok(())
}
