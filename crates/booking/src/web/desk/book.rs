//! Reading what the desk typed, and booking it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::residency::{self, Ask, Told, Via};
use ground::web::{Face, Fault, Faults, Fields, Form, Reader, render, render_as};
use ground::{PersonId, Refusal, Result, Scope, Tx};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use people::{NewClient, Source as Origin};

use super::clash::{Wish, clash};
use super::form::page;
use super::slips::LONGEST_SLIP;
use super::view::View;
use crate::error::Error;
use crate::model::{PractitionerId, RoomId, ServiceId, Source};
use crate::party::{Visitor, Whom};
use crate::rules::Booker;
use crate::store::Catalogue;
use crate::store::book::{NewBooking, OnceKey, Settled};
use crate::web::public::{NOTE, where_to};
use crate::{act, offers};

/// What was typed, read.
struct Typed {
    key: String,
    service: ServiceId,
    practitioner: Option<PractitionerId>,
    start: Timestamp,
    settled: Settled,
    view: View,
    whom: Wanted,
    note: Option<String>,
    tell: bool,
}

enum Wanted {
    Known(PersonId),
    New(Box<NewClient>, Option<Told>),
}

fn read(fields: &Fields, scope: &Scope, catalogue: &Catalogue) -> Result<Typed, Faults> {
    let mut form = fields.reader();
    let (key, service) = (form.text("key", 64), form.parse::<ServiceId>("service"));
    let practitioner = form.parse_or_none::<PractitionerId>("practitioner");
    let at = at(&mut form, scope);
    let settled = settled(&mut form, scope, at.as_ref());
    let see = form.text_or_none("see", 200).unwrap_or_default();
    let (note, tell) = (form.lines_or_none("note", NOTE), form.ticked("tell"));
    if let Some(service) = service.and_then(|id| catalogue.service_of(id)) {
        where_to(&mut form, service, note.as_ref());
    }
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
            let ask = Ask::of(&scope.clinic, scope.house().clock.now());
            if ask.is_none() {
                residency::skip(&mut form);
            }
            let told = ask.map(|ask| ask.read(&mut form, Via::Desk, &language, true));
            given.zip(family).map(|(given_name, family_name)| {
                let new = NewClient { given_name, family_name, email, phone, birth_date: None, note: None, language };
                Wanted::New(Box::new(new), told)
            })
        }
        other => {
            for name in ["given_name", "family_name", "email", "phone", "home", "kept_in"] {
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
        let at = at?;
        Some(Typed {
            key: key?,
            service: service?,
            practitioner: at.with.or(practitioner),
            start: at.start,
            settled,
            view: View::carried(&see, scope.clinic.zone.to_datetime(at.start).date()),
            whom: whom?,
            note,
            tell,
        })
    })
}

/// The time that was typed, or the free one that was pressed instead, with who is free then.
pub(super) struct At {
    pub start: Timestamp,
    pub with: Option<PractitionerId>,
    date: Option<Date>,
    typed: Option<Timestamp>,
}

/// Reads the time, by the clinic's clock (where it reads so twice, the first).
pub(super) fn at(form: &mut Reader<'_>, scope: &Scope) -> Option<At> {
    let (date, time) = (form.date("date"), form.time("time"));
    let typed = moment(scope, date, time);
    if let Some(other) = form.text_or_none("other", 60) {
        let (second, practitioner) = other.split_once('.')?;
        let start = Timestamp::from_second(second.parse().ok()?).ok()?;
        return Some(At { start, with: practitioner.parse().ok(), date, typed });
    }
    if typed.is_none() && date.is_some() && time.is_some() {
        form.fault("date", "fault-date");
    }
    typed.map(|start| At { start, with: None, date, typed })
}

/// A date and a time by the clinic's clock; where it reads so twice, the first.
pub(super) fn moment(scope: &Scope, date: Option<Date>, time: Option<Time>) -> Option<Timestamp> {
    let reading = date?.to_datetime(time?);
    scope.clinic.zone.to_ambiguous_zoned(reading).compatible().ok().map(|at| at.timestamp())
}

/// The end and the room that were drawn. The end is as long after the time that was typed, also when a free time near
/// it is taken instead.
fn settled(form: &mut Reader<'_>, scope: &Scope, at: Option<&At>) -> Settled {
    let (room, until) = (form.parse_or_none::<RoomId>("room"), form.time_or_none("until"));
    let span = at.and_then(|at| Some((at.typed?, moment(scope, at.date, until)?)));
    let minutes = span.map(|(from, to)| to.duration_since(from).as_mins());
    let minutes = match minutes.map(u16::try_from) {
        Some(Ok(minutes @ 5..=LONGEST_SLIP)) if minutes.is_multiple_of(5) => Some(minutes),
        Some(Ok(1..=LONGEST_SLIP)) => {
            form.fault("until", "setup-fault-fives");
            None
        }
        Some(_) => {
            form.fault("until", "desk-fault-until");
            None
        }
        None => None,
    };
    Settled { minutes, room }
}

/// Books what the desk typed; or only looks for the client, which is a post too: what is typed of people has no place
/// in an address, because addresses are remembered.
pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    if !fields.value("look").is_empty() {
        return Ok(render(&page(&scope, &face, &fields, &Faults::new(), None).await?));
    }
    let typed = match read(&fields, &scope, &*offers::catalogue(&scope).await?) {
        Ok(typed) => typed,
        Err(faults) => {
            return Ok(render_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &page(&scope, &face, &fields, &faults, None).await?,
            ));
        }
    };
    let view = typed.view;
    let client = match &typed.whom {
        Wanted::Known(client) => Some(*client),
        Wanted::New(..) => None,
    };
    let new = match booking(&scope, &fields, typed).await {
        Ok(new) => new,
        Err(ground::Error::NotFound | ground::Error::Refused(Refusal::Erased)) => {
            return at_fault(&scope, &face, &fields, "client", GONE).await;
        }
        Err(error) => return Err(error.into()),
    };
    let (service, practitioner, start) = (new.service, new.practitioner, new.start);
    match act::book(&scope, new).await {
        Ok(booked) => {
            let date = scope.clinic.zone.to_datetime(booked.appointment.starts_at).date();
            let query = view.showing(date).query();
            // What was typed of somebody new may be somebody known: the desk should hear of it.
            let said = if booked.found { "known" } else { "booked" };
            Ok(Redirect::to(&face.to(&format!("/day?{query}&visit={}&done={said}", booked.appointment.id)))
                .into_response())
        }
        // The desk asks them, and writes it down on their page.
        Err(Error::AskAnew) => {
            let key = if client.is_some() { "residency-fault-known" } else { "residency-fault-typed" };
            at_fault(&scope, &face, &fields, "client", key).await
        }
        Err(Error::NotFree { refusal, next }) => {
            let clash = clash(&scope, &face, Wish { service, practitioner, start }, refusal, &next).await?;
            Ok(render_as(StatusCode::CONFLICT, &page(&scope, &face, &fields, &Faults::new(), Some(clash)).await?))
        }
        Err(Error::DeskOnly) => {
            let faults = Faults::one("client", "desk-fault-new");
            Ok(render_as(StatusCode::FORBIDDEN, &page(&scope, &face, &fields, &faults, None).await?))
        }
        // The service or the client went meanwhile.
        Err(Error::Ground(ground::Error::NotFound | ground::Error::Refused(Refusal::Erased))) => {
            let there = match client {
                Some(client) => scope.read(move |tx| people::find(tx, client)).await?.is_some(),
                None => true,
            };
            let (field, key) = if there { ("service", "fault-choice") } else { ("client", GONE) };
            at_fault(&scope, &face, &fields, field, key).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody removed the client in another window.
const GONE: &str = "desk-fault-gone";

/// The form as it was typed, with what is wrong beside `field`.
async fn at_fault(
    scope: &Scope,
    face: &Face,
    fields: &Fields,
    field: &'static str,
    key: &'static str,
) -> Result<Response, Fault> {
    let faults = Faults::one(field, key);
    Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &page(scope, face, fields, &faults, None).await?))
}

async fn booking(scope: &Scope, fields: &Fields, typed: Typed) -> Result<NewBooking> {
    let clinic_language = scope.clinic.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
    let (whom, language) = match typed.whom {
        Wanted::Known(client) => scope.read(move |tx| known(tx, client)).await?,
        Wanted::New(me, told) => {
            (Whom::Visitor(Box::new(Visitor { me: *me, child: None, source: Origin::Desk, told })), clinic_language)
        }
    };
    let names = [
        "service",
        "practitioner",
        "date",
        "time",
        "other",
        "until",
        "room",
        "client",
        "given_name",
        "family_name",
        "email",
        "phone",
        "note",
        "home",
        "kept_in",
    ];
    let request = names.map(|name| fields.value(name)).join("\0").into_bytes();
    Ok(NewBooking {
        service: typed.service,
        practitioner: typed.practitioner,
        place: None,
        start: typed.start,
        settled: typed.settled,
        booker: Booker::Desk,
        whom,
        language,
        note: typed.note,
        remind: true,
        tell: typed.tell,
        source: Source::Desk,
        once: Some(OnceKey { keys: vec![format!("desk:{}", typed.key)], request }),
    })
}

/// Whoever acts for a client now; nobody for a child who has grown up.
fn acting(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<PersonId>> {
    for bond in people::guardians_of(tx, id)? {
        if people::acts_for(tx, bond.guardian, id)? == people::Acts::Now {
            return Ok(Some(bond.guardian));
        }
    }
    Ok(None)
}

/// A known client; whoever acts for one who has no address of their own is written to.
fn known(tx: &mut Tx<'_>, id: PersonId) -> Result<(Whom, String)> {
    let client = people::open(tx, id)?;
    let booked_by = match client.email {
        Some(_) => None,
        None => acting(tx, id)?,
    };
    Ok((Whom::Known { client: id, booked_by }, client.language))
}
