//! What one transaction of an import does.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ground::{PersonId, Tx};
use jiff::Timestamp;

use super::{Line, Wrong};
use crate::model::{PractitionerId, Service, ServiceId};
use crate::rules::Status;
use crate::store;
use crate::store::import::{Imported, Refused, Seats};

/// A row ready to be written: all that is known before the transaction gives it its key and its client.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) line: u64,
    /// What is odd about it.
    pub(super) remarks: Vec<Line>,
    pub(super) id: String,
    pub(super) client: String,
    pub(super) service: Option<ServiceId>,
    pub(super) practitioner: Option<PractitionerId>,
    pub(super) status: Status,
    pub(super) active: bool,
    /// The service of one that is still to come and claims its time.
    pub(super) ahead: Option<Arc<Service>>,
    pub(super) starts_at: Timestamp,
    pub(super) ends_at: Timestamp,
    pub(super) busy_from: Timestamp,
    pub(super) busy_to: Timestamp,
    pub(super) time_known: bool,
    pub(super) reminded: Option<bool>,
    pub(super) created_at: Timestamp,
}

/// What one transaction did.
pub(super) struct Written {
    pub(super) written: u64,
    pub(super) already: u64,
    pub(super) new_clients: u64,
    pub(super) persons: Vec<(String, PersonId)>,
}

/// Why a transaction was taken back.
pub(super) enum Undone {
    Ground(ground::Error),
    /// The row at this place of the batch is refused.
    Row(usize, Wrong),
}

impl From<ground::Error> for Undone {
    fn from(error: ground::Error) -> Undone {
        Undone::Ground(error)
    }
}

fn keys(tx: &Tx<'_>, system: &str, rows: &[Ready]) -> ground::Result<Vec<String>> {
    // A token rather than the other system's id: that would be one more number by which someone can be found.
    let key = |row: &Ready| {
        Ok(tx
            .token("import-appointment", &format!("{system}\0{}", row.id))?
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect())
    };
    rows.iter().map(key).collect()
}

pub(super) fn write(
    tx: &mut Tx<'_>,
    system: &str,
    rows: &[Ready],
    persons: &HashMap<String, PersonId>,
) -> Result<Written, Undone> {
    let keys = keys(tx, system, rows)?;
    let known = store::import::known(tx, &keys)?;
    let fresh: Vec<usize> = (0..rows.len()).filter(|at| !known.contains(&keys[*at])).collect();
    let strangers: HashSet<&str> =
        fresh.iter().map(|at| rows[*at].client.as_str()).filter(|client| !persons.contains_key(*client)).collect();
    let mut tokens = Vec::with_capacity(strangers.len());
    for client in strangers {
        tokens.push((client, people::imported::token(tx, system, client)?));
    }
    let (found, new_clients) =
        people::imported::find_or_create(tx, &tokens.iter().map(|(_, token)| token.clone()).collect::<Vec<_>>())?;
    let met: HashMap<&str, PersonId> =
        tokens.iter().filter_map(|(client, token)| Some((*client, *found.get(token)?))).collect();
    let mut appointments = Vec::with_capacity(fresh.len());
    for at in &fresh {
        let row = &rows[*at];
        let client =
            met.get(row.client.as_str()).or_else(|| persons.get(&row.client)).ok_or(ground::Error::NotFound)?;
        appointments.push(Imported {
            key: keys[*at].clone(),
            client: *client,
            service: row.service,
            practitioner: row.practitioner,
            status: row.status,
            active: row.active,
            ahead: row.ahead.clone(),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            busy_from: row.busy_from,
            busy_to: row.busy_to,
            time_known: row.time_known,
            reminded: row.reminded,
            created_at: row.created_at,
        });
    }
    let language = tx.settings().languages.first().cloned().unwrap_or_else(|| "en".to_owned());
    store::import::insert(tx, &appointments, &language)
        .map_err(|(at, why)| refused(fresh.get(at).copied().unwrap_or(0), why))?;
    let persons = met.into_iter().map(|(client, person)| (client.to_owned(), person)).collect();
    Ok(Written { written: fresh.len() as u64, already: known.len() as u64, new_clients, persons })
}

/// What the refusal of the row at a place of the batch means. A room or a device that went to a booking meanwhile is
/// no fault of the row: another may be free, so the batch is tried again.
fn refused(row: usize, why: Refused) -> Undone {
    match why {
        Refused::Room => Undone::Row(row, Wrong::NoRoom),
        Refused::Device => Undone::Row(row, Wrong::NoDevice),
        Refused::Store(ground::Error::Constraint(name)) if name == "appointment_practitioner_overlap" => {
            Undone::Row(row, Wrong::Taken)
        }
        Refused::Store(ground::Error::Constraint(name)) if name == "appointment_span" => {
            Undone::Row(row, Wrong::Minutes)
        }
        Refused::Store(error) => Undone::Ground(error),
    }
}

/// What a dry run can know without writing: what is here already, and what it would collide with.
pub(super) fn would_write(tx: &mut Tx<'_>, system: &str, rows: &[Ready]) -> Result<Written, Undone> {
    let keys = keys(tx, system, rows)?;
    let known = store::import::known(tx, &keys)?;
    let (mut written, mut seats) = (0, Seats::default());
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| !known.contains(&keys[*at])) {
        if let (Some(practitioner), true) = (row.practitioner, row.active) {
            if store::import::taken(tx, practitioner, row.busy_from, row.busy_to)? {
                return Err(Undone::Row(at, Wrong::Taken));
            }
            if let Some(service) = &row.ahead {
                seats
                    .find(tx, service, practitioner, row.starts_at, row.busy_from..row.busy_to)
                    .map_err(|why| refused(at, why))?;
            }
        }
        written += 1;
    }
    Ok(Written { written, already: known.len() as u64, new_clients: 0, persons: Vec::new() })
}
