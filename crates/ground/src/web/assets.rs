//! Styles and scripts: bundled by `web/`, embedded here, served under a name that holds their hash, so that a
//! browser may keep them for good and still sees every new version at once.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::error::Fault;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

/// The embedded files.
pub struct Assets;

struct Asset {
    kind: HeaderValue,
    plain: Bytes,
    /// What the bundler compressed beforehand, smallest first: `app.css.br`, `app.css.gz`.
    packed: Vec<(&'static str, Bytes)>,
}

struct Index {
    /// `app.css` to `/assets/app.5f3a0c9e21.css`.
    urls: HashMap<String, String>,
    /// `app.5f3a0c9e21.css` to its contents.
    files: HashMap<String, Asset>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index { urls: HashMap::new(), files: HashMap::new() };
    for name in Dist::iter().filter(|name| !name.ends_with(".br") && !name.ends_with(".gz")) {
        let Some(file) = Dist::get(&name) else { continue };
        let hash: String = file.metadata.sha256_hash().iter().take(5).map(|byte| format!("{byte:02x}")).collect();
        let (stem, end) = name.rsplit_once('.').unwrap_or((&name, "bin"));
        let hashed = format!("{stem}.{hash}.{end}");
        let packed = [("br", "br"), ("gzip", "gz")];
        let packed =
            packed.into_iter().filter_map(|(coding, end)| Some((coding, bytes(Dist::get(&format!("{name}.{end}"))?))));
        let asset = Asset { kind: kind(end), packed: packed.collect(), plain: bytes(file) };
        index.urls.insert(name.to_string(), format!("/assets/{hashed}"));
        index.files.insert(hashed, asset);
    }
    index
});

impl Assets {
    /// The address of `app.css` and its like, under its hashed name. One that is not in the bundle gets an address
    /// that answers 404, which the browser tests see.
    pub fn url(name: &str) -> String {
        INDEX.urls.get(name).cloned().unwrap_or_else(|| format!("/assets/{name}"))
    }

    /// Where they are.
    pub(crate) const PATH: &'static str = "/assets/{*name}";

    /// Serves `/assets/...`.
    pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
        Router::new().route(Assets::PATH, get(serve))
    }
}

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let asset = INDEX.files.get(&name).ok_or_else(Fault::not_found)?;
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let takes =
        |coding: &str| accepted.split(',').any(|part| part.split(';').next().is_some_and(|part| part.trim() == coding));
    let packed = asset.packed.iter().find(|(coding, _)| takes(coding));
    let mut response = Body::from(packed.map_or(&asset.plain, |(_, bytes)| bytes).clone()).into_response();
    *response.status_mut() = StatusCode::OK;
    let set = response.headers_mut();
    set.insert(header::CONTENT_TYPE, asset.kind.clone());
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    set.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some((coding, _)) = packed {
        set.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Ok(response)
}

fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        std::borrow::Cow::Borrowed(data) => Bytes::from_static(data),
        std::borrow::Cow::Owned(data) => Bytes::from(data),
    }
}

/// With `nosniff` a browser takes a file only as what it is called, so text names its encoding too.
fn kind(end: &str) -> HeaderValue {
    HeaderValue::from_static(match end {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use tower::ServiceExt;

    async fn fetch(path: &str, coding: &str) -> Response {
        let request = Request::get(path).header("accept-encoding", coding).body(Body::empty()).unwrap();
        Assets::routes::<()>().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn an_asset_is_kept_for_good_under_the_name_of_its_contents() {
        let url = Assets::url("app.css");
        assert!(
            url.starts_with("/assets/app.") && url.ends_with(".css") && url.len() == "/assets/app.5f3a0c9e21.css".len(),
            "{url}"
        );
        let response = fetch(&url, "gzip, br").await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-type"]),
            (200, &"text/css; charset=utf-8".parse().unwrap())
        );
        assert_eq!(response.headers()["cache-control"], "public, max-age=31536000, immutable");
    }

    #[tokio::test]
    async fn other_names_are_not_there() {
        for path in ["/assets/app.css", "/assets/app.0000000000.css", "/assets/../Cargo.toml", "/assets/nothing.js"] {
            assert_eq!(fetch(path, "").await.status(), 404, "{path}");
        }
        assert_eq!(Assets::url("nothing.js"), "/assets/nothing.js");
    }
}
