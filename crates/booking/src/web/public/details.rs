//! Step 3: who is coming? Step 4: all of it once more, then one button.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::residency::{Ask, By};
use ground::web::{Fault, Faults, Fields, Form, Page, Query, Reader, Resend, render, render_as};

use super::coming::{Coming, Known};
use super::pick::sent;
use super::say::lost;
use super::slot::Slot;
use super::{Card, Visitor};
use crate::error::Error;
use crate::model::told::Told;
use crate::model::{AskPhone, Service, Source};
use crate::rules::policy::{self, Leave};
use crate::rules::{Booker, Status};
use crate::store::book::{NewBooking, OnceKey, Settled};
use crate::{act, admit, link};

/// What step 3 asks; everything else that is sent is refused.
const ASKED: [&str; 13] = [
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
    "home",
    "kept_in",
];
/// Longest note, in characters.
pub(crate) const NOTE: usize = 500;

#[derive(Template)]
#[template(path = "public/about.html")]
struct About {
    page: Page,
    visit: Card,
    action: String,
    back: String,
    slot: String,
    faults: usize,
    own: Option<OwnForm>,
    /// Where whoever has an account signs in and comes back.
    sign_in: String,
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
    /// The clinic comes to them: the note says where.
    asks_where: bool,
    note: Field,
    remind: bool,
    /// Where it is kept.
    kept: String,
    /// A reminder can still come.
    reminds: bool,
}

/// What a known client sees instead of typing it, and what is asked of them all the same.
struct OwnForm {
    name: String,
    email: String,
    phone: String,
    asks_email: bool,
    asks_phone: bool,
    wards: Vec<Ward>,
    whom_fault: String,
    age_fault: String,
    details: String,
    /// Where it stands that arranging visits is stopped, for themselves or the ward that was chosen.
    stopped: Option<String>,
}

struct Ward {
    value: String,
    name: String,
    born: String,
    chosen: bool,
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
    note_label: String,
    child: Option<ChildWords>,
    asks: bool,
    /// What can no longer be done by oneself with a visit that is so soon.
    near: String,
    rule: String,
    remind: bool,
    /// A reminder can still come.
    reminds: bool,
}

pub(super) struct Hidden {
    pub name: String,
    pub value: String,
}

struct ChildWords {
    name: String,
    birth: String,
}

/// Everything that is said in step 3.
struct Details {
    slot: Slot,
    coming: Coming,
    note: Option<String>,
    remind: bool,
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
    if let Some(refusal) = visitor.refused(service, slot).await? {
        return visitor.gone(service, slot, &refusal, &empty, "/details").await;
    }
    let known = visitor.known().await?;
    Ok(render(&visitor.about(service, slot, known.as_ref(), &empty, &Faults::new())?))
}

pub(super) async fn edit(
    visitor: Visitor,
    Path((_, name)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let service = visitor.service(&name)?;
    let slot = sent(&fields).ok_or_else(|| Fault::bad_request("booking.slot"))?;
    if let Some(refusal) = visitor.refused(service, slot).await? {
        return visitor.gone(service, slot, &refusal, &fields, "/details").await;
    }
    let known = visitor.known().await?;
    Ok(render(&visitor.about(service, slot, known.as_ref(), &fields, &Faults::new())?))
}

pub(super) async fn confirm(
    visitor: Visitor,
    Path((_, name)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let service = visitor.service(&name)?;
    let slot = sent(&fields).ok_or_else(|| Fault::bad_request("booking.slot"))?;
    let fields = fields.with("slot", slot.to_string());
    if let Some(refusal) = visitor.refused(service, slot).await? {
        return visitor.gone(service, slot, &refusal, &fields, "/confirm").await;
    }
    let known = visitor.known().await?;
    let mut form = fields.reader();
    // This page sent again, in another language: it has a key of its own.
    form.text_or_none("key", 64);
    let details = visitor.details(&mut form, known.as_ref(), service);
    match form.finish(|| details) {
        Ok(details) => Ok(render(&visitor.confirmation(service, &details, known.as_ref(), &fields))),
        Err(faults) => visitor.again(service, slot, known.as_ref(), &fields, &faults),
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
    let known = visitor.known().await?;
    let mut form = fields.reader();
    let key = form.text("key", 64);
    let details = visitor.details(&mut form, known.as_ref(), service);
    let (details, key) = match form.finish(|| details.zip(key)) {
        Ok(read) => read,
        Err(faults) => return visitor.again(service, slot, known.as_ref(), &fields, &faults),
    };
    let reader = details.coming.reader();
    let once = OnceKey { keys: vec![format!("form:{key}")], request: canonical(service, &details.coming, &fields) };
    let new = NewBooking {
        settled: Settled::default(),
        service: service.id,
        practitioner: Some(slot.practitioner),
        place: None,
        start: slot.start,
        booker: Booker::Visitor,
        language: details.coming.language(),
        once: Some(once.clone()),
        whom: details.coming.whom(),
        note: details.note,
        remind: details.remind,
        tell: true,
        source: Source::Online,
    };
    let booking = act::book(&visitor.scope, new);
    match admit::booking(&visitor.scope, reader, Some(once), booking).await? {
        Ok(booked) => {
            let path = link::path(visitor.scope.house(), &visitor.scope.clinic, booked.appointment.id)?;
            Ok(Redirect::to(&visitor.face.to(&format!("{path}?done=1"))).into_response())
        }
        Err(Error::NotFree { refusal, .. }) => visitor.gone(service, slot, &refusal, &fields, "/confirm").await,
        // Stopped while this was being filled in.
        Err(Error::Stopped) => {
            let known = visitor.known().await?;
            let faults = Faults::one("whom", "booking-fault-stopped");
            visitor.again(service, slot, known.as_ref(), &fields, &faults)
        }
        Err(Error::Unknown) => {
            let faults = Faults::one("email", "booking-fault-unknown");
            visitor.again(service, slot, known.as_ref(), &fields, &faults)
        }
        Err(error) => Err(error.into()),
    }
}

impl Visitor {
    pub(super) fn book(&self, service: &Service, step: &str) -> String {
        self.face.to(&format!("/book/{}{step}", service.slug))
    }

    /// A page that stands in the form `book`, which is sent `to` for the same page again.
    pub(super) fn sent_again(&self, title: &str, to: String, before: Option<String>) -> Page {
        Page { resend: Some(Resend { form: "book", to, before }), ..self.page(title) }
    }

    /// Reads what step 3 sent.
    fn details(&self, form: &mut Reader<'_>, known: Option<&Known>, service: &Service) -> Option<Details> {
        let slot = form.parse::<Slot>("slot");
        // The button of another time, which stands for the slot by now.
        form.text_or_none("first", 80);
        let coming = self.coming(form, known);
        let (note, remind) = (form.lines_or_none("note", NOTE), form.ticked("remind"));
        where_to(form, service, note.as_ref());
        Some(Details { slot: slot?, coming: coming?, note, remind })
    }

    fn visit(&self, service: &Service, slot: Slot) -> Card {
        let with = self.catalogue.practitioner(slot.practitioner);
        let day = self.local(slot.start).date();
        let change = format!("{}?day={day}&slot={slot}", self.book(service, ""));
        Card { change, ..self.card(service, Some((slot.start, with))) }
    }

    /// Step 3 again, with what is wrong beside it.
    fn again(
        &self,
        service: &Service,
        slot: Slot,
        known: Option<&Known>,
        fields: &Fields,
        faults: &Faults,
    ) -> Result<Response, Fault> {
        Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &self.about(service, slot, known, fields, faults)?))
    }

    fn about(
        &self,
        service: &Service,
        slot: Slot,
        known: Option<&Known>,
        fields: &Fields,
        faults: &Faults,
    ) -> Result<About, Fault> {
        let t = &self.face.t;
        let field =
            |name: &str| Field { value: fields.value(name).to_owned(), fault: faults.of(name, t).unwrap_or_default() };
        let visit = self.visit(service, slot);
        let here = format!("{}?slot={slot}", self.book(service, "/details"));
        // Another language may be chosen with the form half filled in.
        let page = self.sent_again("booking-about-title", self.book(service, "/details"), Some(here.clone()));
        let ask = Ask::of(&self.scope.clinic, self.now);
        let anew = known.and_then(|known| known.asks_anew(known.me.id));
        let kept =
            ask.map(|ask| ask.anew(anew).draw(t, fields, faults, By::Themselves)).transpose()?.unwrap_or_default();
        Ok(About {
            page,
            kept,
            action: self.book(service, "/confirm"),
            back: visit.change.clone(),
            visit,
            slot: slot.to_string(),
            faults: faults.fields().count(),
            own: known.map(|known| self.own_form(known, fields, faults)),
            sign_in: self.face.to(&format!("/sign-in?next={}", encoded(&here))),
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
            asks_where: service.asks_where(),
            note: field("note"),
            remind: !fields.value("remind").is_empty(),
            reminds: self.is_reminded(slot.start, known),
        })
    }

    fn own_form(&self, known: &Known, fields: &Fields, faults: &Faults) -> OwnForm {
        let t = &self.face.t;
        let ward = |ward: &people::Client| {
            let value = ward.id.to_string();
            Ward {
                name: ward.name(),
                born: ward.birth_date.map(|born| t.date_plain(born.day())).unwrap_or_default(),
                chosen: fields.chosen("whom", &value),
                value,
            }
        };
        let me = &known.me;
        let chosen = |ward: &&people::Client| fields.chosen("whom", &ward.id.to_string());
        let theirs = known.wards.iter().filter(|ward| known.stops(ward.id)).find(chosen);
        let consents = self.face.to("/me/consents");
        let stopped = match known.stops(me.id) {
            true => Some(consents),
            false => theirs.map(|theirs| format!("{consents}?for={}", theirs.id)),
        };
        OwnForm {
            stopped,
            name: me.name(),
            email: me.email.clone().unwrap_or_default(),
            phone: me.phone.as_deref().map(people::model::grouped).unwrap_or_default(),
            asks_email: known.asks.email,
            asks_phone: known.asks.phone,
            wards: known.wards.iter().map(ward).collect(),
            whom_fault: faults.of("whom", t).unwrap_or_default(),
            age_fault: faults.of("of_age", t).unwrap_or_default(),
            details: self.face.to("/me/details"),
        }
    }

    fn confirmation(&self, service: &Service, details: &Details, known: Option<&Known>, fields: &Fields) -> Confirm {
        let t = &self.face.t;
        let mut carried = carried(fields);
        carried.push(Hidden { name: "slot".to_owned(), value: details.slot.to_string() });
        carried.push(Hidden { name: "key".to_owned(), value: fresh_key() });
        let told = details.coming.told(t);
        let there = policy::leave(self.now, details.slot.start, &self.catalogue.terms.policy());
        let near = lost(t, Leave::ALL, there);
        // Not to the form: whoever has booked and comes back is not told that the time is gone.
        let times = format!("{}?day={}", self.book(service, ""), self.local(details.slot.start).date());
        Confirm {
            page: self.sent_again("booking-confirm-title", self.book(service, "/confirm"), Some(times)),
            visit: self.visit(service, details.slot),
            action: self.book(service, ""),
            edit: self.book(service, "/details"),
            carried,
            name: told.name,
            email: told.email,
            phone: told.phone,
            birth: String::new(),
            note: details.note.clone().unwrap_or_default(),
            note_label: t.get(Told::Note.label(service.asks_where())),
            child: told.other.map(|(name, birth)| ChildWords { name, birth }),
            asks: service.approve_first,
            near,
            rule: self.rule(details.slot.start, Status::Booked),
            remind: details.remind,
            reminds: self.is_reminded(details.slot.start, known),
        }
    }
}

/// For a visit at home the note says where that is, and must be there.
pub(crate) fn where_to(form: &mut Reader<'_>, service: &Service, note: Option<&String>) {
    if service.asks_where() && note.is_none() {
        form.fault("note", "booking-fault-where");
    }
}

/// What step 3 sent, without the time, to go on with the next form.
pub(super) fn carried(fields: &Fields) -> Vec<Hidden> {
    let kept = ASKED.into_iter().chain(["remind"]).filter(|name| *name != "slot");
    kept.filter(|name| !fields.value(name).is_empty())
        .map(|name| Hidden { name: name.to_owned(), value: fields.value(name).to_owned() })
        .collect()
}

/// The request in a stable form, to know a repeated one.
fn canonical(service: &Service, coming: &Coming, fields: &Fields) -> Vec<u8> {
    let mut text = service.id.to_string();
    text.extend(coming.booker().map(|booker| format!("\0{booker}")));
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
