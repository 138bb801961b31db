//! Two nodes on one database: what is booked on one is known on the other.

use std::time::Duration;

use ground::Role;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::kit::{Answer, TestApp};

/// The clock of every node stands still here, so that nothing grows stale by itself.
const AT_ONCE: Duration = Duration::from_secs(3);

async fn times(app: &TestApp) -> Vec<Value> {
    let path = format!("/api/v1/clinics/{}/services/review/times?from=2026-12-01&to=2026-12-04", app.clinic.slug);
    let answer = app.visitor().api(Method::GET, &path, None, &[], None).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["times"].as_array().unwrap().clone()
}

async fn book(app: &TestApp, time: &Value) -> Answer {
    let body = json!({ "service": "review", "practitioner": time["practitioner"], "start": time["start"],
        "client": { "given_name": "Nadia", "family_name": "Ferreira", "email": "nadia@example.net" } });
    let path = format!("/api/v1/clinics/{}/bookings", app.clinic.slug);
    app.visitor().api(Method::POST, &path, None, &[], Some(body)).await
}

async fn soon<F: Future<Output = bool>>(what: impl Fn() -> F) -> bool {
    let waited = tokio::time::timeout(AT_ONCE, async {
        while !what().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    waited.await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_between_a_page_and_its_listening_is_told_as_it_begins_to_listen() {
    let app = TestApp::start().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let listens = |page: &Answer| {
        let (_, rest) = page.text.split_once("data-live=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let before = listens(&desk.get(&app.path("/day")).await);
    let offered = times(&app).await;
    assert_eq!(book(&app, &offered[0]).await.status, 201);
    let mut live = desk.open(&before).await;
    let first = tokio::time::timeout(AT_ONCE, live.chunk()).await.expect("told at once").unwrap().unwrap();
    assert!(first.starts_with(b"data: "), "{first:?}");
    // A page that has it already is told nothing.
    app.run_jobs().await;
    let mut live = desk.open(&listens(&desk.get(&app.path("/day")).await)).await;
    assert!(tokio::time::timeout(Duration::from_millis(700), live.chunk()).await.is_err(), "nothing is new");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_on_one_node_is_news_on_the_others_live_pages_and_free_times() {
    let a = TestApp::start().await;
    let b = a.beside().await;
    let desk = b.signed_in(&b.clinic, Role::FrontDesk).await;
    let mut live = desk.open(&b.path("/live")).await;
    assert_eq!(live.status(), 200);
    let offered = times(&b).await;
    let time = offered[0].clone();
    let booked = book(&a, &time).await;
    assert_eq!(booked.status, 201, "{}", booked.text);
    assert!(!times(&a).await.contains(&time));
    // The database decides, whatever a node believes.
    assert_eq!(book(&b, &time).await.status, 409);
    if !a.place.is_postgres() {
        // Beside a second program on the same file, what is offered grows stale by itself.
        b.house.clock.set(b.house.clock.now() + SignedDuration::from_secs(6));
        assert!(!times(&b).await.contains(&time));
        return;
    }
    let news = tokio::time::timeout(AT_ONCE, async {
        let mut heard = String::new();
        while !heard.contains("data: appointment") {
            heard.push_str(&String::from_utf8_lossy(&live.chunk().await.unwrap().unwrap()));
        }
    });
    news.await.expect("the live page hears of it");
    assert!(soon(async || !times(&b).await.contains(&time)).await);
    // The other way round, and what the manager changes.
    let next = times(&b).await[0].clone();
    assert_eq!(book(&b, &next).await.status, 201);
    assert!(soon(async || !times(&a).await.contains(&next)).await);
    assert_eq!(times(&a).await, times(&b).await);

    // A node that lost its ears for a while looks again at everything.
    let third = times(&b).await[0].clone();
    tokio::task::block_in_place(|| {
        a.place.admit(false);
        assert_eq!(a.place.cut("keepwell listens"), 2);
    });
    assert_eq!(book(&a, &third).await.status, 201);
    assert!(times(&b).await.contains(&third), "it has not heard");
    tokio::task::block_in_place(|| a.place.admit(true));
    assert!(soon(async || !times(&b).await.contains(&third)).await);
}
