//! Global Privacy Control and Do Not Track: heard as a no, written down once, shown as received.

use promise::State;

use super::{press, stands};
use crate::booking_own::client;
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_is_a_no_that_is_written_down_and_shown() {
    let (app, browser, person) = client().await;
    let visitor = app.visitor();
    let page = app.path("/cookies");
    for (header, value, told) in [
        ("sec-gpc", "1", "It says Global Privacy Control. It reached us"),
        ("dnt", "1", "It says Do Not Track. It reached us"),
        ("sec-gpc", "0", "Nothing of being followed"),
        ("dnt", "null", "Nothing of being followed"),
    ] {
        let answer = visitor.get_saying(&page, header, value).await;
        assert!(answer.status == 200 && answer.text.contains(told), "{header}: {value}: {}", answer.text);
    }
    let rows = || {
        let sql =
            "SELECT person || ' ' || purpose || ' ' || basis FROM restriction WHERE lifted_at IS NULL ORDER BY purpose";
        app.place.column(sql)
    };
    assert!(rows().is_empty(), "of a visitor nothing is kept");
    browser.get(&app.path("/me")).await;
    assert!(rows().is_empty(), "nor of whoever says nothing");

    let own = browser.get_saying(&app.path("/me/consents"), "sec-gpc", "1").await;
    assert!(own.text.contains("It says Global Privacy Control"), "{}", own.text);
    assert_eq!(rows(), [format!("{person} analytics signal"), format!("{person} marketing signal")]);
    assert!(own.text.contains("because the browser says so"), "{}", own.text);
    // Said at every request, it is written down once.
    browser.get_saying(&app.path("/me"), "dnt", "1").await;
    assert_eq!(rows().len(), 2);

    for at in ["/.well-known/gpc.json".to_owned(), app.path("/.well-known/gpc.json")] {
        let said = visitor.get(&at).await;
        assert_eq!((said.status, said.headers["content-type"].to_str().unwrap()), (200, "application/json"), "{at}");
        assert_eq!(said.json()["gpc"], true);
        assert!(said.json()["lastUpdate"].as_str().unwrap().parse::<jiff::civil::Date>().is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_they_took_back_stays_taken_back() {
    let (app, browser, _) = client().await;
    browser.get_saying(&app.path("/me"), "sec-gpc", "1").await;
    press(&app, &browser, "marketing", 0).await;
    let standing = |app: &TestApp| app.place.column("SELECT purpose FROM restriction WHERE lifted_at IS NULL");
    assert_eq!(standing(&app), ["analytics"]);
    browser.get_saying(&app.path("/me"), "sec-gpc", "1").await;
    // Nor another program on the same store, which has not heard it before.
    let beside = app.beside().await;
    let again = beside.signed_in(&beside.clinic, ground::Role::Client).await;
    assert_eq!(again.get_saying(&beside.path("/me"), "sec-gpc", "1").await.status, 200);
    assert_eq!(standing(&app), ["analytics"], "their own word outweighs the browser's");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_that_was_not_written_down_is_evidence_against_it() {
    let (app, browser, _) = client().await;
    ground::look_around(&app.house, &app.clinic).await.unwrap();
    assert_eq!(stands(&app, "tracking.signals").await.0, State::Kept);
    browser.get_saying(&app.path("/me"), "sec-gpc", "1").await;
    let (state, said) = stands(&app, "tracking.signals").await;
    assert!(state == State::Kept && said.contains("(\"people\", 1)"), "{said}");
    app.place.tamper("DELETE FROM restriction WHERE purpose = 'analytics'");
    let (state, said) = stands(&app, "tracking.signals").await;
    assert_eq!(state, State::Gap, "{said}");
    // Of whoever is erased nothing is left to follow.
    let erased = "UPDATE person SET erased_at = 1 WHERE id IN (SELECT person FROM restriction)";
    app.place.tamper(erased);
    let (state, said) = stands(&app, "tracking.signals").await;
    assert_eq!(state, State::Kept, "{said}");
}
