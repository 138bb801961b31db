//! The officer's page: what is due, of every room, and the requests of people with their clocks.

use std::collections::HashMap;

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use ground::due::Due;
use ground::web::{Face, Fault, Form, Page, Query, Tongue, render};
use ground::{PersonId, Scope};
use jiff::Timestamp;

use super::{Choice, Line, choices, line, names, toast, whom};
use crate::model::confirmations::Kind as Waiting;
use crate::model::requests::{Kind, Request, RequestId};
use crate::rules::requests::days_left;
use crate::store;
use crate::store::requests::{self as requests, Which};
use crate::web::confirmations;

/// Requests on the officer's page, and on one page of the list.
const FIRST: u32 = 10;
const LISTED: u32 = 30;

#[derive(Template)]
#[template(path = "requests/office.html")]
struct Office {
    page: Page,
    lede: String,
    columns: Vec<Column>,
    requests: Vec<Line>,
    more: bool,
    unproved: i64,
    four_eyes: bool,
    /// Where that is changed, by whom may.
    setting: Option<String>,
    /// That another asked to let them go, or this reader did.
    waits: Option<String>,
}

/// What is due within one stretch of time.
struct Column {
    tone: &'static str,
    title: String,
    count: usize,
    items: Vec<Item>,
    /// Those beyond, folded away.
    more: Vec<Item>,
}

struct Item {
    /// Where it is done; none where another than the reader does it.
    href: Option<String>,
    what: String,
    about: String,
}

/// Items of one column that stand open.
const SHOWN: usize = 6;

fn columns(scope: &Scope, face: &Face, due: &[Due], now: Timestamp) -> Vec<Column> {
    let t = &face.t;
    let zone = &scope.clinic.zone;
    let days = |due: &Due| due.by.map(|by| days_left(by, now, zone));
    let stretch = |due: &Due| match (days(due), due.by) {
        (_, Some(by)) if by < now => 0,
        (Some(0), _) => 1,
        (Some(1..=7), _) => 2,
        _ => 3,
    };
    let names = [("bad", "late"), ("now", "today"), ("", "week"), ("", "later")];
    let column = |(at, (tone, name)): (usize, (&'static str, &'static str))| {
        let of: Vec<&Due> = due.iter().filter(|due| stretch(due) == at).collect();
        let item = |due: &&Due| Item {
            href: due
                .action
                .is_none_or(|action| scope.house().permits_anyhow(scope, action))
                .then(|| face.to(&due.href)),
            what: t.with(&due.words, &due.args),
            about: match due.by {
                Some(by) => t.with(
                    "requests-due-by",
                    &[
                        ("day", super::day(scope, t, by).into()),
                        ("days", days_left(by, now, zone).abs().into()),
                        ("late", if by < now { "yes" } else { "no" }.into()),
                    ],
                ),
                None => String::new(),
            },
        };
        Column {
            tone: if of.is_empty() { "" } else { tone },
            title: t.get(&format!("requests-due-{name}")),
            count: of.len(),
            items: of.iter().take(SHOWN).map(item).collect(),
            more: of.iter().skip(SHOWN).map(item).collect(),
        }
    };
    names.into_iter().enumerate().map(column).collect()
}

pub(super) async fn page(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let (due, list, named, unproved, four_eyes, waits, now) = scope
        .read(|tx| -> ground::Result<_> {
            let due = ground::due::all(tx)?;
            let list = requests::list(tx, Which::Open, None, None, FIRST + 1)?;
            let persons: Vec<PersonId> = list.iter().map(|one| one.person).collect();
            let named = names(tx, &persons)?;
            let waits = confirmations::waits(tx, Waiting::FourEyes, None)?;
            Ok((due, list, named, requests::unproved(tx)?, requests::four_eyes(tx)?, waits, tx.now()))
        })
        .await?;
    let t = &face.t;
    let columns = columns(&scope, &face, &due, now);
    let (late, today) = (columns[0].count as i64, columns[1].count as i64);
    let mut page = face.page(&scope, "office-title");
    toast(&mut page, &fields);
    let base = face.to("/office/four-eyes");
    let waits = waits.map(|waits| waits.card(&scope, &face, &page, &base)).transpose()?;
    let setting = scope.house().permits_anyhow(&scope, "office.setting.write").then(|| face.to("/office/four-eyes"));
    let now_words =
        t.date_time(&now.to_zoned(scope.clinic.zone.clone()), now.to_zoned(scope.clinic.zone.clone()).date());
    Ok(render(&Office {
        lede: t.with("office-lede", &[("now", now_words.into()), ("late", late.into()), ("today", today.into())]),
        more: list.len() > FIRST as usize,
        requests: lines(&scope, &face, list.iter().take(FIRST as usize), &named, now),
        columns,
        unproved,
        four_eyes,
        setting,
        waits,
        page,
    }))
}

fn lines<'a>(
    scope: &Scope,
    face: &Face,
    requests: impl Iterator<Item = &'a Request>,
    named: &HashMap<PersonId, String>,
    now: Timestamp,
) -> Vec<Line> {
    let t = &face.t;
    let one = |request: &Request| {
        let who = whom(t, named, request);
        let mut line = line(scope, t, request, who, face.to(&format!("/office/requests/{}", request.id)), now);
        if request.unsent {
            let (days, late) = (days_left(request.due_at, now, &scope.clinic.zone), now > request.due_at);
            (line.tone, line.mark, line.late) = (if late { "bad" } else { "warn" }, "alert", late);
            line.state = t.get("requests-state-unsent");
            line.left = t.with(
                "requests-left",
                &[("days", days.abs().into()), ("late", if late { "yes" } else { "no" }.into())],
            );
        }
        line
    };
    requests.map(one).collect()
}

/// Says whether what leaves or is destroyed takes two. To let that go takes two as well.
pub(super) async fn four_eyes(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let mut form = fields.reader();
    let asked = form.ticked("four_eyes");
    let asked = form.finish(|| Some(asked)).map_err(Fault::invalid)?;
    let done = match scope.write(move |tx| requests::set_four_eyes(tx, asked)).await? {
        requests::Set::Kept => "eyes",
        requests::Set::Asked => "eyes-asked",
    };
    Ok(Redirect::to(&face.to(&format!("/office?done={done}"))).into_response())
}

/// Agrees that four eyes are let go.
pub(super) async fn let_go(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let id = confirmations::named(&fields)?;
    scope.write(move |tx| requests::let_go(tx, id)).await?;
    Ok(Redirect::to(&face.to("/office?done=eyes")).into_response())
}

/// Takes that back, or does not agree.
pub(super) async fn hold_on(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let id = confirmations::named(&fields)?;
    scope.write(move |tx| store::confirmations::withdraw(tx, id, Waiting::FourEyes)).await?;
    Ok(Redirect::to(&face.to("/office?done=eyes")).into_response())
}

#[derive(Template)]
#[template(path = "requests/list.html")]
struct List {
    page: Page,
    which: Vec<Choice>,
    kinds: Vec<Choice>,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
}

fn which(t: &Tongue, chosen: Which) -> Vec<Choice> {
    let one = |(value, which): (&str, Which)| Choice {
        value: value.to_owned(),
        label: t.get(&format!("requests-which-{value}")),
        chosen: which == chosen,
    };
    [("open", Which::Open), ("unproved", Which::Unproved), ("closed", Which::Closed)].into_iter().map(one).collect()
}

pub(super) async fn list(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let shown = match fields.value("which") {
        "unproved" => Which::Unproved,
        "closed" => Which::Closed,
        _ => Which::Open,
    };
    let kind: Option<Kind> = fields.value("kind").parse().ok();
    let after: Option<(Timestamp, RequestId)> = fields
        .value("after")
        .split_once('.')
        .and_then(|(due, id)| Some((Timestamp::from_microsecond(due.parse().ok()?).ok()?, id.parse().ok()?)));
    let (mut list, named, now) = scope
        .read(move |tx| -> ground::Result<_> {
            let list = requests::list(tx, shown, kind, after, LISTED + 1)?;
            let persons: Vec<PersonId> = list.iter().map(|one| one.person).collect();
            // Of whoever has not shown who they are nobody is opened.
            let named = if shown == Which::Unproved { HashMap::new() } else { names(tx, &persons)? };
            Ok((list, named, tx.now()))
        })
        .await?;
    let more = list.len() > LISTED as usize;
    list.truncate(LISTED as usize);
    let t = &face.t;
    let at = |after: Option<&Request>| {
        let mut query = format!(
            "/office/requests?which={}",
            match shown {
                Which::Open => "open",
                Which::Unproved => "unproved",
                Which::Closed => "closed",
            }
        );
        if let Some(kind) = kind {
            query.push_str(&format!("&kind={kind}"));
        }
        if let Some(last) = after {
            query.push_str(&format!("&after={}.{}", last.due_at.as_microsecond(), last.id));
        }
        face.to(&query)
    };
    let mut kinds = choices(Kind::ALL, "kind", kind.map_or("", Kind::as_str), t);
    kinds.insert(0, Choice { value: String::new(), label: t.get("requests-every-kind"), chosen: kind.is_none() });
    Ok(render(&List {
        page: face.page(&scope, "requests-list-title"),
        which: which(t, shown),
        kinds,
        lines: lines(&scope, &face, list.iter(), &named, now),
        next: list.last().filter(|_| more).map(|last| at(Some(last))),
        first: after.is_some().then(|| at(None)),
    }))
}
