//! Every word shown to a person, by key, from the rooms' translation files (Fluent).
//!
//! English is the language that is always whole: what another language lacks is shown in English, and what English
//! lacks shows as `⟦key⟧`, is counted, and fails the tests that ask [`Words::missing`].

mod choose;
mod dates;
mod figures;
mod load;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use choose::Wish;
pub use figures::{is_currency, minor_digits};
pub use load::WordsError;

/// The language every key must exist in.
pub const ENGLISH: &str = "en";

/// Languages written from right to left, of those a clinic is likely to add.
const RIGHT_TO_LEFT: &[&str] = &["ar", "fa", "he", "ur"];

/// First strong isolate and its end (Unicode standard annex 9): they keep a name or an amount of the other
/// direction from turning the sentence around it.
const ISOLATE: char = '\u{2068}';
const ISOLATE_END: char = '\u{2069}';

/// All languages and all keys of all rooms; cheap to clone.
#[derive(Clone)]
pub struct Words(Arc<Inner>);

struct Inner {
    /// English first.
    languages: Vec<Language>,
    missing: Mutex<BTreeSet<String>>,
}

struct Language {
    code: String,
    right_to_left: bool,
    /// It is offered on the notice and nowhere else, because no other page has its words.
    notice_only: bool,
    bundle: FluentBundle<FluentResource>,
}

/// The words of one language; what pages and mails are written with. Cheap to clone.
#[derive(Clone)]
pub struct Tongue {
    words: Words,
    at: usize,
}

/// A value placed into a sentence: text, or a quantity that is grouped by thousands and chooses the plural form.
/// A year or a reference is no quantity: pass it as text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    Number(f64),
}

impl Words {
    /// Builds all languages from `(language, room, text of a .ftl file)`; a room may bring several files.
    ///
    /// Fails on a syntax error, a key given twice in one language (naming both rooms), a key English lacks, and a
    /// translation that uses an argument the English sentence does not have.
    pub fn build(files: &[(&str, &str, &str)]) -> Result<Words, WordsError> {
        let languages = load::languages(files)?;
        Ok(Words(Arc::new(Inner { languages, missing: Mutex::default() })))
    }

    /// The words of `code`, when that language is offered.
    pub fn tongue(&self, code: &str) -> Option<Tongue> {
        let at = self.0.languages.iter().position(|language| language.code == code)?;
        Some(Tongue { words: self.clone(), at })
    }

    /// English, which is always there.
    pub fn english(&self) -> Tongue {
        Tongue { words: self.clone(), at: 0 }
    }

    /// Every language offered on all pages: its code and what it calls itself, English first.
    pub fn languages(&self) -> Vec<(String, String)> {
        self.named(|language| !language.notice_only)
    }

    /// The same with those in which the notice alone is offered.
    pub fn languages_of_notice(&self) -> Vec<(String, String)> {
        self.named(|_| true)
    }

    fn named(&self, which: impl Fn(&Language) -> bool) -> Vec<(String, String)> {
        (0..self.0.languages.len())
            .filter(|at| which(&self.0.languages[*at]))
            .map(|at| Tongue { words: self.clone(), at })
            .map(|tongue| (tongue.lang().to_owned(), tongue.get("language-name")))
            .collect()
    }

    /// Keys, and `key($argument)`s, that were asked for and do not exist in any language. Tests assert none.
    pub fn missing(&self) -> Vec<String> {
        self.0.missing.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Keys are constants of the program, so the set cannot grow with requests.
    fn note_missing(&self, what: String) {
        let fresh = self.0.missing.lock().unwrap_or_else(PoisonError::into_inner).insert(what.clone());
        if fresh {
            tracing::warn!(key = %what, "words are missing");
        }
        metrics::counter!("keepwell_words_missing_total").increment(1);
    }
}

impl Tongue {
    /// The words of `key`.
    pub fn get(&self, key: &str) -> String {
        self.say(key, &[], false)
    }

    /// The words of `key` with `values` placed in it. Text of the other direction is isolated.
    pub fn with(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        self.say(key, values, true)
    }

    /// The words of `key`, if this language or English has them: for keys made of names that other rooms bring.
    pub fn known(&self, key: &str) -> Option<String> {
        self.has(key).then(|| self.get(key))
    }

    /// The same with `values` placed in them.
    pub fn known_with(&self, key: &str, values: &[(&str, Value<'_>)]) -> Option<String> {
        self.has(key).then(|| self.with(key, values))
    }

    /// Whether there are words for `key`.
    pub fn has(&self, key: &str) -> bool {
        let has =
            |language: &Language| language.bundle.get_message(key).is_some_and(|message| message.value().is_some());
        has(self.language()) || has(&self.words.0.languages[0])
    }

    /// Whether the words for `key` are English in a page of another language.
    pub fn lacks(&self, key: &str) -> bool {
        self.lang() != "en" && self.language().bundle.get_message(key).is_none_or(|message| message.value().is_none())
    }

    /// The language's code, as in `<html lang>`.
    pub fn lang(&self) -> &str {
        &self.language().code
    }

    /// `rtl` or `ltr`, as in `<html dir>`.
    pub fn dir(&self) -> &'static str {
        if self.language().right_to_left { "rtl" } else { "ltr" }
    }

    /// Whether the notice alone is offered in it.
    pub fn is_of_notice_only(&self) -> bool {
        self.language().notice_only
    }

    /// All languages, to offer another one.
    pub fn words(&self) -> &Words {
        &self.words
    }

    fn language(&self) -> &Language {
        &self.words.0.languages[self.at]
    }

    fn say(&self, key: &str, values: &[(&str, Value<'_>)], isolate: bool) -> String {
        let own = self.language();
        let english = &self.words.0.languages[0];
        for language in [own, english] {
            let Some(pattern) = language.bundle.get_message(key).and_then(|message| message.value()) else { continue };
            let mut args = FluentArgs::with_capacity(values.len());
            for (name, value) in values {
                args.set(*name, value.placed(isolate.then_some(language.right_to_left)));
            }
            let mut faults = Vec::new();
            let said = language.bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned();
            for fault in faults {
                self.words.note_missing(format!("{key}: {fault}"));
            }
            return said;
        }
        self.words.note_missing(key.to_owned());
        format!("⟦{key}⟧")
    }
}

impl std::fmt::Debug for Tongue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tongue({})", self.lang())
    }
}

impl Value<'_> {
    /// The value with nothing borrowed.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Number(number) => Value::Number(number),
        }
    }

    fn placed(&self, right_to_left: Option<bool>) -> FluentValue<'_> {
        match self {
            Value::Number(number) => FluentValue::from(*number),
            Value::Text(text) if right_to_left.is_some_and(|rtl| runs_against(text, rtl)) => {
                FluentValue::from(format!("{ISOLATE}{text}{ISOLATE_END}"))
            }
            Value::Text(text) => FluentValue::from(text.as_ref()),
        }
    }
}

/// A word of the program's own, as `morning`: it chooses between variants, and would not be found with an isolate around it.
/// Alone it turns nothing around it either.
fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// Whether `text` holds what could reorder a sentence of this direction. Digits and signs count in a
/// right-to-left sentence only: there "€72" or "14:15" can be torn apart.
fn runs_against(text: &str, right_to_left: bool) -> bool {
    if is_word(text) {
        false
    } else if right_to_left {
        text.chars().any(|c| c.is_ascii_alphanumeric() || ('\u{c0}'..'\u{590}').contains(&c))
    } else {
        text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a &'a str> for Value<'a> {
    fn from(text: &'a &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

macro_rules! quantities {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Value<'_> {
            fn from(number: $kind) -> Self {
                Value::Number(number as f64)
            }
        }
        impl From<&$kind> for Value<'_> {
            fn from(number: &$kind) -> Self {
                Value::Number(*number as f64)
            }
        }
    )*};
}

quantities!(i8, i16, i32, i64, u8, u16, u32, u64, usize, f64);

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The ground's words and a few more, for tests of the whole web shell.
    pub(crate) fn sample() -> Words {
        Words::build(&[
            ("en", "ground", include_str!("../locales/en.ftl")),
            ("ar", "ground", include_str!("../locales/ar.ftl")),
            ("en", "ground", include_str!("../locales/en/dates.ftl")),
            ("ar", "ground", include_str!("../locales/ar/dates.ftl")),
            ("en", "ground", include_str!("../locales/en/errors.ftl")),
            ("ar", "ground", include_str!("../locales/ar/errors.ftl")),
            ("en", "ground", include_str!("../locales/en/cookies.ftl")),
            ("ar", "ground", include_str!("../locales/ar/cookies.ftl")),
            ("en", "sample", "hello = Hello, { $name }\nonly = Only here\nvisits = { $n ->\n  [one] one visit\n *[other] { $n } visits\n}\n"),
            ("ar", "sample", "hello = أهلًا { $name }\n"),
        ])
        .unwrap()
    }

    #[test]
    fn a_sentence_takes_its_values_in_either_language() {
        let words = sample();
        let (en, ar) = (words.english(), words.tongue("ar").unwrap());
        assert_eq!(en.with("hello", &[("name", "Maeve".into())]), "Hello, Maeve");
        assert_eq!(en.with("visits", &[("n", 1.into())]), "one visit");
        assert_eq!(en.with("visits", &[("n", 22_319.into())]), "22,319 visits");
        assert_eq!(ar.with("hello", &[("name", "Maeve".into())]), "أهلًا \u{2068}Maeve\u{2069}");
        assert_eq!(ar.with("hello", &[("name", "مايف".into())]), "أهلًا مايف");
        assert_eq!(ar.with("hello", &[("name", "morning".into())]), "أهلًا morning", "a word chooses a variant as it is");
        assert_eq!(en.with("hello", &[("name", "مايف".into())]), "Hello, \u{2068}مايف\u{2069}");
        assert_eq!((en.dir(), ar.dir(), ar.lang()), ("ltr", "rtl", "ar"));
        assert_eq!(words.missing(), Vec::<String>::new());
    }

    #[test]
    fn what_a_language_lacks_is_said_in_english_and_what_english_lacks_is_seen_and_remembered() {
        let words = sample();
        let ar = words.tongue("ar").unwrap();
        assert_eq!(ar.get("only"), "Only here");
        assert!(words.missing().is_empty());
        assert_eq!(ar.get("nowhere"), "⟦nowhere⟧");
        ar.get("hello");
        let missing = words.missing();
        assert!(
            missing.contains(&"nowhere".to_owned()) && missing.iter().any(|m| m.starts_with("hello:")),
            "{missing:?}"
        );
    }

    #[test]
    fn languages_call_themselves_by_their_own_name() {
        let names = sample().languages();
        assert_eq!(names, [("en".into(), "English".into()), ("ar".into(), "العربية".into())]);
    }
}
