//! The assertion by which a service account asks to act for an administrator (RFC 7523, with the `sub` of Google's
//! domain-wide delegation), signed with RS256 (RFC 7518, 3.3).

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::json;
use url::Url;

use super::SCOPES;
use super::fault::Fault;
use super::key::ServiceKey;

/// For how long an assertion asks; Google gives an hour at most.
const LIFE: i64 = 3_600;

/// What is posted as `assertion`.
pub(crate) fn assertion(key: &ServiceKey, administrator: &str, token: &Url, now: Timestamp) -> Result<String, Fault> {
    let issued = now.as_second();
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": key.key_id });
    let claims = json!({
        "iss": key.email,
        "sub": administrator,
        "scope": SCOPES.join(" "),
        "aud": token.as_str(),
        "iat": issued,
        "exp": issued + LIFE,
    });
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(&claims));
    let mut signature = vec![0; key.pair.public_modulus_len()];
    key.pair
        .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
        .map_err(|_| Fault::Key)?;
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(&signature)))
}
