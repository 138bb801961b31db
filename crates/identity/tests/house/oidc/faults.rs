//! What can be wrong with what a provider says, each tried through the real router: nobody is let in.

use serde_json::json;

use super::{Kit, MANAGER, Trouble, came, here};
use crate::kit::Browser;

async fn turned_away(kit: &Kit, browser: &Browser, trouble: Trouble) -> String {
    kit.trouble(trouble);
    let answer = kit.sign_in(browser).await;
    kit.trouble(Trouble::None);
    assert!(browser.session().is_none(), "{trouble:?} let somebody in");
    came(&answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_wrong_in_any_way_lets_nobody_in() {
    let kit = Kit::open(&[]).await;
    let browser = kit.linked(MANAGER).await;
    for trouble in [
        Trouble::Unsigned,
        Trouble::SharedKey,
        Trouble::OthersKey,
        Trouble::Changed,
        Trouble::OtherIssuer,
        Trouble::OtherAudience,
        Trouble::SeveralAudiences,
        Trouble::Expired,
        Trouble::Early,
        Trouble::Replayed,
        Trouble::OthersNonce,
        Trouble::OthersAccessToken,
        Trouble::TokenError,
        Trouble::TokenNoJson,
        Trouble::TokenElsewhere,
        Trouble::NamesAnother,
    ] {
        assert_eq!(turned_away(&kit, &browser, trouble).await, "failed", "{trouble:?}");
    }
    assert_eq!(turned_away(&kit, &browser, Trouble::Denied).await, "left");
    // And where nothing is wrong they come in.
    assert_eq!(kit.sign_in(&browser).await.location(), "/c/linden-quay/staff");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_does_not_say_who_it_is_about_lets_nobody_in() {
    let kit = Kit::open(&[]).await;
    let browser = kit.linked(MANAGER).await;
    for person in [json!({}), json!({"sub": ""}), json!({"sub": 7}), json!({"sub": null})] {
        kit.is(person.clone());
        assert_eq!(came(&kit.sign_in(&browser).await), "failed", "{person}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_counts_once_in_the_browser_that_left_and_for_ten_minutes() {
    let kit = Kit::open(&[]).await;
    let browser = kit.linked(MANAGER).await;
    // Another browser: somebody is to be signed in as somebody else.
    let back = here(&kit.standin.authorize(&kit.press(&browser).await).unwrap());
    let other = kit.test.browser();
    assert_eq!(came(&other.get(&back).await), "again");
    kit.press(&other).await;
    assert_eq!(came(&other.get(&back).await), "again", "a browser that left for itself is another still");
    assert_eq!(browser.get(&back).await.location(), "/c/linden-quay/staff");
    let asked = kit.standin.world().tokens_asked;
    // Twice.
    let twice = kit.test.browser();
    let back = here(&kit.standin.authorize(&kit.press(&twice).await).unwrap());
    let cookie = twice.cookie("keepwell_leaving").unwrap();
    assert_eq!(twice.get(&back).await.status, 303);
    let again =
        twice.send(axum::http::Method::GET, &back, &[("cookie", &format!("keepwell_leaving={cookie}"))], "").await;
    assert_eq!(came(&again), "again");
    assert_eq!(kit.standin.world().tokens_asked, asked + 1, "a state that is used up asks the provider nothing");
    // Too late.
    let late = kit.test.browser();
    let back = here(&kit.standin.authorize(&kit.press(&late).await).unwrap());
    kit.test.later(10);
    assert_eq!(came(&late.get(&back).await), "again");
    // Nothing, and nonsense.
    for query in ["", "?state=", "?code=x", "?state=x&code=y", "?state=a&state=b", "?error=access_denied"] {
        let answer = kit.test.browser().get(&format!("/c/linden-quay/sign-in/return{query}")).await;
        assert_eq!(came(&answer), "again", "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_another_browser_is_worth_nothing() {
    let kit = Kit::open(&[]).await;
    kit.linked(MANAGER).await;
    let (victim, thief) = (kit.test.browser(), kit.test.browser());
    let stolen = here(&kit.standin.authorize(&kit.press(&victim).await).unwrap());
    let own = here(&kit.standin.authorize(&kit.press(&thief).await).unwrap());
    let part = |path: &str, name: &str| {
        let query = path.split_once('?').unwrap().1;
        url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).unwrap().1.into_owned()
    };
    let mixed = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("code", &part(&stolen, "code"))
        .append_pair("state", &part(&own, "state"))
        .append_pair("iss", &part(&own, "iss"))
        .finish();
    let answer = thief.get(&format!("/c/linden-quay/sign-in/return?{mixed}")).await;
    assert_eq!(came(&answer), "failed", "the code is bound to the verifier of another");
    assert!(thief.session().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_not_known_is_asked_after_once_and_not_again_within_a_minute() {
    let kit = Kit::open(&[]).await;
    let browser = kit.linked(MANAGER).await;
    let asked = || kit.standin.world().keys_asked;
    let before = asked();
    kit.sign_in(&kit.test.browser()).await;
    assert_eq!(asked(), before, "known keys are not asked for");
    // The provider changes its key: it is found at once.
    kit.standin.rotate("ES256", "key-2").unwrap();
    assert_eq!(kit.sign_in(&kit.test.browser()).await.location(), "/c/linden-quay/staff");
    assert_eq!(asked(), before + 1);
    // Tokens from nowhere do not make us ask again and again.
    for _ in 0..3 {
        assert_eq!(turned_away(&kit, &browser, Trouble::UnknownKey).await, "failed");
    }
    assert_eq!(asked(), before + 1);
    kit.test.later(1);
    assert_eq!(turned_away(&kit, &browser, Trouble::UnknownKey).await, "failed");
    assert_eq!(asked(), before + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_withdrawn_counts_for_nothing_after_an_hour() {
    let kit = Kit::open(&[]).await;
    let browser = kit.linked(MANAGER).await;
    let asked = || {
        let world = kit.standin.world();
        (world.keys_asked, world.discovered)
    };
    let (keys, said) = asked();
    kit.test.later(59);
    kit.trouble(Trouble::KeysGone);
    assert_eq!(kit.sign_in(&kit.test.browser()).await.location(), "/c/linden-quay/sign-in?came=failed");
    assert!(asked().0 > keys && asked().1 > said);
    assert!(browser.session().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_are_huge_slow_or_no_keys_let_nobody_in_and_keep_nobody_waiting() {
    let kit = Kit::open(&[]).await;
    let browser = kit.linked(MANAGER).await;
    for trouble in [Trouble::KeysHuge, Trouble::KeysNoJson, Trouble::KeysSlow] {
        kit.test.later(61);
        let begun = std::time::Instant::now();
        assert_eq!(turned_away(&kit, &browser, trouble).await, "failed", "{trouble:?}");
        assert!(begun.elapsed().as_secs() < 15, "{trouble:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_became_another_is_not_gone_to() {
    let kit = Kit::open(&[]).await;
    let browser = kit.linked(MANAGER).await;
    for trouble in [Trouble::CallsItselfElse, Trouble::SendsElsewhere] {
        kit.test.later(61);
        kit.trouble(trouble);
        let answer = browser.post(&format!("/c/linden-quay/sign-in/with/{}", kit.provider), &[]).await;
        assert_eq!(came(&answer), "unreached", "{trouble:?}");
    }
    // A provider that says it names itself, and then does not.
    kit.trouble(Trouble::None);
    kit.standin.world().says = json!({"authorization_response_iss_parameter_supported": true});
    kit.test.later(61);
    let back = here(&kit.standin.authorize(&kit.press(&browser).await).unwrap());
    let (path, query) = back.split_once('?').unwrap();
    let without: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("iss=")).collect();
    assert_eq!(came(&browser.get(&format!("{path}?{}", without.join("&"))).await), "failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_shown_in_the_form_where_the_provider_takes_it_there() {
    let kit = Kit::open(&[]).await;
    let browser = kit.linked(MANAGER).await;
    kit.standin.world().says = json!({"token_endpoint_auth_methods_supported": ["client_secret_post"]});
    kit.test.later(61);
    assert_eq!(kit.sign_in(&browser).await.location(), "/c/linden-quay/staff");
}
