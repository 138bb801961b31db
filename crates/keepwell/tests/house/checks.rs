//! The self-audit: made on its day and once, kept so that a changed one shows, told where something got worse; and the summary of
//! impact beside it.

use ground::Role;
use jiff::SignedDuration;
use promise::{Evidence, Purpose, State};

use crate::kit::program::{run, said};
use crate::kit::{Place, Program, TestApp};

async fn look(app: &TestApp) {
    office::checks::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
}

/// The audits of the clinic: number, way, standing, worse.
fn audits(app: &TestApp) -> Vec<String> {
    app.place.column(&format!(
        "SELECT CAST(number AS TEXT) || ' ' || way || ' ' || CAST(standing AS TEXT) || ' ' || CAST(worse AS TEXT)
         FROM audit WHERE clinic = '{}' ORDER BY number",
        app.clinic.id
    ))
}

/// What of an audit is wrong.
fn wrong(app: &TestApp, audit: i64) -> Vec<String> {
    app.place.column(&format!(
        "SELECT subject || ' ' || figures FROM audit_finding WHERE clinic = '{}' AND audit = {audit} AND wrong > 0 ORDER BY subject",
        app.clinic.id
    ))
}

async fn evidence(app: &TestApp) -> Evidence {
    let prove = app.house.evidence["security.evaluated"];
    app.scope(&app.clinic, Purpose::Operation).read(prove).await.unwrap()
}

fn figure(evidence: &Evidence, name: &str) -> i64 {
    evidence.figures.iter().find(|(of, _)| of == name).unwrap_or_else(|| panic!("{name}")).1
}

fn later(app: &TestApp, by: SignedDuration) {
    app.house.clock.set(app.house.clock.now() + by);
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

#[tokio::test(flavor = "multi_thread")]
async fn the_day_of_a_check_makes_one_on_whichever_node() {
    let app = TestApp::start().await;
    let beside = app.beside().await;
    assert!(evidence(&app).await.ok, "nothing is late in a clinic that has just begun");
    tokio::join!(look(&app), look(&beside));
    assert_eq!(audits(&app), Vec::<String>::new(), "the work waits for whoever is free");
    tokio::join!(app.run_jobs(), beside.run_jobs());
    // No log runs in a test, and nothing is known of it: all else is well.
    assert_eq!(audits(&app), ["1 schedule 1 0"], "{:?}", wrong(&app, 1));
    assert!(wrong(&app, 1)[0].starts_with("logs.without_people "), "{:?}", wrong(&app, 1));
    // Until its period is over there is no other.
    for node in [&app, &beside] {
        later(node, DAY * 7 - SignedDuration::from_mins(1));
        look(node).await;
        node.run_jobs().await;
    }
    assert_eq!(audits(&app).len(), 1);
    for node in [&app, &beside] {
        later(node, SignedDuration::from_mins(1));
    }
    tokio::join!(look(&app), look(&beside));
    tokio::join!(beside.run_jobs(), app.run_jobs());
    look(&app).await;
    app.run_jobs().await;
    assert_eq!(audits(&app).len(), 2, "once for each period: {:?}", audits(&app));
    let seen = evidence(&app).await;
    assert!(seen.ok && figure(&seen, "missed") == 0 && figure(&seen, "audits") == 2, "{seen:?}");
    // The other clinic has its own.
    assert_eq!(
        app.place.column(&format!("SELECT CAST(number AS TEXT) FROM audit WHERE clinic = '{}'", app.other.id)).len(),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_was_asked_for_and_never_made_is_asked_for_again() {
    let app = TestApp::start().await;
    look(&app).await;
    // Whoever had it in hand died, and its work with it.
    app.place.tamper("DELETE FROM job WHERE kind = 'office.audit'");
    later(&app, SignedDuration::from_mins(59));
    look(&app).await;
    app.run_jobs().await;
    assert_eq!(audits(&app).len(), 0, "it may still be in somebody's hands");
    later(&app, SignedDuration::from_mins(2));
    look(&app).await;
    app.run_jobs().await;
    assert_eq!(audits(&app).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_is_late_or_was_changed_is_evidence_against_it() {
    let app = TestApp::start().await;
    let make = async || {
        look(&app).await;
        app.run_jobs().await;
    };
    make().await;
    later(&app, DAY * 8);
    assert!(evidence(&app).await.ok, "a day late is within what an upgrade may take");
    later(&app, SignedDuration::from_mins(1));
    let late = evidence(&app).await;
    assert!(!late.ok && figure(&late, "late") == 1, "{late:?}");
    // Making it does not undo that its period was missed; the next one on its day does, and the figure stays.
    make().await;
    let missed = evidence(&app).await;
    assert!(!missed.ok && figure(&missed, "missed") == 1 && figure(&missed, "late") == 0, "{missed:?}");
    let itself = wrong(&app, 2).into_iter().any(|one| one.starts_with("security.evaluated "));
    assert!(itself, "it says so of itself: {:?}", wrong(&app, 2));
    later(&app, DAY * 7);
    make().await;
    let well = evidence(&app).await;
    assert!(well.ok && figure(&well, "missed") == 1, "{well:?}");
    // Nothing of the history can be changed, added or taken away unseen, but the very last.
    for (tampering, undone) in [
        ("audit SET standing = standing + 1 WHERE number = 1", "audit SET standing = standing - 1 WHERE number = 1"),
        ("audit SET at = at - 1 WHERE number = 2", "audit SET at = at + 1 WHERE number = 2"),
        ("audit SET run_by = 'per_x' WHERE number = 3", "audit SET run_by = 'automatic' WHERE number = 3"),
        (
            "audit_finding SET figures = figures || ' ' WHERE audit = 1 AND number = 3",
            "audit_finding SET figures = rtrim(figures) WHERE audit = 1 AND number = 3",
        ),
        (
            "audit_finding SET wrong = wrong + 1 WHERE audit = 2 AND number = 0",
            "audit_finding SET wrong = wrong - 1 WHERE audit = 2 AND number = 0",
        ),
        (
            "audit_finding SET number = 9999 WHERE audit = 3 AND number = 0",
            "audit_finding SET number = 0 WHERE audit = 3 AND number = 9999",
        ),
    ] {
        app.place.tamper(&format!("UPDATE {tampering}"));
        let seen = evidence(&app).await;
        assert!(!seen.ok && figure(&seen, "changed") == 1, "{tampering}: {seen:?}");
        app.place.tamper(&format!("UPDATE {undone}"));
        assert!(evidence(&app).await.ok, "{undone}");
    }
    app.place.tamper("DELETE FROM audit_finding WHERE audit = 2");
    app.place.tamper("DELETE FROM audit WHERE number = 2");
    let gone = evidence(&app).await;
    assert!(!gone.ok && figure(&gone, "missing") == 1, "{gone:?}");
    let all = keepwell::promises::standing(&app.house, &app.clinic).await;
    assert_eq!(all.iter().find(|one| one.promise.id == "security.evaluated").unwrap().state, State::Gap);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_got_worse_is_told_once_and_stands_on_the_officers_page() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    look(&app).await;
    app.run_jobs().await;
    let told =
        async || app.letters().await.into_iter().filter(|one| one.kind == "office.audit.worse").collect::<Vec<_>>();
    assert_eq!(told().await.len(), 0, "the first has nothing to be held against");
    let office = officer.get(&app.path("/office")).await.text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(office.contains("1 finding of the last self-check"), "{office}");
    let clear = if app.place.is_postgres() { "convert_to('Nadia', 'UTF8')" } else { "CAST('Nadia' AS BLOB)" };
    let one = format!("(SELECT MIN(id) FROM client WHERE clinic = '{}')", app.clinic.id);
    app.place.tamper(&format!("UPDATE client SET given_name = {clear} WHERE id = {one}"));
    later(&app, SignedDuration::from_mins(11));
    let pressed = officer.post(&app.path("/office/checks"), &[]).await;
    assert_eq!((pressed.status, pressed.location.unwrap()), (303, app.path("/office/checks?done=asked")));
    let letters = told().await;
    let wrongs = wrong(&app, 2);
    assert!(wrongs.iter().any(|one| one.starts_with("encryption.at_rest ")), "{wrongs:?}");
    assert!(letters.len() >= 2, "the manager and the officer: {}", letters.len());
    let body = letters[0].body.clone();
    assert!(body.contains("got worse: ") && body.contains("/office/checks/2"), "{body}");
    let office = officer.get(&app.path("/office")).await;
    assert!(
        office.text.contains("of the last self-check") && office.text.contains("/office/checks/2"),
        "{}",
        office.text
    );
    let page = officer.get(&app.path("/office/checks/2")).await;
    let text = page.text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(
        page.status == 200 && text.contains("got worse: ") && text.contains("/notice/encryption.at_rest"),
        "{text}"
    );
    // What goes on being wrong is not told again.
    later(&app, SignedDuration::from_mins(11));
    officer.post(&app.path("/office/checks"), &[]).await;
    assert_eq!(told().await.len(), letters.len());
    assert_eq!(audits(&app).len(), 3);
    for language in ["en", "ar"] {
        for below in ["/office/checks", "/office/checks/1", "/office/checks/3"] {
            let page = officer.get(&app.path(&format!("{below}?lang={language}"))).await;
            assert!(page.status == 200 && !page.text.contains("checks-"), "{language} {below}: {}", page.text);
        }
    }
    assert_eq!(officer.get(&app.path("/office/checks/4")).await.status, 404);
    // Another clinic's are not shown.
    let other = app.signed_in(&app.other, Role::PrivacyOfficer).await;
    assert_eq!(other.get(&format!("/c/{}/office/checks/1", app.other.slug)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_button_makes_no_more_than_one_in_ten_minutes() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let press = async || {
        let to = manager.post(&app.path("/office/checks"), &[]).await.location.unwrap();
        to.rsplit('=').next().unwrap().to_owned()
    };
    assert_eq!([press().await, press().await, press().await], ["asked", "waits", "waits"]);
    assert!(manager.get(&app.path("/office/checks")).await.text.contains("A check is under way"));
    app.run_jobs().await;
    assert_eq!(audits(&app).len(), 1);
    assert!(audits(&app)[0].starts_with("1 hand "));
    assert_eq!(press().await, "rests");
    later(&app, SignedDuration::from_mins(10));
    assert_eq!(press().await, "asked");
    app.run_jobs().await;
    assert_eq!(audits(&app).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_is_paged_the_newest_first() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let empty = officer.get(&app.path("/office/checks")).await;
    assert!(empty.text.contains("No check has run yet"), "{}", empty.text);
    let blob = if app.place.is_postgres() { "'\\x00'::bytea" } else { "X'00'" };
    for number in 1..=45 {
        app.place.tamper(&format!(
            "INSERT INTO audit (clinic, number, way, run_by, days, program, findings, standing, worse, better, digest, at)
             VALUES ('{}', {number}, 'schedule', 'automatic', 7, '0', 1, 0, 0, 0, {blob}, {number}000000)",
            app.clinic.id
        ));
    }
    let (mut to, mut seen) = (app.path("/office/checks"), Vec::new());
    loop {
        let page = officer.get(&to).await.text;
        let numbers =
            page.split("/office/checks/").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<i64>().ok());
        seen.extend(numbers);
        match page.split("/office/checks?below=").nth(1).and_then(|rest| rest.split('"').next().map(str::to_owned)) {
            Some(below) => to = app.path(&format!("/office/checks?below={below}")),
            None => break,
        }
    }
    assert_eq!(seen, (1..=45).rev().collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_summary_of_impact_is_computed_and_keeps_what_the_clinic_writes_of_it() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let at = app.path("/processing/impact");
    let page = officer.get(&at).await;
    let text = page.text.replace(['\u{2068}', '\u{2069}'], "");
    for said in [
        "Health (special category)",
        "Harbour Directory Services Ltd",
        "Nothing here is legal advice",
        "somebody opens an account alone",
        "are encrypted under a key that is yours alone",
        "No self-check has run yet",
        "Nobody has written an assessment",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("Biometric data: it cannot"), "no column holds any: {text}");
    assert!(officer.get(&app.path("/processing")).await.text.contains("/processing/impact"));
    let write = async |body: &str| officer.post(&app.path("/processing/impact/risks"), &[("body", body)]).await;
    assert!(write("We treat few children.").await.location.unwrap().ends_with("?done=done#risks"));
    assert!(write("We treat few children.").await.location.unwrap().ends_with("?done=same#risks"));
    assert!(write("We treat no children.").await.location.unwrap().ends_with("?done=done#risks"));
    let page = officer.get(&at).await.text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(
        page.contains("We treat few children.") && page.contains("(version 2)") && page.contains("(version 1)"),
        "{page}"
    );
    // What cannot be kept comes back filled, with the fault beside it.
    let long = "x".repeat(10_001);
    let refused = write(&long).await;
    assert!(
        refused.status == 422 && refused.text.contains(&long) && refused.text.contains("e-risks"),
        "{}",
        refused.status
    );
    assert_eq!(write("   ").await.status, 422);
    assert_eq!(officer.post(&app.path("/processing/impact/nothing"), &[("body", "x")]).await.status, 404);
    let arabic = officer.get(&app.path("/processing/impact?lang=ar")).await.text;
    assert!(!arabic.contains("impact-") || !arabic.contains("impact-section"), "{arabic}");
    // The record of processing says the same in the same words, and no name of the program's own.
    for language in ["en", "ar"] {
        let record = officer.get(&app.path(&format!("/processing?lang={language}"))).await.text;
        for raw in ["<bdi>care</bdi>", "<bdi>health</bdi>", "<code>encryption.at_rest</code>", "impact-", "office-"] {
            assert!(!record.contains(raw), "{language}, {raw}: {record}");
        }
    }
    assert_eq!(app.place.column("SELECT body FROM assessment ORDER BY number").len(), 2);
}

#[test]
fn the_command_prints_what_it_found_keeps_it_and_fails_where_something_is_wrong() {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let words = ["demo", "--port", "0", "--clients", "25", "--appointments", "60", "--data", &data];
    Program::start(&place, &words, &[]).kill();
    let check = |more: &[&str]| run(&place, &[&["check", "--privacy", "--clinic", "linden-quay"], more].concat(), &[]);
    let first = check(&["--json"]);
    let printed: serde_json::Value =
        serde_json::from_slice(&first.stdout).unwrap_or_else(|_| panic!("{}", said(&first)));
    let audit = &printed[0];
    assert_eq!((first.status.success(), &audit["standing"]), (true, &0.into()), "{}", said(&first));
    assert_eq!((&audit["clinic"], &audit["way"]), (&"linden-quay".into(), &"command".into()));
    let kept = audit["found"].as_array().unwrap().iter().filter(|one| one["state"] == "kept").count();
    assert!(kept > 30, "{kept} promises were judged");
    let clear = if place.is_postgres() { "convert_to('Nadia', 'UTF8')" } else { "CAST('Nadia' AS BLOB)" };
    place.tamper(&format!("UPDATE client SET given_name = {clear}"));
    let second = check(&[]);
    let text = said(&second);
    assert!(!second.status.success() && text.contains("encryption.at_rest") && text.contains("got worse"), "{text}");
    let numbers = place.column("SELECT CAST(number AS TEXT) FROM audit ORDER BY number");
    assert!(numbers.len() >= 2, "{numbers:?}");
    assert!(!run(&place, &["check", "--clinic", "linden-quay"], &[]).status.success(), "only with --privacy");
}
