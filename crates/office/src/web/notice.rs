//! Every version of the notice, and what changed from one to the next; for whoever comes.

use axum::extract::Path;
use axum::response::Response;
use ground::recipient::{self, Entry};
use ground::web::{Face, Fault, Page, Query, Tongue, render};
use ground::{Error, Result, Routes, Scope};
use jiff::Timestamp;
use promise::Purpose::Rights;

use crate::model::notice::{Cause, Said};
use crate::rules::notice::{Difference, Piece, compare};
use crate::rules::recipients::{self as register, Became, changes, differences};
use crate::store::notice as store;

/// Versions on one page of the list.
const SHOWN: u32 = 20;

pub(super) fn routes() -> Routes {
    Routes::new().get("/c/{clinic}/notice/versions", "office.versions.list", Rights, list).get(
        "/c/{clinic}/notice/versions/{version}",
        "office.versions.read",
        Rights,
        one,
    )
}

/// A version in the list.
struct Line {
    href: String,
    name: String,
    since: String,
    why: String,
    /// It is the one that is read now.
    current: bool,
}

#[derive(askama::Template)]
#[template(path = "notice/versions.html")]
struct Versions {
    page: Page,
    lines: Vec<Line>,
    /// Where the older ones are.
    older: Option<String>,
}

fn day(scope: &Scope, face: &Face, at: Timestamp) -> String {
    face.t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date())
}

fn name(face: &Face, number: i64) -> String {
    face.t.with("office-version", &[("n", number.into())])
}

fn why(face: &Face, cause: Cause, program: &str) -> String {
    face.t.with(&format!("office-cause-{cause}"), &[("program", program.into())])
}

async fn list(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let below: Option<i64> = query.value("below").parse().ok();
    let mut versions = scope.read(move |tx| store::list(tx, below.unwrap_or(i64::MAX), SHOWN + 1)).await?;
    let more = versions.len() > SHOWN as usize;
    versions.truncate(SHOWN as usize);
    let older =
        versions.last().filter(|_| more).map(|last| face.to(&format!("/notice/versions?below={}", last.number)));
    let lines = versions
        .iter()
        .enumerate()
        .map(|(at, version)| Line {
            href: face.to(&format!("/notice/versions/{}", version.number)),
            name: name(&face, version.number),
            since: day(&scope, &face, version.effective_at),
            why: why(&face, version.cause, &version.program),
            current: at == 0 && below.is_none(),
        })
        .collect();
    Ok(render(&Versions { page: face.page(&scope, "office-versions-title"), lines, older }))
}

struct Group {
    title: String,
    sentences: Vec<Said>,
}

#[derive(askama::Template)]
#[template(path = "notice/version.html")]
struct One {
    page: Page,
    name: String,
    since: String,
    why: String,
    /// The language its text is in, and whether that is another than the page's.
    language: String,
    direction: &'static str,
    foreign: bool,
    /// What changed from the version before; none for the first.
    changes: Option<Vec<Difference>>,
    /// The uses that it added.
    uses: Vec<String>,
    before: Option<String>,
    after: Option<String>,
    groups: Vec<Group>,
    /// Who handled something about people when this version was replaced, or does now.
    recipients: Vec<String>,
    /// What changed of that while it stood.
    recipient_changes: Vec<Moved>,
}

/// What became of a recipient while a version stood.
struct Moved {
    key: &'static str,
    said: Vec<String>,
}

fn moved(t: &Tongue, before: &[Entry], after: &[Entry]) -> Vec<Moved> {
    let one = |became: Became<'_>| match became {
        Became::Came(one) => Moved { key: "recipients-came", said: vec![register::said(t, &one.terms)] },
        Became::Went(one) => Moved { key: "recipients-went", said: vec![register::said(t, &one.terms)] },
        Became::Changed(old, new) => {
            let mut lines = vec![new.terms.name.clone()];
            lines.extend(differences(t, &old.terms, &new.terms));
            Moved { key: "recipients-changed", said: lines }
        }
    };
    changes(before, after).into_iter().map(one).collect()
}

async fn one(scope: Scope, face: Face, Path((_, version)): Path<(String, String)>) -> Result<Response, Fault> {
    let number: i64 = version.parse().map_err(|_| Fault::not_found())?;
    let t = face.t.clone();
    let (version, before, newest, uses, from, until) = scope
        .read(move |tx| -> Result<_> {
            let newest = store::dates(tx)?.map_or(0, |(_, _, newest)| newest);
            let before = if number > 1 { store::find(tx, number - 1)? } else { None };
            let version = store::find(tx, number)?.ok_or(Error::NotFound)?;
            let until = store::find(tx, number + 1)?.map_or(tx.now(), |after| after.effective_at);
            let from = recipient::then(tx, version.effective_at)?;
            let uses = super::agreement::added_by(tx, &t, number)?;
            Ok((version, before, newest, uses, from, recipient::then(tx, until)?))
        })
        .await?;
    let (language, said) = version.in_language(face.t.lang());
    // In the language that is read: what was not said in it before is new in it.
    let changes =
        before.as_ref().map(|before| compare(before.sentences.get(language).map_or(&[], Vec::as_slice), said));
    let tongue = scope.house().words.tongue(language).unwrap_or_else(|| face.t.clone());
    let mut groups: Vec<Group> = Vec::new();
    for said in said {
        let title = tongue.get(&format!("notice-group-{}", said.group));
        match groups.last_mut().filter(|group| group.title == title) {
            Some(group) => group.sentences.push(said.clone()),
            None => groups.push(Group { title, sentences: vec![said.clone()] }),
        }
    }
    let to = |number: i64| face.to(&format!("/notice/versions/{number}"));
    Ok(render(&One {
        page: face.page(&scope, "office-version-title"),
        name: name(&face, version.number),
        since: day(&scope, &face, version.effective_at),
        why: why(&face, version.cause, &version.program),
        foreign: language != face.t.lang(),
        direction: tongue.dir(),
        language: language.to_owned(),
        changes,
        uses,
        before: (number > 1).then(|| to(number - 1)),
        after: (number < newest).then(|| to(number + 1)),
        recipients: until.iter().map(|entry| register::said(&face.t, &entry.terms)).collect(),
        recipient_changes: moved(&face.t, &from, &until),
        groups,
    }))
}
