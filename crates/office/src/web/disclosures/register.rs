//! Everything that was given, of everybody: for whoever answers for people's data.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use ground::web::{Face, Fault, Page, Query, render};
use ground::{PersonId, Scope};
use jiff::civil::Date;

use super::{Line, after, line, sees_secrets, writers, written};
use crate::model::disclosures::Occasion;
use crate::store::disclosures::{self as store, Shown};
use crate::web::requests::{Choice, dashed, names};

const LISTED: u32 = 30;

#[derive(Template)]
#[template(path = "disclosures/register.html")]
struct Register {
    page: Page,
    kinds: Vec<Choice>,
    from: String,
    to: String,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
    several: String,
}

pub(super) async fn page(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let t = &face.t;
    let zone = scope.clinic.zone.clone();
    let kind: Option<Occasion> = fields.value("kind").parse().ok();
    let day = |name: &str| fields.value(name).parse::<Date>().ok();
    let (first_day, last_day) = (day("from"), day("to"));
    let start =
        |day: Date| zone.to_ambiguous_zoned(day.at(0, 0, 0, 0)).compatible().ok().map(|start| start.timestamp());
    let shown = Shown {
        person: None,
        kind,
        from: first_day.and_then(start),
        to: last_day.and_then(|day| day.tomorrow().ok()).and_then(start),
        secret: sees_secrets(&scope),
    };
    let from = after(fields.value("after"));
    let (mut rows, named, writers, now) = scope
        .read(move |tx| -> ground::Result<_> {
            let rows = store::register(tx, shown, from, LISTED + 1)?;
            let persons: Vec<PersonId> = rows.iter().map(|(one, _)| one.person).collect();
            let (named, writers) = (names(tx, &persons)?, writers(tx, &rows)?);
            Ok((rows, named, writers, tx.now()))
        })
        .await?;
    let more = rows.len() > LISTED as usize;
    rows.truncate(LISTED as usize);
    let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (first_day, last_day) = (text(first_day), text(last_day));
    let at = |after: Option<String>| {
        let mut query = format!("/office/disclosures?from={first_day}&to={last_day}");
        if let Some(kind) = kind {
            query.push_str(&format!("&kind={kind}"));
        }
        if let Some(after) = after {
            query.push_str(&format!("&after={after}"));
        }
        face.to(&query)
    };
    let next = rows.last().filter(|_| more).map(|(last, _)| at(Some(written(last))));
    let mut all: HashMap<PersonId, String> = writers;
    all.extend(named);
    let lines = rows.into_iter().map(|row| {
        let href = face.to(&format!("/clients/{}/disclosures", row.0.person));
        Line { href, ..line(&scope, t, row, &all, now) }
    });
    let mut kinds: Vec<Choice> =
        vec![Choice { value: String::new(), label: t.get("disclosures-every-kind"), chosen: kind.is_none() }];
    kinds.extend(Occasion::ALL.iter().map(|one| Choice {
        value: one.to_string(),
        label: t.get(&format!("disclosures-kind-{}", dashed(one.as_str()))),
        chosen: kind == Some(*one),
    }));
    let mut page = face.page(&scope, "disclosures-register");
    page.toast = (fields.value("done") == "recorded").then(|| t.get("disclosures-done"));
    Ok(render(&Register {
        lines: lines.collect(),
        kinds,
        next,
        first: from.is_some().then(|| at(None)),
        from: first_day.clone(),
        to: last_day.clone(),
        several: face.to("/office/disclosures/several"),
        page,
    }))
}
