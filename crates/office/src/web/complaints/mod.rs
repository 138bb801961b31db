//! Pages about complaints: for everyone, of whoever is signed in, at the desk, and of whoever answers.

mod calendar;
mod desk;
mod figures;
mod list;
mod mine;
mod office;
mod own;
mod public;
mod take;

use ground::says::named;
use ground::web::{Fields, Page, Tongue};
use ground::{Routes, Scope};
use jiff::Timestamp;
use promise::Purpose::{Administration, Rights};
use promise::{Jurisdiction, law};

use crate::model::complaints::{Complaint, State, Subject};
use crate::rules::complaints::is_late;
use crate::rules::requests::days_left;
use crate::web::requests::{Choice, dashed, day};

pub(crate) use desk::panel;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/privacy/complaint", "office.complaint.make", Rights, public::blank)
        .post("/c/{clinic}/privacy/complaint", "office.complaint.make", Rights, public::create)
        .post("/c/{clinic}/privacy/complaint/follow", "office.complaint.follow", Rights, public::follow)
        .get("/c/{clinic}/privacy/complaint/{secret}", "office.complaint.follow", Rights, public::show)
        .post("/c/{clinic}/privacy/complaint/{secret}", "office.complaint.follow", Rights, public::prove)
        .post("/c/{clinic}/privacy/complaint/{secret}/additions", "office.complaint.follow", Rights, public::add)
        .post("/c/{clinic}/privacy/complaint/{secret}/withdrawal", "office.complaint.follow", Rights, public::withdraw)
        .get("/c/{clinic}/me/privacy/complaints", "office.complaint.own", Rights, own::page)
        .post("/c/{clinic}/me/privacy/complaints", "office.complaint.own", Rights, own::create)
        .get("/c/{clinic}/me/privacy/complaints/{complaint}", "office.complaint.own", Rights, own::show)
        .get(
            "/c/{clinic}/me/privacy/complaints/{complaint}/files/{complaint_file}",
            "office.complaint.own",
            Rights,
            own::file,
        )
        .post("/c/{clinic}/me/privacy/complaints/{complaint}/additions", "office.complaint.own", Rights, own::add)
        .post("/c/{clinic}/me/privacy/complaints/{complaint}/withdrawal", "office.complaint.own", Rights, own::withdraw)
        .get("/c/{clinic}/clients/{client}/complaints", "office.complaint.log", Administration, desk::blank)
        .post("/c/{clinic}/clients/{client}/complaints", "office.complaint.log", Administration, desk::create)
        .get("/c/{clinic}/office/complaints", "office.complaint.list", Rights, list::page)
        .get("/c/{clinic}/office/complaints/figures", "office.complaint.list", Rights, figures::page)
        .get("/c/{clinic}/office/complaints/{complaint}", "office.complaint.read", Rights, office::show)
        .get(
            "/c/{clinic}/office/complaints/{complaint}/files/{complaint_file}",
            "office.complaint.read",
            Rights,
            office::file,
        )
        .post("/c/{clinic}/office/complaints/{complaint}/drafts", "office.complaint.answer", Rights, office::draft)
        .post("/c/{clinic}/office/complaints/{complaint}/decision", "office.complaint.answer", Rights, office::decide)
        .post(
            "/c/{clinic}/office/complaints/{complaint}/letters/{complaint_letter}",
            "office.complaint.answer",
            Rights,
            office::write,
        )
        .get("/c/{clinic}/office/calendar", "office.calendar.read", Rights, calendar::page)
        .post("/c/{clinic}/office/calendar", "office.calendar.write", Rights, calendar::save)
}

/// What somebody may complain of, one chosen.
fn subjects(chosen: &str, t: &Tongue) -> Vec<Choice> {
    let one = |of: &Subject| Choice {
        value: of.to_string(),
        label: t.get(&format!("complaints-subject-{of}")),
        chosen: of.as_str() == chosen,
    };
    Subject::ALL.iter().map(one).collect()
}

/// A complaint as lists show it.
#[derive(Clone)]
struct Line {
    href: String,
    who: String,
    what: String,
    tone: &'static str,
    mark: &'static str,
    state: String,
    left: String,
    late: bool,
}

fn line(scope: &Scope, t: &Tongue, complaint: &Complaint, who: String, href: String, now: Timestamp) -> Line {
    let late = is_late(complaint.state, complaint.answer_by, complaint.settle_by, now);
    let (tone, mark) = match complaint.state {
        _ if late => ("bad", "alert"),
        _ if complaint.asked_at.is_some() => ("warn", "unsure"),
        State::Open => ("now", "arrived"),
        State::Answered => ("on", "inroom"),
        State::Resolved => ("good", "kept"),
    };
    let state = match (complaint.state, complaint.outcome) {
        (State::Resolved, Some(outcome)) => t.get(&format!("complaints-outcome-{}", dashed(outcome.as_str()))),
        _ if complaint.asked_at.is_some() => t.get("complaints-state-asked"),
        (state, _) => t.get(&format!("complaints-state-{state}")),
    };
    let left = match complaint.resolved_at {
        Some(at) => t.with("requests-closed", &[("day", day(scope, t, at).into())]),
        None => {
            let days = days_left(complaint.due(), now, &scope.clinic.zone);
            t.with("requests-left", &[("days", days.abs().into()), ("late", if late { "yes" } else { "no" }.into())])
        }
    };
    Line { href, who, what: t.get(&format!("complaints-subject-{}", complaint.subject)), tone, mark, state, left, late }
}

/// The same for whoever complained: how it was settled is said to them.
fn theirs(scope: &Scope, t: &Tongue, complaint: &Complaint, href: String, now: Timestamp) -> Line {
    let line = line(scope, t, complaint, String::new(), href, now);
    let settled = complaint.outcome.filter(|_| complaint.state == State::Resolved);
    match settled.map(|outcome| t.get(&format!("complaints-yours-{}", dashed(outcome.as_str())))) {
        Some(state) => Line { state, ..line },
        None => line,
    }
}

/// By when it is answered and settled, in words.
fn by_when(scope: &Scope, t: &Tongue, complaint: &Complaint) -> String {
    t.with(
        "complaints-by",
        &[("answer", day(scope, t, complaint.answer_by).into()), ("settle", day(scope, t, complaint.settle_by).into())],
    )
}

/// Where else somebody may complain.
#[derive(Clone)]
struct Elsewhere {
    name: &'static str,
    url: &'static str,
    law: String,
}

fn elsewhere(scope: &Scope, t: &Tongue) -> Option<Elsewhere> {
    let place: Jurisdiction = scope.clinic.jurisdiction.parse().ok()?;
    law::authority(place).map(|one| Elsewhere { name: one.name, url: one.url, law: named(t, one.citation) })
}

/// A random key, so that a form sent twice makes one complaint.
fn fresh_key() -> String {
    let mut bytes = [0; 16];
    ground::random(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What was just done, said once.
fn toast(page: &mut Page, fields: &Fields) {
    const DONE: [&str; 9] =
        ["made", "proved", "added", "withdrawn", "drafted", "decided", "sent", "calendar", "logged"];
    let done = DONE.into_iter().find(|done| *done == fields.value("done"));
    page.toast = done.map(|done| page.t.get(&format!("complaints-done-{done}")));
}
