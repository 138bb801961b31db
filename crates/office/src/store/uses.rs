//! What the program uses each kind of people's data for, noted so that what a later version adds is found. The rows that the one
//! place which hands out keys asks are the ground's ([`ground::agreement`]).

use std::collections::{BTreeMap, BTreeSet};

use ground::restrict::LEFT;
use ground::{Result, Tx, agreement, clinic, params};
use jiff::Timestamp;
use promise::{Category, Edition, Purpose};

use super::notice::AGREED;

/// A kind of data, and what it is used for.
pub type Pair = (Category, Purpose);

/// A use that is noted as made.
struct Noted {
    /// Since when.
    since: Timestamp,
    /// It came later than the clinic.
    added: bool,
}

/// What is noted as made now. What this program knows no more, it makes no use of.
fn noted(tx: &mut Tx<'_>) -> Result<BTreeMap<Pair, Noted>> {
    let sql = "SELECT category, purpose, added, since_at FROM notice_use WHERE clinic = $1 AND until_at IS NULL";
    let mut noted = BTreeMap::new();
    for row in &tx.query(sql, &params![tx.clinic()])? {
        let (category, purpose) = (row.get::<String>("category")?, row.get::<String>("purpose")?);
        if let Some(pair) = category.parse().ok().zip(purpose.parse().ok()) {
            noted.insert(pair, Noted { since: row.get("since_at")?, added: row.get("added")? });
        }
    }
    Ok(noted)
}

/// What the rooms of an edition use what is sealed about people for.
fn used(tx: &Tx<'_>, edition: Edition) -> BTreeSet<Pair> {
    tx.scope().house().data_map.uses(edition)
}

/// Whether it waits for a yes where it is added: what the law leaves does not.
fn waits((_, purpose): &Pair) -> bool {
    !LEFT.contains(purpose)
}

/// Since when people are asked about each, as it was added last.
fn asked(tx: &mut Tx<'_>) -> Result<BTreeMap<Pair, Timestamp>> {
    let added = agreement::added(tx)?;
    Ok(added
        .iter()
        .flat_map(|one| one.categories.iter().map(|category| ((category, one.purpose), one.since)))
        .collect())
}

/// Whether nobody was asked about it since it is made.
fn unasked_of(pair: &Pair, since: Timestamp, asked: &BTreeMap<Pair, Timestamp>) -> bool {
    waits(pair) && asked.get(pair).is_none_or(|at| *at < since)
}

/// Notes what is used that was not, and ends what is used no more. What is there when a clinic begins is what people come to; what
/// comes later, or comes again, is added, and returned as far as people are to be asked about it and are not yet.
///
/// `stated`: the edition of the newest version of the notice. Earlier programs noted what every room uses, whatever the edition;
/// and what a narrower one does not use ends, so that a wider one adds it. `settled`: a setting was changed, so it ends at once;
/// else only what was noted a while ago, as a program that was built otherwise and runs beside this one may use it.
pub fn note(tx: &mut Tx<'_>, stated: Option<Edition>, settled: bool) -> Result<Vec<Pair>> {
    let (mut noted, edition) = (noted(tx)?, clinic::find(tx)?.parameters.edition);
    let (begun, clinic, now) = (!noted.is_empty(), tx.clinic(), tx.now());
    let (known, before, used) = (used(tx, Edition::All), used(tx, stated.unwrap_or(edition)), used(tx, edition));
    let over = |pair: &Pair, one: &Noted| {
        let unused = known.contains(pair) && !(before.contains(pair) && used.contains(pair));
        unused && (settled || now.duration_since(one.since) >= AGREED)
    };
    let ended: Vec<Pair> = noted.iter().filter(|(pair, one)| over(pair, one)).map(|(pair, _)| *pair).collect();
    for pair in ended {
        noted.remove(&pair);
        let (category, purpose) = pair;
        tx.execute(
            "UPDATE notice_use SET until_at = $4 WHERE clinic = $1 AND category = $2 AND purpose = $3",
            &params![clinic, category.as_str(), purpose.as_str(), now],
        )?;
    }
    let fresh: Vec<Pair> = used.iter().filter(|pair| !noted.contains_key(pair)).copied().collect();
    for (category, purpose) in &fresh {
        tx.execute(
            "INSERT INTO notice_use (clinic, category, purpose, added, since_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (clinic, category, purpose) DO UPDATE SET added = excluded.added, since_at = excluded.since_at, until_at = NULL",
            &params![clinic, category.as_str(), purpose.as_str(), begun, now],
        )?;
    }
    if !begun {
        return Ok(Vec::new());
    }
    // What an earlier program noted and asked nobody about is asked about as well, as far as it is used here.
    let asked = asked(tx)?;
    let earlier =
        noted.iter().filter(|(pair, one)| one.added && used.contains(pair) && unasked_of(pair, one.since, &asked));
    let unasked = fresh.into_iter().filter(waits).chain(earlier.map(|(pair, _)| *pair));
    Ok(unasked.collect::<BTreeSet<_>>().into_iter().collect())
}

/// How many uses are made, or were added, about which nobody is asked: there is none, unless somebody was at the rows.
pub fn unasked(tx: &mut Tx<'_>) -> Result<i64> {
    let (noted, edition) = (noted(tx)?, clinic::find(tx)?.parameters.edition);
    let (known, used, asked) = (used(tx, Edition::All), used(tx, edition), asked(tx)?);
    // What only a room of a wider edition uses is not made here.
    let noted: BTreeMap<_, _> =
        noted.into_iter().filter(|(pair, _)| used.contains(pair) || !known.contains(pair)).collect();
    let unnoted = used.iter().filter(|pair| !noted.is_empty() && !noted.contains_key(pair) && waits(pair)).count();
    let added = noted.iter().filter(|(pair, one)| one.added && unasked_of(pair, one.since, &asked)).count();
    Ok((unnoted + added) as i64)
}
