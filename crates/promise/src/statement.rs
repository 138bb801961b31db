//! Sentences with parameters in them.

use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::parameters::{Parameter, Parameters};

/// A sentence of the notice in plain English, with `{parameter}` where the clinic's own value
/// stands.
///
/// It is rendered from the same [`Parameters`] that the control reads, so it cannot say another
/// number than the one the code obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement(&'static str);

/// A template that cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StatementError {
    /// A `{name}` that is no parameter.
    #[error("\"{{{0}}}\" is not a parameter; the parameters are the fields of `Parameters`")]
    UnknownPlaceholder(String),
    /// A `{` or `}` without its other half.
    #[error("a brace has no other half in \"{0}\"")]
    LoneBrace(String),
}

impl Statement {
    /// A statement from its template.
    #[must_use]
    pub const fn new(template: &'static str) -> Self {
        Self(template)
    }

    /// The template as written.
    #[must_use]
    pub const fn template(self) -> &'static str {
        self.0
    }

    /// The sentence with the values of one clinic in it.
    ///
    /// # Errors
    /// When a placeholder is unknown or a brace stands alone; a test reads all templates, so this
    /// does not happen with a statement of the catalogue.
    pub fn render(self, parameters: &Parameters) -> Result<String, StatementError> {
        render(self.0, parameters)
    }

    /// The parameters the sentence names, in the order of their first mention.
    ///
    /// # Errors
    /// As [`Statement::render`].
    pub fn placeholders(self) -> Result<Vec<Parameter>, StatementError> {
        let mut named = Vec::new();
        walk(self.0, |piece| {
            if let Piece::Placeholder(parameter) = piece
                && !named.contains(&parameter)
            {
                named.push(parameter);
            }
        })?;
        Ok(named)
    }
}

impl Serialize for Statement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

/// Fills a template that is not part of the catalogue, as a room's "how this is kept".
///
/// # Errors
/// When a placeholder is unknown or a brace stands alone.
pub(crate) fn render(template: &str, parameters: &Parameters) -> Result<String, StatementError> {
    let mut sentence = String::with_capacity(template.len() + 16);
    walk(template, |piece| match piece {
        Piece::Text(text) => sentence.push_str(text),
        Piece::Placeholder(parameter) => sentence.push_str(&parameters.text(parameter)),
    })?;
    Ok(sentence)
}

enum Piece<'a> {
    Text(&'a str),
    Placeholder(Parameter),
}

fn walk<'a>(template: &'a str, mut visit: impl FnMut(Piece<'a>)) -> Result<(), StatementError> {
    let lone = || StatementError::LoneBrace(template.to_owned());
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        visit(Piece::Text(&rest[..at]));
        let after = rest[at..].strip_prefix('{').ok_or_else(lone)?;
        let (name, following) = after.split_once('}').ok_or_else(lone)?;
        let parameter = name.parse().map_err(|_| StatementError::UnknownPlaceholder(name.to_owned()))?;
        visit(Piece::Placeholder(parameter));
        rest = following;
    }
    visit(Piece::Text(rest));
    Ok(())
}
