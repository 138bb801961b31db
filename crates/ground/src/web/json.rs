//! A JSON body, read by the same reader as a form: what is wrong is told by field, and what nobody asked for is
//! refused.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde_json::Value;

use super::error::Fault;
use super::form::{Fields, MOST_FIELDS, Reader};

/// Notes a fault of every field in `names` that is empty or has space around it. A form forgives that; a program that
/// sends it has a mistake, which it learns of here.
pub fn exactly(form: &mut Reader<'_>, fields: &Fields, names: &[&'static str]) {
    for name in names {
        if fields.all(name).any(|value| value.is_empty() || value.trim() != value || value.starts_with('+')) {
            form.fault(name, "fault-choice");
        }
    }
}

/// What a body may hold beside text: an address declares it, and everything else is a fault that names its field.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    /// What may be null, and is then as if it were left out.
    pub nullable: &'static [&'static str],
    /// What is an object, and not a text.
    pub objects: &'static [&'static str],
}

/// The fields of a JSON object; those of an object within are called `client.email`. All of ours are text.
pub struct Body {
    pub fields: Fields,
    /// The objects within, an empty one too.
    objects: Vec<String>,
    /// Fields that are null.
    nulls: Vec<String>,
    /// Fields that hold something else than text.
    wrong: Vec<String>,
    /// Fields spelt as we call those within an object, and not within one.
    dotted: Vec<String>,
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
        let value: Value = serde_json::from_slice(&raw).map_err(|error| {
            Fault::bad_request("body.json").value("line", error.line() as u64).value("column", error.column() as u64)
        })?;
        let Value::Object(members) = value else { return Err(Fault::bad_request("body.object")) };
        let within = |value: &Value| value.as_object().map_or(0, serde_json::Map::len);
        if members.len() + members.values().map(within).sum::<usize>() > MOST_FIELDS {
            return Err(Fault::too_large("body.fields"));
        }
        let mut body =
            Body { fields: Fields::default(), objects: vec![], nulls: vec![], wrong: vec![], dotted: vec![], raw };
        let mut pairs = Vec::new();
        let mut take = |body: &mut Body, name: String, value: Value| match value {
            Value::Null => body.nulls.push(name),
            Value::String(text) if !text.trim().is_empty() && !text.contains('\0') => pairs.push((name, text)),
            _ => body.wrong.push(name),
        };
        for (name, value) in members {
            match value {
                _ if name.contains('.') => body.dotted.push(name),
                Value::Object(inner) => {
                    inner.into_iter().for_each(|(part, value)| take(&mut body, format!("{name}.{part}"), value));
                    body.objects.push(name);
                }
                value => take(&mut body, name, value),
            }
        }
        Ok(Body { fields: Fields::filled(pairs), ..body })
    }
}

impl Body {
    /// Whether the object `name` was sent, an empty one too.
    pub fn has(&self, name: &str) -> bool {
        self.objects.iter().any(|object| object == name)
    }

    /// The value read, or everything that is wrong, by field: what is missing, of another type or not asked for.
    pub fn read<T>(&self, shape: Shape, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Result<T, Fault> {
        let mut form = self.fields.reader();
        let nulls = self.nulls.iter().filter(|name| !shape.nullable.contains(&name.as_str()));
        let objects = self.objects.iter().filter(|name| !shape.objects.contains(&name.as_str()));
        let wrong: Vec<&String> = self.wrong.iter().chain(nulls).chain(objects).collect();
        // First of all, so that the reader does not miss what is there in a wrong form.
        for name in &wrong {
            form.fault(name, "fault-text");
        }
        let value = read(&mut form);
        for name in wrong {
            if shape.objects.contains(&name.as_str()) {
                form.instead(name, "fault-object");
            } else if !form.asks(name) {
                form.instead(name, "fault-unasked");
            }
        }
        for name in &self.dotted {
            form.instead(name, "fault-unasked");
        }
        let flat = |name: &&&str| self.fields.all(name).next().is_some();
        for name in shape.objects.iter().filter(flat) {
            form.instead(name, "fault-object");
        }
        form.finish(|| value).map_err(Fault::invalid)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
