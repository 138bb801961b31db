//! The rows with faults as a file of their own: as they were, with a column that says what is wrong. Mended, it is brought
//! in like any other; that column is left behind.

use axum::response::Response;
use bytes::Bytes;
use ground::web::download::{Download, Shown};
use ground::web::{Face, Fault, Tongue};
use ground::{Result, Scope, Tx};
use sheet::{Row, written};

use super::one::sentence;
use super::{called, found, import_of};
use crate::incoming::look::{Becomes, Look, Next};
use crate::incoming::walk::{Step, walk};
use crate::incoming::{Flaw, Kind, State, StoredImport};
use crate::web::Parts;

/// Sends the file. It is made of what was brought, and stands nowhere.
pub(in crate::incoming) async fn send<K: Kind>(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let id = import_of(&parts)?;
    let (stored, headers, name, planned) = scope
        .read(move |tx: &mut Tx<'_>| -> Result<_> {
            let stored = found::<K>(tx, id)?;
            let key = tx.open(stored.person)?;
            let (headers, name, planned) =
                (stored.head(&key)?.headers, stored.name(&key)?, stored.plan(&key)?.is_some());
            Ok((stored, headers, name.as_str().to_owned(), planned))
        })
        .await?;
    if !planned {
        return Err(Fault::not_found());
    }
    let t = &face.t;
    let named = (0..headers.len()).map(|at| called(t, &headers, at)).chain([t.get("incoming-wrong")]);
    // The mark by which spreadsheets know how its letters are written.
    let mut file = format!("\u{feff}{}", written(named));
    let put = |row: Row, flaws: Vec<Flaw>| file.push_str(&line(t, &headers, &row, &flaws));
    let whole = match K::REFUSES {
        true => refused(&scope, &stored, put).await?,
        false => faulty(&scope, &stored, put).await?,
    };
    if !whole {
        return Err(Fault::not_found());
    }
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let name = t.with("incoming-mend-name", &[("name", stem.into())]);
    let size = file.len() as u64;
    let chunks = futures_util::stream::once(async move { Ok(Bytes::from(file)) });
    Ok(Download { name, kind: "text/csv; charset=utf-8", shown: Shown::Saved, size: Some(size) }.respond(chunks))
}

/// Hands on the rows that are nothing by themselves. False where the file cannot be read to its end.
async fn faulty<K: Kind>(scope: &Scope, stored: &StoredImport<K>, mut put: impl FnMut(Row, Vec<Flaw>)) -> Result<bool> {
    let mut walk = walk(scope, stored).await?;
    loop {
        match walk.next().await? {
            Step::Rows(_, rows) => {
                rows.into_iter()
                    .filter_map(|(row, read)| Some((row, read.err()?)))
                    .for_each(|(row, flaws)| put(row, flaws));
            }
            Step::End(_) => return Ok(true),
            Step::Broken => return Ok(false),
        }
    }
}

/// Hands on the rows that became nothing, also because of what is stored. Once the others were written, a row that is not
/// here was refused, whatever would become of it now.
async fn refused<K: Kind>(
    scope: &Scope,
    stored: &StoredImport<K>,
    mut put: impl FnMut(Row, Vec<Flaw>),
) -> Result<bool> {
    let mut look = Look::begin(walk(scope, stored).await?);
    let free_now = format!("{}-fault-free-now", K::WORDS);
    loop {
        match look.next(scope).await? {
            Next::Rows(rows) => {
                for (row, becomes) in rows {
                    match becomes {
                        Becomes::Nothing(flaws) => put(row, flaws),
                        Becomes::Fresh(_) if stored.state == State::Done => {
                            let flaw = Flaw::new(row.line, None, &free_now);
                            put(row, vec![flaw]);
                        }
                        Becomes::Fresh(_) | Becomes::Known(_) => {}
                    }
                }
            }
            Next::End(_) => return Ok(true),
            Next::Broken => return Ok(false),
        }
    }
}

fn line(t: &Tongue, headers: &[String], row: &Row, flaws: &[Flaw]) -> String {
    let what = |flaw: &Flaw| match flaw.column {
        Some(at) => t.with(
            "incoming-column-says",
            &[("column", called(t, headers, at).into()), ("what", sentence(t, flaw).into())],
        ),
        None => sentence(t, flaw),
    };
    let what: Vec<String> = flaws.iter().map(what).collect();
    // A row that is too long or too short stays so: uploaded again as it is, it must not pass for a whole one.
    written(row.cells.iter().map(String::as_str).chain([what.join(" ").as_str()]))
}
