//! What the desk and the privacy officer write down of what a client said.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use ground::consent::Way;
use ground::restrict::Basis;
use ground::web::{Face, Fault, Form, Page, Query, render};
use ground::{Error, PersonId, Result, Scope};

use super::{Board, Parts, board, lifts, said};
use crate::store::consent::{self as store, By, Said};

#[derive(Template)]
#[template(path = "consent/client.html")]
struct Desk {
    page: Page,
    board: Board,
    back: String,
    /// Where a word that was given on paper is written down, for whom may.
    record: Option<String>,
    /// Where the officer writes down what was asked for.
    restrict: Option<String>,
    /// Somebody acts for them, and may be whose word it is.
    guarded: bool,
}

fn client(parts: &Parts) -> Result<PersonId, Fault> {
    parts.get("client").and_then(|id| id.parse().ok()).ok_or_else(Fault::not_found)
}

/// What stands about a client, for the desk. It opens nobody: of whom everything is restricted it shows as much.
pub(super) async fn desk(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let id = client(&parts)?;
    let mut page = face.page(&scope, "consent-desk");
    page.toast = match fields.value("done") {
        "1" => Some(face.t.get("consent-done")),
        "age" => Some(face.t.get("consent-age-unknown")),
        _ => None,
    };
    let may = |action: &str, end: &str| {
        scope.house().permits_anyhow(&scope, action).then(|| face.to(&format!("/clients/{id}/{end}")))
    };
    let record = may("office.consents.record", "consents");
    let restrict = may("office.restrictions.write", "restrictions");
    let shown = scope
        .read(move |tx| -> Result<Desk> {
            if !tx.knows(id)? {
                return Err(Error::NotFound);
            }
            let kept = tx.kept(id)?;
            let stands = store::of(tx, kept)?;
            Ok(Desk {
                page: page.clone(),
                board: board(tx, &face.t, &stands, None, None),
                back: face.to(&format!("/clients/{kept}")),
                record: record.clone(),
                restrict: restrict.clone(),
                guarded: !people::guardians_of(tx, kept)?.is_empty(),
            })
        })
        .await?;
    Ok(render(&shown))
}

/// A word that somebody gave on paper, which whoever writes it down saw.
pub(super) async fn record(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = client(&parts)?;
    let (what, set) = said(fields.value("what"), fields.value("set"))?;
    if !matches!(what, Said::Agree(_) | Said::Use(..)) {
        return Err(Fault::bad_request("consent.what"));
    }
    let (t, guardian) = (face.t.clone(), fields.value("by") == "guardian");
    let written = scope
        .write(move |tx| -> Result<bool, Fault> {
            let kept = tx.kept(id)?;
            let giver = match people::guardians_of(tx, kept)?.first().filter(|_| guardian) {
                Some(bond) => bond.guardian,
                None => kept,
            };
            if set && !store::end_is_known(tx, kept, giver)? {
                return Ok(false);
            }
            lifts(tx, kept, what, set)?;
            store::say(tx, kept, what, set, By { giver, way: Way::Desk, basis: Basis::Request }, &t)?;
            Ok(true)
        })
        .await?;
    let done = if written { "1" } else { "age" };
    Ok(Redirect::to(&face.to(&format!("/clients/{id}/consents?done={done}"))).into_response())
}

/// What somebody asked the privacy officer for: to have everything stopped, or one use; or that it goes on.
pub(super) async fn restrict(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = client(&parts)?;
    let (what, set) = said(fields.value("what"), fields.value("set"))?;
    if !matches!(what, Said::Stop(_)) {
        return Err(Fault::bad_request("consent.what"));
    }
    let t = face.t.clone();
    scope
        .write(move |tx| -> Result<(), Fault> {
            let by = By { giver: id, way: Way::Desk, basis: Basis::Request };
            lifts(tx, id, what, set)?;
            Ok(store::say(tx, id, what, set, by, &t).map(drop)?)
        })
        .await?;
    Ok(Redirect::to(&face.to(&format!("/clients/{id}/consents?done=1"))).into_response())
}
