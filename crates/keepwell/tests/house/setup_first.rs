//! An empty clinic: what is missing is said, one form makes it bookable, and two who send it make it once.

use booking::model::{Online, Service, Terms};
use booking::store::{self, setup};
use ground::{Role, Tx, params};
use promise::Purpose;

use crate::booking_public::{book, times, visit, with};
use crate::kit::{Browser, TestApp};
use crate::setup::manager;

/// A clinic in which nothing has been made, and its manager.
async fn empty() -> (TestApp, Browser) {
    let app = TestApp::start().await;
    let empty = |tx: &mut Tx<'_>| -> ground::Result<()> {
        for table in [
            "hours",
            "service_practitioner",
            "service_room",
            "service_device",
            "service",
            "practitioner",
            "device",
            "room",
            "place",
        ] {
            let clinic = tx.clinic();
            tx.execute(&format!("DELETE FROM {table} WHERE clinic = $1"), &params![clinic])?;
        }
        setup::set_terms(tx, &Terms::default())
    };
    app.scope(&app.clinic, Purpose::Operation).write(empty).await.unwrap();
    let browser = app.signed_in(&app.clinic, Role::Manager).await;
    (app, browser)
}

const FORM: [(&str, &str); 12] = [
    ("place_name", "Harbour Street"),
    ("address", "4 Harbour Street, Galway"),
    ("first_room", ""),
    ("first_person", "Ines Moreau"),
    ("first_service", "Review"),
    ("duration", "45"),
    ("price", "60"),
    ("days", "1"),
    ("days", "2"),
    ("days", "4"),
    ("opens", "09:00"),
    ("closes", "12:30"),
];

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_clinic_is_open_for_booking_after_one_form() {
    let (app, manager) = empty().await;
    let day = manager.get(&app.path("/day")).await;
    assert!(day.text.contains("This clinic is not set up yet"), "{}", day.text);
    let overview = manager.get(&app.path("/setup")).await;
    for words in ["Nobody can book yet", "/setup/first", "Add a place", "Add a service"] {
        assert!(overview.text.contains(words), "{words}: {}", overview.text);
    }
    let form = manager.get(&app.path("/setup/first")).await;
    assert_eq!((form.status, form.attribute("name=\"opens\"", "value")), (200, Some("09:00".to_owned())));

    // Two managers, or one who pressed twice.
    let path = app.path("/setup/first");
    let (one, two) = tokio::join!(manager.post(&path, &FORM), manager.post(&path, &FORM));
    assert_eq!([one.status, two.status], [303, 303], "{}{}", one.text, two.text);
    let catalogue = app.scope(&app.clinic, Purpose::Operation).read(store::catalogue).await.unwrap();
    let made = (catalogue.places.len(), catalogue.practitioners.len(), catalogue.services.len());
    assert_eq!(made, (1, 1, 1), "made once");
    // Another form, sent when somebody has begun: nothing is made of it, and it is not lost.
    let other: Vec<(&str, &str)> =
        FORM.iter().map(|(name, value)| (*name, if *name == "first_service" { "Massage" } else { *value })).collect();
    let late = manager.post(&path, &other).await;
    assert!(late.status == 422 && late.text.contains("Somebody has begun"), "{}", late.text);
    assert!(late.text.contains("value=\"Massage\""), "{}", late.text);
    assert_eq!(manager.get(&app.path("/setup/first")).await.location, Some(app.path("/setup")));
    let overview = manager.get(&app.path("/setup")).await;
    assert!(!overview.text.contains("Nobody can book yet") && overview.text.contains("1 person"), "{}", overview.text);

    let visitor = app.visitor();
    let offered = times(&visitor, &app, "review?day=2026-11-26").await;
    visit(&book(&visitor, &app, "review", &with(&offered[0], &[])).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_first_form_comes_back_beside_its_field_and_makes_nothing() {
    let (app, manager) = empty().await;
    for (change, field) in [
        (("place_name", ""), "place_name"),
        (("first_person", ""), "first_person"),
        (("duration", "42"), "duration"),
        (("price", "sixty"), "price"),
        (("opens", "9"), "opens"),
        (("closes", "08:00"), "closes"),
        (("closes", "09:30"), "closes"),
        (("days", ""), "days"),
    ] {
        let mut fields: Vec<(&str, &str)> = FORM.iter().copied().filter(|(name, _)| *name != change.0).collect();
        if !change.1.is_empty() {
            fields.push(change);
        }
        let answer = manager.post(&app.path("/setup/first"), &fields).await;
        assert!(answer.status == 422 && answer.text.contains(&format!("id=\"e-{field}\"")), "{field}: {}", answer.text);
        assert!(field == "address" || answer.text.contains("4 Harbour Street, Galway"), "it comes back filled");
    }
    let catalogue = app.scope(&app.clinic, Purpose::Operation).read(store::catalogue).await.unwrap();
    assert!(catalogue.places.is_empty() && catalogue.services.is_empty());
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.post(&app.path("/setup/first"), &FORM).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_says_what_there_is_and_what_is_missing() {
    let (app, browser) = manager().await;
    let overview = browser.get(&app.path("/setup")).await;
    assert!(overview.status == 200 && !overview.text.contains("Nobody can book yet"), "{}", overview.text);
    let new = [("name", "Oonagh Pryce"), ("skills", ""), ("account", ""), ("daily_limit", "")];
    assert_eq!(browser.post(&app.path("/setup/practitioners"), &new).await.status, 303);
    let overview = browser.get(&app.path("/setup")).await;
    assert!(overview.text.contains("Without hours: Oonagh Pryce"), "{}", overview.text);

    // Those who work give only what nobody may book online, and what is online is given by somebody without hours.
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let change = |tx: &mut Tx<'_>| -> ground::Result<()> {
        let catalogue = store::catalogue(tx)?;
        let idle = catalogue.practitioners.iter().find(|one| one.name == "Oonagh Pryce").unwrap().id;
        for (n, service) in catalogue.services.iter().enumerate() {
            let online = if n == 0 { Online::Everyone } else { Online::Nobody };
            let practitioners = if n == 0 { vec![idle] } else { service.practitioners.clone() };
            setup::update_service(tx, &Service { online, practitioners, ..service.clone() })?;
        }
        Ok(())
    };
    scope.write(change).await.unwrap();
    let overview = browser.get(&app.path("/setup")).await;
    assert!(
        overview.text.contains("Nobody can book yet") && overview.text.contains("Give them hours"),
        "{}",
        overview.text
    );
}
