//! What holds from the asking on, and what can never be carried out.

use ground::Role;
use office::requests::{Detail, Kind, NewRequest, Shown, State, Via};

use super::{act, ask, client, create, evidence, history, officer, state};

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_signed_in_has_restricted_holds_in_the_same_transaction_and_nobody_decides() {
    let (app, browser, person) = client().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let record = app.path(&format!("/clients/{person}"));
    assert_eq!(desk.get(&record).await.status, 200);
    let fields = [("kind", "restriction"), ("said", "Leave it, please")];
    let asked = browser.post(&app.path("/me/privacy/requests"), &fields).await;
    assert!(asked.location.as_deref().is_some_and(|to| to.ends_with("?done=holds")), "{}", asked.text);
    let id = ask(&app, &browser, &fields).await;
    assert_eq!(app.place.column("SELECT id FROM request").len(), 1, "asked twice it is one, as long as it holds");
    assert_eq!((state(&app, id), history(&app, id)), (State::Done, vec!["received".to_owned(), "done".to_owned()]));
    let shut = desk.get(&record).await;
    assert!(shut.status >= 400 && shut.status < 500, "{}", shut.status);
    let standing = app.place.column("SELECT basis FROM restriction WHERE kind = 'restricted' AND lifted_at IS NULL");
    assert_eq!(standing, ["wish"], "their own word");
    let own = browser.get(&app.path(&format!("/me/privacy/requests/{id}"))).await;
    assert!(own.text.contains("used for nothing any more") && own.text.contains("/me/consents"), "{}", own.text);
    // Whoever answers sees it, with the answer to send; there is nothing to agree to or to refuse.
    let officer = officer(&app).await;
    let due = officer.get(&app.path("/office")).await;
    assert!(due.text.contains("Send the answer: leave it alone for a while"), "{}", due.text);
    let page = officer.get(&app.path(&format!("/office/requests/{id}"))).await;
    assert!(page.text.contains("nobody decides") && !page.text.contains("value=\"grant\""), "{}", page.text);
    assert!(!page.text.contains("value=\"refuse\"") && page.text.contains("All processing"), "{}", page.text);
    assert!(evidence(&app, "rights.object").await.ok);

    // What they took back they can ask for anew.
    let lifted = browser.post(&app.path("/me/consents"), &[("for", ""), ("what", "restricted"), ("set", "0")]).await;
    assert_eq!(lifted.status, 303, "{}", lifted.text);
    assert_eq!(desk.get(&record).await.status, 200);
    assert_eq!(browser.post(&app.path("/me/privacy/requests"), &fields).await.status, 303);
    assert_eq!(app.place.column("SELECT id FROM request").len(), 2);
    assert_ne!(desk.get(&record).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_to_a_use_holds_as_it_is_said_and_one_that_came_by_letter_waits_for_whoever_answers() {
    let (app, browser, person) = client().await;
    let id = ask(&app, &browser, &[("kind", "objection"), ("field", "reminders"), ("said", "")]).await;
    assert_eq!(state(&app, id), State::Done);
    let objected = || app.place.column("SELECT purpose FROM restriction WHERE kind = 'objected' AND lifted_at IS NULL");
    assert_eq!(objected(), ["reminders"]);
    let new = NewRequest {
        person,
        kind: Kind::Objection,
        via: Via::Letter,
        shown: Some(Shown::Letter),
        field: Some(Detail::Marketing),
        said: None,
        wanted: None,
        language: "en".to_owned(),
    };
    let by_letter = create(&app, new).await;
    assert_eq!((state(&app, by_letter), objected()), (State::Open, vec!["reminders".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_before_such_a_word_held_at_once_holds_as_it_is_asked_again() {
    for (decided, basis) in
        [("state = 'open'", "wish"), ("state = 'granted', decided_by = 'automatic', decided_at = 1", "request")]
    {
        let (app, browser, person) = client().await;
        let fields = [("kind", "restriction"), ("said", "")];
        let id = ask(&app, &browser, &fields).await;
        let (nothing, request) =
            ("DELETE FROM restriction", format!("UPDATE request SET {decided}, closed_at = NULL, done_by = NULL"));
        for sql in [nothing, &request, "DELETE FROM request_step", "DELETE FROM request_letter"] {
            app.place.tamper(sql);
        }
        let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
        assert_eq!(desk.get(&app.path(&format!("/clients/{person}"))).await.status, 200, "nothing holds");
        let again = browser.post(&app.path("/me/privacy/requests"), &fields).await;
        assert_eq!(again.location, Some(app.path(&format!("/me/privacy/requests/{id}?done=holds"))), "{}", again.text);
        assert_eq!((state(&app, id), app.place.column("SELECT id FROM request").len()), (State::Done, 1));
        assert_ne!(desk.get(&app.path(&format!("/clients/{person}"))).await.status, 200);
        assert_eq!(app.place.column("SELECT basis FROM restriction WHERE lifted_at IS NULL"), [basis]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_that_it_holds_where_it_does_not() {
    let (app, browser, _) = client().await;
    let fields = [("kind", "correction"), ("field", "name"), ("said", "It is spelt wrong"), ("wanted", "Nadja")];
    let asked = browser.post(&app.path("/me/privacy/requests"), &fields).await;
    assert!(asked.location.as_deref().is_some_and(|to| to.ends_with("?done=asked")), "{}", asked.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_never_be_carried_out_is_not_agreed_to_and_not_tried_for_ever() {
    let (app, _, person) = client().await;
    let new = NewRequest {
        person,
        kind: Kind::Correction,
        via: Via::Page,
        shown: Some(Shown::Session),
        field: Some(Detail::BirthDate),
        said: None,
        wanted: Some("2999-01-01".to_owned()),
        language: "en".to_owned(),
    };
    let id = create(&app, new).await;
    let officer = officer(&app).await;
    let granted = act(&app, &officer, id, "decision", &[("decision", "grant")]).await;
    assert!(granted.status == 422 && granted.text.contains("no date of birth that can be"), "{}", granted.text);
    assert_eq!((state(&app, id), history(&app, id)), (State::Open, vec!["received".to_owned()]));

    // Agreed to before it was looked at: it fails once, with the reason, and is decided anew.
    app.place.tamper(&format!(
        "UPDATE request SET state = 'granted', decided_by = 'automatic', decided_at = 1 WHERE id = '{id}'"
    ));
    let failed = act(&app, &officer, id, "completion", &[]).await;
    assert!(failed.location.as_deref().is_some_and(|to| to.ends_with("?done=failed")), "{}", failed.text);
    let again = act(&app, &officer, id, "completion", &[]).await;
    assert!(again.status == 409 && again.text.contains("Decide anew"), "{}", again.text);
    assert_eq!(history(&app, id), ["received", "failed"]);
    assert_eq!(state(&app, id), State::Granted, "never done while a part failed");
    let page = officer.get(&app.path(&format!("/office/requests/{id}"))).await;
    assert!(page.text.contains("it cannot be done as it was asked"), "{}", page.text);
    assert!(!page.text.contains("/completion") && page.text.contains("value=\"refuse\""), "{}", page.text);
    let refuse = [("decision", "refuse"), ("ground", "accurate"), ("reason", "Nobody is born in the year 2999.")];
    assert_eq!(act(&app, &officer, id, "decision", &refuse).await.status, 303);
    assert_eq!(state(&app, id), State::Refused);
    assert!(evidence(&app, "rights.correct").await.ok);
}
