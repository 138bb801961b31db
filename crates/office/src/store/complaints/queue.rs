//! Complaints as they wait: what is due, what is late and of which nobody was told.

use std::collections::HashMap;

use ground::db::{LISTED, Value, listed};
use ground::due::Due;
use ground::{PersonId, Tx, params};
use jiff::Timestamp;

use super::{find, happen, there};
use crate::error::Result;
use crate::model::complaints::{COLUMNS, Complaint, ComplaintId, Happened, State};

/// Nobody answers somebody who was erased, or of whom a law alone keeps the rest.
pub(super) const THERE: &str =
    "NOT EXISTS (SELECT 1 FROM person p WHERE p.clinic = complaint.clinic AND p.id = complaint.person
     AND (p.erased_at IS NOT NULL OR p.locked_until IS NOT NULL))";

/// Which complaints a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that are not settled, the soonest due first.
    Open,
    /// Those that are, by the day by which they had to be.
    Closed,
}

/// Up to `most` complaints after the one that was to be settled by `after`.
pub fn list(
    tx: &mut Tx<'_>,
    which: Which,
    after: Option<(Timestamp, ComplaintId)>,
    most: u32,
) -> ground::Result<Vec<Complaint>> {
    let states = match which {
        Which::Open => "'open', 'answered'",
        Which::Closed => "'resolved'",
    };
    let mut values: Vec<Value> = params![tx.clinic()].to_vec();
    let mut sql = format!("SELECT {COLUMNS} FROM complaint WHERE clinic = $1 AND state IN ({states})");
    if let Some((by, id)) = after {
        values.extend([by.into(), id.into()]);
        sql.push_str(" AND (settle_by, id) > ($2, $3)");
    }
    values.push(most.into());
    sql.push_str(&format!(" ORDER BY settle_by, id LIMIT ${}", values.len()));
    tx.query(&sql, &values)?.iter().map(Complaint::from_row).collect()
}

/// Whether what was decided waits for its letter to go.
pub fn waits_for_word(complaint: &Complaint) -> bool {
    complaint.decided_at.is_some() && complaint.state != State::Resolved
}

/// Up to a hundred things that the clinic has to do with complaints.
pub fn due(tx: &mut Tx<'_>) -> ground::Result<Vec<Due>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM complaint WHERE clinic = $1 AND state IN ('open', 'answered') AND {THERE}
         ORDER BY settle_by, id LIMIT 100"
    );
    let all: Vec<Complaint> =
        tx.query(&sql, &params![tx.clinic()])?.iter().map(Complaint::from_row).collect::<ground::Result<_>>()?;
    let one = |complaint: Complaint| Due {
        part: "complaints",
        words: match complaint.state {
            _ if waits_for_word(&complaint) => "complaints-due-send",
            _ if complaint.asked_at.is_some() => "complaints-due-asked",
            State::Open => "complaints-due-answer",
            _ => "complaints-due-settle",
        }
        .to_owned(),
        args: vec![("subject", complaint.subject.as_str().to_owned().into())],
        href: format!("/office/complaints/{}", complaint.id),
        action: None,
        by: Some(complaint.due()),
    };
    Ok(all.into_iter().map(one).collect())
}

/// What is late, as a condition; `$2` is now.
const LATE: &str = "((state = 'open' AND answer_by < $2) OR (state IN ('open', 'answered') AND settle_by < $2))";

/// Removes links that are over, and names what is late and nobody was told of.
pub fn sweep(tx: &mut Tx<'_>) -> Result<Vec<ComplaintId>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute("DELETE FROM complaint_link WHERE clinic = $1 AND expires_at < $2", &params![clinic, now])?;
    let sql = format!(
        "SELECT id FROM complaint WHERE clinic = $1 AND {LATE} AND {THERE}
         AND ((state = 'open' AND answer_by < $2 AND answer_told_at IS NULL)
             OR (settle_by < $2 AND settle_told_at IS NULL) OR sorry_at IS NULL) ORDER BY settle_by LIMIT 100"
    );
    let late = tx.query(&sql, &params![clinic, now])?;
    Ok(late.iter().map(|row| row.get("id")).collect::<ground::Result<_>>()?)
}

/// Whether nobody was told yet that it is late, and notes that they are: once for the answer, once for the end.
pub fn rises(tx: &mut Tx<'_>, id: ComplaintId) -> Result<Option<Complaint>> {
    if there(tx, id)?.is_none() {
        return Ok(None);
    }
    let of = params![tx.clinic(), id, tx.now()];
    let answer = tx.execute(
        "UPDATE complaint SET answer_told_at = $3 WHERE clinic = $1 AND id = $2 AND state = 'open' AND answer_by < $3
         AND answer_told_at IS NULL",
        &of,
    )?;
    let settle = tx.execute(
        "UPDATE complaint SET settle_told_at = $3 WHERE clinic = $1 AND id = $2 AND state IN ('open', 'answered')
         AND settle_by < $3 AND settle_told_at IS NULL",
        &of,
    )?;
    if answer + settle == 0 {
        return Ok(None);
    }
    let complaint = find(tx, id)?;
    happen(tx, &complaint, Happened::Risen, None)?;
    Ok(Some(complaint))
}

/// Whether whoever complains was not told yet that it is late, and notes that they are: once.
pub(super) fn sorry(tx: &mut Tx<'_>, id: ComplaintId) -> Result<Option<Complaint>> {
    let sql =
        format!("UPDATE complaint SET sorry_at = $2 WHERE clinic = $1 AND id = $3 AND {LATE} AND sorry_at IS NULL");
    if tx.execute(&sql, &params![tx.clinic(), tx.now(), id])? == 0 {
        return Ok(None);
    }
    let complaint = find(tx, id)?;
    happen(tx, &complaint, Happened::Told, None)?;
    Ok(Some(complaint))
}

/// When these persons were seen last because they complained: now, while it is not settled.
pub fn seen(tx: &mut Tx<'_>, persons: &[PersonId]) -> ground::Result<HashMap<PersonId, Timestamp>> {
    let mut seen: HashMap<PersonId, Timestamp> = HashMap::new();
    for persons in persons.chunks(LISTED) {
        let mut values = params![tx.clinic(), tx.now()].to_vec();
        let list = listed(&mut values, persons);
        let sql = format!(
            "SELECT person, MAX(CASE WHEN resolved_at IS NULL THEN $2 ELSE resolved_at END) AS at FROM complaint
             WHERE clinic = $1 AND received_at <= $2 AND person IN ({list}) GROUP BY person"
        );
        for row in tx.query(&sql, &values)? {
            seen.insert(row.get("person")?, row.get("at")?);
        }
    }
    Ok(seen)
}
