//! What is handed out of a record: exactly the kinds of data that were chosen, as the data map has them.

use ground::export::Cell;
use ground::portable::{tables, told};
use ground::{PersonId, Tx};
use promise::Category;

/// Rows read at once, and at most of one record: a record has hundreds.
const PAGE: u32 = 1_000;
const MOST: usize = 20_000;

/// Registers of the office's own, what was said in letters about them, and what proves: they say how the clinic answers, and
/// are no part of anybody's record.
const NOT_HANDED: [&str; 6] = ["access", "disclosure", "erasure", "hold", "import", "session"];

/// What one table gives.
pub struct Part {
    pub table: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// What of `categories` is held about `person`, table by table, opened for this transaction's purpose.
pub fn data(tx: &mut Tx<'_>, person: PersonId, categories: &[Category]) -> ground::Result<Vec<Part>> {
    let map = tx.scope().house().data_map.clone();
    let (mut parts, mut left) = (Vec::new(), MOST);
    for table in tables(&map) {
        let declared = &map.tables[table];
        let handed = |name: &str| {
            let column = &declared.columns[name];
            categories.contains(&column.category) && !NOT_HANDED.contains(&column.retention.as_str())
        };
        let columns = told(declared);
        let wanted: Vec<usize> = (0..columns.len()).filter(|at| handed(columns[*at])).collect();
        if wanted.is_empty() {
            continue;
        }
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let page = tx.about_person(table, person, after.as_deref(), PAGE)?;
            for row in page.rows {
                let cells: Vec<Cell> = wanted.iter().filter_map(|at| row.get(*at).cloned()).collect();
                if cells.iter().any(|cell| !matches!(cell, Cell::Nothing)) && left > 0 {
                    left -= 1;
                    rows.push(cells);
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if !rows.is_empty() {
            let columns = wanted.iter().map(|at| columns[*at].to_owned()).collect();
            parts.push(Part { table: table.to_owned(), columns, rows });
        }
    }
    Ok(parts)
}
