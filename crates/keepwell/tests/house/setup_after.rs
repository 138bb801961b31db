//! What a change of the setup leaves behind: visits outside hours, places and rooms out of use, and what was not shown.

use booking::model::{PractitionerId, Service, ServiceId};
use booking::offers;
use booking::rules::{Booker, Refusal, Span};
use booking::store::book::NewBooking;
use booking::store::seed::{Seeded, insert_appointments};
use booking::store::{self, setup};
use ground::params;
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

use crate::setup::manager;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_offered_at_a_retired_place_and_its_page_says_whose_hours_point_there() {
    let (app, browser) = manager().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let catalogue = scope.read(store::catalogue).await.unwrap();
    let (maeve, tomasz) = (catalogue.practitioners[0].clone(), catalogue.practitioners[1].clone());
    // A second place, with a room and a device, where one of them works on one date.
    let date = jiff::civil::date(2026, 12, 3);
    let (branch, device) = scope
        .write(move |tx| -> ground::Result<_> {
            let words = setup::PlaceDraft {
                name: "Mill Street".to_owned(),
                address: "2 Mill Street, Dublin".to_owned(),
                directions: String::new(),
                spot: None,
            };
            let place = setup::create_place(tx, &words)?;
            let span = Span { from_min: 540, to_min: 1020, place: place.into() };
            setup::set_exception(tx, maeve.id, date, date, &setup::DayPlan::Instead(vec![span]))?;
            setup::create_room(tx, place, "Studio")?;
            Ok((place, setup::create_device(tx, Some(place), "Laser")?))
        })
        .await
        .unwrap();
    // A video visit needs no place, and here a device that stands at the branch.
    let video = catalogue.service("video").unwrap().clone();
    let laser = ServiceId::new(app.house.clock.now());
    let new = Service {
        id: laser,
        slug: "laser".to_owned(),
        name: "Laser by video".to_owned(),
        duration_min: 30,
        before_min: 0,
        after_min: 0,
        step_min: 15,
        notice_min: 0,
        horizon_days: 60,
        daily_limit: None,
        needs_room: false,
        needs_device: true,
        approve_first: false,
        online: booking::model::Online::Everyone,
        practitioners: vec![tomasz.id],
        rooms: Vec::new(),
        devices: vec![device],
        ..video
    };
    scope.write(move |tx| setup::create_service(tx, &new)).await.unwrap();
    let offered = |service: ServiceId, with: PractitionerId| {
        let scope = scope.clone();
        async move {
            let catalogue = offers::catalogue(&scope).await.unwrap();
            let service = catalogue.service_of(service).unwrap();
            let wish = offers::Wish { service, practitioner: Some(with), booker: Booker::Visitor };
            offers::times(&scope, &wish, date..=date).await.unwrap()
        }
    };
    let review = catalogue.service("review").unwrap().id;
    let there = offered(review, maeve.id).await;
    assert!(!there.is_empty() && !offered(laser, tomasz.id).await.is_empty());

    let path = app.path(&format!("/setup/places/{branch}"));
    assert!(browser.get(&path).await.text.contains("Maeve Corrigan has hours here."));
    let quay = browser.get(&app.path(&format!("/setup/places/{}", catalogue.places[0].id))).await;
    assert!(
        quay.text.contains("Maeve Corrigan, Tomasz Wilk,") && quay.text.contains("have hours here."),
        "{}",
        quay.text
    );
    assert_eq!(browser.post(&format!("{path}/retirement"), &[]).await.status, 303);

    assert_eq!(offered(review, maeve.id).await, [], "nor does her ordinary week take its place");
    assert_eq!(offered(laser, tomasz.id).await, [], "the device is at a place that is out of use");
    // The booking's own look says the same as the offer.
    let client = scope
        .read(|tx| tx.one("SELECT id FROM client WHERE clinic = $1 ORDER BY id LIMIT 1", &params![tx.clinic()]))
        .await
        .unwrap();
    let client = client.get::<ground::PersonId>("id").unwrap();
    let booking = |service, practitioner, start| NewBooking {
        booker: Booker::Desk,
        source: booking::model::Source::Desk,
        ..crate::kit::booking(service, Some(practitioner), start, booking::Whom::Known { client, booked_by: None })
    };
    let start = there[0].0;
    for (new, expected) in [
        (booking(review, maeve.id, start), Refusal::OutsideHours),
        (booking(laser, tomasz.id, start), Refusal::NoDevice),
    ] {
        match booking::act::book(&scope, new).await {
            Err(booking::Error::NotFree { refusal, .. }) => assert_eq!(refusal, expected),
            other => panic!("{other:?}"),
        }
    }
    let day = browser.get(&app.path("/day?date=2026-12-03")).await;
    assert_eq!(day.status, 200);
    assert_eq!(browser.post(&format!("{path}/return"), &[]).await.status, 303);
    assert_eq!(offered(review, maeve.id).await, there, "what was kept is offered again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_dates_tells_what_it_leaves_outside_however_much_is_booked_before() {
    let (app, browser) = manager().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let catalogue = scope.read(store::catalogue).await.unwrap();
    let client = scope
        .read(|tx| {
            tx.one("SELECT id FROM client WHERE clinic = $1 ORDER BY id LIMIT 1", &params![tx.clinic()])?.get("id")
        })
        .await
        .unwrap();
    let seeded = |practitioner: PractitionerId, start: Timestamp| Seeded {
        service: catalogue.services[1].id,
        practitioner,
        place: catalogue.places[0].id,
        room: None,
        client,
        status: booking::rules::Status::Booked,
        starts_at: start,
        ends_at: start + SignedDuration::from_mins(15),
        busy_from: start,
        busy_to: start + SignedDuration::from_mins(15),
        reminded: None,
        created_at: start,
        updated_at: start,
    };
    // A hundred days of somebody else's, back to back, before the one visit that matters.
    let (other, maeve) = (catalogue.practitioners[1].id, catalogue.practitioners[0].id);
    let begin: Timestamp = "2027-02-01T00:00:00Z".parse().unwrap();
    let mut rows: Vec<Seeded> = (0..5_100).map(|n| seeded(other, begin + SignedDuration::from_mins(15 * n))).collect();
    // A Saturday, on which she works by a plan of her own, a Tuesday, and a Wednesday after it.
    let visits = ["2027-06-05T10:00:00Z", "2027-06-08T10:00:00Z", "2027-06-09T10:00:00Z"];
    rows.extend(visits.map(|start| seeded(maeve, start.parse().unwrap())));
    let (saturday, place) = (jiff::civil::date(2027, 6, 5), catalogue.places[0].id);
    scope
        .write(move |tx| -> ground::Result<()> {
            insert_appointments(tx, &rows)?;
            let span = Span { from_min: 540, to_min: 1020, place: place.into() };
            setup::set_exception(tx, maeve, saturday, saturday, &setup::DayPlan::Instead(vec![span]))
        })
        .await
        .unwrap();

    let dates = app.path(&format!("/setup/practitioners/{maeve}/dates"));
    let hours = app.path(&format!("/setup/practitioners/{maeve}/hours"));
    let here = place.to_string();
    let away =
        [("first", "2027-06-08"), ("last", ""), ("plan", "away"), ("from", ""), ("to", ""), ("place", here.as_str())];
    let closed = [("date", "2027-06-08"), ("day_name", "Works"), ("plan", "closed"), ("from", ""), ("to", "")];
    let mondays = [("from-1-0", "08:00"), ("to-1-0", "16:00"), ("place-1-0", here.as_str()), ("since", "2027-06-01")];
    for (path, form, count, said) in [
        (dates.clone(), &away[..], "1 visit ", "Tuesday 8 June 2027, 11:00"),
        (app.path("/setup/dates"), &closed[..], "1 visit ", "Tuesday 8 June 2027, 11:00"),
        // The weekly hours leave those of the week outside; the Saturday has a plan of its own.
        (hours, &mondays[..], "2 visits ", "Wednesday 9 June 2027, 11:00"),
    ] {
        let asked = browser.amend(&path, form).await;
        assert!(
            asked.status == 409 && asked.text.contains(count) && asked.text.contains(said),
            "{path}: {} {}",
            asked.status,
            asked.text
        );
    }

    // Making the Saturday ordinary takes its hours away.
    let removal = format!("{dates}/2027-06-05/removal");
    let asked = browser.post(&removal, &[]).await;
    assert!(
        asked.status == 409 && asked.text.contains("Saturday 5 June 2027, 11:00"),
        "{} {}",
        asked.status,
        asked.text
    );
    assert!(asked.text.contains(&format!("action=\"{removal}\"")) && asked.text.contains("Remove all the same"));
    assert!(browser.get(&dates).await.text.contains("5 June 2027"), "nothing is removed yet");
    assert_eq!(browser.post(&removal, &[("sure", "1")]).await.status, 303);
    assert!(!browser.get(&dates).await.text.contains("5 June 2027"));
    // Of the clinic's own dates too: an ordinary day has no fewer hours, so this one only says that it is done.
    let sure: Vec<_> = closed.iter().copied().chain([("sure", "1")]).collect();
    assert_eq!(browser.post(&app.path("/setup/dates"), &sure).await.status, 303);
    assert_eq!(browser.post(&app.path("/setup/dates/2027-06-08/removal"), &[]).await.status, 303);
    assert_eq!(browser.post(&app.path("/setup/dates/9999-12-31/removal"), &[]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_meets_what_is_booked_however_much_is_booked_before_and_lasts_a_month_at_most() {
    let (app, browser) = manager().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let catalogue = scope.read(store::catalogue).await.unwrap();
    let maeve = catalogue.practitioners[0].id.to_string();
    let block = |from: &'static str, last: &'static str, to: &'static str| {
        let (browser, path, maeve) = (&browser, app.path("/setup/blocks"), maeve.as_str());
        async move {
            let form = [
                ("whose", maeve),
                ("reason", "Leave"),
                ("date", "2027-05-03"),
                ("from", from),
                ("last", last),
                ("to", to),
            ];
            browser.post(&path, &form).await
        }
    };
    let long = block("09:00", "2027-06-03", "09:30").await;
    assert!(long.status == 422 && long.text.contains("At most a month at once."), "{} {}", long.status, long.text);
    assert_eq!(block("09:00", "2027-06-03", "09:00").await.status, 303, "a month is a month");
    let far = block("09:00", "9999-12-31", "09:30").await;
    assert!(far.status == 422 && far.text.contains("the next ten"), "{} {}", far.status, far.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_a_price_keeps_the_links_to_what_is_retired() {
    let (app, browser) = manager().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let catalogue = scope.read(store::catalogue).await.unwrap();
    let (gym, laid) = (&catalogue.rooms[3], &catalogue.rooms[0]);
    let fall = catalogue.service("fall-check").unwrap();
    assert_eq!(fall.rooms, [gym.id]);
    let (sunniva, device) = (catalogue.practitioners[3].id.to_string(), catalogue.devices[0].id.to_string());
    let (maeve, laid) = (catalogue.practitioners[0].id.to_string(), laid.id.to_string());
    let form = |price: &'static str, more: &[(&'static str, &str)]| {
        let fixed = [
            ("name", "Balance and fall check"),
            ("slug", "fall-check"),
            ("about", ""),
            ("modality", "clinic"),
            ("duration", "30"),
            ("before", "0"),
            ("after", "0"),
            ("step", "15"),
            ("grid", "clock"),
            ("online", "everyone"),
            ("notice", "120"),
            ("horizon", "60"),
            ("daily_limit", ""),
            ("price", price),
            ("needs_room", "1"),
        ];
        fixed.into_iter().chain(more.iter().copied()).map(|(name, value)| (name, value.to_owned())).collect::<Vec<_>>()
    };
    let path = app.path(&format!("/setup/services/{}", fall.id));
    let save = |form: Vec<(&'static str, String)>| {
        let (browser, path) = (&browser, path.clone());
        async move {
            let pairs: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.amend(&path, &pairs).await.status
        }
    };
    let read = || async { scope.read(store::catalogue).await.unwrap().service("fall-check").unwrap().clone() };
    let gym_id = gym.id.to_string();
    // All of it is linked, then much of it retired.
    let all = [
        ("practitioners", sunniva.as_str()),
        ("practitioners", &maeve),
        ("rooms", &gym_id),
        ("needs_device", "1"),
        ("devices", &device),
    ];
    assert_eq!(save(form("54", &all)).await, 303);
    let put = |part: &'static str, id: String, verb: &'static str| {
        let (browser, path) = (&browser, app.path(&format!("/setup/{part}/{id}/{verb}")));
        async move { assert_eq!(browser.post(&path, &[]).await.status, 303) }
    };
    put("rooms", gym_id.clone(), "retirement").await;
    put("practitioners", maeve.clone(), "retirement").await;
    put("equipment", device.clone(), "retirement").await;
    let page = browser.get(&path).await.text;
    assert!(
        !page.contains(&gym_id) && !page.contains(&maeve) && !page.contains(&device),
        "the form does not show them"
    );
    // As the form is now: a new price, and nothing of what it did not show.
    assert_eq!(save(form("60", &[("practitioners", &sunniva), ("needs_device", "1")])).await, 303);
    let saved = read().await;
    assert_eq!(saved.price_minor, Some(6_000));
    assert_eq!((saved.rooms.len(), saved.practitioners.len(), saved.devices.len()), (1, 2, 1));
    put("equipment", device.clone(), "return").await;
    let visitor = app.visitor();
    let times = || async { crate::booking_public::times(&visitor, &app, "fall-check").await.len() };
    assert_eq!(times().await, 0, "bound to the gym, it does not come to stand in any room");
    put("rooms", gym_id.clone(), "return").await;
    assert!(times().await > 0, "the gym is used again");
    // What the form does show is taken away when it is not ticked, and what is ticked twice is one.
    assert_eq!(save(form("60", &[("practitioners", &sunniva), ("rooms", &laid)])).await, 303);
    assert_eq!(read().await.rooms.iter().map(ToString::to_string).collect::<Vec<_>>(), [laid]);

    // A practitioner's form likewise keeps the services it does not show.
    put("practitioners", maeve.clone(), "return").await;
    put("services", fall.id.to_string(), "retirement").await;
    let review = catalogue.service("review").unwrap().id.to_string();
    let person = [
        ("name", "Maeve Corrigan"),
        ("skills", "Knees"),
        ("account", ""),
        ("daily_limit", ""),
        ("services", review.as_str()),
    ];
    assert_eq!(browser.amend(&app.path(&format!("/setup/practitioners/{maeve}")), &person).await.status, 303);
    let catalogue = scope.read(store::catalogue).await.unwrap();
    let gives: Vec<&str> = catalogue
        .services
        .iter()
        .filter(|service| service.practitioners.iter().any(|one| one.to_string() == maeve))
        .map(|service| service.slug.as_str())
        .collect();
    assert_eq!(gives, ["review", "fall-check"]);
}
