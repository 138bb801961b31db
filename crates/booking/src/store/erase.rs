//! What stays of somebody who is erased: visits that were, as figures about nobody; and of somebody who worked here, the
//! visits they gave, under a name that is nobody's.

use ground::erase::{Became, Because, Cause, Done, Erases};
use ground::{Error, Event, PersonId, Result, Tx, params};
use jiff::Timestamp;

use super::{change, nobody, setup_changed};
use crate::model::Appointment;
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
        let rows = nobody::take(tx, person)?;
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
