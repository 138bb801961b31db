//! A client's own pages, and those of whom they act for: home, details, and who opened the record.

use axum::response::Response;
use ground::access::Asked;
use ground::web::download::{Download, Shown};
use ground::web::{Face, Fault, Fields, Page, Query, render};
use ground::{EntryId, PersonId, Refusal, Result, Scope, Tx, access};
use jiff::SignedDuration;

use super::identifiers::{Opened, opened};
use super::openings::{Knot, Reader, knots, people_since};
use super::{Parts, draw, toast};
use crate::model::Client;
use crate::{own as admitting, store};

/// Openings on one page of the record.
const OPENINGS: u32 = 100;

/// The person whose pages these are: whoever is signed in.
pub(super) fn myself(scope: &Scope) -> Result<PersonId> {
    scope.actor.person().ok_or(ground::Error::NotFound)
}

/// Whose record a page is about.
#[derive(Clone, Copy)]
pub(super) enum Whose {
    Mine(PersonId),
    /// Somebody the reader acts for now.
    Ward {
        ward: PersonId,
        guardian: PersonId,
    },
}

impl Whose {
    pub(super) fn mine(scope: &Scope) -> Result<Whose> {
        myself(scope).map(Whose::Mine)
    }

    /// The ward an address names.
    pub(super) fn ward(scope: &Scope, parts: &Parts) -> Result<Whose> {
        let ward = parts.get("dependant").and_then(|id| id.parse().ok()).ok_or(ground::Error::NotFound)?;
        Ok(Whose::Ward { ward, guardian: myself(scope)? })
    }

    pub(super) fn person(self) -> PersonId {
        match self {
            Whose::Mine(person) | Whose::Ward { ward: person, .. } => person,
        }
    }

    fn reader(self) -> Reader {
        match self {
            Whose::Mine(_) => Reader::Holder,
            Whose::Ward { guardian, .. } => Reader::Guardian(guardian),
        }
    }

    /// Where these pages are.
    pub(super) fn base(self) -> String {
        match self {
            Whose::Mine(_) => "/me".to_owned(),
            Whose::Ward { ward, .. } => format!("/me/wards/{ward}"),
        }
    }

    /// The same as it stands now: a page left open still names a record that was merged into another. Refuses whom the
    /// reader does not act for, whatever else they are in the clinic: these are no pages of the desk. Whoever once did is
    /// told why they no longer do.
    pub(super) fn admitted(self, tx: &mut Tx<'_>) -> Result<Whose, Fault> {
        let Whose::Ward { ward, guardian } = self else { return Ok(self) };
        let ward = tx.kept(ward)?;
        admitting::admit(tx, guardian, ward)?;
        Ok(Whose::Ward { ward, guardian })
    }

    /// The ward's name.
    pub(super) fn name(self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        match self {
            Whose::Mine(_) => Ok(None),
            Whose::Ward { ward, .. } => store::open(tx, ward).map(|client| Some(client.given_name)),
        }
    }
}

#[derive(askama::Template)]
#[template(path = "people/home.html")]
struct HomePage {
    page: Page,
    greeting: String,
    panels: Vec<String>,
    wards: Vec<Ward>,
    /// Why some are no longer among them; empty when none.
    grown: String,
    /// How many people opened the record this month, and who.
    opened: String,
    who: String,
}

/// Somebody the reader acts for.
struct Ward {
    name: String,
    record: String,
    details: String,
}

/// Those the reader acts for, and the names of those who have grown up.
fn wards(tx: &mut Tx<'_>, face: &Face, guardian: PersonId) -> Result<(Vec<Ward>, Vec<String>)> {
    let (wards, grown) = store::wards(tx, guardian)?;
    let line = |client: &Client| {
        let base = Whose::Ward { ward: client.id, guardian }.base();
        Ward {
            record: face.to(&format!("{base}/record")),
            details: face.to(&format!("{base}/details")),
            name: client.name(),
        }
    };
    Ok((wards.iter().map(line).collect(), grown.into_iter().map(|client| client.given_name).collect()))
}

/// Where a client begins: what is next, and who looked.
pub(super) async fn home(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let id = myself(&scope)?;
    let mut page = face.page(&scope, "people-home");
    toast(&mut page, &fields);
    let shown = scope
        .read(move |tx| -> Result<HomePage> {
            let page = page.clone();
            let t = page.t.clone();
            let now = tx.now().to_zoned(tx.settings().zone.clone());
            let part = match now.hour() {
                4..12 => "morning",
                12..18 => "afternoon",
                _ => "evening",
            };
            // Staff have a home too, without being clients.
            let greeting = match store::find(tx, id)? {
                Some(stored) => {
                    let key = tx.open(id)?;
                    let name = stored.open(&key)?.given_name;
                    t.with("people-hello-name", &[("part", part.into()), ("name", name.into())])
                }
                None => t.with("people-hello", &[("part", part.into())]),
            };
            let panels = draw(tx, &page, "home", id)?;
            let month = tx.now() - SignedDuration::from_hours(24 * 30);
            let (count, names) = people_since(tx, id, month)?;
            let opened = t.with("people-opened-month", &[("count", count.into())]);
            let (wards, grown) = wards(tx, &face, id)?;
            let names_of_grown = ("names", t.list(&grown).into());
            let grown = match grown.len() {
                0 => String::new(),
                count => t.with("people-wards-grown", &[names_of_grown, ("count", count.into())]),
            };
            Ok(HomePage { greeting, panels, wards, grown, opened, who: t.list(&names), page })
        })
        .await?;
    Ok(render(&shown))
}

#[derive(askama::Template)]
#[template(path = "people/record.html")]
struct RecordPage {
    page: Page,
    title: String,
    lede: String,
    knots: Vec<Knot>,
    /// Numbers of theirs that were opened, and why.
    numbers: Vec<Opened>,
    /// What other rooms say of how it was opened.
    panels: Vec<String>,
    refusals: u32,
    /// Address of the older ones.
    older: Option<String>,
    /// Back to the newest, from further on.
    newest: Option<String>,
    /// Back to one's own pages, from a ward's.
    back: Option<String>,
}

/// Who opened my record, when and why; refusals too. Page by page one reads all of it (promise `access.visible`).
pub(super) async fn record(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    record_of(&scope, &face, &fields, Whose::mine(&scope)?).await
}

/// The same of somebody I act for.
pub(super) async fn ward_record(
    scope: Scope,
    face: Face,
    parts: Parts,
    Query(fields): Query,
) -> Result<Response, Fault> {
    record_of(&scope, &face, &fields, Whose::ward(&scope, &parts)?).await
}

async fn record_of(scope: &Scope, face: &Face, fields: &Fields, whose: Whose) -> Result<Response, Fault> {
    let before: Option<EntryId> = fields.value("before").parse().ok();
    let t = face.t.clone();
    let drawn_on = face.page(scope, "people-record");
    let here = face.to(&format!("{}/record", whose.base()));
    let own = here.clone();
    let (name, knots, numbers, panels, last) = scope
        .read(move |tx| -> Result<_, Fault> {
            let whose = whose.admitted(tx)?;
            let person = whose.person();
            // One more than is shown says whether there are older ones.
            let mut openings = match before {
                None => access::about(tx, person, OPENINGS + 1)?,
                Some(before) => access::about_before(tx, person, before, OPENINGS + 1)?,
            };
            let more = openings.len() > OPENINGS as usize;
            openings.truncate(OPENINGS as usize);
            let last = openings.last().filter(|_| more).map(|opening| opening.id);
            // Staff have a record of their own without being clients.
            let numbers = match store::find(tx, person)?.filter(|_| before.is_none()) {
                Some(_) => store::identifier::openings(tx, person, OPENINGS)?,
                None => Vec::new(),
            };
            let numbers = opened(tx, &t, &numbers)?;
            let panels = if before.is_none() { draw(tx, &drawn_on, "record", person)? } else { Vec::new() };
            let mut knots = knots(tx, &t, person, whose.reader(), openings)?;
            for knot in knots.iter_mut().filter(|knot| knot.place.is_some()) {
                knot.proof = Some(format!("{own}/proof?entry={}", knot.entry));
            }
            Ok((whose.name(tx)?, knots, numbers, panels, last))
        })
        .await?;
    let minutes = ("minutes", scope.clinic.parameters.access_visit_minutes.into());
    let (page, lede) = match &name {
        None => (face.page(scope, "people-record"), face.t.with("people-record-lede", &[minutes])),
        Some(name) => {
            let name = ("name", name.as_str().into());
            let title = face.t.with("people-ward-record", std::slice::from_ref(&name));
            (face.page_titled(scope, title), face.t.with("people-ward-record-lede", &[name, minutes]))
        }
    };
    let refusals = u32::try_from(knots.iter().filter(|knot| knot.refused).count()).unwrap_or(u32::MAX);
    let older = last.map(|last| format!("{here}?before={last}"));
    let newest = before.map(|_| here);
    let back = name.is_some().then(|| face.to("/me"));
    let title = page.title.clone();
    Ok(render(&RecordPage { title, page, lede, knots, numbers, panels, refusals, older, newest, back }))
}

/// The proof that one line of my record stands in the sealed log, which anybody can check without us.
pub(super) async fn proof(scope: Scope, Query(fields): Query) -> Result<Response, Fault> {
    proof_of(&scope, &fields, Whose::mine(&scope)?).await
}

/// The same of somebody I act for.
pub(super) async fn ward_proof(scope: Scope, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    proof_of(&scope, &fields, Whose::ward(&scope, &parts)?).await
}

async fn proof_of(scope: &Scope, fields: &Fields, whose: Whose) -> Result<Response, Fault> {
    let entry: EntryId = fields.value("entry").parse().map_err(|_| Fault::not_found())?;
    let person = scope.read(move |tx| whose.admitted(tx).map(Whose::person)).await?;
    // In the second before it is sealed nothing leads here.
    let proof = access::prove(scope, Asked::About(person, entry)).await?.ok_or_else(Fault::not_found)?;
    let (name, kind) = (format!("{entry}.tlog-proof"), "text/plain; charset=utf-8");
    Ok(Download { name, kind, shown: Shown::Saved, size: None }.respond_whole(proof))
}

/// The record of `person`, opened; said plainly where it was taken away meanwhile.
pub(super) fn own_record(tx: &mut Tx<'_>, person: PersonId) -> Result<Client, Fault> {
    kept_record(tx, person)?.ok_or_else(|| admitting::gone(tx))
}

/// The record of `person`, opened, if they have one.
pub(super) fn kept_record(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Client>> {
    match store::open(tx, person) {
        Err(ground::Error::NotFound | ground::Error::Refused(Refusal::Erased)) => Ok(None),
        other => other.map(Some),
    }
}
