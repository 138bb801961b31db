//! How an incident goes from state to state, which openings a stretch of time touches, and who may send: pure.

use jiff::{SignedDuration, Timestamp};

use crate::model::incidents::IncidentState as State;

/// What is done with an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is one, or what is known of it is put right.
    Confirm,
    /// It was none.
    Dismiss,
    /// Somebody is told.
    Tell,
    Close,
}

/// The state that follows; none where this cannot be done in that state.
pub const fn next(state: State, act: Act) -> Option<State> {
    Some(match (state, act) {
        (State::Suspected | State::Confirmed, Act::Confirm) => State::Confirmed,
        (State::Notifying, Act::Confirm) => State::Notifying,
        (State::Suspected | State::Confirmed, Act::Dismiss) => State::Dismissed,
        (State::Confirmed | State::Notifying, Act::Tell) => State::Notifying,
        (State::Confirmed | State::Notifying, Act::Close) => State::Closed,
        _ => return None,
    })
}

/// Whether an opening that was noted at `at`, and whose note covers `minutes` from `begins` on, may have been within the
/// window, both ends included. One note covers what the same actor opened again in its quarter hour.
pub fn touches(begins: Timestamp, at: Timestamp, minutes: u32, window: (Timestamp, Timestamp)) -> bool {
    let covered = begins + SignedDuration::from_mins(i64::from(minutes));
    at <= window.1 && covered > window.0
}

/// From how many letters on another pair of eyes than whose letter it is sends them.
pub const MANY: i64 = 20;

/// Whether `actor` may send letters to so many that `written_by` wrote, where `others` could do it in their place.
pub fn may_send(touched: i64, written_by: &[String], actor: &str, others: bool) -> bool {
    touched < MANY || !others || !written_by.iter().any(|writer| writer == actor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_goes_on_and_never_back() {
        use State::{Closed, Confirmed, Dismissed, Notifying, Suspected};
        for (state, act, then) in [
            (Suspected, Act::Confirm, Some(Confirmed)),
            (Suspected, Act::Dismiss, Some(Dismissed)),
            (Suspected, Act::Tell, None),
            (Suspected, Act::Close, None),
            (Confirmed, Act::Tell, Some(Notifying)),
            (Confirmed, Act::Dismiss, Some(Dismissed)),
            (Notifying, Act::Dismiss, None),
            (Notifying, Act::Confirm, Some(Notifying)),
            (Notifying, Act::Close, Some(Closed)),
            (Closed, Act::Confirm, None),
            (Closed, Act::Tell, None),
            (Dismissed, Act::Confirm, None),
            (Dismissed, Act::Close, None),
        ] {
            assert_eq!(next(state, act), then, "{state} {act:?}");
        }
    }

    #[test]
    fn a_note_counts_where_its_quarter_hour_meets_the_window() {
        let at = |text: &str| -> Timestamp { format!("2026-11-24T{text}:00Z").parse().unwrap() };
        let window = (at("10:10"), at("11:00"));
        for (begins, noted, counts) in [
            ("10:00", "10:01", true),
            ("09:45", "09:50", false),
            ("09:55", "09:59", false),
            ("10:15", "10:15", true),
            ("11:00", "11:00", true),
            ("11:00", "11:01", false),
        ] {
            assert_eq!(touches(at(begins), at(noted), 15, window), counts, "{begins} {noted}");
        }
    }

    #[test]
    fn whoever_wrote_a_letter_to_many_does_not_send_it_alone() {
        let wrote = ["per_a".to_owned()];
        assert!(may_send(MANY - 1, &wrote, "per_a", true));
        assert!(!may_send(MANY, &wrote, "per_a", true));
        assert!(may_send(MANY, &wrote, "per_b", true));
        assert!(may_send(MANY, &wrote, "per_a", false), "where nobody else is there");
    }
}
