//! Signing up, and what others learn or gain by it.

use ground::web::{LimitSettings, Rate};
use promise::Purpose;

use crate::kit::{Answer, Browser, OTHER_PASSWORD, PASSWORD, TestHouse};

const EMAIL: &str = "ottoline@example.org";

async fn sign_up(browser: &Browser, email: &str, password: &str) -> Answer {
    browser
        .post("/c/linden-quay/sign-up", &[("name", ""), ("email", email), ("password", password), ("age", "1")])
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_signs_up_confirms_the_address_and_is_signed_in() {
    let house = TestHouse::open().await;
    let browser = house.browser();
    let answer = sign_up(&browser, EMAIL, PASSWORD).await;
    assert_eq!((answer.status, browser.session()), (200, None));
    // Nothing opens before the address is confirmed.
    assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.status, 422);
    let link = house.newest_link("identity.verification", EMAIL).await;
    // A scanner of mail that opens the link changes nothing.
    for _ in 0..2 {
        assert_eq!(house.browser().get(&link).await.status, 200);
    }
    assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.status, 422);
    let answer = browser.post(&link, &[("password", PASSWORD)]).await;
    assert_eq!((answer.status, answer.location()), (303, "/c/linden-quay/account"));
    assert!(browser.get("/c/linden-quay/account").await.text.contains(EMAIL));
    // The link works once.
    assert_eq!(house.browser().post(&link, &[("password", PASSWORD)]).await.status, 410);
    assert_eq!(house.browser().sign_in(" Ottoline@EXAMPLE.org", PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_up_without_stating_their_age() {
    let house = TestHouse::open().await;
    let fields = [("name", ""), ("email", EMAIL), ("password", PASSWORD)];
    let answer = house.browser().post("/c/linden-quay/sign-up", &fields).await;
    assert_eq!(answer.status, 422);
    // The age asked is the parameter's, not a figure of the page.
    assert!(answer.text.contains("you are 18 or older"), "{}", answer.text);
    assert!(
        answer.text.contains(EMAIL) && !answer.text.contains(PASSWORD),
        "the form comes back filled, without the password"
    );
    assert!(house.letters().await.is_empty());
    assert_eq!(sign_up(&house.browser(), EMAIL, PASSWORD).await.status, 200);
    let (figures, kept) = house.evidence("age.minimum").await;
    assert_eq!((figures["accounts"], figures["without the age"], kept), (1, 0, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_does_not_say_whether_an_address_has_an_account() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let plain = |answer: Answer, email: &str| (answer.status, answer.text.replace(email, "ADDRESS"));
    let (known, unknown) = (house.browser(), house.browser());
    let fresh = "nobody@example.org";
    assert_eq!(
        plain(known.sign_in(EMAIL, "wrong password").await, EMAIL),
        plain(unknown.sign_in(fresh, "wrong password").await, fresh)
    );
    assert_eq!(
        plain(sign_up(&known, EMAIL, OTHER_PASSWORD).await, EMAIL),
        plain(sign_up(&unknown, fresh, OTHER_PASSWORD).await, fresh)
    );
    // The letters differ; only their readers know.
    let mut kinds: Vec<String> = house.letters().await.into_iter().map(|letter| letter.kind).collect();
    kinds.sort();
    assert_eq!(kinds, ["identity.known", "identity.verification"]);
    let ask = |browser: Browser, email: &'static str| async move {
        browser.post("/c/linden-quay/forgotten", &[("email", email)]).await
    };
    assert_eq!(
        plain(ask(known, EMAIL).await, EMAIL),
        plain(ask(unknown, "stranger@example.org").await, "stranger@example.org")
    );
    // And the password of the account is still its own.
    assert_eq!(house.browser().sign_in(EMAIL, PASSWORD).await.status, 303);
    assert_eq!(house.browser().sign_in(EMAIL, OTHER_PASSWORD).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_up_with_anothers_address_gains_nothing() {
    let house = TestHouse::open().await;
    // Somebody else comes first, and again after the owner.
    sign_up(&house.browser(), EMAIL, OTHER_PASSWORD).await;
    let theirs = house.newest_link("identity.verification", EMAIL).await;
    sign_up(&house.browser(), EMAIL, PASSWORD).await;
    let own = house.newest_link("identity.verification", EMAIL).await;
    sign_up(&house.browser(), EMAIL, OTHER_PASSWORD).await;
    // The owner opens the wrong letter: their own password does not go with it, so nothing happens.
    assert_eq!(house.browser().post(&theirs, &[("password", PASSWORD)]).await.status, 422);
    assert_eq!(house.browser().post(&own, &[("password", PASSWORD)]).await.status, 303);
    // From then on the other's links are worthless, and their password opens nothing.
    assert_eq!(house.browser().post(&theirs, &[("password", OTHER_PASSWORD)]).await.status, 410);
    assert_eq!(house.browser().sign_in(EMAIL, OTHER_PASSWORD).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_mailbox_is_flooded_in_their_name() {
    let house = TestHouse::open().await;
    for _ in 0..6 {
        assert_eq!(sign_up(&house.browser(), EMAIL, PASSWORD).await.status, 200);
    }
    assert_eq!(house.letters().await.len(), 3);
    house.later(61);
    sign_up(&house.browser(), EMAIL, PASSWORD).await;
    assert_eq!(house.letters().await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_by_address_and_by_account() {
    let rate = Rate { per_minute: 1, burst: 3 };
    let house = TestHouse::with(LimitSettings { sign_in: rate, ..LimitSettings::default() }).await;
    house.client(EMAIL).await;
    let browser = house.browser();
    for _ in 0..3 {
        assert_eq!(browser.sign_in(EMAIL, "wrong").await.status, 422);
    }
    let answer = browser.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(answer.status, 429);
    assert!(answer.headers.contains_key("retry-after"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_in_the_readers_language_and_says_first_that_it_is_automatic() {
    let house = TestHouse::open().await;
    let fields = [("name", ""), ("email", EMAIL), ("password", PASSWORD), ("age", "1")];
    let answer = house.browser().post("/c/linden-quay/sign-up?lang=ar", &fields).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text.contains("dir=\"rtl\""));
    let letter = house.letters().await.remove(0);
    assert_eq!(letter.language, "ar");
    assert!(letter.body.starts_with("هذه رسالة آلية"), "{}", letter.body);
    assert!(!letter.body.contains('\u{2068}'), "marks of direction would break the link");
    house.later(1);
    sign_up(&house.browser(), "kit@example.org", PASSWORD).await;
    let letter = house.letters().await.remove(0);
    assert!(letter.body.starts_with("This is an automatic letter from Clinic linden-quay."), "{}", letter.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_up_that_nobody_confirmed_is_forgotten() {
    let house = TestHouse::open().await;
    sign_up(&house.browser(), EMAIL, PASSWORD).await;
    let count = || async {
        let scope = house.scope(Purpose::Operation);
        scope.read(|tx| identity::find_by_email(tx, EMAIL)).await.unwrap().is_some()
    };
    let sweep = || async { house.scope(Purpose::Operation).write(identity::sweep).await.unwrap() };
    house.later(71 * 60);
    sweep().await;
    assert!(count().await, "its link still works");
    house.later(26 * 60);
    sweep().await;
    assert!(!count().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_moved_to_the_person_the_clinic_knew_before() {
    let house = TestHouse::open().await;
    let made = house.client(EMAIL).await;
    let browser = house.signed_in(EMAIL).await;
    let scope = house.scope(Purpose::Security);
    let person = scope
        .write(move |tx| -> identity::Result<_> {
            let known = tx.create_person()?.person();
            identity::attach(tx, made.account, known)?;
            Ok(known)
        })
        .await
        .unwrap();
    assert_ne!(person, made.person);
    let account = scope.read(move |tx| identity::find_account(tx, made.account)).await.unwrap();
    assert_eq!(account.person, person);
    // A person who has an account already is nobody else's.
    let second = house.client("second@example.org").await;
    scope.write(move |tx| identity::attach(tx, second.account, person)).await.unwrap();
    let other = scope.read(move |tx| identity::find_account(tx, second.account)).await.unwrap();
    assert_eq!(other.person, second.person);
    // The address opens with the new key, and the browser stays signed in, as that person.
    assert!(browser.get("/c/linden-quay/account").await.text.contains(EMAIL));
}
