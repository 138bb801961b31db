//! TLS: a certificate from files, which is read again when they change, or one that is fetched and renewed by ACME.

mod acme;
mod files;
mod look;

use std::io;
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use promise::TlsVersion;
use rustls::server::WantsServerCert;
use rustls::{ConfigBuilder, ServerConfig};

use crate::config::{Config, Tls};
use crate::serve::ServeError;

pub(crate) use look::look;

/// What connections are accepted with; none where neither files nor ACME are configured. From now on the certificate is
/// kept up to date.
pub(crate) fn begin(config: &Config) -> Result<Option<RustlsConfig>, ServeError> {
    let tls = match (&config.tls.acme, load(&config.tls)?) {
        (Some(acme), _) => Some(acme::begin(config, acme)?),
        (None, Some(server)) => {
            let tls = RustlsConfig::from_config(server);
            tokio::spawn(files::follow(config.tls.clone(), tls.clone()));
            Some(tls)
        }
        (None, None) => None,
    };
    Ok(tls)
}

/// The certificate of the files named, in no version older than the one promised.
pub(crate) fn load(tls: &Tls) -> Result<Option<Arc<ServerConfig>>, ServeError> {
    let (Some(certificate), Some(key)) = (&tls.certificate, &tls.key) else { return Ok(None) };
    let (chain, key) = files::read(certificate, key)?;
    let mut server = versions(tls.minimum).with_single_cert(chain, key).map_err(|e| unusable(&e))?;
    server.alpn_protocols = protocols();
    Ok(Some(Arc::new(server)))
}

fn versions(minimum: TlsVersion) -> ConfigBuilder<ServerConfig, WantsServerCert> {
    let versions: &[&rustls::SupportedProtocolVersion] = match minimum {
        TlsVersion::V1_2 => &[&rustls::version::TLS12, &rustls::version::TLS13],
        TlsVersion::V1_3 => &[&rustls::version::TLS13],
    };
    ServerConfig::builder_with_protocol_versions(versions).with_no_client_auth()
}

fn protocols() -> Vec<Vec<u8>> {
    vec![b"h2".to_vec(), b"http/1.1".to_vec()]
}

fn unusable(error: &dyn std::fmt::Display) -> ServeError {
    ServeError::Certificate(io::Error::other(error.to_string()))
}
