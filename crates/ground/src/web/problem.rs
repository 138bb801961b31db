//! Problem details for the API (RFC 9457).

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// What an API answers when it cannot do what was asked. `code` is stable and meant for programs; the sentences
/// are for people, in the language of the request.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `about:blank`: the status says the kind, and `code` says the rest (RFC 9457, section 4.2.1).
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// What happened, for programs: "booking.taken".
    pub code: String,
    /// What to name when writing to us about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Further members, such as `errors` by field or the next free `times`.
    #[serde(flatten)]
    pub more: Map<String, Json>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_flat_json_with_its_own_media_type() {
        let mut more = Map::new();
        more.insert("times".into(), Json::Array(vec![]));
        let problem = Problem {
            kind: "about:blank",
            title: "Someone else was quicker".into(),
            status: 409,
            detail: "Choose anew.".into(),
            code: "booking.taken".into(),
            reference: None,
            more,
        };
        assert_eq!(
            serde_json::to_string(&problem).unwrap(),
            r#"{"type":"about:blank","title":"Someone else was quicker","status":409,"detail":"Choose anew.","code":"booking.taken","times":[]}"#
        );
        let response = problem.into_response();
        assert_eq!(response.status(), 409);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
}
