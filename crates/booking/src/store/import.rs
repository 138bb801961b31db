//! What an import reads and writes, in few statements of many rows.

use std::collections::{HashMap, HashSet};

use ground::db::Value;
use ground::{PersonId, Result, Tx, params};
use jiff::Timestamp;

use crate::model::{AppointmentId, PractitionerId, ServiceId};
use crate::rules::Status;

/// Rows of one INSERT: enough to be quick, and below every engine's bound on parameters.
const ROWS: usize = 100;

/// An appointment as it comes from another system's file.
#[derive(Clone, Debug)]
pub(crate) struct Imported {
    /// Unique in the clinic: the same row of the same system always has the same.
    pub key: String,
    pub client: PersonId,
    pub service: Option<ServiceId>,
    pub practitioner: Option<PractitionerId>,
    pub status: Status,
    /// Whether it claims its practitioner's time.
    pub active: bool,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub busy_from: Timestamp,
    pub busy_to: Timestamp,
    pub time_known: bool,
    pub reminded: Option<bool>,
    pub created_at: Timestamp,
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

/// Writes appointments. The one that its practitioner's time refuses is told by its place in `rows`.
pub(crate) fn insert(tx: &mut Tx<'_>, rows: &[Imported], language: &str) -> Result<(), (usize, ground::Error)> {
    // Only what claims time can be refused by what is stored, so only that is written one by one.
    let (claiming, plain): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|at| rows[*at].active);
    let parts = plain.chunks(ROWS).chain(claiming.chunks(1));
    for part in parts {
        write(tx, part.iter().filter_map(|at| rows.get(*at)), part.len(), language)
            .map_err(|error| (part.first().copied().unwrap_or(0), error))?;
    }
    Ok(())
}

const COLUMNS: [&str; 20] = [
    "clinic",
    "id",
    "service",
    "practitioner",
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
    "reminded",
    "created_at",
    "updated_at",
    "booked_by",
];

fn write<'a>(tx: &mut Tx<'_>, rows: impl Iterator<Item = &'a Imported>, count: usize, language: &str) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let mut values: Vec<Value> = Vec::with_capacity(count * COLUMNS.len());
    for row in rows {
        // Stored as nothing, 0 (none was sent and none will be) or an instant; a file says only that one was sent.
        let reminded = row.reminded.map(|sent| if sent { row.starts_at.as_microsecond() } else { 0 });
        values.extend(params![
            clinic,
            AppointmentId::new(now),
            row.service,
            row.practitioner,
            row.client,
            row.status.as_str(),
            row.active,
            row.starts_at,
            row.ends_at,
            row.busy_from,
            row.busy_to,
            row.time_known,
            0_i64,
            language,
            "import",
            &row.key,
            reminded,
            row.created_at,
            now,
            None::<PersonId>,
        ]);
    }
    let tuples: Vec<String> =
        (0..count).map(|at| format!("({})", places(at * COLUMNS.len() + 1, COLUMNS.len()))).collect();
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

/// Persons by the token of their number in the other system; whoever is not known is made, without a name, because
/// the file has none.
pub(crate) fn persons(tx: &mut Tx<'_>, tokens: &[Vec<u8>]) -> Result<(HashMap<Vec<u8>, PersonId>, u64)> {
    let mut found = people::imported::find(tx, tokens)?;
    let mut made = 0;
    for token in tokens {
        if !found.contains_key(token) {
            found.insert(token.clone(), people::imported::create(tx, token)?);
            made += 1;
        }
    }
    Ok((found, made))
}

fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
