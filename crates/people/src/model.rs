//! What is known of a client, each part read once at the edge into a type that cannot be wrong.
//!
//! None of these types has a `Display`, and `Debug` shows nothing of what they hold: they are opened, and logs must
//! not have them.

mod address;
mod birth;
mod client;
mod document;
mod duplicate;
mod identifier;
mod name;
mod phone;
mod source;
mod tag;

pub use address::Email;
pub use birth::BirthDate;
pub use client::{Change, Client, Kinship, NewChild, NewClient, NotKinship, Note, Stored};
pub use document::{DocumentId, FileName, Kind, NewDocument, StoredDocument, Unfit};
pub use duplicate::{Pair, Shared};
pub use identifier::{
    IdentifierId, IdentifierKind, IdentifierOpening, IdentifierOpeningId, Issuer, Number, Reason, StoredIdentifier,
};
pub use name::{FamilyName, GivenName};
pub use phone::{Phone, grouped, spaced};
pub(crate) use phone::{digits as phone_digits, tail as phone_tail};
pub use source::{Source, SourceWord};
pub use tag::{BearingId, Tag, TagId, TagName};

/// Why something typed is not what it should be. [`Wrong::key`] is the sentence to say beside the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("nothing is there")]
    Missing,
    #[error("longer than {0} characters")]
    Long(usize),
    #[error("a character that cannot be kept")]
    Characters(char),
    #[error("no letter in it")]
    NoLetter,
    #[error("not an email address")]
    Email,
    #[error("not a phone number")]
    Phone,
    #[error("a phone number without its country")]
    PhoneCountry,
    #[error("a day that is still to come")]
    Future,
    #[error("a day nobody living was born on")]
    TooOld,
}

impl Wrong {
    /// The key of what to say.
    pub fn key(self) -> &'static str {
        match self {
            Wrong::Missing => "fault-missing",
            Wrong::Long(_) => "fault-long",
            Wrong::Characters(_) => "fault-characters",
            Wrong::NoLetter => "people-fault-no-letter",
            Wrong::Email => "fault-email",
            Wrong::Phone => "fault-phone",
            Wrong::PhoneCountry => "people-fault-phone-country",
            Wrong::Future => "people-fault-future",
            Wrong::TooOld => "people-fault-too-old",
        }
    }

    /// The values for what to say.
    pub fn values(self) -> Vec<(&'static str, ground::web::Value<'static>)> {
        match self {
            Wrong::Long(most) => vec![("most", most.into())],
            Wrong::Characters(c) => vec![("character", ground::web::named(c).into())],
            _ => Vec::new(),
        }
    }
}

/// Gives a type made of text its accessor and a `Debug` that says nothing.
macro_rules! personal {
    ($name:ident) => {
        impl $name {
            /// The text, to be shown to whom it was opened for.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(<personal>)"))
            }
        }
    };
}
pub(crate) use personal;
