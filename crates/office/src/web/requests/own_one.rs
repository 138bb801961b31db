//! One of one's own requests: how it stands, what was done, why not; and closing one's account.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Tongue, render, render_as};
use ground::{PersonId, Scope, Tx};

use super::own::Whose;
use super::stopped::{ended, holds, told_of_end};
use super::{Field, Line, Part, Parts, Told, asked, by_law, dashed, day, id, line, parts, toast, told};
use crate::model::opinions::Answer;
use crate::model::requests::{ByHand, Draft, Kind, Request, RequestId, SAID, State};
use crate::rules::requests::{Act, next};
use crate::store::requests as store;

#[derive(Template)]
#[template(path = "requests/own_one.html")]
pub(super) struct One {
    pub page: Page,
    pub title: String,
    pub line: Line,
    pub law: String,
    pub said: String,
    pub wanted: String,
    /// Why it was refused: the ground and the reason.
    pub ground: String,
    pub reason: String,
    pub refused: bool,
    pub parts: Vec<Part>,
    pub history: Vec<Told>,
    /// What was put right by hand, and where; and what whoever treats said of it.
    pub changed: Option<ByHand>,
    pub opinion: String,
    /// What they said beside what was not changed; and where they may.
    pub statement: String,
    pub state: Option<String>,
    /// What they typed beside it, and what is wrong with it.
    pub typed: Field,
    pub faults: u32,
    pub withdraw: Option<String>,
    pub version: i64,
    pub copy: Option<String>,
    pub prove: Option<String>,
    /// It is held until somebody shows at the desk who they are.
    pub doubted: bool,
    pub back: Option<String>,
    /// Where what holds since they asked is taken back.
    pub ends: Option<String>,
    /// It stops nothing before it was agreed to.
    pub waits: bool,
    /// What was written about it.
    pub letters: Vec<Sent>,
    /// Where it is read to whom something was given.
    pub given: Option<String>,
}

/// A letter as it was sent.
pub(super) struct Sent {
    pub title: String,
    pub when: String,
    pub body: String,
}

fn sent(tx: &mut Tx<'_>, scope: &Scope, t: &Tongue, request: &Request) -> ground::Result<Vec<Sent>> {
    let letters = store::letters(tx, request)?;
    let one = |letter: Draft| {
        let when = day(scope, t, letter.sent_at?);
        // The link was in the letter alone.
        Some(Sent { title: letter.subject, when, body: letter.body.replace(store::LINK, "…") })
    };
    Ok(letters.into_iter().filter_map(one).collect())
}

/// A request as whoever asked reads it; `base` is where its forms go.
pub(super) fn one(
    tx: &mut Tx<'_>,
    scope: &Scope,
    face: &Face,
    page: Page,
    request: &Request,
    reader: PersonId,
    (base, copy): (&str, &str),
) -> ground::Result<One> {
    let (t, now) = (&face.t, tx.now());
    let untold = request.is_untold();
    let request = &request.as_told();
    // Nothing of it is shown to whoever has not shown who they are.
    let known =
        request.state != State::Unproved && request.state != State::Questioned && request.state != State::Expired;
    // What they confirm stands above the button: somebody else may have written it.
    let asks = request.state == State::Unproved;
    let written = if known || asks { store::written(tx, request)? } else { Default::default() };
    let steps = if known { store::steps(tx, request.id)? } else { Vec::new() };
    let ended = ended(tx, request)?;
    let mut history = if known { store::history(tx, request, false)? } else { Vec::new() };
    history.retain(|past| past.known);
    let mut actors: Vec<PersonId> = history.iter().filter_map(|past| past.actor.parse().ok()).collect();
    actors.extend(ended.as_ref().and_then(|(_, by)| by.parse::<PersonId>().ok()));
    let names: HashMap<PersonId, String> = tx.names(&actors)?;
    let statement = match known && request.kind == Kind::Correction && request.state == State::Refused {
        true => store::statements(tx, request.person)?.into_iter().find(|one| one.request == request.id),
        false => None,
    };
    let opinion = if known { store::opinion(tx, request)?.filter(|one| one.known) } else { None };
    let opinion = opinion.map(|one| match one.answer {
        Some(Answer::Nobody) | None => String::new(),
        Some(answer) => {
            let said = t.get(&format!("requests-opinion-own-{answer}"));
            format!("{said} {}", one.reason).trim().to_owned()
        }
    });
    let may_state = request.kind == Kind::Correction && request.state == State::Refused && statement.is_none();
    let waits = known && !request.state.is_closed() && matches!(request.kind, Kind::Restriction | Kind::Objection);
    let letters = if known { sent(tx, scope, t, request)? } else { Vec::new() };
    let mut parts = parts(scope, t, request.kind, false, &steps);
    let mut history = told(scope, face, history, &names, (request.person, Some(reader)), now);
    if let Some((at, by)) = &ended {
        parts.iter_mut().for_each(|part| part.outcome = t.get("requests-outcome-ended"));
        history.push(told_of_end(scope, t, (*at, by), &names, (request.person, Some(reader)), now));
    }
    Ok(One {
        waits,
        letters,
        given: None,
        title: asked(t, request.kind, request.field),
        line: line(scope, t, request, String::new(), String::new(), now),
        law: by_law(scope, t, request),
        said: written.said.unwrap_or_default(),
        wanted: written.wanted.unwrap_or_default(),
        ground: request
            .ground
            .map(|one| t.get(&format!("requests-ground-{}", dashed(one.as_str()))))
            .unwrap_or_default(),
        changed: written.changed,
        opinion: opinion.unwrap_or_default(),
        reason: written.reason.filter(|_| !untold).unwrap_or_default(),
        refused: request.state == State::Refused,
        parts,
        history,
        statement: statement.map(|one| one.body).unwrap_or_default(),
        state: may_state.then(|| format!("{base}/statement")),
        typed: Field::of("statement", &Fields::default(), &Faults::new(), t),
        faults: 0,
        withdraw: next(request.state, Act::Withdraw).filter(|_| !untold).map(|_| format!("{base}/withdrawal")),
        version: request.version,
        copy: (known && store::copied_for(tx, request.id).is_ok()).then(|| copy.to_owned()),
        prove: asks.then(|| base.to_owned()),
        doubted: request.state == State::Questioned,
        back: None,
        ends: None,
        page,
    })
}

impl One {
    /// The page again, with what was typed and what is wrong with it.
    pub(super) fn again(mut self, fields: &Fields, faults: &Faults) -> Response {
        self.typed = Field::of("statement", fields, faults, &self.page.t);
        self.faults = u32::try_from(faults.fields().count()).unwrap_or(u32::MAX);
        render_as(StatusCode::UNPROCESSABLE_ENTITY, &self)
    }
}

/// What somebody says beside what was not changed.
pub(super) fn stated(fields: &Fields) -> Result<String, Faults> {
    let mut form = fields.reader();
    let body = form.lines_or_none("statement", SAID);
    if body.is_none() {
        form.fault("statement", "fault-missing");
    }
    form.finish(|| body)
}

/// The request an address names, and whose it is; somebody else's is not found.
fn admitted(tx: &mut Tx<'_>, of: RequestId) -> Result<(Request, Whose), Fault> {
    let request = store::find(tx, of)?;
    let me = tx.actor().person().ok_or(ground::Error::NotFound)?;
    let person = tx.kept(request.person)?;
    if person != me && matches!(people::acts_for(tx, me, person)?, people::Acts::Never) {
        // It stands in that person's record, and whoever tried learns nothing of it.
        let _noted = tx.require(person);
        return Err(Fault::not_found());
    }
    let whose = Whose::of(tx, person)?;
    Ok((request, whose))
}

/// The page of one of one's own requests, or of somebody's they act for.
async fn page(scope: &Scope, face: &Face, of: RequestId, done: &Fields) -> Result<One, Fault> {
    let mut page = face.page(scope, "requests-own-title");
    toast(&mut page, done);
    let (inner, at) = (face.clone(), scope.clone());
    scope
        .read(move |tx| -> Result<One, Fault> {
            let (request, whose) = admitted(tx, of)?;
            let base = inner.to(&format!("/me/privacy/requests/{of}"));
            let copy = inner.to(&format!("/me/privacy/copy/{of}"));
            let me = tx.actor().person().ok_or(ground::Error::NotFound)?;
            let mut shown = one(tx, &at, &inner, page.clone(), &request, me, (&base, &copy))?;
            shown.back = Some(inner.to(&format!("/me/privacy{}", whose.query('?'))));
            shown.ends = holds(tx, &request)?.then(|| inner.to(&format!("/me/consents{}", whose.query('?'))));
            let told = request.kind == Kind::Disclosures && request.state == State::Done;
            shown.given = told.then(|| inner.to(&format!("/me/privacy/disclosures{}", whose.query('?'))));
            Ok(shown)
        })
        .await
}

pub(super) async fn show(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let of: RequestId = id(&parts, "privacy_request")?;
    Ok(render(&page(&scope, &face, of, &fields).await?))
}

pub(super) async fn withdraw(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: RequestId = id(&Path(parts), "privacy_request")?;
    let version: i64 = fields.value("version").parse().unwrap_or_default();
    scope
        .write(move |tx| -> Result<(), Fault> {
            let (request, whose) = admitted(tx, of)?;
            // What another asked for them is that one's to take back, or their own.
            if whose.ward && request.asked_by != tx.actor().to_string() {
                return Err(Fault::not_found());
            }
            Ok(store::withdraw(tx, of, version)?)
        })
        .await?;
    Ok(Redirect::to(&face.to(&format!("/me/privacy/requests/{of}?done=withdrawn"))).into_response())
}

pub(super) async fn state(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of: RequestId = id(&Path(parts), "privacy_request")?;
    scope.read(move |tx| admitted(tx, of).map(drop)).await?;
    let body = match stated(&fields) {
        Ok(body) => body,
        Err(faults) => return Ok(page(&scope, &face, of, &Fields::default()).await?.again(&fields, &faults)),
    };
    scope
        .write(move |tx| -> Result<(), Fault> {
            let (request, _) = admitted(tx, of)?;
            Ok(store::state(tx, request.person, of, &body)?)
        })
        .await?;
    Ok(Redirect::to(&face.to(&format!("/me/privacy/requests/{of}?done=stated"))).into_response())
}

#[derive(Template)]
#[template(path = "requests/closing.html")]
struct Closing {
    page: Page,
    action: String,
    back: String,
    /// Visits and whatever else rooms say of what ends.
    may: bool,
}

/// Says before what ends, and what stays and why.
pub(super) async fn ask_closing(scope: Scope, face: Face) -> Result<Response, Fault> {
    let account = scope.actor.account().ok_or_else(Fault::not_found)?;
    let account = scope.read(move |tx| identity::find_account(tx, account)).await?;
    Ok(render(&Closing {
        page: face.page(&scope, "requests-closing-title"),
        action: face.to("/me/privacy/closing"),
        back: face.to("/me/privacy"),
        may: identity::may_close(&account),
    }))
}

/// Closes it, once its holder has shown again who they are.
pub(super) async fn close(scope: Scope, face: Face) -> Result<Response, Fault> {
    let account = scope.actor.account().ok_or_else(Fault::not_found)?;
    let held = scope.read(move |tx| identity::find_account(tx, account)).await?;
    if !identity::may_close(&held) {
        return Err(Fault::conflict("account.of_staff").words("requests-closing-title", "requests-closing-staff"));
    }
    scope.write(move |tx| identity::close_account(tx, account)).await?;
    Ok(Redirect::to(&face.to("/sign-in?closed=1")).into_response())
}
