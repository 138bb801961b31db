//! What a row claims: when it takes whose time, and in which room.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use ground::Tx;
use jiff::{SignedDuration, Timestamp};

use super::Wrong;
use crate::model::{PractitionerId, Service, ServiceId};
use crate::rules::{Status, Timing};
use crate::store;
use crate::store::import::{Refused, Seats};

/// An appointment of a file, without whose it is.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub service: Option<ServiceId>,
    pub practitioner: Option<PractitionerId>,
    pub status: Status,
    /// Whether it claims its practitioner's time.
    pub active: bool,
    /// The service of one that is still to come and claims its time.
    pub ahead: Option<Arc<Service>>,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub busy_from: Timestamp,
    pub busy_to: Timestamp,
    pub time_known: bool,
    pub reminded: Option<bool>,
    pub created_at: Timestamp,
}

/// What a file says of an appointment.
pub(super) struct Told<'a> {
    pub service: Option<&'a Arc<Service>>,
    pub practitioner: Option<PractitionerId>,
    pub status: Status,
    pub starts: Timestamp,
    /// How long it lasts, where the file says so; else as long as its service.
    pub minutes: Option<u16>,
    pub time_known: bool,
    pub reminded: Option<bool>,
    pub made: Option<Timestamp>,
}

impl Visit {
    /// Works out what it claims; none where that is longer than any appointment may be.
    pub(super) fn of(told: &Told<'_>, now: Timestamp) -> Option<Visit> {
        let Told { service, practitioner, status, starts, .. } = *told;
        let minutes = told.minutes.or(service.map(|service| service.duration_min)).filter(|_| told.time_known);
        let later =
            |at: Timestamp, minutes: u16| at.saturating_add(SignedDuration::from_mins(minutes.into())).unwrap_or(at);
        let ends_at = later(starts, minutes.unwrap_or(0));
        // Without a practitioner or a length there is nothing to claim.
        let active = status.claims_time() && practitioner.is_some() && minutes.is_some();
        let (before, after) =
            service.filter(|_| active).map_or((0, 0), |service| (service.before_min, service.after_min));
        let busy_from = starts.saturating_sub(SignedDuration::from_mins(before.into())).unwrap_or(starts);
        let busy_to = later(ends_at, after);
        // The bound of the table, and of every search for what overlaps.
        let fits = busy_to.duration_since(busy_from) <= SignedDuration::from_mins(Timing::LONGEST_MIN.into());
        fits.then(|| Visit {
            service: service.map(|service| service.id),
            practitioner,
            status,
            active,
            ahead: service.filter(|_| active && busy_to > now).cloned(),
            starts_at: starts,
            ends_at,
            busy_from,
            busy_to,
            time_known: told.time_known,
            reminded: told.reminded,
            created_at: told.made.unwrap_or(now),
        })
    }

    fn claim(&self) -> Range<Timestamp> {
        self.busy_from..self.busy_to
    }
}

/// Times that earlier rows of a file take: of practitioners, rooms and devices, by their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held(HashMap<String, BTreeMap<Timestamp, Timestamp>>);

impl Held {
    /// Whether nothing held takes any of this time.
    pub(crate) fn is_free(&self, of: &str, claim: &Range<Timestamp>) -> bool {
        // They do not overlap: only the last one that begins before the end can reach into it.
        let before = self.0.get(of).and_then(|held| held.range(..claim.end).next_back());
        before.is_none_or(|(_, end)| *end <= claim.start)
    }

    fn hold(&mut self, of: String, claim: &Range<Timestamp>) {
        self.0.entry(of).or_default().insert(claim.start, claim.end);
    }

    /// Adds what later rows take.
    pub(crate) fn add(&mut self, more: Held) {
        for (of, times) in more.0 {
            self.0.entry(of).or_default().extend(times);
        }
    }
}

/// Tries appointments of one file one after another, writing nothing: what is stored and what those before take is taken.
pub(crate) struct Trial<'a> {
    before: &'a Held,
    /// What those that were tried take.
    pub(crate) held: Held,
    seats: Seats,
}

impl<'a> Trial<'a> {
    /// `before` is what rows take that were tried before.
    pub(crate) fn beside(before: &'a Held) -> Trial<'a> {
        Trial { before, held: Held::default(), seats: Seats::default() }
    }

    /// Takes the time of an appointment, its room and its device, or says why it cannot.
    pub(crate) fn take(&mut self, tx: &mut Tx<'_>, visit: &Visit) -> Result<Option<Wrong>, ground::Error> {
        let (Some(practitioner), true) = (visit.practitioner, visit.active) else { return Ok(None) };
        let (claim, whose) = (visit.claim(), practitioner.to_string());
        let (before, held) = (self.before, &self.held);
        let free = |of: &str, claim: &Range<Timestamp>| before.is_free(of, claim) && held.is_free(of, claim);
        if !free(&whose, &claim) || store::import::taken(tx, practitioner, visit.busy_from, visit.busy_to)? {
            return Ok(Some(Wrong::Taken));
        }
        let mut with = vec![whose];
        if let Some(service) = &visit.ahead {
            let seat = match self.seats.find(tx, service, practitioner, visit.starts_at, claim.clone(), free) {
                Ok(seat) => seat,
                Err(Refused::Room) => return Ok(Some(Wrong::NoRoom)),
                Err(Refused::Device) => return Ok(Some(Wrong::NoDevice)),
                Err(Refused::Store(error)) => return Err(error),
            };
            with.extend(seat.taken());
        }
        with.into_iter().for_each(|of| self.held.hold(of, &claim));
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }

    #[test]
    fn what_is_held_is_taken_to_its_last_minute_and_not_beyond() {
        let mut held = Held::default();
        held.hold("a".into(), &(at(10)..at(40)));
        held.hold("a".into(), &(at(60)..at(90)));
        for (from, to, free) in [
            (0, 10, true),
            (0, 11, false),
            (20, 30, false),
            (39, 61, false),
            (40, 60, true),
            (40, 61, false),
            (89, 95, false),
            (90, 95, true),
            (0, 100, false),
        ] {
            assert_eq!(held.is_free("a", &(at(from)..at(to))), free, "{from} to {to}");
        }
        assert!(held.is_free("b", &(at(10)..at(40))));
        let mut more = Held::default();
        more.hold("b".into(), &(at(10)..at(40)));
        held.add(more);
        assert!(!held.is_free("b", &(at(39)..at(40))));
    }
}
