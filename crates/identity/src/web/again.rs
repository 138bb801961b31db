//! Showing once more who one is, before what no session should be enough for. Any room leads here and back.

use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render, render_as};
use ground::{Actor, Scope};
use promise::Purpose;

use super::account::{Reauthentication, own};
use super::second::{forgive, spend, tries};
use super::{Field, see_other};
use crate::enter::Visitor;
use crate::error::Result;
use crate::rules::next_page;
use crate::store;
use crate::store::authenticator::Tried;

#[derive(askama::Template)]
#[template(path = "account/again.html")]
struct Again {
    page: Page,
    next: String,
    password: Field,
    code: Field,
    /// There is a factor to show instead of the password.
    factor: bool,
}

async fn form(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults) -> Result<Again> {
    let id = own(scope)?;
    let factor = scope.read(move |tx| store::factor::any(tx, id)).await?;
    let page = face.page(scope, "identity-again-title");
    Ok(Again {
        next: next_page(fields.value("next"), &face.base).unwrap_or_default().to_owned(),
        password: Field::secret("password", faults, &page),
        code: Field::secret("code", faults, &page),
        factor,
        page,
    })
}

pub(super) async fn ask(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    Ok(render(&form(&scope, &face, &fields, &Faults::new()).await?))
}

/// Takes the password or a code, and leads back to where the proof was asked for.
pub(super) async fn prove(
    scope: Scope,
    face: Face,
    again: Reauthentication,
    visitor: Visitor,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = own(&scope)?;
    let mut reader = fields.reader();
    reader.text_or_none("next", 2_000);
    let code = reader.text_or_none("code", 100);
    // A code is enough; whoever typed none is asked for the password.
    let password = if code.is_some() { None } else { reader.secret("password", 1_024) };
    let shown = match reader.finish(|| Some((code, password))) {
        Ok((Some(code), _)) => by_code(&scope, id, code, visitor).await?.map_err(|key| Faults::one("code", key)),
        Ok((None, password)) => match again.succeeds(&scope, password.unwrap_or_default()).await? {
            true => Ok(()),
            false => Err(Faults::one("password", "identity-current-wrong")),
        },
        Err(faults) => Err(faults),
    };
    match shown {
        Ok(()) => {
            let to = next_page(fields.value("next"), &face.base).map_or_else(|| face.to("/account"), str::to_owned);
            Ok(see_other(&to, None))
        }
        Err(faults) => Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &form(&scope, &face, &fields, &faults).await?)),
    }
}

/// Tries a code; what to say when it is none.
async fn by_code(
    scope: &Scope,
    id: ground::AccountId,
    typed: String,
    visitor: Visitor,
) -> Result<std::result::Result<(), &'static str>, Fault> {
    let account = scope.read(move |tx| store::account::find(tx, id)).await?;
    let taken = tries(scope, &visitor, &account)?;
    let own = scope.as_actor(Actor::automatic()).for_purpose(Purpose::Security);
    let tried = own
        .write(move |tx| -> Result<Tried> {
            let tried = spend(tx, &account, &typed, &visitor)?;
            if let (Tried::Right, Some(secret)) = (tried, &visitor.secret) {
                store::session::prove(tx, &secret.hash())?;
            }
            Ok(tried)
        })
        .await?;
    Ok(match tried {
        Tried::Right => {
            forgive(scope, taken);
            Ok(())
        }
        Tried::Wrong(_) => Err("identity-code-wrong"),
        Tried::Shut => Err("identity-code-shut"),
    })
}
