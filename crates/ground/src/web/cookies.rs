//! The cookies and storage keys the ground itself sets, each listed with its purpose and lifetime
//! (`cookies.listed`); rooms list theirs the same way. Nothing here is set before a person's own choice.

use axum::http::{HeaderMap, HeaderValue, header};

/// Why a cookie may be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The service asked for does not work without it.
    Necessary,
    /// It keeps a choice the person made.
    Preference,
}

/// Where the browser keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Cookie,
    LocalStorage,
}

/// One entry of the list a visitor can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub name: &'static str,
    pub place: Place,
    /// The words that say what it is for.
    pub purpose: &'static str,
    pub need: Need,
    /// Lifetime in days; 0 ends with the browser.
    pub days: u16,
}

/// The language chosen on a page, kept only once one was chosen.
pub const LANG: Listed =
    Listed { name: "lang", place: Place::Cookie, purpose: "cookie-lang", need: Need::Preference, days: 180 };

/// What the ground sets.
pub const COOKIES: &[Listed] = &[LANG];

/// The value of the cookie `name`; when sent twice, none: one of them was planted by another host of the domain.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut found = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    match (found.next(), found.next()) {
        (Some(value), None) => Some(value),
        _ => None,
    }
}

/// The `Set-Cookie` of a listed cookie: out of scripts' reach, sent to our own pages and on links that lead to
/// them. `None` when `value` holds what a cookie cannot (RFC 6265, section 4.1.1).
pub fn set(cookie: &Listed, value: &str, tls: bool) -> Option<HeaderValue> {
    set_below(cookie, value, "/", tls)
}

/// The same for pages below `base` only, as one clinic's; an empty one is the whole host.
pub fn set_below(cookie: &Listed, value: &str, base: &str, tls: bool) -> Option<HeaderValue> {
    let fits = value.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\'));
    if !fits {
        return None;
    }
    line(cookie, value, base, (cookie.days > 0).then(|| u32::from(cookie.days) * 86_400), tls)
}

/// The `Set-Cookie` that removes a listed cookie of the pages below `base`.
pub fn clear(cookie: &Listed, base: &str, tls: bool) -> Option<HeaderValue> {
    line(cookie, "", base, Some(0), tls)
}

fn line(cookie: &Listed, value: &str, base: &str, seconds: Option<u32>, tls: bool) -> Option<HeaderValue> {
    let life = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    let secure = if tls { "; Secure" } else { "" };
    let path = if base.is_empty() { "/" } else { base };
    HeaderValue::try_from(format!("{}={value}; Path={path}; HttpOnly; SameSite=Lax{life}{secure}", cookie.name)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_by_its_whole_name_and_only_when_sent_once() {
        for (line, expected) in [
            ("lang=ar", Some("ar")),
            ("a=1; lang=ar; b=2", Some("ar")),
            ("xlang=en", None),
            ("lang=ar; lang=en", None),
            ("lang", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, line.parse().unwrap());
            assert_eq!(read(&headers, "lang"), expected, "{line}");
        }
    }

    #[test]
    fn a_cookie_lives_as_long_as_its_list_says() {
        let line = set(&LANG, "ar", true).unwrap();
        assert_eq!(line, "lang=ar; Path=/; HttpOnly; SameSite=Lax; Max-Age=15552000; Secure");
        assert_eq!(set(&LANG, "ar; Domain=evil", true), None);
        assert!(clear(&LANG, "", false).unwrap().to_str().unwrap().contains("Max-Age=0"));
    }
}
