//! The desk: the day by practitioner, one appointment, and what is done with it.
//!
//! Every change carries the version of the appointment it was drawn from. When somebody else was quicker, nothing is
//! changed, and the page says how the appointment stands now.

mod appointment;
mod card;
mod change;
mod day;
mod form;
mod lanes;
mod moving;
mod say;

use axum::http::request::Parts;
use axum::response::Response;
use ground::web::{Fault, live};
use ground::{Routes, Scope};
use promise::Purpose::Scheduling;

/// The desk's addresses.
pub fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/day", "booking.day.read", Scheduling, day::show)
        .get("/c/{clinic}/live", "booking.day.read", Scheduling, news)
        .get("/c/{clinic}/appointments", "booking.appointment.create", Scheduling, form::show)
        .post("/c/{clinic}/appointments", "booking.appointment.create", Scheduling, form::create)
        .get("/c/{clinic}/appointments/{appointment}", "booking.appointment.read", Scheduling, appointment::show)
        .post("/c/{clinic}/appointments/{appointment}/status", "booking.appointment.mark", Scheduling, change::mark)
        .post(
            "/c/{clinic}/appointments/{appointment}/approval",
            "booking.appointment.approve",
            Scheduling,
            change::approve,
        )
        .post(
            "/c/{clinic}/appointments/{appointment}/cancellation",
            "booking.appointment.cancel",
            Scheduling,
            change::cancel,
        )
        .get("/c/{clinic}/appointments/{appointment}/move", "booking.appointment.update", Scheduling, moving::show)
        .post("/c/{clinic}/appointments/{appointment}/move", "booking.appointment.update", Scheduling, moving::create)
}

/// Says when the day's pages should look again.
async fn news(scope: Scope, parts: Parts) -> Result<Response, Fault> {
    Ok(live::news(scope, parts, &["appointment", "setup"]))
}
