//! What the store says, now, about receipts and about uses of what was stopped.

use jiff::Timestamp;
use promise::{Evidence, Purpose};

use super::{CONSENTS, Receipt};
use crate::error::Result;
use crate::tx::Tx;
use crate::{PersonId, params, residency, restrict};

/// Uses looked at, the newest first.
const MANY: u32 = 2_000;

/// Entries of the access record by the program, by other programs or by the desk. What somebody does themselves, for a child, or
/// in an emergency, needs no yes: of those who treat it is not said which.
pub(crate) const BY_US: &str = "e.actor <> e.person
    AND (e.actor = 'automatic' OR e.actor LIKE 'token:%' OR ((e.roles LIKE '%front_desk%' OR e.roles LIKE '%manager%')
        AND e.roles NOT LIKE '%clinician%' AND e.roles NOT LIKE '%client%' AND e.roles NOT LIKE '%guardian%'))";

/// Openings of restricted records, by the program, by other programs or by the desk, for which no consent stood.
pub(crate) fn uses_without(tx: &mut Tx<'_>) -> Result<i64> {
    let left = left();
    without(
        tx,
        &format!(
            "SELECT e.person AS person, e.purpose AS purpose, e.at AS at FROM restriction r CROSS JOIN access_entry e
             WHERE r.clinic = $1 AND e.clinic = r.clinic AND e.person = r.person AND r.kind = 'restricted' AND e.outcome = 'opened' AND e.at > r.since
               AND (r.lifted_at IS NULL OR e.at < r.lifted_at) AND e.purpose NOT IN ({left}) AND {BY_US}
             ORDER BY e.at DESC LIMIT $2"
        ),
    )
}

/// Letters that left, to whoever had everything restricted, for what that stops and no consent covered.
pub(crate) fn letters_without(tx: &mut Tx<'_>) -> Result<i64> {
    let left = left();
    without(
        tx,
        &format!(
            "SELECT m.person AS person, m.purpose AS purpose, m.sent_at AS at FROM restriction r CROSS JOIN mail m
             WHERE r.clinic = $1 AND m.clinic = r.clinic AND m.person = r.person AND r.kind = 'restricted' AND m.sent_at > r.since
               AND (r.lifted_at IS NULL OR m.sent_at < r.lifted_at) AND m.purpose NOT IN ({left})
             ORDER BY m.sent_at DESC LIMIT $2"
        ),
    )
}

/// What a restriction leaves, as a list of the store's.
fn left() -> String {
    restrict::LEFT.map(|purpose| format!("'{purpose}'")).join(", ")
}

/// How many of the uses that `sql` selects no consent covered at that time.
fn without(tx: &mut Tx<'_>, sql: &str) -> Result<i64> {
    let mut without = 0;
    for row in tx.query(sql, &params![tx.clinic(), MANY])? {
        let (person, purpose, at): (PersonId, String, Timestamp) =
            (row.get("person")?, row.get("purpose")?, row.get("at")?);
        // Who works here is administered all the same.
        if purpose == Purpose::Administration.as_str() && restrict::works(tx, person)? {
            continue;
        }
        let rows = tx.query(
            "SELECT * FROM consent_receipt WHERE clinic = $1 AND person = $2 AND at <= $3 ORDER BY at DESC, id DESC LIMIT 200",
            &params![tx.clinic(), person, at],
        )?;
        let last = |tx: &Tx<'_>, consent: &str| -> Result<Option<Receipt>> {
            let word = rows.iter().find(|row| row.get::<String>("consent").is_ok_and(|name| name == consent));
            word.map(|row| Receipt::from_row(tx, row)).transpose()
        };
        let mut stood = false;
        // By what the yes said then: a consent that was widened since was as wide as it was.
        for consent in CONSENTS.iter().filter(|consent| consent.opens) {
            stood |= last(tx, consent.name)?
                .is_some_and(|word| word.holds(at) && purpose.parse().is_ok_and(|purpose| word.names(purpose)));
        }
        // What must not be where it is nothing opens.
        stood &= last(tx, residency::CONSENT)?.is_none_or(|word| !word.whole || word.event == "given");
        without += i64::from(!stood);
    }
    Ok(without)
}

/// For `consent.recorded`: receipts whose mark does not hold, ends of what was never given, and uses without a receipt that
/// stood at that time.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    /// Receipts looked at, the newest first.
    const MANY: u32 = 10_000;
    let rows = tx.query(
        "SELECT * FROM consent_receipt WHERE clinic = $1 ORDER BY at DESC, id DESC LIMIT $2",
        &params![tx.clinic(), MANY],
    )?;
    let (mut given, mut withdrawn, mut altered) = (0, 0, 0);
    for row in &rows {
        let receipt = Receipt::from_row(tx, row)?;
        *(if receipt.event == "given" { &mut given } else { &mut withdrawn }) += 1;
        altered += i64::from(!receipt.whole || receipt.shown.is_empty() || receipt.language.is_empty());
    }
    let orphaned: i64 = tx
        .one(
            "SELECT COUNT(*) AS n FROM consent_receipt w WHERE w.clinic = $1 AND w.event = 'withdrawn' AND NOT EXISTS
                (SELECT 1 FROM consent_receipt g WHERE g.clinic = w.clinic AND g.person = w.person AND g.consent = w.consent
                 AND g.event = 'given' AND g.at < w.at)",
            &params![tx.clinic()],
        )?
        .get("n")?;
    let without = uses_without(tx)?;
    Ok(Evidence::new(
        &[
            ("given", given),
            ("withdrawn", withdrawn),
            ("altered", altered),
            ("ends of nothing", orphaned),
            ("uses without one", without),
        ],
        altered == 0 && orphaned == 0 && without == 0,
    ))
}
