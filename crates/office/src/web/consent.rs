//! What somebody agreed to, what they had stopped and what they said no to: their own page, that of whom they act for, and what
//! the desk and the privacy officer write down of it.

mod desk;
mod own;

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use ground::agreement::Added;
use ground::consent::Receipt;
use ground::residency::{self, CONSENT, Last, Word};
use ground::restrict::{Kind, Restriction, Use};
use ground::web::{Fault, Page, Tongue};
use ground::{Error, Panel, PersonId, ReceiptId, Result, Room, Routes, Tx};
use jiff::Timestamp;
use promise::Purpose::Rights;

use super::agreement::{Ask, asks};
use crate::store::consent::{self as store, Said, Stands};

type Parts = Path<HashMap<String, String>>;

fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/me/consents", "office.consents.own", Rights, own::mine)
        .post("/c/{clinic}/me/consents", "office.consents.own", Rights, own::choose)
        .get("/c/{clinic}/me/consents/{receipt}", "office.consents.own", Rights, own::receipt)
        .get("/c/{clinic}/me/consents/{receipt}/receipt.json", "office.consents.own", Rights, own::as_json)
        .get("/c/{clinic}/clients/{client}/consents", "office.consents.read", Rights, desk::desk)
        .post("/c/{clinic}/clients/{client}/consents", "office.consents.record", Rights, desk::record)
        .post("/c/{clinic}/clients/{client}/restrictions", "office.restrictions.write", Rights, desk::restrict)
}

pub(crate) fn furnish(room: Room) -> Room {
    room.routes(routes())
        .panel(Panel { place: "home", order: 80, draw: own_panel })
        .panel(Panel { place: "held", order: 80, draw: own_panel })
        .panel(Panel { place: "privacy", order: 80, draw: own_panel })
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
    /// Why it is asked anew; then both answers are offered.
    anew: Option<String>,
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
        anew: None,
        offer: None,
    }
}

/// What is said of a yes to where it is kept that does not hold any more; none of one that does, and of one that was taken back.
fn lapsed(tx: &Tx<'_>, t: &Tongue, last: &Last) -> Option<String> {
    let receipt = &last.receipt;
    let place = store::named(receipt).map(|region| t.get(&region.message_key()));
    let word = match last.word {
        Word::RanOut => "consent-residency-ran-out",
        Word::Elsewhere if place.is_some() => "consent-residency-elsewhere",
        Word::Elsewhere => "consent-residency-elsewhere-unnamed",
        Word::Given | Word::TakenBack => return None,
    };
    let end = receipt.expires_at.map_or_else(String::new, |end| day(tx, t, end));
    let said = [("day", day(tx, t, receipt.at)), ("end", end), ("place", place.unwrap_or_default())];
    Some(t.with(word, &said.map(|(name, value)| (name, value.into()))))
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
    let took_back = stands.took_back();
    let consents = stands
        .consents
        .iter()
        // What nothing asks for is not asked, nor what would open nothing.
        .filter(|(consent, given)| {
            given.is_some() || if consent.opens { restricted.is_some() && !took_back } else { stands.kept.is_some() }
        })
        .map(|(consent, given)| {
            let (title, text) = store::shown(tx, t, consent, given.as_ref());
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
                anew: stands.kept.as_ref().filter(|_| consent.name == CONSENT).and_then(|last| lapsed(tx, t, last)),
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

/// What a form says: what it is about, and whether it is to stand.
fn said(what: &str, set: &str) -> Result<(Said, bool), Fault> {
    let said = Said::named(what).ok_or_else(|| Fault::bad_request("consent.what"))?;
    match set {
        "1" => Ok((said, true)),
        "0" => Ok((said, false)),
        _ => Err(Fault::bad_request("consent.set")),
    }
}

/// Nothing goes on of whoever took it back that it is kept here, before they agree anew: what was stopped is neither lifted nor
/// opened for one use.
fn lifts(tx: &mut Tx<'_>, person: PersonId, what: Said, set: bool) -> Result<(), Fault> {
    let lifts = match what {
        Said::Stop(kind) => kind == Kind::Restricted && !set,
        Said::Agree(consent) => consent.opens && set,
        Said::Use(..) => false,
    };
    if lifts && residency::taken_back(tx, person)? {
        return Err(
            Fault::conflict("consent.residency").words("consent-residency-held-title", "consent-residency-held")
        );
    }
    Ok(())
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
    if let Some(lapsed) = stands.kept.as_ref().and_then(|last| lapsed(tx, t, last)) {
        lines.push(format!("{} · {lapsed}", t.get(&format!("consent-{CONSENT}"))));
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
