//! The stand-in's tokens: who asks shows an assertion (RFC 7523), which is checked as Google checks it.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use crate::google::SCOPES;

/// The number by which the played administrator has delegated to the service account.
pub const CLIENT_ID: &str = "104000000000000000001";

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
        ("client_id", CLIENT_ID),
        ("token_uri", &judge.audience),
    ] {
        file[name] = value.into();
    }
    file.to_string()
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::rsa::KeySize;
    use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_795_000_000;

    fn signed(pair: &RsaKeyPair, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", part(header), part(claims));
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    #[test]
    fn an_assertion_is_judged_as_strictly_as_google_judges_it() {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let judge = Judge {
            public: pair.public_key().as_ref().to_vec(),
            key_id: "k1".to_owned(),
            issuer: "robot@example.org".to_owned(),
            administrator: "admin@example.org".to_owned(),
            audience: "https://oauth2.googleapis.com/token".to_owned(),
            delegated: SCOPES.to_vec(),
        };
        // What we ask with passes; so the others fail for what is changed in them.
        let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
        let token = judge.audience.parse().unwrap();
        let key = crate::google::ServiceKey::read(&key_file(der.as_ref(), &judge), &token).unwrap();
        let now = jiff::Timestamp::from_second(NOW).unwrap();
        let ours = crate::google::assertion(&key, &judge.administrator, &token, now).unwrap();
        assert_eq!(judge.judge(&ours, NOW), Ok(()));
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": "k1" });
        let claims = json!({
            "iss": judge.issuer, "sub": judge.administrator, "scope": SCOPES[0], "aud": judge.audience,
            "iat": NOW, "exp": NOW + 3_600,
        });
        assert_eq!(judge.judge(&signed(&pair, &header, &claims), NOW), Ok(()));
        let with = |of: &Value, name: &str, value: Value| {
            let mut of = of.clone();
            of[name] = value;
            of
        };
        for (name, value) in [
            ("iss", json!("other@example.org")),
            ("sub", json!("other@example.org")),
            ("aud", json!("https://evil.example/token")),
            ("exp", json!(NOW)),
            ("exp", json!(NOW + 3_601)),
            ("iat", json!(NOW + 61)),
            ("iat", json!("soon")),
        ] {
            let wrong = signed(&pair, &header, &with(&claims, name, value));
            assert_eq!(judge.judge(&wrong, NOW), Err("invalid_grant"), "{name}");
        }
        for (name, value) in [("alg", "none"), ("alg", "HS256"), ("kid", "k2"), ("typ", "JWS")] {
            let wrong = signed(&pair, &with(&header, name, json!(value)), &claims);
            assert_eq!(judge.judge(&wrong, NOW), Err("invalid_grant"), "{name} {value}");
        }
        let wide = with(&claims, "scope", json!("https://www.googleapis.com/auth/admin.directory.user"));
        assert_eq!(judge.judge(&signed(&pair, &header, &wide), NOW), Err("unauthorized_client"));
        let other = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        assert_eq!(judge.judge(&signed(&other, &header, &claims), NOW), Err("invalid_grant"));
        let (head, _) = ours.rsplit_once('.').unwrap();
        for unsigned in [format!("{head}."), head.to_owned(), String::new(), "...".to_owned()] {
            assert_eq!(judge.judge(&unsigned, NOW), Err("invalid_grant"), "{unsigned}");
        }
    }
}
