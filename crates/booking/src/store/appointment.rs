//! Finding appointments.

use std::collections::BTreeMap;

use ground::db::{LISTED, Value, listed};
use ground::{PersonId, Result, Tx, params};
use jiff::{SignedDuration, Timestamp};

use crate::model::{Appointment, AppointmentId, PractitionerId, word};
use crate::rules::Status;

/// One appointment.
pub fn find(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Appointment> {
    Appointment::from_row(
        &tx.one("SELECT * FROM appointment WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?,
    )
}

/// These appointments, in one question to the store; one that is not there is left out.
pub fn find_many(tx: &mut Tx<'_>, ids: &[AppointmentId]) -> Result<BTreeMap<AppointmentId, Appointment>> {
    let mut found = BTreeMap::new();
    for ids in ids.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, ids);
        for row in tx.query(&format!("SELECT * FROM appointment WHERE clinic = $1 AND id IN ({list})"), &values)? {
            let one = Appointment::from_row(&row)?;
            found.insert(one.id, one);
        }
    }
    Ok(found)
}

/// Whose visit an address names, if it names one.
pub fn client_of(tx: &mut Tx<'_>, text: &str) -> Result<Option<PersonId>> {
    let Ok(id) = text.parse::<AppointmentId>() else { return Ok(None) };
    let row = tx.optional("SELECT client FROM appointment WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    row.map(|row| row.get("client")).transpose()
}

/// One appointment, to change it. Whoever may not open the client does not: a change could make them one who may, as by
/// putting a colleague's visit under their own name.
pub fn find_to_change(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Appointment> {
    let found = find(tx, id)?;
    tx.require(found.client)?;
    Ok(found)
}

/// Which appointments to list.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Those that start at or after this instant.
    pub from: Timestamp,
    /// Those that start before this instant.
    pub to: Timestamp,
    pub practitioner: Option<PractitionerId>,
    pub status: Option<Status>,
    /// Continues behind this appointment: its start and id.
    pub after: Option<(Timestamp, AppointmentId)>,
    /// At most so many.
    pub limit: u32,
}

/// Appointments by start, then id.
pub fn list(tx: &mut Tx<'_>, filter: &Filter) -> Result<Vec<Appointment>> {
    let mut sql = "SELECT * FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3".to_owned();
    let mut values: Vec<Value> = params![tx.clinic(), filter.from, filter.to].into();
    let mut narrow = |condition: &str, value: Value, values: &mut Vec<Value>| {
        values.push(value);
        sql.push_str(&condition.replace("$n", &format!("${}", values.len())));
    };
    if let Some(practitioner) = filter.practitioner {
        narrow(" AND practitioner = $n", practitioner.into(), &mut values);
    }
    if let Some(status) = filter.status {
        narrow(" AND status = $n", status.as_str().into(), &mut values);
    }
    if let Some((at, id)) = filter.after {
        narrow(" AND (starts_at > $n", at.into(), &mut values);
        narrow(" OR (starts_at = $n", at.into(), &mut values);
        narrow(" AND id > $n))", id.into(), &mut values);
    }
    narrow(" ORDER BY starts_at, id LIMIT $n", filter.limit.into(), &mut values);
    tx.query(&sql, &values)?.iter().map(Appointment::from_row).collect()
}

/// A visit as a list about its client shows it.
#[derive(Clone, Debug)]
pub struct Glimpse {
    pub id: AppointmentId,
    pub client: PersonId,
    pub status: Status,
    pub starts_at: Timestamp,
    pub time_known: bool,
    pub service: Option<String>,
    pub practitioner: Option<String>,
}

/// A client's appointments: those to come, soonest first, or the past ones, newest first.
pub fn of_client(tx: &mut Tx<'_>, client: PersonId, ahead: bool, limit: u32) -> Result<Vec<Glimpse>> {
    let which = if ahead {
        "a.starts_at >= $3 AND a.active = 1 ORDER BY a.starts_at, a.id"
    } else {
        "a.starts_at < $3 ORDER BY a.starts_at DESC, a.id"
    };
    let sql = format!(
        "SELECT a.id, a.client, a.status, a.starts_at, a.time_known, s.name AS service, p.name AS practitioner FROM appointment a
         LEFT JOIN service s ON s.clinic = a.clinic AND s.id = a.service
         LEFT JOIN practitioner p ON p.clinic = a.clinic AND p.id = a.practitioner
         WHERE a.clinic = $1 AND a.client = $2 AND {which} LIMIT $4"
    );
    tx.query(&sql, &params![tx.clinic(), client, tx.now(), limit])?
        .iter()
        .map(|row| {
            Ok(Glimpse {
                id: row.get("id")?,
                client: row.get("client")?,
                status: word(row, "status", |text| text.parse().ok())?,
                starts_at: row.get("starts_at")?,
                time_known: row.get("time_known")?,
                service: row.get("service")?,
                practitioner: row.get("practitioner")?,
            })
        })
        .collect()
}

/// Which of a client's appointments.
#[derive(Clone, Copy, Debug)]
pub enum Side {
    /// Those under way and to come, soonest first; continues after this one: its start and id.
    Ahead(Option<(Timestamp, AppointmentId)>),
    /// Those that are over or were called off, newest first; continues behind this one: its start and id.
    Behind(Option<(Timestamp, AppointmentId)>),
}

/// A client's appointments on one side of now.
pub fn beside_now(tx: &mut Tx<'_>, client: PersonId, side: Side, limit: u32) -> Result<Vec<Appointment>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let rows = match side {
        // None is longer than a day, so that the index finds those that began already.
        Side::Ahead(after) => {
            let (at, id) = after.unwrap_or((now - SignedDuration::from_hours(24), AppointmentId::from_bits(0)));
            tx.query(
                "SELECT * FROM appointment WHERE clinic = $1 AND client = $2 AND starts_at >= $3 AND (starts_at > $3 OR id > $4)
                   AND ends_at > $5 AND active = 1 AND status NOT IN ('done', 'no_show') ORDER BY starts_at, id LIMIT $6",
                &params![clinic, client, at, id, now, limit],
            )?
        }
        Side::Behind(after) => {
            let (at, id) = after.unwrap_or((Timestamp::MAX, AppointmentId::from_bits(0)));
            tx.query(
                "SELECT * FROM appointment WHERE clinic = $1 AND client = $2 AND starts_at <= $3 AND (starts_at < $3 OR id < $4)
                   AND (ends_at <= $5 OR active = 0 OR status IN ('done', 'no_show')) ORDER BY starts_at DESC, id DESC LIMIT $6",
                &params![clinic, client, at, id, now, limit],
            )?
        }
    };
    rows.iter().map(Appointment::from_row).collect()
}
