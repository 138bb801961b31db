//! How times, prices and terms are said to a visitor.

use ground::Clinic;
use ground::event::Happened;
use ground::web::{Tongue, Value};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

use super::{Card, Clock, Visitor};
use crate::model::{Appointment, PlaceId, Practitioner, Service, Terms};
use crate::rules::policy::{self, CallOff, Leave};
use crate::rules::{Modality, Status};

impl Visitor {
    fn tongue(&self) -> &Tongue {
        &self.face.t
    }

    /// The instant by the clinic's clock.
    pub fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.scope.clinic.zone.clone())
    }

    /// "Thursday 26 November, 14:15".
    pub fn when(&self, at: Timestamp) -> String {
        self.tongue().date_time(&self.local(at), self.today())
    }

    /// "Today, 16:20".
    pub fn soon(&self, at: Timestamp) -> String {
        capitalised(&self.tongue().date_time_near(&self.local(at), self.today()))
    }

    /// "Thu 26 Nov, 14:15".
    pub fn brief(&self, at: Timestamp) -> String {
        let at = self.local(at);
        let values =
            [("date", Value::from(self.tongue().date_short(at.date()))), ("time", self.tongue().clock(&at).into())];
        self.tongue().with("date-time", &values)
    }

    pub fn price(&self, service: &Service) -> String {
        service.price_minor.map_or_else(String::new, |minor| self.tongue().money(minor, &self.scope.clinic.currency))
    }

    /// Where the visit is, as far as that is known.
    pub fn place(&self, service: &Service, place: Option<PlaceId>) -> String {
        match service.modality {
            Modality::Video => self.tongue().get("booking-way-video"),
            Modality::Home => self.tongue().get("booking-way-home"),
            Modality::Clinic | Modality::Class => {
                self.catalogue.where_of(place).map_or_else(String::new, |place| place.address.clone())
            }
        }
    }

    /// The card of a service, before or after a time was chosen.
    pub fn card(&self, service: &Service, chosen: Option<(Timestamp, Option<&Practitioner>)>) -> Card {
        let price = self.price(service);
        Card {
            service: service.name.clone(),
            minutes: service.duration_min.into(),
            pay: if price.is_empty() { String::new() } else { self.tongue().get("booking-pay-after") },
            price,
            place: self.place(service, None),
            with: chosen.and_then(|(_, with)| with).map_or_else(String::new, |with| with.name.clone()),
            when: chosen.map_or_else(String::new, |(at, _)| self.when(at)),
            change: String::new(),
            clock: chosen.map(|(at, _)| self.clock(at)),
        }
    }

    fn clock(&self, at: Timestamp) -> Clock {
        Clock { at: rfc3339(&self.local(at)), zone: self.scope.clinic.zone_name.clone(), words: self.zone_words(at) }
    }

    /// The card of a stored visit.
    pub fn card_of(&self, visit: &Appointment) -> Card {
        let service = visit.service.and_then(|id| self.catalogue.service_of(id));
        let with = visit.practitioner.and_then(|id| self.catalogue.practitioner(id));
        let minutes = visit.ends_at.duration_since(visit.starts_at).as_mins();
        let minutes = u32::try_from(minutes).unwrap_or(0);
        let card = match service {
            Some(service) => Card {
                minutes,
                place: self.place(service, visit.place),
                ..self.card(service, Some((visit.starts_at, with)))
            },
            None => Card {
                service: self.tongue().get("booking-visit"),
                minutes,
                price: String::new(),
                pay: String::new(),
                place: String::new(),
                with: with.map_or_else(String::new, |with| with.name.clone()),
                when: self.when(visit.starts_at),
                change: String::new(),
                clock: Some(self.clock(visit.starts_at)),
            },
        };
        match visit.time_known {
            true => card,
            // An import knew only the day, and the clinic's clock is all there is to it.
            false => Card { when: self.tongue().date_full(self.local(visit.starts_at).date()), clock: None, ..card },
        }
    }

    /// What moving or calling off a visit at `start` means now, by the clinic's terms.
    pub fn rule(&self, start: Timestamp, status: Status) -> String {
        rule(self.tongue(), &self.scope.clinic.zone, &self.catalogue.terms, (start, status), self.now)
    }

    pub fn zone_words(&self, at: Timestamp) -> String {
        zone_words(&self.scope.clinic, at)
    }
}

/// "Dublin (GMT)".
pub(crate) fn zone_words(clinic: &Clinic, at: Timestamp) -> String {
    let city = clinic.zone_name.rsplit('/').next().unwrap_or(&clinic.zone_name).replace('_', " ");
    format!("{city} ({})", clinic.zone.to_offset_info(at).abbreviation())
}

/// As the `datetime` of a `<time>` has it: "2026-11-26T14:15:00+00:00".
pub(super) fn rfc3339(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// What moving or calling off a visit at `start` means at `now`; nothing once it has begun.
pub(crate) fn rule(
    t: &Tongue,
    zone: &TimeZone,
    terms: &Terms,
    (start, status): (Timestamp, Status),
    now: Timestamp,
) -> String {
    let policy = terms.policy();
    let say = |key, minutes: u32| {
        let until = start.saturating_sub(SignedDuration::from_mins(minutes.into())).unwrap_or(start);
        t.with(
            key,
            &[("until", Value::from(t.date_time(&until.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date())))],
        )
    };
    let leave = policy::leave(now, start, &policy);
    // Nobody has said yes to it: it can be taken back whenever, and that is never late.
    if status == Status::Requested && now <= start {
        let change = leave.change.then(|| say("booking-rule-move", policy.change_until_min));
        return change.into_iter().chain([t.get("booking-rule-request")]).collect::<Vec<_>>().join(" ");
    }
    match (leave.change, leave.cancel) {
        (true, CallOff::InTime) if policy.change_until_min == policy.cancel_until_min => {
            say("booking-rule-free", policy.change_until_min)
        }
        (true, CallOff::InTime) => {
            let both = [
                say("booking-rule-move", policy.change_until_min),
                say("booking-rule-cancel", policy.cancel_until_min),
            ];
            both.join(" ")
        }
        (true, _) => [say("booking-rule-move", policy.change_until_min), t.get("booking-rule-late")].join(" "),
        (false, CallOff::InTime) => say("booking-rule-cancel", policy.cancel_until_min),
        (false, CallOff::Late) => [t.get("booking-rule-over"), t.get("booking-rule-late")].join(" "),
        (false, CallOff::Not) => String::new(),
    }
}

/// What the client could no longer do by themselves `there`, of what they `may` do now, in sentences.
pub(super) fn lost(t: &Tongue, may: Leave, there: Leave) -> String {
    let change = (may.change && !there.change).then(|| t.get("booking-near-move"));
    let cancel = (may.cancel > there.cancel).then(|| t.get("booking-near-late"));
    change.into_iter().chain(cancel).collect::<Vec<_>>().join(" ")
}

/// The state of a visit as templates and icons know it.
pub(crate) fn state(status: Status) -> &'static str {
    match status {
        Status::Requested => "asked",
        Status::Booked | Status::Confirmed => "booked",
        Status::Arrived => "arrived",
        Status::InProgress => "inroom",
        Status::Done => "kept",
        Status::NoShow => "missed",
        Status::Cancelled | Status::LateCancelled | Status::Declined => "cancelled",
    }
}

/// Which line of a visit's history is happening at this moment: the arrival of somebody who waits, the beginning of a
/// visit under way. All others are past.
pub(crate) fn happening(status: Status, history: &[Happened]) -> Option<usize> {
    let name = match status {
        Status::Arrived => "appointment.arrived",
        Status::InProgress => "appointment.begun",
        _ => return None,
    };
    history.iter().rposition(|happened| happened.name == name)
}

/// The key of the words for a status.
pub(crate) fn state_key(status: Status) -> &'static str {
    match status {
        Status::LateCancelled => "booking-state-late",
        Status::Declined => "booking-state-declined",
        Status::Requested => "booking-state-asked",
        Status::Booked | Status::Confirmed => "booking-state-booked",
        Status::Arrived => "booking-state-arrived",
        Status::InProgress => "booking-state-inroom",
        Status::Done => "booking-state-kept",
        Status::NoShow => "booking-state-missed",
        Status::Cancelled => "booking-state-cancelled",
    }
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
