//! A use that the notice added is told to everyone who has an account.

use ground::job::Handler;
use promise::Purpose;

use crate::store::ahead::BATCHES;
use crate::store::asked;

/// Writes to everyone who has an account of what a version added, some at a time.
pub(crate) fn ask() -> Handler {
    Handler::new(asked::ASK, Purpose::Operation, |scope, job| async move {
        let Ok(notice) = job.subject.parse::<i64>() else { return Ok(()) };
        let mut after = None;
        for _ in 0..BATCHES {
            let from = after;
            after = scope.write(move |tx| asked::tell(tx, notice, from)).await.map_err(|error| error.to_string())?;
            if after.is_none() {
                return Ok(());
            }
        }
        scope.write(move |tx| asked::leave(tx, notice)).await.map_err(|error| error.to_string())
    })
}
