//! One incident, as whoever answers for data works with it: what is known, whom it touches, how it was assessed, who must be
//! told by when, the letters, and closing.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::says::named;
use ground::web::{Face, Fault, Faults, Fields, Page, Query, Tongue, render_as};
use ground::{PersonId, Scope, Tx};
use promise::law::{Grade, Whom};
use promise::{Category, Jurisdiction};

use super::persons::counted;
use super::public::{self, Public};
use super::{Choice, Field, Parts, Sent, choices, dashed, day, id, moment, tone, typed};
use crate::error::Error;
use crate::model::incidents::{
    Duty, Incident, IncidentId, IncidentKind, IncidentState as State, KINDS, Reach, Step, Tally,
};
use crate::rules::incidents::{Act, next};
use crate::store::incidents::{self as store, Draft, Past, Written};

/// What was just done, said once.
const DONE: [&str; 15] = [
    "noted",
    "confirmed",
    "reach",
    "places",
    "assessed",
    "delayed",
    "written",
    "sending",
    "posted",
    "told",
    "closed",
    "dismissed",
    "drafted",
    "published",
    "down",
];

#[derive(Template)]
#[template(path = "incidents/one.html")]
struct One {
    page: Page,
    title: String,
    base: String,
    version: i64,
    open: bool,
    tone: &'static str,
    mark: &'static str,
    state: String,
    known: String,
    delay: String,
    /// What had gone before it was put right; empty where nothing had.
    corrected: String,
    duties: Vec<DutyLine>,
    duties_none: String,
    closes: bool,
    dismisses: bool,
    confirmed: bool,
    outcome: String,
    /// What is known.
    facts_faults: u32,
    kinds: Vec<Choice>,
    said: Field,
    categories: Vec<Choice>,
    began: (Field, Field),
    ended: (Field, Field),
    discovered: (Field, Field),
    /// Whom it touches.
    tally: String,
    /// How far finding them is; nothing when none is under way.
    progress: Option<String>,
    found: String,
    reach_faults: u32,
    reaches: Vec<Choice>,
    reach_fault: String,
    who: Vec<Choice>,
    person: Field,
    tokens: Vec<Choice>,
    reach_kinds: Vec<Choice>,
    places: Field,
    place_faults: u32,
    /// How it was assessed.
    assess_faults: u32,
    nature: Field,
    recipient: Field,
    acquired: Field,
    mitigated: Field,
    why: Field,
    grades: Vec<Choice>,
    improbable: bool,
    unreadable: bool,
    assessed: bool,
    /// The letters.
    letters: Vec<LetterForm>,
    sends: bool,
    same_eyes: bool,
    gaps: bool,
    sending: String,
    sending_fault: String,
    /// What holds them back.
    delay_day: Field,
    delay_why: Field,
    delay_faults: u32,
    lessons: Field,
    dismissal: Field,
    history: Vec<Told>,
    /// Those whom no letter reaches; none where everybody is.
    unreached: Option<Public>,
}

struct DutyLine {
    href: Option<String>,
    what: String,
    law: String,
    due: String,
    tone: &'static str,
    mark: &'static str,
    state: String,
}

pub(super) struct LetterForm {
    pub language: String,
    pub name: String,
    pub subject: Field,
    pub body: Field,
    pub gap: bool,
}

/// The form of a draft: a letter, or a public notice.
pub(super) fn letter_form(t: &Tongue, sent: &Sent<'_>, what: &str, draft: &Draft) -> LetterForm {
    let form = format!("{what}-{}", draft.language);
    LetterForm {
        name: t.get(&format!("incidents-language-{}", draft.language)),
        subject: sent.field(&form, "subject", &draft.subject),
        body: sent.field(&form, "body", &draft.body),
        gap: draft.has_gap(),
        language: draft.language.clone(),
    }
}

struct Told {
    what: String,
    who: String,
    when: String,
    note: String,
}

struct Look {
    incident: Incident,
    written: Written,
    tally: Tally,
    duties: Vec<Duty>,
    drafts: Vec<Draft>,
    past: Vec<Past>,
    places: BTreeMap<Jurisdiction, u64>,
    names: std::collections::HashMap<PersonId, String>,
    staff: Vec<(String, String)>,
    tokens: Vec<(String, String)>,
    progress: Option<(i64, i64)>,
    may_send: bool,
    unreached: Option<public::Look>,
}

fn look(tx: &mut Tx<'_>, of: IncidentId) -> Result<Look, Error> {
    let incident = store::find(tx, of)?;
    let past = store::history(tx, &incident)?;
    let mut persons: Vec<PersonId> = past.iter().filter_map(|one| one.actor.parse().ok()).collect();
    persons.extend(incident.reported_by.parse::<PersonId>().ok());
    let staff = identity::list_staff(tx)?;
    let tokens = identity::list_tokens(tx)?;
    Ok(Look {
        written: store::written(tx, &incident)?,
        tally: store::tally(tx, of)?,
        duties: store::duties(tx, of)?,
        drafts: store::drafts(tx, &incident)?,
        places: store::stated(tx, of)?,
        names: tx.names(&persons)?,
        staff: staff.into_iter().map(|one| (one.person.to_string(), one.shown_as.unwrap_or_default())).collect(),
        tokens: tokens.into_iter().map(|one| (one.id.to_string(), one.label)).collect(),
        progress: incident.counting.then(|| (incident.part, store::parts(tx, &incident))),
        may_send: store::may_send(tx, &incident)?,
        unreached: public::look(tx, &incident)?,
        past,
        incident,
    })
}

fn options(of: &[(String, String)], chosen: &str, none: String) -> Vec<Choice> {
    let first = Choice { value: String::new(), label: none, chosen: chosen.is_empty() };
    let one = |(value, label): &(String, String)| Choice {
        value: value.clone(),
        label: label.clone(),
        chosen: value == chosen,
    };
    std::iter::once(first).chain(of.iter().map(one)).collect()
}

/// The kinds of data, each ticked or not.
fn ticks(t: &Tongue, chosen: &[Category]) -> Vec<Choice> {
    let one = |(kind, _): &(Category, i64)| Choice {
        value: kind.to_string(),
        label: t.get(&format!("office-retention-category-{kind}")),
        chosen: chosen.contains(kind),
    };
    KINDS.iter().map(one).collect()
}

fn sent_kinds(fields: &Fields, name: &str) -> Vec<Category> {
    fields.all(name).filter_map(|word| word.parse().ok()).collect()
}

fn duty_line(scope: &Scope, face: &Face, of: IncidentId, duty: &Duty) -> DutyLine {
    let (t, now) = (&face.t, scope.house().clock.now());
    let (tone, mark, state) = match (duty.met_at, duty.is_late(now)) {
        (Some(met), false) => ("good", "kept", t.with("incidents-duty-met", &[("day", day(scope, t, met).into())])),
        (Some(met), true) => ("bad", "alert", t.with("incidents-duty-met-late", &[("day", day(scope, t, met).into())])),
        (None, true) => ("bad", "alert", t.get("incidents-duty-late")),
        (None, false) => match duty.waived_at {
            Some(at) => ("", "alert", t.with("incidents-duty-waived", &[("day", day(scope, t, at).into())])),
            None => ("now", "wait", t.get("incidents-duty-open")),
        },
    };
    DutyLine {
        href: (duty.whom != Whom::Persons).then(|| face.to(&format!("/incidents/{of}/duties/{}", duty.id))),
        what: t.with("incidents-duty", &[("whom", duty.whom.as_str().into()), ("place", duty.place.clone().into())]),
        law: if duty.law.is_empty() { t.get("incidents-law-none") } else { named(t, &duty.law) },
        due: moment(scope, t, duty.due_at),
        tone,
        mark,
        state,
    }
}

fn told(scope: &Scope, t: &Tongue, look: &Look) -> Vec<Told> {
    let one = |past: &Past| Told {
        what: t.get(&format!("incidents-step-{}", past.what)),
        who: match past.actor.parse::<PersonId>() {
            Ok(person) => look.names.get(&person).cloned().unwrap_or_else(|| t.get("requests-by-somebody")),
            Err(_) => t.get("requests-by-program"),
        },
        when: moment(scope, t, past.at),
        note: noted(t, past),
    };
    look.past.iter().map(one).collect()
}

/// What had gone before it was put right: letters, and words to an authority or the press.
fn corrected(t: &Tongue, past: &Past) -> String {
    let note = past.note.as_deref().unwrap_or_default();
    let (letters, told) = note.split_once(' ').unwrap_or_default();
    let number = |text: &str| text.parse::<i64>().unwrap_or_default();
    t.with("incidents-corrected", &[("letters", number(letters).into()), ("told", number(told).into())])
}

/// What was noted, in words where it is a word of the program's.
fn noted(t: &Tongue, past: &Past) -> String {
    let note = past.note.clone().unwrap_or_default();
    match (past.what, note.split_once(": ")) {
        (Step::Written | Step::Drafted, _) => t.get(&format!("incidents-language-{note}")),
        (Step::Corrected, _) => corrected(t, past),
        (Step::Otherwise, Some((person, by))) => format!("{person}: {}", t.get(&format!("incidents-by-{by}"))),
        _ => note,
    }
}

async fn draw(
    scope: &Scope,
    face: &Face,
    of: IncidentId,
    query: &Fields,
    (form, fields, faults): (&str, &Fields, &Faults),
) -> Result<Response, Fault> {
    let look = scope.read(move |tx| look(tx, of)).await?;
    let t = &face.t;
    let incident = &look.incident;
    let sent = Sent { form, fields, faults, t };
    let kind = t.get(&format!("incidents-kind-{}", dashed(incident.kind.as_str())));
    let title =
        t.with("incidents-one-title", &[("kind", kind.into()), ("day", day(scope, t, incident.discovered_at).into())]);
    let mut page = face.page_titled(scope, title.clone());
    let done = DONE.into_iter().find(|done| *done == query.value("done"));
    page.toast = done.map(|done| t.get(&format!("incidents-done-{done}")));
    let at = |form: &str, name: &str, at: Option<jiff::Timestamp>| {
        let (day, time) = typed(scope, at);
        (sent.field(form, &format!("{name}_day"), &day), sent.field(form, &format!("{name}_time"), &time))
    };
    let confirmed = incident.state != State::Suspected;
    let factors = look.written.factors.clone().unwrap_or_default();
    let grade = incident.grade.map_or(String::new(), |grade| grade.to_string());
    let stated: Vec<String> = look.places.iter().map(|(place, n)| format!("{place} {n}")).collect();
    let (tone, mark) = tone(incident.state);
    let reach_of: Vec<Category> = incident.reach_of.split(',').filter_map(|word| word.parse().ok()).collect();
    let reach_kinds = if sent.is("reach") { sent_kinds(fields, "data") } else { reach_of };
    let categories = if sent.is("facts") { sent_kinds(fields, "categories") } else { incident.categories.clone() };
    let actor = if incident.reach == Some(Reach::Actor) { incident.reach_of.as_str() } else { "" };
    let listed = look.staff.iter().any(|(person, _)| person == actor);
    let token = if incident.reach == Some(Reach::Token) { incident.reach_of.as_str() } else { "" };
    let reach = sent.chosen("reach", "reach", incident.reach.unwrap_or(Reach::Actor).as_str());
    let open = incident.is_open();
    let may = |act| next(incident.state, act).is_some();
    let shown = One {
        base: face.to(&format!("/incidents/{of}")),
        version: incident.version,
        open,
        tone,
        mark,
        state: t.get(&format!("incidents-state-{}", incident.state)),
        known: t.with(
            "incidents-known",
            &[
                ("known", moment(scope, t, incident.discovered_at).into()),
                ("reported", moment(scope, t, incident.reported_at).into()),
                (
                    "who",
                    incident
                        .reported_by
                        .parse()
                        .ok()
                        .and_then(|person: PersonId| look.names.get(&person).cloned())
                        .unwrap_or_else(|| t.get("requests-by-somebody"))
                        .into(),
                ),
            ],
        ),
        delay: incident
            .delay_until
            .filter(|until| *until > scope.house().clock.now())
            .map(|until| t.with("incidents-delayed", &[("until", moment(scope, t, until).into())]))
            .unwrap_or_default(),
        corrected: {
            let last = look.past.iter().rev().find(|past| past.what == Step::Corrected);
            last.map(|past| corrected(t, past)).unwrap_or_default()
        },
        duties: look.duties.iter().map(|duty| duty_line(scope, face, of, duty)).collect(),
        duties_none: t.get(match (incident.state, incident.grade) {
            (State::Suspected, _) => "incidents-duties-first",
            (_, None) => "incidents-duties-later",
            (_, Some(_)) => "incidents-duties-none",
        }),
        closes: may(Act::Close),
        dismisses: may(Act::Dismiss),
        confirmed,
        outcome: look.written.outcome.clone().unwrap_or_default(),
        facts_faults: sent.count("facts"),
        kinds: choices(IncidentKind::ALL, "kind", &sent.chosen("facts", "kind", incident.kind.as_str()), t),
        said: sent.field("facts", "said", &look.written.said),
        categories: ticks(t, &categories),
        began: at("facts", "began", incident.window.map(|window| window.0)),
        ended: at("facts", "ended", incident.window.map(|window| window.1)),
        discovered: at("facts", "discovered", Some(incident.discovered_at)),
        tally: counted(face, &look.tally),
        progress: look
            .progress
            .map(|(part, of)| t.with("incidents-progress", &[("part", part.into()), ("of", of.into())])),
        found: incident
            .counted_at
            .map(|at| t.with("incidents-found-at", &[("when", moment(scope, t, at).into())]))
            .unwrap_or_default(),
        reach_faults: sent.count("reach"),
        reaches: choices(Reach::ALL, "reach", &reach, t),
        reach_fault: sent.fault("reach", "reach"),
        who: options(
            &look.staff,
            &sent.chosen("reach", "who", if listed { actor } else { "" }),
            t.get("incidents-nobody-chosen"),
        ),
        person: sent.field("reach", "person", if listed { "" } else { actor }),
        tokens: options(&look.tokens, &sent.chosen("reach", "token", token), t.get("incidents-nobody-chosen")),
        reach_kinds: ticks(t, &reach_kinds),
        places: sent.field("places", "places", &stated.join("\n")),
        place_faults: sent.count("places"),
        assess_faults: sent.count("assessment"),
        nature: sent.field("assessment", "nature", &factors.nature),
        recipient: sent.field("assessment", "recipient", &factors.recipient),
        acquired: sent.field("assessment", "acquired", &factors.acquired),
        mitigated: sent.field("assessment", "mitigated", &factors.mitigated),
        why: sent.field("assessment", "why", &factors.why),
        grades: choices(
            &[Grade::None, Grade::Risk, Grade::High],
            "grade",
            &sent.chosen("assessment", "grade", &grade),
            t,
        ),
        improbable: sent.ticked("assessment", "improbable", incident.improbable),
        unreadable: sent.ticked("assessment", "unreadable", incident.unreadable),
        assessed: incident.grade.is_some(),
        gaps: look.drafts.iter().any(|draft| draft.has_gap() && scope.clinic.languages.contains(&draft.language)),
        sends: open && incident.grade.is_some() && incident.sending_at.is_none() && !incident.counting,
        same_eyes: !look.may_send,
        letters: look.drafts.iter().map(|draft| letter_form(t, &sent, "letter", draft)).collect(),
        sending: incident
            .sending_at
            .map(|at| t.with("incidents-sending-since", &[("when", moment(scope, t, at).into())]))
            .unwrap_or_default(),
        sending_fault: sent.fault("sending", "letters"),
        delay_day: sent.field("delay", "until", &typed(scope, incident.delay_until).0),
        delay_why: sent.field("delay", "why", ""),
        delay_faults: sent.count("delay"),
        lessons: sent.field("closure", "lessons", ""),
        dismissal: sent.field("dismissal", "why", ""),
        history: told(scope, t, &look),
        unreached: look.unreached.as_ref().map(|part| public::drawn(scope, face, part, incident, &sent)),
        title,
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &shown))
}

pub(super) async fn show(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let of = id(&parts, "incident")?;
    draw(&scope, &face, of, &fields, ("", &Fields::default(), &Faults::new())).await
}

/// The form comes back as it was filled, with what is wrong.
pub(super) async fn again(
    scope: &Scope,
    face: &Face,
    of: IncidentId,
    sent: (&str, &Fields, &Faults),
) -> Result<Response, Fault> {
    draw(scope, face, of, &Fields::default(), sent).await
}

pub(super) fn back(face: &Face, of: IncidentId, done: &str) -> Response {
    Redirect::to(&face.to(&format!("/incidents/{of}?done={done}"))).into_response()
}
