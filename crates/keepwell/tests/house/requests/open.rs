//! What somebody asks stays open: where their record is restricted, where they typed too much, and from every page.

use ground::Role;
use ground::portable::{tables, told};
use ground::restrict::{self, Basis};
use office::requests::State;
use promise::Purpose;

use super::{act, ask, client, officer, send_answer, state};
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_writes_down_what_somebody_asks_whose_record_is_restricted() {
    let (app, _, person) = client().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let rights = app.scope(&app.clinic, Purpose::Rights);
    rights.write(move |tx| restrict::restrict(tx, person, Basis::Wish)).await.unwrap();
    let at = app.path(&format!("/clients/{person}/requests"));
    let shut = desk.get(&app.path(&format!("/clients/{person}"))).await;
    assert!(shut.status == 403 && shut.text.contains(&at), "the way leads there: {}", shut.text);
    let form = desk.get(&at).await;
    assert!(form.status == 200 && form.text.contains("somebody whose record is restricted"), "{}", form.text);
    let fields =
        [("kind", "access"), ("field", ""), ("wanted", ""), ("said", "All of it, please."), ("seen", "passport")];
    let logged = desk.post(&at, &fields).await;
    assert_eq!(logged.location, Some(format!("{at}?done=logged")), "{}", logged.text);
    let kept = app.place.column("SELECT state FROM request WHERE kind = 'access' AND via = 'desk'");
    assert_eq!(kept.len(), 1, "{kept:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_cannot_be_kept_comes_back_as_it_was_typed() {
    let (app, browser, _) = client().await;
    let fields = [("kind", "correction"), ("field", "note"), ("wanted", ""), ("said", "I never said so")];
    let id = ask(&app, &browser, &fields).await;
    let refuse = [("decision", "refuse"), ("ground", "accurate"), ("reason", "It was written down as it was said.")];
    let officer = officer(&app).await;
    assert_eq!(act(&app, &officer, id, "decision", &refuse).await.status, 303);
    assert_eq!(state(&app, id), State::Refused);
    assert_eq!(send_answer(&app, &officer, id, "We refuse it.").await.status, 303);
    let at = app.path(&format!("/me/privacy/requests/{id}/statement"));
    let long = "word ".repeat(401);
    for typed in [long.as_str(), ""] {
        let back = browser.post(&at, &[("statement", typed)]).await;
        assert_eq!(back.status, 422, "{}", back.text);
        assert!(back.text.contains("id=\"e-statement\"") && back.text.contains(typed.trim()), "{}", back.text);
    }
    assert_eq!(browser.post(&at, &[("statement", "I did not say that.")]).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_leads_to_asking_without_an_account() {
    let app = TestApp::start().await;
    let href = app.path("/privacy/request");
    for below in ["", "/notice", "/notice?lang=hi", "/sign-in"] {
        let page = app.visitor().get(&app.path(below)).await;
        assert!(page.text.contains(&format!("href=\"{href}")), "{below}: {}", page.text);
    }
    let page = app.visitor().get("/").await;
    assert!(!page.text.contains("/privacy/request"), "the installation's own page is no clinic's");
}

/// What a copy says of a column that no word was written for is its name in the database, in whatever language.
#[tokio::test(flavor = "multi_thread")]
async fn every_field_of_a_copy_has_words() {
    let app = TestApp::start().await;
    let map = app.house.data_map.clone();
    let mut without = std::collections::BTreeSet::new();
    for language in ["en", "ar"] {
        let t = app.house.words.tongue(language).unwrap();
        let mut look = |key: String| {
            if !t.has(&key) || t.lacks(&key) {
                without.insert(format!("{language} {key}"));
            }
        };
        for table in tables(&map) {
            look(format!("copy-table-{}", table.replace('_', "-")));
            for name in told(&map.tables[table]) {
                look(format!("copy-field-{}", name.replace('_', "-")));
            }
        }
    }
    assert!(without.is_empty(), "{without:?}");
}
