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
use crate::import::{Examined, Flaw, Step, walk};
use crate::web::Parts;

/// Sends the file. It is made of what was brought, and stands nowhere.
pub(in crate::web) async fn send(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let id = import_of(&parts)?;
    let (stored, headers, name, planned) = scope
        .read(move |tx: &mut Tx<'_>| -> Result<_> {
            let stored = found(tx, id)?;
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
    let named = (0..headers.len()).map(|at| called(t, &headers, at)).chain([t.get("people-import-wrong")]);
    // The mark by which spreadsheets know how its letters are written.
    let mut file = format!("\u{feff}{}", written(named));
    let mut walk = walk(&scope, &stored).await?;
    loop {
        match walk.next().await? {
            Step::Rows(_, rows) => {
                for row in rows {
                    if let Examined::Faulty(row, flaws) = row {
                        file.push_str(&line(t, &headers, &row, &flaws));
                    }
                }
            }
            Step::End(_) => break,
            Step::Broken => return Err(Fault::not_found()),
        }
    }
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let name = t.with("people-import-mend-name", &[("name", stem.into())]);
    let size = file.len() as u64;
    let chunks = futures_util::stream::once(async move { Ok(Bytes::from(file)) });
    Ok(Download { name, kind: "text/csv; charset=utf-8", shown: Shown::Saved, size: Some(size) }.respond(chunks))
}

fn line(t: &Tongue, headers: &[String], row: &Row, flaws: &[Flaw]) -> String {
    let what = |flaw: &Flaw| match flaw.column {
        Some(at) => t.with(
            "people-import-column-says",
            &[("column", called(t, headers, at).into()), ("what", sentence(t, flaw).into())],
        ),
        None => sentence(t, flaw),
    };
    let what: Vec<String> = flaws.iter().map(what).collect();
    // A row that is too long or too short stays so: uploaded again as it is, it must not pass for a whole one.
    written(row.cells.iter().map(String::as_str).chain([what.join(" ").as_str()]))
}
