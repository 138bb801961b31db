//! A certificate by ACME (RFC 8555), proven by TLS-ALPN-01 (RFC 8737) on the port that is served anyway.
//!
//! `rustls-acme` does the asking: at start where there is no certificate yet, and again when a third of its life is left.
//! It waits longer each time that it fails. Here is where things are kept, and what is said.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use aws_lc_rs::digest::{SHA256, digest};
use axum_server::tls_rustls::RustlsConfig;
use futures_util::StreamExt;
use ground::Clock;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_acme::acme::ACME_TLS_ALPN_NAME;
use rustls_acme::{AccountCache, AcmeConfig, CertCache, EventOk};

use super::{protocols, unusable, versions};
use crate::config::{Acme, Config};
use crate::serve::ServeError;

/// What the last failed attempt said; gone when one succeeds.
const FAILURE: &str = "failure.txt";

/// Begins to look after the certificate of `acme`.
pub(super) fn begin(config: &Config, acme: &Acme) -> Result<RustlsConfig, ServeError> {
    let kept = Kept { folder: config.data.folder.join(&acme.folder) };
    kept.make().map_err(|e| unusable(&format_args!("{} cannot be made: {e}", kept.folder.display())))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let asking = match &acme.roots {
        None => AcmeConfig::new_with_provider(&acme.domains, provider),
        Some(file) => {
            let client = ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .map_err(|e| unusable(&e))?
                .with_root_certificates(roots(file)?)
                .with_no_client_auth();
            AcmeConfig::new_with_client_config(&acme.domains, Arc::new(client))
        }
    };
    let contact = acme.contact.iter().map(|address| format!("mailto:{address}"));
    let mut state = asking.directory(&acme.directory).contact(contact).cache(kept.clone()).state();
    let mut server = versions(config.tls.minimum).with_cert_resolver(state.resolver());
    server.alpn_protocols = protocols();
    server.alpn_protocols.push(ACME_TLS_ALPN_NAME.to_vec());
    tokio::spawn(async move {
        while let Some(event) = state.next().await {
            match event {
                Ok(EventOk::DeployedNewCert) => {
                    kept.succeeded();
                    tracing::info!("a new certificate is in use");
                }
                Ok(EventOk::DeployedCachedCert) => tracing::info!("the certificate fetched before is in use"),
                Ok(EventOk::CertCacheStore | EventOk::AccountCacheStore) => {}
                Err(error) => {
                    kept.failed(&error.to_string());
                    tracing::warn!(cause = %error, "no certificate was fetched; it will be tried again");
                }
            }
        }
    });
    Ok(RustlsConfig::from_config(Arc::new(server)))
}

/// The certificates of authorities in a file, in place of the ones that browsers know.
pub(super) fn roots(file: &Path) -> Result<RootCertStore, ServeError> {
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|e| unusable(&format_args!("tls.acme.roots: {}: {e}", file.display())))?;
    for certificate in certificates {
        roots.add(certificate).map_err(|e| unusable(&format_args!("tls.acme.roots: {}: {e}", file.display())))?;
    }
    Ok(roots)
}

/// The folder with the account's key, the certificate and its key: for this user alone, each file written whole.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) folder: PathBuf,
}

impl Kept {
    fn make(&self) -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)
    }

    /// One file for each directory and what is asked of it: another configuration finds nothing of this one.
    fn file(&self, kind: &str, about: &[String], directory: &str) -> PathBuf {
        let named = digest(&SHA256, [about.join("\0").as_str(), directory].join("\0\0").as_bytes());
        let mark: String = named.as_ref()[..6].iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(format!("{kind}-{mark}.pem"))
    }

    /// Where the certificate for these domains is kept, with its key.
    pub(super) fn certificate(&self, domains: &[String], directory: &str) -> PathBuf {
        self.file("certificate", domains, directory)
    }

    /// What the last attempt said, if it failed.
    pub(super) fn failure(&self) -> Option<String> {
        fs::read_to_string(self.folder.join(FAILURE)).ok()
    }

    fn failed(&self, cause: &str) {
        let line = format!("{}: {cause}\n", Clock::system().now().strftime("%Y-%m-%d %H:%M UTC"));
        if let Err(error) = write(&self.folder.join(FAILURE), line.as_bytes()) {
            tracing::warn!(cause = %error, "why no certificate was fetched could not be kept");
        }
    }

    fn succeeded(&self) {
        let _there_was_none = fs::remove_file(self.folder.join(FAILURE));
    }
}

/// Writes a file beside its place and renames it there.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let _left_by_a_crash = fs::remove_file(&beside);
    let mut file = fs::File::options().write(true).create_new(true).mode(0o600).open(&beside)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    fs::rename(beside, path)
}

async fn load(path: PathBuf) -> io::Result<Option<Vec<u8>>> {
    match tokio::fs::read(path).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

async fn store(path: PathBuf, bytes: &[u8]) -> io::Result<()> {
    let bytes = bytes.to_vec();
    tokio::task::spawn_blocking(move || write(&path, &bytes)).await.map_err(io::Error::other)?
}

#[async_trait]
impl CertCache for Kept {
    type EC = io::Error;

    async fn load_cert(&self, domains: &[String], directory: &str) -> io::Result<Option<Vec<u8>>> {
        load(self.certificate(domains, directory)).await
    }

    async fn store_cert(&self, domains: &[String], directory: &str, certificate: &[u8]) -> io::Result<()> {
        store(self.certificate(domains, directory), certificate).await
    }
}

#[async_trait]
impl AccountCache for Kept {
    type EA = io::Error;

    async fn load_account(&self, contact: &[String], directory: &str) -> io::Result<Option<Vec<u8>>> {
        load(self.file("account", contact, directory)).await
    }

    async fn store_account(&self, contact: &[String], directory: &str, account: &[u8]) -> io::Result<()> {
        store(self.file("account", contact, directory), account).await
    }
}
