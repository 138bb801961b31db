//! The manager's plain pages: what the clinic offers, who gives it, where, when, and by which terms.
//!
//! Two templates serve them all: a list, and a form with its faults beside the fields. Nothing that an appointment
//! may name is deleted, only retired. A change that leaves appointments outside working hours says which before it
//! is made.

mod blocks;
mod clinic;
mod days;
mod drawn;
mod first;
mod hours;
mod logo;
mod messages;
mod overview;
mod page;
mod places;
mod practitioners;
mod services;
mod terms;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault};
use ground::{Routes, Scope};
use promise::Purpose::Administration;

use crate::store::setup::{Kind, retire};

const READ: &str = "booking.setup.read";
const WRITE: &str = "booking.setup.write";

/// The addresses of the setup.
pub fn routes() -> Routes {
    let routes = Routes::new()
        .get("/c/{clinic}/setup", READ, Administration, overview::show)
        .get("/c/{clinic}/setup/first", WRITE, Administration, first::show)
        .post("/c/{clinic}/setup/first", WRITE, Administration, first::create)
        .get("/c/{clinic}/setup/services", READ, Administration, services::list)
        .get("/c/{clinic}/setup/services/new", WRITE, Administration, services::blank)
        .post("/c/{clinic}/setup/services", WRITE, Administration, services::create)
        .get("/c/{clinic}/setup/services/{id}", WRITE, Administration, services::show)
        .post("/c/{clinic}/setup/services/{id}", WRITE, Administration, services::update)
        .get("/c/{clinic}/setup/practitioners", READ, Administration, practitioners::list)
        .get("/c/{clinic}/setup/practitioners/new", WRITE, Administration, practitioners::blank)
        .post("/c/{clinic}/setup/practitioners", WRITE, Administration, practitioners::create)
        .get("/c/{clinic}/setup/practitioners/{id}", WRITE, Administration, practitioners::show)
        .post("/c/{clinic}/setup/practitioners/{id}", WRITE, Administration, practitioners::update)
        .get("/c/{clinic}/setup/practitioners/{id}/hours", WRITE, Administration, hours::show)
        .post("/c/{clinic}/setup/practitioners/{id}/hours", WRITE, Administration, hours::replace)
        .get("/c/{clinic}/setup/practitioners/{id}/dates", WRITE, Administration, days::own)
        .post("/c/{clinic}/setup/practitioners/{id}/dates", WRITE, Administration, days::set_own)
        .post("/c/{clinic}/setup/practitioners/{id}/dates/{date}/removal", WRITE, Administration, days::remove_own);
    let routes = routes
        .get("/c/{clinic}/setup/places", READ, Administration, places::places)
        .get("/c/{clinic}/setup/places/new", WRITE, Administration, places::blank_place)
        .post("/c/{clinic}/setup/places", WRITE, Administration, places::create_place)
        .get("/c/{clinic}/setup/places/{id}", WRITE, Administration, places::show_place)
        .post("/c/{clinic}/setup/places/{id}", WRITE, Administration, places::update_place)
        .get("/c/{clinic}/setup/rooms", READ, Administration, places::rooms)
        .get("/c/{clinic}/setup/rooms/new", WRITE, Administration, places::blank_room)
        .post("/c/{clinic}/setup/rooms", WRITE, Administration, places::create_room)
        .get("/c/{clinic}/setup/rooms/{id}", WRITE, Administration, places::show_room)
        .post("/c/{clinic}/setup/rooms/{id}", WRITE, Administration, places::update_room)
        .get("/c/{clinic}/setup/equipment", READ, Administration, places::devices)
        .get("/c/{clinic}/setup/equipment/new", WRITE, Administration, places::blank_device)
        .post("/c/{clinic}/setup/equipment", WRITE, Administration, places::create_device)
        .get("/c/{clinic}/setup/equipment/{id}", WRITE, Administration, places::show_device)
        .post("/c/{clinic}/setup/equipment/{id}", WRITE, Administration, places::update_device);
    routes
        .get("/c/{clinic}/setup/dates", READ, Administration, days::clinic)
        .post("/c/{clinic}/setup/dates", WRITE, Administration, days::set_clinic)
        .post("/c/{clinic}/setup/dates/{date}/removal", WRITE, Administration, days::remove_clinic)
        .get("/c/{clinic}/setup/blocks", READ, Administration, blocks::list)
        .post("/c/{clinic}/setup/blocks", WRITE, Administration, blocks::create)
        .post("/c/{clinic}/setup/blocks/{id}/removal", WRITE, Administration, blocks::remove)
        .get("/c/{clinic}/setup/clinic", READ, Administration, clinic::show)
        .post("/c/{clinic}/setup/clinic", WRITE, Administration, clinic::set)
        .get("/c/{clinic}/setup/clinic/logo", READ, Administration, logo::show)
        .post("/c/{clinic}/setup/clinic/logo", WRITE, Administration, logo::set)
        .post("/c/{clinic}/setup/clinic/logo/removal", WRITE, Administration, logo::remove)
        .get("/c/{clinic}/setup/messages", READ, Administration, messages::list)
        .get("/c/{clinic}/setup/messages/{kind}", WRITE, Administration, messages::show)
        .post("/c/{clinic}/setup/messages/{kind}", WRITE, Administration, messages::set)
        .post("/c/{clinic}/setup/messages/{kind}/preview", WRITE, Administration, messages::preview)
        .get("/c/{clinic}/setup/terms", READ, Administration, terms::show)
        .post("/c/{clinic}/setup/terms", WRITE, Administration, terms::set)
        .post("/c/{clinic}/setup/{kind}/{id}/retirement", WRITE, Administration, retirement)
        .post("/c/{clinic}/setup/{kind}/{id}/return", WRITE, Administration, bring_back)
}

async fn retirement(
    scope: Scope,
    face: Face,
    Path((_, kind, id)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    put(scope, face, kind, id, true).await
}

async fn bring_back(
    scope: Scope,
    face: Face,
    Path((_, kind, id)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    put(scope, face, kind, id, false).await
}

async fn put(scope: Scope, face: Face, part: String, id: String, retired: bool) -> Result<Response, Fault> {
    let kind = match part.as_str() {
        "services" => Kind::Service,
        "practitioners" => Kind::Practitioner,
        "places" => Kind::Place,
        "rooms" => Kind::Room,
        "equipment" => Kind::Device,
        _ => return Err(Fault::not_found()),
    };
    let said = if retired { "retired" } else { "returned" };
    scope.write(move |tx| retire(tx, kind, &id, retired)).await?;
    Ok(Redirect::to(&face.to(&format!("/setup/{part}?done={said}"))).into_response())
}
