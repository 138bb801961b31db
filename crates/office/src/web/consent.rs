//! What somebody agreed to, what they had stopped and what they said no to: their own page, that of whom they act for, and what
//! the desk and the privacy officer write down of it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use ground::agreement::Added;
use ground::consent::{Receipt, Way};
use ground::residency::CONSENT;
use ground::restrict::{Basis, Kind, Restriction, Use};
use ground::web::signal::Signals;
use ground::web::{Face, Fault, Form, Page, Query, Tongue, render};
use ground::{Error, Panel, PersonId, ReceiptId, Result, Room, Routes, Scope, Tx};
use jiff::Timestamp;
use promise::Purpose::Rights;

use super::agreement::{Ask, asks};
use crate::store::consent::{self as store, By, Said, Stands};
use crate::store::residency;

type Parts = Path<HashMap<String, String>>;

fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/me/consents", "office.consents.own", Rights, mine)
        .post("/c/{clinic}/me/consents", "office.consents.own", Rights, choose)
        .get("/c/{clinic}/me/consents/{receipt}", "office.consents.own", Rights, receipt)
        .get("/c/{clinic}/me/consents/{receipt}/receipt.json", "office.consents.own", Rights, as_json)
        .get("/c/{clinic}/clients/{client}/consents", "office.consents.read", Rights, desk)
        .post("/c/{clinic}/clients/{client}/consents", "office.consents.record", Rights, record)
        .post("/c/{clinic}/clients/{client}/restrictions", "office.restrictions.write", Rights, restrict)
}

pub(crate) fn furnish(room: Room) -> Room {
    room.routes(routes())
        .panel(Panel { place: "home", order: 80, draw: own_panel })
        .panel(Panel { place: "held", order: 80, draw: own_panel })
        .panel(Panel { place: "client", order: 60, draw: desk_panel })
}

/// Something that can be switched by one press.
struct Switch {
    /// What the form names.
    what: String,
    title: String,
    text: String,
    /// Since when it stands, and how it came; none where it does not.
    since: Option<String>,
    /// The word on the button.
    button: String,
    set: u8,
    /// Its receipt, of a consent.
    receipt: Option<String>,
    /// Why it cannot be switched now, instead of the button.
    held: Option<String>,
    /// What else they can do: a page and its words.
    offer: Option<(String, String)>,
}

/// A receipt as a line.
struct Line {
    href: Option<String>,
    text: String,
    more: String,
}

/// What is shown of one person.
struct Board {
    restricted: Switch,
    uses: Vec<Switch>,
    asks: Vec<Ask>,
    consents: Vec<Switch>,
    receipts: Vec<Line>,
    past: Vec<String>,
}

pub(super) fn day(tx: &Tx<'_>, t: &Tongue, at: Timestamp) -> String {
    t.date_plain(at.to_zoned(tx.settings().zone.clone()).date())
}

fn switch(tx: &Tx<'_>, t: &Tongue, kind: Kind, stands: Option<&Restriction>) -> Switch {
    let name = match kind {
        Kind::Restricted => "restricted",
        Kind::Objected(of) => of.as_str(),
    };
    let say = |part: &str| t.get(&format!("consent-{name}-{part}"));
    let since = stands.map(|one| {
        let word = format!("consent-since-{}", one.basis.as_str());
        t.with(&word, &[("day", day(tx, t, one.since).into())])
    });
    Switch {
        what: name.to_owned(),
        title: say("title"),
        text: say("text"),
        button: say(if since.is_some() { "lift" } else { "set" }),
        set: u8::from(since.is_none()),
        since,
        receipt: None,
        held: None,
        offer: None,
    }
}

/// `receipts`: where one of them is read; none for those who do not read them.
/// `erase`: where they ask to be erased; none where they do not read it themselves.
fn board(
    tx: &Tx<'_>,
    t: &Tongue,
    stands: &Stands,
    receipts: Option<&dyn Fn(ReceiptId) -> String>,
    erase: Option<String>,
) -> Board {
    let restricted = stands.standing(Kind::Restricted);
    let clinic = tx.settings();
    let took_back = stands.took_back(CONSENT);
    let consents = stands
        .consents
        .iter()
        // What nothing asks for is not asked.
        .filter(|(consent, given)| {
            given.is_some() || if consent.opens { restricted.is_some() } else { stands.took_back(consent.name) }
        })
        .map(|(consent, given)| {
            let (title, text) = store::shown(t, consent, clinic);
            let since = given.as_ref().map(|receipt| {
                let ends = receipt.expires_at.map_or_else(String::new, |end| day(tx, t, end));
                let word = if ends.is_empty() { "consent-given-since" } else { "consent-given-until" };
                t.with(word, &[("day", day(tx, t, receipt.at).into()), ("end", ends.into())])
            });
            Switch {
                what: format!("consent-{}", consent.name),
                title,
                text,
                button: t.get(if since.is_some() { "consent-withdraw" } else { "consent-give" }),
                set: u8::from(since.is_none()),
                receipt: given.as_ref().and_then(|receipt| Some(receipts?(receipt.receipt_id))),
                held: None,
                offer: None,
                since,
            }
        })
        .collect();
    let mut everything = switch(tx, t, Kind::Restricted, restricted);
    if took_back {
        everything.held = Some(t.get("consent-residency-held"));
        everything.offer = erase.map(|href| (href, t.get("consent-residency-erase")));
    }
    let line = |receipt: &Receipt| Line {
        href: receipts.map(|to| to(receipt.receipt_id)),
        // What was shown begins with what it is called.
        text: match Added::named(&receipt.consent) {
            Some(_) => receipt.shown.lines().next().unwrap_or_default().to_owned(),
            None => t.get(&format!("consent-{}", receipt.consent)),
        },
        more: t.with(
            &format!("consent-line-{}", receipt.event),
            &[("day", day(tx, t, receipt.at).into()), ("way", t.get(&format!("consent-way-{}", receipt.way)).into())],
        ),
    };
    let past = |one: &Restriction| {
        let (end, _) = one.lifted.as_ref()?;
        let name = match one.kind {
            Kind::Restricted => "restricted",
            Kind::Objected(of) => of.as_str(),
        };
        let title = t.get(&format!("consent-{name}-title"));
        let (since, end) = (day(tx, t, one.since), day(tx, t, *end));
        Some(t.with("consent-past", &[("what", title.into()), ("day", since.into()), ("end", end.into())]))
    };
    Board {
        restricted: everything,
        uses: Use::ALL
            .into_iter()
            .map(|of| switch(tx, t, Kind::Objected(of), stands.standing(Kind::Objected(of))))
            .collect(),
        asks: asks(tx, t, &stands.questions, receipts),
        consents,
        receipts: stands.receipts.iter().map(line).collect(),
        past: stands.restrictions.iter().filter_map(past).collect(),
    }
}

/// Whose page it is.
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

async fn mine(scope: Scope, face: Face, signals: Signals, Query(fields): Query) -> Result<Response, Fault> {
    let whose = Whose::read(&scope, fields.value("for"))?;
    let mut page = face.page(&scope, "consent-title");
    page.toast = match fields.value("done") {
        "1" => Some(face.t.get("consent-done")),
        "stopped" => Some(face.t.get("consent-residency-done")),
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

/// What a form says: what it is about, and whether it is to stand.
fn said(what: &str, set: &str) -> Result<(Said, bool), Fault> {
    let said = Said::named(what).ok_or_else(|| Fault::bad_request("consent.what"))?;
    match set {
        "1" => Ok((said, true)),
        "0" => Ok((said, false)),
        _ => Err(Fault::bad_request("consent.set")),
    }
}

/// Nothing goes on of whoever took it back that it is kept here, before they agree anew.
fn lifts(tx: &mut Tx<'_>, person: PersonId, what: Said, set: bool) -> Result<(), Fault> {
    if what == Said::Stop(Kind::Restricted) && !set && residency::taken_back(tx, person)? {
        return Err(
            Fault::conflict("consent.residency").words("consent-residency-held-title", "consent-residency-held")
        );
    }
    Ok(())
}

async fn choose(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let whose = Whose::read(&scope, fields.value("for"))?;
    let (what, set) = said(fields.value("what"), fields.value("set"))?;
    let t = face.t.clone();
    let query = scope
        .write(move |tx| -> Result<String, Fault> {
            let mut whose = whose;
            whose.admit(tx)?;
            let by = By { giver: whose.me, way: Way::Page, basis: Basis::Wish };
            lifts(tx, whose.of, what, set)?;
            store::say(tx, whose.of, what, set, by, &t)?;
            Ok(whose.query())
        })
        .await?;
    let done = if !set && matches!(what, Said::Agree(consent) if consent.name == CONSENT) { "stopped" } else { "1" };
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

async fn receipt(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
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
        fact("recipients", listed(&receipt.recipients, "consent-recipient")),
        fact("controller", receipt.controller.clone()),
        fact("contact", receipt.contact.clone()),
        fact("jurisdiction", receipt.jurisdiction.clone()),
        fact("notice", receipt.notice_version.to_string()),
        fact("digest", receipt.shown_digest.clone()),
        fact("id", receipt.receipt_id.to_string()),
        fact("schema", receipt.schema_version.clone()),
    ];
    facts.extend(receipt.expires_at.map(|end| fact("expiry", moment(end))));
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

async fn as_json(scope: Scope, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let (_, receipt) = one(&scope, &parts, fields.value("for")).await?;
    let body = serde_json::to_string_pretty(&receipt).map_err(Error::internal)?;
    let name = format!("attachment; filename=\"{}.json\"", receipt.receipt_id);
    Ok(([(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, name)], body).into_response())
}

#[derive(Template)]
#[template(path = "consent/client.html")]
struct Desk {
    page: Page,
    board: Board,
    back: String,
    /// Where a word that was given on paper is written down, for whom may.
    record: Option<String>,
    /// Where the officer writes down what was asked for.
    restrict: Option<String>,
    /// Somebody acts for them, and may be whose word it is.
    guarded: bool,
}

fn client(parts: &Parts) -> Result<PersonId, Fault> {
    parts.get("client").and_then(|id| id.parse().ok()).ok_or_else(Fault::not_found)
}

/// What stands about a client, for the desk. It opens nobody: of whom everything is restricted it shows as much.
async fn desk(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let id = client(&parts)?;
    let mut page = face.page(&scope, "consent-desk");
    page.toast = match fields.value("done") {
        "1" => Some(face.t.get("consent-done")),
        "age" => Some(face.t.get("consent-age-unknown")),
        _ => None,
    };
    let may = |action: &str, end: &str| {
        scope.house().permits_anyhow(&scope, action).then(|| face.to(&format!("/clients/{id}/{end}")))
    };
    let record = may("office.consents.record", "consents");
    let restrict = may("office.restrictions.write", "restrictions");
    let shown = scope
        .read(move |tx| -> Result<Desk> {
            if !tx.knows(id)? {
                return Err(Error::NotFound);
            }
            let kept = tx.kept(id)?;
            let stands = store::of(tx, kept)?;
            Ok(Desk {
                page: page.clone(),
                board: board(tx, &face.t, &stands, None, None),
                back: face.to(&format!("/clients/{kept}")),
                record: record.clone(),
                restrict: restrict.clone(),
                guarded: !people::guardians_of(tx, kept)?.is_empty(),
            })
        })
        .await?;
    Ok(render(&shown))
}

/// A word that somebody gave on paper, which whoever writes it down saw.
async fn record(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = client(&parts)?;
    let (what, set) = said(fields.value("what"), fields.value("set"))?;
    if !matches!(what, Said::Agree(_) | Said::Use(..)) {
        return Err(Fault::bad_request("consent.what"));
    }
    let (t, guardian) = (face.t.clone(), fields.value("by") == "guardian");
    let written = scope
        .write(move |tx| -> Result<bool> {
            let kept = tx.kept(id)?;
            let giver = match people::guardians_of(tx, kept)?.first().filter(|_| guardian) {
                Some(bond) => bond.guardian,
                None => kept,
            };
            if set && !store::end_is_known(tx, kept, giver)? {
                return Ok(false);
            }
            store::say(tx, kept, what, set, By { giver, way: Way::Desk, basis: Basis::Request }, &t)?;
            Ok(true)
        })
        .await?;
    let done = if written { "1" } else { "age" };
    Ok(Redirect::to(&face.to(&format!("/clients/{id}/consents?done={done}"))).into_response())
}

/// What somebody asked the privacy officer for: to have everything stopped, or one use; or that it goes on.
async fn restrict(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = client(&parts)?;
    let (what, set) = said(fields.value("what"), fields.value("set"))?;
    if !matches!(what, Said::Stop(_)) {
        return Err(Fault::bad_request("consent.what"));
    }
    let t = face.t.clone();
    scope
        .write(move |tx| -> Result<(), Fault> {
            let by = By { giver: id, way: Way::Desk, basis: Basis::Request };
            lifts(tx, id, what, set)?;
            Ok(store::say(tx, id, what, set, by, &t).map(drop)?)
        })
        .await?;
    Ok(Redirect::to(&face.to(&format!("/clients/{id}/consents?done=1"))).into_response())
}

#[derive(Template)]
#[template(path = "consent/panel.html")]
struct PanelPart<'a> {
    page: &'a Page,
    lines: Vec<String>,
    href: String,
    link: String,
}

fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId, href: String, link: &str) -> Result<Option<String>> {
    let stands = store::of(tx, person)?;
    let t = &page.t;
    let mut lines = Vec::new();
    for one in stands.restrictions.iter().filter(|one| one.lifted.is_none()) {
        let board = switch(tx, t, one.kind, Some(one));
        lines.push(format!("{} · {}", board.title, board.since.unwrap_or_default()));
    }
    for (consent, given) in &stands.consents {
        if let Some(receipt) = given {
            let since = t.with("consent-given-since", &[("day", day(tx, t, receipt.at).into())]);
            lines.push(format!("{} · {since}", t.get(&format!("consent-{}", consent.name))));
        }
    }
    let part = PanelPart { page, lines, href, link: t.get(link) };
    part.render().map(Some).map_err(Error::internal)
}

fn own_panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    panel(tx, page, person, format!("{}/me/consents", page.base), "consent-panel-own")
}

fn desk_panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    if !tx.scope().house().permits_anyhow(tx.scope(), "office.consents.read") {
        return Ok(None);
    }
    panel(tx, page, person, format!("{}/clients/{person}/consents", page.base), "consent-panel-desk")
}
