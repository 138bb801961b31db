//! What each column of a file is: guessed by its name, said by whoever brings it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render_as};
use ground::{Result, Scope};

use super::{below, called, found, import_of, say};
use crate::incoming::stored::Head;
use crate::incoming::{DateOrder, ImportId, Kind, Meaning, PlanOf, StoredImport, System, guess, order_of, store};
use crate::web::{Choice, Field, Parts};

/// Longer than any name of a system; the type itself says the exact measure.
const SYSTEM: usize = 200;

#[derive(askama::Template)]
#[template(path = "incoming/columns.html")]
struct ColumnsPage {
    page: Page,
    name: String,
    back: String,
    action: String,
    sheet: String,
    /// What to do if there should be more than one.
    only_one: String,
    columns: Vec<Column>,
    /// What is wrong with all of them together.
    together: String,
    system: Field,
    system_hint: String,
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
pub(in crate::incoming) async fn edit<K: Kind>(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let (stored, name, head, plan) = read::<K>(&scope, import_of(&parts)?).await?;
    let fields = match plan {
        Some(plan) => said::<K>(&plan),
        None => guessed::<K>(&scope, &face, &head),
    };
    Ok(shown(&scope, &face, &stored, name, &head, &fields, &Faults::new()))
}

/// A file, what it is called, what is seen of it and what was said of it.
type Known<K> = (StoredImport<K>, String, Head, Option<PlanOf<K>>);

async fn read<K: Kind>(scope: &Scope, id: ImportId) -> Result<Known<K>> {
    scope
        .read(move |tx| -> Result<_> {
            let stored = found::<K>(tx, id)?;
            let key = tx.open(stored.person)?;
            let (name, head, plan) = (stored.name(&key)?, stored.head(&key)?, stored.plan(&key)?);
            Ok((stored, name.as_str().to_owned(), head, plan))
        })
        .await
}

fn field(at: usize) -> String {
    format!("column-{at}")
}

fn said<K: Kind>(plan: &PlanOf<K>) -> Fields {
    let columns = plan.columns.iter().enumerate().map(|(at, meaning)| (field(at), meaning.as_str().to_owned()));
    let system = plan.system.as_ref().map_or("", System::as_str).to_owned();
    Fields::filled(columns.chain([("system".to_owned(), system), ("dates".to_owned(), plan.dates.as_str().to_owned())]))
}

fn guessed<K: Kind>(scope: &Scope, face: &Face, head: &Head) -> Fields {
    let guessed = guess::<K::Meaning>(&head.headers, &face.t.get("incoming-wrong"));
    let columns =
        guessed.iter().enumerate().filter_map(|(at, meaning)| Some((field(at), (*meaning)?.as_str().to_owned())));
    let dates = order_of(&scope.clinic.jurisdiction).as_str().to_owned();
    Fields::filled(columns.chain([("dates".to_owned(), dates)]))
}

fn shown<K: Kind>(
    scope: &Scope,
    face: &Face,
    stored: &StoredImport<K>,
    name: String,
    head: &Head,
    fields: &Fields,
    faults: &Faults,
) -> Response {
    let t = &face.t;
    let column = |at: usize| {
        let field = field(at);
        let chosen = fields.value(&field);
        let nothing = Choice { value: String::new(), label: t.get("incoming-choose"), chosen: chosen.is_empty() };
        let meanings = K::Meaning::ALL.iter().map(|meaning| Choice {
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
    let here = face.to(&below::<K>(stored.id));
    let sheet = head.sheet.as_deref().map(|sheet| t.with("incoming-sheet", &[("sheet", sheet.into())]));
    let page = ColumnsPage {
        page: face.page(scope, "incoming-columns"),
        name,
        back: face.to(K::PATHS.below),
        action: format!("{here}/columns"),
        sheet: sheet.unwrap_or_default(),
        only_one: if head.headers.len() == 1 { t.get("incoming-only-one") } else { String::new() },
        columns: (0..head.headers.len()).map(column).collect(),
        together: faults.of("columns", t).unwrap_or_default(),
        system: Field::of("system", fields, faults, t),
        system_hint: say::<K>(t, "system-hint"),
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

/// What columns were said to be, as far as it can be used: their meanings, how dates are written, and the other system's
/// name.
type Said<K> = (Vec<<K as Kind>::Meaning>, DateOrder, Option<System>);

fn read_plan<K: Kind>(fields: &Fields, columns: usize, jurisdiction: &str) -> Result<Said<K>, Faults> {
    let mut form = fields.reader();
    let said: Vec<Option<K::Meaning>> = (0..columns).map(|at| form.parse(&field(at))).collect();
    let dates = form.parse_or_none("dates").unwrap_or_else(|| order_of(jurisdiction));
    let meanings: Vec<K::Meaning> = said.iter().map(|meaning| meaning.unwrap_or(K::Meaning::LEFT)).collect();
    // What is still to be said of some column may be what is missing.
    let open = said.contains(&None);
    for (at, key) in K::misfits(&meanings) {
        match at {
            Some(at) => form.fault(&field(at), key),
            None if !open => form.fault("columns", key),
            None => {}
        }
    }
    let system = form.text_or_none("system", SYSTEM);
    let system = match (K::is_numbered(&meanings), system) {
        (false, _) => None,
        (true, None) => {
            form.fault("system", "incoming-system-missing");
            None
        }
        (true, Some(text)) => {
            let system = System::parse(&text);
            if system.is_none() {
                form.fault("system", "incoming-system-fault");
            }
            system
        }
    };
    form.finish(|| Some((said.into_iter().collect::<Option<_>>()?, dates, system)))
}

/// Takes what was said, and has the rows looked at, or asks for what else there is to say.
pub(in crate::incoming) async fn save<K: Kind>(
    scope: Scope,
    face: Face,
    parts: Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = import_of(&parts)?;
    let (stored, name, head, before) = read::<K>(&scope, id).await?;
    let (columns, dates, system) = match read_plan::<K>(&fields, head.headers.len(), &scope.clinic.jurisdiction) {
        Ok(said) => said,
        Err(faults) => return Ok(shown(&scope, &face, &stored, name, &head, &fields, &faults)),
    };
    let setting = K::setting(&scope, before.map(|before| before.setting));
    let plan = PlanOf::<K> { system, dates, columns, setting };
    let more = K::asks_more(&plan);
    let planned = scope
        .write(move |tx| match more {
            Some(_) => store::draft(tx, &stored, &plan),
            None => store::plan(tx, &stored, &plan),
        })
        .await?;
    let end = match (planned, more) {
        (true, Some(more)) => more,
        (true, None) => "",
        (false, _) => "?done=too-late",
    };
    Ok(Redirect::to(&face.to(&format!("{}{end}", below::<K>(id)))).into_response())
}

/// A file whose columns were named, for the page that asks for more: what it is called, the names of its columns and what
/// they are said to be.
///
/// # Errors
/// [`ground::Error::NotFound`] where there is no such file, or nothing was said of its columns yet.
pub async fn columns_of<K: Kind>(
    scope: &Scope,
    parts: &Parts,
) -> Result<(StoredImport<K>, String, Vec<String>, PlanOf<K>)> {
    let (stored, name, head, plan) = read::<K>(scope, import_of(parts)?).await?;
    Ok((stored, name, head.headers, plan.ok_or(ground::Error::NotFound)?))
}
