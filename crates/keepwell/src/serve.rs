//! Listening: HTTPS, plain HTTP on this machine only, a redirect beside it, and an end that
//! lets what began be finished.

mod doorstep;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::Redirect;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsAcceptor;
use ground::mail::Transport;
use ground::web::health::Metrics;
use ground::{Actor, House, Reach, Scope, app};
use promise::Purpose;
use tokio::signal::unix::{Signal, SignalKind, signal};

use self::doorstep::{Doorstep, Places, hurry};
use crate::config::{Config, Web};
use crate::tls;

/// How long requests under way may take to end.
const GRACE: Duration = Duration::from_secs(10);

/// Why the program cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("the certificate or its key cannot be used: {0}")]
    Certificate(std::io::Error),
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    #[error("{0}")]
    Ground(#[from] ground::Error),
}

/// Serves until asked to stop. `ready` is told the address once requests are answered.
pub async fn serve(house: House, config: &Config, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    ignore_hangup();
    // Whoever comes from now on waits in the queue: the authority of a certificate too, which asks at once.
    let listener =
        std::net::TcpListener::bind(config.web.listen).map_err(|e| ServeError::Listen(config.web.listen, e))?;
    listener.set_nonblocking(true).map_err(|e| ServeError::Listen(config.web.listen, e))?;
    let address = listener.local_addr().map_err(|e| ServeError::Listen(config.web.listen, e))?;
    // Before the first letter leaves: whom it leaves for is on the list, or it waits.
    crate::recipients::take_over(&house).await?;
    // Before anybody is opened: what this program uses for more than an earlier one waits for their yes.
    crate::uses::note(&house).await?;
    let tls = tls::begin(config)?;
    let reach = Reach {
        tls: tls.is_some(),
        trusted_proxies: config.web.trusted_proxies.clone(),
        metrics_token: config.web.metrics_token.clone(),
    };
    let routes = app(&house, &reach)?;
    let beside = house.start();
    if let Ok(metrics) = Metrics::shared() {
        tokio::spawn(metrics.upkeep());
    }
    let handle = Handle::new();
    // Listened for before anybody is told that the program stands: a signal sent at once is not lost.
    let signals = [SignalKind::terminate(), SignalKind::interrupt()].map(signal);
    tokio::spawn(stop_on_signal(house.clone(), handle.clone(), signals));
    let places = Places::new(&config.web);
    if let Some(redirect) = config.tls.redirect {
        tokio::spawn(redirects(redirect, house.clone(), config.web.clone(), places.clone()));
    }
    if matches!(house.post.transport, Transport::Nowhere) {
        tracing::warn!("no mail.relay is named: letters wait until one is");
    }
    for way in crate::recipients::ways(&house).await?.iter().filter(|way| !way.is_open()) {
        tracing::warn!(cause = %way.said(), "nothing leaves for a recipient: keepwell recipient check");
    }
    ready(address);
    tokio::spawn(emptied(house.clone()));
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    let mut server = axum_server::from_tcp(listener).map_err(|e| ServeError::Listen(address, e))?.handle(handle);
    hurry(server.http_builder(), &config.web);
    let served = match tls {
        Some(tls) => {
            let tls = RustlsAcceptor::new(tls).handshake_timeout(config.web.patience());
            server.acceptor(Doorstep::new(tls, &config.web, &places)).serve(service).await
        }
        None => server.map(|plain| Doorstep::new(plain, &config.web, &places)).serve(service).await,
    };
    house.close();
    beside.ended(GRACE).await;
    served.map_err(|e| ServeError::Listen(address, e))
}

/// Says in the log where a clinic's own roles give nothing, because this version does not know what they name: whoever holds
/// one is shut out, and asks why.
async fn emptied(house: House) {
    for clinic in house.clinics().await.unwrap_or_default() {
        let scope = Scope::new(&house, clinic, Actor::automatic(), Purpose::Operation, "roles.check");
        match scope.read(identity::roles_giving_nothing).await {
            Ok(roles) if roles.is_empty() => {}
            Ok(_) => tracing::warn!(
                "a clinic's own roles name what this version does not know, and give nothing until they are saved anew: keepwell check names them"
            ),
            Err(error) => {
                tracing::warn!(cause = %error, "whether a clinic's own roles give what they did could not be read")
            }
        }
    }
}

/// SIGHUP asks for the certificate to be read again; where there is none to read it means nothing, and ends nothing.
fn ignore_hangup() {
    // Once asked for, the signal does not end the process any more, whether anyone listens or not.
    let _listened = signal(SignalKind::hangup());
}

async fn stop_on_signal(house: House, handle: Handle<SocketAddr>, signals: [std::io::Result<Signal>; 2]) {
    let [Ok(mut terminate), Ok(mut interrupt)] = signals else { return };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping: requests under way are finished");
    // Live pages hear of it first, so that they do not hold the end up.
    house.close();
    handle.graceful_shutdown(Some(GRACE));
}

async fn redirects(listen: SocketAddr, house: House, web: Web, places: Places) {
    let to = move |request: Request| {
        let path = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
        let (house, headers) = (house.clone(), request.headers().clone());
        async move { Redirect::permanent(&format!("{}{path}", house.address_asked(&headers).await)) }
    };
    let mut server = axum_server::bind(listen);
    hurry(server.http_builder(), &web);
    let server = server.map(|plain| Doorstep::new(plain, &web, &places));
    if let Err(error) = server.serve(Router::new().fallback(to).into_make_service()).await {
        tracing::error!(cause = %error, "plain HTTP is not redirected");
    }
}
