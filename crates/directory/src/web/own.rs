//! What a directory says of somebody, for themselves (promise `rights.self_service`): it is governed there, so here it is
//! shown and not changed.

use askama::Template;
use axum::response::Response;
use ground::web::{Face, Fault, Page, render};
use ground::{PersonId, Result, Scope, Shown, Tx};

use crate::error::Error;
use crate::store;

/// The sealed columns of this room, each with the page on which the person reads it.
pub(crate) const SHOWN: &[Shown] = &[
    ("directory_user", "external", PAGE),
    ("directory_user", "user_name", PAGE),
    ("directory_user", "given_name", PAGE),
    ("directory_user", "family_name", PAGE),
];

const PAGE: &str = "/account/directory";

#[derive(Template)]
#[template(path = "directory/own.html")]
struct Own {
    page: Page,
    lines: Vec<Line>,
    groups: Vec<String>,
}

struct Line {
    label: String,
    value: String,
}

pub(super) async fn read(scope: Scope, face: Face) -> Result<Response, Fault> {
    let person = scope.actor.person().ok_or_else(|| Fault::refused("own"))?;
    let told = scope.read(move |tx| -> Result<_, Error> {
        let Some(user) = store::user::of_person(tx, person)? else { return Ok(None) };
        Ok(Some((store::user::open(tx, &user)?, store::member::names_of(tx, user.id)?)))
    });
    let page = face.page(&scope, "directory-own-title");
    let (lines, groups) = match told.await? {
        None => (Vec::new(), Vec::new()),
        Some((fields, groups)) => {
            let said = [
                ("directory-own-given", fields.given_name),
                ("directory-own-family", fields.family_name),
                ("directory-own-email", Some(fields.email)),
                ("directory-own-user-name", Some(fields.user_name)),
                ("directory-own-external", fields.external),
            ];
            let line = |(label, value): (&str, Option<String>)| Some(Line { label: page.t.get(label), value: value? });
            (said.into_iter().filter_map(line).collect(), groups)
        }
    };
    Ok(render(&Own { page, lines, groups }))
}

#[derive(Template)]
#[template(path = "directory/profile.html")]
struct Profile<'a> {
    page: &'a Page,
}

/// The way there, for whoever comes from a directory.
pub(crate) fn profile(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let there = store::user::of_person(tx, person).map_err(ground::Error::internal)?;
    there.map(|_| Profile { page }.render().map_err(ground::Error::internal)).transpose()
}
