//! Blocked time in place: a meeting, a delivery, an early end; made on a free stretch, looked at, given back.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render_as};
use ground::{Result as Grounded, Scope};

use super::book::moment;
use super::form::{Choice, Field};
use super::say::Say;
use super::view::View;
use crate::model::{Appointment, Block, BlockId, Owner};
use crate::rules::clock::askable;
use crate::store::setup::{self, NewBlock};
use crate::store::{Catalogue, undo};
use crate::{error::Error, offers};

const REASON: usize = 80;
/// Visits named that lie in the time.
const NAMED: usize = 6;

/// The contract of `desk/blocked.html`.
pub(super) struct Blocked {
    pub reason: String,
    pub whose: String,
    pub when: String,
    pub remove: Option<String>,
    pub see: String,
}

/// The contract of `desk/blocking.html`.
pub(super) struct Blocking {
    pub action: String,
    pub faults: u32,
    pub whose: Vec<Choice>,
    pub whose_fault: String,
    pub date: Field,
    pub time: Field,
    pub until: Field,
    pub reason: Field,
    /// Visits that lie in the time, when it was not yet said that this is meant.
    pub met: Vec<String>,
    pub met_words: String,
    /// The form that books instead.
    pub book: String,
    pub see: String,
}

#[derive(askama::Template)]
#[template(path = "desk/block.html")]
struct BlockPage {
    page: Page,
    form: Blocking,
    back: String,
}

pub(super) fn blocked(
    scope: &Scope,
    face: &Face,
    say: &Say<'_>,
    catalogue: &Catalogue,
    block: &Block,
    view: &View,
) -> Blocked {
    let may = scope.house().permits_anyhow(scope, "booking.block.remove");
    let same_day = say.date(block.starts_at) == say.date(block.ends_at);
    let when = match same_day {
        true => say.t.with(
            "date-time",
            &[
                ("date", say.t.date_near(say.date(block.starts_at), say.today()).into()),
                ("time", say.span(block.starts_at, block.ends_at).into()),
            ],
        ),
        false => say.t.with(
            "time-range",
            &[("from", say.moment(block.starts_at).into()), ("to", say.moment(block.ends_at).into())],
        ),
    };
    Blocked {
        reason: block.reason.clone(),
        whose: catalogue.owner_name(block),
        when,
        remove: may.then(|| face.to(&format!("/blocks/{}/removal", block.id))),
        see: view.query(),
    }
}

/// The form as it was typed, or as the address fills it.
pub(super) fn blocking(
    face: &Face,
    say: &Say<'_>,
    catalogue: &Catalogue,
    fields: &Fields,
    faults: &Faults,
    met: &[Appointment],
) -> Blocking {
    let t = say.t;
    let typed = |names: &[&str]| names.iter().map(|name| fields.value(name)).find(|value| !value.is_empty());
    let field = |name: &str, value: Option<&str>| Field {
        value: value.unwrap_or_default().to_owned(),
        fault: faults.of(name, t).unwrap_or_default(),
    };
    let view = View::carried(fields.value("see"), View::read(fields, say.today()).date);
    let view = if fields.value("see").is_empty() { View::read(fields, say.today()) } else { view };
    let whose = typed(&["whose", "lane", "room"]).unwrap_or_default();
    let nobody = Choice { value: String::new(), label: t.get("setup-choose"), chosen: whose.is_empty() };
    let owners = catalogue.owners().into_iter().map(|(value, label)| Choice { chosen: value == whose, value, label });
    let time = typed(&["time", "at"]);
    let room = if fields.value("room").is_empty() { String::new() } else { format!("&room={}", fields.value("room")) };
    let at = time.unwrap_or_default();
    Blocking {
        action: face.to("/blocks"),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        whose: std::iter::once(nobody).chain(owners).collect(),
        whose_fault: faults.of("whose", t).unwrap_or_default(),
        date: field("date", typed(&["date"]).or(Some(&view.date.to_string()))),
        until: field("until", typed(&["until"])),
        reason: field("reason", typed(&["reason"])),
        met: met
            .iter()
            .take(NAMED)
            .map(|visit| say.t.with("desk-block-met", &[("time", say.span(visit.starts_at, visit.ends_at).into())]))
            .collect(),
        met_words: match met.len() {
            0 => String::new(),
            count => t.with("setup-block-meets", &[("count", count.into())]),
        },
        book: face.to(&format!("/day?{}&lane={}{room}&at={at}", view.query(), fields.value("lane"))),
        see: view.query(),
        time: field("time", time),
    }
}

fn read(fields: &Fields, scope: &Scope) -> Result<(NewBlock, bool, View), Faults> {
    let mut form = fields.reader();
    let (whose, reason) = (form.parse::<Owner>("whose"), form.text("reason", REASON));
    let (date, time, until) = (form.date("date"), form.time("time"), form.time("until"));
    let (sure, see) = (form.ticked("sure"), form.text_or_none("see", 200).unwrap_or_default());
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    if date.is_some_and(|date| !askable(today).contains(&date)) {
        form.fault("date", "booking-fault-far");
    }
    let (starts_at, ends_at) = (moment(scope, date, time), moment(scope, date, until));
    if let Some((starts, ends)) = starts_at.zip(ends_at)
        && ends <= starts
    {
        form.fault("until", "desk-fault-before");
    }
    form.finish(|| {
        Some((NewBlock::of(whose?, starts_at?..ends_at?, reason?), sure, View::carried(&see, date?).showing(date?)))
    })
}

enum Refused {
    Met(Vec<Appointment>),
    Ground(ground::Error),
}

impl From<ground::Error> for Refused {
    fn from(error: ground::Error) -> Refused {
        Refused::Ground(error)
    }
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let (block, sure, view) = match read(&fields, &scope) {
        Ok(read) => read,
        Err(faults) => return page(&scope, &face, &fields, &faults, &[], StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let done = scope
        .write(move |tx| -> Result<BlockId, Refused> {
            let met = if sure { Vec::new() } else { setup::meets(tx, &block)? };
            if !met.is_empty() {
                return Err(Refused::Met(met));
            }
            Ok(undo::block(tx, &block)?)
        })
        .await;
    match done {
        Ok(id) => {
            let to = format!("/day?{}&block={id}&done=blocked", view.query());
            Ok(Redirect::to(&face.to(&to)).into_response())
        }
        Err(Refused::Met(met)) => page(&scope, &face, &fields, &Faults::new(), &met, StatusCode::CONFLICT).await,
        Err(Refused::Ground(error)) => Err(error.into()),
    }
}

async fn page(
    scope: &Scope,
    face: &Face,
    fields: &Fields,
    faults: &Faults,
    met: &[Appointment],
    status: StatusCode,
) -> Result<Response, Fault> {
    let catalogue = offers::catalogue(scope).await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let form = blocking(face, &say, &catalogue, fields, faults, met);
    let back = face.to(&format!("/day?{}", form.see));
    Ok(render_as(status, &BlockPage { page: face.page(scope, "desk-block-title"), form, back }))
}

pub(super) async fn remove(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: BlockId = id.parse().map_err(|_| Fault::not_found())?;
    let mut form = fields.reader();
    let see = form.text_or_none("see", 200).unwrap_or_default();
    form.finish(|| Some(())).map_err(Fault::invalid)?;
    let now = scope.house().clock.now();
    let view = View::carried(&see, scope.clinic.zone.to_datetime(now).date());
    match scope.write(move |tx| -> Grounded<Block> { undo::unblock(tx, id) }).await {
        Ok(block) => {
            let view = view.showing(scope.clinic.zone.to_datetime(block.starts_at).date());
            Ok(Redirect::to(&face.to(&format!("/day?{}&done=unblocked", view.query()))).into_response())
        }
        // Somebody else has given it back: the calendar shows it.
        Err(ground::Error::NotFound) => super::day::refused(&scope, &face, &view, face.t.get("desk-undo-gone")).await,
        Err(error) => Err(Error::from(error).into()),
    }
}
