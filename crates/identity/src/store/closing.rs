//! An account that its holder closes: everything by which they came in ends, and what we sent them but about visits.

use ground::mail::{Letter, Voice, post};
use ground::web::Value;
use ground::{AccountId, Event, PersonId, Refusal, Role, Tx, mail, params};
use promise::{Evidence, Purpose};

use super::account::{self, take_turns};
use crate::error::Result;
use crate::model::Account;

/// Whether its holder may close it themselves: a client's, and no colleague's.
pub fn may_close(account: &Account) -> bool {
    let client = [Role::Client, Role::Guardian];
    account.shown_as.is_none()
        && Role::ALL.into_iter().all(|role| client.contains(&role) || !account.held.contains(role))
}

/// Closes the account `id`, as its holder wants it: sessions, links, keys, factors and what was asked for end, waiting letters
/// that are about no visit do not go, and the address is free for another account. The person and their record stay.
///
/// # Errors
/// Refused where somebody works here by it: whoever governs the staff closes those.
pub fn close(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    take_turns(tx, id)?;
    let account = account::find(tx, id)?;
    if !may_close(&account) {
        return Err(ground::Error::Refused(Refusal::Policy).into());
    }
    let email = account::open_email(tx, id)?;
    account::deactivate(tx, &account)?;
    super::oidc::link::delete_all(tx, &account)?;
    super::new_address::delete(tx, id)?;
    super::authenticator::delete(tx, id)?;
    super::passkey::delete_all(tx, id)?;
    super::recovery::delete_all(tx, id)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute("DELETE FROM known_device WHERE clinic = $1 AND account = $2", &params![clinic, id])?;
    tx.execute(
        "UPDATE account SET closed_at = $3, password = NULL WHERE clinic = $1 AND id = $2",
        &params![clinic, id, now],
    )?;
    super::directory::release_email(tx, &account)?;
    // An answer about their data is owed still, and a warning is about what the account did.
    mail::end_other(tx, account.person, &[Purpose::Scheduling, Purpose::Rights, Purpose::Security])?;
    told(tx, &account, &email)?;
    tx.emit(Event::new("account.closed", id, account.person))?;
    Ok(())
}

/// Writes to the address that it was closed, in case it was somebody else who did.
fn told(tx: &mut Tx<'_>, account: &Account, to: &str) -> Result<()> {
    let words = &tx.scope().house().words;
    let tongue = words.tongue(&account.language).unwrap_or_else(|| words.english());
    let values = [("clinic", Value::from(tx.settings().name.clone()))];
    let plain = |key: &str| -> String {
        tongue.with(key, &values).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
    };
    let letter = Letter {
        kind: "identity.closed",
        purpose: Purpose::Account,
        voice: Voice::Automatic,
        language: tongue.lang().to_owned(),
        to: to.to_owned(),
        subject: plain("identity-mail-closed-subject"),
        body: format!(
            "{}\n\n{}\n\n{}\n",
            plain("identity-mail-automatic"),
            plain("identity-mail-closed"),
            tx.settings().signature()
        ),
        calendar: None,
        until: None,
    };
    let key = tx.seal_for(account.person)?;
    post(tx, &key, &letter)?;
    Ok(())
}

/// Those who closed every account they had, and have no other: nothing is sent to them but about visits.
pub fn closed_persons(tx: &mut Tx<'_>) -> ground::Result<Vec<PersonId>> {
    let rows = tx.query(
        "SELECT a.person FROM account a WHERE a.clinic = $1 AND a.closed_at IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM account o WHERE o.clinic = a.clinic AND o.person = a.person AND o.closed_at IS NULL)",
        &params![tx.clinic()],
    )?;
    let mut persons: Vec<PersonId> = rows.iter().map(|row| row.get("person")).collect::<ground::Result<_>>()?;
    persons.sort_unstable();
    persons.dedup();
    Ok(persons)
}

/// `rights.close_account`: nobody comes in by what was closed.
pub fn evidence(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let row = tx.one(
        "SELECT COUNT(*) AS closed,
             CAST(COALESCE(SUM(CASE WHEN deactivated_at IS NULL OR password IS NOT NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS open,
             CAST(COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM session s WHERE s.clinic = a.clinic AND s.account = a.id) THEN 1 ELSE 0 END), 0) AS BIGINT) AS sessions,
             CAST(COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM personal_token t WHERE t.clinic = a.clinic AND t.account = a.id)
                 OR EXISTS (SELECT 1 FROM passkey p WHERE p.clinic = a.clinic AND p.account = a.id)
                 OR EXISTS (SELECT 1 FROM challenge c WHERE c.clinic = a.clinic AND c.account = a.id)
                 OR EXISTS (SELECT 1 FROM oidc_identity o WHERE o.clinic = a.clinic AND o.account = a.id) THEN 1 ELSE 0 END), 0) AS BIGINT) AS keys
         FROM account a WHERE clinic = $1 AND closed_at IS NOT NULL",
        &params![tx.clinic()],
    )?;
    let count = |name: &str| row.get::<i64>(name);
    let (closed, open, sessions, keys) = (count("closed")?, count("open")?, count("sessions")?, count("keys")?);
    Ok(Evidence::new(
        &[("closed", closed), ("still open", open), ("with somebody signed in", sessions), ("with a key left", keys)],
        open == 0 && sessions == 0 && keys == 0,
    ))
}
