//! What a browser keeps for us, what one chooses of it, and what the browser says by itself (promises `cookies.listed`,
//! `cookies.choice`, `tracking.signals`).
//!
//! There is no banner, because there is nothing to agree to: beside what a page cannot do without, one setting is kept, and
//! that only once it was chosen. Nobody's visits are counted.

use askama::Template;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::cookies::{self, Listed, Need};
use ground::web::signal::Signals;
use ground::web::{Face, Fault, Page, Query, render};
use ground::{Scope, Tx};
use promise::{Evidence, Parameters};

/// The day on which the program began to honour Global Privacy Control, as the specification has a site say it.
const HONOURED: &str = "2026-11-29";

/// Every cookie this program can set. It keeps nothing else in a browser.
pub(super) fn listed(parameters: &Parameters) -> Vec<Listed> {
    cookies::COOKIES.iter().copied().chain(identity::cookies(parameters)).collect()
}

struct Line {
    name: &'static str,
    purpose: String,
    need: String,
    life: String,
}

#[derive(Template)]
#[template(path = "cookies.html")]
struct Cookies {
    page: Page,
    lines: Vec<Line>,
    /// The language that this browser keeps, by its name.
    language: Option<String>,
    signals: Option<String>,
    /// Where one says no to a use for good, for whoever is signed in.
    own: Option<String>,
}

pub(super) async fn page(
    scope: Scope,
    face: Face,
    signals: Signals,
    headers: HeaderMap,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let t = &face.t;
    let need = |need: Need| match need {
        Need::Necessary => "cookies-necessary",
        Need::Preference => "cookies-setting",
    };
    let lines = listed(&scope.clinic.parameters)
        .into_iter()
        .map(|cookie| Line {
            name: cookie.name,
            purpose: t.get(cookie.purpose),
            need: t.get(need(cookie.need)),
            life: t.with("notice-days", &[("days", u32::from(cookie.days).into())]),
        })
        .collect();
    let kept = cookies::read(&headers, cookies::LANG.name);
    let language = t.words().languages().into_iter().find(|(code, _)| Some(code.as_str()) == kept);
    let mut page = face.page(&scope, "cookies-title");
    if fields.value("done") == "1" {
        page.toast = Some(t.get("cookies-done"));
    }
    let own = scope.house().permits_anyhow(&scope, "office.consents.own") && scope.actor.account().is_some();
    Ok(render(&Cookies {
        page,
        lines,
        language: language.map(|(_, name)| name),
        signals: signals.told(t),
        own: own.then(|| face.to("/me/consents")),
    }))
}

/// Forgets the setting.
pub(super) async fn choose(scope: Scope, face: Face) -> Result<Response, Fault> {
    let tls = scope.house().address.starts_with("https://");
    let forgotten = cookies::clear(&cookies::LANG, "", tls).ok_or_else(|| Fault::internal("cookie"))?;
    Ok(([(SET_COOKIE, forgotten)], Redirect::to(&face.to("/cookies?done=1"))).into_response())
}

/// What the specification of Global Privacy Control has a site say of itself.
pub(super) async fn gpc() -> Response {
    let said = serde_json::json!({ "gpc": true, "lastUpdate": HONOURED });
    ([(CONTENT_TYPE, "application/json")], said.to_string()).into_response()
}

/// Cookies that a page could do without and that were set before their reader chose anything.
pub(super) fn chosen(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let all = listed(&tx.settings().parameters);
    let is_necessary = |name: &str| all.iter().any(|cookie| cookie.name == name && cookie.need == Need::Necessary);
    let sight = tx.scope().house().seen.now();
    let unchosen = sight.unasked.iter().filter(|name| !is_necessary(name)).count() as i64;
    let (answers, set) = (sight.answers as i64, sight.cookies.len() as i64);
    Ok(Evidence::new(
        &[("answers", answers), ("set", set), ("before a choice", unchosen)],
        answers > 0 && unchosen == 0,
    ))
}
