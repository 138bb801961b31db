//! All complaints, as whoever answers them goes through them.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use ground::web::{Face, Fault, Page, Query, render};
use ground::{PersonId, Scope, Tx};
use jiff::Timestamp;

use super::{Line, line};
use crate::model::complaints::{Complaint, ComplaintId, Via};
use crate::store::complaints::{self as store, Which};
use crate::web::requests::{Choice, names};

/// Complaints on one page.
const LISTED: u32 = 30;

#[derive(Template)]
#[template(path = "complaints/list.html")]
struct List {
    page: Page,
    which: Vec<Choice>,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
}

/// Whoever complains, by name, of those who are known by one.
fn named(tx: &mut Tx<'_>, list: &[Complaint]) -> ground::Result<HashMap<PersonId, String>> {
    let known: Vec<PersonId> = list.iter().filter(|one| one.via != Via::Public).map(|one| one.person).collect();
    if known.is_empty() { Ok(HashMap::new()) } else { names(tx, &known) }
}

pub(super) async fn page(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let closed = fields.value("which") == "closed";
    let which = if closed { Which::Closed } else { Which::Open };
    let after: Option<(Timestamp, ComplaintId)> = fields
        .value("after")
        .split_once('.')
        .and_then(|(by, id)| Some((Timestamp::from_microsecond(by.parse().ok()?).ok()?, id.parse().ok()?)));
    let (mut list, names, now) = scope
        .read(move |tx| -> ground::Result<_> {
            let list = store::list(tx, which, after, LISTED + 1)?;
            let names = named(tx, &list)?;
            Ok((list, names, tx.now()))
        })
        .await?;
    let more = list.len() > LISTED as usize;
    list.truncate(LISTED as usize);
    let t = &face.t;
    let at = |after: Option<&Complaint>| {
        let mut query = format!("/office/complaints?which={}", if closed { "closed" } else { "open" });
        if let Some(last) = after {
            query.push_str(&format!("&after={}.{}", last.settle_by.as_microsecond(), last.id));
        }
        face.to(&query)
    };
    let one = |one: &Complaint| {
        let who = names.get(&one.person).cloned().unwrap_or_else(|| t.get("complaints-somebody"));
        line(&scope, t, one, who, face.to(&format!("/office/complaints/{}", one.id)), now)
    };
    let choice = |value: &str, chosen| Choice {
        value: value.to_owned(),
        label: t.get(&format!("complaints-which-{value}")),
        chosen,
    };
    Ok(render(&List {
        page: face.page(&scope, "complaints-list-title"),
        which: vec![choice("open", !closed), choice("closed", closed)],
        lines: list.iter().map(one).collect(),
        next: list.last().filter(|_| more).map(|last| at(Some(last))),
        first: after.is_some().then(|| at(None)),
    }))
}
