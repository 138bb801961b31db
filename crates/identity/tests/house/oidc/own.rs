//! Linking an account elsewhere to one's own, and unlinking it.

use ground::Role;
use promise::Purpose;
use serde_json::json;

use super::{Kit, MANAGER, Trouble, here, leads_to};
use crate::kit::OTHER_PASSWORD;

const PAGE: &str = "/c/linden-quay/account/providers";

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_made_and_removed_by_its_holder_who_is_told_each_time() {
    let kit = Kit::open(&[]).await;
    kit.test.client("cleo@example.net").await;
    let browser = kit.test.signed_in("cleo@example.net").await;
    let page = browser.get(PAGE).await.text;
    assert!(page.contains("Linden staff") && page.contains("not linked"), "{page}");
    assert!(browser.get("/c/linden-quay/account").await.text.contains("/account/providers"));
    assert!(kit.link(&browser).await.location().ends_with("done=provider-linked"));
    assert!(browser.get(PAGE).await.text.contains("Unlink"));
    let removal = format!("{PAGE}/{}/removal", kit.provider);
    assert!(browser.post(&removal, &[]).await.location().ends_with("done=provider-unlinked"));
    assert_eq!(kit.test.rows().await["oidc_identity"], 0);
    assert_eq!(browser.post(&removal, &[]).await.status, 404);
    let letters = kit.test.letters().await;
    for said in ["was linked to yours", "no longer signs you in"] {
        assert!(letters.iter().any(|letter| letter.to == "cleo@example.net" && letter.body.contains(said)), "{said}");
    }
    // Unlinked, it signs nobody in.
    assert_eq!(super::came(&kit.sign_in(&kit.test.browser()).await), "unlinked");
}

#[tokio::test(flavor = "multi_thread")]
async fn both_ask_for_a_fresh_proof() {
    let kit = Kit::open(&[]).await;
    let browser = kit.test.signed_in(MANAGER).await;
    assert!(kit.link(&browser).await.location().ends_with("done=provider-linked"));
    kit.test.later(11);
    for path in [format!("{PAGE}/{}", kit.provider), format!("{PAGE}/{}/removal", kit.provider)] {
        assert!(browser.post(&path, &[]).await.location().contains("/account/again?next="), "{path}");
    }
    assert_eq!(kit.test.rows().await["oidc_identity"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_account_elsewhere_is_one_account_here() {
    let kit = Kit::open(&[]).await;
    kit.linked(MANAGER).await;
    kit.test.client("cleo@example.net").await;
    let cleo = kit.test.signed_in("cleo@example.net").await;
    assert!(kit.link(&cleo).await.location().ends_with("done=provider-elsewhere"));
    // And one account here has one there.
    kit.is(json!({"sub": "subject-2"}));
    let mia = kit.test.signed_in(MANAGER).await;
    assert!(kit.link(&mia).await.location().ends_with("done=provider-elsewhere"));
    assert_eq!(kit.test.rows().await["oidc_identity"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_session_that_left_is_linked() {
    let kit = Kit::open(&[]).await;
    kit.test.client("cleo@example.net").await;
    let browser = kit.test.signed_in("cleo@example.net").await;
    let left = browser.post(&format!("{PAGE}/{}", kit.provider), &[]).await;
    let back = here(&kit.standin.authorize(&leads_to(&left)).unwrap());
    // Somebody else signs in with that browser meanwhile.
    browser.sign_in(MANAGER, crate::kit::PASSWORD).await;
    assert!(browser.get(&back).await.location().ends_with("done=provider-failed"));
    assert_eq!(kit.test.rows().await["oidc_identity"], 0);
    // Nobody is linked to what could not be trusted.
    let browser = kit.test.signed_in("cleo@example.net").await;
    kit.trouble(Trouble::OthersKey);
    assert!(kit.link(&browser).await.location().ends_with("done=provider-failed"));
    assert_eq!(kit.test.rows().await["oidc_identity"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_way_in_is_not_taken_away() {
    let kit = Kit::open(&[("unknown", "group"), ("groups-front_desk", "Reception")]).await;
    kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true, "groups": ["Reception"]}));
    let browser = kit.test.browser();
    assert_eq!(kit.sign_in(&browser).await.status, 303);
    let removal = format!("{PAGE}/{}/removal", kit.provider);
    assert!(browser.post(&removal, &[]).await.location().ends_with("done=provider-last"));
    assert_eq!(kit.test.rows().await["oidc_identity"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_the_provider_is_not_for_links_nothing() {
    let kit = Kit::open(&[("for_clients", ""), ("domains", "linden.example")]).await;
    kit.test.client("cleo@example.net").await;
    let cleo = kit.test.signed_in("cleo@example.net").await;
    assert!(!cleo.get(PAGE).await.text.contains("Linden staff"));
    assert!(kit.link(&cleo).await.location().ends_with("done=provider-not-for-you"));
    kit.test.staff("ana@linden.example", "Ana Roe", Role::FrontDesk).await;
    let ana = kit.test.signed_in("ana@linden.example").await;
    kit.is(json!({"sub": "s-1", "email": "ana@other.example", "email_verified": true}));
    assert!(kit.link(&ana).await.location().ends_with("done=provider-not-for-you"));
    assert_eq!(kit.test.rows().await["oidc_identity"], 0);
    // Another clinic's people have none of it.
    let path = format!("/c/harbour-row/sign-in/with/{}", kit.provider);
    assert_eq!(kit.test.browser().post(&path, &[]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_somebody_is_elsewhere_stands_nowhere_in_clear() {
    let kit = Kit::open(&[]).await;
    kit.is(json!({"sub": "subject-in-clear"}));
    kit.linked(MANAGER).await;
    let read = |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<u8>> {
        tx.one("SELECT subject_token FROM oidc_identity WHERE clinic = $1", &ground::params![tx.clinic()])?
            .get("subject_token")
    };
    let kept = kit.test.scope(Purpose::Operation).read(read).await.unwrap();
    assert_eq!(kept.len(), 16, "a keyed token, which is no use elsewhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_nothing_but_an_account_elsewhere_is_told_how_to_show_who_they_are() {
    let kit = Kit::open(&[("unknown", "group"), ("groups-front_desk", "Reception")]).await;
    kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true, "groups": ["Reception"]}));
    let browser = kit.test.browser();
    kit.sign_in(&browser).await;
    kit.test.later(11);
    let again = browser.post(&format!("{PAGE}/{}/removal", kit.provider), &[]).await;
    let page = browser.get(again.location()).await;
    assert!(
        page.text.contains("You have no password here") && !page.text.contains("type=\"password\""),
        "{}",
        page.text
    );
    // A letter lets them set one, and then the link can go.
    browser.post("/c/linden-quay/forgotten", &[("email", "new@linden.example")]).await;
    let link = kit.test.newest_link("identity.reset", "new@linden.example").await;
    browser.post(&link, &[("password", crate::kit::OTHER_PASSWORD)]).await;
    let removal = browser.post(&format!("{PAGE}/{}/removal", kit.provider), &[]).await;
    assert!(removal.location().ends_with("done=provider-unlinked"), "{}", removal.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_goes_with_a_forgotten_password_and_where_a_manager_lets_somebody_back_in() {
    let kit = Kit::open(&[]).await;
    kit.test.staff("ben@linden.example", "Ben Ashe", Role::FrontDesk).await;
    kit.linked("ben@linden.example").await;
    let browser = kit.test.browser();
    browser.post("/c/linden-quay/forgotten", &[("email", "ben@linden.example")]).await;
    let link = kit.test.newest_link("identity.reset", "ben@linden.example").await;
    assert!(browser.get(&link).await.text.contains("accounts elsewhere that you linked are unlinked"));
    assert_eq!(browser.post(&link, &[("password", OTHER_PASSWORD)]).await.status, 303);
    assert_eq!(kit.test.rows().await["oidc_identity"], 0);
    let letters = kit.test.letters().await;
    let said = |letter: &ground::mail::Kept| letter.body.contains("no longer signs you in");
    assert!(letters.iter().any(|letter| letter.to == "ben@linden.example" && said(letter)));
    assert_eq!(super::came(&kit.sign_in(&kit.test.browser()).await), "unlinked");
    // Closed and opened again by a manager, nobody elsewhere signs in for them.
    assert!(kit.link(&browser).await.location().ends_with("done=provider-linked"));
    let manager = kit.test.signed_in(MANAGER).await;
    let list = manager.get("/c/linden-quay/staff").await.text;
    let ben = list.split("/staff/acc_").skip(1).find(|part| part.contains("Ben Ashe")).unwrap();
    let ben = format!("/c/linden-quay/staff/acc_{}", ben.split('"').next().unwrap());
    for what in ["deactivation", "activation"] {
        assert_eq!(manager.post(&format!("{ben}/{what}"), &[]).await.status, 303);
    }
    assert_eq!(super::came(&kit.sign_in(&kit.test.browser()).await), "unlinked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_takes_a_link_off_a_colleague_who_has_no_other_factor() {
    let kit = Kit::open(&[]).await;
    let ben = kit.test.staff("ben@linden.example", "Ben Ashe", Role::FrontDesk).await;
    kit.linked("ben@linden.example").await;
    let manager = kit.test.signed_in(MANAGER).await;
    let removal = format!("/c/linden-quay/accounts/{}/factors/removal", ben.account);
    let page = manager.get(&format!("/c/linden-quay/staff/{}", ben.account)).await.text;
    assert!(page.contains(&removal), "{page}");
    assert_eq!(manager.post(&removal, &[]).await.status, 303);
    assert_eq!(kit.test.rows().await["oidc_identity"], 0);
    assert_eq!(super::came(&kit.sign_in(&kit.test.browser()).await), "unlinked");
    // There is nothing left to take off.
    assert_eq!(manager.post(&removal, &[]).await.status, 404);
}
