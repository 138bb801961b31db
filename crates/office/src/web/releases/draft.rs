//! A draft: what for, to whom, which columns, and how well mixed.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Tongue, render_as};
use ground::{DataSet, Scope};
use promise::release::Diversity;
use promise::{Parameter, Parameters};

use super::{Choice, column_word, set_word, sets};
use crate::model::releases::NewRelease;
use crate::store::releases as store;

/// Longest purpose and recipient, in characters.
const SAID: usize = 200;
/// Most columns of a release.
const COLUMNS: usize = 40;
/// The most that l may be.
const MOST_L: i64 = 10;
/// The greatest share of rows that may be left out, in percent.
const MOST_SUPPRESSED: i64 = 50;

/// Columns that are about somebody else than the people counted, too: whoever drafts chooses them, or they stay here.
const NAMED_BY_HAND: [&str; 1] = ["practitioner"];

struct Input {
    value: String,
    fault: String,
}

#[derive(askama::Template)]
#[template(path = "releases/new.html")]
struct DraftPage {
    page: Page,
    faults: u32,
    sets: Vec<Choice>,
    set_fault: String,
    purpose: Input,
    recipient: Input,
    columns: Vec<Choice>,
    columns_fault: String,
    /// What never leaves of this set, in words.
    never: Vec<String>,
    k: Input,
    k_hint: String,
    l: Input,
    diversity: Vec<Choice>,
    suppressed: Input,
    suppressed_hint: String,
}

pub(super) async fn ask(scope: Scope, face: Face) -> Result<Response, Fault> {
    let Some(set) = sets(&scope).first() else { return Err(Fault::not_found()) };
    let usual = set.leaving().filter(|column| !NAMED_BY_HAND.contains(&column.name));
    let usual = usual.map(|column| ("column".to_owned(), column.name.to_owned()));
    let filled = [
        ("data_set".to_owned(), set.name.to_owned()),
        ("k".to_owned(), scope.clinic.parameters.release_k.to_string()),
        ("l".to_owned(), "2".to_owned()),
        ("diversity".to_owned(), Diversity::Distinct.to_string()),
        ("suppressed".to_owned(), "10".to_owned()),
    ];
    let fields = Fields::filled(filled.into_iter().chain(usual));
    Ok(shown(&scope, &face, set, &fields, &Faults::new(), StatusCode::OK))
}

fn shown(scope: &Scope, face: &Face, set: &DataSet, fields: &Fields, faults: &Faults, status: StatusCode) -> Response {
    let t = &face.t;
    let told = |name: &str| faults.of(name, t).unwrap_or_default();
    let input = |name: &str| Input { value: fields.value(name).to_owned(), fault: told(name) };
    let mut named: Vec<&str> = faults.fields().collect();
    named.sort_unstable();
    named.dedup();
    let columns = set.leaving().map(|column| Choice {
        value: column.name.to_owned(),
        label: column_word(t, column.name),
        chosen: fields.chosen("column", column.name),
    });
    let never = set.columns.iter().filter(|column| !column.kind.leaves());
    render_as(
        status,
        &DraftPage {
            page: face.page(scope, "releases-new-title"),
            faults: u32::try_from(named.len()).unwrap_or(u32::MAX),
            sets: choices_of_sets(scope, t, fields),
            set_fault: told("data_set"),
            purpose: input("purpose"),
            recipient: input("recipient"),
            columns: columns.collect(),
            columns_fault: told("column"),
            never: never.map(|column| column_word(t, column.name)).collect(),
            k: input("k"),
            k_hint: t.with("releases-k-hint", &[("least", scope.clinic.parameters.release_k.into())]),
            l: input("l"),
            diversity: Diversity::ALL
                .iter()
                .map(|one| Choice {
                    value: one.to_string(),
                    label: t.get(&format!("releases-diversity-{one}")),
                    chosen: fields.value("diversity") == one.as_str(),
                })
                .collect(),
            suppressed: input("suppressed"),
            suppressed_hint: t.with("releases-suppressed-hint", &[("most", MOST_SUPPRESSED.into())]),
        },
    )
}

pub(super) fn choices_of_sets(scope: &Scope, t: &Tongue, fields: &Fields) -> Vec<Choice> {
    let one = |set: &DataSet| Choice {
        value: set.name.to_owned(),
        label: set_word(t, set.name),
        chosen: fields.value("data_set") == set.name,
    };
    sets(scope).iter().map(one).collect()
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let known = sets(&scope).iter().find(|set| set.name == fields.value("data_set"));
    let Some(set) = known.or(sets(&scope).first()) else { return Err(Fault::not_found()) };
    match read(&scope, set, known.is_some(), &fields) {
        Ok(new) => {
            let id = scope.write(move |tx| store::draft(tx, &new)).await?;
            Ok(Redirect::to(&face.to(&format!("/releases/{id}?done=drafted"))).into_response())
        }
        Err(faults) => Ok(shown(&scope, &face, set, &fields, &faults, StatusCode::UNPROCESSABLE_ENTITY)),
    }
}

fn read(scope: &Scope, set: &DataSet, known: bool, fields: &Fields) -> Result<NewRelease, Faults> {
    let mut form = fields.reader();
    if form.text("data_set", 60).is_some() && !known {
        form.fault("data_set", "releases-fault-set");
    }
    let (purpose, recipient) = (form.text("purpose", SAID), form.text("recipient", SAID));
    let columns: Vec<String> = form.many("column", COLUMNS);
    // What never leaves is no choice, whoever writes its name into the form.
    if columns.is_empty() || !columns.iter().all(|name| set.leaving().any(|column| column.name == *name)) {
        form.fault("column", "releases-fault-columns");
    }
    let most = Parameters::bounds(Parameter::ReleaseK).map_or(100, |(_, most)| most);
    let k = form.number("k", scope.clinic.parameters.release_k.into()..=most.into());
    let l = form.number("l", 1..=MOST_L);
    let diversity = form.parse::<Diversity>("diversity");
    let suppressed = form.number("suppressed", 0..=MOST_SUPPRESSED);
    // In the order in which they are declared, each once.
    let columns: Vec<String> =
        set.leaving().map(|column| column.name.to_owned()).filter(|name| columns.contains(name)).collect();
    form.finish(|| {
        Some(NewRelease {
            data_set: set.name.to_owned(),
            purpose: purpose?,
            recipient: recipient?,
            columns,
            k: u32::try_from(k?).ok()?,
            l: u32::try_from(l?).ok()?,
            diversity: diversity?,
            most_suppressed: u32::try_from(suppressed?).ok()? * 100,
        })
    })
}
