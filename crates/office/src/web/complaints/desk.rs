//! Somebody complains at the desk, and the desk writes it down. Whoever answers goes on with it; the desk reads none of it again.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Page, Query, Upload, render, render_as};
use ground::{PersonId, Scope};

use super::take::{read, take};
use super::{fresh_key, subjects, toast};
use crate::model::complaints::{NewComplaint, Via};
use crate::web::requests::{Choice, Field, Parts, id};

#[derive(Template)]
#[template(path = "complaints/log.html")]
struct Log {
    page: Page,
    title: String,
    action: String,
    back: String,
    subjects: Vec<Choice>,
    subject_fault: String,
    said: Field,
    email: Field,
    key: String,
    file_fault: String,
    file_hint: String,
    most: u64,
    too_large: String,
    faults: u32,
}

fn shown(scope: &Scope, face: &Face, person: PersonId, name: &str, fields: &Fields, faults: &Faults) -> Log {
    let t = &face.t;
    let (file_hint, too_large) = super::take::most(scope, t);
    let title = t.with("complaints-log-title", &[("name", name.to_owned().into())]);
    let mut page = face.page_titled(scope, title.clone());
    toast(&mut page, fields);
    let key = fields.value("key");
    Log {
        page,
        title,
        action: face.to(&format!("/clients/{person}/complaints")),
        back: face.to(&format!("/clients/{person}")),
        subjects: subjects(fields.value("subject"), t),
        subject_fault: faults.of("subject", t).unwrap_or_default(),
        said: Field::of("said", fields, faults, t),
        email: Field::of("email", fields, faults, t),
        key: if key.is_empty() { fresh_key() } else { key.to_owned() },
        file_fault: faults.of("file", t).unwrap_or_default(),
        file_hint,
        most: super::take::most_bytes(scope),
        too_large,
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
    }
}

async fn named(scope: &Scope, person: PersonId) -> Result<(PersonId, String, Option<String>), Fault> {
    let read = move |tx: &mut ground::Tx<'_>| -> ground::Result<(PersonId, String, Option<String>)> {
        let person = tx.kept(person)?;
        let language = people::find(tx, person)?.map(|client| client.language);
        Ok((person, people::open(tx, person)?.name(), language))
    };
    Ok(scope.read(read).await?)
}

pub(super) async fn blank(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let (person, name, _) = named(&scope, id(&parts, "client")?).await?;
    Ok(render(&shown(&scope, &face, person, &name, &fields, &Faults::new())))
}

pub(super) async fn create(scope: Scope, face: Face, parts: Parts, upload: Upload) -> Result<Response, Fault> {
    let (person, name, language) = named(&scope, id(&parts, "client")?).await?;
    let mut taken = take(&scope, upload).await?;
    let said = match read(&taken, Some((None, ""))) {
        Ok(said) => said,
        Err(faults) => {
            taken.forget(&scope).await;
            return Ok(render_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &shown(&scope, &face, person, &name, &taken.fields, &faults),
            ));
        }
    };
    let usual = scope.clinic.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
    let new = NewComplaint {
        person: Some(person),
        via: Via::Desk,
        subject: said.subject,
        said: said.said,
        name: None,
        email: said.email,
        language: language.unwrap_or(usual),
        key: format!("{person}\0{}", said.key),
    };
    super::public::made(&scope, &mut taken, new, None).await?;
    Ok(Redirect::to(&face.to(&format!("/clients/{person}/complaints?done=logged"))).into_response())
}

/// The way to this page from a client's, for whoever may write one down.
#[derive(Template)]
#[template(path = "complaints/log_panel.html")]
struct Way<'a> {
    page: &'a Page,
    href: String,
}

pub(crate) fn panel(tx: &mut ground::Tx<'_>, page: &Page, person: PersonId) -> ground::Result<Option<String>> {
    if !tx.scope().house().permits_anyhow(tx.scope(), "office.complaint.log") {
        return Ok(None);
    }
    let drawn = Way { page, href: format!("{}/clients/{person}/complaints", page.base) }.render();
    drawn.map(Some).map_err(|_| ground::Error::internal("a panel of the office does not render"))
}
