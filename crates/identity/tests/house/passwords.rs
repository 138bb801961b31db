//! Passwords through every door that takes one.

use ground::{Clinic, Role};
use promise::Purpose;

use crate::kit::{OTHER_PASSWORD, PASSWORD, ROUNDS, TestHouse};

const EMAIL: &str = "ottoline@example.org";

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_of_fewer_rounds_is_raised_at_the_next_sign_in() {
    let house = TestHouse::open().await;
    let made = house.client(EMAIL).await;
    let mut clinic = Clinic::clone(&house.clinic);
    clinic.parameters.password_iterations = 3 * ROUNDS;
    house.house.update_clinic(clinic).await.unwrap();
    let scope = ground::Scope::new(
        &house.house,
        house.house.clinic_by_slug("linden-quay").await.unwrap().unwrap(),
        ground::Actor::automatic(),
        Purpose::Operation,
        "test",
    );
    let prove = house.house.evidence["password.hashed"];
    assert!(!scope.read(prove).await.unwrap().ok, "fewer rounds than set are a gap");
    let rounds = || async {
        scope.read(move |tx| identity::find_account(tx, made.account)).await.unwrap().password.unwrap().rounds()
    };
    assert_eq!(house.browser().sign_in(EMAIL, "wrong").await.status, 422);
    assert_eq!(rounds().await, ROUNDS);
    house.signed_in(EMAIL).await;
    assert_eq!(rounds().await, 3 * ROUNDS);
    assert!(scope.read(prove).await.unwrap().ok);
    house.signed_in(EMAIL).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_that_takes_a_new_password_refuses_a_weak_one() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let manager = house.signed_in("edda@example.org").await;
    let invite = [("name", "Ida Holm"), ("email", "ida@example.org"), ("role", "clinician")];
    assert_eq!(manager.post("/c/linden-quay/staff", &invite).await.status, 303);
    let invitation = house.newest_link("identity.invitation", "ida@example.org").await;
    house.browser().post("/c/linden-quay/forgotten", &[("email", EMAIL)]).await;
    let reset = house.newest_link("identity.reset", EMAIL).await;
    let browser = house.signed_in(EMAIL).await;
    for (weak, reason) in [
        ("short", "At least 12 characters"),
        ("password1234", "easy"),
        ("iloveyou1234567", ""),
        ("cliniclinden-quay", ""),
    ] {
        let signing_up = [("email", "new@example.org"), ("password", weak), ("age", "1")];
        for answer in [
            house.browser().post("/c/linden-quay/sign-up", &signing_up).await,
            house.browser().post(&reset, &[("password", weak)]).await,
            house.browser().post(&invitation, &[("password", weak)]).await,
            browser.post("/c/linden-quay/account/password", &[("current", PASSWORD), ("password", weak)]).await,
        ] {
            assert_eq!(answer.status, 422, "{weak}");
            assert!(answer.text.contains("id=\"e-password\""), "the reason stands beside the field: {weak}");
            assert!(!answer.text.contains(&format!("value=\"{weak}\"")), "a password never comes back");
            assert!(reason != "At least 12 characters" || answer.text.contains(reason), "{weak}");
        }
    }
    // One's own address is guessed first, also where it was never typed into the form.
    for (link, own) in [(&reset, "ottoline.example"), (&invitation, "idaholmidaholm")] {
        assert_eq!(house.browser().post(link, &[("password", own)]).await.status, 422, "{own}");
    }
    let (figures, kept) = house.evidence("password.robust").await;
    assert_eq!((figures["tried"], kept), (figures["refused"], true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_once_and_within_the_hour() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let elsewhere = house.signed_in(EMAIL).await;
    let ask = || async {
        house.browser().post("/c/linden-quay/forgotten", &[("email", "Ottoline@example.org")]).await;
        // The letter goes to the address as the account has it, however it was typed.
        house.newest_link("identity.reset", EMAIL).await
    };
    let (first, late) = (ask().await, ask().await);
    assert_eq!(house.browser().get(&first).await.status, 200);
    let browser = house.browser();
    assert_eq!(browser.post(&first, &[("password", OTHER_PASSWORD)]).await.status, 303);
    assert!(browser.session().is_some(), "whoever reads the mailbox is signed in");
    // Every other session and every other link ends.
    assert_eq!(elsewhere.get("/c/linden-quay/account").await.status, 303);
    for link in [&first, &late] {
        assert_eq!(house.browser().get(link).await.status, 410);
        assert_eq!(house.browser().post(link, &[("password", PASSWORD)]).await.status, 410);
    }
    assert_eq!(house.browser().sign_in(EMAIL, PASSWORD).await.status, 422);
    let expired = ask().await;
    house.later(60);
    assert_eq!(house.browser().get(&expired).await.status, 410);
    assert_eq!(house.browser().post(&expired, &[("password", PASSWORD)]).await.status, 410);
    assert_eq!(house.browser().get("/c/linden-quay/password/nonsense").await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_for_one_thing_does_another_in_no_way() {
    let house = TestHouse::open().await;
    house.browser().post("/c/linden-quay/sign-up", &[("email", EMAIL), ("password", PASSWORD), ("age", "1")]).await;
    let confirm = house.newest_link("identity.verification", EMAIL).await;
    let as_password = confirm.replace("/confirm/", "/password/");
    assert_eq!(house.browser().post(&as_password, &[("password", OTHER_PASSWORD)]).await.status, 410);
    // Nor in another clinic.
    let elsewhere = confirm.replace("linden-quay", "harbour-row");
    assert_eq!(house.browser().post(&elsewhere, &[("password", PASSWORD)]).await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_use_a_link_at_once_one_does() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    house.browser().post("/c/linden-quay/forgotten", &[("email", EMAIL)]).await;
    let link = house.newest_link("identity.reset", EMAIL).await;
    let mut tries = tokio::task::JoinSet::new();
    for n in 0..8 {
        let (browser, link) = (house.browser(), link.clone());
        tries.spawn(async move { browser.post(&link, &[("password", &format!("{OTHER_PASSWORD} {n}"))]).await.status });
    }
    let mut statuses = tries.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
}
