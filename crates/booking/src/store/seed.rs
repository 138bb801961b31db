//! Writes a whole invented clinic: the demo's, and the tests'. Its appointments go past the rules, since most of
//! them lie in the past, but not past the database, which refuses an overlap here as everywhere.

use ground::db::Value;
use ground::{PersonId, Result, Tx, cell, params};
use jiff::Timestamp;

use super::catalogue::Catalogue;
use super::setup::insert_service;
use crate::model::{AppointmentId, HoursRow, PlaceId, PractitionerId, RoomId, ServiceId, modality_word};
use crate::rules::{Modality, Status};

/// Rows of one INSERT.
const ROWS: usize = 200;

/// An invented appointment.
#[derive(Clone, Debug)]
pub struct Seeded {
    pub service: ServiceId,
    pub practitioner: PractitionerId,
    pub place: PlaceId,
    pub room: Option<RoomId>,
    pub client: PersonId,
    pub status: Status,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub busy_from: Timestamp,
    pub busy_to: Timestamp,
    pub reminded: Option<Timestamp>,
    pub created_at: Timestamp,
    /// Since when it stands as it does.
    pub updated_at: Timestamp,
}

/// Writes places, rooms, devices, practitioners, services and hours.
pub fn insert_catalogue(tx: &mut Tx<'_>, catalogue: &Catalogue, hours: &[HoursRow]) -> Result<()> {
    let clinic = tx.clinic();
    for place in &catalogue.places {
        tx.execute(
            "INSERT INTO place (clinic, id, name, address, directions, position) VALUES ($1, $2, $3, $4, $5, $6)",
            &params![clinic, place.id, &place.name, &place.address, &place.directions, place.position],
        )?;
    }
    for room in &catalogue.rooms {
        tx.execute(
            "INSERT INTO room (clinic, id, place, name, position) VALUES ($1, $2, $3, $4, $5)",
            &params![clinic, room.id, room.place, &room.name, room.position],
        )?;
    }
    for device in &catalogue.devices {
        tx.execute(
            "INSERT INTO device (clinic, id, place, name, position) VALUES ($1, $2, $3, $4, $5)",
            &params![clinic, device.id, device.place, &device.name, device.position],
        )?;
    }
    for one in &catalogue.practitioners {
        tx.execute(
            "INSERT INTO practitioner (clinic, id, account, person, name, skills, daily_limit, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &params![clinic, one.id, one.account, one.person, &one.name, &one.skills, one.daily_limit.map(i64::from), one.position],
        )?;
    }
    for service in &catalogue.services {
        insert_service(tx, service)?;
    }
    for row in hours {
        let weekly = &row.weekly;
        tx.execute(
            "INSERT INTO hours (clinic, id, practitioner, place, weekday, from_min, to_min, since, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &params![
                clinic, row.id, row.practitioner, PlaceId::from(weekly.span.place), i64::from(weekly.weekday.to_monday_one_offset()),
                i64::from(weekly.span.from_min), i64::from(weekly.span.to_min), weekly.since, weekly.until
            ],
        )?;
    }
    Ok(())
}

/// Writes appointments, many to a statement.
pub fn insert_appointments(tx: &mut Tx<'_>, rows: &[Seeded]) -> Result<()> {
    const COLUMNS: [&str; 19] = [
        "clinic",
        "id",
        "service",
        "practitioner",
        "place",
        "room",
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
        "reminded",
        "created_at",
    ];
    let clinic = tx.clinic();
    for part in rows.chunks(ROWS) {
        let mut values: Vec<Value> = Vec::with_capacity(part.len() * (COLUMNS.len() + 1));
        let mut tuples = Vec::with_capacity(part.len());
        for row in part {
            let first = values.len() + 1;
            values.extend(params![
                clinic,
                AppointmentId::new(row.starts_at),
                row.service,
                row.practitioner,
                row.place,
                row.room,
                row.client,
                row.status.as_str(),
                row.status.claims_time(),
                row.starts_at,
                row.ends_at,
                row.busy_from,
                row.busy_to,
                true,
                0_i64,
                "en",
                "demo",
                row.reminded,
                row.created_at,
                row.updated_at
            ]);
            let numbers: Vec<String> = (first..=values.len()).map(|n| format!("${n}")).collect();
            tuples.push(format!("({})", numbers.join(", ")));
        }
        tx.execute(
            &format!("INSERT INTO appointment ({}, updated_at) VALUES {}", COLUMNS.join(", "), tuples.join(", ")),
            &values,
        )?;
    }
    Ok(())
}

/// Says with every visit at home that is ahead where it is: one of `addresses` after the other.
pub fn tell_where(tx: &mut Tx<'_>, addresses: &[&str]) -> Result<()> {
    let rows = tx.query(
        "SELECT appointment.id, appointment.client FROM appointment
         JOIN service ON service.clinic = appointment.clinic AND service.id = appointment.service
         WHERE appointment.clinic = $1 AND service.modality = $2 AND appointment.starts_at > $3 AND appointment.note IS NULL
         ORDER BY appointment.starts_at, appointment.id",
        &params![tx.clinic(), modality_word(Modality::Home), tx.now()],
    )?;
    for (row, address) in rows.iter().zip(addresses.iter().cycle()) {
        let (id, client): (AppointmentId, PersonId) = (row.get("id")?, row.get("client")?);
        let note = tx.seal_for(client)?.seal(cell("appointment", "note", id), &(*address).to_owned())?;
        tx.execute("UPDATE appointment SET note = $3 WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id, note])?;
    }
    Ok(())
}
