//! What comes back is what was there.

use std::path::Path;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ground::db::{Location, Threads};
use ground::keys::{KeyLocation, Master};
use ground::mail::{Post, Transport};
use ground::web::{LimitSettings, Limits};
use ground::{Actor, Clock, House, KeyId, PersonId, Plan, Refusal, Scope, params};
use jiff::SignedDuration;
use keepwell::backup;
use keepwell::config::Config;
use keepwell::rooms::rooms;
use promise::Purpose;

use super::{back_up, files, keepwell, restore, rows, sqlite, stopped, text};
use crate::crash;
use crate::kit::{Place, Program, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_taken_under_load_comes_back_with_every_row_as_it_was() {
    let (place, backups) = (Place::fresh(), tempfile::tempdir().unwrap());
    let data = text(place.folder.path());
    let words = ["demo", "--port", "0", "--clients", "25", "--appointments", "60", "--data", &data];
    let mut program = Program::start(&place, &words, &[]);
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let address = format!("http://{}", program.address);
    let bookers: Vec<_> = (0..4).map(|n| tokio::spawn(crash::book(address.clone(), n, acknowledged.clone()))).collect();
    let mut before: Vec<String> = Vec::new();
    let mut loaded = Path::new("").to_owned();
    for _ in 0..3 {
        // In the middle of it: bookings were acknowledged, and more are.
        let enough = before.len() + 3;
        for _ in 0..1_000 {
            if acknowledged.lock().unwrap().len() >= enough {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        before.clone_from(&acknowledged.lock().unwrap());
        let (environment, to) = (place.environment(), backups.path().to_owned());
        loaded = tokio::task::spawn_blocking(move || back_up(&environment, &to)).await.unwrap();
    }
    let (during, backed_up) = (acknowledged.lock().unwrap().len(), before.len());
    assert!(backed_up >= 9, "only {backed_up} bookings were acknowledged: the load was none");
    assert!(during > backed_up, "nobody booked while the backup was taken");
    // Records are opened after the last of them, so that newer keys know of a longer access log.
    let sealed = || place.column("SELECT id FROM access_entry WHERE leaf IS NOT NULL").len();
    let known = sealed();
    let desk = program.signed_in("Front desk").await;
    assert_eq!(desk.get("/c/linden-quay/clients").await.status, 200);
    for _ in 0..200 {
        if sealed() > known {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    program.terminate();
    program.wait();
    for booker in bookers {
        booker.await.unwrap();
    }
    let master = place.folder.path().join("master.key");

    // Taken while nothing changes: every row is as it was, read past the program.
    let still = back_up(&place.environment(), backups.path());
    let target = Place::fresh();
    let (well, words) = restore(&target.environment(), &still, &master);
    assert!(well && words.contains("found equal") && words.contains("each as it was sealed"), "{words}");
    let (was, is) = (rows(&place), rows(&target));
    assert!(was.len() > 25 && was.values().map(Vec::len).sum::<usize>() > 500);
    for (table, was) in &was {
        assert_eq!(Some(was), is.get(table), "{table}");
    }
    assert_eq!(was.len(), is.len());
    let documents = |place: &Place| -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let folder = place.folder.path().join("files");
        let below =
            |(path, bytes): (std::path::PathBuf, Vec<u8>)| (path.strip_prefix(&folder).unwrap().to_owned(), bytes);
        files(&folder).into_iter().map(below).collect()
    };
    assert!(documents(&place).len() >= 3 && documents(&place) == documents(&target), "every document is as it was");

    // Taken under load: nothing acknowledged before it began is missing, and nobody's key, neither among the keys taken
    // with it nor among the newest. The access log goes on from where the data ends, for ever on record.
    let (loaded, key) = (text(&loaded), text(&master));
    let own = ["restore", "--from", &loaded, "--master", &key, "--keys", &loaded];
    for words in [&own[..], &own[..5]] {
        let target = Place::fresh();
        let (well, said) = keepwell(&target.environment(), words);
        assert!(well && said.contains("each as it was sealed") && !said.contains("unreadable"), "{said}");
        let stored = target.column("SELECT id FROM appointment");
        let lost: Vec<_> = before.iter().filter(|id| !stored.contains(id)).collect();
        assert!(lost.is_empty(), "acknowledged before the backup and not in it: {lost:?}");
        if words.len() == 5 {
            assert!(said.contains("with the keys of") && said.contains("had been sealed"), "{said}");
            let (well, said) = keepwell(&target.environment(), &["access", "verify"]);
            assert!(well && said.contains("let it go on from") && said.contains("restored from a backup"), "{said}");
        }
    }

    // And it is the clinic it was: its people can be read.
    std::fs::write(target.folder.path().join("keepwell-demo"), "").unwrap();
    let data = text(target.folder.path());
    let program = Program::start(&target, &["demo", "--port", "0", "--data", &data], &[]);
    let desk = program.signed_in("Front desk").await;
    let clients = desk.get("/c/linden-quay/clients?q=Case").await;
    assert!(clients.status == 200 && clients.text.contains("Nora"), "{}", clients.text);
}

#[test]
fn a_backup_of_one_engine_is_restored_into_the_other_and_back() {
    let (place, master) = stopped();
    let backups = tempfile::tempdir().unwrap();
    let set = back_up(&place.environment(), backups.path());
    let (_folder, lite) = sqlite();
    let (well, words) = restore(&lite, &set, &master);
    assert!(well, "{words}");
    let again = back_up(&lite, &backups.path().join("again"));
    let back = Place::fresh();
    let (well, words) = restore(&back.environment(), &again, &master);
    assert!(well, "{words}");
    assert_eq!(rows(&place), rows(&back));
}

#[test]
fn a_backup_changes_nothing_in_the_installation_and_shows_nothing_of_it() {
    let (place, _) = stopped();
    let backups = tempfile::tempdir().unwrap();
    // In this order: reading the rows is what might fold a WAL back.
    let was = rows(&place);
    let before = files(place.folder.path());
    let set = back_up(&place.environment(), backups.path());
    assert!(files(place.folder.path()) == before && rows(&place) == was, "the installation was changed");
    let made = files(&set);
    let documents = set.join("documents");
    let parts = made.keys().filter(|path| !path.starts_with(&documents));
    let names: Vec<String> = parts.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["data.part", "documents.list", "keys.part", "manifest.toml"]);
    // What stands in clear in the database, or in the key store, stands in no part and not in the manifest.
    for word in
        ["linden-quay", "Linden Quay", "Maeve Corrigan", "First physiotherapy visit", "keepwell_keys", "example.org"]
    {
        for (path, bytes) in &made {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} in {}", path.display());
        }
    }
    for path in made.keys() {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
}

/// The tests' master key, as the program takes it from the environment.
pub(super) fn keyed(place: &Place) -> Vec<(String, String)> {
    let mut environment = place.environment();
    environment.push(("KEEPWELL_KEYS__SOURCE".to_owned(), "environment".to_owned()));
    environment.push(("KEEPWELL_MASTER_KEY".to_owned(), STANDARD.encode([7; 32])));
    environment
}

/// Opens what stands in `place`, by the tests' master key.
pub(super) async fn open(place: &Place) -> House {
    let plan = Plan {
        data: place.data.clone(),
        keys: place.keys.clone(),
        files: place.files(),
        master: Master::from_bytes([7; 32]),
        threads: Threads { readers: 1, writers: 2 },
        clock: Clock::system(),
        post: Post { from: "clinic@example.org".to_owned(), transport: Transport::Mailbox },
        limits: Limits::new(LimitSettings::default()).unwrap(),
        demo: false,
        address: "http://127.0.0.1".to_owned(),
        installed: ground::Installed::default(),
    };
    tokio::task::spawn_blocking(move || House::open(plan, rooms())).await.unwrap().unwrap()
}

/// Whether each client of the first clinic can be read, in the order of their ids.
async fn readable(house: &House) -> Vec<bool> {
    let clinic = house.clinic_by_slug("linden-quay").await.unwrap().unwrap();
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Scheduling, "test");
    let ids = |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<PersonId>> {
        tx.query("SELECT id FROM client WHERE clinic = $1 ORDER BY id", &params![tx.clinic()])?
            .iter()
            .map(|row| row.get("id"))
            .collect()
    };
    let mut readable = Vec::new();
    for id in scope.read(ids).await.unwrap() {
        match scope.read(move |tx| -> ground::Result<()> { tx.open(id).map(drop) }).await {
            Ok(()) => readable.push(true),
            Err(ground::Error::Refused(Refusal::Erased)) => readable.push(false),
            Err(other) => panic!("{other}"),
        }
    }
    readable
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_erased_stays_unreadable_when_older_data_is_restored() {
    let app = TestApp::start().await;
    let (environment, backups) = (keyed(&app.place), tempfile::tempdir().unwrap());
    let old = back_up(&environment, backups.path());
    let key = app.place.column(&format!(
        "SELECT p.key FROM person p JOIN client c ON c.clinic = p.clinic AND c.id = p.id WHERE p.clinic = '{}' ORDER BY c.id LIMIT 1",
        app.clinic.id
    ));
    let key: KeyId = key[0].parse().unwrap();
    let (house, clinic) = (app.house.clone(), app.clinic.id);
    tokio::task::spawn_blocking(move || house.keys.destroy(clinic, key)).await.unwrap().unwrap();
    let new = back_up(&environment, backups.path());
    assert!(new > old);

    // The newest keys are taken, so the first client stays unreadable, and the others come back.
    let target = Place::fresh();
    let (well, words) = keepwell(&keyed(&target), &["restore", "--from", &text(&old)]);
    assert!(well && words.contains("1 person, whose key was destroyed since, stays unreadable"), "{words}");
    let readable_now = readable(&open(&target).await).await;
    assert!(readable_now.len() > 10 && readable_now.iter().all(|can| *can), "{readable_now:?}");
    let was = readable(&app.house).await;
    assert_eq!((was.len(), was.iter().filter(|can| !**can).count()), (readable_now.len() + 1, 1));

    // Only the old keys, were they still there, would read them: that is why these are destroyed.
    let target = Place::fresh();
    let (well, words) = keepwell(&keyed(&target), &["restore", "--from", &text(&old), "--keys", &text(&old)]);
    assert!(well, "{words}");
    assert!(readable(&open(&target).await).await.iter().all(|can| *can));
    let older = keepwell(&keyed(&Place::fresh()), &["restore", "--from", &text(&new), "--keys", &text(&old)]);
    assert!(!older.0 && older.1.contains("are older than the data"), "{}", older.1);

    // On the fourteenth day nothing is due, on the fifteenth all keys go; the data's parts stay.
    let folder = backups.path();
    let after = |days: i64| Clock::system().now() + SignedDuration::from_hours(24 * days);
    let early = backup::prune(folder, 14, after(13)).unwrap();
    assert!(early.destroyed.is_empty() && early.kept.len() == 2, "{early:?}");
    let pruned = backup::prune(folder, 14, after(15)).unwrap();
    assert!(pruned.destroyed.len() == 2 && pruned.kept.is_empty(), "{pruned:?}");
    for set in [&old, &new] {
        assert!(set.join("data.part").exists() && !set.join("keys.part").exists());
    }
    let (well, words) = keepwell(&environment, &["backup", "--verify", &text(folder)]);
    assert!(well && words.matches("its keys were destroyed").count() == 2, "{words}");
    let (well, words) = keepwell(&keyed(&Place::fresh()), &["restore", "--from", &text(&new)]);
    assert!(!well && words.contains("keys.part is missing"), "{words}");
    let mut config = Config::load(None).unwrap();
    let (elsewhere, master) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    config.data.folder = elsewhere.path().to_owned();
    Master::from_bytes([7; 32]).keep(&master.path().join("master.key")).unwrap();
    let from = backup::From { folder: new, keys: None, master: Some(master.path().join("master.key")) };
    let late = backup::restore(&config, from, rooms, Clock::held(after(15))).await.err().unwrap().to_string();
    assert!(late.contains("were to be destroyed after") && late.contains("with --keys FOLDER"), "{late}");
}

/// The configuration of `place`, whose master key is the tests' and stands in its folder.
fn config(place: &Place) -> Config {
    let mut config = Config::load(None).unwrap();
    config.data.folder = place.folder.path().to_owned();
    if let (Location::Postgres { app, owner }, KeyLocation::Postgres(keys)) = (&place.data, &place.keys) {
        config.data.postgres = Some(app.clone());
        config.data.postgres_owner = Some(owner.clone());
        config.data.postgres_keys = Some(keys.clone());
    }
    Master::from_bytes([7; 32]).keep(&place.folder.path().join("master.key")).unwrap();
    config
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_in_the_data_of_a_backup_has_their_key_in_its_keys() {
    let app = TestApp::start().await;
    let (config, backups) = (config(&app.place), tempfile::tempdir().unwrap());
    let (scope, to) = (app.scope(&app.clinic, Purpose::Scheduling), backups.path().to_owned());
    let taken = tokio::task::spawn_blocking(move || {
        // When the first part is read, and before the second is, more people come than keys were made ahead for.
        let come =
            |tx: &mut ground::Tx<'_>| -> ground::Result<()> { (0..600).try_for_each(|_| tx.create_person().map(drop)) };
        let first = std::cell::Cell::new(true);
        let between = |_: backup::Kind, _: u64| {
            if first.replace(false) {
                tokio::runtime::Handle::current().block_on(scope.write(come)).unwrap();
            }
        };
        backup::take(&config, &to, &Clock::system(), &between)
    })
    .await
    .unwrap()
    .unwrap();
    let target = Place::fresh();
    let (well, words) = keepwell(&keyed(&target), &["restore", "--from", &text(&taken.set.path)]);
    assert!(well && !words.contains("unreadable"), "{words}");
}

#[test]
fn keys_are_destroyed_by_whichever_clock_is_the_sooner() {
    let (place, _) = stopped();
    let backups = tempfile::tempdir().unwrap();
    let set = back_up(&place.environment(), backups.path());
    let now = Clock::system().now();
    let after = |days: i64| now + SignedDuration::from_hours(24 * days);
    // The configuration says fewer days than the manifest did.
    assert_eq!(backup::prune(backups.path(), 3, after(2)).unwrap().destroyed.len(), 0);
    // A manifest that was made to say otherwise keeps nothing alive.
    let manifest = set.join("manifest.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let year = format!("= \"{}-", now.strftime("%Y"));
    assert!(text.contains(&year), "{text}");
    std::fs::write(&manifest, text.replace(&year, "= \"2099-")).unwrap();
    assert_eq!(backup::prune(backups.path(), 3, after(4)).unwrap().destroyed.len(), 1);
    assert!(!set.join("keys.part").exists() && set.join("data.part").exists());
}
