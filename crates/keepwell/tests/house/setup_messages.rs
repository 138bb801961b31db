//! What letters say in the clinic's own words: in which language, with what in braces, and what nobody can take out.

use booking::jobs;

use crate::booking_public::{about, book, times, visit, with};
use crate::kit::{Browser, TestApp};
use crate::setup::manager;

async fn drawn(app: &TestApp, browser: &Browser, kind: &str) -> String {
    let page = browser.get(&app.path(&format!("/setup/messages/{kind}"))).await;
    assert_eq!(page.status, 200, "{}", page.text);
    page.attribute("name=\"drawn\"", "value").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_says_what_the_clinic_wrote_around_what_it_must_say() {
    let (app, manager) = manager().await;
    let path = app.path("/setup/messages/confirmation");
    let drawn = drawn(&app, &manager, "confirmation").await;
    let words = [
        ("subject-en", "See you {when} at {clinic}"),
        ("said-en", "Good to have you, {name}.\nBring shorts for {service}; you have until {end}."),
        ("subject-ar", ""),
        ("said-ar", ""),
        ("drawn", drawn.as_str()),
    ];
    // The letter is shown before it is stored, and nothing is stored by looking.
    let preview = manager.post(&format!("{path}/preview"), &words).await;
    for part in ["Good to have you, Maria.", "This is an automatic message", "/visit/…", "See you Fri 27 Nov, 10:00 at"]
    {
        assert!(preview.text.contains(part), "{part}: {}", preview.text);
    }
    assert!(!manager.get(&path).await.text.contains("Bring shorts"));
    let saved = manager.post(&path, &words).await;
    assert_eq!(saved.location, Some(app.path("/setup/messages?done=saved")), "{}", saved.text);
    let list = manager.get(&app.path("/setup/messages")).await;
    assert!(list.text.contains("See you {when} at {clinic}") && list.text.contains(">yours<"), "{}", list.text);

    let visitor = app.visitor();
    let offered = times(&visitor, &app, "review?day=2026-12-03").await;
    visit(&book(&visitor, &app, "review", &with(&offered[0], &[])).await);
    let letters = app.letters().await;
    let letter = about(&letters, "booking.confirmation")[0];
    assert_eq!(letter.subject, "See you Thu 3 Dec, 08:00 at Linden Quay Physiotherapy");
    for part in [
        "This is an automatic message from",
        "Dear Nadia",
        "Good to have you, Nadia.\nBring shorts for Review; you have until 08:30.",
        "/visit/",
        "Free to move or cancel until",
    ] {
        let plain = letter.body.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "");
        assert!(plain.contains(part), "{part}: {plain}");
    }
    // Another language has our words still.
    let arabic = app.visitor();
    let offered = times(&arabic, &app, "review?lang=ar&day=2026-12-04").await;
    visit(&book(&arabic, &app, "review", &with(&offered[0], &[("email", "ar@example.net")])).await);
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.to == "ar@example.net").unwrap();
    assert!(letter.language == "ar" && !letter.body.contains("Good to have you"), "{}", letter.body);
    assert!(letter.body.starts_with("هذه رسالة آلية"), "{}", letter.body);

    // Emptied, our words are back.
    let drawn = self::drawn(&app, &manager, "confirmation").await;
    let nothing = [("subject-en", ""), ("said-en", ""), ("drawn", drawn.as_str())];
    assert_eq!(manager.post(&path, &nothing).await.status, 303);
    let visitor = app.visitor();
    let offered = times(&visitor, &app, "review?day=2026-12-08").await;
    visit(&book(&visitor, &app, "review", &with(&offered[0], &[("email", "last@example.net")])).await);
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.to == "last@example.net").unwrap();
    assert!(letter.subject.starts_with("Your visit on") && letter.body.contains("Your visit is booked."));
}

#[tokio::test(flavor = "multi_thread")]
async fn braces_that_stand_for_nothing_are_named_and_who_comes_for_what_stands_in_no_subject() {
    let (app, manager) = manager().await;
    let path = app.path("/setup/messages/reminder");
    let drawn = drawn(&app, &manager, "reminder").await;
    for (field, text, word) in [
        ("subject-en", "{name}, see you", "name"),
        ("subject-en", "{service}", "service"),
        ("said-en", "It costs {price}", "price"),
        ("said-en", "See you {when", "when"),
    ] {
        let fields = [(field, text), ("drawn", drawn.as_str())];
        for address in [path.clone(), format!("{path}/preview")] {
            let answer = manager.post(&address, &fields).await;
            assert_eq!(answer.status, 422, "{text}");
            assert!(answer.text.contains(&format!("id=\"e-{field}\"")), "{text}: {}", answer.text);
            let plain = answer.text.replace(['\u{2068}', '\u{2069}'], "");
            assert!(plain.contains(&format!("“{word}” in braces")), "{word}: {plain}");
        }
    }
    let long = "x".repeat(121);
    assert_eq!(manager.post(&path, &[("subject-en", &long), ("drawn", &drawn)]).await.status, 422);
    // An address of no letter is none.
    assert_eq!(manager.get(&app.path("/setup/messages/greeting")).await.status, 404);
    for kind in jobs::KINDS {
        let name = kind.strip_prefix("booking.").unwrap();
        assert_eq!(manager.get(&app.path(&format!("/setup/messages/{name}"))).await.status, 200, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_managers_who_write_at_once_the_second_is_shown_what_the_first_wrote() {
    let (app, manager) = manager().await;
    let path = app.path("/setup/messages/change");
    let drawn = drawn(&app, &manager, "change").await;
    let write = async |text: &str, drawn: &str| manager.post(&path, &[("said-en", text), ("drawn", drawn)]).await;
    assert_eq!(write("Moved, as you wished.", &drawn).await.status, 303);
    let second = write("It has moved.", &drawn).await;
    assert_eq!(second.status, 409, "{}", second.text);
    for part in ["Somebody saved this page before you", "Moved, as you wished.", "It has moved."] {
        assert!(second.text.contains(part), "{part}: {}", second.text);
    }
    let newer = second.attribute("name=\"drawn\"", "value").unwrap();
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_secs(1));
    assert_eq!(write("It has moved.", &newer).await.status, 303);
}
