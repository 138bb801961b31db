//! The certificate of an erasure: what was done, signed, and nothing by which anybody is found.
//!
//! It is JSON, one thing a line. Below what it says stand a digest of each line and the clinic's signature over the digests,
//! by the key that signs the access log's checkpoints, in a name of its own. So whoever checks it without us is told which
//! line is not as it was given.

use aws_lc_rs::signature::KeyPair;
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use super::{Because, Done, ErasureId};
use crate::access::note::{self, NoteError, VerifierKey};
use crate::error::{Error, Result};
use crate::house::House;
use crate::seal::digest;
use crate::tx::Tx;
use crate::{ClinicId, params};

/// Longest certificate that is read, in bytes.
const LONGEST: usize = 1 << 20;
/// Where the digests begin.
const LINES: &str = "  \"lines\": [";

/// The line with the public key.
const KEY: &str = "public_key";

/// The public key that a certificate says it is signed by, as [`key_of`] writes it, with its fingerprint: SHA-256 of its 32
/// bytes. Whose key that is, the certificate alone does not prove. None in one of before there was such a line.
#[must_use]
pub fn key_within(text: &str) -> Option<(String, String)> {
    let start = format!("  \"{KEY}\": ");
    let line = text.lines().take_while(|line| *line != LINES).find_map(|line| line.strip_prefix(start.as_str()))?;
    let key: String = serde_json::from_str(line.trim_end_matches(',')).ok()?;
    let fingerprint = digest(key.parse::<VerifierKey>().ok()?.parts().1);
    Some((key, fingerprint))
}

/// In whose name a clinic's certificates are signed: another than that of its access log, so that neither passes for the other.
fn name(clinic: ClinicId) -> String {
    format!("keepwell/erasure/{clinic}")
}

/// The public key that a clinic's certificates are checked with, as signed-note writes it.
///
/// # Errors
/// Those of the key store.
pub fn key_of(house: &House, clinic: ClinicId) -> Result<String> {
    Ok(VerifierKey::new(&name(clinic), house.keys.clinic(clinic)?.log.public_key().as_ref()).to_string())
}

/// A certificate in the list.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub id: ErasureId,
    /// `erased`, `anonymised` or `locked`.
    pub what: String,
    pub cause: String,
    pub at: Timestamp,
    pub locked_until: Option<Timestamp>,
}

/// The certificates, the newest first, from before `before` on.
///
/// # Errors
/// Those of the store.
pub fn list(tx: &mut Tx<'_>, before: Option<ErasureId>, limit: u32) -> Result<Vec<Certificate>> {
    let before = before.unwrap_or_else(|| ErasureId::from_bits(u128::MAX));
    let rows = tx.query(
        "SELECT id, what, cause, at, locked_until FROM erasure WHERE clinic = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
        &params![tx.clinic(), before, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Certificate {
                id: row.get("id")?,
                what: row.get("what")?,
                cause: row.get("cause")?,
                at: row.get("at")?,
                locked_until: row.get("locked_until")?,
            })
        })
        .collect()
}

/// Who asked for an erasure and who agreed, as its certificate says; none where it was at the word of one.
#[must_use]
pub fn two_within(text: &str) -> Option<(String, String)> {
    let of = |field: &str| -> Option<String> {
        let start = format!("  \"{field}\": ");
        let line = text.lines().take_while(|line| *line != LINES).find_map(|line| line.strip_prefix(start.as_str()))?;
        serde_json::from_str(line.trim_end_matches(',')).ok()
    };
    of("asked_by").zip(of("confirmed_by"))
}

/// The text of one.
///
/// # Errors
/// Those of the store; not found where there is none.
pub fn read(tx: &mut Tx<'_>, id: ErasureId) -> Result<String> {
    tx.one("SELECT certificate FROM erasure WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?
        .get("certificate")
}

/// Writes, signs and keeps the certificate of what was done.
pub(super) fn issue(tx: &mut Tx<'_>, because: &Because, done: &mut Done) -> Result<()> {
    let what = match (done.locked_until, because.anonymise) {
        (Some(_), _) => "locked",
        (None, true) => "anonymised",
        (None, false) => "erased",
    };
    let said = say(tx, because, done, what)?;
    let clinic = tx.clinic();
    let keys = tx.house().keys.clinic(clinic)?;
    done.certificate = sign(&said, &name(clinic), &keys.log)?;
    tx.execute(
        "INSERT INTO erasure (clinic, id, what, cause, at, locked_until, certificate) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![clinic, done.id, what, because.cause.as_str(), done.at, done.locked_until, &done.certificate],
    )?;
    Ok(())
}

fn say(tx: &mut Tx<'_>, because: &Because, done: &Done, what: &str) -> Result<Vec<String>> {
    let clinic = tx.clinic();
    let public = key_of(tx.house(), clinic)?;
    let log = tx.optional(
        "SELECT size, frontier FROM access_checkpoint WHERE clinic = $1 ORDER BY size DESC LIMIT 1",
        &params![clinic],
    )?;
    let size = log.map(|row| row.get::<i64>("size")).transpose()?.unwrap_or(0);
    let days = i64::from(tx.settings().parameters.backup_key_days);
    let backups = done.at.checked_add((days * 24).hours()).map_err(Error::internal)?;
    let mut said = vec!["{".to_owned()];
    let mut line = |field: &str, value: serde_json::Value| said.push(format!("  {}: {value},", json!(field)));
    line("certificate", json!(done.id.to_string()));
    line("clinic", json!(clinic.to_string()));
    line("clinic_name", json!(tx.settings().name));
    // Signed like every other line: who has the file alone sees at least whether it is whole, and by which key.
    line(KEY, json!(public));
    line("what", json!(what));
    line("at", json!(done.at.to_string()));
    line("cause", json!(because.cause.as_str()));
    line("reason", json!(because.reason));
    // Random ids, so that a certificate outlives the names of those who gave their word.
    if let Some((asked, agreed)) = &because.two {
        line("asked_by", json!(asked));
        line("confirmed_by", json!(agreed));
    }
    line("records", json!(done.persons.len()));
    // Who said so, as they stand in the access record: a random id of whoever works here, which outlives their name.
    line("done_by", json!(tx.actor().to_string()));
    line("keys_destroyed_sha256", json!(done.keys));
    if done.locked_until.is_none() {
        line("keys_gone_from_backups_by", json!(backups.to_string()));
    }
    line("access_log_entries_before", json!(size));
    if done.remembered > 0 {
        line("tokens_remembered", json!(done.remembered));
        line(
            "tokens_remembered_why",
            json!(
                "so that an import does not bring the person back unasked; keyed, and of no use without the clinic's key"
            ),
        );
    }
    if !done.follow.is_empty() {
        line("rows_follow_in", json!(done.follow));
        line(
            "rows_follow_why",
            json!("they were very many; nobody can read them, and they are removed right after this"),
        );
    }
    let mut several = |field: &str, values: Vec<serde_json::Value>| {
        said.push(format!("  {}: [", json!(field)));
        let last = values.len().saturating_sub(1);
        said.extend(
            values.iter().enumerate().map(|(at, value)| format!("    {value}{}", if at == last { "" } else { "," })),
        );
        said.push("  ],".to_owned());
    };
    several(
        "tables",
        done.tables
            .iter()
            .map(|known| json!({"table": known.table, "became": known.became.as_str(), "rows": known.rows}))
            .collect(),
    );
    several(
        "retained",
        done.retained
            .iter()
            .map(|kept| {
                let law = Some(&kept.law).filter(|law| !law.is_empty());
                let mut said = json!({
                    "category": kept.category.as_str(), "law": law, "until": kept.until.map(|until| until.to_string())
                });
                if let Some(why) = &kept.why {
                    said["why"] = json!(why);
                }
                // Whoever reads it sees which law nobody here read in its own text.
                if law.is_some() && kept.is_unverified() {
                    said["unverified"] = json!(true);
                }
                said
            })
            .collect(),
    );
    Ok(said)
}

/// The digest of one line.
fn of_line(line: &str) -> String {
    digest(line.as_bytes())[..32].to_owned()
}

/// What the signature is over: digests alone.
fn signed_text(name: &str, digests: &[String]) -> String {
    format!("{name}\n{}\n{}\n", digests.len(), digests.join("\n"))
}

pub(crate) fn sign(said: &[String], name: &str, key: &aws_lc_rs::signature::Ed25519KeyPair) -> Result<String> {
    let digests: Vec<String> = said.iter().map(|line| of_line(line)).collect();
    let note = note::sign_text(name, &signed_text(name, &digests), key).map_err(Error::internal)?;
    let signature = note.trim_end().rsplit('\n').next().unwrap_or_default();
    let listed: Vec<String> = digests.iter().map(|digest| format!("    \"{digest}\"")).collect();
    Ok(format!(
        "{}\n{LINES}\n{}\n  ],\n  \"signature\": {}\n}}\n",
        said.join("\n"),
        listed.join(",\n"),
        json!(signature)
    ))
}

/// What is wrong with a certificate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Another form: something is missing, or there is something more.
    #[error("this is not signed as Keepwell signs: line {0} is not what stands there")]
    Form(usize),
    /// The key is no key.
    #[error("this is not a public key as `keepwell certificate key` prints it")]
    Key,
    /// The digests, or the signature over them.
    #[error(
        "lines {0} to {1}, the digests and the signature: they are not what this clinic's key has signed. They were changed, or the certificate is another clinic's"
    )]
    Signature(usize, usize),
    /// A line that is not the one that was signed.
    #[error("line {0} is not the line that was signed: {1}")]
    Line(usize, String),
    /// Lines were taken away or put in.
    #[error("{0} lines were signed and {1} stand here")]
    Count(usize, usize),
}

/// Checks a certificate with the public key that [`key_of`] gives, and nothing else. Lines are counted from 1.
///
/// # Errors
/// What is wrong with it, and on which line.
pub fn verify(text: &str, key: &str) -> std::result::Result<(), Broken> {
    let key: VerifierKey = key.trim().parse().map_err(|_| Broken::Key)?;
    let (name, key) = key.parts();
    if text.len() > LONGEST {
        return Err(Broken::Form(1));
    }
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| *line == LINES).ok_or(Broken::Form(lines.len().max(1)))?;
    let mut digests = Vec::new();
    let mut next = at + 1;
    while let Some(line) = lines.get(next) {
        if *line == "  ]," {
            break;
        }
        let digest = line.trim_start().trim_end_matches(',');
        let digest = digest.strip_prefix('"').and_then(|digest| digest.strip_suffix('"'));
        digests.push(digest.ok_or(Broken::Form(next + 1))?.to_owned());
        next += 1;
    }
    let signature = lines.get(next + 1).and_then(|line| line.strip_prefix("  \"signature\": "));
    let signature: String = signature.and_then(|text| serde_json::from_str(text).ok()).ok_or(Broken::Form(next + 2))?;
    if lines.get(next + 2) != Some(&"}") || lines.len() > next + 3 {
        return Err(Broken::Form(next + 3));
    }
    let signed = signed_text(name, &digests);
    match note::open(&format!("{signed}\n{signature}\n"), key, name) {
        Ok(text) if text == signed => {}
        Ok(_)
        | Err(
            NoteError::Name
            | NoteError::Key
            | NoteError::Form
            | NoteError::Unsigned
            | NoteError::Signature
            | NoteError::Checkpoint,
        ) => {
            return Err(Broken::Signature(at + 1, next + 2));
        }
    }
    for (n, (line, digest)) in lines.iter().take(at).zip(&digests).enumerate() {
        if of_line(line) != *digest {
            return Err(Broken::Line(n + 1, (*line).trim().to_owned()));
        }
    }
    if at != digests.len() {
        return Err(Broken::Count(digests.len(), at));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::signature::Ed25519KeyPair;

    fn key(seed: u8) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
    }

    const NAME: &str = "keepwell/erasure/cln_1";

    fn certificate() -> (String, String) {
        let said: Vec<String> =
            ["{", "  \"what\": \"erased\",", "  \"records\": 1,"].iter().map(|line| (*line).to_owned()).collect();
        (sign(&said, NAME, &key(1)).unwrap(), VerifierKey::new(NAME, key(1).public_key().as_ref()).to_string())
    }

    #[test]
    fn a_certificate_is_read_by_whoever_has_the_public_key() {
        let (text, public) = certificate();
        assert_eq!(verify(&text, &public), Ok(()));
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
        assert_eq!(verify(&text.replace('\n', "\r\n"), &public), Ok(()), "as another system ends lines");
        assert_eq!(verify(&text, "a key"), Err(Broken::Key));
        let other = VerifierKey::new(NAME, key(2).public_key().as_ref()).to_string();
        assert!(matches!(verify(&text, &other), Err(Broken::Signature(..))));
    }

    #[test]
    fn the_key_that_stands_in_it_is_read_with_its_fingerprint() {
        let public = VerifierKey::new(NAME, key(1).public_key().as_ref()).to_string();
        let said = ["{".to_owned(), format!("  \"public_key\": {},", json!(public))];
        let text = sign(&said, NAME, &key(1)).unwrap();
        let (within, fingerprint) = key_within(&text).unwrap();
        assert_eq!((within.as_str(), fingerprint.len()), (public.as_str(), 64));
        assert_eq!(verify(&text, &within), Ok(()));
        // Somebody else's key put in its place has signed none of it.
        let other = VerifierKey::new(NAME, key(2).public_key().as_ref()).to_string();
        let forged = text.replace(&public, &other);
        assert!(verify(&forged, &key_within(&forged).unwrap().0).is_err());
        assert_eq!(key_within(&certificate().0), None, "one of before");
    }

    #[test]
    fn which_line_was_changed_is_told() {
        let (text, public) = certificate();
        let told = verify(&text.replace("erased", "locked"), &public).unwrap_err();
        assert_eq!(told, Broken::Line(2, "\"what\": \"locked\",".to_owned()));
        assert_eq!(verify(&text.replace("  \"records\": 1,\n", ""), &public), Err(Broken::Count(3, 2)));
        let more = text.replacen("{\n", "{\n  \"more\": 1,\n", 1);
        assert!(matches!(verify(&more, &public), Err(Broken::Line(2, _))));
        assert!(matches!(verify(&format!("{text}more\n"), &public), Err(Broken::Form(_))));
        assert_eq!(verify("", &public), Err(Broken::Form(1)));
    }

    #[test]
    fn no_byte_of_it_can_be_changed() {
        let (text, public) = certificate();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'a' { b'b' } else { b'a' };
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(verify(&changed, &public).is_err(), "byte {at}: {changed}");
            }
        }
    }
}
