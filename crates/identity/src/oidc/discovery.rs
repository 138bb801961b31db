//! What a provider says of itself (OpenID Connect Discovery 1.0, RFC 8414).

use serde::{Deserialize, Serialize};
use url::Url;

use super::Fault;
use super::jws::ALGORITHMS;

/// The part of it that we go by.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Discovery {
    pub issuer: String,
    pub authorization_endpoint: Url,
    pub token_endpoint: Url,
    pub jwks_uri: Url,
    #[serde(default)]
    response_types_supported: Option<Vec<String>>,
    #[serde(default)]
    id_token_signing_alg_values_supported: Option<Vec<String>>,
    #[serde(default)]
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    scopes_supported: Option<Vec<String>>,
    /// It names itself in what it sends back (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

/// How our secret is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Basic,
    Post,
}

impl Discovery {
    /// Reads what a provider says, which must call itself `issuer`, to the letter.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(body: &[u8], issuer: &str) -> Result<Discovery, Fault> {
        let found: Discovery = serde_json::from_slice(body).map_err(|_| Fault::Document)?;
        if found.issuer != issuer {
            return Err(Fault::Issuer);
        }
        let lacks = |list: &Option<Vec<String>>, of: &[&str]| {
            list.as_ref().is_some_and(|list| !list.iter().any(|one| of.contains(&one.as_str())))
        };
        if lacks(&found.id_token_signing_alg_values_supported, &ALGORITHMS) {
            return Err(Fault::Algorithms);
        }
        if lacks(&found.response_types_supported, &["code"])
            || lacks(&found.code_challenge_methods_supported, &["S256"])
        {
            return Err(Fault::Flow);
        }
        found.method()?;
        if found.authorization_endpoint.fragment().is_some() || found.authorization_endpoint.cannot_be_a_base() {
            return Err(Fault::Document);
        }
        Ok(found)
    }

    /// How it takes our secret; where it does not say, in the header.
    ///
    /// # Errors
    /// [`Fault::Method`] when it takes it in neither way.
    pub fn method(&self) -> Result<Method, Fault> {
        let Some(methods) = &self.token_endpoint_auth_methods_supported else { return Ok(Method::Basic) };
        let has = |name: &str| methods.iter().any(|method| method == name);
        match (has("client_secret_basic"), has("client_secret_post")) {
            (true, _) => Ok(Method::Basic),
            (false, true) => Ok(Method::Post),
            (false, false) => Err(Fault::Method),
        }
    }

    /// What is asked for. Groups only where they count, and the provider knows the word.
    pub fn scope(&self, groups: bool) -> &'static str {
        let knows = self.scopes_supported.as_ref().is_some_and(|scopes| scopes.iter().any(|scope| scope == "groups"));
        if groups && knows { "openid email profile groups" } else { "openid email profile" }
    }
}

/// Where a provider says what it is.
pub fn place(issuer: &str) -> Option<Url> {
    let url: Url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/')).parse().ok()?;
    let whole: Url = issuer.parse().ok()?;
    (whole.query().is_none() && whole.fragment().is_none() && whole.has_host()).then_some(url)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(change: &Value) -> Result<Discovery, Fault> {
        let mut said = json!({
            "issuer": "https://id.example",
            "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://id.example/keys",
        });
        for (name, value) in change.as_object().unwrap() {
            said[name] = value.clone();
        }
        Discovery::read(said.to_string().as_bytes(), "https://id.example")
    }

    #[test]
    fn a_provider_that_cannot_be_gone_by_is_told_apart_from_one_that_can() {
        for (change, fault) in [
            (json!({}), None),
            (json!({"issuer": "https://id.example/"}), Some(Fault::Issuer)),
            (json!({"issuer": "https://ID.example"}), Some(Fault::Issuer)),
            (json!({"token_endpoint": "nowhere"}), Some(Fault::Document)),
            (json!({"jwks_uri": null}), Some(Fault::Document)),
            (json!({"authorization_endpoint": "javascript:alert(1)"}), Some(Fault::Document)),
            (json!({"id_token_signing_alg_values_supported": ["HS256", "none"]}), Some(Fault::Algorithms)),
            (json!({"id_token_signing_alg_values_supported": ["HS256", "ES256"]}), None),
            (json!({"response_types_supported": ["id_token"]}), Some(Fault::Flow)),
            (json!({"code_challenge_methods_supported": ["plain"]}), Some(Fault::Flow)),
            (json!({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}), Some(Fault::Method)),
        ] {
            assert_eq!(read(&change).err(), fault, "{change}");
        }
        let post = read(&json!({"token_endpoint_auth_methods_supported": ["client_secret_post"]})).unwrap();
        assert_eq!(post.method(), Ok(Method::Post));
        assert_eq!(
            read(&json!({"scopes_supported": ["openid", "groups"]})).unwrap().scope(true),
            "openid email profile groups"
        );
    }

    #[test]
    fn it_is_asked_below_its_own_address() {
        for (issuer, expected) in [
            ("https://id.example", Some("https://id.example/.well-known/openid-configuration")),
            ("https://id.example/", Some("https://id.example/.well-known/openid-configuration")),
            ("https://id.example/realms/a", Some("https://id.example/realms/a/.well-known/openid-configuration")),
            ("https://id.example?a=b", None),
            ("mailto:a@b.example", None),
            ("nothing", None),
        ] {
            assert_eq!(place(issuer).map(String::from).as_deref(), expected, "{issuer}");
        }
    }
}
