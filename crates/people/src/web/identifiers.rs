//! Numbers issued by a state or an insurer: masked, and opened for a reason that is kept.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Reader, Tongue, render_as};
use ground::{Error, PersonId, Result, Scope, Tx};

use super::{Choice, Field, Parts, drawn, person, to_change, toast};
use crate::model::{IdentifierId, IdentifierKind, IdentifierOpening, Issuer, Number, Reason, StoredIdentifier, Wrong};
use crate::store;
use crate::store::identifier::Kept;

/// Openings shown beside the numbers.
const FEW: u32 = 10;

#[derive(askama::Template)]
#[template(path = "people/panel_identifiers.html")]
struct IdentifiersPanel<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    href: String,
}

/// One number, masked.
struct Line {
    id: IdentifierId,
    kind: String,
    issuer: String,
    masked: String,
    /// The whole number, on the one page that was asked for it.
    whole: Option<String>,
    opening: String,
    removal: String,
}

fn lines(tx: &mut Tx<'_>, t: &Tongue, below: &str, person: PersonId) -> Result<Vec<Line>> {
    let stored = store::identifier::list(tx, person)?;
    if stored.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(person)?;
    let line = |one: &StoredIdentifier| {
        Ok(Line {
            id: one.id,
            kind: t.get(one.kind.key()),
            issuer: one.issuer(&key)?,
            masked: one.masked(&key)?,
            whole: None,
            opening: format!("{below}/{}/opening", one.id),
            removal: format!("{below}/{}/removal", one.id),
        })
    };
    stored.iter().map(line).collect()
}

/// The numbers beside everything else on a client's page, for whom may open them.
pub(super) fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    if !tx.scope().house().permits_anyhow(tx.scope(), "people.identifier.list") {
        return Ok(None);
    }
    let href = format!("{}/clients/{person}/numbers", page.base);
    let lines = lines(tx, &page.t, &href, person)?;
    drawn(&IdentifiersPanel { page, lines, href })
}

#[derive(askama::Template)]
#[template(path = "people/identifiers.html")]
struct IdentifiersPage {
    page: Page,
    name: String,
    back: String,
    action: String,
    lines: Vec<Line>,
    reasons: Vec<Choice>,
    words: Field,
    kinds: Vec<Choice>,
    kind_fault: String,
    number: Field,
    issuer: Field,
    faults: u32,
    /// Where this record is compared with the one that has the number, for whom may.
    compare: Option<String>,
    /// What is wrong with the reason that was given.
    reason_fault: String,
    openings: Vec<Opened>,
}

/// One time that a number was opened, in words.
pub(super) struct Opened {
    pub who: String,
    pub what: String,
    pub why: String,
}

/// Who opened a number when and why, in words.
pub(super) fn opened(tx: &mut Tx<'_>, t: &Tongue, openings: &[IdentifierOpening]) -> Result<Vec<Opened>> {
    let by: Vec<PersonId> = openings.iter().filter_map(|one| one.actor.parse().ok()).collect();
    let (names, zone) = (tx.names(&by)?, tx.settings().zone.clone());
    let today = tx.now().to_zoned(zone.clone()).date();
    let line = |one: &IdentifierOpening| {
        let who = one.actor.parse().ok().and_then(|by: PersonId| names.get(&by).cloned());
        let at = t.date_time(&one.at.to_zoned(zone.clone()), today);
        Opened {
            who: who.unwrap_or_else(|| t.get("people-by-someone")),
            what: t.with("people-identifier-opened", &[("kind", t.get(one.kind.key()).into()), ("at", at.into())]),
            why: match one.reason.said() {
                Ok(key) => t.get(&key),
                Err(words) => t.with("people-reason-quoted", &[("words", words.into())]),
            },
        }
    };
    Ok(openings.iter().map(line).collect())
}

/// What the page shows besides what is stored.
#[derive(Default)]
struct Said {
    whole: Option<(IdentifierId, String)>,
    compare: Option<String>,
    fields: Fields,
    faults: Faults,
    status: StatusCode,
}

/// The numbers of one client, and the forms to open, add and remove them.
pub(super) async fn list(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = face.page(&scope, "people-identifiers");
    toast(&mut page, &fields);
    shown(&scope, &face, page, person(&parts)?, Said::default()).await
}

async fn shown(scope: &Scope, face: &Face, page: Page, id: PersonId, said: Said) -> Result<Response, Fault> {
    let t = face.t.clone();
    let below = face.to(&format!("/clients/{id}/numbers"));
    let (tongue, action) = (t.clone(), below.clone());
    let (name, mut lines, openings) = scope
        .for_purpose(promise::Purpose::Scheduling)
        .read(move |tx| -> Result<_> {
            let id = tx.kept(id)?;
            let name = store::open(tx, id)?.name();
            let openings = store::identifier::openings(tx, id, FEW)?;
            Ok((name, lines(tx, &tongue, &below, id)?, opened(tx, &tongue, &openings)?))
        })
        .await?;
    let Said { whole, compare, fields, faults, status } = said;
    for line in &mut lines {
        line.whole = whole.as_ref().filter(|(id, _)| *id == line.id).map(|(_, number)| number.clone());
    }
    let field = |name| Field::of(name, &fields, &faults, &t);
    let chosen = |name: &str, value: &str| fields.value(name) == value;
    let choice = |value: &str, key: &str, name: &str| Choice {
        value: value.to_owned(),
        label: t.get(key),
        chosen: chosen(name, value),
    };
    // None is chosen for whoever opens a number: a reason that nobody gave is none.
    let reasons = std::iter::once(choice("", "people-reason-none", "reason"))
        .chain(Reason::ALL.into_iter().map(|word| choice(word, &format!("people-reason-{word}"), "reason")))
        .collect();
    let kinds = IdentifierKind::ALL.into_iter().map(|kind| choice(kind.as_str(), kind.key(), "kind")).collect();
    let reason_fault = faults.of("reason", &t).unwrap_or_default();
    Ok(render_as(
        status,
        &IdentifiersPage {
            page,
            name,
            back: face.to(&format!("/clients/{id}")),
            action,
            lines,
            reasons,
            words: field("words"),
            kinds,
            kind_fault: faults.of("kind", &t).unwrap_or_default(),
            number: field("number"),
            issuer: field("issuer"),
            faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
            compare,
            reason_fault,
            openings,
        },
    ))
}

fn identifier(parts: &Parts) -> Result<IdentifierId> {
    parts.get("identifier").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

/// Opens a number: the one answer that shows it whole, to whoever gave the reason.
pub(super) async fn open(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let (client, id) = (person(&parts)?, identifier(&parts)?);
    let mut form = fields.reader();
    let word = form.text("reason", 20);
    let words = form.text_or_none("words", Reason::MOST);
    let reason = word.as_deref().and_then(|word| Reason::parse(word, words.as_deref()));
    if word.is_some() && reason.is_none() && form.sound() {
        let (field, key) = match word.as_deref() {
            Some("words") => ("words", "fault-missing"),
            _ => ("reason", "fault-choice"),
        };
        form.fault(field, key);
    }
    let page = face.page(&scope, "people-identifiers");
    let said = match form.finish(|| reason) {
        Ok(reason) => {
            let open = move |tx: &mut Tx<'_>| -> Result<String> {
                let client = tx.kept(client)?;
                store::identifier::open(tx, client, id, &reason)
            };
            let number = scope.write(open).await?;
            Said { whole: Some((id, number)), ..Said::default() }
        }
        Err(faults) => Said { fields, faults, status: StatusCode::UNPROCESSABLE_ENTITY, ..Said::default() },
    };
    shown(&scope, &face, page, client, said).await
}

fn parsed<T>(
    form: &mut Reader<'_>,
    name: &'static str,
    text: Option<String>,
    read: fn(&str) -> Result<T, Wrong>,
) -> Option<T> {
    match read(&text?) {
        Ok(value) => Some(value),
        Err(wrong) => {
            form.fault_with(name, wrong.key(), &wrong.values());
            None
        }
    }
}

/// Keeps a number.
pub(super) async fn create(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let asked = person(&parts)?;
    let mut form = fields.reader();
    let kind: Option<IdentifierKind> = form.parse("kind");
    let text = form.text("number", 4 * Number::MOST);
    let number = parsed(&mut form, "number", text, Number::parse);
    let text = form.text_or_none("issuer", 4 * Issuer::MOST);
    let issuer = parsed(&mut form, "issuer", text, Issuer::parse);
    let mut compare = None;
    let faults = match form.finish(|| Some((kind?, number?))) {
        Ok((kind, number)) => {
            let keep = move |tx: &mut Tx<'_>| -> Result<Kept> {
                let client = to_change(tx, asked)?;
                store::identifier::create(tx, client, kind, &number, issuer.as_ref())
            };
            match scope.write(keep).await? {
                Kept::Done => {
                    return Ok(Redirect::to(&face.to(&format!("/clients/{asked}/numbers?done=saved"))).into_response());
                }
                Kept::Full => Faults::one("number", "people-identifier-full"),
                Kept::Known => Faults::one("number", "people-identifier-known"),
                Kept::Elsewhere(other) => {
                    let merges = scope.house().permits_anyhow(&scope, "people.client.merge");
                    compare = merges.then(|| face.to(&format!("/clients/{asked}/merge/{other}")));
                    Faults::one("number", "people-identifier-elsewhere")
                }
            }
        }
        Err(faults) => faults,
    };
    let page = face.page(&scope, "people-identifiers");
    let said = Said { fields, faults, compare, status: StatusCode::UNPROCESSABLE_ENTITY, whole: None };
    shown(&scope, &face, page, asked, said).await
}

/// Removes a number.
pub(super) async fn remove(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let (client, id) = (person(&parts)?, identifier(&parts)?);
    fields.reader().finish(|| Some(())).map_err(Fault::invalid)?;
    let delete = move |tx: &mut Tx<'_>| -> Result<()> {
        let client = to_change(tx, client)?;
        store::identifier::delete(tx, client, id)
    };
    match scope.write(delete).await {
        Ok(()) | Err(Error::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to(&face.to(&format!("/clients/{client}/numbers?done=removed"))).into_response())
}
