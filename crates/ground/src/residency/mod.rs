//! Where what is kept about people lies (promise `residency.stated`): what a form says of it, and that it was said.
//!
//! The country is a parameter of the clinic's notice. Every form by which somebody first comes to the clinic says it in one line
//! and asks nothing more. Only where a law that we know asks for agreement before something goes there can whoever lives under it
//! say so and agree ([`Ask`]); without that the form is refused and nothing is stored. What was told stands in a row of its own,
//! written by the transaction that stores the first row about the person ([`note`]); the room that keeps the notice writes the
//! receipt as it hears of it, in the same transaction. What was said last ([`last`]) is the yes to one country for a time: who said it
//! to another, or so long ago that it ended, is asked anew before more is stored.

mod evidence;
mod form;
mod store;
mod word;

pub use evidence::evidence;
pub use form::{Ask, By, skip};
pub use store::{AGREED, Note, asks_first, note, note_anew, noted, state, unnoted};
pub(crate) use word::parted;
pub use word::{Last, Word, asks_anew, last, say, taken_back};

use jiff::Timestamp;
use promise::{Region, law};

use crate::clinic::Clinic;

/// The name of the consent, in [`crate::consent::CONSENTS`].
pub const CONSENT: &str = "residency";

/// How somebody was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// On a page of ours.
    Page,
    /// By another program, which showed it to them.
    Program,
    /// By word, and somebody who works here wrote it down.
    Desk,
}

impl Via {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Via::Page => "page",
            Via::Program => "program",
            Via::Desk => "desk",
        }
    }

    /// The same of what is read from the store.
    pub fn named(name: &str) -> Option<Via> {
        [Via::Page, Via::Program, Via::Desk].into_iter().find(|one| one.as_str() == name)
    }
}

/// That somebody was told where it is kept, and agreed where a law asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub region: Region,
    /// The code of the pack whose law asked for their agreement, which they gave; none where none did.
    pub law: Option<String>,
    pub via: Via,
    /// The language in which they read it.
    pub language: String,
}

/// The codes of the laws that ask whoever lives under them to agree to where the clinic keeps what it has.
pub fn laws(clinic: &Clinic, now: Timestamp) -> Vec<&'static str> {
    let day = now.to_zoned(clinic.zone.clone()).date();
    law::asks(clinic.parameters.region, day).iter().map(|asks| asks.pack.code.as_str()).collect()
}

/// The codes of the laws by which something of whoever lives under them stays there, whoever agrees.
fn forbidding(clinic: &Clinic, now: Timestamp) -> Vec<&'static str> {
    let day = now.to_zoned(clinic.zone.clone()).date();
    law::forbids(clinic.parameters.region, day).iter().map(|says| says.pack.code.as_str()).collect()
}
