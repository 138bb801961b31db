use super::*;
use crate::log::tests::Kept;
use crate::web::form::Form;
use crate::web::limit::{LimitSettings, Rate};
use crate::words::tests::sample;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::routing::{get, post};
use std::net::SocketAddr;
use tower::ServiceExt;

fn config() -> ShellConfig {
    let settings = LimitSettings { api: Rate { per_minute: 1, burst: 2 }, ..LimitSettings::default() };
    ShellConfig {
        time_limit: Duration::from_millis(300),
        body_limit: 1_000,
        ..ShellConfig::new(sample(), Limits::new(settings).unwrap())
    }
}

fn app(config: ShellConfig) -> Router {
    let routes = Router::new()
        .route("/c/{clinic}/clients/{name}", get(|| async { "fine" }).post(|_: Form| async { "saved" }))
        .route(
            "/panic/{name}",
            get(|| async {
                if true {
                    panic!("Maeve Corrigan maeve@example.org")
                }
            }),
        )
        .route("/slow", get(|| async { tokio::time::sleep(Duration::from_secs(5)).await }))
        .route("/long", get(|| async { axum::response::Html("word ".repeat(1_000)) }))
        .route("/fault", get(|| async { Fault::internal("test.cause") }))
        .route("/tongue", get(|tongue: Tongue| async move { tongue.lang().to_owned() }))
        .route("/api/v1/clinics", get(|| async { "[]" }))
        .route("/api/v1/bookings", post(|| async { Fault::conflict("booking.taken") }));
    shell(routes, config)
}

fn request(method: &str, uri: &str, pairs: &[(&str, &str)]) -> Request {
    let mut request = Request::builder().method(method).uri(uri).header("host", "clinic.example");
    for (name, value) in pairs {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 77], 4_711))));
    request
}

async fn text(response: Response) -> String {
    String::from_utf8(axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn every_failure_reaches_a_person_as_a_page_that_says_what_to_do() {
    for (method, uri, pairs, status, words) in [
        ("GET", "/nowhere", &[][..], 404, "There is nothing here"),
        ("GET", "/nowhere", &[("accept-language", "ar")], 404, "لا شيء هنا"),
        ("DELETE", "/slow", &[], 405, "That does not work here"),
        ("GET", "/slow", &[], 503, "We cannot answer just now"),
        ("GET", "/fault", &[], 500, "Something broke on our side"),
        ("GET", "/panic/x", &[], 500, "Something broke on our side"),
        (
            "POST",
            "/c/a/clients/b",
            &[("sec-fetch-site", "cross-site"), ("cookie", "s=1")],
            403,
            "This came from another page",
        ),
        ("POST", "/c/a/clients/b", &[("content-type", "application/json")], 415, "We do not read this kind of content"),
    ] {
        let config = config();
        let spoken = config.words.clone();
        let response = app(config).oneshot(request(method, uri, pairs)).await.unwrap();
        assert_eq!(spoken.missing(), Vec::<String>::new(), "{method} {uri}");
        assert_eq!(response.status().as_u16(), status, "{method} {uri}");
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        assert_eq!(response.headers()["content-security-policy"], headers::CONTENT_SECURITY_POLICY);
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers().contains_key("allow"), status == 405);
        assert_eq!(response.headers().contains_key("retry-after"), status == 503);
        let page = text(response).await;
        assert!(page.contains(words), "{uri}: {page}");
        assert!(!page.contains("Maeve") && !page.contains("test.cause"), "{page}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let mut large = request("POST", "/c/a/clients/b", &[("content-type", "application/x-www-form-urlencoded")]);
    *large.body_mut() = Body::from("a".repeat(1_001));
    let response = app(config()).oneshot(large).await.unwrap();
    assert_eq!(response.status(), 413);
    assert!(text(response).await.contains("That is too large"));
}

#[tokio::test]
async fn programs_get_problem_details() {
    let response =
        app(config()).oneshot(request("POST", "/api/v1/bookings", &[("accept-language", "ar")])).await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (409, &"application/problem+json".parse().unwrap())
    );
    assert_eq!(response.headers()["content-language"], "ar");
    let problem: serde_json::Value = serde_json::from_str(&text(response).await).unwrap();
    assert_eq!((problem["code"].as_str(), problem["title"].as_str()), (Some("booking.taken"), Some("سبقك شخص آخر")));
    let response = app(config()).oneshot(request("GET", "/api/v1/nothing", &[])).await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (404, &"application/problem+json".parse().unwrap())
    );
}

#[tokio::test]
async fn the_api_is_limited_by_address_block() {
    let app = app(config());
    for expected in [200, 200, 429] {
        let response = app.clone().oneshot(request("GET", "/api/v1/clinics", &[])).await.unwrap();
        assert_eq!(response.status(), expected);
        assert_eq!(response.headers().contains_key("retry-after"), expected == 429);
    }
}

#[tokio::test]
async fn pages_are_compressed_except_where_another_site_could_measure_them() {
    for (pairs, compressed) in [
        (&[("accept-encoding", "gzip")][..], true),
        (&[("accept-encoding", "gzip"), ("cookie", "s=1"), ("sec-fetch-site", "same-origin")], true),
        (&[("accept-encoding", "gzip"), ("sec-fetch-site", "cross-site")], true),
        (&[("accept-encoding", "gzip"), ("cookie", "s=1"), ("sec-fetch-site", "cross-site")], false),
        (&[], false),
    ] {
        let response = app(config()).oneshot(request("GET", "/long", pairs)).await.unwrap();
        assert_eq!(response.headers().contains_key("content-encoding"), compressed, "{pairs:?}");
    }
}

#[tokio::test]
async fn a_handler_hears_the_language_and_a_choice_is_kept() {
    let response =
        app(config()).oneshot(request("GET", "/tongue?lang=ar", &[("sec-fetch-site", "same-origin")])).await.unwrap();
    assert!(response.headers()["set-cookie"].to_str().unwrap().starts_with("lang=ar;"));
    assert_eq!(text(response).await, "ar");
    let response = app(config()).oneshot(request("GET", "/tongue", &[("accept-language", "ar")])).await.unwrap();
    assert!(!response.headers().contains_key("set-cookie"));
}

/// The promise `logs.without_people`.
#[tokio::test]
async fn the_log_of_a_request_full_of_personal_things_holds_none_of_them() {
    let kept = Kept::default();
    let guard = kept.collect();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let person = &[
        ("cookie", "session=c00kie-of-maeve; lang=ar"),
        ("referer", "https://clinic.example/c/quay/clients/per_01maeve"),
        ("user-agent", "Mozilla/5.0 Firefox/140.0 (phone of Maeve)"),
        ("authorization", "Bearer token-of-maeve"),
        ("x-forwarded-for", "203.0.113.99"),
        ("accept-language", "ga-maeve"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let app = app(config());
    for (method, uri) in [
        ("GET", "/c/linden-quay/clients/Maeve%20Corrigan?email=maeve@example.org&lang=en"),
        ("POST", "/c/linden-quay/clients/per_01maeve?phone=0861234567"),
        ("MAEVE", "/c/linden-quay/clients/Maeve"),
        ("GET", "/nowhere/maeve@example.org?knee=torn"),
        ("GET", "/panic/maeve"),
        ("GET", "/fault?name=Maeve"),
    ] {
        let mut request = request(method, uri, person);
        *request.body_mut() = Body::from("name=Maeve+Corrigan&note=torn+knee");
        app.clone().oneshot(request).await.unwrap();
    }
    std::panic::set_hook(hook);
    drop(guard);
    let log = kept.text();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &serde_json::Value| line["target"] == "request")
        .collect();
    assert_eq!(lines.len(), 6, "{log}");
    assert_eq!(
        (lines[0]["feature"].as_str(), lines[0]["status"].as_u64()),
        (Some("/c/{clinic}/clients/{name}"), Some(200))
    );
    assert_eq!(
        (lines[0]["from"].as_str(), lines[0]["browser"].as_str(), lines[0]["language"].as_str()),
        (Some("203.0.113.0/24"), Some("firefox"), Some("en"))
    );
    assert_eq!(
        (lines[3]["feature"].as_str(), lines[4]["cause"].as_str(), lines[5]["cause"].as_str()),
        (Some("unmatched"), Some("panic"), Some("test.cause"))
    );
    let known: Vec<&str> = crate::log::FIELDS.iter().copied().chain(["timestamp", "level", "target"]).collect();
    let unknown: Vec<&String> = lines
        .iter()
        .filter_map(|line| line.as_object())
        .flat_map(|line| line.keys())
        .filter(|key| !known.contains(&key.as_str()))
        .collect();
    assert!(unknown.is_empty(), "fields that are not listed: {unknown:?}");
    let folded = log.to_lowercase();
    for personal in [
        "maeve",
        "corrigan",
        "example.org",
        "0861234567",
        "knee",
        "per_",
        "c00kie",
        "token-of",
        "203.0.113.77",
        "203.0.113.99",
    ] {
        assert!(!folded.contains(personal), "{personal} stands in the log:\n{log}");
    }
}

#[tokio::test]
async fn who_does_not_send_what_they_began_is_told_so_and_is_no_failure_of_ours() {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let begun = futures_util::stream::iter([Ok::<_, std::io::Error>("a=")]).chain(futures_util::stream::pending());
    let mut stalled = request("POST", "/c/a/clients/b", &form);
    *stalled.body_mut() = Body::from_stream(begun);
    let response = app(config()).oneshot(stalled).await.unwrap();
    assert_eq!(response.status(), 408);
    assert!(text(response).await.contains("That did not arrive whole"));
    // Sent whole, it is read as ever; and what we are slow at ourselves is ours.
    let mut whole = request("POST", "/c/a/clients/b", &form);
    *whole.body_mut() = Body::from("a=b");
    assert_eq!(app(config()).oneshot(whole).await.unwrap().status(), 200);
    assert_eq!(app(config()).oneshot(request("GET", "/slow", &[])).await.unwrap().status(), 503);
}

#[tokio::test]
async fn whose_pages_are_asked_for_is_said_once() {
    let asked = |hosts: &[&'static str], version| {
        let mut asked = request("GET", "/long", &[]);
        *asked.version_mut() = version;
        asked.headers_mut().remove("host");
        for host in hosts {
            asked.headers_mut().append("host", HeaderValue::from_static(host));
        }
        asked
    };
    for (hosts, version, expected) in [
        (&["clinic.example"][..], Version::HTTP_11, 200),
        (&[], Version::HTTP_11, 400),
        (&["clinic.example", "evil.example"], Version::HTTP_11, 400),
        (&["clinic.example", "clinic.example"], Version::HTTP_2, 400),
        // HTTP/2 says it in the address, and HTTP/1.0 need not say it.
        (&[], Version::HTTP_2, 200),
        (&[], Version::HTTP_10, 200),
    ] {
        let response = app(config()).oneshot(asked(hosts, version)).await.unwrap();
        assert_eq!(response.status(), expected, "{hosts:?} {version:?}");
    }
}
