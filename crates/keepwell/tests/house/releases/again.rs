//! What is weighed anew is looked at anew, whoever a record is by now; and what was signed of too few is evidence all the same.

use ground::restrict::{self, Basis, Use};
use ground::{PersonId, Role, Scope, Tx, erase, manifest};
use office::releases::{self as releases, State, question};
use promise::{Purpose, State as Standing};
use serde_json::{Value, json};

use super::{approve, asked, crowd, drafted, found, released, standing, visitor};
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_gathered_anew_is_looked_at_anew_before_it_is_approved() {
    let app = TestApp::start().await;
    let people = crowd(&app, 22).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let id = drafted(&app, &manager, &asked(&[])).await;
    app.run_jobs().await;
    let (before, no) = (found(&app, id).await, people[0]);
    let scope = app.scope(&app.clinic, Purpose::Rights);
    scope.write(move |tx| restrict::object(tx, no, Use::Research, Basis::Wish)).await.unwrap();
    // Whoever was still gathering the round before adds nothing to this one.
    let research = app.scope(&app.clinic, Purpose::Research);
    let old = releases::Release { reached: String::new(), ..before };
    let late = move |tx: &mut Tx<'_>| releases::part::gathered(tx, &old, "[]", (0, 0), "~");
    assert!(!research.write(late).await.unwrap());
    app.run_jobs().await;
    let page = app.path(&format!("/releases/{id}/approval"));
    let stale = officer.post(&page, &[("round", "1")]).await;
    let now = found(&app, id).await;
    assert_eq!((stale.status, now.state, now.round), (409, State::Weighed, 2), "{}", stale.text);
    assert_eq!(approve(&app, &officer, id).await.status, 303);
}

fn as_it_is(client: &people::Client) -> people::model::Change {
    people::model::Change {
        given_name: people::GivenName::parse(&client.given_name).unwrap(),
        family_name: people::FamilyName::parse(&client.family_name).unwrap(),
        email: None,
        phone: None,
        birth_date: None,
        note: None,
        by_holder: false,
        language: "en".to_owned(),
        version: client.version,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_records_that_are_merged_and_parted_other_people_are_in_a_class() {
    let app = TestApp::start().await;
    let people = crowd(&app, 22).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let id = drafted(&app, &manager, &asked(&[])).await;
    app.run_jobs().await;
    let many = found(&app, id).await.report.unwrap().people;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let (from, into) = (people[0], people[1]);
    let merge = move |tx: &mut Tx<'_>| -> ground::Result<people::store::merge::Outcome> {
        let (one, other) = (people::store::open(tx, from)?, people::store::open(tx, into)?);
        people::store::merge::merge(tx, from, one.version, into, &as_it_is(&other))
    };
    let people::store::merge::Outcome::Done(merged) = scope.write(merge).await.unwrap() else { panic!("they merge") };
    assert_eq!((found(&app, id).await.state, found(&app, id).await.round), (State::Gathering, 2));
    app.run_jobs().await;
    assert_eq!(found(&app, id).await.report.unwrap().people, many - 1, "two records are one of the people");
    scope.write(move |tx| people::store::merge::unmerge(tx, merged)).await.unwrap();
    assert_eq!((found(&app, id).await.state, found(&app, id).await.round), (State::Gathering, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_locked_for_a_law_is_taken_out_too() {
    let app = TestApp::start().await;
    let people = crowd(&app, 22).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let id = drafted(&app, &manager, &asked(&[])).await;
    app.run_jobs().await;
    app.place.tamper(&format!("UPDATE clinic SET jurisdiction = 'AE' WHERE id = '{}'", app.clinic.id));
    let node = app.beside().await;
    let clinic = node.house.clinic_by_slug(&app.clinic.slug).await.unwrap().unwrap();
    let rights = Scope::new(&node.house, clinic, ground::Actor::automatic(), Purpose::Rights, "test");
    let (gone, because) = (people[0], erase::Because::request("a test"));
    let done = rights.write(move |tx| tx.erase_person(gone, &because)).await.unwrap().unwrap();
    assert!(done.locked_until.is_some());
    assert_eq!((found(&app, id).await.state, found(&app, id).await.round), (State::Gathering, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_of_a_release_that_says_it_is_somebodys_opens_nobody() {
    let app = TestApp::start().await;
    crowd(&app, 22).await;
    let nobodys: PersonId = visitor(&app, 40, 0, "x").await;
    let (id, _) = released(&app, &asked(&[])).await;
    let (release, research) = (found(&app, id).await, app.scope(&app.clinic, Purpose::Research));
    app.place.tamper(&format!("UPDATE data_release_part SET keeper = '{nobodys}'"));
    assert!(research.read(move |tx| releases::part::read(tx, &release, releases::part::Of::File, 0)).await.is_err());
    let opened = app
        .place
        .column(&format!("SELECT outcome FROM access_entry WHERE person = '{nobodys}' AND purpose = 'research'"));
    assert_eq!(opened, [] as [String; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_clinic_signed_of_too_few_or_by_one_alone_is_evidence_against_it() {
    let app = TestApp::start().await;
    crowd(&app, 22).await;
    let (id, _) = released(&app, &asked(&[])).await;
    let release = found(&app, id).await;
    let text = release.manifest.unwrap();
    let said: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    // As a program would sign it in which the control does not hold.
    let sign = async |field: &str, value: Value| {
        let mut fields = said.clone();
        fields.retain(|name, _| name != "lines" && name != "signature");
        assert!(fields.insert(field.to_owned(), value).is_some(), "{field}");
        let scope = app.scope(&app.clinic, Purpose::Administration);
        let sign = move |tx: &mut Tx<'_>| {
            let fields: Vec<(&str, Value)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            manifest::sign(tx, releases::KIND, &fields)
        };
        let signed = scope.write(sign).await.unwrap();
        app.place.tamper(&format!("UPDATE data_release SET manifest = '{signed}'"));
    };
    for (field, value, figure) in
        [("release_k", json!(1_000), "too small"), ("decided_by", json!(release.drafted_by), "unapproved")]
    {
        let decided = app.place.column("SELECT decided_by FROM data_release").remove(0);
        if field == "decided_by" {
            app.place.tamper(&format!("UPDATE data_release SET decided_by = '{}'", release.drafted_by));
        }
        sign(field, value).await;
        let (state, evidence) = standing(&app).await;
        assert!(state == Standing::Gap && evidence.contains(&format!("(\"{figure}\", 1)")), "{field}: {evidence}");
        assert!(evidence.contains("(\"not as signed\", 0)"), "{field}: {evidence}");
        app.place.tamper(&format!("UPDATE data_release SET decided_by = '{decided}', manifest = '{text}'"));
        assert_eq!(standing(&app).await.0, Standing::Kept, "{field}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_counts_of_one_question_the_first_stays() {
    let app = TestApp::start().await;
    crowd(&app, 22).await;
    let scope = app.scope(&app.clinic, Purpose::Administration);
    let new = releases::NewQuestion { data_set: "visits".to_owned(), by: None, most: 1, epsilon: 4 };
    let question::Asked::New(id) = scope.write(move |tx| question::ask(tx, &new)).await.unwrap() else {
        panic!("it is new");
    };
    app.run_jobs().await;
    let told = app.place.column("SELECT answer FROM data_question");
    // Another node counted at the same time: noise is drawn once, or the mean of what is told would come nearer.
    let other = releases::Answer { counts: vec![(String::new(), 1)], left_small: false };
    scope.write(move |tx| question::answer(tx, id, &other)).await.unwrap();
    assert_eq!(app.place.column("SELECT answer FROM data_question"), told);
}

#[tokio::test(flavor = "multi_thread")]
async fn ages_are_counted_five_years_together() {
    let app = TestApp::start().await;
    crowd(&app, 60).await;
    let scope = app.scope(&app.clinic, Purpose::Administration);
    let by = Some("age".to_owned());
    let new = releases::NewQuestion { data_set: "visits".to_owned(), by, most: 2, epsilon: 20 };
    let question::Asked::New(id) = scope.write(move |tx| question::ask(tx, &new)).await.unwrap() else {
        panic!("it is new");
    };
    app.run_jobs().await;
    let answer = scope.read(move |tx| question::find(tx, id)).await.unwrap().answer.unwrap();
    let ages: Vec<&str> = answer.counts.iter().map(|(age, _)| age.as_str()).collect();
    assert!(ages.contains(&"30-34") && !ages.iter().any(|age| age.parse::<u8>().is_ok()), "{ages:?}");
}
