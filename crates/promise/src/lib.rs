//! What a clinic promises, and the vocabulary in which it does so.
//!
//! Floor 1 of the house: pure data and decisions, no IO, no clock, no randomness. Everything above
//! reads the same few values from here, so a sentence of the published notice and the code that
//! keeps it cannot drift apart:
//!
//! - [`datamap`]: every column of every room, classified; what drives export, erasure, retention
//!   and the notice;
//! - [`catalogue`]: every promise with its statement, and the judgement whether it is kept;
//! - [`parameters`]: the numbers and choices that statement and control both read;
//! - [`age`]: how old somebody is on a day, and how old they must be where they live;
//! - [`calendar`]: business days, in which the clocks of requests and complaints run;
//! - [`law`]: what the law of a place says, as packs of facts with their sources;
//! - [`retention`]: how long what is kept, and which of notice, law and contract says so;
//! - [`release`]: what leaves so that it can no longer be led back to anybody.

#[macro_use]
mod vocabulary;

pub mod age;
pub mod calendar;
pub mod catalogue;
mod categories;
pub mod change;
pub mod datamap;
pub mod law;
pub mod parameters;
mod purpose;
pub mod release;
pub mod retention;
mod statement;
mod terms;

pub use age::{Jurisdiction, age_on, minimum_age};
pub use calendar::Calendar;
pub use catalogue::{
    Control, Edition, Evidence, Group, PROMISES, Promise, RoomPromises, Service, State, find, judge, judge_in,
};
pub use categories::Categories;
pub use datamap::{
    About, Column, DataMap, DataMapError, Draft, Erased, Export, Gap, Goes, Leaving, LiveSchema, Lookup, Table,
    opens_or_finds,
};
pub use parameters::{
    CertificateSource, Fault, KeySource, OperatedBy, Parameter, Parameters, Region, TlsVersion, second_factor_phrase,
};
pub use purpose::{Purpose, Purposes};
pub use statement::{Statement, StatementError};
pub use terms::{Category, Erase, Merge, Subject};
pub use vocabulary::UnknownWord;
