//! What the clinic states about itself: services, people, places, rooms, devices and terms.

use std::collections::{HashMap, HashSet};

use ground::db::Row;
use ground::{Result, Tx, params};

use super::letter::letters;
use crate::model::{
    Appointment, Block, Device, LetterWords, Place, PlaceId, Practitioner, PractitionerId, Room, RoomId, Service,
    ServiceId, Terms,
};
use crate::rules;

/// All of it, what is retired included (an old appointment still names it), in the clinic's order.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub services: Vec<Service>,
    pub practitioners: Vec<Practitioner>,
    pub places: Vec<Place>,
    pub rooms: Vec<Room>,
    pub devices: Vec<Device>,
    pub terms: Terms,
    /// What letters say in the clinic's own words.
    pub letters: Vec<LetterWords>,
}

/// Reads the whole catalogue.
pub fn catalogue(tx: &mut Tx<'_>) -> Result<Catalogue> {
    Ok(Catalogue {
        services: services(tx)?,
        practitioners: practitioners(tx)?,
        places: places(tx)?,
        rooms: rooms(tx)?,
        devices: devices(tx)?,
        terms: terms(tx)?,
        letters: letters(tx)?,
    })
}

impl Catalogue {
    /// The service in use with this id or slug.
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services
            .iter()
            .filter(|service| service.retired_at.is_none())
            .find(|service| service.slug == name || service.id.to_string() == name)
    }

    /// The clinic's own words for a kind of letter in a language.
    pub fn letter(&self, kind: &str, language: &str) -> Option<&LetterWords> {
        self.letters.iter().find(|words| words.kind == kind && words.language == language)
    }

    /// Whether the clinic comes to whom `visit` is for.
    pub fn comes_home(&self, visit: &Appointment) -> bool {
        visit.service.and_then(|id| self.service_of(id)).is_some_and(Service::asks_where)
    }

    /// The service with this id, retired or not.
    pub fn service_of(&self, id: ServiceId) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }

    /// The practitioner with this id, retired or not.
    pub fn practitioner(&self, id: PractitionerId) -> Option<&Practitioner> {
        self.practitioners.iter().find(|practitioner| practitioner.id == id)
    }

    /// The place with this id, retired or not.
    pub fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.iter().find(|place| place.id == id)
    }

    /// The room with this id, retired or not.
    pub fn room(&self, id: RoomId) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id == id)
    }

    /// The practitioners in use who give `service`, in the clinic's order.
    pub fn givers<'a>(&'a self, service: &'a Service) -> impl Iterator<Item = &'a Practitioner> {
        self.practitioners.iter().filter(|one| one.retired_at.is_none() && service.practitioners.contains(&one.id))
    }

    /// Whose time can be blocked, by id and name: practitioners, rooms and devices in use.
    pub fn owners(&self) -> Vec<(String, String)> {
        let (rooms, devices) = self.in_use();
        let practitioners = self.practitioners.iter().filter(|one| one.retired_at.is_none());
        let practitioners = practitioners.map(|one| (one.id.to_string(), one.name.clone()));
        let rooms = rooms.into_iter().map(|room| (room.id.to_string(), room.name));
        let devices = devices.into_iter().map(|device| (device.id.to_string(), device.name));
        practitioners.chain(rooms).chain(devices).collect()
    }

    /// The name of whose time a block takes.
    pub fn owner_name(&self, block: &Block) -> String {
        let practitioner = block.practitioner.and_then(|id| self.practitioner(id)).map(|one| one.name.clone());
        let room = block.room.and_then(|id| self.room(id)).map(|room| room.name.clone());
        let device = block.device.and_then(|id| self.devices.iter().find(|device| device.id == id));
        practitioner.or(room).or(device.map(|device| device.name.clone())).unwrap_or_default()
    }

    /// The places that are retired.
    pub fn closed(&self) -> HashSet<PlaceId> {
        self.places.iter().filter(|place| place.retired_at.is_some()).map(|place| place.id).collect()
    }

    /// Rooms and devices in use, at places in use.
    pub fn in_use(&self) -> (Vec<Room>, Vec<Device>) {
        let closed = self.closed();
        (rooms_in_use(self.rooms.clone(), &closed), devices_in_use(self.devices.clone(), &closed))
    }

    /// `service` as the rules ask for it.
    pub fn rules(&self, service: &Service) -> Result<rules::Service> {
        let (rooms, devices) = self.in_use();
        service.rules(&rooms, &devices)
    }
}

/// The services with who gives them and with what, in the clinic's order.
pub fn services(tx: &mut Tx<'_>) -> Result<Vec<Service>> {
    let rows = tx.query("SELECT * FROM service WHERE clinic = $1 ORDER BY position, id", &params![tx.clinic()])?;
    let mut services = rows.iter().map(Service::from_row).collect::<Result<Vec<_>>>()?;
    let at: HashMap<ServiceId, usize> = services.iter().enumerate().map(|(at, service)| (service.id, at)).collect();
    for row in &tx.query(&links("", ""), &params![tx.clinic()])? {
        if let Some(service) = at.get(&row.get("service")?).and_then(|at| services.get_mut(*at)) {
            linked(service, row)?;
        }
    }
    Ok(services)
}

/// One service, retired or not, with who gives it and with what.
pub fn service(tx: &mut Tx<'_>, id: ServiceId) -> Result<Service> {
    let named = params![tx.clinic(), id];
    let mut service = Service::from_row(&tx.one("SELECT * FROM service WHERE clinic = $1 AND id = $2", &named)?)?;
    for row in &tx.query(&links(" AND service = $2", ""), &named)? {
        linked(&mut service, row)?;
    }
    Ok(service)
}

/// One service, retired or not, with what it may use; of those who give it, only `by`, if they do.
pub fn service_by(tx: &mut Tx<'_>, id: ServiceId, by: PractitionerId) -> Result<Service> {
    let named = params![tx.clinic(), id, by];
    let row = tx.one("SELECT * FROM service WHERE clinic = $1 AND id = $2", &named[..2])?;
    let mut service = Service::from_row(&row)?;
    for row in &tx.query(&links(" AND service = $2", " AND practitioner = $3"), &named)? {
        linked(&mut service, row)?;
    }
    Ok(service)
}

/// Who gives services, and which rooms and devices they may use, in one question to the store.
fn links(of: &str, by: &str) -> String {
    let link = |kind: &str, by: &str| {
        format!("SELECT service, '{kind}' AS kind, {kind} AS other FROM service_{kind} WHERE clinic = $1{of}{by}")
    };
    let links = [link("practitioner", by), link("room", ""), link("device", "")];
    format!("{} ORDER BY other", links.join(" UNION ALL "))
}

fn linked(service: &mut Service, row: &Row) -> Result<()> {
    match row.get::<String>("kind")?.as_str() {
        "practitioner" => service.practitioners.push(row.get("other")?),
        "room" => service.rooms.push(row.get("other")?),
        _ => service.devices.push(row.get("other")?),
    }
    Ok(())
}

/// The practitioners, in the clinic's order.
pub fn practitioners(tx: &mut Tx<'_>) -> Result<Vec<Practitioner>> {
    tx.query("SELECT * FROM practitioner WHERE clinic = $1 ORDER BY position, id", &params![tx.clinic()])?
        .iter()
        .map(Practitioner::from_row)
        .collect()
}

/// The places, in the clinic's order.
pub fn places(tx: &mut Tx<'_>) -> Result<Vec<Place>> {
    tx.query("SELECT * FROM place WHERE clinic = $1 ORDER BY position, id", &params![tx.clinic()])?
        .iter()
        .map(Place::from_row)
        .collect()
}

/// The rooms, in the clinic's order.
pub fn rooms(tx: &mut Tx<'_>) -> Result<Vec<Room>> {
    tx.query("SELECT * FROM room WHERE clinic = $1 ORDER BY position, id", &params![tx.clinic()])?
        .iter()
        .map(Room::from_row)
        .collect()
}

/// The devices, in the clinic's order.
pub fn devices(tx: &mut Tx<'_>) -> Result<Vec<Device>> {
    tx.query("SELECT * FROM device WHERE clinic = $1 ORDER BY position, id", &params![tx.clinic()])?
        .iter()
        .map(Device::from_row)
        .collect()
}

/// The clinic's terms for changing and cancelling; the usual ones as long as the manager has set none.
pub fn terms(tx: &mut Tx<'_>) -> Result<Terms> {
    let row = tx.optional("SELECT * FROM booking_policy WHERE clinic = $1", &params![tx.clinic()])?;
    row.map_or_else(|| Ok(Terms::default()), |row| Terms::from_row(&row))
}

/// The practitioner someone signed in is, if they are one.
pub fn practitioner_of(tx: &mut Tx<'_>, person: ground::PersonId) -> Result<Option<Practitioner>> {
    let row = tx.optional(
        "SELECT * FROM practitioner WHERE clinic = $1 AND person = $2 AND retired_at IS NULL",
        &params![tx.clinic(), person],
    )?;
    row.as_ref().map(Practitioner::from_row).transpose()
}

/// The places that are retired.
pub(super) fn closed_places(tx: &mut Tx<'_>) -> Result<HashSet<PlaceId>> {
    let rows = tx.query("SELECT id FROM place WHERE clinic = $1 AND retired_at IS NOT NULL", &params![tx.clinic()])?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Those of `rooms` that are in use, at a place that is.
pub(super) fn rooms_in_use(rooms: Vec<Room>, closed: &HashSet<PlaceId>) -> Vec<Room> {
    rooms.into_iter().filter(|room| room.retired_at.is_none() && !closed.contains(&room.place)).collect()
}

/// Those of `devices` that are in use, at a place that is or carried along.
pub(super) fn devices_in_use(devices: Vec<Device>, closed: &HashSet<PlaceId>) -> Vec<Device> {
    let open = |device: &Device| device.place.is_none_or(|place| !closed.contains(&place));
    devices.into_iter().filter(|device| device.retired_at.is_none() && open(device)).collect()
}

/// Whether the text could be the id of a service or the slug of one.
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= 80 && text.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'))
}
