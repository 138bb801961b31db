//! Who treats whom: what a clinician may open rests on their appointments.

use std::collections::HashMap;

use ground::db::{LISTED, listed};
use ground::merge::Merging;
use ground::{Event, PersonId, Relations, Result, Tx, params};
use jiff::SignedDuration;

use crate::model::AppointmentId;

/// For so long after the last visit a person counts as in care, unless the clinic states otherwise: 180 days.
const AFTER: SignedDuration = SignedDuration::from_hours(24 * 180);

/// That a visitor booked for somebody who has a record, by their name and address alone.
pub(super) const UNPROVED: &str = "appointment.unproved";

/// Whoever typed a name that was new had the new record in care at once, because there was nothing older to see. Made one
/// with a record that is older, what they booked proves as little as if the name had been known. It stays so when the
/// merge is undone.
pub(super) fn unprove(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let rows = tx.query(
        "SELECT a.id FROM appointment a WHERE a.clinic = $1 AND a.client = $2 AND a.starts_at > $3 AND a.active = 1 AND a.source IN ('online', 'api')
           AND NOT EXISTS (SELECT 1 FROM event e WHERE e.clinic = a.clinic AND e.subject = a.id AND (
               e.name = $4 OR (e.name IN ('appointment.booked', 'appointment.requested') AND e.actor LIKE 'token:%')))",
        &params![tx.clinic(), merging.into, tx.now() - AFTER, UNPROVED],
    )?;
    for row in &rows {
        tx.emit(Event::new(UNPROVED, row.get::<AppointmentId>("id")?, merging.into))?;
    }
    Ok(())
}

/// Whom of `persons` the actor treats: has, or had within [`AFTER`], an appointment with them that was not called off.
///
/// A visitor who typed a known client's name and address may be anybody, the practitioner too. What they booked counts
/// once somebody of the clinic who may open the client has dealt with it: moved it, given it another length, agreed to it,
/// or marked it. It counts no longer when whoever holds its link takes it to another practitioner, until the clinic deals
/// with it again.
pub fn relate(tx: &mut Tx<'_>, persons: &[PersonId], relations: &mut HashMap<PersonId, Relations>) -> Result<()> {
    if !tx.actor().is_staff() {
        return Ok(());
    }
    let Some(own) = tx.actor().person() else { return Ok(()) };
    let mut values = params![tx.clinic(), tx.now() - AFTER, own, UNPROVED].to_vec();
    let list = listed(&mut values, persons);
    let sql = format!(
        "SELECT DISTINCT a.client AS client FROM appointment a JOIN practitioner p ON p.clinic = a.clinic AND p.id = a.practitioner
         WHERE a.clinic = $1 AND a.client IN ({list}) AND a.starts_at > $2 AND a.active = 1 AND p.person = $3
           AND NOT EXISTS {UNPROVEN} LIMIT {}",
        persons.len()
    );
    for row in tx.query(&sql.replace("$UNPROVED", "$4"), &values)? {
        if let Some(relations) = relations.get_mut(&row.get::<PersonId>("client")?) {
            relations.in_care = true;
        }
    }
    Ok(())
}

/// With how many each of these members of staff has to do so, as [`relate`] says of one: for telling what a role would open.
pub fn counts(tx: &mut Tx<'_>, staff: &[PersonId]) -> Result<HashMap<PersonId, i64>> {
    let mut found = HashMap::new();
    for staff in staff.chunks(LISTED) {
        let mut values = params![tx.clinic(), tx.now() - AFTER, UNPROVED].to_vec();
        let list = listed(&mut values, staff);
        let sql = format!(
            "SELECT p.person AS person, COUNT(DISTINCT a.client) AS n
             FROM practitioner p JOIN appointment a ON a.clinic = p.clinic AND a.practitioner = p.id
             WHERE p.clinic = $1 AND p.person IN ({list}) AND a.starts_at > $2 AND a.active = 1 AND a.client IS NOT NULL
               AND NOT EXISTS {UNPROVEN} GROUP BY p.person"
        );
        for row in tx.query(&sql.replace("$UNPROVED", "$3"), &values)? {
            found.insert(row.get("person")?, row.get("n")?);
        }
    }
    Ok(found)
}

/// A visit `a` that proves nothing: see [`relate`].
const UNPROVEN: &str = "(SELECT 1 FROM event u WHERE u.clinic = a.clinic AND u.subject = a.id AND u.name = $UNPROVED
                AND NOT EXISTS (SELECT 1 FROM event e WHERE e.clinic = a.clinic AND e.subject = a.id AND e.at >= u.at AND (
                    e.name IN ('appointment.approved', 'appointment.confirmed', 'appointment.arrived', 'appointment.begun', 'appointment.done', 'appointment.resized')
                    OR (e.name = 'appointment.moved' AND e.actor NOT LIKE 'link:%'))))";

/// Says of a visit that was booked by a name and an address alone that it is so again: whoever holds its link has taken
/// it to another practitioner.
pub(super) fn handed_on(tx: &mut Tx<'_>, visit: AppointmentId, client: PersonId) -> Result<()> {
    let sql = "SELECT 1 AS one FROM event WHERE clinic = $1 AND subject = $2 AND name = $3 LIMIT 1";
    let unproved = tx.optional(sql, &params![tx.clinic(), visit, UNPROVED])?.is_some();
    if unproved { tx.emit(Event::new(UNPROVED, visit, client)) } else { Ok(()) }
}
