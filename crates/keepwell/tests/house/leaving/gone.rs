//! Once its time is over: all of it goes, wherever the program is stopped, and nobody else's with it.

use std::fs;

use ground::leave::{self, receipt};
use ground::{ClinicId, Role};
use promise::Purpose;

use super::{KEYS, SERVES, ask, evidence, figure, is_gone, keys, later, left, rows, tables, time_passes, turn};
use crate::kit::program::{Program, run, said};
use crate::kit::{Place, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_that_leaves_is_gone_from_every_table_and_the_other_is_as_it_was() {
    let app = TestApp::start().await;
    let id = app.clinic.id;
    let files = app.place.folder.path().join("files").join(id.to_string());
    fs::create_dir_all(files.join("document")).unwrap();
    fs::write(files.join("document").join("doc_1#7"), "the rest of an upload").unwrap();
    ask(&app, &app.clinic).await;
    time_passes(&app).await;
    let (before, other) = (rows(&app.place, id), rows(&app.place, app.other.id));
    let other_keys = keys(&app.place, app.other.id);
    assert!(before["person"].len() > 20 && before["appointment"].len() > 20 && other["person"].len() > 1);
    assert!(left(&app, id).await.is_none());
    turn(&app).await;
    is_gone(&app, id);
    assert_eq!(rows(&app.place, app.other.id), other, "row by row");
    assert_eq!(keys(&app.place, app.other.id), other_keys);
    // Nobody finds it, by whatever they have.
    assert_eq!(app.visitor().get(&app.path("")).await.status, 404);
    assert!(app.house.clinic_by_id(id).await.unwrap().is_none() && app.house.keys.clinic(id).is_err());
    assert!(ground::access::gone(&app.house).await.unwrap().is_empty(), "nobody misses its log");
    // The receipt counts what went, and it is the installation's word.
    let kept = left(&app, id).await.unwrap();
    let text = receipt::verify(&kept.receipt.unwrap(), None).unwrap().text;
    for (table, rows) in before.iter().filter(|(_, rows)| !rows.is_empty()) {
        assert!(text.contains(&format!("\nrows {table} {}\n", rows.len())), "{table} {}: {text}", rows.len());
    }
    // The other one works, and is opened.
    let desk = app.signed_in(&app.other, Role::FrontDesk).await;
    assert_eq!(desk.get(&format!("/c/{}/day", app.other.slug)).await.status, 200);
    let evidence = evidence(&app).await;
    assert!(evidence.ok && figure(&evidence, "left") == 1, "{evidence:?}");
    assert_eq!(figure(&evidence, "tables"), i64::try_from(tables(&app.place).len()).unwrap());
    // A second time it does nothing, and the receipt stays.
    turn(&app).await;
    assert_eq!(rows(&app.place, app.other.id).len(), other.len());
}

/// Where the program is stopped: a table of the data or of the keys, of which a row is about to go.
const STOPS: [(&str, bool); 8] = [
    ("key_root", true),
    ("key_person", true),
    ("key_witness", true),
    ("appointment", false),
    ("mail", false),
    ("account", false),
    ("person", false),
    ("clinic", false),
];

/// Lets no row of the clinic go from `table`, or lets them again.
fn stop(place: &Place, (table, of_keys): (&str, bool), clinic: ClinicId, stopped: bool) {
    let column = if table == "clinic" { "id" } else { "clinic" };
    let sql = match (place.is_postgres(), stopped) {
        (false, true) => format!(
            "CREATE TRIGGER stop BEFORE DELETE ON {table} WHEN OLD.{column} = '{clinic}' BEGIN SELECT RAISE(ABORT, 'stopped'); END"
        ),
        (false, false) => "DROP TRIGGER stop".to_owned(),
        (true, true) => format!(
            "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.{column} = '{clinic}' THEN RAISE EXCEPTION 'stopped'; END IF; RETURN OLD; END $$;
             CREATE TRIGGER stop BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION stop();"
        ),
        (true, false) => format!("DROP TRIGGER stop ON {table}; DROP FUNCTION stop();"),
    };
    tokio::task::block_in_place(|| if of_keys { place.tamper_keys(&sql) } else { place.tamper(&sql) });
}

#[tokio::test(flavor = "multi_thread")]
async fn wherever_the_program_is_stopped_nothing_opens_and_the_next_turn_goes_on() {
    let app = TestApp::start().await;
    let id = app.clinic.id;
    app.house.seal_access().await.unwrap();
    ask(&app, &app.clinic).await;
    time_passes(&app).await;
    app.house.seal_access().await.unwrap();
    let count = rows(&app.place, id)["appointment"].len();
    for at in STOPS {
        stop(&app.place, at, id, true);
        assert!(leave::turn(&app.house).await.is_err(), "{at:?}");
        // From the first moment nobody finds it; from the second nothing opens.
        assert_eq!(app.visitor().get(&app.path("")).await.status, 404, "{at:?}");
        assert_eq!(app.house.keys.clinic(id).is_err(), at.0 != "key_root", "{at:?}");
        assert!(left(&app, id).await.unwrap().ended.is_none(), "{at:?}");
        // A program that starts then opens its doors for the others, and has no fault.
        let listed = tokio::task::block_in_place(|| run(&app.place, &["clinic", "list"], &KEYS));
        let words = said(&listed);
        assert!(listed.status.success() && !words.contains(&app.clinic.slug), "{at:?} {words}");
        assert!(words.contains(&app.other.slug), "{words}");
        stop(&app.place, at, id, false);
    }
    turn(&app).await;
    is_gone(&app, id);
    let text = left(&app, id).await.unwrap().receipt.unwrap();
    assert!(text.contains(&format!("\nrows appointment {count}\n")), "counted once however often it stopped: {text}");
    assert!(evidence(&app).await.ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_again_and_again_erases_it_all_the_same() {
    let app = TestApp::start().await;
    let (id, place) = (app.clinic.id, app.place.clone());
    ask(&app, &app.clinic).await;
    place.tamper(&format!("UPDATE clinic SET leaving_at = 1, leaves_at = 2 WHERE id = '{id}'"));
    app.house.close();
    drop(app);
    let gone = move || {
        let mut wait = 20;
        for _ in 0..40 {
            let mut program = Program::start(&place, &["serve"], &SERVES);
            std::thread::sleep(std::time::Duration::from_millis(wait));
            program.kill();
            if place.column(&format!("SELECT id FROM clinic_left WHERE id = '{id}' AND ended_at IS NOT NULL")).len()
                == 1
            {
                return rows(&place, id).values().all(Vec::is_empty) && keys(&place, id).values().all(|n| *n == 0);
            }
            wait += wait / 4;
        }
        false
    };
    assert!(tokio::task::spawn_blocking(gone).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_copy_of_the_data_beside_the_present_keys_shows_nothing_of_a_clinic_that_left() {
    let app = TestApp::start().await;
    let id = app.clinic.id;
    let backups = tempfile::tempdir().unwrap();
    let to = backups.path().to_str().unwrap();
    let keepwell = |place: &Place, words: &[&str]| tokio::task::block_in_place(|| run(place, words, &KEYS));
    let first = keepwell(&app.place, &["backup", "--to", to]);
    assert!(first.status.success(), "{}", said(&first));
    let set = said(&first).lines().find_map(|line| line.strip_prefix("backup ").map(str::to_owned)).unwrap();
    ask(&app, &app.clinic).await;
    time_passes(&app).await;
    turn(&app).await;
    is_gone(&app, id);
    // Its keys are taken from the newest backup beside it.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let second = keepwell(&app.place, &["backup", "--to", to]);
    assert!(second.status.success(), "{}", said(&second));
    let restored = Place::fresh();
    let back = keepwell(&restored, &["restore", "--from", &set]);
    assert!(back.status.success(), "{}", said(&back));
    assert!(!rows(&restored, id)["person"].is_empty(), "the older rows are there");
    assert!(keys(&restored, id).values().all(|count| *count == 0), "and nothing that opens them");
    let listed = said(&keepwell(&restored, &["clinic", "list"]));
    assert!(!listed.contains(&app.clinic.slug) && listed.contains(&app.other.slug), "{listed}");
    // Served, it is erased again.
    let gone = move || {
        let _program = Program::start(&restored, &["serve"], &SERVES);
        for _ in 0..200 {
            std::thread::sleep(std::time::Duration::from_millis(100));
            if rows(&restored, id).values().all(Vec::is_empty) {
                return true;
            }
        }
        false
    };
    assert!(tokio::task::spawn_blocking(gone).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_a_clinic_that_left_is_a_gap() {
    let app = TestApp::start().await;
    let id = app.clinic.id;
    let nobody = evidence(&app).await;
    assert!(nobody.ok && figure(&nobody, "left") == 0, "{nobody:?}");
    ask(&app, &app.clinic).await;
    time_passes(&app).await;
    turn(&app).await;
    assert!(evidence(&app).await.ok);
    let files = app.place.folder.path().join("files").join(id.to_string()).join("document");
    let row = format!(
        "INSERT INTO clinic (id, slug, name, zone, jurisdiction, languages, currency, parameters, created_at) VALUES ('{id}', 'again', 'Again', 'UTC', 'IE', 'en', 'EUR', '{{}}', 1);
         INSERT INTO person (clinic, id, key, created_at) VALUES ('{id}', 'per_1', 'key_1', 1)"
    );
    let witness = format!("INSERT INTO key_witness (clinic, size, note) VALUES ('{id}', 1, 'x')");
    for (what, found) in [("rows", 2), ("keys", 1), ("files", 1)] {
        match what {
            "rows" => app.place.tamper(&row),
            "keys" => tokio::task::block_in_place(|| app.place.tamper_keys(&witness)),
            _ => {
                fs::create_dir_all(&files).unwrap();
                fs::write(files.join("doc_1"), "left").unwrap();
            }
        }
        let gap = evidence(&app).await;
        assert!(!gap.ok && figure(&gap, "found") == found, "{what}: {gap:?}");
        turn(&app).await;
        is_gone(&app, id);
        assert!(evidence(&app).await.ok, "{what} went with the next turn");
    }
    // A receipt that nobody signed is none, and whoever is not looked for is not known.
    let receipt = left(&app, id).await.unwrap().receipt.unwrap();
    app.place.tamper("UPDATE clinic_left SET receipt = 'thrown away'");
    assert_eq!(figure(&evidence(&app).await, "receipts not signed"), 1);
    app.place.tamper(&format!("UPDATE clinic_left SET receipt = '{receipt}'"));
    assert!(evidence(&app).await.ok);
    later(&app, 49);
    let prove = app.house.evidence["termination.removes_service_data"];
    let stale = app.scope(&app.other, Purpose::Operation).read(prove).await.unwrap();
    assert!(!stale.ok && figure(&stale, "not looked for") == 1, "{stale:?}");
    // One whose day was long ago, and who is still there, is a gap of its own.
    app.place.tamper(&format!("UPDATE clinic SET leaving_at = 1, leaves_at = 2 WHERE id = '{}'", app.other.id));
    let late = app.scope(&app.other, Purpose::Operation).read(prove).await.unwrap();
    assert_eq!(figure(&late, "late"), 1, "{late:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_clinic_leaves_too_and_the_program_still_opens() {
    let app = TestApp::start().await;
    ask(&app, &app.clinic).await;
    ask(&app, &app.other).await;
    time_passes(&app).await;
    turn(&app).await;
    is_gone(&app, app.clinic.id);
    is_gone(&app, app.other.id);
    assert!(app.house.clinics().await.unwrap().is_empty());
    assert_eq!(app.visitor().get("/").await.status, 200);
    let opened = tokio::task::block_in_place(|| run(&app.place, &["clinic", "list"], &KEYS));
    assert!(opened.status.success(), "{}", said(&opened));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_leaves_after_as_many_days_as_its_notice_says() {
    let app = TestApp::start().await;
    let mut changed = ground::Clinic::clone(&app.clinic);
    changed.parameters.leave_days = 7;
    app.house.update_clinic(changed).await.unwrap();
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    ask(&app, &clinic).await;
    later(&app, 24 * 7 + 1);
    turn(&app).await;
    app.run_jobs().await;
    turn(&app).await;
    is_gone(&app, app.clinic.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_whose_data_is_held_back_does_not_leave() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let client = app.place.column(&format!("SELECT MIN(id) FROM client WHERE clinic = '{}'", app.clinic.id));
    let client: ground::PersonId = client[0].parse().unwrap();
    let place = move |tx: &mut ground::Tx<'_>| ground::hold::place(tx, Some(client), "Case 12/2026", None);
    let first = scope.write(place).await.unwrap();
    let refused = scope.write(|tx| ground::leave::ask(tx, super::WHY)).await;
    assert!(matches!(refused, Err(ground::Error::Held)), "{refused:?}");
    let manager = super::manager(&app).await;
    let told = super::decide(&app, &manager).await;
    assert!(told.status == 409 && told.text.contains("A legal hold keeps the clinic here"), "{}", told.text);
    scope.write(move |tx| ground::hold::lift(tx, first)).await.unwrap();
    // One that is placed while it leaves is waited for, however long, and that is not late.
    ask(&app, &app.clinic).await;
    let second = scope.write(place).await.unwrap();
    later(&app, 24 * 60);
    turn(&app).await;
    app.run_jobs().await;
    turn(&app).await;
    assert!(left(&app, app.clinic.id).await.is_none());
    let evidence = evidence(&app).await;
    assert_eq!((figure(&evidence, "held"), figure(&evidence, "late")), (1, 0), "{evidence:?}");
    scope.write(move |tx| ground::hold::lift(tx, second)).await.unwrap();
    turn(&app).await;
    app.run_jobs().await;
    turn(&app).await;
    is_gone(&app, app.clinic.id);
}
