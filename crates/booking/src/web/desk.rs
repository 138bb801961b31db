//! The desk: the calendar in its views, one appointment, and what is done with it.
//!
//! [`view`] is what an address asks to see, [`columns`] and [`lanes`] decide the layout, [`board`] draws it, [`slips`]
//! what stands on it.
//!
//! Every change carries the version of the appointment it was drawn from. When somebody else was quicker, nothing is
//! changed, and the page says how the appointment stands now.

mod appointment;
mod block;
mod board;
mod book;
mod card;
mod change;
mod clash;
mod columns;
mod day;
mod form;
mod lanes;
mod list;
mod moving;
mod obstacle;
mod say;
mod side;
mod slips;
mod spoken;
mod undo;
mod view;
mod why;

use axum::http::request::Parts;
use axum::response::Response;
use ground::web::{Fault, live};
use ground::{Routes, Scope};
use promise::Purpose::{Administration, Scheduling};

/// The desk's addresses.
pub fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/day", "booking.day.read", Scheduling, day::show)
        .get("/c/{clinic}/live", "booking.day.read", Scheduling, news)
        .get("/c/{clinic}/appointments", "booking.appointment.create", Scheduling, form::show)
        .post("/c/{clinic}/appointments", "booking.appointment.create", Scheduling, book::create)
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
        .post("/c/{clinic}/changes/{change}/undo", "booking.change.undo", Scheduling, undo::create)
        .post("/c/{clinic}/blocks", "booking.block.create", Scheduling, block::create)
        .post("/c/{clinic}/blocks/{block}/removal", "booking.block.remove", Scheduling, block::remove)
        .get("/c/{clinic}/why", "booking.time.explain", Scheduling, why::show)
        .post("/c/{clinic}/why/hours", "booking.setup.write", Administration, why::open_hours)
}

/// Says when the day's pages should look again.
async fn news(scope: Scope, parts: Parts) -> Result<Response, Fault> {
    Ok(live::news(scope, parts, &["appointment", "setup"]))
}
