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

/// Whose tables of which schema make a store on PostgreSQL. They are looked up in the catalogue, which everybody sees
/// whole: a table that may not be read is to be a fault, and not left out.
#[derive(Clone, Copy)]
struct Tables {
    schema: &'static str,
    owner: &'static str,
}

impl Tables {
    /// The data's, for the role that works on them.
    const WORKED_ON: Tables = Tables {
        schema: "'public'",
        owner: "(SELECT relowner FROM pg_class WHERE oid = to_regclass('public.schema_migration'))",
    };
    /// The data's, for the role that owns them.
    const OWNED: Tables = Tables { schema: "'public'", owner: "CAST(current_user AS regrole)" };
    /// The keys'.
    const KEYS: Tables = Tables { schema: "current_schema()", owner: "CAST(current_user AS regrole)" };
}

/// The tables of a store on PostgreSQL, but for the record of migrations.
fn postgres_tables(client: &mut impl postgres::GenericClient, Tables { schema, owner }: Tables) -> Result<Vec<Typed>> {
    let rows = client
        .query(
            &format!(
                "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), CAST(t.typname AS TEXT) FROM pg_class c
                 JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
                 WHERE n.nspname = {schema} AND c.relowner = {owner} AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                 AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'schema_migration'
                 ORDER BY CAST(c.relname AS TEXT) COLLATE \"C\", CAST(a.attname AS TEXT) COLLATE \"C\""
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
