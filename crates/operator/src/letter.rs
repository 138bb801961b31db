//! Letters about somebody who was let in: to whoever answers for the clinic, and to them.

use ground::job::Handler;
use ground::mail::{Letter, Voice, post};
use ground::web::{Tongue, Value};
use ground::{AccountId, Refusal, Tx};
use promise::Purpose;

use crate::error::Result;
use crate::model::{Grant, GrantId};
use crate::store::grant;

/// Writes to whoever must know.
pub const JOB: &str = "operator.grant";

pub(crate) fn told() -> Handler {
    Handler::new(JOB, Purpose::Account, |scope, job| async move {
        let id: GrantId = job.subject.parse().map_err(|_| "the subject is nobody who was let in".to_owned())?;
        scope.write(move |tx| tell(tx, id)).await.map_err(|error| error.to_string())
    })
}

/// Every manager and privacy officer, whoever of them let them in, and the guest. Twice tells nobody twice.
fn tell(tx: &mut Tx<'_>, id: GrantId) -> Result<()> {
    let grant = grant::find(tx, id)?;
    if grant.told_at.is_some() {
        return Ok(());
    }
    let mut told = false;
    let guest = identity::find_account(tx, grant.account)?;
    write(tx, &guest, &grant, "guest")?;
    for account in identity::governing(tx)? {
        told |= write(tx, &account, &grant, "clinic")?;
    }
    // Where nobody could be written to, nobody is told: the evidence says so.
    if told {
        grant::note_told(tx, id)?;
    }
    Ok(())
}

fn write(tx: &mut Tx<'_>, account: &identity::Account, grant: &Grant, kind: &str) -> Result<bool> {
    let Some(to) = address(tx, account.id)? else { return Ok(false) };
    let key = tx.seal_for(account.person)?;
    let house = tx.scope().house();
    let tongue = house.words.tongue(&account.language).unwrap_or_else(|| house.words.english());
    let zone = tx.settings().zone.clone();
    let until = tongue.date_time(&grant.ends_at.to_zoned(zone.clone()), zone.to_datetime(tx.now()).date());
    let link = match kind {
        "guest" => format!("{}/sign-in", house.address_of(tx.settings())),
        _ => format!("{}/operator", house.address_of(tx.settings())),
    };
    let may = may(&tongue, grant);
    let by = grant.granted_by.parse().map(|person| tx.names(&[person]).map(|mut names| names.remove(&person)));
    let by = by.ok().transpose()?.flatten().unwrap_or_else(|| tongue.get("operator-somebody"));
    let values: [(&str, Value<'_>); 7] = [
        ("clinic", tx.settings().name.clone().into()),
        ("who", grant.guest_name.clone().into()),
        ("by", by.into()),
        ("until", until.into()),
        ("may", may.into()),
        ("reason", grant.reason.clone().into()),
        ("link", link.into()),
    ];
    let letter = Letter {
        kind: "operator.grant",
        purpose: Purpose::Account,
        voice: Voice::Automatic,
        language: tongue.lang().to_owned(),
        to,
        subject: plain(&tongue, &format!("operator-mail-{kind}-subject"), &values),
        body: format!(
            "{}\n\n{}\n\n{}\n",
            plain(&tongue, "operator-mail-automatic", &values[..1]),
            plain(&tongue, &format!("operator-mail-{kind}"), &values),
            tx.settings().signature()
        ),
        calendar: None,
        // What was not sent while it held is no news to a guest; the clinic is told all the same.
        until: (kind == "guest").then_some(grant.ends_at),
    };
    post(tx, &key, &letter)?;
    Ok(true)
}

/// Their address; none once they are erased.
fn address(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<String>> {
    match identity::open_email(tx, id) {
        Err(identity::Error::Ground(ground::Error::Refused(Refusal::Erased))) => Ok(None),
        other => Ok(Some(other?)),
    }
}

/// Words without the marks that isolate a name's direction on a page: inside a link they would break it.
fn plain(tongue: &Tongue, key: &str, values: &[(&str, Value<'_>)]) -> String {
    tongue.with(key, values).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}

/// What whoever was let in may do, in words.
pub(crate) fn may(t: &Tongue, grant: &Grant) -> String {
    let mut said = t.get(if grant.records { "operator-grant-records" } else { "operator-grant-setup" });
    if grant.everything {
        said.push(' ');
        said.push_str(&t.get("operator-grant-everything"));
    }
    said
}
