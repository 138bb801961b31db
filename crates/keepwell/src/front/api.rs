//! The API's description: one document of all rooms, and a page that reads it aloud.

use std::sync::LazyLock;

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use ground::Scope;
use ground::web::{Face, Page, render};
use serde_json::{Value, json};

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let mut document = booking::openapi();
    document.merge(people::openapi());
    document.info.title = "Keepwell".to_owned();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document.info.description = Some(
        "What a clinic's own programs may ask. Times are RFC 3339; faults are problem details (RFC 9457). \
         A body is JSON; an address that takes none does not read one. A key is sent as `Authorization: Bearer`, and one \
         that does not hold is answered with 401, also where none is needed; keys belong to a clinic, and addresses of no \
         clinic look at none. A client of OAuth 2 is given such a key for a quarter of an hour at `/c/{clinic}/oauth/token`, \
         and people who work in a clinic make tokens for programs of their own."
            .to_owned(),
    );
    let mut document = serde_json::to_value(document).unwrap_or_default();
    say_who_may_come(&mut document);
    document.to_string()
});

/// Besides a key as a manager gives it: what a client of OAuth 2 is given for it, with the scope that an address needs, and
/// somebody's own token. All are sent alike.
fn say_who_may_come(document: &mut Value) {
    document["components"]["securitySchemes"]["client"] = json!({
        "type": "oauth2",
        "description": "What a client is given for its id and secret. `clinic` stands for the clinic's id in addresses; under a host name of its own it is `/oauth/token`.",
        "flows": { "clientCredentials": { "tokenUrl": "/c/clinic/oauth/token", "scopes": {
            "read": "look things up",
            "write": "look things up and change them",
        } } },
    });
    document["components"]["securitySchemes"]["personal"] = json!({
        "type": "http",
        "scheme": "bearer",
        "description": "A token that somebody who works in the clinic makes on their account's page. It does what they may, of what is for tokens.",
    });
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object_mut().into_iter().flatten() {
            let looks = method == "get" || path.ends_with("/search");
            let Some(ways) = operation.get_mut("security").and_then(Value::as_array_mut) else { continue };
            if ways.iter().any(|way| way.get("key").is_some()) {
                ways.push(json!({ "client": [if looks { "read" } else { "write" }] }));
                ways.push(json!({ "personal": [] }));
            }
        }
    }
}

pub(super) async fn document() -> Response {
    ([(CONTENT_TYPE, "application/json")], DOCUMENT.as_str()).into_response()
}

struct Operation {
    method: String,
    path: String,
    summary: Vec<Piece>,
    text: Vec<Piece>,
    parameters: Vec<Member>,
    /// What is sent.
    body: Vec<Member>,
    /// What is answered when it went well, with its status.
    answered: Option<(String, Vec<Member>)>,
    answers: Vec<(String, Vec<Piece>)>,
}

/// A parameter, or a member of a body.
struct Member {
    /// Of an object within `client.email`, of a list's entries `times[].start`.
    name: String,
    /// Where a parameter is sent: `path`, `query`, `header`.
    place: String,
    required: bool,
    /// Its type and bounds.
    kind: Vec<Piece>,
    text: Vec<Piece>,
}

/// A stretch of a sentence; what stood between backticks is code.
struct Piece {
    text: String,
    code: bool,
}

#[derive(Template)]
#[template(path = "api.html")]
struct Api {
    page: Page,
    lead: Vec<Piece>,
    operations: Vec<Operation>,
}

pub(super) async fn page(scope: Scope, face: Face) -> Response {
    let document: Value = serde_json::from_str(&DOCUMENT).unwrap_or_default();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in
            methods.as_object().into_iter().flatten().filter(|(_, operation)| operation.is_object())
        {
            operations.push(read(&document, path, method, operation));
        }
    }
    let lead = pieces(&document["info"]["description"]);
    render(&Api { page: face.page(&scope, "api-title"), lead, operations })
}

fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation["parameters"].as_array().into_iter().flatten().map(|parameter| Member {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        required: parameter["required"].as_bool().unwrap_or(false),
        kind: kind(document, &parameter["schema"]),
        text: pieces(&parameter["description"]),
    });
    let json = |sent: &Value| members_of(document, &sent["content"]["application/json"]["schema"]);
    let responses = operation["responses"].as_object();
    let well = responses.into_iter().flatten().find(|(status, _)| status.starts_with('2'));
    let answers =
        responses.into_iter().flatten().map(|(status, answer)| (status.clone(), pieces(&answer["description"])));
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: pieces(&operation["summary"]),
        text: pieces(&operation["description"]),
        parameters: parameters.collect(),
        body: json(&operation["requestBody"]),
        answered: well
            .map(|(status, answer)| (status.clone(), json(answer)))
            .filter(|(_, members)| !members.is_empty()),
        answers: answers.collect(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A sentence in which code stands between backticks.
fn pieces(sentence: &Value) -> Vec<Piece> {
    let pieces = sentence.as_str().unwrap_or_default().split('`').enumerate();
    let pieces = pieces.map(|(at, text)| Piece { text: text.to_owned(), code: at % 2 == 1 });
    pieces.filter(|piece| !piece.text.is_empty()).collect()
}

/// The schema itself, where the document names one that stands elsewhere in it, or one of which it is that or nothing.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(name) = schema["$ref"].as_str() {
        return document.pointer(name.trim_start_matches('#')).unwrap_or(schema);
    }
    let mut choices = schema["oneOf"].as_array().into_iter().flatten().filter(|one| one["type"] != "null");
    match (choices.next(), choices.next()) {
        (Some(one), None) => resolved(document, one),
        _ => schema,
    }
}

fn members_of(document: &Value, schema: &Value) -> Vec<Member> {
    let mut members = Vec::new();
    gather(document, resolved(document, schema), "", &mut members);
    members
}

/// The members of an object, and after each of them those within it.
fn gather(document: &Value, object: &Value, within: &str, members: &mut Vec<Member>) {
    let required: Vec<&str> = object["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, schema) in object["properties"].as_object().into_iter().flatten() {
        let inner = resolved(document, schema);
        let said = if schema["description"].is_string() { schema } else { inner };
        members.push(Member {
            name: format!("{within}{name}"),
            place: String::new(),
            required: required.contains(&name.as_str()),
            kind: kind(document, schema),
            text: pieces(&said["description"]),
        });
        gather(document, inner, &format!("{within}{name}."), members);
        gather(document, resolved(document, &inner["items"]), &format!("{within}{name}[]."), members);
    }
}

/// The longest pattern that tells a reader more than it frightens.
const READABLE: usize = 60;

/// A type and its bounds: "string, 1 to 100 characters", "integer, 1 to 200", "string: date".
fn kind(document: &Value, schema: &Value) -> Vec<Piece> {
    let null = schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))
        || schema["oneOf"].as_array().is_some_and(|choices| choices.iter().any(|one| one["type"] == "null"));
    let schema = resolved(document, schema);
    let named = |kind: &Value| kind.as_str().filter(|kind| *kind != "null").map(str::to_owned);
    let kinds = schema["type"].as_array().map_or_else(|| vec![schema["type"].clone()], Clone::clone);
    let mut said = kinds.iter().find_map(named).unwrap_or_else(|| "object".to_owned());
    if let Some(format) = schema["format"].as_str().filter(|format| !["int32", "int64"].contains(format)) {
        said = format!("{said}: {format}");
    }
    let between = |least: &str, most: &str, of: &str| match (schema[least].as_f64(), schema[most].as_f64()) {
        (Some(least), Some(most)) => format!(", {least} to {most}{of}"),
        (Some(least), None) => format!(", at least {least}{of}"),
        (None, Some(most)) => format!(", at most {most}{of}"),
        (None, None) => String::new(),
    };
    said += &between("minLength", "maxLength", " characters");
    said += &between("minimum", "maximum", "");
    let words: Vec<&str> = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if !words.is_empty() {
        said += &format!(": `{}`", words.join("`, `"));
    }
    let readable = |pattern: &&str| pattern.len() <= READABLE && !pattern.contains('`') && schema["format"].is_null();
    if let Some(pattern) = schema["pattern"].as_str().filter(readable) {
        said += &format!(", as `{pattern}`");
    }
    if null {
        said += ", or null";
    }
    pieces(&Value::String(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| if piece.code { format!("<{}>", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn every_address_for_keys_names_each_way_to_come_in() {
        let document: Value = serde_json::from_str(&DOCUMENT).unwrap();
        let schemes = document["components"]["securitySchemes"].as_object().unwrap();
        let named: std::collections::BTreeSet<&str> = schemes.keys().map(String::as_str).collect();
        assert_eq!(named.into_iter().collect::<Vec<_>>(), ["client", "key", "personal"]);
        let ways = |path: &str, method: &str| {
            let ways = document["paths"][path][method]["security"].as_array().cloned().unwrap_or_default();
            ways.iter().map(Value::to_string).collect::<Vec<_>>().join(" ")
        };
        let clinic = "/api/v1/clinics/{clinic}";
        let all = |scope: &str| format!(r#"{{"key":[]}} {{"client":["{scope}"]}} {{"personal":[]}}"#);
        assert_eq!(ways(&format!("{clinic}/appointments"), "get"), all("read"));
        assert_eq!(ways(&format!("{clinic}/clients/search"), "post"), all("read"));
        assert_eq!(ways(&format!("{clinic}/appointments/{{appointment}}"), "patch"), all("write"));
        assert_eq!(ways(&format!("{clinic}/services"), "get"), format!("{{}} {}", all("read")));
        assert_eq!(ways("/api/v1/clinics", "get"), "");
    }

    #[test]
    fn each_member_is_told_with_its_type_its_bounds_and_whether_it_must_be_there() {
        let document = json!({ "components": { "schemas": {
            "Booking": { "type": "object", "required": ["start", "client"], "properties": {
                "start": { "type": "string", "format": "date-time", "description": "One of `times`." },
                "client": { "$ref": "#/components/schemas/Client" },
                "child": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Client", "description": "x" }] },
                "tags": { "type": "array", "items": { "type": "object", "properties": { "word": { "type": "string", "enum": ["a", "b"] } } } },
            } },
            "Client": { "type": "object", "required": ["name"], "properties": {
                "name": { "type": "string", "minLength": 1, "maxLength": 100, "pattern": "x".repeat(80) },
                "visits": { "type": ["integer", "null"], "format": "int64", "minimum": 1 },
                "phone": { "type": "string", "pattern": "^[+]$" },
            } },
        } } });
        let members = members_of(&document, &json!({ "$ref": "#/components/schemas/Booking" }));
        let told: Vec<String> = members
            .iter()
            .map(|member| format!("{}{} {}", member.name, if member.required { "*" } else { "" }, flat(&member.kind)))
            .collect();
        assert_eq!(
            told,
            [
                "start* string: date-time",
                "client* object",
                "client.name* string, 1 to 100 characters",
                "client.visits integer, at least 1, or null",
                "client.phone string, as <^[+]$>",
                "child object, or null",
                "child.name* string, 1 to 100 characters",
                "child.visits integer, at least 1, or null",
                "child.phone string, as <^[+]$>",
                "tags array",
                "tags[].word string: <a>, <b>",
            ]
        );
        let start = members.iter().find(|member| member.name == "start").unwrap();
        assert_eq!(flat(&start.text), "One of <times>.");
    }
}
