//! Those whom an incident touches: counted, listed, and decided by hand.

use ground::db::Row;
use ground::{PersonId, Sealed, Tx, params};
use jiff::Timestamp;

use super::duty::Days;
use super::public::not_told;
use super::{changed, duty, happen, letter, turn};
use crate::error::{Error, Result};
use crate::model::incidents::{Hand, Incident, IncidentId, IncidentState, Step, Tally, ToldId, Touched, bits, kinds};
use crate::model::requests::word_or_none;

/// Those who count: found and not removed, or added.
pub(super) const COUNTS: &str = "(hand IS NULL OR hand = 'added')";

/// How many are touched, and how far telling them is.
pub fn tally(tx: &mut Tx<'_>, id: IncidentId) -> ground::Result<Tally> {
    let sum = |when: &str| format!("CAST(COALESCE(SUM(CASE WHEN {when} THEN 1 ELSE 0 END), 0) AS BIGINT)");
    let sql = format!(
        "SELECT {} AS touched, {} AS removed, {} AS told, {} AS posts, {} AS waiting
         FROM incident_person WHERE clinic = $1 AND incident = $2",
        sum(COUNTS),
        sum("hand = 'removed'"),
        sum(&format!("{COUNTS} AND ((way IN ('mail', 'posted') AND returned_at IS NULL) OR otherwise IS NOT NULL)")),
        sum(&format!("{COUNTS} AND way = 'post' AND otherwise IS NULL")),
        sum(&format!("{COUNTS} AND way IS NULL")),
    );
    let row = tx.one(&sql, &params![tx.clinic(), id])?;
    Ok(Tally {
        touched: row.get("touched")?,
        removed: row.get("removed")?,
        told: row.get("told")?,
        posts: row.get("posts")?,
        waiting: row.get("waiting")?,
    })
}

fn touched(row: &Row) -> ground::Result<Touched> {
    Ok(Touched {
        person: row.get("person")?,
        why: row.get("why")?,
        hand: word_or_none(row, "hand")?,
        categories: kinds(row.get("categories")?),
        place: row.get("place")?,
        way: word_or_none(row, "way")?,
        told_at: row.get("told_at")?,
        returned_at: row.get("returned_at")?,
        otherwise: word_or_none(row, "otherwise")?.zip(row.get("otherwise_at")?),
        spared_at: row.get("spared_at")?,
    })
}

/// Up to `most` of them after one, in the order of their ids; those alone whom no letter reaches, where `posts` says so.
pub fn in_batches(
    tx: &mut Tx<'_>,
    id: IncidentId,
    after: Option<PersonId>,
    posts: bool,
    most: u32,
) -> ground::Result<Vec<Touched>> {
    let after = after.map(|person| person.to_string()).unwrap_or_default();
    let only = if posts { format!("AND {}", not_told()) } else { String::new() };
    let sql = format!(
        "SELECT person, why, hand, categories, place, way, told_at, returned_at, otherwise, otherwise_at, spared_at FROM incident_person p
         WHERE clinic = $1 AND incident = $2 AND person > $3 {only} ORDER BY person LIMIT $4"
    );
    tx.query(&sql, &params![tx.clinic(), id, after, most])?.iter().map(touched).collect()
}

/// Adds or removes somebody by hand, with a reason. It stays, however often it is found anew whom it touches.
///
/// # Errors
/// Not found where there is no such person; [`Error::NotNow`] where they were written to already; [`Error::SameEyes`] where
/// the letters go already and the actor may not send them.
pub fn by_hand(tx: &mut Tx<'_>, id: IncidentId, version: i64, person: PersonId, hand: Hand, why: &str) -> Result<()> {
    let incident = turn(tx, id, version)?;
    if incident.state == IncidentState::Suspected {
        return Err(Error::NotNow);
    }
    // Whoever is added now is written to without another word.
    if hand == Hand::Added && incident.sending_at.is_some() && !letter::may_send(tx, &incident)? {
        return Err(Error::SameEyes);
    }
    if !tx.knows(person)? {
        return Err(ground::Error::NotFound.into());
    }
    let person = tx.held(person)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    let place = duty::own_place(tx).map(|place| place.to_string()).unwrap_or_default();
    let written = tx.execute(
        "INSERT INTO incident_person (clinic, incident, person, why, hand, round, categories, place, at)
         VALUES ($1, $2, $3, 'hand', $4, $5, $6, $7, $8)
         ON CONFLICT (clinic, incident, person) DO UPDATE SET hand = excluded.hand WHERE incident_person.way IS NULL",
        &params![clinic, id, person, hand.as_str(), incident.round, bits(&incident.categories), place, now],
    )?;
    if written == 0 {
        return Err(Error::NotNow);
    }
    let step = if hand == Hand::Added { Step::Added } else { Step::Removed };
    happen(tx, &incident, step, Some(&format!("{person}: {why}")))?;
    duty::reopen(tx, id)?;
    duty::sync(tx, id, Days::Kept)?;
    again(tx, &incident)?;
    changed(tx, &incident)
}

/// Whoever was added once the letters had gone is written to as well.
fn again(tx: &mut Tx<'_>, incident: &Incident) -> Result<()> {
    if incident.sending_at.is_some() {
        super::later(tx, super::TELL, incident.id)?;
    }
    Ok(())
}

/// What somebody was told.
pub struct Told {
    pub subject: String,
    pub body: String,
    pub language: String,
    pub at: Timestamp,
}

/// What `person` was told of incidents, the newest first.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, most: u32) -> ground::Result<Vec<Told>> {
    let rows = tx.query(
        "SELECT id, language, subject, body, at FROM incident_told WHERE clinic = $1 AND person = $2 ORDER BY at DESC, id DESC LIMIT $3",
        &params![tx.clinic(), person, most],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(person)?;
    let told = |row: &Row| {
        let id: ToldId = row.get("id")?;
        let open = |column| -> ground::Result<String> {
            let sealed = Sealed::<String>::read_optional(row, "incident_told", column, id)?;
            Ok(key.open_optional(sealed.as_ref())?.unwrap_or_default())
        };
        Ok(Told { subject: open("subject")?, body: open("body")?, language: row.get("language")?, at: row.get("at")? })
    };
    rows.iter().map(told).collect()
}
