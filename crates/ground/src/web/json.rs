//! A JSON body, read by the same reader as a form: what is wrong is told by field, and what nobody asked for is
//! refused.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde_json::Value;

use super::error::Fault;
use super::faults::Faults;
use super::form::{Fields, Reader};

/// Notes a fault of every field in `names` that is empty or has space around it. A form forgives that; a program that
/// sends it has a mistake, which it learns of here.
pub fn exactly(form: &mut Reader<'_>, fields: &Fields, names: &[&'static str]) {
    for name in names {
        if fields.all(name).any(|value| value.is_empty() || value.trim() != value || value.starts_with('+')) {
            form.fault(name, "fault-choice");
        }
    }
}

/// The fields of a JSON object; those of an object within are called `client.email`. All of ours are text.
pub struct Body {
    pub fields: Fields,
    /// The objects within, an empty one too.
    pub objects: Vec<String>,
    /// Fields that are null.
    nulls: Vec<String>,
    /// Fields that hold something else than text.
    wrong: Vec<String>,
    /// The body as sent, to know a repeated request.
    pub raw: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Body, Fault> {
        if !is_json(request.headers()) {
            return Err(Fault::unsupported("body.type"));
        }
        let raw =
            Bytes::from_request(request, state).await.map_err(|refusal| Fault::of_status(refusal.status(), None))?;
        let value: Value = serde_json::from_slice(&raw).map_err(|_| Fault::bad_request("body.json"))?;
        let Value::Object(members) = value else { return Err(Fault::bad_request("body.object")) };
        let (mut pairs, mut objects, mut nulls, mut wrong) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut take = |name: String, value: Value| match value {
            Value::Null => nulls.push(name),
            Value::String(text) if !text.trim().is_empty() && !text.contains('\0') => pairs.push((name, text)),
            _ => wrong.push(name),
        };
        for (name, value) in members {
            match value {
                Value::Object(inner) => {
                    inner.into_iter().for_each(|(part, value)| take(format!("{name}.{part}"), value));
                    objects.push(name);
                }
                value => take(name, value),
            }
        }
        Ok(Body { fields: Fields::filled(pairs), objects, nulls, wrong, raw })
    }
}

impl Body {
    /// The value read, or everything that is wrong. What `may_be_null` names is as if it were left out when it is null.
    pub fn finish<T>(&self, read: Result<T, Faults>, may_be_null: &[&str]) -> Result<T, Fault> {
        let nulls = self.nulls.iter().filter(|name| !may_be_null.contains(&name.as_str()));
        let mut faults = Faults::new();
        for name in self.wrong.iter().chain(nulls) {
            faults.add(name.clone(), "fault-text", &[]);
        }
        if faults.is_empty() { read.map_err(Fault::invalid) } else { Err(Fault::invalid(faults)) }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
