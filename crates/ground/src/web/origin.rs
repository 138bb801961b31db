//! Protection against requests that another site makes in a signed-in person's name, without tokens in forms:
//! the browser says where a request comes from (Fetch Metadata, section 2.1; OWASP's fetch-metadata advice), and
//! older ones send `Origin` (RFC 6454, section 7).

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, Uri, header};

/// Why a request was refused; goes to the log as the cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// The browser says the request comes from another origin.
    Site,
    /// The `Origin` is not the host asked.
    Origin,
    /// Nothing says where it comes from, but a cookie came along.
    Unknown,
}

impl Foreign {
    /// The code in the log.
    pub fn cause(self) -> &'static str {
        match self {
            Foreign::Site => "origin.site",
            Foreign::Origin => "origin.other",
            Foreign::Unknown => "origin.unknown",
        }
    }
}

/// Decides whether a request may change something. `tls`: this program itself speaks TLS, so that the scheme of
/// the origin is known too; behind a proxy it is not.
pub fn judge(method: &Method, uri: &Uri, headers: &HeaderMap, tls: bool) -> Result<(), Foreign> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) || bears_token(headers) {
        return Ok(());
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return match site.as_bytes() {
            // "none" is the person's own doing: the address bar, or a form sent again after a restart.
            b"same-origin" | b"none" => Ok(()),
            _ => Err(Foreign::Site),
        };
    }
    if let Some(origin) = headers.get(header::ORIGIN) {
        let origin = origin.to_str().ok().and_then(|text| text.parse::<Uri>().ok());
        let same = origin.is_some_and(|origin| {
            let scheme = origin.scheme_str();
            let known = if tls { scheme == Some("https") } else { matches!(scheme, Some("https" | "http")) };
            known && same_host(origin.authority(), uri, headers)
        });
        return if same { Ok(()) } else { Err(Foreign::Origin) };
    }
    // Without a cookie there is no one in whose name it could act: a script, a mail provider's one-click request.
    if headers.contains_key(header::COOKIE) { Err(Foreign::Unknown) } else { Ok(()) }
}

/// Whether the request was made from a page of ours: as the browser says, or for one that says nothing of it, as the
/// page it came from does.
pub(super) fn is_own_page(uri: &Uri, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let from = headers.get(header::ORIGIN).or_else(|| headers.get(header::REFERER));
    let from = from.and_then(|from| from.to_str().ok()).and_then(|text| text.parse::<Uri>().ok());
    from.is_some_and(|from| same_host(from.authority(), uri, headers))
}

/// A page of another site cannot add this header without asking first, and we never grant that.
fn bears_token(headers: &HeaderMap) -> bool {
    let value = headers.get(header::AUTHORIZATION).map(|value| value.as_bytes());
    value.is_some_and(|value| value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer ")))
}

fn same_host(origin: Option<&Authority>, uri: &Uri, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| uri.authority().map(Authority::as_str));
    match (origin, host) {
        (Some(origin), Some(host)) => origin.as_str().eq_ignore_ascii_case(host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(method: &str, tls: bool, pairs: &[(&'static str, &'static str)]) -> Result<(), Foreign> {
        let mut headers = HeaderMap::new();
        headers.insert("host", "clinic.example".parse().unwrap());
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        judge(&method.parse().unwrap(), &Uri::from_static("/c/linden-quay/bookings"), &headers, tls)
    }

    type Case<'a> = (&'a str, &'a [(&'static str, &'static str)], Result<(), Foreign>);

    #[test]
    fn only_our_own_pages_may_change_something() {
        const COOKIE: (&str, &str) = ("cookie", "s=1");
        let cases: &[Case<'_>] = &[
            ("GET", &[("sec-fetch-site", "cross-site"), COOKIE], Ok(())),
            ("HEAD", &[("sec-fetch-site", "cross-site"), COOKIE], Ok(())),
            ("POST", &[("sec-fetch-site", "same-origin"), COOKIE], Ok(())),
            ("POST", &[("sec-fetch-site", "none"), COOKIE], Ok(())),
            ("POST", &[("sec-fetch-site", "same-site"), COOKIE], Err(Foreign::Site)),
            ("POST", &[("sec-fetch-site", "cross-site"), COOKIE], Err(Foreign::Site)),
            ("POST", &[("sec-fetch-site", "cross-site")], Err(Foreign::Site)),
            ("POST", &[("sec-fetch-site", "Same-Origin"), COOKIE], Err(Foreign::Site)),
            ("POST", &[("sec-fetch-site", ""), COOKIE], Err(Foreign::Site)),
            ("PUT", &[("sec-fetch-site", "cross-site"), COOKIE], Err(Foreign::Site)),
            ("PATCH", &[("sec-fetch-site", "cross-site"), COOKIE], Err(Foreign::Site)),
            ("DELETE", &[("sec-fetch-site", "cross-site"), COOKIE], Err(Foreign::Site)),
            ("PROPFIND", &[("sec-fetch-site", "cross-site"), COOKIE], Err(Foreign::Site)),
            // The stronger header decides, whatever the other says.
            ("POST", &[("sec-fetch-site", "cross-site"), ("origin", "https://clinic.example")], Err(Foreign::Site)),
            ("POST", &[("origin", "https://clinic.example"), COOKIE], Ok(())),
            ("POST", &[("origin", "https://CLINIC.example"), COOKIE], Ok(())),
            ("POST", &[("origin", "https://clinic.example:8443"), COOKIE], Err(Foreign::Origin)),
            ("POST", &[("origin", "https://clinic.example.evil.example"), COOKIE], Err(Foreign::Origin)),
            ("POST", &[("origin", "https://evil.example"), COOKIE], Err(Foreign::Origin)),
            ("POST", &[("origin", "null"), COOKIE], Err(Foreign::Origin)),
            ("POST", &[("origin", "clinic.example"), COOKIE], Err(Foreign::Origin)),
            ("POST", &[("origin", "https://evil.example")], Err(Foreign::Origin)),
            ("POST", &[COOKIE], Err(Foreign::Unknown)),
            ("POST", &[], Ok(())),
            ("POST", &[("authorization", "Bearer kw_1"), COOKIE], Ok(())),
            ("POST", &[("authorization", "bearer kw_1"), ("sec-fetch-site", "cross-site")], Ok(())),
            // A browser may add these by itself.
            ("POST", &[("authorization", "Basic dTpw"), ("sec-fetch-site", "cross-site")], Err(Foreign::Site)),
            ("POST", &[("authorization", "Bearer"), COOKIE], Err(Foreign::Unknown)),
        ];
        for (method, headers, expected) in cases {
            assert_eq!(case(method, true, headers), *expected, "{method} {headers:?}");
        }
    }

    #[test]
    fn over_tls_a_plain_origin_of_the_same_host_is_another_origin() {
        let headers = [("origin", "http://clinic.example"), ("cookie", "s=1")];
        assert_eq!(case("POST", true, &headers), Err(Foreign::Origin));
        assert_eq!(case("POST", false, &headers), Ok(()));
    }
}
