//! The job behind the pages: it looks at a file's rows, and writes them. It names an import and looks how far that is, so
//! it can run twice and on every node.

use std::sync::Arc;

use ground::job::Handler;
use ground::{Error, Result, Scope};
use promise::Purpose;

use super::look::{Becomes, Look, Next};
use super::store::{self, LISTED, Then};
use super::stored::{Found, Tally};
use super::walk::{Step, walk};
use super::{Brought, Flaw, Kind, PlanOf, State, StoredImport, Undone};
use crate::model::Source;
use crate::store::imported;

/// Rows that one attempt writes, so that it ends well before an attempt is given up, whatever the engine.
const ATTEMPT: u64 = 4_000;
/// Rows between two times that it is said how far a look is.
const TOLD: u64 = 5_000;
/// Rows that the page shows as they would be.
const SAMPLE: usize = 5;

pub(super) fn handler<K: Kind>() -> Handler {
    Handler::new(K::JOB, Purpose::Import, |scope, job| async move {
        let Ok(id) = job.subject.parse() else { return Ok(()) };
        let ran = async {
            // Somebody removed it meanwhile, or another attempt did what there was to do.
            let Some(stored) = scope.read(move |tx| store::find::<K>(tx, id)).await? else { return Ok(()) };
            match stored.state {
                State::Checking => look(&scope, stored).await,
                State::Writing => write(&scope, stored).await,
                State::Columns | State::Checked | State::Done | State::Unread => Ok(()),
            }
        };
        ran.await.map_err(|error: ground::Error| error.to_string())
    })
}

/// Looks at every row and writes none.
async fn look<K: Kind>(scope: &Scope, stored: StoredImport<K>) -> Result<()> {
    let mut look = Look::begin(walk(scope, &stored).await?);
    let (mut tally, mut found) = (Tally::default(), Found::default());
    loop {
        match look.next(scope).await? {
            Next::Rows(rows) => {
                tally.gone += rows.len() as u64;
                for (_, becomes) in rows {
                    count::<K>(&mut tally, &mut found, becomes);
                }
                if tally.gone.is_multiple_of(TOLD) {
                    let one = stored.clone();
                    if !scope.write(move |tx| store::looked(tx, &one, &tally)).await? {
                        return Ok(());
                    }
                }
            }
            Next::End(added) => {
                (found.added, found.clients) = (added, look.clients);
                return scope.write(move |tx| store::checked(tx, &stored, &tally, &found)).await.map(drop);
            }
            Next::Broken => return broken(scope, stored).await,
        }
    }
}

fn count<K: Kind>(tally: &mut Tally, found: &mut Found, becomes: Becomes<K::Ready>) {
    let ready = match becomes {
        Becomes::Fresh(ready) => {
            tally.fresh += 1;
            ready
        }
        Becomes::Known(ready) => {
            tally.known += 1;
            ready
        }
        Becomes::Nothing(flaws) => {
            tally.faulty += 1;
            if found.flaws.len() < LISTED {
                found.flaws.extend(flaws);
            }
            return;
        }
    };
    if found.sample.len() < SAMPLE {
        found.sample.push(K::sample(&ready));
    }
}

/// What was readable when it was brought is not any more.
async fn broken<K: Kind>(scope: &Scope, stored: StoredImport<K>) -> Result<()> {
    scope.write(move |tx| store::unread(tx, &stored)).await.map(drop)
}

/// Writes the rows from where it stopped. What a transaction made, and how far it is, are committed together.
async fn write<K: Kind>(scope: &Scope, stored: StoredImport<K>) -> Result<()> {
    if !stored.skips && stored.tally.gone == 0 && !sound(scope, &stored).await? {
        return scope.write(move |tx| store::look_again(tx, &stored)).await;
    }
    let one = stored.clone();
    let mut added = scope.read(move |tx| -> Result<_> { Ok(one.found(&tx.open(one.person)?)?.added) }).await?;
    let mut walk = walk(scope, &stored).await?;
    let (plan, source) = (Arc::new(walk.plan.clone()), Source::Import(walk.digest.clone()));
    let mut gone = stored.tally.gone;
    let until = gone + ATTEMPT;
    loop {
        let (before, rows) = match walk.next().await? {
            Step::Rows(before, rows) => (before, rows),
            Step::End(_) => return end(scope, stored, gone).await,
            Step::Broken => return broken(scope, stored).await,
        };
        // An earlier attempt may have stopped in the midst of what are now the same rows.
        let done = usize::try_from(gone.saturating_sub(before)).unwrap_or(usize::MAX);
        if done >= rows.len() {
            continue;
        }
        let from = gone;
        gone += (rows.len() - done) as u64;
        let (mut ready, mut faulty, first) = (Vec::new(), 0, rows.get(done).map_or(0, |(row, _)| row.line));
        for (_, read) in rows.into_iter().skip(done) {
            match read {
                Ok(row) => ready.push(row),
                Err(_) => faulty += 1,
            }
        }
        let then = if gone >= until { Then::Job } else { Then::Rows };
        // All that is added is made with the first rows: later there might be no room for it.
        let step = Part { from, gone, faulty, then, added: std::mem::take(&mut added), ready, refused: Vec::new() };
        match write_part(scope, &stored, &plan, &source, step).await? {
            Wrote::All => {}
            Wrote::Full => return full(scope, stored, from, first).await,
            Wrote::Elsewhere => {
                // It may have ended with its process since: whoever comes next looks how far it is.
                let id = stored.id;
                return scope.write(move |tx| store::again::<K>(tx, id)).await;
            }
        }
        if then == Then::Job {
            return Ok(());
        }
    }
}

/// What one transaction writes.
#[derive(Clone)]
struct Part<R> {
    from: u64,
    gone: u64,
    faulty: u64,
    then: Then,
    added: Vec<String>,
    ready: Vec<R>,
    /// Rows that were taken out of it.
    refused: Vec<Flaw>,
}

/// What became of some rows.
enum Wrote {
    All,
    /// The clinic may have no more clients: none of them was written.
    Full,
    /// Another attempt went on from there.
    Elsewhere,
}

/// Writes some rows, leaving out those that what is stored refuses.
async fn write_part<K: Kind>(
    scope: &Scope,
    stored: &StoredImport<K>,
    plan: &Arc<PlanOf<K>>,
    source: &Source,
    mut part: Part<K::Ready>,
) -> Result<Wrote> {
    loop {
        let (stored, plan, source, one) = (stored.clone(), plan.clone(), source.clone(), part.clone());
        let wrote = scope
            .write(move |tx| -> Result<(), Undone> {
                // One file after the other: a person in both is one.
                imported::take_turns(tx)?;
                K::begin(tx, &one.added)?;
                let Brought { fresh, known, mut refused } = K::bring(tx, &plan, &one.ready, &source)?;
                refused.extend(one.refused.iter().cloned());
                let tally = Tally { gone: one.gone, fresh, known, faulty: one.faulty + refused.len() as u64 };
                match store::advance(tx, &stored, one.from, &tally, one.then, &refused)? {
                    true => Ok(()),
                    false => Err(Undone::Elsewhere),
                }
            })
            .await;
        match wrote {
            Ok(()) => return Ok(Wrote::All),
            Err(Undone::Elsewhere) => return Ok(Wrote::Elsewhere),
            Err(Undone::Ground(Error::Full(_))) => return Ok(Wrote::Full),
            Err(Undone::Row(at, flaw)) => {
                part.ready.remove(at);
                part.refused.push(flaw);
            }
            Err(Undone::Ground(error)) => return Err(error),
        }
    }
}

/// Ends a file for whose rest there is no room: what was written stays, and the same file brings the rest another day.
async fn full<K: Kind>(scope: &Scope, stored: StoredImport<K>, gone: u64, line: u64) -> Result<()> {
    let ends = move |tx: &mut ground::Tx<'_>| -> Result<()> {
        let total = stored.total.max(gone);
        let tally = Tally { gone: total, faulty: total - gone, ..Tally::default() };
        let refused = [Flaw::new(line, None, store::NO_ROOM)];
        if store::advance(tx, &stored, gone, &tally, Then::Done, &refused)? {
            K::end(tx)?;
        }
        Ok(())
    };
    scope.write(ends).await
}

/// Says that all rows are done with.
async fn end<K: Kind>(scope: &Scope, stored: StoredImport<K>, gone: u64) -> Result<()> {
    let ends = move |tx: &mut ground::Tx<'_>| -> Result<()> {
        let tally = Tally { gone, ..Tally::default() };
        if store::advance(tx, &stored, gone, &tally, Then::Done, &[])? {
            K::end(tx)?;
        }
        Ok(())
    };
    scope.write(ends).await
}

/// Whether each row would become something: nothing is written before the last one was seen.
async fn sound<K: Kind>(scope: &Scope, stored: &StoredImport<K>) -> Result<bool> {
    let mut walk = walk(scope, stored).await?;
    if K::REFUSES {
        let mut look = Look::begin(walk);
        loop {
            match look.next(scope).await? {
                Next::Rows(rows) if rows.iter().any(|(_, becomes)| matches!(becomes, Becomes::Nothing(_))) => {
                    return Ok(false);
                }
                Next::Rows(_) => {}
                Next::End(_) => return Ok(true),
                Next::Broken => return Ok(false),
            }
        }
    }
    loop {
        match walk.next().await? {
            Step::Rows(_, rows) if rows.iter().any(|(_, read)| read.is_err()) => return Ok(false),
            Step::Rows(..) => {}
            Step::End(_) => return Ok(true),
            Step::Broken => return Ok(false),
        }
    }
}
