//! Where the master key comes from: a file made at first start, the environment, or a command.

use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use aws_lc_rs::aead::LessSafeKey;
use aws_lc_rs::hkdf;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::seal;

/// Where to find the master key: 32 bytes in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MasterSource {
    /// A file of mode 0600; made at first start.
    File(PathBuf),
    /// The name of an environment variable.
    Environment(String),
    /// A program and its arguments that print the key: a password manager, a key service, a hardware token.
    Command(Vec<String>),
}

/// The master key in memory.
pub struct Master(Zeroizing<[u8; 32]>);

impl MasterSource {
    /// Reads the key. `fresh` says that the installation has no keys yet, so that a key file may be made.
    pub fn read(&self, fresh: bool) -> Result<Master> {
        match self {
            MasterSource::File(path) if !path.exists() && fresh => make(path),
            MasterSource::File(path) => from_file(path),
            MasterSource::Environment(name) => {
                let text = Zeroizing::new(std::env::var(name).map_err(|_| {
                    Error::internal(format_args!(
                        "the master key is expected in the environment variable {name}, which is not set"
                    ))
                })?);
                parse(&text, name)
            }
            MasterSource::Command(words) => from_command(words),
        }
    }
}

impl Master {
    /// A key made of given bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Master {
        Master(Zeroizing::new(bytes))
    }

    /// A key for another use than wrapping clinics' keys, such as sealing a backup.
    pub fn derive(&self, label: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"keepwell master 1");
        super::derive(&salt.extract(self.0.as_ref()), label)
    }

    /// Whether a key store with this proof was made with this key.
    pub fn proves(&self, proof: &[u8]) -> Result<bool> {
        Ok(super::store::proves(&self.aead()?, proof))
    }

    /// Writes the key into a new file of mode 0600.
    pub fn keep(&self, path: &Path) -> Result<()> {
        let fault = |e: std::io::Error| {
            Error::internal(format_args!("the master key file {} cannot be made: {e}", path.display()))
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file =
            std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(fault)?;
        file.write_all(Zeroizing::new(STANDARD.encode(*self.0)).as_bytes())
            .and_then(|()| file.write_all(b"\n"))
            .and_then(|()| file.sync_all())
            // A power failure must not take the file's name away while what it opens stays.
            .and_then(|()| std::fs::File::open(folder)?.sync_all())
            .map_err(fault)
    }

    pub(super) fn aead(&self) -> Result<LessSafeKey> {
        seal::aead(&self.0)
    }
}

fn make(path: &Path) -> Result<Master> {
    let mut key = Zeroizing::new([0u8; 32]);
    seal::random(key.as_mut());
    let master = Master(key);
    master.keep(path)?;
    Ok(master)
}

fn from_file(path: &Path) -> Result<Master> {
    let shown = path.display();
    let meta = std::fs::metadata(path).map_err(|e| {
        Error::internal(format_args!("the master key file {shown} cannot be read ({e}). Put back the file this installation was made with; without it the records cannot be opened"))
    })?;
    if meta.permissions().mode() & 0o077 != 0 {
        return Err(Error::internal(format_args!(
            "others can read the master key file {shown}: run chmod 600 {shown}"
        )));
    }
    let text = Zeroizing::new(
        std::fs::read_to_string(path)
            .map_err(|e| Error::internal(format_args!("the master key file {shown} cannot be read: {e}")))?,
    );
    parse(&text, &shown.to_string())
}

fn from_command(words: &[String]) -> Result<Master> {
    let (program, arguments) =
        words.split_first().ok_or_else(|| Error::internal("the command for the master key is empty"))?;
    let output = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|e| Error::internal(format_args!("the command for the master key, {program}, does not run: {e}")))?;
    if !output.status.success() {
        return Err(Error::internal(format_args!(
            "the command for the master key, {program}, ended with {}",
            output.status
        )));
    }
    let text = Zeroizing::new(
        String::from_utf8(output.stdout)
            .map_err(|_| Error::internal("the command for the master key printed something that is no text"))?,
    );
    parse(&text, program)
}

fn parse(text: &str, from: &str) -> Result<Master> {
    let bytes = Zeroizing::new(
        STANDARD
            .decode(text.trim())
            .map_err(|_| Error::internal(format_args!("the master key from {from} is not base64")))?,
    );
    let key: [u8; 32] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| Error::internal(format_args!("the master key from {from} has {} bytes, not 32", bytes.len())))?;
    Ok(Master(Zeroizing::new(key)))
}
