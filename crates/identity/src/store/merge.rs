//! Accounts when two records of one person are merged: an account follows its person, and what belongs to the account
//! follows the account. Whoever had two ways to sign in keeps both, and comes to the one record by either.

use ground::merge::{Merges, Merging};
use ground::{Result, Tx, params};

use super::own_role::{HELD, held};
use crate::rules::is_staff;

pub(crate) const MERGES: Merges = Merges { may, merge: follow, undo: part };

/// A colleague's account names who did what in every record they opened: it is not the one to be moved.
fn may(tx: &mut Tx<'_>, merging: &Merging) -> Result<Option<&'static str>> {
    let rows = tx.query(
        &format!("SELECT roles, {HELD} FROM account WHERE clinic = $1 AND person = $2"),
        &params![tx.clinic(), merging.from],
    )?;
    for row in &rows {
        if is_staff(held(&tx.scope().house().policy, row)?) {
            return Ok(Some("identity-merge-staff"));
        }
    }
    Ok(None)
}

/// Sessions, steps towards one and mailed links name the person of their account, whichever way it moved.
fn follow(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    for table in ["session", "challenge", "sign_in_step"] {
        tx.execute(
            &format!(
                "UPDATE {table} SET person = (SELECT a.person FROM account a WHERE a.clinic = {table}.clinic AND a.id = {table}.account)
                 WHERE clinic = $1 AND person IN ($2, $3)"
            ),
            &params![tx.clinic(), merging.from, merging.into],
        )?;
    }
    // What is asked for is sealed for the record it was asked from: it is asked for once more.
    tx.execute(
        "DELETE FROM new_address WHERE clinic = $1 AND person IN ($2, $3)",
        &params![tx.clinic(), merging.from, merging.into],
    )?;
    Ok(())
}

/// What was added to an account while its person was another's record goes back with it: how one signs in is one thing.
fn part(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    follow(tx, merging)?;
    for table in [
        "authenticator",
        "passkey",
        "recovery_code",
        "account_alert",
        "known_device",
        "personal_token",
        "oidc_identity",
    ] {
        let these = format!(
            "(SELECT added.id FROM {table} added JOIN account a ON a.clinic = added.clinic AND a.id = added.account
              WHERE added.clinic = $1 AND a.person = $2 AND added.person = $3)"
        );
        merging.part(tx, table, &these, &params![tx.clinic(), merging.from, merging.into])?;
    }
    Ok(())
}
