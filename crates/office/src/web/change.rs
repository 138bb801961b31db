//! Where a manager changes what the notice states: a draft, what it changes in words and from when, and its publication.

use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Tongue, render_as};
use ground::{House, Result, Routes, Scope, Tx, clinic};
use jiff::Timestamp;
use promise::Purpose::Administration;
use promise::change::weakens;
use promise::{Parameter, Parameters, Region, law};

use super::gaps::{Gap, gaps};
use crate::model::change::{Change, Values};
use crate::rules::change::{EDITION, effective, over, own, split, waits};
use crate::rules::notice::{Difference, Piece, compare};
use crate::store::change::{self as store, Done};
use crate::store::notice::said;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/c/{clinic}/notice/change", "office.change.read", Administration, show)
        .post("/c/{clinic}/notice/change", "office.change.draft", Administration, draft)
        .post("/c/{clinic}/notice/change/removal", "office.change.draft", Administration, discard)
        .post("/c/{clinic}/notice/change/publication", "office.change.publish", Administration, publish)
        .fresh()
        .post("/c/{clinic}/notice/change/withdrawal", "office.change.withdraw", Administration, withdraw)
}

/// A sentence that changes.
pub(super) struct Line {
    pub difference: Difference,
    /// It promises less, so it is announced.
    pub weaker: bool,
}

/// What changes in words from `now` to `then`.
pub(super) fn lines(house: &House, t: &Tongue, now: &Parameters, then: &Parameters) -> Vec<Line> {
    let weaker = |id: &str| {
        let promise = promise::catalogue::find(id);
        promise.is_some_and(|promise| promise.parameters.iter().any(|parameter| weakens(*parameter, now, then)))
    };
    let differences = compare(&said(house, t, now), &said(house, t, then));
    differences
        .into_iter()
        .map(|difference| {
            let weaker = match &difference {
                Difference::Added(_) => false,
                Difference::Removed(_) => true,
                Difference::Changed { id, .. } => weaker(id),
            };
            Line { difference, weaker }
        })
        .collect()
}

/// What is drafted, as the page shows it.
struct Review {
    revision: i64,
    lines: Vec<Line>,
    /// When what weakens would take effect, were it published now; none where nothing weakens.
    later: Option<String>,
    /// Something holds at once.
    at_once: bool,
    /// It does not go with what is announced.
    waits: bool,
    gaps: Vec<Gap>,
}

/// What is announced, as the page shows it.
struct Announced {
    number: i64,
    day: String,
    lines: Vec<Line>,
    /// How the letters stand, in words.
    letters: String,
    /// Those that still wait to be sent, in words.
    waiting: Option<String>,
}

/// Fields about one thing.
struct Group {
    name: &'static str,
    title: String,
    inputs: Vec<Input>,
}

/// What the fields are about, in the order of the page.
const ABOUT: [&str; 7] = ["edition", "sign-in", "opening", "keeping", "answering", "research", "ages"];

/// What a parameter is about.
fn about(name: &str) -> &'static str {
    use Parameter as P;
    let Ok(parameter) = name.parse::<Parameter>() else { return "edition" };
    match parameter {
        P::AlertReads | P::AccessVisitMinutes | P::EmergencyMinutes | P::GrantHours | P::VisitLinkDays => "opening",
        P::ContractYears | P::DisclosureYears | P::LeaveDays | P::LetterDays | P::RecordYears => "keeping",
        P::NoticeDays | P::AuditDays | P::ComplaintAnswerDays | P::ComplaintResolveDays | P::IncidentHours => {
            "answering"
        }
        P::LocationMetres | P::ReleaseK | P::ReleaseEpsilon => "research",
        P::AgeMinimum | P::AgeByJurisdiction => "ages",
        P::PasswordIterations | P::PasswordMinLength | P::PasswordMaxLength | P::PasswordMinScore => "sign-in",
        P::StaffSecondFactor | P::AlertTries | P::SessionDays | P::StaffIdleMinutes => "sign-in",
        _ => "edition",
    }
}

/// The fields by what they are about.
fn grouped(t: &Tongue, inputs: Vec<Input>) -> Vec<Group> {
    let mut groups: Vec<Group> = ABOUT
        .into_iter()
        .map(|name| Group { name, title: t.get(&format!("office-about-{name}")), inputs: Vec::new() })
        .collect();
    for input in inputs {
        let of = about(input.name);
        if let Some(group) = groups.iter_mut().find(|group| group.name == of) {
            group.inputs.push(input);
        }
    }
    groups.retain(|group| !group.inputs.is_empty());
    groups
}

/// One field of the form.
struct Input {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    fault: String,
    /// `number`, `tick`, `text` or `edition`.
    kind: &'static str,
    options: Vec<Choice>,
    ticked: bool,
}

struct Choice {
    value: &'static str,
    label: String,
    chosen: bool,
}

#[derive(askama::Template)]
#[template(path = "change/change.html")]
struct ChangePage {
    page: Page,
    announced: Option<Announced>,
    review: Option<Review>,
    /// What went otherwise than asked.
    trouble: String,
    faults: u32,
    revision: i64,
    groups: Vec<Group>,
    /// The reader may change something here.
    may: bool,
}

struct Read {
    now: Parameters,
    drafted: Option<Change>,
    announced: Option<Told>,
    at: Timestamp,
}

/// What is announced, with how many letters about it were written and how many of them wait.
struct Told {
    change: Change,
    letters: i64,
    waiting: u64,
}

fn read(tx: &mut Tx<'_>) -> Result<Read> {
    let announced = match store::announced(tx)? {
        Some(change) => {
            let letters = store::letters(tx, change.number)?;
            Some(Told { change, letters, waiting: ground::mail::of_kind(tx, store::AHEAD)?.1 })
        }
        None => None,
    };
    Ok(Read { now: clinic::find(tx)?.parameters, drafted: store::drafted(tx)?, announced, at: tx.now() })
}

async fn show(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let done = match query.value("done") {
        "drafted" => Some("office-done-drafted"),
        "discarded" => Some("office-done-discarded"),
        "published" => Some("office-done-published"),
        "withdrawn" => Some("office-done-withdrawn"),
        "first" => Some("office-done-first"),
        _ => None,
    };
    page(&scope, &face, None, &Faults::new(), "", done).await
}

async fn page(
    scope: &Scope,
    face: &Face,
    typed: Option<&Fields>,
    faults: &Faults,
    trouble: &str,
    done: Option<&str>,
) -> Result<Response, Fault> {
    let (t, house) = (&face.t, scope.house());
    let Read { mut now, drafted, announced, at } = scope.read(read).await?;
    house.installed.apply(&mut now);
    let day = |at: Timestamp| t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date());
    let then = |values: &Values| over(&now, values).unwrap_or_else(|| now.clone());
    let review = match &drafted {
        Some(change) => {
            let parts = split(&now, &change.wanted).unwrap_or_default();
            let whole = then(&change.wanted);
            Some(Review {
                revision: change.revision,
                lines: lines(house, t, &now, &whole),
                later: (!parts.later.is_empty()).then(|| day(effective(at, now.notice_days, &scope.clinic.zone))),
                at_once: !parts.at_once.is_empty(),
                waits: announced.as_ref().is_some_and(|one| waits(&now, &parts, &change.wanted, &one.change.wanted)),
                gaps: gaps(house, t, &scope.clinic, &whole, &change.wanted).await,
            })
        }
        None => None,
    };
    let announced = announced.map(|Told { change, letters, waiting }| Announced {
        number: change.number,
        day: change.effective_at.map(day).unwrap_or_default(),
        lines: lines(house, t, &now, &then(&change.wanted)),
        letters: t.with(
            if change.told_at.is_some() { "office-letters-all" } else { "office-letters-some" },
            &[("n", letters.into())],
        ),
        waiting: (waiting > 0).then(|| t.with("office-letters-waiting", &[("n", waiting.into())])),
    });
    let drawn = drafted.as_ref().map_or_else(|| now.clone(), |change| then(&change.wanted));
    let filled = Fields::filled(filled(&drawn));
    let revision = drafted.as_ref().map_or(0, |change| change.revision);
    let mut page = face.page(scope, "office-change-title");
    page.toast = done.map(|key| t.get(key));
    let mut named: Vec<&str> = faults.fields().collect();
    named.sort_unstable();
    named.dedup();
    let status = match (faults.is_empty(), trouble) {
        (true, "") => axum::http::StatusCode::OK,
        (true, _) => axum::http::StatusCode::CONFLICT,
        (false, _) => axum::http::StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(render_as(
        status,
        &ChangePage {
            page,
            announced,
            review,
            trouble: if trouble.is_empty() { String::new() } else { t.get(trouble) },
            faults: u32::try_from(named.len()).unwrap_or(u32::MAX),
            // What was typed on an older page is written over the newer draft knowingly, as it stands beside it.
            revision,
            groups: grouped(t, inputs(t, typed.unwrap_or(&filled), faults, &stated(t, &scope.clinic))),
            may: house.permits_anyhow(scope, "office.change.draft"),
        },
    ))
}

/// The fields with the values of `parameters`.
fn filled(parameters: &Parameters) -> Vec<(String, String)> {
    let mut pairs = vec![(EDITION.to_owned(), parameters.edition.to_string())];
    for parameter in own() {
        let value = match parameter {
            Parameter::StaffSecondFactor if !parameters.staff_second_factor => continue,
            Parameter::StaffSecondFactor => "1".to_owned(),
            Parameter::Region => parameters.region.to_string(),
            Parameter::AgeByJurisdiction => {
                let one = |(place, years): (&promise::Jurisdiction, &u32)| format!("{place} {years}");
                parameters.age_by_jurisdiction.iter().map(one).collect::<Vec<_>>().join(", ")
            }
            number => parameters.number(number).map(|number| number.to_string()).unwrap_or_default(),
        };
        pairs.push((parameter.to_string(), value));
    }
    pairs
}

/// Every country that can be named, by its name; that none is named only where none was.
fn regions(t: &Tongue, chosen: &str) -> Vec<Choice> {
    let one = |region: &Region| Choice {
        value: region.as_str(),
        label: t.get(&region.message_key()),
        chosen: region.as_str() == chosen,
    };
    let unstated = Region::Unstated.as_str() == chosen || chosen.is_empty();
    let mut named: Vec<Choice> = Region::ALL.iter().filter(|region| **region != Region::Unstated).map(one).collect();
    named.sort_by(|a, b| a.label.trim_start_matches("the ").cmp(b.label.trim_start_matches("the ")));
    unstated.then(|| one(&Region::Unstated)).into_iter().chain(named).collect()
}

/// What whoever runs the program says of where the data lies, beside what the notice is to say; and where the law at the clinic's
/// own place lets some of it go nowhere, that too.
fn stated(t: &Tongue, clinic: &ground::Clinic) -> String {
    let said = match clinic.kept_in {
        Some(region) => t.with("office-region-hint", &[("place", t.get(&region.message_key()).into())]),
        None => t.get("office-region-hint-none"),
    };
    let place = clinic.jurisdiction.parse().ok();
    let stays = place
        .and_then(|place| law::facts(place).find(|fact| fact.transfer.as_ref().is_some_and(|transfer| transfer.never)));
    let stays =
        stays.map(|fact| t.with("office-region-hint-never", &[("law", ground::says::named(t, &fact.citation).into())]));
    std::iter::once(said).chain(stays).collect::<Vec<_>>().join(" ")
}

/// `stated`: what whoever runs the program says of where the data lies.
fn inputs(t: &Tongue, fields: &Fields, faults: &Faults, stated: &str) -> Vec<Input> {
    let label = |name: &str| t.get(&format!("office-param-{}", name.replace('_', "-")));
    let input = |name: &'static str, kind: &'static str, hint: String, options: Vec<Choice>| Input {
        name,
        label: label(name),
        hint,
        value: fields.value(name).to_owned(),
        fault: faults.of(name, t).unwrap_or_default(),
        kind,
        options,
        ticked: fields.chosen(name, "1"),
    };
    let editions = promise::catalogue::Edition::ALL.iter().map(|edition| Choice {
        value: edition.as_str(),
        label: t.get(&format!("office-edition-{edition}")),
        chosen: fields.value(EDITION) == edition.as_str(),
    });
    let mut all = vec![input(EDITION, "edition", t.get("office-edition-hint"), editions.collect())];
    for parameter in own() {
        let (kind, hint) = match (Parameters::bounds(parameter), parameter) {
            (Some((least, most)), _) => {
                ("number", t.with("office-between", &[("least", least.into()), ("most", most.into())]))
            }
            (None, Parameter::StaffSecondFactor) => ("tick", String::new()),
            (None, Parameter::Region) => {
                all.push(input(parameter.as_str(), "edition", stated.to_owned(), regions(t, fields.value("region"))));
                continue;
            }
            (None, _) => ("text", t.get("office-ages-hint")),
        };
        all.push(input(parameter.as_str(), kind, hint, Vec::new()));
    }
    all
}

/// What the form asks for, over what holds now.
fn wanted(now: &Parameters, fields: &Fields) -> Result<(Parameters, i64), Faults> {
    let mut form = fields.reader();
    let mut values = Values::new();
    let revision = form.number("revision", 0..=i64::MAX);
    if let Some(edition) = form.parse::<promise::catalogue::Edition>(EDITION) {
        values.insert(EDITION.to_owned(), edition.as_str().into());
    }
    for parameter in own() {
        let name = parameter.as_str();
        match (Parameters::bounds(parameter), parameter) {
            (Some((least, most)), _) => {
                if let Some(number) = form.number(name, least.into()..=most.into()) {
                    values.insert(name.to_owned(), number.into());
                }
            }
            (None, Parameter::StaffSecondFactor) => {
                values.insert(name.to_owned(), form.ticked(name).into());
            }
            (None, Parameter::Region) => {
                if let Some(region) = form.parse::<Region>(name) {
                    values.insert(name.to_owned(), region.as_str().into());
                }
            }
            (None, _) => match form.text_or_none(name, 400).map_or(Some(serde_json::Map::new()), |text| ages(&text)) {
                Some(ages) => drop(values.insert(name.to_owned(), ages.into())),
                None => form.fault(name, "office-fault-ages"),
            },
        }
    }
    let whole = over(now, &values);
    // Each is within its own bounds by now; what is left is one that does not go with another.
    for fault in whole.as_ref().map(Parameters::validate).unwrap_or_default() {
        let key = match fault.field {
            Parameter::AgeByJurisdiction => "office-fault-ages-law",
            _ => "office-fault-together",
        };
        form.fault(fault.field.as_str(), key);
    }
    form.finish(|| Some((whole?, revision?)))
}

/// "IE 18, US-CA 16" as years by place.
fn ages(text: &str) -> Option<serde_json::Map<String, serde_json::Value>> {
    let mut ages = serde_json::Map::new();
    for one in text.split(',').map(str::trim).filter(|one| !one.is_empty()) {
        let (place, years) = one.split_once(' ')?;
        let place: promise::Jurisdiction = place.parse().ok()?;
        ages.insert(place.to_string(), years.trim().parse::<u32>().ok()?.into());
    }
    Some(ages)
}

async fn draft(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let now = scope.read(|tx| Ok::<_, ground::Error>(clinic::find(tx)?.parameters)).await?;
    let (wanted, revision) = match wanted(&now, &fields) {
        Ok(wanted) => wanted,
        Err(faults) => return page(&scope, &face, Some(&fields), &faults, "", None).await,
    };
    let done = scope.write(move |tx| store::draft(tx, &wanted, revision)).await?;
    answer(&scope, &face, Some(&fields), done, "drafted").await
}

async fn answer(scope: &Scope, face: &Face, typed: Option<&Fields>, done: Done, said: &str) -> Result<Response, Fault> {
    let trouble = match done {
        Done::Done => return Ok(Redirect::to(&face.to(&format!("/notice/change?done={said}"))).into_response()),
        Done::Stale => "office-trouble-stale",
        Done::Waits => "office-trouble-waits",
        Done::Unfit => "office-trouble-unfit",
    };
    page(scope, face, typed, &Faults::new(), trouble, None).await
}

fn revision(fields: &Fields) -> Result<i64, Fault> {
    fields.value("revision").parse().map_err(|_| Fault::not_found())
}

async fn discard(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let revision = revision(&fields)?;
    let done = scope.write(move |tx| store::discard(tx, revision)).await?;
    answer(&scope, &face, None, done, "discarded").await
}

/// Publishes the draft, unless a sentence of it is not kept now.
async fn publish(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let revision = revision(&fields)?;
    let Read { mut now, drafted, .. } = scope.read(read).await?;
    scope.house().installed.apply(&mut now);
    let Some(change) = drafted.filter(|change| change.revision == revision) else {
        return answer(&scope, &face, None, Done::Stale, "published").await;
    };
    let then = over(&now, &change.wanted).unwrap_or_else(|| now.clone());
    if !gaps(scope.house(), &face.t, &scope.clinic, &then, &change.wanted).await.is_empty() {
        return page(&scope, &face, None, &Faults::new(), "office-trouble-gap", None).await;
    }
    let done = scope.write(move |tx| store::publish(tx, revision, &change.wanted)).await?;
    answer(&scope, &face, None, done, "published").await
}

async fn withdraw(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let number: i64 = fields.value("number").parse().map_err(|_| Fault::not_found())?;
    let done = scope.write(move |tx| store::withdraw(tx, number)).await?;
    answer(&scope, &face, None, done, "withdrawn").await
}
