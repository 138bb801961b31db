//! Plausible days: visits one after another in everyone's hours, fuller in the past than ahead, with the misses and
//! late cancellations that every clinic knows.

use booking::model::{HoursRow, PlaceId, PractitionerId, RoomId, Service};
use booking::rules::Status;
use booking::store::Catalogue;
use booking::store::seed::Seeded;
use fastrand::Rng;
use ground::PersonId;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How long before their visit the punctual arrive.
const SOON: SignedDuration = SignedDuration::from_mins(25);

/// What the days are filled from.
pub(super) struct Plan<'a> {
    pub catalogue: &'a Catalogue,
    pub hours: &'a [HoursRow],
    pub clients: &'a [PersonId],
    pub zone: &'a TimeZone,
    pub now: Timestamp,
    /// Share of the hours that is filled: in the past, and on the days ahead.
    pub full: (f64, f64),
}

impl Plan<'_> {
    /// The appointments of one local day.
    pub(super) fn day(&self, date: Date, rng: &mut Rng) -> Vec<Seeded> {
        let mut taken: Vec<(RoomId, Timestamp, Timestamp)> = Vec::new();
        let mut found = Vec::new();
        for one in &self.catalogue.practitioners {
            let mut spans: Vec<_> = self
                .hours
                .iter()
                .filter(|row| row.practitioner == one.id && row.weekly.weekday == date.weekday())
                .map(|row| row.weekly.span)
                .collect();
            spans.sort_by_key(|span| span.from_min);
            let services: Vec<&Service> = self
                .catalogue
                .services
                .iter()
                .filter(|s| s.practitioners.contains(&one.id) && !s.needs_device)
                .collect();
            for span in spans {
                let (Some(mut at), Some(end)) = (self.local(date, span.from_min), self.local(date, span.to_min)) else {
                    continue;
                };
                while at < end {
                    let share = if at < self.now { self.full.0 } else { self.full.1 };
                    if rng.f64() > share {
                        at += SignedDuration::from_mins(15 * rng.i64(1..=3));
                        continue;
                    }
                    let service = services[weighted(rng, services.len())];
                    let claim = i64::from(service.before_min + service.duration_min + service.after_min);
                    let (busy_from, busy_to) = (at, at + SignedDuration::from_mins(claim));
                    if busy_to > end {
                        break;
                    }
                    let room = if service.needs_room {
                        let eligible = self
                            .catalogue
                            .rooms
                            .iter()
                            .filter(|room| service.rooms.is_empty() || service.rooms.contains(&room.id));
                        let free = |room: &RoomId| {
                            !taken.iter().any(|(other, from, to)| other == room && *from < busy_to && busy_from < *to)
                        };
                        let Some(room) = eligible.map(|room| room.id).find(free) else {
                            at += SignedDuration::from_mins(15);
                            continue;
                        };
                        taken.push((room, busy_from, busy_to));
                        Some(room)
                    } else {
                        None
                    };
                    found.push(self.appointment(one.id, service, PlaceId::from(span.place), room, busy_from, rng));
                    at = busy_to;
                }
            }
        }
        found
    }

    fn local(&self, date: Date, minutes: u16) -> Option<Timestamp> {
        let at = date.at(0, 0, 0, 0).checked_add(i64::from(minutes).minutes()).ok()?;
        self.zone.to_ambiguous_zoned(at).compatible().ok().map(|zoned| zoned.timestamp())
    }

    fn appointment(
        &self,
        practitioner: PractitionerId,
        service: &Service,
        place: PlaceId,
        room: Option<RoomId>,
        busy_from: Timestamp,
        rng: &mut Rng,
    ) -> Seeded {
        let starts_at = busy_from + SignedDuration::from_mins(i64::from(service.before_min));
        let ends_at = starts_at + SignedDuration::from_mins(i64::from(service.duration_min));
        let lead = SignedDuration::from_hours(24 * i64::from(rng.u8(1..=21)));
        let status = self.status(starts_at, ends_at, rng);
        let created_at = (starts_at - lead).min(self.now - SignedDuration::from_mins(rng.i64(5..600)));
        Seeded {
            service: service.id,
            practitioner,
            place,
            room,
            client: self.clients[rng.usize(..self.clients.len())],
            status,
            starts_at,
            ends_at,
            busy_from,
            busy_to: ends_at + SignedDuration::from_mins(i64::from(service.after_min)),
            reminded: (starts_at < self.now && rng.f64() < 0.8).then(|| starts_at - SignedDuration::from_hours(24)),
            created_at,
            updated_at: match status {
                Status::Booked | Status::Confirmed => created_at,
                Status::Arrived => starts_at - SOON,
                _ => ends_at.min(self.now),
            },
        }
    }

    fn status(&self, starts_at: Timestamp, ends_at: Timestamp, rng: &mut Rng) -> Status {
        if ends_at < self.now {
            return match rng.u8(0..100) {
                0..=5 => Status::NoShow,
                6..=8 => Status::LateCancelled,
                _ => Status::Done,
            };
        }
        if starts_at <= self.now {
            return Status::InProgress;
        }
        if starts_at.duration_since(self.now) < SOON {
            return if rng.bool() { Status::Arrived } else { Status::Booked };
        }
        if rng.u8(0..3) == 0 { Status::Confirmed } else { Status::Booked }
    }
}

/// Reviews are what most days are made of.
fn weighted(rng: &mut Rng, services: usize) -> usize {
    match rng.u8(0..10) {
        0..=1 => 0,
        2..=7 => 1.min(services - 1),
        _ => rng.usize(..services),
    }
}
