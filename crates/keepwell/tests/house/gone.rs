//! A client who was removed in another window: what is sent about them is no fault of the program, and nothing is lost.

use ground::Role;
use promise::Purpose;

use crate::desk::Desk;

const GONE: &str = "This client is no longer here. Please look them up again.";

const DOCUMENTS: &str = "SELECT id FROM document ORDER BY id";

async fn remove(desk: &Desk) {
    let client = desk.client;
    let forget = move |tx: &mut ground::Tx<'_>| people::forget(tx, client);
    desk.app.scope(&desk.app.clinic, Purpose::Scheduling).write(forget).await.unwrap();
}

/// What the desk typed of a visit of the client.
fn typed<'a>(desk: &'a Desk, client: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("key", "gone"),
        ("service", &desk.service),
        ("practitioner", &desk.practitioner),
        ("date", "2027-06-01"),
        ("time", "11:30"),
        ("find", ""),
        ("client", client),
        ("note", "The low chair"),
        ("tell", "1"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_removed_in_another_window_is_said_beside_their_field_and_the_form_stays_filled() {
    for erased in [false, true] {
        let desk = Desk::open().await;
        let client = desk.client.to_string();
        if erased {
            // Their key is gone and their row is not yet.
            desk.app.place.tamper(&format!("UPDATE person SET erased_at = 1 WHERE id = '{client}'"));
        } else {
            remove(&desk).await;
        }
        let answer = desk.browser.post(&desk.app.path("/appointments"), &typed(&desk, &client)).await;
        assert_eq!(answer.status, 422, "{erased} {}", answer.text);
        assert!(answer.text.contains(GONE), "{}", answer.text);
        for kept in ["value=\"2027-06-01\"", "value=\"11:30\"", "The low chair"] {
            assert!(answer.text.contains(kept), "{kept} was typed and is lost");
        }
        for id in [&desk.service, &desk.practitioner] {
            let option = answer.text.split(&format!("value=\"{id}\"")).nth(1).unwrap();
            assert!(option.split('>').next().unwrap().contains("selected"), "{id} was chosen");
        }
        assert!(!answer.text.contains("Please choose one of what is offered."), "the service is not to blame");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_about_a_client_who_was_removed_is_answered_by_a_page_in_words() {
    let desk = Desk::open().await;
    let manager = desk.app.signed_in(&desk.app.clinic, Role::Manager).await;
    let client = desk.client.to_string();
    let scope = desk.app.scope(&desk.app.clinic, Purpose::Operation);
    let read = |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<String>> {
        let sql = "SELECT id FROM client WHERE clinic = $1 ORDER BY id LIMIT 20";
        tx.query(sql, &ground::params![tx.clinic()])?.iter().map(|row| row.get("id")).collect()
    };
    let other = scope.read(read).await.unwrap().into_iter().find(|id| *id != client).unwrap();
    let at = |of: &str, below: &str| desk.app.path(&format!("/clients/{of}{below}"));
    remove(&desk).await;
    let documents = desk.app.place.column(DOCUMENTS);
    let mut answers = Vec::new();
    for browser in [&desk.browser, &manager] {
        for (path, fields) in [
            (desk.app.path("/appointments"), typed(&desk, &client)),
            (at(&client, "/numbers"), vec![("kind", "passport"), ("number", "X1234567")]),
            (at(&client, "/numbers"), vec![]),
            (at(&client, "/tags"), vec![("tag", "new"), ("name", "Knee")]),
            (at(&client, "/details"), vec![("given_name", "Nadia"), ("family_name", "Ferreira"), ("version", "1")]),
            (at(&client, "/family"), vec![("kinship", "parent"), ("other", other.as_str())]),
            (at(&client, "/merge"), vec![("find", "Ferreira")]),
            (at(&client, &format!("/merge/{other}")), vec![("keep", "a"), ("version_a", "1"), ("version_b", "1")]),
            (at(&other, &format!("/merge/{client}")), vec![("keep", "a"), ("version_a", "1"), ("version_b", "1")]),
            (at(&client, &format!("/apart/{other}")), vec![]),
        ] {
            answers.push((path.clone(), browser.post(&path, &fields).await));
        }
        let path = at(&client, "/documents");
        answers.push((path.clone(), browser.upload(&path, "letter.txt", "Dear colleague").await));
    }
    let said = ["what it showed is gone", "This record was removed while you were writing"];
    for (path, answer) in answers {
        // Who may not do it at all is told that instead.
        let told = [403, 404, 422].contains(&answer.status) || (answer.status == 303 && path.contains("/apart/"));
        assert!(told, "{path}: {} {}", answer.status, answer.text);
        assert!(answer.status == 303 || answer.text.contains("<h1"), "{path}: {}", answer.text);
        if answer.status == 404 {
            assert!(said.iter().any(|words| answer.text.contains(words)), "{path}: {}", answer.text);
        }
    }
    assert_eq!(desk.app.place.column(&format!("SELECT id FROM client WHERE id = '{client}'")), [] as [String; 0]);
    assert_eq!(desk.app.place.column(DOCUMENTS), documents, "no document of nobody");
}
