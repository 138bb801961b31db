//! The agreement: read, taken along, accepted.

use axum::extract::Path;
use axum::response::Response;
use futures_util::stream;
use ground::Scope;
use ground::web::download::{Download, Shown};
use ground::web::{Face, Fault};

use super::{AcceptedLine, AgreementPart, Read, Times, VersionLine, back, hosted};
use crate::model::{Acceptance, Agreement, AgreementId};
use crate::rules::Standing;
use crate::store;

fn address(face: &Face, id: AgreementId) -> String {
    face.to(&format!("/operator/agreements/{id}"))
}

pub(super) fn part(scope: &Scope, face: &Face, seen: &Read, times: &Times<'_>) -> AgreementPart {
    let (state, until) = match &seen.standing {
        Standing::Own | Standing::Unpublished => ("unpublished", String::new()),
        Standing::Open => ("open", String::new()),
        Standing::Accepted(_) => ("accepted", String::new()),
        Standing::Outgrown(_, until) => ("outgrown", times.say(*until)),
        Standing::Lapsed(_) => ("lapsed", String::new()),
    };
    let version = |one: &Agreement| VersionLine {
        version: one.version.clone(),
        digest: one.digest.clone(),
        published: times.say(one.published_at),
        href: address(face, one.id),
    };
    let accepted = |one: &Acceptance| AcceptedLine {
        version: one.version.clone(),
        digest: one.digest.clone(),
        operator: one.operator.clone(),
        who: one.signed_as.clone(),
        when: times.say(one.at),
        href: address(face, one.agreement),
    };
    let may = scope.house().permits_anyhow(scope, "operator.agreement.accept") && state != "accepted";
    AgreementPart {
        state,
        until,
        accept: seen.published.first().filter(|_| may).map(|one| format!("{}/acceptance", address(face, one.id))),
        newest: seen.published.first().map(version),
        accepted: seen.accepted.iter().map(accepted).collect(),
    }
}

fn id_of(text: &str) -> Result<AgreementId, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

/// The text, to keep.
pub(super) async fn read(scope: Scope, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id = id_of(&id)?;
    let (agreement, body) = scope.read(move |tx| store::agreement::find(tx, id)).await?;
    let name: String = agreement.version.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let file = Download {
        name: format!("agreement-{name}.txt"),
        kind: "text/plain; charset=utf-8",
        shown: Shown::Saved,
        size: Some(body.len() as u64),
    };
    Ok(file.respond(stream::iter([Ok(body.into())])))
}

/// Accepts it for the clinic, once whoever does has shown again who they are.
pub(super) async fn accept(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id = id_of(&id)?;
    hosted(&scope)?;
    scope.write(move |tx| store::agreement::accept(tx, id)).await?;
    Ok(back(&face, "accepted"))
}
