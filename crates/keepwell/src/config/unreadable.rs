//! A configuration that cannot be read: which line it is, and what is wrong there.

use std::io;
use std::path::Path;

use figment::error::{Actual, Kind};

use super::ConfigError;

/// The file itself.
pub(super) fn unread(file: &Path, error: &io::Error) -> ConfigError {
    ConfigError::Wrong(format!("the configuration file {} cannot be read: {error}", file.display()))
}

/// Whether it is written as TOML is.
pub(super) fn written(file: &Path, text: &str) -> Result<(), ConfigError> {
    let Err(error) = text.parse::<toml::Table>() else { return Ok(()) };
    let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
    // The parser's position may be behind a line's end, and then counts for that line.
    let ended = error.span().is_some_and(|span| text[..span.start.min(text.len())].ends_with('\n'));
    let line = if ended { (line + 1).min(text.lines().count().max(1)) } else { line };
    let what = error.message().lines().collect::<Vec<_>>().join(", ");
    Err(ConfigError::Wrong(format!("{}, line {line}: this is not TOML: {what}", file.display())))
}

/// What it says: a setting that there is not, or a value of another kind than the setting's.
pub(super) fn meant(file: Option<&Path>, text: &str, error: &figment::Error) -> ConfigError {
    let mut path = error.path.clone();
    let what = match &error.kind {
        Kind::UnknownField(name, known) => {
            if path.last() != Some(name) {
                path.push(name.clone());
            }
            format!("there is no such setting; there are {}", known.join(", "))
        }
        Kind::InvalidType(found, wanted) | Kind::InvalidValue(found, wanted) => {
            format!("{} is written there, and it wants {}", in_words(found), wanted_in_words(wanted))
        }
        Kind::UnknownVariant(found, known) => format!("{found} is none of its words, which are {}", known.join(", ")),
        Kind::MissingField(name) => format!("{name} is missing"),
        Kind::ISizeOutOfRange(_) | Kind::USizeOutOfRange(_) => "the number is too large".to_owned(),
        kind => kind.to_string(),
    };
    let setting = path.join(".");
    let by_variable = error.metadata.as_ref().is_some_and(|source| source.name.contains("environment"));
    let place = match file {
        Some(file) if !by_variable => match line_of(text, &path) {
            Some(line) => format!("{}, line {line}", file.display()),
            None => file.display().to_string(),
        },
        _ => format!("the variable KEEPWELL_{}", path.join("__").to_uppercase()),
    };
    ConfigError::Wrong(format!("{place}: {setting}: {what}"))
}

/// What stands in the file, as its writer would call it.
fn in_words(found: &Actual) -> String {
    match found {
        Actual::Bool(value) => value.to_string(),
        Actual::Unsigned(value) => value.to_string(),
        Actual::Signed(value) => value.to_string(),
        Actual::Float(value) => value.to_string(),
        Actual::Char(value) => format!("\"{value}\""),
        Actual::Str(value) => format!("\"{value}\""),
        Actual::Seq => "a list".to_owned(),
        Actual::Map => "a group of settings".to_owned(),
        _ => "something else".to_owned(),
    }
}

/// What the program wants, said without its types.
fn wanted_in_words(wanted: &str) -> String {
    let words = match wanted {
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "true or false",
        "a string" | "path string" | "string or map" => "words in quotes",
        "a sequence" => "a list, such as [\"one\", \"two\"]",
        "socket address" => "a socket address, such as 127.0.0.1:8080",
        "IP address" => "an address, such as 127.0.0.1",
        _ if wanted.starts_with("struct ") || wanted == "a map" => "a group of settings, such as { name = 1 }",
        other => other,
    };
    words.to_owned()
}

/// The line on which a setting stands, or else the nearest thing around it.
fn line_of(text: &str, path: &[String]) -> Option<usize> {
    let (mut section, mut nearest): (Vec<String>, (usize, Option<usize>)) = (Vec::new(), (0, None));
    for (line, at) in text.lines().zip(1..) {
        let line = line.trim();
        let named = match line.strip_prefix('[') {
            Some(header) => {
                section = names(header.trim_start_matches('[').split(']').next().unwrap_or_default());
                section.clone()
            }
            None => match line.split_once('=').filter(|_| !line.starts_with('#')) {
                Some((key, _)) => [section.clone(), names(key)].concat(),
                None => continue,
            },
        };
        if path.starts_with(&named) && named.len() > nearest.0 {
            nearest = (named.len(), Some(at));
        }
    }
    nearest.1
}

fn names(dotted: &str) -> Vec<String> {
    dotted.split('.').map(|name| name.trim().trim_matches(['"', '\'']).to_owned()).collect()
}
