//! What somebody chose about reminders, and the reminders that follow from it.

use ground::job::NewJob;
use ground::restrict::{self, Kind, Use};
use ground::{PersonId, Result, Tx, params};
use jiff::{SignedDuration, Timestamp};
use promise::{Evidence, Purpose};

use crate::jobs;
use crate::model::choice::{Choice, ChoiceId, minute_of};
use crate::model::{Appointment, AppointmentId};
use crate::rules::Status;

/// What `person` chose, or what holds as long as they have not.
pub fn choice_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Choice> {
    let row = tx.optional(
        "SELECT * FROM reminder_choice WHERE clinic = $1 AND person = $2 ORDER BY updated_at DESC, id DESC LIMIT 1",
        &params![tx.clinic(), person],
    )?;
    match row {
        Some(row) => Choice::from_row(&row),
        None => Ok(Choice::usual(&tx.settings().zone, &tx.settings().zone_name)),
    }
}

/// Writes what `person` chose, and lets the reminders of their coming visits follow, unless they chose otherwise since
/// `since`: then nothing is written, and the answer is false.
pub fn choose(tx: &mut Tx<'_>, person: PersonId, chosen: &Choice) -> Result<bool> {
    let person = tx.held(person)?;
    tx.take_turns(&format!("reminders/{person}"))?;
    if choice_of(tx, person)?.since != chosen.since {
        return Ok(false);
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    let leads: Vec<String> = chosen.plan.leads.iter().map(ToString::to_string).collect();
    let quiet = chosen.plan.quiet.map(|quiet| quiet.hours());
    tx.execute("DELETE FROM reminder_choice WHERE clinic = $1 AND person = $2", &params![clinic, person])?;
    tx.execute(
        "INSERT INTO reminder_choice (clinic, id, person, own, wards, leads, quiet_from, quiet_to, zone, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &params![
            clinic,
            ChoiceId::new(now),
            person,
            chosen.own,
            chosen.wards,
            leads.join(" "),
            quiet.map(|(from, _)| minute_of(from)),
            quiet.map(|(_, to)| minute_of(to)),
            &chosen.zone,
            now
        ],
    )?;
    // Who asks for reminders takes back a no to them: the later word counts.
    if (chosen.own || chosen.wards) && !chosen.plan.leads.is_empty() && tx.actor().person() == Some(person) {
        restrict::lift(tx, person, Kind::Objected(Use::Reminders))?;
    }
    tx.emit(ground::Event::new("reminder.chosen", person, person))?;
    follow_all(tx, person)?;
    Ok(true)
}

/// The coming visits of which `person` hears, and those that are theirs and of which another hears.
fn ahead_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Appointment>> {
    let mut found = Vec::new();
    for whose in ["client = $2", "booked_by = $2 AND client <> $2"] {
        let sql = format!("SELECT * FROM appointment WHERE clinic = $1 AND {whose} AND starts_at > $3 AND active = 1");
        let rows = tx.query(&sql, &params![tx.clinic(), person, tx.now()])?;
        for row in &rows {
            found.push(Appointment::from_row(row)?);
        }
    }
    Ok(found)
}

/// Leaves the next reminder of `visit`, if any is still to come by what its reader chose; else none waits any more. The job
/// looks once more: this only says when. One that is due by now is about to look, and finds what was chosen.
pub(crate) fn leave(tx: &mut Tx<'_>, visit: &Appointment) -> Result<()> {
    match next(tx, visit)? {
        Some(at) => at_time(tx, visit.id, at),
        None => tx.forget(jobs::REMINDER, visit.id),
    }
}

/// Lets the reminder of `visit` follow, which stood as `was`: none waits of what is no longer to come.
pub(crate) fn follow(tx: &mut Tx<'_>, was: Status, visit: &Appointment) -> Result<()> {
    if was.is_ahead() == visit.status.is_ahead() { Ok(()) } else { leave(tx, visit) }
}

/// Lets the reminders of all coming visits of `person`, and of which they hear, follow what holds for them now.
pub(crate) fn follow_all(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    for visit in ahead_of(tx, person)? {
        leave(tx, &visit)?;
    }
    Ok(())
}

/// When the next reminder of `visit` comes, if one is to.
pub(crate) fn next(tx: &mut Tx<'_>, visit: &Appointment) -> Result<Option<Timestamp>> {
    if !visit.status.is_ahead() || !visit.remind || !visit.time_known {
        return Ok(None);
    }
    let reader = visit.correspondent();
    let choice = choice_of(tx, reader)?;
    let wants = choice.wants(reader, visit) && !stopped(tx, visit)?;
    let plan = wants.then_some(choice.plan);
    Ok(plan.and_then(|plan| plan.next(visit.starts_at, &tx.settings().zone, tx.now())))
}

/// Lets the reminders that wait follow what somebody stopped, or no longer.
pub(crate) fn restricted(tx: &mut Tx<'_>, event: &ground::Event) -> Result<()> {
    event.person.map_or(Ok(()), |person| follow_all(tx, person))
}

/// Whether whoever reads the reminder of `visit`, or whoever comes, said no to reminders or had everything restricted.
fn stopped(tx: &mut Tx<'_>, visit: &Appointment) -> Result<bool> {
    let reader = visit.correspondent();
    let back = restrict::held_back(tx, reader, jobs::REMINDER, Purpose::Scheduling)?;
    Ok(back || (reader != visit.client && restrict::held_back(tx, visit.client, jobs::REMINDER, Purpose::Scheduling)?))
}

/// Leaves the reminder of a visit for a certain time.
pub(crate) fn at_time(tx: &mut Tx<'_>, visit: AppointmentId, run_at: Timestamp) -> Result<()> {
    tx.enqueue(&NewJob { kind: jobs::REMINDER, subject: visit.to_string(), run_at })
}

/// What is to become of a visit's reminder now.
pub(crate) enum Due {
    /// It goes out, for the time that was chosen.
    Now(Timestamp),
    /// Not yet; perhaps then.
    Later(Timestamp),
    Never,
}

/// Looks what is to become of a visit's reminder at this moment, by what its reader chose. Only a visit that is going to
/// happen is reminded of: one that was merely asked for waits for its answer.
pub(crate) fn due(tx: &mut Tx<'_>, visit: &Appointment) -> Result<Due> {
    use Status::{Booked, Confirmed, Requested};
    let reader = visit.correspondent();
    let choice = choice_of(tx, reader)?;
    if !visit.remind
        || !visit.time_known
        || !choice.wants(reader, visit)
        || stopped(tx, visit)?
        || !matches!(visit.status, Booked | Confirmed | Requested)
    {
        return Ok(Due::Never);
    }
    let (now, clinic) = (tx.now(), tx.settings().zone.clone());
    let next = choice.plan.next(visit.starts_at, &clinic, now).map_or(Due::Never, Due::Later);
    let Some(due) =
        choice.plan.due(visit.starts_at, &clinic, visit.reminded, now).filter(|_| visit.status != Requested)
    else {
        return Ok(next);
    };
    // Late, as after the program stood still, it still keeps to the quiet hours.
    Ok(match choice.plan.quiet_until(now) {
        None => Due::Now(due),
        Some(until) if until < visit.starts_at => Due::Later(until),
        Some(_) => Due::Never,
    })
}

/// For `service_messages.frequency`: reminders that wait, and those that went out since their reader last chose, against
/// the hours of quiet that they chose.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    /// Choices looked at, the newest first.
    const MANY: u32 = 2_000;
    let (clinic, now) = (tx.clinic(), tx.now());
    let month = now - SignedDuration::from_hours(24 * 30);
    // Of two that records made one have left, the newest holds.
    let rows = tx.query(
        "SELECT * FROM reminder_choice c WHERE clinic = $1 AND NOT EXISTS (SELECT 1 FROM reminder_choice n
             WHERE n.clinic = c.clinic AND n.person = c.person AND (n.updated_at, n.id) > (c.updated_at, c.id))
         ORDER BY id DESC LIMIT $2",
        &params![clinic, MANY],
    )?;
    let (mut waiting, mut sent, mut against) = (0, 0, 0);
    for row in &rows {
        let (person, choice): (PersonId, Choice) = (row.get("person")?, Choice::from_row(row)?);
        // What went out before two records became one, or were parted, followed what was chosen then.
        let since = [choice.since, tx.last_merged(person)?].into_iter().flatten().fold(month, Timestamp::max);
        for whose in ["a.client = $2 AND a.booked_by IS NULL", "a.booked_by = $2"] {
            let wants = if whose.starts_with("a.client") { choice.own } else { choice.wards };
            let jobs = tx.query(
                &format!(
                    "SELECT j.run_at AS at FROM appointment a JOIN job j ON j.clinic = a.clinic AND j.kind = $3 AND j.subject = a.id AND j.attempts = 0
                     WHERE a.clinic = $1 AND {whose} AND a.starts_at > $4 AND a.active = 1"
                ),
                &params![clinic, person, jobs::REMINDER, now],
            )?;
            waiting += jobs.len() as i64;
            let gone = tx.query(
                &format!(
                    "SELECT e.at FROM appointment a JOIN event e ON e.clinic = a.clinic AND e.subject = a.id AND e.name = 'appointment.reminded'
                     WHERE a.clinic = $1 AND {whose} AND a.starts_at > $3 AND e.at > $3"
                ),
                &params![clinic, person, since],
            )?;
            sent += gone.len() as i64;
            for row in jobs.iter().filter(|_| wants) {
                against += i64::from(choice.plan.quiet_until(row.get("at")?).is_some());
            }
            for row in &gone {
                against += i64::from(!wants || choice.plan.quiet_until(row.get("at")?).is_some());
            }
        }
    }
    Ok(Evidence::new(
        &[
            ("choices", rows.len() as i64),
            ("reminders waiting", waiting),
            ("reminders sent", sent),
            ("against a choice", against),
        ],
        against == 0,
    ))
}
