//! Telling: who must be told by when, letters that go once, what holds them back, and what is late.

use std::time::{Duration, Instant};

use ground::{Role, Tx};
use jiff::{SignedDuration, Timestamp};
use office::incidents::{self, IncidentId};
use promise::Purpose;

use super::{REASON, act, assess, client, confirm, count, done, officer, report};
use crate::kit::{Browser, Program, TestApp};
use crate::reminders::somebody;

/// What a program on this place must be told to open its keys.
const KEYS: [(&str, &str); 3] = [
    ("KEEPWELL_KEYS__SOURCE", "environment"),
    ("KEEPWELL_MASTER_KEY", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="),
    ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0"),
];

fn later(app: &TestApp, hours: i64) {
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(hours));
}

/// A letter without a gap in each of the clinic's languages.
async fn write_letters(app: &TestApp, browser: &Browser, id: IncidentId) {
    for language in app.clinic.languages.clone() {
        let body = format!("What happened, and what you can do ({language}).");
        done(app, browser, id, &format!("letters/{language}"), &[("subject", "Your data"), ("body", &body)]).await;
    }
}

/// An incident of everything, told to nobody yet: who wrote the letters is the manager.
async fn ready(app: &TestApp, grade: &str) -> (Browser, IncidentId) {
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let id = report(app, &manager, "ransomware").await;
    confirm(app, &manager, id, "08:00", "10:00").await;
    done(app, &manager, id, "reach", &[("reach", "everything")]).await;
    app.run_jobs().await;
    assess(app, &manager, id, grade).await;
    write_letters(app, &manager, id).await;
    (manager, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn seventy_two_hours_run_from_the_moment_it_was_known() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let id = report(&app, &officer, "misdirected").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    assess(&app, &officer, id, "high").await;
    let at = |text: &str| text.parse::<Timestamp>().unwrap().as_microsecond().to_string();
    let due = |whom: &str| {
        app.place.column(&format!(
            "SELECT CAST(due_at AS TEXT) FROM incident_duty WHERE incident = '{id}' AND whom = '{whom}'"
        ))
    };
    assert_eq!(due("authority"), [at("2026-11-27T10:30:00Z")]);
    assert_eq!(due("persons"), [at("2026-11-27T10:30:00Z")]);
    assert_eq!(due("media"), Vec::<String>::new());
    // It is on the officer's page, with the places the officer counted: a state with more than 500, and a land without a law.
    let bad = act(&app, &officer, id, "places", &[("places", "US-CA many")]).await;
    assert!(bad.status == 422 && bad.text.contains("US-CA many"), "{}", bad.text);
    done(&app, &officer, id, "places", &[("places", "US-CA 620\nBR 3")]).await;
    assert_eq!(due("media").len(), 1);
    let places = app.place.column(&format!("SELECT place FROM incident_duty WHERE incident = '{id}'"));
    assert!(places.contains(&"US-CA".to_owned()) && places.contains(&"BR".to_owned()), "{places:?}");
    let page = officer.get(&app.path("/office")).await;
    assert!(page.text.contains("Tell the authority of an incident"), "{}", page.text);
    // No risk: no law of the Union asks for anything, and that of the States neither where it was not compromised.
    done(&app, &officer, id, "places", &[("places", "")]).await;
    assess(&app, &officer, id, "none").await;
    assert_eq!(count(&app, "incident_duty"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_person_gets_one_letter_though_the_program_is_killed_in_between() {
    const MANY: usize = 260;
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let many = |tx: &mut Tx<'_>| -> ground::Result<()> {
        for n in 0..MANY {
            let email = people::Email::parse(&format!("touched{n}@example.org")).unwrap();
            let language = if n % 2 == 0 { "en" } else { "ar" }.to_owned();
            let new = people::NewClient { email: Some(email), language, ..somebody() };
            people::create(tx, &new, &people::Source::Desk)?;
        }
        Ok(())
    };
    scope.write(many).await.unwrap();
    let (manager, id) = ready(&app, "high").await;
    // Whoever wrote to so many does not send it too.
    let own = act(&app, &manager, id, "sending", &[]).await;
    assert_eq!(own.status, 409, "{}", own.text);
    let officer = officer(&app).await;
    done(&app, &officer, id, "sending", &[]).await;
    let place = app.place.clone();
    drop((app, manager, officer, scope));
    let one = |sql: &str| place.column(sql).remove(0).parse::<usize>().unwrap();
    let letters = || one("SELECT CAST(COUNT(*) AS TEXT) FROM incident_told");
    let touched = one("SELECT CAST(COUNT(*) AS TEXT) FROM incident_person");
    assert!(touched > MANY);
    let mut cut = 0;
    for _ in 0..4 {
        let before = letters();
        let mut program = Program::start(&place, &["serve"], &KEYS);
        let deadline = Instant::now() + Duration::from_secs(20);
        while letters() == before && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        program.kill();
        cut += usize::from(letters() > before && letters() < touched);
        place.tamper("UPDATE job SET leased_until = 1 WHERE leased_until IS NOT NULL");
    }
    assert!(cut > 0, "the program was never killed in between");
    let mut program = Program::start(&place, &["serve"], &KEYS);
    let deadline = Instant::now() + Duration::from_secs(60);
    while letters() < touched && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    program.kill();
    assert_eq!(letters(), touched);
    assert_eq!(one("SELECT CAST(COUNT(DISTINCT person) AS TEXT) FROM incident_told"), touched);
    let mailed = one("SELECT CAST(COUNT(*) AS TEXT) FROM mail WHERE kind = 'office.incident'");
    let told = one("SELECT CAST(COUNT(*) AS TEXT) FROM incident_told WHERE mail IS NOT NULL");
    assert_eq!(mailed, told);
    assert!(mailed >= MANY, "{mailed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_touched_reads_what_they_were_told_and_nobody_else_does() {
    let (app, own, person) = crate::booking_own::client().await;
    let quiet = client(&app, None).await;
    let officer = officer(&app).await;
    let id = report(&app, &officer, "misdirected").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    done(&app, &officer, id, "reach", &[("reach", "by_hand")]).await;
    app.run_jobs().await;
    for one in [person, quiet] {
        let one = one.to_string();
        done(&app, &officer, id, "persons", &[("person", &one), ("hand", "added"), ("why", REASON)]).await;
    }
    assess(&app, &officer, id, "high").await;
    // A draft that was not finished does not go.
    let gap = act(&app, &officer, id, "sending", &[]).await;
    assert_eq!(gap.status, 422, "{}", gap.text);
    write_letters(&app, &officer, id).await;
    done(&app, &officer, id, "sending", &[]).await;
    let letters = app.letters().await;
    let letters: Vec<_> = letters.into_iter().filter(|letter| letter.kind == "office.incident").collect();
    assert_eq!(letters.len(), 1, "whoever has no address is posted to");
    let page = own.get(&app.path("/me/privacy")).await;
    assert!(page.text.contains("What happened, and what you can do"), "{}", page.text);
    // Nobody is called told before the letter was posted.
    let met = || count(&app, "incident_duty WHERE whom = 'persons' AND met_at IS NOT NULL");
    assert_eq!(met(), 0);
    let posts = officer.get(&app.path(&format!("/incidents/{id}/persons?way=post"))).await;
    assert!(posts.text.contains(&quiet.to_string()) && !posts.text.contains(&person.to_string()));
    done(&app, &officer, id, "post", &[("day", "2026-11-24"), ("time", "10:35")]).await;
    assert_eq!(met(), 1);
    let file = officer.get(&app.path("/incidents/register.csv")).await;
    assert!(file.text.contains(&id.to_string()) && file.text.contains("persons"), "{}", file.text);
    assert!(!file.text.contains("Nadia"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_whoever_prosecutes_holds_back_waits_until_then() {
    let app = TestApp::start().await;
    client(&app, Some("waits@example.org")).await;
    let (manager, id) = ready(&app, "high").await;
    done(&app, &manager, id, "delay", &[("until", "2026-12-10"), ("why", REASON)]).await;
    let at = |text: &str| text.parse::<Timestamp>().unwrap().as_microsecond().to_string();
    let due = |whom: &str| {
        app.place.column(&format!("SELECT CAST(due_at AS TEXT) FROM incident_duty WHERE whom = '{whom}'")).remove(0)
    };
    assert_eq!((due("persons"), due("authority")), (at("2026-12-10T00:00:00Z"), at("2026-11-27T10:30:00Z")));
    let officer = officer(&app).await;
    done(&app, &officer, id, "sending", &[]).await;
    app.run_jobs().await;
    assert_eq!(count(&app, "incident_told"), 0);
    let page = officer.get(&app.path(&format!("/incidents/{id}"))).await;
    assert!(page.text.contains("Whoever prosecutes asked"), "{}", page.text);
    app.house.clock.set("2026-12-10T00:00:01Z".parse().unwrap());
    app.run_jobs().await;
    assert!(count(&app, "incident_told") > 0);
    assert_eq!(count(&app, "incident_person WHERE way IS NULL"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_rises_by_letter_once() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let id = report(&app, &officer, "misdirected").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    assess(&app, &officer, id, "risk").await;
    let late = async || {
        incidents::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
        let letters = app.letters().await;
        letters.into_iter().filter(|letter| letter.subject.contains("it is late")).count()
    };
    assert_eq!(late().await, 0);
    later(&app, 73);
    let risen = late().await;
    assert!(risen > 0);
    later(&app, 1);
    assert_eq!(late().await, risen, "nobody is told twice");
}
