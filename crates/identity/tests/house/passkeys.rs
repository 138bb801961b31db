//! Passkeys: made, shown alone and after a password, removed, and refused.

use promise::Purpose;
use serde_json::Value;

use crate::device::Device;
use crate::factors::recovery;
use crate::kit::{Answer, Browser, PASSWORD, TestHouse, field};

pub const AT: &str = "http://localhost:8080";
const EMAIL: &str = "ottoline@example.org";
const FACTORS: &str = "/c/linden-quay/account/factors";
const PASSKEYS: &str = "/c/linden-quay/account/factors/passkeys";
const SIGN_IN: &str = "/c/linden-quay/sign-in/passkey";
const WRONG: &str = "/c/linden-quay/sign-in?passkey=wrong";

/// What the page's script is told to ask the device for.
async fn challenge(browser: &Browser, path: &str) -> (String, Value) {
    let answer = browser.post(&format!("{path}/challenge"), &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut asked: Value = serde_json::from_str(&answer.text).unwrap();
    (asked["ceremony"].as_str().unwrap().to_owned(), asked["options"].take())
}

pub async fn make(browser: &Browser, device: &mut Device, name: &str) -> Answer {
    let (ceremony, options) = challenge(browser, PASSKEYS).await;
    let made = device.make(&options);
    browser.post(PASSKEYS, &[("ceremony", &ceremony), ("credential", &made), ("name", name)]).await
}

pub async fn show(browser: &Browser, device: &mut Device) -> Answer {
    let (ceremony, options) = challenge(browser, SIGN_IN).await;
    let shown = device.show(&options);
    browser.post(SIGN_IN, &[("ceremony", &ceremony), ("credential", &shown)]).await
}

/// A house with a client whose device has a passkey.
async fn keyed() -> (TestHouse, Browser, Device) {
    let house = TestHouse::at(AT).await;
    house.client(EMAIL).await;
    let (own, mut device) = (house.signed_in(EMAIL).await, Device::new(AT));
    let made = make(&own, &mut device, "my phone").await;
    assert_eq!((made.status, recovery(&made.text).len()), (200, 10), "{}", made.text);
    (house, own, device)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_signs_in_alone_and_is_asked_for_after_a_password() {
    let (house, own, mut device) = keyed().await;
    let list = own.get(FACTORS).await.text;
    assert!(list.contains("my phone") && list.contains("10 are left") && !list.contains("last used"), "{list}");
    let browser = house.browser();
    let inside = show(&browser, &mut device).await;
    assert_eq!((inside.status, inside.location()), (303, "/c/linden-quay/account"));
    assert!(browser.get(FACTORS).await.text.contains("last used"));
    // After a password it is the second factor, and the password alone opens nothing.
    let second = house.browser();
    let page = second.sign_in(EMAIL, PASSWORD).await;
    assert_eq!((page.status, second.session()), (200, None));
    assert!(page.text.contains("show your passkey") && page.text.contains("data-passkey"), "{}", page.text);
    let step = field(&page.text, "step");
    assert_eq!(second.post("/c/linden-quay/sign-in/code", &[("step", &step), ("code", "123456")]).await.status, 422);
    let (ceremony, options) = challenge(&second, SIGN_IN).await;
    let shown = device.show(&options);
    let fields = [("ceremony", ceremony.as_str()), ("credential", &shown), ("step", &step), ("next", FACTORS)];
    assert_eq!(second.post(SIGN_IN, &fields).await.location(), FACTORS);
    // And the step is used up by it.
    let over = house.browser().post("/c/linden-quay/sign-in/code", &[("step", &step), ("code", "123456")]).await;
    assert!(over.location().contains("over=1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_is_answered_once_and_within_five_minutes() {
    let (house, own, mut device) = keyed().await;
    let browser = house.browser();
    let (ceremony, options) = challenge(&browser, SIGN_IN).await;
    let shown = device.show(&options);
    let fields = [("ceremony", ceremony.as_str()), ("credential", shown.as_str())];
    assert_eq!(browser.post(SIGN_IN, &fields).await.location(), "/c/linden-quay/account");
    assert_eq!(house.browser().post(SIGN_IN, &fields).await.location(), WRONG, "replayed");
    // Answered to another question.
    let (other, _) = challenge(&browser, SIGN_IN).await;
    let fields = [("ceremony", other.as_str()), ("credential", shown.as_str())];
    assert_eq!(house.browser().post(SIGN_IN, &fields).await.location(), WRONG);
    let (late, options) = challenge(&browser, SIGN_IN).await;
    let shown = device.show(&options);
    house.later(5);
    let fields = [("ceremony", late.as_str()), ("credential", shown.as_str())];
    assert_eq!(house.browser().post(SIGN_IN, &fields).await.location(), WRONG);
    for nonsense in [("", ""), ("x", "{}"), (late.as_str(), "[1]")] {
        let fields = [("ceremony", nonsense.0), ("credential", nonsense.1)];
        assert_eq!(house.browser().post(SIGN_IN, &fields).await.location(), WRONG, "{nonsense:?}");
    }
    // What was asked to sign in makes no passkey, and what was asked of one account none of another's.
    house.client("gideon@example.org").await;
    let gideon = house.signed_in("gideon@example.org").await;
    let (ceremony, options) = challenge(&own, PASSKEYS).await;
    let made = Device::new(AT).make(&options);
    let fields = [("ceremony", ceremony.as_str()), ("credential", made.as_str())];
    assert_eq!(gideon.post(PASSKEYS, &fields).await.location(), format!("{FACTORS}?done=passkey-wrong"));
    house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_of_another_place_without_a_finger_or_of_a_stranger_is_refused() {
    let (house, _, mut device) = keyed().await;
    let refused = async |device: &mut Device, why: &str| {
        let browser = house.browser();
        assert_eq!(show(&browser, device).await.location(), WRONG, "{why}");
        assert_eq!(browser.session(), None, "{why}");
    };
    refused(&mut Device::new(AT), "nobody's").await;
    let mut elsewhere = device.copied();
    elsewhere.origin = "https://evil.example".to_owned();
    refused(&mut elsewhere, "another origin").await;
    let mut unseen = device.copied();
    unseen.verifies = false;
    refused(&mut unseen, "nobody showed a finger").await;
    let mut handle = device.copied();
    handle.user = vec![7; 16];
    refused(&mut handle, "another's account").await;
    let mut signed = Device::new(AT);
    (signed.id, signed.user) = (device.id.clone(), device.user.clone());
    refused(&mut signed, "another key").await;
    assert_eq!(show(&house.browser(), &mut device).await.location(), "/c/linden-quay/account");
    // Another clinic of the same address knows none of it.
    let browser = house.browser();
    let answer = browser.post("/c/harbour-row/sign-in/passkey/challenge", &[]).await;
    let asked: Value = serde_json::from_str(&answer.text).unwrap();
    let shown = device.show(&asked["options"]);
    let fields = [("ceremony", asked["ceremony"].as_str().unwrap()), ("credential", &shown)];
    let answer = browser.post("/c/harbour-row/sign-in/passkey", &fields).await;
    assert_eq!(answer.location(), "/c/harbour-row/sign-in?passkey=wrong");
    // Nor does one that was made without a finger become one.
    let (own, mut careless) = (house.browser(), Device::new(AT));
    show(&own, &mut device).await;
    careless.verifies = false;
    assert!(make(&own, &mut careless, "").await.location().contains("passkey-wrong"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_that_counts_backwards_is_refused_and_told() {
    let (house, _, mut device) = keyed().await;
    let mut copy = device.copied();
    for _ in 0..3 {
        assert_eq!(show(&house.browser(), &mut device).await.location(), "/c/linden-quay/account");
    }
    assert_eq!(show(&house.browser(), &mut copy).await.location(), WRONG);
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| letter.body.contains("counts backwards")), "the holder is told");
    assert_eq!(show(&house.browser(), &mut device).await.location(), "/c/linden-quay/account", "and not kept out");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_passkey_opens_nothing() {
    let (house, own, mut device) = keyed().await;
    // What was made in one instant has no order.
    house.later(1);
    let mut second = Device::new(AT);
    assert_eq!(make(&own, &mut second, "").await.location(), format!("{FACTORS}?done=passkey-added"));
    let (ceremony, options) = challenge(&own, PASSKEYS).await;
    let known = &options["publicKey"]["excludeCredentials"];
    assert_eq!(known.as_array().map(Vec::len), Some(2), "a device that has one makes no other: {options}");
    // A device that makes it all the same adds nothing.
    let again = second.make(&options);
    let fields = [("ceremony", ceremony.as_str()), ("credential", again.as_str())];
    assert!(own.post(PASSKEYS, &fields).await.location().contains("passkey-wrong"));
    let page = own.get(FACTORS).await.text;
    assert!(page.contains("Firefox"), "one without a name is called by what made it: {page}");
    let buttons: Vec<String> = page
        .split("action=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|to| to.contains("/passkeys/pky_"))
        .map(str::to_owned)
        .collect();
    assert_eq!(buttons.len(), 2);
    // Not by anybody else, nor by a browser left open.
    house.client("gideon@example.org").await;
    assert_eq!(house.signed_in("gideon@example.org").await.post(&buttons[0], &[]).await.status, 404);
    assert_eq!(own.post(&buttons[0], &[]).await.location(), format!("{FACTORS}?done=passkey-removed"));
    assert_eq!(show(&house.browser(), &mut device).await.location(), WRONG);
    assert_eq!(show(&house.browser(), &mut second).await.location(), "/c/linden-quay/account");
    house.later(10);
    assert!(own.post(&buttons[1], &[]).await.location().contains("/account/again?"));
    let ask = own.post(&format!("{PASSKEYS}/challenge"), &[]).await;
    assert!(ask.status == 403 && ask.text.contains("/account/again?next="), "{}", ask.text);
    // A passkey is proof enough for its own removal; with the last one nothing more is asked.
    let (ceremony, options) = challenge(&own, SIGN_IN).await;
    let shown = second.show(&options);
    let fields = [("ceremony", ceremony.as_str()), ("credential", shown.as_str()), ("next", FACTORS)];
    assert_eq!(own.post("/c/linden-quay/account/again", &fields).await.location(), FACTORS);
    assert_eq!(own.post(&buttons[1], &[]).await.location(), format!("{FACTORS}?done=passkey-removed"));
    assert_eq!(house.browser().sign_in(EMAIL, PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn anothers_passkey_is_no_second_factor_and_no_proof() {
    let (house, own, _) = keyed().await;
    house.client("gideon@example.org").await;
    let (gideon, mut device) = (house.signed_in("gideon@example.org").await, Device::new(AT));
    make(&gideon, &mut device, "Gideon's").await;
    let thief = house.browser();
    let step = field(&thief.sign_in(EMAIL, PASSWORD).await.text, "step");
    let (ceremony, options) = challenge(&thief, SIGN_IN).await;
    let shown = device.show(&options);
    let fields = [("ceremony", ceremony.as_str()), ("credential", &shown), ("step", &step)];
    assert_eq!((thief.post(SIGN_IN, &fields).await.status, thief.session()), (422, None));
    house.later(10);
    let (ceremony, options) = challenge(&own, SIGN_IN).await;
    let shown = device.show(&options);
    let fields = [("ceremony", ceremony.as_str()), ("credential", &shown)];
    assert_eq!(own.post("/c/linden-quay/account/again", &fields).await.status, 422);
    assert!(own.post(&format!("{PASSKEYS}/challenge"), &[]).await.status == 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_can_be_no_passkey_none_is_offered() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let own = house.signed_in(EMAIL).await;
    assert!(own.get(FACTORS).await.text.contains("Here there can be none"));
    assert!(!own.get("/c/linden-quay/sign-in").await.text.contains("data-passkey"));
    for path in ["/c/linden-quay/sign-in/passkey/challenge", "/c/linden-quay/account/factors/passkeys/challenge"] {
        assert_eq!(own.post(path, &[]).await.status, 404, "{path}");
    }
}
