//! Another system's file on its way in: the life that all such files have, whatever their rows become.
//!
//! A file goes through three steps, each of which can be left and come back to: its columns are named ([`Plan`]), its rows
//! are looked at without writing anything, and they are written, a hundred to a transaction together with how far it is
//! ([`job`]). It lies sealed under a key of its own and goes with that key after [`KEPT_DAYS`].
//!
//! A room brings a [`Kind`]: what a column may be, what a row is by itself, what it is among what is stored, and how it is
//! written. It owns the table of its files, of the shape of `client_import`, and gets pages, the job and the sweep by
//! [`furnish`]. Rows must be known again when they come a second time: a file that was interrupted goes on from where it
//! was, and one that comes twice changes nothing.

mod columns;
mod file;
mod flaw;
mod job;
mod kind;
mod look;
mod store;
mod stored;
mod walk;
mod web;

use std::time::Duration;

use ground::{NOBODYS, Recurring, Room, Routes};
use jiff::SignedDuration;
use promise::Purpose::Import;

pub use columns::{DateOrder, Misfit, Plan, System, guess, order_of, twice};
pub use flaw::Flaw;
pub use kind::{Brought, Examiner, Kind, Looked, Meaning, Paths, PlanOf, Standing, Undone};
pub use store::{plan, sweep};
pub use stored::{ImportId, State, StoredImport};
pub use walk::each_row;
pub use web::columns_of;

/// How long a file is kept after it was brought, unless it is removed before. The pages say so by this same figure.
pub const KEPT_DAYS: i64 = 7;

/// The same as a span.
fn kept() -> SignedDuration {
    SignedDuration::from_hours(24 * KEPT_DAYS)
}

/// After how long without a step the writing of a file stands still: then it may be removed like any other.
const STILL: SignedDuration = SignedDuration::from_hours(24);

/// Bytes of a file at most: it is read whole.
const MOST: u64 = 25_000_000;

/// Gives a room the pages, the job and the sweep of one kind of files.
pub fn furnish<K: Kind>(room: Room) -> Room {
    let sealed = ["name", "content", "head", "plan", "found"];
    // Whoever brought a file sees it; whom it is about sees what came of it.
    let shown: Vec<_> = sealed.into_iter().map(|column| (K::TABLE, column, NOBODYS)).collect();
    room.routes(routes::<K>()).shows(&shown).job(job::handler::<K>()).recurring(Recurring {
        name: K::JOB,
        every: Duration::from_secs(3_600),
        run: |scope| Box::pin(async move { scope.write(sweep::<K>).await.map(drop) }),
    })
}

fn routes<K: Kind>() -> Routes {
    let at = &K::PATHS;
    Routes::new()
        .get(at.list, K::ACTION, Import, web::list::<K>)
        .post(at.list, K::ACTION, Import, web::create::<K>)
        .get(at.live, K::ACTION, Import, web::live)
        .get(at.one, K::ACTION, Import, web::one::show::<K>)
        .get(at.columns, K::ACTION, Import, web::columns::edit::<K>)
        .post(at.columns, K::ACTION, Import, web::columns::save::<K>)
        .post(at.run, K::ACTION, Import, web::one::run::<K>)
        .get(at.faults, K::ACTION, Import, web::faults::send::<K>)
        .post(at.removal, K::ACTION, Import, web::one::remove::<K>)
}
