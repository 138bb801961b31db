//! What people ask about their own data: asked, decided, carried out, taken along, proven.

mod after;
mod answer;
mod bounds;
mod closing;
mod copy;
mod drafts;
mod holds;
mod keeps;
mod letter;
mod named;
mod open;
mod opinions;
mod two;
mod unsent;

use ground::{PersonId, Role, Scope};
use office::requests::{NewRequest, RequestId, State};
use promise::{Evidence, Purpose};

use crate::kit::{Answer, Browser, TestApp};

/// The first client, signed in, with the person they are.
async fn client() -> (TestApp, Browser, PersonId) {
    crate::booking_own::client().await
}

/// Asks from one's own page, and gives the request's id.
async fn ask(app: &TestApp, browser: &Browser, fields: &[(&str, &str)]) -> RequestId {
    let asked = browser.post(&app.path("/me/privacy/requests"), fields).await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let kind = fields.iter().find(|(name, _)| *name == "kind").unwrap().1;
    let sql = format!("SELECT id FROM request WHERE kind = '{kind}' AND via IN ('page', 'guardian')");
    let (ids, to) = (app.place.column(&sql), asked.location.unwrap());
    let id = ids.iter().find(|id| to.contains(id.as_str())).or(ids.first());
    id.unwrap_or_else(|| panic!("{kind} was asked: {to}")).parse().unwrap()
}

fn state(app: &TestApp, id: RequestId) -> State {
    app.place.column(&format!("SELECT state FROM request WHERE id = '{id}'")).remove(0).parse().unwrap()
}

fn version(app: &TestApp, id: RequestId) -> String {
    app.place.column(&format!("SELECT CAST(version AS TEXT) FROM request WHERE id = '{id}'")).remove(0)
}

/// What happened with it, in order.
fn history(app: &TestApp, id: RequestId) -> Vec<String> {
    app.place.column(&format!("SELECT what FROM request_event WHERE request = '{id}' ORDER BY number"))
}

async fn officer(app: &TestApp) -> Browser {
    app.signed_in(&app.clinic, Role::PrivacyOfficer).await
}

/// Sends one of the forms of the officer's page, as it stands now.
async fn act(app: &TestApp, officer: &Browser, id: RequestId, what: &str, fields: &[(&str, &str)]) -> Answer {
    let version = version(app, id);
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    officer.post(&app.path(&format!("/office/requests/{id}/{what}")), &all).await
}

async fn grant(app: &TestApp, officer: &Browser, id: RequestId) {
    let done = act(app, officer, id, "decision", &[("decision", "grant"), ("ground", ""), ("reason", "")]).await;
    assert_eq!(done.status, 303, "{}", done.text);
    assert_eq!(state(app, id), State::Granted);
}

/// Sends the answer that was drafted, in these words.
async fn send_answer(app: &TestApp, officer: &Browser, id: RequestId, body: &str) -> Answer {
    let sql = format!("SELECT id FROM request_letter WHERE request = '{id}' AND kind = 'answer' AND sent_at IS NULL");
    let letter = app.place.column(&sql).remove(0);
    let path = app.path(&format!("/office/requests/{id}/letters/{letter}"));
    officer.post(&path, &[("subject", "Answer"), ("body", body)]).await
}

fn by_program(app: &TestApp) -> Scope {
    app.scope(&app.clinic, Purpose::Rights)
}

async fn create(app: &TestApp, new: NewRequest) -> RequestId {
    by_program(app).write(move |tx| office::requests::create(tx, &new)).await.unwrap()
}

async fn evidence(app: &TestApp, id: &'static str) -> Evidence {
    let prove = app.house.evidence[id];
    app.scope(&app.clinic, Purpose::Operation).read(prove).await.unwrap()
}
