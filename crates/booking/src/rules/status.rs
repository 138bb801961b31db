//! The life of an appointment.
//!
//! ```text
//! requested -> booked -> confirmed -> arrived -> in_progress -> done
//!     |           \__________\___________\ (straight on: a step may be skipped)
//!     |            \__________\__ cancelled, late_cancelled, no_show
//!     \__ declined, cancelled
//! ```
//! A step marked by mistake can be taken back as long as the time was claimed throughout (`arrived` to
//! `confirmed`, `no_show` to `arrived`, ...). What gave its time away is final: someone else may have it.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

/// Where an appointment stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// Asked for, waits for the clinic's approval; holds its time meanwhile.
    Requested,
    /// Agreed.
    Booked,
    /// The client has said again that they will come.
    Confirmed,
    /// The client is there.
    Arrived,
    /// With the practitioner.
    InProgress,
    /// Over.
    Done,
    /// Called off in time.
    Cancelled,
    /// Called off after the clinic's deadline.
    LateCancelled,
    /// The client did not come.
    NoShow,
    /// The clinic did not approve the request.
    Declined,
}

/// Why an appointment cannot take a status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StatusFault {
    /// No step leads from the one to the other.
    NoSuchStep {
        /// Where it stands.
        from: Status,
        /// Where it was to go.
        to: Status,
    },
    /// Only possible from this instant on: a day before the appointment for who has come, its start for how it ended.
    NotBefore(Timestamp),
}

/// How long before an appointment somebody may be marked as there.
const EARLY: SignedDuration = SignedDuration::from_hours(24);

use Status::*;

impl Status {
    /// All of them, in the order of an appointment's life.
    pub const ALL: [Status; 10] =
        [Requested, Booked, Confirmed, Arrived, InProgress, Done, Cancelled, LateCancelled, NoShow, Declined];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Requested => "requested",
            Booked => "booked",
            Confirmed => "confirmed",
            Arrived => "arrived",
            InProgress => "in_progress",
            Done => "done",
            Cancelled => "cancelled",
            LateCancelled => "late_cancelled",
            NoShow => "no_show",
            Declined => "declined",
        }
    }

    /// Whether practitioner, room and device are taken while it stands so. A missed appointment keeps its time:
    /// the practitioner waited, and a client who comes late after all must not collide with another.
    pub fn claims_time(self) -> bool {
        match self {
            Requested | Booked | Confirmed | Arrived | InProgress | Done | NoShow => true,
            Cancelled | LateCancelled | Declined => false,
        }
    }

    /// Whether it is still to come: it may be moved, reminded of, cancelled.
    pub fn is_ahead(self) -> bool {
        matches!(self, Requested | Booked | Confirmed)
    }

    /// Whether nothing may follow.
    pub fn is_final(self) -> bool {
        self.next().is_empty()
    }

    /// The statuses that may follow.
    pub fn next(self) -> &'static [Status] {
        match self {
            Requested => &[Booked, Declined, Cancelled],
            Booked => &[Confirmed, Arrived, InProgress, Done, Cancelled, LateCancelled, NoShow],
            Confirmed => &[Booked, Arrived, InProgress, Done, Cancelled, LateCancelled, NoShow],
            Arrived => &[Booked, Confirmed, InProgress, Done, NoShow],
            InProgress => &[Arrived, Done],
            Done => &[InProgress],
            NoShow => &[Booked, Arrived],
            Cancelled | LateCancelled | Declined => &[],
        }
    }

    /// Whether the step from `to` to here may be taken back. Both must claim the time: what gave its time away asks for
    /// it again by the rules of booking.
    pub fn back(self, to: Status) -> Result<Status, StatusFault> {
        if to.next().contains(&self) && self.claims_time() && to.claims_time() {
            return Ok(to);
        }
        Err(StatusFault::NoSuchStep { from: self, to })
    }

    /// Whether the step exists and may be taken now. A missed or finished appointment must have begun; whoever has come
    /// came for a visit of the next day at the latest, or a wrong one was marked. `start` is its start without buffer.
    pub fn step(self, to: Status, now: Timestamp, start: Timestamp) -> Result<Status, StatusFault> {
        if !self.next().contains(&to) {
            return Err(StatusFault::NoSuchStep { from: self, to });
        }
        let from = match to {
            NoShow | Done => start,
            Arrived | InProgress if self.is_ahead() => start.saturating_sub(EARLY).unwrap_or(start),
            _ => return Ok(to),
        };
        if now < from { Err(StatusFault::NotBefore(from)) } else { Ok(to) }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is none of the statuses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownStatus;

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(word: &str) -> Result<Status, UnknownStatus> {
        Status::ALL.into_iter().find(|status| status.as_str() == word).ok_or(UnknownStatus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gave_its_time_away_is_final_and_nothing_else_is() {
        for status in Status::ALL {
            assert_eq!(status.is_final(), !status.claims_time(), "{status}");
            assert_eq!(status.as_str().parse(), Ok(status));
            assert!(!status.next().contains(&status));
        }
    }

    #[test]
    fn every_status_can_be_reached_from_a_request() {
        let mut reached = vec![Requested];
        while let Some(more) =
            reached.iter().flat_map(|status| status.next()).find(|status| !reached.contains(status)).copied()
        {
            reached.push(more);
        }
        assert_eq!(reached.len(), Status::ALL.len());
    }

    #[test]
    fn a_step_that_kept_the_time_can_be_taken_back_and_no_other() {
        let start: Timestamp = "2026-05-04T09:00:00Z".parse().unwrap();
        for from in Status::ALL {
            for to in Status::ALL {
                let stepped = from.step(to, start, start).is_ok();
                assert_eq!(to.back(from).is_ok(), stepped && to.claims_time(), "{from} to {to} and back");
            }
        }
    }

    #[test]
    fn nobody_misses_or_finishes_an_appointment_that_has_not_begun() {
        let start: Timestamp = "2026-05-04T09:00:00Z".parse().unwrap();
        let early: Timestamp = "2026-05-04T08:59:59Z".parse().unwrap();
        assert_eq!(Booked.step(NoShow, early, start), Err(StatusFault::NotBefore(start)));
        assert_eq!(Booked.step(NoShow, start, start), Ok(NoShow));
        assert_eq!(InProgress.step(Done, early, start), Err(StatusFault::NotBefore(start)));
        assert_eq!(Booked.step(Arrived, early, start), Ok(Arrived));
        let (day_before, earlier) = ("2026-05-03T09:00:00Z", "2026-05-03T08:59:59Z");
        for (to, from) in [(Arrived, Booked), (InProgress, Confirmed)] {
            let at = |now: &str| from.step(to, now.parse().unwrap(), start);
            assert_eq!(at(day_before), Ok(to));
            assert_eq!(at(earlier), Err(StatusFault::NotBefore(day_before.parse().unwrap())), "{to}");
        }
        assert_eq!(Booked.step(Confirmed, earlier.parse().unwrap(), start), Ok(Confirmed));
        assert_eq!(Cancelled.step(Booked, start, start), Err(StatusFault::NoSuchStep { from: Cancelled, to: Booked }));
    }
}
