//! Keys for other programs, and the door between pages and API.

use axum::http::Method;
use axum::http::Request;
use axum::http::request::Parts;
use ground::{Actor, Doorkeeper, Error, OnlyReads, Refusal, Role, RoleSet, Who};
use identity::{Keeper, NewToken, Reach};
use promise::Purpose;

use crate::kit::TestHouse;

pub fn request(method: Method, path: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut parts = request.body(()).unwrap().into_parts().0;
    if parts.method == Method::GET {
        // As the guard does with a route that only reads.
        parts.extensions.insert(OnlyReads);
    }
    parts
}

/// Turned away, because the key does not hold.
pub fn unproven(outcome: ground::Result<Option<Actor>>) -> bool {
    matches!(outcome, Err(Error::Refused(Refusal::Unproven)))
}

pub async fn who(house: &TestHouse, parts: &Parts) -> ground::Result<Option<Actor>> {
    Keeper.who(&house.house, &house.clinic, parts).await
}

pub async fn token(house: &TestHouse, reach: Reach, days: Option<u32>) -> (identity::TokenId, String) {
    let new = NewToken { label: "our website".to_owned(), roles: RoleSet::from(Role::FrontDesk), reach, days };
    let (id, text) =
        house.scope(Purpose::Administration).write(move |tx| identity::create_token(tx, &new)).await.unwrap();
    assert!(text.0.starts_with("kw_") && !format!("{text:?}").contains("kw_"));
    (id, format!("Bearer {}", text.0))
}

pub const API: &str = "/api/v1/clinics/linden-quay/services";

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_the_api_and_no_page_and_a_session_a_page_and_no_api() {
    let house = TestHouse::open().await;
    let (id, bearer) = token(&house, Reach::Write, None).await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let cookie = format!("keepwell_session={}", house.signed_in("edda@example.org").await.session().unwrap());
    let by_key = who(&house, &request(Method::GET, API, &[("authorization", &bearer)])).await.unwrap().unwrap();
    assert_eq!(by_key.who, Who::Token { label: id.to_string() });
    assert_eq!(by_key.roles, RoleSet::of(&[Role::Integration, Role::FrontDesk]));
    let page = "/c/linden-quay/account";
    assert_eq!(who(&house, &request(Method::GET, page, &[("authorization", &bearer)])).await.unwrap(), None);
    assert_eq!(who(&house, &request(Method::GET, API, &[("cookie", &cookie)])).await.unwrap(), None);
    let by_cookie = who(&house, &request(Method::GET, page, &[("cookie", &cookie)])).await.unwrap().unwrap();
    assert_eq!(by_cookie.shown_as.as_deref(), Some("Edda Marsh"));
    // Nor in the other clinic.
    let elsewhere = request(Method::GET, API, &[("authorization", &bearer)]);
    assert!(unproven(Keeper.who(&house.house, &house.other, &elsewhere).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_does_what_it_may_as_long_as_it_may() {
    let house = TestHouse::open().await;
    let (_, reads) = token(&house, Reach::Read, Some(30)).await;
    let (_, writes) = token(&house, Reach::Write, None).await;
    let ask = |method: Method, bearer: &str| request(method, API, &[("authorization", bearer)]);
    assert!(who(&house, &ask(Method::GET, &reads)).await.unwrap().is_some());
    let changing = who(&house, &ask(Method::POST, &reads)).await;
    assert!(matches!(changing, Err(Error::Refused(Refusal::ReadOnly))), "a key for reading changes nothing");
    let mut question = ask(Method::POST, &reads);
    question.extensions.insert(OnlyReads);
    assert!(who(&house, &question).await.unwrap().is_some(), "and asks whatever changes nothing");
    assert!(who(&house, &ask(Method::POST, &writes)).await.unwrap().is_some());
    for wrong in
        ["Bearer kw_", "Bearer nonsense", "Basic dTpw", &writes[..writes.len() - 1], &writes.replace("kw_", "")]
    {
        assert!(unproven(who(&house, &ask(Method::GET, wrong)).await), "{wrong}");
    }
    house.later(30 * 24 * 60);
    assert!(unproven(who(&house, &ask(Method::GET, &reads)).await));
    assert!(who(&house, &ask(Method::GET, &writes)).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_makes_a_key_sees_it_once_and_revokes_it() {
    let house = TestHouse::open().await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let manager = house.signed_in("edda@example.org").await;
    let fields = [("label", "our website"), ("role", "front_desk"), ("reach", "write"), ("days", "90")];
    let answer = manager.post("/c/linden-quay/tokens", &fields).await;
    assert_eq!(answer.status, 200);
    let at = answer.text.find("value=\"kw_").unwrap() + 7;
    let text = answer.text[at..].split('"').next().unwrap().to_owned();
    let list = manager.get("/c/linden-quay/tokens").await.text;
    assert!(list.contains("our website") && !list.contains("kw_") && list.contains("22 February 2027"), "{list}");
    let bearer = format!("Bearer {text}");
    let ask = request(Method::GET, API, &[("authorization", &bearer)]);
    assert!(who(&house, &ask).await.unwrap().is_some());
    let page =
        list.split("href=\"").find_map(|rest| rest.split('"').next().filter(|to| to.contains("/tokens/tok_"))).unwrap();
    let one = manager.get(page).await.text;
    assert!(one.contains("our website") && one.contains("Edda Marsh") && !one.contains("kw_"), "{one}");
    let button = &format!("{page}/revocation");
    assert_eq!(manager.post(button, &[]).await.status, 303);
    assert!(unproven(who(&house, &ask).await));
    assert_eq!(manager.post(button, &[]).await.status, 404);
    for (fields, fault) in [
        ([("label", ""), ("role", "front_desk"), ("days", "90")], "e-label"),
        ([("label", "x"), ("role", "operator"), ("days", "90")], "e-role"),
        ([("label", "x"), ("role", "front_desk"), ("days", "91")], "e-days"),
    ] {
        let answer = manager.post("/c/linden-quay/tokens", &fields).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains(&format!("id=\"{fault}\"")), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directorys_key_has_no_roles_and_opens_one_door_and_no_other_key_opens_that() {
    let house = TestHouse::open().await;
    const DOOR: &str = "/c/linden-quay/scim/v2/Users";
    let (id, scim) = token(&house, Reach::Scim, None).await;
    let stands = house.scope(Purpose::Administration).read(move |tx| identity::find_token(tx, id)).await.unwrap();
    assert!(stands.roles.is_empty(), "none is kept of those that somebody would give it");
    let at = |path: &str, bearer: &str| request(Method::GET, path, &[("authorization", bearer)]);
    let directory = who(&house, &at(DOOR, &scim)).await.unwrap().unwrap();
    assert_eq!(directory.roles, RoleSet::from(Role::Directory), "the roles that somebody would give it are not its");
    assert!(matches!(who(&house, &at(API, &scim)).await, Err(Error::Refused(Refusal::Policy))));
    assert_eq!(who(&house, &at("/c/linden-quay/staff", &scim)).await.unwrap(), None);
    for reach in [Reach::Read, Reach::Write] {
        let (_, other) = token(&house, reach, None).await;
        assert!(matches!(who(&house, &at(DOOR, &other)).await, Err(Error::Refused(Refusal::Policy))));
    }
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let browser = house.signed_in("edda@example.org").await;
    let cookie = format!("keepwell_session={}", browser.session().unwrap());
    assert_eq!(who(&house, &request(Method::GET, DOOR, &[("cookie", &cookie)])).await.unwrap(), None);
    // The page that makes keys gives one no roles either, and says why.
    let fields = [("label", "Entra ID"), ("role", "front_desk"), ("reach", "scim"), ("days", "90")];
    let answer = browser.post("/c/linden-quay/tokens", &fields).await;
    assert!(answer.status == 422 && answer.text.contains("id=\"e-role\""), "{}", answer.text);
    let made = browser.post("/c/linden-quay/tokens", &[("label", "Entra ID"), ("reach", "scim"), ("days", "90")]).await;
    assert!(made.status == 200 && made.text.contains("say who works here"), "{}", made.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_sent_twice_is_none() {
    let house = TestHouse::open().await;
    let ((_, one), (_, other)) = (token(&house, Reach::Write, None).await, token(&house, Reach::Write, None).await);
    for second in [&one, &other] {
        let both = request(Method::GET, API, &[("authorization", &one), ("authorization", second)]);
        assert!(unproven(who(&house, &both).await));
    }
}
