//! The sealer: appends committed entries to the clinic's Merkle log, in order, and signs a checkpoint.
//!
//! It runs beside the requests, because a chain head locked until commit costs PostgreSQL more than half its
//! throughput (DESIGN.md).

use aws_lc_rs::hmac;

use super::merkle::{Frontier, leaf_hash};
use super::note;
use super::verify::AccessFault;
use super::witness;
use crate::db::Row;
use crate::error::{Error, Result};
use crate::keys::ClinicKeys;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{ClinicId, params};

/// Entries appended in one transaction.
const BATCH: u32 = 2_000;
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The bytes an entry is hashed from: every column but the log's own, a line each.
pub(super) fn content(row: &Row) -> Result<Vec<u8>> {
    let mut bytes = b"keepwell access entry 1\n".to_vec();
    for column in ["clinic", "id", "person", "actor", "roles", "purpose", "action", "outcome"] {
        bytes.extend_from_slice(row.get::<String>(column)?.as_bytes());
        bytes.push(b'\n');
    }
    for column in ["begins", "at"] {
        bytes.extend_from_slice(row.get::<i64>(column)?.to_string().as_bytes());
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// A keyed mark over a leaf's place and hash: who moves or rewrites one leaf is found at that leaf.
pub(super) fn mark(keys: &ClinicKeys, leaf: i64, hash: &[u8; 32]) -> Vec<u8> {
    let mut context = hmac::Context::with_key(&keys.marks);
    context.update(&leaf.to_be_bytes());
    context.update(hash);
    context.sign().as_ref()[..16].to_vec()
}

/// The name under which a clinic's log signs: its origin in the checkpoint format.
pub(super) fn origin(clinic: ClinicId) -> String {
    format!("keepwell/access/{clinic}")
}

/// Why nothing was appended.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The log does not continue what is known of it beside the keys.
    #[error("the access log is not continued: {0}")]
    Broken(AccessFault),
    #[error(transparent)]
    Ground(#[from] Error),
}

/// Appends what is not yet appended, to a log that continues its witness; true when more may be waiting.
pub async fn seal_clinic(scope: &Scope) -> Result<bool, SealError> {
    let known = witness::ask(scope).await?.map_err(SealError::Broken)?;
    let witnessed = known.size;
    let begun = scope
        .read(move |tx| -> Result<Frontier, SealError> {
            let newest = witness::newest(tx)?;
            match witness::fault(tx, &known, &newest)? {
                Some(fault) => Err(SealError::Broken(fault)),
                None => Ok(newest),
            }
        })
        .await?;
    // A checkpoint that a crash left without its witness gets it before another is made.
    if begun.size() > witnessed {
        witness::keep(scope, &begun).await?;
    }
    let keys = scope.house().keys.clinic(scope.clinic.id)?;
    match scope.write(move |tx| append(tx, &keys, &begun)).await? {
        Appended::Nothing => Ok(false),
        // Another node appended meanwhile: what it made is looked at first.
        Appended::Overtaken => Ok(true),
        Appended::Entries(frontier, count) => {
            witness::keep(scope, &frontier).await?;
            Ok(count == BATCH as usize)
        }
    }
}

enum Appended {
    Nothing,
    Overtaken,
    Entries(Frontier, usize),
}

fn append(tx: &mut Tx<'_>, keys: &ClinicKeys, begun: &Frontier) -> Result<Appended> {
    tx.take_turns("access.seal")?;
    let clinic = tx.clinic();
    let rows = tx.query(
        "SELECT clinic, id, person, actor, roles, purpose, action, outcome, begins, at FROM access_entry
         WHERE clinic = $1 AND leaf IS NULL ORDER BY id LIMIT $2",
        &params![clinic, BATCH],
    )?;
    if rows.is_empty() {
        return Ok(Appended::Nothing);
    }
    if witness::newest(tx)? != *begun {
        return Ok(Appended::Overtaken);
    }
    let mut frontier = begun.clone();
    for row in &rows {
        let leaf = i64::try_from(frontier.size()).map_err(Error::internal)?;
        let hash = leaf_hash(&content(row)?);
        frontier.push(hash);
        tx.execute(
            "UPDATE access_entry SET leaf = $3, leaf_hash = $4, leaf_mark = $5 WHERE clinic = $1 AND id = $2",
            &params![clinic, row.get::<String>("id")?, leaf, hash.as_slice(), mark(keys, leaf, &hash)],
        )?;
    }
    let note = note::sign(&origin(clinic), frontier.size(), &frontier.root(), &keys.log).map_err(Error::internal)?;
    let size = i64::try_from(frontier.size()).map_err(Error::internal)?;
    tx.execute(
        "INSERT INTO access_checkpoint (clinic, size, frontier, note, at) VALUES ($1, $2, $3, $4, $5)",
        &params![clinic, size, frontier.to_bytes(), &note, tx.now()],
    )?;
    thin(tx, begun)?;
    Ok(Appended::Entries(frontier, rows.len()))
}

/// Of the checkpoints before `begun`, which is witnessed, the last of each day in UTC stays. Whoever keeps another
/// elsewhere can still have it proven from the entries.
fn thin(tx: &mut Tx<'_>, begun: &Frontier) -> Result<()> {
    let size = i64::try_from(begun.size()).map_err(Error::internal)?;
    tx.execute(
        "DELETE FROM access_checkpoint WHERE clinic = $1
         AND size = (SELECT MAX(size) FROM access_checkpoint WHERE clinic = $1 AND size < $2)
         AND at / $3 = (SELECT at / $3 FROM access_checkpoint WHERE clinic = $1 AND size = $2)",
        &params![tx.clinic(), size, DAY],
    )?;
    Ok(())
}
