//! The manager's setup: faults beside the fields, retired instead of deleted, and nobody's visit left outside unseen.

use booking::store;
use ground::{Role, params};
use promise::Purpose;

use crate::desk::field_after;
use crate::kit::{Browser, TestApp};

pub async fn manager() -> (TestApp, Browser) {
    let app = TestApp::start().await;
    let browser = app.signed_in(&app.clinic, Role::Manager).await;
    (app, browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_setup_opens_for_the_manager() {
    let (app, browser) = manager().await;
    for page in ["services", "practitioners", "places", "rooms", "equipment"] {
        let list = browser.get(&app.path(&format!("/setup/{page}"))).await;
        assert_eq!(list.status, 200, "{page}");
        let blank = browser.get(&app.path(&format!("/setup/{page}/new"))).await;
        assert_eq!(blank.status, 200, "{page}");
        let empty = browser.post(&app.path(&format!("/setup/{page}")), &[("name", "")]).await;
        assert_eq!(empty.status, 422, "{page}");
        assert!(empty.text.contains("aria-invalid=\"true\""), "the fault stands beside its field");
        let first = list
            .text
            .split(&format!("/setup/{page}/"))
            .filter_map(|part| part.split('"').next())
            .find(|id| id.contains('_'))
            .unwrap()
            .to_owned();
        let one = browser.get(&app.path(&format!("/setup/{page}/{first}"))).await;
        assert_eq!(one.status, 200, "{page} {first}");
    }
    for page in ["dates", "blocks", "terms"] {
        assert_eq!(browser.get(&app.path(&format!("/setup/{page}"))).await.status, 200, "{page}");
        assert_eq!(browser.post(&app.path(&format!("/setup/{page}")), &[]).await.status, 422, "{page}");
    }
    let terms = browser
        .post(&app.path("/setup/terms"), &[("change_until", "120"), ("cancel_until", "60"), ("ask_phone", "required")])
        .await;
    assert_eq!(terms.status, 303);
    assert!(browser.get(&app.path("/setup/terms")).await.text.contains("value=\"120\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_made_changed_retired_and_brought_back() {
    let (app, browser) = manager().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let catalogue = scope.read(store::catalogue).await.unwrap();
    let giver = catalogue.practitioners[0].id.to_string();
    let form = [
        ("name", "Hands & wrists"),
        ("slug", ""),
        ("about", "For stiff hands."),
        ("modality", "clinic"),
        ("duration", "30"),
        ("before", "0"),
        ("after", "5"),
        ("step", "15"),
        ("grid", "clock"),
        ("online", "everyone"),
        ("notice", "60"),
        ("horizon", "90"),
        ("daily_limit", ""),
        ("price", "54,50"),
        ("practitioners", giver.as_str()),
    ];
    assert_eq!(browser.post(&app.path("/setup/services"), &form).await.status, 303);
    let twice = browser.post(&app.path("/setup/services"), &form).await;
    assert_eq!(twice.status, 422, "two services cannot have one address");
    assert!(twice.text.contains("Another service has this address") && twice.text.contains("For stiff hands."));

    let catalogue = scope.read(store::catalogue).await.unwrap();
    let service = catalogue.service("hands-wrists").unwrap();
    assert_eq!((service.price_minor, service.after_min, service.practitioners.len()), (Some(5450), 5, 1));
    let path = app.path(&format!("/setup/services/{}", service.id));
    assert!(browser.get(&path).await.text.contains("54.50"));

    assert_eq!(browser.post(&format!("{path}/retirement"), &[]).await.status, 303);
    assert!(scope.read(store::catalogue).await.unwrap().service("hands-wrists").is_none(), "nobody can book it");
    assert_eq!(browser.post(&format!("{path}/return"), &[]).await.status, 303);
    assert!(scope.read(store::catalogue).await.unwrap().service("hands-wrists").is_some());
    let stranger = app.path("/setup/services/svc_00000000000000000000000000/retirement");
    assert_eq!(browser.post(&stranger, &[]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_that_leave_visits_outside_are_saved_only_knowingly() {
    let (app, browser) = manager().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    // Somebody with a visit ahead.
    let (practitioner, ahead) = scope
        .read(|tx| -> ground::Result<_> {
            let row = tx.one(
                "SELECT practitioner, COUNT(*) AS n FROM appointment WHERE clinic = $1 AND starts_at > $2 AND status IN ('requested', 'booked', 'confirmed')
                 AND practitioner IS NOT NULL GROUP BY practitioner ORDER BY n DESC LIMIT 1",
                &params![tx.clinic(), tx.now()],
            )?;
            Ok((row.get::<booking::model::PractitionerId>("practitioner")?, row.get::<i64>("n")?))
        })
        .await
        .unwrap();
    let hours = move || {
        let scope = scope.clone();
        async move { scope.read(move |tx| store::setup::hours_of(tx, practitioner)).await.unwrap().len() }
    };
    let (path, before) = (app.path(&format!("/setup/practitioners/{practitioner}/hours")), hours().await);
    let place = field_after(&browser.get(&path).await.text, "<main", "place-1-0");
    // Hours nobody was booked in: every visit ahead lies outside.
    let night = [("from-7-0", "01:00"), ("to-7-0", "02:00"), ("place-7-0", place.as_str()), ("since", "")];
    let asked = browser.post(&path, &night).await;
    assert_eq!(asked.status, 409);
    assert!(
        asked.text.contains(&format!("{ahead} visit")) && asked.text.contains("/appointments/apt_"),
        "it says how many, and lists them"
    );
    assert_eq!(hours().await, before, "nothing is saved yet");
    let mut sure = night.to_vec();
    sure.push(("sure", "1"));
    assert_eq!(browser.post(&path, &sure).await.status, 303);
    assert_eq!(hours().await, 1);
    let wrong = browser.post(&path, &[("from-1-0", "12:00"), ("to-1-0", "09:00"), ("place-1-0", &place)]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("value=\"12:00\""), "the form comes back as it was typed");

    let dates = app.path(&format!("/setup/practitioners/{practitioner}/dates"));
    assert_eq!(
        browser
            .post(
                &dates,
                &[
                    ("first", "2026-12-24"),
                    ("last", "2026-12-27"),
                    ("plan", "away"),
                    ("from", ""),
                    ("to", ""),
                    ("place", &place)
                ]
            )
            .await
            .status,
        303
    );
    let page = browser.get(&dates).await;
    assert!(page.text.contains("27 December 2026") && page.text.contains("Away"));
    assert_eq!(browser.post(&format!("{dates}/2026-12-27/removal"), &[]).await.status, 303);
    assert!(!browser.get(&dates).await.text.contains("27 December 2026"));
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_dates_and_blocked_time_tell_what_lies_in_them() {
    let (app, browser) = manager().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let (practitioner, start) = scope
        .read(|tx| -> ground::Result<_> {
            let row = tx.one(
                "SELECT practitioner, starts_at FROM appointment WHERE clinic = $1 AND starts_at > $2 AND status IN ('booked', 'confirmed') AND practitioner IS NOT NULL
                 ORDER BY starts_at LIMIT 1",
                &params![tx.clinic(), tx.now()],
            )?;
            Ok((row.get::<booking::model::PractitionerId>("practitioner")?.to_string(), row.get::<jiff::Timestamp>("starts_at")?))
        })
        .await
        .unwrap();
    let local = app.clinic.zone.to_datetime(start);
    let date = local.date().to_string();
    let closed =
        [("date", date.as_str()), ("day_name", "The lift is out"), ("plan", "closed"), ("from", ""), ("to", "")];
    assert_eq!(browser.post(&app.path("/setup/dates"), &closed).await.status, 409);
    let free = [("date", "2027-12-25"), ("day_name", "Christmas Day"), ("plan", "closed"), ("from", ""), ("to", "")];
    assert_eq!(browser.post(&app.path("/setup/dates"), &free).await.status, 303);
    assert!(browser.get(&app.path("/setup/dates")).await.text.contains("Christmas Day. Closed"));
    assert!(browser.get(&app.path("/day?date=2027-12-25")).await.text.contains("Closed: Christmas Day"));

    let (from, to) = (local.strftime("%H:%M").to_string(), "23:00".to_owned());
    let mut block = vec![
        ("whose", practitioner.as_str()),
        ("reason", "Case meeting"),
        ("date", date.as_str()),
        ("from", from.as_str()),
        ("last", ""),
        ("to", to.as_str()),
    ];
    let asked = browser.post(&app.path("/setup/blocks"), &block).await;
    assert_eq!(asked.status, 409, "{}", asked.text);
    block.push(("sure", "1"));
    assert_eq!(browser.post(&app.path("/setup/blocks"), &block).await.status, 303);
    let list = browser.get(&app.path("/setup/blocks")).await;
    assert!(list.text.contains("Case meeting"));
    let id = list.text.split("/setup/blocks/blk_").nth(1).unwrap().split('/').next().unwrap();
    assert_eq!(browser.post(&app.path(&format!("/setup/blocks/blk_{id}/removal")), &[]).await.status, 303);
    assert!(!browser.get(&app.path("/setup/blocks")).await.text.contains("Case meeting"));
}
