//! What the link of a letter leads to: it is looked at as often as one likes and used once, and whoever used it is
//! signed in.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::web::{Face, Fault, Faults, Page, render_as};
use ground::{Actor, Scope};
use promise::Purpose;

use super::{second, see_other};
use crate::enter::{self, Entered, Visitor};
use crate::error::{Error, Result};
use crate::model::{Challenge, ChallengeKind, What};
use crate::password::Hashed;
use crate::session::Secret;
use crate::store;

#[derive(askama::Template)]
#[template(path = "enter/gone.html")]
struct Gone {
    page: Page,
}

/// A link that does not work any more, and what to do instead.
pub(super) fn gone(scope: &Scope, face: &Face) -> Response {
    render_as(StatusCode::GONE, &Gone { page: face.page(scope, "identity-gone-title") })
}

/// The challenge of a link, if it is one of `kinds` and still holds; else the page to answer with.
pub(super) async fn find(
    scope: &Scope,
    face: &Face,
    secret: &Secret,
    kinds: &[ChallengeKind],
) -> Result<Challenge, Response> {
    let asked = secret.clone();
    match scope.read(move |tx| store::challenge::find(tx, &asked)).await {
        Ok(challenge) if kinds.contains(&challenge.kind) => Ok(challenge),
        Ok(_) | Err(Error::LinkGone) => Err(gone(scope, face)),
        Err(error) => Err(error.into_response()),
    }
}

/// Uses the link up: the password becomes the account's and ends every session, the address counts as confirmed,
/// whoever knows the person is told, and this browser is signed in, or asked for the second factor: a mailbox is one.
pub(super) async fn use_up(
    scope: &Scope,
    face: &Face,
    secret: Secret,
    challenge: Challenge,
    password: Hashed,
    visitor: Visitor,
) -> Result<Response, Fault> {
    // Keepwell itself finds out who this is: linking the account to a record it knows opens and seals the address.
    let own = scope.as_actor(Actor::automatic()).for_purpose(Purpose::Security);
    let uses = visitor.clone();
    let used = own.write(move |tx| -> Result<Entered> {
        store::challenge::spend(tx, &secret)?;
        let account = store::account::find(tx, challenge.account)?;
        store::account::set_password(tx, &account, &password, &uses.device)?;
        // Whoever knew the password that was forgotten may have linked somebody of theirs by it.
        if account.password.is_some() && store::oidc::link::delete_all(tx, &account)? {
            store::alert::note(tx, &account, What::ProviderUnlinked, Some(&uses.device))?;
        }
        store::account::verify(tx, &account)?;
        let account = store::account::find(tx, challenge.account)?;
        enter::first_factor(tx, account, &uses)
    });
    match used.await {
        Ok(Entered::Asked(account, need, step)) => {
            Ok(second::ask(scope, face, &visitor.party, (account, need), &step, "", &Faults::new()).await?)
        }
        Ok(Entered::In(account, session)) => Ok(see_other(
            &enter::home(scope, &face.base, &account),
            enter::cookies_of(scope, &face.base, &visitor.marks, (&account, &session))?,
        )),
        Err(Error::LinkGone) => Ok(gone(scope, face)),
        Err(error) => Err(error.into()),
    }
}
