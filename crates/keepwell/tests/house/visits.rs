//! What becomes of a visit after it is booked: moved, reminded of, put into a calendar; and what its pages say of it.

use booking::model::{Appointment, AppointmentId};
use booking::rules::{Booker, Refusal, Status};
use booking::store::book::Settled;
use booking::store::change::Move;
use booking::store::seed::{Seeded, insert_appointments};
use booking::store::{self, setup};
use booking::{Error, act};
use ground::{Role, params};
use jiff::{SignedDuration, ToSpan};
use promise::Purpose;

use crate::booking_public::{about, book, line, slots, times, visit, with};
use crate::desk::field_after;
use crate::kit::TestApp;

/// The appointment behind a visit's page.
pub fn id(here: &str) -> AppointmentId {
    here.split('/').nth(4).unwrap().parse().unwrap()
}

pub async fn stands(app: &TestApp, here: &str) -> Appointment {
    let id = id(here);
    app.scope(&app.clinic, Purpose::Operation).read(move |tx| store::find(tx, id)).await.unwrap()
}

async fn history(app: &TestApp, id: AppointmentId) -> Vec<String> {
    let read = move |tx: &mut ground::Tx<'_>| ground::event::history(tx, &id.to_string());
    let happened = app.scope(&app.clinic, Purpose::Operation).read(read).await.unwrap();
    happened.into_iter().map(|one| one.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_moves_what_the_clinic_looks_at_first_asks_anew() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "home?day=2026-12-03").await;
    let here = visit(&book(&browser, &app, "home", &with(&offered[0], &[("note", "14 Canal Row, Dublin")])).await);
    let (id, desk) = (id(&here), app.scope(&app.clinic, Purpose::Scheduling));
    app.run_jobs().await;
    act::set_status(&desk, id, Status::Booked, true).await.unwrap();

    let page = browser.get(&format!("{here}/change?day=2026-12-10")).await;
    assert!(page.text.contains("yours waits for our yes again"), "it is said before: {}", page.text);
    let other = slots(&page)[0].clone();
    let moved = browser.post(&format!("{here}/change"), &[("slot", &other)]).await;
    assert_eq!(moved.status, 303, "{}", moved.text);
    let stood = stands(&app, &here).await;
    assert_eq!((stood.status, stood.sequence), (Status::Requested, 2), "the yes was to the other time");
    let page = browser.get(moved.location.as_deref().unwrap()).await;
    assert!(page.text.contains("Waits for our yes") && page.text.contains("Asked for another time"), "{}", page.text);

    let letters = app.letters().await;
    let asked = about(&letters, "booking.request");
    assert_eq!((asked.len(), about(&letters, "booking.change").len()), (2, 0), "the request's letter, and no other");
    // The clock is held, so the two letters of one millisecond stand in any order.
    let says =
        |letter: &&ground::mail::Kept| (line(letter, "SEQUENCE:"), line(letter, "STATUS:")) == ("2", "TENTATIVE");
    assert!(asked.iter().any(says), "the second tells the calendar of the new time");
    let front = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let day = front.get(&app.path("/day")).await;
    assert!(
        day.text.contains(&format!("visit={id}")) && day.text.contains("Nadia Ferreira"),
        "the desk is asked again"
    );

    // The desk moves without asking itself, and a request stays one.
    let start = stood.starts_at + SignedDuration::from_mins(15);
    let settled = Settled::default();
    let to = Move { start, practitioner: None, booker: Booker::Desk, tell: false, settled, version: None, leave: None };
    assert_eq!(act::move_to(&desk, id, to.clone()).await.unwrap().status, Status::Requested);
    act::set_status(&desk, id, Status::Booked, false).await.unwrap();
    let back = Move { start: stood.starts_at, ..to };
    assert_eq!(act::move_to(&desk, id, back).await.unwrap().status, Status::Booked);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_moved_to_where_it_stands_is_answered_as_it_is_and_nobody_is_told() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review?day=2026-12-03").await;
    let here = visit(&book(&browser, &app, "review", &with(&offered[0], &[])).await);
    let before = stands(&app, &here).await;
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    for practitioner in [None, before.practitioner] {
        for booker in [Booker::Desk, Booker::Visitor] {
            let (start, version) = (before.starts_at, Some(before.version()));
            let to =
                Move { start, practitioner, booker, tell: true, settled: Settled::default(), version, leave: None };
            let after = act::move_to(&desk, before.id, to).await.unwrap();
            assert_eq!((after.sequence, after.updated_at), (before.sequence, before.updated_at));
        }
    }
    // So does the desk's form, which says nothing of having moved it.
    let front = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let path = app.path(&format!("/appointments/{}/move", before.id));
    let form = front.get(&path).await.text;
    let field = |name: &str| field_after(&form, "<main", name);
    let (version, date, time) = (field("version"), field("date"), field("time"));
    let same = [("version", version.as_str()), ("date", &date), ("time", &time), ("tell", "1")];
    let answer = front.post(&path, &same).await;
    assert!(answer.status == 303 && !answer.location.unwrap().contains("done=moved"), "{}", answer.text);
    assert_eq!(about(&app.letters().await, "booking.change").len(), 0);
    assert_eq!(history(&app, before.id).await, ["appointment.booked"]);
    // Where something would change, an older page is told that somebody was quicker.
    let stale = Move {
        start: before.starts_at + SignedDuration::from_mins(30),
        practitioner: None,
        booker: Booker::Desk,
        tell: true,
        settled: Settled::default(),
        version: Some(Appointment { sequence: before.sequence - 1, ..before.clone() }.version()),
        leave: None,
    };
    assert!(matches!(act::move_to(&desk, before.id, stale).await, Err(Error::Stale)));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_where_there_is_nobody_to_write_to() {
    let app = TestApp::start().await;
    let front = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let catalogue = app.scope(&app.clinic, Purpose::Operation).read(store::catalogue).await.unwrap();
    let (service, with) =
        (catalogue.service("review").unwrap().id.to_string(), catalogue.practitioners[0].id.to_string());
    let form = [
        ("key", "one"),
        ("service", service.as_str()),
        ("practitioner", &with),
        ("date", "2027-06-01"),
        ("time", "10:00"),
        ("client", "new"),
        ("given_name", "Tove"),
        ("family_name", "Lind"),
        ("phone", "087 555 0199"),
        ("tell", "1"),
    ];
    let booked = front.post(&app.path("/appointments"), &form).await;
    let id: AppointmentId =
        booked.location.unwrap().split("visit=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
    app.house.clock.set("2027-05-31T12:00:00Z".parse().unwrap());
    assert_eq!(app.letters().await.iter().filter(|letter| letter.kind == "booking.reminder").count(), 0);
    let visit = app.scope(&app.clinic, Purpose::Operation).read(move |tx| store::find(tx, id)).await.unwrap();
    assert_eq!((visit.remind, visit.reminded), (true, None), "no letter, so nobody was reminded");
    assert_eq!(history(&app, id).await, ["appointment.booked"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_can_be_refused_and_wanted_again_on_the_visits_own_page() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review?day=2026-12-03").await;
    let refused = visit(&book(&browser, &app, "review", &with(&offered[0], &[])).await);
    let wanted = visit(&book(&browser, &app, "review", &with(&offered[3], &[("remind", "")])).await);
    let page = browser.get(&refused).await;
    assert!(
        page.attribute("name=\"remind\"", "action").is_none()
            && page.text.contains("name=\"remind\" value=\"1\" checked")
    );
    assert!(!browser.get(&wanted).await.text.contains("name=\"remind\" value=\"1\" checked"));

    let no = browser.post(&format!("{refused}/reminder"), &[]).await;
    let said = browser.get(no.location.as_deref().unwrap()).await;
    assert!(said.text.contains("We send you no reminder."), "{}", said.text);
    let yes = browser.post(&format!("{wanted}/reminder"), &[("remind", "1")]).await;
    assert!(browser.get(yes.location.as_deref().unwrap()).await.text.contains("We remind you the day before."));
    assert_eq!((stands(&app, &refused).await.remind, stands(&app, &wanted).await.remind), (false, true));
    assert_eq!(stands(&app, &refused).await.sequence, 0, "no calendar has to hear of it");

    // Who is back where they were is reminded once; whoever has no link changes nothing.
    for remind in [&[][..], &[("remind", "1")], &[("remind", "1")]] {
        assert_eq!(browser.post(&format!("{wanted}/reminder"), remind).await.status, 303);
    }
    let forged = format!("{}/AAAAAAAAAAAAAAAAAAAAAA", wanted.rsplit_once('/').unwrap().0);
    assert_eq!(browser.post(&format!("{forged}/reminder"), &[]).await.status, 404);
    app.house.clock.set("2026-12-02T18:00:00Z".parse().unwrap());
    let letters = app.letters().await;
    let reminders = about(&letters, "booking.reminder");
    assert!(reminders.len() == 1 && reminders[0].body.contains(&wanted), "{}", reminders.len());
    // Sent is sent.
    assert!(!browser.get(&wanted).await.text.contains("name=\"remind\""));
    browser.post(&format!("{wanted}/reminder"), &[]).await;
    let visit = stands(&app, &wanted).await;
    assert!(visit.remind && visit.reminded.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_one_event_in_every_calendar_wherever_the_program_stands() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review").await;
    let here = visit(&book(&browser, &app, "review", &with(&offered[0], &[])).await);
    let letters = app.letters().await;
    let letter = about(&letters, "booking.confirmation");
    // Made of what stays when the installation's address changes.
    assert_eq!(line(letter[0], "UID:"), format!("{}@{}", id(&here), app.clinic.id));
    let file = browser.get(&format!("{here}/calendar.ics")).await.text;
    let whole = file.replace("\r\n ", "");
    let of = |name: &str| whole.lines().filter(|line| line.starts_with(name)).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(of("UID:"), [format!("UID:{}@{}", id(&here), app.clinic.id)]);
    // RFC 5546, section 3.2.1: what is published has an organizer, and nobody is invited.
    assert_eq!(of("ORGANIZER"), ["ORGANIZER;CN=\"Linden Quay Physiotherapy\":mailto:clinic@example.org"]);
    assert_eq!((of("METHOD:"), of("ATTENDEE").len()), (vec!["METHOD:PUBLISH".to_owned()], 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_script_another_day_than_that_of_the_chosen_time_can_be_shown() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review?day=2026-12-03").await;
    let here = visit(&book(&browser, &app, "review", &with(&offered[0], &[])).await);
    let chosen = &offered[2];
    for page in [app.path("/book/review"), format!("{here}/change")] {
        let shown = |more: &'static str| {
            let (browser, address) = (&browser, format!("{page}?who=any&day=2026-12-04&slot={chosen}{more}"));
            async move { browser.get(&address).await.text }
        };
        let day =
            |text: &str| text.split("<h2 id=\"chosen-day\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        // The form as the button sends it: the day just picked, and the time still ticked on the day before.
        let text = shown("&show=1").await;
        assert_eq!(day(&text), "Friday 4 December");
        assert!(!text.contains(&format!("value=\"{chosen}\"")), "the time belonged to the other day");
        // Coming back from step 3 the chosen time outranks the day, and is still chosen.
        let text = shown("").await;
        assert_eq!(day(&text), "Thursday 3 December");
        let input = &text[text.find(&format!("value=\"{chosen}\"")).unwrap()..];
        assert!(input.split('>').next().unwrap().contains("checked"));
    }
    let same = browser.get(&app.path(&format!("/book/review?who=any&day=2026-12-03&slot={chosen}&show=1"))).await;
    let input = &same.text[same.text.find(&format!("value=\"{chosen}\"")).unwrap()..];
    assert!(input.split('>').next().unwrap().contains("checked"), "on its own day it stays chosen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_time_is_announced_where_the_times_are_and_where_there_are_none() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let page = browser.get(&app.path("/book/review?missing=1")).await.text;
    let tag = |page: &str, mark: &str| {
        let at = page.find(mark).unwrap_or_else(|| panic!("no {mark} in {page}"));
        let begin = page[..at].rfind('<').unwrap();
        page[begin..begin + page[begin..].find('>').unwrap()].to_owned()
    };
    assert!(tag(&page, "id=\"e-slot\"").contains("role=\"alert\""));
    assert!(tag(&page, "class=\"periods\"").contains("aria-describedby=\"e-slot\""));
    assert!(!browser.get(&app.path("/book/review")).await.text.contains("e-slot"));

    let close = |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        for day in jiff::civil::date(2026, 12, 8).series(1.day()).take(7) {
            let row = booking::model::ClinicDayRow {
                date: day,
                name: "Works".to_owned(),
                day: booking::rules::ClinicDay::Closed,
            };
            setup::set_clinic_day(tx, &row)?;
        }
        Ok(())
    };
    app.scope(&app.clinic, Purpose::Administration).write(close).await.unwrap();
    let page = browser.get(&app.path("/book/review?missing=1&week=2026-12-08")).await.text;
    assert!(!page.contains("class=\"periods\"") && tag(&page, "id=\"e-slot\"").contains("role=\"alert\""), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_a_known_client_gives_is_kept_with_the_visit_and_shown_at_the_desk() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review?day=2026-12-03").await;
    let first = visit(&book(&browser, &app, "review", &with(&offered[0], &[("phone", "087 555 0142")])).await);
    let second = visit(&book(&browser, &app, "review", &with(&offered[3], &[("phone", "086 555 0777")])).await);
    let third = visit(&book(&browser, &app, "review", &with(&offered[6], &[("phone", "+353 87 555 0142")])).await);
    let (one, two) = (stands(&app, &first).await, stands(&app, &second).await);
    assert_eq!(one.client, two.client, "by name and address");
    assert!(one.phone.is_none() && two.phone.is_some());

    let front = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let card = |here: &str| {
        let (front, path) = (front.clone(), app.path(&format!("/appointments/{}", id(here))));
        async move { front.get(&path).await.text }
    };
    let text = card(&second).await;
    assert!(text.contains("Phone for this visit") && text.contains("+353865550777") && text.contains("+353875550142"));
    for here in [&first, &third] {
        assert!(!card(here).await.contains("Phone for this visit"), "the record has that number");
    }
    // Sealed, like the number in the record.
    let stored = |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<Vec<u8>>> {
        tx.query("SELECT phone FROM appointment WHERE clinic = $1 AND phone IS NOT NULL", &params![tx.clinic()])?
            .iter()
            .map(|row| row.get("phone"))
            .collect()
    };
    let stored = app.scope(&app.clinic, Purpose::Operation).read(stored).await.unwrap();
    assert!(stored.len() == 2 && !stored.iter().any(|bytes| bytes.windows(7).any(|part| part == b"5550777")));

    // A child's visit keeps the parent's number, whose record it does not change either.
    let child = [
        ("whom", "child"),
        ("child_given_name", "Ines"),
        ("child_family_name", "Ferreira"),
        ("child_birth_date", "2018-03-04"),
        ("phone", "086 555 0999"),
    ];
    let ines = visit(&book(&browser, &app, "review", &with(&offered[9], &child)).await);
    assert!(card(&ines).await.contains("+353865550999"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_hears_that_somebody_new_was_a_client_already() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review").await;
    let here = visit(&book(&browser, &app, "review", &with(&offered[0], &[])).await);
    let front = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let catalogue = app.scope(&app.clinic, Purpose::Operation).read(store::catalogue).await.unwrap();
    let service = catalogue.service("review").unwrap().id.to_string();
    let new = |key: &'static str, given: &'static str, time: &'static str| {
        let (front, app, service) = (&front, &app, &service);
        async move {
            let form = [
                ("key", key),
                ("service", service),
                ("practitioner", ""),
                ("date", "2027-06-01"),
                ("time", time),
                ("client", "new"),
                ("given_name", given),
                ("family_name", "Ferreira"),
                ("email", "nadia@example.net"),
                ("phone", "086 555 0777"),
            ];
            front.post(&app.path("/appointments"), &form).await.location.unwrap()
        }
    };
    let known = new("one", "Nadia", "10:00").await;
    assert!(known.ends_with("done=known"), "{known}");
    let page = front.get(&known).await.text;
    assert!(page.contains("They were a client already") && page.contains("Phone for this visit"), "{page}");
    let booked: AppointmentId = known.split("visit=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
    let booked = app.scope(&app.clinic, Purpose::Operation).read(move |tx| store::find(tx, booked)).await.unwrap();
    assert_eq!(booked.client, stands(&app, &here).await.client);
    let other = new("two", "Tomas", "11:00").await;
    assert!(other.ends_with("done=booked"), "another person at the same address: {other}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_visit_is_told_with_its_year_and_without_a_time_that_nobody_knows() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let catalogue = scope.read(store::catalogue).await.unwrap();
    let new = people::NewClient {
        given_name: people::GivenName::parse("Wren").unwrap(),
        family_name: people::FamilyName::parse("Abara").unwrap(),
        email: None,
        phone: None,
        birth_date: None,
        note: None,
        language: "en".to_owned(),
    };
    let client = scope.write(move |tx| people::create(tx, &new, &people::Source::Desk)).await.unwrap();
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    let seeded = |start: &str, minutes: i64, status: Status| {
        let (from, to) = (at(start), at(start) + SignedDuration::from_mins(minutes));
        Seeded {
            service: catalogue.services[1].id,
            practitioner: catalogue.practitioners[0].id,
            place: catalogue.places[0].id,
            room: None,
            client,
            status,
            starts_at: from,
            ends_at: to,
            busy_from: from,
            busy_to: to,
            reminded: None,
            created_at: from,
            updated_at: from,
        }
    };
    let rows = vec![
        seeded("2024-03-05T00:00:00Z", 0, Status::Done),
        seeded("2026-02-03T10:00:00Z", 30, Status::Done),
        seeded("2026-12-22T22:00:00Z", 30, Status::Booked),
        seeded("2027-01-12T22:00:00Z", 30, Status::Booked),
    ];
    let write = move |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        insert_appointments(tx, &rows)?;
        tx.execute(
            "UPDATE appointment SET time_known = 0 WHERE clinic = $1 AND client = $2 AND starts_at = ends_at",
            &params![tx.clinic(), client],
        )?;
        Ok(())
    };
    scope.write(write).await.unwrap();
    let front = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let page = front.get(&app.path(&format!("/clients/{client}"))).await.text;
    let lines: Vec<&str> = page
        .split("/appointments/apt_")
        .skip(1)
        .map(|line| line.split("<b>").nth(1).unwrap().split('<').next().unwrap())
        .collect();
    assert_eq!(
        lines,
        [
            "Tuesday 22 December, 22:00",
            "Tuesday 12 January 2027, 22:00",
            "Tuesday 3 February 2026, 10:00",
            "Tuesday 5 March 2024"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_out_of_reach_is_refused_with_the_reason() {
    let app = TestApp::start().await;
    let front = app.signed_in(&app.clinic, Role::FrontDesk).await;
    for (date, status) in [
        ("2026-11-24", 200),
        ("2036-11-24", 200),
        ("1930-01-01", 200),
        ("2036-11-25", 422),
        ("9999-12-31", 422),
        ("0001-01-01", 422),
    ] {
        let day = front.get(&app.path(&format!("/day?date={date}"))).await;
        assert_eq!(day.status, status, "{date}");
        assert_eq!(day.text.contains("That day is out of reach"), status == 422, "{date}");
    }
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let report = manager.get(&app.path("/reports/attendance?from=2026-11-01&to=9999-12-31")).await;
    assert!(report.status == 200 && report.text.contains("the next ten"), "{}", report.status);
    let token = crate::booking_api::key(&app).await;
    // To a program such a day is a date like any other, on which nothing is booked.
    for (query, none) in [
        ("from=9999-12-31", true),
        ("from=0001-01-01&to=0001-01-02", true),
        ("from=2026-11-24&to=9999-12-30", false),
        ("from=1930-01-01", true),
    ] {
        let path = format!("/api/v1/clinics/{}/appointments?{query}", app.clinic.slug);
        let list = app.visitor().api(reqwest::Method::GET, &path, Some(&token), &[], None).await;
        assert_eq!(list.status, 200, "{query}: {}", list.text);
        assert_eq!(list.json()["appointments"].as_array().unwrap().is_empty(), none, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_booked_at_a_retired_place_stays_and_is_moved_nowhere_within_it() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let browser = app.visitor();
    let offered = times(&browser, &app, "review?day=2026-12-03").await;
    let here = visit(&book(&browser, &app, "review", &with(&offered[0], &[])).await);
    let was = stands(&app, &here).await;
    let place = was.place.unwrap().to_string();
    scope.write(move |tx| setup::retire(tx, setup::Kind::Place, &place, true)).await.unwrap();
    // What is booked stays, and cannot be moved within the place that is out of use.
    let start = was.starts_at + SignedDuration::from_mins(45);
    for booker in [Booker::Desk, Booker::Visitor] {
        let settled = Settled::default();
        let to = Move { start, practitioner: None, booker, tell: false, settled, version: None, leave: None };
        let refused = act::move_to(&scope, was.id, to).await;
        assert!(matches!(refused, Err(Error::NotFree { refusal: Refusal::OutsideHours, .. })), "{refused:?}");
    }
    assert!(times(&browser, &app, "review?day=2026-12-03").await.is_empty(), "nothing is offered");
}
