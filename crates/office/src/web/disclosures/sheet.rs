//! What is handed out: a sheet to print, with the person's own words beside what was not corrected, and exactly the kinds of
//! data that were written down; the same as files. Documents and pictures are handed over by themselves.

use askama::Template;
use axum::response::Response;
use ground::export::Cell;
use ground::web::download::{Download, Shown};
use ground::web::{Face, Fault, Page, Tongue, render};
use ground::{PersonId, Scope, Tx, restrict};

use super::{Line, line, said, sees_secrets, writers};
use crate::model::disclosures::{Disclosure, DisclosureId, Opened, Said};
use crate::store::disclosures::{self as store, Part};
use crate::web::requests::{Parts, dashed, id};

/// All that is handed out with one.
struct Handed {
    name: String,
    row: Disclosure,
    opened: Opened,
    said: Vec<Said>,
    parts: Vec<Part>,
    /// Whether these are all rows; else there are more than are handed out so.
    whole: bool,
    names: std::collections::HashMap<PersonId, String>,
    now: jiff::Timestamp,
}

/// The disclosure, if this reader may hand it out now: while the person has their processing restricted, nothing goes but what
/// a law asks for, or somebody's right or safety.
fn may_be_handed(tx: &mut Tx<'_>, person: PersonId, of: DisclosureId, secret: bool) -> ground::Result<Disclosure> {
    let row = store::find(tx, person, of)?;
    if row.is_secret(tx.now()) && !secret {
        return Err(ground::Error::NotFound);
    }
    if row.kind.waits_while_restricted()
        && let Some(at) = restrict::since(tx, person, restrict::Kind::Restricted)?
    {
        return Err(ground::Error::Refused(ground::Refusal::Restricted(at)));
    }
    Ok(row)
}

fn handed(tx: &mut Tx<'_>, person: PersonId, of: DisclosureId, secret: bool) -> ground::Result<Handed> {
    let person = tx.kept(person)?;
    let row = may_be_handed(tx, person, of, secret)?;
    let opened = store::opened(tx, &row)?;
    let (parts, whole) = store::data(tx, person, &row.categories, store::ROWS)?;
    let both = [(row.clone(), opened.clone())];
    Ok(Handed {
        name: people::open(tx, person)?.name(),
        said: store::attached(tx, &row)?,
        parts,
        whole,
        names: writers(tx, &both)?,
        now: tx.now(),
        row,
        opened,
    })
}

async fn of(scope: &Scope, parts: &Parts) -> Result<Handed, Fault> {
    let (person, one) = (id(parts, "client")?, id(parts, "disclosure")?);
    let secret = sees_secrets(scope);
    let short = scope
        .read(move |tx| {
            let person = tx.kept(person)?;
            let row = may_be_handed(tx, person, one, secret)?;
            store::is_short(tx, &row)
        })
        .await?;
    if short {
        scope.write(move |tx| store::attach_standing(tx, person, one)).await?;
    }
    Ok(scope.read(move |tx| handed(tx, person, one, secret)).await?)
}

#[derive(Template)]
#[template(path = "disclosures/sheet.html")]
struct Sheet {
    page: Page,
    title: String,
    person: String,
    line: Line,
    said: Vec<(String, String, String)>,
    tables: Vec<Table>,
    /// Why this is not all; empty where it is.
    cut: String,
    csv: String,
    json: String,
    back: String,
}

struct Table {
    id: usize,
    title: String,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn told(scope: &Scope, t: &Tongue, cell: &Cell) -> String {
    match cell {
        Cell::Nothing | Cell::Gone | Cell::Locked => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Part(part) => part.to_string(),
        Cell::Instant(at) => {
            let at = at.to_zoned(scope.clinic.zone.clone());
            format!("{}, {}", t.date_full(at.date()), t.time(at.time()))
        }
        Cell::File(_) => t.get("disclosures-by-itself"),
    }
}

fn table(scope: &Scope, t: &Tongue, (at, part): (usize, Part)) -> Table {
    let head = |name: &String| {
        let key = format!("copy-field-{}", dashed(name));
        t.known_with(&key, &[]).unwrap_or_else(|| name.replace('_', " "))
    };
    Table {
        id: at,
        title: t
            .known_with(&format!("copy-table-{}", dashed(&part.table)), &[])
            .unwrap_or_else(|| part.table.replace('_', " ")),
        heads: part.columns.iter().map(head).collect(),
        rows: part.rows.iter().map(|row| row.iter().map(|cell| told(scope, t, cell)).collect()).collect(),
    }
}

pub(super) async fn page(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let all = of(&scope, &parts).await?;
    let t = &face.t;
    let base = face.to(&format!("/clients/{}/disclosures", all.row.person));
    let one = format!("{base}/{}", all.row.id);
    let title = t.get("disclosures-sheet");
    Ok(render(&Sheet {
        page: face.page_titled(&scope, title.clone()),
        title,
        person: all.name,
        line: line(&scope, t, (all.row, all.opened), &all.names, all.now),
        said: said(&scope, t, all.said),
        tables: all.parts.into_iter().enumerate().map(|part| table(&scope, t, part)).collect(),
        cut: if all.whole { String::new() } else { cut(t) },
        csv: format!("{one}/data.csv"),
        json: format!("{one}/data.json"),
        back: base,
    }))
}

/// That this is not all there is, in words.
fn cut(t: &Tongue) -> String {
    t.with("disclosures-sheet-cut", &[("most", store::ROWS.into())])
}

/// The value of a cell as programs read it.
fn value(cell: &Cell) -> serde_json::Value {
    match cell {
        Cell::Nothing | Cell::Gone | Cell::Locked | Cell::File(_) => serde_json::Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Whole(whole) => (*whole).into(),
        Cell::Part(part) => (*part).into(),
        Cell::Instant(at) => at.to_string().into(),
    }
}

pub(super) async fn json(scope: Scope, parts: Parts) -> Result<Response, Fault> {
    let all = of(&scope, &parts).await?;
    let statement = |one: &Said| serde_json::json!({ "beside": one.field, "said": one.body, "at": one.at.to_string() });
    let mut data = serde_json::Map::new();
    for part in &all.parts {
        let row = |row: &Vec<Cell>| -> serde_json::Value {
            part.columns.iter().cloned().zip(row.iter().map(value)).collect::<serde_json::Map<_, _>>().into()
        };
        data.insert(part.table.clone(), part.rows.iter().map(row).collect());
    }
    let categories: Vec<&str> = all.row.categories.iter().map(|one| one.as_str()).collect();
    let file = serde_json::json!({
        "disclosure": all.row.id.to_string(),
        "from": scope.clinic.name,
        "to": all.opened.recipient,
        "person": all.name,
        "basis": all.opened.basis,
        "categories": categories,
        "statements": all.said.iter().map(statement).collect::<Vec<_>>(),
        "whole": all.whole,
        "data": data,
    });
    let name = format!("{}.json", all.row.id);
    Ok(Download { name, kind: "application/json", shown: Shown::Saved, size: None }.respond_whole(file.to_string()))
}

/// A line for each value: which table, which row of it, which column. What the person said beside it comes first.
pub(super) async fn csv(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let all = of(&scope, &parts).await?;
    let mut file = String::from("table,row,column,value\r\n");
    let mut add = |table: &str, row: usize, column: &str, value: &str| {
        file.push_str(&format!("{table},{row},{column},{}\r\n", quoted(value)));
    };
    if !all.whole {
        add("this file", 1, "not whole", &cut(&face.t));
    }
    for (at, one) in all.said.iter().enumerate() {
        add("statement", at + 1, "beside", &one.field);
        add("statement", at + 1, "said", &one.body);
        add("statement", at + 1, "at", &one.at.to_string());
    }
    for part in &all.parts {
        for (at, row) in part.rows.iter().enumerate() {
            for (column, cell) in part.columns.iter().zip(row) {
                match value(cell) {
                    serde_json::Value::Null => {}
                    serde_json::Value::String(text) => add(&part.table, at + 1, column, &text),
                    other => add(&part.table, at + 1, column, &other.to_string()),
                }
            }
        }
    }
    let name = format!("{}.csv", all.row.id);
    Ok(Download { name, kind: "text/csv; charset=utf-8", shown: Shown::Saved, size: None }.respond_whole(file))
}

/// A value between quotes; what a spreadsheet would take for a formula is told as text.
fn quoted(value: &str) -> String {
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, value.replace('"', "\"\""))
}
