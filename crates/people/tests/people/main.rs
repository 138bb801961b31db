//! The people room in a house of its own, on the engine that KEEPWELL_TEST_ENGINE names, through the real router.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod desk;
mod documents;
mod duplicates;
mod find;
mod house;
mod identifiers;
mod import;
mod merge;
mod own;
#[path = "../../../ground/tests/house/place.rs"]
mod place;
mod program;
mod store;
mod tags;
mod turns;
