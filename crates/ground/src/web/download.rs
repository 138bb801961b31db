//! A file on its way to a browser, in a form that can do nothing there but be looked at or saved.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, stream};

use super::shell::Uncompressed;
use crate::error::Result;

/// No script, no form, nothing loaded, an origin of its own: whatever the file holds.
const SAVED: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// The same for a picture that the browser shows by itself.
const PICTURE: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
/// A browser's reader of PDF is a program of its own outside the page, and does not open inside a sandbox.
const PAPER: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// How a file may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is saved, never opened by the browser.
    Saved,
    /// A picture, opened in the browser.
    Picture,
    /// A PDF, opened in the browser.
    Paper,
}

/// A file to send.
pub struct Download {
    pub name: String,
    /// The media type, by what the file holds and never by what somebody called it.
    pub kind: &'static str,
    pub shown: Shown,
    /// How long it is, where that is known before it is sent.
    pub size: Option<u64>,
}

impl Download {
    /// The answer with `file` as its body, which is small enough to be in memory.
    pub fn respond_whole(self, file: impl Into<Bytes>) -> Response {
        let file = file.into();
        let size = Some(file.len() as u64);
        Download { size, ..self }.respond(stream::once(std::future::ready(Ok(file))))
    }

    /// The answer with `chunks` as its body.
    pub fn respond(self, chunks: impl Stream<Item = Result<Bytes>> + Send + 'static) -> Response {
        let policy = match self.shown {
            Shown::Saved => SAVED,
            Shown::Picture => PICTURE,
            Shown::Paper => PAPER,
        };
        let mut response = Body::from_stream(chunks).into_response();
        response.extensions_mut().insert(Uncompressed);
        let headers = response.headers_mut();
        let fixed: [(HeaderName, &'static str); 4] = [
            (header::CONTENT_TYPE, self.kind),
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        for (name, value) in fixed {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if let Some(size) = self.size {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
        }
        if let Ok(value) = HeaderValue::from_str(&disposition(self.shown, &self.name)) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        response
    }
}

/// RFC 6266 with the extended name of RFC 8187, and a plain one for who does not read that.
fn disposition(shown: Shown, name: &str) -> String {
    let how = if shown == Shown::Saved { "attachment" } else { "inline" };
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    let extended: String = name
        .bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{extended}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reaches_the_browser_whole_and_breaks_no_header() {
        for (name, expected) in [
            ("scan.png", r#"attachment; filename="scan.png"; filename*=UTF-8''scan.png"#),
            ("a\"b\\c%.pdf", r#"attachment; filename="a_b_c_.pdf"; filename*=UTF-8''a%22b%5Cc%25.pdf"#),
            ("صورة.png", "attachment; filename=\"____.png\"; filename*=UTF-8''%D8%B5%D9%88%D8%B1%D8%A9.png"),
            (
                "x\r\nSet-Cookie: a=b",
                "attachment; filename=\"x__Set-Cookie: a=b\"; filename*=UTF-8''x%0D%0ASet-Cookie%3A%20a%3Db",
            ),
        ] {
            assert_eq!(disposition(Shown::Saved, name), expected);
            assert!(HeaderValue::from_str(&disposition(Shown::Picture, name)).is_ok());
        }
    }

    #[test]
    fn whatever_a_file_is_it_runs_nothing() {
        for (shown, how) in [(Shown::Saved, "attachment"), (Shown::Picture, "inline"), (Shown::Paper, "inline")] {
            let file = Download { name: "a.html".to_owned(), kind: "application/octet-stream", shown, size: Some(3) };
            let response = file.respond(futures_util::stream::once(async { Ok(Bytes::from_static(b"abc")) }));
            let headers = response.headers();
            assert_eq!(
                (&headers["x-content-type-options"], &headers["content-length"]),
                (&"nosniff".parse().unwrap(), &"3".parse().unwrap())
            );
            let policy = headers["content-security-policy"].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
            assert_eq!(policy.contains("sandbox"), shown != Shown::Paper);
            assert!(headers["content-disposition"].to_str().unwrap().starts_with(how));
        }
    }
}
