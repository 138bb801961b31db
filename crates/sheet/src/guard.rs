//! Cells that a spreadsheet would take for a formula.
//!
//! A name that begins with `=` is a name in our store and a program in a spreadsheet (OWASP, "CSV Injection"). Going out
//! it gets an apostrophe before it, by which spreadsheets know text; coming in, that apostrophe is taken off again, so
//! that a file which went out, was mended and came back says what it said.

use std::borrow::Cow;

/// What makes a spreadsheet calculate, at the beginning of a cell.
const CALCULATES: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cell so that no spreadsheet calculates it.
pub fn guard(cell: &str) -> Cow<'_, str> {
    match cell.starts_with(CALCULATES) || is_guarded(cell) {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

/// The cell as it was before [`guard`].
pub fn unguard(cell: &str) -> &str {
    if is_guarded(cell) { &cell[1..] } else { cell }
}

/// An apostrophe, perhaps more of them, before what calculates: `'t Hooft` is a name.
fn is_guarded(cell: &str) -> bool {
    cell.starts_with('\'') && cell.trim_start_matches('\'').starts_with(CALCULATES)
}

/// One line of CSV (RFC 4180), guarded.
pub fn written<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    let mut line = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        let cell = guard(cell.as_ref());
        match cell.contains([',', ';', '"', '\n', '\r', '\t']) {
            true => line.extend(["\"", &cell.replace('"', "\"\""), "\""]),
            false => line.push_str(&cell),
        }
    }
    line.push_str("\r\n");
    line
}
