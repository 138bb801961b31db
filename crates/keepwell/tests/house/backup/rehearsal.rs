//! An upgrade rehearsed on a copy says what would happen, and does nothing.

use ground::db::Location;
use ground::keys::KeyLocation;

use super::{files, keepwell, rows, stopped, text};
use crate::kit::{Place, Program};

/// A configuration file that names the copy's databases, where the engine needs one.
fn copy(place: &Place) -> Option<(Place, std::path::PathBuf)> {
    if !place.is_postgres() {
        return None;
    }
    let copy = Place::fresh();
    let (Location::Postgres { app, owner }, KeyLocation::Postgres(keys)) = (&copy.data, &copy.keys) else {
        panic!("a copy on another engine")
    };
    let file = copy.folder.path().join("copy.toml");
    let lines = format!("[data]\npostgres = \"{app}\"\npostgres_owner = \"{owner}\"\npostgres_keys = \"{keys}\"\n");
    std::fs::write(&file, lines).unwrap();
    Some((copy, file))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_is_rehearsed_on_a_copy_and_the_installation_stays_as_it_is() {
    let place = Place::fresh();
    let mut program = Program::demo(&place, &[]);
    let desk = program.signed_in("Front desk").await;
    assert_eq!(desk.get("/c/linden-quay/clients").await.status, 200);
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        if !place.column("SELECT id FROM access_entry WHERE leaf = 0").is_empty() {
            break;
        }
    }
    program.terminate();
    program.wait();
    let (within, copy) = (tempfile::tempdir().unwrap(), copy(&place));
    // The environment names the installation's databases and would win over the copy's file.
    let configuration = within.path().join("keepwell.toml");
    let mut lines = "[data]\n".to_owned();
    for (name, value) in place.environment() {
        let field = name.trim_start_matches("KEEPWELL_DATA__").to_lowercase();
        lines += &format!("{field} = \"{value}\"\n");
    }
    std::fs::write(&configuration, lines).unwrap();
    let rooms = within.path().join("room-for-copies");
    std::fs::create_dir(&rooms).unwrap();
    let rehearse = || {
        let (file, room) = (text(&configuration), text(&rooms));
        let mut words = vec!["--config", &file, "upgrade", "--rehearse", "--within", &room];
        let named = copy.as_ref().map(|(_, file)| text(file));
        if let Some(named) = &named {
            words.extend(["--copy", named]);
        }
        let outcome = keepwell(&Vec::new(), &words);
        assert!(files(&rooms).is_empty(), "the copy was left behind");
        outcome
    };
    let (well, words) = rehearse();
    assert!(well && words.contains("the schema is up to date"), "{words}");

    // As an installation of an older program is: without the newest step.
    place.tamper("DROP INDEX appointment_requested");
    place.tamper("DELETE FROM schema_migration WHERE room = 'booking' AND name = '002_requests'");
    // In this order: reading the rows is what might fold a WAL back.
    let was = rows(&place);
    let before = files(place.folder.path());
    let (well, words) = rehearse();
    assert!(well && words.contains("1 step of the schema would be applied"), "{words}");
    for part in ["booking/002_requests", "every table would keep its number of rows", "the upgrade would go well"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(files(place.folder.path()) == before && rows(&place) == was, "the installation was changed");

    // A step that fails, and a record that was tampered with, are found there and not on the day.
    place.tamper("UPDATE access_entry SET purpose = 'billing' WHERE leaf = 0");
    let (well, words) = rehearse();
    assert!(!well && words.contains("was edited after it was sealed") && words.contains("this is not well"), "{words}");
    let as_owner = if place.is_postgres() { "SET ROLE keepwell_owner; " } else { "" };
    place.tamper(&format!("{as_owner}CREATE TABLE stray (a TEXT)"));
    let (well, words) = rehearse();
    assert!(!well && words.contains("stray"), "{words}");
    if let Some((copy, _)) = &copy {
        assert!(rows(copy).values().all(Vec::is_empty), "the copy's databases were not emptied");
    }
}

#[test]
fn a_rehearsal_that_cannot_be_held_says_what_it_needs() {
    let (place, _) = stopped();
    let environment = place.environment();
    let (well, words) = keepwell(&environment, &["upgrade"]);
    assert!(!well && words.contains("--rehearse"), "{words}");
    let within = text(&place.folder.path().join("nowhere"));
    let (well, words) = keepwell(&environment, &["upgrade", "--rehearse", "--within", &within]);
    assert!(!well && words.contains("nowhere cannot be used"), "{words}");
    if place.is_postgres() {
        let (well, words) = keepwell(&environment, &["upgrade", "--rehearse"]);
        assert!(!well && words.contains("give it with --copy FILE"), "{words}");
    }
}
