//! SCIM 2.0 (RFC 7643 and 7644): a directory tells us who works here.
//!
//! Whoever calls holds a key of scope `scim`, which opens these addresses and nothing else. What real directories send is
//! taken as they mean it; what would be dangerous to guess is refused.

mod act;
mod answer;
mod body;
mod bulk;
mod draw;
mod filter;
mod group;
mod list;
mod patch;
mod query;
mod schema;
mod user;

use axum::extract::{FromRequestParts, Path, RawQuery};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ground::web::{Fault, Tongue};
use ground::{House, Routes, Scope};
use promise::Evidence;
use promise::Purpose::Administration;
use serde_json::Value as Json;

use act::{Asking, Change, Done};
pub(crate) use answer::DIALECT;
use body::Body;
use query::{Asked, Wanted};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/scim/v2/ServiceProviderConfig", "directory.scim.discover", Administration, config)
        .get("/c/{clinic}/scim/v2/ResourceTypes", "directory.scim.discover", Administration, resource_types)
        .get("/c/{clinic}/scim/v2/ResourceTypes/{kind}", "directory.scim.discover", Administration, resource_type)
        .get("/c/{clinic}/scim/v2/Schemas", "directory.scim.discover", Administration, schemas)
        .get("/c/{clinic}/scim/v2/Schemas/{kind}", "directory.scim.discover", Administration, one_schema)
        .get("/c/{clinic}/scim/v2/Me", "directory.scim.discover", Administration, me)
        .get("/c/{clinic}/scim/v2/Users", "directory.user.list", Administration, list_users)
        .post("/c/{clinic}/scim/v2/Users", "directory.user.write", Administration, create_user)
        .question("/c/{clinic}/scim/v2/Users/.search", "directory.user.list", Administration, search_users)
        .get("/c/{clinic}/scim/v2/Users/{directory_user}", "directory.user.read", Administration, read_user)
        .put("/c/{clinic}/scim/v2/Users/{directory_user}", "directory.user.write", Administration, put_user)
        .patch("/c/{clinic}/scim/v2/Users/{directory_user}", "directory.user.write", Administration, patch_user)
        .delete("/c/{clinic}/scim/v2/Users/{directory_user}", "directory.user.write", Administration, delete_user)
        .get("/c/{clinic}/scim/v2/Groups", "directory.group.list", Administration, list_groups)
        .post("/c/{clinic}/scim/v2/Groups", "directory.group.write", Administration, create_group)
        .question("/c/{clinic}/scim/v2/Groups/.search", "directory.group.list", Administration, search_groups)
        .get("/c/{clinic}/scim/v2/Groups/{directory_group}", "directory.group.read", Administration, read_group)
        .put("/c/{clinic}/scim/v2/Groups/{directory_group}", "directory.group.write", Administration, put_group)
        .patch("/c/{clinic}/scim/v2/Groups/{directory_group}", "directory.group.write", Administration, patch_group)
        .delete("/c/{clinic}/scim/v2/Groups/{directory_group}", "directory.group.write", Administration, delete_group)
        .question("/c/{clinic}/scim/v2/.search", "directory.user.list", Administration, search)
        .post("/c/{clinic}/scim/v2/Bulk", "directory.bulk.write", Administration, bulk)
}

/// What addresses of resources begin with.
fn base(scope: &Scope) -> String {
    format!("{}/scim/v2", scope.house().address_of(&scope.clinic))
}

impl FromRequestParts<House> for Asking {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Asking, Response> {
        let wanted = Wanted::of_query(parts.uri.query()).map_err(IntoResponse::into_response)?;
        let versions = parts.headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let scope = Scope::from_request_parts(parts, house).await?;
        Ok(Asking { base: base(&scope), wanted, versions, scope })
    }
}

fn respond(done: Done) -> Response {
    let status = StatusCode::from_u16(done.status).unwrap_or(StatusCode::OK);
    let mut response = match &done.resource {
        Some(resource) => answer::json(status, resource),
        None => status.into_response(),
    };
    let tag = done.version.and_then(|version| HeaderValue::try_from(draw::etag(version)).ok());
    let location = done.location.filter(|_| status != StatusCode::NO_CONTENT);
    let location = location.and_then(|location| HeaderValue::try_from(location).ok());
    for (name, value) in [(header::ETAG, tag), (header::LOCATION, location)] {
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// An answer that whoever asks has already is not sent again.
fn respond_unless_known(done: Done, headers: &HeaderMap) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if let (Some(header), Some(version)) = (known, done.version)
        && act::names(header, version)
    {
        return respond(Done { status: 304, resource: None, ..done });
    }
    respond(done)
}

/// `directory.fields`: the control is tried on a person of whom more is sent than is taken.
pub(crate) fn evidence(_: &mut ground::Tx<'_>) -> ground::Result<Evidence> {
    let (sent, kept, more) = user::trial();
    Ok(Evidence::new(&[("sent", sent), ("kept", kept), ("kept beside them", more)], kept == 5 && more == 0))
}

type One = Path<(String, String)>;

async fn create_user(asking: Asking, Body(body): Body) -> Result<Response, Fault> {
    Ok(respond(act::create_user(&asking, &body).await?))
}

/// Always whole: the person's version says nothing of the groups that are answered with them.
async fn read_user(asking: Asking, Path((_, id)): One) -> Result<Response, Fault> {
    Ok(respond(act::read_user(&asking, &id).await?))
}

async fn put_user(asking: Asking, Path((_, id)): One, Body(body): Body) -> Result<Response, Fault> {
    Ok(respond(act::change_user(&asking, &id, Change::Whole(body)).await?))
}

async fn patch_user(asking: Asking, Path((_, id)): One, Body(body): Body) -> Result<Response, Fault> {
    Ok(respond(act::change_user(&asking, &id, Change::Parts(patch::read(&body)?)).await?))
}

async fn delete_user(asking: Asking, Path((_, id)): One) -> Result<Response, Fault> {
    Ok(respond(act::delete_user(&asking, &id).await?))
}

async fn create_group(asking: Asking, Body(body): Body) -> Result<Response, Fault> {
    Ok(respond(act::create_group(&asking, body).await?))
}

async fn read_group(asking: Asking, Path((_, id)): One, headers: HeaderMap) -> Result<Response, Fault> {
    Ok(respond_unless_known(act::read_group(&asking, &id).await?, &headers))
}

async fn put_group(asking: Asking, Path((_, id)): One, Body(body): Body) -> Result<Response, Fault> {
    Ok(respond(act::change_group(&asking, &id, Change::Whole(body)).await?))
}

async fn patch_group(asking: Asking, Path((_, id)): One, Body(body): Body) -> Result<Response, Fault> {
    Ok(respond(act::change_group(&asking, &id, Change::Parts(patch::read(&body)?)).await?))
}

async fn delete_group(asking: Asking, Path((_, id)): One) -> Result<Response, Fault> {
    Ok(respond(act::delete_group(&asking, &id).await?))
}

type Lists = fn(&mut ground::Tx<'_>, &Asked, &str) -> crate::Result<list::Found>;

async fn listed(scope: Scope, asked: Asked, lists: Lists) -> Result<Response, Fault> {
    let (base, start) = (base(&scope), asked.start);
    let found = scope.read(move |tx| lists(tx, &asked, &base)).await.map_err(answer::fault)?;
    Ok(answer::json(StatusCode::OK, &found.to_json(start)))
}

async fn list_users(scope: Scope, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    listed(scope, Asked::of_query(query.as_deref())?, list::users).await
}

async fn search_users(scope: Scope, Body(body): Body) -> Result<Response, Fault> {
    listed(scope, Asked::of_body(&body)?, list::users).await
}

async fn list_groups(scope: Scope, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    listed(scope, Asked::of_query(query.as_deref())?, list::groups).await
}

async fn search_groups(scope: Scope, Body(body): Body) -> Result<Response, Fault> {
    listed(scope, Asked::of_body(&body)?, list::groups).await
}

async fn search(scope: Scope, Body(body): Body) -> Result<Response, Fault> {
    listed(scope, Asked::of_body(&body)?, list::everything).await
}

async fn bulk(asking: Asking, tongue: Tongue, Body(body): Body) -> Result<Response, Fault> {
    Ok(answer::json(StatusCode::OK, &bulk::run(&asking, &tongue, &body).await?))
}

fn said(json: &Json) -> Response {
    answer::json(StatusCode::OK, json)
}

async fn config(scope: Scope) -> Response {
    said(&schema::config(&base(&scope)))
}

async fn resource_types(scope: Scope) -> Response {
    said(&schema::listed(schema::resource_types(&base(&scope))))
}

async fn resource_type(scope: Scope, Path((_, kind)): One) -> Result<Response, Fault> {
    schema::named(schema::resource_types(&base(&scope)), &kind).map(|one| said(&one)).ok_or_else(Fault::not_found)
}

async fn schemas(scope: Scope) -> Response {
    said(&schema::listed(schema::schemas(&base(&scope))))
}

async fn one_schema(scope: Scope, Path((_, kind)): One) -> Result<Response, Fault> {
    schema::named(schema::schemas(&base(&scope)), &kind).map(|one| said(&one)).ok_or_else(Fault::not_found)
}

/// Whoever comes with a directory's key is nobody in particular (RFC 7644, section 3.11).
async fn me(_: Scope) -> Fault {
    Fault::not_done("scim.me")
}
