//! Booking for programs: REST under `/api/v1`.
//!
//! Anyone may read what is offered and book; listing, reading, moving and cancelling appointments needs a key. Times
//! are RFC 3339 with the clinic's offset.

mod bookings;
mod desk;
mod doc;
mod shape;
mod times;

use ground::Routes;
use promise::Purpose::Scheduling;

pub use doc::openapi;

/// The API's addresses.
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/clinics", "booking.service.read", Scheduling, times::clinics)
        .get("/api/v1/clinics/{clinic}/services", "booking.service.read", Scheduling, times::services)
        .get("/api/v1/clinics/{clinic}/services/{service}/times", "booking.time.read", Scheduling, times::times)
        .post("/api/v1/clinics/{clinic}/bookings", "booking.visit.create", Scheduling, bookings::create)
        .get("/api/v1/clinics/{clinic}/appointments", "booking.appointment.read", Scheduling, desk::list)
        .get("/api/v1/clinics/{clinic}/appointments/{appointment}", "booking.appointment.read", Scheduling, desk::read)
        .patch(
            "/api/v1/clinics/{clinic}/appointments/{appointment}",
            "booking.appointment.update",
            Scheduling,
            desk::change,
        )
        .post(
            "/api/v1/clinics/{clinic}/appointments/{appointment}/cancellation",
            "booking.appointment.cancel",
            Scheduling,
            desk::cancel,
        )
}
