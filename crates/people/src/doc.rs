//! The description of this room's part of the API (OpenAPI 3.1).

#![allow(dead_code, reason = "each function stands for one address; the handlers are in api")]

use utoipa::OpenApi;

use crate::api::{ClientBody, ClientList};

/// The clients' part of the API's description; the program merges the rooms' parts.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(clients, client), components(schemas(ClientBody, ClientList)), tags((name = "people", description = "Clients")))]
struct Description;

/// Clients, the newest first, or those whose name, phone or email begins with what is asked for.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/clients", tag = "people", security(("key" = [])),
    params(
        ("clinic" = String, Path, description = "The clinic's slug", min_length = 1, max_length = 80, example = "linden-quay"),
        ("q" = Option<String>, Query, description = "Part of a name, a phone number or an email", max_length = 100, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$"),
        ("limit" = Option<u32>, Query, description = "Most clients, 50 if left out", minimum = 1, maximum = 100),
        ("after" = Option<String>, Query, description = "The `next` of the answer before", pattern = "^(per_[0-7][0-9abcdefghjkmnpqrstvwxyz]{25})?$"),
    ),
    responses(
    (status = 200, description = "The clients", body = ClientList),
    (status = 400, description = "The address cannot be read", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 401, description = "No key, or one that does not work", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 403, description = "A key that may not", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 404, description = "No such clinic", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is wrong", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 429, description = "Too often", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 503, description = "Not available now", body = serde_json::Value, content_type = "application/problem+json"),
))]
fn clients() {}

/// One client. The opening stands in that client's access record.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/clients/{client}", tag = "people", security(("key" = [])),
    params(
        ("clinic" = String, Path, description = "The clinic's slug", min_length = 1, max_length = 80, example = "linden-quay"),
        ("client" = String, Path, description = "The client's id", min_length = 1, max_length = 80),
    ),
    responses(
    (status = 200, description = "The client", body = ClientBody),
    (status = 400, description = "The address cannot be read", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 401, description = "No key, or one that does not work", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 403, description = "A key that may not", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 404, description = "No such client", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 429, description = "Too often", body = serde_json::Value, content_type = "application/problem+json"),
    (status = 503, description = "Not available now", body = serde_json::Value, content_type = "application/problem+json"),
))]
fn client() {}
