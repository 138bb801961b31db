//! The desk's pages: finding clients, one client, adding and changing one.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render, render_as};
use ground::{PersonId, Result, Scope, unveil, veil};

use super::details::{Asked, Details, Saved, filled, read_new, save as save_details};
use super::{Parts, draw, person, toast, today};
use crate::model::{Client, Source, grouped};
use crate::store;

/// Clients on one page of the list.
const PER_PAGE: u32 = 25;

#[derive(askama::Template)]
#[template(path = "people/clients.html")]
struct ClientsPage {
    page: Page,
    heading: String,
    /// What was looked for, to look again.
    q: String,
    rows: Vec<Row>,
    /// Not all whom this may mean have been looked at: `older` looks further.
    partial: bool,
    /// Address of the older ones.
    older: Option<String>,
    /// Back to the newest, from further on.
    newest: Option<String>,
    /// Where a new client is entered, for whom may.
    add: Option<String>,
}

struct Row {
    href: String,
    name: String,
    initials: String,
    born: String,
    phone: String,
    email: String,
}

impl Row {
    fn of(client: &Client, face: &Face) -> Row {
        Row {
            href: face.to(&format!("/clients/{}", client.id)),
            name: client.name(),
            initials: client.initials(),
            born: client.birth_date.map(|born| face.t.date_plain(born.day())).unwrap_or_default(),
            phone: client.phone.as_deref().map(grouped).unwrap_or_default(),
            email: client.email.clone().unwrap_or_default(),
        }
    }
}

/// What the veiled words of the list's address are for.
const SEARCH: &str = "people.search";

/// Takes what was typed into the find box, and leads to those it meets. The address that shows them has no name in it.
pub(super) async fn search(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let typed: String = fields.value("q").trim().chars().filter(|c| !c.is_control()).take(100).collect();
    if typed.is_empty() {
        return Ok(Redirect::to(&face.to("/clients")).into_response());
    }
    Ok(Redirect::to(&face.to(&address(&veil(&scope, SEARCH, &typed)?, None))).into_response())
}

/// Where the list is, for veiled words (or none) and from a client on.
fn address(find: &str, after: Option<PersonId>) -> String {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs([("find", find), ("after", &after)].into_iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() { "/clients".to_owned() } else { format!("/clients?{query}") }
}

/// The clients that meet what was typed, or the newest.
pub(super) async fn list(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let find = fields.value("find");
    let q = match find {
        "" => String::new(),
        find => match unveil(&scope, SEARCH, find)? {
            Some(typed) => typed,
            // Too old, or from somebody else's browser.
            None => return Ok(Redirect::to(&face.to("/clients?done=over")).into_response()),
        },
    };
    let after: Option<PersonId> = fields.value("after").parse().ok();
    let typed = q.clone();
    let found = scope.read(move |tx| store::found(tx, &typed, after, PER_PAGE)).await?;
    let mut page = face.page(&scope, "people-clients");
    toast(&mut page, &fields);
    let heading = if q.is_empty() {
        face.t.get("people-clients")
    } else {
        face.t.with("people-clients-like", &[("q", q.as_str().into())])
    };
    let to = |after| face.to(&address(find, after));
    let rows = found.clients.iter().map(|client| Row::of(client, &face)).collect();
    let (older, newest) = (found.next.map(|next| to(Some(next))), after.map(|_| to(None)));
    let add = scope.house().permits_anyhow(&scope, "people.client.create").then(|| face.to("/clients/new"));
    Ok(render(&ClientsPage { page, heading, q, rows, partial: found.partial, older, newest, add }))
}

#[derive(askama::Template)]
#[template(path = "people/client.html")]
struct ClientPage {
    page: Page,
    name: String,
    initials: String,
    /// "Born 3 May 1988, 38 years", "Client since 4 March 2026".
    lines: Vec<String>,
    /// Why the reader has opened it, and that the client can see so.
    reason: String,
    change: Option<String>,
    panels: Vec<String>,
}

/// One client, with what every room knows of them.
pub(super) async fn show(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let id = person(&parts)?;
    let mut page = face.page(&scope, "people-client");
    toast(&mut page, &fields);
    let change = scope
        .house()
        .permits_anyhow(&scope, "people.client.update")
        .then(|| face.to(&format!("/clients/{id}/details")));
    let shown = scope
        .read(move |tx| -> Result<ClientPage> {
            let client = store::open(tx, id)?;
            let mut page = page.clone();
            page.title = client.name();
            let t = page.t.clone();
            let mut lines = Vec::new();
            if let Some(born) = client.birth_date {
                let years = promise::age_on(born.day(), today(tx)).unwrap_or(0);
                lines.push(
                    t.with("people-born-years", &[("date", t.date_plain(born.day()).into()), ("years", years.into())]),
                );
            }
            let since = client.created_at.to_zoned(tx.settings().zone.clone()).date();
            lines.push(t.with("people-since", &[("date", t.date_plain(since).into())]));
            let why = t.get(&super::openings::purpose_key(tx.scope().purpose));
            let reason =
                t.with("people-you-opened", &[("why", why.into()), ("name", client.given_name.as_str().into())]);
            let panels = draw(tx, &page, "client", id)?;
            Ok(ClientPage {
                name: client.name(),
                initials: client.initials(),
                lines,
                reason,
                change: change.clone(),
                panels,
                page,
            })
        })
        .await?;
    Ok(render(&shown))
}

#[derive(askama::Template)]
#[template(path = "people/edit.html")]
struct EditPage {
    page: Page,
    heading: String,
    action: String,
    back: String,
    form: Details,
}

/// An empty form for a new client.
pub(super) async fn blank(scope: Scope, face: Face) -> Result<Response, Fault> {
    let fields = Fields::filled([("language", scope.clinic.languages.first().cloned().unwrap_or_default())]);
    Ok(new_page(&scope, &face, &fields, &Faults::new()))
}

fn new_page(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults) -> Response {
    let page = face.page(scope, "people-add");
    let form = Details::new(fields, faults, &scope.clinic, &face.t, Asked::ByDesk);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    render_as(
        status,
        &EditPage {
            page,
            heading: face.t.get("people-add"),
            action: face.to("/clients"),
            back: face.to("/clients"),
            form,
        },
    )
}

/// Adds a client. Someone with this name and address who is known already is shown instead: two records of one person
/// help nobody.
pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let day = scope.house().clock.now().to_zoned(scope.clinic.zone.clone()).date();
    let new = match read_new(&fields, &scope.clinic, day) {
        Ok(new) => new,
        Err(faults) => return Ok(new_page(&scope, &face, &fields, &faults)),
    };
    let (id, created) = scope.write(move |tx| store::find_or_create(tx, &new, &Source::Desk)).await?;
    let done = if created { "added" } else { "known" };
    Ok(Redirect::to(&face.to(&format!("/clients/{id}?done={done}"))).into_response())
}

/// The form with a client's details.
pub(super) async fn edit(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let id = person(&parts)?;
    let (client, note) = scope
        .read(move |tx| -> Result<_> {
            let stored = store::find(tx, id)?.ok_or(ground::Error::NotFound)?;
            let key = tx.open(id)?;
            Ok((stored.open(&key)?, stored.note(&key)?))
        })
        .await?;
    let form = Details::new(&filled(&client, note), &Faults::new(), &scope.clinic, &face.t, Asked::ByDesk);
    Ok(edit_page(&scope, &face, id, form, StatusCode::OK))
}

/// Writes changed details, or shows the form again with everything that was typed.
pub(super) async fn save(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = person(&parts)?;
    let typed = fields.clone();
    let saved = scope.write(move |tx| save_details(tx, id, &typed, Asked::ByDesk)).await?;
    let form = |faults: &Faults| Details::new(&fields, faults, &scope.clinic, &face.t, Asked::ByDesk);
    Ok(match saved {
        Saved::Done => Redirect::to(&face.to(&format!("/clients/{id}?done=saved"))).into_response(),
        Saved::Wrong(faults) => edit_page(&scope, &face, id, form(&faults), StatusCode::UNPROCESSABLE_ENTITY),
        Saved::Stale(client, note) => edit_page(
            &scope,
            &face,
            id,
            form(&Faults::new()).stale(&client, note.as_deref(), &face.t),
            StatusCode::CONFLICT,
        ),
    })
}

fn edit_page(scope: &Scope, face: &Face, id: PersonId, form: Details, status: StatusCode) -> Response {
    let page = face.page(scope, "people-change");
    let (action, back) = (face.to(&format!("/clients/{id}/details")), face.to(&format!("/clients/{id}")));
    render_as(status, &EditPage { page, heading: face.t.get("people-change"), action, back, form })
}
