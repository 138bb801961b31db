use std::collections::BTreeSet;

use promise::{
    Control, Edition, Evidence, Group, PROMISES, Parameter, Parameters, Promise, Region, RoomPromises, Service, State,
    find, judge, judge_in,
};

/// Every id in its order, with its group and the letters of the services that make it: R rehabilitation,
/// C CRM, A attendance, S scheduling, D directory. A notice refers to promises by these ids, so none may be
/// lost or renamed.
const EXPECTED: &str = "
    safeguards traffic.encrypted RS
    safeguards password.hashed S
    safeguards password.robust R
    safeguards session.lifetime RS
    safeguards encryption.at_rest RA
    safeguards access.need_to_know RAD
    safeguards access.visible RA
    safeguards logs.without_people D
    safeguards security.alerts R
    safeguards security.evaluated RA
    notice notice.published RCASD
    notice notice.versions RCS
    notice notice.change_ahead RCS
    notice collection.declared RCASD
    notice collection.source C
    notice consent.recorded CA
    notice cookies.listed RCS
    notice cookies.choice RC
    notice tracking.signals RC
    notice tracking.none_by_third_parties RC
    notice location.asked RA
    notice push.choice R
    notice age.minimum RCASD
    notice age.minor_removes_own_posts R
    use purpose.limited RCA
    use phi.as_clinic_permits RCA
    use marketing.by_agreement RC
    use marketing.opt_out RC
    use service_messages.frequency R
    use messages.from_shown R
    use messages.within_care RC
    use sharing.never_sold RCASD
    use sharing.recipients_listed RCSD
    use sharing.disclosures_recorded RCS
    use sharing.deidentified_only RC
    use analytics.aggregate_only RCD
    use residency.stated CS
    use links.marked RS
    use testimonials.by_consent RC
    use packages.expiry_told C
    use posts.audience C
    use directory.fields D
    use directory.follows_leavers D
    use biometric.by_written_release A
    use biometric.templates_only A
    use biometric.destroyed A
    use location.at_clocking_only A
    rights rights.access AS
    rights rights.correct RCASD
    rights rights.delete RCASD
    rights rights.anonymise S
    rights rights.object A
    rights rights.self_service RS
    rights rights.close_account CS
    rights complaints.answered S
    rights retention.limited RCAS
    rights deletion.reaches_backups -
    rights termination.removes_service_data C
    rights incident.notified D
";

#[test]
fn the_catalogue_has_every_promise_in_its_order() {
    let letters = |promise: &Promise| {
        let has = |(service, letter)| promise.services.contains(&service).then_some(letter);
        let letters: String = [
            (Service::Rehabilitation, 'R'),
            (Service::Crm, 'C'),
            (Service::Attendance, 'A'),
            (Service::Scheduling, 'S'),
            (Service::Directory, 'D'),
        ]
        .into_iter()
        .filter_map(has)
        .collect();
        if letters.is_empty() { "-".to_owned() } else { letters }
    };
    let actual: Vec<String> =
        PROMISES.iter().map(|promise| format!("{} {} {}", promise.group, promise.id, letters(promise))).collect();
    let expected: Vec<&str> = EXPECTED.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(actual, expected);
}

#[test]
fn an_id_is_unique_and_found() {
    let ids: BTreeSet<_> = PROMISES.iter().map(|promise| promise.id).collect();
    assert_eq!(ids.len(), PROMISES.len());
    for promise in PROMISES {
        assert_eq!(find(promise.id), Some(promise));
    }
    assert_eq!(find("password.hash"), None);
}

#[test]
fn the_groups_follow_each_other() {
    assert!(PROMISES.is_sorted_by_key(|promise| promise.group));
    for group in Group::ALL {
        assert!(PROMISES.iter().any(|promise| promise.group == *group), "{group}");
    }
}

#[test]
fn what_waits_for_no_room_is_what_can_be_kept_today() {
    let built = ["booking", "people", "directory", "operator"];
    let waits = |promise: &Promise| promise.waits_for(Edition::All, |room| built.contains(&room));
    let ready: Vec<_> = PROMISES.iter().filter(|promise| waits(promise).is_empty()).map(|promise| promise.id).collect();
    assert_eq!(
        ready,
        [
            "traffic.encrypted",
            "password.hashed",
            "password.robust",
            "session.lifetime",
            "encryption.at_rest",
            "access.need_to_know",
            "access.visible",
            "logs.without_people",
            "security.alerts",
            "security.evaluated",
            "notice.published",
            "notice.versions",
            "notice.change_ahead",
            "collection.declared",
            "collection.source",
            "consent.recorded",
            "cookies.listed",
            "cookies.choice",
            "tracking.signals",
            "tracking.none_by_third_parties",
            "location.asked",
            "age.minimum",
            "purpose.limited",
            "phi.as_clinic_permits",
            "service_messages.frequency",
            "messages.from_shown",
            "sharing.never_sold",
            "sharing.recipients_listed",
            "sharing.disclosures_recorded",
            "sharing.deidentified_only",
            "residency.stated",
            "links.marked",
            "directory.fields",
            "directory.follows_leavers",
            "rights.access",
            "rights.correct",
            "rights.delete",
            "rights.anonymise",
            "rights.object",
            "rights.self_service",
            "rights.close_account",
            "complaints.answered",
            "retention.limited",
            "deletion.reaches_backups",
            "termination.removes_service_data",
            "incident.notified",
        ]
    );
}

#[test]
fn every_statement_renders_and_names_exactly_its_parameters() {
    for promise in PROMISES {
        assert_eq!(promise.statement.placeholders().unwrap(), promise.parameters, "{}", promise.id);
        let said = promise.statement.render(&Parameters::default()).unwrap();
        assert!(!said.contains(['{', '}']), "{said}");
        assert!(said.ends_with('.') && !said.contains("  "), "{said}");
    }
}

#[test]
fn what_is_said_where_a_room_is_missing_renders_and_names_nothing_else() {
    for promise in PROMISES {
        for otherwise in promise.otherwise {
            let named = otherwise.statement.placeholders().unwrap();
            assert!(named.iter().all(|one| promise.parameters.contains(one)), "{}: {named:?}", promise.id);
            let said = otherwise.statement.render(&Parameters::default()).unwrap();
            assert!(!said.contains(['{', '}']) && said.ends_with('.') && !said.contains("  "), "{said}");
            assert_ne!(otherwise.statement, promise.statement, "{}", promise.id);
        }
    }
    let said = |id: &str, edition: Edition| {
        let promise = find(id).unwrap();
        (promise.statement_in(edition).render(&Parameters::default()).unwrap(), promise.message_key_in(edition))
    };
    let (books, key) = said("age.minimum", Edition::Rehab);
    assert!(books.ends_with("a parent or guardian books.") && key == "promise-age-minimum");
    let (acts, key) = said("age.minimum", Edition::Crm);
    assert!(acts.ends_with("a parent or guardian acts.") && key == "promise-age-minimum-without-booking");
    let (nobody, key) = said("age.minimum", Edition::Directory);
    assert!(nobody.ends_with("Nobody younger opens one.") && key == "promise-age-minimum-without-people");
}

#[test]
fn what_a_room_is_about_is_promised_where_there_is_one() {
    let asked = find("location.asked").unwrap();
    assert!(asked.is_made_in(Edition::Rehab) && asked.is_made_in(Edition::All));
    assert!(!asked.is_made_in(Edition::Attendance), "nobody looks for a place to book there");
    let opens = find("phi.as_clinic_permits").unwrap();
    assert_eq!(opens.waits_for(Edition::Attendance, |_| false), ["operator"]);
    assert!(opens.waits_for(Edition::Attendance, |_| true).is_empty());
    let faces = find("biometric.destroyed").unwrap();
    assert_eq!(faces.waits_for(Edition::Directory, |_| true), ["workforce"], "its edition has no such room");
}

#[test]
fn an_edition_says_the_country_that_such_a_service_names() {
    for (edition, region) in [
        (Edition::All, Region::Unstated),
        (Edition::Scheduling, Region::Us),
        (Edition::Rehab, Region::Unstated),
        (Edition::Crm, Region::Ae),
        (Edition::Attendance, Region::Unstated),
        (Edition::Directory, Region::Unstated),
    ] {
        let preset = edition.preset();
        assert_eq!((preset.edition, preset.region), (edition, region));
        assert_eq!(preset.validate(), [], "{edition}");
    }
}

#[test]
fn every_parameter_is_said_in_some_promise() {
    let said: BTreeSet<_> = PROMISES.iter().flat_map(|promise| promise.parameters).collect();
    assert_eq!(said, Parameter::ALL.iter().collect());
}

#[test]
fn a_statement_changes_with_the_parameter() {
    let strict = Parameters { session_days: 3, staff_idle_minutes: 5, ..Parameters::default() };
    assert_eq!(
        find("session.lifetime").unwrap().statement.render(&strict).unwrap(),
        "You stay signed in for 3 days on a browser, our staff until they pause for 5 minutes. You can sign out \
         everywhere from anywhere; a new password does it too. The link in a letter opens its visit without a password \
         until 30 days after it."
    );
}

#[test]
fn a_translation_is_found_by_the_id() {
    assert_eq!(find("tracking.none_by_third_parties").unwrap().message_key(), "promise-tracking-none-by-third-parties");
}

fn control(id: &str) -> Control {
    Control {
        room: "identity".to_owned(),
        id: id.to_owned(),
        control: "identity::password::hash".to_owned(),
        how: "By hashing.".to_owned(),
        tests: vec!["a password is hashed".to_owned()],
    }
}

fn evidence(ok: bool) -> Evidence {
    Evidence::new(&[("hashes below the set cost", 0)], ok)
}

#[test]
fn only_a_tested_control_with_good_evidence_keeps_a_promise() {
    let promise = find("password.hashed").unwrap();
    let (own, other) = (control("password.hashed"), control("password.robust"));
    let untested = Control { tests: vec![], ..own.clone() };
    let (good, bad) = (evidence(true), evidence(false));
    for (name, control, evidence, state) in [
        ("all there", Some(&own), Some(&good), State::Kept),
        ("no evidence", Some(&own), None, State::Gap),
        ("evidence against it", Some(&own), Some(&bad), State::Gap),
        ("no control", None, Some(&good), State::Gap),
        ("nothing", None, None, State::Gap),
        ("another's control", Some(&other), Some(&good), State::Gap),
        ("no test", Some(&untested), Some(&good), State::Gap),
    ] {
        assert_eq!(judge(promise, control, evidence), state, "{name}");
    }
}

#[test]
fn what_a_clinic_does_not_promise_is_off_and_what_we_promise_everyone_is_not() {
    let hashed = find("password.hashed").unwrap();
    let (own, good) = (control("password.hashed"), evidence(true));
    let clinic = |edition| Parameters { edition, ..Parameters::default() };
    assert_eq!(judge_in(&clinic(Edition::Scheduling), hashed, Some(&own), Some(&good)), State::Kept);
    assert_eq!(judge_in(&clinic(Edition::Directory), hashed, Some(&own), Some(&good)), State::Off);
    let backups = find("deletion.reaches_backups").unwrap();
    assert_eq!(judge_in(&clinic(Edition::Directory), backups, None, None), State::Gap);
}

#[test]
fn a_promise_with_a_number_out_of_its_bounds_is_a_gap_and_the_others_are_not() {
    let weak = Parameters { password_iterations: 1_000, ..Parameters::default() };
    let of = |id: &str, parameters: &Parameters| {
        let (own, good) = (control(id), evidence(true));
        judge_in(parameters, find(id).unwrap(), Some(&own), Some(&good))
    };
    assert_eq!(of("password.hashed", &weak), State::Gap);
    assert_eq!(of("session.lifetime", &weak), State::Kept);
    let told = find("password.hashed").unwrap().out_of_bounds(&weak);
    assert_eq!(told[0].to_string(), "password_iterations: 1,000 is outside 600,000 to 10,000,000");
    let off = Parameters { edition: Edition::Directory, ..weak };
    assert_eq!(of("password.hashed", &off), State::Off);
    // Each parameter belongs to some promise, or nothing would be said of it.
    for parameter in Parameter::ALL {
        assert!(PROMISES.iter().any(|promise| promise.parameters.contains(parameter)), "{parameter}");
    }
}

const FILE: &str = r#"
    [[promise]]
    id = "password.hashed"
    control = "identity::password::hash"
    how = "It goes through {password_iterations} rounds."
    tests = ["a stored password is a hash"]
"#;

#[test]
fn a_room_says_what_it_keeps_and_how() {
    let promises = RoomPromises::parse("identity", FILE).unwrap();
    assert_eq!(promises.controls.len(), 1);
    assert_eq!(promises.controls[0].room, "identity");
    assert_eq!(promises.controls[0].how(&Parameters::default()).unwrap(), "It goes through 600,000 rounds.");
    assert_eq!(RoomPromises::parse("people", "").unwrap().controls, []);
}

#[test]
fn a_room_that_says_it_wrongly_is_told_what_to_write() {
    let twice = format!("{FILE}{FILE}");
    for (name, text, message) in [
        ("unknown id", FILE.replace("hashed", "hash"), "password.hash: the catalogue has no such promise"),
        ("twice", twice, "password.hashed: it stands twice"),
        (
            "no path",
            FILE.replace("identity::password::hash", "password hash"),
            "password.hashed: control = \"password hash\" is no path",
        ),
        (
            "no item",
            FILE.replace("identity::password::hash", "identity::"),
            "password.hashed: control = \"identity::\" is no path",
        ),
        (
            "no words",
            FILE.replace("It goes through {password_iterations} rounds.", " "),
            "password.hashed: how is empty",
        ),
        (
            "unknown parameter",
            FILE.replace("password_iterations", "rounds"),
            "password.hashed: how: \"{rounds}\" is not a parameter",
        ),
        ("no tests", FILE.replace("\"a stored password is a hash\"", ""), "password.hashed: tests is empty"),
        ("nameless test", FILE.replace("a stored password is a hash", ""), "password.hashed: tests is empty"),
    ] {
        let error = RoomPromises::parse("identity", &text).unwrap_err().to_string();
        assert!(error.starts_with(&format!("promises of the room identity: {message}")), "{name}: {error}");
    }
    let error = RoomPromises::parse("identity", &FILE.replace("how =", "why =")).unwrap_err().to_string();
    assert!(error.contains("why"), "{error}");
}
