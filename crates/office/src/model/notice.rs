//! A version of the notice, as it is kept.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use promise::Parameters;
use serde::{Deserialize, Serialize};

/// One sentence of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The promise it makes.
    pub id: String,
    /// The heading it stands under, as the catalogue names it.
    pub group: String,
    pub text: String,
}

/// The sentences of a version by language, in the order in which they are read.
pub type Sentences = BTreeMap<String, Vec<Said>>;

/// Why a version differs from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is none before.
    First,
    /// The clinic states other values.
    Settings,
    /// Whoever runs the program set it up in another way.
    Installation,
    /// The program says it in other words, or can keep more.
    Program,
}

impl Cause {
    const ALL: [Cause; 4] = [Cause::First, Cause::Settings, Cause::Installation, Cause::Program];

    /// As it is stored, and as its words are named.
    pub const fn as_str(self) -> &'static str {
        match self {
            Cause::First => "first",
            Cause::Settings => "settings",
            Cause::Installation => "installation",
            Cause::Program => "program",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Cause {
    type Err = ();

    fn from_str(text: &str) -> Result<Cause, ()> {
        Cause::ALL.into_iter().find(|cause| cause.as_str() == text).ok_or(())
    }
}

/// One version of a clinic's notice.
#[derive(Clone, Debug)]
pub struct Version {
    /// From 1, without a gap.
    pub number: i64,
    pub cause: Cause,
    /// The version of the program that wrote it down.
    pub program: String,
    /// What was stated; none where this program does not know all of it any more.
    pub parameters: Option<Parameters>,
    pub sentences: Sentences,
    pub digest: Vec<u8>,
    pub effective_at: Timestamp,
}

impl Version {
    /// The sentences in `language`, or in English where this version has none in it; which, is named.
    pub fn in_language<'a>(&'a self, language: &'a str) -> (&'a str, &'a [Said]) {
        let found = self.sentences.get_key_value(language).or_else(|| self.sentences.get_key_value("en"));
        let found = found.or_else(|| self.sentences.first_key_value());
        found.map_or((language, &[][..]), |(language, said)| (language.as_str(), said.as_slice()))
    }
}
