//! The evidence that nobody was given more without an announcement: each version held against what counted when it was written,
//! whatever the row says of itself.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::rules::{is_covered, is_equal};
use super::store::{self, Side};
use super::write::{is_relay, no_relay};
use super::{BY_HAND, Basis, Entry, REPLACED_WITHIN_DAYS, State};
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

/// How many versions since `since` give more than what stood before them, and neither were announced nor are what they say
/// they are: equal, the first of their way, or a relay where none was open.
///
/// # Errors
/// Those of the store.
pub fn unjustified(tx: &mut Tx<'_>, since: Timestamp) -> Result<i64> {
    let mut many = 0;
    for side in Side::BOTH {
        for entry in store::written_since(tx, side, since)? {
            many += i64::from(!is_justified(tx, side, &entry)?);
        }
    }
    Ok(many)
}

fn is_justified(tx: &mut Tx<'_>, side: Side, entry: &Entry) -> Result<bool> {
    if entry.state == State::Ended {
        return Ok(true);
    }
    let all = store::versions(tx, side, entry.id)?;
    let older = &all[all.iter().position(|one| one.version < entry.version).unwrap_or(all.len())..];
    let stood = store::counting(older, entry.written_at);
    Ok(match (entry.basis, entry.ahead) {
        (Basis::Before, _) => is_before(tx, side, entry)?,
        (Basis::First, _) => is_first(tx, side, entry)?,
        (Basis::Needed, Some(ahead)) => ahead == entry.version && is_needed(tx, entry, stood)?,
        (Basis::Equal, _) => is_like(tx, side, entry, stood)?,
        // What waits for an announcement gives no more than what was announced with it, or what counted meanwhile.
        (Basis::Announced | Basis::Same, Some(ahead)) => {
            let with = all.iter().find(|one| one.version == ahead && one.version <= entry.version);
            let by: Vec<&Entry> = with.into_iter().chain(stood).collect();
            with.is_some() && is_covered(&by, &entry.terms)
        }
        (Basis::Same, None) => match stood {
            Some(stood) => is_covered(&[stood], &entry.terms),
            // Another paper for what waits for a day, as it did when nothing was announced by letter.
            None => older.first().is_some_and(|waits| {
                waits.ahead.is_none() && waits.effective_at <= entry.effective_at && is_covered(&[waits], &entry.terms)
            }),
        },
        (Basis::Announced | Basis::Needed, None) => false,
    })
}

/// Whether it was written before anybody asked why: nothing is older that says it.
fn is_before(tx: &mut Tx<'_>, side: Side, entry: &Entry) -> Result<bool> {
    let sql = format!(
        "SELECT 1 AS one FROM {} r WHERE {} AND r.basis <> 'before' AND r.written_at < $2 LIMIT 1",
        side.table(),
        side.of("r")
    );
    Ok(tx.optional(&sql, &params![tx.clinic(), entry.written_at])?.is_none())
}

/// Whether nobody of its way was there before; of those by hand, nobody of its name.
fn is_first(tx: &mut Tx<'_>, side: Side, entry: &Entry) -> Result<bool> {
    let by_hand = entry.terms.way == BY_HAND;
    if entry.version != 1 || (by_hand && !matches!(entry.state, State::TakenOver(_))) {
        return Ok(false);
    }
    // Of the installation's first, a clinic may have had its own.
    let sides: &[Side] = if side == Side::Clinic { &Side::BOTH } else { &[Side::Everywhere] };
    let named = if by_hand { "r.name = $4" } else { "CAST($4 AS TEXT) IS NOT NULL" };
    for side in sides {
        let sql = format!(
            "SELECT 1 AS one FROM {} r WHERE {} AND r.way = $2 AND r.written_at < $3 AND {named} AND r.id <> $5 LIMIT 1",
            side.table(),
            side.of("r")
        );
        let (terms, at) = (&entry.terms, entry.written_at);
        if tx.optional(&sql, &params![tx.clinic(), &terms.way, at, &terms.name, entry.id])?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether no relay was open when this one was written down, and it gets no more than a relay is asked for.
fn is_needed(tx: &mut Tx<'_>, entry: &Entry, stood: Option<&Entry>) -> Result<bool> {
    // The installation's days are those of UTC, wherever the clinic is.
    let zone = if entry.everywhere { TimeZone::UTC } else { tx.settings().zone.clone() };
    let mut there = store::then(tx, entry.written_at)?;
    there.retain(|one| one.id != entry.id && (one.everywhere || !entry.everywhere));
    there.extend(stood.cloned());
    Ok(is_relay(&entry.terms) && no_relay(&there, entry.written_at.to_zoned(zone).date()))
}

/// Whether it equals what it says that it replaces, as that counted last when this was written, and that had not ended long
/// before.
fn is_like(tx: &mut Tx<'_>, side: Side, entry: &Entry, stood: Option<&Entry>) -> Result<bool> {
    let Some(replaced) = entry.replaces else { return Ok(false) };
    if entry.waits || is_announced(tx, entry)? {
        return Ok(true);
    }
    if replaced == entry.id {
        return Ok(stood.is_some_and(|stood| is_equal(stood, &entry.terms)));
    }
    let all = store::versions(tx, side, replaced)?;
    let ended = all.first().filter(|newest| newest.state == State::Ended).map(|newest| newest.written_at);
    let fresh = ended.is_none_or(|at| at + (24 * REPLACED_WITHIN_DAYS).hours() >= entry.written_at);
    let counted = store::last_counted(&all, entry.written_at);
    Ok(fresh && counted.is_some_and(|counted| is_equal(counted, &entry.terms)))
}

/// Whether it was announced here by itself, as where the clinic was closed while it counted elsewhere at once.
fn is_announced(tx: &mut Tx<'_>, entry: &Entry) -> Result<bool> {
    let sql = "SELECT 1 AS one FROM recipient_ahead WHERE clinic = $1 AND recipient = $2 AND version = $3
               AND effective_at > published_at";
    Ok(tx.optional(sql, &params![tx.clinic(), entry.id, entry.ahead])?.is_some())
}
