//! Every row of a store as it stands at one instant, and an empty store filled with such rows: what a backup and a
//! restore stand on.
//!
//! Rows travel in the portable set of values, so what was read from one engine can be written into the other.

mod fill;
mod snapshot;

use postgres::types::Type;

pub use fill::{Fill, Filled};
pub use snapshot::Snapshot;

use super::Location;
use crate::error::{Error, Result};
use crate::keys::KeyLocation;

/// One of the two stores of an installation.
#[derive(Clone, Debug)]
pub enum Store {
    Data(Location),
    Keys(KeyLocation),
}

/// A table and its columns, both in the order of their names, so that two engines and two versions agree on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<String>,
}

/// A step of the schema as a database records that it was applied.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Applied {
    pub room: String,
    pub name: String,
    /// SHA-256 of its text, in hexadecimal.
    pub digest: String,
}

/// A PostgreSQL table with the types of its columns, which its binary copies need.
type Typed = (Table, Vec<Type>);

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn columns(table: &Table) -> String {
    table.columns.iter().map(|column| quoted(column)).collect::<Vec<_>>().join(", ")
}

/// The base tables of a PostgreSQL schema, but for the record of migrations.
fn postgres_tables(client: &mut impl postgres::GenericClient, schema: &str) -> Result<Vec<Typed>> {
    let rows = client
        .query(
            &format!(
                "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.udt_name AS TEXT) FROM information_schema.columns c
                 JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
                 WHERE c.table_schema = {schema} AND c.table_name <> 'schema_migration'
                 ORDER BY CAST(c.table_name AS TEXT) COLLATE \"C\", CAST(c.column_name AS TEXT) COLLATE \"C\""
            ),
            &[],
        )
        .map_err(|e| super::postgres::from_postgres(&e))?;
    let mut tables: Vec<Typed> = Vec::new();
    for row in rows {
        let (name, column, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        let kind = match kind.as_str() {
            "int8" => Type::INT8,
            "int4" => Type::INT4,
            "float8" => Type::FLOAT8,
            "text" => Type::TEXT,
            "bytea" => Type::BYTEA,
            other => {
                return Err(Error::internal(format_args!(
                    "{name}.{column} has the type {other}, which is not portable"
                )));
            }
        };
        if tables.last().is_none_or(|(table, _)| table.name != name) {
            tables.push((Table { name, columns: Vec::new() }, Vec::new()));
        }
        if let Some((table, types)) = tables.last_mut() {
            table.columns.push(column);
            types.push(kind);
        }
    }
    Ok(tables)
}

/// The tables of a SQLite database, but for its own and the record of migrations.
fn sqlite_tables(connection: &rusqlite::Connection) -> Result<Vec<Table>> {
    use super::sqlite::from_sqlite;
    let mut statement = connection
        .prepare(
            "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'schema_migration' ORDER BY m.name, p.name",
        )
        .map_err(from_sqlite)?;
    let mut rows = statement.query([]).map_err(from_sqlite)?;
    let mut tables: Vec<Table> = Vec::new();
    while let Some(row) = rows.next().map_err(from_sqlite)? {
        let (name, column): (String, String) = (row.get(0).map_err(from_sqlite)?, row.get(1).map_err(from_sqlite)?);
        match tables.last_mut().filter(|table| table.name == name) {
            Some(table) => table.columns.push(column),
            None => tables.push(Table { name, columns: vec![column] }),
        }
    }
    Ok(tables)
}
