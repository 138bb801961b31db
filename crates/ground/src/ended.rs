//! The end of a key: what it sealed is unreadable from then on, in the store and in every backup without it.

use promise::Purpose;

use crate::error::{Error, Result};
use crate::job::{Handler, Job, NewJob};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{KeyId, PersonId, params};

/// The kind of job that destroys the key of whoever's record ended.
pub(crate) const DESTROY: &str = "key.destroy";

impl Tx<'_> {
    /// Ends a record of which no row is left: nobody opens it from now on, and once this is committed its key is
    /// destroyed. Should the program stop between the two, the key goes when it starts again.
    pub fn end_person(&mut self, person: PersonId) -> Result<()> {
        let (clinic, now) = (self.clinic(), self.now());
        let ended = self.execute(
            "UPDATE person SET erased_at = $3 WHERE clinic = $1 AND id = $2 AND erased_at IS NULL",
            &params![clinic, person, now],
        )?;
        if ended == 0 {
            return Err(Error::NotFound);
        }
        self.enqueue(&NewJob { kind: DESTROY, subject: person.to_string(), run_at: now })
    }
}

pub(crate) fn handler() -> Handler {
    Handler::new(DESTROY, Purpose::Operation, |scope, job| async move {
        destroy(&scope, &job).await.map_err(|error| error.to_string())
    })
    .always()
}

async fn destroy(scope: &Scope, job: &Job) -> Result<()> {
    let person: PersonId = job.subject.parse().map_err(|_| Error::internal("the end of nobody's key"))?;
    destroy_key(scope, person).await
}

/// Destroys the key of somebody whose record has ended, now: the job finds it done.
pub(crate) async fn destroy_key(scope: &Scope, person: PersonId) -> Result<()> {
    let key = scope
        .read(move |tx| -> Result<Option<KeyId>> {
            let row = tx.optional(
                "SELECT key FROM person WHERE clinic = $1 AND id = $2 AND erased_at IS NOT NULL",
                &params![tx.clinic(), person],
            )?;
            row.map(|row| row.get("key")).transpose()
        })
        .await?;
    let Some(key) = key else { return Ok(()) };
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    let destroy = move || {
        house.keys.destroy(clinic, key)?;
        house.keys.carry(clinic, person, None)
    };
    tokio::task::spawn_blocking(destroy).await.map_err(Error::internal)?
}
