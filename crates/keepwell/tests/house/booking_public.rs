//! A visitor's journey without script: book, see, move, cancel; and what a page must not do.

use ground::Clock;
use ground::mail::Kept;
use ground::web::{LimitSettings, Rate, SlowRate};

use crate::kit::{Answer, Browser, NOW, TestApp};

/// The fields of a form that a visitor fills in, beside the time.
const ME: [(&str, &str); 6] = [
    ("whom", "self"),
    ("given_name", "Nadia"),
    ("family_name", "Ferreira"),
    ("email", "nadia@example.net"),
    ("of_age", "1"),
    ("remind", "1"),
];

/// The times offered on a page, in order.
pub fn slots(page: &Answer) -> Vec<String> {
    page.text.split("name=\"slot\" value=\"").skip(1).map(|rest| rest[..rest.find('"').unwrap()].to_owned()).collect()
}

pub async fn times(browser: &Browser, app: &TestApp, service: &str) -> Vec<String> {
    let page = browser.get(&app.path(&format!("/book/{service}"))).await;
    assert_eq!(page.status, 200, "{}", page.text);
    slots(&page)
}

pub fn with<'a>(slot: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    std::iter::once(("slot", slot))
        .chain(ME)
        .filter(|(name, _)| !more.iter().any(|(other, _)| other == name))
        .chain(more.iter().copied())
        .collect()
}

/// Confirms and books; the answer to the last button.
pub async fn book(browser: &Browser, app: &TestApp, service: &str, fields: &[(&str, &str)]) -> Answer {
    let confirm = browser.post(&app.path(&format!("/book/{service}/confirm")), fields).await;
    assert_eq!(confirm.status, 200, "{}", confirm.text);
    let key = confirm.attribute("name=\"key\"", "value").unwrap();
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("key", key.as_str())]).collect();
    browser.post(&app.path(&format!("/book/{service}")), &all).await
}

pub fn visit(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.location.clone().unwrap().split('?').next().unwrap().to_owned()
}

pub fn about<'a>(letters: &'a [Kept], kind: &str) -> Vec<&'a Kept> {
    letters.iter().filter(|letter| letter.kind == kind && letter.to == "nadia@example.net").collect()
}

pub fn line<'a>(letter: &'a Kept, name: &str) -> &'a str {
    let calendar = letter.calendar.as_deref().unwrap();
    calendar.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("no {name} in {calendar}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_books_sees_moves_and_cancels_without_script() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let front = browser.get(&app.path("")).await;
    assert!(front.status == 200 && front.text.contains("/book/review"), "{}", front.text);
    let offered = times(&browser, &app, "review?day=2026-12-03").await;
    let details = browser.get(&app.path(&format!("/book/review/details?who=any&slot={}", offered[0]))).await;
    assert!(details.status == 200 && details.text.contains(&format!("value=\"{}\"", offered[0])), "{}", details.text);

    let booked = book(&browser, &app, "review", &with(&offered[0], &[("note", "A chair with arms, please")])).await;
    let here = visit(&booked);
    assert!(!here.contains("nadia"), "no address names anyone");
    let done = browser.get(booked.location.as_deref().unwrap()).await;
    assert!(done.status == 200 && done.text.contains("See you soon."), "{}", done.text);
    let page = browser.get(&here).await;
    assert!(page.status == 200 && page.text.contains("/change") && page.text.contains("/cancel"), "{}", page.text);
    let file = browser.get(&format!("{here}/calendar.ics")).await;
    assert!(file.text.contains("METHOD:PUBLISH") && file.text.contains("BEGIN:VTIMEZONE"), "{}", file.text);
    assert_eq!(file.headers["content-disposition"], "attachment; filename=\"visit.ics\"");

    let letters = app.letters().await;
    let first = about(&letters, "booking.confirmation");
    assert_eq!(first.len(), 1);
    assert!(
        first[0].body.starts_with("This is an automatic message") && first[0].body.contains(&here),
        "{}",
        first[0].body
    );
    assert_eq!((line(first[0], "METHOD:"), line(first[0], "SEQUENCE:")), ("REQUEST", "0"));

    let change = browser.get(&format!("{here}/change?day=2026-12-03")).await;
    let around = slots(&change);
    assert_eq!(around, offered, "its own time is not in its way");
    let other = around[1].clone();
    // What nobody could ever have is not said to have gone to somebody.
    let (start, with) = other.split_once('.').unwrap();
    let at_night = format!("{}.{with}", start.parse::<i64>().unwrap() - 6 * 3_600);
    let never = browser.post(&format!("{here}/change"), &[("who", "any"), ("slot", &at_night)]).await;
    assert!(never.status == 409 && never.text.contains("can no longer be booked"), "{at_night}: {}", never.text);
    let moved = browser.post(&format!("{here}/change"), &[("who", "any"), ("slot", &other)]).await;
    assert_eq!(moved.location.as_deref(), Some(format!("{here}?moved=1").as_str()), "{}", moved.text);
    let letters = app.letters().await;
    let second = about(&letters, "booking.change");
    assert_eq!((second.len(), line(second[0], "METHOD:"), line(second[0], "SEQUENCE:")), (1, "REQUEST", "1"));
    assert_eq!(line(second[0], "UID:"), line(about(&letters, "booking.confirmation")[0], "UID:"));

    let ask = browser.get(&format!("{here}/cancel")).await;
    assert!(ask.status == 200 && ask.text.contains("Cancel this visit?"));
    assert!(browser.get(&here).await.text.contains("/cancel"), "opening the page has cancelled nothing");
    assert_eq!(browser.call_off(&here).await.status, 303);
    assert_eq!(browser.call_off(&here).await.status, 303, "sent twice, it is as was wished");
    let letters = app.letters().await;
    let last = about(&letters, "booking.cancellation");
    assert_eq!((last.len(), line(last[0], "METHOD:"), line(last[0], "SEQUENCE:")), (1, "CANCEL", "2"));
    let page = browser.get(&here).await;
    assert!(page.text.contains("Cancelled") && !page.text.contains(&format!("{here}/change")), "{}", page.text);
    assert!(times(&browser, &app, "review?day=2026-12-03").await.contains(&offered[0]), "the times are free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_books_once_and_a_time_that_is_gone_keeps_the_form() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review").await;
    let fields = with(&offered[1], &[("note", "Second floor is fine")]);
    let confirm = browser.post(&app.path("/book/review/confirm"), &fields).await;
    let key = confirm.attribute("name=\"key\"", "value").unwrap();
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("key", key.as_str())]).collect();
    let path = app.path("/book/review");
    // Somebody else stands before the last button, with the same time.
    let tove = with(&offered[1], &[("given_name", "Tove"), ("note", "I come by train")]);
    let theirs = browser.post(&format!("{path}/confirm"), &tove).await.attribute("name=\"key\"", "value").unwrap();
    let (first, second) = tokio::join!(browser.post(&path, &all), browser.post(&path, &all));
    assert_eq!(visit(&first), visit(&second));

    let late: Vec<(&str, &str)> = tove.iter().copied().chain([("key", theirs.as_str())]).collect();
    let late = browser.post(&path, &late).await;
    assert_eq!(late.status, 409, "{}", late.text);
    assert!(
        late.text.contains("has just gone to someone else")
            && late.text.contains("I come by train")
            && late.text.contains("value=\"Tove\""),
        "{}",
        late.text
    );
    let next = late.attribute("name=\"first\"", "value").unwrap();
    let again =
        book(&browser, &app, "review", &with(&next, &[("given_name", "Tove"), ("note", "I come by train")])).await;
    visit(&again);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_again_leads_to_its_visit_however_many_letters_its_mailbox_had() {
    let limits = LimitSettings {
        letters: SlowRate { per_hour: 1, burst: 1 },
        public_form: Rate { per_minute: 1_000, burst: 1_000 },
        ..LimitSettings::default()
    };
    let app = TestApp::with(limits, Clock::held(NOW.parse().unwrap())).await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review").await;
    let path = app.path("/book/review");
    let fields = with(&offered[1], &[]);
    let key = browser.post(&format!("{path}/confirm"), &fields).await.attribute("name=\"key\"", "value").unwrap();
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("key", key.as_str())]).collect();
    let first = visit(&browser.post(&path, &all).await);
    assert_eq!(book(&browser, &app, "review", &with(&offered[5], &[])).await.status, 429, "the mailbox is full");
    for _ in 0..3 {
        assert_eq!(visit(&browser.post(&path, &all).await), first);
    }
    assert_eq!(app.letters().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_books_for_a_child_and_the_letters_go_to_the_parent() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review").await;
    let child = [
        ("whom", "child"),
        ("child_given_name", "Ines"),
        ("child_family_name", "Ferreira"),
        ("child_birth_date", "2018-03-04"),
    ];
    let missing = browser.post(&app.path("/book/review/confirm"), &with(&offered[2], &child[..3])).await;
    assert!(missing.status == 422 && missing.text.contains("id=\"e-child_birth_date\""), "{}", missing.text);
    let here = visit(&book(&browser, &app, "review", &with(&offered[2], &child)).await);
    assert_eq!(browser.get(&here).await.status, 200);
    let letters = app.letters().await;
    let letter = about(&letters, "booking.confirmation");
    assert!(
        letter.len() == 1 && letter[0].body.contains("Dear Nadia") && letter[0].body.contains("For Ines"),
        "{}",
        letter[0].body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_or_not_asked_for_comes_back_beside_its_field() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review").await;
    for (more, field) in [
        (("given_name", ""), "given_name"),
        (("email", "nadia"), "email"),
        (("of_age", ""), "of_age"),
        (("phone", "call me"), "phone"),
    ] {
        let answer = browser.post(&app.path("/book/review/confirm"), &with(&offered[0], &[more])).await;
        assert!(
            answer.status == 422 && answer.text.contains(&format!("id=\"e-{field}\"")),
            "{field}: {} {}",
            answer.status,
            answer.text
        );
        assert!(answer.text.contains("value=\"Ferreira\""), "the form comes back filled");
    }
    assert_eq!(
        browser.post(&app.path("/book/review/confirm"), &with(&offered[0], &[("insurance", "X1")])).await.status,
        422
    );
    let nothing = browser.get(&app.path("/book/review/details?who=any&day=2026-11-26")).await;
    let back = nothing.location.unwrap();
    assert!(nothing.status == 303 && browser.get(&back).await.text.contains("Please choose a time."));
    for unknown in [
        "/book/nothing",
        "/book/nothing/details?slot=1",
        "/visit/apt_00000000000000000000000000/AAAAAAAAAAAAAAAAAAAAAA",
        "/visit/x/y",
    ] {
        let status = browser.get(&app.path(unknown)).await.status;
        assert!(status == 404 || status == 400, "{unknown}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_goes_out_once_the_day_before_and_not_for_what_was_cancelled_or_moved() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let page = browser.get(&app.path("/book/review?day=2026-12-03")).await;
    let offered = slots(&page);
    let kept = visit(&book(&browser, &app, "review", &with(&offered[0], &[])).await);
    let gone = visit(&book(&browser, &app, "review", &with(offered.last().unwrap(), &[])).await);
    browser.call_off(&gone).await;
    let unwanted: Vec<(&str, &str)> =
        with(&offered[offered.len() / 2], &[]).into_iter().filter(|(name, _)| *name != "remind").collect();
    visit(&book(&browser, &app, "review", &unwanted).await);
    assert_eq!(about(&app.letters().await, "booking.reminder").len(), 0);
    for at in ["2026-12-02T18:00:00Z", "2026-12-02T19:00:00Z", "2026-12-03T06:00:00Z"] {
        app.house.clock.set(at.parse().unwrap());
        let letters = app.letters().await;
        let reminders = about(&letters, "booking.reminder");
        assert!(reminders.len() == 1 && reminders[0].body.contains(&kept), "{at}: {}", reminders.len());
        assert!(reminders[0].calendar.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_waits_for_the_clinic_and_pages_speak_arabic_too() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let page = browser.get(&app.path("/book/home?lang=ar&day=2026-12-03")).await;
    assert!(page.text.contains("dir=\"rtl\""), "{}", page.text);
    let offered = slots(&page);
    let booked = book(&browser, &app, "home", &with(&offered[0], &[("note", "14 Canal Row, Dublin")])).await;
    let done = browser.get(booked.location.as_deref().unwrap()).await;
    assert!(done.text.contains("وصلنا طلبك"), "{}", done.text);
    let letters = app.letters().await;
    let letter = about(&letters, "booking.request");
    assert!(
        letter.len() == 1 && letter[0].language == "ar" && letter[0].body.starts_with("هذه رسالة آلية"),
        "{}",
        letter[0].body
    );
    assert!(letter[0].calendar.as_deref().unwrap().contains("STATUS:TENTATIVE"));
    let free = times(&browser, &app, "review?day=2026-12-08").await.remove(0);
    for path in ["", "/book/review", "/book/review/details"] {
        assert_eq!(browser.get(&app.path(&format!("{path}?lang=ar&slot={free}"))).await.status, 200, "{path}");
    }
    let here = visit(&booked);
    for path in ["", "/change", "/cancel"] {
        assert_eq!(browser.get(&format!("{here}{path}?lang=ar")).await.status, 200, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_the_visit_and_nothing_of_what_is_on_record_about_its_client() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review?day=2026-12-03").await;
    let first = visit(&book(&browser, &app, "review", &with(&offered[0], &[])).await);
    // Somebody who guesses that she is a client here books in her name, spelt otherwise.
    let shouted = [("given_name", "NADIA"), ("family_name", "FERREIRA"), ("email", "Nadia@Example.net")];
    let known = visit(&book(&browser, &app, "review", &with(&offered[4], &shouted)).await);
    let stranger = [("given_name", "ILKA"), ("family_name", "FERREIRA"), ("email", "Ilka@Example.net")];
    let unknown = visit(&book(&browser, &app, "review", &with(&offered[8], &stranger)).await);
    let person = |here: &str| {
        let id = here.split('/').nth(4).unwrap();
        app.place.column(&format!("SELECT client FROM appointment WHERE id = '{id}'")).remove(0)
    };
    assert!(person(&known) == person(&first) && person(&unknown) != person(&first), "she was found");
    let child = [
        ("whom", "child"),
        ("child_given_name", "Pim"),
        ("child_family_name", "Ferreira"),
        ("child_birth_date", "2018-05-03"),
    ];
    let ward = visit(&book(&browser, &app, "review", &with(&offered[12], &child)).await);
    for here in [&known, &unknown, &ward] {
        for below in ["", "?done=1", "?moved=1", "/change", "/cancel", "/calendar.ics"] {
            let page = browser.get(&format!("{here}{below}")).await;
            assert_eq!(page.status, 200, "{here}{below}");
            for word in ["nadia", "ilka", "ferreira", "example.net", "pim"] {
                let said = page.text.to_lowercase();
                assert!(!said.contains(word), "{word} on {below}: {}", page.text);
            }
        }
    }
    // Nothing sealed was opened to show that, so nothing stands in her record but what her letters cost.
    let openers = app.place.column("SELECT DISTINCT actor FROM access_entry WHERE actor LIKE 'link:%'");
    assert_eq!(openers, Vec::<String>::new());
}
