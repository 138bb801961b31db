//! The identity room through the real router, on the engine that KEEPWELL_TEST_ENGINE names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod address;
mod alerts;
mod device;
mod factors;
mod guests;
mod kit;
mod oauth;
mod oidc;
mod passkeys;
mod passwords;
mod personal;
#[path = "../../../ground/tests/house/place.rs"]
mod place;
mod roles;
mod rotation;
mod sessions;
mod sign_up;
mod staff;
mod tokens;
