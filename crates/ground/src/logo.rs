//! The clinic's logo: one picture, which its public pages show. What a page needs to be drawn stands with the clinic; the
//! picture is read only when a browser asks for it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::clinic::CHANGED;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::params;
use crate::picture::{FRAME, Picture};
use crate::seal::digest;
use crate::tx::Tx;

/// What is known of a logo without its picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// SHA-256 of the picture, in hexadecimal.
    pub digest: String,
    /// Pixels of the picture.
    pub width: u32,
    pub height: u32,
    /// The clinic's name can be read in it, and need not stand beside it.
    pub says_name: bool,
}

impl Logo {
    /// What its address carries, so that another picture has another address.
    pub fn version(&self) -> &str {
        self.digest.get(..8).unwrap_or(&self.digest)
    }

    /// CSS pixels that it takes on a page: as large as it is, at most what [`FRAME`] leaves.
    pub fn shown(&self) -> (u32, u32) {
        crate::picture::within((self.width, self.height), FRAME)
    }
}

/// The picture as PNG, if there is one.
pub fn find(tx: &mut Tx<'_>) -> Result<Option<Vec<u8>>> {
    let rows = tx.query("SELECT image FROM clinic_logo WHERE clinic = $1", &params![tx.clinic()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let image: String = row.get("image")?;
    STANDARD.decode(image).map(Some).map_err(Error::internal)
}

/// Puts `picture` in the place of whatever was there.
pub fn replace(tx: &mut Tx<'_>, picture: &Picture, says_name: bool) -> Result<()> {
    let digest = digest(&picture.png);
    tx.execute(
        "INSERT INTO clinic_logo (clinic, digest, image) VALUES ($1, $2, $3)
         ON CONFLICT (clinic) DO UPDATE SET digest = excluded.digest, image = excluded.image",
        &params![tx.clinic(), &digest, STANDARD.encode(&picture.png)],
    )?;
    update(tx, Some(&Logo { digest, width: picture.width, height: picture.height, says_name }))
}

/// Says something else of the picture there is, or with nothing that there is none any more. The clinic's version stays: its
/// form shows no logo, and is not made stale by one.
pub fn update(tx: &mut Tx<'_>, logo: Option<&Logo>) -> Result<()> {
    if logo.is_none() {
        tx.execute("DELETE FROM clinic_logo WHERE clinic = $1", &params![tx.clinic()])?;
    }
    let said = logo.map(serde_json::to_string).transpose().map_err(Error::internal)?;
    let clinic = tx.clinic();
    tx.execute("UPDATE clinic SET logo = $2 WHERE id = $1", &params![clinic, said])?;
    tx.emit(Event::new(CHANGED, clinic, None))
}
