//! The evidence: it says what is so, and turns where somebody was at the rows.

use ground::{Role, agreement};
use promise::{Category, Edition, Purpose, State};

use super::merged::made;
use super::{adds, adds_all, answer, later};
use crate::booking_own::client;
use crate::kit::TestApp;

pub(super) async fn stands(app: &TestApp) -> (State, String) {
    stands_of(app, "notice.change_ahead").await
}

pub(super) async fn stands_of(app: &TestApp, id: &str) -> (State, String) {
    // As the clinic is set now.
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    let all = keepwell::promises::standing(&app.house, &clinic).await;
    let promise = all.into_iter().find(|standing| standing.promise.id == id).unwrap();
    (promise.state, format!("{:?}", promise.evidence))
}

async fn figures(app: &TestApp) -> agreement::Figures {
    let figures = |tx: &mut ground::Tx<'_>| agreement::figures(tx, jiff::Timestamp::MIN);
    app.scope(&app.clinic, Purpose::Operation).read(figures).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_says_who_was_asked_and_what_they_said() {
    let (app, browser, _) = client().await;
    assert_eq!(figures(&app).await, agreement::Figures::default());
    let version =
        adds(&app, &[(Category::Contact, Purpose::Scheduling), (Category::Identity, Purpose::Scheduling)]).await;
    let people: i64 = app.place.column(&format!(
        "SELECT CAST(COUNT(*) AS TEXT) FROM person WHERE clinic = '{}' AND erased_at IS NULL AND merged_into IS NULL AND nobodys = 0",
        app.clinic.id
    ))[0]
        .parse()
        .unwrap();
    let now = figures(&app).await;
    assert_eq!((now.added, now.agreed, now.refused, now.waiting), (2, 0, 0, people));
    assert!(now.tried > 0 && now.holds(), "{now:?}");
    answer(&app, &browser, &format!("use-scheduling-{version}"), "1").await;
    let now = figures(&app).await;
    assert_eq!((now.agreed, now.refused, now.waiting), (1, 0, people - 1));
    answer(&app, &browser, &format!("use-scheduling-{version}"), "0").await;
    let now = figures(&app).await;
    assert_eq!((now.agreed, now.refused, now.waiting), (0, 1, people - 1));
    let (state, said) = stands(&app).await;
    assert_eq!(state, State::Kept, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_used_without_a_yes_is_evidence_against_it() {
    let (app, browser, person) = client().await;
    let version = adds_all(&app, Purpose::Scheduling).await;
    answer(&app, &browser, &format!("use-scheduling-{version}"), "0").await;
    assert!(!app.letters().await.is_empty());
    later(&app);
    let (state, said) = stands(&app).await;
    assert_eq!(state, State::Kept, "{said}");
    let (clinic, at) = (app.clinic.id, app.house.clock.now().as_microsecond());
    let entry = format!(
        "INSERT INTO access_entry (clinic, id, person, actor, roles, purpose, action, outcome, begins, at)
         VALUES ('{clinic}', 'acl_7zzzzzzzzzzzzzzzzzzzzzzzzz', '{person}', 'automatic', '', 'scheduling', 'test', 'opened', {at}, {at})"
    );
    let letter = format!(
        "INSERT INTO mail (clinic, id, person, kind, voice, language, recipient, subject, body, state, created_at, sent_at, counted, purpose)
         SELECT clinic, 'msg_7zzzzzzzzzzzzzzzzzzzzzzzzz', '{person}', 'test.change', voice, 'en', recipient, subject, body, 'sent', {at}, {at}, counted, 'scheduling'
         FROM mail WHERE clinic = '{clinic}' ORDER BY id DESC LIMIT 1"
    );
    // Each is put back before the next.
    let gone = "DELETE FROM added_use WHERE category = 'contact' AND purpose = 'scheduling'";
    let back = format!(
        "INSERT INTO added_use (clinic, purpose, category, notice, since_at)
         SELECT clinic, purpose, 'contact', notice, since_at FROM added_use WHERE category = 'identity' AND purpose = 'scheduling' AND clinic = '{clinic}'"
    );
    let no =
        format!("UPDATE use_answer SET answer = 'no', receipt = NULL WHERE person = '{person}' AND ended_at IS NULL");
    for (tampering, back) in [
        // Opened though nobody agreed; and a letter.
        (entry.as_str(), "DELETE FROM access_entry WHERE id = 'acl_7zzzzzzzzzzzzzzzzzzzzzzzzz'"),
        (letter.as_str(), "DELETE FROM mail WHERE id = 'msg_7zzzzzzzzzzzzzzzzzzzzzzzzz'"),
        // A no made a yes by whoever has the database alone.
        (
            "UPDATE use_answer SET answer = 'yes', receipt = 'rcp_00000000000000000000000000' WHERE ended_at IS NULL",
            &no,
        ),
        // A use about which nobody is asked any more.
        (gone, back.as_str()),
    ] {
        app.place.tamper(tampering);
        let (state, said) = stands(&app).await;
        assert_eq!(state, State::Gap, "{tampering}: {said}");
        app.place.tamper(back);
        let (state, said) = stands(&app).await;
        assert_eq!(state, State::Kept, "{tampering}, put back: {said}");
    }
    // Somebody else's receipt proves nothing, and neither does one that was changed.
    answer(&app, &browser, &format!("use-scheduling-{version}"), "1").await;
    assert_eq!(stands(&app).await.0, State::Kept);
    app.place.tamper("UPDATE consent_receipt SET shown = shown || 'x'");
    let (state, said) = stands(&app).await;
    assert_eq!(state, State::Gap, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_opened_with_a_yes_is_no_evidence_against_it_once_they_are_erased() {
    let (app, browser, person) = client().await;
    let version = adds_all(&app, Purpose::Scheduling).await;
    answer(&app, &browser, &format!("use-scheduling-{version}"), "1").await;
    app.letters().await;
    later(&app);
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.get(&app.path(&format!("/clients/{person}"))).await.status, 200);
    let opened = format!(
        "SELECT id FROM access_entry WHERE person = '{person}' AND purpose = 'scheduling' AND outcome = 'opened' AND roles LIKE '%front_desk%'"
    );
    assert!(!app.place.column(&opened).is_empty());
    let (state, said) = stands(&app).await;
    assert_eq!(state, State::Kept, "{said}");
    let because = ground::erase::Because::request("they asked for it");
    let erase = move |tx: &mut ground::Tx<'_>| Ok::<_, ground::Error>(tx.erase_person(person, &because)?.is_ok());
    assert!(app.scope(&app.clinic, Purpose::Rights).write(erase).await.unwrap());
    let (state, said) = stands(&app).await;
    assert_eq!(state, State::Kept, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_purpose_is_tried_by_somebody_whom_policy_lets_in() {
    let (app, _, _) = client().await;
    for purpose in [Purpose::Care, Purpose::Administration, Purpose::Reporting, Purpose::Scheduling, Purpose::Import] {
        adds_all(&app, purpose).await;
        let seen = figures(&app).await;
        assert!(seen.tried > 0 && seen.read == 0, "{purpose}: {seen:?}");
        app.place.tamper("DELETE FROM added_use");
    }
    // Of a narrower edition a purpose opens less, and what it opens is all there is.
    super::after::edition(&app, Edition::Directory).await;
    let own: Vec<_> = app.house.data_map.uses(Edition::Directory).into_iter().collect();
    let (all, _): (Vec<_>, Vec<_>) = own.iter().copied().partition(|(_, of)| *of == Purpose::Scheduling);
    assert!(!all.is_empty() && all.len() < super::all_of(&app, Purpose::Scheduling).len());
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    adds(&app, &all).await;
    let person = made(&app).await;
    let open = move |tx: &mut ground::Tx<'_>| tx.open(person).map(drop);
    let scope = ground::Scope::new(&app.house, clinic, ground::Actor::automatic(), Purpose::Scheduling, "test");
    app.place.tamper(&format!("UPDATE person SET created_at = 0 WHERE id = '{person}'"));
    assert!(matches!(scope.read(open).await, Err(ground::Error::Refused(ground::Refusal::Unagreed))));
}
