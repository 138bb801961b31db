//! The pages of files on their way in: the files that are here, and one more.

pub(super) mod columns;
pub(super) mod faults;
pub(super) mod one;

use std::ops::ControlFlow;

use axum::http::StatusCode;
use axum::http::request::Parts as Asked;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Came, Face, Fault, Fields, Page, Query, Tongue, Upload, live as channel, render_as};
use ground::{Error, Result, Scope, Tx};
use sheet::{Table, Unreadable};

use super::file::{load, opened, place};
use super::stored::{Head, NewImport};
use super::{ImportId, KEPT_DAYS, Kind, MOST, State, StoredImport, kept, store};
use crate::model::FileName;
use crate::web::Parts;

pub use columns::columns_of;

/// Rows of a file that are shown beside the names of its columns.
const FIRST: usize = 3;

/// One file as it stands in the list.
struct Line {
    href: String,
    name: String,
    state: String,
    /// How many rows, when it was brought.
    what: String,
    /// When it is removed by itself.
    goes: String,
}

#[derive(askama::Template)]
#[template(path = "incoming/list.html")]
struct ListPage {
    page: Page,
    back: String,
    to_back: String,
    lead: String,
    action: String,
    lines: Vec<Line>,
    hint: String,
    /// That the file is personal, and how long it is here.
    kept: String,
    fault: String,
    /// The largest file taken, for the script that says so before anything is sent.
    most: u64,
    too_large: String,
}

/// What a kind of files says in its own words.
fn say<K: Kind>(t: &Tongue, what: &str) -> String {
    t.get(&format!("{}-{what}", K::WORDS))
}

/// The address of one file's page, below the clinic's base.
fn below<K: Kind>(id: ImportId) -> String {
    format!("{}/{id}", K::PATHS.below)
}

/// What has just been done, said once: the word in the address that brought us here.
fn toast(page: &mut Page, fields: &Fields) {
    let done = ["too-late", "removed"].into_iter().find(|done| *done == fields.value("done"));
    page.toast = done.map(|done| page.t.get(&format!("incoming-done-{done}")));
}

/// The files that are here, and the form for one more.
pub(super) async fn list<K: Kind>(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = face.page(&scope, K::WORDS);
    toast(&mut page, &fields);
    listed::<K>(&scope, &face, page, StatusCode::OK, String::new()).await
}

async fn listed<K: Kind>(
    scope: &Scope,
    face: &Face,
    mut page: Page,
    status: StatusCode,
    fault: String,
) -> Result<Response, Fault> {
    let here = face.to(K::PATHS.below);
    let (t, below) = (face.t.clone(), here.clone());
    let read = move |tx: &mut Tx<'_>| -> Result<_> {
        let stored = store::list::<K>(tx)?;
        let persons: Vec<_> = stored.iter().map(|one| one.person).collect();
        let keys = tx.open_many(&persons)?;
        let lines = stored.iter().filter_map(|one| Some((one, keys.get(&one.person)?)));
        lines.map(|(one, key)| Ok(line(tx, &t, &below, one, one.name(key)?))).collect::<Result<Vec<Line>>>()
    };
    let lines = scope.read(read).await?;
    let t = &face.t;
    page.live = Some(format!("{here}/live"));
    let page = ListPage {
        page,
        back: face.to(K::BACK.0),
        to_back: t.get(K::BACK.1),
        lead: say::<K>(t, "lead"),
        action: here,
        lines,
        hint: t.with("incoming-hint", &[("most", megabytes(scope, t)), ("rows", t.number(K::MOST_ROWS as f64).into())]),
        kept: t.with("incoming-kept", &[("days", (KEPT_DAYS as f64).into())]),
        fault,
        most: most(scope),
        too_large: too_large(scope, face),
    };
    Ok(render_as(status, &page))
}

fn line<K: Kind>(tx: &Tx<'_>, t: &Tongue, below: &str, one: &StoredImport<K>, name: FileName) -> Line {
    let zone = tx.settings().zone.clone();
    let day = |at: jiff::Timestamp| t.date_plain(at.to_zoned(zone.clone()).date());
    Line {
        href: format!("{below}/{}", one.id),
        name: name.as_str().to_owned(),
        state: t.get(state_key(one.state)),
        what: t.with("incoming-what", &[("rows", (one.total as f64).into()), ("date", day(one.created_at).into())]),
        goes: t.with("incoming-goes-short", &[("date", day(one.created_at + kept()).into())]),
    }
}

fn state_key(state: State) -> &'static str {
    match state {
        State::Columns => "incoming-state-columns",
        State::Checking => "incoming-state-checking",
        State::Checked => "incoming-state-checked",
        State::Writing => "incoming-state-writing",
        State::Done => "incoming-state-done",
        State::Unread => "incoming-state-unread",
    }
}

fn most(scope: &Scope) -> u64 {
    scope.house().files.most().min(MOST)
}

fn megabytes(scope: &Scope, t: &Tongue) -> ground::web::Value<'static> {
    t.with("people-size-mb", &[("n", t.number(most(scope) as f64 / 1e6).into())]).into()
}

fn too_large(scope: &Scope, face: &Face) -> String {
    face.t.with("incoming-large", &[("most", megabytes(scope, &face.t))])
}

/// The key of what to say of a file in which there is no table.
fn unreadable(why: Unreadable) -> &'static str {
    match why {
        Unreadable::Empty => "people-document-empty",
        Unreadable::Old => "incoming-old",
        Unreadable::Foreign => "incoming-foreign",
        Unreadable::Damaged => "incoming-damaged",
        Unreadable::Huge | Unreadable::Long => "incoming-long",
        Unreadable::Wide => "incoming-wide",
        Unreadable::NoRows => "incoming-no-rows",
    }
}

/// Says when the pages of files should look again.
pub(super) async fn live(scope: Scope, parts: Asked) -> Result<Response, Fault> {
    Ok(channel::news(scope, parts, &["import"]))
}

/// Takes a file: on disk first, then looked into, then its row.
pub(super) async fn create<K: Kind>(scope: Scope, face: Face, upload: Upload) -> Result<Response, Fault> {
    let id = ImportId::new(scope.house().clock.now());
    let (files, place) = (&scope.house().files, place::<K>(&scope, id));
    let judge = |name: &str, head: &[u8]| sheet::judge(head).map(|()| FileName::parse(name)).map_err(unreadable);
    let again =
        async |status, fault: String| listed::<K>(&scope, &face, face.page(&scope, K::WORDS), status, fault).await;
    let kept = match upload.receive(files, &place, "file", judge).await?.file {
        Came::Kept(kept) => kept,
        Came::Nothing => return again(StatusCode::UNPROCESSABLE_ENTITY, face.t.get("people-document-none")).await,
        Came::Refused(why) => return again(StatusCode::UNPROCESSABLE_ENTITY, face.t.get(why)).await,
        Came::TooLarge => return again(StatusCode::PAYLOAD_TOO_LARGE, too_large(&scope, &face)).await,
    };
    let (key, size, name) = (kept.key, kept.size, kept.known);
    let looked = match size > MOST {
        true => Ok(Err(Unreadable::Huge)),
        false => look::<K>(&scope, id, &key, size).await,
    };
    let written = match looked {
        Ok(Ok((_, total))) if total > K::MOST_ROWS => Ok(Some(Unreadable::Long)),
        Ok(Ok((head, total))) => {
            let new = NewImport { id, name, key, size, head, total };
            scope.write(move |tx| store::create::<K>(tx, &new)).await.map(|()| None)
        }
        Ok(Err(why)) => Ok(Some(why)),
        Err(error) => Err(error),
    };
    if !matches!(written, Ok(None)) {
        // A file that nobody is told of; should this fail, the hourly comparison finds it.
        let _left = files.delete(&place).await;
    }
    match written? {
        None => Ok(Redirect::to(&face.to(&format!("{}/columns", below::<K>(id)))).into_response()),
        Some(Unreadable::Huge) => again(StatusCode::PAYLOAD_TOO_LARGE, too_large(&scope, &face)).await,
        Some(why) => again(StatusCode::UNPROCESSABLE_ENTITY, face.t.get(unreadable(why))).await,
    }
}

/// What is seen of a file, and how many rows it has.
async fn look<K: Kind>(
    scope: &Scope,
    id: ImportId,
    key: &ground::files::FileKey,
    size: u64,
) -> Result<Result<(Head, u64), Unreadable>> {
    let loaded = match load::<K>(scope, id, key, size).await? {
        Ok(loaded) => loaded,
        Err(why) => return Ok(Err(why)),
    };
    opened(move || head(&loaded.table)).await
}

fn head(table: &Table) -> Result<(Head, u64), Unreadable> {
    let (mut rows, mut total) = (Vec::new(), 0);
    table.rows(|row| {
        total += 1;
        if rows.len() < FIRST {
            rows.push(row.cells);
        }
        ControlFlow::Continue(())
    })?;
    if total == 0 {
        return Err(Unreadable::NoRows);
    }
    Ok((Head { headers: table.headers().to_vec(), rows, sheet: table.sheet().map(str::to_owned) }, total))
}

/// The import an address names.
fn import_of(parts: &Parts) -> Result<ImportId> {
    parts.get("import").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

/// The same as it is stored.
fn found<K: Kind>(tx: &mut Tx<'_>, id: ImportId) -> Result<StoredImport<K>> {
    store::find(tx, id)?.ok_or(Error::NotFound)
}

/// What a column is called, or where it stands where it has no name.
fn called(t: &Tongue, headers: &[String], at: usize) -> String {
    match headers.get(at).map(String::as_str) {
        Some("") | None => t.with("incoming-column-n", &[("n", ((at + 1) as f64).into())]),
        Some(name) => name.to_owned(),
    }
}
