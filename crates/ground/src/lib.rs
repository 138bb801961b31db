//! The ground floor: what every room stands on.
//!
//! One idea holds it together: **no key without a reason**. Everything personal is [`Sealed`] under the key of the one
//! person it is about, and a key is handed out in one place, [`Tx::open`], against a [`Scope`]: who asks, in which clinic,
//! for what purpose, now. That place asks the policy and writes the access record.

pub mod access;
mod actor;
pub mod agreement;
mod allowance;
mod app;
mod beside;
pub mod carried;
pub mod check;
pub mod clinic;
mod clock;
pub mod consent;
mod dataset;
pub mod db;
mod door;
pub mod due;
pub mod egress;
mod ended;
pub mod erase;
mod error;
pub mod event;
pub mod export;
pub mod files;
mod held;
pub mod hold;
mod host;
mod house;
pub mod id;
pub mod job;
pub mod keys;
pub mod leave;
pub mod log;
pub mod logo;
pub mod mail;
pub mod manifest;
pub mod merge;
mod news;
pub mod once;
mod own;
mod paused;
pub mod picture;
pub mod portable;
mod proof;
pub mod reach;
pub mod recipient;
pub mod residency;
pub mod restrict;
pub mod retain;
mod room;
mod route;
pub mod says;
mod scope;
mod seal;
pub mod standing;
mod trial;
mod tx;
mod veil;
pub mod web;
pub mod words;
mod written;

pub use actor::{Actor, Relations, Role, RoleSet, Who, by_personal_token};
pub use allowance::{Allowance, Full};
pub use app::{Reach, app};
pub use clinic::{Clinic, NewClinic};
pub use clock::{Clock, from_micros};
pub use dataset::{DataColumn, DataPage, DataRow, DataSet, ReadRows};
pub use door::Door;
pub use error::{Error, Refusal, Result};
pub use event::Event;
pub use host::host_name;
pub use house::{Change, Host, House, Installed, Plan, migrations};
pub use id::{
    AccountId, AnswerId, ClinicId, EntryId, EventId, HoldId, JobId, KeyId, MailId, MergeId, PersonId, ReceiptId,
    RestrictionId,
};
pub use paused::Paused;
pub use proof::proof;
pub use room::{
    CountRelated, Doorkeeper, Everybody, FRESH_MINUTES, Farewell, NOBODYS, Nav, Panel, Prove, Recurring, Room, SENT,
    Shown,
};
pub use route::{OnlyReads, Route, RouteLine, Routes, printed};
pub use scope::Scope;
pub use seal::{Cell, Key, Seal, Sealed, cell, digest, random};
pub use trial::look_around;
pub use tx::{OPEN, Turn, Tx};
pub use veil::{unveil, veil};
pub use written::{Behind, clock_behind};

pub(crate) use own::ground_room;
