//! An empty clinic is made ready in one form: one place, one person, one service, one week. Everything after is setup
//! as usual.

use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form};
use ground::{Scope, Tx};
use jiff::civil::Weekday;

use super::hours::{end, start, time, weekdays};
use super::page::{Maker, answer, form};
use super::services::{made_slug, price};
use crate::model::{Online, Service, ServiceId};
use crate::rules::{Grid, Modality, Span};
use crate::store::setup::{self, PlaceDraft, PractitionerDraft};
use crate::store::{Catalogue, catalogue};

const NAME: usize = 80;
const ADDRESS: usize = 500;

/// Whether nothing has been made yet that a visit needs.
pub(super) fn is_empty(catalogue: &Catalogue) -> bool {
    catalogue.places.is_empty() && catalogue.practitioners.is_empty() && catalogue.services.is_empty()
}

/// What the form makes.
struct First {
    place: PlaceDraft,
    room: Option<String>,
    person: String,
    service: String,
    minutes: u16,
    price: Option<i64>,
    days: Vec<Weekday>,
    /// In minutes after midnight.
    open: (u16, u16),
}

pub(super) async fn show(scope: Scope, face: Face) -> Result<Response, Fault> {
    if !is_empty(&scope.read(catalogue).await?) {
        return Ok(Redirect::to(&face.to("/setup")).into_response());
    }
    let working = (1..=5).map(|day| ("days", day.to_string()));
    let usual =
        [("duration", "45"), ("opens", "09:00"), ("closes", "17:00")].map(|(name, value)| (name, value.to_owned()));
    Ok(page_of(&scope, &face, &Fields::filled(working.chain(usual)), &Faults::new()))
}

fn page_of(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults) -> Response {
    let t = &face.t;
    let days =
        weekdays().map(|day| day.to_monday_one_offset()).map(|n| (n.to_string(), t.get(&format!("weekday-{n}"))));
    let inputs = Maker::new(t, fields, faults)
        .hinted("text", "place_name")
        .hinted("text", "address")
        .maybe("text", "first_room")
        .hinted("text", "first_person")
        .hinted("text", "first_service")
        .line("number", "duration")
        .maybe("text", "price")
        .ticks("days", days)
        .line("time", "opens")
        .line("time", "closes")
        .done();
    let mut page = form(scope, face, "", t.get("setup-first-title"), face.to("/setup/first"), faults, inputs);
    page.lead = t.get("setup-first-lead");
    page.back = Some(face.to("/setup"));
    page.submit = t.get("setup-first-go");
    answer(page)
}

fn read(fields: &Fields, currency: &str) -> Result<First, Faults> {
    let mut form = fields.reader();
    let (place, address) = (form.text("place_name", NAME), form.text("address", ADDRESS));
    let room = form.text_or_none("first_room", NAME);
    let (person, service) = (form.text("first_person", NAME), form.text("first_service", NAME));
    let minutes = form.number("duration", 5..=1_440);
    if minutes.is_some_and(|minutes| minutes % 5 != 0) {
        form.fault("duration", "setup-fault-fives");
    }
    let price = price(&mut form, currency);
    let days: Vec<i8> = form.many("days", 7);
    let days: Vec<Weekday> = days.into_iter().filter_map(|day| Weekday::from_monday_one_offset(day).ok()).collect();
    if days.is_empty() {
        form.fault("days", "setup-fault-days");
    }
    let mut clock = |name: &'static str| {
        let text = form.text(name, 5)?;
        time(&text).map_err(|key| form.fault(name, key)).ok()
    };
    let open = clock("opens").zip(clock("closes")).map(|(opens, closes)| (start(opens), end(closes)));
    if open.is_some_and(|(opens, closes)| opens >= closes) {
        form.fault("closes", "desk-fault-before");
    } else if let (Some((opens, closes)), Some(minutes)) = (open, minutes)
        && i64::from(closes - opens) < minutes
    {
        form.fault("closes", "setup-fault-short");
    }
    form.finish(|| {
        Some(First {
            place: PlaceDraft { name: place?, address: address?, directions: String::new(), spot: None },
            room,
            person: person?,
            service: service?,
            minutes: u16::try_from(minutes?).ok()?,
            price,
            days,
            open: open?,
        })
    })
}

/// Makes it all. Where somebody has begun already nothing is made; true all the same if that is this form, sent twice.
fn make(tx: &mut Tx<'_>, first: &First) -> ground::Result<bool> {
    setup::take_turns(tx)?;
    let there = catalogue(tx)?;
    if !is_empty(&there) {
        let same = |service: &Service| service.name == first.service;
        return Ok(there.services.iter().any(same) && there.places.iter().any(|place| place.name == first.place.name));
    }
    let place = setup::create_place(tx, &first.place)?;
    let rooms = match &first.room {
        Some(name) => vec![setup::create_room(tx, place, name)?],
        None => Vec::new(),
    };
    let draft = PractitionerDraft {
        name: first.person.clone(),
        skills: String::new(),
        daily_limit: None,
        account: None,
        services: Vec::new(),
    };
    let person = setup::create_practitioner(tx, &draft)?;
    let span = Span { from_min: first.open.0, to_min: first.open.1, place: place.into() };
    let week: Vec<(Weekday, Span)> = first.days.iter().map(|day| (*day, span)).collect();
    setup::replace_hours(tx, person, &week, None)?;
    // A name that has no Latin letter makes no address; the manager may write another.
    let slug = Some(made_slug(&first.service)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "visit".to_owned());
    let service = Service {
        id: ServiceId::new(tx.now()),
        slug,
        name: first.service.clone(),
        about: String::new(),
        bring: String::new(),
        modality: Modality::Clinic,
        duration_min: first.minutes,
        before_min: 0,
        after_min: 0,
        step_min: 15,
        grid: Grid::Clock,
        notice_min: 120,
        horizon_days: 90,
        daily_limit: None,
        price_minor: first.price,
        needs_room: !rooms.is_empty(),
        needs_device: false,
        approve_first: false,
        online: Online::Everyone,
        position: 0,
        retired_at: None,
        practitioners: vec![person],
        rooms: Vec::new(),
        devices: Vec::new(),
    };
    setup::create_service(tx, &service)?;
    Ok(true)
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    match read(&fields, &scope.clinic.currency) {
        Ok(first) => {
            if scope.write(move |tx| make(tx, &first)).await? {
                return Ok(Redirect::to(&face.to("/setup?done=first")).into_response());
            }
            let faults = Faults::one("place_name", "setup-fault-begun");
            Ok(page_of(&scope, &face, &fields, &faults))
        }
        Err(faults) => Ok(page_of(&scope, &face, &fields, &faults)),
    }
}
