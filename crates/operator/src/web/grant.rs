//! Letting somebody in, and showing them out.

use axum::extract::Path;
use axum::response::Response;
use ground::Scope;
use ground::web::{Face, Fault, Faults, Fields, Form};

use super::{Field, GrantForm, GrantLine, Times, back, hosted, show};
use crate::error::Error;
use crate::model::{Grant, GrantId, LEAST_REASON, NewGrant, REASON};
use crate::store;

pub(super) fn line(face: &Face, (grant, opened, by): &(Grant, i64, String), times: &Times<'_>) -> GrantLine {
    let t = &face.t;
    let by = if by.is_empty() { t.get("operator-somebody") } else { by.clone() };
    let told = t.with(
        "operator-grant-told",
        &[
            ("by", by.into()),
            ("from", times.say(grant.granted_at).into()),
            ("until", times.say(grant.over_at()).into()),
        ],
    );
    GrantLine {
        who: grant.guest_name.clone(),
        reason: grant.reason.clone(),
        may: crate::letter::may(t, grant),
        told,
        opened: t.with("operator-grant-opened", &[("count", (*opened as f64).into())]),
        end: grant.is_live(times.now).then(|| face.to(&format!("/operator/grants/{}/end", grant.id))),
    }
}

pub(super) fn form(scope: &Scope, face: &Face, typed: &Fields, faults: &Faults) -> GrantForm {
    let most = scope.clinic.parameters.grant_hours;
    let field =
        |name: &str| Field { value: typed.value(name).to_owned(), fault: faults.of(name, &face.t).unwrap_or_default() };
    let mut hours = field("hours");
    if hours.value.is_empty() && hours.fault.is_empty() {
        hours.value = most.min(4).to_string();
    }
    let mut named: Vec<&str> = faults.fields().collect();
    named.sort_unstable();
    named.dedup();
    GrantForm {
        action: face.to("/operator/grants"),
        faults: u32::try_from(named.len()).unwrap_or(u32::MAX),
        name: field("name"),
        email: field("email"),
        reason: field("reason"),
        hours,
        records: typed.chosen("records", "1"),
        everything: typed.chosen("everything", "1"),
        most: face.t.with("operator-hours-most", &[("most", most.into())]),
        least: face.t.get("operator-reason-hint"),
    }
}

fn read(scope: &Scope, fields: &Fields) -> Result<NewGrant, Faults> {
    let most = i64::from(scope.clinic.parameters.grant_hours);
    let mut form = fields.reader();
    let (name, email, reason) = (form.text("name", 80), form.email("email"), form.text("reason", REASON));
    let hours = form.number("hours", 1..=most);
    let (records, everything) = (form.ticked("records"), form.ticked("everything"));
    if reason.as_ref().is_some_and(|reason| reason.chars().count() < LEAST_REASON) {
        form.fault_with("reason", "operator-reason-short", &[("least", LEAST_REASON.into())]);
    }
    let language = scope.clinic.languages.first().map_or("en", String::as_str).to_owned();
    form.finish(|| {
        Some(NewGrant { email: email?, name: name?, language, records, everything, reason: reason?, hours: hours? })
    })
}

/// Lets somebody in, once whoever does has shown again who they are.
pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    hosted(&scope)?;
    let new = match read(&scope, &fields) {
        Ok(new) => new,
        Err(faults) => return show(&scope, &face, &fields, &faults, None).await,
    };
    match scope.write(move |tx| store::grant::create(tx, &new)).await {
        Ok(_) => Ok(back(&face, "let-in")),
        Err(Error::Belongs) => {
            show(&scope, &face, &fields, &Faults::one("email", "operator-email-belongs"), None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows somebody out at once.
pub(super) async fn end(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id: GrantId = id.parse().map_err(|_| Fault::not_found())?;
    scope.write(move |tx| store::grant::end(tx, id)).await?;
    Ok(back(&face, "ended"))
}
