//! Rows of files on their way in. Which table they stand in is their kind's.

use ground::job::NewJob;
use ground::{Error, Event, Full, Key, Result, Sealed, Tx, cell, params};

use super::stored::{Found, NewImport, Tally, written};
use crate::clients_kept;

use super::{Flaw, ImportId, Kind, PlanOf, STILL, State, StoredImport, kept};

/// Files that are shown.
const SHOWN: u32 = 50;
/// Things wrong with rows that its page lists; the file of rows to mend has all.
pub(super) const LISTED: usize = 100;

/// Keeps a file that is on disk, under a key of its own.
pub(super) fn create<K: Kind>(tx: &mut Tx<'_>, new: &NewImport) -> Result<()> {
    let key = tx.create_keeper()?;
    let id = new.id;
    let name = key.seal(cell(K::TABLE, "name", id), &new.name.as_str().to_owned())?;
    let content = key.seal(cell(K::TABLE, "content", id), &new.key)?;
    let head = key.seal(cell(K::TABLE, "head", id), &written(&new.head)?)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let sql = format!(
        "INSERT INTO {} (clinic, id, person, name, content, head, size, state, round, skips, total, gone, fresh, known, faulty,
                added_by, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'columns', 0, 0, $8, 0, 0, 0, 0, $9, $10, $10)",
        K::TABLE
    );
    tx.execute(
        &sql,
        &params![clinic, id, key.person(), name, content, head, count(new.size)?, count(new.total)?, actor, now],
    )?;
    tx.emit(Event::new("import.brought", id, None))
}

fn count(n: u64) -> Result<i64> {
    i64::try_from(n).map_err(Error::internal)
}

/// The import `id`, sealed.
pub(super) fn find<K: Kind>(tx: &mut Tx<'_>, id: ImportId) -> Result<Option<StoredImport<K>>> {
    let sql = format!("SELECT {} FROM {} WHERE clinic = $1 AND id = $2", StoredImport::<K>::COLUMNS, K::TABLE);
    let row = tx.optional(&sql, &params![tx.clinic(), id])?;
    row.as_ref().map(StoredImport::from_row).transpose()
}

/// The newest imports, sealed.
pub(super) fn list<K: Kind>(tx: &mut Tx<'_>) -> Result<Vec<StoredImport<K>>> {
    let columns = StoredImport::<K>::COLUMNS;
    let sql = format!("SELECT {columns} FROM {} WHERE clinic = $1 ORDER BY id DESC LIMIT $2", K::TABLE);
    tx.query(&sql, &params![tx.clinic(), SHOWN])?.iter().map(StoredImport::from_row).collect()
}

fn sealed<K: Kind>(key: &Key, column: &'static str, id: ImportId, text: &str) -> Result<Sealed<String>> {
    key.seal(cell(K::TABLE, column, id), &text.to_owned())
}

fn moved<K: Kind>(tx: &mut Tx<'_>, id: ImportId, name: &'static str, work: bool) -> Result<()> {
    if work {
        again::<K>(tx, id)?;
    }
    tx.emit(Event::new(name, id, None))
}

/// What may still be said otherwise: nothing is written.
const OPEN: &str = "state IN ('columns', 'checking', 'checked', 'unread')";

/// Says what the columns are, and has the rows looked at. False when they are being written, or were, or something else was
/// said of them since `stored` was read: then nothing changes.
///
/// # Errors
/// Those of the store.
pub fn plan<K: Kind>(tx: &mut Tx<'_>, stored: &StoredImport<K>, plan: &PlanOf<K>) -> Result<bool> {
    said(tx, stored, plan, State::Checking)
}

/// Says what the columns are, where more is to be said before the rows are looked at.
pub(super) fn draft<K: Kind>(tx: &mut Tx<'_>, stored: &StoredImport<K>, plan: &PlanOf<K>) -> Result<bool> {
    said(tx, stored, plan, State::Columns)
}

fn said<K: Kind>(tx: &mut Tx<'_>, stored: &StoredImport<K>, plan: &PlanOf<K>, state: State) -> Result<bool> {
    let key = tx.open(stored.person)?;
    let plan = sealed::<K>(&key, "plan", stored.id, &written(plan)?)?;
    let sql = format!(
        "UPDATE {} SET plan = $3, found = NULL, state = $4, round = round + 1, gone = 0, fresh = 0, known = 0, faulty = 0, updated_at = $5
         WHERE clinic = $1 AND id = $2 AND round = $6 AND {OPEN}",
        K::TABLE
    );
    let changed = tx.execute(&sql, &params![tx.clinic(), stored.id, plan, state.as_str(), tx.now(), stored.round])?;
    if changed > 0 {
        moved::<K>(tx, stored.id, "import.planned", state == State::Checking)?;
    }
    Ok(changed > 0)
}

/// Says how far the look at the rows is; whether it is still this look that is asked for.
pub(super) fn looked<K: Kind>(tx: &mut Tx<'_>, stored: &StoredImport<K>, tally: &Tally) -> Result<bool> {
    tell(tx, stored, tally, "checking", None)
}

/// Says what was found; nothing when the columns were named anew meanwhile.
pub(super) fn checked<K: Kind>(
    tx: &mut Tx<'_>,
    stored: &StoredImport<K>,
    tally: &Tally,
    found: &Found,
) -> Result<bool> {
    tell(tx, stored, tally, "checked", Some(found))
}

/// Says that the file cannot be read to its end. What was counted until then stays.
pub(super) fn unread<K: Kind>(tx: &mut Tx<'_>, stored: &StoredImport<K>) -> Result<bool> {
    let sql = format!(
        "UPDATE {} SET state = 'unread', updated_at = $5 WHERE clinic = $1 AND id = $2 AND round = $3 AND state = $4",
        K::TABLE
    );
    let told = tx.execute(&sql, &params![tx.clinic(), stored.id, stored.round, stored.state.as_str(), tx.now()])?;
    if told > 0 {
        moved::<K>(tx, stored.id, "import.moved", false)?;
    }
    Ok(told > 0)
}

fn tell<K: Kind>(
    tx: &mut Tx<'_>,
    stored: &StoredImport<K>,
    tally: &Tally,
    state: &str,
    found: Option<&Found>,
) -> Result<bool> {
    let key = tx.open(stored.person)?;
    let found = found.map(|found| sealed::<K>(&key, "found", stored.id, &written(found)?)).transpose()?;
    let sql = format!(
        "UPDATE {} SET state = $5, found = COALESCE($6, found), gone = $7, fresh = $8, known = $9, faulty = $10, updated_at = $11
         WHERE clinic = $1 AND id = $2 AND round = $3 AND state = $4",
        K::TABLE
    );
    let told = tx.execute(
        &sql,
        &params![
            tx.clinic(),
            stored.id,
            stored.round,
            stored.state.as_str(),
            state,
            found,
            count(tally.gone)?,
            count(tally.fresh)?,
            count(tally.known)?,
            count(tally.faulty)?,
            tx.now()
        ],
    )?;
    if told > 0 {
        moved::<K>(tx, stored.id, "import.moved", false)?;
    }
    Ok(told > 0)
}

/// The key of what is said where the clinic may have no more clients.
pub(super) const NO_ROOM: &str = "incoming-no-room";

/// Begins to write the rows, where there is room for whom they bring. False when it was begun before, or the columns were named anew since `round`.
pub(super) fn begin<K: Kind>(tx: &mut Tx<'_>, id: ImportId, round: i64, skips: bool) -> Result<bool> {
    let Some(stored) = find::<K>(tx, id)? else { return Ok(false) };
    if stored.state == State::Checked {
        let others = stored.found(&tx.open(stored.person)?)?.clients;
        tx.room_for(Full::Clients, K::clients(stored.tally.fresh, others), clients_kept)?;
    }
    let sql = format!(
        "UPDATE {} SET state = 'writing', skips = $4, gone = 0, fresh = 0, known = 0, faulty = 0, updated_at = $5
         WHERE clinic = $1 AND id = $2 AND round = $3 AND state = 'checked'",
        K::TABLE
    );
    let begun = tx.execute(&sql, &params![tx.clinic(), id, round, skips, tx.now()])?;
    if begun > 0 {
        moved::<K>(tx, id, "import.begun", true)?;
    }
    Ok(begun > 0)
}

/// Takes writing back before a row was written, because one of them has a fault after all: they are looked at again.
pub(super) fn look_again<K: Kind>(tx: &mut Tx<'_>, stored: &StoredImport<K>) -> Result<()> {
    let sql = format!(
        "UPDATE {} SET state = 'checking', round = round + 1, updated_at = $3
         WHERE clinic = $1 AND id = $2 AND state = 'writing' AND gone = 0",
        K::TABLE
    );
    let back = tx.execute(&sql, &params![tx.clinic(), stored.id, tx.now()])?;
    if back > 0 { moved::<K>(tx, stored.id, "import.moved", true) } else { Ok(()) }
}

/// What one transaction of writing does to the count: it holds only if nobody else went on from there. `then` leaves the
/// rest to another job; the last one says that it is done. `refused` are rows that could not be written after all.
pub(super) fn advance<K: Kind>(
    tx: &mut Tx<'_>,
    stored: &StoredImport<K>,
    from: u64,
    tally: &Tally,
    then: Then,
    refused: &[Flaw],
) -> Result<bool> {
    let (id, now) = (stored.id, tx.now());
    let state = if then == Then::Done { State::Done } else { State::Writing };
    let sql = format!(
        "UPDATE {} SET gone = $4, fresh = fresh + $5, known = known + $6, faulty = faulty + $7, state = $8, updated_at = $9
         WHERE clinic = $1 AND id = $2 AND gone = $3 AND state = 'writing'",
        K::TABLE
    );
    let went = tx.execute(
        &sql,
        &params![
            tx.clinic(),
            id,
            count(from)?,
            count(tally.gone)?,
            count(tally.fresh)?,
            count(tally.known)?,
            count(tally.faulty)?,
            state.as_str(),
            now
        ],
    )?;
    if went > 0 {
        tell_refused(tx, stored, refused)?;
        moved::<K>(tx, id, "import.moved", then == Then::Job)?;
    }
    Ok(went > 0)
}

/// Adds to what is wrong what was found while the rows were written.
fn tell_refused<K: Kind>(tx: &mut Tx<'_>, stored: &StoredImport<K>, refused: &[Flaw]) -> Result<()> {
    if refused.is_empty() {
        return Ok(());
    }
    let Some(stored) = find::<K>(tx, stored.id)? else { return Ok(()) };
    let key = tx.open(stored.person)?;
    let mut found = stored.found(&key)?;
    for flaw in refused {
        if flaw.key == NO_ROOM {
            // Said before all others: it is why the file ended.
            found.flaws.insert(0, flaw.clone());
        } else if found.flaws.len() < LISTED && !found.flaws.contains(flaw) {
            found.flaws.push(flaw.clone());
        }
    }
    let found = sealed::<K>(&key, "found", stored.id, &written(&found)?)?;
    let sql = format!("UPDATE {} SET found = $3 WHERE clinic = $1 AND id = $2", K::TABLE);
    tx.execute(&sql, &params![tx.clinic(), stored.id, found]).map(drop)
}

/// Leaves the rest of what is being written to another job.
pub(super) fn again<K: Kind>(tx: &mut Tx<'_>, id: ImportId) -> Result<()> {
    let run_at = tx.now();
    tx.enqueue(&NewJob { kind: K::JOB, subject: id.to_string(), run_at })
}

/// What comes after a transaction of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// More rows, by the same job.
    Rows,
    /// Another job, so that none takes too long.
    Job,
    Done,
}

/// Removes a file with everything that was learnt of it, and ends its key. False when it is being written, and not standing
/// still.
pub(super) fn delete<K: Kind>(tx: &mut Tx<'_>, stored: &StoredImport<K>) -> Result<bool> {
    let sql =
        format!("DELETE FROM {} WHERE clinic = $1 AND id = $2 AND (state <> 'writing' OR updated_at < $3)", K::TABLE);
    let gone = tx.execute(&sql, &params![tx.clinic(), stored.id, tx.now() - STILL])?;
    if gone > 0 {
        tx.drop_file(K::TABLE, stored.id)?;
        tx.end_person(stored.person)?;
        tx.emit(Event::new("import.removed", stored.id, None))?;
    }
    Ok(gone > 0)
}

/// Removes the files whose time is over; how many. What is being written is finished first.
///
/// # Errors
/// Those of the store.
pub fn sweep<K: Kind>(tx: &mut Tx<'_>) -> Result<u64> {
    let sql = format!(
        "SELECT {} FROM {} WHERE clinic = $1 AND created_at < $2 AND (state <> 'writing' OR updated_at < $3) LIMIT 100",
        StoredImport::<K>::COLUMNS,
        K::TABLE
    );
    let due = tx.query(&sql, &params![tx.clinic(), tx.now() - kept(), tx.now() - STILL])?;
    let mut gone = 0;
    for row in &due {
        gone += u64::from(delete(tx, &StoredImport::<K>::from_row(row)?)?);
    }
    Ok(gone)
}
