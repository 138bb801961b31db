//! Letters that came back: whose they were, whatever became of the record; until when they are told; and who hears that they are not.

use jiff::SignedDuration;
use office::incidents;
use promise::{Purpose, State};

use super::unreached::{PHONE, draft, look, met, notice, told};
use super::*;

fn later(app: &TestApp, hours: i64) {
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(hours));
}

/// The report of the mailbox about the letters to `to`, and what the program makes of it.
pub(super) async fn came_back(app: &TestApp, to: &str) {
    let letters = app.letters().await;
    let mine = letters.iter().filter(|one| one.kind == "office.incident" && one.to == to);
    let ids: Vec<String> = mine.map(|one| format!("'{}'", one.id)).collect();
    assert_eq!(ids.len(), 1, "one letter to {to}");
    app.place.tamper(&format!("UPDATE mail SET returned_at = sent_at WHERE id = {}", ids[0]));
    look(app).await;
}

fn returned(app: &TestApp) -> Vec<String> {
    app.place.column("SELECT person FROM incident_person WHERE returned_at IS NOT NULL ORDER BY person")
}

/// Closes it: the authority is told, and that is all that is left.
async fn close(app: &TestApp, browser: &Browser, id: IncidentId) {
    for duty in app.place.column("SELECT id FROM incident_duty WHERE met_at IS NULL") {
        let fields = [("reference", "DPC-1"), ("day", "2026-11-24"), ("time", "10:35")];
        done(app, browser, id, &format!("duties/{duty}"), &fields).await;
    }
    done(app, browser, id, "closure", &[("lessons", REASON)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_came_back_told_nobody_and_has_a_day_of_its_own() {
    let app = TestApp::start().await;
    let person = client(&app, Some("gone@example.org")).await;
    let (manager, id) = told(&app, &[person]).await;
    assert_eq!(met(&app), 1);
    came_back(&app, "gone@example.org").await;
    assert_eq!(met(&app), 1, "everybody was written to in time");
    let page = manager.get(&app.path(&format!("/incidents/{id}"))).await.text;
    assert!(page.contains("Letters that came back: 1") && page.contains("One person was told in no way"), "{page}");
    let list = manager.get(&app.path(&format!("/incidents/{id}/persons?way=post"))).await.text;
    assert!(list.contains("The letter came back on"), "{list}");
    let due = manager.get(&app.path("/office")).await.text;
    assert!(due.contains("Tell somebody whom no letter about an incident reaches"), "{due}");
    assert!(!due.contains("Close the incident"), "{due}");
    assert_eq!(act(&app, &manager, id, "closure", &[("lessons", REASON)]).await.status, 409);
    // Past the day of the law it is not kept, until the public is told; and again once that is taken down.
    later(&app, 80);
    let (state, evidence) = standing(&app).await;
    assert!(state == State::Gap && evidence.contains("(\"unreached\", 1)"), "{evidence}");
    let (manager, other) = (app.signed_in(&app.clinic, Role::Manager).await, officer(&app).await);
    draft(&app, &manager, id, "A list of visits was lost.").await;
    done(&app, &other, id, "publication", PHONE).await;
    let (_, evidence) = standing(&app).await;
    assert!(evidence.contains("(\"unreached\", 0)") && evidence.contains("(\"told late\", 0)"), "{evidence}");
    let posted = app.path(&format!("/incident-notices/{}", notice(&app)));
    done(&app, &other, id, "withdrawal", &[("why", REASON)]).await;
    assert_eq!(app.visitor().get(&posted).await.status, 404);
    assert!(!app.visitor().get(&app.path("?lang=en")).await.text.contains("concerns you"));
    let (_, evidence) = standing(&app).await;
    assert!(evidence.contains("(\"unreached\", 1)"), "{evidence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_told_everybody_in_time_is_not_late_by_a_letter_that_came_back_afterwards_until_that_waits_too_long() {
    let app = TestApp::start().await;
    let person = client(&app, Some("gone@example.org")).await;
    let (manager, id) = told(&app, &[person]).await;
    close(&app, &manager, id).await;
    later(&app, 80);
    came_back(&app, "gone@example.org").await;
    let rises = async || {
        look(&app).await;
        let letters = app.letters().await;
        letters.iter().filter(|one| one.subject.contains("Letters about an incident came back")).count()
    };
    later(&app, 71);
    assert_eq!(rises().await, 0);
    let (_, evidence) = standing(&app).await;
    assert!(evidence.contains("(\"unreached\", 0)") && evidence.contains("(\"told late\", 0)"), "{evidence}");
    // Its own hours are over, and whoever governs the clinic hears of it, once.
    later(&app, 2);
    let risen = rises().await;
    assert!(risen > 0);
    assert_eq!(rises().await, risen, "nobody is told twice");
    let (state, evidence) = standing(&app).await;
    assert!(state == State::Gap && evidence.contains("(\"unreached\", 1)"), "{evidence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_comes_back_after_it_was_closed_leads_somewhere() {
    let app = TestApp::start().await;
    let person = client(&app, Some("gone@example.org")).await;
    let (manager, id) = told(&app, &[person]).await;
    close(&app, &manager, id).await;
    assert_eq!((state(&app, id), count(&app, "incident_draft")), ("closed".to_owned(), 0));
    came_back(&app, "gone@example.org").await;
    assert_eq!(state(&app, id), "closed");
    assert_eq!(count(&app, "incident_draft"), i64::try_from(app.clinic.languages.len()).unwrap());
    let due = manager.get(&app.path("/office")).await.text;
    assert!(due.contains("Tell somebody whom no letter about an incident reaches"), "{due}");
    let page = manager.get(&app.path(&format!("/incidents/{id}"))).await.text;
    assert!(page.contains("/notice/en\"") && page.contains("Publish the notice"), "{page}");
    draft(&app, &manager, id, "A list of visits was lost.").await;
    let other = officer(&app).await;
    done(&app, &other, id, "publication", PHONE).await;
    let due = manager.get(&app.path("/office")).await.text;
    assert!(!due.contains("whom no letter about an incident reaches"), "{due}");
    let front = app.visitor().get(&app.path("?lang=en")).await.text;
    assert!(front.contains("concerns you"), "{front}");
    // Or by other means, where the notice was taken down.
    done(&app, &other, id, "withdrawal", &[("why", REASON)]).await;
    let due = manager.get(&app.path("/office")).await.text;
    assert!(due.contains("Tell somebody whom no letter about an incident reaches"), "{due}");
    let person = person.to_string();
    let fields = [("told", person.as_str()), ("by", "telephone"), ("told_day", "2026-11-24"), ("told_time", "10:35")];
    done(&app, &manager, id, "otherwise", &fields).await;
    let due = manager.get(&app.path("/office")).await.text;
    assert!(!due.contains("whom no letter about an incident reaches"), "{due}");
    assert_eq!(standing(&app).await.0, State::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_letter_came_back_is_known_though_their_record_was_made_one_with_another() {
    let app = TestApp::start().await;
    let (one, two) = (client(&app, Some("one@example.org")).await, client(&app, Some("two@example.org")).await);
    let (three, four) = (client(&app, Some("three@example.org")).await, client(&app, Some("four@example.org")).await);
    let staff = client(&app, None).await;
    let desk = desk(&app, staff);
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let id = report(&app, &manager, "misdirected").await;
    confirm(&app, &manager, id, "08:00", "10:00").await;
    done(&app, &manager, id, "reach", &[("reach", "by_hand")]).await;
    app.run_jobs().await;
    for person in [one, three] {
        let person = person.to_string();
        done(&app, &manager, id, "persons", &[("person", &person), ("hand", "added"), ("why", REASON)]).await;
    }
    assess(&app, &manager, id, "high").await;
    super::unreached::write_letters(&app, &manager, id).await;
    // One goes into another before the letters went, one after.
    desk.write(move |tx| tx.merge(one, two)).await.unwrap().unwrap();
    done(&app, &manager, id, "sending", &[]).await;
    app.run_jobs().await;
    desk.write(move |tx| tx.merge(three, four)).await.unwrap().unwrap();
    came_back(&app, "two@example.org").await;
    assert_eq!(returned(&app), [one.to_string()]);
    came_back(&app, "three@example.org").await;
    let mut both = [one.to_string(), three.to_string()];
    both.sort();
    assert_eq!(returned(&app), both);
    let page = manager.get(&app.path(&format!("/incidents/{id}"))).await.text;
    assert!(page.contains("Letters that came back: 2"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_counts_for_whom_it_stands_its_days_and_is_published_anew_for_whoever_is_found_later() {
    let app = TestApp::start().await;
    let (quiet, person) = (client(&app, None).await, client(&app, Some("gone@example.org")).await);
    let (manager, id) = told(&app, &[quiet, person]).await;
    draft(&app, &manager, id, "A list of visits was lost.").await;
    let other = officer(&app).await;
    done(&app, &other, id, "publication", PHONE).await;
    let before = app.path(&format!("/incident-notices/{}", notice(&app)));
    assert_eq!(act(&app, &other, id, "publication", PHONE).await.status, 409, "it stands for all of them");
    let day = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_microsecond().to_string();
    app.house.clock.set("2026-11-26T08:00:00Z".parse().unwrap());
    came_back(&app, "gone@example.org").await;
    let other = officer(&app).await;
    let due = other.get(&app.path("/office")).await.text;
    assert!(due.contains("Tell somebody whom no letter about an incident reaches"), "{due}");
    let page = other.get(&app.path(&format!("/incidents/{id}"))).await.text;
    assert!(page.contains("publish it anew") && page.contains("value=\"1800 555 019\""), "{page}");
    assert!(!page.contains("/notice/en\""), "what stands is not rewritten: {page}");
    done(&app, &other, id, "publication", PHONE).await;
    let path = app.path(&format!("/incident-notices/{}", notice(&app)));
    assert_ne!(path, before);
    let visitor = app.visitor();
    assert_eq!((visitor.get(&before).await.status, visitor.get(&path).await.status), (404, 200));
    assert_eq!(visitor.get(&app.path("?lang=en")).await.text.matches("concerns you").count(), 1);
    let until = app.place.column("SELECT CAST(until_at AS TEXT) FROM incident_notice WHERE withdrawn_at IS NULL");
    assert_eq!(until, [day("2027-02-25T00:00:00Z")]);
    let page = other.get(&app.path(&format!("/incidents/{id}"))).await.text;
    assert!(page.contains("was published anew on") && !page.contains("publish it anew"), "{page}");
    assert_eq!(met(&app), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_is_missing_from_the_home_page_comes_back_by_itself() {
    let app = TestApp::start().await;
    let quiet = client(&app, None).await;
    let (manager, id) = told(&app, &[quiet]).await;
    draft(&app, &manager, id, "A list of visits was lost.").await;
    let other = officer(&app).await;
    done(&app, &other, id, "publication", PHONE).await;
    let version =
        || app.place.column(&format!("SELECT CAST(version AS TEXT) FROM clinic WHERE id = '{}'", app.clinic.id));
    let before = version();
    look(&app).await;
    assert_eq!(version(), before, "what stands is left as it is");
    let scope = app.scope(&app.clinic, Purpose::Operation);
    scope.write(|tx| ground::clinic::post(tx, &[])).await.unwrap();
    assert!(!app.visitor().get(&app.path("?lang=en")).await.text.contains("concerns you"));
    assert!(standing(&app).await.1.contains("(\"not posted\", 1)"));
    look(&app).await;
    assert!(app.visitor().get(&app.path("?lang=en")).await.text.contains("concerns you"));
    assert!(standing(&app).await.1.contains("(\"not posted\", 0)"));
    // And what was taken down behind its back goes from there.
    app.place.tamper("UPDATE incident_notice SET withdrawn_at = published_at");
    incidents::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
    assert!(!app.visitor().get(&app.path("?lang=en")).await.text.contains("concerns you"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_letters_that_an_earlier_program_sent_it_is_known_whose_each_was() {
    let app = TestApp::start().await;
    let mut touched = Vec::new();
    for to in ["one@example.org", "two@example.org", "three@example.org"] {
        touched.push(client(&app, Some(to)).await);
    }
    told(&app, &touched).await;
    let whose = || app.place.column("SELECT mail FROM incident_person WHERE mail IS NOT NULL ORDER BY mail");
    let sent = whose();
    assert_eq!(sent.len(), 3);
    // As that program left it, after two of them were made one with the third.
    let kept = touched[2];
    for one in &touched[..2] {
        app.place.tamper(&format!("UPDATE person SET merged_into = '{kept}' WHERE id = '{one}'"));
        app.place.tamper(&format!("UPDATE incident_told SET person = '{kept}' WHERE person = '{one}'"));
    }
    for sql in [
        "DROP INDEX incident_person_mail",
        "ALTER TABLE incident_person DROP COLUMN mail",
        "ALTER TABLE incident DROP COLUMN returned_risen_at",
        "CREATE INDEX incident_told_mail ON incident_told (clinic, mail) WHERE mail IS NOT NULL",
        "ALTER TABLE notice_use DROP COLUMN until_at",
        "UPDATE person SET nobodys = 0",
        "DELETE FROM schema_migration WHERE room = 'office' AND name IN ('016_uses_end', '019_returned')",
    ] {
        app.place.tamper(sql);
    }
    let _node = app.beside().await;
    assert_eq!(whose(), sent);
    let keys =
        "SELECT p.id FROM person p JOIN incident i ON i.clinic = p.clinic AND i.holder = p.id WHERE p.nobodys = 1";
    assert_eq!(app.place.column(keys).len(), 1);
}
