//! A complaint that is late rises to whoever governs the clinic, and whoever complains is told where else they may go: each once.

use ground::job::{Handler, NewJob};
use ground::web::Value;
use ground::{Result, Scope, Tx};
use promise::Purpose;

use super::late::write_to_governors;
use crate::error::Error;
use crate::model::complaints::{ComplaintId, State};
use crate::store::complaints as store;

/// Writes to whoever must know that a complaint is late.
const GOVERNORS: &str = "office.complaint_late";
/// Writes to whoever complains.
const THEM: &str = "office.complaint_sorry";

pub(crate) fn late_for_governors() -> Handler {
    Handler::new(GOVERNORS, Purpose::Account, |scope, job| async move {
        let id: ComplaintId = job.subject.parse().map_err(|_| "the subject is no complaint".to_owned())?;
        scope.write(move |tx| rise(tx, id)).await.map_err(|error| error.to_string())
    })
}

/// Opens nothing but where to write to.
pub(crate) fn late_for_them() -> Handler {
    Handler::new(THEM, Purpose::Rights, |scope, job| async move {
        let id: ComplaintId = job.subject.parse().map_err(|_| "the subject is no complaint".to_owned())?;
        scope.write(move |tx| store::apologise(tx, id)).await.map_err(|error| error.to_string())
    })
}

/// Leaves the jobs of each complaint that is late. Each looks again before it writes.
pub async fn look(scope: Scope) -> Result<()> {
    let looked = scope.write(|tx| -> Result<(), Error> {
        for id in store::sweep(tx)? {
            let run_at = tx.now();
            for kind in [GOVERNORS, THEM] {
                tx.enqueue_once(&NewJob { kind, subject: id.to_string(), run_at })?;
            }
        }
        Ok(())
    });
    looked.await.map_err(|error| match error {
        Error::Ground(error) => error,
        other => ground::Error::internal(other),
    })
}

/// Every manager and privacy officer. What was answered meanwhile is not late, and nobody is told twice.
fn rise(tx: &mut Tx<'_>, id: ComplaintId) -> Result<(), Error> {
    let Some(complaint) = store::rises(tx, id)? else { return Ok(()) };
    let by = if complaint.state == State::Open { complaint.answer_by } else { complaint.settle_by };
    let values: [(&str, Value<'_>); 2] = [
        ("subject", complaint.subject.as_str().into()),
        ("which", if complaint.state == State::Open { "answer" } else { "settle" }.into()),
    ];
    write_to_governors(
        tx,
        "office.complaint_late",
        ("complaints-mail-governors-subject", "complaints-mail-governors"),
        &format!("/office/complaints/{id}"),
        by,
        &values,
    )
}
