//! What stays of somebody who is erased: visits that were, as figures about nobody; and of somebody who worked here, the
//! visits they gave, under a name that is nobody's.

use ground::erase::{Became, Because, Cause, Done, Erases};
use ground::{Error, Event, KeyId, PersonId, Result, Tx, params};
use jiff::Timestamp;
use jiff::civil::time;

use super::{change, setup_changed};
use crate::model::{Appointment, AppointmentId};
use crate::rules::Status;

/// Visits are the client's whom they are about, and are not erased with somebody who gave them.
pub(crate) const ERASES: Erases = Erases { tables: &["appointment"], may, last, erase };

fn may(tx: &mut Tx<'_>, person: PersonId, because: &Because) -> Result<Option<&'static str>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    if because.cause == Cause::Leaver {
        let any = "SELECT 1 AS one FROM appointment WHERE clinic = $1 AND client = $2 LIMIT 1";
        return Ok(tx.optional(any, &params![clinic, person])?.map(|_| "visits"));
    }
    if because.anonymise {
        let sql = format!("SELECT 1 AS one FROM appointment WHERE clinic = $1 AND client = $2 AND {AHEAD} LIMIT 1");
        return Ok(tx.optional(&sql, &params![clinic, person, now])?.map(|_| "visits-ahead"));
    }
    Ok(None)
}

/// Visits still to come: of what is over, nothing is called off.
const AHEAD: &str = "ends_at > $3 AND status IN ('requested', 'booked', 'confirmed')";

/// The last visit that was kept.
fn last(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Timestamp>> {
    let row = tx.one(
        "SELECT MAX(starts_at) AS last FROM appointment
         WHERE clinic = $1 AND client = $2 AND status IN ('arrived', 'in_progress', 'done')",
        &params![tx.clinic(), person],
    )?;
    row.get("last")
}

fn erase(tx: &mut Tx<'_>, person: PersonId, done: &mut Done) -> Result<()> {
    call_off(tx, person)?;
    unlink(tx, person)?;
    let clinic = tx.clinic();
    if done.locked_until.is_some() {
        // A visit is what was done and when, and belongs to a record that a law keeps; how they were to be reached does not.
        let kept = tx.execute(
            "UPDATE appointment SET phone = NULL, booked_by = NULL, import = NULL WHERE clinic = $1 AND client = $2",
            &params![clinic, person],
        )?;
        done.note("appointment", Became::Locked, kept);
    } else {
        let rows = about_nobody(tx, person)?;
        done.note("appointment", Became::Nobody, rows);
    }
    let others = tx.execute(
        "UPDATE appointment SET booked_by = NULL WHERE clinic = $1 AND booked_by = $2",
        &params![clinic, person],
    )?;
    done.note("appointment", Became::Detached, others);
    Ok(())
}

/// Calls off what is still to come, at nobody's cost: the time is free again, and nobody is written to.
fn call_off(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let sql = format!("SELECT * FROM appointment WHERE clinic = $1 AND client = $2 AND {AHEAD}");
    for row in tx.query(&sql, &params![tx.clinic(), person, tx.now()])? {
        let was = Appointment::from_row(&row)?;
        match change::stand(tx, &was, Status::Cancelled, false) {
            Ok(_) => {}
            Err(crate::Error::Ground(error)) => return Err(error),
            Err(error) => return Err(Error::internal(error)),
        }
    }
    Ok(())
}

/// What is told of their visits by the visits' ids, and what waits to be done about them.
fn unlink(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    const THESE: &str = "SELECT id FROM appointment WHERE clinic = $1 AND client = $2";
    for table in ["event", "desk_change", "once"] {
        let sql = format!("DELETE FROM {table} WHERE clinic = $1 AND subject IN ({THESE})");
        tx.execute(&sql, &params![tx.clinic(), person])?;
    }
    tx.forget_jobs(THESE, person)
}

/// Makes their visits to be about nobody, and all of them about the same nobody, so that every figure stays what it is. A
/// visit gets another id, under which no letter, no calendar and no exported file knows it, and says of its making the day:
/// to the minute it would be found in the record of who opened whom. How many there were.
fn about_nobody(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let (clinic, zone) = (tx.clinic(), tx.settings().zone.clone());
    let language = tx.settings().languages.first().cloned().unwrap_or_default();
    let rows = tx.query(
        "SELECT id, starts_at, created_at, reminded FROM appointment WHERE clinic = $1 AND client = $2 ORDER BY starts_at, id",
        &params![clinic, person],
    )?;
    let Some(first) = rows.first() else { return Ok(0) };
    let began: Timestamp = first.get("starts_at")?;
    // Nobody has no key: there never was one by this name.
    let nobody = PersonId::new(began);
    tx.execute(
        "INSERT INTO person (clinic, id, key, created_at, erased_at) VALUES ($1, $2, $3, $4, $4)",
        &params![clinic, nobody, KeyId::new(began), began],
    )?;
    for row in &rows {
        let (id, starts_at, made): (AppointmentId, Timestamp, Timestamp) =
            (row.get("id")?, row.get("starts_at")?, row.get("created_at")?);
        let noon = made.to_zoned(zone.clone()).date().to_datetime(time(12, 0, 0, 0));
        let day = noon.to_zoned(zone.clone()).map_err(Error::internal)?.timestamp();
        let reminded = row.get::<Option<Timestamp>>("reminded")?.map(|_| starts_at);
        tx.execute(
            "UPDATE appointment SET id = $3, client = $4, booked_by = NULL, note = NULL, phone = NULL, import = NULL, language = $5,
                    sequence = 0, reminded = $6, created_at = $7, updated_at = $7
             WHERE clinic = $1 AND id = $2",
            &params![clinic, id, AppointmentId::new(starts_at), nobody, &language, reminded, day],
        )?;
    }
    Ok(rows.len() as u64)
}

/// A colleague's account went: whoever treated by it is shown by no name any more and is booked no more.
pub(crate) fn account_removed(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let clinic = tx.clinic();
    let language = tx.settings().languages.first().cloned().unwrap_or_default();
    let words = &tx.scope().house().words;
    let name = words.tongue(&language).unwrap_or_else(|| words.english()).get("booking-former-colleague");
    let now = tx.now();
    let rows =
        tx.query("SELECT id FROM practitioner WHERE clinic = $1 AND account = $2", &params![clinic, &event.subject])?;
    for row in &rows {
        let id: crate::model::PractitionerId = row.get("id")?;
        tx.execute(
            "UPDATE practitioner SET name = $3, skills = '', account = NULL, person = NULL, retired_at = COALESCE(retired_at, $4) WHERE clinic = $1 AND id = $2",
            &params![clinic, id, &name, now],
        )?;
        setup_changed(tx, id)?;
    }
    Ok(())
}
