use jiff::civil::{Date, date};
use promise::age::{AGE_RULES, Reading};
use promise::{Jurisdiction, age_on, minimum_age};
use proptest::prelude::*;

#[test]
fn a_year_is_completed_on_the_birthday_and_not_the_day_before() {
    for (born, on, age) in [
        (date(2008, 5, 10), date(2026, 5, 9), Some(17)),
        (date(2008, 5, 10), date(2026, 5, 10), Some(18)),
        (date(2026, 11, 24), date(2026, 11, 24), Some(0)),
        (date(2026, 11, 24), date(2026, 11, 23), None),
        (date(2008, 12, 31), date(2026, 1, 1), Some(17)),
        (date(1900, 1, 1), date(2026, 1, 1), Some(126)),
        // Born on the day that most years do not have.
        (date(2008, 2, 29), date(2026, 2, 28), Some(17)),
        (date(2008, 2, 29), date(2026, 3, 1), Some(18)),
        (date(2008, 2, 29), date(2024, 2, 28), Some(15)),
        (date(2008, 2, 29), date(2024, 2, 29), Some(16)),
    ] {
        assert_eq!(age_on(born, on), age, "born {born}, on {on}");
    }
}

fn dates() -> impl Strategy<Value = Date> {
    (1900_i16..2100, 1_i8..=12, 1_i8..=31).prop_filter_map("a day that exists", |(y, m, d)| Date::new(y, m, d).ok())
}

proptest! {
    #[test]
    fn age_is_the_number_of_birthdays_had(born in dates(), on in dates()) {
        // The anniversaries one by one: the same day, or 1 March where that day does not exist.
        let anniversary = |year| Date::new(year, born.month(), born.day()).unwrap_or_else(|_| date(year, 3, 1));
        let had = (born.year() + 1..=on.year()).filter(|year| anniversary(*year) <= on).count();
        prop_assert_eq!(age_on(born, on), (on >= born).then_some(had as u32));
    }

    #[test]
    fn a_place_reads_back_as_it_was_written(text in "[A-Z]{2}(-[A-Z0-9]{1,3})?") {
        let place: Jurisdiction = text.parse().unwrap();
        prop_assert_eq!(place.to_string(), text);
    }

    #[test]
    fn no_text_makes_a_place_panic(text in ".{0,8}") {
        if let Ok(place) = text.parse::<Jurisdiction>() {
            prop_assert_eq!(place.to_string(), text);
        }
    }
}

fn place(code: &str) -> Jurisdiction {
    code.parse().unwrap()
}

#[test]
fn what_is_no_place_is_refused() {
    for text in ["", "I", "ie", "IRL", "IE-", "US-ca", "US-CALI", "US CA", "É", "-CA", "US-CA-X"] {
        let error = text.parse::<Jurisdiction>().unwrap_err().to_string();
        assert!(error.starts_with(&format!("\"{text}\" is not a place")), "{error}");
    }
}

#[test]
fn the_age_follows_the_place_then_its_country_then_the_strictest() {
    for (code, years) in [
        ("US", 13),
        ("US-CA", 13),
        ("CA", 13),
        ("CA-QC", 14),
        ("IN", 18),
        ("AE", 18),
        ("IE", 16),
        ("ES", 14),
        ("FR", 15),
        ("DK", 15),
        ("SE", 13),
        ("DE", 16),
        ("BR", 18),
        ("ZZ", 18),
    ] {
        assert_eq!(minimum_age(place(code)), years, "{code}");
    }
}

#[test]
fn every_state_of_the_union_has_its_age_within_what_the_regulation_lets_it_choose() {
    let union = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ];
    for code in union {
        let rule = promise::age::rule(place(code)).unwrap_or_else(|| panic!("no rule for {code}"));
        assert!((13..=16).contains(&rule.years), "{code}: {}", rule.years);
    }
}

#[test]
fn the_rules_are_sorted_cited_and_name_real_codes() {
    assert!(AGE_RULES.is_sorted_by(|a, b| a.place < b.place), "sorted by place, each once");
    for rule in AGE_RULES {
        assert_eq!(place(rule.place).name(), rule.name);
        assert!(!rule.law.is_empty(), "{}", rule.place);
    }
    assert!(AGE_RULES.iter().any(|rule| rule.reading == Reading::Unread), "what was not read says so");
    assert_eq!(place("US-CA").name(), "US-CA", "a part without a rule of its own has no name here");
}
