//! A no, and whatever else takes somebody out of what has not left yet.

use ground::restrict::{self, Basis, Use};
use ground::{PersonId, Role, Tx, erase};
use jiff::civil::Date;
use office::releases::{self as releases, State};
use promise::{Purpose, State as Standing};

use super::{approve, asked, born, crowd, drafted, found, standing, standing_of, visitor};
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_no_is_taken_out_of_what_is_not_decided() {
    let app = TestApp::start().await;
    let people = crowd(&app, 16).await;
    visitor(&app, 12, 4, "a child").await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let id = drafted(&app, &manager, &asked(&[])).await;
    app.run_jobs().await;
    let before = found(&app, id).await;
    let many = before.report.as_ref().unwrap().people;
    assert_eq!(before.state, State::Weighed);
    let pieces = || app.place.column("SELECT DISTINCT kind || CAST(round AS TEXT) FROM data_release_part");
    assert_eq!(pieces(), ["file1"], "once it is weighed nobody needs the rows");
    let erasures = standing_of(&app, "rights.delete").await;
    assert!(before.left_out >= 4 && many >= 16, "no child is among them: {before:?}");
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let opened = |person: PersonId| {
        app.place.column(&format!(
            "SELECT outcome FROM access_entry WHERE person = '{person}' AND purpose = 'research' ORDER BY outcome"
        ))
    };
    assert_eq!(opened(people[0]), ["opened"], "once, however often a release reads within the quarter hour");

    // A no, a restriction and an erasure: each takes the release back to the beginning, and what it had is unreadable.
    let (no, restricted, erased) = (people[0], people[1], people[2]);
    scope.write(move |tx| restrict::object(tx, no, Use::Research, Basis::Wish)).await.unwrap();
    let again = found(&app, id).await;
    assert_eq!((again.state, again.round, again.report.is_none()), (State::Gathering, 2, true));
    assert_eq!(pieces(), [] as [String; 0], "what it had goes with its key");
    assert_eq!(standing_of(&app, "rights.delete").await, erasures, "whoever was nobody was not erased");
    let refused = officer.post(&app.path(&format!("/releases/{id}/approval")), &[("round", "1")]).await;
    assert_eq!(refused.status, 409, "what was weighed before is not approved");
    let research = app.scope(&app.clinic, Purpose::Research);
    let old = before.clone();
    let unread = research.read(move |tx| releases::part::read(tx, &old, releases::part::Of::File, 0)).await;
    assert_eq!(unread.unwrap(), None, "its pieces are gone");
    let keeper = before.keeper;
    assert!(research.read(move |tx| tx.open(keeper).map(drop)).await.is_err(), "its key has ended");
    scope.write(move |tx| restrict::restrict(tx, restricted, Basis::Wish)).await.unwrap();
    let because = erase::Because::new(erase::Cause::Clinic, "a test");
    scope.write(move |tx| tx.erase_person(erased, &because)).await.unwrap().unwrap();
    app.run_jobs().await;
    let after = found(&app, id).await;
    assert_eq!((after.report.as_ref().unwrap().people, after.round, after.state), (many - 3, 4, State::Weighed));
    assert_eq!(opened(no), ["opened"], "whoever said no is not even asked for: their record shows no refusal");
    assert_eq!(approve(&app, &officer, id).await.status, 303);
    // What is over is swept: no piece of an earlier round stays.
    let sweep = app.scope(&app.clinic, Purpose::Operation);
    releases::look(sweep.clone()).await.unwrap();
    assert_eq!(pieces(), ["file4"]);
    // What was taken cannot be called back, and stays as it was signed.
    assert_eq!(officer.get(&app.path(&format!("/releases/{id}/file"))).await.status, 200);
    scope.write(move |tx| restrict::object(tx, people[3], Use::Research, Basis::Wish)).await.unwrap();
    assert_eq!((found(&app, id).await.state, pieces()), (State::Released, vec!["file4".to_owned()]));
    assert_eq!(standing(&app).await.0, Standing::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_nobody_took_goes_with_a_no() {
    let app = TestApp::start().await;
    let people = crowd(&app, 16).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let id = drafted(&app, &manager, &asked(&[])).await;
    app.run_jobs().await;
    let page = app.path(&format!("/releases/{id}"));
    assert_eq!(approve(&app, &officer, id).await.status, 303);
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let no = people[0];
    scope.write(move |tx| restrict::object(tx, no, Use::Research, Basis::Wish)).await.unwrap();
    assert_eq!(officer.get(&format!("{page}/file")).await.status, 404);
    let told = officer.get(&page).await.text;
    assert!(told.contains("went before anybody took it") && told.contains("sha256"), "{told}");
    assert_eq!(app.place.column("SELECT id FROM data_release_part"), [] as [String; 0]);
    assert_eq!(standing(&app).await.0, Standing::Kept);
    // The next one of the same set is approved by somebody who was told of this one.
    let next = drafted(&app, &manager, &asked(&[])).await;
    app.run_jobs().await;
    let told = officer.get(&app.path(&format!("/releases/{next}"))).await.text;
    assert!(told.contains("One release of the same set of data left before"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_approves_while_somebody_says_no_comes_after_it() {
    let app = TestApp::start().await;
    let people = crowd(&app, 16).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let id = drafted(&app, &manager, &asked(&[])).await;
    app.run_jobs().await;
    let (scope, no) = (app.scope(&app.clinic, Purpose::Rights), people[0]);
    let said = std::sync::Arc::new(tokio::sync::Notify::new());
    let heard = said.clone();
    let says_no = tokio::spawn(async move {
        let write = move |tx: &mut Tx<'_>| -> ground::Result<()> {
            restrict::object(tx, no, Use::Research, Basis::Wish)?;
            // It is said, and not committed yet.
            said.notify_one();
            std::thread::sleep(std::time::Duration::from_millis(500));
            Ok(())
        };
        scope.write(write).await.unwrap();
    });
    heard.notified().await;
    assert_eq!(approve(&app, &officer, id).await.status, 409);
    says_no.await.unwrap();
    let after = found(&app, id).await;
    assert_eq!((after.state, after.round, after.manifest), (State::Gathering, 2, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_turns_out_to_be_a_child_or_a_ward_is_taken_out() {
    let app = TestApp::start().await;
    let people = crowd(&app, 16).await;
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_hours(1));
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let id = drafted(&app, &manager, &asked(&[])).await;
    app.run_jobs().await;
    let many = found(&app, id).await.report.unwrap().people;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let (ward, guardian, child) = (people[0], people[1], people[2]);
    let change = move |tx: &mut Tx<'_>, born: Date| -> ground::Result<bool> {
        let client = people::store::open(tx, child)?;
        let today = Date::new(2026, 11, 24).unwrap();
        let change = people::model::Change {
            given_name: people::GivenName::parse(&client.given_name).unwrap(),
            family_name: people::FamilyName::parse(&client.family_name).unwrap(),
            email: None,
            phone: None,
            birth_date: Some(people::BirthDate::new(born, today).unwrap()),
            note: None,
            by_holder: false,
            language: "en".to_owned(),
            version: client.version,
        };
        people::store::update(tx, child, &change)
    };
    let bind = move |tx: &mut Tx<'_>| people::store::bind(tx, ward, guardian, people::Kinship::Carer);
    scope.write(bind).await.unwrap();
    assert_eq!((found(&app, id).await.state, found(&app, id).await.round), (State::Gathering, 2));
    assert!(scope.write(move |tx| change(tx, born(12))).await.unwrap());
    assert_eq!(found(&app, id).await.round, 3);
    // What says nothing new of it takes nothing back.
    assert!(scope.write(move |tx| change(tx, born(12))).await.unwrap());
    assert_eq!(found(&app, id).await.round, 3);
    app.run_jobs().await;
    assert_eq!(found(&app, id).await.report.unwrap().people, many - 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_reaches_every_release_however_many_wait() {
    let app = TestApp::start().await;
    let person = visitor(&app, 40, 1, "x").await;
    let scope = app.scope(&app.clinic, Purpose::Administration);
    let many = |tx: &mut Tx<'_>| -> ground::Result<()> {
        for _ in 0..103 {
            let new = releases::NewRelease {
                data_set: "visits".to_owned(),
                purpose: "x".to_owned(),
                recipient: "x".to_owned(),
                columns: vec!["status".to_owned()],
                k: 11,
                l: 1,
                diversity: promise::release::Diversity::Distinct,
                most_suppressed: 0,
            };
            releases::draft(tx, &new)?;
        }
        Ok(())
    };
    scope.write(many).await.unwrap();
    let rights = app.scope(&app.clinic, Purpose::Rights);
    rights.write(move |tx| restrict::object(tx, person, Use::Research, Basis::Wish)).await.unwrap();
    assert_eq!(app.place.column("SELECT DISTINCT CAST(round AS TEXT) FROM data_release"), ["2"]);
}
