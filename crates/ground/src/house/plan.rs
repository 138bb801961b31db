//! What the program decides before it opens the house.

use crate::clock::Clock;
use crate::db::{Location, Threads};
use crate::files::FilePlan;
use crate::keys::{KeyLocation, Master};
use crate::mail::Post;
use crate::web::Limits;

/// What the program decides before it opens the house.
pub struct Plan {
    pub data: Location,
    pub keys: KeyLocation,
    pub files: FilePlan,
    pub master: Master,
    pub threads: Threads,
    pub clock: Clock,
    pub post: Post,
    pub limits: Limits,
    /// Shows the demo's front page, mailbox and components.
    pub demo: bool,
    /// What links in mails begin with, such as `https://book.example.org`.
    pub address: String,
    /// What holds for the whole installation and no clinic sets for itself: TLS, HSTS, the log's addresses, the source
    /// of the master key. Every clinic's parameters have these values, so that statement and control read one.
    pub installed: Installed,
}

/// Who hosts an installation for clinics that are not their own, as its clinics read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    pub name: String,
    /// How managers reach them: an address, a number, or both.
    pub contact: String,
    /// Days for which the agreement that a clinic accepted stands on once a newer one is published.
    pub agreement_days: u32,
}

/// Parameters of promises that belong to the installation.
#[derive(Clone, Debug)]
pub struct Installed {
    pub tls_certificate: promise::CertificateSource,
    pub tls_minimum: promise::TlsVersion,
    pub hsts_days: u32,
    pub key_source: promise::KeySource,
    /// Who hosts the installation for the clinics on it; none where it is the clinics' own.
    pub host: Option<Host>,
    pub backup_key_days: u32,
    pub log_address_bits: u32,
    pub log_address_bits_v6: u32,
}

impl Default for Installed {
    fn default() -> Installed {
        let usual = promise::Parameters::default();
        Installed {
            tls_certificate: usual.tls_certificate,
            tls_minimum: usual.tls_minimum,
            hsts_days: usual.hsts_days,
            key_source: usual.key_source,
            host: None,
            backup_key_days: usual.backup_key_days,
            log_address_bits: usual.log_address_bits,
            log_address_bits_v6: usual.log_address_bits_v6,
        }
    }
}

impl Installed {
    /// The parameters that are the installation's; a clinic sets the others for itself.
    pub const DECIDES: [promise::Parameter; 8] = [
        promise::Parameter::TlsCertificate,
        promise::Parameter::TlsMinimum,
        promise::Parameter::HstsDays,
        promise::Parameter::KeySource,
        promise::Parameter::OperatedBy,
        promise::Parameter::BackupKeyDays,
        promise::Parameter::LogAddressBits,
        promise::Parameter::LogAddressBitsV6,
    ];

    /// Writes them over a clinic's own.
    pub fn apply(&self, parameters: &mut promise::Parameters) {
        parameters.tls_certificate = self.tls_certificate;
        parameters.tls_minimum = self.tls_minimum;
        parameters.hsts_days = self.hsts_days;
        parameters.key_source = self.key_source;
        parameters.operated_by = match self.host {
            Some(_) => promise::OperatedBy::Others,
            None => promise::OperatedBy::Ourselves,
        };
        parameters.backup_key_days = self.backup_key_days;
        parameters.log_address_bits = self.log_address_bits;
        parameters.log_address_bits_v6 = self.log_address_bits_v6;
    }

    /// Writes those that `from` has over the ones of `to`: what an installation decided then, and not what this process would.
    pub fn carry(from: &promise::Parameters, to: &mut promise::Parameters) {
        to.tls_certificate = from.tls_certificate;
        to.tls_minimum = from.tls_minimum;
        to.hsts_days = from.hsts_days;
        to.key_source = from.key_source;
        to.operated_by = from.operated_by;
        to.backup_key_days = from.backup_key_days;
        to.log_address_bits = from.log_address_bits;
        to.log_address_bits_v6 = from.log_address_bits_v6;
    }
}

#[cfg(test)]
mod tests {
    use promise::{CertificateSource, KeySource, Parameters, TlsVersion};

    use super::*;

    #[test]
    fn what_an_installation_decides_is_what_is_carried() {
        let other = Installed {
            tls_certificate: CertificateSource::Acme,
            tls_minimum: TlsVersion::V1_3,
            hsts_days: 200,
            key_source: KeySource::Command,
            host: Some(Host { name: "Harbour Hosting".to_owned(), contact: String::new(), agreement_days: 30 }),
            backup_key_days: 7,
            log_address_bits: 16,
            log_address_bits_v6: 32,
        };
        let (mut applied, mut carried) = (Parameters::default(), Parameters::default());
        other.apply(&mut applied);
        Installed::carry(&applied, &mut carried);
        assert_eq!(carried, applied);
        assert_ne!(carried, Parameters::default());
        let says = |parameters: &Parameters, parameter| (parameters.number(parameter), parameters.text(parameter));
        let usual = Parameters::default();
        for parameter in promise::Parameter::ALL.iter().copied() {
            let differs = says(&carried, parameter) != says(&usual, parameter);
            assert_eq!(differs, Installed::DECIDES.contains(&parameter), "{parameter}");
        }
    }
}
