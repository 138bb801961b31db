//! Everything a clinic keeps, taken along from the manager's page.

use std::io::Cursor;

use ground::Role;
use identity::Hashed;

use crate::kit::{Browser, TestApp};

const PASSWORD: &str = "tide over four lanterns";

/// A manager who is signed in, and has this password: of a clinic that nobody made up.
async fn manager(app: &TestApp) -> Browser {
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let hashed = Hashed::of(PASSWORD, 1_000).to_string();
    app.place.tamper(&format!("UPDATE account SET password = '{hashed}' WHERE clinic = '{}'", app.clinic.id));
    app.place.tamper("DELETE FROM invented");
    manager
}

#[tokio::test(flavor = "multi_thread")]
async fn the_manager_takes_everything_for_a_reason_and_by_their_password() {
    let app = TestApp::start().await;
    let manager = manager(&app).await;
    let here = app.path("/setup/export");
    let form = manager.get(&here).await;
    assert!(form.text.contains("name=\"password\"") && !form.text.contains("Asked for before"), "{}", form.text);
    for (reason, password, fault) in [
        ("", PASSWORD, "e-reason"),
        (&*"x".repeat(301), PASSWORD, "e-reason"),
        ("we move", "", "e-password"),
        ("we move", "tide over five lanterns", "This is not your password."),
    ] {
        let refused = manager.post(&here, &[("reason", reason), ("password", password)]).await;
        assert_eq!(refused.status, 422, "{reason} {password}");
        assert!(refused.text.contains(fault) && !refused.text.contains(&format!("value=\"{PASSWORD}\"")), "{fault}");
        assert!(reason.len() > 300 || refused.text.contains(&format!("value=\"{reason}\"")), "it comes back filled");
    }
    assert_eq!(app.place.column("SELECT id FROM clinic_export"), Vec::<String>::new(), "nothing was begun");
    let asked = manager.post(&here, &[("reason", "we move"), ("password", PASSWORD)]).await;
    assert_eq!((asked.status, asked.location), (303, Some(format!("{here}?done=asked"))));
    let id = app.place.column("SELECT id FROM clinic_export").remove(0);
    let file = format!("{here}/{id}");
    let listed = manager.get(&here).await;
    assert!(listed.text.contains(&format!("href=\"{file}\"")) && listed.text.contains("we move"), "{}", listed.text);
    let taken = manager.open(&file).await;
    assert_eq!(taken.status(), 200);
    let said = |name: &str| taken.headers().get(name).map_or("", |value| value.to_str().unwrap());
    assert_eq!((said("content-type"), said("cache-control")), ("application/zip", "no-store"));
    let name = said("content-disposition");
    assert!(name.starts_with(&format!("attachment; filename=\"{}-20", app.clinic.slug)), "{name}");
    let mut zip = zip::ZipArchive::new(Cursor::new(taken.bytes().await.unwrap().to_vec())).unwrap();
    let mut guide = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("README.txt").unwrap(), &mut guide).unwrap();
    assert!(guide.contains("Asked for because: we move\r\n"), "{guide}");
    assert!(zip.by_name("clients.csv").is_ok());
    // It stands in the list as whole, and in each record who took it and for what.
    let ended = manager.get(&here).await;
    assert!(ended.text.contains(" rows, "), "{}", ended.text);
    let actors = app.place.column("SELECT DISTINCT actor FROM access_entry WHERE purpose = 'export'");
    assert_eq!(actors, app.place.column("SELECT DISTINCT actor FROM clinic_export"));
    assert_eq!(actors.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_is_for_whoever_asked_and_for_a_quarter_of_an_hour() {
    let app = TestApp::start().await;
    let other = app.signed_in(&app.other, Role::Manager).await;
    let manager = manager(&app).await;
    let here = app.path("/setup/export");
    let asked = manager.post(&here, &[("reason", "we move"), ("password", PASSWORD)]).await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let id = app.place.column("SELECT id FROM clinic_export").remove(0);
    let file = format!("{here}/{id}");
    // Another manager, and the same one of another clinic.
    assert_eq!(other.get(&format!("/c/{}/setup/export/{id}", app.other.slug)).await.status, 404);
    let begun = app.place.column("SELECT actor FROM clinic_export").remove(0);
    app.place.tamper("UPDATE clinic_export SET actor = 'per_00000000000000000000000000'");
    assert_eq!(manager.get(&file).await.status, 404);
    assert!(!manager.get(&here).await.text.contains("Take the file"));
    app.place.tamper("UPDATE clinic_export SET actor = 'automatic'");
    assert_eq!(manager.get(&file).await.status, 404, "nor what the command takes");
    app.place.tamper(&format!("UPDATE clinic_export SET actor = '{begun}'"));
    let asked = app.house.clock.now();
    for (minutes, status) in [(14, 200), (15, 404)] {
        app.house.clock.set(asked + jiff::SignedDuration::from_mins(minutes));
        assert_eq!(manager.get(&file).await.status, status, "after {minutes} minutes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_at_the_demo_is_asked_for_no_password_that_nobody_has() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let here = app.path("/setup/export");
    assert!(!manager.get(&here).await.text.contains("name=\"password\""));
    let asked = manager.post(&here, &[("reason", "we look")]).await;
    assert_eq!(asked.status, 303, "{}", asked.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_more_than_a_password_to_show_shows_it_and_no_password() {
    let app = TestApp::start().await;
    let manager = manager(&app).await;
    let here = app.path("/setup/export");
    let bytes = if app.place.is_postgres() { "convert_to('x', 'UTF8')" } else { "CAST('x' AS BLOB)" };
    app.place.tamper(&format!(
        "INSERT INTO authenticator (clinic, id, account, person, seed, begun_by, created_at, confirmed_at, last_step, wrong)
         SELECT clinic, id, id, person, {bytes}, {bytes}, 1, 1, 0, 0 FROM account
         WHERE roles LIKE '%manager%' AND clinic = '{}'",
        app.clinic.id
    ));
    assert!(!manager.get(&here).await.text.contains("name=\"password\""));
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_mins(11));
    let asked = manager.post(&here, &[("reason", "we move"), ("password", PASSWORD)]).await;
    assert!(asked.location.is_some_and(|to| to.contains("/account/again")), "the password is not what is asked for");
    assert_eq!(app.place.column("SELECT id FROM clinic_export"), Vec::<String>::new());
    // As if they had shown it just now.
    let before = manager.get(&here).await.text;
    assert!(
        before.contains("/account/again") && !before.contains("name=\"reason\""),
        "nothing is typed to be lost: {before}"
    );
    app.place.tamper(&format!("UPDATE session SET proven_at = {}", app.house.clock.now().as_microsecond()));
    let then = manager.get(&here).await.text;
    assert!(then.contains("name=\"reason\"") && !then.contains("name=\"password\""), "{then}");
    let asked = manager.post(&here, &[("reason", "we move")]).await;
    assert_eq!((asked.status, asked.location), (303, Some(format!("{here}?done=asked"))), "{}", asked.text);
}
