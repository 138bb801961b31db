//! Requests as they wait: those to be answered by a day, those that nobody proved, those that are late.

use ground::Tx;
use ground::db::Value;
use ground::due::Due;
use ground::params;
use jiff::{SignedDuration, Timestamp};

use super::{awaited, enter, find, four_eyes, happen, known, turn};
use crate::error::Result;
use crate::model::requests::{COLUMNS, Happened, Kind, Request, RequestId, State};
use crate::rules::requests::{Act, PROOF_DAYS, next};

/// A copy that somebody takes from their own page waits for them, and not for the clinic.
pub(super) const WAITS: &str = "NOT (kind IN ('access', 'portability') AND via IN ('page', 'guardian'))";
/// It was decided and done, and the answer was not sent.
pub(super) const UNSENT: &str =
    "(state IN ('done', 'refused') AND EXISTS (SELECT 1 FROM request_letter l WHERE l.clinic = request.clinic
     AND l.request = request.id AND l.kind = 'answer' AND l.sent_at IS NULL))";

/// Whom it is about was not erased: nobody writes to who was.
pub(super) const THERE: &str = "NOT EXISTS (SELECT 1 FROM person p WHERE p.clinic = request.clinic AND p.id = request.person AND p.erased_at IS NOT NULL)";

/// Which requests a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that the clinic has to answer, the soonest due first.
    Open,
    /// Those of which it is not known yet who asks.
    Unproved,
    /// Those that are over, by the day by which they had to be.
    Closed,
}

impl Which {
    fn states(self) -> &'static str {
        match self {
            Which::Open => "'open', 'granted', 'questioned'",
            Which::Unproved => "'unproved', 'questioned'",
            Which::Closed => "'done', 'refused', 'withdrawn', 'expired'",
        }
    }
}

/// Up to `most` requests after the one that was due at `after`, of one kind if one is named.
pub fn list(
    tx: &mut Tx<'_>,
    which: Which,
    kind: Option<Kind>,
    after: Option<(Timestamp, RequestId)>,
    most: u32,
) -> ground::Result<Vec<Request>> {
    let mut values: Vec<Value> = params![tx.clinic()].to_vec();
    let states = which.states();
    let which = match which {
        // What was decided waits for the clinic until the answer went.
        Which::Open => format!("((state IN ({states}) AND {WAITS}) OR ({UNSENT} AND {THERE}))"),
        Which::Unproved | Which::Closed => format!("state IN ({states})"),
    };
    let mut sql = format!("SELECT {COLUMNS} FROM request WHERE clinic = $1 AND {which}");
    if let Some(kind) = kind {
        values.push(kind.as_str().into());
        sql.push_str(&format!(" AND kind = ${}", values.len()));
    }
    if let Some((due, id)) = after {
        values.extend([due.into(), id.into()]);
        sql.push_str(&format!(" AND (due_at, id) > (${}, ${})", values.len() - 1, values.len()));
    }
    values.push(most.into());
    sql.push_str(&format!(" ORDER BY due_at, id LIMIT ${}", values.len()));
    tx.query(&sql, &values)?.iter().map(Request::from_row).collect()
}

/// Up to `most` things that the clinic has to do with requests, the soonest first.
pub fn due(tx: &mut Tx<'_>) -> ground::Result<Vec<Due>> {
    const MOST: u32 = 200;
    let four = four_eyes(tx)?;
    let mut due = Vec::new();
    let awaited = awaited(tx)?;
    for request in list(tx, Which::Open, None, None, MOST)? {
        let words = match request.state {
            _ if request.unsent => "requests-due-send",
            State::Questioned => "requests-due-questioned",
            State::Open if awaited.contains(&request.id) => "requests-due-opinion",
            State::Granted if four || request.four_eyes => "requests-due-eyes",
            State::Granted => "requests-due-granted",
            _ => "requests-due-open",
        };
        due.push(Due {
            part: "requests",
            words: words.to_owned(),
            args: vec![("kind", request.kind.as_str().to_owned().into())],
            href: format!("/office/requests/{}", request.id),
            action: None,
            by: Some(request.due_at),
        });
    }
    Ok(due)
}

/// How many wait for whoever asks to show who they are.
pub fn unproved(tx: &mut Tx<'_>) -> ground::Result<i64> {
    let row =
        tx.one("SELECT COUNT(*) AS n FROM request WHERE clinic = $1 AND state = 'unproved'", &params![tx.clinic()])?;
    row.get("n")
}

/// Ends what nobody proved in time and the copies nobody took, and names what is late and nobody was told of.
pub fn sweep(tx: &mut Tx<'_>) -> Result<Vec<RequestId>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let proof = SignedDuration::from_hours(24 * PROOF_DAYS);
    let sql = format!(
        "SELECT id FROM request WHERE clinic = $1 AND (state = 'unproved' OR (state = 'granted' AND NOT ({WAITS})))
         AND received_at < $2 ORDER BY due_at LIMIT 100"
    );
    let rows = tx.query(&sql, &params![clinic, now - proof])?;
    for row in &rows {
        let id = row.get("id")?;
        let version = find(tx, id)?.version;
        let request = turn(tx, id, version)?;
        let Some(state) = next(request.state, Act::Expire) else { continue };
        // What they wrote was asked for to answer them, and nobody is answered.
        tx.execute(
            "UPDATE request SET said = NULL, wanted = NULL WHERE clinic = $1 AND id = $2",
            &params![clinic, id],
        )?;
        enter(tx, &request, state)?;
        known(tx, &request)?;
        happen(tx, &request, Happened::Expired, None)?;
    }
    tx.execute("DELETE FROM request_proof WHERE clinic = $1 AND expires_at < $2", &params![clinic, now])?;
    let sql = format!(
        "SELECT id FROM request WHERE clinic = $1 AND ((state IN ('open', 'granted', 'questioned') AND {WAITS}) OR ({UNSENT} AND {THERE}))
         AND due_at < $2 AND told_at IS NULL ORDER BY due_at LIMIT 100"
    );
    let late = tx.query(&sql, &params![clinic, now])?;
    Ok(late.iter().map(|row| row.get("id")).collect::<ground::Result<_>>()?)
}

/// Whether nobody was told yet that it is late, and notes that they are: once.
pub fn rises(tx: &mut Tx<'_>, id: RequestId) -> Result<Option<Request>> {
    let sql = format!(
        "UPDATE request SET told_at = $3 WHERE clinic = $1 AND id = $2 AND told_at IS NULL AND due_at < $3
         AND (state IN ('open', 'granted', 'questioned') OR {UNSENT})"
    );
    let risen = tx.execute(&sql, &params![tx.clinic(), id, tx.now()])?;
    if risen == 0 {
        return Ok(None);
    }
    let request = find(tx, id)?;
    happen(tx, &request, Happened::Risen, None)?;
    Ok(Some(request))
}
