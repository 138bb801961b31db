//! Booking while everything is stopped: whoever is signed in is told before, and whoever is not is promised no letter in vain.

use super::press;
use crate::booking_own::{client, free};
use crate::booking_public::{book, visit};

#[tokio::test(flavor = "multi_thread")]
async fn who_had_everything_stopped_books_nothing_until_they_agree_to_it() {
    let (app, browser, person) = client().await;
    let offered = free(&browser, &app).await;
    let fields = [("slot", offered[0].as_str()), ("whom", "self")];
    // A window in which the last step is open already.
    let open = browser.post(&app.path("/book/review/confirm"), &fields).await;
    let key = open.attribute("name=\"key\"", "value").unwrap();
    let visits = || app.place.column(&format!("SELECT id FROM appointment WHERE client = '{person}'")).len();
    let before = visits();
    press(&app, &browser, "restricted", 1).await;

    let details = browser.get(&app.path(&format!("/book/review/details?slot={}", offered[0]))).await;
    let stopped = "You had the use of your data stopped";
    assert!(details.text.contains(stopped) && details.text.contains("/me/consents\""), "{}", details.text);
    let confirm = browser.post(&app.path("/book/review/confirm"), &fields).await;
    assert!(confirm.status == 422 && confirm.text.contains("id=\"e-whom\""), "{}", confirm.text);
    let last = [&fields[..], &[("key", key.as_str())]].concat();
    let create = browser.post(&app.path("/book/review"), &last).await;
    assert!(create.status == 422 && create.text.contains(stopped), "{}", create.text);
    assert_eq!(visits(), before);

    press(&app, &browser, "consent-scheduling", 1).await;
    let here = visit(&book(&browser, &app, "review", &fields).await);
    assert_eq!(visits(), before + 1);
    let letters = app.letters().await;
    assert!(letters.iter().any(|letter| letter.kind == "booking.confirmation"));

    // Called off once that is taken back: no letter comes, and none is claimed.
    press(&app, &browser, "consent-scheduling", 0).await;
    let page = browser.get(&format!("{here}/cancel")).await;
    let version = page.attribute("name=\"version\"", "value").unwrap();
    let gone = browser.post(&format!("{here}/cancel"), &[("version", version.as_str())]).await;
    let said = browser.get(&gone.location.unwrap()).await;
    assert!(said.text.contains("Cancelled.") && !said.text.contains("We have written to you"), "{}", said.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_booked_without_signing_in_for_whoever_had_everything_stopped_is_told_to_them_once() {
    let (app, browser, person) = client().await;
    let offered = free(&browser, &app).await;
    let scope = app.scope(&app.clinic, promise::Purpose::Scheduling);
    let me = scope.read(move |tx| people::open(tx, person)).await.unwrap();
    press(&app, &browser, "restricted", 1).await;
    let (email, stranger) = (me.email.clone().unwrap(), app.visitor());
    let typed = [
        ("slot", offered[0].as_str()),
        ("whom", "self"),
        ("given_name", me.given_name.as_str()),
        ("family_name", me.family_name.as_str()),
        ("email", email.as_str()),
        ("of_age", "1"),
        ("remind", "1"),
    ];
    let booked = book(&stranger, &app, "review", &typed).await;
    let here = visit(&booked);
    // The form tells whoever fills it in nothing of the person.
    let done = stranger.get(&booked.location.unwrap()).await;
    assert!(done.text.contains("We have written to you") && !done.text.contains("stopped"), "{}", done.text);
    let letters = app.letters().await;
    let about: Vec<_> = letters.iter().filter(|letter| letter.kind.starts_with("booking.")).collect();
    let [letter] = about[..] else { panic!("{}", about.len()) };
    assert_eq!((letter.kind.as_str(), &letter.to), ("booking.stopped", &email));
    for said in [here.as_str(), "/me/consents", "You had the use of your data stopped"] {
        assert!(letter.body.contains(said), "{said}: {}", letter.body);
    }
    assert_eq!(super::stands(&app, "rights.object").await.0, promise::State::Kept);
}
