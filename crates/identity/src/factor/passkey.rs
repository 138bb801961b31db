//! Passkeys (WebAuthn, level 3). A passkey is made for a name in DNS and shows by itself who somebody is: the device asks
//! for a finger, a face or a PIN first, so it is both factors at once.

use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use ground::{AccountId, Clinic, House};
use url::{Host, Url};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Uuid,
    Webauthn, WebauthnBuilder, WebauthnError,
};
use webauthn_rs_proto::ResidentKeyRequirement;

use super::STEP;
use crate::error::{Error, Result};

/// Passkeys of one account.
pub const MOST: usize = 10;

/// Where a browser asks for passkeys: the origin of the clinic's address, as this browser reaches it. None where there can
/// be none: on a number instead of a name, or without TLS.
#[derive(Clone)]
pub struct Party(Option<Url>);

/// What is ready to be sent to a browser, and what is kept to judge its answer by.
pub struct Begun {
    pub options: serde_json::Value,
    pub state: String,
}

/// What came of a passkey that was shown.
pub enum Judged {
    /// It is the one, as it is to be kept from now on where that differs.
    Right(Option<Box<Passkey>>),
    Wrong,
    /// It counts backwards: there are two of it.
    Copied,
}

impl Party {
    /// As whoever made this request reaches the clinic: at its own host name, or at the installation's.
    pub fn of(house: &House, clinic: &Clinic, parts: &Parts) -> Party {
        let own = house.base(clinic, parts).is_empty();
        let address = if own { house.address_of(clinic) } else { house.address.clone() };
        Party(origin(&address, parts.headers.get(HOST).and_then(|host| host.to_str().ok())))
    }

    /// Whether this browser can have passkeys here.
    pub fn stands(&self) -> bool {
        self.0.is_some()
    }

    /// The name passkeys are made for.
    pub fn name(&self) -> Option<&str> {
        self.0.as_ref()?.domain()
    }

    fn webauthn(&self, clinic: &str) -> Result<Webauthn> {
        let origin = self.0.as_ref().ok_or(ground::Error::NotFound)?;
        let fault = |_| Error::internal("passkeys for an address that can have none");
        let name = origin.domain().ok_or(ground::Error::NotFound)?;
        let timeout = std::time::Duration::from_secs(STEP.as_secs().unsigned_abs());
        WebauthnBuilder::new(name, origin).map_err(fault)?.rp_name(clinic).timeout(timeout).build().map_err(fault)
    }

    /// Begins to make a passkey for `account`, beside those it `has`.
    pub fn make(&self, clinic: &str, account: AccountId, email: &str, has: &[Passkey]) -> Result<Begun> {
        let ids = has.iter().map(|passkey| passkey.cred_id().clone()).collect();
        // As the device lists it: one address may have accounts with several clinics here.
        let listed = format!("{email} · {clinic}");
        let (mut options, state) = self
            .webauthn(clinic)?
            .start_passkey_registration(Uuid::from_u128(account.bits()), &listed, email, Some(ids))
            .map_err(|_| Error::internal("a passkey could not be begun"))?;
        // It signs in by itself, so the device has to find it by itself.
        if let Some(choice) = &mut options.public_key.authenticator_selection {
            choice.resident_key = Some(ResidentKeyRequirement::Required);
            choice.require_resident_key = true;
        }
        begun(&options, &state)
    }

    /// The passkey that a browser made, unless anything about it is not as it was asked for.
    pub fn made(&self, clinic: &str, state: &str, answer: &str) -> Result<Option<Passkey>> {
        let state: PasskeyRegistration = kept(state)?;
        let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(answer) else { return Ok(None) };
        Ok(self.webauthn(clinic)?.finish_passkey_registration(&answer, &state).ok())
    }

    /// Asks for any passkey of this clinic.
    pub fn ask(&self, clinic: &str) -> Result<Begun> {
        let (mut options, state) = self
            .webauthn(clinic)?
            .start_discoverable_authentication()
            .map_err(|_| Error::internal("a passkey could not be asked for"))?;
        // Somebody pressed for it; the library means a field that fills itself.
        options.mediation = None;
        begun(&options, &state)
    }

    /// Judges `shown` against `passkey` and what it was asked for.
    pub fn judge(&self, clinic: &str, state: &str, shown: &Shown, passkey: &Passkey) -> Result<Judged> {
        let state: DiscoverableAuthentication = kept(state)?;
        match self.webauthn(clinic)?.finish_discoverable_authentication_v2(&shown.0, state, passkey) {
            // Without a finger, a face or a PIN it would be one factor.
            Ok(result) if !result.user_verified() => Ok(Judged::Wrong),
            Ok(result) => {
                let mut anew = passkey.clone();
                let changed = anew.update_credential(&result) == Some(true);
                Ok(Judged::Right(changed.then(|| Box::new(anew))))
            }
            Err(WebauthnError::CredentialPossibleCompromise) => Ok(Judged::Copied),
            Err(_) => Ok(Judged::Wrong),
        }
    }
}

/// What a browser answered that was asked for a passkey.
pub struct Shown(PublicKeyCredential);

impl Shown {
    /// Reads the answer; none when it is none.
    pub fn read(answer: &str) -> Option<Shown> {
        serde_json::from_str(answer).ok().map(Shown)
    }

    /// The passkey it claims to be.
    pub fn credential(&self) -> &[u8] {
        self.0.get_credential_id()
    }

    /// The account that the device keeps it for.
    pub fn account(&self) -> Option<AccountId> {
        let handle: [u8; 16] = self.0.get_user_unique_id()?.try_into().ok()?;
        Some(AccountId::from_bits(u128::from_be_bytes(handle)))
    }
}

fn begun(options: &impl serde::Serialize, state: &impl serde::Serialize) -> Result<Begun> {
    let fault = |_| Error::internal("a ceremony that cannot be written");
    Ok(Begun {
        options: serde_json::to_value(options).map_err(fault)?,
        state: serde_json::to_string(state).map_err(fault)?,
    })
}

fn kept<T: serde::de::DeserializeOwned>(state: &str) -> Result<T> {
    serde_json::from_str(state).map_err(|_| Error::internal("a ceremony that cannot be read"))
}

/// The origin for passkeys at `address`, when a browser asked for the host `asked`.
fn origin(address: &str, asked: Option<&str>) -> Option<Url> {
    let mut url = Url::parse(address).ok()?;
    // What listens on this machine's number answers to its name too, as the demo does.
    let loopback = match url.host()? {
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
        Host::Domain(_) => false,
    };
    if loopback && asked?.parse::<Authority>().ok()?.host() == "localhost" {
        url.set_host(Some("localhost")).ok()?;
    }
    let name = url.domain()?;
    let safe = url.scheme() == "https" || name == "localhost";
    url.set_path("");
    safe.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_belong_to_a_name_that_is_reached_safely() {
        for (address, asked, expected) in [
            ("https://book.example.org", Some("book.example.org"), Some("https://book.example.org/")),
            ("https://book.example.org:8443/c/linden-quay", None, Some("https://book.example.org:8443/")),
            ("http://book.example.org", Some("book.example.org"), None),
            ("https://192.0.2.1", Some("192.0.2.1"), None),
            ("http://127.0.0.1:8080", Some("127.0.0.1:8080"), None),
            ("http://127.0.0.1:8080", Some("localhost:8080"), Some("http://localhost:8080/")),
            ("http://[::1]:8080", Some("localhost:8080"), Some("http://localhost:8080/")),
            ("http://127.0.0.1:8080", Some("evil.example"), None),
            ("https://book.example.org", Some("localhost"), Some("https://book.example.org/")),
            ("http://localhost:8080", None, Some("http://localhost:8080/")),
            ("", None, None),
        ] {
            assert_eq!(origin(address, asked).as_ref().map(Url::as_str), expected, "{address} {asked:?}");
        }
    }
}
