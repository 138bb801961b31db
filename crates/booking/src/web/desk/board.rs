//! The board: columns of slips under their heads, drawn from the rows of some days. A column is one practitioner or one
//! room on one day.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use ground::PersonId;
use jiff::Timestamp;
use jiff::civil::Date;
use people::Client;

use super::columns::{Column, Of};
use super::lanes::{Off, Piece, Plan, hours, lay};
use super::say::Say;
use super::slips::{Slip, clock};
use super::view::{Sight, View};
use crate::model::{Appointment, AppointmentId, Block, BlockId, Practitioner, PractitionerId};
use crate::rules::{self, Booker, Query};
use crate::store::calendar::local_day;
use crate::store::day::Days;

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
    /// Whether whoever looks may move visits and mark them, those of anybody or of who is theirs to open, and take
    /// blocks away.
    pub moves: bool,
    pub marks: bool,
    pub all: bool,
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

    /// Whether whoever looks may change this visit: whose client they may open. A clinician's own visits count as such
    /// where nobody was opened; the question before a change asks for each.
    pub fn may(&self, visit: &Appointment) -> bool {
        self.all
            || self.clients.contains_key(&visit.client)
            || (visit.practitioner.is_some() && visit.practitioner == self.days.own)
    }

    /// An address of the calendar.
    pub fn to(&self, view: &View, more: &str) -> String {
        format!("{}?{}{more}", self.here, view.query())
    }

    /// Minutes after `date`'s midnight, as its clock reads, held within the day.
    pub(super) fn minute(&self, at: Timestamp, date: Date) -> u16 {
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
}
