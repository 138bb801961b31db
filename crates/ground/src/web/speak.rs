//! The language of a request, as an argument of handlers: `async fn page(tongue: Tongue) -> ...`.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri, header};

use super::error::Fault;
use super::{carry, cookies, origin};
use crate::words::{Tongue, Wish, Words};

/// What a request says about its language.
pub struct Heard {
    pub tongue: Tongue,
    /// The cookie to set when the person has just chosen it.
    pub cookie: Option<HeaderValue>,
    /// Nothing but the browser's setting speaks for it: neither a choice nor the page that led here.
    pub unchosen: bool,
    /// What the browser asks for anyway; none where a cookie holds a language, so that no page need carry it on.
    pub plain: Option<Tongue>,
}

/// Marks a request that says no language but the browser's: a page may know a better one.
#[derive(Clone, Copy)]
pub struct Unchosen;

/// Hears the language of a request.
pub fn listen(words: &Words, uri: &Uri, headers: &HeaderMap, tls: bool) -> Heard {
    let named = |name: &str| {
        let mut pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find_map(|(key, value)| (key == name).then_some(value))
    };
    let (asked, led) = (named("lang"), named(carry::LED));
    let remembered = cookies::read(headers, cookies::LANG.name);
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let of_notice = is_of_notice(uri);
    let tongue = words.choose(Wish { asked, remembered, led, accepted, of_notice });
    // A link in a mail may name a language too; only a press on our own page is the person's choice to remember.
    // One that no other page has is not kept: it would hide the one that those are read in.
    let chose = asked == Some(tongue.lang())
        && !tongue.is_of_notice_only()
        && remembered != asked
        && origin::is_own_page(uri, headers);
    let cookie = chose.then(|| cookies::set(&cookies::LANG, tongue.lang(), tls)).flatten();
    let plain = words.choose(Wish { accepted, of_notice, ..Wish::default() });
    let kept = cookie.is_some() || remembered.is_some_and(|code| words.offers(code));
    let unchosen = !kept && ![asked, led].into_iter().flatten().any(|code| words.offers(code));
    Heard { tongue, cookie, unchosen, plain: (!kept).then_some(plain) }
}

/// Whether it is the notice that is asked for, or what belongs to it.
pub(super) fn is_of_notice(uri: &Uri) -> bool {
    uri.path().split('/').any(|part| part == "notice" || part == "notice.jsonld")
}

impl<S: Send + Sync> FromRequestParts<S> for Tongue {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Tongue>().cloned().ok_or_else(|| Fault::internal("shell.missing"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::sample;

    #[test]
    fn a_language_is_remembered_only_after_a_press_on_our_own_page() {
        let words = sample();
        for (uri, pairs, lang, remembered) in [
            ("/?lang=ar", &[("sec-fetch-site", "same-origin")][..], "ar", true),
            ("/?a=1&lang=ar", &[("sec-fetch-site", "same-origin")], "ar", true),
            ("/?lang=ar", &[("sec-fetch-site", "cross-site")], "ar", false),
            ("/?lang=ar", &[], "ar", false),
            // A browser that says nothing of fetching says which page led here.
            ("/?lang=ar", &[("host", "a.example"), ("referer", "https://a.example/c/x?day=1")], "ar", true),
            ("/?lang=ar", &[("host", "a.example"), ("referer", "https://b.example/c/x")], "ar", false),
            ("/?lang=ar", &[("host", "a.example"), ("origin", "https://a.example")], "ar", true),
            (
                "/?lang=ar",
                &[("sec-fetch-site", "cross-site"), ("host", "a.example"), ("referer", "https://a.example/")],
                "ar",
                false,
            ),
            // What led here is weaker than what was chosen, stronger than the browser's setting, and not remembered.
            ("/?in=ar", &[("sec-fetch-site", "same-origin"), ("accept-language", "en")], "ar", false),
            ("/?in=ar", &[("cookie", "lang=en")], "en", false),
            ("/?in=ar&lang=en", &[("sec-fetch-site", "same-origin")], "en", true),
            ("/?lang=ar", &[("sec-fetch-site", "same-origin"), ("cookie", "lang=ar")], "ar", false),
            ("/?lang=xx", &[("sec-fetch-site", "same-origin")], "en", false),
            ("/", &[("sec-fetch-site", "same-origin"), ("accept-language", "ar")], "ar", false),
            ("/", &[("cookie", "lang=ar"), ("accept-language", "en")], "ar", false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            let heard = listen(&words, &uri.parse().unwrap(), &headers, false);
            assert_eq!((heard.tongue.lang(), heard.cookie.is_some()), (lang, remembered), "{uri} {pairs:?}");
        }
    }

    #[test]
    fn a_language_is_carried_on_only_where_no_cookie_holds_one() {
        let words = sample();
        for (uri, cookie, unchosen, carries) in [
            ("/", "", true, true),
            ("/?lang=ar", "", false, true),
            ("/?in=ar", "", false, true),
            ("/?lang=xx", "", true, true),
            ("/?lang=ar", "lang=en", false, false),
            ("/", "lang=ar", false, false),
            ("/", "lang=xx", true, true),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().unwrap());
            let heard = listen(&words, &uri.parse().unwrap(), &headers, false);
            assert_eq!((heard.unchosen, heard.plain.is_some()), (unchosen, carries), "{uri} {cookie}");
        }
    }
}
