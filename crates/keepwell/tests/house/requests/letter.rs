//! Asking without an account: by the letter to an address that is held, and by nothing else.

use jiff::SignedDuration;
use office::requests::State;
use promise::Purpose;

use super::{act, grant, officer, state};
use crate::attack::another;
use crate::kit::{Answer, Browser, TestApp};

pub(super) async fn asks(
    app: &TestApp,
    browser: &Browser,
    given: &str,
    family: &str,
    email: &str,
    more: &[(&str, &str)],
) -> Answer {
    let mut fields = vec![("given_name", given), ("family_name", family), ("email", email), ("kind", "access")];
    for name in ["field", "wanted", "said", "birth_date"] {
        if !more.iter().any(|(known, _)| *known == name) {
            fields.push((name, ""));
        }
    }
    fields.extend_from_slice(more);
    browser.post(&app.path("/privacy/request"), &fields).await
}

/// The path of the link in the newest letter of this kind.
pub(super) async fn link(app: &TestApp, to: &str) -> Option<String> {
    let letters = app.letters().await;
    let letter = letters.iter().find(|one| one.kind == "office.proof" && one.to == to)?;
    let at = letter.body.find("/privacy/request/")?;
    let path: String = letter.body[at..].chars().take_while(|c| !c.is_whitespace() && *c != '?').collect();
    Some(app.path(&path))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_is_the_same_whether_somebody_is_known_and_only_the_letter_leads_on() {
    let app = TestApp::start().await;
    let (_, person) = another(&app, "known@example.net").await;
    let visitor = app.visitor();
    let known = asks(&app, &visitor, "Tove", "Tove", "known@example.net", &[]).await;
    let unknown = asks(&app, &visitor, "Nobody", "Here", "nobody@example.net", &[]).await;
    assert_eq!((known.status, unknown.status), (200, 200), "{}", known.text);
    let drawn = |answer: &Answer| answer.text.lines().filter(|line| !line.contains("data-since")).collect::<String>();
    assert_eq!(drawn(&known), drawn(&unknown), "the same page");
    assert_eq!(link(&app, "nobody@example.net").await, None);
    let path = link(&app, "known@example.net").await.expect("a letter");
    let letters = app.letters().await;
    let letter = letters.iter().find(|one| one.kind == "office.proof").unwrap();
    assert!(letter.subject.ends_with(": your request for a copy of your data"), "{}", letter.subject);
    assert!(letter.body.contains("in your name for a copy of everything"), "{}", letter.body);
    // Before the button is pressed nothing of anybody is shown, and nobody waits for an answer.
    let id = app.place.column(&format!("SELECT id FROM request WHERE person = '{person}'")).remove(0).parse().unwrap();
    let page = visitor.get(&path).await;
    assert!(page.status == 200 && page.text.contains("It was me") && !page.text.contains("Tove"), "{}", page.text);
    assert_eq!(state(&app, id), State::Unproved);
    assert_eq!(visitor.get(&format!("{path}/copy")).await.status, 404);
    let officer = officer(&app).await;
    assert!(officer.get(&app.path("/office")).await.text.contains("One request waits for who asks"));
    assert_eq!(visitor.post(&path, &[]).await.status, 303);
    assert_eq!(state(&app, id), State::Open);
    assert_eq!(visitor.post(&path, &[]).await.status, 303, "pressed twice proves nothing twice");
    grant(&app, &officer, id).await;
    let page = visitor.get(&path).await;
    assert!(page.text.contains("Save the copy"), "{}", page.text);
    let copy = visitor.open(&format!("{path}/copy")).await;
    assert_eq!(copy.status(), 200);
    let bytes = copy.bytes().await.unwrap();
    assert!(bytes.starts_with(b"PK"), "an archive");
    for _ in 0..200 {
        if state(&app, id) == State::Done {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(state(&app, id), State::Done);
    // A guess leads nowhere.
    assert_eq!(
        visitor.get(&app.path("/privacy/request/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).await.status,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_share_an_address_only_the_one_who_is_named_is_written_about() {
    let app = TestApp::start().await;
    let make = |given: &'static str, born: Option<jiff::civil::Date>| {
        let scope = app.scope(&app.clinic, Purpose::Scheduling);
        async move {
            let body = move |tx: &mut ground::Tx<'_>| -> ground::Result<ground::PersonId> {
                let today = jiff::civil::date(2026, 11, 24);
                let new = people::NewClient {
                    given_name: people::GivenName::parse(given).unwrap(),
                    family_name: people::FamilyName::parse("Shared").unwrap(),
                    email: people::Email::parse("both@example.net").ok(),
                    phone: None,
                    birth_date: born.map(|born| people::BirthDate::new(born, today).unwrap()),
                    note: None,
                    language: "en".to_owned(),
                };
                people::create(tx, &new, &people::Source::Demo)
            };
            scope.write(body).await.unwrap()
        }
    };
    let (old, young) = (jiff::civil::date(1950, 1, 2), jiff::civil::date(1980, 3, 4));
    let anna = make("Anna", None).await;
    let (father, son) = (make("Piet", Some(old)).await, make("Piet", Some(young)).await);
    let visitor = app.visitor();
    asks(&app, &visitor, "Anna", "Shared", "both@example.net", &[]).await;
    let people = || app.place.column("SELECT person FROM request ORDER BY received_at, id");
    assert_eq!(people(), [anna.to_string()]);
    // Two of one name: without the date nobody is meant, with it one is.
    asks(&app, &visitor, "Piet", "Shared", "both@example.net", &[]).await;
    assert_eq!(people().len(), 1);
    asks(&app, &visitor, "Piet", "Shared", "both@example.net", &[("birth_date", "1980-03-04")]).await;
    let all = people();
    assert!(all.contains(&son.to_string()) && !all.contains(&father.to_string()), "{all:?}");
    // Another's date opens nothing.
    asks(&app, &visitor, "Piet", "Shared", "both@example.net", &[("birth_date", "1999-09-09")]).await;
    assert_eq!(people().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_proves_ends_and_whoever_is_doubted_is_held() {
    let app = TestApp::start().await;
    let (_, person) = another(&app, "known@example.net").await;
    let visitor = app.visitor();
    asks(&app, &visitor, "Tove", "Tove", "known@example.net", &[("said", "something private")]).await;
    let path = link(&app, "known@example.net").await.unwrap();
    let id = app.place.column(&format!("SELECT id FROM request WHERE person = '{person}'")).remove(0).parse().unwrap();
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(24 * 8));
    app.scope(&app.clinic, Purpose::Operation).write(office::requests::sweep).await.unwrap();
    assert_eq!(state(&app, id), State::Expired);
    assert_eq!(visitor.get(&path).await.status, 404);
    let kept = app
        .place
        .column(&format!("SELECT CASE WHEN said IS NULL THEN 'gone' ELSE 'kept' END FROM request WHERE id = '{id}'"));
    assert_eq!(kept, ["gone"], "what they wrote was for answering them");

    // An impostor who has the mailbox: the officer doubts, and it is held until somebody shows who they are.
    asks(&app, &visitor, "Tove", "Tove", "known@example.net", &[]).await;
    let path = link(&app, "known@example.net").await.unwrap();
    visitor.post(&path, &[]).await;
    let id = app
        .place
        .column(&format!("SELECT id FROM request WHERE person = '{person}' AND state = 'open'"))
        .remove(0)
        .parse()
        .unwrap();
    let officer = officer(&app).await;
    let held = act(&app, &officer, id, "identity", &[("reason", "The client rang and says it was not them.")]).await;
    assert_eq!(held.status, 303, "{}", held.text);
    assert_eq!(state(&app, id), State::Questioned);
    assert_eq!(visitor.get(&format!("{path}/copy")).await.status, 404);
    let granted = act(&app, &officer, id, "decision", &[("decision", "grant"), ("ground", ""), ("reason", "")]).await;
    assert_eq!(granted.status, 409, "nothing is granted while it is held");
    let shown = act(&app, &officer, id, "identity", &[("shown", "passport"), ("reason", "")]).await;
    assert_eq!(shown.status, 303);
    assert_eq!(state(&app, id), State::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stranger_wrote_does_not_ride_on_the_proof_of_who_was_meant() {
    let app = TestApp::start().await;
    let (_, person) = another(&app, "known@example.net").await;
    let visitor = app.visitor();
    let ask = |wanted: &'static str, said: &'static str| {
        let (app, visitor) = (&app, &visitor);
        async move {
            let more =
                [("kind", "correction"), ("field", "other"), ("wanted", wanted), ("said", said), ("birth_date", "")];
            let mut fields = vec![("given_name", "Tove"), ("family_name", "Tove"), ("email", "known@example.net")];
            fields.extend_from_slice(&more);
            assert_eq!(visitor.post(&app.path("/privacy/request"), &fields).await.status, 200);
        }
    };
    ask("A stranger's wish", "Write to me instead").await;
    let strange = link(&app, "known@example.net").await.unwrap();
    ask("My own wish", "I moved").await;
    let mut links = Vec::new();
    for letter in app.letters().await.iter().filter(|one| one.kind == "office.proof") {
        let at = letter.body.find("/privacy/request/").unwrap();
        let path: String = letter.body[at..].chars().take_while(|c| !c.is_whitespace() && *c != '?').collect();
        links.push(app.path(&path));
    }
    assert_eq!(links.len(), 2, "each asking has a link of its own");
    let own = links.into_iter().find(|one| *one != strange).unwrap();
    // What is confirmed stands above the button.
    let page = visitor.get(&strange).await.text;
    let (wish, button) = (page.find("A stranger").expect("the wish"), page.find("It was me").expect("the button"));
    assert!(wish < button && page.contains("Write to me instead"), "{page}");
    assert_eq!(visitor.post(&own, &[]).await.status, 303);
    let states = app
        .place
        .column(&format!("SELECT state FROM request WHERE person = '{person}' AND kind = 'correction' ORDER BY state"));
    assert_eq!(states, ["open", "unproved"]);
    let page = visitor.get(&own).await.text;
    assert!(page.contains("My own wish") && !page.contains("A stranger"), "{page}");
    assert!(visitor.get(&strange).await.text.contains("It was me"), "the other is still to be confirmed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_several_have_and_a_child_are_shown_at_the_desk() {
    let app = TestApp::start().await;
    let make = |given: &'static str, email: &'static str, born: (i16, i8, i8)| {
        let scope = app.scope(&app.clinic, Purpose::Scheduling);
        let today = jiff::civil::date(2026, 11, 24);
        let body = move |tx: &mut ground::Tx<'_>| -> ground::Result<ground::PersonId> {
            let new = people::NewClient {
                given_name: people::GivenName::parse(given).unwrap(),
                family_name: people::FamilyName::parse("Shared").unwrap(),
                email: people::Email::parse(email).ok(),
                phone: None,
                birth_date: people::BirthDate::new(jiff::civil::date(born.0, born.1, born.2), today).ok(),
                note: None,
                language: "en".to_owned(),
            };
            people::create(tx, &new, &people::Source::Demo)
        };
        async move { scope.write(body).await.unwrap() }
    };
    make("Anna", "both@example.net", (1950, 1, 2)).await;
    make("Piet", "both@example.net", (1951, 1, 2)).await;
    make("Kid", "kid@example.net", (2019, 1, 2)).await;
    let (visitor, officer) = (app.visitor(), officer(&app).await);
    for (given, email, paper) in [("Anna", "both@example.net", "passport"), ("Kid", "kid@example.net", "guardianship")]
    {
        asks(&app, &visitor, given, "Shared", email, &[]).await;
        let path = link(&app, email).await.unwrap();
        assert_eq!(visitor.post(&path, &[]).await.status, 303);
        let id = app.place.column("SELECT id FROM request WHERE state = 'questioned'").remove(0).parse().unwrap();
        let page = visitor.get(&path).await;
        assert!(page.text.contains("show at the desk who you are"), "{}", page.text);
        assert_eq!(visitor.get(&format!("{path}/copy")).await.status, 404);
        if given == "Kid" {
            let shown = act(&app, &officer, id, "identity", &[("shown", "passport"), ("reason", "")]).await;
            assert_eq!(shown.status, 409, "whoever asks for a child shows that they act for them");
        }
        let shown = act(&app, &officer, id, "identity", &[("shown", paper), ("reason", "")]).await;
        assert_eq!(shown.status, 303, "{}", shown.text);
        assert_eq!(state(&app, id), State::Open);
    }
}
