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

/// How many other times are offered, and how many of them at most are somebody else's.
const OTHERS: usize = 6;
const ELSEWHERE: usize = 2;

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

    /// The page with the next free times: those of the practitioner, and what is as near with somebody else, since whoever
    /// chose "anyone" chose a time. `step` takes the form with another time: the third where nothing is written yet.
    pub(super) async fn gone(
        &self,
        service: &Service,
        slot: Slot,
        refusal: &Refusal,
        fields: &Fields,
        step: &str,
    ) -> Result<Response, Fault> {
        let theirs = wish(service, slot);
        let next = offers::next(&self.scope, &theirs, slot.start, OTHERS).await?;
        let of_any = offers::next(&self.scope, &Wish { practitioner: None, ..theirs }, slot.start, OTHERS).await?;
        Ok(self.gone_for(service, slot, refusal, &nearest(next, of_any), fields, step))
    }

    fn gone_for(
        &self,
        service: &Service,
        slot: Slot,
        refusal: &Refusal,
        next: &[Free],
        fields: &Fields,
        step: &str,
    ) -> Response {
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
            title: self.lost(slot, refusal),
            action: go_on,
            times,
            slot: slot.to_string(),
            carried: carried(fields),
            others: others.collect(),
        };
        render_as(StatusCode::CONFLICT, &page)
    }
}

impl Visitor {
    /// That a time is not to be had: that somebody else has it now, or that it cannot be booked at all.
    pub(super) fn lost(&self, slot: Slot, refusal: &Refusal) -> String {
        let key = match refusal {
            Refusal::PractitionerBusy { .. } | Refusal::NoRoom | Refusal::NoDevice | Refusal::DailyLimit { .. } => {
                "booking-taken"
            }
            _ => "booking-not-free",
        };
        self.face.t.with(key, &[("time", Value::from(self.when(slot.start)))])
    }
}

fn wish(service: &Service, slot: Slot) -> Wish<'_> {
    Wish { service, practitioner: Some(slot.practitioner), booker: Booker::Visitor }
}

/// The soonest of one practitioner's times and of anybody's, in order: most of them the practitioner's where there are any.
fn nearest(mut theirs: Vec<Free>, of_any: Vec<Free>) -> Vec<Free> {
    let others: Vec<Free> = of_any.into_iter().filter(|free| !theirs.contains(free)).collect();
    let room = if theirs.is_empty() { OTHERS } else { ELSEWHERE };
    let others = others.into_iter().take(room);
    theirs.truncate(OTHERS - others.len().min(OTHERS));
    theirs.extend(others);
    theirs.sort_by_key(|free| (free.start, free.practitioner));
    theirs
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::model::PractitionerId;

    #[test]
    fn the_same_hour_with_somebody_else_is_offered_before_a_later_one() {
        let (lukas, ana) = (PractitionerId::from_bits(1), PractitionerId::from_bits(2));
        let at = |practitioner, minutes| {
            let start = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
            Free { start, end: start + SignedDuration::from_mins(30), practitioner }
        };
        let theirs: Vec<Free> = (2..8).map(|n| at(lukas, 15 * n)).collect();
        let of_any = vec![at(ana, 0), at(ana, 15), at(lukas, 30), at(ana, 45)];
        let offered = nearest(theirs.clone(), of_any.clone());
        assert_eq!(offered.len(), OTHERS);
        assert_eq!(offered[..3], [at(ana, 0), at(ana, 15), at(lukas, 30)]);
        assert!(offered[2..].iter().all(|free| free.practitioner == lukas));
        assert_eq!(nearest(vec![], of_any.clone()).len(), 4);
        assert_eq!(nearest(theirs.clone(), theirs.clone()), theirs);
    }
}
