//! What is sent: JSON within bounds, whose names are read whatever their case.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use ground::web::Fault;
use serde_json::{Map, Value as Json};

use super::answer::invalid_syntax;

/// The largest body, in bytes: a group of some twenty thousand people, sent at once.
pub(crate) const LARGEST: usize = 2 * 1024 * 1024;

/// A JSON object.
pub(crate) struct Body(pub Map<String, Json>);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Body, Fault> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        let kind = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        if kind != super::answer::TYPE && kind != "application/json" {
            return Err(Fault::unsupported("scim.type"));
        }
        let announced =
            request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if announced.is_some_and(|length: usize| length > LARGEST) {
            return Err(Fault::too_large("scim.large"));
        }
        let raw = to_bytes(request.into_body(), LARGEST).await.map_err(|_| Fault::too_large("scim.large"))?;
        match serde_json::from_slice(&raw) {
            Ok(Json::Object(members)) => Ok(Body(members)),
            _ => Err(invalid_syntax()),
        }
    }
}

/// The member called so; one that is null is as if it were not there (RFC 7643, section 2.5).
pub(crate) fn member<'a>(of: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    present(of, name).filter(|value| !value.is_null())
}

/// The member called so, also one that is null.
pub(crate) fn present<'a>(of: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    of.get(name).or_else(|| of.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// A single value, which some send in a list of one, or as the `value` of an object.
pub(crate) fn single(value: &Json) -> &Json {
    match value {
        Json::Array(all) if all.len() == 1 => single(&all[0]),
        Json::Object(parts) => member(parts, "value").unwrap_or(value),
        _ => value,
    }
}

/// Truth, also as the text in which Entra ID sends it.
pub(crate) fn truth(value: &Json) -> Option<bool> {
    match single(value) {
        Json::Bool(truth) => Some(*truth),
        Json::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Json::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}
