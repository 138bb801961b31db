//! Reading the rooms' translation files, and refusing those that would surprise a person later.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentResource, FluentValue};
use fluent_syntax::ast;
use unic_langid::LanguageIdentifier;

use super::{ENGLISH, Language, RIGHT_TO_LEFT};

/// Why the translation files cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    #[error("room {room}, language {lang}, line {line}: {what}")]
    Syntax { room: String, lang: String, line: usize, what: String },
    #[error("language {lang}: the key {key} is given by room {first} and again by room {second}")]
    Twice { lang: String, key: String, first: String, second: String },
    #[error("room {room}, language {lang}: the key {key} does not exist in English")]
    NotInEnglish { room: String, lang: String, key: String },
    #[error("room {room}, language {lang}: {key} uses ${argument}, which the English sentence does not have")]
    Argument { room: String, lang: String, key: String, argument: String },
    #[error("{0} is no language code")]
    Code(String),
    #[error("there are no English words")]
    NoEnglish,
    #[error(
        "language {0} must say in number-group how it groups thousands: by a comma, a full stop, a space or an apostrophe"
    )]
    Grouping(String),
}

/// What one key of one language is: who gave it and which arguments it uses.
struct Known {
    room: String,
    arguments: BTreeSet<String>,
}

type Keys = BTreeMap<String, Known>;

pub(super) fn languages(files: &[(&str, &str, &str)]) -> Result<Vec<Language>, WordsError> {
    let mut codes: Vec<&str> = Vec::new();
    for (lang, ..) in files {
        if !codes.contains(lang) {
            codes.push(lang);
        }
    }
    codes.sort_by_key(|code| *code != ENGLISH);
    if codes.first() != Some(&ENGLISH) {
        return Err(WordsError::NoEnglish);
    }
    let mut english = Keys::new();
    let mut languages = Vec::new();
    for code in codes {
        let (language, keys) = language(code, files)?;
        if code == ENGLISH {
            english = keys;
        } else {
            // The words of the notice stand together: those of a room that this program leaves out are asked for by nobody.
            let keys = match language.notice_only {
                true => keys.into_iter().filter(|(key, _)| english.contains_key(key)).collect(),
                false => keys,
            };
            compare(code, &keys, &english)?;
        }
        languages.push(language);
    }
    Ok(languages)
}

fn language(code: &str, files: &[(&str, &str, &str)]) -> Result<(Language, Keys), WordsError> {
    let id: LanguageIdentifier = code.parse().map_err(|_| WordsError::Code(code.to_owned()))?;
    let right_to_left = RIGHT_TO_LEFT.contains(&id.language.as_str());
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // `Tongue::with` isolates only what needs it, so that plain sentences stay plain text.
    bundle.set_use_isolating(false);
    let mut keys = Keys::new();
    for (lang, room, text) in files.iter().filter(|(lang, ..)| *lang == code) {
        let resource = FluentResource::try_new((*text).to_owned()).map_err(|(_, faults)| {
            let first = faults.into_iter().next();
            let at = first.as_ref().map_or(0, |fault| fault.pos.start).min(text.len());
            WordsError::Syntax {
                room: (*room).to_owned(),
                lang: (*lang).to_owned(),
                line: text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1,
                what: first.map_or_else(String::new, |fault| fault.kind.to_string()),
            }
        })?;
        for (key, arguments) in resource.entries().filter_map(key_and_arguments) {
            if let Some(first) = keys.get(&key) {
                return Err(WordsError::Twice {
                    lang: code.to_owned(),
                    key,
                    first: first.room.clone(),
                    second: (*room).to_owned(),
                });
            }
            keys.insert(key, Known { room: (*room).to_owned(), arguments });
        }
        bundle.add_resource_overriding(resource);
    }
    let sign = bundle.get_message("number-group").and_then(|message| message.value());
    let sign = sign.map(|pattern| bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned());
    bundle.set_formatter(Some(grouping(code, sign.as_deref())?));
    let where_to = bundle.get_message("language-offered").and_then(|message| message.value());
    let where_to = where_to.map(|pattern| bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned());
    let notice_only = where_to.as_deref() == Some("notice");
    Ok((Language { code: code.to_owned(), right_to_left, notice_only, bundle }, keys))
}

fn compare(lang: &str, keys: &Keys, english: &Keys) -> Result<(), WordsError> {
    for (key, known) in keys.iter().filter(|(key, _)| !key.starts_with('-')) {
        let room = known.room.clone();
        let Some(model) = english.get(key) else {
            return Err(WordsError::NotInEnglish { room, lang: lang.to_owned(), key: key.clone() });
        };
        if let Some(argument) = known.arguments.difference(&model.arguments).next() {
            return Err(WordsError::Argument {
                room,
                lang: lang.to_owned(),
                key: key.clone(),
                argument: argument.clone(),
            });
        }
    }
    Ok(())
}

fn key_and_arguments(entry: &ast::Entry<&str>) -> Option<(String, BTreeSet<String>)> {
    let (key, pattern) = match entry {
        ast::Entry::Message(message) => (message.id.name.to_owned(), message.value.as_ref()),
        ast::Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value)),
        _ => return None,
    };
    let mut arguments = BTreeSet::new();
    if let Some(pattern) = pattern {
        in_pattern(pattern, &mut arguments);
    }
    Some((key, arguments))
}

fn in_pattern(pattern: &ast::Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &ast::Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => in_inline(inline, found),
        ast::Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &ast::InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                in_inline(argument, found);
            }
        }
        ast::InlineExpression::Placeable { expression } => in_expression(expression, found),
        _ => {}
    }
}

type Formatter<M> = fn(&FluentValue<'_>, &M) -> Option<String>;

/// A formatter is a bare function that cannot know its language, hence one for each sign in use.
fn grouping<M>(code: &str, sign: Option<&str>) -> Result<Formatter<M>, WordsError> {
    match sign {
        // Only tests of a few words do without the ground's files; their numbers stay ungrouped.
        None => Ok(|value, _| plain(value, "", ".")),
        Some(",") => Ok(|value, _| plain(value, ",", ".")),
        Some(".") => Ok(|value, _| plain(value, ".", ",")),
        Some("\u{a0}" | "\u{202f}") => Ok(|value, _| plain(value, "\u{202f}", ",")),
        Some("’") => Ok(|value, _| plain(value, "’", ".")),
        Some(_) => Err(WordsError::Grouping(code.to_owned())),
    }
}

fn plain(value: &FluentValue<'_>, group: &str, decimal: &str) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, options }) => {
            let group = if options.use_grouping { group } else { "" };
            let least = options.minimum_fraction_digits.unwrap_or(0);
            Some(super::figures::written(
                *value,
                least,
                options.maximum_fraction_digits.unwrap_or(least.max(3)),
                group,
                decimal,
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Words;

    fn fault(files: &[(&str, &str, &str)]) -> String {
        Words::build(files).err().map_or_else(String::new, |fault| fault.to_string())
    }

    #[test]
    fn files_that_would_surprise_a_person_are_refused_by_name() {
        for (files, part) in [
            (
                &[("en", "booking", "a = A\n"), ("en", "people", "b = B\na = C\n")][..],
                "the key a is given by room booking and again by room people",
            ),
            (&[("en", "booking", "a = A\na = B\n")], "given by room booking and again by room booking"),
            (&[("en", "booking", "a = A\nb = { $\n")], "room booking, language en, line 2"),
            (&[("en", "booking", "a = A\n"), ("ar", "booking", "b = B\n")], "the key b does not exist in English"),
            (&[("en", "booking", "a = A { $n }\n"), ("ar", "booking", "a = B { $m }\n")], "a uses $m"),
            (
                &[
                    ("en", "booking", "a = A { $n }\n"),
                    ("ar", "booking", "a = { $n ->\n [one] { $k }\n *[other] B\n }\n"),
                ],
                "a uses $k",
            ),
            (&[("ar", "booking", "a = A\n")], "no English words"),
            (&[("en", "booking", "number-group = x\n")], "number-group"),
        ] {
            assert!(fault(files).contains(part), "{part}: {}", fault(files));
        }
    }

    #[test]
    fn two_rooms_may_share_a_language() {
        assert!(Words::build(&[("en", "a", "a = A\n"), ("en", "b", "b = B\n"), ("ar", "b", "b = ب\n")]).is_ok());
    }
}
