//! The manifest: what a backup is, readable by a person, and sealed by a key that only the master key gives.
//!
//! It is TOML. Its last line is a comment with an HMAC over every byte before it. It names no person and no clinic.

use std::fs::File;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use aws_lc_rs::hmac;
use ground::db::copy::Applied;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BackupError, BackupKeys, DocumentsRecord, PartRecord, Result, hex};

/// The file that makes a folder a backup.
pub(super) const FILE: &str = "manifest.toml";
/// Its name while it is written.
const UNFINISHED: &str = "manifest.unfinished";
/// The only format there is so far.
const FORMAT: u32 = 1;
const SEAL: &str = "# Sealed with the master key: ";

/// What a backup is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: u32,
    /// 16 random bytes in hexadecimal; its parts bear it too.
    pub id: String,
    /// The instant at which the data is as it is here. The keys are of a moment later, never older.
    pub taken_at: Timestamp,
    /// The keys' part is to be destroyed after this, or the erasure of a person does not reach it.
    pub destroy_keys_after: Timestamp,
    /// The version of the program that took it.
    pub program: String,
    /// Where the rows were: "sqlite" or "postgres". They can be restored into either.
    pub engine: String,
    /// A mark of the master key, which does not give it away.
    pub master: String,
    pub data: PartRecord,
    pub keys: PartRecord,
    pub documents: DocumentsRecord,
    /// The steps of the schema that were applied.
    pub schema: Vec<Applied>,
}

/// As much as every version of a manifest tells, for whoever cannot read the rest.
#[derive(Deserialize)]
struct Age {
    format: u32,
    program: String,
}

impl Manifest {
    /// The 16 bytes of its id.
    pub(super) fn id(&self) -> Option<[u8; 16]> {
        let digits = self.id.as_bytes();
        let mut id = [0u8; 16];
        if digits.len() != 32 {
            return None;
        }
        for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(id)
    }

    /// A new manifest's format.
    pub(super) fn format() -> u32 {
        FORMAT
    }

    /// Writes it into `folder` under another name, durably, and renames it into place: from that moment the folder is a
    /// backup.
    pub(super) fn write(&self, folder: &Path, keys: &BackupKeys) -> Result<()> {
        let (unfinished, path) = (folder.join(UNFINISHED), folder.join(FILE));
        let fault = BackupError::io(&path);
        let mut text = "# A backup of Keepwell. `keepwell restore --from` this folder brings it back.\n".to_owned();
        text += &toml::to_string(self).map_err(|error| ground::Error::internal(format_args!("manifest: {error}")))?;
        let seal = hex(hmac::sign(&keys.manifest, text.as_bytes()).as_ref());
        text += &format!("{SEAL}{seal}\n");
        let mut file = File::options().write(true).create_new(true).mode(0o600).open(&unfinished).map_err(&fault)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(&fault)?;
        std::fs::rename(&unfinished, &path).map_err(&fault)?;
        super::folder::sync(folder)
    }

    /// Reads the one in `folder` and proves it, as far as this program and `keys` can. `name` is what the backup is
    /// called.
    pub(super) fn read(folder: &Path, name: &str, keys: &BackupKeys) -> Result<Manifest> {
        let path = folder.join(FILE);
        let text = std::fs::read_to_string(&path).map_err(|e| BackupError::Io(path.clone(), e))?;
        let damaged = || BackupError::ManifestDamaged(path.clone());
        // Its age comes first: a newer manifest may look otherwise in every other way.
        let age: Age = toml::from_str(&text).map_err(|_| damaged())?;
        let ours = env!("CARGO_PKG_VERSION");
        if age.format > FORMAT || newer(&age.program, ours) {
            return Err(BackupError::Newer { set: name.to_owned(), theirs: age.program, ours: ours.to_owned() });
        }
        let manifest = Manifest::parse(&text).ok_or_else(damaged)?;
        if manifest.master != keys.fingerprint {
            let (theirs, ours) = (manifest.master, keys.fingerprint.clone());
            return Err(BackupError::OtherMaster { set: name.to_owned(), theirs, ours });
        }
        let (body, seal) = text.trim_end().rsplit_once(SEAL).ok_or_else(damaged)?;
        let seal: Option<Vec<u8>> = (0..seal.len() / 2)
            .map(|n| seal.get(2 * n..2 * n + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
            .collect();
        let proven = seal.is_some_and(|seal| hmac::verify(&keys.manifest, body.as_bytes(), &seal).is_ok());
        if proven { Ok(manifest) } else { Err(damaged()) }
    }

    /// Reads it without a proof: enough to know when its keys are to go.
    pub(super) fn peek(folder: &Path) -> Option<Manifest> {
        Manifest::parse(&std::fs::read_to_string(folder.join(FILE)).ok()?)
    }

    fn parse(text: &str) -> Option<Manifest> {
        let manifest: Manifest = toml::from_str(text).ok()?;
        // The id is bound into the parts, and files are looked for beside the manifest and nowhere else.
        let beside = manifest.data.file == super::Kind::Data.file() && manifest.keys.file == super::Kind::Keys.file();
        (manifest.id().is_some() && beside).then_some(manifest)
    }
}

/// Whether version `one` comes after `other`; what is no version is compared as nought.
fn newer(one: &str, other: &str) -> bool {
    let parts = |version: &str| -> Vec<u64> {
        let core = version.split(['-', '+']).next().unwrap_or_default();
        core.split('.').map(|part| part.parse().unwrap_or(0)).collect()
    };
    parts(one) > parts(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_number_by_number() {
        for (one, other, expected) in [
            ("0.1.0", "0.1.0", false),
            ("0.1.1", "0.1.0", true),
            ("0.10.0", "0.9.9", true),
            ("1.0.0-rc1", "1.0.0", false),
            ("0.9.9", "0.10.0", false),
        ] {
            assert_eq!(newer(one, other), expected, "{one} {other}");
        }
    }
}
