//! Whom no letter reaches: counted from the store, told by other means or publicly, and never counted as told before that.

use office::incidents;
use promise::{Purpose, State};

use super::*;

pub(super) async fn write_letters(app: &TestApp, browser: &Browser, id: IncidentId) {
    for language in app.clinic.languages.clone() {
        let fields = [("subject", "Your data"), ("body", "What happened, and what you can do.")];
        done(app, browser, id, &format!("letters/{language}"), &fields).await;
    }
}

/// One that touches `touched`, assessed as high, whose letters went.
pub(super) async fn told(app: &TestApp, touched: &[PersonId]) -> (Browser, IncidentId) {
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let id = report(app, &manager, "misdirected").await;
    confirm(app, &manager, id, "08:00", "10:00").await;
    done(app, &manager, id, "reach", &[("reach", "by_hand")]).await;
    app.run_jobs().await;
    for person in touched {
        let person = person.to_string();
        done(app, &manager, id, "persons", &[("person", &person), ("hand", "added"), ("why", REASON)]).await;
    }
    assess(app, &manager, id, "high").await;
    write_letters(app, &manager, id).await;
    done(app, &manager, id, "sending", &[]).await;
    app.run_jobs().await;
    (manager, id)
}

pub(super) async fn draft(app: &TestApp, browser: &Browser, id: IncidentId, says: &str) {
    for language in app.clinic.languages.clone() {
        let body = format!("{says} ({language})\n\nCall us, and we tell you.");
        done(app, browser, id, &format!("notice/{language}"), &[("subject", "A lost list"), ("body", &body)]).await;
    }
}

pub(super) async fn look(app: &TestApp) {
    incidents::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
    app.run_jobs().await;
}

pub(super) fn met(app: &TestApp) -> i64 {
    count(app, "incident_duty WHERE whom = 'persons' AND met_at IS NOT NULL")
}

pub(super) fn notice(app: &TestApp) -> String {
    app.place.column("SELECT id FROM incident_notice WHERE withdrawn_at IS NULL").remove(0)
}

pub(super) const PHONE: &[(&str, &str)] = &[("phone", "1800 555 019"), ("read", "1")];

#[tokio::test(flavor = "multi_thread")]
async fn whom_no_letter_reaches_is_told_publicly_for_its_days_and_counts_as_told_then() {
    let app = TestApp::start().await;
    let (reached, quiet) = (client(&app, Some("reached@example.org")).await, client(&app, None).await);
    let (manager, id) = told(&app, &[reached, quiet]).await;
    assert_eq!(met(&app), 0, "somebody has no address");
    let page = manager.get(&app.path(&format!("/incidents/{id}"))).await.text;
    for says in [
        "Whom no letter reaches",
        "Nobody knows an address of: 1",
        "Article 34(3)(c)",
        &promise::law::named("GDPR (Regulation 2016/679), Article 34(3)(c)"),
        "for 90 days",
    ] {
        assert!(page.contains(says), "{says}: {page}");
    }
    // It is on the officer's page; and it cannot be closed.
    let due = manager.get(&app.path("/office")).await.text;
    assert!(due.contains("Tell somebody whom no letter about an incident reaches"), "{due}");
    assert_eq!(act(&app, &manager, id, "closure", &[("lessons", REASON)]).await.status, 409);
    // A draft with a gap is not published, nor one that nobody says to have read, nor by whoever wrote it.
    let other = officer(&app).await;
    let gap = act(&app, &other, id, "publication", PHONE).await;
    assert!(gap.status == 422 && gap.text.contains("[[…]]"), "{}", gap.text);
    let half = act(&app, &manager, id, "notice/en", &[("subject", ""), ("body", "What happened.")]).await;
    assert!(half.status == 422 && half.text.contains("What happened."), "{}", half.text);
    draft(&app, &manager, id, "A list of visits was lost.").await;
    assert_eq!(act(&app, &manager, id, "publication", PHONE).await.status, 409, "whoever wrote it");
    let unread = act(&app, &other, id, "publication", &[("phone", "1800 555 019")]).await;
    assert!(unread.status == 422 && unread.text.contains("it must name nobody"), "{}", unread.text);
    assert!(unread.text.contains("value=\"1800 555 019\""), "what was typed stays: {}", unread.text);
    done(&app, &other, id, "publication", PHONE).await;
    assert_eq!(met(&app), 1, "they are told now");
    let visitor = app.visitor();
    let front = visitor.get(&app.path("?lang=en")).await.text;
    let path = app.path(&format!("/incident-notices/{}", notice(&app)));
    assert!(front.contains("Read whether it concerns you") && front.contains(&path), "{front}");
    let shown = visitor.get(&format!("{path}?lang=en")).await.text;
    for says in ["A lost list", "A list of visits was lost. (en)", "1800 555 019", "It stands here until"] {
        assert!(shown.contains(says), "{says}: {shown}");
    }
    let arabic = visitor.get(&format!("{path}?lang=ar")).await.text;
    assert!(arabic.contains("A list of visits was lost. (ar)"), "{arabic}");
    // Not on every page, and on no other clinic's.
    assert!(!visitor.get(&app.path("/recipients?lang=en")).await.text.contains(&path));
    assert!(!visitor.get(&format!("/c/{}?lang=en", app.other.slug)).await.text.contains("concerns you"));
    let elsewhere = format!("/c/{}/incident-notices/{}", app.other.slug, notice(&app));
    assert_eq!(visitor.get(&elsewhere).await.status, 404);
    // What stands is not changed, by nobody; and it is published once.
    assert_eq!(
        act(&app, &manager, id, "notice/en", &[("subject", "Other"), ("body", "Other words.")]).await.status,
        409
    );
    assert_eq!(act(&app, &other, id, "publication", PHONE).await.status, 409);
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let over = scope.write(|tx| tx.execute("UPDATE incident_notice SET texts = '{}'", &[]).map(drop)).await;
    assert!(over.is_err(), "the store refuses it");
    let (state, evidence) = standing(&app).await;
    assert_eq!(state, State::Kept, "{evidence}");
    // It goes by the clock.
    let later = |at: &str| app.house.clock.set(at.parse().unwrap());
    later("2027-02-22T23:59:00Z");
    assert!(app.visitor().get(&path).await.status == 200);
    later("2027-02-23T00:00:00Z");
    assert_eq!(app.visitor().get(&path).await.status, 404);
    assert!(!app.visitor().get(&app.path("?lang=en")).await.text.contains("concerns you"));
    let (_, evidence) = standing(&app).await;
    assert!(
        evidence.contains("(\"unreached\", 0)") && evidence.contains("(\"not posted\", 0)"),
        "it stood its days: {evidence}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_in_the_states_need_a_number_free_of_charge_whoever_of_them_was_rung_up() {
    let app = TestApp::start().await;
    let mut quiet = Vec::new();
    for _ in 0..10 {
        quiet.push(client(&app, None).await);
    }
    let (manager, id) = told(&app, &quiet).await;
    done(&app, &manager, id, "places", &[("places", "US-NY 10")]).await;
    draft(&app, &manager, id, "A list of visits was lost.").await;
    let other = officer(&app).await;
    let page = other.get(&app.path(&format!("/incidents/{id}"))).await.text;
    assert!(page.contains("45 CFR 164.404(d)(2)") && page.contains("free of charge for as long"), "{page}");
    let none = act(&app, &other, id, "publication", &[("read", "1")]).await;
    assert!(none.status == 422 && none.text.contains("in digits"), "{}", none.text);
    let words = act(&app, &other, id, "publication", &[("read", "1"), ("phone", "ask Nadia")]).await;
    assert!(words.status == 422 && words.text.contains("in digits"), "{}", words.text);
    // One of them is rung up: nine are left, and ten it stays of whom we do not know enough.
    let one = quiet[0].to_string();
    let fields = [("told", one.as_str()), ("by", "telephone"), ("told_day", "2026-11-24"), ("told_time", "10:35")];
    done(&app, &manager, id, "otherwise", &fields).await;
    // They are chosen by name, those who are left.
    let list = manager.get(&app.path(&format!("/incidents/{id}/persons?way=post"))).await.text;
    let offered = |person: PersonId| list.contains(&format!("<option value=\"{person}\">"));
    assert!(!offered(quiet[0]) && quiet[1..].iter().all(|person| offered(*person)), "{list}");
    let twice = act(&app, &manager, id, "otherwise", &fields).await;
    assert!(twice.status == 422 && twice.text.contains("No such person is among those"), "{}", twice.text);
    let page = other.get(&app.path(&format!("/incidents/{id}"))).await.text;
    for says in ["9 people were told in no way", "free of charge for as long", "Told by other means: 1"] {
        assert!(page.contains(says), "{says}: {page}");
    }
    let still = act(&app, &other, id, "publication", &[("read", "1")]).await;
    assert!(still.status == 422 && still.text.contains("in digits"), "{}", still.text);
    let list = manager.get(&app.path(&format!("/incidents/{id}/persons"))).await.text;
    assert!(list.contains("By telephone on"), "{list}");
    for person in &quiet[1..] {
        assert_eq!(met(&app), 0);
        let person = person.to_string();
        let fields = [("told", person.as_str()), ("by", "spoken"), ("told_day", "2026-11-24"), ("told_time", "10:35")];
        done(&app, &manager, id, "otherwise", &fields).await;
    }
    assert_eq!(met(&app), count(&app, "incident_duty WHERE whom = 'persons'"), "everybody was told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_is_missing_or_was_taken_away_is_evidence_against_it() {
    for (tampering, figure) in [
        ("UPDATE clinic SET posted = ''", "(\"not posted\", 1)"),
        ("DELETE FROM incident_notice", "(\"unreached\", 1)"),
        ("UPDATE incident_notice SET withdrawn_at = published_at", "(\"unreached\", 1)"),
    ] {
        let app = TestApp::start().await;
        let quiet = client(&app, None).await;
        let (manager, id) = told(&app, &[quiet]).await;
        draft(&app, &manager, id, "A list of visits was lost.").await;
        let other = officer(&app).await;
        done(&app, &other, id, "publication", PHONE).await;
        // The day of the law is over, and all was told by then.
        let hours = 80_i64 * 3_600_000_000;
        app.place.tamper(&format!("UPDATE incident_duty SET due_at = due_at - {hours}, met_at = due_at - {hours}"));
        let (state, evidence) = standing(&app).await;
        assert_eq!(state, State::Kept, "before {tampering}: {evidence}");
        app.place.tamper(tampering);
        let (state, evidence) = standing(&app).await;
        assert!(state == State::Gap && evidence.contains(figure), "{tampering}: {evidence}");
    }
}
