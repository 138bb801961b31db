//! One-time codes, recovery codes and the second step of signing in.

use std::sync::Arc;

use ground::Role;
use ground::web::{LimitSettings, Rate};
use promise::Purpose;
use totp_rs::{Builder, Secret};

use crate::kit::{Answer, Browser, OTHER_PASSWORD, PASSWORD, TestHouse, field};

const EMAIL: &str = "ottoline@example.org";
const CODE: &str = "/c/linden-quay/sign-in/code";
const ENROLMENT: &str = "/c/linden-quay/sign-in/enrolment";
const FACTORS: &str = "/c/linden-quay/account/factors";
const APP: &str = "/c/linden-quay/account/factors/app";
const CONFIRM: &str = "/c/linden-quay/account/factors/app/confirmation";
const REMOVE: &str = "/c/linden-quay/account/factors/app/removal";
const CODES: &str = "/c/linden-quay/account/factors/codes";
const AGAIN: &str = "/c/linden-quay/account/again";

/// What an app shows for the seed that a page spelt, so many seconds from now.
pub fn code(house: &TestHouse, seed: &str, later: i64) -> String {
    let seed = Secret::try_from_base32(seed.replace(' ', "")).unwrap();
    let at = house.house.clock.now().as_second() + later;
    Builder::new().with_secret(seed).build().unwrap().generate(u64::try_from(at).unwrap()).to_string()
}

/// The seed that a page spells out.
pub fn seed(page: &str) -> String {
    let from = page.split("<code class=\"seed\"").nth(1).unwrap_or_else(|| panic!("no seed: {page}"));
    from.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned()
}

/// The recovery codes that a page shows.
pub fn recovery(page: &str) -> Vec<String> {
    page.split("<li><code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

/// Sets up an app: its seed and the recovery codes. Half a minute later, so that the next code is another one.
pub async fn enrolled(house: &TestHouse, browser: &Browser) -> (String, Vec<String>) {
    let page = browser.post(APP, &[]).await;
    assert_eq!(page.status, 200, "{} {}", page.location(), page.text);
    let seed = seed(&page.text);
    let done = browser.post(CONFIRM, &[("code", &code(house, &seed, 0))]).await;
    assert_eq!(done.status, 200, "{}", done.text);
    house.later(1);
    (seed, recovery(&done.text))
}

/// Types the password: the step that the page carries.
async fn half_way(browser: &Browser) -> String {
    let page = browser.sign_in(EMAIL, PASSWORD).await;
    assert_eq!((page.status, browser.session()), (200, None), "{}", page.text);
    field(&page.text, "step")
}

async fn give(browser: &Browser, step: &str, code: &str) -> Answer {
    browser.post(CODE, &[("step", step), ("code", code)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_counts_once_a_code_of_it_was_typed_and_is_asked_for_from_then_on() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let (own, elsewhere) = (house.signed_in(EMAIL).await, house.signed_in(EMAIL).await);
    let page = own.post(APP, &[]).await;
    assert!(page.text.contains("<svg class=\"qr\"") && page.text.contains("fill=\"#fff\""), "{}", page.text);
    let first = seed(&page.text);
    // Begun is not done, and going on later is going on with the same.
    assert_eq!(house.browser().sign_in(EMAIL, PASSWORD).await.status, 303);
    assert_eq!(seed(&own.post(APP, &[]).await.text), first);
    assert_eq!(own.post(CONFIRM, &[("code", "000000")]).await.status, 422);
    assert_eq!(house.browser().sign_in(EMAIL, PASSWORD).await.status, 303);
    let done = own.post(CONFIRM, &[("code", &code(&house, &first, 0))]).await;
    assert_eq!((done.status, recovery(&done.text).len()), (200, 10), "{}", done.text);
    // Whoever had come by the password alone is outside, and the browser that did it is not.
    assert_eq!(elsewhere.get(FACTORS).await.status, 303);
    let list = own.get(FACTORS).await;
    assert!(list.text.contains("In use") && list.text.contains("10 are left"), "{}", list.text);
    assert!(!list.text.contains(&first), "the seed is shown once");
    // A second app is not set up beside the first.
    assert_eq!(own.post(APP, &[]).await.location(), FACTORS);
    house.later(1);
    let browser = house.browser();
    let step = half_way(&browser).await;
    assert_eq!(browser.get(FACTORS).await.status, 303, "no page opens half way");
    let inside = browser.post(CODE, &[("step", &step), ("code", &code(&house, &first, 0)), ("next", FACTORS)]).await;
    assert_eq!((inside.status, inside.location()), (303, FACTORS), "{}", inside.text);
    assert_eq!(browser.get(FACTORS).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_set_up_in_one_browser_is_not_shown_or_confirmed_in_another() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let (thief, own) = (house.signed_in(EMAIL).await, house.signed_in(EMAIL).await);
    let theirs = seed(&thief.post(APP, &[]).await.text);
    let ours = seed(&own.post(APP, &[]).await.text);
    assert_ne!(theirs, ours, "whoever saw the first seed may be somebody else");
    for stale in [&theirs, &ours] {
        let answer = thief.post(CONFIRM, &[("code", &code(&house, stale, 0))]).await;
        assert_eq!((answer.status, answer.location()), (303, FACTORS));
    }
    assert_eq!(own.post(CONFIRM, &[("code", &code(&house, &theirs, 0))]).await.status, 422);
    assert_eq!(own.post(CONFIRM, &[("code", &code(&house, &ours, 0))]).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_counts_once_within_a_step_of_the_clock_and_no_step_is_used_twice() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let (seed, _) = enrolled(&house, &house.signed_in(EMAIL).await).await;
    for skew in [-60, 60] {
        let browser = house.browser();
        let step = half_way(&browser).await;
        let answer = give(&browser, &step, &code(&house, &seed, skew)).await;
        assert!(answer.status == 422 && answer.text.contains("not a code that counts now"), "{skew}");
    }
    let browser = house.browser();
    let step = half_way(&browser).await;
    // A clock that is half a minute behind.
    let behind = code(&house, &seed, -30);
    assert_eq!(give(&browser, &step, &behind).await.status, 303);
    // The same step again, and the same code for another step.
    assert_eq!(
        give(&house.browser(), &step, &code(&house, &seed, 30)).await.location(),
        "/c/linden-quay/sign-in?over=1"
    );
    let again = house.browser();
    let step = half_way(&again).await;
    assert_eq!(give(&again, &step, &behind).await.status, 422, "replayed");
    // One that is ahead counts, and those before it no more.
    assert_eq!(give(&again, &step, &code(&house, &seed, 30)).await.status, 303);
    let late = house.browser();
    let step = half_way(&late).await;
    assert_eq!(give(&late, &step, &code(&house, &seed, 0)).await.status, 422, "an earlier one than the last");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_browsers_that_race_with_one_code_one_is_let_in() {
    let house = Arc::new(TestHouse::open().await);
    house.client(EMAIL).await;
    let (seed, codes) = enrolled(&house, &house.signed_in(EMAIL).await).await;
    for typed in [code(&house, &seed, 0), codes[0].clone()] {
        let mut racing = Vec::new();
        for _ in 0..6 {
            let (browser, typed) = (house.browser(), typed.clone());
            let step = half_way(&browser).await;
            racing.push(tokio::spawn(async move { give(&browser, &step, &typed).await.status }));
        }
        let mut let_in = 0;
        for one in racing {
            let_in += i32::from(one.await.unwrap() == 303);
        }
        assert_eq!(let_in, 1, "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_over_after_five_minutes_a_new_password_or_a_closed_account() {
    let house = TestHouse::open().await;
    let client = house.client(EMAIL).await;
    let own = house.signed_in(EMAIL).await;
    let (seed, _) = enrolled(&house, &own).await;
    let browser = house.browser();
    let late = half_way(&browser).await;
    house.later(5);
    let answer = give(&browser, &late, &code(&house, &seed, 0)).await;
    assert_eq!(answer.location(), "/c/linden-quay/sign-in?over=1");
    assert!(browser.get(answer.location()).await.text.contains("more than five minutes"));
    let changed = half_way(&browser).await;
    let change = [("current", PASSWORD), ("password", OTHER_PASSWORD)];
    assert_eq!(own.post("/c/linden-quay/account/password", &change).await.status, 303);
    assert_eq!(own.get(FACTORS).await.status, 200, "the browser that changed it had shown both");
    assert!(give(&browser, &changed, &code(&house, &seed, 0)).await.location().contains("over=1"));
    let page = browser.sign_in(EMAIL, OTHER_PASSWORD).await;
    let closed = field(&page.text, "step");
    let close = move |tx: &mut ground::Tx<'_>| {
        let closing = "UPDATE account SET deactivated_at = $3 WHERE clinic = $1 AND id = $2";
        tx.execute(closing, &ground::params![tx.clinic(), client.account, tx.now()])
    };
    house.scope(Purpose::Operation).write(close).await.unwrap();
    assert!(give(&browser, &closed, &code(&house, &seed, 0)).await.location().contains("over=1"));
    for nonsense in ["", "x", &closed[1..]] {
        assert!(give(&browser, nonsense, "123456").await.location().contains("over=1"), "{nonsense}");
    }
    // Nor in another clinic.
    let elsewhere = browser.post("/c/harbour-row/sign-in/code", &[("step", &closed), ("code", "123456")]).await;
    assert!(elsewhere.location().contains("over=1"));
    assert_eq!(browser.session(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_are_few_and_their_holder_is_told() {
    let slow = |burst| Rate { per_minute: 1, burst };
    let house = TestHouse::with(LimitSettings { sign_in: slow(4), account: slow(6), ..LimitSettings::default() }).await;
    house.client(EMAIL).await;
    let own = house.browser_from("198.51.100.4");
    assert_eq!(own.sign_in(EMAIL, PASSWORD).await.status, 303);
    let (seed, _) = enrolled(&house, &own).await;
    let thief = house.browser_from("203.0.113.7");
    let step = half_way(&thief).await;
    let mut answers = Vec::new();
    for n in 0..6 {
        answers.push(give(&thief, &step, &format!("00000{n}")).await.status);
    }
    assert_eq!(answers, [422, 422, 422, 422, 429, 429]);
    // The holder's own browser is not kept out by that.
    own.post("/c/linden-quay/sign-out", &[]).await;
    let step = half_way(&own).await;
    assert_eq!(give(&own, &step, &code(&house, &seed, 0)).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_hundred_wrong_codes_in_a_row_none_counts_until_there_is_a_new_password() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let (seed, codes) = enrolled(&house, &house.signed_in(EMAIL).await).await;
    let thief = house.browser();
    let step = half_way(&thief).await;
    for n in 0..100 {
        assert_eq!(give(&thief, &step, &format!("9{n:05}")).await.status, 422);
    }
    let told = house.letters().await.into_iter().filter(|letter| letter.body.contains("many wrong codes")).count();
    assert_eq!(told, 2, "at the tenth and at the last");
    let right = code(&house, &seed, 0);
    let shut = give(&thief, &step, &right).await;
    assert!(shut.status == 422 && shut.text.contains("Too many wrong codes"), "{}", shut.text);
    // What is on paper works, and a new password forgives.
    let own = house.browser();
    let step = half_way(&own).await;
    assert_eq!(give(&own, &step, &codes[3]).await.status, 303);
    let change = [("current", PASSWORD), ("password", OTHER_PASSWORD)];
    assert_eq!(own.post("/c/linden-quay/account/password", &change).await.status, 303);
    let again = house.browser();
    let step = field(&again.sign_in(EMAIL, OTHER_PASSWORD).await.text, "step");
    assert_eq!(give(&again, &step, &right).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_works_once_and_new_ones_end_the_old() {
    let house = TestHouse::open().await;
    let client = house.client(EMAIL).await;
    let own = house.signed_in(EMAIL).await;
    let (_, codes) = enrolled(&house, &own).await;
    // Kept as marks only.
    let stored = house
        .scope(Purpose::Operation)
        .read(move |tx| -> ground::Result<Vec<Vec<u8>>> {
            let sql = "SELECT mark FROM recovery_code WHERE clinic = $1 AND account = $2";
            tx.query(sql, &ground::params![tx.clinic(), client.account])?.iter().map(|row| row.get("mark")).collect()
        })
        .await
        .unwrap();
    assert_eq!((stored.len(), stored.iter().all(|mark| mark.len() == 16)), (10, true));
    let browser = house.browser();
    let step = half_way(&browser).await;
    assert_eq!(give(&browser, &step, &codes[0].to_uppercase().replace('-', " ")).await.status, 303);
    assert!(browser.get(FACTORS).await.text.contains("9 are left"));
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| letter.body.contains("A recovery code of yours was used")));
    let step = half_way(&house.browser()).await;
    assert_eq!(give(&house.browser(), &step, &codes[0]).await.status, 422, "used");
    let anew = recovery(&own.post(CODES, &[]).await.text);
    assert!(anew.len() == 10 && anew.iter().all(|code| !codes.contains(code)));
    assert_eq!(give(&house.browser(), &step, &codes[1]).await.status, 422, "an old one");
    assert_eq!(give(&house.browser(), &step, &anew[1]).await.status, 303);
    // Another's code opens nothing here.
    house.client("gideon@example.org").await;
    let (_, others) = enrolled(&house, &house.signed_in("gideon@example.org").await).await;
    let step = half_way(&house.browser()).await;
    assert_eq!(give(&house.browser(), &step, &others[0]).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_of_a_letter_gets_around_the_second_factor() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let (seed, _) = enrolled(&house, &house.signed_in(EMAIL).await).await;
    house.browser().post("/c/linden-quay/forgotten", &[("email", EMAIL)]).await;
    let link = house.newest_link("identity.reset", EMAIL).await;
    let thief = house.browser();
    let page = thief.post(&link, &[("password", OTHER_PASSWORD)]).await;
    assert_eq!((page.status, thief.session()), (200, None), "who reads the mailbox has one factor");
    assert!(page.text.contains("Your code, please"), "{}", page.text);
    let step = field(&page.text, "step");
    assert_eq!(give(&thief, &step, "123456").await.status, 422);
    // The factor is still there with the new password.
    let own = house.browser();
    let step = field(&own.sign_in(EMAIL, OTHER_PASSWORD).await.text, "step");
    assert_eq!(give(&own, &step, &code(&house, &seed, 0)).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_factor_is_changed_only_by_who_showed_lately_who_they_are() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let own = house.signed_in(EMAIL).await;
    house.later(10);
    let away = format!("{AGAIN}?next=%2Fc%2Flinden-quay%2Faccount%2Ffactors");
    let ask = own.post(APP, &[]).await;
    assert_eq!((ask.status, ask.location()), (303, away.as_str()));
    assert!(own.get(&away).await.text.contains("Is it you?"));
    assert_eq!(own.post(AGAIN, &[("password", "wrong"), ("next", FACTORS)]).await.status, 422);
    assert_eq!(own.post(APP, &[]).await.location(), away);
    let shown = own.post(AGAIN, &[("password", PASSWORD), ("next", FACTORS)]).await;
    assert_eq!((shown.status, shown.location()), (303, FACTORS));
    let (seed, codes) = enrolled(&house, &own).await;
    house.later(10);
    for path in [REMOVE, CODES, CONFIRM, APP] {
        assert_eq!(own.post(path, &[("code", "123456")]).await.location(), away, "{path}");
    }
    // Who knows the password and finds a browser open could else take all factors off.
    assert_eq!(own.post(AGAIN, &[("password", PASSWORD)]).await.status, 422);
    assert!(!own.get(&away).await.text.contains("name=\"password\""));
    assert_eq!(own.post(REMOVE, &[]).await.location(), away);
    // A code is the proof; each counts once here too.
    let typed = code(&house, &seed, 0);
    assert_eq!(own.post(AGAIN, &[("code", "000000")]).await.status, 422);
    assert_eq!(
        own.post(AGAIN, &[("code", &typed), ("next", "//evil.example")]).await.location(),
        "/c/linden-quay/account"
    );
    assert_eq!(own.post(AGAIN, &[("code", &typed)]).await.status, 422);
    assert_eq!(own.post(REMOVE, &[]).await.location(), format!("{FACTORS}?done=app-removed"));
    // Nothing is asked any more, and the recovery codes went with it.
    assert_eq!(house.browser().sign_in(EMAIL, PASSWORD).await.status, 303);
    assert!(!own.get(FACTORS).await.text.contains("Recovery codes"));
    assert_eq!(own.post(AGAIN, &[("code", &codes[0])]).await.status, 422);
    assert_eq!(own.post(CODES, &[]).await.status, 404, "nothing to recover");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_of_whom_a_second_factor_is_asked_get_nothing_before_they_have_one() {
    let house = TestHouse::open().await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    house.client(EMAIL).await;
    let (before, client) = (house.signed_in("edda@example.org").await, house.signed_in(EMAIL).await);
    let mut clinic = ground::Clinic::clone(&house.clinic);
    clinic.parameters.staff_second_factor = true;
    house.house.update_clinic(clinic).await.unwrap();
    assert_eq!(before.get("/c/linden-quay/staff").await.status, 303, "a session that began with the password alone");
    assert_eq!(client.get("/c/linden-quay/account").await.status, 200, "clients choose for themselves");
    let browser = house.browser();
    let page = browser.sign_in("edda@example.org", PASSWORD).await;
    assert_eq!((page.status, browser.session()), (200, None));
    let (step, seed) = (field(&page.text, "step"), seed(&page.text));
    assert_eq!(browser.get("/c/linden-quay/staff").await.status, 303);
    let wrong = browser.post(ENROLMENT, &[("step", &step), ("code", "000000")]).await;
    assert!(wrong.status == 422 && wrong.text.contains(&seed), "{}", wrong.text);
    let right = code(&house, &seed, 0);
    let inside = browser.post(ENROLMENT, &[("step", &step), ("code", &right)]).await;
    assert!(inside.status == 200 && recovery(&inside.text).len() == 10, "{}", inside.text);
    assert_eq!(browser.get("/c/linden-quay/staff").await.status, 200);
    assert!(browser.post(ENROLMENT, &[("step", &step), ("code", &right)]).await.location().contains("over=1"));
    // From then on it is asked for, and an enrolment is none.
    house.later(1);
    let again = house.browser();
    let page = again.sign_in("edda@example.org", PASSWORD).await;
    let step = field(&page.text, "step");
    assert!(page.text.contains("Your code, please"), "{}", page.text);
    assert!(
        again
            .post(ENROLMENT, &[("step", &step), ("code", &code(&house, &seed, 0))])
            .await
            .location()
            .contains("over=1")
    );
    assert_eq!(again.session(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_alone_is_no_fresh_proof_of_whoever_has_more_to_show() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let own = house.signed_in(EMAIL).await;
    enrolled(&house, &own).await;
    // Whoever finds the browser open and knows the password may change that, and takes nothing off by it.
    house.later(11);
    let change = [("current", PASSWORD), ("password", OTHER_PASSWORD)];
    assert_eq!(own.post("/c/linden-quay/account/password", &change).await.status, 303);
    let asked = own.post(REMOVE, &[]).await;
    assert!(asked.location().contains("/account/again"), "{} {}", asked.status, asked.location());
    assert!(own.get(FACTORS).await.text.contains("In use"));
}
