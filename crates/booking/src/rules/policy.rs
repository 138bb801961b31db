//! Until when a client may move or call off their own appointment. The desk is not bound by it.

use jiff::{SignedDuration, Timestamp};

use super::status::Status;

/// The clinic's terms, in elapsed minutes before the start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChangePolicy {
    /// Moving to another time is possible until this long before the start.
    pub change_until_min: u32,
    /// Calling off counts as in time until this long before the start.
    pub cancel_until_min: u32,
    /// After that, calling off is still possible until the start, and counts as late.
    pub late_cancel: bool,
}

/// The deadline has passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLate {
    /// The last instant at which it was possible.
    pub until: Timestamp,
}

/// Whether the client may move an appointment that starts at `start`.
pub fn may_change(now: Timestamp, start: Timestamp, policy: &ChangePolicy) -> Result<(), TooLate> {
    in_time(now, before(start, policy.change_until_min))
}

/// Whether the client may call it off, and whether that is in time ([`Status::Cancelled`]) or late
/// ([`Status::LateCancelled`]). A request that nobody has approved yet may be withdrawn until its start and is
/// never late.
pub fn may_cancel(now: Timestamp, start: Timestamp, status: Status, policy: &ChangePolicy) -> Result<Status, TooLate> {
    if status == Status::Requested {
        return in_time(now, start).map(|()| Status::Cancelled);
    }
    match in_time(now, before(start, policy.cancel_until_min)) {
        Ok(()) => Ok(Status::Cancelled),
        Err(_) if policy.late_cancel && now <= start => Ok(Status::LateCancelled),
        Err(_) if policy.late_cancel => Err(TooLate { until: start }),
        Err(late) => Err(late),
    }
}

fn in_time(now: Timestamp, until: Timestamp) -> Result<(), TooLate> {
    if now <= until { Ok(()) } else { Err(TooLate { until }) }
}

fn before(start: Timestamp, minutes: u32) -> Timestamp {
    start.saturating_sub(SignedDuration::from_mins(minutes.into())).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_minute_counts_and_the_next_does_not() {
        let at = |time: &str| -> Timestamp { format!("2026-05-04T{time}Z").parse().unwrap() };
        let start = at("09:00:00");
        let terms = ChangePolicy { change_until_min: 120, cancel_until_min: 60, late_cancel: true };
        let strict = ChangePolicy { late_cancel: false, ..terms };
        assert_eq!(may_change(at("07:00:00"), start, &terms), Ok(()));
        assert_eq!(may_change(at("07:00:01"), start, &terms), Err(TooLate { until: at("07:00:00") }));

        let cancel = |now: &str, status, terms| may_cancel(at(now), start, status, terms);
        assert_eq!(cancel("08:00:00", Status::Booked, &terms), Ok(Status::Cancelled));
        assert_eq!(cancel("08:00:01", Status::Booked, &terms), Ok(Status::LateCancelled));
        assert_eq!(cancel("09:00:00", Status::Booked, &terms), Ok(Status::LateCancelled));
        assert_eq!(cancel("09:00:01", Status::Booked, &terms), Err(TooLate { until: start }));
        assert_eq!(cancel("08:00:01", Status::Booked, &strict), Err(TooLate { until: at("08:00:00") }));
        assert_eq!(cancel("08:30:00", Status::Requested, &strict), Ok(Status::Cancelled));
        assert_eq!(cancel("09:30:00", Status::Requested, &strict), Err(TooLate { until: start }));
    }
}
