//! What is handed out of a record: exactly the kinds of data that were chosen, as the data map has them.

use ground::export::Cell;
use ground::portable::{tables, told};
use ground::{PersonId, Tx};
use promise::{Category, Column, DataMap};

use crate::model::disclosures::GIVEN;

/// Rows read at once, and at most of one record: a record has hundreds.
const PAGE: u32 = 1_000;
pub const MOST: usize = 20_000;

/// How long what is the record stays, as the data map calls it: the client with their documents, and their visits. All else is
/// how they sign in, or says how the clinic works and answers: letters, complaints, incidents, requests, holds, logs. A table
/// that is added later and stays for another reason is no part of anybody's record until it is named here.
const RECORD: [&str; 2] = ["appointment", "client"];

/// Whether this column is of the record and of one of these kinds.
fn is_handed(column: &Column, categories: &[Category]) -> bool {
    categories.contains(&column.category) && RECORD.contains(&column.retention.as_str())
}

/// The tables of which anything can be handed out, whatever kinds are chosen.
pub fn handed(map: &DataMap) -> Vec<&str> {
    let any = |table: &&str| {
        let declared = &map.tables[*table];
        told(declared).into_iter().any(|name| is_handed(&declared.columns[name], &GIVEN))
    };
    tables(map).into_iter().filter(any).collect()
}

/// What one table gives.
pub struct Part {
    pub table: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// What of `categories` is held about `person`, table by table, opened for this transaction's purpose; and whether that is all
/// of it, or there is more than `most` rows.
pub fn data(
    tx: &mut Tx<'_>,
    person: PersonId,
    categories: &[Category],
    most: usize,
) -> ground::Result<(Vec<Part>, bool)> {
    let map = tx.scope().house().data_map.clone();
    let (mut parts, mut left, mut whole) = (Vec::new(), most, true);
    for table in tables(&map) {
        let declared = &map.tables[table];
        let handed = |name: &str| is_handed(&declared.columns[name], categories);
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
                if cells.iter().all(|cell| matches!(cell, Cell::Nothing)) {
                    continue;
                }
                if left == 0 {
                    whole = false;
                    break;
                }
                left -= 1;
                rows.push(cells);
            }
            after = page.next;
            if after.is_none() || !whole {
                break;
            }
        }
        if !rows.is_empty() {
            let columns = wanted.iter().map(|at| columns[*at].to_owned()).collect();
            parts.push(Part { table: table.to_owned(), columns, rows });
        }
        if !whole {
            break;
        }
    }
    Ok((parts, whole))
}
