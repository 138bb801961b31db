//! When something waits for a second person, and for whom: pure, with the time as a parameter.

use ground::PersonId;
use jiff::Timestamp;

use crate::model::confirmations::{Confirmation, State};

/// How long somebody may agree to what was asked for, and how long it may be done once they did.
pub const DAYS: i64 = 7;

/// Why somebody may not agree to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unconfirmed {
    /// They asked for it themselves.
    Own,
    /// It was answered before, or its time is over.
    Over,
}

/// Whether `by` may agree to it at `now`.
///
/// # Errors
/// Why not.
pub fn may_confirm(one: &Confirmation, by: PersonId, now: Timestamp) -> Result<(), Unconfirmed> {
    if one.state != State::Asked || now >= one.expires_at {
        return Err(Unconfirmed::Over);
    }
    if one.asked_by == by { Err(Unconfirmed::Own) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::model::confirmations::{ConfirmationId, Kind};

    #[test]
    fn another_agrees_while_it_waits_and_its_time_is_not_over() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let [one, other] = [1, 2].map(PersonId::from_bits);
        let asked = Confirmation {
            id: ConfirmationId::from_bits(1),
            kind: Kind::Export,
            subject: None,
            way: None,
            reason: None,
            asked_by: one,
            asked_at: now,
            expires_at: now + SignedDuration::from_hours(24 * DAYS),
            state: State::Asked,
            answered_by: None,
            answered_at: None,
        };
        assert_eq!(may_confirm(&asked, other, now), Ok(()));
        assert_eq!(may_confirm(&asked, one, now), Err(Unconfirmed::Own));
        assert_eq!(may_confirm(&asked, other, asked.expires_at), Err(Unconfirmed::Over));
        for state in State::ALL.iter().copied().filter(|state| *state != State::Asked) {
            assert_eq!(may_confirm(&Confirmation { state, ..asked.clone() }, other, now), Err(Unconfirmed::Over));
        }
    }
}
