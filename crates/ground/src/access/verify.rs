//! Verification: finds any edit, removal or reordering in the log, and names the entry.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::merkle::{Frontier, leaf_hash};
use super::note::Checkpoint;
use super::seal::{content, mark};
use super::watch;
use super::witness::{self, Accepted};
use crate::db::Row;
use crate::error::{Error, Result};
use crate::keys::ClinicKeys;
use crate::params;
use crate::scope::Scope;
use crate::tx::Tx;

/// Leaves read at once.
pub(super) const PAGE: i64 = 10_000;

/// Something that is not as it was sealed. A leaf is told as its place, from 1 on, by which the person reads it too.
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
                write!(f, "entry {entry} (place {}) was edited after it was sealed", place(*leaf))
            }
            AccessFault::Moved { leaf, entry } => {
                write!(f, "entry {entry} was moved to place {}, or its seal was rewritten", place(*leaf))
            }
            AccessFault::Removed { from, to } if from == to => {
                write!(f, "the entry at place {} was removed", place(*from))
            }
            AccessFault::Removed { from, to } => {
                write!(f, "the entries at places {} to {} were removed", place(*from), place(*to))
            }
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

impl AccessFault {
    /// The same by the place in the log alone, for lines in which no id may stand.
    pub fn by_place(&self) -> String {
        match self {
            AccessFault::Edited { leaf, .. } => {
                format!("the entry at place {} was edited after it was sealed", place(*leaf))
            }
            AccessFault::Moved { leaf, .. } => {
                format!("an entry was moved to place {}, or the seal there was rewritten", place(*leaf))
            }
            other => other.to_string(),
        }
    }
}

/// The place in the log of a leaf, which the tree counts from 0.
pub fn place(leaf: i64) -> i64 {
    leaf.saturating_add(1)
}

/// What a verification saw.
#[derive(Clone, Debug, Default)]
pub struct AccessReport {
    pub began: Timestamp,
    pub ended: Timestamp,
    pub entries: i64,
    pub checkpoints: i64,
    /// Entries of the last second, not appended yet.
    pub waiting: i64,
    pub faults: Vec<AccessFault>,
    /// When the operator let the log go on from an older state, the oldest first.
    pub accepted: Vec<Accepted>,
}

/// Verifies the whole log of the scope's clinic, a page of entries at a time: it may be read while it grows. What came
/// of it is evidence of `access.visible` ([`super::watch`]).
pub async fn verify_clinic(scope: &Scope) -> Result<AccessReport> {
    let mut round = Round::begin(scope).await?;
    while round.step(scope, PAGE).await? {}
    let (report, void) = round.end(scope).await?;
    if !void {
        watch::note(scope, &report).await?;
    }
    Ok(report)
}

/// Entries from the place `from` on, at most `most`, and the checkpoints over them.
fn page(tx: &mut Tx<'_>, from: i64, most: i64) -> Result<(Vec<Row>, Vec<Row>)> {
    let rows = tx.query(
        "SELECT clinic, id, person, actor, roles, purpose, action, outcome, begins, at, leaf, leaf_hash, leaf_mark FROM access_entry
         WHERE clinic = $1 AND leaf >= $2 ORDER BY leaf LIMIT $3",
        &params![tx.clinic(), from, most],
    )?;
    // After the last entry, all that are left: they belong to entries that are gone.
    let until = match rows.last() {
        Some(row) if rows.len() as i64 == most => {
            row.get::<i64>("leaf").map_or(i64::MAX, |leaf| leaf.saturating_add(1))
        }
        _ => i64::MAX,
    };
    let notes = tx.query(
        "SELECT size, frontier, note FROM access_checkpoint WHERE clinic = $1 AND size > $2 AND size <= $3 ORDER BY size",
        &params![tx.clinic(), from, until],
    )?;
    Ok((rows, notes))
}

/// A verification under way: it goes over the log from its first entry to its last, as slowly as one likes.
pub(super) struct Round {
    keys: Arc<ClinicKeys>,
    /// What was witnessed when it began. First of all: what is witnessed later may be more than its pages had.
    known: Result<Checkpoint, AccessFault>,
    frontier: Frontier,
    next: i64,
    /// After a removal the roots cannot match any more; the removal itself is already named.
    whole: bool,
    pub(super) report: AccessReport,
}

impl Round {
    pub(super) async fn begin(scope: &Scope) -> Result<Round> {
        let began = scope.house().clock.now();
        let known = witness::ask(scope).await?;
        let accepted = accepted(scope).await?;
        let (house, clinic) = (scope.house().clone(), scope.clinic.id);
        let read = move || house.keys.clinic(clinic);
        let keys = tokio::task::spawn_blocking(read).await.map_err(Error::internal)??;
        let report = AccessReport { began, accepted, ..AccessReport::default() };
        Ok(Round { keys, known, frontier: Frontier::default(), next: 0, whole: true, report })
    }

    /// Verifies the next `most` entries; false when there were no more.
    pub(super) async fn step(&mut self, scope: &Scope, most: i64) -> Result<bool> {
        let from = self.next;
        let (rows, notes) = scope.read(move |tx| page(tx, from, most)).await?;
        let last = (rows.len() as i64) < most;
        let mut due = notes.iter().peekable();
        for row in &rows {
            if !self.entry(row) {
                return Ok(false);
            }
            while let Some(note) = due.peek() {
                if note.get::<i64>("size")? > self.next {
                    break;
                }
                self.checkpoint(scope, note)?;
                due.next();
            }
        }
        if last {
            for note in due {
                self.report.faults.push(AccessFault::Checkpoint { size: note.get::<i64>("size")?.unsigned_abs() });
            }
        }
        Ok(!last)
    }

    /// What it saw, after its last step, held against what is kept beside the keys; and whether it is void.
    pub(super) async fn end(mut self, scope: &Scope) -> Result<(AccessReport, bool)> {
        let found = self.next.unsigned_abs();
        let beside = match self.known.clone() {
            Err(altered) => Some(altered),
            Ok(known) if known.size > found => Some(AccessFault::Shortened { known: known.size, found }),
            // The entries are there; that the sealer still finds its place among them is another matter.
            Ok(known) if !self.report.faults.contains(&AccessFault::Rewritten { known: known.size }) => {
                scope.read(move |tx| witness::newest(tx).and_then(|newest| witness::fault(tx, &known, &newest))).await?
            }
            Ok(_) => None,
        };
        self.report.faults.extend(beside);
        self.report.waiting = scope.read(waiting).await?;
        self.report.ended = scope.house().clock.now();
        let void = self.is_void(scope).await?;
        Ok((self.report, void))
    }

    /// Whether the operator let the log go on from an older state since it began: then it read of two logs.
    pub(super) async fn is_void(&mut self, scope: &Scope) -> Result<bool> {
        let then = std::mem::replace(&mut self.report.accepted, accepted(scope).await?);
        Ok(self.report.accepted.len() != then.len())
    }

    /// Holds one entry against its seal. A value that cannot be read was not sealed so; false when it is the entry's
    /// place, after which no others are known.
    fn entry(&mut self, row: &Row) -> bool {
        let entry = row.get::<String>("id").unwrap_or_else(|_| "without an id".to_owned());
        let Ok(leaf) = row.get::<i64>("leaf") else {
            self.report.faults.push(AccessFault::Moved { leaf: self.next, entry });
            return false;
        };
        if leaf > self.next {
            self.report.faults.push(AccessFault::Removed { from: self.next, to: leaf - 1 });
            self.whole = false;
        }
        let sealed: [u8; 32] = row.get::<Vec<u8>>("leaf_hash").unwrap_or_default().try_into().unwrap_or_default();
        if row.get::<Vec<u8>>("leaf_mark").unwrap_or_default() != mark(&self.keys, leaf, &sealed) {
            self.report.faults.push(AccessFault::Moved { leaf, entry });
        } else if !content(row).is_ok_and(|content| leaf_hash(&content) == sealed) {
            self.report.faults.push(AccessFault::Edited { leaf, entry });
        }
        self.frontier.push(sealed);
        self.report.entries += 1;
        self.next = leaf.saturating_add(1);
        if let Ok(known) = &self.known
            && known.size == self.frontier.size()
            && self.whole
            && known.root != self.frontier.root()
        {
            self.report.faults.push(AccessFault::Rewritten { known: known.size });
        }
        true
    }

    fn checkpoint(&mut self, scope: &Scope, row: &Row) -> Result<()> {
        self.report.checkpoints += 1;
        let size = row.get::<i64>("size")?.unsigned_abs();
        let signed = witness::verified(&self.keys, scope.clinic.id, &row.get::<String>("note")?);
        let here = self.frontier.size() == size && row.get::<Vec<u8>>("frontier")? == self.frontier.to_bytes();
        let matches = signed.is_some_and(|signed| {
            signed.size == size && (!self.whole || (here && signed.root == self.frontier.root()))
        });
        if !matches {
            self.report.faults.push(AccessFault::Checkpoint { size });
        }
        Ok(())
    }
}

async fn accepted(scope: &Scope) -> Result<Vec<Accepted>> {
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    tokio::task::spawn_blocking(move || house.keys.accepted(clinic)).await.map_err(Error::internal)?
}

/// Entries that are not appended yet.
fn waiting(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one("SELECT COUNT(*) AS n FROM access_entry WHERE clinic = $1 AND leaf IS NULL", &params![tx.clinic()])?.get("n")
}
