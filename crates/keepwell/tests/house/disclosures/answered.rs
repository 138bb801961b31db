//! Requests to know to whom something was given: answered from the register, with what may be told, over the years that are
//! stated.

use ground::{PersonId, Role};
use promise::Purpose;

use super::{evidence, figure, given, officer};
use crate::kit::{Browser, TestApp};

async fn asks(app: &TestApp, browser: &Browser) -> String {
    let asked = browser.post(&app.path("/me/privacy/requests"), &[("kind", "disclosures"), ("said", "")]).await;
    let to = asked.location.unwrap_or_else(|| panic!("{}", asked.text));
    let id = to.split("/requests/").nth(1).unwrap().split('?').next().unwrap();
    id.to_owned()
}

/// Grants it and carries it out.
async fn answer(app: &TestApp, officer: &Browser, id: &str) {
    for (what, more) in
        [("decision", &[("decision", "grant"), ("ground", ""), ("reason", "")][..]), ("completion", &[])]
    {
        let version =
            app.place.column(&format!("SELECT CAST(version AS TEXT) FROM request WHERE id = '{id}'")).remove(0);
        let mut fields = vec![("version", version.as_str())];
        fields.extend_from_slice(more);
        let done = officer.post(&app.path(&format!("/office/requests/{id}/{what}")), &fields).await;
        assert_eq!(done.status, 303, "{what}: {}", done.text);
    }
}

/// A minute goes by.
fn later(app: &TestApp) {
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_mins(1));
}

fn step(app: &TestApp, id: &str) -> String {
    let sql = format!(
        "SELECT place || ' ' || outcome || ' ' || CAST(count AS TEXT) FROM request_step WHERE request = '{id}'"
    );
    app.place.column(&sql).join(", ")
}

async fn page_of(app: &TestApp, officer: &Browser, id: &str) -> String {
    officer.get(&app.path(&format!("/office/requests/{id}"))).await.text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_for_disclosures_is_answered_from_the_register() {
    let (app, browser, person) = crate::booking_own::client().await;
    let officer = officer(&app).await;
    let none = asks(&app, &browser).await;
    answer(&app, &officer, &none).await;
    assert_eq!(step(&app, &none), "disclosures nothing 0", "that there is nothing is an answer");
    assert!(
        page_of(&app, &officer, &none).await.contains("nothing about you was given to anybody"),
        "the letter says so"
    );

    later(&app);
    given(&app, &officer, person, &[("address", "12 Quay Street")]).await;
    // Seven years ago: longer than it is told.
    given(&app, &officer, person, &[("given", "2019-11-20"), ("recipient", "Longago Insurers")]).await;
    let hidden = [("recipient", "Quillfeather Tribunal"), ("secret", "2027-01-31"), ("ordered_by", "A judge")];
    given(&app, &officer, person, &hidden).await;
    later(&app);
    let some = asks(&app, &browser).await;
    assert_ne!(some, none);
    answer(&app, &officer, &some).await;
    assert_eq!(step(&app, &some), "disclosures copied 1", "what may be told, and no more");
    let page = page_of(&app, &officer, &some).await;
    for told in ["Harbour Health Board", "12 Quay Street", "They count a measles outbreak", "article 14"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let own = browser.get(&app.path(&format!("/me/privacy/requests/{some}"))).await.text;
    assert!(own.contains("one is told of"), "{own}");
    for silent in ["Quillfeather", "Longago"] {
        assert!(!page.contains(silent) && !own.contains(silent), "{silent}");
    }
    let letters =
        app.place.column(&format!("SELECT id FROM request_letter WHERE request = '{some}' AND kind = 'answer'"));
    assert_eq!(letters.len(), 1);
    assert!(evidence(&app).await.ok);
    // An answer that named fewer than there were, and one that was made otherwise.
    for (broken, mended) in [
        ("outcome = 'nothing', count = 0", "outcome = 'copied', count = 1"),
        ("place = 'restriction'", "place = 'disclosures'"),
    ] {
        app.place.tamper(&format!("UPDATE request_step SET {broken} WHERE request = '{some}'"));
        let seen = evidence(&app).await;
        assert!(!seen.ok && figure(&seen, "answered short") == 1, "{broken}: {seen:?}");
        app.place.tamper(&format!("UPDATE request_step SET {mended} WHERE request = '{some}'"));
        assert!(evidence(&app).await.ok, "{mended}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_that_states_more_years_tells_more_and_keeps_the_record_for_it() {
    let (app, browser, person) = crate::booking_own::client().await;
    let officer = officer(&app).await;
    given(&app, &officer, person, &[("given", "2019-11-20"), ("recipient", "Longago Insurers")]).await;
    let page = browser.get(&app.path("/me/privacy/disclosures")).await;
    let plain = page.text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(plain.contains("over 6 years") && !plain.contains("Longago"), "{plain}");
    let scope = |years: u32| {
        let mut clinic = ground::Clinic::clone(&app.clinic);
        clinic.parameters.disclosure_years = years;
        clinic.parameters.record_years = 1;
        app.scope(&clinic, Purpose::Operation)
    };
    let count = |years: u32| {
        let scope = scope(years);
        async move { scope.read(move |tx| office::disclosures::count_told(tx, person)).await.unwrap() }
    };
    assert_eq!((count(6).await, count(7).await, count(8).await), (0, 0, 1));
    let seen = |years: u32| {
        let scope = scope(years);
        async move { scope.read(move |tx| office::disclosures::seen(tx, &[person])).await.unwrap()[&person] }
    };
    // Their record is kept one year after that: until they were told of it for so long.
    let day = |at: jiff::Timestamp| at.to_zoned(app.clinic.zone.clone()).date();
    assert_eq!(day(seen(8).await), jiff::civil::date(2026, 11, 20));
    assert_eq!(day(seen(6).await), jiff::civil::date(2024, 11, 20));
}

/// Who may not disclose may not learn who was disclosed either.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_without_the_right_has_neither_the_way_nor_the_page() {
    let (app, _, person) = crate::booking_own::client().await;
    let clinician = app.signed_in(&app.clinic, Role::Clinician).await;
    let person: PersonId = person;
    for path in [format!("/clients/{person}/disclosures"), "/office/disclosures".to_owned()] {
        assert_eq!(clinician.get(&app.path(&path)).await.status, 403, "{path}");
    }
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.get(&app.path("/office/disclosures/several")).await.status, 403);
}
