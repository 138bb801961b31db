//! What is written about a visit or a treatment is put right on the word of whoever treats, and what is put right by hand says how.

use ground::{PersonId, Role};
use office::requests::{Detail, Kind, NewRequest, RequestId, Shown, State, Via};

use super::{act, ask, client, create, grant, officer, state};
use crate::care::ward::Ward;
use crate::kit::{Answer, Browser, TestApp};

fn about(person: PersonId, field: Detail) -> NewRequest {
    NewRequest {
        person,
        kind: Kind::Correction,
        via: Via::Desk,
        shown: Some(Shown::Passport),
        field: Some(field),
        said: None,
        wanted: Some("It was the left knee".to_owned()),
        language: "en".to_owned(),
    }
}

fn opinion(app: &TestApp, request: RequestId) -> String {
    app.place.column(&format!("SELECT id FROM request_opinion WHERE request = '{request}'")).remove(0)
}

async fn say(app: &TestApp, who: &Browser, request: RequestId, answer: &str, reason: &str) -> Answer {
    let path = app.path(&format!("/opinions/{}", opinion(app, request)));
    who.post(&path, &[("answer", answer), ("reason", reason)]).await
}

async fn agree(app: &TestApp, officer: &Browser, id: RequestId) -> u16 {
    act(app, officer, id, "decision", &[("decision", "grant"), ("ground", ""), ("reason", "")]).await.status
}

async fn refuse(app: &TestApp, officer: &Browser, id: RequestId, ground: &str) -> u16 {
    let fields = [("decision", "refuse"), ("ground", ground), ("reason", "It is right in their judgement.")];
    act(app, officer, id, "decision", &fields).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_about_care_is_decided_as_whoever_treats_says() {
    let ward = Ward::open().await;
    let app = &ward.app;
    let [yes, no] = [Detail::Visit, Detail::Treatment].map(|field| about(ward.inside, field));
    let (yes, no) = (create(app, yes).await, create(app, no).await);
    let officer = officer(app).await;
    // Nobody decides it for them, either way.
    for id in [yes, no] {
        assert_eq!((agree(app, &officer, id).await, refuse(app, &officer, id, "accurate").await), (409, 409));
        assert_eq!(state(app, id), State::Open);
        assert_eq!(act(app, &officer, id, "opinion", &[]).await.status, 303);
        assert_eq!(act(app, &officer, id, "opinion", &[]).await.status, 409, "once");
        assert_eq!((agree(app, &officer, id).await, refuse(app, &officer, id, "accurate").await), (409, 409));
    }
    let due = officer.get(&app.path("/office")).await;
    assert!(due.text.contains("Waits for whoever treats"), "{}", due.text);
    let due_at = format!("SELECT CAST(due_at AS TEXT) FROM request WHERE id = '{yes}'");
    let day = app.place.column(&due_at);

    let clinician = app.signed_in(&app.clinic, Role::Clinician).await;
    let page = clinician.get(&app.path("/opinions")).await;
    assert!(page.status == 200 && page.text.matches("It was the left knee").count() == 2, "{}", page.text);
    let unsaid = say(app, &clinician, no, "disagrees", "no").await;
    assert!(unsaid.status == 422 && unsaid.text.contains("-fault\"") && unsaid.text.contains(">\nno</textarea>"));
    assert_eq!(say(app, &clinician, no, "", "It is the right one.").await.status, 422);
    assert_eq!(say(app, &clinician, no, "nobody", "It is the right one.").await.status, 422);
    for other in [Role::FrontDesk, Role::Manager] {
        assert_eq!(say(app, &app.signed_in(&app.clinic, other).await, no, "agrees", "").await.status, 403);
    }
    // Of two answers at once one counts.
    let twice = app.signed_in(&app.clinic, Role::Clinician).await;
    let (a, b) = tokio::join!(say(app, &clinician, yes, "agrees", ""), say(app, &twice, yes, "agrees", ""));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(say(app, &clinician, no, "disagrees", "The right knee was swollen then.").await.status, 303);
    assert!(clinician.get(&app.path("/opinions")).await.text.contains("Nobody waits for you"));
    assert_eq!(app.place.column(&due_at), day, "the day goes on");

    assert_eq!(refuse(app, &officer, yes, "accurate").await, 409, "who treats says that it is wrong");
    assert_eq!(agree(app, &officer, yes).await, 303);
    assert_eq!(agree(app, &officer, no).await, 409, "who treats says that it is right");
    let page = officer.get(&app.path(&format!("/office/requests/{no}"))).await;
    assert!(
        page.text.contains("The right knee was swollen then.</textarea>"),
        "their reason is at hand: {}",
        page.text
    );
    assert_eq!(refuse(app, &officer, no, "accurate").await, 303);
    assert_eq!((state(app, yes), state(app, no)), (State::Granted, State::Refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_whoever_treats_is_asked_and_where_nobody_does_it_is_noted_why() {
    let ward = Ward::open().await;
    let app = &ward.app;
    let id = create(app, about(ward.outside, Detail::Treatment)).await;
    let officer = officer(app).await;
    assert_eq!(act(app, &officer, id, "opinion", &[]).await.status, 303);
    let clinician = app.signed_in(&app.clinic, Role::Clinician).await;
    assert!(!clinician.get(&app.path("/opinions")).await.text.contains("It was the left knee"));
    assert_eq!(say(app, &clinician, id, "agrees", "").await.status, 404, "nor is it there for them");
    let bare = act(app, &officer, id, "opinion/nobody", &[("reason", "gone")]).await;
    assert!(bare.status == 422 && bare.text.contains("f-nobody-fault") && bare.text.contains(">\ngone</textarea>"));
    let why = "Whoever treated them left the clinic in spring.";
    assert_eq!(act(app, &officer, id, "opinion/nobody", &[("reason", why)]).await.status, 303);
    assert!(officer.get(&app.path(&format!("/office/requests/{id}"))).await.text.contains(why));
    assert_eq!(agree(app, &officer, id).await, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_right_by_hand_says_what_was_changed_and_where() {
    let (app, browser, _) = client().await;
    let fields = [("kind", "correction"), ("field", "other"), ("wanted", "My street"), ("said", "")];
    let id = ask(&app, &browser, &fields).await;
    let officer = officer(&app).await;
    grant(&app, &officer, id).await;
    let (what, place) = ("It said Elm Street, and says Oak Street now.", "The paper file of 2024");
    for (sent, fault) in
        [(vec![], "e-what"), (vec![("what", what)], "e-place"), (vec![("what", "done"), ("place", place)], "e-what")]
    {
        let answer = act(&app, &officer, id, "completion", &sent).await;
        assert!(answer.status == 422 && answer.text.contains(&format!("id=\"{fault}\"")), "{fault}: {}", answer.text);
        assert!(sent.iter().all(|(_, typed)| answer.text.contains(typed)), "it comes back filled");
        assert_eq!(state(&app, id), State::Granted);
    }
    assert_eq!(act(&app, &officer, id, "completion", &[("what", what), ("place", place)]).await.status, 303);
    assert_eq!(state(&app, id), State::Done);
    // Sealed, in the answer, and on the page of whoever asked.
    for text in [
        officer.get(&app.path(&format!("/office/requests/{id}"))).await.text,
        browser.get(&app.path(&format!("/me/privacy/requests/{id}"))).await.text,
    ] {
        assert!(text.contains(what) && text.contains(place), "{text}");
    }
    let sealed = app.place.column(&format!("SELECT id FROM request WHERE id = '{id}' AND changed_what IS NOT NULL"));
    assert_eq!(sealed.len(), 1);
}
