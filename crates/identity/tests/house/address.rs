//! Another address to sign in with: asked for in a browser that just showed who sits at it, agreed to by both mailboxes.

use ground::Role;

use crate::kit::{Browser, OTHER_PASSWORD, PASSWORD, TestHouse};

const OLD: &str = "ottoline@example.org";
const NEW: &str = "ottoline.marsh@example.net";
const PAGE: &str = "/c/linden-quay/account/address";

/// The link in the letter to `to`, and everything that was written to `to` of an address.
async fn link(house: &TestHouse, to: &str) -> String {
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == "identity.address" && letter.to == to);
    let letter = letter.unwrap_or_else(|| panic!("no letter to {to}"));
    let link = letter.body.lines().find_map(|line| line.strip_prefix("http://clinic.example"));
    link.expect("the letter has no link").to_owned()
}

/// Asks for `email`, in a browser that showed the password just now.
async fn ask(browser: &Browser, email: &str) {
    let answer = browser.post(PAGE, &[("email", email)]).await;
    assert_eq!((answer.status, answer.location()), (303, PAGE), "{}", answer.text);
}

async fn yes(house: &TestHouse, link: &str) -> String {
    let answer = house.browser().post(link, &[("answer", "yes")]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.text
}

/// Who can sign in: the old address, the new one.
async fn enters(house: &TestHouse) -> (bool, bool) {
    let mut enters = [false, false];
    for (enters, email) in enters.iter_mut().zip([OLD, NEW]) {
        *enters = house.browser().sign_in(email, PASSWORD).await.status == 303;
    }
    (enters[0], enters[1])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_changes_once_both_mailboxes_agreed_in_either_order() {
    for first in [OLD, NEW] {
        let house = TestHouse::open().await;
        house.client(OLD).await;
        let browser = house.signed_in(OLD).await;
        ask(&browser, NEW).await;
        let page = browser.get(PAGE).await;
        assert!(page.text.contains(NEW) && page.text.matches("Asked").count() == 2, "{}", page.text);
        let (old, new) = (link(&house, OLD).await, link(&house, NEW).await);
        let (first, second) = if first == OLD { (old, new) } else { (new, old) };
        // A scanner of mail that opens the link changes nothing.
        assert_eq!(house.browser().get(&first).await.status, 200);
        assert_eq!(enters(&house).await, (true, false));
        assert!(yes(&house, &first).await.contains("as soon as the other mailbox agreed"));
        assert_eq!(enters(&house).await, (true, false), "one alone changes nothing");
        // The same mailbox is no second one.
        assert_eq!(house.browser().post(&first, &[("answer", "yes")]).await.status, 410);
        let page = browser.get(PAGE).await;
        assert!(page.text.matches("Asked").count() == 1 && page.text.contains("Agreed"), "{}", page.text);
        assert!(yes(&house, &second).await.contains("Both agreed"));
        assert_eq!(enters(&house).await, (false, true));
        // Whoever was signed in stays: nothing they know changed.
        assert!(browser.get("/c/linden-quay/account").await.text.contains(NEW));
        for link in [&first, &second] {
            assert_eq!(house.browser().get(link).await.status, 410);
        }
        house.later(1);
        let mut told: Vec<String> = house
            .letters()
            .await
            .into_iter()
            .filter(|letter| letter.kind == "identity.alert" && letter.body.contains("another address to sign in with"))
            .map(|letter| letter.to)
            .collect();
        told.sort();
        assert_eq!(told, [NEW, OLD], "both are told that it happened");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_in_use_says_no_and_whoever_asked_thinks_better_of_it() {
    let house = TestHouse::open().await;
    house.client(OLD).await;
    let browser = house.signed_in(OLD).await;
    ask(&browser, NEW).await;
    let (old, new) = (link(&house, OLD).await, link(&house, NEW).await);
    // The new mailbox can only agree; it takes nothing away.
    assert_eq!(house.browser().post(&new, &[("answer", "no")]).await.status, 410);
    assert_eq!(house.browser().get(&old).await.status, 200);
    yes(&house, &new).await;
    let said = house.browser().post(&old, &[("answer", "no")]).await;
    assert!(said.status == 200 && said.text.contains("set a new password now"), "{}", said.text);
    assert_eq!(house.browser().post(&old, &[("answer", "yes")]).await.status, 410);
    assert_eq!(enters(&house).await, (true, false));

    house.later(1);
    ask(&browser, NEW).await;
    assert_eq!(browser.post("/c/linden-quay/account/address/withdrawal", &[]).await.status, 303);
    assert!(!browser.get(PAGE).await.text.contains(NEW));
    assert_eq!(house.rows().await["new_address"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_a_closed_account_and_a_day_end_what_was_asked() {
    let house = TestHouse::open().await;
    house.client(OLD).await;
    let browser = house.signed_in(OLD).await;
    ask(&browser, NEW).await;
    let new = link(&house, NEW).await;
    let change = [("current", PASSWORD), ("password", OTHER_PASSWORD)];
    assert_eq!(browser.post("/c/linden-quay/account/password", &change).await.status, 303);
    assert_eq!(house.browser().get(&new).await.status, 410, "a new password is what one sets against a stranger");

    let made = house.staff("iris@example.org", "Iris Quill", Role::FrontDesk).await;
    let browser = house.signed_in("iris@example.org").await;
    ask(&browser, "iris.quill@example.net").await;
    let new = link(&house, "iris.quill@example.net").await;
    let close = move |tx: &mut ground::Tx<'_>| {
        let account = identity::find_account(tx, made.account)?;
        identity::deactivate_staff(tx, &account)
    };
    house.scope(promise::Purpose::Operation).write(close).await.unwrap();
    assert_eq!(house.browser().get(&new).await.status, 410);

    let house = TestHouse::open().await;
    house.client(OLD).await;
    ask(&house.signed_in(OLD).await, NEW).await;
    let new = link(&house, NEW).await;
    house.later(24 * 60 - 2);
    assert_eq!(house.browser().get(&new).await.status, 200);
    house.later(3);
    assert_eq!(house.browser().post(&new, &[("answer", "yes")]).await.status, 410);
    house.scope(promise::Purpose::Operation).write(identity::sweep).await.unwrap();
    assert_eq!(house.rows().await["new_address"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_another_account_is_told_its_holder_and_nobody_else() {
    let house = TestHouse::open().await;
    house.client(OLD).await;
    house.client(NEW).await;
    let browser = house.signed_in(OLD).await;
    ask(&browser, NEW).await;
    let page = browser.get(PAGE).await;
    assert!(page.text.matches("Asked").count() == 2, "as for any other: {}", page.text);
    let letters = house.letters().await;
    let told = letters.iter().find(|letter| letter.kind == "identity.address" && letter.to == NEW).unwrap();
    assert!(told.body.contains("has an account of its own") && !told.body.contains("http"), "{}", told.body);
    assert!(!told.body.contains(OLD), "whose account it was is not theirs to know");
    let old = link(&house, OLD).await;
    yes(&house, &old).await;
    assert_eq!(enters(&house).await, (true, true), "each has their own");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_somebody_took_meanwhile_stays_theirs() {
    let house = TestHouse::open().await;
    house.client(OLD).await;
    let browser = house.signed_in(OLD).await;
    ask(&browser, NEW).await;
    let (old, new) = (link(&house, OLD).await, link(&house, NEW).await);
    house.client(NEW).await;
    yes(&house, &old).await;
    assert!(yes(&house, &new).await.contains("belongs to another account here by now"));
    assert!(browser.get("/c/linden-quay/account").await.text.contains(OLD));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_left_open_asks_for_nothing() {
    let house = TestHouse::open().await;
    house.client(OLD).await;
    let browser = house.signed_in(OLD).await;
    house.later(11);
    let looked = browser.get(PAGE).await;
    assert!(looked.status == 303 && looked.location().contains("/account/again"), "{}", looked.location());
    let asked = browser.post(PAGE, &[("email", NEW)]).await;
    assert!(asked.status == 403 && asked.text.contains("Is it you?"), "{}", asked.text);
    assert_eq!(house.rows().await["new_address"], 0);
    // Nobody is let in who is not signed in, and a link is of its clinic.
    assert_eq!(house.browser().post(PAGE, &[("email", NEW)]).await.status, 403);
    let browser = house.signed_in(OLD).await;
    for (typed, says) in
        [("", "aria-invalid"), ("no address", "aria-invalid"), (" OTTOLINE@example.org", "your address already")]
    {
        let answer = browser.post(PAGE, &[("email", typed)]).await;
        assert!(answer.status == 422 && answer.text.contains(says), "{typed}: {}", answer.text);
    }
    ask(&browser, NEW).await;
    let elsewhere = link(&house, NEW).await.replace("linden-quay", "harbour-row");
    assert_eq!(house.browser().get(&elsewhere).await.status, 410);
    assert_eq!(house.browser().get("/c/linden-quay/address/nothing").await.status, 410);
}
