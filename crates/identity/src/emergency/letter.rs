//! Whoever answers for data here is told of an emergency at once, by a letter that names neither whose record it is nor
//! why: those are read where they are sealed, by whoever may.

use ground::job::Handler;
use ground::mail::{Letter, Voice, post};
use ground::{Refusal, Tx};
use promise::Purpose;

use super::{EmergencyId, store};
use crate::error::{Error, Result};
use crate::letters::plain;
use crate::model::Account;
use crate::store::{account, staff};

/// Writes to whoever must know.
pub const JOB: &str = "identity.emergency";

pub(crate) fn told() -> Handler {
    Handler::new(JOB, Purpose::Account, |scope, job| async move {
        let id: EmergencyId = job.subject.parse().map_err(|_| "the subject is no emergency".to_owned())?;
        scope.write(move |tx| tell(tx, id)).await.map_err(|error: Error| error.to_string())
    })
}

fn tell(tx: &mut Tx<'_>, id: EmergencyId) -> Result<()> {
    let emergency = store::find(tx, id)?;
    let who = tx.names(&[emergency.actor])?.remove(&emergency.actor).unwrap_or_default();
    let mut told = false;
    // Whoever opened the record is not told of it.
    for account in staff::answerable(tx, Some(emergency.actor))? {
        let to = match account::open_email(tx, account.id) {
            Err(Error::Ground(ground::Error::Refused(Refusal::Erased))) => continue,
            other => other?,
        };
        write(tx, &account, to, id, &who)?;
        told = true;
    }
    // Where nobody else works, nobody is told: the evidence says so.
    if told {
        store::note_told(tx, id)?;
    }
    Ok(())
}

fn write(tx: &mut Tx<'_>, account: &Account, to: String, id: EmergencyId, who: &str) -> Result<()> {
    let key = tx.seal_for(account.person)?;
    let house = tx.scope().house();
    let tongue = house.words.tongue(&account.language).unwrap_or_else(|| house.words.english());
    let link = format!("{}/emergencies/{id}", house.address_of(tx.settings()));
    let values = [("clinic", tx.settings().name.clone().into()), ("who", who.into()), ("link", link.into())];
    let letter = Letter {
        kind: "identity.emergency",
        purpose: Purpose::Account,
        voice: Voice::Automatic,
        language: tongue.lang().to_owned(),
        to,
        subject: plain(&tongue, "identity-mail-emergency-subject", &values),
        body: format!(
            "{}\n\n{}\n\n{}\n",
            plain(&tongue, "identity-mail-automatic", &values[..1]),
            plain(&tongue, "identity-mail-emergency", &values),
            tx.settings().signature()
        ),
        calendar: None,
        until: None,
    };
    post(tx, &key, &letter)?;
    Ok(())
}
