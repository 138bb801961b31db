//! What can be shown of disclosures: whether all that was to go along did, whether what is over is told, and whether requests
//! are answered from the register.

use ground::{Result, Tx, params};
use promise::Evidence;

use super::{TOLD, mark, since};
use crate::model::disclosures::{COLUMNS, Disclosure};

/// Looked at, the newest first.
const MANY: u32 = 10_000;

/// For `sharing.disclosures_recorded`. Everybody reads these figures, so what may not be told is not counted.
pub(crate) fn recorded(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (clinic, now, since) = (tx.clinic(), tx.now(), since(tx));
    let sql =
        format!("SELECT {COLUMNS}, mark FROM disclosure WHERE clinic = $1 ORDER BY given_at DESC, id DESC LIMIT $2");
    let (mut recorded, mut altered) = (0, 0);
    for row in tx.query(&sql, &params![clinic, MANY])? {
        let one = Disclosure::from_row(&row)?;
        recorded += i64::from(!one.is_secret(now));
        altered += i64::from(mark(tx, &one)? != row.get::<Vec<u8>>("mark")?);
    }
    let count =
        |tx: &mut Tx<'_>, sql: &str, values: &[ground::db::Value]| -> Result<i64> { tx.one(sql, values)?.get("n") };
    let left = count(
        tx,
        "SELECT COUNT(*) AS n FROM disclosure d WHERE d.clinic = $1 AND (d.statements <> (SELECT COUNT(*)
                 FROM disclosure_statement a WHERE a.clinic = d.clinic AND a.disclosure = d.id)
             OR EXISTS (SELECT 1 FROM disclosure_statement a JOIN person p ON p.clinic = a.clinic AND p.id = a.person
                 WHERE a.clinic = d.clinic AND a.disclosure = d.id AND p.erased_at IS NULL AND p.locked_until IS NULL
                     AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.clinic = a.clinic AND s.id = a.statement)))",
        &params![clinic],
    )?;
    // What the person is told, against what there is.
    let over = "withheld_until IS NOT NULL AND withheld_until <= $2 AND (given_at >= $3 OR withheld_until >= $3)";
    let hidden = count(
        tx,
        &format!("SELECT COUNT(*) AS n FROM disclosure WHERE clinic = $1 AND {over} AND NOT ({TOLD})"),
        &params![clinic, now, since],
    )?;
    let early = count(
        tx,
        &format!("SELECT COUNT(*) AS n FROM disclosure WHERE clinic = $1 AND withheld_until > $2 AND {TOLD}"),
        &params![clinic, now, since],
    )?;
    // An answer names what could be told when it was made. Of whom two records were joined since, more stands there now.
    let answered = tx.query(
        "SELECT r.person AS person FROM request r WHERE r.clinic = $1 AND r.kind = 'disclosures' AND r.state = 'done'
             AND NOT EXISTS (SELECT 1 FROM request_step s WHERE s.clinic = r.clinic AND s.request = r.id AND s.place = 'disclosures'
                 AND (s.outcome = 'handed' OR s.count >= (SELECT COUNT(*) FROM disclosure d WHERE d.clinic = r.clinic
                     AND d.person = r.person AND d.recorded_at < s.at AND COALESCE(d.withheld_until, 0) <= s.at
                     AND d.given_at >= $2))) LIMIT $3",
        &params![clinic, since, MANY],
    )?;
    let mut short = 0;
    for row in &answered {
        short += i64::from(tx.parts_of(row.get("person")?)?.len() == 1);
    }
    Ok(Evidence::new(
        &[
            ("recorded", recorded),
            ("statements left out", left),
            ("hidden past their day", hidden),
            ("told before their day", early),
            ("changed afterwards", altered),
            ("answered short", short),
        ],
        left == 0 && hidden == 0 && early == 0 && altered == 0 && short == 0,
    ))
}
