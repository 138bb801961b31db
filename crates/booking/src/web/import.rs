//! What the words of a file of appointments mean: its services, its people, how its appointments ended. The other pages
//! of such a file are [`people::incoming`]'s.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Tongue, render_as};
use ground::{Result, Routes, Scope};
use people::incoming::{self, Kind, StoredImport};
use promise::Purpose::Import;

use crate::import::visits::{Clock, LONGEST_WORD, Plan, STATUSES, Visits, Word, WordColumn, guess};
use crate::model::{Practitioner, Service};
use crate::store::catalogue::{practitioners, services};

/// Path parameters as text.
type Parts = Path<std::collections::HashMap<String, String>>;

/// The address of this page; the others are made by [`incoming::furnish`].
pub fn routes() -> Routes {
    Routes::new().get("/c/{clinic}/appointments/import/{import}/words", Visits::ACTION, Import, edit).post(
        "/c/{clinic}/appointments/import/{import}/words",
        Visits::ACTION,
        Import,
        save,
    )
}

#[derive(askama::Template)]
#[template(path = "import/words.html")]
struct WordsPage {
    page: Page,
    name: String,
    back: String,
    action: String,
    /// What was asked when the page was drawn: other columns have other words.
    round: i64,
    columns: Vec<Column>,
    /// A column with so many words that they are no kinds of anything.
    too_many: String,
    clock: Vec<Choice>,
    /// Nothing in the file says how an appointment ended.
    no_status: bool,
    faults: u32,
}

/// One column and its words.
struct Column {
    id: &'static str,
    title: String,
    /// What its table is called.
    table: String,
    label: String,
    lines: Vec<Line>,
}

struct Line {
    field: String,
    word: String,
    count: String,
    options: Vec<Choice>,
    fault: String,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// What a column of words holds: each word, and in how many rows.
struct Heard {
    of: WordColumn,
    at: usize,
    words: Vec<(String, u64)>,
    /// There are more of them, or longer ones, than are asked about.
    many: bool,
}

/// The same while the file is read.
struct Counted {
    of: WordColumn,
    at: usize,
    words: BTreeMap<String, u64>,
    many: bool,
}

impl Counted {
    fn hear(&mut self, word: &str) {
        if let Some(count) = self.words.get_mut(word) {
            *count += 1;
        } else if self.words.len() >= self.of.most() || word.chars().count() > LONGEST_WORD {
            self.many = true;
        } else if !word.is_empty() {
            self.words.insert(word.to_owned(), 1);
        }
    }
}

/// A file, and all that is needed to ask what its words mean.
struct Asked {
    stored: StoredImport<Visits>,
    name: String,
    headers: Vec<String>,
    plan: Plan,
    /// None where the file cannot be read any more.
    heard: Option<Vec<Heard>>,
    services: Vec<Service>,
    people: Vec<Practitioner>,
}

async fn asked(scope: &Scope, parts: &Parts) -> Result<Asked> {
    let (stored, name, headers, plan) = incoming::columns_of::<Visits>(scope, parts).await?;
    let columns = WordColumn::of(&plan).into_iter();
    let counts: Vec<Counted> =
        columns.map(|(of, at)| Counted { of, at, words: BTreeMap::new(), many: false }).collect();
    let counted = incoming::each_row(scope, &stored, counts, |counts, row| {
        for column in counts.iter_mut().filter(|_| row.torn.is_none()) {
            column.hear(row.cells.get(column.at).map_or("", |cell| cell.trim()));
        }
    });
    let heard = counted.await?.ok().map(|counts| {
        let heard = counts.into_iter().map(|Counted { of, at, words, many }| {
            let mut words: Vec<(String, u64)> = words.into_iter().collect();
            words.sort_by(|(one, so_many), (other, as_many)| as_many.cmp(so_many).then_with(|| one.cmp(other)));
            Heard { of, at, words, many }
        });
        heard.collect()
    });
    let (services, people) = scope.read(|tx| -> Result<_> { Ok((services(tx)?, practitioners(tx)?)) }).await?;
    Ok(Asked { stored, name, headers, plan, heard, services, people })
}

fn field(of: WordColumn, n: usize) -> String {
    format!("{}-{n}", id(of))
}

const fn id(of: WordColumn) -> &'static str {
    match of {
        WordColumn::Service => "service",
        WordColumn::Practitioner => "practitioner",
        WordColumn::Status => "status",
        WordColumn::Reminded => "reminded",
    }
}

/// The form, filled as it was said before or as it is guessed.
async fn edit(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let asked = asked(&scope, &parts).await?;
    let Some(heard) = &asked.heard else { return look(&scope, &face, asked.stored, asked.plan).await };
    let mut filled = vec![("clock".to_owned(), asked.plan.setting.clock.as_str().to_owned())];
    for column in heard {
        let said = asked.plan.setting.words.get(&column.of);
        for (n, (word, _)) in column.words.iter().enumerate() {
            let known = said.and_then(|said| said.get(word)).cloned();
            let known = known.or_else(|| guess(column.of, word, &asked.services, &asked.people));
            filled.extend(known.map(|known| (field(column.of, n), known.as_str().to_owned())));
        }
    }
    Ok(shown(&scope, &face, &asked, heard, &Fields::filled(filled), &Faults::new()))
}

fn shown(scope: &Scope, face: &Face, asked: &Asked, heard: &[Heard], fields: &Fields, faults: &Faults) -> Response {
    let t = &face.t;
    let here = face.to(&format!("{}/{}", Visits::PATHS.below, asked.stored.id));
    let title = |of: WordColumn| t.get(&format!("booking-import-words-{}", id(of)));
    let column = |heard: &Heard| Column {
        id: id(heard.of),
        title: title(heard.of),
        table: t.with("booking-import-words-table", &[("words", title(heard.of).into())]),
        label: asked.headers.get(heard.at).cloned().unwrap_or_default(),
        lines: heard
            .words
            .iter()
            .enumerate()
            .map(|(n, (word, count))| {
                let field = field(heard.of, n);
                Line {
                    word: word.clone(),
                    count: t.with("booking-import-rows", &[("rows", (*count as f64).into())]),
                    options: options(t, heard.of, fields.value(&field), asked),
                    fault: faults.of(&field, t).unwrap_or_default(),
                    field,
                }
            })
            .collect(),
    };
    let many = heard.iter().find(|heard| heard.many);
    let clock = Clock::ALL.into_iter().map(|clock| Choice {
        value: clock.as_str().to_owned(),
        label: t.get(&format!("booking-import-clock-{}", clock.as_str())),
        chosen: fields.value("clock") == clock.as_str(),
    });
    let page = WordsPage {
        page: face.page(scope, "booking-import-words"),
        name: asked.name.clone(),
        back: format!("{here}/columns"),
        action: format!("{here}/words"),
        round: asked.stored.round,
        columns: if many.is_some() { Vec::new() } else { heard.iter().filter(has_words).map(column).collect() },
        too_many: many.map_or_else(String::new, |many| {
            let label = asked.headers.get(many.at).cloned().unwrap_or_default();
            t.with(
                "booking-import-too-many",
                &[("column", label.into()), ("most", t.number(many.of.most() as f64).into())],
            )
        }),
        clock: clock.collect(),
        no_status: !heard.iter().any(|heard| heard.of == WordColumn::Status),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    render_as(status, &page)
}

fn has_words(heard: &&Heard) -> bool {
    !heard.words.is_empty()
}

/// What a service or a practitioner is called in a list that has the retired ones too.
fn called(t: &Tongue, name: &str, retired: bool) -> String {
    match retired {
        true => t.with("booking-import-retired", &[("name", name.into())]),
        false => name.to_owned(),
    }
}

/// What a word may mean.
fn options(t: &Tongue, of: WordColumn, chosen: &str, asked: &Asked) -> Vec<Choice> {
    let choice = |value: &str, label: String| Choice { value: value.to_owned(), label, chosen: chosen == value };
    let mut options = vec![choice("", t.get("incoming-choose"))];
    match of {
        WordColumn::Service => {
            let name = |one: &Service| called(t, &one.name, one.retired_at.is_some());
            options.extend(asked.services.iter().map(|one| choice(&one.id.to_string(), name(one))));
            options.push(choice(Word::NONE, t.get("booking-import-no-service")));
        }
        WordColumn::Practitioner => {
            let name = |one: &Practitioner| called(t, &one.name, one.retired_at.is_some());
            options.extend(asked.people.iter().map(|one| choice(&one.id.to_string(), name(one))));
            options.push(choice(Word::NONE, t.get("booking-import-no-practitioner")));
        }
        WordColumn::Status => options.extend(STATUSES.into_iter().map(|status| {
            let word = status.as_str();
            choice(word, t.get(&format!("booking-import-status-{}", word.replace('_', "-"))))
        })),
        WordColumn::Reminded => {
            options.push(choice("yes", t.get("booking-import-reminded-yes")));
            options.push(choice("no", t.get("booking-import-reminded-no")));
        }
    }
    options
}

/// Takes what was said, and has the rows looked at.
async fn save(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let asked = asked(&scope, &parts).await?;
    let Some(heard) = &asked.heard else { return look(&scope, &face, asked.stored, asked.plan).await };
    let mut form = fields.reader();
    if form.parse("round") != Some(asked.stored.round) {
        let to = format!("{}/{}?done=too-late", Visits::PATHS.below, asked.stored.id);
        return Ok(Redirect::to(&face.to(&to)).into_response());
    }
    let clock = form.text_or_none("clock", 10);
    let clock = Clock::ALL.into_iter().find(|known| Some(known.as_str()) == clock.as_deref());
    let mut words: BTreeMap<WordColumn, BTreeMap<String, Word>> = BTreeMap::new();
    let few = !heard.iter().any(|heard| heard.many);
    for column in heard.iter().filter(|_| few) {
        for (n, (word, _)) in column.words.iter().enumerate() {
            let field = field(column.of, n);
            let said = form.text(&field, 60);
            let offered = options(&face.t, column.of, "", &asked);
            match said.filter(|said| offered.iter().any(|choice| choice.value == *said)) {
                Some(said) => drop(words.entry(column.of).or_default().insert(word.clone(), Word::new(said))),
                None => form.fault(&field, "fault-missing"),
            }
        }
    }
    if !few {
        form.fault("clock", "fault-missing");
    }
    let faults = match form.finish(|| Some(())) {
        Ok(()) => Faults::new(),
        Err(faults) => faults,
    };
    if !faults.is_empty() {
        return Ok(shown(&scope, &face, &asked, heard, &fields, &faults));
    }
    let mut plan = asked.plan;
    plan.setting.words = words;
    plan.setting.clock = clock.unwrap_or_default();
    look(&scope, &face, asked.stored, plan).await
}

/// Has the rows looked at. Of a file that cannot be read any more, that says so.
async fn look(scope: &Scope, face: &Face, stored: StoredImport<Visits>, mut plan: Plan) -> Result<Response, Fault> {
    plan.setting.said = true;
    let id = stored.id;
    let planned = scope.write(move |tx| incoming::plan(tx, &stored, &plan)).await?;
    let done = if planned { "" } else { "?done=too-late" };
    Ok(Redirect::to(&face.to(&format!("{}/{id}{done}", Visits::PATHS.below))).into_response())
}
