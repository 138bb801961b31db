//! Two records that may be one person's: the pairs that were noticed, and looking for the other one by hand.

use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Form, Page, Query, render};
use ground::{PersonId, Result, Scope, Tx};

use super::merge::other;
use super::{Parts, may_change, person, to_change, toast};
use crate::model::{Client, Pair, grouped};
use crate::store;
use crate::store::Found;

/// Pairs on one page: each opens two records.
const PER_PAGE: u32 = 8;
/// Pairs counted for a page that only says how many.
pub(super) const COUNTED: u32 = 100;

#[derive(askama::Template)]
#[template(path = "people/duplicates.html")]
struct DuplicatesPage {
    page: Page,
    back: String,
    pairs: Vec<Shown>,
    more: Option<String>,
}

/// A pair as it is shown.
struct Shown {
    people: [Side; 2],
    reasons: Vec<String>,
    compare: String,
    /// Where it is said that they are two.
    apart: String,
    /// What both cards together are called.
    label: String,
}

/// One of the two.
struct Side {
    href: String,
    name: String,
    initials: String,
    facts: Vec<String>,
}

impl Side {
    fn of(client: &Client, page: &Page, zone: &jiff::tz::TimeZone) -> Side {
        let t = &page.t;
        let born = client.birth_date.map(|born| t.with("people-born", &[("date", t.date_plain(born.day()).into())]));
        let since = t.date_plain(client.created_at.to_zoned(zone.clone()).date());
        Side {
            href: format!("{}/clients/{}", page.base, client.id),
            name: client.name(),
            initials: client.initials(),
            facts: born
                .into_iter()
                .chain(client.email.clone())
                .chain(client.phone.as_deref().map(grouped))
                .chain([t.with("people-since", &[("date", since.into())])])
                .collect(),
        }
    }
}

/// The pairs that were noticed, the likeliest first.
pub(super) async fn list(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = face.page(&scope, "people-duplicates");
    toast(&mut page, &fields);
    let skip: u32 = fields.value("after").parse().unwrap_or(0);
    let shell = page.clone();
    let (pairs, more) = scope
        .read(move |tx| -> Result<_> {
            let mut found = store::duplicate::list(tx, skip, PER_PAGE + 1)?;
            let more = found.len() > PER_PAGE as usize;
            found.truncate(PER_PAGE as usize);
            Ok((shown(tx, &shell, &found)?, more))
        })
        .await?;
    let more = more.then(|| face.to(&format!("/clients/duplicates?after={}", skip.saturating_add(PER_PAGE))));
    Ok(render(&DuplicatesPage { page, back: face.to("/clients"), pairs, more }))
}

fn shown(tx: &mut Tx<'_>, page: &Page, pairs: &[Pair]) -> Result<Vec<Shown>> {
    let ids: Vec<PersonId> = pairs.iter().flat_map(|pair| [pair.one, pair.other]).collect();
    let (opened, zone) = (store::open_many(tx, &ids)?, tx.settings().zone.clone());
    let mut shown = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let mut sides = Vec::with_capacity(2);
        for id in [pair.one, pair.other] {
            sides.extend(opened.get(&id).map(|client| Side::of(client, page, &zone)));
        }
        // Whoever may not open both cannot compare them.
        let Ok(people) = <[Side; 2]>::try_from(sides) else { continue };
        let compare = format!("{}/clients/{}/merge/{}", page.base, pair.one, pair.other);
        shown.push(Shown {
            label: page.t.with(
                "people-pair",
                &[("one", people[0].name.as_str().into()), ("other", people[1].name.as_str().into())],
            ),
            people,
            reasons: pair.shared.keys().into_iter().map(|key| page.t.get(key)).collect(),
            apart: format!("{}/clients/{}/apart/{}", page.base, pair.one, pair.other),
            compare,
        });
    }
    Ok(shown)
}

/// Notes that two are two.
pub(super) async fn apart(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let (one, other) = (person(&parts)?, other(&parts)?);
    fields.reader().finish(|| Some(())).map_err(Fault::invalid)?;
    let apart = move |tx: &mut Tx<'_>| -> Result<()> {
        for id in [one, other] {
            to_change(tx, id)?;
        }
        store::duplicate::apart(tx, one, other)
    };
    scope.write(apart).await?;
    Ok(Redirect::to(&face.to("/clients/duplicates?done=apart")).into_response())
}

#[derive(askama::Template)]
#[template(path = "people/merge_find.html")]
struct FindPage {
    page: Page,
    action: String,
    back: String,
    find: String,
    looked: bool,
    found: Vec<Candidate>,
    /// Others may be meant who are not among these.
    more: bool,
}

/// Somebody who may be the same person.
struct Candidate {
    href: String,
    name: String,
    facts: String,
}

/// Asks which other record it is.
pub(super) async fn pick(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    find_page(&scope, &face, person(&parts)?, String::new()).await
}

/// Looks for the other record. What was typed is no part of an address, which browsers and proxies keep.
pub(super) async fn look(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let mut form = fields.reader();
    let find = form.text_or_none("find", 100).unwrap_or_default();
    form.finish(|| Some(())).map_err(Fault::invalid)?;
    find_page(&scope, &face, person(&parts)?, find).await
}

async fn find_page(scope: &Scope, face: &Face, id: PersonId, find: String) -> Result<Response, Fault> {
    let typed = find.clone();
    let looked = scope
        .read(move |tx| -> Result<Found> {
            may_change(tx, id)?;
            if typed.is_empty() { Ok(Found::default()) } else { store::found(tx, &typed, None, super::family::FOUND) }
        })
        .await?;
    let t = &face.t;
    let more = looked.next.is_some();
    let found = looked
        .clients
        .iter()
        .filter(|client| client.id != id)
        .map(|client| {
            let born = client.birth_date.map(|born| t.date_plain(born.day()));
            let facts: Vec<String> =
                born.into_iter().chain(client.email.clone()).chain(client.phone.as_deref().map(grouped)).collect();
            Candidate {
                href: face.to(&format!("/clients/{id}/merge/{}", client.id)),
                name: client.name(),
                facts: facts.join(" · "),
            }
        })
        .collect();
    let (action, back) = (face.to(&format!("/clients/{id}/merge")), face.to(&format!("/clients/{id}")));
    let page = face.page(scope, "people-merge-other");
    Ok(render(&FindPage { page, action, back, looked: !find.is_empty(), find, found, more }))
}
