//! Whoever keeps the register of recipients is told before an agreement ends, and on its last day: once each.

use ground::mail::{Letter, Voice, post};
use ground::recipient::{self, Entry, Standing};
use ground::web::Value;
use ground::{Refusal, Result, Role, Scope, Tx};
use jiff::civil::Date;
use promise::Purpose;

use crate::error::Error;
use crate::store::recipients::today;

/// Looks which agreements end, and writes to whoever answers for them. The note that somebody was told and the letters are one
/// transaction, so that neither is without the other.
pub async fn look(scope: Scope) -> Result<()> {
    let account = scope.for_purpose(Purpose::Account);
    let looked = account.write(|tx| -> Result<(), Error> {
        let today = today(tx);
        for (entry, end, step) in recipient::due_to_tell(tx, today)? {
            if recipient::told(tx, entry.id, end, step)? {
                tell(tx, &entry, end, today)?;
            }
        }
        Ok(())
    });
    looked.await.map_err(|error| match error {
        Error::Ground(error) => error,
        other => ground::Error::internal(other),
    })
}

fn tell(tx: &mut Tx<'_>, entry: &Entry, end: Date, today: Date) -> Result<(), Error> {
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
        let unnamed = matches!(recipient::standing(entry, today), Standing::ToName(_));
        let link = format!("{}/office/recipients/{}", house.address_of(tx.settings()), entry.id);
        let values: [(&str, Value<'_>); 6] = [
            ("clinic", tx.settings().name.clone().into()),
            ("name", entry.terms.name.clone().into()),
            ("day", tongue.date_long(end).into()),
            ("unnamed", if unnamed { "yes" } else { "no" }.into()),
            ("everywhere", if entry.everywhere { "yes" } else { "no" }.into()),
            ("link", link.into()),
        ];
        let plain = |key: &str| -> String {
            tongue.with(key, &values).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
        };
        let letter = Letter {
            kind: "office.recipient",
            purpose: Purpose::Account,
            voice: Voice::Automatic,
            language: tongue.lang().to_owned(),
            to,
            subject: plain("recipients-mail-subject"),
            body: format!("{}\n\n{}\n", plain("recipients-mail"), tx.settings().signature()),
            calendar: None,
            until: None,
        };
        post(tx, &key, &letter)?;
    }
    Ok(())
}
