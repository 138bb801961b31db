//! The description of booking's part of the API (OpenAPI 3.1).

#![allow(dead_code, reason = "each function stands for one address; the handlers are beside")]

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::shape::{
    AppointmentBody, Appointments, AppointmentsQuery, Booked, Clinic, Clinics, FieldProblem, Giver, NewBooking,
    NewChild, NewClient, NewTime, Offered, Problem, Services, Time, Times, TimesQuery,
};

/// Booking's part of the API's description; the program merges the rooms' parts.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(
    paths(clinics, services, times, book, appointments, appointment, change, cancel),
    components(schemas(
        AppointmentBody, Appointments, Booked, Clinic, Clinics, FieldProblem, Giver, NewBooking, NewChild, NewClient, NewTime, Offered, Problem, Services, Time, Times
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

/// The clinics that can be booked.
#[utoipa::path(get, path = "/api/v1/clinics", tag = "booking", responses(
    (status = 200, description = "The clinics", body = Clinics),
    (status = 400, description = "The address cannot be read", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "An unknown parameter", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too often", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Not available now", body = Problem, content_type = "application/problem+json"),
))]
fn clinics() {}

/// The services that can be booked online, with who gives them.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/services", tag = "booking",
    params(("clinic" = String, Path, description = "The clinic's slug", min_length = 1, max_length = 80, example = "linden-quay")),
    responses(
    (status = 200, description = "The services", body = Services),
    (status = 400, description = "The address cannot be read", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such clinic", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "An unknown parameter", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too often", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Not available now", body = Problem, content_type = "application/problem+json"),
))]
fn services() {}

/// The free times of a service.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/services/{service}/times", tag = "booking",
    params(
        ("clinic" = String, Path, description = "The clinic's slug", min_length = 1, max_length = 80, example = "linden-quay"),
        ("service" = String, Path, description = "The service's id or slug", min_length = 1, max_length = 80),
        TimesQuery
    ),
    responses(
    (status = 200, description = "The free times, by start", body = Times),
    (status = 400, description = "The address cannot be read", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such clinic or service", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is missing or wrong", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too often", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Not available now", body = Problem, content_type = "application/problem+json"),
))]
fn times() {}

/// Books. With an `Idempotency-Key` the same request may be sent again and is answered alike.
#[utoipa::path(post, path = "/api/v1/clinics/{clinic}/bookings", tag = "booking",
    params(
        ("clinic" = String, Path, description = "The clinic's slug", min_length = 1, max_length = 80, example = "linden-quay"),
        ("Idempotency-Key" = Option<String>, Header, description = "Random, one for each booking; kept for a day", min_length = 1, max_length = 255, pattern = "^[!-~]([ -~]*[!-~])?$")
    ),
    request_body(content = NewBooking, content_type = "application/json"),
    responses(
    (status = 201, description = "Booked, or asked for", body = Booked),
    (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The service is for those the clinic knows", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such clinic or service", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The time is not free (`times` are the next free ones), a date of birth cannot be, or somebody is too young to book alone", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
    (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or wrong, or the key was used for another request", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too often", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Not available now", body = Problem, content_type = "application/problem+json"),
))]
fn book() {}

/// Appointments, by start.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/appointments", tag = "booking", security(("key" = [])),
    params(("clinic" = String, Path, description = "The clinic's slug", min_length = 1, max_length = 80, example = "linden-quay"), AppointmentsQuery),
    responses(
    (status = 200, description = "The appointments", body = Appointments),
    (status = 400, description = "The address cannot be read", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "No key, or none that holds", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The key does not reach so far", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such clinic, or no such `after`", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too often", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Not available now", body = Problem, content_type = "application/problem+json"),
))]
fn appointments() {}

/// One appointment.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/appointments/{appointment}", tag = "booking", security(("key" = [])),
    params(
        ("clinic" = String, Path, description = "The clinic's slug", min_length = 1, max_length = 80, example = "linden-quay"),
        ("appointment" = String, Path, description = "The appointment's id", min_length = 1, max_length = 80)
    ),
    responses(
    (status = 200, description = "The appointment", body = AppointmentBody),
    (status = 400, description = "The address cannot be read", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "No key, or none that holds", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The key does not reach so far", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such appointment", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too often", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Not available now", body = Problem, content_type = "application/problem+json"),
))]
fn appointment() {}

/// Moves an appointment to another time. The client is written to.
#[utoipa::path(patch, path = "/api/v1/clinics/{clinic}/appointments/{appointment}", tag = "booking", security(("key" = [])),
    params(
        ("clinic" = String, Path, description = "The clinic's slug", min_length = 1, max_length = 80, example = "linden-quay"),
        ("appointment" = String, Path, description = "The appointment's id", min_length = 1, max_length = 80)
    ),
    request_body(content = NewTime, content_type = "application/json"),
    responses(
    (status = 200, description = "The appointment at its new time", body = AppointmentBody),
    (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "No key, or none that holds", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The key does not reach so far", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such appointment", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The time is not free, or the appointment can no longer be moved", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
    (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or wrong", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too often", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Not available now", body = Problem, content_type = "application/problem+json"),
))]
fn change() {}

/// Cancels an appointment. The client is written to.
#[utoipa::path(post, path = "/api/v1/clinics/{clinic}/appointments/{appointment}/cancellation", tag = "booking", security(("key" = [])),
    params(
        ("clinic" = String, Path, description = "The clinic's slug", min_length = 1, max_length = 80, example = "linden-quay"),
        ("appointment" = String, Path, description = "The appointment's id", min_length = 1, max_length = 80)
    ),
    responses(
    (status = 200, description = "The appointment as it stands now", body = AppointmentBody),
    (status = 400, description = "The address cannot be read", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "No key, or none that holds", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The key does not reach so far", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such appointment", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It can no longer be cancelled", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too often", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Not available now", body = Problem, content_type = "application/problem+json"),
))]
fn cancel() {}
