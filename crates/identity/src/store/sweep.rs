//! What ended by itself is removed: nothing of it is needed, so nothing of it is kept.

use ground::{Tx, params};
use jiff::SignedDuration;

use crate::error::Result;
use crate::factor::UNCONFIRMED_KEPT;
use crate::rules::{ALERTS_KEPT, DEVICES_KEPT, REQUESTS_KEPT, UNVERIFIED_KEPT};

/// Looks for what is tried again and again, and removes ended sessions, links that stopped working, factors nobody confirmed, what happened longer than a year ago, and sign-ups that nobody confirmed.
pub fn sweep(tx: &mut Tx<'_>) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let parameters = &tx.settings().parameters;
    let began = now - SignedDuration::from_hours(24 * i64::from(parameters.session_days));
    let paused = now - SignedDuration::from_mins(i64::from(parameters.staff_idle_minutes));
    tx.execute(
        "DELETE FROM session WHERE clinic = $1 AND (expires_at <= $2 OR started_at <= $3 OR (staff = 1 AND seen_at <= $4))",
        &params![clinic, now, began, paused],
    )?;
    // A used link is kept to its end, so that letters within the hour are counted.
    tx.execute("DELETE FROM challenge WHERE clinic = $1 AND expires_at <= $2", &params![clinic, now])?;
    tx.execute("DELETE FROM new_address WHERE clinic = $1 AND expires_at <= $2", &params![clinic, now])?;
    tx.execute("DELETE FROM sign_in_step WHERE clinic = $1 AND expires_at <= $2", &params![clinic, now])?;
    tx.execute("DELETE FROM passkey_ceremony WHERE clinic = $1 AND expires_at <= $2", &params![clinic, now])?;
    tx.execute("DELETE FROM access_token WHERE clinic = $1 AND expires_at <= $2", &params![clinic, now])?;
    tx.execute("DELETE FROM personal_token WHERE clinic = $1 AND expires_at <= $2", &params![clinic, now])?;
    for (sql, kept) in [
        ("DELETE FROM authenticator WHERE clinic = $1 AND confirmed_at IS NULL AND created_at <= $2", UNCONFIRMED_KEPT),
        ("DELETE FROM account_alert WHERE clinic = $1 AND at <= $2", ALERTS_KEPT),
        ("DELETE FROM known_device WHERE clinic = $1 AND seen_at <= $2", DEVICES_KEPT),
    ] {
        tx.execute(sql, &params![clinic, now - kept])?;
    }
    super::oidc::request::sweep(tx)?;
    super::alert::look(tx)?;
    super::token::look(tx)?;
    // Their job is long done; what is left over belongs to no job any more.
    tx.execute(
        "DELETE FROM reset_request WHERE clinic = $1 AND asked_at <= $2",
        &params![clinic, now - REQUESTS_KEPT],
    )?;
    let forgotten = now - UNVERIFIED_KEPT;
    tx.execute(
        "DELETE FROM account WHERE clinic = $1 AND verified_at IS NULL AND source = 'themselves' AND created_at <= $2
         AND NOT EXISTS (SELECT 1 FROM challenge c WHERE c.clinic = account.clinic AND c.account = account.id)",
        &params![clinic, forgotten],
    )?;
    Ok(())
}
