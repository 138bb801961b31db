//! Blocked time: a meeting, a repair, a delivery; of a practitioner, a room or a device.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Query};
use ground::{Result as Grounded, Scope};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use super::page::{self, Maker, Removable, answer, form, said};
use crate::model::{Appointment, Block, BlockId, Owner};
use crate::rules::clock::askable;
use crate::store::setup::{self, NewBlock};
use crate::store::{Catalogue, catalogue};

const REASON: usize = 80;
/// The longest block, a month: the table's own bound.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 31);

pub(super) async fn list(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    page_of(&scope, &face, &Fields::default(), &Faults::new(), &[], &fields).await
}

async fn page_of(
    scope: &Scope,
    face: &Face,
    fields: &Fields,
    faults: &Faults,
    left: &[Appointment],
    query: &Fields,
) -> Result<Response, Fault> {
    let (blocks, catalogue) =
        scope.read(|tx| -> Grounded<_> { Ok((setup::blocks_ahead(tx)?, catalogue(tx)?)) }).await?;
    let t = &face.t;
    let inputs = Maker::new(t, fields, faults)
        .select("whose", whose(face, &catalogue))
        .hinted("text", "reason")
        .line("date", "date")
        .line("time", "from")
        .maybe("date", "last")
        .line("time", "to")
        .done();
    let mut page = form(scope, face, "blocks", t.get("setup-blocks"), face.to("/setup/blocks"), faults, inputs);
    page.back = None;
    page.page.toast = said(t, query);
    page.submit = t.get(if left.is_empty() { "setup-block-it" } else { "setup-sure" });
    page.rows_title = t.get("setup-blocks-ahead");
    page.rows_empty = t.get("setup-blocks-none");
    page.rows = blocks.iter().map(|block| row(scope, face, &catalogue, block)).collect();
    if !left.is_empty() {
        page.outside = Some(page::outside(scope, face, &catalogue, "setup-block-meets", left));
    }
    Ok(answer(page))
}

fn whose(face: &Face, catalogue: &Catalogue) -> Vec<(String, String)> {
    let nobody = (String::new(), face.t.get("setup-choose"));
    std::iter::once(nobody).chain(catalogue.owners()).collect()
}

fn row(scope: &Scope, face: &Face, catalogue: &Catalogue, block: &Block) -> Removable {
    let local = |at: Timestamp| scope.clinic.zone.to_datetime(at);
    let (from, to) = (local(block.starts_at), local(block.ends_at));
    let when = if from.date() == to.date() {
        face.t.with(
            "date-time",
            &[
                ("date", face.t.date_full(from.date()).into()),
                ("time", face.t.time_range(from.time(), to.time()).into()),
            ],
        )
    } else {
        let local = |moment: Timestamp| moment.to_zoned(scope.clinic.zone.clone());
        let today = local(scope.house().clock.now()).date();
        let at = |moment: Timestamp| face.t.date_time(&local(moment), today);
        face.t.with("time-range", &[("from", at(block.starts_at).into()), ("to", at(block.ends_at).into())])
    };
    Removable {
        words: when,
        detail: face.t.with(
            "setup-block-line",
            &[("reason", block.reason.as_str().into()), ("whose", catalogue.owner_name(block).into())],
        ),
        action: face.to(&format!("/setup/blocks/{}/removal", block.id)),
    }
}

fn read(fields: &Fields, scope: &Scope) -> Result<(NewBlock, bool), Faults> {
    let mut form = fields.reader();
    let (whose, reason) = (form.parse::<Owner>("whose"), form.text("reason", REASON));
    let (date, from, last, to) = (form.date("date"), form.time("from"), form.date_or_none("last"), form.time("to"));
    let sure = form.ticked("sure");
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    for (name, date) in [("date", date), ("last", last)] {
        if date.is_some_and(|date| !askable(today).contains(&date)) {
            form.fault(name, "booking-fault-far");
        }
    }
    let at = |date: Option<Date>, time: Option<Time>| {
        scope.clinic.zone.to_ambiguous_zoned(date?.to_datetime(time?)).compatible().ok().map(|at| at.timestamp())
    };
    let (starts_at, ends_at) = (at(date, from), at(last.or(date), to));
    if let Some((starts, ends)) = starts_at.zip(ends_at) {
        if ends <= starts {
            form.fault("to", "desk-fault-before");
        } else if ends.duration_since(starts) > LONGEST {
            form.fault("last", "setup-fault-month");
        }
    }
    form.finish(|| Some((NewBlock::of(whose?, starts_at?..ends_at?, reason?), sure)))
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let (block, sure) = match read(&fields, &scope) {
        Ok(read) => read,
        Err(faults) => return page_of(&scope, &face, &fields, &faults, &[], &Fields::default()).await,
    };
    let met = scope
        .write(move |tx| -> Grounded<Vec<Appointment>> {
            let met = if sure { Vec::new() } else { setup::meets(tx, &block)? };
            if met.is_empty() {
                setup::create_block(tx, &block)?;
            }
            Ok(met)
        })
        .await?;
    if met.is_empty() {
        return Ok(Redirect::to(&face.to("/setup/blocks?done=saved")).into_response());
    }
    page_of(&scope, &face, &fields, &Faults::new(), &met, &Fields::default()).await
}

pub(super) async fn remove(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id: BlockId = id.parse().map_err(|_| Fault::not_found())?;
    scope.write(move |tx| setup::delete_block(tx, id)).await?;
    Ok(Redirect::to(&face.to("/setup/blocks?done=removed")).into_response())
}
