//! The whole program as one router: the rooms' routes behind the guard, inside the shell.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::any;
use secrecy::SecretString;

use crate::error::{Error, Result};
use crate::host::{by_host, shorten};
use crate::house::House;
use crate::room::Nav;
use crate::route::{Rules, guard};
use crate::web::face::has_room;
use crate::web::{Assets, Fault, NavItem, Page, ShellConfig, health, shell};

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
    let routes = routes.merge(Assets::routes()).merge(health::routes(health_of(house, reach)?)).layer(from_fn(shorten));
    let mut config = ShellConfig::new(house.words.clone(), house.limits.clone());
    config.seen = house.seen.clone();
    // A proxy may speak TLS for us: cookies and headers follow what people use.
    config.tls = reach.tls || house.address.starts_with("https://");
    config.hsts_days = house.installed.hsts_days;
    config.log_bits = (house.installed.log_address_bits, house.installed.log_address_bits_v6);
    config.trusted_proxies.clone_from(&reach.trusted_proxies);
    config.dialects.clone_from(&house.dialects);
    let known = house.clone();
    config.page = Arc::new(move |uri, headers, tongue| {
        let (clinic, base) = known.clinic_of(uri, headers).unwrap_or_else(|| (known.installation(), String::new()));
        let mut page = Page::new(tongue, "", clinic.name.clone(), base).of(&clinic, uri);
        page.demo = known.demo;
        // Nobody is known where a page failed: its foot leads where everybody may go.
        if page.clinic {
            let open = known.feet.iter().filter(|entry| has_room(&clinic, entry.action));
            let item = |entry: &Nav| NavItem {
                href: format!("{}{}", page.base, entry.path),
                label: tongue.get(entry.label),
                icon: entry.icon.to_owned(),
                current: false,
                badge: 0,
            };
            page.feet = open.map(item).collect();
        }
        page
    });
    let routed = shell(routes, config).with_state(house.clone());
    Ok(Router::new().fallback_service(
        tower::ServiceBuilder::new().layer(from_fn_with_state(house.clone(), by_host)).service(routed),
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
