//! What a clinic signs of something that leaves: JSON, one thing a line, with a digest of each and the clinic's signature over
//! them, as the certificates of erasures are. Each kind of thing is signed in a name of its own, so that none passes for another.

use aws_lc_rs::signature::KeyPair;
use serde_json::{Value, json};

use crate::access::note::VerifierKey;
use crate::erase::Broken;
use crate::error::Result;
use crate::house::House;
use crate::tx::Tx;
use crate::{ClinicId, erase};

fn name(kind: &str, clinic: ClinicId) -> String {
    format!("keepwell/{kind}/{clinic}")
}

/// The public key by which what a clinic signs of `kind` is checked.
///
/// # Errors
/// Those of the key store.
pub fn key_of(house: &House, kind: &str, clinic: ClinicId) -> Result<String> {
    Ok(VerifierKey::new(&name(kind, clinic), house.keys.clinic(clinic)?.log.public_key().as_ref()).to_string())
}

/// These fields, in this order, signed by the clinic.
///
/// # Errors
/// Those of the key store.
pub fn sign(tx: &mut Tx<'_>, kind: &str, fields: &[(&str, Value)]) -> Result<String> {
    let clinic = tx.clinic();
    let keys = tx.house().keys.clinic(clinic)?;
    let mut said = vec!["{".to_owned()];
    said.extend(fields.iter().map(|(field, value)| format!("  {}: {value},", json!(field))));
    erase::sign(&said, &name(kind, clinic), &keys.log)
}

/// What a manifest says, if every line of it is as the clinic signed it.
///
/// # Errors
/// What is wrong with it, and on which line.
pub fn read(text: &str, key: &str) -> std::result::Result<Value, Broken> {
    erase::verify(text, key)?;
    serde_json::from_str(text).map_err(|_| Broken::Form(1))
}
