//! Words for times, people and states, by the clinic's clock and in the reader's language.

use ground::web::Tongue;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use people::Client;

use crate::model::{Appointment, PractitionerId};
use crate::rules::{Refusal, Status};
use crate::store::Catalogue;

/// Says things in one language and zone.
pub(super) struct Say<'a> {
    pub t: &'a Tongue,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
}

impl Say<'_> {
    pub fn date(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    pub fn today(&self) -> Date {
        self.date(self.now)
    }

    /// "11:00"
    pub fn time(&self, at: Timestamp) -> String {
        self.t.time(self.zone.to_datetime(at).time())
    }

    /// "11:00 to 11:45"
    pub fn span(&self, from: Timestamp, to: Timestamp) -> String {
        self.t.clock_range(&from.to_zoned(self.zone.clone()), &to.to_zoned(self.zone.clone()))
    }

    /// "today, 14:15"
    pub fn moment(&self, at: Timestamp) -> String {
        self.t.date_time_near(&at.to_zoned(self.zone.clone()), self.today())
    }

    /// The mark and the words of a status.
    pub fn state(&self, status: Status) -> (&'static str, String) {
        let (state, key) = match status {
            Status::Requested => ("asked", "booking-state-asked"),
            Status::Booked => ("booked", "booking-state-booked"),
            Status::Confirmed => ("booked", "desk-state-confirmed"),
            Status::Arrived => ("arrived", "booking-state-arrived"),
            Status::InProgress => ("inroom", "booking-state-inroom"),
            Status::Done => ("kept", "booking-state-kept"),
            Status::NoShow => ("missed", "booking-state-missed"),
            Status::Cancelled => ("cancelled", "booking-state-cancelled"),
            Status::LateCancelled => ("cancelled", "booking-state-late"),
            Status::Declined => ("cancelled", "desk-state-declined"),
        };
        (state, self.t.get(key))
    }

    /// Their name, or that there is none to show: an imported person without one, or one this role does not open.
    pub fn name(&self, client: Option<&Client>) -> String {
        client.map_or_else(|| self.t.get("desk-someone"), Client::name)
    }

    /// "First visit"
    pub fn service(&self, catalogue: &Catalogue, appointment: &Appointment) -> String {
        let service = appointment.service.and_then(|id| catalogue.service_of(id));
        service.map_or_else(|| self.t.get("desk-some-visit"), |service| service.name.clone())
    }

    /// "First visit with Maeve"
    pub fn line(&self, service: &str, name: &str) -> String {
        self.t.with("desk-line", &[("service", service.into()), ("name", first(name).into())])
    }

    /// Why a time cannot be had.
    pub fn refusal(&self, catalogue: &Catalogue, refusal: &Refusal, with: Option<PractitionerId>) -> String {
        let who = |id: PractitionerId| catalogue.practitioner(id).map_or_else(String::new, |one| one.name.clone());
        let t = self.t;
        match refusal {
            Refusal::NotLoaded | Refusal::NotOffered => t.get("desk-why-not-given"),
            Refusal::NotOfferedBy(key) => t.with("desk-why-not-by", &[("name", who((*key).into()).into())]),
            Refusal::TooSoon { .. } => t.get("booking-why-past"),
            Refusal::TooFar { last_day } => t.with("desk-why-far", &[("date", t.date_long(*last_day).into())]),
            Refusal::Closed(_) => t.get("desk-why-shut"),
            Refusal::Away(_) => with.map_or_else(
                || t.get("booking-why-closed"),
                |id| t.with("booking-why-leave", &[("name", who(id).into())]),
            ),
            Refusal::OutsideHours => t.get("booking-why-closed"),
            Refusal::OffGrid => t.get("desk-why-grid"),
            Refusal::DailyLimit { limit, .. } => t.with("booking-why-limit", &[("count", u32::from(*limit).into())]),
            // What lost a race knows no stretch.
            Refusal::PractitionerBusy { from, to } if from == to => t.get("desk-why-gone"),
            Refusal::PractitionerBusy { from, to } => {
                t.with("booking-why-busy", &[("from", self.time(*from).into()), ("to", self.time(*to).into())])
            }
            Refusal::NoRoom => t.get("booking-why-room"),
            Refusal::NoDevice => t.get("desk-why-device"),
        }
    }
}

/// The first of a person's names: "Maeve".
pub(super) fn first(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
