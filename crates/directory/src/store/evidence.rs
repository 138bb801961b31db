//! What the store says, now, about the promises this room keeps.

use ground::{AccountId, Tx, params};
use jiff::SignedDuration;
use promise::Evidence;

use super::google::{run, settings};
use crate::error::Result;

/// `directory.follows_leavers`: everybody whom a directory removed or shut out and whom the
/// clinic does not keep, and whether the account of one of them is
/// open, or somebody is signed in to it; whether a directory that is to be asked has not been followed for long; and
/// whether somebody who left should have been erased.
pub fn leavers(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let count = tx.one(
        "SELECT COUNT(*) AS many FROM directory_user WHERE clinic = $1 AND left_at IS NULL",
        &params![tx.clinic()],
    )?;
    // Whom the clinic keeps although they left is let in or not as the clinic says, and no directory.
    let rows = tx.query(
        "SELECT account FROM directory_user WHERE clinic = $1 AND active = 0 AND kept_at IS NULL",
        &params![tx.clinic()],
    )?;
    let gone: Vec<AccountId> = rows.iter().map(|row| row.get("account")).collect::<ground::Result<_>>()?;
    let open = identity::still_open(tx, &gone)?;
    let late = super::leaver::overdue(tx).map_err(ground::Error::internal)?;
    let behind = i64::from(is_behind(tx).map_err(ground::Error::internal)?);
    let gone = i64::try_from(gone.len()).unwrap_or(i64::MAX);
    Ok(Evidence::new(
        &[
            ("people", count.get("many")?),
            ("shut out or removed", gone),
            ("still open", open),
            ("directories not followed", behind),
            ("not erased in time", late),
        ],
        open == 0 && behind == 0 && late == 0,
    ))
}

/// Whether three looks and a day went by without the directory being followed: whoever left meanwhile is still let in.
fn is_behind(tx: &mut Tx<'_>) -> Result<bool> {
    let Some(settings) = settings::find(tx)?.filter(|settings| settings.working) else { return Ok(false) };
    let since = run::followed(tx)?.map_or(settings.changed_at, |at| at.max(settings.changed_at));
    let most = SignedDuration::from_mins(3 * i64::from(settings.minutes)) + SignedDuration::from_hours(24);
    Ok(tx.now().duration_since(since) > most)
}
