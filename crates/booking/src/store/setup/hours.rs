//! When the clinic and its people work, what is blocked, and the terms of changing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use ground::{Error, Result, Tx, params};
use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::setup_changed;
use crate::model::{
    Appointment, AppointmentId, AskPhone, Block, BlockId, ClinicDayRow, DeviceId, ExceptionId, ExceptionRow, HoursId,
    HoursRow, Owner, PlaceId, PractitionerId, RoomId, Terms,
};
use crate::rules::{ClinicDay, Span, Timing};
use crate::store::book::times_alone;
use crate::store::calendar::{hours_on, local_day};

/// The longest an appointment may claim.
const LONGEST: SignedDuration = SignedDuration::from_mins(Timing::LONGEST_MIN as i64);

/// A practitioner's weekly hours, by weekday and time.
pub fn hours_of(tx: &mut Tx<'_>, practitioner: PractitionerId) -> Result<Vec<HoursRow>> {
    let rows = tx.query(
        "SELECT * FROM hours WHERE clinic = $1 AND practitioner = $2 ORDER BY weekday, from_min, id",
        &params![tx.clinic(), practitioner],
    )?;
    rows.iter().map(HoursRow::from_row).collect()
}

/// Who has weekly hours that hold on `today` or later.
pub fn have_hours(tx: &mut Tx<'_>, today: Date) -> Result<BTreeSet<PractitionerId>> {
    let rows = tx.query(
        "SELECT DISTINCT practitioner FROM hours WHERE clinic = $1 AND (until IS NULL OR until >= $2)",
        &params![tx.clinic(), today],
    )?;
    rows.iter().map(|row| row.get("practitioner")).collect()
}

/// Replaces a practitioner's weekly hours from the date `since` on; without one, as if they had always been so. Hours
/// that hold until a day before `since` are kept, those that would only begin later are dropped.
pub fn replace_hours(
    tx: &mut Tx<'_>,
    practitioner: PractitionerId,
    spans: &[(Weekday, Span)],
    since: Option<Date>,
) -> Result<()> {
    let clinic = tx.clinic();
    match since {
        None => {
            tx.execute("DELETE FROM hours WHERE clinic = $1 AND practitioner = $2", &params![clinic, practitioner])?;
        }
        Some(since) => {
            let last = since.yesterday().map_err(|_| Error::internal("a date before the calendar"))?;
            tx.execute(
                "DELETE FROM hours WHERE clinic = $1 AND practitioner = $2 AND since >= $3",
                &params![clinic, practitioner, since],
            )?;
            tx.execute(
                "UPDATE hours SET until = $3 WHERE clinic = $1 AND practitioner = $2 AND (until IS NULL OR until > $3)",
                &params![clinic, practitioner, last],
            )?;
        }
    }
    for (weekday, span) in spans {
        let (id, day) = (HoursId::new(tx.now()), i64::from(weekday.to_monday_one_offset()));
        tx.execute(
            "INSERT INTO hours (clinic, id, practitioner, place, weekday, from_min, to_min, since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &params![clinic, id, practitioner, PlaceId::from(span.place), day, i64::from(span.from_min), i64::from(span.to_min), since],
        )?;
    }
    setup_changed(tx, practitioner)
}

/// What a practitioner does on one date instead of the weekly hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayPlan {
    Away,
    Instead(Vec<Span>),
}

/// A practitioner's own dates from today on.
pub fn exceptions(tx: &mut Tx<'_>, practitioner: PractitionerId, from: Date) -> Result<Vec<ExceptionRow>> {
    let rows = tx.query(
        "SELECT * FROM exception WHERE clinic = $1 AND practitioner = $2 AND date >= $3 ORDER BY date, from_min, id",
        &params![tx.clinic(), practitioner, from],
    )?;
    rows.iter().map(ExceptionRow::from_row).collect()
}

/// Sets what a practitioner does on the dates from `first` to `last`.
pub fn set_exception(
    tx: &mut Tx<'_>,
    practitioner: PractitionerId,
    first: Date,
    last: Date,
    plan: &DayPlan,
) -> Result<()> {
    let clinic = tx.clinic();
    let away = [None];
    let spans: Vec<Option<Span>> = match plan {
        DayPlan::Away => away.to_vec(),
        DayPlan::Instead(spans) => spans.iter().copied().map(Some).collect(),
    };
    let mut date = first;
    while date <= last {
        tx.execute(
            "DELETE FROM exception WHERE clinic = $1 AND practitioner = $2 AND date = $3",
            &params![clinic, practitioner, date],
        )?;
        for span in &spans {
            let place = span.map(|span| PlaceId::from(span.place));
            let (from, to) = span.map_or((0, 0), |span| (i64::from(span.from_min), i64::from(span.to_min)));
            tx.execute(
                "INSERT INTO exception (clinic, id, practitioner, date, place, from_min, to_min) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                &params![clinic, ExceptionId::new(tx.now()), practitioner, date, place, from, to],
            )?;
        }
        date = date.checked_add(1.day()).map_err(|_| Error::internal("a date beyond the calendar"))?;
    }
    setup_changed(tx, practitioner)
}

/// Opens `open` for a practitioner on one date, beside whatever hours they have then. Hours that touch it at the same
/// place become one with it; at another place they cannot be at the same time, and nothing is changed: false.
pub fn open_hours(tx: &mut Tx<'_>, practitioner: PractitionerId, date: Date, open: Span) -> Result<bool> {
    let own = exceptions(tx, practitioner, date)?;
    let spans: Vec<Span> = match own.iter().any(|row| row.date == date) {
        true => own.iter().filter(|row| row.date == date).filter_map(|row| row.span).collect(),
        false => hours_of(tx, practitioner)?
            .into_iter()
            .map(|row| row.weekly)
            .filter(|weekly| weekly.holds_on(date))
            .map(|weekly| weekly.span)
            .collect(),
    };
    let Some(spans) = opened(spans, open) else { return Ok(false) };
    set_exception(tx, practitioner, date, date, &DayPlan::Instead(spans))?;
    Ok(true)
}

/// `spans` with `open` among them; none when it lies over hours at another place.
fn opened(mut spans: Vec<Span>, open: Span) -> Option<Vec<Span>> {
    let meets = |span: &Span| span.from_min < open.to_min && open.from_min < span.to_min;
    if spans.iter().any(|span| span.place != open.place && meets(span)) {
        return None;
    }
    spans.push(open);
    spans.sort_by_key(|span| (span.from_min, span.to_min));
    let mut whole: Vec<Span> = Vec::new();
    for span in spans {
        match whole.last_mut() {
            Some(last) if last.place == span.place && span.from_min <= last.to_min => {
                last.to_min = last.to_min.max(span.to_min);
            }
            _ => whole.push(span),
        }
    }
    Some(whole)
}

/// Makes a date ordinary again.
pub fn delete_exception(tx: &mut Tx<'_>, practitioner: PractitionerId, date: Date) -> Result<()> {
    tx.execute(
        "DELETE FROM exception WHERE clinic = $1 AND practitioner = $2 AND date = $3",
        &params![tx.clinic(), practitioner, date],
    )?;
    setup_changed(tx, practitioner)
}

/// The clinic's dates that are not ordinary, from `from` on.
pub fn clinic_days(tx: &mut Tx<'_>, from: Date) -> Result<Vec<ClinicDayRow>> {
    let rows = tx.query(
        "SELECT * FROM clinic_day WHERE clinic = $1 AND date >= $2 ORDER BY date",
        &params![tx.clinic(), from],
    )?;
    rows.iter().map(ClinicDayRow::from_row).collect()
}

/// Sets one date of the clinic.
pub fn set_clinic_day(tx: &mut Tx<'_>, row: &ClinicDayRow) -> Result<()> {
    let (from, to) = match row.day {
        ClinicDay::Closed => (0, 0),
        ClinicDay::Only { from_min, to_min } => (i64::from(from_min), i64::from(to_min)),
    };
    tx.execute(
        "INSERT INTO clinic_day (clinic, date, name, from_min, to_min) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (clinic, date) DO UPDATE SET name = excluded.name, from_min = excluded.from_min, to_min = excluded.to_min",
        &params![tx.clinic(), row.date, &row.name, from, to],
    )?;
    setup_changed(tx, row.date)
}

/// Makes a date of the clinic ordinary again.
pub fn delete_clinic_day(tx: &mut Tx<'_>, date: Date) -> Result<()> {
    tx.execute("DELETE FROM clinic_day WHERE clinic = $1 AND date = $2", &params![tx.clinic(), date])?;
    setup_changed(tx, date)
}

/// Time to block.
#[derive(Clone, Debug)]
pub struct NewBlock {
    pub practitioner: Option<PractitionerId>,
    pub room: Option<RoomId>,
    pub device: Option<DeviceId>,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub reason: String,
}

impl NewBlock {
    /// A block of `owner`'s time.
    pub fn of(owner: Owner, span: Range<Timestamp>, reason: String) -> NewBlock {
        let Owner { practitioner, room, device } = owner;
        NewBlock { practitioner, room, device, starts_at: span.start, ends_at: span.end, reason }
    }

    /// The same block again.
    pub fn again(block: &Block) -> NewBlock {
        let owner = Owner { practitioner: block.practitioner, room: block.room, device: block.device };
        NewBlock::of(owner, block.starts_at..block.ends_at, block.reason.clone())
    }
}

/// Blocks time. Appointments in it stay; [`meets`] tells them.
pub fn create_block(tx: &mut Tx<'_>, new: &NewBlock) -> Result<BlockId> {
    times_alone(tx)?;
    let id = BlockId::new(tx.now());
    tx.execute(
        "INSERT INTO block (clinic, id, practitioner, room, device, starts_at, ends_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![tx.clinic(), id, new.practitioner, new.room, new.device, new.starts_at, new.ends_at, &new.reason],
    )?;
    setup_changed(tx, id)?;
    Ok(id)
}

/// Gives blocked time back, and says what it was.
pub fn remove_block(tx: &mut Tx<'_>, id: BlockId) -> Result<Block> {
    let row = tx.one("SELECT * FROM block WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    let block = Block::from_row(&row)?;
    delete_block(tx, id)?;
    Ok(block)
}

/// Gives blocked time back.
pub fn delete_block(tx: &mut Tx<'_>, id: BlockId) -> Result<()> {
    super::one(tx.execute("DELETE FROM block WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?)?;
    setup_changed(tx, id)
}

/// Blocks that are not over, soonest first.
pub fn blocks_ahead(tx: &mut Tx<'_>) -> Result<Vec<Block>> {
    let since = tx.now().as_microsecond() - 2_678_400_000_000;
    let rows = tx.query(
        "SELECT * FROM block WHERE clinic = $1 AND starts_at > $2 AND ends_at > $3 ORDER BY starts_at, id LIMIT 500",
        &params![tx.clinic(), since, tx.now()],
    )?;
    rows.iter().map(Block::from_row).collect()
}

/// The clinic's terms for changing and cancelling.
pub fn set_terms(tx: &mut Tx<'_>, terms: &Terms) -> Result<()> {
    tx.execute(
        "INSERT INTO booking_policy (clinic, change_until_min, cancel_until_min, ask_phone) VALUES ($1, $2, $3, $4)
         ON CONFLICT (clinic) DO UPDATE SET change_until_min = excluded.change_until_min, cancel_until_min = excluded.cancel_until_min,
         ask_phone = excluded.ask_phone",
        &params![tx.clinic(), terms.change_until_min, terms.cancel_until_min, AskPhone::as_word(terms.ask_phone)],
    )?;
    setup_changed(tx, tx.clinic())
}

/// Whose appointments a change of hours can leave outside, and on which dates.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// None: everybody's.
    pub practitioner: Option<PractitionerId>,
    pub first: Date,
    /// None: as far as anything is booked.
    pub last: Option<Date>,
}

/// The appointments still to come, within `reach`, that lie outside working hours.
pub fn outside(tx: &mut Tx<'_>, reach: &Reach) -> Result<BTreeMap<AppointmentId, Appointment>> {
    times_alone(tx)?;
    let zone = tx.settings().zone.clone();
    let date = |one: &Appointment| zone.to_datetime(one.starts_at).date();
    let ahead = ahead(tx, reach)?;
    let (Some(first), Some(last)) = (ahead.first().map(date), ahead.last().map(date)) else {
        return Ok(BTreeMap::new());
    };
    let calendar = hours_on(tx, reach.practitioner, first..=last)?;
    let mut opened: BTreeMap<(PractitionerId, Date), Vec<Range<Timestamp>>> = BTreeMap::new();
    let mut lies_within = |one: &Appointment| {
        let Some(practitioner) = one.practitioner else { return true };
        let date = date(one);
        let open = opened.entry((practitioner, date)).or_insert_with(|| {
            // What reaches over midnight ends in the hours of the next day.
            let days = [date, date.saturating_add(1.day())];
            joined(days.into_iter().flat_map(|day| calendar.openings(practitioner.into(), day)).map(|(run, _)| run))
        });
        open.iter().any(|run| run.start <= one.starts_at && one.ends_at <= run.end)
    };
    Ok(ahead.into_iter().filter(|one| !lies_within(one)).map(|one| (one.id, one)).collect())
}

/// The appointments not yet over that a block would take the time of, by start.
pub fn meets(tx: &mut Tx<'_>, block: &NewBlock) -> Result<Vec<Appointment>> {
    times_alone(tx)?;
    let (since, over) = (block.starts_at - LONGEST, block.starts_at.max(tx.now()));
    let rows = tx.query(
        "SELECT * FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3 AND ends_at > $4 AND active = 1 AND time_known = 1
         AND status IN ('requested', 'booked', 'confirmed', 'arrived', 'in_progress')
         AND (practitioner = $5 OR room = $6 OR device = $7) ORDER BY starts_at, id",
        &params![tx.clinic(), since, block.ends_at, over, block.practitioner, block.room, block.device],
    )?;
    rows.iter().map(Appointment::from_row).collect()
}

/// What is still to come and stands at a time that is known.
const AHEAD: &str = "active = 1 AND status IN ('requested', 'booked', 'confirmed') AND time_known = 1";

/// The appointments still to come within `reach`, by start.
fn ahead(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<Appointment>> {
    let zone = tx.settings().zone.clone();
    let from = tx.now().max(local_day(&zone, reach.first)?.start);
    let to = match reach.last {
        Some(last) => local_day(&zone, last)?.end,
        None => Timestamp::MAX,
    };
    let rows = match reach.practitioner {
        Some(practitioner) => tx.query(
            &format!(
                "SELECT * FROM appointment WHERE clinic = $1 AND practitioner = $2 AND starts_at >= $3 AND starts_at < $4 AND busy_from > $5 AND {AHEAD}
                 ORDER BY starts_at, id"
            ),
            &params![tx.clinic(), practitioner, from, to, from - LONGEST],
        )?,
        None => tx.query(
            &format!("SELECT * FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3 AND {AHEAD} ORDER BY starts_at, id"),
            &params![tx.clinic(), from, to],
        )?,
    };
    rows.iter().map(Appointment::from_row).collect()
}

/// Stretches that follow each other without a gap are one: from one place to the next door is no break.
fn joined(runs: impl Iterator<Item = Range<Timestamp>>) -> Vec<Range<Timestamp>> {
    let sorted: BTreeSet<(Timestamp, Timestamp)> = runs.map(|run| (run.start, run.end)).collect();
    let mut joined: Vec<Range<Timestamp>> = Vec::new();
    for (start, end) in sorted {
        match joined.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => joined.push(start..end),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::PlaceKey;

    #[test]
    fn hours_opened_for_a_day_join_those_they_touch_and_never_lie_in_two_places() {
        let span = |from: u16, to: u16, place| Span { from_min: from * 60, to_min: to * 60, place: PlaceKey(place) };
        let day = vec![span(9, 12, 1), span(13, 17, 2)];
        for (open, expected) in [
            (span(7, 8, 1), Some(vec![span(7, 8, 1), span(9, 12, 1), span(13, 17, 2)])),
            (span(8, 9, 1), Some(vec![span(8, 12, 1), span(13, 17, 2)])),
            (span(11, 13, 1), Some(vec![span(9, 13, 1), span(13, 17, 2)])),
            (span(12, 13, 2), Some(vec![span(9, 12, 1), span(12, 17, 2)])),
            (span(9, 10, 1), Some(day.clone())),
            (span(12, 14, 1), None),
        ] {
            assert_eq!(opened(day.clone(), open), expected, "{open:?}");
        }
        assert_eq!(opened(vec![], span(9, 10, 1)), Some(vec![span(9, 10, 1)]));
    }
}
