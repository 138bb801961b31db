//! What this room shows of a client on the pages that all rooms share.

use ground::web::Page;
use ground::{Key, PersonId, Result, Tx, mail};
use jiff::Timestamp;

use super::drawn;
use super::openings::{Knot, Reader, knots};
use crate::store;

#[derive(askama::Template)]
#[template(path = "people/panel_details.html")]
struct DetailsPanel<'a> {
    page: &'a Page,
    phone: String,
    phone_href: String,
    email: String,
    /// That letters to it come back, and since when.
    came_back: String,
    born: String,
    language: String,
    source: String,
    since: String,
    note: String,
    /// Where it is made one with another record, for whom may.
    merge: Option<String>,
}

/// Contacts and origin.
pub(super) fn details(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let Some(stored) = store::find(tx, person)? else { return Ok(None) };
    let key = tx.open(person)?;
    let client = stored.open(&key)?;
    // A purpose that does not cover the note shows the panel without it.
    let note = match stored.note(&key) {
        Err(ground::Error::Refused(_)) => None,
        other => other?,
    };
    let t = &page.t;
    let zone = tx.settings().zone.clone();
    let date = |at: Timestamp| t.date_plain(at.to_zoned(zone.clone()).date());
    let came_back = came_back(tx, &key, client.email.as_deref())?
        .map_or_else(String::new, |at| t.with("people-came-back", &[("date", date(at).into())]));
    let names = t.words().languages();
    let panel = DetailsPanel {
        page,
        phone: client.phone.as_deref().map(crate::model::grouped).unwrap_or_default(),
        phone_href: client.phone.as_ref().map(|phone| format!("tel:{phone}")).unwrap_or_default(),
        email: client.email.clone().unwrap_or_default(),
        came_back,
        born: client.birth_date.map(|born| t.date_plain(born.day())).unwrap_or_default(),
        language: names
            .into_iter()
            .find(|(code, _)| *code == client.language)
            .map_or_else(|| client.language.clone(), |(_, name)| name),
        source: t.get(client.source.word().key()),
        since: t.date_plain(client.created_at.to_zoned(zone).date()),
        note: note.unwrap_or_default(),
        merge: tx
            .scope()
            .house()
            .permits_anyhow(tx.scope(), "people.client.merge")
            .then(|| format!("{}/clients/{person}/merge", page.base)),
    };
    drawn(&panel)
}

/// When a letter to an address came back; none as well where the reader's purpose covers no letters.
pub fn came_back(tx: &mut Tx<'_>, key: &Key, email: Option<&str>) -> Result<Option<Timestamp>> {
    let Some(email) = email else { return Ok(None) };
    match mail::came_back(tx, key, email) {
        Err(ground::Error::Refused(_)) => Ok(None),
        other => other,
    }
}

#[derive(askama::Template)]
#[template(path = "people/panel_openings.html")]
struct OpeningsPanel<'a> {
    page: &'a Page,
    knots: Vec<Knot>,
}

/// Openings shown beside everything else.
const FEW: u32 = 6;

/// Who opened this record last, and why.
pub(super) fn openings(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let newest = ground::access::about(tx, person, FEW)?;
    let knots = knots(tx, &page.t, person, Reader::Clinic, newest)?;
    drawn(&OpeningsPanel { page, knots })
}
