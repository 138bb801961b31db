//! What somebody told with a visit, a note or a number: shown to them beside it, and removed without asking anyone (promise
//! `rights.self_service`).

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Fault, Form, Page};
use ground::{PersonId, Result, Tx};

use super::Address;
use crate::model::Appointment;
use crate::model::told::Told;
use crate::store::{catalogue, told};
use crate::web::public::Visitor;

/// One thing that was told, as its page shows it.
pub(crate) struct Line {
    /// Its word in the form.
    pub what: &'static str,
    pub label: String,
    pub value: String,
    /// As long as the visit is to come, nobody could come without it.
    pub needed: bool,
}

/// What was told with `visit`. Opens whom it is for.
pub(crate) fn lines(tx: &mut Tx<'_>, page: &Page, visit: &Appointment) -> Result<Vec<Line>> {
    if visit.note.is_none() && visit.phone.is_none() {
        return Ok(Vec::new());
    }
    let key = tx.open(visit.client)?;
    let (note, phone) = (key.open_optional(visit.note.as_ref())?, key.open_optional(visit.phone.as_ref())?);
    let home = catalogue(tx)?.comes_home(visit);
    let line = |what: Told, value: Option<String>| {
        let needed = what == Told::Note && home && told::is_needed(visit, tx.now());
        Some(Line { what: Told::as_word(what), label: page.t.get(what.label(home)), value: value?, needed })
    };
    Ok([line(Told::Note, note), line(Told::Phone, phone.as_deref().map(people::model::grouped))]
        .into_iter()
        .flatten()
        .collect())
}

/// Removes one. Gone already is what was wanted; where the clinic comes to is removed with the visit, or after it.
pub(crate) async fn remove(visitor: Visitor, Path((_, id)): Address, Form(fields): Form) -> Result<Response, Fault> {
    let held = visitor.own(id).await?;
    let mut form = fields.reader();
    let what = form.text("what", 10);
    let what = form.finish(|| what).map_err(Fault::invalid)?;
    let what = Told::from_word(&what).ok_or_else(Fault::not_found)?;
    let removed = held.scope.write(move |tx| told::remove(tx, id, what)).await?;
    let told = if removed { "removed" } else { "needed" };
    Ok(Redirect::to(&format!("{}?told={told}", held.here)).into_response())
}

#[derive(Template)]
#[template(path = "own/told.html")]
struct Panel<'a> {
    page: &'a Page,
    visits: Vec<(String, String, String)>,
}

/// The visits with which somebody told more: beside all else that is held about them.
pub(crate) fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    drawn(tx, page, person, &[Told::Note, Told::Phone])
}

/// Those with a number, for whoever removes the number in their record.
pub(crate) fn numbers(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    drawn(tx, page, person, &[Told::Phone])
}

fn drawn(tx: &mut Tx<'_>, page: &Page, person: PersonId, asked: &[Told]) -> Result<Option<String>> {
    let zone = tx.settings().zone.clone();
    let (catalogue, mut visits) = (catalogue(tx)?, Vec::new());
    for visit in told::of_client(tx, person)? {
        let there = asked.iter().filter(|what| what.is_with(&visit));
        let there: Vec<String> = there.map(|what| page.t.get(what.label(catalogue.comes_home(&visit)))).collect();
        if !there.is_empty() {
            let when = page.t.date_full(zone.to_datetime(visit.starts_at).date());
            let comma = page.t.get("booking-comma");
            visits.push((format!("{}/me/visits/{}", page.base, visit.id), when, there.join(&comma)));
        }
    }
    if visits.is_empty() {
        return Ok(None);
    }
    let panel = Panel { page, visits };
    panel.render().map(Some).map_err(|_| ground::Error::internal("a panel could not be drawn"))
}
