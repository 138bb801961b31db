//! Reading the record: what a person sees of who opened their record, when and why.

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

/// The newest `limit` openings of `person`'s record, newest first.
pub fn about(tx: &mut Tx<'_>, person: PersonId, limit: u32) -> Result<Vec<Opening>> {
    let rows = tx.query(
        "SELECT id, actor, roles, purpose, action, outcome, at, leaf FROM access_entry
         WHERE clinic = $1 AND person = $2 ORDER BY at DESC, id DESC LIMIT $3",
        &params![tx.clinic(), person, limit],
    )?;
    rows.iter().map(Opening::from_row).collect()
}

/// The next `limit` openings of `person`'s record, older than the one called `before`; none when there is no such one.
pub fn about_before(tx: &mut Tx<'_>, person: PersonId, before: EntryId, limit: u32) -> Result<Vec<Opening>> {
    let rows = tx.query(
        "SELECT e.id, e.actor, e.roles, e.purpose, e.action, e.outcome, e.at, e.leaf FROM access_entry e
         JOIN access_entry b ON b.clinic = e.clinic AND b.person = e.person AND b.id = $3
         WHERE e.clinic = $1 AND e.person = $2 AND (e.at < b.at OR (e.at = b.at AND e.id < b.id))
         ORDER BY e.at DESC, e.id DESC LIMIT $4",
        &params![tx.clinic(), person, before, limit],
    )?;
    rows.iter().map(Opening::from_row).collect()
}

/// Everyone who opened `person`'s record since `since`, as [`Opening::actor`] has them.
pub fn openers(tx: &mut Tx<'_>, person: PersonId, since: Timestamp) -> Result<Vec<String>> {
    let rows = tx.query(
        "SELECT DISTINCT actor FROM access_entry WHERE clinic = $1 AND person = $2 AND outcome = 'opened' AND at >= $3",
        &params![tx.clinic(), person, since],
    )?;
    rows.iter().map(|row| row.get("actor")).collect()
}

/// How many openings and how many refusals stand in the record since `since`.
pub fn counts(tx: &mut Tx<'_>, since: Timestamp) -> Result<(i64, i64)> {
    let row = tx.one(
        "SELECT COUNT(*) AS openings, CAST(COALESCE(SUM(CASE WHEN outcome = 'refused' THEN 1 ELSE 0 END), 0) AS BIGINT) AS refusals
         FROM access_entry WHERE clinic = $1 AND at >= $2",
        &params![tx.clinic(), since],
    )?;
    let refusals: i64 = row.get("refusals")?;
    Ok((row.get::<i64>("openings")? - refusals, refusals))
}
