//! Rows of emergencies.

use std::collections::HashMap;

use ground::db::{Row, listed};
use ground::due::Due;
use ground::job::NewJob;
use ground::{Error, Event, PersonId, Relations, Result, Role, Sealed, Tx, cell, params};
use jiff::SignedDuration;
use promise::Evidence;

use super::{BEGUN, Emergency, EmergencyId, Looked, Verdict, letter};

const COLUMNS: &str = "id, person, actor, reason, began_at, ends_at, verdict, looked_by, looked_at";

/// Begins an emergency of the actor's about `person`, for `reason`. One that runs already is gone on with, so that a form
/// sent twice tells nobody twice.
pub fn begin(tx: &mut Tx<'_>, person: PersonId, reason: &str) -> Result<EmergencyId> {
    let actor = tx.actor().person().ok_or_else(|| Error::internal("an emergency of nobody's"))?;
    let person = tx.held(person)?;
    tx.take_turns(&format!("emergency/{actor}/{person}"))?;
    if let Some(running) = running(tx, person, actor)? {
        return Ok(running);
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    let ends_at = now + SignedDuration::from_mins(i64::from(tx.settings().parameters.emergency_minutes));
    let id = EmergencyId::new(now);
    let sealed = tx.seal_for(person)?.seal(cell("emergency", "reason", id), &reason.to_owned())?;
    tx.execute(
        "INSERT INTO emergency (clinic, id, person, actor, reason, began_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![clinic, id, person, actor, sealed, now, ends_at],
    )?;
    tx.enqueue(&NewJob { kind: letter::JOB, subject: id.to_string(), run_at: now })?;
    tx.emit(Event::new(BEGUN, id, person))?;
    Ok(id)
}

fn running(tx: &mut Tx<'_>, person: PersonId, actor: PersonId) -> Result<Option<EmergencyId>> {
    let row = tx.optional(
        "SELECT id FROM emergency WHERE clinic = $1 AND person = $2 AND actor = $3 AND ends_at > $4 AND began_at <= $4 LIMIT 1",
        &params![tx.clinic(), person, actor, tx.now()],
    )?;
    row.map(|row| row.get("id")).transpose()
}

/// With whom of `persons` the actor said that it is an emergency, and the time for it is not over.
pub fn relate(tx: &mut Tx<'_>, persons: &[PersonId], relations: &mut HashMap<PersonId, Relations>) -> Result<()> {
    if !tx.actor().roles.contains(Role::Clinician) {
        return Ok(());
    }
    let Some(actor) = tx.actor().person() else { return Ok(()) };
    let mut values = params![tx.clinic(), actor, tx.now()].to_vec();
    let list = listed(&mut values, persons);
    let sql = format!(
        "SELECT person FROM emergency WHERE clinic = $1 AND person IN ({list}) AND actor = $2 AND ends_at > $3 AND began_at <= $3"
    );
    for row in tx.query(&sql, &values)? {
        if let Some(relations) = relations.get_mut(&row.get::<PersonId>("person")?) {
            relations.emergency = true;
        }
    }
    Ok(())
}

fn read(row: &Row) -> Result<Emergency> {
    let id: EmergencyId = row.get("id")?;
    let verdict = row.get::<Option<String>>("verdict")?.map(|text| text.parse::<Verdict>());
    let verdict = verdict.transpose().map_err(Error::internal)?;
    let looked = match (verdict, row.get("looked_by")?, row.get("looked_at")?) {
        (Some(verdict), Some(by), Some(at)) => Some(Looked { by, at, verdict }),
        _ => None,
    };
    Ok(Emergency {
        id,
        person: row.get("person")?,
        actor: row.get("actor")?,
        reason: Sealed::read(row, "emergency", "reason", id)?,
        began_at: row.get("began_at")?,
        ends_at: row.get("ends_at")?,
        looked,
    })
}

/// One of them.
pub fn find(tx: &mut Tx<'_>, id: EmergencyId) -> Result<Emergency> {
    let sql = format!("SELECT {COLUMNS} FROM emergency WHERE clinic = $1 AND id = $2");
    read(&tx.one(&sql, &params![tx.clinic(), id])?)
}

/// The newest `limit`, those that nobody has looked at before all others.
pub fn list(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Emergency>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM emergency WHERE clinic = $1
         ORDER BY CASE WHEN looked_at IS NULL THEN 0 ELSE 1 END, began_at DESC, id DESC LIMIT $2"
    );
    tx.query(&sql, &params![tx.clinic(), limit])?.iter().map(read).collect()
}

/// Those that nobody has looked at, for whoever answers for data: they say whether each was in order.
pub fn due(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    const MOST: u32 = 100;
    let open = list(tx, MOST)?.into_iter().filter(|one| one.looked.is_none());
    let one = |emergency: Emergency| Due {
        part: "emergencies",
        words: "identity-due-emergency".to_owned(),
        args: Vec::new(),
        href: format!("/emergencies/{}", emergency.id),
        action: Some("identity.emergency.read"),
        by: None,
    };
    Ok(open.map(one).collect())
}

/// Those about `person`, the newest first.
pub fn about(tx: &mut Tx<'_>, person: PersonId, limit: u32) -> Result<Vec<Emergency>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM emergency WHERE clinic = $1 AND person = $2 ORDER BY began_at DESC, id DESC LIMIT $3"
    );
    tx.query(&sql, &params![tx.clinic(), person, limit])?.iter().map(read).collect()
}

/// Whose record an address names by an emergency.
pub fn person_of(tx: &mut Tx<'_>, text: &str) -> Result<Option<PersonId>> {
    let Ok(id) = text.parse::<EmergencyId>() else { return Ok(None) };
    let row = tx.optional("SELECT person FROM emergency WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    row.map(|row| row.get("person")).transpose()
}

/// What became of looking at one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    Done,
    /// Nobody judges their own.
    Own,
    /// Somebody else has done so; what they found stays.
    Already,
}

/// Says what the actor found. The time of one that is not in order is over at once.
pub fn judge(tx: &mut Tx<'_>, id: EmergencyId, verdict: Verdict) -> Result<Judged> {
    let (emergency, now) = (find(tx, id)?, tx.now());
    let by = tx.actor().person().ok_or_else(|| Error::internal("a verdict of nobody's"))?;
    if by == emergency.actor {
        return Ok(Judged::Own);
    }
    let ends_at = match verdict {
        Verdict::InOrder => emergency.ends_at,
        Verdict::NotInOrder => emergency.ends_at.min(now),
    };
    let judged = tx.execute(
        "UPDATE emergency SET verdict = $3, looked_by = $4, looked_at = $5, ends_at = $6 WHERE clinic = $1 AND id = $2 AND looked_at IS NULL",
        &params![tx.clinic(), id, verdict.as_str(), by, now, ends_at],
    )?;
    if judged == 0 {
        return Ok(Judged::Already);
    }
    tx.emit(Event::new("emergency.judged", id, emergency.person))?;
    Ok(Judged::Done)
}

/// Notes that whoever answers for data was written to.
pub fn note_told(tx: &mut Tx<'_>, id: EmergencyId) -> Result<()> {
    let sql = "UPDATE emergency SET told_at = $3 WHERE clinic = $1 AND id = $2 AND told_at IS NULL";
    tx.execute(sql, &params![tx.clinic(), id, tx.now()]).map(drop)
}

/// Within this everybody who must be told of an emergency has a letter on its way.
const TOLD_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// `access.need_to_know`: emergencies of ninety days, those of which nobody was told, and those that nobody looked at.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let now = tx.now();
    let row = tx.one(
        "SELECT COUNT(*) AS emergencies,
             CAST(COALESCE(SUM(CASE WHEN looked_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS unseen,
             CAST(COALESCE(SUM(CASE WHEN told_at IS NULL AND began_at < $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS untold
         FROM emergency WHERE clinic = $1 AND began_at > $2",
        &params![tx.clinic(), now - SignedDuration::from_hours(24 * 90), now - TOLD_WITHIN],
    )?;
    let (emergencies, unseen, untold): (i64, i64, i64) =
        (row.get("emergencies")?, row.get("unseen")?, row.get("untold")?);
    Ok(Evidence::new(
        &[("emergencies", emergencies), ("emergencies not looked at", unseen), ("emergencies not told", untold)],
        untold == 0,
    ))
}
