//! Who is behind a request: a session's cookie on pages, a key's header on the API, and never the one for the other.

use std::sync::Arc;

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::Response;
use futures_util::future::BoxFuture;
use ground::{Actor, Clinic, Door, Doorkeeper, House, OnlyReads, Refusal, Role, RoleSet, Scope, Tx, Who};
use jiff::Timestamp;
use promise::Purpose;

use crate::error::Error;
use crate::model::{ApiToken, PersonalId, Reach, TokenId, TokenText};
use crate::rules::is_staff;
use crate::session::{self, NOTED, Secret};
use crate::store;
use crate::store::session::Behind;

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
                // Whoever comes there shows who they are in what they send.
                Door::Tokens => Ok(None),
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
            Ok(scope.read(move |tx| store::session::is_fresh(tx, &hash)).await?)
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
    let lives = |behind: &Behind| session::alive(behind.times, &scope.clinic.parameters, now) && !behind.is_over(now);
    let Some(behind) = behind.filter(lives) else { return Ok(None) };
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

/// What a program showed, looked up.
struct Shown {
    actor: Actor,
    reach: Reach,
    /// When its use was noted last, and as what that is noted.
    noted: Option<Timestamp>,
    used: Used,
    now: Timestamp,
}

#[derive(Clone, Copy)]
enum Used {
    /// A key, or the client that was given one; whether by the secret before.
    Key(TokenId, bool),
    Personal(PersonalId),
}

/// The program that holds this key. Whoever shows a key that does not hold is turned away, also where nobody needs one:
/// it would be answered as nobody, and never know.
async fn program(scope: &Scope, parts: &Parts, door: Door) -> Result<Option<Actor>, Error> {
    let unproven = || ground::Error::Refused(Refusal::Unproven);
    // A key in an address stands in logs and histories (RFC 6750, section 2.3): it is worth nothing there.
    if in_address(parts) {
        return Err(unproven().into());
    }
    if !parts.headers.contains_key(AUTHORIZATION) {
        return Ok(None);
    }
    let text = bearer(parts).ok_or_else(unproven)?;
    let shown = scope.read(move |tx| shown(tx, &text)).await?.ok_or_else(unproven)?;
    // A directory's key opens its own door and no other, and that door no other key.
    let is_directory = door == Door::Directory;
    if is_directory != (shown.reach == Reach::Scim) {
        return Err(ground::Error::Refused(Refusal::Policy).into());
    }
    if shown.reach == Reach::Read && parts.extensions.get::<OnlyReads>().is_none() {
        return Err(ground::Error::Refused(Refusal::ReadOnly).into());
    }
    // Whoever works here no more has nothing left that a token of theirs could be for.
    if matches!(shown.used, Used::Personal(_)) && !is_staff(shown.actor.roles) {
        return Err(ground::Error::Refused(Refusal::Policy).into());
    }
    if shown.noted.is_none_or(|noted| shown.now.duration_since(noted) >= NOTED) {
        note_use(scope, shown.used).await;
    }
    Ok(Some(shown.actor))
}

/// Who comes with `text`: a key by its own roles, a client of OAuth 2 by those it has now, somebody's own token by theirs
/// and marked as such, so that the policy asks of each action whether it is for tokens.
fn shown(tx: &mut Tx<'_>, text: &str) -> Result<Option<Shown>, Error> {
    let now = tx.now();
    let of_key = |key: ApiToken, reach: Reach, noted: Option<Timestamp>, is_old: bool| {
        let roles = if reach == Reach::Scim { Role::Directory.into() } else { key.roles.with(Role::Integration) };
        let actor = Actor { who: Who::Token { label: key.id.to_string() }, roles, shown_as: None };
        Shown { actor, reach, noted, used: Used::Key(key.id, is_old), now }
    };
    if let Some(secret) = TokenText::read(TokenText::PREFIX, text) {
        let behind = store::token::behind(tx, &secret)?;
        return Ok(behind.map(|(key, is_old)| {
            let noted = if is_old { key.before.and_then(|before| before.used_at) } else { key.last_used_at };
            let reach = key.reach;
            of_key(key, reach, noted, is_old)
        }));
    }
    if let Some(secret) = TokenText::read(TokenText::ACCESS, text) {
        let behind = store::access::behind(tx, &secret)?;
        return Ok(behind.map(|(client, reach)| {
            let noted = client.last_used_at;
            of_key(client, reach, noted, false)
        }));
    }
    let Some(secret) = TokenText::read(TokenText::PERSONAL, text) else { return Ok(None) };
    let behind = store::personal::behind(tx, &secret)?;
    Ok(behind.map(|holder| {
        let marks = match holder.reach {
            Reach::Write => RoleSet::MARKS,
            Reach::Read | Reach::Scim => Role::PersonalRead.into(),
        };
        let who = Who::Personal { person: holder.person, token: holder.id.to_string() };
        let roles = marks.iter().fold(holder.roles, RoleSet::with);
        let actor = Actor { who, roles, shown_as: holder.shown_as };
        Shown { actor, reach: holder.reach, noted: holder.used_at, used: Used::Personal(holder.id), now }
    }))
}

async fn note_use(scope: &Scope, used: Used) {
    let noted = scope.write(move |tx| match used {
        Used::Key(id, is_old) => store::token::note(tx, id, is_old),
        Used::Personal(id) => store::personal::note(tx, id),
    });
    if let Err(error) = noted.await {
        tracing::warn!(cause = %error, "that a key was used could not be noted");
    }
}

fn in_address(parts: &Parts) -> bool {
    let query = parts.uri.query().unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "access_token")
}

/// The key in the request's header (RFC 6750, section 2.1); sent twice it is none.
fn bearer(parts: &Parts) -> Option<String> {
    let mut values = parts.headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, text) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| text.trim().to_owned())
}
