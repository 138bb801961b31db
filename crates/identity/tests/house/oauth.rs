//! Clients of OAuth 2: what they are given, and every way in which they are not.

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ground::web::LimitSettings;
use ground::{Doorkeeper, Role, RoleSet, Who};
use identity::{Keeper, NewToken, Reach, TokenId};
use jiff::SignedDuration;
use promise::Purpose;
use serde_json::Value;

use crate::kit::{Answer, Browser, TestHouse};
use crate::tokens::{API, request, unproven, who};

const TOKEN: &str = "/c/linden-quay/oauth/token";
const REVOKE: &str = "/c/linden-quay/oauth/revoke";

struct Client {
    id: TokenId,
    secret: String,
}

impl Client {
    fn basic(&self) -> String {
        format!("Basic {}", STANDARD.encode(format!("{}:{}", self.id, self.secret)))
    }
}

async fn client(house: &TestHouse, reach: Reach, days: Option<u32>) -> Client {
    let new = NewToken { label: "bookkeeping".to_owned(), roles: RoleSet::from(Role::FrontDesk), reach, days };
    let scope = house.scope(Purpose::Administration);
    let (id, text) = scope.write(move |tx| identity::create_client(tx, &new)).await.unwrap();
    Client { id, secret: text.0 }
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Sends a program's form.
async fn send(browser: &Browser, path: &str, basic: Option<&str>, body: &str) -> (Answer, Value) {
    let mut headers = vec![FORM];
    headers.extend(basic.map(|basic| ("authorization", basic)));
    let answer = browser.send(Method::POST, path, &headers, body).await;
    let json = serde_json::from_str(&answer.text).unwrap_or(Value::Null);
    (answer, json)
}

async fn given(house: &TestHouse, client: &Client, scope: &str) -> String {
    let body = format!("grant_type=client_credentials{scope}");
    let (answer, json) = send(&house.browser(), TOKEN, Some(&client.basic()), &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    format!("Bearer {}", json["access_token"].as_str().unwrap())
}

fn ask(method: Method, bearer: &str) -> axum::http::request::Parts {
    request(method, API, &[("authorization", bearer)])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_given_a_key_for_a_quarter_of_an_hour_and_comes_with_it() {
    let house = TestHouse::open().await;
    let client = client(&house, Reach::Write, None).await;
    assert!(client.secret.starts_with("kws_"));
    let browser = house.browser();
    let post = format!("grant_type=client_credentials&client_id={}&client_secret={}", client.id, client.secret);
    for (basic, body) in [
        (Some(client.basic()), "grant_type=client_credentials".to_owned()),
        (None, post),
        (Some(client.basic()), format!("grant_type=client_credentials&scope=&client_id={}", client.id)),
    ] {
        let (answer, json) = send(&browser, TOKEN, basic.as_deref(), &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.headers["pragma"], "no-cache");
        assert_eq!(answer.headers["content-type"], "application/json");
        assert_eq!(
            (&json["token_type"], &json["expires_in"], &json["scope"]),
            (&"Bearer".into(), &900.into(), &"read write".into())
        );
        let bearer = format!("Bearer {}", json["access_token"].as_str().unwrap());
        let actor = who(&house, &ask(Method::POST, &bearer)).await.unwrap().unwrap();
        assert_eq!(actor.who, Who::Token { label: client.id.to_string() });
        assert_eq!(actor.roles, RoleSet::of(&[Role::Integration, Role::FrontDesk]));
        // Neither on a page nor in the other clinic.
        let page = request(Method::GET, "/c/linden-quay/account", &[("authorization", &bearer)]);
        assert_eq!(who(&house, &page).await.unwrap(), None);
        assert!(unproven(Keeper.who(&house.house, &house.other, &ask(Method::GET, &bearer)).await));
    }
    let bearer = given(&house, &client, "").await;
    house.house.clock.set(house.house.clock.now() + SignedDuration::from_secs(899));
    assert!(who(&house, &ask(Method::GET, &bearer)).await.unwrap().is_some());
    house.house.clock.set(house.house.clock.now() + SignedDuration::from_secs(1));
    assert!(unproven(who(&house, &ask(Method::GET, &bearer)).await));
    // What ended is swept away.
    house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    assert_eq!(house.rows().await["access_token"], 0);
    // A client's secret is no key.
    assert!(unproven(who(&house, &ask(Method::GET, &format!("Bearer {}", client.secret))).await));
    assert!(unproven(
        who(&house, &ask(Method::GET, &format!("Bearer {}", client.secret.replace("kws_", "kw_")))).await
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_narrows_and_never_widens() {
    let house = TestHouse::open().await;
    let (writes, reads) = (client(&house, Reach::Write, None).await, client(&house, Reach::Read, None).await);
    let narrow = given(&house, &writes, "&scope=read").await;
    assert!(who(&house, &ask(Method::GET, &narrow)).await.unwrap().is_some());
    let changing = who(&house, &ask(Method::POST, &narrow)).await;
    assert!(matches!(changing, Err(ground::Error::Refused(ground::Refusal::ReadOnly))));
    for (client, scope) in
        [(&reads, "write"), (&reads, "read+write"), (&writes, "scim"), (&writes, "admin"), (&reads, "READ")]
    {
        let body = format!("grant_type=client_credentials&scope={scope}");
        let (answer, json) = send(&house.browser(), TOKEN, Some(&client.basic()), &body).await;
        assert_eq!((answer.status, &json["error"]), (400, &"invalid_scope".into()), "{scope}");
    }
    // A directory comes so too, to its own door and no other.
    let directory = client(&house, Reach::Scim, None).await;
    let scim = given(&house, &directory, "").await;
    let door = request(Method::GET, "/c/linden-quay/scim/v2/Users", &[("authorization", &scim)]);
    assert_eq!(who(&house, &door).await.unwrap().unwrap().roles, RoleSet::from(Role::Directory));
    assert!(who(&house, &ask(Method::GET, &scim)).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_is_said_as_the_standard_says_it() {
    let house = TestHouse::open().await;
    let client = client(&house, Reach::Write, None).await;
    let (id, secret, basic) = (client.id.to_string(), client.secret.clone(), client.basic());
    let wrong = format!("Basic {}", STANDARD.encode(format!("{id}:kws_{}", "A".repeat(43))));
    let nobody = format!("Basic {}", STANDARD.encode(format!("tok_00000000000000000000000000:{secret}")));
    let bearer = format!("Bearer {secret}");
    let grant = "grant_type=client_credentials";
    let (twice, both) = (format!("{grant}&{grant}"), format!("{grant}&client_id={id}&client_secret={secret}"));
    let (unknown_twice, other_id) = (format!("{grant}&x=1&x="), format!("{grant}&client_id=tok_1"));
    let (secret_alone, id_alone) = (format!("{grant}&client_secret={secret}"), format!("{grant}&client_id={id}"));
    let long = format!("{grant}&x={}", "y".repeat(9_000));
    let cases: &[(Option<&str>, &str, u16, &str)] = &[
        (Some(&wrong), grant, 401, "invalid_client"),
        (Some(&nobody), grant, 401, "invalid_client"),
        (Some(&bearer), grant, 401, "invalid_client"),
        (Some("Basic ???"), grant, 401, "invalid_client"),
        (Some("Basic"), grant, 401, "invalid_client"),
        (None, grant, 401, "invalid_client"),
        (None, &secret_alone, 401, "invalid_client"),
        (None, &id_alone, 401, "invalid_client"),
        (Some(&basic), "", 400, "invalid_request"),
        (Some(&basic), "grant_type=", 400, "invalid_request"),
        (Some(&basic), "grant_type=password&username=a&password=b", 400, "unsupported_grant_type"),
        (Some(&wrong), "grant_type=password", 401, "invalid_client"),
        (Some(&basic), &twice, 400, "invalid_request"),
        (Some(&basic), &unknown_twice, 400, "invalid_request"),
        (Some(&basic), &both, 400, "invalid_request"),
        (Some(&basic), &other_id, 400, "invalid_request"),
        (Some(&basic), &long, 400, "invalid_request"),
    ];
    let browser = house.browser();
    for (basic, body, status, error) in cases {
        let (answer, json) = send(&browser, TOKEN, *basic, body).await;
        assert_eq!((answer.status, json["error"].as_str()), (*status, Some(*error)), "{basic:?} {body}");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.headers.contains_key("www-authenticate"), *status == 401);
        if *status == 401 {
            assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Basic realm="));
        }
    }
    // Nothing in the address, no other kind of body, the header once.
    let (answer, json) = send(&browser, &format!("{TOKEN}?{grant}"), Some(&basic), grant).await;
    assert_eq!((answer.status, &json["error"]), (400, &"invalid_request".into()));
    let json_body = [("content-type", "application/json"), ("authorization", basic.as_str())];
    assert_eq!(browser.send(Method::POST, TOKEN, &json_body, "{}").await.status, 400);
    let two = [FORM, ("authorization", basic.as_str()), ("authorization", basic.as_str())];
    assert_eq!(browser.send(Method::POST, TOKEN, &two, grant).await.status, 400);
    // At another clinic's door it is nobody.
    let (answer, json) = send(&browser, "/c/harbour-row/oauth/token", Some(&basic), grant).await;
    assert_eq!((answer.status, &json["error"]), (401, &"invalid_client".into()));
    assert_eq!(house.rows().await["access_token"], 0, "nothing was given to any of them");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_was_given_ends_with_it_and_by_its_own_word() {
    let house = TestHouse::open().await;
    let (one, other) = (client(&house, Reach::Write, None).await, client(&house, Reach::Write, None).await);
    let comes = async |bearer: &str| who(&house, &ask(Method::GET, bearer)).await.is_ok();
    let (first, second) = (given(&house, &one, "").await, given(&house, &one, "").await);
    let text = first.strip_prefix("Bearer ").unwrap();
    let browser = house.browser();
    // Another client's word ends nothing, and it does not learn whether there was such a key.
    for (client, token, ends) in
        [(&other, text, false), (&one, "kwa_nonsense", false), (&one, text, true), (&one, text, true)]
    {
        let body = format!("token={token}&token_type_hint=access_token");
        let (answer, _) = send(&browser, REVOKE, Some(&client.basic()), &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(comes(&first).await, !ends);
    }
    assert!(comes(&second).await);
    let (answer, json) = send(&browser, REVOKE, Some(&one.basic()), "").await;
    assert_eq!((answer.status, &json["error"]), (400, &"invalid_request".into()));
    let (answer, json) = send(&browser, REVOKE, None, &format!("token={text}")).await;
    assert_eq!((answer.status, &json["error"]), (401, &"invalid_client".into()));
    // Made anew with the secret before going on, what was given goes on; ended at once, it ends.
    let scope = house.scope(Purpose::Administration);
    let id = one.id;
    let anew = async |seen: i64, hours: i64| {
        let grace = SignedDuration::from_hours(hours);
        scope.write(move |tx| identity::rotate_token(tx, id, seen, grace)).await.unwrap().1.0
    };
    let secret = anew(0, 1).await;
    assert!(secret.starts_with("kws_"));
    let renewed = Client { id, secret };
    assert!(comes(&second).await && comes(&given(&house, &one, "").await).await);
    assert!(comes(&given(&house, &renewed, "").await).await);
    let secret = anew(1, 0).await;
    assert!(!comes(&second).await);
    for gone in [&one, &renewed] {
        let (answer, _) = send(&browser, TOKEN, Some(&gone.basic()), "grant_type=client_credentials").await;
        assert_eq!(answer.status, 401);
    }
    let renewed = Client { id, secret };
    let last = given(&house, &renewed, "").await;
    scope.write(move |tx| identity::revoke_token(tx, id)).await.unwrap();
    assert!(!comes(&last).await, "at once");
    let (answer, _) = send(&browser, TOKEN, Some(&renewed.basic()), "grant_type=client_credentials").await;
    assert_eq!(answer.status, 401);
    // One that ends sooner gives nothing that outlives it.
    let short = client(&house, Reach::Read, Some(1)).await;
    house.later(24 * 60 - 5);
    let bearer = given(&house, &short, "").await;
    house.later(5);
    assert!(!comes(&bearer).await);
    let (answer, _) = send(&browser, TOKEN, Some(&short.basic()), "grant_type=client_credentials").await;
    assert_eq!(answer.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_secrets_are_limited_where_they_come_from_and_told_to_the_managers() {
    let house = TestHouse::with(LimitSettings::default()).await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let client = client(&house, Reach::Write, None).await;
    let wrong = format!("Basic {}", STANDARD.encode(format!("{}:kws_{}", client.id, "A".repeat(43))));
    let grant = "grant_type=client_credentials";
    let mut refused = 0;
    // From several networks: each has its tries.
    for network in 0..5 {
        let here = house.browser_from(&format!("203.0.{network}.9"));
        for _ in 0..40 {
            let (answer, _) = send(&here, TOKEN, Some(&wrong), grant).await;
            refused += u32::from(answer.status == 429);
            assert!(answer.status == 401 || (answer.status == 429 && answer.headers.contains_key("retry-after")));
        }
    }
    assert!(refused > 0, "nobody tries for ever");
    let elsewhere = house.browser_from("198.51.100.9");
    let (answer, _) = send(&elsewhere, TOKEN, Some(&client.basic()), grant).await;
    assert_eq!(answer.status, 200, "and nobody shuts the client's door by that");
    house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    let letters = house.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.body.contains("A wrong secret was shown")).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].to == "edda@example.org" && told[0].body.contains("bookkeeping"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_where_to_ask() {
    let house = TestHouse::open().await;
    for (path, issuer) in [
        ("/.well-known/oauth-authorization-server/c/linden-quay", "http://clinic.example/c/linden-quay"),
        ("/c/harbour-row/.well-known/oauth-authorization-server", "http://clinic.example/c/harbour-row"),
    ] {
        let answer = house.browser().get(path).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let json: Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(json["issuer"], issuer);
        assert_eq!(json["token_endpoint"], format!("{issuer}/oauth/token"));
        assert_eq!(json["revocation_endpoint"], format!("{issuer}/oauth/revoke"));
        assert_eq!(json["grant_types_supported"], serde_json::json!(["client_credentials"]));
        assert_eq!(json["response_types_supported"], serde_json::json!([]));
    }
    assert_eq!(house.browser().get("/.well-known/oauth-authorization-server/c/nowhere").await.status, 404);
    // Under the clinic's own name it is that.
    let mut own = ground::Clinic::clone(&house.clinic);
    own.host = Some("book.linden.example".to_owned());
    house.house.update_clinic(own).await.unwrap();
    let headers = [("host", "book.linden.example")];
    let answer = house.browser().send(Method::GET, "/.well-known/oauth-authorization-server", &headers, "").await;
    let json: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(json["issuer"], "http://book.linden.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_makes_a_client_and_sees_its_secret_once() {
    let house = TestHouse::open().await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let manager = house.signed_in("edda@example.org").await;
    let fields = [("label", "bookkeeping"), ("kind", "client"), ("reach", "read"), ("days", "365")];
    let made = manager.post("/c/linden-quay/tokens", &fields).await.text;
    let value = |before: &str| made[made.find(before).unwrap() + 7..].split('"').next().unwrap().to_owned();
    let client = Client { id: value("value=\"tok_").parse().unwrap(), secret: value("value=\"kws_") };
    given(&house, &client, "").await;
    let page = manager.get(&format!("/c/linden-quay/tokens/{}", client.id)).await.text;
    assert!(page.contains("http://clinic.example/c/linden-quay/oauth/token") && !page.contains("kws_"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_is_never_more_than_its_client_and_never_outlives_it() {
    let house = TestHouse::open().await;
    let comes = async |method: Method, bearer: &str| who(&house, &ask(method, bearer)).await.is_ok();
    let set = |sql: &'static str, id: TokenId| {
        let scope = house.scope(Purpose::Operation);
        async move {
            scope
                .write(move |tx: &mut ground::Tx<'_>| tx.execute(sql, &ground::params![tx.clinic(), id, tx.now()]))
                .await
        }
    };
    // It says itself that it ends with its client.
    let short = client(&house, Reach::Read, Some(1)).await;
    house.later(24 * 60 - 5);
    let (_, json) = send(&house.browser(), TOKEN, Some(&short.basic()), "grant_type=client_credentials").await;
    assert_eq!(json["expires_in"], 300);
    // And it ends with it, whatever it says of itself.
    let one = client(&house, Reach::Write, None).await;
    let bearer = given(&house, &one, "").await;
    assert!(comes(Method::POST, &bearer).await);
    // Its client may less from now on, and so may it.
    set("UPDATE api_token SET scopes = 'read' WHERE clinic = $1 AND id = $2 AND CAST($3 AS BIGINT) > 0", one.id)
        .await
        .unwrap();
    assert!(comes(Method::GET, &bearer).await && !comes(Method::POST, &bearer).await);
    set("UPDATE api_token SET expires_at = $3 WHERE clinic = $1 AND id = $2", one.id).await.unwrap();
    assert!(!comes(Method::GET, &bearer).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clients_secret_before_goes_on_for_the_time_chosen_and_no_longer() {
    let house = TestHouse::open().await;
    let first = client(&house, Reach::Write, None).await;
    let (id, grace) = (first.id, SignedDuration::from_hours(1));
    let scope = house.scope(Purpose::Administration);
    scope.write(move |tx| identity::rotate_token(tx, id, 0, grace)).await.unwrap();
    let asks =
        async || send(&house.browser(), TOKEN, Some(&first.basic()), "grant_type=client_credentials").await.0.status;
    house.later(59);
    assert_eq!(asks().await, 200);
    house.later(1);
    assert_eq!(asks().await, 401);
}
