//! What an import reads and writes, in few statements of many rows.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Display;
use std::ops::Range;

use ground::db::Value;
use ground::{PersonId, Result, Tx, params};
use jiff::Timestamp;

use super::calendar::{blocks, overlapping, works_at};
use super::catalogue::{Catalogue, catalogue};
use super::reminders;
use crate::import::visit::Visit;
use crate::model::{Appointment, AppointmentId, DeviceId, PlaceId, PractitionerId, RoomId, Service};
use crate::rules::Modality;

/// Rows of one INSERT: enough to be quick, and below every engine's bound on parameters.
const ROWS: usize = 100;

/// An appointment as it comes from another system's file. One that is still to come and claims its time needs a place, a
/// room and a device like any other; of one that is over nobody knows where it was, and nothing is made up.
#[derive(Clone, Debug)]
pub(crate) struct Imported {
    /// Unique in the clinic: the same row of the same system always has the same.
    pub key: String,
    pub client: PersonId,
    pub visit: Visit,
}

/// Which of `keys` stand in the store already.
pub(crate) fn known(tx: &mut Tx<'_>, keys: &[String]) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    for part in keys.chunks(500) {
        let sql = format!("SELECT import FROM appointment WHERE clinic = $1 AND import IN ({})", places(2, part.len()));
        let values: Vec<Value> = std::iter::once(tx.clinic().into()).chain(part.iter().map(Value::from)).collect();
        for row in tx.query(&sql, &values)? {
            known.insert(row.get("import")?);
        }
    }
    Ok(known)
}

/// Why an appointment cannot be written.
pub(crate) enum Refused {
    Store(ground::Error),
    /// Every room that its service may use is taken.
    Room,
    /// Every device that its service may use is.
    Device,
}

impl From<ground::Error> for Refused {
    fn from(error: ground::Error) -> Refused {
        Refused::Store(error)
    }
}

/// Writes appointments. The one that is refused is told by its place in `rows`.
pub(crate) fn insert(tx: &mut Tx<'_>, mut rows: Vec<Imported>, language: &str) -> Result<(), (usize, Refused)> {
    // Whose record was merged since they were found: theirs are the kept one's.
    let mut held: HashMap<PersonId, PersonId> = HashMap::new();
    for (at, row) in rows.iter_mut().enumerate() {
        row.client = match held.get(&row.client) {
            Some(kept) => *kept,
            None => {
                let kept = tx.held(row.client).map_err(|error| (at, error.into()))?;
                *held.entry(row.client).or_insert(kept)
            }
        };
    }
    // Only what claims time can be refused by what is stored, so only that is written one by one.
    let (claiming, plain): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|at| rows[*at].visit.active);
    for part in plain.chunks(ROWS) {
        let seated: Vec<_> = part.iter().filter_map(|at| Some((rows.get(*at)?, Seat::default()))).collect();
        write(tx, &seated, language).map_err(|error| (part.first().copied().unwrap_or(0), error.into()))?;
    }
    let mut seats = Seats::default();
    for at in claiming {
        let row = &rows[at];
        let visit = &row.visit;
        let seat = match (&visit.ahead, visit.practitioner) {
            (Some(service), Some(with)) => seats
                .find(tx, service, with, visit.starts_at, visit.busy_from..visit.busy_to, |_, _| true)
                .map_err(|why| (at, why))?,
            _ => Seat::default(),
        };
        write(tx, &[(row, seat)], language).and_then(|()| remind(tx, row)).map_err(|error| (at, error.into()))?;
    }
    Ok(())
}

/// Leaves the reminder of a visit that is still to come, as a booking does.
fn remind(tx: &mut Tx<'_>, row: &Imported) -> Result<()> {
    if row.visit.starts_at <= tx.now() {
        return Ok(());
    }
    let sql = "SELECT * FROM appointment WHERE clinic = $1 AND import = $2";
    let visit = Appointment::from_row(&tx.one(sql, &params![tx.clinic(), &row.key])?)?;
    reminders::leave(tx, &visit)
}

/// Where and with what an appointment takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seat {
    place: Option<PlaceId>,
    room: Option<RoomId>,
    device: Option<DeviceId>,
}

impl Seat {
    /// The ids of the room and the device it takes.
    pub(crate) fn taken(&self) -> impl Iterator<Item = String> + use<> {
        self.room.map(|room| room.to_string()).into_iter().chain(self.device.map(|device| device.to_string()))
    }
}

/// Finds seats. What the clinic has is read when the first is asked for.
#[derive(Default)]
pub(crate) struct Seats(Option<Catalogue>);

impl Seats {
    /// The first room and the first device that the service may use and that are free throughout, at the place where
    /// the practitioner works then. A file may hold a visit outside working hours: then at any place that has both. What
    /// is not stored yet and takes a room or a device is known to `free`, by its id.
    pub(crate) fn find(
        &mut self,
        tx: &mut Tx<'_>,
        service: &Service,
        with: PractitionerId,
        start: Timestamp,
        claim: Range<Timestamp>,
        free: impl Fn(&str, &Range<Timestamp>) -> bool,
    ) -> Result<Seat, Refused> {
        let known = match self.0.take() {
            Some(known) => known,
            None => catalogue(tx)?,
        };
        let known = self.0.insert(known);
        let at_a_place = matches!(service.modality, Modality::Clinic | Modality::Class) || service.needs_room;
        let places: Vec<Option<PlaceId>> = match works_at(tx, with, start)? {
            _ if !at_a_place => vec![None],
            Some(place) => vec![Some(place)],
            None => {
                known.places.iter().filter(|place| place.retired_at.is_none()).map(|place| Some(place.id)).collect()
            }
        };
        let blocked = blocks(tx, &claim)?;
        let (mut rooms, mut devices) = known.in_use();
        rooms.retain(|room| service.rooms.is_empty() || service.rooms.contains(&room.id));
        rooms.retain(|room| blocked.iter().all(|block| block.room != Some(room.id)));
        devices.retain(|device| service.devices.is_empty() || service.devices.contains(&device.id));
        devices.retain(|device| blocked.iter().all(|block| block.device != Some(device.id)));
        let mut missing = Refused::Room;
        for place in places {
            let mut seat = Seat { place, room: None, device: None };
            if service.needs_room {
                let here = rooms.iter().filter(|room| Some(room.place) == place).map(|room| room.id);
                seat.room = first_free(tx, "room", here, &claim, &free)?;
                if seat.room.is_none() {
                    continue;
                }
            }
            if service.needs_device {
                let here = |of: Option<PlaceId>| of.is_none() || place.is_none() || of == place;
                let here = devices.iter().filter(|device| here(device.place)).map(|device| device.id);
                seat.device = first_free(tx, "device", here, &claim, &free)?;
                if seat.device.is_none() {
                    missing = Refused::Device;
                    continue;
                }
            }
            return Ok(seat);
        }
        // A visit at the clinic that needs neither stands, wherever that will be.
        if service.needs_room || service.needs_device { Err(missing) } else { Ok(Seat::default()) }
    }
}

/// The first room, or the first device, that no appointment takes within `claim`.
fn first_free<T: Copy + Display + Into<Value>>(
    tx: &mut Tx<'_>,
    of: &'static str,
    ids: impl Iterator<Item = T>,
    claim: &Range<Timestamp>,
    free: &impl Fn(&str, &Range<Timestamp>) -> bool,
) -> Result<Option<T>> {
    for id in ids.filter(|id| free(&id.to_string(), claim)) {
        let mut found = BTreeMap::new();
        overlapping(tx, std::iter::once((of, id.into(), claim)), &mut found)?;
        if found.is_empty() {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

const COLUMNS: [&str; 24] = [
    "clinic",
    "id",
    "service",
    "practitioner",
    "place",
    "room",
    "device",
    "client",
    "status",
    "active",
    "starts_at",
    "ends_at",
    "busy_from",
    "busy_to",
    "time_known",
    "sequence",
    "language",
    "source",
    "import",
    "remind",
    "reminded",
    "created_at",
    "updated_at",
    "booked_by",
];

fn write(tx: &mut Tx<'_>, rows: &[(&Imported, Seat)], language: &str) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let mut values: Vec<Value> = Vec::with_capacity(rows.len() * COLUMNS.len());
    for (Imported { key, client, visit }, seat) in rows {
        // A file says only that one was sent, not when; of what it says that none was, none will be.
        let (remind, reminded) =
            (visit.reminded != Some(false), visit.reminded.filter(|sent| *sent).map(|_| visit.starts_at));
        values.extend(params![
            clinic,
            AppointmentId::new(now),
            visit.service,
            visit.practitioner,
            seat.place,
            seat.room,
            seat.device,
            *client,
            visit.status.as_str(),
            visit.active,
            visit.starts_at,
            visit.ends_at,
            visit.busy_from,
            visit.busy_to,
            visit.time_known,
            0_i64,
            language,
            "import",
            key,
            remind,
            reminded,
            visit.created_at,
            now,
            None::<PersonId>,
        ]);
    }
    let tuples: Vec<String> =
        (0..rows.len()).map(|at| format!("({})", places(at * COLUMNS.len() + 1, COLUMNS.len()))).collect();
    tx.execute(&format!("INSERT INTO appointment ({}) VALUES {}", COLUMNS.join(", "), tuples.join(", ")), &values)?;
    Ok(())
}

/// Whether something else claims the practitioner's time: for a dry run, which writes nothing.
pub(crate) fn taken(tx: &mut Tx<'_>, practitioner: PractitionerId, from: Timestamp, to: Timestamp) -> Result<bool> {
    let day_before = from.as_microsecond() - 86_400_000_000;
    let row = tx.optional(
        "SELECT 1 AS one FROM appointment WHERE clinic = $1 AND practitioner = $2 AND active = 1
         AND busy_from > $3 AND busy_from < $4 AND busy_to > $5 LIMIT 1",
        &params![tx.clinic(), practitioner, day_before, to, from],
    )?;
    Ok(row.is_some())
}

fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
