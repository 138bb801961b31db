//! A device that keeps passkeys, as a phone does: it makes a key pair, signs what it is asked, and counts.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};

/// Somebody was there, and showed by a finger or a PIN that it is them (WebAuthn, 6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

pub struct Device {
    key: EcdsaKeyPair,
    pub id: Vec<u8>,
    /// The account it keeps the passkey for.
    pub user: Vec<u8>,
    pub origin: String,
    pub counter: u32,
    /// Whether it asks for a finger or a PIN.
    pub verifies: bool,
}

impl Device {
    /// A device in a browser that stands at `origin`.
    pub fn new(origin: &str) -> Device {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let mut id = vec![0; 32];
        ground::random(&mut id);
        Device { key, id, user: Vec::new(), origin: origin.to_owned(), counter: 1, verifies: true }
    }

    /// The same passkey on another device.
    pub fn copied(&self) -> Device {
        let pkcs8 = self.key.to_pkcs8v1().unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref()).unwrap();
        Device { key, id: self.id.clone(), user: self.user.clone(), origin: self.origin.clone(), ..*self }
    }

    fn said(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = options["publicKey"]["challenge"].as_str().unwrap();
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn data(&self, name: &str, flags: u8) -> Vec<u8> {
        let flags = flags | PRESENT | if self.verifies { VERIFIED } else { 0 };
        let mut data = digest(&SHA256, name.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// Makes the passkey it is asked for.
    pub fn make(&mut self, options: &Value) -> String {
        let asked = &options["publicKey"];
        self.user = BASE64.decode(asked["user"]["id"].as_str().unwrap()).unwrap();
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required", "it is found without an address");
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        let mut data = self.data(asked["rp"]["id"].as_str().unwrap(), ATTESTED);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        // The key as COSE has it (RFC 9053, 7.1.1): a point on P-256, for ES256.
        let point = self.key.public_key().as_ref();
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..65]);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        object.extend(data);
        let said = self.said("webauthn.create", options);
        self.answer(&json!({ "attestationObject": BASE64.encode(object), "clientDataJSON": BASE64.encode(said) }))
    }

    /// Shows the passkey for what it is asked, and counts on.
    pub fn show(&mut self, options: &Value) -> String {
        self.counter += 1;
        let data = self.data(options["publicKey"]["rpId"].as_str().unwrap(), 0);
        let said = self.said("webauthn.get", options);
        let signed = [data.clone(), digest(&SHA256, &said).as_ref().to_vec()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(&json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": BASE64.encode(said),
            "signature": BASE64.encode(signature),
            "userHandle": BASE64.encode(&self.user),
        }))
    }

    fn answer(&self, response: &Value) -> String {
        let id = BASE64.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {} }).to_string()
    }
}
