//! Figures behind the room's promises.

use ground::{EventId, NOBODYS, Result, SENT, Shown, Tx, params};
use jiff::SignedDuration;
use promise::{DataMap, Evidence};

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

/// For `residency.stated`: clients who came by a form that had to tell them where it is kept, and of whom it is not known that it
/// did. What another program brings by a file, or the demo invents, came by none.
pub fn told(tx: &mut Tx<'_>) -> Result<Evidence> {
    let untold = ground::residency::unnoted(tx, "client", "id", "t.source IN ('self', 'guardian', 'desk', 'api')")?;
    Ok(Evidence::new(&[("clients untold", untold)], untold == 0))
}

/// The sealed columns that no page shows to the person they are about, as table and column.
pub fn unshown(map: &DataMap, shown: &[Shown]) -> Vec<(String, String)> {
    let sealed = map.person_tables().flat_map(|(name, _, table)| {
        let sealed = table.columns.iter().filter(|(_, column)| column.sealed);
        sealed.map(move |(column, _)| (name.to_owned(), column.clone()))
    });
    let is_shown = |(table, column): &(String, String)| shown.iter().any(|(t, c, _)| t == table && c == column);
    sealed.filter(|one| !is_shown(one)).collect()
}

/// For `rights.self_service`: details that are kept sealed, those of them that their person is shown nowhere, and how many
/// were changed or removed by whom they are about within thirty days.
pub fn self_service(tx: &mut Tx<'_>) -> Result<Evidence> {
    let house = tx.scope().house().clone();
    let (details, unshown) = (house.shown.len() as i64, unshown(&house.data_map, &house.shown).len() as i64);
    // By the id, which begins with its time: years of events stand before it.
    let month = EventId::since(tx.now() - SignedDuration::from_hours(24 * 30));
    let row = tx.one(
        "SELECT COUNT(*) AS n FROM event WHERE clinic = $1 AND id >= $2 AND name = 'client.kept'",
        &params![tx.clinic(), month],
    )?;
    let changed: i64 = row.get("n")?;
    // Every page named is one of theirs, or it shows them nothing.
    let own = |page: &str| page.starts_with("/me") || page.starts_with("/account");
    let drawn = |page: &str| own(page) && house.routes.iter().any(|route| route.path.ends_with(page));
    let is_there = |page: &str| [SENT, NOBODYS].contains(&page) || drawn(page);
    let pages = house.shown.iter().filter(|(_, _, page)| !is_there(page)).count() as i64;
    Ok(Evidence::new(
        &[
            ("details", details),
            ("shown nowhere", unshown),
            ("pages missing", pages),
            ("changed by themselves", changed),
        ],
        unshown == 0 && pages == 0,
    ))
}
