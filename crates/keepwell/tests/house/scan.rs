//! A day at the clinic through the real pages, after which no name, address, number or note of anyone stands in clear
//! in what the program leaves on disk, nor in its log.

mod search;

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::kit::{Answer, Browser, Place, Program};
use search::{Search, files, rows};

/// What was typed during the day and must be readable nowhere. Such syllables occur nowhere else.
const TYPED: &[&str] = &[
    // A visitor.
    "Quillonwy",
    "Vantressor",
    "quillonwy.vantressor@mail.example",
    "020 915 7731",
    "209157731",
    "brings a zephyrmarmot along",
    // A parent and a child.
    "Ottavine",
    "Brackenthwaite",
    "ottavine.brackenthwaite@mail.example",
    "Orsimund",
    "Threlkettle",
    "2017-09-13",
    // Somebody who signs up, and their password.
    "Ysolwyn",
    "Crabbenshaw",
    "ysolwyn.crabbenshaw@mail.example",
    "garnet-Lattice7-umbrel-quay",
    "020 915 4426",
    "209154426",
    // Somebody the desk books in.
    "Perrivane",
    "Oldcastleford",
    "perrivane.oldcastleford@mail.example",
    "wheelchair with a squeaking castor",
    // What the desk changes of them.
    "Marrowynne",
    "1971-03-29",
    "cannot stand plumbago tincture",
    // What is kept about them besides.
    "squirrelgraft referral",
    "The left kneebone wants a gentle tambourine.",
    "ZQ 5519 8842 K",
    "Thistledown Mutual",
    "the thistledown clerk rang twice",
    // Somebody another program books in.
    "Tessalind",
    "Wrenhollow",
    "tessalind.wrenhollow@mail.example",
    // A new colleague's address, and what was typed where it led nowhere.
    "ondrej.fennimark@mail.example",
    "Balthazorin",
    "balthazorin.umbrefell@mail.example",
    "wrong-Passphrase-of-hers-99",
];

/// Seeded people: those of their names that no colleague, whose name is public, bears as well.
const SEEDED: &[&str] = &[
    "Achterberg",
    "Oakeshott",
    "Castellan",
    "Bartholomew",
    "Winifred",
    "desmond.achterberg.0@example.org",
    "+353209100000",
    "209100000",
];

/// What does stand in clear, by which the search shows that it looks where the data is.
const PUBLIC: &[&str] = &["First physiotherapy visit", "Maeve Corrigan", "Linden Quay Physiotherapy"];

const BASE: &str = "/c/linden-quay";

/// The times a page offers.
fn slots(page: &Answer) -> Vec<String> {
    let slots: Vec<String> = page
        .text
        .split("name=\"slot\" value=\"")
        .skip(1)
        .map(|rest| rest[..rest.find('"').unwrap()].to_owned())
        .collect();
    assert!(!slots.is_empty(), "{}", page.text);
    slots
}

#[track_caller]
fn text(answer: &Answer, status: u16) -> &str {
    assert_eq!(answer.status, status, "{}", answer.text);
    &answer.text
}

/// A visitor's booking from the first page to the last.
async fn visit(browser: &Browser, day: &str, fields: &[(&str, &str)]) -> String {
    let slot = slots(&browser.get(&format!("{BASE}/book/review?day={day}")).await).pop().unwrap();
    let mut all = vec![("slot", slot.as_str()), ("of_age", "1"), ("remind", "1")];
    all.extend_from_slice(fields);
    let confirm = browser.post(&format!("{BASE}/book/review/confirm"), &all).await;
    text(&confirm, 200);
    let key = confirm.attribute("name=\"key\"", "value").unwrap();
    all.push(("key", &key));
    let booked = browser.post(&format!("{BASE}/book/review"), &all).await;
    text(&booked, 303);
    let here = booked.location.unwrap();
    text(&browser.get(&here).await, 200);
    here.split('?').next().unwrap().to_owned()
}

/// Somebody who has booked signs up, follows the letter's link, and changes their details.
async fn sign_up(browser: &Browser) {
    let email = "ysolwyn.crabbenshaw@mail.example";
    visit(
        browser,
        "2026-12-03",
        &[("whom", "self"), ("given_name", "Ysolwyn"), ("family_name", "Crabbenshaw"), ("email", email)],
    )
    .await;
    let password = "garnet-Lattice7-umbrel-quay";
    let sent = browser
        .post(
            &format!("{BASE}/sign-up"),
            &[("name", "Ysolwyn Crabbenshaw"), ("email", email), ("password", password), ("age", "1")],
        )
        .await;
    assert!(text(&sent, 200).contains(email));
    let mailbox = browser.get(&format!("{BASE}/mailbox")).await;
    let mut link = None;
    for rest in text(&mailbox, 200).split(&format!("{BASE}/mailbox/")).skip(1) {
        let letter = browser.get(&format!("{BASE}/mailbox/{}", &rest[..rest.find('"').unwrap()])).await.text;
        link = link.or_else(|| {
            letter.split_once("/confirm/").map(|(_, rest)| rest.split(['?', '"', '<']).next().unwrap().to_owned())
        });
    }
    let confirmed = browser.post(&format!("{BASE}/confirm/{}", link.unwrap()), &[("password", password)]).await;
    text(&confirmed, 303);
    let form = browser.get(&format!("{BASE}/me/details")).await;
    assert!(text(&form, 200).contains("Crabbenshaw"));
    let version = form.attribute("name=\"version\"", "value").unwrap();
    let fields = [
        ("given_name", "Ysolwyn"),
        ("family_name", "Crabbenshaw"),
        ("email", email),
        ("phone", "020 915 4426"),
        ("language", "en"),
        ("version", &version),
    ];
    text(&browser.post(&format!("{BASE}/me/details"), &fields).await, 303);
    text(&browser.post(&format!("{BASE}/sign-out"), &[]).await, 303);
    let wrong = browser
        .post(&format!("{BASE}/sign-in"), &[("email", email), ("password", "wrong-Passphrase-of-hers-99")])
        .await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    text(&browser.post(&format!("{BASE}/sign-in"), &[("email", email), ("password", password)]).await, 303);
}

/// The desk books somebody new in, looks for them, and changes their details.
async fn desk(browser: &Browser) {
    let page = browser.get(&format!("{BASE}/appointments?date=2026-11-26")).await;
    let key = page.attribute("name=\"key\"", "value").unwrap();
    let choices = text(&page, 200).split_once("name=\"service\"").unwrap().1;
    let service = choices
        .split("<option value=\"")
        .skip(1)
        .map(|rest| &rest[..rest.find('"').unwrap()])
        .find(|id| !id.is_empty())
        .unwrap();
    let fields = [
        ("key", key.as_str()),
        ("service", service),
        ("date", "2026-11-26"),
        ("time", "14:30"),
        ("client", "new"),
        ("given_name", "Perrivane"),
        ("family_name", "Oldcastleford"),
        ("email", "perrivane.oldcastleford@mail.example"),
        ("note", "wheelchair with a squeaking castor"),
        ("tell", "1"),
    ];
    text(&browser.post(&format!("{BASE}/appointments"), &fields).await, 303);
    let looked =
        browser.post(&format!("{BASE}/appointments"), &[("look", "1"), ("find", "Perrivane"), ("key", &key)]).await;
    assert!(text(&looked, 200).contains("Oldcastleford"));
    let searched = browser.post(&format!("{BASE}/clients/search"), &[("q", "Oldcastleford")]).await;
    let found = browser.get(searched.location.as_deref().unwrap()).await;
    let id = text(&found, 200).split(&format!("{BASE}/clients/per_")).nth(1).unwrap();
    let client = format!("{BASE}/clients/per_{}", &id[..id.find('"').unwrap()]);
    assert!(text(&browser.get(&client).await, 200).contains("Perrivane"));
    let version = browser.get(&format!("{client}/details")).await.attribute("name=\"version\"", "value").unwrap();
    let change = [
        ("given_name", "Marrowynne"),
        ("family_name", "Oldcastleford"),
        ("email", "perrivane.oldcastleford@mail.example"),
        ("birth_date", "1971-03-29"),
        ("language", "en"),
        ("note", "cannot stand plumbago tincture"),
        ("version", &version),
    ];
    text(&browser.post(&format!("{client}/details"), &change).await, 303);
    let letter = "The left kneebone wants a gentle tambourine.";
    text(&browser.upload(&format!("{client}/documents"), "squirrelgraft referral.txt", letter).await, 303);
    let list = browser.get(&format!("{client}/documents")).await;
    assert!(text(&list, 200).contains("squirrelgraft referral"));
    let number = [("kind", "insurance"), ("number", "ZQ 5519 8842 K"), ("issuer", "Thistledown Mutual")];
    text(&browser.post(&format!("{client}/numbers"), &number).await, 303);
    let opening = browser.get(&format!("{client}/numbers")).await.attribute("formaction=", "formaction").unwrap();
    let reason = [("reason", "words"), ("words", "the thistledown clerk rang twice")];
    assert!(text(&browser.post(&opening, &reason).await, 200).contains("ZQ 5519 8842 K"));
}

/// Another program books somebody in.
async fn api(browser: &Browser) {
    let base = "/api/v1/clinics/linden-quay";
    let times = browser
        .api(Method::GET, &format!("{base}/services/review/times?from=2026-11-30&to=2026-12-02"), None, &[], None)
        .await
        .json();
    let client =
        json!({ "given_name": "Tessalind", "family_name": "Wrenhollow", "email": "tessalind.wrenhollow@mail.example" });
    let body = json!({ "service": "review", "start": times["times"][5]["start"], "client": client });
    text(
        &browser
            .api(
                Method::POST,
                &format!("{base}/bookings"),
                None,
                &[("idempotency-key", "tessalind.wrenhollow@mail.example")],
                Some(body),
            )
            .await,
        201,
    );
}

/// What goes wrong in a day: forms with faults, addresses that lead nowhere, a record that does not open, a job that
/// nobody can do. Failures are where a careless log begins to quote.
async fn mishaps(program: &Program, place: &Place, browser: &Browser, manager: &Browser) {
    for path in [
        "/c/Balthazorin",
        "/Balthazorin?email=balthazorin.umbrefell@mail.example",
        "/c/linden-quay/visit/Balthazorin/x",
        "/c/linden-quay/clients/Balthazorin",
    ] {
        browser.get(path).await;
        manager.get(path).await;
    }
    let wrong = [
        ("email", "balthazorin.umbrefell@mail.example"),
        ("password", "wrong-Passphrase-of-hers-99"),
        ("Balthazorin", "Balthazorin"),
    ];
    for page in ["/sign-in", "/sign-up", "/forgotten", "/book/review/confirm", "/book/review"] {
        browser.post(&format!("{BASE}{page}"), &wrong).await;
    }
    browser
        .api(
            Method::POST,
            "/api/v1/clinics/linden-quay/bookings",
            Some("Balthazorin"),
            &[],
            Some(json!({ "service": "Balthazorin" })),
        )
        .await;
    browser
        .api(
            Method::GET,
            "/api/v1/clinics/Balthazorin/services?email=balthazorin.umbrefell@mail.example",
            None,
            &[],
            None,
        )
        .await;
    // The oldest client's names change places with nobody's: their record does not open any more.
    let hurt = place.column("SELECT id FROM client ORDER BY created_at, id LIMIT 1").remove(0);
    place.tamper(&format!("UPDATE client SET family_name = given_name WHERE id = '{hurt}'"));
    assert_eq!(manager.get(&format!("{BASE}/clients/{hurt}")).await.status, 500);
    let clinic = place.column("SELECT id FROM clinic WHERE slug = 'linden-quay'").remove(0);
    place.tamper(&format!(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at) VALUES ('{clinic}', 'job_00000000000000000000000000', 'no.such', '{hurt}', 0, 0, 'due', 0)"
    ));
    let deadline = std::time::Instant::now() + Duration::from_secs(10);
    while !String::from_utf8_lossy(&program.log()).contains("a job failed") {
        assert!(std::time::Instant::now() < deadline, "the job nobody can do was never tried");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The whole day, on a program that is killed at its end.
async fn day(place: &Place, style: &str) -> Program {
    let mut program = Program::demo(place, &[("KEEPWELL_LOG__STYLE", style)]);
    let visitor = program.visitor();
    let me = [
        ("given_name", "Quillonwy"),
        ("family_name", "Vantressor"),
        ("email", "quillonwy.vantressor@mail.example"),
        ("phone", "020 915 7731"),
    ];
    let here = visit(
        &visitor,
        "2026-12-01",
        &[&me[..], &[("whom", "self"), ("note", "brings a zephyrmarmot along")]].concat(),
    )
    .await;
    let child = [
        ("whom", "child"),
        ("child_given_name", "Orsimund"),
        ("child_family_name", "Threlkettle"),
        ("child_birth_date", "2017-09-13"),
    ];
    let parent = [
        ("given_name", "Ottavine"),
        ("family_name", "Brackenthwaite"),
        ("email", "ottavine.brackenthwaite@mail.example"),
    ];
    visit(&visitor, "2026-12-02", &[&parent[..], &child].concat()).await;
    text(&visitor.call_off(&here).await, 303);
    sign_up(&program.visitor()).await;
    desk(&program.signed_in("Front desk").await).await;
    api(&visitor).await;
    let manager = program.signed_in("Manager").await;
    let invited = manager
        .post(
            &format!("{BASE}/staff"),
            &[("name", "Ondrej Fennimark"), ("email", "ondrej.fennimark@mail.example"), ("role", "front_desk")],
        )
        .await;
    text(&invited, 303);
    for page in ["/day", "/clients", "/reports/attendance", "/staff", "/notice"] {
        text(&manager.get(&format!("{BASE}{page}")).await, 200);
    }
    let client = program.signed_in("Client").await;
    for page in ["/me", "/me/record", "/account"] {
        text(&client.get(&format!("{BASE}{page}")).await, 200);
    }
    mishaps(&program, place, &visitor, &manager).await;
    // Letters and the sealing of the access log follow within a second.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    program.kill();
    program
}

#[tokio::test(flavor = "multi_thread")]
async fn no_sealed_value_of_anyone_stands_in_clear_anywhere_on_disk() {
    let place = Place::fresh();
    let program = day(&place, "plain").await;
    let mut everything = vec![("the log".to_owned(), program.log())];
    files(place.folder.path(), &mut everything);
    if place.is_postgres() {
        everything.extend(rows(&place));
    } else {
        for file in ["keepwell.db", "keepwell.db-wal", "keys.db"] {
            assert!(
                everything.iter().any(|(name, bytes)| name.ends_with(file) && !bytes.is_empty()),
                "{file} was not looked into"
            );
        }
    }
    let stored = |sql: &str| place.column(sql)[0].parse::<usize>().unwrap();
    assert!(stored("SELECT CAST(COUNT(*) AS TEXT) FROM client") >= 25 + 6, "the day left no clients behind");
    assert!(stored("SELECT CAST(COUNT(*) AS TEXT) FROM mail") >= 5, "the day left no letters behind");

    let public = Search::of(PUBLIC);
    let seen: BTreeSet<&str> = everything.iter().flat_map(|(_, bytes)| public.found(bytes)).collect();
    assert_eq!(seen.len(), PUBLIC.len(), "the search does not see what stands in clear: {seen:?}");
    let sealed = Search::of(&[TYPED, SEEDED].concat());
    let clear: Vec<_> = everything
        .iter()
        .map(|(name, bytes)| (name, sealed.found(bytes)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(clear.is_empty(), "in clear: {clear:?}");
}

/// What a line may hold besides the fields of a request: what a library adds to each, and what our own lines about
/// jobs, words and constraints say. None of them is about anyone.
const USUAL: &[&str] = &[
    "timestamp",
    "level",
    "target",
    "message",
    "cause",
    "kind",
    "attempts",
    "state",
    "constraint",
    "key",
    "work",
    "promise",
    "place",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_log_of_a_whole_day_names_nobody() {
    let place = Place::fresh();
    let program = day(&place, "json").await;
    let log = program.log();
    let named = Search::of(&[TYPED, SEEDED].concat());
    assert_eq!(named.found(&log), BTreeSet::new());

    let log = String::from_utf8(log).unwrap();
    let (mut features, mut failed) = (BTreeSet::new(), 0);
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        let fields = line.as_object().unwrap();
        let request = line["target"] == "request";
        let allowed = if request { [ground::log::FIELDS, &USUAL[..4]].concat() } else { USUAL.to_vec() };
        for (name, value) in fields {
            assert!(allowed.contains(&name.as_str()), "{name} in {line}");
            let value = value.to_string();
            // An address of a person, or the id of anything: 26 signs after a short prefix.
            let id =
                |word: &str| word.split_once('_').is_some_and(|(prefix, rest)| prefix.len() == 3 && rest.len() == 26);
            assert!(
                !value.contains('@') && !value.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(id),
                "{name} in {line}"
            );
        }
        if request {
            features.insert(line["feature"].as_str().unwrap().to_owned());
            assert_eq!(line["from"], "127.0.0.0/24", "{line}");
            failed += usize::from(line["status"] == 500);
        }
    }
    // It is the log of that day, failures included.
    for feature in [
        "/c/{clinic}/book/{service}",
        "/c/{clinic}/sign-up",
        "/c/{clinic}/clients/{client}/details",
        "/api/v1/clinics/{clinic}/bookings",
        "unmatched",
    ] {
        assert!(features.contains(feature), "{feature} in {features:?}");
    }
    assert_eq!(failed, 1, "the record that did not open is in the log");
}
