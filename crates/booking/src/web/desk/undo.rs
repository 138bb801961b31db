//! Taking one's last change back, by a button that stands there for a few minutes.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Form};
use ground::{Result as Grounded, Scope};

use super::appointment::newest;
use super::day;
use super::say::Say;
use super::view::View;
use crate::error::Error;
use crate::model::{AppointmentId, ChangeId, ChangeKind};
use crate::rules::Refusal;
use crate::store::undo::{Done, UndoFault, Undone};
use crate::{act, offers};

/// The button.
pub(super) struct Undo {
    pub action: String,
    /// "Undo the move"
    pub label: String,
    pub see: String,
}

/// The button that takes `last` back.
pub(super) fn offer(face: &Face, say: &Say<'_>, view: &View, last: &Done) -> Undo {
    Undo {
        action: face.to(&format!("/changes/{}/undo", last.id)),
        label: say.t.get(&format!("desk-undo-{}", ChangeKind::as_word(last.kind))),
        see: view.query(),
    }
}

pub(super) async fn create(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: ChangeId = id.parse().map_err(|_| Fault::not_found())?;
    let mut form = fields.reader();
    let see = form.text_or_none("see", 200).unwrap_or_default();
    form.finish(|| Some(())).map_err(Fault::invalid)?;
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    let view = View::carried(&see, today);
    let local = |at| scope.clinic.zone.to_datetime(at).date();
    let news = match act::undo(&scope, id).await {
        Ok(Undone::Appointment(visit)) => {
            let view = view.showing(local(visit.starts_at));
            // What gives its time back was booked by mistake; everything else stands there again.
            let done = if visit.status.claims_time() { "undone" } else { "unbooked" };
            let to = face.to(&format!("/day?{}&visit={}&done={done}", view.query(), visit.id));
            return Ok(Redirect::to(&to).into_response());
        }
        Ok(Undone::Block { starts_at, blocked }) => {
            let view = view.showing(local(starts_at));
            let done = if blocked { "blocked" } else { "unblocked" };
            return Ok(Redirect::to(&face.to(&format!("/day?{}&done={done}", view.query()))).into_response());
        }
        Err(Error::Undo(UndoFault::TooLate)) => face.t.get("desk-undo-late"),
        Err(Error::Undo(UndoFault::Again)) => face.t.get("desk-undo-again"),
        Err(Error::NotFree { refusal, .. }) => taken(&scope, &face, &refusal).await?,
        Err(Error::Stale | Error::Status(_)) => stale(&scope, &face, id).await?,
        Err(error) => return Err(error.into()),
    };
    day::refused(&scope, &face, &view, news).await
}

async fn taken(scope: &Scope, face: &Face, refusal: &Refusal) -> Grounded<String> {
    let catalogue = offers::catalogue(scope).await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let reason = say.refusal(&catalogue, refusal, None);
    Ok(face.t.with("desk-undo-taken", &[("reason", reason.into())]))
}

async fn stale(scope: &Scope, face: &Face, id: ChangeId) -> Result<String, Fault> {
    let subject = scope.read(move |tx| crate::store::undo::subject(tx, id)).await?;
    match subject.parse::<AppointmentId>() {
        Ok(visit) => Ok(newest(scope, face, visit).await?),
        Err(_) => Ok(face.t.get("desk-undo-gone")),
    }
}
