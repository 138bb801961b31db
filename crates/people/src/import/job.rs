//! The job behind the pages: it looks at a file's rows, and writes them. It names an import and looks how far that is, so
//! it can run twice and on every node.

use std::collections::HashSet;

use ground::job::Handler;
use ground::{Error, Result, Scope};
use promise::Purpose;

use super::walk::{Step, walk};
use super::{Examined, Flaw, KIND, Ready};
use crate::model::{Found, ImportId, Source, State, StoredImport, TagName, Tally, grouped};
use crate::store;
use crate::store::import::Next;
use crate::store::{brought, imported};

/// Rows that one attempt writes, so that it ends well before an attempt is given up, whatever the engine.
const ATTEMPT: u64 = 4_000;
/// Rows between two times that it is said how far a look is.
const TOLD: u64 = 5_000;
/// Rows whose faults the page lists, and clients it shows.
const LISTED: usize = 100;
const SAMPLE: usize = 5;

pub(crate) fn handler() -> Handler {
    Handler::new(KIND, Purpose::Import, |scope, job| async move {
        let Ok(id) = job.subject.parse() else { return Ok(()) };
        run(&scope, id).await.map_err(|error| error.to_string())
    })
}

async fn run(scope: &Scope, id: ImportId) -> Result<()> {
    // Somebody removed it meanwhile, or another attempt did what there was to do.
    let Some(stored) = scope.read(move |tx| store::import::find(tx, id)).await? else { return Ok(()) };
    match stored.state {
        State::Checking => look(scope, stored).await,
        State::Writing => write(scope, stored).await,
        State::Columns | State::Checked | State::Done | State::Unread => Ok(()),
    }
}

/// Looks at every row and writes none.
async fn look(scope: &Scope, stored: StoredImport) -> Result<()> {
    let mut walk = walk(scope, &stored).await?;
    let (mut tally, mut found, mut seen) = (Tally::default(), Found::default(), HashSet::new());
    loop {
        match walk.next().await? {
            Step::Rows(_, rows) => {
                tally.gone += rows.len() as u64;
                let ready = sorted(rows, |flaws| {
                    tally.faulty += 1;
                    if found.flaws.len() < LISTED {
                        found.flaws.extend(flaws);
                    }
                });
                found.sample.extend(ready.iter().take(SAMPLE - found.sample.len()).map(shown));
                let system = walk.system.clone();
                let standing = scope.read(move |tx| brought::standing(tx, system.as_ref(), &ready)).await?;
                for row in standing {
                    let again = row.same.is_some_and(|same| !seen.insert(same));
                    *(if row.known || again { &mut tally.known } else { &mut tally.fresh }) += 1;
                }
                if tally.gone.is_multiple_of(TOLD) {
                    let one = stored.clone();
                    if !scope.write(move |tx| store::import::looked(tx, &one, &tally)).await? {
                        return Ok(());
                    }
                }
            }
            Step::End(labels) => {
                found.labels = labels;
                let one = stored.clone();
                return scope.write(move |tx| store::import::checked(tx, &one, &tally, &found)).await.map(drop);
            }
            Step::Broken => return broken(scope, stored).await,
        }
    }
}

/// The rows that are clients; each of the others is told.
fn sorted(rows: Vec<Examined>, mut faulty: impl FnMut(Vec<Flaw>)) -> Vec<Ready> {
    let ready = rows.into_iter().filter_map(|row| match row {
        Examined::Ready(ready) => Some(ready),
        Examined::Faulty(_, flaws) => {
            faulty(flaws);
            None
        }
    });
    ready.collect()
}

/// A client as the page shows what a row becomes.
fn shown(ready: &Ready) -> [String; 5] {
    let new = &ready.new;
    [
        format!("{} {}", new.given_name.as_str(), new.family_name.as_str()),
        new.birth_date.map(|born| born.day().to_string()).unwrap_or_default(),
        new.phone.as_ref().map(|phone| grouped(phone.as_str())).unwrap_or_default(),
        new.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
        new.language.clone(),
    ]
}

/// What was readable when it was brought is not any more.
async fn broken(scope: &Scope, stored: StoredImport) -> Result<()> {
    scope.write(move |tx| store::import::unread(tx, &stored)).await.map(drop)
}

/// Writes the rows from where it stopped. What a transaction made, and how far it is, are committed together.
async fn write(scope: &Scope, stored: StoredImport) -> Result<()> {
    if !stored.skips && stored.tally.gone == 0 && !sound(scope, &stored).await? {
        return scope.write(move |tx| store::import::look_again(tx, &stored)).await;
    }
    let one = stored.clone();
    let named = scope
        .read(move |tx| -> Result<_> {
            let key = tx.open(one.person)?;
            Ok(one.found(&key)?.labels)
        })
        .await?;
    // All labels are made with the first rows: later there might be no room for them.
    let mut named: Vec<TagName> = named.iter().filter_map(|label| TagName::parse(label).ok()).collect();
    let mut walk = walk(scope, &stored).await?;
    let source = Source::Import(walk.digest.clone());
    let (id, mut gone) = (stored.id, stored.tally.gone);
    let until = gone + ATTEMPT;
    loop {
        let (before, rows) = match walk.next().await? {
            Step::Rows(before, rows) => (before, rows),
            Step::End(_) => {
                let tally = Tally { gone, ..Tally::default() };
                return scope.write(move |tx| store::import::advance(tx, id, gone, &tally, Next::Done)).await.map(drop);
            }
            Step::Broken => return broken(scope, stored).await,
        };
        // An earlier attempt may have stopped in the midst of what are now the same rows.
        let done = usize::try_from(gone.saturating_sub(before)).unwrap_or(usize::MAX);
        if done >= rows.len() {
            continue;
        }
        let rows: Vec<Examined> = rows.into_iter().skip(done).collect();
        let from = gone;
        gone += rows.len() as u64;
        let mut faulty = 0;
        let ready = sorted(rows, |_| faulty += 1);
        let (system, source) = (walk.system.clone(), source.clone());
        let named = std::mem::take(&mut named);
        let next = if gone >= until { Next::Job } else { Next::Rows };
        let wrote = scope
            .write(move |tx| -> Result<(), Undone> {
                // One file after the other: a person in both is one.
                imported::take_turns(tx)?;
                brought::labels(tx, &named)?;
                let fresh = brought::bring(tx, system.as_ref(), &ready, &source)?;
                let tally = Tally { gone, fresh, known: ready.len() as u64 - fresh, faulty };
                match store::import::advance(tx, id, from, &tally, next)? {
                    true => Ok(()),
                    false => Err(Undone::Elsewhere),
                }
            })
            .await;
        match wrote {
            Ok(()) => {}
            // It may have ended with its process since: whoever comes next looks how far it is.
            Err(Undone::Elsewhere) => return scope.write(move |tx| store::import::again(tx, id)).await,
            Err(Undone::Ground(error)) => return Err(error),
        }
        if next == Next::Job {
            return Ok(());
        }
    }
}

/// Why a transaction of writing is taken back.
enum Undone {
    Ground(Error),
    /// Another attempt went on from where this one began.
    Elsewhere,
}

impl From<Error> for Undone {
    fn from(error: Error) -> Undone {
        Undone::Ground(error)
    }
}

/// Whether each row is a client: nothing is written before the last one was seen.
async fn sound(scope: &Scope, stored: &StoredImport) -> Result<bool> {
    let mut walk = walk(scope, stored).await?;
    loop {
        match walk.next().await? {
            Step::Rows(_, rows) if rows.iter().any(|row| matches!(row, Examined::Faulty(..))) => return Ok(false),
            Step::Rows(..) => {}
            Step::End(_) => return Ok(true),
            Step::Broken => return Ok(false),
        }
    }
}
