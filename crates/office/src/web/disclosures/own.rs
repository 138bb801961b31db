//! What was given about oneself, or about whom one acts for: all that may be told, and nothing else.

use askama::Template;
use axum::response::Response;
use ground::web::{Face, Fault, Page, Query, render};
use ground::{PersonId, Scope, Tx};

use super::{Line, after, line, writers, written};
use crate::store::disclosures as store;
use crate::web::requests::own::Whose;

const LISTED: u32 = 20;

#[derive(Template)]
#[template(path = "disclosures/mine.html")]
struct Own {
    page: Page,
    title: String,
    lede: String,
    lines: Vec<Line>,
    next: Option<String>,
    back: String,
}

pub(super) async fn page(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let (named, from) = (fields.value("for").to_owned(), after(fields.value("after")));
    let (whose, name, mut rows, names, now) = scope
        .read(move |tx| -> Result<_, Fault> {
            let whose = Whose::named(tx, &named)?;
            let rows = store::told(tx, whose.person, from, LISTED + 1)?;
            let names = writers(tx, &rows)?;
            Ok((whose, whose.name(tx)?, rows, names, tx.now()))
        })
        .await?;
    let t = &face.t;
    let more = rows.len() > LISTED as usize;
    rows.truncate(LISTED as usize);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|(last, _)| face.to(&format!("/me/privacy/disclosures?after={}{}", written(last), whose.query('&'))));
    let title = match whose.ward {
        true => t.with("disclosures-own-title-of", &[("name", name.into())]),
        false => t.get("disclosures-own-title"),
    };
    let years = ("years", scope.clinic.parameters.disclosure_years.into());
    Ok(render(&Own {
        page: face.page_titled(&scope, title.clone()),
        title,
        lede: t.with("disclosures-own-lede", &[years]),
        lines: rows.into_iter().map(|row| line(&scope, t, row, &names, now)).collect(),
        next,
        back: face.to(&format!("/me/privacy{}", whose.query('?'))),
    }))
}

/// On one's privacy page: how many, and the way to them.
#[derive(Template)]
#[template(path = "disclosures/own_panel.html")]
struct Way<'a> {
    page: &'a Page,
    words: String,
    href: String,
}

pub(crate) fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> ground::Result<Option<String>> {
    let count = store::count_told(tx, person)?;
    let (whose, words) = match tx.actor().person() == Some(person) {
        true => (String::new(), page.t.with("disclosures-own-count", &[("count", count.into())])),
        false => {
            let name = people::open(tx, person)?.given_name;
            let values = [("count", count.into()), ("name", name.into())];
            (format!("?for={person}"), page.t.with("disclosures-own-count-of", &values))
        }
    };
    let drawn = Way { page, words, href: format!("{}/me/privacy/disclosures{whose}", page.base) };
    drawn.render().map(Some).map_err(|_| ground::Error::internal("the panel of one's disclosures does not render"))
}
