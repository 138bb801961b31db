//! A client's own pages: home, details, and who opened their record.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render, render_as};
use ground::{PersonId, Result, Scope};
use jiff::SignedDuration;

use super::details::{Asked, Details, Saved, filled, save as save_details};
use super::identifiers::{Opened, opened};
use super::openings::{Knot, knots, people_since};
use super::{draw, toast};
use crate::store;

/// Openings on the page of the record; the rest is in the copy of everything that a person may ask for.
const OPENINGS: u32 = 300;

/// The person whose pages these are: whoever is signed in.
fn myself(scope: &Scope) -> Result<PersonId> {
    scope.actor.person().ok_or(ground::Error::NotFound)
}

#[derive(askama::Template)]
#[template(path = "people/home.html")]
struct HomePage {
    page: Page,
    greeting: String,
    panels: Vec<String>,
    /// How many people opened the record this month, and who.
    opened: String,
    who: String,
}

/// Where a client begins: what is next, and who looked.
pub(super) async fn home(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let id = myself(&scope)?;
    let mut page = face.page(&scope, "people-home");
    toast(&mut page, &fields);
    let shown = scope
        .read(move |tx| -> Result<HomePage> {
            let page = page.clone();
            let t = page.t.clone();
            let now = tx.now().to_zoned(tx.settings().zone.clone());
            let part = match now.hour() {
                4..12 => "morning",
                12..18 => "afternoon",
                _ => "evening",
            };
            // Staff have a home too, without being clients.
            let greeting = match store::find(tx, id)? {
                Some(stored) => {
                    let key = tx.open(id)?;
                    let name = stored.open(&key)?.given_name;
                    t.with("people-hello-name", &[("part", part.into()), ("name", name.into())])
                }
                None => t.with("people-hello", &[("part", part.into())]),
            };
            let panels = draw(tx, &page, "home", id)?;
            let month = tx.now() - SignedDuration::from_hours(24 * 30);
            let (count, names) = people_since(tx, id, month)?;
            let opened = t.with("people-opened-month", &[("count", count.into())]);
            Ok(HomePage { greeting, panels, opened, who: t.list(&names), page })
        })
        .await?;
    Ok(render(&shown))
}

#[derive(askama::Template)]
#[template(path = "people/record.html")]
struct RecordPage {
    page: Page,
    knots: Vec<Knot>,
    /// Numbers of theirs that were opened, and why.
    numbers: Vec<Opened>,
    refusals: u32,
    minutes: u32,
    /// There are more than are shown.
    more: bool,
}

/// Who opened my record, when and why; refusals too.
pub(super) async fn record(scope: Scope, face: Face) -> Result<Response, Fault> {
    let id = myself(&scope)?;
    let page = face.page(&scope, "people-record");
    let t = face.t.clone();
    let (knots, numbers) = scope
        .read(move |tx| -> Result<_> {
            let numbers = match store::find(tx, id)? {
                Some(_) => store::identifier::openings(tx, id, OPENINGS)?,
                None => Vec::new(),
            };
            Ok((knots(tx, &t, id, true, OPENINGS)?, opened(tx, &t, &numbers)?))
        })
        .await?;
    let refusals = u32::try_from(knots.iter().filter(|knot| knot.refused).count()).unwrap_or(u32::MAX);
    let more = knots.len() == OPENINGS as usize;
    Ok(render(&RecordPage {
        page,
        knots,
        numbers,
        refusals,
        minutes: scope.clinic.parameters.access_visit_minutes,
        more,
    }))
}

#[derive(askama::Template)]
#[template(path = "people/own_details.html")]
struct OwnPage {
    page: Page,
    action: String,
    back: String,
    form: Details,
    born: String,
}

/// The form with one's own details.
pub(super) async fn edit(scope: Scope, face: Face) -> Result<Response, Fault> {
    let id = myself(&scope)?;
    let client = scope.read(move |tx| store::open(tx, id)).await?;
    let form = Details::new(&filled(&client, None), &Faults::new(), &scope.clinic, &face.t, Asked::ByThemselves);
    let born = client.birth_date.map(|born| face.t.date_plain(born.day())).unwrap_or_default();
    Ok(own_page(&scope, &face, form, born, StatusCode::OK))
}

/// Writes one's own changed details, or shows the form again with everything that was typed.
pub(super) async fn save(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let id = myself(&scope)?;
    let typed: Fields = fields.clone();
    let saved = scope.write(move |tx| save_details(tx, id, &typed, Asked::ByThemselves)).await?;
    let form = |faults: &Faults| Details::new(&fields, faults, &scope.clinic, &face.t, Asked::ByThemselves);
    Ok(match saved {
        Saved::Done => Redirect::to(&face.to("/me?done=saved")).into_response(),
        Saved::Wrong(faults) => own_page(&scope, &face, form(&faults), String::new(), StatusCode::UNPROCESSABLE_ENTITY),
        // Their account follows their record; only a request under way sees this.
        Saved::Merged(_) | Saved::Gone => return Err(ground::Error::NotFound.into()),
        Saved::Stale(client, _) => own_page(
            &scope,
            &face,
            form(&Faults::new()).stale(&client, None, &face.t),
            String::new(),
            StatusCode::CONFLICT,
        ),
    })
}

fn own_page(scope: &Scope, face: &Face, form: Details, born: String, status: StatusCode) -> Response {
    let page = face.page(scope, "people-mine");
    render_as(status, &OwnPage { page, action: face.to("/me/details"), back: face.to("/me"), form, born })
}
