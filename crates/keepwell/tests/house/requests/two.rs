//! Where four eyes are asked for, nothing leaves and nobody is erased at the word of one.

use std::collections::BTreeSet;

use ground::erase::{key_of, verify};
use ground::{PersonId, Role};
use jiff::SignedDuration;
use office::requests::{Happened, Kind, State};

use super::{act, client, create, grant, history, officer, state};
use crate::attack::another;
use crate::kit::{Answer, Browser, TestApp};

/// A manager, after four eyes were asked for.
async fn guarded(app: &TestApp) -> Browser {
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    assert_eq!(manager.post(&app.path("/office/four-eyes"), &[("four_eyes", "1")]).await.status, 303);
    manager
}

/// A second manager: the desk's colleague, who was made one.
async fn second(app: &TestApp) -> Browser {
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let clinic = app.clinic.id;
    app.place.tamper(&format!(
        "UPDATE account SET roles = 'manager' WHERE clinic = '{clinic}' AND roles LIKE '%front_desk%'"
    ));
    desk
}

/// The newest that waits, and its state.
fn waits(app: &TestApp) -> (String, String) {
    let row = app.place.column(&format!(
        "SELECT id || ' ' || state FROM confirmation WHERE clinic = '{}' ORDER BY asked_at DESC, id DESC",
        app.clinic.id
    ));
    let (id, state) = row[0].split_once(' ').unwrap();
    (id.to_owned(), state.to_owned())
}

async fn answer(app: &TestApp, browser: &Browser, below: &str, more: &[(&str, &str)]) -> Answer {
    let (id, _) = waits(app);
    let mut fields = vec![("confirmation", id.as_str())];
    fields.extend_from_slice(more);
    browser.post(&app.path(below), &fields).await
}

fn erased(app: &TestApp, person: PersonId) -> bool {
    app.place.column(&format!("SELECT id FROM person WHERE id = '{person}' AND erased_at IS NOT NULL")).len() == 1
}

/// Asks for an erasure, as the page does.
async fn erase(app: &TestApp, browser: &Browser, person: PersonId) -> Answer {
    let fields = [("way", "erase"), ("reason", "asked by letter"), ("number", &*person.to_string())];
    browser.post(&app.path(&format!("/clients/{person}/erasure")), &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_erased_at_the_word_of_one_where_four_eyes_are_asked_for() {
    let app = TestApp::start().await;
    let (_, person) = another(&app, "gone@example.net").await;
    let (manager, officer) = (guarded(&app).await, officer(&app).await);
    let path = app.path(&format!("/clients/{person}/erasure"));
    let page = manager.get(&path).await;
    assert!(page.text.contains("Ask another to agree") && !page.text.contains("Erase for good"), "{}", page.text);
    let asked = erase(&app, &manager, person).await;
    assert_eq!((asked.status, asked.location), (303, Some(format!("{path}?done=asked"))));
    assert!(!erased(&app, person));
    // It is due for the other, and not for whoever asked.
    let office = app.path("/office");
    let words = "Agree, or not: a client is to be erased";
    assert!(officer.get(&office).await.text.contains(words));
    assert!(!manager.get(&office).await.text.contains(words));
    let mine = manager.get(&path).await;
    assert!(mine.text.contains("You asked for it.") && !mine.text.contains("Agree: do it"), "{}", mine.text);
    let number = person.to_string();
    let below = format!("/clients/{person}/erasure/confirmation");
    // Whoever asked does not agree too, whatever they send.
    let own = answer(&app, &manager, &below, &[("number", &number)]).await;
    assert!(own.status == 409 && own.text.contains("Somebody else agrees."), "{} {}", own.status, own.text);
    assert!(!erased(&app, person));
    let slip = answer(&app, &officer, &below, &[("number", "per_0")]).await;
    assert!(slip.status == 422 && slip.text.contains("This is another number.") && slip.text.contains("per_0"));
    let other = another(&app, "other@example.net").await.1;
    let elsewhere = format!("/clients/{other}/erasure/confirmation");
    assert_eq!(answer(&app, &officer, &elsewhere, &[("number", &other.to_string())]).await.status, 404);
    assert!(!erased(&app, person) && !erased(&app, other));
    let agreed = answer(&app, &officer, &below, &[("number", &number)]).await;
    assert_eq!(agreed.status, 303, "{}", agreed.text);
    assert!(erased(&app, person));
    // The certificate and the record name both, and lead to nobody who was erased.
    let file =
        officer.get(&format!("{}/certificate", agreed.location.as_deref().unwrap().split('?').next().unwrap())).await;
    assert_eq!(verify(&file.text, &key_of(&app.house, app.clinic.id).unwrap()), Ok(()));
    let both =
        app.place.column("SELECT asked_by || ' ' || answered_by || ' ' || state || ' ' || subject FROM confirmation");
    let (asked, agreed_by, state) = {
        let parts: Vec<&str> = both[0].split(' ').collect();
        (parts[0].to_owned(), parts[1].to_owned(), parts[2].to_owned())
    };
    assert!(asked != agreed_by && state == "confirmed" && !both[0].contains(&number), "{both:?}");
    for line in [format!("\"asked_by\": \"{asked}\""), format!("\"confirmed_by\": \"{agreed_by}\"")] {
        assert!(file.text.contains(&line), "{line}: {}", file.text);
    }
    let shown = officer.get(&agreed.location.unwrap()).await;
    assert!(shown.text.contains("Asked for by ") && shown.text.contains(", agreed to by "), "{}", shown.text);
    assert!(!officer.get(&office).await.text.contains(words));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_agree_at_once_one_erases() {
    let app = TestApp::start().await;
    let (_, person) = another(&app, "gone@example.net").await;
    let (manager, officer, colleague) = (guarded(&app).await, officer(&app).await, second(&app).await);
    assert_eq!(erase(&app, &manager, person).await.status, 303);
    assert_eq!(erase(&app, &colleague, person).await.status, 409, "it waits once");
    let (below, number) = (format!("/clients/{person}/erasure/confirmation"), person.to_string());
    let fields = [("number", number.as_str())];
    let (a, b) = tokio::join!(answer(&app, &officer, &below, &fields), answer(&app, &colleague, &below, &fields));
    let statuses = BTreeSet::from([a.status, b.status]);
    assert!(statuses.contains(&303) && statuses.len() == 2, "{statuses:?}");
    assert!(erased(&app, person));
    assert_eq!(app.place.column("SELECT id FROM erasure").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_agrees_to_in_seven_days_is_over_and_what_was_asked_can_be_taken_back_or_declined() {
    let app = TestApp::start().await;
    let (_, person) = another(&app, "stays@example.net").await;
    let (manager, officer) = (guarded(&app).await, officer(&app).await);
    let (below, number) = (format!("/clients/{person}/erasure/confirmation"), person.to_string());
    let fields = [("number", number.as_str())];
    for (by, became) in [(&manager, "withdrawn"), (&officer, "declined")] {
        assert_eq!(erase(&app, &manager, person).await.status, 303);
        assert_eq!(answer(&app, by, &format!("{below}/withdrawal"), &[]).await.status, 303);
        assert_eq!(waits(&app).1, became);
        assert_eq!(answer(&app, &officer, &below, &fields).await.status, 409);
        app.place.tamper("UPDATE confirmation SET asked_at = asked_at - 1");
    }
    assert_eq!(erase(&app, &manager, person).await.status, 303);
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(24 * 7));
    let officer = super::officer(&app).await;
    assert_eq!(answer(&app, &officer, &below, &fields).await.status, 409);
    let page = officer.get(&app.path(&format!("/clients/{person}/erasure"))).await;
    assert!(page.text.contains("Ask another to agree"), "it can be asked for anew: {}", page.text);
    office::requests::look(app.scope(&app.clinic, promise::Purpose::Operation)).await.unwrap();
    assert_eq!(waits(&app).1, "expired");
    assert!(!erased(&app, person));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_taken_along_at_the_word_of_two_and_once_for_it() {
    let app = TestApp::start().await;
    let (manager, colleague) = (guarded(&app).await, second(&app).await);
    let here = app.path("/setup/export");
    let empty = manager.post(&here, &[("reason", "")]).await;
    assert!(empty.status == 422 && empty.text.contains("e-reason"), "{}", empty.text);
    let asked = manager.post(&here, &[("reason", "we move")]).await;
    assert_eq!((asked.status, asked.location), (303, Some(format!("{here}?done=second"))));
    let begun = || app.place.column("SELECT id FROM clinic_export");
    assert!(begun().is_empty(), "nothing begins");
    assert_eq!(answer(&app, &manager, "/setup/export/confirmation", &[]).await.status, 409, "not by whoever asked");
    let officer = officer(&app).await;
    assert!(
        !officer.get(&app.path("/office")).await.text.contains("everything is to be taken along"),
        "who may not agree"
    );
    assert!(colleague.get(&app.path("/office")).await.text.contains("everything is to be taken along"));
    assert!(colleague.get(&here).await.text.contains("we move"));
    assert_eq!(answer(&app, &colleague, "/setup/export/confirmation", &[]).await.status, 303);
    // Whoever asked takes it, and nobody else by that word.
    assert_eq!(colleague.post(&here, &[("reason", "me too")]).await.location, Some(format!("{here}?done=second")));
    assert!(begun().is_empty());
    assert!(manager.get(&here).await.text.contains("You can take everything along now."));
    assert_eq!(manager.post(&here, &[]).await.location, Some(format!("{here}?done=asked")));
    assert_eq!(app.place.column("SELECT reason FROM clinic_export"), ["we move"]);
    let file = format!("{here}/{}", begun()[0]);
    assert_eq!(manager.open(&file).await.status(), 200);
    assert_eq!(colleague.get(&file).await.status, 404);
    assert!(manager.get(&here).await.text.contains(", agreed to by "), "the list names both");
    // The word was for once.
    let again = manager.post(&here, &[("reason", "once more")]).await;
    assert_eq!(again.status, 409, "a colleague's waits: {}", again.text);
    assert_eq!(begun().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn four_eyes_are_let_go_by_two() {
    let app = TestApp::start().await;
    let (manager, officer) = (guarded(&app).await, officer(&app).await);
    let set = || {
        app.place
            .column(&format!("SELECT CAST(four_eyes AS TEXT) FROM request_setting WHERE clinic = '{}'", app.clinic.id))
    };
    assert_eq!(
        manager.post(&app.path("/office/four-eyes"), &[]).await.location,
        Some(app.path("/office?done=eyes-asked"))
    );
    assert_eq!(set(), ["1"]);
    assert_eq!(answer(&app, &manager, "/office/four-eyes/confirmation", &[]).await.status, 409);
    assert_eq!(set(), ["1"]);
    let page = officer.get(&app.path("/office")).await;
    assert!(page.text.contains("Ask for four eyes no more"), "{}", page.text);
    assert_eq!(answer(&app, &officer, "/office/four-eyes/confirmation", &[]).await.status, 303);
    assert_eq!(set(), ["0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_leaves_at_the_word_of_two() {
    let app = TestApp::start().await;
    let (manager, colleague) = (guarded(&app).await, second(&app).await);
    let fields = [("name", app.clinic.name.as_str()), ("reason", "We move to another program"), ("without", "1")];
    let decided = manager.post(&app.path("/setup/leave"), &fields).await;
    assert_eq!(decided.location, Some(app.path("/setup/leave?done=second")), "{}", decided.text);
    let leaves = || {
        app.place.column(&format!("SELECT id FROM clinic WHERE id = '{}' AND leaving_at IS NOT NULL", app.clinic.id))
    };
    assert!(leaves().is_empty());
    assert_eq!(answer(&app, &manager, "/setup/leave/confirmation", &[]).await.status, 409);
    assert!(leaves().is_empty());
    assert_eq!(answer(&app, &colleague, "/setup/leave/confirmation", &[]).await.status, 303);
    assert_eq!(leaves().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_hands_a_copy_over_once_a_second_person_agreed() {
    let app = TestApp::start().await;
    let (_, person) = another(&app, "known@example.net").await;
    let manager = guarded(&app).await;
    let visitor = app.visitor();
    super::letter::asks(&app, &visitor, "Tove", "Tove", "known@example.net", &[]).await;
    let path = super::letter::link(&app, "known@example.net").await.expect("a letter");
    assert_eq!(visitor.post(&path, &[]).await.status, 303);
    let id = app.place.column(&format!("SELECT id FROM request WHERE person = '{person}'")).remove(0).parse().unwrap();
    let officer = officer(&app).await;
    grant(&app, &officer, id).await;
    let copy = format!("{path}/copy");
    let refused = visitor.get(&copy).await;
    assert!(refused.status == 409 && refused.text.contains("A second person at the clinic"), "{}", refused.text);
    assert_eq!(state(&app, id), State::Granted);
    assert!(!visitor.get(&path).await.text.contains(&copy));
    assert_eq!(act(&app, &officer, id, "confirmation", &[]).await.status, 409, "not whoever decided");
    assert_eq!(visitor.get(&copy).await.status, 409);
    let page = manager.get(&app.path(&format!("/office/requests/{id}"))).await;
    assert!(page.text.contains("Agree that they take it"), "{}", page.text);
    assert_eq!(act(&app, &manager, id, "confirmation", &[]).await.status, 303);
    assert!(history(&app, id).contains(&Happened::Confirmed.as_str().to_owned()));
    assert!(visitor.get(&path).await.text.contains(&copy));
    assert_eq!(visitor.open(&copy).await.status(), 200);
    assert_eq!(act(&app, &manager, id, "confirmation", &[]).await.status, 409, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_is_taken_back_takes_the_second_word_along() {
    let (app, _, person) = client().await;
    let id = create(
        &app,
        super::bounds::new(person, Kind::Access, office::requests::Via::Letter, Some(office::requests::Shown::Letter)),
    )
    .await;
    let (manager, officer) = (guarded(&app).await, officer(&app).await);
    grant(&app, &officer, id).await;
    assert_eq!(act(&app, &manager, id, "confirmation", &[]).await.status, 303);
    let doubt = [("reason", "The client rang: it was not them.")];
    assert_eq!(act(&app, &officer, id, "identity", &doubt).await.status, 303);
    assert!(
        app.place.column(&format!("SELECT id FROM request WHERE id = '{id}' AND confirmed_by IS NOT NULL")).is_empty()
    );
}
