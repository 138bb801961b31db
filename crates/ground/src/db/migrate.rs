//! Append-only migrations: portable SQL, with the few lines that must differ side by side.
//!
//! A schema file may hold blocks between `-- only: sqlite` or `-- only: postgres` and `-- end`; the rest runs on
//! both. On PostgreSQL every table with a `clinic` column gets row-level security when it is made.

use super::{Engine, sqlite::from_sqlite};
use crate::error::{Error, Result};

/// One step of one room's schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub room: &'static str,
    /// `001_name`: applied in this order within the room.
    pub name: &'static str,
    pub sql: &'static str,
}

/// The statements of `migration` for `engine`.
pub fn migrations_for(engine: Engine, migration: &Migration) -> Result<String> {
    let mut only: Option<&str> = None;
    let mut sql = String::with_capacity(migration.sql.len());
    for line in migration.sql.lines() {
        let trimmed = line.trim();
        if let Some(engine) = trimmed.strip_prefix("-- only: ") {
            if only.is_some() || !["sqlite", "postgres"].contains(&engine) {
                return Err(Error::internal(format_args!(
                    "{}/{}: a block opens wrongly: {trimmed}",
                    migration.room, migration.name
                )));
            }
            only = Some(engine);
        } else if trimmed == "-- end" {
            only = None;
        } else if only.is_none_or(|name| name == engine.as_str()) && !trimmed.starts_with("--") {
            sql.push_str(line);
            sql.push('\n');
        }
    }
    if only.is_some() {
        return Err(Error::internal(format_args!("{}/{}: a block does not end", migration.room, migration.name)));
    }
    Ok(match engine {
        Engine::Sqlite => sql.replace("BYTEA", "BLOB"),
        Engine::Postgres => sql,
    })
}

const RECORD: &str = "CREATE TABLE IF NOT EXISTS schema_migration (room TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (room, name))";

pub(super) fn sqlite(connection: &mut rusqlite::Connection, migrations: &[Migration]) -> Result<()> {
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(from_sqlite)?;
    tx.execute_batch(RECORD).map_err(from_sqlite)?;
    for migration in migrations {
        let digest = digest(migration);
        let applied: Option<String> = tx
            .query_row(
                "SELECT digest FROM schema_migration WHERE room = ?1 AND name = ?2",
                [migration.room, migration.name],
                |row| row.get(0),
            )
            .map(Some)
            .or_else(|e| if e == rusqlite::Error::QueryReturnedNoRows { Ok(None) } else { Err(from_sqlite(e)) })?;
        if unchanged(migration, applied.as_deref(), &digest)? {
            continue;
        }
        tx.execute_batch(&migrations_for(Engine::Sqlite, migration)?)
            .map_err(|e| Error::internal(format_args!("{}/{}: {e}", migration.room, migration.name)))?;
        tx.execute(
            "INSERT INTO schema_migration (room, name, digest) VALUES (?1, ?2, ?3)",
            [migration.room, migration.name, &digest],
        )
        .map_err(from_sqlite)?;
    }
    tx.commit().map_err(from_sqlite)
}

/// Runs as the tables' owner. `app` is the role that may then use them.
pub(super) fn postgres(client: &mut ::postgres::Client, app: &str, migrations: &[Migration]) -> Result<()> {
    let mut tx = client.transaction().map_err(fault)?;
    postgres_steps(&mut tx, migrations)?;
    wall(&mut tx, app).map_err(fault)?;
    tx.commit().map_err(fault)
}

fn fault(error: ::postgres::Error) -> Error {
    Error::internal(format_args!("migrations: {}", super::postgres::describe(&error)))
}

/// Applies what is not applied yet, in the transaction that `tx` is in, and builds no wall.
pub(super) fn postgres_steps(tx: &mut impl ::postgres::GenericClient, migrations: &[Migration]) -> Result<()> {
    // Two nodes starting together take turns.
    tx.batch_execute("SELECT pg_advisory_xact_lock(7291001); CREATE EXTENSION IF NOT EXISTS btree_gist;")
        .map_err(fault)?;
    tx.batch_execute(RECORD).map_err(fault)?;
    // A step that fills a column does so for every clinic: behind the second wall it would see none.
    tx.batch_execute("SET LOCAL keepwell.clinic = '*'").map_err(fault)?;
    for migration in migrations {
        let digest = digest(migration);
        let applied: Option<String> = tx
            .query_opt(
                "SELECT digest FROM schema_migration WHERE room = $1 AND name = $2",
                &[&migration.room, &migration.name],
            )
            .map_err(fault)?
            .map(|row| row.get(0));
        if unchanged(migration, applied.as_deref(), &digest)? {
            continue;
        }
        tx.batch_execute(&migrations_for(Engine::Postgres, migration)?).map_err(|e| {
            Error::internal(format_args!("{}/{}: {}", migration.room, migration.name, super::postgres::describe(&e)))
        })?;
        tx.execute(
            "INSERT INTO schema_migration (room, name, digest) VALUES ($1, $2, $3)",
            &[&migration.room, &migration.name, &digest],
        )
        .map_err(fault)?;
    }
    Ok(())
}

/// What a row must have to be seen or written.
const WALL: &str =
    "clinic = current_setting('keepwell.clinic', true) OR current_setting('keepwell.clinic', true) = '*'";
/// The same as PostgreSQL writes it back.
const WALL_STANDING: &str = "((clinic = current_setting('keepwell.clinic'::text, true)) OR (current_setting('keepwell.clinic'::text, true) = '*'::text))";

/// The second wall: a session sees the rows of the clinic it named, and none when it named none. A wall that stands as
/// it should is left alone: setting it anew locks the whole table, and another node may be at work on it.
pub(super) fn wall(tx: &mut impl ::postgres::GenericClient, app: &str) -> Result<(), ::postgres::Error> {
    let tables = tx.query(
        "SELECT CAST(c.table_name AS TEXT), bool_or(c.column_name = 'clinic') FROM information_schema.columns c
         JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
         WHERE c.table_schema = 'public' AND c.table_name <> 'schema_migration' GROUP BY c.table_name",
        &[],
    )?;
    let standing: Vec<String> = tx
        .query(
            "SELECT CAST(c.relname AS TEXT) FROM pg_class c JOIN pg_policies p ON p.schemaname = 'public' AND p.tablename = c.relname
             WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND c.relforcerowsecurity
             GROUP BY c.relname HAVING count(*) = 1 AND bool_and(p.policyname = 'clinic_wall' AND p.permissive = 'PERMISSIVE' AND p.cmd = 'ALL'
                 AND p.roles = '{public}' AND p.qual = $1 AND p.with_check = $1)",
            &[&WALL_STANDING],
        )?
        .iter()
        .map(|row| row.get(0))
        .collect();
    let app = quoted(app);
    tx.batch_execute(&format!("GRANT USAGE ON SCHEMA public TO {app}; GRANT SELECT ON schema_migration TO {app};"))?;
    for row in tables {
        let (name, walled): (String, bool) = (row.get(0), row.get(1));
        let table = quoted(&name);
        tx.batch_execute(&format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {app};"))?;
        if walled && !standing.contains(&name) {
            tx.batch_execute(&format!(
                "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
                 DROP POLICY IF EXISTS clinic_wall ON {table};
                 CREATE POLICY clinic_wall ON {table} USING ({WALL}) WITH CHECK ({WALL});"
            ))?;
        }
    }
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// True when the step was applied before; an applied step whose text changed is refused, never guessed about.
fn unchanged(migration: &Migration, applied: Option<&str>, digest: &str) -> Result<bool> {
    match applied {
        None => Ok(false),
        Some(applied) if applied == digest => Ok(true),
        Some(_) => Err(Error::internal(format_args!(
            "{}/{} was applied with another text: migrations are append-only, add a new one",
            migration.room, migration.name
        ))),
    }
}

/// SHA-256 of the step's text, in hexadecimal: what the record of migrations keeps of it.
pub fn digest(migration: &Migration) -> String {
    crate::seal::digest(migration.sql.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_belong_to_their_engine() {
        let migration = Migration {
            room: "r",
            name: "001",
            sql: "CREATE TABLE t (a BYTEA);\n-- only: sqlite\nLITE\n-- end\n-- only: postgres\nPG\n-- end\n",
        };
        let lite = migrations_for(Engine::Sqlite, &migration).unwrap();
        assert!(lite.contains("LITE") && lite.contains("BLOB") && !lite.contains("PG"));
        let pg = migrations_for(Engine::Postgres, &migration).unwrap();
        assert!(pg.contains("PG") && pg.contains("BYTEA") && !pg.contains("LITE"));
        let open = Migration { sql: "-- only: sqlite\nx", ..migration };
        assert!(migrations_for(Engine::Sqlite, &open).is_err());
    }
}
