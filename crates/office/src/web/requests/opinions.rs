//! Whether something about a visit or a treatment is right: asked by whoever answers for data, said by whoever treats.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render_as};
use ground::{PersonId, Scope};

use super::{Field, Parts, asked, id, names, reason, toast};
use crate::model::opinions::{Answer, OpinionId};
use crate::model::requests::{Kind, RequestId, SAID};
use crate::store::requests as store;

/// Asks whoever treats.
pub(super) async fn ask(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of: RequestId = id(&Path(parts), "privacy_request")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let version = form.finish(|| version).map_err(Fault::invalid)?;
    scope.write(move |tx| store::ask_opinion(tx, of, version)).await?;
    Ok(Redirect::to(&face.to(&format!("/office/requests/{of}?done=opinion"))).into_response())
}

#[derive(Template)]
#[template(path = "requests/opinions.html")]
struct Opinions {
    page: Page,
    open: Vec<Open>,
    faults: u32,
}

struct Open {
    action: String,
    record: String,
    who: String,
    what: String,
    asked: String,
    question: String,
    /// Which answer was chosen before the form came back.
    chosen: String,
    answer_fault: String,
    reason: Field,
}

async fn shown(
    scope: &Scope,
    face: &Face,
    done: &Fields,
    // Which of the forms was sent: what was typed and what is wrong with it stand there alone.
    (of, typed, faults): (Option<OpinionId>, &Fields, &Faults),
) -> Result<Response, Fault> {
    let (open, named, now) = scope
        .read(|tx| -> ground::Result<_> {
            let open = store::opinions_for(tx)?;
            let persons: Vec<PersonId> = open.iter().map(|one| one.person).collect();
            let mut with = Vec::with_capacity(open.len());
            for one in open {
                let request = store::find(tx, one.request)?;
                with.push((one, request));
            }
            Ok((with, names(tx, &persons)?, tx.now()))
        })
        .await?;
    let t = &face.t;
    let zone = &scope.clinic.zone;
    let blank = (Fields::default(), Faults::new());
    let open = open.into_iter().map(|(one, request)| {
        let (typed, faults) = if of == Some(one.id) { (typed, faults) } else { (&blank.0, &blank.1) };
        Open {
            action: face.to(&format!("/opinions/{}", one.id)),
            record: face.to(&format!("/clients/{}", one.person)),
            who: named.get(&one.person).cloned().unwrap_or_else(|| t.get("requests-by-somebody")),
            what: asked(t, Kind::Correction, request.field),
            asked: t.date_time(&one.asked_at.to_zoned(zone.clone()), zone.to_datetime(now).date()),
            question: one.question,
            chosen: typed.value("answer").to_owned(),
            answer_fault: faults.of("answer", t).unwrap_or_default(),
            reason: Field::of("reason", typed, faults, t),
        }
    });
    let open = open.collect();
    let mut page = face.page(scope, "opinions-title");
    toast(&mut page, done);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let faults = u32::try_from(faults.fields().count()).unwrap_or(u32::MAX);
    Ok(render_as(status, &Opinions { page, open, faults }))
}

/// What waits for whoever reads, about whom they have in their care.
pub(super) async fn list(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    shown(&scope, &face, &fields, (None, &Fields::default(), &Faults::new())).await
}

/// Says whether it is to be put right; why not, in words that whoever asked may read.
pub(super) async fn give(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of: OpinionId = id(&Path(parts), "opinion")?;
    let mut form = fields.reader();
    let answer: Option<Answer> = form.parse_or_none("answer").filter(|answer| *answer != Answer::Nobody);
    if answer.is_none() {
        form.fault("answer", "fault-choice");
    }
    let why = match answer {
        Some(Answer::Disagrees) => reason(&mut form, "reason"),
        _ => form.lines_or_none("reason", SAID),
    };
    let answer = match form.finish(|| answer) {
        Ok(answer) => answer,
        Err(faults) => return shown(&scope, &face, &Fields::default(), (Some(of), &fields, &faults)).await,
    };
    scope.write(move |tx| store::give_opinion(tx, of, answer, why.as_deref())).await?;
    Ok(Redirect::to(&face.to("/opinions?done=opinion-given")).into_response())
}
