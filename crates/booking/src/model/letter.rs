//! What a clinic lets its letters say in place of our words.

use jiff::Timestamp;

/// The words of one kind of letter in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterWords {
    /// Such as `booking.confirmation`.
    pub kind: String,
    pub language: String,
    /// None: ours.
    pub subject: Option<String>,
    /// What stands between the greeting and the visit; none: ours.
    pub said: Option<String>,
    pub updated_at: Timestamp,
}

/// What may stand in the text of a letter, in braces.
pub const IN_TEXT: [&str; 7] = ["name", "clinic", "service", "with", "when", "place", "end"];
/// What may stand in a subject, which is read on locked screens and by whoever looks over a shoulder: nothing that says
/// who comes for what.
pub const IN_SUBJECT: [&str; 2] = ["when", "clinic"];

/// A brace that is none of ours.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{{{0}}} stands for nothing here")]
pub struct Unknown(pub String);

/// Writes `value` for each word in braces. One that `value` does not know, and a brace without its other, is an error
/// when the text is typed and stays as it stands when a letter is written.
pub fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> (String, Option<Unknown>) {
    let (mut out, mut unknown, mut rest) = (String::new(), None, text);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let word = after.split_once('}').map(|(word, rest)| (word.trim(), rest));
        match word.and_then(|(word, rest)| Some((value(word)?, rest))) {
            Some((value, after)) => {
                out.push_str(&value);
                rest = after;
            }
            None => {
                let named = word.map_or_else(|| after.chars().take(20).collect(), |(word, _)| word.to_owned());
                unknown.get_or_insert(Unknown(named));
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    (out, unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_braces_are_filled_in_and_others_are_named() {
        let value = |word: &str| match word {
            "name" => Some("Nadia {when}".to_owned()),
            "when" => Some("Tuesday".to_owned()),
            _ => None,
        };
        for (text, expected, unknown) in [
            ("Dear {name}, see you {when}.", "Dear Nadia {when}, see you Tuesday.", None),
            ("{ when }{when}", "TuesdayTuesday", None),
            ("no braces", "no braces", None),
            ("", "", None),
            ("{price} {when}", "{price} Tuesday", Some("price")),
            ("{", "{", Some("")),
            ("{{when}}", "{Tuesday}", Some("{when")),
            ("} {when", "} {when", Some("when")),
        ] {
            let (filled, found) = filled(text, value);
            assert_eq!(
                (filled.as_str(), found),
                (expected, unknown.map(|word: &str| Unknown(word.to_owned()))),
                "{text}"
            );
        }
    }
}
