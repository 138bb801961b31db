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
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT) AS table_name, CAST(column_name AS TEXT) AS column_name FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name <> 'schema_migration'"
        }
    };
    let mut schema = LiveSchema::default();
    for row in session.query(sql, &[])? {
        schema.tables.entry(row.get("table_name")?).or_default().insert(row.get("column_name")?);
    }
    Ok(schema)
}
