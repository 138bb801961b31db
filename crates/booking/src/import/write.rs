//! What one transaction of an import does.

use std::collections::{HashMap, HashSet};

use ground::{PersonId, Tx};

use super::visit::{Held, Trial, Visit};
use super::{Line, Wrong};
use crate::store;
use crate::store::import::{Imported, Refused};

/// A row ready to be written: all that is known before the transaction gives it its key and its client.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) line: u64,
    /// What is odd about it.
    pub(super) remarks: Vec<Line>,
    pub(super) id: String,
    pub(super) client: String,
    pub(super) visit: Visit,
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
    rows.iter().map(|row| key(tx, "import-appointment", &format!("{system}\0{}", row.id))).collect()
}

/// The key of a row in the store: a token rather than the other system's id, which would be one more number by which
/// someone can be found.
pub(super) fn key(tx: &Tx<'_>, kind: &str, text: &str) -> ground::Result<String> {
    Ok(tx.token(kind, text)?.iter().map(|byte| format!("{byte:02x}")).collect())
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
        appointments.push(Imported { key: keys[*at].clone(), client: *client, visit: row.visit.clone() });
    }
    let language = tx.settings().languages.first().cloned().unwrap_or_else(|| "en".to_owned());
    store::import::insert(tx, appointments, &language)
        .map_err(|(at, why)| refused(fresh.get(at).copied().unwrap_or(0), why))?;
    let persons = met.into_iter().map(|(client, person)| (client.to_owned(), person)).collect();
    Ok(Written { written: fresh.len() as u64, already: known.len() as u64, new_clients, persons })
}

/// What the refusal of the row at a place of the batch means. A room or a device that went to a booking meanwhile is
/// no fault of the row: another may be free, so the batch is tried again.
fn refused(row: usize, why: Refused) -> Undone {
    match wrong(why) {
        Ok(what) => Undone::Row(row, what),
        Err(error) => Undone::Ground(error),
    }
}

/// What is wrong with a row that was refused.
pub(super) fn wrong(why: Refused) -> Result<Wrong, ground::Error> {
    match why {
        Refused::Room => Ok(Wrong::NoRoom),
        Refused::Device => Ok(Wrong::NoDevice),
        Refused::Store(ground::Error::Constraint(name)) if name == "appointment_practitioner_overlap" => {
            Ok(Wrong::Taken)
        }
        Refused::Store(ground::Error::Constraint(name)) if name == "appointment_span" => Ok(Wrong::Minutes),
        Refused::Store(error) => Err(error),
    }
}

/// What a dry run can know without writing.
pub(super) struct WouldWrite {
    pub(super) written: u64,
    pub(super) already: u64,
    /// Rows that would be refused, by their places in the batch.
    pub(super) refused: Vec<(usize, Wrong)>,
    /// What the others take.
    pub(super) held: Held,
}

/// Tries a batch beside what is stored and what earlier rows would take.
pub(super) fn would_write(tx: &mut Tx<'_>, system: &str, rows: &[Ready], before: &Held) -> ground::Result<WouldWrite> {
    let keys = keys(tx, system, rows)?;
    let known = store::import::known(tx, &keys)?;
    let (mut trial, mut refused, mut written) = (Trial::beside(before), Vec::new(), 0);
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| !known.contains(&keys[*at])) {
        match trial.take(tx, &row.visit)? {
            Some(what) => refused.push((at, what)),
            None => written += 1,
        }
    }
    Ok(WouldWrite { written, already: known.len() as u64, refused, held: trial.held })
}
