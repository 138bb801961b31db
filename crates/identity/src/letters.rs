//! The room's letters: what they say, in the language of whoever reads them.

use ground::mail::{Letter, Voice, post};
use ground::web::{Tongue, Value};
use ground::{Key, Tx};
use promise::Purpose;

use crate::error::Result;
use crate::model::{Account, ChallengeKind};
use crate::password::Hashed;
use crate::rules::{NEW_ADDRESS_HOURS, after_hours};
use crate::session::Secret;
use crate::store;
use crate::store::alert::Alert;

/// Which letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To whoever signed up: confirm that the address is yours.
    Verification,
    /// To whoever signed up and has an account: nobody who only knows the address learns that.
    Known,
    /// To whoever forgot the password.
    Reset,
    /// To a new colleague.
    Invitation,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Kind::Verification => "identity.verification",
            Kind::Known => "identity.known",
            Kind::Reset => "identity.reset",
            Kind::Invitation => "identity.invitation",
        }
    }

    const fn subject(self) -> &'static str {
        match self {
            Kind::Verification => "identity-mail-verification-subject",
            Kind::Known => "identity-mail-known-subject",
            Kind::Reset => "identity-mail-reset-subject",
            Kind::Invitation => "identity-mail-invitation-subject",
        }
    }

    const fn body(self) -> &'static str {
        match self {
            Kind::Verification => "identity-mail-verification",
            Kind::Known => "identity-mail-known",
            Kind::Reset => "identity-mail-reset",
            Kind::Invitation => "identity-mail-invitation",
        }
    }

    const fn purpose(self) -> Purpose {
        match self {
            Kind::Verification | Kind::Known | Kind::Reset => Purpose::Account,
            Kind::Invitation => Purpose::Administration,
        }
    }

    /// What its link is for.
    pub const fn challenge(self) -> ChallengeKind {
        match self {
            Kind::Verification => ChallengeKind::Verification,
            Kind::Known | Kind::Reset => ChallengeKind::Reset,
            Kind::Invitation => ChallengeKind::Invitation,
        }
    }

    const fn page(self) -> &'static str {
        match self {
            Kind::Verification => "/confirm",
            Kind::Known | Kind::Reset | Kind::Invitation => "/password",
        }
    }
}

/// Where the link of `secret` leads, below the clinic's address.
pub fn path_of(kind: Kind, secret: &Secret) -> String {
    format!("{}/{}", kind.page(), secret.text())
}

/// Writes a letter with a link, unless enough of its kind went to this account within the hour.
pub fn send(tx: &mut Tx<'_>, account: &Account, kind: Kind, to: &str, password: Option<&Hashed>) -> Result<()> {
    let Some(secret) = store::challenge::create(tx, account.id, account.person, kind.challenge(), password)? else {
        return Ok(());
    };
    let key = tx.seal_for(account.person)?;
    write(tx, &key, kind, &account.language, to, &secret)
}

/// Asks both mailboxes whether `account` shall have the address `email`, which its holder typed. `known` says that the
/// address is another account's here: its mailbox is told so, and nobody else learns it.
pub fn ask_of_address(
    tx: &mut Tx<'_>,
    account: &Account,
    (before, email): (&str, &str),
    (old, new): (&Secret, &Secret),
    known: bool,
) -> Result<()> {
    let key = tx.seal_for(account.person)?;
    let words = &tx.scope().house().words;
    let tongue = words.tongue(&account.language).unwrap_or_else(|| words.english());
    let address = tx.scope().house().address_of(tx.settings());
    let page = |secret: &Secret| format!("{address}/address/{}?lang={}", secret.text(), tongue.lang());
    for (to, link, body) in [
        (before, page(old), "identity-mail-address-old"),
        (email, page(new), if known { "identity-mail-address-known" } else { "identity-mail-address-new" }),
    ] {
        let values = [
            ("clinic", Value::from(tx.settings().name.clone())),
            ("link", link.into()),
            ("email", email.to_owned().into()),
            ("hours", NEW_ADDRESS_HOURS.into()),
        ];
        let letter = Letter {
            kind: "identity.address",
            purpose: Purpose::Account,
            voice: Voice::Automatic,
            language: tongue.lang().to_owned(),
            to: to.to_owned(),
            subject: plain(&tongue, "identity-mail-address-subject", &values[..1]),
            body: body_of(tx, &tongue, body, &values),
            calendar: None,
            until: Some(after_hours(tx.now(), NEW_ADDRESS_HOURS)),
        };
        post(tx, &key, &letter)?;
    }
    Ok(())
}

/// An automatic letter's text: that it is one, its own words, and how the clinic is reached. The first of `values` is the
/// clinic's name.
fn body_of(tx: &Tx<'_>, tongue: &Tongue, key: &str, values: &[(&str, Value<'_>)]) -> String {
    format!(
        "{}\n\n{}\n\n{}\n",
        plain(tongue, "identity-mail-automatic", &values[..1]),
        plain(tongue, key, values),
        tx.settings().signature()
    )
}

/// Writes the letter with the link of `secret` to `to`, sealed under the recipient's `key`.
pub fn write(tx: &mut Tx<'_>, key: &Key, kind: Kind, language: &str, to: &str, secret: &Secret) -> Result<()> {
    let house = tx.scope().house();
    let words = &house.words;
    let tongue = words.tongue(language).unwrap_or_else(|| words.english());
    let clinic = tx.settings().name.clone();
    let link = format!("{}{}?lang={}", house.address_of(tx.settings()), path_of(kind, secret), tongue.lang());
    let values =
        [("clinic", Value::from(clinic)), ("link", Value::from(link)), ("hours", kind.challenge().hours().into())];
    let letter = Letter {
        kind: kind.name(),
        purpose: kind.purpose(),
        voice: Voice::Automatic,
        language: tongue.lang().to_owned(),
        to: to.to_owned(),
        subject: plain(&tongue, kind.subject(), &values[..1]),
        body: body_of(tx, &tongue, kind.body(), &values),
        calendar: None,
        until: Some(after_hours(tx.now(), kind.challenge().hours())),
    };
    post(tx, key, &letter)?;
    Ok(())
}

/// Writes to the holder of `account` what happened with how they sign in: that, when, from what kind of browser and
/// network, and what to do. No link: a letter that warns is the first that others imitate.
pub fn tell(tx: &mut Tx<'_>, account: &Account, alert: &Alert, to: &str) -> Result<()> {
    let words = &tx.scope().house().words;
    let tongue = words.tongue(&account.language).unwrap_or_else(|| words.english());
    let (clinic, zone) = (tx.settings().name.clone(), tx.settings().zone.clone());
    let read = store::alert::said(tx, alert, &tongue)?;
    let read: Vec<(&str, Value<'_>)> = read.iter().map(|(name, value)| (*name, value.clone())).collect();
    let what = plain(&tongue, &alert.what.words("identity-happened"), &read);
    let at = alert.at.to_zoned(zone.clone());
    let when = tongue.date_time(&at, zone.to_datetime(tx.now()).date());
    let mut facts = vec![plain(&tongue, "identity-mail-alert-when", &[("when", when.into())])];
    if let Some(device) = &alert.device {
        let browser = tongue.get(&format!("identity-browser-{}", device.browser));
        let block = device.block.as_str().into();
        facts.push(plain(&tongue, "identity-mail-alert-from", &[("browser", browser.into()), ("block", block)]));
    }
    let clinic = [("clinic", Value::from(clinic))];
    let letter = Letter {
        kind: "identity.alert",
        purpose: Purpose::Security,
        voice: Voice::Automatic,
        language: tongue.lang().to_owned(),
        to: to.to_owned(),
        subject: plain(
            &tongue,
            if alert.what.is_of_key() { "identity-mail-key-subject" } else { "identity-mail-alert-subject" },
            &clinic,
        ),
        body: format!(
            "{}\n\n{what}\n\n{}\n\n{}\n\n{}\n",
            plain(&tongue, "identity-mail-automatic", &clinic),
            facts.join("\n"),
            plain(&tongue, &alert.what.words("identity-mail-alert-do"), &clinic),
            tx.settings().signature()
        ),
        calendar: None,
        until: None,
    };
    let key = tx.seal_for(account.person)?;
    post(tx, &key, &letter)?;
    Ok(())
}

/// Words without the marks that isolate a name's direction on a page: inside a link they would break it.
pub(crate) fn plain(tongue: &Tongue, key: &str, values: &[(&str, Value<'_>)]) -> String {
    tongue.with(key, values).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}
