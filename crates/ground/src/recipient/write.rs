//! What is written into the register: a new entry, its next version, its end. Whether it counts at once is decided here, whoever
//! asks for it.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::rules::{counts_from, is_equal, is_over, rebased, standing, widens};
use super::store::{Side, all, counting, insert, last_counted, nobody, versions};
use super::{BY_HAND, Basis, Entry, REPLACED_WITHIN_DAYS, RecipientId, State, Terms};
use crate::error::{Error, Result};
use crate::house::House;
use crate::leave::STAYS;
use crate::paused::CLOSED;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{egress, mail, params};

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
    /// It replaces an equal one, which ends with it, or ended no more than some days ago.
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
    /// Its agreement is over before it would count, from when this says.
    Over(Timestamp),
}

/// From when something new counts, and why.
pub(super) struct Stands {
    at: Timestamp,
    basis: Basis,
    /// It is announced, before it counts or afterwards.
    announced: bool,
    replaces: Option<RecipientId>,
}

impl Stands {
    pub(super) fn from(at: Timestamp, basis: Basis) -> Stands {
        Stands { at, basis, announced: matches!(basis, Basis::Announced | Basis::Needed), replaces: None }
    }
}

pub(super) fn create(tx: &mut Tx<'_>, side: Side, state: State, terms: &Terms, stands: Stands) -> Result<RecipientId> {
    let now = tx.now();
    let entry = Entry {
        id: RecipientId::new(now),
        version: 1,
        everywhere: side == Side::Everywhere,
        state,
        terms: terms.clone(),
        effective_at: stands.at,
        basis: stands.basis,
        ahead: stands.announced.then_some(1),
        replaces: stands.replaces,
        waits: false,
        afterwards: false,
        written_by: tx.actor().to_string(),
        written_at: now,
        odd: false,
    };
    insert(tx, side, &entry)?;
    Ok(entry.id)
}

/// Clinics in which something is announced still.
struct Behind {
    /// Since when it is announced: a clinic that began later came to it.
    since: Timestamp,
    /// Some of them are at work; in those that are closed nothing is announced until they are at work again.
    working: bool,
    /// It counts there already, and they are told afterwards.
    afterwards: bool,
}

/// That something is announced still in the clinic `c`: the version `$2` of `$1`, since `$3`.
const BEHIND: &str = "(c.created_at <= $3 AND NOT EXISTS (SELECT 1 FROM recipient_ahead a
     WHERE a.clinic = c.id AND a.recipient = $1 AND a.version = $2 AND a.state = 'effective'))";

/// Where `entry`, one of the versions that are read, is announced still; none where it is nowhere.
fn behind(tx: &mut Tx<'_>, all: &[Entry], entry: &Entry) -> Result<Option<Behind>> {
    let with = all.iter().find(|one| Some(one.version) == entry.ahead);
    let Some(with) = with.filter(|_| tx.scope().house().data_map.tables.contains_key("recipient_letter")) else {
        return Ok(None);
    };
    let of = if entry.everywhere { "CAST($4 AS TEXT) IS NOT NULL" } else { "c.id = $4" };
    let sql = format!(
        "SELECT COUNT(*) AS clinics, CAST(COALESCE(SUM(CASE WHEN {CLOSED} THEN 0 ELSE 1 END), 0) AS BIGINT) AS working
         FROM clinic c WHERE {BEHIND} AND {STAYS} AND {of}"
    );
    let row = tx.one(&sql, &params![entry.id, with.version, with.written_at, tx.clinic()])?;
    Ok((row.get::<i64>("clinics")? > 0).then_some(Behind {
        since: with.written_at,
        working: row.get::<i64>("working")? > 0,
        afterwards: with.basis == Basis::Needed,
    }))
}

/// Notes that the version `version` of `id` counts at once wherever `old` does, which it equals; elsewhere it is announced.
fn stands_in(tx: &mut Tx<'_>, old: &Entry, behind: &Behind, (id, version): (RecipientId, i64)) -> Result<()> {
    let sql = format!(
        "INSERT INTO recipient_ahead (clinic, recipient, version, state, published_at, effective_at, first_at, told_at, closed_at)
         SELECT c.id, CAST($4 AS TEXT), CAST($5 AS BIGINT), 'effective', CAST($6 AS BIGINT), CAST($6 AS BIGINT), CAST($6 AS BIGINT),
             CAST($6 AS BIGINT), CAST($6 AS BIGINT)
         FROM clinic c WHERE NOT {BEHIND} AND {STAYS}"
    );
    let now = tx.now();
    tx.execute(&sql, &params![old.id, old.ahead, behind.since, id, version, now]).map(drop)
}

/// Whether these are the terms of a relay, for no more than what the program asks one for.
pub(super) fn is_relay(terms: &Terms) -> bool {
    egress::way(&terms.way).filter(|way| way.name == mail::RECIPIENT).is_some_and(|way| {
        terms.purposes.iter().all(|one| way.purposes.contains(&one))
            && terms.categories.iter().all(|one| way.categories.contains(one))
    })
}

/// Whether letters may go to none of these on `day`.
pub(super) fn no_relay(entries: &[Entry], day: Date) -> bool {
    !entries.iter().any(|one| one.terms.way == mail::RECIPIENT && !one.waits && standing(one, day).is_open())
}

/// Whether a relay is written down where none is open. Letters that announce one are carried by one that is, so this one
/// counts at once, for no more than what a relay is asked for, and is announced afterwards.
fn is_needed(tx: &mut Tx<'_>, terms: &Terms) -> Result<bool> {
    if !is_relay(terms) {
        return Ok(false);
    }
    let day = today(tx);
    let mut there = Vec::new();
    for entry in all(tx)? {
        if counts_somewhere(tx, &entry)? {
            there.push(entry);
        }
    }
    Ok(no_relay(&there, day))
}

/// Whether what the installation announced counts in some clinic by now: its own list goes by the clock.
fn counts_somewhere(tx: &mut Tx<'_>, entry: &Entry) -> Result<bool> {
    let side = if entry.everywhere { Side::Everywhere } else { Side::Clinic };
    let all = versions(tx, side, entry.id)?;
    let Some(behind) = behind(tx, &all, entry)?.filter(|behind| !behind.afterwards) else { return Ok(true) };
    let sql = format!("SELECT 1 AS one FROM clinic c WHERE NOT {BEHIND} AND {STAYS} LIMIT 1");
    Ok(tx.optional(&sql, &params![entry.id, entry.ahead, behind.since])?.is_some())
}

fn today(tx: &Tx<'_>) -> Date {
    tx.now().to_zoned(tx.settings().zone.clone()).date()
}

/// Whether the agreement of `terms` is over before they count from `at`.
fn is_over_before(tx: &Tx<'_>, terms: &Terms, at: Timestamp) -> bool {
    is_over(terms.agreement.as_ref(), at.to_zoned(tx.settings().zone.clone()).date())
}

fn new(tx: &mut Tx<'_>, side: Side, new: &New, seen: Option<i64>) -> Result<Outcome> {
    tx.take_turns("recipients")?;
    let (now, terms) = (tx.now(), &new.terms);
    let stands = match new.at_once {
        AtOnce::Replaces(old) => return in_place_of(tx, side, old, seen, terms),
        AtOnce::First if terms.way != BY_HAND && nobody(tx, &terms.way)? => Stands::from(now, Basis::First),
        _ if is_needed(tx, terms)? => Stands::from(now, Basis::Needed),
        _ => Stands::from(new.day.max(now), Basis::Announced),
    };
    let at = stands.at;
    if is_over_before(tx, terms, at) {
        return Ok(Outcome::Over(at));
    }
    let id = create(tx, side, State::Listed, terms, stands)?;
    Ok(Outcome::Written(id, at))
}

/// Writes down an equal one in place of `old`, which ends with it if it did not end already.
fn in_place_of(tx: &mut Tx<'_>, side: Side, old: RecipientId, seen: Option<i64>, terms: &Terms) -> Result<Outcome> {
    let (all, now) = (versions(tx, side, old)?, tx.now());
    let newest = all.first().ok_or(Error::NotFound)?;
    let seen = seen.unwrap_or(newest.version);
    let ended = newest.state == State::Ended;
    let long_ago = ended && newest.written_at + (24 * REPLACED_WITHIN_DAYS).hours() < now;
    let counted = last_counted(&all, now).filter(|counted| is_equal(counted, terms) && !long_ago);
    let Some(counted) = counted else { return Ok(Outcome::Unequal) };
    let behind = behind(tx, &all, counted)?;
    let afterwards = behind.as_ref().is_some_and(|behind| behind.afterwards);
    // One stands in one's place.
    let taken = format!(
        "SELECT 1 AS one FROM {} r WHERE {} AND r.replaces = $2 AND r.id <> $2 LIMIT 1",
        side.table(),
        side.of("r")
    );
    if behind.as_ref().is_some_and(|behind| behind.working && !afterwards)
        || tx.optional(&taken, &params![tx.clinic(), old])?.is_some()
    {
        return Ok(Outcome::Unequal);
    }
    if newest.version != seen || !(ended || ends(tx, side, old, seen)?) {
        return Ok(Outcome::Stale);
    }
    let basis = if afterwards { Basis::Needed } else { Basis::Equal };
    let stands = Stands { announced: behind.is_some(), replaces: Some(old), ..Stands::from(now, basis) };
    let id = create(tx, side, State::Listed, terms, stands)?;
    if let Some(behind) = behind.filter(|behind| !behind.afterwards) {
        stands_in(tx, counted, &behind, (id, 1))?;
    }
    Ok(Outcome::Written(id, now))
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

    /// What counts, if it counts wherever it is to by letters; else where it is announced still.
    fn stands(&self, tx: &mut Tx<'_>) -> Result<(Option<&Entry>, Option<Behind>)> {
        let Some(counts) = counting(&self.all, self.now) else { return Ok((None, None)) };
        Ok((Some(counts), behind(tx, &self.all, counts)?))
    }
}

/// Writes the next version of `id`. A version that waits for its day goes on waiting behind this one, bound by the same agreement.
fn write(tx: &mut Tx<'_>, side: Side, id: RecipientId, seen: i64, new: &New) -> Result<Outcome> {
    let Some(before) = Before::of(tx, side, id, seen)? else { return Ok(Outcome::Stale) };
    let (counts, now) = (before.counts(), before.now);
    if counts.state == State::Ended {
        return Err(Error::NotFound);
    }
    let (stands, mut behind) = before.stands(tx)?;
    let afterwards = behind.as_ref().is_some_and(|behind| behind.afterwards);
    let mut next = before.next(tx, 1, State::Listed, &new.terms, now);
    if new.at_once == AtOnce::Itself {
        let working = behind.as_ref().is_some_and(|behind| behind.working && !afterwards);
        if working || !stands.is_some_and(|stands| is_equal(stands, &new.terms)) {
            return Ok(Outcome::Unequal);
        }
        (next.basis, next.replaces) = (Basis::Equal, Some(id));
        // Whoever is announced afterwards is told of who it is now.
        next.ahead = if afterwards { counts.ahead } else { behind.as_ref().map(|_| next.version) };
    } else {
        behind = None;
        let widens = widens(counts, &new.terms);
        let announced_still = stands.is_none() || !counts_somewhere(tx, counts)?;
        if (widens || announced_still) && is_needed(tx, &new.terms)? {
            (next.basis, next.ahead) = (Basis::Needed, Some(next.version));
        } else if widens {
            next.effective_at = counts_from(counts, new.day.max(now));
            (next.basis, next.ahead) = (Basis::Announced, Some(next.version));
        } else {
            // Another paper for whoever is announced still: with what was announced then, and no sooner.
            next.effective_at = counts_from(counts, now);
        }
    }
    if is_over_before(tx, &new.terms, next.effective_at) {
        return Ok(Outcome::Over(next.effective_at));
    }
    insert(tx, side, &next)?;
    if let Some(behind) = behind.filter(|behind| !behind.afterwards) {
        stands_in(tx, counts, &behind, (id, next.version))?;
    }
    if let Some(waits) = before.waits().filter(|_| next.effective_at <= now && next.basis != Basis::Needed) {
        let terms = rebased(&waits.terms, &counts.terms, &new.terms);
        // Where it is nothing else than what counts now, nothing is left to wait for.
        if terms != new.terms && !terms.purposes.is_empty() && !terms.categories.is_empty() {
            let after = before.next(tx, 2, State::Listed, &terms, waits.effective_at);
            insert(tx, side, &Entry { basis: waits.basis, ahead: waits.ahead, ..after })?;
        }
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
    create(tx, Side::Clinic, State::Listed, terms, Stands::from(since, Basis::Before))
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
