//! The clinic's front, and step 1: which visit?

use askama::Template;
use axum::response::Response;
use ground::web::{Fault, Page, render};

use super::Visitor;
use super::nearest::Places;
use crate::model::Online;
use crate::model::modality_word;
use crate::offers::{self, Wish};
use crate::rules::Booker;

#[derive(Template)]
#[template(path = "public/start.html")]
struct Start {
    page: Page,
    greeting: String,
    places: Places,
    groups: Vec<Group>,
}

struct Group {
    name: String,
    services: Vec<Offered>,
}

struct Offered {
    href: String,
    name: String,
    about: String,
    minutes: u32,
    price: String,
    way: String,
    asks: bool,
    first: String,
}

pub(super) async fn show(visitor: Visitor) -> Result<Response, Fault> {
    let mut services = Vec::new();
    for service in visitor
        .catalogue
        .services
        .iter()
        .filter(|service| service.retired_at.is_none() && service.online != Online::Nobody)
    {
        let wish = Wish { service, practitioner: None, booker: Booker::Visitor };
        let first = offers::first(&visitor.scope, &wish).await?;
        services.push(Offered {
            href: visitor.face.to(&format!("/book/{}", service.slug)),
            name: service.name.clone(),
            about: service.about.clone(),
            minutes: service.duration_min.into(),
            price: visitor.price(service),
            way: modality_word(service.modality).to_owned(),
            asks: service.approve_first,
            first: first.map_or_else(String::new, |first| visitor.soon(first.start)),
        });
    }
    let places = visitor.places();
    let greeting = visitor.scope.clinic.greetings.get(visitor.face.t.lang()).cloned().unwrap_or_default();
    let groups = if services.is_empty() { Vec::new() } else { vec![Group { name: String::new(), services }] };
    let page = visitor.page("booking-start-title");
    let asks = places.metres.is_some();
    Ok(Places::answered(asks, render(&Start { page, greeting, places, groups })))
}
