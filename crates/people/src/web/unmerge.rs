//! Which records were merged into one, and how a merge is taken back.

use axum::response::{IntoResponse, Redirect, Response};
use ground::merge::{Cannot, Merged};
use ground::web::{Face, Fault, Form, Page};
use ground::{Error, MergeId, PersonId, Result, Scope, Tx};

use super::merge::cannot;
use super::{Parts, drawn, person};
use crate::store;
use crate::store::merge::Undoing;

#[derive(askama::Template)]
#[template(path = "people/panel_merges.html")]
struct MergesPanel<'a> {
    page: &'a Page,
    lines: Vec<MergeLine>,
}

struct MergeLine {
    /// "3 March 2026, Maeve Corrigan".
    when: String,
    /// "until 2 April 2026"; empty once it is final.
    until: String,
    undo: String,
    id: MergeId,
}

/// The records that were merged into this one; nothing where there are none.
pub(super) fn panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let merges: Vec<Merged> = tx.merges(person)?.into_iter().filter(|merge| merge.undone_at.is_none()).collect();
    if merges.is_empty() {
        return Ok(None);
    }
    let by: Vec<PersonId> = merges.iter().filter_map(|merge| merge.actor.parse().ok()).collect();
    let (names, zone, now) = (tx.names(&by)?, tx.settings().zone.clone(), tx.now());
    let may = tx.scope().house().permits_anyhow(tx.scope(), "people.client.merge");
    let t = &page.t;
    let line = |merge: Merged| {
        let date = t.date_plain(merge.at.to_zoned(zone.clone()).date());
        let who = merge.actor.parse().ok().and_then(|by: PersonId| names.get(&by));
        let until = t.date_plain(merge.undo_until.to_zoned(zone.clone()).date());
        MergeLine {
            when: match who {
                Some(who) => t.with("people-document-by", &[("date", date.into()), ("who", who.as_str().into())]),
                None => date,
            },
            until: if may && now <= merge.undo_until { until } else { String::new() },
            undo: format!("{}/clients/{person}/merged/{}/undoing", page.base, merge.id),
            id: merge.id,
        }
    };
    drawn(&MergesPanel { page, lines: merges.into_iter().map(line).collect() })
}

/// Takes a merge back.
pub(super) async fn undo(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let into = person(&parts)?;
    let id: MergeId = parts.get("merge").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    fields.reader().finish(|| Some(())).map_err(Fault::invalid)?;
    let undone = scope
        .write(move |tx| -> Result<Undoing> {
            if !tx.merges(into)?.iter().any(|merge| merge.id == id) {
                return Err(Error::NotFound);
            }
            store::merge::unmerge(tx, id)
        })
        .await?;
    match undone {
        Undoing::Done { back, details } => {
            let done = if details { "unmerged" } else { "unmerged-kept" };
            Ok(Redirect::to(&face.to(&format!("/clients/{back}?done={done}"))).into_response())
        }
        Undoing::Cannot(why) => {
            let why = match why {
                Cannot::Merged(_) => "people-merge-later-first",
                other => cannot(other),
            };
            Err(Fault::conflict("client.unmerge").words("people-merge-undo-title", why))
        }
    }
}
