//! Where it is kept is said before anything is stored; who lives under a law that asks for more agrees, or nothing is stored.

use std::collections::{BTreeMap, BTreeSet};

use ground::{Role, Tx};
use promise::{Purpose, Region, State};
use reqwest::Method;
use serde_json::json;

use crate::booking_own::{client, free, party};
use crate::booking_public::{book, times, visit, with};
use crate::consent::press;
use crate::kit::program::{run, said};
use crate::kit::{Answer, Browser, Place, Program, TestApp};

const PROMISE: &str = "residency.stated";

/// How many rows there are of everything that is mapped.
pub fn rows(app: &TestApp) -> BTreeMap<String, String> {
    let tables = app.house.data_map.tables.keys();
    tables
        .map(|table| {
            (table.clone(), app.place.column(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table}")).remove(0))
        })
        .collect()
}

/// Of whom it is written down what they were told.
pub fn noted(app: &TestApp) -> BTreeSet<String> {
    app.place.column("SELECT person FROM residency_told").into_iter().collect()
}

/// What stands of those who came since, as against `had`.
pub fn told(app: &TestApp, had: &BTreeSet<String>) -> Vec<String> {
    let sql = "SELECT person || ' ' || region || ' ' || COALESCE(law, '-') || ' ' || way || ' ' || language FROM residency_told";
    let all = app.place.column(sql).into_iter();
    let mut new: Vec<String> = all
        .filter_map(|row| row.split_once(' ').map(|(person, rest)| (person.to_owned(), rest.to_owned())))
        .filter(|(person, _)| !had.contains(person))
        .map(|(_, rest)| rest)
        .collect();
    new.sort();
    new
}

pub fn receipts(app: &TestApp) -> Vec<String> {
    app.place.column("SELECT event || ' ' || way FROM consent_receipt WHERE consent = 'residency' ORDER BY at, way")
}

/// The clinic keeps what it has in another country, and whoever runs the program says so.
pub async fn kept_in(app: &TestApp, region: Region) {
    let mut clinic = ground::Clinic::clone(&app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap());
    clinic.parameters.region = region;
    app.house.update_clinic(clinic.clone()).await.unwrap();
    ground::residency::state(&app.house, clinic.into(), Some(region)).await.unwrap();
}

/// How the promise stands, by the clinic's settings as they are now.
pub async fn kept(app: &TestApp) -> (State, String) {
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    let all = keepwell::promises::standing(&app.house, &clinic).await;
    let promise = all.into_iter().find(|standing| standing.promise.id == PROMISE).unwrap();
    (promise.state, format!("{:?}", promise.evidence))
}

/// A page without the marks that keep the direction of a value apart.
pub fn plain(answer: &Answer) -> String {
    answer.text.replace(['\u{2068}', '\u{2069}'], "")
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_stored_before_whoever_must_agree_agrees() {
    let app = TestApp::start().await;
    let had = noted(&app);
    let browser = app.visitor();
    let slot = times(&browser, &app, "review?day=2026-12-03").await.remove(0);
    let confirm = app.path("/book/review/confirm");
    let page = browser.get(&app.path(&format!("/book/review/details?who=any&slot={slot}"))).await;
    assert!(plain(&page).contains("What you tell us here is kept in Ireland."), "{}", page.text);
    let before = rows(&app);

    for (fields, fault) in [
        (&[("home", "IN")][..], "asks that you agree first"),
        (&[("home", "IN"), ("kept_in", "US")], "Where it is kept changed while you wrote"),
        (&[("home", "Mars")], "one of the choices"),
    ] {
        let again = browser.post(&confirm, &with(&slot, fields)).await;
        assert_eq!(again.status, 422, "{}", again.text);
        assert!(again.text.contains(fault) || fault.starts_with("one"), "{fault}: {}", again.text);
        assert!(
            again.text.contains("value=\"Nadia\"") && again.text.contains("<details class=\"fold\" open>"),
            "{}",
            again.text
        );
        // Nor by the last form alone, whatever it says.
        let all: Vec<(&str, &str)> = with(&slot, fields).into_iter().chain([("key", "k")]).collect();
        assert_eq!(browser.post(&app.path("/book/review"), &all).await.status, 422);
    }
    assert_eq!(rows(&app), before, "not a row of anything");

    visit(&book(&browser, &app, "review", &with(&slot, &[("home", "IN"), ("kept_in", "IE")])).await);
    assert_eq!((told(&app, &had), receipts(&app)), (vec!["IE IN page en".to_owned()], vec!["given page".to_owned()]));
    let shown = "SELECT id FROM consent_receipt WHERE consent = 'residency' AND shown LIKE '%Ireland%' AND shown LIKE '%Linden Quay%'";
    assert_eq!(app.place.column(shown).len(), 1, "what was read, with the place and whose it is");
    let same = "SELECT COUNT(*) FROM residency_told t JOIN person p ON p.clinic = t.clinic AND p.id = t.person
        JOIN consent_receipt r ON r.clinic = t.clinic AND r.person = t.person WHERE p.created_at = t.at AND r.at = t.at";
    assert_eq!(app.place.column(&same.replace("COUNT(*)", "CAST(COUNT(*) AS TEXT)")), ["1"], "all in one instant");
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lives_here_or_where_no_law_asks_is_told_and_asked_nothing() {
    let app = TestApp::start().await;
    let had = noted(&app);
    let browser = app.visitor();
    let slots = times(&browser, &app, "review?day=2026-12-03").await;
    visit(&book(&browser, &app, "review", &with(&slots[0], &[("home", "other")])).await);
    assert_eq!((told(&app, &had), receipts(&app)), (vec!["IE - page en".to_owned()], Vec::new()));
    // Whoever is known already is told nothing anew.
    visit(&book(&browser, &app, "review", &with(slots.last().unwrap(), &[])).await);
    assert_eq!(told(&app, &had).len(), 1);
    // In Arabic, and of a clinic that has yet to say it, nothing.
    let page = browser.get(&app.path(&format!("/book/review/details?slot={}&lang=ar", slots[slots.len() / 2]))).await;
    assert!(page.text.contains("أيرلندا"), "{}", page.text);
    kept_in(&app, Region::Unstated).await;
    let page = browser.get(&app.path(&format!("/book/review/details?slot={}&lang=en", slots[slots.len() / 2]))).await;
    assert!(page.status == 200 && !page.text.contains("kept-in"), "{}", page.text);
    assert_eq!(kept(&app).await.0, State::Gap, "what nobody said is not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_clinics_own_law_asks_everybody_is_asked() {
    let app = TestApp::start().await;
    let had = noted(&app);
    kept_in(&app, Region::Us).await;
    let browser = app.visitor();
    let slot = times(&browser, &app, "review?day=2026-12-03").await.remove(0);
    let confirm = app.path("/book/review/confirm");
    assert_eq!(
        browser.post(&confirm, &with(&slot, &[])).await.status,
        422,
        "a clinic in Ireland, and its data elsewhere"
    );
    assert_eq!(browser.post(&confirm, &with(&slot, &[("home", "other")])).await.status, 200);
    visit(&book(&browser, &app, "review", &with(&slot, &[("kept_in", "US")])).await);
    assert_eq!(told(&app, &had), ["US EU page en"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_has_a_receipt_of_its_own_from_whoever_brings_it() {
    let (app, browser, me) = client().await;
    let slots = free(&browser, &app).await;
    let child = [
        ("whom", "child"),
        ("child_given_name", "Anwen"),
        ("child_family_name", "Ruane"),
        ("child_birth_date", "2018-05-01"),
    ];
    let form = |slot: &str, more: &[(&'static str, &'static str)]| -> Vec<(String, String)> {
        let all = [("slot", slot), ("remind", "1")].into_iter().chain(child).chain(more.iter().copied());
        all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let fields = form(&slots[0], &[("home", "IN")]);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(browser.post(&app.path("/book/review/confirm"), &fields).await.status, 422);
    let fields = form(&slots[0], &[("home", "IN"), ("kept_in", "IE")]);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let here = visit(&book(&browser, &app, "review", &fields).await);
    let (child, by) = party(&app, &here).await;
    assert_eq!(by, Some(me));
    let row = app.place.column("SELECT person || ' ' || giver FROM consent_receipt WHERE consent = 'residency'");
    assert_eq!(row, [format!("{child} {me}")]);
    let ends = app.place.column("SELECT CAST(COUNT(*) AS TEXT) FROM consent_receipt WHERE expires_at IS NOT NULL");
    assert_eq!(ends, ["1"], "a parent's yes ends when the child can be asked");
    // For themselves a client is asked nothing: there is a record of theirs.
    let mine = [("slot", slots[1].as_str()), ("whom", "self"), ("remind", "1"), ("home", "IN")];
    assert_eq!(browser.post(&app.path("/book/review/confirm"), &mine).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_told_by_a_problem_what_is_missing() {
    let app = TestApp::start().await;
    let had = noted(&app);
    let path = format!("/api/v1/clinics/{}", app.clinic.slug);
    let browser = app.visitor();
    let free = format!("{path}/services/review/times?from=2026-11-24&to=2026-12-04");
    let time = browser.api(Method::GET, &free, None, &[], None).await.json()["times"][0].clone();
    let body = |more: serde_json::Value| {
        let mut body = json!({ "service": "review", "practitioner": time["practitioner"], "start": time["start"],
            "client": { "given_name": "Nadia", "family_name": "Ferreira", "email": "nadia@example.net" } });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let send = async |more: serde_json::Value| -> Answer {
        browser.api(Method::POST, &format!("{path}/bookings"), None, &[], Some(body(more))).await
    };
    let before = rows(&app);
    let refused = send(json!({ "home": "IN" })).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    assert!(refused.text.contains("kept_in"), "{}", refused.text);
    assert_eq!(send(json!({ "home": "XX" })).await.status, 422);
    assert_eq!(rows(&app), before);
    let booked = send(json!({ "home": "IN", "kept_in": "IE" })).await;
    assert_eq!(booked.status, 201, "{}", booked.text);
    assert_eq!(
        (told(&app, &had), receipts(&app)),
        (vec!["IE IN program en".to_owned()], vec!["given program".to_owned()])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_and_a_complaint_wait_for_it_too() {
    let app = TestApp::start().await;
    let had = noted(&app);
    let browser = app.visitor();
    let sign_up = |more: &[(&'static str, &'static str)]| {
        let all = [
            ("name", "Asha"),
            ("email", "asha@example.net"),
            ("password", "eleven grey herons wade"),
            ("age", "1"),
            ("stated", "18"),
        ];
        all.into_iter().chain(more.iter().copied()).collect::<Vec<_>>()
    };
    let page = browser.get(&app.path("/sign-up")).await;
    assert!(page.text.contains("is kept in") && page.text.contains("name=\"kept_in\""), "{}", page.text);
    let complain = |more: &[(&'static str, &'static str)]| {
        let all = [("key", ""), ("subject", "shared"), ("said", "You told my neighbour."), ("name", ""), ("email", "")];
        all.into_iter().chain(more.iter().copied()).collect::<Vec<_>>()
    };
    let before = rows(&app);
    let again = browser.post(&app.path("/sign-up"), &sign_up(&[("home", "IN")])).await;
    assert!(again.status == 422 && again.text.contains("asks that you agree first"), "{}", again.text);
    let complaint = app.path("/privacy/complaint");
    let again = browser.upload_with(&complaint, &complain(&[("home", "IN")]), "", b"").await;
    assert!(again.status == 422 && again.text.contains("You told my neighbour."), "{}", again.text);
    assert_eq!(rows(&app), before);

    let sent = browser.post(&app.path("/sign-up"), &sign_up(&[("home", "IN"), ("kept_in", "IE")])).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    let made = browser.upload_with(&complaint, &complain(&[("home", "IN"), ("kept_in", "IE")]), "", b"").await;
    assert_eq!(made.status, 200, "{}", made.text);
    assert_eq!(told(&app, &had), ["IE IN page en", "IE IN page en"]);
    assert_eq!(receipts(&app).len(), 2);
    let asked = browser.get(&app.path("/privacy/request")).await;
    assert!(asked.text.contains("is kept in"), "{}", asked.text);
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_tells_and_its_name_stands_there() {
    let app = TestApp::start().await;
    let had = noted(&app);
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let form = desk.get(&app.path("/clients/new")).await;
    assert!(form.text.contains("Tell them before you save"), "{}", form.text);
    let add = |name: &'static str, more: &[(&'static str, &'static str)]| {
        let all = [("given_name", name), ("family_name", "Nair"), ("language", "en")];
        all.into_iter().chain(more.iter().copied()).collect::<Vec<_>>()
    };
    let clients = app.path("/clients");
    assert_eq!(desk.post(&clients, &add("Leela", &[("home", "IN")])).await.status, 422);
    assert_eq!(desk.post(&clients, &add("Leela", &[("home", "IN"), ("kept_in", "IE")])).await.status, 303);
    assert_eq!(desk.post(&clients, &add("Mohan", &[])).await.status, 303);
    assert_eq!((told(&app, &had).len(), receipts(&app)), (2, vec!["given desk".to_owned()]));
    let actors = app.place.column("SELECT DISTINCT actor FROM residency_told WHERE way = 'desk'");
    assert!(actors.len() == 1 && actors[0].starts_with("per_"), "{actors:?}");
    let day = desk.get(&app.path("/appointments?find=Zzyzx")).await;
    assert!(day.text.contains("Tell them before you save"), "{}", day.text);
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_stops_everything_and_offers_to_erase() {
    let (app, browser, person) = client().await;
    assert!(!browser.get(&app.path("/me/consents")).await.text.contains("consent-residency"), "nothing asks for it");
    // They came from elsewhere once.
    let note = move |tx: &mut Tx<'_>| {
        let told = ground::residency::Told {
            region: Region::Ie,
            law: Some("IN".to_owned()),
            via: ground::residency::Via::Page,
            language: "en".to_owned(),
        };
        ground::residency::note(tx, person, person, Some(&told))
    };
    app.scope(&app.clinic, Purpose::Rights).write(note).await.unwrap();
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
    let page = browser.get(&app.path("/me/consents")).await.text;
    assert!(page.contains("consent-residency") && page.contains("I take it back"), "{page}");

    let done = press(&app, &browser, "consent-residency", 0).await;
    assert_eq!(done.location, Some(app.path("/me/consents?done=stopped")), "{}", done.text);
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.get(&app.path(&format!("/clients/{person}"))).await.status, 403, "at once");
    let page = browser.get(&app.path("/me/consents?done=stopped")).await.text;
    assert!(page.contains("/me/privacy/ask?kind=erasure") && page.contains("You can also have it erased"), "{page}");
    assert_eq!(browser.get(&app.path("/me/privacy/ask?kind=erasure")).await.status, 200);
    assert_eq!(press(&app, &browser, "restricted", 0).await.status, 409, "it stays stopped");
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let lift = [("what", "restricted"), ("set", "0")];
    assert_eq!(officer.post(&app.path(&format!("/clients/{person}/restrictions")), &lift).await.status, 409);
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
    // A yes to another use opens no more than it says; this one opens nothing of what is stopped.
    assert_eq!(press(&app, &browser, "consent-residency", 1).await.status, 303);
    assert_eq!(
        desk.get(&app.path(&format!("/clients/{person}"))).await.status,
        403,
        "what is stopped is lifted by its own button"
    );
    assert_eq!(press(&app, &browser, "restricted", 0).await.status, 303);
    assert_eq!(desk.get(&app.path(&format!("/clients/{person}"))).await.status, 200);

    press(&app, &browser, "consent-residency", 0).await;
    app.place.tamper("UPDATE restriction SET lifted_at = since, lifted_by = 'x' WHERE lifted_at IS NULL");
    let (state, figures) = kept(&app).await;
    assert!(state == State::Gap && figures.contains("(\"used after a no\", 1)"), "{figures}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_country_in_the_notice_than_the_operators_is_a_gap() {
    let app = TestApp::start().await;
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
    let state = async |region| ground::residency::state(&app.house, app.clinic.clone(), region).await.unwrap();
    for (said, expected) in [(Some(Region::De), State::Gap), (None, State::Gap), (Some(Region::Ie), State::Kept)] {
        state(said).await;
        assert_eq!(kept(&app).await.0, expected, "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_is_gone_or_a_form_that_told_nothing_is_a_gap() {
    let app = TestApp::start().await;
    let had = noted(&app);
    let browser = app.visitor();
    let slots = times(&browser, &app, "review?day=2026-12-03").await;
    visit(&book(&browser, &app, "review", &with(&slots[0], &[("home", "IN"), ("kept_in", "IE")])).await);
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
    app.place.tamper("UPDATE consent_receipt SET shown = shown || '!' WHERE consent = 'residency'");
    let (state, figures) = kept(&app).await;
    assert!(state == State::Gap && figures.contains("(\"without a receipt\", 1)"), "{figures}");
    app.place
        .tamper("UPDATE consent_receipt SET shown = SUBSTR(shown, 1, LENGTH(shown) - 1) WHERE consent = 'residency'");
    assert_eq!(kept(&app).await.0, State::Kept);
    app.place.tamper("DELETE FROM consent_receipt WHERE consent = 'residency'");
    assert_eq!(kept(&app).await.0, State::Gap);
    app.place.tamper("UPDATE residency_told SET law = NULL");
    assert_eq!(kept(&app).await.0, State::Kept);

    // Somebody more, of whom it is not known what they were told.
    let other = [("given_name", "Ines"), ("email", "ines@example.net")];
    visit(&book(&browser, &app, "review", &with(slots.last().unwrap(), &other)).await);
    let new: Vec<String> = noted(&app).difference(&had).cloned().collect();
    assert_eq!((new.len(), kept(&app).await.0), (2, State::Kept));
    app.place.tamper(&format!("DELETE FROM residency_told WHERE person = '{}'", new[0]));
    let (state, figures) = kept(&app).await;
    assert!(state == State::Gap && figures.contains("(\"clients untold\", 1)"), "{figures}");
}

/// Drafts and publishes another country, with everything else as the page has it.
async fn publish(app: &TestApp, manager: &Browser, region: &str) -> Answer {
    let change = app.path("/notice/change");
    let page = manager.get(&change).await;
    let mut fields: Vec<(String, String)> = Vec::new();
    let form = page.text.split("/notice/change\" novalidate").nth(1).unwrap().split("</form>").next().unwrap();
    for part in form.split("<input ").skip(1) {
        let tag = &part[..part.find('>').unwrap()];
        let of =
            |name: &str| tag.split(&format!("{name}=\"")).nth(1).map(|rest| rest[..rest.find('"').unwrap()].to_owned());
        if let (Some(name), Some(value)) = (of("name"), of("value"))
            && tag.contains("type=\"checkbox\"") == tag.contains(" checked")
        {
            fields.push((name, value));
        }
    }
    fields.push(("edition".to_owned(), "all".to_owned()));
    fields.push(("region".to_owned(), region.to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let drafted = manager.post(&change, &fields).await;
    assert_eq!(drafted.status, 303, "{}", drafted.text);
    let page = manager.get(&change).await.text;
    assert!(page.contains("/notice/change/publication"), "{page}");
    let revision = page.split("/notice/change/publication").nth(1).unwrap().split("value=\"").nth(1).unwrap();
    let revision = revision[..revision.find('"').unwrap()].to_owned();
    manager.post(&app.path("/notice/change/publication"), &[("revision", &revision)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_country_is_announced_ahead_and_the_operators_word_stands_beside_it() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let change = app.path("/notice/change");
    let page = manager.get(&change).await;
    assert!(plain(&page).contains("Whoever runs the program says: Ireland."), "{}", page.text);
    assert!(!page.text.contains("value=\"unstated\""), "once it is said it is not taken back to nothing");
    let published = publish(&app, &manager, "DE").await;
    assert_eq!(published.status, 303, "{}", published.text);
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    assert!(clinic.parameters.region == Region::Ie && clinic.changes_at.is_some(), "the old one holds until its day");
    let notice = plain(&app.visitor().get(&app.path("/notice?lang=en")).await);
    assert!(notice.contains("We keep what you tell us in Ireland"), "{notice}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_country_is_named_at_once_where_the_operator_says_the_same() {
    let app = TestApp::start().await;
    kept_in(&app, Region::Unstated).await;
    ground::residency::state(&app.house, app.clinic.clone(), Some(Region::Ie)).await.unwrap();
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    assert_eq!(kept(&app).await.0, State::Gap);
    let named = publish(&app, &manager, "IE").await;
    assert_eq!(named.status, 303, "{}", named.text);
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    assert!(clinic.parameters.region == Region::Ie && clinic.changes_at.is_none(), "nothing is taken away by it");
    assert_eq!(kept(&app).await.0, State::Kept, "{:?}", kept(&app).await);
}

#[test]
fn whoever_runs_the_program_says_it_by_a_command_and_the_promise_follows() {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let words = ["demo", "--port", "0", "--clients", "5", "--appointments", "5", "--data", &data];
    Program::start(&place, &words, &[]).kill();
    let state = || {
        let output = run(&place, &["promises", "--clinic", "linden-quay", "--format", "json"], &[]);
        let all: Vec<serde_json::Value> =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", said(&output)));
        all.into_iter().find(|one| one["id"] == PROMISE).unwrap()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(), "kept");
    for (country, says, expected) in [
        ("FR", "its notice says Ireland", "gap"),
        ("unstated", "not said any more", "gap"),
        ("IE", "as its notice says", "kept"),
    ] {
        let output = run(&place, &["clinic", "kept-in", "linden-quay", country], &[]);
        assert!(output.status.success() && said(&output).contains(says), "{}", said(&output));
        assert_eq!(state(), expected, "{country}");
    }
    assert!(!run(&place, &["clinic", "kept-in", "linden-quay", "UK"], &[]).status.success(), "no country of the list");
}
