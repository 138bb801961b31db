//! The program killed within each step of an erasure: held there by a trigger that does not end, and ended as a power failure would.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use ground::erase::{key_of, verify};
use ground::{Clock, PersonId, Role};
use jiff::SignedDuration;
use office::requests::{Kind, NewRequest, Shown, State, Via};
use promise::Purpose;

use super::killed::{ENVIRONMENT, certificate, keys, letters, rows};
use super::{is_erased, visitors};
use crate::kit::{Place, Program, TestApp, program};

/// Each step of an erasure that writes to the data: the table, what is done to it, and to which row. The last is of the transaction
/// that all of them are.
const STEPS: [(&str, &str, &str); 10] = [
    ("client_token", "DELETE", "OLD.client = '{}'"),
    ("appointment", "UPDATE", "OLD.client = '{}'"),
    ("job", "DELETE", "OLD.subject = '{}'"),
    ("mail", "DELETE", "OLD.person = '{}'"),
    ("client", "DELETE", "OLD.id = '{}'"),
    ("person", "UPDATE", "OLD.id = '{}'"),
    ("job", "INSERT", "NEW.kind = 'key.destroy'"),
    ("nobodys_visits", "INSERT", "1 = 1"),
    ("erasure", "INSERT", "1 = 1"),
    ("event", "INSERT", "NEW.name = 'person.erased'"),
];

/// What takes longer than anybody waits, by what every SQLite database has.
const LONG: &str = "SELECT COUNT(*) FROM sqlite_master a, sqlite_master b, sqlite_master c, sqlite_master d, sqlite_master e, sqlite_master f,
     sqlite_master g, sqlite_master h";

/// Has whoever does `what` to such a row of `table` wait there, or lets them again.
fn wait(place: &Place, of_keys: bool, (table, what, row): (&str, &str, &str), waits: bool) {
    let sql = match (place.is_postgres(), waits) {
        (false, true) => format!("CREATE TRIGGER wait BEFORE {what} ON {table} WHEN {row} BEGIN {LONG}; END"),
        (false, false) => "DROP TRIGGER wait".to_owned(),
        (true, true) => format!(
            "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
             CREATE TRIGGER wait BEFORE {what} ON {table} FOR EACH ROW WHEN ({row}) EXECUTE FUNCTION wait();"
        ),
        (true, false) => format!("DROP TRIGGER wait ON {table}; DROP FUNCTION wait();"),
    };
    tokio::task::block_in_place(|| if of_keys { place.tamper_keys(&sql) } else { place.tamper(&sql) });
}

/// Whether somebody waits in the step.
fn waits(place: &Place, of_keys: bool) -> bool {
    if place.is_postgres() {
        let asleep = "SELECT CAST(pid AS TEXT) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
        return !place.column(asleep).is_empty();
    }
    // Whoever writes keeps others from it; for that long nobody does but who waits.
    let file = if of_keys { "keys.db" } else { "keepwell.db" };
    let other = rusqlite::Connection::open(place.folder.path().join(file)).unwrap();
    other.busy_timeout(Duration::ZERO).unwrap();
    (0..20).all(|_| {
        std::thread::sleep(Duration::from_millis(25));
        let begun = other.execute_batch("BEGIN IMMEDIATE");
        begun.is_err() || other.execute_batch("ROLLBACK").is_err()
    })
}

/// Waits until the program is in the step, and kills it there.
fn kill_within(place: &Place, of_keys: bool, child: &mut Child) {
    let deadline = Instant::now() + Duration::from_secs(60);
    tokio::task::block_in_place(|| {
        while !waits(place, of_keys) {
            assert!(Instant::now() < deadline && child.try_wait().unwrap().is_none(), "it never came to the step");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if place.is_postgres() {
            // As PostgreSQL finds its client gone, sooner or later.
            place.tamper("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()");
        }
    });
}

fn erase(app: &TestApp, person: PersonId) -> Child {
    let words = ["erase", "--clinic", &app.clinic.slug, "--client", &person.to_string(), "--reason", "asked"];
    program::command(&app.place, &words, &ENVIRONMENT).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// One who came, of whom there is something in every step, and has a letter and some work that wait.
async fn somebody(app: &TestApp, but: &[PersonId]) -> PersonId {
    let came = app.place.column(&format!(
        "SELECT DISTINCT a.client FROM appointment a JOIN client c ON c.clinic = a.clinic AND c.id = a.client
         WHERE a.clinic = '{}' AND a.status IN ('arrived', 'in_progress', 'done') AND c.email IS NOT NULL",
        app.clinic.id
    ));
    let all = visitors(app).await;
    let person = all
        .into_iter()
        .map(|(person, ..)| person)
        .find(|id| came.contains(&id.to_string()) && !but.contains(id))
        .unwrap();
    letters(&app.scope(&app.clinic, Purpose::Scheduling), person, 3).await;
    app.scope(&app.clinic, Purpose::Rights)
        .write(move |tx| {
            ground::restrict::object(tx, person, ground::restrict::Use::Research, ground::restrict::Basis::Wish)
                .map(drop)
        })
        .await
        .unwrap();
    person
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_within_any_step_an_erasure_is_not_begun_and_is_done_when_it_is_asked_for_again() {
    let app = TestApp::start().await;
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    app.house.clock.set(Clock::system().now() + SignedDuration::from_hours(1));
    let person = somebody(&app, &[]).await;
    let (before, had) = (rows(&app, person), keys(&app).await);
    for (table, what, row) in STEPS {
        let row = row.replace("{}", &person.to_string());
        wait(&app.place, false, (table, what, &row), true);
        kill_within(&app.place, false, &mut erase(&app, person));
        wait(&app.place, false, (table, what, &row), false);
        assert_eq!(rows(&app, person), before, "{what} {table}: a part of it was done");
        assert_eq!(keys(&app).await, had, "{what} {table}: a key went before its record");
        assert!(desk.read(move |tx| people::open(tx, person)).await.is_ok(), "{what} {table}");
    }
    assert!(erase(&app, person).wait().unwrap().success());
    assert!(is_erased(&desk, person).await);
    app.run_jobs().await;
    assert_eq!((rows(&app, person), keys(&app).await), (vec!["event 1".to_owned(), "person 1".to_owned()], had - 1));
    assert_eq!(verify(&certificate(&desk).await, &key_of(&app.house, app.clinic.id).unwrap()), Ok(()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_as_the_key_goes_everything_was_done_and_the_next_start_destroys_it() {
    let app = TestApp::start().await;
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    let person = somebody(&app, &[]).await;
    let had = keys(&app).await;
    wait(&app.place, true, ("key_person", "DELETE", "1 = 1"), true);
    kill_within(&app.place, true, &mut erase(&app, person));
    wait(&app.place, true, ("key_person", "DELETE", "1 = 1"), false);
    // What it said was done is done: nobody opens them, though the key is there.
    assert!(is_erased(&desk, person).await);
    assert_eq!(keys(&app).await, had);
    assert_eq!(verify(&certificate(&desk).await, &key_of(&app.house, app.clinic.id).unwrap()), Ok(()));
    let environment = [ENVIRONMENT[0], ENVIRONMENT[1], ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")];
    let mut program = Program::start(&app.place, &["serve"], &environment);
    let deadline = Instant::now() + Duration::from_secs(60);
    while keys(&app).await == had {
        assert!(Instant::now() < deadline, "the key stays: {}", String::from_utf8_lossy(&program.log()));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    program.terminate();
    program.wait();
    assert_eq!(keys(&app).await, had - 1);
    let about: Vec<String> = rows(&app, person).into_iter().filter(|row| !row.starts_with("job ")).collect();
    assert_eq!(about, ["event 1", "person 1"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_that_was_being_carried_out_when_the_program_was_killed_is_carried_out_again() {
    let app = TestApp::start().await;
    app.house.clock.set(Clock::system().now());
    let rights = app.scope(&app.clinic, Purpose::Rights);
    let (mut done, mut asked) = (Vec::new(), 0);
    for (table, what, row) in [STEPS[1], STEPS[5], STEPS[8]] {
        let person = somebody(&app, &done).await;
        let new = NewRequest {
            person,
            kind: Kind::Erasure,
            via: Via::Letter,
            shown: Some(Shown::Letter),
            field: None,
            said: None,
            wanted: None,
            language: "en".to_owned(),
        };
        let id = rights.write(move |tx| office::requests::create(tx, &new)).await.unwrap();
        let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
        let version =
            || app.place.column(&format!("SELECT CAST(version AS TEXT) FROM request WHERE id = '{id}'")).remove(0);
        let state = || app.place.column(&format!("SELECT state FROM request WHERE id = '{id}'")).remove(0);
        let path = |what: &str| app.path(&format!("/office/requests/{id}/{what}"));
        let granted = officer
            .post(&path("decision"), &[("version", &version()), ("decision", "grant"), ("ground", ""), ("reason", "")])
            .await;
        assert_eq!(granted.status, 303, "{}", granted.text);
        let letter = format!("SELECT id FROM request_letter WHERE request = '{id}' AND kind = 'answer'");
        let letter = path(&format!("letters/{}", app.place.column(&letter).remove(0)));
        let answered = officer.post(&letter, &[("subject", "Erased"), ("body", "We do so now.")]).await;
        assert_eq!(answered.status, 303, "{}", answered.text);
        app.run_jobs().await;
        let (before, had, stood) = (rows(&app, person), keys(&app).await, state());

        let row = row.replace("{}", &person.to_string());
        let environment = [ENVIRONMENT[0], ENVIRONMENT[1], ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")];
        let mut program = Program::start(&app.place, &["serve"], &environment);
        wait(&app.place, false, (table, what, &row), true);
        let carrying = {
            let (there, path, version) =
                (officer.at(&format!("http://{}", program.address)), path("completion"), version());
            tokio::spawn(async move { there.tries(&path, &[("version", version.as_str())]).await })
        };
        let deadline = Instant::now() + Duration::from_secs(60);
        tokio::task::block_in_place(|| {
            while !waits(&app.place, false) {
                assert!(Instant::now() < deadline, "it never came to the step");
            }
            program.kill();
            if app.place.is_postgres() {
                app.place.disconnect();
            }
        });
        carrying.await.unwrap();
        wait(&app.place, false, (table, what, &row), false);
        assert_eq!((rows(&app, person), keys(&app).await, state()), (before, had, stood), "{what} {table}");
        // The officer sees it stand as it stood, and carries it out.
        let again = officer.post(&path("completion"), &[("version", &version())]).await;
        assert_eq!(again.status, 303, "{}", again.text);
        assert_eq!(state(), State::Done.as_str());
        assert!(is_erased(&rights, person).await);
        done.push(person);
        asked += 1;
    }
    assert_eq!(asked, 3);
}
