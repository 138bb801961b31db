//! Who is behind a request: a session's cookie on pages, a key's header on the API, and never the one for the other.

use std::sync::Arc;

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::Response;
use futures_util::future::BoxFuture;
use ground::{Actor, Clinic, Door, Doorkeeper, FRESH_MINUTES, House, OnlyReads, Refusal, Role, Scope, Who};
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

use crate::error::Error;
use crate::model::{Reach, TokenId};
use crate::session::{self, NOTED, Secret};
use crate::store;

/// Sent by the script of a live page when it brings its regions anew; see `web/src/live.ts`.
const ITSELF: &str = "x-keepwell-live";

/// Knows sessions and keys. Nothing is remembered between requests, so that signing out holds at once.
pub struct Keeper;

impl Doorkeeper for Keeper {
    fn who<'a>(
        &'a self,
        house: &'a House,
        clinic: &'a Arc<Clinic>,
        parts: &'a Parts,
    ) -> BoxFuture<'a, ground::Result<Option<Actor>>> {
        Box::pin(async move {
            // Accounts live in clinics; the installation's own pages are for everyone.
            if clinic.slug.is_empty() {
                return Ok(None);
            }
            let scope = Scope::new(house, clinic.clone(), Actor::nobody(), Purpose::Security, "identity.session.check");
            let known = match Door::of(parts.uri.path()) {
                Door::Pages => person(&scope, parts).await,
                door => program(&scope, parts, door).await,
            };
            known.map_err(ground::Error::from)
        })
    }

    fn is_fresh<'a>(&'a self, scope: &'a Scope, parts: &'a Parts) -> BoxFuture<'a, ground::Result<bool>> {
        Box::pin(async move {
            // A program has nobody in front of it.
            let (Some(_), Some(secret)) = (scope.actor.account(), session::of_cookie(&parts.headers)) else {
                return Ok(false);
            };
            let hash = secret.hash();
            let read = scope.read(move |tx| -> Result<_, Error> { Ok((store::session::proven(tx, &hash)?, tx.now())) });
            let (proven, now) = read.await?;
            Ok(proven.is_some_and(|(at, _)| now.duration_since(at) < SignedDuration::from_mins(FRESH_MINUTES)))
        })
    }

    fn again<'a>(
        &'a self,
        scope: &'a Scope,
        parts: Parts,
        page: Option<String>,
        typed: Option<Vec<u8>>,
    ) -> BoxFuture<'a, Response> {
        Box::pin(crate::web::again::asked(scope, parts, page, typed))
    }
}

/// Whoever is signed in with this browser.
async fn person(scope: &Scope, parts: &Parts) -> Result<Option<Actor>, Error> {
    let Some(secret) = session::of_cookie(&parts.headers) else { return Ok(None) };
    let hash = secret.hash();
    let (behind, now) =
        scope.read(move |tx| -> Result<_, Error> { Ok((store::session::behind(tx, &hash)?, tx.now())) }).await?;
    let Some(behind) = behind.filter(|behind| session::alive(behind.times, &scope.clinic.parameters, now)) else {
        return Ok(None);
    };
    if now.duration_since(behind.times.seen_at) >= NOTED && !asks_by_itself(parts) {
        note_session(scope, &secret).await;
    }
    Ok(Some(Actor {
        who: Who::Account { account: behind.account, person: behind.person },
        roles: behind.roles,
        shown_as: behind.shown_as,
    }))
}

/// A page that keeps itself up to date is no sign of anybody in front of it: left open, it must not hold a session of
/// the staff beyond its pause (promise `session.lifetime`).
fn asks_by_itself(parts: &Parts) -> bool {
    parts.uri.path().ends_with("/live") || parts.headers.contains_key(ITSELF)
}

/// Notes that a session was seen. A page is answered even when that cannot be written; the pause then seems longer.
async fn note_session(scope: &Scope, secret: &Secret) {
    let hash = secret.hash();
    if let Err(error) = scope.write(move |tx| store::session::note(tx, &hash)).await {
        tracing::warn!(cause = %error, "that a session was seen could not be noted");
    }
}

/// The program that holds this key. Whoever shows a key that does not hold is turned away, also where nobody needs one:
/// it would be answered as nobody, and never know.
async fn program(scope: &Scope, parts: &Parts, door: Door) -> Result<Option<Actor>, Error> {
    if !parts.headers.contains_key(AUTHORIZATION) {
        return Ok(None);
    }
    let unproven = || ground::Error::Refused(Refusal::Unproven);
    let secret = bearer(parts).ok_or_else(unproven)?;
    let (token, now) =
        scope.read(move |tx| -> Result<_, Error> { Ok((store::token::behind(tx, &secret)?, tx.now())) }).await?;
    let token = token.ok_or_else(unproven)?;
    // A directory's key opens its own door and no other, and that door no other key.
    let is_directory = door == Door::Directory;
    if is_directory != (token.reach == Reach::Scim) {
        return Err(ground::Error::Refused(Refusal::Policy).into());
    }
    if token.reach == Reach::Read && parts.extensions.get::<OnlyReads>().is_none() {
        return Err(ground::Error::Refused(Refusal::ReadOnly).into());
    }
    if is_due(token.last_used_at, now) {
        note_token(scope, token.id).await;
    }
    let roles = if is_directory { Role::Directory.into() } else { token.roles.with(Role::Integration) };
    Ok(Some(Actor { who: Who::Token { label: token.id.to_string() }, roles, shown_as: None }))
}

fn is_due(noted: Option<Timestamp>, now: Timestamp) -> bool {
    noted.is_none_or(|noted| now.duration_since(noted) >= NOTED)
}

async fn note_token(scope: &Scope, id: TokenId) {
    if let Err(error) = scope.write(move |tx| store::token::note(tx, id)).await {
        tracing::warn!(cause = %error, "that a key was used could not be noted");
    }
}

/// The key in the request's header (RFC 6750, section 2.1); sent twice it is none.
fn bearer(parts: &Parts) -> Option<Secret> {
    let mut values = parts.headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, text) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| store::token::read(text.trim())).flatten()
}
