//! Host names: a clinic with one of its own stands there at `/`, every other at `/c/{slug}` of the installation's address.
//!
//! Under a clinic's own name there is that clinic and nothing else of the installation but what programs ask: another
//! clinic's pages are not there, or one host's cookies would meet two clinics. The installation's address serves every
//! clinic by path, also those with a name of their own, so that links sent before it had one go on working.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{Extensions, HeaderMap, HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::clinic::Clinic;
use crate::error::{Error, Result};
use crate::house::House;

/// What stands on every host: it belongs to no clinic, or says which by itself.
const SHARED: [&str; 5] = ["/api", "/assets", "/healthz", "/readyz", "/metrics"];

/// The one spelling of a host name by which a clinic is found: small letters, no final dot, other scripts as in DNS.
pub fn host_name(text: &str) -> Option<String> {
    match url::Host::parse(text.strip_suffix('.').unwrap_or(text)) {
        Ok(url::Host::Domain(name)) if name != "localhost" && name.len() <= 253 => Some(name),
        _ => None,
    }
}

/// The host a request asks for, without its port.
pub fn asked(headers: &HeaderMap) -> Option<String> {
    let authority: Authority = headers.get(HOST)?.to_str().ok()?.parse().ok()?;
    let host = authority.host();
    Some(host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase())
}

impl House {
    /// A host name that a clinic may have: a name in DNS, neither the installation's own nor another clinic's.
    ///
    /// # Errors
    /// [`Error::Internal`] with what is wrong with it, for whoever typed it.
    pub async fn free_host(&self, text: &str) -> Result<String> {
        let name = host_name(text).ok_or_else(|| {
            Error::internal(format_args!(
                "{text} is not a host name such as book.example.org, without https:// and port"
            ))
        })?;
        if url::Url::parse(&self.address).is_ok_and(|url| url.host_str() == Some(&name)) {
            return Err(Error::internal(format_args!("{name} is where the installation itself stands (web.address)")));
        }
        match self.clinics().await?.iter().find(|clinic| clinic.host.as_ref() == Some(&name)) {
            Some(other) => Err(Error::internal(format_args!("{name} belongs to the clinic {} already", other.slug))),
            None => Ok(name),
        }
    }

    /// What the addresses of a clinic's pages begin with in letters and for programs. The port is the installation's.
    pub fn address_of(&self, clinic: &Clinic) -> String {
        let address = self.address.trim_end_matches('/');
        let own = clinic.host.as_ref().and_then(|host| {
            let mut url = url::Url::parse(address).ok()?;
            url.set_host(Some(host)).ok()?;
            Some(url.as_str().trim_end_matches('/').to_owned())
        });
        own.unwrap_or_else(|| format!("{address}/c/{}", clinic.slug))
    }

    /// What the clinic whose own host was asked is reached by, or the installation.
    pub async fn address_asked(&self, headers: &HeaderMap) -> String {
        let own = self.clinic_at(headers).await;
        own.map_or_else(|| self.address.trim_end_matches('/').to_owned(), |clinic| self.address_of(&clinic))
    }

    /// What addresses of the clinic begin with for whoever made this request: nothing under its own host name.
    pub fn base(&self, clinic: &Clinic, parts: &Parts) -> String {
        base(clinic, &parts.headers)
    }

    /// The clinic an address is about and what its addresses begin with, as far as is known without asking the store:
    /// for the shell of error pages.
    pub(crate) fn clinic_of(&self, uri: &Uri, headers: &HeaderMap) -> Option<(Arc<Clinic>, String)> {
        let clinics = self.clinics_known()?;
        let slug = uri.path().strip_prefix("/c/").map(|rest| rest.split('/').next().unwrap_or(rest));
        let host = asked(headers);
        let of_host = clinics.iter().find(|clinic| clinic.host.is_some() && clinic.host == host);
        let clinic = of_host.or_else(|| clinics.iter().find(|clinic| Some(clinic.slug.as_str()) == slug))?;
        Some((clinic.clone(), base(clinic, headers)))
    }

    /// The clinic whose own host was asked. Where the store does not answer, by what was last known of it: the page
    /// that is asked for says what is wrong.
    async fn clinic_at(&self, headers: &HeaderMap) -> Option<Arc<Clinic>> {
        let host = asked(headers)?;
        let clinics = match self.clinics().await {
            Ok(clinics) => clinics,
            Err(_) => self.clinics_known()?,
        };
        clinics.into_iter().find(|clinic| clinic.host.as_ref() == Some(&host))
    }
}

/// The address as whoever asked sees it, where ours within differs.
#[derive(Clone)]
struct Seen(Uri);

/// Where the short form of a clinic's address leads.
#[derive(Clone)]
struct Short(String);

/// Leads from the long form of an address to the short one, within the shell as every answer.
pub(crate) async fn shorten(request: Request, next: Next) -> Response {
    match request.extensions().get::<Short>() {
        Some(Short(path)) => Redirect::temporary(path).into_response(),
        None => next.run(request).await,
    }
}

/// The address of a request as whoever made it sees it.
pub(crate) fn seen(uri: &Uri, extensions: &Extensions) -> Uri {
    extensions.get::<Seen>().map_or_else(|| uri.clone(), |seen| seen.0.clone())
}

fn base(clinic: &Clinic, headers: &HeaderMap) -> String {
    if clinic.slug.is_empty() || (clinic.host.is_some() && clinic.host == asked(headers)) {
        String::new()
    } else {
        format!("/c/{}", clinic.slug)
    }
}

/// A path below the root of this host, and never the address of another: `//host` and `/\host` would be that.
fn below_root(rest: &str) -> String {
    format!("/{}", rest.trim_start_matches(['/', '\\']))
}

/// A request to a clinic's own host name is one to `/c/{slug}`; there, the long form leads to the short one.
pub(crate) async fn by_host(State(house): State<House>, mut request: Request, next: Next) -> Response {
    // HTTP/2 says the host in the address, and so may HTTP/1.1 (RFC 9113, 8.3.1; RFC 9112, 3.2.2): from here on one
    // place says it.
    let authority = request.uri().authority().map(|authority| HeaderValue::try_from(authority.as_str()));
    if let Some(Ok(host)) = authority {
        request.headers_mut().insert(HOST, host);
    }
    // `/c/linden-quay/` is `/c/linden-quay`.
    if request.uri().path().len() > 1 && request.uri().path().ends_with('/') {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        if let Ok(uri) = format!("{}{query}", request.uri().path().trim_end_matches('/')).parse::<Uri>() {
            *request.uri_mut() = uri;
        }
    }
    let path = request.uri().path();
    let shared = SHARED
        .iter()
        .any(|shared| path.strip_prefix(shared).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if shared {
        return next.run(request).await;
    }
    let Some(clinic) = house.clinic_at(request.headers()).await else { return next.run(request).await };
    let whole = request.uri().path_and_query().map_or("/", |whole| whole.as_str()).to_owned();
    let home = format!("/c/{}", clinic.slug);
    if let Some(rest) = whole.strip_prefix(&home).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?'])) {
        let short = Short(below_root(rest));
        request.extensions_mut().insert(short);
        return next.run(request).await;
    }
    let rest = whole.strip_prefix('/').filter(|rest| rest.is_empty() || rest.starts_with('?')).unwrap_or(&whole);
    let Ok(within) = format!("{home}{rest}").parse::<Uri>() else { return next.run(request).await };
    let seen = std::mem::replace(request.uri_mut(), within);
    request.extensions_mut().insert(Seen(seen));
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_name_has_one_spelling_and_an_address_is_none() {
        for (text, name) in [
            ("book.linden.example", Some("book.linden.example")),
            ("Book.LINDEN.example.", Some("book.linden.example")),
            ("bücher.example", Some("xn--bcher-kva.example")),
            ("localhost", None),
            ("127.0.0.1", None),
            ("[::1]", None),
            ("book.example:8443", None),
            ("https://book.example", None),
            ("book.example/c", None),
            ("two words", None),
            ("", None),
        ] {
            assert_eq!(host_name(text).as_deref(), name, "{text}");
        }
    }

    #[test]
    fn a_host_is_asked_for_in_any_spelling_with_or_without_a_port() {
        for (header, host) in [
            ("book.linden.example", Some("book.linden.example")),
            ("BOOK.Linden.Example:8443", Some("book.linden.example")),
            ("book.linden.example.", Some("book.linden.example")),
            ("[::1]:8080", Some("[::1]")),
            ("127.0.0.1:8080", Some("127.0.0.1")),
            ("a b", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, header.parse().unwrap());
            assert_eq!(asked(&headers).as_deref(), host, "{header}");
        }
        assert_eq!(asked(&HeaderMap::new()), None);
    }

    #[test]
    fn what_is_below_the_root_is_no_other_host() {
        for (rest, path) in [
            ("", "/"),
            ("?lang=ar", "/?lang=ar"),
            ("/day", "/day"),
            ("//evil.example", "/evil.example"),
            ("/\\evil.example", "/evil.example"),
        ] {
            assert_eq!(below_root(rest), path);
        }
    }
}
