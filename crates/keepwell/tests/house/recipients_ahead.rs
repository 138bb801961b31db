//! Somebody new, or more for somebody who is there, is announced: on every page and by letter, and nothing leaves before its day.

use ground::recipient::{self, AtOnce, Carries, New, Outcome, Refused, Terms};
use ground::{Clinic, Role};
use jiff::SignedDuration;
use promise::{Category, Purpose, State};

use crate::kit::TestApp;
use crate::notice::state;
use crate::recipients::{DAY, evidence, figure, later};
use crate::recipients_kept::{form, looked_after, standing};

const STAFF: Carries = Carries { purpose: Purpose::Administration, categories: &[Category::Identity] };

/// A second directory, asked at its own host.
pub(crate) fn directory<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("name", "Dune Directory"),
        ("way", "google-workspace"),
        ("place", "dune.example"),
        ("purposes", "administration"),
        ("categories", "identity"),
    ];
    fields.extend(more);
    form(&fields)
}

fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

pub(crate) async fn post(app: &TestApp, path: &str, fields: &[(&str, &str)]) {
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let answer = officer.post(&app.path(path), fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
}

pub(crate) async fn asks(app: &TestApp, clinic: &std::sync::Arc<Clinic>, place: &'static str) -> Option<Refused> {
    let pass = move |tx: &mut ground::Tx<'_>| recipient::pass(tx, "google-workspace", place, &STAFF);
    app.scope(clinic, Purpose::Operation).write(pass).await.unwrap().err()
}

pub(crate) async fn about(app: &TestApp) -> Vec<ground::mail::Kept> {
    app.letters().await.into_iter().filter(|letter| letter.kind == "office.recipient.ahead").collect()
}

pub(crate) fn accounts(app: &TestApp, clinic: &Clinic) -> usize {
    let all = format!(
        "SELECT id FROM account WHERE clinic = '{}' AND verified_at IS NOT NULL AND deactivated_at IS NULL",
        clinic.id
    );
    app.place.column(&all).len()
}

pub(crate) fn at(app: &TestApp, when: &str) {
    app.house.clock.set(when.parse().unwrap());
}

pub(crate) async fn look(app: &TestApp) {
    app.scope(&app.clinic, Purpose::Operation).write(office::recipients_take_effect).await.unwrap();
}

/// The newest version of whoever is announced.
async fn coming(app: &TestApp) -> recipient::Entry {
    app.scope(&app.clinic, Purpose::Operation).read(recipient::coming).await.unwrap().remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_is_announced_to_everybody_and_gets_nothing_before_its_day() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let front = visitor.get(&app.path("?lang=en")).await;
    assert!(!plain(&front.text).contains("25 December 2026"));
    post(&app, "/office/recipients", &directory(&[])).await;
    for path in ["?lang=en", "/notice?lang=en", "/sign-in?lang=en"] {
        let page = visitor.get(&app.path(path)).await;
        assert!(plain(&page.text).contains("changes on 25 December 2026"), "{path}: {}", page.text);
    }
    let ahead = plain(&visitor.get(&app.path("/notice/ahead?lang=en")).await.text);
    for says in ["New: Dune Directory", "Tells us who works here", "from 25 December 2026 on"] {
        assert!(ahead.contains(says), "{says}: {ahead}");
    }
    let arabic = visitor.get(&app.path("/notice/ahead?lang=ar")).await.text;
    assert!(arabic.contains("Dune Directory") && arabic.contains("من سيتعامل"), "{arabic}");
    // It is said of them, and of nothing that the notice promises.
    let front = plain(&visitor.get(&app.path("?lang=en")).await.text);
    assert!(front.contains("Who handles something about you for us changes on 25 December 2026"), "{front}");
    assert!(!front.contains("What we promise about what you tell us changes"), "{front}");
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    assert!(clinic.changes_at.is_none() && clinic.recipients_at.is_some());
    let other = visitor.get(&format!("/c/{}?lang=en", app.other.slug)).await;
    assert!(!other.text.contains("changes on"), "another clinic announced nobody");
    // The day comes, and nobody was written to: nothing leaves, by the gate itself and not because anybody looked.
    at(&app, "2026-12-26T10:00:00Z");
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, Some(Refused::Unlisted));
    look(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, Some(Refused::Unlisted));
    at(&app, "2026-11-24T11:00:00Z");
    let letters = about(&app).await;
    assert_eq!(letters.len(), accounts(&app, &app.clinic));
    let letter = letters.iter().find(|letter| letter.language == "en").unwrap();
    assert!(letter.subject.contains("from 25 December 2026 on Dune Directory handles"), "{}", letter.subject);
    for says in ["somebody new", "Tells us who works here", "/notice/ahead?lang=en", "/me?lang=en"] {
        assert!(letter.body.contains(says), "{says}: {}", letter.body);
    }
    look(&app).await;
    at(&app, "2026-12-24T23:59:00Z");
    looked_after(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, Some(Refused::Unlisted), "a minute before its day");
    at(&app, "2026-12-25T00:00:00Z");
    looked_after(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, None);
    let shown = evidence(&app, &app.clinic, "sharing.recipients_listed").await;
    assert!(shown.ok && figure(&shown, "left") == 1, "{shown:?}");
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
    assert!(!visitor.get(&app.path("?lang=en")).await.text.contains("changes on"), "it is over");
    // Nobody is written to again.
    assert_eq!(about(&app).await.len(), letters.len());
    // What was read then can be read now, with what changed since.
    let version = plain(&visitor.get(&app.path("/notice/versions/1?lang=en")).await.text);
    assert!(version.contains("Marram Accountants") && version.contains("<ins>Dune Directory"), "{version}");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_for_somebody_is_announced_and_less_counts_at_once() {
    let app = TestApp::start().await;
    let id = standing(&app).await;
    let path = format!("/office/recipients/{id}");
    let counts =
        async || app.scope(&app.clinic, Purpose::Operation).read(move |tx| recipient::find(tx, id)).await.unwrap();
    let more: &[(&str, &str)] =
        &[("purposes", "rights"), ("categories", "health"), ("region", "US"), ("safeguard", "clauses")];
    post(&app, &path, &form(&[more, &[("seen", "1")]].concat())).await;
    assert_eq!((counts().await.version, coming(&app).await.version), (1, 2));
    let ahead = plain(&app.visitor().get(&app.path("/notice/ahead?lang=en")).await.text);
    for says in [
        "Marram Couriers is to get more",
        "They also get",
        "They no longer get",
        "They keep it in",
        "Also for",
        "No longer for",
    ] {
        assert!(ahead.contains(says), "{says}: {ahead}");
    }
    let letters = about(&app).await;
    let letter = letters.iter().find(|letter| letter.language == "en").unwrap();
    assert!(letter.body.contains("is to get more") && letter.body.contains("They also get"), "{}", letter.body);
    let page = app.signed_in(&app.clinic, Role::PrivacyOfficer).await.get(&app.path(&path)).await.text;
    assert!(plain(&page).contains("Announced for 25 December 2026") && page.contains("has theirs"), "{page}");
    // Another paper meanwhile: nobody is written to twice, and it comes no sooner.
    post(&app, &path, &form(&[("reference", "MC-8"), ("seen", "2")])).await;
    looked_after(&app).await;
    assert_eq!(about(&app).await.len(), letters.len());
    assert_eq!(counts().await.terms.region, "IE");
    at(&app, "2026-12-25T00:00:00Z");
    looked_after(&app).await;
    assert_eq!((counts().await.terms.region.as_str(), about(&app).await.len()), ("US", letters.len()));
    // Less counts at once, and is nobody's letter.
    let both: &[(&str, &str)] =
        &[("categories", "contact"), ("region", "US"), ("safeguard", "clauses"), ("purposes", "rights")];
    post(&app, &path, &form(&[both, &[("seen", "4"), ("reference", "MC-9")]].concat())).await;
    assert_eq!(coming(&app).await.version, 5, "contact is more than health alone");
    post(&app, &format!("{path}/end"), &[("seen", "5")]).await;
    look(&app).await;
    assert!(
        !app.visitor().get(&app.path("?lang=en")).await.text.contains("changes on"),
        "whoever ended is not announced"
    );
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
    let app = TestApp::start().await;
    let id = standing(&app).await;
    let path = format!("/office/recipients/{id}");
    post(&app, &path, &form(&[("safeguard", "clauses"), ("seen", "1")])).await;
    let stands = app.scope(&app.clinic, Purpose::Operation).read(move |tx| recipient::find(tx, id)).await.unwrap();
    assert_eq!((stands.version, about(&app).await.len()), (2, 0));
    assert!(!app.visitor().get(&app.path("?lang=en")).await.text.contains("changes on"));
}

#[tokio::test(flavor = "multi_thread")]
async fn its_day_moves_where_letters_leave_late_and_who_is_taken_back_is_told_no_more() {
    let app = TestApp::start().await;
    post(&app, "/office/recipients", &directory(&[])).await;
    let all = about(&app).await.len();
    // One waits for a relay, as it were, until the day has come.
    app.place.tamper("UPDATE mail SET state = 'waiting', sent_at = NULL WHERE id = (SELECT MAX(id) FROM mail WHERE kind = 'office.recipient.ahead')");
    at(&app, "2026-12-25T10:00:00Z");
    look(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, Some(Refused::Unlisted));
    let ahead = plain(&app.visitor().get(&app.path("/notice/ahead?lang=en")).await.text);
    assert!(ahead.contains("from 25 January 2027 on"), "{ahead}");
    assert!(plain(&app.visitor().get(&app.path("?lang=en")).await.text).contains("changes on 25 January 2027"));
    let sent = app.house.clock.now().as_microsecond();
    app.place.tamper(&format!("UPDATE mail SET state = 'shown', sent_at = {sent} WHERE state = 'waiting'"));
    at(&app, "2027-01-24T10:00:00Z");
    look(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, Some(Refused::Unlisted));
    at(&app, "2027-01-25T10:00:00Z");
    look(&app).await;
    assert_eq!((asks(&app, &app.clinic, "dune.example").await, about(&app).await.len()), (None, all));
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
    // Ended before its day: the letters that wait do not go, and nobody is told any more.
    let app = TestApp::start().await;
    post(&app, "/office/recipients", &directory(&[])).await;
    about(&app).await;
    app.place.tamper("UPDATE mail SET state = 'waiting', sent_at = NULL WHERE kind = 'office.recipient.ahead'");
    let id = coming(&app).await.id;
    post(&app, &format!("/office/recipients/{id}/end"), &[("seen", "1")]).await;
    look(&app).await;
    assert!(
        app.place.column("SELECT id FROM mail WHERE kind = 'office.recipient.ahead' AND state = 'waiting'").is_empty()
    );
    assert!(!app.visitor().get(&app.path("?lang=en")).await.text.contains("changes on"));
    at(&app, "2027-03-01T10:00:00Z");
    look(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, Some(Refused::Ended));
}

async fn counted(app: &TestApp, name: &str) -> i64 {
    figure(&evidence(app, &app.clinic, "notice.change_ahead").await, name)
}

#[tokio::test(flavor = "multi_thread")]
async fn where_not_one_letter_about_somebody_left_it_waits_and_is_counted_until_they_were_told() {
    let app = TestApp::start().await;
    post(&app, "/office/recipients", &directory(&[])).await;
    about(&app).await;
    // Every letter was refused for most of a day, and its job gave up.
    let of = "kind = 'office.recipient.ahead'";
    app.place.tamper(&format!("UPDATE mail SET state = 'waiting', sent_at = NULL WHERE {of}"));
    let rests = app.house.clock.now() + SignedDuration::from_hours(24 * 300);
    app.place.tamper(&format!(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at)
         SELECT clinic, 'job_' || id, 'mail.send', id, {}, 10, 'stuck', created_at FROM mail WHERE {of}",
        rests.as_microsecond()
    ));
    at(&app, "2026-12-25T10:00:00Z");
    look(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, Some(Refused::Unlisted), "nobody was written to");
    at(&app, "2027-01-25T10:00:00Z");
    look(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, None, "no longer than twice the days");
    assert_eq!((state(&app, "notice.change_ahead").await, counted(&app, "reached nobody").await), (State::Gap, 1));
    let sent = app.house.clock.now().as_microsecond();
    app.place.tamper(&format!("UPDATE mail SET state = 'sent', sent_at = {sent} WHERE {of}"));
    assert_eq!((state(&app, "notice.change_ahead").await, counted(&app, "reached nobody").await), (State::Gap, 0));
    at(&app, "2027-02-25T10:00:00Z");
    assert_eq!((state(&app, "notice.change_ahead").await, counted(&app, "told late").await), (State::Kept, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_installations_are_announced_in_every_clinic_and_count_in_each_by_its_own_letters() {
    let app = TestApp::start().await;
    let agreement =
        app.scope(&app.clinic, Purpose::Operation).read(recipient::visible).await.unwrap().remove(0).terms.agreement;
    let terms = |place: &str| Terms {
        name: "Dune Directory".to_owned(),
        way: "google-workspace".to_owned(),
        place: place.to_owned(),
        purposes: [Purpose::Administration].into_iter().collect(),
        categories: [Category::Identity].into(),
        region: "IE".to_owned(),
        safeguard: String::new(),
        agreement: agreement.clone(),
    };
    let day = app.house.clock.now() + DAY * 30;
    let new = |at_once| New { terms: terms("dune.example"), day, at_once };
    let added = recipient::add_everywhere(&app.house, new(AtOnce::No), None).await.unwrap();
    let Outcome::Written(id, _) = added else { panic!("{added:?}") };
    // Whoever runs the program writes it down; each clinic's program tells its people within a minute.
    looked_after(&app).await;
    assert_eq!(about(&app).await.len(), accounts(&app, &app.clinic));
    let front = app.visitor().get(&app.path("?lang=en")).await;
    assert!(plain(&front.text).contains("changes on 25 December 2026"), "{}", front.text);
    // Another paper by the installation, which goes by the clock, brings nobody forward where people were told too late.
    later(&app, DAY * 31);
    let other =
        recipient::renew_everywhere(&app.house, id, 1, New { terms: terms("dune.example"), day, at_once: AtOnce::No });
    assert!(matches!(other.await.unwrap(), Outcome::Written(..)));
    looked_after(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, None);
    assert_eq!(asks(&app, &app.other, "dune.example").await, Some(Refused::Unlisted), "nobody was told there");
    let equal = New { terms: terms("other.example"), day, at_once: AtOnce::Replaces(id) };
    assert_eq!(
        recipient::add_everywhere(&app.house, equal, Some(2)).await.unwrap(),
        Outcome::Unequal,
        "it does not count there"
    );
    let gap = evidence(&app, &app.other, "notice.change_ahead").await;
    assert!(!gap.ok, "nobody announced it there: {gap:?}");
}

/// Another version of Dune Directory, written past the program an hour later.
const NEXT: &str = "INSERT INTO recipient (clinic, id, version, state, name, way, place, purposes, categories, region, safeguard,
    agreement, reference, signed_on, basis, ahead, effective_at, written_by, written_at)
    SELECT clinic, id, 2, state, name, way, place, 'administration', categories, region, safeguard, agreement, reference, signed_on,";
const OF_DUNE: &str = "FROM recipient WHERE place = 'dune.example'";

#[tokio::test(flavor = "multi_thread")]
async fn who_got_something_too_soon_or_was_not_announced_is_evidence_against_it() {
    for tampering in [
        // What left, on a day before its own.
        "UPDATE recipient_ask SET day = '2026-12-20' WHERE place = 'dune.example'",
        // Announced later, or told later, than it counts.
        "UPDATE recipient_ahead SET effective_at = effective_at - 86400000000 * 2",
        "UPDATE recipient_letter SET written_at = written_at + 86400000000 * 2",
        "UPDATE mail SET sent_at = sent_at + 86400000000 * 2 WHERE kind = 'office.recipient.ahead'",
        "DELETE FROM recipient_letter WHERE account = (SELECT MAX(account) FROM recipient_letter)",
        "DELETE FROM recipient_ahead",
        "UPDATE recipient_ahead SET state = 'withdrawn'",
        // Counted without any, as if it gave nobody more, or replaced somebody.
        "UPDATE recipient SET ahead = NULL, basis = 'same' WHERE place = 'dune.example'",
        "UPDATE recipient SET ahead = NULL, basis = 'equal', replaces = (SELECT MIN(id) FROM recipient WHERE way = 'by_hand') WHERE place = 'dune.example'",
        "UPDATE recipient SET ahead = NULL WHERE place = 'dune.example'",
        // Or was the first of its way, or a relay where none was open.
        "UPDATE recipient SET ahead = NULL, basis = 'first' WHERE place = 'dune.example'",
        "UPDATE recipient SET basis = 'needed' WHERE place = 'dune.example'",
        // More than was announced, as if it had been; or the same as what was announced and never counted.
        &format!("{NEXT} 'same', 1, effective_at, written_by, written_at + 3600000000 {OF_DUNE}")
            .replace("'administration'", "'administration rights'"),
        &format!("{NEXT} 'same', NULL, effective_at, written_by, written_at + 3600000000 {OF_DUNE}"),
        &format!("{NEXT} 'before', NULL, effective_at, written_by, written_at + 3600000000 {OF_DUNE}"),
    ] {
        let app = TestApp::start().await;
        // The clinic's own list is older.
        later(&app, SignedDuration::from_mins(1));
        post(&app, "/office/recipients", &directory(&[])).await;
        looked_after(&app).await;
        at(&app, "2026-12-25T10:00:00Z");
        looked_after(&app).await;
        assert_eq!(asks(&app, &app.clinic, "dune.example").await, None);
        assert_eq!(state(&app, "notice.change_ahead").await, State::Kept, "before {tampering}");
        let trigger = if app.place.is_postgres() { " ON recipient" } else { "" };
        app.place.tamper(&format!("DROP TRIGGER recipient_stays{trigger}"));
        app.place.tamper(tampering);
        assert_eq!(state(&app, "notice.change_ahead").await, State::Gap, "{tampering}");
    }
    // What left too soon is evidence against the list as well.
    let app = TestApp::start().await;
    post(&app, "/office/recipients", &directory(&[])).await;
    looked_after(&app).await;
    at(&app, "2026-12-25T10:00:00Z");
    looked_after(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, None);
    app.place.tamper("UPDATE recipient_ask SET day = '2026-12-20' WHERE place = 'dune.example'");
    let gap = evidence(&app, &app.clinic, "sharing.recipients_listed").await;
    assert!(!gap.ok && figure(&gap, "to nobody bound") == 1, "{gap:?}");
    // Nobody was written to for an hour.
    let app = TestApp::start().await;
    post(&app, "/office/recipients", &directory(&[])).await;
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept, "the letters are being written");
    later(&app, SignedDuration::from_mins(90));
    assert_eq!(state(&app, "notice.change_ahead").await, State::Gap);
    looked_after(&app).await;
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_written_to_is_not_asked_for_once_the_notes_of_it_are_gone() {
    let app = TestApp::start().await;
    let keeps = async |days: u32| {
        let mut clinic = Clinic::clone(&*app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap());
        clinic.parameters.letter_days = days;
        app.house.update_clinic(clinic).await.unwrap();
    };
    keeps(30).await;
    let fewer = |tx: &mut ground::Tx<'_>| office::restate(tx, promise::catalogue::Edition::Scheduling);
    app.scope(&app.clinic, Purpose::Administration).write(fewer).await.unwrap();
    post(&app, "/office/recipients", &directory(&[])).await;
    looked_after(&app).await;
    let missing = async || figure(&evidence(&app, &app.clinic, "notice.change_ahead").await, "not written to");
    for table in ["recipient_letter", "notice_letter"] {
        app.place.tamper(&format!("CREATE TABLE kept_aside AS SELECT * FROM {table}; DELETE FROM {table}"));
        assert_eq!(missing().await, accounts(&app, &app.clinic) as i64, "{table}");
        app.place.tamper(&format!("INSERT INTO {table} SELECT * FROM kept_aside; DROP TABLE kept_aside"));
    }
    at(&app, "2026-12-25T10:00:00Z");
    looked_after(&app).await;
    app.place.tamper("DELETE FROM recipient_letter; DELETE FROM notice_letter");
    assert_eq!(missing().await, 0);
    // Kept for longer from now on, what went does not come back.
    keeps(700).await;
    assert_eq!(missing().await, 0);
}
