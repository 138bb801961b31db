//! `keepwell release`: the key by which releases are checked, and checking one, which needs no installation.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use ground::erase::Broken;
use ground::{House, manifest};

use super::{CliError, clinic};

/// Longest manifest that is read, in bytes.
const LONGEST: u64 = 1 << 20;

#[derive(Subcommand)]
pub enum Action {
    /// Print the public key by which a clinic's releases are checked.
    Key {
        #[arg(long)]
        clinic: String,
    },
    /// Check a file that was released with its manifest and a public key, and nothing else.
    Verify {
        /// The file, as it was handed on.
        file: PathBuf,
        /// Its manifest; FILE with the ending .manifest.json if left out.
        #[arg(long)]
        manifest: Option<PathBuf>,
        /// The public key, as `keepwell release key` prints it.
        #[arg(long)]
        key: String,
    },
}

/// Prints a clinic's public key.
pub(super) async fn key(house: &House, slug: &str) -> Result<(), CliError> {
    let clinic = clinic(house, Some(slug)).await?;
    say!("{}", manifest::key_of(house, office::releases::KIND, clinic.id)?);
    Ok(())
}

fn unread(place: &Path) -> impl Fn(std::io::Error) -> CliError {
    let place = place.display().to_string();
    move |error| CliError::Said(format!("{place} cannot be read: {error}"))
}

/// Checks a file and its manifest; needs no installation.
pub(super) fn verify(file: &Path, beside: Option<&Path>, key: &str) -> Result<ExitCode, CliError> {
    let beside = beside.map_or_else(|| file.with_extension("manifest.json"), Path::to_path_buf);
    let place = beside.display();
    if std::fs::metadata(&beside).map_err(unread(&beside))?.len() > LONGEST {
        return Err(CliError::Said(format!("{place} is too long to be a manifest")));
    }
    let text = std::fs::read(&beside).map_err(unread(&beside))?;
    let text = String::from_utf8(text).map_err(|_| CliError::Said(format!("{place} is no text")))?;
    let said = match manifest::read(&text, key) {
        Ok(said) => said,
        Err(Broken::Key) => {
            return Err(CliError::Said(
                "--key: this is not a public key as `keepwell release key` prints it".to_owned(),
            ));
        }
        Err(broken) => {
            say!("{place}: {broken}");
            return Ok(ExitCode::FAILURE);
        }
    };
    let (digest, bytes) = summed(file)?;
    let place = file.display();
    if said["sha256"].as_str() != Some(digest.as_str()) || said["bytes"].as_u64() != Some(bytes) {
        say!("{place}: it is not the file that the manifest is about: it was changed, or is another");
        return Ok(ExitCode::FAILURE);
    }
    let figure = |name: &str| said[name].as_u64().unwrap_or_default();
    say!(
        "{place}: every byte is as the clinic signed it; {} rows, at least {} people alike in each class",
        figure("rows"),
        figure("smallest_class")
    );
    Ok(ExitCode::SUCCESS)
}

/// The SHA-256 of a file, and its length; a piece of it at a time.
fn summed(file: &Path) -> Result<(String, u64), CliError> {
    let mut from = std::fs::File::open(file).map_err(unread(file))?;
    let mut sum = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    let (mut piece, mut bytes) = (vec![0; 64 * 1024], 0);
    loop {
        let read = from.read(&mut piece).map_err(unread(file))?;
        if read == 0 {
            break;
        }
        sum.update(piece.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
    Ok((sum.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect(), bytes))
}
