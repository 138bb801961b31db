//! The rows of one day, for the desk: who works when, what is taken, by whom, and who waits.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ground::{PersonId, Result, Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;
use people::Client;

use super::calendar::{blocks, calendar_of, clinic_days, local_day};
use super::catalogue::{Catalogue, catalogue};
use crate::model::{Appointment, Block, ClinicDayRow, PlaceId, PractitionerId};

/// How many requests are shown at once.
const REQUESTS: u32 = 8;

/// One local day of the clinic.
pub struct Day {
    pub whole: Range<Timestamp>,
    pub catalogue: Catalogue,
    /// Working stretches with their place, by practitioner.
    pub openings: HashMap<PractitionerId, Vec<(Range<Timestamp>, PlaceId)>>,
    /// Whose own plan says that they are away.
    pub away: HashSet<PractitionerId>,
    /// The clinic's own word on the date, if it is not ordinary.
    pub special: Option<ClinicDayRow>,
    pub blocks: Vec<Block>,
    /// What claims its time, by start.
    pub visits: Vec<Appointment>,
    /// Requests still to come, on any day, soonest first.
    pub requests: Vec<Appointment>,
    /// Which practitioner whoever asks is.
    pub own: Option<PractitionerId>,
}

/// Reads the day. Opens nobody.
pub fn day(tx: &mut Tx<'_>, date: Date) -> Result<Day> {
    let whole = local_day(&tx.settings().zone.clone(), date)?;
    let catalogue = catalogue(tx)?;
    let calendar = calendar_of(tx, &catalogue, date..=date)?;
    let working = catalogue.practitioners.iter().filter(|one| one.retired_at.is_none());
    let opening = |one: PractitionerId| {
        calendar.openings(one.into(), date).into_iter().map(|(run, place)| (run, PlaceId::from(place))).collect()
    };
    let openings = working.map(|one| (one.id, opening(one.id))).collect();
    let away = tx.query(
        "SELECT practitioner FROM exception WHERE clinic = $1 AND date = $2 AND place IS NULL",
        &params![tx.clinic(), date],
    )?;
    let visits = tx.query(
        "SELECT * FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3 AND active = 1 ORDER BY starts_at, id",
        &params![tx.clinic(), whole.start, whole.end],
    )?;
    let requests = tx.query(
        "SELECT * FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND status = 'requested' ORDER BY starts_at, id LIMIT $3",
        &params![tx.clinic(), tx.now(), REQUESTS],
    )?;
    let own = match tx.actor().person() {
        Some(person) => super::catalogue::practitioner_of(tx, person)?.map(|one| one.id),
        None => None,
    };
    Ok(Day {
        openings,
        away: away.iter().map(|row| row.get("practitioner")).collect::<Result<_>>()?,
        special: clinic_days(tx, &(date..=date))?.into_iter().next(),
        blocks: blocks(tx, &whole)?,
        visits: visits.iter().map(Appointment::from_row).collect::<Result<_>>()?,
        requests: requests.iter().map(Appointment::from_row).collect::<Result<_>>()?,
        own,
        whole,
        catalogue,
    })
}

/// Opens those of `persons` whom the actor may open; the others, and those without a record, are left out.
pub fn clients(tx: &mut Tx<'_>, persons: &[PersonId]) -> Result<HashMap<PersonId, Client>> {
    let mut distinct: Vec<PersonId> = persons.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let stored = people::find_many(tx, &distinct)?;
    // Asked before opening: a clinician who looks at the whole day tries nobody's door but their own clients'.
    let mut may = Vec::with_capacity(stored.len());
    for person in stored.keys() {
        if tx.may_open(*person)? {
            may.push(*person);
        }
    }
    let keys = tx.open_many(&may)?;
    let mut opened = HashMap::with_capacity(keys.len());
    for (person, key) in &keys {
        if let Some(stored) = stored.get(person) {
            opened.insert(*person, stored.open(key)?);
        }
    }
    Ok(opened)
}
