//! What the self-audit looks after of accounts.

use ground::check::{Check, Found};
use ground::{Result, Tx, params};
use jiff::SignedDuration;

use super::own_role;

/// What is checked of those who work here.
pub const CHECKS: [Check; 3] = [
    Check { name: "factor", href: "/staff", look: factor },
    Check { name: "dormant", href: "/staff", look: dormant },
    Check { name: "roles", href: "/staff", look: roles },
];

/// Accounts of staff that are open and have a role.
const WORKS: &str =
    "FROM account a WHERE a.clinic = $1 AND a.shown_as IS NOT NULL AND a.deactivated_at IS NULL AND a.ends_at IS NULL
     AND (a.roles <> '' OR EXISTS (SELECT 1 FROM own_role_holder h WHERE h.clinic = a.clinic AND h.account = a.id))";

/// Who works here without a second factor: wrong where the clinic asks for one.
fn factor(tx: &mut Tx<'_>) -> Result<Found> {
    let sql = format!(
        "SELECT COUNT(*) AS n {WORKS}
         AND NOT EXISTS (SELECT 1 FROM authenticator t WHERE t.clinic = a.clinic AND t.account = a.id AND t.confirmed_at IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM passkey p WHERE p.clinic = a.clinic AND p.account = a.id)"
    );
    let without: i64 = tx.one(&sql, &params![tx.clinic()])?.get("n")?;
    let asked = tx.settings().parameters.staff_second_factor;
    let figures = [("staff", staff(tx)?), ("without", without), ("asked", i64::from(asked))];
    Ok(Found::new(&figures, if asked { without } else { 0 }))
}

/// For how many days an account may not be used before somebody looks whether it is needed.
const DORMANT: i64 = 90;

/// Accounts of staff that nobody used for [`DORMANT`] days: whoever left and was forgotten still comes in by theirs.
fn dormant(tx: &mut Tx<'_>) -> Result<Found> {
    let since = tx.now() - SignedDuration::from_hours(24 * DORMANT);
    let sql = format!(
        "SELECT COUNT(*) AS n {WORKS} AND a.created_at < $2
         AND NOT EXISTS (SELECT 1 FROM session s WHERE s.clinic = a.clinic AND s.person = a.person AND s.seen_at >= $2)
         AND NOT EXISTS (SELECT 1 FROM known_device d WHERE d.clinic = a.clinic AND d.person = a.person AND d.seen_at >= $2)"
    );
    let unused: i64 = tx.one(&sql, &params![tx.clinic(), since])?.get("n")?;
    Ok(Found::new(&[("staff", staff(tx)?), ("days", DORMANT), ("unused", unused)], unused))
}

fn staff(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one(&format!("SELECT COUNT(*) AS n {WORKS}"), &params![tx.clinic()])?.get("n")
}

/// Roles that the clinic made and that give nothing by this version.
fn roles(tx: &mut Tx<'_>) -> Result<Found> {
    let nothing = own_role::giving_nothing(tx).map_err(ground::Error::internal)?.len();
    let nothing = i64::try_from(nothing).unwrap_or(i64::MAX);
    Ok(Found::new(&[("nothing", nothing)], nothing))
}
