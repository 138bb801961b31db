//! One key or client: how it stands, and its secret made anew.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render_as};
use ground::{PersonId, Scope};
use jiff::SignedDuration;

use super::token::{Made, ends, may, roles, used, warns};
use super::{Choice, at_fault, toast};
use crate::error::{Error, Result};
use crate::model::{ApiToken, Kind, TokenId, TokenText};
use crate::store;

#[derive(askama::Template)]
#[template(path = "token/one.html")]
struct One {
    page: Page,
    client: Option<String>,
    /// Where a client asks for keys.
    endpoint: Option<String>,
    may: String,
    roles: String,
    maker: String,
    since: String,
    used: String,
    ends: String,
    /// Since when its secret is what it is.
    secret: Option<String>,
    /// The secret before: when it ends, and when it was used last.
    before: Option<(String, String)>,
    warns: Vec<String>,
    generation: i64,
    faults: u32,
    graces: Vec<Choice>,
    grace_fault: String,
    action: String,
    made: Option<Made>,
}

/// Hours for which the secret before may go on, with their words.
const GRACES: [(i64, &str); 4] = [
    (24, "identity-rotate-day"),
    (1, "identity-rotate-hour"),
    (7 * 24, "identity-rotate-week"),
    (0, "identity-rotate-at-once"),
];

async fn show(scope: &Scope, face: &Face, id: TokenId, faults: &Faults, made: Option<TokenText>) -> Result<Response> {
    let (token, names, now) = scope
        .read(move |tx| -> Result<_> {
            let token: ApiToken = store::token::find(tx, id)?;
            let maker: Option<PersonId> = token.created_by.parse().ok();
            let names: BTreeMap<PersonId, String> = tx.names(maker.as_slice())?.into_iter().collect();
            Ok((token, names, tx.now()))
        })
        .await?;
    let mut page = face.page(scope, "identity-tokens-title");
    toast(&mut page, face);
    page.title.clone_from(&token.label);
    let at = |at: jiff::Timestamp| {
        page.t.date_time_near(&at.to_zoned(scope.clinic.zone.clone()), now.to_zoned(scope.clinic.zone.clone()).date())
    };
    let is_client = token.kind == Kind::Client;
    let graces = GRACES.map(|(hours, word)| Choice {
        value: hours.to_string(),
        label: page.t.get(word),
        hint: String::new(),
        chosen: hours == 24,
    });
    let one = One {
        client: is_client.then(|| token.id.to_string()),
        endpoint: is_client.then(|| format!("{}/oauth/token", scope.house().address_of(&scope.clinic))),
        may: page.t.get(may(token.reach)),
        roles: roles(&page, &token),
        maker: names.into_values().next().unwrap_or_else(|| page.t.get("identity-token-by-command")),
        since: at(token.created_at),
        used: used(&page, token.last_used_at, now),
        ends: ends(scope, &page, token.expires_at, now),
        secret: token.rotated_at.map(at),
        before: token
            .before
            .filter(|before| before.ends_at > now)
            .map(|before| (at(before.ends_at), used(&page, before.used_at, now))),
        warns: warns(&page, &token, now),
        generation: token.generation,
        faults: at_fault(faults),
        graces: graces.into_iter().collect(),
        grace_fault: faults.of("grace", &page.t).unwrap_or_default(),
        action: face.to(&format!("/tokens/{}", token.id)),
        made: made.map(|text| Made::of(token.kind, token.id, text)),
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &one))
}

fn id_of(text: &str) -> Result<TokenId, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

pub(super) async fn read(
    scope: Scope,
    face: Face,
    Path((_, token)): Path<(String, String)>,
) -> Result<Response, Fault> {
    Ok(show(&scope, &face, id_of(&token)?, &Faults::new(), None).await?)
}

/// Which generation was on the page, and for how long its secret goes on.
fn chosen(fields: &Fields) -> Result<(i64, SignedDuration), Faults> {
    let mut form = fields.reader();
    let (generation, hours): (Option<i64>, Option<i64>) = (form.parse("generation"), form.parse("grace"));
    if hours.is_some_and(|hours| !GRACES.iter().any(|(known, _)| *known == hours)) {
        form.fault("grace", "fault-choice");
    }
    form.finish(|| Some((generation?, SignedDuration::from_hours(hours?))))
}

pub(super) async fn rotate(
    scope: Scope,
    face: Face,
    Path((_, token)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = id_of(&token)?;
    let (seen, grace) = match chosen(&fields) {
        Ok(chosen) => chosen,
        Err(faults) => return Ok(show(&scope, &face, id, &faults, None).await?),
    };
    let fault = match scope.write(move |tx| store::token::rotate(tx, id, seen, grace)).await {
        Ok((_, text)) => return Ok(show(&scope, &face, id, &Faults::new(), Some(text)).await?),
        Err(Error::RotatedMeanwhile) => "identity-rotated-meanwhile",
        Err(Error::RotatedLately) => "identity-rotated-lately",
        Err(error) => return Err(error.into()),
    };
    Ok(show(&scope, &face, id, &Faults::one("grace", fault), None).await?)
}
