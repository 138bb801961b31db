//! Labels that a clinic makes for its clients.

use super::Wrong;
use super::name::turns_text;
use crate::fold;

ground::id!(/// A label's id.
    pub TagId, "tag");
ground::id!(/// That somebody bears a label.
    pub BearingId, "ctg");

/// How a clinic words a label: "Prefers mornings".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagName(String);

impl TagName {
    /// Most characters: a label, not a note.
    pub const MOST: usize = 40;

    /// Reads a label of one line with something to read in it.
    pub fn parse(text: &str) -> Result<TagName, Wrong> {
        let text: String = text.chars().filter(|c| !turns_text(*c)).collect();
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(Wrong::Missing);
        }
        if name.chars().count() > TagName::MOST {
            return Err(Wrong::Long(TagName::MOST));
        }
        if let Some(c) = name.chars().find(|c| c.is_control()) {
            return Err(Wrong::Characters(c));
        }
        Ok(TagName(name))
    }

    /// The label.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the same label has in common however it is typed. One without a letter is only itself.
    pub(crate) fn folded(&self) -> String {
        let words = fold::words(&self.0).join(" ");
        if words.is_empty() { self.0.clone() } else { words }
    }
}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub id: TagId,
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_short_and_there_is_one_of_each() {
        for (typed, kept, folded) in [
            ("  Prefers   mornings ", "Prefers mornings", "prefers mornings"),
            ("PREFERS MORNINGS", "PREFERS MORNINGS", "prefers mornings"),
            ("Dolmetscher nötig", "Dolmetscher nötig", "dolmetscher notig"),
            ("VIP!", "VIP!", "vip"),
            ("★", "★", "★"),
        ] {
            let name = TagName::parse(typed).unwrap();
            assert_eq!((name.as_str(), name.folded().as_str()), (kept, folded));
        }
        let long = "n".repeat(TagName::MOST + 1);
        for (typed, wrong) in [
            (" ", Wrong::Missing),
            (long.as_str(), Wrong::Long(TagName::MOST)),
            ("a\u{7}b", Wrong::Characters('\u{7}')),
            ("\u{202e}", Wrong::Missing),
        ] {
            assert_eq!(TagName::parse(typed), Err(wrong));
        }
    }
}
