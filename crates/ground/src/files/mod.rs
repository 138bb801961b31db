//! Sealed files: what is too large for a row.
//!
//! A file is sealed in chunks under a key of its own. That key stands, sealed under the person's, in the column of the
//! file's row that the data map marks `file = true`: a file is opened by opening its row, for a purpose that the map
//! lists, and goes with the person's key wherever it lies. Merging two records seals 32 bytes anew, not the file.
//!
//! The order that loses nothing: the file is written and on disk, then the row is committed, then the upload is
//! acknowledged. What a crash leaves between the first two is a file without a row, which nobody can open and
//! [`reconcile`] removes. A row is removed first and its file after the commit, by a job.

mod chunk;
mod tidy;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use chunk::FileKey;
use chunk::{CHUNK, SEALED, Sealer};
pub(crate) use tidy::handler;
pub use tidy::{Reconciled, reconcile};

use crate::ClinicId;
use crate::error::{Error, Result};

/// Sealed chunks that leave in one piece, half a mebibyte: a folder takes any, and the allocator keeps larger pieces for a
/// while after they are gone. A store like S3, which takes no less than 5 MiB, would need its own.
const PART: usize = 8 * SEALED;
/// Files received at once; each holds one part in memory.
const RECEIVING: usize = 8;

/// Where files are kept.
#[derive(Clone, Debug)]
pub enum FileLocation {
    /// A folder; made if it is not there.
    Folder(PathBuf),
}

/// What the program decides about files.
#[derive(Clone, Debug)]
pub struct FilePlan {
    pub location: FileLocation,
    /// The largest file taken, in bytes.
    pub most: u64,
}

/// Which file: the one of a row, by the table it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePlace {
    pub clinic: ClinicId,
    pub table: Cow<'static, str>,
    /// The row's id, by whose time the file's age is known.
    pub row: String,
}

impl FilePlace {
    fn path(&self) -> Path {
        path(self.clinic, &self.table, &self.row)
    }
}

fn path(clinic: ClinicId, table: &str, row: &str) -> Path {
    Path::from_iter([clinic.to_string().as_str(), table, row])
}

/// The open file store.
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// The folder, where it is one: what an interrupted upload leaves there is not listed as a file.
    folder: Option<PathBuf>,
    most: u64,
    receiving: Arc<Semaphore>,
}

impl Files {
    /// Opens the store.
    pub fn open(plan: &FilePlan) -> Result<Files> {
        let FileLocation::Folder(folder) = &plan.location;
        let fault = |cause: &dyn std::fmt::Display| {
            Error::internal(format_args!("the folder for files, {}: {cause}", folder.display()))
        };
        std::fs::create_dir_all(folder).map_err(|cause| fault(&cause))?;
        let local = LocalFileSystem::new_with_prefix(folder).map_err(|cause| fault(&cause))?.with_fsync(true);
        Ok(Files {
            store: Arc::new(local),
            folder: Some(folder.clone()),
            most: plan.most,
            receiving: Arc::new(Semaphore::new(RECEIVING)),
        })
    }

    /// The largest file taken, in bytes.
    pub fn most(&self) -> u64 {
        self.most
    }

    /// Begins a file. It exists once [`Writing::finish`] returned; dropped before, it never did.
    pub async fn create(&self, place: &FilePlace) -> Result<Writing> {
        let turn = self.receiving.clone().acquire_owned().await.map_err(Error::internal)?;
        let upload = self.store.put_multipart(&place.path()).await.map_err(lost)?;
        let sealer = Sealer::new(place)?;
        Ok(Writing { upload: Some(upload), sealer, part: Vec::new(), _turn: turn })
    }

    /// Reads a file of `size` bytes, chunk by chunk. The first chunk is opened before this returns, so that a file that is
    /// not there, or not what it was, is known before an answer begins.
    pub async fn read(
        &self,
        place: &FilePlace,
        key: &FileKey,
        size: u64,
    ) -> Result<impl Stream<Item = Result<Bytes>> + Send + use<>> {
        self.opened(place, key, size).await.inspect_err(|cause| {
            tracing::error!(%cause, table = %place.table, "a file that its row names cannot be read");
        })
    }

    async fn opened(
        &self,
        place: &FilePlace,
        key: &FileKey,
        size: u64,
    ) -> Result<impl Stream<Item = Result<Bytes>> + Send + use<>> {
        let opener = chunk::Opener::new(place, key, size)?;
        let got = self.store.get(&place.path()).await.map_err(lost)?;
        if got.meta.size != opener.stored() {
            return Err(Error::internal("a file has another length than it was written with"));
        }
        let mut chunks = Box::pin(chunk::opened(got.into_stream().map(|piece| piece.map_err(lost)), opener));
        let first = chunks.next().await.ok_or_else(|| Error::internal("a file without a chunk"))??;
        Ok(futures_util::stream::once(async move { Ok(first) }).chain(chunks))
    }

    /// Removes a file; one that is not there is no fault.
    pub async fn delete(&self, place: &FilePlace) -> Result<()> {
        self.remove(&place.path()).await
    }

    /// How many files there are of a clinic, whatever its rows say.
    pub(crate) async fn many(&self, clinic: ClinicId) -> Result<u64> {
        let folder = Path::from_iter([clinic.to_string().as_str()]);
        let mut files = self.store.list(Some(&folder));
        let mut many = 0;
        while files.next().await.transpose().map_err(lost)?.is_some() {
            many += 1;
        }
        Ok(many)
    }

    /// Removes every file of a clinic, and what interrupted uploads left.
    pub(crate) async fn clear(&self, clinic: ClinicId) -> Result<()> {
        let folder = Path::from_iter([clinic.to_string().as_str()]);
        let mut files = self.store.list(Some(&folder));
        while let Some(file) = files.next().await.transpose().map_err(lost)? {
            self.remove(&file.location).await?;
        }
        let Some(folder) = self.folder.as_ref().map(|folder| folder.join(clinic.to_string())) else { return Ok(()) };
        match tokio::fs::remove_dir_all(&folder).await {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                tracing::error!(%cause, "the folder of a clinic that left could not be removed");
                Err(Error::Unavailable("the file store does not answer"))
            }
            _ => Ok(()),
        }
    }

    async fn remove(&self, path: &Path) -> Result<()> {
        match self.store.delete(path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(lost(error)),
        }
    }
}

/// A file being written.
pub struct Writing {
    upload: Option<Box<dyn MultipartUpload>>,
    sealer: Sealer,
    part: Vec<u8>,
    _turn: OwnedSemaphorePermit,
}

impl Writing {
    /// Adds `bytes`; returns when they have room, so that whoever sends faster than the disk takes waits.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        for piece in bytes.chunks(CHUNK) {
            self.sealer.push(piece, &mut self.part)?;
            self.flush(PART).await?;
        }
        Ok(())
    }

    /// Makes the file exist, durably: its key and its size in bytes.
    pub async fn finish(mut self) -> Result<(FileKey, u64)> {
        self.sealer.end(&mut self.part)?;
        self.flush(1).await?;
        let mut upload = self.upload.take().ok_or_else(|| Error::internal("a file finished twice"))?;
        upload.complete().await.map_err(lost)?;
        Ok((self.sealer.key(), self.sealer.size()))
    }

    async fn flush(&mut self, least: usize) -> Result<()> {
        let Some(upload) = &mut self.upload else { return Ok(()) };
        while self.part.len() >= least {
            let rest = self.part.split_off(self.part.len().min(PART));
            let part = std::mem::replace(&mut self.part, rest);
            upload.put_part(part.into()).await.map_err(lost)?;
        }
        Ok(())
    }
}

impl Drop for Writing {
    /// What was begun and not finished is taken back. The store's own parts outlive this process only in a crash.
    fn drop(&mut self) {
        let (Some(mut upload), Ok(runtime)) = (self.upload.take(), tokio::runtime::Handle::try_current()) else {
            return;
        };
        runtime.spawn(async move {
            let _gone = upload.abort().await;
        });
    }
}

/// The cause is for the log: a path names a clinic and a row by id, nobody.
fn lost(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::NotFound,
        other => {
            tracing::error!(cause = %other, "the file store failed");
            Error::Unavailable("the file store does not answer")
        }
    }
}
