//! Which columns a view has. A column is one practitioner or one room on one day.

use jiff::civil::Date;

use super::say::Say;
use super::view::{Sight, View};
use crate::model::{Appointment, PractitionerId, RoomId};
use crate::store::day::Days;

/// With so few, whoever does not work that day has a column too.
const FEW: usize = 6;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Practitioner(PractitionerId),
    Room(RoomId),
    /// A day on which there is nobody.
    Nobody,
}

#[derive(Clone, Copy)]
pub(super) struct Column {
    pub date: Date,
    pub of: Of,
}

impl Column {
    /// Whether an appointment stands in it.
    pub fn holds(&self, say: &Say<'_>, visit: &Appointment) -> bool {
        let mine = match self.of {
            Of::Practitioner(id) => visit.practitioner == Some(id),
            Of::Room(id) => visit.room == Some(id),
            Of::Nobody => false,
        };
        mine && visit.time_known && say.date(visit.starts_at) == self.date
    }
}

/// The columns of a view.
pub(super) fn columns(say: &Say<'_>, days: &Days, view: &View) -> Vec<Column> {
    let of = |date: Date| {
        let lanes = order(say, days, date, view.who);
        lanes.into_iter().map(move |id| Column { date, of: Of::Practitioner(id) }).collect::<Vec<_>>()
    };
    match (view.sight, view.who) {
        (Sight::Day | Sight::List, _) => of(view.date),
        (Sight::Week, Some(who)) => {
            days.dates.iter().map(|date| Column { date: *date, of: Of::Practitioner(who) }).collect()
        }
        (Sight::Week, None) => {
            let nobody = |date: Date| vec![Column { date, of: Of::Nobody }];
            let lanes = days.dates.iter().map(|date| match at_work(say, days, *date) {
                none if none.is_empty() => nobody(*date),
                some => some.into_iter().map(|id| Column { date: *date, of: Of::Practitioner(id) }).collect(),
            });
            lanes.flatten().collect()
        }
        (Sight::Rooms, _) => {
            let taken = |id: RoomId| days.visits.iter().any(|visit| visit.room == Some(id));
            let in_use: Vec<RoomId> = days.catalogue.in_use().0.iter().map(|room| room.id).collect();
            let rooms = days.catalogue.rooms.iter().filter(|room| in_use.contains(&room.id) || taken(room.id));
            rooms.map(|room| Column { date: view.date, of: Of::Room(room.id) }).collect()
        }
    }
}

/// Who works on a day or has a visit, in the clinic's order.
fn at_work(say: &Say<'_>, days: &Days, date: Date) -> Vec<PractitionerId> {
    let visited = |id: PractitionerId| {
        days.visits.iter().any(|visit| visit.practitioner == Some(id) && say.date(visit.starts_at) == date)
    };
    let all = days.catalogue.practitioners.iter();
    all.filter(|one| visited(one.id) || one.retired_at.is_none() && !days.openings(one.id, date).is_empty())
        .map(|one| one.id)
        .collect()
}

/// Who has a column on a day: those who work or have a visit, and where they are few, all; the reader's own first.
fn order(say: &Say<'_>, days: &Days, date: Date, only: Option<PractitionerId>) -> Vec<PractitionerId> {
    if let Some(only) = only.filter(|only| days.catalogue.practitioner(*only).is_some()) {
        return vec![only];
    }
    let working = at_work(say, days, date);
    let in_use =
        days.catalogue.practitioners.iter().filter(|one| one.retired_at.is_none() || working.contains(&one.id));
    let all: Vec<PractitionerId> = in_use.map(|one| one.id).collect();
    let mut order = if all.len() <= FEW && !working.is_empty() { all } else { working };
    order.sort_by_key(|id| Some(*id) != days.own);
    order
}
