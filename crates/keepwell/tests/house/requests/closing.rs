//! An account closed by its holder.

use ground::Role;
use promise::Purpose;

use super::evidence;
use crate::attack::{another, one_who_has_everything, signed_in_to};
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_lets_nobody_in_and_one_can_come_back_by_another() {
    let app = TestApp::start().await;
    let (account, person) = one_who_has_everything(&app).await;
    let (here, there) = (signed_in_to(&app, account).await, signed_in_to(&app, account).await);
    let asked = here.get(&app.path("/me/privacy/closing")).await;
    assert!(asked.text.contains("What ends") && asked.text.contains("Your record stays"), "{}", asked.text);
    assert_eq!(there.get(&app.path("/me")).await.status, 200, "asking closes nothing");
    let count = |sql: &str| app.place.column(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {sql}")).remove(0);
    assert_ne!(count(&format!("calendar_feed WHERE person = '{person}'")), "0");
    let closed = here.post(&app.path("/me/privacy/closing"), &[]).await;
    assert_eq!(closed.location, Some(app.path("/sign-in?closed=1")), "{}", closed.text);
    assert!(asked.text.contains("You follow it by letter"), "{}", asked.text);
    assert!(here.get(&closed.location.unwrap()).await.text.contains("Your account is closed."));
    for browser in [&here, &there] {
        let to = browser.get(&app.path("/me")).await.location.unwrap();
        assert!(to.contains("/sign-in"), "{to}");
    }
    for table in ["session", "passkey", "personal_token", "challenge", "recovery_code"] {
        assert_eq!(count(&format!("{table} WHERE account = '{account}'")), "0", "{table}");
    }
    assert_eq!(count(&format!("calendar_feed WHERE person = '{person}'")), "0");
    assert_eq!(count(&format!("client WHERE id = '{person}'")), "1", "the record stays");
    let letters = app.letters().await;
    let told = letters.iter().find(|one| one.kind == "identity.closed").expect("a letter");
    assert!(told.body.contains("a link in each letter shows how it stands"), "{}", told.body);
    assert!(evidence(&app, "rights.close_account").await.ok);
    // The address is free, and whoever comes back by it has their record again.
    let (account, person) = another(&app, "back@example.net").await;
    let leaving = signed_in_to(&app, account).await;
    assert_eq!(leaving.post(&app.path("/me/privacy/closing"), &[]).await.location, Some(app.path("/sign-in?closed=1")));
    let again = identity::NewClient {
        person: None,
        email: "back@example.net".to_owned(),
        name: None,
        language: "en".to_owned(),
        age_stated: Some(18),
        password: Some(identity::Hashed::of("x", 1)),
        source: identity::Source::Automatic,
    };
    let scope = app.scope(&app.clinic, Purpose::Account);
    let made = scope.write(move |tx| identity::create_client_account(tx, &again)).await.unwrap();
    assert_ne!(made.account, account);
    let attached = scope
        .write(move |tx| -> identity::Result<ground::PersonId> {
            identity::attach(tx, made.account, person)?;
            Ok(identity::find_account(tx, made.account)?.person)
        })
        .await
        .unwrap();
    assert_eq!(attached, person, "the closed account keeps nobody from their record");
    // Nobody who works here closes their account so.
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.post(&app.path("/me/privacy/closing"), &[]).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_or_complained_of_is_followed_by_a_link_in_each_letter_once_the_account_is_closed() {
    let (app, browser, person) = super::client().await;
    let fields = [("kind", "correction"), ("field", "name"), ("said", "It is spelt wrong"), ("wanted", "Nadja")];
    let request = super::ask(&app, &browser, &fields).await;
    let complaint = crate::complaints::complain(&app, &browser).await;
    let email = crate::complaints::email_of(&app, person).await;
    let officer = super::officer(&app).await;
    crate::complaints::answer(&app, &officer, complaint).await;
    let newest = async |kind: &str, word: &str| {
        let letters = app.letters().await;
        let mine = letters.iter().filter(|one| one.kind == kind && one.to == email && one.body.contains(word));
        mine.map(|one| one.body.clone()).next().unwrap_or_else(|| panic!("a letter of {kind} with {word}"))
    };
    assert!(newest("office.complaint", "We looked").await.contains(&format!("/me/privacy/complaints/{complaint}")));
    // Refused while they have a page of their own: so reads the draft of the answer.
    let no = [("decision", "refuse"), ("ground", "accurate"), ("reason", "It is spelt as the passport has it.")];
    assert_eq!(super::act(&app, &officer, request, "decision", &no).await.status, 303);
    assert_eq!(browser.post(&app.path("/me/privacy/closing"), &[]).await.status, 303);
    crate::complaints::settle(&app, &officer, complaint, "upheld").await;
    let page = officer.get(&app.path(&format!("/office/complaints/{complaint}"))).await.text;
    assert!(page.contains("(a link of their own)") && !page.contains("[[link]]"), "{page}");
    let visitor = app.visitor();
    let body = newest("office.complaint", "Somebody spoke too loud").await;
    let link = crate::complaints::path_in(&app, &body).expect("a link of its own");
    let shown = visitor.get(&link).await;
    assert!(shown.status == 200 && shown.text.contains("Somebody spoke too loud"), "{}", shown.text);
    let draft = app.place.column(&format!(
        "SELECT id FROM request_letter WHERE request = '{request}' AND kind = 'answer' AND sent_at IS NULL"
    ));
    let page = officer.get(&app.path(&format!("/office/requests/{request}"))).await.text;
    assert!(page.contains("/me/privacy"), "{page}");
    let base = app.house.address_of(&app.clinic);
    let said = format!("We leave it as it is. You see it at {base}/me/privacy");
    let path = app.path(&format!("/office/requests/{request}/letters/{}", draft[0]));
    assert_eq!(officer.post(&path, &[("subject", "Your name"), ("body", &said)]).await.status, 303);
    let body = newest("office.request", "We leave it").await;
    let at = body.find("/privacy/request/").unwrap_or_else(|| panic!("a link of its own: {body}"));
    let link = body[at..].split(['?', '\n', ' ']).next().unwrap();
    let shown = visitor.get(&app.path(link)).await;
    assert!(shown.status == 200 && !body.contains("/me/privacy"), "{body}: {}", shown.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_in_which_somebody_is_signed_in_is_evidence_against_it() {
    let app = TestApp::start().await;
    let (account, person) = one_who_has_everything(&app).await;
    assert!(evidence(&app, "rights.close_account").await.ok);
    let living = signed_in_to(&app, account).await;
    app.place.tamper(&format!(
        "UPDATE account SET closed_at = 1, deactivated_at = 1, password = NULL WHERE person = '{person}'"
    ));
    assert!(!evidence(&app, "rights.close_account").await.ok, "somebody is signed in");
    drop(living);
    // A calendar that still reads is the booking room's evidence.
    let more: Vec<_> = app.house.more_evidence.iter().filter(|(id, _)| *id == "rights.close_account").collect();
    assert_eq!(more.len(), 1);
    let feeds = app.scope(&app.clinic, Purpose::Operation).read(more[0].1).await.unwrap();
    assert!(!feeds.ok);
}
