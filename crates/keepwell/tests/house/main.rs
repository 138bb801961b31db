//! The whole program, tested through its own doors on the engine that KEEPWELL_TEST_ENGINE names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod acme;
mod attack;
mod backup;
mod booking_api;
mod booking_own;
mod booking_public;
mod booking_race;
mod calendar;
mod care;
mod crash;
mod demo;
mod desk;
mod faults;
mod few;
mod hosts;
mod import;
mod install;
mod kit;
mod languages;
mod leave;
mod letters;
mod link;
mod merge;
mod nodes;
mod own_visits;
mod promises;
mod scan;
mod setup;
mod setup_after;
mod setup_first;
mod slow;
mod tls;
mod upload;
mod visits;
mod why;
