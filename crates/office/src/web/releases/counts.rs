//! Questions that are answered with noise, and the ledger of what they spend.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Tongue, render, render_as};
use ground::{Error, Result, Scope, Tx};

use super::draft::choices_of_sets;
use super::{Choice, column_word, day, set_word, sets, value_word};
use crate::model::releases::{Ledger, NewQuestion, Question, QuestionId};
use crate::store::releases::question::{self as store, Asked};

/// Questions on one page.
const LISTED: u32 = 30;
/// The most rows that one person may add.
const MOST_ROWS: i64 = 20;

struct Input {
    value: String,
    fault: String,
}

struct Line {
    href: String,
    what: String,
    about: String,
}

#[derive(askama::Template)]
#[template(path = "releases/counts.html")]
struct CountsPage {
    page: Page,
    ledgers: Vec<String>,
    may: bool,
    /// Nothing is left of any budget, so that nothing new can be asked.
    spent: bool,
    faults: u32,
    trouble: String,
    sets: Vec<Choice>,
    set_fault: String,
    by: Vec<Choice>,
    by_fault: String,
    most: Input,
    epsilon: Input,
    lines: Vec<Line>,
    older: Option<String>,
}

fn asked(t: &Tongue, question: &Question) -> String {
    let set = set_word(t, &question.asked.data_set);
    match &question.asked.by {
        Some(by) => t.with("releases-question-by", &[("set", set.into()), ("column", column_word(t, by).into())]),
        None => t.with("releases-question-all", &[("set", set.into())]),
    }
}

fn cost(t: &Tongue, tenths: u32) -> String {
    t.fraction(f64::from(tenths) / 10.0, 1)
}

pub(super) async fn list(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let set = sets(&scope).first().map(|set| set.name).unwrap_or_default();
    let fields = Fields::filled([("data_set", set), ("by", ""), ("most", "3"), ("epsilon", "5")]);
    let before = query.value("before").parse().ok();
    page(&scope, &face, &fields, &Faults::new(), "", before).await
}

async fn page(
    scope: &Scope,
    face: &Face,
    fields: &Fields,
    faults: &Faults,
    trouble: &str,
    before: Option<QuestionId>,
) -> Result<Response, Fault> {
    let names: Vec<&'static str> = sets(scope).iter().map(|set| set.name).collect();
    let read = move |tx: &mut Tx<'_>| -> Result<(Vec<Ledger>, Vec<Question>)> {
        let ledgers = names.iter().map(|name| store::ledger(tx, name)).collect::<Result<_>>()?;
        Ok((ledgers, store::list(tx, before, LISTED + 1)?))
    };
    let (ledgers, mut all) = scope.read(read).await?;
    let more = all.len() > LISTED as usize;
    all.truncate(LISTED as usize);
    let t = &face.t;
    let told = |name: &str| faults.of(name, t).unwrap_or_default();
    let input = |name: &str| Input { value: fields.value(name).to_owned(), fault: told(name) };
    let mut columns: Vec<&str> = sets(scope).iter().flat_map(|set| set.leaving()).map(|column| column.name).collect();
    columns.dedup();
    let mut by: Vec<Choice> = columns
        .into_iter()
        .map(|name| Choice { value: name.to_owned(), label: column_word(t, name), chosen: fields.value("by") == name })
        .collect();
    by.insert(
        0,
        Choice { value: String::new(), label: t.get("releases-by-none"), chosen: fields.value("by").is_empty() },
    );
    let mut named: Vec<&str> = faults.fields().collect();
    named.sort_unstable();
    named.dedup();
    let ledger = |one: &Ledger| {
        t.with(
            "releases-ledger",
            &[
                ("set", set_word(t, &one.data_set).into()),
                ("spent", cost(t, one.spent).into()),
                ("budget", cost(t, one.budget).into()),
                ("left", cost(t, one.budget.saturating_sub(one.spent)).into()),
            ],
        )
    };
    let line = |one: &Question| Line {
        href: face.to(&format!("/releases/counts/{}", one.id)),
        what: asked(t, one),
        about: t.with(
            "releases-question-line",
            &[
                ("day", day(scope, t, one.asked_at).into()),
                ("epsilon", cost(t, one.asked.epsilon).into()),
                ("most", one.asked.most.into()),
            ],
        ),
    };
    let status = match (faults.is_empty(), trouble) {
        (true, "") => StatusCode::OK,
        (true, _) => StatusCode::CONFLICT,
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(render_as(
        status,
        &CountsPage {
            page: face.page(scope, "releases-counts-title"),
            ledgers: ledgers.iter().map(ledger).collect(),
            may: scope.house().permits_anyhow(scope, "office.release.count") && !sets(scope).is_empty(),
            spent: ledgers.iter().all(|one| one.spent >= one.budget),
            faults: u32::try_from(named.len()).unwrap_or(u32::MAX),
            trouble: if trouble.is_empty() { String::new() } else { t.get(trouble) },
            sets: choices_of_sets(scope, t, fields),
            set_fault: told("data_set"),
            by,
            by_fault: told("by"),
            most: input("most"),
            epsilon: input("epsilon"),
            lines: all.iter().map(line).collect(),
            older: all.last().filter(|_| more).map(|last| face.to(&format!("/releases/counts?before={}", last.id))),
        },
    ))
}

fn read(scope: &Scope, fields: &Fields) -> Result<NewQuestion, Faults> {
    let mut form = fields.reader();
    let set = sets(scope).iter().find(|set| set.name == fields.value("data_set"));
    if form.text("data_set", 60).is_some() && set.is_none() {
        form.fault("data_set", "releases-fault-set");
    }
    let by = form.text_or_none("by", 60);
    if let (Some(set), Some(by)) = (set, &by)
        && !set.leaving().any(|column| column.name == *by)
    {
        form.fault("by", "releases-fault-by");
    }
    let most = form.number("most", 1..=MOST_ROWS);
    let epsilon = form.number("epsilon", 1..=scope.clinic.parameters.release_epsilon.into());
    form.finish(|| {
        Some(NewQuestion {
            data_set: set?.name.to_owned(),
            by,
            most: u32::try_from(most?).ok()?,
            epsilon: u32::try_from(epsilon?).ok()?,
        })
    })
}

pub(super) async fn ask(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let new = match read(&scope, &fields) {
        Ok(new) => new,
        Err(faults) => return page(&scope, &face, &fields, &faults, "", None).await,
    };
    match scope.write(move |tx| store::ask(tx, &new)).await? {
        Asked::New(id) | Asked::Known(id) => {
            Ok(Redirect::to(&face.to(&format!("/releases/counts/{id}"))).into_response())
        }
        Asked::Spent => page(&scope, &face, &fields, &Faults::new(), "releases-trouble-spent", None).await,
    }
}

#[derive(askama::Template)]
#[template(path = "releases/count.html")]
struct CountPage {
    page: Page,
    own: String,
    what: String,
    about: String,
    waits: bool,
    left_small: bool,
    counts: Vec<(String, String)>,
}

pub(super) async fn one(
    scope: Scope,
    face: Face,
    parts: Path<std::collections::HashMap<String, String>>,
) -> Result<Response, Fault> {
    let id: QuestionId = parts.get("data_question").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let question = scope.read(move |tx| store::find(tx, id)).await?;
    let t = &face.t;
    let set = sets(&scope).iter().find(|set| set.name == question.asked.data_set);
    let by = set.and_then(|set| set.columns.iter().find(|column| question.asked.by.as_deref() == Some(column.name)));
    let value = |(value, count): (String, i64)| {
        let label = match (&question.asked.by, by) {
            (None, _) => t.get("releases-all"),
            (Some(_), Some(column)) => value_word(t, column, &value),
            (Some(_), None) => value,
        };
        (label, t.number(count as f64))
    };
    Ok(render(&CountPage {
        page: face.page(&scope, "releases-count-title"),
        own: face.to(&format!("/releases/counts/{id}")),
        what: asked(t, &question),
        about: t.with(
            "releases-question-line",
            &[
                ("day", day(&scope, t, question.asked_at).into()),
                ("epsilon", cost(t, question.asked.epsilon).into()),
                ("most", question.asked.most.into()),
            ],
        ),
        waits: question.answer.is_none(),
        left_small: question.answer.as_ref().is_some_and(|answer| answer.left_small),
        counts: question
            .answer
            .clone()
            .map(|answer| answer.counts)
            .unwrap_or_default()
            .into_iter()
            .map(value)
            .collect(),
    }))
}
