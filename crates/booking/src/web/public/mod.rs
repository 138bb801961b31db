//! What a visitor sees: the clinic's front, the four steps of a booking, one visit by its link, and, signed in, their own.
//!
//! The state of a booking travels with its forms: nothing is stored before the last button, reading a page changes
//! nothing, and no address has anything personal in it.

mod change;
mod coming;
mod details;
mod gone;
pub mod nearest;
pub(crate) mod own;
mod pick;
pub(crate) mod say;
mod slot;
mod start;
mod times;
mod visit;
mod way;

pub(crate) use details::{NOTE, where_to};

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use ground::web::{ClientAddress, Face, Fault, Page, Unchosen};
use ground::{House, Routes, Scope, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use promise::Purpose::Scheduling;

use crate::model::{Online, Service};
use crate::store::Catalogue;
use crate::{admit, offers};

/// The addresses of the public pages.
pub fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}", "booking.service.read", Scheduling, start::show)
        .get("/c/{clinic}/", "booking.service.read", Scheduling, start::show)
        .get("/c/{clinic}/book/{service}", "booking.time.read", Scheduling, times::show)
        .post("/c/{clinic}/book/{service}", "booking.visit.create", Scheduling, details::create)
        .get("/c/{clinic}/book/{service}/details", "booking.time.read", Scheduling, details::show)
        .post("/c/{clinic}/book/{service}/details", "booking.visit.create", Scheduling, details::edit)
        .post("/c/{clinic}/book/{service}/confirm", "booking.visit.create", Scheduling, details::confirm)
        .get("/c/{clinic}/visit/{appointment}/{signature}", "booking.visit.read", Scheduling, visit::show)
        .get(
            "/c/{clinic}/visit/{appointment}/{signature}/calendar.ics",
            "booking.visit.read",
            Scheduling,
            visit::calendar,
        )
        .get("/c/{clinic}/visit/{appointment}/{signature}/change", "booking.visit.change", Scheduling, change::show)
        .post("/c/{clinic}/visit/{appointment}/{signature}/change", "booking.visit.change", Scheduling, change::store)
        .get("/c/{clinic}/visit/{appointment}/{signature}/cancel", "booking.visit.cancel", Scheduling, visit::ask)
        .post("/c/{clinic}/visit/{appointment}/{signature}/cancel", "booking.visit.cancel", Scheduling, visit::cancel)
        .post("/c/{clinic}/visit/{appointment}/{signature}/reminder", "booking.visit.remind", Scheduling, visit::remind)
        .get("/c/{clinic}/me/visits", "booking.own.list", Scheduling, own::list)
        .get("/c/{clinic}/me/calendar", "booking.feed.keep", Scheduling, own::feed::show)
        .post("/c/{clinic}/me/calendar", "booking.feed.keep", Scheduling, own::feed::create)
        .post("/c/{clinic}/me/calendar/{feed}/revocation", "booking.feed.keep", Scheduling, own::feed::revoke)
        .get("/c/{clinic}/calendar/{secret}", "booking.feed.read", Scheduling, own::feed::read)
        .get("/c/{clinic}/me/reminders", "booking.reminder.choose", Scheduling, own::reminders::show)
        .post("/c/{clinic}/me/reminders", "booking.reminder.choose", Scheduling, own::reminders::save)
        .get("/c/{clinic}/me/visits/{appointment}", "booking.own.read", Scheduling, own::show)
        .get("/c/{clinic}/me/visits/{appointment}/calendar.ics", "booking.own.read", Scheduling, own::calendar)
        .get("/c/{clinic}/me/visits/{appointment}/change", "booking.own.change", Scheduling, own::times)
        .post("/c/{clinic}/me/visits/{appointment}/change", "booking.own.change", Scheduling, own::change)
        .get("/c/{clinic}/me/visits/{appointment}/cancel", "booking.own.cancel", Scheduling, own::ask)
        .post("/c/{clinic}/me/visits/{appointment}/cancel", "booking.own.cancel", Scheduling, own::cancel)
        .post("/c/{clinic}/me/visits/{appointment}/reminder", "booking.own.remind", Scheduling, own::remind)
        .post("/c/{clinic}/me/visits/{appointment}/told/removal", "booking.own.remove", Scheduling, own::told::remove)
}

/// What every public page is drawn from: who asks, in which language, of which clinic, now.
pub(crate) struct Visitor {
    pub scope: Scope,
    pub face: Face,
    pub catalogue: Arc<Catalogue>,
    pub now: Timestamp,
    address: Option<ClientAddress>,
    /// Nobody chose the language, and no page led here in it.
    unchosen: bool,
}

impl FromRequestParts<House> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Visitor, Fault> {
        let face = Face::from_request_parts(parts, house).await?;
        let scope = parts.extensions.get::<Scope>().cloned().ok_or_else(|| Fault::internal("route.unlisted"))?;
        let catalogue = offers::catalogue(&scope).await?;
        let address = parts.extensions.get::<ClientAddress>().copied();
        let unchosen = parts.extensions.get::<Unchosen>().is_some();
        Ok(Visitor { now: house.clock.now(), scope, face, catalogue, address, unchosen })
    }
}

impl Visitor {
    /// Whoever looks at `page`, for a part of it that is drawn within a transaction.
    pub(crate) fn within(tx: &mut Tx<'_>, page: &Page) -> ground::Result<Visitor> {
        let catalogue = Arc::new(crate::store::catalogue(tx)?);
        let face = Face { t: page.t.clone(), uri: Uri::default(), base: page.base.clone() };
        Ok(Visitor { scope: tx.scope().clone(), face, catalogue, now: tx.now(), address: None, unchosen: false })
    }

    /// The service of an address, if it can be booked online.
    fn service(&self, name: &str) -> Result<&Service, Fault> {
        self.catalogue.service(name).filter(|service| service.online != Online::Nobody).ok_or_else(Fault::not_found)
    }

    /// Today by the clinic's clock.
    fn today(&self) -> Date {
        self.scope.clinic.zone.to_datetime(self.now).date()
    }

    fn page(&self, title: &str) -> Page {
        self.face.page(&self.scope, title)
    }

    /// Lets one sent form pass, or says to wait.
    fn admit(&self) -> Result<(), Fault> {
        admit::form(&self.scope, self.address)
    }
}

/// The visit as the card beside every step shows it. Empty text means there is none.
pub(crate) struct Card {
    pub service: String,
    pub minutes: u32,
    pub price: String,
    pub pay: String,
    pub place: String,
    pub with: String,
    pub when: String,
    pub change: String,
    /// The moment itself, for whoever reads it by another clock than the clinic's; none before one is chosen.
    pub clock: Option<Clock>,
}

/// A moment, and by which clock it is told.
pub(crate) struct Clock {
    /// RFC 3339.
    pub at: String,
    /// "Europe/Dublin".
    pub zone: String,
    /// "Dublin (GMT)".
    pub words: String,
}
