//! The description of this room's part of the API (OpenAPI 3.1).

#![allow(dead_code, reason = "each function stands for one address; the handlers are in api")]

use ground::web::doc::{Checked, FieldProblem, Invalid, Keyed, Named, OfClinic, Usual};
use ground::web::problem::Problem;
use utoipa::{IntoParams, OpenApi};

use crate::api::{ClientBody, ClientList};

/// The clients' part of the API's description; the program merges the rooms' parts.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(OpenApi)]
#[openapi(
    paths(clients, client),
    components(schemas(ClientBody, ClientList, Problem, Invalid, FieldProblem)),
    tags((name = "people", description = "Clients"))
)]
struct Description;

/// Which clients.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ClientsQuery {
    /// Part of a name, a phone number or an email. It stands in the address, which those between may log
    #[param(max_length = 100, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$")]
    q: Option<String>,
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
    params(OfClinic, ClientsQuery),
    responses((status = 200, description = "The clients", body = ClientList), Usual, Keyed, Named, Checked)
)]
fn clients() {}

/// One client. The opening stands in that client's access record.
#[utoipa::path(get, path = "/api/v1/clinics/{clinic}/clients/{client}", tag = "people", security(("key" = [])),
    params(OfClinic, OfClient),
    responses((status = 200, description = "The client", body = ClientBody), Usual, Keyed, Named)
)]
fn client() {}
