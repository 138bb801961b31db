//! The one place that asks what time it is. Everything else is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// A source of the current instant: the machine's, or one that a test holds still and moves.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    /// Microseconds by which it is ahead of the machine's clock.
    Set(i64),
    /// Microseconds since the Unix epoch, UTC.
    Held(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Clock {
        Clock(Source::System)
    }

    /// A clock that reads `at` now and runs on from there: a demo is shown at the same hour of the same day every time.
    pub fn starting(at: Timestamp) -> Clock {
        Clock(Source::Set(at.as_microsecond() - Clock::system().now().as_microsecond()))
    }

    /// A clock that stands at `at` until it is moved.
    pub fn held(at: Timestamp) -> Clock {
        Clock(Source::Held(Arc::new(AtomicI64::new(at.as_microsecond()))))
    }

    /// The instant now, cut to the microsecond the store keeps.
    #[allow(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => from_micros(Timestamp::now().as_microsecond()),
            Source::Set(ahead) => from_micros(Timestamp::now().as_microsecond().saturating_add(*ahead)),
            Source::Held(at) => from_micros(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a held clock; the machine's clock is left alone.
    pub fn set(&self, to: Timestamp) {
        if let Source::Held(at) = &self.0 {
            at.store(to.as_microsecond(), Ordering::SeqCst);
        }
    }
}

/// An instant from stored microseconds UTC. Values beyond what a calendar can say are clamped to its ends,
/// so that a damaged row shows an absurd date instead of stopping a page.
pub fn from_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(if micros < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_runs_on() {
        let at: Timestamp = "2026-11-24T10:40:00Z".parse().unwrap();
        let clock = Clock::starting(at);
        let (first, second) = (clock.now(), clock.now());
        assert!(at <= first && first <= second && first.duration_since(at).as_secs() < 60);
    }
}
