//! A clinic that is paused by whoever runs the program: its pages say so, nothing of it goes on, and nothing is lost. Its
//! managers still sign in, read why, and take everything along.

use std::sync::Arc;

use axum::http::Method;
use jiff::Timestamp;
use promise::Purpose;

use crate::actor::{Actor, Role};
use crate::clinic::Clinic;
use crate::door::Door;
use crate::error::Result;
use crate::event::Event;
use crate::house::House;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::web::Fault;
use crate::{ClinicId, params};

/// That a clinic is paused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paused {
    pub since: Timestamp,
    /// Why, in the words of whoever runs the program.
    pub because: String,
}

/// Which clinics are paused.
pub(crate) const PAUSED: &str = "suspended_at IS NOT NULL";
/// Which of them do nothing new: those, and the ones that leave.
pub(crate) const CLOSED: &str = "suspended_at IS NOT NULL OR leaving_at IS NOT NULL";

/// What stays open in a clinic that is paused: showing who one is, and what whoever answers for the clinic must be able to
/// do. Everything else, what is added tomorrow too, says that it is paused.
const OPEN: [&str; 19] = [
    "identity.session.",
    "identity.proof.",
    "identity.factor.",
    "identity.passkey.",
    "identity.provider.begin",
    "identity.provider.return",
    // Whoever keeps watch over the access log does so now too; it tells of nobody.
    "front.access.check",
    "front.brand.read",
    "front.demo.enter",
    "front.export.take",
    "front.leave.",
    // What is promised of data that is still kept.
    "front.notice.read",
    "office.versions.",
    "office.ahead.read",
    "office.recipients.read",
    // What stands for its days for whom no letter reaches.
    "office.incident.public",
    "operator.page.read",
    "operator.agreement.",
    "operator.grant.end",
];

/// What besides stays open in one that leaves: people's rights are theirs until the last day, whoever answers for them answers,
/// what went wrong is told, what is given away is written down, and a dispute holds data back as before.
const RIGHTS: [&str; 10] = [
    "office.complaint.",
    "office.consents.own",
    "office.disclosure.",
    "office.hold.",
    "office.incident.",
    "office.opinion.",
    "office.own.",
    "office.public.",
    "office.request.",
    "office.restrictions.",
];

/// Whether a request only looks, of one who has something here: the clinic's people look at what is there until the end, and
/// clients at what is theirs.
fn looks(scope: &Scope, method: &Method, path: &str) -> bool {
    let own = ["/c/{clinic}/me", "/c/{clinic}/visit/"].iter().any(|begins| path.starts_with(begins));
    matches!(*method, Method::GET | Method::HEAD) && (scope.actor.is_staff() || own) && Door::of(path) == Door::Pages
}

/// What is answered in place of what `scope` asks for while the clinic leaves.
pub(crate) fn leaves(scope: &Scope, action: &str, method: &Method, path: &str) -> Option<Fault> {
    let leaving = scope.clinic.leaving.as_ref()?;
    if OPEN.iter().chain(&RIGHTS).any(|open| action.starts_with(open)) || looks(scope, method, path) {
        return None;
    }
    Some(leaving.fault(&scope.clinic, scope.actor.is_staff()))
}

/// What is answered in place of `action` while the clinic is paused; nothing where it stays open or the clinic is not.
pub(crate) fn instead(scope: &Scope, action: &str) -> Option<Fault> {
    let paused = scope.clinic.paused.as_ref()?;
    if OPEN.iter().any(|open| action.starts_with(open)) {
        return None;
    }
    let answers = [Role::Manager, Role::PrivacyOfficer].into_iter().any(|role| scope.actor.roles.contains(role));
    let fault = Fault::paused();
    Some(match answers {
        // Why is for those who answer for the clinic.
        true if !scope.actor.roles.contains(Role::Operator) => fault
            .words("clinic-paused-title", "clinic-paused-because")
            .value("because", paused.because.as_str())
            .leading("/setup/export", "clinic-paused-export")
            .also("/operator", "clinic-paused-operator"),
        _ => fault.words("clinic-paused-title", "clinic-paused-text").leading("/sign-in", "error-sign-in"),
    })
}

impl House {
    /// Pauses the clinic for the reason in `because`, or lets it go on where there is none. Paused twice, it is paused since
    /// the first time, for the last reason.
    pub async fn pause(&self, clinic: Arc<Clinic>, because: Option<String>) -> Result<()> {
        let scope = Scope::new(self, clinic, Actor::automatic(), Purpose::Operation, "clinic.pause");
        scope.write(move |tx| set(tx, because.as_deref())).await?;
        self.nudge_jobs();
        Ok(())
    }
}

fn set(tx: &mut Tx<'_>, because: Option<&str>) -> Result<()> {
    let (clinic, now): (ClinicId, Timestamp) = (tx.clinic(), tx.now());
    match because {
        Some(because) => tx.execute(
            "UPDATE clinic SET suspended_at = COALESCE(suspended_at, $2), suspended_because = $3 WHERE id = $1",
            &params![clinic, now, because],
        )?,
        None => tx.execute(
            "UPDATE clinic SET suspended_at = NULL, suspended_because = NULL WHERE id = $1",
            &params![clinic],
        )?,
    };
    let name = if because.is_some() { "clinic.paused" } else { "clinic.resumed" };
    tx.emit(Event::new(name, clinic, None))
}
