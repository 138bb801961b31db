//! An answer that was written and not sent: it stays due, and is nobody's to read before it went.

use ground::Role;
use office::requests::{Kind, RequestId, Shown, State, Via};

use super::{act, ask, client, create, evidence, grant, officer, send_answer, state};
use crate::kit::{Browser, TestApp};

const WHY: &str = "The clinician looked at it, and it is right.";

async fn refuse(app: &TestApp, officer: &Browser, id: RequestId) {
    let fields = [("decision", "refuse"), ("ground", "accurate"), ("reason", WHY)];
    let refused = act(app, officer, id, "decision", &fields).await;
    assert_eq!(refused.status, 303, "{}", refused.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_theirs_to_read_once_its_letter_went() {
    let (app, browser, _) = client().await;
    let fields = [("kind", "correction"), ("field", "other"), ("wanted", "Something"), ("said", "")];
    let id = ask(&app, &browser, &fields).await;
    let officer = officer(&app).await;
    refuse(&app, &officer, id).await;
    let (own, list) = (app.path(&format!("/me/privacy/requests/{id}")), app.path("/me/privacy"));
    let page = browser.get(&own).await;
    assert!(page.status == 200 && !page.text.contains(WHY) && !page.text.contains("Refused"), "{}", page.text);
    assert!(!page.text.contains("/statement"), "nor is there anything to say something beside: {}", page.text);
    assert!(!browser.get(&list).await.text.contains("Refused"));
    let stated = browser.post(&format!("{own}/statement"), &[("statement", "It is wrong all the same.")]).await;
    assert_eq!(stated.status, 409);
    assert_eq!(send_answer(&app, &officer, id, "This is our answer.").await.status, 303);
    let page = browser.get(&own).await;
    assert!(
        page.text.contains(WHY) && page.text.contains("Refused") && page.text.contains("/statement"),
        "{}",
        page.text
    );
    assert!(browser.get(&list).await.text.contains("Refused"));
    assert_eq!(browser.post(&format!("{own}/statement"), &[("statement", "It is wrong.")]).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_not_sent_stays_due_until_it_is() {
    let (app, browser, person) = client().await;
    let fields = [("kind", "correction"), ("field", "other"), ("wanted", "Something"), ("said", "")];
    let refused = ask(&app, &browser, &fields).await;
    let done = create(&app, super::bounds::new(person, Kind::Disclosures, Via::Desk, Some(Shown::Passport))).await;
    let officer = officer(&app).await;
    refuse(&app, &officer, refused).await;
    grant(&app, &officer, done).await;
    assert_eq!(act(&app, &officer, done, "completion", &[]).await.status, 303);
    assert_eq!((state(&app, refused), state(&app, done)), (State::Refused, State::Done));
    let listed = async |page: &str| officer.get(&app.path(page)).await.text;
    for id in [refused, done] {
        for page in ["/office", "/office/requests"] {
            let text = listed(page).await;
            assert!(text.contains(&id.to_string()) && text.contains("Answer not sent"), "{page}: {text}");
        }
    }
    // However many stand before it, it is on the page.
    for _ in 0..9 {
        create(&app, super::bounds::new(person, Kind::Correction, Via::Desk, Some(Shown::Passport))).await;
    }
    app.place.tamper(&format!("UPDATE request SET due_at = due_at + 86400000000 WHERE id = '{refused}'"));
    assert!(listed("/office").await.contains(&format!("/office/requests/{refused}\"><b>Send the answer")));
    // It rises like everything that is late, and is evidence however old it is.
    app.place.tamper(&format!("UPDATE request SET due_at = 2, received_at = 1 WHERE id = '{refused}'"));
    assert!(!evidence(&app, "rights.correct").await.ok);
    office::requests::look(app.scope(&app.clinic, promise::Purpose::Operation)).await.unwrap();
    app.run_jobs().await;
    let told = app.place.column(&format!("SELECT id FROM request WHERE id = '{refused}' AND told_at IS NOT NULL"));
    assert_eq!(told.len(), 1);
    for id in [refused, done] {
        assert_eq!(send_answer(&app, &officer, id, "This is our answer.").await.status, 303);
        let due = app.signed_in(&app.clinic, Role::Manager).await.get(&app.path("/office")).await;
        assert!(!due.text.contains(&id.to_string()), "{}", due.text);
    }
}
