//! What whoever runs the program lets a clinic use: refused where it is made, told with what to do, and no limit unless one is
//! set.

use ground::mail::{Letter, Voice};
use ground::{Allowance, Role, RoleSet, Tx};
use identity::{NewToken, Reach};
use jiff::SignedDuration;
use promise::Purpose;

use crate::kit::program::{CREATE, run, said};
use crate::kit::{Place, TestApp};

async fn allow(app: &TestApp, allowance: Allowance) {
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    app.house.allow(clinic, allowance).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_makes_no_more_than_it_may_and_what_it_has_stays() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let client = [("given_name", "Ines"), ("family_name", "Moreau")];
    let colleague = [("name", "Ida Holm"), ("email", "ida@example.org"), ("role", "front_desk")];
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let (clients, staff) = scope
        .read(|tx| -> ground::Result<_> { Ok((people::clients_kept(tx)?, identity::many_staff(tx)?)) })
        .await
        .unwrap();
    let full =
        Allowance { clients: Some(clients), staff: Some(staff), document_bytes: Some(10), ..Allowance::default() };
    allow(&app, full).await;

    let refused = manager.post(&app.path("/clients"), &client).await;
    assert!(
        refused.status == 409 && refused.text.contains("can take nobody new in"),
        "{} {}",
        refused.status,
        refused.text
    );
    let refused = manager.post(&app.path("/staff"), &colleague).await;
    assert!(refused.status == 409 && refused.text.contains("no room for another colleague"), "{}", refused.text);
    let list = manager.get(&app.path("/clients")).await;
    assert_eq!(list.status, 200, "what is there stays");

    let more = Allowance { clients: Some(clients + 1), staff: Some(staff + 1), ..full };
    allow(&app, more).await;
    assert_eq!(manager.post(&app.path("/staff"), &colleague).await.status, 303);
    assert_eq!(manager.post(&app.path("/clients"), &client).await.status, 303);
    assert_eq!(manager.post(&app.path("/clients"), &[("given_name", "Ola"), ("family_name", "Ek")]).await.status, 409);

    // A document that does not fit is not kept.
    let of_clinic = format!("SELECT id FROM client WHERE clinic = '{}' ORDER BY id LIMIT 1", app.clinic.id);
    let id = app.place.column(&of_clinic).remove(0);
    let path = app.path(&format!("/clients/{id}/documents"));
    let refused = manager.upload(&path, "letter.txt", "more than ten bytes").await;
    assert!(refused.status == 409 && refused.text.contains("no room for this document"), "{}", refused.text);
    assert_eq!(app.place.column("SELECT id FROM document WHERE size = 19"), [] as [&str; 0]);
    allow(&app, Allowance::default()).await;
    assert_eq!(manager.upload(&path, "letter.txt", "more than ten bytes").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_ask_no_more_often_than_the_clinic_may_and_whoever_has_no_key_takes_nothing_from_them() {
    let app = TestApp::start().await;
    allow(&app, Allowance { api_a_minute: Some(2), ..Allowance::default() }).await;
    let visitor = app.visitor();
    let roles = RoleSet::from(Role::Integration);
    let new = NewToken { label: "test".to_owned(), roles, reach: Reach::Write, days: Some(1) };
    let made = move |tx: &mut Tx<'_>| identity::create_token(tx, &new);
    let key = app.scope(&app.clinic, Purpose::Administration).write(made).await.unwrap().1.0;
    let path = format!("/api/v1/clinics/{}/services", app.clinic.slug);
    let with = async |key: &str| visitor.api(reqwest::Method::GET, &path, Some(key), &[], None).await;
    for _ in 0..5 {
        assert_eq!(with("kwt_of_nobody").await.status, 401, "a key that is none is not counted");
    }
    let ask = async |clinic: &ground::Clinic| {
        visitor.api(reqwest::Method::GET, &format!("/api/v1/clinics/{}/services", clinic.slug), None, &[], None).await
    };
    for _ in 0..3 {
        assert_eq!(ask(&app.clinic).await.status, 200, "nor is whoever has none");
    }
    assert_eq!((with(&key).await.status, with(&key).await.status), (200, 200));
    let refused = with(&key).await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (429, Some("limit")), "{}", refused.text);
    assert_eq!(ask(&app.other).await.status, 200, "another clinic's programs are not counted with them");
    assert_eq!(visitor.get(&app.path("")).await.status, 200, "nor are people");
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_mins(1));
    assert_eq!(with(&key).await.status, 200);
}

/// Writes letters of this kind and purpose.
async fn written(app: &TestApp, many: usize, kind: &'static str, purpose: Purpose) {
    let write = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        for _ in 0..many {
            let key = tx.create_person()?;
            let letter = Letter {
                kind,
                purpose,
                voice: Voice::Automatic,
                language: "en".to_owned(),
                to: "somebody@example.net".to_owned(),
                subject: kind.to_owned(),
                body: kind.to_owned(),
                calendar: None,
                until: None,
            };
            ground::mail::post(tx, &key, &letter)?;
        }
        Ok(())
    };
    app.scope(&app.clinic, purpose).write(write).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_over_the_number_of_a_day_go_on_the_next_ones_and_those_about_an_account_go_at_once() {
    let app = TestApp::start().await;
    app.run_jobs().await;
    // Nothing of the demo's own goes out beside them.
    app.place.tamper("UPDATE mail SET counted = 0");
    app.place.tamper("DELETE FROM job");
    allow(&app, Allowance { letters_a_day: Some(2), ..Allowance::default() }).await;
    let gone = |kind: &str| {
        let sql = format!(
            "SELECT id FROM mail WHERE clinic = '{}' AND kind = '{kind}' AND state <> 'waiting'",
            app.clinic.id
        );
        app.place.column(&sql).len()
    };
    written(&app, 5, "test.visit", Purpose::Scheduling).await;
    app.run_jobs().await;
    assert_eq!(gone("test.visit"), 2);
    written(&app, 3, "test.account", Purpose::Account).await;
    written(&app, 1, "test.alarm", Purpose::Security).await;
    app.run_jobs().await;
    assert_eq!((gone("test.account"), gone("test.alarm"), gone("test.visit")), (3, 1, 2));
    // Nobody is told of them: they wait on purpose.
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(2));
    app.run_jobs().await;
    assert_eq!(ground::mail::late_anywhere(&app.house).await.unwrap(), None);
    // What was written yesterday and goes today is of today's.
    let mut days = Vec::new();
    for _ in 0..3 {
        app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(24));
        app.run_jobs().await;
        days.push(gone("test.visit"));
    }
    assert_eq!(days, [4, 5, 5]);
    // More than the day's number, written on two days: none goes before its turn, and all go.
    written(&app, 3, "test.visit", Purpose::Scheduling).await;
    app.run_jobs().await;
    assert_eq!(gone("test.visit"), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_is_invited_however_many_letters_went() {
    let app = TestApp::start().await;
    app.run_jobs().await;
    allow(&app, Allowance { letters_a_day: Some(0), ..Allowance::default() }).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let invite = [("name", "Ida Holm"), ("email", "ida@example.org"), ("role", "front_desk")];
    assert_eq!(manager.post(&app.path("/staff"), &invite).await.status, 303);
    app.run_jobs().await;
    let sql = format!("SELECT state FROM mail WHERE clinic = '{}' AND kind = 'identity.invitation'", app.clinic.id);
    assert_eq!(app.place.column(&sql), ["shown"]);
}

#[test]
fn limits_are_set_and_shown_against_what_is_used_by_commands() {
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    let show = || said(&run(&place, &["clinic", "show", "north"], &[]));
    assert!(show().contains("North (north)") && show().contains("no limit") && show().contains("open"), "{}", show());
    let set = run(&place, &["clinic", "limits", "north", "--staff", "5", "--documents-mb", "200"], &[]);
    assert!(set.status.success() && said(&set).contains("of 200000000"), "{}", said(&set));
    let lines = show();
    let staff = lines.lines().find(|line| line.contains("staff")).unwrap();
    assert!(staff.contains("1 of 5"), "{lines}");
    // What is not named stays; none takes it away.
    assert!(run(&place, &["clinic", "limits", "north", "--staff", "none"], &[]).status.success());
    assert!(show().contains("of 200000000") && !show().contains("of 5"), "{}", show());
    let wrong = run(&place, &["clinic", "limits", "north", "--clients", "many"], &[]);
    assert!(!wrong.status.success() && said(&wrong).contains("a whole number, or none"), "{}", said(&wrong));
    let json = run(&place, &["clinic", "show", "north", "--format", "json"], &[]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((json["slug"].as_str(), json["uses"][0]["most"].as_u64()), (Some("north"), Some(200_000_000)));
}
