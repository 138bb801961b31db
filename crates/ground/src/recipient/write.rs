//! What is written into the register: a new entry, its next version, its end. Whether it counts at once is decided here, whoever
//! asks for it.

use jiff::Timestamp;

use super::rules::{counts_from, is_equal, widens};
use super::store::{Side, counting, insert, nobody, versions};
use super::{BY_HAND, Basis, Entry, RecipientId, State, Terms};
use crate::error::{Error, Result};
use crate::house::House;
use crate::params;
use crate::scope::Scope;
use crate::tx::Tx;

/// What is written down: terms that [`super::faults`] found nothing against.
#[derive(Clone, Debug)]
pub struct New {
    pub terms: Terms,
    /// From when it counts at the soonest if it is to be announced: once the days of the notice are over.
    pub day: Timestamp,
    pub at_once: AtOnce,
}

/// Whether it is to count at once although it is somebody new, or somewhere else. It does only where it gives nobody more:
/// that is looked at here, whoever says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtOnce {
    No,
    /// The first of its way.
    First,
    /// It replaces an equal one, which ends with it.
    Replaces(RecipientId),
    /// It replaces the version before, which is equal.
    Itself,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Written, and from when it counts; if it is announced, at the soonest.
    Written(RecipientId, Timestamp),
    /// Somebody was quicker than whoever saw the version it was made from.
    Stale,
    /// It is no equal of what it was to replace.
    Unequal,
}

pub(super) fn create(
    tx: &mut Tx<'_>,
    side: Side,
    state: State,
    terms: &Terms,
    (effective_at, basis, replaces): (Timestamp, Basis, Option<RecipientId>),
) -> Result<RecipientId> {
    let now = tx.now();
    let entry = Entry {
        id: RecipientId::new(now),
        version: 1,
        everywhere: side == Side::Everywhere,
        state,
        terms: terms.clone(),
        effective_at,
        basis,
        ahead: (basis == Basis::Announced).then_some(1),
        replaces,
        waits: basis == Basis::Announced,
        written_by: tx.actor().to_string(),
        written_at: now,
        odd: false,
    };
    insert(tx, side, &entry)?;
    Ok(entry.id)
}

/// Whether what the installation announced counts in every clinic by now; a clinic's own counts where it counts.
fn counts_wherever(tx: &mut Tx<'_>, entry: &Entry) -> Result<bool> {
    if !entry.everywhere
        || entry.ahead.is_none()
        || !tx.scope().house().data_map.tables.contains_key("recipient_letter")
    {
        return Ok(true);
    }
    let waits = "SELECT c.id FROM clinic c WHERE c.created_at <= $3 AND NOT EXISTS (SELECT 1 FROM recipient_ahead a
         WHERE a.clinic = c.id AND a.recipient = $1 AND a.version = $2 AND a.state = 'effective') LIMIT 1";
    Ok(tx.optional(waits, &params![entry.id, entry.ahead, entry.written_at])?.is_none())
}

fn new(tx: &mut Tx<'_>, side: Side, new: &New, seen: Option<i64>) -> Result<Outcome> {
    tx.take_turns("recipients")?;
    let (now, terms) = (tx.now(), &new.terms);
    let stands = match new.at_once {
        AtOnce::First if terms.way != BY_HAND && nobody(tx, &terms.way)? => (now, Basis::First, None),
        AtOnce::Replaces(old) => {
            let all = versions(tx, side, old)?;
            let newest = all.first().ok_or(Error::NotFound)?.version;
            let Some(counts) = counting(&all, now).filter(|entry| entry.state != State::Ended) else {
                return Ok(Outcome::Unequal);
            };
            if !is_equal(counts, terms) || !counts_wherever(tx, counts)? {
                return Ok(Outcome::Unequal);
            }
            if !ends(tx, side, old, seen.unwrap_or(newest))? {
                return Ok(Outcome::Stale);
            }
            (now, Basis::Equal, Some(old))
        }
        _ => (new.day.max(now), Basis::Announced, None),
    };
    let id = create(tx, side, State::Listed, terms, stands)?;
    Ok(Outcome::Written(id, stands.0))
}

/// What the next version of an entry is written over: all of them, and the one that counts, or else the newest.
struct Before {
    all: Vec<Entry>,
    now: Timestamp,
}

impl Before {
    /// None where a newer one than `seen` is there.
    fn of(tx: &mut Tx<'_>, side: Side, id: RecipientId, seen: i64) -> Result<Option<Before>> {
        tx.take_turns("recipients")?;
        let (all, now) = (versions(tx, side, id)?, tx.now());
        let newest = all.first().ok_or(Error::NotFound)?.version;
        Ok((newest == seen).then_some(Before { all, now }))
    }

    fn counts(&self) -> &Entry {
        counting(&self.all, self.now).unwrap_or(&self.all[0])
    }

    /// What waits for its day behind the one that counts.
    fn waits(&self) -> Option<&Entry> {
        let newest = &self.all[0];
        let later = newest.waits || newest.effective_at > self.now;
        (later && self.counts().version != newest.version).then_some(newest)
    }

    /// It counts by what the version before was announced with: one that is not effective in some clinic yet stays so there.
    fn next(&self, tx: &Tx<'_>, more: i64, state: State, terms: &Terms, at: Timestamp) -> Entry {
        let counts = self.counts();
        Entry {
            version: self.all[0].version + more,
            state,
            terms: terms.clone(),
            effective_at: at,
            basis: Basis::Same,
            replaces: None,
            waits: false,
            written_by: tx.actor().to_string(),
            written_at: self.now,
            odd: false,
            ..counts.clone()
        }
    }
}

/// Writes the next version of `id`. A version that waits for its day goes on waiting behind this one, bound by the same agreement.
fn write(tx: &mut Tx<'_>, side: Side, id: RecipientId, seen: i64, new: &New) -> Result<Outcome> {
    let Some(before) = Before::of(tx, side, id, seen)? else { return Ok(Outcome::Stale) };
    let (counts, now) = (before.counts(), before.now);
    if counts.state == State::Ended {
        return Err(Error::NotFound);
    }
    let mut next = before.next(tx, 1, State::Listed, &new.terms, now);
    if new.at_once == AtOnce::Itself {
        if counts.waits || !is_equal(counts, &new.terms) {
            return Ok(Outcome::Unequal);
        }
        (next.basis, next.replaces) = (Basis::Equal, Some(id));
    } else if widens(counts, &new.terms) {
        next.effective_at = counts_from(counts, new.day.max(now));
        (next.basis, next.ahead) = (Basis::Announced, Some(next.version));
    } else {
        // Another paper for whoever is announced still: with what was announced then, and no sooner.
        next.effective_at = counts_from(counts, now);
    }
    insert(tx, side, &next)?;
    if let Some(waits) = before.waits().filter(|_| next.effective_at <= now) {
        let terms = Terms { agreement: new.terms.agreement.clone(), ..waits.terms.clone() };
        let after = before.next(tx, 2, State::Listed, &terms, waits.effective_at);
        insert(tx, side, &Entry { basis: waits.basis, ahead: waits.ahead, ..after })?;
    }
    Ok(Outcome::Written(id, next.effective_at))
}

/// Ends `id`, and takes along what waits for its day.
fn ends(tx: &mut Tx<'_>, side: Side, id: RecipientId, seen: i64) -> Result<bool> {
    let Some(before) = Before::of(tx, side, id, seen)? else { return Ok(false) };
    let over = before.next(tx, 1, State::Ended, &before.counts().terms, before.now);
    // An end is never announced.
    insert(tx, side, &Entry { ahead: None, ..over })?;
    Ok(true)
}

/// Writes down a recipient of the clinic.
///
/// # Errors
/// Not found where it is to replace one that the clinic has not.
pub fn add(tx: &mut Tx<'_>, one: &New) -> Result<Outcome> {
    new(tx, Side::Clinic, one, None)
}

/// Writes down a recipient of the clinic that stood since `since`, before anybody came to it, as one that is brought along or
/// invented is.
///
/// # Errors
/// Those of the store.
pub fn stood(tx: &mut Tx<'_>, terms: &Terms, since: Timestamp) -> Result<RecipientId> {
    create(tx, Side::Clinic, State::Listed, terms, (since, Basis::Before, None))
}

/// Writes the next version of the clinic's entry `id`: renewed, or with other terms.
///
/// # Errors
/// Not found where the clinic has none such, or it ended.
pub fn renew(tx: &mut Tx<'_>, id: RecipientId, seen: i64, new: &New) -> Result<Outcome> {
    write(tx, Side::Clinic, id, seen, new)
}

/// Ends the clinic's entry `id` now: nothing leaves for them any more; false where somebody was quicker.
///
/// # Errors
/// Not found where the clinic has none such.
pub fn end(tx: &mut Tx<'_>, id: RecipientId, seen: i64) -> Result<bool> {
    ends(tx, Side::Clinic, id, seen)
}

/// Writes down a recipient of the whole installation. Where it replaces another, that is the version `seen` of it.
///
/// # Errors
/// Not found where it is to replace one that there is not.
pub async fn add_everywhere(house: &House, one: New, seen: Option<i64>) -> Result<Outcome> {
    Scope::installation(house).write(move |tx| new(tx, Side::Everywhere, &one, seen)).await
}

/// The same as [`renew`] for an entry of the installation.
///
/// # Errors
/// Not found where there is none such.
pub async fn renew_everywhere(house: &House, id: RecipientId, seen: i64, new: New) -> Result<Outcome> {
    Scope::installation(house).write(move |tx| write(tx, Side::Everywhere, id, seen, &new)).await
}

/// The same as [`end`] for an entry of the installation.
///
/// # Errors
/// Not found where there is none such.
pub async fn end_everywhere(house: &House, id: RecipientId, seen: i64) -> Result<bool> {
    Scope::installation(house).write(move |tx| ends(tx, Side::Everywhere, id, seen)).await
}
