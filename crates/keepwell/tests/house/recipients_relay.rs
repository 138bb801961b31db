//! Whoever fails is replaced, and whoever stands is renewed, without a day on which nothing leaves: in clinics that began later, that
//! are closed meanwhile, or whose letters only the one that is gone would have carried.

use std::sync::Arc;

use ground::mail::Voice;
use ground::recipient::{self, AtOnce, Basis, Entry, New, Outcome, RecipientId, Refused, Terms};
use ground::{Clinic, NewClinic, Role};
use jiff::ToSpan;
use jiff::civil::Date;
use promise::{Category, Purpose, State};

use crate::kit::TestApp;
use crate::kit::relay::Relay;
use crate::letters;
use crate::notice::state;
use crate::recipients::{DAY, bind, evidence, figure, later, relay_entry};
use crate::recipients_ahead::{about, accounts, asks, at, directory, look, post};
use crate::recipients_kept::{form, looked_after, standing};

/// A directory that the installation names for every clinic.
async fn terms(app: &TestApp, name: &str, place: &str, reference: &str, ends_on: Option<Date>) -> Terms {
    let visible = app.scope(&app.clinic, Purpose::Operation).read(recipient::visible).await.unwrap();
    let mut agreement = visible[0].terms.agreement.clone();
    let agreed = agreement.as_mut().unwrap();
    (agreed.reference, agreed.ends_on) = (reference.to_owned(), ends_on);
    Terms {
        name: name.to_owned(),
        way: "google-workspace".to_owned(),
        place: place.to_owned(),
        purposes: [Purpose::Administration].into_iter().collect(),
        categories: [Category::Identity].into(),
        region: "IE".to_owned(),
        safeguard: String::new(),
        agreement,
    }
}

fn written(outcome: Outcome) -> RecipientId {
    match outcome {
        Outcome::Written(id, _) => id,
        other => panic!("{other:?}"),
    }
}

async fn add(app: &TestApp, terms: Terms, at_once: AtOnce) -> Outcome {
    let day = app.house.clock.now() + DAY * 30;
    recipient::add_everywhere(&app.house, New { terms, day, at_once }, None).await.unwrap()
}

async fn renew(app: &TestApp, id: RecipientId, seen: i64, terms: Terms, at_once: AtOnce) -> Outcome {
    let day = app.house.clock.now() + DAY * 30;
    recipient::renew_everywhere(&app.house, id, seen, New { terms, day, at_once }).await.unwrap()
}

/// Looks after what is announced in these clinics, with the letters about it.
async fn looked_after_in(app: &TestApp, clinics: &[&Arc<Clinic>]) {
    for _ in 0..2 {
        for clinic in clinics {
            let clinic = app.house.clinic_by_id(clinic.id).await.unwrap().unwrap();
            app.scope(&clinic, Purpose::Operation).write(office::recipients_take_effect).await.unwrap();
        }
        app.run_jobs().await;
    }
}

/// Everywhere the same is announced and its day has come.
async fn in_effect(app: &TestApp, terms: Terms) -> RecipientId {
    let id = written(add(app, terms, AtOnce::No).await);
    let clinics = [&app.clinic, &app.other];
    looked_after_in(app, &clinics).await;
    later(app, DAY * 32);
    looked_after_in(app, &clinics).await;
    id
}

async fn began(app: &TestApp) -> Arc<Clinic> {
    let new = NewClinic {
        slug: "north".to_owned(),
        host: None,
        name: "North".to_owned(),
        zone: "Europe/Dublin".to_owned(),
        jurisdiction: "IE".to_owned(),
        languages: vec!["en".to_owned()],
        currency: "EUR".to_owned(),
        brand: None,
        parameters: promise::Parameters::default(),
    };
    app.house.create_clinic(new).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_announced_before_a_clinic_began_stands_there_for_each_paper_after_it() {
    let app = TestApp::start().await;
    let dune = terms(&app, "Dune Directory", "dune.example", "D-1", None).await;
    let id = in_effect(&app, dune.clone()).await;
    later(&app, DAY);
    let north = began(&app).await;
    assert_eq!(asks(&app, &north, "dune.example").await, None);
    // A year later, the same terms by another paper.
    later(&app, DAY * 200);
    let paper = terms(&app, "Dune Directory", "dune.example", "D-2", None).await;
    assert_eq!(written(renew(&app, id, 1, paper.clone(), AtOnce::No).await), id);
    looked_after_in(&app, &[&north]).await;
    for clinic in [&north, &app.clinic, &app.other] {
        assert_eq!(asks(&app, clinic, "dune.example").await, None, "{}", clinic.slug);
    }
    let find = move |tx: &mut ground::Tx<'_>| recipient::find(tx, id);
    let stands = app.scope(&north, Purpose::Operation).read(find).await.unwrap();
    assert_eq!(stands.terms.agreement, paper.agreement, "by the new paper");
    let coming = app.scope(&north, Purpose::Operation).read(recipient::coming).await.unwrap();
    assert!(coming.is_empty(), "nothing changes for anybody: {coming:?}");
    // Nor does it keep the next from its place.
    let next = terms(&app, "Ebb Directory", "ebb.example", "E-1", None).await;
    written(add(&app, next, AtOnce::Replaces(id)).await);
    for clinic in [&north, &app.clinic, &app.other] {
        assert_eq!(asks(&app, clinic, "ebb.example").await, None, "{}", clinic.slug);
    }
    assert!(evidence(&app, &north, "notice.change_ahead").await.ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_counts_by_what_was_announced_of_another() {
    let app = TestApp::start().await;
    let dune = terms(&app, "Dune Directory", "dune.example", "D-1", None).await;
    let other = terms(&app, "Other Ltd", "other.example", "O-1", None).await;
    let id = written(add(&app, dune, AtOnce::No).await);
    looked_after_in(&app, &[&app.clinic]).await;
    assert_eq!(renew(&app, id, 1, other.clone(), AtOnce::Itself).await, Outcome::Unequal, "before its day");
    later(&app, DAY * 32);
    looked_after_in(&app, &[&app.clinic]).await;
    assert_eq!(renew(&app, id, 1, other.clone(), AtOnce::Itself).await, Outcome::Unequal, "it counts in one of two");
    assert_eq!(asks(&app, &app.clinic, "other.example").await, Some(Refused::Unlisted));
    looked_after_in(&app, &[&app.other]).await;
    later(&app, DAY * 32);
    looked_after_in(&app, &[&app.other]).await;
    assert_eq!(written(renew(&app, id, 1, other, AtOnce::Itself).await), id);
    for clinic in [&app.clinic, &app.other] {
        assert_eq!(asks(&app, clinic, "other.example").await, None, "{}", clinic.slug);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_swapped_meanwhile_stays_swapped_when_what_waits_counts() {
    let app = TestApp::start().await;
    let id = standing(&app).await;
    let path = format!("/office/recipients/{id}");
    let both = [("purposes", "billing"), ("purposes", "rights")];
    let more = |rest: &[(&'static str, &'static str)]| {
        let mut fields = form(rest);
        fields.retain(|(name, _)| *name != "purposes");
        fields.extend(both);
        fields
    };
    post(&app, &path, &more(&[("seen", "1")])).await;
    looked_after(&app).await;
    // They fail, and others stand in for them at once.
    post(&app, &path, &form(&[("name", "Ebb Couriers"), ("reference", "EC-1"), ("at_once", "1"), ("seen", "2")])).await;
    let counts =
        async || app.scope(&app.clinic, Purpose::Operation).read(move |tx| recipient::find(tx, id)).await.unwrap();
    assert_eq!((counts().await.terms.name.as_str(), counts().await.version), ("Ebb Couriers", 3));
    at(&app, "2026-12-25T10:00:00Z");
    looked_after(&app).await;
    let stands = counts().await;
    assert_eq!((stands.terms.name.as_str(), stands.version), ("Ebb Couriers", 4));
    assert!(stands.terms.purposes.contains(Purpose::Rights));
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
}

/// The terms of a relay on this machine, by this name.
fn relay_terms(entry: &Entry, name: &str, region: &str) -> Terms {
    let safeguard = if region == "IE" { String::new() } else { "clauses".to_owned() };
    Terms { name: name.to_owned(), region: region.to_owned(), safeguard, ..entry.terms.clone() }
}

async fn end(app: &TestApp, entry: &Entry) {
    assert!(recipient::end_everywhere(&app.house, entry.id, entry.version).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_ended_is_replaced_by_an_equal_one_for_some_days_and_once() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    bind(&app, None).await;
    let old = relay_entry(&app).await;
    end(&app, &old).await;
    let letter = letters::write(&app, Voice::Automatic, "Meanwhile").await;
    app.run_jobs().await;
    assert_eq!(letters::state(&app, letter).await, "waiting");
    let other = relay_terms(&old, "Other Ltd", "US");
    assert_eq!(add(&app, other, AtOnce::Replaces(old.id)).await, Outcome::Unequal, "elsewhere");
    let next = relay_terms(&old, "Ebb Post Ltd", "IE");
    let id = written(add(&app, next.clone(), AtOnce::Replaces(old.id)).await);
    app.run_jobs().await;
    assert_eq!(letters::state(&app, letter).await, "sent");
    assert_eq!(add(&app, next.clone(), AtOnce::Replaces(old.id)).await, Outcome::Unequal, "one stands in one's place");
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
    let gone = recipient::everywhere(&app.house).await.unwrap().0.into_iter().find(|one| one.id == id).unwrap();
    end(&app, &gone).await;
    later(&app, DAY * 31);
    assert_eq!(add(&app, next, AtOnce::Replaces(id)).await, Outcome::Unequal, "it ended too long ago");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_relay_is_open_another_counts_at_once_and_everybody_is_told_afterwards() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    bind(&app, None).await;
    looked_after_in(&app, &[&app.clinic, &app.other]).await;
    let old = relay_entry(&app).await;
    // While one is open, another is announced.
    let elsewhere = relay_terms(&old, "Far Post Inc", "US");
    let waits = written(add(&app, elsewhere.clone(), AtOnce::No).await);
    let coming = recipient::everywhere(&app.house).await.unwrap().1;
    assert!(coming.iter().any(|entry| entry.id == waits && entry.basis == Basis::Announced), "{coming:?}");
    end(&app, coming.iter().find(|entry| entry.id == waits).unwrap()).await;
    end(&app, &old).await;
    let letter = letters::write(&app, Voice::Automatic, "Meanwhile").await;
    app.run_jobs().await;
    assert_eq!(letters::state(&app, letter).await, "waiting");
    // More than a relay is asked for is announced all the same.
    let mut more = elsewhere.clone();
    more.categories.insert(Category::Health);
    let id = written(add(&app, more, AtOnce::No).await);
    app.run_jobs().await;
    assert_eq!(letters::state(&app, letter).await, "waiting");
    let more = recipient::everywhere(&app.house).await.unwrap().1.into_iter().find(|one| one.id == id).unwrap();
    end(&app, &more).await;
    later(&app, jiff::SignedDuration::from_mins(1));
    let id = written(add(&app, elsewhere.clone(), AtOnce::No).await);
    app.run_jobs().await;
    assert_eq!(letters::state(&app, letter).await, "sent");
    // Another paper before everybody is told changes nothing of that.
    let mut paper = elsewhere;
    paper.agreement.as_mut().unwrap().reference = "FP-2".to_owned();
    written(renew(&app, id, 1, paper, AtOnce::No).await);
    let front = app.visitor().get(&app.path("?lang=en")).await.text;
    assert!(!front.contains("changes on"), "{front}");
    looked_after_in(&app, &[&app.clinic, &app.other]).await;
    let told: Vec<_> = about(&app).await.into_iter().filter(|letter| letter.subject.contains("Far Post Inc")).collect();
    assert_eq!(
        told.len(),
        accounts(&app, &app.clinic),
        "{:?}",
        told.iter().map(|one| &one.subject).collect::<Vec<_>>()
    );
    assert!(told.iter().any(|one| one.body.contains("nobody was left who could have carried a letter")));
    looked_after_in(&app, &[&app.clinic, &app.other]).await;
    assert_eq!(about(&app).await.iter().filter(|one| one.subject.contains("Far Post Inc")).count(), told.len());
    let shown = evidence(&app, &app.clinic, "notice.change_ahead").await;
    assert!(shown.ok && figure(&shown, "told afterwards") == 1, "{shown:?}");
    let page = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let page = page.get(&app.path(&format!("/office/recipients/{id}"))).await.text;
    assert!(page.contains("no mail relay was open any more"), "{page}");
    // Said of one while another was open, it is evidence against it.
    app.place.tamper(&format!("DELETE FROM installation_recipient WHERE id = '{}' AND state = 'ended'", old.id));
    assert_eq!(state(&app, "notice.change_ahead").await, State::Gap);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_whose_paper_is_over_may_go_on_elsewhere() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    bind(&app, Some("2026-11-24".parse().unwrap())).await;
    later(&app, DAY * 2);
    let letter = letters::write(&app, Voice::Automatic, "Meanwhile").await;
    let old = relay_entry(&app).await;
    let mut elsewhere = relay_terms(&old, "Far Post Inc", "US");
    elsewhere.agreement.as_mut().unwrap().ends_on = None;
    written(renew(&app, old.id, old.version, elsewhere, AtOnce::No).await);
    app.run_jobs().await;
    assert_eq!(letters::state(&app, letter).await, "sent");
    looked_after_in(&app, &[&app.clinic, &app.other]).await;
    let shown = evidence(&app, &app.clinic, "notice.change_ahead").await;
    assert!(shown.ok && figure(&shown, "told afterwards") == 1, "{shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_that_is_closed_keeps_nobody_waiting_but_itself() {
    let app = TestApp::start().await;
    let dune = terms(&app, "Dune Directory", "dune.example", "D-1", None).await;
    let id = written(add(&app, dune, AtOnce::No).await);
    looked_after_in(&app, &[&app.clinic]).await;
    later(&app, DAY * 32);
    looked_after_in(&app, &[&app.clinic]).await;
    let next = terms(&app, "Ebb Directory", "ebb.example", "E-1", None).await;
    assert_eq!(add(&app, next.clone(), AtOnce::Replaces(id)).await, Outcome::Unequal);
    let pause = async |why: Option<&str>| {
        let clinic = app.house.clinic_by_id(app.other.id).await.unwrap().unwrap();
        app.house.pause(clinic, why.map(str::to_owned)).await.unwrap();
    };
    pause(Some("The contract ended.")).await;
    let ebb = written(add(&app, next, AtOnce::Replaces(id)).await);
    assert_eq!(asks(&app, &app.clinic, "ebb.example").await, None);
    assert_eq!(asks(&app, &app.other, "ebb.example").await, Some(Refused::Unlisted), "nobody was told there");
    // And so for the next that stands in by the same entry.
    let third = terms(&app, "Third Ltd", "third.example", "T-1", None).await;
    written(renew(&app, ebb, 1, third, AtOnce::Itself).await);
    assert_eq!(asks(&app, &app.clinic, "third.example").await, None);
    assert_eq!(asks(&app, &app.other, "third.example").await, Some(Refused::Unlisted));
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
    // At work again, it is announced there by its own name.
    pause(None).await;
    looked_after_in(&app, &[&app.other]).await;
    let scope = app.scope(&app.other, Purpose::Operation);
    let coming = scope.read(recipient::coming).await.unwrap();
    assert_eq!(coming.iter().map(|one| one.terms.name.as_str()).collect::<Vec<_>>(), ["Third Ltd"]);
    later(&app, DAY * 32);
    looked_after_in(&app, &[&app.other]).await;
    assert_eq!(asks(&app, &app.other, "third.example").await, None);
    let shown = evidence(&app, &app.other, "notice.change_ahead").await;
    assert!(shown.ok, "{shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_cannot_leave_moves_the_day_once_and_one_that_is_stuck_never() {
    let app = TestApp::start().await;
    post(&app, "/office/recipients", &directory(&[])).await;
    about(&app).await;
    let one = "(SELECT MAX(id) FROM mail WHERE kind = 'office.recipient.ahead')";
    app.place.tamper(&format!("UPDATE mail SET state = 'waiting', sent_at = NULL WHERE id = {one}"));
    at(&app, "2026-12-25T10:00:00Z");
    look(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, Some(Refused::Unlisted));
    let office = app.signed_in(&app.clinic, Role::PrivacyOfficer).await.get(&app.path("/office?lang=en")).await.text;
    let office = office.replace(['\u{2068}', '\u{2069}'], "");
    assert!(office.contains("counts has moved: one letter about it waits"), "{office}");
    at(&app, "2027-01-25T10:00:00Z");
    look(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, None);
    let shown = evidence(&app, &app.clinic, "notice.change_ahead").await;
    assert!(shown.ok && figure(&shown, "letters given up") == 1, "{shown:?}");
    // It leaves one day after all: nothing was too soon by that, and whoever got it was told late until as many days are over.
    let sent = (app.house.clock.now() + DAY).as_microsecond();
    app.place.tamper(&format!("UPDATE mail SET state = 'shown', sent_at = {sent} WHERE state = 'waiting'"));
    let shown = evidence(&app, &app.clinic, "notice.change_ahead").await;
    assert!(!shown.ok && figure(&shown, "told late") == 1 && figure(&shown, "recipients too soon") == 0, "{shown:?}");
    later(&app, DAY * 32);
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
    app.place.tamper("UPDATE recipient_letter SET given_up_at = NULL");
    assert_eq!(state(&app, "notice.change_ahead").await, State::Gap);
    // Stuck for good, it does not even move it once.
    let app = TestApp::start().await;
    post(&app, "/office/recipients", &directory(&[])).await;
    about(&app).await;
    app.place.tamper(&format!("UPDATE mail SET state = 'waiting', sent_at = NULL WHERE id = {one}"));
    app.place.tamper(&format!(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at)
         SELECT clinic, 'job_stuck', 'mail.send', id, created_at, 10, 'stuck', created_at FROM mail WHERE id = {one}"
    ));
    at(&app, "2026-12-25T10:00:00Z");
    look(&app).await;
    assert_eq!(asks(&app, &app.clinic, "dune.example").await, None);
    assert_eq!(state(&app, "notice.change_ahead").await, State::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_relay_is_named_who_is_announced_counts_all_the_same() {
    let app = letters::by(None, 20).await;
    post(&app, "/office/recipients", &form(&[])).await;
    looked_after(&app).await;
    let visible = async || {
        let all = app.scope(&app.clinic, Purpose::Operation).read(recipient::visible).await.unwrap();
        all.iter().any(|entry| entry.terms.name == "Marram Couriers")
    };
    later(&app, DAY * 32);
    look(&app).await;
    assert!(!visible().await, "the letters wait, and it with them");
    later(&app, DAY * 32);
    look(&app).await;
    assert!(visible().await);
    let shown = evidence(&app, &app.clinic, "notice.change_ahead").await;
    assert!(!shown.ok && figure(&shown, "reached nobody") == 1, "nobody was written to: {shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_agreement_is_over_before_its_entry_counts_however_it_is_written() {
    let app = TestApp::start().await;
    post(&app, "/office/recipients", &form(&[])).await;
    let coming = app.scope(&app.clinic, Purpose::Operation).read(recipient::coming).await.unwrap().remove(0);
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let path = app.path(&format!("/office/recipients/{}", coming.id));
    // Another paper for who counts from 25 December.
    let short = form(&[("reference", "MC-8"), ("ends_on", "2026-12-10"), ("seen", "1")]);
    let answer = officer.post(&path, &short).await;
    let text = answer.text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(answer.status == 422 && text.contains("id=\"e-ends_on\""), "{text}");
    assert!(text.contains("ends before this entry counts: that is from 25 December 2026 on"), "{text}");
    let whole = form(&[("reference", "MC-8"), ("ends_on", "2026-12-31"), ("seen", "1")]);
    assert_eq!(officer.post(&path, &whole).await.status, 303);
    // The installation's too.
    let ends = |days: i64| Some(app.house.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date() + days.days());
    let short = terms(&app, "Dune Directory", "dune.example", "D-1", ends(10)).await;
    assert!(matches!(add(&app, short.clone(), AtOnce::No).await, Outcome::Over(_)));
    let long = terms(&app, "Dune Directory", "dune.example", "D-1", ends(60)).await;
    let id = written(add(&app, long, AtOnce::No).await);
    assert!(matches!(renew(&app, id, 1, short, AtOnce::No).await, Outcome::Over(_)));
}
