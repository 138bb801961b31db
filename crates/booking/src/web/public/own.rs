//! One's own visits, for whoever is signed in: those ahead, those that were, and those of whom they act for. Each is
//! seen, moved and called off by the very pages that the link in a letter opens; only whose it is is shown otherwise.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Fault, Form, Page, Query, render};
use ground::{PersonId, Result, Tx};
use jiff::Timestamp;

use super::nearest::Places;
use super::say::{state, state_key};
use super::visit::{self, Held};
use super::way::Way;
use super::{Card, Visitor, change};
use crate::model::{Appointment, AppointmentId, Online};
use crate::rules::policy;
use crate::store::appointment::{self, Side};

pub(super) mod feed;
pub(super) mod reminders;
pub(crate) mod told;

/// Visits on one page: those ahead, and those of the past.
const AHEAD: u32 = 50;
const PAST: u32 = 20;

pub(super) type Address = Path<(String, AppointmentId)>;

/// A visit ahead, with all there is to know before it.
pub(crate) struct Next {
    pub href: String,
    pub visit: Card,
    /// "For Ines".
    pub of: String,
    pub way: Way,
    pub state: &'static str,
    pub state_word: String,
    pub move_to: Option<String>,
    pub cancel: Option<String>,
}

/// A visit as a line of a list.
pub(crate) struct Line {
    pub href: String,
    pub when: String,
    pub of: String,
    pub service: String,
    pub with: String,
    pub state: &'static str,
    pub state_word: String,
    /// Books such a visit anew.
    pub again: Option<String>,
}

/// Where in the list a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// Around now: what is ahead, and the newest of what was.
    Now,
    /// Further ahead.
    Later,
    /// Further back.
    Older,
}

#[derive(Template)]
#[template(path = "own/visits.html")]
struct Visits {
    page: Page,
    next: Option<Next>,
    ahead: Vec<Line>,
    past: Vec<Line>,
    /// What is shown of them: the first page of both, or one further on.
    shows: Shows,
    /// Address of those further ahead.
    later: Option<String>,
    /// Address of the older ones.
    older: Option<String>,
    /// Address of the first page.
    here: String,
    book: String,
    /// The clinic's places, where one may ask which is nearest.
    places: Option<Places>,
}

/// Somebody's visits, each with the name of whom it is for where that is another.
pub(crate) type Named = (Appointment, Option<String>);

/// The visits of `me`, and with `wards` of whom they act for, on one side of now; and whether there are more.
pub(crate) fn visits_of(
    tx: &mut Tx<'_>,
    me: PersonId,
    wards: bool,
    side: Side,
    limit: u32,
) -> Result<(Vec<Named>, bool)> {
    let mut all: Vec<Named> = Vec::new();
    let found = appointment::beside_now(tx, me, side, limit + 1)?;
    all.extend(found.into_iter().map(|visit| (visit, None)));
    let wards = if wards { people::wards(tx, me)?.0 } else { Vec::new() };
    for ward in wards {
        let found = appointment::beside_now(tx, ward.id, side, limit + 1)?;
        all.extend(found.into_iter().map(|visit| (visit, Some(ward.given_name.clone()))));
    }
    all.sort_by_key(|(visit, _)| (visit.starts_at, visit.id));
    if matches!(side, Side::Behind(_)) {
        all.reverse();
    }
    let more = all.len() > limit as usize;
    all.truncate(limit as usize);
    Ok((all, more))
}

impl Visitor {
    /// Who is signed in.
    pub(super) fn me(&self) -> Result<PersonId, Fault> {
        let actor = &self.scope.actor;
        actor.account().and(actor.person()).ok_or_else(Fault::not_found)
    }

    fn of(&self, name: Option<&str>) -> String {
        name.map_or_else(String::new, |name| self.face.t.with("booking-for-name", &[("name", name.into())]))
    }

    /// The visit, if it is of whoever is signed in or of somebody they act for.
    async fn own(&self, id: AppointmentId) -> Result<Held, Fault> {
        let me = self.me()?;
        let (visit, name) = self.scope.read(move |tx| own(tx, me, id)).await?;
        Ok(Held {
            visit,
            scope: self.scope.clone(),
            here: self.face.to(&format!("/me/visits/{id}")),
            list: Some(self.face.to("/me/visits")),
            of: self.of(name.as_deref()),
        })
    }

    /// A visit ahead as its card shows it.
    pub(crate) fn next(&self, (visit, name): &Named) -> Next {
        let (terms, status) = (self.catalogue.terms.policy(), visit.status);
        let href = self.face.to(&format!("/me/visits/{}", visit.id));
        let bookable = self.bookable(visit).is_some();
        let may_move = bookable && status.is_ahead() && policy::may_change(self.now, visit.starts_at, &terms).is_ok();
        let may_cancel = status.is_ahead() && policy::may_cancel(self.now, visit.starts_at, status, &terms).is_ok();
        Next {
            visit: self.card_of(visit),
            of: self.of(name.as_deref()),
            way: self.way(visit),
            state: state(status),
            state_word: self.face.t.get(state_key(status)),
            move_to: may_move.then(|| format!("{href}/change")),
            cancel: may_cancel.then(|| format!("{href}/cancel")),
            href,
        }
    }

    /// A visit as a line.
    pub(crate) fn line(&self, (visit, name): &Named) -> Line {
        let card = self.card_of(visit);
        let ahead = visit.status.is_ahead() && visit.ends_at > self.now;
        Line {
            href: self.face.to(&format!("/me/visits/{}", visit.id)),
            when: if visit.time_known { self.when_with_year(visit.starts_at) } else { card.when },
            of: self.of(name.as_deref()),
            service: card.service,
            with: card.with,
            state: state(visit.status),
            state_word: self.face.t.get(state_key(visit.status)),
            again: self.bookable(visit).filter(|_| !ahead),
        }
    }

    /// Where such a visit is booked online, with the same practitioner if they still give it.
    pub(super) fn bookable(&self, visit: &Appointment) -> Option<String> {
        let service = visit.service.and_then(|id| self.catalogue.service_of(id))?;
        if service.retired_at.is_some() || service.online == Online::Nobody {
            return None;
        }
        let with = self.catalogue.givers(service).find(|one| Some(one.id) == visit.practitioner);
        let with = with.map_or_else(String::new, |one| format!("?who={}", one.id));
        Some(self.face.to(&format!("/book/{}{with}", service.slug)))
    }

    /// With the year where it is not this one's.
    fn when_with_year(&self, at: Timestamp) -> String {
        let local = self.local(at);
        if local.year() == self.today().year() {
            return self.when(at);
        }
        let t = &self.face.t;
        t.with("date-time", &[("date", t.date_full(local.date()).into()), ("time", t.time(local.time()).into())])
    }
}

/// The visit `id` and, where it is somebody's whom `me` acts for, their name. Another's is not found, whatever else the
/// reader is in the clinic, and the attempt is written into that person's record.
fn own(tx: &mut Tx<'_>, me: PersonId, id: AppointmentId) -> Result<Named, Fault> {
    let visit = appointment::find(tx, id)?;
    if visit.client == me {
        return Ok((visit, None));
    }
    match people::own::admit(tx, me, visit.client) {
        Ok(()) => {
            let name = people::open(tx, visit.client)?.given_name;
            Ok((visit, Some(name)))
        }
        Err(fault) if fault.status() == StatusCode::FORBIDDEN => Err(Fault::not_found()),
        Err(fault) => Err(fault),
    }
}

/// Where the list goes on: the start and id of the last visit shown.
fn mark(text: &str) -> Option<(Timestamp, AppointmentId)> {
    let (at, id) = text.split_once('.')?;
    Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, id.parse().ok()?))
}

pub(super) async fn list(visitor: Visitor, Query(fields): Query) -> Result<Response, Fault> {
    let me = visitor.me()?;
    let (after, before) = (mark(fields.value("after")), mark(fields.value("before")));
    let shows = match (after, before) {
        (Some(_), _) => Shows::Later,
        (None, Some(_)) => Shows::Older,
        (None, None) => Shows::Now,
    };
    let ((ahead, more_ahead), (past, more_past)) = visitor
        .scope
        .read(move |tx| -> Result<_> {
            let page = |tx: &mut Tx<'_>, other: Shows, side, most| {
                if shows == other { Ok(Default::default()) } else { visits_of(tx, me, true, side, most) }
            };
            Ok((
                page(tx, Shows::Older, Side::Ahead(after), AHEAD)?,
                page(tx, Shows::Later, Side::Behind(before), PAST)?,
            ))
        })
        .await?;
    let here = visitor.face.to("/me/visits");
    let further = |word: &str, visits: &[Named], more: bool| {
        let (last, _) = visits.last().filter(|_| more)?;
        Some(format!("{here}?{word}={}.{}", last.starts_at.as_microsecond(), last.id))
    };
    let (later, older) = (further("after", &ahead, more_ahead), further("before", &past, more_past));
    let now = shows == Shows::Now;
    let mut ahead = ahead.iter();
    let places = Some(visitor.places()).filter(|places| now && places.metres.is_some());
    Ok(Places::answered(
        places.is_some(),
        render(&Visits {
            page: visitor.page("booking-own-visits"),
            next: ahead.by_ref().take(usize::from(now)).next().map(|visit| visitor.next(visit)),
            ahead: ahead.map(|visit| visitor.line(visit)).collect(),
            past: past.iter().map(|visit| visitor.line(visit)).collect(),
            shows,
            later,
            older,
            here,
            book: visitor.face.to("/"),
            places,
        }),
    ))
}

pub(super) async fn show(visitor: Visitor, Path((_, id)): Address, Query(fields): Query) -> Result<Response, Fault> {
    let held = visitor.own(id).await?;
    visit::shown(visitor, held, &fields).await
}

pub(super) async fn calendar(visitor: Visitor, Path((_, id)): Address) -> Result<Response, Fault> {
    let held = visitor.own(id).await?;
    visit::file(&visitor, &held)
}

pub(super) async fn times(visitor: Visitor, Path((_, id)): Address, Query(fields): Query) -> Result<Response, Fault> {
    let held = visitor.own(id).await?;
    change::shown(visitor, held, &fields).await
}

pub(super) async fn change(visitor: Visitor, Path((_, id)): Address, Form(fields): Form) -> Result<Response, Fault> {
    let held = visitor.own(id).await?;
    change::moved(visitor, held, &fields).await
}

pub(super) async fn ask(visitor: Visitor, Path((_, id)): Address) -> Result<Response, Fault> {
    let held = visitor.own(id).await?;
    Ok(visitor.asking(&held, StatusCode::OK, String::new()))
}

pub(super) async fn cancel(visitor: Visitor, Path((_, id)): Address, Form(fields): Form) -> Result<Response, Fault> {
    let held = visitor.own(id).await?;
    visit::cancelled(visitor, held, &fields).await
}

pub(super) async fn remind(visitor: Visitor, Path((_, id)): Address, Form(fields): Form) -> Result<Response, Fault> {
    let held = visitor.own(id).await?;
    visit::reminded(visitor, held, &fields).await
}
