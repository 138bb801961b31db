//! Who acts for whom: shown beside a client, noted and ended by the desk.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render_as};
use ground::{Error, PersonId, Result, Scope, Tx};

use super::{Choice, Field, Parts, drawn, person, to_change, toast};
use crate::model::Kinship;
use crate::store;
use crate::store::{Bond, Bound, Found};

/// Clients shown of those that are looked for.
pub(super) const FOUND: u32 = 8;

/// Somebody of the household.
struct Relative {
    href: String,
    name: String,
    kind: String,
    /// This one acts for the client whose page it is; otherwise it is the other way round.
    guards: bool,
    dependant: PersonId,
    guardian: PersonId,
}

/// The household by name, as far as the reader may open their records: who acts for the client first.
fn relatives(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Vec<Relative>> {
    let bonds: Vec<(Bond, bool)> = store::guardians_of(tx, person)?
        .into_iter()
        .map(|bond| (bond, true))
        .chain(store::dependants_of(tx, person)?.into_iter().map(|bond| (bond, false)))
        .collect();
    let other = |bond: &Bond, guards: bool| if guards { bond.guardian } else { bond.dependant };
    // Left out rather than refused: nobody asked for these.
    let others: Vec<PersonId> = bonds.iter().map(|(bond, guards)| other(bond, *guards)).collect();
    let opened = store::open_many(tx, &others)?;
    let mut relatives = Vec::with_capacity(opened.len());
    for (bond, guards) in bonds {
        let other = other(&bond, guards);
        let Some(client) = opened.get(&other) else { continue };
        relatives.push(Relative {
            href: format!("{}/clients/{other}", page.base),
            name: client.name(),
            kind: page.t.get(bond.kind.key()),
            guards,
            dependant: bond.dependant,
            guardian: bond.guardian,
        });
    }
    Ok(relatives)
}

#[derive(askama::Template)]
#[template(path = "people/panel_family.html")]
struct FamilyPanel<'a> {
    page: &'a Page,
    relatives: Vec<Relative>,
    change: Option<String>,
    /// Nobody acts for them any more, since whoever did was erased; empty where it is not so.
    alone: String,
}

/// Guardians and dependants beside everything else.
pub(super) fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let relatives = relatives(tx, page, person)?;
    let may = tx.scope().house().permits_anyhow(tx.scope(), "people.family.update");
    let change = may.then(|| format!("{}/clients/{person}/family", page.base));
    let zone = tx.settings().zone.clone();
    let alone = crate::store::unguarded(tx, person)?
        .map(|at| page.t.with("people-family-alone", &[("date", page.t.date_plain(at.to_zoned(zone).date()).into())]))
        .unwrap_or_default();
    drawn(&FamilyPanel { page, relatives, change, alone })
}

#[derive(askama::Template)]
#[template(path = "people/family.html")]
struct FamilyPage {
    page: Page,
    name: String,
    back: String,
    action: String,
    end: String,
    relatives: Vec<Relative>,
    find: Field,
    /// Somebody was looked for.
    looked: bool,
    found: Vec<Choice>,
    /// Others may be meant who are not among these.
    more: bool,
    who_fault: String,
    kinds: Vec<Choice>,
    kind_fault: String,
    /// `guards` or `guarded`.
    ways: [Choice; 2],
    faults: u32,
}

/// The household of one client, and the form to add somebody who is a client already.
pub(super) async fn list(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = face.page(&scope, "people-family");
    toast(&mut page, &fields);
    shown(&scope, &face, page, person(&parts)?, Fields::default(), Faults::new(), StatusCode::OK).await
}

async fn shown(
    scope: &Scope,
    face: &Face,
    page: Page,
    asked: PersonId,
    fields: Fields,
    faults: Faults,
    status: StatusCode,
) -> Result<Response, Fault> {
    let find = fields.value("find").trim().to_owned();
    let (shell, typed) = (page.clone(), find.clone());
    let (id, name, relatives, looked) = scope
        .read(move |tx| -> Result<_> {
            let id = tx.kept(asked)?;
            let name = store::open(tx, id)?.name();
            let looked = if typed.is_empty() { Found::default() } else { store::found(tx, &typed, None, FOUND)? };
            Ok((id, name, relatives(tx, &shell, id)?, looked))
        })
        .await?;
    let t = &face.t;
    let more = looked.next.is_some();
    let found = looked
        .clients
        .iter()
        .filter(|client| client.id != id)
        .map(|client| {
            let born = client.birth_date.map(|born| t.date_plain(born.day())).unwrap_or_default();
            Choice {
                value: client.id.to_string(),
                label: if born.is_empty() { client.name() } else { format!("{}, {born}", client.name()) },
                chosen: fields.value("who") == client.id.to_string(),
            }
        })
        .collect();
    let kinds = Kinship::ALL
        .into_iter()
        .map(|kind| Choice {
            value: kind.as_str().to_owned(),
            label: t.get(kind.key()),
            chosen: fields.value("kind") == kind.as_str(),
        })
        .collect();
    let way = |value: &str, key: &str| Choice {
        value: value.to_owned(),
        label: t.with(key, &[("name", name.as_str().into())]),
        chosen: fields.value("way") == value || (fields.value("way").is_empty() && value == "guards"),
    };
    let ways = [way("guards", "people-family-guards"), way("guarded", "people-family-is-guarded")];
    let action = face.to(&format!("/clients/{id}/family"));
    Ok(render_as(
        status,
        &FamilyPage {
            back: face.to(&format!("/clients/{id}")),
            end: format!("{action}/end"),
            action,
            relatives,
            looked: !find.is_empty(),
            find: Field::of("find", &fields, &faults, t),
            found,
            more,
            who_fault: faults.of("who", t).unwrap_or_default(),
            kinds,
            kind_fault: faults.of("kind", t).unwrap_or_default(),
            ways,
            faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
            name,
            page,
        },
    ))
}

/// Looks for somebody, or notes that one of the two acts for the other.
pub(super) async fn change(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let client = person(&parts)?;
    let page = face.page(&scope, "people-family");
    let mut form = fields.reader();
    let look = form.ticked("look");
    form.text_or_none("find", 100);
    let who: Option<PersonId> = if look { form.parse_or_none("who") } else { form.parse("who") };
    let kind: Option<Kinship> = if look { form.parse_or_none("kind") } else { form.parse("kind") };
    let way = form.text_or_none("way", 10);
    let read = form.finish(|| if look { Some(None) } else { Some(Some((who?, kind?))) });
    let faults = match read {
        Ok(None) => return shown(&scope, &face, page, client, fields, Faults::new(), StatusCode::OK).await,
        Ok(Some((who, kind))) => {
            let (dependant, guardian) = if way.as_deref() == Some("guarded") { (who, client) } else { (client, who) };
            let bind = move |tx: &mut Tx<'_>| -> Result<Bound> {
                let (dependant, guardian) = (to_change(tx, dependant)?, to_change(tx, guardian)?);
                store::bind(tx, dependant, guardian, kind)
            };
            match scope.write(bind).await? {
                Bound::Done => {
                    let to = face.to(&format!("/clients/{client}/family?done=family"));
                    return Ok(Redirect::to(&to).into_response());
                }
                Bound::Same => Faults::one("who", "people-family-same"),
                Bound::Known => Faults::one("who", "people-family-known"),
                Bound::Circle => Faults::one("who", "people-family-circle"),
            }
        }
        Err(faults) => faults,
    };
    shown(&scope, &face, page, client, fields, faults, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Ends that one acts for the other.
pub(super) async fn end(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let client = person(&parts)?;
    let mut form = fields.reader();
    let (dependant, guardian) = (form.parse("dependant"), form.parse("guardian"));
    let (dependant, guardian): (PersonId, PersonId) =
        form.finish(|| Some((dependant?, guardian?))).map_err(Fault::invalid)?;
    let end = move |tx: &mut Tx<'_>| -> Result<()> {
        let (dependant, guardian) = (to_change(tx, dependant)?, to_change(tx, guardian)?);
        store::end_bond(tx, dependant, guardian)
    };
    match scope.write(end).await {
        // Ended by somebody else, which is what was wanted.
        Ok(()) | Err(Error::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to(&face.to(&format!("/clients/{client}/family?done=ended"))).into_response())
}
