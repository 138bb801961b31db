//! The manager's setup: faults beside the fields, retired instead of deleted, and nobody's visit left outside unseen.

use booking::store;
use ground::{Role, params};
use promise::Purpose;

use crate::booking_public::{book, times, visit};
use crate::desk::field_after;
use crate::kit::{Answer, Browser, TestApp};

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
    for page in ["clinic", "dates", "blocks", "terms"] {
        assert_eq!(browser.get(&app.path(&format!("/setup/{page}"))).await.status, 200, "{page}");
        assert_eq!(browser.post(&app.path(&format!("/setup/{page}")), &[]).await.status, 422, "{page}");
    }
    let terms = browser
        .amend(&app.path("/setup/terms"), &[("change_until", "120"), ("cancel_until", "60"), ("ask_phone", "required")])
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
    let asked = browser.amend(&path, &night).await;
    assert_eq!(asked.status, 409);
    assert!(
        asked.text.contains(&format!("{ahead} visit")) && asked.text.contains("/appointments/apt_"),
        "it says how many, and lists them"
    );
    assert_eq!(hours().await, before, "nothing is saved yet");
    let mut sure = night.to_vec();
    sure.push(("sure", "1"));
    assert_eq!(browser.amend(&path, &sure).await.status, 303);
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

/// The form of the clinic's own page, as it stands, with some fields changed.
async fn clinic_form(
    app: &TestApp,
    browser: &Browser,
    changes: &[(&'static str, &str)],
) -> Vec<(&'static str, String)> {
    let page = browser.get(&app.path("/setup/clinic")).await;
    let value = |name: &str| page.attribute(&format!("name=\"{name}\""), "value").unwrap_or_default();
    ["version", "name", "phone", "email", "greeting-en", "greeting-ar", "currency", "brand"]
        .map(|name| {
            let typed = changes.iter().find(|(changed, _)| *changed == name).map(|(_, value)| (*value).to_owned());
            (name, typed.unwrap_or_else(|| value(name)))
        })
        .to_vec()
}

async fn send(app: &TestApp, browser: &Browser, form: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(&app.path("/setup/clinic"), &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clinic_says_who_it_is_and_people_read_it_where_they_need_it() {
    let (app, browser) = manager().await;
    let changes = [
        ("name", "Linden Quay & Sons"),
        ("phone", "01 910 0199"),
        ("email", "front@linden.example"),
        ("greeting-en", "Come as you are.\r\nWe have chairs."),
        ("greeting-ar", "تعالوا كما أنتم."),
        ("brand", "#F5E6A0"),
    ];
    let form = clinic_form(&app, &browser, &changes).await;
    assert_eq!(send(&app, &browser, &form).await.location.as_deref(), Some(&*app.path("/setup/clinic?done=saved")));

    let visitor = app.visitor();
    let front = visitor.get(&app.path("")).await.text;
    for words in [
        "Linden Quay &#38; Sons",
        "Come as you are.\nWe have chairs.",
        "href=\"tel:+35319100199\"",
        "+353 1 910 0199",
        "mailto:front@linden.example",
        "14 Linden Quay, Dublin",
        "/brand.css?f5e6a0",
    ] {
        assert!(front.contains(words), "{words}: {front}");
    }
    let arabic = app.visitor().get(&app.path("?lang=ar")).await.text;
    assert!(
        arabic.contains("تعالوا كما أنتم.") && !arabic.contains("Come as you are") && arabic.contains("تحدّث إلينا")
    );
    assert_eq!(visitor.get(&app.path("/brand.css")).await.text, ":root{--tenant:#f5e6a0}\n");

    let offered = times(&visitor, &app, "review?day=2026-12-03").await;
    let fields = [
        ("slot", offered[0].as_str()),
        ("whom", "self"),
        ("given_name", "Nadia"),
        ("family_name", "Ferreira"),
        ("email", "nadia@example.net"),
        ("of_age", "1"),
    ];
    let booked = book(&visitor, &app, "review", &fields).await;
    let done = visitor.get(booked.location.as_deref().unwrap()).await;
    assert!(done.text.contains("See you soon") && done.text.contains("tel:+35319100199"), "{}", done.text);
    let file = visitor.get(&format!("{}/calendar.ics", visit(&booked))).await.text.replace("\r\n ", "");
    let about = file.lines().find(|line| line.starts_with("DESCRIPTION:")).unwrap();
    assert!(
        about.contains("/visit/apt_")
            && about.contains("\\nLinden Quay & Sons\\n+353 1 910 0199\\nfront@linden.example"),
        "{about}"
    );
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.to == "nadia@example.net").unwrap();
    assert!(letter.body.contains("\nLinden Quay & Sons\n+353 1 910 0199\nfront@linden.example\n"), "{}", letter.body);
    // What people answer goes to the clinic, not to the machine the letter came from.
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    let wire = ground::mail::compose(&app.scope(&clinic, Purpose::Operation), letter).unwrap().formatted();
    let wire = String::from_utf8(wire).unwrap();
    assert!(
        wire.lines().any(|line| line.starts_with("Reply-To: ") && line.ends_with("<front@linden.example>")),
        "{wire}"
    );

    // All of it can be taken back.
    let changes = [("phone", ""), ("email", ""), ("greeting-en", ""), ("greeting-ar", ""), ("brand", "")];
    let form = clinic_form(&app, &browser, &changes).await;
    assert_eq!(send(&app, &browser, &form).await.status, 303);
    let front = visitor.get(&app.path("")).await.text;
    assert!(!front.contains("class=\"contact\"") && !front.contains("brand.css") && !front.contains("Come as you are"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colour_is_told_apart_by_how_it_reads_and_a_currency_stays_while_prices_are_in_it() {
    let (app, browser) = manager().await;
    for (colour, words) in [
        ("#145c66", "white text on it has a contrast of 7.6 to 1."),
        ("#f5e6a0", "white text on it would have a contrast of 1.3 to 1, too faint to read"),
    ] {
        let form = clinic_form(&app, &browser, &[("brand", colour)]).await;
        assert_eq!(send(&app, &browser, &form).await.status, 303);
        let page = browser.get(&app.path("/setup/clinic")).await.text;
        assert!(page.contains(words) && page.contains("Everyone can read 4.5."), "{colour}: {page}");
    }
    for (name, value) in [
        ("name", ""),
        ("phone", "ring us"),
        ("email", "front"),
        ("currency", "EURO"),
        ("currency", "ABC"),
        ("currency", "USD"),
        ("brand", "sea"),
    ] {
        let form = clinic_form(&app, &browser, &[(name, value), ("greeting-en", "Still here.")]).await;
        let refused = send(&app, &browser, &form).await;
        assert!(
            refused.status == 422
                && refused.text.contains(&format!("id=\"e-{name}\""))
                && refused.text.contains("Still here."),
            "{name} {value}: {} {}",
            refused.status,
            refused.text
        );
    }
    assert!(browser.get(&app.path("/setup/clinic")).await.text.contains("value=\"EUR\""));
    // Whoever may only look is shown the page, and changes nothing.
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.get(&app.path("/setup/clinic")).await.status, 200);
    assert_eq!(send(&app, &desk, &clinic_form(&app, &browser, &[]).await).await.status, 403);
    // Another clinic has its own.
    let other = app.signed_in(&app.other, Role::Manager).await;
    let page = other.get(&format!("/c/{}/setup/clinic", app.other.slug)).await.text;
    assert!(page.contains("Harbour Row Hands") && page.contains("#8a3ffc") && !page.contains("greeting-ar"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_clinic_made_from_something_older_overwrites_nothing_unseen() {
    let (app, browser) = manager().await;
    let old = clinic_form(&app, &browser, &[("phone", "01 910 0177"), ("greeting-en", "Mine.")]).await;
    let quicker = clinic_form(&app, &browser, &[("phone", "01 910 0188"), ("name", "Quay")]).await;
    assert_eq!(send(&app, &browser, &quicker).await.status, 303);
    let stale = send(&app, &browser, &old).await;
    assert_eq!(stale.status, 409);
    for words in ["Somebody saved this page before you.", "+353 1 910 0188", ">Quay<", "Mine.", "value=\"01 910 0177\""]
    {
        assert!(stale.text.contains(words), "{words}: {}", stale.text);
    }
    assert!(app.visitor().get(&app.path("")).await.text.contains("Quay"), "nothing was written over it");
    // Sent again from there, it is meant so.
    let version = stale.attribute("name=\"version\"", "value").unwrap();
    let again: Vec<(&str, String)> = old
        .iter()
        .map(|(name, value)| (*name, if *name == "version" { version.clone() } else { value.clone() }))
        .collect();
    assert_eq!(send(&app, &browser, &again).await.status, 303);
    let front = app.visitor().get(&app.path("")).await.text;
    assert!(front.contains("Mine.") && front.contains("+35319100177") && front.contains("Linden Quay Physiotherapy"));
}
