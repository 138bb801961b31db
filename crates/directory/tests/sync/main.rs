//! Following a Google Workspace directory, on the engine that KEEPWELL_TEST_ENGINE names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod consent;
mod follows;
mod holds;
mod kit;
mod leavers;
mod own_roles;
mod page;
#[path = "../../../ground/tests/house/place.rs"]
mod place;
