//! One file: how far it is, what would come of it, and what came.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Form, Page, Query, Tongue, render_as};
use ground::{Result, Scope, Tx};

use super::{called, found, import_of};
use crate::import::{self, Flaw};
use crate::model::{Found, ImportId, State, StoredImport};
use crate::store;
use crate::web::{Choice, Parts, toast};

#[derive(askama::Template)]
#[template(path = "people/import_one.html")]
struct OnePage {
    page: Page,
    name: String,
    back: String,
    here: String,
    looking: bool,
    checked: bool,
    writing: bool,
    /// It was to be written and stands still.
    still: bool,
    done: bool,
    unread: bool,
    /// "1,204 rows": how many there are and how many are done with, for the bar.
    total: u64,
    gone: u64,
    progress: String,
    /// What comes of the rows, or came.
    facts: Vec<(String, String)>,
    faulty: u64,
    /// The first clients as they would be.
    sample: Vec<[String; 5]>,
    labels: String,
    flaws: Vec<Line>,
    more: String,
    round: i64,
    choices: Vec<Choice>,
    fault: String,
    goes: String,
}

/// One thing to mend.
struct Line {
    line: String,
    column: String,
    what: String,
}

/// The page of a file, whatever state it is in.
pub(in crate::web) async fn show(
    scope: Scope,
    face: Face,
    parts: Parts,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let id = import_of(&parts)?;
    let mut page = face.page(&scope, "people-import");
    toast(&mut page, &fields);
    shown(&scope, &face, page, id, "all", &Faults::new()).await
}

async fn shown(
    scope: &Scope,
    face: &Face,
    page: Page,
    id: ImportId,
    chosen: &str,
    faults: &Faults,
) -> Result<Response, Fault> {
    let (stored, name, headers, found) = scope
        .read(move |tx: &mut Tx<'_>| -> Result<_> {
            let stored = found(tx, id)?;
            let key = tx.open(stored.person)?;
            let (name, head, found) = (stored.name(&key)?, stored.head(&key)?, stored.found(&key)?);
            Ok((stored, name.as_str().to_owned(), head.headers, found))
        })
        .await?;
    if stored.state == State::Columns {
        return Ok(Redirect::to(&face.to(&format!("/clients/import/{id}/columns"))).into_response());
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &one(scope, face, page, &stored, name, &headers, found, chosen, faults)))
}

#[allow(clippy::too_many_arguments, reason = "what a page is made of, by name")]
fn one(
    scope: &Scope,
    face: &Face,
    mut page: Page,
    stored: &StoredImport,
    name: String,
    headers: &[String],
    found: Found,
    chosen: &str,
    faults: &Faults,
) -> OnePage {
    let (t, tally) = (&face.t, stored.tally);
    // A page that answers a form has an address of its own, and is not brought anew.
    page.live = faults.is_empty().then(|| face.to("/clients/import/live"));
    page.title.clone_from(&name);
    let count = |n: u64| t.number(n as f64);
    let fact = |key: &str, n: u64| (t.get(key), count(n));
    let facts = match stored.state {
        State::Checked => vec![
            fact("people-import-fresh", tally.fresh),
            fact("people-import-known", tally.known),
            fact("people-import-faulty", tally.faulty),
        ],
        State::Done => vec![
            fact("people-import-made", tally.fresh),
            fact("people-import-known", tally.known),
            fact("people-import-left-out", tally.faulty),
        ],
        _ => Vec::new(),
    };
    let flaws: Vec<Line> = found.flaws.iter().map(|flaw| line(t, headers, flaw)).collect();
    let told = found.flaws.iter().map(|flaw| flaw.line).collect::<std::collections::BTreeSet<_>>().len() as u64;
    let more = match tally.faulty.saturating_sub(told) {
        0 => String::new(),
        more => t.with("people-import-more", &[("count", (more as f64).into())]),
    };
    let choice =
        |value: &str, key: &str| Choice { value: value.to_owned(), label: t.get(key), chosen: chosen == value };
    let goes = (stored.created_at + import::kept()).to_zoned(scope.clinic.zone.clone()).date();
    OnePage {
        name,
        back: face.to("/clients/import"),
        here: face.to(&format!("/clients/import/{}", stored.id)),
        looking: stored.state == State::Checking,
        checked: stored.state == State::Checked,
        writing: stored.state == State::Writing,
        still: stored.still(scope.house().clock.now()),
        done: stored.state == State::Done,
        unread: stored.state == State::Unread,
        total: stored.total,
        gone: tally.gone.min(stored.total),
        progress: t.with(
            if stored.state == State::Writing { "people-import-writing" } else { "people-import-checking" },
            &[("gone", count(tally.gone).into()), ("total", count(stored.total).into())],
        ),
        facts,
        faulty: tally.faulty,
        sample: found.sample.into_iter().map(|one| read(t, one)).collect(),
        labels: t.list(&found.labels),
        flaws,
        more,
        round: stored.round,
        choices: vec![choice("skip", "people-import-skip"), choice("all", "people-import-all")],
        fault: faults.of("faulty", t).unwrap_or_default(),
        goes: t.with("people-import-goes", &[("date", t.date_plain(goes).into())]),
        page,
    }
}

fn line(t: &Tongue, headers: &[String], flaw: &Flaw) -> Line {
    Line {
        line: t.with("people-import-line-n", &[("n", t.number(flaw.line as f64).into())]),
        column: flaw.column.map(|at| called(t, headers, at)).unwrap_or_default(),
        what: sentence(t, flaw),
    }
}

/// A client as the reader writes days and calls languages.
fn read(t: &Tongue, [name, born, phone, email, language]: [String; 5]) -> [String; 5] {
    let born = born.parse().map_or(born, |day: jiff::civil::Date| t.date_plain(day));
    let names = t.words().languages();
    let language = names.into_iter().find(|(code, _)| *code == language).map_or(language, |(_, name)| name);
    [name, born, phone, email, language]
}

/// What is wrong, in words.
pub(super) fn sentence(t: &Tongue, flaw: &Flaw) -> String {
    let n = flaw.n.unwrap_or_default() as f64;
    t.with(&flaw.key, &[("most", n.into()), ("line", n.into())])
}

/// Begins to write the rows, if that is what was chosen.
pub(in crate::web) async fn run(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = import_of(&parts)?;
    let stored = scope.read(move |tx| found(tx, id)).await?;
    let mut form = fields.reader();
    let round: i64 = form.parse("round").unwrap_or_default();
    let said = form.text_or_none("faulty", 10);
    let skips = said.as_deref() == Some("skip");
    if stored.tally.faulty > 0 && !matches!(said.as_deref(), Some("skip" | "all")) {
        form.fault("faulty", "fault-missing");
    }
    if !skips && stored.tally.faulty > 0 && stored.state == State::Checked && form.sound() {
        form.fault("faulty", "people-import-nothing");
    }
    let page = face.page(&scope, "people-import");
    if let Err(faults) = form.finish(|| Some(())) {
        return shown(&scope, &face, page, id, fields.value("faulty"), &faults).await;
    }
    let begun = scope.write(move |tx| store::import::begin(tx, id, round, skips)).await?;
    let done = if begun { "" } else { "?done=too-late" };
    Ok(Redirect::to(&face.to(&format!("/clients/import/{id}{done}"))).into_response())
}

/// Removes a file before its time.
pub(in crate::web) async fn remove(
    scope: Scope,
    face: Face,
    parts: Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = import_of(&parts)?;
    fields.reader().finish(|| Some(())).map_err(Fault::invalid)?;
    let gone = scope
        .write(move |tx| -> Result<bool> {
            let stored = found(tx, id)?;
            store::import::delete(tx, &stored)
        })
        .await?;
    let to = if gone {
        "/clients/import?done=import-removed".to_owned()
    } else {
        format!("/clients/import/{id}?done=too-late")
    };
    Ok(Redirect::to(&face.to(&to)).into_response())
}
