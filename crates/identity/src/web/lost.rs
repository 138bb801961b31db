//! Two things a manager decides of others' factors: whether staff must have one, and taking those off the account of
//! somebody who lost them. Nothing else gets around a second factor: no letter, no desk, no colleague.

use axum::extract::Path;
use axum::response::Response;
use ground::web::{Face, Fault, Form};
use ground::{AccountId, Clinic, Event, Scope};

use super::account::own;
use super::see_other;
use crate::error::Result;
use crate::store;

/// Says whether everyone who works here needs a second factor. Whoever asks it of others has one.
pub(super) async fn require(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let (id, asked) = (own(&scope)?, fields.chosen("asked", "1"));
    if asked && !scope.read(move |tx| store::factor::any(tx, id)).await? {
        return Ok(see_other(&face.to("/staff?done=own-first"), None));
    }
    // What the notice promises grows weaker by it, so it is announced first, where there is an office to do so.
    let announces = scope.house().routes.iter().any(|route| route.action == "office.change.draft");
    if !asked && scope.clinic.parameters.staff_second_factor && announces {
        return Ok(see_other(&face.to("/notice/change?done=first"), None));
    }
    let mut changed = Clinic::clone(&scope.clinic);
    changed.parameters.staff_second_factor = asked;
    scope.house().update_clinic(changed).await?;
    let name = if asked { "clinic.second_factor_asked" } else { "clinic.second_factor_left" };
    scope.write(move |tx| tx.emit(Event::new(name, tx.clinic(), None))).await?;
    Ok(see_other(&face.to(if asked { "/staff?done=asked" } else { "/staff?done=left" }), None))
}

/// Takes everything beside the password off an account. Its holder is signed out everywhere and written to; who did it
/// stands in the account's history.
pub(super) async fn remove(
    scope: Scope,
    face: Face,
    Path((_, account)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id: AccountId = account.parse().map_err(|_| Fault::not_found())?;
    let found = scope.read(move |tx| store::account::find(tx, id)).await?;
    let page = match &found.shown_as {
        Some(_) => format!("/staff/{id}"),
        None => format!("/clients/{}", found.person),
    };
    // One's own, by one's own page: what was lost there is not mended by being manager.
    if own(&scope)? == id {
        return Ok(see_other(&face.to("/account/factors"), None));
    }
    scope.write(move |tx| store::factor::remove_all(tx, &found)).await?;
    Ok(see_other(&face.to(&format!("{page}?done=factors-removed")), None))
}
