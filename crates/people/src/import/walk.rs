//! A file's rows as they come: read on a thread of their own, a few ahead of whoever takes them.

use std::ops::ControlFlow;

use ground::{Error, Result, Scope, Tx};
use tokio::sync::mpsc;

use super::file::Loaded;
use super::{Context, Examined, Examiner, System, load};
use crate::model::{StoredImport, TagName};
use crate::store;

/// Rows that come at once, and are written in one transaction: few enough that bookings of the same minute do not wait.
const BATCH: usize = 100;

/// What comes out of a file, in the order of its rows.
pub(crate) enum Step {
    /// Rows, and how many were before them.
    Rows(u64, Vec<Examined>),
    /// All rows came; these labels are new.
    End(Vec<String>),
    Broken,
}

/// Reads a file on a thread of its own, a few rows ahead of whoever takes them.
pub(crate) async fn walk(scope: &Scope, stored: &StoredImport) -> Result<Walk> {
    let one = stored.clone();
    let (plan, key, labels) = scope
        .read(move |tx: &mut Tx<'_>| -> Result<_> {
            let key = tx.open(one.person)?;
            Ok((one.plan(&key)?, one.content(&key)?, store::tag::list(tx)?))
        })
        .await?;
    let plan = plan.ok_or_else(|| Error::internal("an import without its columns"))?;
    let system = plan.system.clone();
    let labels = labels.iter().filter_map(|tag| TagName::parse(&tag.name).ok());
    let examiner = Examiner::new(Context::of(&scope.house().words, plan), labels);
    let (steps, taken) = mpsc::channel(4);
    let digest = match load(scope, stored.id, &key, stored.size).await? {
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
    Ok(Walk { steps: taken, digest, system })
}

pub(crate) struct Walk {
    steps: mpsc::Receiver<Step>,
    /// By which its clients say where they came from.
    pub digest: String,
    pub system: Option<System>,
}

impl Walk {
    /// What comes next.
    pub(crate) async fn next(&mut self) -> Result<Step> {
        // The thread went away in the midst of it, as it does over a workbook that its reader stumbles on.
        Ok(self.steps.recv().await.unwrap_or(Step::Broken))
    }
}

fn read(loaded: &Loaded, mut examiner: Examiner, steps: &mpsc::Sender<Step>) {
    let (mut before, mut batch) = (0, Vec::with_capacity(BATCH));
    let mut send = |batch: &mut Vec<Examined>| {
        let rows = std::mem::take(batch);
        let many = rows.len() as u64;
        let sent = rows.is_empty() || steps.blocking_send(Step::Rows(before, rows)).is_ok();
        before += many;
        if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let went = loaded.table.rows(|row| {
        batch.push(examiner.examine(row));
        if batch.len() < BATCH { ControlFlow::Continue(()) } else { send(&mut batch) }
    });
    // Whoever took them may have enough; then there is nobody to tell.
    let _enough = match went {
        Ok(()) if send(&mut batch).is_continue() => {
            let labels = examiner.added.values().map(|label| label.as_str().to_owned()).collect();
            steps.blocking_send(Step::End(labels))
        }
        Ok(()) => Ok(()),
        Err(_) => steps.blocking_send(Step::Broken),
    };
}
