//! Questions about sets of data, and the ledger that they are: a question's row is what it spends, written and committed
//! before anything is counted for it, so that nothing is told that was not spent, whoever asks at the same time.

use ground::db::Row;
use ground::job::NewJob;
use ground::{Error, Event, Result, Tx, params};

use crate::model::releases::{Answer, Ledger, NewQuestion, Question, QuestionId};
use crate::rules::releases::within;

/// The job that counts.
pub const COUNT: &str = "office.count";

const COLUMNS: &str = "id, data_set, counted_by, most, epsilon, answer, asked_by, asked_at, answered_at";

fn from_row(row: &Row) -> Result<Question> {
    let fault = |what: &str| Error::internal(format_args!("a question: its {what} cannot be read"));
    let small = |name: &str| -> Result<u32> { u32::try_from(row.get::<i64>(name)?).map_err(|_| fault(name)) };
    let answer: Option<String> = row.get("answer")?;
    let by: String = row.get("counted_by")?;
    Ok(Question {
        id: row.get("id")?,
        asked: NewQuestion {
            data_set: row.get("data_set")?,
            by: (by != "*").then_some(by),
            most: small("most")?,
            epsilon: small("epsilon")?,
        },
        answer: answer.map(|text| serde_json::from_str::<Answer>(&text)).transpose().map_err(|_| fault("answer"))?,
        asked_by: row.get("asked_by")?,
        asked_at: row.get("asked_at")?,
        answered_at: row.get("answered_at")?,
    })
}

/// The question; not found where there is none.
pub fn find(tx: &mut Tx<'_>, id: QuestionId) -> Result<Question> {
    let sql = format!("SELECT {COLUMNS} FROM data_question WHERE clinic = $1 AND id = $2");
    from_row(&tx.one(&sql, &params![tx.clinic(), id])?)
}

/// Up to `most` questions, the newest first, from before `before` on.
pub fn list(tx: &mut Tx<'_>, before: Option<QuestionId>, most: u32) -> Result<Vec<Question>> {
    let before = before.unwrap_or_else(|| QuestionId::from_bits(u128::MAX));
    let sql = format!("SELECT {COLUMNS} FROM data_question WHERE clinic = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    tx.query(&sql, &params![tx.clinic(), before, most])?.iter().map(from_row).collect()
}

/// What was spent on a set of data.
pub fn ledger(tx: &mut Tx<'_>, data_set: &str) -> Result<Ledger> {
    let row = tx.one(
        "SELECT CAST(COALESCE(SUM(epsilon), 0) AS BIGINT) AS spent FROM data_question WHERE clinic = $1 AND data_set = $2",
        &params![tx.clinic(), data_set],
    )?;
    let spent = u32::try_from(row.get::<i64>("spent")?).unwrap_or(u32::MAX);
    Ok(Ledger { data_set: data_set.to_owned(), spent, budget: tx.settings().parameters.release_epsilon })
}

/// What became of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is spent, and will be counted.
    New(QuestionId),
    /// The same was asked before: it costs nothing.
    Known(QuestionId),
    /// The budget does not reach.
    Spent,
}

/// Spends what a question costs and leaves the work of counting, unless the same was asked before or the budget does not reach.
pub fn ask(tx: &mut Tx<'_>, new: &NewQuestion) -> Result<Asked> {
    tx.take_turns(&format!("office.epsilon/{}", new.data_set))?;
    let known = tx.optional(
        "SELECT id FROM data_question WHERE clinic = $1 AND data_set = $2 AND question = $3",
        &params![tx.clinic(), &new.data_set, new.line()],
    )?;
    if let Some(known) = known {
        return Ok(Asked::Known(known.get("id")?));
    }
    let ledger = ledger(tx, &new.data_set)?;
    if !within(ledger.spent, new.epsilon, ledger.budget) {
        return Ok(Asked::Spent);
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let id = QuestionId::new(now);
    tx.execute(
        "INSERT INTO data_question (clinic, id, data_set, question, counted_by, most, epsilon, budget, asked_by, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &params![
            clinic, id, &new.data_set, new.line(), new.by.as_deref().unwrap_or("*"), new.most, new.epsilon, ledger.budget,
            actor, now
        ],
    )?;
    tx.emit(Event::new("question.asked", id, None))?;
    tx.enqueue(&NewJob { kind: COUNT, subject: id.to_string(), run_at: now })?;
    Ok(Asked::New(id))
}

/// Keeps the answer. The first one stays: noise is drawn once.
pub fn answer(tx: &mut Tx<'_>, id: QuestionId, answer: &Answer) -> Result<()> {
    let text = serde_json::to_string(answer).map_err(Error::internal)?;
    let kept = tx.execute(
        "UPDATE data_question SET answer = $3, answered_at = $4 WHERE clinic = $1 AND id = $2 AND answer IS NULL",
        &params![tx.clinic(), id, text, tx.now()],
    )?;
    match kept {
        0 => Ok(()),
        _ => tx.emit(Event::new("question.answered", id, None)),
    }
}
