//! Reading a Google Workspace directory: users, groups and who is in them, whole or not at all.
//!
//! We ask for the fields we keep and for no others, and whatever else comes is not even looked at. Everything that can be
//! wrong with an answer is a [`Fault`]; none is taken for a shorter list.

mod assertion;
mod client;
mod consent;
mod fault;
mod key;
mod pace;
mod read;
mod wire;

#[cfg(test)]
pub(crate) use assertion::assertion;
pub use client::{Credential, Endpoints, Google, RECIPIENT};
pub(crate) use consent::challenge;
pub use consent::{Asked, Consent, address, exchange};
pub use fault::{Fault, What};
pub use key::{ServiceKey, Unfit};
pub use pace::{Chance, Pace};
pub use read::{Bounds, Progress, Read, probe, read};

/// What the administrator of the Workspace lets the service account read, and nothing that changes anything.
pub const SCOPES: [&str; 3] = [
    "https://www.googleapis.com/auth/admin.directory.user.readonly",
    "https://www.googleapis.com/auth/admin.directory.group.readonly",
    "https://www.googleapis.com/auth/admin.directory.group.member.readonly",
];
