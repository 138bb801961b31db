//! The desk books: in the day's side panel, and on a page of its own when something needs another look.

use axum::response::Response;
use ground::residency::{Ask, By};
use ground::web::{Face, Fault, Faults, Fields, Page, Query, render};
use ground::{PersonId, Relations, Result, Scope, Tx};
use people::Client;

use super::clash::{Clash, Puzzle};
use super::say::Say;
use super::view::View;
use crate::offers;
use crate::store::Catalogue;

/// Clients shown to choose from.
const FOUND: u32 = 8;

/// The contract of `desk/form.html`.
pub(super) struct Place {
    pub action: String,
    pub faults: u32,
    pub key: String,
    pub services: Vec<Choice>,
    pub practitioners: Vec<Choice>,
    pub service_fault: String,
    pub practitioner_fault: String,
    pub date: Field,
    pub time: Field,
    /// The end, where one was drawn; none: as long as the service is.
    pub until: Option<Field>,
    /// To choose from where a room was pressed.
    pub rooms: Vec<Choice>,
    pub find: Field,
    pub client: Option<Person>,
    pub found: Vec<Person>,
    pub looked: bool,
    /// From whom on pressing "look further" looks; "" when everybody was looked at.
    pub further: String,
    /// Not all whom it may mean have been looked at.
    pub partial: bool,
    /// Whether somebody new may be typed.
    pub new: bool,
    pub given: Field,
    pub family: Field,
    pub phone: Field,
    pub email: Field,
    pub note: Field,
    /// The clinic comes to whoever is booked: the note says where.
    pub asks_where: bool,
    pub tell: bool,
    pub clash: Option<Clash>,
    pub see: String,
    /// The form that blocks the time instead, for who may.
    pub block: Option<String>,
    /// Why the time is not offered.
    pub why: String,
    /// Where what somebody new tells is kept.
    pub kept: String,
}

pub(super) struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

pub(super) struct Field {
    pub value: String,
    pub fault: String,
}

pub(super) struct Person {
    pub id: String,
    pub name: String,
    pub initials: String,
    pub line: String,
    pub chosen: bool,
}

#[derive(askama::Template)]
#[template(path = "desk/book.html")]
pub(super) struct BookPage {
    page: Page,
    form: Place,
    back: String,
}

/// Whom the form is about, as far as it was looked up.
pub(super) struct Looked {
    client: Option<Client>,
    found: people::Found,
    looked: bool,
    new: bool,
}

/// Looks up the client the form names, or searches for what was typed.
pub(super) fn look(tx: &mut Tx<'_>, fields: &Fields) -> Result<Looked> {
    let find = fields.value("find").trim();
    // Those who may type somebody new; see `Whom::admit`.
    let new = tx.decide("people.client.create", Relations::NONE);
    let looked = !find.is_empty() || fields.value("client") == "new";
    if let (Ok(id), true) = (fields.value("client").parse::<PersonId>(), find.is_empty()) {
        let client = people::open_many(tx, &[id])?.remove(&id);
        return Ok(Looked { looked: false, found: people::Found::default(), client, new });
    }
    // The button that looks further says from whom on.
    let after = fields.value("look").parse::<PersonId>().ok();
    let found = if find.is_empty() { people::Found::default() } else { people::found(tx, find, after, FOUND)? };
    Ok(Looked { client: None, found, looked, new })
}

/// The form as it was typed, or as the address fills it. `blocks` offers to block the time instead.
#[allow(clippy::too_many_arguments, reason = "a form is made of many things, and only here")]
pub(super) fn place(
    face: &Face,
    say: &Say<'_>,
    catalogue: &Catalogue,
    fields: &Fields,
    faults: &Faults,
    looked: &Looked,
    clash: Option<Clash>,
    blocks: bool,
    ask: Option<&Ask>,
) -> Result<Place> {
    let t = say.t;
    let fault = |name: &str| faults.of(name, t).unwrap_or_default();
    let field = |name: &str, value: &str| Field { value: value.to_owned(), fault: fault(name) };
    let typed = |name: &str| field(name, fields.value(name));
    let or = |first: &str, second: &str| {
        if fields.value(first).is_empty() { fields.value(second).to_owned() } else { fields.value(first).to_owned() }
    };
    let practitioner = or("practitioner", "lane");
    let person = |client: &Client| Person {
        id: client.id.to_string(),
        name: client.name(),
        initials: client.initials(),
        line: known_by(say, client),
        chosen: fields.chosen("client", &client.id.to_string()),
    };
    let services = catalogue.services.iter().filter(|service| service.retired_at.is_none());
    let service_choice = |service: &crate::model::Service| {
        let id = service.id.to_string();
        let label = t.with(
            "desk-service-choice",
            &[("name", service.name.as_str().into()), ("length", t.duration_short(service.duration_min.into()).into())],
        );
        Choice { chosen: fields.value("service") == id, label, value: id }
    };
    let anyone = Choice { value: String::new(), label: t.get("booking-anyone"), chosen: practitioner.is_empty() };
    let one = |one: &crate::model::Practitioner| {
        let id = one.id.to_string();
        Choice { chosen: practitioner == id, label: one.name.clone(), value: id }
    };
    let date = if fields.value("date").is_empty() { say.today().to_string() } else { fields.value("date").to_owned() };
    let view = match fields.value("see") {
        "" => View::read(fields, say.today()),
        see => View::carried(see, say.today()),
    };
    let (time, until, room) = (or("time", "at"), fields.value("until"), fields.value("room"));
    let any_room = Choice { value: String::new(), label: t.get("desk-any-room"), chosen: room.is_empty() };
    let rooms = catalogue.in_use().0.into_iter().map(|one| {
        let id = one.id.to_string();
        Choice { chosen: room == id, label: one.name, value: id }
    });
    let drawn = |name: &str, value: &str| if value.is_empty() { String::new() } else { format!("&{name}={value}") };
    let lane = format!("&lane={practitioner}{}&at={time}{}", drawn("room", room), drawn("until", until));
    let kept = ask.map(|ask| ask.draw(t, fields, faults, By::Desk)).transpose()?.unwrap_or_default();
    Ok(Place {
        kept,
        action: face.to("/appointments"),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        key: if fields.value("key").is_empty() { key() } else { fields.value("key").to_owned() },
        services: services.map(service_choice).collect(),
        practitioners: std::iter::once(anyone)
            .chain(catalogue.practitioners.iter().filter(|one| one.retired_at.is_none()).map(one))
            .collect(),
        service_fault: fault("service"),
        practitioner_fault: fault("practitioner"),
        date: field("date", &date),
        until: (!until.is_empty() || !fault("until").is_empty()).then(|| field("until", until)),
        rooms: if room.is_empty() { Vec::new() } else { std::iter::once(any_room).chain(rooms).collect() },
        see: view.query(),
        block: blocks.then(|| face.to(&format!("/day?{}{lane}&do=block", view.query()))),
        why: Puzzle { service: fields.value("service"), practitioner: &practitioner, date: &date, time: &time }
            .at(face),
        time: field("time", &time),
        find: Field { value: fields.value("find").to_owned(), fault: [fault("find"), fault("client")].concat() },
        client: looked.client.as_ref().map(person),
        found: looked.found.clients.iter().map(person).collect(),
        further: looked.found.next.map(|next| next.to_string()).unwrap_or_default(),
        partial: looked.found.partial,
        looked: looked.looked,
        new: looked.new,
        given: typed("given_name"),
        family: typed("family_name"),
        phone: typed("phone"),
        email: typed("email"),
        note: typed("note"),
        asks_where: catalogue
            .services
            .iter()
            .any(|one| one.asks_where() && fields.value("service") == one.id.to_string()),
        // Nothing typed yet: whoever has an address is told.
        tell: fields.chosen("tell", "1") || fields.value("key").is_empty(),
        clash,
    })
}

/// What tells two of one name apart: when they were born, then a number or an address.
fn known_by(say: &Say<'_>, client: &Client) -> String {
    let born =
        client.birth_date.map(|born| say.t.with("booking-born", &[("date", say.t.date_plain(born.day()).into())]));
    let parts: Vec<String> = born.into_iter().chain(client.phone.clone().or_else(|| client.email.clone())).collect();
    parts.join(&say.t.get("booking-comma"))
}

/// A key under which a form sent twice books once.
fn key() -> String {
    let mut bytes = [0_u8; 16];
    ground::random(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The form on a page of its own.
pub(super) async fn show(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    Ok(render(&page(&scope, &face, &fields, &Faults::new(), None).await?))
}

pub(super) async fn page(
    scope: &Scope,
    face: &Face,
    fields: &Fields,
    faults: &Faults,
    clash: Option<Clash>,
) -> Result<BookPage> {
    let asked = fields.clone();
    let catalogue = offers::catalogue(scope).await?;
    let looked = scope.read(move |tx| look(tx, &asked)).await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let ask = Ask::of(&scope.clinic, say.now);
    let form = place(face, &say, &catalogue, fields, faults, &looked, clash, false, ask.as_ref())?;
    let back = face.to(&format!("/day?{}", form.see));
    Ok(BookPage { page: face.page(scope, "booking-book-title"), form, back })
}
