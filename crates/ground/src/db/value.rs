//! Values and rows as both engines understand them.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::clock::from_micros;
use crate::error::{Error, Result};

/// One value in the portable set of types.
#[derive(Clone, PartialEq)]
pub enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// Says the type only: a value may be someone's name.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Value::Null => "null",
            Value::Int(_) => "<int>",
            Value::Real(_) => "<real>",
            Value::Text(_) => "<text>",
            Value::Blob(_) => "<blob>",
        })
    }
}

macro_rules! into_value {
    ($($from:ty => |$v:ident| $to:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($v: $from) -> Value { $to }
        }
    )*};
}
into_value! {
    i64 => |v| Value::Int(v);
    i32 => |v| Value::Int(v.into());
    u32 => |v| Value::Int(v.into());
    bool => |v| Value::Int(v.into());
    f64 => |v| Value::Real(v);
    String => |v| Value::Text(v);
    &String => |v| Value::Text(v.clone());
    &str => |v| Value::Text(v.to_owned());
    Vec<u8> => |v| Value::Blob(v);
    &[u8] => |v| Value::Blob(v.to_vec());
    Timestamp => |v| Value::Int(v.as_microsecond());
    jiff::civil::Date => |v| Value::Text(v.to_string());
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// What a column can be read as. `None` means that the stored value is of another type.
pub trait FromValue: Sized {
    fn from_value(value: &Value) -> Option<Self>;
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Option<i64> {
        match value {
            Value::Int(v) => Some(*v),
            _ => None,
        }
    }
}
impl FromValue for u32 {
    fn from_value(value: &Value) -> Option<u32> {
        i64::from_value(value)?.try_into().ok()
    }
}
impl FromValue for i32 {
    fn from_value(value: &Value) -> Option<i32> {
        i64::from_value(value)?.try_into().ok()
    }
}
impl FromValue for bool {
    fn from_value(value: &Value) -> Option<bool> {
        i64::from_value(value).map(|v| v != 0)
    }
}
impl FromValue for f64 {
    fn from_value(value: &Value) -> Option<f64> {
        match value {
            Value::Real(v) => Some(*v),
            Value::Int(v) => Some(*v as f64),
            _ => None,
        }
    }
}
impl FromValue for String {
    fn from_value(value: &Value) -> Option<String> {
        match value {
            Value::Text(v) => Some(v.clone()),
            _ => None,
        }
    }
}
impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Option<Vec<u8>> {
        match value {
            Value::Blob(v) => Some(v.clone()),
            _ => None,
        }
    }
}
impl FromValue for Timestamp {
    fn from_value(value: &Value) -> Option<Timestamp> {
        i64::from_value(value).map(from_micros)
    }
}
impl FromValue for jiff::civil::Date {
    fn from_value(value: &Value) -> Option<jiff::civil::Date> {
        match value {
            Value::Text(v) => v.parse().ok(),
            _ => None,
        }
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Option<T>> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

/// One row, read by column name.
#[derive(Clone, Debug)]
pub struct Row {
    pub(super) columns: Arc<[String]>,
    pub(super) values: Vec<Value>,
}

impl Row {
    /// The value in `column`. A missing column or another type is a fault of the program, told by name.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T> {
        T::from_value(self.value(column)?)
            .ok_or_else(|| Error::internal(format_args!("column {column} holds another type than asked")))
    }

    /// The raw value in `column`.
    pub fn value(&self, column: &str) -> Result<&Value> {
        self.columns
            .iter()
            .position(|name| name == column)
            .and_then(|at| self.values.get(at))
            .ok_or_else(|| Error::internal(format_args!("the row has no column {column}")))
    }

    /// The columns and their values, in the statement's order.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.columns.iter().map(String::as_str).zip(&self.values)
    }
}

/// Most ids that one statement asks for.
pub const LISTED: usize = 512;

/// `$2, $3, ...` for `IN (...)`: adds `ids` to `values`. The last is repeated up to a power of two, so that a statement
/// has few texts however many it is asked for; no list at all names nothing.
pub fn listed<T: Copy + Into<Value>>(values: &mut Vec<Value>, ids: &[T]) -> String {
    let Some(last) = ids.last() else { return "NULL".to_owned() };
    let from = values.len() + 1;
    let filled = ids.iter().chain(std::iter::repeat(last)).take(ids.len().next_power_of_two());
    values.extend(filled.map(|id| (*id).into()));
    let places: Vec<String> = (from..=values.len()).map(|n| format!("${n}")).collect();
    places.join(", ")
}

/// Parameters of a statement: `params![clinic, id, now]` for `$1`, `$2`, `$3`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { [$($crate::db::Value::from($value)),*] };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_many_lengths_have_few_texts_and_name_nothing_else() {
        let list = |ids: &[i64]| {
            let mut values = crate::params!["clinic"].to_vec();
            (listed(&mut values, ids), values.into_iter().skip(1).filter_map(|v| i64::from_value(&v)).collect())
        };
        assert_eq!(list(&[]), ("NULL".to_owned(), Vec::<i64>::new()));
        assert_eq!(list(&[7]), ("$2".to_owned(), vec![7]));
        assert_eq!(list(&[7, 8, 9]), ("$2, $3, $4, $5".to_owned(), vec![7, 8, 9, 9]));
        let texts: std::collections::BTreeSet<String> =
            (0..=LISTED as i64).map(|n| list(&(0..n).collect::<Vec<_>>()).0).collect();
        assert_eq!(texts.len(), 11);
    }
}
