//! The promises as an operator sees them: kept only with a control, a test that exists, and evidence that holds now.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::kit::program::{run, said};
use crate::kit::{Place, Program};

/// What this release keeps. A new one is added here when its control stands.
const KEPT: &[&str] = &[
    "traffic.encrypted",
    "password.hashed",
    "password.robust",
    "session.lifetime",
    "encryption.at_rest",
    "access.need_to_know",
    "access.visible",
    "logs.without_people",
    "collection.declared",
    "collection.source",
    "purpose.limited",
    "messages.from_shown",
    "tracking.none_by_third_parties",
    "cookies.listed",
    "age.minimum",
];

/// Every promise of the place's clinic by its id.
fn standing(place: &Place) -> BTreeMap<String, Value> {
    let output = run(place, &["promises", "--clinic", "linden-quay", "--format", "json"], &[]);
    assert!(output.status.success(), "{}", said(&output));
    let all: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    all.into_iter().map(|promise| (promise["id"].as_str().unwrap().to_owned(), promise)).collect()
}

/// A place with the demo clinic in it, and nothing running.
fn planted() -> Place {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let words = ["demo", "--port", "0", "--clients", "25", "--appointments", "60", "--data", &data];
    Program::start(&place, &words, &[]).kill();
    place
}

#[test]
fn what_is_promised_is_kept_with_evidence_and_everything_else_is_a_gap() {
    let place = planted();
    let all = standing(&place);
    assert_eq!(all.len(), promise::PROMISES.len());
    for (id, promise) in &all {
        let state = promise["state"].as_str().unwrap();
        assert_eq!(state == "kept", KEPT.contains(&id.as_str()), "{promise}");
        assert!(state == "kept" || state == "gap", "{promise}");
        let statement = promise["statement"].as_str().unwrap();
        assert!(!statement.is_empty() && !statement.contains('{'), "{promise}");
        if state == "kept" {
            let how = promise["how"].as_str().unwrap();
            assert!(!how.is_empty() && !how.contains('{') && promise["control"].is_string(), "{promise}");
            assert!(promise["evidence"]["ok"] == true && promise["evidence"]["figures"].is_array(), "{promise}");
            assert!(!promise["tests"].as_array().unwrap().is_empty(), "{promise}");
        }
    }
    let sealed = &all["encryption.at_rest"]["evidence"]["figures"][1];
    assert!(
        sealed[0] == "values" && sealed[1].as_i64() > Some(100),
        "the evidence was read from the clinic's own rows: {sealed}"
    );
}

#[test]
fn evidence_that_does_not_hold_turns_a_promise_into_a_gap() {
    let place = planted();
    leave_traces(&place);
    let clear = if place.is_postgres() { "convert_to('Nadia', 'UTF8')" } else { "CAST('Nadia' AS BLOB)" };
    let one = "(SELECT id FROM client ORDER BY id LIMIT 1)";
    for (id, tampering) in [
        ("encryption.at_rest", format!("UPDATE client SET given_name = {clear} WHERE id = {one}")),
        (
            "password.hashed",
            "UPDATE account SET password = 'letmein' WHERE id = (SELECT MIN(id) FROM account)".to_owned(),
        ),
        ("messages.from_shown", "UPDATE mail SET voice = ''".to_owned()),
        ("session.lifetime", "UPDATE session SET started_at = 0, seen_at = 0".to_owned()),
        (
            "age.minimum",
            "UPDATE account SET source = 'themselves', age_stated = NULL WHERE id = (SELECT MIN(id) FROM account)"
                .to_owned(),
        ),
        ("access.visible", "UPDATE access_entry SET leaf = NULL, at = 0".to_owned()),
    ] {
        assert_eq!(standing(&place)[id]["state"], "kept", "{id} before");
        place.tamper(&tampering);
        let after = &standing(&place)[id];
        assert_eq!((&after["state"], &after["evidence"]["ok"]), (&"gap".into(), &false.into()), "{after}");
    }
    // A figure that cannot be read is no figure: unknown is a gap.
    let blind = planted();
    blind.tamper("ALTER TABLE mail RENAME COLUMN voice TO sound");
    let refused = run(&blind, &["promises", "--format", "json"], &[]);
    assert!(!refused.status.success() && said(&refused).contains("voice"), "{}", said(&refused));
}

/// A session, a letter and an opened record.
fn leave_traces(place: &Place) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let mut program = Program::start(place, &["demo", "--port", "0", "--data", &data], &[]);
    runtime.block_on(async {
        let client = program.signed_in("Client").await;
        assert_eq!(client.get("/c/linden-quay/me").await.status, 200);
        let fields =
            [("name", "Tove"), ("email", "tove@example.net"), ("password", "garnet-Lattice7-umbrel"), ("age", "1")];
        assert_eq!(program.visitor().post("/c/linden-quay/sign-up", &fields).await.status, 200);
    });
    program.kill();
}

/// Every Rust and TypeScript file of ours below `folder`, as one text.
fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !["node_modules", "target", "dist"].iter().any(|skipped| path.ends_with(skipped)) {
                sources(&path, text);
            }
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "ts") {
            text.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_test_a_promise_names_exists_and_so_does_its_control() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut text = String::new();
    for folder in ["crates", "e2e"] {
        sources(&root.join(folder), &mut text);
    }
    let mut named = 0;
    for entry in std::fs::read_dir(root.join("crates")).unwrap() {
        let file = entry.unwrap().path().join("promises.toml");
        let Ok(toml) = std::fs::read_to_string(&file) else { continue };
        let room = file.parent().unwrap().file_name().unwrap().to_str().unwrap();
        for control in promise::RoomPromises::parse(room, &toml).unwrap().controls {
            let item = control.control.rsplit("::").next().unwrap();
            let stands =
                ["fn", "const", "static", "struct", "mod"].iter().any(|kind| text.contains(&format!("{kind} {item}")));
            assert!(stands, "{}: there is no {}", control.id, control.control);
            for test in &control.tests {
                named += 1;
                // A test, not only a name in a comment or in this list.
                let exists = text.contains(&format!("fn {test}(")) || text.contains(&format!("test(\"{test}\""));
                assert!(exists, "{}: there is no test {test}", control.id);
            }
        }
    }
    assert!(named > KEPT.len(), "{named} tests are named");
}
