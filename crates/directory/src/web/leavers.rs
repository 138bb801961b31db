//! Whoever left, on the manager's page: when they are erased, and what was decided.

use axum::extract::Path;
use axum::response::Response;
use ground::web::{Face, Fault, Form, Page};
use ground::{PersonId, Scope, Tx};
use jiff::Timestamp;

use super::back;
use crate::error::Result;
use crate::model::{Source, UserId};
use crate::store::leaver;

/// Leavers and decisions that are shown.
const SHOWN: u32 = 50;
const HISTORY: u32 = 20;

/// What the page shows, as it is read.
pub(super) struct Seen {
    leavers: Vec<(leaver::Leaver, String)>,
    total: i64,
    grace: jiff::SignedDuration,
    history: Vec<(leaver::Decision, Option<String>)>,
    back: Vec<leaver::Back>,
    now: Timestamp,
}

pub(super) struct LeaverLine {
    pub name: String,
    pub action: String,
    pub kept: bool,
    pub when: String,
}

pub(super) struct BackLine {
    pub source: &'static str,
    pub token: String,
    pub told: String,
}

/// The same in words.
pub(super) struct Shown {
    pub leavers: Vec<LeaverLine>,
    pub more: String,
    pub history: Vec<String>,
    pub back: Vec<BackLine>,
}

pub(super) fn read(tx: &mut Tx<'_>) -> Result<Seen> {
    let (leavers, total) = leaver::list(tx, SHOWN)?;
    let persons: Vec<PersonId> = leavers.iter().map(|leaver| leaver.person).collect();
    let names = identity::staff_names(tx, &persons)?;
    let named = |leaver: leaver::Leaver| {
        let name = names.get(&leaver.person).cloned().unwrap_or_default();
        (leaver, name)
    };
    let leavers = leavers.into_iter().map(named).collect();
    let decisions = leaver::decisions(tx, HISTORY)?;
    let by: Vec<PersonId> = decisions.iter().filter_map(|decision| decision.by.parse().ok()).collect();
    let names = tx.names(&by)?;
    let history = decisions.into_iter().map(|decision| {
        let by = decision.by.parse().ok().and_then(|by: PersonId| names.get(&by).cloned());
        (decision, by)
    });
    let history = history.collect();
    Ok(Seen { leavers, total, grace: leaver::grace(tx)?, history, back: leaver::back(tx, SHOWN)?, now: tx.now() })
}

pub(super) fn shown(scope: &Scope, face: &Face, page: &Page, seen: Seen) -> Shown {
    let zone = &scope.clinic.zone;
    let date = |at: Timestamp| page.t.date_plain(at.to_zoned(zone.clone()).date());
    let leaver = |(leaver, name): &(leaver::Leaver, String)| {
        let until = leaver.left_at + seen.grace;
        let (key, at) = match (leaver.kept, until <= seen.now) {
            (true, _) => ("directory-leaver-kept", leaver.left_at),
            // Of whom we ask for, a look has to find them gone still.
            (false, true) => ("directory-leaver-soon", leaver.left_at),
            (false, false) => ("directory-leaver-until", until),
        };
        LeaverLine {
            name: name.clone(),
            action: face.to(&format!("/directory/leavers/{}", leaver.id)),
            kept: leaver.kept,
            when: page.t.with(key, &[("date", date(at).into())]),
        }
    };
    let more = seen.total - i64::try_from(seen.leavers.len()).unwrap_or(i64::MAX);
    let decision = |(decision, by): &(leaver::Decision, Option<String>)| {
        let by = by.clone().unwrap_or_else(|| page.t.get("directory-by-keepwell"));
        let at = page.t.date_time(&decision.at.to_zoned(zone.clone()), seen.now.to_zoned(zone.clone()).date());
        page.t.with(&format!("directory-decision-{}", decision.what), &[("at", at.into()), ("by", by.into())])
    };
    let back = |back: &leaver::Back| BackLine {
        source: back.source.as_str(),
        token: back.token.iter().map(|byte| format!("{byte:02x}")).collect(),
        told: page.t.with(
            "directory-back-told",
            &[("erased", date(back.erased_at).into()), ("asked", date(back.asked_at).into())],
        ),
    };
    Shown {
        leavers: seen.leavers.iter().map(leaver).collect(),
        more: if more > 0 {
            page.t.with("directory-leavers-more", &[("n", (more as f64).into())])
        } else {
            String::new()
        },
        history: seen.history.iter().map(decision).collect(),
        back: seen.back.iter().map(back).collect(),
    }
}

/// Keeps somebody who left, or lets their time go on.
pub(super) async fn decide(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: UserId = id.parse().map_err(|_| Fault::not_found())?;
    let mut form = fields.reader();
    let answer = form.text("answer", 10);
    let kept = form.finish(|| answer).map_err(Fault::invalid)? == "keep";
    scope.write(move |tx| leaver::keep(tx, id, kept)).await?;
    back(&face, if kept { "kept" } else { "released" })
}

/// Takes somebody in who was erased and whom the directory has again.
pub(super) async fn take_in(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let source = Source::of(fields.value("source")).ok_or_else(Fault::not_found)?;
    let token = bytes(fields.value("whom")).ok_or_else(Fault::not_found)?;
    scope.write(move |tx| leaver::take_in(tx, source, &token)).await?;
    back(&face, "taken-in")
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if hex.len() != 32 || !hex.is_ascii() {
        return None;
    }
    (0..16).map(|at| u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()).collect()
}
