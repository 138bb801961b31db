//! What is wrong with a configuration, and what is most likely not meant, in words for whoever edits it.

use std::net::IpAddr;

use ground::db::Address;
use ground::web::{Rate, SlowRate};
use promise::CertificateSource;

use super::{Acme, Config, is_loopback};

/// The largest document a configuration may allow, in megabytes: more than a quarter of an hour brings over most lines.
const MOST_MB: u64 = 1_000;

impl Acme {
    /// What is wrong with it, for a program that is reached at `host`.
    fn faults(&self, host: Option<&str>) -> Vec<String> {
        let mut faults = Vec::new();
        let is_name = |name: &String| {
            name.contains('.')
                && name.parse::<IpAddr>().is_err()
                && name.split('.').all(|label| {
                    !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                })
        };
        if self.domains.is_empty() {
            faults.push("tls.acme.domains: name at least the host of web.address".to_owned());
        }
        for name in self.domains.iter().filter(|name| !is_name(name)) {
            faults.push(format!("tls.acme.domains: {name} is not a host name of your own such as book.example.org; addresses and names with a star are not proven this way"));
        }
        if let Some(host) = host.filter(|host| !self.domains.iter().any(|name| name.eq_ignore_ascii_case(host))) {
            faults.push(format!("tls.acme.domains: {host}, the host of web.address, is not among them"));
        }
        if let Some(contact) = self.contact.as_ref().filter(|contact| contact.parse::<lettre::Address>().is_err()) {
            faults.push(format!("tls.acme.contact: {contact} is not a mail address"));
        }
        if !url::Url::parse(&self.directory).is_ok_and(|url| url.scheme() == "https") {
            faults.push("tls.acme.directory: it must be an address that begins with https://".to_owned());
        }
        faults
    }
}

impl Config {
    /// Everything that is wrong with it, without touching the installation.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.operator.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
            faults.push("operator.name: it is empty: write who runs the program for its clinics, or leave it out where it is their own".to_owned());
        }
        if self.operator.agreement_days > 365 {
            faults.push(format!("operator.agreement_days: {} is outside 0 to 365", self.operator.agreement_days));
        }
        let files = self.tls.certificate.is_some() || self.tls.key.is_some();
        if files && (self.tls.certificate.is_none() || self.tls.key.is_none()) {
            faults.push("tls: name both certificate and key".to_owned());
        }
        if files && self.tls.acme.is_some() {
            faults.push("tls: name certificate files or acme, not both".to_owned());
        }
        if let Some(acme) = &self.tls.acme {
            let host = url::Url::parse(&self.web.address).ok().and_then(|url| url.domain().map(str::to_owned));
            faults.extend(acme.faults(host.as_deref()));
        }
        if !files && self.tls.acme.is_none() && !self.web.listen.ip().is_loopback() {
            faults.push(format!(
                "web.listen: {} is reached from other machines, so it needs [tls] certificate and key, or acme; plain HTTP is spoken on 127.0.0.1 only",
                self.web.listen
            ));
        }
        match url::Url::parse(&self.web.address) {
            Ok(url)
                if url.path() != "/"
                    || url.query().is_some()
                    || url.fragment().is_some()
                    || !url.username().is_empty() =>
            {
                faults.push("web.address: a host alone, such as https://book.example.org: nothing stands behind it (letters carry links to it)".to_owned());
            }
            Ok(url) if url.scheme() == "https" || url.host_str().is_some_and(is_loopback) => {}
            Ok(_) => faults.push("web.address: it must begin with https:// (letters carry links to it)".to_owned()),
            Err(_) => faults.push("web.address: it is not an address such as https://book.example.org".to_owned()),
        }
        if !(1..=120).contains(&self.web.patience_seconds) {
            faults.push(
                "web.patience_seconds: 1 to 120, or slow browsers are cut off, or whoever sends nothing stays"
                    .to_owned(),
            );
        }
        if self.web.connections < 16 {
            faults.push("web.connections: at least 16: one browser opens several".to_owned());
        }
        if self.data.postgres.is_some() && (self.data.postgres_owner.is_none() || self.data.postgres_keys.is_none()) {
            faults
                .push("data: with postgres also name postgres_owner and postgres_keys, roles of their own".to_owned());
        }
        if !(1..=MOST_MB).contains(&self.files.most_mb) {
            faults.push(format!("files.most_mb: a number from 1 to {MOST_MB}"));
        }
        faults.extend(self.shut_doors());
        faults.extend(self.addresses());
        let mut parameters = promise::Parameters::default();
        self.installed().apply(&mut parameters);
        faults.extend(parameters.validate().iter().map(|fault| format!("what this installation promises: {fault}")));
        if self.mail.from.parse::<lettre::Address>().is_err() {
            faults.push(format!("mail.from: {} is not a mail address", self.mail.from));
        }
        if !(1..=20).contains(&self.mail.patience_seconds) {
            faults.push(
                "mail.patience_seconds: 1 to 20, or letters never leave, or hang on a relay that is silent".to_owned(),
            );
        }
        if let Err(fault) = self.post() {
            faults.push(fault);
        }
        faults
    }

    /// What is no fault of the configuration by itself, and most likely not what is meant.
    pub fn doubts(&self) -> Vec<String> {
        let proxied =
            self.web.listen.ip().is_loopback() && self.installed().tls_certificate == CertificateSource::Proxy;
        let named =
            url::Url::parse(&self.web.address).is_ok_and(|url| url.host_str().is_some_and(|host| !is_loopback(host)));
        let mut doubts = Vec::new();
        if self.mail.relay.is_none() && !self.for_this_machine_only() {
            doubts.push(
                "mail.relay: none is named, so no letter leaves: no confirmation, no password; they wait".to_owned(),
            );
        }
        if proxied && named && self.web.trusted_proxies.is_empty() {
            doubts.push(format!(
                "web.trusted_proxies: {} is reached through a proxy, as it seems, and none is named: everybody shares the proxy's address, and with it one limit; name it, as in [\"127.0.0.1\"]",
                self.web.address
            ));
        }
        doubts
    }

    /// Limits under which nobody could do what they are about, or hardly anybody.
    fn shut_doors(&self) -> Vec<String> {
        let limits = &self.limits;
        let by_minute = |rate: Rate| (rate.per_minute, "per_minute", rate.burst);
        let by_hour = |rate: SlowRate| (rate.per_hour, "per_hour", rate.burst);
        let rates = [
            ("sign_in", by_minute(limits.sign_in)),
            ("account", by_minute(limits.account)),
            ("public_form", by_minute(limits.public_form)),
            ("letters", by_hour(limits.letters)),
            ("feed", by_hour(limits.feed)),
            ("api", by_minute(limits.api)),
        ];
        let nothing = rates.iter().flat_map(|(name, (steady, unit, burst))| {
            let none = [(steady, *unit), (burst, "burst")].into_iter().filter(|(most, _)| **most == 0);
            none.map(move |(_, field)| {
                format!("limits.{name}: {field} is 0, and it must be at least 1: nobody could come in")
            })
        });
        nothing.collect()
    }

    /// What `KEEPWELL_LIMITS` says that is not done, and limits switched off where others come.
    pub fn doubts_of_limits(&self, switch: Option<&str>) -> Vec<String> {
        let mut doubts = Vec::new();
        let elsewhere = "others than this machine reach the program, so limits stay on";
        match switch {
            None | Some("" | "on") => {}
            Some("off") if self.for_this_machine_only() => {}
            Some("off") => doubts.push(format!("KEEPWELL_LIMITS: off is not obeyed: {elsewhere}")),
            Some(_) => doubts.push("KEEPWELL_LIMITS: it is on or off; another word changes nothing".to_owned()),
        }
        if self.limits.off && !self.for_this_machine_only() {
            doubts.push(format!("limits.off: true is not obeyed: {elsewhere}"));
        }
        doubts
    }

    /// What is wrong with the three addresses and their roles' names; what the roles may do is asked of PostgreSQL at
    /// start.
    fn addresses(&self) -> Vec<String> {
        let addresses = [
            ("postgres", &self.data.postgres),
            ("postgres_owner", &self.data.postgres_owner),
            ("postgres_keys", &self.data.postgres_keys),
        ];
        let (mut faults, mut known): (Vec<String>, Vec<(&str, String)>) = Default::default();
        for (field, address) in addresses {
            let Some(address) = address else { continue };
            match Address::parse(address).map(|address| address.role().map(str::to_owned)) {
                Err(fault) => faults.push(format!("data.{field}: {fault}")),
                Ok(None) => faults.push(format!("data.{field}: the address names no role")),
                Ok(Some(role)) => {
                    if let Some((other, _)) = known.iter().find(|(_, name)| *name == role) {
                        faults.push(format!(
                            "data.{field}: it must be another role than data.{other}: row-level security does not bind whoever can lift it, and whoever works with the data must not reach the keys"
                        ));
                    }
                    known.push((field, role));
                }
            }
        }
        faults
    }
}

/// Whether nobody between here and a mail relay can read what is sent to it, nor strip its encryption; an address that
/// cannot be read is judged elsewhere.
pub(super) fn is_private(relay: &str) -> bool {
    let Ok(url) = url::Url::parse(relay) else { return true };
    let mut asked = url.query_pairs().filter(|(name, _)| name == "tls").map(|(_, value)| value).peekable();
    let encrypted = url.scheme() == "smtps" || (asked.peek().is_some() && asked.all(|value| value == "required"));
    encrypted || url.host_str().is_some_and(is_loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_file_is_a_configuration_without_faults() {
        let config = Config::load(None).unwrap();
        assert_eq!(config.faults(), Vec::<String>::new());
    }

    #[test]
    fn letters_leave_this_machine_only_where_nobody_reads_them_on_the_way() {
        let told = |relay: &str| {
            let mut config = Config::load(None).unwrap();
            config.mail.relay = Some(relay.to_owned());
            config.faults().join("\n")
        };
        for relay in [
            "smtps://user:password@mail.example.org:465",
            "smtp://user:password@mail.example.org:587?tls=required",
            "smtps://mail.example.org",
            "smtp://localhost",
            "smtp://127.0.0.1:2525",
            "smtp://[::1]:25",
            "smtp://127.0.0.1:25?tls=opportunistic",
        ] {
            assert_eq!(told(relay), "", "{relay}");
        }
        for relay in [
            "smtp://mail.example.org:25",
            "smtp://user:password@mail.example.org:587?tls=opportunistic",
            "smtp://mail.example.org?tls=none",
            "smtp://192.168.0.5:25",
            "smtp://localhost.example.org:25",
            "smtp://mail.example.org/?x=tls=required",
            "smtp://mail.example.org?tls=required&tls=none",
        ] {
            assert!(told(relay).contains("would travel in clear"), "{relay}: {}", told(relay));
        }
        assert!(told("mail.example.org").contains("mail.relay: it is not an address"));
    }

    #[test]
    fn the_three_roles_are_three() {
        let address = |role: &str| Some(format!("postgres://{role}localhost/x"));
        for (app, owner, keys, fault) in [
            ("a@", "b@", "c@", None),
            ("a@", "a@", "c@", Some("data.postgres_owner: it must be another role than data.postgres")),
            ("a@", "b@", "a:secret@", Some("data.postgres_keys: it must be another role than data.postgres")),
            ("a@", "b@", "b@", Some("data.postgres_keys: it must be another role than data.postgres_owner")),
            ("", "b@", "c@", Some("data.postgres: the address names no role")),
        ] {
            let mut config = Config::load(None).unwrap();
            (config.data.postgres, config.data.postgres_owner, config.data.postgres_keys) =
                (address(app), address(owner), address(keys));
            let faults = config.faults();
            assert_eq!(faults.len(), usize::from(fault.is_some()), "{faults:?}");
            assert!(fault.is_none_or(|fault| faults[0].starts_with(fault)), "{faults:?}");
        }
    }

    #[test]
    fn a_proxy_that_nobody_named_is_pointed_out() {
        let mut config = Config::load(None).unwrap();
        assert_eq!(config.doubts(), Vec::<String>::new());
        config.web.address = "https://book.example.org".to_owned();
        assert_eq!(config.faults(), Vec::<String>::new(), "it may be served like this");
        assert!(config.doubts().join("").contains("name it, as in [\"127.0.0.1\"]"));
        assert!(config.doubts().join("").contains("no letter leaves"));
        config.mail.relay = Some("smtp://localhost:25".to_owned());
        config.web.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        assert_eq!(config.doubts(), Vec::<String>::new());
    }

    #[test]
    fn limits_that_let_nobody_in_are_faults_and_a_switch_that_is_not_obeyed_is_a_doubt() {
        let mut config = Config::load(None).unwrap();
        config.limits.sign_in.per_minute = 0;
        config.limits.letters.burst = 0;
        let faults = config.faults();
        assert!(faults[0].starts_with("limits.sign_in: per_minute is 0"), "{faults:?}");
        assert!(faults[1].starts_with("limits.letters: burst is 0") && faults.len() == 2, "{faults:?}");

        let mut config = Config::load(None).unwrap();
        for (switch, doubt) in [(None, ""), (Some("on"), ""), (Some("off"), ""), (Some("OFF"), "it is on or off")] {
            let doubts = config.doubts_of_limits(switch).join("");
            assert!(doubts.is_empty() == doubt.is_empty() && doubts.contains(doubt), "{switch:?}: {doubts}");
        }
        config.web.address = "https://book.example.org".to_owned();
        assert_eq!(config.doubts_of_limits(Some("on")), [] as [&str; 0]);
        config.limits.off = true;
        let doubts = config.doubts_of_limits(Some("off")).join("\n");
        assert!(
            doubts.contains("KEEPWELL_LIMITS: off is not obeyed") && doubts.contains("limits.off: true"),
            "{doubts}"
        );
    }

    #[test]
    fn what_would_leave_someone_unprotected_is_named() {
        let mut config = Config::load(None).unwrap();
        config.web.listen = "0.0.0.0:80".parse().unwrap();
        config.web.address = "http://clinic.example".to_owned();
        config.data.postgres = Some("postgres://a@db.example.org/x".to_owned());
        config.tls.key = Some("k.pem".into());
        config.files.most_mb = 0;
        let faults = config.faults().join("\n");
        for part in [
            "name both certificate and key",
            "web.address",
            "postgres_owner",
            "data.postgres: without TLS",
            "files.most_mb",
        ] {
            assert!(faults.contains(part), "{part} in {faults}");
        }
    }
}
