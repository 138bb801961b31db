//! One's own account: its address, its password, and the browsers signed in to it.

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render_as};
use ground::{AccountId, House, Panel, PersonId, Refusal, Scope, Tx};

use super::sign_in::limit;
use super::{Field, at_fault, see_other, toast};
use crate::enter::{self, Visitor};
use crate::error::{Error, Result};
use crate::factor::Shown;
use crate::model::{Account, SessionId, SignedIn};
use crate::password::{self, Hashed, Tried};
use crate::session::{alive, clear_cookie};
use crate::store;

/// What both dresses of the page show.
struct View {
    email: String,
    /// What they said at sign-up to be called.
    name: Option<String>,
    faults: u32,
    current: Field,
    password: Field,
    least_length: u32,
    days: u32,
    devices: Vec<Line>,
    /// How many tokens they made for programs of their own; none for whoever makes none.
    tokens: Option<i64>,
    /// The clinic has providers of identities.
    providers: bool,
}

/// One signed-in browser.
struct Line {
    /// Where its button leads; none for the browser that asks.
    action: Option<String>,
    browser: String,
    block: String,
    since: String,
    seen: String,
}

#[derive(askama::Template)]
#[template(path = "account/for_clients.html")]
struct Mine {
    page: Page,
    view: View,
}

#[derive(askama::Template)]
#[template(path = "account/for_staff.html")]
struct Desk {
    page: Page,
    view: View,
}

/// The line that leads from one's profile to this page.
pub(crate) const PROFILE: Panel = Panel { place: "profile", order: 10, draw: profile };

#[derive(askama::Template)]
#[template(path = "account/profile.html")]
struct Profile<'a> {
    page: &'a Page,
}

fn profile(_: &mut Tx<'_>, page: &Page, _: PersonId) -> ground::Result<Option<String>> {
    let drawn = askama::Template::render(&Profile { page });
    drawn.map(Some).map_err(|_| ground::Error::internal("a panel of identity does not render"))
}

pub(super) fn own(scope: &Scope) -> Result<AccountId> {
    scope.actor.account().ok_or_else(|| ground::Error::Refused(Refusal::Policy).into())
}

async fn show(scope: &Scope, face: &Face, visitor: &Visitor, status: StatusCode, faults: &Faults) -> Result<Response> {
    let id = own(scope)?;
    let (told, sessions, tokens, providers, now) = scope
        .read(move |tx| -> Result<_> {
            let tokens = store::personal::count(tx, id)?;
            let providers = store::oidc::provider::any(tx)?;
            Ok((store::account::open(tx, id)?, store::session::list(tx, id)?, tokens, providers, tx.now()))
        })
        .await?;
    let parameters = &scope.clinic.parameters;
    let mut page = face.page(scope, "identity-account-title");
    toast(&mut page, face);
    let here = visitor.secret.as_ref().map(crate::session::Secret::hash);
    let living = sessions.into_iter().filter(|session| alive(session.times, parameters, now));
    let view = View {
        email: told.email,
        name: told.name,
        faults: at_fault(faults),
        current: Field::secret("current", faults, &page),
        password: Field::secret("password", faults, &page),
        least_length: parameters.password_min_length,
        days: parameters.session_days,
        providers,
        devices: living.map(|session| line(scope, face, &session, here.as_deref(), now)).collect(),
        tokens: scope.house().permits_anyhow(scope, "identity.personal.list").then_some(tokens),
    };
    Ok(match scope.actor.is_staff() {
        true => render_as(status, &Desk { page, view }),
        false => render_as(status, &Mine { page, view }),
    })
}

fn line(scope: &Scope, face: &Face, session: &SignedIn, here: Option<&[u8]>, now: jiff::Timestamp) -> Line {
    let own = here == Some(session.token_hash.as_slice());
    let started = session.times.started_at.to_zoned(scope.clinic.zone.clone());
    Line {
        action: (!own).then(|| face.to(&format!("/account/devices/{}/sign-out", session.id))),
        browser: face.t.get(&format!("identity-browser-{}", session.device.browser)),
        block: session.device.block.clone(),
        since: face.t.date_time_near(&started, now.to_zoned(scope.clinic.zone.clone()).date()),
        seen: face.t.ago(now.duration_since(session.times.seen_at)),
    }
}

pub(super) async fn read(scope: Scope, face: Face, visitor: Visitor) -> Result<Response, Fault> {
    Ok(show(&scope, &face, &visitor, StatusCode::OK, &Faults::new()).await?)
}

struct Typed {
    current: String,
    password: String,
}

async fn read_change(scope: &Scope, face: &Face, fields: &Fields, id: AccountId) -> Result<Result<Typed, Faults>> {
    let parameters = &scope.clinic.parameters;
    let mut form = fields.reader();
    let (current, password) =
        (form.secret("current", 1_024), form.secret("password", parameters.password_max_length as usize));
    let weak = match &password {
        Some(password) => password::measure(password.clone(), own_words(scope, id).await?, parameters).await?,
        None => None,
    };
    if let Some(weak) = weak {
        let mut faults = form.finish(|| None::<()>).err().unwrap_or_default();
        weak.tell("password", &mut faults, &face.t);
        return Ok(Err(faults));
    }
    Ok(form.finish(|| Some(Typed { current: current?, password: password? })))
}

async fn own_words(scope: &Scope, id: AccountId) -> Result<Vec<String>> {
    let told = scope.read(move |tx| store::account::open(tx, id)).await?;
    let own = [Some(told.email), told.name, scope.actor.shown_as.clone(), Some(scope.clinic.name.clone())];
    Ok(own.into_iter().flatten().collect())
}

pub(super) async fn change_password(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = own(&scope)?;
    limit(&scope, &visitor, "account", &id.to_string())?;
    let typed = match read_change(&scope, &face, &fields, id).await? {
        Ok(typed) => typed,
        Err(faults) => return Ok(show(&scope, &face, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &faults).await?),
    };
    let parameters = &scope.clinic.parameters;
    let Some(account) = tried(&scope, id, typed.current).await? else {
        let faults = Faults::one("current", "identity-current-wrong");
        return Ok(show(&scope, &face, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &faults).await?);
    };
    let password = password::hash(typed.password, parameters).await?;
    let marks = visitor.marks.clone();
    let (account, session) = replace(&scope, account, password, visitor).await?;
    let cookies = enter::cookies_of(&scope, &face.base, &marks, (&account, &session))?;
    Ok(see_other(&face.to("/account?done=password"), cookies))
}

/// The account whose password was typed; none, where it is another one.
async fn tried(scope: &Scope, id: AccountId, typed: String) -> Result<Option<Account>> {
    let account = scope.read(move |tx| store::account::find(tx, id)).await?;
    let rounds = scope.clinic.parameters.password_iterations;
    let tried = password::check(account.password.clone(), typed, rounds).await?;
    Ok((tried != Tried::Wrong).then_some(account))
}

/// Whoever is signed in, asked once more who they are: before what no session should be enough for. A room takes the
/// password in its own form ([`Reauthentication::succeeds`]), or asks whether a password, a code or a passkey was shown
/// lately ([`Reauthentication::is_fresh`]) and else leads to the page that takes them ([`Reauthentication::page`]).
pub struct Reauthentication(Visitor);

impl FromRequestParts<House> for Reauthentication {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Reauthentication, Fault> {
        Visitor::from_request_parts(parts, house).await.map(Reauthentication)
    }
}

impl Reauthentication {
    /// Whether `password` is theirs. It counts as a try at the account, as their own page counts them; the right one is a
    /// fresh proof, for as long as others ask.
    pub async fn succeeds(&self, scope: &Scope, password: String) -> Result<bool, Fault> {
        let id = own(scope)?;
        limit(scope, &self.0, "account", &id.to_string())?;
        if tried(scope, id, password).await?.is_none() {
            return Ok(false);
        }
        if let Some(secret) = &self.0.secret {
            let hash = secret.hash();
            scope
                .write(move |tx| -> Result<()> {
                    // Whoever has a factor shows that: the password by itself is no fresh proof of them.
                    if store::factor::any(tx, id)? { Ok(()) } else { store::session::prove(tx, &hash) }
                })
                .await?;
        }
        Ok(true)
    }

    /// Whether whoever asks shows who they are by their password: they have one, and nothing that shows more.
    pub async fn by_password(scope: &Scope) -> Result<bool, Fault> {
        let id = own(scope)?;
        let read = scope.read(move |tx| -> Result<_> {
            Ok(store::account::find(tx, id)?.password.is_some() && !store::factor::any(tx, id)?)
        });
        Ok(read.await?)
    }

    /// Whether this browser showed lately who is in front of it.
    pub async fn is_fresh(&self, scope: &Scope) -> Result<bool, Fault> {
        let Some(secret) = &self.0.secret else { return Ok(false) };
        let hash = secret.hash();
        Ok(scope.read(move |tx| store::session::is_fresh(tx, &hash)).await?)
    }

    /// Where a fresh proof is taken, and `next` (below the clinic's base) gone back to.
    pub fn page(face: &Face, next: &str) -> String {
        let next: String = url::form_urlencoded::byte_serialize(face.to(next).as_bytes()).collect();
        face.to(&format!("/account/again?next={next}"))
    }
}

/// Every session ends; this browser gets a new one, unless the password was changed elsewhere meanwhile.
async fn replace(
    scope: &Scope,
    account: Account,
    password: Hashed,
    visitor: Visitor,
) -> Result<(Account, crate::model::Session)> {
    scope
        .write(move |tx| {
            let now = store::account::find(tx, account.id)?;
            if now.password != account.password {
                return Err(Error::Closed);
            }
            // As many factors as this browser showed before: a new password is none more.
            let shown = match &visitor.secret {
                Some(secret) => store::session::proven(tx, &secret.hash())?,
                None => None,
            };
            let proven = shown.map(|(at, _)| at);
            let shown = if shown.is_some_and(|(_, both)| both) { Shown::Both } else { Shown::Password };
            let familiar = visitor.marks.of_account(tx.scope(), &now)?.is_some();
            store::account::set_password(tx, &now, &password, &visitor.device)?;
            let session = store::session::begin(tx, &now, &visitor.device, familiar, shown)?;
            // Nor is it a fresh proof of whoever has a factor to show.
            if let (Some(at), true) = (proven, store::factor::any(tx, now.id)?) {
                store::session::proven_at(tx, &session.secret.hash(), at)?;
            }
            Ok((Account { password: Some(password.clone()), ..now }, session))
        })
        .await
}

pub(super) async fn end_all(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let (id, tokens_too) = (own(&scope)?, fields.chosen("tokens", "1"));
    let ended = scope.write(move |tx| {
        if tokens_too {
            store::personal::delete_all(tx, id)?;
        }
        store::session::end_all(tx, id)
    });
    ended.await?;
    Ok(see_other(&face.to("/sign-in?out=1"), clear_cookie(&face.base, enter::by_tls(scope.house()))))
}

pub(super) async fn end_one(
    scope: Scope,
    face: Face,
    Path((_, session)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id = own(&scope)?;
    let session: SessionId = session.parse().map_err(|_| Fault::not_found())?;
    scope.write(move |tx| store::session::end_one(tx, id, session)).await?;
    Ok(see_other(&face.to("/account?done=ended"), None))
}
