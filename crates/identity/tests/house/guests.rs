//! Somebody of those who run the program, let in to help: for a time, with two factors, and no longer.

use ground::{AccountId, Role};
use identity::{Made, NewGuest};
use jiff::SignedDuration;
use promise::Purpose;

use crate::factors::{code, seed};
use crate::kit::{Browser, OTHER_PASSWORD, TestHouse, field};

const EMAIL: &str = "ola@harbour.example";
const ACCOUNT: &str = "/c/linden-quay/account";
const ENROLMENT: &str = "/c/linden-quay/sign-in/enrolment";

async fn admitted(house: &TestHouse, minutes: i64) -> identity::Result<Made> {
    let new = NewGuest {
        email: EMAIL.to_owned(),
        shown_as: "Ola Berg".to_owned(),
        language: "en".to_owned(),
        with_records: true,
        ends_at: house.house.clock.now() + SignedDuration::from_mins(minutes),
    };
    let admit = move |tx: &mut ground::Tx<'_>| -> identity::Result<Made> {
        let made = identity::admit_guest(tx, &new)?;
        identity::invite(tx, made.account)?;
        Ok(made)
    };
    house.scope(Purpose::Operation).write(admit).await
}

/// A browser of theirs that set a password by the letter's link, and a factor because it had to.
async fn enrolled(house: &TestHouse) -> (Browser, String) {
    let link = house.newest_link("identity.invitation", EMAIL).await;
    let browser = house.browser();
    let page = browser.post(&link, &[("password", OTHER_PASSWORD)]).await;
    assert_eq!((page.status, browser.session()), (200, None), "a password alone lets them in nowhere");
    let (step, seed) = (field(&page.text, "step"), seed(&page.text));
    let inside = browser.post(ENROLMENT, &[("step", &step), ("code", &code(house, &seed, 0))]).await;
    assert_eq!(inside.status, 200, "{}", inside.text);
    (browser, seed)
}

async fn dismissed(house: &TestHouse, account: AccountId) -> identity::Result<()> {
    house.scope(Purpose::Operation).write(move |tx| identity::dismiss_guest(tx, account)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_let_in_shows_two_factors_and_is_out_when_their_time_is_over() {
    let house = TestHouse::open().await;
    let made = admitted(&house, 60).await.unwrap();
    let (browser, seed) = enrolled(&house).await;
    assert_eq!(browser.get(ACCOUNT).await.status, 200);
    // Kept awake all the time: only their end ends it.
    for _ in 0..2 {
        house.later(29);
        assert_eq!(browser.get(ACCOUNT).await.status, 200);
    }
    house.later(2);
    assert_eq!(browser.get(ACCOUNT).await.status, 303, "their time is over");
    // They do not come in again by what they know, nor by a letter.
    let again = house.browser();
    let page = again.sign_in(EMAIL, OTHER_PASSWORD).await;
    if page.text.contains("name=\"step\"") {
        let step = field(&page.text, "step");
        again.post("/c/linden-quay/sign-in/code", &[("step", &step), ("code", &code(&house, &seed, 0))]).await;
    }
    assert_eq!(again.session(), None);

    // Let in anew, the same account is open until the new end, and shown out at once.
    let anew = admitted(&house, 60).await.unwrap();
    assert_eq!(anew.account, made.account);
    assert_eq!(browser.get(ACCOUNT).await.status, 303, "an earlier session does not come back");
    let back = house.browser();
    let step = field(&back.sign_in(EMAIL, OTHER_PASSWORD).await.text, "step");
    back.post("/c/linden-quay/sign-in/code", &[("step", &step), ("code", &code(&house, &seed, 0))]).await;
    assert_eq!(back.get(ACCOUNT).await.status, 200);
    dismissed(&house, made.account).await.unwrap();
    assert_eq!(back.get(ACCOUNT).await.status, 303);
    assert_eq!(house.rows().await["session"], 0, "none waits for another end");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_the_operators_without_an_end_opens_nothing() {
    let house = TestHouse::open().await;
    house.staff("hosting@example.org", "Hosting", Role::Operator).await;
    let browser = house.browser();
    let page = browser.sign_in("hosting@example.org", crate::kit::PASSWORD).await;
    if page.text.contains("name=\"step\"") {
        let (step, seed) = (field(&page.text, "step"), seed(&page.text));
        browser.post(ENROLMENT, &[("step", &step), ("code", &code(&house, &seed, 0))]).await;
    }
    assert_eq!(browser.session(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gives_other_roles_to_somebody_who_was_let_in() {
    let house = TestHouse::open().await;
    let made = admitted(&house, 60).await.unwrap();
    let scope = house.scope(Purpose::Administration);
    let given = scope.write(move |tx| {
        let guest = identity::find_account(tx, made.account)?;
        identity::update_staff(tx, &guest, "Hosting", guest.roles.with(Role::Manager))
    });
    assert!(matches!(given.await, Err(identity::Error::Ground(ground::Error::Refused(_)))));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_belongs_to_the_clinic_is_made_a_guest_or_shown_out_as_one() {
    let house = TestHouse::open().await;
    let edda = house.staff(EMAIL, "Edda Marsh", Role::Manager).await;
    assert!(matches!(admitted(&house, 60).await, Err(identity::Error::EmailTaken)));
    assert!(dismissed(&house, edda.account).await.is_err());
    assert_eq!(house.signed_in(EMAIL).await.get("/c/linden-quay/staff").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_makes_no_token_and_an_unconfirmed_sign_up_keeps_nobody_out() {
    let house = TestHouse::open().await;
    for email in [EMAIL, "ida@example.org"] {
        let form = [("email", email), ("password", OTHER_PASSWORD), ("age", "1")];
        house.browser().post("/c/linden-quay/sign-up", &form).await;
        house.letters().await;
    }
    assert_eq!(house.rows().await["account"], 2, "both were begun");
    house.later(1);
    admitted(&house, 60).await.unwrap();
    let (browser, _) = enrolled(&house).await;
    let tokens = "/c/linden-quay/account/tokens";
    assert_eq!(browser.get(tokens).await.status, 403, "it would be dead from its birth");
    let new = [("name", "x"), ("reach", "read"), ("days", "7")];
    assert_eq!(browser.post(tokens, &new).await.status, 403);
    assert!(!browser.get(ACCOUNT).await.text.contains("/account/tokens"));
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let invited = [("name", "Ida Holm"), ("email", "ida@example.org"), ("role", "front_desk")];
    let answer = house.signed_in("edda@example.org").await.post("/c/linden-quay/staff", &invited).await;
    assert_eq!(answer.location(), "/c/linden-quay/staff?done=invited", "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_somebody_who_was_let_in_that_showed_one_factor_alone_opens_nothing() {
    let house = TestHouse::open().await;
    admitted(&house, 60).await.unwrap();
    let (browser, _) = enrolled(&house).await;
    assert_eq!(browser.get(ACCOUNT).await.status, 200);
    let one = |tx: &mut ground::Tx<'_>| -> ground::Result<u64> {
        tx.execute("UPDATE session SET two_factors = 0 WHERE clinic = $1", &ground::params![tx.clinic()])
    };
    house.scope(Purpose::Operation).write(one).await.unwrap();
    assert_eq!(browser.get(ACCOUNT).await.status, 303);
}
