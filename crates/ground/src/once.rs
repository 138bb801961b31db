//! Once: a repeated request gives the same answer and does nothing twice.

use crate::digest;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

/// What is known of an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Once {
    /// It was never used: do the work, then [`keep`] what came of it.
    First,
    /// The same request was answered before, with this subject.
    Again(String),
    /// The key was used for another request.
    Different,
}

/// By what a request is known again: keyed, because a plain digest of a name and an address can be tried out.
fn token(tx: &Tx<'_>, request: &[u8]) -> Result<Vec<u8>> {
    tx.token("once.request", &digest(request))
}

/// Looks `key` up. `request` is what was asked, in any stable form; only keyed tokens are kept.
pub fn look(tx: &mut Tx<'_>, key: &str, request: &[u8]) -> Result<Once> {
    let (token, asked) = (tx.token("once", key)?, token(tx, request)?);
    let row =
        tx.optional("SELECT digest, subject FROM once WHERE clinic = $1 AND token = $2", &params![tx.clinic(), token])?;
    Ok(match row {
        None => Once::First,
        Some(row) if row.get::<Vec<u8>>("digest")? == asked => Once::Again(row.get("subject")?),
        Some(_) => Once::Different,
    })
}

/// Keeps that `key` was answered with `subject`. Two at once: the second fails with the constraint `once_pkey`
/// (`once_clinic_token_key` on SQLite) and must look again.
pub fn keep(tx: &mut Tx<'_>, key: &str, request: &[u8], subject: &str) -> Result<()> {
    insert(tx, key, request, subject, None)
}

/// The same, with what was answered: facts in any form, none of them about a person. [`answer`] gives them back.
pub fn keep_answer(tx: &mut Tx<'_>, key: &str, request: &[u8], subject: &str, answer: &str) -> Result<()> {
    insert(tx, key, request, subject, Some(answer))
}

fn insert(tx: &mut Tx<'_>, key: &str, request: &[u8], subject: &str, answer: Option<&str>) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let (token, asked) = (tx.token("once", key)?, token(tx, request)?);
    tx.execute(
        "INSERT INTO once (clinic, token, digest, subject, answer, at) VALUES ($1, $2, $3, $4, $5, $6)",
        &params![clinic, token, asked, subject, answer.map(str::to_owned), now],
    )?;
    Ok(())
}

/// What was answered under `key`, if that was kept.
pub fn answer(tx: &mut Tx<'_>, key: &str) -> Result<Option<String>> {
    let token = tx.token("once", key)?;
    let row = tx.optional("SELECT answer FROM once WHERE clinic = $1 AND token = $2", &params![tx.clinic(), token])?;
    row.map_or(Ok(None), |row| row.get("answer"))
}
