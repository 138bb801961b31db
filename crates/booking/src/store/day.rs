//! The rows of some days, for the desk: who works when, what is taken, by whom, and who waits.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ground::{Result, Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;

use super::calendar::{blocks, calendar_of, clinic_days, local_day};
use super::catalogue::{Catalogue, catalogue};
use crate::model::{Appointment, Block, BlockId, ClinicDayRow, PlaceId, PractitionerId};
use crate::rules::Calendar;

/// How many requests are shown at once.
const REQUESTS: u32 = 8;

/// Local days of the clinic, one after the other.
pub struct Days {
    pub dates: Vec<Date>,
    pub catalogue: Catalogue,
    /// Hours and what is taken, as the rules see them.
    pub calendar: Calendar,
    /// Whose own plan says that they are away, and when.
    pub away: HashSet<(PractitionerId, Date)>,
    /// The clinic's own word on dates that are not ordinary.
    pub special: HashMap<Date, ClinicDayRow>,
    pub blocks: Vec<Block>,
    /// By start: what claims its time, or all there is.
    pub visits: Vec<Appointment>,
    /// Requests still to come, on any day, soonest first.
    pub requests: Vec<Appointment>,
    /// Which practitioner whoever asks is.
    pub own: Option<PractitionerId>,
}

/// Reads `dates`, which follow each other; with `gone`, also appointments that gave their time back. Opens nobody.
pub fn days(tx: &mut Tx<'_>, dates: Vec<Date>, gone: bool) -> Result<Days> {
    let today = tx.settings().zone.to_datetime(tx.now()).date();
    let (first, last) = (*dates.first().unwrap_or(&today), *dates.last().unwrap_or(&today));
    let zone = tx.settings().zone.clone();
    let whole = local_day(&zone, first)?.start..local_day(&zone, last)?.end;
    let catalogue = catalogue(tx)?;
    let calendar = calendar_of(tx, &catalogue, first..=last)?;
    let away = tx.query(
        "SELECT practitioner, date FROM exception WHERE clinic = $1 AND date >= $2 AND date <= $3 AND place IS NULL",
        &params![tx.clinic(), first, last],
    )?;
    let requests = tx.query(
        "SELECT * FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND status = 'requested' ORDER BY starts_at, id LIMIT $3",
        &params![tx.clinic(), tx.now(), REQUESTS],
    )?;
    let own = match tx.actor().person() {
        Some(person) => super::catalogue::practitioner_of(tx, person)?.map(|one| one.id),
        None => None,
    };
    Ok(Days {
        away: away.iter().map(|row| Ok((row.get("practitioner")?, row.get("date")?))).collect::<Result<_>>()?,
        special: clinic_days(tx, &(first..=last))?.into_iter().map(|row| (row.date, row)).collect(),
        blocks: blocks(tx, &whole)?,
        visits: visits(tx, &whole, gone)?,
        requests: requests.iter().map(Appointment::from_row).collect::<Result<_>>()?,
        own,
        dates,
        calendar,
        catalogue,
    })
}

fn visits(tx: &mut Tx<'_>, whole: &Range<Timestamp>, gone: bool) -> Result<Vec<Appointment>> {
    let sql = if gone {
        "SELECT * FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3 ORDER BY starts_at, id"
    } else {
        "SELECT * FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3 AND active = 1 ORDER BY starts_at, id"
    };
    tx.query(sql, &params![tx.clinic(), whole.start, whole.end])?.iter().map(Appointment::from_row).collect()
}

impl Days {
    /// The working stretches of a practitioner that begin on `date`, with their place.
    pub fn openings(&self, of: PractitionerId, date: Date) -> Vec<(Range<Timestamp>, PlaceId)> {
        let openings = self.calendar.openings(of.into(), date);
        openings.into_iter().map(|(run, place)| (run, place.into())).collect()
    }

    /// The working stretches of anybody at `place` that begin on `date`.
    pub fn open_at(&self, place: PlaceId, date: Date) -> Vec<Range<Timestamp>> {
        let working = self.catalogue.practitioners.iter().filter(|one| one.retired_at.is_none());
        let all = working.flat_map(|one| self.openings(one.id, date));
        all.filter(|(_, at)| *at == place).map(|(run, _)| run).collect()
    }
}

/// One block.
pub fn block(tx: &mut Tx<'_>, id: BlockId) -> Result<Block> {
    Block::from_row(&tx.one("SELECT * FROM block WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?)
}
