//! Setting a provider up.

use ground::Role;
use promise::Purpose;
use serde_json::json;

use super::{Kit, MANAGER, SECRET, Trouble, came, filled, set_up};
use crate::kit::TestHouse;

const PAGE: &str = "/c/linden-quay/staff/providers";

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_does_not_answer_as_it_should_is_not_set_up_and_the_page_says_why() {
    let kit = Kit::open(&[]).await;
    let manager = kit.test.signed_in(MANAGER).await;
    let other = super::Standin::start(kit.test.house.clock.clone()).await.unwrap();
    let issuer = other.issuer().to_owned();
    let slash = format!("{issuer}/");
    for (trouble, issuer, says) in [
        (Trouble::None, "http://provider.example", "must be reached by https"),
        (Trouble::None, "nothing", "must be reached by https"),
        (Trouble::None, "https://nowhere.invalid", "Nobody answers"),
        (Trouble::None, "http://127.0.0.1:1", "Nobody answers"),
        (Trouble::None, slash.as_str(), "calls itself by another address"),
        (Trouble::CallsItselfElse, &issuer, "calls itself by another address"),
        (Trouble::SendsElsewhere, &issuer, "no provider at that address"),
        (Trouble::KeysNoJson, &issuer, "list of keys"),
        (Trouble::KeysHuge, &issuer, "more than any provider"),
        (Trouble::KeysGone, &issuer, "no provider at that address"),
    ] {
        other.world().trouble = trouble;
        let answer = set_up(&manager, issuer, &[]).await;
        assert_eq!(answer.status, 422, "{trouble:?} {issuer}");
        assert!(answer.text.contains(says), "{trouble:?} {issuer}: {}", answer.text);
        assert!(
            answer.text.contains("Linden staff") && !answer.text.contains("of the client"),
            "filled, but for the secret"
        );
    }
    other.world().trouble = Trouble::None;
    other.world().says = json!({"id_token_signing_alg_values_supported": ["HS256"]});
    assert!(set_up(&manager, &issuer, &[]).await.text.contains("signs in no way that we trust"));
    assert_eq!(kit.test.rows().await["oidc_provider"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_wrong_comes_back_with_the_fault_beside_the_field() {
    let kit = Kit::open(&[]).await;
    let manager = kit.test.signed_in(MANAGER).await;
    let issuer = kit.standin.issuer().to_owned();
    for (change, says) in [
        (&[("name", "")][..], "form"),
        (&[("secret", "")], "form"),
        (&[("domains", "not a domain")], "not all domains"),
        (&[("for_staff", ""), ("for_clients", "")], "at least one"),
        (&[("unknown", "everybody")], "form"),
        (&[("unknown", "group")], "at least one group"),
        (&[("issuer", "https://accounts.google.com"), ("unknown", "request")], "your organisation’s domain"),
        (&[], "this issuer already"),
    ] {
        let answer = set_up(&manager, &issuer, change).await;
        assert!(answer.status == 422 && answer.text.contains(says), "{change:?}: {}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_says_in_words_what_is_wrong() {
    let kit = Kit::open(&[]).await;
    let manager = kit.test.signed_in(MANAGER).await;
    let path = format!("{PAGE}/{}", kit.provider);
    let works = manager.post(&format!("{path}/test"), &[]).await;
    assert!(manager.get(works.location()).await.text.contains("It answers as it should"));
    kit.trouble(Trouble::CallsItselfElse);
    let fault = manager.post(&format!("{path}/test"), &[]).await;
    assert!(manager.get(fault.location()).await.text.contains("calls itself by another address"));
    let page = manager.get(&path).await.text;
    assert!(page.contains("http://clinic.example/c/linden-quay/sign-in/return"), "{page}");
    assert!(!page.contains("of the client"), "the secret is never shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_asks_for_a_fresh_proof() {
    let kit = Kit::open(&[("unknown", "request")]).await;
    kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true}));
    assert_eq!(came(&kit.sign_in(&kit.test.browser()).await), "requested");
    let manager = kit.test.signed_in(MANAGER).await;
    let page = manager.get(PAGE).await.text;
    let request = page.split("/staff/providers/requests/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    kit.test.later(11);
    let one = format!("{PAGE}/{}", kit.provider);
    let again = |to: &str| assert!(to.contains("/account/again?next="), "{to}");
    again(manager.get(&format!("{PAGE}/new")).await.location());
    again(manager.get(&one).await.location());
    // A form with a secret in it is kept nowhere, and there is nothing to keep of an empty one.
    again(manager.post(PAGE, &filled("https://x.example", &[])).await.location());
    again(manager.post(&format!("{one}/removal"), &[]).await.location());
    let yes = [("answer", "yes"), ("name", "New"), ("role", "manager")];
    let change = filled("", &[("issuer", ""), ("secret", ""), ("working", "")]);
    for (path, fields) in [(one, change), (format!("{PAGE}/requests/{request}"), yes.to_vec())] {
        let asked = manager.post(&path, &fields).await;
        assert!(asked.status == 403 && asked.text.contains("Is it you?"), "{path}: {}", asked.text);
    }
    let rows = kit.test.rows().await;
    assert_eq!((rows["oidc_provider"], rows["oidc_request"], rows["account"]), (1, 1, 1));
    assert!(kit.test.browser().get("/c/linden-quay/sign-in").await.text.contains("Linden staff"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_secret_takes_the_place_of_the_old_one_and_a_change_without_one_keeps_it() {
    let kit = Kit::open(&[]).await;
    let browser = kit.linked(MANAGER).await;
    let manager = kit.test.signed_in(MANAGER).await;
    let path = format!("{PAGE}/{}", kit.provider);
    manager.post(&path, &filled("", &[("issuer", ""), ("secret", ""), ("name", "Another name")])).await;
    assert_eq!(kit.sign_in(&browser).await.location(), "/c/linden-quay/staff");
    manager.post(&path, &filled("", &[("issuer", ""), ("secret", "a wrong one")])).await;
    assert_eq!(came(&kit.sign_in(&kit.test.browser()).await), "failed");
    manager.post(&path, &filled("", &[("issuer", ""), ("secret", SECRET)])).await;
    assert_eq!(kit.sign_in(&kit.test.browser()).await.location(), "/c/linden-quay/staff");
    let sealed = |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<u8>> {
        tx.one("SELECT secret FROM oidc_provider WHERE clinic = $1", &ground::params![tx.clinic()])?.get("secret")
    };
    let sealed = kit.test.scope(Purpose::Operation).read(sealed).await.unwrap();
    assert!(!sealed.windows(8).any(|part| SECRET.as_bytes().windows(8).any(|own| own == part)), "it is sealed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_is_removed_with_every_link_and_everybody_who_waits() {
    let kit = Kit::open(&[("unknown", "request")]).await;
    kit.linked(MANAGER).await;
    kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true}));
    kit.sign_in(&kit.test.browser()).await;
    kit.press(&kit.test.browser()).await;
    let manager = kit.test.signed_in(MANAGER).await;
    let removed = manager.post(&format!("{PAGE}/{}/removal", kit.provider), &[]).await;
    assert!(removed.location().ends_with("done=provider-removed"), "{}", removed.text);
    let rows = kit.test.rows().await;
    for table in ["oidc_provider", "oidc_rule", "oidc_identity", "oidc_flow", "oidc_request"] {
        assert_eq!(rows[table], 0, "{table}");
    }
    assert_eq!(manager.get(&format!("{PAGE}/{}", kit.provider)).await.status, 404);
}

/// Where the installation itself is reached by TLS, a manager cannot have it ask around on its own machine.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_on_this_machine_is_asked_in_a_trial_only() {
    let test = TestHouse::at("https://clinic.example").await;
    let standin = super::Standin::start(test.house.clock.clone()).await.unwrap();
    test.staff(MANAGER, "Mia Held", Role::Manager).await;
    let manager = test.signed_in(MANAGER).await;
    let answer = set_up(&manager, standin.issuer(), &[]).await;
    assert!(answer.status == 422 && answer.text.contains("must be reached by https"), "{}", answer.text);
    assert_eq!(standin.world().discovered, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_hold_in_both_languages() {
    let kit = Kit::open(&[("unknown", "request")]).await;
    kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true}));
    kit.sign_in(&kit.test.browser()).await;
    let manager = kit.test.signed_in(MANAGER).await;
    kit.is(json!({"sub": "s-2"}));
    kit.link(&manager).await;
    for lang in ["en", "ar"] {
        for path in [
            "/sign-in?came=unlinked&",
            "/account/providers?done=provider-linked&",
            "/staff/providers?",
            "/staff/providers/new?kind=google&",
            &format!("/staff/providers/{}?fault=keys&", kit.provider),
        ] {
            let page = manager.get(&format!("/c/linden-quay{path}lang={lang}")).await;
            assert!(page.status == 200 && page.text.contains(&format!("lang=\"{lang}\"")), "{path} {lang}");
        }
    }
}
