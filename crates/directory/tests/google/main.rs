//! Reading a Google Workspace directory, from a stand-in on this machine.

mod faults;
mod fields;
mod kit;
mod whole;
