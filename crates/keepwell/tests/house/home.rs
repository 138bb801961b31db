//! A visit at the client's home: whoever books says where that is.

use ground::{Role, params};
use promise::Purpose;

use crate::booking_own::client;
use crate::booking_public::{book, times, visit, with};
use crate::kit::TestApp;

const WHERE: &str = "14 Canal Row, Dublin.\nSecond bell, mind the dog.";

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_at_home_is_not_booked_without_saying_where_that_is() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "home?day=2026-12-03").await;
    let details = |service: &'static str, slot: &str| app.path(&format!("/book/{service}/details?slot={slot}"));
    let page = browser.get(&details("home", &offered[0])).await.text;
    let field = page.split("name=\"note\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(page.contains("Where we come to") && field.contains("required"), "{page}");
    let elsewhere = times(&browser, &app, "review?day=2026-12-03").await;
    let page = browser.get(&details("review", &elsewhere[0])).await.text;
    assert!(page.contains("What should we know to receive you?") && !page.contains("Where we come to"), "{page}");
    visit(&book(&browser, &app, "review", &with(&elsewhere[0], &[])).await);

    let confirm = app.path("/book/home/confirm");
    for note in ["", "  \r\n "] {
        let refused = browser.post(&confirm, &with(&offered[0], &[("note", note)])).await;
        assert!(
            refused.status == 422
                && refused.text.contains("id=\"e-note\"")
                && refused.text.contains("Write where we come to")
                && refused.text.contains("value=\"nadia@example.net\""),
            "{}",
            refused.text
        );
    }
    // Nor by the last button, sent without having been asked.
    let all = with(&offered[0], &[("key", "0123456789abcdef0123456789abcdef")]);
    assert_eq!(browser.post(&app.path("/book/home"), &all).await.status, 422);
    let arabic = browser.post(&format!("{confirm}?lang=ar"), &with(&offered[0], &[])).await.text;
    assert!(arabic.contains("إلى أين نأتي") && arabic.contains("اكتب إلى أين نأتي"), "{arabic}");

    let told = with(&offered[0], &[("note", WHERE)]);
    let asked = app.visitor().post(&confirm, &told).await.text;
    assert!(asked.contains("<dt>Where we come to</dt><dd class=\"said\">14 Canal Row, Dublin."), "{asked}");
    let here = visit(&book(&app.visitor(), &app, "home", &told).await);
    // The desk reads it by that name; the link, whoever has it, does not.
    let front = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let card = front.get(&app.path(&format!("/appointments/{}", here.split('/').nth(4).unwrap()))).await.text;
    assert!(card.contains("<dt>Where we come to</dt><dd class=\"said\">14 Canal Row, Dublin."), "{card}");
    assert!(!app.visitor().get(&here).await.text.contains("Canal Row"));
    let id: booking::model::AppointmentId = here.split('/').nth(4).unwrap().parse().unwrap();
    let stored = move |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<u8>> {
        tx.one("SELECT note FROM appointment WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?.get("note")
    };
    let note = app.scope(&app.clinic, Purpose::Operation).read(stored).await.unwrap();
    assert!(!note.is_empty() && !note.windows(5).any(|part| part == b"Canal"), "sealed");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_is_asked_too_and_finds_it_with_the_visit_under_its_name() {
    let (app, browser, _) = client().await;
    let offered = times(&browser, &app, "home?day=2026-12-03").await;
    let form = [("slot", offered[0].as_str()), ("whom", "self")];
    assert_eq!(browser.post(&app.path("/book/home/confirm"), &form).await.status, 422);
    let here = visit(&book(&browser, &app, "home", &[form[0], form[1], ("note", WHERE)]).await);
    let own = app.path(&format!("/me/visits/{}", here.split('/').nth(4).unwrap()));
    let page = browser.get(&own).await.text;
    assert!(page.contains("Where we come to") && page.contains("14 Canal Row, Dublin."), "{page}");
    let held = browser.get(&app.path("/me/held")).await.text;
    assert!(held.contains("Where we come to"), "{held}");
    // As long as somebody is to come there it stays; whoever calls the visit off can have it gone.
    let removal = format!("{own}/told/removal");
    assert!(page.contains("You can remove it once the visit is over") && !page.contains(&removal), "{page}");
    let kept = browser.post(&removal, &[("what", "note")]).await;
    assert_eq!(kept.location, Some(format!("{own}?told=needed")), "{}", kept.text);
    let told = browser.get(&format!("{own}?told=needed")).await.text;
    assert!(told.contains("14 Canal Row, Dublin.") && told.contains("We come there for this visit."), "{told}");
    app.house.clock.set("2026-12-04T10:00:00Z".parse().unwrap());
    let gone = browser.post(&removal, &[("what", "note")]).await;
    assert_eq!(gone.location, Some(format!("{own}?told=removed")), "{}", gone.text);
    assert!(!browser.get(&own).await.text.contains("14 Canal Row"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_asks_where_too() {
    let (app, browser, person) = client().await;
    let offered = times(&browser, &app, "home?day=2026-12-03").await;
    let start = jiff::Timestamp::from_second(offered[0].split('.').next().unwrap().parse().unwrap()).unwrap();
    let time = start.to_zoned(app.clinic.zone.clone()).strftime("%H:%M").to_string();
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let home = booking::offers::catalogue(&scope).await.unwrap().service("home").unwrap().id.to_string();
    let (person, front) = (person.to_string(), app.signed_in(&app.clinic, Role::FrontDesk).await);
    let book = async |note: &str| {
        let fields = [
            ("key", "desk-home"),
            ("service", home.as_str()),
            ("practitioner", ""),
            ("date", "2026-12-03"),
            ("time", time.as_str()),
            ("client", person.as_str()),
            ("note", note),
        ];
        front.post(&app.path("/appointments"), &fields).await
    };
    let asked = book(" ").await;
    assert!(asked.status == 422 && asked.text.contains("Where we come to"), "{}", asked.text);
    assert!(asked.text.contains("id=\"e-note\"") && asked.text.contains("Write where we come to"), "{}", asked.text);
    assert_eq!(book(WHERE).await.status, 303);
}
