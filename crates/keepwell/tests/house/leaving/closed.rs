//! While it leaves: what is open, what is told to whom, and how it is taken back.

use booking::{Error, Whom, act};
use ground::leave;
use ground::{Role, Scope};
use promise::Purpose;

use super::{WHY, ask, decide, later, manager, turn};
use crate::kit::TestApp;

/// What answers other than that the clinic leaves, by whoever asks. `looks`: every page that is only looked at.
const OPEN: &str = include_str!("open.txt");

#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_while_a_clinic_leaves_is_this_list() {
    let app = TestApp::start().await;
    let callers = [
        ("visitor", app.visitor()),
        ("client", app.signed_in(&app.clinic, Role::Client).await),
        ("front_desk", app.signed_in(&app.clinic, Role::FrontDesk).await),
        ("manager", app.signed_in(&app.clinic, Role::Manager).await),
    ];
    ask(&app, &app.clinic).await;
    let mut open = String::new();
    for line in ground::printed(&app.house).into_iter().filter(|line| line.path.contains("{clinic}")) {
        let filled: Vec<&str> = line
            .path
            .split('/')
            .map(|part| match part {
                "{clinic}" => app.clinic.slug.as_str(),
                part if part.starts_with('{') => "x",
                part => part,
            })
            .collect();
        let method = reqwest::Method::from_bytes(line.method.as_bytes()).unwrap();
        let mut by = Vec::new();
        for (name, browser) in &callers {
            // What streams news does not end, and whoever signs out is nobody afterwards.
            let looked = line.method == "GET";
            if line.path.ends_with("/live") || (!looked && line.action.starts_with("identity.session.")) {
                continue;
            }
            let body = (!looked).then(String::new);
            let answer = browser.send(method.clone(), &filled.join("/"), body).await;
            if answer.status != 503 {
                by.push(*name);
            }
        }
        if line.action == "front.leave.take_back" {
            ask(&app, &app.clinic).await;
        }
        if !by.is_empty() && by != ["front_desk", "manager"] {
            open.push_str(&format!("{} {} {}\n", line.method, line.path, by.join(" ")));
        } else if !by.is_empty() {
            assert_eq!(line.method, "GET", "{}: the clinic's people look, and change nothing", line.path);
        }
    }
    assert_eq!(open, OPEN, "{open}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_new_is_taken_and_everybody_reads_until_when() {
    let app = TestApp::start().await;
    let (visitor, manager) = (app.visitor(), manager(&app).await);
    let client = app.signed_in(&app.clinic, Role::Client).await;
    assert_eq!(decide(&app, &manager).await.location, Some(app.path("/setup/leave?done=asked")));
    // Clients read it in plain words, where they would book.
    let public = visitor.get(&app.path("")).await;
    assert_eq!(public.status, 503, "{}", public.text);
    assert!(public.text.contains("takes no new bookings here") && public.text.contains("24 December 2026"));
    let arabic = visitor.get(&app.path("?lang=ar")).await;
    assert!(arabic.text.contains("لا تقبل حجوزات جديدة"), "{}", arabic.text);
    assert_eq!(visitor.post(&app.path("/book/review"), &[]).await.status, 503);
    // What is theirs they still look at; the clinic's people at everything, under a line that says until when.
    let own = client.get(&app.path("/me")).await;
    assert!(own.status == 200 && own.text.contains("leaves this installation on"), "{}", own.text);
    for path in ["/day", "/clients", "/setup", "/staff", "/setup/leave"] {
        let page = manager.get(&app.path(path)).await;
        assert!(page.status == 200 && page.text.contains("leaves this installation on"), "{path}: {}", page.text);
    }
    let closed = manager.post(&app.path("/clients"), &[("given_name", "Nora")]).await;
    assert!(closed.status == 503 && closed.text.contains("nothing new can be added"), "{}", closed.text);
    // Everything is still taken along.
    assert_eq!(manager.get(&app.path("/setup/export")).await.status, 200);
    let asked = manager.post(&app.path("/setup/export"), &[("reason", "We leave for another program")]).await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let api = visitor
        .api(reqwest::Method::GET, &format!("/api/v1/clinics/{}/services", app.clinic.slug), None, &[], None)
        .await;
    assert_eq!((api.status, api.json()["code"].as_str()), (503, Some("clinic.leaving")), "{}", api.text);
    assert_eq!(visitor.get(&format!("/c/{}", app.other.slug)).await.status, 200, "the other goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_decided_in_so_many_words_and_not_by_a_slip() {
    let app = TestApp::start().await;
    let manager = manager(&app).await;
    let name = app.clinic.name.as_str();
    let page = manager.get(&app.path("/setup/leave")).await;
    assert!(page.status == 200 && page.text.contains("Nobody has taken everything along yet"), "{}", page.text);
    assert!(page.text.contains("within 14 days"), "what becomes of copies in backups is told: {}", page.text);
    for (fields, fault) in [
        (vec![("name", "Harbour"), ("reason", WHY), ("without", "1")], "This is not the clinic’s name"),
        (vec![("name", name), ("reason", "No"), ("without", "1")], "At least 10 characters"),
        (vec![("name", name), ("reason", WHY)], "Take everything along first"),
        (vec![("reason", WHY), ("without", "1")], "f-name"),
    ] {
        let answer = manager.post(&app.path("/setup/leave"), &fields).await;
        assert!(answer.status == 422 && answer.text.contains(fault), "{fault}: {}", answer.text);
    }
    assert!(app.place.column("SELECT id FROM clinic WHERE leaving_at IS NOT NULL").is_empty());
    // Once somebody took everything along, no tick is asked for.
    app.place.tamper(&format!(
        "INSERT INTO clinic_export (clinic, id, actor, reason, began_at, ended_at, lines, files) VALUES ('{}', 'x', 'automatic', 'why', 1, 1790000000000000, 1, 1)",
        app.clinic.id
    ));
    let page = manager.get(&app.path("/setup/leave")).await;
    assert!(page.text.contains("Everything was last taken along on") && !page.text.contains("name=\"without\""));
    let typed = format!("  {} ", name.to_uppercase());
    let answer = manager.post(&app.path("/setup/leave"), &[("name", &typed), ("reason", WHY)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.post(&app.path("/setup/leave/return"), &[]).await.status, 403, "a manager's to take back");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_taken_back_until_the_day_and_not_after() {
    let app = TestApp::start().await;
    let manager = manager(&app).await;
    assert_eq!(decide(&app, &manager).await.status, 303);
    later(&app, 24 * 30 - 1);
    // Whoever was away for so long signs in anew.
    let manager = super::manager(&app).await;
    turn(&app).await;
    let back = manager.post(&app.path("/setup/leave/return"), &[]).await;
    assert_eq!(back.location, Some(app.path("/setup/leave?done=stays")), "{}", back.text);
    later(&app, 2);
    turn(&app).await;
    assert_eq!(app.visitor().get(&app.path("")).await.status, 200);
    assert!(super::left(&app, app.clinic.id).await.is_none());
    // Once more, and too late.
    let manager = super::manager(&app).await;
    assert_eq!(decide(&app, &manager).await.status, 303);
    later(&app, 24 * 30 + 1);
    let manager = super::manager(&app).await;
    let back = manager.post(&app.path("/setup/leave/return"), &[]).await;
    assert!(back.status == 409 && back.text.contains("cannot be taken back any more"), "{}", back.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_that_is_under_way_while_it_closes_books_nothing() {
    let app = TestApp::start().await;
    // Past the guard, before the transaction.
    let under_way: Scope = app.scope(&app.clinic, Purpose::Scheduling);
    let service =
        app.place.column(&format!("SELECT id FROM service WHERE clinic = '{}' AND slug = 'review'", app.clinic.id));
    let before = app.place.column("SELECT id FROM appointment").len();
    ask(&app, &app.clinic).await;
    let client =
        app.place.column(&format!("SELECT id FROM client WHERE clinic = '{}' ORDER BY id LIMIT 1", app.clinic.id));
    let whom = Whom::Known { client: client[0].parse().unwrap(), booked_by: None };
    let new = crate::kit::booking(service[0].parse().unwrap(), None, "2026-12-03T10:00:00Z".parse().unwrap(), whom);
    let booked = act::book(&under_way, new).await;
    assert!(matches!(booked, Err(Error::Ground(ground::Error::Leaving))), "{booked:?}");
    assert_eq!(app.place.column("SELECT id FROM appointment").len(), before);
    app.scope(&app.clinic, Purpose::Operation).write(leave::stay).await.unwrap().unwrap();
}
