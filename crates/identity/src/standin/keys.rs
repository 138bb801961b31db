//! The keys with which the stand-in signs, by each of the ways that a provider may.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ground::{Error, Result};
use serde_json::{Value, json};

/// By which way it signs.
pub(super) enum Pair {
    /// True for the padding of PSS.
    Rsa(RsaKeyPair, bool),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

impl Pair {
    /// A new one for the way called `alg` (RFC 7518, section 3.1).
    pub fn of(alg: &str) -> Result<Pair> {
        Ok(match alg {
            "RS256" | "PS256" => {
                Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).map_err(Error::internal)?, alg == "PS256")
            }
            "ES256" => Pair::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(Error::internal)?),
            _ => Pair::Ed(Ed25519KeyPair::generate().map_err(Error::internal)?),
        })
    }

    pub fn alg(&self) -> &'static str {
        match self {
            Pair::Rsa(_, false) => "RS256",
            Pair::Rsa(_, true) => "PS256",
            Pair::Ec(_) => "ES256",
            Pair::Ed(_) => "EdDSA",
        }
    }

    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        let random = SystemRandom::new();
        match self {
            Pair::Rsa(pair, pss) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let way = if *pss { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
                pair.sign(way, &random, message, &mut signature).map_err(Error::internal)?;
                Ok(signature)
            }
            Pair::Ec(pair) => Ok(pair.sign(&random, message).map_err(Error::internal)?.as_ref().to_vec()),
            Pair::Ed(pair) => Ok(pair.sign(message).as_ref().to_vec()),
        }
    }

    /// What everybody may know of it (RFC 7517).
    pub fn public(&self, kid: &str) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Pair::Rsa(pair, _) => {
                let key = pair.public_key();
                let (n, e) = (key.modulus(), key.exponent());
                json!({"kty": "RSA", "kid": kid, "use": "sig", "alg": self.alg(),
                    "n": text(n.big_endian_without_leading_zero()), "e": text(e.big_endian_without_leading_zero())})
            }
            Pair::Ec(pair) => {
                // A sign, and the two halves of the point.
                let point = pair.public_key().as_ref();
                let (x, y) = point.get(1..).unwrap_or_default().split_at(point.len() / 2);
                json!({"kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": text(x), "y": text(y)})
            }
            Pair::Ed(pair) => {
                json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": text(pair.public_key().as_ref())})
            }
        }
    }
}
