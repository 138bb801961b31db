//! What clients of OAuth 2 are given for a while.

use ground::{Tx, params};

use crate::error::Result;
use crate::model::{ApiToken, Reach, TokenId, TokenText};
use crate::rules::ACCESS;
use crate::session::Secret;

/// Gives `client` a key for as long as [`ACCESS`], or as it has left.
pub fn create(tx: &mut Tx<'_>, client: &ApiToken, reach: Reach) -> Result<(TokenText, i64)> {
    let (clinic, now, secret) = (tx.clinic(), tx.now(), Secret::fresh());
    let expires_at = client.expires_at.map_or(now + ACCESS, |at| at.min(now + ACCESS));
    tx.execute(
        "INSERT INTO access_token (clinic, hash, client, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &params![clinic, secret.hash(), client.id, reach.as_str(), now, expires_at],
    )?;
    Ok((TokenText::of(TokenText::ACCESS, &secret), expires_at.duration_since(now).as_secs()))
}

/// Whose key `secret` is and what it may, while it works and its client does.
pub fn behind(tx: &mut Tx<'_>, secret: &Secret) -> Result<Option<(ApiToken, Reach)>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        "SELECT client, scopes FROM access_token WHERE clinic = $1 AND hash = $2 AND expires_at > $3",
        &params![clinic, secret.hash(), now],
    )?;
    let Some(row) = row else { return Ok(None) };
    let client = super::token::find(tx, row.get("client")?)?;
    let lives = client.expires_at.is_none_or(|at| at > now);
    // Never more than the client itself may, whatever it could when this was given.
    let reach = Reach::of(&row.get::<String>("scopes")?).within(client.reach);
    Ok(reach.filter(|_| lives).map(|reach| (client, reach)))
}

/// Ends one that was given to `client`; another client's is not there.
pub fn end(tx: &mut Tx<'_>, client: TokenId, secret: &Secret) -> Result<()> {
    tx.execute(
        "DELETE FROM access_token WHERE clinic = $1 AND client = $2 AND hash = $3",
        &params![tx.clinic(), client, secret.hash()],
    )?;
    Ok(())
}

/// Ends all that `client` was given.
pub fn end_of_client(tx: &mut Tx<'_>, client: TokenId) -> Result<()> {
    tx.execute("DELETE FROM access_token WHERE clinic = $1 AND client = $2", &params![tx.clinic(), client])?;
    Ok(())
}
