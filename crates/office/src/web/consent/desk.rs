//! What the desk and the privacy officer write down of what a client said.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::consent::Way;
use ground::residency::{self, Ask, By as Told, Via};
use ground::restrict::Basis;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Tongue, render_as};
use ground::{Error, PersonId, Result, Scope, Tx};

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
    /// Whose word it may be, where somebody acts for them: what the form names, and words.
    givers: Vec<(String, String)>,
    /// What whoever was never asked where it may be kept says of it, where a law asks; empty where none does.
    home: String,
}

/// What a form names that says where somebody lives who was never asked.
const HOME: &str = "home";

/// Themselves, and whoever acts for them, by name as far as the reader may open them; nobody to choose where nobody acts for them.
fn givers(tx: &mut Tx<'_>, t: &Tongue, person: PersonId) -> Result<Vec<(String, String)>> {
    let bonds = people::guardians_of(tx, person)?;
    if bonds.is_empty() {
        return Ok(Vec::new());
    }
    let guardians: Vec<PersonId> = bonds.iter().map(|bond| bond.guardian).collect();
    let opened = people::open_many(tx, &guardians)?;
    let mut givers = vec![(SELF.to_owned(), t.get("consent-giver-self"))];
    givers.extend(bonds.iter().map(|bond| {
        let kind = t.get(bond.kind.key());
        let words = match opened.get(&bond.guardian) {
            Some(guardian) => t.with("consent-giver-named", &[("name", guardian.name().into()), ("kind", kind.into())]),
            None => kind,
        };
        (bond.guardian.to_string(), words)
    }));
    Ok(givers)
}

/// What the form calls the person themselves.
const SELF: &str = "self";

fn client(parts: &Parts) -> Result<PersonId, Fault> {
    parts.get("client").and_then(|id| id.parse().ok()).ok_or_else(Fault::not_found)
}

/// What stands about a client, for the desk. Of whom the reader may not open, as where everything is restricted, it shows as much
/// and no name.
pub(super) async fn desk(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let id = client(&parts)?;
    let done = match fields.value("done") {
        "1" => Some(face.t.get("consent-done")),
        "age" => Some(face.t.get("consent-age-unknown")),
        "own" => Some(face.t.get("consent-not-own")),
        "giver" => Some(face.t.get("consent-giver-missing")),
        _ => None,
    };
    page(&scope, &face, id, done, (&Fields::default(), &Faults::new())).await
}

async fn page(
    scope: &Scope,
    face: &Face,
    id: PersonId,
    toast: Option<String>,
    (fields, faults): (&Fields, &Faults),
) -> Result<Response, Fault> {
    let page = Page { toast, ..face.page(scope, "consent-desk") };
    let may = |action: &str, end: &str| {
        scope.house().permits_anyhow(scope, action).then(|| face.to(&format!("/clients/{id}/{end}")))
    };
    let record = may("office.consents.record", "consents");
    let restrict = may("office.restrictions.write", "restrictions");
    let asks = Ask::of(&scope.clinic, scope.house().clock.now()).filter(|ask| record.is_some() && ask.asks());
    let home = asks.map(|ask| ask.draw(&face.t, fields, faults, Told::Desk)).transpose()?.unwrap_or_default();
    let (t, back) = (face.t.clone(), face.to("/clients"));
    let shown = scope
        .read(move |tx| -> Result<Desk> {
            if !tx.knows(id)? {
                return Err(Error::NotFound);
            }
            let kept = tx.kept(id)?;
            let stands = store::of(tx, kept)?;
            let mut page = page.clone();
            // By name, where the reader may open them.
            if let Some(client) = people::open_many(tx, &[kept])?.get(&kept) {
                page.title = t.with("consent-desk-of", &[("name", client.name().into())]);
            }
            Ok(Desk {
                page,
                board: board(tx, &t, &stands, None, None),
                back: format!("{back}/{kept}"),
                record: record.clone(),
                restrict: restrict.clone(),
                givers: givers(tx, &t, kept)?,
                home: if stands.kept.is_none() { home.clone() } else { String::new() },
            })
        })
        .await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &shown))
}

/// Whose word `by` names: the client's, or that of whoever acts for them. Why it is not written down, as the page says it, where
/// nobody is named and somebody acts for them, and where a yes is not the client's own to say.
fn giver(tx: &mut Tx<'_>, client: PersonId, by: &str, yes: bool) -> Result<Result<PersonId, &'static str>, Fault> {
    let bonds = people::guardians_of(tx, client)?;
    let giver = match by {
        "" if !bonds.is_empty() => return Ok(Err("giver")),
        "" | SELF => client,
        named => {
            let acts = bonds.iter().find(|bond| bond.guardian.to_string() == named);
            acts.ok_or_else(|| Fault::bad_request("consent.by"))?.guardian
        }
    };
    Ok(if yes && giver == client && !store::is_own_to_say(tx, client)? { Err("own") } else { Ok(giver) })
}

/// Where somebody lives who is known, and that they agree where the law there asks for it: heard by whoever has their page open.
async fn lives(scope: Scope, face: Face, id: PersonId, fields: Fields) -> Result<Response, Fault> {
    let Some(ask) = Ask::of(&scope.clinic, scope.house().clock.now()) else {
        return Err(Fault::bad_request("consent.what"));
    };
    let mut form = fields.reader();
    form.text_or_none("what", 10);
    let by = form.text_or_none("by", 40).unwrap_or_default();
    let told = ask.read(&mut form, Via::Desk, face.t.lang(), true);
    let told = match form.finish(|| Some(told)) {
        Ok(told) => told,
        Err(faults) => return page(&scope, &face, id, None, (&fields, &faults)).await,
    };
    let done = scope
        .write(move |tx| -> Result<&'static str, Fault> {
            let kept = tx.held(id)?;
            let giver = match giver(tx, kept, &by, true)? {
                Ok(giver) => giver,
                Err(why) => return Ok(why),
            };
            if !store::end_is_known(tx, kept, giver)? {
                return Ok("age");
            }
            residency::note_anew(tx, kept, giver, Some(&told))?;
            Ok("1")
        })
        .await?;
    Ok(Redirect::to(&face.to(&format!("/clients/{id}/consents?done={done}"))).into_response())
}

/// A word that somebody gave on paper, which whoever writes it down saw.
pub(super) async fn record(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = client(&parts)?;
    if fields.value("what") == HOME {
        return lives(scope, face, id, fields).await;
    }
    let (what, set) = said(fields.value("what"), fields.value("set"))?;
    if !matches!(what, Said::Agree(_) | Said::Use(..)) {
        return Err(Fault::bad_request("consent.what"));
    }
    let (t, by) = (face.t.clone(), fields.value("by").to_owned());
    let done = scope
        .write(move |tx| -> Result<&'static str, Fault> {
            let kept = tx.kept(id)?;
            let giver = match giver(tx, kept, &by, set)? {
                Ok(giver) => giver,
                Err(why) => return Ok(why),
            };
            if set && !store::end_is_known(tx, kept, giver)? {
                return Ok("age");
            }
            lifts(tx, kept, what, set)?;
            store::say(tx, kept, what, set, By { giver, way: Way::Desk, basis: Basis::Request }, &t)?;
            Ok("1")
        })
        .await?;
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
