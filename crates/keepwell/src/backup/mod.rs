//! Backups: taken while the program runs, complete or not there at all, and readable with the master key alone.
//!
//! A backup set is a folder with two sealed parts, the documents as they lie sealed, and a manifest. The data may be kept for years. The keys are kept for
//! days, because a person is erased by destroying their key, and that must reach the backups too. The format stands in
//! `docs/backup-format.md`.

mod documents;
mod error;
mod folder;
mod manifest;
mod part;
mod rehearse;
mod restore;
mod rows;
mod seal;
mod take;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use ground::keys::Master;
use zeroize::Zeroizing;

pub use documents::DocumentsRecord;
pub use error::BackupError;
pub use folder::{Pruned, Set, prune, sets};
pub use manifest::Manifest;
pub use part::{Kind, PartRecord, TableRecord, tally};
pub use rehearse::{Rehearsal, rehearse};
pub use restore::{From, RestoreReport, RestoredClinic, UNFINISHED, restore};
pub use take::verify;
pub use take::{Taken, take};

/// What backup functions return.
pub type Result<T, E = BackupError> = std::result::Result<T, E>;

/// Hears how many rows of which part are done.
pub type Progress<'a> = &'a dyn Fn(Kind, u64);

/// What is derived from the master key for backups. The master key itself seals nothing here.
pub struct BackupKeys {
    /// From which each part's own key is derived.
    part: Zeroizing<[u8; 32]>,
    /// Over the manifest.
    manifest: hmac::Key,
    /// Over each row, for the digests of tables.
    rows: hmac::Key,
    /// By which one sees that two backups have the same master key; it tells nothing about the key.
    fingerprint: String,
}

impl BackupKeys {
    /// Those of `master`.
    pub fn of(master: &Master) -> Result<BackupKeys> {
        let mac = |label: &[u8]| -> Result<hmac::Key> {
            Ok(hmac::Key::new(hmac::HMAC_SHA256, master.derive(label)?.as_ref()))
        };
        let fingerprint = digest(&SHA256, master.derive(b"backup fingerprint")?.as_ref());
        Ok(BackupKeys {
            part: master.derive(b"backup part")?,
            manifest: mac(b"backup manifest")?,
            rows: mac(b"backup rows")?,
            fingerprint: hex(&fingerprint.as_ref()[..8]),
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
