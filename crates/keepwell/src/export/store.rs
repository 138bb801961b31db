//! Exports that were begun, and what became of them.

use ground::db::Row;
use ground::{Error, Event, PersonId, Result, Scope, Tx, params};
use jiff::{SignedDuration, Timestamp};

use super::ExportId;

/// How long after it was asked for an export may be taken from its page.
const OPEN: SignedDuration = SignedDuration::from_mins(15);

/// An export that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    pub id: ExportId,
    pub reason: String,
    pub at: Timestamp,
}

/// An export of the past.
#[derive(Clone, Debug)]
pub struct Past {
    pub begun: Begun,
    /// Who asked for it; nobody, when it was the program's own command.
    pub by: Option<PersonId>,
    /// Rows and documents that left; nothing, when it came to no end.
    pub left: Option<(u64, u64)>,
    /// Whether whoever reads this may take it now.
    pub open: bool,
}

/// Writes down why everything is about to be opened, and refuses if it may not be.
pub async fn begin(scope: &Scope, reason: &str) -> Result<Begun> {
    let reason = reason.to_owned();
    let write = move |tx: &mut Tx<'_>| -> Result<Begun> {
        tx.may_export()?;
        let (clinic, at, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
        let id = ExportId::new(at);
        tx.execute(
            "INSERT INTO clinic_export (clinic, id, actor, reason, began_at) VALUES ($1, $2, $3, $4, $5)",
            &params![clinic, id, actor, reason.as_str(), at],
        )?;
        tx.emit(Event::new("export.begun", id, None))?;
        Ok(Begun { id, reason: reason.clone(), at })
    };
    scope.for_export().write(write).await
}

/// An export that whoever asks for it here asked to take, a short while ago.
pub fn confirmed(tx: &mut Tx<'_>, id: ExportId) -> Result<Begun> {
    tx.may_export()?;
    let row = tx.one("SELECT * FROM clinic_export WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    let past = past_of(tx, &row)?;
    if past.open { Ok(past.begun) } else { Err(Error::NotFound) }
}

/// The last exports, the newest first.
pub fn past(tx: &mut Tx<'_>, most: u32) -> Result<Vec<Past>> {
    let rows = tx.query(
        "SELECT * FROM clinic_export WHERE clinic = $1 ORDER BY id DESC LIMIT $2",
        &params![tx.clinic(), most],
    )?;
    rows.iter().map(|row| past_of(tx, row)).collect()
}

/// When everything was last taken along whole.
pub fn last_whole(tx: &mut Tx<'_>) -> Result<Option<Timestamp>> {
    let sql = "SELECT MAX(ended_at) AS at FROM clinic_export WHERE clinic = $1";
    tx.one(sql, &params![tx.clinic()])?.get("at")
}

fn past_of(tx: &Tx<'_>, row: &Row) -> Result<Past> {
    let (actor, at): (String, Timestamp) = (row.get("actor")?, row.get("began_at")?);
    let ended: Option<Timestamp> = row.get("ended_at")?;
    let count = |name: &str| -> Result<u64> { Ok(row.get::<Option<i64>>(name)?.unwrap_or_default().unsigned_abs()) };
    Ok(Past {
        by: actor.parse().ok(),
        left: ended.map(|_| Ok::<_, Error>((count("lines")?, count("files")?))).transpose()?,
        open: actor == tx.actor().to_string() && tx.now() < at + OPEN,
        begun: Begun { id: row.get("id")?, reason: row.get("reason")?, at },
    })
}

/// Says that it is whole.
pub(super) fn end(tx: &mut Tx<'_>, id: ExportId, lines: u64, files: u64) -> Result<()> {
    let count = |n: u64| i64::try_from(n).map_err(Error::internal);
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "UPDATE clinic_export SET ended_at = $3, lines = $4, files = $5 WHERE clinic = $1 AND id = $2",
        &params![clinic, id, now, count(lines)?, count(files)?],
    )?;
    tx.emit(Event::new("export.ended", id, None))
}
