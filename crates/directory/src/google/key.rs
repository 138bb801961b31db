//! The key of a service account, as Google's console hands it out: a JSON file with a private key in it.

use std::fmt;

use aws_lc_rs::signature::RsaKeyPair;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use url::Url;
use zeroize::Zeroizing;

/// Bytes of such a file at most; Google's are about 2,400.
const MOST: usize = 16 * 1024;
/// Bits of the key at least.
const BITS: usize = 2_048;

/// Why a file is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Not the JSON of a service account's key.
    Foreign,
    /// The key in it is none, or too short to protect anything.
    Key,
    /// It would have us ask for tokens somewhere else than at Google.
    Elsewhere,
}

/// A service account's key. It is never printed.
pub struct ServiceKey {
    pub(super) email: String,
    pub(super) key_id: String,
    pub(super) pair: RsaKeyPair,
    /// The number under which the Workspace's administrator delegates to it.
    pub client_id: String,
}

impl fmt::Debug for ServiceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<service key>")
    }
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "type")]
    kind: String,
    private_key_id: String,
    private_key: Zeroizing<String>,
    client_email: String,
    client_id: String,
    token_uri: String,
}

impl ServiceKey {
    /// Reads the file. Where it says to ask for tokens must be where we ask anyhow: a file cannot send us, with the
    /// clinic's assertion in hand, to somebody else.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn read(file: &str, token: &Url) -> Result<ServiceKey, Unfit> {
        if file.len() > MOST {
            return Err(Unfit::Foreign);
        }
        let file: File = serde_json::from_str(file).map_err(|_| Unfit::Foreign)?;
        let named = [&file.private_key_id, &file.client_email, &file.client_id];
        if file.kind != "service_account" || named.iter().any(|text| text.is_empty() || text.len() > 300) {
            return Err(Unfit::Foreign);
        }
        if file.token_uri.parse::<Url>().ok().as_ref() != Some(token) {
            return Err(Unfit::Elsewhere);
        }
        let der = der_of(&file.private_key).ok_or(Unfit::Key)?;
        let pair = RsaKeyPair::from_pkcs8(&der).map_err(|_| Unfit::Key)?;
        if pair.public_modulus_len() * 8 < BITS {
            return Err(Unfit::Key);
        }
        Ok(ServiceKey { email: file.client_email, key_id: file.private_key_id, pair, client_id: file.client_id })
    }
}

/// The bytes in PEM's armour (RFC 7468).
fn der_of(pem: &str) -> Option<Zeroizing<Vec<u8>>> {
    let body = pem.trim().strip_prefix("-----BEGIN PRIVATE KEY-----")?.strip_suffix("-----END PRIVATE KEY-----")?;
    let mut text = Zeroizing::new(String::with_capacity(body.len()));
    text.extend(body.chars().filter(|c| !c.is_ascii_whitespace()));
    STANDARD.decode(text.as_bytes()).ok().map(Zeroizing::new)
}
