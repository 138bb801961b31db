//! An appointment, as stored.

use ground::db::Row;
use ground::{PersonId, Result, Sealed};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{AppointmentId, DeviceId, PlaceId, PractitionerId, RoomId, ServiceId, word};
use crate::rules::{self, Status};

/// How an appointment came to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// On the public pages.
    Online,
    /// By the clinic's own people.
    Desk,
    /// By a program with the API.
    Api,
    /// From another system's file.
    Import,
    /// Invented for the demo.
    Demo,
}

/// An appointment, as stored.
#[derive(Clone, Debug)]
pub struct Appointment {
    pub id: AppointmentId,
    pub service: Option<ServiceId>,
    pub practitioner: Option<PractitionerId>,
    pub place: Option<PlaceId>,
    pub room: Option<RoomId>,
    pub device: Option<DeviceId>,
    /// Who comes.
    pub client: PersonId,
    /// The parent or carer who booked; none when the client did, or the desk.
    pub booked_by: Option<PersonId>,
    pub status: Status,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// What it claims, buffers included.
    pub busy_from: Timestamp,
    pub busy_to: Timestamp,
    /// False for an import that knew only the day.
    pub time_known: bool,
    /// How often its time, place or standing has changed: SEQUENCE in calendar files, and the version for changes.
    pub sequence: i64,
    /// The language letters about it are written in.
    pub language: String,
    pub note: Option<Sealed<String>>,
    /// The number given with it by somebody whose record was there already.
    pub phone: Option<Sealed<String>>,
    pub source: Source,
    /// Whether its reader wants to be reminded of it.
    pub remind: bool,
    /// When the last reminder went out; none: not yet.
    pub reminded: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Appointment {
    /// Whom letters about it go to: the parent of a child, else the client.
    pub fn correspondent(&self) -> PersonId {
        self.booked_by.unwrap_or(self.client)
    }

    /// What a page was drawn from: how often its standing changed, where it stands, and when it last changed at all. A
    /// change that comes with an older one comes too late.
    pub fn version(&self) -> String {
        format!("{}-{}-{}", self.sequence, self.status, self.updated_at.as_microsecond())
    }

    /// Its own length in minutes, which the desk may have made another than its service's.
    pub fn minutes(&self) -> u16 {
        u16::try_from(self.ends_at.duration_since(self.starts_at).as_mins()).unwrap_or(0)
    }

    /// The time it takes, as a calendar counts it; nothing when it has given it away.
    pub(crate) fn claim(&self) -> Option<rules::Claim> {
        self.status.claims_time().then(|| rules::Claim {
            practitioner: self.practitioner.map(Into::into),
            room: self.room.map(Into::into),
            device: self.device.map(Into::into),
            from: self.busy_from,
            to: self.busy_to,
            counts: self.service.map(|service| (service.into(), self.starts_at)),
        })
    }

    pub(crate) fn from_row(row: &Row) -> Result<Appointment> {
        let id: AppointmentId = row.get("id")?;
        Ok(Appointment {
            service: row.get("service")?,
            practitioner: row.get("practitioner")?,
            place: row.get("place")?,
            room: row.get("room")?,
            device: row.get("device")?,
            client: row.get("client")?,
            booked_by: row.get("booked_by")?,
            status: word(row, "status", |text| text.parse().ok())?,
            starts_at: row.get("starts_at")?,
            ends_at: row.get("ends_at")?,
            busy_from: row.get("busy_from")?,
            busy_to: row.get("busy_to")?,
            time_known: row.get("time_known")?,
            sequence: row.get("sequence")?,
            language: row.get("language")?,
            note: Sealed::read_optional(row, "appointment", "note", id)?,
            phone: Sealed::read_optional(row, "appointment", "phone", id)?,
            source: word(row, "source", Source::from_word)?,
            remind: row.get("remind")?,
            reminded: row.get("reminded")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            id,
        })
    }
}

impl Source {
    words! {
        /// The stored word.
        pub fn as_word, from_word: Source {
            Source::Online = "online", Source::Desk = "desk", Source::Api = "api", Source::Import = "import", Source::Demo = "demo",
        }
    }
}

/// An instant for programs: RFC 3339 with the clinic's offset.
pub fn written(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
