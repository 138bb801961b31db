//! The description of this room's part of the API (OpenAPI 3.1).

#![allow(dead_code, reason = "each function stands for one address; the handlers are in api")]

use ground::web::doc::{Checked, FieldProblem, Invalid, Keyed, Named, OfClinic, Sent, Usual};
use ground::web::problem::Problem;
use serde::Deserialize;
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::api::{ClientBody, ClientList};

/// The clients' part of the API's description; the program merges the rooms' parts.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(
    paths(clients, search, client),
    components(schemas(ClientBody, ClientList, FieldProblem, Invalid, Problem, Searched)),
    tags((name = "people", description = "Clients"))
)]
struct Description;

/// Whom to look for, in the address.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct Typed {
    /// Part of a name, a phone number or an email. It stands in the address, which others may log: see the search
    #[param(max_length = 100, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$")]
    q: Option<String>,
}

/// Whom to look for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Searched {
    /// Part of a name, a phone number or an email.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff][^\x00-\x1f\x7f-\x9f]*$"
    )]
    q: String,
}

/// Which clients.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ClientsQuery {
    /// Most clients, 50 if left out
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The `next` of the answer before
    #[param(pattern = "^(per_[0-7][0-9abcdefghjkmnpqrstvwxyz]{25})?$")]
    after: Option<String>,
}

/// The client of an address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
struct OfClient {
    /// The client's id
    #[param(min_length = 1, max_length = 80)]
    client: String,
}

/// Clients, the newest first, or those whose name, phone or email begins with what is asked for.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/clients", tag = "people", security(("key" = [])),
    params(OfClinic, Typed, ClientsQuery),
    responses((status = 200, description = "The clients", body = ClientList), Usual, Keyed, Named, Checked)
)]
fn clients() {}

/// Those whose name, phone or email begins with what is looked for, the newest first. No address names anyone.
#[utoipa::path(post, path = "/api/v1/clinics/{clinic}/clients/search", tag = "people", security(("key" = [])),
    params(OfClinic, ClientsQuery),
    request_body(content = Searched, content_type = "application/json"),
    responses((status = 200, description = "The clients", body = ClientList), Usual, Keyed, Named, Sent, Checked)
)]
fn search() {}

/// One client. The opening stands in that client's access record.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/clients/{client}", tag = "people", security(("key" = [])),
    params(OfClinic, OfClient),
    responses((status = 200, description = "The client", body = ClientBody), Usual, Keyed, Named)
)]
fn client() {}
