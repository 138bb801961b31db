//! How long what is kept, what a dispute holds back, and how the sweep goes: for whoever answers for the data, and as a
//! summary for everybody.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::hold::{self, Hold};
use ground::retain::{self, Planned};
use ground::says::named;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Tongue, render, render_as};
use ground::{Error, HoldId, PersonId, Refusal, Result, Routes, Scope, Tx};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use promise::Purpose::Rights;
use promise::law::{Duty, conflicts};
use promise::retention::{Line, Rule, Span};

/// Holds on the page, the newest.
const SHOWN: u32 = 50;
/// Fewest characters of a reason.
const LEAST_REASON: usize = 5;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/retention", "office.retention.read", Rights, read)
        .post("/c/{clinic}/retention/holds", "office.hold.place", Rights, place)
        .fresh()
        .post("/c/{clinic}/retention/holds/{hold}/lift", "office.hold.lift", Rights, lift)
        .fresh()
        .get("/c/{clinic}/notice/retention", "office.retention.summary", Rights, summary)
}

/// One class as a page shows it.
struct ClassLine {
    name: String,
    what: String,
    how_long: String,
    why: String,
    /// How many there are, go soon, and are over; none where nobody counts.
    figures: String,
    over: i64,
}

struct SweepLine {
    part: String,
    told: String,
    cause: String,
}

struct HoldLine {
    whom: String,
    /// The client's number; empty where it is the whole clinic.
    number: String,
    /// The client's record; none where it is the whole clinic.
    href: Option<String>,
    told: String,
    reason: Option<String>,
    lift: Option<String>,
}

struct ConflictLine {
    category: String,
    told: String,
}

struct ComingLine {
    law: String,
    told: String,
}

struct Field {
    value: String,
    fault: String,
}

struct HoldForm {
    action: String,
    faults: u32,
    client: Field,
    whole: bool,
    reason: Field,
    until: Field,
}

#[derive(askama::Template)]
#[template(path = "retention/page.html")]
struct Overview {
    page: Page,
    classes: Vec<ClassLine>,
    conflicts: Vec<ConflictLine>,
    coming: Vec<ComingLine>,
    sweeps: Vec<SweepLine>,
    /// When the last one ended.
    last: String,
    live: Vec<HoldLine>,
    past: Vec<HoldLine>,
    form: HoldForm,
}

#[derive(askama::Template)]
#[template(path = "retention/summary.html")]
struct Summary {
    page: Page,
    classes: Vec<ClassLine>,
    conflicts: Vec<ConflictLine>,
    coming: Vec<ComingLine>,
}

/// How long, in words.
pub(super) fn span(t: &Tongue, span: Span) -> String {
    match span {
        Span::Years(years) => t.with("office-retention-years", &[("years", years.into())]),
        Span::Days(days) => t.with("office-retention-days", &[("days", days.into())]),
    }
}

/// A duty of a law, in words.
pub(super) fn duty(t: &Tongue, duty: &Duty) -> String {
    t.with("office-retention-duty", &[("law", named(t, &duty.citation).into()), ("years", duty.years.into())])
}

/// How long a class is kept, in words.
pub(super) fn how_long(t: &Tongue, line: &Line) -> String {
    let key = format!("office-retention-how-{}", line.rule.word());
    line.span.map_or_else(|| t.get(&key), |is| t.with(&key, &[("span", span(t, is).into())]))
}

fn class(t: &Tongue, line: &Line) -> ClassLine {
    let how_long = how_long(t, line);
    let decides = line.decides.map(|decides| t.get(&format!("office-retention-by-{}", decides.as_str())));
    let why = [decides, line.duty.as_ref().map(|one| duty(t, one))].into_iter().flatten().collect::<Vec<_>>().join(" ");
    ClassLine {
        name: t.get(&format!("office-retention-class-{}", line.class)),
        what: t.get(&format!("office-retention-what-{}", line.class)),
        how_long,
        why,
        figures: String::new(),
        over: 0,
    }
}

/// How long a class is kept, in words: which, and until when.
pub fn kept_for(t: &Tongue, line: &Line) -> String {
    let one = class(t, line);
    t.with("office-retention-kept-for", &[("class", one.name.into()), ("how", one.how_long.into())])
}

fn planned(t: &Tongue, planned: &Planned) -> ClassLine {
    let figures = t.with(
        "office-retention-figures",
        &[
            ("rows", (planned.rows as f64).into()),
            ("soon", (planned.soon as f64).into()),
            ("over", (planned.over as f64).into()),
        ],
    );
    ClassLine { figures, over: planned.over, ..class(t, &planned.line) }
}

fn today(scope: &Scope) -> Date {
    scope.house().clock.now().to_zoned(scope.clinic.zone.clone()).date()
}

/// What a law will ask from a day to come, and does not yet.
fn to_come(t: &Tongue, scope: &Scope) -> Vec<ComingLine> {
    let line = |fact: &promise::law::Fact| ComingLine {
        law: named(t, &fact.citation),
        told: fact
            .since
            .map(|since| t.with("office-retention-from", &[("day", t.date_plain(since).into())]))
            .unwrap_or_default(),
    };
    promise::law::coming(&retain::places(&scope.clinic), today(scope)).into_iter().map(line).collect()
}

/// What a person may ask to have erased and a law has kept: both, and the lock that satisfies both.
fn met(t: &Tongue, scope: &Scope) -> Vec<ConflictLine> {
    let line = |conflict: promise::law::Conflict| ConflictLine {
        category: t.get(&format!("office-retention-category-{}", conflict.category)),
        told: t.with(
            "office-retention-conflict",
            &[
                (
                    "right",
                    conflict.right.map_or_else(|| t.get("office-retention-own-right"), |right| named(t, &right)).into(),
                ),
                ("law", named(t, &conflict.duty.citation).into()),
                ("years", conflict.duty.years.into()),
            ],
        ),
    };
    conflicts(&retain::places(&scope.clinic), today(scope)).into_iter().map(line).collect()
}

/// A hold, why it stands, who placed it, and whose record it is about; as far as the reader may know.
struct Held {
    hold: Hold,
    reason: Option<String>,
    by: String,
    name: Option<String>,
}

struct Looked {
    classes: Vec<Planned>,
    swept: Vec<retain::Swept>,
    holds: Vec<Held>,
    now: Timestamp,
}

fn look(tx: &mut Tx<'_>) -> Result<Looked> {
    let mut holds = Vec::new();
    for hold in hold::list(tx, SHOWN)? {
        // Whoever may not open that record for rights reads that it is held, and not why.
        let reason = match hold::reason(tx, &hold) {
            Ok(reason) => Some(reason),
            Err(Error::Refused(_)) => None,
            Err(error) => return Err(error),
        };
        let by = match hold.placed_by.parse::<PersonId>() {
            Ok(person) => tx.names(&[person])?.remove(&person).unwrap_or_default(),
            Err(_) => String::new(),
        };
        let name = match hold.whom.filter(|_| reason.is_some()) {
            Some(whom) => super::requests::names(tx, &[whom])?.remove(&whom),
            None => None,
        };
        holds.push(Held { hold, reason, by, name });
    }
    Ok(Looked { classes: retain::plan(tx)?, swept: retain::swept(tx)?, holds, now: tx.now() })
}

struct Times<'a> {
    scope: &'a Scope,
    t: &'a Tongue,
    now: Timestamp,
}

impl Times<'_> {
    fn say(&self, at: Timestamp) -> String {
        let zone = &self.scope.clinic.zone;
        self.t.date_time(&at.to_zoned(zone.clone()), zone.to_datetime(self.now).date())
    }
}

fn hold_line(face: &Face, times: &Times<'_>, Held { hold, reason, by, name }: Held) -> HoldLine {
    let t = &face.t;
    let reads = times.scope.house().permits_anyhow(times.scope, "people.client.read");
    let by = if by.is_empty() { t.get("office-hold-somebody") } else { by };
    let since = times.say(hold.since);
    let told = match (hold.lifted_at, hold.until) {
        (Some(lifted), _) => t.with(
            "office-hold-told-lifted",
            &[("by", by.into()), ("since", since.into()), ("until", times.say(lifted).into())],
        ),
        (None, Some(until)) => t.with(
            "office-hold-told-until",
            &[("by", by.into()), ("since", since.into()), ("until", times.say(until).into())],
        ),
        (None, None) => t.with("office-hold-told", &[("by", by.into()), ("since", since.into())]),
    };
    HoldLine {
        whom: match (hold.whom, name) {
            (Some(_), Some(name)) => name,
            (whom, _) => t.get(if whom.is_some() { "office-hold-one" } else { "office-hold-whole" }),
        },
        number: hold.whom.map(|whom| whom.to_string()).unwrap_or_default(),
        href: hold.whom.filter(|_| reads).map(|whom| face.to(&format!("/clients/{whom}"))),
        told,
        reason,
        lift: hold.stands(times.now).then(|| face.to(&format!("/retention/holds/{}/lift", hold.id))),
    }
}

async fn read(scope: Scope, face: Face, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    let asked = |name: &str| {
        let query = query.as_deref().unwrap_or_default();
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
    };
    let toast = match asked("done").as_deref() {
        Some("placed") => Some("office-hold-done-placed"),
        Some("lifted") => Some("office-hold-done-lifted"),
        _ => None,
    };
    // The record from which somebody came stands in the form already.
    let client = asked("client").filter(|id| id.parse::<PersonId>().is_ok());
    show(&scope, &face, &Fields::default(), &Faults::new(), client, toast).await
}

async fn show(
    scope: &Scope,
    face: &Face,
    typed: &Fields,
    faults: &Faults,
    client: Option<String>,
    toast: Option<&str>,
) -> Result<Response, Fault> {
    let looked = scope.read(look).await?;
    let t = &face.t;
    let times = Times { scope, t, now: looked.now };
    let mut page = face.page(scope, "office-retention-title");
    page.toast = toast.map(|key| t.get(key));
    let field =
        |name: &str| Field { value: typed.value(name).to_owned(), fault: faults.of(name, t).unwrap_or_default() };
    let mut whom = field("client");
    if let Some(client) = client {
        whom.value = client;
    }
    let mut named: Vec<&str> = faults.fields().collect();
    named.sort_unstable();
    named.dedup();
    let form = HoldForm {
        action: face.to("/retention/holds"),
        faults: u32::try_from(named.len()).unwrap_or(u32::MAX),
        client: whom,
        whole: typed.chosen("whole", "1"),
        reason: field("reason"),
        until: field("until"),
    };
    let last = looked.swept.iter().filter_map(|swept| swept.ended_at).max();
    let sweeps = looked
        .swept
        .iter()
        .filter(|swept| swept.gone > 0 || swept.kept > 0 || swept.cause.is_some() || swept.ended_at.is_none())
        .map(|swept| SweepLine {
            part: swept.part.clone(),
            told: t.with(
                "office-retention-swept",
                &[("gone", (swept.gone as f64).into()), ("kept", (swept.kept as f64).into())],
            ),
            cause: swept.cause.clone().unwrap_or_default(),
        })
        .collect();
    let (live, past): (Vec<_>, Vec<_>) = looked.holds.into_iter().partition(|held: &Held| held.hold.stands(looked.now));
    let overview = Overview {
        classes: looked.classes.iter().map(|one| planned(t, one)).collect(),
        conflicts: met(t, scope),
        coming: to_come(t, scope),
        sweeps,
        last: last.map_or_else(
            || t.get("office-retention-never"),
            |last| t.with("office-retention-last", &[("when", times.say(last).into())]),
        ),
        live: live.into_iter().map(|one| hold_line(face, &times, one)).collect(),
        past: past.into_iter().map(|one| hold_line(face, &times, one)).collect(),
        form,
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &overview))
}

struct NewHold {
    /// What was typed of whom; none where it is the whole clinic.
    whom: Option<String>,
    reason: String,
    until: Option<Date>,
}

fn typed_hold(fields: &Fields, today: Date) -> Result<NewHold, Faults> {
    let mut form = fields.reader();
    let whole = form.ticked("whole");
    let whom = if whole { None } else { form.text("client", people::store::FOUND_BY) };
    let reason = form.text("reason", hold::REASON);
    if reason.as_ref().is_some_and(|reason| reason.chars().count() < LEAST_REASON) {
        form.fault_with("reason", "office-hold-reason-short", &[("least", LEAST_REASON.into())]);
    }
    let until = form.date_or_none("until");
    if until.is_some_and(|until| until <= today) {
        form.fault("until", "office-hold-until-past");
    }
    form.finish(|| Some(NewHold { whom, reason: reason?, until }))
}

/// What became of placing one.
enum Placed {
    Done,
    /// Nobody is found by what was typed.
    Nobody,
    Several,
}

async fn place(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let zone = scope.clinic.zone.clone();
    let today = scope.house().clock.now().to_zoned(zone.clone()).date();
    let new = match typed_hold(&fields, today) {
        Ok(new) => new,
        Err(faults) => return show(&scope, &face, &fields, &faults, None, None).await,
    };
    // To the end of the day that was named, by the clinic's own clock.
    let end = new.until.and_then(|day| day.checked_add(1.day()).ok()?.to_zoned(zone).ok()).map(|end| end.timestamp());
    let (whom, reason) = (new.whom, new.reason);
    let placed = scope
        .write(move |tx| -> Result<Placed> {
            let whom = match &whom {
                Some(typed) => match people::store::by_address_or_number(tx, typed)?.as_slice() {
                    [] => return Ok(Placed::Nobody),
                    [one] => Some(*one),
                    _ => return Ok(Placed::Several),
                },
                None => None,
            };
            // Whoever finds a record by what somebody is reached at has opened it, and it stands there that they did.
            if let Some(whom) = whom
                && !tx.erased(&[whom])?.contains(&whom)
            {
                match tx.open(whom) {
                    Ok(_) | Err(Error::NotFound) => {}
                    Err(error) => return Err(error),
                }
            }
            hold::place(tx, whom, &reason, end).map(|_| Placed::Done)
        })
        .await;
    match placed {
        Ok(Placed::Nobody) => {
            show(&scope, &face, &fields, &Faults::one("client", "office-hold-nobody"), None, None).await
        }
        Ok(Placed::Several) => {
            show(&scope, &face, &fields, &Faults::one("client", "office-hold-several"), None, None).await
        }
        Ok(Placed::Done) => Ok(Redirect::to(&face.to("/retention?done=placed")).into_response()),
        Err(Error::NotFound) => {
            show(&scope, &face, &fields, &Faults::one("client", "office-hold-nobody"), None, None).await
        }
        Err(Error::Refused(Refusal::Erased)) => {
            show(&scope, &face, &fields, &Faults::one("client", "office-hold-erased"), None, None).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn lift(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id: HoldId = id.parse().map_err(|_| Fault::not_found())?;
    scope.write(move |tx| hold::lift(tx, id)).await?;
    Ok(Redirect::to(&face.to("/retention?done=lifted")).into_response())
}

/// The same for everybody: what is kept how long and why, and no figures.
async fn summary(scope: Scope, face: Face) -> Result<Response, Fault> {
    let lines = scope.read(|tx| -> Result<_> { Ok(retain::schedule(tx)) }).await?;
    let t = &face.t;
    let classes = lines.iter().filter(|line| line.rule != Rule::Clinic).map(|line| class(t, line)).collect();
    let (conflicts, coming) = (met(t, &scope), to_come(t, &scope));
    Ok(render(&Summary { page: face.page(&scope, "office-retention-title"), classes, conflicts, coming }))
}

#[derive(askama::Template)]
#[template(path = "retention/panel.html")]
struct HoldPanel<'a> {
    page: &'a Page,
    /// That a hold stands, since when; without why.
    told: Option<String>,
    /// Where one is placed or lifted, for whom may.
    href: Option<String>,
}

/// On a client's record: that a dispute holds it back.
pub(crate) fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let held = hold::of(tx, person)?;
    let zone = tx.settings().zone.clone();
    let told = held.map(|held| {
        let since = page.t.date_plain(held.since.to_zoned(zone).date());
        page.t.with("office-hold-panel", &[("since", since.into())])
    });
    let may = tx.scope().house().permits_anyhow(tx.scope(), "office.hold.place");
    let href = may.then(|| format!("{}/retention?client={person}", page.base));
    if told.is_none() && href.is_none() {
        return Ok(None);
    }
    let drawn = askama::Template::render(&HoldPanel { page, told, href });
    drawn.map(Some).map_err(|_| Error::internal("the panel of holds does not render"))
}

/// What whoever answers for the data has to do: what is over and did not go, beyond what the sweep will take.
pub(crate) fn overdue(tx: &mut Tx<'_>) -> Result<Option<ground::due::Due>> {
    let failed = retain::swept(tx)?.into_iter().filter(|swept| swept.cause.is_some() || swept.kept > 0);
    let n: i64 = failed.map(|swept| swept.kept.max(1)).sum();
    Ok((n > 0).then(|| ground::due::Due {
        part: "retention",
        words: "office-retention-due".to_owned(),
        args: vec![("n", (n as f64).into())],
        href: "/retention".to_owned(),
        action: None,
        by: None,
    }))
}
