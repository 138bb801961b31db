//! The whole program as one router: the rooms' routes behind the guard, inside the shell.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::Uri;
use axum::http::header::HOST;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::any;
use secrecy::SecretString;

use crate::error::{Error, Result};
use crate::house::House;
use crate::route::{Rules, guard};
use crate::web::{Assets, Fault, Page, ShellConfig, health, shell};

/// How the program is reached.
#[derive(Clone, Default)]
pub struct Reach {
    /// This program itself speaks TLS.
    pub tls: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Shown to collectors of `/metrics` from elsewhere than this machine; none lets only this machine in.
    pub metrics_token: Option<SecretString>,
}

/// Everything that answers requests.
pub fn app(house: &House, reach: &Reach) -> Result<Router> {
    let mut routes = Router::new();
    for route in &house.routes {
        routes = routes.route(route.path, route.handler.clone());
    }
    let rules = Rules::of(&house.routes);
    let routes = routes
        .route_layer(from_fn_with_state((house.clone(), rules), guard))
        .fallback(any(|| async { Fault::not_found().into_response() }));
    let routes = routes.merge(Assets::routes()).merge(health::routes(health_of(house, reach)?));
    let mut config = ShellConfig::new(house.words.clone(), house.limits.clone());
    // A proxy may speak TLS for us: cookies and headers follow what people use.
    config.tls = reach.tls || house.address.starts_with("https://");
    config.hsts_days = house.installed.hsts_days;
    config.log_bits = (house.installed.log_address_bits, house.installed.log_address_bits_v6);
    config.trusted_proxies.clone_from(&reach.trusted_proxies);
    let known = house.clone();
    config.page = Arc::new(move |uri, headers, tongue| {
        let clinic = known.clinic_of(uri, headers).unwrap_or_else(|| known.installation());
        let base = if clinic.slug.is_empty() { String::new() } else { format!("/c/{}", clinic.slug) };
        Page::new(tongue, "", clinic.name.clone(), base).of(&clinic, uri)
    });
    let routed = shell(routes, config).with_state(house.clone());
    let hosts = house.clone();
    Ok(Router::new().fallback_service(
        tower::ServiceBuilder::new()
            .layer(from_fn(move |request, next| by_host(hosts.clone(), request, next)))
            .service(routed),
    ))
}

fn health_of(house: &House, reach: &Reach) -> Result<health::HealthConfig> {
    let house = house.clone();
    let ready: health::Ready = Arc::new(move || {
        let house = house.clone();
        Box::pin(async move {
            house.clinics().await.map_err(|_| "the store does not answer")?;
            let keys = tokio::task::spawn_blocking(move || house.keys.ready()).await;
            if matches!(keys, Ok(Ok(()))) { Ok(()) } else { Err("the keys do not answer") }
        })
    });
    Ok(health::HealthConfig {
        ready,
        metrics: health::Metrics::shared().map_err(Error::Internal)?,
        token: reach.metrics_token.clone().map(Arc::new),
    })
}

/// A request to a clinic's own host name is one to `/c/{slug}`.
async fn by_host(house: House, mut request: Request, next: axum::middleware::Next) -> axum::response::Response {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .map(|host| host.split(':').next().unwrap_or(host).to_owned());
    // `/c/linden-quay/` is `/c/linden-quay`.
    if request.uri().path().len() > 1 && request.uri().path().ends_with('/') {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        if let Ok(uri) = format!("{}{query}", request.uri().path().trim_end_matches('/')).parse::<Uri>() {
            *request.uri_mut() = uri;
        }
    }
    let path = request.uri().path();
    let shared =
        ["/api/", "/assets/", "/c/", "/healthz", "/readyz", "/metrics"].iter().any(|prefix| path.starts_with(prefix));
    if let (Some(host), false) = (host, shared)
        && let Ok(clinics) = house.clinics().await
        && let Some(clinic) = clinics.iter().find(|clinic| clinic.host.as_ref() == Some(&host))
    {
        let rest = request.uri().path_and_query().map_or("/", |p| p.as_str());
        let rest = if rest == "/" { "" } else { rest };
        if let Ok(uri) = format!("/c/{}{rest}", clinic.slug).parse::<Uri>() {
            *request.uri_mut() = uri;
        }
    }
    next.run(request).await
}
