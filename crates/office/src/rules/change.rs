//! What of a change holds at once, and what is announced first: pure.

use ground::Installed;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use promise::change::{given_up, weakened};
use promise::{Parameter, Parameters};

use crate::model::change::Values;

/// The name under which a change says another edition.
pub const EDITION: &str = "edition";

/// The parameters that a clinic sets for itself; the installation decides the others.
pub fn own() -> impl Iterator<Item = Parameter> {
    Parameter::ALL.iter().copied().filter(|parameter| !Installed::DECIDES.contains(parameter))
}

/// `parameters` with these values instead; none where one is no value of a parameter.
pub fn over(parameters: &Parameters, values: &Values) -> Option<Parameters> {
    let mut table = serde_json::to_value(parameters).ok()?;
    let object = table.as_object_mut()?;
    object.extend(values.iter().map(|(name, value)| (name.clone(), value.clone())));
    serde_json::from_value(table).ok()
}

/// Each value by its parameter's name.
pub fn table(parameters: &Parameters) -> serde_json::Map<String, serde_json::Value> {
    match serde_json::to_value(parameters) {
        Ok(serde_json::Value::Object(object)) => object,
        _ => serde_json::Map::new(),
    }
}

/// What `now` has other than `before`.
pub fn difference(before: &Parameters, now: &Parameters) -> Values {
    let before = table(before);
    table(now).into_iter().filter(|(name, value)| before.get(name) != Some(value)).collect()
}

/// The names of what promises less in `now` than in `before`.
pub fn weaker(before: &Parameters, now: &Parameters) -> Vec<String> {
    let mut names: Vec<String> = weakened(before, now).iter().map(ToString::to_string).collect();
    if !given_up(before, now).is_empty() {
        names.push(EDITION.to_owned());
    }
    names
}

/// A change, divided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Split {
    /// Nothing is promised less by it.
    pub at_once: Values,
    /// Something is: it is announced first.
    pub later: Values,
}

/// Divides a change of `now`; none where the whole cannot stand. What strengthens waits with the rest where it cannot stand
/// without it.
pub fn split(now: &Parameters, wanted: &Values) -> Option<Split> {
    let whole = over(now, wanted)?;
    if !whole.validate().is_empty() {
        return None;
    }
    let changed = difference(now, &whole);
    let weaker = weaker(now, &whole);
    let (later, at_once): (Values, Values) = changed.into_iter().partition(|(name, _)| weaker.contains(name));
    match over(now, &at_once) {
        Some(first) if first.validate().is_empty() && weaker_by(now, &first) => Some(Split { at_once, later }),
        _ => Some(Split { later: later.into_iter().chain(at_once).collect(), at_once: Values::new() }),
    }
}

/// Whether a draft must wait for what is announced: it weakens too, it is about the same, it would hold for more days what was
/// announced for fewer, or what is announced could not stand beside it.
pub fn waits(now: &Parameters, parts: &Split, draft: &Values, announced: &Values) -> bool {
    let beside = || over(now, &parts.at_once).and_then(|first| over(&first, announced));
    !parts.later.is_empty()
        || announced.keys().any(|name| draft.contains_key(name))
        || parts.at_once.contains_key(Parameter::NoticeDays.as_str())
        || beside().is_none_or(|whole| !whole.validate().is_empty())
}

/// Whether what holds at once promises nothing less: one value may show in what another says.
fn weaker_by(now: &Parameters, first: &Parameters) -> bool {
    weaker(now, first).is_empty()
}

/// From when a change holds that is announced at `at`: the day that begins once the stated days are over.
pub fn effective(at: Timestamp, days: u32, zone: &TimeZone) -> Timestamp {
    let over = at + SignedDuration::from_hours(24 * i64::from(days));
    let next = over.to_zoned(zone.clone()).date().saturating_add(1.day());
    next.to_zoned(zone.clone()).map_or(over, |begins| begins.timestamp())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values(pairs: &[(&str, serde_json::Value)]) -> Values {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    #[test]
    fn what_strengthens_holds_at_once_and_what_weakens_is_announced() {
        let now = Parameters::default();
        let wanted =
            values(&[("session_days", json!(60)), ("password_min_length", json!(14)), ("alert_tries", json!(20))]);
        assert_eq!(
            split(&now, &wanted),
            Some(Split {
                at_once: values(&[("password_min_length", json!(14))]),
                later: values(&[("session_days", json!(60))]),
            }),
            "and what stays as it is, is no change"
        );
        assert_eq!(split(&now, &values(&[("session_days", json!(91))])), None, "out of its bounds");
        assert_eq!(split(&now, &values(&[("session_dayz", json!(9))])), None, "no parameter");
    }

    #[test]
    fn an_edition_that_gives_promises_up_is_announced_and_one_that_takes_more_is_not() {
        let all = Parameters::default();
        let wanted = values(&[("edition", json!("directory"))]);
        assert_eq!(split(&all, &wanted).unwrap().later, wanted);
        let directory = over(&all, &wanted).unwrap();
        let back = values(&[("edition", json!("all"))]);
        assert_eq!(split(&directory, &back).unwrap(), Split { at_once: back, later: Values::new() });
    }

    #[test]
    fn what_cannot_stand_without_the_rest_waits_with_it() {
        let now = Parameters { password_max_length: 160, password_min_length: 12, ..Parameters::default() };
        // A longest password of 160 bytes holds no 41 characters; one of 200 does, and is stronger: both hold at once.
        let both = values(&[("password_min_length", json!(41)), ("password_max_length", json!(200))]);
        assert_eq!(split(&now, &both).unwrap().later, Values::new());
        let now = Parameters { password_max_length: 256, password_min_length: 64, ..Parameters::default() };
        let less = values(&[("password_min_length", json!(32)), ("password_max_length", json!(128))]);
        assert_eq!(split(&now, &less).unwrap().later, less);
    }

    #[test]
    fn what_does_not_go_with_what_is_announced_waits_for_it() {
        let now = Parameters { password_min_length: 32, password_max_length: 256, ..Parameters::default() };
        let announced = values(&[("password_max_length", json!(128))]);
        for (draft, expected) in [
            (values(&[("session_days", json!(14))]), false),
            (values(&[("session_days", json!(60))]), true),
            (values(&[("notice_days", json!(40))]), true),
            (values(&[("password_max_length", json!(264))]), true),
            (values(&[("password_min_length", json!(40))]), true),
        ] {
            let parts = split(&now, &draft).unwrap();
            assert_eq!(waits(&now, &parts, &draft, &announced), expected, "{draft:?}");
        }
    }

    #[test]
    fn a_change_holds_from_a_day_that_begins_once_the_days_are_over() {
        let zone = TimeZone::get("Europe/Dublin").unwrap();
        let at = "2026-11-24T10:40:00Z".parse().unwrap();
        assert_eq!(effective(at, 30, &zone).to_string(), "2026-12-25T00:00:00Z");
        let summer = "2026-03-20T23:30:00Z".parse().unwrap();
        assert_eq!(effective(summer, 10, &zone).to_string(), "2026-03-31T23:00:00Z", "by the clinic's own clock");
    }
}
