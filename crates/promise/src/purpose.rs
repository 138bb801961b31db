//! Why somebody may read a column: the purposes, and sets of them.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

vocabulary! {
    /// Why data is read. Every opening of a record and every message states one.
    pub enum Purpose as "a purpose" {
        /// Finding, booking, changing and reminding of a time.
        Scheduling = "scheduling",
        /// Treating the person.
        Care = "care",
        /// Letting the person sign in and govern their own account.
        Account = "account",
        /// Running the clinic: staff, services, hours.
        Administration = "administration",
        /// Keeping intruders out, and noticing them.
        Security = "security",
        /// Charging, paying, refunding.
        Billing = "billing",
        /// Promotion; only to those who agreed.
        Marketing = "marketing",
        /// Counting use of the pages; never a single person.
        Analytics = "analytics",
        /// Answering what a person asks about their own data.
        Rights = "rights",
        /// Keeping the program itself running: queues, backups, checks.
        Operation = "operation",
        /// Taking over records from another system.
        Import = "import",
        /// Figures about many, as the clinic reports them.
        Reporting = "reporting",
        /// Handing everything the clinic keeps to the clinic itself.
        Export = "export",
        /// Handing something to somebody outside care, because a law asks for it or lets it be done. It opens what the person
        /// themselves may read, and is listed by no data map: see [`crate::datamap`].
        Disclosure = "disclosure",
        /// Making figures and files that can no longer be led back to anybody, for research and statistics elsewhere.
        Research = "research",
    }
}

impl Purpose {
    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of purposes: one bit each in a `u32`, so that asking costs one instruction.
///
/// The bits are an order of declaration, not a format: they are never stored. In files a set is a
/// list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Purposes(u32);

impl Purposes {
    /// No purpose; permits nothing.
    pub const NONE: Self = Self(0);

    /// This set and one purpose more.
    #[must_use]
    pub const fn with(self, purpose: Purpose) -> Self {
        Self(self.0 | purpose.bit())
    }

    /// This set without one purpose, as after an objection.
    #[must_use]
    pub const fn without(self, purpose: Purpose) -> Self {
        Self(self.0 & !purpose.bit())
    }

    /// Whether the purpose is in the set.
    #[must_use]
    pub const fn contains(self, purpose: Purpose) -> bool {
        self.0 & purpose.bit() != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The purposes of the set, in the order of [`Purpose::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Purpose> {
        Purpose::ALL.iter().copied().filter(move |purpose| self.contains(*purpose))
    }
}

impl FromIterator<Purpose> for Purposes {
    fn from_iter<I: IntoIterator<Item = Purpose>>(purposes: I) -> Self {
        purposes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl Serialize for Purposes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Purposes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut set = Self::NONE;
        for purpose in Vec::<Purpose>::deserialize(deserializer)? {
            if set.contains(purpose) {
                return Err(D::Error::custom(format_args!("the purpose \"{purpose}\" stands twice")));
            }
            set = set.with(purpose);
        }
        Ok(set)
    }
}
