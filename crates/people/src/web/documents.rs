//! Documents: kept by the desk, and sent to a browser in a form that does nothing there.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::files::FilePlace;
use ground::web::download::{Download, Shown};
use ground::web::{Came, Face, Fault, Fields, Form, Page, Query, Tongue, Upload, render_as};
use ground::{Error, PersonId, Result, Scope, Tx};

use super::own::Whose;
use super::{Field, Parts, drawn, may_change, person, to_change, toast};
use crate::model::{DocumentId, FileName, Kind, NewDocument, StoredDocument, Unfit};
use crate::store;

/// Documents on a client's page; the rest is one click away.
const FEW: u32 = 5;
/// Documents on their own page.
const MANY: u32 = 500;

/// One document as it stands in a list.
pub(super) struct Line {
    /// Where it is saved from.
    href: String,
    /// Where the browser opens it, if a browser may.
    open: Option<String>,
    /// Where it is called otherwise or removed, for whom may.
    change: Option<String>,
    name: String,
    /// "Picture, 340 KB".
    what: String,
    /// "3 March 2026, Maeve Corrigan".
    when: String,
    /// "For Ines", where it is somebody else's than the page's.
    of: String,
    shared: bool,
}

fn lines(
    tx: &mut Tx<'_>,
    t: &Tongue,
    below: &str,
    person: PersonId,
    stored: &[StoredDocument],
    change: bool,
) -> Result<Vec<Line>> {
    if stored.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(person)?;
    let by: Vec<PersonId> = stored.iter().filter_map(|one| one.added_by.parse().ok()).collect();
    let names = tx.names(&by)?;
    let zone = tx.settings().zone.clone();
    let line = |one: &StoredDocument| {
        let kind = one.kind(&key)?;
        let href = format!("{below}/{}", one.id);
        let date = t.date_plain(one.created_at.to_zoned(zone.clone()).date());
        let who = one.added_by.parse().ok().and_then(|by: PersonId| names.get(&by));
        Ok(Line {
            open: (kind.shown() != Shown::Saved).then(|| format!("{href}?open=1")),
            change: change.then(|| format!("{href}/details")),
            name: one.name(&key)?.as_str().to_owned(),
            what: t.with(
                "people-document-what",
                &[("kind", t.get(kind.key()).into()), ("size", size(t, one.size).into())],
            ),
            when: match who {
                Some(who) => t.with("people-document-by", &[("date", date.into()), ("who", who.as_str().into())]),
                None => date,
            },
            of: String::new(),
            shared: one.shared,
            href,
        })
    };
    stored.iter().map(line).collect()
}

/// "340 KB", "2.4 MB": as file managers say it, in thousands.
fn size(t: &Tongue, bytes: u64) -> String {
    let (key, n) = match bytes {
        0..1_000_000 => ("people-size-kb", t.number((bytes as f64 / 1e3).ceil())),
        _ => ("people-size-mb", t.fraction(bytes as f64 / 1e6, 1)),
    };
    t.with(key, &[("n", n.into())])
}

#[derive(askama::Template)]
#[template(path = "people/panel_documents.html")]
struct DocumentsPanel<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    /// All of them, where there are more.
    all: Option<String>,
    count: u64,
    add: Option<String>,
    own: bool,
}

/// The newest documents beside everything else on a client's page.
pub(super) fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let house = tx.scope().house().clone();
    let permits = |action: &str| house.permits_anyhow(tx.scope(), action);
    let (list, add) = (permits("people.document.list"), permits("people.document.create"));
    if !list {
        return Ok(None);
    }
    let below = format!("{}/clients/{person}/documents", page.base);
    let (stored, count) = store::document::list(tx, person, false, FEW)?;
    let lines = lines(tx, &page.t, &below, person, &stored, false)?;
    let all = (count > 0).then(|| below.clone());
    drawn(&DocumentsPanel { page, lines, all, count, add: add.then_some(below), own: false })
}

/// What is shared with a client and with those they act for, on their own page; nothing where nothing is.
pub(super) fn own_panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let (stored, mut count) = store::document::list(tx, person, true, MANY)?;
    let mut all = lines(tx, &page.t, &format!("{}/me/documents", page.base), person, &stored, false)?;
    // Of a child who has grown up nothing is shown any more.
    for client in store::wards(tx, person)?.0 {
        let (ward, name) = (client.id, client.given_name);
        let (stored, more) = store::document::list(tx, ward, true, MANY)?;
        if stored.is_empty() {
            continue;
        }
        let below = format!("{}/me/wards/{ward}/documents", page.base);
        for mut line in lines(tx, &page.t, &below, ward, &stored, false)? {
            line.of = page.t.with("people-document-for", &[("name", name.as_str().into())]);
            all.push(line);
        }
        count += more;
    }
    if all.is_empty() {
        return Ok(None);
    }
    drawn(&DocumentsPanel { page, lines: all, all: None, count, add: None, own: true })
}

#[derive(askama::Template)]
#[template(path = "people/documents.html")]
struct DocumentsPage {
    page: Page,
    name: String,
    back: String,
    action: String,
    lines: Vec<Line>,
    /// There are more than are shown.
    more: bool,
    /// What is wrong with the file that was sent.
    fault: String,
    hint: String,
    /// The largest file taken, for the script that says so before anything is sent.
    most: u64,
    too_large: String,
    add: bool,
}

/// All documents of a client, and the form to add one.
pub(super) async fn list(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = face.page(&scope, "people-documents");
    toast(&mut page, &fields);
    shown(&scope, &face, page, person(&parts)?, StatusCode::OK, String::new()).await
}

async fn shown(
    scope: &Scope,
    face: &Face,
    page: Page,
    id: PersonId,
    status: StatusCode,
    fault: String,
) -> Result<Response, Fault> {
    let (add, change) = (
        scope.house().permits_anyhow(scope, "people.document.create"),
        scope.house().permits_anyhow(scope, "people.document.update"),
    );
    let (back, action) = (face.to(&format!("/clients/{id}")), face.to(&format!("/clients/{id}/documents")));
    let (t, below) = (face.t.clone(), action.clone());
    let (name, lines, count) = scope
        .read(move |tx| -> Result<_> {
            let id = tx.kept(id)?;
            let name = store::open(tx, id)?.name();
            let (stored, count) = store::document::list(tx, id, false, MANY)?;
            Ok((name, lines(tx, &t, &below, id, &stored, change)?, count))
        })
        .await?;
    let more = count > u64::from(MANY);
    let most = scope.house().files.most();
    let hint = face.t.with("people-document-hint", &[("most", size(&face.t, most).into())]);
    let too_large = too_large(scope, face);
    Ok(render_as(status, &DocumentsPage { page, name, back, action, lines, more, fault, hint, most, too_large, add }))
}

fn too_large(scope: &Scope, face: &Face) -> String {
    face.t.with("people-document-large", &[("most", size(&face.t, scope.house().files.most()).into())])
}

/// What is learnt of a file from its name and its beginning.
fn judge(name: &str, head: &[u8]) -> Result<(FileName, Kind), &'static str> {
    let name = FileName::parse(name);
    let kind = Kind::of(&name, head).map_err(Unfit::key)?;
    Ok((name, kind))
}

/// Keeps a file: on disk first, then its row, then the answer.
pub(super) async fn create(scope: Scope, face: Face, parts: Parts, upload: Upload) -> Result<Response, Fault> {
    let asked = person(&parts)?;
    // Asked before a file is taken: nobody sends one about a client who is not there, or whom they may not open.
    let client = scope.read(move |tx| may_change(tx, asked)).await?;
    let id = DocumentId::new(scope.house().clock.now());
    let place = FilePlace { clinic: scope.clinic.id, table: "document".into(), row: id.to_string() };
    let files = &scope.house().files;
    let received = upload.receive(files, &place, "file", judge).await?;
    let again = async |status, fault: String| {
        shown(&scope, &face, face.page(&scope, "people-documents"), client, status, fault).await
    };
    let kept = match received.file {
        Came::Kept(kept) => kept,
        Came::Nothing => return again(StatusCode::UNPROCESSABLE_ENTITY, face.t.get("people-document-none")).await,
        Came::Refused(why) => return again(StatusCode::UNPROCESSABLE_ENTITY, face.t.get(why)).await,
        Came::TooLarge => return again(StatusCode::PAYLOAD_TOO_LARGE, too_large(&scope, &face)).await,
    };
    let mut form = received.fields.reader();
    let shared = form.ticked("shared");
    let written = match form.finish(|| Some(())) {
        Err(faults) => Err(Fault::invalid(faults)),
        Ok(()) => {
            let (name, kind) = kept.known;
            let (key, size) = (kept.key, kept.size);
            let new = NewDocument { id, name, kind, key, size, shared };
            let keep = move |tx: &mut Tx<'_>| -> Result<()> {
                // Who was let in when the upload began may not be any more.
                let person = to_change(tx, client)?;
                store::document::create(tx, person, &new)
            };
            scope.write(keep).await.map_err(Fault::from)
        }
    };
    if let Err(fault) = written {
        // A file that nobody is told of; should this fail, the hourly comparison finds it.
        let _left = files.delete(&place).await;
        return Err(fault);
    }
    Ok(Redirect::to(&face.to(&format!("/clients/{client}/documents?done=document"))).into_response())
}

/// The document an address names.
fn document(parts: &Parts) -> Result<DocumentId> {
    parts.get("document").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

/// Sends a document of a client to be saved, or opened where the address asks for that and the kind permits it.
pub(super) async fn read(scope: Scope, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let (client, id) = (person(&parts)?, document(&parts)?);
    send(&scope, move |tx| Ok(tx.kept(client)?), id, false, &fields).await
}

/// Sends the reader one of their own documents, if it is shared with them.
pub(super) async fn read_own(scope: Scope, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let own = scope.actor.person().ok_or(Error::NotFound)?;
    send(&scope, move |_| Ok(own), document(&parts)?, true, &fields).await
}

/// Sends the reader a document of somebody they act for, if it is shared with those it is about.
pub(super) async fn read_wards(scope: Scope, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let whose = Whose::ward(&scope, &parts)?;
    send(&scope, move |tx| whose.admitted(tx).map(Whose::person), document(&parts)?, true, &fields).await
}

async fn send(
    scope: &Scope,
    whose: impl Fn(&mut Tx<'_>) -> Result<PersonId, Fault> + Send + 'static,
    id: DocumentId,
    shared: bool,
    fields: &Fields,
) -> Result<Response, Fault> {
    let (name, kind, key, size) = scope
        .read(move |tx| -> Result<_, Fault> {
            let person = whose(tx)?;
            let stored = store::document::find(tx, person, id)?.filter(|one| one.shared || !shared);
            let stored = stored.ok_or(Error::NotFound)?;
            let key = tx.open(person)?;
            Ok((stored.name(&key)?, stored.kind(&key)?, stored.content(&key)?, stored.size))
        })
        .await?;
    let place = FilePlace { clinic: scope.clinic.id, table: "document".into(), row: id.to_string() };
    let chunks = scope.house().files.read(&place, &key, size).await.map_err(|error| match error {
        // The row says it is there: that the file is not is no mistake of the reader's.
        Error::NotFound | Error::Internal(_) => {
            Fault::unavailable("document.file").words("people-document-lost-title", "people-document-lost-text")
        }
        other => Fault::from(other),
    })?;
    let shown = if fields.value("open").is_empty() { Shown::Saved } else { kind.shown() };
    Ok(Download { name: name.ending_as(kind), kind: kind.media(), shown, size: Some(size) }.respond(chunks))
}

#[derive(askama::Template)]
#[template(path = "people/document.html")]
struct DocumentPage {
    page: Page,
    action: String,
    removal: String,
    back: String,
    called: Field,
    shared: bool,
    faults: u32,
}

/// The form to call a document otherwise, to share it or not, or to remove it.
pub(super) async fn edit(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let (client, id) = (person(&parts)?, document(&parts)?);
    let (name, shared) = scope
        .read(move |tx| -> Result<_> {
            let client = tx.kept(client)?;
            let stored = store::document::find(tx, client, id)?.ok_or(Error::NotFound)?;
            let key = tx.open(client)?;
            Ok((stored.name(&key)?.as_str().to_owned(), stored.shared))
        })
        .await?;
    let field = Field { value: name, fault: String::new() };
    Ok(edit_page(&scope, &face, client, id, field, shared, StatusCode::OK))
}

fn edit_page(
    scope: &Scope,
    face: &Face,
    client: PersonId,
    id: DocumentId,
    called: Field,
    shared: bool,
    status: StatusCode,
) -> Response {
    let below = face.to(&format!("/clients/{client}/documents"));
    let faults = u32::from(!called.fault.is_empty());
    let page = face.page(scope, "people-document");
    let (action, removal) = (format!("{below}/{id}/details"), format!("{below}/{id}/removal"));
    render_as(status, &DocumentPage { page, action, removal, back: below, called, shared, faults })
}

/// Calls a document otherwise, and shares it or not.
pub(super) async fn save(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let (client, id) = (person(&parts)?, document(&parts)?);
    let mut form = fields.reader();
    let name = form.text("name", 2 * FileName::MOST);
    let shared = form.ticked("shared");
    let name = match form.finish(|| name) {
        Ok(name) => FileName::parse(&name),
        Err(faults) => {
            let field = Field::of("name", &fields, &faults, &face.t);
            return Ok(edit_page(&scope, &face, client, id, field, shared, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    scope
        .write(move |tx| -> Result<()> {
            let client = to_change(tx, client)?;
            store::document::update(tx, client, id, &name, shared)
        })
        .await?;
    Ok(Redirect::to(&face.to(&format!("/clients/{client}/documents?done=saved"))).into_response())
}

/// Removes a document.
pub(super) async fn remove(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let (client, id) = (person(&parts)?, document(&parts)?);
    fields.reader().finish(|| Some(())).map_err(Fault::invalid)?;
    let delete = move |tx: &mut Tx<'_>| -> Result<()> {
        let client = to_change(tx, client)?;
        store::document::delete(tx, client, id)
    };
    match scope.write(delete).await {
        // Somebody else was quicker, which is what was wanted.
        Ok(()) | Err(Error::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to(&face.to(&format!("/clients/{client}/documents?done=removed"))).into_response())
}
