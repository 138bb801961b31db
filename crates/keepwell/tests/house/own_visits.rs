//! One's own visits, signed in: what is seen of them and done with them, and for whom they no longer open.

use ground::{PersonId, Role, Tx, params};
use jiff::SignedDuration;
use people::Kinship;
use promise::Purpose;

use crate::booking_own::{CHILD, free, party, wards};
use crate::booking_public::{book, slots, visit};
use crate::kit::{Answer, Browser, TestApp};

/// The demo's client, signed in, without the visits that the demo gave them.
async fn client() -> (TestApp, Browser, PersonId) {
    let (app, browser, person) = crate::booking_own::client().await;
    app.place.tamper(&format!("DELETE FROM appointment WHERE client = '{person}'"));
    (app, browser, person)
}

/// Books a review for whoever is signed in, as `more` says, at the nth free time; the address of its own page.
async fn booked(browser: &Browser, app: &TestApp, nth: usize, more: &[(&str, &str)]) -> String {
    let offered = free(browser, app).await;
    let slot = [("slot", offered[nth].as_str())];
    let whom = if more.iter().any(|(name, _)| *name == "whom") { &[][..] } else { &[("whom", "self")] };
    let here = visit(&book(browser, app, "review", &[&slot[..], whom, more].concat()).await);
    app.path(&format!("/me/visits/{}", here.split('/').nth(4).unwrap()))
}

/// The one who is looked after, of a client who has just booked for a child.
async fn ward_of(app: &TestApp, guardian: PersonId, before: &[(PersonId, Kinship)]) -> PersonId {
    wards(app, guardian).await.into_iter().find(|ward| !before.contains(ward)).unwrap().0
}

/// Calls a visit off from its page.
async fn called_off(browser: &Browser, own: &str) -> Answer {
    let version = browser.get(own).await.attribute("name=\"version\"", "value").unwrap_or_default();
    browser.post(&format!("{own}/cancel"), &[("version", &version)]).await
}

async fn status(app: &TestApp, own: &str) -> String {
    let id = own.rsplit('/').next().unwrap();
    app.place.column(&format!("SELECT status FROM appointment WHERE id = '{id}'")).remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_sees_moves_and_cancels_their_own_visit_and_books_such_a_one_again() {
    let (app, browser, person) = client().await;
    let first = booked(&browser, &app, 0, &[]).await;
    let second = booked(&browser, &app, 1, &[]).await;
    for path in ["/me", "/me/visits"] {
        let page = browser.get(&app.path(path)).await;
        assert_eq!(page.status, 200, "{}", page.text);
        for shown in [
            "Ground floor, step-free from the street.",
            "Clothes you can move in.",
            "14 Linden Quay, Dublin",
            "Thursday 3 December",
            &format!("{first}/change"),
            &format!("{first}/cancel"),
            &format!("href=\"{second}\""),
        ] {
            assert!(page.text.contains(shown), "{path}: {shown} in {}", page.text);
        }
        assert!(!page.text.contains("/visit/apt_"), "{path}: no link that works without a session leaves it");
    }
    let page = browser.get(&first).await;
    for shown in ["Clothes you can move in.", "calendar.ics", "All your visits", "What happened so far"] {
        assert!(page.text.contains(shown), "{shown} in {}", page.text);
    }
    let file = browser.get(&format!("{first}/calendar.ics")).await;
    assert!(file.text.starts_with("BEGIN:VCALENDAR"), "{}", file.text);

    let times = browser.get(&format!("{first}/change?day=2026-12-08")).await;
    let slot = slots(&times)[0].clone();
    let moved = browser.post(&format!("{first}/change"), &[("slot", &slot)]).await;
    assert_eq!(moved.location.as_deref(), Some(format!("{first}?moved=1").as_str()), "{}", moved.text);
    let page = browser.get(&format!("{first}?moved=1")).await;
    assert!(page.text.contains("Moved to Tuesday 8 December"), "{}", page.text);
    assert!(app.letters().await.iter().any(|letter| letter.kind == "booking.change"));

    assert!(browser.get(&format!("{first}/cancel")).await.text.contains("Cancel this visit?"));
    assert_eq!(status(&app, &first).await, "booked", "asking changes nothing");
    for _ in 0..2 {
        let gone = called_off(&browser, &first).await;
        assert_eq!(gone.location.as_deref(), Some(format!("{first}?cancelled=1").as_str()), "{}", gone.text);
    }
    assert_eq!(status(&app, &first).await, "cancelled");
    // A page from before somebody else changed it asks again, and is answered at its own address.
    let stale = browser.post(&format!("{second}/cancel"), &[("version", "0-booked-1")]).await;
    assert!(stale.status == 409 && stale.text.contains(&format!("action=\"{second}/cancel\"")), "{}", stale.text);
    assert_eq!(status(&app, &second).await, "booked");

    let list = browser.get(&app.path("/me/visits")).await;
    let (ahead, behind) = list.text.split_once("Earlier, and cancelled").unwrap();
    assert!(ahead.contains(&second) && !ahead.contains(&first) && behind.contains(&first), "{}", list.text);
    let again = list.attribute("btn quiet over", "href").unwrap();
    assert!(again.contains("/book/review?who=pra_"), "{again}");
    let times = browser.get(&again).await;
    assert_eq!(times.status, 200, "{}", times.text);

    let kinds: Vec<String> = app.letters().await.into_iter().map(|letter| letter.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "booking.cancellation").count(), 1, "{kinds:?}");
    // Whoever dealt with them is the client, in the record and in the history.
    let event = app.place.column(&format!(
        "SELECT actor FROM event WHERE name = 'appointment.cancelled' AND subject = '{}'",
        first.rsplit('/').next().unwrap()
    ));
    assert_eq!(event, [person.to_string()]);
}

/// Visits like the one that `person` has ahead, one on each of these days from now, an hour long.
async fn one_a_day(app: &TestApp, person: PersonId, days: std::ops::RangeInclusive<i64>, status: &'static str) {
    let write = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        let (clinic, now) = (tx.clinic(), tx.now());
        let row = tx.one(
            "SELECT id FROM appointment WHERE clinic = $1 AND client = $2 AND starts_at > $3 ORDER BY starts_at LIMIT 1",
            &params![clinic, person, now],
        )?;
        let like: String = row.get("id")?;
        for day in days.clone() {
            let from = now + SignedDuration::from_hours(24 * day);
            let id = booking::model::AppointmentId::new(from);
            tx.execute(
                "INSERT INTO appointment (clinic, id, service, practitioner, place, room, device, client, booked_by, status, active, starts_at, ends_at, busy_from,
                 busy_to, time_known, sequence, language, source, created_at, updated_at)
                 SELECT clinic, $3, service, NULL, place, NULL, NULL, client, NULL, $6, 1, $4, $5, $4, $5, 1, 0, 'en', 'online', $7, $7 FROM appointment WHERE clinic = $1 AND id = $2",
                &params![clinic, &like, id, from, from + SignedDuration::from_hours(1), status, now],
            )?;
        }
        Ok(())
    };
    app.scope(&app.clinic, Purpose::Operation).write(write).await.unwrap();
}

/// How many pages there are from the list on by the link with this word, and how many visits on them, none twice.
async fn all(browser: &Browser, app: &TestApp, word: &str) -> (usize, usize) {
    let (mut path, mut seen, mut pages) = (Some(app.path("/me/visits")), Vec::new(), 0);
    while let Some(at) = path {
        let page = browser.get(&at).await;
        assert_eq!(page.status, 200, "{}", page.text);
        let ids = page.text.split("class=\"through\" href=\"").skip(1);
        seen.extend(
            ids.map(|rest| rest[..rest.find('"').unwrap()].to_owned()).filter(|href| href.contains("/me/visits/")),
        );
        path = page.attribute(word, "href");
        pages += 1;
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count, "none twice");
    (pages, count)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_of_visits_ahead_is_shown_to_its_end() {
    let (app, browser, person) = client().await;
    booked(&browser, &app, 0, &[]).await;
    one_a_day(&app, person, 30..=149, "booked").await;
    let (pages, seen) = all(&browser, &app, ">Later ones<").await;
    assert!(pages == 3 && seen >= 120, "{pages} pages, {seen} visits");
    for odd in ["after=x.y", "after=", "after=1.x&before=2.x"] {
        assert_eq!(browser.get(&app.path(&format!("/me/visits?{odd}"))).await.status, 200, "{odd}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_stays_readable_page_by_page_when_its_link_has_ended() {
    let (app, browser, person) = client().await;
    let here = booked(&browser, &app, 0, &[]).await;
    let link = {
        let id = here.rsplit('/').next().unwrap().parse().unwrap();
        app.path(&booking::link::path(&app.house, &app.clinic, id).unwrap())
    };
    one_a_day(&app, person, -45..=-1, "done").await;
    let (pages, seen) = all(&browser, &app, ">Further back<").await;
    assert!(pages >= 3 && seen >= 45, "{pages} pages, {seen} visits");
    assert_eq!(browser.get(&app.path("/me/visits?before=x.y")).await.status, 200);

    // Half a year on the link in the letter opens nothing; the client's own page does.
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(24 * 180));
    assert_eq!(app.visitor().get(&link).await.status, 410);
    let browser = app.signed_in(&app.clinic, Role::Client).await;
    let page = browser.get(&here).await;
    assert!(page.status == 200 && page.text.contains("Review") && !page.text.contains("/change"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_opens_anothers_visit_there_whatever_they_are_in_the_clinic() {
    let (app, browser, person) = client().await;
    let stranger = app.visitor();
    let offered = free(&stranger, &app).await;
    let theirs = [
        ("slot", offered[0].as_str()),
        ("whom", "self"),
        ("given_name", "Nadia"),
        ("family_name", "Ferreira"),
        ("email", "nadia@example.net"),
        ("of_age", "1"),
    ];
    let link = visit(&book(&stranger, &app, "review", &theirs).await);
    let (nadia, _) = party(&app, &link).await;
    let own = app.path(&format!("/me/visits/{}", link.split('/').nth(4).unwrap()));
    for asker in [&browser, &app.signed_in(&app.clinic, Role::FrontDesk).await] {
        for below in ["", "/change", "/cancel", "/calendar.ics"] {
            let answer = asker.get(&format!("{own}{below}")).await;
            assert!(answer.status == 404 && !answer.text.contains("Nadia"), "{below}: {}", answer.text);
        }
        for below in ["/change", "/cancel", "/reminder"] {
            assert_eq!(asker.post(&format!("{own}{below}"), &[]).await.status, 404, "{below}");
        }
    }
    assert_eq!(status(&app, &own).await, "booked");
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let record = scope.read(move |tx| ground::access::about(tx, nadia, 50)).await.unwrap();
    let tried = record.iter().filter(|entry| entry.refused && entry.actor == person.to_string()).count();
    assert_eq!(tried, 1, "that a client tried stands in the record: {record:?}");
    // Nobody's page leads to the sign-in.
    let answer = stranger.get(&own).await;
    assert!(answer.status == 303 && answer.location.unwrap().contains("/sign-in?next="));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dependant_who_has_grown_up_or_is_no_longer_theirs_is_answered_in_plain_words() {
    let (app, browser, person) = client().await;
    let before = wards(&app, person).await;
    let own = booked(&browser, &app, 0, &CHILD).await;
    let ines = ward_of(&app, person, &before).await;
    let list = browser.get(&app.path("/me/visits")).await;
    assert!(list.text.contains("For Ines") && list.text.contains(&own), "{}", list.text);
    assert!(browser.get(&own).await.text.contains("For Ines"));
    let ward_pages = [app.path(&format!("/me/wards/{ines}/record")), app.path(&format!("/me/wards/{ines}/details"))];

    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let documents = app.path(&format!("/clients/{ines}/documents"));
    assert_eq!(desk.upload(&documents, "knee.pdf", "%PDF-1.7 a knee").await.status, 303);
    app.place.tamper(&format!("UPDATE document SET shared = 1 WHERE person = '{ines}'"));

    // Eleven years on she is eighteen.
    let birthday = "2036-03-04T09:00:00Z".parse::<jiff::Timestamp>().unwrap();
    let today = app.house.clock.now();
    for (now, opens) in [(birthday - SignedDuration::from_hours(24), 200), (birthday, 410)] {
        app.house.clock.set(now);
        let browser = app.signed_in(&app.clinic, Role::Client).await;
        for path in ward_pages.iter().chain([&own]) {
            let page = browser.get(path).await;
            assert_eq!(page.status, opens, "{path}");
            let said = page.text.contains("They act for themselves now") && page.text.contains(&app.path("/me"));
            assert_eq!(said, opens == 410, "{}", page.text);
        }
        let home = browser.get(&app.path("/me")).await;
        assert_eq!(home.text.contains(&ward_pages[0]), opens == 200, "{}", home.text);
        assert_eq!(home.text.contains("knee.pdf"), opens == 200, "what is shared with her is hers: {}", home.text);
        assert!(opens == 200 || home.text.contains("old enough to act alone now."), "{}", home.text);
        assert_eq!(browser.get(&app.path("/me/visits")).await.text.contains("For Ines"), opens == 200);
        let arabic = browser.get(&format!("{own}?lang=ar")).await;
        assert_eq!(arabic.text.contains("صار يتصرف بنفسه"), opens == 410, "{}", arabic.text);
        let details = browser.get(&app.path("/book/review")).await;
        let slot = slots(&details);
        let asked = browser.get(&app.path(&format!("/book/review/details?slot={}", slot[0]))).await;
        assert_eq!(asked.text.contains(&ines.to_string()), opens == 200, "{}", asked.text);
    }

    // The desk ends that they act for her, while the page is open.
    app.house.clock.set(today);
    app.scope(&app.clinic, Purpose::Scheduling).write(move |tx| people::end_bond(tx, ines, person)).await.unwrap();
    let browser = app.signed_in(&app.clinic, Role::Client).await;
    for path in ward_pages.iter().chain([&own]) {
        let page = browser.get(path).await;
        assert!(page.status == 410 && page.text.contains("You no longer act for this person"), "{}", page.text);
    }
    let cancel = browser.post(&format!("{own}/cancel"), &[]).await;
    assert!(cancel.status == 410 && cancel.text.contains("You no longer act for this person"), "{}", cancel.text);
    assert_eq!(status(&app, &own).await, "booked");
}

#[tokio::test(flavor = "multi_thread")]
async fn visits_follow_two_records_of_one_person_made_one_and_a_record_taken_away_says_so() {
    let (app, browser, person) = client().await;
    let stranger = app.visitor();
    let offered = free(&stranger, &app).await;
    let theirs = [
        ("slot", offered[0].as_str()),
        ("whom", "self"),
        ("given_name", "Nadia"),
        ("family_name", "Ferreira"),
        ("email", "nadia@example.net"),
        ("of_age", "1"),
    ];
    let link = visit(&book(&stranger, &app, "review", &theirs).await);
    let (twin, _) = party(&app, &link).await;
    let own = app.path(&format!("/me/visits/{}", link.split('/').nth(4).unwrap()));
    assert_eq!(browser.get(&own).await.status, 404);
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    scope.write(move |tx| tx.merge(twin, person)).await.unwrap().unwrap();
    let page = browser.get(&own).await;
    assert!(page.status == 200 && page.text.contains("Review"), "{}", page.text);
    assert!(browser.get(&app.path("/me/visits")).await.text.contains(&own));
    assert_eq!(called_off(&browser, &own).await.status, 303);
    assert_eq!(status(&app, &own).await, "cancelled");

    // Taken away in another window, while the page with the details is open.
    let details = browser.get(&app.path("/me/details")).await;
    let version = details.attribute("name=\"version\"", "value").unwrap();
    scope.write(move |tx| people::forget(tx, person)).await.unwrap();
    let answer = browser.post(&app.path("/me/details"), &[("version", &version), ("given_name", "Noor")]).await;
    assert!(answer.status == 410 && answer.text.contains("There is no record of yours here"), "{}", answer.text);
    for path in ["/me", "/me/visits", "/me/record"] {
        assert_eq!(browser.get(&app.path(path)).await.status, 200, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_to_bring_is_written_by_the_manager_and_stands_on_the_page_and_in_the_letters() {
    let (app, browser, _) = client().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let list = manager.get(&app.path("/setup/services")).await;
    let service = list.text.split("/setup/services/svc_").nth(2).unwrap();
    let path = app.path(&format!("/setup/services/svc_{}", &service[..26]));
    let form = manager.get(&path).await;
    assert!(form.text.contains("Clothes you can move in."), "{}", form.text);
    let id = path.rsplit('/').next().unwrap().to_owned();
    let mut fields = vec![
        ("name", "Review"),
        ("slug", "review"),
        ("about", ""),
        ("bring", "Your brace,\r\nand the <b>list</b> of what you take."),
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
        ("price", "54"),
        ("needs_room", "1"),
    ];
    let givers = app.place.column(&format!("SELECT practitioner FROM service_practitioner WHERE service = '{id}'"));
    fields.extend(givers.iter().map(|giver| ("practitioners", giver.as_str())));
    let long = "x".repeat(700);
    let mut wrong = fields.clone();
    wrong.iter_mut().find(|(name, _)| *name == "bring").unwrap().1 = &long;
    let refused = manager.post(&path, &wrong).await;
    assert!(refused.status == 422 && refused.text.contains("id=\"e-bring\""), "{}", refused.text);
    let saved = manager.amend(&path, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text);

    let own = booked(&browser, &app, 0, &[("remind", "1")]).await;
    let page = browser.get(&own).await;
    assert!(page.text.contains("Your brace,") && page.text.contains("&#60;b&#62;list&#60;/b&#62;"), "{}", page.text);
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == "booking.confirmation").unwrap();
    assert!(letter.body.contains("Please bring:\nYour brace,\nand the <b>list</b>"), "{}", letter.body);
    // The one that says that it is off asks for nothing.
    called_off(&browser, &own).await;
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == "booking.cancellation").unwrap();
    assert!(!letter.body.contains("Please bring"), "{}", letter.body);
}
