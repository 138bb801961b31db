//! Complaints of whoever is signed in, from their own privacy page. One complains in one's own name, also about what concerns a
//! ward.

use askama::Template;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Upload, render, render_as};
use ground::{Scope, Tx};

use super::mine::{Mine, Ways, draw};
use super::take::{read, read_addition, take, take_of};
use super::{Line, fresh_key, subjects, theirs, toast};
use crate::model::complaints::{Complaint, ComplaintId, NewComplaint, Via};
use crate::store::complaints as store;
use crate::web::requests::{Choice, Field, Parts, id};

/// Complaints that are listed.
const LISTED: u32 = 20;

#[derive(Template)]
#[template(path = "complaints/mine.html")]
struct Own {
    page: Page,
    action: String,
    back: String,
    lines: Vec<Line>,
    subjects: Vec<Choice>,
    subject_fault: String,
    said: Field,
    key: String,
    file_fault: String,
    file_hint: String,
    most: u64,
    too_large: String,
    faults: u32,
    terms: String,
}

async fn drawn(scope: &Scope, face: &Face, page: Page, fields: Fields, faults: Faults) -> Result<Own, Fault> {
    let (inner, at) = (face.clone(), scope.clone());
    let lines = scope
        .read(move |tx| -> ground::Result<Vec<Line>> {
            let me = tx.actor().person().ok_or(ground::Error::NotFound)?;
            let me = tx.kept(me)?;
            let now = tx.now();
            let one = |one: &Complaint| {
                let href = inner.to(&format!("/me/privacy/complaints/{}", one.id));
                theirs(&at, &inner.t, one, href, now)
            };
            Ok(store::of_person(tx, me, LISTED)?.iter().map(one).collect())
        })
        .await?;
    let t = &face.t;
    let (file_hint, too_large) = super::take::most(scope, t);
    let parameters = &scope.clinic.parameters;
    let key = fields.value("key");
    Ok(Own {
        action: face.to("/me/privacy/complaints"),
        back: face.to("/me/privacy"),
        lines,
        subjects: subjects(fields.value("subject"), t),
        subject_fault: faults.of("subject", t).unwrap_or_default(),
        said: Field::of("said", &fields, &faults, t),
        key: if key.is_empty() { fresh_key() } else { key.to_owned() },
        file_fault: faults.of("file", t).unwrap_or_default(),
        file_hint,
        most: super::take::most_bytes(scope),
        too_large,
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        terms: t.with(
            "complaints-terms",
            &[
                ("answer", parameters.complaint_answer_days.into()),
                ("settle", parameters.complaint_resolve_days.into()),
            ],
        ),
        page,
    })
}

pub(super) async fn page(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = face.page(&scope, "complaints-own-title");
    toast(&mut page, &fields);
    Ok(render(&drawn(&scope, &face, page, Fields::default(), Faults::new()).await?))
}

pub(super) async fn create(scope: Scope, face: Face, upload: Upload) -> Result<Response, Fault> {
    let mut taken = take(&scope, upload).await?;
    let said = match read(&taken, None) {
        Ok(said) => said,
        Err(faults) => {
            taken.forget(&scope).await;
            let page = face.page(&scope, "complaints-own-title");
            let again = drawn(&scope, &face, page, taken.fields, faults).await?;
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &again));
        }
    };
    // Where we answer is what they gave us already.
    let known = scope.read(|tx| -> Result<_, crate::Error> {
        let me = tx.actor().person().ok_or(ground::Error::NotFound)?;
        let me = tx.kept(me)?;
        Ok((me, crate::store::requests::address(tx, me)?))
    });
    let (me, email) = match known.await {
        Ok(known) => known,
        Err(error) => {
            taken.forget(&scope).await;
            return Err(error.into());
        }
    };
    let new = NewComplaint {
        person: Some(me),
        via: Via::Page,
        subject: said.subject,
        said: said.said,
        name: None,
        email,
        language: face.t.lang().to_owned(),
        key: format!("{me}\0{}", said.key),
    };
    let (complaint, _) = super::public::made(&scope, &mut taken, new, None).await?;
    Ok(Redirect::to(&face.to(&format!("/me/privacy/complaints/{}?done=made", complaint.id))).into_response())
}

/// The complaint an address names, if it is theirs; somebody else's is not found.
fn admitted(tx: &mut Tx<'_>, of: ComplaintId) -> Result<Complaint, Fault> {
    let complaint = store::find(tx, of)?;
    let me = tx.actor().person().ok_or(ground::Error::NotFound)?;
    let (me, person) = (tx.kept(me)?, tx.kept(complaint.person)?);
    if person != me {
        // It stands in that person's record, and whoever tried learns nothing of it.
        let _noted = tx.require(person);
        return Err(Fault::not_found());
    }
    Ok(complaint)
}

async fn one(scope: &Scope, face: &Face, of: ComplaintId, page: Page, typed: (Fields, Faults)) -> Result<Mine, Fault> {
    let ways =
        Ways { base: face.to(&format!("/me/privacy/complaints/{of}")), back: Some(face.to("/me/privacy/complaints")) };
    let (inner, at) = (face.clone(), scope.clone());
    scope
        .read(move |tx| -> Result<Mine, Fault> {
            let complaint = admitted(tx, of)?;
            Ok(draw(tx, &at, &inner, page.clone(), &complaint, ways.clone(), (&typed.0, &typed.1))?)
        })
        .await
}

pub(super) async fn show(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = face.page(&scope, "complaints-one-title");
    toast(&mut page, &fields);
    let of = id(&parts, "complaint")?;
    Ok(render(&one(&scope, &face, of, page, (Fields::default(), Faults::new())).await?))
}

pub(super) async fn add(scope: Scope, face: Face, parts: Parts, request: Request) -> Result<Response, Fault> {
    let of: ComplaintId = id(&parts, "complaint")?;
    scope.read(move |tx| admitted(tx, of).map(drop)).await?;
    let mut taken = take_of(&scope, request).await?;
    let said = match read_addition(&taken) {
        Ok(said) => said,
        Err(faults) => {
            taken.forget(&scope).await;
            let page = face.page(&scope, "complaints-one-title");
            let again = one(&scope, &face, of, page, (taken.fields, faults)).await?;
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &again));
        }
    };
    super::public::added(&scope, &mut taken, of, said).await?;
    Ok(Redirect::to(&face.to(&format!("/me/privacy/complaints/{of}?done=added"))).into_response())
}

pub(super) async fn withdraw(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of: ComplaintId = id(&parts, "complaint")?;
    let version: i64 = fields.value("version").parse().unwrap_or_default();
    scope
        .write(move |tx| -> Result<(), Fault> {
            admitted(tx, of)?;
            Ok(store::withdraw(tx, of, version)?)
        })
        .await?;
    Ok(Redirect::to(&face.to(&format!("/me/privacy/complaints/{of}?done=withdrawn"))).into_response())
}

/// Sends one of the documents that they sent themselves, to be saved.
pub(super) async fn file(scope: Scope, parts: Parts) -> Result<Response, Fault> {
    let of: ComplaintId = id(&parts, "complaint")?;
    super::office::saved(&scope, id(&parts, "complaint_file")?, move |tx| admitted(tx, of)).await
}
