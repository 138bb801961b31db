//! Pages of the people room.

mod desk;
mod details;
mod openings;
mod own;
mod panels;

use axum::extract::Path;
use ground::web::{Faults, Fields, Page, Tongue};
use ground::{Clinic, Nav, Panel, PersonId, Result, Room, Routes, Tx};
use jiff::civil::Date;
use promise::Purpose;

/// Path parameters as text: an id that cannot be one is no row at all.
type Parts = Path<std::collections::HashMap<String, String>>;

pub(crate) fn routes() -> Routes {
    use Purpose::{Account, Rights, Scheduling};
    Routes::new()
        .get("/c/{clinic}/clients", "people.client.search", Scheduling, desk::list)
        .get("/c/{clinic}/clients/new", "people.client.create", Scheduling, desk::blank)
        .post("/c/{clinic}/clients", "people.client.create", Scheduling, desk::create)
        .post("/c/{clinic}/clients/search", "people.client.search", Scheduling, desk::search)
        .get("/c/{clinic}/clients/{client}", "people.client.read", Scheduling, desk::show)
        .get("/c/{clinic}/clients/{client}/details", "people.client.update", Scheduling, desk::edit)
        .post("/c/{clinic}/clients/{client}/details", "people.client.update", Scheduling, desk::save)
        .get("/c/{clinic}/me", "people.profile.read", Account, own::home)
        .get("/c/{clinic}/me/details", "people.profile.update", Account, own::edit)
        .post("/c/{clinic}/me/details", "people.profile.update", Account, own::save)
        .get("/c/{clinic}/me/record", "people.opening.read", Rights, own::record)
        .get("/c/{clinic}/me/wards/{dependant}/record", "people.ward.read", Rights, own::ward_record)
        .get("/c/{clinic}/me/wards/{dependant}/details", "people.ward.update", Account, own::ward_edit)
        .post("/c/{clinic}/me/wards/{dependant}/details", "people.ward.update", Account, own::ward_save)
}

/// The panels and the entry of the navigation.
pub(crate) fn furnish(room: Room) -> Room {
    room.nav(Nav { path: "/clients", label: "people-nav", icon: "people", action: "people.client.search", order: 20 })
        .panel(Panel { place: "client", order: 10, draw: panels::details })
        .panel(Panel { place: "client", order: 90, draw: panels::openings })
}

/// The person an address names.
fn person(parts: &Parts) -> Result<PersonId> {
    parts.get("client").and_then(|id| id.parse().ok()).ok_or(ground::Error::NotFound)
}

/// What all rooms show of `person` at `place`, in their order.
fn draw(tx: &mut Tx<'_>, page: &Page, place: &str, person: PersonId) -> Result<Vec<String>> {
    let panels: Vec<Panel> = tx.scope().house().panels.iter().filter(|panel| panel.place == place).copied().collect();
    let mut drawn = Vec::with_capacity(panels.len());
    for panel in panels {
        drawn.extend((panel.draw)(tx, page, person)?);
    }
    Ok(drawn)
}

/// The day it is in the clinic.
fn today(tx: &Tx<'_>) -> Date {
    tx.now().to_zoned(tx.settings().zone.clone()).date()
}

/// What has just been done, said once: the word in the address that brought us here.
fn toast(page: &mut Page, fields: &Fields) {
    page.toast = match fields.value("done") {
        "added" => Some(page.t.get("people-done-added")),
        "known" => Some(page.t.get("people-done-known")),
        "saved" => Some(page.t.get("people-done-saved")),
        "over" => Some(page.t.get("people-search-over")),
        _ => None,
    };
}

/// A field of a form: what was typed, and what is wrong with it.
#[derive(Clone, Default)]
pub(crate) struct Field {
    pub value: String,
    pub fault: String,
}

impl Field {
    fn of(name: &str, fields: &Fields, faults: &Faults, t: &Tongue) -> Field {
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
