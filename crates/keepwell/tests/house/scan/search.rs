//! Looking for many values, in every form in which they would still be readable, in all that a place left on disk.

use std::collections::BTreeSet;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use crate::kit::Place;

/// Every form in which a value would still be readable.
fn forms(value: &str) -> Vec<Vec<u8>> {
    let raw = value.as_bytes();
    let hex: String = raw.iter().map(|byte| format!("{byte:02x}")).collect();
    let escaped = |keep: fn(u8) -> bool| {
        raw.iter()
            .map(|byte| if keep(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") })
            .collect::<String>()
    };
    let mut all = vec![
        raw.to_vec(),
        value.to_lowercase().into_bytes(),
        value.to_uppercase().into_bytes(),
        value.replace(' ', "+").into_bytes(),
        escaped(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)).into_bytes(),
        escaped(|byte| byte.is_ascii_alphanumeric() || b"-._~@+".contains(&byte)).into_bytes(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
        value.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        value.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        raw.iter().rev().copied().collect(),
    ];
    // In base64 a value looks in three ways, by where it begins; the signs it shares with its neighbours are left out.
    for shift in 0..3 {
        let padded = [vec![0; shift], raw.to_vec()].concat();
        for engine in [STANDARD.encode(&padded), URL_SAFE.encode(&padded)] {
            all.push(engine.as_bytes()[(shift * 8).div_ceil(6)..padded.len() * 8 / 6].to_vec());
        }
    }
    all.sort();
    all.dedup();
    all
}

/// Looks for many values in much data at once.
pub(super) struct Search {
    needles: Vec<(String, Vec<u8>)>,
    by_start: Vec<Vec<usize>>,
}

impl Search {
    pub(super) fn of(values: &[&str]) -> Search {
        let needles: Vec<_> =
            values.iter().flat_map(|value| forms(value).into_iter().map(|form| ((*value).to_owned(), form))).collect();
        let mut by_start = vec![Vec::new(); 1 << 16];
        for (n, (value, form)) in needles.iter().enumerate() {
            assert!(form.len() >= 6, "{value} is too short to be found only where it is");
            by_start[usize::from(u16::from_be_bytes([form[0], form[1]]))].push(n);
        }
        Search { needles, by_start }
    }

    /// The values that stand in `data`.
    pub(super) fn found(&self, data: &[u8]) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        for (at, pair) in data.windows(2).enumerate() {
            for n in &self.by_start[usize::from(u16::from_be_bytes([pair[0], pair[1]]))] {
                if data[at..].starts_with(&self.needles[*n].1) {
                    found.insert(self.needles[*n].0.as_str());
                }
            }
        }
        found
    }
}

/// Everything below `folder`, each file with its name.
pub(super) fn files(folder: &Path, all: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match std::fs::metadata(&path) {
            Ok(meta) if meta.is_dir() => files(&path, all),
            // A file that goes away meanwhile holds nothing.
            Ok(meta) if meta.is_file() => {
                all.extend(std::fs::read(&path).ok().map(|bytes| (path.display().to_string(), bytes)))
            }
            _ => {}
        }
    }
}

/// Every row of every table of a PostgreSQL place, keys included, with its binary columns as they are.
pub(super) fn rows(place: &Place) -> Vec<(String, Vec<u8>)> {
    let tables = place.column(
        "SELECT quote_ident(table_schema::text) || '.' || quote_ident(table_name::text) FROM information_schema.tables
         WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')",
    );
    let mut all = Vec::new();
    for table in tables {
        let mut bytes = Vec::new();
        for row in place.column(&format!("SELECT CAST(row_to_json(t) AS TEXT) FROM {table} t")) {
            bytes.extend_from_slice(row.as_bytes());
            for hex in row.split("\\\\x").skip(1) {
                let digits: Vec<u8> = hex.bytes().take_while(u8::is_ascii_hexdigit).collect();
                bytes.extend(
                    digits
                        .chunks_exact(2)
                        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()),
                );
                bytes.push(0);
            }
        }
        all.push((table, bytes));
    }
    all
}
