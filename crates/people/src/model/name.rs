//! Names, as people write them.

use unicode_normalization::UnicodeNormalization;

use super::{Wrong, personal};

/// Most characters of a name: enough for every name on a passport, and bounded work for the look-up tokens.
pub(crate) const LONGEST: usize = 100;

/// What somebody is called by: "Nadia", "María José", "रवि".
#[derive(Clone, PartialEq, Eq)]
pub struct GivenName(String);

/// The name shared with a family: "Ferreira", "O’Neill", "van der Berg", "Nguyễn".
#[derive(Clone, PartialEq, Eq)]
pub struct FamilyName(String);

personal!(GivenName);
personal!(FamilyName);

impl GivenName {
    /// Reads a given name: 1 to 100 characters with a letter among them, space around it removed, in Unicode form NFC.
    pub fn parse(text: &str) -> Result<GivenName, Wrong> {
        name(text).map(GivenName)
    }
}

impl FamilyName {
    /// Reads a family name, by the same rule as a given name.
    pub fn parse(text: &str) -> Result<FamilyName, Wrong> {
        name(text).map(FamilyName)
    }
}

/// No list of permitted letters: every such list refuses somebody's name. Only what cannot be part of one is refused.
fn name(text: &str) -> Result<String, Wrong> {
    // As every field of a form does: what turns the text around it comes along from a contact list, and means nothing.
    let text: String = text.chars().filter(|c| !turns_text(*c)).collect();
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<String>();
    if name.is_empty() {
        return Err(Wrong::Missing);
    }
    if name.chars().count() > LONGEST {
        return Err(Wrong::Long(LONGEST));
    }
    if let Some(c) = name.chars().find(|c| c.is_control()) {
        return Err(Wrong::Characters(c));
    }
    if !name.chars().any(char::is_alphanumeric) {
        return Err(Wrong::NoLetter);
    }
    Ok(name)
}

/// Embeddings, overrides and isolates: in a name they could make the page around it read otherwise.
pub(super) fn turns_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_its_owner_writes_it() {
        for (typed, kept) in [
            ("  Nadia ", "Nadia"),
            ("María  José", "María José"),
            ("O’Neill", "O’Neill"),
            ("D'Angelo", "D'Angelo"),
            ("Jean-Luc", "Jean-Luc"),
            ("Nguye\u{302}\u{303}n", "Nguyễn"),
            ("عبد الرحمن", "عبد الرحمن"),
            ("रवि", "रवि"),
            ("王", "王"),
            ("X Æ A-12", "X Æ A-12"),
            ("\u{202e}Nadia\u{200f}", "Nadia"),
            ("J.R.R.", "J.R.R."),
        ] {
            assert_eq!(GivenName::parse(typed).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn what_cannot_be_a_name_is_refused_with_the_reason() {
        let long = "n".repeat(LONGEST + 1);
        for (typed, wrong) in [
            ("", Wrong::Missing),
            (" \t ", Wrong::Missing),
            (long.as_str(), Wrong::Long(LONGEST)),
            ("Na\u{7}dia", Wrong::Characters('\u{7}')),
            ("\u{202e}", Wrong::Missing),
            ("--", Wrong::NoLetter),
        ] {
            assert_eq!(FamilyName::parse(typed).unwrap_err(), wrong, "{typed:?}");
        }
        assert!(FamilyName::parse(&"n".repeat(LONGEST)).is_ok());
    }

    #[test]
    fn printing_a_name_shows_nothing() {
        assert_eq!(format!("{:?}", GivenName::parse("Nadia").unwrap()), "GivenName(<personal>)");
    }
}
