//! The configuration: one commented file, with overrides from the environment.

mod faults;
mod unreadable;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use ground::db::{Location, Threads};
use ground::files::{FileLocation, FilePlan};
use ground::keys::{KeyLocation, MasterSource};
use ground::mail::{Post, Relay, Transport};
use ground::web::LimitSettings;
use ground::{Host, Installed};
use promise::CertificateSource;
use secrecy::SecretString;
use serde::Deserialize;

/// The commented default file, which is also the documentation of every field.
pub const DEFAULT: &str = include_str!("../keepwell.toml");

/// The whole configuration. Each field is explained in `keepwell.toml`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub data: Data,
    pub files: Files,
    pub keys: Keys,
    pub backup: Backup,
    pub web: Web,
    pub tls: Tls,
    pub mail: Mail,
    pub log: Log,
    pub operator: Operator,
    #[serde(default)]
    pub limits: LimitSettings,
}

/// Where the data is.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    pub folder: PathBuf,
    pub postgres: Option<String>,
    pub postgres_owner: Option<String>,
    pub postgres_keys: Option<String>,
    pub readers: usize,
    pub writers: usize,
}

/// Where documents are, and how large one may be.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    pub folder: PathBuf,
    pub most_mb: u64,
}

/// Where the master key comes from.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    pub source: promise::KeySource,
    pub file: PathBuf,
    pub variable: String,
    pub command: Vec<String>,
}

/// What backups promise.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    pub keys_days: u32,
}

/// How the program is reached.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Web {
    pub listen: SocketAddr,
    pub address: String,
    pub trusted_proxies: Vec<IpAddr>,
    pub metrics_token: Option<SecretString>,
    pub patience_seconds: u32,
    pub connections: usize,
}

impl Web {
    /// How long a connection may take to say what it asks.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.patience_seconds.into())
    }
}

/// Certificate files, or where a certificate is fetched.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    pub certificate: Option<PathBuf>,
    pub key: Option<PathBuf>,
    pub acme: Option<Acme>,
    pub redirect: Option<SocketAddr>,
    pub minimum: promise::TlsVersion,
    pub hsts_days: u32,
}

/// A certificate authority that issues by ACME, and what it is asked for.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acme {
    pub domains: Vec<String>,
    pub contact: Option<String>,
    #[serde(default = "Acme::usual_directory")]
    pub directory: String,
    #[serde(default = "Acme::usual_folder")]
    pub folder: PathBuf,
    pub roots: Option<PathBuf>,
}

impl Acme {
    fn usual_directory() -> String {
        rustls_acme::acme::LETS_ENCRYPT_PRODUCTION_DIRECTORY.to_owned()
    }

    fn usual_folder() -> PathBuf {
        PathBuf::from("acme")
    }
}

/// How letters leave.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub from: String,
    pub relay: Option<String>,
    pub patience_seconds: u32,
}

/// How the log looks.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub style: LogStyle,
    pub filter: Option<String>,
    pub address_bits: u32,
    pub address_bits_v6: u32,
}

/// Who runs the program for clinics that are not theirs.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    pub name: Option<String>,
    pub contact: String,
    pub agreement_days: u32,
}

/// The two looks of the log.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogStyle {
    Json,
    Plain,
}

/// A configuration that cannot be used, in words for whoever edits it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{0}")]
    Wrong(String),
}

impl Config {
    /// The defaults, then `file` if there is one, then the environment.
    pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
        let (mut figment, mut text) = (Figment::from(Toml::string(DEFAULT)), String::new());
        if let Some(file) = file {
            if !file.exists() {
                return Err(ConfigError::Wrong(format!("there is no configuration file {}", file.display())));
            }
            text = std::fs::read_to_string(file).map_err(|e| unreadable::unread(file, &e))?;
            unreadable::written(file, &text)?;
            figment = figment.merge(Toml::string(&text));
        }
        // KEEPWELL_LIMITS is a switch of its own, and a variable without a section names no field.
        let environment = Env::prefixed("KEEPWELL_").filter(|name| name.as_str().contains("__")).split("__");
        figment.merge(environment).extract().map_err(|error| unreadable::meant(file, &text, &error))
    }

    /// Whether nobody reaches the program but this machine: it listens here, letters lead here, and no proxy stands
    /// before it. A proxy on this machine makes everybody local, so the address it is known by counts as well.
    pub fn for_this_machine_only(&self) -> bool {
        let named = url::Url::parse(&self.web.address).is_ok_and(|url| url.host_str().is_some_and(is_loopback));
        self.web.listen.ip().is_loopback() && named && self.web.trusted_proxies.is_empty()
    }

    /// The parameters of promises that hold for the whole installation.
    pub fn installed(&self) -> Installed {
        Installed {
            tls_certificate: match (&self.tls.acme, &self.tls.certificate) {
                (Some(_), _) => CertificateSource::Acme,
                (None, Some(_)) => CertificateSource::Files,
                (None, None) => CertificateSource::Proxy,
            },
            tls_minimum: self.tls.minimum,
            hsts_days: self.tls.hsts_days,
            key_source: self.keys.source,
            backup_key_days: self.backup.keys_days,
            host: self.operator.name.as_ref().map(|name| Host {
                name: name.trim().to_owned(),
                contact: self.operator.contact.trim().to_owned(),
                agreement_days: self.operator.agreement_days,
            }),
            log_address_bits: self.log.address_bits,
            log_address_bits_v6: self.log.address_bits_v6,
        }
    }

    /// Where the data is.
    pub fn location(&self) -> Location {
        match (&self.data.postgres, &self.data.postgres_owner) {
            (Some(app), Some(owner)) => Location::Postgres { app: app.clone(), owner: owner.clone() },
            _ => Location::Sqlite(self.data.folder.join("keepwell.db")),
        }
    }

    /// Where documents are.
    pub fn files(&self) -> FilePlan {
        FilePlan { location: FileLocation::Folder(self.files_folder()), most: self.files.most_mb * 1_000_000 }
    }

    /// The folder of the documents.
    pub fn files_folder(&self) -> PathBuf {
        self.data.folder.join(&self.files.folder)
    }

    /// Where the keys are.
    pub fn key_location(&self) -> KeyLocation {
        match (&self.data.postgres, &self.data.postgres_keys) {
            (Some(_), Some(keys)) => KeyLocation::Postgres(keys.clone()),
            _ => KeyLocation::Sqlite(self.data.folder.join("keys.db")),
        }
    }

    /// Where the master key is.
    pub fn master(&self) -> MasterSource {
        match self.keys.source {
            promise::KeySource::File => MasterSource::File(self.data.folder.join(&self.keys.file)),
            promise::KeySource::Environment => MasterSource::Environment(self.keys.variable.clone()),
            promise::KeySource::Command => MasterSource::Command(self.keys.command.clone()),
        }
    }

    /// How many threads own a connection.
    pub fn threads(&self) -> Threads {
        Threads { readers: self.data.readers, writers: self.data.writers }
    }

    /// The gate letters leave by.
    pub fn post(&self) -> Result<Post, String> {
        let transport = match &self.mail.relay {
            None => Transport::Nowhere,
            Some(relay) => {
                if !faults::is_private(relay) {
                    return Err("mail.relay: letters hold links that sign in, and would travel in clear: write smtps://, or smtp:// with ?tls=required, or name a relay on this machine".to_owned());
                }
                let patience = Duration::from_secs(self.mail.patience_seconds.into());
                let relay = Relay::at(relay, patience).ok_or_else(|| {
                    "mail.relay: it is not an address such as smtps://user:password@host:465".to_owned()
                })?;
                Transport::Smtp(Box::new(relay))
            }
        };
        Ok(Post { from: self.mail.from.clone(), transport })
    }
}

pub(crate) fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_else_reaches_is_for_this_machine_only() {
        for (listen, address, proxies, only) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080", &[][..], true),
            ("[::1]:8080", "http://localhost:8080", &[], true),
            ("127.0.0.1:8443", "https://localhost:8443", &[], true),
            ("127.0.0.1:8080", "https://book.example.org", &[], false),
            ("127.0.0.1:8080", "http://127.0.0.1:8080", &["127.0.0.1"], false),
            ("0.0.0.0:8443", "https://localhost:8443", &[], false),
            ("127.0.0.1:8080", "https://localhost.example.org", &[], false),
        ] {
            let mut config = Config::load(None).unwrap();
            config.web.listen = listen.parse().unwrap();
            config.web.address = address.to_owned();
            config.web.trusted_proxies = proxies.iter().map(|proxy: &&str| proxy.parse().unwrap()).collect();
            assert_eq!(config.for_this_machine_only(), only, "{listen} {address} {proxies:?}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_by_line_and_by_what_is_wrong_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keepwell.toml");
        let told = |text: &[u8]| {
            std::fs::write(&file, text).unwrap();
            Config::load(Some(&file)).err().map(|error| error.to_string()).unwrap_or_default()
        };
        for (text, line, parts) in [
            ("[web]\nlisten = \"here\"\n", 2, &["web.listen", "socket address"][..]),
            (
                "# mine\n\n[web]\naddress = \"http://localhost\"\npatience_seconds = \"ten\"\n",
                5,
                &["web.patience_seconds"],
            ),
            ("[web]\n[mail]\nrelais = \"smtps://x\"\n", 3, &["mail.relais", "no such setting", "relay"]),
            ("[web]\n\n[weather]\nsunny = true\n", 3, &["weather", "no such setting"]),
            ("data.readers = \"few\"\n", 1, &["data.readers: \"few\" is written there", "a whole number, 0 or more"]),
            ("data.readers = -4\n", 1, &["data.readers: -4 is written there", "a whole number, 0 or more"]),
            ("data.folder = true\n", 1, &["data.folder: true is written there", "words in quotes"]),
            ("[tls]\nacme = { domains = \"x\" }\n", 2, &["tls.acme.domains: \"x\" is written there", "a list, such"]),
            ("[limits]\nsign_in = 5\n", 2, &["limits.sign_in: 5 is written there", "a group of settings"]),
            ("[keys]\nsource = \"clouds\"\n", 2, &["keys.source: \"clouds\" is not a source", "environment"]),
            ("[web]\nlisten = 127.0.0.1:80\n", 2, &["TOML"]),
            ("[web\n", 1, &["TOML"]),
            ("[web]\nlisten = \"a\"\nlisten = \"b\"\n", 3, &["TOML", "duplicate"]),
        ] {
            let said = told(text.as_bytes());
            assert!(said.contains(&format!("{}, line {line}: ", file.display())), "{text}: {said}");
            assert!(parts.iter().all(|part| said.contains(part)) && !said.contains('\n'), "{text}: {said}");
            // Nobody who edits the file knows what these are; what is no TOML is told in the words of its own grammar.
            let types = ["usize", "u32", "struct", "sequence", "invalid type", "expected"];
            assert!(said.contains("TOML") || types.iter().all(|word| !said.contains(word)), "{text}: {said}");
        }
        assert!(told(b"[web]\naddress = \"\xff\"\n").contains("cannot be read"));
        assert_eq!(told(DEFAULT.as_bytes()), "");
    }
}
