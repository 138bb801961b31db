//! Attendance: what became of visits, by what was known before them.

use ground::db::Counted;
use ground::{Error, Result, Tx, params};
use jiff::civil::Weekday;

use super::{span, stretches};
use crate::model::ServiceId;
use crate::report::{Lead, Outcome, Period, Tally};

/// The appointments of `period` that have begun, counted by weekday, lead, reminder and outcome.
///
/// Local days come from the clinic's offset, which is constant but for two changes a year, so one statement is asked
/// for each stretch between them. Offsets of the day an appointment was made matter only near its own day: beyond a
/// month all leads are one group. The lead is cut to -1..=31 there, and grouped in the program.
pub(crate) fn tallies(tx: &mut Tx<'_>, period: Period) -> Result<Vec<Tally>> {
    let zone = tx.settings().zone.clone();
    let (from, to) = span(&zone, period)?;
    let mut tallies: Vec<Tally> = Vec::new();
    for stretch in stretches(&zone, from, to) {
        for counted in tx.counted(
            COUNTS,
            &params![
                tx.clinic(),
                stretch.from,
                stretch.to,
                stretch.offset,
                stretch.since,
                stretch.before,
                stretch.until,
                stretch.after,
                tx.now()
            ],
        )? {
            tallies.push(read(&counted)?);
        }
    }
    Ok(tallies)
}

// key = ((weekday * 33 + lead + 1) * 2 + reminded) * 4 + outcome.
const COUNTS: &str = "
SELECT service AS name, (((day + 3) % 7 * 33 + CASE WHEN lead < 0 THEN 0 WHEN lead > 31 THEN 32 ELSE lead + 1 END) * 2 + reminded) * 4 + outcome AS key, 0 AS amount
FROM (
    SELECT service, (starts_at + $4) / 86400000000 AS day,
           (starts_at + $4) / 86400000000
           - (created_at + CASE WHEN created_at < $5 THEN CAST($6 AS BIGINT) WHEN created_at < $7 THEN CAST($4 AS BIGINT) ELSE CAST($8 AS BIGINT) END) / 86400000000 AS lead,
           CASE WHEN reminded > 0 THEN 1 ELSE 0 END AS reminded,
           CASE status WHEN 'done' THEN 0 WHEN 'no_show' THEN 1 WHEN 'late_cancelled' THEN 3 WHEN 'arrived' THEN 0 WHEN 'in_progress' THEN 0 ELSE 2 END AS outcome
    FROM appointment
    WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3
      AND ((starts_at < $9 AND status NOT IN ('cancelled', 'declined')) OR status = 'late_cancelled')
) AS visits";

fn read(counted: &Counted) -> Result<Tally> {
    let odd = |_| Error::internal("a count that is none");
    let (rest, outcome) = (counted.key / 4, counted.key % 4);
    let (rest, reminded) = (rest / 2, rest % 2);
    let (weekday, lead) = (rest / 33, rest % 33 - 1);
    Ok(Tally {
        service: counted.name.as_deref().and_then(|id| id.parse::<ServiceId>().ok()),
        weekday: i8::try_from(weekday)
            .ok()
            .and_then(|day| Weekday::from_monday_zero_offset(day).ok())
            .ok_or_else(|| Error::internal("a weekday that is none"))?,
        lead: Lead::of(lead),
        reminded: reminded == 1,
        outcome: [Outcome::Kept, Outcome::Missed, Outcome::Unmarked, Outcome::LateCancelled]
            [usize::try_from(outcome).map_err(odd)?],
        count: counted.rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back() {
        let tally = read(&Counted { name: None, key: ((4 * 33 + 8) * 2 + 1) * 4 + 1, rows: 3, sum: 0 }).unwrap();
        assert_eq!(
            (tally.weekday, tally.lead, tally.reminded, tally.outcome, tally.count),
            (Weekday::Friday, Lead::Week, true, Outcome::Missed, 3)
        );
    }
}
