//! One complaint, as whoever answers it works with it.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::files::FilePlace;
use ground::web::download::{Download, Shown};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render_as};
use ground::{PersonId, Scope, Tx};

use super::mine::size;
use super::{Line, by_when, line, toast};
use crate::error::Error;
use crate::model::complaints::{
    Complaint, ComplaintId, Draft, FileId, Filed, LetterId, LetterKind, Outcome, Past, State, Via, Written,
};
use crate::store::complaints as store;
use crate::web::requests::{Choice, Field, Parts, actor, dashed, day, id, letter_of, names, reason};

#[derive(Template)]
#[template(path = "complaints/one.html")]
struct One {
    page: Page,
    title: String,
    who: String,
    via: String,
    proof: String,
    line: Line,
    by: String,
    said: String,
    files: Vec<File>,
    history: Vec<Told>,
    letters: Vec<LetterForm>,
    mailed: bool,
    open: bool,
    version: i64,
    base: String,
    list: String,
    outcomes: Vec<Choice>,
    outcome_fault: String,
    reason: Field,
    /// How it was decided.
    decided: String,
    why: String,
    faults: u32,
}

struct File {
    href: String,
    name: String,
    what: String,
}

struct Told {
    what: String,
    who: String,
    when: String,
    note: String,
}

struct LetterForm {
    action: String,
    title: String,
    id: String,
    subject: String,
    body: String,
    language: String,
    sent: String,
    fault: String,
    marks: bool,
}

struct Look {
    complaint: Complaint,
    written: Written,
    files: Vec<Filed>,
    history: Vec<Past>,
    letters: Vec<Draft>,
    mailed: bool,
    names: HashMap<PersonId, String>,
    now: jiff::Timestamp,
}

fn look(tx: &mut Tx<'_>, of: ComplaintId) -> Result<Look, Error> {
    let complaint = store::find(tx, of)?;
    let gone = tx.erased(&[complaint.person])?.contains(&complaint.person);
    let history = if gone { Vec::new() } else { store::history(tx, &complaint)? };
    let persons: Vec<PersonId> = history.iter().filter_map(|past| past.actor.parse().ok()).collect();
    let mut named = tx.names(&persons)?;
    if !gone && complaint.via != Via::Public {
        named.extend(names(tx, &[complaint.person])?);
    }
    Ok(Look {
        written: if gone { Written::default() } else { store::written(tx, &complaint)? },
        files: if gone { Vec::new() } else { store::files(tx, &complaint)? },
        letters: if gone { Vec::new() } else { store::letters(tx, &complaint, true)? },
        mailed: !gone && store::has_address(tx, &complaint)?,
        names: named,
        history,
        now: tx.now(),
        complaint,
    })
}

async fn draw(
    scope: &Scope,
    face: &Face,
    of: ComplaintId,
    (query, typed): (&Fields, &Fields),
    // Which of the forms was sent: what was typed and what is wrong with it stand there alone.
    (form, faults): (&str, &Faults),
) -> Result<Response, Fault> {
    let seen = scope.read(move |tx| look(tx, of)).await?;
    let t = &face.t;
    let complaint = &seen.complaint;
    let zone = &scope.clinic.zone;
    let title = t.get(&format!("complaints-subject-{}", complaint.subject));
    let mut page = face.page_titled(scope, title.clone());
    toast(&mut page, query);
    let base = face.to(&format!("/office/complaints/{of}"));
    let called = seen.written.name.clone();
    let who = seen.names.get(&complaint.person).cloned().or(called).unwrap_or_else(|| t.get("complaints-somebody"));
    let again = |one: Draft| match one.id.to_string() == form {
        true => Draft { subject: typed.value("subject").to_owned(), body: typed.value("body").to_owned(), ..one },
        false => one,
    };
    let letter = |one: Draft| LetterForm {
        fault: if one.id.to_string() == form {
            faults.of("body", t).or_else(|| faults.of("subject", t)).unwrap_or_default()
        } else {
            String::new()
        },
        marks: one.body.contains("[["),
        action: format!("{base}/letters/{}", one.id),
        title: t.get(&format!("complaints-letter-{}", one.kind)),
        id: one.id.to_string(),
        sent: match one.sent_at {
            Some(at) => t.with(
                "complaints-letter-sent",
                &[("day", day(scope, t, at).into()), ("mailed", if one.mailed { "yes" } else { "no" }.into())],
            ),
            None => String::new(),
        },
        subject: one.subject,
        // What was sent had the link in it, which nobody else has.
        body: match one.sent_at {
            Some(_) => one.body.replace(store::LINK, &t.get("complaints-own-link")),
            None => one.body,
        },
        language: one.language,
    };
    let told = |one: Past| Told {
        what: t.get(&format!("complaints-happened-{}", dashed(one.what.as_str()))),
        who: actor(t, &seen.names, &one.actor, complaint.person),
        when: t.date_time(&one.at.to_zoned(zone.clone()), seen.now.to_zoned(zone.clone()).date()),
        note: one.note.unwrap_or_default(),
    };
    let file = |one: Filed| File {
        href: format!("{base}/files/{}", one.id),
        name: one.name.as_str().to_owned(),
        what: format!("{} · {}", t.get(one.kind.key()), size(t, one.size)),
    };
    let outcome = |one: &Outcome| Choice {
        value: one.to_string(),
        label: t.get(&format!("complaints-outcome-{}", dashed(one.as_str()))),
        chosen: typed.value("outcome") == one.as_str(),
    };
    let decides = form == "decision";
    let proof = match (complaint.via, complaint.by_mail) {
        (Via::Public, false) => "none",
        (Via::Public, true) if complaint.proved_at.is_none() => "unproved",
        (Via::Public, true) => "proved",
        _ => "known",
    };
    let shown = One {
        line: line(scope, t, complaint, who.clone(), String::new(), seen.now),
        title,
        who,
        via: t.get(&format!("complaints-via-{}", complaint.via)),
        proof: t.get(&format!("complaints-proof-{proof}")),
        by: by_when(scope, t, complaint),
        said: seen.written.said.unwrap_or_default(),
        files: seen.files.into_iter().map(file).collect(),
        history: seen.history.into_iter().map(told).collect(),
        letters: seen.letters.into_iter().map(again).map(letter).collect(),
        mailed: seen.mailed,
        open: complaint.state != State::Resolved,
        version: complaint.version,
        list: face.to("/office/complaints"),
        outcomes: Outcome::DECIDED.iter().map(outcome).collect(),
        outcome_fault: if decides { faults.of("outcome", t).unwrap_or_default() } else { String::new() },
        reason: if decides { Field::of("reason", typed, faults, t) } else { Field::default() },
        decided: complaint
            .outcome
            .map(|one| t.get(&format!("complaints-outcome-{}", dashed(one.as_str()))))
            .unwrap_or_default(),
        why: seen.written.reason.unwrap_or_default(),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        base,
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &shown))
}

pub(super) async fn show(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let of = id(&parts, "complaint")?;
    draw(&scope, &face, of, (&fields, &Fields::default()), ("", &Faults::new())).await
}

fn back(face: &Face, of: ComplaintId, done: &str) -> Response {
    Redirect::to(&face.to(&format!("/office/complaints/{of}?done={done}"))).into_response()
}

/// Drafts a letter, which is then changed and sent.
pub(super) async fn draft(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of: ComplaintId = id(&parts, "complaint")?;
    let mut form = fields.reader();
    let (version, kind): (_, Option<LetterKind>) = (form.number("version", 1..=i64::MAX), form.parse("kind"));
    let (version, kind) = form.finish(|| version.zip(kind)).map_err(Fault::invalid)?;
    scope.write(move |tx| store::draft(tx, of, version, kind)).await?;
    Ok(back(&face, of, "drafted"))
}

/// Says how it is settled, and why in words that whoever complained reads.
pub(super) async fn decide(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of: ComplaintId = id(&parts, "complaint")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let outcome: Option<Outcome> = form.parse("outcome");
    let reason = reason(&mut form, "reason");
    let (version, outcome, reason) = match form.finish(|| Some((version?, outcome?, reason?))) {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, of, (&Fields::default(), &fields), ("decision", &faults)).await,
    };
    scope.write(move |tx| store::decide(tx, of, version, outcome, &reason)).await?;
    Ok(back(&face, of, "decided"))
}

/// Sends a letter as it reads now.
pub(super) async fn write(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let (of, letter): (ComplaintId, LetterId) = (id(&parts, "complaint")?, id(&parts, "complaint_letter")?);
    let mut form = fields.reader();
    let read = letter_of(&mut form);
    let typed = letter.to_string();
    let (subject, body) = match form.finish(|| read) {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, of, (&Fields::default(), &fields), (&typed, &faults)).await,
    };
    match scope.write(move |tx| store::send(tx, of, letter, &subject, &body)).await {
        Ok(()) => Ok(back(&face, of, "sent")),
        Err(Error::Unwritten) => {
            let faults = Faults::one("body", "complaints-fault-gap");
            draw(&scope, &face, of, (&Fields::default(), &fields), (&typed, &faults)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Sends a document of a complaint to be saved.
pub(super) async fn file(scope: Scope, parts: Parts) -> Result<Response, Fault> {
    let of: ComplaintId = id(&parts, "complaint")?;
    saved(&scope, id(&parts, "complaint_file")?, move |tx| Ok(store::find(tx, of)?)).await
}

/// Sends a document of the complaint that `whose` lets its reader have: to be saved, and never to be opened by the browser,
/// because a stranger may have sent it.
pub(super) async fn saved(
    scope: &Scope,
    file: FileId,
    whose: impl Fn(&mut Tx<'_>) -> Result<Complaint, Fault> + Send + 'static,
) -> Result<Response, Fault> {
    let (filed, key) = scope
        .read(move |tx| -> Result<_, Fault> {
            let complaint = whose(tx)?;
            Ok(store::file(tx, &complaint, file)?)
        })
        .await?;
    let place = FilePlace { clinic: scope.clinic.id, table: "complaint_file".into(), row: file.to_string() };
    let chunks = scope.house().files.read(&place, &key, filed.size).await.map_err(|error| match error {
        // The row says it is there: that the file is not is no mistake of the reader's.
        ground::Error::NotFound | ground::Error::Internal(_) => {
            Fault::unavailable("complaint.file").words("people-document-lost-title", "people-document-lost-text")
        }
        other => Fault::from(other),
    })?;
    let kind = filed.kind;
    let sent =
        Download { name: filed.name.ending_as(kind), kind: kind.media(), shown: Shown::Saved, size: Some(filed.size) };
    Ok(sent.respond(chunks))
}
