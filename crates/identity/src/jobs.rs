//! Work after the commit.

use ground::job::{Handler, NewJob};
use ground::{AccountId, Refusal, Tx};
use promise::Purpose;

use crate::error::{Error, Result};
use crate::letters::{self, Kind};
use crate::model::{AlertId, ResetRequestId};
use crate::rules::is_staff;
use crate::store;

/// Somebody asked for a new password.
pub const RESET: &str = "identity.reset";

/// Something happened with how somebody signs in.
pub const ALERT: &str = "identity.alert";

pub(crate) fn alert() -> Handler {
    Handler::new(ALERT, Purpose::Security, |scope, job| async move {
        let id: AlertId = job.subject.parse().map_err(|_| "the subject is nothing that happened".to_owned())?;
        scope.write(move |tx| tell(tx, id)).await.map_err(|error: Error| error.to_string())
    })
}

/// Writes to whoever it happened to.
fn tell(tx: &mut Tx<'_>, id: AlertId) -> Result<()> {
    let Some(alert) = store::alert::find(tx, id)? else { return Ok(()) };
    let account = store::account::find(tx, alert.account)?;
    match store::account::open_email(tx, account.id) {
        // Erased meanwhile: there is no one to write to.
        Err(Error::Ground(ground::Error::Refused(Refusal::Erased))) => {}
        email => letters::tell(tx, &account, &alert, &email?)?,
    }
    store::alert::told(tx, id)
}

pub(crate) fn reset() -> Handler {
    Handler::new(RESET, Purpose::Account, |scope, job| async move {
        let id: ResetRequestId = job.subject.parse().map_err(|_| "the subject is no request".to_owned())?;
        scope.write(move |tx| answer(tx, id)).await.map_err(|error: Error| error.to_string())
    })
}

/// A directory gave somebody something to do here who never came in.
const INVITE: &str = "identity.invite";

/// Leaves a letter to be written that says how a colleague comes in; nothing comes of it where they may not, or have.
pub fn invite(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    let run_at = tx.now();
    Ok(tx.enqueue(&NewJob { kind: INVITE, subject: id.to_string(), run_at })?)
}

pub(crate) fn invitation() -> Handler {
    Handler::new(INVITE, Purpose::Account, |scope, job| async move {
        let id: AccountId = job.subject.parse().map_err(|_| "the subject is no account".to_owned())?;
        scope.write(move |tx| write_to(tx, id)).await.map_err(|error: Error| error.to_string())
    })
}

fn write_to(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    let account = store::account::find(tx, id)?;
    if account.verified_at.is_some() || account.deactivated_at.is_some() || !is_staff(account.held) {
        return Ok(());
    }
    match store::account::open_email(tx, id) {
        Err(Error::Ground(ground::Error::Refused(Refusal::Erased))) => Ok(()),
        email => letters::send(tx, &account, Kind::Invitation, &email?, None),
    }
}

/// Writes to whoever has an open account of the address that was typed; for any other there is nothing to do.
fn answer(tx: &mut Tx<'_>, id: ResetRequestId) -> Result<()> {
    let Some(account) = store::reset::take(tx, id)?.filter(|account| account.deactivated_at.is_none()) else {
        return Ok(());
    };
    let email = match store::account::open_email(tx, account.id) {
        // Erased meanwhile: there is no one to write to.
        Err(Error::Ground(ground::Error::Refused(Refusal::Erased))) => return Ok(()),
        other => other?,
    };
    let invited = account.verified_at.is_none() && account.shown_as.is_some();
    letters::send(tx, &account, if invited { Kind::Invitation } else { Kind::Reset }, &email, None)
}
