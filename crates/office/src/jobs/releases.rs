//! Gathering and weighing releases, and counting for questions: rows are read a page at a time, each page kept before the next,
//! so that work that was cut off goes on where it was. Both read as the program itself, for research and for nothing else.

use ground::job::{Handler, NewJob};
use ground::{DataSet, Error, Result, Scope, Tx};
use promise::Purpose;
use promise::release::{Asked, Gathered, Kind, Weighed, weigh};

use crate::model::releases::{QuestionId, Release, ReleaseId, State};
use crate::rules::releases::{Counter, write};
use crate::store::releases as store;
use store::part::{self, Of};

/// Rows read at once.
const ROWS: u32 = 500;
/// Pages of one attempt; the next goes on behind whoever waits.
const PAGES: usize = 100;
/// Bytes of one piece of the file.
const PIECE: usize = 256 * 1024;

/// The jobs of releases.
pub(crate) fn handlers() -> [Handler; 2] {
    let gather = Handler::new(store::GATHER, Purpose::Research, |scope, job| async move {
        let id: ReleaseId = job.subject.parse().map_err(|_| "the subject is no release".to_owned())?;
        gather(&scope, id).await.map_err(|error| error.to_string())
    });
    let count = Handler::new(store::question::COUNT, Purpose::Research, |scope, job| async move {
        let id: QuestionId = job.subject.parse().map_err(|_| "the subject is no question".to_owned())?;
        count(&scope, id).await.map_err(|error| error.to_string())
    });
    [gather.few(1), count.few(1)]
}

/// The set of data of that name.
pub(crate) fn data_set(scope: &Scope, name: &str) -> Option<DataSet> {
    scope.house().datasets.iter().find(|set| set.name == name).copied()
}

/// Gathers as many pages as one attempt may, and weighs what was gathered once there are no more.
pub async fn gather(scope: &Scope, id: ReleaseId) -> Result<()> {
    for _ in 0..PAGES {
        let release = scope.read(move |tx| store::find(tx, id)).await?;
        if release.state != State::Gathering {
            return Ok(());
        }
        let Some(set) = data_set(scope, &release.asked.data_set) else { return unfit(scope, &release).await };
        if release.reached == END {
            return weigh_all(scope, &set, release).await;
        }
        if !page(scope, &set, release).await? {
            return Ok(());
        }
    }
    // Whoever waits for a place among the jobs has their turn between two attempts.
    scope
        .write(move |tx| {
            let run_at = tx.now();
            tx.enqueue(&NewJob { kind: store::GATHER, subject: id.to_string(), run_at })
        })
        .await
}

/// There is no page more. No id begins so.
const END: &str = "~";

async fn unfit(scope: &Scope, release: &Release) -> Result<()> {
    let (id, round) = (release.id, release.round);
    scope.write(move |tx| store::weighed(tx, id, round, None)).await.map(drop)
}

/// Which of the cells of a row were chosen, and what they are.
fn chosen(set: &DataSet, columns: &[String]) -> Vec<(usize, String, Kind)> {
    let all = set.leaving().enumerate();
    let named = all.filter(|(_, column)| columns.iter().any(|name| name == column.name));
    named.map(|(at, column)| (at, column.name.to_owned(), column.kind)).collect()
}

/// Reads one page and keeps it; false where the round is over.
async fn page(scope: &Scope, set: &DataSet, release: Release) -> Result<bool> {
    let (set, after) = (*set, release.reached.clone());
    let page = scope.read(move |tx| set.page(tx, Some(&after), ROWS)).await?;
    let columns = chosen(&set, &release.asked.columns);
    // Only what was chosen is kept, each row as its person and its cells.
    let rows: Vec<Vec<String>> = page
        .rows
        .iter()
        .map(|row| {
            let cells = columns.iter().filter_map(|(at, ..)| row.cells.get(*at).cloned());
            std::iter::once(row.person.to_string()).chain(cells).collect()
        })
        .collect();
    let text = serde_json::to_string(&rows).map_err(Error::internal)?;
    let counted = (rows.len() as i64, i64::try_from(page.left_out).unwrap_or(i64::MAX));
    let next = page.next.unwrap_or_else(|| END.to_owned());
    scope.write(move |tx| part::gathered(tx, &release, &text, counted, &next)).await
}

async fn weigh_all(scope: &Scope, set: &DataSet, release: Release) -> Result<()> {
    let columns: Vec<(String, Kind)> =
        chosen(set, &release.asked.columns).into_iter().map(|(_, name, kind)| (name, kind)).collect();
    let Ok(mut rows) = Gathered::new(columns) else { return unfit(scope, &release).await };
    let mut number = 0;
    loop {
        let from = release.clone();
        let Some(text) = scope.read(move |tx| part::read(tx, &from, Of::Rows, number)).await? else { break };
        let page: Vec<Vec<String>> = serde_json::from_str(&text).map_err(Error::internal)?;
        for row in page {
            let pushed = row.split_first().map(|(person, cells)| rows.push(person, cells));
            if pushed.is_none_or(|pushed| pushed.is_err()) {
                return unfit(scope, &release).await;
            }
        }
        number += 1;
    }
    let asked = Asked {
        k: release.asked.k,
        l: release.asked.l,
        diversity: release.asked.diversity,
        most_suppressed: release.asked.most_suppressed,
    };
    let weighing = move || weigh(&rows, asked).map(|weighed| (pieces(&rows, &weighed), weighed.report));
    let weighed = tokio::task::spawn_blocking(weighing).await.map_err(Error::internal)?;
    let Some((pieces, report)) = weighed else { return unfit(scope, &release).await };
    let from = release.clone();
    scope.write(move |tx| part::forget_file(tx, &from)).await?;
    let mut sum = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    let mut bytes = 0_i64;
    let number = pieces.len() as i64;
    for (piece, number) in pieces.into_iter().zip(0_i64..) {
        sum.update(piece.as_bytes());
        bytes += piece.len() as i64;
        let of = release.clone();
        if !scope.write(move |tx| part::file(tx, &of, number, &piece)).await? {
            return Ok(());
        }
    }
    let digest = hex(sum.finish().as_ref());
    scope
        .write(move |tx| {
            // Two nodes that wrote the same file at once may have taken pieces from each other: then it is written anew.
            if part::many(tx, &release, Of::File)? != number {
                return Err(Error::internal("a piece of a release is missing"));
            }
            store::weighed(tx, release.id, release.round, Some((&report, &digest, bytes)))
        })
        .await
        .map(drop)
}

fn pieces(rows: &Gathered, weighed: &Weighed) -> Vec<String> {
    let mut pieces = Vec::new();
    write(rows, weighed, PIECE, |piece| pieces.push(piece));
    pieces
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Counts for a question that was spent, and keeps the answer.
pub async fn count(scope: &Scope, id: QuestionId) -> Result<()> {
    let question = scope.read(move |tx| store::question::find(tx, id)).await?;
    let Some(set) = data_set(scope, &question.asked.data_set).filter(|_| question.answer.is_none()) else {
        return Ok(());
    };
    let by = question.asked.by.as_deref();
    let column = set.leaving().enumerate().find(|(_, column)| Some(column.name) == by);
    let mut counter = Counter::new(question.asked.most);
    let mut after: Option<String> = None;
    loop {
        let from = after.clone();
        let page = scope.read(move |tx| set.page(tx, from.as_deref(), ROWS)).await?;
        for row in &page.rows {
            let value = match column {
                Some((at, of)) => row.cells.get(at).map(|cell| counted_as(of.kind, cell)).unwrap_or_default(),
                None => String::new(),
            };
            counter.add(row.person, &value);
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let values = match column {
        Some((_, column)) => column.values,
        None => Some(&[""][..]),
    };
    let answer = counter.told(values, question.asked.epsilon).map_err(Error::internal)?;
    scope.write(move |tx| store::question::answer(tx, id, &answer)).await
}

/// Ages are counted five years together; everything else as it is.
fn counted_as(kind: Kind, cell: &str) -> String {
    match kind {
        Kind::Quasi(ladder @ promise::release::Ladder::Age) => ladder.climb(cell, 1),
        _ => cell.to_owned(),
    }
}

/// Whether the file of a release is as it was signed, piece by piece.
pub async fn is_sound(scope: &Scope, release: &Release) -> bool {
    let mut sum = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    for number in 0_i64.. {
        let of = release.clone();
        match scope.read(move |tx| part::read(tx, &of, Of::File, number)).await {
            Ok(Some(piece)) => sum.update(piece.as_bytes()),
            Ok(None) => break,
            Err(_) => return false,
        }
    }
    release.digest.as_deref() == Some(hex(sum.finish().as_ref()).as_str())
}

/// Hours after which a file that is kept is read again.
const AGAIN: i64 = 24;

/// Ends what is over, and reads again what is kept.
pub async fn look(scope: Scope) -> Result<()> {
    scope.write(store::sweep).await?;
    let reads = scope.for_purpose(Purpose::Research);
    let unchecked = |tx: &mut Tx<'_>| {
        let since = tx.now() - jiff::SignedDuration::from_hours(AGAIN);
        store::unchecked(tx, since)
    };
    for release in scope.read(unchecked).await? {
        let (id, sound) = (release.id, is_sound(&reads, &release).await);
        scope.write(move |tx| store::checked(tx, id, sound)).await?;
    }
    Ok(())
}
