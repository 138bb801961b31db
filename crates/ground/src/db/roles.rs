//! What PostgreSQL lets our roles do, asked at every start: row-level security binds nobody who can lift it.

use postgres::Client;

use super::Location;
use super::postgres::{describe, role_of};
use crate::error::{Error, Result};
use crate::keys::KeyLocation;

/// The three roles are three: whoever works with the rows neither lifts the walls around them nor reaches the keys.
pub(crate) fn apart(data: &Location, keys: &KeyLocation) -> Result<()> {
    let (Location::Postgres { app, owner }, KeyLocation::Postgres(keys)) = (data, keys) else { return Ok(()) };
    let (app, owner, keys) = (role_of(app)?, role_of(owner)?, role_of(keys)?);
    if app == owner || app == keys || owner == keys {
        return Err(Error::internal(format_args!(
            "PostgreSQL is reached as {app} for the data, {owner} for its tables and {keys} for the keys: these must be three roles (docs/operate.md, PostgreSQL)"
        )));
    }
    Ok(())
}

/// A role of ours is no superuser and does not pass row-level security by.
pub(super) fn unprivileged(client: &mut Client) -> Result<()> {
    let row = client
        .query_one(
            "SELECT CAST(rolname AS TEXT), rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user",
            &[],
        )
        .map_err(|e| Error::internal(format_args!("roles: {}", describe(&e))))?;
    let (role, superuser, bypasses): (String, bool, bool) = (row.get(0), row.get(1), row.get(2));
    let what = match (superuser, bypasses) {
        (true, _) => "is a superuser",
        (_, true) => "has BYPASSRLS",
        _ => return Ok(()),
    };
    Err(Error::internal(format_args!(
        "the PostgreSQL role {role} {what}, so nothing keeps it from other clinics' rows. Run ALTER ROLE \"{role}\" NOSUPERUSER NOBYPASSRLS, or name a role of its own (docs/operate.md, PostgreSQL)"
    )))
}

/// The application's role neither owns a table of ours nor may act as a role that does.
pub(super) fn bound(client: &mut Client) -> Result<()> {
    unprivileged(client)?;
    let owner = client
        .query_opt(
            "SELECT CAST(current_user AS TEXT), CAST(c.relname AS TEXT), CAST(pg_get_userbyid(c.relowner) AS TEXT) FROM pg_class c
             WHERE c.relnamespace = CAST('public' AS regnamespace) AND c.relkind IN ('r', 'p') AND pg_has_role(current_user, c.relowner, 'MEMBER')
             ORDER BY c.relname LIMIT 1",
            &[],
        )
        .map_err(|e| Error::internal(format_args!("roles: {}", describe(&e))))?;
    let Some(row) = owner else { return Ok(()) };
    let (role, table, owner): (String, String, String) = (row.get(0), row.get(1), row.get(2));
    let advice = if role == owner {
        format!("Run ALTER TABLE \"{table}\" OWNER TO the role of data.postgres_owner, and so for each table it owns")
    } else {
        format!("Run REVOKE \"{owner}\" FROM \"{role}\"")
    };
    Err(Error::internal(format_args!(
        "the PostgreSQL role {role} can act as the owner of the table {table}, and so lift its row-level security. {advice} (docs/operate.md, PostgreSQL)"
    )))
}
