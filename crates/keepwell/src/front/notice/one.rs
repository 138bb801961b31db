//! One sentence of the notice by itself, with how it is kept: what a letter or a page can lead to.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use ground::Scope;
use ground::web::{Face, Fault, Page, render};
use promise::State;

use super::{checked, in_english};

#[derive(Template)]
#[template(path = "sentence.html")]
struct OneSentence {
    page: Page,
    kept: bool,
    text: String,
    how: String,
    evidence: String,
    how_in_english: bool,
    evidence_in_english: bool,
    /// Where in the code it is kept.
    control: String,
    tests: Vec<String>,
    /// Rooms that are not there yet and without which it cannot be kept.
    waits_for: String,
    day: String,
    time: String,
}

pub(in super::super) async fn page(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let checked = checked(scope.house(), &scope.clinic).await;
    let t = &face.t;
    // What this clinic does not promise stands on no page of it.
    let found = checked.1.iter().find(|one| one.promise.id == id && one.state != State::Off);
    let promise = found.ok_or_else(Fault::not_found)?.printed(t, &scope.clinic.parameters);
    let local = checked.0.to_zoned(scope.clinic.zone.clone());
    let room = |room: &&str| t.known(&format!("office-room-{room}")).unwrap_or_else(|| (*room).to_owned());
    let (how_in_english, evidence_in_english) = in_english(t, promise.id);
    Ok(render(&OneSentence {
        how_in_english,
        evidence_in_english,
        page: face.page(&scope, "notice-one-title"),
        kept: promise.state == State::Kept,
        text: promise.statement,
        how: promise.how.unwrap_or_default(),
        evidence: promise.evidence.map(|evidence| evidence.sentence).unwrap_or_default(),
        control: promise.control.unwrap_or_default(),
        tests: promise.tests.iter().map(|test| test.replace('_', " ")).collect(),
        waits_for: t.list(&promise.waits_for.iter().map(room).collect::<Vec<_>>()),
        day: t.date_short(local.date()),
        time: t.time(local.time()),
    }))
}
