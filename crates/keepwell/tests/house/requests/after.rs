//! What a request's page says afterwards: that what it stopped was ended, what an erasure kept and why, that it was taken back.

use ground::web::{LimitSettings, SlowRate};
use office::requests::State;

use super::letter::{asks, link};
use super::{act, ask, client, grant, officer, state};
use crate::attack::another;
use crate::kit::{NOW, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn what_a_request_stopped_and_was_ended_since_is_not_said_to_hold() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "restriction"), ("said", "")]).await;
    let page = app.path(&format!("/me/privacy/requests/{id}"));
    let holds = "It holds since you asked";
    assert!(browser.get(&page).await.text.contains(holds));
    assert_eq!(crate::consent::press(&app, &browser, "restricted", 0).await.status, 303);
    let after = browser.get(&page).await.text;
    assert!(!after.contains(holds) && !after.contains("used for nothing any more"), "{after}");
    assert!(after.contains("What was stopped goes on again") && after.contains("ended since"), "{after}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_by_letter_is_said_to_stop_nothing_before_it_is_agreed_to() {
    let app = TestApp::start().await;
    another(&app, "known@example.net").await;
    let visitor = app.visitor();
    let fields = [
        ("kind", "objection"),
        ("field", "research"),
        ("given_name", "Tove"),
        ("family_name", "Tove"),
        ("email", "known@example.net"),
        ("birth_date", ""),
        ("wanted", ""),
        ("said", ""),
    ];
    let asked = visitor.post(&app.path("/privacy/request"), &fields).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    let path = link(&app, "known@example.net").await.expect("a letter");
    assert_eq!(visitor.post(&path, &[]).await.status, 303);
    let waits = "Nothing is stopped by this before we have agreed";
    let page = visitor.get(&path).await.text;
    assert!(page.contains(waits) && page.contains("research and statistics"), "{page}");
    let id = app.place.column("SELECT id FROM request").remove(0).parse().unwrap();
    let officer = officer(&app).await;
    grant(&app, &officer, id).await;
    assert_eq!(act(&app, &officer, id, "completion", &[]).await.status, 303);
    assert_eq!(app.place.column("SELECT purpose FROM restriction WHERE kind = 'objected'"), ["research"]);
    assert!(!visitor.get(&path).await.text.contains(waits));
    // What was written stands there to be read again.
    let letter = app
        .place
        .column(&format!("SELECT id FROM request_letter WHERE request = '{id}' AND kind = 'answer'"))
        .remove(0);
    let path_of = app.path(&format!("/office/requests/{id}/letters/{letter}"));
    let words = [("subject", "Your no"), ("body", "It holds from today. [[link]]")];
    assert_eq!(officer.post(&path_of, &words).await.status, 303);
    let page = visitor.get(&path).await.text;
    assert!(page.contains("Your no") && page.contains("It holds from today. …"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_taken_back_in_two_windows_is_taken_back() {
    let (app, browser, _) = client().await;
    let fields = [("kind", "correction"), ("field", "name"), ("said", "Spelt wrong"), ("wanted", "Nadja")];
    let id = ask(&app, &browser, &fields).await;
    let version = super::version(&app, id);
    let back = app.path(&format!("/me/privacy/requests/{id}/withdrawal"));
    for window in [1, 2] {
        let answer = browser.post(&back, &[("version", &version)]).await;
        let to = Some(app.path(&format!("/me/privacy/requests/{id}?done=withdrawn")));
        assert_eq!((answer.status, answer.location), (303, to), "window {window}");
    }
    assert_eq!(state(&app, id), State::Withdrawn);
    assert_eq!(super::history(&app, id).iter().filter(|what| *what == "withdrawn").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_erasure_kept_has_its_reason_and_nobody_is_called_by_another_word() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "erasure"), ("said", "")]).await;
    let officer = officer(&app).await;
    grant(&app, &officer, id).await;
    let letter = app
        .place
        .column(&format!("SELECT id FROM request_letter WHERE request = '{id}' AND kind = 'answer'"))
        .remove(0);
    let path = app.path(&format!("/office/requests/{id}/letters/{letter}"));
    assert_eq!(officer.post(&path, &[("subject", "Erased"), ("body", "We do so now.")]).await.status, 303);
    app.run_jobs().await;
    assert_eq!(act(&app, &officer, id, "completion", &[]).await.status, 303);
    assert_eq!(state(&app, id), State::Done);
    let page = officer.get(&app.path(&format!("/office/requests/{id}"))).await.text;
    let kept = "kept for as long as the clinic is here, without saying whose it was. Why: ";
    let whys: Vec<&str> = page.split(kept).skip(1).collect();
    assert!(
        !whys.is_empty() && whys.iter().all(|why| why.starts_with("GDPR Art.") || why.starts_with("45 CFR")),
        "{page}"
    );
    assert!(page.contains("Somebody whose data was erased") && !page.contains("somebody who works here"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_told_to_wait_keeps_what_they_wrote() {
    let limits = LimitSettings { letters: SlowRate { per_hour: 6, burst: 2 }, ..LimitSettings::default() };
    let app = TestApp::with(limits, ground::Clock::held(NOW.parse().unwrap())).await;
    let visitor = app.visitor();
    let asked =
        async || asks(&app, &visitor, "Tove", "Tove", "often@example.net", &[("said", "All that I wrote")]).await;
    let complains = async |email: &str| {
        let fields = [("said", "All that I wrote"), ("email", email)];
        crate::complaints::send(&app, &visitor, &fields, ("", b"")).await
    };
    for _ in 0..2 {
        assert_eq!(asked().await.status, 200);
    }
    let (request, complaint) = (asked().await, complains("often@example.net").await);
    for (answer, says) in [(request, "each request brings one"), (complaint, "Leave it empty and send it at once")] {
        assert_eq!(answer.status, 429, "{}", answer.text);
        assert!(answer.text.contains(says) && answer.text.contains("All that I wrote"), "{}", answer.text);
    }
    assert_eq!(complains("").await.status, 200, "without the address it is taken at once");
}
