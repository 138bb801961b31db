//! Figures behind the room's promises.

use ground::{Result, Tx, params};
use promise::Evidence;

use crate::model::SourceWord;

/// How many clients there are by source, and how many without one: none, or the promise `collection.source` is not kept.
pub fn source(tx: &mut Tx<'_>) -> Result<Evidence> {
    let rows =
        tx.query("SELECT source, COUNT(*) AS n FROM client WHERE clinic = $1 GROUP BY source", &params![tx.clinic()])?;
    let mut total = 0;
    let mut by_source = Vec::new();
    for row in &rows {
        let (word, n): (String, i64) = (row.get("source")?, row.get("n")?);
        total += n;
        if SourceWord::ALL.iter().any(|known| known.as_str() == word) {
            by_source.push((word, n));
        }
    }
    by_source.sort();
    let without = total - by_source.iter().map(|(_, n)| n).sum::<i64>();
    let figures =
        [("clients".to_owned(), total), ("without_source".to_owned(), without)].into_iter().chain(by_source).collect();
    Ok(Evidence { figures, ok: without == 0 })
}
