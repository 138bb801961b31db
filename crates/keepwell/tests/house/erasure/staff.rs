//! Whoever works here: their work is ended before they are erased.

use ground::erase::Unerased;
use ground::{PersonId, Role};
use promise::Purpose;

use super::{erase, is_erased, request};
use crate::kit::{TestApp, program};

const ENVIRONMENT: [(&str, &str); 2] =
    [("KEEPWELL_KEYS__SOURCE", "environment"), ("KEEPWELL_MASTER_KEY", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=")];

/// The clinicians of the clinic, by account and person.
fn clinicians(app: &TestApp) -> Vec<(String, PersonId)> {
    let sql = format!(
        "SELECT id || ' ' || person FROM account WHERE clinic = '{}' AND roles = 'clinician' AND deactivated_at IS NULL ORDER BY id",
        app.clinic.id
    );
    let read = |row: String| {
        let (account, person) = row.split_once(' ').unwrap();
        (account.to_owned(), person.parse().unwrap())
    };
    app.place.column(&sql).into_iter().map(read).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_works_here_is_not_erased_before_their_account_is_closed() {
    let app = TestApp::start().await;
    let (rights, desk) = (app.scope(&app.clinic, Purpose::Rights), app.scope(&app.clinic, Purpose::Scheduling));
    let (account, person) = clinicians(&app).remove(0);
    let path = app.path(&format!("/clients/{person}/erasure"));
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let number = person.to_string();
    let form = [("way", "erase"), ("reason", "a slip"), ("number", number.as_str())];
    let stays = async |why: &str| {
        assert_eq!(erase(&rights, person, request()).await.unwrap_err(), Unerased::Room("staff"), "{why}");
        let shown = manager.get(&path).await;
        assert!(shown.text.contains("They work here. End that first"), "{why}: {}", shown.text);
        let sent = manager.post(&path, &form).await;
        assert!(sent.status == 409 && sent.text.contains("They work here. End that first"), "{why}: {}", sent.text);
        let words = ["erase", "--clinic", &app.clinic.slug, "--client", &number, "--reason", "a slip"];
        let by_command = program::run(&app.place, &words, &ENVIRONMENT);
        let said = program::said(&by_command);
        assert!(!by_command.status.success() && said.contains("closing their account"), "{why}: {said}");
        assert!(!is_erased(&desk, person).await, "{why}");
    };
    stays("they treat here").await;
    // Who is invited works here too, and whom a directory brought who has no role yet.
    app.place.tamper(&format!("UPDATE account SET verified_at = NULL WHERE id = '{account}'"));
    stays("they are invited").await;
    app.place.tamper(&format!("UPDATE account SET roles = '' WHERE id = '{account}'"));
    stays("a directory has them").await;

    let closed = manager.post(&app.path(&format!("/staff/{account}/deactivation")), &[]).await;
    assert_eq!(closed.status, 303, "{}", closed.text);
    let sent = manager.post(&path, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    assert!(is_erased(&desk, person).await);
    let reopened = manager.post(&app.path(&format!("/staff/{account}/activation")), &[]).await;
    assert_eq!(reopened.status, 404, "nobody is let in again who was erased: {}", reopened.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_is_let_in_again_while_they_are_erased_is_either_erased_or_here() {
    let app = TestApp::start().await;
    let (rights, desk) = (app.scope(&app.clinic, Purpose::Rights), app.scope(&app.clinic, Purpose::Scheduling));
    for (account, person) in clinicians(&app) {
        let id: ground::AccountId = account.parse().unwrap();
        app.place.tamper(&format!("UPDATE account SET deactivated_at = 1 WHERE id = '{account}'"));
        let opening = rights.clone();
        let opened = tokio::spawn(async move {
            let open = move |tx: &mut ground::Tx<'_>| -> identity::Result<()> {
                let closed = identity::find_account(tx, id)?;
                identity::activate_account(tx, &closed)
            };
            opening.write(open).await
        });
        let erased = erase(&rights, person, request()).await;
        let opened = opened.await.unwrap();
        assert_eq!(erased.is_ok(), opened.is_err(), "one of the two: {erased:?} {opened:?}");
        assert_eq!(is_erased(&desk, person).await, erased.is_ok());
    }
}
