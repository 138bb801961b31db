//! A time that cannot be booked any more, with the next free ones; what was written about oneself goes along.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Fault, Fields, Page, Value, render_as};
use jiff::ToSpan;

use super::details::{Hidden, carried};
use super::slot::Slot;
use super::{Card, Visitor};
use crate::error::Free;
use crate::model::Service;
use crate::offers::{self, Wish};
use crate::rules::{Booker, Refusal};

/// How many other times are offered.
const OTHERS: usize = 6;

#[derive(Template)]
#[template(path = "public/gone.html")]
struct Gone {
    page: Page,
    visit: Card,
    title: String,
    action: String,
    times: String,
    slot: String,
    carried: Vec<Hidden>,
    others: Vec<Other>,
}

struct Other {
    value: String,
    words: String,
    with: String,
}

impl Visitor {
    /// Why the time cannot be booked, as far as is known without asking the database: it is said before somebody writes
    /// all about themselves, and again before they press the last button.
    pub(super) async fn refused(&self, service: &Service, slot: Slot) -> Result<Option<Refusal>, Fault> {
        // What lies beyond what is offered is not looked at: anybody may write any time into an address.
        let last = self.today().saturating_add(i32::from(service.horizon_days).days());
        if !(self.today()..=last).contains(&self.local(slot.start).date()) {
            return Ok(Some(Refusal::NotLoaded));
        }
        Ok(offers::choose(&self.scope, &wish(service, slot), slot.start).await?.err())
    }

    pub(super) async fn gone(
        &self,
        service: &Service,
        slot: Slot,
        refusal: &Refusal,
        fields: &Fields,
        step: &str,
    ) -> Result<Response, Fault> {
        let next = offers::next(&self.scope, &wish(service, slot), slot.start, OTHERS).await?;
        Ok(self.gone_for(service, slot, refusal, &next, fields, step))
    }

    /// The same with the next free times already known. `step` takes the form with another time: the third where
    /// nothing is written yet.
    pub(super) fn gone_for(
        &self,
        service: &Service,
        slot: Slot,
        refusal: &Refusal,
        next: &[Free],
        fields: &Fields,
        step: &str,
    ) -> Response {
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
        let (go_on, times) =
            (self.book(service, step), format!("{}?day={}", self.book(service, ""), self.local(slot.start).date()));
        let page = Gone {
            page: self.sent_again("booking-times-title", go_on.clone(), Some(times.clone())),
            visit: Card { change: String::new(), ..self.card(service, None) },
            title: self.face.t.with(key, &[("time", Value::from(self.when(slot.start)))]),
            action: go_on,
            times,
            slot: slot.to_string(),
            carried: carried(fields),
            others: others.collect(),
        };
        render_as(StatusCode::CONFLICT, &page)
    }
}

fn wish(service: &Service, slot: Slot) -> Wish<'_> {
    Wish { service, practitioner: Some(slot.practitioner), booker: Booker::Visitor }
}
