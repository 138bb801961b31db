//! What a token must say to be believed (OpenID Connect Core, 3.1.3.7), and what is taken of it.

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::Value;

use super::jws::Signed;
use super::{Fault, GOOGLE};

/// Seconds by which two clocks may differ.
const SKEW: i64 = 60;
/// Groups of one person that are looked at.
const MOST_GROUPS: usize = 1_000;

/// What a token is held against.
pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    /// The access token that came with it.
    pub access_token: Option<&'a str>,
    pub now: Timestamp,
}

/// Who somebody is, as the provider says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    pub subject: String,
    /// An address that the provider says is theirs; one that it does not vouch for is none.
    pub email: Option<String>,
    pub name: Option<String>,
    /// Google's word for the organisation whose account it is.
    pub hosted: Option<String>,
    pub groups: Vec<String>,
    /// They showed more than one factor there (RFC 8176, `mfa`).
    pub two_factors: bool,
}

impl Claims {
    /// Whether they belong to one of `domains`; to any where none is named. Google says itself whose account it is; elsewhere
    /// the proven address says so.
    pub fn belong(&self, issuer: &str, domains: &[String]) -> bool {
        let domain = if issuer == GOOGLE {
            self.hosted.as_deref()
        } else {
            self.email.as_deref().and_then(|email| email.rsplit_once('@')).map(|(_, domain)| domain)
        };
        domains.is_empty() || domain.is_some_and(|own| domains.iter().any(|one| one.eq_ignore_ascii_case(own)))
    }
}

fn seconds(claims: &Value, name: &str) -> Option<i64> {
    let value = claims.get(name)?;
    value.as_i64().or_else(|| value.as_f64().filter(|n| n.is_finite() && n.abs() < 1e12).map(|n| n as i64))
}

fn text(claims: &Value, name: &str) -> Option<String> {
    claims.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn texts(claims: &Value, name: &str) -> Vec<String> {
    match claims.get(name) {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => {
            many.iter().filter_map(Value::as_str).take(MOST_GROUPS).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a claim says yes: some write it as a word or a number.
fn says_yes(claims: &Value, name: &str) -> bool {
    match claims.get(name) {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(word)) => word == "true" || word == "1",
        Some(Value::Number(number)) => number.as_i64() == Some(1),
        _ => false,
    }
}

fn is_for(claims: &Value, client_id: &str) -> bool {
    let for_whom: Vec<&str> = match claims.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) if many.iter().all(Value::is_string) => {
            many.iter().filter_map(Value::as_str).collect()
        }
        _ => return false,
    };
    let party = claims.get("azp");
    let named = party.map_or(for_whom.len() == 1, |party| party.as_str() == Some(client_id));
    named && for_whom.contains(&client_id)
}

/// Takes a token that is signed for what it says.
///
/// # Errors
/// What stands against it.
pub fn judge(signed: &Signed, expected: &Expected<'_>) -> Result<Claims, Fault> {
    let (claims, now) = (&signed.claims, expected.now.as_second());
    if claims.get("iss").and_then(Value::as_str) != Some(expected.issuer) {
        return Err(Fault::TokenIssuer);
    }
    if !is_for(claims, expected.client_id) {
        return Err(Fault::Audience);
    }
    let (Some(until), Some(issued)) = (seconds(claims, "exp"), seconds(claims, "iat")) else {
        return Err(Fault::Token);
    };
    if now >= until + SKEW {
        return Err(Fault::Expired);
    }
    if issued > now + SKEW || seconds(claims, "nbf").is_some_and(|from| from > now + SKEW) {
        return Err(Fault::Early);
    }
    if claims.get("nonce").and_then(Value::as_str) != Some(expected.nonce) {
        return Err(Fault::Nonce);
    }
    if let Some(hash) = claims.get("at_hash") {
        let ours = expected.access_token.map(|token| half_hash(signed.alg, token));
        if ours.as_deref() != hash.as_str() || ours.is_none() {
            return Err(Fault::AccessToken);
        }
    }
    let subject = text(claims, "sub").filter(|sub| !sub.is_empty() && sub.len() <= 255 && sub.is_ascii());
    // Entra ID says of an address by a claim of its own that the organisation owns its domain.
    let vouched = says_yes(claims, "email_verified") || says_yes(claims, "xms_edov");
    Ok(Claims {
        subject: subject.ok_or(Fault::Subject)?,
        email: text(claims, "email").filter(|_| vouched),
        name: text(claims, "name"),
        hosted: text(claims, "hd"),
        groups: texts(claims, "groups"),
        two_factors: texts(claims, "amr").iter().any(|way| way == "mfa"),
    })
}

/// The left half of the access token's hash (OpenID Connect Core, 3.1.3.6).
fn half_hash(alg: &str, token: &str) -> String {
    let way = if alg == "EdDSA" { &SHA512 } else { &SHA256 };
    let hash = digest(way, token.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..hash.as_ref().len() / 2])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn judged(change: &Value) -> Result<Claims, Fault> {
        let mut claims = json!({
            "iss": "https://id.example", "aud": "keepwell", "sub": "s-1", "exp": NOW + 300, "iat": NOW - 2, "nonce": "n",
        });
        for (name, value) in change.as_object().unwrap() {
            if value.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            } else {
                claims[name] = value.clone();
            }
        }
        let expected = Expected {
            issuer: "https://id.example",
            client_id: "keepwell",
            nonce: "n",
            access_token: Some("at"),
            now: Timestamp::from_second(NOW).unwrap(),
        };
        judge(&Signed { alg: "RS256", claims }, &expected)
    }

    #[test]
    fn a_token_is_taken_only_where_everything_about_it_is_right() {
        for (change, fault) in [
            (json!({}), None),
            (json!({"iss": "https://id.example/"}), Some(Fault::TokenIssuer)),
            (json!({"iss": null}), Some(Fault::TokenIssuer)),
            (json!({"aud": "another"}), Some(Fault::Audience)),
            (json!({"aud": ["keepwell"]}), None),
            (json!({"aud": ["keepwell", "another"]}), Some(Fault::Audience)),
            (json!({"aud": ["keepwell", "another"], "azp": "keepwell"}), None),
            (json!({"azp": "another"}), Some(Fault::Audience)),
            (json!({"aud": [1, "keepwell"]}), Some(Fault::Audience)),
            (json!({"exp": NOW - 59}), None),
            (json!({"exp": NOW - 60}), Some(Fault::Expired)),
            (json!({"exp": null}), Some(Fault::Token)),
            (json!({"exp": "later"}), Some(Fault::Token)),
            (json!({"iat": NOW + 60}), None),
            (json!({"iat": NOW + 61}), Some(Fault::Early)),
            (json!({"nbf": NOW + 61}), Some(Fault::Early)),
            (json!({"nonce": "m"}), Some(Fault::Nonce)),
            (json!({"nonce": null}), Some(Fault::Nonce)),
            (json!({"at_hash": half_hash("RS256", "at")}), None),
            (json!({"at_hash": half_hash("RS256", "other")}), Some(Fault::AccessToken)),
            (json!({"at_hash": 7}), Some(Fault::AccessToken)),
            (json!({"sub": ""}), Some(Fault::Subject)),
            (json!({"sub": 7}), Some(Fault::Subject)),
            (json!({"sub": "x".repeat(256)}), Some(Fault::Subject)),
        ] {
            assert_eq!(judged(&change).err(), fault, "{change}");
        }
    }

    #[test]
    fn an_address_that_nobody_vouches_for_is_none() {
        for (change, there) in [
            (json!({"email": "a@b.example"}), false),
            (json!({"email": "a@b.example", "email_verified": false}), false),
            (json!({"email": "a@b.example", "email_verified": "false"}), false),
            (json!({"email": "a@b.example", "email_verified": true}), true),
            (json!({"email": "a@b.example", "email_verified": "true"}), true),
            (json!({"email": "a@b.example", "xms_edov": 1}), true),
            (json!({"email": 7, "email_verified": true}), false),
        ] {
            assert_eq!(judged(&change).unwrap().email.is_some(), there, "{change}");
        }
    }

    #[test]
    fn domains_are_the_organisations_own_word_at_google_and_the_proven_address_elsewhere() {
        let one = vec!["linden.example".to_owned()];
        let claims = Claims { email: Some("a@linden.example".to_owned()), ..Claims::default() };
        assert!(claims.belong("https://id.example", &one));
        assert!(!claims.belong(GOOGLE, &one), "an address alone is not the organisation's account");
        let hosted = Claims { hosted: Some("Linden.example".to_owned()), ..Claims::default() };
        assert!(hosted.belong(GOOGLE, &one) && !hosted.belong("https://id.example", &one));
        let sly = Claims { email: Some("a@linden.example@evil.example".to_owned()), ..Claims::default() };
        assert!(!sly.belong("https://id.example", &one));
        assert!(Claims::default().belong(GOOGLE, &[]));
    }

    #[test]
    fn only_the_word_for_it_says_that_two_factors_were_shown() {
        for (amr, two) in [(json!(["pwd", "mfa"]), true), (json!("mfa"), true), (json!(["pwd", "otp"]), false)] {
            assert_eq!(judged(&json!({ "amr": amr })).unwrap().two_factors, two);
        }
    }
}
