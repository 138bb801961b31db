//! What stands in a column of the board: visits, free and blocked time, and time that nobody works.

use std::ops::Range;

use jiff::civil::Time;

use super::board::Drawer;
use super::columns::{Column, Of};
use super::lanes::{Off, Plan};
use super::view::Sight;
use crate::model::{Appointment, Block};
use crate::rules::{ClinicDay, Status};

/// The style sheet has no longer slip than twelve hours.
pub(super) const LONGEST_SLIP: u16 = 720;
/// A gap shorter than this is nothing to offer, whatever the services, in minutes.
const LEAST_GAP: u16 = 15;

#[derive(Default)]
pub(super) struct Slip {
    pub kind: &'static str,
    pub id: String,
    pub href: String,
    pub state: &'static str,
    pub state_word: String,
    pub hour: u16,
    pub minute: u16,
    pub length: u16,
    pub name: String,
    pub detail: String,
    pub span: String,
    pub current: bool,
    /// What a change says it was drawn from.
    pub version: String,
    /// "11:00", and how long it truly is.
    pub start: String,
    pub minutes: u16,
    pub moves: bool,
    pub stretches: bool,
}

/// "8:00", of minutes after midnight.
pub(super) fn clock(t: &ground::web::Tongue, minutes: u16) -> String {
    let time = Time::new((minutes / 60 % 24) as i8, (minutes % 60) as i8, 0, 0).unwrap_or(Time::midnight());
    t.time(time)
}

impl Drawer<'_> {
    /// The shortest visit that could be given in a column, in minutes.
    pub(super) fn least(&self, column: Column) -> u16 {
        let given = self.days.catalogue.services.iter().filter(|service| {
            service.retired_at.is_none()
                && match column.of {
                    Of::Practitioner(id) => service.practitioners.contains(&id),
                    Of::Room(id) => service.needs_room && (service.rooms.is_empty() || service.rooms.contains(&id)),
                    Of::Nobody => false,
                }
        });
        given.map(|service| service.duration_min).min().unwrap_or(LEAST_GAP).max(LEAST_GAP)
    }

    fn slip(&self, kind: &'static str, range: &Range<u16>) -> Slip {
        let length = (range.end - range.start).clamp(5, LONGEST_SLIP).next_multiple_of(5);
        Slip {
            kind,
            hour: range.start / 60,
            minute: range.start % 60 / 5 * 5,
            length,
            span: self.say.t.with(
                "time-range",
                &[("from", clock(self.say.t, range.start).into()), ("to", clock(self.say.t, range.end).into())],
            ),
            start: format!("{:02}:{:02}", range.start / 60, range.start % 60),
            minutes: range.end - range.start,
            ..Slip::default()
        }
    }

    pub(super) fn visit(&self, visit: &Appointment, range: &Range<u16>, compact: bool) -> Slip {
        let (state, state_word) = self.say.state(visit.status);
        let service = self.say.service(&self.days.catalogue, visit);
        let moves = visit.service.is_some() && self.moves && self.may(visit);
        let ahead = visit.status.is_ahead() && moves;
        let there = matches!(visit.status, Status::Arrived | Status::InProgress);
        let detail = match self.view.sight {
            Sight::Rooms => {
                let with = visit.practitioner.and_then(|id| self.days.catalogue.practitioner(id));
                with.map_or_else(|| service.clone(), |one| self.say.line(&service, &one.name))
            }
            Sight::Day | Sight::Week | Sight::List => service.clone(),
        };
        Slip {
            id: visit.id.to_string(),
            href: self.to(&self.view, &format!("&visit={}", visit.id)),
            state,
            state_word,
            // The week of everyone says when, not who: nobody's record is opened for it.
            name: if compact { service } else { self.say.name(self.clients.get(&visit.client)) },
            detail: if compact { String::new() } else { detail },
            span: self.say.span(visit.starts_at, visit.ends_at),
            current: self.visit == Some(visit.id),
            version: visit.version(),
            minutes: visit.minutes(),
            moves: ahead,
            stretches: ahead || there && moves,
            ..self.slip("at", range)
        }
    }

    pub(super) fn gap(&self, column: Column, range: &Range<u16>, now: u16) -> Slip {
        let (t, minutes) = (self.say.t, range.end - range.start);
        let at_once = column.date == self.say.today() && range.start <= now.next_multiple_of(5);
        let key = if at_once { "booking-gap-now" } else { "booking-gap" };
        let name = t.with(key, &[("count", u32::from(minutes).into())]);
        let view = self.view.on(column.date);
        let slip = self.slip("gap", range);
        let who = match column.of {
            Of::Practitioner(id) => id,
            Of::Room(id) => {
                return Slip { href: self.to(&view, &format!("&lane=&room={id}&at={}", slip.start)), name, ..slip };
            }
            Of::Nobody => return slip,
        };
        let Some(offered) = &self.offered else {
            return Slip { href: self.to(&view, &format!("&lane={who}&at={}", slip.start)), name, ..slip };
        };
        let fits =
            offered.get(&who).into_iter().flatten().find(|start| {
                self.say.date(**start) == column.date && range.contains(&self.minute(**start, column.date))
            });
        match fits {
            Some(start) => {
                let at = self.minute(*start, column.date);
                let first = t.with("desk-gap-from", &[("time", clock(t, at).into())]);
                Slip {
                    href: self.to(&view, &format!("&lane={who}&at={:02}:{:02}", at / 60, at % 60)),
                    name,
                    detail: if at > range.start { first } else { String::new() },
                    ..slip
                }
            }
            None => {
                let service = view.service.map(|id| id.to_string()).unwrap_or_default();
                let asks = format!("service={service}&practitioner={who}&date={}&time={}", column.date, slip.start);
                Slip {
                    kind: "not",
                    href: format!("{}?{asks}", self.why),
                    name: t.get("desk-gap-not"),
                    detail: t.get("desk-gap-why"),
                    ..slip
                }
            }
        }
    }

    pub(super) fn blocked(&self, block: &Block, range: &Range<u16>) -> Slip {
        let length = (range.end - range.start).min(LONGEST_SLIP);
        Slip {
            id: block.id.to_string(),
            href: if self.blocks { self.to(&self.view, &format!("&block={}", block.id)) } else { String::new() },
            name: block.reason.clone(),
            current: self.block == Some(block.id),
            ..self.slip("block", &(range.start..range.start + length))
        }
    }

    /// What is not worked, with the reason; longer than the style sheet knows in several pieces.
    pub(super) fn off(&self, column: Column, off: Off, range: &Range<u16>, plan: &Plan) -> Vec<Slip> {
        let t = self.say.t;
        let (first, last) =
            (plan.open.iter().map(|open| open.start).min(), plan.open.iter().map(|open| open.end).max());
        let name = match off {
            Off::Whole => self.absence(column),
            Off::Before => t.with("booking-off-until", &[("time", clock(t, first.unwrap_or(range.end)).into())]),
            Off::After => t.with("booking-off-from", &[("time", clock(t, last.unwrap_or(range.start)).into())]),
            Off::Between => t.get("booking-break"),
            Off::Block(_) => String::new(),
        };
        let mut slips = Vec::new();
        let mut from = range.start;
        while from < range.end {
            let to = range.end.min(from + LONGEST_SLIP);
            slips.push(Slip { name: name.clone(), ..self.slip("off", &(from..to)) });
            from = to;
        }
        slips
    }

    fn absence(&self, column: Column) -> String {
        let t = self.say.t;
        match (self.days.special.get(&column.date), column.of) {
            (Some(row), _) if row.day == ClinicDay::Closed => {
                t.with("desk-closed", &[("name", row.name.as_str().into())])
            }
            (_, Of::Practitioner(id)) if self.days.away.contains(&(id, column.date)) => t.get("desk-away"),
            (_, Of::Nobody) => t.get("desk-nobody"),
            _ => t.get("booking-off"),
        }
    }
}
