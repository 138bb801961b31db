//! A PostgreSQL address, and how the way there is protected.
//!
//! It is written as PostgreSQL's own tools write it, `sslmode` and `sslrootcert` included, so that the line in the
//! configuration also serves `psql` and `pg_dump`. Without TLS the server is on this machine. With TLS its certificate
//! is always checked against a named authority: a channel to whoever answers protects nobody, so `require` without
//! `sslrootcert` is refused here, where PostgreSQL's tools would check nothing.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::postgres::describe;
use crate::error::{Error, Result};

/// What an address has to look like, for whoever wrote another.
const SHAPE: &str = "it is not an address such as postgres://keepwell_app:secret@localhost/keepwell";

/// Where PostgreSQL is, as whom, and by which way.
#[derive(Clone, Debug)]
pub struct Address {
    config: Config,
    way: Way,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    /// Nothing leaves this machine, or it leaves through a tunnel that begins here.
    Plain,
    /// TLS, to a server whose certificate this authority signed.
    Signed(PathBuf),
    /// TLS, to a server whose certificate this authority signed for the host's name.
    Named(PathBuf),
}

impl Address {
    /// Reads an address; the error says in words for an administrator why it must not be used.
    pub fn parse(text: &str) -> Result<Address, String> {
        let (rest, mode, root) = own_parameters(text)?;
        let mut config: Config = rest.parse().map_err(|_| SHAPE.to_owned())?;
        let written = if config.get_ssl_mode() == SslMode::Require { "require" } else { "prefer" };
        let mode = mode.as_deref().unwrap_or(written);
        let way = match (mode, root) {
            // We do not fall back from one to the other: what is not asked for is not there.
            ("disable" | "allow" | "prefer", _) => Way::Plain,
            ("require" | "verify-ca", Some(root)) => Way::Signed(root),
            ("verify-full", Some(root)) => Way::Named(root),
            ("require" | "verify-ca" | "verify-full", None) => {
                return Err(format!(
                    "sslmode={mode} also needs sslrootcert=FILE: the certificate of the authority that signed the server's, without which nobody knows who answers"
                ));
            }
            (other, _) => {
                return Err(format!("sslmode={other} is none of disable, require, verify-ca and verify-full"));
            }
        };
        config.ssl_mode(if way == Way::Plain { SslMode::Disable } else { SslMode::Require });
        config.connect_timeout(Duration::from_secs(5)).application_name("keepwell");
        // A server that vanished without a word is noticed, instead of being waited for.
        config
            .keepalives_idle(Duration::from_secs(15))
            .keepalives_interval(Duration::from_secs(5))
            .keepalives_retries(3);
        config.tcp_user_timeout(Duration::from_secs(30));
        let address = Address { config, way };
        match address.way {
            Way::Plain if !address.is_local() => Err("without TLS its host must be this machine, a socket, or a tunnel that begins here; add sslmode=verify-full&sslrootcert=FILE".to_owned()),
            Way::Signed(_) | Way::Named(_) if !address.has_names() => Err("TLS needs the server's host name; a socket needs no TLS".to_owned()),
            _ => Ok(address),
        }
    }

    /// The role to connect as, if it is named.
    pub fn role(&self) -> Option<&str> {
        self.config.get_user()
    }

    /// Names the connection in PostgreSQL's list of activity.
    pub(crate) fn called(mut self, name: &str) -> Address {
        self.config.application_name(name);
        self
    }

    /// Connects.
    pub(crate) fn connect(&self) -> Result<Client> {
        let client = match &self.way {
            Way::Plain => self.config.connect(NoTls),
            Way::Signed(root) => self.config.connect(MakeRustlsConnect::new(tls(root, false)?)),
            Way::Named(root) => self.config.connect(MakeRustlsConnect::new(tls(root, true)?)),
        };
        client.map_err(|e| Error::internal(format_args!("PostgreSQL does not let us in: {}", describe(&e))))
    }

    fn is_local(&self) -> bool {
        let hosts = self.config.get_hosts().iter().all(|host| match host {
            Host::Tcp(name) => is_loopback(name),
            Host::Unix(_) => true,
        });
        hosts && self.config.get_hostaddrs().iter().all(IpAddr::is_loopback)
    }

    fn has_names(&self) -> bool {
        let hosts = self.config.get_hosts();
        !hosts.is_empty() && hosts.iter().all(|host| matches!(host, Host::Tcp(_)))
    }
}

/// Takes `sslmode` and `sslrootcert`, which the client does not know as we do, out of an address.
fn own_parameters(text: &str) -> Result<(String, Option<String>, Option<PathBuf>), String> {
    let Some((base, query)) = text.split_once('?').filter(|(base, _)| base.contains("://")) else {
        return Ok((text.to_owned(), None, None));
    };
    let (mut mode, mut root, mut rest) = (None, None, Vec::new());
    for pair in query.split('&') {
        let read = || {
            url::form_urlencoded::parse(pair.replace('+', "%2B").as_bytes()).next().map(|(_, value)| value.into_owned())
        };
        match pair.split_once('=').map(|(name, _)| name) {
            Some("sslmode") => mode = read(),
            Some("sslrootcert") => root = read().map(PathBuf::from),
            _ => rest.push(pair),
        }
    }
    let rest = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    Ok((rest, mode, root))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// TLS 1.2 and 1.3, trusting the authorities in the file `root` and no others.
fn tls(root: &Path, by_name: bool) -> Result<ClientConfig> {
    let fault = |what: &dyn std::fmt::Display| {
        Error::internal(format_args!("sslrootcert: {} cannot be used: {what}", root.display()))
    };
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(root).map_err(|e| fault(&e))?;
    for certificate in certificates {
        roots.add(certificate.map_err(|e| fault(&e))?).map_err(|e| fault(&e))?;
    }
    if roots.is_empty() {
        return Err(fault(&"it holds no certificate"));
    }
    let (roots, provider) = (Arc::new(roots), Arc::new(aws_lc_rs::default_provider()));
    let verifier: Arc<dyn ServerCertVerifier> = if by_name {
        WebPkiServerVerifier::builder_with_provider(roots, provider.clone()).build().map_err(|e| fault(&e))?
    } else {
        Arc::new(AnyName { roots, provider: provider.clone() })
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| fault(&e))?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    Ok(config.with_no_client_auth())
}

/// Checks the whole chain and not the name: what `verify-ca` means, for servers reached under a name or an address
/// that their certificate does not have.
#[derive(Debug)]
struct AnyName {
    roots: Arc<RootCertStore>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for AnyName {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let certificate = ParsedCertificate::try_from(end_entity)?;
        let algorithms = self.provider.signature_verification_algorithms.all;
        verify_server_cert_signed_by_trust_anchor(&certificate, &self.roots, intermediates, now, algorithms)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_spoken_to_in_clear_and_nobody_unchecked() {
        let said = |text: &str| {
            Address::parse(text).map(|address| address.way).map_err(|fault| fault.split(' ').next().unwrap().to_owned())
        };
        let root = || PathBuf::from("/etc/ca.pem");
        for (text, way) in [
            ("postgres://a@localhost/x", Ok(Way::Plain)),
            ("postgres://a:p%3Fw@127.0.0.1:5433/x?sslmode=disable", Ok(Way::Plain)),
            ("postgresql://a@[::1]/x?sslmode=prefer&options=-csearch_path%3Dk", Ok(Way::Plain)),
            ("postgres://a@%2Fvar%2Frun%2Fpostgresql/x", Ok(Way::Plain)),
            ("host=localhost user=a dbname=x", Ok(Way::Plain)),
            ("postgres://a@db.example.org/x", Err("without")),
            ("postgres://a@db.example.org/x?sslmode=prefer", Err("without")),
            ("postgres://a@localhost,10.0.0.7/x", Err("without")),
            ("host=localhost hostaddr=10.0.0.7 user=a", Err("without")),
            ("postgres://a@db.example.org/x?sslmode=require", Err("sslmode=require")),
            ("host=db.example.org user=a sslmode=require", Err("sslmode=require")),
            ("postgres://a@db.example.org/x?sslmode=verify-full", Err("sslmode=verify-full")),
            ("postgres://a@db.example.org/x?sslmode=full", Err("sslmode=full")),
            ("postgres://a@db.example.org/x?sslmode=require&sslrootcert=%2Fetc%2Fca.pem", Ok(Way::Signed(root()))),
            ("postgres://a@db.example.org/x?sslrootcert=/etc/ca.pem&sslmode=verify-ca", Ok(Way::Signed(root()))),
            ("postgres://a@db.example.org/x?sslmode=verify-full&sslrootcert=/etc/ca.pem", Ok(Way::Named(root()))),
            ("postgres://a@%2Frun%2Fpg/x?sslmode=verify-full&sslrootcert=/etc/ca.pem", Err("TLS")),
            ("mysql://a@localhost/x", Err("it")),
        ] {
            assert_eq!(said(text), way.map_err(str::to_owned), "{text}");
        }
    }
}
