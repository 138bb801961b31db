//! How the engine would answer every statement that a test has run: none may walk a table that grows with the years.
//!
//! With a handful of invented rows a walk through all of them costs nothing, and no other test sees it; with a million
//! it is the end of the program.

use std::path::Path;

use rusqlite::Connection;

/// Tables that grow as long as the clinic works.
const GROWING: &[&str] = &[
    "access_entry",
    "account",
    "appointment",
    "client",
    "client_tag",
    "client_token",
    "document",
    "duplicate",
    "event",
    "guardian",
    "identifier",
    "identifier_opening",
    "job",
    "mail",
    "once",
    "person",
    "person_merge",
    "person_moved",
    "session",
];

/// Statements that may walk: a part of their text, and why.
const MAY: &[(&str, &str)] = &[
    (
        "WHERE clinic = ?1 AND nobodys IS NOT NULL AND starts_at < ?2",
        "the same, of visits that are about nobody any more",
    ),
    ("WHEN visits >=", "who is new and who returns is asked of all that they ever came to"),
    ("SELECT source, COUNT(*) AS n FROM client", "evidence: no record is without its source"),
    ("SELECT substr(password, 1, 26) AS head, COUNT(*)", "evidence: no password is stored otherwise"),
    ("SELECT COUNT(*) AS sessions", "evidence: no session is too old"),
    ("a.roles LIKE '%operator%'", "evidence: nobody of the operator's is signed in without an end"),
    ("SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes", "asked only where the clinic may not use more"),
    ("SELECT COUNT(*) AS many FROM account", "asked only where the clinic may not have more"),
    ("SELECT COUNT(*) AS accounts", "evidence: nobody signed up without their age"),
    ("SELECT COUNT(*) AS letters", "evidence: no letter is without its voice, and how many were refused"),
    ("SELECT COUNT(*) AS n, CAST(COALESCE(SUM(CASE WHEN substr(", "evidence: no sealed value stands in clear"),
    ("AND EXISTS (SELECT 1 FROM added_use u", "evidence: of whom an answer waits, where a use was added"),
    ("GROUP BY p.id, u.purpose ORDER BY p.id", "evidence: the first of whom an answer waits, in the order of the key"),
    ("SELECT COUNT(*) AS entries FROM access_entry", "evidence: how long the record is"),
    (
        "FROM duplicate WHERE clinic = ?1 AND apart_at IS NULL LIMIT ?2) counted",
        "counts no further than it is asked to",
    ),
    ("SELECT COUNT(*) AS n FROM document WHERE clinic = ?1 AND created_at < ?2", "the hourly tidying"),
    ("DELETE FROM once", "the hourly tidying"),
    ("DELETE FROM session WHERE clinic", "the hourly tidying"),
    ("undo_until <", "the hourly tidying"),
    ("WHERE clinic = ?1 LIMIT ?2)", "a clinic that left: its rows, some at a time"),
    ("DELETE FROM clinic WHERE id = ?1", "a clinic that left: nothing refers to it any more"),
    ("SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM", "whether anything is left of a clinic that left"),
    ("SELECT COUNT(*) AS written", "asked when a clinic leaves"),
    ("ORDER BY weight DESC, one DESC, other DESC LIMIT", "the likeliest pairs, in the order of their index"),
    ("FROM job ORDER BY state DESC", "the operator's list; what is done leaves the table"),
    ("SELECT id, key FROM person WHERE clinic = ?1 AND erased_at IS NULL", "asked when a backup is restored"),
    ("f.key AS parted", "asked when a backup is restored"),
    ("GROUP BY roles", "the demo's doors"),
    (
        "SELECT key FROM person WHERE clinic = ?1 AND erased_at IS NULL ORDER BY id DESC",
        "the newest, in the order of the key",
    ),
    ("WHERE clinic = ?1 ORDER BY id LIMIT", "the first of all, in the order of the key"),
    ("WHERE clinic = ?1 ORDER BY id DESC LIMIT", "the newest of all, in the order of the key"),
    ("SELECT id FROM client WHERE clinic = ?1 ORDER BY id", "asked by these tests alone"),
    ("SELECT id FROM appointment WHERE clinic = ?1 AND status = 'booked' ORDER BY id", "asked by these tests alone"),
    ("SELECT id FROM account WHERE clinic = ?1 AND roles = 'clinician'", "asked by these tests alone"),
    ("SELECT person FROM account WHERE clinic = ?1 AND roles = 'client'", "asked by these tests alone"),
    ("AND shown_as IS NOT NULL ORDER BY id", "asked by these tests alone"),
    ("SELECT id, person FROM account WHERE clinic = ?1 AND roles = 'front_desk'", "asked by these tests alone"),
    ("FROM appointment WHERE clinic = ?1 AND source = 'import'", "asked by these tests alone"),
    ("SELECT client, COUNT(*) AS n FROM appointment WHERE clinic = ?1 GROUP BY client", "asked by these tests alone"),
    (
        "SELECT (SELECT COUNT(*) FROM client WHERE clinic = ?1) - (SELECT COUNT(DISTINCT m.person)",
        "what a change of roles opens, in figures",
    ),
    ("FROM access_entry WHERE clinic = ?1 AND outcome = 'refused'", "asked by these tests alone"),
    (" AS TEXT) = ?2", "asked by these tests alone"),
    ("SELECT phone FROM appointment WHERE clinic = ?1 AND phone IS NOT NULL", "asked by these tests alone"),
];

/// How `Tx::counted` asks on SQLite.
const COUNTED: &str = "SELECT counted(name, key, amount) AS counted FROM (";

/// The statements run so far whose plan on the database at `path` walks a growing table, each with the step that does.
pub fn that_grow(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut found = Vec::new();
    for sql in ground::db::statements_seen() {
        if MAY.iter().any(|(part, _)| sql.contains(part)) || is_whole(&sql) {
            continue;
        }
        // The function that counts is the program's own; what it counts is a statement like any other. What cannot be
        // prepared here is about the other file.
        let sql = sql.strip_prefix(COUNTED).and_then(|inner| inner.strip_suffix(')')).unwrap_or(&sql);
        let Ok(mut statement) = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")) else { continue };
        let parameters = statement.parameter_count();
        let nothing = vec![rusqlite::types::Null; parameters];
        let mut rows = statement.query(rusqlite::params_from_iter(nothing)).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let step: String = row.get(3).unwrap();
            if walks(&step) && names_growing(sql, &step) {
                found.push(format!("{step}: {sql}"));
            }
        }
    }
    found
}

/// How many rows a table has, which these tests alone ask. A count of some of them is a statement like any other.
fn is_whole(sql: &str) -> bool {
    let table = sql.strip_prefix("SELECT COUNT(*) AS n FROM ").and_then(|rest| rest.strip_suffix(" WHERE clinic = ?1"));
    table.is_some_and(|table| !table.contains(' '))
}

/// A scan, or a search that only narrows to the clinic.
fn walks(step: &str) -> bool {
    let scan = step.starts_with("SCAN ") && !step.contains("VIRTUAL") && !step.contains("CONSTANT ROW");
    scan || (step.starts_with("SEARCH ") && step.ends_with("(clinic=?)"))
}

/// Whether the step is about a growing table, by its own name or by the name the statement gives it.
fn names_growing(sql: &str, step: &str) -> bool {
    let named = step.split_whitespace().nth(1).unwrap_or_default();
    let words: Vec<&str> = sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
    GROWING.contains(&named)
        || words.windows(2).any(|pair| GROWING.contains(&pair[0]) && pair[1] == named)
        || words
            .windows(3)
            .any(|three| GROWING.contains(&three[0]) && three[1].eq_ignore_ascii_case("as") && three[2] == named)
}
