//! To a provider and back: nothing is asked of another host before the button is pressed.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Rule, render_as};
use ground::{Scope, Tx};

use super::fields::{address, line};
use super::{automatic, known, redirect};
use crate::enter::{self, Entered, Visitor, by_tls, having_shown};
use crate::error::{Error, Result};
use crate::factor::Shown;
use crate::model::Account;
use crate::oidc::claims::{Claims, Expected, judge};
use crate::oidc::client::{self, Code};
use crate::oidc::discovery::Discovery;
use crate::oidc::jws::{Jwk, verify};
use crate::oidc::{self, GOOGLE, Leaving, ProviderId, Unknown};
use crate::rules::{is_staff, next_page};
use crate::session::Secret;
use crate::standin;
use crate::store;
use crate::store::oidc::flow::{self, Flow};
use crate::store::oidc::provider::{self, Provider};
use crate::store::oidc::{link, request};
use crate::web::{second, see_other};

/// More characters than any code or state has.
const LONGEST: usize = 4_096;

#[derive(askama::Template)]
#[template(path = "provider/leaving.html")]
struct Going {
    page: Page,
    name: String,
    to: String,
}

/// A provider by which people sign in; one that is switched off is none.
pub(super) async fn working(scope: &Scope, id: &str) -> Result<Provider, Fault> {
    let id: ProviderId = id.parse().map_err(|_| Fault::not_found())?;
    let provider = scope.read(move |tx| provider::find(tx, id)).await?;
    // What a demo set up is trusted nowhere else, though its data were served otherwise.
    let ours = provider.client_id != standin::DEMO_CLIENT || scope.house().demo;
    if provider.working && ours { Ok(provider) } else { Err(Fault::not_found()) }
}

impl Provider {
    /// Whether people like the account's holder come in by it.
    pub(super) fn is_for(&self, account: &Account) -> bool {
        if is_staff(account.held) { self.for_staff } else { self.for_clients }
    }
}

/// What came of it, said on the sign-in page.
fn said(face: &Face, came: &str, next: &str) -> Response {
    second::back(face, &format!("came={came}"), next)
}

fn noted(scope: &Scope, fault: oidc::Fault) {
    tracing::warn!(clinic = scope.clinic.slug, cause = fault.as_str(), "a sign-in by a provider came to nothing");
}

pub(super) async fn begin(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    scope.house().limits.check(Rule::PublicForm, visitor.address)?;
    let provider = working(&scope, &id).await?;
    let next = next_page(fields.value("next"), &face.base).unwrap_or_default().to_owned();
    let flow = Flow { provider: provider.id, links: None, next: next.clone() };
    match leave(&scope, &face, &provider, flow).await? {
        Ok(page) => Ok(page),
        Err(fault) => {
            noted(&scope, fault);
            Ok(said(&face, "unreached", &next))
        }
    }
}

/// The page from which a browser goes to the provider. A form's own answer could not send it there: browsers hold a redirect
/// after a form against the places that forms may go to, and so against every host the provider leads over. A page of ours that
/// goes on by itself needs no script and no wider policy.
pub(super) async fn leave(
    scope: &Scope,
    face: &Face,
    provider: &Provider,
    flow: Flow,
) -> Result<Result<Response, oidc::Fault>> {
    // What is kept of it may be a day old, and the browser would go to whom nothing goes any more.
    let issuer = provider.issuer.clone();
    if !scope.read(move |tx| client::is_open(tx, &issuer)).await? {
        return Ok(Err(oidc::Fault::Unlisted));
    }
    let found = match known(scope, provider).await? {
        Ok(found) => found,
        Err(fault) => return Ok(Err(fault)),
    };
    let leaving = Leaving::fresh();
    let carried = leaving.clone();
    let state = automatic(scope).write(move |tx| flow::create(tx, &carried, &flow)).await?;
    let mut to = found.authorization_endpoint.clone();
    to.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &provider.client_id)
        .append_pair("redirect_uri", &redirect(scope.house(), scope))
        .append_pair("scope", found.scope(provider.unknown == Unknown::Group))
        .append_pair("state", &state.text())
        .append_pair("nonce", &leaving.nonce())
        .append_pair("code_challenge", &leaving.challenge())
        .append_pair("code_challenge_method", "S256");
    if let (GOOGLE, [domain]) = (provider.issuer.as_str(), &provider.domains[..]) {
        to.query_pairs_mut().append_pair("hd", domain);
    }
    let page = face.page(scope, "identity-leaving-title");
    let mut response = render_as(StatusCode::OK, &Going { page, name: provider.name.clone(), to: to.into() });
    let cookie = leaving.set(&face.base, by_tls(scope.house()));
    let cookie = cookie.ok_or_else(|| Error::internal("a cookie that cannot be written"))?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(Ok(response))
}

/// What a provider's answer brings.
struct Brought {
    state: Option<Secret>,
    code: Option<String>,
    error: Option<String>,
    issuer: Option<String>,
}

/// Each of them once; what providers add besides is theirs.
fn brought(fields: &Fields) -> Option<Brought> {
    let mut form = fields.reader();
    let mut one = |name| form.text_or_none(name, LONGEST);
    let (state, code, error, issuer) = (one("state"), one("code"), one("error"), one("iss"));
    form.sound().then(|| Brought { state: state.as_deref().and_then(Secret::read), code, error, issuer })
}

/// Whoever comes back. The cookie is taken away whatever comes of it.
pub(super) async fn come(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    headers: HeaderMap,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let mut response = come_back(&scope, &face, visitor, Leaving::of(&headers), &fields).await?;
    if let Some(cookie) = Leaving::clear(&face.base, by_tls(scope.house())) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

async fn come_back(
    scope: &Scope,
    face: &Face,
    visitor: Visitor,
    leaving: Option<Leaving>,
    fields: &Fields,
) -> Result<Response, Fault> {
    let again = || Ok(said(face, "again", ""));
    let (Some(leaving), Some(brought)) = (leaving, brought(fields)) else { return again() };
    let Some(state) = brought.state.clone() else { return again() };
    let browser = leaving.clone();
    let own = automatic(scope);
    let taken = own.write(move |tx| -> Result<(Flow, Provider)> {
        let flow = flow::take(tx, &state, &browser)?;
        let provider = provider::find(tx, flow.provider)?;
        Ok((flow, provider))
    });
    let (flow, provider) = match taken.await {
        Ok((flow, provider)) if provider.working => (flow, provider),
        Ok(_) | Err(Error::LinkGone) => return again(),
        Err(error) => return Err(error.into()),
    };
    let failed = |came: &str| match &flow.links {
        Some(_) => see_other(&face.to("/account/providers?done=provider-failed"), None),
        None => said(face, came, &flow.next),
    };
    if brought.error.as_deref() == Some("access_denied") {
        return Ok(failed("left"));
    }
    let claims = match prove(scope, &provider, &leaving, brought).await? {
        Ok(claims) => claims,
        Err(fault) => {
            noted(scope, fault);
            return Ok(failed("failed"));
        }
    };
    if let Some((account, session)) = flow.links {
        return super::own::link(scope, face, &visitor, &provider, &claims, (account, session)).await;
    }
    enter(scope, face, visitor, provider, claims, &flow.next).await
}

/// Gives the code for a token, and judges it.
async fn prove(
    scope: &Scope,
    provider: &Provider,
    leaving: &Leaving,
    brought: Brought,
) -> Result<Result<Claims, oidc::Fault>> {
    let found = match known(scope, provider).await? {
        Ok(found) => found,
        Err(fault) => return Ok(Err(fault)),
    };
    // A provider that names itself in its answer names the one that was asked (RFC 9207).
    let named = brought.issuer.as_deref();
    if named.is_some_and(|named| named != provider.issuer)
        || (named.is_none() && found.authorization_response_iss_parameter_supported)
    {
        return Ok(Err(oidc::Fault::Issuer));
    }
    let (None, Some(code)) = (brought.error, brought.code) else { return Ok(Err(oidc::Fault::Code)) };
    let asks = provider.clone();
    let secret = automatic(scope).read(move |tx| provider::open(tx, &asks)).await?;
    let code = Code {
        code: &code,
        verifier: &leaving.verifier(),
        redirect: &redirect(scope.house(), scope),
        client_id: &provider.client_id,
        secret: &secret.0,
    };
    let given = match client::exchange(scope, &found, &code).await {
        Ok(given) => given,
        Err(fault) => return Ok(Err(fault)),
    };
    let signed = match signed(scope, provider, &found, &given.id_token).await? {
        Ok(signed) => signed,
        Err(fault) => return Ok(Err(fault)),
    };
    let expected = Expected {
        issuer: &provider.issuer,
        client_id: &provider.client_id,
        nonce: &leaving.nonce(),
        access_token: given.access_token.as_deref(),
        now: scope.house().clock.now(),
    };
    Ok(judge(&signed, &expected))
}

/// The token, if a key of the provider signed it. A key that is not known is asked after once, and not again within a minute:
/// a provider may change its keys at any time, and a token from nowhere must not make us ask it again and again.
async fn signed(
    scope: &Scope,
    provider: &Provider,
    found: &Discovery,
    token: &str,
) -> Result<Result<oidc::jws::Signed, oidc::Fault>> {
    if let Some(keys) = &provider.keys {
        match verify(token, keys) {
            Err(oidc::Fault::UnknownKey) => {}
            judged => return Ok(judged),
        }
    }
    let id = provider.id;
    // Where those that were kept are too old, whoever comes with a code that was good asks anew.
    if provider.keys.is_some() && !automatic(scope).write(move |tx| provider::may_ask_keys(tx, id)).await? {
        return Ok(Err(oidc::Fault::UnknownKey));
    }
    let keys: Vec<Jwk> = match client::keys(scope, found).await {
        Ok(keys) => keys,
        Err(fault) => return Ok(Err(fault)),
    };
    let kept = keys.clone();
    automatic(scope).write(move |tx| provider::keys(tx, id, &kept)).await?;
    Ok(verify(token, &keys))
}

/// What became of whoever came back.
enum Came {
    Entered(Box<Entered>),
    /// Nobody is linked. The words are the same whether or not the address has an account.
    Unlinked,
    /// The account is closed, or not one that comes in by this provider.
    Refused,
    Requested,
}

async fn enter(
    scope: &Scope,
    face: &Face,
    visitor: Visitor,
    provider: Provider,
    claims: Claims,
    next: &str,
) -> Result<Response, Fault> {
    if !claims.belong(&provider.issuer, &provider.domains) {
        return Ok(said(face, "domain", next));
    }
    let comes = visitor.clone();
    let language = scope.clinic.languages.first().map_or("en", String::as_str).to_owned();
    let came = automatic(scope).write(move |tx| whoever(tx, &provider, &claims, &comes, &language)).await;
    match came {
        Ok(Came::Entered(entered)) => match *entered {
            Entered::Asked(account, need, step) => {
                Ok(second::ask(scope, face, &visitor.party, (account, need), &step, next, &Faults::new()).await?)
            }
            Entered::In(account, session) => {
                let home = || enter::home(scope, &face.base, &account);
                let to = next_page(next, &face.base).map_or_else(home, str::to_owned);
                Ok(see_other(&to, enter::cookies_of(scope, &face.base, &visitor.marks, (&account, &session))?))
            }
        },
        Ok(Came::Unlinked) => Ok(said(face, "unlinked", next)),
        Ok(Came::Refused) | Err(Error::Closed) => Ok(said(face, "refused", next)),
        Ok(Came::Requested) => Ok(said(face, "requested", next)),
        // Somebody was quicker with that address, or with that link.
        Err(Error::EmailTaken | Error::LinkedElsewhere) => Ok(said(face, "unlinked", next)),
        Err(Error::Crowded) => Ok(said(face, "full", next)),
        Err(Error::Ground(ground::Error::Full(_))) => Ok(said(face, "no-room", next)),
        Err(error) => Err(error.into()),
    }
}

/// Lets in whoever is linked; else what the clinic's rule says of somebody unknown.
fn whoever(tx: &mut Tx<'_>, provider: &Provider, claims: &Claims, visitor: &Visitor, language: &str) -> Result<Came> {
    if let Some(found) = link::find(tx, &provider.issuer, &claims.subject)? {
        store::account::take_turns(tx, found.id)?;
        // Whoever came first may have unlinked or closed it.
        return match link::find(tx, &provider.issuer, &claims.subject)? {
            Some(account) if account.is_open() && provider.is_for(&account) => {
                link::used(tx, &account, provider.id)?;
                let_in(tx, account, provider, claims, visitor)
            }
            _ => Ok(Came::Refused),
        };
    }
    unknown(tx, provider, claims, visitor, language)
}

fn let_in(tx: &mut Tx<'_>, account: Account, provider: &Provider, claims: &Claims, visitor: &Visitor) -> Result<Came> {
    // The clinic trusts the provider with it, and the provider says so of this very sign-in: neither is enough alone.
    let shown = if provider.proves_two && claims.two_factors { Shown::Both } else { Shown::Password };
    let entered = having_shown(tx, account, visitor, shown)?;
    if let (Entered::In(..), Some(before)) = (&entered, &visitor.secret) {
        store::session::end(tx, &before.hash())?;
    }
    Ok(Came::Entered(Box::new(entered)))
}

fn unknown(tx: &mut Tx<'_>, provider: &Provider, claims: &Claims, visitor: &Visitor, language: &str) -> Result<Came> {
    let Some(email) = claims.email.as_deref().and_then(address) else { return Ok(Came::Unlinked) };
    // An address never links: its holder signs in as usual and links it themselves.
    if store::account::find_by_email(tx, &email)?.is_some_and(|account| !account.is_unconfirmed()) {
        return Ok(Came::Unlinked);
    }
    let name = claims.name.as_deref().and_then(|name| line(name, 80));
    // Clients open an account themselves, where they state their age.
    if !provider.for_staff {
        return Ok(Came::Unlinked);
    }
    // A clinic that is paused lets its own people in, to take everything along, and nobody new.
    if tx.settings().is_closed() {
        return Ok(Came::Unlinked);
    }
    match provider.unknown {
        Unknown::Refuse => Ok(Came::Unlinked),
        Unknown::Request => {
            let (issuer, subject) = (provider.issuer.as_str(), claims.subject.as_str());
            let new =
                request::NewRequest { provider: provider.id, issuer, subject, email: &email, name: name.as_ref() };
            request::create(tx, &new)?;
            Ok(Came::Requested)
        }
        Unknown::Group => {
            let rules = provider::rules(tx, provider.id)?;
            let roles = provider::given(&rules, &claims.groups);
            if roles.is_empty() {
                return Ok(Came::Unlinked);
            }
            let shown_as = name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
            let new = request::NewColleague { email: &email, shown_as: &shown_as, roles: &roles, language };
            let made = request::create_colleague(tx, &new)?;
            link::create(tx, &made, (provider.id, &provider.issuer, &claims.subject), &visitor.device)?;
            let_in(tx, made, provider, claims, visitor)
        }
    }
}
