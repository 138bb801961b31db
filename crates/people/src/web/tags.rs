//! Labels: those of the clinic, and those one client bears.

use std::collections::{BTreeSet, HashMap};

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Value, render, render_as};
use ground::{Error, Result, Scope};

use super::{Field, Parts, person, to_change, toast};
use crate::model::{TagId, TagName};
use crate::store;
use crate::store::tag::Named;

#[derive(askama::Template)]
#[template(path = "people/tags.html")]
struct TagsPage {
    page: Page,
    action: String,
    back: String,
    rows: Vec<TagRow>,
    called: Field,
    faults: u32,
}

struct TagRow {
    name: String,
    /// How many clients bear it.
    bearers: String,
    /// Those who do.
    who: String,
    href: String,
}

/// The clinic's labels, and the form for one more.
pub(super) async fn list(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = face.page(&scope, "people-tags");
    toast(&mut page, &fields);
    tags_page(&scope, &face, page, Field::default(), StatusCode::OK).await
}

async fn tags_page(
    scope: &Scope,
    face: &Face,
    page: Page,
    called: Field,
    status: StatusCode,
) -> Result<Response, Fault> {
    let (bearers, tags) = scope
        .read(|tx| -> Result<_> {
            let tags = store::tag::list(tx)?;
            let ids: Vec<TagId> = tags.iter().map(|tag| tag.id).collect();
            Ok((store::tag::bearers(tx, &ids)?, tags))
        })
        .await?;
    let rows = tags
        .into_iter()
        .map(|tag| TagRow {
            bearers: face.t.with("people-tag-bearers", &[("count", borne(&bearers, tag.id))]),
            who: face.to(&format!("/clients?tag={}", tag.id)),
            href: face.to(&format!("/clients/tags/{}", tag.id)),
            name: tag.name,
        })
        .collect();
    let faults = u32::from(!called.fault.is_empty());
    let (action, back) = (face.to("/clients/tags"), face.to("/clients"));
    Ok(render_as(status, &TagsPage { page, action, back, rows, called, faults }))
}

fn borne(bearers: &HashMap<TagId, u64>, tag: TagId) -> Value<'static> {
    (bearers.get(&tag).copied().unwrap_or(0) as f64).into()
}

/// The name that was typed, or what is wrong with it.
fn read_name(fields: &Fields) -> Result<TagName, Faults> {
    let mut form = fields.reader();
    let text = form.text("name", 4 * TagName::MOST);
    let name = text.and_then(|text| match TagName::parse(&text) {
        Ok(name) => Some(name),
        Err(wrong) => {
            form.fault_with("name", wrong.key(), &wrong.values());
            None
        }
    });
    form.finish(|| name)
}

fn refused(named: Named) -> Option<Faults> {
    match named {
        Named::Done(_) => None,
        Named::Taken => Some(Faults::one("name", "people-tag-taken")),
        Named::Full => Some(Faults::one("name", "people-tag-full")),
    }
}

/// Makes a label.
pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let faults = match read_name(&fields) {
        Err(faults) => faults,
        Ok(name) => match refused(scope.write(move |tx| store::tag::create(tx, &name)).await?) {
            Some(faults) => faults,
            None => return Ok(Redirect::to(&face.to("/clients/tags?done=saved")).into_response()),
        },
    };
    let called = Field::of("name", &fields, &faults, &face.t);
    tags_page(&scope, &face, face.page(&scope, "people-tags"), called, StatusCode::UNPROCESSABLE_ENTITY).await
}

fn tag(parts: &Parts) -> Result<TagId> {
    parts.get("tag").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

#[derive(askama::Template)]
#[template(path = "people/tag.html")]
struct TagPage {
    page: Page,
    action: String,
    removal: String,
    back: String,
    called: Field,
    /// What removing it does.
    warning: String,
    faults: u32,
}

/// One label, to word otherwise or remove.
pub(super) async fn edit(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let id = tag(&parts)?;
    let found = scope.read(move |tx| store::tag::find(tx, id)?.ok_or(Error::NotFound)).await?;
    tag_page(&scope, &face, id, Field { value: found.name, fault: String::new() }, StatusCode::OK).await
}

async fn tag_page(scope: &Scope, face: &Face, id: TagId, called: Field, status: StatusCode) -> Result<Response, Fault> {
    let bearers = scope.read(move |tx| store::tag::bearers(tx, &[id])).await?;
    let page = face.page(scope, "people-tag");
    let (back, action) = (face.to("/clients/tags"), face.to(&format!("/clients/tags/{id}")));
    let warning = face.t.with("people-tag-removal-text", &[("count", borne(&bearers, id))]);
    let faults = u32::from(!called.fault.is_empty());
    Ok(render_as(
        status,
        &TagPage { page, removal: format!("{action}/removal"), action, back, called, warning, faults },
    ))
}

/// Words a label otherwise.
pub(super) async fn rename(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = tag(&parts)?;
    let faults = match read_name(&fields) {
        Err(faults) => faults,
        Ok(name) => match refused(scope.write(move |tx| store::tag::update(tx, id, &name)).await?) {
            Some(faults) => faults,
            None => return Ok(Redirect::to(&face.to("/clients/tags?done=saved")).into_response()),
        },
    };
    let called = Field::of("name", &fields, &faults, &face.t);
    tag_page(&scope, &face, id, called, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Removes a label, and takes it off everyone.
pub(super) async fn remove(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = tag(&parts)?;
    fields.reader().finish(|| Some(())).map_err(Fault::invalid)?;
    match scope.write(move |tx| store::tag::delete(tx, id)).await {
        Ok(()) | Err(Error::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to(&face.to("/clients/tags?done=removed")).into_response())
}

#[derive(askama::Template)]
#[template(path = "people/client_tags.html")]
struct ClientTagsPage {
    page: Page,
    name: String,
    action: String,
    back: String,
    boxes: Vec<Tick>,
    /// Where labels are made, for whom may.
    make: Option<String>,
}

/// A label to tick.
struct Tick {
    id: String,
    name: String,
    on: bool,
}

/// The labels of one client, to put on and take off.
pub(super) async fn of_client(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let id = person(&parts)?;
    let (name, all, borne) = scope
        .read(move |tx| -> Result<_> {
            let id = tx.kept(id)?;
            let name = store::open(tx, id)?.name();
            Ok((name, store::tag::list(tx)?, store::tag::of_client(tx, id)?))
        })
        .await?;
    let borne: BTreeSet<TagId> = borne.into_iter().map(|tag| tag.id).collect();
    let boxes = all
        .into_iter()
        .map(|tag| Tick { on: borne.contains(&tag.id), id: tag.id.to_string(), name: tag.name })
        .collect();
    let page = face.page(&scope, "people-tags");
    let (action, back) = (face.to(&format!("/clients/{id}/tags")), face.to(&format!("/clients/{id}")));
    let make = scope.house().permits_anyhow(&scope, "people.tag.write").then(|| face.to("/clients/tags"));
    Ok(render(&ClientTagsPage { page, name, action, back, boxes, make }))
}

/// Puts labels on and takes them off: what changed on the page that was sent, so that two desks at once undo nothing of
/// each other's.
pub(super) async fn change(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = person(&parts)?;
    let mut form = fields.reader();
    let most = store::tag::MOST as usize;
    let (ticked, had): (Vec<TagId>, Vec<TagId>) = (form.many("tag", most), form.many("had", most));
    form.finish(|| Some(())).map_err(Fault::invalid)?;
    let on: Vec<TagId> = ticked.iter().filter(|tag| !had.contains(tag)).copied().collect();
    let off: Vec<TagId> = had.iter().filter(|tag| !ticked.contains(tag)).copied().collect();
    scope
        .write(move |tx| -> Result<()> {
            let id = to_change(tx, id)?;
            store::tag::change(tx, id, &on, &off)
        })
        .await?;
    Ok(Redirect::to(&face.to(&format!("/clients/{id}?done=saved"))).into_response())
}
