//! What is late rises: whoever governs the clinic is written to, once for each request.

use ground::job::{Handler, NewJob};
use ground::mail::{Letter, Voice, post};
use ground::web::Value;
use ground::{Refusal, Result, Role, Scope, Tx};
use jiff::Timestamp;
use promise::Purpose;

use crate::error::Error;
use crate::model::requests::RequestId;
use crate::store::requests as store;

/// Writes to whoever must know that a request is late.
const JOB: &str = "office.late";

pub(crate) fn late() -> Handler {
    Handler::new(JOB, Purpose::Account, |scope, job| async move {
        let id: RequestId = job.subject.parse().map_err(|_| "the subject is no request".to_owned())?;
        scope.write(move |tx| tell(tx, id)).await.map_err(|error| error.to_string())
    })
}

/// Ends what nobody proved in time, and leaves a job for each request that is late.
pub async fn look(scope: Scope) -> Result<()> {
    let looked = scope.write(|tx| -> Result<(), Error> {
        crate::store::confirmations::over(tx)?;
        for id in store::sweep(tx)? {
            let run_at = tx.now();
            tx.enqueue_once(&NewJob { kind: JOB, subject: id.to_string(), run_at })?;
        }
        Ok(())
    });
    looked.await.map_err(|error| match error {
        Error::Ground(error) => error,
        other => ground::Error::internal(other),
    })
}

/// Every manager and privacy officer. What was answered meanwhile is not late, and nobody is told twice.
fn tell(tx: &mut Tx<'_>, id: RequestId) -> Result<(), Error> {
    let Some(request) = store::rises(tx, id)? else { return Ok(()) };
    let values: [(&str, Value<'_>); 1] = [("kind", request.kind.as_str().into())];
    let words = ("requests-mail-late-subject", "requests-mail-late");
    write_to_governors(tx, "office.late", words, &format!("/office/requests/{id}"), request.due_at, &values)
}

/// Writes to every manager and privacy officer that something is late: `words` are the keys of subject and text, `below` is where
/// it is done.
pub(super) fn write_to_governors(
    tx: &mut Tx<'_>,
    kind: &'static str,
    words: (&str, &str),
    below: &str,
    due: Timestamp,
    about: &[(&str, Value<'_>)],
) -> Result<(), Error> {
    for account in identity::governing(tx)? {
        if !account.held.contains(Role::Manager) && !account.held.contains(Role::PrivacyOfficer) {
            continue;
        }
        let to = match identity::open_email(tx, account.id) {
            Err(identity::Error::Ground(ground::Error::Refused(Refusal::Erased))) => continue,
            other => other?,
        };
        let key = tx.seal_for(account.person)?;
        let house = tx.scope().house();
        let tongue = house.words.tongue(&account.language).unwrap_or_else(|| house.words.english());
        let zone = tx.settings().zone.clone();
        let mut values: Vec<(&str, Value<'_>)> = vec![
            ("clinic", tx.settings().name.clone().into()),
            ("due", tongue.date_long(due.to_zoned(zone).date()).into()),
            ("link", format!("{}{below}", house.address_of(tx.settings())).into()),
        ];
        values.extend(about.iter().cloned());
        let plain = |key: &str| -> String {
            tongue.with(key, &values).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
        };
        let letter = Letter {
            kind,
            purpose: Purpose::Account,
            voice: Voice::Automatic,
            language: tongue.lang().to_owned(),
            to,
            subject: plain(words.0),
            body: format!("{}\n\n{}\n", plain(words.1), tx.settings().signature()),
            calendar: None,
            until: None,
        };
        post(tx, &key, &letter)?;
    }
    Ok(())
}
