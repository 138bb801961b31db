//! The five-minute lattice on which all of booking's time lies.

use jiff::Timestamp;

/// Seconds in one tick: every start, duration and buffer is a multiple of it.
pub const TICK_SECONDS: i64 = 300;
/// Minutes in one tick.
pub const TICK_MINUTES: u16 = 5;
/// Ticks in 24 elapsed hours (a local day may have fewer or more).
pub const DAY_TICKS: i32 = 288;

/// A moment on the five-minute lattice: the count of whole ticks since the Unix epoch, UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Tick(pub i32);

impl Tick {
    /// The tick that starts at `second` (seconds since the epoch) or before it.
    pub fn floor_second(second: i64) -> Tick {
        // A Timestamp's whole range is under 2^30 ticks from the epoch, so this never truncates one.
        Tick(second.div_euclid(TICK_SECONDS).clamp(i32::MIN.into(), i32::MAX.into()) as i32)
    }

    /// The tick that starts at `second` (seconds since the epoch) or after it.
    pub fn ceil_second(second: i64) -> Tick {
        Tick::floor_second(second.saturating_add(TICK_SECONDS - 1))
    }

    /// The tick that starts at the instant or before it.
    pub fn floor(at: Timestamp) -> Tick {
        Tick::floor_second(whole_second(at))
    }

    /// The tick that starts at the instant or after it.
    pub fn ceil(at: Timestamp) -> Tick {
        let floor = Tick::floor(at);
        if floor.timestamp() == at { floor } else { floor.plus(1) }
    }

    /// The tick that starts exactly at the instant; none when it lies between two.
    pub fn exact(at: Timestamp) -> Option<Tick> {
        let floor = Tick::floor(at);
        (floor.timestamp() == at).then_some(floor)
    }

    /// The instant at which the tick starts.
    pub fn timestamp(self) -> Timestamp {
        // Ticks come from timestamps and small sums of them; one beyond the calendar's end is its end.
        let end = if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_second(self.second()).unwrap_or(end)
    }

    /// Seconds since the epoch at which the tick starts.
    pub fn second(self) -> i64 {
        i64::from(self.0) * TICK_SECONDS
    }

    /// The tick `ticks` later (earlier when negative).
    pub fn plus(self, ticks: i32) -> Tick {
        Tick(self.0.saturating_add(ticks))
    }
}

/// Rounds toward the past: jiff truncates toward the epoch, which for an instant before 1970 is the future.
fn whole_second(at: Timestamp) -> i64 {
    at.as_second() - i64::from(at.subsec_nanosecond() < 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_round_to_ticks_in_both_directions_also_before_the_epoch() {
        for (at, floor, ceil, exact) in [
            ("1970-01-01T00:00:00Z", 0, 0, Some(0)),
            ("1970-01-01T00:04:59.5Z", 0, 1, None),
            ("1970-01-01T00:05:00.000001Z", 1, 2, None),
            ("1969-12-31T23:59:59.999999Z", -1, 0, None),
            ("1969-12-31T23:55:00Z", -1, -1, Some(-1)),
            ("1969-12-31T23:54:59.5Z", -2, -1, None),
        ] {
            let at: Timestamp = at.parse().unwrap();
            assert_eq!(
                (Tick::floor(at).0, Tick::ceil(at).0, Tick::exact(at).map(|t| t.0)),
                (floor, ceil, exact),
                "{at}"
            );
        }
    }
}
