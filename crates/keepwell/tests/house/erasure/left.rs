//! What an erasure leaves nowhere: files, letters that wait, who acts as somebody; and what it does not keep longer than a law
//! asks for.

use std::path::Path;

use ground::erase::{Became, locked, unlock};
use ground::{PersonId, Scope, Tx, params};
use promise::{Category, Purpose};

use super::{erase, is_erased, request, visitors};
use crate::attack::one_who_has_everything;
use crate::kit::TestApp;

/// The names of all files below `folder` in which `part` stands.
fn named(folder: &Path, part: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        match path.is_dir() {
            true => found.extend(named(&path, part)),
            false if name.contains(part) => found.push(name),
            false => {}
        }
    }
    found
}

/// The clinic where another law holds, on a node that read it so, and its scopes.
async fn under_the_law_of(app: &TestApp, place: &str) -> (TestApp, impl Fn(Purpose) -> Scope) {
    app.place.tamper(&format!("UPDATE clinic SET jurisdiction = '{place}' WHERE id = '{}'", app.clinic.id));
    let node = app.beside().await;
    let clinic = node.house.clinic_by_slug(&app.clinic.slug).await.unwrap().unwrap();
    let house = node.house.clone();
    let scope = move |purpose| Scope::new(&house, clinic.clone(), ground::Actor::automatic(), purpose, "test");
    (node, scope)
}

/// A client who came once, a year before, and of whom nothing but that is written down.
async fn came_once(app: &TestApp) -> PersonId {
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let write = |tx: &mut Tx<'_>| -> ground::Result<PersonId> {
        let person = people::create(tx, &crate::reminders::somebody(), &people::Source::Desk)?;
        let service: String =
            tx.one("SELECT MIN(id) AS id FROM service WHERE clinic = $1", &params![tx.clinic()])?.get("id")?;
        let at = tx.now() - jiff::SignedDuration::from_hours(24 * 365);
        tx.execute(
            "INSERT INTO appointment (clinic, id, service, client, status, active, starts_at, ends_at, busy_from, busy_to, time_known, sequence, language, source, created_at, updated_at)
             VALUES ($1, $2, $3, $4, 'done', 0, $5, $5, $5, $5, 1, 0, 'en', 'desk', $5, $5)",
            &params![tx.clinic(), booking::model::AppointmentId::new(at), service, person, at],
        )?;
        Ok(person)
    };
    scope.write(write).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_whoever_is_erased_go_with_their_rows() {
    let app = TestApp::start().await;
    let (_, person) = one_who_has_everything(&app).await;
    let document = app.place.column(&format!("SELECT id FROM document WHERE person = '{person}'")).remove(0);
    let files = || named(app.place.folder.path(), &document);
    assert_ne!(files(), Vec::<String>::new());
    erase(&app.scope(&app.clinic, Purpose::Rights), person, request()).await.unwrap();
    app.run_jobs().await;
    assert_eq!(files(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn that_two_records_were_one_for_a_time_is_forgotten_with_either_of_them() {
    let app = TestApp::start().await;
    let (scope, rights) = (app.scope(&app.clinic, Purpose::Scheduling), app.scope(&app.clinic, Purpose::Rights));
    let all: Vec<PersonId> = visitors(&app).await.into_iter().map(|(person, ..)| person).take(4).collect();
    // The one who stayed, and the one who was parted again.
    for (from, into, gone) in [(all[0], all[1], all[1]), (all[2], all[3], all[2])] {
        let parted = scope
            .write(move |tx| -> ground::Result<bool> {
                let merged = tx.merge(from, into)?.unwrap();
                Ok(tx.unmerge(merged)?.is_ok())
            })
            .await;
        assert!(parted.unwrap());
        let merges = || app.place.column(&format!("SELECT id FROM person_merge WHERE '{gone}' IN (person, kept)"));
        assert_eq!(merges().len(), 1);
        let done = erase(&rights, gone, request()).await.unwrap();
        assert_eq!((done.persons, merges()), (vec![gone], Vec::<String>::new()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_waits_does_not_leave_though_a_law_keeps_what_was_written() {
    let app = TestApp::start().await;
    app.house.clock.set("2027-06-01T10:40:00Z".parse().unwrap());
    let person = visitors(&app).await[0].0;
    let now = app.house.clock.now().as_microsecond();
    app.place.tamper(&format!("UPDATE person SET created_at = {now} WHERE id = '{person}'"));
    let (node, scope) = under_the_law_of(&app, "IN").await;
    let write = async |subject: &'static str| {
        let write = move |tx: &mut Tx<'_>| -> ground::Result<()> {
            let letter = ground::mail::Letter {
                kind: "test.letter",
                purpose: Purpose::Scheduling,
                voice: ground::mail::Voice::Automatic,
                language: "en".to_owned(),
                to: "somebody@example.net".to_owned(),
                subject: subject.to_owned(),
                body: "A few lines about a visit.".to_owned(),
                calendar: None,
                until: None,
            };
            let key = tx.seal_for(person)?;
            ground::mail::post(tx, &key, &letter).map(drop)
        };
        scope(Purpose::Scheduling).write(write).await.unwrap();
    };
    let states =
        || app.place.column(&format!("SELECT state FROM mail WHERE person = '{person}' AND kind = 'test.letter'"));
    write("It left").await;
    node.run_jobs().await;
    let left = states();
    assert!(left.len() == 1 && left[0] != "waiting", "{left:?}");
    write("It waits").await;
    assert_eq!(states().len(), 2);
    let done = erase(&scope(Purpose::Rights), person, request()).await.unwrap();
    assert!(done.locked_until.is_some() && done.retained.iter().any(|kept| kept.category == Category::Message));
    assert_eq!(states(), left, "what left is kept, and nothing more leaves");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_is_no_practitioner_any_more() {
    let app = TestApp::start().await;
    let person = visitors(&app).await[0].0;
    let ours = format!("SELECT MIN(id) FROM practitioner WHERE clinic = '{}'", app.clinic.id);
    let practitioner = app.place.column(&ours).remove(0);
    app.place.tamper(&format!("UPDATE practitioner SET person = '{person}' WHERE id = '{practitioner}'"));
    let done = erase(&app.scope(&app.clinic, Purpose::Rights), person, request()).await.unwrap();
    assert_eq!(done.count(Became::Detached), 1, "{done:?}");
    let still = format!("SELECT COALESCE(person, 'nobody') FROM practitioner WHERE id = '{practitioner}'");
    assert_eq!(app.place.column(&still), ["nobody"], "the practitioner stays, and is nobody's account");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_law_kept_is_over_once_whatever_a_law_says_by_then() {
    let app = TestApp::start().await;
    let person = came_once(&app).await;
    let (_node, scope) = under_the_law_of(&app, "AE").await;
    let rights = scope(Purpose::Rights);
    let done = erase(&rights, person, request()).await.unwrap();
    assert!(done.locked_until.is_some() && !is_erased(&rights, person).await);
    // As if the law had been for a year alone when they were locked.
    app.place.tamper(&format!("UPDATE person SET locked_until = 1 WHERE id = '{person}'"));
    assert_eq!(unlock(&rights).await.unwrap(), 1);
    assert!(is_erased(&rights, person).await);
    assert_eq!(rights.read(move |tx| locked(tx, person)).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_law_keeps_of_somebody_what_there_is_and_is_named_for_nothing_else() {
    let app = TestApp::start().await;
    let person = came_once(&app).await;
    let (_node, scope) = under_the_law_of(&app, "AE").await;
    let kept = async || {
        let foresee = move |tx: &mut Tx<'_>| tx.foresee_erasure(person, &request());
        let foreseen = scope(Purpose::Rights).read(foresee).await.unwrap();
        foreseen.retained.iter().map(|kept| kept.category).collect::<Vec<_>>()
    };
    let before = kept().await;
    assert!(before.contains(&Category::Identity) && !before.contains(&Category::Health), "{before:?}");
    let write = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        let id = visit(tx, person)?;
        let note = tx.seal_for(person)?.seal(ground::cell("appointment", "note", &id), &"A sore knee".to_owned())?;
        let sql = "UPDATE appointment SET note = $3 WHERE clinic = $1 AND id = $2";
        tx.execute(sql, &params![tx.clinic(), id, note]).map(drop)
    };
    scope(Purpose::Scheduling).write(write).await.unwrap();
    assert!(kept().await.contains(&Category::Health));
}

/// Their one visit.
fn visit(tx: &mut Tx<'_>, person: PersonId) -> ground::Result<String> {
    tx.one("SELECT id FROM appointment WHERE clinic = $1 AND client = $2", &params![tx.clinic(), person])?.get("id")
}
