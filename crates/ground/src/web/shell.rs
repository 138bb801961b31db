//! What every request passes through, from the outside in: compression; one layer that knows the client's address
//! and language, refuses foreign and too many requests, dresses faults, adds the security headers and writes the log
//! line; a net for panics; the time limit; the body limit; the routes.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, Version, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

use super::address::ClientAddress;
use super::error::{Cause, Dialect, Fault, wants_problem};
use super::health::{self, Finished};
use super::limit::{Limits, Rule};
use super::page::{Page, render_as};
use super::seen::Seen;
use super::{carry, headers, origin, speak, upload};
use crate::door::Door;
use crate::log::{Browser, Line};
use crate::trial::Own;
use crate::words::{Tongue, Words};

/// Makes the shell of an error page: whose clinic it is, as far as the address says.
pub type PageMaker = Arc<dyn Fn(&Uri, &HeaderMap, &Tongue) -> Page + Send + Sync>;

/// What the shell needs to know of the installation.
#[derive(Clone)]
pub struct ShellConfig {
    pub words: Words,
    pub limits: Limits,
    /// People reach the program by TLS: its own, or a proxy's before it.
    pub tls: bool,
    /// Days a browser is told to come by TLS only.
    pub hsts_days: u32,
    /// Bits of an address that the log keeps, of IPv4 and of IPv6.
    pub log_bits: (u32, u32),
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The largest body in bytes; a route may state its own by `DefaultBodyLimit`.
    pub body_limit: usize,
    /// How long a request may take to its first byte.
    pub time_limit: Duration,
    pub page: PageMaker,
    /// How faults are said where rooms speak a protocol of their own.
    pub dialects: Vec<Dialect>,
    /// Notes what leaves.
    pub seen: Arc<Seen>,
}

impl ShellConfig {
    /// The usual limits: 256 KB, 30 seconds; plain HTTP, no proxy, error pages of no clinic in particular.
    pub fn new(words: Words, limits: Limits) -> ShellConfig {
        ShellConfig {
            words,
            limits,
            tls: false,
            hsts_days: 365,
            log_bits: (24, 48),
            trusted_proxies: Vec::new(),
            body_limit: 256 * 1024,
            time_limit: Duration::from_secs(30),
            page: Arc::new(|uri, _, tongue| Page::new(tongue, "", "Keepwell", "").offering(uri, &[tongue.lang()])),
            dialects: Vec::new(),
            seen: Arc::default(),
        }
    }
}

/// The page of whoever works here and was turned away, with their own navigation.
#[derive(Clone)]
pub(crate) struct TurnedAway(pub(crate) Page);

/// What a response must not be compressed for: [`guesses`], or a file that says how long it is.
#[derive(Clone, Copy)]
pub(super) struct Uncompressed;

/// Ends what takes longer than a request may. One that brings a file may take as long as the file takes; it is watched
/// while it is read ([`upload`]).
async fn in_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let limit = if upload::is_upload(request.headers()) { upload::LONGEST } else { limit };
    let came = Arc::new(AtomicBool::new(request.body().is_end_stream()));
    let request = if came.load(Ordering::Relaxed) { request } else { watched(request, came.clone()) };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        // Whoever did not send what they began is not waited for any longer, and it is no failure of ours.
        Err(_) if !came.load(Ordering::Relaxed) => Fault::too_slow("body.time").into_response(),
        Err(_) => Fault::unavailable("time_limit").into_response(),
    }
}

/// Notes when the whole body of a request has come.
fn watched(request: Request, came: Arc<AtomicBool>) -> Request {
    request.map(|body| {
        let mut chunks = body.into_data_stream();
        Body::from_stream(futures_util::stream::poll_fn(move |context| {
            let next = chunks.poll_next_unpin(context);
            if matches!(next, Poll::Ready(None)) {
                came.store(true, Ordering::Relaxed);
            }
            next
        }))
    })
}

/// Puts the shell around all routes.
pub fn shell<S: Clone + Send + Sync + 'static>(routes: Router<S>, config: ShellConfig) -> Router<S> {
    let (body_limit, time_limit) = (config.body_limit, config.time_limit);
    let compress =
        DefaultPredicate::new().and(|_: StatusCode, _, _: &HeaderMap, extensions: &axum::http::Extensions| {
            extensions.get::<Uncompressed>().is_none()
        });
    routes.layer(
        ServiceBuilder::new()
            .layer(CompressionLayer::new().compress_when(compress))
            .layer(from_fn_with_state(Arc::new(config), around))
            .layer(CatchPanicLayer::custom(|_| Fault::internal("panic").into_response()))
            .layer(from_fn_with_state(time_limit, in_time))
            .layer(DefaultBodyLimit::max(body_limit)),
    )
}

/// What is remembered of a request while it is answered.
struct Asked {
    method: Method,
    uri: Uri,
    version: Version,
    headers: HeaderMap,
    tongue: Tongue,
}

#[allow(clippy::disallowed_methods, reason = "a stopwatch for the log, not a time of day")]
async fn around(State(config): State<Arc<ShellConfig>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let address = ClientAddress::of(request.extensions(), request.headers(), &config.trusted_proxies);
    if ClientAddress::is_passed_on(request.extensions(), &config.trusted_proxies) {
        config.seen.passed_on(request.headers());
    }
    config.seen.came(request.headers());
    let own = request.extensions().get::<Own>().is_some();
    let heard = speak::listen(&config.words, request.uri(), request.headers(), config.tls);
    let tongue = heard.tongue;
    if heard.unchosen {
        request.extensions_mut().insert(speak::Unchosen);
    }
    request.extensions_mut().insert(address);
    request.extensions_mut().insert(tongue.clone());
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let browser = Browser::of(request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()));
    let asked = Asked {
        method: request.method().clone(),
        uri: crate::host::seen(request.uri(), request.extensions()),
        version: request.version(),
        headers: request.headers().clone(),
        tongue,
    };

    let answer = match admit(&config, &asked, address) {
        Ok(()) => next.run(request).await,
        Err(fault) => fault.into_response(),
    };
    let (mut response, reference) = dressed(&config, &asked, answer);
    if let Some(plain) = heard.plain {
        response = carry::on(response, asked.tongue.lang(), plain.lang()).await;
    }
    headers::secure(response.headers_mut(), config.tls.then_some(config.hsts_days));
    if let Some(cookie) = heard.cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    let named = |query: &str| query.split('&').any(|pair| pair.starts_with("lang="));
    let chose = asked.method == Method::POST || asked.uri.query().is_some_and(named);
    config.seen.left(response.headers(), config.tls.then_some(config.hsts_days), chose);
    if guesses(&asked.headers) {
        response.extensions_mut().insert(Uncompressed);
    }
    if own {
        return response;
    }

    let feature = matched.as_ref().map_or("unmatched", |matched| matched.as_str());
    let (status, took) = (response.status(), started.elapsed());
    let cause = response.extensions().get::<Cause>().map(|cause| cause.0);
    let (method, language) = (&asked.method, asked.tongue.lang());
    health::count(feature, method, status, took);
    Line {
        feature,
        method,
        status,
        took,
        cause,
        from: address.cut(config.log_bits),
        browser,
        language,
        reference: reference.as_deref(),
    }
    .write();
    response
}

/// Whether the request is let in at all.
fn admit(config: &ShellConfig, asked: &Asked, address: ClientAddress) -> Result<(), Fault> {
    // Whose pages are asked for must be said once (RFC 9112, 3.2); HTTP/2 says it elsewhere.
    let hosts = asked.headers.get_all(header::HOST).iter().count();
    if hosts > 1 || (hosts == 0 && asked.version == Version::HTTP_11) {
        return Err(Fault::bad_request("host"));
    }
    origin::judge(&asked.method, &asked.uri, &asked.headers, config.tls)
        .map_err(|foreign| Fault::refused(foreign.cause()).words("error-origin-title", "error-origin-text"))?;
    let rule = match Door::of(asked.uri.path()) {
        Door::Pages => None,
        Door::Api => Some(Rule::Api),
        Door::Directory => Some(Rule::Directory),
        // Asked so by every program that comes: each takes one of the API's requests.
        Door::Tokens => Some(Rule::Api),
    };
    if let Some(rule) = rule {
        config.limits.check(rule, address)?;
    }
    Ok(())
}

/// Another site that makes a signed-in browser open our pages with guesses in the address could learn from their
/// compressed size whether a guess stands on the page (the BREACH attack, 2013).
fn guesses(headers: &HeaderMap) -> bool {
    let foreign = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site");
    foreign && headers.contains_key(header::COOKIE)
}

#[derive(askama::Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    heading: String,
    text: String,
    back: Option<String>,
    back_word: String,
    also: Option<(String, String)>,
    reference: Option<String>,
}

/// Turns a fault, or a library's bare error, into what its reader can use; and the reference it names, if any.
fn dressed(config: &ShellConfig, asked: &Asked, answer: Response) -> (Response, Option<String>) {
    let status = answer.status();
    let bare = || {
        let kind = answer.headers().get(header::CONTENT_TYPE).map(|kind| kind.as_bytes());
        let failed = status.is_client_error() || status.is_server_error();
        failed
            && answer.extensions().get::<Finished>().is_none()
            && kind.is_none_or(|kind| kind.starts_with(b"text/plain"))
    };
    let fault = match answer.extensions().get::<Fault>() {
        Some(fault) => fault.clone(),
        None if bare() => Fault::of_status(status, retry_after(answer.headers())),
        None => return (answer, None),
    };
    let reference = fault.status().is_server_error().then(reference);
    let dialect = config.dialects.iter().find(|dialect| (dialect.at)(asked.uri.path()));
    let mut response = if let Some(dialect) = dialect {
        (dialect.say)(&fault, &asked.tongue, reference.as_deref())
    } else if wants_problem(asked.uri.path(), &asked.headers) {
        fault.problem(&asked.tongue, reference.clone()).into_response()
    } else {
        let own = answer.extensions().get::<TurnedAway>().map(|away| away.0.clone());
        error_page(config, asked, &fault, own, reference.clone())
    };
    // What the status came with still holds: Allow, WWW-Authenticate, Retry-After.
    for (name, value) in answer.headers().iter().chain(fault.clone().into_response().headers()) {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH && !response.headers().contains_key(name) {
            response.headers_mut().insert(name.clone(), value.clone());
        }
    }
    if let Ok(language) = HeaderValue::from_str(asked.tongue.lang()) {
        response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
    }
    response.extensions_mut().insert(Cause(fault.cause()));
    (response, reference)
}

fn error_page(
    config: &ShellConfig,
    asked: &Asked,
    fault: &Fault,
    own: Option<Page>,
    reference: Option<String>,
) -> Response {
    let tongue = &asked.tongue;
    let mut page = own.unwrap_or_else(|| (config.page)(&asked.uri, &asked.headers, tongue));
    page.title = fault.title(tongue);
    let here = || asked.uri.path_and_query().map(ToString::to_string);
    let (back, back_word) = match (fault.leads(), fault.status().as_u16()) {
        (Some((path, word)), _) => (Some(format!("{}{path}", page.base)), tongue.get(word)),
        (None, 401 | 410) => (Some(format!("{}/sign-in", page.base)), tongue.get("error-sign-in")),
        // Opening a page again is safe; sending a form again is the person's own decision.
        (None, 429 | 500..) if asked.method == Method::GET => (here(), tongue.get("error-again")),
        _ => (None, String::new()),
    };
    let also = fault.beside().map(|(path, word)| (format!("{}{path}", page.base), tongue.get(word)));
    let (heading, text) = (page.title.clone(), fault.advice(tongue));
    let rendered = render_as(
        fault.status(),
        &ErrorPage { page, heading: heading.clone(), text: text.clone(), back, back_word, also, reference },
    );
    if rendered.extensions().get::<Fault>().is_none() {
        return rendered;
    }
    // Even the error page failed: plain words still help.
    (fault.status(), [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{heading}\n{text}\n"))
        .into_response()
}

fn retry_after(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok()
}

/// Eight characters that lead from what a person was shown to the line in the log. Random: it says nothing itself.
fn reference() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bytes = [0; 8];
    // Without randomness the reference is merely less helpful.
    if aws_lc_rs::rand::fill(&mut bytes).is_err() {
        return String::new();
    }
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests;
