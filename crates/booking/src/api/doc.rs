//! The description of booking's part of the API (OpenAPI 3.1).

#![allow(dead_code, reason = "each function stands for one address; the handlers are beside")]

use ground::web::doc::{Checked, FieldProblem, Invalid, Keyed, MayKeyed, Named, OfClinic, Sent, Usual};
use ground::web::problem::Problem;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoParams, IntoResponses, Modify, OpenApi};

use super::shape::{
    AppointmentBody, Appointments, AppointmentsQuery, Booked, Clinic, Clinics, Giver, NewBooking, NewChild, NewClient,
    NewTime, Offered, Services, Taken, Time, Times, TimesQuery,
};

/// Booking's part of the API's description; the program merges the rooms' parts.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(
    paths(clinics, services, times, book, appointments, appointment, change, cancel),
    components(schemas(
        AppointmentBody, Appointments, Booked, Clinic, Clinics, FieldProblem, Giver, Invalid, NewBooking, NewChild, NewClient, NewTime, Offered, Problem,
        Services, Taken, Time, Times
    )),
    modifiers(&Key),
    tags((name = "booking", description = "Services, free times and appointments"))
)]
struct Description;

struct Key;

impl Modify for Key {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let key = SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some("A key that the clinic's manager gives."))
                .build(),
        );
        openapi.components.get_or_insert_with(Default::default).add_security_scheme("key", key);
    }
}

/// The service of an address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
struct OfService {
    /// The service's id or slug
    #[param(min_length = 1, max_length = 80)]
    service: String,
}

/// The appointment of an address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
struct OfAppointment {
    /// The appointment's id
    #[param(min_length = 1, max_length = 80)]
    appointment: String,
}

/// Of addresses that take a time.
#[derive(IntoResponses)]
enum NotFree {
    /// The time is not free (`times` are the next free ones), or it cannot be done as things stand now
    #[response(status = 409, content_type = "application/problem+json")]
    Taken(Taken),
}

/// The clinics that can be booked.
#[utoipa::path(get, path = "/api/v1/clinics", tag = "booking",
    responses((status = 200, description = "The clinics", body = Clinics), Usual, Checked)
)]
fn clinics() {}

/// The services that can be booked online, with who gives them.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/services", tag = "booking", security((), ("key" = [])),
    params(OfClinic),
    responses((status = 200, description = "The services", body = Services), Usual, MayKeyed, Named, Checked)
)]
fn services() {}

/// The free times of a service.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/services/{service}/times", tag = "booking", security((), ("key" = [])),
    params(OfClinic, OfService, TimesQuery),
    responses((status = 200, description = "The free times, by start", body = Times), Usual, MayKeyed, Named, Checked)
)]
fn times() {}

/// Books. With an `Idempotency-Key` the same request may be sent again and is answered alike.
#[utoipa::path(post, path = "/api/v1/clinics/{clinic}/bookings", tag = "booking", security((), ("key" = [])),
    params(
        OfClinic,
        ("Idempotency-Key" = Option<String>, Header, description = "Random, one for each booking; kept for a day", min_length = 1, max_length = 255, pattern = "^[!-~]([ -~]*[!-~])?$")
    ),
    request_body(content = NewBooking, content_type = "application/json"),
    responses(
        (status = 201, description = "Booked, or asked for", body = Booked),
        (status = 403, description = "The service is for those the clinic knows, or the key is for reading only", body = Problem, content_type = "application/problem+json"),
        Usual, MayKeyed, Named, NotFree, Sent, Checked
    )
)]
fn book() {}

/// Appointments, by start.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/appointments", tag = "booking", security(("key" = [])),
    params(OfClinic, AppointmentsQuery),
    responses((status = 200, description = "The appointments", body = Appointments), Usual, Keyed, Named, Checked)
)]
fn appointments() {}

/// One appointment.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/appointments/{appointment}", tag = "booking", security(("key" = [])),
    params(OfClinic, OfAppointment),
    responses((status = 200, description = "The appointment", body = AppointmentBody), Usual, Keyed, Named)
)]
fn appointment() {}

/// Moves an appointment to another time. The client is written to.
#[utoipa::path(patch, path = "/api/v1/clinics/{clinic}/appointments/{appointment}", tag = "booking", security(("key" = [])),
    params(OfClinic, OfAppointment),
    request_body(content = NewTime, content_type = "application/json"),
    responses(
        (status = 200, description = "The appointment at its new time", body = AppointmentBody),
        Usual, Keyed, Named, NotFree, Sent, Checked
    )
)]
fn change() {}

/// Cancels an appointment. The client is written to.
#[utoipa::path(post, path = "/api/v1/clinics/{clinic}/appointments/{appointment}/cancellation", tag = "booking", security(("key" = [])),
    params(OfClinic, OfAppointment),
    responses(
        (status = 200, description = "The appointment as it stands now", body = AppointmentBody),
        (status = 409, description = "It can no longer be cancelled", body = Problem, content_type = "application/problem+json"),
        Usual, Keyed, Named
    )
)]
fn cancel() {}
