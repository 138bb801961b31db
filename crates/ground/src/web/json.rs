//! A JSON body, read by the same reader as a form: what is wrong is told by field, and what nobody asked for is
//! refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

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
#[derive(Default)]
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
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Body, Fault> {
        if !is_json(request.headers()) {
            return Err(Fault::unsupported("body.type"));
        }
        let raw =
            Bytes::from_request(request, state).await.map_err(|refusal| Fault::of_status(refusal.status(), None))?;
        let sent: Sent = serde_json::from_slice(&raw).map_err(|error| {
            Fault::bad_request("body.json").value("line", error.line() as u64).value("column", error.column() as u64)
        })?;
        let Sent::Object(members) = sent else { return Err(Fault::bad_request("body.object")) };
        Body::of(members)
    }
}

impl Body {
    fn of(members: Vec<(String, Sent)>) -> Result<Body, Fault> {
        let within = |sent: &Sent| if let Sent::Object(inner) = sent { inner.len() } else { 0 };
        if members.len() + members.iter().map(|(_, sent)| within(sent)).sum::<usize>() > MOST_FIELDS {
            return Err(Fault::too_large("body.fields"));
        }
        let (mut body, mut pairs, mut names) = (Body::default(), Vec::new(), BTreeSet::new());
        let mut take = |body: &mut Body, name: String, sent: Sent| {
            // Which of the two is meant nobody knows.
            if !names.insert(name.clone()) {
                return Err(Fault::bad_request("body.twice"));
            }
            match sent {
                Sent::Null => body.nulls.push(name),
                Sent::Text(text) if !text.trim().is_empty() && !text.contains('\0') => pairs.push((name, text)),
                Sent::Object(_) => body.objects.push(name),
                Sent::Text(_) | Sent::Other => body.wrong.push(name),
            }
            Ok(())
        };
        for (name, sent) in members {
            match sent {
                _ if name.contains('.') => body.dotted.push(name),
                Sent::Object(inner) => {
                    take(&mut body, name.clone(), Sent::Object(Vec::new()))?;
                    for (part, sent) in inner {
                        let deeper = matches!(sent, Sent::Object(_));
                        take(&mut body, format!("{name}.{part}"), if deeper { Sent::Other } else { sent })?;
                    }
                }
                sent => take(&mut body, name, sent)?,
            }
        }
        body.fields = Fields::filled(pairs);
        Ok(body)
    }

    /// What was asked, alike however its members were ordered: by it a repeated request is known.
    pub fn canonical(&self) -> Vec<u8> {
        let fields: BTreeMap<&str, &str> = self.fields.pairs().collect();
        serde_json::to_vec(&fields).unwrap_or_default()
    }
}

/// What stands in a body, as far as an address of ours asks: members in the order sent, one that stands twice too.
enum Sent {
    Null,
    Text(String),
    Object(Vec<(String, Sent)>),
    /// A number, a truth, a list.
    Other,
}

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sent, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Sent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Sent, E> {
        Ok(Sent::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Sent, E> {
        Ok(Sent::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Sent, E> {
        Ok(Sent::Text(text))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Sent, E> {
        Ok(Sent::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Sent, E> {
        Ok(Sent::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Sent, E> {
        Ok(Sent::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Sent, E> {
        Ok(Sent::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Sent, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Sent::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sent, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Sent::Object(members))
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

/// JSON, which is UTF-8 (RFC 8259, section 8.1), whatever else its sender may say of it.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let mut parts = kind.split(';').map(|part| part.trim().to_ascii_lowercase());
    parts.next().is_some_and(|kind| kind == "application/json")
        && parts.all(|part| part.strip_prefix("charset=").is_none_or(|set| set.trim_matches('"') == "utf-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(json: &str) -> Result<Body, u16> {
        let sent: Sent = serde_json::from_str(json).unwrap();
        let Sent::Object(members) = sent else { panic!("an object") };
        Body::of(members).map_err(|fault| fault.status().as_u16())
    }

    #[test]
    fn a_body_has_an_end_before_anything_of_it_is_read() {
        let members = |count: usize| (0..count).map(|n| format!("\"m{n}\":1")).collect::<Vec<_>>().join(",");
        assert!(body(&format!("{{{}}}", members(MOST_FIELDS))).is_ok());
        assert_eq!(body(&format!("{{{}}}", members(MOST_FIELDS + 1))).err(), Some(413));
        assert_eq!(body(&format!("{{\"client\":{{{}}}}}", members(MOST_FIELDS))).err(), Some(413));
    }

    #[test]
    fn a_member_stands_once_and_where_it_belongs() {
        assert_eq!(body(r#"{"a":"1","a":"2"}"#).err(), Some(400));
        assert_eq!(body(r#"{"client":{"b":"1","b":null}}"#).err(), Some(400));
        assert_eq!(body(r#"{"client":{"b":"1"},"client":{}}"#).err(), Some(400));
        let sly = body(r#"{"client.email":"a@example.org"}"#).unwrap();
        assert!(sly.fields.value("client.email").is_empty());
        let told = sly.read(Shape::default(), |form| form.text("client.email", 80));
        assert_eq!(told.err().map(|fault| fault.status().as_u16()), Some(422));
    }

    #[test]
    fn a_request_is_the_same_in_whatever_order_its_members_are_sent() {
        let canonical = |json| body(json).unwrap().canonical();
        let one = canonical(r#"{"start":"x","client":{"a":"1","b":"2"},"child":null}"#);
        assert_eq!(one, canonical(r#"{"client":{"b":"2","a":"1"}, "start":"x"}"#));
        assert_ne!(one, canonical(r#"{"client":{"b":"2","a":"1"}, "start":"y"}"#));
    }

    #[test]
    fn json_is_utf_8() {
        let told = |kind: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
            is_json(&headers)
        };
        for kind in ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""] {
            assert!(told(kind), "{kind}");
        }
        for kind in ["text/json", "application/json; charset=utf-16", "", "application/jsonx"] {
            assert!(!told(kind), "{kind}");
        }
    }
}
