//! One release: what it would be, and the decision; afterwards its file for a while, and its manifest for good.

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Tongue, render_as};
use ground::{Actor, Error, Result, Scope};
use promise::Purpose;
use promise::release::Report;

use super::{column_word, day, name, names, set_word};
use crate::jobs::releases::is_sound;
use crate::model::releases::{Release, ReleaseId, State};
use crate::rules::releases::may_decide;
use crate::store::releases::{self as store, Decided, part};

/// Longest reason, in characters.
const REASON: usize = 300;

type Parts = Path<std::collections::HashMap<String, String>>;

fn id(parts: &Parts) -> Result<ReleaseId> {
    parts.get("data_release").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

/// A term and what is said of it.
type Fact = (String, String);

#[derive(askama::Template)]
#[template(path = "releases/one.html")]
struct OnePage {
    page: Page,
    own: String,
    state: String,
    note: String,
    tone: &'static str,
    trouble: String,
    asked: Vec<Fact>,
    report_title: String,
    report: Vec<Fact>,
    columns: Vec<Fact>,
    /// Where it is decided, by whom may; the round that the page shows.
    decision: Option<String>,
    round: i64,
    may_approve: bool,
    /// Whoever drafted it cannot approve it.
    same_eyes: bool,
    /// That others of the same set left before; empty where none did.
    beside: String,
    reason: String,
    reason_fault: String,
    file: Option<String>,
    file_words: String,
    manifest: Option<String>,
    key: String,
    live: bool,
}

pub(super) async fn show(scope: Scope, face: Face, parts: Parts, Query(query): Query) -> Result<Response, Fault> {
    let done = match query.value("done") {
        "drafted" => Some("releases-done-drafted"),
        "approved" => Some("releases-done-approved"),
        "refused" => Some("releases-done-refused"),
        _ => None,
    };
    page(&scope, &face, id(&parts)?, &Fields::default(), &Faults::new(), "", done).await
}

async fn page(
    scope: &Scope,
    face: &Face,
    id: ReleaseId,
    fields: &Fields,
    faults: &Faults,
    trouble: &str,
    done: Option<&str>,
) -> Result<Response, Fault> {
    let read = move |tx: &mut ground::Tx<'_>| -> Result<_> {
        let release = store::find(tx, id)?;
        let able = store::able(tx)?;
        let decided = release.decided.as_ref().map_or("", |(by, _)| by.as_str());
        let names = names(tx, &[&release.drafted_by, decided])?;
        let me = tx.actor().to_string();
        let before = store::before(tx, &release.asked.data_set)?;
        Ok((may_decide(&release.drafted_by, &me, able), names, before, release))
    };
    let (other_eyes, names, before, release) = scope.read(read).await?;
    let t = &face.t;
    let day_of = |at| day(scope, t, at);
    let mut asked = vec![
        (t.get("releases-recipient"), release.asked.recipient.clone()),
        (t.get("releases-purpose"), release.asked.purpose.clone()),
        (t.get("releases-set"), set_word(t, &release.asked.data_set)),
        (t.get("releases-drafted"), by(t, &name(t, &names, &release.drafted_by), &day_of(release.drafted_at))),
    ];
    if let Some((who, at)) = &release.decided {
        let key = if release.state == State::Released { "releases-approved" } else { "releases-refused" };
        asked.push((t.get(key), by(t, &name(t, &names, who), &day_of(*at))));
    }
    if let Some(reason) = release.reason.clone().filter(|reason| !reason.is_empty()) {
        asked.push((t.get("releases-reason"), reason));
    }
    let may = scope.house().permits_anyhow(scope, "office.release.decide");
    let open = matches!(release.state, State::Gathering | State::Weighed | State::Unfit);
    let kept = release.state == State::Released && release.gone_at.is_none();
    let takes = kept && scope.house().permits_anyhow(scope, "office.release.take");
    let until = release.expires_at.map(day_of).unwrap_or_default();
    let state = release.state.as_str();
    let mut shown = face.page(scope, "releases-one-title");
    shown.toast = done.map(|key| t.get(key));
    let status = match (faults.is_empty(), trouble) {
        (true, "") => StatusCode::OK,
        (true, _) => StatusCode::CONFLICT,
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(render_as(
        status,
        &OnePage {
            page: shown,
            own: face.to(&format!("/releases/{id}")),
            state: t.get(&format!("releases-state-{state}")),
            note: t.with(
                &format!("releases-note-{state}"),
                &[("rows", release.gathered.into()), ("k", release.asked.k.into()), ("l", release.asked.l.into())],
            ),
            tone: if release.state == State::Unfit { "warn" } else { "info" },
            trouble: if trouble.is_empty() { String::new() } else { t.get(trouble) },
            asked,
            report_title: t.get(match release.state {
                State::Released => "releases-report-left",
                _ => "releases-report",
            }),
            report: release.report.as_ref().map(|report| facts(t, report, release.left_out)).unwrap_or_default(),
            columns: release.report.as_ref().map(|report| became(t, &release, report)).unwrap_or_default(),
            decision: (may && open).then(|| face.to(&format!("/releases/{id}"))),
            round: release.round,
            may_approve: release.state == State::Weighed && other_eyes,
            same_eyes: release.state == State::Weighed && !other_eyes,
            beside: match before {
                0 => String::new(),
                before => t.with("releases-beside", &[("count", before.into())]),
            },
            reason: fields.value("reason").to_owned(),
            reason_fault: faults.of("reason", t).unwrap_or_default(),
            file: takes.then(|| face.to(&format!("/releases/{id}/file"))),
            file_words: match (release.state, kept) {
                (State::Released, true) => {
                    t.with("releases-file-until", &[("day", until.into()), ("count", release.taken.into())])
                }
                (State::Released, false) if release.gone_at < release.expires_at && release.taken == 0 => {
                    t.get("releases-file-withdrawn")
                }
                (State::Released, false) => t.get("releases-file-gone"),
                _ => String::new(),
            },
            manifest: release.manifest,
            key: ground::manifest::key_of(scope.house(), store::KIND, scope.clinic.id)?,
            live: release.state == State::Gathering,
        },
    ))
}

fn by(t: &Tongue, who: &str, day: &str) -> String {
    t.with("releases-by", &[("who", who.to_owned().into()), ("day", day.to_owned().into())])
}

fn percent(t: &Tongue, share: u32) -> String {
    t.percent(f64::from(share) / 10_000.0, 2)
}

/// The report in words.
fn facts(t: &Tongue, report: &Report, left_out: i64) -> Vec<Fact> {
    let count = |n: u64| t.number(n as f64);
    let mut facts = vec![
        (
            t.get("releases-smallest"),
            t.with("releases-smallest-of", &[("people", report.smallest.into()), ("k", report.k.into())]),
        ),
        (t.get("releases-classes"), count(report.classes)),
        (
            t.get("releases-rows"),
            t.with(
                "releases-rows-of",
                &[
                    ("released", count(report.released).into()),
                    ("rows", count(report.rows).into()),
                    ("people", count(report.people).into()),
                ],
            ),
        ),
        (
            t.get("releases-suppressed"),
            t.with(
                "releases-suppressed-of",
                &[
                    ("rows", count(report.suppressed).into()),
                    ("share", percent(t, report.suppressed_share).into()),
                    ("most", percent(t, report.most_suppressed).into()),
                ],
            ),
        ),
        (t.get("releases-left-out"), t.with("releases-left-out-of", &[("rows", left_out.into())])),
        (
            t.get("releases-risk"),
            t.with(
                "releases-risk-of",
                &[("most", percent(t, report.risk_most).into()), ("average", percent(t, report.risk_average).into())],
            ),
        ),
    ];
    for spread in &report.spread {
        facts.push((
            t.with("releases-spread", &[("column", column_word(t, &spread.column).into())]),
            t.with(
                "releases-spread-of",
                &[
                    ("distinct", spread.distinct.into()),
                    ("entropy", t.fraction(f64::from(spread.entropy) / 100.0, 2).into()),
                    ("l", report.l.into()),
                ],
            ),
        ));
    }
    facts
}

/// What each column became.
fn became(t: &Tongue, release: &Release, report: &Report) -> Vec<Fact> {
    let one = |column: &String| {
        let rung = report.became.iter().find(|became| became.column == *column);
        let words = match rung {
            None => t.get("releases-rung-none"),
            Some(became) if became.rung == 0 => t.get("releases-rung-whole"),
            Some(became) if became.rung >= became.top => t.get("releases-rung-dropped"),
            Some(became) => {
                let key = format!("releases-rung-{}-{}", became.column.replace('_', "-"), became.rung);
                t.known(&key).unwrap_or_else(|| t.get("releases-rung-coarser"))
            }
        };
        (column_word(t, column), words)
    };
    release.asked.columns.iter().map(one).collect()
}

async fn answer(
    scope: &Scope,
    face: &Face,
    id: ReleaseId,
    fields: &Fields,
    decided: Decided,
    said: &str,
) -> Result<Response, Fault> {
    let trouble = match decided {
        Decided::Done => return Ok(Redirect::to(&face.to(&format!("/releases/{id}?done={said}"))).into_response()),
        Decided::Stale => "releases-trouble-stale",
        Decided::SameEyes => "releases-trouble-eyes",
        Decided::TooSmall => "releases-trouble-small",
    };
    page(scope, face, id, fields, &Faults::new(), trouble, None).await
}

pub(super) async fn approve(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = id(&parts)?;
    let round: i64 = fields.value("round").parse().map_err(|_| Fault::not_found())?;
    let decided = scope.write(move |tx| store::approve(tx, id, round)).await?;
    answer(&scope, &face, id, &fields, decided, "approved").await
}

pub(super) async fn refuse(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let id = id(&parts)?;
    let mut form = fields.reader();
    let reason = form.text("reason", REASON);
    let reason = match form.finish(|| reason) {
        Ok(reason) => reason,
        Err(faults) => return page(&scope, &face, id, &fields, &faults, "", None).await,
    };
    let decided = scope.write(move |tx| store::refuse(tx, id, &reason)).await?;
    answer(&scope, &face, id, &fields, decided, "refused").await
}

/// The file, piece by piece. It is read through once before: what is not as it was signed does not leave.
pub(super) async fn file(scope: Scope, parts: Parts) -> Result<Response, Fault> {
    let id = id(&parts)?;
    let release = scope.write(move |tx| store::took(tx, id)).await?;
    // The pieces are nobody's, and are read by the program as they were written.
    let reads = scope.as_actor(Actor::automatic()).for_purpose(Purpose::Research);
    if !is_sound(&reads, &release).await {
        return Err(Error::internal("the file of a release is not as it was signed").into());
    }
    let disposition = format!("attachment; filename=\"{id}.csv\"");
    let pieces = futures_util::stream::try_unfold((reads, release, 0_i64), |(reads, release, number)| async move {
        let of = release.clone();
        let piece = reads.read(move |tx| part::read(tx, &of, part::Of::File, number)).await?;
        Ok::<_, Error>(piece.map(|piece| (Bytes::from(piece), (reads, release, number + 1))))
    });
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned());
    Ok(([kind, (header::CONTENT_DISPOSITION, disposition)], Body::from_stream(pieces)).into_response())
}

pub(super) async fn manifest(scope: Scope, parts: Parts) -> Result<Response, Fault> {
    let id = id(&parts)?;
    let release = scope.read(move |tx| store::find(tx, id)).await?;
    let text = release.manifest.ok_or(Error::NotFound)?;
    let disposition = format!("attachment; filename=\"{id}.manifest.json\"");
    let kind = (header::CONTENT_TYPE, "application/json".to_owned());
    Ok(([kind, (header::CONTENT_DISPOSITION, disposition)], text).into_response())
}
