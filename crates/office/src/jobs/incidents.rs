//! Work about incidents: telling whoever answers for data, finding whom one touches, writing to them, and what is late.

use ground::job::{Handler, NewJob};
use ground::mail::{Letter, Voice, post};
use ground::web::Value;
use ground::{Refusal, Result, Role, Scope, Tx};
use identity::model::Account;
use promise::Purpose;

use crate::error::Error;
use crate::model::incidents::{DutyId, IncidentId};
use crate::store::incidents::{self as store, CONFIRMED, FIND, LATE, RETURNED, SUSPECTED, TELL};
use crate::store::requests::plain;

/// Transactions of one attempt, which must end well within its lease.
const STEPS: u32 = 40;

fn id(subject: &str) -> Result<IncidentId, String> {
    subject.parse().map_err(|_| "the subject is no incident".to_owned())
}

fn words(error: Error) -> String {
    error.to_string()
}

/// All of this part's jobs.
pub(crate) fn incidents() -> [Handler; 6] {
    [
        Handler::new(SUSPECTED, Purpose::Account, |scope, job| async move {
            let id = id(&job.subject)?;
            scope.write(move |tx| suspected(tx, id)).await.map_err(words)
        }),
        Handler::new(CONFIRMED, Purpose::Account, |scope, job| async move {
            let id = id(&job.subject)?;
            scope.write(move |tx| confirmed(tx, id)).await.map_err(words)
        }),
        Handler::new(FIND, Purpose::Rights, |scope, job| async move {
            let id = id(&job.subject)?;
            for _ in 0..STEPS {
                if !scope.write(move |tx| store::step(tx, id)).await.map_err(words)? {
                    return Ok(());
                }
            }
            let again = move |tx: &mut Tx<'_>| -> Result<()> {
                let run_at = tx.now();
                tx.enqueue(&NewJob { kind: FIND, subject: id.to_string(), run_at })
            };
            scope.write(again).await.map_err(|error| error.to_string())
        }),
        Handler::new(TELL, Purpose::Rights, |scope, job| async move {
            let id = id(&job.subject)?;
            let mut at = None;
            for _ in 0..STEPS {
                match scope.write(move |tx| store::tell(tx, id)).await.map_err(words)? {
                    store::Next::More => {}
                    store::Next::Done => return Ok(()),
                    store::Next::Waits(until) => {
                        at = Some(until);
                        break;
                    }
                }
            }
            scope.write(move |tx| store::go_on(tx, id, at)).await.map_err(|error| error.to_string())
        }),
        Handler::new(LATE, Purpose::Account, |scope, job| async move {
            let id: DutyId = job.subject.parse().map_err(|_| "the subject is no duty".to_owned())?;
            scope.write(move |tx| late(tx, id)).await.map_err(words)
        }),
        Handler::new(RETURNED, Purpose::Account, |scope, job| async move {
            let id = id(&job.subject)?;
            scope.write(move |tx| returned(tx, id)).await.map_err(words)
        }),
    ]
}

/// Leaves what was left undone, and a job for each duty and each letter that came back that is late; then lets what is to be told follow what the clinic has
/// set since.
pub async fn look(scope: Scope) -> Result<()> {
    let looked = scope.write(|tx| -> Result<(), Error> {
        store::reconcile(tx)?;
        store::look_at_returned(tx)?;
        for id in store::late(tx)? {
            let run_at = tx.now();
            tx.enqueue_once(&NewJob { kind: LATE, subject: id.to_string(), run_at })?;
        }
        for id in store::returned_late(tx)? {
            let run_at = tx.now();
            tx.enqueue_once(&NewJob { kind: RETURNED, subject: id.to_string(), run_at })?;
        }
        Ok(())
    });
    looked.await.map_err(plainly)?;
    for id in scope.read(store::open).await? {
        scope.write(move |tx| store::follow(tx, id)).await.map_err(plainly)?;
    }
    Ok(())
}

fn plainly(error: Error) -> ground::Error {
    match error {
        Error::Ground(error) => error,
        other => ground::Error::internal(other),
    }
}

/// Whoever answers for data hears of a suspicion, but for whoever reported it.
fn suspected(tx: &mut Tx<'_>, id: IncidentId) -> Result<(), Error> {
    let incident = store::find(tx, id)?;
    let by = incident.reported_by.parse().ok();
    let mut whom = identity::answerable(tx, by)?;
    if whom.is_empty() {
        whom = identity::answerable(tx, None)?;
    }
    tell(tx, &whom, "suspected", id, &[("kind", incident.kind.as_str().into())])
}

/// Whoever governs the clinic hears that it is so.
fn confirmed(tx: &mut Tx<'_>, id: IncidentId) -> Result<(), Error> {
    let incident = store::find(tx, id)?;
    let whom = governing(tx)?;
    tell(tx, &whom, "confirmed", id, &[("kind", incident.kind.as_str().into())])
}

/// And that a duty is late. What was met meanwhile is not, and nobody is told twice.
fn late(tx: &mut Tx<'_>, id: DutyId) -> Result<(), Error> {
    let Some(duty) = store::rises(tx, id)? else { return Ok(()) };
    let whom = governing(tx)?;
    let values = [("whom", duty.whom.as_str().into()), ("place", duty.place.clone().into())];
    tell(tx, &whom, "late", duty.incident, &values)
}

/// And that nobody told those whose letters came back. Nobody is told twice.
fn returned(tx: &mut Tx<'_>, id: IncidentId) -> Result<(), Error> {
    if !store::returned_rises(tx, id)? {
        return Ok(());
    }
    let whom = governing(tx)?;
    let count = store::unreached(tx, id)?.uncovered();
    tell(tx, &whom, "returned", id, &[("count", count.into())])
}

fn governing(tx: &mut Tx<'_>) -> Result<Vec<Account>, Error> {
    let mut all = identity::governing(tx)?;
    all.retain(|account| account.held.contains(Role::Manager) || account.held.contains(Role::PrivacyOfficer));
    Ok(all)
}

/// A letter that says that something is to be looked at, and nothing of whom it is about.
fn tell(
    tx: &mut Tx<'_>,
    whom: &[Account],
    about: &str,
    id: IncidentId,
    more: &[(&str, Value<'_>)],
) -> Result<(), Error> {
    for account in whom {
        let to = match identity::open_email(tx, account.id) {
            Err(identity::Error::Ground(ground::Error::Refused(Refusal::Erased))) => continue,
            other => other?,
        };
        let key = tx.seal_for(account.person)?;
        let house = tx.scope().house();
        let tongue = house.words.tongue(&account.language).unwrap_or_else(|| house.words.english());
        let mut values: Vec<(&str, Value<'_>)> = vec![
            ("clinic", tx.settings().name.clone().into()),
            ("link", format!("{}/incidents/{id}", house.address_of(tx.settings())).into()),
        ];
        values.extend(more.iter().cloned());
        let letter = Letter {
            kind: "office.incident.staff",
            purpose: Purpose::Account,
            voice: Voice::Automatic,
            language: tongue.lang().to_owned(),
            to,
            subject: plain(&tongue, &format!("incidents-mail-{about}-subject"), &values),
            body: format!(
                "{}\n\n{}\n",
                plain(&tongue, &format!("incidents-mail-{about}"), &values),
                tx.settings().signature()
            ),
            calendar: None,
            until: None,
        };
        post(tx, &key, &letter)?;
    }
    Ok(())
}
