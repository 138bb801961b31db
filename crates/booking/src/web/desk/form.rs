//! The desk books: in the day's side panel, and on a page of its own when something needs another look.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Reader, render, render_as};
use ground::{PersonId, Relations, Result, Scope, Tx};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use people::{Client, NewClient, Source as Origin};

use super::say::{Say, first};
use crate::error::{Error, Free};
use crate::model::{PractitionerId, ServiceId, Source};
use crate::party::{Visitor, Whom};
use crate::rules::{self, Booker};
use crate::store::book::{NewBooking, OnceKey};
use crate::store::{self, Catalogue};
use crate::{act, offers};

/// Clients shown to choose from.
const FOUND: u32 = 8;
/// Characters of a note for receiving somebody.
const NOTE: usize = 500;

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
    pub tell: bool,
    pub clash: Option<Clash>,
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

pub(super) struct Clash {
    pub words: String,
    pub reasons: Vec<String>,
    pub others: Vec<Other>,
}

/// A button that takes this time instead, with everything else as it was typed.
pub(super) struct Other {
    pub value: String,
    pub words: String,
    pub with: String,
}

#[derive(askama::Template)]
#[template(path = "desk/book.html")]
struct BookPage {
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
        let client = store::day::clients(tx, &[id])?.remove(&id);
        return Ok(Looked { looked: false, found: people::Found::default(), client, new });
    }
    // The button that looks further says from whom on.
    let after = fields.value("look").parse::<PersonId>().ok();
    let found = if find.is_empty() { people::Found::default() } else { people::found(tx, find, after, FOUND)? };
    Ok(Looked { client: None, found, looked, new })
}

/// The form as it was typed, or as the address fills it.
pub(super) fn place(
    face: &Face,
    say: &Say<'_>,
    catalogue: &Catalogue,
    fields: &Fields,
    faults: &Faults,
    looked: &Looked,
    clash: Option<Clash>,
) -> Place {
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
    Place {
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
        time: field("time", &or("time", "at")),
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
        // Nothing typed yet: whoever has an address is told.
        tell: fields.chosen("tell", "1") || fields.value("key").is_empty(),
        clash,
    }
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

async fn page(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults, clash: Option<Clash>) -> Result<BookPage> {
    let asked = fields.clone();
    let catalogue = offers::catalogue(scope).await?;
    let looked = scope.read(move |tx| look(tx, &asked)).await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let form = place(face, &say, &catalogue, fields, faults, &looked, clash);
    let back = face.to(&format!("/day?date={}", form.date.value.parse::<Date>().unwrap_or(say.today())));
    Ok(BookPage { page: face.page(scope, "booking-book-title"), form, back })
}

/// What was typed, read.
struct Typed {
    key: String,
    service: ServiceId,
    practitioner: Option<PractitionerId>,
    start: Timestamp,
    whom: Wanted,
    note: Option<String>,
    tell: bool,
}

enum Wanted {
    Known(PersonId),
    New(Box<NewClient>),
}

fn read(fields: &Fields, scope: &Scope) -> Result<Typed, Faults> {
    let mut form = fields.reader();
    let (key, service) = (form.text("key", 64), form.parse::<ServiceId>("service"));
    let practitioner = form.parse_or_none::<PractitionerId>("practitioner");
    let at = at(&mut form, scope);
    let (note, tell) = (form.lines_or_none("note", NOTE), form.ticked("tell"));
    let client = form.text_or_none("client", 40);
    form.text_or_none("find", 100);
    let whom = match client.as_deref() {
        Some("new") => {
            let (given, family) = (
                people::form::given_name(&mut form, "given_name"),
                people::form::family_name(&mut form, "family_name"),
            );
            let (email, phone) = (
                people::form::email_or_none(&mut form, "email"),
                people::form::phone_or_none(&mut form, "phone", &scope.clinic),
            );
            let language = scope.clinic.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
            given.zip(family).map(|(given_name, family_name)| {
                Wanted::New(Box::new(NewClient {
                    given_name,
                    family_name,
                    email,
                    phone,
                    birth_date: None,
                    note: None,
                    language,
                }))
            })
        }
        other => {
            for name in ["given_name", "family_name", "email", "phone"] {
                form.text_or_none(name, 400);
            }
            match other.map(str::parse::<PersonId>) {
                Some(Ok(id)) => Some(Wanted::Known(id)),
                Some(Err(_)) => {
                    form.fault("client", "fault-choice");
                    None
                }
                None => {
                    form.fault("client", "desk-fault-who");
                    None
                }
            }
        }
    };
    form.finish(|| {
        let (start, instead) = at?;
        Some(Typed {
            key: key?,
            service: service?,
            practitioner: instead.or(practitioner),
            start,
            whom: whom?,
            note,
            tell,
        })
    })
}

/// The time that was typed, by the clinic's clock (where it reads so twice, the first), or the free one that was
/// pressed instead, with who is free then.
pub(super) fn at(form: &mut Reader<'_>, scope: &Scope) -> Option<(Timestamp, Option<PractitionerId>)> {
    let (date, time) = (form.date("date"), form.time("time"));
    if let Some(other) = form.text_or_none("other", 60) {
        let (second, practitioner) = other.split_once('.')?;
        return Some((Timestamp::from_second(second.parse().ok()?).ok()?, practitioner.parse().ok()));
    }
    let at = scope.clinic.zone.to_ambiguous_zoned(date?.to_datetime(time?)).compatible().ok().map(|at| at.timestamp());
    if at.is_none() {
        form.fault("date", "fault-date");
    }
    at.map(|at| (at, None))
}

/// Books what the desk typed; or only looks for the client, which is a post too: what is typed of people has no place
/// in an address, because addresses are remembered.
pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    if !fields.value("look").is_empty() {
        return Ok(render(&page(&scope, &face, &fields, &Faults::new(), None).await?));
    }
    let typed = match read(&fields, &scope) {
        Ok(typed) => typed,
        Err(faults) => {
            return Ok(render_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &page(&scope, &face, &fields, &faults, None).await?,
            ));
        }
    };
    let new = booking(&scope, &fields, typed).await?;
    let (service, practitioner, start) = (new.service, new.practitioner, new.start);
    match act::book(&scope, new).await {
        Ok(booked) => {
            let date = scope.clinic.zone.to_datetime(booked.appointment.starts_at).date();
            // What was typed of somebody new may be somebody known: the desk should hear of it.
            let said = if booked.found { "known" } else { "booked" };
            Ok(Redirect::to(&face.to(&format!("/day?date={date}&visit={}&done={said}", booked.appointment.id)))
                .into_response())
        }
        Err(Error::NotFree { refusal, next }) => {
            let clash = clash(&scope, &face, Wish { service, practitioner, start }, refusal, &next).await?;
            Ok(render_as(StatusCode::CONFLICT, &page(&scope, &face, &fields, &Faults::new(), Some(clash)).await?))
        }
        Err(Error::DeskOnly) => {
            let faults = Faults::one("client", "desk-fault-new");
            Ok(render_as(StatusCode::FORBIDDEN, &page(&scope, &face, &fields, &faults, None).await?))
        }
        Err(Error::Ground(ground::Error::NotFound)) => {
            let faults = Faults::one("service", "fault-choice");
            Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &page(&scope, &face, &fields, &faults, None).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn booking(scope: &Scope, fields: &Fields, typed: Typed) -> Result<NewBooking> {
    let clinic_language = scope.clinic.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
    let (whom, language) = match typed.whom {
        Wanted::Known(client) => scope.read(move |tx| known(tx, client)).await?,
        Wanted::New(me) => {
            (Whom::Visitor(Box::new(Visitor { me: *me, child: None, source: Origin::Desk })), clinic_language)
        }
    };
    let names = [
        "service",
        "practitioner",
        "date",
        "time",
        "other",
        "client",
        "given_name",
        "family_name",
        "email",
        "phone",
        "note",
    ];
    let request = names.map(|name| fields.value(name)).join("\0").into_bytes();
    Ok(NewBooking {
        service: typed.service,
        practitioner: typed.practitioner,
        place: None,
        start: typed.start,
        booker: Booker::Desk,
        whom,
        language,
        note: typed.note,
        remind: true,
        tell: typed.tell,
        source: Source::Desk,
        once: Some(OnceKey { keys: vec![typed.key], request }),
    })
}

/// A known client; whoever acts for one who has no address of their own is written to.
fn known(tx: &mut Tx<'_>, id: PersonId) -> Result<(Whom, String)> {
    let client = people::open(tx, id)?;
    let booked_by = match client.email {
        Some(_) => None,
        None => people::guardians_of(tx, id)?.first().map(|bond| bond.guardian),
    };
    Ok((Whom::Known { client: id, booked_by }, client.language))
}

/// What was wished for and cannot be had.
#[derive(Clone, Copy)]
pub(super) struct Wish {
    pub service: ServiceId,
    pub practitioner: Option<PractitionerId>,
    pub start: Timestamp,
}

/// Every reason why the time is not to be had, and what is free near it.
pub(super) async fn clash(
    scope: &Scope,
    face: &Face,
    wish: Wish,
    refusal: rules::Refusal,
    next: &[Free],
) -> Result<Clash> {
    let catalogue = offers::catalogue(scope).await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let mut reasons = match wish.practitioner {
        Some(practitioner) => scope.read(move |tx| explain(tx, wish, practitioner)).await?,
        None => Vec::new(),
    };
    if reasons.is_empty() {
        reasons.push(refusal);
    }
    let mut words: Vec<String> =
        reasons.iter().map(|reason| say.refusal(&catalogue, reason, wish.practitioner)).collect();
    words.dedup();
    let near = |date: Date| date == say.date(wish.start);
    let other = |free: &Free| Other {
        value: format!("{}.{}", free.start.as_second(), free.practitioner),
        words: if near(say.date(free.start)) { say.time(free.start) } else { say.moment(free.start) },
        with: catalogue.practitioner(free.practitioner).map(|one| first(&one.name).to_owned()).unwrap_or_default(),
    };
    Ok(Clash { words: face.t.get("booking-clash"), reasons: words, others: next.iter().map(other).collect() })
}

fn explain(tx: &mut Tx<'_>, wish: Wish, practitioner: PractitionerId) -> Result<Vec<rules::Refusal>> {
    let service = store::catalogue::service(tx, wish.service)?;
    // A time within the next century is what a calendar is built for.
    let far = tx.now().saturating_add((24 * 366 * 100).hours()).unwrap_or(Timestamp::MAX);
    if wish.start > far {
        return Ok(Vec::new());
    }
    let around = store::calendar::around(tx, &service, Some(practitioner), wish.start, None)?;
    let query = rules::Query {
        service: &around.service,
        now: tx.now(),
        booker: Booker::Desk,
        practitioner: Some(practitioner.into()),
        place: None,
    };
    Ok(around.calendar.explain(&query, wish.start, practitioner.into()))
}
