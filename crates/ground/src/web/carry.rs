//! The language somebody arrived with stays as they go on. An address with `?lang=ar`, from the clinic's own site, a
//! letter or a printed code, is nobody's choice to remember: another site could write it, and nothing is kept in a
//! browser before its owner chose. So while no cookie holds a language, the pages themselves carry it: links, forms and
//! redirects say with `in=ar` which language led there. A chosen language is stronger than one that led.

use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};

use super::error::Fault;

/// The part of an address that says which language led to it.
pub(super) const LED: &str = "in";

/// Whether a pair of an address's query says which language led there.
pub(super) fn leads(pair: &str) -> bool {
    pair.split_once('=').is_some_and(|(name, _)| name == LED)
}

/// `response` with its language carried on, if that is another than `plain`, which the browser asks for anyway.
/// `language` is the request's; a page may have found a better one and says so itself.
pub(super) async fn on(response: Response, language: &str, plain: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    if let Some(to) = parts.headers.get(LOCATION).and_then(|to| to.to_str().ok())
        && language != plain
        && let Some(to) = led(to, language, "&").and_then(|to| HeaderValue::try_from(to).ok())
    {
        parts.headers.insert(LOCATION, to);
    }
    if !is_page(&parts.headers) {
        return Response::from_parts(parts, body);
    }
    // Pages are drawn whole before they are sent; this reads no stream.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return Fault::internal("carry.body").into_response() };
    let carried = std::str::from_utf8(&bytes).ok().and_then(|html| {
        let code = spoken(html)?;
        (code != plain).then(|| page(html, code))
    });
    let Some(html) = carried else { return Response::from_parts(parts, Body::from(bytes)) };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(html))
}

fn is_page(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// The language the page says it is in.
fn spoken(html: &str) -> Option<&str> {
    let code = html.split_once("<html lang=\"")?.1.split('"').next()?;
    code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-').then_some(code)
}

/// The page with its links and forms led on in `code`.
fn page(html: &str, code: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        let Some(end) = from.find('>') else { break };
        let (tag, after) = from.split_at(end + 1);
        out.push_str(before);
        match tag.split([' ', '\n', '>']).next().unwrap_or_default() {
            "<a" => out.push_str(&tagged(tag, " href=\"", code)),
            "<button" | "<input" => out.push_str(&tagged(tag, " formaction=\"", code)),
            "<form" => {
                out.push_str(&tagged(tag, " action=\"", code));
                // A form that only looks something up leaves its address's query behind.
                if !tag.contains(" method=\"post\"") {
                    out.push_str(&format!("<input type=\"hidden\" name=\"{LED}\" value=\"{code}\">"));
                }
            }
            _ => out.push_str(tag),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn tagged(tag: &str, attribute: &str, code: &str) -> String {
    let led = || {
        let (before, value) = tag.split_once(attribute)?;
        let (value, after) = value.split_once('"')?;
        Some(format!("{before}{attribute}{}\"{after}", led(value, code, "&amp;")?))
    };
    led().unwrap_or_else(|| tag.to_owned())
}

/// The address with the language that leads there, if it is one of ours that names none yet.
fn led(to: &str, code: &str, and: &str) -> Option<String> {
    let ours = to.starts_with('?') || to.starts_with('/') && !to.starts_with("//");
    let (path, part) = to.split_once('#').map_or((to, None), |(path, part)| (path, Some(part)));
    let query = path.split_once('?').map(|(_, query)| query);
    let named = query.is_some_and(|query| query.split(['&', ';']).any(|pair| pair.starts_with("lang=") || leads(pair)));
    if !ours || named {
        return None;
    }
    let joint = if query.is_some() { and } else { "?" };
    let part = part.map(|part| format!("#{part}")).unwrap_or_default();
    Some(format!("{path}{joint}{LED}={code}{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_forms_of_ours_carry_the_language_and_nothing_else_changes() {
        for (before, after) in [
            ("<a href=\"/c/x/book\">", "<a href=\"/c/x/book?in=ar\">"),
            ("<a class=\"b\" href=\"/c/x?day=1#top\">", "<a class=\"b\" href=\"/c/x?day=1&amp;in=ar#top\">"),
            ("<a href=\"?day=1\">", "<a href=\"?day=1&amp;in=ar\">"),
            ("<a lang=\"en\" href=\"?lang=en\">", "<a lang=\"en\" href=\"?lang=en\">"),
            ("<a href=\"?in=en&amp;day=2\">", "<a href=\"?in=en&amp;day=2\">"),
            ("<a href=\"#main\">", "<a href=\"#main\">"),
            ("<a href=\"//elsewhere.example\">", "<a href=\"//elsewhere.example\">"),
            ("<a href=\"https://map.example/a\">", "<a href=\"https://map.example/a\">"),
            ("<a href=\"tel:+353\">", "<a href=\"tel:+353\">"),
            ("<link rel=\"stylesheet\" href=\"/app.css\">", "<link rel=\"stylesheet\" href=\"/app.css\">"),
            ("<form method=\"post\" action=\"/c/x/book\">", "<form method=\"post\" action=\"/c/x/book?in=ar\">"),
            ("<form action=\"/c/x\">", "<form action=\"/c/x?in=ar\"><input type=\"hidden\" name=\"in\" value=\"ar\">"),
            ("<button formaction=\"/c/y\">", "<button formaction=\"/c/y?in=ar\">"),
            ("<p>a &lt; b</p> < rest", "<p>a &lt; b</p> < rest"),
        ] {
            assert_eq!(page(before, "ar"), after);
        }
    }

    #[tokio::test]
    async fn only_a_language_that_the_browser_does_not_ask_for_is_carried() {
        let html = "<html lang=\"ar\" dir=\"rtl\"><a href=\"/c/x\">";
        for (plain, expected) in [("en", "<html lang=\"ar\" dir=\"rtl\"><a href=\"/c/x?in=ar\">"), ("ar", html)] {
            let answer = on(axum::response::Html(html).into_response(), "en", plain).await;
            assert_eq!(to_bytes(answer.into_body(), usize::MAX).await.unwrap(), expected);
        }
        let plain = on("<html lang=\"ar\"><a href=\"/c/x\">".into_response(), "ar", "en").await;
        assert_eq!(to_bytes(plain.into_body(), usize::MAX).await.unwrap(), "<html lang=\"ar\"><a href=\"/c/x\">");
        for (to, language, expected) in [
            ("/c/x/visit?done=1", "ar", "/c/x/visit?done=1&in=ar"),
            ("/c/x", "en", "/c/x"),
            ("https://elsewhere.example/", "ar", "https://elsewhere.example/"),
        ] {
            let answer = on(axum::response::Redirect::to(to).into_response(), language, "en").await;
            assert_eq!(answer.headers()[LOCATION], expected);
        }
    }
}
