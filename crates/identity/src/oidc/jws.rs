//! A signed token (RFC 7515, compact) and the keys that may have signed it (RFC 7517).
//!
//! Which way of signing counts is said by the key, never by the token alone: `none` and every way by a shared secret do not
//! exist here, so a token cannot ask for one.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Fault;

/// Bytes of a token at most.
const LONGEST: usize = 32 * 1024;
/// Keys of one provider at most.
const MOST_KEYS: usize = 50;

/// The ways of signing that count.
pub const ALGORITHMS: [&str; 4] = ["RS256", "PS256", "ES256", "EdDSA"];

/// A public key as a provider lists it; what else stands there is not kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Jwk {
    kty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alg: Option<String>,
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    usage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_ops: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crv: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    e: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<String>,
}

impl Jwk {
    /// Whether it is one for signatures, by a way that we take.
    fn is_ours(&self) -> bool {
        ALGORITHMS.iter().any(|alg| self.signs(alg))
    }

    /// Whether it may have signed by `alg`.
    fn signs(&self, alg: &str) -> bool {
        let kind = match alg {
            "RS256" | "PS256" => self.kty == "RSA" && self.n.is_some() && self.e.is_some(),
            "ES256" => self.kty == "EC" && self.crv.as_deref() == Some("P-256") && self.x.is_some() && self.y.is_some(),
            "EdDSA" => self.kty == "OKP" && self.crv.as_deref() == Some("Ed25519") && self.x.is_some(),
            _ => false,
        };
        kind && self.alg.as_deref().is_none_or(|own| own == alg)
            && self.usage.as_deref().is_none_or(|usage| usage == "sig")
            && self.key_ops.as_ref().is_none_or(|ops| ops.iter().any(|op| op == "verify"))
    }

    fn verifies(&self, alg: &str, message: &[u8], signature: &[u8]) -> bool {
        self.try_verify(alg, message, signature).is_some()
    }

    fn try_verify(&self, alg: &str, message: &[u8], signature: &[u8]) -> Option<()> {
        let part = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_ref()?.trim_end_matches('=')).ok();
        match alg {
            "RS256" | "PS256" => {
                let way = if alg == "RS256" { &RSA_PKCS1_2048_8192_SHA256 } else { &RSA_PSS_2048_8192_SHA256 };
                let key = RsaPublicKeyComponents { n: part(&self.n)?, e: part(&self.e)? };
                key.verify(way, message, signature).ok()
            }
            "ES256" => {
                let (x, y) = (part(&self.x)?, part(&self.y)?);
                let point = [&[4][..], &x, &y].concat();
                (x.len() == 32 && y.len() == 32).then_some(())?;
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).ok()
            }
            "EdDSA" => UnparsedPublicKey::new(&ED25519, part(&self.x)?).verify(message, signature).ok(),
            _ => None,
        }
    }
}

/// The keys of a list that count; others, of kinds that we do not know, are passed over.
///
/// # Errors
/// [`Fault::Keys`] when it is no list, or none of it counts.
pub fn keys_of(body: &[u8]) -> Result<Vec<Jwk>, Fault> {
    #[derive(Deserialize)]
    struct Listed {
        keys: Vec<Value>,
    }
    let listed: Listed = serde_json::from_slice(body).map_err(|_| Fault::Keys)?;
    let keys = listed.keys.into_iter().filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
    let keys: Vec<Jwk> = keys.filter(Jwk::is_ours).take(MOST_KEYS).collect();
    if keys.is_empty() { Err(Fault::Keys) } else { Ok(keys) }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

/// What a token says, and by which way it was signed.
#[derive(Debug)]
pub struct Signed {
    pub alg: &'static str,
    pub claims: Value,
}

/// Reads a token that one of `keys` signed.
///
/// # Errors
/// [`Fault::UnknownKey`] when it names a key that is not among them; else what is wrong with it.
pub fn verify(token: &str, keys: &[Jwk]) -> Result<Signed, Fault> {
    if token.len() > LONGEST {
        return Err(Fault::Token);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(Fault::Token)?;
    let (header, payload) = message.split_once('.').ok_or(Fault::Token)?;
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Token);
    let header: Header = serde_json::from_slice(&bytes(header)?).map_err(|_| Fault::Token)?;
    let alg = ALGORITHMS.into_iter().find(|alg| *alg == header.alg).ok_or(Fault::Algorithm)?;
    // What must be heeded and is not known makes the whole unknown (RFC 7515, 4.1.11).
    if header.crit.is_some() || header.typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) {
        return Err(Fault::Token);
    }
    let named = |key: &&Jwk| header.kid.is_none() || key.kid == header.kid;
    let mut candidates = keys.iter().filter(named).peekable();
    if candidates.peek().is_none() {
        return Err(Fault::UnknownKey);
    }
    let signature = bytes(signature)?;
    if !candidates.any(|key| key.signs(alg) && key.verifies(alg, message.as_bytes(), &signature)) {
        return Err(Fault::Signature);
    }
    Ok(Signed { alg, claims: serde_json::from_slice(&bytes(payload)?).map_err(|_| Fault::Token)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_keys_is_read_for_those_that_count() {
        let list = r#"{"keys": [
            {"kty": "oct", "k": "AAAA", "kid": "shared"},
            {"kty": "RSA", "n": "AQAB", "e": "AQAB", "use": "enc"},
            {"kty": "RSA", "n": "AQAB", "e": "AQAB", "alg": "RS512"},
            {"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"},
            {"kty": 7}, null,
            {"kty": "RSA", "n": "AQAB", "e": "AQAB", "alg": "RS256", "use": "sig", "kid": "ours"}]}"#;
        let keys = keys_of(list.as_bytes()).unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].kid.as_deref(), Some("ours"));
        assert!(!keys[0].signs("PS256"), "a key says by which way it signs");
        for none in ["", "[]", "{}", r#"{"keys": []}"#, r#"{"keys": [{"kty": "oct"}]}"#] {
            assert_eq!(keys_of(none.as_bytes()).unwrap_err(), Fault::Keys, "{none}");
        }
    }

    #[test]
    fn a_token_asks_for_no_way_that_does_not_count() {
        let keys = keys_of(br#"{"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]}"#).unwrap();
        let token = |header: &str| format!("{}.e30.AA", URL_SAFE_NO_PAD.encode(header));
        for (header, fault) in [
            (r#"{"alg": "none"}"#, Fault::Algorithm),
            (r#"{"alg": "None"}"#, Fault::Algorithm),
            (r#"{"alg": "HS256"}"#, Fault::Algorithm),
            (r#"{"alg": "RS256", "crit": ["b64"], "b64": false}"#, Fault::Token),
            (r#"{"alg": "RS256", "typ": "at+jwt"}"#, Fault::Token),
            (r#"{"alg": "RS256", "kid": "another"}"#, Fault::UnknownKey),
            (r#"{"alg": "ES256"}"#, Fault::Signature),
            (r#"{"alg": "RS256"}"#, Fault::Signature),
            ("[]", Fault::Token),
        ] {
            assert_eq!(verify(&token(header), &keys).unwrap_err(), fault, "{header}");
        }
        for text in ["", "a", "a.b", "e30.e30.", ".."] {
            assert!(verify(text, &keys).is_err(), "{text}");
        }
    }
}
