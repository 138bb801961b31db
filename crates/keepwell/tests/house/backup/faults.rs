//! What goes wrong: each fault has a sentence that says what to do, and leaves nothing that looks whole.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{back_up, command, files, keepwell, restore, rows, sqlite, stopped, text};
use crate::kit::Place;
use crate::kit::program::said;

/// A copy of a backup, to be hurt.
fn copy(set: &Path) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join(set.file_name().unwrap());
    std::fs::create_dir(&copy).unwrap();
    for (path, bytes) in files(set) {
        let path = copy.join(path.strip_prefix(set).unwrap());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    (folder, copy)
}

fn change(path: &Path, how: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(path).unwrap();
    how(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

fn put(from: &Path, to: &Path) {
    std::fs::copy(from, to).unwrap();
}

fn rewrite(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} in {text}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Tells what is said to a hurt backup, and that the place stayed as empty as it was.
#[track_caller]
fn refused(set: &Path, master: &Path, part: &str) {
    let (folder, environment) = sqlite();
    let (well, words) = restore(&environment, set, master);
    assert!(!well && words.contains(part), "{part}: {words}");
    let left = folder.path().join("data");
    assert!(!left.exists() || files(&left).is_empty(), "{part}: {:?}", files(&left).keys());
}

#[test]
fn a_backup_that_is_not_as_it_was_made_is_refused_and_said_what_to_do() {
    let (place, master) = stopped();
    let backups = tempfile::tempdir().unwrap();
    let one = back_up(&place.environment(), backups.path());
    let two = back_up(&place.environment(), backups.path());
    let hurt = |how: &dyn Fn(&Path), part: &str| {
        let (_folder, set) = copy(&one);
        how(&set);
        refused(&set, &master, part);
    };
    for part in ["data.part", "keys.part"] {
        let length = std::fs::metadata(one.join(part)).unwrap().len() as usize;
        assert!(length > 1_000);
        // One flipped bit, in the header, in the first chunk, in the middle, in the last tag.
        for at in [30, 60, 100, length / 2, length - 1] {
            hurt(&|set| change(&set.join(part), |bytes| bytes[at] ^= 1 << (at % 8)), part);
        }
        for length in [0, 40, 72, length / 2, length - 1] {
            hurt(&|set| change(&set.join(part), |bytes| bytes.truncate(length)), "is damaged at byte");
        }
        hurt(&|set| change(&set.join(part), |bytes| bytes.push(0)), "is damaged at byte");
        hurt(&|set| std::fs::remove_file(set.join(part)).unwrap(), "is missing: copy it back");
        // Of another backup of the same installation, and of the other kind.
        hurt(&|set| put(&two.join(part), &set.join(part)), "belongs to another backup");
        let other = if part == "data.part" { "keys.part" } else { "data.part" };
        hurt(&|set| put(&one.join(other), &set.join(part)), "belongs to another backup");
    }
    // A document that was changed, cut off or lost, and a list that leads elsewhere.
    let document = |set: &Path| files(&set.join("documents")).into_keys().next().expect("the demo has documents");
    hurt(&|set| change(&document(set), |bytes| bytes[0] ^= 1), "does not hold what its manifest says");
    hurt(&|set| change(&document(set), |bytes| bytes.truncate(10)), "does not hold what its manifest says");
    hurt(&|set| std::fs::remove_file(document(set)).unwrap(), "is missing: copy it back");
    hurt(&|set| rewrite(&set.join("documents.list"), "cln_", "../cln_"), "does not hold what its manifest says");
    hurt(&|set| std::fs::remove_file(set.join("documents.list")).unwrap(), "is missing: copy it back");
    let manifest =
        |from: &'static str, to: &'static str| move |set: &Path| rewrite(&set.join("manifest.toml"), from, to);
    hurt(&manifest("rows = ", "rows = 1"), "was changed after it was written");
    hurt(&manifest("file = \"data.part\"", "file = \"../data.part\""), "was changed after it was written");
    hurt(&manifest("format = 1", "format = one"), "is no manifest of a backup");
    hurt(&manifest("format = 1", "format = 2"), "which is newer than this program");
    hurt(&manifest("program = \"0.", "program = \"7."), "install 7.");
    hurt(&|set| std::fs::remove_file(set.join("manifest.toml")).unwrap(), "there is no complete backup in");
    // The whole of it, untouched, is accepted: what refuses is what was done to it.
    let (_folder, set) = copy(&one);
    let (_target, environment) = sqlite();
    let (well, words) = restore(&environment, &set, &master);
    assert!(well, "{words}");
    let (well, words) = keepwell(&place.environment(), &["backup", "--verify", &text(backups.path())]);
    assert!(well && words.matches(": whole, ").count() == 2, "{words}");
    change(&two.join("data.part"), |bytes| bytes[5_000] ^= 4);
    let (well, words) = keepwell(&place.environment(), &["backup", "--verify", &text(backups.path())]);
    assert!(!well && words.contains("is damaged at byte") && words.contains(": whole, "), "{words}");
}

#[test]
fn a_backup_of_a_newer_schema_or_another_master_key_is_refused() {
    let (place, master) = stopped();
    let backups = tempfile::tempdir().unwrap();
    let other = backups.path().join("other.key");
    std::fs::write(&other, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n").unwrap();
    Command::new("chmod").arg("600").arg(&other).status().unwrap();
    let set = back_up(&place.environment(), &backups.path().join("of-today"));
    refused(&set, &other, "was made under another master key");
    let (_folder, environment) = sqlite();
    let (well, words) = keepwell(&environment, &["restore", "--from", &text(&set)]);
    assert!(!well && words.contains("the master key is needed: name its file with --master FILE"), "{words}");

    place.tamper("INSERT INTO schema_migration (room, name, digest) VALUES ('people', '999_tomorrow', 'none')");
    let tomorrow = back_up(&place.environment(), &backups.path().join("of-tomorrow"));
    refused(&tomorrow, &master, "a step of the schema that this program does not know, people/999_tomorrow");
}

#[test]
fn a_place_that_is_not_empty_is_left_as_it_is() {
    let (place, master) = stopped();
    let backups = tempfile::tempdir().unwrap();
    let set = back_up(&place.environment(), backups.path());
    let before = rows(&place);
    let (well, words) = restore(&place.environment(), &set, &master);
    assert!(!well && words.contains("is not empty: name an empty folder"), "{words}");
    assert_eq!(rows(&place), before);
    if place.is_postgres() {
        // A new folder does not make the database behind it an empty one.
        let mut environment = place.environment();
        environment[0].1 = text(&backups.path().join("new-folder"));
        let (well, words) = restore(&environment, &set, &master);
        assert!(!well && words.contains("the database of data.postgres is not empty"), "{words}");
        assert_eq!(rows(&place), before);
    }
    let (folder, environment) = sqlite();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/notes.txt"), "mine").unwrap();
    let (well, words) = restore(&environment, &set, &master);
    assert!(!well && words.contains("is not empty"), "{words}");
    assert_eq!(files(&folder.path().join("data")).len(), 1);
}

#[test]
fn a_backup_that_cannot_be_taken_says_why() {
    let (place, _) = stopped();
    let (backups, environment) = (tempfile::tempdir().unwrap(), place.environment());
    let to = text(backups.path());
    let inside = text(&place.folder.path().join("backup"));
    let (well, words) = keepwell(&environment, &["backup", "--to", &inside]);
    assert!(!well && words.contains("lies inside the data folder"), "{words}");
    assert!(!Path::new(&inside).exists());

    let (_folder, nothing) = sqlite();
    let (well, words) = keepwell(&nothing, &["backup", "--to", &to]);
    assert!(!well && words.contains("there is no installation here to back up"), "{words}");

    let (well, words) = keepwell(&environment, &["backup"]);
    assert!(!well && words.contains("--to"), "{words}");

    let mut wrong = environment.clone();
    wrong.push(("KEEPWELL_KEYS__SOURCE".to_owned(), "environment".to_owned()));
    wrong.push(("KEEPWELL_MASTER_KEY".to_owned(), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned()));
    let (well, words) = keepwell(&wrong, &["backup", "--to", &to]);
    assert!(!well && words.contains("not the one this installation was made with"), "{words}");

    let lock = std::fs::File::create(backups.path().join("lock")).unwrap();
    lock.lock().unwrap();
    let (well, words) = keepwell(&environment, &["backup", "--to", &to]);
    assert!(!well && words.contains("another backup is writing"), "{words}");
    drop(lock);

    let mut long = environment.clone();
    long.push(("KEEPWELL_BACKUP__KEYS_DAYS".to_owned(), "91".to_owned()));
    let (well, words) = keepwell(&long, &["backup", "--to", &to]);
    assert!(!well && words.contains("backup.keys_days: 91 is outside 1 to 90"), "{words}");
    assert_eq!(files(backups.path()).len(), 1, "nothing but the lock");
}

/// Runs a command with `disk` being a disk of its own of so many KB, and lists what is there at the end.
fn on_a_small_disk(environment: &super::Environment, disk: &Path, size: u32, words: &[&str]) -> (bool, String) {
    let script = "mount -t tmpfs -o size=$1k none \"$0\" || exit 99; shift; \"$@\"; code=$?; find \"$0\" -type f -printf 'left %p\\n'; exit $code";
    let output = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script])
        .arg(disk)
        .arg(size.to_string())
        .arg(env!("CARGO_BIN_EXE_keepwell"))
        .args(words)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .output()
        .unwrap();
    assert_ne!(output.status.code(), Some(99), "{}", said(&output));
    (output.status.success(), said(&output))
}

#[test]
fn a_full_disk_leaves_no_half_backup_and_no_half_installation() {
    let (place, master) = stopped();
    let backups = tempfile::tempdir().unwrap();
    let set = back_up(&place.environment(), backups.path());
    let size: u64 = files(&set).values().map(|bytes| bytes.len() as u64).sum();
    let before = rows(&place);
    let disk = tempfile::tempdir().unwrap();
    for kilobytes in [8, size / 3_000, size / 1_100] {
        let to = text(&disk.path().join("backups"));
        let small = u32::try_from(kilobytes).unwrap();
        let (well, words) = on_a_small_disk(&place.environment(), disk.path(), small, &["backup", "--to", &to]);
        assert!(!well && words.contains("there is no room left for"), "{kilobytes}: {words}");
        let left: Vec<&str> = words.lines().filter(|line| line.starts_with("left ")).collect();
        assert!(left.iter().all(|line| line.ends_with("/lock")), "{kilobytes}: {left:?}");
    }
    assert_eq!(rows(&place), before);

    let environment = vec![("KEEPWELL_DATA__FOLDER".to_owned(), text(disk.path()))];
    let words = ["restore", "--from", &text(&set), "--master", &text(&master)];
    for kilobytes in [150, 600] {
        let (well, words) = on_a_small_disk(&environment, disk.path(), kilobytes, &words);
        assert!(!well && words.contains("there is no room left for"), "{kilobytes}: {words}");
        assert!(!words.contains("\nleft "), "{kilobytes}: {words}");
    }
    let (well, words) = on_a_small_disk(&environment, disk.path(), 200_000, &words);
    assert!(well && words.contains("keepwell.db"), "{words}");
}

/// Somewhere between now and `within`.
fn instant(within: Duration) -> Duration {
    let mut bytes = [0u8; 4];
    ground::random(&mut bytes);
    within.mul_f64(f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX))
}

#[test]
fn killed_at_any_instant_a_backup_is_whole_or_none() {
    let (place, master) = stopped();
    let (backups, environment) = (tempfile::tempdir().unwrap(), place.environment());
    let before = rows(&place);
    let begun = Instant::now();
    back_up(&environment, backups.path());
    let whole = begun.elapsed();
    for _ in 0..15 {
        let mut child = command(&environment, &["backup", "--to", &text(backups.path())]).spawn().unwrap();
        std::thread::sleep(instant(whole));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(rows(&place), before);
    // Every folder with a manifest is whole; the others are swept by the next one.
    let (well, words) = keepwell(&environment, &["backup", "--verify", &text(backups.path())]);
    assert!(well, "{words}");
    let last = back_up(&environment, backups.path());
    for entry in std::fs::read_dir(backups.path()).unwrap() {
        let path = entry.unwrap().path();
        assert!(path.ends_with("lock") || path.join("manifest.toml").exists(), "{}", path.display());
    }
    let target = Place::fresh();
    let (well, words) = restore(&target.environment(), &last, &master);
    assert!(well, "{words}");
    assert_eq!(rows(&target), before);
}

#[test]
fn killed_at_any_instant_a_restore_is_whole_or_known_to_be_none() {
    let (place, master) = stopped();
    let backups = tempfile::tempdir().unwrap();
    let set = back_up(&place.environment(), backups.path());
    let expected = rows(&place);
    let target = Place::fresh();
    let (environment, from, key) = (target.environment(), text(&set), text(&master));
    let words = ["restore", "--from", &from, "--master", &key];
    let begun = Instant::now();
    let (well, said) = restore(&Place::fresh().environment(), &set, &master);
    assert!(well, "{said}");
    let whole = begun.elapsed();
    let (mut unfinished, mut done) = (0, false);
    for _ in 0..15 {
        let mut child = command(&environment, &words).spawn().unwrap();
        std::thread::sleep(instant(whole));
        child.kill().unwrap();
        child.wait().unwrap();
        if target.folder.path().join("restore-unfinished").exists() {
            unfinished += 1;
            let (well, said) = keepwell(&environment, &["check"]);
            assert!(!well && said.contains("run the same keepwell restore again"), "{said}");
        } else if target.folder.path().join("master.key").exists() {
            done = true;
            break;
        }
    }
    assert!(unfinished > 0 || done, "every kill came before anything was written");
    let (well, said) = restore(&environment, &set, &master);
    assert_eq!(well, !done, "{said}");
    let (well, said) = keepwell(&environment, &["check"]);
    assert!(well, "{said}");
    assert_eq!(rows(&target), expected);
}
