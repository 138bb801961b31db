//! The access log as anybody can check it: its key, its newest checkpoint, and the proof that it continues an earlier one.
//!
//! None of this says anything of anybody: a checkpoint is a number of entries and a hash over them.

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use ground::access;
use ground::web::download::{Download, Shown};
use ground::web::{Face, Fault, Page, Query, render};
use ground::{Error, Scope};
use jiff::Timestamp;

/// Checkpoints that are listed.
const LISTED: u32 = 60;
/// What other programs read of it: of now, and never from a store of answers.
const TEXT: [(axum::http::HeaderName, &str); 2] =
    [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")];

#[derive(Template)]
#[template(path = "access_log.html")]
struct AccessLog {
    page: Page,
    key: String,
    /// What was found when all of it was last read, and whether that is well.
    state: Option<(bool, String)>,
    checkpoints: Vec<Line>,
}

/// One checkpoint.
struct Line {
    entries: String,
    when: String,
    /// Where the proof is that the log as it is now continues it; none for the newest.
    continued: Option<String>,
}

pub(super) async fn page(scope: Scope, face: Face) -> Result<Response, Fault> {
    let key = access::verifier_key(&scope).await?;
    let (watched, kept) =
        scope.read(|tx| Ok::<_, Error>((access::watched(tx)?, access::checkpoints(tx, LISTED)?))).await?;
    let zone = scope.clinic.zone.clone();
    let today = zone.to_datetime(scope.house().clock.now()).date();
    let when = |at: Timestamp| face.t.date_time(&at.to_zoned(zone.clone()), today);
    let state = match (&watched.fault, &watched.whole) {
        (Some((at, what)), _) => Some((
            false,
            face.t.with("access-log-fault", &[("when", when(*at).into()), ("what", what.as_str().into())]),
        )),
        (None, Some(whole)) => {
            let entries = face.t.number(whole.entries as f64);
            Some((true, face.t.with("access-log-whole", &[("when", when(whole.ended).into()), ("n", entries.into())])))
        }
        (None, None) => None,
    };
    let line = |(at, (size, signed)): (usize, &(u64, Timestamp))| Line {
        entries: face.t.with("access-log-entries", &[("n", (*size as f64).into())]),
        when: when(*signed),
        continued: (at > 0).then(|| face.to(&format!("/access-log/continued?from={size}"))),
    };
    let checkpoints = kept.iter().enumerate().map(line).collect();
    Ok(render(&AccessLog { page: face.page(&scope, "access-log-title"), key, state, checkpoints }))
}

/// The newest checkpoint, signed, for whoever keeps one elsewhere.
pub(super) async fn checkpoint(scope: Scope) -> Result<Response, Fault> {
    let note = access::checkpoint(&scope).await?.ok_or_else(Fault::not_found)?;
    Ok((TEXT, note).into_response())
}

/// The key by which checkpoints and proofs are checked.
pub(super) async fn key(scope: Scope) -> Result<Response, Fault> {
    Ok((TEXT, format!("{}\n", access::verifier_key(&scope).await?)).into_response())
}

/// The proof that the log as it is now continues the one that had so many entries.
pub(super) async fn continued(scope: Scope, Query(fields): Query) -> Result<Response, Fault> {
    let from: u64 = fields.value("from").parse().map_err(|_| Fault::not_found())?;
    let proof = access::prove_continued(&scope, from).await?;
    let (name, kind) = (format!("from-{from}.tlog-consistency"), "text/plain; charset=utf-8");
    Ok(Download { name, kind, shown: Shown::Saved, size: None }.respond_whole(proof))
}
