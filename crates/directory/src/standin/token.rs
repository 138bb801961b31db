//! The stand-in's tokens: who asks shows an assertion (RFC 7523), which is checked as Google checks it.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use crate::google::SCOPES;

/// The longest that an assertion may ask for, in seconds.
const LONGEST: i64 = 3_600;
/// How far the asker's clock may be ahead.
const AHEAD: i64 = 60;

/// What an assertion is measured by.
#[derive(Clone, Debug)]
pub(super) struct Judge {
    pub public: Vec<u8>,
    pub key_id: String,
    pub issuer: String,
    /// The one administrator of the played directory.
    pub administrator: String,
    /// Its own address.
    pub audience: String,
    /// What the administrator has delegated.
    pub delegated: Vec<&'static str>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    scope: String,
    aud: String,
    iat: i64,
    exp: i64,
}

impl Judge {
    /// Whether `assertion` holds at `now`, seconds since 1970; else the error that Google names.
    pub(super) fn judge(&self, assertion: &str, now: i64) -> Result<(), &'static str> {
        let invalid = "invalid_grant";
        let parts: Vec<&str> = assertion.split('.').collect();
        let [header, claims, signature] = parts[..] else { return Err(invalid) };
        let read = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| invalid);
        let head: Header = serde_json::from_slice(&read(header)?).map_err(|_| invalid)?;
        if head.alg != "RS256" || head.typ != "JWT" || head.kid != self.key_id {
            return Err(invalid);
        }
        let signed = &assertion[..header.len() + 1 + claims.len()];
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.public)
            .verify(signed.as_bytes(), &read(signature)?)
            .map_err(|_| invalid)?;
        let claims: Claims = serde_json::from_slice(&read(claims)?).map_err(|_| invalid)?;
        let in_time = claims.iat <= now + AHEAD && now < claims.exp && claims.exp - claims.iat <= LONGEST;
        if claims.iss != self.issuer || claims.aud != self.audience || !in_time || claims.sub != self.administrator {
            return Err(invalid);
        }
        let asked: Vec<&str> = claims.scope.split(' ').collect();
        let allowed = asked.iter().all(|scope| SCOPES.contains(scope) && self.delegated.contains(scope));
        if asked.is_empty() || !allowed { Err("unauthorized_client") } else { Ok(()) }
    }
}

/// The file that Google's console would hand out for the service account.
pub(super) fn key_file(pkcs8: &[u8], judge: &Judge) -> String {
    let encoded = base64::engine::general_purpose::STANDARD.encode(pkcs8);
    let lines: Vec<&str> = (0..encoded.len()).step_by(64).map(|at| &encoded[at..encoded.len().min(at + 64)]).collect();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"));
    let mut file = Value::from(serde_json::Map::new());
    for (name, value) in [
        ("type", "service_account"),
        ("project_id", "keepwell-standin"),
        ("private_key_id", &judge.key_id),
        ("private_key", &pem),
        ("client_email", &judge.issuer),
        ("client_id", "104000000000000000001"),
        ("token_uri", &judge.audience),
    ] {
        file[name] = value.into();
    }
    file.to_string()
}
