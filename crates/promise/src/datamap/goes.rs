//! From when the time of a row counts, as its table says where its retention class goes by the age of rows:
//!
//! ```toml
//! goes = { after = "at" }             # the time of the class, counted from this column
//! goes = { after = "at", days = 1 }   # days of the table's own
//! goes = { at = "expires_at" }        # the row says itself when it is over
//! goes = { room = "it goes when it is done" }   # its room ends it, and says why nothing else can
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Column;

/// When a row of a table is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goes {
    /// At the instant that this column holds. A row that has none is not over.
    At(String),
    /// The time of its class after the instant in this column; where days are said, they count in its place.
    After {
        /// The column.
        column: String,
        /// Days of the table's own.
        days: Option<u32>,
    },
    /// When its room ends it; why.
    Room(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoesText {
    at: Option<String>,
    after: Option<String>,
    days: Option<u32>,
    room: Option<String>,
}

pub(super) fn read(
    text: Option<GoesText>,
    columns: &BTreeMap<String, Column>,
    fault: &mut impl FnMut(String),
) -> Option<Goes> {
    let goes = match text? {
        GoesText { at: Some(column), after: None, days: None, room: None } => Goes::At(column),
        GoesText { at: None, after: Some(column), days, room: None } => Goes::After { column, days },
        GoesText { at: None, after: None, days: None, room: Some(why) } if !why.trim().is_empty() => Goes::Room(why),
        _ => {
            fault(
                "goes is one of { at = a column }, { after = a column }, perhaps with days, { room = why }".to_owned(),
            );
            return None;
        }
    };
    if let Goes::At(column) | Goes::After { column, .. } = &goes
        && !columns.contains_key(column)
    {
        fault(format!("goes names \"{column}\", which is not among its columns"));
    }
    Some(goes)
}
