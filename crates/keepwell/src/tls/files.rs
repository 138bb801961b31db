//! Certificate files: read at start, and again when whoever renews them has put new ones in their place.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use axum_server::tls_rustls::RustlsConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::signal::unix::{SignalKind, signal};

use super::{load, unusable};
use crate::config::Tls;
use crate::serve::ServeError;

/// How often the files are looked at. SIGHUP has them looked at now.
const EVERY: Duration = Duration::from_secs(5);

pub(super) fn read(
    certificate: &Path,
    key: &Path,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), ServeError> {
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|e| unusable(&e))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|e| unusable(&e))?;
    Ok((chain, key))
}

/// By what one sees that a file was written or replaced.
type Mark = Option<(u64, u64, i64, i64)>;

fn marks(tls: &Tls) -> [Mark; 2] {
    [&tls.certificate, &tls.key].map(|path| {
        let meta = std::fs::metadata(path.as_ref()?).ok()?;
        Some((meta.ino(), meta.len(), meta.mtime(), meta.mtime_nsec()))
    })
}

/// Takes new files into use as long as the program runs. What cannot be used, such as a certificate whose key is not
/// written yet, leaves the old one in use, and is tried again.
pub(super) async fn follow(tls: Tls, used: RustlsConfig) {
    let Ok(mut asked) = signal(SignalKind::hangup()) else { return };
    let mut current = marks(&tls);
    let mut told = current;
    loop {
        let now = tokio::select! {
            () = tokio::time::sleep(EVERY) => false,
            _ = asked.recv() => true,
        };
        // Marked before they are read: what changes meanwhile is seen at the next look.
        let found = marks(&tls);
        if found == current && !now {
            continue;
        }
        match load(&tls) {
            Ok(Some(server)) => {
                used.reload_from_config(server);
                current = found;
                tracing::info!("the certificate was read again and is in use");
            }
            Ok(None) => {}
            Err(error) if found != told || now => {
                told = found;
                tracing::warn!(cause = %error, "the new certificate files cannot be used; the old certificate stays in use");
            }
            Err(_) => {}
        }
    }
}
