//! What is announced of the notice is told to everyone who has an account.

use ground::job::Handler;
use promise::Purpose;

use crate::store::{ahead, change};

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
