//! Who handles something about people for the clinic: for everybody to read, and for whoever keeps the list.

mod entry;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::recipient::{self, Agreement, AtOnce, Basis, Entry, New, Outcome, RecipientId, Standing, State};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Tongue, render, render_as};
use ground::{Error, PersonId, Routes, Scope, Tx};
use jiff::ToSpan;
use jiff::civil::Date;
use promise::Purpose::Rights;

use self::entry::{EntryForm, Typed, filled, form, typed};
use crate::rules::recipients::{category_named, differences, purpose, region, said, way};
use crate::store::change::earliest;
use crate::store::recipients::{ahead, today};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/recipients", "office.recipients.read", Rights, public)
        .get("/c/{clinic}/office/recipients", "office.recipient.list", Rights, list)
        .post("/c/{clinic}/office/recipients", "office.recipient.write", Rights, add)
        .fresh()
        .get("/c/{clinic}/office/recipients/{recipient}", "office.recipient.list", Rights, one)
        .post("/c/{clinic}/office/recipients/{recipient}", "office.recipient.write", Rights, renew)
        .fresh()
        .post("/c/{clinic}/office/recipients/{recipient}/end", "office.recipient.write", Rights, end)
        .fresh()
}

/// An entry as a page shows it.
pub(super) struct Line {
    name: String,
    what_for: String,
    kinds: String,
    place: String,
    bound: String,
    /// A mark for how it stands: `kept`, `strained`, `alert`.
    mark: &'static str,
    /// What will count, and from when; empty where nothing changes.
    coming: String,
    everywhere: bool,
    href: String,
}

#[derive(askama::Template)]
#[template(path = "recipients/open.html")]
struct Public {
    page: Page,
    lines: Vec<Line>,
    coming: Vec<Line>,
}

#[derive(askama::Template)]
#[template(path = "recipients/list.html")]
struct List {
    page: Page,
    lines: Vec<Line>,
    coming: Vec<Line>,
    over: Vec<Line>,
    form: Option<EntryForm>,
}

#[derive(askama::Template)]
#[template(path = "recipients/one.html")]
struct One {
    page: Page,
    line: Line,
    versions: Vec<VersionLine>,
    /// None where the reader keeps no list, or the entry is the installation's.
    form: Option<EntryForm>,
    end: Option<String>,
    everywhere: bool,
    trouble: String,
    /// What is announced of it: for when, what it gives more, and how the letters stand.
    ahead: Option<Ahead>,
}

/// A recipient that is announced, or that is to get more.
pub(super) struct Ahead {
    pub day: String,
    /// From when it counts, or since when it does.
    pub counts: String,
    pub name: String,
    pub is_new: bool,
    pub said: Vec<String>,
    /// Letters that were written, and that wait; shown to whoever keeps the list.
    pub written: i64,
    pub waiting: i64,
    pub all: bool,
}

/// What is announced of recipients, the soonest first.
pub(super) struct Coming {
    one: recipient::Announced,
    entry: Entry,
    before: Option<Entry>,
    letters: ahead::Letters,
}

/// Reads it.
pub(super) fn coming(tx: &mut Tx<'_>) -> ground::Result<Vec<Coming>> {
    let mut all = Vec::new();
    for (one, entry) in recipient::announced(tx)? {
        let Some(entry) = entry else { continue };
        let (before, letters) = (ahead::before(tx, &entry)?, ahead::letters(tx, &one)?);
        all.push(Coming { one, entry, before, letters });
    }
    Ok(all)
}

impl Coming {
    pub(super) fn shown(&self, scope: &Scope, t: &Tongue) -> Ahead {
        let terms = &self.entry.terms;
        let day = t.date_plain(self.one.effective_at.to_zoned(scope.clinic.zone.clone()).date());
        let counts = if self.one.afterwards { "recipients-needed" } else { "recipients-from" };
        Ahead {
            counts: t.with(counts, &[("day", day.as_str().into())]),
            day,
            name: terms.name.clone(),
            is_new: self.before.is_none(),
            said: match &self.before {
                None => vec![said(t, terms)],
                Some(before) => differences(t, &before.terms, terms),
            },
            written: self.letters.written,
            waiting: self.letters.waiting,
            all: self.one.told_at.is_some(),
        }
    }
}

struct VersionLine {
    number: i64,
    told: String,
    bound: String,
}

/// How somebody is bound, in words, and its mark.
fn bound(t: &Tongue, entry: &Entry, today: Date) -> (String, &'static str) {
    let day = |day: Date| t.date_plain(day);
    let by = |agreement: &Agreement| t.get(&format!("recipients-kind-{}", agreement.kind));
    match (recipient::standing(entry, today), &entry.terms.agreement) {
        (Standing::Bound(end), Some(agreement)) => {
            let (by, since) = (by(agreement), day(agreement.signed_on));
            let said = match end {
                Some(end) => t.with(
                    "recipients-bound-until",
                    &[("by", by.into()), ("since", since.into()), ("until", day(end).into())],
                ),
                None => t.with("recipients-bound", &[("by", by.into()), ("since", since.into())]),
            };
            (said, "kept")
        }
        (Standing::ToName(due), _) => (t.with("recipients-to-name", &[("day", day(due).into())]), "strained"),
        (Standing::Lapsed(end), _) => (t.with("recipients-lapsed", &[("day", day(end).into())]), "alert"),
        (Standing::NotYet, Some(agreement)) => {
            (t.with("recipients-not-yet", &[("day", day(agreement.signed_on).into())]), "strained")
        }
        _ => {
            let at = entry.written_at.to_zoned(jiff::tz::TimeZone::UTC).date();
            (t.with("recipients-ended", &[("day", day(at).into())]), "alert")
        }
    }
}

fn line(face: &Face, scope: &Scope, entry: &Entry, today: Date) -> Line {
    let (t, terms) = (&face.t, &entry.terms);
    let (bound, mark) = bound(t, entry, today);
    let region = region(t, &terms.region);
    let place = match terms.region.is_empty() || terms.safeguard.is_empty() {
        true => region,
        false => t.with(
            "recipients-region-guarded",
            &[("region", region.into()), ("safeguard", terms.safeguard.as_str().into())],
        ),
    };
    let counts = entry.effective_at.to_zoned(scope.clinic.zone.clone()).date();
    let coming = match entry.waits || counts > today {
        true => t.with("recipients-from", &[("day", t.date_plain(counts).into())]),
        false => String::new(),
    };
    let listed = |words: Vec<String>| t.list(&words);
    Line {
        name: terms.name.clone(),
        what_for: format!(
            "{}: {}",
            way(t, &terms.way),
            listed(terms.purposes.iter().map(|one| purpose(t, one)).collect())
        ),
        kinds: listed(terms.categories.iter().map(|one| category_named(t, *one)).collect()),
        place,
        bound,
        mark,
        coming,
        everywhere: entry.everywhere,
        href: face.to(&format!("/office/recipients/{}", entry.id)),
    }
}

struct Looked {
    today: Date,
    all: Vec<Entry>,
    coming: Vec<Entry>,
}

fn look(tx: &mut Tx<'_>) -> ground::Result<Looked> {
    Ok(Looked { today: today(tx), all: recipient::all(tx)?, coming: recipient::coming(tx)? })
}

async fn public(scope: Scope, face: Face) -> Result<Response, Fault> {
    let looked = scope.read(look).await?;
    let lines = |entries: &[Entry]| -> Vec<Line> {
        let there = entries.iter().filter(|entry| entry.state != State::Ended);
        there.map(|entry| line(&face, &scope, entry, looked.today)).collect()
    };
    let (lines, coming) = (lines(&looked.all), lines(&looked.coming));
    Ok(render(&Public { page: face.page(&scope, "recipients-title"), lines, coming }))
}

async fn list(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let toast = ["added", "renewed", "ended"].into_iter().find(|done| query.value("done") == *done);
    show(&scope, &face, &Fields::default(), &Faults::new(), toast).await
}

async fn show(
    scope: &Scope,
    face: &Face,
    typed: &Fields,
    faults: &Faults,
    toast: Option<&str>,
) -> Result<Response, Fault> {
    let looked = scope.read(look).await?;
    let mut page = face.page(scope, "recipients-office-title");
    page.toast = toast.map(|done| face.t.get(&format!("recipients-done-{done}")));
    let draw = |entry: &Entry| line(face, scope, entry, looked.today);
    let (over, live): (Vec<_>, Vec<_>) = looked.all.iter().partition(|entry| entry.state == State::Ended);
    let may = scope.house().permits_anyhow(scope, "office.recipient.write");
    // Whoever ended a short while ago may be replaced still.
    let since = scope.house().clock.now() - (24 * recipient::REPLACED_WITHIN_DAYS).hours();
    let there = |entry: &&Entry| !entry.everywhere && (entry.state != State::Ended || entry.written_at >= since);
    let own = looked.all.iter().filter(there);
    let own: Vec<(String, String)> = own.map(|entry| (entry.id.to_string(), entry.terms.name.clone())).collect();
    let form = may.then(|| form(scope, face, (face.to("/office/recipients"), 0, &own), typed, faults));
    let drawn = List {
        lines: live.into_iter().map(draw).collect(),
        coming: looked.coming.iter().map(draw).collect(),
        over: over.into_iter().map(draw).collect(),
        form,
        page,
    };
    Ok(render_as(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &drawn))
}

#[derive(askama::Template)]
#[template(path = "recipients/setup.html")]
struct Notice<'a> {
    page: &'a Page,
    words: String,
}

/// On the page where a clinic is set up: whose agreement is yet to be named, and for whom nothing leaves.
pub(crate) fn notice(tx: &mut Tx<'_>, page: &Page, _: PersonId) -> ground::Result<Option<String>> {
    if !tx.scope().house().permits_anyhow(tx.scope(), "office.recipient.write") {
        return Ok(None);
    }
    let day = today(tx);
    let all = recipient::visible(tx)?;
    let open = |is: fn(Standing) -> bool| all.iter().filter(|entry| is(recipient::standing(entry, day))).count();
    let unnamed = open(|standing| matches!(standing, Standing::ToName(_)));
    let shut = open(|standing| !standing.is_open());
    let words = match (shut, unnamed) {
        (0, 0) => return Ok(None),
        (0, unnamed) => page.t.with("recipients-setup-name", &[("n", unnamed.into())]),
        (shut, _) => page.t.with("recipients-setup-shut", &[("n", shut.into())]),
    };
    let drawn = askama::Template::render(&Notice { page, words });
    drawn.map(Some).map_err(|_| Error::internal("the notice about recipients does not render"))
}

/// What is wrong with something that is to count at once and gives more.
fn unequal(field: &'static str) -> Faults {
    Faults::one(field, "recipients-fault-unequal")
}

/// What is wrong with an agreement that is over before the entry counts.
fn over(scope: &Scope, t: &Tongue, counts: jiff::Timestamp) -> Faults {
    let day = t.date_plain(counts.to_zoned(scope.clinic.zone.clone()).date());
    let mut faults = Faults::new();
    faults.add("ends_on", "recipients-fault-over-before", &[("day", day.into())]);
    faults
}

/// What stands against an entry beside what is written in it: the same entry once more. Whoever writes entries takes turns, so
/// that a form that is sent twice makes one.
fn against(tx: &mut Tx<'_>, terms: &recipient::Terms, of: Option<RecipientId>) -> ground::Result<Faults> {
    tx.take_turns("office.recipients")?;
    let mut faults = Faults::new();
    let mut standing = recipient::visible(tx)?;
    standing.extend(recipient::coming(tx)?.into_iter().filter(|entry| entry.state != State::Ended));
    let same = |entry: &Entry| {
        let other = &entry.terms;
        Some(entry.id) != of
            && other.name.trim().to_lowercase() == terms.name.trim().to_lowercase()
            && (other.way.as_str(), other.place.as_str()) == (terms.way.as_str(), terms.place.as_str())
            && other.purposes == terms.purposes
    };
    if standing.iter().any(same) {
        faults.add("name", "recipients-fault-twice", &[]);
    }
    Ok(faults)
}

async fn add(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let Typed { terms, replaces, .. } = match typed(&scope, &fields) {
        Ok(typed) => typed,
        Err(faults) => return show(&scope, &face, &fields, &faults, None).await,
    };
    let at_once = replaces.map_or(AtOnce::No, AtOnce::Replaces);
    let added = scope
        .write(move |tx| -> ground::Result<Result<Outcome, Faults>> {
            let now = tx.now();
            let day = earliest(tx, now)?;
            let faults = against(tx, &terms, None)?;
            if !faults.is_empty() {
                return Ok(Err(faults));
            }
            let added = recipient::add(tx, &New { terms: terms.clone(), day, at_once })?;
            ahead::announce(tx)?;
            Ok(Ok(added))
        })
        .await?;
    match added {
        Err(faults) => show(&scope, &face, &fields, &faults, None).await,
        Ok(Outcome::Unequal) => show(&scope, &face, &fields, &unequal("replaces"), None).await,
        Ok(Outcome::Over(counts)) => show(&scope, &face, &fields, &over(&scope, &face.t, counts), None).await,
        Ok(_) => Ok(Redirect::to(&face.to("/office/recipients?done=added")).into_response()),
    }
}

fn id_of(id: &str) -> Result<RecipientId, Fault> {
    id.parse().map_err(|_| Fault::not_found())
}

async fn one(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    draw(&scope, &face, id_of(&id)?, None, &Faults::new(), "").await
}

async fn draw(
    scope: &Scope,
    face: &Face,
    id: RecipientId,
    typed: Option<&Fields>,
    faults: &Faults,
    trouble: &str,
) -> Result<Response, Fault> {
    let (entry, versions, today, coming) = scope
        .read(move |tx| -> ground::Result<_> {
            let coming = coming(tx)?.into_iter().find(|one| one.entry.id == id);
            Ok((recipient::find(tx, id)?, recipient::history(tx, id)?, today(tx), coming))
        })
        .await?;
    let t = &face.t;
    let seen = versions.first().map_or(0, |newest| newest.version);
    let own = !entry.everywhere
        && entry.state != State::Ended
        && scope.house().permits_anyhow(scope, "office.recipient.write");
    let standing = filled(&entry.terms);
    let action = face.to(&format!("/office/recipients/{id}"));
    let form = own.then(|| form(scope, face, (action.clone(), seen, &[]), typed.unwrap_or(&standing), faults));
    let day = |at: jiff::Timestamp| t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date());
    let versions = versions
        .iter()
        .map(|version| VersionLine {
            number: version.version,
            told: match version.basis {
                Basis::Needed => t.with("recipients-needed", &[("day", day(version.effective_at).into())]),
                _ => t.with(
                    "recipients-version",
                    &[("written", day(version.written_at).into()), ("from", day(version.effective_at).into())],
                ),
            },
            bound: bound(t, version, today).0,
        })
        .collect();
    let drawn = One {
        page: face.page_titled(scope, entry.terms.name.clone()),
        line: line(face, scope, &entry, today),
        versions,
        form,
        end: own.then(|| format!("{action}/end")),
        everywhere: entry.everywhere,
        ahead: coming.map(|one| one.shown(scope, t)),
        trouble: if trouble.is_empty() { String::new() } else { t.get(trouble) },
    };
    let fine = faults.is_empty() && trouble.is_empty();
    Ok(render_as(if fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &drawn))
}

async fn renew(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = id_of(&id)?;
    let Typed { terms, at_once, seen, .. } = match typed(&scope, &fields) {
        Ok(typed) => typed,
        Err(faults) => return draw(&scope, &face, id, Some(&fields), &faults, "").await,
    };
    let seen = seen.ok_or_else(|| Fault::bad_request("recipient.seen"))?;
    let at_once = if at_once { AtOnce::Itself } else { AtOnce::No };
    let renewed = scope
        .write(move |tx| -> ground::Result<Result<Outcome, Faults>> {
            let before = recipient::find(tx, id)?;
            if before.state == State::Ended {
                return Err(Error::NotFound);
            }
            let now = tx.now();
            let day = earliest(tx, now)?;
            let faults = against(tx, &terms, Some(id))?;
            if !faults.is_empty() {
                return Ok(Err(faults));
            }
            let renewed = recipient::renew(tx, id, seen, &New { terms: terms.clone(), day, at_once })?;
            ahead::announce(tx)?;
            Ok(Ok(renewed))
        })
        .await?;
    match renewed {
        Err(faults) => draw(&scope, &face, id, Some(&fields), &faults, "").await,
        Ok(Outcome::Unequal) => draw(&scope, &face, id, Some(&fields), &unequal("at_once"), "").await,
        Ok(Outcome::Over(counts)) => draw(&scope, &face, id, Some(&fields), &over(&scope, &face.t, counts), "").await,
        Ok(renewed) => done(&scope, &face, id, renewed != Outcome::Stale, "renewed").await,
    }
}

async fn end(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = id_of(&id)?;
    let seen: i64 = fields.value("seen").parse().map_err(|_| Fault::bad_request("recipient.seen"))?;
    let ended = scope.write(move |tx| recipient::end(tx, id, seen)).await?;
    done(&scope, &face, id, ended, "ended").await
}

async fn done(scope: &Scope, face: &Face, id: RecipientId, done: bool, what: &str) -> Result<Response, Fault> {
    if !done {
        return draw(scope, face, id, None, &Faults::new(), "recipients-trouble-stale").await;
    }
    Ok(Redirect::to(&face.to(&format!("/office/recipients?done={what}"))).into_response())
}
