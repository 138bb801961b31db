//! The ground floor on the engine that KEEPWELL_TEST_ENGINE names, with a tiny room on it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod dataset;
mod erase;
mod gone;
mod ground_test;
mod jobs;
mod leave;
mod log;
mod nodes;
mod place;
mod proven;
mod store;
mod tls;
mod watch;
