//! The directory room through the real router, on the engine that KEEPWELL_TEST_ENGINE names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod bulk;
mod doors;
mod fields;
mod find;
mod groups;
mod kit;
mod leavers;
mod own_roles;
mod page;
#[path = "../../../ground/tests/house/place.rs"]
mod place;
mod sent;
mod users;
