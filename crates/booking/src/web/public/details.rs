//! Step 3: who is coming? Step 4: all of it once more, then one button.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Fault, Faults, Fields, Form, Page, Query, Reader, Value, render, render_as};
use people::rules::{AgeKnown, Alone, may_book_alone};
use people::{BirthDate, NewChild, NewClient};
use promise::Jurisdiction;

use super::pick::sent;
use super::slot::Slot;
use super::{Card, Visitor};
use crate::error::{Error, Free};
use crate::model::{AskPhone, Service, Source};
use crate::rules::{Booker, Refusal};
use crate::store::book::{NewBooking, OnceKey, Settled};
use crate::{Whom, act, link};

/// What step 3 asks; everything else that is sent is refused.
const ASKED: [&str; 11] = [
    "slot",
    "whom",
    "given_name",
    "family_name",
    "email",
    "phone",
    "of_age",
    "child_given_name",
    "child_family_name",
    "child_birth_date",
    "note",
];
/// Longest note, in characters.
const NOTE: usize = 500;

#[derive(Template)]
#[template(path = "public/about.html")]
struct About {
    page: Page,
    visit: Card,
    action: String,
    back: String,
    slot: String,
    faults: usize,
    whom: String,
    given: Field,
    family: Field,
    email: Field,
    phone: Field,
    child_given: Field,
    child_family: Field,
    child_birth: Field,
    asks_phone: bool,
    needs_phone: bool,
    of_age: Tick,
    note: Field,
    remind: bool,
}

struct Field {
    value: String,
    fault: String,
}

struct Tick {
    words: String,
    checked: bool,
    fault: String,
}

#[derive(Template)]
#[template(path = "public/confirm.html")]
struct Confirm {
    page: Page,
    visit: Card,
    action: String,
    edit: String,
    carried: Vec<Hidden>,
    name: String,
    email: String,
    phone: String,
    birth: String,
    note: String,
    child: Option<ChildWords>,
    asks: bool,
    rule: String,
    remind: bool,
}

struct Hidden {
    name: String,
    value: String,
}

struct ChildWords {
    name: String,
    birth: String,
}

#[derive(Template)]
#[template(path = "public/gone.html")]
struct Gone {
    page: Page,
    visit: Card,
    title: String,
    action: String,
    times: String,
    carried: Vec<Hidden>,
    others: Vec<Other>,
}

struct Other {
    value: String,
    words: String,
    with: String,
}

/// Everything a visitor says in step 3.
struct Details {
    slot: Slot,
    me: NewClient,
    child: Option<Child>,
    note: Option<String>,
    remind: bool,
}

struct Child {
    new: NewChild,
    born: BirthDate,
}

pub(super) async fn show(
    visitor: Visitor,
    Path((_, name)): Path<(String, String)>,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let service = visitor.service(&name)?;
    let Some(slot) = sent(&fields) else {
        // Sent without a time: back to the times, which say so.
        let again = ["who", "day"].map(|name| format!("{name}={}&", encoded(fields.value(name)))).concat();
        return Ok(Redirect::to(&format!("{}?{again}missing=1", visitor.book(service, ""))).into_response());
    };
    let empty = Fields::filled([("slot", slot.to_string()), ("remind", "1".to_owned())]);
    Ok(render(&visitor.about(service, slot, &empty, &Faults::new())))
}

pub(super) async fn edit(
    visitor: Visitor,
    Path((_, name)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let service = visitor.service(&name)?;
    let slot = fields.value("slot").parse().map_err(|_| Fault::bad_request("booking.slot"))?;
    Ok(render(&visitor.about(service, slot, &fields, &Faults::new())))
}

pub(super) async fn confirm(
    visitor: Visitor,
    Path((_, name)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let service = visitor.service(&name)?;
    let slot: Slot = fields.value("slot").parse().map_err(|_| Fault::bad_request("booking.slot"))?;
    let mut form = fields.reader();
    let details = visitor.details(&mut form);
    match form.finish(|| details) {
        Ok(details) => Ok(render(&visitor.confirmation(service, &details, &fields))),
        Err(faults) => Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &visitor.about(service, slot, &fields, &faults))),
    }
}

pub(super) async fn create(
    visitor: Visitor,
    Path((_, name)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let service = visitor.service(&name)?;
    visitor.admit()?;
    let slot: Slot = fields.value("slot").parse().map_err(|_| Fault::bad_request("booking.slot"))?;
    let mut form = fields.reader();
    let key = form.text("key", 64);
    let details = visitor.details(&mut form);
    let (details, key) = match form.finish(|| details.zip(key)) {
        Ok(read) => read,
        Err(faults) => {
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &visitor.about(service, slot, &fields, &faults)));
        }
    };
    let source = people::Source::Yourself;
    let new = NewBooking {
        settled: Settled::default(),
        service: service.id,
        practitioner: Some(slot.practitioner),
        place: None,
        start: slot.start,
        booker: Booker::Visitor,
        language: details.me.language.clone(),
        whom: Whom::Visitor(Box::new(crate::Visitor {
            me: details.me,
            child: details.child.map(|child| child.new),
            source,
        })),
        note: details.note,
        remind: details.remind,
        tell: true,
        source: Source::Online,
        once: Some(OnceKey { key: format!("form:{key}"), request: canonical(service, &fields) }),
    };
    match act::book(&visitor.scope, new).await {
        Ok(booked) => {
            let path = link::path(visitor.scope.house(), &visitor.scope.clinic, booked.appointment.id)?;
            Ok(Redirect::to(&visitor.face.to(&format!("{path}?done=1"))).into_response())
        }
        Err(Error::NotFree { refusal, next }) => {
            Ok(render_as(StatusCode::CONFLICT, &visitor.gone(service, slot, refusal, &next, &fields)))
        }
        Err(Error::Unknown) => {
            let faults = Faults::one("email", "booking-fault-unknown");
            Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &visitor.about(service, slot, &fields, &faults)))
        }
        Err(error) => Err(error.into()),
    }
}

impl Visitor {
    fn book(&self, service: &Service, step: &str) -> String {
        self.face.to(&format!("/book/{}{step}", service.slug))
    }

    /// The age from which somebody books without a parent: the clinic's, never below the law's where it stands.
    fn age(&self) -> u32 {
        let clinic = &self.scope.clinic;
        let place: Option<Jurisdiction> = clinic.jurisdiction.parse().ok();
        place.map_or(clinic.parameters.age_minimum, |place| clinic.parameters.minimum_age(place))
    }

    /// Reads what step 3 sent.
    fn details(&self, form: &mut Reader<'_>) -> Option<Details> {
        let clinic = self.scope.clinic.clone();
        let slot = form.parse::<Slot>("slot");
        let child = form.text_or_none("whom", 5).as_deref() == Some("child");
        let given_name = people::form::given_name(form, "given_name");
        let family_name = people::form::family_name(form, "family_name");
        let email = people::form::email(form, "email");
        let phone = match self.catalogue.terms.ask_phone {
            AskPhone::Required => people::form::phone(form, "phone", &clinic),
            // A number sent where none is asked is read and not kept: nothing is stored that was not asked for.
            AskPhone::No => people::form::phone_or_none(form, "phone", &clinic).and(None),
            AskPhone::Optional => people::form::phone_or_none(form, "phone", &clinic),
        };
        self.stated_age(form);
        let language = self.language();
        let child = if child {
            let (given, family) = (
                people::form::given_name(form, "child_given_name"),
                people::form::family_name(form, "child_family_name"),
            );
            let born = people::form::birth_date(form, "child_birth_date", self.today());
            Some(given.zip(family).zip(born).map(|((given_name, family_name), born)| Child {
                new: NewChild { given_name, family_name, birth_date: Some(born), language: language.clone() },
                born,
            }))
        } else {
            // Without script the child's fields are sent too, and mean nothing.
            for name in ["child_given_name", "child_family_name", "child_birth_date"] {
                form.text_or_none(name, 400);
            }
            None
        };
        let note = form.lines_or_none("note", NOTE);
        let remind = form.ticked("remind");
        let child = match child {
            Some(None) => return None,
            Some(child) => child,
            None => None,
        };
        let me = NewClient {
            given_name: given_name?,
            family_name: family_name?,
            email: Some(email?),
            phone,
            birth_date: None,
            note: None,
            language,
        };
        Some(Details { slot: slot?, me, child, note, remind })
    }

    /// Whoever books says that they are old enough to (promise `age.minimum`).
    fn stated_age(&self, form: &mut Reader<'_>) {
        let old_enough = form.ticked("of_age");
        let clinic = &self.scope.clinic;
        let alone = match clinic.jurisdiction.parse() {
            Ok(place) => may_book_alone(&clinic.parameters, place, AgeKnown::Stated { old_enough }, self.today()),
            Err(_) if old_enough => Alone::Yes,
            Err(_) => Alone::WithGuardian { from: clinic.parameters.age_minimum },
        };
        if let Alone::WithGuardian { from } = alone {
            form.fault_with("of_age", "booking-fault-age", &[("age", from.into())]);
        }
    }

    /// The visitor's language, if the clinic offers it, else the clinic's first.
    fn language(&self) -> String {
        let offered = &self.scope.clinic.languages;
        let own = self.face.t.lang();
        offered.iter().find(|code| *code == own).or(offered.first()).cloned().unwrap_or_else(|| "en".to_owned())
    }

    fn visit(&self, service: &Service, slot: Slot) -> Card {
        let with = self.catalogue.practitioner(slot.practitioner);
        let day = self.local(slot.start).date();
        let change = format!("{}?day={day}&slot={slot}", self.book(service, ""));
        Card { change, ..self.card(service, Some((slot.start, with))) }
    }

    fn about(&self, service: &Service, slot: Slot, fields: &Fields, faults: &Faults) -> About {
        let t = &self.face.t;
        let field =
            |name: &str| Field { value: fields.value(name).to_owned(), fault: faults.of(name, t).unwrap_or_default() };
        let visit = self.visit(service, slot);
        About {
            page: self.page("booking-about-title"),
            action: self.book(service, "/confirm"),
            back: visit.change.clone(),
            visit,
            slot: slot.to_string(),
            faults: faults.fields().count(),
            whom: fields.value("whom").to_owned(),
            given: field("given_name"),
            family: field("family_name"),
            email: field("email"),
            phone: field("phone"),
            child_given: field("child_given_name"),
            child_family: field("child_family_name"),
            child_birth: field("child_birth_date"),
            asks_phone: self.catalogue.terms.ask_phone != AskPhone::No,
            needs_phone: self.catalogue.terms.ask_phone == AskPhone::Required,
            of_age: Tick {
                words: t.with("booking-of-age", &[("age", self.age().into())]),
                checked: !fields.value("of_age").is_empty(),
                fault: faults.of("of_age", t).unwrap_or_default(),
            },
            note: field("note"),
            remind: !fields.value("remind").is_empty(),
        }
    }

    fn confirmation(&self, service: &Service, details: &Details, fields: &Fields) -> Confirm {
        let t = &self.face.t;
        let mut carried = carried(fields);
        carried.push(Hidden { name: "slot".to_owned(), value: details.slot.to_string() });
        carried.push(Hidden { name: "key".to_owned(), value: fresh_key() });
        let full = |given: &str, family: &str| format!("{given} {family}");
        Confirm {
            page: self.page("booking-confirm-title"),
            visit: self.visit(service, details.slot),
            action: self.book(service, ""),
            edit: self.book(service, "/details"),
            carried,
            name: full(details.me.given_name.as_str(), details.me.family_name.as_str()),
            email: details.me.email.as_ref().map_or_else(String::new, |email| email.as_str().to_owned()),
            phone: details.me.phone.as_ref().map_or_else(String::new, |phone| phone.as_str().to_owned()),
            birth: String::new(),
            note: details.note.clone().unwrap_or_default(),
            child: details.child.as_ref().map(|child| ChildWords {
                name: full(child.new.given_name.as_str(), child.new.family_name.as_str()),
                birth: t.date_plain(child.born.day()),
            }),
            asks: service.approve_first,
            rule: self.rule(details.slot.start),
            remind: details.remind,
        }
    }

    fn gone(&self, service: &Service, slot: Slot, refusal: Refusal, next: &[Free], fields: &Fields) -> Gone {
        let key = match refusal {
            Refusal::PractitionerBusy { .. } | Refusal::NoRoom | Refusal::NoDevice | Refusal::DailyLimit { .. } => {
                "booking-taken"
            }
            _ => "booking-not-free",
        };
        let others = next.iter().map(|free| Other {
            value: Slot { start: free.start, practitioner: free.practitioner }.to_string(),
            words: self.brief(free.start),
            with: self.catalogue.practitioner(free.practitioner).map_or_else(String::new, |one| one.name.clone()),
        });
        Gone {
            page: self.page("booking-times-title"),
            visit: Card { change: String::new(), ..self.card(service, None) },
            title: self.face.t.with(key, &[("time", Value::from(self.when(slot.start)))]),
            action: self.book(service, "/confirm"),
            times: format!("{}?day={}", self.book(service, ""), self.local(slot.start).date()),
            carried: carried(fields),
            others: others.collect(),
        }
    }
}

/// What step 3 sent, without the time, to go on with the next form.
fn carried(fields: &Fields) -> Vec<Hidden> {
    let kept = ASKED.into_iter().chain(["remind"]).filter(|name| *name != "slot");
    kept.filter(|name| !fields.value(name).is_empty())
        .map(|name| Hidden { name: name.to_owned(), value: fields.value(name).to_owned() })
        .collect()
}

/// The request in a stable form, to know a repeated one.
fn canonical(service: &Service, fields: &Fields) -> Vec<u8> {
    let mut text = service.id.to_string();
    for name in ASKED.into_iter().chain(["remind"]) {
        text.push('\0');
        text.push_str(fields.value(name));
    }
    text.into_bytes()
}

/// A random key, so that a form sent twice books once.
fn fresh_key() -> String {
    let mut bytes = [0; 16];
    ground::random(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
