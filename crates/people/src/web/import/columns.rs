//! What each column of a file is: guessed by its name, said by whoever brings it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render_as};
use ground::{Result, Scope};

use super::{called, found, import_of};
use crate::import::{DateOrder, Meaning, Plan, Setting, System, guess, order_of};
use crate::model::{Head, ImportId, StoredImport};
use crate::store;
use crate::web::{Choice, Field, Parts};

/// Longer than any name of a system; the type itself says the exact measure.
const SYSTEM: usize = 200;

#[derive(askama::Template)]
#[template(path = "people/import_columns.html")]
struct ColumnsPage {
    page: Page,
    name: String,
    back: String,
    action: String,
    sheet: String,
    columns: Vec<Column>,
    /// What is wrong with all of them together.
    together: String,
    system: Field,
    dates: Vec<Choice>,
    faults: u32,
}

struct Column {
    field: String,
    label: String,
    /// What stands in it in the first rows.
    first: Vec<String>,
    options: Vec<Choice>,
    fault: String,
}

/// The form, filled as it was said before or as it is guessed.
pub(in crate::web) async fn edit(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let (stored, name, head, plan) = read(&scope, import_of(&parts)?).await?;
    let fields = match plan {
        Some(plan) => said(&plan),
        None => guessed(&scope, &face, &head),
    };
    Ok(shown(&scope, &face, &stored, name, &head, &fields, &Faults::new()))
}

async fn read(scope: &Scope, id: ImportId) -> Result<(StoredImport, String, Head, Option<Plan>)> {
    scope
        .read(move |tx| -> Result<_> {
            let stored = found(tx, id)?;
            let key = tx.open(stored.person)?;
            let (name, head, plan) = (stored.name(&key)?, stored.head(&key)?, stored.plan(&key)?);
            Ok((stored, name.as_str().to_owned(), head, plan))
        })
        .await
}

fn field(at: usize) -> String {
    format!("column-{at}")
}

fn said(plan: &Plan) -> Fields {
    let columns = plan.columns.iter().enumerate().map(|(at, meaning)| (field(at), meaning.as_str().to_owned()));
    let system = plan.system.as_ref().map_or("", System::as_str).to_owned();
    Fields::filled(columns.chain([("system".to_owned(), system), ("dates".to_owned(), plan.dates.as_str().to_owned())]))
}

fn guessed(scope: &Scope, face: &Face, head: &Head) -> Fields {
    let guessed = guess(&head.headers, &face.t.get("people-import-wrong"));
    let columns =
        guessed.iter().enumerate().filter_map(|(at, meaning)| Some((field(at), (*meaning)?.as_str().to_owned())));
    let dates = order_of(&scope.clinic.jurisdiction).as_str().to_owned();
    Fields::filled(columns.chain([("dates".to_owned(), dates)]))
}

fn shown(
    scope: &Scope,
    face: &Face,
    stored: &StoredImport,
    name: String,
    head: &Head,
    fields: &Fields,
    faults: &Faults,
) -> Response {
    let t = &face.t;
    let column = |at: usize| {
        let field = field(at);
        let chosen = fields.value(&field);
        let nothing = Choice { value: String::new(), label: t.get("people-import-choose"), chosen: chosen.is_empty() };
        let meanings = Meaning::ALL.into_iter().map(|meaning| Choice {
            value: meaning.as_str().to_owned(),
            label: t.get(meaning.key()),
            chosen: chosen == meaning.as_str(),
        });
        Column {
            label: called(t, &head.headers, at),
            first: head
                .rows
                .iter()
                .filter_map(|row| row.get(at))
                .filter(|cell| !cell.is_empty())
                .map(|cell| cut(cell))
                .collect(),
            options: std::iter::once(nothing).chain(meanings).collect(),
            fault: faults.of(&field, t).unwrap_or_default(),
            field,
        }
    };
    let dates = DateOrder::ALL.into_iter().map(|order| Choice {
        value: order.as_str().to_owned(),
        label: t.get(order.key()),
        chosen: fields.value("dates") == order.as_str(),
    });
    let here = face.to(&format!("/clients/import/{}", stored.id));
    let sheet = head.sheet.as_deref().map(|sheet| t.with("people-import-sheet", &[("sheet", sheet.into())]));
    let page = ColumnsPage {
        page: face.page(scope, "people-import-columns"),
        name,
        back: face.to("/clients/import"),
        action: format!("{here}/columns"),
        sheet: sheet.unwrap_or_default(),
        columns: (0..head.headers.len()).map(column).collect(),
        together: faults.of("columns", t).unwrap_or_default(),
        system: Field::of("system", fields, faults, t),
        dates: dates.collect(),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    render_as(status, &page)
}

/// A cell's beginning: enough to know what stands in its column.
fn cut(cell: &str) -> String {
    match cell.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}

fn read_plan(fields: &Fields, columns: usize, setting: Setting) -> Result<Plan, Faults> {
    let mut form = fields.reader();
    let said: Vec<Option<Meaning>> = (0..columns).map(|at| form.parse(&field(at))).collect();
    let dates = form.parse_or_none("dates").unwrap_or_else(|| order_of(&setting.jurisdiction));
    let meanings: Vec<Meaning> = said.iter().map(|meaning| meaning.unwrap_or(Meaning::Left)).collect();
    // What is still to be said of some column may be what is missing.
    let open = said.contains(&None);
    for (at, key) in Plan::misfits(&meanings) {
        match at {
            Some(at) => form.fault(&field(at), key),
            None if !open => form.fault("columns", key),
            None => {}
        }
    }
    let system = form.text_or_none("system", SYSTEM);
    let system = match (meanings.contains(&Meaning::Number), system) {
        (false, _) => None,
        (true, None) => {
            form.fault("system", "people-import-system-missing");
            None
        }
        (true, Some(text)) => {
            let system = System::parse(&text);
            if system.is_none() {
                form.fault("system", "people-import-system-fault");
            }
            system
        }
    };
    form.finish(|| Some(Plan { system, dates, columns: said.into_iter().collect::<Option<_>>()?, setting }))
}

/// Takes what was said, and has the rows looked at.
pub(in crate::web) async fn save(
    scope: Scope,
    face: Face,
    parts: Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = import_of(&parts)?;
    let (stored, name, head, _) = read(&scope, id).await?;
    let setting = Setting::of(&scope.clinic, scope.house().clock.now());
    let plan = match read_plan(&fields, head.headers.len(), setting) {
        Ok(plan) => plan,
        Err(faults) => return Ok(shown(&scope, &face, &stored, name, &head, &fields, &faults)),
    };
    let planned = scope.write(move |tx| store::import::plan(tx, &stored, &plan)).await?;
    let done = if planned { "" } else { "?done=too-late" };
    Ok(Redirect::to(&face.to(&format!("/clients/import/{id}{done}"))).into_response())
}
