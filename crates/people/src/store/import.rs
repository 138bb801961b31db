//! Files of clients on their way in.

use ground::job::NewJob;
use ground::{Error, Event, Key, Result, Sealed, Tx, cell, params};

use crate::import::{KIND, Plan, STILL, kept};
use crate::model::{Found, ImportId, NewImport, State, StoredImport, Tally, import_text};

const TABLE: &str = "client_import";
/// Files that are shown.
const SHOWN: u32 = 50;

/// Keeps a file that is on disk, under a key of its own.
pub fn create(tx: &mut Tx<'_>, new: &NewImport) -> Result<()> {
    let key = tx.create_person()?;
    let id = new.id;
    let name = key.seal(cell(TABLE, "name", id), &new.name.as_str().to_owned())?;
    let content = key.seal(cell(TABLE, "content", id), &new.key)?;
    let head = key.seal(cell(TABLE, "head", id), &import_text(&new.head)?)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "INSERT INTO client_import (clinic, id, person, name, content, head, size, state, round, skips, total, gone, fresh, known, faulty,
                added_by, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'columns', 0, 0, $8, 0, 0, 0, 0, $9, $10, $10)",
        &params![clinic, id, key.person(), name, content, head, count(new.size)?, count(new.total)?, actor, now],
    )?;
    tx.emit(Event::new("import.brought", id, None))
}

fn count(n: u64) -> Result<i64> {
    i64::try_from(n).map_err(Error::internal)
}

/// The import `id`, sealed.
pub fn find(tx: &mut Tx<'_>, id: ImportId) -> Result<Option<StoredImport>> {
    let sql = format!("SELECT {} FROM client_import WHERE clinic = $1 AND id = $2", StoredImport::COLUMNS);
    let row = tx.optional(&sql, &params![tx.clinic(), id])?;
    row.as_ref().map(StoredImport::from_row).transpose()
}

/// The newest imports, sealed.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<StoredImport>> {
    let sql =
        format!("SELECT {} FROM client_import WHERE clinic = $1 ORDER BY id DESC LIMIT $2", StoredImport::COLUMNS);
    tx.query(&sql, &params![tx.clinic(), SHOWN])?.iter().map(StoredImport::from_row).collect()
}

fn sealed(key: &Key, column: &'static str, id: ImportId, text: &str) -> Result<Sealed<String>> {
    key.seal(cell(TABLE, column, id), &text.to_owned())
}

fn moved(tx: &mut Tx<'_>, id: ImportId, name: &'static str, work: bool) -> Result<()> {
    if work {
        again(tx, id)?;
    }
    tx.emit(Event::new(name, id, None))
}

/// Says what the columns are, and has the rows looked at. False when they are being written, or were: then nothing changes.
pub fn plan(tx: &mut Tx<'_>, stored: &StoredImport, plan: &Plan) -> Result<bool> {
    let key = tx.open(stored.person)?;
    let plan = sealed(&key, "plan", stored.id, &import_text(plan)?)?;
    let changed = tx.execute(
        "UPDATE client_import SET plan = $3, found = NULL, state = 'checking', round = round + 1, gone = 0, fresh = 0, known = 0, faulty = 0, updated_at = $4
         WHERE clinic = $1 AND id = $2 AND state IN ('columns', 'checking', 'checked', 'unread')",
        &params![tx.clinic(), stored.id, plan, tx.now()],
    )?;
    if changed > 0 {
        moved(tx, stored.id, "import.planned", true)?;
    }
    Ok(changed > 0)
}

/// Says how far the look at the rows is; whether it is still this look that is asked for.
pub(crate) fn looked(tx: &mut Tx<'_>, stored: &StoredImport, tally: &Tally) -> Result<bool> {
    tell(tx, stored, tally, "checking", None)
}

/// Says what was found; nothing when the columns were named anew meanwhile.
pub(crate) fn checked(tx: &mut Tx<'_>, stored: &StoredImport, tally: &Tally, found: &Found) -> Result<bool> {
    tell(tx, stored, tally, "checked", Some(found))
}

/// Says that the file cannot be read to its end.
pub(crate) fn unread(tx: &mut Tx<'_>, stored: &StoredImport) -> Result<bool> {
    tell(tx, stored, &stored.tally, "unread", None)
}

fn tell(tx: &mut Tx<'_>, stored: &StoredImport, tally: &Tally, state: &str, found: Option<&Found>) -> Result<bool> {
    let key = tx.open(stored.person)?;
    let found = found.map(|found| sealed(&key, "found", stored.id, &import_text(found)?)).transpose()?;
    let told = tx.execute(
        "UPDATE client_import SET state = $5, found = COALESCE($6, found), gone = $7, fresh = $8, known = $9, faulty = $10, updated_at = $11
         WHERE clinic = $1 AND id = $2 AND round = $3 AND state = $4",
        &params![
            tx.clinic(), stored.id, stored.round, stored.state.as_str(), state, found, count(tally.gone)?, count(tally.fresh)?,
            count(tally.known)?, count(tally.faulty)?, tx.now()
        ],
    )?;
    if told > 0 {
        moved(tx, stored.id, "import.moved", false)?;
    }
    Ok(told > 0)
}

/// Begins to write the rows. False when it was begun before, or the columns were named anew since `round`.
pub fn begin(tx: &mut Tx<'_>, id: ImportId, round: i64, skips: bool) -> Result<bool> {
    let begun = tx.execute(
        "UPDATE client_import SET state = 'writing', skips = $4, gone = 0, fresh = 0, known = 0, faulty = 0, updated_at = $5
         WHERE clinic = $1 AND id = $2 AND round = $3 AND state = 'checked'",
        &params![tx.clinic(), id, round, skips, tx.now()],
    )?;
    if begun > 0 {
        moved(tx, id, "import.begun", true)?;
    }
    Ok(begun > 0)
}

/// Takes writing back before a row was written, because one of them has a fault after all: they are looked at again.
pub(crate) fn look_again(tx: &mut Tx<'_>, stored: &StoredImport) -> Result<()> {
    let back = tx.execute(
        "UPDATE client_import SET state = 'checking', round = round + 1, updated_at = $3
         WHERE clinic = $1 AND id = $2 AND state = 'writing' AND gone = 0",
        &params![tx.clinic(), stored.id, tx.now()],
    )?;
    if back > 0 { moved(tx, stored.id, "import.moved", true) } else { Ok(()) }
}

/// What one transaction of writing does to the count: it holds only if nobody else went on from there. `then` leaves the
/// rest to another job; the last one says that it is done.
pub(crate) fn advance(tx: &mut Tx<'_>, id: ImportId, from: u64, tally: &Tally, next: Next) -> Result<bool> {
    let state = if next == Next::Done { State::Done } else { State::Writing };
    let went = tx.execute(
        "UPDATE client_import SET gone = $4, fresh = fresh + $5, known = known + $6, faulty = faulty + $7, state = $8, updated_at = $9
         WHERE clinic = $1 AND id = $2 AND gone = $3 AND state = 'writing'",
        &params![
            tx.clinic(), id, count(from)?, count(tally.gone)?, count(tally.fresh)?, count(tally.known)?, count(tally.faulty)?,
            state.as_str(), tx.now()
        ],
    )?;
    if went > 0 {
        moved(tx, id, "import.moved", next == Next::Job)?;
    }
    Ok(went > 0)
}

/// Leaves the rest of what is being written to another job.
pub(crate) fn again(tx: &mut Tx<'_>, id: ImportId) -> Result<()> {
    let run_at = tx.now();
    tx.enqueue(&NewJob { kind: KIND, subject: id.to_string(), run_at })
}

/// What comes after a transaction of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// More rows, by the same job.
    Rows,
    /// Another job, so that none takes too long.
    Job,
    Done,
}

/// Removes a file with everything that was learnt of it, and ends its key. False when it is being written, and not standing
/// still.
pub fn delete(tx: &mut Tx<'_>, stored: &StoredImport) -> Result<bool> {
    let gone = tx.execute(
        "DELETE FROM client_import WHERE clinic = $1 AND id = $2 AND (state <> 'writing' OR updated_at < $3)",
        &params![tx.clinic(), stored.id, tx.now() - STILL],
    )?;
    if gone > 0 {
        tx.drop_file(TABLE, stored.id)?;
        tx.end_person(stored.person)?;
        tx.emit(Event::new("import.removed", stored.id, None))?;
    }
    Ok(gone > 0)
}

/// Removes the files whose time is over; how many. What is being written is finished first.
pub fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let sql = format!(
        "SELECT {} FROM client_import WHERE clinic = $1 AND created_at < $2 AND (state <> 'writing' OR updated_at < $3) LIMIT 100",
        StoredImport::COLUMNS
    );
    let due = tx.query(&sql, &params![tx.clinic(), tx.now() - kept(), tx.now() - STILL])?;
    let mut gone = 0;
    for row in &due {
        gone += u64::from(delete(tx, &StoredImport::from_row(row)?)?);
    }
    Ok(gone)
}
