//! The figures of the reports: walks through indexes that hold all they need, each row counted where it stands.
//!
//! Nothing is added up ahead: a figure is of now, also when a visit of last year was marked a minute ago. A million
//! visits are read in a fraction of a second, because no row of the table is looked at and nothing is sorted
//! ([`ground::Tx::counted`]).

mod attendance;
mod bookings;
mod clients;
mod utilisation;

use ground::{Error, Result, Tx, params};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::report::Period;

pub(crate) use attendance::tallies;
pub(crate) use bookings::{bookings, kept};
pub(crate) use clients::{clients, nobodys};
pub(crate) use utilisation::{Stated, stated, used_practitioners, used_rooms};

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

/// The first instant of the period, and the first after it.
pub(super) fn span(zone: &TimeZone, period: Period) -> Result<(Timestamp, Timestamp)> {
    Ok((first_instant(zone, period.from)?, first_instant(zone, after(period.to))?))
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
}
