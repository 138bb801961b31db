//! What becomes of a clinic once its time is over, step by step. Each step looks at what is there; whatever stops the
//! program, the next turn goes on.

use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

use super::receipt::{self, Receipt};
use super::rows::{self, Counts};
use super::{PATIENCE, STAYS, address, in_turn, is_held};
use crate::actor::Actor;
use crate::clinic;
use crate::db::Row;
use crate::error::{Error, Result};
use crate::house::House;
use crate::keys::{Ended, Keys};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{ClinicId, params};

/// How often what is left of a clinic that left is looked for.
const AGAIN: SignedDuration = SignedDuration::from_hours(6);
/// How often it is written down that a dispute keeps a clinic here.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);
/// Clinics that are looked for in one turn.
const EACH: u32 = 50;
/// What is asked of the key store with nobody's time of the runtime.
async fn keys<T: Send + 'static>(house: &House, ask: impl FnOnce(&Keys) -> Result<T> + Send + 'static) -> Result<T> {
    let house = house.clone();
    tokio::task::spawn_blocking(move || ask(&house.keys)).await.map_err(Error::internal)?
}

/// Does what is due for clinics that leave: begins with those whose time is over, goes on with those that were begun, and
/// looks for what is left of those that are gone. One that fails does not keep the others from it; the first failure is
/// returned.
///
/// # Errors
/// Those of the stores.
pub async fn turn(house: &House) -> Result<()> {
    let mut failed = recall(house).await.err();
    let mut note = |outcome: Result<()>| {
        if let Err(error) = outcome {
            failed.get_or_insert(error);
        }
    };
    note(remember_held(house).await);
    for id in over(house).await? {
        note(begin(house, id).await);
    }
    for id in under_way(house).await? {
        if house.is_closing() {
            break;
        }
        note(erase(house, id).await);
    }
    note(look(house, false).await);
    failed.map_or(Ok(()), Err)
}

fn ids(rows: &[Row]) -> Result<Vec<ClinicId>> {
    rows.iter().map(|row| row.get("id")).collect()
}

/// Writes down, once an hour, that a dispute keeps a clinic here whose time is over.
async fn remember_held(house: &House) -> Result<()> {
    let held = is_held("$1");
    let due = format!("leaves_at <= $1 AND (leave_held_at IS NULL OR leave_held_at < $2) AND {STAYS} AND {held}");
    let (asked, written) =
        (format!("SELECT id FROM clinic WHERE {due}"), format!("UPDATE clinic SET leave_held_at = $1 WHERE {due}"));
    let scope = Scope::installation(house).behind();
    let stands = move |tx: &mut Tx<'_>| Ok(!tx.query(&asked, &params![tx.now(), tx.now() - REMEMBERED])?.is_empty());
    if scope.read(stands).await? {
        scope.write(move |tx| tx.execute(&written, &params![tx.now(), tx.now() - REMEMBERED])).await?;
    }
    Ok(())
}

/// Clinics whose time is over.
async fn over(house: &House) -> Result<Vec<ClinicId>> {
    // While a dispute holds data of it back, it waits, and nobody is told that it goes.
    let held = is_held("$2");
    let sql = format!("SELECT id FROM clinic WHERE leaves_at <= $1 AND {STAYS} AND NOT {held} ORDER BY leaves_at, id");
    let read = move |tx: &mut Tx<'_>| ids(&tx.query(&sql, &params![tx.now(), tx.now()])?);
    Scope::installation(house).behind().read(read).await
}

/// Clinics of which something is still to go.
async fn under_way(house: &House) -> Result<Vec<ClinicId>> {
    let sql = "SELECT id FROM clinic_left WHERE ended_at IS NULL OR found > 0 ORDER BY began_at, id";
    Scope::installation(house).behind().read(move |tx| ids(&tx.query(sql, &[])?)).await
}

/// Says farewell, and once that was handed over, marks the clinic: from here on nobody finds it, and nothing takes it back.
async fn begin(house: &House, id: ClinicId) -> Result<()> {
    let waited = move |tx: &mut Tx<'_>| -> Result<bool> {
        let row = tx.optional("SELECT leaves_at FROM clinic WHERE id = $1", &params![id])?;
        let over: Option<Timestamp> = row.map(|row| row.get("leaves_at")).transpose()?.flatten();
        Ok(over.is_some_and(|over| over + PATIENCE <= tx.now()))
    };
    let waited = Scope::installation(house).read(waited).await?;
    if !waited && !said_farewell(house, id).await? {
        return Ok(());
    }
    // A key store that has lost its root has nothing to know it by.
    let root = keys(house, move |keys| Ok(keys.clinic(id).map(|keys| keys.fingerprint.clone()).unwrap_or_default()));
    let root = root.await?;
    let marking = move |tx: &mut Tx<'_>| -> Result<bool> {
        tx.take_turns("leave")?;
        tx.take_turn_at(id, crate::merge::TURN)?;
        in_turn(tx, id)?;
        // It may have been taken back by another node, or held back for a dispute, a moment ago.
        let held = is_held("$3");
        let sql =
            format!("SELECT slug, leaving_at FROM clinic WHERE id = $1 AND leaves_at <= $2 AND {STAYS} AND NOT {held}");
        let Some(row) = tx.optional(&sql, &params![id, tx.now(), tx.now()])? else { return Ok(false) };
        mark(tx, id, &row.get::<String>("slug")?, row.get("leaving_at")?, &root)?;
        Ok(true)
    };
    if Scope::installation(house).write(marking).await? {
        tracing::info!(clinic = %id, "a clinic left; what was its own is being erased");
        house.changed(id, clinic::TOPIC);
    }
    Ok(())
}

/// Until when backups may hold copies of keys that were destroyed then.
fn copies_of(house: &House, destroyed: Timestamp) -> Timestamp {
    destroyed + SignedDuration::from_hours(24 * i64::from(house.installed.backup_key_days))
}

fn mark(tx: &mut Tx<'_>, id: ClinicId, slug: &str, asked: Option<Timestamp>, root: &str) -> Result<()> {
    let now = tx.now();
    let copies = copies_of(tx.house(), now);
    tx.execute(
        "INSERT INTO clinic_left (id, address, asked_at, began_at, root, counts, key_count, file_count, copies_until, found)
         VALUES ($1, $2, $3, $4, $5, '{}', 0, 0, $6, 0) ON CONFLICT (id) DO NOTHING",
        &params![id, address(slug), asked, now, root, copies],
    )
    .map(drop)
}

/// Whether every room has said what it has to say, and it was handed over. Where the clinic's settings cannot be read, nobody
/// can say it; then it is waited for as long as for a relay.
async fn said_farewell(house: &House, id: ClinicId) -> Result<bool> {
    let Some(clinic) = house.clinic_by_id(id).await? else { return Ok(false) };
    let mut said = true;
    for farewell in house.farewells.clone() {
        let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Account, "clinic.leave").behind();
        said &= scope.write(farewell).await?;
    }
    Ok(said)
}

/// Marks clinics that the keys know to have left and that are in the data again, because an older copy was brought back.
///
/// # Errors
/// Those of the stores.
pub async fn recall(house: &House) -> Result<()> {
    let ended = keys(house, Keys::ended).await?;
    if ended.is_empty() {
        return Ok(());
    }
    let again = move |tx: &mut Tx<'_>| -> Result<Vec<ClinicId>> {
        let sql = format!("SELECT id, slug FROM clinic WHERE {STAYS}");
        let mut found = Vec::new();
        for row in tx.query(&sql, &[])? {
            let id: ClinicId = row.get("id")?;
            if let Some(one) = ended.iter().find(|one| one.clinic == id) {
                mark(tx, id, &row.get::<String>("slug")?, None, &one.root)?;
                found.push(id);
            }
        }
        Ok(found)
    };
    for id in Scope::installation(house).write(again).await? {
        tracing::warn!(clinic = %id, "a clinic that left is in the data again, from an older copy; it is erased again");
        house.changed(id, clinic::TOPIC);
    }
    Ok(())
}

/// What is written down of the clinic while it is erased.
struct State {
    asked: Option<Timestamp>,
    /// When it was marked.
    began: Timestamp,
    address: String,
    root: String,
    counts: Counts,
    files: u64,
    copies: Timestamp,
}

fn state(tx: &mut Tx<'_>, id: ClinicId) -> Result<State> {
    let row = tx.one("SELECT * FROM clinic_left WHERE id = $1", &params![id])?;
    Ok(State {
        asked: row.get("asked_at")?,
        began: row.get("began_at")?,
        address: row.get("address")?,
        root: row.get("root")?,
        counts: serde_json::from_str(&row.get::<String>("counts")?).map_err(Error::internal)?,
        files: row.get::<i64>("file_count")?.unsigned_abs(),
        copies: row.get("copies_until")?,
    })
}

/// Removes all that is left of it.
async fn erase(house: &House, id: ClinicId) -> Result<()> {
    let root = Scope::installation(house).read(move |tx| state(tx, id)).await?.root;
    let ended = root.clone();
    // First of all: nothing opens from here on, whatever stops us.
    keys(house, move |keys| keys.end_clinic(id, &ended)).await?;
    house.changed(id, clinic::TOPIC);
    files(house, id).await?;
    while Scope::installation(house).behind().write(move |tx| some(tx, id)).await? {
        if house.is_closing() {
            return Ok(());
        }
    }
    // What came in between, of those who were at it when it began.
    files(house, id).await?;
    let again = root.clone();
    keys(house, move |keys| keys.end_clinic(id, &again)).await?;
    let destroyed = keys(house, Keys::ended).await?.into_iter().find(|one| one.clinic == id);
    let signed_by = house.clone();
    let finish = move |tx: &mut Tx<'_>| finish(tx, id, destroyed.as_ref(), &signed_by);
    Scope::installation(house).behind().write(finish).await?;
    house.changed(id, clinic::TOPIC);
    look_for(house, id).await
}

/// Counts its files before they go, so that the receipt has them however often this was stopped.
async fn files(house: &House, id: ClinicId) -> Result<()> {
    let many = i64::try_from(house.files.many(id).await?).map_err(Error::internal)?;
    if many > 0 {
        let note =
            "UPDATE clinic_left SET file_count = CASE WHEN file_count < $2 THEN $2 ELSE file_count END WHERE id = $1";
        Scope::installation(house).write(move |tx| tx.execute(note, &params![id, many]).map(drop)).await?;
    }
    house.files.clear(id).await
}

fn some(tx: &mut Tx<'_>, id: ClinicId) -> Result<bool> {
    tx.take_turns("leave")?;
    let mut counts = state(tx, id)?.counts;
    let more = rows::step(tx, id, &mut counts)?;
    note(tx, id, &counts)?;
    Ok(more)
}

fn note(tx: &mut Tx<'_>, id: ClinicId, counts: &Counts) -> Result<()> {
    let written = serde_json::to_string(counts).map_err(Error::internal)?;
    tx.execute("UPDATE clinic_left SET counts = $2 WHERE id = $1", &params![id, written]).map(drop)
}

/// Its own row goes last, with what came meanwhile, and its receipt is written. The first receipt stays.
fn finish(tx: &mut Tx<'_>, id: ClinicId, destroyed: Option<&Ended>, house: &House) -> Result<()> {
    tx.take_turns("leave")?;
    let mut state = state(tx, id)?;
    while rows::step(tx, id, &mut state.counts)? {}
    tx.execute("DELETE FROM clinic WHERE id = $1", &params![id])?;
    note(tx, id, &state.counts)?;
    let now = tx.now();
    let people = destroyed.map_or(0, |destroyed| destroyed.people);
    // Copies made while the keys were there may be kept from when they went, and not from when that was decided.
    let (gone, copies) = match destroyed {
        Some(destroyed) => (destroyed.at, copies_of(house, destroyed.at)),
        None => (state.began, state.copies),
    };
    let receipt = Receipt {
        clinic: id,
        address: state.address,
        asked: state.asked,
        began: gone,
        ended: now,
        root: state.root,
        keys: people.unsigned_abs(),
        files: state.files,
        copies_until: copies,
        rows: state.counts,
    };
    let signed = receipt::sign(&receipt, &house.keys.receipts()?)?;
    tx.execute(
        "UPDATE clinic_left SET ended_at = COALESCE(ended_at, $2), receipt = COALESCE(receipt, $3), key_count = $4, copies_until = $5, found = 0, looked_at = NULL WHERE id = $1",
        &params![id, now, signed, people, copies],
    )
    .map(drop)
}

/// Looks for what is left of clinics that left, those first that were looked for longest ago; of `all` of them, whenever that
/// was.
///
/// # Errors
/// Those of the stores.
pub async fn look(house: &House, all: bool) -> Result<()> {
    let due = move |tx: &mut Tx<'_>| {
        let before = if all { tx.now() } else { tx.now() - AGAIN };
        ids(&tx.query(
            "SELECT id FROM clinic_left WHERE ended_at IS NOT NULL AND (looked_at IS NULL OR looked_at <= $1)
             ORDER BY COALESCE(looked_at, 0), id LIMIT $2",
            &params![before, EACH],
        )?)
    };
    for id in Scope::installation(house).read(due).await? {
        look_for(house, id).await?;
    }
    Ok(())
}

async fn look_for(house: &House, id: ClinicId) -> Result<()> {
    let kept = keys(house, move |keys| keys.kept_of(id)).await?;
    let files = i64::try_from(house.files.many(id).await?).map_err(Error::internal)?;
    let look = move |tx: &mut Tx<'_>| -> Result<i64> {
        let found = kept + files + rows::holding(tx, id)?;
        let sql = "UPDATE clinic_left SET looked_at = $2, found = $3 WHERE id = $1 AND ended_at IS NOT NULL";
        tx.execute(sql, &params![id, tx.now(), found])?;
        Ok(found)
    };
    let found = Scope::installation(house).behind().write(look).await?;
    if found > 0 {
        tracing::error!(clinic = %id, found, "something of a clinic that left is there; it is removed");
    }
    Ok(())
}
