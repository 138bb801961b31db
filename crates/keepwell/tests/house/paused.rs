//! A clinic that whoever runs the program paused: everybody is told so, nothing goes on, nothing is lost.

use std::sync::Arc;

use ground::{Clinic, Role};
use jiff::SignedDuration;
use promise::Purpose;

use crate::kit::program::{CREATE, run, said};
use crate::kit::{Browser, Place, TestApp};

const WHY: &str = "The contract ended in October.";

async fn pause(app: &TestApp, clinic: &Clinic, because: Option<&str>) {
    let clinic = app.house.clinic_by_id(clinic.id).await.unwrap().unwrap();
    app.house.pause(clinic, because.map(str::to_owned)).await.unwrap();
}

fn later(app: &TestApp, minutes: i64) {
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_mins(minutes));
}

async fn told(app: &TestApp, browser: &Browser, path: &str) -> String {
    let answer = browser.get(&app.path(path)).await;
    assert_eq!(answer.status, 503, "{path}: {}", answer.text);
    assert!(answer.text.contains("This clinic’s pages are paused"), "{path}: {}", answer.text);
    answer.text
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_a_paused_clinic_says_so_and_its_managers_read_why_and_take_everything_along() {
    let app = TestApp::start().await;
    let browsers = [
        (None, app.visitor()),
        (Some(Role::Client), app.signed_in(&app.clinic, Role::Client).await),
        (Some(Role::FrontDesk), app.signed_in(&app.clinic, Role::FrontDesk).await),
        (Some(Role::Manager), app.signed_in(&app.clinic, Role::Manager).await),
    ];
    pause(&app, &app.clinic, Some(WHY)).await;
    for (role, browser) in &browsers {
        for path in ["", "/me", "/day", "/clients", "/setup", "/staff", "/tokens"] {
            let text = told(&app, browser, path).await;
            assert_eq!(text.contains(WHY), *role == Some(Role::Manager), "{role:?} {path}: {text}");
        }
        assert!(browser.get(&app.path("/sign-in")).await.status < 400, "whoever they are, they can sign in");
    }
    let visitor = &browsers[0].1;
    let closed = visitor.open(&app.path("")).await;
    assert_eq!(closed.headers()["retry-after"], "3600", "the address is right and answers again");
    let arabic = visitor.get(&app.path("?lang=ar")).await;
    assert!(arabic.status == 503 && arabic.text.contains("متوقفة"), "{}", arabic.text);
    // Forms are closed with the pages they stand on, and programs are told as programs.
    assert_eq!(visitor.post(&app.path("/sign-up"), &[]).await.status, 503);
    let api = visitor
        .api(reqwest::Method::GET, &format!("/api/v1/clinics/{}/services", app.clinic.slug), None, &[], None)
        .await;
    assert_eq!((api.status, api.json()["code"].as_str()), (503, Some("clinic.paused")), "{}", api.text);
    // The manager still takes everything along, and nobody else does.
    let manager = &browsers[3].1;
    let page = manager.get(&app.path("/setup/export")).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let asked = manager.post(&app.path("/setup/export"), &[("reason", "We leave for another program")]).await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let begun = app.place.column("SELECT id FROM clinic_export").remove(0);
    let file = manager.open(&app.path(&format!("/setup/export/{begun}"))).await;
    assert_eq!(file.headers()["content-type"], "application/zip");
    assert!(file.bytes().await.unwrap().starts_with(b"PK"), "the file itself");
    assert_eq!(app.place.column("SELECT id FROM clinic_export WHERE ended_at IS NOT NULL").len(), 1, "whole");
    assert_eq!(manager.get(&app.path("/operator")).await.status, 200);
    let again = app.signed_in(&app.clinic, Role::Manager).await;
    let leads = told(&app, &again, "/day").await;
    assert!(
        leads.contains("/setup/export") && leads.contains(&format!("href=\"{}\"", app.path("/operator"))),
        "{leads}"
    );
    assert_eq!(browsers[2].1.get(&app.path("/setup/export")).await.status, 403);
    // The others of the installation go on.
    assert_eq!(visitor.get(&format!("/c/{}", app.other.slug)).await.status, 200);

    pause(&app, &app.clinic, None).await;
    assert_eq!(visitor.get(&app.path("")).await.status, 200);
    assert_eq!(browsers[2].1.get(&app.path("/day")).await.status, 200);
}

async fn waiting(app: &TestApp) -> (usize, usize) {
    let of =
        |clinic: &Arc<Clinic>| app.place.column(&format!("SELECT id FROM job WHERE clinic = '{}'", clinic.id)).len();
    (of(&app.clinic), of(&app.other))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_paused_clinic_would_send_waits_and_what_says_nothing_any_more_is_not_sent() {
    let app = TestApp::start().await;
    app.run_jobs().await;
    pause(&app, &app.clinic, Some(WHY)).await;
    // A letter that is news for an hour, and one that stays news; in both clinics.
    for clinic in [&app.clinic, &app.other] {
        let until = app.house.clock.now() + SignedDuration::from_hours(1);
        let scope = app.scope(clinic, Purpose::Operation);
        let write = move |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
            for (kind, until) in [("test.news", Some(until)), ("test.stays", None)] {
                let key = tx.create_person()?;
                let letter = ground::mail::Letter {
                    kind,
                    purpose: Purpose::Scheduling,
                    voice: ground::mail::Voice::Automatic,
                    language: "en".to_owned(),
                    to: "somebody@example.net".to_owned(),
                    subject: kind.to_owned(),
                    body: kind.to_owned(),
                    calendar: None,
                    until,
                };
                let key = tx.seal_for(key.person())?;
                ground::mail::post(tx, &key, &letter)?;
            }
            Ok(())
        };
        scope.write(write).await.unwrap();
    }
    let before = waiting(&app).await;
    app.run_jobs().await;
    let after = waiting(&app).await;
    assert!(after.0 == before.0 && after.1 < before.1, "{before:?} {after:?}");
    assert_eq!(ground::mail::late_anywhere(&app.house).await.unwrap(), None);
    later(&app, 120);
    app.run_jobs().await;
    assert_eq!(
        ground::mail::late_anywhere(&app.house).await.unwrap(),
        None,
        "nobody is alarmed by what waits on purpose"
    );
    pause(&app, &app.clinic, None).await;
    app.run_jobs().await;
    let states = app.place.column(&format!(
        "SELECT kind || ' ' || state FROM mail WHERE clinic = '{}' AND kind LIKE 'test.%' ORDER BY kind",
        app.clinic.id
    ));
    assert_eq!(states, ["test.stays shown"], "what was news for an hour is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_of_whoever_was_erased_are_destroyed_while_their_clinic_is_paused() {
    let app = TestApp::start().await;
    app.run_jobs().await;
    let left = |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        let person = tx.create_person()?.person();
        tx.end_person(person)?;
        tx.drop_file("document", "doc_00000000000000000000000001")?;
        tx.enqueue(&ground::job::NewJob { kind: "mail.send", subject: "waits".to_owned(), run_at: tx.now() })
    };
    app.scope(&app.clinic, Purpose::Operation).write(left).await.unwrap();
    pause(&app, &app.clinic, Some(WHY)).await;
    let kinds = || {
        app.place.column(&format!(
            "SELECT kind FROM job WHERE clinic = '{}' AND run_at <= {}",
            app.clinic.id,
            app.house.clock.now().as_microsecond()
        ))
    };
    assert!(kinds().iter().any(|kind| kind == "key.destroy") && kinds().len() >= 3, "{:?}", kinds());
    // One was begun when the program stopped: it too is taken up again, and a letter is not.
    app.place.tamper("UPDATE job SET attempts = 1, leased_until = 1 WHERE kind IN ('key.destroy', 'mail.send')");
    app.run_jobs().await;
    assert!(kinds().contains(&"mail.send".to_owned()), "{:?}", kinds());
    assert!(!kinds().iter().any(|kind| kind == "key.destroy" || kind.starts_with("file")), "{:?}", kinds());
}

#[test]
fn a_clinic_is_listed_paused_and_let_go_on_by_commands() {
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    let list = || said(&run(&place, &["clinic", "list"], &[]));
    assert!(list().contains("north") && list().contains("open") && !list().contains("paused"), "{}", list());
    let nothing = run(&place, &["clinic", "suspend", "north", "--because", " "], &[]);
    assert!(
        !nothing.status.success() && said(&nothing).contains("--because: Please fill this in."),
        "{}",
        said(&nothing)
    );
    let paused = run(&place, &["clinic", "suspend", "north", "--because", "They did not pay"], &[]);
    assert!(paused.status.success(), "{}", said(&paused));
    assert!(list().contains("paused") && list().contains("They did not pay."), "{}", list());
    let json = run(&place, &["clinic", "list", "--format", "json"], &[]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json[0]["paused_because"], "They did not pay.");
    assert_eq!(json[0]["agreement"], "own");
    assert!(run(&place, &["clinic", "resume", "north"], &[]).status.success());
    let again = run(&place, &["clinic", "resume", "north"], &[]);
    assert!(!again.status.success() && said(&again).contains("north is not paused"), "{}", said(&again));
    assert!(!list().contains("paused"), "{}", list());
}
