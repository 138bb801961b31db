//! The day as a table: everything that was booked on it, also what was called off, with the next step of each.

use ground::web::Face;

use super::board::Drawer;
use super::card::{Do, does};
use super::say::Say;
use crate::model::Appointment;

/// One line of the list.
pub(super) struct Row {
    pub id: String,
    pub href: String,
    pub span: String,
    pub name: String,
    pub service: String,
    pub with: String,
    pub room: String,
    pub state: &'static str,
    pub state_word: String,
    /// It gave its time back.
    pub gone: bool,
    pub current: bool,
    pub version: String,
    /// The likeliest next step.
    pub next: Option<Do>,
}

pub(super) fn rows(face: &Face, say: &Say<'_>, visits: Vec<&Appointment>, drawer: &Drawer<'_>) -> Vec<Row> {
    let catalogue = &drawer.days.catalogue;
    let row = |visit: &Appointment| {
        let at = |path: &str| face.to(&format!("/appointments/{}{path}", visit.id));
        let (state, state_word) = say.state(visit.status);
        let with = visit.practitioner.and_then(|id| catalogue.practitioner(id));
        Row {
            id: visit.id.to_string(),
            href: drawer.to(&drawer.view, &format!("&visit={}", visit.id)),
            span: if visit.time_known { say.span(visit.starts_at, visit.ends_at) } else { say.t.get("desk-no-time") },
            name: say.name(drawer.clients.get(&visit.client)),
            service: say.service(catalogue, visit),
            with: with.map(|one| one.name.clone()).unwrap_or_default(),
            room: visit.room.and_then(|id| catalogue.room(id)).map(|room| room.name.clone()).unwrap_or_default(),
            state,
            state_word,
            gone: !visit.status.claims_time(),
            current: drawer.visit == Some(visit.id),
            version: visit.version(),
            next: does(say, visit, &at).into_iter().find(|step| drawer.marks && drawer.may(visit) && step.kind == "go"),
        }
    };
    visits.into_iter().map(row).collect()
}
