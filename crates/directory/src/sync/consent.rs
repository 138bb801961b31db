//! An administrator consents in their browser, instead of a key: begun on the manager's page, and come back to it.

use axum::http::HeaderMap;
use axum::response::Response;
use ground::egress::{Gate, Register};
use ground::web::{Face, Fault, Faults, Fields, Form, Query, cookies};
use ground::{Actor, Scope, Tx};
use promise::Purpose;

use super::web::{PATH, back, show};
use crate::error::{Error, Result};
use crate::google::{Asked, Endpoints, Fault as Trouble, address, exchange};
use crate::plan::Limits;
use crate::store::google::consent::{self, Pending};
use crate::store::google::settings::{self, NewSettings, Secret, Settings};

/// Characters of a client's id and of its secret at most.
const CLIENT: usize = 200;

/// What tells one browser from another: whoever has its session.
pub(super) fn browser(headers: &HeaderMap) -> String {
    cookies::read(headers, identity::COOKIE.name).unwrap_or_default().to_owned()
}

/// Where an administrator is sent back to.
pub(super) fn redirect(scope: &Scope) -> String {
    format!("{}{PATH}/consent", scope.house().address_of(&scope.clinic))
}

/// Where the directory is asked.
fn endpoints(found: Option<&Settings>) -> Result<Endpoints> {
    let (token, directory) = Endpoints::GOOGLE;
    match found.and_then(|settings| settings.endpoints.clone()) {
        Some(endpoints) => Ok(endpoints),
        None => Endpoints::at(token, directory).ok_or_else(|| Error::internal("Google's addresses are none")),
    }
}

/// The link at which the administrator is asked, for whoever began it, in the browser in which they did.
pub(super) fn link(tx: &mut Tx<'_>, found: Option<&Settings>, redirect: &str, browser: &str) -> Result<Option<String>> {
    let by = tx.actor().to_string();
    let Some(pending) = consent::find(tx)?.filter(|pending| pending.made_by == by) else { return Ok(None) };
    let (state, verifier) = (consent::state(tx, pending.id, browser)?, consent::verifier(tx, pending.id)?);
    let asked = Asked { client_id: &pending.client_id, redirect, state: &state, verifier: &verifier };
    Ok(address(&endpoints(found)?, &asked).map(String::from))
}

fn parse(fields: &Fields) -> Result<(String, String), Faults> {
    let mut form = fields.reader();
    let (id, secret) = (form.text("oauth_client", CLIENT), form.text("oauth_secret", CLIENT));
    if id.as_ref().is_some_and(|id| !id.chars().all(|c| c.is_ascii_graphic())) {
        form.fault("oauth_client", "google-oauth-client-none");
    }
    form.finish(|| Some((id?, secret?)))
}

pub(super) async fn begin(scope: Scope, face: Face, headers: HeaderMap, Form(fields): Form) -> Result<Response, Fault> {
    identity::only_governing(&scope)?;
    let (client_id, secret) = match parse(&fields) {
        Ok(client) => client,
        // The secret is not shown again.
        Err(faults) => return Ok(show(&scope, &face, &headers, Some(&fields.with("oauth_secret", "")), &faults).await?),
    };
    scope.write(move |tx| consent::begin(tx, &client_id, &secret).map(drop)).await?;
    Ok(back(&face, "consent-begun"))
}

/// Whoever comes back, if it is who was sent, in the browser in which they were.
async fn expected(scope: &Scope, headers: &HeaderMap, state: &str) -> Result<Option<(Pending, String)>> {
    let (browser, state) = (browser(headers), state.to_owned());
    let read = scope.read(move |tx| {
        let by = tx.actor().to_string();
        let Some(pending) = consent::find(tx)?.filter(|pending| pending.made_by == by) else { return Ok(None) };
        let verifier = consent::verifier(tx, pending.id)?;
        Ok::<_, Error>((consent::state(tx, pending.id, &browser)? == state).then_some((pending, verifier)))
    });
    read.await
}

pub(super) async fn come_back(
    scope: Scope,
    face: Face,
    headers: HeaderMap,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let Some((pending, verifier)) = expected(&scope, &headers, fields.value("state")).await? else {
        return Ok(back(&face, "consent-stale"));
    };
    let own = scope.as_actor(Actor::automatic()).for_purpose(Purpose::Operation);
    let taking = pending.clone();
    let Some(client_secret) = own.write(move |tx| consent::take(tx, &taking)).await? else {
        return Ok(back(&face, "consent-stale"));
    };
    let code = fields.value("code").to_owned();
    if !fields.value("error").is_empty() || code.is_empty() {
        return Ok(back(&face, "consent-refused"));
    }
    let found = scope.read(settings::find).await?;
    let endpoints = endpoints(found.as_ref())?;
    let redirect = redirect(&scope);
    let asked = Asked { client_id: &pending.client_id, redirect: &redirect, state: "", verifier: &verifier };
    let recipient = endpoints.recipient().ok_or_else(|| Error::internal("a directory that is not asked by TLS"))?;
    let gate = Gate::new(Register::of(&scope), vec![recipient])?;
    let given = match exchange(&gate, &endpoints, &asked, &client_secret, &code).await {
        Ok(consent) => consent.file(),
        Err(fault) => Err(fault),
    };
    let service_key = match given {
        Ok(file) => file,
        Err(Trouble::FieldMissing(_)) => return Ok(back(&face, "consent-short")),
        Err(fault) => return Ok(back(&face, &format!("fault-{}", fault.as_str().replace('_', "-")))),
    };
    scope
        .write(move |tx| {
            let secret = Secret { service_key: service_key.clone(), administrator: String::new() };
            settings::save(tx, &consented(found.as_ref(), (secret, pending.client_id.clone())))
        })
        .await?;
    Ok(back(&face, "consented"))
}

/// How the directory is asked from now on: as before, by what was consented to. Where nothing was set before, nothing is
/// followed until a manager who has looked at what would change says so.
fn consented(found: Option<&Settings>, secret: (Secret, String)) -> NewSettings {
    NewSettings {
        secret: Some(secret),
        endpoints: found.and_then(|found| found.endpoints.clone()),
        working: found.is_some_and(|found| found.working),
        minutes: found.map_or(60, |found| found.minutes),
        limits: found.map_or_else(Limits::default, |found| found.limits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_consent_follows_nothing_yet() {
        let secret = Secret { service_key: "key".to_owned(), administrator: String::new() };
        let new = consented(None, (secret, "client".to_owned()));
        assert!(!new.working && new.minutes == 60);
    }
}
