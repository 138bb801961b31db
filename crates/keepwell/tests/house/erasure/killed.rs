//! An erasure that the program did not live to end, and one for which the disk had no room.

use std::process::Stdio;
use std::time::Instant;

use ground::erase::{key_of, verify};
use ground::{PersonId, Scope};
use promise::Purpose;

use super::{erase, is_erased, request, visitors};
use crate::kit::{TestApp, program};

pub(super) const ENVIRONMENT: [(&str, &str); 2] =
    [("KEEPWELL_KEYS__SOURCE", "environment"), ("KEEPWELL_MASTER_KEY", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=")];

/// Killed at so many instants of it.
const KILLS: u32 = 12;

pub(super) async fn keys(app: &TestApp) -> i64 {
    let (house, clinic) = (app.house.clone(), app.clinic.id);
    tokio::task::spawn_blocking(move || house.keys.count(clinic)).await.unwrap().unwrap()
}

/// How many rows there are about them, by table; those of whoever opened them stay.
pub(super) fn rows(app: &TestApp, person: PersonId) -> Vec<String> {
    let mut of: Vec<(&str, &str)> = app
        .house
        .data_map
        .person_tables()
        .map(|(table, column, _)| (table, column))
        .filter(|(table, _)| *table != "access_entry")
        .collect();
    of.extend([("client_token", "client"), ("event", "subject"), ("job", "subject")]);
    let counts: Vec<String> = of
        .iter()
        .map(|(table, column)| {
            format!("SELECT '{table} ' || COUNT(*) AS n FROM {table} WHERE {column} = '{person}' HAVING COUNT(*) > 0")
        })
        .collect();
    let mut rows = app.place.column(&counts.join(" UNION ALL "));
    rows.sort();
    rows
}

/// The newest certificate of the clinic.
pub(super) async fn certificate(scope: &Scope) -> String {
    let newest = |tx: &mut ground::Tx<'_>| -> ground::Result<String> {
        let newest = ground::erase::list(tx, None, 1)?.remove(0);
        ground::erase::read(tx, newest.id)
    };
    scope.read(newest).await.unwrap()
}

pub(super) async fn letters(scope: &Scope, person: PersonId, n: usize) {
    let write = move |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        let key = tx.seal_for(person)?;
        for n in 0..n {
            let letter = ground::mail::Letter {
                kind: "test.letter",
                purpose: Purpose::Scheduling,
                voice: ground::mail::Voice::Automatic,
                language: "en".to_owned(),
                to: "somebody@example.net".to_owned(),
                subject: format!("Letter {n}"),
                body: "A few lines about a visit.".to_owned(),
                calendar: None,
                until: None,
            };
            ground::mail::post(tx, &key, &letter)?;
        }
        Ok(())
    };
    scope.write(write).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_is_killed_at_any_instant_was_done_whole_or_not_begun_and_its_key_goes_all_the_same() {
    let app = TestApp::start().await;
    let (desk, public) = (app.scope(&app.clinic, Purpose::Scheduling), key_of(&app.house, app.clinic.id).unwrap());
    let mut persons = visitors(&app).await.into_iter().map(|(person, ..)| person);
    let slug = app.clinic.slug.clone();
    let begin = |person: PersonId| {
        let person = person.to_string();
        program::command(
            &app.place,
            &["erase", "--clinic", &slug, "--client", &person, "--reason", "asked"],
            &ENVIRONMENT,
        )
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
    };
    // The command goes by the machine's clock, and what it leaves to be done is due by it.
    app.house.clock.set(ground::Clock::system().now() + jiff::SignedDuration::from_hours(1));
    // How long one takes that is not killed.
    let begun = Instant::now();
    assert!(begin(persons.next().unwrap()).wait().unwrap().success());
    let whole = begun.elapsed();

    let (mut done, mut not) = (0, 0);
    for kill in 0..=KILLS {
        let person = persons.next().unwrap();
        letters(&desk, person, 50).await;
        let before = rows(&app, person);
        let had = keys(&app).await;
        let mut child = begin(person);
        tokio::time::sleep(whole * (KILLS + kill) / (2 * KILLS)).await;
        drop(child.kill());
        child.wait().unwrap();
        if is_erased(&desk, person).await {
            done += 1;
            assert_eq!(verify(&certificate(&desk).await, &public), Ok(()));
            let left = rows(&app, person);
            let about: Vec<&str> = left.iter().map(String::as_str).filter(|row| !row.starts_with("job ")).collect();
            assert_eq!(about, ["event 1", "person 1"], "kill {kill}");
            app.run_jobs().await;
            assert_eq!(keys(&app).await, had - 1, "kill {kill}: the key stayed");
            assert_eq!(rows(&app, person), ["event 1", "person 1"], "kill {kill}: its work is done");
        } else {
            not += 1;
            assert_eq!(rows(&app, person), before, "kill {kill}: a part of it was done");
            assert_eq!(keys(&app).await, had, "kill {kill}: a key went before its record");
            assert!(desk.read(move |tx| people::open(tx, person)).await.is_ok());
            // What was cut off is asked for again, and done.
            let again = erase(&desk, person, request()).await.unwrap();
            assert_eq!(verify(&again.certificate, &public), Ok(()));
            app.run_jobs().await;
            assert_eq!(keys(&app).await, had - 1, "kill {kill}");
        }
    }
    assert!(
        done + not == KILLS + 1 && not > 0,
        "{done} were done and {not} were not: killed too late to tell anything"
    );
}

/// What a command said of an erasure for which there was no room is that; and everything is as it was.
async fn nothing_was_done(
    app: &TestApp,
    desk: &Scope,
    person: PersonId,
    said: &str,
    well: bool,
    (before, had): (Vec<String>, i64),
) {
    assert!(!well && !said.contains("certificate"), "{said}");
    let why = if app.place.is_postgres() { "the disk is full" } else { "disk" };
    assert!(said.contains(why), "it says why: {said}");
    assert_eq!(rows(app, person), before);
    assert_eq!(keys(app).await, had);
    assert!(desk.read(move |tx| people::open(tx, person)).await.is_ok());
}

/// What a file may hold at most, in kilobytes, where the disk is full: less than the store writes for one erasure.
const ROOM: &str = "48";

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_for_which_the_disk_has_no_room_changes_nothing_and_is_done_once_there_is_some() {
    let app = TestApp::start().await;
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    let person = visitors(&app).await[0].0;
    letters(&desk, person, 200).await;
    let (before, had) = (rows(&app, person), keys(&app).await);
    let words = ["erase", "--clinic", &app.clinic.slug, "--client", &person.to_string(), "--reason", "asked"];
    if app.place.is_postgres() {
        // There the disk is the server's, which says so of the statement for which it has no room.
        app.place.tamper(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'could not extend file \"base/1/2\": No space left on device' USING ERRCODE = '53100'; END $$;
             CREATE TRIGGER full_disk BEFORE INSERT ON erasure FOR EACH ROW EXECUTE FUNCTION full_disk();",
        );
        let full = program::run(&app.place, &words, &ENVIRONMENT);
        nothing_was_done(&app, &desk, person, &program::said(&full), full.status.success(), (before, had)).await;
        app.place.tamper("DROP TRIGGER full_disk ON erasure; DROP FUNCTION full_disk();");
        let done = erase(&desk, person, request()).await.unwrap();
        assert_eq!(verify(&done.certificate, &key_of(&app.house, app.clinic.id).unwrap()), Ok(()));
        return;
    }
    let full = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"", "sh", ROOM, env!("CARGO_BIN_EXE_keepwell")])
        .args(words)
        .current_dir(app.place.folder.path())
        .envs(app.place.environment())
        .envs(ENVIRONMENT)
        .output()
        .unwrap();
    let said = program::said(&full);
    nothing_was_done(&app, &desk, person, &said, full.status.success(), (before, had)).await;
    let done = erase(&desk, person, request()).await.unwrap();
    assert_eq!(verify(&done.certificate, &key_of(&app.house, app.clinic.id).unwrap()), Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_whom_there_is_very_much_nobody_reads_anything_at_once_and_the_rest_goes_in_steps() {
    let app = TestApp::start().await;
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    let person = visitors(&app).await[0].0;
    letters(&desk, person, 2_500).await;
    app.run_jobs().await;
    let mails = |rows: Vec<String>| rows.into_iter().find(|row| row.starts_with("mail ")).unwrap_or_default();
    let many: usize = mails(rows(&app, person))["mail ".len()..].parse().unwrap();
    assert!(many >= 2_500);
    let had = keys(&app).await;
    let done = erase(&desk, person, request()).await.unwrap();
    assert!(is_erased(&desk, person).await);
    assert_eq!(done.follow.iter().map(String::as_str).collect::<Vec<_>>(), ["mail"]);
    assert_eq!(done.tables.iter().find(|known| known.table == "mail").unwrap().rows, many as u64, "all are counted");
    assert!(done.certificate.contains("\"rows_follow_in\": [\"mail\"]"), "{}", done.certificate);
    assert_eq!(verify(&done.certificate, &key_of(&app.house, app.clinic.id).unwrap()), Ok(()));
    assert_eq!(mails(rows(&app, person)), format!("mail {}", many - 1_000), "one step was taken with it");
    ground::erase::destroy_keys(&desk, &done).await.unwrap();
    assert_eq!(keys(&app).await, had - 1, "their key is gone before the rest is");
    let evidence = || desk.read(ground::erase::evidence::deleted);
    let left = |evidence: &promise::Evidence| evidence.figures.iter().find(|(name, _)| name == "rows").unwrap().1;
    assert_eq!(left(&evidence().await.unwrap()), 0, "what is under way is not late");
    // A job that is stuck takes nothing, and that is evidence against it.
    app.place.tamper("UPDATE job SET state = 'stuck' WHERE kind = 'erase.rest'");
    assert_eq!(left(&evidence().await.unwrap()), many as i64 - 1_000);
    app.place.tamper("UPDATE job SET state = 'due' WHERE kind = 'erase.rest'");
    app.run_jobs().await;
    assert_eq!(rows(&app, person), ["event 1", "person 1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_erasures_on_a_disk_that_fills_each_that_was_acknowledged_is_there_and_no_other_is_half_done() {
    let app = TestApp::start().await;
    if app.place.is_postgres() {
        return;
    }
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    let persons: Vec<PersonId> = visitors(&app).await.into_iter().map(|(person, ..)| person).take(6).collect();
    let mut before = Vec::new();
    for person in &persons {
        letters(&desk, *person, 40).await;
        before.push(rows(&app, *person));
    }
    let (mut done, mut full) = (0, 0);
    for (n, (person, before)) in persons.iter().zip(before).enumerate() {
        // Less and less room for what the store writes ahead.
        let room = (400 >> n).to_string();
        let erased = std::process::Command::new("sh")
            .args([
                "-c",
                "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"",
                "sh",
                &room,
                env!("CARGO_BIN_EXE_keepwell"),
            ])
            .args(["erase", "--clinic", &app.clinic.slug, "--client", &person.to_string(), "--reason", "asked"])
            .current_dir(app.place.folder.path())
            .envs(app.place.environment())
            .envs(ENVIRONMENT)
            .output()
            .unwrap();
        let printed = String::from_utf8_lossy(&erased.stdout).contains("\"certificate\"");
        assert_eq!(is_erased(&desk, *person).await, printed, "{}", program::said(&erased));
        if printed {
            done += 1;
            let left: Vec<String> = rows(&app, *person).into_iter().filter(|row| !row.starts_with("job ")).collect();
            assert_eq!(left, ["event 1", "person 1"]);
        } else {
            full += 1;
            assert_eq!(rows(&app, *person), before, "{}", program::said(&erased));
        }
    }
    assert!(full > 0, "the disk never was full: {done} were done");
}
