//! Visits that are about nobody any more.
//!
//! All of a clinic's have one client, who is nobody, and each stands for itself: whoever knows whose one of them was finds no other
//! by it. So nothing that two visits of one person would share by having been theirs is left: their ids begin with when the visit
//! was and are else random, and of the making it is kept how long before the visit it was, in the steps that reports count by. How
//! often people came is added up over all of them, apart from the visits ([`count`]); whose first visit it was, for who was new.

use std::collections::BTreeMap;

use ground::db::Engine;
use ground::{Error, KeyId, PersonId, Result, Tx, params};
use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::model::AppointmentId;
use crate::report::{Lead, Nobodys, Period, class_of};

/// Visits that were kept.
const KEPT: &str = "status IN ('arrived', 'in_progress', 'done')";
/// In which what is added up stands over all years.
const EVER: i64 = 0;

/// Makes the visits of `person` to be about nobody; how many there were. Every figure stays what it is.
pub(super) fn take(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let (clinic, zone) = (tx.clinic(), tx.settings().zone.clone());
    let language = tx.settings().languages.first().cloned().unwrap_or_default();
    let rows = tx.query(
        &format!(
            "SELECT id, starts_at, created_at, reminded, CASE WHEN starts_at < $3 AND {KEPT} THEN 1 ELSE 0 END AS kept
             FROM appointment WHERE clinic = $1 AND client = $2 ORDER BY starts_at, id"
        ),
        &params![clinic, person, tx.now()],
    )?;
    let Some(first) = rows.first() else { return Ok(0) };
    let nobody = nobody(tx, first.get("starts_at")?)?;
    // By itself: a statement that says what a visit takes is asked whether another takes it, and its new number would be another.
    tx.execute(
        "UPDATE appointment SET device = NULL WHERE clinic = $1 AND client = $2 AND device IS NOT NULL",
        &params![clinic, person],
    )?;
    // Where a row lies would say which were written together.
    let anywhere = match tx.engine() {
        Engine::Sqlite => ", rowid = -(random() & 4611686018427387903) - 1",
        Engine::Postgres => "",
    };
    let change = format!(
        "UPDATE appointment SET id = $3, client = $4, booked_by = NULL, note = NULL, phone = NULL, import = NULL,
                language = $5, sequence = 0, remind = 1, reminded = $6, created_at = $7, updated_at = $7, nobodys = $8{anywhere}
         WHERE clinic = $1 AND id = $2"
    );
    let mut days: Vec<Date> = Vec::new();
    for row in &rows {
        let (id, starts_at, made): (AppointmentId, Timestamp, Timestamp) =
            (row.get("id")?, row.get("starts_at")?, row.get("created_at")?);
        let kept = row.get::<i64>("kept")? == 1;
        let first = kept && days.is_empty();
        if kept {
            days.push(zone.to_datetime(starts_at).date());
        }
        let made = made_about(&zone, starts_at, made)?;
        let reminded = row.get::<Option<Timestamp>>("reminded")?.map(|_| starts_at);
        tx.execute(
            &change,
            &params![clinic, id, AppointmentId::new(starts_at), nobody, &language, reminded, made, first],
        )?;
    }
    count(tx, &days)?;
    Ok(rows.len() as u64)
}

/// Who all of them are about. Nobody has no key: there never was one by this name.
fn nobody(tx: &mut Tx<'_>, began: Timestamp) -> Result<PersonId> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let known = tx.optional("SELECT client FROM nobody WHERE clinic = $1", &params![clinic])?;
    if let Some(known) = known {
        let nobody = known.get("client")?;
        // Among those who ended last, whose rows are looked at for what they say (`ground::erase::evidence::anonymised`).
        tx.execute(
            "UPDATE person SET created_at = $3, erased_at = $3 WHERE clinic = $1 AND id = $2",
            &params![clinic, nobody, now],
        )?;
        return Ok(nobody);
    }
    let nobody = PersonId::new(began);
    tx.execute(
        "INSERT INTO person (clinic, id, key, created_at, erased_at) VALUES ($1, $2, $3, $4, $4)",
        &params![clinic, nobody, KeyId::new(began), now],
    )?;
    tx.execute("INSERT INTO nobody (clinic, client) VALUES ($1, $2)", &params![clinic, nobody])?;
    Ok(nobody)
}

/// A day on which a visit could have been made, of those that reports count alike: noon by the clinic's clock.
fn made_about(zone: &TimeZone, starts_at: Timestamp, made: Timestamp) -> Result<Timestamp> {
    let day = |at: Timestamp| zone.to_datetime(at).date();
    let before = match Lead::of(i64::from((day(starts_at) - day(made)).get_days())) {
        Lead::SameDay => 0,
        Lead::NextDay => 1,
        Lead::Week => 2,
        Lead::Fortnight => 8,
        Lead::Month => 15,
        Lead::Longer => 31,
        Lead::Unknown => -1,
    };
    let noon = day(starts_at).saturating_sub(before.days()).to_datetime(time(12, 0, 0, 0));
    Ok(noon.to_zoned(zone.clone()).map_err(Error::internal)?.timestamp())
}

/// Adds to the figures of how often people came somebody who came on these days, the first first.
fn count(tx: &mut Tx<'_>, days: &[Date]) -> Result<()> {
    let mut years: BTreeMap<i64, u64> = BTreeMap::new();
    for day in days {
        *years.entry(i64::from(day.year())).or_default() += 1;
    }
    let first = years.keys().next().copied();
    let all = (days.len() as u64, EVER);
    let each = years.into_iter().map(|(year, visits)| (visits, year)).chain((!days.is_empty()).then_some(all));
    for (visits, year) in each.collect::<Vec<_>>() {
        let new = year == EVER || Some(year) == first;
        tx.execute(
            "INSERT INTO nobodys_visits (clinic, year, class, came_first, came_again, visits) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (clinic, year, class) DO UPDATE SET came_first = nobodys_visits.came_first + $4,
               came_again = nobodys_visits.came_again + $5, visits = nobodys_visits.visits + $6",
            &params![tx.clinic(), year, class_of(visits) as i64, i64::from(new), i64::from(!new), visits as i64],
        )?;
    }
    Ok(())
}

/// What a report of `period` counts of them: `from` and `to` are its first instant and the first after it, `bounds` those after each
/// of its parts. How often they came is known over everything, and of a year of the clinic's calendar.
pub(crate) fn counted(
    tx: &mut Tx<'_>,
    period: Period,
    (from, to): (Timestamp, Timestamp),
    bounds: &[Timestamp],
) -> Result<Nobodys> {
    let clinic = tx.clinic();
    let mut found = Nobodys { new: Vec::with_capacity(bounds.len()), kept: 0, classes: None };
    let span = tx.one(
        &format!(
            "SELECT MIN(starts_at) AS first, MAX(starts_at) AS last FROM appointment
             WHERE clinic = $1 AND nobodys IS NOT NULL AND starts_at < $2 AND {KEPT}"
        ),
        &params![clinic, tx.now()],
    )?;
    let (Some(first), Some(last)) = (span.get::<Option<Timestamp>>("first")?, span.get::<Option<Timestamp>>("last")?)
    else {
        return Ok(Nobodys { new: vec![0; bounds.len()], ..found });
    };
    let mut begins = from;
    for ends in bounds {
        let row = tx.one(
            &format!(
                "SELECT COUNT(*) AS kept, CAST(COALESCE(SUM(nobodys), 0) AS BIGINT) AS new FROM appointment
                 WHERE clinic = $1 AND nobodys IS NOT NULL AND starts_at >= $2 AND starts_at < $3 AND {KEPT}"
            ),
            &params![clinic, begins, (*ends).min(to)],
        )?;
        found.kept += row.get::<i64>("kept")?.unsigned_abs();
        found.new.push(row.get::<i64>("new")?.unsigned_abs());
        begins = *ends;
    }
    let year = if from <= first && last < to {
        EVER
    } else if period.from == period.from.first_of_year() && period.to == period.from.last_of_year() {
        i64::from(period.from.year())
    } else {
        return Ok(found);
    };
    let mut classes = Vec::new();
    let rows = tx.query(
        "SELECT class, came_first, came_again, visits FROM nobodys_visits WHERE clinic = $1 AND year = $2 ORDER BY class",
        &params![clinic, year],
    )?;
    for row in &rows {
        let count = |name: &str| Ok::<_, Error>(row.get::<i64>(name)?.unsigned_abs());
        let class = usize::try_from(row.get::<i64>("class")?).map_err(Error::internal)?;
        classes.push((class, count("came_first")?, count("came_again")?, count("visits")?));
    }
    found.classes = Some(classes);
    Ok(found)
}
