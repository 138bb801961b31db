//! The contract of booking's API.

use ground::web::{LimitSettings, Rate, SlowRate};
use ground::{Clock, Role, RoleSet};
use promise::Purpose;
use reqwest::Method;
use serde_json::{Value, json};

use crate::kit::{Answer, NOW, TestApp};

struct Program<'a> {
    app: &'a TestApp,
    token: Option<String>,
}

impl Program<'_> {
    fn path(&self, below: &str) -> String {
        format!("/api/v1/clinics/{}{below}", self.app.clinic.slug)
    }

    async fn get(&self, below: &str) -> Answer {
        self.app.visitor().api(Method::GET, &self.path(below), self.token.as_deref(), &[], None).await
    }

    async fn book(&self, key: &str, body: Value) -> Answer {
        self.app
            .visitor()
            .api(Method::POST, &self.path("/bookings"), self.token.as_deref(), &[("idempotency-key", key)], Some(body))
            .await
    }

    async fn times(&self) -> Vec<Value> {
        let answer = self.get("/services/review/times?from=2026-11-24&to=2026-12-04").await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["times"].as_array().unwrap().clone()
    }
}

fn body(time: &Value) -> Value {
    json!({ "service": "review", "practitioner": time["practitioner"], "start": time["start"],
        "client": { "given_name": "Nadia", "family_name": "Ferreira", "email": "nadia@example.net" } })
}

pub async fn key(app: &TestApp) -> String {
    let new = || identity::NewToken {
        label: "test".to_owned(),
        roles: RoleSet::from(Role::Integration),
        reach: identity::Reach::Write,
        days: Some(1),
    };
    app.scope(&app.clinic, Purpose::Administration)
        .write(move |tx| identity::create_token(tx, &new()))
        .await
        .unwrap()
        .1
        .0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_finds_a_time_and_books_it_once() {
    let app = TestApp::start().await;
    let anyone = Program { app: &app, token: None };
    let clinics = app.visitor().api(Method::GET, "/api/v1/clinics", None, &[], None).await.json();
    assert!(
        clinics["clinics"]
            .as_array()
            .unwrap()
            .iter()
            .any(|clinic| clinic["slug"] == app.clinic.slug.as_str() && clinic["zone"] == "Europe/Dublin"),
        "{clinics}"
    );
    let services = anyone.get("/services").await.json();
    assert!(services["services"].as_array().unwrap().iter().any(|service| service["slug"] == "review"), "{services}");
    let times = anyone.times().await;
    assert!(times[0]["start"].as_str().unwrap().ends_with("+00:00"), "{}", times[0]);

    let booked = anyone.book("k1", body(&times[0])).await;
    assert_eq!(booked.status, 201, "{}", booked.text);
    let first = booked.json();
    assert_eq!(
        (&first["status"], &first["start"], &first["practitioner"]),
        (&json!("booked"), &times[0]["start"], &times[0]["practitioner"])
    );
    let link = first["manage_link"].as_str().unwrap().strip_prefix(&app.address).unwrap();
    assert_eq!(app.visitor().get(link).await.status, 200);
    // The same key gives the same answer; with another body it is refused.
    assert_eq!(anyone.book("k1", body(&times[0])).await.json(), first);
    assert_eq!(anyone.book("k1", body(&times[9])).await.status, 422);

    let taken = anyone.book("k2", body(&times[0])).await;
    assert_eq!((taken.status, taken.headers["content-type"].to_str().unwrap()), (409, "application/problem+json"));
    let problem = taken.json();
    assert_eq!(problem["code"], "booking.taken");
    let next = problem["times"].as_array().unwrap();
    assert!(
        !next.is_empty()
            && next
                .iter()
                .all(|time| time["practitioner"] == times[0]["practitioner"] && time["start"] != times[0]["start"]),
        "{problem}"
    );
    assert_eq!(anyone.book("k2", body(&next[0])).await.status, 201, "a key whose request was refused is free");
    assert!(!anyone.times().await.contains(&times[0]), "what is offered follows at once");
}

/// A child, with some fields changed; null takes one away.
fn child(changes: &[(&str, Value)]) -> Value {
    let mut child = json!({ "given_name": "Ines", "family_name": "Ferreira", "birth_date": "2018-03-04" });
    for (name, value) in changes {
        child[*name] = value.clone();
        if value.is_null() {
            child.as_object_mut().unwrap().remove(*name);
        }
    }
    child
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_books_for_a_child_and_the_letters_go_to_the_client() {
    let app = TestApp::start().await;
    let staff = Program { app: &app, token: Some(key(&app).await) };
    let times = staff.times().await;
    let with = |time: &Value, who: Value| {
        let mut body = body(time);
        body["child"] = who;
        body
    };
    let booked = staff.book("c1", with(&times[0], child(&[]))).await;
    assert_eq!(booked.status, 201, "{}", booked.text);
    assert_eq!(staff.book("c1", with(&times[0], child(&[]))).await.json(), booked.json());
    assert_eq!(staff.book("c1", body(&times[0])).await.status, 422, "without the child it is another request");
    let id = booked.json()["id"].as_str().unwrap().to_owned();
    let visit = staff.get(&format!("/appointments/{id}")).await.json();
    let named = |id: &Value| {
        let below = format!("/clients/{}", id.as_str().unwrap());
        let staff = &staff;
        async move { staff.get(&below).await.json() }
    };
    let (ines, nadia) = (named(&visit["client"]).await, named(&visit["booked_by"]).await);
    assert_eq!(
        (&ines["given_name"], &ines["birth_date"], &ines["email"]),
        (&json!("Ines"), &json!("2018-03-04"), &Value::Null)
    );
    assert_eq!((&nadia["given_name"], &nadia["email"]), (&json!("Nadia"), &json!("nadia@example.net")));
    let letters = app.letters().await;
    assert!(letters.iter().any(|letter| letter.to == "nadia@example.net" && letter.body.contains("For Ines")));
    // The same child again is the same child; none, and null, are the client themselves.
    let again = staff.book("c2", with(&times[9], child(&[]))).await.json();
    let again = staff.get(&format!("/appointments/{}", again["id"].as_str().unwrap())).await.json();
    assert_eq!((&again["client"], &again["booked_by"]), (&visit["client"], &visit["booked_by"]));
    let alone = staff.book("c3", with(&times[19], Value::Null)).await;
    assert_eq!(alone.status, 201, "{}", alone.text);
    let alone = staff.get(&format!("/appointments/{}", alone.json()["id"].as_str().unwrap())).await.json();
    assert_eq!((&alone["client"], &alone["booked_by"]), (&visit["booked_by"], &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_key_books_no_more_often_than_a_visitor_at_the_form() {
    let slow = Rate { per_minute: 1, burst: 3 };
    let limits = LimitSettings { public_form: slow, ..LimitSettings::default() };
    let app = TestApp::with(limits, Clock::held(NOW.parse().unwrap())).await;
    let (anyone, staff) = (Program { app: &app, token: None }, Program { app: &app, token: Some(key(&app).await) });
    let times = anyone.times().await;
    let visit = |n: usize| {
        let mut body = body(&times[n]);
        body["client"]["email"] = json!(format!("nadia{n}@example.net"));
        body
    };
    for n in [0, 8] {
        let booked = anyone.book(&format!("k{n}"), visit(n)).await;
        assert_eq!(booked.status, 201, "{}", booked.text);
    }
    // The form counts in the same place, and both are full then.
    for status in [400, 429] {
        assert_eq!(app.visitor().post(&app.path("/book/review"), &[("slot", "1")]).await.status, status);
    }
    let refused = anyone.book("k16", visit(16)).await;
    assert_eq!((refused.status, refused.headers.contains_key("retry-after")), (429, true), "{}", refused.text);
    assert_eq!(refused.json()["code"], "limit");
    // Whoever has a key answers for what they send.
    for n in [16, 24, 32, 40] {
        let booked = staff.book(&format!("k{n}"), visit(n)).await;
        assert_eq!(booked.status, 201, "{}", booked.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_mailbox_is_flooded_by_bookings_in_their_name() {
    let letters = SlowRate { per_hour: 1, burst: 3 };
    let free = Rate { per_minute: 1_000, burst: 1_000 };
    let limits = LimitSettings { letters, public_form: free, ..LimitSettings::default() };
    let app = TestApp::with(limits, Clock::held(NOW.parse().unwrap())).await;
    let anyone = Program { app: &app, token: None };
    let mut times = anyone.times().await;
    // The later ones can still be moved.
    times.reverse();
    let visit = |n: usize, email: &str| {
        let mut body = body(&times[n]);
        body["client"]["email"] = json!(email);
        body
    };
    let first = anyone.book("k0", visit(0, "nadia@example.net")).await;
    assert_eq!(first.status, 201, "{}", first.text);
    // Repeating the request or asking for a time that is gone writes no letter, and counts for none.
    for n in 0..5 {
        assert_eq!(anyone.book("k0", visit(0, "nadia@example.net")).await.status, 201);
        assert_eq!(anyone.book(&format!("gone{n}"), visit(0, "nadia@example.net")).await.status, 409);
    }
    // However it is spelt, and whichever label it bears, it is one mailbox.
    assert_eq!(anyone.book("k8", visit(8, "NADIA+one@Example.net")).await.status, 201);
    let last = anyone.book("k16", visit(16, "nadia+two@example.NET")).await;
    assert_eq!(last.status, 201, "{}", last.text);
    let refused = anyone.book("k24", visit(24, "Nadia@example.net")).await;
    assert_eq!((refused.status, refused.headers.contains_key("retry-after")), (429, true), "{}", refused.text);
    assert_eq!(anyone.book("k24", visit(24, "tove@example.net")).await.status, 201, "another's mailbox is another's");
    // What was booked before is told again, however full the mailbox is: a repeat writes no letter.
    let again = anyone.book("k0", visit(0, "nadia@example.net")).await;
    assert_eq!((again.status, &again.text), (201, &first.text));
    // The form is the same door.
    let slot = format!(
        "{}.{}",
        times[32]["start"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second(),
        times[32]["practitioner"].as_str().unwrap()
    );
    let form = [
        ("slot", slot.as_str()),
        ("whom", "self"),
        ("given_name", "Nadia"),
        ("family_name", "Ferreira"),
        ("email", "nadia@example.net"),
        ("of_age", "1"),
        ("key", "f1"),
    ];
    let answer = app.visitor().post(&app.path("/book/review"), &form).await;
    assert_eq!(answer.status, 429, "{}", answer.text);
    assert_eq!(letters_to(&app, "nadia").await, 3);
    // Nor by moving to and fro by the link of a visit: a letter goes out for each change.
    let link = last.json()["manage_link"].as_str().unwrap().strip_prefix(&app.address).unwrap().to_owned();
    let mut answers = Vec::new();
    for n in 0..5 {
        let page = app.visitor().get(&format!("{link}/change?day=2026-12-03")).await.text;
        let slot = page.split("name=\"slot\" value=\"").nth(1 + n).unwrap().split('"').next().unwrap();
        answers.push(app.visitor().post(&format!("{link}/change"), &[("slot", slot)]).await.status);
        app.run_jobs().await;
    }
    assert_eq!(answers, [303, 303, 303, 429, 429]);
    assert_eq!(letters_to(&app, "nadia").await, 6);
    // Whoever repeats what was done is told so all the same, and what is left of one visit takes nothing from another.
    let again = anyone.book("k16", visit(16, "nadia+two@example.NET")).await;
    assert_eq!((again.status, &again.json()["id"]), (201, &last.json()["id"]), "{}", again.text);
    let other = first.json()["manage_link"].as_str().unwrap().strip_prefix(&app.address).unwrap().to_owned();
    let page = app.visitor().get(&format!("{other}/change?day=2026-12-03")).await.text;
    let slot = page.split("name=\"slot\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(app.visitor().post(&format!("{other}/change"), &[("slot", slot)]).await.status, 303);
    // Nobody is kept from calling off, however often the visit was moved.
    let called_off = app.visitor().call_off(&link).await;
    assert_eq!(called_off.location, Some(format!("{link}?cancelled=1")), "{}", called_off.text);
}

async fn letters_to(app: &TestApp, name: &str) -> usize {
    app.letters().await.iter().filter(|letter| letter.to.to_lowercase().starts_with(name)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_visitors_who_choose_the_same_key_are_two() {
    let app = TestApp::believing(&["127.0.0.1".parse().unwrap()]).await;
    let times = Program { app: &app, token: None }.times().await;
    let path = format!("/api/v1/clinics/{}/bookings", app.clinic.slug);
    let book = |from: &'static str, time: usize, email: &str| {
        let mut body = body(&times[time]);
        body["client"]["email"] = json!(email);
        let (browser, path) = (app.visitor(), &path);
        async move {
            let headers = [("idempotency-key", "1"), ("x-forwarded-for", from)];
            browser.api(Method::POST, path, None, &headers, Some(body)).await
        }
    };
    let first = book("203.0.113.7", 0, "nadia@example.net").await;
    let second = book("198.51.100.7", 8, "tove@example.net").await;
    assert_eq!((first.status, second.status), (201, 201), "{} {}", first.text, second.text);
    assert_ne!(first.json()["id"], second.json()["id"]);
    // Each still has what they had, from wherever they repeat it.
    for from in ["203.0.113.7", "198.51.100.7", "192.0.2.1"] {
        assert_eq!(book(from, 0, "nadia@example.net").await.json(), first.json(), "{from}");
        assert_eq!(book(from, 8, "tove@example.net").await.json(), second.json(), "{from}");
        // And one's own key for another request is refused.
        assert_eq!(book(from, 16, "nadia@example.net").await.status, 422, "{from}");
    }
    assert_eq!(book("203.0.113.99", 16, "gideon@example.net").await.status, 422, "the same key from the same network");
    assert_eq!(book("192.0.2.1", 16, "gideon@example.net").await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_booking_is_told_the_very_same_whatever_became_of_it() {
    let app = TestApp::start().await;
    let (anyone, staff) = (Program { app: &app, token: None }, Program { app: &app, token: Some(key(&app).await) });
    let times = anyone.times().await;
    let first = anyone.book("k1", body(&times[0])).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let same = async |then: &str| {
        let again = anyone.book("k1", body(&times[0])).await;
        assert_eq!((again.status, &again.text), (201, &first.text), "{then}");
        assert_eq!(again.headers["location"], first.headers["location"], "{then}");
    };
    same("at once").await;
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let change = |method: Method, below: &str, body: Option<Value>| {
        let (path, token) = (staff.path(&format!("/appointments/{id}{below}")), staff.token.clone());
        let browser = app.visitor();
        async move { browser.api(method, &path, token.as_deref(), &[], body).await.status }
    };
    let other = times.iter().rfind(|time| time["practitioner"] == times[0]["practitioner"]).unwrap();
    assert_eq!(change(Method::PATCH, "", Some(json!({ "start": other["start"] }))).await, 200);
    same("moved").await;
    assert_eq!(change(Method::POST, "/cancellation", None).await, 200);
    same("called off").await;
    let mut elsewhere = ground::Clinic::clone(&*app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap());
    (elsewhere.host, elsewhere.zone_name) = (Some("book.linden.example".to_owned()), "Asia/Dubai".to_owned());
    app.house.update_clinic(elsewhere).await.unwrap();
    same("with the clinic in another zone under a name of its own").await;
    // What is kept for it holds nobody, and no link.
    let kept = app.place.column("SELECT answer FROM once WHERE answer IS NOT NULL");
    assert_eq!(kept.len(), 2, "by the mailbox, and by the network");
    assert!(kept.iter().all(|kept| !kept.contains("adia") && !kept.contains("/visit/")), "{kept:?}");
    // One that was kept before answers were is answered as it stands.
    app.place.tamper("UPDATE once SET answer = NULL");
    assert_eq!(anyone.book("k1", body(&times[0])).await.json()["status"], "cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_birth_date_that_cannot_be_read_gets_nobody_past_the_age_that_may_book() {
    let app = TestApp::start().await;
    let anyone = Program { app: &app, token: None };
    let times = anyone.times().await;
    for (n, born) in ["2014-5-6", "2014-05-06T00:00", "06.05.2014", "2014-02-30", "20140506", "+002014-05-06", "x"]
        .map(|text| json!(text))
        .into_iter()
        .chain([json!(20_140_506), json!(["2014-05-06"]), json!({}), json!(true)])
        .enumerate()
    {
        let mut body = body(&times[0]);
        body["client"]["birth_date"] = born;
        let answer = anyone.book(&format!("b{n}"), body.clone()).await;
        assert_eq!((answer.status, answer.json()["code"].as_str()), (422, Some("fields")), "{body}: {}", answer.text);
    }
    assert_eq!(app.place.column("SELECT token FROM once").len(), 0);
    assert!(anyone.times().await.contains(&times[0]), "the time is still free");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_says_why() {
    let app = TestApp::start().await;
    let anyone = Program { app: &app, token: None };
    let times = anyone.times().await;
    let good = body(&times[3]);
    let change = |pointer: &str, value: Value| {
        let mut changed = good.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = if parent.is_empty() { &mut changed } else { changed.pointer_mut(parent).unwrap() };
        if value.is_null() {
            parent.as_object_mut().unwrap().remove(name);
        } else {
            parent[name] = value;
        }
        changed
    };
    for (body, status, code) in [
        (change("/service", Value::Null), 422, "fields"),
        (change("/service", json!(7)), 422, "fields"),
        (change("/service", json!("nothing")), 404, "not_found"),
        (change("/client/email", json!("nadia")), 422, "fields"),
        (change("/client/email", Value::Null), 422, "fields"),
        (change("/client", json!("Nadia")), 422, "fields"),
        (change("/client/insurance", json!("X")), 422, "fields"),
        (change("/colour", json!("blue")), 422, "fields"),
        (change("/client/birth_date", json!("yesterday")), 422, "fields"),
        (change("/client/birth_date", json!("2014-05-06")), 409, "booking.too_young"),
        (change("/client/birth_date", json!("2026-11-25")), 409, "booking.birth_date"),
        (change("/child", json!({})), 422, "fields"),
        (change("/child", json!("Ines")), 422, "fields"),
        (change("/child", json!([])), 422, "fields"),
        (change("/child", child(&[("birth_date", json!(""))])), 422, "fields"),
        (change("/child", child(&[("birth_date", Value::Null)])), 422, "fields"),
        (change("/child", child(&[("given_name", Value::Null)])), 422, "fields"),
        (change("/child", child(&[("email", json!("ines@example.net"))])), 422, "fields"),
        (change("/child", child(&[("birth_date", json!("2026-11-25"))])), 409, "booking.birth_date"),
        (change("/child", child(&[("birth_date", json!("0001-01-01"))])), 409, "booking.birth_date"),
        (change("/practitioner", json!("pra_x")), 422, "fields"),
        (change("/practitioner", json!("pra_00000000000000000000000000")), 404, "not_found"),
        (change("/start", json!("tomorrow")), 422, "fields"),
        (change("/start", json!("2026-11-26 14:15:00Z")), 422, "fields"),
        (change("/start", json!("2026-11-26T14:16:00Z")), 409, "booking.off_grid"),
        (change("/start", json!("2026-11-24T10:45:00Z")), 409, "booking.too_soon"),
        (change("/start", json!("0001-01-01T00:00:00Z")), 409, "booking.too_soon"),
        (change("/start", json!("9999-12-31T23:59:59Z")), 409, "booking.too_far"),
        (change("/start", json!("2027-06-01T10:00:00Z")), 409, "booking.too_far"),
        (change("/start", json!("2026-11-26T03:00:00Z")), 409, "booking.outside_hours"),
    ] {
        let answer = anyone
            .book(&format!("r{body}").chars().filter(char::is_ascii).take(200).collect::<String>(), body.clone())
            .await;
        let problem = answer.json();
        assert_eq!((answer.status, problem["code"].as_str()), (status, Some(code)), "{body}: {problem}");
        assert_eq!([404, 422].contains(&status), problem["errors"].is_array(), "{problem}");
    }
    let post = |kind: &'static str, text: &'static str| {
        let request = reqwest::Client::new()
            .post(format!("{}{}", app.address, anyone.path("/bookings")))
            .header("content-type", kind)
            .body(text);
        async move { request.send().await.unwrap().status().as_u16() }
    };
    for (kind, text, status) in [
        ("application/json", "{", 400),
        ("application/json", "[]", 400),
        ("application/json", "7", 400),
        ("text/plain", "{}", 415),
        ("application/json", "{}", 422),
    ] {
        assert_eq!(post(kind, text).await, status, "{kind} {text}");
    }
    for (below, status) in [
        ("/services/review/times", 422),
        ("/services/review/times?from=2026-11-24&to=soon", 422),
        ("/services/review/times?from=2026-11-24&to=2026-11-25&colour=blue", 422),
        ("/services/review/times?from=2026-11-25&to=2026-11-24", 200),
        ("/services/review/times?from=0001-01-01&to=9999-12-31", 200),
        ("/services/nothing/times?from=2026-11-24&to=2026-11-25", 404),
        ("/services/review/times?from=%ff", 400),
        ("/appointments", 401),
        ("/appointments/apt_x", 401),
    ] {
        assert_eq!(anyone.get(below).await.status, status, "{below}");
    }
    let nowhere = app.visitor().api(Method::GET, "/api/v1/clinics/nowhere/services", None, &[], None).await;
    assert_eq!(nowhere.status, 404);
    let wrong = app.visitor().api(Method::DELETE, &anyone.path("/services"), None, &[], None).await;
    assert!(wrong.status == 405 && wrong.headers.contains_key("allow"), "{}", wrong.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_with_a_key_lists_moves_and_cancels() {
    let app = TestApp::start().await;
    let staff = Program { app: &app, token: Some(key(&app).await) };
    let times = staff.times().await;
    let booked = staff.book("k1", body(&times[0])).await.json();
    let id = booked["id"].as_str().unwrap();
    let read = staff.get(&format!("/appointments/{id}")).await.json();
    assert_eq!((&read["start"], &read["source"]), (&times[0]["start"], &json!("api")));

    // Every page of a list together is the list.
    let all = staff.get("/appointments?from=2026-10-01&to=2026-12-31&limit=200").await.json();
    let all: Vec<&Value> = all["appointments"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert!(all.len() > 20 && all.contains(&&json!(id)));
    let (mut pages, mut after) = (Vec::new(), String::new());
    loop {
        let page = staff.get(&format!("/appointments?from=2026-10-01&to=2026-12-31&limit=7{after}")).await.json();
        pages.extend(page["appointments"].as_array().unwrap().iter().map(|one| one["id"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(pages.iter().collect::<Vec<_>>(), all);
    let one = times[0]["practitioner"].as_str().unwrap();
    let day = &times[0]["start"].as_str().unwrap()[..10];
    let few = staff.get(&format!("/appointments?from={day}&practitioner={one}&status=booked")).await.json();
    assert!(
        few["appointments"]
            .as_array()
            .unwrap()
            .iter()
            .all(|found| found["practitioner"] == one && found["status"] == "booked"),
        "{few}"
    );

    let send = |method: Method, below: String, body: Option<Value>| {
        let (path, token) = (staff.path(&below), staff.token.clone());
        let browser = app.visitor();
        async move { browser.api(method, &path, token.as_deref(), &[], body).await }
    };
    let other = times
        .iter()
        .find(|time| {
            time["practitioner"] == times[0]["practitioner"] && time["start"].as_str() > times[12]["start"].as_str()
        })
        .unwrap();
    let moved = send(Method::PATCH, format!("/appointments/{id}"), Some(json!({ "start": other["start"] }))).await;
    assert_eq!((moved.status, &moved.json()["start"]), (200, &other["start"]), "{}", moved.text);
    let clash =
        send(Method::PATCH, format!("/appointments/{id}"), Some(json!({ "start": "2026-11-26T03:00:00Z" }))).await;
    assert_eq!((clash.status, &clash.json()["code"]), (409, &json!("booking.outside_hours")));
    let gone = send(Method::POST, format!("/appointments/{id}/cancellation"), None).await;
    assert_eq!((gone.status, &gone.json()["status"]), (200, &json!("cancelled")), "{}", gone.text);
    assert_eq!(send(Method::POST, format!("/appointments/{id}/cancellation"), None).await.status, 409);
    assert_eq!(
        send(Method::PATCH, format!("/appointments/{id}"), Some(json!({ "start": other["start"] }))).await.status,
        409
    );
    for (method, below) in
        [(Method::GET, "/appointments/apt_00000000000000000000000000"), (Method::POST, "/appointments/x/cancellation")]
    {
        assert_eq!(send(method, below.to_owned(), None).await.status, 404, "{below}");
    }
}
