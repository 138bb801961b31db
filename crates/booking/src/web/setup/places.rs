//! Places, the rooms in them, and equipment.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Query, render};
use ground::{Error, Result, Scope};

use super::drawn::{self, Refused, again, unchanged};
use super::page::{FormPage, Maker, Row, answer, form, list, retiring};
use crate::model::{DeviceId, PlaceId, RoomId};
use crate::store::setup::{self, Kind, PlaceDraft};
use crate::store::{Catalogue, catalogue};

const NAME: usize = 80;
const LONG: usize = 500;

fn saved(face: &Face, part: &str) -> Response {
    Redirect::to(&face.to(&format!("/setup/{part}?done=saved"))).into_response()
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

async fn read(scope: &Scope) -> Result<Catalogue> {
    scope.read(catalogue).await
}

/// The places in use, and the one that is chosen already.
fn place_choices(catalogue: &Catalogue, chosen: &str) -> Vec<(String, String)> {
    let shown = catalogue.places.iter().filter(|place| place.retired_at.is_none() || place.id.to_string() == chosen);
    shown.map(|place| (place.id.to_string(), place.name.clone())).collect()
}

pub(super) async fn places(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = list(&scope, &face, &fields, "places", &["setup-name", "setup-address", "setup-rooms"]);
    let catalogue = read(&scope).await?;
    for place in &catalogue.places {
        let rooms = catalogue.rooms.iter().filter(|room| room.place == place.id && room.retired_at.is_none()).count();
        page.rows.push(Row {
            href: page.add.is_some().then(|| face.to(&format!("/setup/places/{}", place.id))),
            name: place.name.clone(),
            cells: vec![place.address.clone(), rooms.to_string()],
            retired: place.retired_at.is_some(),
        });
    }
    Ok(render(&page))
}

async fn place_form(
    scope: &Scope,
    face: &Face,
    place: Option<PlaceId>,
    fields: &Fields,
    faults: &Faults,
) -> Result<FormPage, Fault> {
    let inputs = Maker::new(&face.t, fields, faults)
        .line("text", "name")
        .hinted("text", "address")
        .maybe("textarea", "directions")
        .maybe("text", "spot")
        .done();
    let (title, action) = match place {
        Some(id) => (fields.value("name").to_owned(), face.to(&format!("/setup/places/{id}"))),
        None => (face.t.get("setup-new-place"), face.to("/setup/places")),
    };
    let mut page = form(scope, face, "places", title, action, faults, inputs);
    if let Some(id) = place {
        let retired = read(scope).await?.place(id).is_some_and(|place| place.retired_at.is_some());
        page.retire = Some(retiring(scope, face, Kind::Place, "places", id.to_string(), retired).await?);
    }
    Ok(page)
}

/// The place as the form shows it.
fn stored_place(catalogue: &Catalogue, id: PlaceId) -> Result<Fields> {
    let place = catalogue.place(id).ok_or(Error::NotFound)?;
    let spot = place.spot.map(|spot| spot.to_string()).unwrap_or_default();
    Ok(Fields::filled([
        ("name", &place.name),
        ("address", &place.address),
        ("directions", &place.directions),
        ("spot", &spot),
    ]))
}

fn place_draft(fields: &Fields) -> Result<PlaceDraft, Faults> {
    let mut form = fields.reader();
    drawn::read(&mut form);
    let (name, address, directions) =
        (form.text("name", NAME), form.text("address", LONG), form.lines_or_none("directions", LONG));
    let spot = form.text_or_none("spot", 60);
    let read = spot.as_ref().and_then(|text| text.parse().ok());
    if spot.is_some() && read.is_none() {
        form.fault("spot", "setup-fault-spot");
    }
    form.finish(|| {
        let directions = directions.unwrap_or_default();
        Some(PlaceDraft { name: name?, address: address?, directions, spot: read })
    })
}

pub(super) async fn blank_place(scope: Scope, face: Face) -> Result<Response, Fault> {
    place_form(&scope, &face, None, &Fields::default(), &Faults::new()).await.map(answer)
}

pub(super) async fn create_place(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    match place_draft(&fields) {
        Err(faults) => place_form(&scope, &face, None, &fields, &faults).await.map(answer),
        Ok(draft) => {
            scope.write(move |tx| setup::create_place(tx, &draft)).await?;
            Ok(saved(&face, "places"))
        }
    }
}

pub(super) async fn show_place(
    scope: Scope,
    face: Face,
    Path((_, place)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id: PlaceId = id(&place)?;
    let fields = drawn::marked(&stored_place(&read(&scope).await?, id)?);
    place_form(&scope, &face, Some(id), &fields, &Faults::new()).await.map(answer)
}

pub(super) async fn update_place(
    scope: Scope,
    face: Face,
    Path((_, place)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: PlaceId = id(&place)?;
    let draft = match place_draft(&fields) {
        Ok(draft) => draft,
        Err(faults) => return place_form(&scope, &face, Some(id), &fields, &faults).await.map(answer),
    };
    let typed = fields.clone();
    let done = scope
        .write(move |tx| -> Result<(), Refused> {
            unchanged(tx, &typed, |tx| stored_place(&catalogue(tx)?, id))?;
            Ok(setup::update_place(tx, id, &draft)?)
        })
        .await;
    match done {
        Ok(()) => Ok(saved(&face, "places")),
        Err(Refused::Stale(now)) => {
            let page = place_form(&scope, &face, Some(id), &again(&fields, &now), &Faults::new()).await?;
            Ok(answer(drawn::beside(page, &face.t, &now)))
        }
        Err(Refused::Ground(error)) => Err(error.into()),
    }
}

pub(super) async fn rooms(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = list(&scope, &face, &fields, "rooms", &["setup-name", "setup-place"]);
    let catalogue = read(&scope).await?;
    for room in &catalogue.rooms {
        page.rows.push(Row {
            href: page.add.is_some().then(|| face.to(&format!("/setup/rooms/{}", room.id))),
            name: room.name.clone(),
            cells: vec![catalogue.place(room.place).map(|place| place.name.clone()).unwrap_or_default()],
            retired: room.retired_at.is_some(),
        });
    }
    Ok(render(&page))
}

async fn room_form(
    scope: &Scope,
    face: &Face,
    room: Option<RoomId>,
    fields: &Fields,
    faults: &Faults,
) -> Result<FormPage, Fault> {
    let catalogue = read(scope).await?;
    let inputs = Maker::new(&face.t, fields, faults)
        .line("text", "name")
        .select("place", place_choices(&catalogue, fields.value("place")))
        .done();
    let (title, action) = match room {
        Some(id) => (fields.value("name").to_owned(), face.to(&format!("/setup/rooms/{id}"))),
        None => (face.t.get("setup-new-room"), face.to("/setup/rooms")),
    };
    let mut page = form(scope, face, "rooms", title, action, faults, inputs);
    if let Some(id) = room {
        let retired = catalogue.rooms.iter().any(|room| room.id == id && room.retired_at.is_some());
        page.retire = Some(retiring(scope, face, Kind::Room, "rooms", id.to_string(), retired).await?);
    }
    Ok(page)
}

/// The room as the form shows it.
fn stored_room(catalogue: &Catalogue, id: RoomId) -> Result<Fields> {
    let room = catalogue.rooms.iter().find(|room| room.id == id).ok_or(Error::NotFound)?;
    Ok(Fields::filled([("name", room.name.clone()), ("place", room.place.to_string())]))
}

fn room_draft(fields: &Fields) -> Result<(PlaceId, String), Faults> {
    let mut form = fields.reader();
    drawn::read(&mut form);
    let (name, place) = (form.text("name", NAME), form.parse::<PlaceId>("place"));
    form.finish(|| place.zip(name))
}

/// What the database refuses about a chosen place: it is not one of the clinic's.
fn place_fault(error: ground::Error) -> Result<Faults, Fault> {
    match error {
        ground::Error::Constraint(_) => Ok(Faults::one("place", "fault-choice")),
        error => Err(error.into()),
    }
}

pub(super) async fn blank_room(scope: Scope, face: Face) -> Result<Response, Fault> {
    room_form(&scope, &face, None, &Fields::default(), &Faults::new()).await.map(answer)
}

pub(super) async fn create_room(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let (place, name) = match room_draft(&fields) {
        Ok(draft) => draft,
        Err(faults) => return room_form(&scope, &face, None, &fields, &faults).await.map(answer),
    };
    match scope.write(move |tx| setup::create_room(tx, place, &name)).await {
        Ok(_) => Ok(saved(&face, "rooms")),
        Err(error) => room_form(&scope, &face, None, &fields, &place_fault(error)?).await.map(answer),
    }
}

pub(super) async fn show_room(
    scope: Scope,
    face: Face,
    Path((_, room)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id: RoomId = id(&room)?;
    let fields = drawn::marked(&stored_room(&read(&scope).await?, id)?);
    room_form(&scope, &face, Some(id), &fields, &Faults::new()).await.map(answer)
}

pub(super) async fn update_room(
    scope: Scope,
    face: Face,
    Path((_, room)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: RoomId = id(&room)?;
    let (place, name) = match room_draft(&fields) {
        Ok(draft) => draft,
        Err(faults) => return room_form(&scope, &face, Some(id), &fields, &faults).await.map(answer),
    };
    let typed = fields.clone();
    let done = scope
        .write(move |tx| -> Result<(), Refused> {
            unchanged(tx, &typed, |tx| stored_room(&catalogue(tx)?, id))?;
            Ok(setup::update_room(tx, id, place, &name)?)
        })
        .await;
    match done {
        Ok(()) => Ok(saved(&face, "rooms")),
        Err(Refused::Stale(now)) => {
            let page = room_form(&scope, &face, Some(id), &again(&fields, &now), &Faults::new()).await?;
            Ok(answer(drawn::beside(page, &face.t, &now)))
        }
        Err(Refused::Ground(error)) => {
            room_form(&scope, &face, Some(id), &fields, &place_fault(error)?).await.map(answer)
        }
    }
}

pub(super) async fn devices(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = list(&scope, &face, &fields, "equipment", &["setup-name", "setup-place"]);
    let catalogue = read(&scope).await?;
    for device in &catalogue.devices {
        let place = device
            .place
            .and_then(|id| catalogue.place(id))
            .map_or_else(|| face.t.get("setup-carried"), |place| place.name.clone());
        page.rows.push(Row {
            href: page.add.is_some().then(|| face.to(&format!("/setup/equipment/{}", device.id))),
            name: device.name.clone(),
            cells: vec![place],
            retired: device.retired_at.is_some(),
        });
    }
    Ok(render(&page))
}

async fn device_form(
    scope: &Scope,
    face: &Face,
    device: Option<DeviceId>,
    fields: &Fields,
    faults: &Faults,
) -> Result<FormPage, Fault> {
    let catalogue = read(scope).await?;
    let carried = (String::new(), face.t.get("setup-carried"));
    let places = std::iter::once(carried).chain(place_choices(&catalogue, fields.value("place")));
    let inputs = Maker::new(&face.t, fields, faults).line("text", "name").select("place", places).done();
    let (title, action) = match device {
        Some(id) => (fields.value("name").to_owned(), face.to(&format!("/setup/equipment/{id}"))),
        None => (face.t.get("setup-new-device"), face.to("/setup/equipment")),
    };
    let mut page = form(scope, face, "equipment", title, action, faults, inputs);
    if let Some(id) = device {
        let retired = catalogue.devices.iter().any(|device| device.id == id && device.retired_at.is_some());
        page.retire = Some(retiring(scope, face, Kind::Device, "equipment", id.to_string(), retired).await?);
    }
    Ok(page)
}

/// The device as the form shows it.
fn stored_device(catalogue: &Catalogue, id: DeviceId) -> Result<Fields> {
    let device = catalogue.devices.iter().find(|device| device.id == id).ok_or(Error::NotFound)?;
    let place = device.place.map(|place| place.to_string()).unwrap_or_default();
    Ok(Fields::filled([("name", device.name.clone()), ("place", place)]))
}

fn device_draft(fields: &Fields) -> Result<(Option<PlaceId>, String), Faults> {
    let mut form = fields.reader();
    drawn::read(&mut form);
    let (name, place) = (form.text("name", NAME), form.parse_or_none::<PlaceId>("place"));
    form.finish(|| Some((place, name?)))
}

pub(super) async fn blank_device(scope: Scope, face: Face) -> Result<Response, Fault> {
    device_form(&scope, &face, None, &Fields::default(), &Faults::new()).await.map(answer)
}

pub(super) async fn create_device(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let (place, name) = match device_draft(&fields) {
        Ok(draft) => draft,
        Err(faults) => return device_form(&scope, &face, None, &fields, &faults).await.map(answer),
    };
    match scope.write(move |tx| setup::create_device(tx, place, &name)).await {
        Ok(_) => Ok(saved(&face, "equipment")),
        Err(error) => device_form(&scope, &face, None, &fields, &place_fault(error)?).await.map(answer),
    }
}

pub(super) async fn show_device(
    scope: Scope,
    face: Face,
    Path((_, device)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id: DeviceId = id(&device)?;
    let fields = drawn::marked(&stored_device(&read(&scope).await?, id)?);
    device_form(&scope, &face, Some(id), &fields, &Faults::new()).await.map(answer)
}

pub(super) async fn update_device(
    scope: Scope,
    face: Face,
    Path((_, device)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: DeviceId = id(&device)?;
    let (place, name) = match device_draft(&fields) {
        Ok(draft) => draft,
        Err(faults) => return device_form(&scope, &face, Some(id), &fields, &faults).await.map(answer),
    };
    let typed = fields.clone();
    let done = scope
        .write(move |tx| -> Result<(), Refused> {
            unchanged(tx, &typed, |tx| stored_device(&catalogue(tx)?, id))?;
            Ok(setup::update_device(tx, id, place, &name)?)
        })
        .await;
    match done {
        Ok(()) => Ok(saved(&face, "equipment")),
        Err(Refused::Stale(now)) => {
            let page = device_form(&scope, &face, Some(id), &again(&fields, &now), &Faults::new()).await?;
            Ok(answer(drawn::beside(page, &face.t, &now)))
        }
        Err(Refused::Ground(error)) => {
            device_form(&scope, &face, Some(id), &fields, &place_fault(error)?).await.map(answer)
        }
    }
}
