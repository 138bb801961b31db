//! Each edition of the demo: its promises, its values, its rooms, and nothing of the others.

use std::collections::BTreeMap;

use promise::catalogue::Edition;
use serde_json::Value;

use crate::kit::program::{run, said};
use crate::kit::{Place, Program};

/// What a manager comes to, by room.
const PAGES: [(&str, &str); 4] =
    [("booking", "/day"), ("booking", "/setup"), ("people", "/clients"), ("directory", "/directory")];

fn begun(edition: &str) -> (Place, Program) {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let words = ["demo", "--port", "0", "--clients", "5", "--appointments", "5", "--edition", edition, "--data", &data];
    let program = Program::start(&place, &words, &[]);
    (place, program)
}

fn stands(name: &str, age: &str, kept: &[&str], gaps: &[&str]) {
    let edition: Edition = name.parse().unwrap();
    let (place, program) = begun(name);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let notice = program.visitor().get("/c/linden-quay/notice?lang=en").await;
        assert!(notice.status == 200, "{}", notice.text);
        let front = program.visitor().get("/c/linden-quay").await;
        match edition.has_room("booking") {
            true => assert_eq!(front.status, 200),
            false => assert_eq!(front.location.as_deref(), Some("/c/linden-quay/notice")),
        }
        let manager = program.signed_in("Manager").await;
        let page = manager.get("/c/linden-quay/notice/change?lang=en").await;
        assert_eq!(page.status, 200, "{}", page.text);
        for (room, path) in PAGES {
            let (there, linked) = (
                manager.get(&format!("/c/linden-quay{path}")).await.status,
                page.text.contains(&format!("href=\"/c/linden-quay{path}\"")),
            );
            let expected = if edition.has_room(room) { 200 } else { 404 };
            assert_eq!(there, expected, "{name}: {path} of {room}");
            assert_eq!(linked, expected == 200, "{name}: {path} of {room}");
        }
        let form = page.attribute("name=\"age_minimum\"", "value");
        assert_eq!(form.as_deref(), Some(age), "{name}");
    });
    drop(program);
    let output = run(&place, &["promises", "--clinic", "linden-quay", "--format", "json"], &[]);
    let all: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", said(&output)));
    let states: BTreeMap<&str, &str> =
        all.iter().map(|one| (one["id"].as_str().unwrap(), one["state"].as_str().unwrap())).collect();
    for promise in promise::PROMISES {
        let made = promise.is_made_by(edition.services());
        assert_eq!(states[promise.id] == "off", !made, "{name}: {}", promise.id);
    }
    for id in kept {
        assert_eq!(states[id], "kept", "{name}: {id}");
    }
    for id in gaps {
        assert_eq!(states[id], "gap", "{name}: {id}");
    }
}

#[test]
fn scheduling_books_and_follows_no_directory() {
    stands(
        "scheduling",
        "18",
        &["password.hashed", "notice.change_ahead", "rights.self_service", "complaints.answered", "residency.stated"],
        &[],
    );
}

#[test]
fn rehabilitation_books_and_says_what_it_waits_for() {
    stands("rehab", "13", &["age.minimum", "service_messages.frequency"], &["push.choice", "marketing.opt_out"]);
}

#[test]
fn patient_relations_keep_clients_and_book_nothing() {
    stands(
        "crm",
        "13",
        &["collection.source", "notice.versions", "residency.stated"],
        &["marketing.by_agreement", "posts.audience"],
    );
}

#[test]
fn attendance_has_no_visits_and_honestly_lacks_its_own_room() {
    stands("attendance", "13", &["encryption.at_rest"], &["biometric.destroyed", "location.at_clocking_only"]);
}

#[test]
fn a_directory_takes_four_fields_and_keeps_no_clients() {
    stands(
        "directory",
        "18",
        &["directory.fields", "directory.follows_leavers", "incident.notified"],
        &["analytics.aggregate_only"],
    );
}

#[test]
fn everything_has_every_room() {
    stands("all", "18", &["password.hashed", "directory.fields"], &["biometric.destroyed"]);
}
