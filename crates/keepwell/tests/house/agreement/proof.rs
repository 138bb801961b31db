//! The evidence: it says what is so, and turns where somebody was at the rows.

use ground::agreement;
use promise::{Category, Purpose, State};

use super::{adds, adds_all, answer, later};
use crate::booking_own::client;
use crate::kit::TestApp;

async fn stands(app: &TestApp) -> (State, String) {
    let all = keepwell::promises::standing(&app.house, &app.clinic).await;
    let promise = all.into_iter().find(|standing| standing.promise.id == "notice.change_ahead").unwrap();
    (promise.state, format!("{:?}", promise.evidence))
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_says_who_was_asked_and_what_they_said() {
    let (app, browser, _) = client().await;
    let figures = async || app.scope(&app.clinic, Purpose::Operation).read(agreement::figures).await.unwrap();
    assert_eq!(figures().await, agreement::Figures::default());
    let version =
        adds(&app, &[(Category::Contact, Purpose::Scheduling), (Category::Identity, Purpose::Scheduling)]).await;
    let people: i64 = app.place.column(&format!(
        "SELECT CAST(COUNT(*) AS TEXT) FROM person WHERE clinic = '{}' AND erased_at IS NULL AND merged_into IS NULL",
        app.clinic.id
    ))[0]
        .parse()
        .unwrap();
    let now = figures().await;
    assert_eq!((now.added, now.agreed, now.refused, now.waiting), (2, 0, 0, people));
    assert!(now.tried > 0 && now.holds(), "{now:?}");
    answer(&app, &browser, &format!("use-scheduling-{version}"), "1").await;
    let now = figures().await;
    assert_eq!((now.agreed, now.refused, now.waiting), (1, 0, people - 1));
    answer(&app, &browser, &format!("use-scheduling-{version}"), "0").await;
    let now = figures().await;
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
