//! Exports that were taken.

use ground::{Error, Result, Tx, params};
use jiff::Timestamp;

use super::ExportId;

/// Writes down why everything is about to be opened, and refuses if it may not be.
pub(super) fn begin(tx: &mut Tx<'_>, reason: &str) -> Result<(ExportId, Timestamp)> {
    tx.may_export()?;
    let (clinic, id, now, actor) = (tx.clinic(), ExportId::new(tx.now()), tx.now(), tx.actor().to_string());
    tx.execute(
        "INSERT INTO clinic_export (clinic, id, actor, reason, began_at) VALUES ($1, $2, $3, $4, $5)",
        &params![clinic, id, actor, reason, now],
    )?;
    Ok((id, now))
}

/// Says that it is whole.
pub(super) fn end(tx: &mut Tx<'_>, id: ExportId, lines: u64, files: u64) -> Result<()> {
    let count = |n: u64| i64::try_from(n).map_err(Error::internal);
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "UPDATE clinic_export SET ended_at = $3, lines = $4, files = $5 WHERE clinic = $1 AND id = $2",
        &params![clinic, id, now, count(lines)?, count(files)?],
    )?;
    Ok(())
}
