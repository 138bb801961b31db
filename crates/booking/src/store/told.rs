//! What somebody told with a visit: a note, or a number that their record may not have.

use ground::{Event, PersonId, Result, Tx, params};

use jiff::Timestamp;

use super::appointment;
use super::catalogue::catalogue;
use crate::model::told::Told;
use crate::model::{Appointment, AppointmentId};

/// Visits of one person that are looked through at most.
const MOST: u32 = 200;

/// The visits of `person` with which something was told, the newest first.
pub fn of_client(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Appointment>> {
    let rows = tx.query(
        "SELECT * FROM appointment WHERE clinic = $1 AND client = $2 AND (note IS NOT NULL OR phone IS NOT NULL)
         ORDER BY starts_at DESC, id DESC LIMIT $3",
        &params![tx.clinic(), person, MOST],
    )?;
    rows.iter().map(Appointment::from_row).collect()
}

/// Whether a visit is still to come at `now`: then nobody could come to it without knowing where it is.
pub fn is_needed(visit: &Appointment, now: Timestamp) -> bool {
    visit.status.is_ahead() && visit.ends_at > now
}

/// Removes what was told with a visit, at the word of whom it is about. False, and nothing is removed, where it says where a
/// visit at home is to be: whoever wants that gone calls off the visit, or waits until it is over.
pub fn remove(tx: &mut Tx<'_>, id: AppointmentId, what: Told) -> Result<bool> {
    let visit = appointment::find_to_change(tx, id)?;
    if what == Told::Note && is_needed(&visit, tx.now()) && catalogue(tx)?.comes_home(&visit) {
        return Ok(false);
    }
    let column = Told::as_word(what);
    let sql = format!("UPDATE appointment SET {column} = NULL WHERE clinic = $1 AND id = $2 AND {column} IS NOT NULL");
    if tx.execute(&sql, &params![tx.clinic(), id])? == 1 {
        tx.emit(Event::new("appointment.untold", id, visit.client))?;
    }
    Ok(true)
}
