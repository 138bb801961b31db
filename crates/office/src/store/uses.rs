//! What the program uses each kind of people's data for, noted so that what a later version adds is found. The rows that the one
//! place which hands out keys asks are the ground's ([`ground::agreement`]).

use std::collections::BTreeSet;

use ground::restrict::LEFT;
use ground::{Result, Tx, agreement, clinic, params};
use promise::{Category, Purpose};

/// A kind of data, and what it is used for.
pub type Pair = (Category, Purpose);

/// What is noted, and of that what was added later.
struct Noted {
    all: BTreeSet<Pair>,
    added: BTreeSet<Pair>,
}

fn noted(tx: &mut Tx<'_>) -> Result<Noted> {
    let rows = tx.query("SELECT category, purpose, added FROM notice_use WHERE clinic = $1", &params![tx.clinic()])?;
    let mut noted = Noted { all: BTreeSet::new(), added: BTreeSet::new() };
    for row in &rows {
        let (category, purpose) = (row.get::<String>("category")?, row.get::<String>("purpose")?);
        // What this program knows no more, it makes no use of.
        let Some(pair) = category.parse().ok().zip(purpose.parse().ok()) else { continue };
        noted.all.insert(pair);
        if row.get("added")? {
            noted.added.insert(pair);
        }
    }
    Ok(noted)
}

/// What the rooms of the clinic's edition use what is sealed about people for.
fn used(tx: &mut Tx<'_>) -> Result<BTreeSet<Pair>> {
    let edition = clinic::find(tx)?.parameters.edition;
    Ok(tx.scope().house().data_map.uses(edition))
}

/// Whether it waits for a yes where it is added: what the law leaves does not.
fn waits((_, purpose): &Pair) -> bool {
    !LEFT.contains(purpose)
}

fn asked(tx: &mut Tx<'_>) -> Result<BTreeSet<Pair>> {
    let added = agreement::added(tx)?;
    Ok(added.iter().flat_map(|one| one.categories.iter().map(|category| (category, one.purpose))).collect())
}

/// Notes what is used that was not noted. What is there when a clinic begins is what people come to; what comes later is added,
/// and returned as far as people are to be asked about it and are not yet.
pub fn note(tx: &mut Tx<'_>) -> Result<Vec<Pair>> {
    let noted = noted(tx)?;
    let (used, added) = (used(tx)?, !noted.all.is_empty());
    let (clinic, now) = (tx.clinic(), tx.now());
    let fresh: Vec<Pair> = used.difference(&noted.all).copied().collect();
    for (category, purpose) in &fresh {
        tx.execute(
            "INSERT INTO notice_use (clinic, category, purpose, added, since_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (clinic, category, purpose) DO NOTHING",
            &params![clinic, category.as_str(), purpose.as_str(), added, now],
        )?;
    }
    if !added {
        return Ok(Vec::new());
    }
    // What an earlier program noted and asked nobody about is asked about as well.
    let asked = asked(tx)?;
    let unasked = fresh.into_iter().chain(noted.added).filter(|pair| waits(pair) && !asked.contains(pair));
    Ok(unasked.collect::<BTreeSet<_>>().into_iter().collect())
}

/// How many uses are made, or were added, about which nobody is asked: there is none, unless somebody was at the rows.
pub fn unasked(tx: &mut Tx<'_>) -> Result<i64> {
    let noted = noted(tx)?;
    let used = used(tx)?;
    let asked = asked(tx)?;
    let begun = !noted.all.is_empty();
    let unnoted = used.iter().filter(|pair| begun && !noted.all.contains(pair));
    let added = noted.added.iter().filter(|pair| !asked.contains(pair));
    Ok(unnoted.chain(added).filter(|pair| waits(pair)).count() as i64)
}
