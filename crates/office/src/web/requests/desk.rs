//! Somebody asks at the desk: it is written down what kind of paper was seen, and never a copy of it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Reader, render, render_as};
use ground::{PersonId, Refusal, Scope};

use super::{Choice, Field, Parts, choices, id, named_or_none, toast};
use crate::error::Error;
use crate::model::requests::{Detail, Kind, NewRequest, Shown, Via};
use crate::store::requests as store;

#[derive(Template)]
#[template(path = "requests/log.html")]
struct Log {
    page: Page,
    title: String,
    action: String,
    back: String,
    kinds: Vec<Choice>,
    kind_fault: String,
    details: Vec<Choice>,
    detail_fault: String,
    seen: Vec<Choice>,
    seen_fault: String,
    said: Field,
    wanted: Field,
    faults: u32,
}

fn shown(scope: &Scope, face: &Face, person: PersonId, name: &str, fields: &Fields, faults: &Faults) -> Log {
    let t = &face.t;
    let title = t.with("requests-log-title", &[("name", name.to_owned().into())]);
    let details: Vec<Detail> = Detail::CORRECTED.into_iter().chain(Detail::OBJECTED).collect();
    let mut page = face.page_titled(scope, title.clone());
    toast(&mut page, fields);
    Log {
        page,
        title,
        action: face.to(&format!("/clients/{person}/requests")),
        back: face.to(&format!("/clients/{person}")),
        kinds: choices(Kind::ALL, "kind", fields.value("kind"), t),
        kind_fault: faults.of("kind", t).unwrap_or_default(),
        details: named_or_none(&details, fields.value("field"), t),
        detail_fault: faults.of("field", t).unwrap_or_default(),
        seen: choices(&Shown::IN_PERSON, "shown", fields.value("seen"), t),
        seen_fault: faults.of("seen", t).unwrap_or_default(),
        said: Field::of("said", fields, faults, t),
        wanted: Field::of("wanted", fields, faults, t),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
    }
}

/// Who asks, by name. Whose processing is restricted is opened for nobody at the desk, and may ask all the same.
async fn named(scope: &Scope, face: &Face, person: PersonId) -> Result<(PersonId, String), Fault> {
    let read = move |tx: &mut ground::Tx<'_>| -> ground::Result<(PersonId, Option<String>)> {
        let person = tx.kept(person)?;
        match people::open(tx, person) {
            Ok(client) => Ok((person, Some(client.name()))),
            Err(ground::Error::Refused(Refusal::Restricted(_))) => Ok((person, None)),
            Err(error) => Err(error),
        }
    };
    let (person, name) = scope.read(read).await?;
    Ok((person, name.unwrap_or_else(|| face.t.get("requests-log-restricted"))))
}

pub(super) async fn blank(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let (person, name) = named(&scope, &face, id(&parts, "client")?).await?;
    Ok(render(&shown(&scope, &face, person, &name, &fields, &Faults::new())))
}

pub(super) async fn create(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (person, name) = named(&scope, &face, id(&Path(parts), "client")?).await?;
    let again = |faults: &Faults| {
        render_as(StatusCode::UNPROCESSABLE_ENTITY, &shown(&scope, &face, person, &name, &fields, faults))
    };
    let seen = |form: &mut Reader<'_>| {
        let seen: Option<Shown> = form.parse("seen");
        if seen.is_some_and(|seen| !Shown::IN_PERSON.contains(&seen)) {
            form.fault("seen", "requests-fault-seen");
        }
        seen
    };
    let (said, seen) = match super::own::read(&fields, super::today(&scope), seen) {
        Ok(read) => read,
        Err(faults) => return Ok(again(&faults)),
    };
    let language = scope.clinic.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
    let made = scope
        .write(move |tx| -> Result<(), Error> {
            let language = people::find(tx, person)?.map_or_else(|| language.clone(), |client| client.language);
            let new = NewRequest {
                person,
                kind: said.kind,
                via: Via::Desk,
                shown: Some(seen),
                field: said.field,
                said: said.said.clone(),
                wanted: said.wanted.clone(),
                language,
            };
            store::create(tx, &new).map(drop)
        })
        .await;
    match made {
        Ok(()) => Ok(Redirect::to(&face.to(&format!("/clients/{person}/requests?done=logged"))).into_response()),
        Err(Error::NotTheirs) => Ok(again(&Faults::one("seen", "requests-fault-guardian"))),
        Err(error) => Err(error.into()),
    }
}

/// The way to this page from a client's, for whoever may write one down.
#[derive(Template)]
#[template(path = "requests/log_panel.html")]
struct Way<'a> {
    page: &'a Page,
    href: String,
}

pub(crate) fn panel(tx: &mut ground::Tx<'_>, page: &Page, person: PersonId) -> ground::Result<Option<String>> {
    if !tx.scope().house().permits_anyhow(tx.scope(), "office.request.log") {
        return Ok(None);
    }
    let drawn = Way { page, href: format!("{}/clients/{person}/requests", page.base) }.render();
    drawn.map(Some).map_err(|_| ground::Error::internal("a panel of the office does not render"))
}
