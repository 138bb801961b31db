//! Letters that came back: whose they were, until when whoever got none is told in another way, and who hears that nobody did so.
//! That an incident is closed changes nothing of it.

use std::collections::BTreeMap;

use ground::web::Value;
use ground::{PersonId, Tx, params};
use jiff::{SignedDuration, Timestamp};

use super::public::{self, uncovered, unreached};
use super::{changed, duty, find, happen, turn_of, turns_of};
use crate::error::Result;
use crate::model::incidents::{Incident, IncidentId, IncidentState as State, Step, Whom};

/// Letters and incidents that are looked after in one go.
const LOOKED_AT: u32 = 100;
/// How long a closed incident is looked after.
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);
/// What the words of something due are filled with.
type Words = Vec<(&'static str, Value<'static>)>;

/// Notes whose letters came back, drafts what is to be published for them, also where the incident is closed, and puts on the home
/// page again what is missing there: every five minutes.
pub fn look(tx: &mut Tx<'_>) -> Result<()> {
    let rows = tx.query(
        "SELECT p.incident AS incident, p.person AS person FROM mail m
         JOIN incident_person p ON p.clinic = m.clinic AND p.mail = m.id
         WHERE m.clinic = $1 AND m.kind = 'office.incident' AND (m.state = 'refused' OR m.returned_at IS NOT NULL)
         AND p.way = 'mail' AND p.returned_at IS NULL LIMIT $2",
        &params![tx.clinic(), LOOKED_AT],
    )?;
    let mut came_back: BTreeMap<IncidentId, Vec<PersonId>> = BTreeMap::new();
    for row in &rows {
        came_back.entry(row.get("incident")?).or_default().push(row.get("person")?);
    }
    for (id, persons) in came_back {
        note(tx, id, &persons)?;
    }
    for id in wanting(tx)? {
        let incident = turn_of(tx, id)?;
        public::ready(tx, &incident)?;
    }
    public::proclaim(tx)?;
    Ok(())
}

/// Notes that the letters of these came back.
fn note(tx: &mut Tx<'_>, id: IncidentId, persons: &[PersonId]) -> Result<()> {
    let incident = turn_of(tx, id)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    if unreached(tx, id)?.returned_untold == 0 {
        // All that came back before is done with: whoever governs the clinic is told of these when they wait too long.
        let sql = "UPDATE incident SET returned_risen_at = NULL WHERE clinic = $1 AND id = $2";
        tx.execute(sql, &params![clinic, id])?;
    }
    for person in persons {
        let sql = "UPDATE incident_person SET returned_at = $4 WHERE clinic = $1 AND incident = $2 AND person = $3";
        tx.execute(sql, &params![clinic, id, *person, now])?;
    }
    happen(tx, &incident, Step::Returned, Some(&persons.len().to_string()))?;
    changed(tx, &incident)
}

/// The incidents in which somebody is told in no way whom no letter reaches, the closed ones of a year too.
fn wanting(tx: &mut Tx<'_>) -> ground::Result<Vec<IncidentId>> {
    // Each has an index of its own: of a hundred thousand persons whom letters reached, none is looked at.
    let somebody = |so: &str| {
        format!(
            "EXISTS (SELECT 1 FROM incident_person p WHERE p.clinic = i.clinic AND p.incident = i.id AND {so} AND {})",
            uncovered()
        )
    };
    let sql = format!(
        "SELECT i.id AS id FROM incident i WHERE i.clinic = $1 AND (i.state IN ('confirmed', 'notifying')
             OR (i.state = 'closed' AND i.closed_at > $2)) AND ({} OR {}) ORDER BY i.id LIMIT $3",
        somebody("p.way = 'post'"),
        somebody("p.returned_at IS NOT NULL")
    );
    tx.query(&sql, &params![tx.clinic(), tx.now() - YEAR, LOOKED_AT])?.iter().map(|row| row.get("id")).collect()
}

/// Those of them that are closed.
pub(super) fn closed(tx: &mut Tx<'_>) -> ground::Result<Vec<Incident>> {
    let mut closed = Vec::new();
    for id in wanting(tx)? {
        closed.push(find(tx, id)?);
    }
    closed.retain(|incident| incident.state == State::Closed);
    Ok(closed)
}

/// Until when whoever's letter came back is told in another way: the clinic's own hours after that was known, and not before the
/// day of the law. So who told everybody in time is not late because a letter came back after that.
fn returned_by(known: Timestamp, by_law: Option<Timestamp>, own: SignedDuration) -> Timestamp {
    let own = known + own;
    by_law.map_or(own, |day| day.max(own))
}

/// How many no letter reaches and nobody told in another way, and until when that is to be done for the first of them.
pub(super) fn untold(tx: &mut Tx<'_>, incident: &Incident) -> ground::Result<Option<(Words, Timestamp)>> {
    let unreached = unreached(tx, incident.id)?;
    if unreached.uncovered() == 0 {
        return Ok(None);
    }
    let own = duty::own_hours(tx);
    let persons = duty::duties(tx, incident.id)?.into_iter().filter(|duty| duty.whom == Whom::Persons);
    let by_law = persons.map(|duty| duty.due_at).min();
    let by = match (unreached.untold, unreached.returned_first) {
        (0, Some(known)) => returned_by(known, by_law, own),
        _ => by_law.unwrap_or_else(|| returned_by(incident.discovered_at, None, own)),
    };
    Ok(Some((vec![("count", unreached.uncovered().into())], by)))
}

/// Incidents in which somebody whose letter came back waits longer than until their day, of which nobody was told.
pub fn returned_late(tx: &mut Tx<'_>) -> ground::Result<Vec<IncidentId>> {
    let sql = format!(
        "SELECT i.id AS id FROM incident i WHERE i.clinic = $1 AND i.state IN ('confirmed', 'notifying', 'closed')
             AND i.returned_risen_at IS NULL AND EXISTS (SELECT 1 FROM incident_person p
                 WHERE p.clinic = i.clinic AND p.incident = i.id AND p.returned_at < $2 AND {})
             AND EXISTS (SELECT 1 FROM incident_duty d WHERE d.clinic = i.clinic AND d.incident = i.id
                 AND d.whom = 'persons' AND d.due_at < $3)
         ORDER BY i.id LIMIT 100",
        uncovered()
    );
    let now = tx.now();
    let known = now - duty::own_hours(tx);
    tx.query(&sql, &params![tx.clinic(), known, now])?.iter().map(|row| row.get("id")).collect()
}

/// Whether that is so still and nobody was told yet, and notes that they are: once.
pub fn returned_rises(tx: &mut Tx<'_>, id: IncidentId) -> Result<bool> {
    tx.take_turns(&turns_of(id))?;
    if !returned_late(tx)?.contains(&id) {
        return Ok(false);
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    let sql = "UPDATE incident SET returned_risen_at = $3 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![clinic, id, now])?;
    let incident = find(tx, id)?;
    happen(tx, &incident, Step::Risen, None)?;
    Ok(true)
}
