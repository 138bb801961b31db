//! Who was asked before there was a register, and is named within some days.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use promise::{Category, Purposes};

use super::store::Side;
use super::write::{Stands, create};
use super::{BY_HAND, Basis, GRACE_DAYS, RecipientId, State, Terms};
use crate::error::Result;
use crate::house::House;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{egress, params};

/// Somebody whom the settings name, and of whom nobody has written down who they are.
#[derive(Clone, Debug)]
pub struct Implied {
    /// A name of [`crate::egress::REGISTER`], or [`BY_HAND`].
    pub way: &'static str,
    pub place: String,
    /// What they are called until somebody says it.
    pub name: String,
    pub purposes: Purposes,
    pub categories: BTreeSet<Category>,
}

impl Implied {
    /// Whom the program asks under `way` at the host `place`, for what its register says.
    pub fn at(way: &'static str, place: &str) -> Option<Implied> {
        let listed = egress::way(way)?;
        Some(Implied {
            way,
            place: place.to_owned(),
            name: place.to_owned(),
            purposes: listed.purposes.iter().copied().collect(),
            categories: listed.categories.iter().copied().collect(),
        })
    }
}

/// An entry that was taken over: until the end of this day its agreement is to be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenOver {
    pub id: RecipientId,
    pub due: Date,
}

/// Whether anybody of that way, or by hand of that name, was ever written down.
fn is_known(tx: &mut Tx<'_>, side: Side, implied: &Implied) -> Result<bool> {
    let by = if implied.way == BY_HAND { "AND r.name = $3" } else { "AND CAST($3 AS TEXT) IS NOT NULL" };
    let sql = format!("SELECT 1 AS one FROM {} r WHERE {} AND r.way = $2 {by} LIMIT 1", side.table(), side.of("r"));
    Ok(tx.optional(&sql, &params![tx.clinic(), implied.way, &implied.name])?.is_some())
}

fn takes_over(tx: &mut Tx<'_>, side: Side, all: &[Implied]) -> Result<Vec<TakenOver>> {
    tx.take_turns("recipients")?;
    let sides: &[Side] = if side == Side::Clinic { &Side::BOTH } else { &[Side::Everywhere] };
    // Those of one way that are there together are taken over together.
    let mut unknown = Vec::new();
    for implied in all {
        let mut known = false;
        for side in sides {
            known |= is_known(tx, *side, implied)?;
        }
        if !known {
            unknown.push(implied);
        }
    }
    unknown.into_iter().map(|implied| taken_over(tx, side, implied)).collect()
}

fn taken_over(tx: &mut Tx<'_>, side: Side, implied: &Implied) -> Result<TakenOver> {
    let now = tx.now();
    let due = now.to_zoned(tx.settings().zone.clone()).date().saturating_add(GRACE_DAYS.days());
    let terms = Terms {
        name: implied.name.clone(),
        way: implied.way.to_owned(),
        place: implied.place.clone(),
        purposes: implied.purposes,
        categories: implied.categories.clone(),
        region: String::new(),
        safeguard: String::new(),
        agreement: None,
    };
    let id = create(tx, side, State::TakenOver(due), &terms, Stands::from(now, Basis::First))?;
    Ok(TakenOver { id, due })
}

/// Writes down whom a clinic's settings name, where it never had anybody of that way, so that nothing stops by surprise: the
/// agreement is to be named within [`GRACE_DAYS`]. Whoever comes after the first is listed by somebody, or not asked.
///
/// # Errors
/// Those of the store.
pub fn take_over(tx: &mut Tx<'_>, implied: &[Implied]) -> Result<Vec<TakenOver>> {
    takes_over(tx, Side::Clinic, implied)
}

/// The same for the whole installation: the relay of its configuration, whoever runs it.
///
/// # Errors
/// Those of the store.
pub async fn take_over_everywhere(house: &House, implied: Implied) -> Result<Option<TakenOver>> {
    let look = implied.clone();
    // Most starts find it there, and write nothing.
    if Scope::installation(house).read(move |tx| is_known(tx, Side::Everywhere, &look)).await? {
        return Ok(None);
    }
    let taken = Scope::installation(house)
        .write(move |tx| takes_over(tx, Side::Everywhere, std::slice::from_ref(&implied)))
        .await?;
    Ok(taken.first().copied())
}
