//! Requests for a new password, between the page that takes them and the job that answers.

use ground::job::NewJob;
use ground::{Tx, params};

use super::account;
use crate::error::Result;
use crate::jobs;
use crate::model::{Account, ResetRequestId};

/// Takes a request for `email`. What this writes is the same whether or not there is such an account.
pub fn ask(tx: &mut Tx<'_>, email: &str) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let (id, token) = (ResetRequestId::new(now), account::email_token(tx, email)?);
    tx.execute(
        "INSERT INTO reset_request (clinic, id, email_token, asked_at) VALUES ($1, $2, $3, $4)",
        &params![clinic, id, token, now],
    )?;
    tx.enqueue(&NewJob { kind: jobs::RESET, subject: id.to_string(), run_at: now })?;
    Ok(())
}

/// Takes the request off the table, and whose account it is about, if it is anybody's.
pub fn take(tx: &mut Tx<'_>, id: ResetRequestId) -> Result<Option<Account>> {
    let clinic = tx.clinic();
    let row =
        tx.optional("SELECT email_token FROM reset_request WHERE clinic = $1 AND id = $2", &params![clinic, id])?;
    let Some(row) = row else { return Ok(None) };
    tx.execute("DELETE FROM reset_request WHERE clinic = $1 AND id = $2", &params![clinic, id])?;
    account::find_by_token(tx, &row.get::<Vec<u8>>("email_token")?)
}
