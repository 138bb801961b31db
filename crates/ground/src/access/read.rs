//! Reading the record: what a person sees of who opened their record, when and why.

use std::collections::BTreeSet;

use jiff::Timestamp;
use promise::Purpose;

use crate::db::Row;
use crate::error::{Error, Result};
use crate::tx::Tx;
use crate::{EntryId, PersonId, params};

/// One line of the record as the person reads it.
#[derive(Clone, Debug)]
pub struct Opening {
    pub id: EntryId,
    /// `per_...` of a person signed in, `link:per_...`, `token:...`, `visitor` or `automatic`.
    pub actor: String,
    pub roles: String,
    pub purpose: Purpose,
    pub action: String,
    pub refused: bool,
    pub at: Timestamp,
    /// Its place in the Merkle log; none in the second before it is appended.
    pub leaf: Option<i64>,
}

impl Opening {
    fn from_row(row: &Row) -> Result<Opening> {
        Ok(Opening {
            id: row.get("id")?,
            actor: row.get("actor")?,
            roles: row.get("roles")?,
            purpose: row
                .get::<String>("purpose")?
                .parse()
                .map_err(|_| Error::internal("an access entry with an unknown purpose"))?,
            action: row.get("action")?,
            refused: row.get::<String>("outcome")? == "refused",
            at: row.get("at")?,
            leaf: row.get("leaf")?,
        })
    }
}

const COLUMNS: &str = "id, actor, roles, purpose, action, outcome, at, leaf";

/// The newest `limit` openings of `person`'s record, newest first; those of records that were merged into it among them,
/// because they are the same person's. What an order keeps from the person is not among them ([`Tx::withheld`]).
pub fn about(tx: &mut Tx<'_>, person: PersonId, limit: u32) -> Result<Vec<Opening>> {
    let mut openings = Vec::new();
    let parts = tx.parts_of(person)?;
    let told = tx.openings_told(&parts)?;
    for part in parts {
        let rows = tx.query(
            &format!("SELECT {COLUMNS} FROM access_entry WHERE clinic = $1 AND person = $2{told} ORDER BY at DESC, id DESC LIMIT $3"),
            &params![tx.clinic(), part, limit],
        )?;
        openings.extend(rows.iter().map(Opening::from_row).collect::<Result<Vec<_>>>()?);
    }
    Ok(newest(openings, limit))
}

/// The next `limit` openings of `person`'s record, older than the one called `before`; none when there is no such one.
pub fn about_before(tx: &mut Tx<'_>, person: PersonId, before: EntryId, limit: u32) -> Result<Vec<Opening>> {
    let parts = tx.parts_of(person)?;
    let sql = "SELECT person, at FROM access_entry WHERE clinic = $1 AND id = $2";
    let Some(row) = tx.optional(sql, &params![tx.clinic(), before])? else { return Ok(Vec::new()) };
    if !parts.contains(&row.get("person")?) {
        return Ok(Vec::new());
    }
    let at: Timestamp = row.get("at")?;
    let mut openings = Vec::new();
    let told = tx.openings_told(&parts)?;
    for part in parts {
        let rows = tx.query(
            &format!(
                "SELECT {COLUMNS} FROM access_entry WHERE clinic = $1 AND person = $2{told} AND (at < $3 OR (at = $3 AND id < $4))
                 ORDER BY at DESC, id DESC LIMIT $5"
            ),
            &params![tx.clinic(), part, at, before, limit],
        )?;
        openings.extend(rows.iter().map(Opening::from_row).collect::<Result<Vec<_>>>()?);
    }
    Ok(newest(openings, limit))
}

/// The openings of several records in the order of one.
fn newest(mut openings: Vec<Opening>, limit: u32) -> Vec<Opening> {
    openings.sort_by_key(|opening| std::cmp::Reverse((opening.at, opening.id)));
    openings.truncate(limit as usize);
    openings
}

/// How often `actor`, as [`Opening::actor`] has them, opened `person`'s record from one moment to another, both included.
pub fn opened_by(tx: &mut Tx<'_>, person: PersonId, actor: &str, (from, to): (Timestamp, Timestamp)) -> Result<u32> {
    let mut openings = 0;
    for part in tx.parts_of(person)? {
        let row = tx.one(
            "SELECT COUNT(*) AS n FROM access_entry
             WHERE clinic = $1 AND person = $2 AND actor = $3 AND outcome = 'opened' AND at >= $4 AND at <= $5",
            &params![tx.clinic(), part, actor, from, to],
        )?;
        openings += row.get::<i64>("n")?;
    }
    Ok(u32::try_from(openings).unwrap_or(u32::MAX))
}

/// Everyone who opened `person`'s record since `since`, as [`Opening::actor`] has them; as [`about`], without what an order
/// keeps from the person.
pub fn openers(tx: &mut Tx<'_>, person: PersonId, since: Timestamp) -> Result<Vec<String>> {
    let mut openers = BTreeSet::new();
    let parts = tx.parts_of(person)?;
    let told = tx.openings_told(&parts)?;
    let sql = format!(
        "SELECT DISTINCT actor FROM access_entry
         WHERE clinic = $1 AND person = $2 AND outcome = 'opened' AND at >= $3{told}"
    );
    for part in parts {
        let rows = tx.query(&sql, &params![tx.clinic(), part, since])?;
        for row in &rows {
            openers.insert(row.get("actor")?);
        }
    }
    Ok(openers.into_iter().collect())
}

/// Who opened at least `least` records of others between two instants, as they stand in the record, with how many. What
/// Keepwell opens by itself is left out.
pub fn busiest(tx: &mut Tx<'_>, from: Timestamp, to: Timestamp, least: u32) -> Result<Vec<(String, i64)>> {
    let rows = tx.query(
        "SELECT actor, COUNT(DISTINCT person) AS records FROM access_entry
         WHERE clinic = $1 AND id >= $2 AND id < $3 AND outcome = 'opened' AND actor <> 'automatic' AND actor <> person
         GROUP BY actor HAVING COUNT(DISTINCT person) >= $4 ORDER BY actor",
        &params![tx.clinic(), EntryId::since(from), EntryId::since(to), i64::from(least)],
    )?;
    rows.iter().map(|row| Ok((row.get("actor")?, row.get("records")?))).collect()
}

/// How many openings and how many refusals stand in the record since `since`: by the id, which begins with its time.
pub fn counts(tx: &mut Tx<'_>, since: Timestamp) -> Result<(i64, i64)> {
    let row = tx.one(
        "SELECT COUNT(*) AS openings, CAST(COALESCE(SUM(CASE WHEN outcome = 'refused' THEN 1 ELSE 0 END), 0) AS BIGINT) AS refusals
         FROM access_entry WHERE clinic = $1 AND id >= $2",
        &params![tx.clinic(), EntryId::since(since)],
    )?;
    let refusals: i64 = row.get("refusals")?;
    Ok((row.get::<i64>("openings")? - refusals, refusals))
}
