//! The limits that the table's ratios stand beside, taken in the same run: what this disk commits, raw.

use std::time::{Duration, Instant};

use rusqlite::Connection;

/// Single-row commits a second by one connection with the program's own settings: WAL, `synchronous=FULL`.
#[allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a stopwatch beside the program")]
fn main() {
    let folder = std::env::args().nth(1).filter(|a| !a.starts_with("--")).unwrap_or_else(|| ".".to_owned());
    let path = std::path::Path::new(&folder).join("limit.db");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; DROP TABLE IF EXISTS t; CREATE TABLE t (id INTEGER PRIMARY KEY, at BIGINT, text TEXT);").unwrap();
    let mut insert = connection.prepare("INSERT INTO t (at, text) VALUES (?1, ?2)").unwrap();
    let (began, mut count) = (Instant::now(), 0u32);
    while began.elapsed() < Duration::from_secs(3) {
        insert.execute((i64::from(count), "one row of an ordinary length, committed alone")).unwrap();
        count += 1;
    }
    println!("{:.0}", f64::from(count) / began.elapsed().as_secs_f64());
}
