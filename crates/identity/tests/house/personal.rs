//! Tokens that people make for programs of their own: as their holder, never more, and for no longer.

use axum::http::Method;
use ground::{Doorkeeper, Error, Refusal, Role, RoleSet, Who};
use identity::Keeper;
use promise::Purpose;

use crate::kit::{Browser, OTHER_PASSWORD, PASSWORD, TestHouse};
use crate::tokens::{API, request, unproven, who};

const PAGE: &str = "/c/linden-quay/account/tokens";

/// A token made on the page, as a header has it.
async fn make(browser: &Browser, reach: &str, days: &str) -> String {
    let made = browser.post(PAGE, &[("name", "my spreadsheet"), ("reach", reach), ("days", days)]).await;
    assert_eq!(made.status, 200, "{} {}", made.location(), made.text);
    let at = made.text.find("value=\"kwp_").unwrap() + 7;
    format!("Bearer {}", made.text[at..].split('"').next().unwrap())
}

fn ask(method: Method, bearer: &str) -> axum::http::request::Parts {
    request(method, API, &[("authorization", bearer)])
}

#[tokio::test(flavor = "multi_thread")]
async fn it_acts_as_its_holder_is_at_that_moment_and_says_that_it_is_a_token() {
    let house = TestHouse::open().await;
    let made = house.staff("ben@example.org", "Ben Ashe", Role::FrontDesk).await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let ben = house.signed_in("ben@example.org").await;
    let (reads, writes) = (make(&ben, "read", "7").await, make(&ben, "write", "90").await);
    let page = ben.get(PAGE).await.text;
    assert!(page.contains("my spreadsheet") && page.contains("last used never") && !page.contains("kwp_"), "{page}");
    let actor = who(&house, &ask(Method::GET, &reads)).await.unwrap().unwrap();
    assert_eq!(actor.roles, RoleSet::of(&[Role::FrontDesk, Role::PersonalRead]));
    assert_eq!(actor.account(), None, "it is nobody's account");
    assert_eq!(actor.person(), Some(made.person));
    let Who::Personal { person, token } = &actor.who else { panic!("{:?}", actor.who) };
    assert_eq!(actor.to_string(), format!("personal:{person}:{token}"));
    assert_eq!(ground::by_personal_token(&actor.to_string()), Some(made.person));
    let changing = who(&house, &ask(Method::POST, &reads)).await;
    assert!(matches!(changing, Err(Error::Refused(Refusal::ReadOnly))));
    let actor = who(&house, &ask(Method::POST, &writes)).await.unwrap().unwrap();
    assert_eq!(actor.roles, RoleSet::of(&[Role::FrontDesk, Role::PersonalRead, Role::PersonalWrite]));
    assert!(!ben.get(PAGE).await.text.contains("last used never"));
    // On no page, at no directory's door, in no other clinic.
    let on_page = request(Method::GET, "/c/linden-quay/account", &[("authorization", &writes)]);
    assert_eq!(who(&house, &on_page).await.unwrap(), None);
    let scim = request(Method::GET, "/c/linden-quay/scim/v2/Users", &[("authorization", &writes)]);
    assert!(matches!(who(&house, &scim).await, Err(Error::Refused(Refusal::Policy))));
    assert!(unproven(Keeper.who(&house.house, &house.other, &ask(Method::GET, &writes)).await));
    // Other roles are felt at once, and so is having none.
    let roles = |roles: &'static str| {
        let set = move |tx: &mut ground::Tx<'_>| -> ground::Result<u64> {
            let change = "UPDATE account SET roles = $3 WHERE clinic = $1 AND id = $2";
            tx.execute(change, &ground::params![tx.clinic(), made.account, roles])
        };
        let scope = house.scope(Purpose::Operation);
        async move { scope.write(set).await.unwrap() }
    };
    roles("clinician").await;
    let actor = who(&house, &ask(Method::GET, &reads)).await.unwrap().unwrap();
    assert_eq!(actor.roles, RoleSet::of(&[Role::Clinician, Role::PersonalRead]));
    for left in ["", "client"] {
        roles(left).await;
        assert!(matches!(who(&house, &ask(Method::GET, &reads)).await, Err(Error::Refused(Refusal::Policy))), "{left}");
    }
    roles("front_desk").await;
    house.later(7 * 24 * 60);
    assert!(unproven(who(&house, &ask(Method::GET, &reads)).await), "it ends");
    assert!(who(&house, &ask(Method::GET, &writes)).await.unwrap().is_some());
    house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    assert_eq!(house.rows().await["personal_token"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_made_only_by_whoever_showed_lately_who_they_are_and_they_are_written_to() {
    let house = TestHouse::open().await;
    house.staff("ben@example.org", "Ben Ashe", Role::FrontDesk).await;
    house.client("tove@example.org").await;
    let ben = house.signed_in("ben@example.org").await;
    make(&ben, "read", "7").await;
    let letters = house.letters().await;
    assert!(letters.iter().any(
        |letter| letter.to == "ben@example.org" && letter.body.contains("A token for a program of yours was made")
    ));
    let fields = |days: &'static str| [("name", "x"), ("reach", "read"), ("days", days)];
    for days in ["91", "0", "365", ""] {
        let answer = ben.post(PAGE, &fields(days)).await;
        assert!(answer.status == 422 && answer.text.contains("id=\"e-days\""), "{days}: {}", answer.status);
    }
    house.later(20);
    let late = ben.post(PAGE, &fields("7")).await;
    assert!(late.status == 403 && late.text.contains("Is it you?"), "{}", late.text);
    assert_eq!(ben.post("/c/linden-quay/account/again", &[("password", PASSWORD), ("next", PAGE)]).await.status, 303);
    make(&ben, "read", "7").await;
    // Clients make none.
    let tove = house.signed_in("tove@example.org").await;
    assert_eq!(tove.get(PAGE).await.status, 403);
    assert_eq!(tove.post(PAGE, &fields("7")).await.status, 403);
    assert!(!tove.get("/c/linden-quay/account").await.text.contains("/account/tokens"));
    // As many as one may, and no more.
    for _ in 2..20 {
        make(&ben, "read", "7").await;
    }
    let answer = ben.post(PAGE, &fields("7")).await;
    assert!(answer.status == 422 && answer.text.contains("as many as one may"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_with_a_new_password_with_the_account_and_where_its_holder_says_so() {
    let house = TestHouse::open().await;
    let made = house.staff("ben@example.org", "Ben Ashe", Role::FrontDesk).await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let comes = async |bearer: &str| who(&house, &ask(Method::GET, bearer)).await.is_ok();
    let ben = house.signed_in("ben@example.org").await;
    let bearer = make(&ben, "write", "90").await;
    // Revoked, and by nobody else.
    let edda = house.signed_in("edda@example.org").await;
    let page = ben.get(PAGE).await.text;
    let to = page
        .split("action=\"")
        .find_map(|rest| rest.split('"').next().filter(|to| to.ends_with("/revocation")))
        .unwrap();
    assert_eq!(edda.post(to, &[]).await.status, 404);
    assert!(comes(&bearer).await);
    assert_eq!(ben.post(to, &[]).await.status, 303);
    assert!(!comes(&bearer).await);
    // Signed out everywhere: only if they ask.
    let bearer = make(&ben, "write", "90").await;
    let account = ben.get("/c/linden-quay/account").await.text;
    assert!(account.contains("name=\"tokens\"") && account.contains("Your tokens for programs end."), "{account}");
    ben.post("/c/linden-quay/account/sign-out", &[]).await;
    assert!(comes(&bearer).await);
    let ben = house.signed_in("ben@example.org").await;
    ben.post("/c/linden-quay/account/sign-out", &[("tokens", "1")]).await;
    assert!(!comes(&bearer).await);
    // A new password.
    let ben = house.signed_in("ben@example.org").await;
    let bearer = make(&ben, "write", "90").await;
    let changed =
        ben.post("/c/linden-quay/account/password", &[("current", PASSWORD), ("password", OTHER_PASSWORD)]).await;
    assert_eq!(changed.status, 303, "{}", changed.text);
    assert!(!comes(&bearer).await);
    // The account.
    let bearer = make(&ben, "write", "90").await;
    let closed = edda.post(&format!("/c/linden-quay/staff/{}/deactivation", made.account), &[]).await;
    assert_eq!(closed.status, 303, "{}", closed.text);
    assert!(!comes(&bearer).await);
    assert_eq!(house.rows().await["personal_token"], 0, "and it does not come back when the account is opened again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_in_the_address_is_worth_nothing() {
    let house = TestHouse::open().await;
    house.staff("ben@example.org", "Ben Ashe", Role::FrontDesk).await;
    let ben = house.signed_in("ben@example.org").await;
    let bearer = make(&ben, "write", "90").await;
    let text = bearer.strip_prefix("Bearer ").unwrap();
    for (query, headers) in [
        (format!("access_token={text}"), vec![]),
        (format!("a=b&access%5Ftoken={text}"), vec![]),
        (format!("access_token={text}"), vec![("authorization", bearer.as_str())]),
    ] {
        let parts = request(Method::GET, &format!("{API}?{query}"), &headers);
        assert!(unproven(who(&house, &parts).await), "{query}");
    }
    assert!(who(&house, &ask(Method::GET, &bearer)).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_has_more_than_twenty_and_whoever_is_here_for_a_time_has_none() {
    let house = TestHouse::open().await;
    let made = house.staff("ben@example.org", "Ben Ashe", Role::FrontDesk).await;
    let ben = house.signed_in("ben@example.org").await;
    let bearer = make(&ben, "read", "7").await;
    for _ in 1..20 {
        make(&ben, "read", "7").await;
    }
    let more = ben.post(PAGE, &[("name", "one more"), ("reach", "read"), ("days", "7")]).await;
    assert!(more.status == 422 && more.text.contains("id=\"e-name\""), "{}", more.text);
    assert_eq!(house.rows().await["personal_token"], 20);
    // What somebody made before their account got an end is worth nothing from then on.
    assert!(who(&house, &ask(Method::GET, &bearer)).await.unwrap().is_some());
    let end = move |tx: &mut ground::Tx<'_>| -> ground::Result<u64> {
        let later = tx.now() + jiff::SignedDuration::from_hours(1);
        let sql = "UPDATE account SET ends_at = $3 WHERE clinic = $1 AND id = $2";
        tx.execute(sql, &ground::params![tx.clinic(), made.account, later])
    };
    house.scope(Purpose::Operation).write(end).await.unwrap();
    assert!(unproven(who(&house, &ask(Method::GET, &bearer)).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_worth_nothing_while_its_holders_account_is_closed() {
    let house = TestHouse::open().await;
    let made = house.staff("ben@example.org", "Ben Ashe", Role::FrontDesk).await;
    let bearer = make(&house.signed_in("ben@example.org").await, "read", "7").await;
    assert!(who(&house, &ask(Method::GET, &bearer)).await.unwrap().is_some());
    // Whatever became of the token itself.
    let close = move |tx: &mut ground::Tx<'_>| -> ground::Result<u64> {
        let sql = "UPDATE account SET deactivated_at = $3 WHERE clinic = $1 AND id = $2";
        tx.execute(sql, &ground::params![tx.clinic(), made.account, tx.now()])
    };
    house.scope(Purpose::Operation).write(close).await.unwrap();
    assert!(unproven(who(&house, &ask(Method::GET, &bearer)).await));
}
