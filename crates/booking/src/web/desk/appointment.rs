//! One appointment on a page of its own: what stands now, what happened so far, and calling it off.

use std::collections::HashMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::event::{Happened, history};
use ground::web::{Face, Fault, Page, Query, render, render_as};
use ground::{PersonId, Result, Scope, Tx};

use jiff::Timestamp;

use super::card::{self, Chosen, Seen};
use super::say::Say;
use super::view::View;
use crate::model::AppointmentId;
use crate::store::{self, Catalogue};
use crate::web::public::say::happening;

#[derive(askama::Template)]
#[template(path = "desk/appointment.html")]
struct AppointmentPage {
    page: Page,
    card: Chosen,
    title: String,
    back: String,
    /// Why something asked for was not done; "" otherwise.
    news: String,
    history: Vec<Past>,
}

struct Past {
    kind: &'static str,
    when: String,
    words: String,
}

struct Whole {
    seen: Seen,
    catalogue: Catalogue,
    happened: Vec<Happened>,
    names: HashMap<PersonId, String>,
}

fn see(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Whole> {
    let appointment = store::find(tx, id)?;
    let catalogue = store::catalogue(tx)?;
    let happened = history(tx, &id.to_string())?;
    let persons: Vec<PersonId> = happened.iter().filter_map(|one| one.actor.parse().ok()).collect();
    let names = tx.names(&persons)?;
    Ok(Whole { seen: card::see(tx, appointment)?, catalogue, happened, names })
}

pub(super) async fn show(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Query(_): Query,
) -> Result<Response, Fault> {
    let id: AppointmentId = id.parse().map_err(|_| Fault::not_found())?;
    let whole = scope.read(move |tx| see(tx, id)).await?;
    Ok(render(&page(&scope, &face, &whole, String::new())))
}

/// The page after a change that came too late: nothing was done, and this is how it stands.
pub(super) async fn changed(scope: &Scope, face: &Face, id: AppointmentId) -> Result<Response, Fault> {
    let whole = scope.read(move |tx| see(tx, id)).await?;
    let news = news(&Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() }, &whole);
    Ok(render_as(StatusCode::CONFLICT, &page(scope, face, &whole, news)))
}

/// The page after a mark that comes too early: nothing was done, and it may be set from this instant on.
pub(super) async fn early(scope: &Scope, face: &Face, id: AppointmentId, from: Timestamp) -> Result<Response, Fault> {
    let whole = scope.read(move |tx| see(tx, id)).await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let (when, from) = (say.moment(whole.seen.appointment.starts_at), say.moment(from));
    let news = face.t.with("desk-too-early", &[("when", when.into()), ("from", from.into())]);
    Ok(render_as(StatusCode::CONFLICT, &page(scope, face, &whole, news)))
}

/// How an appointment stands now, after somebody else was quicker: "Rhona Delacourt, 10:42: Went in".
pub(super) async fn newest(scope: &Scope, face: &Face, id: AppointmentId) -> Result<String> {
    let whole = scope.read(move |tx| see(tx, id)).await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    Ok(news(&say, &whole))
}

fn news(say: &Say<'_>, whole: &Whole) -> String {
    let last = whole.happened.last().map(|one| past(say, whole, one));
    let (_, state) = say.state(whole.seen.appointment.status);
    let when = say.moment(whole.seen.appointment.starts_at);
    match last {
        Some(last) => say.t.with(
            "desk-changed",
            &[("last", last.words.into()), ("at", last.when.into()), ("state", state.into()), ("when", when.into())],
        ),
        None => say.t.with("desk-changed-somehow", &[("state", state.into()), ("when", when.into())]),
    }
}

fn page(scope: &Scope, face: &Face, whole: &Whole, news: String) -> AppointmentPage {
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let appointment = &whole.seen.appointment;
    let title = match appointment.time_known {
        true => face.t.date_time(&appointment.starts_at.to_zoned(scope.clinic.zone.clone()), say.today()),
        false => face.t.date_full(say.date(appointment.starts_at)),
    };
    let mut page = face.page_titled(scope, title.clone());
    page.live = Some(face.to("/live"));
    let view = View::of(say.date(appointment.starts_at));
    let card = card::chosen(scope, face, &say, &whole.catalogue, &whole.seen, &view);
    AppointmentPage {
        back: face.to(&format!("/day?date={}&visit={}", say.date(appointment.starts_at), appointment.id)),
        news,
        history: histories(&say, whole),
        page,
        card,
        title,
    }
}

/// What happened so far. What came from elsewhere, as by an import, begins with when it was made there.
fn histories(say: &Say<'_>, whole: &Whole) -> Vec<Past> {
    let made = whole.seen.appointment.created_at;
    let born_here =
        whole.happened.iter().any(|one| matches!(one.name.as_str(), "appointment.booked" | "appointment.requested"));
    let made = (!born_here).then(|| Past { kind: "on", when: say.moment(made), words: say.t.get("desk-past-booked") });
    let now = happening(whole.seen.appointment.status, &whole.happened);
    let line = |(at, one): (usize, &Happened)| {
        let past = past(say, whole, one);
        if now == Some(at) { Past { kind: "now", ..past } } else { past }
    };
    made.into_iter().chain(whole.happened.iter().enumerate().map(line)).collect()
}

fn past(say: &Say<'_>, whole: &Whole, one: &Happened) -> Past {
    let (kind, key) = match one.name.as_str() {
        "appointment.booked" => ("on", "desk-past-booked"),
        "appointment.requested" => ("on", "desk-past-requested"),
        "appointment.unproved" => ("", "desk-past-unproved"),
        "appointment.requested_anew" => ("on", "desk-past-anew"),
        "appointment.approved" => ("on", "desk-past-approved"),
        "appointment.declined" => ("warn", "desk-past-declined"),
        "appointment.moved" => ("", "desk-past-moved"),
        "appointment.resized" => ("", "desk-past-resized"),
        "appointment.reinstated" => ("on", "desk-past-reinstated"),
        "appointment.confirmed" => ("", "desk-past-confirmed"),
        "appointment.reopened" => ("", "desk-past-reopened"),
        "appointment.arrived" => ("on", "desk-past-arrived"),
        "appointment.begun" => ("on", "desk-past-begun"),
        "appointment.done" => ("on", "desk-past-done"),
        "appointment.missed" => ("warn", "desk-past-missed"),
        "appointment.cancelled" => ("warn", "desk-past-cancelled"),
        "appointment.cancelled_late" => ("warn", "desk-past-late"),
        "appointment.reminded" => ("on", "desk-past-reminded"),
        "appointment.reminder_wanted" => ("", "desk-past-remind"),
        "appointment.reminder_unwanted" => ("", "desk-past-remind-not"),
        "appointment.untold" => ("", "desk-past-untold"),
        "appointment.reason_client" => ("", "booking-reason-client"),
        "appointment.reason_clinic" => ("", "booking-reason-clinic"),
        "appointment.reason_mistake" => ("", "booking-reason-mistake"),
        _ => ("", "desk-past-other"),
    };
    let person: Option<PersonId> = one.actor.parse().ok();
    let words = say.t.get(key);
    let by = match person {
        Some(person) if person == whole.seen.appointment.client => whole.seen.client.as_ref().map(people::Client::name),
        Some(person) => whole.names.get(&person).cloned(),
        None => None,
    };
    Past {
        kind,
        when: say.moment(one.at),
        words: by.map_or(words.clone(), |name| {
            say.t.with("desk-past-by", &[("words", words.into()), ("name", name.into())])
        }),
    }
}
