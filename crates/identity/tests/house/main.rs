//! The identity room through the real router, on the engine that KEEPWELL_TEST_ENGINE names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod alerts;
mod device;
mod factors;
mod kit;
mod passkeys;
mod passwords;
#[path = "../../../ground/tests/house/place.rs"]
mod place;
mod roles;
mod sessions;
mod sign_up;
mod staff;
mod tokens;
