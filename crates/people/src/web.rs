//! Pages of the people room.

mod desk;
mod details;
mod documents;
mod duplicates;
mod family;
mod held;
mod identifiers;
mod merge;
mod openings;
mod own;
mod panels;
mod profile;
mod tags;
mod unmerge;

pub use panels::came_back;

use axum::extract::Path;
use ground::web::{Faults, Fields, Page, Tongue};
use ground::{Clinic, Nav, Panel, PersonId, Result, Room, Routes, Tx};
use jiff::civil::Date;
use promise::Purpose;

pub(crate) use held::SHOWN;

/// Path parameters as text: an id that cannot be one is no row at all.
pub(crate) type Parts = Path<std::collections::HashMap<String, String>>;

pub(crate) fn routes() -> Routes {
    use Purpose::{Account, Administration, Rights, Scheduling};
    Routes::new()
        .get("/c/{clinic}/clients", "people.client.search", Scheduling, desk::list)
        .get("/c/{clinic}/clients/new", "people.client.create", Scheduling, desk::blank)
        .post("/c/{clinic}/clients", "people.client.create", Scheduling, desk::create)
        .post("/c/{clinic}/clients/search", "people.client.search", Scheduling, desk::search)
        .get("/c/{clinic}/clients/{client}", "people.client.read", Scheduling, desk::show)
        .get("/c/{clinic}/clients/{client}/details", "people.client.update", Scheduling, desk::edit)
        .post("/c/{clinic}/clients/{client}/details", "people.client.update", Scheduling, desk::save)
        .get("/c/{clinic}/clients/{client}/documents", "people.document.list", Scheduling, documents::list)
        .post("/c/{clinic}/clients/{client}/documents", "people.document.create", Scheduling, documents::create)
        .get("/c/{clinic}/clients/{client}/documents/{document}", "people.document.read", Scheduling, documents::read)
        .get(
            "/c/{clinic}/clients/{client}/documents/{document}/details",
            "people.document.update",
            Scheduling,
            documents::edit,
        )
        .post(
            "/c/{clinic}/clients/{client}/documents/{document}/details",
            "people.document.update",
            Scheduling,
            documents::save,
        )
        .post(
            "/c/{clinic}/clients/{client}/documents/{document}/removal",
            "people.document.update",
            Scheduling,
            documents::remove,
        )
        .get("/c/{clinic}/me/documents/{document}", "people.profile.document", Account, documents::read_own)
        .get("/c/{clinic}/clients/tags", "people.tag.write", Administration, tags::list)
        .post("/c/{clinic}/clients/tags", "people.tag.write", Administration, tags::create)
        .get("/c/{clinic}/clients/tags/{tag}", "people.tag.write", Administration, tags::edit)
        .post("/c/{clinic}/clients/tags/{tag}", "people.tag.write", Administration, tags::rename)
        .post("/c/{clinic}/clients/tags/{tag}/removal", "people.tag.write", Administration, tags::remove)
        .get("/c/{clinic}/clients/{client}/tags", "people.client.tag", Scheduling, tags::of_client)
        .post("/c/{clinic}/clients/{client}/tags", "people.client.tag", Scheduling, tags::change)
        .get("/c/{clinic}/clients/duplicates", "people.duplicate.list", Scheduling, duplicates::list)
        .post("/c/{clinic}/clients/{client}/apart/{other}", "people.client.merge", Scheduling, duplicates::apart)
        .get("/c/{clinic}/clients/{client}/merge/{other}", "people.client.merge", Scheduling, merge::compare)
        .post("/c/{clinic}/clients/{client}/merge/{other}", "people.client.merge", Scheduling, merge::merge)
        .post("/c/{clinic}/clients/{client}/merged/{merge}/undoing", "people.client.merge", Scheduling, unmerge::undo)
        .get("/c/{clinic}/clients/{client}/numbers", "people.identifier.list", Scheduling, identifiers::list)
        .post("/c/{clinic}/clients/{client}/numbers", "people.identifier.update", Scheduling, identifiers::create)
        .post(
            "/c/{clinic}/clients/{client}/numbers/{identifier}/opening",
            "people.identifier.open",
            Administration,
            identifiers::open,
        )
        .post(
            "/c/{clinic}/clients/{client}/numbers/{identifier}/removal",
            "people.identifier.update",
            Scheduling,
            identifiers::remove,
        )
        .get("/c/{clinic}/clients/{client}/family", "people.family.update", Scheduling, family::list)
        .post("/c/{clinic}/clients/{client}/family", "people.family.update", Scheduling, family::change)
        .post("/c/{clinic}/clients/{client}/family/end", "people.family.update", Scheduling, family::end)
        .get("/c/{clinic}/clients/{client}/merge", "people.client.merge", Scheduling, duplicates::pick)
        .post("/c/{clinic}/clients/{client}/merge", "people.client.merge", Scheduling, duplicates::look)
        .get("/c/{clinic}/me", "people.profile.read", Account, own::home)
        .get("/c/{clinic}/me/details", "people.profile.update", Account, profile::edit)
        .post("/c/{clinic}/me/details", "people.profile.update", Account, profile::save)
        .get("/c/{clinic}/me/record", "people.opening.read", Rights, own::record)
        .get("/c/{clinic}/me/record/proof", "people.opening.read", Rights, own::proof)
        .get("/c/{clinic}/me/held", "people.profile.hold", Rights, held::show)
        .get("/c/{clinic}/me/held/removal", "people.profile.remove", Rights, held::ask)
        .post("/c/{clinic}/me/held/removal", "people.profile.remove", Rights, held::remove)
        .get(
            "/c/{clinic}/me/wards/{dependant}/documents/{document}",
            "people.ward.document",
            Account,
            documents::read_wards,
        )
        .get("/c/{clinic}/me/wards/{dependant}/record", "people.ward.read", Rights, own::ward_record)
        .get("/c/{clinic}/me/wards/{dependant}/record/proof", "people.ward.read", Rights, own::ward_proof)
        .get("/c/{clinic}/me/wards/{dependant}/details", "people.ward.update", Account, profile::ward_edit)
        .post("/c/{clinic}/me/wards/{dependant}/details", "people.ward.update", Account, profile::ward_save)
}

/// The panels and the entry of the navigation.
pub(crate) fn furnish(room: Room) -> Room {
    room.nav(Nav { path: "/clients", label: "people-nav", icon: "people", action: "people.client.search", order: 20 })
        .own(Nav { path: "/me", label: "people-home", icon: "home", action: "people.profile.read", order: 10 })
        .own(Nav {
            path: "/me/record",
            label: "people-record-short",
            icon: "eye",
            action: "people.opening.read",
            order: 40,
        })
        .own(Nav {
            path: "/me/details",
            label: "people-mine-short",
            icon: "person",
            action: "people.profile.update",
            order: 50,
        })
        .panel(Panel { place: "client", order: 10, draw: panels::details })
        .panel(Panel { place: "client", order: 40, draw: documents::panel })
        .panel(Panel { place: "client", order: 30, draw: family::panel })
        .panel(Panel { place: "client", order: 50, draw: identifiers::panel })
        .panel(Panel { place: "client", order: 80, draw: unmerge::panel })
        .panel(Panel { place: "home", order: 40, draw: documents::own_panel })
        .panel(Panel { place: "client", order: 90, draw: panels::openings })
}

/// The person an address names.
fn person(parts: &Parts) -> Result<PersonId> {
    parts.get("client").and_then(|id| id.parse().ok()).ok_or(ground::Error::NotFound)
}

/// The client an address names, as the record stands until this transaction ends, for whoever changes what is about them:
/// asked first, as opening it would be (`person.open`), a refusal recorded, and nothing opened.
fn to_change(tx: &mut Tx<'_>, id: PersonId) -> Result<PersonId> {
    let id = tx.held(id)?;
    may_change(tx, id)
}

/// The same as it stands now, for whoever will change something later.
fn may_change(tx: &mut Tx<'_>, id: PersonId) -> Result<PersonId> {
    let id = tx.kept(id)?;
    crate::store::find(tx, id)?.ok_or(ground::Error::NotFound)?;
    tx.require(id)?;
    Ok(id)
}

/// What all rooms show of `person` at `place`, in their order.
fn draw(tx: &mut Tx<'_>, page: &Page, place: &str, person: PersonId) -> Result<Vec<String>> {
    let panels: Vec<Panel> = tx.scope().house().panels(tx.settings(), place);
    let mut drawn = Vec::with_capacity(panels.len());
    for panel in panels {
        drawn.extend((panel.draw)(tx, page, person)?);
    }
    Ok(drawn)
}

fn drawn(panel: &impl askama::Template) -> Result<Option<String>> {
    // The error's text could quote the panel; the cause has to do.
    panel.render().map(Some).map_err(|_| ground::Error::internal("a panel of people does not render"))
}

/// The day it is in the clinic.
fn today(tx: &Tx<'_>) -> Date {
    tx.now().to_zoned(tx.settings().zone.clone()).date()
}

/// What has just been done, said once: the word in the address that brought us here.
fn toast(page: &mut Page, fields: &Fields) {
    const DONE: [&str; 16] = [
        "ask",
        "detail",
        "stays",
        "added",
        "known",
        "saved",
        "document",
        "removed",
        "apart",
        "merged",
        "unmerged",
        "unmerged-kept",
        "family",
        "ended",
        "over",
        "emergency",
    ];
    let done = DONE.into_iter().find(|done| *done == fields.value("done"));
    page.toast = done.map(|done| page.t.get(&format!("people-done-{done}")));
}

/// A field of a form: what was typed, and what is wrong with it.
#[derive(Clone, Default)]
pub(crate) struct Field {
    pub value: String,
    pub fault: String,
}

impl Field {
    pub(crate) fn of(name: &str, fields: &Fields, faults: &Faults, t: &Tongue) -> Field {
        Field { value: fields.value(name).to_owned(), fault: faults.of(name, t).unwrap_or_default() }
    }
}

/// One of several to choose from.
#[derive(Clone)]
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// The clinic's languages by their own names.
fn languages(clinic: &Clinic, t: &Tongue, chosen: &str) -> Vec<Choice> {
    let names = t.words().languages();
    let label = |code: &String| {
        names.iter().find(|(known, _)| known == code).map_or_else(|| code.clone(), |(_, name)| name.clone())
    };
    clinic
        .languages
        .iter()
        .map(|code| Choice { value: code.clone(), label: label(code), chosen: code == chosen })
        .collect()
}
