//! What a handler returns when it cannot answer. The handler says what happened; the shell says it to the person,
//! as a page or as a problem of the API, in their language, and the log gets the cause.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use super::faults::Faults;
use super::problem::Problem;
use crate::error::{Error, Refusal};
use crate::words::{Tongue, Value};

/// A request that cannot be answered. Carries no personal data: a status, a cause that is a constant of the
/// program, the keys of the sentences to say, and what the API adds.
#[derive(Clone, Debug)]
pub struct Fault(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    status: StatusCode,
    cause: &'static str,
    title: Option<&'static str>,
    advice: Option<&'static str>,
    values: Vec<(&'static str, Value<'static>)>,
    days: Vec<(&'static str, Date)>,
    leads: Option<(&'static str, &'static str)>,
    also: Option<(&'static str, &'static str)>,
    retry_after: Option<u64>,
    faults: Faults,
    more: Map<String, Json>,
}

/// How what cannot be answered is said to programs that speak a protocol of their own.
#[derive(Clone, Copy)]
pub struct Dialect {
    /// Whether the protocol is spoken at this address, as whoever asks sees it.
    pub at: fn(&str) -> bool,
    /// Says the fault; the reference is named to whoever writes about it.
    pub say: fn(&Fault, &Tongue, Option<&str>) -> Response,
}

/// What the log calls a response that failed; put into the response's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause(pub &'static str);

impl Fault {
    fn new(status: StatusCode, cause: &'static str) -> Fault {
        Fault(Box::new(Inner {
            status,
            cause,
            title: None,
            advice: None,
            values: Vec::new(),
            days: Vec::new(),
            leads: None,
            also: None,
            retry_after: None,
            faults: Faults::new(),
            more: Map::new(),
        }))
    }

    /// 400: what came cannot be read at all.
    pub fn bad_request(cause: &'static str) -> Fault {
        Fault::new(StatusCode::BAD_REQUEST, cause)
    }

    /// 401: nobody is signed in. Pages send people to the sign-in instead.
    pub fn signed_out(cause: &'static str) -> Fault {
        Fault::new(StatusCode::UNAUTHORIZED, cause)
    }

    /// 403: known, and not allowed.
    pub fn refused(cause: &'static str) -> Fault {
        Fault::new(StatusCode::FORBIDDEN, cause)
    }

    /// 404: not there, or someone else's: the two must look the same.
    pub fn not_found() -> Fault {
        Fault::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// 409: what the request was based on has changed.
    pub fn conflict(cause: &'static str) -> Fault {
        Fault::new(StatusCode::CONFLICT, cause)
    }

    /// 410: it was here for a time that is over. The page sends people to the sign-in, where what is theirs stays.
    pub fn gone(cause: &'static str) -> Fault {
        Fault::new(StatusCode::GONE, cause)
    }

    /// 412: it is not any more what the request says it is.
    pub fn outdated(cause: &'static str) -> Fault {
        Fault::new(StatusCode::PRECONDITION_FAILED, cause)
    }

    /// 501: known, and not done here.
    pub fn not_done(cause: &'static str) -> Fault {
        Fault::new(StatusCode::NOT_IMPLEMENTED, cause)
    }

    /// 413: more than we take at once.
    pub fn too_large(cause: &'static str) -> Fault {
        Fault::new(StatusCode::PAYLOAD_TOO_LARGE, cause)
    }

    /// 415: a kind of content this address does not read.
    pub fn unsupported(cause: &'static str) -> Fault {
        Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, cause)
    }

    /// 422: readable, but these fields are wrong. A page shows its form again instead.
    pub fn invalid(faults: Faults) -> Fault {
        let mut fault = Fault::new(StatusCode::UNPROCESSABLE_ENTITY, "fields");
        fault.0.faults = faults;
        fault
    }

    /// 429: asked too often; may ask again after `seconds`.
    pub fn too_often(seconds: u64) -> Fault {
        let mut fault = Fault::new(StatusCode::TOO_MANY_REQUESTS, "limit");
        fault.0.retry_after = Some(seconds);
        if seconds > 90 {
            fault.0.advice = Some("error-429-later");
            fault.0.values.push(("minutes", seconds.div_ceil(60).into()));
        } else {
            fault.0.values.push(("seconds", seconds.into()));
        }
        fault
    }

    /// 500: a fault of the program. Log the detail, without people, where it happens.
    pub fn internal(cause: &'static str) -> Fault {
        Fault::new(StatusCode::INTERNAL_SERVER_ERROR, cause)
    }

    /// 408: what was begun to be sent did not come to its end.
    pub fn too_slow(cause: &'static str) -> Fault {
        Fault::new(StatusCode::REQUEST_TIMEOUT, cause)
    }

    /// 503: cannot be answered now; the same request may pass in a moment.
    pub fn unavailable(cause: &'static str) -> Fault {
        let mut fault = Fault::new(StatusCode::SERVICE_UNAVAILABLE, cause);
        fault.0.retry_after = Some(2);
        fault
    }

    /// Seconds to wait, where it was tried too often.
    pub fn wait(&self) -> Option<u64> {
        self.0.retry_after.filter(|_| self.0.status == StatusCode::TOO_MANY_REQUESTS)
    }

    /// 503: whoever runs the program paused the clinic. The address is right and will answer again, so it is neither gone nor
    /// refused: who follows it, a directory or a search engine, keeps it and asks again in an hour.
    pub(crate) fn paused() -> Fault {
        let mut fault = Fault::new(StatusCode::SERVICE_UNAVAILABLE, "clinic.paused");
        fault.0.retry_after = Some(3_600);
        fault
    }

    /// 503, as where it is paused: the clinic leaves. It may yet stay, so the address is not gone.
    pub(crate) fn leaving() -> Fault {
        let mut fault = Fault::new(StatusCode::SERVICE_UNAVAILABLE, "clinic.leaving");
        fault.0.retry_after = Some(86_400);
        fault
    }

    /// The fault of an answer that came from a library with nothing but a status.
    pub fn of_status(status: StatusCode, retry_after: Option<u64>) -> Fault {
        match status {
            StatusCode::TOO_MANY_REQUESTS => Fault::too_often(retry_after.unwrap_or(60)),
            StatusCode::REQUEST_TIMEOUT => Fault::too_slow("body.time"),
            StatusCode::SERVICE_UNAVAILABLE => Fault::unavailable("time_limit"),
            StatusCode::PAYLOAD_TOO_LARGE => Fault::too_large("body.size"),
            StatusCode::NOT_FOUND => Fault::new(status, "route"),
            StatusCode::METHOD_NOT_ALLOWED => Fault::new(status, "method"),
            other => Fault::new(other, "status"),
        }
    }

    /// Says it with other words than the status alone would: the keys of what happened and of what to do.
    #[must_use]
    pub fn words(mut self, title: &'static str, advice: &'static str) -> Fault {
        self.0.title = Some(title);
        self.0.advice = Some(advice);
        self
    }

    /// A value for those words.
    #[must_use]
    pub fn value<'a>(mut self, name: &'static str, value: impl Into<Value<'a>>) -> Fault {
        self.0.values.push((name, value.into().into_owned()));
        self
    }

    /// A day that is said in its words, as their language writes it.
    #[must_use]
    pub(crate) fn day(mut self, name: &'static str, day: Date) -> Fault {
        self.0.days.push((name, day));
        self
    }

    /// What is placed in its words.
    fn values(&self, tongue: &Tongue) -> Vec<(&'static str, Value<'static>)> {
        let days = self.0.days.iter().map(|(name, day)| (*name, tongue.date_plain(*day).into()));
        self.0.values.iter().cloned().chain(days).collect()
    }

    /// Where its page leads, below the clinic's base, and the key of the word for it; else as the status alone would.
    #[must_use]
    pub fn leading(mut self, path: &'static str, word: &'static str) -> Fault {
        self.0.leads = Some((path, word));
        self
    }

    /// A second address that helps, and its word.
    #[must_use]
    pub fn also(mut self, path: &'static str, word: &'static str) -> Fault {
        self.0.also = Some((path, word));
        self
    }

    /// The address that [`Fault::also`] named, and its word.
    pub(crate) fn beside(&self) -> Option<(&'static str, &'static str)> {
        self.0.also
    }

    /// The address that [`Fault::leading`] named, and its word.
    pub(crate) fn leads(&self) -> Option<(&'static str, &'static str)> {
        self.0.leads
    }

    /// Which field it is about, where the status alone does not say.
    #[must_use]
    pub fn naming(mut self, field: &'static str, key: &'static str) -> Fault {
        self.0.faults.add(field, key, &[]);
        self
    }

    /// A further member of the API's problem.
    #[must_use]
    pub fn member(mut self, name: &str, value: impl Into<Json>) -> Fault {
        self.0.more.insert(name.to_owned(), value.into());
        self
    }

    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// A further member that [`Fault::member`] added.
    pub fn more(&self, name: &str) -> Option<&Json> {
        self.0.more.get(name)
    }

    /// The cause code in the log.
    pub fn cause(&self) -> &'static str {
        self.0.cause
    }

    pub fn faults(&self) -> &Faults {
        &self.0.faults
    }

    /// What happened.
    pub fn title(&self, tongue: &Tongue) -> String {
        self.say(tongue, self.0.title, "title")
    }

    /// What to do.
    pub fn advice(&self, tongue: &Tongue) -> String {
        self.say(tongue, self.0.advice, "text")
    }

    fn say(&self, tongue: &Tongue, own: Option<&'static str>, part: &str) -> String {
        match own {
            Some(key) => tongue.with(key, &self.values(tongue)),
            None => tongue.with(&format!("error-{}-{part}", spoken(self.0.status)), &self.values(tongue)),
        }
    }

    /// What happened and what to do, for whoever writes a program: by the cause, else as the handler says it, else by
    /// the status.
    fn to_program(&self, tongue: &Tongue) -> (String, String) {
        let cause = format!("problem-{}", self.0.cause.replace(['.', '_'], "-"));
        let status = format!("problem-{}", spoken(self.0.status));
        let say = |part: &str, own: Option<&'static str>| {
            let values = self.values(tongue);
            let known = |of: &str| tongue.known_with(&format!("{of}-{part}"), &values);
            let own = || own.map(|key| tongue.with(key, &values));
            known(&cause).or_else(own).or_else(|| known(&status)).unwrap_or_else(|| self.say(tongue, None, part))
        };
        (say("title", self.0.title), say("text", self.0.advice))
    }

    /// The API's form of it.
    pub fn problem(&self, tongue: &Tongue, reference: Option<String>) -> Problem {
        let (title, detail) = self.to_program(tongue);
        let mut more = self.0.more.clone();
        if !self.0.faults.is_empty() {
            more.insert("errors".to_owned(), self.0.faults.to_json(tongue));
        }
        Problem {
            kind: "about:blank",
            title,
            status: self.0.status.as_u16(),
            detail,
            code: self.0.cause.to_owned(),
            reference,
            more,
        }
    }
}

impl Fault {
    /// How one may show who one is (RFC 9110, 11.6.1), and what is wrong with the key that was shown (RFC 6750, section 3).
    fn bearer(&self) -> Option<&'static str> {
        match (self.0.status, self.0.cause) {
            (StatusCode::UNAUTHORIZED, "key") => Some("Bearer realm=\"keepwell\", error=\"invalid_token\""),
            (StatusCode::UNAUTHORIZED, _) => Some("Bearer realm=\"keepwell\""),
            (StatusCode::FORBIDDEN, "refused.read_only") => {
                Some("Bearer realm=\"keepwell\", error=\"insufficient_scope\", scope=\"write\"")
            }
            _ => None,
        }
    }
}

/// The statuses that have words of their own; the rest are said by the nearest.
fn spoken(status: StatusCode) -> u16 {
    match status.as_u16() {
        known @ (400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 422 | 429 | 503) => known,
        504 => 503,
        410 => 404,
        412 => 409,
        400..500 => 400,
        _ => 500,
    }
}

impl IntoResponse for Fault {
    /// Bare: the shell dresses it, because only the shell knows who reads it.
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.0.status;
        if let Some(seconds) = self.0.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(how) = self.bearer() {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(how));
        }
        response.extensions_mut().insert(Cause(self.0.cause));
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        match error {
            Error::NotFound => Fault::not_found(),
            Error::Refused(Refusal::Unproven) => Fault::signed_out("key"),
            // A day says no more than a pages' reader may know; by which clock is not known here.
            Error::Refused(Refusal::Restricted(since)) => Fault::refused("refused.restricted")
                .words("error-restricted-title", "error-restricted-text")
                .value("date", day(since)),
            Error::Refused(Refusal::Objected(since)) => Fault::refused("refused.objected")
                .words("error-objected-title", "error-objected-text")
                .value("date", day(since)),
            Error::Refused(Refusal::Unagreed) => {
                Fault::refused("refused.unagreed").words("error-unagreed-title", "error-unagreed-text")
            }
            Error::Refused(refusal) => Fault::refused(match refusal {
                Refusal::Policy | Refusal::Unproven => "refused.policy",
                Refusal::ReadOnly => "refused.read_only",
                Refusal::Purpose => "refused.purpose",
                Refusal::Undeclared => "refused.undeclared",
                Refusal::Erased => "refused.erased",
                Refusal::Restricted(_) | Refusal::Objected(_) | Refusal::Unagreed => "refused.policy",
            }),
            Error::Constraint(name) => {
                // Rooms map the constraints they expect; this one nobody expected.
                tracing::warn!(constraint = %name, "a constraint without an answer of its own");
                Fault::conflict("constraint")
            }
            Error::Unavailable(what) => {
                tracing::warn!(cause = what, "the store did not answer");
                Fault::unavailable("store")
            }
            Error::Full(what) => what.into(),
            Error::Leaving => Fault::leaving().words("clinic-leaving-title", "clinic-leaving-late"),
            Error::Held => Fault::conflict("clinic.held").words("clinic-held-title", "clinic-held-text"),
            Error::Again => Fault::unavailable("store.again"),
            Error::Internal(text) => {
                tracing::error!(cause = %text, "internal fault");
                Fault::internal("internal")
            }
        }
    }
}

/// A day as every language reads it, by the clock of nobody in particular.
fn day(at: jiff::Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Fault::from(self).into_response()
    }
}

/// Whether the reader is a program: everything under `/api/`, and whoever asks for JSON rather than a page.
pub fn wants_problem(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or("");
    path.starts_with("/api/") || (accept.contains("json") && !accept.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::sample;

    #[test]
    fn every_status_says_what_happened_and_what_to_do_in_every_language() {
        let words = sample();
        for (lang, _) in words.languages() {
            let tongue = words.tongue(&lang).unwrap();
            for status in
                [400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 415, 422, 429, 500, 501, 502, 503, 504]
            {
                let fault = Fault::of_status(StatusCode::from_u16(status).unwrap(), None);
                assert!(!fault.title(&tongue).is_empty() && !fault.advice(&tongue).is_empty(), "{status}");
            }
            for seconds in [1, 2, 59, 600] {
                Fault::too_often(seconds).advice(&tongue);
            }
        }
        assert_eq!(words.missing(), Vec::<String>::new());
    }

    #[test]
    fn a_problem_names_the_code_and_the_fields() {
        let en = sample().english();
        let fault = Fault::invalid(Faults::one("email", "fault-email"));
        let json = serde_json::to_value(fault.problem(&en, None)).unwrap();
        assert_eq!((json["status"].as_u64(), json["code"].as_str()), (Some(422), Some("fields")));
        assert_eq!(json["errors"][0]["field"], "email");
        let taken = Fault::conflict("booking.taken").member("times", serde_json::json!(["2026-11-26T14:15:00Z"]));
        let json = serde_json::to_value(taken.problem(&en, Some("7k2m".into()))).unwrap();
        assert_eq!(json["times"][0], "2026-11-26T14:15:00Z");
        assert_eq!(json["reference"], "7k2m");
        assert_eq!(Fault::too_often(600).advice(&en), "Wait 10 minutes, then try again.");
    }

    #[test]
    fn programs_get_problems_and_people_get_pages() {
        for (path, accept, expected) in [
            ("/api/v1/clinics", "text/html", true),
            ("/c/linden-quay", "text/html,application/xhtml+xml", false),
            ("/c/linden-quay", "application/json", true),
            ("/c/linden-quay", "text/html, application/json", false),
            ("/c/linden-quay", "*/*", false),
            ("/apiary", "", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(wants_problem(path, &headers), expected, "{path} {accept}");
        }
    }
}
