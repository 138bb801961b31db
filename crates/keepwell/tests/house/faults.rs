//! What goes wrong around a program: senseless requests, floods, repeated requests, stopped processes, a store that is
//! gone, jobs that fail.

use std::io::{Read, Write};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ground::job::{Handler, NewJob, list, retry, run_due};
use ground::keys::Master;
use ground::mail::{Post, Transport};
use ground::web::{LimitSettings, Limits, Rate};
use ground::{Actor, Clock, House, NewClinic, Plan, Room, Scope};
use promise::{Parameters, Purpose};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::kit::program::{CREATE, command, run, said};
use crate::kit::{NOW, Place, Program, TestApp};

const API: &str = "/api/v1/clinics/linden-quay";

/// What a pipe holds on Linux.
const PIPE: usize = 65_536;

/// Sends bytes as they are, as no browser would.
async fn raw(app: &TestApp, path: &str, kind: &str, body: impl Into<reqwest::Body>) -> (u16, String) {
    let request = Client::new()
        .post(format!("{}{path}", app.address))
        .header("content-type", kind)
        .header("sec-fetch-site", "same-origin");
    let answer = request.body(body).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// What is answered to a path exactly as it stands; a client of HTTP would tidy it up first.
async fn said_plainly(app: &TestApp, path: &str) -> String {
    let mut stream = TcpStream::connect(app.address.strip_prefix("http://").unwrap()).await.unwrap();
    stream
        .write_all(format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n").as_bytes())
        .await
        .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_browser_sends_is_refused_and_breaks_nothing() {
    let app = TestApp::start().await;
    let form = "application/x-www-form-urlencoded";
    let sound = "email=nadia%40example.net&password=x";
    let many = |n: usize| vec!["a=b"; n].join("&");
    for (path, fields) in [
        ("/sign-in", sound),
        ("/sign-up", "name=N&email=n%40example.net&password=garnet-Lattice7-umbrel&age=1"),
        ("/forgotten", "email=n%40example.net"),
    ] {
        let path = app.path(path);
        for (body, status) in [
            (format!("{fields}&x={}", "y".repeat(300_000)), 413),
            (format!("{fields}&{}", many(500)), 413),
            (format!("{fields}&{}=1", "n".repeat(101)), 400),
            (format!("{fields}%00"), 400),
            (format!("{fields}%ff%fe"), 400),
            (format!("{fields}&colour=blue"), 422),
            (format!("{fields}&email=second%40example.net"), 422),
            ("&&&===&%&".to_owned(), 422),
            (String::new(), 422),
        ] {
            let (got, text) = raw(&app, &path, form, body.clone()).await;
            assert_eq!(got, status, "{path} {}: {text}", &body[..body.len().min(120)]);
        }
        assert_eq!(raw(&app, &path, form, vec![0xff, 0xfe, b'=', 0]).await.0, 400);
        for kind in ["text/plain", "multipart/form-data; boundary=x", "application/json"] {
            assert_eq!(raw(&app, &path, kind, sound).await.0, 415, "{path} {kind}");
        }
    }
    let json = "application/json";
    let booking = format!("{API}/bookings");
    let client = |name: &str| {
        format!(
            "{{\"service\":\"review\",\"start\":\"2026-12-01T10:00:00Z\",\"client\":{{\"given_name\":\"{name}\",\"family_name\":\"F\",\"email\":\"n@example.net\"}}}}"
        )
    };
    for (body, expected) in [
        (client(&"N".repeat(300_000)), 413),
        (client("\\u0000"), 422),
        (client("\\ud800"), 400),
        (client(&"N".repeat(5_000)), 422),
        ("[".repeat(100_000), 400),
        ("{\"a\":".repeat(20_000), 400),
        ("1e999".to_owned(), 400),
        ("{\"service\":\"review\",\"service\":\"video\"}".to_owned(), 400),
        ("\u{feff}{}".to_owned(), 400),
    ] {
        let (status, text) = raw(&app, &booking, json, body.clone()).await;
        // A field sent twice may be refused as such or with the fields that are missing: never taken.
        assert!(
            status == expected || (expected == 400 && status == 422),
            "{status} {text} for {}",
            &body[..body.len().min(120)]
        );
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
    }
    assert_eq!(raw(&app, &booking, json, vec![b'{', 0xff, b'}']).await.0, 400);
    for path in [
        "/assets/../../etc/passwd",
        "/assets/%2e%2e%2fkeepwell.db",
        "/assets/app.css%00",
        "/c/%ff",
        "/c/linden-quay/visit/%00/%00",
        "/c/linden-quay/../..",
        "/../../../../etc/passwd",
        "/c/linden-quay/book/%F0%9F%A6%B5",
        "/%",
    ] {
        let answer = said_plainly(&app, path).await;
        assert!(answer.starts_with("HTTP/1.1 404") || answer.starts_with("HTTP/1.1 400"), "{path}: {answer}");
    }
    let long = app.visitor().get(&format!("/c/linden-quay?{}", "x".repeat(20_000))).await.status;
    assert!(long < 500, "{long}");
    assert_eq!(app.visitor().get(&app.path("")).await.status, 200, "the program goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_pass_no_limit_that_one_would_not_pass() {
    let rate = Rate { per_minute: 1, burst: 5 };
    let limits = LimitSettings {
        sign_in: rate,
        public_form: rate,
        api: Rate { per_minute: 1, burst: 7 },
        ..LimitSettings::default()
    };
    let app = Arc::new(TestApp::with(limits, Clock::held(NOW.parse().unwrap())).await);
    for (path, fields, passes) in [
        (app.path("/sign-in"), "email=nadia%40example.net&password=x", 5),
        (app.path("/book/review"), "slot=1", 5),
        // A booking without a key counts as a form, and no form is left.
        (format!("{API}/bookings"), "{}", 0),
    ] {
        let ask = |n: usize| {
            let (app, path) = (app.clone(), path.clone());
            let kind = if path.starts_with("/api") { "application/json" } else { "application/x-www-form-urlencoded" };
            let fields = if path.ends_with("/sign-in") {
                fields.replace("nadia", &format!("nadia{n}"))
            } else {
                fields.to_owned()
            };
            tokio::spawn(async move {
                let request = Client::new()
                    .post(format!("{}{path}", app.address))
                    .header("content-type", kind)
                    .header("sec-fetch-site", "same-origin");
                let answer = request.body(fields).send().await.unwrap();
                (answer.status().as_u16(), answer.headers().get("retry-after").is_some())
            })
        };
        let asked: Vec<_> = (0..64).map(ask).collect();
        let mut passed = 0;
        for answer in asked {
            let (status, wait) = answer.await.unwrap();
            assert!(status < 500 && (status == 429) == wait, "{path}: {status}");
            passed += usize::from(status != 429);
        }
        // The minute gives one back while they ask, at the very most.
        assert!((passes..=passes + 1).contains(&passed), "{path}: {passed} passed");
    }
}

/// A body for one booking of the API.
fn booking(n: usize, time: &Value) -> Value {
    json!({ "service": "review", "practitioner": time["practitioner"], "start": time["start"],
        "client": { "given_name": "Nora", "family_name": format!("Case{n}"), "email": format!("nora{n}@example.net") } })
}

async fn times(app: &TestApp) -> Vec<Value> {
    let path = format!("{API}/services/review/times?from=2026-11-26&to=2026-12-20");
    app.visitor().api(Method::GET, &path, None, &[], None).await.json()["times"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_repeated_at_once_books_once_and_gets_one_answer() {
    let app = Arc::new(TestApp::start().await);
    let times = times(&app).await;
    let count = || app.place.column("SELECT CAST(COUNT(*) AS TEXT) FROM appointment")[0].parse::<usize>().unwrap();
    let before = count();
    let repeat = |body: Value| {
        let app = app.clone();
        tokio::spawn(async move {
            app.visitor()
                .api(Method::POST, &format!("{API}/bookings"), None, &[("idempotency-key", "once")], Some(body))
                .await
        })
    };
    let asked: Vec<_> = (0..32).map(|_| repeat(booking(0, &times[0]))).collect();
    let mut answers = Vec::new();
    for answer in asked {
        let answer = answer.await.unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text);
        answers.push(answer.json());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(count(), before + 1);
    assert_eq!(repeat(booking(1, &times[0])).await.unwrap().status, 422);
    assert_eq!(repeat(booking(0, &times[9])).await.unwrap().status, 422);
    assert_eq!(count(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_answered_while_a_hundred_and_twenty_eight_book_at_once() {
    let app = Arc::new(TestApp::start().await);
    let times = times(&app).await;
    let desk = app.signed_in(&app.clinic, ground::Role::FrontDesk).await;
    desk.get(&app.path("/day")).await;
    let bookers: Vec<_> = (0..128)
        .map(|n| {
            let (app, time) = (app.clone(), times[n * 3 % times.len()].clone());
            tokio::spawn(async move {
                let answer = app
                    .visitor()
                    .api(Method::POST, &format!("{API}/bookings"), None, &[], Some(booking(n, &time)))
                    .await;
                assert!(answer.status == 201 || answer.status == 409, "{}: {}", answer.status, answer.text);
                answer.status == 201
            })
        })
        .collect();
    let (mut slowest, mut views) = (Duration::ZERO, 0);
    while !bookers.iter().all(tokio::task::JoinHandle::is_finished) || views == 0 {
        let asked = Instant::now();
        assert_eq!(desk.get(&app.path("/day")).await.status, 200);
        slowest = slowest.max(asked.elapsed());
        views += 1;
    }
    let mut booked = 0;
    for booker in bookers {
        booked += usize::from(booker.await.unwrap());
    }
    assert!(booked >= 64, "only {booked} were booked: the load was none");
    assert!(slowest < Duration::from_secs(1), "the slowest of {views} page views took {slowest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_asked_to_stop_finishes_what_it_began() {
    let place = Place::fresh();
    let mut program = Program::demo(&place, &[]);
    // A live page stays open until it is told; it must not hold the end up.
    let desk = program.signed_in("Front desk").await;
    let live = tokio::spawn(async move { desk.get("/c/linden-quay/live").await });
    // Hashing a password takes a while: these are under way when the signal comes.
    let asked: Vec<_> = (0..8)
        .map(|n| {
            let browser = program.visitor();
            let email = format!("tove{n}@example.net");
            tokio::spawn(async move {
                let fields =
                    [("name", "Tove"), ("email", email.as_str()), ("password", "garnet-Lattice7-umbrel"), ("age", "1")];
                browser.post("/c/linden-quay/sign-up", &fields).await.status
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(60)).await;
    let signal = Instant::now();
    program.terminate();
    for answer in asked {
        assert_eq!(answer.await.unwrap(), 200);
    }
    let ended = tokio::task::spawn_blocking(move || program.wait()).await.unwrap();
    assert!(ended.success() && signal.elapsed() < Duration::from_secs(8), "{ended} after {:?}", signal.elapsed());
    assert_eq!(live.await.unwrap().status, 200);
    assert_eq!(place.column("SELECT kind FROM mail").iter().filter(|kind| *kind == "identity.verification").count(), 8);
}

/// Looks until `is` gives something, for at most as long as a start may take.
fn until(is: impl Fn() -> bool, what: &str) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !is() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_program_asked_to_stop_while_it_says_that_it_is_ready_ends_as_it_should() {
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    // Nothing more fits into what it speaks into, so that it is held at the word.
    let (mut ear, mut mouth) = std::io::pipe().unwrap();
    mouth.write_all(&[b'.'; PIPE]).unwrap();
    let log = place.folder.path().join("said");
    let mut child = command(&place, &["serve"], &[("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")])
        .stdout(mouth)
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let listens = || {
        let status = std::fs::read_to_string(&status).unwrap();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim();
        // SIGTERM is the fifteenth.
        u64::from_str_radix(caught, 16).unwrap() >> 14 & 1 == 1
    };
    until(listens, "it says that it stands before it listens for the signal");
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    until(|| std::fs::read_to_string(&log).unwrap().contains("stopping"), "it does not hear the signal");
    assert!(child.try_wait().unwrap().is_none(), "it is held");
    let mut heard = String::new();
    ear.read_to_string(&mut heard).unwrap();
    assert!(heard.trim_start_matches('.').starts_with("ready "), "{}", heard.trim_start_matches('.'));
    assert!(child.wait().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_follows_the_store_and_says_nothing_else() {
    let app = TestApp::start().await;
    let ready = |status: u16| {
        let app = &app;
        async move {
            let deadline = Instant::now() + Duration::from_secs(15);
            loop {
                let answer = app.visitor().get("/readyz").await;
                if answer.status == status {
                    return answer.text;
                }
                assert!(Instant::now() < deadline, "{}: {}", answer.status, answer.text);
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    };
    ready(200).await;
    app.place.tamper("ALTER TABLE clinic RENAME TO clinic_elsewhere");
    let words = ready(503).await;
    assert!(!words.contains("clinic") && !words.contains("SELECT"), "{words}");
    let page = app.visitor().get(&app.path("")).await;
    assert!(
        page.status >= 500 && !page.text.contains("clinic_elsewhere") && page.text.contains("<h1"),
        "{}",
        page.text
    );
    assert_eq!(app.visitor().get("/healthz").await.status, 200, "the process itself is alive");
    app.place.tamper("ALTER TABLE clinic_elsewhere RENAME TO clinic");
    ready(200).await;
    // Whoever cannot reach the keys cannot read a record.
    app.place.tamper_keys("ALTER TABLE key_proof RENAME TO key_elsewhere");
    assert!(ready(503).await.contains("the keys do not answer"));
    app.place.tamper_keys("ALTER TABLE key_elsewhere RENAME TO key_proof");
    ready(200).await;
    assert_eq!(app.visitor().get(&app.path("")).await.status, 200);
}

#[test]
fn a_stuck_job_is_shown_and_retried_from_the_command_line() {
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    let jobs = |words: &[&str]| said(&run(&place, words, &[]));
    assert!(jobs(&["jobs"]).contains("no job waits"));
    let clinic = place.column("SELECT id FROM clinic WHERE slug = 'north'").remove(0);
    for (n, state) in [(1, "stuck"), (2, "due")] {
        place.tamper(&format!(
            "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, cause, created_at)
             VALUES ('{clinic}', 'job_0000000000000000000000000{n}', 'mail.send', 'mai_{n}', 4102444800000000, 10, '{state}', 'the relay was away', 0)"
        ));
    }
    let shown = jobs(&["jobs"]);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(
        lines.len() == 3
            && lines[0].starts_with("state")
            && lines[1].starts_with("stuck")
            && lines[1].contains(" 10 ")
            && lines[1].contains("the relay was away")
            && lines[2].starts_with("waits"),
        "{shown}"
    );
    assert!(jobs(&["jobs", "retry", "what"]).contains("not a job's id"));
    assert!(jobs(&["jobs", "retry", "job_00000000000000000000000009"]).contains("no such job"));
    assert!(jobs(&["jobs", "retry"]).contains("1 job is due again"));
    let shown = jobs(&["jobs"]);
    assert!(!shown.contains("stuck") && shown.contains(" 0 "), "{shown}");
}

/// A room with jobs that go wrong.
fn odd() -> Room {
    let panics = Handler::new("odd.panics", Purpose::Operation, |_, _| async { panic!("what was typed") });
    let fails = Handler::new("odd.fails", Purpose::Operation, |_, _| async { Err("it never works".to_owned()) });
    Room::new("odd").job(panics).job(fails)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_fails_or_panics_waits_longer_each_time_and_is_stuck_at_last() {
    let place = Place::fresh();
    let clock = Clock::held(NOW.parse().unwrap());
    let plan = Plan {
        data: place.data.clone(),
        keys: place.keys.clone(),
        files: place.files(),
        master: Master::from_bytes([7; 32]),
        threads: ground::db::Threads { readers: 1, writers: 2 },
        clock: clock.clone(),
        post: Post { from: "clinic@example.org".to_owned(), transport: Transport::Mailbox },
        limits: Limits::new(LimitSettings::default()).unwrap(),
        demo: false,
        address: "http://127.0.0.1".to_owned(),
        installed: ground::Installed::default(),
    };
    let rooms = keepwell::rooms::rooms().into_iter().chain([odd()]).collect();
    let house = tokio::task::spawn_blocking(move || House::open(plan, rooms)).await.unwrap().unwrap();
    let new = NewClinic {
        slug: "north".to_owned(),
        host: None,
        name: "North".to_owned(),
        zone: "Europe/Dublin".to_owned(),
        jurisdiction: "IE".to_owned(),
        languages: vec!["en".to_owned()],
        currency: "EUR".to_owned(),
        brand: None,
        parameters: Parameters::default(),
    };
    let clinic = house.create_clinic(new).await.unwrap();
    let enqueue = |tx: &mut ground::Tx<'_>| {
        let now = tx.now();
        ["odd.panics", "odd.fails"]
            .into_iter()
            .try_for_each(|kind| tx.enqueue(&NewJob { kind, subject: "x".to_owned(), run_at: now }))
    };
    Scope::new(&house, clinic, Actor::automatic(), Purpose::Operation, "test").write(enqueue).await.unwrap();
    let mut waits = Vec::new();
    for attempt in 1..=10 {
        assert_eq!(run_due(&house).await.unwrap(), 2, "attempt {attempt}");
        assert_eq!(run_due(&house).await.unwrap(), 0, "nothing is pressed");
        let jobs = list(&house).await.unwrap();
        assert!(
            jobs.iter().all(|job| job.attempts == attempt && (job.state == "stuck") == (attempt == 10)),
            "{jobs:?}"
        );
        let causes: Vec<&str> = jobs.iter().filter_map(|job| job.cause.as_deref()).collect();
        assert!(causes.contains(&"it panicked") && causes.contains(&"it never works"), "{causes:?}");
        waits.push((jobs[0].run_at - clock.now()).total(jiff::Unit::Minute).unwrap() as i64);
        clock.set(jobs.iter().map(|job| job.run_at).max().unwrap());
    }
    assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]);
    assert_eq!(run_due(&house).await.unwrap(), 0, "a stuck job waits for a person");
    assert_eq!((retry(&house, None).await.unwrap(), run_due(&house).await.unwrap()), (2, 2));
}
