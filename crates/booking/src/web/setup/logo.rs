//! The clinic's logo: a picture of a few kilobytes, made anew of the file that the manager sends, and whether it says the
//! clinic's name.
//!
//! No browser sends a file twice by itself. A form that comes back, for a fault or because somebody was quicker, says so by
//! asking for the file again.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::logo::{self, Logo};
use ground::picture::{self, MOST, Picture, SIDE, Unfit};
use ground::web::{Came, Face, Fault, Fields, Form, Mark, Page, Query, Tongue, Upload, render_as};
use ground::{Result, Scope, Tx, clinic};

use super::drawn::{self, Refused, again, marked, unchanged};
use super::page::{Tab, said, tabs};

/// The page.
#[derive(askama::Template)]
#[template(path = "setup/logo.html")]
struct LogoPage {
    page: Page,
    title: String,
    tabs: Vec<Tab>,
    beside: Vec<Tab>,
    action: String,
    /// The one there is now.
    logo: Option<Mark>,
    says_name: bool,
    /// What the form was drawn from.
    drawn: String,
    most: usize,
    hint: String,
    too_large: String,
    fault: String,
    /// Somebody was quicker.
    stale: bool,
    may: bool,
}

pub(super) async fn show(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let stored = scope.read(clinic::find).await?.logo;
    let mut page = page_of(&scope, &face, &marked(&filled(stored.as_ref())), stored.as_ref());
    page.page.toast = said(&face.t, &query);
    Ok(render_as(StatusCode::OK, &page))
}

/// Takes a picture, what is said of it, or both.
pub(super) async fn set(scope: Scope, face: Face, upload: Upload) -> Result<Response, Fault> {
    let received = upload.hold("file", MOST).await?;
    let fields = received.fields;
    let picture = match received.file {
        Came::Nothing => None,
        Came::Kept(file) => match picture::made(file).await? {
            Ok(picture) => Some(picture),
            Err(why) => {
                return faulty(&scope, &face, &fields, StatusCode::UNPROCESSABLE_ENTITY, unfit(&face.t, why)).await;
            }
        },
        Came::TooLarge => {
            return faulty(&scope, &face, &fields, StatusCode::PAYLOAD_TOO_LARGE, too_large(&face.t)).await;
        }
        Came::Refused(why) => {
            return faulty(&scope, &face, &fields, StatusCode::UNPROCESSABLE_ENTITY, face.t.get(why)).await;
        }
    };
    let (typed, says_name) = (fields.clone(), !fields.value("says_name").is_empty());
    let done = scope.write(move |tx| save(tx, &typed, picture.as_ref(), says_name)).await;
    match done {
        Ok(true) => Ok(Redirect::to(&face.to("/setup/clinic/logo?done=saved")).into_response()),
        Ok(false) => {
            let fault = face.t.get("setup-logo-none");
            faulty(&scope, &face, &fields, StatusCode::UNPROCESSABLE_ENTITY, fault).await
        }
        Err(refused) => overtaken(&scope, &face, &fields, refused).await,
    }
}

/// Takes the logo off the pages.
pub(super) async fn remove(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let typed = fields.clone();
    let done = scope
        .write(move |tx| -> Result<(), Refused> {
            unchanged(tx, &typed, stored)?;
            Ok(logo::update(tx, None)?)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&face.to("/setup/clinic/logo?done=removed")).into_response()),
        Err(refused) => overtaken(&scope, &face, &fields, refused).await,
    }
}

/// Whether there was anything to write: without a picture, now or before, there is nothing to say of one.
fn save(tx: &mut Tx<'_>, typed: &Fields, picture: Option<&Picture>, says_name: bool) -> Result<bool, Refused> {
    unchanged(tx, typed, stored)?;
    match (picture, clinic::find(tx)?.logo) {
        (Some(picture), _) => logo::replace(tx, picture, says_name)?,
        (None, Some(known)) => logo::update(tx, Some(&Logo { says_name, ..known }))?,
        (None, None) => return Ok(false),
    }
    Ok(true)
}

fn stored(tx: &mut Tx<'_>) -> Result<Fields> {
    Ok(filled(clinic::find(tx)?.logo.as_ref()))
}

fn filled(logo: Option<&Logo>) -> Fields {
    let pairs =
        logo.map(|logo| [("digest", logo.digest.as_str()), ("says_name", if logo.says_name { "1" } else { "" })]);
    Fields::filled(pairs.into_iter().flatten())
}

/// The form as it was filled in, with what is wrong with its file.
async fn faulty(
    scope: &Scope,
    face: &Face,
    fields: &Fields,
    status: StatusCode,
    fault: String,
) -> Result<Response, Fault> {
    let stored = scope.read(clinic::find).await?.logo;
    // A file that was announced as too large was not waited for, nor the fields around it.
    let fields = if fields.is_empty() { marked(&filled(stored.as_ref())) } else { fields.clone() };
    let mut page = page_of(scope, face, &fields, stored.as_ref());
    page.fault = fault;
    Ok(render_as(status, &page))
}

/// The form again, beside what somebody else put there.
async fn overtaken(scope: &Scope, face: &Face, fields: &Fields, refused: Refused) -> Result<Response, Fault> {
    let now = match refused {
        Refused::Stale(now) => now,
        Refused::Ground(error) => return Err(error.into()),
    };
    let stored = scope.read(clinic::find).await?.logo;
    let mut page = page_of(scope, face, &again(fields, &now), stored.as_ref());
    page.stale = true;
    Ok(render_as(StatusCode::CONFLICT, &page))
}

fn page_of(scope: &Scope, face: &Face, fields: &Fields, stored: Option<&Logo>) -> LogoPage {
    let t = &face.t;
    let page = face.page(scope, "setup-logo");
    LogoPage {
        title: page.title.clone(),
        tabs: tabs(face, "clinic"),
        beside: beside(face, true),
        action: face.to("/setup/clinic/logo"),
        logo: stored.map(|logo| Mark::of(logo, &face.base)),
        says_name: !fields.value("says_name").is_empty(),
        drawn: fields.value(drawn::DRAWN).to_owned(),
        most: MOST,
        hint: t.with("setup-logo-file-hint", &[("most", megabytes(t).into()), ("side", SIDE.into())]),
        too_large: too_large(t),
        fault: String::new(),
        stale: false,
        may: scope.house().permits_anyhow(scope, super::WRITE),
        page,
    }
}

/// The clinic's page and this one beside it.
pub(super) fn beside(face: &Face, logo: bool) -> Vec<Tab> {
    let tab = |path: &str, key: &str, current| Tab { href: face.to(path), label: face.t.get(key), current };
    vec![tab("/setup/clinic", "setup-clinic-words", !logo), tab("/setup/clinic/logo", "setup-logo", logo)]
}

fn megabytes(t: &Tongue) -> String {
    t.number(MOST as f64 / 1e6)
}

fn too_large(t: &Tongue) -> String {
    t.with("setup-logo-heavy", &[("most", megabytes(t).into())])
}

fn unfit(t: &Tongue, why: Unfit) -> String {
    let key = match why {
        Unfit::Drawn => "setup-logo-drawn",
        Unfit::Foreign => "setup-logo-foreign",
        Unfit::Damaged => "setup-logo-damaged",
        Unfit::Large => "setup-logo-large",
        Unfit::Blank => "setup-logo-blank",
    };
    t.with(key, &[("side", SIDE.into())])
}
