//! The API's description: one document of all rooms, and a page that reads it aloud.

use std::sync::LazyLock;

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use ground::Scope;
use ground::web::{Face, Page, render};
use serde_json::Value;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let mut document = booking::openapi();
    document.merge(people::openapi());
    document.info.title = "Keepwell".to_owned();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document.info.description = Some(
        "What a clinic's own programs may ask. Times are RFC 3339; faults are problem details (RFC 9457).".to_owned(),
    );
    document.to_json().unwrap_or_default()
});

pub(super) async fn document() -> Response {
    ([(CONTENT_TYPE, "application/json")], DOCUMENT.as_str()).into_response()
}

struct Operation {
    method: String,
    path: String,
    summary: String,
    text: String,
    parameters: Vec<Parameter>,
    answers: Vec<(String, String)>,
}

struct Parameter {
    name: String,
    place: String,
    required: bool,
    text: String,
}

#[derive(Template)]
#[template(path = "api.html")]
struct Api {
    page: Page,
    operations: Vec<Operation>,
}

pub(super) async fn page(scope: Scope, face: Face) -> Response {
    let document: Value = serde_json::from_str(&DOCUMENT).unwrap_or_default();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in
            methods.as_object().into_iter().flatten().filter(|(_, operation)| operation.is_object())
        {
            operations.push(read(path, method, operation));
        }
    }
    render(&Api { page: face.page(&scope, "api-title"), operations })
}

fn read(path: &str, method: &str, operation: &Value) -> Operation {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let parameters = operation["parameters"].as_array().into_iter().flatten().map(|parameter| Parameter {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        required: parameter["required"].as_bool().unwrap_or(false),
        text: text(&parameter["description"]),
    });
    let answers = operation["responses"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(status, answer)| (status.clone(), text(&answer["description"])));
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        text: text(&operation["description"]),
        parameters: parameters.collect(),
        answers: answers.collect(),
    }
}
