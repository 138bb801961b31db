//! What `keepwell check` sees of a certificate.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use jiff::Timestamp;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use super::acme::{Kept, roots};
use super::load;
use crate::config::Config;

/// What was seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// A line about a certificate that is well.
    pub(crate) well: Option<String>,
    pub(crate) faults: Vec<String>,
}

/// Looks at the certificate of `config`, from files or by ACME, as things stand at `now`.
pub(crate) fn look(config: &Config, now: Timestamp) -> Verdict {
    let mut verdict = Verdict::default();
    let host = url::Url::parse(&config.web.address).ok().and_then(|url| url.domain().map(str::to_owned));
    match (&config.tls.acme, &config.tls.certificate) {
        (Some(acme), _) => {
            let kept = Kept { folder: config.data.folder.join(&acme.folder) };
            if std::fs::metadata(&kept.folder).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0) {
                let folder = kept.folder.display();
                verdict.faults.push(format!("tls.acme.folder: others can look into {folder}: chmod 700 it"));
            }
            if let Some(Err(fault)) = acme.roots.as_deref().map(roots) {
                verdict.faults.push(fault.to_string());
            }
            if let Some(failure) = kept.failure() {
                verdict
                    .faults
                    .push(format!("tls.acme: the last attempt to fetch a certificate failed, {}", failure.trim()));
            }
            let file = kept.certificate(&acme.domains, &acme.directory);
            if file.exists() {
                judge(
                    &mut verdict,
                    &file,
                    "tls.acme",
                    "the program renews it by itself, see its log",
                    host.as_deref(),
                    now,
                );
            } else {
                verdict.well = Some("certificate: none yet; it is fetched when the program serves".to_owned());
            }
        }
        (None, Some(file)) => match load(&config.tls) {
            Ok(_) => judge(
                &mut verdict,
                file,
                "tls.certificate",
                "renew it; the program takes it into use by itself",
                host.as_deref(),
                now,
            ),
            Err(error) => verdict.faults.push(format!("tls: {error}")),
        },
        (None, None) => {}
    }
    verdict
}

/// Judges the first certificate of a file.
fn judge(verdict: &mut Verdict, file: &Path, field: &str, then: &str, host: Option<&str>, now: Timestamp) {
    let shown = file.display();
    let Some(seen) = CertificateDer::from_pem_file(file).ok().and_then(|der| Seen::of(&der)) else {
        verdict.faults.push(format!("{field}: {shown} holds no certificate"));
        return;
    };
    let day = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M UTC").to_string();
    if let Some(host) = host.filter(|host| !seen.is_for(host)) {
        let names = seen.names.join(", ");
        verdict
            .faults
            .push(format!("{field}: the certificate is for {names}, and not for {host}, which web.address names"));
    }
    if seen.until <= now {
        verdict.faults.push(format!("{field}: the certificate ended on {}: {then}", day(seen.until)));
    } else if seen.is_late(now) {
        verdict.faults.push(format!(
            "{field}: the certificate ends on {}, and should have been renewed by now: {then}",
            day(seen.until)
        ));
    } else if now < seen.from {
        verdict
            .faults
            .push(format!("{field}: the certificate begins on {}: is the machine's clock right?", day(seen.from)));
    } else {
        verdict.well = Some(format!("certificate: well, until {}", day(seen.until)));
    }
}

/// What a certificate says.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    from: Timestamp,
    until: Timestamp,
    names: Vec<String>,
}

impl Seen {
    fn of(der: &[u8]) -> Option<Seen> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        let validity = certificate.validity();
        let at = |time: i64| Timestamp::from_second(time).ok();
        let alternatives = certificate.subject_alternative_name().ok()?;
        let names = alternatives.map(|names| names.value.general_names.clone()).unwrap_or_default();
        let names = names
            .iter()
            .filter_map(|name| match name {
                GeneralName::DNSName(name) => Some(name.to_ascii_lowercase()),
                _ => None,
            })
            .collect();
        Some(Seen { from: at(validity.not_before.timestamp())?, until: at(validity.not_after.timestamp())?, names })
    }

    /// Less than a sixth of its life is left: whoever renews in time has done so long ago.
    fn is_late(&self, now: Timestamp) -> bool {
        let (life, left) = (self.until.as_second() - self.from.as_second(), self.until.as_second() - now.as_second());
        left < life / 6
    }

    /// By name, or by a star in place of its first label (RFC 6125, 6.4.3).
    fn is_for(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.names.iter().any(|name| match name.strip_prefix("*.") {
            Some(rest) => host.split_once('.').is_some_and(|(_, parent)| parent == rest),
            None => *name == host,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_for_its_names_and_late_in_its_last_sixth() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let names = ["book.example.org", "*.clinic.example"].map(str::to_owned).to_vec();
        let seen = Seen { from: at("2026-01-01T00:00:00Z"), until: at("2026-03-02T00:00:00Z"), names };
        for (host, expected) in [
            ("book.example.org", true),
            ("BOOK.example.org", true),
            ("x.clinic.example", true),
            ("clinic.example", false),
            ("a.x.clinic.example", false),
            ("example.org", false),
        ] {
            assert_eq!(seen.is_for(host), expected, "{host}");
        }
        assert!(!seen.is_late(at("2026-02-19T23:00:00Z")));
        assert!(seen.is_late(at("2026-02-20T01:00:00Z")));
    }
}
