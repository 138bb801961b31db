//! Decisions of the self-audit: when one is due, when one was missed, and what got worse. Time is a parameter.

use jiff::{SignedDuration, Timestamp};

use crate::model::checks::{Finding, Went};

/// How much later than its day an audit may be: the program was being upgraded, or another clinic's took long.
pub const GRACE: SignedDuration = SignedDuration::from_hours(24);

/// How long nobody may press for another one.
pub const REST: SignedDuration = SignedDuration::from_mins(10);

/// So many days.
fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days.clamp(0, 3_660))
}

/// Whether one is due: there is none, or the newest is as old as the stated period.
pub fn due(newest: Option<Timestamp>, period: i64, now: Timestamp) -> bool {
    newest.is_none_or(|newest| now >= newest.saturating_add(days(period)).unwrap_or(Timestamp::MAX))
}

/// Whether `then` came later after `before` than was stated, by more than [`GRACE`].
pub fn missed(before: Timestamp, period: i64, then: Timestamp) -> bool {
    then > before.saturating_add(days(period) + GRACE).unwrap_or(Timestamp::MAX)
}

/// Whether one that was pressed for must wait: another was just made.
pub fn rests(newest: Option<Timestamp>, now: Timestamp) -> bool {
    newest.is_some_and(|newest| now < newest.saturating_add(REST).unwrap_or(Timestamp::MAX))
}

/// Says of each finding how it stands beside the audit before. What was not looked at then and is wrong now got worse: nobody
/// was told of it.
pub fn compare(before: Option<&[Finding]>, now: &mut [Finding]) {
    for finding in now {
        let then = |all: &[Finding]| {
            let same = |one: &&Finding| one.kind == finding.kind && one.subject == finding.subject;
            all.iter().find(same).map_or(0, |one| one.wrong)
        };
        finding.went = match before.map(then) {
            None => Went::First,
            Some(then) if finding.wrong > then => Went::Worse,
            Some(then) if finding.wrong < then => Went::Better,
            Some(_) => Went::Same,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::checks::{Kind, State};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn finding(subject: &str, wrong: i64) -> Finding {
        Finding {
            kind: Kind::Check,
            subject: subject.to_owned(),
            state: if wrong > 0 { State::Wrong } else { State::Well },
            wrong,
            went: Went::First,
            figures: Vec::new(),
            stated: crate::model::change::Values::new(),
            href: String::new(),
        }
    }

    #[test]
    fn an_audit_is_due_once_its_period_is_over_and_missed_a_day_later() {
        let before = at("2026-11-01T10:00:00Z");
        for (now, is_due, is_missed) in [
            ("2026-11-08T09:59:59Z", false, false),
            ("2026-11-08T10:00:00Z", true, false),
            ("2026-11-09T10:00:00Z", true, false),
            ("2026-11-09T10:00:01Z", true, true),
        ] {
            assert_eq!((due(Some(before), 7, at(now)), missed(before, 7, at(now))), (is_due, is_missed), "{now}");
        }
        assert!(due(None, 7, before), "there is none yet");
    }

    #[test]
    fn nobody_presses_twice_within_the_rest() {
        let newest = at("2026-11-01T10:00:00Z");
        assert!(rests(Some(newest), at("2026-11-01T10:09:59Z")) && !rests(Some(newest), at("2026-11-01T10:10:00Z")));
        assert!(!rests(None, newest));
    }

    #[test]
    fn what_got_worse_is_what_is_more_wrong_than_it_was() {
        let before = [finding("keys", 0), finding("staff", 3), finding("work", 2), finding("gone", 1)];
        let mut now =
            [finding("keys", 1), finding("staff", 3), finding("work", 1), finding("new", 1), finding("calm", 0)];
        compare(Some(&before), &mut now);
        let went: Vec<Went> = now.iter().map(|one| one.went).collect();
        assert_eq!(went, [Went::Worse, Went::Same, Went::Better, Went::Worse, Went::Same]);
        compare(None, &mut now);
        assert!(now.iter().all(|one| one.went == Went::First), "the first has nothing to be held against");
    }
}
