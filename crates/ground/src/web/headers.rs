//! Headers every response carries, so that a browser refuses what no page of ours does.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// No inline script or style, nothing from another host, never inside a frame: `tracking.none_by_third_parties`
/// is enforced here by the visitor's own browser.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const PERMISSIONS: &str = "permissions-policy";

/// What no page may ask a browser for.
const FORBIDDEN: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// The same for a page that may ask where its reader is, once they press for it (promise `location.asked`).
const WITH_POSITION: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), \
magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// Lets the page of this answer ask its reader's browser for their position; any other page is refused by the browser.
pub fn may_ask_position(headers: &mut HeaderMap) {
    headers.insert(HeaderName::from_static(PERMISSIONS), HeaderValue::from_static(WITH_POSITION));
}

/// Whether a policy lets anybody ask for a position, and whether anybody but us.
pub(crate) fn position(headers: &HeaderMap) -> (bool, bool) {
    let said = headers.get(PERMISSIONS).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let rule = said.split(',').find_map(|part| part.trim().strip_prefix("geolocation="));
    match rule {
        Some("()") => (false, false),
        Some("(self)") => (true, false),
        _ => (true, true),
    }
}

static ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Signed links hold a secret in their path: it may reach our own pages, never another site.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static(PERMISSIONS), FORBIDDEN),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds the headers. What a handler stated itself stays: it may need a wider policy for one page, or a cache
/// for what shows nobody. Under TLS, `hsts_days` says how long a browser comes by TLS only (promise `traffic.encrypted`);
/// without `includeSubDomains`: a clinic's other hosts are not ours to speak for.
pub fn secure(headers: &mut HeaderMap, hsts_days: Option<u32>) {
    let mut put = |name: &HeaderName, value: &'static str| {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), HeaderValue::from_static(value));
        }
    };
    put(&header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    // Any page may show a person; forgetting this on one would leave them in a shared computer's cache.
    put(&header::CACHE_CONTROL, "no-store");
    for (name, value) in &ALWAYS {
        put(name, value);
    }
    let lasting =
        hsts_days.and_then(|days| HeaderValue::try_from(format!("max-age={}", u64::from(days) * 86_400)).ok());
    if let Some(lasting) = lasting {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(lasting);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_response_is_guarded_and_none_is_cached_by_default() {
        let mut headers = HeaderMap::new();
        secure(&mut headers, None);
        for (name, value) in [
            (
                "content-security-policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            ),
            ("cache-control", "no-store"),
            ("referrer-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(headers[name], value);
        }
        assert!(!headers.contains_key("strict-transport-security"));
    }

    #[test]
    fn a_position_is_asked_for_by_pages_that_say_so_and_by_nobody_else() {
        let mut headers = HeaderMap::new();
        assert_eq!(position(&headers), (true, true), "without a policy anybody may");
        secure(&mut headers, None);
        assert_eq!(position(&headers), (false, false));
        let mut headers = HeaderMap::new();
        may_ask_position(&mut headers);
        secure(&mut headers, None);
        assert_eq!(position(&headers), (true, false));
        for others in ["geolocation=*", "geolocation=(self \"https://map.example\")", "camera=()"] {
            headers.insert(PERMISSIONS, others.parse().unwrap());
            assert_eq!(position(&headers), (true, true), "{others}");
        }
    }

    #[test]
    fn transport_security_is_promised_only_where_there_is_tls() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, immutable"));
        secure(&mut headers, Some(365));
        assert_eq!(headers["strict-transport-security"], "max-age=31536000");
        assert_eq!(headers["cache-control"], "public, immutable");
    }
}
