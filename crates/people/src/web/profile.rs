//! A client's own details, and those of whom they act for: seen and changed without asking anyone. Whoever is signed in and
//! has no record yet begins it here.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render_as};
use ground::{Error, Event, Scope};

use super::details::{Asked, Details, Saved, filled, read_new, save as save_details};
use super::own::{Whose, kept_record, own_record};
use super::{Parts, draw, toast, today};
use crate::model::NewClient;
use crate::store;

#[derive(askama::Template)]
#[template(path = "people/own_details.html")]
struct OwnPage {
    page: Page,
    title: String,
    action: String,
    back: String,
    form: Details,
    /// Nothing is held yet.
    fresh: bool,
    /// It is one's own page, which leads on to what else is one's own.
    mine: bool,
    /// What other rooms add to that.
    panels: Vec<String>,
}

/// The form with one's own details.
pub(super) async fn edit(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    edit_of(&scope, &face, Whose::mine(&scope)?, &fields).await
}

/// The form with the details of somebody I act for.
pub(super) async fn ward_edit(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    edit_of(&scope, &face, Whose::ward(&scope, &parts)?, &fields).await
}

async fn edit_of(scope: &Scope, face: &Face, whose: Whose, query: &Fields) -> Result<Response, Fault> {
    let (page, staff) = (face.page(scope, "people-mine"), scope.actor.is_staff());
    let (client, panels) = scope
        .read(move |tx| -> Result<_, Fault> {
            let whose = whose.admitted(tx)?;
            let client = match whose {
                Whose::Mine(person) if !staff => kept_record(tx, person)?,
                _ => Some(own_record(tx, whose.person())?),
            };
            let panels = match whose {
                Whose::Mine(person) => draw(tx, &page, "profile", person)?,
                Whose::Ward { .. } => Vec::new(),
            };
            Ok((client, panels))
        })
        .await?;
    let blank = || Fields::filled([("language", face.t.lang())]);
    let fields = client.as_ref().map_or_else(blank, |client| filled(client, None));
    let form = Details::new(&fields, &Faults::new(), &scope.clinic, &face.t, Asked::Themselves);
    let name = client.as_ref().map(|client| client.given_name.clone()).unwrap_or_default();
    let mut shown = own_page(scope, face, whose, &name, form);
    (shown.fresh, shown.panels) = (client.is_none(), panels);
    toast(&mut shown.page, query);
    Ok(render_as(StatusCode::OK, &shown))
}

/// Writes one's own changed details, or shows the form again with everything that was typed.
pub(super) async fn save(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    save_of(&scope, &face, Whose::mine(&scope)?, fields).await
}

/// Writes changed details of somebody I act for. What they say is no more proved than what one says of oneself.
pub(super) async fn ward_save(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    save_of(&scope, &face, Whose::ward(&scope, &parts)?, fields).await
}

async fn save_of(scope: &Scope, face: &Face, whose: Whose, fields: Fields) -> Result<Response, Fault> {
    let (typed, staff) = (fields.clone(), scope.actor.is_staff());
    let done = scope
        .write(move |tx| -> Result<_, Fault> {
            let whose = whose.admitted(tx)?;
            let person = whose.person();
            // A form that was made from a record is not the beginning of another.
            let begins = matches!(whose, Whose::Mine(_)) && !staff && typed.value("version").is_empty();
            if begins && kept_record(tx, person)?.is_none() {
                let new = match read_new(&typed, &tx.settings().clone(), today(tx)) {
                    Ok(new) => NewClient { note: None, ..new },
                    Err(faults) => return Ok((Saved::Wrong(faults), String::new(), true)),
                };
                store::begin(tx, person, &new)?;
                tx.emit(Event::new("client.kept", person, person))?;
                return Ok((Saved::Done, String::new(), true));
            }
            let name = whose.name(tx)?.unwrap_or_default();
            own_record(tx, person)?;
            let saved = save_details(tx, person, &typed, Asked::Themselves)?;
            if matches!(saved, Saved::Done) {
                tx.emit(Event::new("client.kept", person, person))?;
            }
            Ok((saved, name, false))
        })
        .await;
    let (saved, name, fresh) = match done {
        // Begun in two windows at once: the record is there, and this one looks at it.
        Err(fault) if fault.cause() == "constraint" => {
            return Ok(Redirect::to(&face.to("/me/details")).into_response());
        }
        other => other?,
    };
    let form = |faults: &Faults| Details::new(&fields, faults, &scope.clinic, &face.t, Asked::Themselves);
    let again = |form, status| render_as(status, &OwnPage { fresh, ..own_page(scope, face, whose, &name, form) });
    Ok(match saved {
        Saved::Done => Redirect::to(&face.to("/me?done=saved")).into_response(),
        Saved::Wrong(faults) => again(form(&faults), StatusCode::UNPROCESSABLE_ENTITY),
        // Accounts and bonds follow their record; only a request under way sees this.
        Saved::Merged(_) | Saved::Gone => return Err(Error::NotFound.into()),
        Saved::Stale(client, _) => again(form(&Faults::new()).stale(&client, None, &face.t), StatusCode::CONFLICT),
    })
}

fn own_page(scope: &Scope, face: &Face, whose: Whose, name: &str, form: Details) -> OwnPage {
    let mine = matches!(whose, Whose::Mine(_));
    let page = match whose {
        Whose::Mine(_) => face.page(scope, "people-mine"),
        Whose::Ward { .. } => face.page_titled(scope, face.t.with("people-ward-details", &[("name", name.into())])),
    };
    OwnPage {
        title: page.title.clone(),
        action: face.to(&format!("{}/details", whose.base())),
        back: face.to("/me"),
        form,
        fresh: false,
        mine,
        panels: Vec::new(),
        page,
    }
}
