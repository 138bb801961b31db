//! What the store says, now, about where it is kept and whether people were told.

use std::collections::BTreeSet;

use jiff::Timestamp;
use promise::{Evidence, Purpose, Region};

use super::{CONSENT, Word, last};
use crate::consent::was_given;
use crate::error::Result;
use crate::tx::Tx;
use crate::{PersonId, params, restrict, trial};

/// Of those who had to agree so many are looked at, the newest first.
const MANY: u32 = 10_000;

/// Of so many whose yes does not hold the record is looked at.
const OPEN: u32 = 2_000;

/// Of so many of whom it was taken back a key is asked for on the spot.
const TRIED: usize = 16;

/// For `residency.stated`: whether the notice and whoever runs the program say the same country; who was told; who had to agree
/// and of whose yes there is no receipt; and of whom something is done although they took their yes back, it ran out, or it names
/// another country.
///
/// # Errors
/// Those of the store.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (region, stated) = (tx.settings().parameters.region, tx.settings().kept_in);
    let same = region != Region::Unstated && stated == Some(region);
    let sql = "SELECT COUNT(DISTINCT person) AS n FROM residency_told WHERE clinic = $1";
    let told: i64 = tx.one(sql, &params![tx.clinic()])?.get("n")?;
    let asked = tx.query(
        "SELECT person, region, at FROM residency_told WHERE clinic = $1 AND law IS NOT NULL ORDER BY at DESC LIMIT $2",
        &params![tx.clinic(), MANY],
    )?;
    let mut without = 0;
    for row in &asked {
        let (person, named, at): (PersonId, String, Timestamp) =
            (row.get("person")?, row.get("region")?, row.get("at")?);
        without += i64::from(!was_given(tx, person, CONSENT, &named, at)?);
    }
    let open = open(tx)?;
    let goes_on = |word| open.iter().filter(|found| **found == word).count() as i64;
    Ok(Evidence::new(
        &[
            ("differs", i64::from(!same)),
            ("told", told),
            ("had to agree", asked.len() as i64),
            ("without a receipt", without),
            ("used after a no", goes_on(Word::TakenBack)),
            ("ran out", goes_on(Word::RanOut)),
            ("agreed elsewhere", goes_on(Word::Elsewhere)),
        ],
        same && without == 0 && open.is_empty(),
    ))
}

/// The words that hold no yes of people whose record is not stopped for all that: a key for it is handed out, or a letter leaves.
fn open(tx: &mut Tx<'_>) -> Result<Vec<Word>> {
    let here = tx.settings().parameters.region.as_str();
    let rows = tx.query(
        "SELECT w.person FROM consent_receipt w
         WHERE w.clinic = $1 AND w.consent = $2
           AND (w.event = 'withdrawn' OR w.region IS NULL OR w.region <> $3 OR w.expires_at <= $4)
           AND NOT EXISTS (SELECT 1 FROM consent_receipt g WHERE g.clinic = w.clinic AND g.person = w.person AND g.consent = w.consent
               AND g.at > w.at)
         ORDER BY w.at DESC LIMIT $5",
        &params![tx.clinic(), CONSENT, here, tx.now(), OPEN],
    )?;
    let mut persons = BTreeSet::new();
    for row in &rows {
        persons.insert(tx.kept(row.get("person")?)?);
    }
    let (mut open, mut tried) = (Vec::new(), 0);
    for person in persons {
        let Some(last) = last(tx, person)?.filter(|last| last.word != Word::Given) else { continue };
        let sql = "SELECT 1 AS n FROM person WHERE clinic = $1 AND id = $2 AND (erased_at IS NOT NULL OR locked_until IS NOT NULL)";
        if tx.optional(sql, &params![tx.clinic(), person])?.is_some() {
            continue;
        }
        let mut goes_on = !restrict::held_back(tx, person, CONSENT, Purpose::Scheduling)?;
        if !goes_on && last.word == Word::TakenBack && tried < TRIED {
            tried += 1;
            goes_on = trial::opens(tx, person)?;
        }
        if goes_on {
            open.push(last.word);
        }
    }
    Ok(open)
}
