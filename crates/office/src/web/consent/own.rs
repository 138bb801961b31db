//! Somebody's own page of what they said, and that of whom they act for; each receipt, to read and to take along.

use askama::Template;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use ground::consent::{Kept, Receipt, Recipient, Terms, Way};
use ground::residency::CONSENT;
use ground::restrict::Basis;
use ground::web::signal::Signals;
use ground::web::{Face, Fault, Form, Page, Query, Tongue, render};
use ground::{Error, PersonId, ReceiptId, Result, Scope, Tx};
use jiff::Timestamp;
use promise::Region;

use super::super::retention::span;
use super::{Board, Parts, board, lifts, said};
use crate::store::consent::{self as store, By, Said};

#[derive(Clone, Copy)]
struct Whose {
    me: PersonId,
    of: PersonId,
}

impl Whose {
    fn read(scope: &Scope, named: &str) -> Result<Whose, Fault> {
        let me = scope.actor.account().and(scope.actor.person()).ok_or_else(Fault::not_found)?;
        let of = if named.is_empty() { me } else { named.parse().map_err(|_| Fault::not_found())? };
        Ok(Whose { me, of })
    }

    /// Lets in whoever asks for themselves, or acts for them now; the ward's name.
    fn admit(&mut self, tx: &mut Tx<'_>) -> Result<Option<String>, Fault> {
        self.of = tx.kept(self.of)?;
        if self.of == self.me {
            return Ok(None);
        }
        people::own::admit(tx, self.me, self.of)?;
        Ok(Some(people::open(tx, self.of)?.given_name))
    }

    fn query(self) -> String {
        if self.of == self.me { String::new() } else { format!("?for={}", self.of) }
    }
}

#[derive(Template)]
#[template(path = "consent/mine.html")]
struct Mine {
    page: Page,
    /// Whose it is, where that is another.
    person: String,
    board: Board,
    action: String,
    /// Those whose pages are beside this one: a name and an address.
    others: Vec<(String, String)>,
    /// What the browser says, in words; none where it says nothing.
    signals: Option<String>,
}

pub(super) async fn mine(scope: Scope, face: Face, signals: Signals, Query(fields): Query) -> Result<Response, Fault> {
    let whose = Whose::read(&scope, fields.value("for"))?;
    let mut page = face.page(&scope, "consent-title");
    page.toast = match fields.value("done") {
        "1" => Some(face.t.get("consent-done")),
        "stopped" => Some(face.t.get("consent-residency-done")),
        "age" => Some(face.t.get("consent-age-unknown-own")),
        _ => None,
    };
    let shown = scope
        .read(move |tx| -> Result<_, Fault> {
            let mut whose = whose;
            let of = whose.admit(tx)?;
            let stands = store::of(tx, whose.of)?;
            let query = whose.query();
            let to = |id: ReceiptId| format!("{}/me/consents/{id}{query}", page.base);
            let here = face.to("/me/consents");
            let erase = face.to(&format!("/me/privacy/ask?kind=erasure{}", query.replace('?', "&")));
            let (wards, _) = people::wards(tx, whose.me)?;
            let mut others: Vec<(String, String)> = wards
                .into_iter()
                .filter(|ward| ward.id != whose.of)
                .map(|ward| (ward.given_name.clone(), format!("{here}?for={}", ward.id)))
                .collect();
            if of.is_some() {
                others.insert(0, (face.t.get("consent-mine"), here.clone()));
            }
            let mut page = page.clone();
            if let Some(name) = &of {
                page.title = face.t.with("consent-title-of", &[("name", name.as_str().into())]);
            }
            Ok(Mine {
                board: board(tx, &face.t, &stands, Some(&to), Some(erase)),
                action: here,
                person: if whose.of == whose.me { String::new() } else { whose.of.to_string() },
                signals: signals.told(&face.t).filter(|_| of.is_none()),
                others,
                page,
            })
        })
        .await?;
    Ok(render(&shown))
}

pub(super) async fn choose(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let whose = Whose::read(&scope, fields.value("for"))?;
    let (what, set) = said(fields.value("what"), fields.value("set"))?;
    let t = face.t.clone();
    let (query, written) = scope
        .write(move |tx| -> Result<(String, bool), Fault> {
            let mut whose = whose;
            whose.admit(tx)?;
            let query = whose.query();
            // A parent's yes has an end, and without the day of birth nobody would know it.
            if set && !matches!(what, Said::Stop(_)) && !store::end_is_known(tx, whose.of, whose.me)? {
                return Ok((query, false));
            }
            let by = By { giver: whose.me, way: Way::Page, basis: Basis::Wish };
            lifts(tx, whose.of, what, set)?;
            store::say(tx, whose.of, what, set, by, &t)?;
            Ok((query, true))
        })
        .await?;
    let done = if !written {
        "age"
    } else if !set && matches!(what, Said::Agree(consent) if consent.name == CONSENT) {
        "stopped"
    } else {
        "1"
    };
    let and = if query.is_empty() { "?" } else { "&" };
    Ok(Redirect::to(&face.to(&format!("/me/consents{query}{and}done={done}"))).into_response())
}

async fn one(scope: &Scope, parts: &Parts, named: &str) -> Result<(Whose, Receipt), Fault> {
    let whose = Whose::read(scope, named)?;
    let id: ReceiptId = parts.get("receipt").and_then(|id| id.parse().ok()).ok_or_else(Fault::not_found)?;
    scope
        .read(move |tx| -> Result<_, Fault> {
            let mut whose = whose;
            whose.admit(tx)?;
            Ok((whose, ground::consent::find(tx, whose.of, id)?))
        })
        .await
}

#[derive(Template)]
#[template(path = "consent/receipt.html")]
struct ReceiptPage {
    page: Page,
    /// What was shown: what it is called, and the text.
    heading: String,
    text: String,
    language: String,
    direction: &'static str,
    event: String,
    facts: Vec<(String, String)>,
    /// It was changed after it was written down.
    altered: bool,
    json: String,
    back: String,
}

/// Who else handles what it is about, each with the country they are in.
fn recipients(t: &Tongue, terms: Option<&Terms>) -> String {
    let named = |one: &Recipient| {
        let place = one.region.parse::<Region>().map_or_else(|_| one.region.clone(), |at| t.get(&at.message_key()));
        t.with("consent-recipient", &[("name", one.name.as_str().into()), ("place", place.into())])
    };
    let all: Vec<String> = terms.map(|terms| terms.recipients.iter().map(named).collect()).unwrap_or_default();
    if all.is_empty() { t.get("consent-nobody") } else { t.list(&all) }
}

/// How long a kind of data is kept, as a fact of a receipt.
fn kept(t: &Tongue, kept: &Kept) -> (String, String) {
    let kind = t.get(&format!("consent-category-{}", kept.category));
    let name = t.with("consent-fact-kept", &[("kind", kind.into())]);
    let long = match kept.span() {
        Some(is) => span(t, is),
        None => t.get("consent-kept-own"),
    };
    let long = if kept.sensitive { t.with("consent-kept-sensitive", &[("span", long.into())]) } else { long };
    (name, long)
}

pub(super) async fn receipt(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let (whose, receipt) = one(&scope, &parts, fields.value("for")).await?;
    let t = &face.t;
    let zone = scope.clinic.zone.clone();
    let moment = |at: Timestamp| {
        let local = at.to_zoned(zone.clone());
        t.with("date-time", &[("date", t.date_full(local.date()).into()), ("time", t.clock(&local).into())])
    };
    let listed = |words: &[String], of: &str| {
        let said = words.iter().map(|word| t.get(&format!("{of}-{}", word.replace('_', "-"))));
        let all: Vec<String> = said.collect();
        if all.is_empty() { t.get("consent-nobody") } else { all.join(&t.get("consent-comma")) }
    };
    let fact = |key: &str, value: String| (t.get(&format!("consent-fact-{key}")), value);
    let giver = if receipt.giver == receipt.principal { "consent-giver-self" } else { "consent-giver-guardian" };
    let mut facts = vec![
        fact("when", moment(receipt.at)),
        fact("how", t.get(&format!("consent-way-{}", receipt.way))),
        fact("giver", t.get(giver)),
        fact("purposes", listed(&receipt.purposes, "consent-purpose")),
        fact("categories", listed(&receipt.categories, "consent-category")),
        fact("recipients", recipients(t, receipt.terms.as_ref())),
        fact("controller", receipt.controller.clone()),
        fact("contact", receipt.contact.clone()),
        fact("jurisdiction", receipt.jurisdiction.clone()),
        fact("notice", receipt.notice_version.to_string()),
        fact("digest", receipt.shown_digest.clone()),
        fact("id", receipt.receipt_id.to_string()),
        fact("schema", receipt.schema_version.clone()),
    ];
    facts.extend(receipt.expires_at.map(|end| fact("expiry", moment(end))));
    if let Some(terms) = &receipt.terms {
        let place =
            terms.stored_in.parse::<Region>().map_or_else(|_| terms.stored_in.clone(), |at| t.get(&at.message_key()));
        facts.push(fact("basis", t.get(&format!("consent-basis-{}", terms.basis.replace('_', "-")))));
        facts.push(fact("stored", place));
        facts.extend(terms.kept.iter().map(|one| kept(t, one)));
        facts.push(fact("withdrawal", terms.withdrawal()));
        facts.push(fact("rights", terms.rights()));
        facts.push(fact("complaints", terms.complaints()));
    }
    let (heading, text) = receipt.shown.split_once('\n').unwrap_or((receipt.shown.as_str(), ""));
    let tongue = scope.house().words.tongue(&receipt.language).unwrap_or_else(|| t.clone());
    let query = whose.query();
    Ok(render(&ReceiptPage {
        page: face.page(&scope, "consent-receipt"),
        heading: heading.to_owned(),
        text: text.to_owned(),
        language: receipt.language.clone(),
        direction: tongue.dir(),
        event: t.get(&format!("consent-event-{}", receipt.event)),
        facts,
        altered: !receipt.whole,
        json: face.to(&format!("/me/consents/{}/receipt.json{query}", receipt.receipt_id)),
        back: face.to(&format!("/me/consents{query}")),
    }))
}

pub(super) async fn as_json(scope: Scope, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let (_, receipt) = one(&scope, &parts, fields.value("for")).await?;
    let body = serde_json::to_string_pretty(&receipt.record()).map_err(Error::internal)?;
    let name = format!("attachment; filename=\"{}.json\"", receipt.receipt_id);
    Ok(([(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, name)], body).into_response())
}
