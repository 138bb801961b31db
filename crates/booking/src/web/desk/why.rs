//! "Why is this time not offered?": everything that stands in the way of one service at one time, by practitioner, with
//! what can be done about it; asked of the rules that offer times.

use std::collections::HashMap;

use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Reader, render};
use ground::{PersonId, Relations, Result as Grounded, Scope, Tx};
use jiff::{Timestamp, ToSpan};
use people::Client;

use super::book::moment;
use super::clash::Puzzle;
use super::form::{Choice, Field};
use super::obstacle::{Link, Obstacle, Teller};
use super::say::Say;
use super::view::View;
use crate::model::{Online, PlaceId, PractitionerId, ServiceId};
use crate::offers::{self, Wish};
use crate::rules::clock::askable;
use crate::rules::{Booker, Span};
use crate::store::why::{Asked, Of, Why, why};
use crate::store::{self, Catalogue, setup};

/// Free times shown beside a refusal.
const NEXT: usize = 6;

#[derive(askama::Template)]
#[template(path = "desk/why.html")]
struct WhyPage {
    page: Page,
    action: String,
    back: String,
    faults: u32,
    services: Vec<Choice>,
    service_fault: String,
    practitioners: Vec<Choice>,
    date: Field,
    time: Field,
    answer: Option<Answer>,
}

struct Answer {
    /// "First visit, Tuesday 24 November, 11:00 to 11:45".
    title: String,
    verdict: String,
    /// "" or warn.
    kind: &'static str,
    icon: &'static str,
    book: Option<Link>,
    by: Vec<By>,
    /// What holds for the service whoever gives it.
    online: Vec<Obstacle>,
    next: Vec<Link>,
}

/// One practitioner.
struct By {
    name: String,
    state: String,
    good: bool,
    desk: Vec<Obstacle>,
    online: Vec<Obstacle>,
    book: Option<String>,
}

/// What was read for an answer.
struct Found {
    why: Why,
    clients: HashMap<PersonId, Client>,
    all: bool,
    next: Vec<crate::error::Free>,
}

pub(super) async fn show(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let catalogue = offers::catalogue(&scope).await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let whole = ["service", "date", "time"].iter().all(|name| !fields.value(name).is_empty());
    let (asked, faults) = match whole.then(|| read(&fields, &scope)) {
        None => (None, Faults::new()),
        Some(Ok(asked)) => (Some(asked), Faults::new()),
        Some(Err(faults)) => (None, faults),
    };
    let answer = match asked {
        Some(asked) => {
            let found = match find(&scope, asked).await {
                Err(ground::Error::NotFound) => return Err(Fault::not_found()),
                other => other?,
            };
            Some(answer(&scope, &face, &say, &catalogue, &asked, &found))
        }
        None => None,
    };
    Ok(render(&page(&scope, &face, &say, &catalogue, &fields, &faults, answer)))
}

async fn find(scope: &Scope, asked: Asked) -> Grounded<Found> {
    let (why, clients, all) = scope
        .read(move |tx| -> Grounded<_> {
            let why = why(tx, &asked)?;
            let persons: Vec<PersonId> = why.visits().map(|visit| visit.client).collect();
            let clients = people::open_many(tx, &persons)?;
            Ok((why, clients, tx.decide("person.open", Relations::NONE)))
        })
        .await?;
    let wish = Wish { service: &why.service, practitioner: asked.practitioner, booker: Booker::Desk };
    let next = match why.by.iter().any(|of| of.desk.is_empty()) {
        true => Vec::new(),
        false => offers::next(scope, &wish, asked.start, NEXT).await?,
    };
    Ok(Found { why, clients, all, next })
}

fn page(
    scope: &Scope,
    face: &Face,
    say: &Say<'_>,
    catalogue: &Catalogue,
    fields: &Fields,
    faults: &Faults,
    answer: Option<Answer>,
) -> WhyPage {
    let t = say.t;
    let field = |name: &str, otherwise: String| Field {
        value: if fields.value(name).is_empty() { otherwise } else { fields.value(name).to_owned() },
        fault: faults.of(name, t).unwrap_or_default(),
    };
    let chosen = |name: &str, id: &str| fields.value(name) == id;
    let choose =
        Choice { value: String::new(), label: t.get("setup-choose"), chosen: fields.value("service").is_empty() };
    let services = catalogue.services.iter().filter(|one| one.retired_at.is_none()).map(|one| Choice {
        chosen: chosen("service", &one.id.to_string()),
        value: one.id.to_string(),
        label: one.name.clone(),
    });
    let anyone = Choice { value: String::new(), label: t.get("booking-anyone"), chosen: chosen("practitioner", "") };
    let practitioners = catalogue.practitioners.iter().filter(|one| one.retired_at.is_none()).map(|one| Choice {
        chosen: chosen("practitioner", &one.id.to_string()),
        value: one.id.to_string(),
        label: one.name.clone(),
    });
    let date = field("date", say.today().to_string());
    let mut page = face.page(scope, "desk-why-title");
    page.toast = match fields.value("done") {
        "opened" => Some(t.get("desk-why-opened")),
        "elsewhere" => Some(t.get("desk-why-elsewhere")),
        _ => None,
    };
    WhyPage {
        page,
        action: face.to("/why"),
        back: face
            .to(&format!("/day?{}", super::view::day(&date.value).map_or(View::of(say.today()), View::of).query())),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        services: std::iter::once(choose).chain(services).collect(),
        service_fault: faults.of("service", t).unwrap_or_default(),
        practitioners: std::iter::once(anyone).chain(practitioners).collect(),
        time: field("time", String::new()),
        date,
        answer,
    }
}

fn read(fields: &Fields, scope: &Scope) -> Result<Asked, Faults> {
    let mut form = fields.reader();
    form.text_or_none("done", 20);
    let asked = asked(&mut form, scope);
    form.finish(|| asked)
}

fn asked(form: &mut Reader<'_>, scope: &Scope) -> Option<Asked> {
    let service = form.parse::<ServiceId>("service");
    let practitioner = form.parse_or_none::<PractitionerId>("practitioner");
    let (date, time) = (form.date("date"), form.time("time"));
    let start = moment(scope, date, time);
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    if date.is_some_and(|date| !askable(today).contains(&date)) {
        form.fault("date", "booking-fault-far");
        return None;
    }
    Some(Asked { service: service?, practitioner, start: start? })
}

fn answer(scope: &Scope, face: &Face, say: &Say<'_>, catalogue: &Catalogue, asked: &Asked, found: &Found) -> Answer {
    let (t, why) = (say.t, &found.why);
    let teller = Teller { scope, face, say, catalogue, clients: &found.clients, all: found.all, why };
    let closed = closed_online(say, catalogue, why);
    let books = |who: PractitionerId, start: Timestamp| {
        let local = say.zone.to_datetime(start);
        let view = View { service: Some(asked.service), ..View::of(local.date()) };
        face.to(&format!("/day?{}&lane={who}&at={}", view.query(), local.strftime("%H:%M")))
    };
    let by = |of: &Of| By {
        name: catalogue.practitioner(of.practitioner).map(|one| one.name.clone()).unwrap_or_default(),
        state: t.get(match (of.desk.is_empty(), of.online.is_empty() && closed.is_empty()) {
            (true, true) => "desk-why-state-offered",
            (true, false) => "desk-why-state-desk",
            (false, _) => "desk-why-state-not",
        }),
        good: of.desk.is_empty(),
        desk: of.desk.iter().flat_map(|reason| teller.desk(of, reason)).collect(),
        online: of.online.iter().flat_map(|reason| teller.online(of, reason)).collect(),
        book: of.desk.is_empty().then(|| books(of.practitioner, asked.start)),
    };
    let free = why.by.iter().find(|of| of.desk.is_empty());
    let offered = why.by.iter().any(|of| of.desk.is_empty() && of.online.is_empty()) && closed.is_empty();
    let (verdict, kind, icon) = match (free, offered) {
        (Some(_), true) => ("desk-why-offered", "", "check"),
        (Some(_), false) => ("desk-why-desk-only", "", "info"),
        (None, _) if why.by.is_empty() => ("desk-why-not-given", "warn", "alert"),
        (None, _) => ("desk-why-not", "warn", "alert"),
    };
    let when = t.with(
        "date-time",
        &[
            ("date", t.date_long(say.date(why.span.start)).into()),
            ("time", say.span(why.span.start, why.span.end).into()),
        ],
    );
    let next = found.next.iter().map(|free| {
        let who = catalogue.practitioner(free.practitioner).map(|one| one.name.clone()).unwrap_or_default();
        let words = t.with(
            "desk-waits-for",
            &[("time", say.moment(free.start).into()), ("name", super::say::first(&who).into())],
        );
        Link { href: books(free.practitioner, free.start), words }
    });
    Answer {
        title: t.with("desk-asks", &[("service", why.service.name.as_str().into()), ("when", when.into())]),
        verdict: t.get(verdict),
        kind,
        icon,
        book: free.map(|of| Link {
            href: books(of.practitioner, asked.start),
            words: t.get(if offered { "booking-book" } else { "desk-why-anyway" }),
        }),
        by: why.by.iter().map(by).collect(),
        online: closed,
        next: next.collect(),
    }
}

/// What the service itself says of booking online.
fn closed_online(say: &Say<'_>, catalogue: &Catalogue, why: &Why) -> Vec<Obstacle> {
    let retired = catalogue.service_of(why.service.id).is_some_and(|service| service.retired_at.is_some());
    let key = match why.service.online {
        _ if retired => "desk-why-retired",
        Online::Nobody => "desk-why-nobody-online",
        Online::Known => "desk-why-known-online",
        Online::Everyone => return Vec::new(),
    };
    vec![Obstacle { words: say.t.get(key), ..Obstacle::default() }]
}

/// Opens the time of one visit for its practitioner, on that one day.
pub(super) async fn open_hours(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let mut form = fields.reader();
    let asked = asked(&mut form, &scope);
    let asked = form.finish(|| asked).map_err(Fault::invalid)?;
    let Some(practitioner) = asked.practitioner else {
        return Err(Fault::invalid(Faults::one("practitioner", "fault-missing")));
    };
    let opened = scope.write(move |tx| opens(tx, &asked, practitioner)).await?;
    let (service, practitioner) = (asked.service.to_string(), practitioner.to_string());
    let puzzle = Puzzle {
        service: &service,
        practitioner: &practitioner,
        date: fields.value("date"),
        time: fields.value("time"),
    };
    let done = if opened { "opened" } else { "elsewhere" };
    Ok(Redirect::to(&format!("{}&done={done}", puzzle.at(&face))).into_response())
}

fn opens(tx: &mut Tx<'_>, asked: &Asked, practitioner: PractitionerId) -> Grounded<bool> {
    setup::take_turns(tx)?;
    let zone = tx.settings().zone.clone();
    let service = store::catalogue::service(tx, asked.service)?;
    let local = zone.to_datetime(asked.start);
    let from = local.time().hour() as u16 * 60 + local.time().minute() as u16;
    let to = from.saturating_add(service.duration_min);
    let Some(place) = where_they_work(tx, practitioner, local.date())? else { return Ok(false) };
    if to > 1440 {
        return Ok(false);
    }
    setup::open_hours(tx, practitioner, local.date(), Span { from_min: from, to_min: to, place: place.into() })
}

/// Where somebody works on a day, else in an ordinary week, else the clinic's first place; of those in use.
fn where_they_work(
    tx: &mut Tx<'_>,
    practitioner: PractitionerId,
    date: jiff::civil::Date,
) -> Grounded<Option<PlaceId>> {
    let tomorrow = date.saturating_add(1.day());
    let places = store::catalogue::places(tx)?;
    let open: Vec<PlaceId> = places.iter().filter(|place| place.retired_at.is_none()).map(|place| place.id).collect();
    let own = setup::exceptions(tx, practitioner, date)?;
    let that_day = own.iter().filter(|row| row.date < tomorrow).filter_map(|row| row.span);
    let weekly = setup::hours_of(tx, practitioner)?;
    let (then, otherwise): (Vec<_>, Vec<_>) = weekly.iter().partition(|row| row.weekly.holds_on(date));
    let usual = then.into_iter().chain(otherwise).map(|row| row.weekly.span);
    // Nothing is offered at a place that is out of use, whatever hours are opened there.
    let mut theirs = that_day.chain(usual).map(|span| span.place.into());
    Ok(theirs.find(|place| open.contains(place)).or(open.first().copied()))
}
