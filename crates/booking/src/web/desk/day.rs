//! The calendar's page: a day or a week, by practitioner, by room or as a list, with what is chosen beside it.

use std::collections::{HashMap, HashSet};

use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Assets, Face, Fault, Faults, Fields, Page, Query, render_as};
use ground::{PersonId, Relations, Result, Scope, Tx};
use jiff::ToSpan;
use jiff::civil::Date;
use people::Client;

use super::block::{self, Blocked, Blocking};
use super::board::{self, Board, Drawer};
use super::card::{self, Chosen, Seen};
use super::columns::{Column, Of, columns};
use super::form::{self, Choice, Looked, Place};
use super::list::{self, Row};
use super::say::Say;
use super::side::{self, Here, Month};
use super::spoken;
use super::undo::{self, Undo};
use super::view::{Sight, View, first_of_month};
use crate::model::{Appointment, AppointmentId, Block, BlockId};
use crate::rules::clock::askable;
use crate::rules::{ClinicDay, Status};
use crate::store::day::Days;
use crate::store::{self, undo::Done};

#[derive(askama::Template)]
#[template(path = "desk/day.html")]
struct DayPage {
    page: Page,
    /// The calendar's own script.
    script: String,
    words: String,
    before: String,
    today: String,
    after: String,
    week: bool,
    is_today: bool,
    visits: u32,
    kept: u32,
    inroom: u32,
    waiting: u32,
    missed: u32,
    book: String,
    /// The view that forms carry.
    see: String,
    date: String,
    sights: Vec<Tab>,
    sight: &'static str,
    people: Vec<Choice>,
    services: Vec<Choice>,
    /// On a phone: whose column is shown, and those beside it.
    beside: Option<Beside>,
    /// Why something asked for was not done; "" otherwise.
    news: String,
    board: Option<Board>,
    rows: Option<Vec<Row>>,
    nobody: String,
    /// Where the clinic is set up, for whom may, as long as nobody gives anything yet.
    setup: Option<String>,
    /// How many visits of the day stand in no room; "" when all do or rooms are not shown.
    roomless: String,
    month: Month,
    chosen: Option<Chosen>,
    blocked: Option<Blocked>,
    close: String,
    place: Option<Place>,
    blocking: Option<Blocking>,
    room: Vec<Here>,
    asks: Vec<Here>,
    toast: Option<String>,
    undo: Option<Undo>,
    keys: Vec<(Vec<String>, String)>,
    /// The sentences the script says, by name.
    says: Vec<(&'static str, String)>,
}

struct Tab {
    href: String,
    label: String,
    current: bool,
}

struct Beside {
    name: String,
    before: Option<String>,
    after: Option<String>,
}

/// What the address asks for.
#[derive(Clone)]
struct Asked {
    view: View,
    visit: Option<AppointmentId>,
    block: Option<BlockId>,
    /// Books in place.
    books: bool,
    /// Blocks in place.
    blocks: bool,
    fields: Fields,
}

impl Asked {
    fn read(fields: Fields, today: Date) -> Asked {
        let place = fields.all("lane").next().is_some();
        let blocks = fields.chosen("do", "block");
        Asked {
            view: View::read(&fields, today),
            visit: fields.value("visit").parse().ok(),
            block: fields.value("block").parse().ok(),
            books: place && !blocks,
            blocks: place && blocks,
            fields,
        }
    }

    /// The visit or the block that the address names; "" for neither.
    fn about(&self) -> &str {
        let visit = self.fields.value("visit");
        if visit.is_empty() { self.fields.value("block") } else { visit }
    }
}

/// What the page is drawn from.
struct Shown {
    days: Days,
    clients: HashMap<PersonId, Client>,
    chosen: Option<Seen>,
    block: Option<Block>,
    looked: Option<Looked>,
    shut: HashSet<Date>,
    /// Whoever looks may open everyone, by what they are.
    all: bool,
    /// What whoever looks did last, while it can be undone.
    last: Option<Done>,
}

pub(super) async fn show(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    answer(&scope, &face, fields, StatusCode::OK, String::new()).await
}

/// The calendar with news of something that was not done.
pub(super) async fn refused(scope: &Scope, face: &Face, view: &View, news: String) -> Result<Response, Fault> {
    let fields = Fields::parse(view.query().as_bytes())?;
    answer(scope, face, fields, StatusCode::CONFLICT, news).await
}

async fn answer(
    scope: &Scope,
    face: &Face,
    fields: Fields,
    status: StatusCode,
    news: String,
) -> Result<Response, Fault> {
    let now = scope.house().clock.now();
    let today = scope.clinic.zone.to_datetime(now).date();
    let asked = Asked::read(fields, today);
    if !askable(today).contains(&asked.view.date) {
        let far = Fault::invalid(Faults::one("date", "booking-fault-far"));
        return Err(far.words("desk-far-title", "booking-fault-far"));
    }
    let (wanted, t, zone) = (asked.clone(), face.t.clone(), scope.clinic.zone.clone());
    let shown = scope
        .read(move |tx| {
            let say = Say { t: &t, zone: &zone, now: tx.now() };
            see(tx, &say, &wanted)
        })
        .await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now };
    Ok(render_as(status, &draw(scope, face, &say, &asked, &shown, news)?))
}

fn see(tx: &mut Tx<'_>, say: &Say<'_>, asked: &Asked) -> Result<Shown> {
    let view = &asked.view;
    let days = store::day::days(tx, view.days(), view.sight == Sight::List)?;
    let shown = columns(say, &days, view);
    let persons: Vec<PersonId> = days
        .visits
        .iter()
        .filter(|visit| named(say, view, &shown, visit) || side::waits(say, visit))
        .chain(&days.requests)
        .map(|visit| visit.client)
        .collect();
    let clients = people::open_many(tx, &persons)?;
    // An old link to something that is gone shows the day all the same.
    let chosen = match asked.visit.map(|id| store::find(tx, id)) {
        Some(Ok(appointment)) => Some(card::see(tx, appointment)?),
        Some(Err(ground::Error::NotFound)) | None => None,
        Some(Err(error)) => return Err(error),
    };
    let block = match asked.block.map(|id| store::day::block(tx, id)) {
        Some(Ok(block)) => Some(block),
        Some(Err(ground::Error::NotFound)) | None => None,
        Some(Err(error)) => return Err(error),
    };
    let looked = if asked.books { Some(form::look(tx, &asked.fields)?) } else { None };
    let first = first_of_month(view.date);
    let month = first.saturating_sub(7.days())..=first.saturating_add(42.days());
    let shut = store::calendar::clinic_days(tx, &month)?
        .into_iter()
        .filter(|row| row.day == ClinicDay::Closed)
        .map(|row| row.date)
        .collect();
    let all = tx.decide("person.open", Relations::NONE);
    // Beside the news of a change stands how that one is taken back, also where two desks work under one name.
    let about = if asked.fields.value("done").is_empty() { "" } else { asked.about() };
    let last = store::undo::last(tx, Some(about).filter(|about| !about.is_empty()))?;
    Ok(Shown { days, clients, chosen, block, looked, shut, all, last })
}

/// Whether a visit is shown with the name of who comes. The week of everyone says when, not who, and opens nobody.
fn named(say: &Say<'_>, view: &View, columns: &[Column], visit: &Appointment) -> bool {
    match (view.sight, view.who) {
        (Sight::Week, None) => false,
        (Sight::List, who) => who.is_none() || visit.practitioner == who,
        _ => columns.iter().any(|column| column.holds(say, visit)),
    }
}

fn draw(scope: &Scope, face: &Face, say: &Say<'_>, asked: &Asked, shown: &Shown, news: String) -> Result<DayPage> {
    let (t, days, view) = (say.t, &shown.days, asked.view);
    let may = |action: &str| scope.house().permits_anyhow(scope, action);
    let to = |view: &View| face.to(&format!("/day?{}", view.query()));
    let lanes = columns(say, days, &view);
    let service = view.service.and_then(|id| days.catalogue.service_of(id));
    let offered = match service.filter(|service| service.retired_at.is_none()) {
        Some(service) => Some(board::offered(days, &days.catalogue.rules(service)?, say.now)),
        None => None,
    };
    let blocks = may("booking.block.create");
    let drawer = Drawer {
        say,
        days,
        columns: &lanes,
        clients: &shown.clients,
        view,
        visit: asked.visit,
        block: asked.block,
        here: face.to("/day"),
        why: face.to("/why"),
        moves: may("booking.appointment.update"),
        marks: may("booking.appointment.mark"),
        all: shown.all,
        blocks,
        offered,
    };
    let listed = |visit: &&Appointment| view.who.is_none() || visit.practitioner == view.who;
    let count =
        |status: Status| days.visits.iter().filter(listed).filter(|visit| visit.status == status).count() as u32;
    let at_visit = |visit: &Appointment| format!("{}&visit={}", to(&view.showing(say.date(visit.starts_at))), visit.id);
    let undo = shown.last.as_ref().map(|last| undo::offer(face, say, &view, last));
    let mut page = face.page(scope, "booking-nav-day");
    let words = heading(say, &view);
    page.title = words.clone();
    page.live = Some(face.to("/live"));
    let today = say.today();
    let ask = ground::residency::Ask::of(&scope.clinic, say.now);
    Ok(DayPage {
        script: Assets::url("calendar.js"),
        before: to(&view.step(-1)),
        today: to(&view.on(today)),
        after: to(&view.step(1)),
        week: view.sight == Sight::Week,
        is_today: view.days().contains(&today),
        visits: days.visits.iter().filter(listed).filter(|visit| visit.status.claims_time()).count() as u32,
        kept: count(Status::Done),
        inroom: count(Status::InProgress),
        waiting: count(Status::Arrived),
        missed: count(Status::NoShow),
        book: face.to(&format!("/appointments?date={}", view.date)),
        see: view.query(),
        date: view.date.to_string(),
        sights: Sight::ALL
            .into_iter()
            .map(|sight| Tab {
                href: to(&view.seen(sight)),
                label: t.get(&format!("desk-view-{}", sight.word())),
                current: sight == view.sight,
            })
            .collect(),
        sight: view.sight.word(),
        people: people(t, days, &view),
        services: services(t, days, &view),
        beside: beside(say, days, &view, &lanes, &to),
        board: (view.sight != Sight::List && !lanes.is_empty()).then(|| drawer.board()),
        rows: (view.sight == Sight::List).then(|| list::rows(face, say, shown_list(&shown.days, &view), &drawer)),
        nobody: nobody(say, days, &view),
        setup: Some(face.to("/setup")).filter(|_| {
            days.catalogue.practitioners.is_empty() && scope.house().permits_anyhow(scope, "booking.setup.write")
        }),
        roomless: roomless(say, days, &view),
        month: side::month(say, &view, &shown.shut, &to),
        chosen: shown.chosen.as_ref().map(|seen| card::chosen(scope, face, say, &days.catalogue, seen, &view)),
        blocked: shown.block.as_ref().map(|block| block::blocked(scope, face, say, &days.catalogue, block, &view)),
        close: to(&view),
        place: shown
            .looked
            .as_ref()
            .map(|looked| {
                let (catalogue, fields) = (&days.catalogue, &asked.fields);
                form::place(face, say, catalogue, fields, &Faults::new(), looked, None, blocks, ask.as_ref())
            })
            .transpose()?,
        blocking: (asked.blocks && blocks)
            .then(|| block::blocking(face, say, &days.catalogue, &asked.fields, &Faults::new(), &[])),
        room: side::waiting(say, days, &shown.clients, &at_visit),
        asks: side::requests(say, days, &shown.clients, &at_visit),
        toast: toast(say, &asked.fields, shown),
        undo,
        keys: spoken::keys(t),
        says: spoken::says(t),
        words,
        news,
        page,
    })
}

fn shown_list<'a>(days: &'a Days, view: &View) -> Vec<&'a Appointment> {
    days.visits.iter().filter(|visit| view.who.is_none() || visit.practitioner == view.who).collect()
}

/// "Tuesday 24 November", "23 to 29 November 2026".
fn heading(say: &Say<'_>, view: &View) -> String {
    let days = view.days();
    let (first, last) = (days.first().copied().unwrap_or(view.date), days.last().copied().unwrap_or(view.date));
    match view.sight {
        Sight::Week => say.t.date_range(first, last),
        _ => say.t.date_around(view.date, say.today()),
    }
}

fn people(t: &ground::web::Tongue, days: &Days, view: &View) -> Vec<Choice> {
    let everyone = Choice { value: String::new(), label: t.get("desk-everyone"), chosen: view.who.is_none() };
    let in_use = days.catalogue.practitioners.iter().filter(|one| one.retired_at.is_none() || view.who == Some(one.id));
    let one = |one: &crate::model::Practitioner| Choice {
        value: one.id.to_string(),
        label: one.name.clone(),
        chosen: view.who == Some(one.id),
    };
    std::iter::once(everyone).chain(in_use.map(one)).collect()
}

fn services(t: &ground::web::Tongue, days: &Days, view: &View) -> Vec<Choice> {
    let any = Choice { value: String::new(), label: t.get("desk-any-service"), chosen: view.service.is_none() };
    let in_use = days.catalogue.services.iter().filter(|service| service.retired_at.is_none());
    let one = |service: &crate::model::Service| Choice {
        value: service.id.to_string(),
        label: service.name.clone(),
        chosen: view.service == Some(service.id),
    };
    std::iter::once(any).chain(in_use.map(one)).collect()
}

/// A phone shows one column at a time: whose, and who is beside.
fn beside(say: &Say<'_>, days: &Days, view: &View, lanes: &[Column], to: &impl Fn(&View) -> String) -> Option<Beside> {
    let order = match view.sight {
        Sight::Day => columns(say, days, &view.alone(None)),
        Sight::Week | Sight::Rooms | Sight::List => return None,
    };
    let id = |column: &Column| match column.of {
        Of::Practitioner(id) => Some(id),
        Of::Room(_) | Of::Nobody => None,
    };
    let order: Vec<_> = order.iter().filter_map(id).collect();
    let shown = lanes.first().and_then(id)?;
    let at = order.iter().position(|one| *one == shown);
    let there = |at: Option<usize>| at.and_then(|at| order.get(at)).map(|one| to(&view.alone(Some(*one))));
    Some(Beside {
        name: days.catalogue.practitioner(shown).map(|one| one.name.clone()).unwrap_or_default(),
        before: there(at.and_then(|at| at.checked_sub(1))),
        after: there(Some(at.map_or(0, |at| at + 1))),
    })
}

/// Why there is no column.
fn nobody(say: &Say<'_>, days: &Days, view: &View) -> String {
    match (view.sight, days.special.get(&view.date)) {
        (Sight::Rooms, _) => say.t.get("desk-no-rooms"),
        (_, Some(row)) if row.day == ClinicDay::Closed => {
            say.t.with("desk-closed", &[("name", row.name.as_str().into())])
        }
        _ if view.date == say.today() => say.t.get("booking-no-lanes-title"),
        _ => say.t.get("desk-nobody"),
    }
}

fn roomless(say: &Say<'_>, days: &Days, view: &View) -> String {
    let count = days.visits.iter().filter(|visit| visit.room.is_none()).count();
    if view.sight != Sight::Rooms || count == 0 {
        return String::new();
    }
    say.t.with("desk-roomless", &[("count", count.into())])
}

/// What has just been done, said once.
fn toast(say: &Say<'_>, fields: &Fields, shown: &Shown) -> Option<String> {
    let done = fields.value("done");
    match done {
        "blocked" => return Some(say.t.get("desk-said-blocked")),
        "unblocked" => return Some(say.t.get("desk-said-unblocked")),
        _ => {}
    }
    let seen = shown.chosen.as_ref()?;
    let key = match done {
        "booked" => "booking-desk-booked",
        "known" => "desk-booked-known",
        "moved" => "booking-desk-moved",
        "resized" => "desk-said-resized",
        "cancelled" => "booking-desk-cancelled",
        "marked" => "desk-said-marked",
        "undone" => "desk-said-undone",
        "unbooked" => "desk-said-unbooked",
        _ => return None,
    };
    let (_, state) = say.state(seen.appointment.status);
    Some(say.t.with(
        key,
        &[
            ("name", say.name(seen.client.as_ref()).into()),
            ("when", say.moment(seen.appointment.starts_at).into()),
            ("end", say.time(seen.appointment.ends_at).into()),
            ("state", state.into()),
        ],
    ))
}
