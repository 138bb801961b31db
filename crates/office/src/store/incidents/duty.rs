//! Whom a law asks to be told of an incident, and until when: rows that follow from how it was assessed and whom it touches.

use std::collections::BTreeMap;

use ground::due::Due;
use ground::{Tx, params};
use jiff::{SignedDuration, Timestamp};
use promise::Jurisdiction;
use promise::law::{Assessed, Telling, Whom, tellings};

use super::persons::COUNTS;
use super::{changed, find, happen, letter, public, returned, tally, turn, turns_of};
use crate::error::{Error, Result};
use crate::model::incidents::{COLUMNS, Duty, DutyId, Incident, IncidentId, IncidentState, Step};
use crate::rules::incidents::Act;

/// The place whose law the clinic itself is under.
pub(super) fn own_place(tx: &Tx<'_>) -> Option<Jurisdiction> {
    tx.settings().jurisdiction.parse().ok()
}

/// How many live where, as was stated.
pub fn stated(tx: &mut Tx<'_>, id: IncidentId) -> ground::Result<BTreeMap<Jurisdiction, u64>> {
    const MOST: u32 = 300;
    let sql = "SELECT place, residents FROM incident_place WHERE clinic = $1 AND incident = $2 ORDER BY place LIMIT $3";
    let mut places = BTreeMap::new();
    for row in tx.query(sql, &params![tx.clinic(), id, MOST])? {
        if let Ok(place) = row.get::<String>("place")?.parse() {
            places.insert(place, u64::try_from(row.get::<i64>("residents")?).unwrap_or_default());
        }
    }
    Ok(places)
}

/// Says how many of those whom it touches live where, in place of what was said before.
pub fn state_places(tx: &mut Tx<'_>, id: IncidentId, version: i64, places: &BTreeMap<Jurisdiction, u64>) -> Result<()> {
    let incident = turn(tx, id, version)?;
    if incident.state == IncidentState::Suspected {
        return Err(Error::NotNow);
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute("DELETE FROM incident_place WHERE clinic = $1 AND incident = $2", &params![clinic, id])?;
    for (place, residents) in places {
        let residents = i64::try_from(*residents).map_err(ground::Error::internal)?;
        tx.execute(
            "INSERT INTO incident_place (clinic, incident, place, residents, stated_by, stated_at) VALUES ($1, $2, $3, $4, $5, $6)",
            &params![clinic, id, place.to_string(), residents, actor.as_str(), now],
        )?;
    }
    happen(tx, &incident, Step::Counted, None)?;
    sync(tx, id, Days::Kept)?;
    changed(tx, &incident)
}

/// How many it touches in each place. We keep no address of anybody, so whoever is not said to live elsewhere counts where
/// the clinic is; a room that keeps addresses would be asked here.
pub(super) fn places(tx: &mut Tx<'_>, id: IncidentId) -> ground::Result<BTreeMap<Jurisdiction, u64>> {
    let mut places = stated(tx, id)?;
    let touched = u64::try_from(tally(tx, id)?.touched).unwrap_or_default();
    let elsewhere: u64 = places.values().sum();
    if let Some(own) = own_place(tx) {
        // The clinic's own law counts however few are said to live there.
        *places.entry(own).or_default() += touched.saturating_sub(elsewhere);
    }
    Ok(places)
}

/// What must be told by law of this incident, as it stands now; nothing before it was assessed.
pub(super) fn arising(tx: &mut Tx<'_>, incident: &Incident) -> ground::Result<Vec<Telling>> {
    let Some(grade) = incident.grade else { return Ok(Vec::new()) };
    let assessed = Assessed { grade, improbable: incident.improbable, unreadable: incident.unreadable };
    let places = places(tx, incident.id)?;
    let (zone, hours) = (tx.settings().zone.clone(), tx.settings().parameters.incident_hours);
    let mut duties = tellings(&places, assessed, incident.discovered_at, &zone, hours);
    if let Some(until) = incident.delay_until {
        // Who prosecutes holds back what tells the public; another land's authority is told all the same.
        let waits = |duty: &Telling| duty.whom != Whom::Authority || duty.place.country() == "US";
        for duty in duties.iter_mut().filter(|duty| waits(duty)) {
            duty.due = duty.due.max(until);
        }
    }
    Ok(duties)
}

/// What becomes of a day that was shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    /// Somebody said what it is reckoned from: it is reckoned anew.
    Anew,
    /// Nobody did: it is never moved to a later one, whatever the clinic has set since.
    Kept,
}

/// Writes the duties down as they arise now. One that was met stays as it is; one that does not arise any more goes.
pub(super) fn sync(tx: &mut Tx<'_>, id: IncidentId, days: Days) -> Result<()> {
    let incident = find(tx, id)?;
    if !incident.is_open() {
        return Ok(());
    }
    let arising = arising(tx, &incident)?;
    let clinic = tx.clinic();
    for duty in duties(tx, id)?.iter().filter(|duty| duty.met_at.is_none()) {
        let arises = arising.iter().any(|one| stored(one) == duty.fact && one.place.to_string() == duty.place);
        if !arises {
            tx.execute("DELETE FROM incident_duty WHERE clinic = $1 AND id = $2", &params![clinic, duty.id])?;
        }
    }
    let later = if days == Days::Anew { "" } else { "AND excluded.due_at < incident_duty.due_at" };
    for duty in &arising {
        let now = tx.now();
        let sql = format!(
            "INSERT INTO incident_duty (clinic, id, incident, fact, place, whom, law, verified, due_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (clinic, incident, fact, place) DO UPDATE SET due_at = excluded.due_at
                 WHERE incident_duty.met_at IS NULL {later}"
        );
        tx.execute(
            &sql,
            &params![
                clinic,
                DutyId::new(now),
                id,
                stored(duty),
                duty.place.to_string(),
                duty.whom.as_str(),
                duty.citation.as_str(),
                duty.checked == promise::law::Checked::Verified,
                duty.due
            ],
        )?;
    }
    Ok(())
}

/// Up to as many open incidents as evidence looks at, the oldest first.
pub fn open(tx: &mut Tx<'_>) -> ground::Result<Vec<IncidentId>> {
    let rows = tx.query(
        "SELECT id FROM incident WHERE clinic = $1 AND state IN ('confirmed', 'notifying') AND grade IS NOT NULL
         AND counting = 0 ORDER BY discovered_at, id LIMIT $2",
        &params![tx.clinic(), super::evidence::LOOKED_AT],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Lets what is to be told follow what the clinic has set since.
pub fn follow(tx: &mut Tx<'_>, id: IncidentId) -> Result<()> {
    super::turn_of(tx, id)?;
    sync(tx, id, Days::Kept)
}

/// What a duty's fact is stored as: where no law is known there are two duties of one name.
pub(super) fn stored(duty: &Telling) -> String {
    if duty.fact == promise::law::UNKNOWN { format!("{}.{}", duty.fact, duty.whom) } else { duty.fact.clone() }
}

/// The duties of one, the soonest first.
pub fn duties(tx: &mut Tx<'_>, id: IncidentId) -> ground::Result<Vec<Duty>> {
    const MOST: u32 = 500;
    let sql = format!(
        "SELECT {} FROM incident_duty WHERE clinic = $1 AND incident = $2 ORDER BY due_at, fact, place LIMIT $3",
        Duty::COLUMNS
    );
    tx.query(&sql, &params![tx.clinic(), id, MOST])?.iter().map(Duty::from_row).collect()
}

/// One duty of one incident.
pub fn find_duty(tx: &mut Tx<'_>, id: IncidentId, duty: DutyId) -> ground::Result<Duty> {
    let sql = format!("SELECT {} FROM incident_duty WHERE clinic = $1 AND incident = $2 AND id = $3", Duty::COLUMNS);
    Duty::from_row(&tx.one(&sql, &params![tx.clinic(), id, duty])?)
}

/// Notes that somebody was told, when, and by which number it is known there: of an authority or the press.
///
/// # Errors
/// [`Error::NotNow`] where it was noted before, or persons are to be told: their letters say when that was done.
pub fn meet(tx: &mut Tx<'_>, id: IncidentId, version: i64, duty: DutyId, at: Timestamp, reference: &str) -> Result<()> {
    let incident = turn(tx, id, version)?;
    let found = find_duty(tx, id, duty)?;
    if found.whom == Whom::Persons || found.met_at.is_some() {
        return Err(Error::NotNow);
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE incident_duty SET met_at = $3, met_by = $4, reference = $5, waived_at = NULL, waived_by = NULL
         WHERE clinic = $1 AND id = $2",
        &params![clinic, duty, at.min(now), actor, reference],
    )?;
    super::enter(tx, &incident, Act::Tell)?;
    happen(tx, &incident, Step::Told, Some(&format!("{} {}: {reference}", found.place, found.law)))?;
    changed(tx, &incident)
}

/// When somebody was told, and by which number it is known there.
#[derive(Clone, Debug)]
pub struct Met {
    pub at: Timestamp,
    pub reference: String,
}

/// Puts right what was noted wrongly: when somebody was told and by which number, or that they were not told at all. What stood there
/// before stays in the history.
///
/// # Errors
/// [`Error::NotNow`] where nothing was noted, or persons are to be told.
pub fn put_right(
    tx: &mut Tx<'_>,
    id: IncidentId,
    version: i64,
    duty: DutyId,
    met: Option<&Met>,
    why: &str,
) -> Result<()> {
    let incident = turn(tx, id, version)?;
    let found = find_duty(tx, id, duty)?;
    let Some(before) = found.met_at.filter(|_| found.whom != Whom::Persons) else { return Err(Error::NotNow) };
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let at = met.map(|met| met.at.min(now));
    let reference = met.map(|met| met.reference.clone());
    tx.execute(
        "UPDATE incident_duty SET met_at = $3, met_by = $4, reference = $5, risen_at = NULL WHERE clinic = $1 AND id = $2",
        &params![clinic, duty, at, met.map(|_| actor), reference.clone()],
    )?;
    let line = |at: Option<Timestamp>, reference: Option<&str>| match at {
        Some(at) => format!("{at} {}", reference.unwrap_or_default()),
        None => "-".to_owned(),
    };
    let (was, is) = (line(Some(before), found.reference.as_deref()), line(at, reference.as_deref()));
    happen(tx, &incident, Step::Retold, Some(&format!("{} {}: {was} → {is}. {why}", found.place, found.law)))?;
    changed(tx, &incident)
}

/// Says why an authority or the press is not told.
///
/// # Errors
/// [`Error::NotNow`] where they were told, that was said already, or persons are to be told: of those it is said one by one.
pub fn waive(tx: &mut Tx<'_>, id: IncidentId, version: i64, duty: DutyId, why: &str) -> Result<()> {
    let incident = turn(tx, id, version)?;
    let found = find_duty(tx, id, duty)?;
    if found.whom == Whom::Persons || !found.is_open() {
        return Err(Error::NotNow);
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE incident_duty SET waived_at = $3, waived_by = $4 WHERE clinic = $1 AND id = $2",
        &params![clinic, duty, now, actor],
    )?;
    happen(tx, &incident, Step::Waived, Some(&format!("{} {}: {why}", found.place, found.law)))?;
    changed(tx, &incident)
}

/// Notes that the persons were told, and when the last of them was, once all were found and nobody is left to write to: by letter,
/// by other means, or by a public notice. Whose letter comes back has a day of their own ([`super::returned`]).
pub(super) fn persons_told(tx: &mut Tx<'_>, id: IncidentId) -> Result<()> {
    let (tally, unreached) = (tally(tx, id)?, public::unreached(tx, id)?);
    if tally.waiting > 0 || unreached.untold > 0 || !find(tx, id)?.is_found() {
        return Ok(());
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let sql = "SELECT MAX(CASE WHEN returned_at IS NULL THEN COALESCE(otherwise_at, told_at) END) AS at
         FROM incident_person WHERE clinic = $1 AND incident = $2";
    let mut last: Option<Timestamp> = tx.one(sql, &params![clinic, id])?.get("at")?;
    if unreached.no_address > 0 {
        let notices = public::notices(tx, id)?;
        last = last.max(notices.iter().filter(|one| one.withdrawn_at.is_none()).map(|one| one.published_at).max());
    }
    tx.execute(
        "UPDATE incident_duty SET met_at = $3, met_by = $4 WHERE clinic = $1 AND incident = $2 AND whom = 'persons' AND met_at IS NULL",
        &params![clinic, id, last.unwrap_or(now), actor],
    )?;
    Ok(())
}

/// Persons are not told while nobody knows an address of somebody who was told in no other way.
pub(super) fn unreached_again(tx: &mut Tx<'_>, id: IncidentId) -> Result<()> {
    if public::unreached(tx, id)?.untold == 0 {
        return Ok(());
    }
    tx.execute(
        "UPDATE incident_duty SET met_at = NULL, met_by = NULL, risen_at = NULL
         WHERE clinic = $1 AND incident = $2 AND whom = 'persons' AND met_at IS NOT NULL",
        &params![tx.clinic(), id],
    )?;
    Ok(())
}

/// Persons are not told while somebody waits who was found, or added, after all others had been.
pub(super) fn reopen(tx: &mut Tx<'_>, id: IncidentId) -> Result<()> {
    let sql = format!(
        "UPDATE incident_duty SET met_at = NULL, met_by = NULL, risen_at = NULL
         WHERE clinic = $1 AND incident = $2 AND whom = 'persons' AND met_at IS NOT NULL
         AND EXISTS (SELECT 1 FROM incident_person p WHERE p.clinic = incident_duty.clinic
             AND p.incident = incident_duty.incident AND p.way IS NULL AND {COUNTS})"
    );
    tx.execute(&sql, &params![tx.clinic(), id])?;
    Ok(())
}

/// Up to a hundred duties that are late and of which nobody was told.
pub fn late(tx: &mut Tx<'_>) -> ground::Result<Vec<DutyId>> {
    let rows = tx.query(
        "SELECT id FROM incident_duty WHERE clinic = $1 AND met_at IS NULL AND waived_at IS NULL AND due_at < $2 AND risen_at IS NULL ORDER BY due_at LIMIT 100",
        &params![tx.clinic(), tx.now()],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Whether nobody was told yet that it is late, and notes that they are: once.
pub fn rises(tx: &mut Tx<'_>, id: DutyId) -> Result<Option<Duty>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional("SELECT incident FROM incident_duty WHERE clinic = $1 AND id = $2", &params![clinic, id])?;
    let Some(row) = row else { return Ok(None) };
    tx.take_turns(&turns_of(row.get("incident")?))?;
    let risen = tx.execute(
        "UPDATE incident_duty SET risen_at = $3 WHERE clinic = $1 AND id = $2 AND risen_at IS NULL AND met_at IS NULL AND waived_at IS NULL AND due_at < $3",
        &params![clinic, id, now],
    )?;
    if risen == 0 {
        return Ok(None);
    }
    let sql = format!("SELECT {} FROM incident_duty WHERE clinic = $1 AND id = $2", Duty::COLUMNS);
    let duty = Duty::from_row(&tx.one(&sql, &params![clinic, id])?)?;
    let incident = find(tx, duty.incident)?;
    happen(tx, &incident, Step::Risen, None)?;
    Ok(Some(duty))
}

/// What is to be done with incidents, the soonest first.
pub fn due(tx: &mut Tx<'_>) -> ground::Result<Vec<Due>> {
    const MOST: u32 = 100;
    let own = own_hours(tx);
    let sql = format!(
        "SELECT {COLUMNS} FROM incident WHERE clinic = $1 AND state IN ('suspected', 'confirmed', 'notifying')
         ORDER BY discovered_at, id LIMIT $2"
    );
    let open: Vec<Incident> =
        tx.query(&sql, &params![tx.clinic(), MOST])?.iter().map(Incident::from_row).collect::<ground::Result<_>>()?;
    let mut due = Vec::new();
    for incident in open {
        let kind = || vec![("kind", incident.kind.as_str().to_owned().into())];
        let href = format!("/incidents/{}", incident.id);
        let mut add = |words: &str, args, by| {
            due.push(Due { part: "incidents", words: words.to_owned(), args, href: href.clone(), action: None, by });
        };
        if incident.state == IncidentState::Suspected {
            add("incidents-due-suspected", kind(), Some(incident.discovered_at + own));
            continue;
        }
        if incident.grade.is_none() {
            add("incidents-due-assess", kind(), Some(incident.discovered_at + own));
            continue;
        }
        let open: Vec<Duty> = duties(tx, incident.id)?.into_iter().filter(Duty::is_open).collect();
        if let Some((count, by)) = returned::untold(tx, &incident)? {
            add("incidents-due-unreached", count, Some(by));
        } else if open.is_empty() {
            add("incidents-due-close", kind(), None);
        }
        for duty in open {
            let args = vec![
                ("whom", duty.whom.as_str().to_owned().into()),
                ("place", duty.place.clone().into()),
                ("kind", incident.kind.as_str().to_owned().into()),
            ];
            add("incidents-due-tell", args, Some(duty.due_at));
        }
    }
    for incident in returned::closed(tx)? {
        if let Some((args, by)) = returned::untold(tx, &incident)? {
            let href = format!("/incidents/{}", incident.id);
            due.push(Due {
                part: "incidents",
                words: "incidents-due-unreached".to_owned(),
                args,
                href,
                action: None,
                by: Some(by),
            });
        }
    }
    Ok(due)
}

/// The clinic's own hours.
pub(super) fn own_hours(tx: &Tx<'_>) -> SignedDuration {
    SignedDuration::from_hours(i64::from(tx.settings().parameters.incident_hours))
}

/// Whether the letters to persons may go: all whom it touches were found, and every letter is written.
pub(super) fn ready(tx: &mut Tx<'_>, incident: &Incident) -> Result<()> {
    if !incident.is_found() || incident.grade.is_none() {
        return Err(Error::NotNow);
    }
    letter::written_whole(tx, incident)
}
