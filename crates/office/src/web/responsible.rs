//! Who answers for the clinic's data: whoever is answerable, who stands for them, and who is asked.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render_as};
use ground::{Routes, Scope};
use promise::Purpose::Rights;

use super::requests::Field;
use crate::model::responsible::{Part, Responsible};
use crate::store::responsible as store;

/// Most characters of a name and of an address.
const NAME: usize = 200;
const ADDRESS: usize = 400;

pub(super) fn routes() -> Routes {
    Routes::new().get("/c/{clinic}/office/responsible", "office.responsible.read", Rights, read).post(
        "/c/{clinic}/office/responsible",
        "office.responsible.write",
        Rights,
        write,
    )
}

/// One part of the form; its fields are named by it.
struct PartForm {
    /// The names of its four fields, in their order.
    keys: (String, String, String, String),
    title: String,
    hint: String,
    name: Field,
    address: Field,
    email: Field,
    phone: Field,
}

#[derive(askama::Template)]
#[template(path = "responsible/page.html")]
struct Answering {
    page: Page,
    action: String,
    faults: u32,
    parts: Vec<PartForm>,
}

fn key(part: Part, field: &str) -> String {
    format!("{}_{field}", part.as_str())
}

async fn read(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let known = scope
        .read(|tx| -> ground::Result<Vec<(Part, Option<Responsible>)>> {
            Part::ALL.into_iter().map(|part| Ok((part, store::find(tx, part)?))).collect()
        })
        .await?;
    let mut filled: Vec<(String, String)> = Vec::new();
    for (part, who) in known {
        let Some(who) = who else { continue };
        let mut fill = |field: &str, value: Option<String>| filled.push((key(part, field), value.unwrap_or_default()));
        fill("name", Some(who.name));
        fill("address", who.address);
        fill("email", who.email);
        fill("phone", who.phone);
    }
    let filled = Fields::filled(filled);
    let toast = (query.value("done") == "kept").then_some("responsible-kept");
    Ok(show(&scope, &face, &filled, &Faults::new(), toast))
}

fn show(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults, toast: Option<&str>) -> Response {
    let t = &face.t;
    let part = |part: Part| {
        let field = |name: &str| Field::of(&key(part, name), fields, faults, t);
        PartForm {
            keys: (key(part, "name"), key(part, "address"), key(part, "email"), key(part, "phone")),
            title: t.get(&format!("responsible-{}", part.as_str())),
            hint: t.get(&format!("responsible-{}-hint", part.as_str())),
            name: field("name"),
            address: field("address"),
            email: field("email"),
            phone: field("phone"),
        }
    };
    let mut page = face.page(scope, "responsible-title");
    page.toast = toast.map(|key| t.get(key));
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = Answering {
        action: face.to("/office/responsible"),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        parts: Part::ALL.into_iter().map(part).collect(),
        page,
    };
    render_as(status, &shown)
}

/// What was typed of each part; nobody where its name was left empty.
fn typed(fields: &Fields) -> Result<Vec<(Part, Option<Responsible>)>, Faults> {
    let mut form = fields.reader();
    let mut all = Vec::new();
    for part in Part::ALL {
        let name = match part {
            Part::Controller => form.text(&key(part, "name"), NAME),
            _ => form.text_or_none(&key(part, "name"), NAME),
        };
        let address = form.lines_or_none(&key(part, "address"), ADDRESS);
        let email = form.email_or_none(&key(part, "email"));
        let phone = form.phone_or_none(&key(part, "phone"));
        let reached = address.is_some() || email.is_some() || phone.is_some();
        if reached && name.is_none() && part != Part::Controller {
            form.fault(&key(part, "name"), "responsible-fault-name");
        }
        if name.is_some() && !reached && form.sound() {
            form.fault(&key(part, "email"), "responsible-fault-reach");
        }
        all.push((part, name.map(|name| Responsible { name, address, email, phone })));
    }
    form.finish(|| Some(all))
}

async fn write(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let named = match typed(&fields) {
        Ok(named) => named,
        Err(faults) => return Ok(show(&scope, &face, &fields, &faults, None)),
    };
    let keep = move |tx: &mut ground::Tx<'_>| -> crate::Result<()> {
        for (part, who) in &named {
            store::set(tx, *part, who.as_ref())?;
        }
        Ok(())
    };
    scope.write(keep).await.map_err(Fault::from)?;
    Ok(Redirect::to(&face.to("/office/responsible?done=kept")).into_response())
}
