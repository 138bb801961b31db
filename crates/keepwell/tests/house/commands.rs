//! What commands say: of a damaged file, of parameters out of their bounds, to a reader who has gone, and while they import.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::Stdio;

use crate::import_told::MAPPING;
use crate::kit::Place;
use crate::kit::program::{CREATE, command, run, said};

/// A place with one clinic.
fn place() -> Place {
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    place
}

/// Writes nonsense over some pages of a file, past its first.
fn damage(path: &std::path::Path) {
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    let pages = file.metadata().unwrap().len() / 4096;
    for page in (3..pages).step_by(4) {
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0xab; 200]).unwrap();
    }
}

#[test]
fn a_damaged_file_is_told_of_before_it_is_opened_and_what_to_do() {
    for (name, what) in [("keepwell.db", "the database"), ("keys.db", "the key store")] {
        let place = place();
        if place.is_postgres() {
            return;
        }
        assert!(run(&place, &["check"], &[]).status.success());
        let path = place.folder.path().join(name);
        // What the last command left in the WAL would cover the damage.
        place.tamper("PRAGMA wal_checkpoint(TRUNCATE)");
        place.tamper_keys("PRAGMA wal_checkpoint(TRUNCATE)");
        damage(&path);
        let output = run(&place, &["check"], &[]);
        let text = said(&output);
        assert!(!output.status.success(), "{text}");
        let sentence = format!("{what} {} is damaged", path.display());
        assert!(text.contains(&sentence) && text.contains("bring back the newest backup"), "{text}");
        assert!(!text.contains("nothing is wrong"), "{text}");
    }
}

#[test]
fn whoever_runs_the_installation_makes_another_manager_where_none_can_sign_in() {
    let place = place();
    let make = |slug: &str, email: &str| {
        run(&place, &["clinic", "manager", slug, "--email", email, "--name", "Ruth Aldous"], &[])
    };
    let made = make("north", "ruth@example.org");
    assert!(made.status.success() && said(&made).contains("sets a password at http"), "{}", said(&made));
    for (slug, email, why) in [
        ("south", "ruth@example.net", "there is no clinic south"),
        ("north", "nobody", "nobody is not a mail address"),
        ("north", "ruth@example.org", ""),
    ] {
        let refused = make(slug, email);
        assert!(!refused.status.success() && said(&refused).contains(why), "{slug} {email}: {}", said(&refused));
    }
    let managers = "SELECT id FROM account WHERE roles = 'manager'";
    assert_eq!(place.column(managers).len(), 2);
}

/// A SQLite place with one clinic, all of it in its files; on PostgreSQL there are none to look at.
fn files() -> Option<Place> {
    let place = place();
    if place.is_postgres() {
        return None;
    }
    place.tamper("PRAGMA wal_checkpoint(TRUNCATE)");
    place.tamper_keys("PRAGMA wal_checkpoint(TRUNCATE)");
    Some(place)
}

/// What `check` says, which is that something is wrong, though with no file that must be brought back.
fn unseen(place: &Place, mut check: std::process::Command) -> String {
    let output = check.output().unwrap();
    let text = said(&output);
    assert!(!output.status.success() && !text.contains("nothing is wrong"), "{text}");
    for word in ["damage", "backup", "restore", "disk"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    assert!(text.contains(" could not be looked at: "), "{text}");
    assert!(place.folder.path().exists());
    text
}

#[test]
fn a_file_that_may_not_be_read_is_told_as_that_and_not_as_damaged() {
    let Some(place) = files() else { return };
    let folder = place.folder.path();
    let (nobody, private) = (65_534, std::fs::Permissions::from_mode(0o000));
    let mut check = command(&place, &["check"], &[]);
    let path = folder.join("keepwell.db");
    std::fs::set_permissions(&path, private).unwrap();
    // Whoever may read everything becomes somebody who may not.
    if std::fs::File::open(&path).is_ok() {
        std::os::unix::fs::chown(folder, Some(nobody), Some(nobody)).unwrap();
        check.uid(nobody).gid(nobody);
    }
    let text = unseen(&place, check);
    assert!(text.contains(&format!("the database {} could not", path.display())), "{text}");
    assert!(text.contains("Permission denied") && text.contains("run this command as that user"), "{text}");
}

#[test]
fn a_file_that_another_program_works_on_is_told_as_that_and_not_as_damaged() {
    let Some(place) = files() else { return };
    let path = place.folder.path().join("keys.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;").unwrap();
    let text = unseen(&place, command(&place, &["check"], &[]));
    assert!(text.contains(&format!("the key store {} could not", path.display())), "{text}");
    assert!(text.contains("locked") && text.contains("again when nothing else works on the file"), "{text}");
}

#[test]
fn parameters_out_of_their_bounds_are_a_gap_and_a_fault_that_names_them() {
    let place = place();
    let parameters = place.column("SELECT parameters FROM clinic").remove(0);
    let weak = parameters.replace("600000", "1000").replace("\"age_minimum\":18", "\"age_minimum\":3");
    assert_ne!(weak, parameters);
    place.tamper(&format!("UPDATE clinic SET parameters = '{weak}'"));
    let check = run(&place, &["check"], &[]);
    let text = said(&check);
    assert!(!check.status.success(), "{text}");
    let told = ["password_iterations: 1,000 is outside 600,000 to 10,000,000", "age_minimum: 3 is outside 13 to 21"];
    for fault in told {
        assert!(text.contains(&format!("what north promises: {fault}")), "{text}");
    }
    let all: serde_json::Value =
        serde_json::from_slice(&run(&place, &["promises", "--format", "json"], &[]).stdout).unwrap();
    for (id, fault) in [("password.hashed", told[0]), ("age.minimum", told[1])] {
        let promise = all.as_array().unwrap().iter().find(|promise| promise["id"] == id).unwrap();
        assert_eq!((&promise["state"], &promise["out_of_bounds"][0]), (&"gap".into(), &fault.into()), "{promise}");
    }
    let text = said(&run(&place, &["promises"], &[]));
    assert!(text.contains(&format!("bounds    {}", told[0])), "{text}");
}

#[test]
fn whoever_has_read_enough_ends_a_command_quietly() {
    let place = place();
    for words in [
        &["routes"][..],
        &["routes", "--format", "json"],
        &["promises"],
        &["promises", "--format", "json"],
        &["config"],
    ] {
        let mut child = command(&place, words, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut read = BufReader::with_capacity(16, child.stdout.take().unwrap());
        let mut line = String::new();
        read.read_line(&mut line).unwrap();
        assert!(!line.is_empty());
        drop(read);
        let mut complaint = String::new();
        child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
        // What fitted into the pipe may have been all; else it ends as whoever writes to nobody does.
        let code = child.wait().unwrap().code();
        assert!([Some(0), Some(141)].contains(&code), "{words:?}: {code:?} {complaint}");
        assert!(!complaint.contains("panicked") && !complaint.contains("pipe"), "{words:?}: {complaint}");
    }
    // One who is gone before the first word.
    let script = format!("{} routes | true; exit ${{PIPESTATUS[0]}}", env!("CARGO_BIN_EXE_keepwell"));
    let shell =
        std::process::Command::new("bash").args(["-c", &script]).current_dir(place.folder.path()).output().unwrap();
    assert_eq!((shell.status.code(), said(&shell)), (Some(141), String::new()));
}

#[test]
fn a_dry_run_says_as_it_goes_what_would_be_written_and_a_bad_row_has_its_own_line() {
    let place = place();
    let folder = place.folder.path();
    let rows: String = (0..1_700).map(|n| format!("{n},p{},2016-04-29,y\n\n", n % 50)).collect();
    std::fs::write(folder.join("old.csv"), format!("Id,Person,Day,Came\n\n{rows}")).unwrap();
    std::fs::write(folder.join("old.toml"), MAPPING).unwrap();
    let words = ["import", "appointments", "old.csv", "--clinic", "north", "--mapping", "old.toml"];
    let import = |more: &[&str]| run(&place, &[&words[..], more].concat(), &[]);
    let dry = import(&["--dry-run"]);
    let (told, progress) =
        (String::from_utf8_lossy(&dry.stdout).into_owned(), String::from_utf8_lossy(&dry.stderr).into_owned());
    assert!(dry.status.success() && told.starts_with("1700 rows: 1700 would be written, 0 here already"), "{told}");
    assert!(
        progress.contains("500 rows, 500 would be written") && progress.contains("1000 rows, 1000 would"),
        "{progress}"
    );
    // Whoever reads it later, in a timer's log, reads few lines, and no line that was drawn over.
    assert!(!progress.contains('\r') && progress.lines().count() < 5 && progress.ends_with('\n'), "{progress:?}");
    assert!(!told.contains("new") && !progress.contains(" 0 would be written"), "{told} {progress}");
    let well = import(&[]);
    assert!(String::from_utf8_lossy(&well.stdout).starts_with("1700 rows: 1700 written"), "{}", said(&well));

    std::fs::write(folder.join("old.csv"), "Id,Person,Day,Came\n\nn1,p,2016-04-29,y\n\n\nn2,p,soon,y\n").unwrap();
    for (more, nothing) in [(&["--dry-run"][..], "nothing would be written"), (&[], "nothing was written")] {
        let refused = import(more);
        let text = String::from_utf8_lossy(&refused.stdout).into_owned();
        assert!(!refused.status.success() && text.contains("line 6, Day: "), "{text}");
        assert!(text.contains(nothing) && text.starts_with("2 rows: 0 "), "{text}");
    }
}

/// `import appointments` of `rows` in a place with one clinic.
fn importing(place: &Place, rows: &str, more: &[&str]) -> std::process::Command {
    std::fs::write(place.folder.path().join("old.csv"), format!("Id,Person,Day,Came\n{rows}")).unwrap();
    std::fs::write(place.folder.path().join("old.toml"), MAPPING).unwrap();
    let words = ["import", "appointments", "old.csv", "--clinic", "north", "--mapping", "old.toml"];
    command(place, &[&words[..], more].concat(), &[])
}

#[test]
fn rows_with_several_faults_each_are_counted_by_fault_where_faults_are_listed() {
    let place = place();
    for more in [&[][..], &["--on-bad", "skip"]] {
        let output = importing(&place, &",,soon,perhaps\n".repeat(7), more).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(text.starts_with("7 rows: 0 written, 0 here already, 7 faulty"), "{text}");
        assert_eq!(text.matches("  line ").count(), 20, "{text}");
        assert!(text.contains("  and 8 more: write them to a file with --errors\n"), "{text}");
    }
    // Twenty and no more.
    let output = importing(&place, &",,soon,perhaps\n".repeat(5), &[]).output().unwrap();
    let text = said(&output);
    assert!(text.matches("  line ").count() == 20 && !text.contains(" more"), "{text}");
}

#[test]
fn every_fault_stands_in_the_error_file_whoever_reads_on() {
    let place = place();
    let path = place.folder.path().join("bad.csv");
    let mut import = importing(&place, &"n,p,soon,y\n".repeat(2_345), &["--errors", "bad.csv"]);
    // Nobody reads a word.
    let mut child = import.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(141));
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert_eq!((lines.len(), lines[0]), (2_346, "kind,line,column,what"));
    assert!(lines[1].starts_with("fault,2,\"Day\",") && lines[2_345].starts_with("fault,2346,"), "{}", lines[1]);
    let text = said(&import.stdout(Stdio::piped()).output().unwrap());
    assert!(text.contains("  and 2325 more, in bad.csv\n"), "{text}");
}

#[test]
fn an_error_file_that_cannot_be_written_is_told_before_anything_is_imported() {
    let place = place();
    let row = "n,p,2016-04-29,y\n";
    for (file, told) in [
        ("none/bad.csv", "could not be written"),
        ("./old.csv", "is one that is read"),
        ("old.toml", "is one that is read"),
    ] {
        let output = importing(&place, row, &["--errors", file]).output().unwrap();
        let text = said(&output);
        assert!(!output.status.success() && text.contains(told) && !text.contains("1 rows"), "{file}: {text}");
    }
    assert!(std::fs::read_to_string(place.folder.path().join("old.csv")).unwrap().ends_with(row));
    let well = said(&importing(&place, row, &[]).output().unwrap());
    assert!(well.contains("1 rows: 1 written, 0 here already"), "{well}");
}

#[test]
fn what_looks_into_an_installation_makes_none_where_there_is_none() {
    let (place, mistyped) = (Place::fresh(), tempfile::tempdir().unwrap());
    let made = || std::fs::read_dir(place.folder.path()).map_or(0, |files| files.count());
    let (backups, nowhere) = (mistyped.path().join("backups"), mistyped.path().join("data"));
    let (to, nowhere) = (backups.to_str().unwrap(), nowhere.to_str().unwrap());
    // Others may look into it, as into any folder that somebody mistypes.
    std::fs::set_permissions(place.folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let person = ground::PersonId::from_bits(1).to_string();
    let erase = ["erase", "--clinic", "north", "--client", &person, "--reason", "x"];
    for words in [
        &["check"][..],
        &["check", "--privacy"],
        &["access", "verify"],
        &["access", "key", "--clinic", "north"],
        &["access", "accept", "--clinic", "north", "--because", "x"],
        &["jobs"],
        &["jobs", "retry"],
        &["promises"],
        &["policy", "explain", "--clinic", "north", "--actor", "manager", "--action", "office.erasure.list"],
        &["report", "attendance", "--clinic", "north"],
        &["retention", "plan"],
        &["token", "create", "--clinic", "north", "--label", "x"],
        &["token", "list", "--clinic", "north"],
        &["clinic", "list"],
        &["clinic", "host", "north", "--none"],
        &["recipient", "check"],
        &["agreement", "list"],
        &["receipt", "key"],
        &["release", "key", "--clinic", "north"],
        &["certificate", "key", "--clinic", "north"],
        &["certificate", "show", "--clinic", "north", "ers_1"],
        &erase,
        &["export", "--clinic", "north", "--to", "north.zip", "--reason", "x"],
        &["backup", "--to", to],
        &["upgrade", "--rehearse"],
        &["mail", "returned", "/dev/null"],
        &["import", "appointments", "/dev/null", "--clinic", "north", "--mapping", "/dev/null"],
    ] {
        for elsewhere in [&[][..], &["--data", nowhere]] {
            // There the databases are elsewhere, and so is the copy of a rehearsal.
            if place.is_postgres() && (!elsewhere.is_empty() || words[0] == "upgrade") {
                continue;
            }
            let looked = run(&place, &[elsewhere, words].concat(), &[]);
            let (told, well) = (said(&looked), looked.status.success());
            assert!(!well && told.contains("there is no installation"), "{words:?}: {told}");
            assert!(!told.contains("chmod") && !told.contains("nothing is wrong"), "{words:?}: {told}");
            assert_eq!(made(), 0, "{words:?} made something");
            assert!(!std::path::Path::new(nowhere).exists(), "{words:?} made a folder");
        }
    }
    let mode = std::fs::metadata(place.folder.path()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o755, "a folder that is somebody else's is left as it is");
    // What begins an installation makes one.
    assert!(run(&place, CREATE, &[]).status.success());
    assert!(run(&place, &["check"], &[]).status.success());
}

#[test]
fn a_clinic_is_in_a_country_that_there_is_and_is_paid_in_money_that_there_is() {
    let place = Place::fresh();
    let create = |place_of: &str, currency: &str| {
        let told = CREATE.iter().map(|word| if *word == "IE" { place_of } else { *word });
        let words: Vec<&str> = told.chain(["--currency", currency]).collect();
        let made = run(&place, &words, &[]);
        (made.status.success(), said(&made))
    };
    for (place_of, currency, told) in [
        ("UK", "EUR", "GB for the United Kingdom"),
        ("QQ", "EUR", "QQ is no country"),
        ("QQ-CA", "EUR", "QQ is no country"),
        ("Ireland", "EUR", "is not a place"),
        ("IE", "ZZZ", "ZZZ is not a currency"),
        ("IE", "eur", "eur is not a currency"),
    ] {
        let (well, words) = create(place_of, currency);
        assert!(!well && words.contains(told), "{place_of} {currency}: {words}");
    }
    assert!(create("GB", "GBP").0);
}
