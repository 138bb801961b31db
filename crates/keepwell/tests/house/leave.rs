//! What a client may still do to a visit by themselves: nobody loses it without having been asked.

use booking::act;
use booking::rules::Status;
use ground::Role;
use jiff::SignedDuration;
use promise::Purpose;

use crate::booking_public::{book, slots, times, visit, with};
use crate::kit::TestApp;
use crate::visits::{id, stands};

/// The first time offered for moving the visit at `here` on `day`.
async fn offered(app: &TestApp, here: &str, day: &str) -> String {
    let page = app.visitor().get(&format!("{here}/change?day={day}")).await;
    slots(&page).first().unwrap_or_else(|| panic!("{}", page.text)).clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_against_a_time_that_the_clinic_has_changed_meanwhile_is_asked_again() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let far = times(&browser, &app, "review?day=2026-12-03").await;
    let here = visit(&book(&browser, &app, "review", &with(&far[0], &[])).await);
    let change = format!("{here}/change");
    let version = browser.get(&change).await.attribute("name=\"version\"", "value").unwrap();
    // The desk moves it while the page lies open.
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    let (id, was) = (id(&here), stands(&app, &here).await);
    let practitioner = far[2].split('.').nth(1).unwrap().parse().unwrap();
    let start = jiff::Timestamp::from_second(far[2].split('.').next().unwrap().parse().unwrap()).unwrap();
    let to = booking::store::change::Move {
        start,
        practitioner: Some(practitioner),
        booker: booking::rules::Booker::Desk,
        tell: false,
        settled: booking::store::book::Settled::default(),
        version: None,
        leave: None,
    };
    act::move_to(&desk, id, to).await.unwrap();
    let stale = browser.post(&change, &[("slot", &far[4]), ("version", &version)]).await;
    assert!(stale.status == 409 && stale.text.contains("has changed since you opened"), "{}", stale.text);
    let now = stands(&app, &here).await;
    assert!(now.starts_at == start && now.starts_at != was.starts_at, "nothing was moved");
    let version = stale.attribute("name=\"version\"", "value").unwrap();
    let moved = browser.post(&change, &[("slot", &far[4]), ("version", &version)]).await;
    assert_eq!(moved.location, Some(format!("{here}?moved=1")), "{}", moved.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_to_where_it_can_no_longer_be_called_off_in_time_is_asked_about_first() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    // Where the clinic looks at each time first too: what counts is what holds after its yes.
    for (service, asked) in [("review", false), ("home", true)] {
        let far = times(&browser, &app, &format!("{service}?day=2026-12-03")).await;
        let here = visit(&book(&browser, &app, service, &with(&far[0], &[("note", "14 Canal Row, Dublin")])).await);
        let before = stands(&app, &here).await;
        let move_to = format!("{here}/change");
        let soon = offered(&app, &here, "2026-11-25").await;

        let question = browser.post(&move_to, &[("slot", &soon)]).await;
        assert_eq!(question.location, Some(format!("{move_to}?near=1&slot={soon}")), "{service}: {}", question.text);
        let page = browser.get(&question.location.unwrap()).await;
        for words in ["That is soon", "You cannot move it here any more.", "Cancelling it counts as late."] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        let stood = stands(&app, &here).await;
        assert_eq!((stood.starts_at, stood.sequence), (before.starts_at, before.sequence), "nothing has moved");
        let leave = page.attribute("name=\"leave\"", "value").unwrap();
        assert_eq!(leave, "late");
        // What is claimed to be known must be as little as is left.
        let fields = [("slot", soon.as_str()), ("leave", "move-late")];
        assert!(browser.post(&move_to, &fields).await.location.unwrap().contains("near=1"));
        let moved = browser.post(&move_to, &[("slot", &soon), ("leave", &leave)]).await;
        assert_eq!(moved.location, Some(format!("{here}?moved=1")), "{}", moved.text);
        let status = stands(&app, &here).await.status;
        assert_eq!(status, if asked { Status::Requested } else { Status::Booked });
    }
    // A booking for tomorrow says so before it is made.
    let soon = times(&browser, &app, "review?day=2026-11-25").await;
    let step = browser.post(&app.path("/book/review/confirm"), &with(&soon[0], &[])).await;
    assert!(
        step.text.contains("Cancelling it counts as late.") && !step.text.contains("was possible"),
        "{}",
        step.text
    );
    // Nobody is asked about a move that takes nothing away.
    let far = times(&browser, &app, "review?day=2026-12-03").await;
    let here = visit(&book(&browser, &app, "review", &with(&far[0], &[])).await);
    let other = offered(&app, &here, "2026-12-01").await;
    let moved = browser.post(&format!("{here}/change"), &[("slot", &other)]).await;
    assert_eq!(moved.location, Some(format!("{here}?moved=1")), "{}", moved.text);
    let page = browser.get(&format!("{here}/change?near=1&slot={other}")).await;
    assert!(page.status == 200 && !page.text.contains("That is soon"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn calling_off_counts_as_late_only_for_whom_has_read_so() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let far = times(&browser, &app, "review?day=2026-12-03").await;
    let here = visit(&book(&browser, &app, "review", &with(&far[0], &[])).await);
    let cancel = format!("{here}/cancel");
    let early = browser.get(&cancel).await;
    let version = early.attribute("name=\"version\"", "value").unwrap();
    assert!(!early.text.contains("name=\"late\""), "{}", early.text);
    let start = stands(&app, &here).await.starts_at;

    // The page has lain open past the deadline.
    app.house.clock.set(start - SignedDuration::from_hours(3));
    let again = browser.post(&cancel, &[("version", &version)]).await;
    assert_eq!(again.status, 409);
    for words in
        ["the free time has ended", "Nothing was cancelled yet", "Cancelling now counts as late", "name=\"late\""]
    {
        assert!(again.text.contains(words), "{words}: {}", again.text);
    }
    assert_eq!(stands(&app, &here).await.status, Status::Booked);

    // The desk has moved it meanwhile: what is called off is what was seen.
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    let (id, before) = (id(&here), stands(&app, &here).await);
    act::set_status(&desk, id, Status::Confirmed, false).await.unwrap();
    let again = browser.post(&cancel, &[("version", &version), ("late", "1")]).await;
    assert!(again.status == 409 && again.text.contains("has changed since you opened"), "{}", again.text);
    assert_eq!(stands(&app, &here).await.starts_at, before.starts_at);

    let version = again.attribute("name=\"version\"", "value").unwrap();
    for _ in 0..2 {
        let done = browser.post(&cancel, &[("version", &version), ("late", "1")]).await;
        assert_eq!(done.location, Some(format!("{here}?cancelled=1")), "{}", done.text);
    }
    assert_eq!(stands(&app, &here).await.status, Status::LateCancelled);

    // Whoever has read that it is late and is in time after all is not asked twice.
    app.house.clock.set(crate::kit::NOW.parse().unwrap());
    let here = visit(&book(&browser, &app, "review", &with(&far[1], &[])).await);
    let version = browser.get(&here).await.attribute("name=\"version\"", "value").unwrap();
    let done = browser.post(&format!("{here}/cancel"), &[("version", &version), ("late", "1")]).await;
    assert_eq!(done.status, 303);
    assert_eq!(stands(&app, &here).await.status, Status::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_terms_of_moving_and_of_calling_off_are_told_apart() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let far = times(&browser, &app, "review?day=2026-12-03").await;
    let here = visit(&book(&browser, &app, "review", &with(&far[0], &[])).await);
    let start = stands(&app, &here).await.starts_at;
    let set = async |change: i64, cancel: i64| {
        let (change, cancel) = ((change * 60).to_string(), (cancel * 60).to_string());
        let fields = [("change_until", change.as_str()), ("cancel_until", &cancel), ("ask_phone", "optional")];
        let saved = manager.amend(&app.path("/setup/terms"), &fields).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
    };
    for (change, cancel, hours, words) in [
        (48, 24, 72, &["Free to move until", "Free to cancel until"][..]),
        (48, 24, 36, &["Free to cancel until"]),
        (24, 48, 36, &["Free to move until", "counts as late"]),
        (48, 24, 3, &["no longer be moved here, but by telephone", "counts as late"]),
    ] {
        app.house.clock.set(crate::kit::NOW.parse().unwrap());
        set(change, cancel).await;
        app.house.clock.set(start - SignedDuration::from_hours(hours));
        let page = app.visitor().get(&here).await;
        for words in words {
            assert!(page.text.contains(words), "{change} {cancel} {hours}: {words}: {}", page.text);
        }
        assert!(!page.text.contains("Free to move or cancel"), "one deadline for both would be wrong");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_is_gone_is_told_before_anything_is_written() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let far = times(&browser, &app, "review?day=2026-12-03").await;
    let details = app.path(&format!("/book/review/details?slot={}", far[0]));
    assert_eq!(browser.get(&details).await.status, 200);
    visit(&book(&browser, &app, "review", &with(&far[0], &[])).await);
    let gone = browser.get(&details).await;
    assert!(gone.status == 409 && gone.text.contains("has just gone to someone else"), "{}", gone.text);
    // Nothing is written yet: another time leads to the form, not to faults in it.
    let another = gone.attribute("name=\"first\"", "value").unwrap();
    let fields = [("slot", far[0].as_str()), ("remind", "1"), ("first", &another)];
    let form = browser.post(&app.path("/book/review/details"), &fields).await;
    assert!(form.status == 200 && form.text.contains(&format!("value=\"{another}\"")), "{}", form.text);
    assert!(gone.text.contains(&format!("action=\"{}\"", app.path("/book/review/details"))), "{}", gone.text);
    // Nor is a year far ahead laid out for whoever writes it into an address.
    let far_off = far[0].replacen(far[0].split('.').next().unwrap(), "32503680000", 1);
    let never = browser.get(&app.path(&format!("/book/review/details?slot={far_off}"))).await;
    assert!(never.status == 409 && never.text.contains("can no longer be booked"), "{}", never.text);
    // What was written goes along to another time, with its button; and to another language.
    let written = [("note", "A chair with arms, please")];
    let confirm = app.path("/book/review/confirm");
    let gone = browser.post(&confirm, &with(&far[0], &written)).await;
    assert!(gone.status == 409 && gone.text.contains("A chair with arms, please"), "{}", gone.text);
    let arabic = app.visitor().post(&format!("{confirm}?lang=ar"), &with(&far[0], &written)).await;
    assert!(arabic.status == 409 && arabic.text.contains("A chair with arms") && arabic.text.contains("dir=\"rtl\""));
    let other = gone.attribute("name=\"first\"", "value").unwrap();
    let fields = with(&far[0], &[("first", &other), ("note", "A chair with arms, please")]);
    let step = browser.post(&confirm, &fields).await;
    assert!(step.status == 200 && step.text.contains("A chair with arms, please"), "{}", step.text);
    assert_eq!(step.attribute("name=\"slot\"", "value"), Some(other));
    // A clock that has moved on past the notice says the same.
    app.house.clock.set("2026-12-03T23:00:00Z".parse().unwrap());
    let late = browser.get(&app.path(&format!("/book/review/details?slot={}", far[1]))).await;
    assert!(late.status == 409 && late.text.contains("can no longer be booked"), "{}", late.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_only_takes_a_form_leads_to_its_page_and_a_language_is_chosen_with_the_form() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let far = times(&browser, &app, "review?day=2026-12-03").await;
    for (address, page) in
        [("/book/review/confirm?lang=ar", "/book/review?lang=ar"), ("/account/password", "/account"), ("/sign-out", "")]
    {
        let led = app.visitor().get(&app.path(address)).await;
        assert_eq!((led.status, led.location), (303, Some(app.path(page))), "{address}");
    }
    assert_eq!(browser.get(&app.path("/nothing/here")).await.status, 404);

    let step = browser.post(&app.path("/book/review/confirm"), &with(&far[0], &[])).await;
    let to = step.attribute("form=\"book\" formaction", "formaction").unwrap();
    assert_eq!(to, app.path("/book/review/confirm?lang=ar"));
    let key = step.attribute("name=\"key\"", "value").unwrap();
    let arabic = browser.post(&to, &with(&far[0], &[("key", &key)])).await;
    assert!(
        arabic.status == 200 && arabic.text.contains("dir=\"rtl\"") && arabic.text.contains("Nadia"),
        "{}",
        arabic.text
    );
    // With a fault in it too.
    let faulty = browser.post(&to, &with(&far[0], &[("email", "nobody")])).await;
    assert_eq!(faulty.status, 422);
    let to = faulty.attribute("form=\"book\" formaction", "formaction").unwrap();
    assert_eq!(to, app.path("/book/review/details?lang=en"));
    let back = browser.post(&to, &with(&far[0], &[("email", "nobody")])).await;
    assert!(back.status == 200 && back.text.contains("value=\"nobody\"") && back.text.contains("dir=\"ltr\""));
    assert!(back.text.contains("data-before=\""), "whoever comes back is not asked whether to send the form again");
}
