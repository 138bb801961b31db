//! What whoever answers for data does with one request: decides, extends, notes who asks, carries it out, writes.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form};
use ground::{Scope, Tx};

use super::one::draw;
use super::{Parts, id, letter_of};
use crate::error::Error;
use crate::model::requests::{ByHand, Ground, LEAST_REASON, LetterId, PLACE, RequestId, SAID, Shown, State};
use crate::store::requests::{self as store, Decision};

fn back(face: &Face, of: RequestId, done: &str) -> Response {
    Redirect::to(&face.to(&format!("/office/requests/{of}?done={done}"))).into_response()
}

/// A reason that explains something to whoever reads it.
pub(in crate::web) fn reason(form: &mut ground::web::Reader<'_>, name: &str) -> Option<String> {
    let reason = form.lines_or_none(name, SAID);
    match &reason {
        None => form.fault(name, "fault-missing"),
        Some(text) if text.trim().chars().count() < LEAST_REASON => {
            form.fault_with(name, "fault-short", &[("least", LEAST_REASON.into())]);
            return None;
        }
        Some(_) => {}
    }
    reason
}

/// Grants it, or refuses it with a ground that the law knows and a reason in words.
pub(super) async fn decide(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: RequestId = id(&Path(parts), "privacy_request")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let refuses = form.text("decision", 10).as_deref() == Some("refuse");
    let ground: Option<Ground> = form.parse_or_none("ground");
    let decision = if refuses {
        if ground.is_none() {
            form.fault("ground", "fault-choice");
        }
        let reason = reason(&mut form, "reason");
        ground.zip(reason).map(|(ground, reason)| Decision::Refuse { ground, reason })
    } else {
        let _unused = form.lines_or_none("reason", SAID);
        Some(Decision::Grant)
    };
    let (version, decision) = match form.finish(|| version.zip(decision)) {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, of, (&Fields::default(), &fields), ("decision", &faults)).await,
    };
    match scope.write(move |tx| store::decide(tx, of, version, &decision)).await {
        Ok(()) => Ok(back(&face, of, "decided")),
        Err(Error::Impossible(why)) => {
            let words = match why {
                "no_date" => "requests-fault-no-date",
                "no_note" => "requests-fault-no-note",
                _ => "requests-fault-no-use",
            };
            let faults = Faults::one("decision", words);
            draw(&scope, &face, of, (&Fields::default(), &fields), ("decision", &faults)).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn extend(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: RequestId = id(&Path(parts), "privacy_request")?;
    let mut form = fields.reader();
    let (version, reason) = (form.number("version", 1..=i64::MAX), reason(&mut form, "reason"));
    let (version, reason) = match form.finish(|| version.zip(reason)) {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, of, (&Fields::default(), &fields), ("extension", &faults)).await,
    };
    let moved = scope.write(move |tx| store::extend(tx, of, version, &reason)).await?;
    Ok(back(&face, of, if moved { "extended" } else { "drafted" }))
}

/// Notes how whoever asks showed who they are, or that it is doubted.
pub(super) async fn identify(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: RequestId = id(&Path(parts), "privacy_request")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let shown: Option<Shown> = form.parse_or_none("shown");
    let doubt = if shown.is_none() { reason(&mut form, "reason") } else { form.lines_or_none("reason", SAID) };
    if shown.is_some_and(|shown| !Shown::IN_PERSON.contains(&shown)) {
        form.fault("shown", "requests-fault-seen");
    }
    let read = form.finish(|| Some((version?, shown, doubt)));
    let (version, shown, doubt) = match read {
        Ok(read) => read,
        Err(faults) => {
            return draw(
                &scope,
                &face,
                of,
                (&Fields::default(), &fields),
                (if fields.value("shown").is_empty() { "doubt" } else { "shown" }, &faults),
            )
            .await;
        }
    };
    scope
        .write(move |tx| match (shown, &doubt) {
            (Some(shown), _) => store::prove(tx, of, version, shown),
            (None, doubt) => store::question(tx, of, version, doubt.as_deref().unwrap_or_default()),
        })
        .await?;
    Ok(back(&face, of, "identity"))
}

/// Carries it out, once whoever does has shown again who they are.
pub(super) async fn complete(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: RequestId = id(&Path(parts), "privacy_request")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let hand = scope.read(move |tx| Ok::<_, ground::Error>(store::by_hand(&store::find(tx, of)?))).await?;
    let changed = match hand {
        true => {
            let (what, place) = (reason(&mut form, "what"), form.text("place", PLACE));
            what.zip(place).map(|(what, place)| ByHand { what, place })
        }
        false => None,
    };
    let (version, changed) = match form.finish(|| Some((version?, changed))) {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, of, (&Fields::default(), &fields), ("completion", &faults)).await,
    };
    let complete =
        move |tx: &mut Tx<'_>| -> Result<State, Error> { store::complete(tx, of, version, changed.as_ref()) };
    let state = scope.write(complete).await?;
    Ok(back(&face, of, if state == State::Done { "carried" } else { "failed" }))
}

/// Notes that nobody treats them any more who could be asked, and why that is so.
pub(super) async fn nobody(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: RequestId = id(&Path(parts), "privacy_request")?;
    let mut form = fields.reader();
    let (version, why) = (form.number("version", 1..=i64::MAX), reason(&mut form, "reason"));
    let (version, why) = match form.finish(|| version.zip(why)) {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, of, (&Fields::default(), &fields), ("nobody", &faults)).await,
    };
    scope.write(move |tx| store::nobody_treats(tx, of, version, &why)).await?;
    Ok(back(&face, of, "identity"))
}

/// What whoever treats said, in words.
/// Agrees, besides whoever decided, that whoever asked takes their copy.
pub(super) async fn confirm(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: RequestId = id(&Path(parts), "privacy_request")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let version = form.finish(|| version).map_err(Fault::invalid)?;
    scope.write(move |tx| store::confirm(tx, of, version)).await?;
    Ok(back(&face, of, "agreed"))
}

/// Sends a letter as it reads now.
pub(super) async fn write(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let parts = Path(parts);
    let (of, letter): (RequestId, LetterId) = (id(&parts, "privacy_request")?, id(&parts, "request_letter")?);
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
            let faults = Faults::one("body", "requests-answer-first-text");
            draw(&scope, &face, of, (&Fields::default(), &fields), (&typed, &faults)).await
        }
        Err(error) => Err(error.into()),
    }
}
