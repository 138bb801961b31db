//! Numbers issued by a state or an insurer, and why one was opened.

use ground::db::Row;
use ground::{Error, Key, Sealed};
use jiff::Timestamp;

use super::name::turns_text;
use super::phone::digit;
use super::{Wrong, personal};
use crate::fold;

ground::id!(/// An identifier's id.
    pub IdentifierId, "idn");
ground::id!(/// One opening of an identifier.
    pub IdentifierOpeningId, "ido");

/// What kind of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierKind {
    National,
    Insurance,
    Passport,
    Other,
}

/// The word names no kind of identifier, or no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a word of this list")]
pub struct NoSuchWord;

impl IdentifierKind {
    /// One person's alone: in two records it is one person twice.
    pub const fn is_personal(self) -> bool {
        matches!(self, IdentifierKind::National | IdentifierKind::Passport)
    }

    /// Every kind.
    pub const ALL: [IdentifierKind; 4] =
        [IdentifierKind::Insurance, IdentifierKind::National, IdentifierKind::Passport, IdentifierKind::Other];

    /// As it is stored, and sent by forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            IdentifierKind::National => "national",
            IdentifierKind::Insurance => "insurance",
            IdentifierKind::Passport => "passport",
            IdentifierKind::Other => "other",
        }
    }

    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            IdentifierKind::National => "people-identifier-national",
            IdentifierKind::Insurance => "people-identifier-insurance",
            IdentifierKind::Passport => "people-identifier-passport",
            IdentifierKind::Other => "people-identifier-other",
        }
    }
}

impl std::str::FromStr for IdentifierKind {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<IdentifierKind, NoSuchWord> {
        IdentifierKind::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(NoSuchWord)
    }
}

/// A number as it stands on the card. No format is asked for: every country has its own, and insurers several.
#[derive(Clone, PartialEq, Eq)]
pub struct Number(String);

personal!(Number);

impl Number {
    /// Most characters.
    pub const MOST: usize = 40;

    /// Reads a number: letters, digits and the signs that stand between them, a digit or letter among them.
    pub fn parse(text: &str) -> Result<Number, Wrong> {
        let text: String = text.chars().filter(|c| !turns_text(*c)).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err(Wrong::Missing);
        }
        if text.chars().count() > Number::MOST {
            return Err(Wrong::Long(Number::MOST));
        }
        if let Some(c) = text.chars().find(|c| c.is_control()) {
            return Err(Wrong::Characters(c));
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err(Wrong::Missing);
        }
        Ok(Number(text))
    }

    /// The same number however it is typed: its letters and digits, in any script's digits.
    pub(crate) fn folded(&self) -> String {
        let signs = self.0.chars().filter(|c| c.is_alphanumeric());
        signs.map(|c| digit(c).unwrap_or(c)).collect::<String>().to_lowercase()
    }

    /// The end by which it is told from another: a quarter of it, and no more than four signs.
    pub(crate) fn ending(&self) -> String {
        let signs: Vec<char> = self.0.chars().filter(|c| c.is_alphanumeric()).collect();
        signs[signs.len() - (signs.len() / 4).min(4)..].iter().collect()
    }
}

/// Who issued it: an insurer, a country.
#[derive(Clone, PartialEq, Eq)]
pub struct Issuer(String);

personal!(Issuer);

impl Issuer {
    /// Most characters.
    pub const MOST: usize = 80;

    /// The same name however it is typed.
    pub(crate) fn folded(&self) -> String {
        fold::words(&self.0).join(" ")
    }

    /// Reads a name of one line.
    pub fn parse(text: &str) -> Result<Issuer, Wrong> {
        let text: String = text.chars().filter(|c| !turns_text(*c)).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.chars().count() {
            0 => Err(Wrong::Missing),
            long if long > Issuer::MOST => Err(Wrong::Long(Issuer::MOST)),
            _ => match text.chars().find(|c| c.is_control()) {
                Some(c) => Err(Wrong::Characters(c)),
                None => Ok(Issuer(text)),
            },
        }
    }
}

/// Why a number is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// To bill an insurer.
    Bill,
    /// To see that it is who they say.
    Verify,
    /// To answer an authority.
    Authority,
    /// To mend it.
    Correct,
    /// In the words of whoever opens it.
    Words(String),
}

impl Reason {
    /// The reasons that are offered; words of one's own come last.
    pub const ALL: [&'static str; 5] = ["bill", "verify", "authority", "correct", "words"];
    /// Most characters of words of one's own.
    pub const MOST: usize = 200;

    /// Reads a word of the list, and the words that go with the last.
    pub fn parse(word: &str, words: Option<&str>) -> Option<Reason> {
        Some(match word {
            "bill" => Reason::Bill,
            "verify" => Reason::Verify,
            "authority" => Reason::Authority,
            "correct" => Reason::Correct,
            "words" => Reason::Words(words?.to_owned()),
            _ => return None,
        })
    }

    pub(crate) fn stored(&self) -> String {
        match self {
            Reason::Bill => "bill".to_owned(),
            Reason::Verify => "verify".to_owned(),
            Reason::Authority => "authority".to_owned(),
            Reason::Correct => "correct".to_owned(),
            Reason::Words(words) => format!("words {words}"),
        }
    }

    pub(crate) fn read(text: &str) -> Option<Reason> {
        let (word, words) = text.split_once(' ').unwrap_or((text, ""));
        Reason::parse(word, Some(words))
    }

    /// The key of its words, or the words themselves.
    pub fn said(&self) -> Result<String, &str> {
        match self {
            Reason::Words(words) => Err(words),
            listed => Ok(format!("people-reason-{}", listed.stored())),
        }
    }
}

/// An identifier as stored.
#[derive(Clone, Debug)]
pub struct StoredIdentifier {
    pub id: IdentifierId,
    pub kind: IdentifierKind,
    issuer: Option<Sealed<String>>,
    number: Sealed<String>,
    ending: Sealed<String>,
    pub created_at: Timestamp,
}

impl StoredIdentifier {
    pub(crate) fn from_row(row: &Row) -> ground::Result<StoredIdentifier> {
        let id: IdentifierId = row.get("id")?;
        Ok(StoredIdentifier {
            id,
            kind: row.get::<String>("kind")?.parse().map_err(Error::internal)?,
            issuer: Sealed::read_optional(row, "identifier", "issuer", id)?,
            number: Sealed::read(row, "identifier", "number", id)?,
            ending: Sealed::read(row, "identifier", "ending", id)?,
            created_at: row.get("created_at")?,
        })
    }

    /// Who issued it.
    pub fn issuer(&self, key: &Key) -> ground::Result<String> {
        Ok(key.open_optional(self.issuer.as_ref())?.unwrap_or_default())
    }

    /// What may be seen of it at any time: "•••• 4821".
    pub fn masked(&self, key: &Key) -> ground::Result<String> {
        Ok(format!("•••• {}", key.open(&self.ending)?).trim_end().to_owned())
    }

    /// The whole number, for purposes that cover it.
    pub(crate) fn number(&self, key: &Key) -> ground::Result<String> {
        key.open(&self.number)
    }
}

/// One time that a number was opened.
#[derive(Clone, Debug)]
pub struct IdentifierOpening {
    pub kind: IdentifierKind,
    /// Who, as in the access record.
    pub actor: String,
    pub reason: Reason,
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_it_stands_on_the_card_and_shows_little_of_itself() {
        for (typed, kept, ending) in [
            (" 1234567 TA ", "1234567 TA", "TA"),
            ("943-47-58", "943-47-58", "8"),
            ("GB 123 456 789 012 345", "GB 123 456 789 012 345", "2345"),
            ("784-1984-1234567-1", "784-1984-1234567-1", "671"),
            ("١٢٣٤٥٦٧٨", "١٢٣٤٥٦٧٨", "٧٨"),
            ("12", "12", ""),
        ] {
            let number = Number::parse(typed).unwrap();
            assert_eq!((number.as_str(), number.ending().as_str()), (kept, ending));
        }
        for same in ["784-1984-1234567-1", "784 1984 1234567 1", "٧٨٤-١٩٨٤-١٢٣٤٥٦٧-١"] {
            assert_eq!(Number::parse(same).unwrap().folded(), "784198412345671");
        }
        assert_eq!(Number::parse("1234567 TA").unwrap().folded(), "1234567ta");
        for (typed, wrong) in [
            (" ", Wrong::Missing),
            ("--", Wrong::Missing),
            ("12\u{7}34", Wrong::Characters('\u{7}')),
            ("\u{202e}", Wrong::Missing),
            (&"1".repeat(41), Wrong::Long(40)),
        ] {
            assert_eq!(Number::parse(typed).unwrap_err(), wrong);
        }
    }

    #[test]
    fn a_reason_reads_back_as_it_was_given() {
        for word in Reason::ALL {
            let reason = Reason::parse(word, Some("The embassy asked, twice")).unwrap();
            assert_eq!(Reason::read(&reason.stored()), Some(reason));
        }
        assert_eq!(Reason::parse("words", None), None);
        assert_eq!(Reason::parse("curiosity", None), None);
    }
}
