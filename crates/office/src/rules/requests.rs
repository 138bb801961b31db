//! How a request goes from state to state, and when it is due: pure, with the time as a parameter.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use promise::{Jurisdiction, law};

use crate::model::requests::{Kind, Outcome, Shown, State, Step, Via};

/// What is done with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Whoever asks showed who they are.
    Prove,
    /// It is doubted who asks.
    Question,
    Grant,
    Refuse,
    /// All of it was carried out.
    Finish,
    Withdraw,
    /// Nobody showed in time who they are, or took the copy that was ready.
    Expire,
}

impl Act {
    /// Everything that can be done.
    pub const ALL: [Act; 7] =
        [Act::Prove, Act::Question, Act::Grant, Act::Refuse, Act::Finish, Act::Withdraw, Act::Expire];
}

/// The state that follows; none where this cannot be done in that state.
pub const fn next(state: State, act: Act) -> Option<State> {
    Some(match (state, act) {
        (State::Unproved | State::Questioned, Act::Prove) => State::Open,
        // What was granted and cannot be done, or was granted to whom it should not, goes back.
        (State::Unproved | State::Open | State::Granted, Act::Question) => State::Questioned,
        // Nobody proved it, or nobody took the copy that was ready.
        (State::Unproved | State::Granted, Act::Expire) => State::Expired,
        (State::Open, Act::Grant) => State::Granted,
        (State::Open | State::Questioned | State::Granted, Act::Refuse) => State::Refused,
        (State::Granted, Act::Finish) => State::Done,
        (State::Unproved | State::Questioned | State::Open | State::Granted, Act::Withdraw) => State::Withdrawn,
        _ => return None,
    })
}

/// Why a request that is carried out is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// A part failed.
    Failed,
    /// Nothing was carried out.
    Nothing,
    /// Whoever decided may not carry it out too.
    SameEyes,
    /// Another has yet to agree that whoever asked takes it.
    Unconfirmed,
    /// A part of it failed that fails whenever it is tried: it is decided anew.
    ForGood,
}

/// Whether what was carried out makes it done. It never is while a part failed.
///
/// # Errors
/// What keeps it from being done.
pub fn finished(steps: &[Step]) -> Result<(), Undone> {
    if steps.iter().any(|step| step.outcome == Outcome::Failed) {
        return Err(Undone::Failed);
    }
    if steps.is_empty() { Err(Undone::Nothing) } else { Ok(()) }
}

/// Causes for which a part fails whenever it is tried: what was asked for cannot be done as it was asked.
const FOR_GOOD: [&str; 3] = ["no_date", "no_note", "no_use"];

/// Whether a part of it failed for good, so that trying again changes nothing.
pub fn failed_for_good(steps: &[Step]) -> bool {
    let of = |step: &Step| step.cause.as_deref().is_some_and(|cause| FOR_GOOD.contains(&cause));
    steps.iter().any(|step| step.outcome == Outcome::Failed && of(step))
}

/// Whether `actor` may carry out what `decided_by` decided. What a person takes from their own page was decided by nobody.
///
/// # Errors
/// [`Undone::SameEyes`] where four eyes are asked for and these are the same two.
pub fn other_eyes(four_eyes: bool, decided_by: Option<&str>, actor: &str) -> Result<(), Undone> {
    match four_eyes && decided_by == Some(actor) {
        true => Err(Undone::SameEyes),
        false => Ok(()),
    }
}

/// Until when a request is to be answered, and by whose law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub due: Timestamp,
    /// Until when it may be extended, once.
    pub extendable_to: Option<Timestamp>,
    pub place: String,
    pub law: String,
}

/// The strictest clock of `places` for a request received at `received`, by the days of `zone`, and whose law that is.
pub fn clock(places: &[Jurisdiction], kind: Kind, received: Timestamp, zone: &TimeZone) -> Clock {
    let day = received.to_zoned(zone.clone()).date();
    let strictest = law::clock(places, kind, day);
    let same = |place: &&Jurisdiction| {
        let alone = law::clock(&[**place], kind, day);
        (alone.due, &alone.citation) == (strictest.due, &strictest.citation)
    };
    Clock {
        due: end_of(strictest.due, zone),
        extendable_to: strictest.extendable_to.map(|day| end_of(day, zone)),
        place: places.iter().find(same).map(ToString::to_string).unwrap_or_default(),
        law: strictest.citation,
    }
}

/// The last moment of a day.
fn end_of(day: Date, zone: &TimeZone) -> Timestamp {
    let next = day.tomorrow().unwrap_or(day);
    let start = zone.to_ambiguous_zoned(next.at(0, 0, 0, 0)).compatible();
    start.map_or(Timestamp::MAX, |start| start.timestamp() - SignedDuration::from_micros(1))
}

/// Whole days from `now` until `due`, by the days of `zone`: 0 on its last day, below 0 when it is late.
pub fn days_left(due: Timestamp, now: Timestamp, zone: &TimeZone) -> i64 {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    i64::from((day(due) - day(now)).get_days())
}

/// Whether it is late: open past its last moment.
pub fn is_late(state: State, due: Timestamp, now: Timestamp) -> bool {
    !state.is_closed() && state != State::Unproved && now > due
}

/// How long a link waits for whoever has the address.
pub const PROOF_DAYS: i64 = 7;
/// How long it then shows how the request stands.
pub const FOLLOW_DAYS: i64 = 120;

/// How a request begins: open where whoever asks showed who they are.
pub const fn begins(shown: Option<Shown>) -> State {
    match shown {
        Some(_) => State::Open,
        None => State::Unproved,
    }
}

/// Whether a copy may be taken at once: by whoever is signed in, from their own page or for whom they act.
pub const fn at_once(kind: Kind, via: Via) -> bool {
    matches!(kind, Kind::Access | Kind::Portability) && matches!(via, Via::Page | Via::Guardian)
}

/// Whether what is asked holds from the asking on: whoever is signed in, or acts for somebody, says on the page of consents too
/// that all of it stops, or one use, and nobody agrees to that first. Asked for otherwise it holds once it is agreed to.
pub const fn holds_at_once(kind: Kind, via: Via) -> bool {
    matches!(kind, Kind::Restriction | Kind::Objection) && matches!(via, Via::Page | Via::Guardian)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_whenever_it_is_tried_is_known_by_its_cause() {
        for (cause, for_good) in
            [("no_date", true), ("no_note", true), ("no_use", true), ("held", false), ("locked", false)]
        {
            assert_eq!(failed_for_good(&[Step::failed("birth_date", cause)]), for_good, "{cause}");
        }
        assert!(!failed_for_good(&[Step::of("birth_date", Outcome::Changed, 1)]) && !failed_for_good(&[]));
    }

    #[test]
    fn a_restriction_and_a_no_hold_at_once_for_whoever_is_signed_in_and_nothing_else_does() {
        for kind in Kind::ALL {
            for via in Via::ALL {
                let stops = matches!(kind, Kind::Restriction | Kind::Objection);
                let signed_in = matches!(via, Via::Page | Via::Guardian);
                assert_eq!(holds_at_once(*kind, *via), stops && signed_in, "{kind} {via}");
            }
        }
    }

    /// Every state by every act: what follows, in the order of [`Act::ALL`]; a dot where it cannot be done.
    #[test]
    fn a_request_goes_the_ways_of_the_table_and_no_other() {
        let table = [
            (
                State::Unproved,
                [
                    Some(State::Open),
                    Some(State::Questioned),
                    None,
                    None,
                    None,
                    Some(State::Withdrawn),
                    Some(State::Expired),
                ],
            ),
            (
                State::Questioned,
                [Some(State::Open), None, None, Some(State::Refused), None, Some(State::Withdrawn), None],
            ),
            (
                State::Open,
                [
                    None,
                    Some(State::Questioned),
                    Some(State::Granted),
                    Some(State::Refused),
                    None,
                    Some(State::Withdrawn),
                    None,
                ],
            ),
            (
                State::Granted,
                [
                    None,
                    Some(State::Questioned),
                    None,
                    Some(State::Refused),
                    Some(State::Done),
                    Some(State::Withdrawn),
                    Some(State::Expired),
                ],
            ),
            (State::Done, [None; 7]),
            (State::Refused, [None; 7]),
            (State::Withdrawn, [None; 7]),
            (State::Expired, [None; 7]),
        ];
        assert_eq!(table.len(), State::ALL.len());
        for (state, follows) in table {
            for (act, expected) in Act::ALL.into_iter().zip(follows) {
                assert_eq!(next(state, act), expected, "{state} {act:?}");
            }
        }
    }

    #[test]
    fn nothing_is_done_while_a_part_failed_or_none_was_tried() {
        let step = |outcome| Step::of("client", outcome, 1);
        assert_eq!(finished(&[]), Err(Undone::Nothing));
        assert_eq!(finished(&[step(Outcome::Nothing)]), Ok(()), "nothing held is an answer");
        assert_eq!(finished(&[step(Outcome::Copied), step(Outcome::Failed)]), Err(Undone::Failed));
        assert_eq!(finished(&[step(Outcome::Copied), step(Outcome::Kept)]), Ok(()));
    }

    #[test]
    fn who_decided_does_not_carry_out_where_four_eyes_are_asked_for() {
        assert_eq!(other_eyes(true, Some("a"), "a"), Err(Undone::SameEyes));
        assert_eq!(other_eyes(true, Some("a"), "b"), Ok(()));
        assert_eq!(other_eyes(false, Some("a"), "a"), Ok(()));
        assert_eq!(other_eyes(true, None, "a"), Ok(()));
    }

    #[test]
    fn days_are_those_of_the_clinic_and_the_last_one_counts() {
        let zone = TimeZone::get("Europe/Dublin").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let due = end_of(jiff::civil::date(2026, 6, 30), &zone);
        assert_eq!(due, at("2026-06-30T22:59:59.999999Z"), "until the clinic's midnight");
        assert_eq!(days_left(due, at("2026-06-30T00:10:00Z"), &zone), 0);
        assert_eq!(days_left(due, at("2026-06-30T23:10:00Z"), &zone), -1);
        assert!(!is_late(State::Open, due, due));
        assert!(is_late(State::Granted, due, at("2026-07-01T00:00:00Z")));
        assert!(!is_late(State::Done, due, at("2026-07-01T00:00:00Z")));
    }

    #[test]
    fn the_strictest_law_counts_and_is_named() {
        let received = "2026-01-31T12:00:00Z".parse().unwrap();
        let places: Vec<Jurisdiction> = ["IE", "US"].iter().map(|place| place.parse().unwrap()).collect();
        let both = clock(&places, Kind::Correction, received, &TimeZone::UTC);
        let alone: Vec<Clock> =
            places.iter().map(|place| clock(&[*place], Kind::Correction, received, &TimeZone::UTC)).collect();
        let strictest = alone.iter().min_by_key(|clock| clock.due).unwrap();
        assert!(alone[0].due != alone[1].due);
        assert_eq!((both.due, &both.place, &both.law), (strictest.due, &strictest.place, &strictest.law));
        assert!(!both.place.is_empty() && !both.law.is_empty());
    }

    #[test]
    fn a_refusal_rests_on_a_ground_that_the_law_knows_for_it() {
        use crate::model::requests::Ground;
        for (ground, kinds) in [
            (Ground::Accurate, &[Kind::Correction][..]),
            (Ground::OthersRights, &[Kind::Access, Kind::Portability, Kind::Disclosures]),
            (Ground::LegalDuty, &[Kind::Erasure, Kind::Restriction, Kind::Objection]),
            (Ground::LegalClaim, &[Kind::Erasure, Kind::Restriction, Kind::Objection]),
            (Ground::Identity, Kind::ALL),
            (Ground::NotTheirs, Kind::ALL),
            (Ground::Excessive, Kind::ALL),
        ] {
            for kind in Kind::ALL {
                assert_eq!(ground.fits(*kind), kinds.contains(kind), "{ground} {kind}");
            }
        }
    }
}
