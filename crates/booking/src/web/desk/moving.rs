//! Moving an appointment, or giving it another length: by a small form, and as the question that follows when it was
//! dragged or moved by keys. The question says what would change and who is written to, and asks the rules beforehand.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render, render_as};
use ground::{Result as Grounded, Scope};

use super::appointment::newest;
use super::book::{At, at};
use super::card::{self, Chosen};
use super::clash::{Clash, Wish, clash};
use super::form::{Choice, Field};
use super::say::Say;
use super::slips::LONGEST_SLIP;
use super::view::View;
use crate::error::Error;
use crate::model::{Appointment, AppointmentId, PractitionerId, RoomId};
use crate::rules::Booker;
use crate::store::book::Settled;
use crate::store::change::Move;
use crate::store::{self, Catalogue};
use crate::{act, offers};

#[derive(askama::Template)]
#[template(path = "desk/move.html")]
struct MovePage {
    page: Page,
    card: Chosen,
    action: String,
    back: String,
    version: String,
    see: String,
    practitioner: String,
    room: String,
    faults: u32,
    /// What would change, when a certain change is asked about; empty: what is to change is still typed.
    changes: Vec<Change>,
    /// The form in which all of it can be typed.
    other: String,
    date: Field,
    time: Field,
    minutes: Field,
    practitioners: Vec<Choice>,
    practitioner_fault: String,
    rooms: Vec<Choice>,
    tell: bool,
    /// Who is written to: "They get a letter at ...", or that nobody can be.
    told: String,
    clash: Option<Clash>,
    /// Why it cannot be changed any more, or that somebody else was quicker; "" otherwise.
    news: String,
    /// Whether it can be changed at all.
    open: bool,
}

/// One thing that would change.
struct Change {
    what: String,
    from: String,
    to: String,
}

pub(super) async fn show(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let id: AppointmentId = id.parse().map_err(|_| Fault::not_found())?;
    let stale = match fields.value("drawn") {
        "" => false,
        drawn => scope.read(move |tx| store::find(tx, id)).await?.version() != drawn,
    };
    if stale {
        let news = newest(&scope, &face, id).await?;
        return Ok(render_as(
            StatusCode::CONFLICT,
            &page(&scope, &face, id, &fields, &Faults::new(), None, news).await?,
        ));
    }
    let clash = match asked(&scope, id, &fields).await? {
        Some(to) => match act::may_move(&scope, id, to.clone()).await {
            Ok(_) => None,
            Err(Error::NotFree { refusal, next }) => met(&scope, &face, id, to.start, refusal, &next).await?,
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    Ok(render(&page(&scope, &face, id, &fields, &Faults::new(), clash, String::new()).await?))
}

/// The change an address asks about; none when it asks about none, or about one that is no change.
async fn asked(scope: &Scope, id: AppointmentId, fields: &Fields) -> Grounded<Option<Move>> {
    if fields.value("date").is_empty() || fields.value("time").is_empty() {
        return Ok(None);
    }
    let Ok(read) = read(fields, scope) else { return Ok(None) };
    let was = scope.read(move |tx| store::find(tx, id)).await?;
    let open = was.status.is_ahead() || read.at.start == was.starts_at;
    Ok((open && was.service.is_some()).then(|| read.to()))
}

async fn page(
    scope: &Scope,
    face: &Face,
    id: AppointmentId,
    fields: &Fields,
    faults: &Faults,
    clash: Option<Clash>,
    news: String,
) -> Grounded<MovePage> {
    let catalogue = offers::catalogue(scope).await?;
    let seen = scope
        .read(move |tx| {
            let appointment = store::appointment::find_to_change(tx, id)?;
            card::see(tx, appointment)
        })
        .await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let (was, t) = (&seen.appointment, &face.t);
    let stands = say.zone.to_datetime(was.starts_at);
    let view = match fields.value("see") {
        "" => View::of(stands.date()),
        see => View::carried(see, stands.date()),
    };
    let or = |name: &str, otherwise: String| {
        if fields.value(name).is_empty() { otherwise } else { fields.value(name).to_owned() }
    };
    let field = |name: &str, value: String| Field { value, fault: faults.of(name, t).unwrap_or_default() };
    let service = was.service.and_then(|id| catalogue.service_of(id));
    let chosen = or("practitioner", was.practitioner.map(|one| one.to_string()).unwrap_or_default());
    let gives = service.map(|service| service.practitioners.clone()).unwrap_or_default();
    let choices = catalogue.practitioners.iter().filter(|one| one.retired_at.is_none() && gives.contains(&one.id));
    let rooms = match service {
        Some(service) if service.needs_room => rooms(t, &catalogue, service, fields.value("room")),
        _ => Vec::new(),
    };
    // A change that was asked about is shown as such; what came back with faults is typed on.
    let asked = read(fields, scope).ok().filter(|_| faults.is_empty() && !fields.value("time").is_empty());
    let changes = asked.map(|to| changes(&say, &catalogue, was, &to)).unwrap_or_default();
    // Another room in the same place is nothing to write a letter about.
    let news_to_them = changes.is_empty() || changes.iter().any(|change| change.what != t.get("desk-what-room"));
    let card = card::chosen(scope, face, &say, &catalogue, &seen, &view);
    let open = was.service.is_some() && (was.status.is_ahead() || card.stretches);
    Ok(MovePage {
        page: face.page(scope, "booking-move-title"),
        action: face.to(&format!("/appointments/{id}/move")),
        back: face.to(&format!("/day?{}&visit={id}", view.showing(stands.date()).query())),
        // Somebody who saw how it stands now moves from there.
        version: was.version(),
        see: view.query(),
        practitioner: chosen.clone(),
        room: fields.value("room").to_owned(),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        other: face.to(&format!("/appointments/{id}/move?{}", view.in_address())),
        date: field("date", or("date", stands.date().to_string())),
        time: field("time", or("time", stands.strftime("%H:%M").to_string())),
        minutes: field("minutes", or("minutes", was.minutes().to_string())),
        practitioners: choices
            .map(|one| Choice {
                chosen: one.id.to_string() == chosen,
                value: one.id.to_string(),
                label: one.name.clone(),
            })
            .collect(),
        practitioner_fault: faults.of("practitioner", t).unwrap_or_default(),
        rooms,
        tell: fields.chosen("tell", "1") || fields.value("version").is_empty() && news_to_them,
        told: match card.email.is_empty() {
            true => t.get("desk-told-nobody"),
            false => t.with("desk-told", &[("email", card.email.as_str().into())]),
        },
        news: match open || !news.is_empty() {
            true => news,
            false => t.with("desk-closed-to-change", &[("state", say.state(was.status).1.into())]),
        },
        open,
        changes,
        card,
        clash,
    })
}

fn rooms(t: &ground::web::Tongue, catalogue: &Catalogue, service: &crate::model::Service, chosen: &str) -> Vec<Choice> {
    let any = Choice { value: String::new(), label: t.get("desk-any-room"), chosen: chosen.is_empty() };
    let (in_use, _) = catalogue.in_use();
    let fitting = in_use.into_iter().filter(|room| service.rooms.is_empty() || service.rooms.contains(&room.id));
    let room = |room: crate::model::Room| Choice {
        chosen: room.id.to_string() == chosen,
        value: room.id.to_string(),
        label: room.name,
    };
    std::iter::once(any).chain(fitting.map(room)).collect()
}

/// What of an appointment would be otherwise, in the order a person asks: when, with whom, how long, where.
fn changes(say: &Say<'_>, catalogue: &Catalogue, was: &Appointment, to: &Read) -> Vec<Change> {
    let t = say.t;
    let name = |id: Option<PractitionerId>| {
        id.and_then(|id| catalogue.practitioner(id)).map(|one| one.name.clone()).unwrap_or_default()
    };
    let room = |id: Option<RoomId>| {
        id.and_then(|id| catalogue.room(id)).map_or_else(|| t.get("desk-no-room"), |room| room.name.clone())
    };
    let length = |minutes: u16| t.duration_short(minutes.into());
    let mut changes = Vec::new();
    let mut change = |key: &str, from: String, to: String| {
        if from != to {
            changes.push(Change { what: t.get(key), from, to });
        }
    };
    change("booking-when", say.moment(was.starts_at), say.moment(to.at.start));
    change("booking-with", name(was.practitioner), name(to.at.with.or(to.practitioner).or(was.practitioner)));
    if let Some(minutes) = to.settled.minutes {
        change("desk-what-length", length(was.minutes()), length(minutes));
        let end = to.at.start + jiff::SignedDuration::from_mins(minutes.into());
        change("desk-what-end", say.time(was.ends_at), say.time(end));
    }
    if to.settled.room.is_some() {
        change("desk-what-room", room(was.room), room(to.settled.room));
    }
    changes
}

pub(super) async fn create(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: AppointmentId = id.parse().map_err(|_| Fault::not_found())?;
    let read = match read(&fields, &scope).and_then(versioned) {
        Ok(read) => read,
        Err(faults) => {
            let page = page(&scope, &face, id, &fields, &faults, None, String::new()).await?;
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let (to, was) = (read.to(), scope.read(move |tx| store::find(tx, id)).await?);
    match act::move_to(&scope, id, to.clone()).await {
        Ok(appointment) => {
            let date = scope.clinic.zone.to_datetime(appointment.starts_at).date();
            let view = View::carried(&read.see, date).showing(date);
            let done = match (appointment.version() == was.version(), appointment.starts_at == was.starts_at) {
                (true, _) => "",
                (false, true) if appointment.minutes() != was.minutes() => "&done=resized",
                _ => "&done=moved",
            };
            Ok(Redirect::to(&face.to(&format!("/day?{}&visit={id}{done}", view.query()))).into_response())
        }
        Err(Error::Stale | Error::Status(_)) => {
            let news = newest(&scope, &face, id).await?;
            let page = page(&scope, &face, id, &fields, &Faults::new(), None, news).await?;
            Ok(render_as(StatusCode::CONFLICT, &page))
        }
        Err(Error::NotFree { refusal, next }) => {
            let found = met(&scope, &face, id, to.start, refusal, &next).await?;
            let page = page(&scope, &face, id, &fields, &Faults::new(), found, String::new()).await?;
            Ok(render_as(StatusCode::CONFLICT, &page))
        }
        Err(error) => Err(error.into()),
    }
}

/// Why a visit cannot stand there. It is no obstacle to itself, so the one reason of the decision is told, not all of
/// those the time would have for somebody else.
async fn met(
    scope: &Scope,
    face: &Face,
    id: AppointmentId,
    start: jiff::Timestamp,
    refusal: crate::rules::Refusal,
    next: &[crate::error::Free],
) -> Grounded<Option<Clash>> {
    let was = scope.read(move |tx| store::find(tx, id)).await?;
    let Some(service) = was.service else { return Ok(None) };
    Ok(Some(clash(scope, face, Wish { service, practitioner: None, start }, refusal, next).await?))
}

/// A change is made from a version: whoever sends none has not seen what they change.
fn versioned(read: Read) -> Result<Read, Faults> {
    if read.drawn.is_empty() { Err(Faults::one("version", "fault-required")) } else { Ok(read) }
}

/// A change as it was typed.
struct Read {
    at: At,
    practitioner: Option<PractitionerId>,
    settled: Settled,
    drawn: String,
    tell: bool,
    see: String,
}

impl Read {
    fn to(&self) -> Move {
        Move {
            start: self.at.start,
            practitioner: self.at.with.or(self.practitioner),
            settled: self.settled,
            booker: Booker::Desk,
            tell: self.tell,
            version: Some(self.drawn.clone()).filter(|drawn| !drawn.is_empty()),
            leave: None,
        }
    }
}

fn read(fields: &Fields, scope: &Scope) -> Result<Read, Faults> {
    let mut form = fields.reader();
    let practitioner = form.parse_or_none::<PractitionerId>("practitioner");
    let at = at(&mut form, scope);
    let minutes = form.number_or_none("minutes", 5..=i64::from(LONGEST_SLIP)).and_then(|n| u16::try_from(n).ok());
    if minutes.is_some_and(|minutes| !minutes.is_multiple_of(5)) {
        form.fault("minutes", "setup-fault-fives");
    }
    let settled = Settled { minutes, room: form.parse_or_none::<RoomId>("room") };
    // What a form was drawn from is its version; what a drag was, the drawn one of its address.
    let (drawn, version) = (form.text_or_none("drawn", 80), form.text_or_none("version", 80));
    let (tell, see) = (form.ticked("tell"), form.text_or_none("see", 200).unwrap_or_default());
    form.finish(|| {
        Some(Read { at: at?, practitioner, settled, drawn: version.or(drawn).unwrap_or_default(), tell, see })
    })
}
