//! The desk's pages: finding clients, one client, adding and changing one.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::residency::{self, Ask, By};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render, render_as};
use ground::{Error, OPEN, PersonId, Refusal, Relations, Result, Role, Scope, Tx, unveil, veil};

use super::details::{Asked, Details, Saved, filled, read_told, save as save_details};
use super::{Parts, draw, person, toast, today};
use crate::model::{Client, Source, Tag, TagId, grouped};
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
    /// The clinic's labels, to see only who bears one; and the one chosen.
    tags: Vec<TagLink>,
    tag: String,
    /// Where labels are made, for whom may.
    tags_edit: Option<String>,
    /// How many pairs may be one person, and where they are looked at, for whom may.
    pairs: Option<(String, String)>,
    rows: Vec<Row>,
    /// Not all whom this may mean have been looked at: `older` looks further.
    partial: bool,
    /// Address of the older ones.
    older: Option<String>,
    /// Back to the newest, from further on.
    newest: Option<String>,
    /// Where a new client is entered, for whom may.
    add: Option<String>,
    /// Where a file of clients is brought in, for whom may.
    import: Option<String>,
}

/// A label, as a way to those who bear it.
struct TagLink {
    href: String,
    name: String,
    chosen: bool,
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
    let tag = fields.value("tag").parse().map(|tag: TagId| tag.to_string()).unwrap_or_default();
    let find = if typed.is_empty() { String::new() } else { veil(&scope, SEARCH, &typed)? };
    Ok(Redirect::to(&face.to(&address(&find, &tag, None))).into_response())
}

/// Where the list is, for veiled words (or none), among those who bear a label (or all), and from a client on.
fn address(find: &str, tag: &str, after: Option<PersonId>) -> String {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let pairs = [("find", find), ("tag", tag), ("after", &after)];
    query.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
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
    let tag: Option<TagId> = fields.value("tag").parse().ok();
    let typed = q.clone();
    let merges = scope.house().permits_anyhow(&scope, "people.duplicate.list");
    let (found, all, pairs) = scope
        .read(move |tx| -> Result<_> {
            let pairs = if merges { store::duplicate::count(tx, super::duplicates::COUNTED)? } else { 0 };
            Ok((store::found_among(tx, &typed, tag, after, PER_PAGE)?, store::tag::list(tx)?, pairs))
        })
        .await?;
    let pairs = (pairs > 0).then(|| {
        let words = face.t.with("people-duplicates-count", &[("count", pairs.into())]);
        (words, face.to("/clients/duplicates"))
    });
    let (tags, tags_edit) = tag_links(&scope, &face, all, tag);
    let tag = tag.map(|tag| tag.to_string()).unwrap_or_default();
    let mut page = face.page(&scope, "people-clients");
    toast(&mut page, &fields);
    let heading = if q.is_empty() {
        face.t.get("people-clients")
    } else {
        face.t.with("people-clients-like", &[("q", q.as_str().into())])
    };
    let to = |after| face.to(&address(find, &tag, after));
    let rows = found.clients.iter().map(|client| Row::of(client, &face)).collect();
    let (older, newest) = (found.next.map(|next| to(Some(next))), after.map(|_| to(None)));
    let add = scope.house().permits_anyhow(&scope, "people.client.create").then(|| face.to("/clients/new"));
    let import = scope.house().permits_anyhow(&scope, "people.import.run").then(|| face.to("/clients/import"));
    let partial = found.partial;
    Ok(render(&ClientsPage {
        page,
        heading,
        q,
        tags,
        tag,
        tags_edit,
        pairs,
        rows,
        partial,
        older,
        newest,
        add,
        import,
    }))
}

/// The clinic's labels as links, each to who bears it, the chosen one back to everybody; and where labels are made.
fn tag_links(scope: &Scope, face: &Face, all: Vec<Tag>, chosen: Option<TagId>) -> (Vec<TagLink>, Option<String>) {
    let link = |tag: Tag| {
        let chosen = Some(tag.id) == chosen;
        let query = if chosen { String::new() } else { format!("?tag={}", tag.id) };
        TagLink { href: face.to(&format!("/clients{query}")), name: tag.name, chosen }
    };
    let edit = scope.house().permits_anyhow(scope, "people.tag.write").then(|| face.to("/clients/tags"));
    (all.into_iter().map(link).collect(), edit)
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
    tags: Vec<String>,
    /// Where labels are put on and taken off, for whom may.
    label: Option<String>,
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
    let label =
        scope.house().permits_anyhow(&scope, "people.client.tag").then(|| face.to(&format!("/clients/{id}/tags")));
    let shown = scope
        .read(move |tx| -> Result<Result<ClientPage, PersonId>> {
            let kept = tx.kept(id)?;
            if kept != id {
                return Ok(Err(kept));
            }
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
            let name = ("name", client.given_name.as_str().into());
            let reason = if by_emergency(tx, id)? {
                t.with("people-you-opened-emergency", &[name])
            } else {
                let why = t.get(&super::openings::purpose_key(tx.scope().purpose));
                t.with("people-you-opened", &[("why", why.into()), name])
            };
            let tags = store::tag::of_client(tx, id)?.into_iter().map(|tag| tag.name).collect();
            let panels = draw(tx, &page, "client", id)?;
            Ok(Ok(ClientPage {
                name: client.name(),
                initials: client.initials(),
                lines,
                reason,
                change: change.clone(),
                tags,
                label: label.clone(),
                panels,
                page,
            }))
        })
        .await;
    let shown = match shown {
        Err(Error::Refused(why @ (Refusal::Policy | Refusal::Restricted(_) | Refusal::Unagreed))) => {
            return Ok(shut(&scope, &face, id, why));
        }
        Err(Error::Refused(Refusal::Erased)) => return locked(&scope, &face, id).await,
        shown => shown?,
    };
    Ok(match shown {
        Ok(shown) => render(&shown),
        Err(kept) => Redirect::to(&face.to(&format!("/clients/{kept}?done=merged"))).into_response(),
    })
}

/// Whether nothing but an emergency lets the reader in.
fn by_emergency(tx: &mut Tx<'_>, id: PersonId) -> Result<bool> {
    if !tx.actor().roles.contains(Role::Clinician) {
        return Ok(false);
    }
    let relations = tx.relations(id)?;
    let without = Relations { emergency: false, ..relations };
    Ok(relations.emergency && !tx.decide(OPEN, without))
}

#[derive(askama::Template)]
#[template(path = "people/shut.html")]
struct ShutPage {
    page: Page,
    /// Where it is opened in an emergency, for whom may.
    emergency: Option<String>,
    /// Since when the use of what is kept is restricted at their wish.
    restricted: Option<String>,
    /// The use that the page is was added after they came, and they have not agreed to it.
    unagreed: bool,
    /// Where it stands what they restricted and agreed to.
    consents: Option<String>,
    /// Where it is written down what somebody asks who stands here: that stays open.
    asks: Option<String>,
}

/// A record that stays shut to whoever asks. The refusal is written down already.
fn shut(scope: &Scope, face: &Face, id: PersonId, why: Refusal) -> Response {
    let treats = scope.clinic.parameters.edition.treats();
    let may = treats && scope.house().permits_anyhow(scope, "identity.emergency.begin");
    let emergency = may.then(|| face.to(&format!("/clients/{id}/emergency")));
    let restricted = match why {
        Refusal::Restricted(at) => Some(face.t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date())),
        _ => None,
    };
    let unagreed = why == Refusal::Unagreed;
    let title = match (restricted.is_some(), unagreed) {
        (true, _) => "people-restricted",
        (false, true) => "people-unagreed",
        (false, false) => "people-shut",
    };
    let reads = (restricted.is_some() || unagreed) && scope.house().permits_anyhow(scope, "office.consents.read");
    let consents = reads.then(|| face.to(&format!("/clients/{id}/consents")));
    let logs = (restricted.is_some() || unagreed) && scope.house().permits_anyhow(scope, "office.request.log");
    let asks = logs.then(|| face.to(&format!("/clients/{id}/requests")));
    let page = face.page(scope, title);
    render_as(StatusCode::FORBIDDEN, &ShutPage { page, emergency, restricted, unagreed, consents, asks })
}

#[derive(askama::Template)]
#[template(path = "people/locked.html")]
struct LockedPage {
    page: Page,
    until: String,
    law: String,
}

/// A record that a law keeps locked: until when and by which law, and nothing of whose it is.
async fn locked(scope: &Scope, face: &Face, id: PersonId) -> Result<Response, Fault> {
    let lock = scope.read(move |tx| ground::erase::locked(tx, id)).await?;
    let lock = lock.ok_or(Error::Refused(Refusal::Erased))?;
    let until = face.t.date_plain(lock.until.to_zoned(scope.clinic.zone.clone()).date());
    let page = face.page(scope, "people-locked");
    Ok(render_as(StatusCode::GONE, &LockedPage { page, until, law: ground::says::named(&face.t, &lock.law) }))
}

#[derive(askama::Template)]
#[template(path = "people/edit.html")]
struct EditPage {
    page: Page,
    heading: String,
    action: String,
    back: String,
    form: Details,
    /// Where what they tell is kept, of somebody new.
    kept: String,
    /// The record is gone, so that nothing can be saved to it: what happened, where to go, and by which words.
    gone: Option<(String, String, String)>,
}

/// An empty form for a new client.
pub(super) async fn blank(scope: Scope, face: Face) -> Result<Response, Fault> {
    let fields = Fields::filled([("language", scope.clinic.languages.first().cloned().unwrap_or_default())]);
    Ok(new_page(&scope, &face, &fields, &Faults::new())?)
}

fn new_page(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults) -> Result<Response> {
    let page = face.page(scope, "people-add");
    let form = Details::new(fields, faults, &scope.clinic, &face.t, Asked::Desk);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let ask = Ask::of(&scope.clinic, scope.house().clock.now());
    let kept = ask.map(|ask| ask.draw(&face.t, fields, faults, By::Desk)).transpose()?.unwrap_or_default();
    Ok(render_as(
        status,
        &EditPage {
            page,
            heading: face.t.get("people-add"),
            action: face.to("/clients"),
            back: face.to("/clients"),
            form,
            kept,
            gone: None,
        },
    ))
}

/// Adds a client. Someone with this name and address who is known already is shown instead: two records of one person
/// help nobody.
pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let now = scope.house().clock.now();
    let day = now.to_zoned(scope.clinic.zone.clone()).date();
    let ask = Ask::of(&scope.clinic, now);
    let (new, told) = match read_told(&fields, &scope.clinic, day, ask.as_ref()) {
        Ok(read) => read,
        Err(faults) => return Ok(new_page(&scope, &face, &fields, &faults)?),
    };
    let (id, done) = scope
        .write(move |tx| -> Result<(PersonId, &'static str)> {
            let (id, created) = store::find_or_create(tx, &new, &Source::Desk)?;
            if created {
                store::duplicate::look_again(tx, id)?;
                residency::note(tx, id, id, told.as_ref())?;
                return Ok((id, "added"));
            }
            // What was typed of somebody new is nobody's word of whoever is known.
            let asks = told.as_ref().map(|told| residency::asks_first(tx, id, told)).transpose()?.unwrap_or_default();
            Ok((id, if asks { "ask" } else { "known" }))
        })
        .await?;
    Ok(Redirect::to(&face.to(&format!("/clients/{id}?done={done}"))).into_response())
}

/// The form with a client's details.
pub(super) async fn edit(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let id = person(&parts)?;
    let (id, client, note) = scope
        .read(move |tx| -> Result<_> {
            let id = tx.kept(id)?;
            let stored = store::find(tx, id)?.ok_or(ground::Error::NotFound)?;
            let key = tx.open(id)?;
            Ok((id, stored.open(&key)?, stored.note(&key)?))
        })
        .await?;
    let form = Details::new(&filled(&client, note), &Faults::new(), &scope.clinic, &face.t, Asked::Desk);
    Ok(edit_page(&scope, &face, id, form, None, StatusCode::OK))
}

/// Writes changed details, or shows the form again with everything that was typed.
pub(super) async fn save(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = person(&parts)?;
    let typed = fields.clone();
    let saved = scope.write(move |tx| save_details(tx, id, &typed, Asked::Desk)).await?;
    let form = |faults: &Faults| Details::new(&fields, faults, &scope.clinic, &face.t, Asked::Desk);
    Ok(match saved {
        Saved::Done => Redirect::to(&face.to(&format!("/clients/{id}?done=saved"))).into_response(),
        Saved::Wrong(faults) => edit_page(&scope, &face, id, form(&faults), None, StatusCode::UNPROCESSABLE_ENTITY),
        Saved::Stale(client, note) => {
            let form = form(&Faults::new()).stale(&client, note.as_deref(), &face.t);
            edit_page(&scope, &face, id, form, None, StatusCode::CONFLICT)
        }
        Saved::Merged(kept) => {
            let t = &face.t;
            let to = face.to(&format!("/clients/{kept}"));
            let gone = Some((t.get("people-gone-merged"), to, t.get("people-gone-merged-open")));
            edit_page(&scope, &face, id, form(&Faults::new()), gone, StatusCode::CONFLICT)
        }
        Saved::Gone => {
            let t = &face.t;
            let gone = Some((t.get("people-gone-erased"), face.to("/clients"), t.get("people-gone-list")));
            edit_page(&scope, &face, id, form(&Faults::new()), gone, StatusCode::NOT_FOUND)
        }
    })
}

fn edit_page(
    scope: &Scope,
    face: &Face,
    id: PersonId,
    form: Details,
    gone: Option<(String, String, String)>,
    status: StatusCode,
) -> Response {
    let page = face.page(scope, "people-change");
    let (action, back) = (face.to(&format!("/clients/{id}/details")), face.to(&format!("/clients/{id}")));
    render_as(
        status,
        &EditPage { page, heading: face.t.get("people-change"), action, back, form, kept: String::new(), gone },
    )
}
