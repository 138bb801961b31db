//! All SQL of the register: versions are added and read, never changed.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use promise::{Category, Purpose, Purposes};

use super::{Agreement, Entry, NEVER, RecipientId, State, Terms};
use crate::db::{Row, Value};
use crate::error::{Error, Result};
use crate::event::Event;
use crate::house::House;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{mail, params};

/// Entries that are read at once.
const MOST: u32 = 500;
/// Versions that a page shows of one entry.
const VERSIONS: u32 = 100;

const COLUMNS: &str =
    "id, version, state, name, way, place, purposes, categories, region, safeguard, agreement, reference, signed_on,
     ends_on, due_on, basis, ahead, replaces, effective_at, written_by, written_at";
/// What [`read`] reads of a row of [`rows`].
const READS: &str =
    "id, version, state, name, way, place, purposes, categories, region, safeguard, agreement, reference, signed_on,
     ends_on, due_on, basis, ahead, replaces, day, counts_at, afterwards, written_by, written_at";

/// Whose entries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Clinic,
    Everywhere,
}

impl Side {
    pub(super) const BOTH: [Side; 2] = [Side::Clinic, Side::Everywhere];

    pub(super) const fn table(self) -> &'static str {
        match self {
            Side::Clinic => "recipient",
            Side::Everywhere => "installation_recipient",
        }
    }

    /// That the row `of` is of the clinic `$1`, or of all.
    pub(super) fn of(self, of: &str) -> String {
        match self {
            Side::Clinic => format!("{of}.clinic = $1"),
            Side::Everywhere => "CAST($1 AS TEXT) IS NOT NULL".to_owned(),
        }
    }
}

/// Whether what is announced waits here until everybody was told: not in the installation's own work, which has nobody to
/// tell, nor in an edition of the program that has nobody who tells.
fn is_told_here(tx: &Tx<'_>) -> bool {
    !tx.settings().slug.is_empty() && tx.scope().house().data_map.tables.contains_key("recipient_letter")
}

/// The versions of that side, each with the day from which it counts (`day`), and from when it really does (`counts_at`): never
/// while it waits to be announced.
pub(super) fn rows(tx: &Tx<'_>, side: Side) -> String {
    let (table, of) = (side.table(), side.of("x"));
    if !is_told_here(tx) {
        return format!(
            "(SELECT x.*, x.effective_at AS day, x.effective_at AS counts_at, CAST(0 AS BIGINT) AS afterwards FROM {table} x WHERE {of})"
        );
    }
    let day = "CASE WHEN a.effective_at > x.effective_at THEN a.effective_at ELSE x.effective_at END";
    // What was announced in the installation's list when a clinic began is what its people came to, whenever another paper for
    // it is written (`f` is the version it was announced with).
    let (of_f, older) = match side {
        Side::Clinic => ("f.clinic = $1", "0 = 1"),
        Side::Everywhere => ("1 = 1", "f.written_at < (SELECT c.created_at FROM clinic c WHERE c.id = $1)"),
    };
    format!(
        "(SELECT x.*, {day} AS day,
             CASE WHEN x.ahead IS NULL OR a.state = 'effective' OR f.basis = 'needed' OR {older} THEN {day} END AS counts_at,
             CAST(CASE WHEN f.basis = 'needed' AND NOT {older} THEN 1 ELSE 0 END AS BIGINT) AS afterwards
          FROM {table} x LEFT JOIN recipient_ahead a ON a.clinic = $1 AND a.recipient = x.id AND a.version = x.ahead
          LEFT JOIN {table} f ON {of_f} AND f.id = x.id AND f.version = x.ahead
          WHERE {of})"
    )
}

fn read(row: &Row, side: Side) -> Result<Entry> {
    let id: RecipientId = row.get("id")?;
    let fault = |what: &str| Error::internal(format_args!("recipient {id}: its {what} cannot be read"));
    let day = |column: &str| -> Result<Option<Date>> {
        let text: Option<String> = row.get(column)?;
        text.map(|text| text.parse().map_err(|_| fault(column))).transpose()
    };
    let mut odd = false;
    let words = |column: &str| -> Result<Vec<String>> {
        Ok(row.get::<String>(column)?.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect())
    };
    let mut purposes = Purposes::NONE;
    for word in words("purposes")? {
        match word.parse::<Purpose>() {
            Ok(purpose) => purposes = purposes.with(purpose),
            Err(_) => odd = true,
        }
    }
    let mut categories = BTreeSet::new();
    for word in words("categories")? {
        match word.parse::<Category>() {
            Ok(category) => drop(categories.insert(category)),
            Err(_) => odd = true,
        }
    }
    let state = match (row.get::<String>("state")?.as_str(), day("due_on")?) {
        ("listed", _) => State::Listed,
        ("taken_over", Some(due)) => State::TakenOver(due),
        _ => State::Ended,
    };
    let kind: Option<String> = row.get("agreement")?;
    let agreement = match (kind.and_then(|kind| kind.parse().ok()), day("signed_on")?) {
        (Some(kind), Some(signed_on)) => Some(Agreement {
            kind,
            reference: row.get::<Option<String>>("reference")?.unwrap_or_default(),
            signed_on,
            ends_on: day("ends_on")?,
        }),
        _ => None,
    };
    Ok(Entry {
        id,
        version: row.get("version")?,
        everywhere: side == Side::Everywhere,
        state,
        odd: odd || NEVER.iter().any(|never| purposes.contains(*never)),
        terms: Terms {
            name: row.get("name")?,
            way: row.get("way")?,
            place: row.get("place")?,
            purposes,
            categories,
            region: row.get("region")?,
            safeguard: row.get("safeguard")?,
            agreement,
        },
        effective_at: row.get("day")?,
        basis: row.get::<String>("basis")?.parse().map_err(|()| fault("basis"))?,
        ahead: row.get("ahead")?,
        replaces: row.get("replaces")?,
        waits: row.get::<Option<Timestamp>>("counts_at")?.is_none(),
        afterwards: row.get("afterwards")?,
        written_by: row.get("written_by")?,
        written_at: row.get("written_at")?,
    })
}

/// That the row `row` was ever to count: where something was written in its place before its day came it never does, nor
/// until the day of what replaced it.
fn stands(rows: &str, row: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM {rows} o WHERE o.id = {row}.id AND o.version > {row}.version AND o.written_at < {row}.day)"
    )
}

/// The same of versions that are read, the newest first.
fn standing_ones(all: &[Entry]) -> impl Iterator<Item = &Entry> {
    let stands = |at: usize| !all[..at].iter().any(|newer| newer.written_at < all[at].effective_at);
    all.iter().enumerate().filter(move |(at, _)| stands(*at)).map(|(_, entry)| entry)
}

/// The version of each entry that counts at `at`, those that ended too.
fn in_effect(tx: &mut Tx<'_>, side: Side, at: Timestamp) -> Result<Vec<Entry>> {
    let rows = rows(tx, side);
    let (stands, newer_stands) = (stands(&rows, "r"), stands(&rows, "n"));
    let sql = format!(
        "SELECT {READS} FROM {rows} r WHERE r.counts_at <= $2 AND {stands} AND NOT EXISTS (
            SELECT 1 FROM {rows} n WHERE n.id = r.id AND n.version > r.version AND n.counts_at <= $2 AND {newer_stands}
         ) ORDER BY r.id LIMIT $3"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), at, MOST])?;
    rows.iter().map(|row| read(row, side)).collect()
}

/// The versions that will count from a day to come: those that nothing came after.
fn to_come(tx: &mut Tx<'_>, side: Side, at: Timestamp) -> Result<Vec<Entry>> {
    let rows = rows(tx, side);
    let sql = format!(
        "SELECT {READS} FROM {rows} r WHERE (r.counts_at IS NULL OR r.counts_at > $2) AND NOT EXISTS (
            SELECT 1 FROM {rows} n WHERE n.id = r.id AND n.version > r.version
         ) ORDER BY r.day, r.id LIMIT $3"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), at, MOST])?;
    rows.iter().map(|row| read(row, side)).collect()
}

type Reads = fn(&mut Tx<'_>, Side, Timestamp) -> Result<Vec<Entry>>;

fn both(tx: &mut Tx<'_>, of: Reads, at: Timestamp) -> Result<Vec<Entry>> {
    let mut all = Vec::new();
    for side in Side::BOTH {
        all.extend(of(tx, side, at)?);
    }
    Ok(all)
}

/// Everybody on the clinic's list now, the installation's too, whether they are bound or not; who ended is not.
///
/// # Errors
/// Those of the store.
pub fn visible(tx: &mut Tx<'_>) -> Result<Vec<Entry>> {
    let now = tx.now();
    then(tx, now)
}

/// Everybody who was on the clinic's list at `at`.
///
/// # Errors
/// Those of the store.
pub fn then(tx: &mut Tx<'_>, at: Timestamp) -> Result<Vec<Entry>> {
    Ok(both(tx, in_effect, at)?.into_iter().filter(|entry| entry.state != State::Ended).collect())
}

/// The same with those that ended.
///
/// # Errors
/// Those of the store.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Entry>> {
    let now = tx.now();
    both(tx, in_effect, now)
}

/// What will count from a day to come.
///
/// # Errors
/// Those of the store.
pub fn coming(tx: &mut Tx<'_>) -> Result<Vec<Entry>> {
    let now = tx.now();
    both(tx, to_come, now)
}

/// What is announced, or is to be: what will count from a day to come, and what counts already and is told afterwards.
pub(super) fn to_tell(tx: &mut Tx<'_>) -> Result<Vec<Entry>> {
    let mut all = coming(tx)?;
    all.extend(visible(tx)?.into_iter().filter(|entry| entry.afterwards));
    Ok(all)
}

/// The installation's own entries: those that count now, and those to come.
///
/// # Errors
/// Those of the store.
pub async fn everywhere(house: &House) -> Result<(Vec<Entry>, Vec<Entry>)> {
    let both = |tx: &mut Tx<'_>| {
        let now = tx.now();
        Ok((in_effect(tx, Side::Everywhere, now)?, to_come(tx, Side::Everywhere, now)?))
    };
    Scope::installation(house).read(both).await
}

pub(super) fn versions(tx: &mut Tx<'_>, side: Side, id: RecipientId) -> Result<Vec<Entry>> {
    let rows = rows(tx, side);
    let sql = format!("SELECT {READS} FROM {rows} r WHERE r.id = $2 ORDER BY r.version DESC LIMIT $3");
    let rows = tx.query(&sql, &params![tx.clinic(), id, VERSIONS])?;
    rows.iter().map(|row| read(row, side)).collect()
}

/// The versions of that side that were written since `since`, the newest first.
pub(super) fn written_since(tx: &mut Tx<'_>, side: Side, since: Timestamp) -> Result<Vec<Entry>> {
    let rows = rows(tx, side);
    let sql =
        format!("SELECT {READS} FROM {rows} r WHERE r.written_at >= $2 ORDER BY r.written_at DESC, r.id LIMIT $3");
    let rows = tx.query(&sql, &params![tx.clinic(), since, MOST])?;
    rows.iter().map(|row| read(row, side)).collect()
}

/// The versions of an entry that the clinic has, the newest first.
///
/// # Errors
/// Not found where there is none.
pub fn history(tx: &mut Tx<'_>, id: RecipientId) -> Result<Vec<Entry>> {
    for side in Side::BOTH {
        let all = versions(tx, side, id)?;
        if !all.is_empty() {
            return Ok(all);
        }
    }
    Err(Error::NotFound)
}

/// The version of an entry that counts now; before the first does, the one that will.
///
/// # Errors
/// Not found where there is none.
pub fn find(tx: &mut Tx<'_>, id: RecipientId) -> Result<Entry> {
    let (all, now) = (history(tx, id)?, tx.now());
    counting(&all, now).or(standing_ones(&all).last()).cloned().ok_or(Error::NotFound)
}

/// The version that counts at `now` of those that are read, the newest first.
pub(super) fn counting(all: &[Entry], now: Timestamp) -> Option<&Entry> {
    standing_ones(all).find(|entry| !entry.waits && entry.effective_at <= now)
}

/// The last version that counted by `now` of those that are read, the newest first: of an entry that ended, what ended.
pub(super) fn last_counted(all: &[Entry], now: Timestamp) -> Option<&Entry> {
    let counted = |entry: &&Entry| !entry.waits && entry.effective_at <= now && entry.state != State::Ended;
    standing_ones(all).find(counted)
}

/// The version that `id` had; none where there is none.
pub(super) fn version(tx: &mut Tx<'_>, id: &str, version: i64) -> Result<Option<Entry>> {
    for side in Side::BOTH {
        let rows = rows(tx, side);
        let sql = format!("SELECT {READS} FROM {rows} r WHERE r.id = $2 AND r.version = $3");
        if let Some(row) = tx.optional(&sql, &params![tx.clinic(), id, version])? {
            return read(&row, side).map(Some);
        }
    }
    Ok(None)
}

/// From when a version after `version` counts, the first of them; none where none came. One that was replaced before its day
/// never counted, so it is over as it begins.
pub(super) fn replaced_at(tx: &mut Tx<'_>, entry: &Entry) -> Result<Option<Timestamp>> {
    let side = if entry.everywhere { Side::Everywhere } else { Side::Clinic };
    let all = versions(tx, side, entry.id)?;
    let newer = |one: &&Entry| one.version > entry.version;
    let before = all.iter().filter(newer).map(|one| one.written_at).filter(|at| *at < entry.effective_at).min();
    let counts = standing_ones(&all).filter(newer).filter(|one| !one.waits);
    Ok(before.or_else(|| counts.map(|one| one.effective_at).min()))
}

pub(super) fn insert(tx: &mut Tx<'_>, side: Side, entry: &Entry) -> Result<()> {
    let terms = &entry.terms;
    let listed = |words: Vec<&str>| words.join(" ");
    let purposes = listed(terms.purposes.iter().map(Purpose::as_str).collect());
    let categories = listed(terms.categories.iter().map(|category| category.as_str()).collect());
    let (state, due) = match entry.state {
        State::Listed => ("listed", None),
        State::TakenOver(due) => ("taken_over", Some(due.to_string())),
        State::Ended => ("ended", None),
    };
    let agreement = terms.agreement.as_ref();
    let mut values: Vec<Value> = match side {
        Side::Clinic => params![tx.clinic()].to_vec(),
        Side::Everywhere => Vec::new(),
    };
    values.extend(params![
        entry.id,
        entry.version,
        state,
        &terms.name,
        &terms.way,
        &terms.place,
        purposes,
        categories,
        &terms.region,
        &terms.safeguard,
        agreement.map(|agreement| agreement.kind.as_str().to_owned()),
        agreement.map(|agreement| agreement.reference.clone()),
        agreement.map(|agreement| agreement.signed_on.to_string()),
        agreement.and_then(|agreement| agreement.ends_on).map(|end| end.to_string()),
        due,
        entry.basis.as_str(),
        entry.ahead,
        entry.replaces,
        entry.effective_at,
        &entry.written_by,
        entry.written_at,
    ]);
    let places = (1..=values.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
    let clinic = if side == Side::Clinic { "clinic, " } else { "" };
    let sql = format!("INSERT INTO {} ({clinic}{COLUMNS}) VALUES ({places})", side.table());
    tx.execute(&sql, &values)?;
    // Whatever waited for this goes on.
    mail::released(tx)?;
    match side {
        Side::Clinic => tx.emit(Event::new("recipient.changed", entry.id, None)),
        Side::Everywhere => Ok(()),
    }
}

/// Whether nobody of that way was ever written down, so that whoever is first is taken over.
///
/// # Errors
/// Those of the store.
pub fn nobody(tx: &mut Tx<'_>, way: &str) -> Result<bool> {
    Ok(all(tx)?.iter().chain(&coming(tx)?).all(|entry| entry.terms.way != way))
}
