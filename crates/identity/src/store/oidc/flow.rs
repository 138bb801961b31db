//! A browser that was sent to a provider, until it comes back: for ten minutes, once.

use ground::{AccountId, Tx, params};

use crate::error::{Error, Result};
use crate::oidc::{FLOW, Leaving, ProviderId};
use crate::session::Secret;

/// What for it was sent.
#[derive(Clone, Debug)]
pub struct Flow {
    pub provider: ProviderId,
    /// Whose account is to be linked, and in which session; none where somebody signs in.
    pub links: Option<(AccountId, Vec<u8>)>,
    /// Where to go on to.
    pub next: String,
}

/// Notes that a browser is sent there; the secret is what comes back as `state`.
pub fn create(tx: &mut Tx<'_>, leaving: &Leaving, flow: &Flow) -> Result<Secret> {
    let (clinic, now, state) = (tx.clinic(), tx.now(), Secret::fresh());
    let (account, session) = flow.links.clone().unzip();
    tx.execute(
        "INSERT INTO oidc_flow (clinic, state, browser, provider, account, session, next, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![clinic, state.hash(), leaving.hash(), flow.provider, account, session, &flow.next, now, now + FLOW],
    )?;
    Ok(state)
}

/// Takes what was noted, for the browser that was sent. Whoever comes twice finds nothing, and so does another browser that
/// brings the same state.
///
/// # Errors
/// [`Error::LinkGone`] when there is nothing of the kind.
pub fn take(tx: &mut Tx<'_>, state: &Secret, leaving: &Leaving) -> Result<Flow> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        "SELECT provider, account, session, next FROM oidc_flow WHERE clinic = $1 AND state = $2 AND browser = $3 AND expires_at > $4",
        &params![clinic, state.hash(), leaving.hash(), now],
    )?;
    let row = row.ok_or(Error::LinkGone)?;
    let taken = tx.execute("DELETE FROM oidc_flow WHERE clinic = $1 AND state = $2", &params![clinic, state.hash()])?;
    if taken != 1 {
        return Err(Error::LinkGone);
    }
    let links = match (row.get("account")?, row.get("session")?) {
        (Some(account), Some(session)) => Some((account, session)),
        _ => None,
    };
    Ok(Flow { provider: row.get("provider")?, links, next: row.get("next")? })
}
