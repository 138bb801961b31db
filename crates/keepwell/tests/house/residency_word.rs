//! What somebody last said to where it is kept: that it is taken back holds against all else and in every part of their record; a
//! yes holds for one country and for its time, and then it is asked anew.

use ground::consent::{self, Consent, Heard, Way, Word as Said};
use ground::residency::{self, Told, Via, Word};
use ground::restrict::{self, Basis};
use ground::{MergeId, PersonId, Refusal, Role, Tx};
use jiff::{SignedDuration, Timestamp};
use promise::{Purpose, Region, State};
use reqwest::Method;
use serde_json::json;

use crate::booking_own::{client, free};
use crate::booking_public::{book, times, visit, with};
use crate::consent::{job_opens, press, stands};
use crate::erasure::{erase, request};
use crate::kit::{Browser, TestApp};
use crate::residency::{kept, kept_in, noted, plain, receipts, told};

fn later(app: &TestApp) {
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_secs(1));
}

fn heard(giver: PersonId, until: Option<Timestamp>) -> Heard {
    let (language, shown) = ("en".to_owned(), "What was shown".to_owned());
    Heard { language, shown, notice: 1, way: Way::Page, giver, until }
}

/// They came by a form, and were asked by the law of India, or by none.
async fn came(app: &TestApp, person: PersonId, law: Option<&'static str>) {
    let note = move |tx: &mut Tx<'_>| {
        let (region, law) = (Region::Ie, law.map(str::to_owned));
        let told = Told { region, law, via: Via::Page, language: "en".to_owned() };
        residency::note(tx, person, person, Some(&told))
    };
    app.scope(&app.clinic, Purpose::Rights).write(note).await.unwrap();
}

/// Their word, as a page of theirs writes it down.
async fn say(app: &TestApp, person: PersonId, given: bool, until: Option<Timestamp>) {
    let heard = heard(person, until);
    let say = move |tx: &mut Tx<'_>| residency::say(tx, person, given, &heard, Basis::Wish);
    assert!(app.scope(&app.clinic, Purpose::Rights).write(say).await.unwrap().is_some());
}

async fn word(app: &TestApp, person: PersonId) -> Option<Word> {
    // By what the clinic's notice says now.
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    let read = move |tx: &mut Tx<'_>| residency::last(tx, person);
    app.scope(&clinic, Purpose::Rights).read(read).await.unwrap().map(|last| last.word)
}

async fn made(app: &TestApp) -> PersonId {
    let make = |tx: &mut Tx<'_>| people::create(tx, &crate::reminders::somebody(), &people::Source::Desk);
    app.scope(&app.clinic, Purpose::Scheduling).write(make).await.unwrap()
}

async fn merge(app: &TestApp, from: PersonId, into: PersonId) -> MergeId {
    // By whoever answers for people's data: no word stands against that.
    let merge = move |tx: &mut Tx<'_>| tx.merge(from, into);
    app.scope(&app.clinic, Purpose::Security).write(merge).await.unwrap().unwrap()
}

async fn keeps_letters(app: &TestApp, person: PersonId) -> bool {
    let held = move |tx: &mut Tx<'_>| restrict::held_back(tx, person, "test.change", Purpose::Scheduling);
    app.scope(&app.clinic, Purpose::Scheduling).read(held).await.unwrap()
}

async fn is_stopped(app: &TestApp, person: PersonId) -> bool {
    matches!(job_opens(app, person, Purpose::Scheduling).await, Err(Refusal::Restricted(_)))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_no_other_consent_opens() {
    let (app, browser, person) = client().await;
    came(&app, person, Some("IN")).await;
    // Once they had everything stopped and agreed to one use, which stands still.
    press(&app, &browser, "restricted", 1).await;
    press(&app, &browser, "consent-scheduling", 1).await;
    let (desk, record) = (app.signed_in(&app.clinic, Role::FrontDesk).await, app.path(&format!("/clients/{person}")));
    assert_eq!(desk.get(&record).await.status, 200);
    press(&app, &browser, "restricted", 0).await;
    later(&app);

    press(&app, &browser, "consent-residency", 0).await;
    assert_eq!(desk.get(&record).await.status, 403);
    assert!(is_stopped(&app, person).await && keeps_letters(&app, person).await);
    // Neither the desk nor they themselves agree to one use meanwhile, and neither is offered it.
    let (at_desk, consents) = (app.path(&format!("/clients/{person}/consents")), app.path("/me/consents"));
    for page in [desk.get(&at_desk).await.text, browser.get(&consents).await.text] {
        assert!(page.contains("value=\"consent-residency\"") && !page.contains("value=\"consent-care\""), "{page}");
    }
    assert_eq!(desk.post(&at_desk, &[("what", "consent-care"), ("set", "1")]).await.status, 409);
    assert_eq!(press(&app, &browser, "consent-care", 1).await.status, 409);
    assert_eq!(desk.get(&record).await.status, 403);
    ground::look_around(&app.house, &app.clinic).await.unwrap();
    for promise in ["residency.stated", "consent.recorded", "rights.object"] {
        assert_eq!(stands(&app, promise).await.0, State::Kept, "{:?}", stands(&app, promise).await);
    }
    // What was opened for that consent all the same is evidence against it.
    let at = (app.house.clock.now() + SignedDuration::from_millis(1)).as_microsecond();
    app.place.tamper(&format!(
        "INSERT INTO access_entry (clinic, id, person, actor, roles, purpose, action, outcome, begins, at)
         VALUES ('{}', 'acl_00000000000000000000000000', '{person}', 'automatic', 'automatic', 'scheduling', 'test', 'opened', {at}, {at})",
        app.clinic.id
    ));
    assert_eq!(stands(&app, "consent.recorded").await.0, State::Gap);
    app.place.tamper("DELETE FROM access_entry WHERE id = 'acl_00000000000000000000000000'");

    // Agreed to anew, that one use is open again, and the rest as soon as they say so.
    later(&app);
    assert_eq!(desk.post(&at_desk, &[("what", "consent-residency"), ("set", "1")]).await.status, 303);
    assert_eq!(desk.get(&record).await.status, 200);
    assert_eq!(press(&app, &browser, "restricted", 0).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_records_made_one_what_was_taken_back_of_either_counts() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let (stays, goes) = (made(&app).await, made(&app).await);
    came(&app, goes, Some("IN")).await;
    came(&app, stays, None).await;
    later(&app);
    say(&app, goes, false, None).await;
    merge(&app, goes, stays).await;
    assert_eq!(word(&app, stays).await, Some(Word::TakenBack));
    let lift = app.path(&format!("/clients/{stays}/restrictions"));
    let consents = app.path(&format!("/clients/{stays}/consents"));
    assert_eq!(officer.post(&lift, &[("what", "restricted"), ("set", "0")]).await.status, 409, "it stays stopped");
    assert!(is_stopped(&app, stays).await);
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
    // A restriction that is gone is seen on the record that stays.
    app.place.tamper("UPDATE restriction SET lifted_at = since, lifted_by = 'x' WHERE lifted_at IS NULL");
    let (state, figures) = kept(&app).await;
    assert!(state == State::Gap && figures.contains("(\"used after a no\", 1)"), "{figures}");
    app.place.tamper("UPDATE restriction SET lifted_at = NULL, lifted_by = NULL WHERE lifted_by = 'x'");
    // One yes speaks for both.
    later(&app);
    assert_eq!(desk.post(&consents, &[("what", "consent-residency"), ("set", "1")]).await.status, 303);
    assert_eq!(word(&app, stays).await, Some(Word::Given));
    assert_eq!(officer.post(&lift, &[("what", "restricted"), ("set", "0")]).await.status, 303);
    assert_eq!(job_opens(&app, stays, Purpose::Scheduling).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_of_a_record_that_was_merged_can_be_taken_back_and_stays_so_when_they_are_parted() {
    let app = TestApp::start().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let (stays, goes) = (made(&app).await, made(&app).await);
    came(&app, goes, Some("IN")).await;
    came(&app, stays, None).await;
    later(&app);
    let merged = merge(&app, goes, stays).await;
    let consents = app.path(&format!("/clients/{stays}/consents"));
    let page = desk.get(&consents).await;
    assert!(page.text.contains("I saw that they take it back") && page.text.contains("Agreed on"), "{}", page.text);
    assert_eq!(desk.post(&consents, &[("what", "consent-residency"), ("set", "0")]).await.status, 303);
    for one in [stays, goes] {
        assert_eq!(word(&app, one).await, Some(Word::TakenBack));
        assert!(is_stopped(&app, one).await, "{one}");
    }
    for (state, figures) in [kept(&app).await, stands(&app, "consent.recorded").await] {
        assert_eq!(state, State::Kept, "{figures}");
    }
    later(&app);
    let part = move |tx: &mut Tx<'_>| tx.unmerge(merged);
    app.scope(&app.clinic, Purpose::Security).write(part).await.unwrap().unwrap();
    assert_eq!((word(&app, stays).await, word(&app, goes).await), (None, Some(Word::TakenBack)));
    assert!(is_stopped(&app, goes).await);
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_a_law_alone_keeps_is_not_one_that_was_told_nothing() {
    let app = TestApp::start().await;
    app.place.tamper(&format!("UPDATE clinic SET jurisdiction = 'AE' WHERE id = '{}'", app.clinic.id));
    let node = app.beside().await;
    let (browser, before) = (node.visitor(), noted(&node));
    let slot = times(&browser, &node, "review?day=2026-12-03").await.remove(0);
    visit(&book(&browser, &node, "review", &with(&slot, &[])).await);
    let person: PersonId = noted(&node).difference(&before).next().unwrap().parse().unwrap();
    // They came, and what is known of that visit a law there keeps.
    node.place.tamper(&format!("UPDATE appointment SET status = 'done' WHERE client = '{person}'"));
    assert_eq!(kept(&node).await.0, State::Kept, "{:?}", kept(&node).await);
    let clinic = node.house.clinic_by_id(node.clinic.id).await.unwrap().unwrap();
    assert!(erase(&node.scope(&clinic, Purpose::Rights), person, request()).await.unwrap().locked_until.is_some());
    assert!(!noted(&node).contains(&person.to_string()), "what it was told went");
    assert_eq!(kept(&node).await.0, State::Kept, "{:?}", kept(&node).await);
}

/// Whoever is signed in, whose yes ended a moment ago.
async fn ran_out() -> (TestApp, Browser, PersonId) {
    let (app, browser, person) = client().await;
    came(&app, person, Some("IN")).await;
    later(&app);
    say(&app, person, false, None).await;
    later(&app);
    say(&app, person, true, Some(app.house.clock.now() + SignedDuration::from_secs(2))).await;
    let lift = move |tx: &mut Tx<'_>| restrict::lift(tx, person, restrict::Kind::Restricted);
    assert!(app.scope(&app.clinic, Purpose::Rights).write(lift).await.unwrap());
    assert_eq!(word(&app, person).await, Some(Word::Given));
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
    (0..3).for_each(|_| later(&app));
    assert_eq!(word(&app, person).await, Some(Word::RanOut));
    (app, browser, person)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_ran_out_is_asked_anew_and_a_no_to_it_stops_everything() {
    let (app, browser, person) = ran_out().await;
    let page = browser.get(&app.path("/me/consents?lang=en")).await.text;
    for said in ["Since then nobody has agreed", "I do not agree: stop all use", "value=\"consent-residency\""] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(browser.get(&app.path("/me")).await.text.contains("Since then nobody has agreed"), "their home says it");
    let (state, figures) = kept(&app).await;
    assert!(state == State::Gap && figures.contains("(\"ran out\", 1)"), "{figures}");
    press(&app, &browser, "consent-residency", 0).await;
    assert_eq!(receipts(&app).last().unwrap(), "withdrawn page", "its end is written");
    assert!(is_stopped(&app, person).await);
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_yes_ran_out_agrees_anew_before_more_is_stored() {
    let (app, browser, person) = ran_out().await;
    let slot = free(&browser, &app).await.remove(0);
    let details = browser.get(&app.path(&format!("/book/review/details?slot={slot}"))).await;
    assert!(details.text.contains("<details class=\"fold\" open>"), "{}", details.text);
    let me = [("slot", slot.as_str()), ("whom", "self"), ("remind", "1")];
    let again = browser.post(&app.path("/book/review/confirm"), &me).await;
    assert!(again.status == 422 && again.text.contains("asks that you agree first"), "{}", again.text);
    let agreed: Vec<(&str, &str)> = me.into_iter().chain([("home", "IN"), ("kept_in", "IE")]).collect();
    visit(&book(&browser, &app, "review", &agreed).await);
    assert_eq!((word(&app, person).await, receipts(&app).len()), (Some(Word::Given), 4));
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
    // And is asked no more.
    let slot = free(&browser, &app).await.pop().unwrap();
    let next = [("slot", slot.as_str()), ("whom", "self"), ("remind", "1")];
    assert_eq!(browser.post(&app.path("/book/review/confirm"), &next).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_books_nobody_whose_yes_ran_out_before_it_wrote_down_another() {
    let (app, _, person) = ran_out().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let catalogue = app.scope(&app.clinic, Purpose::Operation).read(booking::store::catalogue).await.unwrap();
    let service = catalogue.service("review").unwrap().id.to_string();
    let (with, client) = (catalogue.practitioners[0].id.to_string(), person.to_string());
    let form = [
        ("key", "one"),
        ("service", service.as_str()),
        ("practitioner", &with),
        ("date", "2027-06-01"),
        ("time", "10:00"),
        ("client", &client),
        ("tell", "1"),
    ];
    let path = app.path("/appointments");
    let asked = desk.post(&path, &form).await;
    assert!(asked.status == 422 && asked.text.contains("Ask them first"), "{} {}", asked.status, asked.text);
    let consents = app.path(&format!("/clients/{person}/consents"));
    assert!(desk.get(&consents).await.text.contains("I saw that they do not agree"));
    assert_eq!(desk.post(&consents, &[("what", "consent-residency"), ("set", "1")]).await.status, 303);
    let booked = desk.post(&path, &form).await;
    assert_eq!(booked.status, 303, "{}", booked.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_move_nobody_has_agreed_to_the_new_country() {
    let (app, browser, person) = client().await;
    let page = async || plain(&browser.get(&app.path("/me/consents?lang=en")).await);
    came(&app, person, Some("IN")).await;
    assert!(page().await.contains("about me in Ireland"), "{}", page().await);
    kept_in(&app, Region::Us).await;
    assert_eq!(word(&app, person).await, Some(Word::Elsewhere));
    let read = page().await;
    assert!(read.contains("it was agreed that the data is kept in Ireland"), "{read}");
    assert!(read.contains("about me in the United States. I was told the risk"), "{read}");
    let (state, figures) = kept(&app).await;
    assert!(state == State::Gap && figures.contains("(\"agreed elsewhere\", 1)"), "{figures}");
    later(&app);
    press(&app, &browser, "consent-residency", 1).await;
    assert_eq!(word(&app, person).await, Some(Word::Given));
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
    // Where their law asks for nothing any more, what was agreed to stands as it was read.
    kept_in(&app, Region::In).await;
    assert_eq!(word(&app, person).await, Some(Word::Given));
    assert!(page().await.contains("about me in the United States"), "{}", page().await);
    // A receipt that names no country is a yes to none.
    kept_in(&app, Region::Us).await;
    later(&app);
    let consent = Consent::named(residency::CONSENT).unwrap();
    let old = Said { consent, given: true, heard: heard(person, None) };
    app.scope(&app.clinic, Purpose::Rights).write(move |tx| consent::record(tx, person, &old)).await.unwrap();
    assert_eq!(word(&app, person).await, Some(Word::Elsewhere));
    assert!(page().await.contains("in other words than now"), "{}", page().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_name_agrees_to_no_other_country_for_whoever_is_known() {
    let app = TestApp::start().await;
    let (had, browser) = (noted(&app), app.visitor());
    let slots = free(&browser, &app).await;
    let comes = async |nth: usize, region| {
        visit(&book(&browser, &app, "review", &with(&slots[nth], &[("home", "IN"), ("kept_in", region)])).await)
    };
    comes(0, "IE").await;
    let person: PersonId = noted(&app).difference(&had).next().unwrap().parse().unwrap();
    later(&app);
    // The same again is said once.
    comes(1, "IE").await;
    assert_eq!((told(&app, &had).len(), receipts(&app).len()), (1, 1));
    kept_in(&app, Region::Us).await;
    later(&app);
    comes(2, "US").await;
    assert_eq!(told(&app, &had), ["IE IN page en"]);
    assert_eq!((word(&app, person).await, receipts(&app).len()), (Some(Word::Elsewhere), 1));
    let (state, figures) = kept(&app).await;
    assert!(state == State::Gap && figures.contains("(\"agreed elsewhere\", 1)"), "{figures}");
    later(&app);
    say(&app, person, false, None).await;
    later(&app);
    comes(3, "US").await;
    assert_eq!((word(&app, person).await, receipts(&app).len()), (Some(Word::TakenBack), 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_asks_whoever_is_known_before_it_books_them_as_somebody_new() {
    let app = TestApp::start().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let catalogue = app.scope(&app.clinic, Purpose::Operation).read(booking::store::catalogue).await.unwrap();
    let service = catalogue.service("review").unwrap().id.to_string();
    let with = catalogue.practitioners[0].id.to_string();
    let books = async |time: &'static str, more: &[(&'static str, &'static str)]| {
        let typed =
            [("client", "new"), ("given_name", "Leela"), ("family_name", "Nair"), ("email", "leela@example.net")];
        let form =
            [("key", time), ("service", &service), ("practitioner", &with), ("date", "2027-06-01"), ("time", time)];
        let all: Vec<(&str, &str)> = form.into_iter().chain(typed).chain(more.iter().copied()).collect();
        desk.post(&app.path("/appointments"), &all).await
    };
    let had = noted(&app);
    assert_eq!(books("10:00", &[]).await.status, 303);
    let person: PersonId = noted(&app).difference(&had).next().unwrap().parse().unwrap();
    let visits = || app.place.column(&format!("SELECT id FROM appointment WHERE client = '{person}'")).len();
    // They are known, and nobody asked them by a law. Typed with a home whose law asks, they are asked on their own page.
    let agreed = [("home", "IN"), ("kept_in", "IE")];
    let asked = books("11:00", &agreed).await;
    assert!(
        asked.status == 422 && asked.text.contains("agrees to nothing for them"),
        "{} {}",
        asked.status,
        asked.text
    );
    assert_eq!((visits(), told(&app, &had), word(&app, person).await), (1, vec!["IE - desk en".to_owned()], None));
    let added = [("given_name", "Leela"), ("family_name", "Nair"), ("email", "leela@example.net"), ("language", "en")];
    let all: Vec<(&str, &str)> = added.into_iter().chain(agreed).collect();
    let known = desk.post(&app.path("/clients"), &all).await;
    assert_eq!(known.location, Some(app.path(&format!("/clients/{person}?done=ask"))), "{}", known.text);
    assert_eq!((told(&app, &had).len(), word(&app, person).await), (1, None));
    let consents = app.path(&format!("/clients/{person}/consents"));
    let page = desk.get(&consents).await;
    assert!(page.text.contains("Where they live") && page.text.contains("value=\"IN\""), "{}", page.text);
    let unsaid = desk.post(&consents, &[("what", "home"), ("home", "IN")]).await;
    assert!(unsaid.status == 422 && unsaid.text.contains("asks that you agree first"), "{}", unsaid.text);
    later(&app);
    let said = [("what", "home"), ("home", "IN"), ("kept_in", "IE")];
    assert_eq!(desk.post(&consents, &said).await.status, 303);
    assert_eq!((word(&app, person).await, receipts(&app)), (Some(Word::Given), vec!["given desk".to_owned()]));
    assert!(!desk.get(&consents).await.text.contains("Where they live"), "they were asked");
    assert_eq!(books("11:00", &agreed).await.status, 303, "what they said holds");
    // It is kept elsewhere since: whatever home is typed of somebody new, they are asked first.
    kept_in(&app, Region::Us).await;
    later(&app);
    for home in [&[("home", "IN"), ("kept_in", "US")][..], &[("home", "other")]] {
        let asked = books("12:00", home).await;
        assert!(asked.status == 422 && asked.text.contains("agrees to nothing for them"), "{home:?}: {}", asked.text);
    }
    assert_eq!((visits(), word(&app, person).await), (2, Some(Word::Elsewhere)));
    assert_eq!(desk.post(&consents, &[("what", "consent-residency"), ("set", "1")]).await.status, 303);
    assert_eq!(books("12:00", &[("home", "other")]).await.status, 303);
    assert_eq!((visits(), kept(&app).await.0), (3, State::Kept));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_of_which_nothing_is_asked_is_no_fault_and_another_country_is_said_to_be_one() {
    let app = TestApp::start().await;
    let had = noted(&app);
    let path = format!("/api/v1/clinics/{}", app.clinic.slug);
    let browser = app.visitor();
    let free = format!("{path}/services/review/times?from=2026-11-24&to=2026-12-04");
    let all = browser.api(Method::GET, &free, None, &[], None).await.json();
    let send = async |nth: usize, home: &str, kept_in: Option<&str>| {
        let time = &all["times"][nth];
        let mut body = json!({ "service": "review", "practitioner": time["practitioner"], "start": time["start"], "home": home,
            "client": { "given_name": "Nadia", "family_name": "Ferreira", "email": format!("nadia{nth}@example.net") } });
        if let Some(kept_in) = kept_in {
            body["kept_in"] = json!(kept_in);
        }
        browser.api(Method::POST, &format!("{path}/bookings"), None, &[], Some(body)).await
    };
    // A program that always says "EU", where the data lies in the Union; and a law that lets nobody agree asks for nothing.
    for (nth, home) in [(0, "EU"), (20, "AE")] {
        let booked = send(nth, home, None).await;
        assert_eq!(booked.status, 201, "{home}: {}", booked.text);
    }
    assert_eq!(told(&app, &had), ["IE - program en", "IE - program en"]);
    let moved = send(40, "EU", Some("US")).await;
    assert!(
        moved.status == 409 && moved.text.contains("residency.moved") && moved.text.contains("changed"),
        "{}",
        moved.text
    );
    assert_eq!(send(40, "XX", None).await.status, 422);
    // A page that was open as it moved: they read another country, and are told so.
    let slot = times(&browser, &app, "review?day=2026-12-03").await.remove(0);
    let confirm = app.path("/book/review/confirm");
    let page = browser.post(&confirm, &with(&slot, &[("home", "EU"), ("kept_in", "US")])).await;
    assert!(page.status == 422 && page.text.contains("Where it is kept changed"), "{}", page.text);
    assert!(!page.text.contains("id=\"e-home\""), "{}", page.text);
    // What no agreement changes is said, and no choice; the box tells the risk.
    let page = plain(&browser.get(&app.path(&format!("/book/review/details?slot={slot}&lang=en"))).await);
    assert!(page.contains("I was told the risk") && page.contains("Agreeing would not change that"), "{page}");
    assert!(page.contains("value=\"IN\"") && !page.contains("value=\"AE\""), "{page}");
    kept_in(&app, Region::Us).await;
    assert_eq!(browser.post(&confirm, &with(&slot, &[("home", "EU")])).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_repeated_after_a_move_is_told_what_was_stored() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/clinics/{}", app.clinic.slug);
    let browser = app.visitor();
    let free = format!("{path}/services/review/times?from=2026-11-24&to=2026-12-04");
    let all = browser.api(Method::GET, &free, None, &[], None).await.json();
    let time = &all["times"][0];
    let body = json!({ "service": "review", "practitioner": time["practitioner"], "start": time["start"], "home": "IN",
        "kept_in": "IE", "client": { "given_name": "Leela", "family_name": "Nair", "email": "leela@example.net" } });
    let send = async |key: &str, body: &serde_json::Value| {
        let headers = [("idempotency-key", key)];
        browser.api(Method::POST, &format!("{path}/bookings"), None, &headers, Some(body.clone())).await
    };
    let first = send("one", &body).await;
    assert_eq!(first.status, 201, "{}", first.text);
    kept_in(&app, Region::Us).await;
    let before = crate::residency::rows(&app);
    let again = send("one", &body).await;
    assert_eq!((again.status, again.json()), (201, first.json()), "{}", again.text);
    let told = json!({ "service": "review", "practitioner": time["practitioner"], "start": time["start"],
        "client": { "given_name": "Leela", "family_name": "Nair", "email": "leela@example.net" } });
    assert_eq!(send("one", &told).await.status, 422, "the same key with another request");
    assert_eq!(send("two", &body).await.status, 409, "what was not stored is not said to be");
    assert_eq!(crate::residency::rows(&app), before, "and nothing was stored again");
}
