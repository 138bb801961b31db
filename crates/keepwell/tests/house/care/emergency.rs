//! A record that is not in a clinician's care, opened because it is an emergency: for a reason, for a time, and not unseen.

use ground::{PersonId, Role};
use jiff::SignedDuration;

use super::ward::{OUTSIDE, Ward};
use crate::kit::Browser;

const REASON: &str = "She fainted in the waiting room, and we must know what she takes.";

async fn opens(ward: &Ward, browser: &Browser, whom: PersonId) -> u16 {
    browser.get(&ward.app.path(&format!("/clients/{whom}"))).await.status
}

/// Says why it is one, at the form of `whom`'s record.
async fn says(ward: &Ward, browser: &Browser, whom: PersonId, reason: &str) -> crate::kit::Answer {
    browser.post(&ward.app.path(&format!("/clients/{whom}/emergency")), &[("reason", reason)]).await
}

fn later(ward: &Ward, minutes: i64) {
    ward.app.house.clock.set(ward.app.house.clock.now() + SignedDuration::from_mins(minutes));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_opened_in_an_emergency_for_a_reason_and_a_time_and_everybody_concerned_is_told() {
    let ward = Ward::open().await;
    let app = &ward.app;
    let shut = ward.clinician.get(&app.path(&format!("/clients/{}", ward.outside))).await;
    assert_eq!(shut.status, 403);
    let form = format!("/clients/{}/emergency", ward.outside);
    assert!(shut.text.contains("This record is not in your care") && shut.text.contains(&form), "{}", shut.text);
    assert!(!shut.text.contains(OUTSIDE.1) && !shut.text.contains(OUTSIDE.2), "{}", shut.text);

    // The form names nobody, and takes no reason that explains nothing.
    let page = ward.clinician.get(&app.path(&form)).await;
    assert!(page.status == 200 && page.text.contains("for 60 minutes") && !page.text.contains(OUTSIDE.1));
    for short in ["", "   ", "urgent"] {
        let again = says(&ward, &ward.clinician, ward.outside, short).await;
        assert_eq!(again.status, 422, "{short}");
        assert!(again.text.contains("at least 10 characters"), "{}", again.text);
    }
    assert!(says(&ward, &ward.clinician, ward.outside, &"x".repeat(501)).await.text.contains("500"));
    assert_eq!(opens(&ward, &ward.clinician, ward.outside).await, 403, "a reason refused opens nothing");

    // Said twice at once, it is one emergency.
    let both = (says(&ward, &ward.clinician, ward.outside, REASON), says(&ward, &ward.clinician, ward.outside, REASON));
    let (one, two) = tokio::join!(both.0, both.1);
    assert_eq!((one.status, two.status), (303, 303));
    assert_eq!(ward.count("emergency").await, 1);
    let record = ward.clinician.get(&one.location.unwrap()).await;
    assert_eq!(record.status, 200, "{}", record.text);
    assert!(record.text.contains(OUTSIDE.0) && record.text.contains("it was said to whoever answers for data"));
    assert!(record.text.contains("You opened this record in an emergency"), "{}", record.text);
    // It opened this record, to this clinician, and no other one.
    let another = ward.app.signed_in(&ward.app.other, Role::Clinician).await;
    assert_ne!(opens(&ward, &another, ward.outside).await, 200);

    // Who answers for data has one letter, which names neither whose record it is nor why.
    app.run_jobs().await;
    let letters = app.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.kind == "identity.emergency").collect();
    assert_eq!(told.len(), 1, "{:?}", told.iter().map(|letter| &letter.to).collect::<Vec<_>>());
    for secret in [OUTSIDE.0, OUTSIDE.1, OUTSIDE.2, "fainted"] {
        assert!(!told[0].body.contains(secret) && !told[0].subject.contains(secret), "{}", told[0].body);
    }
    let id = app.place.column("SELECT id FROM emergency").remove(0);
    assert!(told[0].body.contains(&format!("/emergencies/{id}")), "{}", told[0].body);

    // The reason is sealed where it lies, and read by whoever answers for data and by the person.
    let stored = if app.place.is_postgres() { "upper(encode(reason, 'hex'))" } else { "hex(reason)" };
    let stored = app.place.column(&format!("SELECT {stored} FROM emergency")).remove(0);
    assert!(!stored.contains(&hex("fainted")) && stored.len() > 2 * REASON.len(), "{stored}");
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let list = officer.get(&app.path("/emergencies")).await;
    assert!(list.text.contains("Open now") && !list.text.contains("fainted"), "{}", list.text);
    let page = officer.get(&app.path(&format!("/emergencies/{id}"))).await;
    assert!(page.text.contains(REASON) && page.text.contains("One line"), "{}", page.text);
    let own = ward.own_record_of(ward.outside).await;
    assert!(own.contains("Opened in an emergency") && own.contains(REASON), "{own}");

    // The time is over by itself.
    later(&ward, 61);
    let clinician = app.signed_in(&app.clinic, Role::Clinician).await;
    assert_eq!(opens(&ward, &clinician, ward.outside).await, 403);
    assert!(ward.evidence().await.iter().any(|(name, n)| name == "emergencies not looked at" && *n == 1));
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02X}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_at_an_emergency_ends_one_that_is_not_in_order_and_nobody_judges_their_own() {
    let ward = Ward::open().await;
    let app = &ward.app;
    says(&ward, &ward.clinician, ward.outside, REASON).await;
    assert_eq!(opens(&ward, &ward.clinician, ward.outside).await, 200);
    let id = app.place.column("SELECT id FROM emergency").remove(0);
    let page = app.path(&format!("/emergencies/{id}"));

    // A clinician who is manager too looks at others' and not at this one.
    app.place.tamper(&format!("UPDATE account SET roles = 'clinician, manager' WHERE person = '{}'", ward.person));
    let own = ward.clinician.post(&page, &[("verdict", "in_order")]).await;
    assert!(own.status == 409 && own.text.contains("This one is your own"), "{} {}", own.status, own.text);
    app.place.tamper(&format!("UPDATE account SET roles = 'clinician' WHERE person = '{}'", ward.person));
    for role in [Role::FrontDesk, Role::Clinician] {
        let answer = app.signed_in(&app.clinic, role).await.post(&page, &[("verdict", "in_order")]).await;
        assert_eq!(answer.status, 403, "{role}");
    }

    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    assert_eq!(officer.post(&page, &[("verdict", "fine")]).await.status, 409);
    assert_eq!(officer.post(&page, &[("verdict", "not_in_order")]).await.status, 303);
    assert_eq!(opens(&ward, &ward.clinician, ward.outside).await, 403, "it is shut at once");
    // What was found first stays.
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let again = manager.post(&page, &[("verdict", "in_order")]).await;
    assert!(again.status == 409 && again.text.contains("What they found stays"), "{}", again.text);
    assert_eq!(app.place.column("SELECT verdict FROM emergency"), ["not_in_order"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_no_privacy_officer_the_managers_are_told_and_nobody_else_says_that_it_is_an_emergency() {
    let ward = Ward::open().await;
    let app = &ward.app;
    app.place.tamper("UPDATE account SET roles = 'front_desk' WHERE roles = 'privacy_officer'");
    for role in [Role::FrontDesk, Role::Manager] {
        let answer = says(&ward, &app.signed_in(&app.clinic, role).await, ward.outside, REASON).await;
        assert_eq!(answer.status, 403, "{role}");
    }
    // Whoever may open it anyway is led there, and nobody who does not exist can be opened.
    let inside = ward.clinician.get(&app.path(&format!("/clients/{}/emergency", ward.inside))).await;
    assert!(inside.status == 303 && inside.location.is_some_and(|to| to.ends_with(&ward.inside.to_string())));
    let nobody = says(&ward, &ward.clinician, PersonId::new(app.house.clock.now()), REASON).await;
    assert_eq!(nobody.status, 404);

    says(&ward, &ward.clinician, ward.outside, REASON).await;
    app.run_jobs().await;
    let told = app.letters().await.into_iter().filter(|letter| letter.kind == "identity.emergency").count();
    let managers = app.place.column(&format!(
        "SELECT id FROM account WHERE clinic = '{}' AND roles LIKE '%manager%' AND deactivated_at IS NULL",
        app.clinic.id
    ));
    assert!(told > 0 && told == managers.len(), "{told} of {managers:?}");
    assert!(ward.evidence().await.iter().any(|(name, n)| name == "emergencies not told" && *n == 0));
    // So does one of which nobody else could be told.
    app.place.tamper(&format!(
        "UPDATE account SET deactivated_at = 1 WHERE person <> '{}' AND shown_as IS NOT NULL",
        ward.person
    ));
    app.place.tamper("DELETE FROM emergency");
    assert_eq!(says(&ward, &ward.clinician, ward.outside, REASON).await.status, 303);
    app.run_jobs().await;
    later(&ward, 61);
    assert!(ward.evidence().await.iter().any(|(name, n)| name == "emergencies not told" && *n == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_opens_what_is_restricted_and_is_told() {
    let ward = Ward::open().await;
    let app = &ward.app;
    assert_eq!(opens(&ward, &ward.clinician, ward.inside).await, 200);
    let inside = ward.inside;
    let stop = move |tx: &mut ground::Tx<'_>| {
        ground::restrict::restrict(tx, inside, ground::restrict::Basis::Request).map(drop)
    };
    app.scope(&app.clinic, promise::Purpose::Rights).write(stop).await.unwrap();
    // Whoever treats them is shut out too, and is told how it is with an emergency.
    let shut = ward.clinician.get(&app.path(&format!("/clients/{inside}"))).await;
    assert!(shut.status == 403 && shut.text.contains("restricted at their wish since"), "{}", shut.text);
    assert!(shut.text.contains(&format!("/clients/{inside}/emergency")), "{}", shut.text);
    assert_eq!(says(&ward, &ward.clinician, inside, REASON).await.status, 303);
    assert_eq!(opens(&ward, &ward.clinician, inside).await, 200);
    assert!(
        app.letters().await.iter().any(|letter| letter.kind == "identity.emergency"),
        "whoever answers for data is told"
    );
    let own = ward.own_record_of(inside).await;
    assert!(own.contains("Opened in an emergency"), "{own}");
    // And to nobody else, nor for longer.
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(opens(&ward, &desk, inside).await, 403);
    later(&ward, 61);
    let clinician = app.signed_in(&app.clinic, Role::Clinician).await;
    assert_eq!(opens(&ward, &clinician, inside).await, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_is_treated_there_is_no_emergency() {
    let ward = Ward::open().await;
    let app = &ward.app;
    let form = format!("/clients/{}/emergency", ward.outside);
    assert_eq!(ward.clinician.get(&app.path(&form)).await.status, 200);
    let stored = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    let mut clinic = ground::Clinic::clone(&stored);
    clinic.parameters.edition = promise::Edition::Attendance;
    app.house.update_clinic(clinic).await.unwrap();
    let shut = ward.clinician.get(&app.path(&format!("/clients/{}", ward.outside))).await;
    assert!(shut.status == 403 && !shut.text.contains(&form), "{}", shut.text);
    assert_eq!(ward.clinician.get(&app.path(&form)).await.status, 404);
    assert_eq!(says(&ward, &ward.clinician, ward.outside, REASON).await.status, 404);
    assert_eq!(opens(&ward, &ward.clinician, ward.outside).await, 403);
    assert_eq!(ward.count("emergency").await, 0);
}
