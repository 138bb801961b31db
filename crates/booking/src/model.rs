//! The rows of booking, as the store reads them and the pages use them.

use ground::db::Row;
use ground::{AccountId, Error, PersonId, Result};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use crate::rules::{self, ChangePolicy, ClinicDay, Grid, Modality, Span, Timing, WeeklyHours};

macro_rules! words {
    ($($(#[$doc:meta])* $vis:vis fn $of:ident, $from:ident: $kind:ty { $($variant:path = $word:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        $vis fn $of(value: $kind) -> &'static str {
            match value { $($variant => $word),* }
        }

        /// The value of a stored word; none when it is no such word.
        $vis fn $from(word: &str) -> Option<$kind> {
            match word { $($word => Some($variant),)* _ => None }
        }
    )*};
}

mod appointment;
mod change;
pub mod choice;
pub mod feed;
pub mod letter;
pub mod spot;
pub mod told;

pub use appointment::{Appointment, Source, written};
pub use change::ChangeKind;
pub use letter::LetterWords;

ground::id!(/// An appointment.
    pub AppointmentId, "apt");
ground::id!(/// A service that can be booked.
    pub ServiceId, "svc");
ground::id!(/// Who gives services.
    pub PractitionerId, "pra");
ground::id!(/// A place of the clinic.
    pub PlaceId, "plc");
ground::id!(/// A room at a place.
    pub RoomId, "rom");
ground::id!(/// A device that an appointment may need.
    pub DeviceId, "dev");
ground::id!(/// Hours that return every week.
    pub HoursId, "hrs");
ground::id!(/// A practitioner's own plan for one date.
    pub ExceptionId, "exc");
ground::id!(/// Time taken by something that is no appointment.
    pub BlockId, "blk");
ground::id!(/// What the desk changed, for as long as it can be undone.
    pub ChangeId, "chg");

macro_rules! keys {
    ($($id:ident <=> $key:ident),* $(,)?) => {$(
        impl From<$id> for rules::$key {
            fn from(id: $id) -> rules::$key {
                rules::$key(id.bits())
            }
        }
        impl From<rules::$key> for $id {
            fn from(key: rules::$key) -> $id {
                $id::from_bits(key.0)
            }
        }
    )*};
}
keys! {
    ServiceId <=> ServiceKey,
    PractitionerId <=> PractitionerKey,
    PlaceId <=> PlaceKey,
    RoomId <=> RoomKey,
    DeviceId <=> DeviceKey,
}

/// A place of the clinic.
#[derive(Clone, Debug)]
pub struct Place {
    pub id: PlaceId,
    pub name: String,
    /// In one line, as it is sent to people and their calendars.
    pub address: String,
    pub directions: String,
    /// Where it is on the map, if the clinic says so.
    pub spot: Option<spot::Spot>,
    pub position: i64,
    pub retired_at: Option<Timestamp>,
}

/// A room at a place.
#[derive(Clone, Debug)]
pub struct Room {
    pub id: RoomId,
    pub place: PlaceId,
    pub name: String,
    pub position: i64,
    pub retired_at: Option<Timestamp>,
}

/// A device; without a place it is carried to where it is needed.
#[derive(Clone, Debug)]
pub struct Device {
    pub id: DeviceId,
    pub place: Option<PlaceId>,
    pub name: String,
    pub position: i64,
    pub retired_at: Option<Timestamp>,
}

/// Who gives services.
#[derive(Clone, Debug)]
pub struct Practitioner {
    pub id: PractitionerId,
    pub account: Option<AccountId>,
    pub person: Option<PersonId>,
    /// The name patients know them by.
    pub name: String,
    pub skills: String,
    /// Most appointments a local day.
    pub daily_limit: Option<u16>,
    pub position: i64,
    pub retired_at: Option<Timestamp>,
}

/// Who may book a service online.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Online {
    Everyone,
    /// Those the clinic already knows.
    Known,
    /// Nobody: the desk books it.
    Nobody,
}

/// A service, with who gives it and with what.
#[derive(Clone, Debug)]
pub struct Service {
    pub id: ServiceId,
    /// Stands in the address of its page.
    pub slug: String,
    pub name: String,
    pub about: String,
    /// What to bring to the visit; empty when nothing.
    pub bring: String,
    pub modality: Modality,
    pub duration_min: u16,
    pub before_min: u16,
    pub after_min: u16,
    pub step_min: u16,
    pub grid: Grid,
    pub notice_min: u32,
    pub horizon_days: u16,
    pub daily_limit: Option<u16>,
    /// In the clinic's currency's minor unit.
    pub price_minor: Option<i64>,
    pub needs_room: bool,
    pub needs_device: bool,
    pub approve_first: bool,
    pub online: Online,
    pub position: i64,
    pub retired_at: Option<Timestamp>,
    pub practitioners: Vec<PractitionerId>,
    /// The rooms it may use; none named means any room.
    pub rooms: Vec<RoomId>,
    /// The devices it may use; none named means any device.
    pub devices: Vec<DeviceId>,
}

/// One stored span of weekly hours.
#[derive(Clone, Debug)]
pub struct HoursRow {
    pub id: HoursId,
    pub practitioner: PractitionerId,
    pub weekly: WeeklyHours,
}

/// One stored span of a practitioner's own plan for a date; without a span they are away.
#[derive(Clone, Debug)]
pub struct ExceptionRow {
    pub id: ExceptionId,
    pub practitioner: PractitionerId,
    pub date: Date,
    pub span: Option<Span>,
}

/// A date of the clinic that is not ordinary.
#[derive(Clone, Debug)]
pub struct ClinicDayRow {
    pub date: Date,
    pub name: String,
    pub day: ClinicDay,
}

/// Time taken by something that is no appointment.
#[derive(Clone, Debug)]
pub struct Block {
    pub id: BlockId,
    pub practitioner: Option<PractitionerId>,
    pub room: Option<RoomId>,
    pub device: Option<DeviceId>,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub reason: String,
}

/// Whose time a block takes: of a practitioner, a room or a device.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Owner {
    pub practitioner: Option<PractitionerId>,
    pub room: Option<RoomId>,
    pub device: Option<DeviceId>,
}

impl std::str::FromStr for Owner {
    type Err = ground::id::NotAnId;

    fn from_str(id: &str) -> std::result::Result<Owner, Self::Err> {
        let owner = Owner { practitioner: id.parse().ok(), room: id.parse().ok(), device: id.parse().ok() };
        if owner == Owner::default() { Err(ground::id::NotAnId) } else { Ok(owner) }
    }
}

/// Whether a phone number is asked for when booking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AskPhone {
    No,
    Optional,
    Required,
}

/// The clinic's terms for changing and cancelling.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    pub change_until_min: u32,
    pub cancel_until_min: u32,
    pub ask_phone: AskPhone,
}

impl Default for Terms {
    /// What holds until the manager says otherwise: a day ahead, and a phone number if one likes.
    fn default() -> Terms {
        Terms { change_until_min: 1440, cancel_until_min: 1440, ask_phone: AskPhone::Optional }
    }
}

impl Terms {
    /// As the rules ask for them. Calling off late is always possible, and counts as late: an empty chair that the
    /// clinic knows of is better than one it does not.
    pub fn policy(self) -> ChangePolicy {
        ChangePolicy {
            change_until_min: self.change_until_min,
            cancel_until_min: self.cancel_until_min,
            late_cancel: true,
        }
    }
}

words! {
    /// The stored word of how client and practitioner meet.
    pub fn modality_word, modality_from: Modality {
        Modality::Clinic = "clinic", Modality::Video = "video", Modality::Home = "home", Modality::Class = "class",
    }
    /// The stored word of where the grid of starts counts from.
    pub fn grid_word, grid_from: Grid { Grid::Clock = "clock", Grid::Opening = "opening" }
}

impl Online {
    words! {
        /// The stored word.
        pub fn as_word, from_word: Online { Online::Everyone = "everyone", Online::Known = "known", Online::Nobody = "nobody" }
    }
}

impl AskPhone {
    words! {
        /// The stored word.
        pub fn as_word, from_word: AskPhone { AskPhone::No = "no", AskPhone::Optional = "optional", AskPhone::Required = "required" }
    }
}

pub(crate) fn word<T>(row: &Row, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<T> {
    read(&row.get::<String>(column)?)
        .ok_or_else(|| Error::internal(format_args!("column {column} holds a word that is none")))
}

fn small(row: &Row, column: &str) -> Result<u16> {
    row.get::<u32>(column)?
        .try_into()
        .map_err(|_| Error::internal(format_args!("column {column} holds more than it should")))
}

fn small_or_none(row: &Row, column: &str) -> Result<Option<u16>> {
    row.get::<Option<u32>>(column)?.map(|_| small(row, column)).transpose()
}

impl Place {
    pub(crate) fn from_row(row: &Row) -> Result<Place> {
        Ok(Place {
            id: row.get("id")?,
            name: row.get("name")?,
            address: row.get("address")?,
            directions: row.get("directions")?,
            spot: spot::Spot::from_row(row)?,
            position: row.get("position")?,
            retired_at: row.get("retired_at")?,
        })
    }
}

impl Room {
    pub(crate) fn from_row(row: &Row) -> Result<Room> {
        Ok(Room {
            id: row.get("id")?,
            place: row.get("place")?,
            name: row.get("name")?,
            position: row.get("position")?,
            retired_at: row.get("retired_at")?,
        })
    }

    pub(crate) fn rules(&self) -> rules::Room {
        rules::Room { key: self.id.into(), place: self.place.into() }
    }
}

impl Device {
    pub(crate) fn from_row(row: &Row) -> Result<Device> {
        Ok(Device {
            id: row.get("id")?,
            place: row.get("place")?,
            name: row.get("name")?,
            position: row.get("position")?,
            retired_at: row.get("retired_at")?,
        })
    }

    pub(crate) fn rules(&self) -> rules::Device {
        rules::Device { key: self.id.into(), place: self.place.map(Into::into) }
    }
}

impl Practitioner {
    pub(crate) fn from_row(row: &Row) -> Result<Practitioner> {
        Ok(Practitioner {
            id: row.get("id")?,
            account: row.get("account")?,
            person: row.get("person")?,
            name: row.get("name")?,
            skills: row.get("skills")?,
            daily_limit: small_or_none(row, "daily_limit")?,
            position: row.get("position")?,
            retired_at: row.get("retired_at")?,
        })
    }

    /// The first letters of the first two parts of the name.
    pub fn initials(&self) -> String {
        self.name.split_whitespace().filter_map(|part| part.chars().next()).take(2).collect()
    }
}

impl Service {
    /// Whether whoever books says where the clinic comes to; the visit's note then is that.
    pub fn asks_where(&self) -> bool {
        self.modality == Modality::Home
    }

    /// Reads the service's own row; who gives it and with what is filled in by the store.
    pub(crate) fn from_row(row: &Row) -> Result<Service> {
        Ok(Service {
            id: row.get("id")?,
            slug: row.get("slug")?,
            name: row.get("name")?,
            about: row.get("about")?,
            bring: row.get("bring")?,
            modality: word(row, "modality", modality_from)?,
            duration_min: small(row, "duration_min")?,
            before_min: small(row, "before_min")?,
            after_min: small(row, "after_min")?,
            step_min: small(row, "step_min")?,
            grid: word(row, "grid", grid_from)?,
            notice_min: row.get("notice_min")?,
            horizon_days: small(row, "horizon_days")?,
            daily_limit: small_or_none(row, "daily_limit")?,
            price_minor: row.get("price_minor")?,
            needs_room: row.get("needs_room")?,
            needs_device: row.get("needs_device")?,
            approve_first: row.get("approve_first")?,
            online: word(row, "online", Online::from_word)?,
            position: row.get("position")?,
            retired_at: row.get("retired_at")?,
            practitioners: Vec::new(),
            rooms: Vec::new(),
            devices: Vec::new(),
        })
    }

    /// As the rules ask for it. `rooms` and `devices` are those in use, in the clinic's order.
    pub fn rules(&self, rooms: &[Room], devices: &[Device]) -> Result<rules::Service> {
        let timing = Timing::new(self.duration_min, self.before_min, self.after_min, self.step_min)
            .map_err(|_| Error::internal("a service with minutes that cannot be kept"))?;
        let fitting = |id: RoomId| self.rooms.is_empty() || self.rooms.contains(&id);
        let helpful = |id: DeviceId| self.devices.is_empty() || self.devices.contains(&id);
        Ok(rules::Service {
            key: self.id.into(),
            timing,
            grid: self.grid,
            minimum_notice_min: self.notice_min,
            horizon_days: self.horizon_days,
            modality: self.modality,
            practitioners: self.practitioners.iter().map(|id| (*id).into()).collect(),
            rooms: self
                .needs_room
                .then(|| rooms.iter().filter(|room| fitting(room.id)).map(|room| room.id.into()).collect()),
            devices: self
                .needs_device
                .then(|| devices.iter().filter(|device| helpful(device.id)).map(|device| device.id.into()).collect()),
            daily_limit: self.daily_limit,
            approve_first: self.approve_first,
        })
    }
}

fn span(row: &Row, place: PlaceId) -> Result<Span> {
    Ok(Span { from_min: small(row, "from_min")?, to_min: small(row, "to_min")?, place: place.into() })
}

impl HoursRow {
    pub(crate) fn from_row(row: &Row) -> Result<HoursRow> {
        let weekday =
            i8::try_from(row.get::<i64>("weekday")?).ok().and_then(|day| Weekday::from_monday_one_offset(day).ok());
        let weekly = WeeklyHours {
            weekday: weekday.ok_or_else(|| Error::internal("hours on a day of the week that is none"))?,
            span: span(row, row.get("place")?)?,
            since: row.get("since")?,
            until: row.get("until")?,
        };
        Ok(HoursRow { id: row.get("id")?, practitioner: row.get("practitioner")?, weekly })
    }
}

impl ExceptionRow {
    pub(crate) fn from_row(row: &Row) -> Result<ExceptionRow> {
        let place: Option<PlaceId> = row.get("place")?;
        Ok(ExceptionRow {
            id: row.get("id")?,
            practitioner: row.get("practitioner")?,
            date: row.get("date")?,
            span: place.map(|place| span(row, place)).transpose()?,
        })
    }
}

impl ClinicDayRow {
    pub(crate) fn from_row(row: &Row) -> Result<ClinicDayRow> {
        let (from_min, to_min) = (small(row, "from_min")?, small(row, "to_min")?);
        let day = if from_min == to_min { ClinicDay::Closed } else { ClinicDay::Only { from_min, to_min } };
        Ok(ClinicDayRow { date: row.get("date")?, name: row.get("name")?, day })
    }
}

impl Block {
    pub(crate) fn from_row(row: &Row) -> Result<Block> {
        Ok(Block {
            id: row.get("id")?,
            practitioner: row.get("practitioner")?,
            room: row.get("room")?,
            device: row.get("device")?,
            starts_at: row.get("starts_at")?,
            ends_at: row.get("ends_at")?,
            reason: row.get("reason")?,
        })
    }
}

impl Terms {
    pub(crate) fn from_row(row: &Row) -> Result<Terms> {
        Ok(Terms {
            change_until_min: row.get("change_until_min")?,
            cancel_until_min: row.get("cancel_until_min")?,
            ask_phone: word(row, "ask_phone", AskPhone::from_word)?,
        })
    }
}
