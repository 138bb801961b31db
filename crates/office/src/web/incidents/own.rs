//! On one's own privacy page: what one was told of incidents.

use ground::web::Page;
use ground::{PersonId, Tx};

use crate::store::incidents as store;

/// Letters that are shown.
const SHOWN: u32 = 20;

struct Told {
    subject: String,
    body: String,
    language: String,
    day: String,
}

#[derive(askama::Template)]
#[template(path = "incidents/own.html")]
struct Own<'a> {
    page: &'a Page,
    told: Vec<Told>,
}

pub(crate) fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> ground::Result<Option<String>> {
    let zone = tx.settings().zone.clone();
    let told = store::of_person(tx, person, SHOWN)?;
    if told.is_empty() {
        return Ok(None);
    }
    let told = told
        .into_iter()
        .map(|one| Told {
            subject: one.subject,
            body: one.body,
            language: one.language,
            day: page.t.date_plain(one.at.to_zoned(zone.clone()).date()),
        })
        .collect();
    let drawn = askama::Template::render(&Own { page, told });
    drawn.map(Some).map_err(|_| ground::Error::internal("the panel of incidents does not render"))
}
