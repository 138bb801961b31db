//! What the API's descriptions (OpenAPI 3.1) say of every address alike: how a clinic is named, and what is answered
//! when something cannot be done. Rooms name these beside their own answers.

use serde::Serialize;
use utoipa::{IntoParams, IntoResponses, ToSchema};

use super::problem::Problem;

/// The clinic of an address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfClinic {
    /// The clinic's slug
    #[param(min_length = 1, max_length = 80, example = "linden-quay")]
    pub clinic: String,
}

/// Of every address.
#[derive(IntoResponses)]
pub enum Usual {
    /// What was sent cannot be read
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(Problem),
    /// Too often
    #[response(status = 429, content_type = "application/problem+json")]
    TooOften(Problem),
    /// Not available now
    #[response(status = 503, content_type = "application/problem+json")]
    NotNow(Problem),
}

/// Of addresses that name something.
#[derive(IntoResponses)]
pub enum Named {
    /// There is no such clinic, or nothing in it of the name that was sent; `errors` says which, where that is no part of
    /// the address
    #[response(status = 404, content_type = "application/problem+json")]
    NotThere(Invalid),
}

/// Of addresses that are for everybody, and may be sent a key all the same.
#[derive(IntoResponses)]
pub enum MayKeyed {
    /// A key was sent, and does not hold here
    #[response(status = 401, content_type = "application/problem+json")]
    Unproven(Problem),
}

/// Of addresses that are for programs with a key.
#[derive(IntoResponses)]
pub enum Keyed {
    /// No key, or none that holds
    #[response(status = 401, content_type = "application/problem+json")]
    NoKey(Problem),
    /// The key does not reach so far
    #[response(status = 403, content_type = "application/problem+json")]
    TooFar(Problem),
}

/// Of addresses that read parameters or a body.
#[derive(IntoResponses)]
pub enum Checked {
    /// Something is missing, wrong, or not asked for: `errors` says what, by field
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Invalid),
}

/// Of addresses that are sent JSON.
#[derive(IntoResponses)]
pub enum Sent {
    /// Too large
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// Not sent as JSON
    #[response(status = 415, content_type = "application/problem+json")]
    NotJson(Problem),
}

/// What went wrong, by field.
#[derive(Serialize, ToSchema)]
pub struct Invalid {
    #[serde(flatten)]
    pub problem: Problem,
    pub errors: Option<Vec<FieldProblem>>,
}

/// What is wrong with one field.
#[derive(Serialize, ToSchema)]
pub struct FieldProblem {
    /// `client.email`.
    pub field: String,
    /// Stable, for programs.
    pub code: String,
    /// For people.
    pub detail: String,
}
