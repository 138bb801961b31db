//! Pages about requests: of whoever asks, of somebody without an account, and of whoever answers.

mod acts;
mod desk;
mod keeps;
mod office;
mod one;
mod opinions;
pub(super) mod own;
mod own_one;
mod public;
mod stopped;

use std::collections::HashMap;

use ground::says::named;
use ground::web::{Face, Fault, Faults, Fields, Page, Reader, Tongue};
use ground::{PersonId, Routes, Scope, Tx};
use jiff::{SignedDuration, Timestamp};
use promise::Purpose::{Account, Administration, Care, Rights};

use crate::model::requests::{BODY, Detail, Kind, Request, State};
use crate::rules::requests::{PROOF_DAYS, at_once, days_left, failed_for_good, is_late};

pub(in crate::web) use acts::reason;
pub(crate) use desk::panel as log_panel;
pub use keeps::Keeps;
pub(crate) use own::statements_panel;
pub use public::found;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/me/privacy", "office.own.read", Rights, own::page)
        .get("/c/{clinic}/me/privacy/ask", "office.own.ask", Rights, own::blank)
        .post("/c/{clinic}/me/privacy/requests", "office.own.ask", Rights, own::create)
        .get("/c/{clinic}/me/privacy/requests/{privacy_request}", "office.own.read", Rights, own_one::show)
        .post(
            "/c/{clinic}/me/privacy/requests/{privacy_request}/withdrawal",
            "office.own.ask",
            Rights,
            own_one::withdraw,
        )
        .post("/c/{clinic}/me/privacy/requests/{privacy_request}/statement", "office.own.ask", Rights, own_one::state)
        .get("/c/{clinic}/me/privacy/closing", "office.own.close", Account, own_one::ask_closing)
        .post("/c/{clinic}/me/privacy/closing", "office.own.close", Account, own_one::close)
        .fresh()
        .get("/c/{clinic}/privacy/request", "office.public.ask", Rights, public::blank)
        .post("/c/{clinic}/privacy/request", "office.public.ask", Rights, public::ask)
        .get("/c/{clinic}/privacy/request/{secret}", "office.public.follow", Rights, public::show)
        .post("/c/{clinic}/privacy/request/{secret}", "office.public.follow", Rights, public::prove)
        .post("/c/{clinic}/privacy/request/{secret}/withdrawal", "office.public.follow", Rights, public::withdraw)
        .post("/c/{clinic}/privacy/request/{secret}/statement", "office.public.follow", Rights, public::state)
        .get("/c/{clinic}/clients/{client}/requests", "office.request.log", Administration, desk::blank)
        .post("/c/{clinic}/clients/{client}/requests", "office.request.log", Administration, desk::create)
        .get("/c/{clinic}/office", "office.due.read", Rights, office::page)
        .post("/c/{clinic}/office/four-eyes", "office.setting.write", Rights, office::four_eyes)
        .fresh()
        .post("/c/{clinic}/office/four-eyes/confirmation", "office.setting.confirm", Rights, office::let_go)
        .fresh()
        .post("/c/{clinic}/office/four-eyes/confirmation/withdrawal", "office.setting.confirm", Rights, office::hold_on)
        .get("/c/{clinic}/office/requests", "office.request.list", Rights, office::list)
        .get("/c/{clinic}/office/requests/{privacy_request}", "office.request.read", Rights, one::show)
        .post("/c/{clinic}/office/requests/{privacy_request}/decision", "office.request.decide", Rights, acts::decide)
        .post("/c/{clinic}/office/requests/{privacy_request}/opinion", "office.request.decide", Rights, opinions::ask)
        .post(
            "/c/{clinic}/office/requests/{privacy_request}/opinion/nobody",
            "office.request.decide",
            Rights,
            acts::nobody,
        )
        .get("/c/{clinic}/opinions", "office.opinion.give", Care, opinions::list)
        .post("/c/{clinic}/opinions/{opinion}", "office.opinion.give", Care, opinions::give)
        .post("/c/{clinic}/office/requests/{privacy_request}/extension", "office.request.decide", Rights, acts::extend)
        .post("/c/{clinic}/office/requests/{privacy_request}/identity", "office.request.decide", Rights, acts::identify)
        .post(
            "/c/{clinic}/office/requests/{privacy_request}/completion",
            "office.request.complete",
            Rights,
            acts::complete,
        )
        .fresh()
        .post(
            "/c/{clinic}/office/requests/{privacy_request}/confirmation",
            "office.request.complete",
            Rights,
            acts::confirm,
        )
        .fresh()
        .post(
            "/c/{clinic}/office/requests/{privacy_request}/letters/{request_letter}",
            "office.request.write",
            Rights,
            acts::write,
        )
}

/// Path parameters as text: an id that cannot be one is no row at all.
pub(in crate::web) type Parts = axum::extract::Path<HashMap<String, String>>;

/// The part of an address that is an id.
pub(in crate::web) fn id<T: std::str::FromStr>(parts: &Parts, name: &str) -> ground::Result<T> {
    parts.get(name).and_then(|text| text.parse().ok()).ok_or(ground::Error::NotFound)
}

/// A field of a form: what was typed, and what is wrong with it.
#[derive(Clone, Default)]
pub(in crate::web) struct Field {
    pub value: String,
    pub fault: String,
}

impl Field {
    pub fn of(name: &str, fields: &Fields, faults: &Faults, t: &Tongue) -> Field {
        Field { value: fields.value(name).to_owned(), fault: faults.of(name, t).unwrap_or_default() }
    }
}

/// One of several to choose from.
#[derive(Clone)]
pub(in crate::web) struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// Beside the address to which letters went too often: the form comes back with all that was written, and says how long to wait.
pub(in crate::web) fn often(fault: Fault, words: &'static str) -> Result<Faults, Fault> {
    let seconds = fault.wait().ok_or(fault)?;
    let mut faults = Faults::new();
    faults.add("email", words, &[("minutes", seconds.div_ceil(60).into())]);
    Ok(faults)
}

fn choices<T: Copy + std::fmt::Display>(of: &[T], words: &str, chosen: &str, t: &Tongue) -> Vec<Choice> {
    let choice = |one: &T| Choice {
        value: one.to_string(),
        label: t.get(&format!("requests-{words}-{}", dashed(&one.to_string()))),
        chosen: one.to_string() == chosen,
    };
    of.iter().map(choice).collect()
}

/// What a request is about, or nothing where it is about everything.
fn named_or_none(of: &[Detail], chosen: &str, t: &Tongue) -> Vec<Choice> {
    let mut named = choices(of, "detail", chosen, t);
    named.insert(0, Choice { value: String::new(), label: t.get("requests-detail-none"), chosen: chosen.is_empty() });
    named
}

/// The subject and the text of a letter as somebody typed it.
pub(in crate::web) fn letter_of(form: &mut Reader<'_>) -> Option<(String, String)> {
    let (subject, body) = (form.text("subject", 200), form.lines_or_none("body", BODY));
    if body.is_none() {
        form.fault("body", "fault-missing");
    }
    subject.zip(body)
}

/// A stored word as keys have it.
pub(in crate::web) fn dashed(word: &str) -> String {
    word.replace('_', "-")
}

/// What somebody asks for, in words.
fn asked(t: &Tongue, kind: Kind, field: Option<Detail>) -> String {
    let about = field.map(|field| t.get(&format!("requests-detail-{}", dashed(field.as_str())))).unwrap_or_default();
    let has = if about.is_empty() { "no" } else { "yes" };
    t.with("requests-asked", &[("kind", kind.as_str().into()), ("has", has.into()), ("about", about.into())])
}

pub(in crate::web) fn day(scope: &Scope, t: &Tongue, at: Timestamp) -> String {
    t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date())
}

/// The clinic's day.
fn today(scope: &Scope) -> jiff::civil::Date {
    scope.house().clock.now().to_zoned(scope.clinic.zone.clone()).date()
}

/// A request as lists show it.
#[derive(Clone)]
struct Line {
    href: String,
    who: String,
    what: String,
    /// When it was asked: what one person asks twice is told apart by it.
    asked: String,
    /// The class of its mark, the mark, and where it stands.
    tone: &'static str,
    mark: &'static str,
    state: String,
    /// Days left, or how it ended.
    left: String,
    late: bool,
}

fn line(scope: &Scope, t: &Tongue, request: &Request, who: String, href: String, now: Timestamp) -> Line {
    let late = is_late(request.state, request.due_at, now);
    let days = days_left(request.due_at, now, &scope.clinic.zone);
    let (tone, mark) = match request.state {
        _ if late => ("bad", "alert"),
        State::Unproved => ("", "asked"),
        State::Questioned => ("warn", "unsure"),
        State::Open => ("now", "arrived"),
        State::Granted => ("on", "inroom"),
        State::Done => ("good", "kept"),
        State::Refused => ("warn", "strained"),
        State::Withdrawn | State::Expired => ("", "cancelled"),
    };
    // Whoever takes their copy from their own page waits for nobody.
    let ready = request.state == State::Granted && at_once(request.kind, request.via);
    let zone = &scope.clinic.zone;
    let left = match request.closed_at {
        None if ready => {
            let until = request.received_at + SignedDuration::from_hours(24 * PROOF_DAYS);
            t.with("requests-ready-until", &[("day", day(scope, t, until).into())])
        }
        Some(closed) => t.with("requests-closed", &[("day", day(scope, t, closed).into())]),
        None => {
            t.with("requests-left", &[("days", days.abs().into()), ("late", if late { "yes" } else { "no" }.into())])
        }
    };
    Line {
        href,
        who,
        what: asked(t, request.kind, request.field),
        asked: t.with(
            "requests-asked-at",
            &[(
                "when",
                t.date_time(&request.received_at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date()).into(),
            )],
        ),
        tone,
        mark,
        state: if ready { t.get("requests-state-ready") } else { t.get(&format!("requests-state-{}", request.state)) },
        left,
        late,
    }
}

/// Whoever the requests are about, by name; who may not be opened, or has no name here, is left out.
pub(in crate::web) fn names(tx: &mut Tx<'_>, persons: &[PersonId]) -> ground::Result<HashMap<PersonId, String>> {
    let keys = tx.open_many(persons)?;
    let clients = people::find_many(tx, persons)?;
    let mut names = tx.names(persons)?;
    for (person, key) in &keys {
        if let Some(stored) = clients.get(person) {
            names.insert(*person, stored.open(key)?.name());
        }
    }
    Ok(names)
}

/// A country or a part of one by its name.
fn place(t: &Tongue, code: &str) -> String {
    t.known(&format!("place-{}", code.to_lowercase())).unwrap_or_else(|| code.to_owned())
}

/// By whose law the time is counted, and where that stands.
fn by_law(scope: &Scope, t: &Tongue, request: &Request) -> String {
    t.with(
        "requests-by-law",
        &[
            ("due", day(scope, t, request.due_at).into()),
            ("known", if request.place.is_empty() { "no" } else { "yes" }.into()),
            ("place", place(t, &request.place).into()),
            ("law", named(t, &request.law).into()),
            ("extended", if request.extended_at.is_some() { "yes" } else { "no" }.into()),
        ],
    )
}

/// Whether an actor is the reader: by their account, by a letter of ours, or before they were known.
fn is_by(actor: &str, me: PersonId) -> bool {
    match actor.split(':').find_map(|part| part.parse::<PersonId>().ok()) {
        Some(who) => who == me,
        None => actor != "automatic",
    }
}

/// Whom a request is about, for whoever answers. Nobody is opened before it is known who asks, and of whoever was erased
/// nothing is left to open.
fn whom(t: &Tongue, names: &HashMap<PersonId, String>, request: &Request) -> String {
    let proved = !matches!(request.state, State::Unproved | State::Expired);
    let word = if proved { "requests-whom-gone" } else { "requests-whom-unproved" };
    names.get(&request.person).cloned().unwrap_or_else(|| t.get(word))
}

/// Who did something, as everybody may know.
pub(in crate::web) fn actor(t: &Tongue, names: &HashMap<PersonId, String>, actor: &str, person: PersonId) -> String {
    let who: Option<PersonId> = actor.split(':').find_map(|part| part.parse().ok());
    match who {
        Some(own) if own == person => t.get("requests-by-themselves"),
        Some(other) => names.get(&other).cloned().unwrap_or_else(|| t.get("requests-by-somebody")),
        None if actor == "automatic" => t.get("requests-by-program"),
        None => t.get("requests-by-visitor"),
    }
}

/// What was just done, said once.
fn toast(page: &mut Page, fields: &Fields) {
    const DONE: [&str; 18] = [
        "asked",
        "holds",
        "withdrawn",
        "stated",
        "decided",
        "extended",
        "drafted",
        "identity",
        "carried",
        "failed",
        "sent",
        "eyes",
        "eyes-asked",
        "opinion",
        "opinion-given",
        "agreed",
        "logged",
        "copy",
    ];
    let done = DONE.into_iter().find(|done| *done == fields.value("done"));
    page.toast = done.map(|done| page.t.get(&format!("requests-done-{done}")));
}

/// Something that happened, as a page tells it.
struct Told {
    what: String,
    who: String,
    when: String,
    note: String,
}

/// `reader`: whoever reads it on a page of their own, and is called "you" there. Whoever came without an account, before they
/// showed who they are, is the same.
fn told(
    scope: &Scope,
    face: &Face,
    past: Vec<crate::store::requests::Past>,
    names: &HashMap<PersonId, String>,
    (person, reader): (PersonId, Option<PersonId>),
    now: Timestamp,
) -> Vec<Told> {
    let t = &face.t;
    let zone = &scope.clinic.zone;
    let one = |past: crate::store::requests::Past| Told {
        what: t.get(&format!("requests-happened-{}", dashed(past.what.as_str()))),
        who: match reader {
            Some(me) if is_by(&past.actor, me) => t.get("requests-by-you"),
            _ => actor(t, names, &past.actor, person),
        },
        when: t.date_time(&past.at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date()),
        note: past.note.unwrap_or_default(),
    };
    past.into_iter().map(one).collect()
}

/// Why something failed, in words where there are some.
fn failure(t: &Tongue, cause: &str) -> String {
    t.known_with(&format!("requests-cause-{}", dashed(cause)), &[]).unwrap_or_else(|| cause.to_owned())
}

/// A part of what was done, as a page tells it.
struct Part {
    place: String,
    outcome: String,
    failed: bool,
}

/// Why rows of a table stay when whom they are about is erased.
fn kept_by(scope: &Scope, table: &str) -> Option<String> {
    let table = scope.house().data_map.tables.get(table)?;
    table.columns.values().find_map(|column| column.law.clone())
}

/// `officer`: read by whoever answers, of whom it is not.
fn parts(scope: &Scope, t: &Tongue, kind: Kind, officer: bool, steps: &[crate::model::requests::Step]) -> Vec<Part> {
    let by_table = matches!(kind, Kind::Access | Kind::Portability | Kind::Erasure);
    let one = |step: &crate::model::requests::Step| {
        let place = step.place.replace('_', "-");
        let of = |words: &str| t.known_with(&format!("{words}-{place}"), &[]);
        let place = None
            .or_else(|| of("requests-table").filter(|_| officer && by_table))
            .or_else(|| of("copy-table").filter(|_| by_table))
            .or_else(|| of("requests-detail"))
            .or_else(|| of("requests-place"))
            .or_else(|| of("copy-table"))
            .unwrap_or_else(|| step.place.replace('_', " "));
        let until = step.until.map(|until| day(scope, t, until)).unwrap_or_default();
        let became = if step.place == "disclosures" { "told".to_owned() } else { step.outcome.to_string() };
        let became = match failed_for_good(std::slice::from_ref(step)) {
            true => "failed-for-good".to_owned(),
            false => became,
        };
        // A law by its name; of what stays by the data map, that reason.
        let law = step.law.as_deref().map(|law| named(t, law)).or_else(|| kept_by(scope, &step.place));
        let outcome = t.with(
            &format!("requests-outcome-{became}"),
            &[
                ("count", step.count.into()),
                ("law", law.unwrap_or_default().into()),
                ("until", until.into()),
                ("cause", step.cause.as_deref().map(|cause| failure(t, cause)).unwrap_or_default().into()),
            ],
        );
        Part { place, outcome, failed: step.outcome == crate::model::requests::Outcome::Failed }
    };
    steps.iter().map(one).collect()
}
