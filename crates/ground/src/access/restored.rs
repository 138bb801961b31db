//! After a restore: the log goes on from where the backup's data ends, and says so for ever.

use super::verify::{AccessFault, verify_clinic};
use crate::error::{Error, Result};
use crate::keys::Restored;
use crate::params;
use crate::scope::Scope;

/// Accepts that the log of the scope's clinic ends where the restored data ends, although more was sealed before, and
/// records it beside the keys. A log that is damaged in any other way is left to [`verify_clinic`] to tell.
///
/// Only a restore may call this: keys are backed up after the data, so they know of entries the data does not have.
pub async fn rejoin(scope: &Scope) -> Result<Option<Restored>> {
    let report = verify_clinic(scope).await?;
    let [AccessFault::Shortened { known, .. }] = report.faults.as_slice() else { return Ok(None) };
    let newest: Option<(u64, String)> = scope
        .read(|tx| -> Result<_> {
            tx.optional(
                "SELECT size, note FROM access_checkpoint WHERE clinic = $1 ORDER BY size DESC LIMIT 1",
                &params![tx.clinic()],
            )?
            .map(|row| Ok((row.get::<i64>("size")?.unsigned_abs(), row.get("note")?)))
            .transpose()
        })
        .await?;
    let found = newest.as_ref().map_or(0, |(size, _)| *size);
    let restored = Restored { at: scope.house().clock.now(), known: *known, found };
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    tokio::task::spawn_blocking(move || house.keys.rejoin(clinic, &restored, newest.map(|(_, note)| note)))
        .await
        .map_err(Error::internal)??;
    Ok(Some(restored))
}
