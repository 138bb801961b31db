//! Labels, and who bears which.

use std::collections::{BTreeSet, HashMap};

use ground::db::Value;
use ground::{Error, Event, PersonId, Result, Sealed, Turn, Tx, cell, params};

use super::token::{TAG, token};
use crate::model::{BearingId, Tag, TagId, TagName};

/// Labels of one clinic at most: what one person can keep apart.
pub const MOST: u32 = 200;

/// What whoever makes, words or removes labels takes for themselves.
const TURN: &str = "people.tags";

/// What became of making or renaming a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Done(TagId),
    /// There is one of this name.
    Taken,
    /// There are as many as there may be.
    Full,
}

/// The clinic's labels by name.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Tag>> {
    let rows =
        tx.query("SELECT id, name FROM tag WHERE clinic = $1 ORDER BY folded LIMIT $2", &params![tx.clinic(), MOST])?;
    rows.iter().map(|row| Ok(Tag { id: row.get("id")?, name: row.get("name")? })).collect()
}

/// The label `id`.
pub fn find(tx: &mut Tx<'_>, id: TagId) -> Result<Option<Tag>> {
    let row = tx.optional("SELECT id, name FROM tag WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    row.map(|row| Ok(Tag { id: row.get("id")?, name: row.get("name")? })).transpose()
}

/// How many clients bear each of the labels; those that nobody bears are left out, and nobody is opened.
pub fn bearers(tx: &mut Tx<'_>, ids: &[TagId]) -> Result<HashMap<TagId, u64>> {
    let tokens = ids.iter().map(|id| Ok((token(tx, TAG, &id.to_string())?, *id)));
    let of: HashMap<Vec<u8>, TagId> = tokens.collect::<Result<_>>()?;
    let mut values = params![tx.clinic()].to_vec();
    values.extend(of.keys().map(|token| Value::from(token.clone())));
    let places: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
    if places.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT token, COUNT(*) AS n FROM client_token WHERE clinic = $1 AND token IN ({}) GROUP BY token",
        places.join(", ")
    );
    let mut bearers = HashMap::with_capacity(of.len());
    for row in tx.query(&sql, &values)? {
        if let Some(id) = of.get(&row.get::<Vec<u8>>("token")?) {
            bearers.insert(*id, row.get::<i64>("n")?.unsigned_abs());
        }
    }
    Ok(bearers)
}

/// Makes a label.
pub fn create(tx: &mut Tx<'_>, name: &TagName) -> Result<Named> {
    tx.take_turns(TURN)?;
    let count: i64 = tx.one("SELECT COUNT(*) AS n FROM tag WHERE clinic = $1", &params![tx.clinic()])?.get("n")?;
    if count >= i64::from(MOST) {
        return Ok(Named::Full);
    }
    if taken(tx, name, None)? {
        return Ok(Named::Taken);
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = TagId::new(now);
    tx.execute(
        "INSERT INTO tag (clinic, id, name, folded, created_at) VALUES ($1, $2, $3, $4, $5)",
        &params![clinic, id, name.as_str(), name.folded(), now],
    )?;
    tx.emit(Event::new("tag.made", id, None))?;
    Ok(Named::Done(id))
}

/// Words a label otherwise; whoever bears it goes on bearing it.
pub fn update(tx: &mut Tx<'_>, id: TagId, name: &TagName) -> Result<Named> {
    tx.take_turns(TURN)?;
    if taken(tx, name, Some(id))? {
        return Ok(Named::Taken);
    }
    let changed = tx.execute(
        "UPDATE tag SET name = $3, folded = $4 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id, name.as_str(), name.folded()],
    )?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    tx.emit(Event::new("tag.renamed", id, None))?;
    Ok(Named::Done(id))
}

fn taken(tx: &mut Tx<'_>, name: &TagName, except: Option<TagId>) -> Result<bool> {
    let row =
        tx.optional("SELECT id FROM tag WHERE clinic = $1 AND folded = $2", &params![tx.clinic(), name.folded()])?;
    Ok(row.map(|row| row.get::<TagId>("id")).transpose()?.is_some_and(|id| Some(id) != except))
}

/// Removes a label, and takes it off everyone who bears it, without opening anybody.
pub fn delete(tx: &mut Tx<'_>, id: TagId) -> Result<()> {
    tx.take_turns(TURN)?;
    let token = token(tx, TAG, &id.to_string())?;
    let gone = tx.execute("DELETE FROM tag WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    if gone == 0 {
        return Err(Error::NotFound);
    }
    tx.execute(
        "DELETE FROM client_tag WHERE clinic = $1 AND token = $2
           AND client IN (SELECT client FROM client_token WHERE clinic = $1 AND token = $2)",
        &params![tx.clinic(), token.clone()],
    )?;
    tx.execute("DELETE FROM client_token WHERE clinic = $1 AND token = $2", &params![tx.clinic(), token])?;
    tx.emit(Event::new("tag.removed", id, None))
}

/// The labels that `client` bears, by name. The client's record is opened for it.
pub fn of_client(tx: &mut Tx<'_>, client: PersonId) -> Result<Vec<Tag>> {
    let rows =
        tx.query("SELECT id, tag FROM client_tag WHERE clinic = $1 AND client = $2", &params![tx.clinic(), client])?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(client)?;
    let borne: BTreeSet<String> = rows
        .iter()
        .map(|row| key.open(&Sealed::<String>::read(row, "client_tag", "tag", row.get::<BearingId>("id")?)?))
        .collect::<Result<_>>()?;
    Ok(list(tx)?.into_iter().filter(|tag| borne.contains(&tag.id.to_string())).collect())
}

/// Puts the labels `on` on a client and takes `off` off; what was done before is no fault. What a client bears stands in
/// two tables, so that whoever changes it takes turns: two desks at one client, and both with whoever removes a label.
pub fn change(tx: &mut Tx<'_>, client: PersonId, on: &[TagId], off: &[TagId]) -> Result<()> {
    tx.take_turns_of(&[(Turn::Beside, TURN), (Turn::Alone, &format!("{TURN}/{client}"))])?;
    // What comes off needs no key: of whom an older backup has and whose key is gone, it comes off all the same.
    let key = if on.is_empty() { tx.held(client).map(|_| None)? } else { Some(tx.seal_for(client)?) };
    let known: BTreeSet<TagId> = list(tx)?.into_iter().map(|tag| tag.id).collect();
    let (clinic, now) = (tx.clinic(), tx.now());
    for (tag, key) in on.iter().filter(|tag| known.contains(tag)).zip(key.iter().cycle()) {
        let (id, token) = (BearingId::new(now), token(tx, TAG, &tag.to_string())?);
        let sealed = key.seal(cell("client_tag", "tag", id), &tag.to_string())?;
        tx.execute(
            "INSERT INTO client_tag (clinic, id, client, tag, token, since) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (clinic, client, token) DO NOTHING",
            &params![clinic, id, client, sealed, token.clone(), now],
        )?;
        tx.execute(
            "INSERT INTO client_token (clinic, token, client) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &params![clinic, token, client],
        )?;
    }
    for tag in off {
        let token = token(tx, TAG, &tag.to_string())?;
        for table in ["client_tag", "client_token"] {
            tx.execute(
                &format!("DELETE FROM {table} WHERE clinic = $1 AND client = $2 AND token = $3"),
                &params![clinic, client, token.clone()],
            )?;
        }
    }
    tx.emit(Event::new("client.tagged", client, client))
}

/// Takes every label off somebody who is forgotten.
pub(super) fn delete_all(tx: &mut Tx<'_>, client: PersonId) -> Result<()> {
    let clinic = tx.clinic();
    tx.execute(
        "DELETE FROM client_token WHERE clinic = $1 AND client = $2
           AND token IN (SELECT token FROM client_tag WHERE clinic = $1 AND client = $2)",
        &params![clinic, client],
    )?;
    tx.execute("DELETE FROM client_tag WHERE clinic = $1 AND client = $2", &params![clinic, client])?;
    Ok(())
}
