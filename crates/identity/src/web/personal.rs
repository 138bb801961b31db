//! Tokens that somebody who works here makes for programs of their own.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::Scope;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render_as};

use super::account::own;
use super::{Choice, Field, at_fault, see_other, toast};
use crate::enter::Visitor;
use crate::error::{Error, Result};
use crate::model::{NewPersonal, PersonalId, Reach, TokenText};
use crate::rules::PERSONAL_DAYS;
use crate::store;

#[derive(askama::Template)]
#[template(path = "personal/list.html")]
struct List {
    page: Page,
    tokens: Vec<Line>,
    faults: u32,
    called: Field,
    writes: bool,
    days: Vec<Choice>,
    days_fault: String,
    most_days: u32,
    /// The text of the token that was made just now; it is never shown again.
    made: Option<String>,
}

struct Line {
    name: String,
    may: String,
    made: String,
    used: String,
    ends: String,
    action: String,
}

/// Days for which a token works, to choose from.
const DAYS: [u32; 3] = [7, 30, PERSONAL_DAYS];

async fn show(
    scope: &Scope,
    face: &Face,
    fields: &Fields,
    faults: &Faults,
    made: Option<TokenText>,
) -> Result<Response> {
    let id = own(scope)?;
    let (tokens, now) = scope
        .read(move |tx| -> Result<_> {
            let account = store::account::find(tx, id)?;
            Ok((store::personal::list(tx, &account)?, tx.now()))
        })
        .await?;
    let mut page = face.page(scope, "identity-personal-title");
    toast(&mut page, face);
    let day = |at: jiff::Timestamp| page.t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date());
    let line = |token: crate::model::Personal| Line {
        name: token.name,
        may: page.t.get(if token.reach == Reach::Write { "identity-reach-write" } else { "identity-reach-read" }),
        made: day(token.created_at),
        used: token
            .used_at
            .map_or_else(|| page.t.get("identity-token-unused"), |at| page.t.ago(now.duration_since(at))),
        ends: day(token.expires_at),
        action: face.to(&format!("/account/tokens/{}/revocation", token.id)),
    };
    let days = |days: u32| Choice {
        value: days.to_string(),
        label: page.t.with("identity-days", &[("n", days.into())]),
        hint: String::new(),
        chosen: if fields.value("days").is_empty() { days == 30 } else { fields.chosen("days", &days.to_string()) },
    };
    let list = List {
        tokens: tokens.into_iter().map(line).collect(),
        faults: at_fault(faults),
        called: Field::typed("name", fields, faults, &page),
        writes: fields.chosen("reach", "write"),
        days: DAYS.into_iter().map(days).collect(),
        days_fault: faults.of("days", &page.t).unwrap_or_default(),
        most_days: PERSONAL_DAYS,
        made: made.map(|TokenText(text)| text),
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &list))
}

pub(super) async fn list(scope: Scope, face: Face) -> Result<Response, Fault> {
    Ok(show(&scope, &face, &Fields::default(), &Faults::new(), None).await?)
}

fn read(fields: &Fields) -> Result<NewPersonal, Faults> {
    let mut form = fields.reader();
    let name = form.text("name", 60);
    let reach = match form.text_or_none("reach", 10).as_deref() {
        Some("write") => Reach::Write,
        _ => Reach::Read,
    };
    let days: Option<u32> = form.parse("days");
    if days.is_some_and(|days| !DAYS.contains(&days)) {
        form.fault("days", "fault-choice");
    }
    form.finish(|| Some(NewPersonal { name: name?, reach, days: days? }))
}

pub(super) async fn create(scope: Scope, face: Face, visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    // A browser left open makes nothing that outlives it.
    let new = match read(&fields) {
        Ok(new) => new,
        Err(faults) => return Ok(show(&scope, &face, &fields, &faults, None).await?),
    };
    let id = own(&scope)?;
    let made = scope.write(move |tx| {
        let account = store::account::find(tx, id)?;
        store::personal::create(tx, &account, &new, &visitor.device)
    });
    match made.await {
        // Not sent on to another page: the token stands on this one answer and nowhere else.
        Ok(text) => Ok(show(&scope, &face, &Fields::default(), &Faults::new(), Some(text)).await?),
        Err(Error::TooMany) => {
            Ok(show(&scope, &face, &fields, &Faults::one("name", "identity-personal-most"), None).await?)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn revoke(
    scope: Scope,
    face: Face,
    Path((_, token)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let (id, token) = (own(&scope)?, token.parse::<PersonalId>().map_err(|_| Fault::not_found())?);
    scope.write(move |tx| store::personal::delete(tx, id, token)).await?;
    Ok(see_other(&face.to("/account/tokens?done=revoked"), None))
}
