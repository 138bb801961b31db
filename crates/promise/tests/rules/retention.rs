use jiff::civil::date;
use promise::law::anniversary;
use promise::retention::{self, CLASSES, Decides, Line, Rule, Span};
use promise::{DataMap, Jurisdiction, Parameters};
use proptest::prelude::*;

/// A day on which all that is asked here is in force.
const TODAY: jiff::civil::Date = date(2027, 6, 1);

fn line(class: &str, parameters: &Parameters, places: &[&str]) -> Line {
    let places: Vec<Jurisdiction> = places.iter().map(|place| place.parse().unwrap()).collect();
    retention::line(class, parameters, &places, TODAY).unwrap()
}

#[test]
fn the_longest_of_notice_law_and_contract_counts_and_is_named() {
    let plain = Parameters { record_years: 5, ..Parameters::default() };
    let bound = Parameters { contract_years: 12, ..plain.clone() };
    for (class, parameters, places, span, decides) in [
        ("client", &plain, vec!["IE"], Span::Years(5), Decides::Notice),
        ("client", &plain, vec!["DE"], Span::Years(10), Decides::Law),
        ("client", &plain, vec!["AE"], Span::Years(25), Decides::Law),
        ("client", &bound, vec!["DE"], Span::Years(12), Decides::Contract),
        ("client", &bound, vec!["AE"], Span::Years(25), Decides::Law),
        ("client", &bound, vec!["BR"], Span::Years(12), Decides::Contract),
        // What goes with the record goes no sooner than the record.
        ("account", &plain, vec!["DE"], Span::Years(10), Decides::Law),
        ("event", &plain, vec!["DE"], Span::Years(10), Decides::Law),
        ("message", &plain, vec!["DE"], Span::Days(730), Decides::Notice),
        ("message", &Parameters { letter_days: 30, ..plain.clone() }, vec!["IN"], Span::Years(1), Decides::Law),
        ("message", &bound, vec!["IE"], Span::Days(730), Decides::Notice),
        // Where a class of the record has a longer duty than another, both have it.
        ("client", &plain, vec!["US"], Span::Years(6), Decides::Law),
    ] {
        let found = line(class, parameters, &places);
        assert_eq!((found.span, found.decides), (Some(span), Some(decides)), "{class} in {places:?}");
    }
    let access = line("access", &plain, &["US"]);
    assert_eq!((access.rule, access.span, access.duty.unwrap().years), (Rule::Proof, None, 6));
    assert_eq!(line("session", &plain, &["US"]).span, None);
    assert_eq!(retention::line("nothing", &plain, &[], TODAY), None);
}

#[test]
fn what_is_over_is_over_on_its_day() {
    for (span, today, before) in [
        (Span::Years(1), date(2025, 2, 28), date(2024, 2, 29)),
        (Span::Years(1), date(2025, 3, 1), date(2024, 3, 2)),
        (Span::Years(1), date(2028, 2, 29), date(2027, 3, 1)),
        (Span::Years(4), date(2028, 2, 29), date(2024, 3, 1)),
        (Span::Years(10), date(2036, 12, 31), date(2027, 1, 1)),
        (Span::Days(30), date(2026, 3, 1), date(2026, 1, 30)),
        (Span::Years(50), date(2026, 11, 24), date(1976, 11, 25)),
    ] {
        assert_eq!(span.over_before(today), before, "{span:?} on {today}");
    }
}

proptest! {
    #[test]
    fn what_is_over_is_what_has_its_years_complete(day in 0_i64..20_000, later in 0_i64..8_000, years in 1_u32..20) {
        use jiff::ToSpan;
        let made = date(1990, 1, 1).saturating_add(day.days());
        let today = made.saturating_add(later.days());
        prop_assert_eq!(made < Span::Years(years).over_before(today), anniversary(made, years) <= today);
    }
}

#[test]
fn the_classes_are_sorted_and_named_once() {
    assert!(CLASSES.is_sorted_by(|one, other| one.0 < other.0));
}

#[test]
fn a_class_without_a_rule_and_a_table_without_an_instant_are_named() {
    let map = |retention: &str, goes: &str| {
        let text = format!(
            "[note]\nabout = \"clinic\"\nexport = {{ stays = \"here\" }}\n{goes}\n[note.columns]\nat = {{ category = \"technical\", clear = \"when\", purposes = [\"operation\"], retention = \"{retention}\", erase = \"keep\" }}\n"
        );
        DataMap::parse("room", &text)
    };
    let gaps = |retention: &str, goes: &str| retention::gaps(&map(retention, goes).unwrap());
    assert!(gaps("event", "goes = { after = \"at\" }").is_empty());
    assert!(gaps("configuration", "").is_empty());
    assert!(gaps("job", "goes = { room = \"it goes when it is done\" }").is_empty());
    assert!(gaps("event", "")[0].contains("say from when"));
    assert!(gaps("evnt", "")[0].contains("has no rule"));
    for (goes, says) in [
        ("goes = { after = \"then\" }", "not among its columns"),
        ("goes = { at = \"at\", days = 2 }", "goes is one of"),
        ("goes = { at = \"at\", after = \"at\" }", "goes is one of"),
        ("goes = { room = \" \" }", "goes is one of"),
        ("goes = {}", "goes is one of"),
    ] {
        let error = map("event", goes).unwrap_err().to_string();
        assert!(error.contains(says), "{goes}: {error}");
    }
}
