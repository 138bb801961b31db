//! Backups, restores and rehearsed upgrades, through the program's own commands.

mod erased;
mod faults;
mod rehearsal;
mod since;
mod whole;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::kit::program::said;
use crate::kit::{self, Place, Program};

/// What a command needs to know of where an installation is.
type Environment = Vec<(String, String)>;

/// An empty place on SQLite, whatever the engine under test.
fn sqlite() -> (TempDir, Environment) {
    let folder = tempfile::tempdir().unwrap();
    let environment = vec![("KEEPWELL_DATA__FOLDER".to_owned(), text(&folder.path().join("data")))];
    (folder, environment)
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// A command that has not been started.
fn command(environment: &Environment, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keepwell"));
    // No keepwell.toml of whoever runs the tests.
    command.current_dir("/").args(words).envs(environment.iter().map(|(name, value)| (name, value)));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command to its end: whether it went well, and all it said.
fn keepwell(environment: &Environment, words: &[&str]) -> (bool, String) {
    let output: Output = command(environment, words).output().unwrap();
    (output.status.success(), said(&output))
}

/// Takes a backup of the installation into `to`, and says which folder it is.
#[track_caller]
fn back_up(environment: &Environment, to: &Path) -> PathBuf {
    let (well, words) = keepwell(environment, &["backup", "--to", &text(to)]);
    assert!(well, "{words}");
    let set = words.lines().find_map(|line| line.strip_prefix("backup ")).unwrap();
    PathBuf::from(set)
}

/// Restores `from` into the empty place of `environment` with the master key in `master`.
fn restore(environment: &Environment, from: &Path, master: &Path) -> (bool, String) {
    keepwell(environment, &["restore", "--from", &text(from), "--master", &text(master)])
}

/// A small clinic as it stands after the program was ended, and its master key's file.
fn stopped() -> (Place, PathBuf) {
    let place = Place::fresh();
    let mut program = Program::demo(&place, &[]);
    // What the invented clinic writes to people is written by the time it stops: nothing waited for a while.
    let soon = kit::NOW.parse::<jiff::Timestamp>().unwrap().as_microsecond() + 300_000_000;
    let waits = format!(
        "SELECT id FROM mail WHERE state = 'waiting' UNION ALL SELECT id FROM job WHERE state = 'due' AND run_at < {soon}"
    );
    let mut quiet = 0;
    for _ in 0..200 {
        quiet = if place.column(&waits).is_empty() { quiet + 1 } else { 0 };
        if quiet == 8 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    program.terminate();
    program.wait();
    let master = place.folder.path().join("master.key");
    (place, master)
}

/// What SQLite's own tool reads from a database.
fn lite(path: &Path, sql: &str) -> Vec<String> {
    let output = Command::new("sqlite3").arg(path).arg(sql).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// Every row of every table of a place, read past the program: of the data, and of the keys.
fn rows(place: &Place) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    if place.is_postgres() {
        let tables = place.column(
            "SELECT quote_ident(table_schema::text) || '.' || quote_ident(table_name::text) FROM information_schema.tables
             WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')",
        );
        for table in tables {
            let mut rows = place.column(&format!("SELECT CAST(row_to_json(t) AS TEXT) FROM {table} t"));
            rows.sort();
            all.insert(table, rows);
        }
        return looked_at(all);
    }
    for file in ["keepwell.db", "keys.db"] {
        let path = place.folder.path().join(file);
        for table in lite(&path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") {
            let columns: Vec<String> = lite(&path, &format!("SELECT name FROM pragma_table_info('{table}')"))
                .iter()
                .map(|column| format!("quote(\"{column}\")"))
                .collect();
            let mut rows = lite(&path, &format!("SELECT {} FROM \"{table}\"", columns.join(" || '|' || ")));
            rows.sort();
            all.insert(table, rows);
        }
    }
    looked_at(all)
}

/// Without what was looked at and when, which is no part of what is kept: `check` looks too.
fn looked_at(mut all: BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    all.retain(|table, _| !table.ends_with("key_watch"));
    all
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    all
}
