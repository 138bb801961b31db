//! Persons whom nobody has seen for longer than their record is kept.

use std::collections::HashMap;

use jiff::Timestamp;
use promise::retention;

use super::{before, places, today};
use crate::erase::{Because, Cause};
use crate::error::Result;
use crate::hold;
use crate::tx::Tx;
use crate::{PersonId, params};

/// Persons asked for at once.
const PAGE: usize = 200;

/// When each of these persons was seen last, by the rooms that know them; whom none knows is left out.
///
/// # Errors
/// Those of the store.
pub fn latest(tx: &mut Tx<'_>, persons: &[PersonId]) -> Result<HashMap<PersonId, Timestamp>> {
    let mut latest: HashMap<PersonId, Timestamp> = HashMap::new();
    for seen in tx.house().seen_by.clone().iter() {
        for (person, at) in seen(tx, persons)? {
            let known = latest.entry(person).or_insert(at);
            *known = at.max(*known);
        }
    }
    Ok(latest)
}

/// Before which instant somebody was seen last whose record is over at `at`.
fn since(tx: &Tx<'_>, at: Timestamp) -> Option<Timestamp> {
    let clinic = tx.settings();
    let line = retention::line("client", &clinic.parameters, &places(clinic), today(tx))?;
    Some(before(clinic, Some(line.span?), at))
}

/// Those of `persons` whose record is over at `at` and whom nothing holds back.
fn those_over(tx: &mut Tx<'_>, persons: &[PersonId], at: Timestamp) -> Result<Vec<PersonId>> {
    let Some(since) = since(tx, at) else { return Ok(Vec::new()) };
    let latest = latest(tx, persons)?;
    let mut over = Vec::new();
    for person in persons {
        if latest.get(person).is_some_and(|seen| *seen < since) && hold::of(tx, *person)?.is_none() {
            over.push(*person);
        }
    }
    Ok(over)
}

/// The next persons after `after` whose record began long enough ago, in the order of their ids.
fn page(tx: &mut Tx<'_>, after: Option<PersonId>, at: Timestamp) -> Result<Vec<PersonId>> {
    let Some(since) = since(tx, at) else { return Ok(Vec::new()) };
    let after = after.map_or_else(String::new, |after| after.to_string());
    let rows = tx.query(
        "SELECT id FROM person WHERE clinic = $1 AND id > $2 AND created_at < $3 AND erased_at IS NULL AND merged_into IS NULL
         ORDER BY id LIMIT $4",
        &params![tx.clinic(), after, since, PAGE as i64],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// The next page of persons after `after`: the last of them, and those whose record is over now. None where there are no more.
pub(super) fn next(tx: &mut Tx<'_>, after: Option<PersonId>) -> Result<Option<(PersonId, Vec<PersonId>)>> {
    let now = tx.now();
    let page = page(tx, after, now)?;
    let Some(last) = page.last().copied() else { return Ok(None) };
    Ok(Some((last, those_over(tx, &page, now)?)))
}

/// How many persons' records are over at `at`, among the `most` oldest.
///
/// # Errors
/// Those of the store.
pub fn over(tx: &mut Tx<'_>, at: Timestamp, most: usize) -> Result<i64> {
    let (mut after, mut looked, mut found) = (None, 0, 0);
    while looked < most {
        let page = page(tx, after, at)?;
        let Some(last) = page.last().copied() else { break };
        found += those_over(tx, &page, at)?.len() as i64;
        looked += page.len();
        after = Some(last);
    }
    Ok(found)
}

/// Erases somebody whose record is over, in this transaction. What the sweep knew is asked again here: they may have come
/// back, or a dispute may hold them, since it looked. Whether they are gone.
pub(super) fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let now = tx.now();
    if those_over(tx, &[person], now)?.is_empty() {
        return Ok(false);
    }
    let because = Because::new(Cause::Retention, "the time for which a record is kept is over");
    Ok(tx.erase_person(person, &because)?.is_ok())
}
