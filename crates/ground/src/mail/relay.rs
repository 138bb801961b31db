//! The relay that letters leave by (RFC 5321): a connection for each letter, and no word of it that is waited for without
//! end.
//!
//! lettre's own transport bounds the connecting alone, and after the relay took a letter it waits for its goodbye: a relay
//! that took it and then fell silent was handed it again and again.

use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::recipient::Passed;

/// How much longer a relay may look at a letter than say who it is. It may have taken it already when it is given up, and
/// then sends it twice, so this is the wait to be generous with (RFC 5321, 4.5.3.2.6).
const LOOK: u32 = 3;

/// Where letters are handed over.
pub struct Relay {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    name: ClientId,
    patience: Duration,
}

/// Why a letter was not taken. The relay's words can quote whom it is for; these cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotTaken {
    #[error("the mail relay does not answer")]
    Silent,
    #[error("the mail relay answered {0}")]
    Answered(u16),
    /// It does not speak what the letter needs.
    #[error("the mail relay takes no such letter")]
    Unfit,
}

impl From<Error> for NotTaken {
    fn from(error: Error) -> NotTaken {
        match error.status() {
            Some(code) => NotTaken::Answered(code.into()),
            None if error.is_client() => NotTaken::Unfit,
            None => NotTaken::Silent,
        }
    }
}

impl Relay {
    /// The relay at `smtps://user:password@host:465`, `smtp://...` or `smtp://...?tls=required`. It has `patience` to
    /// greet, encrypt and let in, and three times as long for a letter. Nothing where the address is none.
    pub fn at(address: &str, patience: Duration) -> Option<Relay> {
        let url = Url::parse(address).ok()?;
        let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
        let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let trust = || TlsParameters::new(host.clone()).ok();
        let (port, tls) = match (url.scheme(), asked.as_deref()) {
            ("smtp", None) => (SMTP_PORT, Tls::None),
            ("smtp", Some("required")) => (SUBMISSION_PORT, Tls::Required(trust()?)),
            ("smtp", Some("opportunistic")) => (SUBMISSION_PORT, Tls::Opportunistic(trust()?)),
            ("smtps", _) => (SUBMISSIONS_PORT, Tls::Wrapper(trust()?)),
            _ => return None,
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.into_owned()).ok();
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decoded(url.username())?, decoded(password)?)),
            None => None,
        };
        // By this name the program introduces itself.
        let name = url.path().trim_matches('/');
        let name = if name.is_empty() { ClientId::default() } else { ClientId::Domain(name.to_owned()) };
        Some(Relay { port: url.port().unwrap_or(port), host, tls, credentials, name, patience })
    }

    /// The host it is on, as the register of recipients names it.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Hands a letter over that the register let go.
    pub(super) async fn take(&self, letter: &Message, _passed: &Passed) -> Result<(), NotTaken> {
        let mut connection = within(self.patience, self.connect()).await?;
        within(self.patience * LOOK, connection.send(letter.envelope(), &letter.formatted())).await?;
        // It has the letter, whether it says goodbye or not.
        let patience = self.patience;
        tokio::spawn(async move {
            let _said = tokio::time::timeout(patience, connection.abort()).await;
        });
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let (place, wrapped) = (
            (self.host.as_str(), self.port),
            match &self.tls {
                Tls::Wrapper(trust) => Some(trust.clone()),
                _ => None,
            },
        );
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(place, Some(self.patience), &self.name, wrapped, None).await?;
        match &self.tls {
            Tls::Opportunistic(trust) if connection.can_starttls() => {
                connection.starttls(trust.clone(), &self.name).await?;
            }
            Tls::Required(trust) => connection.starttls(trust.clone(), &self.name).await?,
            _ => {}
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

async fn within<T>(patience: Duration, asked: impl Future<Output = Result<T, Error>>) -> Result<T, NotTaken> {
    match tokio::time::timeout(patience, asked).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(NotTaken::Silent),
    }
}
