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

/// What calling off counts as, from the least to the most that a client may have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CallOff {
    /// It cannot be done by oneself.
    Not,
    Late,
    InTime,
}

/// What a client may do by themselves to a visit of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leave {
    /// Move it to another time.
    pub change: bool,
    pub cancel: CallOff,
}

impl Leave {
    /// Everything there is.
    pub const ALL: Leave = Leave { change: true, cancel: CallOff::InTime };

    /// As forms carry it.
    pub fn code(self) -> &'static str {
        match (self.change, self.cancel) {
            (true, CallOff::InTime) => "all",
            (true, CallOff::Late) => "move-late",
            (true, CallOff::Not) => "move",
            (false, CallOff::InTime) => "cancel",
            (false, CallOff::Late) => "late",
            (false, CallOff::Not) => "none",
        }
    }

    /// Reads what [`Leave::code`] wrote.
    pub fn from_code(code: &str) -> Option<Leave> {
        let each = |change| [CallOff::InTime, CallOff::Late, CallOff::Not].map(|cancel| Leave { change, cancel });
        [true, false].into_iter().flat_map(each).find(|leave| leave.code() == code)
    }

    /// Whether something may be done that `other` does not allow, or not as freely.
    pub fn is_more_than(self, other: Leave) -> bool {
        self.change && !other.change || self.cancel > other.cancel
    }
}

/// What the client of a visit at `start` may do to it at `now`, once the clinic has said yes to it. A request can be
/// withdrawn until then, but the yes may come at any moment: it is no ground to build on.
pub fn leave(now: Timestamp, start: Timestamp, policy: &ChangePolicy) -> Leave {
    let cancel = match may_cancel(now, start, Status::Booked, policy) {
        Ok(Status::Cancelled) => CallOff::InTime,
        Ok(_) => CallOff::Late,
        Err(_) => CallOff::Not,
    };
    Leave { change: may_change(now, start, policy).is_ok(), cancel }
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

    #[test]
    fn what_is_left_shrinks_as_the_start_comes_near_and_reads_back_from_a_form() {
        let at = |time: &str| -> Timestamp { format!("2026-05-04T{time}Z").parse().unwrap() };
        let start = at("09:00:00");
        let terms = ChangePolicy { change_until_min: 60, cancel_until_min: 120, late_cancel: true };
        let strict = ChangePolicy { late_cancel: false, ..terms };
        for (now, terms, code) in [
            ("06:00:00", &terms, "all"),
            ("07:30:00", &terms, "move-late"),
            ("07:30:00", &strict, "move"),
            ("08:30:00", &terms, "late"),
            ("08:30:00", &strict, "none"),
            ("08:30:00", &ChangePolicy { cancel_until_min: 0, ..terms }, "cancel"),
        ] {
            let found = leave(at(now), start, terms);
            assert_eq!((found.code(), Leave::from_code(code)), (code, Some(found)));
            assert_eq!(Leave::ALL.is_more_than(found), code != "all", "{code}");
            assert!(!found.is_more_than(Leave::ALL) && !found.is_more_than(found), "{code}");
        }
        assert_eq!(Leave::from_code("everything"), None);
        let (moved, called) = (Leave::from_code("move").unwrap(), Leave::from_code("cancel").unwrap());
        assert!(moved.is_more_than(called) && called.is_more_than(moved), "each allows what the other does not");
    }
}
