//! Verification: finds any edit, removal or reordering in the log, and names the entry.

use std::fmt;

use super::merkle::{Frontier, leaf_hash};
use super::note::Checkpoint;
use super::seal::{content, mark};
use super::witness::{self, Accepted};
use crate::db::Row;
use crate::error::{Error, Result};
use crate::keys::ClinicKeys;
use crate::params;
use crate::scope::Scope;
use crate::tx::Tx;

/// Leaves read at once.
pub(super) const PAGE: i64 = 10_000;

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
    /// The first entries are not those that were witnessed beside the keys.
    Rewritten { known: u64 },
    /// What is kept beside the keys was not signed by this clinic.
    Witness { size: u64 },
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
            AccessFault::Rewritten { known } => {
                write!(f, "the first {known} entries are not those that were sealed")
            }
            AccessFault::Witness { size } => {
                write!(f, "what the key store keeps of the log (over {size} entries) was not signed by this clinic")
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
    /// When the operator let the log go on from an older state, the oldest first.
    pub accepted: Vec<Accepted>,
}

/// Verifies the whole log of the scope's clinic, a page of entries at a time: it may be read while it grows.
pub async fn verify_clinic(scope: &Scope) -> Result<AccessReport> {
    // First of all: what is witnessed later may be more than the pages before it had.
    let known = witness::ask(scope).await?;
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    let read = move || Ok::<_, Error>((house.keys.clinic(clinic)?, house.keys.accepted(clinic)?));
    let (keys, accepted) = tokio::task::spawn_blocking(read).await.map_err(Error::internal)??;
    let mut check = Check {
        scope,
        keys: &keys,
        known: known.as_ref().ok(),
        frontier: Frontier::default(),
        next: 0,
        report: AccessReport::default(),
    };
    loop {
        let from = check.next;
        let (rows, notes) = scope.read(move |tx| page(tx, from)).await?;
        let last = (rows.len() as i64) < PAGE;
        check.page(&rows, &notes, last)?;
        if last {
            break;
        }
    }
    let Check { mut report, next, .. } = check;
    report.accepted = accepted;
    let beside = match known {
        Err(altered) => Some(altered),
        Ok(known) if known.size > next.unsigned_abs() => {
            Some(AccessFault::Shortened { known: known.size, found: next.unsigned_abs() })
        }
        // The entries are there; that the sealer still finds its place among them is another matter.
        Ok(known) if !report.faults.contains(&AccessFault::Rewritten { known: known.size }) => {
            scope.read(move |tx| witness::newest(tx).and_then(|newest| witness::fault(tx, &known, &newest))).await?
        }
        Ok(_) => None,
    };
    report.faults.extend(beside);
    report.waiting = scope
        .read(|tx| -> Result<i64> {
            tx.one("SELECT COUNT(*) AS n FROM access_entry WHERE clinic = $1 AND leaf IS NULL", &params![tx.clinic()])?
                .get("n")
        })
        .await?;
    Ok(report)
}

/// Entries from the place `from` on, and the checkpoints over them.
fn page(tx: &mut Tx<'_>, from: i64) -> Result<(Vec<Row>, Vec<Row>)> {
    let rows = tx.query(
        "SELECT clinic, id, person, actor, roles, purpose, action, outcome, begins, at, leaf, leaf_hash, leaf_mark FROM access_entry
         WHERE clinic = $1 AND leaf >= $2 ORDER BY leaf LIMIT $3",
        &params![tx.clinic(), from, PAGE],
    )?;
    // After the last entry, all that are left: they belong to entries that are gone.
    let until = match rows.last() {
        Some(row) if rows.len() as i64 == PAGE => row.get::<i64>("leaf")?.saturating_add(1),
        _ => i64::MAX,
    };
    let notes = tx.query(
        "SELECT size, frontier, note FROM access_checkpoint WHERE clinic = $1 AND size > $2 AND size <= $3 ORDER BY size",
        &params![tx.clinic(), from, until],
    )?;
    Ok((rows, notes))
}

/// A verification under way.
struct Check<'a> {
    scope: &'a Scope,
    keys: &'a ClinicKeys,
    known: Option<&'a Checkpoint>,
    frontier: Frontier,
    next: i64,
    report: AccessReport,
}

impl Check<'_> {
    fn page(&mut self, rows: &[Row], notes: &[Row], last: bool) -> Result<()> {
        let mut due = notes.iter().peekable();
        for row in rows {
            self.entry(row)?;
            while let Some(note) = due.peek() {
                if note.get::<i64>("size")? > self.next {
                    break;
                }
                self.checkpoint(note)?;
                due.next();
            }
        }
        if last {
            for note in due {
                self.report.faults.push(AccessFault::Checkpoint { size: note.get::<i64>("size")?.unsigned_abs() });
            }
        }
        Ok(())
    }

    fn entry(&mut self, row: &Row) -> Result<()> {
        let (leaf, entry): (i64, String) = (row.get("leaf")?, row.get("id")?);
        if leaf > self.next {
            self.report.faults.push(AccessFault::Removed { from: self.next, to: leaf - 1 });
        }
        let now = leaf_hash(&content(row)?);
        let sealed: [u8; 32] = row.get::<Vec<u8>>("leaf_hash")?.try_into().unwrap_or_default();
        if row.get::<Vec<u8>>("leaf_mark")? != mark(self.keys, leaf, &sealed) {
            self.report.faults.push(AccessFault::Moved { leaf, entry });
        } else if now != sealed {
            self.report.faults.push(AccessFault::Edited { leaf, entry });
        }
        self.frontier.push(sealed);
        self.report.entries += 1;
        self.next = leaf + 1;
        if let Some(known) = self.known
            && known.size == self.frontier.size()
            && self.whole()
            && known.root != self.frontier.root()
        {
            self.report.faults.push(AccessFault::Rewritten { known: known.size });
        }
        Ok(())
    }

    fn checkpoint(&mut self, row: &Row) -> Result<()> {
        self.report.checkpoints += 1;
        let size = row.get::<i64>("size")?.unsigned_abs();
        let signed = witness::verified(self.keys, self.scope.clinic.id, &row.get::<String>("note")?);
        let here = self.frontier.size() == size && row.get::<Vec<u8>>("frontier")? == self.frontier.to_bytes();
        let whole = self.whole();
        let matches = signed
            .is_some_and(|signed| signed.size == size && (!whole || (here && signed.root == self.frontier.root())));
        if !matches {
            self.report.faults.push(AccessFault::Checkpoint { size });
        }
        Ok(())
    }

    /// After a removal the roots cannot match any more; the removal itself is already named.
    fn whole(&self) -> bool {
        !self.report.faults.iter().any(|fault| matches!(fault, AccessFault::Removed { .. }))
    }
}
