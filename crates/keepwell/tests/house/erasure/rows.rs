//! Every text of every row, looked through past the program.

use crate::kit::TestApp;

/// Where `text` stands as a whole value: table and column of the data.
pub fn everywhere(app: &TestApp, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (table, declared) in &app.house.data_map.tables {
        for column in declared.columns.keys() {
            let sql = format!("SELECT '1' FROM {table} WHERE CAST({column} AS TEXT) = '{text}' LIMIT 1");
            if !app.place.column(&sql).is_empty() {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found.sort();
    found
}

/// How many places hold any of these ids.
pub fn holding(app: &TestApp, ids: &[String]) -> usize {
    ids.iter().map(|id| everywhere(app, id).len()).sum()
}
