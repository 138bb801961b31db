//! The self-audit as it is kept.

use jiff::Timestamp;
use promise::Parameters;
use serde::Serialize;

use super::change::Values;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $variant,)+ }

        impl $name {
            /// As it is stored, and as its words are named.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            /// The one that is stored so.
            pub fn named(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// What made an audit run.
    Way {
        /// Its day came.
        Schedule = "schedule",
        /// Somebody pressed for it.
        Hand = "hand",
        /// `keepwell check --privacy`.
        Command = "command",
    }
}

words! {
    /// What a finding is about.
    Kind {
        /// A sentence of the notice.
        Promise = "promise",
        /// Something that a room checks beside them.
        Check = "check",
    }
}

words! {
    /// What was found.
    State {
        /// The promise is kept.
        Kept = "kept",
        /// It is made, and is not kept or not known to be.
        Gap = "gap",
        /// No room of this program keeps it yet: no notice says it.
        Absent = "absent",
        /// The clinic's edition does not make it.
        Off = "off",
        /// Nothing is wrong.
        Well = "well",
        /// Something is.
        Wrong = "wrong",
        /// It could not be read, which is no pass.
        Unread = "unread",
    }
}

words! {
    /// How it stands beside the audit before.
    Went {
        /// There is none before.
        First = "first",
        Same = "same",
        Worse = "worse",
        Better = "better",
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    pub kind: Kind,
    /// The promise's id, or the check's name.
    pub subject: String,
    pub state: State,
    /// How much is wrong: of a promise 1 where it is a gap.
    pub wrong: i64,
    pub went: Went,
    /// What was counted, by name.
    pub figures: Vec<(String, i64)>,
    /// The values it was judged by.
    pub stated: Values,
    /// Where it is mended, from the clinic's address on; empty where no page mends it.
    pub href: String,
}

impl Finding {
    /// Whether it says that something is wrong.
    pub fn stands(&self) -> bool {
        self.wrong > 0
    }

    /// The parameters as they were stated then, as far as this finding knows; else those of now.
    pub fn parameters(&self, now: &Parameters) -> Parameters {
        crate::rules::change::over(now, &self.stated).unwrap_or_else(|| now.clone())
    }
}

/// An audit without its findings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Audit {
    pub number: i64,
    pub way: Way,
    /// Who made it run, as the access record says who.
    pub run_by: String,
    /// The period that was stated then.
    pub days: i64,
    /// The program's version.
    pub program: String,
    pub findings: i64,
    /// How many say that something is wrong.
    pub standing: i64,
    pub worse: i64,
    pub better: i64,
    pub at: Timestamp,
}
