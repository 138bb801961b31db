//! Exports that were begun, and what became of them.

use ground::db::Row;
use ground::{Error, Event, PersonId, Result, Scope, Tx, params};
use jiff::{SignedDuration, Timestamp};
use office::confirmations::{self, Kind, NewConfirmation};

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
    /// Who agreed to it, where it took two.
    pub with: Option<PersonId>,
    /// Rows and documents that left; nothing, when it came to no end.
    pub left: Option<(u64, u64)>,
    /// Whether whoever reads this may take it now.
    pub open: bool,
}

/// Writes down why everything is about to be opened at the machine, and refuses if it may not be. Whoever has the machine has
/// all of it anyway: nobody else is asked, and it stands in the record.
pub async fn begin(scope: &Scope, reason: &str) -> Result<Begun> {
    let reason = reason.to_owned();
    let write = move |tx: &mut Tx<'_>| -> Result<Begun> {
        tx.may_export()?;
        insert(tx, &reason)
    };
    scope.for_export().write(write).await
}

/// What became of somebody's word, on a page, that everything is to be taken along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    Begun(Begun),
    /// It waits for another, as four eyes are asked for.
    Asked,
}

/// The same from a page: where four eyes are asked for, another has agreed first to what this one asked for, and it begins once
/// for each such word.
pub async fn begin_on_page(scope: &Scope, reason: &str) -> office::Result<Word> {
    let reason = reason.to_owned();
    let write = move |tx: &mut Tx<'_>| -> office::Result<Word> {
        tx.may_export()?;
        if let Some(agreed) = confirmations::agreed(tx, Kind::Export)? {
            let begun = insert(tx, agreed.reason.as_deref().unwrap_or_default())?;
            confirmations::used(tx, &agreed, &begun.id.to_string())?;
            return Ok(Word::Begun(begun));
        }
        if !confirmations::needed(tx)? {
            return Ok(Word::Begun(insert(tx, &reason)?));
        }
        let asked = NewConfirmation { kind: Kind::Export, subject: None, way: None, reason: Some(reason.clone()) };
        confirmations::ask(tx, &asked)?;
        Ok(Word::Asked)
    };
    scope.for_export().write(write).await
}

fn insert(tx: &mut Tx<'_>, reason: &str) -> Result<Begun> {
    let (clinic, at, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let id = ExportId::new(at);
    tx.execute(
        "INSERT INTO clinic_export (clinic, id, actor, reason, began_at) VALUES ($1, $2, $3, $4, $5)",
        &params![clinic, id, actor, reason, at],
    )?;
    tx.emit(Event::new("export.begun", id, None))?;
    Ok(Begun { id, reason: reason.to_owned(), at })
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
    let mut past = rows.iter().map(|row| past_of(tx, row)).collect::<Result<Vec<_>>>()?;
    for one in &mut past {
        one.with = confirmations::two(tx, &one.begun.id.to_string())?.map(|(_, agreed)| agreed);
    }
    Ok(past)
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
        with: None,
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
