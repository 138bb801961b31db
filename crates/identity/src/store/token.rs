//! Keys for other programs, and clients of OAuth 2: what a manager makes, makes anew and revokes.

use ground::due::Due;
use ground::{Event, RoleSet, Tx, params};
use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Result};
use crate::model::{ApiToken, Before, Kind, NewToken, Reach, TokenId, TokenText, What};
use crate::rules::{ENDS_SOON, UNUSED};
use crate::session::{NOTED, Secret};
use crate::store;

const COLUMNS: &str = "id, kind, label, roles, scopes, created_by, created_at, last_used_at, expires_at, generation, rotated_at, old_ends_at, old_used_at";

/// Makes a key. Its text is returned once and kept nowhere.
pub fn create(tx: &mut Tx<'_>, new: &NewToken) -> Result<(TokenId, TokenText)> {
    make(tx, Kind::Key, new)
}

/// Makes a client of OAuth 2, which its id names. Its secret is returned once and kept nowhere.
pub fn create_client(tx: &mut Tx<'_>, new: &NewToken) -> Result<(TokenId, TokenText)> {
    make(tx, Kind::Client, new)
}

fn make(tx: &mut Tx<'_>, kind: Kind, new: &NewToken) -> Result<(TokenId, TokenText)> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let (id, secret) = (TokenId::new(now), Secret::fresh());
    // A directory is that and nothing else, whatever else somebody would let it do.
    let roles = if new.reach == Reach::Scim { RoleSet::EMPTY } else { new.roles };
    let expires_at = new.days.map(|days| now + SignedDuration::from_hours(24 * i64::from(days)));
    tx.execute(
        "INSERT INTO api_token (clinic, id, kind, label, hash, scopes, roles, created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &params![clinic, id, kind.as_str(), &new.label, secret.hash(), new.reach.as_str(), roles.to_string(), actor, now, expires_at],
    )?;
    tx.emit(Event::new("api_token.created", id, None))?;
    Ok((id, TokenText::of(kind.prefix(), &secret)))
}

/// The key of `secret`, while it works; and whether that is the secret before, which was made anew since.
pub fn behind(tx: &mut Tx<'_>, secret: &Secret) -> Result<Option<(ApiToken, bool)>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        &format!(
            "SELECT {COLUMNS}, CASE WHEN hash = $2 THEN 0 ELSE 1 END AS is_old FROM api_token
             WHERE clinic = $1 AND (hash = $2 OR (old_hash = $2 AND old_ends_at > $3)) AND kind = 'key' AND (expires_at IS NULL OR expires_at > $3)"
        ),
        &params![clinic, secret.hash(), now],
    )?;
    row.as_ref().map(|row| Ok((from_row(row)?, row.get("is_old")?))).transpose()
}

/// The client of `id`, if `secret` is its own and it has not ended; and whether that is the secret before.
pub fn client(tx: &mut Tx<'_>, id: TokenId, secret: &Secret) -> Result<Option<(ApiToken, bool)>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        &format!(
            "SELECT {COLUMNS}, CASE WHEN hash = $3 THEN 0 ELSE 1 END AS is_old FROM api_token
             WHERE clinic = $1 AND id = $2 AND (hash = $3 OR (old_hash = $3 AND old_ends_at > $4)) AND kind = 'client' AND (expires_at IS NULL OR expires_at > $4)"
        ),
        &params![clinic, id, secret.hash(), now],
    )?;
    row.as_ref().map(|row| Ok((from_row(row)?, row.get("is_old")?))).transpose()
}

/// Every key and client, the newest first.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<ApiToken>> {
    let rows = tx
        .query(&format!("SELECT {COLUMNS} FROM api_token WHERE clinic = $1 ORDER BY id DESC"), &params![tx.clinic()])?;
    rows.iter().map(from_row).collect()
}

/// One of them.
pub fn find(tx: &mut Tx<'_>, id: TokenId) -> Result<ApiToken> {
    let row = tx.optional(
        &format!("SELECT {COLUMNS} FROM api_token WHERE clinic = $1 AND id = $2"),
        &params![tx.clinic(), id],
    )?;
    row.as_ref().map(from_row).transpose()?.ok_or_else(|| ground::Error::NotFound.into())
}

fn from_row(row: &ground::db::Row) -> Result<ApiToken> {
    let before = row.get::<Option<Timestamp>>("old_ends_at")?;
    let used_at = row.get("old_used_at")?;
    Ok(ApiToken {
        id: row.get("id")?,
        kind: Kind::of(&row.get::<String>("kind")?),
        label: row.get("label")?,
        roles: row
            .get::<String>("roles")?
            .parse::<RoleSet>()
            .map_err(|_| Error::internal("a key with an unknown role"))?,
        reach: Reach::of(&row.get::<String>("scopes")?),
        created_by: row.get("created_by")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        expires_at: row.get("expires_at")?,
        generation: row.get("generation")?,
        rotated_at: row.get("rotated_at")?,
        before: before.map(|ends_at| Before { ends_at, used_at }),
    })
}

/// Notes that the key was used now, by its secret or by the one before, unless that is noted within the minute: of many
/// requests at once one writes. Whether it wrote.
pub fn note(tx: &mut Tx<'_>, id: TokenId, is_old: bool) -> Result<bool> {
    let now: Timestamp = tx.now();
    let (sets, noted) = match is_old {
        true => ("old_used_at = $3, last_used_at = $3", "old_used_at"),
        false => ("last_used_at = $3", "last_used_at"),
    };
    let written = tx.execute(
        &format!(
            "UPDATE api_token SET {sets}, told_unused_at = NULL
             WHERE clinic = $1 AND id = $2 AND ({noted} IS NULL OR {noted} <= $4)"
        ),
        &params![tx.clinic(), id, now, now - NOTED],
    )?;
    Ok(written > 0)
}

/// Makes the secret anew. The one before goes on for `grace`, or ends at once; the key works as long from now on as it was
/// made for. `seen` is the generation that whoever asks saw, so that of two who ask at once one is told.
///
/// # Errors
/// [`Error::RotatedMeanwhile`] when somebody made it anew since; [`Error::RotatedLately`] when the secret before still goes
/// on: it would end without notice.
pub fn rotate(tx: &mut Tx<'_>, id: TokenId, seen: i64, grace: SignedDuration) -> Result<(ApiToken, TokenText)> {
    let token = find(tx, id)?;
    if token.generation != seen {
        return Err(Error::RotatedMeanwhile);
    }
    let (clinic, now, secret) = (tx.clinic(), tx.now(), Secret::fresh());
    if grace > SignedDuration::ZERO && token.before.is_some_and(|before| before.ends_at > now) {
        return Err(Error::RotatedLately);
    }
    let expires_at = token.expires_at.map(|at| now + at.duration_since(token.rotated_at.unwrap_or(token.created_at)));
    // It ends no later than it would have.
    let old_ends_at = token.expires_at.map_or(now + grace, |at| at.min(now + grace));
    let goes_on = old_ends_at > now;
    let changed = tx.execute(
        "UPDATE api_token SET old_hash = CASE WHEN $6 = 1 THEN hash ELSE NULL END, old_ends_at = $5, old_used_at = CASE WHEN $6 = 1 THEN last_used_at ELSE NULL END,
         hash = $4, generation = generation + 1, rotated_at = $7, expires_at = $8, told_ends_at = NULL
         WHERE clinic = $1 AND id = $2 AND generation = $3",
        &params![clinic, id, seen, secret.hash(), goes_on.then_some(old_ends_at), i64::from(goes_on), now, expires_at],
    )?;
    if changed == 0 {
        return Err(Error::RotatedMeanwhile);
    }
    if !goes_on {
        // What was given for the secret that ends at once ends with it.
        store::access::end_of_client(tx, id)?;
    }
    tx.emit(Event::new("api_token.rotated", id, None))?;
    Ok((find(tx, id)?, TokenText::of(token.kind.prefix(), &secret)))
}

/// Makes a key or a client worthless at once, and all that a client was given.
pub fn delete(tx: &mut Tx<'_>, id: TokenId) -> Result<()> {
    store::access::end_of_client(tx, id)?;
    let gone = tx.execute("DELETE FROM api_token WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    if gone == 0 {
        return Err(ground::Error::NotFound.into());
    }
    tx.emit(Event::new("api_token.revoked", id, None))?;
    Ok(())
}

/// Tells the managers of keys that end soon and of those that nobody uses: of each once, until it is made anew or used.
pub fn look(tx: &mut Tx<'_>) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "UPDATE api_token SET old_hash = NULL, old_ends_at = NULL, old_used_at = NULL WHERE clinic = $1 AND old_ends_at <= $2",
        &params![clinic, now],
    )?;
    let ending = tx.query(
        "SELECT id FROM api_token WHERE clinic = $1 AND told_ends_at IS NULL AND expires_at > $2 AND expires_at <= $3",
        &params![clinic, now, now + ENDS_SOON],
    )?;
    for row in &ending {
        tell(tx, row.get("id")?, What::KeyEnds, "told_ends_at")?;
    }
    let unused = tx.query(
        "SELECT id FROM api_token WHERE clinic = $1 AND told_unused_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
         AND COALESCE(last_used_at, created_at) <= $3",
        &params![clinic, now, now - UNUSED],
    )?;
    for row in &unused {
        tell(tx, row.get("id")?, What::KeyUnused, "told_unused_at")?;
    }
    Ok(())
}

/// Keys that end soon: whoever uses one stands without it then.
pub fn due(tx: &mut Tx<'_>) -> ground::Result<Vec<Due>> {
    const MOST: u32 = 100;
    let now = tx.now();
    let rows = tx.query(
        "SELECT id, label, expires_at FROM api_token WHERE clinic = $1 AND expires_at > $2 AND expires_at <= $3
         ORDER BY expires_at, id LIMIT $4",
        &params![tx.clinic(), now, now + ENDS_SOON, MOST],
    )?;
    let one = |row: &ground::db::Row| {
        Ok(Due {
            part: "keys",
            words: "identity-due-key".to_owned(),
            args: vec![("label", row.get::<String>("label")?.into())],
            href: format!("/tokens/{}", row.get::<TokenId>("id")?),
            action: Some("identity.token.read"),
            by: Some(row.get("expires_at")?),
        })
    };
    rows.iter().map(one).collect()
}

fn tell(tx: &mut Tx<'_>, id: TokenId, what: What, column: &str) -> Result<()> {
    let (clinic, now, token) = (tx.clinic(), tx.now(), find(tx, id)?);
    let days = match what {
        What::KeyEnds => token.expires_at.map_or(0, |at| days_until(now, at)),
        _ => days_until(token.last_used_at.unwrap_or(token.created_at), now),
    };
    store::alert::tell_managers(tx, what, &(id.to_string(), days))?;
    tx.execute(
        &format!("UPDATE api_token SET {column} = $3 WHERE clinic = $1 AND id = $2"),
        &params![clinic, id, now],
    )?;
    Ok(())
}

fn days_until(now: Timestamp, at: Timestamp) -> i64 {
    (at.duration_since(now).as_hours() + 23) / 24
}
