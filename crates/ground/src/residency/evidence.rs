//! What the store says, now, about where it is kept and whether people were told.

use jiff::Timestamp;
use promise::{Evidence, Region};

use super::CONSENT;
use crate::consent::was_given;
use crate::error::Result;
use crate::tx::Tx;
use crate::{PersonId, params};

/// Of those who had to agree so many are looked at, the newest first.
const MANY: u32 = 10_000;

/// For `residency.stated`: whether the notice and whoever runs the program say the same country; who was told; who had to agree
/// and of whose yes there is no receipt; and of whom something is done although they took their yes back.
///
/// # Errors
/// Those of the store.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (region, stated) = (tx.settings().parameters.region, tx.settings().kept_in);
    let same = region != Region::Unstated && stated == Some(region);
    let sql = "SELECT COUNT(*) AS n FROM residency_told WHERE clinic = $1";
    let told: i64 = tx.one(sql, &params![tx.clinic()])?.get("n")?;
    let asked = tx.query(
        "SELECT person, at FROM residency_told WHERE clinic = $1 AND law IS NOT NULL ORDER BY at DESC LIMIT $2",
        &params![tx.clinic(), MANY],
    )?;
    let mut without = 0;
    for row in &asked {
        let (person, at): (PersonId, Timestamp) = (row.get("person")?, row.get("at")?);
        without += i64::from(!was_given(tx, person, CONSENT, at)?);
    }
    let unheeded = unheeded(tx)?;
    Ok(Evidence::new(
        &[
            ("differs", i64::from(!same)),
            ("told", told),
            ("had to agree", asked.len() as i64),
            ("without a receipt", without),
            ("used after a no", unheeded),
        ],
        same && without == 0 && unheeded == 0,
    ))
}

/// People who took their yes back, and whose record is not stopped.
fn unheeded(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one(
        "SELECT COUNT(*) AS n FROM consent_receipt w JOIN person p ON p.clinic = w.clinic AND p.id = w.person
         WHERE w.clinic = $1 AND w.consent = $2 AND w.event = 'withdrawn' AND p.erased_at IS NULL AND p.locked_until IS NULL
           AND NOT EXISTS (SELECT 1 FROM consent_receipt g WHERE g.clinic = w.clinic AND g.person = w.person AND g.consent = w.consent
               AND g.at > w.at)
           AND NOT EXISTS (SELECT 1 FROM restriction r WHERE r.clinic = w.clinic AND r.person = w.person AND r.kind = 'restricted'
               AND r.lifted_at IS NULL)
           AND NOT EXISTS (SELECT 1 FROM person_merge m WHERE m.clinic = w.clinic AND m.person = w.person AND m.undone_at IS NULL)",
        &params![tx.clinic(), CONSENT],
    )?
    .get("n")
}
