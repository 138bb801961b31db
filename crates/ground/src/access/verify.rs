//! Verification: finds any edit, removal or reordering in the log, and names the entry.

use std::fmt;

use aws_lc_rs::signature::KeyPair;

use super::merkle::{Frontier, leaf_hash};
use super::note;
use super::seal::{content, mark, origin};
use crate::error::{Error, Result};
use crate::keys::Restored;
use crate::params;
use crate::scope::Scope;

/// Leaves read at once.
const PAGE: i64 = 10_000;

/// Something that is not as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessFault {
    /// The entry's words are not those that were sealed.
    Edited { leaf: i64, entry: String },
    /// The entry stands at another place than it was sealed at, or its seal was rewritten.
    Moved { leaf: i64, entry: String },
    /// The entries of these places are gone.
    Removed { from: i64, to: i64 },
    /// The checkpoint of this size does not follow from the entries before it, or is not signed by this clinic.
    Checkpoint { size: u64 },
    /// A later checkpoint is known beside the keys than the data still has.
    Shortened { known: u64, found: u64 },
}

impl fmt::Display for AccessFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AccessFault::Edited { leaf, entry } => {
                write!(f, "entry {entry} (place {leaf}) was edited after it was sealed")
            }
            AccessFault::Moved { leaf, entry } => {
                write!(f, "entry {entry} was moved to place {leaf}, or its seal was rewritten")
            }
            AccessFault::Removed { from, to } if from == to => write!(f, "the entry at place {from} was removed"),
            AccessFault::Removed { from, to } => write!(f, "the entries at places {from} to {to} were removed"),
            AccessFault::Checkpoint { size } => write!(f, "the checkpoint over {size} entries does not match them"),
            AccessFault::Shortened { known, found } => {
                write!(f, "the log ends at {found} entries, but {known} were sealed")
            }
        }
    }
}

/// What a verification saw.
#[derive(Clone, Debug, Default)]
pub struct AccessReport {
    pub entries: i64,
    pub checkpoints: i64,
    /// Entries of the last second, not appended yet.
    pub waiting: i64,
    pub faults: Vec<AccessFault>,
    /// Restores after which the log went on from fewer entries than had been sealed.
    pub restored: Vec<Restored>,
}

/// Verifies the whole log of the scope's clinic.
pub async fn verify_clinic(scope: &Scope) -> Result<AccessReport> {
    let keys = scope.house().keys.clinic(scope.clinic.id)?;
    let mut report = AccessReport::default();
    let mut frontier = Frontier::default();
    let mut next = 0i64;
    let checkpoints: Vec<(u64, String)> = scope
        .read(|tx| -> Result<_> {
            let rows = tx.query(
                "SELECT size, note FROM access_checkpoint WHERE clinic = $1 ORDER BY size",
                &params![tx.clinic()],
            )?;
            rows.iter().map(|row| Ok((row.get::<i64>("size")?.unsigned_abs(), row.get("note")?))).collect()
        })
        .await?;
    let mut due = checkpoints.iter().peekable();
    loop {
        let from = next;
        let rows = scope
            .read(move |tx| -> Result<_> {
                tx.query(
                    "SELECT clinic, id, person, actor, roles, purpose, action, outcome, begins, at, leaf, leaf_hash, leaf_mark FROM access_entry
                     WHERE clinic = $1 AND leaf >= $2 ORDER BY leaf LIMIT $3",
                    &params![tx.clinic(), from, PAGE],
                )
            })
            .await?;
        for row in &rows {
            let (leaf, entry): (i64, String) = (row.get("leaf")?, row.get("id")?);
            if leaf > next {
                report.faults.push(AccessFault::Removed { from: next, to: leaf - 1 });
            }
            let now = leaf_hash(&content(row)?);
            let sealed: [u8; 32] = row.get::<Vec<u8>>("leaf_hash")?.try_into().unwrap_or_default();
            if row.get::<Vec<u8>>("leaf_mark")? != mark(&keys, leaf, &sealed) {
                report.faults.push(AccessFault::Moved { leaf, entry });
            } else if now != sealed {
                report.faults.push(AccessFault::Edited { leaf, entry });
            }
            frontier.push(sealed);
            report.entries += 1;
            next = leaf + 1;
            while due.peek().is_some_and(|(size, _)| *size <= next.unsigned_abs()) {
                if let Some((size, text)) = due.next() {
                    check(&mut report, scope, &keys.log, *size, text, &frontier);
                }
            }
        }
        if (rows.len() as i64) < PAGE {
            break;
        }
    }
    for (size, _) in due {
        report.faults.push(AccessFault::Checkpoint { size: *size });
    }
    if let Some((known, _)) = scope.house().keys.witnessed(scope.clinic.id)? {
        let found = next.unsigned_abs();
        if known > found {
            report.faults.push(AccessFault::Shortened { known, found });
        }
    }
    report.restored = scope.house().keys.restored(scope.clinic.id)?;
    report.waiting = scope
        .read(|tx| -> Result<i64> {
            tx.one("SELECT COUNT(*) AS n FROM access_entry WHERE clinic = $1 AND leaf IS NULL", &params![tx.clinic()])?
                .get("n")
        })
        .await?;
    Ok(report)
}

fn check(
    report: &mut AccessReport,
    scope: &Scope,
    key: &aws_lc_rs::signature::Ed25519KeyPair,
    size: u64,
    text: &str,
    frontier: &Frontier,
) {
    report.checkpoints += 1;
    let signed = note::verify(text, key.public_key().as_ref(), &origin(scope)).map_err(Error::internal);
    // After a removal the roots cannot match any more; the removal itself is already named.
    let whole = !report.faults.iter().any(|fault| matches!(fault, AccessFault::Removed { .. }));
    let matches = signed.is_ok_and(|checkpoint| {
        checkpoint.size == size && (!whole || (frontier.size() == size && checkpoint.root == frontier.root()))
    });
    if !matches {
        report.faults.push(AccessFault::Checkpoint { size });
    }
}
