//! Complaints about privacy: made by whoever comes, answered and settled on working days, and told of when they are late.

mod doors;
mod late;
mod life;

use std::collections::BTreeSet;

use ground::{PersonId, Role};
use office::complaints::ComplaintId;
use promise::{Evidence, Purpose};

use crate::kit::{Answer, Browser, TestApp};

/// A paper that is one.
const PAPER: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n";

fn all(app: &TestApp) -> BTreeSet<String> {
    app.place.column("SELECT id FROM complaint").into_iter().collect()
}

/// Sends the form for everyone.
pub async fn send(app: &TestApp, browser: &Browser, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
    let mut all =
        vec![("key", ""), ("subject", "shared"), ("said", "You told my neighbour."), ("name", ""), ("email", "")];
    for (name, value) in fields {
        match all.iter_mut().find(|(known, _)| known == name) {
            Some(known) => known.1 = value,
            None => all.push((name, value)),
        }
    }
    browser.upload_with(&app.path("/privacy/complaint"), &all, file.0, file.1).await
}

/// Makes one, and gives its id with the page that says so.
async fn make(app: &TestApp, browser: &Browser, fields: &[(&str, &str)]) -> (ComplaintId, Answer) {
    let before = all(app);
    let answer = send(app, browser, fields, ("", b"")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let new: Vec<String> = all(app).difference(&before).cloned().collect();
    assert_eq!(new.len(), 1, "one complaint");
    (new[0].parse().unwrap(), answer)
}

/// The newest letter's link to `to`, as a path.
async fn link(app: &TestApp, to: &str) -> Option<String> {
    let letters = app.letters().await;
    let letter = letters.iter().find(|one| one.kind == "office.complaint" && one.to == to)?;
    path_in(app, &letter.body)
}

pub fn path_in(app: &TestApp, body: &str) -> Option<String> {
    let rest = &body[body.find("/privacy/complaint/")?..];
    let end = rest.find(['?', '\n', ' ']).unwrap_or(rest.len());
    Some(app.path(&rest[..end]))
}

/// The way that a page with a code leads to.
fn by_code(app: &TestApp, answer: &Answer) -> String {
    let at = answer.text.find("/privacy/complaint/").unwrap_or_else(|| panic!("a code: {}", answer.text));
    let rest = &answer.text[at..];
    let rest = &rest[..rest.find('"').unwrap()];
    assert_ne!(rest, "/privacy/complaint/follow", "{}", answer.text);
    app.path(rest)
}

async fn officer(app: &TestApp) -> Browser {
    app.signed_in(&app.clinic, Role::PrivacyOfficer).await
}

fn one(app: &TestApp, column: &str, id: ComplaintId) -> String {
    let sql = format!("SELECT COALESCE(CAST({column} AS TEXT), '') FROM complaint WHERE id = '{id}'");
    app.place.column(&sql).first().cloned().unwrap_or_default()
}

fn history(app: &TestApp, id: ComplaintId) -> Vec<String> {
    app.place.column(&format!("SELECT what FROM complaint_event WHERE complaint = '{id}' ORDER BY number"))
}

/// Sends one of the forms of the officer's page as it stands now.
async fn act(app: &TestApp, officer: &Browser, id: ComplaintId, what: &str, fields: &[(&str, &str)]) -> Answer {
    let version = one(app, "version", id);
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    officer.post(&app.path(&format!("/office/complaints/{id}/{what}")), &all).await
}

/// Sends the draft of `kind` with this text.
async fn write(app: &TestApp, officer: &Browser, id: ComplaintId, kind: &str, body: &str) -> Answer {
    let sql =
        format!("SELECT id FROM complaint_letter WHERE complaint = '{id}' AND kind = '{kind}' AND sent_at IS NULL");
    let letter = app.place.column(&sql).first().cloned().unwrap_or_else(|| panic!("a draft of the {kind}"));
    let path = app.path(&format!("/office/complaints/{id}/letters/{letter}"));
    officer.post(&path, &[("subject", "Your complaint"), ("body", body)]).await
}

/// Answers it in one go.
pub async fn answer(app: &TestApp, officer: &Browser, id: ComplaintId) {
    assert_eq!(act(app, officer, id, "drafts", &[("kind", "answer")]).await.status, 303);
    assert_eq!(write(app, officer, id, "answer", "We looked, and this is so. [[link]]").await.status, 303);
}

/// Settles it in one go.
pub async fn settle(app: &TestApp, officer: &Browser, id: ComplaintId, outcome: &str) {
    let decided =
        act(app, officer, id, "decision", &[("outcome", outcome), ("reason", "Somebody spoke too loud.")]).await;
    assert_eq!(decided.status, 303, "{}", decided.text);
    assert_eq!(write(app, officer, id, "outcome", "Somebody spoke too loud. [[link]]").await.status, 303);
}

async fn look(app: &TestApp) {
    office::complaints::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
}

async fn evidence(app: &TestApp) -> Evidence {
    let prove = app.house.evidence["complaints.answered"];
    app.scope(&app.clinic, Purpose::Operation).read(prove).await.unwrap()
}

/// A client with an account, signed in.
async fn client(app: &TestApp, email: &'static str) -> (Browser, PersonId) {
    let (account, person) = crate::attack::another(app, email).await;
    (crate::attack::signed_in_to(app, account).await, person)
}

/// Complains from one's own page.
pub async fn complain(app: &TestApp, browser: &Browser) -> ComplaintId {
    let before = all(app);
    let fields = [("key", ""), ("subject", "opened"), ("said", "My cousin works here and read my record.")];
    let made = browser.upload_with(&app.path("/me/privacy/complaints"), &fields, "", b"").await;
    assert_eq!(made.status, 303, "{}", made.text);
    let new: Vec<String> = all(app).difference(&before).cloned().collect();
    new[0].parse().unwrap()
}

/// The address in somebody's record.
pub async fn email_of(app: &TestApp, person: PersonId) -> String {
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    scope.read(move |tx| people::open(tx, person)).await.unwrap().email.expect("an address")
}
