//! Whom an incident touches, found in the access record and by the data map: some at a time, so that a hundred thousand
//! persons are neither one transaction nor one block of memory, and resumed where a program ended.

use std::collections::{BTreeMap, HashSet};

use ground::db::{LISTED, Value, listed};
use ground::{EntryId, PersonId, Tx, by_personal_token, params};
use jiff::{SignedDuration, Timestamp};
use promise::{Category, Merge};

use super::{FIND, changed, duty, find, happen, later, turn, turn_of};
use crate::error::{Error, Result};
use crate::model::incidents::{Incident, IncidentId, IncidentState as State, Reach, Step, bits};
use crate::rules::incidents::touches;

/// Rows of the access record looked at in one step.
const READ: u32 = 2_000;
/// Persons of one table in one step.
const FOUND: u32 = 500;

/// Where to look.
enum Source {
    /// The access record.
    Openings(Whose),
    /// Openings in an emergency.
    Emergencies,
    /// Everybody who has rows in a table, with the kinds of data that stand there.
    Rows { table: String, column: String, bits: i64 },
    /// Not a source: what was found before and not again goes.
    Leftovers,
}

/// Whose openings.
enum Whose {
    Anybodys,
    /// One person's, by their account and by the programs that they let act for them.
    Persons(PersonId),
    Tokens(String),
}

impl Whose {
    fn is(&self, actor: &str) -> bool {
        match self {
            // What the program does by itself shows nobody anything.
            Whose::Anybodys => actor != "automatic",
            Whose::Persons(person) => actor.parse() == Ok(*person) || by_personal_token(actor) == Some(*person),
            Whose::Tokens(token) => actor.strip_prefix("token:") == Some(token),
        }
    }
}

/// Says how it is found whom it touches, and begins.
///
/// # Errors
/// [`Error::Windowless`] where it is found in the access record and nobody said from when to when.
pub fn reach(tx: &mut Tx<'_>, id: IncidentId, version: i64, reach: Reach, of: &str) -> Result<()> {
    let incident = turn(tx, id, version)?;
    if incident.state == State::Suspected {
        return Err(Error::NotNow);
    }
    if reach.is_of_openings() && incident.window.is_none() {
        return Err(Error::Windowless);
    }
    let sql = "UPDATE incident SET reach = $3, reach_of = $4 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), id, reach.as_str(), of])?;
    happen(tx, &incident, Step::Reached, None)?;
    restart(tx, &incident)?;
    changed(tx, &incident)
}

/// Begins to find anew whom it touches. What was decided by hand stays. Letters that went on going would go to people whom
/// nobody saw who let them go, so whoever is found now waits until somebody does once more.
pub(super) fn restart(tx: &mut Tx<'_>, incident: &Incident) -> Result<()> {
    tx.execute(
        "UPDATE incident SET round = round + 1, counting = 1, part = 0, reached = '', sending_at = NULL,
             sending_by = NULL WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), incident.id],
    )?;
    Ok(later(tx, FIND, incident.id)?)
}

/// Where it is looked, in order.
fn sources(tx: &Tx<'_>, incident: &Incident) -> Vec<Source> {
    let mut sources = match incident.reach {
        Some(Reach::Actor) => match incident.reach_of.parse() {
            Ok(person) => vec![Source::Openings(Whose::Persons(person))],
            Err(_) => Vec::new(),
        },
        Some(Reach::Token) => vec![Source::Openings(Whose::Tokens(incident.reach_of.clone()))],
        Some(Reach::Emergency) => vec![Source::Emergencies],
        Some(Reach::Window) => vec![Source::Openings(Whose::Anybodys)],
        Some(Reach::Categories) => {
            let of: Vec<Category> = incident.reach_of.split(',').filter_map(|word| word.parse().ok()).collect();
            tables(tx, bits(&of))
        }
        Some(Reach::Everything) => tables(tx, i64::MAX),
        Some(Reach::ByHand) | None => Vec::new(),
    };
    sources.push(Source::Leftovers);
    sources
}

/// The tables in which there is data of these kinds about somebody, as the data map says.
fn tables(tx: &Tx<'_>, wanted: i64) -> Vec<Source> {
    let map = tx.scope().house().data_map.clone();
    let mut sources = Vec::new();
    for (name, column, table) in map.person_tables() {
        // What stays when records are merged is a pointer or sealed for nobody; the visits stand in clear.
        if table.merge == Some(Merge::Stay) {
            continue;
        }
        let held: Vec<Category> = table
            .columns
            .values()
            .filter(|column| column.sealed || column.category == Category::Schedule)
            .map(|column| column.category)
            .collect();
        let bits = bits(&held) & wanted;
        if bits != 0 {
            sources.push(Source::Rows { table: name.to_owned(), column: column.to_owned(), bits });
        }
    }
    sources
}

/// How many places there are to look in.
pub(crate) fn parts(tx: &Tx<'_>, incident: &Incident) -> i64 {
    i64::try_from(sources(tx, incident).len()).unwrap_or(i64::MAX)
}

/// Looks a little further; true while there is more to look at.
pub fn step(tx: &mut Tx<'_>, id: IncidentId) -> Result<bool> {
    let incident = turn_of(tx, id)?;
    if !incident.counting || !incident.is_open() {
        return Ok(false);
    }
    let sources = sources(tx, &incident);
    let Some(source) = usize::try_from(incident.part).ok().and_then(|part| sources.get(part)) else {
        return finish(tx, &incident).map(|()| false);
    };
    let (found, next) = look(tx, &incident, source)?;
    add(tx, &incident, &found)?;
    let (part, reached) = match next {
        Some(reached) => (incident.part, reached),
        None => (incident.part + 1, String::new()),
    };
    let sql = "UPDATE incident SET part = $3, reached = $4 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), id, part, reached])?;
    Ok(true)
}

/// Whom a step found, with the kinds of data and how it was found.
type Found = BTreeMap<PersonId, (i64, &'static str)>;

/// One step of one source: whom it found, and where to go on; nothing when that source is at its end.
fn look(tx: &mut Tx<'_>, incident: &Incident, source: &Source) -> Result<(Found, Option<String>)> {
    match source {
        Source::Openings(whose) => match incident.window {
            Some(window) => openings(tx, incident, whose, window),
            None => Ok((Found::new(), None)),
        },
        Source::Emergencies => match incident.window {
            Some(window) => emergencies(tx, incident, window),
            None => Ok((Found::new(), None)),
        },
        Source::Rows { table, column, bits } => {
            let sql = format!(
                "SELECT DISTINCT {column} AS person FROM {table} WHERE clinic = $1 AND {column} > $2 ORDER BY {column} LIMIT $3"
            );
            let rows = tx.query(&sql, &params![tx.clinic(), incident.reached.as_str(), FOUND])?;
            let mut found = Found::new();
            let mut last = None;
            for row in &rows {
                let person: PersonId = row.get("person")?;
                last = Some(person.to_string());
                found.insert(person, (*bits, "rows"));
            }
            Ok((found, last.filter(|_| rows.len() == FOUND as usize)))
        }
        Source::Leftovers => leftovers(tx, incident).map(|next| (Found::new(), next)),
    }
}

fn openings(
    tx: &mut Tx<'_>,
    incident: &Incident,
    whose: &Whose,
    window: (Timestamp, Timestamp),
) -> Result<(Found, Option<String>)> {
    let minutes = tx.settings().parameters.access_visit_minutes.max(1);
    // One note covers what was opened again within its stretch, so those of the stretch before count too.
    let least = EntryId::since(window.0 - SignedDuration::from_mins(i64::from(minutes))).to_string();
    let after = if incident.reached.is_empty() { least } else { incident.reached.clone() };
    let rows = tx.query(
        "SELECT id, person, actor, outcome, begins, at FROM access_entry WHERE clinic = $1 AND id > $2 AND id < $3
         ORDER BY id LIMIT $4",
        &params![tx.clinic(), after, EntryId::since(window.1 + SignedDuration::from_secs(1)), READ],
    )?;
    let mut found = Found::new();
    let mut last = None;
    let kinds = bits(&incident.categories);
    for row in &rows {
        last = Some(row.get::<EntryId>("id")?.to_string());
        let opened = row.get::<String>("outcome")? == "opened" && whose.is(&row.get::<String>("actor")?);
        if opened && touches(row.get("begins")?, row.get("at")?, minutes, window) {
            found.insert(row.get("person")?, (kinds, "opened"));
        }
    }
    Ok((found, last.filter(|_| rows.len() == READ as usize)))
}

fn emergencies(
    tx: &mut Tx<'_>,
    incident: &Incident,
    (from, to): (Timestamp, Timestamp),
) -> Result<(Found, Option<String>)> {
    let rows = tx.query(
        "SELECT DISTINCT person FROM emergency WHERE clinic = $1 AND began_at <= $3 AND ends_at >= $2 AND person > $4
         ORDER BY person LIMIT $5",
        &params![tx.clinic(), from, to, incident.reached.as_str(), FOUND],
    )?;
    let mut found = Found::new();
    let mut last = None;
    for row in &rows {
        let person: PersonId = row.get("person")?;
        last = Some(person.to_string());
        found.insert(person, (bits(&incident.categories), "emergency"));
    }
    Ok((found, last.filter(|_| rows.len() == FOUND as usize)))
}

/// Takes away some of what was found before and not again: nobody whom a hand decided, and nobody who was told.
fn leftovers(tx: &mut Tx<'_>, incident: &Incident) -> Result<Option<String>> {
    let rows = tx.query(
        "SELECT person, round, hand, way FROM incident_person WHERE clinic = $1 AND incident = $2 AND person > $3 ORDER BY person LIMIT $4",
        &params![tx.clinic(), incident.id, incident.reached.as_str(), FOUND],
    )?;
    let mut last = None;
    for row in &rows {
        let person: PersonId = row.get("person")?;
        last = Some(person.to_string());
        let kept = row.get::<i64>("round")? == incident.round
            || row.get::<Option<String>>("hand")?.is_some()
            || row.get::<Option<String>>("way")?.is_some();
        if !kept {
            tx.execute(
                "DELETE FROM incident_person WHERE clinic = $1 AND incident = $2 AND person = $3",
                &params![tx.clinic(), incident.id, person],
            )?;
        }
    }
    Ok(last.filter(|_| rows.len() == FOUND as usize))
}

/// Writes down who was found: by the record that theirs is now, and nobody whose key is nobody's.
fn add(tx: &mut Tx<'_>, incident: &Incident, found: &Found) -> Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    let persons: Vec<PersonId> = found.keys().copied().collect();
    let nobodys = nobodys(tx, &persons)?;
    let place = super::duty::own_place(tx).map(|place| place.to_string()).unwrap_or_default();
    let (clinic, now) = (tx.clinic(), tx.now());
    for (person, merged) in living(tx, &persons)? {
        if nobodys.contains(&person) {
            continue;
        }
        let Some((kinds, why)) = found.get(&person) else { continue };
        let person = if merged { tx.kept(person)? } else { person };
        tx.execute(
            "INSERT INTO incident_person (clinic, incident, person, why, round, categories, place, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (clinic, incident, person) DO UPDATE SET
                 categories = CASE WHEN incident_person.round = excluded.round
                     THEN incident_person.categories | excluded.categories ELSE excluded.categories END,
                 round = excluded.round",
            &params![clinic, incident.id, person, *why, incident.round, *kinds, place.as_str(), now],
        )?;
    }
    duty::reopen(tx, incident.id)
}

/// Those who were not erased, and whether their record was merged with another.
fn living(tx: &mut Tx<'_>, persons: &[PersonId]) -> Result<Vec<(PersonId, bool)>> {
    let mut living = Vec::with_capacity(persons.len());
    for persons in persons.chunks(LISTED) {
        let mut values: Vec<Value> = params![tx.clinic()].to_vec();
        let list = listed(&mut values, persons);
        let sql =
            format!("SELECT id, merged_into FROM person WHERE clinic = $1 AND id IN ({list}) AND erased_at IS NULL");
        for row in tx.query(&sql, &values)? {
            living.push((row.get("id")?, row.get::<Option<PersonId>>("merged_into")?.is_some()));
        }
    }
    Ok(living)
}

/// Those that are nobody: whose key seals a file, a directory's secret, or an incident.
fn nobodys(tx: &mut Tx<'_>, persons: &[PersonId]) -> Result<HashSet<PersonId>> {
    let map = tx.scope().house().data_map.clone();
    let mut nobodys = HashSet::new();
    let holds = |table: &&(&str, &str, &promise::Table)| {
        table.2.merge == Some(Merge::Stay) && table.2.stays.as_deref().is_some_and(|why| why.contains("nobody"))
    };
    for (name, column, _) in map.person_tables().collect::<Vec<_>>().iter().filter(holds) {
        for persons in persons.chunks(LISTED) {
            let mut values: Vec<Value> = params![tx.clinic()].to_vec();
            let list = listed(&mut values, persons);
            let sql =
                format!("SELECT DISTINCT {column} AS person FROM {name} WHERE clinic = $1 AND {column} IN ({list})");
            for row in tx.query(&sql, &values)? {
                nobodys.insert(row.get("person")?);
            }
        }
    }
    Ok(nobodys)
}

fn finish(tx: &mut Tx<'_>, incident: &Incident) -> Result<()> {
    let sql = "UPDATE incident SET counting = 0, reached = '', counted_at = $3 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), incident.id, tx.now()])?;
    happen(tx, incident, Step::Found, None)?;
    duty::sync(tx, incident.id, duty::Days::Kept)?;
    let incident = find(tx, incident.id)?;
    changed(tx, &incident)
}
