//! One request, as whoever answers for data works with it: who asks, by when, what was decided, done and written.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Page, Query, Tongue, render_as};
use ground::{PersonId, Scope, Tx};

use super::{
    Choice, Field, Line, Part, Parts, Told, asked, by_law, choices, dashed, id, line, names, parts, toast, told, whom,
};
use crate::model::opinions::{Answer, Opinion};
use crate::model::requests::{ByHand, Draft, Ground, Kind, Request, RequestId, Shown, State, Via};
use crate::rules::requests::{Act, failed_for_good, next};
use crate::store::requests::{self as store};

#[derive(Template)]
#[template(path = "requests/one.html")]
struct One {
    page: Page,
    title: String,
    who: String,
    line: Line,
    law: String,
    via: String,
    shown: String,
    said: String,
    wanted: String,
    ground: String,
    reason_given: String,
    statement: String,
    parts: Vec<Part>,
    history: Vec<Told>,
    letters: Vec<LetterForm>,
    mailed: bool,
    version: i64,
    base: String,
    list: String,
    /// What can be done with it now.
    grants: bool,
    refuses: bool,
    grounds: Vec<Choice>,
    reason: Field,
    extend: Field,
    doubt: Field,
    extends: bool,
    until: String,
    identifies: bool,
    questions: bool,
    seen: Vec<Choice>,
    completes: bool,
    copies: bool,
    /// Another has yet to agree that whoever asked takes their copy.
    unconfirmed: bool,
    /// Whoever decided may not carry it out too, and this reader decided.
    same_eyes: bool,
    by_hand: bool,
    /// What was put right by hand and where, typed or kept.
    what: Field,
    place: Field,
    changed: Option<ByHand>,
    /// It takes the word of whoever treats, and they were not asked yet.
    asks_opinion: bool,
    /// What whoever treats said, and who; empty while it waits.
    opinion: Option<Said>,
    nobody: Field,
    /// The answer is what is done.
    answers: bool,
    /// A part failed that fails whenever it is tried.
    for_good: bool,
    /// What is wrong with agreeing to it.
    grant_fault: String,
    ground_fault: String,
    /// Refusing stands open: it is what is left, or what was sent was wrong.
    refuse_open: bool,
    /// Where what holds since they asked stands, for whom may see it.
    stands: Option<String>,
    faults: u32,
}

/// The word of whoever treats.
struct Said {
    told: String,
    reason: String,
    waits: bool,
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
    /// Marks stand in it for what is filled in.
    marks: bool,
}

/// What a page is drawn from.
struct Look {
    request: Request,
    written: crate::model::requests::Written,
    opinion: Option<Opinion>,
    steps: Vec<crate::model::requests::Step>,
    history: Vec<store::Past>,
    letters: Vec<Draft>,
    mailed: bool,
    statement: String,
    names: HashMap<PersonId, String>,
    same_eyes: bool,
    four: bool,
    now: jiff::Timestamp,
}

fn look(tx: &mut Tx<'_>, of: RequestId) -> ground::Result<Look> {
    let request = store::find(tx, of)?;
    let gone = tx.erased(&[request.person])?.contains(&request.person);
    // Nobody is opened for a request of which it is not known yet who makes it.
    let opened = !gone && request.state != State::Unproved && request.state != State::Expired;
    let history = store::history(tx, &request, opened)?;
    let opinion = if opened { store::opinion(tx, &request)? } else { None };
    let said_by = opinion.iter().filter_map(|one| one.answered_by.as_ref()?.parse().ok());
    let persons: Vec<PersonId> = history.iter().filter_map(|past| past.actor.parse().ok()).chain(said_by).collect();
    let mut named = tx.names(&persons)?;
    if opened {
        named.extend(names(tx, &[request.person])?);
    }
    let four = store::four_eyes_of(tx, &request)?;
    let me = tx.actor().to_string();
    Ok(Look {
        written: if opened { store::written(tx, &request)? } else { Default::default() },
        steps: store::steps(tx, of)?,
        letters: if opened { store::letters(tx, &request)? } else { Vec::new() },
        mailed: opened && store::recipient_has_address(tx, &request)?,
        statement: match opened && request.kind == Kind::Correction {
            true => {
                let said = store::statements(tx, request.person)?;
                said.into_iter().find(|one| one.request == of).map(|one| one.body).unwrap_or_default()
            }
            false => String::new(),
        },
        opinion,
        four,
        same_eyes: four && request.decided_by.as_deref() == Some(me.as_str()),
        names: named,
        history,
        now: tx.now(),
        request,
    })
}

pub(super) async fn draw(
    scope: &Scope,
    face: &Face,
    of: RequestId,
    (query, typed): (&Fields, &Fields),
    // Which of the forms was sent: what was typed and what is wrong with it stand there alone.
    (form, faults): (&str, &Faults),
) -> Result<Response, Fault> {
    let seen = scope.read(move |tx| look(tx, of)).await?;
    let t = &face.t;
    let request = &seen.request;
    let may = |act| next(request.state, act).is_some();
    let who = whom(t, &seen.names, request);
    let title = asked(t, request.kind, request.field);
    let mut page = face.page_titled(scope, title.clone());
    toast(&mut page, query);
    let base = face.to(&format!("/office/requests/{of}"));
    let of_form = |of: &str, name: &str| match of == form {
        true => Field::of(name, typed, faults, t),
        false => Field::default(),
    };
    let field = |of: &str| match of == form {
        true => Field::of("reason", typed, faults, t),
        false => Field::default(),
    };
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
        title: t.get(&format!("requests-letter-{}", one.kind)),
        id: one.id.to_string(),
        subject: one.subject,
        body: one.body,
        language: one.language,
        sent: match one.sent_at {
            Some(at) => t.with(
                "requests-letter-sent",
                &[("day", super::day(scope, t, at).into()), ("hand", if one.by_hand { "yes" } else { "no" }.into())],
            ),
            None => String::new(),
        },
    };
    let grounds: Vec<Ground> = Ground::ALL.iter().copied().filter(|one| one.fits(request.kind)).collect();
    let extends = request.extendable_to.is_some()
        && request.extended_at.is_none()
        && !request.state.is_closed()
        && request.state != State::Unproved
        && seen.now <= request.due_at;
    let copy = matches!(request.kind, Kind::Access | Kind::Portability);
    let for_good = !request.state.is_closed() && failed_for_good(&seen.steps);
    let decision = |of: &str| if form == "decision" { faults.of(of, t).unwrap_or_default() } else { String::new() };
    let grant_fault = decision("decision");
    let stops = matches!(request.kind, Kind::Restriction | Kind::Objection) && request.state == State::Done;
    let sees = stops && scope.house().permits_anyhow(scope, "office.consents.read");
    let answer = seen.opinion.as_ref().and_then(|one| one.answer);
    let (answered, disagrees) = (answer.is_some(), answer == Some(Answer::Disagrees));
    let shown = One {
        title,
        line: line(scope, t, request, who.clone(), String::new(), seen.now),
        who,
        law: by_law(scope, t, request),
        via: t.get(&format!("requests-via-{}", request.via)),
        shown: request.shown.map(|one| t.get(&format!("requests-shown-{}", dashed(one.as_str())))).unwrap_or_default(),
        said: seen.written.said.unwrap_or_default(),
        wanted: seen.written.wanted.unwrap_or_default(),
        ground: request
            .ground
            .map(|one| t.get(&format!("requests-ground-{}", dashed(one.as_str()))))
            .unwrap_or_default(),
        reason_given: seen.written.reason.unwrap_or_default(),
        statement: seen.statement,
        parts: parts(scope, t, request.kind, true, &seen.steps),
        history: told(scope, face, seen.history, &seen.names, (request.person, None), seen.now),
        letters: seen.letters.into_iter().map(again).map(letter).collect(),
        mailed: seen.mailed,
        version: request.version,
        list: face.to("/office/requests"),
        grants: may(Act::Grant) && !disagrees && (!store::takes_opinion(request) || answered),
        refuses: may(Act::Refuse),
        grounds: choices(
            &grounds,
            "ground",
            if disagrees && form != "decision" { "accurate" } else { typed.value("ground") },
            t,
        ),
        reason: match (form == "decision", &seen.opinion) {
            (false, Some(one)) if one.answer == Some(Answer::Disagrees) => {
                Field { value: one.reason.clone(), fault: String::new() }
            }
            _ => field("decision"),
        },
        extend: field("extension"),
        doubt: field("doubt"),
        extends,
        until: request.extendable_to.map(|until| super::day(scope, t, until)).unwrap_or_default(),
        identifies: may(Act::Prove),
        questions: may(Act::Question),
        seen: choices(&Shown::IN_PERSON, "shown", typed.value("shown"), t),
        completes: may(Act::Finish) && !copy && !for_good,
        copies: may(Act::Finish) && copy && matches!(request.via, Via::Letter | Via::Desk),
        unconfirmed: seen.four
            && copy
            && may(Act::Finish)
            && request.decided_by.is_some()
            && request.confirmed_by.is_none(),
        same_eyes: seen.same_eyes,
        answers: request.kind == Kind::Disclosures,
        refuse_open: for_good || form == "decision" || disagrees,
        for_good,
        grant_fault,
        ground_fault: decision("ground"),
        stands: sees.then(|| face.to(&format!("/clients/{}/consents", request.person))),
        by_hand: store::by_hand(request),
        what: of_form("completion", "what"),
        place: of_form("completion", "place"),
        changed: seen.written.changed,
        asks_opinion: store::takes_opinion(request) && request.state == State::Open && seen.opinion.is_none(),
        opinion: seen.opinion.map(|one| said(scope, t, &seen.names, one)),
        nobody: of_form("nobody", "reason"),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        base,
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &shown))
}

pub(super) async fn show(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let of = id(&parts, "privacy_request")?;
    draw(&scope, &face, of, (&fields, &Fields::default()), ("", &Faults::new())).await
}

fn said(scope: &Scope, t: &Tongue, names: &HashMap<PersonId, String>, one: Opinion) -> Said {
    let who = one.answered_by.as_ref().and_then(|by| by.parse().ok()).and_then(|by: PersonId| names.get(&by).cloned());
    let at = one.answered_at.unwrap_or(one.asked_at);
    Said {
        told: t.with(
            "requests-opinion-told",
            &[
                ("answer", one.answer.map_or("waits", Answer::as_str).into()),
                ("who", who.unwrap_or_else(|| t.get("requests-by-somebody")).into()),
                ("day", super::day(scope, t, at).into()),
            ],
        ),
        waits: one.answer.is_none(),
        reason: one.reason,
    }
}
