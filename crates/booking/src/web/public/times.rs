//! Step 2: when, and with whom?

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use ground::web::{Fault, Page, Query, render};

use super::pick::{Asked, Pick};
use super::{Card, Visitor};
use crate::web::public::change::Taken;

#[derive(Template)]
#[template(path = "public/times.html")]
struct Times {
    page: Page,
    visit: Card,
    action: String,
    next: String,
    taken: Option<Taken>,
    pick: Pick,
}

pub(super) async fn show(
    visitor: Visitor,
    Path((_, name)): Path<(String, String)>,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let service = visitor.service(&name)?;
    let action = visitor.face.to(&format!("/book/{}", service.slug));
    let pick = visitor.pick(service, &Asked::read(&fields), &action, None).await?;
    let visit = Card { change: visitor.face.to("/"), ..visitor.card(service, None) };
    let next = format!("{action}/details");
    Ok(render(&Times { page: visitor.page("booking-times-title"), visit, action, next, taken: None, pick }))
}
