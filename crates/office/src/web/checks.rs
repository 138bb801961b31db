//! The self-audit's history, each audit, and the button that asks for one; for whoever answers for the clinic.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Page, Query, Tongue, render};
use ground::{Result, Routes, Scope};
use promise::Parameters;
use promise::Purpose::Rights;

use crate::jobs::checks::{difference, found, subject};
use crate::model::checks::{Audit, Finding, Kind, State, Went};
use crate::store::checks as store;

/// Audits on one page of the history.
const SHOWN: u32 = 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/office/checks", "office.check.list", Rights, list)
        .post("/c/{clinic}/office/checks", "office.check.run", Rights, run)
        .get("/c/{clinic}/office/checks/{check}", "office.check.read", Rights, one)
}

/// An audit in the history.
struct Line {
    href: String,
    when: String,
    how: String,
    told: String,
    /// As the pill of a page shows it, and its word.
    tone: &'static str,
    word: String,
}

#[derive(askama::Template)]
#[template(path = "checks/list.html")]
struct List {
    page: Page,
    lines: Vec<Line>,
    older: Option<String>,
    every: i64,
    /// One is under way.
    waits: bool,
    /// Whether they may press for one.
    run: Option<String>,
}

fn when(scope: &Scope, t: &Tongue, audit: &Audit) -> String {
    let zone = &scope.clinic.zone;
    let today = scope.house().clock.now().to_zoned(zone.clone()).date();
    t.date_time(&audit.at.to_zoned(zone.clone()), today)
}

fn line(scope: &Scope, face: &Face, audit: &Audit) -> Line {
    let t = &face.t;
    let well = audit.standing == 0;
    Line {
        href: face.to(&format!("/office/checks/{}", audit.number)),
        when: when(scope, t, audit),
        how: t.get(&format!("checks-way-{}", audit.way.as_str())),
        told: t.with("checks-line", &[("worse", audit.worse.into()), ("better", audit.better.into())]),
        tone: if well { "kept" } else { "missed" },
        word: t.with("checks-standing", &[("count", audit.standing.into())]),
    }
}

async fn list(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let below: i64 = query.value("below").parse().unwrap_or(i64::MAX);
    let (mut audits, waits) =
        scope.read(move |tx| -> Result<_> { Ok((store::list(tx, below, SHOWN + 1)?, store::is_asked(tx)?)) }).await?;
    let more = audits.len() > SHOWN as usize;
    audits.truncate(SHOWN as usize);
    let older = audits.last().filter(|_| more).map(|last| face.to(&format!("/office/checks?below={}", last.number)));
    let mut page = face.page(&scope, "checks-title");
    let done = ["asked", "waits", "rests"].into_iter().find(|done| *done == query.value("done"));
    page.toast = done.map(|done| page.t.get(&format!("checks-done-{done}")));
    Ok(render(&List {
        lines: audits.iter().map(|audit| line(&scope, &face, audit)).collect(),
        older,
        every: i64::from(scope.clinic.parameters.audit_days),
        waits,
        run: scope.house().permits_anyhow(&scope, "office.check.run").then(|| face.to("/office/checks")),
        page,
    }))
}

async fn run(scope: Scope, face: Face) -> Result<Response, Fault> {
    let done = match scope.write(store::press).await? {
        store::Asked::Asked => "asked",
        store::Asked::Waits => "waits",
        store::Asked::Rests => "rests",
    };
    Ok(Redirect::to(&face.to(&format!("/office/checks?done={done}"))).into_response())
}

/// A finding on the page of its audit.
struct Item {
    subject: String,
    found: String,
    /// Where it is mended.
    href: Option<String>,
    tone: &'static str,
    state: String,
    went: String,
}

struct Group {
    title: String,
    items: Vec<Item>,
}

#[derive(askama::Template)]
#[template(path = "checks/one.html")]
struct One {
    page: Page,
    lede: String,
    difference: Vec<String>,
    /// What is wrong.
    standing: Vec<Item>,
    /// What is not, folded away.
    rest: Vec<Group>,
    before: Option<String>,
    after: Option<String>,
}

fn item(face: &Face, finding: &Finding, now: &Parameters) -> Item {
    let t = &face.t;
    let tone = match finding.state {
        State::Kept | State::Well => "kept",
        State::Gap | State::Wrong | State::Unread => "missed",
        State::Absent | State::Off => "unsure",
    };
    let told = matches!(finding.went, Went::Worse | Went::Better);
    Item {
        subject: subject(t, finding, now),
        found: found(t, finding),
        href: (!finding.href.is_empty()).then(|| face.to(&finding.href)),
        tone,
        state: t.get(&format!("checks-state-{}", finding.state.as_str())),
        went: if told { t.get(&format!("checks-went-{}", finding.went.as_str())) } else { String::new() },
    }
}

async fn one(scope: Scope, face: Face, Path((_, check)): Path<(String, String)>) -> Result<Response, Fault> {
    let number: i64 = check.parse().map_err(|_| Fault::not_found())?;
    let (audit, findings, gone, newest) = scope
        .read(move |tx| -> Result<_> {
            let newest = store::newest(tx)?.map_or(0, |newest| newest.number);
            Ok((store::find(tx, number)?, store::findings(tx, number)?, store::gone(tx, number)?, newest))
        })
        .await?;
    let audit = audit.ok_or_else(Fault::not_found)?;
    let (t, now) = (&face.t, &scope.clinic.parameters);
    let of = |which: &dyn Fn(&Finding) -> bool| -> Vec<Item> {
        findings.iter().filter(|one| which(one)).map(|one| item(&face, one, now)).collect()
    };
    let well = |kind: Kind| move |one: &Finding| one.kind == kind && matches!(one.state, State::Kept | State::Well);
    let rest = [
        ("checks-group-promises", of(&well(Kind::Promise))),
        ("checks-group-checks", of(&well(Kind::Check))),
        ("checks-group-absent", of(&|one| one.state == State::Absent)),
        ("checks-group-off", of(&|one| one.state == State::Off)),
    ];
    let to = |number: i64| face.to(&format!("/office/checks/{number}"));
    let lede = t.with(
        "checks-lede",
        &[
            ("when", when(&scope, t, &audit).into()),
            ("way", t.get(&format!("checks-way-{}", audit.way.as_str())).into()),
            ("findings", audit.findings.into()),
            ("standing", audit.standing.into()),
        ],
    );
    Ok(render(&One {
        page: face.page(&scope, "checks-one-title"),
        lede,
        difference: difference(t, &findings, &gone, now),
        standing: of(&Finding::stands),
        rest: rest
            .into_iter()
            .filter(|(_, items)| !items.is_empty())
            .map(|(title, items)| Group { title: t.with(title, &[("count", (items.len() as i64).into())]), items })
            .collect(),
        before: (number > 1).then(|| to(number - 1)),
        after: (number < newest).then(|| to(number + 1)),
    }))
}
