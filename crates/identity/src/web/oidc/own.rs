//! One's own links to providers: seen, made and removed. A change asks for a fresh proof first.

use axum::extract::Path;
use axum::response::Response;
use ground::web::{Face, Fault, Page, Rule, render};
use ground::{AccountId, Scope};

use super::automatic;
use super::enter::{leave, working};
use crate::enter::Visitor;
use crate::error::{Error, Result};
use crate::oidc::ProviderId;
use crate::oidc::claims::Claims;
use crate::session::Secret;
use crate::store;
use crate::store::oidc::flow::Flow;
use crate::store::oidc::link;
use crate::store::oidc::provider::{self, Provider};
use crate::web::account::own;
use crate::web::{see_other, toast};

const PATH: &str = "/account/providers";

/// What both dresses of the page show.
struct View {
    lines: Vec<Line>,
}

/// One provider.
struct Line {
    name: String,
    /// Since when it is linked; none where it is not.
    since: Option<String>,
    used: String,
    action: String,
}

#[derive(askama::Template)]
#[template(path = "provider/for_clients.html")]
struct Mine {
    page: Page,
    view: View,
}

#[derive(askama::Template)]
#[template(path = "provider/for_staff.html")]
struct Desk {
    page: Page,
    view: View,
}

pub(super) async fn list(scope: Scope, face: Face) -> Result<Response, Fault> {
    let id = own(&scope)?;
    let (providers, open, links, account, now) = scope
        .read(move |tx| -> Result<_> {
            let account = store::account::find(tx, id)?;
            Ok((provider::list(tx)?, provider::buttons(tx)?, link::list(tx, id)?, account, tx.now()))
        })
        .await?;
    let mut page = face.page(&scope, "identity-links-title");
    toast(&mut page, &face);
    let zone = &scope.clinic.zone;
    let line = |provider: Provider| {
        let linked = links.iter().find(|linked| linked.provider == provider.id);
        // One that is not for people like them is shown only to be removed.
        let open = open.iter().any(|(id, _)| *id == provider.id);
        if linked.is_none() && !(open && provider.is_for(&account)) {
            return None;
        }
        let below = if linked.is_some() { "/removal" } else { "" };
        Some(Line {
            since: linked.map(|linked| page.t.date_plain(linked.linked_at.to_zoned(zone.clone()).date())),
            used: linked
                .and_then(|linked| linked.used_at)
                .map_or_else(String::new, |at| page.t.ago(now.duration_since(at))),
            action: face.to(&format!("{PATH}/{}{below}", provider.id)),
            name: provider.name,
        })
    };
    let view = View { lines: providers.into_iter().filter_map(line).collect() };
    Ok(match scope.actor.is_staff() {
        true => render(&Desk { page, view }),
        false => render(&Mine { page, view }),
    })
}

/// Sends the holder to the provider, to come back as who they are there.
pub(super) async fn begin(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let account = own(&scope)?;
    let provider = working(&scope, &id).await?;
    scope.house().limits.check(Rule::PublicForm, visitor.address)?;
    let session = visitor.secret.as_ref().map(Secret::hash).ok_or(Error::Closed)?;
    let flow = Flow { provider: provider.id, links: Some((account, session)), next: String::new() };
    match leave(&scope, &face, &provider, flow).await? {
        Ok(page) => Ok(page),
        Err(_) => Ok(see_other(&face.to(&format!("{PATH}?done=provider-failed")), None)),
    }
}

/// Links whoever came back, if it is the same session of the same account that left.
pub(super) async fn link(
    scope: &Scope,
    face: &Face,
    visitor: &Visitor,
    provider: &Provider,
    claims: &Claims,
    (account, session): (AccountId, Vec<u8>),
) -> Result<Response, Fault> {
    let done = |done: &str| Ok(see_other(&face.to(&format!("{PATH}?done={done}")), None));
    let here = visitor.secret.as_ref().map(Secret::hash);
    if scope.actor.account() != Some(account) || here != Some(session) {
        return done("provider-failed");
    }
    if !claims.belong(&provider.issuer, &provider.domains) {
        return done("provider-not-for-you");
    }
    let (provider, subject, device) = (provider.clone(), claims.subject.clone(), visitor.device.clone());
    let itself = automatic(scope);
    let linked = itself.write(move |tx| -> Result<bool> {
        let holder = store::account::find(tx, account)?;
        if !holder.is_open() || !provider.is_for(&holder) {
            return Ok(false);
        }
        link::create(tx, &holder, (provider.id, &provider.issuer, &subject), &device)?;
        Ok(true)
    });
    match linked.await {
        Ok(true) => done("provider-linked"),
        Ok(false) => done("provider-not-for-you"),
        Err(Error::LinkedElsewhere) => done("provider-elsewhere"),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remove(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let account = own(&scope)?;
    let provider: ProviderId = id.parse().map_err(|_| Fault::not_found())?;
    let links = scope.read(move |tx| link::list(tx, account)).await?;
    if !links.iter().any(|linked| linked.provider == provider) {
        return Err(Fault::not_found());
    }
    let device = visitor.device.clone();
    let done = match scope.write(move |tx| link::delete(tx, account, provider, &device)).await {
        Ok(()) => "provider-unlinked",
        Err(Error::LastWayIn) => "provider-last",
        Err(error) => return Err(error.into()),
    };
    Ok(see_other(&face.to(&format!("{PATH}?done={done}")), None))
}
