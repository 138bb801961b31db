//! What the API says to a program that asks wrongly: whose key does not hold, what is wrong with a body and where, and why
//! something cannot be done.

use booking::code_of;
use booking::rules::{Limit, Refusal};
use ground::{Role, RoleSet};
use identity::{NewToken, Reach};
use jiff::Timestamp;
use jiff::civil::date;
use promise::Purpose;
use reqwest::Method;
use serde_json::{Value, json};

use crate::kit::{Answer, TestApp};

/// A key of the clinic, by its id and text.
async fn key(app: &TestApp, clinic: &ground::Clinic, reach: Reach) -> (identity::TokenId, String) {
    let roles = RoleSet::from(Role::Integration);
    let new = NewToken { label: "test".to_owned(), roles, reach, days: Some(1) };
    let made =
        app.scope(clinic, Purpose::Administration).write(move |tx| identity::create_token(tx, &new)).await.unwrap();
    (made.0, made.1.0)
}

struct Asking<'a> {
    app: &'a TestApp,
    token: Option<String>,
}

impl Asking<'_> {
    async fn ask(&self, method: Method, below: &str, body: Option<Value>) -> Answer {
        let path = format!("/api/v1/clinics/{}{below}", self.app.clinic.slug);
        self.app.visitor().api(method, &path, self.token.as_deref(), &[], body).await
    }

    /// Anything as a body, of any type.
    async fn send(&self, method: Method, below: &str, kind: &str, body: impl Into<reqwest::Body>) -> (u16, Value) {
        let address = format!("{}/api/v1/clinics/{}{below}", self.app.address, self.app.clinic.slug);
        let mut request = reqwest::Client::new().request(method, address).header("content-type", kind).body(body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let problem = answer.headers()["content-type"] == "application/problem+json";
        assert!(problem || status < 400, "{:?}", answer.headers());
        (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
    }

    async fn times(&self) -> Vec<Value> {
        let answer = self.ask(Method::GET, "/services/review/times?from=2026-11-24&to=2026-12-04", None).await;
        answer.json()["times"].as_array().unwrap().clone()
    }
}

fn body(time: &Value) -> Value {
    json!({ "service": "review", "practitioner": time["practitioner"], "start": time["start"],
        "client": { "given_name": "Nadia", "family_name": "Ferreira", "email": "nadia@example.net" } })
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_a_key_that_does_not_hold_is_told_so_wherever_they_send_it() {
    let app = TestApp::start().await;
    let nobody = Asking { app: &app, token: None };
    let times = nobody.times().await;
    let (_, foreign) = key(&app, &app.other, Reach::Write).await;
    let (revoked, of_revoked) = key(&app, &app.clinic, Reach::Write).await;
    let (_, expiring) = key(&app, &app.clinic, Reach::Write).await;
    let scope = app.scope(&app.clinic, Purpose::Administration);
    scope.write(move |tx| identity::revoke_token(tx, revoked)).await.unwrap();
    let wrong = "kw_0000000000000000000000000000000000000000000".to_owned();
    let ways = [
        (Method::POST, "/bookings", Some(body(&times[0]))),
        (Method::GET, "/services", None),
        (Method::GET, "/services/review/times?from=2026-11-24&to=2026-12-04", None),
        (Method::GET, "/appointments", None),
        (Method::POST, "/clients/search", Some(json!({ "q": "nad" }))),
    ];
    let refused = async |token: &str, day: &str| {
        for (method, below, body) in &ways {
            let answer =
                Asking { app: &app, token: Some(token.to_owned()) }.ask(method.clone(), below, body.clone()).await;
            let problem = answer.json();
            assert_eq!((answer.status, &problem["code"]), (401, &json!("key")), "{day} {below}: {problem}");
            assert_eq!(answer.headers["content-type"], "application/problem+json");
            assert_eq!(answer.headers["www-authenticate"], "Bearer realm=\"keepwell\", error=\"invalid_token\"");
        }
    };
    for token in [&wrong, &foreign, &of_revoked, &"nonsense".to_owned(), &String::new()] {
        refused(token, "today").await;
    }
    // Whatever else stands in that header says who asks, and nobody here can tell.
    let (visitor, services) = (app.visitor(), format!("/api/v1/clinics/{}/services", app.clinic.slug));
    let basic = visitor.api(Method::GET, &services, None, &[("authorization", "Basic dTpw")], None).await;
    assert_eq!(basic.status, 401);
    let holds = Asking { app: &app, token: Some(expiring.clone()) };
    assert_eq!(holds.ask(Method::GET, "/appointments", None).await.status, 200);
    assert_eq!(nobody.times().await, times, "nothing was booked by any of them, and nobody may still look");
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_hours(24));
    refused(&expiring, "tomorrow").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_for_reading_only_asks_whatever_it_may_and_changes_nothing() {
    let app = TestApp::start().await;
    let reads = Asking { app: &app, token: Some(key(&app, &app.clinic, Reach::Read).await.1) };
    let found = reads.ask(Method::POST, "/clients/search", Some(json!({ "q": "a" }))).await;
    assert_eq!(found.status, 200, "{}", found.text);
    assert!(found.json()["clients"].is_array());
    let times = reads.times().await;
    let listed = reads.ask(Method::GET, "/appointments?from=2026-11-01&to=2026-12-31", None).await.json();
    let id = listed["appointments"][0]["id"].as_str().unwrap();
    for (method, below, body) in [
        (Method::POST, "/bookings".to_owned(), Some(body(&times[0]))),
        (Method::PATCH, format!("/appointments/{id}"), Some(json!({ "start": times[0]["start"] }))),
        (Method::POST, format!("/appointments/{id}/cancellation"), None),
    ] {
        let answer = reads.ask(method, &below, body).await;
        assert_eq!((answer.status, &answer.json()["code"]), (403, &json!("refused.read_only")), "{below}");
        assert_eq!(answer.json()["title"], "The key is for reading only");
    }
    assert_eq!(reads.times().await, times);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_practitioner_who_is_not_there_is_named_alike_wherever_they_are_asked_for() {
    let app = TestApp::start().await;
    let asking = Asking { app: &app, token: Some(key(&app, &app.clinic, Reach::Write).await.1) };
    let times = asking.times().await;
    let services = asking.ask(Method::GET, "/services", None).await.json();
    let gives = |service: &str| -> Vec<Value> {
        let all = services["services"].as_array().unwrap().iter().find(|one| one["slug"] == service).unwrap();
        all["practitioners"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
    };
    let of_review = gives("review");
    let everybody: Vec<Value> =
        services["services"].as_array().unwrap().iter().flat_map(|one| gives(one["slug"].as_str().unwrap())).collect();
    let other = everybody.iter().find(|one| !of_review.contains(one)).cloned();
    let unknown = json!("pra_00000000000000000000000000");
    for practitioner in std::iter::once(unknown).chain(other) {
        let who = practitioner.as_str().unwrap();
        let mut wanted = body(&times[0]);
        wanted["practitioner"] = practitioner.clone();
        let booked = asking.ask(Method::POST, "/bookings", Some(wanted)).await;
        let looked = asking
            .ask(Method::GET, &format!("/services/review/times?from=2026-11-24&to=2026-12-04&practitioner={who}"), None)
            .await;
        let made = asking.ask(Method::POST, "/bookings", Some(body(&times[3]))).await.json();
        let path = format!("/appointments/{}", made["id"].as_str().unwrap());
        let moved =
            asking.ask(Method::PATCH, &path, Some(json!({ "start": times[0]["start"], "practitioner": who }))).await;
        asking.ask(Method::POST, &format!("{path}/cancellation"), None).await;
        for answer in [booked, looked, moved] {
            let problem = answer.json();
            assert_eq!((answer.status, &problem["errors"][0]["field"]), (404, &json!("practitioner")), "{problem}");
            assert!(problem["times"].is_null(), "no times help here: {problem}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_body_is_said_by_the_name_of_the_field() {
    let app = TestApp::start().await;
    let asking = Asking { app: &app, token: Some(key(&app, &app.clinic, Reach::Write).await.1) };
    let times = asking.times().await;
    for (at, value, expected) in [
        ("/hat", json!("red"), vec![("hat", "fault-unasked")]),
        ("/hat", json!(7), vec![("hat", "fault-unasked")]),
        ("/hat", json!(null), vec![("hat", "fault-unasked")]),
        ("/hat", json!({}), vec![("hat", "fault-unasked")]),
        ("/client/hat", json!({ "a": 1 }), vec![("client.hat", "fault-unasked")]),
        ("/service", json!(7), vec![("service", "fault-text")]),
        ("/service", json!({}), vec![("service", "fault-text")]),
        ("/service", json!("two words"), vec![]),
        ("/start", json!(null), vec![("start", "fault-text")]),
        ("/start", json!(["2026-11-26T14:15:00Z"]), vec![("start", "fault-text")]),
        ("/start", json!("tomorrow"), vec![("start", "booking-fault-start")]),
        ("/practitioner", json!({}), vec![("practitioner", "fault-text")]),
        ("/client/email", json!(true), vec![("client.email", "fault-text")]),
        ("/client/given_name", json!(" "), vec![("client.given_name", "fault-text")]),
        ("/child", json!("Ines"), vec![("child", "fault-object")]),
        ("/child", json!([]), vec![("child", "fault-object")]),
    ] {
        let mut sent = body(&times[0]);
        let (within, name) = at.rsplit_once('/').unwrap();
        sent.pointer_mut(within).unwrap()[name] = value;
        let (status, problem) = asking.send(Method::POST, "/bookings", "application/json", sent.to_string()).await;
        assert_eq!(status, 422, "{sent}: {problem}");
        let told: Vec<(&str, &str)> = problem["errors"]
            .as_array()
            .unwrap_or_else(|| panic!("{sent}: {problem}"))
            .iter()
            .map(|error| (error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
            .collect();
        let right = if expected.is_empty() { told.len() == 1 && told[0].0 == "service" } else { told == expected };
        assert!(right, "{sent}: {problem}");
        let detail = problem["errors"][0]["detail"].as_str().unwrap();
        assert!(!detail.to_lowercase().contains("please") || told[0].1.starts_with("booking"), "{detail}");
    }
    // Everything that is missing or wrong is told at once.
    let (_, problem) = asking
        .send(Method::POST, "/bookings", "application/json; charset=utf-8", r#"{"client": "Nadia", "hat": 1}"#)
        .await;
    let mut told: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        ["client", "client.email", "client.family_name", "client.given_name", "hat", "service", "start"],
        "{problem}"
    );

    let large = format!(r#"{{"service": "{}"}}"#, "x".repeat(300_000));
    for (kind, sent, status, code, words) in [
        ("application/json", "{\n  \"service\": review }".to_owned(), 400, "body.json", "line 2, column 14"),
        ("application/json", String::new(), 400, "body.json", "line 1"),
        ("application/json", "[1]".to_owned(), 400, "body.object", "object"),
        ("text/plain", "{}".to_owned(), 415, "body.type", "application/json"),
        ("application/x-www-form-urlencoded", "service=review".to_owned(), 415, "body.type", "application/json"),
        ("application/json", large, 413, "body.size", "less"),
    ] {
        let (got, problem) = asking.send(Method::POST, "/bookings", kind, sent).await;
        assert_eq!((got, problem["code"].as_str().unwrap()), (status, code), "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
    }
    // An address that takes no body does not read one.
    let made = asking.ask(Method::POST, "/bookings", Some(body(&times[0]))).await.json();
    let path = format!("/appointments/{}", made["id"].as_str().unwrap());
    assert_eq!(asking.send(Method::GET, &path, "text/plain", "not asked for").await.0, 200);
    let gone = asking.send(Method::POST, &format!("{path}/cancellation"), "text/plain", "{ not asked for").await;
    assert_eq!((gone.0, &gone.1["status"]), (200, &json!("cancelled")));
}

#[tokio::test(flavor = "multi_thread")]
async fn why_something_cannot_be_done_is_said_to_a_program_in_words_for_programs() {
    let app = TestApp::start().await;
    let (instant, day) = (Timestamp::UNIX_EPOCH, date(2026, 11, 24));
    let refusals = [
        Refusal::PractitionerBusy { from: instant, to: instant },
        Refusal::NotOffered,
        Refusal::TooSoon { earliest: instant },
        Refusal::TooFar { last_day: day },
        Refusal::Closed(day),
        Refusal::OutsideHours,
        Refusal::OffGrid,
        Refusal::DailyLimit { of: Limit::Service, limit: 3 },
    ];
    let others = ["status", "too_early", "too_late", "stale", "birth_date", "too_young", "desk_only", "unknown_client"];
    let codes =
        refusals.iter().map(|refusal| code_of(refusal).to_owned()).chain(others.map(|code| format!("booking.{code}")));
    let mut said = std::collections::BTreeSet::new();
    for code in codes {
        let words = format!("problem-{}-text", code.replace(['.', '_'], "-"));
        for language in ["en", "ar"] {
            let text = app.house.words.tongue(language).unwrap().known(&words).unwrap_or_else(|| panic!("{words}"));
            let english = app.house.words.english().get(&words);
            assert!(language == "en" || text != english, "{words} is not said in {language}");
            said.insert(text);
        }
    }
    assert_eq!(said.len(), 32, "each cause is told apart");

    let nobody = Asking { app: &app, token: None };
    let times = nobody.times().await;
    let mut closed = body(&times[0]);
    closed["start"] = json!("2026-11-26T03:00:00Z");
    let problem = nobody.ask(Method::POST, "/bookings", Some(closed)).await.json();
    assert_eq!(problem["code"], "booking.outside_hours");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("working hours") && detail.contains("“times”") && !detail.contains("Choose"), "{problem}");
    // A person who loses the same race at a page is spoken to as one.
    let signed_out = nobody.ask(Method::GET, "/appointments", None).await.json();
    assert!(signed_out["detail"].as_str().unwrap().contains("Authorization: Bearer"), "{signed_out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readable_page_lists_what_is_sent_and_answered_member_by_member() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/api/v1/docs").await;
    assert_eq!(page.status, 200);
    for part in [
        "<code>client.email</code>",
        "string: email, 5 to 254 characters",
        "<code>child.birth_date</code>",
        "<code>times[].start</code>",
        "<code>Idempotency-Key</code>",
        "An address that takes none does not read one.",
    ] {
        assert!(page.text.to_lowercase().contains(&part.to_lowercase()), "{part}: {}", page.text);
    }
    assert!(!page.text.contains('`'), "code is shown as code");
}
