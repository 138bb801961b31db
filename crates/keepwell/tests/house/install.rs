//! An installation whose parts do not belong together: restored halves, lost keys, older data.

use std::path::PathBuf;

use ground::keys::KeyLocation;

use crate::kit::program::{CREATE, run, said};
use crate::kit::{Place, Program};

/// A place with one clinic.
fn place() -> Place {
    let place = Place::fresh();
    let created = run(&place, CREATE, &[]);
    assert!(created.status.success(), "{}", said(&created));
    place
}

/// What a command says that is refused.
fn refused(place: &Place, words: &[&str]) -> String {
    let output = run(place, words, &[]);
    assert!(!output.status.success(), "{words:?}: {}", said(&output));
    said(&output)
}

/// The files of the key store; on PostgreSQL there are none.
fn key_files(place: &Place) -> Vec<PathBuf> {
    let names = ["keys.db", "keys.db-wal", "keys.db-shm"];
    names.iter().map(|name| place.folder.path().join(name)).filter(|path| path.exists()).collect()
}

const TABLES: [&str; 8] =
    ["key_proof", "key_root", "key_person", "key_witness", "key_accepted", "key_watch", "key_carried", "key_left"];

#[test]
fn data_without_its_keys_is_refused_and_no_others_are_made() {
    let place = place();
    let elsewhere = tempfile::tempdir().unwrap();
    let master = place.folder.path().join("master.key");
    // The keys are gone, the master key is there; then that is gone too, as when the data alone was restored.
    if place.is_postgres() {
        place.tamper_keys("CREATE SCHEMA elsewhere");
        TABLES.iter().for_each(|table| place.tamper_keys(&format!("ALTER TABLE {table} SET SCHEMA elsewhere")));
    }
    let files = key_files(&place);
    assert_ne!(files.is_empty(), !place.is_postgres());
    for file in &files {
        std::fs::rename(file, elsewhere.path().join(file.file_name().unwrap())).unwrap();
    }
    for without in ["the keys", "the master key"] {
        for words in [&["jobs"][..], &["check"], &["serve"]] {
            let said = refused(&place, words);
            assert!(said.contains("there are clinics in the data, and no keys beside it"), "{said}");
            assert!(said.contains("Put back the key store"), "{said}");
        }
        assert_eq!(key_files(&place), Vec::<PathBuf>::new(), "nothing was made");
        assert_eq!(master.exists(), without == "the keys", "nothing was made");
        if master.exists() {
            std::fs::rename(&master, elsewhere.path().join("master.key")).unwrap();
        }
    }
    if place.is_postgres() {
        assert_eq!(
            place.column("SELECT CAST(COUNT(*) AS TEXT) FROM pg_tables WHERE schemaname = 'keepwell_keys'"),
            ["0"]
        );
        TABLES
            .iter()
            .for_each(|table| place.tamper(&format!("ALTER TABLE elsewhere.{table} SET SCHEMA keepwell_keys")));
    }
    for file in &files {
        std::fs::rename(elsewhere.path().join(file.file_name().unwrap()), file).unwrap();
    }
    assert!(refused(&place, &["jobs"]).contains("Put back the file this installation was made with"));
    assert!(!master.exists(), "nothing was made");
    std::fs::rename(elsewhere.path().join("master.key"), &master).unwrap();
    let again = run(&place, &["jobs"], &[]);
    assert!(again.status.success(), "{}", said(&again));
}

/// Takes the clinics away: the database's files, or on PostgreSQL all that is in it.
fn lose_the_data(place: &Place) {
    if place.is_postgres() {
        place.tamper("TRUNCATE clinic CASCADE");
        return;
    }
    for name in ["keepwell.db", "keepwell.db-wal", "keepwell.db-shm"] {
        drop(std::fs::remove_file(place.folder.path().join(name)));
    }
}

#[test]
fn keys_without_their_data_are_refused_and_no_database_is_made_beside_them() {
    let place = place();
    let keys = |table: &str| match &place.keys {
        KeyLocation::Sqlite(path) => {
            let output =
                std::process::Command::new("sqlite3").arg(path).arg(format!("SELECT COUNT(*) FROM {table}")).output();
            String::from_utf8(output.unwrap().stdout).unwrap().trim().to_owned()
        }
        KeyLocation::Postgres(_) => {
            place.column(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM keepwell_keys.{table}")).remove(0)
        }
    };
    let people = keys("key_person");
    assert_ne!(people, "0");
    lose_the_data(&place);
    let listen = [("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")];
    let database = place.folder.path().join("keepwell.db");
    for beside in ["nothing", "an empty database"] {
        for words in [&["check"][..], &["serve"], &["jobs"], CREATE] {
            let output = run(&place, words, &listen);
            let said = said(&output);
            assert!(!output.status.success() && !said.contains("nothing is wrong"), "{beside}, {words:?}: {said}");
            assert!(
                said.contains("there are people's keys in") && said.contains("Restore the newest backup"),
                "{said}"
            );
        }
        assert_eq!(keys("key_person"), people, "the keys are as they were");
        if !place.is_postgres() {
            assert_eq!(database.exists(), beside != "nothing", "nothing was made");
            drop(std::fs::write(&database, ""));
        }
    }
    // A witness alone tells of a clinic as well.
    place.tamper_keys("DELETE FROM key_person");
    assert!(run(&place, &["jobs"], &[]).status.success(), "a root alone is what a first start leaves that was cut off");
    place.tamper_keys("INSERT INTO key_witness (clinic, size, note) VALUES ('cln_x', 5, 'of another day')");
    assert!(refused(&place, &["check"]).contains("there are people's keys in"));
}

#[test]
fn a_first_start_that_was_cut_off_begins_again() {
    let place = Place::fresh();
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(place.folder.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut begun = Program::start(&place, &["serve"], &[("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")]);
    begun.terminate();
    begun.wait();
    // The keys were made, and the power failed before the database was.
    lose_the_data(&place);
    assert!(run(&place, &["check"], &[]).status.success());
    // A clinic's root was made, and the power failed before its row was.
    let (clinic, wrapped) = (ground::ClinicId::from_bits(7), if place.is_postgres() { "'\\x00'" } else { "x'00'" });
    place.tamper_keys(&format!("INSERT INTO key_root (clinic, wrapped, made_at) VALUES ('{clinic}', {wrapped}, 1)"));
    lose_the_data(&place);
    let created = run(&place, CREATE, &[]);
    assert!(created.status.success(), "{}", said(&created));
    let checked = run(&place, &["check"], &[]);
    assert!(checked.status.success() && said(&checked).contains("nothing is wrong"), "{}", said(&checked));
}

#[test]
fn a_clinic_that_is_gone_with_its_log_is_named_until_the_operator_accepts_it() {
    let place = place();
    let second = CREATE.iter().map(|word| match *word {
        "north" => "south",
        "m@example.org" => "s@example.org",
        other => other,
    });
    let second: Vec<&str> = second.collect();
    assert!(run(&place, &second, &[]).status.success());
    let clinic = place.column("SELECT id FROM clinic WHERE slug = 'south'").remove(0);
    place.tamper_keys(&format!("INSERT INTO key_witness (clinic, size, note) VALUES ('{clinic}', 113, 'sealed')"));
    place.tamper(match place.is_postgres() {
        true => "SET session_replication_role = replica; DELETE FROM clinic WHERE slug = 'south'",
        false => "DELETE FROM clinic WHERE slug = 'south'",
    });
    for words in [&["access", "verify"][..], &["check"]] {
        let said = refused(&place, words);
        assert!(said.contains(&format!("the clinic {clinic} was removed from the database")), "{said}");
        assert!(said.contains("113 entries had been sealed") && said.contains("north"), "{said}");
        assert!(!said.contains("nothing is wrong"), "{said}");
    }
    assert!(run(&place, &["access", "verify", "--clinic", "north"], &[]).status.success(), "that one is whole");
    let accept = |clinic: &str| run(&place, &["access", "accept", "--clinic", clinic, "--because", "it closed"], &[]);
    assert!(!accept("cln_00000000000000000000000007").status.success(), "of that one nothing is known");
    let accepted = said(&accept(&clinic));
    assert!(accepted.contains("it is gone, with 113 entries"), "{accepted}");
    let verified = run(&place, &["access", "verify"], &[]);
    let words = said(&verified);
    assert!(verified.status.success() && words.contains(&clinic) && words.contains("it closed"), "{words}");
    assert!(run(&place, &["check"], &[]).status.success());
}

#[test]
fn keys_older_than_the_data_are_refused_and_the_clinic_is_named() {
    let place = place();
    place.tamper_keys("DELETE FROM key_root");
    for words in [&["jobs"][..], &["check"], &["serve"]] {
        let said = refused(&place, words);
        assert!(said.contains("the key store does not open what this data holds") && said.contains("north"), "{said}");
    }
}

#[test]
fn a_clinic_whose_settings_cannot_be_read_is_told_of_by_the_check() {
    let place = place();
    place.tamper("UPDATE clinic SET zone = 'Nowhere/At-All'");
    assert!(refused(&place, &["check"]).contains("clinic north: its zone cannot be read"));
    assert!(run(&place, &["jobs"], &[]).status.success(), "the others are served");
}

#[test]
fn older_data_beside_newer_keys_is_told_of_until_the_operator_accepts_it() {
    let place = place();
    let clinic = place.column("SELECT id FROM clinic").remove(0);
    let accept = |because: &str| run(&place, &["access", "accept", "--clinic", "north", "--because", because], &[]);
    assert!(said(&accept("no reason")).contains("nothing to accept"));
    assert!(!accept("").status.success(), "a reason is asked for");
    // The keys know of five entries; the data that was restored has none of them.
    place
        .tamper_keys(&format!("INSERT INTO key_witness (clinic, size, note) VALUES ('{clinic}', 5, 'of another day')"));
    for words in [&["access", "verify"][..], &["check"]] {
        let said = refused(&place, words);
        assert!(said.contains("was not signed by this clinic"), "{said}");
    }
    let accepted = said(&accept("the disk of Tuesday was restored"));
    assert!(accepted.contains("5 entries had been sealed, and the log goes on from 0"), "{accepted}");
    let verified = run(&place, &["access", "verify"], &[]);
    assert!(verified.status.success());
    let words = said(&verified);
    assert!(words.contains("0 faults") && words.contains("the disk of Tuesday was restored"), "{words}");
}
