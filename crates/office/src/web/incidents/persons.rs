//! Those whom an incident touches, page by page, and what is decided of them by hand.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render_as};
use ground::{PersonId, Scope, Tx};

use super::{Choice, Field, Parts, Sent, choices, day, id, past, reason, typed};
use crate::error::Error;
use crate::model::incidents::{By, Hand, Incident, IncidentId, SAID, Tally, Touched};
use crate::store::incidents as store;

/// Persons on one page.
const LISTED: u32 = 50;

#[derive(Template)]
#[template(path = "incidents/persons.html")]
struct Persons {
    page: Page,
    base: String,
    version: i64,
    counted: String,
    lines: Vec<Line>,
    posts: bool,
    next: Option<String>,
    first: Option<String>,
    open: bool,
    person: Field,
    hands: Vec<Choice>,
    why: Field,
    faults: u32,
    /// Letters wait to be posted: by when that was done.
    day: Field,
    time: Field,
    post_faults: u32,
    waits: i64,
    /// Somebody whom no letter reaches was told by other means.
    unreached: bool,
    /// Those of this page, by name; none where they stand on another.
    told: Vec<Choice>,
    told_fault: String,
    told_by: Vec<Choice>,
    told_day: Field,
    told_time: Field,
    told_why: Field,
    told_faults: u32,
}

struct Line {
    who: String,
    id: String,
    why: String,
    kinds: String,
    place: String,
    told: String,
    removed: bool,
}

struct Look {
    incident: Incident,
    tally: Tally,
    touched: Vec<Touched>,
    names: HashMap<PersonId, String>,
    unreached: bool,
}

/// Whom it touches, by name; who may not be opened, or has no name here, is left out.
fn names(tx: &mut Tx<'_>, persons: &[PersonId]) -> ground::Result<HashMap<PersonId, String>> {
    let keys = tx.open_many(persons)?;
    let clients = people::find_many(tx, persons)?;
    let mut names = tx.names(persons)?;
    for (person, key) in &keys {
        if let Some(stored) = clients.get(person) {
            names.insert(*person, stored.open(key)?.name());
        }
    }
    Ok(names)
}

async fn draw(
    scope: &Scope,
    face: &Face,
    of: IncidentId,
    query: &Fields,
    (form, fields, faults): (&str, &Fields, &Faults),
) -> Result<Response, Fault> {
    let t = &face.t;
    let after: Option<PersonId> = query.value("after").parse().ok();
    let posts = query.value("way") == "post";
    let mut look = scope
        .read(move |tx| -> ground::Result<Look> {
            let incident = store::find(tx, of)?;
            let touched = store::in_batches(tx, of, after, posts, LISTED + 1)?;
            let persons: Vec<PersonId> = touched.iter().map(|one| one.person).collect();
            let unreached = store::unreached(tx, of)?.all() > 0;
            Ok(Look { tally: store::tally(tx, of)?, names: names(tx, &persons)?, incident, touched, unreached })
        })
        .await?;
    let more = look.touched.len() > LISTED as usize;
    look.touched.truncate(LISTED as usize);
    let base = face.to(&format!("/incidents/{of}"));
    let at = |after: Option<PersonId>| {
        let way = if posts { "way=post&" } else { "" };
        let after = after.map(|person| format!("after={person}")).unwrap_or_default();
        format!("{base}/persons?{way}{after}")
    };
    let line = |one: &Touched| {
        let kinds: Vec<String> = one.categories.iter().map(|kind| t.get(&format!("consent-category-{kind}"))).collect();
        let why = one.hand.map_or_else(|| one.why.clone(), |hand| hand.to_string());
        let on = |key: String, at| t.with(&key, &[("day", day(scope, t, at).into())]);
        let told = match (one.way, one.told_at) {
            _ if one.otherwise.is_some() => {
                one.otherwise.map(|(by, at)| on(format!("incidents-by-{by}-on"), at)).unwrap_or_default()
            }
            _ if one.spared_at.is_some() => {
                one.spared_at.map(|at| on("incidents-way-spared".to_owned(), at)).unwrap_or_default()
            }
            _ if one.returned_at.is_some() => {
                one.returned_at.map(|at| on("incidents-way-returned".to_owned(), at)).unwrap_or_default()
            }
            (Some(way), Some(at)) => t.with(&format!("incidents-way-{way}"), &[("day", day(scope, t, at).into())]),
            (Some(way), None) => t.with(&format!("incidents-way-{way}"), &[("day", "".into())]),
            (None, _) => String::new(),
        };
        Line {
            who: look.names.get(&one.person).cloned().unwrap_or_else(|| t.get("incidents-somebody")),
            id: one.person.to_string(),
            why: t.get(&format!("incidents-why-{why}")),
            kinds: kinds.join(", "),
            place: one.place.clone(),
            told,
            removed: one.hand == Some(Hand::Removed),
        }
    };
    let sent = Sent { form, fields, faults, t };
    let asked = sent.chosen("otherwise", "told", "");
    let named = |one: &Touched| Choice {
        value: one.person.to_string(),
        label: look.names.get(&one.person).cloned().unwrap_or_else(|| t.get("incidents-somebody")),
        chosen: one.person.to_string() == asked,
    };
    let (today, now) = typed(scope, Some(scope.house().clock.now()));
    let shown = Persons {
        version: look.incident.version,
        counted: counted(face, &look.tally),
        lines: look.touched.iter().map(line).collect(),
        posts,
        next: look.touched.last().filter(|_| more).map(|last| at(Some(last.person))),
        first: after.map(|_| at(None)),
        open: look.incident.is_open(),
        person: sent.field("hand", "person", ""),
        hands: choices(Hand::ALL, "hand", &sent.chosen("hand", "hand", "added"), t),
        why: sent.field("hand", "why", ""),
        faults: sent.count("hand"),
        day: sent.field("post", "day", &today),
        time: sent.field("post", "time", &now),
        post_faults: sent.count("post"),
        waits: look.tally.posts,
        unreached: look.unreached,
        told: look.touched.iter().filter(|one| one.is_unreached()).map(named).collect(),
        told_fault: sent.fault("otherwise", "told"),
        told_by: {
            let chosen = sent.chosen("otherwise", "by", "telephone");
            let not = Choice { value: NOT.to_owned(), label: t.get("incidents-by-not"), chosen: chosen == NOT };
            choices(By::ALL, "by", &chosen, t).into_iter().chain([not]).collect()
        },
        told_why: sent.field("otherwise", "told_why", ""),
        told_day: sent.field("otherwise", "told_day", &today),
        told_time: sent.field("otherwise", "told_time", &now),
        told_faults: sent.count("otherwise"),
        page: face.page(scope, "incidents-persons-title"),
        base,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &shown))
}

/// How many, and how far telling them is.
pub(super) fn counted(face: &Face, tally: &Tally) -> String {
    face.t.with(
        "incidents-tally",
        &[
            ("touched", tally.touched.into()),
            ("told", tally.told.into()),
            ("posts", tally.posts.into()),
            ("waiting", tally.waiting.into()),
            ("removed", tally.removed.into()),
        ],
    )
}

pub(super) async fn list(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let of = id(&parts, "incident")?;
    draw(&scope, &face, of, &fields, ("", &Fields::default(), &Faults::new())).await
}

/// Adds somebody, or says that it does not touch them.
pub(super) async fn by_hand(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let (person, hand) = (form.parse::<PersonId>("person"), form.parse::<Hand>("hand"));
    let why = reason(&mut form, "why", SAID);
    let (version, person, hand, why) = match form.finish(|| Some((version?, person?, hand?, why?))) {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, of, &Fields::default(), ("hand", &fields, &faults)).await,
    };
    match scope.write(move |tx| store::by_hand(tx, of, version, person, hand, &why)).await {
        Ok(()) => Ok(Redirect::to(&face.to(&format!("/incidents/{of}/persons"))).into_response()),
        Err(Error::Ground(ground::Error::NotFound | ground::Error::Refused(_))) => {
            let faults = Faults::one("person", "incidents-fault-nobody");
            draw(&scope, &face, of, &Fields::default(), ("hand", &fields, &faults)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What a form says where somebody is told in no way.
const NOT: &str = "not";

/// Notes that somebody whom no letter reaches was told by other means, or why they are not.
pub(super) async fn otherwise(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let person = form.parse::<PersonId>("told");
    // Told in another way, or in none and why not.
    let (told, why) = if fields.value("by") == NOT {
        for name in ["by", "told_day", "told_time"] {
            form.text_or_none(name, 20);
        }
        (None, reason(&mut form, "told_why", SAID))
    } else {
        form.lines_or_none("told_why", SAID);
        (form.parse::<By>("by").zip(past(&scope, &mut form, ("told_day", "told_time"))), None)
    };
    let those = Fields::filled([("way", "post")]);
    let read = form.finish(|| (told.is_some() || why.is_some()).then_some((version?, person?)));
    let (version, person) = match read {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, of, &those, ("otherwise", &fields, &faults)).await,
    };
    let note = move |tx: &mut Tx<'_>| match (told, why.as_deref()) {
        (Some((by, at)), _) => store::by_other_means(tx, of, version, person, by, at),
        (None, why) => store::spare(tx, of, version, person, why.unwrap_or_default()),
    };
    match scope.write(note).await {
        Ok(()) => Ok(Redirect::to(&face.to(&format!("/incidents/{of}/persons?way=post"))).into_response()),
        Err(Error::Ground(ground::Error::NotFound)) => {
            let faults = Faults::one("told", "incidents-fault-reached");
            draw(&scope, &face, of, &those, ("otherwise", &fields, &faults)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Says that what had to go by post went.
pub(super) async fn posted(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let of: IncidentId = id(&parts, "incident")?;
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let at = past(&scope, &mut form, ("day", "time"));
    let (version, at) = match form.finish(|| version.zip(at)) {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, of, &Fields::default(), ("post", &fields, &faults)).await,
    };
    scope.write(move |tx| store::posted(tx, of, version, at)).await?;
    Ok(Redirect::to(&face.to(&format!("/incidents/{of}?done=posted"))).into_response())
}
