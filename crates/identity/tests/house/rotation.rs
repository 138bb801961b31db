//! Secrets made anew, keys that end or that nobody uses, and how often their use is written.

use axum::http::Method;
use ground::Role;
use identity::{Error, Reach, TokenId};
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

use crate::kit::{TestHouse, field};
use crate::tokens::{API, request, token, unproven, who};

async fn comes(house: &TestHouse, bearer: &str) -> bool {
    match who(house, &request(Method::GET, API, &[("authorization", bearer)])).await {
        Ok(Some(_)) => true,
        other => {
            assert!(unproven(other));
            false
        }
    }
}

async fn rotate(house: &TestHouse, id: TokenId, seen: i64, hours: i64) -> identity::Result<String> {
    let grace = SignedDuration::from_hours(hours);
    let scope = house.scope(Purpose::Administration);
    let (_, text) = scope.write(move |tx| identity::rotate_token(tx, id, seen, grace)).await?;
    Ok(format!("Bearer {}", text.0))
}

async fn stands(house: &TestHouse, id: TokenId) -> identity::ApiToken {
    house.scope(Purpose::Administration).read(move |tx| identity::find_token(tx, id)).await.unwrap()
}

async fn used_at(house: &TestHouse, id: TokenId) -> Option<Timestamp> {
    stands(house, id).await.last_used_at
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_before_goes_on_for_the_time_chosen_and_no_longer() {
    let house = TestHouse::open().await;
    let (id, first) = token(&house, Reach::Write, Some(30)).await;
    house.later(10 * 24 * 60);
    let second = rotate(&house, id, 0, 24).await.unwrap();
    assert!(comes(&house, &first).await && comes(&house, &second).await);
    let one = stands(&house, id).await;
    assert!(one.before.unwrap().used_at.is_some(), "which of the two is used is seen");
    let days = one.expires_at.unwrap().duration_since(house.house.clock.now()).as_hours() / 24;
    assert_eq!(days, 30, "it works as long again as it was made for");
    // Another one now would end the first without notice.
    assert!(matches!(rotate(&house, id, 1, 24).await, Err(Error::RotatedLately)));
    house.later(24 * 60);
    assert!(!comes(&house, &first).await && comes(&house, &second).await);
    // Ended at once.
    let third = rotate(&house, id, 1, 0).await.unwrap();
    assert!(!comes(&house, &second).await && comes(&house, &third).await);
    // The secret before ends no later than the key would have.
    let (short, last) = token(&house, Reach::Write, Some(1)).await;
    house.later(23 * 60);
    rotate(&house, short, 0, 7 * 24).await.unwrap();
    assert!(comes(&house, &last).await);
    house.later(60);
    assert!(!comes(&house, &last).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_make_it_anew_at_once_one_is_told() {
    let house = TestHouse::open().await;
    for hours in [0, 24] {
        let (id, first) = token(&house, Reach::Write, None).await;
        let (one, other) = tokio::join!(rotate(&house, id, 0, hours), rotate(&house, id, 0, hours));
        let (Ok(text), Err(Error::RotatedMeanwhile)) = (if one.is_ok() { (one, other) } else { (other, one) }) else {
            panic!("both made it anew, or neither");
        };
        assert!(comes(&house, &text).await, "whoever was told that it is the new one has it");
        assert_eq!(comes(&house, &first).await, hours > 0);
        assert_eq!(stands(&house, id).await.generation, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_makes_the_secret_anew_on_the_keys_page() {
    let house = TestHouse::open().await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let manager = house.signed_in("edda@example.org").await;
    let (id, first) = token(&house, Reach::Write, Some(365)).await;
    let page = format!("/c/linden-quay/tokens/{id}");
    let before = manager.get(&page).await.text;
    let generation = field(&before, "generation");
    let wrong = manager.post(&format!("{page}/rotation"), &[("generation", &generation), ("grace", "5")]).await;
    assert!(wrong.status == 422 && wrong.text.contains("id=\"e-grace\""), "{}", wrong.text);
    let made = manager.post(&format!("{page}/rotation"), &[("generation", &generation), ("grace", "24")]).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let at = made.text.find("value=\"kw_").unwrap() + 7;
    let second = format!("Bearer {}", made.text[at..].split('"').next().unwrap());
    assert!(comes(&house, &first).await && comes(&house, &second).await);
    let after = manager.get(&page).await.text;
    assert!(after.contains("The secret before") && !after.contains("kw_"), "{after}");
    // The same form again, or another tab's: it says so, and nothing ends.
    let again = manager.post(&format!("{page}/rotation"), &[("generation", &generation), ("grace", "0")]).await;
    assert!(again.status == 422 && again.text.contains("since you opened this page"), "{}", again.text);
    assert!(comes(&house, &first).await && comes(&house, &second).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_ends_soon_or_that_nobody_uses_is_told_to_the_managers_once() {
    let house = TestHouse::open().await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    house.staff("ben@example.org", "Ben Ashe", Role::FrontDesk).await;
    let (ending, bearer) = token(&house, Reach::Write, Some(100)).await;
    let told = async || {
        house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
        let letters = house.letters().await;
        letters
            .iter()
            .filter(|letter| letter.subject.contains("key for programs"))
            .map(|one| (one.to.clone(), one.body.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(told().await, [], "a new key is nothing to tell");
    house.later(85 * 24 * 60);
    assert!(comes(&house, &bearer).await);
    assert_eq!(told().await, [], "not before it ends soon");
    house.later(2 * 24 * 60);
    let letters = told().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert!(letters[0].0 == "edda@example.org" && letters[0].1.contains("ends in 13 days"), "{letters:?}");
    assert!(letters[0].1.contains("our website"));
    house.later(24 * 60);
    assert_eq!(told().await.len(), 1, "once");
    // Made anew it has time again; then nobody uses it.
    rotate(&house, ending, 0, 0).await.unwrap();
    house.later(89 * 24 * 60);
    let letters = told().await;
    assert_eq!(letters.len(), 3, "{letters:?}");
    assert!(letters.iter().any(|letter| letter.1.contains("Nobody has used")), "{letters:?}");
    let page = house.signed_in("edda@example.org").await.get("/c/linden-quay/tokens").await.text;
    assert!(page.contains("Unused for 92 days") && page.contains("Ends in 11 days"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_requests_write_their_use_once_a_minute() {
    let house = TestHouse::open().await;
    let (id, bearer) = token(&house, Reach::Write, None).await;
    let mut seen = Vec::new();
    for _ in 0..100 {
        assert!(comes(&house, &bearer).await);
        seen.extend(used_at(&house, id).await);
        house.house.clock.set(house.house.clock.now() + SignedDuration::from_secs(1));
    }
    seen.dedup();
    assert_eq!(seen.len(), 2, "a hundred seconds are two minutes begun: {seen:?}");
    // At once, too: those who find it due at the same time find it done when their turn to write comes.
    house.later(5);
    let parts = request(Method::GET, API, &[("authorization", &bearer)]);
    let all: Vec<_> = (0..100).map(|_| who(&house, &parts)).collect();
    for one in futures_util::future::join_all(all).await {
        assert!(one.unwrap().is_some());
    }
    assert_eq!(used_at(&house, id).await, Some(house.house.clock.now()));
}
