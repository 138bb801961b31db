//! The stand-in asks an administrator as Google does, and gives for a code what lasts, once.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ground::web::{Fault, Page, render};
use url::Url;

use super::{Inner, asked, edit, locked, value};
use crate::google::{SCOPES, challenge};

/// The application that may ask.
pub const OAUTH_CLIENT: &str = "played-client.apps.example";
pub const OAUTH_SECRET: &str = "played-secret";
/// Seconds in which a code is exchanged.
const CODE: i64 = 600;

/// What was given out.
#[derive(Default)]
pub(super) struct Consents {
    codes: HashMap<String, Code>,
    /// What lasts, and whether it does still.
    lasting: HashMap<String, bool>,
}

struct Code {
    challenge: String,
    redirect: String,
    scope: String,
    until: i64,
}

fn random(what: &str) -> String {
    let mut bytes = [0u8; 16];
    ground::random(&mut bytes);
    format!("{what}.{:032x}", u128::from_le_bytes(bytes))
}

impl Consents {
    /// Every consent is taken back.
    pub(super) fn take_back(&mut self) {
        self.lasting.values_mut().for_each(|lasts| *lasts = false);
    }

    /// Where the browser is sent with a code, or without one where the administrator says no; nothing where what is asked is
    /// not right.
    pub(super) fn answer(&mut self, query: &[(String, String)], yes: bool, now: i64) -> Option<Url> {
        let field = |name: &str| value(query, name).unwrap_or_default().to_owned();
        let right = field("response_type") == "code"
            && field("client_id") == OAUTH_CLIENT
            && field("access_type") == "offline"
            && field("code_challenge_method") == "S256"
            && !field("code_challenge").is_empty()
            && field("scope").split(' ').all(|scope| SCOPES.contains(&scope));
        let mut back: Url = field("redirect_uri").parse().ok().filter(|_| right)?;
        if yes {
            let code = random("code");
            let until = now + CODE;
            let (challenge, scope) = (field("code_challenge"), field("scope"));
            self.codes.insert(code.clone(), Code { challenge, redirect: field("redirect_uri"), scope, until });
            back.query_pairs_mut().append_pair("code", &code);
        } else {
            back.query_pairs_mut().append_pair("error", "access_denied");
        }
        back.query_pairs_mut().append_pair("state", &field("state"));
        Some(back)
    }

    /// What is given for these fields: the scopes and, for a code, what lasts.
    pub(super) fn token(
        &mut self,
        field: &dyn Fn(&str) -> String,
        now: i64,
    ) -> Result<(String, Option<String>), &'static str> {
        if field("client_id") != OAUTH_CLIENT || field("client_secret") != OAUTH_SECRET {
            return Err("invalid_client");
        }
        if field("grant_type") == "refresh_token" {
            let lasts = self.lasting.get(&field("refresh_token")).copied().unwrap_or(false);
            return if lasts { Ok((SCOPES.join(" "), None)) } else { Err("invalid_grant") };
        }
        let code = self.codes.remove(&field("code")).ok_or("invalid_grant")?;
        let proven = challenge(&field("code_verifier")) == code.challenge;
        if !proven || code.redirect != field("redirect_uri") || now >= code.until {
            return Err("invalid_grant");
        }
        let lasting = random("lasting");
        self.lasting.insert(lasting.clone(), true);
        Ok((code.scope, Some(lasting)))
    }
}

#[derive(askama::Template)]
#[template(path = "standin/consent.html")]
struct Shown {
    page: Page,
    scopes: Vec<String>,
    allow: String,
    refuse: String,
}

pub(super) async fn authorize(State(inner): State<Arc<Inner>>, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    let edited = inner.edited.as_ref().ok_or_else(Fault::not_found)?;
    let query = query.unwrap_or_default();
    let scopes = value(&asked(Some(&query)), "scope").unwrap_or_default().split(' ').map(str::to_owned).collect();
    let page = edit::page(edited, "standin-consent");
    let (allow, refuse) = (format!("/authorize/yes?{query}"), format!("/authorize/no?{query}"));
    Ok(render(&Shown { page, scopes, allow, refuse }))
}

fn sent(inner: &Inner, query: Option<&str>, yes: bool) -> Response {
    let now = inner.clock.now().as_second();
    let to = locked(&inner.consents).answer(&asked(query), yes, now);
    match to.and_then(|to| HeaderValue::try_from(String::from(to)).ok()) {
        Some(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

pub(super) async fn yes(State(inner): State<Arc<Inner>>, RawQuery(query): RawQuery) -> Response {
    sent(&inner, query.as_deref(), true)
}

pub(super) async fn no(State(inner): State<Arc<Inner>>, RawQuery(query): RawQuery) -> Response {
    sent(&inner, query.as_deref(), false)
}
