//! On a client's record: what was given about them, and writing down what is given now.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render_as};
use ground::{PersonId, Scope, Tx};

use super::form::{Asked, asked, read};
use super::{Line, after, line, said, sees_secrets, writers, written};
use crate::error::Error;
use crate::store::disclosures::{self as store, Shown};
use crate::web::requests::{Parts, id};

/// Listed on one page.
const LISTED: u32 = 20;

#[derive(Template)]
#[template(path = "disclosures/record.html")]
struct Record {
    page: Page,
    title: String,
    action: String,
    back: String,
    /// What the person said beside what was not corrected.
    said: Vec<(String, String, String)>,
    lines: Vec<Line>,
    next: Option<String>,
    asked: Asked,
}

async fn draw(
    scope: &Scope,
    face: &Face,
    person: PersonId,
    fields: &Fields,
    faults: &Faults,
) -> Result<Response, Fault> {
    let t = &face.t;
    let (secret, from) = (sees_secrets(scope), after(fields.value("after")));
    let (person, name, statements, mut rows, names, now) = scope
        .read(move |tx| -> ground::Result<_> {
            let person = tx.kept(person)?;
            let name = people::open(tx, person)?.name();
            let shown = Shown { person: Some(person), secret, ..Shown::default() };
            let rows = store::register(tx, shown, from, LISTED + 1)?;
            let names = writers(tx, &rows)?;
            Ok((person, name, store::statements(tx, person)?, rows, names, tx.now()))
        })
        .await?;
    let base = face.to(&format!("/clients/{person}/disclosures"));
    let more = rows.len() > LISTED as usize;
    rows.truncate(LISTED as usize);
    let next = rows.last().filter(|_| more).map(|(last, _)| format!("{base}?after={}", written(last)));
    let hands = scope.house().permits_anyhow(scope, "office.disclosure.hand");
    let lines = rows.into_iter().map(|row| {
        let sheet = if hands { format!("{base}/{}/sheet", row.0.id) } else { String::new() };
        Line { sheet, ..line(scope, t, row, &names, now) }
    });
    let lines = lines.collect();
    let title = t.with("disclosures-title-of", &[("name", name.into())]);
    let mut page = face.page_titled(scope, title.clone());
    page.toast = (fields.value("done") == "recorded").then(|| t.get("disclosures-done"));
    let shown = Record {
        page,
        title,
        action: base,
        back: face.to(&format!("/clients/{person}")),
        said: said(scope, t, statements),
        lines,
        next,
        asked: asked(scope, t, fields, faults),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &shown))
}

pub(super) async fn page(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let person = id(&parts, "client")?;
    draw(&scope, &face, person, &fields, &Faults::new()).await
}

pub(super) async fn create(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let person: PersonId = id(&Path(parts), "client")?;
    let mut form = fields.reader();
    let new = read(&mut form, &scope);
    let (new, once) = match form.finish(|| new) {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, person, &fields, &faults).await,
    };
    let recorded = scope
        .write(move |tx| -> Result<(), Error> {
            let person = tx.kept(person)?;
            if people::find(tx, person)?.is_none() {
                return Err(ground::Error::NotFound.into());
            }
            store::record_once(tx, &once, person, &new)
        })
        .await;
    match recorded {
        Ok(()) => Ok(Redirect::to(&face.to(&format!("/clients/{person}/disclosures?done=recorded"))).into_response()),
        Err(Error::StatementsLeft) => {
            let faults = Faults::one("attached", "disclosures-fault-statements");
            draw(&scope, &face, person, &fields, &faults).await
        }
        Err(Error::Restricted) => {
            let faults = Faults::one("kind", "disclosures-fault-restricted");
            draw(&scope, &face, person, &fields, &faults).await
        }
        // Drawn anew: sent once more, it is written down.
        Err(Error::PageSent) => {
            let faults = Faults::one("once", "disclosures-fault-page-sent");
            draw(&scope, &face, person, &fields.with("once", ""), &faults).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The way there from a client's page, for whoever may write one down.
#[derive(Template)]
#[template(path = "disclosures/panel.html")]
struct Way<'a> {
    page: &'a Page,
    href: String,
}

pub(crate) fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> ground::Result<Option<String>> {
    if !tx.scope().house().permits_anyhow(tx.scope(), "office.disclosure.record") {
        return Ok(None);
    }
    let drawn = Way { page, href: format!("{}/clients/{person}/disclosures", page.base) }.render();
    drawn.map(Some).map_err(|_| ground::Error::internal("the panel of disclosures does not render"))
}
