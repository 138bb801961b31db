//! Incidents: reported, confirmed or dismissed, assessed, told of, closed.
//!
//! What is written of an incident may name people, so it is sealed; whose key seals it is nobody's, made with the incident,
//! because none of those whom it is about shall take it along when they are erased. Whatever changes an incident takes its
//! turn, looks at the version that the page was drawn from, and leaves a row of its history in the same transaction.

mod corrected;
mod duty;
pub(crate) mod evidence;
mod letter;
mod persons;
mod public;
mod reach;
mod returned;

use ground::job::NewJob;
use ground::{Event, Sealed, Tx, cell, params};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::model::incidents::{
    Assessment, COLUMNS, Duty, Factors, Facts, Incident, IncidentEventId, IncidentId, IncidentState as State,
    NewIncident, Reach, Step, bits,
};
use crate::model::requests::word;
use crate::rules::incidents::{Act, next};
use duty::Days;

pub use duty::{Met, due, duties, find_duty, follow, late, meet, open, put_right, rises, state_places, stated, waive};
pub use letter::{Draft, Next, drafts, go_on, may_send, posted, save, send, tell, told_to};
pub use persons::{by_hand, in_batches, of_person, tally};
pub use public::{
    Notice, Text, Unreached, by_other_means, law, may_publish, notices, public, public_drafts, publish, save_public,
    spare, take_down, unreached,
};
pub(crate) use reach::parts;
pub use reach::{reach, step};
pub use returned::{look as look_at_returned, returned_late, returned_rises};

/// Writes to whoever answers for data that something is suspected.
pub const SUSPECTED: &str = "office.incident.suspected";
/// Writes to whoever governs the clinic that it is so.
pub const CONFIRMED: &str = "office.incident.confirmed";
/// Finds whom it touches.
pub const FIND: &str = "office.incident.find";
/// Writes to whom it touches.
pub const TELL: &str = "office.incident.tell";
/// Writes to whoever governs the clinic that a duty is late.
pub const LATE: &str = "office.incident.late";

/// Writes to whoever governs the clinic that nobody told those whose letters came back.
pub const RETURNED: &str = "office.incident.returned";

/// Reports a suspicion. Whoever answers for data is told as soon as it is written down.
pub fn report(tx: &mut Tx<'_>, new: &NewIncident) -> Result<IncidentId> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let id = IncidentId::new(now);
    let key = tx.create_keeper()?;
    let said = key.seal(cell("incident", "said", id), &new.said)?;
    tx.execute(
        "INSERT INTO incident (clinic, id, holder, kind, state, said, categories, reported_by, reported_at, discovered_at, version)
         VALUES ($1, $2, $3, $4, 'suspected', $5, '', $6, $7, $8, 1)",
        &params![clinic, id, key.person(), new.kind.as_str(), said, actor, now, new.discovered_at.min(now)],
    )?;
    let incident = find(tx, id)?;
    happen(tx, &incident, Step::Reported, None)?;
    later(tx, SUSPECTED, id)?;
    tx.emit(Event::new("incident.reported", id, None))?;
    Ok(id)
}

fn later(tx: &mut Tx<'_>, kind: &'static str, id: IncidentId) -> ground::Result<()> {
    let run_at = tx.now();
    tx.enqueue(&NewJob { kind, subject: id.to_string(), run_at })
}

/// What the turns are called that those take who change it.
fn turns_of(id: IncidentId) -> String {
    format!("incidents/{id}")
}

/// One incident.
pub fn find(tx: &mut Tx<'_>, id: IncidentId) -> ground::Result<Incident> {
    let sql = format!("SELECT {COLUMNS} FROM incident WHERE clinic = $1 AND id = $2");
    Incident::from_row(&tx.one(&sql, &params![tx.clinic(), id])?)
}

/// Up to `most` incidents before the one called `before`, the newest first.
pub fn list(tx: &mut Tx<'_>, before: Option<IncidentId>, most: u32) -> ground::Result<Vec<Incident>> {
    let mut values = params![tx.clinic()].to_vec();
    let mut sql = format!("SELECT {COLUMNS} FROM incident WHERE clinic = $1");
    if let Some(before) = before {
        values.push(before.into());
        sql.push_str(" AND id < $2");
    }
    values.push(most.into());
    sql.push_str(&format!(" ORDER BY id DESC LIMIT ${}", values.len()));
    tx.query(&sql, &values)?.iter().map(Incident::from_row).collect()
}

/// What is written of one.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub said: String,
    pub factors: Option<Factors>,
    pub outcome: Option<String>,
}

/// Opens what is written of one.
pub fn written(tx: &mut Tx<'_>, incident: &Incident) -> ground::Result<Written> {
    let sql = "SELECT said, factors, outcome FROM incident WHERE clinic = $1 AND id = $2";
    let row = tx.one(sql, &params![tx.clinic(), incident.id])?;
    let key = tx.open(incident.holder)?;
    let read = |column| -> ground::Result<Option<String>> {
        key.open_optional(Sealed::<String>::read_optional(&row, "incident", column, incident.id)?.as_ref())
    };
    let factors =
        read("factors")?.map(|text| serde_json::from_str(&text)).transpose().map_err(ground::Error::internal)?;
    Ok(Written { said: read("said")?.unwrap_or_default(), factors, outcome: read("outcome")? })
}

/// Something that happened.
pub struct Past {
    pub actor: String,
    pub what: Step,
    pub note: Option<String>,
    pub at: Timestamp,
}

/// What happened with one, in order.
pub fn history(tx: &mut Tx<'_>, incident: &Incident) -> ground::Result<Vec<Past>> {
    const MOST: u32 = 500;
    let rows = tx.query(
        "SELECT id, actor, what, note, at FROM incident_event WHERE clinic = $1 AND incident = $2 ORDER BY number LIMIT $3",
        &params![tx.clinic(), incident.id, MOST],
    )?;
    let key = tx.open(incident.holder)?;
    let past = |row: &ground::db::Row| {
        let id: IncidentEventId = row.get("id")?;
        let note = Sealed::<String>::read_optional(row, "incident_event", "note", id)?;
        let note = key.open_optional(note.as_ref())?;
        Ok(Past { actor: row.get("actor")?, what: word(row, "what")?, note, at: row.get("at")? })
    };
    rows.iter().map(past).collect()
}

/// Adds to the history. What is noted is sealed.
fn happen(tx: &mut Tx<'_>, incident: &Incident, what: Step, note: Option<&str>) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let id = IncidentEventId::new(now);
    let key = tx.seal_for(incident.holder)?;
    let note = note.map(|note| key.seal(cell("incident_event", "note", id), &note.to_owned())).transpose()?;
    tx.execute(
        "INSERT INTO incident_event (clinic, id, incident, holder, number, actor, what, note, at)
         VALUES ($1, $2, $3, $4,
             (SELECT COALESCE(MAX(number), 0) + 1 FROM incident_event WHERE clinic = $1 AND incident = $3), $5, $6, $7, $8)",
        &params![clinic, id, incident.id, incident.holder, actor, what.as_str(), note, now],
    )?;
    Ok(())
}

/// The incident in its turn, as the page saw it.
///
/// # Errors
/// [`Error::Stale`] when somebody was quicker; [`Error::NotNow`] when it is over.
fn turn(tx: &mut Tx<'_>, id: IncidentId, version: i64) -> Result<Incident> {
    let incident = turn_of(tx, id)?;
    if incident.version != version {
        return Err(Error::Stale);
    }
    if incident.is_open() { Ok(incident) } else { Err(Error::NotNow) }
}

/// The same for the program, which saw no page.
fn turn_of(tx: &mut Tx<'_>, id: IncidentId) -> Result<Incident> {
    tx.take_turns(&turns_of(id))?;
    Ok(find(tx, id)?)
}

/// Says that it was changed.
fn changed(tx: &mut Tx<'_>, incident: &Incident) -> Result<()> {
    let sql = "UPDATE incident SET version = version + 1 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), incident.id])?;
    Ok(tx.emit(Event::new("incident.changed", incident.id, None))?)
}

fn enter(tx: &mut Tx<'_>, incident: &Incident, act: Act) -> Result<State> {
    let state = next(incident.state, act).ok_or(Error::NotNow)?;
    let closed: Option<Timestamp> = state.is_over().then(|| tx.now());
    let by = closed.map(|_| tx.actor().to_string());
    tx.execute(
        "UPDATE incident SET state = $3, closed_at = $4, closed_by = $5 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), incident.id, state.as_str(), closed, by],
    )?;
    Ok(state)
}

/// Confirms a suspicion, or puts right what is known of an incident. The clock is counted anew from when it was known.
///
/// # Errors
/// [`Error::KnownBefore`] where it would be known later than it was reported; [`Error::Windowless`] where it is found in the
/// access record and no stretch of time is left.
pub fn confirm(tx: &mut Tx<'_>, id: IncidentId, version: i64, facts: &Facts) -> Result<()> {
    let incident = turn(tx, id, version)?;
    if facts.discovered_at > incident.reported_at {
        return Err(Error::KnownBefore);
    }
    if facts.window.is_none() && incident.reach.is_some_and(Reach::is_of_openings) {
        return Err(Error::Windowless);
    }
    enter(tx, &incident, Act::Confirm)?;
    let first = incident.state == State::Suspected;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let said = tx.seal_for(incident.holder)?.seal(cell("incident", "said", id), &facts.said)?;
    let categories: Vec<&str> = facts.categories.iter().map(|one| one.as_str()).collect();
    tx.execute(
        "UPDATE incident SET kind = $3, said = $4, categories = $5, began_at = $6, ended_at = $7, discovered_at = $8,
             decided_by = COALESCE(decided_by, $9), decided_at = COALESCE(decided_at, $10)
         WHERE clinic = $1 AND id = $2",
        &params![
            clinic,
            id,
            facts.kind.as_str(),
            said,
            categories.join(","),
            facts.window.map(|window| window.0),
            facts.window.map(|window| window.1),
            facts.discovered_at,
            actor,
            now
        ],
    )?;
    happen(tx, &incident, if first { Step::Confirmed } else { Step::Changed }, None)?;
    if first {
        later(tx, CONFIRMED, id)?;
    }
    let before = incident;
    let incident = find(tx, id)?;
    // What was found was found in another stretch of time, or of other kinds, whoever was told of it already.
    let other = before.window != incident.window || bits(&before.categories) != bits(&incident.categories);
    if incident.reach.is_some() && other {
        reach::restart(tx, &incident)?;
    }
    corrected::put_right(tx, &before, &incident)?;
    duty::sync(tx, id, Days::Anew)?;
    changed(tx, &incident)
}

/// Says why it was none.
pub fn dismiss(tx: &mut Tx<'_>, id: IncidentId, version: i64, why: &str) -> Result<()> {
    end(tx, id, version, Act::Dismiss, Step::Dismissed, why)
}

/// Closes one, with what was learnt.
///
/// # Errors
/// [`Error::StillDue`] while a duty is open and nobody said why it is not met, somebody is still to be written to or no letter reaches
/// them, nobody found whom it touches, nobody assessed it, or nobody said which kinds of data it is about.
pub fn close(tx: &mut Tx<'_>, id: IncidentId, version: i64, lessons: &str) -> Result<()> {
    let incident = turn(tx, id, version)?;
    let tally = tally(tx, id)?;
    let open = duties(tx, id)?.iter().any(Duty::is_open);
    let telling = tally.waiting > 0 && (incident.sending_at.is_some() || tally.told > 0);
    let unknown = !incident.is_found() || incident.grade.is_none() || incident.categories.is_empty();
    if open || telling || unknown || unreached(tx, id)?.uncovered() > 0 {
        return Err(Error::StillDue);
    }
    end(tx, id, version, Act::Close, Step::Closed, lessons)
}

fn end(tx: &mut Tx<'_>, id: IncidentId, version: i64, act: Act, step: Step, outcome: &str) -> Result<()> {
    let incident = turn(tx, id, version)?;
    enter(tx, &incident, act)?;
    let sealed = tx.seal_for(incident.holder)?.seal(cell("incident", "outcome", id), &outcome.to_owned())?;
    let sql = "UPDATE incident SET outcome = $3, counting = 0 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), id, sealed])?;
    if act == Act::Dismiss {
        let sql = "DELETE FROM incident_duty WHERE clinic = $1 AND incident = $2 AND met_at IS NULL";
        tx.execute(sql, &params![tx.clinic(), id])?;
    }
    happen(tx, &incident, step, None)?;
    changed(tx, &incident)
}

/// Writes down how it was assessed; which duties arise follows from that.
pub fn assess(tx: &mut Tx<'_>, id: IncidentId, version: i64, assessment: &Assessment) -> Result<()> {
    let incident = turn(tx, id, version)?;
    if incident.state == State::Suspected {
        return Err(Error::NotNow);
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let factors = serde_json::to_string(&assessment.factors).map_err(ground::Error::internal)?;
    let factors = tx.seal_for(incident.holder)?.seal(cell("incident", "factors", id), &factors)?;
    tx.execute(
        "UPDATE incident SET grade = $3, improbable = $4, unreadable = $5, factors = $6, assessed_by = $7, assessed_at = $8
         WHERE clinic = $1 AND id = $2",
        &params![
            clinic,
            id,
            assessment.grade.as_str(),
            assessment.improbable,
            assessment.unreadable,
            factors,
            actor,
            now
        ],
    )?;
    happen(tx, &incident, Step::Assessed, None)?;
    duty::sync(tx, id, Days::Kept)?;
    let incident = find(tx, id)?;
    letter::draft(tx, &incident)?;
    changed(tx, &incident)
}

/// Says until when nobody is told because whoever prosecutes asked for that (45 CFR 164.412), or ends it.
pub fn delay(tx: &mut Tx<'_>, id: IncidentId, version: i64, until: Option<Timestamp>, why: &str) -> Result<()> {
    let incident = turn(tx, id, version)?;
    let sql = "UPDATE incident SET delay_until = $3 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), id, until])?;
    happen(tx, &incident, Step::Delayed, Some(why))?;
    duty::sync(tx, id, Days::Anew)?;
    if incident.sending_at.is_some() {
        later(tx, TELL, id)?;
    }
    changed(tx, &incident)
}

/// Leaves anew the work that a program which ended left undone: finding, and telling. Of what is left already, how often it
/// failed stays counted.
pub fn reconcile(tx: &mut Tx<'_>) -> Result<()> {
    let rows = tx.query(
        "SELECT id, counting FROM incident WHERE clinic = $1 AND state IN ('confirmed', 'notifying')
         AND (counting = 1 OR (sending_at IS NOT NULL AND EXISTS (SELECT 1 FROM incident_person p WHERE p.clinic = incident.clinic
             AND p.incident = incident.id AND p.way IS NULL AND (p.hand IS NULL OR p.hand = 'added')))) LIMIT 100",
        &params![tx.clinic()],
    )?;
    for row in &rows {
        let id: IncidentId = row.get("id")?;
        let (kind, run_at) = (if row.get("counting")? { FIND } else { TELL }, tx.now());
        tx.enqueue_once(&NewJob { kind, subject: id.to_string(), run_at })?;
    }
    Ok(())
}
