//! Reads the live schema, for the comparison with the data map.

use promise::LiveSchema;

use super::{Engine, Session};
use crate::error::Result;

/// Every table and column that exists now, but for the engines' own and the migration record.
pub(crate) fn live(session: &mut dyn Session) -> Result<LiveSchema> {
    let sql = match session.engine() {
        Engine::Sqlite => {
            "SELECT m.name AS table_name, p.name AS column_name FROM sqlite_master m, pragma_table_info(m.name) p
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'schema_migration'"
        }
        // The catalogue itself: information_schema leaves out what this role may not touch, and it is there all the same.
        Engine::Postgres => {
            "SELECT CAST(c.relname AS TEXT) AS table_name, CAST(a.attname AS TEXT) AS column_name
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname <> 'schema_migration'"
        }
    };
    let mut schema = LiveSchema::default();
    for row in session.query(sql, &[])? {
        schema.tables.entry(row.get("table_name")?).or_default().insert(row.get("column_name")?);
    }
    Ok(schema)
}
