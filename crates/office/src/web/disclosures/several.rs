//! The same given about several people at once: written down about each of them, or about none.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::Scope;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render_as};

use super::form::{Asked, asked, read};
use crate::error::Error;
use crate::rules::disclosures::{MOST, lines};
use crate::store::disclosures::{self as store, Unlisted};
use crate::web::requests::Field;

/// Most characters of the list: so many addresses.
const LIST: usize = MOST * 260;

#[derive(Template)]
#[template(path = "disclosures/several.html")]
struct Several {
    page: Page,
    action: String,
    back: String,
    people: Field,
    /// What is wrong with which line.
    wrong: Vec<String>,
    asked: Asked,
}

fn shown(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults, wrong: &[(usize, Unlisted)]) -> Response {
    let t = &face.t;
    let words = |(line, why): &(usize, Unlisted)| {
        let why = match why {
            Unlisted::Nobody => "nobody",
            Unlisted::Twice => "twice",
            Unlisted::Statements => "statements",
            Unlisted::Erased => "erased",
            Unlisted::Restricted => "restricted",
        };
        t.with("disclosures-line-fault", &[("line", (*line as i64).into()), ("why", why.into())])
    };
    let drawn = Several {
        page: face.page(scope, "disclosures-several"),
        action: face.to("/office/disclosures/several"),
        back: face.to("/office/disclosures"),
        people: Field::of("people", fields, faults, t),
        wrong: wrong.iter().map(words).collect(),
        asked: asked(scope, t, fields, faults),
    };
    let sound = faults.is_empty() && wrong.is_empty();
    render_as(if sound { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &drawn)
}

pub(super) async fn page(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    Ok(shown(&scope, &face, &fields, &Faults::new(), &[]))
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let mut form = fields.reader();
    let new = read(&mut form, &scope);
    let people = form.lines_or_none("people", LIST).unwrap_or_default();
    let named: Vec<(usize, String)> = lines(&people).into_iter().map(|(at, line)| (at, line.to_owned())).collect();
    if named.is_empty() {
        form.fault("people", "fault-missing");
    } else if named.len() > MOST {
        form.fault_with("people", "fault-many", &[("most", MOST.into())]);
    }
    let (new, once) = match form.finish(|| new) {
        Ok(read) => read,
        Err(faults) => return Ok(shown(&scope, &face, &fields, &faults, &[])),
    };
    match scope.write(move |tx| store::record_many(tx, &once, &named, &new)).await {
        Ok(_) => Ok(Redirect::to(&face.to("/office/disclosures?done=recorded")).into_response()),
        Err(Error::Unlisted(wrong)) => {
            Ok(shown(&scope, &face, &fields, &Faults::one("people", "disclosures-fault-list"), &wrong))
        }
        Err(Error::PageSent) => {
            let faults = Faults::one("once", "disclosures-fault-page-sent");
            Ok(shown(&scope, &face, &fields.with("once", ""), &faults, &[]))
        }
        Err(error) => Err(error.into()),
    }
}
