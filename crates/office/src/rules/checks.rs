//! Decisions of the self-audit: when one is due, when one was missed, and what got worse. Time is a parameter.

use jiff::{SignedDuration, Timestamp};

use crate::model::checks::{Finding, State, Went};

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
/// was told of it. So did what was read then and cannot be read now, however much was wrong, and what could not be read and is
/// wrong now that it is.
pub fn compare(before: Option<&[Finding]>, now: &mut [Finding]) {
    for finding in now {
        let then = |all: &[Finding]| {
            let same = |one: &&Finding| one.kind == finding.kind && one.subject == finding.subject;
            all.iter().find(same).map_or((State::Well, 0), |one| (one.state, one.wrong))
        };
        finding.went = match before.map(then) {
            None => Went::First,
            Some((State::Unread, _)) if finding.state == State::Unread => Went::Same,
            Some(_) if finding.state == State::Unread => Went::Worse,
            Some((State::Unread, _)) if finding.stands() => Went::Worse,
            Some((_, then)) if finding.wrong > then => Went::Worse,
            Some((_, then)) if finding.wrong < then => Went::Better,
            Some(_) => Went::Same,
        };
    }
}

/// What was looked at before and is not looked at now.
pub fn vanished(before: Vec<Finding>, now: &[Finding]) -> Vec<Finding> {
    let still = |was: &Finding| now.iter().any(|one| one.kind == was.kind && one.subject == was.subject);
    before.into_iter().filter(|was| !still(was)).collect()
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
    fn what_cannot_be_read_any_more_got_worse_however_much_was_wrong() {
        let unread = |subject: &str| Finding { state: State::Unread, ..finding(subject, 1) };
        let before = [finding("few", 0), finding("many", 5), unread("still"), unread("wrong"), unread("well")];
        let mut now = [unread("few"), unread("many"), unread("still"), finding("wrong", 1), finding("well", 0)];
        compare(Some(&before), &mut now);
        let went: Vec<Went> = now.iter().map(|one| one.went).collect();
        assert_eq!(went, [Went::Worse, Went::Worse, Went::Same, Went::Worse, Went::Better]);
    }

    #[test]
    fn what_got_worse_is_what_is_more_wrong_than_it_was() {
        let before = [finding("keys", 0), finding("staff", 3), finding("work", 2), finding("gone", 1)];
        let mut now =
            [finding("keys", 1), finding("staff", 3), finding("work", 1), finding("new", 1), finding("calm", 0)];
        compare(Some(&before), &mut now);
        let went: Vec<Went> = now.iter().map(|one| one.went).collect();
        assert_eq!(went, [Went::Worse, Went::Same, Went::Better, Went::Worse, Went::Same]);
        let gone: Vec<String> = vanished(before.to_vec(), &now).into_iter().map(|one| one.subject).collect();
        assert_eq!(gone, ["gone"], "what is not looked at any more is said");
        compare(None, &mut now);
        assert!(now.iter().all(|one| one.went == Went::First), "the first has nothing to be held against");
    }
}
