//! The board: columns of slips under their heads, drawn from the rows of some days. A column is one practitioner or one
//! room on one day.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use ground::PersonId;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use people::Client;

use super::columns::{Column, Of};
use super::lanes::{Off, Piece, Plan, hours, lay};
use super::say::Say;
use super::view::{Sight, View};
use crate::model::{Appointment, AppointmentId, Block, BlockId, Practitioner, PractitionerId};
use crate::rules::{self, Booker, ClinicDay, Query, Status};
use crate::store::calendar::local_day;
use crate::store::day::Days;

/// The style sheet has no longer slip than twelve hours.
pub(super) const LONGEST_SLIP: u16 = 720;
/// A gap shorter than this is nothing to offer, whatever the services, in minutes.
const LEAST_GAP: u16 = 15;

/// The contract of `desk/board.html`.
pub(super) struct Board {
    pub label: String,
    /// Narrow columns that say when, not who.
    pub compact: bool,
    /// Of which a phone shows one column.
    pub single: bool,
    pub from: u16,
    pub hours: u16,
    pub marks: Vec<Mark>,
    /// The days over the columns of a week of all.
    pub groups: Vec<Group>,
    pub lanes: Vec<Lane>,
    pub now: Option<Now>,
}

pub(super) struct Mark {
    pub hour: u16,
    pub words: String,
}

pub(super) struct Now {
    pub hour: u16,
    pub minute: u16,
    pub words: String,
}

pub(super) struct Group {
    pub words: String,
    pub href: String,
    pub span: usize,
    pub today: bool,
}

pub(super) struct Lane {
    pub id: String,
    pub name: String,
    pub initials: String,
    pub line: String,
    /// What the head leads to; "" for nothing.
    pub href: String,
    /// The column in full: "Maeve Corrigan, Tuesday 24 November, 9 visits".
    pub label: String,
    pub date: String,
    /// The practitioner, or "".
    pub who: String,
    /// The room, or "".
    pub room: String,
    /// Said while something is moved over it: "Maeve Corrigan", "Tuesday 24 November".
    pub spoken: String,
    /// Where an empty place books; the script adds the time.
    pub book: String,
    pub today: bool,
    pub over: bool,
    /// The one that a phone shows.
    pub lead: bool,
    /// The first of its day.
    pub begins: bool,
    pub slips: Vec<Slip>,
}

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

/// What the board is drawn from.
pub(super) struct Drawer<'a> {
    pub say: &'a Say<'a>,
    pub days: &'a Days,
    pub columns: &'a [Column],
    pub clients: &'a HashMap<PersonId, Client>,
    pub view: View,
    pub visit: Option<AppointmentId>,
    pub block: Option<BlockId>,
    /// What addresses of the calendar begin with, up to the question mark, and that of the page on a refused time.
    pub here: String,
    pub why: String,
    /// Whether whoever looks may move visits, and take blocks away.
    pub moves: bool,
    pub blocks: bool,
    /// When the service that is looked for could be booked.
    pub offered: Option<HashMap<PractitionerId, BTreeSet<Timestamp>>>,
}

/// When `service` could be booked at the desk, by practitioner: what [`rules::Calendar::offer`] offers.
pub(super) fn offered(
    days: &Days,
    service: &rules::Service,
    now: Timestamp,
) -> HashMap<PractitionerId, BTreeSet<Timestamp>> {
    let query = Query { service, now, booker: Booker::Desk, practitioner: None, place: None };
    let offer = days.calendar.offer(&query);
    offer.by_practitioner().map(|(who, starts)| (who.into(), starts.collect())).collect()
}

impl Drawer<'_> {
    pub fn board(&self) -> Board {
        let window = self.window();
        let compact = self.view.sight == Sight::Week && self.view.who.is_none();
        let lead = self.columns.iter().position(|column| column.date == self.say.today()).unwrap_or(0);
        let lanes: Vec<Lane> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let begins = at == 0 || self.columns.get(at - 1).is_none_or(|before| before.date != column.date);
                Lane { lead: at == lead, begins, ..self.lane(*column, &window, compact) }
            })
            .collect();
        let minute = self.minute(self.say.now, self.say.today());
        let t = self.say.t;
        Board {
            label: t.get(match self.view.sight {
                Sight::Week => "desk-board-week",
                Sight::Rooms => "desk-board-rooms",
                Sight::Day | Sight::List => "booking-board",
            }),
            compact,
            single: self.view.sight == Sight::Day,
            from: window.start / 60,
            hours: (window.end - window.start) / 60,
            marks: (window.start / 60..window.end / 60).map(|hour| Mark { hour, words: clock(t, hour * 60) }).collect(),
            groups: if compact { self.groups() } else { Vec::new() },
            now: (lanes.iter().any(|lane| lane.today) && window.contains(&minute)).then(|| Now {
                hour: minute / 60,
                minute: minute % 60 / 5 * 5,
                words: self.say.time(self.say.now),
            }),
            lanes,
        }
    }

    fn groups(&self) -> Vec<Group> {
        let span = |date: Date| self.columns.iter().filter(|column| column.date == date).count();
        let group = |date: &Date| Group {
            words: self.say.t.date_short(*date),
            href: self.to(&View::of(*date), ""),
            span: span(*date),
            today: *date == self.say.today(),
        };
        self.days.dates.iter().map(group).collect()
    }

    /// An address of the calendar.
    pub fn to(&self, view: &View, more: &str) -> String {
        format!("{}?{}{more}", self.here, view.query())
    }

    /// Minutes after `date`'s midnight, as its clock reads, held within the day.
    fn minute(&self, at: Timestamp, date: Date) -> u16 {
        let reading = self.say.zone.to_datetime(at);
        match reading.date().cmp(&date) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Greater => 1440,
            std::cmp::Ordering::Equal => reading.time().hour() as u16 * 60 + reading.time().minute() as u16,
        }
    }

    fn minutes(&self, range: &Range<Timestamp>, date: Date) -> Range<u16> {
        let (from, to) = (self.minute(range.start, date), self.minute(range.end, date));
        // When the clocks go back, an hour's reading is seen twice and an end may read before its start.
        from..to.max(from.saturating_add(5).min(1440))
    }

    fn open(&self, column: Column) -> Vec<Range<u16>> {
        let runs: Vec<Range<Timestamp>> = match column.of {
            Of::Practitioner(id) => self.days.openings(id, column.date).into_iter().map(|(run, _)| run).collect(),
            Of::Room(id) => {
                let room = self.days.catalogue.rooms.iter().find(|room| room.id == id);
                room.map(|room| self.days.open_at(room.place, column.date)).unwrap_or_default()
            }
            Of::Nobody => Vec::new(),
        };
        runs.iter().map(|run| self.minutes(run, column.date)).collect()
    }

    fn visits(&self, column: Column) -> Vec<&Appointment> {
        self.days.visits.iter().filter(|visit| column.holds(self.say, visit)).collect()
    }

    /// The hours to show: those worked and those taken, of everyone on the page.
    fn window(&self) -> Range<u16> {
        let open = self.columns.iter().flat_map(|column| self.open(*column));
        let taken = self.columns.iter().flat_map(|column| {
            let span = |visit: &Appointment| self.minutes(&(visit.starts_at..visit.ends_at), column.date);
            self.visits(*column).into_iter().map(span).collect::<Vec<_>>()
        });
        hours(open.chain(taken))
    }

    fn lane(&self, column: Column, window: &Range<u16>, compact: bool) -> Lane {
        let (say, date) = (self.say, column.date);
        let visits = self.visits(column);
        let day = local_day(say.zone, date).ok();
        let meets =
            |block: &&Block| day.as_ref().is_none_or(|day| block.starts_at < day.end && block.ends_at > day.start);
        let blocks: Vec<&Block> = self
            .days
            .blocks
            .iter()
            .filter(|block| match column.of {
                Of::Practitioner(id) => block.practitioner == Some(id),
                Of::Room(id) => block.room == Some(id),
                Of::Nobody => false,
            })
            .filter(meets)
            .collect();
        let plan = Plan {
            open: self.open(column),
            blocks: blocks.iter().map(|block| self.minutes(&(block.starts_at..block.ends_at), date)).collect(),
            visits: visits
                .iter()
                .map(|visit| {
                    let drawn = self.minutes(&(visit.starts_at..visit.ends_at), date);
                    (drawn, self.minutes(&(visit.busy_from..visit.busy_to), date))
                })
                .collect(),
            shown: window.clone(),
            from_now: self.minute(say.now, date),
            least: self.least(column),
        };
        let mut slips = Vec::new();
        for piece in lay(&plan) {
            match piece {
                Piece::Visit(at, range) => slips.extend(visits.get(at).map(|visit| self.visit(visit, &range, compact))),
                Piece::Gap(range) => slips.push(self.gap(column, &range, plan.from_now)),
                Piece::Off(Off::Block(at), range) => {
                    slips.extend(blocks.get(at).map(|block| self.blocked(block, &range)))
                }
                Piece::Off(off, range) => slips.extend(self.off(column, off, &range, &plan)),
            }
        }
        self.headed(column, &visits, slips)
    }

    /// The column with its head.
    fn headed(&self, column: Column, visits: &[&Appointment], slips: Vec<Slip>) -> Lane {
        let (t, date) = (self.say.t, column.date);
        let count = t.with("booking-lane-visits", &[("count", visits.len().into())]);
        let catalogue = &self.days.catalogue;
        let long = t.date_long(date);
        let of_week = self.view.sight == Sight::Week;
        let (who, room) = match column.of {
            Of::Practitioner(id) => (id.to_string(), String::new()),
            Of::Room(id) => (String::new(), id.to_string()),
            Of::Nobody => (String::new(), String::new()),
        };
        let practitioner = match column.of {
            Of::Practitioner(id) => catalogue.practitioner(id),
            Of::Room(_) | Of::Nobody => None,
        };
        let owner = match column.of {
            Of::Practitioner(id) => {
                let name = practitioner.map(|one| one.name.clone()).unwrap_or_default();
                if Some(id) == self.days.own { t.with("desk-own-lane", &[("name", name.into())]) } else { name }
            }
            Of::Room(id) => catalogue.room(id).map(|room| room.name.clone()).unwrap_or_default(),
            Of::Nobody => t.get("desk-nobody"),
        };
        let line = |part: String| match part.is_empty() {
            true => count.clone(),
            false => t.with("desk-lane-line", &[("part", part.into()), ("count", count.as_str().into())]),
        };
        let alone = |id: PractitionerId| self.to(&self.view.alone(Some(id)), "");
        let (name, line, href) = match column.of {
            Of::Practitioner(_) if of_week && self.view.who.is_some() => {
                (t.date_short(date), count.clone(), self.to(&View::of(date).alone(self.view.who), ""))
            }
            Of::Practitioner(id) => {
                let part = if of_week { String::new() } else { self.room_of(visits, id, date) };
                (owner.clone(), line(part), if self.view.who.is_none() { alone(id) } else { String::new() })
            }
            Of::Room(id) => {
                let place = catalogue.room(id).and_then(|room| catalogue.place(room.place));
                let place = place.filter(|_| self.several()).map(|place| place.name.clone()).unwrap_or_default();
                (owner.clone(), line(place), String::new())
            }
            Of::Nobody => (owner.clone(), String::new(), String::new()),
        };
        let today = self.say.today();
        Lane {
            id: format!("{}{}-{date}", who, room),
            initials: practitioner.map_or_else(String::new, Practitioner::initials),
            label: t.with(
                "desk-lane-label",
                &[("name", owner.as_str().into()), ("date", long.as_str().into()), ("count", count.into())],
            ),
            spoken: match of_week && self.view.who.is_some() {
                true => long,
                false if of_week => t.with("desk-on", &[("name", owner.into()), ("date", long.into())]),
                false => owner,
            },
            book: match column.of {
                Of::Practitioner(id) => self.to(&self.view.on(date), &format!("&lane={id}")),
                Of::Room(id) => self.to(&self.view.on(date), &format!("&lane=&room={id}")),
                Of::Nobody => String::new(),
            },
            date: date.to_string(),
            today: date == today,
            over: date < today,
            lead: false,
            begins: false,
            name,
            line,
            href,
            who,
            room,
            slips,
        }
    }

    fn several(&self) -> bool {
        self.days.catalogue.places.iter().filter(|place| place.retired_at.is_none()).count() > 1
    }

    /// The room when all of the day is in one, else the place when the clinic has several.
    fn room_of(&self, visits: &[&Appointment], id: PractitionerId, date: Date) -> String {
        let catalogue = &self.days.catalogue;
        let rooms: BTreeSet<_> = visits.iter().filter_map(|visit| visit.room).collect();
        if let (1, Some(room)) = (rooms.len(), rooms.first()) {
            return catalogue.room(*room).map(|room| room.name.clone()).unwrap_or_default();
        }
        let place = self.days.openings(id, date).first().and_then(|(_, place)| catalogue.place(*place));
        place.filter(|_| self.several()).map(|place| place.name.clone()).unwrap_or_default()
    }

    /// The shortest visit that could be given in a column, in minutes.
    fn least(&self, column: Column) -> u16 {
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

    fn visit(&self, visit: &Appointment, range: &Range<u16>, compact: bool) -> Slip {
        let (state, state_word) = self.say.state(visit.status);
        let service = self.say.service(&self.days.catalogue, visit);
        let ahead = visit.status.is_ahead() && visit.service.is_some() && self.moves;
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
            stretches: ahead || there && visit.service.is_some() && self.moves,
            ..self.slip("at", range)
        }
    }

    fn gap(&self, column: Column, range: &Range<u16>, now: u16) -> Slip {
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

    fn blocked(&self, block: &Block, range: &Range<u16>) -> Slip {
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
    fn off(&self, column: Column, off: Off, range: &Range<u16>, plan: &Plan) -> Vec<Slip> {
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
