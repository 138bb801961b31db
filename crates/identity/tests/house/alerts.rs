//! What happens with how somebody signs in is told to them, and what a manager may do about it.

use axum::http::Method;
use ground::Role;
use ground::mail::Kept;
use promise::Purpose;

use crate::device::Device;
use crate::factors::{code, enrolled, recovery};
use crate::kit::{OTHER_PASSWORD, PASSWORD, TestHouse, field};
use crate::passkeys::{AT, make, show};

const EMAIL: &str = "ottoline@example.org";
const SIGN_IN: &str = "/c/linden-quay/sign-in";
const CODE: &str = "/c/linden-quay/sign-in/code";
const FACTORS: &str = "/c/linden-quay/account/factors";
const SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";

/// The letters about what happened, oldest first by when they were written, each as the line that says what.
async fn told(house: &TestHouse, to: &str) -> Vec<Kept> {
    let letters = house.letters().await;
    letters.into_iter().rev().filter(|letter| letter.kind == "identity.alert" && letter.to == to).collect()
}

async fn whats(house: &TestHouse, to: &str) -> Vec<String> {
    let line = |letter: Kept| letter.body.lines().nth(2).unwrap_or_default().to_owned();
    told(house, to).await.into_iter().map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_changes_how_they_sign_in_is_written_to_and_reads_it_on_their_page() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let own = house.browser_from("198.51.100.4");
    assert_eq!(own.sign_in(EMAIL, PASSWORD).await.status, 303);
    assert!(told(&house, EMAIL).await.is_empty(), "the first time is how an account comes to be used");
    enrolled(&house, &own).await;
    let mut expected = vec!["An app for codes was added to your account."];
    assert_eq!(whats(&house, EMAIL).await, expected);
    for (path, fields, what) in [
        (
            "/c/linden-quay/account/factors/codes",
            &[][..],
            "Your recovery codes were made anew. The old ones open nothing any more.",
        ),
        (
            "/c/linden-quay/account/password",
            &[("current", PASSWORD), ("password", OTHER_PASSWORD)][..],
            "The password of your account was changed.",
        ),
        ("/c/linden-quay/account/factors/app/removal", &[][..], "The app for codes was removed from your account."),
    ] {
        house.later(1);
        let answer = own.post(path, fields).await;
        assert!([200, 303].contains(&answer.status) && !answer.location().contains("again"), "{path}");
        expected.push(what);
        assert_eq!(whats(&house, EMAIL).await, expected, "{path}");
    }
    // What happened, when, from where, what to do; nothing else, and nothing to press.
    let letters = told(&house, EMAIL).await;
    let letter = letters.last().unwrap();
    assert_eq!(letter.subject, "How you sign in at Clinic linden-quay");
    for part in ["When: ", "From: Firefox, network 198.51.100.0/24", "set a new password at once"] {
        assert!(letter.body.contains(part), "{part}: {}", letter.body);
    }
    for letter in &letters {
        for secret in ["http", EMAIL, PASSWORD, OTHER_PASSWORD, "198.51.100.4"] {
            assert!(!letter.body.contains(secret), "{secret}: {}", letter.body);
        }
    }
    let page = own.get(FACTORS).await.text;
    for what in expected {
        assert!(page.contains(what), "{what}: {page}");
    }
    // Kept for a year.
    house.later(366 * 24 * 60);
    house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    assert_eq!(house.rows().await["account_alert"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_and_network_never_seen_are_told_once() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let own = house.browser_from("198.51.100.4");
    own.sign_in(EMAIL, PASSWORD).await;
    // The browser that is known may come from anywhere, and another like it from the known network.
    let travelling = own.elsewhere("203.0.113.7");
    assert_eq!(travelling.sign_in(EMAIL, PASSWORD).await.status, 303);
    assert_eq!(house.browser_from("198.51.100.9").sign_in(EMAIL, PASSWORD).await.status, 303);
    assert!(told(&house, EMAIL).await.is_empty());
    let body = format!("email={EMAIL}&password={}", PASSWORD.replace(' ', "+"));
    let headers = [("user-agent", SAFARI), ("content-type", "application/x-www-form-urlencoded")];
    for _ in 0..2 {
        let stranger = house.browser_from("192.0.2.9");
        assert_eq!(stranger.send(Method::POST, SIGN_IN, &headers, &body).await.status, 303);
    }
    let letters = told(&house, EMAIL).await;
    assert_eq!(letters.len(), 1, "once, and then it is known");
    assert!(letters[0].body.contains("a browser and network we had not seen before"), "{}", letters[0].body);
    assert!(letters[0].body.contains("From: Safari, network 192.0.2.0/24"), "{}", letters[0].body);
    // A wrong password from anywhere tells nobody anything.
    house.browser_from("192.0.77.9").sign_in(EMAIL, "wrong").await;
    assert_eq!(told(&house, EMAIL).await.len(), 1);
    // After half a year nobody knows it any more.
    house.later(181 * 24 * 60);
    house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    assert_eq!(house.rows().await["known_device"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_tried_again_and_again_is_told_to_its_holder_once_a_day() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let look = async || house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    let tries = house.clinic.parameters.alert_tries;
    for _ in 1..tries {
        house.browser().sign_in(EMAIL, "wrong").await;
    }
    look().await;
    assert!(told(&house, EMAIL).await.is_empty(), "not yet");
    for email in [EMAIL, "nobody@example.org"] {
        for _ in 0..tries {
            house.browser().sign_in(email, "wrong").await;
        }
    }
    look().await;
    look().await;
    assert_eq!(whats(&house, EMAIL).await, ["Many wrong passwords were typed for your account."]);
    assert_eq!(told(&house, "nobody@example.org").await.len(), 0);
    // What is older than an hour is forgotten, and a day later it is told again.
    house.later(60);
    look().await;
    assert_eq!(house.rows().await["sign_in_miss"], 0);
    house.later(24 * 60);
    for _ in 0..tries {
        house.browser().sign_in(EMAIL, "wrong").await;
    }
    look().await;
    assert_eq!(told(&house, EMAIL).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_opens_very_many_records_is_noticed() {
    let house = TestHouse::open().await;
    let mut clinic = ground::Clinic::clone(&house.clinic);
    clinic.parameters.alert_reads = 20;
    house.house.update_clinic(clinic).await.unwrap();
    let edda = house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    house.staff("ida@example.org", "Ida Holm", Role::PrivacyOfficer).await;
    let mut colleagues = Vec::new();
    for n in 0..20 {
        let email: &'static str = format!("colleague{n}@example.org").leak();
        colleagues.push(house.staff(email, "Ben Lindqvist", Role::FrontDesk).await.person);
    }
    let clinic = house.house.clinic_by_slug("linden-quay").await.unwrap().unwrap();
    let manager = ground::Actor {
        who: ground::Who::Account { account: edda.account, person: edda.person },
        roles: ground::RoleSet::from(Role::Manager),
        shown_as: None,
    };
    let scope = ground::Scope::new(&house.house, clinic, manager, Purpose::Administration, "test");
    let own = scope.as_actor(ground::Actor::automatic()).for_purpose(Purpose::Operation);
    let look = async || own.write(identity::sweep).await.unwrap();
    let open = async |some: Vec<ground::PersonId>| {
        scope.read(move |tx| some.iter().try_for_each(|person| tx.open(*person).map(drop))).await.unwrap()
    };
    open(colleagues[1..].to_vec()).await;
    look().await;
    assert!(told(&house, "ida@example.org").await.is_empty(), "not yet");
    open(colleagues[..1].to_vec()).await;
    assert!(house.evidence("security.alerts").await.1, "it is looked for every ten minutes");
    house.later(30);
    let (figures, kept) = house.evidence("security.alerts").await;
    assert_eq!((figures["unnoticed"], kept), (1, false));
    look().await;
    look().await;
    assert_eq!(whats(&house, "ida@example.org").await, ["Edda Marsh opened 20 records within an hour."]);
    assert!(told(&house, "edda@example.org").await.is_empty(), "there is somebody who answers for it");
    let (figures, kept) = house.evidence("security.alerts").await;
    assert_eq!((figures["noted"], figures["untold"], figures["unnoticed"], kept), (1, 0, 0, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_of_what_happened_is_in_its_readers_language() {
    let house = TestHouse::open().await;
    let client = house.client(EMAIL).await;
    let arabic = move |tx: &mut ground::Tx<'_>| {
        let sql = "UPDATE account SET language = 'ar' WHERE clinic = $1 AND id = $2";
        tx.execute(sql, &ground::params![tx.clinic(), client.account])
    };
    house.scope(Purpose::Operation).write(arabic).await.unwrap();
    enrolled(&house, &house.signed_in(EMAIL).await).await;
    let letters = told(&house, EMAIL).await;
    assert!(letters[0].body.contains("أُضيف إلى حسابك تطبيق للرموز."), "{}", letters[0].body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_takes_lost_factors_off_an_account_and_its_holder_is_told() {
    let house = TestHouse::open().await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let ben = house.staff("ben@example.org", "Ben Lindqvist", Role::FrontDesk).await.account;
    let client = house.client(EMAIL).await.account;
    let manager = house.signed_in("edda@example.org").await;
    let own = house.signed_in("ben@example.org").await;
    let (seed, codes) = enrolled(&house, &own).await;
    enrolled(&house, &house.signed_in(EMAIL).await).await;
    let off = |account: ground::AccountId| format!("/c/linden-quay/accounts/{account}/factors/removal");
    // Nobody else, and the manager not by a browser left open.
    assert_eq!(own.post(&off(client), &[]).await.status, 403);
    assert_eq!(house.browser().post(&off(ben), &[]).await.status, 403);
    house.later(10);
    assert!(manager.post(&off(ben), &[]).await.location().contains("/account/again?"));
    assert_eq!(manager.post("/c/linden-quay/account/again", &[("password", PASSWORD)]).await.status, 303);
    let page = manager.get(&format!("/c/linden-quay/staff/{ben}")).await.text;
    assert!(page.contains(&off(ben)), "{page}");
    let done = manager.post(&off(ben), &[]).await;
    assert_eq!(done.location(), format!("/c/linden-quay/staff/{ben}?done=factors-removed"));
    assert_eq!(own.get(FACTORS).await.status, 303, "signed out everywhere");
    let what =
        "A manager of the clinic removed the codes and passkeys from your account, and signed you out everywhere.";
    assert!(whats(&house, "ben@example.org").await.contains(&what.to_owned()));
    // The password is still asked for, and alone enough again; nothing is left of what was lost.
    assert_eq!(house.browser().sign_in("ben@example.org", "wrong").await.status, 422);
    let again = house.signed_in("ben@example.org").await;
    for typed in [code(&house, &seed, 0), codes[0].clone()] {
        assert_eq!(again.post("/c/linden-quay/account/again", &[("code", &typed)]).await.status, 422);
    }
    assert_eq!(manager.post(&off(ben), &[]).await.status, 404, "nothing to take off");
    // A client's too, and never one's own.
    assert!(manager.post(&off(client), &[]).await.location().contains("/clients/per_"));
    assert_eq!(house.browser().sign_in(EMAIL, PASSWORD).await.status, 303);
    enrolled(&house, &manager).await;
    let edda = house
        .scope(Purpose::Operation)
        .read(|tx| identity::find_by_email(tx, "edda@example.org"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(manager.post(&off(edda.id), &[]).await.location(), FACTORS);
    assert_eq!(house.browser().sign_in("edda@example.org", PASSWORD).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_asks_a_second_factor_of_everyone_once_they_have_one() {
    let house = TestHouse::open().await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    house.staff("ben@example.org", "Ben Lindqvist", Role::FrontDesk).await;
    let (manager, ben) = (house.signed_in("edda@example.org").await, house.signed_in("ben@example.org").await);
    let ask = "/c/linden-quay/staff/second-factor";
    assert_eq!(ben.post(ask, &[("asked", "1")]).await.status, 403);
    let first = manager.post(ask, &[("asked", "1")]).await;
    assert_eq!(first.location(), "/c/linden-quay/staff?done=own-first");
    enrolled(&house, &manager).await;
    assert_eq!(manager.post(ask, &[("asked", "1")]).await.location(), "/c/linden-quay/staff?done=asked");
    let page = manager.get("/c/linden-quay/staff").await;
    assert!(page.status == 200 && page.text.contains("Leave it to each"), "{}", page.text);
    assert_eq!(ben.get("/c/linden-quay/account").await.status, 303, "whoever came by the password alone is outside");
    assert!(house.browser().sign_in("ben@example.org", PASSWORD).await.text.contains("One thing more"));
    let (figures, kept) = house.evidence("password.robust").await;
    assert_eq!((figures["accounts with a second factor"], figures["let in"], kept), (1, 0, true));
    assert_eq!(manager.post(ask, &[]).await.location(), "/c/linden-quay/staff?done=left");
    assert_eq!(house.browser().sign_in("ben@example.org", PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn factors_follow_their_account_when_two_records_are_merged_and_parted() {
    let house = TestHouse::at(AT).await;
    let (one, other) = (house.client(EMAIL).await.person, house.client("gideon@example.org").await.person);
    let (seed, codes) = enrolled(&house, &house.signed_in(EMAIL).await).await;
    let sign_in = async |typed: &str| {
        let browser = house.browser();
        let step = field(&browser.sign_in(EMAIL, PASSWORD).await.text, "step");
        browser.post(CODE, &[("step", &step), ("code", typed)]).await.status
    };
    let half_way = house.browser();
    let step = field(&half_way.sign_in(EMAIL, PASSWORD).await.text, "step");
    let merged = house.scope(Purpose::Operation).write(move |tx| tx.merge(one, other)).await.unwrap().unwrap();
    // What is sealed under the merged record's key is sealed under the other's now.
    assert_eq!(half_way.post(CODE, &[("step", &step), ("code", &code(&house, &seed, 0))]).await.status, 303);
    assert_eq!(sign_in(&codes[0]).await, 303);
    // And what is added meanwhile goes back with the account.
    let (own, mut device) = (half_way, Device::new(AT));
    assert!(make(&own, &mut device, "my phone").await.location().contains("passkey-added"));
    let codes = recovery(&own.post("/c/linden-quay/account/factors/codes", &[]).await.text);
    house.later(1);
    house.scope(Purpose::Operation).write(move |tx| tx.unmerge(merged)).await.unwrap().unwrap();
    assert_eq!(sign_in(&code(&house, &seed, 0)).await, 303);
    assert_eq!(sign_in(&codes[1]).await, 303);
    assert_eq!(show(&own, &mut device).await.location(), "/c/linden-quay/account");
    assert!(own.get(FACTORS).await.text.contains("my phone"), "it opens under the record that has it now");
    let scope = house.scope(Purpose::Operation);
    let of = scope.read(move |tx| -> ground::Result<Vec<String>> {
        let sql = "SELECT person FROM authenticator WHERE clinic = $1 UNION SELECT person FROM recovery_code WHERE clinic = $1
                   UNION SELECT person FROM known_device WHERE clinic = $1 UNION SELECT person FROM passkey WHERE clinic = $1 UNION SELECT person FROM account_alert WHERE clinic = $1";
        tx.query(sql, &ground::params![tx.clinic()])?.iter().map(|row| row.get("person")).collect()
    });
    assert_eq!(of.await.unwrap(), [one.to_string()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_and_left_is_swept() {
    let house = TestHouse::at("http://localhost:8080").await;
    house.client(EMAIL).await;
    house.client("gideon@example.org").await;
    enrolled(&house, &house.signed_in(EMAIL).await).await;
    house.browser().sign_in(EMAIL, PASSWORD).await;
    house.browser().post("/c/linden-quay/sign-in/passkey/challenge", &[]).await;
    house.signed_in("gideon@example.org").await.post("/c/linden-quay/account/factors/app", &[]).await;
    let count = async || {
        let rows = house.rows().await;
        ["sign_in_step", "passkey_ceremony", "authenticator"].map(|table| rows[table])
    };
    assert_eq!(count().await, [1, 1, 2]);
    house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    assert_eq!(count().await, [1, 1, 2], "what may still be gone on with stays");
    house.later(60);
    house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    assert_eq!(count().await, [0, 0, 1], "an app that was confirmed stays");
}
