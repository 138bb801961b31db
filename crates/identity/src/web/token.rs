//! Keys for other programs.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Reader, render_as};
use ground::{Door, Role, RoleSet, Scope};
use jiff::Timestamp;

use super::staff::roles_in_words;
use super::{Choice, Field, at_fault, role_word, see_other, toast};
use crate::error::Result;
use crate::model::{ApiToken, Kind, NewToken, Reach, TokenId, TokenText};
use crate::rules::{ENDS_SOON, STAFF_ROLES, UNUSED};
use crate::store;

#[derive(askama::Template)]
#[template(path = "token/list.html")]
struct List {
    page: Page,
    faults: u32,
    program: Field,
    roles: Vec<Choice>,
    roles_fault: String,
    reach: &'static str,
    /// Whether a directory can come in here.
    takes_directories: bool,
    days: Vec<Choice>,
    days_fault: String,
    tokens: Vec<Line>,
    /// A client of OAuth 2 is made, and no key.
    client: bool,
    /// The text of the key that was made just now; it is never shown again.
    made: Option<Made>,
}

/// What was made just now: the id by which a client calls itself, and the secret.
pub(super) struct Made {
    pub client: Option<String>,
    pub text: String,
}

impl Made {
    pub(super) fn of(kind: Kind, id: TokenId, TokenText(text): TokenText) -> Made {
        Made { client: (kind == Kind::Client).then(|| id.to_string()), text }
    }
}

struct Line {
    label: String,
    /// What a client of OAuth 2 calls itself; none for a key.
    client: Option<String>,
    roles: String,
    may: String,
    used: String,
    ends: String,
    /// What somebody should look at.
    warns: Vec<String>,
    page: String,
}

/// Days for which a key works, to choose from; 0 is for ever.
const DAYS: [u32; 4] = [30, 90, 365, 0];

/// What a reach is called.
pub(super) const fn may(reach: Reach) -> &'static str {
    match reach {
        Reach::Read => "identity-reach-read",
        Reach::Write => "identity-reach-write",
        Reach::Scim => "identity-reach-scim",
    }
}

/// What somebody should look at: that it ends soon, that nobody uses it, that the secret before goes on.
pub(super) fn warns(page: &Page, token: &ApiToken, now: Timestamp) -> Vec<String> {
    let days = |from: Timestamp, to: Timestamp| (to.duration_since(from).as_hours() + 23) / 24;
    let mut warns = Vec::new();
    if let Some(at) = token.expires_at.filter(|at| *at > now && *at <= now + ENDS_SOON) {
        warns.push(page.t.with("identity-token-ends-soon", &[("n", days(now, at).into())]));
    }
    let since = token.last_used_at.unwrap_or(token.created_at);
    if since <= now - UNUSED {
        warns.push(page.t.with("identity-token-long-unused", &[("n", days(since, now).into())]));
    }
    if token.before.is_some_and(|before| before.ends_at > now) {
        warns.push(page.t.get("identity-token-before-goes-on"));
    }
    warns
}

pub(super) fn used(page: &Page, at: Option<Timestamp>, now: Timestamp) -> String {
    at.map_or_else(|| page.t.get("identity-token-unused"), |at| page.t.ago(now.duration_since(at)))
}

pub(super) fn ends(scope: &Scope, page: &Page, at: Option<Timestamp>, now: Timestamp) -> String {
    match at {
        None => page.t.get("identity-token-for-ever"),
        Some(at) if at <= now => page.t.get("identity-token-ended"),
        Some(at) => page.t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date()),
    }
}

pub(super) fn roles(page: &Page, token: &ApiToken) -> String {
    if token.roles.is_empty() { page.t.get("identity-token-no-roles") } else { roles_in_words(page, token.roles) }
}

fn line(scope: &Scope, face: &Face, page: &Page, token: &ApiToken, now: Timestamp) -> Line {
    Line {
        label: token.label.clone(),
        client: (token.kind == Kind::Client).then(|| token.id.to_string()),
        roles: roles(page, token),
        may: page.t.get(may(token.reach)),
        used: used(page, token.last_used_at, now),
        ends: ends(scope, page, token.expires_at, now),
        warns: warns(page, token, now),
        page: face.to(&format!("/tokens/{}", token.id)),
    }
}

async fn show(
    scope: &Scope,
    face: &Face,
    fields: &Fields,
    faults: &Faults,
    made: Option<(Kind, TokenId, TokenText)>,
) -> Result<Response> {
    let (tokens, now) = scope.read(|tx| -> Result<_> { Ok((store::token::list(tx)?, tx.now())) }).await?;
    let mut page = face.page(scope, "identity-tokens-title");
    toast(&mut page, face);
    let role = |role: Role| Choice {
        value: role.as_str().to_owned(),
        label: role_word(&page, role),
        hint: String::new(),
        chosen: fields.chosen("role", role.as_str()),
    };
    let days = |days: u32| Choice {
        value: days.to_string(),
        label: if days == 0 {
            page.t.get("identity-token-for-ever")
        } else {
            page.t.with("identity-days", &[("n", days.into())])
        },
        hint: String::new(),
        chosen: if fields.value("days").is_empty() { days == 365 } else { fields.chosen("days", &days.to_string()) },
    };
    let list = List {
        faults: at_fault(faults),
        program: Field::typed("label", fields, faults, &page),
        roles: STAFF_ROLES.into_iter().map(role).collect(),
        roles_fault: faults.of("role", &page.t).unwrap_or_default(),
        reach: reach(fields.value("reach")).map_or("read", |reach| match reach {
            Reach::Read => "read",
            Reach::Write => "write",
            Reach::Scim => "scim",
        }),
        takes_directories: scope.house().routes.iter().any(|route| Door::of(route.path) == Door::Directory),
        days: DAYS.into_iter().map(days).collect(),
        days_fault: faults.of("days", &page.t).unwrap_or_default(),
        tokens: tokens.iter().map(|token| line(scope, face, &page, token, now)).collect(),
        client: fields.chosen("kind", "client"),
        made: made.map(|(kind, id, text)| Made::of(kind, id, text)),
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &list))
}

pub(super) async fn list(scope: Scope, face: Face) -> Result<Response, Fault> {
    Ok(show(&scope, &face, &Fields::default(), &Faults::new(), None).await?)
}

/// Only a manager's own page makes keys, so the roles it may give are those of staff.
fn read_roles(form: &mut Reader<'_>) -> RoleSet {
    let roles: RoleSet = form.many::<Role>("role", STAFF_ROLES.len()).into_iter().collect();
    if roles.iter().any(|role| !STAFF_ROLES.contains(&role)) {
        form.fault("role", "fault-choice");
    }
    roles
}

fn reach(text: &str) -> Option<Reach> {
    match text {
        "read" => Some(Reach::Read),
        "write" => Some(Reach::Write),
        "scim" => Some(Reach::Scim),
        _ => None,
    }
}

fn read(fields: &Fields) -> Result<NewToken, Faults> {
    let mut form = fields.reader();
    let label = form.text("label", 60);
    let roles = read_roles(&mut form);
    let reach = reach(form.text_or_none("reach", 10).as_deref().unwrap_or_default()).unwrap_or(Reach::Read);
    if reach == Reach::Scim && !roles.is_empty() {
        form.fault("role", "identity-scim-no-roles");
    }
    form.text_or_none("kind", 10);
    let days: Option<u32> = form.parse("days");
    if days.is_some_and(|days| !DAYS.contains(&days)) {
        form.fault("days", "fault-choice");
    }
    form.finish(|| Some(NewToken { label: label?, roles, reach, days: days.filter(|days| *days > 0) }))
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let new = match read(&fields) {
        Ok(new) => new,
        Err(faults) => return Ok(show(&scope, &face, &fields, &faults, None).await?),
    };
    let kind = if fields.chosen("kind", "client") { Kind::Client } else { Kind::Key };
    let made = scope.write(move |tx| match kind {
        Kind::Key => store::token::create(tx, &new),
        Kind::Client => store::token::create_client(tx, &new),
    });
    let (id, text) = made.await?;
    // Not sent on to another page: the key stands on this one answer and nowhere else.
    Ok(show(&scope, &face, &Fields::default(), &Faults::new(), Some((kind, id, text))).await?)
}

pub(super) async fn revoke(
    scope: Scope,
    face: Face,
    Path((_, token)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let token: TokenId = token.parse().map_err(|_| Fault::not_found())?;
    scope.write(move |tx| store::token::delete(tx, token)).await?;
    Ok(see_other(&face.to("/tokens?done=revoked"), None))
}
