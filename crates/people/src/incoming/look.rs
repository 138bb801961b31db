//! A look at a file's rows among what is stored: what each would become, before anything is written.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ground::Scope;
use sheet::Row;

use super::walk::{Step, Walk};
use super::{Flaw, Kind, Looked, PlanOf, Standing};

/// What a row would become.
pub(super) enum Becomes<R> {
    /// Something new.
    Fresh(R),
    /// What is here already, or stands in an earlier row.
    Known(R),
    Nothing(Vec<Flaw>),
}

/// What comes next of a look.
pub(super) enum Next<R> {
    Rows(Vec<(Row, Becomes<R>)>),
    /// All rows were looked at; these are added to what the clinic chooses from.
    End(Vec<String>),
    Broken,
}

/// A look under way.
pub(super) struct Look<K: Kind> {
    walk: Walk<K>,
    plan: Arc<PlanOf<K>>,
    seen: Arc<Mutex<K::Seen>>,
    /// Persons who would become clients by the way, so far.
    pub clients: u64,
}

impl<K: Kind> Look<K> {
    pub(super) fn begin(walk: Walk<K>) -> Look<K> {
        Look { plan: Arc::new(walk.plan.clone()), walk, seen: Arc::default(), clients: 0 }
    }

    pub(super) async fn next(&mut self, scope: &Scope) -> ground::Result<Next<K::Ready>> {
        let rows = match self.walk.next().await? {
            Step::Rows(_, rows) => rows,
            Step::End(added) => return Ok(Next::End(added)),
            Step::Broken => return Ok(Next::Broken),
        };
        let ready: Vec<K::Ready> = rows.iter().filter_map(|(_, read)| read.as_ref().ok().cloned()).collect();
        let (plan, seen) = (self.plan.clone(), self.seen.clone());
        let looked = scope.read(move |tx| K::look(tx, &plan, &lock(&seen), &ready)).await?;
        let Looked { standing, seen, clients } = looked;
        K::add(&mut lock(&self.seen), seen);
        self.clients += clients;
        let mut standing = standing.into_iter();
        let becomes = |(row, read): (Row, Result<K::Ready, Vec<Flaw>>)| {
            let becomes = match read {
                Err(flaws) => Becomes::Nothing(flaws),
                Ok(ready) => match standing.next() {
                    Some(Standing::Refused(flaw)) => Becomes::Nothing(vec![flaw]),
                    Some(Standing::Known) => Becomes::Known(ready),
                    Some(Standing::Fresh) | None => Becomes::Fresh(ready),
                },
            };
            (row, becomes)
        };
        Ok(Next::Rows(rows.into_iter().map(becomes).collect()))
    }
}

fn lock<S>(seen: &Mutex<S>) -> MutexGuard<'_, S> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}
