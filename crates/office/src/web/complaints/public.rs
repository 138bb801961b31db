//! Complaining without an account: nothing is asked for but what it is about. The answer is the same whoever is known here, because
//! nothing that was typed is looked up.

use askama::Template;
use axum::Extension;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::residency::{self, Ask, By, Told};
use ground::web::{ClientAddress, Face, Fault, Faults, Fields, Form, Page, Query, Rule, Upload, render, render_as};
use ground::{Actor, Scope, Tx};
use identity::Secret;

use super::mine::{Mine, Ways, draw};
use super::take::{Taken, read, read_addition, take, take_of};
use super::{Elsewhere, by_when, elsewhere, fresh_key, subjects, toast};
use crate::error::Error;
use crate::model::code::Code;
use crate::model::complaints::{Complaint, NewComplaint, Via};
use crate::store::complaints as store;
use crate::web::requests::{Choice, Field, Parts, often};

#[derive(Template)]
#[template(path = "complaints/ask.html")]
struct AskPage {
    page: Page,
    action: String,
    follow: String,
    subjects: Vec<Choice>,
    subject_fault: String,
    said: Field,
    called: Field,
    email: Field,
    key: String,
    code_fault: String,
    file_fault: String,
    file_hint: String,
    most: u64,
    too_large: String,
    faults: u32,
    /// Where it is kept.
    kept: String,
    terms: String,
    elsewhere: Option<Elsewhere>,
    /// It was made: by when it is answered, and the code where there is no address.
    made: Option<Made>,
}

struct Made {
    by: String,
    code: Option<(String, String)>,
}

fn shown(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults, made: Option<Made>) -> Result<AskPage, Fault> {
    let t = &face.t;
    let (file_hint, too_large) = super::take::most(scope, t);
    let parameters = &scope.clinic.parameters;
    let key = fields.value("key");
    let kept = ask(scope).map(|ask| ask.draw(t, fields, faults, By::Themselves)).transpose()?.unwrap_or_default();
    Ok(AskPage {
        kept,
        page: face.page(scope, "complaints-title"),
        action: face.to("/privacy/complaint"),
        follow: face.to("/privacy/complaint/follow"),
        subjects: subjects(fields.value("subject"), t),
        subject_fault: faults.of("subject", t).unwrap_or_default(),
        said: Field::of("said", fields, faults, t),
        called: Field::of("name", fields, faults, t),
        email: Field::of("email", fields, faults, t),
        key: if key.is_empty() { fresh_key() } else { key.to_owned() },
        code_fault: faults.of("code", t).unwrap_or_default(),
        file_fault: faults.of("file", t).unwrap_or_default(),
        file_hint,
        most: super::take::most_bytes(scope),
        too_large,
        faults: u32::try_from(faults.fields().filter(|one| *one != "code").count()).unwrap_or(u32::MAX),
        terms: t.with(
            "complaints-terms",
            &[
                ("answer", parameters.complaint_answer_days.into()),
                ("settle", parameters.complaint_resolve_days.into()),
            ],
        ),
        elsewhere: elsewhere(scope, t),
        made,
    })
}

/// What is told here of where it is kept.
fn ask(scope: &Scope) -> Option<Ask> {
    Ask::of(&scope.clinic, scope.house().clock.now())
}

pub(super) async fn blank(scope: Scope, face: Face, Query(_): Query) -> Result<Response, Fault> {
    Ok(render(&shown(&scope, &face, &Fields::default(), &Faults::new(), None)?))
}

fn limited(scope: &Scope, from: Option<Extension<ClientAddress>>) -> Result<(), Fault> {
    if let Some(Extension(from)) = from {
        scope.house().limits.check(Rule::PublicForm, from)?;
    }
    Ok(())
}

/// By mailbox, known or not: nobody's is filled in their name, and that it is known shows in nothing.
fn limited_to(scope: &Scope, email: Option<&str>) -> Result<(), Fault> {
    let Some(typed) = email else { return Ok(()) };
    let (local, host) = typed.split_once('@').unwrap_or((typed, ""));
    let mailbox = format!("{} {}@{host}", scope.clinic.id, local.split('+').next().unwrap_or(local));
    scope.house().limits.check_about(Rule::Letters, &mailbox).map(drop)
}

pub(super) async fn create(
    scope: Scope,
    face: Face,
    from: Option<Extension<ClientAddress>>,
    upload: Upload,
) -> Result<Response, Fault> {
    limited(&scope, from)?;
    // Whoever is signed in and comes here nevertheless stays unnamed.
    let scope = scope.as_actor(Actor::nobody());
    let mut taken = take(&scope, upload).await?;
    let said = match read(&taken, Some((ask(&scope).as_ref(), face.t.lang()))) {
        Ok(said) => said,
        Err(faults) => {
            taken.forget(&scope).await;
            return Ok(render_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &shown(&scope, &face, &taken.fields, &faults, None)?,
            ));
        }
    };
    if let Err(fault) = limited_to(&scope, said.email.as_deref()) {
        taken.forget(&scope).await;
        let faults = often(fault, "complaints-fault-often")?;
        let again = shown(&scope, &face, &taken.fields, &faults, None)?;
        return Ok(render_as(StatusCode::TOO_MANY_REQUESTS, &again));
    }
    let new = NewComplaint {
        person: None,
        via: Via::Public,
        subject: said.subject,
        said: said.said,
        name: said.name,
        email: said.email,
        language: face.t.lang().to_owned(),
        key: said.key,
    };
    let (complaint, code) = made(&scope, &mut taken, new, said.told).await?;
    let code = code.map(|code| (face.to(&format!("/privacy/complaint/{}", code.secret().text())), code.grouped()));
    let made = Made { by: by_when(&scope, &face.t, &complaint), code };
    Ok(render(&shown(&scope, &face, &Fields::default(), &Faults::new(), Some(made))?))
}

/// Makes the complaint with its file; a file of which there is no row goes.
pub(super) async fn made(
    scope: &Scope,
    taken: &mut Taken,
    new: NewComplaint,
    told: Option<Told>,
) -> Result<(Complaint, Option<Code>), Fault> {
    let file = taken.file.clone();
    let make = move |tx: &mut Tx<'_>| -> Result<(Complaint, Option<Code>, bool), Error> {
        let (made, first) = store::create(tx, &new, file.as_ref())?;
        let complaint = store::find(tx, made.id)?;
        // Of whoever complains unnamed this is the first row.
        if first && new.person.is_none() {
            residency::note(tx, complaint.person, complaint.person, told.as_ref())?;
        }
        Ok((complaint, made.code, first))
    };
    match scope.write(make).await {
        Ok((complaint, code, first)) => {
            if !first {
                taken.forget(scope).await;
            }
            Ok((complaint, code))
        }
        Err(error) => {
            taken.forget(scope).await;
            Err(error.into())
        }
    }
}

/// From the code that was shown once to the page it leads to. It does not stand in the address before.
pub(super) async fn follow(
    scope: Scope,
    face: Face,
    from: Option<Extension<ClientAddress>>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    limited(&scope, from)?;
    let mut form = fields.reader();
    let code = form.text("code", 200);
    // The end of the address of its page is taken too, and so is a code of a version whose codes were long.
    let code = code.and_then(|code| {
        let long = || Secret::read(&code.split_whitespace().collect::<String>());
        Code::read(&code).map(|code| code.secret()).or_else(long)
    });
    let known = match &code {
        Some(code) => found(&scope, code, false).await.is_ok(),
        None => false,
    };
    let Some(code) = code.filter(|_| known) else {
        let faults = Faults::one("code", "complaints-fault-code");
        return Ok(render_as(
            StatusCode::UNPROCESSABLE_ENTITY,
            &shown(&scope, &face, &Fields::default(), &faults, None)?,
        ));
    };
    Ok(Redirect::to(&face.to(&format!("/privacy/complaint/{}", code.text()))).into_response())
}

fn secret(parts: &Parts) -> Result<Secret, Fault> {
    parts.get("secret").and_then(|text| Secret::read(text)).ok_or_else(no_link)
}

/// A link that was not copied whole, is too old or was never ours: the three look the same, and the way on is named.
fn no_link() -> Fault {
    Fault::not_found()
        .words("complaints-link-title", "complaints-link-text")
        .leading("/privacy/complaint", "complaints-link-again")
}

/// The complaint a secret leads to; `proved` asks that whoever has it said before that they wrote it.
async fn found(scope: &Scope, secret: &Secret, proved: bool) -> Result<Complaint, Fault> {
    let secret = Secret::read(&secret.text()).ok_or_else(Fault::not_found)?;
    let found = scope.read(move |tx| store::find_link(tx, &secret)).await?;
    found.filter(|one| !(proved && one.is_unproved())).ok_or_else(no_link)
}

/// Whoever has the link, reading what it leads to. Nothing else is opened by it.
fn by_link(scope: &Scope, complaint: &Complaint) -> Scope {
    scope.as_actor(Actor::link(complaint.person))
}

async fn drawn(
    scope: &Scope,
    face: &Face,
    secret: &Secret,
    page: Page,
    complaint: Complaint,
    typed: (Fields, Faults),
) -> Result<Mine, Fault> {
    let ways = Ways { base: face.to(&format!("/privacy/complaint/{}", secret.text())), back: None };
    let (inner, at) = (face.clone(), scope.clone());
    let draw =
        move |tx: &mut Tx<'_>| draw(tx, &at, &inner, page.clone(), &complaint, ways.clone(), (&typed.0, &typed.1));
    let scope = by_link(scope, &found(scope, secret, false).await?);
    Ok(scope.read(draw).await?)
}

pub(super) async fn show(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let secret = secret(&parts)?;
    let complaint = found(&scope, &secret, false).await?;
    let mut page = face.page(&scope, "complaints-one-title");
    toast(&mut page, &fields);
    Ok(render(&drawn(&scope, &face, &secret, page, complaint, (Fields::default(), Faults::new())).await?))
}

/// Only a pressed button proves: a program that looks into letters follows links too.
pub(super) async fn prove(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let secret = secret(&parts)?;
    let complaint = found(&scope, &secret, false).await?;
    let id = complaint.id;
    by_link(&scope, &complaint).write(move |tx| store::prove(tx, id)).await?;
    Ok(Redirect::to(&face.to(&format!("/privacy/complaint/{}?done=proved", secret.text()))).into_response())
}

pub(super) async fn add(
    scope: Scope,
    face: Face,
    from: Option<Extension<ClientAddress>>,
    parts: Parts,
    request: Request,
) -> Result<Response, Fault> {
    limited(&scope, from)?;
    let secret = secret(&parts)?;
    // Asked before a file is taken.
    let complaint = found(&scope, &secret, true).await?;
    let mut taken = take_of(&scope, request).await?;
    let said = match read_addition(&taken) {
        Ok(said) => said,
        Err(faults) => {
            taken.forget(&scope).await;
            let page = face.page(&scope, "complaints-one-title");
            let again = drawn(&scope, &face, &secret, page, complaint, (taken.fields, faults)).await?;
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &again));
        }
    };
    added(&by_link(&scope, &complaint), &mut taken, complaint.id, said).await?;
    Ok(Redirect::to(&face.to(&format!("/privacy/complaint/{}?done=added", secret.text()))).into_response())
}

/// Adds to a complaint; a file of which there is no row goes.
pub(super) async fn added(
    scope: &Scope,
    taken: &mut Taken,
    id: crate::model::complaints::ComplaintId,
    said: Option<String>,
) -> Result<(), Fault> {
    let file = taken.file.clone();
    let add = move |tx: &mut Tx<'_>| store::add(tx, id, said.as_deref(), file.as_ref());
    if let Err(error) = scope.write(add).await {
        taken.forget(scope).await;
        return Err(error.into());
    }
    Ok(())
}

pub(super) async fn withdraw(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let secret = secret(&parts)?;
    let complaint = found(&scope, &secret, true).await?;
    let (id, version) = (complaint.id, fields.value("version").parse().unwrap_or_default());
    by_link(&scope, &complaint).write(move |tx| store::withdraw(tx, id, version)).await?;
    Ok(Redirect::to(&face.to(&format!("/privacy/complaint/{}?done=withdrawn", secret.text()))).into_response())
}
