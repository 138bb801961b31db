//! The sealer: appends committed entries to the clinic's Merkle log, in order, and signs a checkpoint.
//!
//! It runs beside the requests, because a chain head locked until commit costs PostgreSQL more than half its
//! throughput (DESIGN.md).

use aws_lc_rs::hmac;

use super::merkle::{Frontier, leaf_hash};
use super::note;
use crate::db::Row;
use crate::error::{Error, Result};
use crate::keys::ClinicKeys;
use crate::params;
use crate::scope::Scope;

/// Entries appended in one transaction.
const BATCH: u32 = 2_000;

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
pub(super) fn origin(scope: &Scope) -> String {
    format!("keepwell/access/{}", scope.clinic.id)
}

/// Appends what is not yet appended; true when more may be waiting.
pub async fn seal_clinic(scope: &Scope) -> Result<bool> {
    let keys = scope.house().keys.clinic(scope.clinic.id)?;
    let (name, signing) = (origin(scope), keys.clone());
    let sealed = scope
        .write(move |tx| -> Result<Option<(u64, String, usize)>> {
            tx.take_turns("access.seal")?;
            let rows = tx.query(
                "SELECT clinic, id, person, actor, roles, purpose, action, outcome, begins, at FROM access_entry
                 WHERE clinic = $1 AND leaf IS NULL ORDER BY id LIMIT $2",
                &params![tx.clinic(), BATCH],
            )?;
            if rows.is_empty() {
                return Ok(None);
            }
            let mut frontier = match tx.optional(
                "SELECT frontier FROM access_checkpoint WHERE clinic = $1 ORDER BY size DESC LIMIT 1",
                &params![tx.clinic()],
            )? {
                Some(row) => Frontier::from_bytes(&row.get::<Vec<u8>>("frontier")?).map_err(Error::internal)?,
                None => Frontier::default(),
            };
            for row in &rows {
                let leaf = i64::try_from(frontier.size()).map_err(Error::internal)?;
                let hash = leaf_hash(&content(row)?);
                frontier.push(hash);
                tx.execute(
                    "UPDATE access_entry SET leaf = $3, leaf_hash = $4, leaf_mark = $5 WHERE clinic = $1 AND id = $2",
                    &params![tx.clinic(), row.get::<String>("id")?, leaf, hash.as_slice(), mark(&signing, leaf, &hash)],
                )?;
            }
            let note = note::sign(&name, frontier.size(), &frontier.root(), &signing.log).map_err(Error::internal)?;
            let size = i64::try_from(frontier.size()).map_err(Error::internal)?;
            tx.execute(
                "INSERT INTO access_checkpoint (clinic, size, frontier, note, at) VALUES ($1, $2, $3, $4, $5)",
                &params![tx.clinic(), size, frontier.to_bytes(), &note, tx.now()],
            )?;
            Ok(Some((frontier.size(), note, rows.len())))
        })
        .await?;
    let Some((size, note, count)) = sealed else { return Ok(false) };
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    tokio::task::spawn_blocking(move || house.keys.witness(clinic, size, &note)).await.map_err(Error::internal)??;
    Ok(count == BATCH as usize)
}
