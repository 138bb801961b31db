//! Files and rows brought to agree: a file whose row is gone goes; a row whose file is gone is told of.

use std::collections::HashMap;

use futures_util::TryStreamExt;
use jiff::{SignedDuration, Timestamp};
use object_store::path::Path;
use promise::Purpose;

use super::{Files, lost, path};
use crate::db::Value;
use crate::error::{Error, Result};
use crate::job::{Handler, Job, NewJob};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{ClinicId, id, params};

/// The kind of job that removes the file of a row that was removed.
const DELETE: &str = "file.delete";
/// A file without a row is left alone for so long after its row's id was made: its upload may still be under way.
const GRACE: SignedDuration = SignedDuration::from_hours(24);
/// Ids asked for at once.
const STEP: usize = 500;

/// What was found and done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    pub files: u64,
    /// Files without a row, removed.
    pub orphans: u64,
    /// Rows without a file: something outside the program took it away.
    pub missing: u64,
}

impl Tx<'_> {
    /// Leaves the file of the row `row` of `table` to be removed once this transaction, which removes the row, is committed.
    pub fn drop_file(&mut self, table: &str, row: impl std::fmt::Display) -> Result<()> {
        let run_at = self.now();
        self.enqueue(&NewJob { kind: DELETE, subject: format!("{table}/{row}"), run_at })
    }
}

pub(crate) fn handler() -> Handler {
    Handler::new(DELETE, Purpose::Operation, |scope, job| async move {
        delete(&scope, &job).await.map_err(|error| error.to_string())
    })
    .always()
}

async fn delete(scope: &Scope, job: &Job) -> Result<()> {
    let (table, row) = job.subject.split_once('/').ok_or_else(|| Error::internal("a file without a table"))?;
    let table = tables(scope).into_iter().find(|known| known == table);
    let table = table.ok_or_else(|| Error::internal("a file of no table"))?;
    if kept(scope, &table, &[row.to_owned()], Timestamp::MIN).await?.is_empty() {
        scope.house().files.remove(&path(scope.clinic.id, &table, row)).await?;
    }
    Ok(())
}

/// The tables whose rows have files, by the data map.
fn tables(scope: &Scope) -> Vec<String> {
    scope.house().data_map.files().map(|(table, _)| table.to_owned()).collect()
}

/// Those of `rows` that `table` has, and whether each is older than `before`.
async fn kept(scope: &Scope, table: &str, rows: &[String], before: Timestamp) -> Result<HashMap<String, bool>> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let (table, rows) = (table.to_owned(), rows.to_vec());
    scope
        .read(move |tx| -> Result<HashMap<String, bool>> {
            let places: Vec<String> = (2..2 + rows.len()).map(|n| format!("${n}")).collect();
            let sql = format!("SELECT id, created_at FROM {table} WHERE clinic = $1 AND id IN ({})", places.join(", "));
            let values: Vec<Value> =
                std::iter::once(tx.clinic().into()).chain(rows.iter().map(|row| Value::from(row.as_str()))).collect();
            let rows = tx.query(&sql, &values)?;
            rows.iter().map(|row| Ok((row.get("id")?, row.get::<Timestamp>("created_at")? < before))).collect()
        })
        .await
}

/// Compares the files of the scope's clinic with the rows that the data map says have files, and removes those without.
pub async fn reconcile(scope: &Scope) -> Result<Reconciled> {
    let (files, clinic) = (&scope.house().files, scope.clinic.id);
    let before = scope.house().clock.now() - GRACE;
    let mut found = Reconciled::default();
    for table in tables(scope) {
        let mut matched = 0;
        let folder = Path::from_iter([clinic.to_string().as_str(), table.as_str()]);
        let mut batches = files.store.list(Some(&folder)).map_err(lost).try_chunks(STEP);
        while let Some(batch) = batches.try_next().await.map_err(|broken| broken.1)? {
            let names: Vec<String> =
                batch.iter().filter_map(|file| file.location.filename().map(str::to_owned)).collect();
            found.files += names.len() as u64;
            let rows = kept(scope, &table, &names, before).await?;
            matched += rows.values().filter(|old| **old).count() as u64;
            for orphan in names.iter().filter(|name| !rows.contains_key(*name) && old(name, before)) {
                files.remove(&path(clinic, &table, orphan)).await?;
                found.orphans += 1;
            }
        }
        files.clear_begun(clinic, &table, before).await?;
        found.missing += count(scope, &table, before).await?.saturating_sub(matched);
    }
    if found.missing > 0 {
        tracing::error!(missing = found.missing, "rows without their file: put the files back from a backup");
    }
    if found.orphans > 0 {
        tracing::info!(orphans = found.orphans, "files without a row were removed");
    }
    Ok(found)
}

/// Whether the row's id was made before `before`. What is no id of ours is as old as can be.
fn old(name: &str, before: Timestamp) -> bool {
    id::made(name).is_none_or(|made| made < before)
}

/// How many rows of `table` are older than `before`.
async fn count(scope: &Scope, table: &str, before: Timestamp) -> Result<u64> {
    let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND created_at < $2");
    let read = move |tx: &mut Tx<'_>| -> Result<i64> { tx.one(&sql, &params![tx.clinic(), before])?.get("n") };
    Ok(scope.read(read).await?.unsigned_abs())
}

impl Files {
    /// Removes what interrupted uploads left in the folder: names that end in `#` and a number, which are not listed.
    async fn clear_begun(&self, clinic: ClinicId, table: &str, before: Timestamp) -> Result<()> {
        let Some(folder) = self.folder.as_ref().map(|folder| folder.join(clinic.to_string()).join(table)) else {
            return Ok(());
        };
        let Ok(mut entries) = tokio::fs::read_dir(&folder).await else { return Ok(()) };
        while let Ok(Some(entry)) = entries.next_entry().await {
            let name = entry.file_name().to_string_lossy().into_owned();
            let begun = name.rsplit_once('#').is_some_and(|(row, _)| old(row, before));
            if begun && let Err(cause) = tokio::fs::remove_file(entry.path()).await {
                tracing::warn!(%cause, "the rest of an interrupted upload could not be removed");
            }
        }
        Ok(())
    }
}
