//! Writing what the clinic states about itself. Nothing here is deleted that an old appointment may name: it is
//! retired, and can be brought back.

mod hours;
mod people;
mod services;

use ground::{Error, Result, Tx, params};
use jiff::civil::Date;

use super::setup_changed;
use crate::model::spot::Spot;
use crate::model::{DeviceId, PlaceId, RoomId};

pub use hours::{
    DayPlan, NewBlock, Reach, blocks_ahead, clinic_days, create_block, delete_block, delete_clinic_day,
    delete_exception, exceptions, have_hours, hours_of, meets, open_hours, outside, remove_block, replace_hours,
    set_clinic_day, set_exception, set_terms,
};
pub use people::{PractitionerDraft, create_practitioner, update_practitioner};
pub(in crate::store) use services::insert_service;
pub use services::{create_service, update_service};

/// Lets those who change the setup take turns: who looks at what stands, and then writes over it, sees what others wrote.
pub fn take_turns(tx: &mut Tx<'_>) -> Result<()> {
    tx.take_turns("booking.setup")
}

/// What can be retired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Place,
    Room,
    Device,
    Practitioner,
    Service,
}

impl Kind {
    fn table(self) -> &'static str {
        match self {
            Kind::Place => "place",
            Kind::Room => "room",
            Kind::Device => "device",
            Kind::Practitioner => "practitioner",
            Kind::Service => "service",
        }
    }
}

/// Takes something out of use, or brings it back. What is booked stays booked.
pub fn retire(tx: &mut Tx<'_>, kind: Kind, id: &str, retired: bool) -> Result<()> {
    let at = retired.then(|| tx.now());
    let sql = format!("UPDATE {} SET retired_at = $3 WHERE clinic = $1 AND id = $2", kind.table());
    if tx.execute(&sql, &params![tx.clinic(), id, at])? == 0 {
        return Err(Error::NotFound);
    }
    setup_changed(tx, id)
}

/// How many appointments ahead name it: told before it is taken out of use.
pub fn ahead(tx: &mut Tx<'_>, kind: Kind, id: &str) -> Result<u32> {
    let sql = format!(
        "SELECT COUNT(*) AS n FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND active = 1 AND {} = $3",
        kind.table()
    );
    tx.one(&sql, &params![tx.clinic(), tx.now(), id])?.get("n")
}

/// Who has hours at a place from `today` on, in the clinic's order: told before it is taken out of use, because
/// nothing is offered at a retired place.
pub fn working_at(tx: &mut Tx<'_>, place: &str, today: Date) -> Result<Vec<String>> {
    let rows = tx.query(
        "SELECT p.name FROM practitioner p WHERE p.clinic = $1 AND p.retired_at IS NULL
         AND (EXISTS (SELECT 1 FROM hours h WHERE h.clinic = p.clinic AND h.practitioner = p.id AND h.place = $2 AND (h.until IS NULL OR h.until >= $3))
              OR EXISTS (SELECT 1 FROM exception e WHERE e.clinic = p.clinic AND e.practitioner = p.id AND e.place = $2 AND e.date >= $3))
         ORDER BY p.position, p.id",
        &params![tx.clinic(), place, today],
    )?;
    rows.iter().map(|row| row.get("name")).collect()
}

/// The place after the last in the clinic's order.
fn last(tx: &mut Tx<'_>, table: &str) -> Result<i64> {
    tx.one(
        &format!("SELECT COALESCE(MAX(position), 0) + 1 AS next FROM {table} WHERE clinic = $1"),
        &params![tx.clinic()],
    )?
    .get("next")
}

fn one(changed: u64) -> Result<()> {
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// A place, as the manager writes it.
#[derive(Clone, Debug)]
pub struct PlaceDraft {
    pub name: String,
    pub address: String,
    pub directions: String,
    pub spot: Option<Spot>,
}

/// A new place.
pub fn create_place(tx: &mut Tx<'_>, draft: &PlaceDraft) -> Result<PlaceId> {
    let (id, position) = (PlaceId::new(tx.now()), last(tx, "place")?);
    tx.execute(
        "INSERT INTO place (clinic, id, name, address, directions, position, latitude, longitude) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            tx.clinic(), id, &draft.name, &draft.address, &draft.directions, position, draft.spot.map(|spot| spot.latitude),
            draft.spot.map(|spot| spot.longitude)
        ],
    )?;
    setup_changed(tx, id)?;
    Ok(id)
}

/// A place's new words.
pub fn update_place(tx: &mut Tx<'_>, id: PlaceId, draft: &PlaceDraft) -> Result<()> {
    one(tx.execute(
        "UPDATE place SET name = $3, address = $4, directions = $5, latitude = $6, longitude = $7 WHERE clinic = $1 AND id = $2",
        &params![
            tx.clinic(), id, &draft.name, &draft.address, &draft.directions, draft.spot.map(|spot| spot.latitude),
            draft.spot.map(|spot| spot.longitude)
        ],
    )?)?;
    setup_changed(tx, id)
}

/// A new room at a place of the clinic.
pub fn create_room(tx: &mut Tx<'_>, place: PlaceId, name: &str) -> Result<RoomId> {
    let (id, position) = (RoomId::new(tx.now()), last(tx, "room")?);
    tx.execute(
        "INSERT INTO room (clinic, id, place, name, position) VALUES ($1, $2, $3, $4, $5)",
        &params![tx.clinic(), id, place, name, position],
    )?;
    setup_changed(tx, id)?;
    Ok(id)
}

/// A room's new name and place.
pub fn update_room(tx: &mut Tx<'_>, id: RoomId, place: PlaceId, name: &str) -> Result<()> {
    one(tx.execute(
        "UPDATE room SET place = $3, name = $4 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id, place, name],
    )?)?;
    setup_changed(tx, id)
}

/// A new device; without a place it is carried to where it is needed.
pub fn create_device(tx: &mut Tx<'_>, place: Option<PlaceId>, name: &str) -> Result<DeviceId> {
    let (id, position) = (DeviceId::new(tx.now()), last(tx, "device")?);
    tx.execute(
        "INSERT INTO device (clinic, id, place, name, position) VALUES ($1, $2, $3, $4, $5)",
        &params![tx.clinic(), id, place, name, position],
    )?;
    setup_changed(tx, id)?;
    Ok(id)
}

/// A device's new name and place.
pub fn update_device(tx: &mut Tx<'_>, id: DeviceId, place: Option<PlaceId>, name: &str) -> Result<()> {
    one(tx.execute(
        "UPDATE device SET place = $3, name = $4 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id, place, name],
    )?)?;
    setup_changed(tx, id)
}
