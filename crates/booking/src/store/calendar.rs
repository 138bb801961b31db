//! The calendar the rules decide on, built from rows.
//!
//! [`calendar`] is whole: every practitioner over a run of days, for pages that show times. [`around`] is narrow: what
//! one booking at one time must know, read in the booking's own transaction.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::{Range, RangeInclusive};

use ground::db::{Row, Value};
use ground::{Error, Result, Tx, params};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::catalogue::{self, Catalogue};
use crate::model::{
    AppointmentId, Block, ClinicDayRow, Device, DeviceId, ExceptionRow, HoursRow, PlaceId, Practitioner,
    PractitionerId, Room, RoomId, Service, ServiceId,
};
use crate::rules::{self, Calendar, Claim, ClinicDays, DayPlan, Hours, Setting, Span};

/// The longest an appointment may claim, in microseconds: the bound of the table's CHECK, and of the search for what
/// overlaps a stretch.
pub(super) const LONGEST_CLAIM: i64 = 86_400_000_000;
/// The longest block, likewise.
const LONGEST_BLOCK: i64 = 2_678_400_000_000;

/// Hours and taken time of everyone, for the local days `days`.
pub fn calendar(tx: &mut Tx<'_>, days: RangeInclusive<Date>) -> Result<Calendar> {
    let catalogue = catalogue::catalogue(tx)?;
    calendar_of(tx, &catalogue, days)
}

/// As [`calendar`], with a catalogue already read.
pub fn calendar_of(tx: &mut Tx<'_>, catalogue: &Catalogue, days: RangeInclusive<Date>) -> Result<Calendar> {
    let mut calendars = laid_out(tx, catalogue, std::slice::from_ref(&days))?;
    fill(tx, &mut calendars)?;
    calendars.pop().ok_or_else(|| Error::internal("a calendar that was laid out is not there"))
}

/// Calendars of several stretches of days, with everyone's hours and nothing taken.
pub fn laid_out(tx: &mut Tx<'_>, catalogue: &Catalogue, stretches: &[RangeInclusive<Date>]) -> Result<Vec<Calendar>> {
    let (rooms, devices) = catalogue.in_use();
    let practitioners: Vec<Practitioner> =
        catalogue.practitioners.iter().filter(|one| one.retired_at.is_none()).cloned().collect();
    let (Some(first), Some(last)) =
        (stretches.iter().map(|days| *days.start()).min(), stretches.iter().map(|days| *days.end()).max())
    else {
        return Ok(Vec::new());
    };
    let closed = catalogue.closed();
    let stated = Stated::read(tx, &practitioners, &rooms, &devices, &closed, &(first..=last), None)?;
    Ok(stretches.iter().map(|days| stated.calendar(tx, days.clone())).collect())
}

/// Takes from calendars what appointments and blocks take, read at once for all of them.
pub fn fill(tx: &mut Tx<'_>, calendars: &mut [Calendar]) -> Result<()> {
    let windows = || calendars.iter().map(Calendar::window);
    let (Some(from), Some(to)) = (windows().map(|window| window.start).min(), windows().map(|window| window.end).max())
    else {
        return Ok(());
    };
    let mut taken = claims(tx, &(from..to))?;
    taken.extend(blocks(tx, &(from..to))?.iter().map(claim_of));
    for calendar in calendars {
        let window = calendar.window();
        taken
            .iter()
            .filter(|claim| claim.from < window.end && claim.to > window.start)
            .for_each(|claim| calendar.claim(claim));
    }
    Ok(())
}

/// What a booking is decided on, beside the calendar.
pub struct Around {
    pub calendar: Calendar,
    pub service: rules::Service,
    /// The appointments whose time the calendar has taken, and the blocks.
    pub taken: Vec<(AppointmentId, Claim)>,
    pub blocks: Vec<Block>,
}

/// The calendar of one local day, with only what can bear on `service` starting at `start`: who could give it (or the
/// one asked for), the rooms and devices it could use, what they have taken then, and what counts towards limits.
/// `without` leaves one appointment out, as if it had already given its time back.
pub fn around(
    tx: &mut Tx<'_>,
    service: &Service,
    asked: Option<PractitionerId>,
    start: Timestamp,
    without: Option<AppointmentId>,
) -> Result<Around> {
    let zone = tx.settings().zone.clone();
    let day = zone.to_datetime(start).date();
    let closed = catalogue::closed_places(tx)?;
    let rooms = if service.needs_room { catalogue::rooms_in_use(catalogue::rooms(tx)?, &closed) } else { Vec::new() };
    let devices =
        if service.needs_device { catalogue::devices_in_use(catalogue::devices(tx)?, &closed) } else { Vec::new() };
    let rules = service.rules(&rooms, &devices)?;
    let givers = givers(tx, service, asked)?;
    let only = (givers.len() < 8).then(|| givers.iter().map(|one| one.id).collect::<Vec<_>>());
    let mut calendar =
        Stated::read(tx, &givers, &rooms, &devices, &closed, &(day..=day), only.as_deref())?.calendar(tx, day..=day);

    let whole = local_day(&zone, day)?;
    let claim = rules::Tick::exact(start).map(|tick| rules.timing.claim(tick));
    let claim = claim.map_or(start..start, |claim| claim.start.timestamp()..claim.end.timestamp());
    let wide = whole.start.min(claim.start)..whole.end.max(claim.end);
    let used = givers.iter().map(|giver| ("practitioner", giver.id.into(), &wide));
    let used = used.chain(rules.rooms.iter().flatten().map(|room| ("room", RoomId::from(*room).into(), &claim)));
    let used = used.chain(rules.devices.iter().flatten().map(|one| ("device", DeviceId::from(*one).into(), &claim)));
    let mut found: BTreeMap<AppointmentId, Claim> = BTreeMap::new();
    overlapping(tx, used, &mut found)?;
    if service.daily_limit.is_some() {
        let rows = tx.query(
            &format!("SELECT {CLAIM} FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3 AND service = $4 AND active = 1"),
            &params![tx.clinic(), whole.start, whole.end, service.id],
        )?;
        read_claims(&rows, &mut found)?;
    }
    let taken: Vec<(AppointmentId, Claim)> = found.into_iter().filter(|(id, _)| Some(*id) != without).collect();
    taken.iter().for_each(|(_, claim)| calendar.claim(claim));
    let blocks = blocks(tx, &wide)?;
    blocks.iter().for_each(|block| calendar.claim(&claim_of(block)));
    Ok(Around { calendar, service: rules, taken, blocks })
}

/// Working hours on `days`, of everyone in use or of one practitioner; nothing else, and nothing taken.
pub fn hours_on(tx: &mut Tx<'_>, only: Option<PractitionerId>, days: RangeInclusive<Date>) -> Result<Calendar> {
    let practitioners: Vec<Practitioner> = catalogue::practitioners(tx)?
        .into_iter()
        .filter(|one| one.retired_at.is_none() && only.is_none_or(|only| only == one.id))
        .collect();
    let closed = catalogue::closed_places(tx)?;
    let stated = Stated::read(tx, &practitioners, &[], &[], &closed, &days, only.as_ref().map(std::slice::from_ref))?;
    Ok(stated.calendar(tx, days))
}

/// Where a practitioner works at an instant; none when they do not.
pub(super) fn works_at(tx: &mut Tx<'_>, practitioner: PractitionerId, at: Timestamp) -> Result<Option<PlaceId>> {
    let day = tx.settings().zone.to_datetime(at).date();
    // Hours past midnight begin on the day before.
    let days = day.saturating_sub(1.day())..=day;
    let calendar = hours_on(tx, Some(practitioner), days.clone())?;
    let mut runs = [*days.start(), day].into_iter().flat_map(|day| calendar.openings(practitioner.into(), day));
    Ok(runs.find(|(run, _)| run.contains(&at)).map(|(_, place)| place.into()))
}

/// First and last instant of a local day, the last excluded.
pub fn local_day(zone: &jiff::tz::TimeZone, day: Date) -> Result<Range<Timestamp>> {
    let begins = |day: Date| zone.to_ambiguous_zoned(day.into()).compatible().map(|at| at.timestamp());
    let range = begins(day).and_then(|from| Ok(from..begins(day.checked_add(1.day())?)?));
    range.map_err(|_| Error::internal("a day beyond the calendar"))
}

/// The blocks that touch `window`.
pub fn blocks(tx: &mut Tx<'_>, window: &Range<Timestamp>) -> Result<Vec<Block>> {
    let since = window.start.as_microsecond().saturating_sub(LONGEST_BLOCK);
    let rows = tx.query(
        "SELECT * FROM block WHERE clinic = $1 AND starts_at > $2 AND starts_at < $3 AND ends_at > $4 ORDER BY starts_at",
        &params![tx.clinic(), since, window.end, window.start],
    )?;
    rows.iter().map(Block::from_row).collect()
}

/// The clinic's dates that are not ordinary, within `days`.
pub fn clinic_days(tx: &mut Tx<'_>, days: &RangeInclusive<Date>) -> Result<Vec<ClinicDayRow>> {
    let rows = tx.query(
        "SELECT * FROM clinic_day WHERE clinic = $1 AND date >= $2 AND date <= $3 ORDER BY date",
        &params![tx.clinic(), *days.start(), *days.end()],
    )?;
    rows.iter().map(ClinicDayRow::from_row).collect()
}

fn givers(tx: &mut Tx<'_>, service: &Service, asked: Option<PractitionerId>) -> Result<Vec<Practitioner>> {
    let rows = match asked {
        Some(id) => tx.query("SELECT * FROM practitioner WHERE clinic = $1 AND id = $2 AND retired_at IS NULL", &params![tx.clinic(), id])?,
        None => tx.query(
            "SELECT p.* FROM service_practitioner s JOIN practitioner p ON p.clinic = s.clinic AND p.id = s.practitioner
             WHERE s.clinic = $1 AND s.service = $2 AND p.retired_at IS NULL ORDER BY p.position, p.id",
            &params![tx.clinic(), service.id],
        )?,
    };
    rows.iter().map(Practitioner::from_row).collect()
}

/// What the clinic states, as calendars are laid out from it.
struct Stated {
    practitioners: Vec<rules::Practitioner>,
    rooms: Vec<rules::Room>,
    devices: Vec<rules::Device>,
    clinic: ClinicDays,
}

impl Stated {
    /// Reads what bears on `days`: of nobody at a place in `closed`. `only` limits the reading of hours to a few
    /// practitioners.
    fn read(
        tx: &mut Tx<'_>,
        practitioners: &[Practitioner],
        rooms: &[Room],
        devices: &[Device],
        closed: &HashSet<PlaceId>,
        days: &RangeInclusive<Date>,
        only: Option<&[PractitionerId]>,
    ) -> Result<Stated> {
        // Hours of a neighbouring day can reach into the margin that a calendar keeps.
        let near = days.start().saturating_sub(2.days())..=days.end().saturating_add(2.days());
        let mut hours = hours(tx, closed, &near, only)?;
        let practitioner = |one: &Practitioner| rules::Practitioner {
            key: one.id.into(),
            hours: hours.remove(&one.id).unwrap_or_default(),
            daily_limit: one.daily_limit,
        };
        Ok(Stated {
            practitioners: practitioners.iter().map(practitioner).collect(),
            rooms: rooms.iter().map(Room::rules).collect(),
            devices: devices.iter().map(Device::rules).collect(),
            clinic: clinic_days(tx, &near)?.into_iter().map(|row| (row.date, row.day)).collect(),
        })
    }

    /// The calendar of `days` with nothing taken.
    fn calendar(&self, tx: &Tx<'_>, days: RangeInclusive<Date>) -> Calendar {
        let zone = &tx.settings().zone;
        Calendar::new(
            &Setting {
                zone,
                clinic: &self.clinic,
                practitioners: &self.practitioners,
                rooms: &self.rooms,
                devices: &self.devices,
            },
            days,
        )
    }
}

/// Hours by practitioner, without those at a place in `closed`. A plan for a date that names only such places is a
/// date without hours, not one of the ordinary week.
pub(super) fn hours(
    tx: &mut Tx<'_>,
    closed: &HashSet<PlaceId>,
    days: &RangeInclusive<Date>,
    only: Option<&[PractitionerId]>,
) -> Result<HashMap<PractitionerId, Hours>> {
    let mut found: HashMap<PractitionerId, Hours> = HashMap::new();
    let open = |span: &Span| !closed.contains(&span.place.into());
    let clinic = tx.clinic();
    let mut values = params![clinic].to_vec();
    let narrow = only.map_or_else(String::new, |few| {
        values.extend(few.iter().map(|id| Value::from(*id)));
        let places: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
        format!(" AND practitioner IN ({})", places.join(", "))
    });
    // Nobody's hours are nobody's.
    let rows = match only {
        Some([]) => Vec::new(),
        _ => tx.query(&format!("SELECT * FROM hours WHERE clinic = $1{narrow}"), &values)?,
    };
    for row in &rows {
        let hours = HoursRow::from_row(row)?;
        if open(&hours.weekly.span) {
            found.entry(hours.practitioner).or_default().weekly.push(hours.weekly);
        }
    }
    let rows = tx.query(
        "SELECT * FROM exception WHERE clinic = $1 AND date >= $2 AND date <= $3 ORDER BY date, from_min",
        &params![clinic, *days.start(), *days.end()],
    )?;
    for row in &rows {
        let exception = ExceptionRow::from_row(row)?;
        let plan = found
            .entry(exception.practitioner)
            .or_default()
            .exceptions
            .entry(exception.date)
            .or_insert_with(|| DayPlan::Instead(Vec::new()));
        match (exception.span, plan) {
            (Some(span), DayPlan::Instead(spans)) => spans.extend(Some(span).filter(open)),
            (None, plan) => *plan = DayPlan::Away,
            (Some(_), DayPlan::Away) => {}
        }
    }
    Ok(found)
}

const CLAIM: &str = "id, service, practitioner, room, device, starts_at, busy_from, busy_to";

/// Everything that appointments take within `window`.
fn claims(tx: &mut Tx<'_>, window: &Range<Timestamp>) -> Result<Vec<Claim>> {
    let (since, until) = (
        window.start.as_microsecond().saturating_sub(LONGEST_CLAIM),
        window.end.as_microsecond().saturating_add(LONGEST_CLAIM),
    );
    let rows = tx.query(
        &format!("SELECT {CLAIM} FROM appointment WHERE clinic = $1 AND starts_at > $2 AND starts_at < $3 AND active = 1 AND busy_from < $4 AND busy_to > $5"),
        &params![tx.clinic(), since, until, window.end, window.start],
    )?;
    let mut found = BTreeMap::new();
    read_claims(&rows, &mut found)?;
    Ok(found.into_values().collect())
}

/// What takes practitioners, rooms and devices, each within a window of its own, in one question to the store.
pub(super) fn overlapping<'a>(
    tx: &mut Tx<'_>,
    used: impl Iterator<Item = (&'static str, Value, &'a Range<Timestamp>)>,
    found: &mut BTreeMap<AppointmentId, Claim>,
) -> Result<()> {
    let (mut values, mut each) = (params![tx.clinic()].to_vec(), Vec::new());
    for (of, id, window) in used {
        let n = values.len();
        values.extend([id, window.start.into(), window.end.into()]);
        let (id, from, to) = (n + 1, n + 2, n + 3);
        each.push(format!(
            "SELECT {CLAIM} FROM appointment WHERE clinic = $1 AND {of} = ${id} AND active = 1
             AND busy_from > ${from} - {LONGEST_CLAIM} AND busy_from < ${to} AND busy_to > ${from}"
        ));
    }
    if each.is_empty() {
        return Ok(());
    }
    read_claims(&tx.query(&each.join(" UNION ALL "), &values)?, found)
}

fn read_claims(rows: &[Row], found: &mut BTreeMap<AppointmentId, Claim>) -> Result<()> {
    for row in rows {
        let service: Option<ServiceId> = row.get("service")?;
        let starts_at: Timestamp = row.get("starts_at")?;
        let claim = Claim {
            practitioner: row.get::<Option<PractitionerId>>("practitioner")?.map(Into::into),
            room: row.get::<Option<RoomId>>("room")?.map(Into::into),
            device: row.get::<Option<DeviceId>>("device")?.map(Into::into),
            from: row.get("busy_from")?,
            to: row.get("busy_to")?,
            counts: service.map(|service| (service.into(), starts_at)),
        };
        found.insert(row.get("id")?, claim);
    }
    Ok(())
}

fn claim_of(block: &Block) -> Claim {
    Claim {
        practitioner: block.practitioner.map(Into::into),
        room: block.room.map(Into::into),
        device: block.device.map(Into::into),
        from: block.starts_at,
        to: block.ends_at,
        counts: None,
    }
}
