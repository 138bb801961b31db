//! Showing once more who one is, before what no session should be enough for. Any room leads here and back.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render, render_as};
use ground::{AccountId, Actor, Scope};
use promise::Purpose;

use super::account::{Reauthentication, own};
use super::passkeys::{self, Ask, brought};
use super::second::{forgive, spend, tries};
use super::{Field, see_other};
use crate::enter::Visitor;
use crate::error::{Error, Result};
use crate::factor::passkey::Party;
use crate::rules::next_page;
use crate::session::Secret;
use crate::store;
use crate::store::authenticator::Tried;

#[derive(askama::Template)]
#[template(path = "account/again.html")]
struct Again {
    page: Page,
    /// Where one goes on: the page, or the form that was sent and what was typed into it.
    hidden: Vec<(&'static str, String)>,
    password: Field,
    code: Field,
    /// There is a factor to show instead of the password.
    factor: bool,
    /// There is not even a password.
    nothing: bool,
    passkey: Option<Ask>,
}

async fn form(scope: &Scope, face: &Face, party: &Party, fields: &Fields, faults: &Faults) -> Result<Again> {
    let id = own(scope)?;
    let (factor, passkeys, nothing) = scope
        .read(move |tx| -> Result<_> {
            let (factor, passkeys) = (store::factor::any(tx, id)?, store::passkey::of_account(tx, id, "")?.1 > 0);
            Ok((factor, passkeys, !factor && store::account::find(tx, id)?.password.is_none()))
        })
        .await?;
    let page = face.page(scope, "identity-again-title");
    let next = next_page(fields.value("next"), &face.base).unwrap_or_default().to_owned();
    let hidden = [("next", next), (CARRIED, fields.value(CARRIED).to_owned())];
    let hidden: Vec<_> = hidden.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    Ok(Again {
        passkey: if passkeys { Ask::again(face, party, hidden.clone()) } else { None },
        hidden,
        password: Field::secret("password", faults, &page),
        code: Field::secret("code", faults, &page),
        factor,
        nothing,
        page,
    })
}

pub(super) async fn ask(scope: Scope, face: Face, visitor: Visitor, Query(fields): Query) -> Result<Response, Fault> {
    // An address carries no form: what is sent on was typed by whoever is here.
    let fields = Fields::filled([("next", fields.value("next").to_owned())]);
    Ok(render(&form(&scope, &face, &visitor.party, &fields, &Faults::new()).await?))
}

#[derive(askama::Template)]
#[template(path = "account/carry.html")]
struct Carry {
    page: Page,
    to: String,
    fields: Vec<(String, String)>,
}

/// The field with the form that was sent and where it was going, veiled: only the guard makes one, and only for whoever sent
/// the form, so that nobody else says what goes on from here under a fresh proof.
const CARRIED: &str = "carried";

/// What the name of a field has that is never kept: what is secret stands in no page.
const SECRET: [&str; 8] = ["password", "current", "code", "secret", "credential", "ceremony", "key", "token"];

/// Asks whoever came to a dangerous route for a fresh proof: its form is kept on the page that asks, and shown to be sent
/// once the proof is there. A script is told where to go.
pub(crate) async fn asked(scope: &Scope, mut parts: Parts, page: Option<String>, typed: Option<Vec<u8>>) -> Response {
    let house = scope.house().clone();
    let face = match Face::from_request_parts(&mut parts, &house).await {
        Ok(face) => face,
        Err(fault) => return fault.into_response(),
    };
    if scope.actor.account().is_none() {
        return ground::Error::Refused(ground::Refusal::Policy).into_response();
    }
    let typed = typed.unwrap_or_default();
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&typed).into_owned().collect();
    let secret = fields.iter().any(|(name, _)| SECRET.iter().any(|part| name.contains(part)));
    let page = page.as_deref().and_then(|page| next_page(page, &face.base)).map(str::to_owned);
    let script = parts.headers.get("sec-fetch-dest").is_some_and(|dest| dest == "empty")
        || parts.uri.path().ends_with("/challenge");
    if fields.is_empty() || secret || script {
        let next = page.map(|page| page[face.base.len()..].to_owned());
        let to = Reauthentication::page(&face, next.as_deref().unwrap_or("/account"));
        return match script {
            true => (StatusCode::FORBIDDEN, axum::Json(serde_json::json!({ "again": to }))).into_response(),
            false => see_other(&to, None),
        };
    }
    let visitor = match Visitor::from_request_parts(&mut parts, &house).await {
        Ok(visitor) => visitor,
        Err(fault) => return fault.into_response(),
    };
    let kept: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
    let carried = match ground::veil(scope, CARRIED, &format!("{}\n{kept}", face.uri.path())) {
        Ok(carried) => carried,
        Err(error) => return error.into_response(),
    };
    let hidden = [(CARRIED, carried), ("next", page.unwrap_or_default())];
    let shown = form(scope, &face, &visitor.party, &Fields::filled(hidden), &Faults::new()).await;
    match shown {
        Ok(shown) => render_as(StatusCode::FORBIDDEN, &shown),
        Err(error) => error.into_response(),
    }
}

/// Takes the password, a code or a passkey, and leads back to where the proof was asked for.
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
    reader.text_or_none(CARRIED, 64_000);
    let passkey = if fields.value("credential").is_empty() { None } else { brought(&mut reader) };
    let code = reader.text_or_none("code", 100);
    // Whoever has a factor shows it: who only knows the password could else take all factors off.
    let factor = scope.read(move |tx| store::factor::any(tx, id)).await?;
    let shows = passkey.is_some() || code.is_some();
    let password = if shows || factor { None } else { reader.secret("password", 1_024) };
    if factor && !shows && reader.sound() {
        reader.fault("code", "fault-missing");
    }
    let shown = match reader.finish(|| Some((passkey, code, password))) {
        Ok((Some((secret, answer)), ..)) => match by_passkey(&scope, id, secret, answer, visitor.clone()).await? {
            true => Ok(()),
            false => Err(Faults::one("code", "identity-passkey-wrong")),
        },
        Ok((None, Some(code), _)) => {
            by_code(&scope, id, code, visitor.clone()).await?.map_err(|key| Faults::one("code", key))
        }
        Ok((None, None, password)) => match again.succeeds(&scope, password.unwrap_or_default()).await? {
            true => Ok(()),
            false => Err(Faults::one("password", "identity-current-wrong")),
        },
        Err(faults) => Err(faults),
    };
    match shown {
        Ok(()) => {
            let carried = ground::unveil(&scope, CARRIED, fields.value(CARRIED))?;
            let carried = carried.as_deref().and_then(|carried| carried.split_once('\n'));
            if let Some((to, kept)) = carried.and_then(|(to, kept)| Some((next_page(to, &face.base)?, kept))) {
                let fields = url::form_urlencoded::parse(kept.as_bytes()).into_owned().collect();
                let page = face.page(&scope, "identity-carry-title");
                return Ok(render(&Carry { page, to: to.to_owned(), fields }));
            }
            let to = next_page(fields.value("next"), &face.base).map_or_else(|| face.to("/account"), str::to_owned);
            Ok(see_other(&to, None))
        }
        Err(faults) => Ok(render_as(
            StatusCode::UNPROCESSABLE_ENTITY,
            &form(&scope, &face, &visitor.party, &fields, &faults).await?,
        )),
    }
}

/// Whether the passkey that was shown is one of theirs.
async fn by_passkey(
    scope: &Scope,
    id: AccountId,
    secret: Secret,
    answer: String,
    visitor: Visitor,
) -> Result<bool, Fault> {
    let own = scope.as_actor(Actor::automatic()).for_purpose(Purpose::Security);
    let shown = own.write(move |tx| -> Result<bool> {
        let whose = passkeys::shown(tx, (&secret, &answer), &visitor)?;
        let theirs = whose.is_some_and(|account| account.id == id);
        if let (true, Some(here)) = (theirs, &visitor.secret) {
            store::session::prove(tx, &here.hash())?;
        }
        Ok(theirs)
    });
    match shown.await {
        Err(Error::LinkGone) => Ok(false),
        shown => Ok(shown?),
    }
}

/// Tries a code; what to say when it is none.
async fn by_code(
    scope: &Scope,
    id: AccountId,
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
