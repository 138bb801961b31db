//! The figures of the attendance report: a few aggregates over the index on time.

use ground::{Error, Result, Tx, params};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::report::{Lead, Outcome, Period, Tally};

/// A stretch of instants over which the clinic's clock has one offset, with its neighbours. Microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: i64,
    to: i64,
    offset: i64,
    /// When this offset began, and the one before it.
    since: i64,
    before: i64,
    /// When this offset ends, and the one after it.
    until: i64,
    after: i64,
}

/// The appointments of `period` that have begun, counted by weekday, lead, reminder and outcome.
///
/// Local days come from the clinic's offset, which is constant but for two changes a year, so one statement is asked
/// for each stretch between them. Offsets of the day an appointment was made matter only near its own day: beyond a
/// month all leads are one group. The lead is cut to -1..=31 there, and grouped in the program.
pub(crate) fn tallies(tx: &mut Tx<'_>, period: Period) -> Result<Vec<Tally>> {
    let zone = tx.settings().zone.clone();
    let (from, to) = (first_instant(&zone, period.from)?, first_instant(&zone, after(period.to))?.min(tx.now()));
    let mut tallies: Vec<Tally> = Vec::new();
    for stretch in stretches(&zone, from, to) {
        for row in tx.query(
            COUNTS,
            &params![
                tx.clinic(),
                stretch.from,
                stretch.to,
                stretch.offset,
                stretch.since,
                stretch.before,
                stretch.until,
                stretch.after
            ],
        )? {
            let key: i64 = row.get("k")?;
            tallies.push(read(key, row.get("n")?)?);
        }
    }
    Ok(tallies)
}

// k = ((weekday * 33 + lead + 1) * 2 + reminded) * 4 + outcome: grouping by one number is what SQLite does fastest.
const COUNTS: &str = "
SELECT (((day + 3) % 7 * 33 + CASE WHEN lead < 0 THEN 0 WHEN lead > 31 THEN 32 ELSE lead + 1 END) * 2 + reminded) * 4 + outcome AS k, COUNT(*) AS n
FROM (
    SELECT (starts_at + $4) / 86400000000 AS day,
           (starts_at + $4) / 86400000000
           - (created_at + CASE WHEN created_at < $5 THEN CAST($6 AS BIGINT) WHEN created_at < $7 THEN CAST($4 AS BIGINT) ELSE CAST($8 AS BIGINT) END) / 86400000000 AS lead,
           CASE WHEN reminded > 0 THEN 1 ELSE 0 END AS reminded,
           CASE status WHEN 'no_show' THEN 1 WHEN 'booked' THEN 2 WHEN 'confirmed' THEN 2 WHEN 'late_cancelled' THEN 3 ELSE 0 END AS outcome
    FROM appointment
    WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3
      AND status IN ('arrived', 'in_progress', 'done', 'no_show', 'booked', 'confirmed', 'late_cancelled')
) AS counted
GROUP BY 1";

fn read(key: i64, count: i64) -> Result<Tally> {
    let odd = |_| Error::internal("a count that is none");
    let (rest, outcome) = (key / 4, key % 4);
    let (rest, reminded) = (rest / 2, rest % 2);
    let (weekday, lead) = (rest / 33, rest % 33 - 1);
    Ok(Tally {
        weekday: i8::try_from(weekday)
            .ok()
            .and_then(|day| Weekday::from_monday_zero_offset(day).ok())
            .ok_or_else(|| Error::internal("a weekday that is none"))?,
        lead: Lead::of(lead),
        reminded: reminded == 1,
        outcome: [Outcome::Kept, Outcome::Missed, Outcome::Unmarked, Outcome::LateCancelled]
            [usize::try_from(outcome).map_err(odd)?],
        count: u64::try_from(count).map_err(odd)?,
    })
}

/// The first and last local day with an appointment that has begun.
pub(crate) fn whole_period(tx: &mut Tx<'_>) -> Result<Option<Period>> {
    let row = tx.one(
        "SELECT MIN(starts_at) AS first, MAX(starts_at) AS last FROM appointment WHERE clinic = $1 AND starts_at < $2",
        &params![tx.clinic(), tx.now()],
    )?;
    let zone = tx.settings().zone.clone();
    let day = |at: Timestamp| zone.to_datetime(at).date();
    let (first, last): (Option<Timestamp>, Option<Timestamp>) = (row.get("first")?, row.get("last")?);
    Ok(first.zip(last).map(|(first, last)| Period { from: day(first), to: day(last) }))
}

fn after(date: Date) -> Date {
    date.tomorrow().unwrap_or(Date::MAX)
}

fn first_instant(zone: &TimeZone, date: Date) -> Result<Timestamp> {
    zone.to_ambiguous_zoned(date.into())
        .compatible()
        .map(|at| at.timestamp())
        .map_err(|_| Error::internal("a date beyond the calendar"))
}

/// Cuts the time from `from` to `to` where the zone changes its offset.
fn stretches(zone: &TimeZone, from: Timestamp, to: Timestamp) -> Vec<Stretch> {
    let offset = |at: Timestamp| i64::from(zone.to_offset(at).seconds()) * 1_000_000;
    let just_before = |at: Timestamp| at.saturating_sub(SignedDuration::from_micros(1)).unwrap_or(at);
    let changes = zone.following(from).map(|change| change.timestamp()).take_while(|at| *at < to);
    let edges: Vec<Timestamp> = std::iter::once(from).chain(changes).collect();
    let ends = edges.iter().skip(1).copied().chain([to]);
    let stretch = |(from, to): (Timestamp, Timestamp)| {
        let change = |at: Option<Timestamp>, otherwise: Timestamp| at.unwrap_or(otherwise);
        let since = match zone.following(just_before(from)).next() {
            Some(now) if now.timestamp() == from => from,
            _ => change(zone.preceding(from).next().map(|change| change.timestamp()), Timestamp::MIN),
        };
        let until = change(zone.following(from).next().map(|change| change.timestamp()), Timestamp::MAX);
        Stretch {
            from: from.as_microsecond(),
            to: to.as_microsecond(),
            offset: offset(from),
            since: since.as_microsecond(),
            before: offset(just_before(since)),
            until: until.as_microsecond(),
            after: offset(until),
        }
    };
    edges.iter().copied().zip(ends).filter(|(from, to)| from < to).map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_a_stretch_for_every_offset_of_the_clock() {
        let zone = TimeZone::get("Europe/Dublin").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let year = stretches(&zone, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
        let hour = 3_600_000_000;
        assert_eq!(
            year.iter().map(|s| (s.before, s.offset, s.after)).collect::<Vec<_>>(),
            [(hour, 0, hour), (0, hour, 0), (hour, 0, hour)]
        );
        assert!(year.windows(2).all(|pair| pair[0].to == pair[1].from));
        // A period that begins in the middle of an offset still knows when that offset began.
        let winter = stretches(&zone, at("2026-11-01T00:00:00Z"), at("2026-12-01T00:00:00Z"));
        assert_eq!(
            (winter.len(), winter[0].since, winter[0].before),
            (1, at("2026-10-25T01:00:00Z").as_microsecond(), hour)
        );
        assert!(stretches(&zone, at("2027-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z")).is_empty());
    }

    #[test]
    fn a_key_reads_back() {
        let tally = read(((4 * 33 + 8) * 2 + 1) * 4 + 1, 3).unwrap();
        assert_eq!(
            (tally.weekday, tally.lead, tally.reminded, tally.outcome, tally.count),
            (Weekday::Friday, Lead::Week, true, Outcome::Missed, 3)
        );
    }
}
