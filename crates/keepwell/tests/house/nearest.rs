//! Which of the clinic's places is nearest: where it may be asked, and who says where a place is; and the map that leads away.

use ground::Role;
use promise::Purpose;

use crate::kit::{Answer, Browser, TestApp};

/// What a browser is told about asking for a position.
fn position(page: &Answer) -> &str {
    let policy = page.headers["permissions-policy"].to_str().unwrap();
    policy.split(',').find_map(|part| part.trim().strip_prefix("geolocation=")).unwrap()
}

/// A place is made, or changed by its address, with what the manager types for the map.
async fn placed(manager: &Browser, app: &TestApp, path: &str, name: &str, spot: &str) -> Answer {
    let fields = [("name", name), ("address", "2 Bridge Street, Dublin"), ("directions", ""), ("spot", spot)];
    manager.amend(&app.path(path), &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_page_that_can_answer_may_ask_a_browser_where_its_reader_is() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let visitor = app.visitor();
    let asks = |page: &Answer| (position(page) == "(self)", page.text.contains("data-nearest=\"1000\""));
    let front = app.path("");
    assert_eq!(asks(&visitor.get(&front).await), (false, false), "one place is the nearest");

    let one = app.place.column("SELECT id FROM place WHERE name = 'Linden Quay'").remove(0);
    placed(&manager, &app, &format!("/setup/places/{one}"), "Linden Quay", "53.3467, -6.2389").await;
    placed(&manager, &app, "/setup/places", "Bridge Street", "").await;
    let page = visitor.get(&front).await;
    assert_eq!(asks(&page), (false, false), "only one of them is on the map");
    assert!(page.text.contains("Bridge Street"), "{}", page.text);

    let two = app.place.column("SELECT id FROM place WHERE name = 'Bridge Street'").remove(0);
    let there = format!("/setup/places/{two}");
    // Not two numbers: said beside the field, and what was typed stands in it.
    for wrong in ["north of the river", "53.34", "953.34, -6.27"] {
        let page = placed(&manager, &app, &there, "Bridge Street", wrong).await;
        assert_eq!(page.status, 422, "{wrong}");
        assert!(page.text.contains("Two numbers with a comma between them"), "{}", page.text);
        assert!(page.text.contains(&format!("value=\"{wrong}\"")), "{}", page.text);
    }
    placed(&manager, &app, &there, "Bridge Street", "53.3438, -6.2751").await;
    assert!(manager.get(&app.path(&there)).await.text.contains("value=\"53.3438, -6.2751\""));
    let page = visitor.get(&front).await;
    assert_eq!(asks(&page), (true, true), "{}", page.text);
    for shown in ["data-spot=\"53.3467 -6.2389\"", "data-spot=\"53.3438 -6.2751\""] {
        assert!(page.text.contains(shown), "{shown} in {}", page.text);
    }
    // The client's own page asks it too; no other page may, whatever stands on it.
    let client = app.signed_in(&app.clinic, Role::Client).await;
    assert_eq!(asks(&client.get(&app.path("/me/visits")).await), (true, true));
    for other in ["/me", "/me/details", "/account"] {
        assert_eq!(asks(&client.get(&app.path(other)).await), (false, false), "{other}");
    }
    for other in ["/book/review", "/notice", "/sign-in", "/find", "/nowhere"] {
        assert_eq!(position(&visitor.get(&app.path(other)).await), "()", "{other}");
    }
    let evidence =
        app.scope(&app.clinic, Purpose::Operation).read(booking::web::public::nearest::evidence).await.unwrap();
    assert!(evidence.ok, "{evidence:?}");

    // What has closed is nobody's nearest.
    manager.post(&app.path(&format!("{there}/retirement")), &[]).await;
    assert_eq!(asks(&visitor.get(&front).await), (false, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_leads_away_says_so_and_one_that_does_not_is_told_of() {
    let (app, client, person) = crate::booking_own::client().await;
    // The next visit of theirs is the one that they book here.
    app.place.tamper(&format!("DELETE FROM appointment WHERE client = '{person}'"));
    let offered = crate::booking_own::free(&client, &app).await;
    let slot = [("slot", offered[0].as_str()), ("whom", "self")];
    crate::booking_public::visit(&crate::booking_public::book(&client, &app, "review", &slot).await);
    let map = |page: &Answer| {
        let tag = page.text.split("<a ").find(|tag| tag.contains("openstreetmap.org"));
        tag.map(|tag| tag.split("</a>").next().unwrap().to_owned()).unwrap_or_default()
    };
    let link = map(&client.get(&app.path("/me/visits")).await);
    for shown in [
        "https://www.openstreetmap.org/search?query=14+Linden+Quay",
        "external noreferrer",
        "Leads away from our pages.",
    ] {
        assert!(link.contains(shown), "{shown} in {link}");
    }
    // Where the clinic says the very point, that is shown.
    let place = app.place.column("SELECT id FROM place WHERE name = 'Linden Quay'").remove(0);
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    placed(&manager, &app, &format!("/setup/places/{place}"), "Linden Quay", "53.3467, -6.2389").await;
    let link = map(&client.get(&app.path("/me/visits")).await);
    assert!(link.contains("mlat=53.3467") && link.contains("#map=17/53.3467/-6.2389"), "{link}");

    let led = ground::web::led_away(&app.house);
    assert!(led.pages > 2 && led.marked >= 2 && led.unmarked.is_empty(), "{led:?}");
    let kept = || async {
        let all = keepwell::promises::standing(&app.house, &app.clinic).await;
        all.iter().find(|one| one.promise.id == "links.marked").unwrap().state == promise::State::Kept
    };
    assert!(kept().await);
    // A page that somebody draws without the mark.
    #[derive(askama::Template)]
    #[template(source = "<a href=\"https://elsewhere.example/\">See here</a>", ext = "html")]
    struct Sly;
    ground::web::render(&Sly);
    let led = ground::web::led_away(&app.house);
    assert_eq!(led.unmarked.into_iter().collect::<Vec<_>>(), ["elsewhere.example"]);
    assert!(!kept().await);
}
