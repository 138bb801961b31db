//! A change of the notice: drafted, looked at, published; what weakens is announced ahead, and everyone is written to.

use std::collections::BTreeMap;

use ground::Role;
use jiff::Timestamp;
use promise::{Parameters, Purpose, State};

use super::{state, versions};
use crate::kit::{Answer, Browser, TestApp};

/// The whole form of the page, with these values in it.
fn form(revision: &str, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let usual = Parameters::default();
    let mut fields: BTreeMap<String, String> = office::rules::change::own()
        .filter_map(|parameter| Some((parameter.to_string(), usual.number(parameter)?.to_string())))
        .collect();
    fields.insert("edition".to_owned(), "all".to_owned());
    fields.insert("region".to_owned(), "IE".to_owned());
    fields.insert("revision".to_owned(), revision.to_owned());
    fields.extend(changed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields.into_iter().collect()
}

async fn post(browser: &Browser, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields).await
}

/// Keeps a draft over the first or the newest, and answers with the page.
pub(super) async fn draft(app: &TestApp, manager: &Browser, changed: &[(&str, &str)]) -> Answer {
    let page = manager.get(&app.path("/notice/change?lang=en")).await;
    let revision = page.attribute("name=\"revision\"", "value").unwrap();
    let kept = post(manager, &app.path("/notice/change"), &form(&revision, changed)).await;
    assert_eq!(kept.status, 303, "{}", kept.text);
    manager.get(&app.path("/notice/change?lang=en")).await
}

/// Publishes what is drafted.
pub(super) async fn publish(app: &TestApp, manager: &Browser) -> Answer {
    let page = manager.get(&app.path("/notice/change?lang=en")).await;
    let revision = page.attribute("name=\"revision\"", "value").unwrap();
    manager.post(&app.path("/notice/change/publication"), &[("revision", &revision)]).await
}

async fn obeyed(app: &TestApp) -> Parameters {
    app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap().parameters.clone()
}

fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

/// What the program does every minute.
async fn a_minute_passes(app: &TestApp) {
    let scope = app.scope(&app.clinic, Purpose::Operation);
    scope.write(office::keep).await.unwrap();
    scope.write(office::take_effect).await.unwrap();
}

async fn at(app: &TestApp, when: &str) {
    app.house.clock.set(when.parse().unwrap());
    a_minute_passes(app).await;
}

fn letters_about(letters: &[ground::mail::Kept]) -> Vec<&ground::mail::Kept> {
    letters.iter().filter(|letter| letter.kind == "office.ahead").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_weakens_holds_only_once_its_days_are_over_and_everyone_was_written_to() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let page = draft(&app, &manager, &[("session_days", "60")]).await;
    assert!(page.text.contains("<del>30</del> <ins>60</ins>") && page.text.contains("promises less"), "{}", page.text);
    assert!(plain(&page.text).contains("from 25 December 2026 on"), "{}", page.text);
    let visitor = app.visitor();
    let front = visitor.get(&app.path("?lang=en")).await;
    assert!(!front.text.contains("changes on"), "nobody else knows of a draft");
    assert_eq!(publish(&app, &manager).await.status, 303);
    // It is said where it is to be said, and holds nowhere.
    for path in ["?lang=en", "/notice?lang=en", "/sign-in?lang=en"] {
        let page = visitor.get(&app.path(path)).await;
        assert!(plain(&page.text).contains("changes on 25 December 2026"), "{path}: {}", page.text);
    }
    let ahead = visitor.get(&app.path("/notice/ahead?lang=en")).await;
    assert!(ahead.text.contains("<del>30</del> <ins>60</ins>"), "{}", ahead.text);
    assert!(visitor.get(&app.path("/notice?lang=en")).await.text.contains("30 days"));
    assert_eq!((obeyed(&app).await.session_days, versions(&app).len()), (30, 1));
    let other = visitor.get(&format!("/c/{}?lang=en", app.other.slug)).await;
    assert!(!other.text.contains("changes on"), "another clinic announced nothing");
    // Its day comes before anybody was written to: it waits for that.
    at(&app, "2026-12-26T10:00:00Z").await;
    assert_eq!(obeyed(&app).await.session_days, 30);
    app.house.clock.set("2026-11-24T11:00:00Z".parse().unwrap());
    let letters = app.letters().await;
    let about = letters_about(&letters);
    let accounts = app.place.column(&format!(
        "SELECT id FROM account WHERE clinic = '{}' AND verified_at IS NOT NULL AND deactivated_at IS NULL",
        app.clinic.id
    ));
    assert_eq!(about.len(), accounts.len());
    let letter = about.iter().find(|letter| letter.language == "en").unwrap();
    assert!(letter.subject.contains("25 December 2026"), "{}", letter.subject);
    for says in ["stay signed in for 30 days", "stay signed in for 60 days", "/notice/ahead?lang=en", "/me?lang=en"] {
        assert!(letter.body.contains(says), "{says}: {}", letter.body);
    }
    at(&app, "2026-12-24T23:59:00Z").await;
    assert_eq!(obeyed(&app).await.session_days, 30, "a minute before its day");
    at(&app, "2026-12-25T00:00:00Z").await;
    assert_eq!((obeyed(&app).await.session_days, versions(&app)), (60, vec!["1 first".into(), "2 settings".into()]));
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
    let front = visitor.get(&app.path("?lang=en")).await;
    assert!(!front.text.contains("changes on"), "it is over");
    let after = visitor.get(&app.path("/notice/ahead?lang=en")).await;
    assert!(plain(&after.text).contains("announced for 25 December 2026 has taken effect"), "{}", after.text);
    // Nobody is written to again.
    assert_eq!(letters_about(&app.letters().await).len(), accounts.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_strengthens_holds_at_once() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let page = draft(&app, &manager, &[("session_days", "14"), ("staff_idle_minutes", "60")]).await;
    assert!(page.text.contains("<ins>14</ins>") && page.text.contains("<ins>60</ins>"), "{}", page.text);
    assert_eq!(publish(&app, &manager).await.status, 303);
    let now = obeyed(&app).await;
    assert_eq!((now.session_days, now.staff_idle_minutes), (14, 30), "one at once, one ahead");
    assert_eq!(versions(&app), ["1 first", "2 settings"]);
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
    // Something that strengthens only is nobody's letter and no announcement.
    let again = TestApp::start().await;
    let manager = again.signed_in(&again.clinic, Role::Manager).await;
    draft(&again, &manager, &[("password_min_length", "14")]).await;
    assert_eq!(publish(&again, &manager).await.status, 303);
    assert_eq!(obeyed(&again).await.password_min_length, 14);
    assert!(letters_about(&again.letters().await).is_empty());
    assert!(!again.visitor().get(&again.path("?lang=en")).await.text.contains("changes on"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_announced_can_be_taken_back_until_its_day() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    draft(&app, &manager, &[("session_days", "60")]).await;
    publish(&app, &manager).await;
    app.letters().await;
    let page = manager.get(&app.path("/notice/change")).await;
    let number = page.attribute("name=\"number\"", "value").unwrap();
    let withdrawal = app.path("/notice/change/withdrawal");
    assert_eq!(manager.post(&withdrawal, &[("number", &number)]).await.status, 303);
    assert_eq!(manager.post(&withdrawal, &[("number", &number)]).await.status, 409, "it is gone already");
    at(&app, "2027-01-26T10:00:00Z").await;
    assert_eq!((obeyed(&app).await.session_days, versions(&app).len()), (30, 1));
    let ahead = app.visitor().get(&app.path("/notice/ahead?lang=en")).await;
    assert!(plain(&ahead.text).contains("announced for 25 December 2026 was taken back"), "{}", ahead.text);
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_drafts_the_second_is_told_and_one_announcement_waits_for_the_other() {
    let app = TestApp::start().await;
    let (one, two) = (app.signed_in(&app.clinic, Role::Manager).await, app.signed_in(&app.clinic, Role::Manager).await);
    let path = app.path("/notice/change");
    let (first, second) = (form("0", &[("session_days", "60")]), form("0", &[("session_days", "45")]));
    let (a, b) = tokio::join!(post(&one, &path, &first), post(&two, &path, &second));
    let mut both = [a.status, b.status];
    both.sort_unstable();
    assert_eq!(both, [303, 409]);
    // The form comes back as it was typed, over what stands now.
    let lost = if a.status == 409 { &a } else { &b };
    let typed = if a.status == 409 { "60" } else { "45" };
    assert_eq!(lost.attribute("name=\"session_days\"", "value").as_deref(), Some(typed));
    // Published twice at once, it is published once.
    let page = one.get(&app.path("/notice/change?lang=en")).await;
    let revision = page.attribute("name=\"revision\"", "value").unwrap();
    let revision = [("revision", revision.as_str())];
    let publication = app.path("/notice/change/publication");
    let (a, b) = tokio::join!(one.post(&publication, &revision), two.post(&publication, &revision));
    let mut both = [a.status, b.status];
    both.sort_unstable();
    assert_eq!(both, [303, 409]);
    // Another that weakens waits for it; one that strengthens something else does not.
    draft(&app, &one, &[("notice_days", "20")]).await;
    let waits = publish(&app, &one).await;
    assert!(waits.status == 409 && waits.text.contains("announced already"), "{}", waits.text);
    // More days would make the announced day come too soon.
    let page = draft(&app, &one, &[("notice_days", "40")]).await;
    assert!(page.text.contains("This waits for what is announced"), "{}", page.text);
    assert_eq!(publish(&app, &one).await.status, 409);
    assert_eq!(obeyed(&app).await.notice_days, 30);
    draft(&app, &one, &[("password_min_length", "14")]).await;
    assert_eq!(publish(&app, &one).await.status, 303);
    assert_eq!(obeyed(&app).await.password_min_length, 14);
    draft(&app, &one, &[("session_days", "20"), ("password_min_length", "14")]).await;
    assert_eq!(publish(&app, &one).await.status, 409, "what is announced is not changed beneath its announcement");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_makes_a_promise_that_is_a_gap_is_not_published() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let mut clinic = ground::Clinic::clone(&*app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap());
    clinic.parameters.edition = promise::catalogue::Edition::Scheduling;
    app.house.update_clinic(clinic).await.unwrap();
    let page = draft(&app, &manager, &[("edition", "crm")]).await;
    assert!(page.text.contains("cannot be published") && page.text.contains("messages and reviews"), "{}", page.text);
    let refused = publish(&app, &manager).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert!(refused.text.contains("a sentence of the draft is not kept now"), "{}", refused.text);
    assert_eq!(obeyed(&app).await.edition, promise::catalogue::Edition::Scheduling);
    assert_eq!(app.place.column("SELECT state FROM notice_change"), ["draft"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_that_is_strained_now_is_not_published_with_another_value() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    draft(&app, &manager, &[("password_iterations", "700000")]).await;
    // As if a password had been stored in another way.
    app.place.tamper("UPDATE account SET password = 'clear' WHERE shown_as IS NULL");
    let refused = publish(&app, &manager).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert_eq!(obeyed(&app).await.password_iterations, 600_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_too_soon_or_was_not_written_is_evidence_against_it() {
    // Weakened at once, around the draft.
    let app = TestApp::start().await;
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
    super::days(&app, 60).await;
    assert_eq!(state(&app, "notice.change_ahead").await, State::Gap);
    // What was published by the page and then edited.
    for tampering in [
        "UPDATE notice_change SET published_at = published_at + 86400000000 * 2",
        "UPDATE notice_change SET state = 'withdrawn'",
        "UPDATE notice_change SET wanted = '{\"alert_tries\":50}'",
        "DELETE FROM notice_change",
        "UPDATE notice_letter SET written_at = written_at + 86400000000 * 2",
        "UPDATE mail SET sent_at = sent_at + 86400000000 * 2 WHERE kind = 'office.ahead'",
        "DELETE FROM notice_letter WHERE account = (SELECT MAX(account) FROM notice_letter)",
        "INSERT INTO notice_use (clinic, category, purpose, added, since_at) SELECT clinic, 'health', 'marketing', 1, MAX(since_at) FROM notice_use GROUP BY clinic",
    ] {
        let app = TestApp::start().await;
        let manager = app.signed_in(&app.clinic, Role::Manager).await;
        draft(&app, &manager, &[("session_days", "60")]).await;
        publish(&app, &manager).await;
        app.letters().await;
        at(&app, "2026-12-25T10:00:00Z").await;
        assert_eq!(obeyed(&app).await.session_days, 60);
        assert_eq!(state(&app, "notice.change_ahead").await, State::Kept, "before {tampering}");
        app.place.tamper(tampering);
        assert_eq!(state(&app, "notice.change_ahead").await, State::Gap, "{tampering}");
    }
    // Nobody was written to for an hour.
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    draft(&app, &manager, &[("session_days", "60")]).await;
    publish(&app, &manager).await;
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept, "the letters are being written");
    app.house.clock.set("2026-11-24T12:00:00Z".parse().unwrap());
    assert_eq!(state(&app, "notice.change_ahead").await, State::Gap);
    app.letters().await;
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_read_is_published() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let page = draft(&app, &manager, &[("session_days", "60")]).await;
    let read = page.attribute("name=\"revision\"", "value").unwrap();
    let removal = app.path("/notice/change/removal");
    assert_eq!(manager.post(&removal, &[("revision", &read)]).await.status, 303);
    // Another draft of another day is not the one that somebody still has before them.
    app.house.clock.set("2026-11-24T10:41:00Z".parse().unwrap());
    draft(&app, &manager, &[("session_days", "90")]).await;
    let publication = app.path("/notice/change/publication");
    assert_eq!(manager.post(&publication, &[("revision", &read)]).await.status, 409);
    assert_eq!(app.place.column("SELECT state FROM notice_change"), ["draft"]);
    // Nor one whose values are others than those that were looked at.
    let scope = app.scope(&app.clinic, Purpose::Administration);
    let publish = |tx: &mut ground::Tx<'_>| -> ground::Result<office::Done> {
        let draft = office::drafted(tx)?.unwrap();
        let mut other = draft.wanted.clone();
        other.insert("session_days".to_owned(), 60.into());
        office::publish(tx, draft.revision, &other)
    };
    assert_eq!(scope.write(publish).await.unwrap(), office::Done::Stale);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_moves_where_letters_leave_late() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    draft(&app, &manager, &[("session_days", "60")]).await;
    publish(&app, &manager).await;
    app.letters().await;
    // One waits for a relay, as it were, until the day has come.
    app.place.tamper("UPDATE mail SET state = 'waiting', sent_at = NULL WHERE id = (SELECT MAX(id) FROM mail WHERE kind = 'office.ahead')");
    let page = manager.get(&app.path("/notice/change?lang=en")).await;
    assert!(plain(&page.text).contains("One of them waits to be sent"), "{}", page.text);
    at(&app, "2026-12-25T10:00:00Z").await;
    assert_eq!(obeyed(&app).await.session_days, 30);
    let ahead = app.visitor().get(&app.path("/notice/ahead?lang=en")).await;
    assert!(plain(&ahead.text).contains("From 25 January 2027 on"), "{}", ahead.text);
    let sent = app.house.clock.now().as_microsecond();
    app.place.tamper(&format!("UPDATE mail SET state = 'shown', sent_at = {sent} WHERE state = 'waiting'"));
    at(&app, "2027-01-24T10:00:00Z").await;
    assert_eq!(obeyed(&app).await.session_days, 30);
    at(&app, "2027-01-25T10:00:00Z").await;
    assert_eq!((obeyed(&app).await.session_days, state(&app, "notice.change_ahead").await), (60, State::Kept));
    // What is taken back is not told any more.
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    draft(&app, &manager, &[("session_days", "60")]).await;
    publish(&app, &manager).await;
    app.letters().await;
    app.place.tamper("UPDATE mail SET state = 'waiting', sent_at = NULL WHERE kind = 'office.ahead'");
    let page = manager.get(&app.path("/notice/change")).await;
    let number = page.attribute("name=\"number\"", "value").unwrap();
    manager.post(&app.path("/notice/change/withdrawal"), &[("number", &number)]).await;
    assert!(app.place.column("SELECT id FROM mail WHERE kind = 'office.ahead' AND state = 'waiting'").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_cannot_leave_moves_the_day_once_and_one_that_is_stuck_never() {
    let one = "(SELECT MAX(id) FROM mail WHERE kind = 'office.ahead')";
    let announced = async || {
        let app = TestApp::start().await;
        let manager = app.signed_in(&app.clinic, Role::Manager).await;
        draft(&app, &manager, &[("session_days", "60")]).await;
        publish(&app, &manager).await;
        app.letters().await;
        app.place.tamper(&format!("UPDATE mail SET state = 'waiting', sent_at = NULL WHERE id = {one}"));
        app
    };
    let app = announced().await;
    at(&app, "2026-12-25T10:00:00Z").await;
    assert_eq!(obeyed(&app).await.session_days, 30);
    at(&app, "2027-01-25T10:00:00Z").await;
    assert_eq!((obeyed(&app).await.session_days, state(&app, "notice.change_ahead").await), (60, State::Kept));
    let app = announced().await;
    app.place.tamper(&format!(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at)
         SELECT clinic, 'job_stuck', 'mail.send', id, created_at, 10, 'stuck', created_at FROM mail WHERE id = {one}"
    ));
    at(&app, "2026-12-25T10:00:00Z").await;
    assert_eq!((obeyed(&app).await.session_days, state(&app, "notice.change_ahead").await), (60, State::Kept));
}

/// The job of each letter about the change gave up, when the relay refused all of them for most of a day.
fn stuck(app: &TestApp, at: Timestamp) {
    app.place.tamper("UPDATE mail SET state = 'waiting', sent_at = NULL WHERE kind = 'office.ahead'");
    app.place.tamper(&format!(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at)
         SELECT clinic, 'job_' || id, 'mail.send', id, {}, 10, 'stuck', created_at FROM mail WHERE kind = 'office.ahead'",
        at.as_microsecond()
    ));
}

async fn figures(app: &TestApp) -> String {
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    let all = keepwell::promises::standing(&app.house, &clinic).await;
    format!("{:?}", all.into_iter().find(|one| one.promise.id == "notice.change_ahead").unwrap().evidence)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_about_which_nobody_could_be_written_to_waits_and_is_told_and_counted() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    draft(&app, &manager, &[("session_days", "60")]).await;
    publish(&app, &manager).await;
    app.letters().await;
    // The relay is down, and each letter rests until the day after tomorrow.
    stuck(&app, "2026-11-26T10:00:00Z".parse().unwrap());
    let due = async || {
        let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
        plain(&officer.get(&app.path("/office?lang=en")).await.text)
    };
    assert!(due().await.contains("could not be handed on"), "{}", due().await);
    let waits = "SELECT DISTINCT state || ' ' || CAST(attempts AS TEXT) FROM job WHERE kind = 'mail.send'";
    at(&app, "2026-11-25T10:00:00Z").await;
    assert_eq!(app.place.column(waits), ["stuck 10"]);
    at(&app, "2026-11-26T10:01:00Z").await;
    assert_eq!(app.place.column(waits), ["due 0"], "they are tried again");
    app.place.tamper("DELETE FROM job WHERE kind = 'mail.send'");
    stuck(&app, "2027-09-01T10:00:00Z".parse().unwrap());
    // On its day nobody has been written to: it waits once, and no longer than twice the days.
    at(&app, "2026-12-25T10:00:00Z").await;
    assert_eq!(obeyed(&app).await.session_days, 30);
    at(&app, "2027-01-25T10:00:00Z").await;
    assert_eq!((obeyed(&app).await.session_days, state(&app, "notice.change_ahead").await), (60, State::Gap));
    assert!(figures(&app).await.contains("(\"reached nobody\", 1)"), "{}", figures(&app).await);
    assert!(due().await.contains("have not left"), "{}", due().await);
    // They leave at last: whoever gets them is told late, and after as many days as they should have had it is kept again.
    let sent = app.house.clock.now() + jiff::SignedDuration::from_hours(1);
    app.place.tamper(&format!(
        "UPDATE mail SET state = 'sent', sent_at = {} WHERE kind = 'office.ahead'",
        sent.as_microsecond()
    ));
    at(&app, "2027-01-26T10:00:00Z").await;
    let late = figures(&app).await;
    assert!(late.contains("(\"reached nobody\", 0)") && !late.contains("(\"told late\", 0)"), "{late}");
    assert_eq!(state(&app, "notice.change_ahead").await, State::Gap);
    assert!(!due().await.contains("have not left"), "{}", due().await);
    at(&app, "2027-02-25T10:00:00Z").await;
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept, "{}", figures(&app).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_values_come_back_beside_their_fields() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let path = app.path("/notice/change?lang=en");
    for (name, value, says) in [
        ("session_days", "91", "90"),
        ("session_days", "many", "whole number"),
        ("age_by_jurisdiction", "Ireland", "Write each as a place"),
        ("age_by_jurisdiction", "IE 12", "below what the law there asks"),
        ("edition", "everything", ""),
        ("tls_minimum", "1.2", ""),
    ] {
        let refused = post(&manager, &path, &form("0", &[(name, value)])).await;
        assert_eq!(refused.status, 422, "{name} {value}: {}", refused.text);
        assert!(refused.text.contains(says), "{name} {value}: {}", refused.text);
    }
    assert_eq!(app.place.column("SELECT number FROM notice_change"), [] as [&str; 0]);
    // A draft of nothing is none.
    assert_eq!(post(&manager, &path, &form("0", &[])).await.status, 303);
    assert_eq!(app.place.column("SELECT number FROM notice_change"), [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_off_the_second_factor_is_announced_like_everything_that_weakens() {
    let app = TestApp::start().await;
    let mut clinic = ground::Clinic::clone(&*app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap());
    clinic.parameters.staff_second_factor = true;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    app.house.update_clinic(clinic).await.unwrap();
    app.place.tamper("UPDATE session SET two_factors = 1");
    let answer = manager.post(&app.path("/staff/second-factor"), &[]).await;
    assert_eq!(answer.location, Some(app.path("/notice/change?done=first")), "{}", answer.text);
    let page = manager.get(&app.path("/notice/change?done=first&lang=en")).await;
    assert!(page.text.contains("so it is announced first"), "{}", page.text);
    assert!(obeyed(&app).await.staff_second_factor, "it holds until it is announced");
}
