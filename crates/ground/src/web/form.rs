//! What a person typed: read once into a type that cannot be wrong, or shown again as typed with the fault beside
//! the field.
//!
//! ```ignore
//! async fn create(scope: Scope, Form(fields): Form) -> Result<Response, Fault> {
//!     match NewClient::read(&fields) {
//!         Ok(client) => ...,
//!         Err(faults) => render_as(StatusCode::UNPROCESSABLE_ENTITY, &NewClientPage { fields, faults, .. }),
//!     }
//! }
//! fn read(fields: &Fields) -> Result<NewClient, Faults> {
//!     let mut form = fields.reader();
//!     let (name, email) = (form.text("name", 80), form.email("email"));
//!     form.finish(|| Some(NewClient { name: name?, email: email? }))
//! }
//! ```

mod reader;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

pub use reader::{Reader, named};

use super::error::Fault;

/// More than any form of ours has, a week's working hours of a practitioner included.
pub(super) const MOST_FIELDS: usize = 400;
const LONGEST_NAME: usize = 100;

/// Field names and values in the order sent. Values are personal: `Debug` shows names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

/// The fields of a posted form.
pub struct Form(pub Fields);

/// The fields of the address, for forms that only look something up.
pub struct Query(pub Fields);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` (URL standard, section 5.1), strictly: NUL and what is not UTF-8
    /// are refused rather than replaced, because neither comes from a browser's form.
    pub fn parse(body: &[u8]) -> Result<Fields, Fault> {
        let mut fields = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            if fields.len() == MOST_FIELDS {
                return Err(Fault::too_large("form.fields"));
            }
            let split = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let name = decode(&pair[..split])?;
            let value = decode(pair.get(split + 1..).unwrap_or_default())?;
            if name.len() > LONGEST_NAME {
                return Err(Fault::bad_request("form.name"));
            }
            fields.push((name, value));
        }
        Ok(Fields(fields))
    }

    /// Fields to fill a form with that nobody has typed into yet.
    pub fn filled<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Fields {
        Fields(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// Every field and its value, in the order sent.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same fields with one value in place of what was sent under its name.
    #[must_use]
    pub fn with(&self, name: &str, value: impl Into<String>) -> Fields {
        let kept = self.0.iter().filter(|(key, _)| key != name).cloned();
        Fields(kept.chain([(name.to_owned(), value.into())]).collect())
    }

    /// What was typed into `name`, to show it again; empty when nothing was.
    pub fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// Everything sent under `name`, such as several ticked boxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether `name` was sent with `value`: is this option the chosen one.
    pub fn chosen(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|sent| sent == value)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Starts reading the fields into a type.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

fn decode(raw: &[u8]) -> Result<String, Fault> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(byte) = raw.get(at) {
        at += 1;
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => match raw.get(at..at + 2).and_then(hex) {
                Some(value) => {
                    bytes.push(value);
                    at += 2;
                }
                // As the standard has it: a lone percent sign means itself.
                None => bytes.push(b'%'),
            },
            other => bytes.push(*other),
        }
    }
    if bytes.contains(&0) {
        return Err(Fault::bad_request("form.nul"));
    }
    String::from_utf8(bytes).map_err(|_| Fault::bad_request("form.encoding"))
}

fn hex(pair: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()
}

fn is_urlencoded(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        // A form without fields (a single button) comes without a body, and some programs then name no type.
        let empty = request.headers().get(header::CONTENT_LENGTH).is_some_and(|length| length == "0");
        if !is_urlencoded(request.headers()) && !empty {
            return Err(Fault::unsupported("form.type"));
        }
        // Bounded by the shell's body limit.
        let body =
            Bytes::from_request(request, state).await.map_err(|refusal| Fault::of_status(refusal.status(), None))?;
        Fields::parse(&body).map(Form)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let Fields(mut fields) = Fields::parse(parts.uri.query().unwrap_or("").as_bytes())?;
        // Which language led here is the shell's to read.
        fields.retain(|(name, _)| name != super::carry::LED);
        Ok(Query(Fields(fields)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_read_as_browsers_write_it() {
        let fields =
            Fields::parse("name=Maeve+O%27Neill&lang=%D8%B9&day=1&day=2&empty=&bare&=x&100%".as_bytes()).unwrap();
        assert_eq!(fields.value("name"), "Maeve O'Neill");
        assert_eq!(fields.value("lang"), "ع");
        assert_eq!(fields.all("day").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((fields.value("empty"), fields.value("bare"), fields.value("absent")), ("", "", ""));
        assert!(fields.chosen("day", "2") && !fields.chosen("day", "3") && fields.names().any(|name| name == "100%"));
    }

    #[test]
    fn what_no_browser_sends_is_refused() {
        let many = "a=1&".repeat(MOST_FIELDS + 1);
        let long = format!("{}=1", "n".repeat(LONGEST_NAME + 1));
        for (body, cause) in [
            ("name=a%00b", "form.nul"),
            ("na%00me=ab", "form.nul"),
            ("name=%ff%fe", "form.encoding"),
            (many.as_str(), "form.fields"),
            (long.as_str(), "form.name"),
        ] {
            assert_eq!(Fields::parse(body.as_bytes()).unwrap_err().cause(), cause);
        }
    }

    #[test]
    fn printing_fields_shows_no_values() {
        let fields = Fields::parse(b"email=maeve%40example.org").unwrap();
        assert_eq!(format!("{fields:?}"), r#"["email"]"#);
    }

    #[tokio::test]
    async fn another_kind_of_content_is_refused_and_a_lone_button_passes() {
        for (kind, body, expected) in [
            (Some("application/x-www-form-urlencoded; charset=utf-8"), "a=1", None),
            (Some("application/json"), "{}", Some(415)),
            (Some("text/plain"), "a=1", Some(415)),
            (None, "", None),
        ] {
            let mut request = Request::post("/").header(header::CONTENT_LENGTH, body.len());
            if let Some(kind) = kind {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            let outcome = Form::from_request(request.body(body.into()).unwrap(), &()).await;
            assert_eq!(outcome.err().map(|fault| fault.status().as_u16()), expected, "{kind:?}");
        }
    }
}
