//! One visit, reached by its signed link: no account, no password.
//!
//! Its pages show the visit and nothing of the person it is for. What is on record may be spelt otherwise than it was
//! typed, and whoever books in somebody's name would learn that the clinic knows them.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use ground::event::{self, Happened};
use ground::web::{Fault, Fields, Form, Page, Query, render, render_as};
use ground::{Actor, Scope, Tx};

use super::own::told;
use super::say::{happening, state, state_key};
use super::way::Way;
use super::{Card, Visitor};
use crate::error::Error;
use crate::link::Opened;
use crate::model::{Appointment, AppointmentId};
use crate::rules::reminder::Plan;
use crate::rules::{Status, policy};
use crate::store::change::Seen;
use crate::store::reminders;
use crate::{act, jobs, link, store};

#[derive(Template)]
#[template(path = "public/visit.html")]
struct Visit {
    page: Page,
    visit: Card,
    /// How to come and what to bring.
    way: Way,
    of: String,
    list: Option<String>,
    state: String,
    state_word: String,
    rule: String,
    move_to: Option<String>,
    cancel: Option<CallOff>,
    again: Option<String>,
    calendar: String,
    /// What was told with it, for whoever it is about.
    told: Vec<told::Line>,
    /// Removes one of these.
    forget: String,
    /// Whether a reminder is wanted can still be said; the address that hears it.
    remind: Option<Remind>,
    /// Where whoever reads reminders chooses when they come.
    choose: Option<String>,
    history: Vec<Past>,
}

/// The form that calls a visit off, with what whoever sends it has seen.
struct CallOff {
    action: String,
    version: String,
    late: bool,
}

struct Remind {
    action: String,
    wanted: bool,
    /// When it comes, for whom it is to; else it is said as it is for everybody who has not chosen.
    when: Option<String>,
}

struct Past {
    kind: String,
    when: String,
    words: String,
}

#[derive(Template)]
#[template(path = "public/done.html")]
struct Done {
    page: Page,
    visit: Card,
    way: Way,
    asks: bool,
    manage: String,
    calendar: String,
    rule: String,
}

#[derive(Template)]
#[template(path = "public/cancel.html")]
struct Cancel {
    page: Page,
    visit: Card,
    rule: String,
    late: bool,
    /// Why it is asked again, after it was answered.
    again: String,
    action: String,
    version: String,
    back: String,
}

pub(super) type Address = Path<(String, AppointmentId, String)>;

/// A visit whose link was shown to be genuine.
pub(super) struct Held {
    pub visit: Appointment,
    /// Acts as the holder of the link, for the client.
    pub scope: Scope,
    /// The visit's page.
    pub here: String,
    /// Where one's own visits are listed, for whoever came from there.
    pub list: Option<String>,
    /// For whom it is, where that is somebody else: "For Ines".
    pub of: String,
}

impl Held {
    /// As the visit stands now.
    pub(super) async fn again(self) -> Result<Held, Fault> {
        let id = self.visit.id;
        Ok(Held { visit: self.scope.read(move |tx| store::find(tx, id)).await?, ..self })
    }
}

impl Visitor {
    /// The visit of a link. A wrong signature and a visit that is not there look the same; a right one that has ended
    /// says so, and nothing about the visit.
    ///
    /// The pages of a visit speak its language, unless their reader chose another: a letter or a calendar is opened on
    /// whatever machine is at hand.
    pub(super) async fn held(&mut self, id: AppointmentId, signature: &str) -> Result<Held, Fault> {
        let (now, shown) = (self.now, signature.to_owned());
        let opened = self.scope.read(move |tx| link::open(tx, id, &shown, now)).await;
        let visit = match opened.map_err(Fault::from).map_err(no_link)? {
            Opened::Visit(visit) => *visit,
            Opened::Ended => {
                let days = self.scope.clinic.parameters.visit_link_days;
                return Err(Fault::gone("link.ended")
                    .words("booking-link-ended-title", "booking-link-ended-text")
                    .value("days", days));
            }
        };
        if self.unchosen
            && let Some(tongue) = self.scope.house().words.tongue(&visit.language)
        {
            self.face.t = tongue;
        }
        let scope = self.scope.as_actor(Actor::link(visit.client));
        Ok(Held {
            visit,
            scope,
            here: self.face.to(&format!("/visit/{id}/{signature}")),
            list: None,
            of: String::new(),
        })
    }
}

/// A link that was not copied whole or was never ours is told as that, and where one's visits stand.
fn no_link(fault: Fault) -> Fault {
    match fault.status() {
        StatusCode::NOT_FOUND => fault
            .words("booking-link-wrong-title", "booking-link-wrong-text")
            .leading("/me/visits", "booking-link-wrong-visits"),
        _ => fault,
    }
}

pub(super) async fn show(
    mut visitor: Visitor,
    Path((_, id, signature)): Address,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let held = visitor.held(id, &signature).await?;
    shown(visitor, held, &fields).await
}

/// The page of a visit, whichever way it was come by.
pub(super) async fn shown(visitor: Visitor, held: Held, fields: &Fields) -> Result<Response, Fault> {
    if !fields.value("done").is_empty() && held.visit.status.is_ahead() {
        return Ok(done(&visitor, &held));
    }
    let (client, subject) = (held.visit.client, held.visit.id.to_string());
    // Only who reads the reminders is told by what they chose: a link shows nothing of the person.
    let reader = held.list.as_ref().and(visitor.scope.actor.person()).filter(|me| *me == held.visit.correspondent());
    let seen = held.visit.clone();
    let (mine, drawn) = (held.list.is_some(), visitor.page("booking-visit"));
    let read = move |tx: &mut Tx<'_>| -> ground::Result<_> {
        let told = if mine { told::lines(tx, &drawn, &seen)? } else { Vec::new() };
        let reached = people::find(tx, client)?.is_some_and(|client| client.has_email());
        let choice = reader.map(|reader| reminders::choice_of(tx, reader)).transpose()?;
        let plan = choice.map(|choice| choice.wants(seen.correspondent(), &seen).then_some(choice.plan));
        Ok((reached, plan, event::history(tx, &subject)?, told, jobs::is_stopped(tx, &seen)?))
    };
    let (reached, choice, history, told, stopped) = held.scope.read(read).await?;
    let usual = Plan::usual(&visitor.scope.clinic.zone);
    let t = &visitor.face.t;
    let status = held.visit.status;
    let terms = visitor.catalogue.terms.policy();
    let may_move = status.is_ahead()
        && visitor.bookable(&held.visit).is_some()
        && policy::may_change(visitor.now, held.visit.starts_at, &terms).is_ok();
    let cancel =
        policy::may_cancel(visitor.now, held.visit.starts_at, status, &terms).ok().filter(|_| status.is_ahead());
    let mut page = visitor.page("booking-visit");
    page.toast = if !fields.value("moved").is_empty() {
        let key = if status == Status::Requested { "booking-moved-asked" } else { "booking-moved" };
        Some(t.with(key, &[("when", visitor.when(held.visit.starts_at).into())]))
    } else if !fields.value("cancelled").is_empty() && !status.claims_time() {
        // No letter comes to whoever stopped them, and none is claimed.
        Some(t.get(if stopped { "booking-cancelled-only" } else { "booking-cancelled" }))
    } else if fields.value("told") == "needed" {
        Some(t.get("booking-told-needed"))
    } else if !fields.value("told").is_empty() {
        Some(t.get("booking-told-removed"))
    } else {
        match (fields.value("remind"), held.visit.remind) {
            ("1", true) if held.list.is_some() => Some(t.get("booking-remind-on-own")),
            ("1", true) => Some(t.get("booking-remind-on")),
            ("0", false) => Some(t.get("booking-remind-off")),
            _ => None,
        }
    };
    // Of a visit that is near none goes out any more, and neither where there is nobody to write to.
    let next = choice.as_ref().map_or(Some(&usual), |choice| choice.as_ref());
    let next = next.and_then(|plan| plan.next(held.visit.starts_at, &visitor.scope.clinic.zone, visitor.now));
    let remind = next.filter(|_| status.is_ahead() && (held.visit.booked_by.is_some() || reached));
    Ok(render(&Visit {
        page,
        visit: visitor.card_of(&held.visit),
        way: visitor.way(&held.visit),
        of: held.of,
        list: held.list,
        state: state(status).to_owned(),
        state_word: t.get(state_key(status)),
        rule: if status.is_ahead() { visitor.rule(held.visit.starts_at, held.visit.status) } else { String::new() },
        move_to: may_move.then(|| format!("{}/change", held.here)),
        cancel: cancel.map(|to| CallOff {
            action: format!("{}/cancel", held.here),
            version: held.visit.version(),
            late: to == Status::LateCancelled,
        }),
        again: visitor.bookable(&held.visit).filter(|_| !status.is_ahead() || held.visit.ends_at <= visitor.now),
        calendar: format!("{}/calendar.ics", held.here),
        told,
        forget: format!("{}/told/removal", held.here),
        remind: remind.map(|at| Remind {
            action: format!("{}/reminder", held.here),
            wanted: held.visit.remind,
            when: choice.is_some().then(|| visitor.brief(at)),
        }),
        choose: choice.is_some().then(|| visitor.face.to("/me/reminders")),
        history: visitor.history(status, &history),
    }))
}

fn done(visitor: &Visitor, held: &Held) -> Response {
    let asks = held.visit.status == Status::Requested;
    render(&Done {
        page: visitor.page(if asks { "booking-asked-title" } else { "booking-visit" }),
        visit: visitor.card_of(&held.visit),
        way: visitor.way(&held.visit),
        asks,
        manage: held.here.clone(),
        calendar: format!("{}/calendar.ics", held.here),
        rule: visitor.rule(held.visit.starts_at, held.visit.status),
    })
}

pub(super) async fn calendar(mut visitor: Visitor, Path((_, id, signature)): Address) -> Result<Response, Fault> {
    let held = visitor.held(id, &signature).await?;
    file(&visitor, &held)
}

/// The visit as a file for one's own calendar.
pub(super) fn file(visitor: &Visitor, held: &Held) -> Result<Response, Fault> {
    let text = jobs::calendar_file(&visitor.scope, &visitor.catalogue, &held.visit, &visitor.face.t)?;
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8; method=PUBLISH"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"visit.ics\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Hears whether a reminder is wanted.
pub(super) async fn remind(
    mut visitor: Visitor,
    Path((_, id, signature)): Address,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let held = visitor.held(id, &signature).await?;
    reminded(visitor, held, &fields).await
}

/// Hears it of a visit, whichever way that was come by.
pub(super) async fn reminded(visitor: Visitor, held: Held, fields: &Fields) -> Result<Response, Fault> {
    visitor.admit()?;
    let mut form = fields.reader();
    let wanted = form.ticked("remind");
    form.finish(|| Some(())).map_err(Fault::invalid)?;
    act::want_reminder(&held.scope, held.visit.id, wanted).await?;
    Ok(Redirect::to(&format!("{}?remind={}", held.here, u8::from(wanted))).into_response())
}

pub(super) async fn ask(mut visitor: Visitor, Path((_, id, signature)): Address) -> Result<Response, Fault> {
    let held = visitor.held(id, &signature).await?;
    Ok(visitor.asking(&held, StatusCode::OK, String::new()))
}

pub(super) async fn cancel(
    mut visitor: Visitor,
    Path((_, id, signature)): Address,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let held = visitor.held(id, &signature).await?;
    cancelled(visitor, held, &fields).await
}

/// Calls it off.
pub(super) async fn cancelled(visitor: Visitor, held: Held, fields: &Fields) -> Result<Response, Fault> {
    visitor.admit()?;
    let mut form = fields.reader();
    let (version, late) = (form.text_or_none("version", 80).unwrap_or_default(), form.ticked("late"));
    form.finish(|| Some(())).map_err(Fault::invalid)?;
    let gone = format!("{}?cancelled=1", held.here);
    if !held.visit.status.claims_time() {
        // Sent twice: it is as was wished.
        return Ok(Redirect::to(&gone).into_response());
    }
    // It is called off once, so its letter needs no counting: nobody is kept from calling off in time.
    match act::call_off(&held.scope, held.visit.id, Seen { version, late }).await {
        Err(Error::Unasked) => {
            let held = held.again().await?;
            let key =
                if late || !visitor.is_late(&held) { "booking-cancel-changed" } else { "booking-cancel-late-now" };
            Ok(visitor.asking(&held, StatusCode::CONFLICT, visitor.face.t.get(key)))
        }
        done => done.map(|_| Redirect::to(&gone).into_response()).map_err(Fault::from),
    }
}

impl Visitor {
    /// Whether calling the visit off now counts as late.
    fn is_late(&self, held: &Held) -> bool {
        let terms = self.catalogue.terms.policy();
        let to = policy::may_cancel(self.now, held.visit.starts_at, held.visit.status, &terms);
        to == Ok(Status::LateCancelled)
    }

    /// The page that asks before it calls off; the visit's own when it is over, or called off already.
    pub(super) fn asking(&self, held: &Held, status: StatusCode, again: String) -> Response {
        let terms = self.catalogue.terms.policy();
        let open = policy::may_cancel(self.now, held.visit.starts_at, held.visit.status, &terms).is_ok();
        if !open || !held.visit.status.is_ahead() {
            return Redirect::to(&held.here).into_response();
        }
        let page = Cancel {
            page: self.page("booking-cancel-title"),
            visit: self.card_of(&held.visit),
            rule: self.rule(held.visit.starts_at, held.visit.status),
            late: self.is_late(held),
            again,
            action: format!("{}/cancel", held.here),
            version: held.visit.version(),
            back: held.here.clone(),
        };
        render_as(status, &page)
    }

    /// The visit's history, without what only the clinic needs to know.
    fn history(&self, status: Status, history: &[Happened]) -> Vec<Past> {
        let now = happening(status, history);
        let line = |(at, happened): (usize, &Happened)| {
            let past = self.past(happened)?;
            Some(if now == Some(at) { Past { kind: "now".to_owned(), ..past } } else { past })
        };
        history.iter().enumerate().filter_map(line).collect()
    }

    fn past(&self, happened: &Happened) -> Option<Past> {
        let (kind, key) = match happened.name.as_str() {
            "appointment.requested" => ("on", "booking-past-asked"),
            "appointment.booked" => ("on", "booking-past-booked"),
            "appointment.requested_anew" => ("on", "booking-past-anew"),
            "appointment.approved" => ("on", "booking-past-approved"),
            "appointment.declined" => ("warn", "booking-past-declined"),
            "appointment.moved" => ("on", "booking-past-moved"),
            "appointment.resized" => ("on", "booking-past-resized"),
            "appointment.reinstated" => ("on", "booking-past-reinstated"),
            "appointment.cancelled" | "appointment.cancelled_late" => ("warn", "booking-past-cancelled"),
            "appointment.arrived" => ("on", "booking-past-arrived"),
            "appointment.begun" => ("on", "booking-past-inroom"),
            "appointment.done" => ("on", "booking-past-kept"),
            "appointment.missed" => ("warn", "booking-past-missed"),
            "appointment.reminded" => ("on", "booking-past-reminded"),
            _ => return None,
        };
        Some(Past { kind: kind.to_owned(), when: self.brief(happened.at), words: self.face.t.get(key) })
    }
}
