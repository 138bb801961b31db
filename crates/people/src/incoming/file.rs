//! A file from where it lies, whole and in clear, for as long as it is read.

use futures_util::TryStreamExt;
use ground::files::{FileKey, FilePlace};
use ground::{Error, Result, Scope, digest};
use sheet::{Table, Unreadable};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{ImportId, Kind, MOST};

/// Files that are in memory at once.
static IN_MEMORY: Semaphore = Semaphore::const_new(2);

/// A file that is read.
pub(super) struct Loaded {
    pub table: Table,
    /// By which what comes of it says where it came from.
    pub digest: String,
    _turn: SemaphorePermit<'static>,
}

/// Where the file of an import lies.
pub(super) fn place<K: Kind>(scope: &Scope, id: ImportId) -> FilePlace {
    FilePlace { clinic: scope.clinic.id, table: K::TABLE.into(), row: id.to_string() }
}

/// Reads a file and the names of its columns. What is wrong with the file is no error of ours, also if it is not there any
/// more or was altered where it lies: trying again would not bring it back.
pub(super) async fn load<K: Kind>(
    scope: &Scope,
    id: ImportId,
    key: &FileKey,
    size: u64,
) -> Result<Result<Loaded, Unreadable>> {
    let turn = IN_MEMORY.acquire().await.map_err(Error::internal)?;
    let bytes = match whole::<K>(scope, id, key, size).await {
        Ok(bytes) => bytes,
        Err(Error::Internal(_) | Error::NotFound) => return Ok(Err(Unreadable::Damaged)),
        Err(error) => return Err(error),
    };
    opened(move || {
        let digest = digest(&bytes);
        Table::open(bytes).map(|table| Loaded { table, digest, _turn: turn })
    })
    .await
}

async fn whole<K: Kind>(scope: &Scope, id: ImportId, key: &FileKey, size: u64) -> Result<Vec<u8>> {
    let chunks = scope.house().files.read(&place::<K>(scope, id), key, size).await?;
    let capacity = usize::try_from(size.min(MOST)).unwrap_or_default();
    chunks
        .try_fold(Vec::with_capacity(capacity), |mut bytes, chunk| async move {
            bytes.extend_from_slice(&chunk);
            Ok(bytes)
        })
        .await
}

/// Reads a table on a thread where it holds up nobody. A file on which the reader stumbles is a damaged one.
pub(super) async fn opened<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, Unreadable> + Send + 'static,
) -> Result<Result<T, Unreadable>> {
    match tokio::task::spawn_blocking(read).await {
        Ok(read) => Ok(read),
        Err(stumbled) if stumbled.is_panic() => Ok(Err(Unreadable::Damaged)),
        Err(ended) => Err(Error::internal(ended)),
    }
}
