//! What was noted wrongly is put right with a trace, who is not told for a reason, what follows a date that was put right, and what the
//! register says of what nobody did.

use promise::Purpose;

use super::returned::came_back;
use super::unreached::told;
use super::*;

/// What is known, with another first day.
async fn began(app: &TestApp, browser: &Browser, id: IncidentId, day: &str) {
    let fields = [
        ("kind", "opened"),
        ("said", "Somebody looked at records they had no business with."),
        ("categories", "identity"),
        ("categories", "health"),
        ("discovered_day", "2026-11-24"),
        ("discovered_time", "10:30"),
        ("began_day", day),
        ("began_time", "08:00"),
        ("ended_day", "2026-11-24"),
        ("ended_time", "10:00"),
    ];
    done(app, browser, id, "confirmation", &fields).await;
    // In another stretch of time it is found anew whom it touches.
    app.run_jobs().await;
}

fn mails(app: &TestApp) -> i64 {
    count(app, "mail WHERE kind = 'office.incident'")
}

async fn history(app: &TestApp, browser: &Browser, id: IncidentId) -> String {
    browser.get(&app.path(&format!("/incidents/{id}?lang=en"))).await.text.replace(['\u{2068}', '\u{2069}'], "")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_calls_nothing_in_time_that_nobody_did() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let id = report(&app, &officer, "misdirected").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    assess(&app, &officer, id, "risk").await;
    let says = async |app: &TestApp| {
        let file = officer.get(&app.path("/incidents/register.csv")).await.text;
        file.lines().find(|line| line.starts_with(&id.to_string())).unwrap().to_owned()
    };
    assert!(says(&app).await.contains(",not done,"), "{}", says(&app).await);
    app.house.clock.set("2026-11-28T10:31:00Z".parse().unwrap());
    let officer = super::officer(&app).await;
    let file = officer.get(&app.path("/incidents/register.csv")).await.text;
    assert!(file.contains("\"not done, late\"") && !file.contains(",yes,"), "{file}");
    let duty = app.place.column("SELECT id FROM incident_duty").remove(0);
    let told = [("day", "2026-11-28"), ("time", "10:31"), ("reference", "DPC-17")];
    done(&app, &officer, id, &format!("duties/{duty}"), &told).await;
    let file = officer.get(&app.path("/incidents/register.csv")).await.text;
    assert!(file.contains(",late,DPC-17") && !file.contains("not done"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_noted_of_a_telling_is_put_right_with_a_trace() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let id = report(&app, &officer, "misdirected").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    assess(&app, &officer, id, "risk").await;
    let duty = app.place.column("SELECT id FROM incident_duty").remove(0);
    let path = format!("duties/{duty}");
    let right = [("act", "right"), ("day", "2026-11-24"), ("time", "10:20"), ("reference", "DPC-71"), ("why", REASON)];
    assert_eq!(act(&app, &officer, id, &path, &right).await.status, 409, "nothing was noted");
    done(&app, &officer, id, &path, &[("day", "2026-11-24"), ("time", "10:35"), ("reference", "DPC-17")]).await;
    let page = officer.get(&app.path(&format!("/incidents/{id}/{path}?lang=en"))).await;
    assert!(page.text.contains("Put right what was noted"), "{}", page.text);
    let short = [("act", "right"), ("day", "2026-11-24"), ("time", "10:20"), ("reference", "DPC-71"), ("why", "no")];
    assert_eq!(act(&app, &officer, id, &path, &short).await.status, 422);
    done(&app, &officer, id, &path, &right).await;
    let noted = || app.place.column("SELECT reference FROM incident_duty WHERE met_at IS NOT NULL");
    assert_eq!(noted(), ["DPC-71"]);
    let page = history(&app, &officer, id).await;
    assert!(page.contains("DPC-17 →") && page.contains("DPC-71") && page.contains("was put right"), "{page}");
    // They were not told at all: it is due again.
    done(&app, &officer, id, &path, &[("act", "right"), ("untold", "1"), ("why", REASON)]).await;
    assert_eq!(noted(), Vec::<String>::new());
    assert_eq!(act(&app, &officer, id, "closure", &[("lessons", REASON)]).await.status, 409);
    assert_eq!(count(&app, "incident_event WHERE what = 'retold'"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_closed_once_every_telling_is_done_or_it_is_said_why_not() {
    let app = TestApp::start().await;
    let person = client(&app, Some("gone@example.org")).await;
    let (manager, id) = told(&app, &[person]).await;
    came_back(&app, "gone@example.org").await;
    let close = async || act(&app, &manager, id, "closure", &[("lessons", REASON)]).await.status;
    for duty in app.place.column("SELECT id FROM incident_duty WHERE whom <> 'persons'") {
        assert_eq!(close().await, 409);
        let path = format!("duties/{duty}");
        let short = act(&app, &manager, id, &path, &[("act", "not"), ("why", "no")]).await;
        assert_eq!(short.status, 422, "{}", short.text);
        done(&app, &manager, id, &path, &[("act", "not"), ("why", REASON)]).await;
    }
    let persons = app.place.column("SELECT id FROM incident_duty WHERE whom = 'persons'").remove(0);
    let of_all = act(&app, &manager, id, &format!("duties/{persons}"), &[("act", "not"), ("why", REASON)]).await;
    assert_eq!(of_all.status, 409, "of persons it is said one by one");
    assert_eq!(close().await, 409, "whose letter came back was told in no way");
    let who = person.to_string();
    let page = manager.get(&app.path(&format!("/incidents/{id}/persons?way=post&lang=en"))).await.text;
    assert!(page.contains("Not at all, for a reason"), "{page}");
    let why = [("told", who.as_str()), ("by", "not"), ("told_why", "")];
    assert_eq!(act(&app, &manager, id, "otherwise", &why).await.status, 422);
    done(&app, &manager, id, "otherwise", &[("told", &who), ("by", "not"), ("told_why", REASON)]).await;
    let page = manager.get(&app.path(&format!("/incidents/{id}/persons?lang=en"))).await.text;
    assert!(page.contains("Not told, for a reason, on"), "{page}");
    // Nobody said which kinds of data it is about.
    app.place.tamper("UPDATE incident SET categories = ''");
    assert_eq!(close().await, 409);
    app.place.tamper("UPDATE incident SET categories = 'identity'");
    assert_eq!(close().await, 303);
    let (_, evidence) = standing(&app).await;
    assert!(evidence.contains("(\"said why not\", 2)") && evidence.contains("(\"unreached\", 0)"), "{evidence}");
    let file = manager.get(&app.path("/incidents/register.csv")).await.text;
    assert!(file.contains(",not told for a reason,"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_is_put_right_is_put_right_in_what_has_not_left_and_said_of_what_has() {
    let app = TestApp::start().await;
    let (one, two) = (client(&app, Some("one@example.org")).await, client(&app, Some("two@example.org")).await);
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let id = report(&app, &manager, "opened").await;
    began(&app, &manager, id, "2026-11-20").await;
    done(&app, &manager, id, "reach", &[("reach", "by_hand")]).await;
    app.run_jobs().await;
    for person in [one, two] {
        let person = person.to_string();
        done(&app, &manager, id, "persons", &[("person", &person), ("hand", "added"), ("why", REASON)]).await;
    }
    assess(&app, &manager, id, "high").await;
    let page = history(&app, &manager, id).await;
    assert!(page.contains("Friday 20 November"), "the draft names its day: {page}");
    // Before anything left, the drafts follow.
    began(&app, &manager, id, "2026-11-21").await;
    let page = history(&app, &manager, id).await;
    assert!(page.contains("Saturday 21 November") && !page.contains("Friday 20 November"), "{page}");
    // In words of their own the day is left to whoever wrote them, and nothing goes before they looked.
    super::unreached::write_letters(&app, &manager, id).await;
    began(&app, &manager, id, "2026-11-22").await;
    let page = history(&app, &manager, id).await;
    assert!(
        page.contains("This changed and stands in your own words") && page.contains("Sunday 22 November"),
        "{page}"
    );
    assert_eq!(act(&app, &manager, id, "sending", &[]).await.status, 422);
    super::unreached::write_letters(&app, &manager, id).await;
    done(&app, &manager, id, "sending", &[]).await;
    app.run_jobs().await;
    assert_eq!(mails(&app), 2);
    // One of the letters has not left when the day is put right once more.
    app.place.tamper(&format!(
        "UPDATE mail SET state = 'waiting', sent_at = NULL WHERE id = (SELECT mail FROM incident_person WHERE person = '{two}')"
    ));
    began(&app, &manager, id, "2026-11-19").await;
    assert_eq!(mails(&app), 1, "what had not left does not go");
    let ways = format!("SELECT COALESCE(way, '-') FROM incident_person WHERE person = '{two}'");
    assert_eq!(app.place.column(&ways), ["-"]);
    assert_eq!(count(&app, "incident_duty WHERE whom = 'persons' AND met_at IS NOT NULL"), 0, "they are to be told");
    let page = history(&app, &manager, id).await;
    assert!(page.contains("One letter to a person had left and still says"), "{page}");
    super::unreached::write_letters(&app, &manager, id).await;
    done(&app, &manager, id, "sending", &[]).await;
    app.run_jobs().await;
    assert_eq!((mails(&app), count(&app, "incident_told")), (2, 2), "each has one letter");
    let reads = app.scope(&app.clinic, Purpose::Rights);
    assert!(reads.read(move |tx| incidents::told_to(tx, id, two)).await.unwrap());
}
