//! Booking for programs: REST under `/api/v1`.

use ground::Routes;

/// The API's addresses.
pub fn routes() -> Routes {
    Routes::new()
}

/// Booking's part of the API's description.
pub fn openapi() -> utoipa::openapi::OpenApi {
    utoipa::openapi::OpenApi::default()
}
