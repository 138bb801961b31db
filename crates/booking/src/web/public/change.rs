//! Another time for a visit, by its link. The old time is kept until the new one is had.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Fault, Fields, Form, Page, Query, render, render_as};

use super::pick::{Asked, Pick, sent};
use super::say::lost;
use super::slot::Slot;
use super::visit::{Address, Held};
use super::{Card, Visitor};
use crate::error::{Error, Free};
use crate::model::{Online, Service};
use crate::rules::policy::Leave;
use crate::rules::{Booker, Refusal, policy};
use crate::store::book::Settled;
use crate::store::change::Move as NewTime;
use crate::{act, admit};

#[derive(Template)]
#[template(path = "public/move.html")]
struct Move {
    page: Page,
    visit: Card,
    action: String,
    back: String,
    /// What whoever moves it has seen.
    version: String,
    /// It was another when they chose.
    stale: bool,
    rule: String,
    /// The clinic looks at each time first: at the new one too.
    asks: bool,
    taken: Option<Taken>,
    pick: Pick,
}

/// Asks before a move that takes away what the client may do now.
#[derive(Template)]
#[template(path = "public/near.html")]
struct Near {
    page: Page,
    visit: Card,
    when: String,
    lost: String,
    action: String,
    slot: String,
    version: String,
    leave: &'static str,
    times: String,
}

/// A time that is gone, with the next free ones.
pub(super) struct Taken {
    pub words: String,
    pub others: Vec<Other>,
}

pub(super) struct Other {
    pub href: String,
    pub words: String,
    pub with: String,
}

pub(super) async fn show(
    mut visitor: Visitor,
    Path((_, id, signature)): Address,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let held = visitor.held(id, &signature).await?;
    shown(visitor, held, &fields).await
}

/// The times to choose from, for a visit whichever way it was come by.
pub(super) async fn shown(visitor: Visitor, held: Held, fields: &Fields) -> Result<Response, Fault> {
    let Some(service) = visitor.movable(&held) else { return Ok(Redirect::to(&held.here).into_response()) };
    let asked = sent(fields).filter(|_| !fields.value("near").is_empty());
    if let Some(near) = asked.and_then(|slot| visitor.near(&held, slot)) {
        return Ok(render(&near));
    }
    let page = visitor.moving(&held, &service, fields, None).await?;
    Ok(render(&page))
}

pub(super) async fn store(
    mut visitor: Visitor,
    Path((_, id, signature)): Address,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let held = visitor.held(id, &signature).await?;
    moved(visitor, held, &fields).await
}

/// Moves it.
pub(super) async fn moved(visitor: Visitor, held: Held, fields: &Fields) -> Result<Response, Fault> {
    let id = held.visit.id;
    visitor.admit()?;
    let Some(service) = visitor.movable(&held) else { return Ok(Redirect::to(&held.here).into_response()) };
    let Some(slot) = sent(fields) else {
        let missing = Fields::filled([("who", fields.value("who")), ("day", fields.value("day")), ("missing", "1")]);
        let page = visitor.moving(&held, &service, &missing, None).await?;
        return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let moved = format!("{}?moved=1", held.here);
    if slot.start == held.visit.starts_at && Some(slot.practitioner) == held.visit.practitioner {
        // Sent twice, or moved to where it is.
        return Ok(Redirect::to(&moved).into_response());
    }
    // The clinic was at it meanwhile: what was chosen was chosen against a time that it has no more.
    if ![held.visit.version().as_str(), ""].contains(&fields.value("version")) {
        return stale(&visitor, &held, &service, slot).await;
    }
    let to = NewTime {
        start: slot.start,
        practitioner: Some(slot.practitioner),
        booker: Booker::Visitor,
        tell: true,
        settled: Settled::default(),
        version: Some(held.visit.version()),
        leave: Leave::from_code(fields.value("leave")),
    };
    let reader = admit::Reader::about(id);
    match admit::letter(&held.scope, reader, act::move_to(&held.scope, id, to), |_| true).await? {
        Ok(_) => Ok(Redirect::to(&moved).into_response()),
        Err(Error::NotFree { next, refusal }) => {
            let taken = visitor.taken(&held, slot, &refusal, &next);
            let day = visitor.local(slot.start).date().to_string();
            let page = visitor
                .moving(
                    &held,
                    &service,
                    &Fields::filled([("day", day.as_str()), ("who", fields.value("who"))]),
                    Some(taken),
                )
                .await?;
            Ok(render_as(StatusCode::CONFLICT, &page))
        }
        Err(Error::Stale) => stale(&visitor, &held.again().await?, &service, slot).await,
        Err(Error::Unasked) => Ok(Redirect::to(&format!("{}/change?near=1&slot={slot}", held.here)).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// The times to choose from once more, and that the visit is not as it was when `slot` was chosen.
async fn stale(visitor: &Visitor, held: &Held, service: &Service, slot: Slot) -> Result<Response, Fault> {
    let day = visitor.local(slot.start).date().to_string();
    let page = visitor.moving(held, service, &Fields::filled([("day", day)]), None).await?;
    Ok(render_as(StatusCode::CONFLICT, &Move { stale: true, ..page }))
}

impl Visitor {
    /// The service of a visit that may still be moved by its link, as long as the visit is.
    fn movable(&self, held: &Held) -> Option<Service> {
        let open = held.visit.status.is_ahead()
            && policy::may_change(self.now, held.visit.starts_at, &self.catalogue.terms.policy()).is_ok();
        let service = held.visit.service.and_then(|id| self.catalogue.service_of(id));
        let settled = Settled { minutes: Some(held.visit.minutes()), room: None };
        service
            .filter(|service| open && service.retired_at.is_none() && service.online != Online::Nobody)
            .and_then(|service| settled.of(service).ok())
    }

    /// The question before a move to a time so near that the client could no longer do there what they may do now.
    fn near(&self, held: &Held, slot: Slot) -> Option<Near> {
        let terms = self.catalogue.terms.policy();
        let leave = |start| policy::leave(self.now, start, &terms);
        let (now, there) = (leave(held.visit.starts_at), leave(slot.start));
        now.is_more_than(there).then(|| Near {
            page: self.page("booking-near-title"),
            visit: Card { clock: None, ..self.card_of(&held.visit) },
            when: self.when(slot.start),
            lost: lost(&self.face.t, now, there),
            action: format!("{}/change", held.here),
            slot: slot.to_string(),
            version: held.visit.version(),
            leave: there.code(),
            times: format!("{}/change?day={}", held.here, self.local(slot.start).date()),
        })
    }

    async fn moving(
        &self,
        held: &Held,
        service: &Service,
        fields: &Fields,
        taken: Option<Taken>,
    ) -> Result<Move, Fault> {
        let action = format!("{}/change", held.here);
        let pick = self.pick(service, &Asked::read(fields), &action, Some(&held.visit)).await?;
        Ok(Move {
            page: self.page("booking-move-title"),
            // The times to choose from say by which clock they are told.
            visit: Card { clock: None, ..self.card_of(&held.visit) },
            action,
            back: held.here.clone(),
            version: held.visit.version(),
            stale: false,
            rule: self.rule(held.visit.starts_at, held.visit.status),
            asks: service.approve_first,
            taken,
            pick,
        })
    }

    fn taken(&self, held: &Held, slot: Slot, refusal: &Refusal, next: &[Free]) -> Taken {
        let others = next.iter().take(3).map(|free| Other {
            href: format!("{}/change?slot={}", held.here, Slot { start: free.start, practitioner: free.practitioner }),
            words: self.brief(free.start),
            with: self.catalogue.practitioner(free.practitioner).map_or_else(String::new, |one| one.name.clone()),
        });
        Taken { words: self.lost(slot, refusal), others: others.collect() }
    }
}
