//! One file: how far it is, what would come of it, and what came.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Form, Page, Query, Tongue, render_as};
use ground::{Result, Scope, Tx};

use super::{below, called, found, import_of, say, toast};
use crate::incoming::stored::Found;
use crate::incoming::{Flaw, ImportId, Kind, State, StoredImport, kept, store};
use crate::web::{Choice, Parts};

#[derive(askama::Template)]
#[template(path = "incoming/one.html")]
struct OnePage {
    page: Page,
    name: String,
    back: String,
    here: String,
    /// Where what came of it is, and its word.
    result: (String, String),
    says: Says,
    looking: bool,
    checked: bool,
    writing: bool,
    /// It was to be looked at or written, and stands still.
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
    /// The first rows as they would be, and what is above them.
    sample: Vec<Vec<String>>,
    heads: Vec<String>,
    added: String,
    flaws: Vec<Line>,
    more: String,
    round: i64,
    choices: Vec<Choice>,
    fault: String,
    goes: String,
}

/// What its kind says in its own words.
struct Says {
    going: String,
    still: String,
    stay: String,
    run: String,
    sample: String,
    sample_table: String,
    removal: String,
}

/// One thing to mend.
struct Line {
    line: String,
    column: String,
    what: String,
}

/// The page of a file, whatever state it is in.
pub(in crate::incoming) async fn show<K: Kind>(
    scope: Scope,
    face: Face,
    parts: Parts,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let id = import_of(&parts)?;
    let mut page = face.page(&scope, K::WORDS);
    toast(&mut page, &fields);
    shown::<K>(&scope, &face, page, id, "all", &Faults::new()).await
}

async fn shown<K: Kind>(
    scope: &Scope,
    face: &Face,
    page: Page,
    id: ImportId,
    chosen: &str,
    faults: &Faults,
) -> Result<Response, Fault> {
    let (stored, name, headers, found) = scope
        .read(move |tx: &mut Tx<'_>| -> Result<_> {
            let stored = found::<K>(tx, id)?;
            let key = tx.open(stored.person)?;
            let (name, head, found) = (stored.name(&key)?, stored.head(&key)?, stored.found(&key)?);
            Ok((stored, name.as_str().to_owned(), head.headers, found))
        })
        .await?;
    if stored.state == State::Columns {
        return Ok(Redirect::to(&face.to(&format!("{}/columns", below::<K>(id)))).into_response());
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &one(scope, face, page, &stored, name, &headers, found, chosen, faults)))
}

#[allow(clippy::too_many_arguments, reason = "what a page is made of, by name")]
fn one<K: Kind>(
    scope: &Scope,
    face: &Face,
    mut page: Page,
    stored: &StoredImport<K>,
    name: String,
    headers: &[String],
    found: Found,
    chosen: &str,
    faults: &Faults,
) -> OnePage {
    let (t, tally) = (&face.t, stored.tally);
    // A page that answers a form has an address of its own, and is not brought anew.
    page.live = faults.is_empty().then(|| face.to(K::PATHS.below) + "/live");
    page.title.clone_from(&name);
    let count = |n: u64| t.number(n as f64);
    let fact = |key: &str, n: u64| (t.get(key), count(n));
    let facts = match stored.state {
        State::Checked => {
            let clients = (found.clients > 0).then(|| (say::<K>(t, "clients"), count(found.clients)));
            let fresh = (say::<K>(t, "fresh"), count(tally.fresh));
            let rest = [fact("incoming-known", tally.known), fact("incoming-faulty", tally.faulty)];
            std::iter::once(fresh).chain(clients).chain(rest).collect()
        }
        State::Done => vec![
            (say::<K>(t, "made"), count(tally.fresh)),
            fact("incoming-known", tally.known),
            fact("incoming-left-out", tally.faulty),
        ],
        _ => Vec::new(),
    };
    let flaws: Vec<Line> = found.flaws.iter().map(|flaw| line(t, headers, flaw)).collect();
    let told = found.flaws.iter().map(|flaw| flaw.line).collect::<std::collections::BTreeSet<_>>().len() as u64;
    let more = match tally.faulty.saturating_sub(told) {
        0 => String::new(),
        more => t.with("incoming-more", &[("count", (more as f64).into())]),
    };
    let choice =
        |value: &str, key: &str| Choice { value: value.to_owned(), label: t.get(key), chosen: chosen == value };
    let goes = (stored.created_at + kept()).to_zoned(scope.clinic.zone.clone()).date();
    OnePage {
        name,
        back: face.to(K::PATHS.below),
        here: face.to(&below::<K>(stored.id)),
        result: (face.to(K::BACK.0), t.get(K::BACK.1)),
        says: Says {
            going: say::<K>(t, "going"),
            still: say::<K>(t, "still"),
            stay: say::<K>(t, "stay"),
            run: say::<K>(t, "run"),
            sample: say::<K>(t, "sample"),
            sample_table: say::<K>(t, "sample-table"),
            removal: say::<K>(t, "removal-text"),
        },
        looking: stored.state == State::Checking,
        checked: stored.state == State::Checked,
        writing: stored.state == State::Writing,
        still: stored.still(scope.house().clock.now()),
        done: stored.state == State::Done,
        unread: stored.state == State::Unread,
        total: stored.total,
        gone: tally.gone.min(stored.total),
        progress: t.with(
            if stored.state == State::Writing { "incoming-writing" } else { "incoming-checking" },
            &[("gone", count(tally.gone).into()), ("total", count(stored.total).into())],
        ),
        facts,
        faulty: tally.faulty,
        sample: found.sample.into_iter().map(|one| K::shown(t, one)).collect(),
        heads: K::SAMPLE.iter().map(|key| t.get(key)).collect(),
        added: match found.added.is_empty() {
            true => String::new(),
            false => t.with(&format!("{}-added", K::WORDS), &[("added", t.list(&found.added).into())]),
        },
        flaws,
        more,
        round: stored.round,
        choices: vec![choice("skip", "incoming-skip"), choice("all", "incoming-all")],
        fault: faults.of("faulty", t).unwrap_or_default(),
        goes: t.with("incoming-goes", &[("date", t.date_plain(goes).into())]),
        page,
    }
}

fn line(t: &Tongue, headers: &[String], flaw: &Flaw) -> Line {
    Line {
        line: t.with("incoming-line-n", &[("n", t.number(flaw.line as f64).into())]),
        column: flaw.column.map(|at| called(t, headers, at)).unwrap_or_default(),
        what: sentence(t, flaw),
    }
}

/// What is wrong, in words.
pub(super) fn sentence(t: &Tongue, flaw: &Flaw) -> String {
    let n = flaw.n.unwrap_or_default() as f64;
    let character = flaw.n.and_then(|n| char::from_u32(u32::try_from(n).ok()?)).map(ground::web::named);
    t.with(&flaw.key, &[("most", n.into()), ("line", n.into()), ("character", character.unwrap_or_default().into())])
}

/// Begins to write the rows, if that is what was chosen.
pub(in crate::incoming) async fn run<K: Kind>(
    scope: Scope,
    face: Face,
    parts: Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = import_of(&parts)?;
    let stored = scope.read(move |tx| found::<K>(tx, id)).await?;
    let mut form = fields.reader();
    let round: i64 = form.parse("round").unwrap_or_default();
    let said = form.text_or_none("faulty", 10);
    let skips = said.as_deref() == Some("skip");
    if stored.tally.faulty > 0 && !matches!(said.as_deref(), Some("skip" | "all")) {
        form.fault("faulty", "fault-missing");
    }
    if !skips && stored.tally.faulty > 0 && stored.state == State::Checked && form.sound() {
        form.fault("faulty", "incoming-nothing");
    }
    let page = face.page(&scope, K::WORDS);
    if let Err(faults) = form.finish(|| Some(())) {
        return shown::<K>(&scope, &face, page, id, fields.value("faulty"), &faults).await;
    }
    let begun = scope.write(move |tx| store::begin::<K>(tx, id, round, skips)).await?;
    let done = if begun { "" } else { "?done=too-late" };
    Ok(Redirect::to(&face.to(&format!("{}{done}", below::<K>(id)))).into_response())
}

/// Removes a file before its time.
pub(in crate::incoming) async fn remove<K: Kind>(
    scope: Scope,
    face: Face,
    parts: Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = import_of(&parts)?;
    fields.reader().finish(|| Some(())).map_err(Fault::invalid)?;
    let gone = scope
        .write(move |tx| -> Result<bool> {
            let stored = found::<K>(tx, id)?;
            store::delete(tx, &stored)
        })
        .await?;
    let to =
        if gone { format!("{}?done=removed", K::PATHS.below) } else { format!("{}?done=too-late", below::<K>(id)) };
    Ok(Redirect::to(&face.to(&to)).into_response())
}
