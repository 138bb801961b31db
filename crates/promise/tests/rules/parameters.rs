use promise::{Fault, Parameter, Parameters, Statement, StatementError};

#[test]
fn the_defaults_may_be_used_as_they_are() {
    let defaults = Parameters::default();
    assert_eq!(defaults.validate(), []);
    assert_eq!(toml::from_str::<Parameters>("").unwrap(), defaults);
}

#[test]
fn parameters_read_back_as_they_were_written() {
    let mut parameters = Parameters { session_days: 14, ..Parameters::default() };
    parameters.age_by_jurisdiction.insert("IE".parse().unwrap(), 17);
    let text = toml::to_string(&parameters).unwrap();
    assert_eq!(toml::from_str::<Parameters>(&text).unwrap(), parameters);
}

#[test]
fn every_field_has_its_name_among_the_parameters() {
    let written = toml::Table::try_from(Parameters::default()).unwrap();
    let mut fields: Vec<&str> = written.keys().map(String::as_str).collect();
    let mut names: Vec<&str> = Parameter::ALL.iter().map(|parameter| parameter.as_str()).collect();
    // Which promises a clinic makes at all stands in none of them.
    names.push("edition");
    fields.sort_unstable();
    names.sort_unstable();
    assert_eq!(fields, names);
}

#[test]
fn a_field_nobody_reads_is_refused() {
    let error = toml::from_str::<Parameters>("session_day = 3").unwrap_err();
    assert!(error.message().contains("session_day"), "{error}");
}

#[test]
fn each_bound_is_kept_on_both_sides() {
    // The value just outside, and the words of the fault.
    for (field, outside, message) in [
        ("hsts_days", 179, "179 is outside 180 to 730"),
        ("hsts_days", 731, "731 is outside 180 to 730"),
        ("password_iterations", 599_999, "599,999 is outside 600,000 to 10,000,000"),
        ("password_iterations", 10_000_001, "10,000,001 is outside 600,000 to 10,000,000"),
        ("password_min_length", 7, "7 is outside 8 to 128"),
        ("password_min_length", 129, "129 is outside 8 to 128"),
        ("password_max_length", 127, "127 is outside 128 to 1,024"),
        ("password_max_length", 1025, "1,025 is outside 128 to 1,024"),
        ("password_min_score", 1, "1 is outside 2 to 4"),
        ("password_min_score", 5, "5 is outside 2 to 4"),
        ("alert_tries", 4, "4 is outside 5 to 100"),
        ("alert_tries", 101, "101 is outside 5 to 100"),
        ("alert_reads", 19, "19 is outside 20 to 10,000"),
        ("alert_reads", 10_001, "10,001 is outside 20 to 10,000"),
        ("session_days", 0, "0 is outside 1 to 90"),
        ("session_days", 91, "91 is outside 1 to 90"),
        ("staff_idle_minutes", 4, "4 is outside 5 to 240"),
        ("staff_idle_minutes", 241, "241 is outside 5 to 240"),
        ("visit_link_days", 0, "0 is outside 1 to 180"),
        ("visit_link_days", 181, "181 is outside 1 to 180"),
        ("backup_key_days", 0, "0 is outside 1 to 90"),
        ("backup_key_days", 91, "91 is outside 1 to 90"),
        ("record_years", 0, "0 is outside 1 to 50"),
        ("record_years", 51, "51 is outside 1 to 50"),
        ("contract_years", 51, "51 is outside 0 to 50"),
        ("disclosure_years", 0, "0 is outside 1 to 50"),
        ("disclosure_years", 51, "51 is outside 1 to 50"),
        ("letter_days", 29, "29 is outside 30 to 3,650"),
        ("letter_days", 3651, "3,651 is outside 30 to 3,650"),
        ("access_visit_minutes", 0, "0 is outside 1 to 15"),
        ("access_visit_minutes", 16, "16 is outside 1 to 15"),
        ("emergency_minutes", 14, "14 is outside 15 to 240"),
        ("emergency_minutes", 241, "241 is outside 15 to 240"),
        ("grant_hours", 0, "0 is outside 1 to 72"),
        ("grant_hours", 73, "73 is outside 1 to 72"),
        ("leave_days", 6, "6 is outside 7 to 90"),
        ("leave_days", 91, "91 is outside 7 to 90"),
        ("notice_days", 6, "6 is outside 7 to 90"),
        ("notice_days", 91, "91 is outside 7 to 90"),
        ("audit_days", 0, "0 is outside 1 to 31"),
        ("audit_days", 32, "32 is outside 1 to 31"),
        ("complaint_answer_days", 0, "0 is outside 1 to 30"),
        ("complaint_answer_days", 31, "31 is outside 1 to 30"),
        ("complaint_resolve_days", 4, "4 is outside 5 to 90"),
        ("complaint_resolve_days", 91, "91 is outside 5 to 90"),
        ("incident_hours", 23, "23 is outside 24 to 720"),
        ("incident_hours", 721, "721 is outside 24 to 720"),
        ("log_address_bits", 7, "7 is outside 8 to 24"),
        ("log_address_bits", 25, "25 is outside 8 to 24"),
        ("log_address_bits_v6", 15, "15 is outside 16 to 48"),
        ("log_address_bits_v6", 49, "49 is outside 16 to 48"),
        ("location_metres", 499, "499 is outside 500 to 10,000"),
        ("location_metres", 10_001, "10,001 is outside 500 to 10,000"),
        ("release_k", 4, "4 is outside 5 to 100"),
        ("release_k", 101, "101 is outside 5 to 100"),
        ("release_epsilon", 0, "0 is outside 1 to 100"),
        ("release_epsilon", 101, "101 is outside 1 to 100"),
        ("age_minimum", 12, "12 is outside 13 to 21"),
        ("age_minimum", 22, "22 is outside 13 to 21"),
    ] {
        let parameters: Parameters = toml::from_str(&format!("{field} = {outside}")).unwrap();
        let fault = Fault { field: field.parse().unwrap(), message: message.to_owned() };
        assert_eq!(parameters.validate(), [fault]);
    }
}

#[test]
fn the_longest_password_has_room_for_the_shortest_in_any_script() {
    let faults = |max: u32| {
        let parameters = Parameters { password_min_length: 64, password_max_length: max, ..Parameters::default() };
        parameters.validate().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        faults(255),
        ["password_max_length: 255 bytes do not hold every password of 64 characters: at least 256"]
    );
    assert!(faults(256).is_empty());
}

#[test]
fn a_complaint_is_not_to_be_settled_before_it_is_to_be_answered() {
    let faults = |answer: u32, settle: u32| {
        let days =
            Parameters { complaint_answer_days: answer, complaint_resolve_days: settle, ..Parameters::default() };
        days.validate().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        faults(20, 15),
        ["complaint_resolve_days: 15 days to settle a complaint are fewer than 20 to answer it"]
    );
    assert!(faults(15, 15).is_empty());
}

#[test]
fn an_age_for_a_place_cannot_be_below_the_law_there() {
    let parameters: Parameters = toml::from_str("[age_by_jurisdiction]\nIE = 15\nSE = 13").unwrap();
    let faults: Vec<String> = parameters.validate().iter().map(ToString::to_string).collect();
    assert_eq!(faults, ["age_by_jurisdiction: 15 for IE is outside 16 (the law there) to 21"]);
}

#[test]
fn the_age_that_counts_is_the_clinics_own_but_never_below_the_law() {
    let parameters: Parameters =
        toml::from_str("age_minimum = 13\n[age_by_jurisdiction]\nUS = 14\nUS-CA = 16").unwrap();
    for (place, years) in [("US-CA", 16), ("US-NY", 14), ("US", 14), ("SE", 13), ("IE", 16), ("IN", 18), ("BR", 18)] {
        assert_eq!(parameters.minimum_age(place.parse().unwrap()), years, "{place}");
    }
    assert_eq!(Parameters::default().minimum_age("US".parse().unwrap()), 18);
}

#[test]
fn a_sentence_says_the_number_that_the_control_reads() {
    let parameters = Parameters { session_days: 7, password_iterations: 1_234_567, ..Parameters::default() };
    let said = Statement::new("{session_days} days, {password_iterations} rounds, {key_source}.").render(&parameters);
    assert_eq!(said.unwrap(), "7 days, 1,234,567 rounds, in a file only our program can read.");

    let minimum = |file| Statement::new("{tls_minimum}").render(&toml::from_str(file).unwrap()).unwrap();
    assert_eq!(minimum("tls_minimum = '1.3'"), "TLS 1.3 or newer");
    assert_eq!(
        minimum("tls_minimum = '1.3'\ntls_certificate = 'proxy'"),
        "TLS",
        "nobody here knows what a proxy speaks"
    );

    let ages: Parameters = toml::from_str("[age_by_jurisdiction]\nIE = 18\nCA-QC = 19").unwrap();
    assert_eq!(Statement::new("{age_by_jurisdiction}").render(&ages).unwrap(), "19 in Quebec, 18 in Ireland");
}

#[test]
fn a_template_that_cannot_be_filled_says_what_is_wrong() {
    let render = |template| Statement::new(template).render(&Parameters::default());
    assert_eq!(render("{session_dayz}"), Err(StatementError::UnknownPlaceholder("session_dayz".to_owned())));
    assert_eq!(render("{}"), Err(StatementError::UnknownPlaceholder(String::new())));
    for lone in ["{session_days", "session_days}", "a } b { c"] {
        assert_eq!(render(lone), Err(StatementError::LoneBrace(lone.to_owned())));
    }
}
