//! A file's rows as they come: read on a thread of their own, a few ahead of whoever takes them.

use std::ops::ControlFlow;

use ground::{Error, Scope, Tx};
use sheet::{Row, Unreadable};
use tokio::sync::mpsc;

use super::file::{Loaded, load, opened};
use super::{Examiner, Flaw, Kind, PlanOf, StoredImport};

/// Rows that come at once, and are written in one transaction: few enough that bookings of the same minute do not wait.
const BATCH: usize = 100;

/// A row as it stands in the file, and what it is by itself or what is wrong with it.
pub(super) type Read<R> = (Row, Result<R, Vec<Flaw>>);

/// What comes out of a file, in the order of its rows.
pub(super) enum Step<R> {
    /// Rows, and how many were before them.
    Rows(u64, Vec<Read<R>>),
    /// All rows came; these are added to what the clinic chooses from.
    End(Vec<String>),
    Broken,
}

/// Reads a file on a thread of its own, a few rows ahead of whoever takes them.
pub(super) async fn walk<K: Kind>(scope: &Scope, stored: &StoredImport<K>) -> ground::Result<Walk<K>> {
    let one = stored.clone();
    let (plan, key, examiner) = scope
        .read(move |tx: &mut Tx<'_>| -> ground::Result<_> {
            let key = tx.open(one.person)?;
            let plan = one.plan(&key)?.ok_or_else(|| Error::internal("an import without its columns"))?;
            let examiner = K::examiner(tx, &plan)?;
            Ok((plan, one.content(&key)?, examiner))
        })
        .await?;
    let (steps, taken) = mpsc::channel(4);
    let digest = match load::<K>(scope, stored.id, &key, stored.size).await? {
        Ok(loaded) => {
            let digest = loaded.digest.clone();
            tokio::task::spawn_blocking(move || read(&loaded, examiner, &steps));
            digest
        }
        Err(_) => {
            // Nobody reads what cannot be read: the one who waits is told.
            let _told = steps.try_send(Step::Broken);
            String::new()
        }
    };
    Ok(Walk { steps: taken, digest, plan })
}

pub(super) struct Walk<K: Kind> {
    steps: mpsc::Receiver<Step<K::Ready>>,
    /// By which what comes of it says where it came from.
    pub digest: String,
    pub plan: PlanOf<K>,
}

impl<K: Kind> Walk<K> {
    /// What comes next.
    pub(super) async fn next(&mut self) -> ground::Result<Step<K::Ready>> {
        // The thread went away in the midst of it, as it does over a workbook that its reader stumbles on.
        Ok(self.steps.recv().await.unwrap_or(Step::Broken))
    }
}

fn read<E: Examiner>(loaded: &Loaded, mut examiner: E, steps: &mpsc::Sender<Step<E::Ready>>) {
    let (mut before, mut batch) = (0, Vec::with_capacity(BATCH));
    let mut send = |batch: &mut Vec<Read<E::Ready>>| {
        let rows = std::mem::take(batch);
        let many = rows.len() as u64;
        let sent = rows.is_empty() || steps.blocking_send(Step::Rows(before, rows)).is_ok();
        before += many;
        if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let went = loaded.table.rows(|row| {
        let read = examiner.examine(&row);
        batch.push((row, read));
        if batch.len() < BATCH { ControlFlow::Continue(()) } else { send(&mut batch) }
    });
    // Whoever took them may have enough; then there is nobody to tell.
    let _enough = match went {
        Ok(()) if send(&mut batch).is_continue() => steps.blocking_send(Step::End(examiner.added())),
        Ok(()) => Ok(()),
        Err(_) => steps.blocking_send(Step::Broken),
    };
}

/// Goes through the rows of a file as they stand in it, before anything is said about them.
///
/// # Errors
/// Those of the store. That the file cannot be read to its end is no error, but the answer.
pub async fn each_row<K: Kind, T: Send + 'static>(
    scope: &Scope,
    stored: &StoredImport<K>,
    mut begin: T,
    each: impl Fn(&mut T, &Row) + Send + 'static,
) -> ground::Result<Result<T, Unreadable>> {
    let one = stored.clone();
    let key = scope.read(move |tx: &mut Tx<'_>| one.content(&tx.open(one.person)?)).await?;
    let loaded = match load::<K>(scope, stored.id, &key, stored.size).await? {
        Ok(loaded) => loaded,
        Err(why) => return Ok(Err(why)),
    };
    opened(move || {
        loaded.table.rows(|row| {
            each(&mut begin, &row);
            ControlFlow::Continue(())
        })?;
        Ok(begin)
    })
    .await
}
