//! What is found, added, merged or set after letters went: nobody is written to whom nobody saw, and nobody twice.

use office::incidents;
use promise::{Purpose, State};

use super::*;

async fn write_letters(app: &TestApp, browser: &Browser, id: IncidentId) {
    for language in app.clinic.languages.clone() {
        let fields = [("subject", "Your data"), ("body", "What happened, and what you can do.")];
        done(app, browser, id, &format!("letters/{language}"), &fields).await;
    }
}

/// One that touches `touched`, assessed as high, with its letters written, as whoever did all that.
async fn ready(app: &TestApp, touched: &[PersonId]) -> (Browser, IncidentId) {
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let id = report(app, &manager, "misdirected").await;
    confirm(app, &manager, id, "08:00", "10:00").await;
    assess(app, &manager, id, "high").await;
    write_letters(app, &manager, id).await;
    // Nobody said yet how it is found whom it touches: nobody is told of it, and it is not over.
    assert_eq!(act(app, &manager, id, "sending", &[]).await.status, 409);
    assert_eq!(act(app, &manager, id, "closure", &[("lessons", REASON)]).await.status, 409);
    done(app, &manager, id, "reach", &[("reach", "by_hand")]).await;
    app.run_jobs().await;
    for person in touched {
        add(app, &manager, id, *person).await;
    }
    (manager, id)
}

async fn add(app: &TestApp, browser: &Browser, id: IncidentId, person: PersonId) {
    let person = person.to_string();
    done(app, browser, id, "persons", &[("person", &person), ("hand", "added"), ("why", REASON)]).await;
}

async fn look(app: &TestApp) {
    incidents::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
    app.run_jobs().await;
}

fn mails(app: &TestApp) -> i64 {
    count(app, "mail WHERE kind = 'office.incident'")
}

fn way(app: &TestApp, person: PersonId) -> String {
    app.place.column(&format!("SELECT COALESCE(way, '') FROM incident_person WHERE person = '{person}'")).remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_found_after_the_letters_went_waits_for_a_second_pair_of_eyes() {
    let app = TestApp::start().await;
    let first = client(&app, Some("first@example.org")).await;
    let (manager, id) = ready(&app, &[first]).await;
    done(&app, &manager, id, "sending", &[]).await;
    app.run_jobs().await;
    let met = || count(&app, "incident_duty WHERE whom = 'persons' AND met_at IS NOT NULL");
    assert_eq!((mails(&app), met()), (1, 1));
    // It was everything: many are found, and none of them is written to because one was.
    done(&app, &manager, id, "reach", &[("reach", "everything")]).await;
    look(&app).await;
    look(&app).await;
    let waiting = || count(&app, "incident_person WHERE way IS NULL");
    assert!(waiting() >= 20, "{}", waiting());
    assert_eq!((mails(&app), count(&app, "incident_told"), met()), (1, 1, 0), "and they are not told");
    assert_eq!(act(&app, &manager, id, "closure", &[("lessons", REASON)]).await.status, 409);
    assert_eq!(act(&app, &manager, id, "sending", &[]).await.status, 409, "whoever wrote them does not send them");
    let officer = officer(&app).await;
    let stale = version(&app, id);
    done(&app, &officer, id, "sending", &[]).await;
    app.run_jobs().await;
    assert_eq!(waiting(), 0);
    assert_eq!(count(&app, "incident_told"), count(&app, "(SELECT DISTINCT person FROM incident_told) AS told"));
    let post = [("version", stale.as_str()), ("day", "2026-11-24"), ("time", "10:39")];
    let posted = officer.post(&app.path(&format!("/incidents/{id}/post")), &post).await;
    assert_eq!(posted.status, 409, "a page from before the letters knew of none to be posted");
    // By hand alike, once the letters go.
    let more = client(&app, Some("more@example.org")).await.to_string();
    let fields = [("person", more.as_str()), ("hand", "added"), ("why", REASON)];
    assert_eq!(act(&app, &manager, id, "persons", &fields).await.status, 409);
    done(&app, &officer, id, "persons", &fields).await;
    app.run_jobs().await;
    assert_eq!(waiting(), 0);
    // What was known of it was wrong: it is found anew, and the letters stop.
    confirm(&app, &manager, id, "07:00", "10:00").await;
    assert_eq!(count(&app, "incident WHERE counting = 1 AND sending_at IS NULL"), 1);
    app.run_jobs().await;
    assert_eq!(count(&app, "incident WHERE counting = 1"), 0);
    // Nothing of it changed: nothing stops.
    done(&app, &officer, id, "sending", &[]).await;
    confirm(&app, &manager, id, "07:00", "10:00").await;
    assert_eq!(count(&app, "incident WHERE counting = 0 AND sending_at IS NOT NULL"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_records_that_were_made_one_get_one_letter_whichever_was_told() {
    let app = TestApp::start().await;
    let (one, two) = (client(&app, Some("one@example.org")).await, client(&app, Some("two@example.org")).await);
    let (three, four) = (client(&app, Some("three@example.org")).await, client(&app, Some("four@example.org")).await);
    let (manager, id) = ready(&app, &[one, three]).await;
    done(&app, &manager, id, "sending", &[]).await;
    app.run_jobs().await;
    assert_eq!(mails(&app), 2);
    add(&app, &manager, id, two).await;
    add(&app, &manager, id, four).await;
    // Whoever was told goes into the other, and the other into whoever was told.
    let staff = client(&app, None).await;
    let desk = desk(&app, staff);
    desk.write(move |tx| tx.merge(one, two)).await.unwrap().unwrap();
    desk.write(move |tx| tx.merge(four, three)).await.unwrap().unwrap();
    app.run_jobs().await;
    assert_eq!(mails(&app), 2);
    assert_eq!((way(&app, two), way(&app, four)), ("same".to_owned(), "same".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_cannot_be_written_to_keeps_no_letter_from_the_others() {
    let app = TestApp::start().await;
    let (other, child) = (client(&app, Some("other@example.org")).await, client(&app, None).await);
    let guardian = client(&app, Some("guardian@example.org")).await;
    app.place.tamper(&format!(
        "INSERT INTO guardian (clinic, dependant, guardian, kind, since) VALUES ('{}', '{child}', '{guardian}', 'parent', 1)",
        app.clinic.id
    ));
    let (manager, id) = ready(&app, &[other, child]).await;
    let until = "2030-01-01T00:00:00Z".parse::<Timestamp>().unwrap().as_microsecond();
    app.place.tamper(&format!("UPDATE person SET locked_until = {until} WHERE id = '{guardian}'"));
    done(&app, &manager, id, "sending", &[]).await;
    app.run_jobs().await;
    assert_eq!((way(&app, other), way(&app, child)), ("mail".to_owned(), "post".to_owned()));
    assert_eq!(mails(&app), 1);
    // They were told when the letter was posted, not when somebody wrote that down.
    set(&app, "10:55");
    done(&app, &manager, id, "post", &[("day", "2026-11-24"), ("time", "10:45")]).await;
    let at = "2026-11-24T10:45:00Z".parse::<Timestamp>().unwrap().as_microsecond().to_string();
    assert_eq!(app.place.column("SELECT CAST(met_at AS TEXT) FROM incident_duty WHERE whom = 'persons'"), [at]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_in_a_language_that_the_clinic_has_no_more_holds_none_back() {
    let app = TestApp::start().await;
    let first = client(&app, Some("first@example.org")).await;
    let (manager, id) = ready(&app, &[first]).await;
    app.place.tamper("UPDATE incident_letter SET language = 'de' WHERE language = 'ar'");
    app.place.tamper("UPDATE incident_letter SET written_by = 'somebody' WHERE language = 'de'");
    done(&app, &manager, id, "sending", &[]).await;
    app.run_jobs().await;
    assert_eq!(app.place.column("SELECT language FROM incident_told"), ["en"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_known_no_later_than_it_was_reported() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let id = report(&app, &officer, "opened").await;
    set(&app, "10:50");
    let fields = [
        ("kind", "opened"),
        ("said", "Somebody looked at records they had no business with."),
        ("discovered_day", "2026-11-24"),
        ("discovered_time", "10:45"),
    ];
    let later = act(&app, &officer, id, "confirmation", &fields).await;
    assert!(later.status == 422 && later.text.contains("It was reported before that"), "{}", later.text);
    assert!(later.text.contains("10:45"), "as it was typed: {}", later.text);
    confirm(&app, &officer, id, "08:00", "10:00").await;
    done(&app, &officer, id, "reach", &[("reach", "window")]).await;
    let without = [fields[0], fields[1], fields[2], ("discovered_time", "10:30")];
    assert_eq!(act(&app, &officer, id, "confirmation", &without).await.status, 422, "it is found in a stretch of time");
}

#[tokio::test(flavor = "multi_thread")]
async fn days_follow_what_the_clinic_sets_and_never_move_to_a_later_one() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let id = report(&app, &officer, "misdirected").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    assess(&app, &officer, id, "risk").await;
    let due = || app.place.column("SELECT CAST(due_at AS TEXT) FROM incident_duty");
    let day = due();
    // As where it was a day more, or a day less, when it was written down.
    app.place.tamper("UPDATE incident_duty SET due_at = due_at + 86400000000");
    assert_eq!(standing(&app).await.0, State::Gap);
    look(&app).await;
    assert_eq!(due(), day);
    app.place.tamper("UPDATE incident_duty SET due_at = due_at - 86400000000");
    let shown = due();
    look(&app).await;
    assess(&app, &officer, id, "risk").await;
    assert_eq!(due(), shown);
    assert_eq!(standing(&app).await.0, State::Kept);
    // What got lost comes back.
    app.place.tamper("DELETE FROM incident_duty");
    look(&app).await;
    assert_eq!(due(), day);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_fails_is_stuck_in_the_end_though_it_is_looked_for_again() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let id = report(&app, &officer, "ransomware").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    done(&app, &officer, id, "reach", &[("reach", "everything")]).await;
    app.place.tamper("UPDATE job SET state = 'stuck', attempts = 10 WHERE kind = 'office.incident.find'");
    incidents::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
    assert_eq!(count(&app, "job WHERE kind = 'office.incident.find' AND state = 'stuck' AND attempts = 10"), 1);
}
