//! What is announced, of the notice and of the recipients, is told to everyone who has an account.

use ground::job::Handler;
use promise::Purpose;

use crate::store::{ahead, change, recipients};

/// Writes to everyone who has an account of what is announced, some at a time.
pub(crate) fn announce() -> Handler {
    Handler::new(change::TELL, Purpose::Operation, |scope, job| async move {
        for _ in 0..ahead::BATCHES {
            match scope.write(ahead::tell).await {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => return Err(error.to_string()),
            }
        }
        scope.write(move |tx| ahead::go_on(tx, &job.subject)).await.map_err(|error| error.to_string())
    })
}

/// The same of a recipient that is announced.
pub(crate) fn announce_recipient() -> Handler {
    Handler::new(recipients::ahead::TELL, Purpose::Operation, |scope, job| async move {
        for _ in 0..ahead::BATCHES {
            let of = job.subject.clone();
            match scope.write(move |tx| recipients::ahead::tell(tx, &of)).await {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => return Err(error.to_string()),
            }
        }
        scope.write(move |tx| recipients::ahead::go_on(tx, &job.subject)).await.map_err(|error| error.to_string())
    })
}
