//! The day by practitioner: who works when, what is taken and by whom, what is free, and who waits.

use std::collections::HashMap;
use std::ops::Range;

use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Page, Query, render};
use ground::{PersonId, Result, Scope, Tx};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use people::Client;

use super::card::{self, Chosen, Seen};
use super::form::{self, Looked, Place};
use super::lanes::{Off, Piece, Plan, hours, lay};
use super::say::{Say, first};
use crate::model::{Appointment, AppointmentId, Practitioner, PractitionerId};
use crate::rules::clock::askable;
use crate::rules::{ClinicDay, Status};
use crate::store::{self, day::Day};

/// Practitioners side by side on one page.
const LANES: usize = 6;
/// A day is twelve hours of slips at most; the style sheet has no longer one.
const LONGEST_SLIP: u16 = 720;
/// A gap shorter than this is nothing to offer, whatever the services, in minutes.
const LEAST_GAP: u16 = 15;

#[derive(askama::Template)]
#[template(path = "desk/day.html")]
struct DayPage {
    page: Page,
    words: String,
    before: String,
    today: String,
    after: String,
    is_today: bool,
    visits: u32,
    kept: u32,
    inroom: u32,
    waiting: u32,
    missed: u32,
    book: String,
    from: u16,
    hours: u16,
    marks: Vec<Mark>,
    lanes: Vec<Lane>,
    /// Why there is no lane.
    nobody: String,
    now: Option<Now>,
    lane_before: Option<String>,
    lane_after: Option<String>,
    chosen: Option<Chosen>,
    close: String,
    place: Option<Place>,
    room: Vec<Here>,
    asks: Vec<Here>,
}

struct Mark {
    hour: u16,
    words: String,
}

struct Now {
    hour: u16,
    minute: u16,
    words: String,
}

struct Lane {
    id: String,
    name: String,
    initials: String,
    line: String,
    count: u32,
    book: String,
    slips: Vec<Slip>,
}

struct Slip {
    kind: &'static str,
    id: String,
    href: String,
    state: &'static str,
    state_word: String,
    hour: u16,
    minute: u16,
    length: u16,
    name: String,
    detail: String,
    span: String,
    current: bool,
}

struct Here {
    href: String,
    name: String,
    initials: String,
    line: String,
    minutes: u32,
}

/// What the address asks for.
#[derive(Clone)]
struct Asked {
    date: Date,
    /// Which page of practitioners.
    lanes: usize,
    visit: Option<AppointmentId>,
    /// Books in place.
    books: bool,
    fields: Fields,
}

impl Asked {
    fn read(fields: Fields, today: Date) -> Asked {
        let date = Some(fields.value("date")).filter(|text| text.len() == 10).and_then(|text| text.parse().ok());
        Asked {
            date: date.unwrap_or(today),
            lanes: fields.value("lanes").parse().unwrap_or(0),
            visit: fields.value("visit").parse().ok(),
            books: !fields.value("lane").is_empty(),
            fields,
        }
    }
}

/// What the page is drawn from.
struct Shown {
    day: Day,
    lanes: Range<usize>,
    order: Vec<PractitionerId>,
    clients: HashMap<PersonId, Client>,
    chosen: Option<Seen>,
    looked: Option<Looked>,
    now: Timestamp,
}

pub(super) async fn show(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let now = scope.house().clock.now();
    let today = scope.clinic.zone.to_datetime(now).date();
    let asked = Asked::read(fields, today);
    if !askable(today).contains(&asked.date) {
        let far = Fault::invalid(Faults::one("date", "booking-fault-far"));
        return Err(far.words("desk-far-title", "booking-fault-far"));
    }
    let wanted = asked.clone();
    let shown = scope.read(move |tx| see(tx, &wanted)).await?;
    let page = face.page(&scope, "booking-nav-day");
    Ok(render(&draw(&scope, &face, page, &asked, &shown)))
}

fn see(tx: &mut Tx<'_>, asked: &Asked) -> Result<Shown> {
    let day = store::day::day(tx, asked.date)?;
    let order = order(&day);
    let first = (asked.lanes * LANES).min(order.len().saturating_sub(1) / LANES * LANES);
    let lanes = first..(first + LANES).min(order.len());
    let here = &order[lanes.clone()];
    let on_page = |visit: &&Appointment| {
        visit.practitioner.is_some_and(|one| here.contains(&one)) || visit.status == Status::Arrived
    };
    let persons: Vec<PersonId> =
        day.visits.iter().filter(on_page).chain(&day.requests).map(|visit| visit.client).collect();
    let clients = store::day::clients(tx, &persons)?;
    let chosen = match asked.visit {
        // An old link to an appointment that is gone shows the day all the same.
        Some(id) => match store::find(tx, id) {
            Ok(appointment) => Some(card::see(tx, appointment)?),
            Err(ground::Error::NotFound) => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    let looked = if asked.books { Some(form::look(tx, &asked.fields)?) } else { None };
    Ok(Shown { lanes, order, clients, chosen, looked, now: tx.now(), day })
}

/// Who has a column: those who work that day or have a visit; the reader's own first.
fn order(day: &Day) -> Vec<PractitionerId> {
    let visited = |id: PractitionerId| day.visits.iter().any(|visit| visit.practitioner == Some(id));
    let works = |id: PractitionerId| day.openings.get(&id).is_some_and(|openings| !openings.is_empty());
    let in_use: Vec<&Practitioner> =
        day.catalogue.practitioners.iter().filter(|one| one.retired_at.is_none() || visited(one.id)).collect();
    let few = in_use.len() <= LANES && in_use.iter().any(|one| works(one.id) || visited(one.id));
    let mut order: Vec<PractitionerId> =
        in_use.iter().map(|one| one.id).filter(|id| few || works(*id) || visited(*id)).collect();
    order.sort_by_key(|id| Some(*id) != day.own);
    order
}

fn draw(scope: &Scope, face: &Face, mut page: Page, asked: &Asked, shown: &Shown) -> DayPage {
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: shown.now };
    let (t, day, date) = (say.t, &shown.day, asked.date);
    let today = say.today();
    let address = |date: Date, more: &str| face.to(&format!("/day?date={date}{more}"));
    let same_lanes =
        if shown.lanes.start == 0 { String::new() } else { format!("&lanes={}", shown.lanes.start / LANES) };
    let drawer = Drawer { say: &say, shown, date, chosen: asked.visit, base: address(date, &same_lanes), today };
    let window = drawer.window();
    let lanes: Vec<Lane> = shown.order[shown.lanes.clone()].iter().map(|id| drawer.lane(*id, &window)).collect();
    let chosen = shown.chosen.as_ref().map(|seen| card::chosen(scope, face, &say, &day.catalogue, seen));
    let place = shown
        .looked
        .as_ref()
        .map(|looked| form::place(face, &say, &day.catalogue, &asked.fields, &Faults::new(), looked, None));
    let count = |status: Status| day.visits.iter().filter(|visit| visit.status == status).count() as u32;
    let minute = drawer.minute(shown.now);
    page.title = t.date_long(date);
    page.live = Some(face.to("/live"));
    page.toast = toast(&say, &asked.fields, shown.chosen.as_ref());
    let beside = |page: Option<usize>| page.map(|page| address(date, &format!("&lanes={page}")));
    DayPage {
        words: t.date_long(date),
        before: address(date.saturating_sub(1.day()), &same_lanes),
        today: address(today, &same_lanes),
        after: address(date.saturating_add(1.day()), &same_lanes),
        is_today: date == today,
        visits: day.visits.len() as u32,
        kept: count(Status::Done),
        inroom: count(Status::InProgress),
        waiting: count(Status::Arrived),
        missed: count(Status::NoShow),
        book: face.to(&format!("/appointments?date={date}")),
        from: window.start / 60,
        hours: (window.end - window.start) / 60,
        marks: (window.start / 60..window.end / 60).map(|hour| Mark { hour, words: clock(t, hour * 60) }).collect(),
        now: (date == today && window.contains(&minute)).then(|| Now {
            hour: minute / 60,
            minute: minute % 60 / 5 * 5,
            words: say.time(shown.now),
        }),
        nobody: match &day.special {
            Some(row) if row.day == ClinicDay::Closed => t.with("desk-closed", &[("name", row.name.as_str().into())]),
            _ if date == today => t.get("booking-no-lanes-title"),
            _ => t.get("desk-nobody"),
        },
        lane_before: beside((shown.lanes.start / LANES).checked_sub(1)),
        lane_after: beside((shown.lanes.end < shown.order.len()).then_some(shown.lanes.end / LANES)),
        lanes,
        chosen,
        close: drawer.base.clone(),
        place,
        room: drawer.waiting(),
        asks: day.requests.iter().map(|visit| drawer.request(face, visit)).collect(),
        page,
    }
}

/// What has just been done, said once.
fn toast(say: &Say<'_>, fields: &Fields, chosen: Option<&Seen>) -> Option<String> {
    let key = match fields.value("done") {
        "booked" => "booking-desk-booked",
        "known" => "desk-booked-known",
        "moved" => "booking-desk-moved",
        "cancelled" => "booking-desk-cancelled",
        _ => return None,
    };
    let seen = chosen?;
    let name = say.name(seen.client.as_ref());
    Some(say.t.with(key, &[("name", name.into()), ("when", say.moment(seen.appointment.starts_at).into())]))
}

/// "8:00", of minutes after midnight.
fn clock(t: &ground::web::Tongue, minutes: u16) -> String {
    let time = Time::new((minutes / 60 % 24) as i8, (minutes % 60) as i8, 0, 0).unwrap_or(Time::midnight());
    t.time(time)
}

struct Drawer<'a> {
    say: &'a Say<'a>,
    shown: &'a Shown,
    date: Date,
    chosen: Option<AppointmentId>,
    base: String,
    today: Date,
}

impl Drawer<'_> {
    /// Minutes after the day's midnight, as its clock reads, held within the day.
    fn minute(&self, at: Timestamp) -> u16 {
        let reading = self.say.zone.to_datetime(at);
        match reading.date().cmp(&self.date) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Greater => 1440,
            std::cmp::Ordering::Equal => reading.time().hour() as u16 * 60 + reading.time().minute() as u16,
        }
    }

    fn minutes(&self, range: &Range<Timestamp>) -> Range<u16> {
        let (from, to) = (self.minute(range.start), self.minute(range.end));
        // When the clocks go back, an hour's reading is seen twice and an end may read before its start.
        from..to.max(from.saturating_add(5).min(1440))
    }

    /// The hours to show: those worked and those taken, of everyone on the page.
    fn window(&self) -> Range<u16> {
        let here = &self.shown.order[self.shown.lanes.clone()];
        let open =
            here.iter().filter_map(|id| self.shown.day.openings.get(id)).flatten().map(|(run, _)| self.minutes(run));
        let on_page =
            |visit: &&Appointment| visit.time_known && visit.practitioner.is_some_and(|one| here.contains(&one));
        let taken =
            self.shown.day.visits.iter().filter(on_page).map(|visit| self.minutes(&(visit.starts_at..visit.ends_at)));
        hours(open.chain(taken))
    }

    fn lane(&self, id: PractitionerId, window: &Range<u16>) -> Lane {
        let (say, day) = (self.say, &self.shown.day);
        let visits: Vec<&Appointment> =
            day.visits.iter().filter(|visit| visit.practitioner == Some(id) && visit.time_known).collect();
        let blocks: Vec<_> = day.blocks.iter().filter(|block| block.practitioner == Some(id)).collect();
        let open: Vec<Range<u16>> =
            day.openings.get(&id).into_iter().flatten().map(|(run, _)| self.minutes(run)).collect();
        let plan = Plan {
            blocks: blocks.iter().map(|block| self.minutes(&(block.starts_at..block.ends_at))).collect(),
            visits: visits
                .iter()
                .map(|visit| {
                    (self.minutes(&(visit.starts_at..visit.ends_at)), self.minutes(&(visit.busy_from..visit.busy_to)))
                })
                .collect(),
            shown: window.clone(),
            from_now: self.minute(self.shown.now),
            least: self.least(id),
            open,
        };
        let mut slips = Vec::new();
        for piece in lay(&plan) {
            match piece {
                Piece::Visit(at, range) => slips.extend(visits.get(at).map(|visit| self.visit(visit, &range))),
                Piece::Gap(range) => slips.push(self.gap(id, &range, plan.from_now)),
                Piece::Off(off, range) => slips.extend(self.off(id, off, &range, &plan, &blocks)),
            }
        }
        let practitioner = day.catalogue.practitioner(id);
        let name = practitioner.map_or_else(String::new, |one| one.name.clone());
        Lane {
            id: id.to_string(),
            initials: practitioner.map_or_else(String::new, Practitioner::initials),
            line: self.room_of(&visits, id),
            count: visits.len() as u32,
            book: format!("{}&lane={id}", self.base),
            slips,
            name: if Some(id) == day.own { say.t.with("desk-own-lane", &[("name", name.into())]) } else { name },
        }
    }

    /// The room when all of the day is in one, else the place when the clinic has several.
    fn room_of(&self, visits: &[&Appointment], id: PractitionerId) -> String {
        let catalogue = &self.shown.day.catalogue;
        let rooms: std::collections::BTreeSet<_> = visits.iter().filter_map(|visit| visit.room).collect();
        if let (1, Some(room)) = (rooms.len(), rooms.first()) {
            return catalogue
                .rooms
                .iter()
                .find(|known| known.id == *room)
                .map(|room| room.name.clone())
                .unwrap_or_default();
        }
        let several = catalogue.places.iter().filter(|place| place.retired_at.is_none()).count() > 1;
        let place = self
            .shown
            .day
            .openings
            .get(&id)
            .and_then(|openings| openings.first())
            .and_then(|(_, place)| catalogue.place(*place));
        place.filter(|_| several).map(|place| place.name.clone()).unwrap_or_default()
    }

    /// The shortest visit the practitioner gives, in minutes.
    fn least(&self, id: PractitionerId) -> u16 {
        let given = self
            .shown
            .day
            .catalogue
            .services
            .iter()
            .filter(|service| service.retired_at.is_none() && service.practitioners.contains(&id));
        given.map(|service| service.duration_min).min().unwrap_or(LEAST_GAP).max(LEAST_GAP)
    }

    fn slip(&self, kind: &'static str, range: &Range<u16>) -> Slip {
        let length = (range.end - range.start).clamp(5, LONGEST_SLIP).next_multiple_of(5);
        Slip {
            kind,
            id: String::new(),
            href: String::new(),
            state: "",
            state_word: String::new(),
            hour: range.start / 60,
            minute: range.start % 60 / 5 * 5,
            length,
            name: String::new(),
            detail: String::new(),
            span: self.say.t.with(
                "time-range",
                &[("from", clock(self.say.t, range.start).into()), ("to", clock(self.say.t, range.end).into())],
            ),
            current: false,
        }
    }

    fn visit(&self, visit: &Appointment, range: &Range<u16>) -> Slip {
        let (state, state_word) = self.say.state(visit.status);
        Slip {
            id: visit.id.to_string(),
            href: format!("{}&visit={}", self.base, visit.id),
            state,
            state_word,
            name: self.say.name(self.shown.clients.get(&visit.client)),
            detail: self.say.service(&self.shown.day.catalogue, visit),
            span: self.say.span(visit.starts_at, visit.ends_at),
            current: self.chosen == Some(visit.id),
            ..self.slip("at", range)
        }
    }

    fn gap(&self, id: PractitionerId, range: &Range<u16>, now: u16) -> Slip {
        let minutes = range.end - range.start;
        let at_once = self.date == self.today && range.start <= now.next_multiple_of(5);
        let key = if at_once { "booking-gap-now" } else { "booking-gap" };
        Slip {
            href: format!("{}&lane={id}&at={:02}:{:02}", self.base, range.start / 60, range.start % 60),
            name: self.say.t.with(key, &[("count", u32::from(minutes).into())]),
            ..self.slip("gap", range)
        }
    }

    /// What is not worked, with the reason; longer than the style sheet knows in several pieces.
    fn off(
        &self,
        id: PractitionerId,
        off: Off,
        range: &Range<u16>,
        plan: &Plan,
        blocks: &[&crate::model::Block],
    ) -> Vec<Slip> {
        let t = self.say.t;
        let (first, last) =
            (plan.open.iter().map(|open| open.start).min(), plan.open.iter().map(|open| open.end).max());
        let name = match off {
            Off::Whole => self.absence(id),
            Off::Before => t.with("booking-off-until", &[("time", clock(t, first.unwrap_or(range.end)).into())]),
            Off::After => t.with("booking-off-from", &[("time", clock(t, last.unwrap_or(range.start)).into())]),
            Off::Between => t.get("booking-break"),
            Off::Block(at) => blocks.get(at).map(|block| block.reason.clone()).unwrap_or_default(),
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

    fn absence(&self, id: PractitionerId) -> String {
        let t = self.say.t;
        match &self.shown.day.special {
            Some(row) if row.day == ClinicDay::Closed => t.with("desk-closed", &[("name", row.name.as_str().into())]),
            _ if self.shown.day.away.contains(&id) => t.get("desk-away"),
            _ => t.get("booking-off"),
        }
    }

    /// Who waits now, longest first.
    fn waiting(&self) -> Vec<Here> {
        if self.date != self.today {
            return Vec::new();
        }
        let mut waiting: Vec<&Appointment> =
            self.shown.day.visits.iter().filter(|visit| visit.status == Status::Arrived).collect();
        waiting.sort_by_key(|visit| visit.updated_at);
        waiting.into_iter().map(|visit| self.here(visit, format!("{}&visit={}", self.base, visit.id))).collect()
    }

    fn request(&self, face: &Face, visit: &Appointment) -> Here {
        let date = self.say.date(visit.starts_at);
        let service = self.say.service(&self.shown.day.catalogue, visit);
        let line = self
            .say
            .t
            .with("desk-asks", &[("service", service.into()), ("when", self.say.moment(visit.starts_at).into())]);
        Here { line, ..self.here(visit, face.to(&format!("/day?date={date}&visit={}", visit.id))) }
    }

    fn here(&self, visit: &Appointment, href: String) -> Here {
        let client = self.shown.clients.get(&visit.client);
        let with = visit
            .practitioner
            .and_then(|id| self.shown.day.catalogue.practitioner(id))
            .map(|one| first(&one.name).to_owned());
        let time = self.say.time(visit.starts_at);
        let waited = self.shown.now.duration_since(visit.updated_at).max(SignedDuration::ZERO);
        Here {
            href,
            name: self.say.name(client),
            initials: client.map_or_else(|| "·".to_owned(), Client::initials),
            line: match with {
                Some(name) => self.say.t.with("desk-waits-for", &[("time", time.into()), ("name", name.into())]),
                None => time,
            },
            minutes: u32::try_from(waited.as_mins()).unwrap_or(0),
        }
    }
}
