//! Clients from another system's file.
//!
//! A file goes through three steps, each of which can be left and come back to: its columns are named ([`Plan`]), its rows
//! are looked at without writing anything ([`examine`]), and they are written, a few hundred to a transaction together
//! with how far it is ([`job`]). A row that is here already, by the other system's number or by its name and address, is
//! found by keyed tokens and left as it is: so a file that was interrupted goes on, and one that comes twice changes
//! nothing.

mod columns;
mod examine;
mod file;
pub(crate) mod job;
mod row;
mod walk;

pub use columns::{DateOrder, Meaning, Plan, Setting, System, guess, order_of};
pub(crate) use examine::{Examined, Examiner};
pub(crate) use file::{MOST, load, opened, place};
pub(crate) use row::{Context, Flaw, Ready};
pub(crate) use walk::{Step, walk};

use jiff::SignedDuration;

/// The kind of job that looks at rows and writes them.
pub(crate) const KIND: &str = "people.import";

/// How long a file is kept after it was brought, unless it is removed before. The pages say so by this same figure.
pub const KEPT_DAYS: i64 = 7;

/// The same as a span.
pub(crate) fn kept() -> SignedDuration {
    SignedDuration::from_hours(24 * KEPT_DAYS)
}

/// After how long without a step the writing of a file stands still: then it may be removed like any other.
pub(crate) const STILL: SignedDuration = SignedDuration::from_hours(24);
