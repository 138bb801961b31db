//! What a room says it keeps: its `promises.toml`.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Parameters, StatementError, statement};

/// The controls of one room.
///
/// ```toml
/// [[promise]]
/// id = "password.hashed"
/// control = "identity::password::hash"
/// how = "Your password goes through {password_iterations} rounds before we store the result."
/// tests = ["a stored password is a PBKDF2 hash with the set number of rounds"]
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoomPromises {
    /// The room.
    pub room: String,
    /// What keeps what, in the order of the file.
    pub controls: Vec<Control>,
}

/// The code that keeps one promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Control {
    /// The room that has it.
    pub room: String,
    /// The promise, an id of the catalogue.
    pub id: String,
    /// Where in the code it is: "crate::path::item".
    pub control: String,
    /// How it is kept, in plain words, with `{parameter}` as in a statement.
    pub how: String,
    /// The names of the tests that fail when the control is removed; never empty.
    pub tests: Vec<String>,
}

impl Control {
    /// How it is kept, with the values of one clinic.
    ///
    /// # Errors
    /// None after [`RoomPromises::parse`], which tries it.
    pub fn how(&self, parameters: &Parameters) -> Result<String, StatementError> {
        statement::render(&self.how, parameters)
    }
}

/// A `promises.toml` that cannot stand; says which entry and what to write.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("promises of the room {room}: {message}")]
pub struct RoomPromisesError {
    /// The room whose file it is.
    pub room: String,
    /// What is wrong and what to write.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    #[serde(default)]
    promise: Vec<ControlText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlText {
    id: String,
    control: String,
    how: String,
    tests: Vec<String>,
}

impl RoomPromises {
    /// Reads the `promises.toml` of one room.
    ///
    /// # Errors
    /// The first fault: an id outside the catalogue or twice, a control that is no path, an empty
    /// `how`, no tests.
    pub fn parse(room: &str, text: &str) -> Result<Self, RoomPromisesError> {
        let fault = |message: String| RoomPromisesError { room: room.to_owned(), message };
        let file: FileText = toml::from_str(text).map_err(|error| fault(error.to_string()))?;
        let mut controls: Vec<Control> = Vec::with_capacity(file.promise.len());
        for entry in file.promise {
            if let Some(message) = wrong(&entry, &controls) {
                return Err(fault(format!("{}: {message}", entry.id)));
            }
            controls.push(Control {
                room: room.to_owned(),
                id: entry.id,
                control: entry.control,
                how: entry.how,
                tests: entry.tests,
            });
        }
        Ok(Self { room: room.to_owned(), controls })
    }
}

fn wrong(entry: &ControlText, earlier: &[Control]) -> Option<String> {
    if super::find(&entry.id).is_none() {
        return Some("the catalogue has no such promise: write one of its ids".to_owned());
    }
    if earlier.iter().any(|control| control.id == entry.id) {
        return Some("it stands twice: one room keeps a promise by one control, name the outermost".to_owned());
    }
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut names = entry.control.split("::");
    if !entry.control.contains("::") || !names.all(is_name) {
        return Some(format!("control = \"{}\" is no path: write crate::path::item", entry.control));
    }
    if entry.how.trim().is_empty() {
        return Some("how is empty: write in plain words how it is kept".to_owned());
    }
    if let Err(error) = statement::render(&entry.how, &Parameters::default()) {
        return Some(format!("how: {error}"));
    }
    if entry.tests.is_empty() || entry.tests.iter().any(|test| test.trim().is_empty()) {
        return Some("tests is empty: name the tests that fail when the control is removed".to_owned());
    }
    None
}
