//! Keys for other programs.

use ground::{Event, RoleSet, Tx, params};
use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Result};
use crate::model::{ApiToken, NewToken, Reach, TokenId, TokenText};
use crate::session::Secret;

/// Makes a key. Its text is returned once and kept nowhere.
pub fn create(tx: &mut Tx<'_>, new: &NewToken) -> Result<(TokenId, TokenText)> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let (id, secret) = (TokenId::new(now), Secret::fresh());
    // A directory is that and nothing else, whatever else somebody would let it do.
    let roles = if new.reach == Reach::Scim { RoleSet::EMPTY } else { new.roles };
    let expires_at = new.days.map(|days| now + SignedDuration::from_hours(24 * i64::from(days)));
    tx.execute(
        "INSERT INTO api_token (clinic, id, label, hash, scopes, roles, created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![clinic, id, &new.label, secret.hash(), new.reach.as_str(), roles.to_string(), actor, now, expires_at],
    )?;
    tx.emit(Event::new("api_token.created", id, None))?;
    Ok((id, TokenText(format!("{}{}", TokenText::PREFIX, secret.text()))))
}

/// The secret in the text of a key; none when that cannot be one.
pub fn read(text: &str) -> Option<Secret> {
    text.strip_prefix(TokenText::PREFIX).and_then(Secret::read)
}

/// The key of `secret`, while it works.
pub fn behind(tx: &mut Tx<'_>, secret: &Secret) -> Result<Option<ApiToken>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        "SELECT id, label, roles, scopes, created_at, last_used_at, expires_at FROM api_token
         WHERE clinic = $1 AND hash = $2 AND (expires_at IS NULL OR expires_at > $3)",
        &params![clinic, secret.hash(), now],
    )?;
    row.as_ref().map(from_row).transpose()
}

/// Every key, the newest first.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<ApiToken>> {
    let rows = tx.query(
        "SELECT id, label, roles, scopes, created_at, last_used_at, expires_at FROM api_token WHERE clinic = $1 ORDER BY id DESC",
        &params![tx.clinic()],
    )?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &ground::db::Row) -> Result<ApiToken> {
    Ok(ApiToken {
        id: row.get("id")?,
        label: row.get("label")?,
        roles: row
            .get::<String>("roles")?
            .parse::<RoleSet>()
            .map_err(|_| Error::internal("a key with an unknown role"))?,
        reach: Reach::of(&row.get::<String>("scopes")?),
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// Notes that the key was used now.
pub fn note(tx: &mut Tx<'_>, id: TokenId) -> Result<()> {
    let now: Timestamp = tx.now();
    tx.execute("UPDATE api_token SET last_used_at = $3 WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id, now])?;
    Ok(())
}

/// Makes a key worthless at once.
pub fn delete(tx: &mut Tx<'_>, id: TokenId) -> Result<()> {
    let gone = tx.execute("DELETE FROM api_token WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    if gone == 0 {
        return Err(ground::Error::NotFound.into());
    }
    tx.emit(Event::new("api_token.revoked", id, None))?;
    Ok(())
}
