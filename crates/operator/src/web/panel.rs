//! What somebody who was let in opened of one's record, where one reads who opened it.

use std::collections::BTreeMap;

use ground::web::Page;
use ground::{Error, PersonId, Result, Tx, access};

use crate::model::GrantId;
use crate::rules::Standing;
use crate::store;

/// Lines of the access record that are looked through.
const LINES: u32 = 300;
/// Of whom was let in, as many are looked through.
const GRANTS: u32 = 100;

#[derive(askama::Template)]
#[template(path = "operator/panel.html")]
struct Mine<'a> {
    page: &'a Page,
    lines: Vec<Line>,
}

struct Line {
    who: String,
    reason: String,
    /// "Support by ..., allowed by the clinic until ..."
    told: String,
}

#[derive(askama::Template)]
#[template(path = "operator/notice.html")]
struct Notice<'a> {
    page: &'a Page,
    words: String,
}

/// What whoever answers for the clinic is to read of the agreement: that there is one to accept.
pub(crate) fn notice(tx: &mut Tx<'_>, page: &Page, _: PersonId) -> Result<Option<String>> {
    let house = tx.scope().house().clone();
    if !house.permits_anyhow(tx.scope(), "operator.page.read") {
        return Ok(None);
    }
    let words = match store::agreement::standing(tx)? {
        Standing::Own | Standing::Accepted(_) | Standing::Unpublished => return Ok(None),
        Standing::Open | Standing::Lapsed(_) => page.t.get("operator-notice-open"),
        Standing::Outgrown(_, until) => {
            let zone = tx.settings().zone.clone();
            let until = page.t.date_time(&until.to_zoned(zone.clone()), zone.to_datetime(tx.now()).date());
            page.t.with("operator-notice-outgrown", &[("until", until.into())])
        }
    };
    let drawn = askama::Template::render(&Notice { page, words });
    drawn.map(Some).map_err(|_| Error::internal("a panel of the operator's room does not render"))
}

pub(crate) fn draw(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let grants = store::grant::list(tx, GRANTS)?;
    if grants.is_empty() {
        return Ok(None);
    }
    let mut found: BTreeMap<GrantId, Line> = BTreeMap::new();
    let (zone, now) = (tx.settings().zone.clone(), tx.now());
    for opening in access::about(tx, person, LINES)?.iter().filter(|opening| !opening.refused) {
        let held = grants.iter().find(|grant| {
            opening.actor == grant.guest.to_string() && opening.at >= grant.granted_at && opening.at < grant.over_at()
        });
        if let Some(grant) = held {
            let until = page.t.date_time(&grant.over_at().to_zoned(zone.clone()), zone.to_datetime(now).date());
            found.entry(grant.id).or_insert_with(|| Line {
                who: grant.guest_name.clone(),
                reason: grant.reason.clone(),
                told: page.t.with("operator-own-told", &[("until", until.into())]),
            });
        }
    }
    if found.is_empty() {
        return Ok(None);
    }
    let drawn = askama::Template::render(&Mine { page, lines: found.into_values().rev().collect() });
    drawn.map(Some).map_err(|_| Error::internal("a panel of the operator's room does not render"))
}
