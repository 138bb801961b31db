//! The language of a request, as an argument of handlers: `async fn page(tongue: Tongue) -> ...`.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri, header};

use super::cookies;
use super::error::Fault;
use crate::words::{Tongue, Wish, Words};

/// The tongue for a request, and the cookie to set when the person has just chosen it.
pub fn listen(words: &Words, uri: &Uri, headers: &HeaderMap, tls: bool) -> (Tongue, Option<HeaderValue>) {
    let asked = uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("lang=")));
    let remembered = cookies::read(headers, cookies::LANG.name);
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let tongue = words.choose(Wish { asked, remembered, accepted });
    // A link in a mail may name a language too; only a press on our own page is the person's choice to remember.
    let pressed = headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
    let chose = asked == Some(tongue.lang()) && remembered != asked && pressed;
    let cookie = chose.then(|| cookies::set(&cookies::LANG, tongue.lang(), tls)).flatten();
    (tongue, cookie)
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
            ("/?lang=ar", &[("sec-fetch-site", "same-origin"), ("cookie", "lang=ar")], "ar", false),
            ("/?lang=xx", &[("sec-fetch-site", "same-origin")], "en", false),
            ("/", &[("sec-fetch-site", "same-origin"), ("accept-language", "ar")], "ar", false),
            ("/", &[("cookie", "lang=ar"), ("accept-language", "en")], "ar", false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            let (tongue, cookie) = listen(&words, &uri.parse().unwrap(), &headers, false);
            assert_eq!((tongue.lang(), cookie.is_some()), (lang, remembered), "{uri} {pairs:?}");
        }
    }
}
