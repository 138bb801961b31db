//! Is it alive, is it ready, and how busy: for load balancers and Prometheus, without anything about anyone.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::future::BoxFuture;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use secrecy::{ExposeSecret, SecretString};

use super::address::ClientAddress;
use super::error::Fault;

/// Upper bounds of the request histogram, in seconds: from a cached answer to the time limit.
const BUCKETS: &[f64] = &[0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Whether the installation can answer requests now: the store is reachable, the keys are open. The error is a
/// constant that says what is not.
pub type Ready = Arc<dyn Fn() -> BoxFuture<'static, Result<(), &'static str>> + Send + Sync>;

/// The program's figures.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

/// An answer that is complete as it is, whatever its status: the shell does not dress it.
#[derive(Clone, Copy, Debug)]
pub struct Finished;

impl Metrics {
    /// Starts counting, for the whole process. Fails when something else already counts.
    pub fn install() -> Result<Metrics, String> {
        let recorder = recorder()?;
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).map_err(|error| error.to_string())?;
        describe();
        Ok(Metrics(handle))
    }

    /// The process's one counter, started by whoever asks first.
    pub fn shared() -> Result<Metrics, String> {
        static SHARED: OnceLock<Result<Metrics, String>> = OnceLock::new();
        SHARED.get_or_init(Metrics::install).clone()
    }

    /// Folds what was counted, every half minute, so that memory stays flat when nobody scrapes. Runs until dropped.
    pub async fn upkeep(self) {
        loop {
            tokio::time::sleep(Duration::from_secs(30)).await;
            self.0.run_upkeep();
        }
    }

    fn render(&self) -> String {
        self.0.render()
    }
}

fn recorder() -> Result<PrometheusRecorder, String> {
    let builder = PrometheusBuilder::new().set_buckets(BUCKETS).map_err(|error| error.to_string())?;
    Ok(builder.build_recorder())
}

fn describe() {
    metrics::describe_counter!("keepwell_requests_total", "Requests by route template, method and status.");
    metrics::describe_histogram!("keepwell_request_seconds", "Time to the first byte, by route template and method.");
    metrics::describe_counter!("keepwell_access_seals_total", "Appendings to clinics' access logs, by outcome.");
    metrics::describe_counter!("keepwell_restarts_total", "Work beside the requests that panicked and began again.");
    metrics::describe_gauge!(
        "keepwell_letters_late",
        "Letters of all clinics that wait for longer than a quarter of an hour."
    );
    metrics::describe_counter!("keepwell_words_missing_total", "Words asked for that no language has.");
}

/// Counts a request. `feature` is a route template, never a path.
pub fn count(feature: &str, method: &Method, status: StatusCode, took: Duration) {
    let method = method_name(method);
    metrics::counter!("keepwell_requests_total", "route" => feature.to_owned(), "method" => method, "status" => status.as_u16().to_string())
        .increment(1);
    metrics::histogram!("keepwell_request_seconds", "route" => feature.to_owned(), "method" => method)
        .record(took.as_secs_f64());
}

/// A method's name; one nobody has heard of could say anything, so it says "OTHER".
pub fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

/// What the health routes need.
#[derive(Clone)]
pub struct HealthConfig {
    pub ready: Ready,
    pub metrics: Metrics,
    /// Lets a scraper on another machine read `/metrics`; without it only this machine may.
    pub token: Option<Arc<SecretString>>,
}

/// The process answers.
pub(crate) const ALIVE: &str = "/healthz";
/// It can do its work.
pub(crate) const READY: &str = "/readyz";
/// Figures for Prometheus.
pub(crate) const FIGURES: &str = "/metrics";

/// What looks after the program asks it here.
pub fn routes<S: Clone + Send + Sync + 'static>(config: HealthConfig) -> Router<S> {
    Router::new()
        .route(ALIVE, get(|| async { plain(StatusCode::OK, "ok\n".to_owned()) }))
        .route(READY, get(ready))
        .route(FIGURES, get(figures))
        .with_state(config)
}

async fn ready(State(config): State<HealthConfig>) -> Response {
    match (config.ready)().await {
        Ok(()) => plain(StatusCode::OK, "ready\n".to_owned()),
        Err(what) => plain(StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {what}\n")),
    }
}

async fn figures(
    State(config): State<HealthConfig>,
    from: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let from = from.map(|Extension(address)| address.0);
    if !allowed(config.token.as_deref(), from, &headers) {
        // As if it were not there: figures say how busy a clinic is.
        return Err(Fault::not_found());
    }
    Ok(plain(StatusCode::OK, config.metrics.render()))
}

fn allowed(token: Option<&SecretString>, from: Option<IpAddr>, headers: &HeaderMap) -> bool {
    if let Some(token) = token {
        let sent = headers
            .get(header::AUTHORIZATION)
            .map(|value| value.as_bytes())
            .and_then(|value| value.strip_prefix(b"Bearer "));
        return sent.is_some_and(|sent| {
            aws_lc_rs::constant_time::verify_slices_are_equal(sent, token.expose_secret().as_bytes()).is_ok()
        });
    }
    // A proxy on this machine makes everyone look local, and says so.
    let passed_on = ["forwarded", "x-forwarded-for", "via"].iter().any(|name| headers.contains_key(*name));
    from.is_some_and(|address| address.is_loopback()) && !passed_on
}

fn plain(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], Extension(Finished), text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;

    fn config(ready: Result<(), &'static str>) -> (HealthConfig, PrometheusRecorder) {
        let recorder = recorder().unwrap();
        let ready: Ready = Arc::new(move || Box::pin(async move { ready }));
        (HealthConfig { ready, metrics: Metrics(recorder.handle()), token: None }, recorder)
    }

    async fn fetch(config: &HealthConfig, path: &str, from: &str) -> (u16, String) {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(ClientAddress(from.parse().unwrap()));
        let response = routes::<()>(config.clone()).oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), 100_000).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn readiness_says_what_is_missing() {
        assert_eq!(fetch(&config(Ok(())).0, "/healthz", "203.0.113.7").await, (200, "ok\n".into()));
        assert_eq!(fetch(&config(Ok(())).0, "/readyz", "203.0.113.7").await, (200, "ready\n".into()));
        assert_eq!(fetch(&config(Err("store")).0, "/readyz", "203.0.113.7").await, (503, "not ready: store\n".into()));
    }

    #[tokio::test]
    async fn figures_are_for_this_machine_and_name_templates_only() {
        let (config, recorder) = config(Ok(()));
        metrics::with_local_recorder(&recorder, || {
            count("/c/{clinic}/day", &Method::GET, StatusCode::OK, Duration::from_millis(3));
            count("unmatched", &Method::from_bytes(b"MAEVE").unwrap(), StatusCode::NOT_FOUND, Duration::ZERO);
        });
        let (status, body) = fetch(&config, "/metrics", "127.0.0.1").await;
        assert_eq!(status, 200);
        assert!(
            body.contains(r#"keepwell_requests_total{route="/c/{clinic}/day",method="GET",status="200"} 1"#),
            "{body}"
        );
        assert!(body.contains("keepwell_request_seconds_bucket") && !body.contains("MAEVE"));
        assert_eq!(fetch(&config, "/metrics", "203.0.113.7").await.0, 404);
    }

    #[test]
    fn figures_need_the_token_when_there_is_one_and_a_local_proxy_is_not_local() {
        let token = SecretString::from("s3cret");
        let local: Option<IpAddr> = "127.0.0.1".parse().ok();
        for (token, from, pairs, expected) in [
            (None, local, &[][..], true),
            (None, None, &[], false),
            (None, local, &[("x-forwarded-for", "203.0.113.7")], false),
            (Some(&token), local, &[], false),
            (Some(&token), None, &[("authorization", "Bearer s3cret")], true),
            (Some(&token), None, &[("authorization", "Bearer s3cre")], false),
            (Some(&token), None, &[("authorization", "s3cret")], false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            assert_eq!(allowed(token, from, &headers), expected, "{pairs:?}");
        }
    }
}
