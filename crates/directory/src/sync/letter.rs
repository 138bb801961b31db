//! Managers are told when the directory is not followed: once for each trouble, not with each look.

use ground::Tx;
use ground::mail::{Letter, Voice, post};
use ground::web::{Tongue, Value};
use promise::Purpose;

use super::words::reasons;
use crate::error::Result;
use crate::store::google::run::{Outcome, Run};

/// Whether this end is news: `before` are the looks before it, the newest first. What Google could not do just now is news
/// when it could not twice.
fn is_news(run: &Run, before: &[Run]) -> bool {
    let same = |other: Option<&Run>| {
        other.is_some_and(|other| other.outcome == run.outcome && kind(&other.reasons) == kind(&run.reasons))
    };
    match run.outcome {
        _ if run.trial => false,
        Outcome::Held | Outcome::Refused => !same(before.first()),
        Outcome::Failed => same(before.first()) && !same(before.get(1)),
        Outcome::Applied | Outcome::Unchanged | Outcome::Tried => false,
    }
}

/// Reasons without their numbers.
fn kind(reasons: &str) -> Vec<&str> {
    reasons.split(' ').filter_map(|reason| reason.split(':').next()).collect()
}

/// Writes to every manager, if it is news.
pub(super) fn tell(tx: &mut Tx<'_>, run: &Run, before: &[Run]) -> Result<()> {
    if !is_news(run, before) {
        return Ok(());
    }
    let held = run.outcome == Outcome::Held;
    let clinic = tx.settings().name.clone();
    to_managers(tx, "directory.not_followed", super::web::PATH, &|tongue, link| {
        let why = reasons(tongue, run).join("\n");
        let values = [("clinic", Value::from(clinic.clone())), ("link", Value::from(link)), ("why", Value::from(why))];
        let subject = if held { "google-mail-held-subject" } else { "google-mail-subject" };
        (plain(tongue, subject, &values), plain(tongue, if held { "google-mail-held" } else { "google-mail" }, &values))
    })
    .map(drop)
}

/// Posts a letter to every manager, in their language: its subject and its body, made with the link to the page at `path`. False
/// where there is none to write to.
pub(crate) fn to_managers(
    tx: &mut Tx<'_>,
    kind: &'static str,
    path: &str,
    words: &dyn Fn(&Tongue, String) -> (String, String),
) -> Result<bool> {
    let managers = identity::managers(tx)?;
    let any = !managers.is_empty();
    for manager in managers {
        let account = identity::find_account(tx, manager)?;
        let to = identity::open_email(tx, manager)?;
        let house = tx.scope().house();
        let tongue = house.words.tongue(&account.language).unwrap_or_else(|| house.words.english());
        let link = format!("{}{path}?lang={}", house.address_of(tx.settings()), tongue.lang());
        let (subject, body) = words(&tongue, link);
        let letter = Letter {
            kind,
            purpose: Purpose::Administration,
            voice: Voice::Automatic,
            language: tongue.lang().to_owned(),
            to,
            subject,
            body: format!("{body}\n\n{}\n", tx.settings().signature()),
            calendar: None,
            until: None,
        };
        let key = tx.seal_for(account.person)?;
        post(tx, &key, &letter)?;
    }
    Ok(any)
}

/// Words without the marks that isolate a name's direction on a page: inside a link they would break it.
pub(crate) fn plain(tongue: &Tongue, key: &str, values: &[(&str, Value<'_>)]) -> String {
    tongue.with(key, values).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn run(outcome: Outcome, reasons: &str) -> Run {
        let at = Timestamp::UNIX_EPOCH;
        Run {
            id: crate::model::RunId::new(at),
            begun_at: at,
            ended_at: at,
            trial: false,
            outcome,
            reasons: reasons.to_owned(),
            counts: String::new(),
            digest: None,
            approved_at: None,
        }
    }

    #[test]
    fn a_trouble_is_told_once_and_a_passing_one_when_it_did_not_pass() {
        use Outcome::{Applied, Failed, Held, Refused};
        for (now, before, told) in [
            ((Held, "too_many:5:9:2"), &[][..], true),
            ((Held, "too_many:6:9:2"), &[(Held, "too_many:5:9:2")], false),
            ((Held, "everybody:9"), &[(Held, "too_many:5:9:2")], true),
            ((Held, "too_many:5:9:2"), &[(Applied, ""), (Held, "too_many:5:9:2")], true),
            ((Refused, "last_manager"), &[(Applied, "")], true),
            ((Refused, "last_manager"), &[(Refused, "last_manager")], false),
            ((Failed, "put_off"), &[(Applied, "")], false),
            ((Failed, "put_off"), &[(Failed, "put_off"), (Applied, "")], true),
            ((Failed, "put_off"), &[(Failed, "put_off"), (Failed, "put_off")], false),
            ((Failed, "put_off"), &[(Failed, "put_off")], true),
            ((Applied, ""), &[(Held, "too_many:5:9:2")], false),
        ] {
            let before: Vec<Run> = before.iter().map(|(outcome, reasons)| run(*outcome, reasons)).collect();
            assert_eq!(is_news(&run(now.0, now.1), &before), told, "{now:?} after {before:?}");
        }
        assert!(!is_news(&Run { trial: true, ..run(Held, "everybody:9") }, &[]));
    }
}
