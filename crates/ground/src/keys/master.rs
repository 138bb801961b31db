//! Where the master key comes from: a file made at first start, the environment, or a command.

use std::io::Read;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

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
    let unwell = |what: std::fmt::Arguments<'_>| {
        Error::internal(format_args!("the command for the master key, {program}, {what}"))
    };
    let mut running = Command::new(program)
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| unwell(format_args!("does not run: {e}")))?;
    let printed = running.stdout.take().map(listen);
    let status = ended(&mut running, PATIENCE).map_err(|e| unwell(format_args!("cannot be waited for: {e}")))?;
    let Some(status) = status else {
        return Err(unwell(format_args!("did not end within {} seconds", PATIENCE.as_secs())));
    };
    if !status.success() {
        return Err(unwell(format_args!("ended with {status}")));
    }
    // Something it left behind may hold the pipe open; what it said itself has come by now.
    let said = printed.and_then(|printed| printed.recv_timeout(LISTENS).ok());
    let text =
        said.ok_or_else(|| unwell(format_args!("printed something that is no text, or left something running")))?;
    parse(&text, program)
}

/// Bytes that are read of what it prints: a key has 44, and what comes beyond is none.
const SAID: u64 = 1_024;
/// How long what it printed is waited for once it has ended.
const LISTENS: Duration = Duration::from_secs(5);

/// Reads what a command prints, beside it.
fn listen(printed: ChildStdout) -> Receiver<Zeroizing<String>> {
    let (tell, told) = sync_channel(1);
    std::thread::spawn(move || {
        let mut text = Zeroizing::new(String::new());
        if printed.take(SAID).read_to_string(&mut text).is_ok() {
            let _gone = tell.send(text);
        }
    });
    told
}

/// How long a command for the master key may take: somebody may have to touch a token or answer a vault.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a command ended; none when it did not in time, and was ended.
fn ended(running: &mut Child, patience: Duration) -> std::io::Result<Option<ExitStatus>> {
    const STEP: Duration = Duration::from_millis(20);
    for step in 0..patience.as_millis() / STEP.as_millis() {
        if let Some(status) = running.try_wait()? {
            return Ok(Some(status));
        }
        if step == 100 {
            tracing::warn!("waiting for the command for the master key");
        }
        std::thread::sleep(STEP);
    }
    running.kill()?;
    running.wait()?;
    Ok(None)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_does_not_end_is_ended_and_one_that_does_is_heard() {
        let sleeping = |seconds: &str| Command::new("sleep").arg(seconds).spawn().unwrap();
        let mut hangs = sleeping("1000");
        assert_eq!(ended(&mut hangs, Duration::from_millis(200)).unwrap(), None);
        assert!(hangs.try_wait().unwrap().is_some(), "it goes on");
        assert!(ended(&mut sleeping("0.1"), Duration::from_secs(20)).unwrap().unwrap().success());
        let key = format!("{}=", "A".repeat(43));
        let said = |words: &[&str]| from_command(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert!(said(&["echo", &key]).is_ok());
        for (words, told) in [
            (&["false"][..], "ended with exit status: 1"),
            (&["/nowhere/vault"], "does not run"),
            (&["echo", "AAAA"], "has 3 bytes"),
            (&["sh", "-c", "sleep 6 &"], "left something running"),
        ] {
            let error = said(words).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(told), "{error}");
        }
    }
}
