//! A session on a borrowed connection to SQLite.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use rusqlite::{CachedStatement, Connection, Statement, ToSql, types::ValueRef};

use super::sqlite::from_sqlite;
use super::{Engine, Row, Session, Value};
use crate::error::Result;

/// Most texts a connection remembers; more are made of lists of many lengths, and begin anew.
const TEXTS: usize = 1_024;

/// What a connection knows of the statements it has run, by their text: a transaction is made of small statements, and
/// what is the same each time is done once.
#[derive(Default)]
pub(super) struct Texts(RefCell<HashMap<String, Rc<Text>>>);

/// A statement as SQLite is given it, and the names of its columns once it was run.
struct Text {
    sql: String,
    columns: RefCell<Arc<[String]>>,
}

impl Text {
    fn of(sql: &str) -> Text {
        Text { sql: numbered(sql), columns: RefCell::default() }
    }

    /// The names of the statement's columns. Their number tells when a table has changed since.
    fn columns(&self, statement: &Statement<'_>) -> Arc<[String]> {
        let mut known = self.columns.borrow_mut();
        if known.len() != statement.column_count() {
            *known = statement.column_names().into_iter().map(str::to_owned).collect();
        }
        known.clone()
    }
}

impl Texts {
    fn find(&self, sql: &str) -> Rc<Text> {
        let mut texts = self.0.borrow_mut();
        if let Some(text) = texts.get(sql) {
            return text.clone();
        }
        if texts.len() >= TEXTS {
            texts.clear();
        }
        let text = Rc::new(Text::of(sql));
        texts.insert(sql.to_owned(), text.clone());
        text
    }
}

/// A session on a borrowed connection.
pub(crate) struct On<'a> {
    connection: &'a Connection,
    texts: Option<&'a Texts>,
}

impl<'a> On<'a> {
    /// For few statements.
    pub(crate) fn new(connection: &'a Connection) -> On<'a> {
        On { connection, texts: None }
    }

    /// For a connection that serves for as long as the program runs.
    pub(super) fn knowing(connection: &'a Connection, texts: &'a Texts) -> On<'a> {
        On { connection, texts: Some(texts) }
    }

    fn text(&self, sql: &str) -> Rc<Text> {
        self.texts.map_or_else(|| Rc::new(Text::of(sql)), |texts| texts.find(sql))
    }

    fn prepare(&self, text: &Text) -> Result<CachedStatement<'a>> {
        #[cfg(debug_assertions)]
        super::seen::note(&text.sql);
        self.connection.prepare_cached(&text.sql).map_err(from_sqlite)
    }
}

impl Session for On<'_> {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let text = self.text(sql);
        let mut statement = self.prepare(&text)?;
        let columns = text.columns(&statement);
        let width = columns.len();
        let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(from_sqlite)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(from_sqlite)? {
            let values =
                (0..width).map(|i| row.get_ref(i).map(from_ref)).collect::<Result<Vec<_>, _>>().map_err(from_sqlite)?;
            found.push(Row { columns: columns.clone(), values });
        }
        Ok(found)
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let mut statement = self.prepare(&self.text(sql))?;
        let changed = statement.execute(rusqlite::params_from_iter(params)).map_err(from_sqlite)?;
        Ok(changed as u64)
    }
}

/// `$1` means a name to SQLite and a number to PostgreSQL; `?1` is the number here.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

fn from_ref(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(v) => Value::Int(v),
        ValueRef::Real(v) => Value::Real(v),
        ValueRef::Text(v) => Value::Text(String::from_utf8_lossy(v).into_owned()),
        ValueRef::Blob(v) => Value::Blob(v.to_vec()),
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::ToSqlOutput::Borrowed;
        Ok(Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(v) => ValueRef::Integer(*v),
            Value::Real(v) => ValueRef::Real(*v),
            Value::Text(v) => ValueRef::Text(v.as_bytes()),
            Value::Blob(v) => ValueRef::Blob(v),
        }))
    }
}
