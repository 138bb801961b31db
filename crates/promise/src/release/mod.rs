//! Releases of data that can no longer be led back to a person: pure rules, the same for every data set.
//!
//! Three walls, one behind the other. Each column says what it is ([`Kind`]), and what identifies somebody directly, or is
//! free text, never becomes a column of a release ([`Unfit`]). What is left is coarsened as the Safe Harbor of HIPAA asks
//! ([`harbor`]). And it is mixed with enough others ([`weigh`]): no released row stands in a class of fewer than k people.

mod anonymity;
pub mod harbor;
mod ladder;
mod mixed;
mod report;

pub use anonymity::{Asked, Gathered, MOST_ROWS, Unfit, Weighed, weigh};
pub use harbor::{Handling, Identifier};
pub use ladder::{DROPPED, Kind, Ladder};
pub use report::{Became, Diversity, Report, Spread};
