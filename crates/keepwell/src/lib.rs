//! The roof: the program's command line, its configuration, the list of rooms, and the demo clinic.

#[macro_use]
mod out;

pub mod backup;
pub mod cli;
pub mod config;
pub mod demo;
pub mod export;
pub mod front;
pub mod install;
mod leave;
pub mod promises;
pub mod recipients;
pub mod rooms;
pub mod serve;
mod tls;
pub mod uses;
