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
     ends_on, due_on, effective_at, written_by, written_at";

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
        effective_at: row.get("effective_at")?,
        written_by: row.get("written_by")?,
        written_at: row.get("written_at")?,
    })
}

/// That the row `row` was ever to count: where something was written in its place before its day came it never does, nor
/// until the day of what replaced it.
fn stands(side: Side, row: &str) -> String {
    let (table, of) = (side.table(), side.of("o"));
    format!(
        "NOT EXISTS (SELECT 1 FROM {table} o WHERE {of} AND o.id = {row}.id AND o.version > {row}.version
            AND o.written_at < {row}.effective_at)"
    )
}

/// The same of versions that are read, the newest first.
fn standing_ones(all: &[Entry]) -> impl Iterator<Item = &Entry> {
    let stands = |at: usize| !all[..at].iter().any(|newer| newer.written_at < all[at].effective_at);
    all.iter().enumerate().filter(move |(at, _)| stands(*at)).map(|(_, entry)| entry)
}

/// The version of each entry that counts now, those that ended too.
fn in_effect(tx: &mut Tx<'_>, side: Side) -> Result<Vec<Entry>> {
    let (table, of, newer) = (side.table(), side.of("r"), side.of("n"));
    let (stands, newer_stands) = (stands(side, "r"), stands(side, "n"));
    let sql = format!(
        "SELECT {COLUMNS} FROM {table} r WHERE {of} AND r.effective_at <= $2 AND {stands} AND NOT EXISTS (
            SELECT 1 FROM {table} n WHERE {newer} AND n.id = r.id AND n.version > r.version AND n.effective_at <= $2
                AND {newer_stands}
         ) ORDER BY r.id LIMIT $3"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), tx.now(), MOST])?;
    rows.iter().map(|row| read(row, side)).collect()
}

/// The versions that will count from a day to come: those that nothing came after.
fn to_come(tx: &mut Tx<'_>, side: Side) -> Result<Vec<Entry>> {
    let (table, of, newer) = (side.table(), side.of("r"), side.of("n"));
    let sql = format!(
        "SELECT {COLUMNS} FROM {table} r WHERE {of} AND r.effective_at > $2 AND NOT EXISTS (
            SELECT 1 FROM {table} n WHERE {newer} AND n.id = r.id AND n.version > r.version
         ) ORDER BY r.effective_at, r.id LIMIT $3"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), tx.now(), MOST])?;
    rows.iter().map(|row| read(row, side)).collect()
}

fn both(tx: &mut Tx<'_>, of: fn(&mut Tx<'_>, Side) -> Result<Vec<Entry>>) -> Result<Vec<Entry>> {
    let mut all = Vec::new();
    for side in Side::BOTH {
        all.extend(of(tx, side)?);
    }
    Ok(all)
}

/// Everybody on the clinic's list now, the installation's too, whether they are bound or not; who ended is not.
///
/// # Errors
/// Those of the store.
pub fn visible(tx: &mut Tx<'_>) -> Result<Vec<Entry>> {
    Ok(both(tx, in_effect)?.into_iter().filter(|entry| entry.state != State::Ended).collect())
}

/// The same with those that ended.
///
/// # Errors
/// Those of the store.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Entry>> {
    both(tx, in_effect)
}

/// What will count from a day to come.
///
/// # Errors
/// Those of the store.
pub fn coming(tx: &mut Tx<'_>) -> Result<Vec<Entry>> {
    both(tx, to_come)
}

/// The installation's own entries: those that count now, and those to come.
///
/// # Errors
/// Those of the store.
pub async fn everywhere(house: &House) -> Result<(Vec<Entry>, Vec<Entry>)> {
    let both = |tx: &mut Tx<'_>| Ok((in_effect(tx, Side::Everywhere)?, to_come(tx, Side::Everywhere)?));
    Scope::installation(house).read(both).await
}

fn versions(tx: &mut Tx<'_>, side: Side, id: RecipientId) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} r WHERE {} AND r.id = $2 ORDER BY r.version DESC LIMIT $3",
        side.table(),
        side.of("r")
    );
    let rows = tx.query(&sql, &params![tx.clinic(), id, VERSIONS])?;
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
    let counts = standing_ones(&all).find(|entry| entry.effective_at <= now).or(standing_ones(&all).last());
    counts.cloned().ok_or(Error::NotFound)
}

/// The version that `id` had; none where there is none.
pub(super) fn version(tx: &mut Tx<'_>, id: &str, version: i64) -> Result<Option<Entry>> {
    for side in Side::BOTH {
        let sql =
            format!("SELECT {COLUMNS} FROM {} r WHERE {} AND r.id = $2 AND r.version = $3", side.table(), side.of("r"));
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
    Ok(before.or_else(|| standing_ones(&all).filter(newer).map(|one| one.effective_at).min()))
}

fn insert(tx: &mut Tx<'_>, side: Side, entry: &Entry) -> Result<()> {
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

/// What is written down: terms that [`super::faults`] found nothing against, and from when they count.
#[derive(Clone, Debug)]
pub struct New {
    pub terms: Terms,
    pub effective_at: Timestamp,
}

pub(super) fn create(tx: &mut Tx<'_>, side: Side, new: &New, state: State) -> Result<RecipientId> {
    let now = tx.now();
    let entry = Entry {
        id: RecipientId::new(now),
        version: 1,
        everywhere: side == Side::Everywhere,
        state,
        terms: new.terms.clone(),
        effective_at: new.effective_at,
        written_by: tx.actor().to_string(),
        written_at: now,
        odd: false,
    };
    insert(tx, side, &entry)?;
    Ok(entry.id)
}

/// Writes the next version of `id`; false where a newer one than `seen` is there. A version that waits for its day goes on
/// waiting behind this one, bound by the same agreement; one that ends takes it along.
fn write(tx: &mut Tx<'_>, side: Side, id: RecipientId, seen: i64, change: &Change) -> Result<bool> {
    tx.take_turns("recipients")?;
    let (all, now) = (versions(tx, side, id)?, tx.now());
    let newest = all.first().ok_or(Error::NotFound)?;
    if newest.version != seen {
        return Ok(false);
    }
    let counts = standing_ones(&all).find(|entry| entry.effective_at <= now).unwrap_or(newest);
    let waits = (newest.effective_at > now && counts.version != newest.version).then_some(newest);
    let by = tx.actor().to_string();
    let next = |version, state, terms: &Terms, effective_at| Entry {
        id,
        version,
        everywhere: side == Side::Everywhere,
        state,
        terms: terms.clone(),
        effective_at,
        written_by: by.clone(),
        written_at: now,
        odd: false,
    };
    match change {
        Change::End => insert(tx, side, &next(seen + 1, State::Ended, &counts.terms, now))?,
        Change::To(new) => {
            insert(tx, side, &next(seen + 1, State::Listed, &new.terms, new.effective_at))?;
            if let Some(waits) = waits.filter(|_| new.effective_at <= now) {
                let terms = Terms { agreement: new.terms.agreement.clone(), ..waits.terms.clone() };
                insert(tx, side, &next(seen + 2, State::Listed, &terms, waits.effective_at))?;
            }
        }
    }
    Ok(true)
}

enum Change {
    To(Box<New>),
    End,
}

/// Writes down a recipient of the clinic.
///
/// # Errors
/// Those of the store.
pub fn add(tx: &mut Tx<'_>, new: &New) -> Result<RecipientId> {
    tx.take_turns("recipients")?;
    create(tx, Side::Clinic, new, State::Listed)
}

/// Writes the next version of the clinic's entry `id`: renewed, or with other terms; false where somebody was quicker than
/// whoever saw `seen`.
///
/// # Errors
/// Not found where the clinic has none such.
pub fn renew(tx: &mut Tx<'_>, id: RecipientId, seen: i64, new: &New) -> Result<bool> {
    write(tx, Side::Clinic, id, seen, &Change::To(Box::new(new.clone())))
}

/// Ends the clinic's entry `id` now: nothing leaves for them any more; false where somebody was quicker.
///
/// # Errors
/// Not found where the clinic has none such.
pub fn end(tx: &mut Tx<'_>, id: RecipientId, seen: i64) -> Result<bool> {
    write(tx, Side::Clinic, id, seen, &Change::End)
}

/// Writes down a recipient of the whole installation.
///
/// # Errors
/// Those of the store.
pub async fn add_everywhere(house: &House, new: New) -> Result<RecipientId> {
    let add = move |tx: &mut Tx<'_>| {
        tx.take_turns("recipients")?;
        create(tx, Side::Everywhere, &new, State::Listed)
    };
    Scope::installation(house).write(add).await
}

/// The same as [`renew`] for an entry of the installation.
///
/// # Errors
/// Not found where there is none such.
pub async fn renew_everywhere(house: &House, id: RecipientId, seen: i64, new: New) -> Result<bool> {
    let change = Change::To(Box::new(new));
    Scope::installation(house).write(move |tx| write(tx, Side::Everywhere, id, seen, &change)).await
}

/// The same as [`end`] for an entry of the installation.
///
/// # Errors
/// Not found where there is none such.
pub async fn end_everywhere(house: &House, id: RecipientId, seen: i64) -> Result<bool> {
    Scope::installation(house).write(move |tx| write(tx, Side::Everywhere, id, seen, &Change::End)).await
}

/// Writes down a recipient of the whole installation in place of `old`, which ends with it: both, or neither. None where
/// somebody changed that since `seen`.
///
/// # Errors
/// Not found where there is none such.
pub async fn replace_everywhere(house: &House, new: New, old: RecipientId, seen: i64) -> Result<Option<RecipientId>> {
    let replace = move |tx: &mut Tx<'_>| {
        if !write(tx, Side::Everywhere, old, seen, &Change::End)? {
            return Ok(None);
        }
        create(tx, Side::Everywhere, &new, State::Listed).map(Some)
    };
    Scope::installation(house).write(replace).await
}

/// Whether nobody of that way was ever written down, so that whoever is first is taken over.
///
/// # Errors
/// Those of the store.
pub fn nobody(tx: &mut Tx<'_>, way: &str) -> Result<bool> {
    Ok(all(tx)?.iter().chain(&coming(tx)?).all(|entry| entry.terms.way != way))
}
