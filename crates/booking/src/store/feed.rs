//! Private addresses for calendar programs: whoever has one reads when its owner has visits, until it is revoked.

use ground::{Error, Event, PersonId, Result, Tx, params};
use identity::Secret;

use crate::model::feed::{Feed, FeedId, Shows};

/// Addresses one person may have at once: one for each program they use.
pub const MOST: usize = 5;

/// The feeds of `person`, the newest first.
pub fn list(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Feed>> {
    let sql = "SELECT * FROM calendar_feed WHERE clinic = $1 AND person = $2 ORDER BY id DESC";
    tx.query(sql, &params![tx.clinic(), person])?.iter().map(Feed::from_row).collect()
}

/// A new feed, and its secret, which is handed out this once; none when they have as many as they may.
pub fn create(tx: &mut Tx<'_>, person: PersonId, shows: Shows, wards: bool) -> Result<Option<Secret>> {
    let person = tx.held(person)?;
    tx.take_turns(&format!("feed/{person}"))?;
    if list(tx, person)?.len() >= MOST {
        return Ok(None);
    }
    let (clinic, now, secret) = (tx.clinic(), tx.now(), Secret::fresh());
    let id = FeedId::new(now);
    tx.execute(
        "INSERT INTO calendar_feed (clinic, id, person, hash, shows, wards, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![clinic, id, person, secret.hash(), Shows::as_word(shows), wards, now],
    )?;
    tx.emit(Event::new("feed.created", id, person))?;
    Ok(Some(secret))
}

/// The feed whose secret this is, if there is one.
pub fn find(tx: &mut Tx<'_>, secret: &Secret) -> Result<Option<Feed>> {
    let sql = "SELECT * FROM calendar_feed WHERE clinic = $1 AND hash = $2";
    tx.optional(sql, &params![tx.clinic(), secret.hash()])?.map(|row| Feed::from_row(&row)).transpose()
}

/// Notes that a program has read the feed.
pub fn note_read(tx: &mut Tx<'_>, id: FeedId) -> Result<()> {
    let sql = "UPDATE calendar_feed SET read_at = $3 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), id, tx.now()]).map(drop)
}

/// Revokes one of `person`'s feeds: nothing is read there from then on. Somebody else's is not found.
pub fn delete(tx: &mut Tx<'_>, person: PersonId, id: FeedId) -> Result<()> {
    let gone = tx.execute(
        "DELETE FROM calendar_feed WHERE clinic = $1 AND person = $2 AND id = $3",
        &params![tx.clinic(), person, id],
    )?;
    if gone == 0 {
        return Err(Error::NotFound);
    }
    tx.emit(Event::new("feed.revoked", id, person))
}

/// Whoever closed the account by which they made feeds reads nothing there any more.
pub(crate) fn account_closed(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let Some(person) = event.person else { return Ok(()) };
    let gone =
        tx.execute("DELETE FROM calendar_feed WHERE clinic = $1 AND person = $2", &params![tx.clinic(), person])?;
    if gone > 0 {
        tx.emit(Event::new("feed.revoked", person, person))?;
    }
    Ok(())
}

/// For `rights.close_account`: no calendar program reads for whoever closed their account.
pub(crate) fn closed_evidence(tx: &mut Tx<'_>) -> Result<promise::Evidence> {
    let mut feeds = 0;
    for person in identity::closed_persons(tx)? {
        feeds += list(tx, person)?.len() as i64;
    }
    Ok(promise::Evidence::new(&[("feeds of closed accounts", feeds)], feeds == 0))
}
