//! Why a time is not offered: the rules' own reasons, and behind each what it is made of: the visit, the block, the hours.
//!
//! The reasons are those of [`crate::rules::Calendar::explain`] on the same calendar a booking would be decided on, asked
//! once for the desk and once for a visitor.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use ground::{Result, Tx};
use jiff::Timestamp;
use jiff::civil::Date;

use super::calendar::around;
use super::{appointment, catalogue};
use crate::model::{Appointment, AppointmentId, Block, DeviceId, PlaceId, PractitionerId, RoomId, Service, ServiceId};
use crate::rules::{Booker, Query, Refusal, Tick};

/// What is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub service: ServiceId,
    /// None: everyone who gives it.
    pub practitioner: Option<PractitionerId>,
    pub start: Timestamp,
}

/// The answer.
pub struct Why {
    pub service: Service,
    /// The visit itself, and what it would claim, buffers included.
    pub span: Range<Timestamp>,
    pub claim: Range<Timestamp>,
    pub by: Vec<Of>,
    visits: BTreeMap<AppointmentId, Appointment>,
}

/// The answer for one practitioner.
pub struct Of {
    pub practitioner: PractitionerId,
    /// What keeps the desk from booking it; empty: it can be booked.
    pub desk: Vec<Refusal>,
    /// What keeps only visitors from it.
    pub online: Vec<Refusal>,
    /// When and where they work that day.
    pub openings: Vec<(Range<Timestamp>, PlaceId)>,
    /// What takes their own time.
    pub takers: Vec<Taker>,
    /// Each room it could be in with what takes it, and each device.
    pub rooms: Vec<(RoomId, Vec<Taker>)>,
    pub devices: Vec<(DeviceId, Vec<Taker>)>,
}

/// What takes time.
#[derive(Clone)]
pub enum Taker {
    Visit(AppointmentId),
    Block(Block),
}

impl Taker {
    fn visit(&self) -> Option<AppointmentId> {
        match self {
            Taker::Visit(id) => Some(*id),
            Taker::Block(_) => None,
        }
    }
}

impl Why {
    /// An appointment that takes time.
    pub fn visit(&self, id: AppointmentId) -> Option<&Appointment> {
        self.visits.get(&id)
    }

    /// All of them.
    pub fn visits(&self) -> impl Iterator<Item = &Appointment> {
        self.visits.values()
    }
}

/// Asks the rules why. A start that is not on five minutes is refused as such for everybody.
pub fn why(tx: &mut Tx<'_>, asked: &Asked) -> Result<Why> {
    let service = catalogue::service(tx, asked.service)?;
    let around = around(tx, &service, asked.practitioner, asked.start, None)?;
    let now = tx.now();
    let query = |booker| Query {
        service: &around.service,
        now,
        booker,
        practitioner: asked.practitioner.map(Into::into),
        place: None,
    };
    let tick = Tick::floor(asked.start);
    let (span, claim) = (around.service.timing.span(tick), around.service.timing.claim(tick));
    let (span, claim) = (span.start.timestamp()..span.end.timestamp(), claim.start.timestamp()..claim.end.timestamp());
    let date = tx.settings().zone.to_datetime(asked.start).date();
    // Who takes the practitioner, the room or the device that `mine` recognises.
    let takers = |mine: &dyn Fn(Option<PractitionerId>, Option<RoomId>, Option<DeviceId>) -> bool| -> Vec<Taker> {
        let meets = |from: Timestamp, to: Timestamp| from < claim.end && to > claim.start;
        let visits = around
            .taken
            .iter()
            .filter(|(_, taken)| meets(taken.from, taken.to))
            .filter(|(_, taken)| {
                mine(taken.practitioner.map(Into::into), taken.room.map(Into::into), taken.device.map(Into::into))
            })
            .map(|(id, _)| Taker::Visit(*id));
        let blocks = around
            .blocks
            .iter()
            .filter(|block| meets(block.starts_at, block.ends_at))
            .filter(|block| mine(block.practitioner, block.room, block.device));
        visits.chain(blocks.cloned().map(Taker::Block)).collect()
    };
    let of = |practitioner: PractitionerId| {
        let desk = around.calendar.explain(&query(Booker::Desk), asked.start, practitioner.into());
        let online = around.calendar.explain(&query(Booker::Visitor), asked.start, practitioner.into());
        let online = online.into_iter().filter(|reason| !same(&desk, reason)).collect();
        let rooms = around.service.rooms.iter().flatten().map(|room| RoomId::from(*room));
        let devices = around.service.devices.iter().flatten().map(|device| DeviceId::from(*device));
        Of {
            practitioner,
            openings: openings(&around.calendar, practitioner, date),
            takers: takers(&|who, _, _| who == Some(practitioner)),
            rooms: rooms.map(|room| (room, takers(&|_, taken, _| taken == Some(room)))).collect(),
            devices: devices.map(|device| (device, takers(&|_, _, taken| taken == Some(device)))).collect(),
            desk,
            online,
        }
    };
    let givers = match asked.practitioner {
        Some(one) => vec![one],
        None => {
            let all = catalogue::practitioners(tx)?;
            let in_use =
                all.into_iter().filter(|one| one.retired_at.is_none() && service.practitioners.contains(&one.id));
            in_use.map(|one| one.id).collect()
        }
    };
    let by: Vec<Of> = givers.into_iter().map(of).collect();
    let named = by.iter().flat_map(|of| {
        of.takers
            .iter()
            .chain(of.rooms.iter().flat_map(|(_, takers)| takers))
            .chain(of.devices.iter().flat_map(|(_, takers)| takers))
    });
    let named: BTreeSet<AppointmentId> = named.filter_map(Taker::visit).collect();
    let visits = appointment::find_many(tx, &named.into_iter().collect::<Vec<_>>())?;
    Ok(Why { span, claim, by, visits, service })
}

/// Whether a reason is among others, whatever its details: "too soon" keeps the desk and visitors at different hours.
fn same(reasons: &[Refusal], reason: &Refusal) -> bool {
    reasons.iter().any(|other| std::mem::discriminant(other) == std::mem::discriminant(reason))
}

fn openings(
    calendar: &crate::rules::Calendar,
    practitioner: PractitionerId,
    date: Date,
) -> Vec<(Range<Timestamp>, PlaceId)> {
    calendar.openings(practitioner.into(), date).into_iter().map(|(run, place)| (run, place.into())).collect()
}
