//! Keys of programs as they are used: by the commands, by OAuth 2 as the guide says it, and somebody's own token through the
//! real router.

use ground::{PersonId, Role};
use promise::Purpose;
use reqwest::Method;
use serde_json::Value;

use crate::kit::program::{CREATE, run, said};
use crate::kit::{Place, TestApp};

const API: &str = "/api/v1/clinics/linden-quay";

/// A token that whoever works here in `role` makes on their page.
async fn personal(app: &TestApp, role: Role, reach: &str) -> String {
    let browser = app.signed_in(&app.clinic, role).await;
    let fields = [("name", "a program"), ("reach", reach), ("days", "7")];
    let made = browser.post(&app.path("/account/tokens"), &fields).await;
    let at = made.text.find("kwp_").unwrap_or_else(|| panic!("{}", made.text));
    made.text[at..].split('"').next().unwrap().to_owned()
}

async fn ask(app: &TestApp, token: &str, method: Method, below: &str, body: Option<Value>) -> (u16, Value) {
    let answer = app.visitor().api(method, &format!("{API}{below}"), Some(token), &[], body).await;
    (answer.status, serde_json::from_str(&answer.text).unwrap_or(Value::Null))
}

#[tokio::test(flavor = "multi_thread")]
async fn somebodys_own_token_looks_up_what_they_may_and_the_record_says_by_what() {
    let app = TestApp::start().await;
    let desk = personal(&app, Role::FrontDesk, "read").await;
    let (status, visits) = ask(&app, &desk, Method::GET, "/appointments?limit=5", None).await;
    assert_eq!(status, 200, "{visits}");
    let (status, clients) = ask(&app, &desk, Method::GET, "/clients?limit=1", None).await;
    assert_eq!(status, 200, "{clients}");
    let client = clients["clients"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(ask(&app, &desk, Method::GET, &format!("/clients/{client}"), None).await.0, 200);
    let person: PersonId = client.parse().unwrap();
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let opened = scope.read(move |tx| ground::access::about(tx, person, 100)).await.unwrap();
    let by_token: Vec<_> = opened.iter().filter(|one| ground::by_personal_token(&one.actor).is_some()).collect();
    assert!(!by_token.is_empty() && by_token.iter().all(|one| one.roles.contains("personal_read")), "{opened:?}");
    let page = app.signed_in(&app.clinic, Role::FrontDesk).await.get(&app.path(&format!("/clients/{client}"))).await;
    assert!(page.text.contains("by a token of their own"), "{}", page.text);
    // For reading only.
    let first = visits["appointments"][0]["id"].as_str().unwrap().to_owned();
    let off = format!("/appointments/{first}/cancellation");
    let (status, problem) = ask(&app, &desk, Method::POST, &off, Some(serde_json::json!({}))).await;
    assert_eq!((status, problem["code"].as_str()), (403, Some("refused.read_only")), "{problem}");
    // A clinician's opens those in their care and nobody else's, as they themselves do.
    let clinician = personal(&app, Role::Clinician, "write").await;
    let (status, mine) = ask(&app, &clinician, Method::GET, "/clients?limit=100", None).await;
    assert_eq!(status, 200, "{mine}");
    // Who answers for data looks up no clients by a program; nor does anybody govern by one.
    let officer = personal(&app, Role::PrivacyOfficer, "write").await;
    for below in ["/clients", "/appointments"] {
        assert_eq!(ask(&app, &officer, Method::GET, below, None).await.0, 403, "{below}");
    }
    let manager = personal(&app, Role::Manager, "write").await;
    for page in ["/tokens", "/staff", "/account", "/account/tokens"] {
        let answer = app.visitor().api(Method::GET, &app.path(page), Some(&manager), &[], None).await;
        assert_eq!((answer.status, answer.location.is_some_and(|to| to.contains("/sign-in"))), (303, true), "{page}");
    }
    // The role goes, and with it what the token was for.
    app.place.tamper("UPDATE account SET roles = 'client' WHERE roles LIKE '%front_desk%'");
    assert_eq!(ask(&app, &desk, Method::GET, "/clients?limit=1", None).await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_make_list_renew_and_revoke() {
    let place = Place::fresh();
    let ran = |words: &[&str]| {
        let output = run(&place, words, &[]);
        (output.status.success(), String::from_utf8_lossy(&output.stdout).trim().to_owned(), said(&output))
    };
    assert!(ran(CREATE).0);
    let (well, key, all) = ran(&["token", "create", "--clinic", "north", "--scope", "read"]);
    assert!(well && key.starts_with("kw_") && key.lines().count() == 1, "{all}");
    let (well, client, all) = ran(&["token", "create", "--clinic", "north", "--client", "--label", "books"]);
    let (id, secret) = client.split_once('\n').unwrap();
    assert!(well && id.starts_with("tok_") && secret.starts_with("kws_"), "{all}");
    let (_, list, _) = ran(&["token", "list", "--clinic", "north"]);
    assert!(
        list.contains("made on the command line") && list.contains(id) && list.contains("client read write"),
        "{list}"
    );
    assert!(!list.contains("kw_") && !list.contains("kws_"), "{list}");
    let (well, anew, all) = ran(&["token", "rotate", "--clinic", "north", id]);
    assert!(well && anew.starts_with("kws_") && anew != secret && all.contains("goes on until"), "{all}");
    let (well, _, all) = ran(&["token", "rotate", "--clinic", "north", id]);
    assert!(!well && all.contains("--keep-hours 0"), "{all}");
    assert!(ran(&["token", "rotate", "--clinic", "north", id, "--keep-hours", "0"]).0);
    let (_, list, _) = ran(&["token", "list", "--clinic", "north", "--format", "json"]);
    let list: Value = serde_json::from_str(&list).unwrap();
    assert!(list.as_array().unwrap().iter().any(|one| one["id"] == id && one["before"].is_null()), "{list}");
    assert!(ran(&["token", "revoke", "--clinic", "north", id]).0);
    let (well, _, all) = ran(&["token", "revoke", "--clinic", "north", id]);
    assert!(!well && all.contains("there is no key"), "{all}");
}

/// The guide's examples, as `curl` sends them.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_of_the_guide_is_given_a_key_and_comes_with_it() {
    let app = TestApp::start().await;
    let new = identity::NewToken {
        label: "books".to_owned(),
        roles: Role::Integration.into(),
        reach: identity::Reach::Write,
        days: Some(1),
    };
    let scope = app.scope(&app.clinic, Purpose::Administration);
    let (id, secret) = scope.write(move |tx| identity::create_client(tx, &new)).await.unwrap();
    let program = reqwest::Client::new();
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let post = |below: &str, body: &'static str| {
        let request = program.post(format!("{}{}", app.address, app.path(below))).basic_auth(id, Some(&secret.0));
        request.header(kind.0, kind.1).body(body)
    };
    let found = format!("{}/.well-known/oauth-authorization-server{}", app.address, app.path(""));
    let found: Value = program.get(found).send().await.unwrap().json().await.unwrap();
    assert!(found["token_endpoint"].as_str().unwrap().ends_with("/c/linden-quay/oauth/token"), "{found}");
    let given = post("/oauth/token", "grant_type=client_credentials&scope=read").send().await.unwrap();
    assert_eq!(given.status(), 200);
    let given: Value = given.json().await.unwrap();
    let token = given["access_token"].as_str().unwrap().to_owned();
    assert_eq!(ask(&app, &token, Method::GET, "/appointments", None).await.0, 200);
    let other = format!("/api/v1/clinics/{}/appointments", app.other.slug);
    let elsewhere = app.visitor().api(Method::GET, &other, Some(&token), &[], None).await;
    assert_eq!(elsewhere.status, 401, "a key of one clinic is none in another");
    let at_other = program.post(format!("{}/c/{}/oauth/token", app.address, app.other.slug));
    let at_other =
        at_other.basic_auth(id, Some(&secret.0)).header(kind.0, kind.1).body("grant_type=client_credentials");
    assert_eq!(at_other.send().await.unwrap().status(), 401);
    let body = format!("token={token}");
    let ended = program.post(format!("{}{}", app.address, app.path("/oauth/revoke"))).basic_auth(id, Some(&secret.0));
    assert_eq!(ended.header(kind.0, kind.1).body(body).send().await.unwrap().status(), 200);
    let answer = app.visitor().api(Method::GET, &format!("{API}/appointments"), Some(&token), &[], None).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.headers["www-authenticate"], "Bearer realm=\"keepwell\", error=\"invalid_token\"");
}
